/* reviews.c - what people say of the records: accepted, rejected, corrected, added; all of it can be taken back. */
#include "store/reviews.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "store/review_changes.h"
#include "store/rows_json.h"

static int execute(ch_store *store, const char *sql, ch_err *err)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? CH_OK : ch__store_fail(store, err, "review");
}

/* ---- what stands now ---- */

/* The kind of a record that is in the store; NULL when there is none. */
static const char *kind_of(ch_store *store, const char *id)
{
    const char *found = NULL;
    for (int kind = 0; kind < CH_N_KINDS && !found; kind++) {
        char sql[80];
        sqlite3_stmt *s = NULL;
        const char *name = ch_kind_name((ch_kind)kind);
        snprintf(sql, sizeof sql, "SELECT 1 FROM %s WHERE id = ?", ch__kind_table(name));
        if (sqlite3_prepare_v2(store->db, sql, -1, &s, NULL) == SQLITE_OK) {
            ch__bind_text(s, 1, id);
            found = sqlite3_step(s) == SQLITE_ROW ? name : NULL;
        }
        sqlite3_finalize(s);
    }
    return found;
}

/* ---- one review ---- */

typedef struct review {
    const ch_review *ask;
    const char *kind, *document, *record, *type;
    json_t *was, *became;
    int64_t undoes;
} review;

