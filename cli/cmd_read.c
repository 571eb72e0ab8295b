/* cmd_read.c - files into a store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "coding.h"

const option_def read_options[] = {INPUT_OPTIONS,
                                   {"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB)"},
                                   {"quiet", 'q', NULL, "no summary and no progress"},
                                   {NULL, 0, NULL, NULL}};

enum { OPT_DB = N_INPUT_OPTIONS, OPT_QUIET };

typedef struct tally {
    long count[3]; /* by ch_put */
    long records;
    bool progress;
} tally;

static void show_progress(const tally *t, const error_budget *b)
{
    if (t->progress)
        fprintf(stderr, "\r%ld documents, %ld records, %ld errors ", b->good, t->records, b->errors);
}

static void summary(const tally *t, const error_budget *b, const char *path)
{
    if (t->progress)
        fputc('\r', stderr);
    fprintf(stderr, "%s: %ld documents (%ld new, %ld recoded, %ld already there), %ld records written, %ld error%s\n",
            path, b->good, t->count[CH_PUT_NEW], t->count[CH_PUT_RECODED], t->count[CH_PUT_SAME], t->records, b->errors,
            b->errors == 1 ? "" : "s");
}

/* The command line as the run keeps it, cut to a sane length. */
static void join_command(const arguments *args, char *out, size_t size)
{
    size_t n = (size_t)snprintf(out, size, "read");
    for (int i = 0; args->command->options[i].name && n < size; i++)
        if (args->value[i])
            n += (size_t)snprintf(out + n, size - n, " --%s%s%s", args->command->options[i].name,
                                  args->value[i][0] ? " " : "", args->value[i]);
    for (int i = 0; i < args->n_rest && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, " %s", args->rest[i]);
}

/* Where documents go. */
typedef struct target {
    ch_store *store;
    const inputs *in;
    tally t;
} target;

static int put(target *to, ch_doc *doc)
{
    ch_err err;
    ch_put what;
    if (ch_store_put(to->store, doc, &what, &err) < 0) {
        complain_of(&err);
        return EXIT_FAILED;
    }
    to->t.count[what]++;
    if (what != CH_PUT_SAME)
        to->t.records += doc->n_records;
    return EXIT_DONE;
}

static int put_error(target *to, const ch_err *err)
{
    ch_err failure;
    if (ch_store_put_error(to->store, err, &failure) == 0)
        return EXIT_DONE;
    complain_of(&failure);
    return EXIT_FAILED;
}

static void *as_it_is(ch_doc *doc, const arguments *args, ch_err *err)
{
    (void)args;
    (void)err;
    return doc;
}

static void drop(void *made)
{
    ch_doc_free(made);
}

/* In the thread that reads: while it writes, the others code. */
static int take(void *ctx, void *made, const ch_err *err)
{
    target *to = ctx;
    int code = made ? put(to, made) : put_error(to, err);
    ch_doc_free(made);
    show_progress(&to->t, &to->in->budget);
    return code;
}

static int read_into(inputs *in, ch_store *store, const char *path)
{
    ch_err err;
    char line[2048];
    bool quiet = in->args->value[OPT_QUIET] != NULL;
    target to = {.store = store, .in = in, .t = {.progress = !quiet && isatty(STDERR_FILENO)}};
    join_command(in->args, line, sizeof line);
    if (ch_store_begin_run(store, in->machine.engine, line, &err) < 0) {
        complain_of(&err);
        return EXIT_FAILED;
    }
    coding c = {.in = in, .make = as_it_is, .take = take, .drop = drop, .ctx = &to};
    int code = code_inputs(&c);
    if (c.code == EXIT_DONE && (ch_store_end_run(store, &err) < 0 || ch_store_derive(store, false, &err) < 0)) {
        complain_of(&err);
        code = EXIT_FAILED;
    }
    if (!quiet)
        summary(&to.t, &in->budget, path);
    return code;
}

int run_read(const arguments *args)
{
    inputs in;
    ch_store *store;
    ch_err err;
    const char *path = store_path(args->value[OPT_DB]);
    int code = inputs_open(&in, args);
    if (code != EXIT_DONE)
        return code;
    if (ch_store_open(&store, path, NULL, &err) < 0) {
        complain_of(&err);
        inputs_close(&in);
        return EXIT_FAILED;
    }
    code = read_into(&in, store, path);
    ch_store_close(store);
    inputs_close(&in);
    return code;
}
