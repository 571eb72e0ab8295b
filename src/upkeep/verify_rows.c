/* verify_rows.c - what SQL can tell: rows that point nowhere, dates that do not exist, labels that contradict. */
#include "upkeep/verify.h"

/* A day that exists is its own normal form: date('2025-02-30', '+0 days') is 2025-03-02. */
#define NO_DAY(column) "(" column " IS NOT NULL AND date(" column ", '+0 days') IS NOT " column ")"

/* Each gives the document and the record of every row that is wrong. */
static const struct {
    ch_check check;
    const char *message, *sql;
} rules[] = {
    {CH_CHECK_POINTERS, "a role of a record that is not there",
     "SELECT r.document, r.record FROM roles r WHERE NOT EXISTS"
     " (SELECT 1 FROM records x WHERE x.id = r.record AND x.document = r.document)"},
    {CH_CHECK_POINTERS, "a span of a record that is not there",
     "SELECT s.document, s.record FROM spans s WHERE NOT EXISTS"
     " (SELECT 1 FROM records x WHERE x.id = s.record AND x.document = s.document)"},
    {CH_CHECK_POINTERS, "a candidate became a record that is not there",
     "SELECT c.document, c.record FROM candidates c WHERE c.record IS NOT NULL AND NOT EXISTS"
     " (SELECT 1 FROM records x WHERE x.id = c.record AND x.document = c.document)"
     " AND c.record NOT IN (SELECT record FROM reviews)"},
    {CH_CHECK_POINTERS, "a candidate in a sentence that is not there",
     "SELECT c.document, c.record FROM candidates c WHERE NOT EXISTS"
     " (SELECT 1 FROM sentences s WHERE s.document = c.document AND s.n = c.sentence)"},
    {CH_CHECK_POINTERS, "a record in a sentence that is not there",
     "SELECT r.document, r.id FROM records r JOIN documents d ON d.id = r.document WHERE d.origin = 'read' AND NOT "
     "EXISTS"
     " (SELECT 1 FROM sentences s WHERE s.document = r.document AND s.n = r.sentence)"},
    {CH_CHECK_POINTERS, "a sentence repeats one that is not before it",
     "SELECT s.document, NULL FROM sentences s WHERE s.repeat_of IS NOT NULL AND (s.repeat_of >= s.n OR NOT EXISTS"
     " (SELECT 1 FROM sentences x WHERE x.document = s.document AND x.n = s.repeat_of))"},
    {CH_CHECK_POINTERS, "the code of a role is not that of its actor",
     "SELECT r.document, r.record FROM roles r JOIN actors a ON a.id = r.actor WHERE r.code IS NOT a.code"},
    {CH_CHECK_POINTERS, "a link to a story that tells the same goes to itself, or both ways",
     "SELECT document, NULL FROM duplicates u WHERE document = other OR EXISTS"
     " (SELECT 1 FROM duplicates v WHERE v.document = u.other AND v.other = u.document)"},
    {CH_CHECK_DATES, "a day of publication that does not exist",
     "SELECT id, NULL FROM documents WHERE " NO_DAY("published")},
    {CH_CHECK_DATES, "a day that does not exist",
     "SELECT document, id FROM records WHERE " NO_DAY("date_start") " OR " NO_DAY("date_end")},
    {CH_CHECK_DATES, "it ends before it starts, or has one of both days",
     "SELECT document, id FROM records WHERE date_start > date_end OR (date_start IS NULL) <> (date_end IS NULL)"},
    {CH_CHECK_DATES, "a precision that there is not",
     "SELECT document, id FROM records"
     " WHERE date_precision NOT IN ('day', 'week', 'month', 'quarter', 'year', 'unknown')"},
    {CH_CHECK_DATES, "a period that does not exist, or ends before it starts",
     "SELECT document, id FROM figures WHERE " NO_DAY("period_start") " OR " NO_DAY(
         "period_end") " OR period_start > period_end"},
    {CH_CHECK_VALUES, "a confidence that is not between 0 and 1",
     "SELECT document, id FROM records WHERE NOT confidence BETWEEN 0 AND 1"},
    {CH_CHECK_VALUES, "the least value is above the most", "SELECT document, id FROM figures WHERE low > high"},
    {CH_CHECK_VALUES, "a place beyond the globe",
     "SELECT document, id FROM events WHERE NOT (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)"},
    {CH_CHECK_VALUES, "an actor whose name, code or office is not what it was entered by",
     "SELECT NULL, NULL FROM (SELECT _key, '|' || coalesce(name, '') || '|' || coalesce(code, '') || '|' ||"
     " coalesce(sector, '') || '|' || coalesce(office, '') AS own FROM actors) WHERE substr(_key, -length(own)) <> "
     "own"},
    {CH_CHECK_VALUES, "an actor in more or fewer records or documents than are counted of it",
     "SELECT NULL, NULL FROM actors a LEFT JOIN _counted c ON c.actor = a.id LEFT JOIN (SELECT actor, count(DISTINCT"
     " record) AS records, count(DISTINCT document) AS documents FROM roles GROUP BY actor) x ON x.actor = a.id"
     " WHERE c.records IS NOT coalesce(x.records, 0) OR c.documents IS NOT coalesce(x.documents, 0)"},
    {CH_CHECK_VALUES, "more or fewer events at places than are counted there",
     "SELECT NULL, NULL FROM (SELECT coalesce(place, '') AS p, coalesce(place_country, '') AS c, latitude, longitude,"
     " coalesce(substr(date_start, 1, 7), '') AS m, sum(quad <= 2), sum(quad > 2) FROM events WHERE latitude IS NOT"
     " NULL GROUP BY 1, 2, 3, 4, 5 EXCEPT SELECT place, place_country, latitude, longitude, month, cooperation, "
     "conflict"
     " FROM _place_months) UNION ALL SELECT NULL, NULL FROM _place_months m WHERE cooperation + conflict <> (SELECT"
     " count(*) FROM events e INDEXED BY events_place WHERE e.latitude = m.latitude AND e.longitude = m.longitude AND"
     " e.place IS nullif(m.place, '') AND e.place_country IS nullif(m.place_country, '') AND"
     " coalesce(substr(e.date_start, 1, 7), '') = m.month) UNION ALL"
     " SELECT NULL, NULL FROM (SELECT latitude, longitude, place, place_country, sum(cooperation) AS n,"
     " sum(conflict) AS m FROM _place_months GROUP BY 1, 2, 3, 4) s"
     " FULL JOIN _places p USING (latitude, longitude, place, place_country) WHERE s.n IS NOT p.cooperation OR"
     " s.m IS NOT p.conflict"},
};

