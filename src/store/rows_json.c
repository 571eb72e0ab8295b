/* rows_json.c - a record with everything that hangs on it as JSON, and back: one array of rows for each table, each row
 * an object by column. Knows no columns: the tables say which there are. */
#include "store/rows_json.h"

#include <stdio.h>

#include "base/json.h"

/* The tables that hold rows of one record, besides that of its kind, and the column that names it. */
static const struct {
    const char *table, *key;
} parts[] = {{"roles", "record"}, {"spans", "record"}, {"magnitudes", "event"}};

enum { N_PARTS = sizeof parts / sizeof *parts };

const char *ch__kind_table(const char *kind)
{
    static const char *const tables[CH_N_KINDS] = {"events", "statements", "agreements", "levels", "figures"};
    for (int i = 0; i < CH_N_KINDS; i++)
        if (strcmp(kind, ch_kind_name((ch_kind)i)) == 0)
            return tables[i];
    return NULL;
}

static json_t *value(sqlite3_stmt *s, int column)
{
    switch (sqlite3_column_type(s, column)) {
    case SQLITE_INTEGER: return json_integer(sqlite3_column_int64(s, column));
    case SQLITE_FLOAT: return json_real(sqlite3_column_double(s, column));
    case SQLITE_TEXT: return json_string((const char *)sqlite3_column_text(s, column));
    }
    return json_null();
}

static int read_rows(ch_store *store, const char *table, const char *key, const char *id, json_t *rows, ch_err *err)
{
    char sql[128];
    sqlite3_stmt *s = NULL;
    int rc = SQLITE_ERROR;
    snprintf(sql, sizeof sql, "SELECT * FROM %s WHERE %s = ?", table, key);
    if (sqlite3_prepare_v2(store->db, sql, -1, &s, NULL) == SQLITE_OK) {
        ch__bind_text(s, 1, id);
        while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
            json_t *row = json_object();
            for (int i = 0; i < sqlite3_column_count(s); i++)
                json_object_set_new(row, sqlite3_column_name(s, i), value(s, i));
            json_array_append_new(rows, row);
        }
    }
    sqlite3_finalize(s);
    return rc == SQLITE_DONE ? CH_OK : ch__store_fail(store, err, "cannot read a record");
}

json_t *ch__rows_read(ch_store *store, const char *kind, const char *id, ch_err *err)
{
    json_t *all = json_object(), *rows = json_array();
    json_object_set_new(all, ch__kind_table(kind), rows);
    int rc = read_rows(store, ch__kind_table(kind), "id", id, rows, err);
    for (int i = 0; i < N_PARTS && rc == CH_OK; i++) {
        json_t *part = json_array();
        json_object_set_new(all, parts[i].table, part);
        rc = read_rows(store, parts[i].table, parts[i].key, id, part, err);
    }
    if (rc == CH_OK && json_array_size(rows) == 1)
        return all;
    if (rc == CH_OK)
        ch__fail(err, CH_EUSAGE, "there is no such record: %.40s", id);
    json_decref(all);
    return NULL;
}

static int run_of(ch_store *store, const char *sql, const char *id)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &s, NULL);
    if (rc == SQLITE_OK) {
        ch__bind_text(s, 1, id);
        rc = sqlite3_step(s);
    }
    sqlite3_finalize(s);
    return rc;
}

/* What is derived of this record alone; triggers note what else that moves, so that the next derivation finds it. */
static int delete_derived(ch_store *store, const char *kind, const char *id)
{
    static const char *const sql[] = {
        "INSERT OR IGNORE INTO _underived SELECT document FROM %s WHERE id = ?",
        "DELETE FROM _keys WHERE record = ?1 AND document = (SELECT document FROM %s WHERE id = ?1)",
        "DELETE FROM tellings WHERE record = ?", "DELETE FROM links WHERE record = ?"};
    char text[160];
    int rc = SQLITE_DONE;
    for (size_t i = 0; i < sizeof sql / sizeof *sql && rc == SQLITE_DONE; i++) {
        snprintf(text, sizeof text, sql[i], ch__kind_table(kind));
        rc = run_of(store, text, id);
    }
    return rc;
}

