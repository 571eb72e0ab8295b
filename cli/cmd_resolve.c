/* cmd_resolve.c - phrases to actors, texts to their places: JSONL in, JSONL out. */
#include "answers.h"

/* Of resolve and places. */
const option_def resolve_options[] = {{"ascii", 'a', NULL, "escape everything outside ASCII"},
                                      {"line-buffered", 0, NULL, "write each line at once"},
                                      {"max-errors", 0, "N|P%", "exit 3 when more lines are bad than this"},
                                      {"knowledge", 0, "FILE", "compiled knowledge file to use"},
                                      {"model", 0, "FILE", "model file to use"},
                                      {"tables", 0, "DIR", "directory of own tables, laid over the shipped ones"},
                                      {"threads", 't', "N", "answer N lines at once (default 1)"},
                                      DICTIONARY_OPTIONS,
                                      {NULL, 0, NULL, NULL}};
enum {
    OPT_ASCII,
    OPT_LINE_BUFFERED,
    OPT_MAX_ERRORS,
    OPT_KNOWLEDGE,
    OPT_MODEL,
    OPT_TABLES,
    OPT_THREADS,
    OPT_DICTIONARIES
};

static int answer(const arguments *args,
                  int (*line)(const ch_engine *, ch_work *, const char *, size_t, int64_t, bool, char **, ch_err *))
{
    answers all = {.answer = line,
                   .most = ANSWERS_MOST_BYTES,
                   .ascii = args->value[OPT_ASCII] != NULL,
                   .line_buffered = args->value[OPT_LINE_BUFFERED] != NULL};
    if (!answer_threads(args, OPT_THREADS, &all.threads))
        return EXIT_USAGE;
    ch_engine_options engine = {
        .knowledge = args->value[OPT_KNOWLEDGE], .model = args->value[OPT_MODEL], .tables = args->value[OPT_TABLES]};
    int code = dictionary_options(args, OPT_DICTIONARIES, &engine);
    return code == EXIT_DONE ? answer_input(&all, args, args->value[OPT_MAX_ERRORS], &engine) : code;
}

int run_resolve(const arguments *args)
{
    return answer(args, ch_resolve_line);
}

int run_places(const arguments *args)
{
    return answer(args, ch_places_line);
}
