/* hostile.c - texts that no newspaper prints: unbalanced marks, verbs without subjects, piles of numbers. Every record
 * stays sound. */
#include "ledger/lines.h"

static const char *const PIECES[] = {"\"",
                                     "\xE2\x80\x9C",
                                     "\xE2\x80\x9D",
                                     "'",
                                     "\xE2\x80\x99",
                                     "said ",
                                     "told ",
                                     "that ",
                                     "China ",
                                     "Iran's ",
                                     "and ",
                                     ", ",
                                     ". ",
                                     "\n\n",
                                     "signed ",
                                     "an agreement ",
                                     "according to ",
                                     "the two countries ",
                                     "a strategic partnership ",
                                     "severed ",
                                     "ties ",
                                     "with ",
                                     "30% ",
                                     "of ",
                                     "$4 billion ",
                                     "exports ",
                                     "to ",
                                     "He ",
                                     "we ",
                                     "no ",
                                     "will ",
                                     "between ",
                                     "5 ",
                                     "tanks ",
                                     "(",
                                     ")",
                                     ": ",
                                     "- ",
                                     "called "};

static void sound(const ch_doc *doc)
{
    for (uint32_t i = 0; i < doc->n_records; i++) {
        const ch_record *r = &doc->records[i];
        assert_true(r->bytes.start < r->bytes.end && r->bytes.end <= doc->len);
        assert_true(r->chars.start < r->chars.end && r->chars.end <= doc->n_chars);
        assert_true(r->sentence < doc->n_sentences);
        char *json = ch_record_json(doc, r, "hostile", true);
        assert_non_null(json);
        free(json);
        if (r->kind == CH_LEVEL)
            assert_int_equal(r->as.level.parties.n, 2);
        if (r->kind == CH_AGREEMENT)
            assert_true(r->as.agreement.parties.n >= 2);
        if (r->kind == CH_FIGURE)
            assert_true(r->as.figure.from.n + r->as.figure.to.n >= 1);
    }
}

static void pieces(void **state)
{
    (void)state;
    enum { N = sizeof PIECES / sizeof PIECES[0] };
    uint32_t seed = 11;
    for (int round = 0; round < 400; round++) {
        char text[4096] = "China met Iran. ";
        for (int i = 0; i < 80; i++) {
            seed = seed * 1664525u + 1013904223u;
            strcat(text, PIECES[(seed >> 16) % N]);
        }
        ch_doc *doc = test_code(text, "2024-05-15");
        sound(doc);
        ch_doc_free(doc);
    }
}

/* Time must grow with the text, not with its square: one sentence of 200 kB, and one quotation that never closes. */
static void long_texts(void **state)
{
    (void)state;
    static const char *const units[] = {"China said Iran ", "\"China said it. ", "30 tanks and $5 ",
                                        "signed agreement with Iran "};
    for (int u = 0; u < 4; u++) {
        size_t n = strlen(units[u]), times = 200000 / n;
        char *text = malloc(n * times + 1);
        for (size_t i = 0; i < times; i++)
            memcpy(text + i * n, units[u], n);
        text[n * times] = 0;
        ch_doc *doc = test_code(text, "2024-05-15");
        sound(doc);
        ch_doc_free(doc);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pieces), cmocka_unit_test(long_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
