#include "store/schema.h"

#include <stdio.h>

/* House rules of the schema, so that R, Python and Stata read it without surprises:
 *   - ids are text; what is missing is NULL; booleans are 0 and 1
 *   - dates are ISO text, checked by GLOB
 *   - char_ and byte_ offsets are 0-based and half-open, into documents.text
 *   - what only the program needs begins with an underscore */

#define DAY(column) "CHECK (" column " IS NULL OR " column " GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"

/* The columns every kind of record begins with. */
#define RECORD_COLUMNS                                                                         \
    "id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, " \
    "sentence INTEGER NOT NULL, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL, "      \
    "byte_start INTEGER NOT NULL, byte_end INTEGER NOT NULL, quote TEXT NOT NULL, "            \
    "date_start DATE " DAY("date_start") ", date_end DATE " DAY(                               \
        "date_end") ", date_precision TEXT NOT NULL, "                                         \
                    "date_basis TEXT, date_text TEXT, confidence REAL NOT NULL, rule TEXT NOT NULL, "

static const char TABLES[] =
    "CREATE TABLE runs (id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, version TEXT NOT NULL,"
    " schema INTEGER NOT NULL, knowledge TEXT NOT NULL, command TEXT, documents_new INTEGER NOT NULL DEFAULT 0,"
    " documents_same INTEGER NOT NULL DEFAULT 0, documents_recoded INTEGER NOT NULL DEFAULT 0,"
    " records INTEGER NOT NULL DEFAULT 0, errors INTEGER NOT NULL DEFAULT 0);"

    "CREATE TABLE errors (id INTEGER PRIMARY KEY, run INTEGER REFERENCES runs(id), file TEXT, line INTEGER,"
    " byte_offset INTEGER, code TEXT NOT NULL, message TEXT NOT NULL);"

    "CREATE TABLE documents (id TEXT PRIMARY KEY, name TEXT NOT NULL, uri TEXT NOT NULL, source TEXT, author TEXT,"
    " title TEXT, published DATE " DAY(
        "published") ", published_step TEXT NOT NULL, dateline TEXT,"
                     " dateline_place TEXT, dateline_country TEXT, agency TEXT, language TEXT, language_step TEXT, "
                     "format TEXT NOT NULL,"
                     " encoding TEXT NOT NULL, encoding_step TEXT NOT NULL, hash TEXT NOT NULL, bytes INTEGER NOT NULL,"
                     " chars INTEGER NOT NULL, text TEXT NOT NULL, run INTEGER REFERENCES runs(id), _coded_by TEXT NOT "
                     "NULL,"
                     " _signature BLOB);"
                     "CREATE INDEX documents_name ON documents(name);"
                     "CREATE INDEX documents_published ON documents(published);"
                     "CREATE INDEX documents_hash ON documents(hash);"

                     "CREATE TABLE blocks (document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, n "
                     "INTEGER NOT NULL,"
                     " kind TEXT NOT NULL, why TEXT, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL,"
                     " byte_start INTEGER NOT NULL, byte_end INTEGER NOT NULL, PRIMARY KEY (document, n)) WITHOUT "
                     "ROWID;"

                     "CREATE TABLE sentences (id INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id) "
                     "ON DELETE CASCADE,"
                     " n INTEGER NOT NULL, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL, byte_start INTEGER "
                     "NOT NULL,"
                     " byte_end INTEGER NOT NULL, text TEXT NOT NULL, is_title INTEGER NOT NULL CHECK (is_title IN (0, "
                     "1)),"
                     " repeat_of INTEGER, reason TEXT, UNIQUE (document, n));"

                     "CREATE TABLE actors (id INTEGER PRIMARY KEY, name TEXT, code TEXT, sector TEXT, entity TEXT, "
                     "office TEXT,"
                     " _key TEXT NOT NULL UNIQUE);"
                     "CREATE INDEX actors_code ON actors(code);"

                     "CREATE TABLE events (" RECORD_COLUMNS
                     "event TEXT NOT NULL, mode TEXT, context TEXT, actor TEXT, recipient TEXT,"
                     " modality TEXT NOT NULL, attribution TEXT, attribution_words TEXT, place TEXT, place_country "
                     "TEXT,"
                     " latitude REAL, longitude REAL, geonameid TEXT, cameo TEXT, quad INTEGER NOT NULL, score REAL "
                     "NOT NULL);"

                     "CREATE TABLE statements (" RECORD_COLUMNS
                     "speaker TEXT, speaker_name TEXT, addressee TEXT, about TEXT,"
                     " form TEXT NOT NULL, verb TEXT, content TEXT, content_char_start INTEGER, content_char_end "
                     "INTEGER);"

                     "CREATE TABLE agreements (" RECORD_COLUMNS
                     "title TEXT, form TEXT, action TEXT, parties TEXT, subjects TEXT,"
                     " term TEXT, count TEXT);"

                     "CREATE TABLE levels (" RECORD_COLUMNS "parties TEXT, level TEXT NOT NULL, action TEXT NOT NULL);"

                     "CREATE TABLE figures (" RECORD_COLUMNS
                     "measure TEXT NOT NULL, value REAL, low REAL, high REAL, unit TEXT,"
                     " approximate INTEGER NOT NULL CHECK (approximate IN (0, 1)), from_actor TEXT, to_actor TEXT,"
                     " period_start DATE " DAY("period_start") ", period_end DATE " DAY(
                         "period_end") ", period_text TEXT, of TEXT);"

                                       "CREATE INDEX events_document ON events(document, sentence);"
                                       "CREATE INDEX events_date ON events(date_start);"
                                       "CREATE INDEX statements_document ON statements(document, sentence);"
                                       "CREATE INDEX agreements_document ON agreements(document, sentence);"
                                       "CREATE INDEX levels_document ON levels(document, sentence);"
                                       "CREATE INDEX figures_document ON figures(document, sentence);"

                                       "CREATE TABLE magnitudes (event TEXT NOT NULL REFERENCES events(id) ON DELETE "
                                       "CASCADE, n INTEGER NOT NULL,"
                                       " what TEXT NOT NULL, value REAL NOT NULL, unit TEXT, PRIMARY KEY (event, n)) "
                                       "WITHOUT ROWID;"

                                       /* Who stands in which role of a record, with the words: the evidence of the
                                          actors. */
                                       "CREATE TABLE roles (record TEXT NOT NULL, role TEXT NOT NULL, n INTEGER NOT "
                                       "NULL,"
                                       " document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, actor "
                                       "INTEGER REFERENCES actors(id),"
                                       " code TEXT, quote TEXT NOT NULL, char_start INTEGER NOT NULL, char_end INTEGER "
                                       "NOT NULL,"
                                       " byte_start INTEGER NOT NULL, byte_end INTEGER NOT NULL, PRIMARY KEY (record, "
                                       "role, n)) WITHOUT ROWID;"
                                       "CREATE INDEX roles_code ON roles(code, role);"
                                       "CREATE INDEX roles_document ON roles(document);"

                                       /* The words behind fields that are no actors: date, place, content, ... The view
                                          `evidence` has all words of a record. */
                                       "CREATE TABLE spans (record TEXT NOT NULL, field TEXT NOT NULL, n INTEGER NOT "
                                       "NULL,"
                                       " document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, quote TEXT "
                                       "NOT NULL,"
                                       " char_start INTEGER NOT NULL, char_end INTEGER NOT NULL, byte_start INTEGER "
                                       "NOT NULL,"
                                       " byte_end INTEGER NOT NULL, PRIMARY KEY (record, field, n)) WITHOUT ROWID;"
                                       "CREATE INDEX spans_document ON spans(document);"

                                       /* What was weighed: why a trigger became a record, or why not. */
                                       "CREATE TABLE candidates (document TEXT NOT NULL REFERENCES documents(id) ON "
                                       "DELETE CASCADE, n INTEGER NOT NULL,"
                                       " sentence INTEGER NOT NULL, word TEXT, rule TEXT, why TEXT NOT NULL, record "
                                       "TEXT,"
                                       " PRIMARY KEY (document, n)) WITHOUT ROWID;"

                                       "CREATE VIRTUAL TABLE _search USING fts5(text, content='sentences', "
                                       "content_rowid='id',"
                                       " tokenize='unicode61 remove_diacritics 2');"
                                       "CREATE TRIGGER _sentences_added AFTER INSERT ON sentences BEGIN"
                                       " INSERT INTO _search(rowid, text) VALUES (new.id, new.text); END;"
                                       "CREATE TRIGGER _sentences_removed AFTER DELETE ON sentences BEGIN"
                                       " INSERT INTO _search(_search, rowid, text) VALUES ('delete', old.id, "
                                       "old.text); END;";

