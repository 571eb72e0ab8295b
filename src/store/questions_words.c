/* questions_words.c - sentences by their words, and what narrows them down. */
#include "store/questions.h"

#define FOUND                                                \
    "_search CROSS JOIN sentences t ON t.id = _search.rowid" \
    " CROSS JOIN documents d ON d.id = t.document"

/* The ten thousand sentences with the words that were read last, of those within the dates and the document: to weigh
 * all 600,000 with "said" is not worth the seconds that it takes, nor is to ask of each whose records it has. */
#define LAST(from, conditions)                                                                            \
    "_search.rowid >= coalesce((SELECT _search.rowid FROM " from " WHERE _search MATCH :match" conditions \
    " ORDER BY _search.rowid DESC LIMIT 1 OFFSET 9999), 0)"

#define OF_DOCUMENT                                                                                                  \
    "(d.id = :doc OR d.name = :doc) AND _search.rowid BETWEEN"                                                       \
    " (SELECT min(x.id) FROM documents y CROSS JOIN sentences x ON x.document = y.id WHERE y.id = :doc OR y.name = " \
    ":doc)"                                                                                                          \
    " AND"                                                                                                           \
    " (SELECT max(x.id) FROM documents y CROSS JOIN sentences x ON x.document = y.id WHERE y.id = :doc OR y.name = " \
    ":doc)"

/* The records of the sentence, of each kind. */
#define OF_KIND(table, what) "SELECT " what " FROM " table " e WHERE e.document = t.document AND e.sentence = t.n"
#define COUNTED(table) "(" OF_KIND(table, "count(*)") ")"
#define WITH_CODE(table)                                                                                              \
    OF_KIND(table " e CROSS JOIN appearances p INDEXED BY appearances_record ON p.record = e.id AND p.code = :actor", \
            "1")
#define OF_TYPE(table, kind) OF_KIND(table, "'" kind "'")

#define CONDITIONS                                                                                               \
    .since = "d.published >= :since", .until = "d.published <= :until", .at = "d.published <= :at",              \
    .doc = OF_DOCUMENT, .match = "_search MATCH :match", .source = "d.source = :source COLLATE NOCASE",          \
    .actor = "EXISTS (" WITH_CODE("events") " UNION ALL " WITH_CODE("statements") " UNION ALL " WITH_CODE(       \
        "agreements") " UNION ALL " WITH_CODE("levels") " UNION ALL " WITH_CODE("figures") ")",                  \
    .type = ":type COLLATE NOCASE IN (" OF_TYPE("events", "event") " UNION ALL " OF_TYPE(                        \
        "statements",                                                                                            \
        "statement") " UNION ALL " OF_TYPE("agreements",                                                         \
                                           "agreement") " UNION ALL " OF_TYPE("levels",                          \
                                                                              "level") " UNION "                 \
                                                                                       "ALL " OF_TYPE("figu"     \
                                                                                                      "res",     \
                                                                                                      "figu"     \
                                                                                                      "re") ")", \
    .window = LAST("_search", ""), .window_dated = LAST(FOUND, " AND @since AND @until AND @at AND @doc"),       \
    .needs = "match"

#define RECORDS_OF(table, kind)                                                       \
    "SELECT s.id AS sentence, '" kind "' AS kind, e.id FROM s CROSS JOIN " table " e" \
    " ON e.document = s.document AND e.sentence = s.n"
#define MOST_FREQUENT(facet, value, from, counted)                                                        \
    "SELECT * FROM (SELECT '" facet "' AS facet, " value " AS value, " counted " AS sentences FROM " from \
    " WHERE " value " IS NOT NULL GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT 30)"

/* clang-format off */
const ch__question ch__questions_words[] = {
    {.what = "search",
     .columns = "d.name AS document, d.title, d.source, d.published, t.n AS sentence,"
                " snippet(_search, 0, '[', ']', '\xE2\x80\xA6', 32) AS snippet, " COUNTED("events") " + "
                COUNTED("statements") " + " COUNTED("agreements") " + " COUNTED("levels") " + " COUNTED("figures")
                " AS records, -_search.rank AS score",
     .from = FOUND,
     .order = "_search.rank, t.id",
     .newest = "d.published DESC, d.name, t.n",
     CONDITIONS},

    /* How many of the sentences that `search` looks at there are of each country, year, publisher and kind. */
    {.what = "facets",
     .columns = "t.facet, t.value, x.name, t.sentences",
     .inside = true,
     .from = "(WITH s AS MATERIALIZED (SELECT t.id, t.document, t.n, d.published, d.source FROM " FOUND
             " WHERE true@given),"
             " r AS MATERIALIZED (" RECORDS_OF("events", "event") " UNION ALL " RECORDS_OF("statements", "statement")
             " UNION ALL " RECORDS_OF("agreements", "agreement") " UNION ALL " RECORDS_OF("levels", "level")
             " UNION ALL " RECORDS_OF("figures", "figure") ")"
             " SELECT 'all' AS facet, NULL AS value, count(*) AS sentences FROM s UNION ALL "
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
             " GROUP BY event, mode, modality UNION ALL"
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
     .group = "t.source",
     .order = "documents DESC, t.source",
     .since = "t.published >= :since",
     .until = "t.published <= :until"},
    {.what = NULL}};
/* clang-format on */
