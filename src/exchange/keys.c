/* keys.c - records as docs/records.md has them, from the tables of the store. */
#include "exchange/keys.h"

/* clang-format off */
#define K(name, form, sql, what) {name, CH__FORM_##form, 0, sql, NULL, what, NULL}
#define V(name, form, sql, what, values) {name, CH__FORM_##form, 0, sql, NULL, what, values}
#define W(name, form, sql, what) {name, CH__FORM_##form, CH__KEY_WORDS, sql, NULL, what, NULL}
#define O(name, form, sql, members, what) {name, CH__FORM_##form, 0, sql, members, what, NULL}
#define END {NULL, 0, 0, NULL, NULL, NULL, NULL}

#define PRECISIONS "day|week|month|quarter|year|unknown"
#define BASES "text|relative|published"
#define DATE_OF(name, prefix, basis, words)                                                                           \
    static const ch__key name[] = {                                                                                   \
        K("start", DAY, "t." prefix "_start", "first day"), K("end", DAY, "t." prefix "_end", "last day, included"),   \
        V("precision", TEXT, "iif(t." prefix "_start IS NULL, 'unknown', t." prefix "_precision)", "how exact", PRECISIONS), \
        V("basis", TEXT, "t." basis, "said, reckoned from the publication date, or that date for want of another", BASES), \
        W("text", TEXT, "t." words, "the words of time"), END}
DATE_OF(date, "date", "date_basis", "date_text");
DATE_OF(period, "period", "period_basis", "period_text");

#define ACTOR                                                                                                         \
    W("text", TEXT, "nullif(r.quote, '')", "the words"),                                                              \
    K("span", SPAN, "r.char_start, r.char_end", "where they stand: code points of the stored text, half-open"),        \
    K("name", TEXT, "a.name", "canonical name"), K("code", TEXT, "r.code", "alpha-3, or code of an organisation"),     \
    K("sector", TEXT, "a.sector", "sector of PLOVER"), K("entity", TEXT, "a.entity", "Wikidata id")
static const ch__key actor[] = {ACTOR, END};
static const ch__key attribution[] = {
    ACTOR, W("words", TEXT, "(SELECT e.attribution_words FROM events e WHERE e.id = r.record)", "the words that attribute it"), END};
#define ROLE(role) " FROM roles r LEFT JOIN actors a ON a.id = r.actor WHERE r.record = :record AND r.role = '" role "' ORDER BY r.n"

static const ch__key place[] = {
    W("text", TEXT, "(SELECT x.quote FROM spans x WHERE x.record = t.id AND x.field = 'place')", "the words"),
    K("name", TEXT, "t.place", "name of the place"), K("country", TEXT, "t.place_country", "alpha-3"),
    K("lat", REAL, "t.latitude", "degrees north"), K("lon", REAL, "t.longitude", "degrees east"),
    K("geonameid", TEXT, "t.geonameid", "GeoNames id"), END};
static const ch__key magnitude[] = {
    V("what", TEXT, "m.what", "what is counted", "killed|injured|arrested|people|money|items"),
    K("value", REAL, "m.value", "how many; the lower end of a range"), K("unit", TEXT, "m.unit", "ISO 4217 code, noun or measure"), END};

#define HEAD(kind)                                                                                                    \
    V("kind", TEXT, "'" kind "'", "kind of record", kind), K("id", TEXT, "t.id", "32 hexadecimal digits"),             \
    K("doc", TEXT, "d.name", "the document: base name of the file, or id of its record"),                              \
    K("sentence", WHOLE, "t.sentence", "number of the sentence, from 0"),                                              \
    K("span", SPAN, "t.char_start, t.char_end", "the words that carry the record: code points of the stored text, half-open"), \
    W("quote", TEXT, "nullif(t.quote, '')", "exactly the characters there"),                                           \
    W("text", TEXT, "s.text", "the whole sentence; null for rows of event files"),                                     \
    O("date", OBJECT, "1", date, "when it happened"), K("confidence", REAL, "t.confidence", "0 to 1")