/* Version 2: stories that tell the same, and the views. */
static const char DUPLICATES_AND_VIEWS[] =
    "CREATE TABLE duplicates (document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,"
    " other TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, kind TEXT NOT NULL, similarity REAL NOT NULL,"
    " PRIMARY KEY (document, other)) WITHOUT ROWID;"
    "CREATE INDEX duplicates_other ON duplicates(other);"
    "CREATE TABLE _bands (band INTEGER NOT NULL, hash INTEGER NOT NULL,"
    " document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,"
    " PRIMARY KEY (band, hash, document)) WITHOUT ROWID;"
    "CREATE INDEX _bands_document ON _bands(document);"

    /* Every record, whatever its kind. */
    "CREATE VIEW records AS"
    " SELECT 'event' AS kind, id, document, sentence, date_start, date_end, date_precision, date_basis, event AS type,"
    " coalesce(actor, '') || coalesce(';' || recipient, '') AS codes, quote, confidence, rule, char_start, char_end,"
    " byte_start, byte_end FROM events UNION ALL"
    " SELECT 'statement', id, document, sentence, date_start, date_end, date_precision, date_basis, form,"
    " coalesce(speaker, '') || coalesce(';' || about, ''), quote, confidence, rule, char_start, char_end, byte_start,"
    " byte_end FROM statements UNION ALL"
    " SELECT 'agreement', id, document, sentence, date_start, date_end, date_precision, date_basis, form,"
    " coalesce(parties, ''), quote, confidence, rule, char_start, char_end, byte_start, byte_end FROM agreements UNION"
    " ALL SELECT 'level', id, document, sentence, date_start, date_end, date_precision, date_basis, level,"
    " coalesce(parties, ''), quote, confidence, rule, char_start, char_end, byte_start, byte_end FROM levels UNION ALL"
    " SELECT 'figure', id, document, sentence, date_start, date_end, date_precision, date_basis, measure,"
    " coalesce(from_actor, '') || coalesce(';' || to_actor, ''), quote, confidence, rule, char_start, char_end,"
    " byte_start, byte_end FROM figures;"

    /* Every stretch of text a record rests on: one row a span. */
    "CREATE VIEW evidence AS"
    " SELECT id AS record, 'record' AS field, 0 AS n, document, quote, char_start, char_end, byte_start, byte_end"
    " FROM records UNION ALL"
    " SELECT record, role, n, document, quote, char_start, char_end, byte_start, byte_end FROM roles UNION ALL"
    " SELECT record, field, n, document, quote, char_start, char_end, byte_start, byte_end FROM spans;"

    /* Who did what to whom: a row for each ordered pair of an event. Parties of a reciprocal event appear both ways. */
    "CREATE VIEW dyads AS"
    " SELECT e.id AS event_id, a.code AS source, b.code AS target, e.date_start, e.date_end, e.event, e.mode,"
    " e.modality, e.quad, e.score, e.document, e.quote FROM events e"
    " JOIN roles a ON a.record = e.id AND a.role = 'actor' JOIN roles b ON b.record = e.id AND"
    " (b.role = 'recipient' OR (b.role = 'actor' AND e.recipient IS NULL))"
    " WHERE a.code IS NOT NULL AND b.code IS NOT NULL AND a.code <> b.code GROUP BY e.id, a.code, b.code;"

    "CREATE VIEW dyad_months AS"
    " SELECT source, target, substr(date_start, 1, 7) AS month, count(*) AS events,"
    " sum(quad = 1) AS verbal_cooperation, sum(quad = 2) AS material_cooperation, sum(quad = 3) AS verbal_conflict,"
    " sum(quad = 4) AS material_conflict, avg(score) AS mean_score FROM dyads"
    " WHERE modality IN ('actual', 'historical') AND date_start IS NOT NULL GROUP BY source, target, month;"

    "CREATE VIEW meetings AS"
    " SELECT date_start, date_end, mode, actor, recipient, place, modality, quote, document, id FROM events"
    " WHERE event = 'CONSULT';"

    "CREATE VIEW promises AS"
    " SELECT date_start, date_end, actor, recipient, quote, document, id FROM events WHERE event = 'AGREE';"

    "CREATE VIEW hostilities AS"
    " SELECT date_start, date_end, event, mode, actor, recipient, modality, attribution, quote, document, id"
    " FROM events WHERE quad IN (3, 4);"

    "CREATE VIEW quotations AS"
    " SELECT s.date_start, s.speaker_name, s.speaker, s.verb, s.content, s.about, d.name AS document_name, s.id"
    " FROM statements s JOIN documents d ON d.id = s.document WHERE s.form IN ('direct', 'mixed');"

    "CREATE VIEW actor_counts AS"
    " SELECT a.code, a.name, a.sector, count(DISTINCT r.record) AS records, count(DISTINCT r.document) AS documents"
    " FROM actors a JOIN roles r ON r.actor = a.id GROUP BY a.id;"

    "CREATE VIEW uncoded_sentences AS"
    " SELECT d.name AS document_name, s.n AS sentence, s.text, s.reason FROM sentences s"
    " JOIN documents d ON d.id = s.document WHERE s.repeat_of IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM events e WHERE e.document = s.document AND e.sentence = s.n);";

