/* Memory that runs out while records or answers are scored costs the call and leaves nothing behind. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "support/engine.h"

static const char gold[] =
    "{\"doc\":\"a.txt\",\"kind\":\"event\",\"sent\":\"Togo thanked Ghana for the rice\",\"event\":\"SUPPORT\","
    "\"actor\":[\"TGO\"],\"recipient\":[\"GHA\"],\"modality\":\"actual\",\"must\":true}\n"
    "{\"doc\":\"a.txt\",\"kind\":\"figure\",\"sent\":\"Trade rose\",\"measure\":\"trade\",\"value\":2,\"unit\":\"%\"}\n"
    "nonsense\n";
static const char output[] =
    "{\"doc\":\"a.txt\",\"kind\":\"event\",\"text\":\"Togo thanked Ghana for the rice.\",\"event\":\"SUPPORT\","
    "\"actor\":[{\"code\":\"TGOGOV\"}],\"recipient\":[{\"code\":\"GHA\"}],\"modality\":\"actual\"}\n"
    "{\"doc\":\"b.txt\",\"kind\":\"event\",\"text\":\"Nobody asked.\"}\n"
    "{\"id\":\"a\",\"records\":[{\"doc\":\"a\",\"kind\":\"event\",\"text\":\"A wall fell.\",\"confidence\":0.3},7]}\n"
    "{\"line\":4,\"error\":{\"code\":\"empty\"}}\n";
static const char texts[] = "{\"id\":\"a.txt\",\"text\":\"Togo thanked Ghana for the rice. A wall fell.\"}\n"
                            "{\"id\":7,\"text\":\"Nobody was there.\"}\n"
                            "{\"id\":8}\n";
static const char asked[] = "{\"id\":1,\"event\":\"AID\"}\n{\"id\":1,\"event\":\"AID\"}\n{\"event\":\"SUPPORT\"}\n";
static const char answers[] =
    "{\"id\":1,\"event\":\"AID\"}\n{\"line\":3,\"event\":\"AGREE\"}\n{\"id\":9,\"event\":\"AID\"}\n";
static const char table[] = "marked_sentence\tgold_root\n<s>Togo</s> fed <t>Benin</t>.\tAID\n";

static char paths[6][32];

static void put(int i, const char *bytes)
{
    strcpy(paths[i], "/tmp/evaluate-XXXXXX");
    int fd = mkstemp(paths[i]);
    assert_true(fd >= 0 && write(fd, bytes, strlen(bytes)) == (ssize_t)strlen(bytes));
    close(fd);
}

static void test_records(void **state)
{
    (void)state;
    ch_record_eval e;
    ch_err err;
    ch_eval_records_options options = {.texts = paths[5]};
    int rc = CH_ENOMEM;
    for (long n = 0; rc < 0; n++) {
        ch__alloc_fail_after(n);
        rc = ch_eval_records(test_engine(), paths[0], paths[1], &options, &e, &err);
        ch__alloc_fail_after(-1);
        assert_true(rc == 0 || rc == CH_ENOMEM);
    }
    assert_int_equal(e.kinds[CH_EVENT].strict.matched, 1);
    assert_int_equal(e.kinds[CH_FIGURE].gold, 1);
    assert_int_equal(e.confusion[CH_EVENT_SUPPORT][CH_EVENT_SUPPORT], 1);
    assert_int_equal(e.ignored, 1);
    assert_int_equal(e.unknown, 1);
    assert_int_equal(e.failed, 1);
    assert_int_equal(e.bad, 2);
    assert_int_equal(e.bins[2].events, 1);
    assert_int_equal(e.bins[2].relaxed, 0);
    assert_int_equal(e.unsure, 1);
    assert_true(ch_record_macro_f1(&e, true) == 1);
    assert_true(ch_calibration_error(e.bins) == 0.3);
    assert_int_equal(e.n_documents, 2);
    assert_string_equal(e.documents[0].name, "7");
    assert_string_equal(e.documents[1].name, "a");
    ch_record_eval_release(&e);
}

static void pairs_of(const char *path, bool plv, ch_pair_eval *e)
{
    ch_eval_pairs_options options = {.plv = plv};
    ch_err err;
    int rc = CH_ENOMEM;
    for (long n = 0; rc < 0; n++) {
        ch__alloc_fail_after(n);
        rc = ch_eval_pairs(path, paths[3], &options, e, &err);
        ch__alloc_fail_after(-1);
        assert_true(rc == 0 || rc == CH_ENOMEM);
    }
}

static void test_pairs(void **state)
{
    (void)state;
    ch_pair_eval e;
    pairs_of(paths[2], false, &e);
    assert_int_equal(e.pairs, 2);
    assert_int_equal(e.right, 1);
    assert_int_equal(e.bad, 1);
    assert_int_equal(e.ignored, 1);
    assert_int_equal(e.n_gold_classes, 2);
    ch_pair_eval_release(&e);
    pairs_of(paths[4], true, &e);
    assert_int_equal(e.pairs, 1);
    assert_int_equal(e.unanswered, 1);
    ch_pair_eval_release(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_records), cmocka_unit_test(test_pairs)};
    const char *const files[] = {gold, output, asked, answers, table, texts};
    for (int i = 0; i < 6; i++)
        put(i, files[i]);
    (void)test_engine(); /* opened while there is memory */
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    for (int i = 0; i < 6; i++)
        unlink(paths[i]);
    return failed;
}
