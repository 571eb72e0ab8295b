/* columns_foreign.c - the event files of other systems: ICEWS, POLECAT, Phoenix, GDELT. */
#include "exchange/columns.h"

#include <string.h>

/* clang-format off */
#define C(name, type, field, sql, what) {name, NULL, CH__COLUMN_##type, CH__FIELD_##field, 0, sql, what}
#define W(name, type, field, sql, what) {name, NULL, CH__COLUMN_##type, CH__FIELD_##field, CH__COLUMN_WORDS, sql, what}
#define R(name, type, field, what) C(name, type, field, NULL, what) /* only read */

/* These formats have no column for modality: only what happened is written. None of them knows an event without day. */
#define HAPPENED "t.modality IN ('actual', 'historical') AND coalesce(t.date_start, d.published) IS NOT NULL"
#define DAY "coalesce(t.date_start, d.published)"
#define CODE "_cameo(t.event, t.mode, t.cameo)"

/* An event of several actors and recipients is a row for each pair (s, r), one without recipient for each ordered pair of
 * its actors; sa and ra are who they are. */
#define PAIRS                                                                                                         \
    " FROM events t JOIN documents d ON d.id = t.document JOIN roles s ON s.record = t.id AND s.role = 'actor'"        \
    " LEFT JOIN actors sa ON sa.id = s.actor LEFT JOIN roles r ON r.record = t.id AND CASE WHEN EXISTS"                \
    " (SELECT 1 FROM roles x WHERE x.record = t.id AND x.role = 'recipient') THEN r.role = 'recipient'"                \
    " ELSE r.role = 'actor' AND r.n <> s.n AND coalesce(r.code <> s.code, 1) END"                                      \
    " LEFT JOIN actors ra ON ra.id = r.actor"
/* A country is no place inside it, and its middle no place where anything happened. */
#define NARROW(expression) "iif(t.place = _name(t.place_country), NULL, " expression ")"
#define PAIR_ID "t.id || '-' || s.n || coalesce('-' || r.n, '')"
#define PAIR_ORDER " ORDER BY t.date_start, t.id, s.n, r.n"
#define NAME(side) "coalesce(" side "a.name, iif(:no_text, NULL, " side ".quote))"

static const ch__column icews[] = {
    C("Event ID", TEXT, ID, PAIR_ID, "id of the event, number of the source and of the target in it: no two rows have the same"),
    C("Event Date", DATE, DATE, DAY, "first day on which it happened, else the publication date; YYYY-MM-DD"),
    C("Source Name", TEXT, NAME, NAME("s"), "who acts: name, else the words of the text"),
    C("Source Sectors", TEXT, SECTORS, "_sector_words(sa.sector)", "sector in words of ICEWS"),
    C("Source Country", TEXT, STATE, "_name(s.code)", "name of the country or organisation of the source"),
    C("Event Text", TEXT, WORDS, "_plover(t.event) || coalesce('/' || t.mode, '')", "type and mode of PLOVER (ICEWS has its own phrase for each CAMEO code here)"),
    C("CAMEO Code", CAMEO, CAMEO, CODE, "CAMEO code as text, leading zeros kept"),
    {"Intensity", "Event Intensity", CH__COLUMN_NUMBER, CH__FIELD_NONE, 0, "_goldstein(" CODE ")", "Goldstein value of the CAMEO code, -10 to 10"},
    C("Target Name", TEXT, NAME2, NAME("r"), "to whom: name, else the words of the text"),
    C("Target Sectors", TEXT, SECTORS2, "_sector_words(ra.sector)", "sector in words of ICEWS"),
    C("Target Country", TEXT, STATE2, "_name(r.code)", "name of the country or organisation of the target"),
    C("Story ID", TEXT, NONE, "t.document", "id of the document"),
    C("Sentence Number", INTEGER, NONE, "t.sentence + 1", "number of the sentence, from 1"),
    C("Publisher", TEXT, NONE, "d.source", "publisher, as stated"),
    C("City", TEXT, CITY, NARROW("t.place"), "place of the event: chancery does not tell cities from provinces, the name stands here"),
    C("District", TEXT, DISTRICT, NULL, "always empty"),
    C("Province", TEXT, PROVINCE, NULL, "always empty"),
    C("Country", TEXT, COUNTRY, "_name(t.place_country)", "country of the place"),
    C("Latitude", LATITUDE, LATITUDE, NARROW("t.latitude"), "of the place, WGS 84; empty where that is a country"),
    C("Longitude", LONGITUDE, LONGITUDE, NARROW("t.longitude"), "of the place, WGS 84; empty where that is a country")};

