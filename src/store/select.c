/* select.c - questions to the store: what was asked is checked, becomes one SELECT (asked_sql.c) and a cursor. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "store/asked.h"
#include "store/match.h"

enum {
    COMMON = 20000, /* sentences */
    FAR = 1000      /* rows that it is worth to leave out by their days */
};

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

static int check_pair(ch_store *store, ch__asked *a, ch_err *err)
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
static void make_id_end(ch__asked *a)
{
    const char *id = a->query->id;
    size_t n = id ? strlen(id) : 0;
    bool beginning = n >= CH__SHORT_ID && n < CH__FULL_ID && strspn(id, "0123456789abcdef") == n;
    snprintf(a->id_end, sizeof a->id_end, "%.*s%c", CH__FULL_ID, id ? id : "", beginning ? 'g' : '\x01');
}

/* Of words in few sentences the records are found by these; of common ones each record is asked whether its sentence
 * has them, which the first rows answer soon. */
static bool is_common(ch_store *store, const char *match)
{
    static const char COUNT[] = "SELECT count(*) FROM (SELECT 1 FROM _search WHERE _search MATCH ?1 LIMIT ?2)";
    sqlite3_stmt *s = NULL;
    bool common = false;
    if (sqlite3_prepare_v2(store->db, COUNT, -1, &s, NULL) == SQLITE_OK) {
        sqlite3_bind_text(s, 1, match, -1, SQLITE_STATIC);
        sqlite3_bind_int(s, 2, COMMON);
        common = sqlite3_step(s) == SQLITE_ROW && sqlite3_column_int(s, 0) == COMMON;
    }
    sqlite3_finalize(s);
    return common;
}

/* Sums over all times are at hand; where a time is given they must be made. */
static void take_whole(ch__asked *a)
{
    const ch__question *part = a->q;
    if (!part->whole)
        return;
    a->q = part->whole;
    if (!ch__asked_applies(a))
        a->q = part;
}

static int check(ch_store *store, ch__asked *a, ch_err *err)
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
    take_whole(a);
    if (rc == CH_OK && a->q->probe && query->match && !query->sort)
        a->common = is_common(store, a->match.p);
    a->offset = query->offset > 0 ? query->offset : 0;
    return rc == CH_OK ? ch__asked_sort(a, err) : rc;
}

/* ---- values ---- */

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

static void bind_all(sqlite3_stmt *s, const ch__asked *a, int64_t most)
{
    const ch_query *query = a->query;
    bind(s, ":id", query->id);
    bind(s, ":id_end", a->id_end);
    bind(s, ":doc", query->doc);
    bind(s, ":type", query->type);
    bind(s, ":mode", query->mode);
    bind(s, ":modality", query->modality);
    bind(s, ":source", query->source);
    bind(s, ":since", a->since);
    bind(s, ":until", a->until);
    bind(s, ":at", a->at);
    bind(s, ":actor", a->actor[0] ? a->actor : query->actor);
    bind(s, ":a", a->a);
    bind(s, ":b", a->b);
    bind(s, ":match", a->match.p);
    bind(s, ":place", query->place);
    bind(s, ":day", a->day);
    int at = sqlite3_bind_parameter_index(s, ":confidence");
    if (at)
        sqlite3_bind_double(s, at, query->confidence);
    bind_number(s, ":limit", query->limit > 0 ? query->limit : -1);
    bind_number(s, ":offset", a->offset);
    bind_number(s, ":most", most);
}

/* ---- asking ---- */

static int prepare(ch_store *store, const ch__asked *a, int64_t most, sqlite3_stmt **out, ch_err *err)
{
    if (sqlite3_prepare_v2(store->db, a->sql.p, (int)a->sql.n, out, NULL) != SQLITE_OK)
        return ch__store_fail(store, err, "cannot ask");
    bind_all(*out, a, most);
    return CH_OK;
}

int ch__asked_failed(ch_store *store, bool match, ch_err *err)
{
    const char *message = sqlite3_errmsg(store->db);
    if (match && strncmp(message, "fts5:", 5) == 0)
        return ch__fail(err, CH_EUSAGE, "the words to look for: %s", message + 5);
    return ch__store_fail(store, err, "cannot ask");
}

