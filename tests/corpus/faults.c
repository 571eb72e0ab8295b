/* Runs faults.txt: checks the units of a case and compares what is said of them. */
#include "file.h"

static void run_case(void *ctx, const test_case *c)
{
    ch__buf got = {0};
    ch_err err;
    ch_corpus_counts n;
    const char *path = put_corpus(0, c->parts[0].text);
    ch_corpus_options options = {.paths = &path, .n_paths = 1, .fault = print_fault, .fault_ctx = &got};
    (void)ctx;
    assert_int_equal(ch_corpus_check(test_engine(), &options, &n, &err), 0);
    unlink(path);
    for (char *p; got.n && (p = strstr(got.p, path));) /* a shared run names its file, which is this one */
        memmove(p, p + strlen(path), strlen(p + strlen(path)) + 1);
    if (got.n)
        got.p[strlen(got.p) - 1] = 0;                     /* the last newline */
    char *expected = (char *)test_case_part(c, "faults"); /* with the empty line before the next case */
    while (expected && *expected && expected[strlen(expected) - 1] == '\n')
        expected[strlen(expected) - 1] = 0;
    test_expect(c, expected ? expected : "", got.n ? got.p : "");
    ch__buf_release(&got);
}

static void test_faults(void **state)
{
    (void)state;
    assert_true(test_cases(CH_TESTS_DIR "/corpus/faults.txt", run_case, NULL) >= 18);
    assert_int_equal(test_failures(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
