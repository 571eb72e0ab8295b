/* cmd_code.c - records as JSONL on the standard output; --stream: one line out per line in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "inputs.h"

const option_def code_options[] = {
    INPUT_OPTIONS,
    {"stream", 's', NULL,
     "read JSONL {\"id\",\"text\",\"published\"}, write one line {\"id\",\"records\"} for each line"},
    {"strict", 0, NULL, "with --stream: stop at the first bad line, exit 3"},
    {"line-buffered", 0, NULL, "write each line at once"},
    {"ascii", 'a', NULL, "escape everything outside ASCII"},
    {"exit-status", 0, NULL, "exit 4 when there is no record"},
    {NULL, 0, NULL, NULL}};

enum { OPT_STREAM = N_INPUT_OPTIONS, OPT_STRICT, OPT_LINE_BUFFERED, OPT_ASCII, OPT_EXIT_STATUS };

/* ---- files ---- */

static int print_records(const ch_doc *doc, bool ascii)
{
    for (uint32_t i = 0; i < doc->n_records; i++) {
        char *line = ch_record_json(doc, &doc->records[i], doc->name, ascii);
        if (!line) {
            complain("out of memory");
            return EXIT_FAILED;
        }
        fputs(line, stdout);
        fputc('\n', stdout);
        free(line);
    }
    return EXIT_DONE;
}

static int code_files(const arguments *args)
{
    inputs in;
    ch_doc *doc;
    ch_err err;
    long records = 0;
    int code = inputs_open(&in, args);
    if (code != EXIT_DONE)
        return code;
    for (int got; code == EXIT_DONE && (got = inputs_next(&in, &doc, &err)) != 0;) {
        if (got < 0)
            continue;
        code = print_records(doc, args->value[OPT_ASCII] != NULL);
        records += doc->n_records;
        if (ferror(stdout))
            code = EXIT_FAILED;
        ch_doc_free(doc);
    }
    if (code == EXIT_DONE)
        code = interrupted ? EXIT_INTERRUPTED : error_budget_exit(&in.budget);
    if (code == EXIT_DONE && records == 0 && args->value[OPT_EXIT_STATUS])
        code = EXIT_NO_RESULT;
    inputs_close(&in);
    return code;
}

/* ---- stream ---- */

/* {"id":...,"records":[]} */
static bool holds_no_record(const char *answer)
{
    static const char end[] = "\"records\":[]}";
    size_t n = strlen(answer), tail = sizeof end - 1;
    return n >= tail && strcmp(answer + n - tail, end) == 0;
}

static int code_stream(const arguments *args)
{
    answers all = {.answer = ch_stream_line,
                   .empty = holds_no_record,
                   .most = ANSWERS_MOST_BYTES,
                   .ascii = args->value[OPT_ASCII] != NULL,
                   .line_buffered = args->value[OPT_LINE_BUFFERED] != NULL,
                   .exit_status = args->value[OPT_EXIT_STATUS] != NULL};
    if (args->value[IN_MAX_BYTES] && !parse_size(args->value[IN_MAX_BYTES], &all.most))
        return usage_error(args->command, "--max-bytes %s: not a size", args->value[IN_MAX_BYTES]);
    ch_engine_options engine;
    int code = inputs_engine(args, &engine);
    if (code != EXIT_DONE)
        return code;
    return answer_input(&all, args, args->value[OPT_STRICT] ? "0" : args->value[IN_MAX_ERRORS], &engine);
}

int run_code(const arguments *args)
{
    return args->value[OPT_STREAM] ? code_stream(args) : code_files(args);
}
