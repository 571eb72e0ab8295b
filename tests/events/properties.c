/* properties.c - what holds of every event and candidate, whatever the text: over the stories of examples/ and over
 * noise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/engine.h"

static bool equal(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static void check_roles(const ch_doc *doc, const ch_event *e)
{
    assert_true(e->actor.n > 0);
    for (uint32_t i = 0; i < e->actor.n; i++) {
        assert_true(e->actor.at[i].mention < doc->n_mentions && e->actor.at[i].actor < doc->n_actors);
        const ch_actor *a = &doc->actors[e->actor.at[i].actor];
        assert_true(a->code || a->sector);
        for (uint32_t j = 0; j < e->recipient.n; j++) {
            const ch_role *r = &e->recipient.at[j];
            assert_true(r->mention < doc->n_mentions && (r->actor < doc->n_actors || r->actor == CH_NONE));
            assert_true(r->mention != e->actor.at[i].mention || r->actor != e->actor.at[i].actor);
            assert_false(r->actor != CH_NONE && equal(a->id, doc->actors[r->actor].id));
        }
    }
    bool material = e->type == CH_EVENT_AID || e->type == CH_EVENT_COOPERATE || e->type == CH_EVENT_SANCTION;
    if (material)
        assert_true(e->recipient.n + e->actor.n >= 2);
}

static void check_record(const ch_doc *doc, const ch_record *r)
{
    const ch_sentence *s = &doc->sentences[r->sentence];
    assert_true(ch_doc_sentence_coded(doc, r->sentence));
    assert_true(s->bytes.start <= r->bytes.start && r->bytes.start < r->bytes.end && r->bytes.end <= s->bytes.end);
    assert_true(r->confidence > 0 && r->confidence <= 1000);
    assert_true(strstr(r->rule, "events/frames") || strstr(r->rule, "events.triggers:"));
    assert_true(r->when.start.year || r->when.basis == CH_BASIS_NONE);
    if (r->as.event.cameo)
        assert_true(strlen(r->as.event.cameo) >= 2 && strlen(r->as.event.cameo) <= 4);
    check_roles(doc, &r->as.event);
}

/* A sentence that is coded has events, or a candidate of its own that says why it has none. */
static void check_sentence(const ch_doc *doc, uint32_t sentence)
{
    uint32_t events = 0, reasons = 0;
    for (uint32_t i = 0; i < doc->n_records; i++)
        events += doc->records[i].kind == CH_EVENT && doc->records[i].sentence == sentence;
    for (uint32_t i = 0; i < doc->n_candidates; i++) {
        const ch_candidate *c = &doc->candidates[i];
        assert_true(c->why && c->why[0]);
        reasons += c->sentence == sentence && c->token == CH_NONE;
        if (c->record != CH_NONE)
            assert_true(c->record < doc->n_records);
    }
    if (ch_doc_sentence_coded(doc, sentence))
        assert_true(events > 0 || reasons > 0);
    else
        assert_int_equal(events, 0);
}

static void check_doc(const ch_doc *doc)
{
    for (uint32_t i = 0; i < doc->n_records; i++)
        if (doc->records[i].kind == CH_EVENT)
            check_record(doc, &doc->records[i]);
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        check_sentence(doc, i);
}

static void stories(void **state)
{
    (void)state;
    static const char *const paths[] = {CH_EXAMPLES_DIR};
    ch_reader *reader;
    ch_input in;
    ch_err err;
    int n = 0, events = 0;
    assert_int_equal(ch_reader_open(&reader, paths, 1, NULL, &err), 0);
    while (ch_reader_next(reader, &in, &err) > 0) {
        ch_doc *doc;
        if (ch_doc_code(test_engine(), test_work(), &in, NULL, &doc, &err) < 0)
            continue;
        check_doc(doc);
        for (uint32_t i = 0; i < doc->n_records; i++)
            events += doc->records[i].kind == CH_EVENT;
        n++;
        ch_doc_free(doc);
    }
    ch_reader_close(reader);
    assert_true(n >= 8);
    assert_true(events >= n); /* a reader that gives nothing would pass the rest */
}

static void noise(void **state)
{
    (void)state;
    static const char *const words[] = {
        "China", "Iran", "agreed",    "to",      "and",   ",", "condemned", "with", "visit",  "the",  "of", "on", "May",
        "7",     "who",  "sanctions", "refused", "later", "a", "week",      "will", "attack", "that", "."};
    static char text[60000];
    uint32_t seed = 7;
    size_t n = 0;
    while (n + 16 < sizeof text) {
        seed = seed * 1664525u + 1013904223u;
        const char *w = words[(seed >> 16) % (sizeof words / sizeof *words)];
        n += (size_t)snprintf(text + n, sizeof text - n, "%s ", w);
    }
    ch_doc *doc = test_code(text, "2025-05-14");
    for (uint32_t i = 0; i < doc->n_records; i++)
        if (doc->records[i].kind == CH_EVENT)
            check_record(doc, &doc->records[i]);
    ch_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(stories), cmocka_unit_test(noise)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
