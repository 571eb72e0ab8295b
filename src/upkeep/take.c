/* take.c - documents of another store with everything that hangs on them. */
#include <setjmp.h>

#include "upkeep/upkeep.h"

int ch__upkeep_run(ch_store *store, const char *sql, const char *doing, ch_err *err)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? CH_OK : ch__store_fail(store, err, doing);
}

int ch__upkeep_number(ch_store *store, const char *sql, int64_t *out, ch_err *err)
{
    sqlite3_stmt *s = NULL;
    int step = SQLITE_ERROR;
    *out = 0;
    if (sqlite3_prepare_v2(store->db, sql, -1, &s, NULL) == SQLITE_OK)
        step = sqlite3_step(s);
    if (step == SQLITE_ROW)
        *out = sqlite3_column_int64(s, 0);
    int rc = step == SQLITE_ROW || step == SQLITE_DONE ? CH_OK : ch__store_fail(store, err, "cannot read");
    sqlite3_finalize(s);
    return rc;
}

/* ---- the other store ---- */

/* Opened by itself first: that names what is wrong with it. */
static int check_other(const char *path, ch_err *err)
{
    ch_store *other;
    int rc = ch_store_open(&other, path, &(ch_store_options){.read_only = true}, err);
    ch_store_close(other);
    return rc;
}

int ch__upkeep_attach(ch_store *store, const char *path, ch_err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = check_other(path, err);
    if (rc < 0)
        return rc;
    if (sqlite3_prepare_v2(store->db, "ATTACH ? AS other", -1, &s, NULL) == SQLITE_OK)
        ch__bind_text(s, 1, path);
    if (sqlite3_step(s) != SQLITE_DONE) {
        rc = ch__store_fail(store, err, "cannot be opened beside another");
        ch__err_file(err, path);
    }
    sqlite3_finalize(s);
    return rc;
}

void ch__upkeep_detach(ch_store *store)
{
    sqlite3_exec(store->db, "DETACH other", NULL, NULL, NULL);
}

/* ---- the rows ---- */

const char CH__UPKEEP_TAKEN[] =
    "DROP TABLE IF EXISTS temp.taken;"
    "CREATE TEMP TABLE taken (document TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;";

/* A run is known by all it says of itself but its number. */
#define SAME_RUN                                                                                              \
    "m.started IS o.started AND m.ended IS o.ended AND m.version IS o.version AND m.knowledge IS o.knowledge" \
    " AND m.command IS o.command AND m.documents_new IS o.documents_new AND m.records IS o.records"           \
    " AND m.errors IS o.errors"

/* What the knowledge of their last run knew, where ours did not: what is derived rests on it. */
#define KNOWN(table) "INSERT OR IGNORE INTO main." table " SELECT * FROM other." table ";"
static const char FACTS[] = KNOWN("codes") KNOWN("ranks") KNOWN("keeps") KNOWN("term_words") KNOWN("paper_names");

static const char RUNS[] = "DROP TABLE IF EXISTS temp.run_numbers;"
                           "CREATE TEMP TABLE run_numbers (theirs INTEGER PRIMARY KEY, ours INTEGER);"
                           "INSERT INTO temp.run_numbers SELECT o.id, NULL FROM other.runs o WHERE o.id IN"
                           " (SELECT d.run FROM temp.taken t JOIN other.documents d ON d.id = t.document)";
static const char EVERY_RUN[] = "INSERT OR IGNORE INTO temp.run_numbers SELECT id, NULL FROM other.runs";
static const char RUNS_TAKEN[] =
    "INSERT INTO main.runs (started, ended, version, schema, knowledge, command, documents_new, documents_same,"
    " documents_recoded, records, errors) SELECT o.started, o.ended, o.version, o.schema, o.knowledge, o.command,"
    " o.documents_new, o.documents_same, o.documents_recoded, o.records, o.errors"
    " FROM temp.run_numbers r JOIN other.runs o ON o.id = r.theirs"
    " WHERE NOT EXISTS (SELECT 1 FROM main.runs m WHERE " SAME_RUN ") ORDER BY o.id;"
    "UPDATE temp.run_numbers SET ours = (SELECT min(m.id) FROM other.runs o JOIN main.runs m ON " SAME_RUN
    " WHERE o.id = theirs)";
static const char ERRORS_TAKEN[] =
    "INSERT INTO main.errors (run, file, line, byte_offset, code, message)"
    " SELECT r.ours, o.file, o.line, o.byte_offset, o.code, o.message FROM other.errors o"
    " LEFT JOIN temp.run_numbers r ON r.theirs = o.run WHERE NOT EXISTS (SELECT 1 FROM main.errors e WHERE"
    " e.run IS r.ours AND e.file IS o.file AND e.line IS o.line AND e.byte_offset IS o.byte_offset"
    " AND e.message IS o.message) ORDER BY o.id";

