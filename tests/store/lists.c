/* Lists that are sorted, counted, narrowed and read far behind their beginning. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/stores.h"

#define STORE "lists.db"

enum { MOST = 6000 };

/* The rows of a question: of each a key that tells it from others, and its value in the column asked for. */
typedef struct rows {
    size_t n;
    char *key[MOST], *value[MOST];
    bool number;
} rows;

static int make(void **state)
{
    (void)state;
    test_store_make(STORE, 1200);
    return 0;
}

static size_t column_of(const ch_cursor *c, const char *name)
{
    size_t i = 0;
    while (i < ch_cursor_columns(c) && strcmp(ch_cursor_name(c, i), name) != 0)
        i++;
    return i;
}

static char *text_of(ch_cursor *c, size_t column)
{
    const char *text = column < ch_cursor_columns(c) ? ch_cursor_text(c, column) : NULL;
    return text ? strdup(text) : NULL;
}

static rows *read_rows(const ch_query *q, const char *column)
{
    ch_store *store = test_store_open(STORE);
    ch_cursor *c;
    ch_err err;
    rows *r = calloc(1, sizeof *r);
    if (ch_store_select(store, q, &c, &err) < 0)
        fail_msg("%s: %s", q->what, err.message);
    size_t id = column_of(c, "id"), value = column ? column_of(c, column) : SIZE_MAX;
    for (; ch_cursor_next(c, &err) == 1 && r->n < MOST; r->n++) {
        char *json = ch_cursor_json(c, NULL, 0, false);
        r->key[r->n] = id < ch_cursor_columns(c) ? text_of(c, id) : strdup(json);
        r->value[r->n] = text_of(c, value);
        r->number |= r->value[r->n] && ch_cursor_is_number(c, value);
        free(json);
    }
    ch_cursor_close(c);
    ch_store_close(store);
    return r;
}

static void drop(rows *r)
{
    for (size_t i = 0; i < r->n; i++) {
        free(r->key[i]);
        free(r->value[i]);
    }
    free(r);
}

/* What has no value stands behind all that has, whichever way. */
static int compare(const rows *r, size_t i, size_t j, bool descending)
{
    const char *one = r->value[i], *other = r->value[j];
    if (!one || !other)
        return one ? -1 : other ? 1 : 0;
    int order = strcmp(one, other);
    if (r->number)
        order = (atof(one) > atof(other)) - (atof(one) < atof(other));
    return descending ? -order : order;
}

static void expect_sorted(const char *what, const char *column, bool descending, size_t n, bool by_id)
{
    rows *r = read_rows(&(ch_query){.what = what, .sort = column, .descending = descending}, column);
    assert_int_equal(r->n, n);
    for (size_t i = 1; i < r->n; i++) {
        int order = compare(r, i - 1, i, descending);
        int ids = strcmp(r->key[i - 1], r->key[i]);
        if (order > 0 || (order == 0 && by_id && (descending ? -ids : ids) >= 0))
            fail_msg("%s by %s: '%s' before '%s'", what, column, r->value[i - 1], r->value[i]);
    }
    drop(r);
}

static void test_every_column(void **state)
{
    (void)state;
    static const char *const lists[] = {"events",    "statements",  "agreements", "levels",   "figures",
                                        "records",   "occurrences", "documents",  "pacts",    "relations",
                                        "standings", "actors",      "contacts",   "promises", "timeline"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        ch_store *store = test_store_open(STORE);
        ch_cursor *c;
        ch_err err;
        int64_t n;
        assert_int_equal(ch_store_select(store, &(ch_query){.what = lists[i]}, &c, &err), 0);
        assert_int_equal(ch_store_count(store, &(ch_query){.what = lists[i]}, 0, &n, &err), 0);
        assert_true(n > 0 && n < MOST);
        for (size_t k = 0; k < ch_cursor_columns(c); k++)
            for (int descending = 0; descending < 2; descending++)
                expect_sorted(lists[i], ch_cursor_name(c, k), descending, (size_t)n, i < 8);
        ch_cursor_close(c);
        ch_store_close(store);
    }
}

/* Pages put together are the whole, whatever the order and what narrows it. */
static void expect_pages(ch_query q)
{
    rows *whole = read_rows(&q, NULL);
    size_t at = 0;
    q.limit = 173;
    for (q.offset = 0; at < whole->n; q.offset += q.limit) {
        rows *page = read_rows(&q, NULL);
        assert_true(page->n > 0);
        for (size_t i = 0; i < page->n; i++, at++)
            assert_string_equal(page->key[i], whole->key[at]);
        drop(page);
    }
    rows *behind = read_rows(&q, NULL);
    assert_int_equal(behind->n, 0);
    drop(behind);
    drop(whole);
}

