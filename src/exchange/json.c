/* json.c - records as lines of JSON, and as features of GeoJSON, by the keys of keys.c. */
#include "base/json.h"
#include "exchange/exchange.h"
#include "exchange/keys.h"

enum { MOST_SUBS = 16, PLACE_COLUMNS = 5 /* in front: where a row stands among those of the other kinds */ };

/* One shape being written: its rows, and the statements of its lists of objects in the order of the keys. */
typedef struct shape_rows {
    const ch__shape *shape;
    sqlite3_stmt *rows;
    sqlite3_stmt *subs[MOST_SUBS];
    size_t n_subs;
    bool more; /* a row is in hand */
} shape_rows;

/* Where in a row the writer stands. */
typedef struct at {
    const ch__export *x;
    ch__json *j;
    shape_rows *s;
    sqlite3_stmt *row;
    int column;
    size_t sub;
    int rc;
} at;

/* ---- the SELECT of a shape ---- */

static bool left_out(const ch__export *x, const ch__key *k)
{
    return (k->flags & CH__KEY_HASH_ONLY) && !x->ask->no_text;
}

static bool is_rows(const ch__key *k)
{
    return k->form == CH__FORM_ROWS || k->form == CH__FORM_ROW;
}

static void expression(ch__buf *out, const char *sql)
{
    if (out->n)
        ch__buf_str(out, ", ");
    ch__buf_str(out, sql);
}

static void columns_of(const ch__export *x, const ch__key *keys, ch__buf *out)
{
    for (const ch__key *k = keys; k->name; k++) {
        if (left_out(x, k) || is_rows(k))
            continue;
        expression(out, k->sql);
        if (k->form == CH__FORM_OBJECT)
            columns_of(x, k->members, out);
    }
}

static int prepare_subs(ch__export *x, const ch__key *keys, shape_rows *s)
{
    for (const ch__key *k = keys; k->name; k++) {
        if (!is_rows(k))
            continue;
        ch__buf sql = {0}, columns = {0};
        columns_of(x, k->members, &columns);
        ch__buf_printf(&sql, "SELECT %s", columns.p ? columns.p : "");
        ch__buf_str(&sql, k->sql);
        bool failed = columns.failed || sql.failed ||
                      sqlite3_prepare_v2(x->store->db, sql.p, (int)sql.n, &s->subs[s->n_subs], NULL) != SQLITE_OK;
        ch__buf_release(&sql);
        ch__buf_release(&columns);
        if (failed)
            return ch__store_fail(x->store, x->err, "cannot export");
        int no_text = sqlite3_bind_parameter_index(s->subs[s->n_subs], ":no_text");
        if (no_text)
            sqlite3_bind_int(s->subs[s->n_subs], no_text, x->ask->no_text);
        s->n_subs++;
    }
    return CH_OK;
}

static int shape_open(ch__export *x, const ch__shape *shape, shape_rows *s)
{
    *s = (shape_rows){.shape = shape};
    ch__buf columns = {0};
    ch__buf_str(&columns, "d.name, d.id, t.sentence, t.char_start, t.char_end, t.id");
    columns_of(x, shape->keys, &columns);
    s->rows = columns.failed ? NULL : ch__export_select(x, &shape->from, columns.p);
    ch__buf_release(&columns);
    return s->rows ? prepare_subs(x, shape->keys, s) : CH_ESTORE;
}

static void shape_close(shape_rows *s)
{
    sqlite3_finalize(s->rows);
    for (size_t i = 0; i < s->n_subs; i++)
        sqlite3_finalize(s->subs[i]);
}

static int shape_next(ch__export *x, shape_rows *s)
{
    int step = sqlite3_step(s->rows);
    s->more = step == SQLITE_ROW;
    return step == SQLITE_ROW || step == SQLITE_DONE ? CH_OK : ch__store_fail(x->store, x->err, "cannot export");
}

/* ---- values ---- */

static ch__sv text_at(const at *a)
{
    const char *p = (const char *)sqlite3_column_text(a->row, a->column);
    return (ch__sv){p, p ? (size_t)sqlite3_column_bytes(a->row, a->column) : 0};
}

static bool null_at(const at *a, int column)
{
    return sqlite3_column_type(a->row, column) == SQLITE_NULL;
}

static void write_list(at *a)
{
    ch__sv rest = text_at(a), one;
    ch__json_open(a->j, '[');
    while (rest.n && ch__sv_next(&rest, ';', &one))
        ch__json_string(a->j, one);
    ch__json_close(a->j, ']');
}

