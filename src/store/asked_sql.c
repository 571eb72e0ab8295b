/* asked_sql.c - the SQL of a question: a row of questions.c and the conditions given become one SELECT. */
#include <ctype.h>

#include "store/asked.h"

static const char *const SPANS[] = {NULL, "t.date_start >= :since",
                                    "+t.date_start < :since AND t.date_end >= :since AND t.date_end > t.date_start"};

/* ---- text with @names ---- */

/* What leads to the rows: the pair or the actor, by date, unless something narrower is given. */
static const char *lead(const ch__asked *a)
{
    const ch_query *query = a->query;
    if (query->id || query->doc || query->match)
        return NULL;
    if (a->a[0] && a->q->from_pair)
        return a->q->from_pair;
    return a->actor[0] ? a->q->from_actor : NULL;
}

/* Records in which an actor takes part: by code, or by part of a name, or of the words where nobody is known by them.
 */
#define BY_CODE "(SELECT record FROM appearances WHERE code = :actor)"
#define BY_NAME                                                                                               \
    "(SELECT r.record FROM roles r WHERE r.role <> 'attribution' AND r.actor IN"                              \
    " (SELECT id FROM actors WHERE instr(lower(name), lower(:actor))) UNION ALL SELECT r.record FROM roles r" \
    " WHERE r.actor IS NULL AND r.role <> 'attribution' AND instr(lower(r.quote), lower(:actor)))"

static const char *key_of(const ch__asked *a)
{
    if (a->way != CH__WAY_COLUMNS && lead(a))
        return "l.date";
    if (a->span == CH__SPAN_REACHES)
        return "+t.date_start"; /* not by the index of the days */
    return a->q->key ? a->q->key : "t.date_start";
}

/* An index of confidences leads to most rows of a list one by one: it serves only the order. */
static const char *free_of_index(const ch__asked *a)
{
    return a->query->sort && strcmp(a->query->sort, "confidence") == 0 ? "" : "+";
}

static const char *value_of(const ch__asked *a, const char *name, size_t n)
{
    const ch__part *part = a->part;
    bool pair_leads = a->q->from_pair && lead(a) == a->q->from_pair;
    const struct {
        const char *name, *value;
    } values[] = {{"kind", part ? part->kind : ""},
                  {"table", part ? part->table : ""},
                  {"type", part ? part->type : ""},
                  {"detail", part ? part->detail : ""},
                  {"modality", part ? part->modality : ""},
                  {"codes", part ? part->codes : ""},
                  {"key", key_of(a)},
                  {"with", a->way == CH__WAY_THIN || a->way == CH__WAY_LED ? "" : a->q->with},
                  {"row", a->way == CH__WAY_LED ? "" : " CROSS JOIN @table t ON t.id = l.record"},
                  {"free", free_of_index(a)},
                  {"since", a->query->since ? a->q->since : "true"},
                  {"until", a->query->until ? a->q->until : "true"},
                  {"at", a->query->at ? a->q->at : "true"},
                  {"doc", a->query->doc ? a->q->doc : "true"},
                  {"later", a->query->since || a->query->doc ? a->q->later : "true"},
                  {"earlier", a->query->until || a->query->at || a->query->doc ? a->q->earlier : "true"},
                  {"forth", pair_leads ? "l.forth" : "NULL"},
                  {"back", pair_leads ? "l.back" : "NULL"},
                  {"who", a->actor[0] ? BY_CODE : BY_NAME}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strlen(values[i].name) == n && memcmp(values[i].name, name, n) == 0)
            return values[i].value;
    return "";
}

static void write_conditions(ch__asked *a);
static void write(ch__asked *a, const char *text);

