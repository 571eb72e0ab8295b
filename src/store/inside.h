/* inside.h - the store's own parts: the connection, prepared statements, the batch. */
#ifndef CH_STORE_INSIDE_H
#define CH_STORE_INSIDE_H

#include <sqlite3.h>

#include "base/arena.h"
#include "text/document.h"

/* A row that is there stays; one that lacks what it must have is an error (INSERT OR IGNORE would drop it unseen). */
#define CH__ONCE " ON CONFLICT DO NOTHING"

/* Every statement that writes, prepared once: name, SQL. */
#define CH__STATEMENTS(X)                                                                                          \
    X(FIND_DOCUMENT, "SELECT _coded_by FROM documents WHERE id = ?")                                               \
    X(DELETE_DOCUMENT, "DELETE FROM documents WHERE id = ?")                                                       \
    X(DOCUMENT, "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")                \
    X(DOCUMENT_DONE, "UPDATE documents SET _coded_by = ? WHERE id = ?")                                            \
    X(BLOCK, "INSERT INTO blocks VALUES (?,?,?,?,?,?,?,?)")                                                        \
    X(SENTENCE, "INSERT INTO sentences VALUES (NULL,?,?,?,?,?,?,?,?,?,?)")                                         \
    X(INDEX_SENTENCES, "INSERT INTO _search (rowid, text) SELECT id, text FROM sentences WHERE id >= ?")           \
    X(CANDIDATE, "INSERT INTO candidates VALUES (?,?,?,?,?,?,?)")                                                  \
    X(EVENT, "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)" CH__ONCE) \
    X(STATEMENT, "INSERT INTO statements VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)" CH__ONCE)       \
    X(AGREEMENT, "INSERT INTO agreements VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)" CH__ONCE)           \
    X(LEVEL, "INSERT INTO levels VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)" CH__ONCE)                           \
    X(FIGURE, "INSERT INTO figures VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)" CH__ONCE)   \
    X(MAGNITUDE, "INSERT INTO magnitudes VALUES (?,?,?,?,?)" CH__ONCE)                                             \
    X(FIND_ACTOR, "SELECT id FROM actors WHERE _key = ?")                                                          \
    X(ACTOR, "INSERT INTO actors VALUES (NULL,?,?,?,?,?,?)")                                                       \
    X(ROLE, "INSERT INTO roles VALUES (?,?,?,?,?,?,?,?,?,?,?)" CH__ONCE)                                           \
    X(SPAN, "INSERT INTO spans VALUES (?,?,?,?,?,?,?,?,?)" CH__ONCE)                                               \
    X(SAME_TEXT, "SELECT id FROM documents WHERE hash = ? AND id <> ? ORDER BY id")                                \
    X(BAND, "INSERT INTO _bands VALUES (?,?,?)" CH__ONCE)                                                          \
    X(FIND_BAND,                                                                                                   \
      "SELECT document FROM _bands WHERE band = ? AND hash = ? AND document <> ? ORDER BY document LIMIT 64")      \
    X(SIGNATURE, "SELECT _signature FROM documents WHERE id = ?")                                                  \
    X(GIST, "INSERT INTO _gists VALUES (?,?,?,?,?)" CH__ONCE)                                                      \
    X(LINK, "INSERT INTO duplicates VALUES (?,?,?,?)" CH__ONCE)                                                    \
    X(RUN, "INSERT INTO runs (started, version, schema, knowledge, command)"                                       \
           " VALUES (strftime('%Y-%m-%dT%H:%M:%SZ','now'),?,?,?,?)")                                               \
    X(RUN_COUNTS, "UPDATE runs SET documents_new = ?, documents_same = ?, documents_recoded = ?, records = ?,"     \
                  " errors = ? WHERE id = ?")                                                                      \
    X(RUN_ENDED, "UPDATE runs SET ended = strftime('%Y-%m-%dT%H:%M:%SZ','now') WHERE id = ?")                      \
    X(VERDICTS, "SELECT kind, was, became, record, document FROM verdicts WHERE document = ? ORDER BY id")         \
    X(CODE, "INSERT OR REPLACE INTO codes VALUES (?,?,?,?)")                                                       \
    X(ERROR, "INSERT INTO errors VALUES (NULL,?,?,?,?,?,?)")

#define CH_X(name, sql) CH__SQL_##name,
enum { CH__STATEMENTS(CH_X) CH__N_SQL };
#undef CH_X

struct ch_store {
    sqlite3 *db;
    char *path;
    char *coded_by; /* "version knowledge-hash" of the current run */
    sqlite3_stmt *sql[CH__N_SQL];
    int64_t run;                        /* 0: none */
    int64_t counts[3], records, errors; /* of the run; counts by ch_put */
    uint32_t batch_documents;
    size_t batch_bytes;
    bool in_batch;
    int64_t unindexed; /* the batch's first sentence that the index of words does not have yet; 0: none */
    ch__arena scratch; /* of one put */
    int64_t deadline;  /* of a question, in milliseconds of the monotonic clock; 0: none */
};

/* Turns SQLite's last failure into an error naming the store's path. */
int ch__store_fail(const ch_store *store, ch_err *err, const char *doing);

/* The prepared statement, reset and without bindings; NULL on failure. */
sqlite3_stmt *ch__store_sql(ch_store *store, int which, ch_err *err);

/* Binding by position; NULL pointers bind NULL. The text must live until the step. */
static inline void ch__bind_text(sqlite3_stmt *s, int at, const char *text)
{
    if (text)
        sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_null(s, at);
}
static inline void ch__bind_sv(sqlite3_stmt *s, int at, ch__sv text)
{
    if (text.p)
        sqlite3_bind_text64(s, at, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(s, at);
}
/* Runs a statement that returns no row. */
int ch__store_step(ch_store *store, sqlite3_stmt *s, ch_err *err);

/* store.c: opens a batch unless one is open; drops the batch in hand after a failure. */
int ch__store_begin(ch_store *store, ch_err *err);
void ch__store_give_up(ch_store *store);

/* records.c: all records of a document with their roles and evidence. */
int ch__store_records(ch_store *store, const ch_doc *doc, ch_err *err);
/* codes.c: the names of the codes, as the engine knows them. */
int ch__store_codes(ch_store *store, const ch_engine *engine, ch_err *err);
/* facts.c: what the scripts of the room `relations` need of the knowledge, as tables of the store. */
int ch__store_facts(ch_store *store, const ch_engine *engine, ch_err *err);
/* gist.c: what the records of a document are about, as bits. */
int ch__store_gists(ch_store *store, const ch_doc *doc, ch_err *err);
/* duplicates.c: links to stories that tell the same. */
int ch__store_duplicates(ch_store *store, const ch_doc *doc, ch_err *err);

#endif