static const char ACTORS[] =
    "INSERT INTO main.actors (name, code, sector, entity, office, _key)"
    " SELECT o.name, o.code, o.sector, o.entity, o.office, o._key FROM other.actors o"
    " WHERE (o.id IN (SELECT r.actor FROM temp.taken t JOIN other.roles r ON r.document = t.document)"
    " OR o.id IN (SELECT json_extract(e.value, '$.actor') FROM temp.reviewed t JOIN other.reviews v"
    " ON v.document = t.document JOIN json_each(coalesce(v.was, '{}'), '$.roles') e)"
    " OR o.id IN (SELECT json_extract(e.value, '$.actor') FROM temp.reviewed t JOIN other.reviews v"
    " ON v.document = t.document JOIN json_each(coalesce(v.became, '{}'), '$.roles') e))"
    " AND NOT EXISTS (SELECT 1 FROM main.actors m WHERE m._key = o._key) ORDER BY o.id;"
    "DROP TABLE IF EXISTS temp.actor_numbers;"
    "CREATE TEMP TABLE actor_numbers (theirs INTEGER PRIMARY KEY, ours INTEGER NOT NULL);"
    "INSERT INTO temp.actor_numbers SELECT o.id, m.id FROM other.actors o JOIN main.actors m ON m._key = o._key";

/* ---- reviews ---- */

/* Whose reviews come over: with every run all, else those of the documents that are taken. */
static const char REVIEWED[] = "DROP TABLE IF EXISTS temp.reviewed;"
                               "CREATE TEMP TABLE reviewed (document TEXT PRIMARY KEY) WITHOUT ROWID;"
                               "INSERT OR IGNORE INTO temp.reviewed SELECT document FROM temp.taken";
static const char EVERY_REVIEWED[] = "INSERT OR IGNORE INTO temp.reviewed SELECT document FROM other.reviews";

/* A review is known by who said what of which record at which second, and the how manieth of these it is. */
#define NUMBERED(store)                                                                            \
    "(SELECT id, document, time, reviewer, verdict, record, row_number() OVER (PARTITION BY time," \
    " reviewer, verdict, record ORDER BY id) AS nth FROM " store ".reviews)"
/* Who takes part has another number here. */
#define RENUMBERED(column)                                                                                        \
    "CASE WHEN o." column " IS NOT NULL THEN json_set(o." column ", '$.roles', json((SELECT"                      \
    " json_group_array(json_set(e.value, '$.actor', a.ours)) FROM json_each(o." column ", '$.roles') e LEFT JOIN" \
    " temp.actor_numbers a ON a.theirs = json_extract(e.value, '$.actor')))) END"

/* Ours come first, theirs behind them in their order. */
static const char REVIEWS[] =
    "DROP TABLE IF EXISTS temp.review_numbers;"
    "CREATE TEMP TABLE review_numbers (theirs INTEGER PRIMARY KEY, ours INTEGER NOT NULL, added INTEGER NOT NULL);"
    "INSERT INTO temp.review_numbers SELECT o.id, m.id, 0 FROM " NUMBERED("other") " o JOIN " NUMBERED(
        "main") " m"
                " ON m.time = o.time AND m.reviewer = o.reviewer AND m.verdict = o.verdict AND m.record = o.record"
                " AND m.nth = o.nth;"
                "INSERT INTO temp.review_numbers SELECT o.id, (SELECT coalesce(max(id), 0) FROM main.reviews)"
                " + row_number() OVER (ORDER BY o.id), 1 FROM other.reviews o JOIN temp.reviewed t ON t.document = "
                "o.document"
                " WHERE o.id NOT IN (SELECT theirs FROM temp.review_numbers);"
                "INSERT INTO main.reviews (id, time, reviewer, verdict, record, kind, document, sentence, type, "
                "confidence, rule,"
                " note, undoes, was, became) SELECT n.ours, o.time, o.reviewer, o.verdict, o.record, o.kind, "
                "o.document,"
                " o.sentence, o.type, o.confidence, o.rule, o.note, u.ours, " RENUMBERED("was") ", " RENUMBERED(
                    "became") " FROM temp.review_numbers n JOIN other.reviews o ON o.id = n.theirs"
                              " LEFT JOIN temp.review_numbers u ON u.theirs = o.undoes WHERE n.added ORDER BY n.ours";

/* Everything that hangs on a document and is not derived. */
#define HANGS_ON(table, order)                                                  \
    "INSERT INTO main." table " SELECT x.* FROM temp.taken t JOIN other." table \
    " x ON x.document = t.document ORDER BY t.n, x." order
static const char *const rows[] = {
    HANGS_ON("blocks", "n"),
    HANGS_ON("events", "rowid"),
    HANGS_ON("statements", "rowid"),
    HANGS_ON("agreements", "rowid"),
    HANGS_ON("levels", "rowid"),
    HANGS_ON("figures", "rowid"),
    HANGS_ON("spans", "record"),
    HANGS_ON("candidates", "n"),
    HANGS_ON("_gists", "record"),
    "INSERT INTO main.magnitudes SELECT x.* FROM temp.taken t JOIN other.events e ON e.document = t.document"
    " JOIN other.magnitudes x ON x.event = e.id",
    "INSERT INTO main.roles SELECT x.record, x.role, x.n, x.document, a.ours, x.code, x.quote, x.char_start,"
    " x.char_end, x.byte_start, x.byte_end FROM temp.taken t JOIN other.roles x ON x.document = t.document"
    " LEFT JOIN temp.actor_numbers a ON a.theirs = x.actor",
};