static int check_rule(ch__verifying *v, size_t rule)
{
    sqlite3_stmt *s = NULL;
    int step = SQLITE_ERROR;
    if (sqlite3_prepare_v2(v->copy->db, rules[rule].sql, -1, &s, NULL) == SQLITE_OK)
        while ((step = sqlite3_step(s)) == SQLITE_ROW)
            ch__verify_found(v, rules[rule].check, (const char *)sqlite3_column_text(s, 0),
                             (const char *)sqlite3_column_text(s, 1), "%s", rules[rule].message);
    int rc = step == SQLITE_DONE ? CH_OK : ch__store_fail(v->copy, v->err, "cannot be checked");
    sqlite3_finalize(s);
    return rc;
}

static int count_rows(ch__verifying *v)
{
    int64_t records = 0, roles = 0;
    int rc = ch__upkeep_number(v->copy, "SELECT count(*) FROM records", &records, v->err);
    if (rc == CH_OK)
        rc = ch__upkeep_number(v->copy, "SELECT count(*) FROM roles", &roles, v->err);
    v->out->examined[CH_CHECK_DATES] = v->out->examined[CH_CHECK_VALUES] = (uint64_t)records;
    v->out->examined[CH_CHECK_POINTERS] = (uint64_t)(records + roles);
    return rc;
}

int ch__verify_rows(ch__verifying *v)
{
    int rc = count_rows(v);
    for (size_t i = 0; i < sizeof rules / sizeof *rules && rc == CH_OK; i++)
        rc = check_rule(v, i);
    return rc;
}
