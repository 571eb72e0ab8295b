/* schema_relations.c - version 4 of the schema: where each pair of states stands, and the panels. The scripts of the
 * room `relations` fill the tables; what a rule is, stands there. */
#include "store/schema.h"

/* What is counted over a group of events, each occurrence once. Scores are multiples of a tenth at most: rounding takes
 * away what the order of adding leaves. */
#define COUNTS                                                                                                  \
    "count(*) AS events, sum(quad = 1) AS verbal_cooperation, sum(quad = 2) AS material_cooperation,"           \
    " sum(quad = 3) AS verbal_conflict, sum(quad = 4) AS material_conflict, round(sum(score), 3) AS score_sum," \
    " round(sum(score) / count(*), 3) AS mean_score"

/* Directed counts by a unit of time. Of two states a < b what a does to b and what b does to a are two arms, each
 * grouped by itself: so SQLite takes "WHERE source = 'CHN' AND target = 'IRN'" down to the key of pair_events. */
#define ARM(one, other, acts, unit, name, dated)                                           \
    "SELECT " one " AS source, " other " AS target, " unit " AS " name ", origin, " COUNTS \
    " FROM pair_events WHERE happened AND " acts " AND dated " dated " GROUP BY a, b, " unit ", origin"
#define DYADS(view, unit, name, dated) \
    "CREATE VIEW " view                \
    " AS " ARM("a", "b", "forth", unit, name, dated) " UNION ALL " ARM("b", "a", "back", unit, name, dated) ";"
#define PAIRS(view, unit, name, dated)                                           \
    "CREATE VIEW " view " AS SELECT a, b, " unit " AS " name ", origin, " COUNTS \
    " FROM pair_events WHERE happened AND (forth OR back) AND dated " dated " GROUP BY a, b, " unit ", origin;"

/* A panel over a unit of time: a row for each two that ever had an event and each day, month or year between the first
 * and the last publication. The numbers are zero where stories were read and none told of the two, and NULL where
 * nothing was read. within: the days of pair_events (e) that belong to a unit of the coverage (c). */
#define IF_COVERED(what) "CASE WHEN c.covered > 0 THEN " what " END"
/* clang-format off */
#define PANEL_ARM(one, one_name, other, other_name, acts, name, coverage, within, dated)                              \
    "SELECT s." one " AS " one_name ", s." other " AS " other_name ", c." name ", s.origin, c.documents, c.covered, " \
    IF_COVERED("count(e.record)") " AS events, "                                                                      \
    IF_COVERED("coalesce(sum(e.quad = 1), 0)") " AS verbal_cooperation, "                                             \
    IF_COVERED("coalesce(sum(e.quad = 2), 0)") " AS material_cooperation, "                                           \
    IF_COVERED("coalesce(sum(e.quad = 3), 0)") " AS verbal_conflict, "                                                \
    IF_COVERED("coalesce(sum(e.quad = 4), 0)") " AS material_conflict, "                                              \
    IF_COVERED("round(total(e.score), 3)") " AS score_sum"                                                            \
    " FROM _seen s CROSS JOIN " coverage " c ON c.origin = s.origin"                                                  \
    " LEFT JOIN pair_events e ON e.a = s.a AND e.b = s.b AND " within " AND e.origin = s.origin AND e.happened AND "  \
    acts("e") " AND e.dated " dated " WHERE " acts("s") " GROUP BY s.a, s.b, c." name ", s.origin"
/* clang-format on */

#define FORTH(t) t ".forth"
#define BACK(t) t ".back"
#define EITHER(t) "(" t ".forth OR " t ".back)"
#define PANEL(view, name, coverage, within, dated)                                                                \
    "CREATE VIEW panel_" view                                                                                     \
    " AS " PANEL_ARM("a", "source", "b", "target", FORTH, name, coverage, within, dated) " UNION ALL " PANEL_ARM( \
        "b", "source", "a", "target", BACK, name, coverage, within,                                               \
        dated) ";"                                                                                                \
               "CREATE VIEW pair_panel_" view                                                                     \
               " AS " PANEL_ARM("a", "a", "b", "b", EITHER, name, coverage, within, dated) ";"