static char *dump(const json_t *record)
{
    return record ? json_dumps(record, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
}

static const json_t *main_row(const review *r)
{
    const json_t *of = r->was ? r->was : r->became;
    return of ? json_array_get(json_object_get(of, ch__kind_table(r->kind)), 0) : NULL;
}

static int insert(ch_store *store, const review *r, int64_t *id, ch_err *err)
{
    /* Never before what was said of the record already, though a clock may have been set back. */
    static const char SQL[] = "INSERT INTO reviews (time, reviewer, verdict, record, kind, document, sentence, type,"
                              " confidence, rule, note, undoes, was, became)"
                              " VALUES (max(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), coalesce((SELECT max(time) FROM"
                              " reviews WHERE record = ?3), '')), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
                              " ?13)";
    sqlite3_stmt *s = NULL;
    const json_t *row = main_row(r),
                 *was = r->was ? json_array_get(json_object_get(r->was, ch__kind_table(r->kind)), 0) : NULL;
    char *before = dump(r->was), *after = dump(r->became);
    if ((r->was && !before) || (r->became && !after)) {
        free(before);
        free(after);
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    int rc = sqlite3_prepare_v2(store->db, SQL, -1, &s, NULL);
    if (rc == SQLITE_OK) {
        const char *const texts[] = {r->ask->reviewer, r->ask->verdict, r->record, r->kind, r->document};
        for (int i = 0; i < 5; i++)
            ch__bind_text(s, i + 1, texts[i]);
        sqlite3_bind_int64(s, 6, json_integer_value(json_object_get(row, "sentence")));
        ch__bind_text(s, 7, json_string_value(json_object_get(row, ch__type_column(r->kind))));
        if (was)
            sqlite3_bind_double(s, 8, json_number_value(json_object_get(was, "confidence")));
        ch__bind_text(s, 9, json_string_value(json_object_get(was, "rule")));
        ch__bind_text(s, 10, r->ask->note);
        if (r->undoes)
            sqlite3_bind_int64(s, 11, r->undoes);
        ch__bind_text(s, 12, before);
        ch__bind_text(s, 13, after);
        rc = sqlite3_step(s);
    }
    sqlite3_finalize(s);
    free(before);
    free(after);
    *id = sqlite3_last_insert_rowid(store->db);
    return rc == SQLITE_DONE ? CH_OK : ch__store_fail(store, err, "cannot keep a review");
}

static int prepare(ch_store *store, review *r, ch_err *err)
{
    const ch_review *ask = r->ask;
    if (strcmp(ask->verdict, "add") == 0)
        return ch__review_add(store, ask, &r->kind, &r->became, err);
    r->kind = ask->record ? kind_of(store, ask->record) : NULL;
    if (!r->kind)
        return ch__fail(err, CH_EUSAGE, "there is no such record: %.40s", ask->record ? ask->record : "(none named)");
    r->was = ch__rows_read(store, r->kind, ask->record, err);
    if (!r->was)
        return err->code;
    if (strcmp(ask->verdict, "accept") == 0)
        r->became = json_incref(r->was);
    else if (strcmp(ask->verdict, "edit") == 0)
        return ch__review_edit(store, ask, r->kind, r->was, &r->became, err);
    return CH_OK;
}

static int check(const ch_review *ask, ch_err *err)
{
    static const char *const verdicts[] = {"accept", "reject", "edit", "add"};
    bool known = false;
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        known |= ask->verdict && strcmp(ask->verdict, verdicts[i]) == 0;
    if (!known)
        return ch__fail(err, CH_EUSAGE, "a verdict is accept, reject, edit or add");
    if (!ask->reviewer || !*ask->reviewer || strlen(ask->reviewer) > 80)
        return ch__fail(err, CH_EUSAGE, "a review has the name of its reviewer, of at most 80 bytes");
    return CH_OK;
}

/* Puts what a record became in the place of what the tables have of it. One that stays as it was moves nothing. */
static int replace(ch_store *store, const review *r, ch_err *err)
{
    if (json_equal(r->was, r->became))
        return CH_OK;
    int rc = ch__rows_delete(store, r->kind, r->record, err);
    return rc == CH_OK && r->became ? ch__rows_write(store, r->became, err) : rc;
}

/* Within a transaction. */
static int keep(ch_store *store, review *r, int64_t *id, ch_err *err)
{
    const json_t *row = main_row(r);
    r->record = json_string_value(json_object_get(row, "id"));
    r->document = json_string_value(json_object_get(row, "document"));
    int rc = insert(store, r, id, err);
    return rc == CH_OK ? replace(store, r, err) : rc;
}

static int finish(ch_store *store, int rc, ch_err *err)
{
    if (rc == CH_OK)
        rc = execute(store, "COMMIT", err);
    if (rc < 0)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

int ch_store_review(ch_store *store, const ch_review *ask, int64_t *id, ch_err *err)
{
    review r = {.ask = ask};
    ch_err own;
    int64_t row = 0;
    err = err ? err : &own;
    int rc = check(ask, err);
    if (rc == CH_OK)
        rc = ch_store_commit(store, err);
    if (rc == CH_OK)
        rc = execute(store, "BEGIN IMMEDIATE", err);
    if (rc < 0)
        return rc;
    rc = prepare(store, &r, err);
    if (rc == CH_OK)
        rc = keep(store, &r, &row, err);
    rc = finish(store, rc, err);
    json_decref(r.was);
    json_decref(r.became);
    if (rc == CH_OK && id)
        *id = row;
    return rc;
}

/* ---- taking back ---- */

/* Columns from the first as ch__review_apply has them. */
static const char LATEST[] = "SELECT kind, was, became, record, document, id FROM verdicts WHERE reviewer = ?1"
                             " ORDER BY time DESC, id DESC LIMIT 1";
/* What stands of a record without one of its reviews. */
static const char WITHOUT[] = "SELECT kind, was, became, record, document FROM reviews r WHERE record = ?1 AND id <> ?2"
                              " AND verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = r.id)"
                              " ORDER BY time DESC, id DESC LIMIT 1";
enum { KIND, WAS, BECAME, RECORD, DOCUMENT, ID };

static const char *column(sqlite3_stmt *row, int which)
{
    return (const char *)sqlite3_column_text(row, which);
}

/* *out: the record before or after, NULL when there was, or is, none. A review may come from anybody's store. */
static int load(sqlite3_stmt *row, int which, json_t **out, ch_err *err)
{
    const char *text = column(row, which), *kind = column(row, KIND);
    *out = text ? json_loads(text, 0, NULL) : NULL;
    if (ch__kind_table(kind) && (!text || ch__rows_are(*out, kind, column(row, RECORD), column(row, DOCUMENT))))
        return CH_OK;
    json_decref(*out);
    *out = NULL;
    return ch__fail(err, CH_ENOTSTORE, "a review of %.40s holds no such record", column(row, RECORD));
}

/* The review that is to be taken back, and in r->became what then stands: what another review made of the record that
 * came over from another store, else what was there before. */
static int find_latest(ch_store *store, sqlite3_stmt *s, review *r, ch_err *err)
{
    sqlite3_stmt *other = NULL;
    int rc = sqlite3_step(s);
    if (rc != SQLITE_ROW)
        return rc != SQLITE_DONE ? ch__store_fail(store, err, "review")
                                 : ch__fail(err, CH_EUSAGE, "%.80s has no review to take back", r->ask->reviewer);
    r->undoes = sqlite3_column_int64(s, ID);
    r->record = column(s, RECORD);
    r->kind = column(s, KIND);
    r->document = column(s, DOCUMENT);
    if ((rc = load(s, BECAME, &r->was, err)) < 0)
        return rc;
    if (sqlite3_prepare_v2(store->db, WITHOUT, -1, &other, NULL) != SQLITE_OK)
        return ch__store_fail(store, err, "review");
    ch__bind_text(other, 1, r->record);
    sqlite3_bind_int64(other, 2, r->undoes);
    bool another = sqlite3_step(other) == SQLITE_ROW;
    rc = load(another ? other : s, another ? BECAME : WAS, &r->became, err);
    sqlite3_finalize(other);
    return rc;
}

static int undo(ch_store *store, const char *reviewer, int64_t *undone, ch_err *err)
{
    sqlite3_stmt *s = NULL;
    ch_review ask = {.verdict = "undo", .reviewer = reviewer};
    review r = {.ask = &ask};
    int64_t id;
    if (sqlite3_prepare_v2(store->db, LATEST, -1, &s, NULL) != SQLITE_OK)
        return ch__store_fail(store, err, "review");
    ch__bind_text(s, 1, reviewer);
    int rc = find_latest(store, s, &r, err);
    if (rc == CH_OK)
        rc = insert(store, &r, &id, err);
    if (rc == CH_OK)
        rc = replace(store, &r, err);
    *undone = r.undoes;
    sqlite3_finalize(s);
    json_decref(r.was);
    json_decref(r.became);
    return rc;
}

int ch_store_review_undo(ch_store *store, const char *reviewer, int64_t *undone, ch_err *err)
{
    ch_err own;
    int64_t id = 0;
    err = err ? err : &own;
    int rc = ch_store_commit(store, err);
    if (rc == CH_OK)
        rc = execute(store, "BEGIN IMMEDIATE", err);
    if (rc < 0)
        return rc;
    rc = finish(store, undo(store, reviewer, &id, err), err);
    if (rc == CH_OK && undone)
        *undone = id;
    return rc;
}

/* ---- coding anew ---- */

/* What the coding has in the place of a reviewed record: itself, or, when the story was coded anew and the record was
 * not added by hand, one of the same kind and type over the same words. */
static int find_again(ch_store *store, const char *kind, const json_t *row, bool anew, char out[40], ch_err *err)
{
    char sql[400];
    sqlite3_stmt *s = NULL;
    const char *type = ch__type_column(kind);
    *out = 0;
    snprintf(
        sql, sizeof sql,
        "SELECT id FROM %s WHERE document = ?1 AND (id = ?2 OR (?6 AND %s = ?3 AND char_start < ?5 AND char_end > ?4))"
        " ORDER BY id <> ?2, abs(char_start - ?4) + abs(char_end - ?5), id LIMIT 1",
        ch__kind_table(kind), type);
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &s, NULL);
    if (rc == SQLITE_OK) {
        ch__bind_text(s, 1, json_string_value(json_object_get(row, "document")));
        ch__bind_text(s, 2, json_string_value(json_object_get(row, "id")));
        ch__bind_text(s, 3, json_string_value(json_object_get(row, type)));
        sqlite3_bind_int64(s, 4, json_integer_value(json_object_get(row, "char_start")));
        sqlite3_bind_int64(s, 5, json_integer_value(json_object_get(row, "char_end")));
        sqlite3_bind_int(s, 6, anew);
        rc = sqlite3_step(s);
        if (rc == SQLITE_ROW)
            snprintf(out, 40, "%s", (const char *)sqlite3_column_text(s, 0));
    }
    sqlite3_finalize(s);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? CH_OK : ch__store_fail(store, err, "review");
}

int ch__review_apply(ch_store *store, sqlite3_stmt *verdict, bool anew, ch_err *err)
{
    const char *kind = column(verdict, KIND);
    json_t *was = NULL, *became = NULL;
    char id[40] = "";
    int rc = load(verdict, WAS, &was, err);
    if (rc == CH_OK)
        rc = load(verdict, BECAME, &became, err);
    const json_t *of = was ? was : became;
    if (rc == CH_OK && of)
        rc =
            find_again(store, kind, json_array_get(json_object_get(of, ch__kind_table(kind)), 0), anew && was, id, err);
    if (rc == CH_OK && *id)
        rc = ch__rows_delete(store, kind, id, err);
    if (rc == CH_OK && became)
        rc = ch__rows_write(store, became, err);
    json_decref(was);
    json_decref(became);
    return rc;
}

int ch__reviews_apply(ch_store *store, const char *document, ch_err *err)
{
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_VERDICTS, err);
    if (!s)
        return CH_ESTORE;
    int rc = CH_OK, code = SQLITE_DONE;
    ch__bind_text(s, 1, document);
    while (rc == CH_OK && (code = sqlite3_step(s)) == SQLITE_ROW)
        rc = ch__review_apply(store, s, true, err);
    if (rc == CH_OK && code != SQLITE_DONE)
        rc = ch__store_fail(store, err, "review");
    sqlite3_reset(s);
    return rc;
}
