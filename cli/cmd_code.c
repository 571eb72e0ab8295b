/* cmd_code.c - records as JSONL on the standard output; --stream: one line out per line in. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* Lines of the standard input, read in blocks. A line longer than the limit is skipped, not kept: memory is bounded. */
typedef struct lines {
    char *bytes;
    size_t n, at, cap, most;
    bool end, too_long;
} lines;

/* Reads more behind what is kept. What was written is flushed first, so that a partner waiting for an answer gets it.
 */
static bool fill(lines *in)
{
    if (in->at) {
        memmove(in->bytes, in->bytes + in->at, in->n - in->at);
        in->n -= in->at;
        in->at = 0;
    }
    if (in->n == in->cap) {
        size_t cap = in->cap ? in->cap * 2 : 1 << 16;
        char *bytes = realloc(in->bytes, cap);
        if (!bytes)
            return false;
        in->bytes = bytes;
        in->cap = cap;
    }
    fflush(stdout);
    ssize_t got = read(STDIN_FILENO, in->bytes + in->n, in->cap - in->n);
    if (got < 0 && errno == EINTR)
        return true;
    if (got < 0)
        complain("standard input: %m");
    if (got <= 0)
        in->end = true;
    else
        in->n += (size_t)got;
    return true;
}

/* The next line without its newline: 1, 0 at the end, -1 when memory ran out. *too_long: only its start is given. */
static int next_line(lines *in, char **line, size_t *len, bool *too_long)
{
    size_t searched = 0;
    in->too_long = false;
    for (;;) {
        char *from = in->bytes + in->at,
             *eol = in->n > in->at + searched ? memchr(from + searched, '\n', in->n - in->at - searched) : NULL;
        if (eol || (in->end && in->n > in->at && !interrupted)) {
            *line = from;
            *len = eol ? (size_t)(eol - from) : in->n - in->at;
            in->at += *len + (eol ? 1 : 0);
            *too_long = in->too_long || *len > in->most;
            return 1;
        }
        if (in->end)
            return 0;
        searched = in->n - in->at;
        if (searched > in->most) { /* drop what has come; remember that this line is lost */
            in->too_long = true;
            in->n = in->at + 64;
            searched = 64;
        }
        if (interrupted)
            return 0;
        if (!fill(in))
            return -1;
    }
}

/* {"id":...,"records":[]} */
static bool holds_no_record(const char *answer)
{
    static const char end[] = "\"records\":[]}";
    size_t n = strlen(answer), tail = sizeof end - 1;
    return n >= tail && strcmp(answer + n - tail, end) == 0;
}

/* 0: answered with records, 1: with an error, 2: with no record; negative when memory ran out. */
static int answer_line(const machine *m, lines *in, char *line, size_t len, bool too_long, long number, bool ascii)
{
    char *out = NULL, *made = NULL;
    ch_err err;
    int rc = 1;
    if (!too_long)
        rc = ch_stream_line(m->engine, m->work, line, len, number, ascii, &out, &err);
    else if (asprintf(&made,
                      "{\"line\":%ld,\"error\":{\"code\":\"limit\",\"message\":\"line longer than %zu "
                      "bytes\",\"offset\":%zu}}",
                      number, in->most, in->most) < 0)
        rc = -1;
    if (rc >= 0) {
        fputs(too_long ? made : out, stdout);
        fputc('\n', stdout);
    }
    if (rc == 0 && holds_no_record(out))
        rc = 2;
    free(out);
    free(made);
    return rc;
}

static int stream_lines(const arguments *args, const machine *m, error_budget *budget, size_t most)
{
    lines in = {.most = most};
    char *line;
    size_t len;
    bool too_long;
    int got;
    long number = 0, with_records = 0;
    while ((got = next_line(&in, &line, &len, &too_long)) == 1) {
        int rc = answer_line(m, &in, line, len, too_long, ++number, args->value[OPT_ASCII] != NULL);
        if (rc < 0) {
            got = -1;
            break;
        }
        rc == 1 ? budget->errors++ : budget->good++;
        with_records += rc == 0;
        if (args->value[OPT_LINE_BUFFERED])
            fflush(stdout);
        if (ferror(stdout) || error_budget_spent(budget))
            break;
    }
    free(in.bytes);
    if (got < 0) {
        complain("out of memory at line %ld", number);
        return EXIT_FAILED;
    }
    if (number)
        fprintf(stderr, "chancery: %ld lines, %ld good, %ld bad\n", number, budget->good, budget->errors);
    if (interrupted)
        return EXIT_INTERRUPTED;
    int code = error_budget_exit(budget);
    if (code == EXIT_FAILED) /* bad lines are answered in place, not a failure of the run */
        code = EXIT_DONE;
    return code == EXIT_DONE && !with_records && args->value[OPT_EXIT_STATUS] ? EXIT_NO_RESULT : code;
}

static int code_stream(const arguments *args)
{
    enum { MOST = 64 << 20 };
    error_budget budget;
    machine m;
    size_t most = MOST;
    if (args->n_rest)
        return usage_error(args->command, "--stream reads the standard input and takes no files");
    if (!error_budget_parse(&budget, args->value[OPT_STRICT] ? "0" : args->value[IN_MAX_ERRORS]))
        return usage_error(args->command, "--max-errors %s: not a number or a percentage", args->value[IN_MAX_ERRORS]);
    if (args->value[IN_MAX_BYTES] && !parse_size(args->value[IN_MAX_BYTES], &most))
        return usage_error(args->command, "--max-bytes %s: not a size", args->value[IN_MAX_BYTES]);
    int code = machine_open(&m, args->value[IN_KNOWLEDGE], args->value[IN_MODEL], args->value[IN_TABLES]);
    if (code != EXIT_DONE)
        return code;
    catch_interrupts();
    code = stream_lines(args, &m, &budget, most);
    machine_close(&m);
    return code;
}

int run_code(const arguments *args)
{
    return args->value[OPT_STREAM] ? code_stream(args) : code_files(args);
}
