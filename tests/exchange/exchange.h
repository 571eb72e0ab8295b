/* exchange.h - what the tests of exports and imports share: a store in a file of its own, its exports as text. */
#ifndef CH_TESTS_EXCHANGE_H
#define CH_TESTS_EXCHANGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "support/engine.h"

typedef struct test_store {
    char path[64];
    ch_store *store;
} test_store;

static inline void store_make(test_store *t)
{
    ch_err err;
    strcpy(t->path, "/tmp/chancery-exchange-XXXXXX");
    close(mkstemp(t->path));
    if (ch_store_open(&t->store, t->path, NULL, &err) < 0)
        fail_msg("%s: %s", err.file, err.message);
    assert_int_equal(ch_store_begin_run(t->store, test_engine(), "test", &err), 0);
}

static inline void store_drop(test_store *t)
{
    ch_store_close(t->store);
    unlink(t->path);
}

static inline int to_buf(void *ctx, const char *bytes, size_t n)
{
    ch__buf_add(ctx, bytes, n);
    return 0;
}

/* An export as text, malloc'ed. */
static inline char *exported(const test_store *t, const ch_export_options *options)
{
    ch__buf out = {0};
    ch_err err;
    uint64_t rows;
    if (ch_store_export(t->store, test_engine(), options, to_buf, &out, &rows, &err) < 0)
        fail_msg("%s", err.message);
    ch__buf_add(&out, "", 0);
    char *text = ch__buf_take(&out);
    return text ? text : calloc(1, 1);
}

/* Rows of a query as lines of "|"-joined values, malloc'ed. */
static inline char *asked(const test_store *t, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    ch__buf out = {0};
    assert_int_equal(sqlite3_open(t->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const char *v = (const char *)sqlite3_column_text(s, i);
            ch__buf_printf(&out, "%s%s", v ? v : "-", i + 1 < sqlite3_column_count(s) ? "|" : "\n");
        }
    sqlite3_finalize(s);
    sqlite3_close(db);
    char *text = ch__buf_take(&out);
    return text ? text : calloc(1, 1);
}

static inline ch_import_counts imported(const test_store *t, const char *path, ch_import_format format,
                                        ch_fault_fn fault, void *ctx)
{
    ch_err err;
    ch_import_counts counts;
    ch_import_options options = {.format = format, .fault = fault, .ctx = ctx};
    if (ch_store_import(t->store, test_engine(), path, &options, &counts, &err) < 0)
        fail_msg("%s: %s", err.file, err.message);
    return counts;
}

#endif
