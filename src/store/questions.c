/* questions.c - the table of what can be asked of a store. */
#include "store/questions.h"

#include <string.h>

const ch__part ch__parts[CH__PARTS] = {
    {"event", "events", "t.event", "t.mode", "t.modality", "coalesce(t.actor, '') || coalesce(';' || t.recipient, '')"},
    {"statement", "statements", "t.form", "t.verb", "NULL", "coalesce(t.speaker, '') || coalesce(';' || t.about, '')"},
    {"agreement", "agreements", "t.form", "t.action", "NULL", "coalesce(t.parties, '')"},
    {"level", "levels", "t.level", "t.action", "NULL", "coalesce(t.parties, '')"},
    {"figure", "figures", "t.measure",
     "CAST(CAST(coalesce(t.value, t.low, t.high) AS INTEGER) AS TEXT) || coalesce(' ' || t.unit, '')", "NULL",
     "coalesce(t.from_actor, '') || coalesce(';' || t.to_actor, '')"},
};

/* ---- records ---- */

#define WITH_DOCUMENT " CROSS JOIN documents d ON d.id = t.document"

#define RECORD_FROM                                                               \
    .from = "@table t@with", .with = WITH_DOCUMENT, .beyond = "d", .row = "t.id", \
    .from_document = "documents d CROSS JOIN @table t ON t.document = d.id",      \
    .from_pair = "links l@row@with"                                               \
                 " WHERE l.a = :a AND l.b = :b AND l.kind = '@kind'",             \
    .from_actor = "appearances l@row@with"                                        \
                  " WHERE l.code = :actor AND l.kind = '@kind'"

#define MATCHES                                                          \
    "(t.document, t.sentence) IN (SELECT f.document, f.n FROM _search x" \
    " JOIN sentences f ON f.id = x.rowid WHERE _search MATCH :match)"
#define HAS_WORDS                                                                                            \
    "EXISTS (SELECT 1 FROM sentences f CROSS JOIN _search x ON x.rowid = f.id WHERE f.document = t.document" \
    " AND f.n = t.sentence AND _search MATCH :match)"

#define RECORD_CONDITIONS                                                                                              \
    .id = "(t.id = :id OR (t.id > :id AND t.id < :id_end))", .since = "t.date_end >= :since",                          \
    .until = "t.date_start <= :until", .at = "t.date_start <= :at",                                                    \
    .doc = "t.document IN (SELECT id FROM documents WHERE id = :doc OR name = :doc)", .match = MATCHES,                \
    .probe = HAS_WORDS, .pair = "t.id IN (SELECT record FROM links WHERE a = :a AND b = :b)", .actor = "t.id IN @who", \
    .confidence = "@free t.confidence >= :confidence",                                                                 \
    .source = "t.document IN (SELECT id FROM documents WHERE source = :source COLLATE NOCASE)"

#define RECORD_COLUMNS(columns)                                                                                \
    "t.id, d.name AS document, t.sentence, t.date_start, t.date_end, t.date_precision, t.date_basis, " columns \
    ", t.quote, t.confidence, t.rule, t.char_start, t.char_end, t.byte_start, t.byte_end, @key AS _key,"       \
    " d.published AS _published"

#define BY_DATE "_key NULLS LAST, _published, document, sentence, char_start, id"
#define NEWEST "_key DESC, _published DESC, document, sentence, char_start, id"

#define RECORD(one, all, columns_, type_, ...)                                                                  \
    {                                                                                                           \
        .what = all, .kind = one, .columns = RECORD_COLUMNS(columns_), .type = type_ " = :type COLLATE NOCASE", \
        .order = BY_DATE, .newest = NEWEST, RECORD_FROM, RECORD_CONDITIONS, __VA_ARGS__                         \
    }

/* "Georgia, USA" is not "Georgia"; the index has those with coordinates, which are the ones on a map. */
#define AT_PLACE                                                                        \
    "t.rowid IN (SELECT y.rowid FROM events y INDEXED BY events_place WHERE y.latitude" \
    " IS NOT NULL AND :place COLLATE NOCASE IN (y.place, y.place_country, y.place || ', ' || y.place_country))"

