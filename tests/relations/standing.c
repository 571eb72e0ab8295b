/* Where each pair stands: the cases of standing.txt, each a small store written by hand. Records are put in all at
 * once, then story by story; both must give the same rows. Which records tell one thing is said by the case ("same"),
 * so that only the rules of these scripts are tested. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "support/engine.h"

enum { MOST_FIELDS = 16 };

static const char *const scripts[] = {"links", "pair_events", "standings", "pacts", "promises", "days", "relations"};

static const struct {
    const char *event;
    int quad;
    double score;
} types[] = {{"AGREE", 1, 2.5},     {"CONSULT", 1, 2.5}, {"SUPPORT", 1, 5},   {"CONCEDE", 1, 4.5},
             {"COOPERATE", 2, 9.5}, {"AID", 2, 10},      {"RETREAT", 2, 6.5}, {"REQUEST", 3, 0},
             {"ACCUSE", 3, -3},     {"REJECT", 3, -2},   {"SANCTION", 4, -6}, {"ASSAULT", 4, -9}};

typedef struct fields {
    char *at[MOST_FIELDS];
    int n;
} fields;

static char path[64];
static int sentence;

static void execute(sqlite3 *db, const char *format, ...)
{
    va_list args;
    char *why = NULL;
    va_start(args, format);
    char *sql = sqlite3_vmprintf(format, args);
    va_end(args);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    sqlite3_free(sql);
}

static void remove_store(void)
{
    char name[80];
    static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%s%s", path, tails[i]);
        unlink(name);
    }
}

/* An empty store that has what the scripts need of the knowledge. */
static sqlite3 *new_store(void)
{
    ch_store *store;
    ch_err err;
    sqlite3 *db;
    remove_store();
    if (ch_store_open(&store, path, NULL, &err) < 0 || ch_store_begin_run(store, test_engine(), "test", &err) < 0 ||
        ch_store_end_run(store, &err) < 0)
        fail_msg("%s", err.message);
    ch_store_close(store);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    execute(db, "PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
    sentence = 0;
    return db;
}

/* ---- records ---- */

static fields split(char *line, char mark)
{
    fields f = {.n = 0};
    for (char *p = line; p && f.n < MOST_FIELDS;) {
        f.at[f.n++] = p;
        if ((p = strchr(p, mark)))
            *p++ = 0;
    }
    return f;
}

/* The value of "key=value" among the fields, or NULL. */
static const char *option(const fields *f, const char *key)
{
    size_t n = strlen(key);
    for (int i = 0; i < f->n; i++)
        if (strncmp(f->at[i], key, n) == 0 && f->at[i][n] == '=')
            return f->at[i] + n + 1;
    return NULL;
}

static void put_roles(sqlite3 *db, const fields *f, const char *role, const char *codes)
{
    char copy[128];
    snprintf(copy, sizeof copy, "%s", codes);
    fields c = split(copy, ';');
    for (int i = 0; i < c.n; i++)
        execute(db, "INSERT INTO roles VALUES (%Q, %Q, %d, %Q, NULL, %Q, 'x', 0, 1, 0, 1)", f->at[1], role, i, f->at[2],
                c.at[i]);
}

/* The first columns of a record. The date is a day, "2024-01", "2024", "first..last", or "-"; with "~" before it, only
 * the publication gave it. */
static char *common(const fields *f)
{
    const char *date = f->at[3], *basis = *date == '~' ? "published" : "relative", *s = option(f, "s");
    date += *date == '~';
    char first[16] = "", last[16] = "";
    size_t n = strcspn(date, ".");
    const char *precision = n == 10 ? "day" : n == 7 ? "month" : n == 4 ? "year" : "unknown";
    snprintf(first, sizeof first, "%.*s%s", (int)n, date, n == 7 ? "-01" : n == 4 ? "-01-01" : "");
    snprintf(last, sizeof last, "%.*s%s", (int)n, date, n == 7 ? "-28" : n == 4 ? "-12-31" : "");
    if (date[n]) {
        precision = "unknown";
        snprintf(last, sizeof last, "%s", date + n + 2);
    }
    bool dated = strcmp(date, "-") != 0;
    return sqlite3_mprintf("%Q, %Q, %d, 0, 10, 0, 10, 'x', %Q, %Q, %Q, %Q, NULL, 0.8, 'r'", f->at[1], f->at[2],
                           s ? atoi(s) : ++sentence, dated ? first : NULL, dated ? last : NULL, precision,
                           dated ? basis : NULL);
}

/* event|id|story|date|TYPE/mode|actors>recipients|modality=|ctx=|cameo=|s= */
static void put_event(sqlite3 *db, const fields *f, const char *start)
{
    fields type = split(f->at[4], '/'), sides = split(f->at[5], '>');
    size_t t = 0;
    while (strcmp(types[t].event, type.at[0]) != 0)
        if (++t == sizeof types / sizeof *types)
            fail_msg("no event type %s", type.at[0]);
    execute(
        db,
        "INSERT INTO events VALUES (%s, %Q, %Q, %Q, %Q, %Q, %Q, NULL, NULL, NULL, NULL, NULL, NULL, NULL, %Q, %d, %f)",
        start, type.at[0], type.n > 1 ? type.at[1] : NULL, option(f, "ctx"), sides.at[0],
        sides.n > 1 ? sides.at[1] : NULL, option(f, "modality") ? option(f, "modality") : "actual", option(f, "cameo"),
        types[t].quad, types[t].score);
    put_roles(db, f, "actor", sides.at[0]);
    if (sides.n > 1)
        put_roles(db, f, "recipient", sides.at[1]);
}

/* level|id|story|date|parties|level|action|s= */
static void put_level(sqlite3 *db, const fields *f, const char *start)
{
    execute(db, "INSERT INTO levels VALUES (%s, %Q, %Q, %Q)", start, f->at[4], f->at[5], f->at[6]);
    put_roles(db, f, "party", f->at[4]);
}

/* agreement|id|story|date|parties|form|action|title=|term=|count=|subjects= */
static void put_agreement(sqlite3 *db, const fields *f, const char *start)
{
    execute(db, "INSERT INTO agreements VALUES (%s, %Q, %Q, %Q, %Q, %Q, %Q, %Q)", start, option(f, "title"), f->at[5],
            f->at[6], f->at[4], option(f, "subjects"), option(f, "term"), option(f, "count"));
    put_roles(db, f, "party", f->at[4]);
}

/* story|id|published|origin= */
static void put_story(sqlite3 *db, const fields *f)
{
    const char *origin = option(f, "origin");
    execute(
        db,
        "INSERT INTO documents (id, name, uri, published, published_step, format, encoding, encoding_step, hash,"
        " bytes, chars, text, _coded_by, origin) VALUES (%Q, %Q, %Q, %Q, 'option', 'text', 'utf-8', 'utf-8', %Q, 10,"
        " 10, 'x', 'test', %Q)",
        f->at[1], f->at[1], f->at[1], strcmp(f->at[2], "-") ? f->at[2] : NULL, f->at[1], origin ? origin : "read");
}

static void put_line(sqlite3 *db, char *line)
{
    static const struct {
        const char *kind;
        void (*put)(sqlite3 *db, const fields *f, const char *start);
    } kinds[] = {{"event", put_event}, {"level", put_level}, {"agreement", put_agreement}};
    fields f = split(line, '|');
    if (strcmp(f.at[0], "story") == 0)
        put_story(db, &f);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(f.at[0], kinds[i].kind) == 0) {
            char *start = common(&f);
            kinds[i].put(db, &f, start);
            sqlite3_free(start);
        }
}

