/* facts.c - tables of knowledge that the scripts of the room `relations` read: SQL sees the store alone, also where two
 * stores are merged without the program. Rows that knowledge no longer has go; what changes nothing writes nothing. */
#include "store/inside.h"

/* Cells are bound by their place in the row: ?1 is the first column. */
static const struct {
    const char *table, *into, *insert;
} facts[] = {
    {"ledger/levels", "ranks", "INSERT OR IGNORE INTO temp._ranks SELECT ?2, ?3 WHERE ?2 IS NOT NULL"},
    {"relations/keeps", "keeps", "INSERT OR IGNORE INTO temp._keeps VALUES (?1, ?2, ?3, ?4, ?5)"},
    {"relations/terms", "term_words", "INSERT OR IGNORE INTO temp._term_words VALUES (?1, ?2, ?3)"},
    {"ledger/numbers", "term_words",
     "INSERT OR IGNORE INTO temp._term_words SELECT ?1, ?3, 'number' WHERE ?2 IN ('article', 'dozen', 'small', "
     "'tens')"},
    {"ledger/agreements", "paper_names", "INSERT OR IGNORE INTO temp._paper_names SELECT lower(?1)"},
};

#define NEW(table) "CREATE TEMP TABLE _" table " AS SELECT * FROM " table " WHERE 0;"
#define TAKE(table)                                                                                      \
    "DELETE FROM " table " WHERE EXISTS (SELECT * FROM " table " EXCEPT SELECT * FROM temp._" table ");" \
    "INSERT OR IGNORE INTO " table " SELECT * FROM temp._" table "; DROP TABLE temp._" table ";"

static const char BEFORE[] = NEW("ranks") NEW("keeps") NEW("term_words") NEW("paper_names");
static const char AFTER[] = TAKE("ranks") TAKE("keeps") TAKE("term_words") TAKE("paper_names");

typedef struct filling {
    ch_store *store;
    sqlite3_stmt *insert;
    ch_err *err;
} filling;

static int put_row(void *ctx, const char *const *cells, size_t n)
{
    filling *f = ctx;
    int most = sqlite3_bind_parameter_count(f->insert);
    sqlite3_reset(f->insert);
    for (int i = 0; i < most; i++)
        ch__bind_text(f->insert, i + 1, (size_t)i < n ? cells[i] : NULL);
    return ch__store_step(f->store, f->insert, f->err);
}

static int fill(ch_store *store, const ch_engine *engine, size_t i, ch_err *err)
{
    filling f = {store, NULL, err};
    if (sqlite3_prepare_v2(store->db, facts[i].insert, -1, &f.insert, NULL) != SQLITE_OK)
        return ch__store_fail(store, err, "cannot write");
    int rc = ch_engine_rows(engine, facts[i].table, put_row, &f);
    sqlite3_finalize(f.insert);
    return rc == CH_EKNOWLEDGE ? CH_OK : rc; /* a knowledge without the table, of a test or a user, says nothing */
}

static int run(ch_store *store, const char *sql, ch_err *err)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? CH_OK
                                                                       : ch__store_fail(store, err, "cannot write");
}

int ch__store_facts(ch_store *store, const ch_engine *engine, ch_err *err)
{
    int rc = run(store, BEFORE, err);
    for (size_t i = 0; i < sizeof facts / sizeof *facts && rc == CH_OK; i++)
        rc = fill(store, engine, i, err);
    return rc == CH_OK ? run(store, AFTER, err) : rc;
}