/* Of the records of one occurrence that a pair or an actor leads to, the one that stands for it: the record that the
 * occurrence names, if it is among them. */
#define STANDS_FOR_IT(leads)                                                                                    \
    " AND (o.tellings = 1 OR l.record = substr((SELECT min((z.record <> o.record) || z.record) FROM tellings z" \
    " CROSS JOIN " leads " WHERE z.occurrence = o.id), 2))"
#define OCCURRENCE                                                                                  \
    " CROSS JOIN tellings g ON g.record = l.record CROSS JOIN occurrences o ON o.id = g.occurrence" \
    " CROSS JOIN @table t ON t.id = l.record" WITH_DOCUMENT

/* ---- what is derived ---- */

#define PAIR_CONDITIONS .pair = "t.a = :a AND t.b = :b", .actor = "(t.a = :actor OR t.b = :actor)"
#define TEXT(row) \
    "(SELECT x.text FROM sentences x WHERE x.document = " row ".document AND x.n = " row ".sentence) AS text"
#define DENIAL_TEXT "(SELECT x.text FROM sentences x WHERE x.document = n.document AND x.n = n.sentence) AS denial_text"
#define RESTS_ON(table, record) " LEFT JOIN " table " v ON v.id = " record " LEFT JOIN documents d ON d.id = v.document"
#define NAMES " LEFT JOIN codes x ON x.code = t.a LEFT JOIN codes y ON y.code = t.b"

/* The pairs as they were on a day, counted from what bears a date up to it. */
#define LAST_UNTIL(table, column)                                                           \
    "(SELECT s." column " FROM " table " s WHERE s.a = l.a AND s.b = l.b AND s.date <= :at" \
    " ORDER BY s.date DESC, s.record LIMIT 1)"
#define HELD(what)                                                                             \
    "(SELECT s.held_" what " FROM standings s WHERE s.a = l.a AND s.b = l.b AND s.date <= :at" \
    " ORDER BY s.n DESC LIMIT 1)"
#define YEAR_UNTIL(sum)                                                                                   \
    "(SELECT coalesce(sum(" sum "), 0) FROM pair_events m WHERE m.a = l.a AND m.b = l.b AND m.day <= :at" \
    " AND m.day > date(:at, '-12 months') AND m.origin = 'read' AND m.happened AND (m.forth OR m.back)"   \
    " AND m.dated IN ('day', 'month'))"
/* clang-format off */
#define RELATIONS_AT                                                                                                  \
    "(SELECT l.a, l.b, count(*) AS records, count(DISTINCT l.document) AS documents, min(l.date) AS first_date,"      \
    " max(l.date) AS last_date,"                                                                                      \
    " " HELD("level") " AS level, " HELD("action") " AS level_action, " HELD("rank") " AS level_rank,"                \
    " " HELD("since") " AS level_since, " HELD("record") " AS level_record,"                                          \
    " " LAST_UNTIL("contacts", "date") " AS last_contact, " LAST_UNTIL("contacts", "mode") " AS last_contact_mode,"   \
    " " LAST_UNTIL("contacts", "record") " AS last_contact_record,"                                                   \
    " (SELECT count(*) FROM pact_pairs q JOIN pacts p ON p.id = q.pact"                                               \
    "  WHERE q.a = l.a AND q.b = l.b AND " PACT_IN_FORCE_AT ") AS pacts_in_force,"                                    \
    " (SELECT count(*) FROM promises p LEFT JOIN events f ON f.id = coalesce(p.fulfilled_by, p.broken_by)"            \
    "  WHERE p.a = l.a AND p.b = l.b AND p.date_start <= :at AND (p.status = 'open' OR f.date_start > :at))"          \
    " AS open_promises,"                                                                                              \
    " " YEAR_UNTIL("m.quad <= 2") " AS cooperation, " YEAR_UNTIL("m.quad > 2") " AS conflict,"                        \
    " round(" YEAR_UNTIL("m.score") ", 3) AS score FROM links l WHERE l.date <= :at GROUP BY l.a, l.b) t"
/* clang-format on */
#define PACT_IN_FORCE_AT "p.binding AND p.since <= :at AND (p.ends IS NULL OR p.ends >= :at)"

