/* Snapshots: one sound file, the same each time, of all or a part, with or without the words; never over another file.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/engine.h"
#include "support/stores.h"

static int snap(const char *from, const char *to, const ch_snapshot_options *options, ch_snapshot *out, ch_err *err)
{
    ch_store *store = test_store_open(from);
    int rc = ch_store_snapshot(store, test_path(to), options, out, err);
    ch_store_close(store);
    return rc;
}

static void must_snap(const char *to, const ch_snapshot_options *options, ch_snapshot *out)
{
    ch_err err;
    if (snap("all.db", to, options, out, &err) < 0)
        fail_msg("%s: %s", err.file, err.message);
}

static int verify(const char *name)
{
    ch_err err;
    ch_store *store = test_store_open(name);
    int n = ch_store_verify(store, NULL, NULL, NULL, NULL, &err);
    ch_store_close(store);
    return n;
}

static bool exists(const char *name)
{
    return access(test_path(name), F_OK) == 0;
}

static void same_bytes(const char *a, const char *b)
{
    size_t n, m;
    char *x = test_read_file(test_path(a), &n), *y = test_read_file(test_path(b), &m);
    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    free(x);
    free(y);
}

static void test_all(void **state)
{
    (void)state;
    ch_snapshot made;
    must_snap("a.db", NULL, &made);
    must_snap("b.db", NULL, NULL);
    same_bytes("a.db", "b.db");
    assert_int_equal(made.records, test_store_number("all.db", "SELECT count(*) FROM records"));
    assert_int_equal(made.documents, test_store_number("all.db", "SELECT count(*) FROM documents"));
    assert_false(exists("a.db-wal") || exists("a.db-shm") || exists("a.db-journal"));
    assert_int_equal(test_store_number("a.db", "SELECT text FROM snapshots WHERE since IS NULL AND pair IS NULL"), 1);
    assert_int_equal(verify("a.db"), 0);
}

static void test_a_part(void **state)
{
    (void)state;
    ch_snapshot made;
    must_snap("part.db", &(ch_snapshot_options){.pair = {"gha", "KEN"}, .since = "2025"}, &made);
    must_snap("part2.db", &(ch_snapshot_options){.pair = {"gha", "KEN"}, .since = "2025"}, NULL);
    same_bytes("part.db", "part2.db");
    static const char RECORDS[] =
        "SELECT r.* FROM evidence r JOIN documents d ON d.id = r.document WHERE d.name = 'test'"
        " ORDER BY record, field, n";
    char *part = test_store_rows("part.db", RECORDS), *all = test_store_rows("all.db", RECORDS);
    assert_string_equal(part, all);
    free(part);
    free(all);
    assert_true(made.documents >= 1 && made.documents < 10);
    assert_int_equal(verify("part.db"), 0);
    char *note = test_store_rows("part.db", "SELECT since, until, pair, text, of_documents > documents FROM snapshots");
    assert_string_equal(note, "2025-01-01||gha,KEN|1|1|\n");
    free(note);
}

static void test_by_date_and_actor(void **state)
{
    (void)state;
    ch_snapshot made;
    must_snap("until.db", &(ch_snapshot_options){.until = "2016"}, &made);
    assert_int_equal(made.documents,
                     test_store_number("all.db", "SELECT count(*) FROM documents WHERE published <= '2016-12-31'"));
    assert_int_equal(verify("until.db"), 0);
    must_snap("actor.db", &(ch_snapshot_options){.actor = "ruto"}, &made);
    assert_int_equal(made.documents, 1);
    must_snap("nobody.db", &(ch_snapshot_options){.actor = "qqqq"}, &made);
    assert_int_equal(made.documents + made.records, 0);
    assert_int_equal(verify("nobody.db"), 0);
}

/* No word of a source may be left in the file, not even in pages that nothing points to. */
static void test_no_text(void **state)
{
    (void)state;
    static const char WORDS[] = "true friends";
    size_t n;
    must_snap("words.db", &(ch_snapshot_options){.pair = {"GHA", "KEN"}}, NULL);
    must_snap("none.db", &(ch_snapshot_options){.no_text = true}, NULL);
    char *with = test_read_file(test_path("words.db"), &n);
    assert_non_null(memmem(with, n, WORDS, strlen(WORDS)));
    char *without = test_read_file(test_path("none.db"), &n);
    assert_null(memmem(without, n, WORDS, strlen(WORDS)));
    free(with);
    free(without);
    assert_int_equal(test_store_number("none.db", "SELECT count(*) FROM records"),
                     test_store_number("all.db", "SELECT count(*) FROM records"));
    assert_int_equal(test_store_number("none.db", "SELECT count(*) FROM _search WHERE _search MATCH 'friends'"), 0);
    assert_int_equal(verify("none.db"), 0);
    test_store_run("none.db", "PRAGMA foreign_keys = ON; DELETE FROM documents"); /* the index of words bears it */
}

static void test_no_overwriting(void **state)
{
    (void)state;
    ch_err err;
    must_snap("once.db", NULL, NULL);
    assert_int_equal(snap("all.db", "once.db", NULL, NULL, &err), CH_EIO);
    assert_non_null(strstr(err.message, "already"));
    assert_int_equal(snap("all.db", "all.db", NULL, NULL, &err), CH_EIO);
    must_snap("once.db", &(ch_snapshot_options){.replace = true}, NULL);
    assert_int_equal(snap("all.db", "nowhere/x.db", NULL, NULL, &err), CH_EIO);
    assert_int_equal(snap("all.db", "x.db", &(ch_snapshot_options){.since = "2025-02-30"}, NULL, &err), CH_EUSAGE);
    assert_int_equal(snap("all.db", "x.db", &(ch_snapshot_options){.pair = {"GHA"}}, NULL, &err), CH_EUSAGE);
    assert_false(exists("x.db"));
}

/* Another connection holds a write that is not committed: the snapshot is of what was before. */
static void test_while_writing(void **state)
{
    (void)state;
    ch_err err;
    test_store_copy("all.db", "busy.db");
    ch_store *writer = test_store_open("busy.db");
    ch_doc *doc = test_code("Peru recalled its ambassador from Chile on Monday.", "2025-01-01");
    assert_int_equal(ch_store_begin_run(writer, test_engine(), "test", &err), 0);
    assert_int_equal(ch_store_put(writer, doc, NULL, &err), 0);
    ch_snapshot made;
    assert_int_equal(snap("busy.db", "during.db", NULL, &made, &err), 0);
    assert_int_equal(snap("busy.db", "during-part.db", &(ch_snapshot_options){.since = "2025"}, NULL, &err), 0);
    assert_int_equal(ch_store_end_run(writer, &err), 0);
    ch_store_close(writer);
    ch_doc_free(doc);
    assert_int_equal(made.documents, test_store_number("all.db", "SELECT count(*) FROM documents"));
    assert_int_equal(verify("during.db"), 0);
    assert_int_equal(verify("during-part.db"), 0);
}

static int set_up(void **state)
{
    (void)state;
    test_store_make("all.db", 240);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all),     cmocka_unit_test(test_a_part),         cmocka_unit_test(test_by_date_and_actor),
        cmocka_unit_test(test_no_text), cmocka_unit_test(test_no_overwriting), cmocka_unit_test(test_while_writing)};
    return cmocka_run_group_tests(tests, set_up, NULL);
}