/* The one row of a question that has one; *s is to be finalized whatever comes. CH_OK, or 1 when there is none. */
static int ask_one(ch_store *store, const ch__asked *a, int64_t most, sqlite3_stmt **s, ch_err *err)
{
    *s = NULL;
    int rc = prepare(store, a, most, s, err);
    if (rc < 0)
        return rc;
    int step = sqlite3_step(*s);
    if (step == SQLITE_ROW || step == SQLITE_DONE)
        return step == SQLITE_DONE;
    return ch__asked_failed(store, a->query->match != NULL, err);
}

static int ask_number(ch_store *store, const ch__asked *a, int64_t most, int64_t *out, ch_err *err)
{
    sqlite3_stmt *s;
    int rc = ask_one(store, a, most, &s, err);
    *out = rc == CH_OK ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_finalize(s);
    return rc < 0 ? rc : CH_OK;
}

/* The day of the row at the offset. Returns 1 when the list ends before. */
static int find_day(ch_store *store, ch__asked *a, ch_err *err)
{
    sqlite3_stmt *s;
    int rc = ch__asked_day(a, err);
    if (rc < 0)
        return rc;
    rc = ask_one(store, a, -1, &s, err);
    const char *day = rc == CH_OK ? (const char *)sqlite3_column_text(s, 0) : NULL;
    snprintf(a->day, sizeof a->day, "%s", day ? day : "");
    sqlite3_finalize(s);
    return rc;
}

/* A row far behind is found by its day: the rows of days before are only counted, by an index. */
static int leave_out(ch_store *store, ch__asked *a, ch_err *err)
{
    bool newest = a->query->newest;
    int64_t before;
    if (a->offset < FAR || !ch__asked_by_day(a))
        return CH_OK;
    int rc = find_day(store, a, err);
    if (rc != CH_OK)
        return rc < 0 ? rc : CH_OK;
    a->only = !a->day[0] ? "@key IS NOT NULL" : newest ? "@key > :day" : "@key < :day";
    rc = ch__asked_before(a, err);
    if (rc == CH_OK)
        rc = ask_number(store, a, -1, &before, err);
    if (rc < 0)
        return rc;
    a->only = !a->day[0] ? "@key IS NULL"
              : newest   ? "(+@key <= :day OR +@key IS NULL)"
                         : "(+@key >= :day OR +@key IS NULL)";
    a->offset -= before;
    return CH_OK;
}

static size_t shown_columns(sqlite3_stmt *s)
{
    size_t n = (size_t)sqlite3_column_count(s);
    while (n && sqlite3_column_name(s, (int)n - 1)[0] == '_')
        n--;
    return n;
}

static int open_cursor(ch_store *store, ch__asked *a, ch_cursor *c, ch_err *err)
{
    int64_t limit = a->query->limit;
    int rc = check(store, a, err);
    if (rc == CH_OK)
        rc = leave_out(store, a, err);
    if (rc == CH_OK)
        rc = ch__asked_rows(a, err);
    if (rc == CH_OK)
        rc = prepare(store, a, limit > 0 && limit < INT64_MAX - a->offset ? limit + a->offset : -1, &c->sql, err);
    if (rc < 0)
        return rc;
    c->columns = shown_columns(c->sql);
    c->match = a->query->match != NULL;
    return CH_OK;
}

static void release(ch__asked *a)
{
    ch__buf_release(&a->match);
    ch__buf_release(&a->sql);
}

int ch_store_select(ch_store *store, const ch_query *query, ch_cursor **out, ch_err *err)
{
    ch__asked a = {.query = query};
    *out = NULL;
    ch__err_clear(err);
    ch_cursor *c = ch__malloc(sizeof *c);
    if (!c)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *c = (ch_cursor){.store = store};
    int rc = open_cursor(store, &a, c, err);
    release(&a);
    if (rc < 0) {
        ch_cursor_close(c);
        return rc;
    }
    *out = c;
    return CH_OK;
}

int ch_store_count(ch_store *store, const ch_query *query, int64_t most, int64_t *out, ch_err *err)
{
    ch__asked a = {.query = query};
    *out = 0;
    ch__err_clear(err);
    int rc = check(store, &a, err);
    if (rc == CH_OK)
        rc = ch__asked_count(&a, err);
    if (rc == CH_OK)
        rc = ask_number(store, &a, most > 0 ? most : -1, out, err);
    release(&a);
    return rc;
}
