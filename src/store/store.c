/* store.c - opening, runs, batches, documents. Records: records.c; questions: select.c. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "store/inside.h"
#include "store/reviews.h"
#include "store/schema.h"

/* A batch is what a killed run may lose: it is closed after so many documents or bytes of text. */
enum { BATCH_DOCUMENTS = 64, BATCH_BYTES = 4 << 20, DEFAULT_TIMEOUT_MS = 5000 };

static const char *const statements[CH__N_SQL] = {
#define X(name, sql) sql,
    CH__STATEMENTS(X)
#undef X
};

static int error_code(int sqlite)
{
    switch (sqlite & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return CH_ELOCKED;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return CH_ENOTSTORE;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM: return CH_EIO;
    case SQLITE_NOMEM: return CH_ENOMEM;
    case SQLITE_INTERRUPT: return CH_ELIMIT;
    }
    return CH_ESTORE;
}

int ch__store_fail(const ch_store *store, ch_err *err, const char *doing)
{
    int code = error_code(sqlite3_errcode(store->db));
    const char *hint = code == CH_ELOCKED  ? "another process is writing to it: "
                       : code == CH_ELIMIT ? "it takes too long: "
                                           : "";
    return ch__fail_at(err, code, store->path, 0, -1, "%s: %s%s", doing, hint, sqlite3_errmsg(store->db));
}

static int execute(ch_store *store, const char *sql, ch_err *err)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? CH_OK : ch__store_fail(store, err, "store");
}

static int pragma_int(ch_store *store, const char *sql, int *out, ch_err *err)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &s, NULL) != SQLITE_OK || sqlite3_step(s) != SQLITE_ROW) {
        int rc = ch__store_fail(store, err, "cannot be read");
        sqlite3_finalize(s);
        return rc;
    }
    *out = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    return CH_OK;
}

/* The marks of a file, read in one transaction: another process may be making the store at this moment. */
static int read_marks(ch_store *store, int *application, int *version, int *tables, ch_err *err)
{
    int rc = execute(store, "BEGIN", err);
    if (rc < 0)
        return rc;
    rc = pragma_int(store, "SELECT count(*) FROM sqlite_master", tables, err);
    if (rc == CH_OK)
        rc = pragma_int(store, "PRAGMA application_id", application, err);
    if (rc == CH_OK)
        rc = pragma_int(store, "PRAGMA user_version", version, err);
    sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    return rc;
}

/* Decides what an opened file is: a store of some version, an empty file (version 0), or something else. */
static int identify(ch_store *store, int *version, ch_err *err)
{
    int application = 0, tables = 0;
    int rc = read_marks(store, &application, version, &tables, err);
    if (rc < 0 || application == CH__APPLICATION_ID)
        return rc;
    if (tables == 0 && application == 0) {
        *version = 0;
        return CH_OK;
    }
    return ch__fail_at(err, CH_ENOTSTORE, store->path, 0, -1, "an SQLite database, but not a chancery store");
}

static int bring_up_to_date(ch_store *store, const ch_store_options *options, ch_err *err)
{
    int version = 0;
    int rc = identify(store, &version, err);
    if (rc < 0 || version == CH__SCHEMA_VERSION)
        return rc;
    if (version > CH__SCHEMA_VERSION)
        return ch__fail_at(err, CH_EVERSION, store->path, 0, -1,
                           "schema %d was written by a newer chancery; this one knows up to %d", version,
                           CH__SCHEMA_VERSION);
    if (options->read_only)
        return version == 0 ? ch__fail_at(err, CH_ENOTSTORE, store->path, 0, -1, "an empty file, not a chancery store")
                            : ch__fail_at(err, CH_EVERSION, store->path, 0, -1,
                                          "schema %d is older than %d and the store is opened for reading only;"
                                          " opened for writing ('chancery consolidate') it is brought up to date",
                                          version, CH__SCHEMA_VERSION);
    rc = ch__schema_migrate(store->db, version, err);
    ch__err_file(err, store->path);
    return rc;
}

