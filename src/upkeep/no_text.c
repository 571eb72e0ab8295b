/* no_text.c - a copy of a store without the long words of its sources. Offsets, hashes and the few words that name
 * actors, dates and places stay. */
#include <jansson.h>
#include <stdlib.h>

#include "store/rows_json.h"
#include "store/schema.h"
#include "upkeep/upkeep.h"

/* The index of words is made anew from what is left: nothing. Who takes part without words of its own has those of the
 * record: a reviewer gave a code alone. */
static const char TABLES[] =
    "UPDATE roles SET quote = '' WHERE EXISTS (SELECT 1 FROM records r WHERE r.id = roles.record"
    " AND r.byte_start = roles.byte_start AND r.byte_end = roles.byte_end);"
    "UPDATE documents SET text = ''; UPDATE sentences SET text = ''; UPDATE events SET quote = '';"
    "UPDATE statements SET quote = '', content = NULL; UPDATE agreements SET quote = ''; UPDATE levels SET quote = '';"
    "UPDATE figures SET quote = ''; UPDATE spans SET quote = '' WHERE field = 'content';"
    "INSERT INTO _search(_search) VALUES ('rebuild')";

/* ---- reviews, which hold records as JSON ---- */

static bool same_place(const json_t *a, const json_t *b)
{
    return json_equal(json_object_get(a, "byte_start"), json_object_get(b, "byte_start")) &&
           json_equal(json_object_get(a, "byte_end"), json_object_get(b, "byte_end"));
}

static void forget(json_t *row)
{
    json_object_set_new(row, "quote", json_string(""));
}

/* The same as TABLES does to the rows. */
static void forget_words(json_t *record, const char *kind)
{
    size_t i;
    json_t *row, *main = json_array_get(json_object_get(record, ch__kind_table(kind)), 0);
    json_array_foreach(json_object_get(record, "roles"), i, row)
    {
        if (same_place(row, main))
            forget(row);
    }
    json_array_foreach(json_object_get(record, "spans"), i, row)
    {
        const char *field = json_string_value(json_object_get(row, "field"));
        if (field && strcmp(field, "content") == 0)
            forget(row);
    }
    forget(main);
    if (json_object_get(main, "content"))
        json_object_set_new(main, "content", json_null());
}

/* Of a record that is NULL, or is no JSON, nothing is left. Freed by the caller. */
static char *without_words(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    const char *kind = (const char *)sqlite3_column_text(row, 1);
    json_t *record = text && ch__kind_table(kind) ? json_loads(text, 0, NULL) : NULL;
    if (record)
        forget_words(record, kind);
    char *bare = record ? json_dumps(record, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    json_decref(record);
    return bare;
}

static int rewrite(ch_store *store, sqlite3_stmt *row, sqlite3_stmt *update, ch_err *err)
{
    char *was = without_words(row, 2), *became = without_words(row, 3);
    ch__bind_text(update, 1, was);
    ch__bind_text(update, 2, became);
    sqlite3_bind_int64(update, 3, sqlite3_column_int64(row, 0));
    int rc = ch__store_step(store, update, err);
    free(was);
    free(became);
    return rc;
}

static int rewrite_reviews(ch_store *store, ch_err *err)
{
    sqlite3_stmt *row = NULL, *update = NULL;
    int rc = CH_OK, step = SQLITE_ERROR;
    if (sqlite3_prepare_v2(store->db, "SELECT id, kind, was, became FROM reviews ORDER BY id", -1, &row, NULL) ==
            SQLITE_OK &&
        sqlite3_prepare_v2(store->db, "UPDATE reviews SET was = ?, became = ? WHERE id = ?", -1, &update, NULL) ==
            SQLITE_OK)
        while (rc == CH_OK && (step = sqlite3_step(row)) == SQLITE_ROW)
            rc = rewrite(store, row, update, err);
    if (rc == CH_OK && step != SQLITE_DONE)
        rc = ch__store_fail(store, err, "cannot leave the text out");
    sqlite3_finalize(row);
    sqlite3_finalize(update);
    return rc;
}

int ch__upkeep_leave_text_out(ch_store *store, ch_err *err)
{
    static const char doing[] = "cannot leave the text out";
    int rc = ch__upkeep_run(store, TABLES, doing, err);
    if (rc == CH_OK)
        rc = ch__upkeep_run(store, "DROP TRIGGER _review_fixed", doing, err);
    if (rc == CH_OK)
        rc = rewrite_reviews(store, err);
    return rc == CH_OK ? ch__upkeep_run(store, CH__SCHEMA_REVIEWS_FIXED, doing, err) : rc;
}
