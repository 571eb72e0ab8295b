/* numbers.c - numbers in text: numbers.txt, and what no text may do to the reader. */
#include "events/numbers.h"
#include "ledger/lines.h"

static ch__knowledge *knowledge;
static int wrong;

static char *numbers_of(const char *text)
{
    static lines o;
    ch__arena arena = {0};
    ch__number *at;
    o.n = 0;
    o.text[0] = 0;
    uint32_t n = ch__numbers(knowledge, &arena, text, (ch_span){0, (uint32_t)strlen(text)}, &at);
    for (uint32_t i = 0; i < n; i++) {
        const char *gap = "";
        if (at[i].has_value)
            put(&o, "%.15g", at[i].value), gap = " ";
        if (at[i].has_low)
            put(&o, "%slow=%.15g", gap, at[i].low), gap = " ";
        if (at[i].has_high)
            put(&o, "%shigh=%.15g", gap, at[i].high);
        bool time = at[i].unit_kind && strcmp(at[i].unit_kind, "time") == 0;
        if (at[i].unit)
            put(&o, " %s", time ? "time" : at[i].unit);
        put(&o, "%s%s%s%s%s\n", at[i].approximate ? " approx" : "", at[i].flags & CH__NUMBER_YEAR ? " year" : "",
            at[i].flags & CH__NUMBER_HYPHEN ? " hyphen" : "", at[i].flags & CH__NUMBER_LABEL ? " label" : "",
            at[i].flags & CH__NUMBER_MANY ? " many" : "");
    }
    if (!n)
        put(&o, "none\n");
    ch__arena_release(&arena);
    return o.text;
}

static void check(const char *text, const char *expected, int line)
{
    wrong += check_block(CH_TESTS_DIR "/events/numbers.txt", line, text, expected, numbers_of(text));
}

static void corpus(void **state)
{
    (void)state;
    wrong = 0;
    assert_true(blocks(CH_TESTS_DIR "/events/numbers.txt", check) >= 100);
    assert_int_equal(wrong, 0);
}

/* Spans are in order, inside the text, and every piece of a hostile text is read without harm. */
static void hostile(void **state)
{
    (void)state;
    static const char *const pieces[] = {"4",        "$",
                                         "3.5",      " billion",
                                         "-",        " to ",
                                         "between ", "and ",
                                         "%",        "\xE2\x82\xAC",
                                         "half a ",  "one ",
                                         "hundred ", ",000",
                                         ".",        "9999999999999999999999",
                                         "dozen",    "\xC2\xA0",
                                         "2021-",    "RMB",
                                         "two-"};
    enum { N = sizeof pieces / sizeof pieces[0] };
    uint32_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        char text[512] = "";
        for (int i = 0; i < 12; i++) {
            seed = seed * 1664525u + 1013904223u;
            strcat(text, pieces[(seed >> 16) % N]);
        }
        ch__arena arena = {0};
        ch__number *at;
        uint32_t len = (uint32_t)strlen(text), n = ch__numbers(knowledge, &arena, text, (ch_span){0, len}, &at);
        for (uint32_t i = 0; i < n; i++) {
            assert_true(at[i].bytes.start <= at[i].digits.start && at[i].digits.start < at[i].digits.end);
            assert_true(at[i].digits.end <= at[i].bytes.end && at[i].bytes.end <= len);
            assert_true(!i || at[i - 1].bytes.end <= at[i].bytes.start);
        }
        ch__arena_release(&arena);
    }
}

/* A number that stops at the border of the stretch asked for. */
static void border(void **state)
{
    (void)state;
    ch__arena arena = {0};
    ch__number *at;
    assert_int_equal(ch__numbers(knowledge, &arena, "about 12345 men", (ch_span){6, 9}, &at), 1);
    assert_true(at[0].value == 123);
    ch__arena_release(&arena);
}

static int open_knowledge(void **state)
{
    (void)state;
    ch_err err;
    return ch__knowledge_open(&knowledge, CH_KNOWLEDGE_FILE, &err);
}

static int close_knowledge(void **state)
{
    (void)state;
    ch__knowledge_close(knowledge);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(corpus), cmocka_unit_test(hostile), cmocka_unit_test(border)};
    return cmocka_run_group_tests(tests, open_knowledge, close_knowledge);
}