static int open_file(ch_store *store, const ch_store_options *options, ch_err *err)
{
    int flags = options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options->create && !options->read_only)
        flags |= SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(store->path, &store->db, flags, NULL) != SQLITE_OK)
        return store->db ? ch__store_fail(store, err, "cannot be opened") : ch__fail(err, CH_ENOMEM, "out of memory");
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, options->timeout_ms ? options->timeout_ms : DEFAULT_TIMEOUT_MS);
    int rc = bring_up_to_date(store, options, err);
    if (rc == CH_OK && !options->read_only) /* refused while others have it open otherwise: then as they have it */
        sqlite3_exec(store->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
    if (rc == CH_OK)
        rc = execute(store, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536", err);
    return rc;
}

int ch_store_open(ch_store **out, const char *path, const ch_store_options *options, ch_err *err)
{
    static const ch_store_options defaults = {.create = true};
    *out = NULL;
    ch__err_clear(err);
    ch_store *store = ch__malloc(sizeof *store);
    if (!store)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *store = (ch_store){.path = ch__malloc(strlen(path) + 1)};
    if (!store->path) {
        free(store);
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    memcpy(store->path, path, strlen(path) + 1);
    int rc = open_file(store, options ? options : &defaults, err);
    if (rc < 0) {
        ch_store_close(store);
        return rc;
    }
    *out = store;
    return CH_OK;
}

/* A file in WAL mode cannot be opened where its folder is read-only. The last writer out turns it back into a plain
 * file; while somebody else has it open that fails, and is left to them. */
static void leave_wal(ch_store *store)
{
    if (!store->db || sqlite3_db_readonly(store->db, "main") != 0)
        return;
    sqlite3_busy_timeout(store->db, 0);
    sqlite3_exec(store->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
}

void ch_store_close(ch_store *store)
{
    if (!store)
        return;
    for (int i = 0; i < CH__N_SQL; i++)
        sqlite3_finalize(store->sql[i]);
    if (store->in_batch)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    leave_wal(store);
    sqlite3_close_v2(store->db);
    ch__arena_release(&store->scratch);
    free(store->coded_by);
    free(store->path);
    free(store);
}

int ch_store_schema_version(void)
{
    return CH__SCHEMA_VERSION;
}

/* ---- statements ---- */

sqlite3_stmt *ch__store_sql(ch_store *store, int which, ch_err *err)
{
    sqlite3_stmt **s = &store->sql[which];
    if (*s) {
        sqlite3_reset(*s);
        sqlite3_clear_bindings(*s);
    } else if (sqlite3_prepare_v3(store->db, statements[which], -1, SQLITE_PREPARE_PERSISTENT, s, NULL) != SQLITE_OK) {
        ch__store_fail(store, err, "store");
        return NULL;
    }
    return *s;
}

int ch__store_step(ch_store *store, sqlite3_stmt *s, ch_err *err)
{
    int rc = sqlite3_step(s);
    if (rc != SQLITE_DONE && rc != SQLITE_ROW)
        return ch__store_fail(store, err, "cannot write");
    sqlite3_reset(s);
    return CH_OK;
}

/* ---- batches and runs ---- */

static int begin(ch_store *store, ch_err *err)
{
    if (store->in_batch)
        return CH_OK;
    int rc = execute(store, "BEGIN IMMEDIATE", err);
    store->in_batch = rc == CH_OK;
    store->batch_documents = 0;
    store->batch_bytes = 0;
    return rc;
}

static int write_counts(ch_store *store, ch_err *err)
{
    sqlite3_stmt *s = store->run ? ch__store_sql(store, CH__SQL_RUN_COUNTS, err) : NULL;
    if (!store->run)
        return CH_OK;
    if (!s)
        return CH_ESTORE;
    for (int i = 0; i < 3; i++)
        sqlite3_bind_int64(s, i + 1, store->counts[i]);
    sqlite3_bind_int64(s, 4, store->records);
    sqlite3_bind_int64(s, 5, store->errors);
    sqlite3_bind_int64(s, 6, store->run);
    return ch__store_step(store, s, err);
}

/* The index of words takes the sentences of a batch at once: FTS5 writes what it has in hand at every statement that
 * touches several rows, so a sentence at a time (by a trigger) costs ten times as much. */
static int index_sentences(ch_store *store, ch_err *err)
{
    if (!store->unindexed)
        return CH_OK;
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_INDEX_SENTENCES, err);
    if (!s)
        return CH_ESTORE;
    sqlite3_bind_int64(s, 1, store->unindexed);
    store->unindexed = 0;
    return ch__store_step(store, s, err);
}

/* Drops the batch in hand after a failure. */
static int give_up(ch_store *store, int rc)
{
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    store->in_batch = false;
    store->unindexed = 0;
    return rc;
}

int ch__store_begin(ch_store *store, ch_err *err)
{
    return begin(store, err);
}

void ch__store_give_up(ch_store *store)
{
    give_up(store, CH_OK);
}

int ch_store_commit(ch_store *store, ch_err *err)
{
    if (!store->in_batch)
        return CH_OK;
    int rc = index_sentences(store, err);
    if (rc == CH_OK)
        rc = write_counts(store, err);
    if (rc == CH_OK)
        rc = execute(store, "COMMIT", err);
    if (rc < 0)
        return give_up(store, rc);
    store->in_batch = false;
    return CH_OK;
}

static int set_coded_by(ch_store *store, const ch_engine *engine, ch_err *err)
{
    ch__buf b = {0};
    ch__buf_printf(&b, "%s %s", ch_version(), ch_engine_knowledge_hash(engine));
    free(store->coded_by);
    store->coded_by = ch__buf_take(&b);
    return store->coded_by ? CH_OK : ch__fail(err, CH_ENOMEM, "out of memory");
}

int ch_store_begin_run(ch_store *store, const ch_engine *engine, const char *command, ch_err *err)
{
    ch__err_clear(err);
    int rc = set_coded_by(store, engine, err);
    if (rc == CH_OK)
        rc = begin(store, err);
    if (rc < 0)
        return rc;
    rc = ch__store_facts(store, engine, err);
    if (rc < 0)
        return give_up(store, rc);
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_RUN, err);
    if (!s)
        return give_up(store, CH_ESTORE);
    ch__bind_text(s, 1, ch_version());
    sqlite3_bind_int(s, 2, CH__SCHEMA_VERSION);
    ch__bind_text(s, 3, ch_engine_knowledge_hash(engine));
    ch__bind_text(s, 4, command);
    rc = ch__store_step(store, s, err);
    if (rc == CH_OK)
        rc = ch__store_codes(store, engine, err);
    if (rc < 0)
        return give_up(store, rc);
    store->run = sqlite3_last_insert_rowid(store->db);
    memset(store->counts, 0, sizeof store->counts);
    store->records = store->errors = 0;
    return ch_store_commit(store, err);
}

int ch_store_end_run(ch_store *store, ch_err *err)
{
    int rc = begin(store, err);
    if (rc < 0 || !store->run)
        return rc;
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_RUN_ENDED, err);
    if (!s)
        return give_up(store, CH_ESTORE);
    sqlite3_bind_int64(s, 1, store->run);
    rc = ch__store_step(store, s, err);
    if (rc < 0)
        return give_up(store, rc);
    rc = ch_store_commit(store, err);
    store->run = 0;
    return rc;
}