/* A promise that was kept or broken later was still open on the day. */
#define PROMISE_STATE "CASE WHEN f.date_start > :at THEN 'open' ELSE t.status END"

/* Who of two met, by name: people, not "China" for China. */
#define PEOPLE                                                                                                   \
    "(SELECT group_concat(name, '; ') FROM (SELECT DISTINCT p.name FROM roles r JOIN actors p ON p.id = r.actor" \
    " WHERE r.record = t.record AND r.role IN ('actor', 'recipient') AND p.office IS NOT NULL ORDER BY r.role, r.n))"

/* Records that nobody has judged yet. Ids are hashes: their order is a random one, the same for everybody; the id that
 * is asked for says where in that order a sample begins. */
#define QUEUE(name, only, by, by_, from_)                                                                             \
    {                                                                                                                 \
        .what = name, .kind = "*",                                                                                    \
        .columns = "'@kind' AS kind, t.id, d.name AS document, t.sentence, @type AS type, t.quote, t.confidence",     \
        .from = "@table t" WITH_DOCUMENT " AND d.origin = 'read' AND t.id NOT IN (SELECT record FROM verdicts)" only, \
        .order = by, .first = by_, .type = "'@kind' = :type COLLATE NOCASE", .doc = "(d.id = :doc OR d.name = :doc)", \
        .id = from_                                                                                                   \
    }

/* Rows of the view `evidence`, found by document or record: conditions on a join with the view itself would have all of
 * it made first. */
#define STRETCHES(which, table)                                                                                      \
    "SELECT t.*, d.name FROM documents d JOIN (SELECT " which ", document, quote, char_start, char_end, byte_start," \
    " byte_end FROM " table ") t ON t.document = d.id WHERE true@given"
#define STRETCHES_OF(kind) STRETCHES("id AS record, 'record' AS field, 0 AS n", kind) " UNION ALL "
#define ALL_STRETCHES          \
    STRETCHES_OF("events")     \
    STRETCHES_OF("statements") \
    STRETCHES_OF("agreements") \
    STRETCHES_OF("levels")     \
    STRETCHES_OF("figures")    \
    STRETCHES("record, role AS field, n", "roles") " UNION ALL " STRETCHES("record, field, n", "spans")

/* Actors with the counts that are kept; narrowed down to some records they are counted anew. */
static const ch__question all_actors = {
    .what = "actors",
    .columns = "a.code, a.name, a.sector, a.office, a.entity, n.records, n.documents",
    .from = "_counted n CROSS JOIN actors a ON a.id = n.actor",
    .where = "n.records > 0",
    .order = "n.records DESC, a.code, a.name, a.id",
    .id = "a.code = :id",
    .type = "a.sector = :type COLLATE NOCASE",
};

