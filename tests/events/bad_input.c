/* bad_input.c - what is no news, and what is told of it: bad-input.txt; and that an overlong sentence ends. */
#include "ledger/lines.h"
#include "support/engine.h"

static int wrong;

static const char *reason_of(const ch_doc *doc, uint32_t sentence)
{
    for (uint32_t i = 0; i < doc->n_candidates; i++)
        if (doc->candidates[i].sentence == sentence && doc->candidates[i].token == CH_NONE)
            return doc->candidates[i].why;
    return doc->sentences[sentence].discarded ? doc->sentences[sentence].discarded : "nothing told";
}

static char *told_of(const char *text)
{
    static lines o;
    ch_doc *doc = test_code(text, "2025-05-14");
    o.n = 0;
    o.text[0] = 0;
    if (!doc->n_sentences)
        put(&o, "none\n");
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        uint32_t events = 0;
        for (uint32_t i = 0; i < doc->n_records; i++)
            if (doc->records[i].kind == CH_EVENT && doc->records[i].sentence == s)
                put(&o, "%s%s", events++ ? " " : "", ch_event_type_name((ch_event_type)doc->records[i].as.event.type));
        put(&o, "%s\n", events ? "" : reason_of(doc, s));
    }
    ch_doc_free(doc);
    return o.text;
}

static void check(const char *text, const char *expected, int line)
{
    wrong += check_block(CH_TESTS_DIR "/events/bad-input.txt", line, text, expected, told_of(text));
}

static void corpus(void **state)
{
    (void)state;
    assert_true(blocks(CH_TESTS_DIR "/events/bad-input.txt", check) >= 14);
    assert_int_equal(wrong, 0);
}

/* Ten thousand names, and as many clauses: every sentence has an event or a reason, and the work grows with the length
 * (the test's time limit is the judge). */
static void overlong(void **state)
{
    (void)state;
    static const char *const pieces[] = {"Kofi Mensah, ", "rebels killed 12 soldiers in Kabul and ", "12 dead ",
                                         "he said that ", "in Kabul "};
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        enum { TIMES = 10000 };
        size_t len = strlen(pieces[p]);
        char *text = malloc(len * TIMES + 8);
        assert_non_null(text);
        for (size_t i = 0; i < TIMES; i++)
            memcpy(text + i * len, pieces[p], len);
        memcpy(text + len * TIMES, "end.", 5);
        ch_doc *doc = test_code(text, "2025-05-14");
        assert_true(doc->n_sentences > 0);
        ch_doc_free(doc);
        free(text);
    }
}

int main(void)
{
    test_rules_only();
    const struct CMUnitTest tests[] = {cmocka_unit_test(corpus), cmocka_unit_test(overlong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