int ch_store_put_error(ch_store *store, const ch_err *what, ch_err *err)
{
    int rc = begin(store, err);
    if (rc < 0)
        return rc;
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_ERROR, err);
    if (!s)
        return give_up(store, CH_ESTORE);
    if (store->run)
        sqlite3_bind_int64(s, 1, store->run);
    ch__bind_text(s, 2, what->file[0] ? what->file : NULL);
    if (what->line)
        sqlite3_bind_int64(s, 3, what->line);
    if (what->offset >= 0)
        sqlite3_bind_int64(s, 4, what->offset);
    ch__bind_text(s, 5, ch_err_name(what->code));
    ch__bind_text(s, 6, what->message);
    rc = ch__store_step(store, s, err);
    if (rc < 0)
        return give_up(store, rc);
    store->errors++;
    return CH_OK;
}

/* ---- documents ---- */

/* What makes coding a document again worthwhile: another program or knowledge, another publication date. */
static const char *fingerprint(ch_store *store, const ch_doc *doc)
{
    char day[12];
    return ch__format(&store->scratch, "%s %s %s", store->coded_by ? store->coded_by : "",
                      ch__date_iso(doc->published, day), doc->language ? doc->language : "");
}

static int find(ch_store *store, const ch_doc *doc, const char *coded_by, ch_put *what, ch_err *err)
{
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_FIND_DOCUMENT, err);
    if (!s)
        return CH_ESTORE;
    ch__bind_text(s, 1, doc->id);
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW) {
        const char *was = (const char *)sqlite3_column_text(s, 0);
        *what = was && strcmp(was, coded_by) == 0 ? CH_PUT_SAME : CH_PUT_RECODED;
    } else
        *what = CH_PUT_NEW;
    sqlite3_reset(s);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? CH_OK : ch__store_fail(store, err, "cannot read");
}

