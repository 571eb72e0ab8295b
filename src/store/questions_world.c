/* questions_world.c - what can be asked over all pairs at once: who deals with whom, where, and what is unusual. */
#include "store/questions.h"

/* Sums over months of pairs. */
#define SUMS                                                                                           \
    "sum(t.events) AS events, sum(t.verbal_cooperation) AS verbal_cooperation,"                        \
    " sum(t.material_cooperation) AS material_cooperation, sum(t.verbal_conflict) AS verbal_conflict," \
    " sum(t.material_conflict) AS material_conflict, round(sum(t.score_sum), 3) AS score_sum"

/* The day up to which a question looks: the one given, else the last on which something was published. */
#define TODAY "coalesce(:at, (SELECT max(day) FROM days))"

/* Events that are counted by days. */
#define COUNTS_BY_DAY(row) \
    row ".happened AND (" row ".forth OR " row ".back) AND " row ".origin = 'read' AND " row ".dated = 'day'"

#define IN_PERIOD(row) \
    row ".month >= coalesce(substr(:since, 1, 7), '') AND " row ".month <= coalesce(substr(:until, 1, 7), '~')"

/* The first or last day with an event at a place, within the months of the period. */
#define DAY_THERE(which)                                                                                      \
    "(SELECT " which "(e.date_start) FROM events e INDEXED BY events_place WHERE e.latitude = t.latitude AND" \
    " e.longitude = t.longitude AND e.place IS nullif(t.place, '') AND e.place_country IS"                    \
    " nullif(t.place_country, '') AND e.date_start >= coalesce(substr(:since, 1, 7), '') AND"                 \
    " e.date_start < coalesce(substr(:until, 1, 7), '') || '~')"

#define PLACE_COLUMNS(cooperation, conflict)                                                           \
    "nullif(t.place, '') AS place, nullif(t.place_country, '') AS place_country, t.latitude, "         \
    "t.longitude, " cooperation " + " conflict " AS events, " cooperation " AS cooperation, " conflict \
    " AS conflict, " DAY_THERE("min") " AS first_date, " DAY_THERE("max") " AS last_date"

/* An actor and the 499 with whom it has most events, by months or totals. */
#define NEAR(table, given)                                                                              \
    "(SELECT :actor UNION ALL SELECT * FROM (SELECT iif(n.source = :actor, n.target, n.source) AS code" \
    " FROM " table " n WHERE (n.source = :actor OR n.target = :actor)" given " GROUP BY code"           \
    " ORDER BY sum(n.events) DESC, code LIMIT 499))"

/* What two did to each other. First by direction, as the tables have them in order: half the time. */
#define EACH_OTHER(table, given)                                                                                \
    "(SELECT min(d.source, d.target) AS a, max(d.source, d.target) AS b, sum(d.events) AS events,"              \
    " sum(d.cooperation) AS cooperation, sum(d.conflict) AS conflict, round(sum(d.score), 3) AS score FROM"     \
    " (SELECT m.source, m.target, sum(m.events) AS events, sum(m.verbal_cooperation + m.material_cooperation)"  \
    " AS cooperation, sum(m.verbal_conflict + m.material_conflict) AS conflict, sum(m.score_sum) AS score FROM" \
    " " table " m WHERE true" given " GROUP BY m.source, m.target) d GROUP BY 1, 2)"

#define MATRIX(table)                                                                                            \
    .what = "matrix", .columns = "t.source, t.target, " SUMS, .from = table " t", .group = "t.source, t.target", \
    .order = "events DESC, t.source, t.target", .type = "t.origin = :type COLLATE NOCASE",                       \
    .actor = "(t.source = :actor OR t.target = :actor)"

/* Of each who acts, in the order that the tables have; of each that is acted upon, from pairs: fewer are to be sorted.
 */
#define COUNTRIES(table, pairs)                                                                                  \
    .what = "countries",                                                                                         \
    .columns = "t.code, (SELECT x.name FROM codes x WHERE x.code = t.code) AS name, sum(t.acts) AS acts, " SUMS, \
    .from = "(SELECT t.source AS code, sum(t.events) AS acts, " SUMS " FROM " table " t WHERE true@given"        \
            " GROUP BY t.source UNION ALL SELECT t.target, 0, " SUMS " FROM " pairs " GROUP BY t.target) t",     \
    .inside = true, .group = "t.code", .order = "events DESC, t.code", .type = "t.origin = :type COLLATE NOCASE"
