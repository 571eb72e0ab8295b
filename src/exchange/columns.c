/* columns.c - our own tables as CSV, one a kind of record and three beside them. */
#include "exchange/columns.h"

#include <string.h>

#define CH_X(name, words, json) words,
static const char *const type_words[] = {CH__COLUMN_TYPES(CH_X)};
#undef CH_X
#define CH_X(name, words, json) json,
static const char *const type_json[] = {CH__COLUMN_TYPES(CH_X)};
#undef CH_X

const char *ch__column_type_words(ch__column_type t)
{
    return type_words[t];
}

const char *ch__column_type_json(ch__column_type t)
{
    return type_json[t];
}

/* clang-format off */
#define C(name, type, sql, what) {name, NULL, CH__COLUMN_##type, CH__FIELD_NONE, 0, sql, what}
#define W(name, type, sql, what) {name, NULL, CH__COLUMN_##type, CH__FIELD_NONE, CH__COLUMN_WORDS, sql, what}

/* The columns every kind begins and ends with. */
#define HEAD                                                                                                          \
    C("id", TEXT, "t.id", "id of the record: 32 hexadecimal digits, the same on every machine"),                      \
    C("document", TEXT, "t.document", "id of its document (documents.csv)"),                                          \
    C("document_name", TEXT, "d.name", "file or record it came from"),                                                \
    C("origin", TEXT, "d.origin", "read: coded from text by chancery; else the format of the event file it came from"), \
    C("published", DATE, "d.published", "publication date of the document"),                                          \
    C("sentence", INTEGER, "t.sentence", "number of the sentence in the document, from 0; of an event file of the row, from 0"), \
    C("date_start", DATE, "t.date_start", "first day on which it happened"),                                          \
    C("date_end", DATE, "t.date_end", "last day on which it happened"),                                               \
    C("date_precision", TEXT, "t.date_precision", "how exact the date is: day, week, month, quarter, year, unknown"), \
    C("date_basis", TEXT, "t.date_basis", "text: said; relative: reckoned from the publication date; published: nothing said")
#define TAIL                                                                                                          \
    W("quote", TEXT, "t.quote", "the words that carry the record; tabs and line ends are blanks here"),               \
    C("char_start", INTEGER, "t.char_start", "where they begin in the stored text: code points, from 0"),             \
    C("char_end", INTEGER, "t.char_end", "where they end (half-open)"),                                               \
    C("confidence", NUMBER, "t.confidence", "0 to 1: how often such records are right"),                              \
    C("rule", TEXT, "t.rule", "the knowledge row or scorer that decided; import/FORMAT of an event file"),            \
    C("occurrence", TEXT, "(SELECT l.occurrence FROM tellings l WHERE l.record = t.id)",                              \
      "what happened: records of one occurrence tell the same thing"),                                                \
    C("representative", TRUTH, "EXISTS (SELECT 1 FROM occurrences o WHERE o.record = t.id)",                          \
      "1: the record that stands for its occurrence (--occurrences writes only these)")

/* Of an ordered role list the values of one expression over r (role) and a (actor), joined in the order of the text. */
#define LISTED(role, expression)                                                                                      \
    "(SELECT group_concat(v, ';') FROM (SELECT replace(coalesce(" expression ", ''), ';', ',') AS v FROM roles r"      \
    " LEFT JOIN actors a ON a.id = r.actor WHERE r.record = t.id AND r.role = '" role "' ORDER BY r.n))"
#define SIDE(side, role, words)                                                                                       \
    C(side, LIST, LISTED(role, "r.code"), words ": codes, one for each in the order of the text, empty where unknown"), \
    C(side "_name", LIST, LISTED(role, "coalesce(a.name, iif(:no_text, NULL, r.quote))"),                             \
      words ": names; the words of the text where no name is known"),                                                 \
    C(side "_sector", LIST, LISTED(role, "a.sector"), words ": sectors of PLOVER"),                                   \
    C(side "_cow", LIST, LISTED(role, "_cow(r.code)"), words ": Correlates of War numbers of the states"),            \
    C(side "_gw", LIST, LISTED(role, "_gw(r.code)"), words ": Gleditsch-Ward numbers of the states")