/* What a trigger takes out of the index of words must be in it. */
static int delete_document(ch_store *store, const ch_doc *doc, ch_err *err)
{
    int rc = index_sentences(store, err);
    if (rc < 0)
        return rc;
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_DELETE_DOCUMENT, err);
    if (!s)
        return CH_ESTORE;
    ch__bind_text(s, 1, doc->id);
    return ch__store_step(store, s, err);
}

static int put_row(ch_store *store, const ch_doc *doc, const char *coded_by, ch_err *err)
{
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_DOCUMENT, err);
    if (!s)
        return CH_ESTORE;
    char day[12];
    ch__date_iso(doc->published, day);
    const char *const texts[] = {doc->id,
                                 doc->name,
                                 doc->uri,
                                 doc->source,
                                 doc->author,
                                 doc->title,
                                 doc->published.day ? day : NULL,
                                 doc->published_step};
    for (int i = 0; i < 8; i++)
        ch__bind_text(s, i + 1, texts[i]);
    if (doc->dateline.bytes.end > doc->dateline.bytes.start)
        ch__bind_sv(s, 9, ch__doc_sv(doc, doc->dateline.bytes));
    const char *const more[] = {doc->dateline.place, doc->dateline.country, doc->dateline.agency,
                                doc->language,       doc->language_step,    doc->format,
                                doc->encoding,       doc->encoding_step,    doc->hash};
    for (int i = 0; i < 9; i++)
        ch__bind_text(s, i + 10, more[i]);
    sqlite3_bind_int64(s, 19, doc->len);
    sqlite3_bind_int64(s, 20, doc->n_chars);
    ch__bind_sv(s, 21, (ch__sv){doc->text, doc->len});
    if (store->run)
        sqlite3_bind_int64(s, 22, store->run);
    ch__bind_text(s, 23, coded_by);
    if (doc->has_signature)
        sqlite3_bind_blob(s, 24, doc->signature, sizeof doc->signature, SQLITE_STATIC);
    ch__bind_text(s, 25, "read");
    return ch__store_step(store, s, err);
}

/* Code points before a byte, walking forward from an earlier place. */
typedef struct char_walk {
    uint32_t byte, chars;
} char_walk;

static uint32_t chars_at(const ch_doc *doc, char_walk *at, uint32_t byte)
{
    at->chars += (uint32_t)ch__utf8_count(doc->text + at->byte, byte - at->byte);
    at->byte = byte;
    return at->chars;
}

static int put_blocks(ch_store *store, const ch_doc *doc, ch_err *err)
{
    char_walk at = {0, 0};
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const ch_block *b = &doc->blocks[i];
        sqlite3_stmt *s = ch__store_sql(store, CH__SQL_BLOCK, err);
        if (!s)
            return CH_ESTORE;
        ch__bind_text(s, 1, doc->id);
        sqlite3_bind_int64(s, 2, i);
        ch__bind_text(s, 3, ch_block_kind_name((ch_block_kind)b->kind));
        ch__bind_text(s, 4, b->why);
        sqlite3_bind_int64(s, 5, chars_at(doc, &at, b->bytes.start));
        sqlite3_bind_int64(s, 6, chars_at(doc, &at, b->bytes.end));
        sqlite3_bind_int64(s, 7, b->bytes.start);
        sqlite3_bind_int64(s, 8, b->bytes.end);
        int rc = ch__store_step(store, s, err);
        if (rc < 0)
            return rc;
    }
    return CH_OK;
}

/* For each sentence the reason the events room gave for coding nothing, or NULL. */
static const char **reasons(ch_store *store, const ch_doc *doc)
{
    const char **why = ch__alloc_array(&store->scratch, doc->n_sentences, sizeof *why);
    for (uint32_t i = 0; i < doc->n_candidates; i++) {
        const ch_candidate *c = &doc->candidates[i];
        if (c->token == CH_NONE && c->record == CH_NONE && !why[c->sentence])
            why[c->sentence] = c->why;
    }
    return why;
}

