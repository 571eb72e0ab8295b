/* verify_derived.c - the index of words and all that was derived, against making them anew. The store at hand is a copy
 * that nobody else sees. */
#include "upkeep/verify.h"

int ch__verify_search(ch__verifying *v)
{
    static const char CHECK[] =
        "INSERT INTO _search(_search, rank) VALUES ('integrity-check', 1)"; /* 1: and the content */
    v->out->examined[CH_CHECK_SEARCH]++;
    if (sqlite3_exec(v->copy->db, CHECK, NULL, NULL, NULL) == SQLITE_OK)
        return CH_OK;
    if ((sqlite3_errcode(v->copy->db) & 0xFF) != SQLITE_CORRUPT)
        return ch__store_fail(v->copy, v->err, "the index of words cannot be checked");
    ch__verify_found(v, CH_CHECK_SEARCH, NULL, NULL, "the index of words is not that of the sentences");
    return CH_OK;
}

/* Tables that ch_store_derive fills. */
static const char *const derived[] = {
    "links",       "appearances", "occurrences",      "tellings",    "contradictions", "denials",
    "pair_events", "standings",   "standing_records", "pacts",       "pact_records",   "pact_pairs",
    "promises",    "coverage",    "dyad_months",      "dyad_totals", "relations"};
enum { N_DERIVED = sizeof derived / sizeof *derived };

static int keep_table(ch__verifying *v, const char *name)
{
    char sql[160];
    sqlite3_snprintf(sizeof sql, sql, "CREATE TEMP TABLE was_%s AS SELECT * FROM main.%s", name, name);
    return ch__upkeep_run(v->copy, sql, "cannot be checked", v->err);
}

static int compare_table(ch__verifying *v, const char *name)
{
    int64_t rows = 0, too_many = 0, missing = 0;
    char sql[256];
    sqlite3_snprintf(sizeof sql, sql, "SELECT count(*) FROM temp.was_%s", name);
    int rc = ch__upkeep_number(v->copy, sql, &rows, v->err);
    sqlite3_snprintf(sizeof sql, sql, "SELECT count(*) FROM (SELECT * FROM temp.was_%s EXCEPT SELECT * FROM main.%s)",
                     name, name);
    if (rc == CH_OK)
        rc = ch__upkeep_number(v->copy, sql, &too_many, v->err);
    sqlite3_snprintf(sizeof sql, sql, "SELECT count(*) FROM (SELECT * FROM main.%s EXCEPT SELECT * FROM temp.was_%s)",
                     name, name);
    if (rc == CH_OK)
        rc = ch__upkeep_number(v->copy, sql, &missing, v->err);
    v->out->examined[CH_CHECK_DERIVED] += (uint64_t)rows;
    if (too_many || missing)
        ch__verify_found(v, CH_CHECK_DERIVED, NULL, NULL,
                         "%s: %lld rows do not follow from the records, %lld are missing", name, (long long)too_many,
                         (long long)missing);
    return rc;
}

/* What was put since the last derivation is derived first: that it is not yet is no fault. */
int ch__verify_derived(ch__verifying *v)
{
    int rc = ch_store_derive(v->copy, false, v->err);
    for (int i = 0; i < N_DERIVED && rc == CH_OK; i++)
        rc = keep_table(v, derived[i]);
    if (rc == CH_OK)
        rc = ch_store_derive(v->copy, true, v->err);
    for (int i = 0; i < N_DERIVED && rc == CH_OK; i++)
        rc = compare_table(v, derived[i]);
    return rc;
}