static const ch__column events[] = {
    HEAD,
    C("event", TEXT, "t.event", "type of PLOVER 2.0, or the CAMEO code where the store names events by it"),
    C("mode", TEXT, "t.mode", "how: mode of PLOVER"),
    C("context", LIST, "t.context", "what about: contexts of PLOVER"),
    C("cameo", CAMEO, "_cameo(t.event, t.mode, t.cameo)", "CAMEO code, with leading zeros; that of type and mode where the rule has none"),
    C("quad", INTEGER, "t.quad", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"),
    C("score", NUMBER, "t.score", "score of the type, -10 to 10, PLOVER 2.0"),
    C("goldstein", NUMBER, "_goldstein(_cameo(t.event, t.mode, t.cameo))", "Goldstein value of the CAMEO code, -10 to 10"),
    C("modality", TEXT, "t.modality", "actual, future, hypothetical, negated, historical"),
    SIDE("actor", "actor", "who does it"),
    SIDE("recipient", "recipient", "to whom"),
    C("attribution", LIST, "t.attribution", "codes of those whose words report it"),
    W("attribution_words", TEXT, "t.attribution_words", "the words that attribute it"),
    C("place", TEXT, "t.place", "narrowest place that is named"),
    C("place_country", TEXT, "t.place_country", "its country, alpha-3"),
    C("latitude", LATITUDE, "t.latitude", "of the place, WGS 84"),
    C("longitude", LONGITUDE, "t.longitude", "of the place, WGS 84"),
    C("geonameid", TEXT, "t.geonameid", "of the place, GeoNames"),
    TAIL};

static const ch__column statements[] = {
    HEAD,
    SIDE("speaker", "speaker", "who says it"),
    SIDE("addressee", "addressee", "to whom"),
    C("about", LIST, LISTED("about", "r.code"), "of whom: codes, one for each in the order of the text"),
    C("form", TEXT, "t.form", "direct, indirect, mixed"),
    C("verb", TEXT, "t.verb", "lemma of the verb of saying, or the phrase"),
    W("content", TEXT, "t.content", "the words said"),
    C("content_char_start", INTEGER, "t.content_char_start", "where they begin in the stored text: code points, from 0"),
    C("content_char_end", INTEGER, "t.content_char_end", "where they end (half-open)"),
    TAIL};

static const ch__column agreements[] = {
    HEAD,
    C("title", TEXT, "t.title", "as the text names it"),
    C("form", TEXT, "t.form", "treaty, agreement, memorandum, joint statement, contract, resolution, document"),
    C("action", TEXT, "t.action", "signed, announced, ratified, proposed, expected, extended, suspended, terminated, in force"),
    SIDE("party", "party", "parties"),
    C("subjects", LIST, "t.subjects", "contexts of PLOVER"),
    C("term", TEXT, "t.term", "how long it holds, in words"),
    C("count", TEXT, "t.count", "how many papers, in words"),
    TAIL};

static const ch__column levels[] = {
    HEAD,
    SIDE("party", "party", "parties"),
    C("level", TEXT, "t.level", "title of the relationship"),
    C("action", TEXT, "t.action", "established, upgraded, downgraded, reaffirmed, suspended, severed, restored, described"),
    TAIL};

static const ch__column figures[] = {
    HEAD,
    C("measure", TEXT, "t.measure", "what is counted: exports, tariff, troops, ..."),
    C("value", NUMBER, "t.value", "the number; empty for a range"),
    C("low", NUMBER, "t.low", "lower end of a range"),
    C("high", NUMBER, "t.high", "upper end of a range"),
    C("unit", TEXT, "t.unit", "ISO 4217 code, %, a unit of measure, or the noun that is counted"),
    C("approximate", TRUTH, "t.approximate", "1: the text says about, roughly, ..."),
    SIDE("from", "from", "who gives, sells, levies"),
    SIDE("to", "to", "who takes, buys, pays"),
    C("period_start", DATE, "t.period_start", "first day of what the number covers"),
    C("period_end", DATE, "t.period_end", "last day of it"),
    W("period_text", TEXT, "t.period_text", "its words"),
    C("of", TEXT, "t.of", "what it is a share or an amount of"),
    TAIL};

static const ch__column documents[] = {
    C("id", TEXT, "d.id", "hash of name and text; of an event file of format, name and content"),
    C("name", TEXT, "d.name", "file or record it came from"),
    C("origin", TEXT, "d.origin", "read, or the format of the event file: icews, polecat, phoenix, gdelt"),
    C("uri", TEXT, "d.uri", "path or URL"),
    C("source", TEXT, "d.source", "publisher, as stated"),
    C("author", TEXT, "d.author", "author, as stated"),
    W("title", TEXT, "d.title", "title"),
    C("published", DATE, "d.published", "publication date"),
    C("published_step", TEXT, "d.published_step", "what gave it: option, metadata, line, dateline, uri, unknown"),
    C("dateline_place", TEXT, "d.dateline_place", "place of the dateline"),
    C("dateline_country", TEXT, "d.dateline_country", "its country, alpha-3"),
    C("agency", TEXT, "d.agency", "news agency of the dateline"),
    C("language", TEXT, "d.language", "ISO 639-1"),
    C("format", TEXT, "d.format", "of the source"),
    C("encoding", TEXT, "d.encoding", "of the source"),
    C("sha256", TEXT, "d.hash", "SHA-256 of the stored text, of an event file of its content: evidence where texts are left out"),
    C("bytes", INTEGER, "d.bytes", "length of it in bytes"),
    C("chars", INTEGER, "d.chars", "length of it in code points")};

static const ch__column participants[] = {
    C("record", TEXT, "t.record", "id of the record"),
    C("role", TEXT, "t.role", "actor, recipient, attribution, speaker, addressee, about, party, from, to"),
    C("n", INTEGER, "t.n", "number in that role, from 0"),
    C("document", TEXT, "t.document", "id of the document"),
    C("code", TEXT, "t.code", "alpha-3, or code of an organisation"),
    C("name", TEXT, "a.name", "canonical name"),
    C("sector", TEXT, "a.sector", "sector of PLOVER"),
    C("office", TEXT, "a.office", "office on the day it happened"),
    C("wikidata", TEXT, "a.entity", "Wikidata id"),
    C("cow", INTEGER, "_cow(t.code)", "Correlates of War number"),
    C("gw", INTEGER, "_gw(t.code)", "Gleditsch-Ward number"),
    W("quote", TEXT, "t.quote", "the words"),
    C("char_start", INTEGER, "t.char_start", "where they begin in the stored text: code points, from 0"),
    C("char_end", INTEGER, "t.char_end", "where they end (half-open)")};

static const ch__column magnitudes[] = {
    C("event", TEXT, "t.event", "id of the event"),
    C("n", INTEGER, "t.n", "number in the event, from 0"),
    C("what", TEXT, "t.what", "killed, injured, arrested, people, money, items"),
    C("value", NUMBER, "t.value", "how many; the lower end of a range"),
    C("unit", TEXT, "t.unit", "ISO 4217 code, noun or measure")};

#define KIND(table, words)                                                                                            \
    {#table, words, table, sizeof table / sizeof *table, ',', true,                                                   \
     " FROM " #table " t JOIN documents d ON d.id = t.document", NULL,                                                \
     " ORDER BY t.date_start, t.id", "t.id", "t.date_end", "t.date_start"}

static const ch__layout tables[] = {
    {"documents", "One row a document, in order of publication date, then id.", documents, sizeof documents / sizeof *documents,
     ',', true, " FROM documents d", NULL, " ORDER BY d.published, d.id", "", "d.published", "d.published"},
    KIND(events, "Who did what to whom: one row an event, in order of date_start, then id."),
    KIND(statements, "Who said what about whom: one row a statement, in order of date_start, then id."),
    KIND(agreements, "What was put on paper, or promised to be: one row a record, in order of date_start, then id."),
    KIND(levels, "The standing of a relationship: one row a record, in order of date_start, then id."),
    KIND(figures, "Numbers between states: one row a figure, in order of date_start, then id."),
    {"participants", "Who stands in which role of which record, with the words: one row for each, in order of record, role and n.",
     participants, sizeof participants / sizeof *participants, ',', true,
     " FROM roles t LEFT JOIN actors a ON a.id = t.actor", NULL, " ORDER BY t.record, t.role, t.n", "t.record",
     "(SELECT x.date_end FROM records x WHERE x.id = t.record)", "(SELECT x.date_start FROM records x WHERE x.id = t.record)"},
    {"magnitudes", "Numbers of events: one row for each, in order of event and n.", magnitudes,
     sizeof magnitudes / sizeof *magnitudes, ',', true, " FROM magnitudes t", NULL, " ORDER BY t.event, t.n", "t.event",
     "(SELECT x.date_end FROM events x WHERE x.id = t.event)", "(SELECT x.date_start FROM events x WHERE x.id = t.event)"}};
/* clang-format on */

const ch__layout *ch__layout_table(size_t n)
{
    return n < sizeof tables / sizeof *tables ? &tables[n] : NULL;
}

const ch__layout *ch__layout_named(const char *table)
{
    for (size_t i = 0; table && i < sizeof tables / sizeof *tables; i++)
        if (strcmp(tables[i].name, table) == 0)
            return &tables[i];
    return NULL;
}
