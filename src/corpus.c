/* corpus.c - the corpus for users of the library: reading it through with the engine's tables. */
#include <setjmp.h>

#include "corpus/corpus.h"
#include "corpus/measure.h"
#include "engine.h"

/* A reader with its vocabulary over the options' paths. */
typedef struct session {
    ch__corpus_reader r;
    ch__vocabulary v;
    const ch_corpus_options *options;
} session;

static int open_session(session *s, const ch_engine *engine, const ch_corpus_options *options, ch_err *err)
{
    jmp_buf guard;
    *s = (session){.options = options, .r = {.v = &s->v, .fault = options->fault, .fault_ctx = options->fault_ctx}};
    if (!options->n_paths)
        return ch__fail(err, CH_EUSAGE, "no file and no directory of a corpus is named");
    if (setjmp(guard))
        return ch__fail(err, CH_ENOMEM, "out of memory");
    s->r.arena.guard = &guard;
    int rc = ch__vocabulary_load(&s->v, engine->knowledge, &s->r.arena, err);
    s->r.arena.guard = NULL;
    return rc;
}

static void close_session(session *s)
{
    ch__arena_release(&s->r.arena);
}

static bool is_asked_for(const session *s, const ch__corpus_unit *u)
{
    return !s->options->splits || (s->options->splits & 1u << u->split);
}

/* ---- check ---- */

typedef struct check {
    session s;
    ch__runs runs;
    ch_corpus_counts *out;
} check;

static bool holds_event(const ch_doc *doc, uint32_t sentence)
{
    for (uint32_t i = 0; i < doc->n_records; i++)
        if (doc->records[i].kind == CH_EVENT && doc->records[i].sentence == sentence)
            return true;
    return false;
}

static void count(ch_corpus_counts *n, const ch__corpus_unit *u)
{
    if (u->story) {
        n->stories++;
        n->story_sentences += u->doc->n_sentences;
    } else {
        n->sentences++;
    }
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        n->records[u->doc->records[i].kind]++;
    for (uint32_t i = 0; i < u->doc->n_sentences; i++)
        n->without_event += !holds_event(u->doc, i);
}

static int check_unit(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    check *c = ctx;
    (void)err;
    if (!is_asked_for(&c->s, u))
        return CH_OK;
    if (!u->faulty)
        (void)ch__corpus_check_unit(&c->s.r, u);
    ch__runs_add(&c->runs, &c->s.r, u);
    count(c->out, u);
    return CH_OK;
}

int ch_corpus_check(const ch_engine *engine, const ch_corpus_options *options, ch_corpus_counts *out, ch_err *err)
{
    check c = {.out = out};
    *out = (ch_corpus_counts){0};
    ch__err_clear(err);
    int rc = open_session(&c.s, engine, options, err);
    c.runs.arena = &c.s.r.arena;
    if (rc == CH_OK)
        rc = ch__corpus_read(&c.s.r, options->paths, options->n_paths, check_unit, &c, err);
    out->faults = c.s.r.faults;
    close_session(&c.s);
    return rc;
}
