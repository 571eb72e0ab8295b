/* cmd_dates.c - texts to their expressions of time: JSONL in, JSONL out. */
#include "answers.h"

const option_def dates_options[] = {{"threads", 't', "N", "answer N lines at once (default 1)"},
                                    {"ascii", 'a', NULL, "escape everything outside ASCII"},
                                    {"line-buffered", 0, NULL, "write each line at once"},
                                    {"max-errors", 0, "N|P%", "exit 3 when more lines are bad than this"},
                                    {"knowledge", 0, "FILE", "compiled knowledge file to use"},
                                    {"model", 0, "FILE", "model file to use"},
                                    {"tables", 0, "DIR", "directory of own tables, laid over the shipped ones"},
                                    {NULL, 0, NULL, NULL}};
enum { OPT_THREADS, OPT_ASCII, OPT_LINE_BUFFERED, OPT_MAX_ERRORS, OPT_KNOWLEDGE, OPT_MODEL, OPT_TABLES };

int run_dates(const arguments *args)
{
    answers all = {.answer = ch_times_line,
                   .most = ANSWERS_MOST_BYTES,
                   .ascii = args->value[OPT_ASCII] != NULL,
                   .line_buffered = args->value[OPT_LINE_BUFFERED] != NULL,
                   .files = true};
    ch_engine_options engine = {
        .knowledge = args->value[OPT_KNOWLEDGE], .model = args->value[OPT_MODEL], .tables = args->value[OPT_TABLES]};
    if (!answer_threads(args, OPT_THREADS, &all.threads))
        return EXIT_USAGE;
    return answer_input(&all, args, args->value[OPT_MAX_ERRORS], &engine);
}
