/* details.c - how much and where: details.txt, sentences with the magnitudes and the place of their events. */
#include <math.h>

#include "ledger/lines.h"
#include "support/engine.h"

static int wrong;

static char *details_of(const char *text)
{
    static lines o;
    ch_doc *doc = test_code(text, "2025-05-14");
    o.n = 0;
    o.text[0] = 0;
    for (uint32_t i = 0; i < doc->n_records; i++) {
        const ch_event *e = &doc->records[i].as.event;
        if (doc->records[i].kind != CH_EVENT)
            continue;
        put(&o, "%s", ch_event_type_name((ch_event_type)e->type));
        for (uint32_t m = 0; m < e->n_magnitudes; m++)
            put(&o, " %s %.15g%s%s", e->magnitudes[m].what, e->magnitudes[m].value, e->magnitudes[m].unit ? " " : "",
                e->magnitudes[m].unit ? e->magnitudes[m].unit : "");
        if (e->place.bytes.start < e->place.bytes.end)
            put(&o, " at \"%.*s\" %s %s", (int)(e->place.bytes.end - e->place.bytes.start),
                doc->text + e->place.bytes.start, e->place.name, e->place.country ? e->place.country : "-");
        put(&o, "\n");
    }
    ch_doc_free(doc);
    return o.text;
}

static void check(const char *text, const char *expected, int line)
{
    wrong += check_block(CH_TESTS_DIR "/events/details.txt", line, text, expected, details_of(text));
}

static void details(void **state)
{
    (void)state;
    assert_true(blocks(CH_TESTS_DIR "/events/details.txt", check) >= 18);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    test_rules_only();
    const struct CMUnitTest tests[] = {cmocka_unit_test(details)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
