/* answers.c - standard input to standard output, one line for each line. */
#define _GNU_SOURCE
#include "answers.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jobs.h"

/* The answers as they come, in order. */
typedef struct session {
    const answers *all;
    error_budget budget;
    jobs *jobs;
    long with_result;
    bool stopped, no_memory;
} session;

/* Lines of the standard input, read in blocks. A line longer than the limit is skipped, not kept: memory is bounded. */
typedef struct lines {
    char *bytes;
    size_t n, at, cap, most;
    bool end, too_long;
    session *session;
} lines;

/* Whether reading would have to wait: then a partner may be waiting too, for the answers that are in hand. */
static bool must_wait(void)
{
    struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&p, 1, 0) == 0;
}

/* Reads more behind what is kept. What was written is flushed first, so that a partner waiting for an answer gets it.
 */
static bool fill(lines *in)
{
    if (must_wait())
        jobs_wait(in->session->jobs);
    if (in->session->stopped) {
        in->end = true;
        in->at = in->n;
        return true;
    }
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

/* A line on its way through a thread. */
typedef struct line_job {
    const answers *all;
    char *line, *copy; /* copy: what to free, or NULL */
    size_t len;
    long number;
    bool too_long;
} line_job;

typedef struct answered {
    char *text;
    int rc; /* 0: with a result, 1: with an error */
} answered;

static char *too_long_error(const line_job *l)
{
    char *made = NULL;
    int n = asprintf(&made,
                     "{\"line\":%ld,\"error\":{\"code\":\"limit\",\"message\":\"line longer than %zu "
                     "bytes\",\"offset\":%zu}}",
                     l->number, l->all->most, l->all->most);
    return n < 0 ? NULL : made;
}

static void answer_line(const ch_engine *engine, ch_work *work, job *j)
{
    line_job *l = j->input;
    answered *out = calloc(1, sizeof *out);
    if (out && l->too_long)
        *out = (answered){too_long_error(l), 1};
    else if (out)
        out->rc = l->all->answer(engine, work, l->line, l->len, l->number, l->all->ascii, &out->text, &j->err);
    if (out && (out->rc < 0 || !out->text)) { /* memory ran out */
        free(out->text);
        free(out);
        out = NULL;
    }
    j->output = out;
    free(l->copy);
    free(l);
}

static void print_answer(void *ctx, job *j)
{
    session *s = ctx;
    answered *out = j->output;
    if (out && !s->stopped) {
        fputs(out->text, stdout);
        fputc('\n', stdout);
        if (s->all->line_buffered)
            fflush(stdout);
        out->rc == 1 ? s->budget.errors++ : s->budget.good++;
        s->with_result += out->rc == 0 && !(s->all->empty && s->all->empty(out->text));
    }
    s->no_memory |= !out;
    s->stopped |= !out || ferror(stdout) || error_budget_spent(&s->budget);
    if (out)
        free(out->text);
    free(out);
}

/* One thread alone answers before the line is overwritten; others need a copy. False when memory ran out. */
static bool put_line(session *s, char *line, size_t len, bool too_long, long number)
{
    line_job *l = malloc(sizeof *l);
    if (!l)
        return false;
    *l = (line_job){s->all, line, NULL, len, number, too_long};
    if (s->all->threads > 1 && !too_long) {
        l->line = l->copy = malloc(len + 1);
        if (!l->copy) {
            free(l);
            return false;
        }
        memcpy(l->copy, line, len);
    }
    jobs_put(s->jobs, l);
    return true;
}

static int answer_lines(session *s)
{
    lines in = {.most = s->all->most, .session = s};
    char *line;
    size_t len;
    bool too_long;
    int got = 1;
    long number = 0;
    while (!s->stopped && (got = next_line(&in, &line, &len, &too_long)) == 1)
        if (!put_line(s, line, len, too_long, ++number)) {
            s->no_memory = true;
            break;
        }
    jobs_finish(s->jobs);
    free(in.bytes);
    if (got < 0 || s->no_memory) {
        complain("out of memory at line %ld", number);
        return EXIT_FAILED;
    }
    if (number)
        fprintf(stderr, "chancery: %ld lines, %ld good, %ld bad\n", s->budget.good + s->budget.errors, s->budget.good,
                s->budget.errors);
    if (interrupted)
        return EXIT_INTERRUPTED;
    int code = error_budget_exit(&s->budget);
    if (code == EXIT_FAILED) /* bad lines are answered in place, not a failure of the run */
        code = EXIT_DONE;
    return code == EXIT_DONE && !s->with_result && s->all->exit_status ? EXIT_NO_RESULT : code;
}

bool answer_threads(const arguments *args, int option, int *threads)
{
    *threads = 1;
    if (!args->value[option] || parse_threads(args->value[option], threads))
        return true;
    usage_error(args->command, "--threads %s: not a number from 1 to 256", args->value[option]);
    return false;
}

int answer_input(const answers *all, const arguments *args, const char *max_errors, const ch_engine_options *engine)
{
    session s = {.all = all};
    machine m;
    if (args->n_rest)
        return usage_error(args->command, "the standard input is read, no files");
    if (!error_budget_parse(&s.budget, max_errors))
        return usage_error(args->command, "--max-errors %s: not a number or a percentage", max_errors);
    int code = machine_open_with(&m, engine);
    if (code != EXIT_DONE)
        return code;
    catch_interrupts();
    s.jobs = jobs_start(m.engine, all->threads, answer_line, print_answer, &s);
    code = s.jobs ? answer_lines(&s) : EXIT_FAILED;
    machine_close(&m);
    return code;
}