/* ---- deriving ---- */

static void derive(sqlite3 *db)
{
    execute(db,
            "BEGIN; INSERT OR IGNORE INTO tellings (record, occurrence, document, rule, confidence)"
            " SELECT r.id, coalesce((SELECT s.first FROM temp.same s WHERE s.other = r.id), r.id), r.document, 'test',"
            " 1 FROM records r");
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        const char *name = "", *sql = NULL;
        for (size_t n = 0; strcmp(name, scripts[i]) != 0; n++)
            if (!(sql = ch_derive_script(n, &name)))
                fail_msg("no script %s", scripts[i]);
        char *why = NULL;
        if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
            fail_msg("%s: %s", name, why);
    }
    execute(db, "COMMIT");
}

/* The lines of a case; `stepwise` derives before each story but the first. */
static sqlite3 *fill(const char *lines, bool stepwise)
{
    sqlite3 *db = new_store();
    char *text = strdup(lines), *rest = text, *line;
    int stories = 0;
    execute(db, "CREATE TEMP TABLE same (first TEXT, other TEXT)");
    char *copy = strdup(lines), *at = copy;
    while ((line = strsep(&at, "\n"))) { /* "same" is known before the records are */
        fields f = split(line, '|');
        if (strcmp(f.at[0], "same") == 0)
            execute(db, "INSERT INTO temp.same VALUES (%Q, %Q)", f.at[1], f.at[2]);
    }
    while ((line = strsep(&rest, "\n"))) {
        if (stepwise && strncmp(line, "story|", 6) == 0 && stories++)
            derive(db);
        put_line(db, line);
    }
    derive(db);
    free(copy);
    free(text);
    return db;
}

/* Rows as lines, columns joined by "|", NULL as "-". Free with free. */
static char *rows(sqlite3 *db, const char *sql)
{
    char *out = NULL;
    size_t size = 0;
    sqlite3_stmt *s;
    FILE *f = open_memstream(&out, &size);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    while (sqlite3_step(s) == SQLITE_ROW) {
        fputs(ftell(f) ? "\n" : "", f);
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const char *cell = (const char *)sqlite3_column_text(s, i);
            fprintf(f, "%s%s", i ? "|" : "", cell ? cell : "-");
        }
    }
    sqlite3_finalize(s);
    fclose(f);
    return out;
}

