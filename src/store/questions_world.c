/* questions_world.c - what can be asked over all pairs at once: who deals with whom, where, and what is unusual. */
#include "store/questions.h"

/* Sums over months of pairs. */
#define SUMS                                                                                           \
    "sum(t.events) AS events, sum(t.verbal_cooperation) AS verbal_cooperation,"                        \
    " sum(t.material_cooperation) AS material_cooperation, sum(t.verbal_conflict) AS verbal_conflict," \
    " sum(t.material_conflict) AS material_conflict, round(sum(t.score_sum), 3) AS score_sum"

/* The day up to which a question looks: the one given, else the last on which something was published. */
#define TODAY "coalesce(:at, (SELECT max(day) FROM days))"

#define IN_PERIOD(row) \
    row ".month >= coalesce(substr(:since, 1, 7), '') AND " row ".month <= coalesce(substr(:until, 1, 7), '~')"

/* An actor and the 499 with whom it has most events in the period. */
#define NEAR                                                                                            \
    "(SELECT :actor UNION ALL SELECT * FROM (SELECT iif(n.source = :actor, n.target, n.source) AS code" \
    " FROM dyad_months n WHERE (n.source = :actor OR n.target = :actor) AND " IN_PERIOD(                \
        "n") " GROUP BY code"                                                                           \
             " ORDER BY sum(n.events) DESC, code LIMIT 499))"

/* What two did to each other in the period. First by direction, as dyad_months has them in order: half the time. */
#define EACH_OTHER                                                                                              \
    "(SELECT min(d.source, d.target) AS a, max(d.source, d.target) AS b, sum(d.events) AS events,"              \
    " sum(d.cooperation) AS cooperation, sum(d.conflict) AS conflict, round(sum(d.score), 3) AS score FROM"     \
    " (SELECT m.source, m.target, sum(m.events) AS events, sum(m.verbal_cooperation + m.material_cooperation)"  \
    " AS cooperation, sum(m.verbal_conflict + m.material_conflict) AS conflict, sum(m.score_sum) AS score FROM" \
    " dyad_months m WHERE " IN_PERIOD("m") " GROUP BY m.source, m.target) d GROUP BY 1, 2)"

/* clang-format off */
const ch__question ch__questions_world[] = {
    {.what = "matrix",
     .columns = "t.source, t.target, " SUMS,
     .from = "dyad_months t",
     .group = "t.source, t.target",
     .order = "events DESC, t.source, t.target",
     .type = "t.origin = :type COLLATE NOCASE",
     .since = "t.month >= substr(:since, 1, 7)",
     .until = "t.month <= substr(:until, 1, 7)",
     .actor = "(t.source = :actor OR t.target = :actor)"},
    {.what = "countries",
     .columns = "t.code, x.name, sum(t.acts) AS acts, " SUMS,
     .from = "(SELECT source AS code, month, origin, events AS acts, events, verbal_cooperation, material_cooperation,"
             " verbal_conflict, material_conflict, score_sum FROM dyad_months UNION ALL"
             " SELECT target, month, origin, 0, events, verbal_cooperation, material_cooperation, verbal_conflict,"
             " material_conflict, score_sum FROM dyad_months) t LEFT JOIN codes x ON x.code = t.code",
     .group = "t.code",
     .order = "events DESC, t.code",
     .type = "t.origin = :type COLLATE NOCASE",
     .since = "t.month >= substr(:since, 1, 7)",
     .until = "t.month <= substr(:until, 1, 7)"},
    {.what = "places",
     .columns = "t.place, t.place_country, t.latitude, t.longitude, count(*) AS events, sum(t.quad <= 2) AS cooperation,"
                " sum(t.quad > 2) AS conflict, min(t.date_start) AS first_date, max(t.date_start) AS last_date",
     .from = "events t INDEXED BY events_place",
     .group = "t.latitude, t.longitude, t.place, t.place_country HAVING t.latitude IS NOT NULL",
     .order = "events DESC, t.place, t.latitude, t.longitude",
     .type = "t.place_country = :type COLLATE NOCASE",
     .since = "t.latitude IS NOT NULL AND t.date_start >= :since",
     .until = "t.latitude IS NOT NULL AND t.date_start <= :until"},
    {.what = "network",
     .columns = "t.a, t.b, x.name AS a_name, y.name AS b_name, t.events, t.cooperation, t.conflict, t.score, r.records,"
                " r.level, r.last_date",
     .from = EACH_OTHER " t LEFT JOIN relations r ON r.a = t.a AND r.b = t.b LEFT JOIN codes x ON x.code = t.a"
             " LEFT JOIN codes y ON y.code = t.b",
     .order = "(t.a = :actor OR t.b = :actor) DESC, t.events DESC, t.a, t.b",
     .since = "true",
     .until = "true",
     .actor = "t.a IN " NEAR " AND t.b IN " NEAR},
    {.what = "surges",
     .columns = "t.a, t.b, x.name AS a_name, y.name AS b_name, sum(t.day > date(" TODAY ", '-7 days')) AS events,"
                " round(sum(t.day <= date(" TODAY ", '-7 days')) / 52.0, 3) AS usual,"
                " sum(t.day > date(" TODAY ", '-7 days') AND t.quad <= 2) AS cooperation,"
                " sum(t.day > date(" TODAY ", '-7 days') AND t.quad > 2) AS conflict",
     .from = "pair_events t INDEXED BY pair_events_day LEFT JOIN codes x ON x.code = t.a LEFT JOIN codes y ON y.code = t.b",
     .where = "t.day > date(" TODAY ", '-371 days') AND t.day <= " TODAY " AND t.happened AND (t.forth OR t.back)"
              " AND t.origin = 'read' AND t.dated = 'day'",
     .group = "t.a, t.b HAVING events >= 3 AND events > 2 * usual + 1",
     .order = "events - usual DESC, t.a, t.b",
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