#define MONTH "substr(day, 1, 7)"
#define YEAR "substr(day, 1, 4)"
#define TO_A_DAY "= 'day'"
#define TO_A_MONTH "IN ('day', 'month')"
#define TO_A_YEAR "<> 'longer'"

/* A row of a table of knowledge that changed touches all pairs. */
#define TOUCHES_ALL(table)                                              \
    "CREATE TRIGGER _" table "_added AFTER INSERT ON " table " BEGIN"   \
    " INSERT OR IGNORE INTO _touched SELECT a, b FROM relations; END;"  \
    "CREATE TRIGGER _" table "_removed AFTER DELETE ON " table " BEGIN" \
    " INSERT OR IGNORE INTO _touched SELECT a, b FROM relations; END;"

const char CH__SCHEMA_RELATIONS[] =
    "DROP VIEW dyad_months; DROP VIEW promises;"

    /* From the knowledge of the last run (facts.c): the order of levels, what keeps or breaks a promise, words of
     * terms, what any paper of a kind is called. */
    "CREATE TABLE ranks (level TEXT PRIMARY KEY, rank INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE keeps (promise TEXT NOT NULL, deed TEXT NOT NULL, mode TEXT NOT NULL, outcome TEXT NOT NULL"
    " CHECK (outcome IN ('kept', 'broken')), confidence REAL NOT NULL, PRIMARY KEY (promise, deed, mode, outcome))"
    " WITHOUT ROWID;"
    "CREATE TABLE term_words (word TEXT PRIMARY KEY, value INTEGER NOT NULL, unit TEXT NOT NULL"
    " CHECK (unit IN ('number', 'months', 'days'))) WITHOUT ROWID;"
    "CREATE TABLE paper_names (name TEXT PRIMARY KEY) WITHOUT ROWID;"

    /* One row a pair that any record links, a < b. */
    "CREATE TABLE relations (a TEXT NOT NULL, b TEXT NOT NULL, records INTEGER NOT NULL, documents INTEGER NOT NULL,"
    " first_date TEXT, last_date TEXT, level TEXT, level_action TEXT, level_rank INTEGER, level_since TEXT,"
    " level_record TEXT, last_contact TEXT, last_contact_mode TEXT, last_contact_record TEXT,"
    " pacts_in_force INTEGER NOT NULL, open_promises INTEGER NOT NULL, cooperation INTEGER NOT NULL,"
    " conflict INTEGER NOT NULL, score REAL, last_published TEXT, as_of TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;"

    /* Events of a pair, one row an occurrence and origin: the base of all that counts events. */
    "CREATE TABLE pair_events (a TEXT NOT NULL, b TEXT NOT NULL, day TEXT NOT NULL, origin TEXT NOT NULL,"
    " occurrence TEXT NOT NULL, record TEXT NOT NULL, dated TEXT NOT NULL CHECK (dated IN ('day', 'month', 'year',"
    " 'longer')), forth INTEGER NOT NULL, back INTEGER NOT NULL, happened INTEGER NOT NULL, modality TEXT NOT NULL,"
    " event TEXT NOT NULL, mode TEXT, context TEXT, cameo TEXT, quad INTEGER NOT NULL, score REAL NOT NULL,"
    " PRIMARY KEY (a, b, day, origin, occurrence)) WITHOUT ROWID;"

    /* Pairs with an event that happened, for the panels. */
    "CREATE TABLE _seen (a TEXT NOT NULL, b TEXT NOT NULL, origin TEXT NOT NULL, forth INTEGER NOT NULL,"
    " back INTEGER NOT NULL, PRIMARY KEY (a, b, origin)) WITHOUT ROWID;"

    "CREATE TABLE dyad_months (source TEXT NOT NULL, target TEXT NOT NULL, month TEXT NOT NULL, origin TEXT NOT NULL,"
    " events INTEGER NOT NULL, verbal_cooperation INTEGER NOT NULL, material_cooperation INTEGER NOT NULL,"
    " verbal_conflict INTEGER NOT NULL, material_conflict INTEGER NOT NULL, score_sum REAL NOT NULL,"
    " mean_score REAL NOT NULL, PRIMARY KEY (source, target, month, origin)) WITHOUT ROWID;"

    /* Levels of a pair: standings has a row for each occurrence that counts, with what the pair has after it (held);
     * standing_records says of each level record whether it counts. */
    "CREATE TABLE standings (a TEXT NOT NULL, b TEXT NOT NULL, n INTEGER NOT NULL, date TEXT NOT NULL,"
    " level TEXT NOT NULL, rank INTEGER NOT NULL, action TEXT NOT NULL, record TEXT NOT NULL, occurrence TEXT NOT NULL,"
    " held_level TEXT, held_rank INTEGER, held_action TEXT, held_since TEXT, held_record TEXT, PRIMARY KEY (a, b, n))"
    " WITHOUT ROWID;"
    "CREATE TABLE standing_records (a TEXT NOT NULL, b TEXT NOT NULL, record TEXT NOT NULL, occurrence TEXT NOT NULL,"
    " use TEXT NOT NULL CHECK (use IN ('counts', 'planned', 'doubtful', 'undated')), PRIMARY KEY (a, b, record))"
    " WITHOUT ROWID;"

    /* One paper, tracked over all stories. */
    "CREATE TABLE pacts (id TEXT PRIMARY KEY, title TEXT, form TEXT, parties TEXT NOT NULL, status TEXT NOT NULL,"
    " since TEXT, term TEXT, ends TEXT, subjects TEXT, count TEXT, record TEXT NOT NULL, records INTEGER NOT NULL,"
    " binding INTEGER NOT NULL CHECK (binding IN (0, 1))) WITHOUT ROWID;"
    "CREATE TABLE pact_records (pact TEXT NOT NULL, record TEXT NOT NULL, action TEXT, date TEXT, rule TEXT NOT NULL,"
    " PRIMARY KEY (pact, record)) WITHOUT ROWID;"
    "CREATE INDEX pact_records_record ON pact_records(record);"
    "CREATE TABLE pact_pairs (a TEXT NOT NULL, b TEXT NOT NULL, pact TEXT NOT NULL, PRIMARY KEY (a, b, pact))"
    " WITHOUT ROWID;"
    "CREATE INDEX pact_pairs_pact ON pact_pairs(pact);"

    "CREATE TABLE promises (record TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, a TEXT NOT NULL,"
    " b TEXT NOT NULL, date_start TEXT NOT NULL, status TEXT NOT NULL CHECK (status IN ('open', 'kept', 'broken')),"
    " fulfilled_by TEXT, broken_by TEXT, rule TEXT, confidence REAL, occurrence TEXT NOT NULL,"
    " PRIMARY KEY (a, b, record, source)) WITHOUT ROWID;"

    /* Every day from the first to the last publication, by origin; `days` has those of what was read. */
    "CREATE TABLE coverage (origin TEXT NOT NULL, day TEXT NOT NULL, documents INTEGER NOT NULL,"
    " covered INTEGER NOT NULL, PRIMARY KEY (origin, day)) WITHOUT ROWID;"
    "CREATE VIEW days AS SELECT day, documents, covered FROM coverage WHERE origin = 'read';"
    "CREATE INDEX documents_origin ON documents(origin, published);"
    "CREATE INDEX _documents_published ON documents(id, published);"
    "CREATE INDEX _links_foreign ON links(origin, date) WHERE origin <> 'read';"

    /* A record that is told of another occurrence now changes its pairs. Not OR IGNORE: in a trigger the conflict
     * clause of the statement that fired it holds, and ON CONFLICT DO UPDATE makes it abort. */
    "CREATE TRIGGER _telling_left AFTER UPDATE OF occurrence ON tellings WHEN old.occurrence <> new.occurrence BEGIN"
    /* not OR IGNORE: what fires it is an upsert, whose own way with conflicts (ABORT) overrides that of its triggers */
    " INSERT INTO _touched SELECT l.a, l.b FROM links l WHERE l.record = new.record AND NOT EXISTS"
    " (SELECT 1 FROM _touched t WHERE t.a = l.a AND t.b = l.b); END;"
    "CREATE TRIGGER _telling_gone AFTER DELETE ON tellings BEGIN"
    " INSERT OR IGNORE INTO _touched SELECT a, b FROM links WHERE record = old.record; END;" TOUCHES_ALL("ranks")
        TOUCHES_ALL("keeps") TOUCHES_ALL("term_words") TOUCHES_ALL("paper_names")

    /* ---- by units of time ---- */
    "CREATE VIEW dyad_events AS"
    " SELECT a AS source, b AS target, day, dated, origin, occurrence, record, event, mode, context, cameo, modality,"
    " quad, score, back AS mutual FROM pair_events WHERE forth AND happened UNION ALL"
    " SELECT b, a, day, dated, origin, occurrence, record, event, mode, context, cameo, modality, quad, score, forth"
    " FROM pair_events WHERE back AND happened;" DYADS("dyad_days", "day", "day", TO_A_DAY) DYADS("dyad_years", YEAR,
                                                                                                  "year", TO_A_YEAR)
        PAIRS("pair_days", "day", "day", TO_A_DAY) PAIRS("pair_months", MONTH, "month", TO_A_MONTH) PAIRS(
            "pair_years", YEAR, "year",
            TO_A_YEAR) "CREATE VIEW coverage_months AS SELECT origin, " MONTH " AS month, count(*) AS days,"
                       " sum(covered) AS covered, sum(documents) AS documents FROM coverage GROUP BY origin, " MONTH ";"
                       "CREATE VIEW coverage_years AS SELECT origin, " YEAR " AS year, count(*) AS days,"
                       " sum(covered) AS covered, sum(documents) AS documents FROM coverage GROUP BY origin, " YEAR
                       ";" PANEL("days", "day", "coverage", "e.day = c.day", TO_A_DAY)
                           PANEL("months", "month", "coverage_months", "e.day >= c.month AND e.day < c.month || '~'",
                                 TO_A_MONTH) PANEL("years", "year", "coverage_years",
                                                   "e.day >= c.year AND e.day < c.year || '~'", TO_A_YEAR)

    /* ---- contacts ---- */
    "CREATE VIEW contacts AS SELECT a, b, coalesce(mode, 'talks') AS mode, day AS date, dated, record, occurrence,"
    " CASE WHEN forth AND back THEN NULL WHEN forth THEN a ELSE b END AS source, origin FROM pair_events"
    " WHERE event = 'CONSULT' AND happened AND (forth OR back);"
    "CREATE VIEW contact_modes AS SELECT a, b, mode, origin, count(*) AS times, min(date) AS first, max(date) AS last"
    " FROM contacts GROUP BY a, b, mode, origin;"

    /* ---- which records a number rests on ---- */
    "CREATE VIEW dyad_records AS SELECT e.source, e.target, e.origin, e.day, e.dated, e.occurrence, e.quad, e.score,"
    " t.record FROM dyad_events e JOIN tellings t ON t.occurrence = e.occurrence WHERE EXISTS (SELECT 1 FROM links l"
    " WHERE l.record = t.record AND l.a = min(e.source, e.target) AND l.b = max(e.source, e.target)"
    " AND l.origin = e.origin);"
    "CREATE VIEW relation_records AS"
    " SELECT a, b, 'records' AS number, record FROM links UNION ALL"
    " SELECT a, b, 'level', record FROM standing_records WHERE use = 'counts' UNION ALL"
    " SELECT a, b, 'last_contact', last_contact_record FROM relations WHERE last_contact_record IS NOT NULL UNION ALL"
    " SELECT p.a, p.b, 'pacts_in_force', r.record FROM relations n JOIN pact_pairs p ON p.a = n.a AND p.b = n.b"
    " JOIN pacts c ON c.id = p.pact AND c.binding AND (c.ends IS NULL OR c.ends >= n.as_of)"
    " JOIN pact_records r ON r.pact = p.pact UNION ALL"
    " SELECT a, b, 'open_promises', record FROM promises WHERE status = 'open' UNION ALL"
    " SELECT e.a, e.b, iif(e.quad <= 2, 'cooperation', 'conflict'), t.record FROM relations n"
    " JOIN pair_events e ON e.a = n.a AND e.b = n.b AND e.day > date(n.as_of, '-12 months') AND e.day <= n.as_of"
    " JOIN tellings t ON t.occurrence = e.occurrence"
    " WHERE e.origin = 'read' AND e.happened AND (e.forth OR e.back) AND e.dated IN ('day', 'month') AND EXISTS"
    " (SELECT 1 FROM links l WHERE l.record = t.record AND l.a = e.a AND l.b = e.b AND l.origin = 'read');";