/* Version 3: days are declared TEXT, so that published >= '2023' compares text with text (DATE has numeric affinity and
 * makes a number of '2023', below every text); the index of words is filled a batch at a time; bands, which a document
 * gets back when it is coded again, outlive it and need no index by document. The days are text in the file already:
 * only the declarations change ("Making Other Kinds Of Table Schema Changes", sqlite.org/lang_altertable). */
static const char DAYS_ARE_TEXT[] =
    "DROP TRIGGER _sentences_added;"
    "ALTER TABLE _bands RENAME TO _bands_2;"
    "CREATE TABLE _bands (band INTEGER NOT NULL, hash INTEGER NOT NULL, document TEXT NOT NULL,"
    " PRIMARY KEY (band, hash, document)) WITHOUT ROWID;"
    "INSERT INTO _bands SELECT band, hash, document FROM _bands_2;"
    "DROP TABLE _bands_2;"
    "PRAGMA writable_schema = ON;"
    "UPDATE sqlite_schema SET sql = replace(sql, ' DATE CHECK', ' TEXT CHECK') WHERE type = 'table';"
    "PRAGMA writable_schema = RESET;";

/* Version 4: what is derived from the records, and where a document came from: read by chancery, or the rows of an
 * event file of another system. */
static const char ORIGIN[] = "ALTER TABLE documents ADD COLUMN origin TEXT NOT NULL DEFAULT 'read';";

