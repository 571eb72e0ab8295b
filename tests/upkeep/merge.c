/* Merging: shards in any order give what one store would have been; what is not a sound store of this schema changes
 * nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/schema.h"
#include "support/engine.h"
#include "support/stores.h"

/* Enough words in common to be found as one story told twice. */
#define AT_LENGTH                                                                                                 \
    " The ministry said that it would keep its consulates open, that trade across the mountains would go on as "  \
    "before, and that students of both countries could finish their year. Ferries ran on time on Wednesday, and " \
    "lorries waited no longer than usual at the two crossings in the north."

enum { STORIES = 6 };
static const char *const stories[STORIES] = {
    "ACCRA, March 4, 2024 - Ghana recalled its ambassador from Togo on Monday.",
    "Ghana and Togo signed an agreement on fisheries in 2021. Ghana's exports to Togo reached 30 million dollars.",
    "\"Peru and Chile are friends,\" Peruvian President Dina Boluarte said. They upgraded ties to a partnership.",
    "Peru recalled its ambassador from Chile on Tuesday, after Chile expelled a Peruvian diplomat over the "
    "border." AT_LENGTH,
    "Peru recalled its ambassador from Chile on Tuesday, after Chile expelled a Peruvian diplomat over the "
    "port." AT_LENGTH,
    "Kenya's foreign minister met his Ghanaian counterpart in Nairobi, and Kenya sent 300 soldiers to Haiti.",
};

static void read_into(const char *store_name, const int *which, int n, const char *published)
{
    ch_err err = {0};
    ch_store *store = test_store_open(store_name);
    int rc = ch_store_begin_run(store, test_engine(), store_name, &err);
    for (int i = 0; i < n && rc == 0; i++) {
        char name[16];
        snprintf(name, sizeof name, "s%d", which[i]);
        ch_doc *doc;
        ch_input in = {.name = name,
                       .uri = name,
                       .bytes = stories[which[i]],
                       .len = strlen(stories[which[i]]),
                       .format = CH_FORMAT_PLAIN,
                       .container = CH_FORMAT_PLAIN};
        rc = ch_doc_code(test_engine(), test_work(), &in, &(ch_doc_options){.published = published}, &doc, &err);
        if (rc == 0)
            rc = ch_store_put(store, doc, NULL, &err);
        ch_doc_free(doc);
    }
    ch_err bad = {.code = CH_EFORMAT, .line = 7, .offset = -1};
    snprintf(bad.file, sizeof bad.file, "%s.jsonl", store_name);
    strcpy(bad.message, "no such thing");
    if (rc == 0)
        rc = ch_store_put_error(store, &bad, &err);
    if (rc == 0)
        rc = ch_store_end_run(store, &err);
    if (rc == 0)
        rc = ch_store_derive(store, false, &err);
    ch_store_close(store);
    if (rc < 0)
        fail_msg("%s: %s", store_name, err.message);
}

static int merge(const char *into, const char *from, bool keep_ours, ch_merge *out, ch_err *err)
{
    ch_store *store = test_store_open(into);
    int rc = ch_store_merge(store, test_path(from), keep_ours, out, err);
    if (rc == 0)
        rc = ch_store_derive(store, false, err);
    ch_store_close(store);
    return rc;
}

static void must_merge(const char *into, const char *from, ch_merge *out)
{
    ch_err err;
    if (merge(into, from, false, out, &err) < 0)
        fail_msg("%s: %s: %s", from, err.file, err.message);
}