#define TAIL                                                                                                          \
    K("rule", TEXT, "t.rule", "the knowledge row or scorer that decided"),                                             \
    {"hash", CH__FORM_TEXT, CH__KEY_HASH_ONLY, "d.hash", NULL, "SHA-256 of the stored text (only where texts are left out)", NULL}, END

static const ch__key event[] = {
    HEAD("event"), K("event", TEXT, "t.event", "type of PLOVER 2.0, or a CAMEO code"), K("mode", TEXT, "t.mode", "mode of PLOVER"),
    K("context", LIST, "t.context", "contexts of PLOVER"), O("actor", ROWS, ROLE("actor"), actor, "who does it"),
    O("recipient", ROWS, ROLE("recipient"), actor, "to whom"),
    V("modality", TEXT, "t.modality", "whether it happened", "actual|future|hypothetical|negated|historical"),
    O("attribution", ROW, ROLE("attribution"), attribution, "whose words report it"),
    O("place", OBJECT, "t.place IS NOT NULL", place, "narrowest place that is named"),
    O("magnitude", ROWS, " FROM magnitudes m WHERE m.event = :record ORDER BY m.n", magnitude, "numbers"),
    K("cameo", TEXT, "t.cameo", "CAMEO code of the rule"), K("quad", WHOLE, "t.quad", "1 verbal cooperation to 4 material conflict; SANCTION is 4"),
    K("score", REAL, "t.score", "score of the type, -10 to 10"), TAIL};
static const ch__key statement[] = {
    HEAD("statement"), O("speaker", ROW, ROLE("speaker"), actor, "who says it"), O("addressee", ROWS, ROLE("addressee"), actor, "to whom"),
    O("about", ROWS, ROLE("about"), actor, "of whom"), V("form", TEXT, "t.form", "in whose words", "direct|indirect|mixed"),
    K("content_span", SPAN, "t.content_char_start, t.content_char_end", "the words said"), K("verb", TEXT, "t.verb", "lemma or phrase of saying"), TAIL};
static const ch__key agreement[] = {
    HEAD("agreement"), K("title", TEXT, "t.title", "as the text names it"),
    V("form", TEXT, "t.form", "kind of paper", "treaty|agreement|memorandum|joint statement|contract|resolution|document"),
    V("action", TEXT, "t.action", "what became of it", "signed|announced|ratified|proposed|expected|extended|suspended|terminated|in force"),
    O("parties", ROWS, ROLE("party"), actor, "parties"), K("subjects", LIST, "t.subjects", "contexts of PLOVER"),
    K("term", TEXT, "t.term", "how long it holds"), K("count", TEXT, "t.count", "how many papers"), TAIL};
static const ch__key level[] = {
    HEAD("level"), O("parties", ROWS, ROLE("party"), actor, "parties"), K("level", TEXT, "t.level", "title of the relationship"),
    V("action", TEXT, "t.action", "what happened to it", "established|upgraded|downgraded|reaffirmed|suspended|severed|restored|described"), TAIL};
static const ch__key figure[] = {
    HEAD("figure"), K("measure", TEXT, "t.measure", "what is counted"), K("value", REAL, "t.value", "the number, null for a range"),
    K("low", REAL, "t.low", "lower end"), K("high", REAL, "t.high", "upper end"), K("unit", TEXT, "t.unit", "ISO 4217 code, %, measure or noun"),
    K("approximate", TRUTH, "t.approximate", "about, roughly"), O("from", ROW, ROLE("from"), actor, "who gives, sells, levies"),
    O("to", ROW, ROLE("to"), actor, "who takes, buys, pays"),
    O("period", OBJECT, "t.period_start IS NOT NULL OR t.period_text IS NOT NULL", period, "what the number covers"),
    K("of", TEXT, "t.of", "what it is a share or amount of"), TAIL};

