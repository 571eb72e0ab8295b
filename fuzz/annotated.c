/* annotated.c - the reader of the annotated corpus on any bytes. Every span must lie in the text; a unit without a
 * fault must come out in all forms, and its text must be the same when it is written without marks and read again. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "corpus/agree.h"
#include "corpus/forms.h"
#include "corpus/stats.h"
#include "knowledge/knowledge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct run {
    ch__knowledge *k;
    ch__vocabulary v;
    ch__arena arena;   /* of the vocabulary */
    ch__arena scratch; /* of one input */
    char hash[65];     /* of the text wanted; "": any */
    uint32_t again;    /* units read again */
} run;

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void inside(const ch_doc *doc, ch_span s)
{
    must(s.start <= s.end && s.end <= doc->len);
}

static void check(const ch__corpus_unit *u)
{
    const ch_doc *doc = u->doc;
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        inside(doc, doc->sentences[i].bytes);
    for (uint32_t i = 0; i < doc->n_mentions; i++) {
        inside(doc, doc->mentions[i].bytes);
        must(doc->mentions[i].sentence < doc->n_sentences && doc->mentions[i].actors.end <= doc->n_actors);
    }
    for (uint32_t i = 0; i < doc->n_records; i++) {
        inside(doc, doc->records[i].bytes);
        inside(doc, doc->records[i].when.bytes);
    }
    for (uint32_t i = 0; i < u->n_triggers; i++)
        inside(doc, u->triggers[i].bytes);
    for (uint32_t i = 0; i < u->n_nots; i++)
        inside(doc, u->nots[i].bytes);
    for (uint32_t i = 0; i < doc->n_records; i++) {
        inside(doc, u->notes[i].per);
        for (uint32_t k = 0; k < u->notes[i].n_triggers; k++)
            inside(doc, u->notes[i].triggers[k]);
        if (doc->records[i].kind == CH_STATEMENT)
            inside(doc, doc->records[i].as.statement.content_bytes);
        if (doc->records[i].kind == CH_EVENT)
            inside(doc, doc->records[i].as.event.place.bytes);
    }
}

static int read_again(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    run *r = ctx;
    (void)err;
    must(strcmp(u->doc->hash, r->hash) == 0);
    r->again++;
    return CH_OK;
}

static void forms(run *r, ch__corpus_unit *u)
{
    ch__buf out = {0};
    ch__tally tally = {.arena = &r->scratch};
    ch__comparison c = {.arena = &r->scratch};
    ch__corpus_reader reader = {.v = &r->v};
    ch_err err;
    ch__tally_unit(&tally, &r->v, u);
    ch__compare_units(&c, u, u);
    ch__form_document(&out, u);
    ch__form_pairs(&out, r->k, u);
    ch__buf_clear(&out);
    ch__form_text(&out, u);
    must(!out.failed);
    memcpy(r->hash, u->doc->hash, sizeof r->hash);
    r->again = 0;
    must(ch__corpus_read_memory(&reader, (ch__sv){out.p, out.n}, "again", read_again, r, &err) == 0 && r->again == 1);
    ch__corpus_tokens(r->k, &r->scratch, u->doc);
    ch__form_conllu(&out, u);
    ch__form_records(&out, r->k, &r->scratch, u);
    ch__arena_release(&reader.arena);
    ch__buf_release(&out);
}

static int take(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    run *r = ctx;
    ch__corpus_reader reader = {.v = &r->v};
    (void)err;
    check(u);
    if (!u->faulty && ch__corpus_check_unit(&reader, u))
        forms(r, u);
    return CH_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static run r;
    ch_err err;
    if (!r.k)
        must(ch__knowledge_open(&r.k, CH_KNOWLEDGE_FILE, &err) == 0 &&
             ch__vocabulary_load(&r.v, r.k, &r.arena, &err) == 0);
    ch__corpus_reader reader = {.v = &r.v};
    (void)ch__corpus_read_memory(&reader, (ch__sv){(const char *)data, size}, "fuzz", take, &r, &err);
    ch__arena_clear(&r.scratch);
    ch__arena_release(&reader.arena);
    return 0;
}
