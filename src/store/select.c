/* select.c - questions to the store: a row of questions.c and the conditions given become one SELECT. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/json.h"
#include "store/inside.h"
#include "store/match.h"
#include "store/questions.h"

/* What lasts until `since` or longer, by two ways that each have an index: what begins then or later, in the order of
 * the days; and what began before, which only the few that last longer than a day can reach. Without `since`, or where
 * something else leads to the rows: all at once. */
enum { SPAN_ALL, SPAN_LATER, SPAN_REACHES };
static const char *const SPANS[] = {NULL, "t.date_start >= :since",
                                    "+t.date_start < :since AND t.date_end >= :since AND t.date_end > t.date_start"};

enum { MOST_COLUMNS = 64, NUMBER = 32, SHORT_ID = 6, FULL_ID = 32 };

struct ch_cursor {
    ch_store *store;
    sqlite3_stmt *sql;
    size_t columns;                     /* those that begin with '_' left out */
    bool match;                         /* words were asked for: what they lack is the fault of the asker */
    char numbers[MOST_COLUMNS][NUMBER]; /* reals of the row as text */
};

/* A question in the making: what was asked, brought into the form that columns have. */
typedef struct asked {
    const ch_query *query;
    const ch__question *q;
    char since[12], until[12], at[12];
    char a[CH_MAX_CODE], b[CH_MAX_CODE], actor[CH_MAX_CODE]; /* actor: a code, or empty */
    char id_end[FULL_ID + 8];
    ch__buf match;
    ch__buf sql;
    const ch__part *part; /* the kind of record being written */
    int span;             /* and which of them, see SPANS */
} asked;

/* ---- what was asked ---- */

static int check_date(const char *text, ch_date (*edge)(ch_date), char out[12], ch_err *err)
{
    ch_date day;
    if (!text)
        return CH_OK;
    if (!ch__date_parse(ch__sv_of(text), &day) || strlen(text) > 10)
        return ch__fail(err, CH_EUSAGE, "not a date that exists: %s", text);
    ch__date_iso(edge(day), out); /* a month or year covers the whole of it; days compare as text */
    return CH_OK;
}

/* Whether any record has this code. */
static bool is_code(ch_store *store, const char *code)
{
    static const char ASK[] = "SELECT 1 FROM appearances WHERE code = ?1 UNION ALL SELECT 1 FROM codes WHERE code = ?1";
    sqlite3_stmt *s = NULL;
    bool known = false;
    if (sqlite3_prepare_v2(store->db, ASK, -1, &s, NULL) == SQLITE_OK) {
        sqlite3_bind_text(s, 1, code, -1, SQLITE_TRANSIENT);
        known = sqlite3_step(s) == SQLITE_ROW;
    }
    sqlite3_finalize(s);
    return known;
}

