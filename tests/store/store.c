/* The store: idempotent, crash-safe, versioned, and honest about files that are no store. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/schema.h"
#include "support/engine.h"
#include "support/stores.h"

static const char *const STORY =
    "Leaders of Kenya and Ghana meet\n\nMay 4, 2025 - 10:00\n\n"
    "NAIROBI - Kenyan President William Ruto met Ghanaian President John Mahama in Nairobi on Friday. "
    "\"Kenya and Ghana are true friends,\" Ruto said.\n\n"
    "Exports of Kenya to Ghana reached 120 million dollars in 2024.\n";
static const char *const UPDATED =
    "Leaders of Kenya and Ghana meet\n\nMay 4, 2025 - 12:00\n\n"
    "NAIROBI - Kenyan President William Ruto met Ghanaian President John Mahama in Nairobi on Friday. "
    "\"Kenya and Ghana are true friends,\" Ruto said.\n\n"
    "Exports of Kenya to Ghana reached 130 million dollars in 2024.\n";

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
    strcpy(path, "/tmp/chancery-store-XXXXXX");
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

static ch_put put(ch_store *store, const char *text, const char *published)
{
    ch_err err;
    ch_put what = CH_PUT_NEW;
    ch_doc *doc = test_code(text, published);
    if (ch_store_put(store, doc, &what, &err) < 0)
        fail_msg("%s", err.message);
    ch_doc_free(doc);
    return what;
}

static void end_store(ch_store *store)
{
    ch_err err;
    assert_int_equal(ch_store_end_run(store, &err), 0);
    ch_store_close(store);
}

static long ask(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    long n = (long)sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

/* Every row of every table and view but runs, as one hash-like string: what "changes nothing" is measured by. */
static char *dump(void)
{
    char command[160], *text = NULL;
    size_t size = 0;
    snprintf(command, sizeof command, "sqlite3 %s .dump | grep -v 'INTO runs' | grep -v sqlite_sequence", path);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    assert_true(getdelim(&text, &size, 0, f) > 0);
    pclose(f);
    return text;
}

static void test_put_and_ask(void **state)
{
    (void)state;
    ch_store *store = open_store();
    assert_int_equal(put(store, STORY, NULL), CH_PUT_NEW);
    end_store(store);
    assert_int_equal(ask("SELECT count(*) FROM documents WHERE published = '2025-05-04'"), 1);
    assert_true(ask("SELECT count(*) FROM events WHERE event = 'CONSULT' AND mode = 'visit' AND actor = 'GHA' AND "
                    "recipient = 'KEN'") >= 1);
    assert_true(ask("SELECT count(*) FROM statements WHERE speaker = 'KEN'") >= 1);
    assert_true(ask("SELECT count(*) FROM figures WHERE value = 120000000 AND unit = 'USD'") >= 1);
    assert_int_equal(ask("SELECT count(*) FROM runs WHERE ended IS NOT NULL AND documents_new = 1"), 1);
    assert_true(ask("SELECT count(*) FROM _search WHERE _search MATCH 'exports'") >= 1);
}

/* Evidence must be found in the stored text at its offsets, in characters and in bytes. */
static void test_evidence_stands_in_text(void **state)
{
    (void)state;
    ch_store *store = open_store();
    put(store, STORY, NULL);
    end_store(store);
    assert_true(ask("SELECT count(*) FROM evidence") > 5);
    assert_int_equal(ask("SELECT count(*) FROM evidence e JOIN documents d ON d.id = e.document"
                         " WHERE substr(d.text, e.char_start + 1, e.char_end - e.char_start) <> e.quote"),
                     0);
    assert_int_equal(
        ask("SELECT count(*) FROM evidence e JOIN documents d ON d.id = e.document"
            " WHERE CAST(substr(CAST(d.text AS BLOB), e.byte_start + 1, e.byte_end - e.byte_start) AS TEXT)"
            " <> e.quote"),
        0);
    assert_int_equal(ask("SELECT count(*) FROM records r WHERE NOT EXISTS"
                         " (SELECT 1 FROM evidence e WHERE e.record = r.id AND e.field = 'record')"),
                     0);
}

