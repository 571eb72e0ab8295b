#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

#include "text/source.h"

enum { MOST_COLUMNS = 2000, PIECE = 64 << 10 };

/* CSV and TSV through libcsv (RFC 4180, forgiving), fed up to a line end at a time: so at most one row comes out of a
 * call. */
struct csv {
    struct csv_parser parser;
    bool made;
    ch__buf cells; /* of the row being read */
    size_t ends[MOST_COLUMNS];
    size_t n;
    bool too_many, row; /* row: it is complete */
    uint64_t row_bytes;
    int64_t line, row_line, row_offset; /* line: of the next byte to be fed */
    int column[CH__N_ROLES];            /* -1: the file has none */
    char have[160];                     /* names of the header, for messages */
};

static void close_csv(ch__source *s)
{
    struct csv *c = s->state;
    if (c->made)
        csv_free(&c->parser);
    ch__buf_release(&c->cells);
    free(c);
    s->state = NULL;
}

static void on_field(void *p, size_t n, void *ctx)
{
    struct csv *c = ctx;
    if (c->n == MOST_COLUMNS) {
        c->too_many = true;
        return;
    }
    ch__buf_add(&c->cells, p, n);
    c->ends[c->n++] = c->cells.n;
}

static void on_row(int end, void *ctx)
{
    struct csv *c = ctx;
    (void)end;
    c->row = c->n > 0;
}

static ch__sv cell(const struct csv *c, int column)
{
    if (column < 0 || (size_t)column >= c->n)
        return (ch__sv){0};
    size_t from = column ? c->ends[column - 1] : 0;
    return (ch__sv){c->cells.p + from, c->ends[column] - from};
}

static void start_row(struct csv *c, int64_t offset)
{
    ch__buf_clear(&c->cells);
    c->n = 0;
    c->row = c->too_many = false;
    c->row_bytes = 0;
    c->row_line = c->line;
    c->row_offset = offset;
}

static bool make_parser(struct csv *c, char separator)
{
    if (c->made)
        csv_free(&c->parser);
    c->made = csv_init(&c->parser, 0) == 0;
    csv_set_delim(&c->parser, (unsigned char)separator);
    csv_set_blk_size(&c->parser, 4096);
    return c->made;
}

/* A row larger than the limit: the parser starts anew at the next line. */
static int give_up_row(ch__source *s, char separator, bool at_line_end, ch_err *err)
{
    struct csv *c = s->state;
    int rc = ch__source_fail(s, err, CH_ELIMIT, c->row_line, c->row_offset, "row of more than %zu bytes, the limit",
                             s->max_document);
    uint64_t length;
    ch__buf_clear(&s->scratch);
    if (!at_line_end && !ch__stream_line(&s->stream, 0, &s->scratch, &length, NULL))
        c->line++;
    s->done = !make_parser(c, separator);
    return rc;
}

static int feed(ch__source *s, ch__sv piece, ch_err *err)
{
    struct csv *c = s->state;
    if (csv_parse(&c->parser, piece.p, piece.n, on_field, on_row, c) != piece.n || c->cells.failed) {
        s->done = true;
        return ch__source_fail(s, err, c->cells.failed || csv_error(&c->parser) == CSV_ENOMEM ? CH_ENOMEM : CH_EFORMAT,
                               c->row_line, c->row_offset, "%s", csv_strerror(csv_error(&c->parser)));
    }
    return 0;
}

static int finish(ch__source *s, ch_err *err)
{
    struct csv *c = s->state;
    s->done = true;
    /* libcsv tells only in strict mode, where a stray quote inside a cell is an error too; so its state is asked:
     * inside a field, quoted */
    if (c->parser.pstate == 2 && c->parser.quoted)
        return ch__source_fail(s, err, CH_EFORMAT, c->row_line, c->row_offset,
                               "the quoted field that begins in this row does not end");
    if (csv_fini(&c->parser, on_field, on_row, c) || c->cells.failed)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    return c->row ? 1 : 0;
}

/* Many programs write TSV without any quoting: 2 TAB "Never," he said. So a quote that opens a cell and is closed in
 * its middle quotes nothing, and must not swallow the rows that follow. */
static bool stray_quote(ch__sv line)
{
    ch__sv cell;
    while (ch__sv_next(&line, '\t', &cell)) {
        if (!cell.n || *cell.p != '"')
            continue;
        size_t i = 1;
        while (i < cell.n && (cell.p[i] != '"' || (i + 1 < cell.n && cell.p[i + 1] == '"')))
            i += cell.p[i] == '"' ? 2 : 1;
        if (i + 1 < cell.n)
            return true;
    }
    return false;
}

/* Whether the row that begins here quotes its cells. */
static int choose_quote(ch__source *s, ch_err *err)
{
    struct csv *c = s->state;
    ch__sv head;
    int rc = ch__stream_peek(&s->stream, PIECE, &head, err);
    if (rc && !head.n)
        return rc;
    size_t n = 0;
    while (n < head.n && head.p[n] != '\n' && head.p[n] != '\r')
        n++;
    csv_set_quote(&c->parser, stray_quote((ch__sv){head.p, n}) ? 0 : '"');
    return 0;
}