static void write_span(at *a)
{
    int64_t start = sqlite3_column_int64(a->row, a->column), end = sqlite3_column_int64(a->row, a->column + 1);
    if (start == end) { /* also both NULL */
        ch__json_null(a->j);
        return;
    }
    ch__json_open(a->j, '[');
    ch__json_int(a->j, start);
    ch__json_int(a->j, end);
    ch__json_close(a->j, ']');
}

static void write_point(at *a)
{
    ch__json_open(a->j, '[');
    ch__json_real(a->j, sqlite3_column_double(a->row, a->column));
    ch__json_real(a->j, sqlite3_column_double(a->row, a->column + 1));
    ch__json_close(a->j, ']');
}

static void write_scalar(at *a, ch__form form)
{
    if (null_at(a, a->column) && form != CH__FORM_LIST && form != CH__FORM_SPAN)
        ch__json_null(a->j);
    else if (form == CH__FORM_WHOLE)
        ch__json_int(a->j, sqlite3_column_int64(a->row, a->column));
    else if (form == CH__FORM_REAL)
        ch__json_real(a->j, sqlite3_column_double(a->row, a->column));
    else if (form == CH__FORM_TRUTH)
        ch__json_bool(a->j, sqlite3_column_int(a->row, a->column) != 0);
    else if (form == CH__FORM_LIST)
        write_list(a);
    else if (form == CH__FORM_SPAN)
        write_span(a);
    else if (form == CH__FORM_POINT)
        write_point(a);
    else
        ch__json_string(a->j, text_at(a));
}

/* ---- keys ---- */

static int width(const ch__key *k)
{
    return k->form == CH__FORM_SPAN || k->form == CH__FORM_POINT ? 2 : 1;
}

static int columns_in(const ch__export *x, const ch__key *keys)
{
    int n = 0;
    for (const ch__key *k = keys; k->name; k++)
        if (!left_out(x, k) && !is_rows(k))
            n += width(k) + (k->form == CH__FORM_OBJECT ? columns_in(x, k->members) : 0);
    return n;
}

static bool empty_key(const at *a, const ch__key *k)
{
    if (k->form == CH__FORM_OBJECT)
        return !sqlite3_column_int(a->row, a->column);
    bool words = (k->flags & CH__KEY_WORDS) && a->x->ask->no_text;
    return words || null_at(a, a->column) || (k->form == CH__FORM_LIST && !sqlite3_column_bytes(a->row, a->column));
}

static void write_keys(at *a, const ch__key *keys);

static void write_object(at *a, const ch__key *k)
{
    bool there = sqlite3_column_int(a->row, a->column++) != 0;
    int behind = a->column + columns_in(a->x, k->members);
    if (there) {
        ch__json_open(a->j, '{');
        write_keys(a, k->members);
        ch__json_close(a->j, '}');
    } else
        ch__json_null(a->j);
    a->column = behind;
}

/* The rows of a list of objects, or the first alone. */
static void write_rows(at *a, const ch__key *k, sqlite3_stmt *sub, int step)
{
    bool list = k->form == CH__FORM_ROWS;
    if (list)
        ch__json_open(a->j, '[');
    else if (step != SQLITE_ROW)
        ch__json_null(a->j);
    for (; step == SQLITE_ROW; step = list ? sqlite3_step(sub) : SQLITE_DONE) {
        at inner = {.x = a->x, .j = a->j, .s = a->s, .row = sub};
        ch__json_open(a->j, '{');
        write_keys(&inner, k->members);
        ch__json_close(a->j, '}');
    }
    if (list)
        ch__json_close(a->j, ']');
    if (step != SQLITE_DONE)
        a->rc = ch__store_fail(a->x->store, a->x->err, "cannot export");
    sqlite3_reset(sub);
}

static void write_rows_key(at *a, const ch__key *k, bool sparse)
{
    sqlite3_stmt *sub = a->s->subs[a->sub++];
    int record = sqlite3_bind_parameter_index(sub, ":record");
    sqlite3_bind_text(sub, record, (const char *)sqlite3_column_text(a->row, PLACE_COLUMNS), -1, SQLITE_TRANSIENT);
    int step = sqlite3_step(sub);
    if (sparse && step == SQLITE_DONE && !(k->flags & CH__KEY_REQUIRED)) {
        sqlite3_reset(sub);
        return;
    }
    ch__json_key(a->j, k->name);
    write_rows(a, k, sub, step);
}