static const char *const derived[] = {"relations", "pair_events",  "dyad_months", "standings", "standing_records",
                                      "pacts",     "pact_records", "pact_pairs",  "promises",  "coverage"};
enum { N_DERIVED = sizeof derived / sizeof *derived };

static void dump(sqlite3 *db, char *out[N_DERIVED])
{
    char sql[64];
    for (int i = 0; i < N_DERIVED; i++) {
        snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2, 3", derived[i]);
        out[i] = rows(db, sql);
    }
}

/* Story by story gives what all at once gives; a story that goes takes along what rests on it alone. */
static void check_stepwise(const test_case *c, sqlite3 *whole)
{
    char *a[N_DERIVED], *b[N_DERIVED];
    dump(whole, a);
    sqlite3_close(whole);
    sqlite3 *db = fill(c->parts[0].text, true);
    dump(db, b);
    for (int i = 0; i < N_DERIVED; i++) {
        test_expect(c, a[i], b[i]);
        free(a[i]);
        free(b[i]);
    }
    execute(db,
            "INSERT INTO documents SELECT 'later', name, uri, source, author, title, published, published_step,"
            " dateline, dateline_place, dateline_country, agency, language, language_step, format, encoding,"
            " encoding_step, 'later', bytes, chars, text, run, _coded_by, _signature, origin FROM documents LIMIT 1;"
            "DELETE FROM documents");
    derive(db);
    for (int i = 0; i < N_DERIVED - 1; i++) {
        char sql[64];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", derived[i]);
        char *left = rows(db, sql);
        test_expect(c, "0", left);
        free(left);
    }
    sqlite3_close(db);
}

static void one_case(void *ctx, const test_case *c)
{
    (void)ctx;
    sqlite3 *db = fill(c->parts[0].text, false);
    for (int i = 1; i < c->n_parts; i++) {
        char *got = rows(db, c->parts[i].name), *expected = c->parts[i].text;
        for (size_t n = strlen(expected); n && expected[n - 1] == '\n'; n--) /* the empty line before the next case */
            expected[n - 1] = 0;
        test_expect(c, expected, got);
        free(got);
    }
    check_stepwise(c, db);
}

static void test_rules(void **state)
{
    (void)state;
    strcpy(path, "/tmp/chancery-standing-XXXXXX");
    close(mkstemp(path));
    assert_true(test_cases(CH_TESTS_DIR "/relations/standing.txt", one_case, NULL) > 0);
    remove_store();
    assert_int_equal(test_failures(), 0);
}

/* Stories read one by one, and then all of it derived anew: the same rows, with whatever the program finds in them. */
static void test_anew(void **state)
{
    static const char *const stories[][2] = {{"Kenya and Ghana agree\n\nMay 4, 2025\n\nNAIROBI - Kenyan President "
                                              "William Ruto met Ghanaian President John Mahama in "
                                              "Nairobi on Friday. Kenya and Ghana signed a trade agreement and "
                                              "upgraded their ties to a strategic partnership. "
                                              "Kenya promised to send Ghana doctors.\n",
                                              "2025-05-04"},
                                             {"Kenya sends doctors\n\nJune 9, 2025\n\nACCRA - Kenya sent 40 doctors to "
                                              "Ghana on Monday. Kenya and Ghana ratified the "
                                              "trade agreement, which they had signed in May 2025.\n",
                                              "2025-06-09"},
                                             {"Ghana accuses Togo\n\nJune 12, 2025\n\nACCRA - Ghana accused Togo on "
                                              "Wednesday of closing the border. The foreign "
                                              "ministers of Ghana and Togo spoke by telephone on Thursday.\n",
                                              "2025-06-12"}};
    (void)state;
    strcpy(path, "/tmp/chancery-standing-XXXXXX");
    close(mkstemp(path));
    remove_store();
    char *a[N_DERIVED], *b[N_DERIVED];
    ch_store *store;
    sqlite3 *db;
    ch_err err;
    assert_int_equal(ch_store_open(&store, path, NULL, &err), 0);
    assert_int_equal(ch_store_begin_run(store, test_engine(), "test", &err), 0);
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++) {
        ch_doc *doc = test_code(stories[i][0], stories[i][1]);
        assert_int_equal(ch_store_put(store, doc, NULL, &err), 0);
        assert_int_equal(ch_store_derive(store, false, &err), 0);
        ch_doc_free(doc);
    }
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    dump(db, a);
    assert_int_equal(ch_store_derive(store, true, &err), 0);
    dump(db, b);
    assert_true(strlen(a[0]) > 0);
    for (int i = 0; i < N_DERIVED; i++) {
        assert_string_equal(a[i], b[i]);
        free(a[i]);
        free(b[i]);
    }
    sqlite3_close(db);
    ch_store_close(store);
    remove_store();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules), cmocka_unit_test(test_anew)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