static void test_same_twice_changes_nothing(void **state)
{
    (void)state;
    ch_store *store = open_store();
    put(store, STORY, NULL);
    end_store(store);
    char *before = dump();
    store = open_store();
    assert_int_equal(put(store, STORY, NULL), CH_PUT_SAME);
    end_store(store);
    char *after = dump();
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* A record that lacks what it must have is an error of its story, of which nothing is kept; the others stay. */
static void test_record_without_rule(void **state)
{
    (void)state;
    ch_err err;
    ch_put what;
    ch_store *store = open_store();
    ch_doc *doc = test_code(STORY, NULL);
    ((ch_record *)doc->records)[0].rule = NULL;
    assert_int_equal(ch_store_put(store, doc, &what, &err), CH_ESTORE);
    assert_non_null(strstr(err.message, "rule"));
    ch_doc_free(doc);
    assert_int_equal(ask("SELECT count(*) FROM documents"), 0);
    put(store, STORY, NULL);
    end_store(store);
    assert_int_equal(ask("SELECT count(*) FROM documents"), 1);
}

static void test_other_date_is_coded_again(void **state)
{
    (void)state;
    ch_store *store = open_store();
    put(store, STORY, NULL);
    assert_int_equal(put(store, STORY, "2024-01-05"), CH_PUT_RECODED);
    end_store(store);
    assert_int_equal(ask("SELECT count(*) FROM documents"), 1);
    assert_int_equal(ask("SELECT count(*) FROM documents WHERE published = '2024-01-05'"), 1);
    assert_int_equal(ask("SELECT count(*) FROM events WHERE date_start LIKE '2025-05%'"), 0);
    assert_int_equal(ask("SELECT count(*) FROM _search WHERE _search MATCH 'exports'"), 1);
}

static void test_update_is_linked(void **state)
{
    (void)state;
    ch_store *store = open_store();
    put(store, STORY, NULL);
    put(store, UPDATED, NULL);
    end_store(store);
    assert_int_equal(ask("SELECT count(*) FROM documents"), 2);
    assert_int_equal(
        ask("SELECT count(*) FROM duplicates WHERE kind = 'near-duplicate' AND similarity BETWEEN 0.5 AND 1"), 1);
}

/* kill -9 inside a batch loses the batch and nothing else; a rerun completes it. */
static void test_killed_run(void **state)
{
    (void)state;
    ch_err err;
    test_engine();
    pid_t child = fork();
    if (child == 0) {
        ch_store *store = open_store();
        put(store, STORY, NULL);
        ch_store_commit(store, &err);
        put(store, UPDATED, NULL);
        kill(getpid(), SIGKILL);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(ask("SELECT count(*) FROM documents"), 1);
    assert_int_equal(ask("SELECT count(*) FROM runs WHERE ended IS NULL"), 1);
    ch_store *store = open_store();
    assert_int_equal(put(store, STORY, NULL), CH_PUT_SAME);
    assert_int_equal(put(store, UPDATED, NULL), CH_PUT_NEW);
    end_store(store);
    assert_int_equal(ask("SELECT count(*) FROM documents"), 2);
    assert_int_equal(ask("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
}

static void expect_refusal(int code, const char *words, bool read_only)
{
    ch_store *store;
    ch_err err;
    ch_store_options options = {.create = !read_only, .read_only = read_only, .timeout_ms = 50};
    assert_int_equal(ch_store_open(&store, path, &options, &err), code);
    assert_null(store);
    if (!strstr(err.message, words))
        fail_msg("\"%s\" does not say \"%s\"", err.message, words);
    assert_string_equal(err.file, path);
}

static void run_sql(const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void test_foreign_files(void **state)
{
    (void)state;
    FILE *f = fopen(path, "w");
    fputs("This is no database at all, but a text that is long enough to have a header of its own. ..................",
          f);
    fclose(f);
    expect_refusal(CH_ENOTSTORE, "not a database", false);
    remove_store();
    run_sql("CREATE TABLE birds (name TEXT)");
    expect_refusal(CH_ENOTSTORE, "not a chancery store", false);
    remove_store();
    expect_refusal(CH_EIO, "unable to open", true);
}

static void test_newer_schema(void **state)
{
    (void)state;
    end_store(open_store());
    run_sql("PRAGMA user_version = 99");
    expect_refusal(CH_EVERSION, "newer", false);
}

static void test_older_schema_is_migrated(void **state)
{
    (void)state;
    sqlite3 *db;
    ch_err err;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(ch__schema_migrate_to(db, 0, 1, &err), 0);
    assert_int_equal(
        sqlite3_exec(db,
                     "INSERT INTO runs (started, version, schema, knowledge) VALUES ('2025','0.0',1,'k');"
                     "INSERT INTO documents (id, name, uri, published, published_step, format, encoding,"
                     " encoding_step, hash, bytes, chars, text, _coded_by) VALUES ('d','d','d','2023-04-05',"
                     "'option','plain','UTF-8','utf-8','h',1,1,'t','c');"
                     "INSERT INTO sentences VALUES (NULL,'d',0,0,1,0,1,'herons',0,NULL,NULL)",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    expect_refusal(CH_EVERSION, "older", true);
    ch_store *store = open_store();
    put(store, STORY, NULL);
    end_store(store);
    assert_int_equal(ask("PRAGMA user_version"), ch_store_schema_version());
    assert_int_equal(ask("SELECT count(*) FROM runs WHERE version = '0.0'"), 1);
    assert_true(ask("SELECT count(*) FROM dyads") >= 1);
    assert_int_equal(ask("SELECT count(*) FROM documents WHERE published >= '2023' AND published < '2024'"), 1);
    assert_int_equal(ask("SELECT count(*) FROM _search WHERE _search MATCH 'herons'"), 1);
    assert_int_equal(ask("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
    run_sql("INSERT INTO _search(_search) VALUES ('integrity-check')");
}

static void test_locked(void **state)
{
    (void)state;
    ch_err err;
    ch_store *store = open_store();
    put(store, STORY, NULL);
    ch_store *second;
    ch_store_options options = {.create = true, .timeout_ms = 50};
    assert_int_equal(ch_store_open(&second, path, &options, &err), 0);
    assert_int_equal(ch_store_begin_run(second, test_engine(), "second", &err), CH_ELOCKED);
    assert_non_null(strstr(err.message, "another process"));
    ch_store_close(second);
    end_store(store);
}

/* A full disk: the process may not make its files larger. The batch is lost, the store stays sound. */
static void test_full_disk(void **state)
{
    (void)state;
    ch_store *store = open_store();
    put(store, STORY, NULL);
    end_store(store);
    pid_t child = fork();
    if (child == 0) {
        ch_err err;
        ch_put what;
        struct rlimit limit = {64 << 10, 64 << 10};
        signal(SIGXFSZ, SIG_IGN);
        ch_doc *doc = test_code(UPDATED, NULL);
        setrlimit(RLIMIT_FSIZE, &limit);
        int rc = ch_store_open(&store, path, NULL, &err);
        if (rc == 0)
            rc = ch_store_begin_run(store, test_engine(), "full", &err);
        for (int i = 0; i < 1000 && rc == 0; i++) {
            snprintf(doc->id, sizeof doc->id, "copy-%d", i);
            for (uint32_t r = 0; r < doc->n_records; r++)
                snprintf(doc->records[r].id, sizeof doc->records[r].id, "copy-%d-%u", i, r);
            rc = ch_store_put(store, doc, &what, &err);
        }
        _exit(rc == CH_EIO ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(ask("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
    assert_true(ask("SELECT count(*) FROM documents") >= 1);
}

/* A closed store is one plain file: bytes 18 and 19 of the header are 1 in rollback mode, 2 in WAL mode (SQLite file
 * format, 1.3). */
static void test_closed_store_is_one_file(void **state)
{
    (void)state;
    char name[80], header[20];
    ch_store *store = open_store();
    put(store, STORY, NULL);
    end_store(store);
    snprintf(name, sizeof name, "%s-wal", path);
    assert_int_not_equal(access(name, F_OK), 0);
    FILE *f = fopen(path, "rb");
    assert_int_equal(fread(header, 1, sizeof header, f), sizeof header);
    fclose(f);
    assert_int_equal(header[18], 1);
    assert_int_equal(header[19], 1);
}

static long count(const ch_query *q)
{
    ch_store *store;
    ch_cursor *c;
    ch_err err;
    ch_store_options options = {.read_only = true};
    assert_int_equal(ch_store_open(&store, path, &options, &err), 0);
    if (ch_store_select(store, q, &c, &err) < 0)
        fail_msg("%s: %s", q->what, err.message);
    long n = 0;
    while (ch_cursor_next(c, &err) == 1)
        n++;
    ch_cursor_close(c);
    ch_store_close(store);
    return n;
}

static void test_questions(void **state)
{
    (void)state;
    static const char *const lists[] = {"documents", "events",   "statements", "agreements", "levels",
                                        "figures",   "records",  "actors",     "sentences",  "blocks",
                                        "text",      "evidence", "runs",       "errors",     "duplicates"};
    ch_store *store = open_store();
    ch_err noted = {.code = CH_EFORMAT, .file = "bad.txt", .line = 3, .offset = -1, .message = "wrong"}, err;
    put(store, STORY, NULL);
    assert_int_equal(ch_store_put_error(store, &noted, &err), 0);
    assert_int_equal(ch_store_derive(store, false, &err), 0);
    end_store(store);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        ch_query all = {.what = lists[i]};
        assert_true(count(&all) >= 0);
    }
    assert_int_equal(count(&(ch_query){.what = "errors"}), 1);
    assert_int_equal(count(&(ch_query){.what = "figures", .actor = "GHA"}), 1);
    assert_int_equal(count(&(ch_query){.what = "figures", .actor = "JPN"}), 0);
    assert_int_equal(count(&(ch_query){.what = "figures", .pair = {"KEN", "GHA"}}), 1);
    assert_int_equal(count(&(ch_query){.what = "figures", .pair = {"KEN", "JPN"}}), 0);
    assert_int_equal(count(&(ch_query){.what = "figures", .match = "exports"}), 1);
    assert_int_equal(count(&(ch_query){.what = "figures", .match = "imports"}), 0);
    assert_int_equal(count(&(ch_query){.what = "documents", .since = "2025-05", .until = "2025-05"}), 1);
    assert_int_equal(count(&(ch_query){.what = "documents", .until = "2025-04"}), 0);
    assert_int_equal(count(&(ch_query){.what = "documents", .since = "2025", .until = "2025"}), 1);
    assert_int_equal(count(&(ch_query){.what = "documents", .since = "2026"}), 0);
    assert_int_equal(count(&(ch_query){.what = "records", .since = "2026"}), 0);
    assert_true(count(&(ch_query){.what = "statements", .actor = "ruto"}) >= 1);
    assert_int_equal(count(&(ch_query){.what = "sentences", .limit = 1}), 1);
}

static void test_senseless_questions(void **state)
{
    (void)state;
    ch_err err;
    ch_cursor *c;
    ch_store *store = open_store();
    assert_int_equal(ch_store_select(store, &(ch_query){.what = "birds"}, &c, &err), CH_EUSAGE);
    assert_int_equal(ch_store_select(store, &(ch_query){.what = "runs", .actor = "KEN"}, &c, &err), CH_EUSAGE);
    assert_int_equal(ch_store_select(store, &(ch_query){.what = "events", .since = "2025-02-30"}, &c, &err), CH_EUSAGE);
    end_store(store);
}

/* A question that is given up holds nothing: others write, and the log is folded into the store. */
static void test_late_question(void **state)
{
    (void)state;
    ch_err err = {0};
    ch_cursor *c;
    test_store_make("late", 5000);
    ch_store *store = test_store_open("late");
    ch_query q = {.what = "records", .actor = "nobody of this name"};
    ch_store_limit(store, 1);
    usleep(5000);
    int rc = ch_store_select(store, &q, &c, &err);
    while (rc >= 0 && (rc = ch_cursor_next(c, &err)) == 1)
        ;
    assert_int_equal(rc, CH_ELIMIT);
    assert_non_null(strstr(err.message, "takes too long"));
    ch_cursor_close(c);
    test_store_run("late", "UPDATE documents SET author = 'x'");
    char *left = test_store_rows("late", "PRAGMA wal_checkpoint(TRUNCATE)");
    assert_string_equal(left, "0|0|0|\n");
    free(left);
    ch_store_limit(store, 0);
    assert_int_equal(ch_store_select(store, &q, &c, &err), CH_OK);
    assert_int_equal(ch_cursor_next(c, &err), 0);
    ch_cursor_close(c);
    ch_store_close(store);
}

/* Whether somebody else wrote, whether a new row or none that differs. */
static void test_version(void **state)
{
    (void)state;
    ch_err err;
    int64_t first = 0, again = 0, later = 0;
    test_store_make("version", 10);
    ch_store *store = test_store_open("version");
    assert_int_equal(ch_store_version(store, &first, &err), CH_OK);
    assert_int_equal(test_store_number("version", "SELECT count(*) > 0 FROM documents"), 1);
    assert_int_equal(ch_store_version(store, &again, &err), CH_OK);
    assert_int_equal(first, again);
    test_store_run("version", "UPDATE documents SET author = 'x'");
    assert_int_equal(ch_store_version(store, &later, &err), CH_OK);
    assert_int_not_equal(later, again);
    ch_store_close(store);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {T(test_put_and_ask),
                                       T(test_evidence_stands_in_text),
                                       T(test_same_twice_changes_nothing),
                                       T(test_record_without_rule),
                                       T(test_other_date_is_coded_again),
                                       T(test_update_is_linked),
                                       T(test_killed_run),
                                       T(test_foreign_files),
                                       T(test_newer_schema),
                                       T(test_older_schema_is_migrated),
                                       T(test_locked),
                                       T(test_full_disk),
                                       T(test_closed_store_is_one_file),
                                       T(test_questions),
                                       T(test_senseless_questions),
                                       T(test_late_question),
                                       T(test_version)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
