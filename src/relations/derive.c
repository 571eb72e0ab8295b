/* derive.c - runs the scripts that derive. */
#include "relations/relations.h"

#include "store/inside.h"

#define CH_X(name) {#name, ch__sql_##name},
static const struct {
    const char *name, *sql;
} scripts[] = {CH__SCRIPTS(CH_X)};
#undef CH_X

enum { N_SCRIPTS = sizeof scripts / sizeof *scripts };

static int run(ch_store *store, const char *sql, const char *doing, ch_err *err)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? CH_OK : ch__store_fail(store, err, doing);
}

static const char ANEW[] =
    "DELETE FROM tellings; DELETE FROM occurrences; DELETE FROM contradictions; DELETE FROM denials;"
    "DELETE FROM _keys; DELETE FROM _stirred; DELETE FROM _broken;"
    "INSERT OR IGNORE INTO _underived SELECT id FROM documents;"
    "INSERT OR IGNORE INTO _touched SELECT a, b FROM relations;";

int ch_store_derive(ch_store *store, bool anew, ch_err *err)
{
    int rc = ch_store_commit(store, err);
    if (rc == CH_OK)
        rc = run(store, "BEGIN IMMEDIATE", "cannot derive", err);
    if (rc < 0)
        return rc;
    if (anew)
        rc = run(store, ANEW, "cannot derive", err);
    for (int i = 0; i < N_SCRIPTS && rc == CH_OK; i++)
        rc = run(store, scripts[i].sql, scripts[i].name, err);
    if (rc == CH_OK)
        rc = run(store, "COMMIT", "cannot derive", err);
    if (rc < 0)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

const char *ch_derive_script(size_t n, const char **name)
{
    if (n >= N_SCRIPTS)
        return NULL;
    *name = scripts[n].name;
    return scripts[n].sql;
}
