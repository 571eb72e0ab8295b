/* agreements.c - sentences and the agreements that must come of them: agreements.txt; agreements-known-wrong.txt holds
 * those that do not come out yet. */
#include "ledger/lines.h"

static const char *path;
static int wrong;

static void check(const char *text, const char *expected, int line)
{
    wrong += check_block(path, line, text, expected, records_of(text, CH_AGREEMENT));
}

static void check_differs(const char *text, const char *expected, int line)
{
    if (strcmp(expected, records_of(text, CH_AGREEMENT)) == 0) {
        fprintf(stderr, "%s:%d: comes out right now: move it to agreements.txt\n", path, line);
        wrong++;
    }
}

static void corpus(void **state)
{
    (void)state;
    path = CH_TESTS_DIR "/ledger/agreements.txt";
    wrong = 0;
    assert_true(blocks(path, check) >= 40);
    assert_int_equal(wrong, 0);
}

static void known_wrong(void **state)
{
    (void)state;
    path = CH_TESTS_DIR "/ledger/agreements-known-wrong.txt";
    wrong = 0;
    blocks(path, check_differs);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(corpus), cmocka_unit_test(known_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
