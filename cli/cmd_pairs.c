/* cmd_pairs.c - what one span of a text does to another: JSONL in, or the public benchmark; JSONL out. */
#include "answers.h"

const option_def pairs_options[] = {
    {"labels", 'l', "SET", "plover (default): the 16 types; plv: the 15 classes of the public benchmark"},
    {"plv", 0, NULL, "the files are the benchmark's TSV; labels plv unless --labels says otherwise"},
    {"threads", 't', "N", "answer N lines at once (default 1)"},
    {"ascii", 'a', NULL, "escape everything outside ASCII"},
    {"line-buffered", 0, NULL, "write each line at once"},
    {"max-errors", 0, "N|P%", "exit 3 when more lines are bad than this"},
    {"knowledge", 0, "FILE", "compiled knowledge file to use"},
    {"model", 0, "FILE", "model file to use"},
    {"tables", 0, "DIR", "directory of own tables, laid over the shipped ones"},
    EVENT_OPTIONS,
    DICTIONARY_OPTIONS,
    {NULL, 0, NULL, NULL}};
enum {
    OPT_LABELS,
    OPT_PLV,
    OPT_THREADS,
    OPT_ASCII,
    OPT_LINE_BUFFERED,
    OPT_MAX_ERRORS,
    OPT_KNOWLEDGE,
    OPT_MODEL,
    OPT_TABLES,
    OPT_EVENTS,
    OPT_DICTIONARIES = OPT_EVENTS + N_EVENT_OPTIONS
};

static int plover_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                       char **out, ch_err *err)
{
    return ch_pair_line(engine, work, line, len, number, CH_LABELS_PLOVER, ascii, out, err);
}

static int plv_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                    char **out, ch_err *err)
{
    return ch_pair_line(engine, work, line, len, number, CH_LABELS_PLV, ascii, out, err);
}

int run_pairs(const arguments *args)
{
    const char *named = args->value[OPT_LABELS];
    int labels = named ? ch_pair_labels_parse(named) : args->value[OPT_PLV] ? CH_LABELS_PLV : CH_LABELS_PLOVER;
    answers all = {.answer = labels == CH_LABELS_PLV ? plv_line : plover_line,
                   .most = ANSWERS_MOST_BYTES,
                   .ascii = args->value[OPT_ASCII] != NULL,
                   .line_buffered = args->value[OPT_LINE_BUFFERED] != NULL,
                   .files = true,
                   .read = args->value[OPT_PLV] ? ch_plv_read : NULL};
    ch_engine_options engine = {
        .knowledge = args->value[OPT_KNOWLEDGE], .model = args->value[OPT_MODEL], .tables = args->value[OPT_TABLES]};
    if (labels < 0)
        return usage_error(args->command, "--labels %s: plover or plv", named);
    if (!answer_threads(args, OPT_THREADS, &all.threads))
        return EXIT_USAGE;
    int code = event_options(args, OPT_EVENTS, &engine);
    if (code == EXIT_DONE)
        code = dictionary_options(args, OPT_DICTIONARIES, &engine);
    return code == EXIT_DONE ? answer_input(&all, args, args->value[OPT_MAX_ERRORS], &engine) : code;
}
