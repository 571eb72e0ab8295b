/* questions_words.c - sentences by their words, and what narrows them down. */
#include "store/questions.h"

#define FOUND                                                \
    "_search CROSS JOIN sentences t ON t.id = _search.rowid" \
    " CROSS JOIN documents d ON d.id = t.document"

/* The five thousand sentences with the words that were read last, of those within the dates and the document: to weigh
 * all 600,000 with "said" is not worth the seconds that it takes, nor is to ask of each whose records it has. */
#define LAST(from, conditions)                                                                            \
    "_search.rowid >= coalesce((SELECT _search.rowid FROM " from " WHERE _search MATCH :match" conditions \
    " ORDER BY _search.rowid DESC LIMIT 1 OFFSET 4999), 0)"

/* Documents and their sentences are numbered in the order in which they were read: those of a year lie between the
 * first sentence of its first document and that of the document behind its last. */
#define SENTENCE_FROM(row)                                                                                     \
    "(SELECT x.id FROM documents y CROSS JOIN sentences x ON x.document = y.id AND x.n = 0 WHERE y.rowid " row \
    "(d.rowid) FROM documents d WHERE @since AND @until AND @at AND @doc) ORDER BY y.rowid LIMIT 1)"
#define NO_MORE "(SELECT max(id) + 1 FROM sentences)"

/* clang-format off */
/* Something of each kind of record. */
#define EACH_KIND(what, between)                                                                      \
    what("events", "event") between what("statements", "statement") between what("agreements", "agreement") between \
    what("levels", "level") between what("figures", "figure")
#define IN_SENTENCE " WHERE e.document = t.document AND e.sentence = t.n"
#define COUNTED(table, kind) "(SELECT count(*) FROM " table " e" IN_SENTENCE ")"
#define OF_TYPE(table, kind) "SELECT '" kind "' FROM " table " e" IN_SENTENCE
#define WITH_CODE(table, kind)                                                                            \
    "SELECT 1 FROM " table " e CROSS JOIN appearances p INDEXED BY appearances_record ON p.record = e.id" \
    " AND p.code = :actor" IN_SENTENCE

#define CONDITIONS                                                                                                 \
    .since = "d.published >= :since", .until = "d.published <= :until", .at = "d.published <= :at",                \
    .doc = "(d.id = :doc OR d.name = :doc)", .match = "_search MATCH :match",                                      \
    .source = "d.source = :source COLLATE NOCASE",                                                                 \
    .actor = "EXISTS (" EACH_KIND(WITH_CODE, " UNION ALL ") ")",                                                   \
    .type = ":type COLLATE NOCASE IN (" EACH_KIND(OF_TYPE, " UNION ALL ") ")",                                     \
    .window = LAST("_search", ""),                                                                                 \
    .later = "_search.rowid >= coalesce(" SENTENCE_FROM(">= (SELECT min") ", " NO_MORE ")",                        \
    .earlier = "_search.rowid < coalesce(" SENTENCE_FROM("> (SELECT max") ", " NO_MORE ")",                        \
    .window_dated =                                                                                                \
        LAST(FOUND, " AND @since AND @until AND @at AND @doc AND @later AND @earlier") " AND @later AND @earlier", \
    .needs = "match"

#define RECORDS_OF(table, kind)                                                       \
    "SELECT s.id AS sentence, '" kind "' AS kind, e.id FROM s CROSS JOIN " table " e" \
    " ON e.document = s.document AND e.sentence = s.n"
#define MOST_FREQUENT(facet, value, from, counted)                                                        \
    "SELECT * FROM (SELECT '" facet "' AS facet, " value " AS value, " counted " AS sentences FROM " from \
    " WHERE " value " IS NOT NULL GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT 30)"

const ch__question ch__questions_words[] = {
    {.what = "search",
     .columns = "d.name AS document, d.title, d.source, d.published, t.n AS sentence,"
                " snippet(_search, 0, '[', ']', '\xE2\x80\xA6', 32) AS snippet, " EACH_KIND(COUNTED, " + ")
                " AS records, -_search.rank AS score",
     .from = FOUND,
     .order = "_search.rank, t.id",
     .newest = "d.published DESC, d.name, t.n",
     CONDITIONS},

    /* How many of the sentences that `search` looks at there are of each country, year, publisher and kind; how many it
     * looks at and have the words at all. */
    {.what = "facets",
     .columns = "t.facet, t.value, x.name, t.sentences",
     .inside = true,
     .from = "(WITH s AS MATERIALIZED (SELECT t.id, t.document, t.n, d.published, d.source FROM " FOUND
             " WHERE true@given),"
             " r AS MATERIALIZED (" EACH_KIND(RECORDS_OF, " UNION ALL ") ")"
             " SELECT 'all' AS facet, NULL AS value, count(*) AS sentences FROM s UNION ALL"
             " SELECT 'words', NULL, count(*) FROM _search WHERE _search MATCH :match UNION ALL "
             MOST_FREQUENT("country", "p.code", "r CROSS JOIN appearances p INDEXED BY appearances_record"
                           " ON p.record = r.id", "count(DISTINCT r.sentence)") " UNION ALL "
             MOST_FREQUENT("year", "substr(s.published, 1, 4)", "s", "count(*)") " UNION ALL "
             MOST_FREQUENT("source", "s.source", "s", "count(*)") " UNION ALL "
             MOST_FREQUENT("kind", "r.kind", "r", "count(DISTINCT r.sentence)")
             ") t LEFT JOIN codes x ON x.code = t.value AND t.facet = 'country'",
     .order = "t.facet, iif(t.facet = 'year', t.value, NULL) DESC, t.sentences DESC, t.value",
     CONDITIONS},

    /* The labels that records bear, and how many bear them: what there is to choose from. */
    {.what = "labels",
     .columns = "t.kind, t.type, t.mode, t.modality, t.records",
     .from = "(SELECT 'event' AS kind, event AS type, mode, modality, count(*) AS records FROM events"
             " GROUP BY event COLLATE NOCASE, mode, modality UNION ALL"
             " SELECT 'statement', form, verb, NULL, count(*) FROM statements GROUP BY form, verb UNION ALL"
             " SELECT 'agreement', form, action, NULL, count(*) FROM agreements GROUP BY form, action UNION ALL"
             " SELECT 'level', level, action, NULL, count(*) FROM levels GROUP BY level, action UNION ALL"
             " SELECT 'figure', measure, NULL, NULL, count(*) FROM figures GROUP BY measure) t",
     .order = "t.kind, t.type, t.mode, t.modality",
     .type = "t.kind = :type COLLATE NOCASE"},
    {.what = "sources",
     .columns = "t.source, count(*) AS documents, min(t.published) AS first_published, max(t.published) AS last_published",
     .from = "documents t",
     .where = "t.source IS NOT NULL",
     .group = "t.source COLLATE NOCASE",
     .order = "documents DESC, t.source",
     .since = "t.published >= :since",
     .until = "t.published <= :until"},
    {.what = NULL}};
/* clang-format on */