/* Documents in order of name; inside, the order in which `code` prints: by sentence and place. */
#define RECORDS(table, about)                                                                                         \
    {#table, about, table, {.from = " FROM " #table "s t JOIN documents d ON d.id = t.document LEFT JOIN sentences s"  \
                                    " ON s.document = t.document AND s.n = t.sentence",                               \
                            .order = " ORDER BY d.name, d.id, t.sentence, t.char_start, t.char_end, t.id",         \
                            .record = "t.id", .since = "t.date_end", .until = "t.date_start"}, false}
const ch__shape ch__shape_records[CH_N_KINDS] = {
    RECORDS(event, "Who did what to whom."), RECORDS(statement, "Who said what, about whom."),
    RECORDS(agreement, "What was put on paper, or promised to be."), RECORDS(level, "The standing of a relationship."),
    RECORDS(figure, "A number between states.")};

/* ---- events as the JSON of PLOVER has them ---- */

#define Q(name, form, sql, what) {name, CH__FORM_##form, CH__KEY_REQUIRED, sql, NULL, what, NULL}
static const ch__key entity[] = {
    K("code", TEXT, "r.code", "alpha-3, or code of an organisation"), K("sector", TEXT, "a.sector", "sector of PLOVER"),
    K("entity_text", TEXT, "coalesce(a.name, iif(:no_text, NULL, r.quote))", "name, or the words"), K("identifier_id", TEXT, "a.entity", "Wikidata id"),
    K("office", TEXT, "a.office", "office on the day"), END};
static const ch__key location[] = {
    W("extracted_place", TEXT, "(SELECT x.quote FROM spans x WHERE x.record = t.id AND x.field = 'place')", "words of the text"),
    K("resolved_place", TEXT, "t.place", "name"), K("geonameid", TEXT, "t.geonameid", "GeoNames id"), K("lat", REAL, "t.latitude", "degrees north"),
    K("lon", REAL, "t.longitude", "degrees east"), K("country", TEXT, "_name(t.place_country)", "name of the country"),
    K("country_code", TEXT, "t.place_country", "alpha-3"), END};
static const ch__key text_info[] = {
    K("sequence", WHOLE, "t.sentence + 1", "number of the sentence, from 1"), K("start", WHOLE, "t.char_start", "first code point in the story, from 0"),
    K("end", WHOLE, "t.char_end", "behind the last"), END};
static const ch__key cite_info[] = {
    K("corpus", TEXT, "d.name", "file or record of the story"), K("citation", TEXT, "d.id", "id of the document"), K("url", TEXT, "d.uri", "path or URL"),
    W("title", TEXT, "d.title", "title of the story"), K("language", TEXT, "d.language", "ISO 639-1"), K("publication", TEXT, "d.source", "publisher"),
    K("coder", TEXT, "iif(d.origin = 'read', 'chancery', d.origin)", "program, or event file it was taken from"),
    K("codebook", TEXT, "'PLOVER 2.0'", "ontology"), K("version", TEXT, "'" CH_VERSION "'", "of the program"), END};
