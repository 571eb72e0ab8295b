/* schema_relations.c - version 4 of the schema: where each pair of states stands, and the panels. The scripts of the
 * room `relations` fill the tables; what a rule is, stands there. */
#include "store/schema.h"

/* What is counted over a group of events, each occurrence once. Scores are multiples of a tenth at most: rounding takes
 * away what the order of adding leaves. */
#define COUNTS                                                                                                  \
    "count(*) AS events, sum(quad = 1) AS verbal_cooperation, sum(quad = 2) AS material_cooperation,"           \
    " sum(quad = 3) AS verbal_conflict, sum(quad = 4) AS material_conflict, round(sum(score), 3) AS score_sum," \
    " round(sum(score) / count(*), 3) AS mean_score"

/* A panel over one unit of time: a row for each two that ever had an event and each day, month or year between the
 * first and the last publication. The numbers are zero where stories were read and none told of the two, and NULL where
 * nothing was read. */
#define IF_COVERED(what) "CASE WHEN max(covered) > 0 THEN " what " END"
#define PANEL(name, one, other, unit, seen, coverage, counts)                                                                                                                                                                                                                                                                              \
    "CREATE VIEW " name " AS SELECT " one ", " other ", " unit ", origin, max(documents) AS documents,"                                                                                                                                                                                                                                    \
    " max(covered) AS covered, " IF_COVERED("sum(events)") " AS events, " IF_COVERED("sum(verbal_cooperation)") " AS "                                                                                                                                                                                                                     \
                                                                                                                "verb"                                                                                                                                                                                                                     \
                                                                                                                "al_"                                                                                                                                                                                                                      \
                                                                                                                "coop"                                                                                                                                                                                                                     \
                                                                                                                "erat"                                                                                                                                                                                                                     \
                                                                                                                "ion,"                                                                                                                                                                                                                     \
                                                                                                                " " IF_COVERED("sum(material_cooperation)") " AS "                                                                                                                                                                         \
                                                                                                                                                            "material_cooperation, " IF_COVERED("s"                                                                                                                                        \
                                                                                                                                                                                                "u"                                                                                                                                        \
                                                                                                                                                                                                "m"                                                                                                                                        \
                                                                                                                                                                                                "("                                                                                                                                        \
                                                                                                                                                                                                "v"                                                                                                                                        \
                                                                                                                                                                                                "e"                                                                                                                                        \
                                                                                                                                                                                                "r"                                                                                                                                        \
                                                                                                                                                                                                "b"                                                                                                                                        \
                                                                                                                                                                                                "a"                                                                                                                                        \
                                                                                                                                                                                                "l"                                                                                                                                        \
                                                                                                                                                                                                "_"                                                                                                                                        \
                                                                                                                                                                                                "c"                                                                                                                                        \
                                                                                                                                                                                                "o"                                                                                                                                        \
                                                                                                                                                                                                "n"                                                                                                                                        \
                                                                                                                                                                                                "f"                                                                                                                                        \
                                                                                                                                                                                                "l"                                                                                                                                        \
                                                                                                                                                                                                "i"                                                                                                                                        \
                                                                                                                                                                                                "c"                                                                                                                                        \
                                                                                                                                                                                                "t"                                                                                                                                        \
                                                                                                                                                                                                ")") " AS verbal_conflict, " IF_COVERED("sum(material_conflict)") " AS material_conflict, " IF_COVERED("sum(score_sum)") " AS score_sum "  \
                                                                                                                                                                                                                                                                                                                         "FROM"            \
                                                                                                                                                                                                                                                                                                                         " (SELECT s." one \
                                                                                                                                                                                                                                                                                                                         ", s." other      \
                                                                                                                                                                                                                                                                                                                         ", c." unit       \
                                                                                                                                                                                                                                                                                                                         ", c.origin, "    \
                                                                                                                                                                                                                                                                                                                         "c.documents, "   \
                                                                                                                                                                                                                                                                                                                         "c.covered, 0 "   \
                                                                                                                                                                                                                                                                                                                         "AS events,"      \
                                                                                                                                                                                                                                                                                                                         " 0 AS "          \
                                                                                                                                                                                                                                                                                                                         "verbal_"         \
                                                                                                                                                                                                                                                                                                                         "cooperation, 0 " \
                                                                                                                                                                                                                                                                                                                         "AS "             \
                                                                                                                                                                                                                                                                                                                         "material_"       \
                                                                                                                                                                                                                                                                                                                         "cooperation, 0 " \
                                                                                                                                                                                                                                                                                                                         "AS "             \
                                                                                                                                                                                                                                                                                                                         "verbal_"         \
                                                                                                                                                                                                                                                                                                                         "conflict, 0 AS " \
                                                                                                                                                                                                                                                                                                                         "material_"       \
                                                                                                                                                                                                                                                                                                                         "conflict,"       \
                                                                                                                                                                                                                                                                                                                         " 0.0 AS "        \
                                                                                                                                                                                                                                                                                                                         "score_sum "      \
                                                                                                                                                                                                                                                                                                                         "FROM " seen      \
                                                                                                                                                                                                                                                                                                                         " s "             \
                                                                                                                                                                                                                                                                                                                         "JOIN " coverage  \
                                                                                                                                                                                                                                                                                                                         " c ON c.origin " \
                                                                                                                                                                                                                                                                                                                         "= s.origin "     \
                                                                                                                                                                                                                                                                                                                         "UNION ALL"       \
                                                                                                                                                                                                                                                                                                                         " SELECT " one    \
                                                                                                                                                                                                                                                                                                                         ", " other        \
                                                                                                                                                                                                                                                                                                                         ", " unit         \
                                                                                                                                                                                                                                                                                                                         ", origin, "      \
                                                                                                                                                                                                                                                                                                                         "NULL, NULL, "    \
                                                                                                                                                                                                                                                                                                                         "events, "        \
                                                                                                                                                                                                                                                                                                                         "verbal_"         \
                                                                                                                                                                                                                                                                                                                         "cooperation, "   \
                                                                                                                                                                                                                                                                                                                         "material_"       \
                                                                                                                                                                                                                                                                                                                         "cooperation,"    \
                                                                                                                                                                                                                                                                                                                         " verbal_"        \
                                                                                                                                                                                                                                                                                                                         "conflict, "      \
                                                                                                                                                                                                                                                                                                                         "material_"       \
                                                                                                                                                                                                                                                                                                                         "conflict, "      \
                                                                                                                                                                                                                                                                                                                         "score_sum "      \
                                                                                                                                                                                                                                                                                                                         "FROM " counts    \
                                                                                                                                                                                                                                                                                                                         ")"               \
                                                                                                                                                                                                                                                                                                                         " GROUP BY " one  \
                                                                                                                                                                                                                                                                                                                         ", " other        \
                                                                                                                                                                                                                                                                                                                         ", " unit         \
                                                                                                                                                                                                                                                                                                                         ", origin "       \
                                                                                                                                                                                                                                                                                                                         "HAVING "         \
                                                                                                                                                                                                                                                                                                                         "max(covered) "   \
                                                                                                                                                                                                                                                                                                                         "IS NOT NULL;"

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
    "CREATE INDEX _links_foreign ON links(origin, date) WHERE origin <> 'read';"

    /* A record that is told of another occurrence now changes its pairs. */
    "CREATE TRIGGER _telling_left AFTER UPDATE OF occurrence ON tellings WHEN old.occurrence <> new.occurrence BEGIN"
    " INSERT OR IGNORE INTO _touched SELECT a, b FROM links WHERE record = new.record; END;"
    "CREATE TRIGGER _telling_gone AFTER DELETE ON tellings BEGIN"
    " INSERT OR IGNORE INTO _touched SELECT a, b FROM links WHERE record = old.record; END;" TOUCHES_ALL("ranks")
        TOUCHES_ALL("keeps") TOUCHES_ALL("term_words") TOUCHES_ALL("paper_names")

    /* ---- directed ---- */
    "CREATE VIEW dyad_events AS"
    " SELECT a AS source, b AS target, day, dated, origin, occurrence, record, event, mode, context, cameo, modality,"
    " quad, score, back AS mutual FROM pair_events WHERE forth AND happened UNION ALL"
    " SELECT b, a, day, dated, origin, occurrence, record, event, mode, context, cameo, modality, quad, score, forth"
    " FROM pair_events WHERE back AND happened;"
    "CREATE VIEW dyad_days AS SELECT source, target, day, origin, " COUNTS
    " FROM dyad_events WHERE dated = 'day' GROUP BY source, target, day, origin;"
    "CREATE VIEW dyad_years AS SELECT source, target, substr(day, 1, 4) AS year, origin, " COUNTS
    " FROM dyad_events WHERE dated <> 'longer' GROUP BY source, target, substr(day, 1, 4), origin;"
    "CREATE VIEW _dyads_seen AS SELECT DISTINCT source, target, origin FROM dyad_events;"

    /* ---- undirected ---- */
    "CREATE VIEW pair_days AS SELECT a, b, day, origin, " COUNTS
    " FROM pair_events WHERE happened AND (forth OR back) AND dated = 'day' GROUP BY a, b, day, origin;"
    "CREATE VIEW pair_months AS SELECT a, b, substr(day, 1, 7) AS month, origin, " COUNTS
    " FROM pair_events WHERE happened AND (forth OR back) AND dated IN ('day', 'month')"
    " GROUP BY a, b, substr(day, 1, 7), origin;"
    "CREATE VIEW pair_years AS SELECT a, b, substr(day, 1, 4) AS year, origin, " COUNTS
    " FROM pair_events WHERE happened AND (forth OR back) AND dated <> 'longer'"
    " GROUP BY a, b, substr(day, 1, 4), origin;"
    "CREATE VIEW _pairs_seen AS SELECT DISTINCT a, b, origin FROM pair_events WHERE happened AND (forth OR back);"

    /* ---- panels ---- */
    "CREATE VIEW coverage_months AS SELECT origin, substr(day, 1, 7) AS month, count(*) AS days,"
    " sum(covered) AS covered, sum(documents) AS documents FROM coverage GROUP BY origin, substr(day, 1, 7);"
    "CREATE VIEW coverage_years AS SELECT origin, substr(day, 1, 4) AS year, count(*) AS days,"
    " sum(covered) AS covered, sum(documents) AS documents FROM coverage GROUP BY origin, substr(day, 1, 4);" PANEL(
        "panel_days", "source", "target", "day", "_dyads_seen", "coverage", "dyad_days")
        PANEL("panel_months", "source", "target", "month", "_dyads_seen", "coverage_months", "dyad_months")
            PANEL("panel_years", "source", "target", "year", "_dyads_seen", "coverage_years", "dyad_years")
                PANEL("pair_panel_days", "a", "b", "day", "_pairs_seen", "coverage", "pair_days")
                    PANEL("pair_panel_months", "a", "b", "month", "_pairs_seen", "coverage_months", "pair_months")
                        PANEL("pair_panel_years", "a", "b", "year", "_pairs_seen", "coverage_years", "pair_years")

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
