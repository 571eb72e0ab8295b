/* Memory that runs out costs the call and leaves nothing behind. */
#include "file.h"

static const char unit[] =
    "@ 2024-05-13 wire diplomacy\n"
    "[Norway's foreign minister|a=NOR.GOV] {phoned|1} [his Omani counterpart|b=OMN.GOV] on Monday and said: \"We "
    "wait.\"\n"
    "  1 CONSULT/phone a,b active cameo 041 context diplomatic when \"on Monday\" 2024-05-13 where \"Omani\" OMN\n"
    "  statement a > b direct say words \"We wait.\" about NOR\n";

static int write_nowhere(void *ctx, const char *bytes, size_t n)
{
    (void)ctx, (void)bytes, (void)n;
    return 0;
}

/* Each call with one allocation more until it gets through. */
static void test_without_memory(void **state)
{
    (void)state;
    const char *path = put_corpus(0, unit), *second = put_corpus(1, unit);
    char matrix[80];
    snprintf(matrix, sizeof matrix, "%s.tsv", path);
    FILE *f = fopen(matrix, "wb");
    assert_true(f && fputs("type\tCONSULT\t1\n", f) >= 0 && fclose(f) == 0);
    ch_corpus_options options = {.paths = &path, .n_paths = 1};
    ch_err err;
    const ch_engine *engine = test_engine();
    for (int call = 0; call < 4 + CH_N_FORMS; call++) {
        int rc = CH_ENOMEM;
        long n = 0;
        for (; rc < 0; n++) {
            ch_corpus_counts counts;
            ch_corpus_stats stats;
            ch_corpus_agreement agreement;
            uint64_t faults;
            ch_work *work;
            assert_int_equal(ch_work_new(&work, &err), 0);
            ch__alloc_fail_after(n);
            if (call == 0)
                rc = ch_corpus_check(engine, &options, &counts, &err);
            else if (call == 1)
                rc = ch_corpus_count(engine, work, &options, matrix, &path, 1, &stats, &err);
            else if (call < 4)
                rc = ch_corpus_agree(engine, work, &options, call == 2 ? second : NULL, NULL, NULL, &agreement, &err);
            else
                rc = ch_corpus_convert(engine, work, &options, (ch_corpus_form)(call - 4), write_nowhere, NULL, &faults,
                                       &err);
            ch__alloc_fail_after(-1);
            if (rc < 0)
                assert_int_equal(rc, CH_ENOMEM);
            if (rc >= 0 && call == 1)
                ch_corpus_stats_release(&stats);
            if (rc >= 0 && (call == 2 || call == 3))
                ch_corpus_agreement_release(&agreement);
            ch_work_free(work);
        }
        assert_true(n > 2);
    }
    unlink(matrix);
    unlink(path);
    unlink(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_without_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
