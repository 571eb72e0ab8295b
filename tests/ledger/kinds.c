/* kinds.c - sentences and the records of each kind that must come of them: KIND.txt; KIND-known-wrong.txt holds those
 * that do not come out yet. */
#include "ledger/lines.h"

static const struct {
    const char *name;
    ch_kind kind;
} kinds[] = {{"statements", CH_STATEMENT}, {"agreements", CH_AGREEMENT}, {"levels", CH_LEVEL}, {"figures", CH_FIGURE}};

enum { N_KINDS = sizeof kinds / sizeof *kinds, LEAST = 40 /* blocks a corpus must have */ };

/* The corpus being read. */
static char path[512];
static ch_kind kind;
static int wrong;

static void check(const char *text, const char *expected, int line)
{
    wrong += check_block(path, line, text, expected, records_of(text, kind));
}

static void check_differs(const char *text, const char *expected, int line)
{
    if (strcmp(expected, records_of(text, kind)) == 0) {
        fprintf(stderr, "%s:%d: comes out right now: move it to the corpus of what comes out\n", path, line);
        wrong++;
    }
}

static void corpora(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t i = 0; i < N_KINDS; i++) {
        kind = kinds[i].kind;
        snprintf(path, sizeof path, "%s/ledger/%s.txt", CH_TESTS_DIR, kinds[i].name);
        assert_true(blocks(path, check) >= LEAST);
    }
    assert_int_equal(wrong, 0);
}

static void known_wrong(void **state)
{
    (void)state;
    wrong = 0;
    for (size_t i = 0; i < N_KINDS; i++) {
        kind = kinds[i].kind;
        snprintf(path, sizeof path, "%s/ledger/%s-known-wrong.txt", CH_TESTS_DIR, kinds[i].name);
        blocks(path, check_differs);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(corpora), cmocka_unit_test(known_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
