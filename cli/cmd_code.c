/* cmd_code.c - records as JSONL on the standard output; --stream: one line out per line in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "coding.h"

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

/* The records of a document, a line each. */
typedef struct lines {
    char *text;
    size_t n;
    uint32_t records;
} lines;

static void lines_free(void *made)
{
    lines *all = made;
    if (all)
        free(all->text);
    free(all);
}

static bool add_line(lines *all, char *line)
{
    size_t n = line ? strlen(line) : 0;
    char *text = line ? realloc(all->text, all->n + n + 1) : NULL;
    if (text) {
        memcpy(text + all->n, line, n);
        text[all->n + n] = '\n';
        all->text = text;
        all->n += n + 1;
        all->records++;
    }
    free(line);
    return text != NULL;
}

static void *to_lines(ch_doc *doc, const arguments *args, ch_err *err)
{
    lines *all = calloc(1, sizeof *all);
    bool memory = all != NULL;
    for (uint32_t i = 0; memory && i < doc->n_records; i++)
        memory = add_line(all, ch_record_json(doc, &doc->records[i], doc->name, args->value[OPT_ASCII] != NULL));
    ch_doc_free(doc);
    if (memory)
        return all;
    snprintf(err->message, sizeof err->message, "out of memory");
    lines_free(all);
    return NULL;
}

/* ctx: counts the records. */
static int print_lines(void *ctx, void *made, const ch_err *err)
{
    (void)err;
    lines *all = made;
    if (all && all->n) {
        fwrite(all->text, 1, all->n, stdout);
        *(long *)ctx += all->records;
    }
    lines_free(all);
    return ferror(stdout) ? EXIT_FAILED : EXIT_DONE;
}

static int code_files(const arguments *args)
{
    inputs in;
    long records = 0;
    int code = inputs_open(&in, args);
    if (code != EXIT_DONE)
        return code;
    coding c = {.in = &in, .make = to_lines, .take = print_lines, .drop = lines_free, .ctx = &records};
    code = code_inputs(&c);
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
    if (!answer_threads(args, IN_THREADS, &all.threads))
        return EXIT_USAGE;
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
