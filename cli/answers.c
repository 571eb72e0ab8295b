/* answers.c - standard input to standard output, one line for each line. */
#define _GNU_SOURCE
#include "answers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* 0: answered with a result, 1: with an error; negative when memory ran out. */
static int answer_line(const answers *all, const machine *m, lines *in, char *line, size_t len, bool too_long,
                       long number, bool *found)
{
    char *out = NULL, *made = NULL;
    ch_err err;
    int rc = 1;
    if (!too_long)
        rc = all->answer(m->engine, m->work, line, len, number, all->ascii, &out, &err);
    else if (asprintf(&made,
                      "{\"line\":%ld,\"error\":{\"code\":\"limit\",\"message\":\"line longer than %zu "
                      "bytes\",\"offset\":%zu}}",
                      number, in->most, in->most) < 0)
        rc = -1;
    if (rc >= 0) {
        fputs(too_long ? made : out, stdout);
        fputc('\n', stdout);
    }
    *found = rc == 0 && !(all->empty && all->empty(out));
    free(out);
    free(made);
    return rc;
}

static int answer_lines(const answers *all, const machine *m, error_budget *budget)
{
    lines in = {.most = all->most};
    char *line;
    size_t len;
    bool too_long, found;
    int got;
    long number = 0, with_result = 0;
    while ((got = next_line(&in, &line, &len, &too_long)) == 1) {
        int rc = answer_line(all, m, &in, line, len, too_long, ++number, &found);
        if (rc < 0) {
            got = -1;
            break;
        }
        rc == 1 ? budget->errors++ : budget->good++;
        with_result += found;
        if (all->line_buffered)
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
    return code == EXIT_DONE && !with_result && all->exit_status ? EXIT_NO_RESULT : code;
}

int answer_input(const answers *all, const arguments *args, const char *max_errors, const ch_engine_options *engine)
{
    error_budget budget;
    machine m;
    if (args->n_rest)
        return usage_error(args->command, "the standard input is read, no files");
    if (!error_budget_parse(&budget, max_errors))
        return usage_error(args->command, "--max-errors %s: not a number or a percentage", max_errors);
    int code = machine_open_with(&m, engine);
    if (code != EXIT_DONE)
        return code;
    catch_interrupts();
    code = answer_lines(all, &m, &budget);
    machine_close(&m);
    return code;
}
