/* verify.c - whether a store still says what it said when it was written: what is checked, in order. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include "upkeep/verify.h"

const char *ch_check_name(ch_check check)
{
#define CH_X(name, text) text,
    static const char *const names[CH_N_CHECKS] = {CH_CHECKS(CH_X)};
#undef CH_X
    return (unsigned)check < CH_N_CHECKS ? names[check] : NULL;
}

void ch__verify_found(ch__verifying *v, ch_check check, const char *document, const char *record, const char *fmt, ...)
{
    char message[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    v->out->failed[check]++;
    if (v->fn)
        v->fn(v->ctx, &(ch_finding){check, document, record, message});
}

/* ---- the file ---- */

/* Every line of an answer but "ok" is a finding. */
static int check_pages(ch__verifying *v, ch_store *store)
{
    sqlite3_stmt *s = NULL;
    int step = SQLITE_ERROR;
    v->out->examined[CH_CHECK_FILE] = 1;
    if (sqlite3_prepare_v2(store->db, "PRAGMA integrity_check", -1, &s, NULL) == SQLITE_OK)
        while ((step = sqlite3_step(s)) == SQLITE_ROW) {
            const char *says = (const char *)sqlite3_column_text(s, 0);
            if (says && strcmp(says, "ok") != 0)
                ch__verify_found(v, CH_CHECK_FILE, NULL, NULL, "%s", says);
        }
    if (step != SQLITE_DONE)
        ch__verify_found(v, CH_CHECK_FILE, NULL, NULL, "%s", sqlite3_errmsg(store->db));
    sqlite3_finalize(s);
    return CH_OK;
}

static int check_keys(ch__verifying *v)
{
    sqlite3_stmt *s = NULL;
    int step = SQLITE_ERROR;
    v->out->examined[CH_CHECK_KEYS] = 1;
    if (sqlite3_prepare_v2(v->copy->db, "PRAGMA foreign_key_check", -1, &s, NULL) == SQLITE_OK)
        while ((step = sqlite3_step(s)) == SQLITE_ROW)
            ch__verify_found(v, CH_CHECK_KEYS, NULL, NULL, "row %lld of %s points to none of %s",
                             (long long)sqlite3_column_int64(s, 1), (const char *)sqlite3_column_text(s, 0),
                             (const char *)sqlite3_column_text(s, 2));
    int rc = step == SQLITE_DONE ? CH_OK : ch__store_fail(v->copy, v->err, "cannot be checked");
    sqlite3_finalize(s);
    return rc;
}

/* ---- the copy ---- */

/* A database without a name is a file that SQLite deletes with the connection. */
static int copy_store(ch_store *from, ch_store *copy, ch_err *err)
{
    *copy = (ch_store){.path = from->path};
    if (sqlite3_open("", &copy->db) != SQLITE_OK)
        return ch__fail(err, CH_ESTORE, "cannot make a temporary database");
    sqlite3_backup *b = sqlite3_backup_init(copy->db, "main", from->db, "main");
    int rc = CH_OK;
    if (!b)
        return ch__store_fail(copy, err, "cannot be copied");
    int step = sqlite3_backup_step(b, -1);
    if (step != SQLITE_DONE)
        rc = ch__fail_at(err, step == SQLITE_BUSY || step == SQLITE_LOCKED ? CH_ELOCKED : CH_EIO, from->path, 0, -1,
                         "cannot be copied: %s", sqlite3_errstr(step));
    sqlite3_backup_finish(b);
    return rc == CH_OK ? ch__upkeep_run(copy, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536", "store", err)
                       : rc;
}

/* ---- the whole ---- */

static uint64_t wrong(const ch_verify *out)
{
    uint64_t n = 0;
    for (int i = 0; i < CH_N_CHECKS; i++)
        n += out->failed[i];
    return n;
}

/* What is derived rests also on the words: where they were left out, what was derived with them stands and cannot be
 * made anew. */
static int has_words(ch__verifying *v, bool *out)
{
    int64_t bare = 0;
    int rc = ch__upkeep_number(
        v->copy, "SELECT count(*) FROM documents WHERE text = '' AND bytes > 0 AND origin = 'read'", &bare, v->err);
    *out = bare == 0;
    return rc;
}

/* What is derived from wrong rows cannot be right: it is looked at when all else is well. */
static int check_copy(ch__verifying *v, bool derived)
{
    int rc = check_keys(v);
    if (rc == CH_OK)
        rc = ch__verify_rows(v);
    if (rc == CH_OK)
        rc = ch__verify_documents(v);
    if (v->out->failed[CH_CHECK_SENTENCES])
        v->out->skipped[CH_CHECK_SEARCH]++;
    else if (rc == CH_OK)
        rc = ch__verify_search(v);
    bool words = true;
    if (rc == CH_OK)
        rc = has_words(v, &words);
    if (!derived || !words || wrong(v->out))
        v->out->skipped[CH_CHECK_DERIVED]++;
    else if (rc == CH_OK)
        rc = ch__verify_derived(v);
    return rc;
}

/* Arena allocation jumps here when memory runs out (base/arena.h). */
static int check_guarded(ch__verifying *v, bool derived)
{
    jmp_buf guard;
    if (setjmp(guard))
        return ch__fail(v->err, CH_ENOMEM, "out of memory");
    v->arena.guard = &guard;
    return check_copy(v, derived);
}

static void release(ch__verifying *v)
{
    sqlite3_finalize(v->documents);
    for (int i = 0; i < CH__N_VERIFY; i++)
        sqlite3_finalize(v->sql[i]);
    sqlite3_close_v2(v->copy->db);
    ch__arena_release(&v->copy->scratch);
    ch__arena_release(&v->arena);
}

int ch_store_verify(ch_store *store, const ch_verify_options *options, ch_finding_fn fn, void *ctx, ch_verify *out,
                    ch_err *err)
{
    ch_store copy;
    ch_verify counts = {{0}, {0}, {0}};
    ch__verifying v = {.copy = &copy, .fn = fn, .ctx = ctx, .out = out ? out : &counts, .err = err};
    *v.out = counts;
    ch__err_clear(err);
    int rc = ch_store_commit(store, err);
    if (rc == CH_OK)
        rc = check_pages(&v, store);
    if (rc == CH_OK && !v.out->failed[CH_CHECK_FILE]) {
        rc = copy_store(store, &copy, err);
        if (rc == CH_OK)
            rc = check_guarded(&v, !(options && options->no_derived));
        release(&v);
    }
    uint64_t n = wrong(v.out);
    return rc < 0 ? rc : n > INT_MAX ? INT_MAX : (int)n;
}