static int put_sentences(ch_store *store, const ch_doc *doc, ch_err *err)
{
    const char **why = reasons(store, doc);
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        const ch_sentence *x = &doc->sentences[i];
        sqlite3_stmt *s = ch__store_sql(store, CH__SQL_SENTENCE, err);
        if (!s)
            return CH_ESTORE;
        ch__bind_text(s, 1, doc->id);
        sqlite3_bind_int64(s, 2, i);
        sqlite3_bind_int64(s, 3, x->chars.start);
        sqlite3_bind_int64(s, 4, x->chars.end);
        sqlite3_bind_int64(s, 5, x->bytes.start);
        sqlite3_bind_int64(s, 6, x->bytes.end);
        ch__bind_sv(s, 7, ch__doc_sv(doc, x->bytes));
        sqlite3_bind_int(s, 8, (x->flags & CH_SENTENCE_TITLE) != 0);
        if (x->repeat_of != CH_NONE)
            sqlite3_bind_int64(s, 9, x->repeat_of);
        const char *uncoded = x->flags & CH_SENTENCE_DISCARDED ? x->discarded : why[i];
        ch__bind_text(s, 10, x->repeat_of != CH_NONE ? "repeats an earlier sentence" : uncoded);
        int rc = ch__store_step(store, s, err);
        if (rc < 0)
            return rc;
        if (!store->unindexed)
            store->unindexed = sqlite3_last_insert_rowid(store->db);
    }
    return CH_OK;
}

static int put_candidates(ch_store *store, const ch_doc *doc, ch_err *err)
{
    for (uint32_t i = 0; i < doc->n_candidates; i++) {
        const ch_candidate *c = &doc->candidates[i];
        sqlite3_stmt *s = ch__store_sql(store, CH__SQL_CANDIDATE, err);
        if (!s)
            return CH_ESTORE;
        ch__bind_text(s, 1, doc->id);
        sqlite3_bind_int64(s, 2, i);
        sqlite3_bind_int64(s, 3, c->sentence);
        if (c->token != CH_NONE)
            ch__bind_sv(s, 4, ch__token_sv(doc, c->token));
        ch__bind_text(s, 5, c->rule);
        ch__bind_text(s, 6, c->why);
        ch__bind_text(s, 7, c->record != CH_NONE ? doc->records[c->record].id : NULL);
        int rc = ch__store_step(store, s, err);
        if (rc < 0)
            return rc;
    }
    return CH_OK;
}

static int put_document(ch_store *store, const ch_doc *doc, ch_put *what, ch_err *err)
{
    const char *coded_by = fingerprint(store, doc);
    int rc = find(store, doc, coded_by, what, err);
    if (rc < 0 || *what == CH_PUT_SAME)
        return rc;
    if (*what == CH_PUT_RECODED)
        rc = delete_document(store, doc, err);
    if (rc == CH_OK)
        rc = put_row(store, doc, coded_by, err);
    if (rc == CH_OK)
        rc = put_blocks(store, doc, err);
    if (rc == CH_OK)
        rc = put_sentences(store, doc, err);
    if (rc == CH_OK)
        rc = ch__store_records(store, doc, err);
    if (rc == CH_OK)
        rc = ch__store_gists(store, doc, err);
    if (rc == CH_OK)
        rc = put_candidates(store, doc, err);
    if (rc == CH_OK)
        rc = ch__store_duplicates(store, doc, err);
    return rc == CH_OK ? ch__reviews_apply(store, doc->id, err) : rc;
}

/* Arena allocation jumps here when memory runs out (base/arena.h). */
static int put_guarded(ch_store *store, const ch_doc *doc, ch_put *what, ch_err *err)
{
    jmp_buf guard;
    if (setjmp(guard)) {
        store->scratch.guard = NULL;
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    store->scratch.guard = &guard;
    int rc = put_document(store, doc, what, err);
    store->scratch.guard = NULL;
    return rc;
}

int ch_store_put(ch_store *store, const ch_doc *doc, ch_put *what, ch_err *err)
{
    ch_put done = CH_PUT_NEW;
    int rc = begin(store, err);
    if (rc < 0)
        return rc;
    ch__arena_clear(&store->scratch);
    rc = put_guarded(store, doc, &done, err);
    if (rc < 0)
        return give_up(store, rc);
    if (what)
        *what = done;
    store->counts[done]++;
    if (done != CH_PUT_SAME)
        store->records += doc->n_records;
    store->batch_documents++;
    store->batch_bytes += doc->len;
    if (store->batch_documents >= BATCH_DOCUMENTS || store->batch_bytes >= BATCH_BYTES)
        return ch_store_commit(store, err);
    return CH_OK;
}
