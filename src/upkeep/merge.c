/* merge.c - all that a store lacks of another. */
#include <sys/stat.h>

#include "store/reviews.h"
#include "upkeep/upkeep.h"

/* Of two codings of one document the better is the one that has the text, then that of the later run, then the one
 * whose program and knowledge sort last: whichever store is merged into which, the same stays. */
static const char CHOOSE[] =
    "DROP TABLE IF EXISTS temp.choice;"
    "CREATE TEMP TABLE choice (document TEXT PRIMARY KEY, n INTEGER NOT NULL, what INTEGER NOT NULL) WITHOUT ROWID;"
    "INSERT INTO temp.choice SELECT o.id, o.rowid, CASE WHEN m.id IS NULL THEN 0"
    " WHEN m._coded_by = o._coded_by AND (m.text = '') = (o.text = '') THEN 1"
    " WHEN (o.text <> '', coalesce(x.started, ''), o._coded_by) > (m.text <> '', coalesce(y.started, ''), m._coded_by)"
    " THEN 2 ELSE 3 END FROM other.documents o LEFT JOIN other.runs x ON x.id = o.run"
    " LEFT JOIN main.documents m ON m.id = o.id LEFT JOIN main.runs y ON y.id = m.run";
enum { NEW, SAME, REPLACED, KEPT };

static const char KEEP_OURS[] = "UPDATE temp.choice SET what = 3 WHERE what = 2";
static const char REMOVE[] = "DELETE FROM main.documents WHERE id IN (SELECT document FROM temp.choice WHERE what = 2)";
static const char TAKE[] = "INSERT INTO temp.taken SELECT document, n FROM temp.choice WHERE what IN (0, 2)";

static int count(ch_store *store, ch_merge *out, ch_err *err)
{
    static const char *const sql[] = {
        "SELECT count(*) FROM temp.choice WHERE what = 0", "SELECT count(*) FROM temp.choice WHERE what = 1",
        "SELECT count(*) FROM temp.choice WHERE what = 2", "SELECT count(*) FROM temp.choice WHERE what = 3",
        "SELECT count(*) FROM temp.taken t JOIN other.records r ON r.document = t.document"};
    int64_t n[5] = {0};
    int rc = CH_OK;
    for (int i = 0; i < 5 && rc == CH_OK; i++)
        rc = ch__upkeep_number(store, sql[i], &n[i], err);
    *out = (ch_merge){(uint64_t)n[NEW], (uint64_t)n[SAME], (uint64_t)n[REPLACED], (uint64_t)n[KEPT], (uint64_t)n[4]};
    return rc;
}

/* Of a document that both have, the reviews of both hold. Those that were made of another coding than the one that
 * stays find their record as when a story is coded anew; the others know it by its id. */
static const char REVIEWED[] =
    "SELECT v.kind, v.was, v.became, v.record, v.document, (c.what = 2) <> coalesce(n.added, 0) AND c.what <> 1 FROM "
    "main.reviews v"
    " JOIN temp.choice c ON c.document = v.document LEFT JOIN temp.review_numbers n ON n.ours = v.id"
    " WHERE c.what <> 0 AND (v.id IN (SELECT id FROM main.verdicts) OR (v.verdict = 'undo' AND n.added))"
    " ORDER BY v.verdict <> 'undo', v.time, v.id"; /* what stands has the last word */

static int apply_reviews(ch_store *store, ch_err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = CH_OK, step = SQLITE_ERROR;
    if (sqlite3_prepare_v2(store->db, REVIEWED, -1, &s, NULL) == SQLITE_OK)
        while (rc == CH_OK && (step = sqlite3_step(s)) == SQLITE_ROW)
            rc = ch__review_apply(store, s, sqlite3_column_int(s, 5) != 0, err);
    if (rc == CH_OK && step != SQLITE_DONE)
        rc = ch__store_fail(store, err, "cannot take reviews");
    sqlite3_finalize(s);
    return rc;
}

static int merge(ch_store *store, bool keep_ours, ch_merge *out, ch_err *err)
{
    const char *const steps[] = {CHOOSE, keep_ours ? KEEP_OURS : NULL, CH__UPKEEP_TAKEN, TAKE, REMOVE};
    int rc = CH_OK;
    for (int i = 0; i < 5 && rc == CH_OK; i++)
        rc = steps[i] ? ch__upkeep_run(store, steps[i], "cannot compare the documents", err) : CH_OK;
    if (rc == CH_OK)
        rc = count(store, out, err);
    if (rc == CH_OK)
        rc = ch__upkeep_take(store, true, err);
    return rc == CH_OK ? apply_reviews(store, err) : rc;
}

static int merge_in_one(ch_store *store, bool keep_ours, ch_merge *out, ch_err *err)
{
    int rc = ch__upkeep_run(store, "BEGIN IMMEDIATE", "cannot merge", err);
    if (rc < 0)
        return rc;
    rc = merge(store, keep_ours, out, err);
    if (rc == CH_OK)
        rc = ch__upkeep_run(store, "COMMIT", "cannot merge", err);
    if (rc < 0)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

/* A damaged page is found before anything is written. */
static int check_pages(ch_store *store, const char *path, ch_err *err)
{
    sqlite3_stmt *s = NULL;
    const char *says = NULL;
    if (sqlite3_prepare_v2(store->db, "PRAGMA other.quick_check(1)", -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW)
        says = (const char *)sqlite3_column_text(s, 0);
    int rc = says && strcmp(says, "ok") == 0 ? CH_OK
                                             : ch__fail_at(err, CH_ENOTSTORE, path, 0, -1, "the file is damaged: %s",
                                                           says ? says : sqlite3_errmsg(store->db));
    sqlite3_finalize(s);
    return rc;
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

int ch_store_merge(ch_store *store, const char *other, bool keep_ours, ch_merge *out, ch_err *err)
{
    ch_merge counts = {0};
    ch__err_clear(err);
    if (same_file(store->path, other))
        return ch__fail_at(err, CH_EUSAGE, other, 0, -1, "a store cannot be merged into itself");
    int rc = ch_store_commit(store, err);
    if (rc == CH_OK)
        rc = ch__upkeep_attach(store, other, err);
    if (rc < 0)
        return rc;
    rc = check_pages(store, other, err);
    if (rc == CH_OK)
        rc = merge_in_one(store, keep_ours, &counts, err);
    ch__upkeep_detach(store);
    if (out)
        *out = counts;
    return rc;
}
