/* One event told many times: the same whatever the order of reading, whole or bit by bit, and in time that grows with
 * the number of records. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/inside.h"
#include "support/engine.h"

static const struct {
    const char *published, *text;
} stories[] = {
    {"2024-03-12", "Norway and Oman meet in Muscat\n\nMUSCAT - Norwegian Foreign Minister Espen Holt met his Omani "
                   "counterpart in Muscat on Tuesday. Gunmen attacked a Malian army convoy near Gao on Monday and "
                   "killed five soldiers."},
    {"2024-03-13", "OSLO - Norway's foreign minister met Oman's foreign minister in Muscat on Tuesday, the ministry "
                   "said. Seven Malian soldiers were killed on Monday when gunmen attacked an army convoy near Gao."},
    {"2024-03-20", "GENEVA - Norwegian Foreign Minister Espen Holt met the foreign minister of Oman in Geneva on "
                   "Wednesday. They had last met in Muscat on 12 March."},
    {"2024-03-12", "TIRANA - Albania accused Serbia on Monday of hacking the servers of its tax office. Serbia denied "
                   "the accusation of Albania."},
    {"2024-03-12", "TIRANA - Albania on Monday accused Serbia of smuggling weapons over its border to criminals."},
    {"2024-03-13", "BELGRADE - Serbia denied on Tuesday that it had hacked the servers of the Albanian tax office."},
    {"2024-06-03", "OSLO - In March 2024 the foreign ministers of Norway and Oman met in Muscat."},
};
enum { N = sizeof stories / sizeof *stories };

static char path[64];

static void remove_store(void)
{
    char name[80];
    static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%s%s", path, tails[i]);
        unlink(name);
    }
}

static int set_up(void **state)
{
    (void)state;
    strcpy(path, "/tmp/chancery-tellings-XXXXXX");
    close(mkstemp(path));
    remove_store();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    remove_store();
    return 0;
}

static ch_store *open_store(void)
{
    ch_store *store;
    ch_err err;
    if (ch_store_open(&store, path, NULL, &err) < 0)
        fail_msg("%s: %s", err.file, err.message);
    assert_int_equal(ch_store_begin_run(store, test_engine(), "test", &err), 0);
    return store;
}

static void put(ch_store *store, const char *text, const char *published)
{
    ch_err err;
    ch_doc *doc = test_code(text, published);
    if (ch_store_put(store, doc, NULL, &err) < 0)
        fail_msg("%s", err.message);
    ch_doc_free(doc);
}

static void derive(ch_store *store, bool anew)
{
    ch_err err;
    if (ch_store_derive(store, anew, &err) < 0)
        fail_msg("%s", err.message);
}

static void run(ch_store *store, const char *sql)
{
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(store->db));
}

/* The first column of the first row as text; malloc'ed. */
static char *ask(ch_store *store, const char *sql)
{
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(store->db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(store->db));
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    const char *value = (const char *)sqlite3_column_text(s, 0);
    char *out = strdup(value ? value : "");
    sqlite3_finalize(s);
    return out;
}

static void expect(ch_store *store, const char *sql, const char *value)
{
    char *got = ask(store, sql);
    assert_string_equal(got, value);
    free(got);
}

/* All that is derived, as one text. */
static char *derived(ch_store *store)
{
    return ask(store,
               "SELECT group_concat(line, char(10)) FROM (SELECT line FROM ("
               "SELECT 'o ' || quote(id) || date_start || tellings || ' ' || documents || sources || confidence AS "
               "line FROM occurrences "
               "UNION ALL SELECT 't ' || record || occurrence || rule || confidence || coalesce(_parent, '') || "
               "coalesce(_tree, '') FROM tellings "
               "UNION ALL SELECT 'c ' || occurrence || field || other || value || other_value FROM contradictions "
               "UNION ALL SELECT 'd ' || accusation || denial || rule FROM denials "
               "UNION ALL SELECT 'k ' || key || day || last || record FROM _keys) ORDER BY line)");
}

static void put_all(ch_store *store, const int *order, bool each)
{
    for (int i = 0; i < N; i++) {
        put(store, stories[order[i]].text, stories[order[i]].published);
        if (each)
            derive(store, false);
    }
    derive(store, false);
}

static char *derived_in_order(const int *order, bool each)
{
    remove_store();
    ch_store *store = open_store();
    put_all(store, order, each);
    char *first = derived(store);
    derive(store, true);
    char *anew = derived(store);
    assert_string_equal(first, anew);
    free(anew);
    ch_store_close(store);
    return first;
}

static void any_order_gives_the_same(void **state)
{
    (void)state;
    static const int orders[][N] = {
        {0, 1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1, 0}, {2, 6, 0, 5, 3, 1, 4}, {5, 1, 4, 6, 2, 0, 3}};
    char *first = derived_in_order(orders[0], false);
    for (size_t i = 0; i < 4; i++) {
        char *again = derived_in_order(orders[i], true);
        assert_string_equal(first, again);
        free(again);
    }
    free(first);
}

