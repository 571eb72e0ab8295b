#define _GNU_SOURCE
#include "support/stores.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/engine.h"
#include "support/made_store.h"

static char directory[64];

static void remove_all(void)
{
    char command[96];
    snprintf(command, sizeof command, "rm -r %s", directory);
    if (directory[0] && system(command) != 0)
        perror(directory);
}

static _Noreturn void die(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

const char *test_path(const char *name)
{
    static char paths[8][128];
    static int next;
    if (!directory[0]) {
        strcpy(directory, "/tmp/chancery-stores-XXXXXX");
        if (!mkdtemp(directory))
            die(directory, "cannot be made");
        atexit(remove_all);
    }
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", directory, name);
    return path;
}

ch_store *test_store_open(const char *name)
{
    ch_store *store;
    ch_err err;
    if (ch_store_open(&store, test_path(name), NULL, &err) < 0)
        die(name, err.message);
    return store;
}

static const char *const STORY =
    "Kenya and Ghana sign pact\n\nMay 4, 2025 - 10:00\n\n"
    "NAIROBI - Kenyan President William Ruto met Ghanaian President John Mahama in Nairobi on Friday. "
    "\"Kenya and Ghana \xE2\x80\x93 na\xC3\xAFve or not \xE2\x80\x93 are true friends,\" Ruto said.\n\n"
    "Kenya and Ghana signed an agreement on fisheries on Thursday. They upgraded their relations to a strategic "
    "partnership. Exports of Kenya to Ghana reached 120 million dollars in 2024.\n";

void test_store_make(const char *name, uint64_t records)
{
    ch_err err;
    ch_store *store = test_store_open(name);
    ch_doc *doc = test_code(STORY, NULL);
    if ((records && made_store_fill(store, test_engine(), records, &err) < 0) ||
        ch_store_begin_run(store, test_engine(), "test", &err) < 0 || ch_store_put(store, doc, NULL, &err) < 0 ||
        ch_store_end_run(store, &err) < 0 || ch_store_derive(store, false, &err) < 0)
        die(name, err.message);
    ch_doc_free(doc);
    ch_store_close(store);
}

void test_store_copy(const char *from, const char *to)
{
    char command[300];
    snprintf(command, sizeof command, "cp %s %s", test_path(from), test_path(to));
    if (system(command) != 0)
        die(to, "cannot be copied");
}

static sqlite3 *open_beside(const char *name)
{
    sqlite3 *db;
    if (sqlite3_open(test_path(name), &db) != SQLITE_OK)
        die(name, sqlite3_errmsg(db));
    return db;
}

int test_store_try(const char *name, const char *sql)
{
    sqlite3 *db = open_beside(name);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    return rc;
}

void test_store_run(const char *name, const char *sql)
{
    sqlite3 *db = open_beside(name);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        die(sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

char *test_store_rows(const char *name, const char *sql)
{
    char *text = NULL;
    size_t size = 0;
    sqlite3_stmt *s;
    sqlite3 *db = open_beside(name);
    FILE *f = open_memstream(&text, &size);
    if (!f || sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        die(sql, sqlite3_errmsg(db));
    while (sqlite3_step(s) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(s); i++)
            fprintf(f, "%s|", sqlite3_column_text(s, i) ? (const char *)sqlite3_column_text(s, i) : "");
        fputc('\n', f);
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    fclose(f);
    return text;
}

int64_t test_store_number(const char *name, const char *sql)
{
    char *rows = test_store_rows(name, sql);
    int64_t n = strtoll(rows, NULL, 10);
    free(rows);
    return n;
}
