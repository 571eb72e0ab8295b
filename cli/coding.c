#include "coding.h"

#include <stdlib.h>
#include <string.h>

#include "jobs.h"

/* What a thread is given: an input, a document that has its tokens, or an error that only keeps its place. */
typedef struct piece {
    const coding *c;
    ch_input in;
    ch_doc *given;
    bool bad;
    ch_err err;
    char *strings[10]; /* what `in` points to, when it is a copy */
} piece;

static void piece_free(piece *p)
{
    for (size_t i = 0; p && i < sizeof p->strings / sizeof *p->strings; i++)
        free(p->strings[i]);
    if (p)
        ch_doc_free(p->given);
    free(p);
}

static bool copy(piece *p, size_t i, const char **s)
{
    if (!*s)
        return true;
    p->strings[i] = malloc(strlen(*s) + 1);
    if (p->strings[i])
        *s = strcpy(p->strings[i], *s);
    return p->strings[i] != NULL;
}

/* Copies what an input points to, which the reader keeps only until the next one. False when memory ran out. */
static bool keep(piece *p, const ch_input *in)
{
    p->strings[0] = malloc(in->len + 1);
    if (!p->strings[0])
        return false;
    memcpy(p->strings[0], in->bytes, in->len);
    p->in.bytes = p->strings[0];
    const char **texts[] = {&p->in.name,     &p->in.uri,    &p->in.charset, &p->in.title, &p->in.published,
                            &p->in.language, &p->in.source, &p->in.author,  &p->in.path};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!copy(p, i + 1, texts[i]))
            return false;
    return true;
}

static void work_on(const ch_engine *engine, ch_work *work, job *j)
{
    piece *p = j->input;
    ch_doc *doc = p->given;
    p->given = NULL;
    int rc = p->bad ? -1
             : doc  ? ch_doc_parse(engine, work, doc, &j->err)
                    : ch_doc_code(engine, work, &p->in, &p->c->in->doc, &doc, &j->err);
    if (p->bad)
        j->err = p->err;
    if (rc >= 0)
        j->output = p->c->make(doc, p->c->in->args, &j->err);
    else
        ch_doc_free(doc);
    piece_free(p);
}

/* What comes after the end is what other threads had in hand: one thread alone would not have begun it. */
static void hand_over(void *ctx, job *j)
{
    coding *c = ctx;
    if (c->code != EXIT_DONE || error_budget_spent(&c->in->budget)) {
        if (j->output)
            c->drop(j->output);
        return;
    }
    if (j->output)
        c->in->budget.good++;
    else
        inputs_bad(c->in, &j->err);
    c->code = c->take(c->ctx, j->output, &j->err);
}

bool coding_start(coding *c)
{
    c->code = EXIT_DONE;
    c->jobs = jobs_start(c->in->machine.engine, c->in->threads, work_on, hand_over, c);
    return c->jobs != NULL;
}

bool coding_goes_on(const coding *c)
{
    return !interrupted && c->code == EXIT_DONE && !error_budget_spent(&c->in->budget);
}

static void out_of_memory(coding *c, piece *p)
{
    piece_free(p);
    complain("out of memory");
    c->code = EXIT_FAILED;
}

void coding_put(coding *c, const ch_input *in)
{
    piece *p = calloc(1, sizeof *p);
    if (p)
        *p = (piece){.c = c, .in = *in};
    if (!p || (c->in->threads > 1 && !keep(p, in))) /* one thread is done with it before the reader goes on */
        out_of_memory(c, p);
    else
        jobs_put(c->jobs, p);
}

void coding_put_given(coding *c, ch_doc *doc)
{
    piece *p = calloc(1, sizeof *p);
    if (!p) {
        ch_doc_free(doc);
        out_of_memory(c, p);
        return;
    }
    *p = (piece){.c = c, .given = doc};
    jobs_put(c->jobs, p);
}

void coding_put_bad(coding *c, const ch_err *err)
{
    piece *p = calloc(1, sizeof *p);
    if (!p) {
        out_of_memory(c, p);
        return;
    }
    *p = (piece){.c = c, .bad = true, .err = *err};
    jobs_put(c->jobs, p);
}

int coding_finish(coding *c)
{
    jobs_finish(c->jobs);
    if (c->code != EXIT_DONE || !c->jobs)
        return c->jobs ? c->code : EXIT_FAILED;
    return interrupted ? EXIT_INTERRUPTED : error_budget_exit(&c->in->budget);
}

int code_inputs(coding *c)
{
    ch_input input;
    ch_err err;
    int rc;
    if (!coding_start(c))
        return coding_finish(c);
    while (coding_goes_on(c) && (rc = inputs_input(c->in, &input, &err)) != 0)
        if (rc > 0)
            coding_put(c, &input);
        else
            coding_put_bad(c, &err);
    return coding_finish(c);
}
