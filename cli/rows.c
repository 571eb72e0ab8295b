/* rows.c - the answer to a question kept in memory. */
#define _GNU_SOURCE
#include "rows.h"

#include <stdlib.h>
#include <string.h>

static void free_all(char **texts, size_t n)
{
    for (size_t i = 0; texts && i < n; i++)
        free(texts[i]);
    free(texts);
}

void rows_free(rows *r)
{
    free_all(r->cells, r->n * r->columns);
    free_all(r->names, r->columns);
    free_all(r->json, r->n);
    *r = (rows){0};
}

static int copy(char **out, const char *s)
{
    *out = s ? strdup(s) : NULL;
    return s && !*out ? CH_ENOMEM : 0;
}

static int read_names(ch_cursor *c, rows *out)
{
    out->columns = ch_cursor_columns(c);
    out->names = calloc(out->columns + 1, sizeof *out->names);
    int rc = out->names ? 0 : CH_ENOMEM;
    for (size_t i = 0; i < out->columns && rc == 0; i++)
        rc = copy(&out->names[i], ch_cursor_name(c, i));
    return rc;
}

static int make_room(rows *r, size_t *cap)
{
    if (r->n < *cap)
        return 0;
    size_t more = *cap ? 2 * *cap : 64;
    char **cells = realloc(r->cells, more * r->columns * sizeof *cells);
    r->cells = cells ? cells : r->cells;
    char **json = cells ? realloc(r->json, more * sizeof *json) : NULL;
    r->json = json ? json : r->json;
    *cap = json ? more : *cap;
    return json ? 0 : CH_ENOMEM;
}

static int read_row(ch_cursor *c, rows *r)
{
    char **row = r->cells + r->n * r->columns;
    int rc = 0;
    for (size_t i = 0; i < r->columns; i++)
        rc = copy(&row[i], ch_cursor_text(c, i)) < 0 ? CH_ENOMEM : rc;
    r->json[r->n] = ch_cursor_json(c, NULL, 0, false);
    return r->json[r->n++] ? rc : CH_ENOMEM;
}

int rows_read(ch_store *store, const ch_query *query, rows *out, ch_err *err)
{
    ch_cursor *c;
    size_t cap = 0;
    *out = (rows){0};
    int rc = ch_store_select(store, query, &c, err);
    if (rc < 0)
        return rc;
    rc = read_names(c, out);
    while (rc == 0 && (rc = ch_cursor_next(c, err)) == 1) {
        rc = make_room(out, &cap);
        if (rc == 0)
            rc = read_row(c, out);
    }
    ch_cursor_close(c);
    return rc;
}

const char *rows_at(const rows *r, size_t row, size_t column)
{
    const char *s = r->cells[row * r->columns + column];
    return s ? s : "";
}

const char *rows_get(const rows *r, size_t row, const char *column)
{
    for (size_t i = 0; row < r->n && i < r->columns; i++)
        if (strcmp(r->names[i], column) == 0)
            return rows_at(r, row, i);
    return "";
}

long rows_number(const rows *r, size_t row, const char *column)
{
    return strtol(rows_get(r, row, column), NULL, 10);
}