/* The code as records write it: "irn" is IRN, where no dictionary of the user's has "irn". False: none such. */
static bool code_of(ch_store *store, const char *typed, char out[CH_MAX_CODE])
{
    snprintf(out, CH_MAX_CODE, "%s", typed);
    if (strlen(typed) >= CH_MAX_CODE || is_code(store, out))
        return strlen(typed) < CH_MAX_CODE;
    for (char *p = out; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    return is_code(store, out);
}

static int check_pair(ch_store *store, asked *a, ch_err *err)
{
    const char *const *pair = a->query->pair;
    if (!pair[0] || !pair[1])
        return CH_OK;
    char one[CH_MAX_CODE], other[CH_MAX_CODE];
    code_of(store, pair[0], one);
    code_of(store, pair[1], other);
    int order = strcmp(one, other);
    if (order == 0)
        return ch__fail(err, CH_EUSAGE, "a pair is two codes, not %s twice", one);
    memcpy(a->a, order < 0 ? one : other, CH_MAX_CODE);
    memcpy(a->b, order < 0 ? other : one, CH_MAX_CODE);
    return CH_OK;
}

/* Some digits of an id, as they are printed beside a line, will do. */
static void make_id_end(asked *a)
{
    const char *id = a->query->id;
    size_t n = id ? strlen(id) : 0;
    bool beginning = n >= SHORT_ID && n < FULL_ID && strspn(id, "0123456789abcdef") == n;
    snprintf(a->id_end, sizeof a->id_end, "%.*s%c", FULL_ID, id ? id : "", beginning ? 'g' : '\x01');
}

static int check(ch_store *store, asked *a, ch_err *err)
{
    const ch_query *query = a->query;
    a->q = ch__question_find(query->what);
    if (!a->q)
        return ch__fail(err, CH_EUSAGE, "no such thing to list: %s", query->what ? query->what : "(nothing)");
    int rc = check_date(query->since, ch__date_first, a->since, err);
    if (rc == CH_OK)
        rc = check_date(query->until, ch__date_last, a->until, err);
    if (rc == CH_OK)
        rc = check_date(query->at, ch__date_last, a->at, err);
    if (rc == CH_OK)
        rc = check_pair(store, a, err);
    if (rc == CH_OK && query->match)
        rc = ch__match_make(query->match, &a->match, err);
    if (rc == CH_OK && a->q->needs && !query->match)
        return ch__fail(err, CH_EUSAGE, "%s needs words", query->what);
    if (query->actor && !code_of(store, query->actor, a->actor))
        a->actor[0] = 0;
    make_id_end(a);
    return rc;
}

/* ---- the SQL ---- */

/* What leads to the rows: the pair or the actor, by date, unless something narrower is given. */
static const char *lead(const asked *a)
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

static const char *key_of(const asked *a)
{
    if (lead(a))
        return "l.date";
    if (a->span == SPAN_REACHES)
        return "+t.date_start"; /* not by the index of the days */
    return a->q->key ? a->q->key : "t.date_start";
}

static const char *value_of(const asked *a, const char *name, size_t n)
{
    const struct {
        const char *name, *value;
    } values[] = {{"kind", a->part ? a->part->kind : ""},
                  {"table", a->part ? a->part->table : ""},
                  {"type", a->part ? a->part->type : ""},
                  {"detail", a->part ? a->part->detail : ""},
                  {"modality", a->part ? a->part->modality : ""},
                  {"codes", a->part ? a->part->codes : ""},
                  {"key", key_of(a)},
                  {"forth", a->q->from_pair && lead(a) == a->q->from_pair ? "l.forth" : "NULL"},
                  {"back", a->q->from_pair && lead(a) == a->q->from_pair ? "l.back" : "NULL"},
                  {"who", a->actor[0] ? BY_CODE : BY_NAME}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strlen(values[i].name) == n && memcmp(values[i].name, name, n) == 0)
            return values[i].value;
    return "";
}

/* Writes text with @names replaced. */
static void write(asked *a, const char *text)
{
    while (*text) {
        size_t plain = strcspn(text, "@");
        ch__buf_add(&a->sql, text, plain);
        text += plain;
        if (!*text)
            break;
        size_t n = 0;
        while (islower((unsigned char)text[1 + n]))
            n++;
        ch__buf_str(&a->sql, value_of(a, text + 1, n));
        text += 1 + n;
    }
}

static bool condition(asked *a, bool given, const char *sql)
{
    if (!given)
        return true;
    if (!sql)
        return false;
    write(a, " AND ");
    write(a, sql);
    return true;
}

static bool conditions(asked *a)
{
    const ch__question *q = a->q;
    const ch_query *query = a->query;
    const char *led = lead(a);
    return condition(a, query->id, q->id) && condition(a, query->doc, q->doc) && condition(a, query->type, q->type) &&
           condition(a, query->since, a->span ? SPANS[a->span] : q->since) && condition(a, query->until, q->until) &&
           condition(a, query->at, q->at) && condition(a, query->match, q->match) &&
           condition(a, query->place, q->place) && condition(a, a->a[0] && !(led && led == q->from_pair), q->pair) &&
           condition(a, query->actor && !(led && led == q->from_actor), q->actor);
}

/* The best of 600,000 sentences with "said" are not worth the second that weighing them all takes. */
static void narrow(asked *a)
{
    const ch_query *query = a->query;
    bool narrowed = query->since || query->until || query->at || query->doc || query->newest;
    if (a->q->window && !narrowed)
        condition(a, true, a->q->window);
}

/* SELECT ... of one part, without order. */
static bool write_select(asked *a)
{
    const ch__question *q = a->q;
    const char *led = lead(a);
    write(a, "SELECT ");
    write(a, q->columns);
    write(a, " FROM ");
    write(a, led ? led : a->query->at && q->from_at ? q->from_at : q->from);
    write(a, led ? "" : " WHERE ");
    write(a, led ? "" : q->where ? q->where : "true");
    if (!conditions(a))
        return false;
    narrow(a);
    if (q->group) {
        write(a, " GROUP BY ");
        write(a, q->group);
    }
    return true;
}

static void write_order(asked *a)
{
    write(a, " ORDER BY ");
    write(a, a->query->newest ? a->q->newest : a->q->order);
}

#define PART_FIRST "@key NULLS LAST, d.published, d.name, t.sentence, t.char_start, t.id"
#define PART_NEWEST "@key DESC, d.published DESC, d.name, t.sentence, t.char_start, t.id"

/* The first rows of a part, in an order that an index has. */
static bool write_part(asked *a, bool first)
{
    write(a, first ? "SELECT * FROM (" : " UNION ALL SELECT * FROM (");
    if (!write_select(a))
        return false;
    const char *order = a->query->newest ? a->q->newest_first : a->q->first;
    write(a, " ORDER BY ");
    write(a, order ? order : a->query->newest ? PART_NEWEST : PART_FIRST);
    write(a, " LIMIT :most)");
    return true;
}

/* Records: each part gives its first rows; of these the first are taken. */
static bool write_parts(asked *a)
{
    bool all = strcmp(a->q->kind, "*") == 0, split = a->query->since && !lead(a) && !a->q->key;
    bool written = true, first = true;
    write(a, "SELECT * FROM (");
    for (size_t i = 0; i < CH__PARTS && written; i++) {
        a->part = &ch__parts[i];
        if (!all && strcmp(a->part->kind, a->q->kind) != 0)
            continue;
        for (a->span = split ? SPAN_LATER : SPAN_ALL; a->span <= (split ? SPAN_REACHES : SPAN_ALL) && written;
             a->span++, first = false)
            written = write_part(a, first);
    }
    write(a, ")");
    return written;
}

static int make(asked *a, ch_err *err)
{
    if (a->query->newest && !a->q->newest)
        return ch__fail(err, CH_EUSAGE, "%s have no order by time", a->q->what);
    if (!(a->q->kind ? write_parts(a) : write_select(a)))
        return ch__fail(err, CH_EUSAGE, "one of the conditions does not apply to %s", a->q->what);
    write_order(a);
    write(a, " LIMIT :limit OFFSET :offset");
    return a->sql.failed ? ch__fail(err, CH_ENOMEM, "out of memory") : CH_OK;
}

static void bind(sqlite3_stmt *s, const char *name, const char *value)
{
    int at = sqlite3_bind_parameter_index(s, name);
    if (at && value && *value)
        sqlite3_bind_text(s, at, value, -1, SQLITE_TRANSIENT);
}

static void bind_number(sqlite3_stmt *s, const char *name, int64_t value)
{
    int at = sqlite3_bind_parameter_index(s, name);
    if (at)
        sqlite3_bind_int64(s, at, value);
}

static void bind_all(sqlite3_stmt *s, const asked *a)
{
    const ch_query *query = a->query;
    int64_t offset = query->offset > 0 ? query->offset : 0;
    bind(s, ":id", query->id);
    bind(s, ":id_end", a->id_end);
    bind(s, ":doc", query->doc);
    bind(s, ":type", query->type);
    bind(s, ":since", a->since);
    bind(s, ":until", a->until);
    bind(s, ":at", a->at);
    bind(s, ":actor", a->actor[0] ? a->actor : query->actor);
    bind(s, ":a", a->a);
    bind(s, ":b", a->b);
    bind(s, ":match", a->match.p);
    bind(s, ":place", query->place);
    bind_number(s, ":limit", query->limit > 0 ? query->limit : -1);
    bind_number(s, ":offset", offset);
    bind_number(s, ":most", query->limit > 0 && query->limit < INT64_MAX - offset ? query->limit + offset : -1);
}

/* ---- cursors ---- */

static size_t shown_columns(sqlite3_stmt *s)
{
    size_t n = (size_t)sqlite3_column_count(s);
    while (n && sqlite3_column_name(s, (int)n - 1)[0] == '_')
        n--;
    return n;
}

static int open_cursor(ch_store *store, asked *a, ch_cursor *c, ch_err *err)
{
    int rc = check(store, a, err);
    if (rc == CH_OK)
        rc = make(a, err);
    if (rc < 0)
        return rc;
    if (sqlite3_prepare_v2(store->db, a->sql.p, (int)a->sql.n, &c->sql, NULL) != SQLITE_OK)
        return ch__store_fail(store, err, "cannot ask");
    bind_all(c->sql, a);
    c->columns = shown_columns(c->sql);
    c->match = a->query->match != NULL;
    return CH_OK;
}

int ch_store_select(ch_store *store, const ch_query *query, ch_cursor **out, ch_err *err)
{
    asked a = {.query = query};
    *out = NULL;
    ch__err_clear(err);
    ch_cursor *c = ch__malloc(sizeof *c);
    if (!c)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *c = (ch_cursor){.store = store};
    int rc = open_cursor(store, &a, c, err);
    ch__buf_release(&a.match);
    ch__buf_release(&a.sql);
    if (rc < 0) {
        ch_cursor_close(c);
        return rc;
    }
    *out = c;
    return CH_OK;
}

int ch_cursor_next(ch_cursor *cursor, ch_err *err)
{
    int rc = sqlite3_step(cursor->sql);
    if (rc == SQLITE_ROW)
        return 1;
    if (rc == SQLITE_DONE)
        return 0;
    const char *message = sqlite3_errmsg(cursor->store->db);
    if (cursor->match && strncmp(message, "fts5:", 5) == 0)
        return ch__fail(err, CH_EUSAGE, "the words to look for: %s", message + 5);
    return ch__store_fail(cursor->store, err, "cannot ask");
}

char *ch_cursor_sql(const ch_cursor *cursor)
{
    char *sql = sqlite3_expanded_sql(cursor->sql);
    ch__buf text = {0};
    if (sql)
        ch__buf_printf(&text, "%s;\n", sql);
    sqlite3_free(sql);
    return sql ? ch__buf_take(&text) : NULL;
}

size_t ch_cursor_columns(const ch_cursor *cursor)
{
    return cursor->columns;
}

const char *ch_cursor_name(const ch_cursor *cursor, size_t column)
{
    return sqlite3_column_name(cursor->sql, (int)column);
}

/* Reals are written as in JSON: 4300000000, not SQLite's 4300000000.0. */
const char *ch_cursor_text(ch_cursor *cursor, size_t column)
{
    if (sqlite3_column_type(cursor->sql, (int)column) != SQLITE_FLOAT || column >= MOST_COLUMNS)
        return (const char *)sqlite3_column_text(cursor->sql, (int)column);
    ch__json_number(cursor->numbers[column], NUMBER, sqlite3_column_double(cursor->sql, (int)column));
    return cursor->numbers[column];
}

bool ch_cursor_is_number(const ch_cursor *cursor, size_t column)
{
    int type = sqlite3_column_type(cursor->sql, (int)column);
    return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

static void write_column(ch__json *j, sqlite3_stmt *row, int i)
{
    ch__json_key(j, sqlite3_column_name(row, i));
    switch (sqlite3_column_type(row, i)) {
    case SQLITE_INTEGER: ch__json_int(j, sqlite3_column_int64(row, i)); break;
    case SQLITE_FLOAT: ch__json_real(j, sqlite3_column_double(row, i)); break;
    default:
        ch__json_string(j, (ch__sv){(const char *)sqlite3_column_text(row, i), (size_t)sqlite3_column_bytes(row, i)});
    }
}

char *ch_cursor_json(const ch_cursor *cursor, const size_t *columns, size_t n, bool ascii)
{
    ch__buf text = {0};
    ch__json j = {.out = &text, .ascii = ascii};
    n = columns ? n : ch_cursor_columns(cursor);
    ch__json_open(&j, '{');
    for (size_t i = 0; i < n; i++)
        write_column(&j, cursor->sql, (int)(columns ? columns[i] : i));
    ch__json_close(&j, '}');
    return ch__buf_take(&text);
}

void ch_cursor_close(ch_cursor *cursor)
{
    if (!cursor)
        return;
    sqlite3_finalize(cursor->sql);
    free(cursor);
}
