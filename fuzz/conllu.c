/* conllu.c - the readers of CoNLL-U and IOB2 on any bytes. The first byte chooses reader and columns. What comes out
 * must be a tree, make a document whose tokens are the file's, and be the same when it is written and read again. */
#include <stdlib.h>

#include "syntax/given.h"
#include "syntax/score.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check(const ch__conllu_sentence *s, bool trees)
{
    uint32_t at = 0;
    must(s->n > 0);
    for (uint32_t i = 0; i < s->n_ranges; i++) {
        must(s->ranges[i].first >= at && s->ranges[i].end > s->ranges[i].first + 1 && s->ranges[i].end <= s->n);
        at = s->ranges[i].end;
    }
    at = 0;
    for (uint32_t i = 0; i < s->n_names; i++) {
        must(s->names[i].first >= at && s->names[i].end > s->names[i].first && s->names[i].end <= s->n);
        at = s->names[i].end;
    }
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t steps = 0;
        must(s->words[i].form.n > 0 && s->words[i].head <= s->n);
        for (uint32_t w = i + 1; trees && w; w = s->words[w - 1].head)
            must(steps++ < s->n);
    }
}

/* The sentence as a document, written, read again. */
static void round_trip(const ch__conllu_sentence *s)
{
    ch__given_builder b;
    ch__conllu again;
    ch__conllu_sentence t;
    ch_err err;
    must(ch__given_begin(&b, "fuzz", 0, &err) == 0 && ch__given_add(&b, s, &err) == 0);
    ch_doc *doc = ch__given_end(&b);
    must(doc && doc->n_tokens == s->n);
    for (uint32_t i = 0; i < s->n; i++)
        must(ch__sv_eq(ch__token_sv(doc, i), s->words[i].form));
    char *text = ch_doc_conllu(doc);
    must(text != NULL);
    must(ch__conllu_open_memory(&again, text, strlen(text), "again", CH__CONLLU_FORMS, &err) == 0);
    must(ch__conllu_next(&again, &t, &err) == 1 && t.n == s->n && t.n_ranges == s->n_ranges);
    for (uint32_t i = 0; i < t.n; i++)
        must(ch__sv_eq(t.words[i].form, s->words[i].form) && t.words[i].flags == s->words[i].flags);
    ch__conllu_close(&again);
    free(text);
    ch_doc_free(doc);
}

/* Scored against itself everything is right. */
static void score(const ch__conllu_sentence *s)
{
    ch__scored gold = {0}, system = {0};
    ch_eval_group all = {0};
    ch_err err;
    if (ch__scored_add(&gold, s, &err) == 0 && ch__scored_add(&system, s, &err) == 0) {
        must(ch__score(&gold, &system, NULL, &all, &err) == 0);
        must(all.counts[CH_METRIC_WORDS].correct == s->n &&
             all.counts[CH_METRIC_MLAS].correct == all.counts[CH_METRIC_MLAS].gold);
    }
    ch__scored_release(&gold);
    ch__scored_release(&system);
}

static void conllu(const uint8_t *data, size_t size, bool trees)
{
    ch__conllu r;
    ch__conllu_sentence s;
    ch_err err = {0};
    int rc = ch__conllu_open_memory(&r, data, size, "fuzz", trees ? CH__CONLLU_TREES : CH__CONLLU_FORMS, &err);
    while (rc >= 0 && (rc = ch__conllu_next(&r, &s, &err)) != 0) {
        if (rc == 1) {
            check(&s, trees);
            round_trip(&s);
            if (trees)
                score(&s);
        }
        rc = 1;
    }
    ch__conllu_close(&r);
}

static void iob(const uint8_t *data, size_t size)
{
    ch__iob r;
    ch__iob_sentence s;
    ch_err err = {0};
    int rc = ch__iob_open_memory(&r, data, size, "fuzz", &err);
    while (rc >= 0 && (rc = ch__iob_next(&r, &s, &err)) != 0) {
        for (uint32_t i = 0; rc == 1 && i < s.n_names; i++)
            must(s.names[i].end <= s.n && s.names[i].first < s.names[i].end);
        rc = 1;
    }
    ch__iob_close(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    if (data[0] % 3 == 2)
        iob(data + 1, size - 1);
    else
        conllu(data + 1, size - 1, data[0] % 3 == 1);
    return 0;
}