/* Writes text with @names replaced; "@given" is all conditions, in a question that has them inside. */
static void write_n(ch__asked *a, const char *text, size_t n)
{
    for (const char *end = text + n; text < end;) {
        const char *at = memchr(text, '@', (size_t)(end - text));
        ch__buf_add(&a->sql, text, (size_t)((at ? at : end) - text));
        if (!at)
            return;
        for (text = ++at; text < end && islower((unsigned char)*text);)
            text++;
        if (text - at == 5 && memcmp(at, "given", 5) == 0)
            write_conditions(a);
        else
            write(a, value_of(a, at, (size_t)(text - at)));
    }
}

static void write(ch__asked *a, const char *text)
{
    write_n(a, text, strlen(text));
}

/* ---- conditions ---- */

typedef struct condition {
    bool given;
    const char *sql;
} condition;
enum { CONDITIONS = 15 };

static void list_conditions(const ch__asked *a, condition out[CONDITIONS])
{
    const ch__question *q = a->q;
    const ch_query *query = a->query;
    const char *led = lead(a);
    const condition all[CONDITIONS] = {
        {query->id, q->id},
        {query->doc, q->doc},
        {query->type, q->type},
        {query->mode, q->mode},
        {query->modality, q->modality},
        {query->source, q->source},
        {query->confidence > 0, q->confidence},
        {query->since, a->span ? SPANS[a->span] : q->since},
        {query->until, q->until},
        {query->at, q->at},
        {query->match, a->common && q->probe ? q->probe : q->match},
        {a->a[0] && !(led && led == q->from_pair), q->pair},
        {query->place, q->place},
        {query->actor && !(led && led == q->from_actor), q->actor},
        {a->only, a->only},
    };
    memcpy(out, all, sizeof all);
}

bool ch__asked_applies(const ch__asked *a)
{
    condition all[CONDITIONS];
    list_conditions(a, all);
    for (size_t i = 0; i < CONDITIONS; i++)
        if (all[i].given && !all[i].sql)
            return false;
    return true;
}

/* What lasts into the time asked for is few rows by an index of its own; by the type it would be all before. */
static bool by_type_last(const ch__asked *a, const condition *c)
{
    return a->span == CH__SPAN_REACHES && c->sql == a->q->type;
}

/* Whether dates or a document say where to look; then a window is one of what they leave. */
static bool is_dated(const ch__asked *a)
{
    const ch_query *query = a->query;
    return query->since || query->until || query->at || query->doc;
}

static void write_conditions(ch__asked *a)
{
    condition all[CONDITIONS];
    list_conditions(a, all);
    for (size_t i = 0; i < CONDITIONS; i++)
        if (all[i].given) {
            write(a, by_type_last(a, &all[i]) ? " AND +" : " AND ");
            write(a, all[i].sql);
        }
    if (a->q->window) {
        write(a, " AND ");
        write(a, is_dated(a) ? a->q->window_dated : a->q->window);
    }
}

/* Whether SQL speaks of the row of one of these letters, as "d.name" of "d". */
static bool speaks_of(const char *sql, size_t n, const char *letters)
{
    for (size_t i = 0; i + 1 < n; i++)
        if (sql[i + 1] == '.' && strchr(letters, sql[i]) &&
            !(i && (isalnum((unsigned char)sql[i - 1]) || sql[i - 1] == '_')))
            return true;
    return false;
}

/* Whether what is asked speaks of the rows of none of these letters. */
static bool is_silent_of(ch__asked *a, const char *letters)
{
    size_t n = a->sql.n;
    write_conditions(a);
    if (a->sort)
        write_n(a, a->sort, a->sort_n);
    bool speaks = a->sql.failed || speaks_of(a->sql.p + n, a->sql.n - n, letters);
    a->sql.n = n;
    return !speaks;
}

/* Whether rows can be found without the joins of the columns. */
static bool is_thin(ch__asked *a)
{
    return a->q->with && is_silent_of(a, a->q->beyond);
}

bool ch__asked_by_day(ch__asked *a)
{
    const ch_query *query = a->query;
    a->part = ch__parts;
    return a->q->kind && !query->sort && !query->since && !query->id && !query->match && is_thin(a);
}

/* ---- one part ---- */