int ch__rows_delete(ch_store *store, const char *kind, const char *id, ch_err *err)
{
    char sql[128];
    int rc = delete_derived(store, kind, id);
    for (int i = -1; i < N_PARTS && rc == SQLITE_DONE; i++) {
        snprintf(sql, sizeof sql, "DELETE FROM %s WHERE %s = ?", i < 0 ? ch__kind_table(kind) : parts[i].table,
                 i < 0 ? "id" : parts[i].key);
        rc = run_of(store, sql, id);
    }
    return rc == SQLITE_DONE ? CH_OK : ch__store_fail(store, err, "cannot remove a record");
}

static void bind(sqlite3_stmt *s, int at, const json_t *v)
{
    if (json_is_integer(v))
        sqlite3_bind_int64(s, at, json_integer_value(v));
    else if (json_is_real(v))
        sqlite3_bind_double(s, at, json_real_value(v));
    else
        ch__bind_text(s, at, json_string_value(v));
}

static int write_row(ch_store *store, const char *table, json_t *row, ch_err *err)
{
    ch__buf names = {0}, marks = {0};
    const char *name;
    json_t *v;
    int at = 0;
    json_object_foreach(row, name, v)
    {
        ch__buf_printf(&names, "%s\"%s\"", at ? ", " : "", name);
        ch__buf_str(&marks, at++ ? ", ?" : "?");
    }
    ch__buf sql = {0};
    sqlite3_stmt *s = NULL;
    ch__buf_printf(&sql, "INSERT OR REPLACE INTO %s (%s) VALUES (%s)", table, names.p, marks.p);
    int rc = sql.failed ? SQLITE_NOMEM : sqlite3_prepare_v2(store->db, sql.p, (int)sql.n, &s, NULL);
    at = 0;
    json_object_foreach(row, name, v) bind(s, ++at, v);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    sqlite3_finalize(s);
    ch__buf_release(&names);
    ch__buf_release(&marks);
    ch__buf_release(&sql);
    return rc == SQLITE_DONE ? CH_OK : ch__store_fail(store, err, "cannot write a record");
}

/* ---- what a review holds ---- */

static bool is(const json_t *row, const char *column, const char *value)
{
    const char *has = json_string_value(json_object_get(row, column));
    return has && strcmp(has, value) == 0;
}

/* Columns become part of the SQL. */
static bool is_row(json_t *row)
{
    const char *name;
    json_t *v;
    json_object_foreach(row, name, v)
    {
        bool text = json_is_string(v) && strlen(json_string_value(v)) == json_string_length(v);
        if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz_")] || !(text || json_is_number(v) || json_is_null(v)))
            return false;
    }
    return json_is_object(row);
}

static bool are_rows(json_t *rows, const char *key, const char *id, const char *document)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        bool elsewhere = json_object_get(row, "document") && !is(row, "document", document);
        if (!is_row(row) || !is(row, key, id) || elsewhere)
            return false;
    }
    return json_is_array(rows);
}

bool ch__rows_are(const json_t *record, const char *kind, const char *id, const char *document)
{
    const char *main = ch__kind_table(kind);
    json_t *rows = main ? json_object_get(record, main) : NULL;
    bool good = json_array_size(rows) == 1 && are_rows(rows, "id", id, document) &&
                is(json_array_get(rows, 0), "document", document);
    size_t known = 1;
    for (int i = 0; i < N_PARTS && good; i++) {
        rows = json_object_get(record, parts[i].table);
        known += rows != NULL;
        good = !rows || are_rows(rows, parts[i].key, id, document);
    }
    return good && json_object_size(record) == known;
}

/* ---- writing ---- */

int ch__rows_write(ch_store *store, const json_t *record, ch_err *err)
{
    const char *table;
    json_t *rows, *row;
    size_t i;
    const char *document = NULL;
    int rc = CH_OK;
    json_object_foreach((json_t *)(uintptr_t)record, table, rows) json_array_foreach(rows, i, row) if (rc == CH_OK)
    {
        rc = write_row(store, table, row, err);
        document = document ? document : json_string_value(json_object_get(row, "document"));
    }
    if (rc == CH_OK && run_of(store, "INSERT OR IGNORE INTO _underived VALUES (?)", document) != SQLITE_DONE)
        rc = ch__store_fail(store, err, "cannot write a record");
    return rc;
}
