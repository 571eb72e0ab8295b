/* api_list.c - GET /api/v1/list/WHAT: the questions of ch_store_select, a page of rows at a time; GET
 * /api/v1/count/WHAT: how many rows it has; GET /api/v1/sql/WHAT: its SQL, all rows unless it has a limit. */
#include <stdlib.h>

#include "serve/inside.h"

enum { USUAL_ROWS = 100, MOST_ROWS = 1000, USUAL_COUNT = 1000000, ALL_ROWS = 0 };

/* Up to `limit` rows (0: all) as an array; *more: there are others behind them. */
static int rows(ch_cursor *c, int64_t limit, ch__json *j, bool *more, ch_err *err)
{
    int rc = 0;
    ch__json_open(j, '[');
    for (int64_t n = 0; (!limit || n < limit) && (rc = ch_cursor_next(c, err)) == 1; n++) {
        char *row = ch_cursor_json(c, NULL, 0, false);
        if (!row)
            return ch__fail(err, CH_ENOMEM, "out of memory");
        ch__json_raw(j, row);
        free(row);
    }
    *more = rc == 1 && ch_cursor_next(c, err) == 1;
    ch__json_close(j, ']');
    return rc < 0 ? rc : CH_OK;
}

int ch__api_rows(ch_store *store, const ch_query *q, ch__json *j, ch_err *err)
{
    ch_cursor *c;
    bool more;
    int rc = ch_store_select(store, q, &c, err);
    if (rc == CH_OK)
        rc = rows(c, 0, j, &more, err);
    ch_cursor_close(c);
    return rc;
}

static void columns(const ch_cursor *c, ch__json *j)
{
    ch__json_key(j, "columns");
    ch__json_open(j, '[');
    for (size_t i = 0; i < ch_cursor_columns(c); i++)
        ch__json_str(j, ch_cursor_name(c, i));
    ch__json_close(j, ']');
}

static int say_page(ch_store *store, const ch_query *q, int64_t limit, ch__buf *out, ch_err *err)
{
    ch_cursor *c;
    bool more = false;
    ch__json j = {.out = out};
    ch_query one_more = *q; /* tells whether there are more */
    one_more.limit = limit + 1;
    int rc = ch_store_select(store, &one_more, &c, err);
    if (rc < 0)
        return rc;
    ch__json_open(&j, '{');
    ch__json_key(&j, "list");
    ch__json_str(&j, q->what);
    columns(c, &j);
    ch__json_key(&j, "rows");
    rc = rows(c, limit, &j, &more, err);
    ch__json_key(&j, "offset");
    ch__json_int(&j, q->offset);
    ch__json_key(&j, "more");
    ch__json_bool(&j, more);
    ch__json_close(&j, '}');
    ch_cursor_close(c);
    return rc;
}

int ch__request_query(const ch__request *r, const char *what, char sides[2][16], ch_query *q, ch_err *err)
{
    static const char *const known[] = {"id",    "doc",        "actor",      "pair",   "type",  "mode", "modality",
                                        "since", "until",      "confidence", "source", "match", "at",   "newest",
                                        "sort",  "descending", "limit",      "offset", "place", NULL};
    const char *pair = ch__request_argument(r, "pair");
    double confidence = 0;
    int rc = ch__request_only(r, known, err);
    if (rc == CH_OK)
        rc = ch__request_share(r, "confidence", &confidence, err);
    *q = (ch_query){.what = what,
                    .id = ch__request_argument(r, "id"),
                    .doc = ch__request_argument(r, "doc"),
                    .actor = ch__request_argument(r, "actor"),
                    .type = ch__request_argument(r, "type"),
                    .mode = ch__request_argument(r, "mode"),
                    .modality = ch__request_argument(r, "modality"),
                    .source = ch__request_argument(r, "source"),
                    .confidence = confidence,
                    .since = ch__request_argument(r, "since"),
                    .until = ch__request_argument(r, "until"),
                    .at = ch__request_argument(r, "at"),
                    .newest = ch__request_argument(r, "newest") != NULL,
                    .sort = ch__request_argument(r, "sort"),
                    .descending = ch__request_argument(r, "descending") != NULL,
                    .match = ch__request_argument(r, "match"),
                    .place = ch__request_argument(r, "place")};
    if (rc == CH_OK && pair && (rc = ch__request_pair(pair, sides[0], sides[1], err)) == CH_OK) {
        q->pair[0] = sides[0];
        q->pair[1] = sides[1];
    }
    return rc == CH_OK ? ch__request_number(r, "offset", 0, 0, INT32_MAX, &q->offset, err) : rc;
}

/* Writes what a query with so many rows at most gives. */
typedef int (*writer)(ch_store *store, const ch_query *q, int64_t limit, ch__buf *out, ch_err *err);

/* Answers the query in the arguments; its limit is `usual` where none is given, `most` at most. */
static int answer(const ch__request *r, ch__answer *a, int64_t usual, int64_t most, writer write, ch_err *err)
{
    char sides[2][16];
    int64_t limit;
    ch_query q;
    int rc = ch__request_query(r, r->part[1], sides, &q, err);
    if (rc == CH_OK)
        rc = ch__request_number(r, "limit", usual, 1, most, &limit, err);
    ch_store *store = rc == CH_OK ? ch__pool_take(r->desk, err) : NULL;
    if (!store)
        return rc < 0 ? rc : err->code;
    rc = write(store, &q, limit, &a->body, err);
    ch__pool_give(r->desk, store);
    return rc;
}

int ch__api_list(ch__request *r, ch__answer *a, ch_err *err)
{
    return answer(r, a, USUAL_ROWS, MOST_ROWS, say_page, err);
}

/* ---- how many ---- */

/* Counted up to `limit`, past which "more" is true. */
static int say_count(ch_store *store, const ch_query *q, int64_t most, ch__buf *out, ch_err *err)
{
    ch__json j = {.out = out};
    int64_t n;
    int rc = ch_store_count(store, q, most + 1, &n, err);
    if (rc < 0)
        return rc;
    ch__json_open(&j, '{');
    ch__json_key(&j, "list");
    ch__json_str(&j, q->what);
    ch__json_key(&j, "rows");
    ch__json_int(&j, n > most ? most : n);
    ch__json_key(&j, "more");
    ch__json_bool(&j, n > most);
    ch__json_close(&j, '}');
    return CH_OK;
}

int ch__api_count(ch__request *r, ch__answer *a, ch_err *err)
{
    return answer(r, a, USUAL_COUNT, INT32_MAX, say_count, err);
}

/* ---- the same as SQL ---- */

static int say_sql(ch_store *store, const ch_query *q, int64_t limit, ch__buf *out, ch_err *err)
{
    ch_cursor *c;
    ch__json j = {.out = out};
    ch_query limited = *q;
    limited.limit = limit;
    int rc = ch_store_select(store, &limited, &c, err);
    if (rc < 0)
        return rc;
    char *sql = ch_cursor_sql(c);
    ch_cursor_close(c);
    if (!sql)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    ch__json_open(&j, '{');
    ch__json_key(&j, "list");
    ch__json_str(&j, q->what);
    ch__json_key(&j, "sql");
    ch__json_str(&j, sql);
    ch__json_close(&j, '}');
    free(sql);
    return CH_OK;
}

int ch__api_sql(ch__request *r, ch__answer *a, ch_err *err)
{
    return answer(r, a, ALL_ROWS, INT32_MAX, say_sql, err);
}