/* Everything but row numbers and runs; links between stories without their direction. */
static const char *const dumps[] = {
    "SELECT id, name, text, hash, published, language, origin, hex(_signature) FROM documents ORDER BY id",
    "SELECT * FROM blocks ORDER BY document, n",
    "SELECT document, n, text, byte_start, byte_end, char_start, char_end, is_title, reason FROM sentences"
    " ORDER BY document, n",
    "SELECT * FROM events ORDER BY id",
    "SELECT * FROM statements ORDER BY id",
    "SELECT * FROM agreements ORDER BY id",
    "SELECT * FROM levels ORDER BY id",
    "SELECT * FROM figures ORDER BY id",
    "SELECT * FROM magnitudes ORDER BY event, n",
    "SELECT r.record, r.role, r.n, a._key, r.code, r.quote, r.byte_start FROM roles r"
    " LEFT JOIN actors a ON a.id = r.actor ORDER BY r.record, r.role, r.n",
    "SELECT name, code, sector, entity, office, _key FROM actors ORDER BY _key",
    "SELECT * FROM spans ORDER BY record, field, n",
    "SELECT * FROM candidates ORDER BY document, n",
    "SELECT min(document, other), max(document, other), kind, similarity FROM duplicates ORDER BY 1, 2",
    "SELECT * FROM _bands ORDER BY band, hash, document",
    "SELECT * FROM links ORDER BY record, a, b",
    "SELECT * FROM appearances ORDER BY record, code",
    "SELECT * FROM _gists ORDER BY document, record",
    "SELECT * FROM ranks ORDER BY level",
    "SELECT * FROM relations ORDER BY a, b",
    "SELECT * FROM occurrences ORDER BY id",
    "SELECT record, occurrence, document, rule, confidence FROM tellings ORDER BY record",
    "SELECT * FROM pacts ORDER BY id",
    "SELECT * FROM promises ORDER BY record",
    "SELECT * FROM dyad_months ORDER BY source, target, month, origin",
    "SELECT s.document, s.n FROM _search x JOIN sentences s ON s.id = x.rowid WHERE _search MATCH 'peru' ORDER BY 1, 2",
};

static void same_content(const char *a, const char *b)
{
    for (size_t i = 0; i < sizeof dumps / sizeof *dumps; i++) {
        char *x = test_store_rows(a, dumps[i]), *y = test_store_rows(b, dumps[i]);
        assert_string_equal(x, y);
        free(x);
        free(y);
    }
}

static void sound(const char *name)
{
    ch_err err;
    ch_store *store = test_store_open(name);
    assert_int_equal(ch_store_verify(store, NULL, NULL, NULL, NULL, &err), 0);
    ch_store_close(store);
}

static void test_any_order(void **state)
{
    (void)state;
    ch_merge m;
    must_merge("ab.db", "a.db", &m);
    assert_int_equal(m.added, 3);
    must_merge("ab.db", "b.db", &m);
    assert_int_equal(m.added, 3); /* four, of which one is in both */
    assert_int_equal(m.same, 1);
    must_merge("ba.db", "b.db", NULL);
    must_merge("ba.db", "a.db", NULL);
    same_content("whole.db", "ab.db");
    same_content("whole.db", "ba.db");
    sound("ab.db");
    sound("ba.db");
    assert_true(test_store_number("ab.db", "SELECT count(*) FROM duplicates WHERE kind = 'near-duplicate'") > 0);
    assert_int_equal(test_store_number("ab.db", "SELECT count(*) FROM runs"), 2);
    assert_int_equal(test_store_number("ab.db", "SELECT count(*) FROM errors e JOIN runs r ON r.id = e.run"
                                                " WHERE e.file = r.command || '.jsonl'"),
                     2);
    assert_int_equal(test_store_number("ab.db", "SELECT count(*) FROM documents d JOIN runs r ON r.id = d.run"), 6);
}