static void write_from(ch__asked *a)
{
    const ch__question *q = a->q;
    const char *led = lead(a);
    write(a, " FROM ");
    if (a->way == CH__WAY_BY_DOCUMENT)
        write(a, q->from_document);
    else
        write(a, led ? led : a->query->at && q->from_at ? q->from_at : q->from);
    write(a, led ? "" : " WHERE ");
    write(a, led ? "" : q->where ? q->where : "true");
    if (!q->inside)
        write_conditions(a);
    if (q->group) {
        write(a, " GROUP BY ");
        write(a, q->group);
    }
}

static void write_sort(ch__asked *a)
{
    write_n(a, a->sort, a->sort_n);
    write(a, a->query->descending ? " DESC" : " NULLS LAST");
}

#define PART_FIRST "@key NULLS LAST, d.published, d.name, t.sentence, t.char_start, t.id"
#define PART_NEWEST "@key DESC, d.published DESC, d.name, t.sentence, t.char_start, t.id"

static void write_part_order(ch__asked *a)
{
    const ch__question *q = a->q;
    write(a, " ORDER BY ");
    if (a->query->sort) {
        write_sort(a);
        write(a, ", ");
    }
    if (a->query->sort && q->with) {
        write(a, q->row);
        write(a, a->query->descending ? " DESC" : "");
    } else if (a->query->newest) {
        write(a, q->newest_first ? q->newest_first : PART_NEWEST);
    } else {
        write(a, q->first ? q->first : PART_FIRST);
    }
    write(a, " LIMIT :most");
}

/* The ids of the first rows, then the columns of these. */
static void write_thin(ch__asked *a)
{
    a->way = CH__WAY_THIN;
    write(a, "(SELECT ");
    write(a, a->q->row);
    write(a, " AS id");
    write_from(a);
    write_part_order(a);
    a->way = CH__WAY_COLUMNS;
    write(a, ") s CROSS JOIN ");
    write(a, a->q->from);
    write(a, " WHERE s.id = ");
    write(a, a->q->row);
}

/* The first rows of a part, in an order that an index has; or sorted by a column. */
static void write_part(ch__asked *a)
{
    bool thin = a->query->sort && is_thin(a);
    bool by_document = a->query->sort && !thin && a->q->from_document && !lead(a) && strncmp(a->sort, "d.", 2) == 0;
    a->way = thin ? CH__WAY_COLUMNS : by_document ? CH__WAY_BY_DOCUMENT : CH__WAY_WHOLE;
    write(a, "SELECT * FROM (SELECT ");
    write(a, a->q->columns);
    if (thin) {
        write(a, " FROM ");
        write_thin(a);
    } else {
        write_from(a);
        write_part_order(a);
    }
    write(a, ")");
}

/* Only whether there is a row, or its day. */
static void write_bare(ch__asked *a, const char *what)
{
    a->way = !is_thin(a) ? CH__WAY_WHOLE : lead(a) && is_silent_of(a, "t") ? CH__WAY_LED : CH__WAY_THIN;
    write(a, "SELECT ");
    write(a, a->q->group ? a->q->columns : what);
    write_from(a);
}

/* ---- all parts ---- */

/* Every kind of record that is asked for, and both spans of each, with UNION ALL between. */
static void write_parts(ch__asked *a, const char *bare)
{
    bool all = strcmp(a->q->kind, "*") == 0, split = a->query->since && !lead(a) && !a->q->key, first = true;
    for (size_t i = 0; i < CH__PARTS; i++) {
        a->part = &ch__parts[i];
        if (!all && strcmp(a->part->kind, a->q->kind) != 0)
            continue;
        a->span = split ? CH__SPAN_LATER : CH__SPAN_ALL;
        for (; a->span <= (split ? CH__SPAN_REACHES : CH__SPAN_ALL); a->span++, first = false) {
            write(a, first ? "" : " UNION ALL ");
            bare ? write_bare(a, bare) : write_part(a);
        }
    }
    a->span = CH__SPAN_ALL;
    a->way = CH__WAY_WHOLE;
}