/* Reads one row: 1, 0 at the end, negative. Blank lines are passed over. */
static int next_row(ch__source *s, ch_err *err)
{
    struct csv *c = s->state;
    start_row(c, (int64_t)s->stream.offset);
    while (!c->row) {
        ch__sv v;
        int rc = 0;
        if (c->row_bytes == 0 && csv_get_delim(&c->parser) == '\t')
            rc = choose_quote(s, err);
        if (!rc)
            rc = ch__stream_peek(&s->stream, 1, &v, err);
        if (rc)
            return rc;
        if (!v.n)
            return finish(s, err);
        size_t n = v.n < PIECE ? v.n : PIECE, i = 0;
        while (i < n && v.p[i] != '\n' && v.p[i] != '\r')
            i++;
        bool newline = i < n && v.p[i] == '\n';
        v.n = i < n ? i + 1 : n;
        rc = feed(s, v, err);
        ch__stream_take(&s->stream, v.n);
        c->line += newline;
        c->row_bytes += v.n;
        if (rc)
            return rc;
        if (c->row_bytes > s->max_document)
            return give_up_row(s, (char)csv_get_delim(&c->parser), newline, err);
        if (c->n == 0 && !c->row && newline)
            start_row(c, (int64_t)s->stream.offset); /* nothing yet: a blank line, or the \n of \r\n */
    }
    return 1;
}

/* ---- header ---- */

static void note_header(struct csv *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n && n < sizeof c->have - 1; i++) {
        ch__sv f = cell(c, (int)i);
        int more = snprintf(c->have + n, sizeof c->have - n, "%s%.*s", i ? ", " : "", (int)(f.n < 60 ? f.n : 60), f.p);
        n += more > 0 ? (size_t)more : 0;
    }
}

/* The column that plays a role: the best of its names that the header has. */
static int find_column(const ch__source *s, const struct csv *c, ch__role role)
{
    const char *name;
    for (size_t k = 0; (name = ch__fields_name(s->fields, role, k)); k++)
        for (size_t i = 0; i < c->n; i++)
            if (ch__sv_eq_nocase(ch__sv_trim(cell(c, (int)i)), ch__sv_of(name)))
                return (int)i;
    return -1;
}

/* A ';' separates where the first line has more of them than ','. */
static char separator_of(ch__source *s, ch__sv head)
{
    if (s->format == CH_FORMAT_TSV)
        return '\t';
    size_t commas = 0, semicolons = 0;
    for (size_t i = 0; i < head.n && head.p[i] != '\n'; i++) {
        commas += head.p[i] == ',';
        semicolons += head.p[i] == ';';
    }
    return semicolons > commas ? ';' : ',';
}

static int read_header(ch__source *s, ch_err *err)
{
    struct csv *c = s->state;
    ch__sv head;
    ch__stream_peek(&s->stream, 4096, &head, err);
    char separator = separator_of(s, head);
    if (ch__sv_starts(head, CH__SV("\xEF\xBB\xBF")))
        ch__stream_take(&s->stream, 3);
    if (!make_parser(c, separator))
        return ch__fail(err, CH_ENOMEM, "out of memory");
    c->line = 1;
    int rc = next_row(s, err);
    if (rc <= 0)
        return rc ? rc : ch__source_fail(s, err, CH_EEMPTY, 0, -1, "the file holds no rows");
    note_header(c);
    for (int r = 0; r < CH__N_ROLES; r++)
        c->column[r] = find_column(s, c, (ch__role)r);
    if (c->column[CH__ROLE_TEXT] < 0)
        return ch__source_fail(s, err, CH_EFORMAT, 1, 0, "no text column (have: %s)", c->have);
    return 0;
}

static int start(ch__source *s, ch_err *err)
{
    struct csv *c = ch__malloc(sizeof *c);
    if (!c) {
        s->done = true;
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    memset(c, 0, sizeof *c);
    s->state = c;
    int rc = read_header(s, err);
    s->done = rc != 0;
    return rc;
}

static int next(ch__source *s, ch_input *in, ch_err *err)
{
    int rc = s->state ? 0 : start(s, err);
    if (rc)
        return rc;
    struct csv *c = s->state;
    rc = next_row(s, err);
    if (rc == 0 && s->record == 0)
        rc = ch__source_fail(s, err, CH_EEMPTY, 1, -1, "the file holds a header and no rows");
    if (rc <= 0) {
        s->done |= rc == CH_EEMPTY;
        return rc;
    }
    s->record++;
    if (c->too_many)
        return ch__source_fail(s, err, CH_EFORMAT, c->row_line, c->row_offset, "row of more than %d cells",
                               MOST_COLUMNS);
    if (c->n <= (size_t)c->column[CH__ROLE_TEXT])
        return ch__source_fail(s, err, CH_EFORMAT, c->row_line, c->row_offset,
                               "row of %zu cells has none for the text (columns: %s)", c->n, c->have);
    ch__parts p = {.line = c->row_line, .offset = c->row_offset};
    for (int r = 0; r < CH__N_ROLES; r++)
        p.role[r] = cell(c, c->column[r]);
    return ch__source_deliver(s, &p, in, err);
}

const ch__driver ch__csv_driver = {next, close_csv};