/* Documents that are deleted, and come back, leave what was before. */
static void what_is_removed_leaves_the_rest_as_if_it_had_never_been(void **state)
{
    (void)state;
    static const int order[N] = {0, 1, 2, 3, 4, 5, 6};
    ch_store *store = open_store();
    put_all(store, order, false);
    char *before = derived(store);
    for (int i = 0; i < N; i++) {
        char sql[256];
        snprintf(sql, sizeof sql,
                 "DELETE FROM documents WHERE id = (SELECT id FROM documents ORDER BY id LIMIT 1 OFFSET %d)", i);
        run(store, sql);
        derive(store, false);
        char *without = derived(store);
        derive(store, true);
        char *anew = derived(store);
        assert_string_equal(without, anew);
        free(without);
        free(anew);
        put_all(store, order, false);
        char *again = derived(store);
        assert_string_equal(before, again);
        free(again);
    }
    free(before);
    ch_store_close(store);
}

static void tellings_are_joined_and_kept_apart(void **state)
{
    (void)state;
    static const int order[N] = {0, 1, 2, 3, 4, 5, 6};
    ch_store *store = open_store();
    put_all(store, order, false);
    /* Muscat: two headlines and leads, a background sentence, a month in another story; Geneva stands alone. */
    expect(store,
           "SELECT tellings || ' in ' || documents FROM occurrences o JOIN events e ON e.id = o.record"
           " WHERE e.event = 'CONSULT' ORDER BY tellings DESC",
           "5 in 4");
    expect(store, "SELECT count(*) FROM occurrences o JOIN events e ON e.id = o.record WHERE e.event = 'CONSULT'", "2");
    /* Two accusations of one day. */
    expect(store,
           "SELECT count(DISTINCT occurrence) FROM tellings t JOIN events e ON e.id = t.record"
           " WHERE e.event = 'ACCUSE' AND e.quote LIKE 'Albania%'",
           "2");
    expect(
        store,
        "SELECT min(value, other_value) || ' ' || max(value, other_value) FROM contradictions WHERE field = 'killed'",
        "5 7");
    expect(store, "SELECT count(*) FROM denials", "2");
    expect(store, "SELECT count(*) FROM tellings t LEFT JOIN occurrences o ON o.id = t.occurrence WHERE o.id IS NULL",
           "0");
    expect(store, "SELECT (SELECT count(*) FROM records) - count(*) FROM tellings", "0");
    ch_store_close(store);
}

/* ---- many records under one key ---- */

/* Adds documents with ten accusations of one day each, by SQL; words differ, so that none is the same as another. */
static void add_accusations(ch_store *store, int documents)
{
    char sql[2048];
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d - 1)"
             " INSERT INTO documents SELECT printf('d%%05d', i), printf('d%%05d', i), uri, NULL, NULL, NULL, published,"
             " published_step, NULL, NULL, NULL, NULL, language, language_step, format, encoding, encoding_step, hash,"
             " bytes, chars, text, run, _coded_by, NULL, origin FROM n, (SELECT * FROM documents LIMIT 1);",
             documents);
    run(store, sql);
    run(store, "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9)"
               " INSERT INTO events (id, document, sentence, char_start, char_end, byte_start, byte_end, quote, "
               "date_start, date_end, date_precision,"
               " date_basis, confidence, rule, event, modality, actor, recipient, quad, score)"
               " SELECT d.id || '-' || i, d.id, i, 0, 1, 0, 1, 'accused', '2024-05-05', '2024-05-05', 'day', 'text', "
               "0.8, 'rule', 'ACCUSE', 'actual', 'USA',"
               " 'CHN', 3, -3 FROM n, documents d WHERE d.id LIKE 'd%';"
               "INSERT INTO roles SELECT id, 'actor', 0, document, NULL, 'USA', 'q', 0, 1, 0, 1 FROM events WHERE rule "
               "= 'rule';"
               "INSERT INTO roles SELECT id, 'recipient', 0, document, NULL, 'CHN', 'q', 0, 1, 0, 1 FROM events WHERE "
               "rule = 'rule';"
               "INSERT INTO _gists SELECT document, id, 1 << (rowid % 60), 1 << (rowid / 60 % 60), 2 FROM events WHERE "
               "rule = 'rule';");
}

static double seconds_for(int documents)
{
    remove_store();
    ch_store *store = open_store();
    ch_err err;
    put(store, stories[0].text, stories[0].published);
    assert_int_equal(ch_store_commit(store, &err), 0);
    add_accusations(store, documents);
    clock_t start = clock();
    derive(store, false);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    char expected[16];
    snprintf(expected, sizeof expected, "%d", documents * 10);
    expect(store, "SELECT count(*) FROM tellings WHERE record LIKE 'd%'", expected);
    ch_store_close(store);
    return seconds;
}

static void ten_thousand_records_under_one_key_take_no_square_of_time(void **state)
{
    (void)state;
    double few = seconds_for(250), many = seconds_for(1000);
    print_message("2500 records of one key and day: %.2f s, 10000: %.2f s\n", few, many);
    assert_true(many < 8 * few + 0.5); /* four times as many; sixteen would be the square */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(any_order_gives_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_removed_leaves_the_rest_as_if_it_had_never_been, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tellings_are_joined_and_kept_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ten_thousand_records_under_one_key_take_no_square_of_time, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