#define PAIRS_OF_MONTHS \
    "(SELECT t.source, t.target, " SUMS " FROM dyad_months t WHERE true@given GROUP BY t.source, t.target) t"

#define NETWORK(table, near, each)                                                                               \
    .what = "network",                                                                                           \
    .columns =                                                                                                   \
        "t.a, t.b, x.name AS a_name, y.name AS b_name, t.events, t.cooperation, t.conflict, t.score, r.records," \
        " r.level, r.last_date",                                                                                 \
    .from = EACH_OTHER(table, each) " t@with", .beyond = "rxy",                                                  \
    .with = " LEFT JOIN relations r ON r.a = t.a AND r.b = t.b LEFT JOIN codes x ON x.code = t.a"                \
            " LEFT JOIN codes y ON y.code = t.b",                                                                \
    .order = "(t.a = :actor OR t.b = :actor) DESC, t.events DESC, t.a, t.b",                                     \
    .actor = "t.a IN " NEAR(table, near) " AND t.b IN " NEAR(table, near)

#define OF_MONTHS .since = "t.month >= substr(:since, 1, 7)", .until = "t.month <= substr(:until, 1, 7)"

static const ch__question all_matrix = {MATRIX("dyad_totals")};
static const ch__question all_countries = {COUNTRIES("dyad_totals", "dyad_totals t WHERE true@given")};
static const ch__question all_network = {NETWORK("dyad_totals", "", "")};

/* The days are looked up for the first rows alone: `e` is their row. */
static const ch__question all_places = {.what = "places",
                                        .columns = PLACE_COLUMNS("t.cooperation", "t.conflict"),
                                        .from = "_places t@with",
                                        .with = "",
                                        .beyond = "e",
                                        .where = "t.cooperation + t.conflict > 0",
                                        .order = "t.cooperation + t.conflict DESC, t.place, t.latitude, t.longitude",
                                        .type = "t.place_country = :type COLLATE NOCASE"};

/* clang-format off */
const ch__question ch__questions_world[] = {
    {MATRIX("dyad_months"), .whole = &all_matrix, OF_MONTHS},
    {COUNTRIES("dyad_months", PAIRS_OF_MONTHS), .whole = &all_countries, OF_MONTHS},
    {.what = "places",
     .columns = PLACE_COLUMNS("sum(t.cooperation)", "sum(t.conflict)"),
     .whole = &all_places,
     .from = "_place_months t",
     .group = "t.latitude, t.longitude, t.place, t.place_country HAVING events > 0",
     .order = "events DESC, t.place, t.latitude, t.longitude",
     .type = "t.place_country = :type COLLATE NOCASE",
     .since = "t.month >= substr(:since, 1, 7)",
     .until = "t.month <= substr(:until, 1, 7)"},
    {NETWORK("dyad_months", " AND " IN_PERIOD("n"), " AND " IN_PERIOD("m")),
     .whole = &all_network,
     .since = "true",
     .until = "true"},
    /* A week is held against the year before it: first the pairs with enough in the week, then the year of these few. */
    {.what = "surges",
     .columns = "t.a, t.b, (SELECT x.name FROM codes x WHERE x.code = t.a) AS a_name,"
                " (SELECT x.name FROM codes x WHERE x.code = t.b) AS b_name, t.events,"
                " round((SELECT count(*) FROM pair_events e WHERE e.a = t.a AND e.b = t.b AND e.day > t.year"
                " AND e.day <= t.week AND " COUNTS_BY_DAY("e") ") / 52.0, 3) AS usual, t.cooperation, t.conflict",
     .from = "(SELECT e.a, e.b, p.week, p.year, count(*) AS events, sum(e.quad <= 2) AS cooperation, sum(e.quad > 2) AS conflict"
             " FROM (SELECT " TODAY " AS day, date(" TODAY ", '-7 days') AS week, date(" TODAY ", '-371 days') AS year) p"
             " CROSS JOIN pair_events e INDEXED BY pair_events_day ON e.day > p.week AND e.day <= p.day"
             " WHERE " COUNTS_BY_DAY("e") " GROUP BY e.a, e.b HAVING count(*) >= 3) t",
     .where = "t.events > 2 * usual + 1",
     .order = "t.events - usual DESC, t.a, t.b",
     .at = "true"},
    {.what = "days",
     .columns = "t.day, t.documents, t.covered",
     .from = "days t",
     .order = "t.day",
     .newest = "t.day DESC",
     .since = "t.day >= :since",
     .until = "t.day <= :until"},
    {.what = NULL}};
/* clang-format on */
