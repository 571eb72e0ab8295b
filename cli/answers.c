/* answers.c - standard input or files to standard output, one line for each line. */
#define _GNU_SOURCE
#include "answers.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jobs.h"

typedef struct run {
    const answers *all;
    jobs *jobs;
    error_budget budget;
    long put, answered, with_result; /* lines */
    bool no_memory;
} run;

static bool ended(const run *r)
{
    return r->no_memory || interrupted || ferror(stdout) || error_budget_spent(&r->budget);
}

/* ---- lines ---- */

/* Lines of a file or the standard input, read in blocks. A line longer than the limit is skipped, not kept: memory is
 * bounded. */
typedef struct lines {
    run *run;
    int fd;
    const char *name;
    char *bytes;
    size_t n, at, cap, most;
    bool end, too_long;
} lines;

/* Whether reading would have to wait: then a partner may be waiting too, for the answers that are in hand. */
static bool must_wait(const lines *in)
{
    struct pollfd p = {.fd = in->fd, .events = POLLIN};
    return poll(&p, 1, 0) == 0;
}

/* Reads more behind what is kept. What was written is flushed first, so that a partner waiting for an answer gets it.
 */
static bool fill(lines *in)
{
    if (must_wait(in))
        jobs_wait(in->run->jobs);
    if (ended(in->run)) {
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
    ssize_t got = read(in->fd, in->bytes + in->n, in->cap - in->n);
    if (got < 0 && errno == EINTR)
        return true;
    if (got < 0)
        complain("%s: %m", in->name);
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

/* ---- a line and its answer ---- */

typedef struct question {
    const answers *all;
    char *line; /* its own; NULL: too long */
    size_t len;
    long number;
    bool too_long;
    char *answer; /* NULL: memory ran out */
    bool good;    /* the answer is no error */
} question;

static void question_free(question *q)
{
    free(q->line);
    free(q->answer);
    free(q);
}

static char *too_long_error(const question *q)
{
    char *made = NULL;
    int n = asprintf(&made,
                     "{\"line\":%ld,\"error\":{\"code\":\"limit\",\"message\":\"line longer than %zu "
                     "bytes\",\"offset\":%zu}}",
                     q->number, q->all->most, q->all->most);
    return n < 0 ? NULL : made;
}

static void answer_job(const ch_engine *engine, ch_work *work, job *j)
{
    question *q = j->input;
    const answers *all = q->all;
    if (q->too_long)
        q->answer = too_long_error(q);
    else
        q->good = all->answer(engine, work, q->line, q->len, q->number, all->ascii, &q->answer, &j->err) == 0;
    j->output = q;
}

/* Lines behind the one that spent the budget are not answered, however many threads were at them. */
static void print_answer(void *ctx, job *j)
{
    run *r = ctx;
    question *q = j->output;
    if (!q || !q->answer)
        r->no_memory = true;
    else if (!r->no_memory && !error_budget_spent(&r->budget)) {
        fputs(q->answer, stdout);
        fputc('\n', stdout);
        q->good ? r->budget.good++ : r->budget.errors++;
        r->answered++;
        r->with_result += q->good && !(r->all->empty && r->all->empty(q->answer));
        if (r->all->line_buffered)
            fflush(stdout);
    }
    if (q)
        question_free(q);
}

/* False when the work ends here. */
static bool put(run *r, const char *line, size_t len, long number, bool too_long)
{
    question *q = malloc(sizeof *q);
    char *own = q && !too_long ? malloc(len + 1) : NULL;
    r->put++;
    if (!q || (!own && !too_long)) {
        free(q);
        r->no_memory = true;
        return false;
    }
    if (own) {
        memcpy(own, line, len);
        own[len] = 0;
    }
    *q = (question){.all = r->all, .line = own, .len = len, .number = number, .too_long = too_long};
    jobs_put(r->jobs, q);
    return !ended(r);
}

/* ---- where lines come from ---- */

static int put_converted(void *ctx, const char *bytes, size_t n)
{
    run *r = ctx;
    return put(r, bytes, n, r->put + 1, n > r->all->most) ? CH_OK : CH_EUSAGE;
}

static int read_converted(run *r, const char *path)
{
    ch_err err;
    if (r->all->read(path, put_converted, r, &err) >= 0 || ended(r))
        return EXIT_DONE;
    complain_of(&err);
    return EXIT_FAILED;
}

static int read_lines(run *r, int fd, const char *name)
{
    lines in = {.run = r, .fd = fd, .name = name, .most = r->all->most};
    char *line;
    size_t len;
    bool too_long;
    long number = 0;
    int got;
    while ((got = next_line(&in, &line, &len, &too_long)) == 1)
        if (!put(r, line, len, ++number, too_long))
            break;
    free(in.bytes);
    r->no_memory |= got < 0;
    return EXIT_DONE;
}

static int read_path(run *r, const char *path)
{
    if (r->all->read)
        return read_converted(r, path);
    if (strcmp(path, "-") == 0)
        return read_lines(r, STDIN_FILENO, "standard input");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        complain("%s: %m", path);
        return EXIT_FAILED;
    }
    int code = read_lines(r, fd, path);
    close(fd);
    return code;
}

static int answer_paths(run *r, const arguments *args, const ch_engine *engine)
{
    static const char standard_input[] = "-";
    int code = EXIT_DONE;
    r->jobs = jobs_start(engine, r->all->threads, answer_job, print_answer, r);
    if (!r->jobs)
        return EXIT_FAILED;
    for (int i = 0; (i < args->n_rest || i == 0) && !ended(r); i++)
        if (read_path(r, args->n_rest ? args->rest[i] : standard_input) != EXIT_DONE)
            code = EXIT_FAILED;
    jobs_finish(r->jobs);
    if (r->no_memory) {
        complain("out of memory at line %ld", r->put);
        return EXIT_FAILED;
    }
    if (r->answered)
        fprintf(stderr, "chancery: %ld lines, %ld good, %ld bad\n", r->answered, r->budget.good, r->budget.errors);
    return interrupted ? EXIT_INTERRUPTED : code;
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
    run r = {.all = all};
    machine m;
    if (args->n_rest && !all->files)
        return usage_error(args->command, "the standard input is read, no files");
    if (!error_budget_parse(&r.budget, max_errors))
        return usage_error(args->command, "--max-errors %s: not a number or a percentage", max_errors);
    int code = machine_open_with(&m, engine);
    if (code != EXIT_DONE)
        return code;
    catch_interrupts();
    code = answer_paths(&r, args, m.engine);
    machine_close(&m);
    if (code == EXIT_DONE && error_budget_exit(&r.budget) == EXIT_TOO_MANY_ERRORS) /* a bad line is no failure */
        code = EXIT_TOO_MANY_ERRORS;
    return code == EXIT_DONE && !r.with_result && all->exit_status ? EXIT_NO_RESULT : code;
}
