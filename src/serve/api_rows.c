/* api_rows.c - GET /api/v1/rows/FORM/WHAT: all rows of a list as a file, CSV or JSONL, streamed: the rows are fetched
 * as the reader takes them. */
#include <stdlib.h>

#include "serve/inside.h"

/* One file under way, and what of it was not sent yet. */
typedef struct rows {
    ch_desk *desk;
    struct MHD_Connection *connection;
    ch_store *store;
    ch_cursor *cursor;
    bool csv, ended;
    ch__buf text;
    size_t sent;
} rows;

static int add_line(rows *x, bool names)
{
    char *line = x->csv ? ch_cursor_csv(x->cursor, NULL, 0, names) : ch_cursor_json(x->cursor, NULL, 0, false);
    if (!line)
        return CH_ENOMEM;
    ch__buf_str(&x->text, line);
    if (!x->csv)
        ch__buf_char(&x->text, '\n');
    free(line);
    return CH_OK;
}

/* As many rows as make a piece. */
static int fill(rows *x)
{
    ch_err err;
    int rc = 1;
    ch__buf_clear(&x->text);
    x->sent = 0;
    while (x->text.n < CH__DESK_SEND_BYTES && (rc = ch_cursor_next(x->cursor, &err)) == 1)
        if (add_line(x, false) < 0)
            return CH_ENOMEM;
    x->ended = rc == 0;
    return x->text.failed ? CH_ENOMEM : rc;
}

static ssize_t send_some(void *ctx, uint64_t at, char *to, size_t most)
{
    rows *x = ctx;
    (void)at;
    if (x->sent == x->text.n && (x->ended || fill(x) < 0))
        return x->ended ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
    size_t n = x->text.n - x->sent < most ? x->text.n - x->sent : most;
    memcpy(to, x->text.p + x->sent, n);
    x->sent += n;
    ch__patience_with(x->desk->patience, x->connection, n);
    return n ? (ssize_t)n : MHD_CONTENT_READER_END_OF_STREAM;
}

static void finish(void *ctx)
{
    rows *x = ctx;
    ch_cursor_close(x->cursor);
    ch__buf_release(&x->text);
    ch__pool_give(x->desk, x->store);
    ch__export_leave(x->desk);
    free(x);
}

/* The question is asked at once, so that a fault in it is told as one. */
static int begin(const ch__request *r, rows *x, ch_err *err)
{
    char sides[2][16];
    ch_query q;
    int rc = ch__request_query(r, r->part[2], sides, &q, err);
    if (rc == CH_OK)
        rc = ch__request_number(r, "limit", 0, 1, INT32_MAX, &q.limit, err);
    if (rc < 0)
        return rc;
    x->store = ch__pool_take(x->desk, err);
    if (!x->store)
        return err->code;
    ch_store_limit(x->store, 0);
    rc = ch_store_select(x->store, &q, &x->cursor, err);
    if (rc == CH_OK && x->csv && add_line(x, true) < 0)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    return rc;
}

static int respond(rows *x, ch__answer *a, const char *what, ch_err *err)
{
    a->type = x->csv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8";
    snprintf(a->name, sizeof a->name, "%.24s.%s", what, x->csv ? "csv" : "jsonl");
    a->stream = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, CH__DESK_SEND_BYTES, send_some, x, finish);
    return a->stream ? CH_OK : ch__fail(err, CH_ENOMEM, "out of memory");
}

int ch__api_rows_file(ch__request *r, ch__answer *a, ch_err *err)
{
    bool csv = strcmp(r->part[1], "csv") == 0;
    if (!csv && strcmp(r->part[1], "jsonl") != 0)
        return ch__fail(err, CH_EUSAGE, "rows are csv or jsonl, not %.40s", r->part[1]);
    if (!ch__export_admit(r->desk, a))
        return CH_OK;
    rows *x = calloc(1, sizeof *x);
    if (!x) {
        ch__export_leave(r->desk);
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    *x = (rows){.desk = r->desk, .connection = r->connection, .csv = csv};
    int rc = begin(r, x, err);
    bool head = strcmp(r->method, "HEAD") == 0; /* the library would end even no body as one in chunks */
    if (rc == CH_OK && !head)
        rc = respond(x, a, r->part[2], err);
    if (rc < 0 || head)
        finish(x);
    return rc;
}
