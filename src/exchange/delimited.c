/* delimited.c - rows as CSV (RFC 4180) or with tabs, by the columns of a layout. */
#include "exchange/exchange.h"

#include "base/json.h"

enum { FLUSH = 64 << 10 };

int ch__export_flush(ch__export *x, bool all)
{
    if (x->out.failed)
        return ch__fail(x->err, CH_ENOMEM, "out of memory");
    if (!x->out.n || (!all && x->out.n < FLUSH))
        return CH_OK;
    int rc = x->write(x->ctx, x->out.p, x->out.n);
    x->out.n = 0;
    return rc < 0 ? ch__fail(x->err, rc, "the output could not be written") : CH_OK;
}

/* ---- cells ---- */

/* Line ends and tabs in a value are blanks: a row is a line, for every program that reads lines. */
static char plain(char c)
{
    return c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
}

static bool needs_quotes(ch__sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ',' || s.p[i] == '"')
            return true;
    return s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

static void cell(ch__buf *out, ch__sv s, char separator)
{
    bool quoted = separator == ',' && needs_quotes(s);
    if (quoted)
        ch__buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (quoted && s.p[i] == '"')
            ch__buf_char(out, '"');
        ch__buf_char(out, plain(s.p[i]));
    }
    if (quoted)
        ch__buf_char(out, '"');
}

static void value(ch__buf *out, sqlite3_stmt *s, int column, char separator)
{
    char number[32];
    switch (sqlite3_column_type(s, column)) {
    case SQLITE_NULL: break;
    case SQLITE_FLOAT:
        ch__json_number(number, sizeof number, sqlite3_column_double(s, column));
        ch__buf_str(out, number);
        break;
    default:
        cell(out, (ch__sv){(const char *)sqlite3_column_text(s, column), (size_t)sqlite3_column_bytes(s, column)},
             separator);
    }
}

static void row_end(ch__buf *out, char separator)
{
    ch__buf_str(out, separator == ',' ? "\r\n" : "\n");
}

static void header(ch__buf *out, const ch__layout *l)
{
    for (uint32_t i = 0; i < l->n; i++) {
        if (i)
            ch__buf_char(out, l->separator);
        cell(out, ch__sv_of(l->columns[i].name), l->separator);
    }
    row_end(out, l->separator);
}

/* ---- rows ---- */

/* The columns as expressions; words of the sources are empty where they are not wanted. */
static bool expressions(const ch__export *x, const ch__layout *l, ch__buf *out)
{
    for (uint32_t i = 0; i < l->n; i++) {
        const ch__column *c = &l->columns[i];
        bool empty = !c->sql || (x->ask->no_text && c->flags & CH__COLUMN_WORDS);
        ch__buf_str(out, i ? ", " : "");
        ch__buf_str(out, empty ? "NULL" : c->sql);
    }
    return !out->failed;
}

static int rows(ch__export *x, const ch__layout *l, sqlite3_stmt *s)
{
    int step, rc = CH_OK;
    while (rc == CH_OK && (step = sqlite3_step(s)) == SQLITE_ROW) {
        for (uint32_t i = 0; i < l->n; i++) {
            if (i)
                ch__buf_char(&x->out, l->separator);
            value(&x->out, s, (int)i, l->separator);
        }
        row_end(&x->out, l->separator);
        x->rows++;
        rc = ch__export_flush(x, false);
    }
    return rc == CH_OK && step != SQLITE_DONE ? ch__store_fail(x->store, x->err, "cannot export") : rc;
}

int ch__export_delimited(ch__export *x, const ch__layout *layout)
{
    ch__buf columns = {0};
    sqlite3_stmt *s = expressions(x, layout, &columns) ? ch__export_select(x, layout, columns.p) : NULL;
    ch__buf_release(&columns);
    if (!s)
        return x->err && x->err->code ? x->err->code : CH_ENOMEM;
    if (layout->header || x->ask->header)
        header(&x->out, layout);
    int rc = rows(x, layout, s);
    sqlite3_finalize(s);
    return rc;
}