#define COUNTED(what) "(SELECT m.value FROM magnitudes m WHERE m.event = t.id AND m.what = '" what "' ORDER BY m.n LIMIT 1)"
static const ch__key plover[] = {
    Q("id", TEXT, "t.id", "id of the event"), Q("date", DAY, "coalesce(t.date_start, d.published)", "first day, else the publication date"),
    K("enddate", DAY, "iif(t.date_end <> t.date_start, t.date_end, NULL)", "last day, where it is another"),
    {"actor", CH__FORM_ROWS, CH__KEY_REQUIRED, ROLE("actor"), entity, "who does it", NULL}, Q("event", TEXT, "_plover(t.event)", "type of PLOVER 2.0"),
    O("recipient", ROWS, ROLE("recipient"), entity, "to whom"), O("event_loc", OBJECT, "t.place IS NOT NULL", location, "where"),
    W("event_text", TEXT, "nullif(t.quote, '')", "the words that carry the event"),
    V("quad_code", WHOLE, "t.quad", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; SANCTION is 4, as in its chapter of the manual", NULL),
    K("event_scale", REAL, "t.score", "score of the type"), K("mode", TEXT, "t.mode", "mode of PLOVER"),
    K("context", LIST, "trim(coalesce(t.context, '') || CASE t.modality WHEN 'actual' THEN '' WHEN 'negated' THEN ';negation' ELSE ';' || t.modality END, ';')",
      "contexts of PLOVER and, as its manual has it, the marks historical, future, hypothetical, negation"),
    K("dead", REAL, COUNTED("killed"), "killed"), K("injured", REAL, COUNTED("injured"), "injured"), K("arrested", REAL, COUNTED("arrested"), "arrested"),
    K("size", REAL, COUNTED("people"), "people who take part"), W("text", TEXT, "s.text", "the sentence"),
    O("text_info", OBJECT, "1", text_info, "where it stands"), O("cite_info", OBJECT, "1", cite_info, "where it comes from"),
    K("coder", TEXT, "t.rule", "rule or scorer that decided"), END};
const ch__shape ch__shape_plover = {
    "plover", "Events in the JSON of PLOVER, one a line; what is null has no key. Statements, agreements, levels and figures have no place in it.", plover,
    {.from = " FROM events t JOIN documents d ON d.id = t.document LEFT JOIN sentences s ON s.document = t.document AND s.n = t.sentence",
     .where = "coalesce(t.date_start, d.published) IS NOT NULL AND EXISTS (SELECT 1 FROM roles r WHERE r.record = t.id AND r.role = 'actor')",
     .order = " ORDER BY t.date_start, t.id", .record = "t.id", .since = "t.date_end", .until = "t.date_start"}, true};

/* ---- events with a place as features of GeoJSON ---- */

static const ch__key geometry[] = {
    V("type", TEXT, "'Point'", "RFC 7946", "Point"), K("coordinates", POINT, "t.longitude, t.latitude", "degrees east and north, WGS 84"), END};
static const ch__key properties[] = {
    K("date_start", DAY, "t.date_start", "first day"), K("date_end", DAY, "t.date_end", "last day"), K("event", TEXT, "t.event", "type of PLOVER 2.0"),
    K("mode", TEXT, "t.mode", "mode of PLOVER"), K("context", LIST, "t.context", "contexts"), K("actor", LIST, "t.actor", "codes"),
    K("recipient", LIST, "t.recipient", "codes"), K("modality", TEXT, "t.modality", "actual, future, hypothetical, negated, historical"),
    K("quad", WHOLE, "t.quad", "1 to 4; SANCTION is 4"), K("score", REAL, "t.score", "-10 to 10"), K("place", TEXT, "t.place", "name"),
    K("country", TEXT, "t.place_country", "alpha-3"), K("geonameid", TEXT, "t.geonameid", "GeoNames id"), W("quote", TEXT, "t.quote", "the words"),
    K("document", TEXT, "d.name", "file or record"), K("confidence", REAL, "t.confidence", "0 to 1"), END};
static const ch__key feature[] = {
    V("type", TEXT, "'Feature'", "RFC 7946", "Feature"), K("id", TEXT, "t.id", "id of the event"), O("geometry", OBJECT, "1", geometry, "where"),
    O("properties", OBJECT, "1", properties, "the event"), END};
const ch__shape ch__shape_feature = {
    "geojson", "Events with a place narrower than a country whose coordinates are known, as points (RFC 7946). The middle of a country is no place.", feature,
    {.from = " FROM events t JOIN documents d ON d.id = t.document",
     .where = "t.latitude IS NOT NULL AND t.longitude IS NOT NULL AND coalesce(t.place <> _name(t.place_country), 1)",
     .order = " ORDER BY t.date_start, t.id", .record = "t.id", .since = "t.date_end", .until = "t.date_start"}, false};
/* clang-format on */