#define LISTED(role, expression)                                                                                      \
    "(SELECT group_concat(v, ';') FROM (SELECT replace(coalesce(" expression ", ''), ';', ',') AS v FROM roles r"      \
    " LEFT JOIN actors a ON a.id = r.actor WHERE r.record = t.id AND r.role = '" role "' ORDER BY r.n))"
#define SIDE(S, two, role)                                                                                            \
    C(S " Name", LIST, NAME##two, LISTED(role, "coalesce(a.name, iif(:no_text, NULL, r.quote))"), "names, one for each"), \
    C(S " Country", LIST, STATE##two, LISTED(role, "_name(r.code)"), "names of countries and organisations, one for each"), \
    C(S " COW", LIST, NONE, LISTED(role, "_cow(r.code)"), "Correlates of War numbers, one for each"),                  \
    C("Primary " S " Sector", LIST, SECTOR##two, LISTED(role, "a.sector"), "sectors of PLOVER, one for each"),         \
    C(S " Sectors", LIST, NONE, LISTED(role, "a.sector"), "the same: chancery gives one sector"),                      \
    C(S " Title", LIST, NONE, LISTED(role, "a.office"), "offices, one for each"),                                      \
    W(S " Name Raw", LIST, RAW##two, LISTED(role, "r.quote"), "words of the text, one for each"),                      \
    C("Wikipedia " S " ID", TEXT, NONE, NULL, "always empty: chancery keeps Wikidata ids (csv, participants)")

static const ch__column polecat[] = {
    C("Event ID", TEXT, ID, "t.id", "id of the event"),
    C("Event Date", DATE, DATE, DAY, "first day on which it happened, else the publication date; YYYY-MM-DD"),
    C("Event Type", TEXT, EVENT, "_plover(t.event)", "one of the 16 types of PLOVER 2.0"),
    C("Event Mode", TEXT, MODE, "t.mode", "mode of PLOVER"),
    {"Intensity", "Event Intensity", CH__COLUMN_NUMBER, CH__FIELD_NONE, 0, "t.score", "score of the type in PLOVER 2.0, -10 to 10"},
    C("Quad Code", TEXT, NONE,
      "CASE t.quad WHEN 1 THEN 'VERBAL COOPERATION' WHEN 2 THEN 'MATERIAL COOPERATION' WHEN 3 THEN 'VERBAL CONFLICT' ELSE 'MATERIAL CONFLICT' END",
      "quad class in words; SANCTION is MATERIAL CONFLICT here, as in its chapter of the PLOVER manual (the manual's table of quads has it as verbal)"),
    C("Contexts", LIST, CONTEXTS, "t.context", "contexts of PLOVER"),
    SIDE("Actor", , "actor"),
    SIDE("Recipient", 2, "recipient"),
    C("Placename", TEXT, PLACE, NARROW("t.place"), "narrowest place that is named"),
    C("City", TEXT, CITY, NULL, "always empty: chancery does not tell cities from provinces"),
    C("District", TEXT, DISTRICT, NULL, "always empty"),
    C("Province", TEXT, PROVINCE, NULL, "always empty"),
    C("Country", TEXT, COUNTRY, "_name(t.place_country)", "country of the place"),
    C("Latitude", LATITUDE, LATITUDE, NARROW("t.latitude"), "of the place, WGS 84; empty where that is a country"),
    C("Longitude", LONGITUDE, LONGITUDE, NARROW("t.longitude"), "of the place, WGS 84; empty where that is a country"),
    C("GeoNames ID", TEXT, GEONAME, "t.geonameid", "of the place"),
    W("Raw Placename", TEXT, NONE, "(SELECT x.quote FROM spans x WHERE x.record = t.id AND x.field = 'place')", "words of the text for the place"),
    C("Feature Type", TEXT, NONE, NULL, "always empty"),
    C("Source", TEXT, NONE, "d.source", "publisher, as stated"),
    C("Publication Date", DATE, NONE, "d.published", "of the document"),
    C("Story People", LIST, NONE, NULL, "always empty"),
    C("Story Organizations", LIST, NONE, NULL, "always empty"),
    C("Story Locations", LIST, NONE, NULL, "always empty"),
    C("Language", TEXT, NONE, "d.language", "ISO 639-1"),
    C("Version", TEXT, NONE, "'chancery " CH_VERSION "'", "program and version that wrote the file")};
#undef SIDE

#define SIDE(s, side, two)                                                                                            \
    C(side, TEXT, RAW##two, "coalesce(" s ".code, '') || coalesce(_sector_letters(" s "a.sector), '')", "code and role in letters of CAMEO: CHNGOV"), \
    C(side "_root", TEXT, ROOT_CODE##two, s ".code", "code of the state or organisation"),                             \
    C(side "_agent", TEXT, AGENT##two, "_sector_letters(" s "a.sector)", "its role in letters of CAMEO"),              \
    C(side "_others", TEXT, NONE, NULL, "always empty")

static const ch__column phoenix[] = {
    C("id_version", TEXT, ID, PAIR_ID, "id of the event, number of the source and of the target in it: no two rows have the same"),
    C("date", DATE, DATE, "replace(" DAY ", '-', '')", "first day on which it happened, else the publication date; YYYYMMDD"),
    C("year", INTEGER, NONE, "substr(" DAY ", 1, 4)", "of the date"),
    C("month", INTEGER, NONE, "substr(" DAY ", 6, 2)", "of the date, two digits"),
    C("day", INTEGER, NONE, "substr(" DAY ", 9, 2)", "of the date, two digits"),
    SIDE("s", "source", ),
    SIDE("r", "target", 2),
    C("code", CAMEO, CAMEO, CODE, "CAMEO code as text, leading zeros kept"),
    C("root_code", ROOT, ROOT, "substr(" CODE ", 1, 2)", "its first two digits"),
    C("quad_class", INTEGER, NONE, "t.quad", "1 to 4 by the type of PLOVER; SANCTION is 4 here"),
    C("goldstein", NUMBER, NONE, "_goldstein(" CODE ")", "Goldstein value of the CAMEO code, -10 to 10"),
    C("issues", TEXT, NONE, "replace(t.context, ';', ',1;') || ',1'", "contexts of PLOVER, each with the count 1"),
    C("lat", LATITUDE, LATITUDE, NARROW("t.latitude"), "of the place, WGS 84; empty where that is a country"),
    C("lon", LONGITUDE, LONGITUDE, NARROW("t.longitude"), "of the place, WGS 84; empty where that is a country"),
    C("placeName", TEXT, CITY, NARROW("t.place"), "narrowest place that is named"),
    C("stateName", TEXT, PROVINCE, NULL, "always empty"),
    C("countryName", TEXT, COUNTRY, "t.place_country", "country of the place, alpha-3"),
    C("ids", TEXT, NONE, "t.document || '_' || (t.sentence + 1)", "id of the document and number of the sentence from 1"),
    C("urls", TEXT, NONE, "d.uri", "path or URL of the document"),
    C("sources", TEXT, NONE, "d.source", "publisher, as stated")};

#define GDELT_ACTOR(A, two)                                                                                           \
    R(A "Code", TEXT, RAW##two, "CAMEO code of the actor"), R(A "Name", TEXT, NAME##two, "name of the actor"),         \
    R(A "CountryCode", TEXT, ROOT_CODE##two, "three-letter CAMEO country code"),                                       \
    R(A "KnownGroupCode", TEXT, GROUP_CODE##two, "code of a known group"), R(A "EthnicCode", TEXT, NONE, "ethnic group"), \
    R(A "Religion1Code", TEXT, NONE, "religion"), R(A "Religion2Code", TEXT, NONE, "second religion"),                 \
    R(A "Type1Code", TEXT, AGENT##two, "role in letters of CAMEO"), R(A "Type2Code", TEXT, NONE, "second role"),       \
    R(A "Type3Code", TEXT, NONE, "third role")
#define GDELT_HEAD                                                                                                    \
    R("GLOBALEVENTID", TEXT, ID, "id of the event"), R("SQLDATE", DATE, DATE, "day of the event; YYYYMMDD"),           \
    R("MonthYear", INTEGER, NONE, "YYYYMM"), R("Year", INTEGER, NONE, "YYYY"), R("FractionDate", NUMBER, NONE, "YYYY.FFFF"), \
    GDELT_ACTOR("Actor1", ), GDELT_ACTOR("Actor2", 2),                                                                 \
    R("IsRootEvent", INTEGER, NONE, "1: named in the lead"), R("EventCode", CAMEO, CAMEO, "CAMEO code"),               \
    R("EventBaseCode", TEXT, NONE, "its first three digits"), R("EventRootCode", ROOT, ROOT, "its first two digits"),  \
    R("QuadClass", INTEGER, NONE, "1 to 4"), R("GoldsteinScale", NUMBER, NONE, "-10 to 10"),                           \
    R("NumMentions", INTEGER, NONE, "mentions"), R("NumSources", INTEGER, NONE, "sources"),                            \
    R("NumArticles", INTEGER, NONE, "articles"), R("AvgTone", NUMBER, NONE, "tone")
#define ADM2(G) R(G "_ADM2Code", TEXT, NONE, "second-level unit"),
#define NO_ADM2(G)
#define GDELT_GEO(G, kind, name, fips, lat, lon, id, adm2)                                                            \
    R(G "_Type", INTEGER, kind, "1: a country, 2 to 5: narrower"), R(G "_FullName", TEXT, name, "name of the place"),  \
    R(G "_CountryCode", TEXT, fips, "FIPS 10-4 country code"), R(G "_ADM1Code", TEXT, NONE, "first-level unit"),       \
    adm2(G) R(G "_Lat", LATITUDE, lat, "degrees north"), R(G "_Long", LONGITUDE, lon, "degrees east"),                 \
    R(G "_FeatureID", TEXT, id, "GNS, GNIS or GeoNames id")
#define GDELT_TAIL(adm2)                                                                                              \
    GDELT_GEO("Actor1Geo", NONE, NONE, NONE, NONE, NONE, NONE, adm2),                                                  \
    GDELT_GEO("Actor2Geo", NONE, NONE, NONE, NONE, NONE, NONE, adm2),                                                  \
    GDELT_GEO("ActionGeo", PLACE_KIND, PLACE, FIPS, LATITUDE, LONGITUDE, NONE, adm2),                                  \
    R("DATEADDED", INTEGER, NONE, "when it was added"), R("SOURCEURL", TEXT, NONE, "URL of the article")

static const ch__column gdelt[] = {GDELT_HEAD, GDELT_TAIL(ADM2)};
static const ch__column gdelt1[] = {GDELT_HEAD, GDELT_TAIL(NO_ADM2)};

#define COLUMNS(array) array, sizeof array / sizeof *array

static const ch__layout layouts[] = {
    {"icews",
     "The 20 columns of ICEWS event data, tab-separated, with a header. One row for each pair of an actor and a recipient; a "
     "meeting of equals is a row each way. Only what happened is written (modality actual or historical), and only what has a "
     "day. Lost: modality, attribution, magnitudes, contexts, dates that cover more than a day, confidence.",
     COLUMNS(icews), '\t', true, PAIRS, HAPPENED, PAIR_ORDER, "t.id", "t.date_end", "t.date_start"},
    {"polecat",
     "The 40 columns of POLECAT, tab-separated, with a header. One row an event; several actors or recipients are joined by "
     "\";\" in the order of the text, one value for each in every column of that side, empty where unknown. Only what happened "
     "is written (modality actual or historical), and only what has a day. Lost: modality, attribution, magnitudes, CAMEO "
     "codes, confidence, dates that cover more than a day.",
     COLUMNS(polecat), '\t', true, " FROM events t JOIN documents d ON d.id = t.document", HAPPENED, " ORDER BY t.date_start, t.id",
     "t.id", "t.date_end", "t.date_start"},
    {"phoenix",
     "The 26 columns of Phoenix event data, tab-separated, by convention without a header. One row for each pair of an actor and "
     "a recipient; a meeting of equals is a row each way. Only what happened is written (modality actual or historical), and only "
     "what has a day. Lost: names, modality, attribution, magnitudes, confidence, dates that cover more than a day.",
     COLUMNS(phoenix), '\t', false, PAIRS, HAPPENED, PAIR_ORDER, "t.id", "t.date_end", "t.date_start"},
    {"gdelt", "The 61 columns of GDELT 2.0 event files, tab-separated, without a header. Only read.", COLUMNS(gdelt), '\t', false,
     NULL, NULL, NULL, NULL, NULL, NULL},
    {"gdelt1", "The 58 columns of GDELT 1.0 event files (57 until 2013: without SOURCEURL), tab-separated, without a header. Only read.",
     COLUMNS(gdelt1), '\t', false, NULL, NULL, NULL, NULL, NULL, NULL}};
/* clang-format on */

const ch__layout *ch__layout_foreign(const char *name)
{
    for (size_t i = 0; name && i < sizeof layouts / sizeof *layouts; i++)
        if (strcmp(layouts[i].name, name) == 0)
            return &layouts[i];
    return NULL;
}