static void test_pages(void **state)
{
    (void)state;
    expect_pages((ch_query){.what = "events"});
    expect_pages((ch_query){.what = "events", .newest = true});
    expect_pages((ch_query){.what = "records"});
    expect_pages((ch_query){.what = "records", .newest = true});
    expect_pages((ch_query){.what = "occurrences"});
    expect_pages((ch_query){.what = "events", .sort = "mode"});
    expect_pages((ch_query){.what = "events", .sort = "document", .descending = true});
    expect_pages((ch_query){.what = "records", .sort = "type"});
    expect_pages((ch_query){.what = "events", .modality = "actual"});
    expect_pages((ch_query){.what = "events", .type = "CONSULT", .newest = true});
    expect_pages((ch_query){.what = "records", .until = "2024"});
    expect_pages((ch_query){.what = "contacts"});
    expect_pages((ch_query){.what = "sentences"});
    expect_pages((ch_query){.what = "documents", .sort = "events", .descending = true});
}

/* Records without a day stand last: they are reached too. */
static void test_pages_without_days(void **state)
{
    (void)state;
    test_store_run(STORE, "UPDATE events SET date_start = NULL, date_end = NULL WHERE id < '8'");
    expect_pages((ch_query){.what = "events"});
    expect_pages((ch_query){.what = "events", .newest = true});
}

static void expect_count(ch_query q)
{
    ch_store *store = test_store_open(STORE);
    ch_err err;
    int64_t n, some;
    rows *r = read_rows(&q, NULL);
    if (ch_store_count(store, &q, 0, &n, &err) < 0)
        fail_msg("%s: %s", q.what, err.message);
    assert_int_equal(n, r->n);
    assert_int_equal(ch_store_count(store, &q, 7, &some, &err), 0);
    assert_int_equal(some, n < 7 ? n : 7);
    ch_store_close(store);
    drop(r);
}