/* How exact the period of a figure is and where it comes from; NULL for those of older stores until they are read anew.
 */
static const char PERIODS[] = "ALTER TABLE figures ADD COLUMN period_precision TEXT;"
                              "ALTER TABLE figures ADD COLUMN period_basis TEXT;";

enum { MOST_PARTS = 8 };

static const char *const steps[CH__SCHEMA_VERSION][MOST_PARTS] = {
    {TABLES},
    {DUPLICATES_AND_VIEWS},
    {DAYS_ARE_TEXT},
    {ORIGIN, PERIODS, CH__SCHEMA_LINKS, CH__SCHEMA_TELLINGS, CH__SCHEMA_RELATIONS, CH__SCHEMA_SNAPSHOTS,
     CH__SCHEMA_QUESTIONS},
    {CH__SCHEMA_REVIEWS, CH__SCHEMA_REVIEWS_FIXED},
    {CH__SCHEMA_LISTS, CH__SCHEMA_WORLD},
    {CH__SCHEMA_TOTALS},
};

static int run(sqlite3 *db, const char *sql, ch_err *err)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return CH_OK;
    int code = sqlite3_errcode(db);
    return ch__fail(err, code == SQLITE_BUSY || code == SQLITE_LOCKED ? CH_ELOCKED : CH_ESTORE, "schema: %s",
                    sqlite3_errmsg(db));
}

/* The version of a store as another process may have left it since it was opened. */
static int version_now(sqlite3 *db, int otherwise)
{
    sqlite3_stmt *s = NULL;
    int version = otherwise;
    if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        version = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    return version;
}

int ch__schema_migrate_to(sqlite3 *db, int from, int to, ch_err *err)
{
    char stamp[96];
    int rc = run(db, "BEGIN IMMEDIATE", err);
    if (rc == CH_OK)
        from = version_now(db, from); /* two that make the same store: the second finds it made */
    for (int v = from; v < to; v++)
        for (int part = 0; part < MOST_PARTS && steps[v][part] && rc == CH_OK; part++)
            rc = run(db, steps[v][part], err);
    snprintf(stamp, sizeof stamp, "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT", CH__APPLICATION_ID,
             from > to ? from : to);
    if (rc == CH_OK)
        rc = run(db, stamp, err);
    if (rc < 0)
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

int ch__schema_migrate(sqlite3 *db, int from, ch_err *err)
{
    return ch__schema_migrate_to(db, from, CH__SCHEMA_VERSION, err);
}