static void test_twice(void **state)
{
    (void)state;
    ch_merge m;
    must_merge("twice.db", "a.db", NULL);
    char *before = test_store_rows("twice.db", "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM errors),"
                                               " (SELECT count(*) FROM sentences), (SELECT max(id) FROM actors)");
    must_merge("twice.db", "a.db", &m);
    assert_int_equal(m.added + m.replaced + m.kept + m.records, 0);
    assert_int_equal(m.same, 3);
    char *after = test_store_rows("twice.db", "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM errors),"
                                              " (SELECT count(*) FROM sentences), (SELECT max(id) FROM actors)");
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* A document that both have, coded with another day of publication: the later run stays, whoever takes whom. */
static void test_coded_otherwise(void **state)
{
    (void)state;
    static const char DAY[] = "SELECT published FROM documents WHERE name = 's0'";
    static const int first[] = {0};
    ch_merge m;
    ch_err err;
    read_into("old.db", first, 1, "2024-03-20");
    read_into("new.db", first, 1, "2024-03-21");
    test_store_run("old.db", "UPDATE runs SET started = '2024-01-01T00:00:00Z'");
    test_store_copy("old.db", "old-new.db");
    test_store_copy("new.db", "new-old.db");
    test_store_copy("old.db", "ours.db");
    must_merge("old-new.db", "new.db", &m);
    assert_int_equal(m.replaced, 1);
    must_merge("new-old.db", "old.db", &m);
    assert_int_equal(m.kept, 1);
    same_content("old-new.db", "new-old.db");
    char *day = test_store_rows("old-new.db", DAY);
    assert_string_equal(day, "2024-03-21|\n");
    free(day);
    assert_int_equal(merge("ours.db", "new.db", true, &m, &err), 0);
    day = test_store_rows("ours.db", DAY);
    assert_string_equal(day, "2024-03-20|\n");
    free(day);
    sound("old-new.db");
    sound("ours.db");
}

/* A snapshot without text, and the store it is of: the text comes back. */
static void test_text_comes_back(void **state)
{
    (void)state;
    ch_err err;
    ch_merge m;
    ch_store *store = test_store_open("a.db");
    assert_int_equal(
        ch_store_snapshot(store, test_path("bare.db"), &(ch_snapshot_options){.no_text = true}, NULL, &err), 0);
    ch_store_close(store);
    must_merge("bare.db", "a.db", &m);
    assert_int_equal(m.replaced, 3);
    same_content("bare.db", "a.db");
    sound("bare.db");
}

static void unchanged_by(const char *from, int code)
{
    ch_err err;
    test_store_copy("a.db", "target.db");
    assert_int_equal(merge("target.db", from, false, NULL, &err), code);
    assert_non_null(strstr(err.file, from));
    same_content("target.db", "a.db");
    sound("target.db");
}

static void test_bad_shards(void **state)
{
    (void)state;
    ch_err err;
    sqlite3 *db;
    unchanged_by("missing.db", CH_EIO);
    FILE *f = fopen(test_path("text.db"), "w");
    fputs("This is no store at all, but some text that is long enough to be looked at by somebody.\n", f);
    fclose(f);
    unchanged_by("text.db", CH_ENOTSTORE);
    assert_int_equal(sqlite3_open(test_path("older.db"), &db), SQLITE_OK);
    assert_int_equal(ch__schema_migrate_to(db, 0, CH__SCHEMA_VERSION - 1, &err), 0);
    sqlite3_close(db);
    unchanged_by("older.db", CH_EVERSION);
    test_store_copy("b.db", "damaged.db");
    f = fopen(test_path("damaged.db"), "r+b");
    for (long at = 8192; at < 200000; at += 8) {
        fseek(f, at, SEEK_SET);
        fwrite("\xFF\xFF", 1, 2, f);
    }
    fclose(f);
    unchanged_by("damaged.db", CH_ENOTSTORE);
    unchanged_by("target.db", CH_EUSAGE);
}

static int set_up(void **state)
{
    (void)state;
    static const int all[] = {0, 1, 2, 3, 4, 5}, a[] = {0, 1, 3}, b[] = {2, 3, 4, 5};
    read_into("whole.db", all, 6, "2024-03-20");
    read_into("a.db", a, 3, "2024-03-20");
    read_into("b.db", b, 4, "2024-03-20");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_any_order), cmocka_unit_test(test_twice),
                                       cmocka_unit_test(test_coded_otherwise), cmocka_unit_test(test_text_comes_back),
                                       cmocka_unit_test(test_bad_shards)};
    return cmocka_run_group_tests(tests, set_up, NULL);
}