static void write_key(at *a, const ch__key *k)
{
    bool sparse = a->s->shape->sparse && !(k->flags & CH__KEY_REQUIRED);
    if (is_rows(k)) {
        write_rows_key(a, k, sparse);
        return;
    }
    if (sparse && empty_key(a, k)) {
        a->column += width(k) + (k->form == CH__FORM_OBJECT ? columns_in(a->x, k->members) : 0);
        return;
    }
    ch__json_key(a->j, k->name);
    if (k->form == CH__FORM_OBJECT) {
        write_object(a, k);
        return;
    }
    if ((k->flags & CH__KEY_WORDS) && a->x->ask->no_text)
        ch__json_null(a->j);
    else
        write_scalar(a, (ch__form)k->form);
    a->column += width(k);
}

static void write_keys(at *a, const ch__key *keys)
{
    for (const ch__key *k = keys; k->name && a->rc == CH_OK; k++)
        if (!left_out(a->x, k))
            write_key(a, k);
}

static int write_record(ch__export *x, shape_rows *s)
{
    ch__json j = {.out = &x->out, .ascii = x->ask->ascii};
    at a = {.x = x, .j = &j, .s = s, .row = s->rows, .column = PLACE_COLUMNS + 1};
    ch__json_open(&j, '{');
    write_keys(&a, s->shape->keys);
    ch__json_close(&j, '}');
    x->rows++;
    return a.rc;
}

/* ---- several kinds as one sequence ---- */

/* By document, sentence and span, as `code` prints them; kinds in their order where all that is the same. */
static int compare(const shape_rows *a, const shape_rows *b)
{
    for (int i = 0; i < PLACE_COLUMNS; i++) {
        int c =
            i < 2 ? strcmp((const char *)sqlite3_column_text(a->rows, i), (const char *)sqlite3_column_text(b->rows, i))
                  : 0;
        int64_t m = i < 2 ? 0 : sqlite3_column_int64(a->rows, i), n = i < 2 ? 0 : sqlite3_column_int64(b->rows, i);
        c = c ? c : (m > n) - (m < n);
        if (c)
            return c;
    }
    return 0;
}

static shape_rows *least(shape_rows *all, size_t n)
{
    shape_rows *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (all[i].more && (!best || compare(&all[i], best) < 0))
            best = &all[i];
    return best;
}

static int open_all(ch__export *x, shape_rows *all, size_t *n)
{
    const ch_export_options *ask = x->ask;
    const ch__shape *single = ask->format == CH_EXPORT_PLOVER    ? &ch__shape_plover
                              : ask->format == CH_EXPORT_GEOJSON ? &ch__shape_feature
                                                                 : NULL;
    int rc = CH_OK;
    for (int k = 0; k < (single ? 1 : CH_N_KINDS) && rc == CH_OK; k++) {
        if (!single && ask->kinds && !(ask->kinds & 1u << k))
            continue;
        shape_rows *s = &all[(*n)++];
        rc = shape_open(x, single ? single : &ch__shape_records[k], s);
        if (rc == CH_OK)
            rc = shape_next(x, s);
    }
    return rc;
}

static int write_all(ch__export *x, shape_rows *all, size_t n)
{
    bool features = x->ask->format == CH_EXPORT_GEOJSON;
    int rc = CH_OK;
    for (shape_rows *s; rc == CH_OK && (s = least(all, n)) != NULL;) {
        ch__buf_str(&x->out, features ? (x->rows ? ",\n" : "\n") : "");
        rc = write_record(x, s);
        ch__buf_str(&x->out, features ? "" : "\n");
        if (rc == CH_OK)
            rc = ch__export_flush(x, false);
        if (rc == CH_OK)
            rc = shape_next(x, s);
    }
    return rc;
}

int ch__export_json(ch__export *x)
{
    bool features = x->ask->format == CH_EXPORT_GEOJSON;
    shape_rows all[CH_N_KINDS] = {0};
    size_t n = 0;
    int rc = open_all(x, all, &n);
    if (features)
        ch__buf_str(&x->out, "{\"type\":\"FeatureCollection\",\"features\":[");
    if (rc == CH_OK)
        rc = write_all(x, all, n);
    if (features)
        ch__buf_str(&x->out, x->rows ? "\n]}\n" : "]}\n");
    for (size_t i = 0; i < n; i++)
        shape_close(&all[i]);
    return rc;
}