/* In the order in which they were read, so that their numbers come out as if they had been read here. */
static const char SENTENCES[] =
    "INSERT INTO main.sentences (document, n, char_start, char_end, byte_start, byte_end, text, is_title, repeat_of,"
    " reason) SELECT x.document, x.n, x.char_start, x.char_end, x.byte_start, x.byte_end, x.text, x.is_title,"
    " x.repeat_of, x.reason FROM temp.taken t JOIN other.sentences x ON x.document = t.document ORDER BY t.n, x.n";

/* ---- documents ---- */

/* What the search for stories that tell the same asks of a document. */
static void describe(sqlite3_stmt *row, ch_doc *doc)
{
    const void *signature = sqlite3_column_blob(row, 2);
    *doc = (ch_doc){.len = 0};
    sqlite3_snprintf(sizeof doc->id, doc->id, "%s", sqlite3_column_text(row, 0));
    sqlite3_snprintf(sizeof doc->hash, doc->hash, "%s", sqlite3_column_text(row, 1));
    doc->has_signature = signature && sqlite3_column_bytes(row, 2) == (int)sizeof doc->signature;
    if (doc->has_signature)
        memcpy(doc->signature, signature, sizeof doc->signature);
}

static int link_guarded(ch_store *store, const ch_doc *doc, ch_err *err)
{
    jmp_buf guard;
    ch__arena_clear(&store->scratch);
    if (setjmp(guard)) {
        store->scratch.guard = NULL;
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    store->scratch.guard = &guard;
    int rc = ch__store_duplicates(store, doc, err);
    store->scratch.guard = NULL;
    return rc;
}

/* One at a time: a link goes from a story to those that were there before it. */
static int take_documents(ch_store *store, ch_err *err)
{
    sqlite3_stmt *next = NULL, *insert = NULL;
    ch_doc doc;
    int rc = CH_OK, step = SQLITE_ERROR;
    if (sqlite3_prepare_v2(store->db,
                           "SELECT d.id, d.hash, d._signature FROM temp.taken t JOIN other.documents d"
                           " ON d.id = t.document ORDER BY t.n",
                           -1, &next, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(store->db, "INSERT INTO main.documents SELECT * FROM other.documents WHERE id = ?", -1,
                           &insert, NULL) != SQLITE_OK)
        rc = ch__store_fail(store, err, "cannot take documents");
    while (rc == CH_OK && (step = sqlite3_step(next)) == SQLITE_ROW) {
        describe(next, &doc);
        ch__bind_text(insert, 1, doc.id);
        rc = ch__store_step(store, insert, err);
        if (rc == CH_OK)
            rc = link_guarded(store, &doc, err);
    }
    if (rc == CH_OK && step != SQLITE_DONE)
        rc = ch__store_fail(store, err, "cannot take documents");
    sqlite3_finalize(next);
    sqlite3_finalize(insert);
    return rc;
}

static int take_sentences(ch_store *store, ch_err *err)
{
    int64_t before = 0;
    char index[128];
    int rc = ch__upkeep_number(store, "SELECT max(id) FROM main.sentences", &before, err);
    if (rc == CH_OK)
        rc = ch__upkeep_run(store, SENTENCES, "cannot take sentences", err);
    sqlite3_snprintf(sizeof index, index,
                     "INSERT INTO main._search (rowid, text) SELECT id, text FROM main.sentences WHERE id > %lld",
                     (long long)before);
    return rc == CH_OK ? ch__upkeep_run(store, index, "cannot index sentences", err) : rc;
}

int ch__upkeep_take(ch_store *store, bool every_run, ch_err *err)
{
    static const char RENUMBER[] =
        "UPDATE main.documents SET run = (SELECT ours FROM temp.run_numbers WHERE theirs = run)"
        " WHERE id IN (SELECT document FROM temp.taken)";
    const char *const before[] = {"PRAGMA defer_foreign_keys = ON",
                                  FACTS,
                                  RUNS,
                                  every_run ? EVERY_RUN : NULL,
                                  RUNS_TAKEN,
                                  every_run ? ERRORS_TAKEN : NULL,
                                  REVIEWED,
                                  every_run ? EVERY_REVIEWED : NULL,
                                  ACTORS,
                                  REVIEWS};
    int rc = CH_OK;
    for (size_t i = 0; i < sizeof before / sizeof *before && rc == CH_OK; i++)
        rc = before[i] ? ch__upkeep_run(store, before[i], "cannot take runs and actors", err) : CH_OK;
    if (rc == CH_OK)
        rc = take_documents(store, err);
    if (rc == CH_OK)
        rc = ch__upkeep_run(store, RENUMBER, "cannot take documents", err);
    if (rc == CH_OK)
        rc = take_sentences(store, err);
    for (size_t i = 0; i < sizeof rows / sizeof *rows && rc == CH_OK; i++)
        rc = ch__upkeep_run(store, rows[i], "cannot take records", err);
    return rc;
}
