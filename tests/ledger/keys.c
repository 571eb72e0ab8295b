/* keys.c - ranks of levels, keys of titles, terms in one form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ledger/ledger.h"
#include "ledger/papers.h"

static ch__knowledge *knowledge;
static ch__arena arena;

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
    ch__arena_release(&arena);
    return 0;
}

static int rank(const char *level)
{
    return ch__level_rank(knowledge, level);
}

static void ranks(void **state)
{
    (void)state;
    static const char *const order[] = {"no diplomatic relations",
                                        "interests section",
                                        "chargé d'affaires",
                                        "diplomatic relations",
                                        "ambassadorial level",
                                        "partnership",
                                        "comprehensive partnership",
                                        "strategic partnership",
                                        "enhanced strategic partnership",
                                        "comprehensive strategic partnership",
                                        "special and privileged strategic partnership",
                                        "comprehensive strategic partnership of coordination",
                                        "special relationship",
                                        "major non-NATO ally",
                                        "alliance",
                                        "union state"};
    for (size_t i = 1; i < sizeof order / sizeof *order; i++)
        assert_true(rank(order[i - 1]) > 0 && rank(order[i - 1]) < rank(order[i]));
    assert_int_equal(rank("level of cooperation"), 0);
    assert_int_equal(rank(NULL), 0);
}

/* Every row of a level has its rank, and a level has one. */
static void one_rank(void **state)
{
    (void)state;
    const ch__table *t = ch__knowledge_table(knowledge, "ledger/levels");
    assert_non_null(t);
    for (uint32_t r = 0; r < ch__table_rows(t); r++)
        if (ch__table_cell(t, r, 1))
            assert_int_equal(atoi(ch__table_cell(t, r, 2)), rank(ch__table_cell(t, r, 1)));
}

static void keys(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"25-year strategic partnership agreement", "strategic partnership agreement"},
        {"the Strategic Partnership Agreement", "strategic partnership agreement"},
        {"new gas supply contract", "gas supply contract"},
        {"1995 agreement on salmon", "agreement on salmon"},
        {"three memoranda of understanding on ports", "memoranda of understanding on ports"},
        {"memorandum on the second bridge", "memorandum on the second bridge"},
        {"the deal", NULL},
        {"20 documents", NULL},
        {"agreement", NULL},
        {"", NULL},
        {NULL, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *key = ch__title_key(knowledge, &arena, cases[i][0]);
        if (!cases[i][1])
            assert_null(key);
        else
            assert_string_equal(key, cases[i][1]);
    }
}

static void terms(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"25-year", "25 years"},
                                           {"25 years", "25 years"},
                                           {"a further five years", "5 years"},
                                           {"one year", "1 year"},
                                           {"30 months", "30 months"},
                                           {"to 2030", "until 2030"},
                                           {"until the end of 2025", "until 2025"},
                                           {"2025-2027", "2025-2027"},
                                           {"unlimited", "unlimited"},
                                           {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(ch__term_of(knowledge, &arena, cases[i][0]), cases[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ranks), cmocka_unit_test(one_rank), cmocka_unit_test(keys),
                                       cmocka_unit_test(terms)};
    return cmocka_run_group_tests(tests, open_knowledge, close_knowledge);
}