static void write_order(ch__asked *a)
{
    const ch_query *query = a->query;
    write(a, " ORDER BY ");
    if (query->sort && a->q->kind) {
        ch__buf_printf(&a->sql, "\"%s\"%s", query->sort, query->descending ? " DESC" : " NULLS LAST");
        if (a->q->with) {
            write(a, query->descending ? ", id DESC" : ", id");
            return;
        }
        write(a, ", ");
    } else if (query->sort) {
        write_sort(a);
        write(a, ", ");
        if (a->q->row) {
            write(a, a->q->row);
            write(a, query->descending ? " DESC" : "");
            return;
        }
    }
    write(a, query->newest ? a->q->newest : a->q->order);
}

static int begin(ch__asked *a, ch_err *err)
{
    ch__buf_clear(&a->sql);
    a->span = CH__SPAN_ALL;
    a->way = CH__WAY_WHOLE;
    if (a->query->newest && !a->q->newest)
        return ch__fail(err, CH_EUSAGE, "%s have no order by time", a->q->what);
    if (!ch__asked_applies(a))
        return ch__fail(err, CH_EUSAGE, "one of the conditions does not apply to %s", a->q->what);
    return CH_OK;
}

static int end(ch__asked *a, const char *text, ch_err *err)
{
    write(a, text);
    return a->sql.failed ? ch__fail(err, CH_ENOMEM, "out of memory") : CH_OK;
}

/* Whether the first rows, in their order, can be found without the joins of the columns. */
static bool is_thin_in_order(ch__asked *a)
{
    size_t n = a->sql.n;
    if (!is_thin(a))
        return false;
    write_order(a);
    bool speaks = a->sql.failed || speaks_of(a->sql.p + n, a->sql.n - n, a->q->beyond);
    a->sql.n = n;
    return !speaks;
}

/* A list that has no kinds of record. The first rows are found before anything is joined to them. */
static void write_plain(ch__asked *a)
{
    write(a, a->q->columns);
    if ((a->q->row && !a->query->sort) || !is_thin_in_order(a)) {
        write_from(a);
        return;
    }
    write(a, " FROM ");
    if (a->q->row) {
        write_thin(a);
        return;
    }
    a->way = CH__WAY_THIN;
    write(a, "(SELECT t.*");
    write_from(a);
    write_order(a);
    write(a, " LIMIT :most) t");
    write(a, a->q->with);
}

int ch__asked_rows(ch__asked *a, ch_err *err)
{
    if (begin(a, err) < 0)
        return err->code;
    write(a, "SELECT ");
    if (a->q->kind) {
        write(a, "* FROM (");
        write_parts(a, NULL);
        write(a, ")");
    } else {
        write_plain(a);
    }
    write_order(a);
    return end(a, " LIMIT :limit OFFSET :offset", err);
}

/* SELECT ... FROM (what every part has). */
static void write_all(ch__asked *a, const char *select, const char *bare)
{
    write(a, select);
    write(a, " FROM (");
    a->q->kind ? write_parts(a, bare) : write_bare(a, bare);
}

int ch__asked_count(ch__asked *a, ch_err *err)
{
    if (begin(a, err) < 0)
        return err->code;
    write_all(a, "SELECT count(*)", "1");
    return end(a, " LIMIT :most)", err);
}

int ch__asked_day(ch__asked *a, ch_err *err)
{
    if (begin(a, err) < 0)
        return err->code;
    write_all(a, "SELECT day", "@key AS day");
    return end(a,
               a->query->newest ? ") ORDER BY day DESC LIMIT 1 OFFSET :offset"
                                : ") ORDER BY day NULLS LAST LIMIT 1 OFFSET :offset",
               err);
}

int ch__asked_before(ch__asked *a, ch_err *err)
{
    if (begin(a, err) < 0)
        return err->code;
    write_all(a, "SELECT count(*)", "1");
    return end(a, ")", err);
}