static const ch__question questions[] = {
    RECORD("event", "events",
           "t.event, t.mode, t.actor, t.recipient, t.modality, t.attribution, t.context, t.place, t.place_country,"
           " t.latitude, t.longitude, t.cameo, t.quad, t.score",
           "t.event", .mode = "t.mode = :mode COLLATE NOCASE", .modality = "t.modality = :modality COLLATE NOCASE",
           .place = AT_PLACE),
    RECORD("statement", "statements", "t.speaker, t.speaker_name, t.verb, t.form, t.addressee, t.about, t.content",
           "t.form"),
    RECORD("agreement", "agreements", "t.form, t.action, t.parties, t.title, t.term, t.count, t.subjects", "t.form",
           .mode = "t.action = :mode COLLATE NOCASE"),
    RECORD("level", "levels", "t.level, t.action, t.parties", "t.level", .mode = "t.action = :mode COLLATE NOCASE"),
    RECORD("figure", "figures",
           "t.measure, t.value, t.low, t.high, t.unit, t.approximate, t.from_actor, t.to_actor, t.period_start,"
           " t.period_end, t.of",
           "t.measure", .mode = NULL),
    {.what = "records",
     .kind = "*",
     .columns = RECORD_COLUMNS("'@kind' AS kind, @type AS type, @codes AS codes"),
     .type = "'@kind' = :type COLLATE NOCASE",
     .order = BY_DATE,
     .newest = NEWEST,
     RECORD_FROM,
     RECORD_CONDITIONS,
     .mode = "@detail = :mode COLLATE NOCASE",
     .modality = "@modality = :modality COLLATE NOCASE"},
    {.what = "timeline",
     .kind = "*",
     .columns = "t.date_start, t.date_end, t.date_precision, '@kind' AS kind, @type AS type, @detail AS detail, "
                "@modality AS modality,"
                " @codes AS codes, @forth AS forth, @back AS back, (SELECT x.quad FROM events x WHERE x.id = t.id) AS "
                "quad,"
                " t.quote, o.tellings, o.documents, o.sources,"
                " o.id AS occurrence, t.id, d.name AS document, t.sentence, " TEXT(
                    "t") ", @key AS _key, d.published AS _published",
     .key = "o.date_start",
     .from = "occurrences o CROSS JOIN @table t ON t.id = o.record AND o.kind = '@kind'" WITH_DOCUMENT,
     .from_pair = "links l" OCCURRENCE " WHERE l.a = :a AND l.b = :b AND l.kind = '@kind'" STANDS_FOR_IT(
         "links y INDEXED BY links_record ON y.record = z.record AND y.a = :a AND y.b = :b"),
     .from_actor = "appearances l" OCCURRENCE " WHERE l.code = :actor AND l.kind = '@kind'" STANDS_FOR_IT(
         "appearances y INDEXED BY appearances_record ON y.record = z.record AND y.code = :actor"),
     .order = "_key NULLS LAST, _published, document, sentence, id",
     .newest = "_key DESC, _published DESC, document, sentence, id",
     .id = "o.id = :id",
     .type = "'@kind' = :type COLLATE NOCASE",
     .since = "t.date_end >= :since",
     .until = "t.date_start <= :until",
     .at = "t.date_start <= :at",
     .doc = "(d.id = :doc OR d.name = :doc)"},

    {.what = "occurrences",
     .kind = "*",
     .key = "o.date_start",
     .columns = "o.id, o.kind, @type AS type, @codes AS codes, o.date_start, o.date_end, o.date_precision, o.tellings,"
                " o.documents, o.sources, o.confidence, t.quote, d.name AS document, t.sentence, @key AS _key,"
                " d.published AS _published",
     .from = "occurrences o@with",
     .where = "o.kind = '@kind'",
     .with = " CROSS JOIN @table t ON t.id = o.record" WITH_DOCUMENT,
     .beyond = "td",
     .row = "o.id",
     .order = "_key NULLS LAST, _published, document, sentence, id",
     .newest = "_key DESC, _published DESC, document, sentence, id",
     .id = "o.id = :id",
     .confidence = "o.confidence >= :confidence",
     .type = "@type = :type COLLATE NOCASE",
     .since = "o.date_end >= :since",
     .until = "o.date_start <= :until",
     .at = "o.date_start <= :at",
     .doc = "(d.id = :doc OR d.name = :doc)",
     .match = MATCHES,
     .pair = "o.record IN (SELECT record FROM links WHERE a = :a AND b = :b)",
     .actor = "o.record IN @who"},
    {.what = "tellings",
     .kind = "*",
     .key = "o.date_start",
     .columns = "w.occurrence, w.record, '@kind' AS kind, @type AS type, @codes AS codes, t.date_start, t.date_end,"
                " t.date_precision, t.date_basis, w.rule, w.confidence, t.quote, d.source, d.published,"
                " d.name AS document, t.sentence, @key AS _key, t.char_start AS _char",
     .from = "occurrences o CROSS JOIN tellings w ON w.occurrence = o.id AND o.kind = '@kind'"
             " CROSS JOIN @table t ON t.id = w.record" WITH_DOCUMENT,
     .order = "_key NULLS LAST, occurrence, record <> occurrence, published, document, sentence, _char, record",
     .first = "@key NULLS LAST, w.occurrence, w.record <> w.occurrence, d.published, d.name, t.sentence",
     .id = "o.id IN (:id, (SELECT occurrence FROM tellings WHERE record = :id))",
     .type = "@type = :type COLLATE NOCASE",
     .since = "t.date_end >= :since",
     .until = "t.date_start <= :until",
     .at = "t.date_start <= :at",
     .doc = "t.document IN (SELECT id FROM documents WHERE id = :doc OR name = :doc)",
     .match = MATCHES,
     .pair = "w.record IN (SELECT record FROM links WHERE a = :a AND b = :b)",
     .actor = "w.record IN @who"},
    {.what = "contradictions",
     .kind = "*",
     .key = "o.date_start",
     .columns = "c.occurrence, c.field, c.value, c.other_value, t.quote, u.quote AS other_quote, d.name AS document,"
                " e.name AS other_document, c.record, c.other, o.date_start, @key AS _key",
     .from = "contradictions c CROSS JOIN occurrences o ON o.id = c.occurrence AND o.kind = '@kind'"
             " CROSS JOIN @table t ON t.id = c.record CROSS JOIN @table u ON u.id = c.other" WITH_DOCUMENT
             " CROSS JOIN documents e ON e.id = u.document",
     .order = "_key NULLS LAST, occurrence, field, other",
     .newest = "_key DESC, occurrence, field, other",
     .first = "@key NULLS LAST, c.occurrence, c.field, c.other",
     .newest_first = "@key DESC, c.occurrence, c.field, c.other",
     .id = "c.occurrence = :id",
     .type = "c.field = :type COLLATE NOCASE",
     .since = "o.date_end >= :since",
     .until = "o.date_start <= :until",
     .at = "o.date_start <= :at",
     .match = MATCHES,
     .pair = "EXISTS (SELECT 1 FROM links l INDEXED BY links_record WHERE l.record = c.record AND l.a = :a AND "
             "l.b = :b)",
     .actor = "c.record IN @who"},
    {.what = "relations",
     .columns = "t.a, t.b, x.name AS a_name, y.name AS b_name, t.records, t.documents, t.first_date, t.last_date,"
                " t.level, t.level_action, t.level_rank, t.level_since, t.level_record, t.last_contact,"
                " t.last_contact_mode, t.last_contact_record, t.pacts_in_force, t.open_promises, t.cooperation,"
                " t.conflict, t.score",
     .from = "relations t" NAMES,
     .from_at = RELATIONS_AT NAMES,
     .order = "t.records DESC, t.a, t.b",
     .newest = "t.last_date DESC, t.a, t.b",
     .type = "t.level = :type COLLATE NOCASE",
     .since = "t.last_date >= :since",
     .until = "t.first_date <= :until",
     .at = "true",
     PAIR_CONDITIONS},
    {.what = "standings",
     .columns = "t.a, t.b, t.date, t.level, t.rank, t.action, t.held_level, t.held_rank, t.held_action, t.held_since,"
                " v.quote, t.record,"
                " d.name AS document, v.sentence, " TEXT("v"),
     .from = "standings t@with",
     .with = RESTS_ON("levels", "t.record"),
     .beyond = "vd",
     .order = "t.date, t.a, t.b, t.n",
     .newest = "t.date DESC, t.a, t.b, t.n DESC",
     .id = "t.record = :id",
     .type = "t.level = :type COLLATE NOCASE",
     .since = "t.date >= :since",
     .until = "t.date <= :until",
     .at = "t.date <= :at",
     PAIR_CONDITIONS},
    {.what = "pacts",
     .columns = "t.id, t.title, t.form, t.parties, t.status, t.since, t.term, t.ends, t.subjects, t.records, v.quote,"
                " t.record, d.name AS document, v.sentence, " TEXT("v"),
     .from = "pacts t@with",
     .with = RESTS_ON("agreements", "t.record"),
     .beyond = "vd",
     .order = "t.since NULLS LAST, t.parties, t.id",
     .newest = "t.since DESC, t.parties, t.id",
     .id = "t.id = :id",
     .type = "t.status = :type COLLATE NOCASE",
     .since = "t.since >= :since",
     .until = "t.since <= :until",
     .at = "t.since <= :at",
     .pair = "t.id IN (SELECT pact FROM pact_pairs WHERE a = :a AND b = :b)",
     .actor = "t.id IN (SELECT pact FROM pact_pairs WHERE a = :actor OR b = :actor)"},
    {.what = "promises",
     .columns = "t.source, t.target, t.date_start, " PROMISE_STATE " AS status, v.quote, t.fulfilled_by, t.broken_by,"
                " f.date_start AS answered, t.rule, t.confidence, t.record, d.name AS document, v.sentence, " TEXT("v"),
     .from = "promises t@with",
     .with = RESTS_ON("events", "t.record") " LEFT JOIN events f ON f.id = coalesce(t.fulfilled_by, t.broken_by)",
     .beyond = "vdf",
     .order = "t.date_start, t.record, t.source",
     .newest = "t.date_start DESC, t.record DESC, t.source DESC",
     .id = "t.record = :id",
     .type = PROMISE_STATE " = :type COLLATE NOCASE",
     .since = "t.date_start >= :since",
     .until = "t.date_start <= :until",
     .at = "t.date_start <= :at",
     .pair = "t.a = :a AND t.b = :b",
     .actor = "(t.source = :actor OR t.target = :actor)"},
    {.what = "contacts",
     .columns = "t.a, t.b, t.date, t.mode, t.source, v.actor, v.recipient, v.place, " PEOPLE
                " AS people, v.quote, t.record, d.name AS document, v.sentence, " TEXT("v"),
     .from = "contacts t@with",
     .with = RESTS_ON("events", "t.record"),
     .beyond = "vd",
     .order = "t.date NULLS LAST, t.a, t.b, t.record",
     .newest = "t.date DESC, t.a, t.b, t.record",
     .id = "t.record = :id",
     .type = "t.mode = :type COLLATE NOCASE",
     .since = "t.date >= :since",
     .until = "t.date <= :until",
     .at = "t.date <= :at",
     PAIR_CONDITIONS},
    {.what = "months",
     .columns = "t.source, t.target, t.month, t.origin, t.events, t.verbal_cooperation, t.material_cooperation,"
                " t.verbal_conflict, t.material_conflict, t.score_sum",
     .from = "dyad_months t",
     .order = "t.source, t.target, t.month, t.origin",
     .newest = "t.month DESC, t.source, t.target, t.origin",
     .type = "t.origin = :type COLLATE NOCASE",
     .since = "t.month >= substr(:since, 1, 7)",
     .until = "t.month <= substr(:until, 1, 7)",
     .at = "t.month <= substr(:at, 1, 7)",
     .pair = "t.source IN (:a, :b) AND t.target IN (:a, :b)",
     .actor = "(t.source = :actor OR t.target = :actor)"},
    {.what = "trend",
     .columns = "t.a, t.b, t.month, sum(t.events) AS events, sum(t.verbal_cooperation) AS verbal_cooperation,"
                " sum(t.material_cooperation) AS material_cooperation, sum(t.verbal_conflict) AS verbal_conflict,"
                " sum(t.material_conflict) AS material_conflict, round(sum(t.score_sum), 3) AS score_sum",
     .from = "pair_months t",
     .group = "t.a, t.b, t.month",
     .order = "t.month, t.a, t.b",
     .newest = "t.month DESC, t.a, t.b",
     .since = "t.month >= substr(:since, 1, 7)",
     .until = "t.month <= substr(:until, 1, 7)",
     .at = "t.month <= substr(:at, 1, 7)",
     PAIR_CONDITIONS},
    {.what = "denials",
     .columns = "t.date_start, t.actor AS accuser, t.recipient AS accused, t.quote AS accusation,"
                " n.date_start AS denied, n.quote AS denial, x.rule, x.confidence, d.name AS document,"
                " e.name AS denial_document, x.accusation AS accusation_id, x.denial AS denial_id, n.actor AS "
                "denier, " TEXT("t") ", " DENIAL_TEXT,
     .from = "denials x CROSS JOIN events t ON t.id = x.accusation CROSS JOIN events n ON n.id = "
             "x.denial" WITH_DOCUMENT " CROSS JOIN documents e ON e.id = n.document",
     .order = "t.date_start NULLS LAST, d.published, d.name, t.sentence, t.char_start, x.denial",
     .newest = "t.date_start DESC, d.published DESC, d.name, t.sentence, t.char_start, x.denial",
     .id = "x.accusation = :id",
     .type = "x.rule = :type COLLATE NOCASE",
     .since = "n.date_end >= :since",
     .until = "t.date_start <= :until",
     .at = "t.date_start <= :at",
     .match = MATCHES,
     .pair = "EXISTS (SELECT 1 FROM links l INDEXED BY links_record WHERE l.record IN (x.accusation, x.denial) "
             "AND l.a "
             "= :a AND l.b = :b)",
     .actor = "x.accusation IN @who"},
    {.what = "codes",
     .columns = "t.code, t.name, t.kind, t.also",
     .from = "codes t",
     .order = "t.code",
     .id = "t.code = :id COLLATE NOCASE",
     .type = "t.kind = :type COLLATE NOCASE"},

#define DOCUMENT_CONDITIONS                                                                         \
    .since = "d.published >= :since", .until = "d.published <= :until", .at = "d.published <= :at", \
    .doc = "(d.id = :doc OR d.name = :doc)", .source = "d.source = :source COLLATE NOCASE"
#define COUNT(table) "(SELECT count(*) FROM " table " x WHERE x.document = d.id) AS " table
    {.what = "documents",
     .columns = "d.id, d.name, d.title, d.published, d.published_step, d.dateline_place, d.agency, d.source,"
                " d.language, d.format, d.encoding, " COUNT("sentences") ", " COUNT("events") ", " COUNT(
                    "statements") ", " COUNT("agreements") ", " COUNT("levels") ", " COUNT("figures") ", (SELECT "
                                                                                                      "count(*) "
                                                                                                      "FROM "
                                                                                                      "duplicates x "
                                                                                                      "WHERE "
                                                                                                      "x.document = "
                                                                                                      "d.id OR "
                                                                                                      "x.other = "
                                                                                                      "d.id) AS "
                                                                                                      "duplicates,"
                                                                                                      " d.uri, d.hash",
     .from = "documents d",
     .with = "",
     .beyond = "",
     .row = "d.id",
     .order = "d.published NULLS LAST, d.name, d.id",
     .newest = "d.published DESC, d.name, d.id",
     .id = "d.id = :id",
     .type = "d.format = :type COLLATE NOCASE",
     .pair = "d.id IN (SELECT document FROM links WHERE a = :a AND b = :b)",
     .actor = "d.id IN (SELECT document FROM appearances WHERE code = :actor)",
     DOCUMENT_CONDITIONS},
    {.what = "actors",
     .columns = "a.code, a.name, a.sector, a.office, a.entity, count(DISTINCT t.record) AS records,"
                " count(DISTINCT t.document) AS documents",
     .whole = &all_actors,
     .from = "actors a CROSS JOIN roles t ON t.actor = a.id",
     .group = "a.id",
     .order = "records DESC, a.code, a.name, a.id",
     .id = "a.code = :id",
     .type = "a.sector = :type COLLATE NOCASE",
     .pair = "t.record IN (SELECT record FROM links WHERE a = :a AND b = :b)",
     .actor = "t.record IN @who",
     .since = "t.document IN (SELECT id FROM documents WHERE published >= :since)",
     .until = "t.document IN (SELECT id FROM documents WHERE published <= :until)",
     .at = "t.document IN (SELECT id FROM documents WHERE published <= :at)",
     .doc = "t.document IN (SELECT id FROM documents WHERE id = :doc OR name = :doc)"},
    {.what = "sentences",
     .columns = "d.name AS document, t.n AS sentence, t.text, t.is_title, t.repeat_of, t.reason, t.char_start,"
                " t.char_end, t.byte_start, t.byte_end",
     .from = "documents d CROSS JOIN sentences t ON t.document = d.id",
     .order = "d.published NULLS LAST, d.name, d.id, t.n",
     .newest = "d.published DESC, d.name, d.id, t.n",
     .match = "t.id IN (SELECT rowid FROM _search WHERE _search MATCH :match)",
     DOCUMENT_CONDITIONS},
    {.what = "blocks",
     .columns = "d.name AS document, t.n AS block, t.kind, t.why, t.char_start, t.char_end, t.byte_start, t.byte_end",
     .from = "documents d CROSS JOIN blocks t ON t.document = d.id",
     .order = "d.name, d.id, t.n",
     .type = "t.kind = :type COLLATE NOCASE",
     DOCUMENT_CONDITIONS},
    {.what = "text",
     .columns = "d.name, d.text",
     .from = "documents d",
     .order = "d.name, d.id",
     .id = "d.id = :id",
     DOCUMENT_CONDITIONS},
    {.what = "evidence",
     .columns = "t.record, t.field, t.n, t.quote, t.char_start, t.char_end, t.byte_start, t.byte_end",
     .from = "(" ALL_STRETCHES ") t",
     .inside = true,
     .order = "t.name, t.document, t.byte_start, t.byte_end DESC, t.record, t.field, t.n",
     .id = "t.record >= :id AND t.record < :id_end",
     .type = "t.field = :type COLLATE NOCASE",
     .pair = "t.record IN (SELECT record FROM links WHERE a = :a AND b = :b)",
     .actor = "t.record IN @who",
     DOCUMENT_CONDITIONS},
    {.what = "runs",
     .columns = "t.id, t.started, t.ended, t.version, t.schema, t.knowledge, t.command, t.documents_new,"
                " t.documents_same, t.documents_recoded, t.records, t.errors",
     .from = "runs t",
     .order = "t.id",
     .newest = "t.id DESC",
     .id = "t.id = :id",
     .since = "t.started >= :since",
     .until = "t.started <= :until"},
    {.what = "errors",
     .columns = "t.run, t.file, t.line, t.byte_offset, t.code, t.message",
     .from = "errors t",
     .order = "t.id",
     .id = "t.run = :id",
     .type = "t.code = :type COLLATE NOCASE"},
    {.what = "duplicates",
     .columns = "d.name AS document, o.name AS other, t.kind, t.similarity, d.published, o.published AS"
                " other_published",
     .from = "duplicates t JOIN documents d ON d.id = t.document JOIN documents o ON o.id = t.other",
     .order = "t.similarity DESC, d.name, o.name, d.id, o.id",
     .type = "t.kind = :type COLLATE NOCASE",
     DOCUMENT_CONDITIONS},

    QUEUE("unsure", "", "confidence, id", "t.confidence, t.id", NULL),
    QUEUE("contradicted", " AND t.id IN (SELECT record FROM contradictions UNION SELECT other FROM contradictions)",
          "confidence, id", "t.confidence, t.id", NULL),
    /* Ids are hashes: in their order records come as if drawn by lot, from any id on. */
    QUEUE("sample", "", "id", "t.id", "t.id >= :id"),
    {.what = "reviews",
     .columns = "t.id, t.time, t.reviewer, t.verdict, t.record, t.kind, t.type, d.name AS document, "
                "t.sentence, t.confidence,"
                " t.rule, t.note, t.undoes, t.id IN (SELECT id FROM verdicts) AS stands",
     .from = "reviews t LEFT JOIN documents d ON d.id = t.document",
     .order = "t.id",
     .newest = "t.id DESC",
     .id = "t.record = :id",
     .type = "t.verdict = :type COLLATE NOCASE",
     .since = "t.time >= :since",
     .until = "substr(t.time, 1, 10) <= :until",
     .doc = "(d.id = :doc OR d.name = :doc)"},
    {.what = "precision",
     .columns = "t.kind, t.type, count(*) AS reviewed, sum(t.verdict = 'accept') AS right",
     .from = "(SELECT * FROM verdicts WHERE verdict <> 'add') t",
     .group = "t.kind, t.type",
     .order = "t.kind, reviewed DESC, t.type",
     .type = "t.kind = :type COLLATE NOCASE"},
};

const ch__question *ch__question_find(const char *what)
{
    for (size_t i = 0; what && i < sizeof questions / sizeof *questions; i++)
        if (strcmp(questions[i].what, what) == 0)
            return &questions[i];
    static const ch__question *const others[] = {ch__questions_world, ch__questions_words};
    for (size_t i = 0; what && i < sizeof others / sizeof *others; i++)
        for (const ch__question *q = others[i]; q->what; q++)
            if (strcmp(q->what, what) == 0)
                return q;
    return NULL;
}