static void test_counts(void **state)
{
    (void)state;
    char *code = test_store_rows(STORE, "SELECT code FROM appearances GROUP BY code ORDER BY count(*) DESC LIMIT 1");
    code[strcspn(code, "\n")] = 0;
    static const char *const lists[] = {"events",    "records",   "documents", "actors",
                                        "sentences", "relations", "contacts"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        expect_count((ch_query){.what = lists[i]});
    expect_count((ch_query){.what = "events", .actor = code});
    expect_count((ch_query){.what = "events", .actor = code, .type = "CONSULT"});
    expect_count((ch_query){.what = "records", .actor = code, .since = "2019"});
    expect_count((ch_query){.what = "actors", .actor = code});
    expect_count((ch_query){.what = "documents", .actor = code});
    expect_count((ch_query){.what = "events", .since = "2018-03", .until = "2018-06"});
    expect_count((ch_query){.what = "events", .confidence = 0.6, .modality = "actual"});
    expect_count((ch_query){.what = "records", .mode = "signed"});
    expect_count((ch_query){.what = "search", .match = "border"});
    free(code);
}

static void test_narrowed(void **state)
{
    (void)state;
    const struct {
        ch_query q;
        const char *sql;
    } cases[] = {
        {{.what = "events", .mode = "VISIT"}, "SELECT count(*) FROM events WHERE mode = 'visit'"},
        {{.what = "events", .modality = "future"}, "SELECT count(*) FROM events WHERE modality = 'future'"},
        {{.what = "events", .confidence = 0.75}, "SELECT count(*) FROM events WHERE confidence >= 0.75"},
        {{.what = "levels", .mode = "cut"}, "SELECT count(*) FROM levels WHERE action = 'cut'"},
        {{.what = "events", .source = "agency 1"},
         "SELECT count(*) FROM events WHERE document IN (SELECT id FROM documents WHERE source = 'Agency 1')"},
        {{.what = "documents", .source = "AGENCY 1"}, "SELECT count(*) FROM documents WHERE source = 'Agency 1'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rows *r = read_rows(&cases[i].q, NULL);
        assert_int_equal(r->n, test_store_number(STORE, cases[i].sql));
        drop(r);
    }
}

/* Events are counted at their places as they come and go. */
static void test_places_are_counted(void **state)
{
    (void)state;
    static const char THERE[] = "SELECT coalesce(sum(cooperation + conflict), 0) FROM _place_months";
    static const char PLACES[] = "SELECT sum(cooperation + conflict) FROM _places";
    static const char EVENTS[] = "SELECT count(*) FROM events WHERE latitude IS NOT NULL";
    long before = test_store_number(STORE, EVENTS);
    assert_true(before > 10);
    assert_int_equal(test_store_number(STORE, THERE), before);
    test_store_run(STORE, "PRAGMA foreign_keys = ON; DELETE FROM documents WHERE id < '4'");
    assert_true(test_store_number(STORE, EVENTS) < before);
    assert_int_equal(test_store_number(STORE, THERE), test_store_number(STORE, EVENTS));
    assert_int_equal(test_store_number(STORE, PLACES), test_store_number(STORE, EVENTS));
    assert_int_equal(test_store_number(STORE,
                                       "SELECT count(*) FROM _places p WHERE cooperation IS NOT (SELECT"
                                       " sum(m.cooperation) FROM _place_months m WHERE m.latitude = p.latitude AND"
                                       " m.longitude = p.longitude AND m.place = p.place AND m.place_country ="
                                       " p.place_country)"),
                     0);
}

/* Actors are counted as they come and go. */
static void test_actors_are_counted(void **state)
{
    (void)state;
    static const char WRONG[] =
        "SELECT count(*) FROM actors a LEFT JOIN _counted c ON c.actor = a.id LEFT JOIN (SELECT actor,"
        " count(DISTINCT record) AS r, count(DISTINCT document) AS d FROM roles GROUP BY actor) x ON x.actor = a.id"
        " WHERE coalesce(x.r, 0) IS NOT c.records OR coalesce(x.d, 0) IS NOT c.documents";
    assert_int_equal(test_store_number(STORE, WRONG), 0);
    test_store_run(STORE, "PRAGMA foreign_keys = ON; DELETE FROM documents WHERE id < '4'");
    assert_int_equal(test_store_number(STORE, WRONG), 0);
    test_store_run(STORE, "DELETE FROM roles WHERE role = 'actor' AND record < '9'");
    assert_int_equal(test_store_number(STORE, WRONG), 0);
}

/* One publisher, however its name is written: so it is narrowed by, too. */
static void test_publishers(void **state)
{
    (void)state;
    static const char OTHERWISE[] = "UPDATE documents SET source = upper(source) WHERE id IN (SELECT id FROM documents"
                                    " WHERE source IS NOT NULL ORDER BY id LIMIT 1)";
    rows *before = read_rows(&(ch_query){.what = "sources"}, NULL);
    assert_true(before->n > 1);
    test_store_run(STORE, OTHERWISE);
    rows *after = read_rows(&(ch_query){.what = "sources"}, NULL);
    assert_int_equal(after->n, before->n);
    assert_true(test_store_number(STORE, "SELECT count(DISTINCT source) FROM documents") > (long)before->n);
    drop(after);
    drop(before);
}

static void expect_same(const ch_query *one, const ch_query *other)
{
    rows *x = read_rows(one, NULL), *y = read_rows(other, NULL);
    if (!x->n || x->n != y->n)
        fail_msg("%s: %zu rows, %zu", one->what, x->n, y->n);
    for (size_t i = 0; i < x->n; i++)
        assert_string_equal(x->key[i], y->key[i]);
    drop(x);
    drop(y);
}

/* What is kept of all times is what the months of a period that holds them all add up to. */
static void test_totals(void **state)
{
    (void)state;
    char *busiest =
        test_store_rows(STORE, "SELECT source FROM dyad_months GROUP BY 1 ORDER BY sum(events) DESC LIMIT 1");
    busiest[strcspn(busiest, "|")] = 0;
    const ch_query all[] = {{.what = "matrix"},
                            {.what = "matrix", .actor = busiest},
                            {.what = "countries"},
                            {.what = "countries", .type = "read"},
                            {.what = "network", .actor = busiest},
                            {.what = "places"},
                            {.what = "places", .limit = 7},
                            {.what = "places", .sort = "first_date"},
                            {.what = "places", .sort = "events", .descending = true, .offset = 3}};
    test_store_run(STORE,
                   "UPDATE events SET date_start = '2019-05-04', date_end = '2019-05-04' WHERE date_start IS NULL");
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ch_query dated = all[i];
        dated.since = "0001";
        expect_same(&all[i], &dated);
    }
    free(busiest);
}

/* The last week of a pair against the year before it: many of the pairs with three events or more. */
static void test_surges(void **state)
{
    (void)state;
    static const char ADD[] =
        "INSERT INTO pair_events WITH p(a, b, this_week, before, quad, dated) AS (VALUES ('QA', 'QB', 3, 20, 1, 'day'),"
        " ('QA', 'QC', 4, 104, 4, 'day'), ('QA', 'QD', 2, 0, 1, 'day'), ('QA', 'QE', 9, 52, 3, 'day'),"
        " ('QA', 'QF', 9, 0, 3, 'month')),"
        " i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < 120)"
        " SELECT a, b, date('2031-05-20', iif(n < this_week, 0, -8 - n % 300) || ' days'), 'read', a || b || n, 'r', "
        "dated,"
        " n % 2, 1 - n % 2, 1, 'actual', 'CONSULT', NULL, NULL, NULL, quad, 1.0"
        " FROM p CROSS JOIN i WHERE n < this_week + before";
    test_store_run(STORE, ADD);
    rows *r = read_rows(&(ch_query){.what = "surges", .at = "2031-05-20"}, "usual");
    assert_int_equal(r->n, 2); /* QC: 4 are less than twice 2 and 1; QD: two are too few; QF: the days are not known */
    assert_non_null(strstr(r->key[0], "\"b\":\"QE\""));
    assert_non_null(strstr(r->key[0], "\"events\":9"));
    assert_non_null(strstr(r->key[0], "\"cooperation\":0,\"conflict\":9"));
    assert_float_equal(atof(r->value[0]), 1.0, 0);
    assert_non_null(strstr(r->key[1], "\"b\":\"QB\""));
    assert_float_equal(atof(r->value[1]), 0.385, 0);
    drop(r);
    r = read_rows(&(ch_query){.what = "surges", .at = "2031-05-27"}, "usual");
    assert_int_equal(r->n, 0);
    drop(r);
    test_store_run(STORE, "DELETE FROM pair_events WHERE a = 'QA'");
}

/* Words that tens of thousands of sentences have are looked for in another way: the records are the same. */
static void test_common_words(void **state)
{
    (void)state;
    const ch_query q = {.what = "records", .match = "border"};
    rows *before = read_rows(&q, NULL);
    assert_true(before->n > 10);
    test_store_run(STORE,
                   "INSERT INTO sentences (document, n, char_start, char_end, byte_start, byte_end, text, is_title)"
                   " WITH RECURSIVE i(n) AS (SELECT 100000 UNION ALL SELECT n + 1 FROM i WHERE n < 121000)"
                   " SELECT (SELECT min(id) FROM documents), n, 0, 0, 0, 0, 'a border', 0 FROM i;"
                   "INSERT INTO _search (rowid, text) SELECT id, text FROM sentences WHERE n >= 100000");
    rows *after = read_rows(&q, NULL);
    assert_int_equal(after->n, before->n);
    for (size_t i = 0; i < before->n; i++)
        assert_string_equal(after->key[i], before->key[i]);
    drop(after);
    drop(before);
    expect_pages(q);
    expect_sorted("records", "confidence", true, (size_t)test_store_number(STORE, "SELECT count(*) FROM records"),
                  true);
}

static void test_senseless(void **state)
{
    (void)state;
    ch_store *store = test_store_open(STORE);
    ch_cursor *c;
    ch_err err;
    int64_t n;
    const ch_query wrong[] = {{.what = "events", .sort = "birds"},
                              {.what = "events", .sort = "_key"},
                              {.what = "events", .sort = ""},
                              {.what = "events", .sort = "t.id"},
                              {.what = "events", .descending = true},
                              {.what = "events", .sort = "id", .newest = true},
                              {.what = "figures", .modality = "actual"},
                              {.what = "relations", .confidence = 0.5},
                              {.what = "facets"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(ch_store_select(store, &wrong[i], &c, &err), CH_EUSAGE);
        assert_int_equal(ch_store_count(store, &wrong[i], 0, &n, &err), CH_EUSAGE);
    }
    assert_int_equal(ch_store_select(store, &wrong[0], &c, &err), CH_EUSAGE);
    assert_non_null(strstr(err.message, "events have no column 'birds' to sort by; there are id, document"));
    ch_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_column),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_narrowed),
        cmocka_unit_test(test_senseless),
        cmocka_unit_test(test_publishers),
        cmocka_unit_test(test_totals),
        cmocka_unit_test(test_surges),
        cmocka_unit_test(test_common_words),
        cmocka_unit_test(test_places_are_counted),
        cmocka_unit_test(test_actors_are_counted),
        cmocka_unit_test(test_pages_without_days),
    };
    return cmocka_run_group_tests(tests, make, NULL);
}
