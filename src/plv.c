/* plv.c - the public PLV benchmark (Hu et al., ACL 2024): a TSV of sentences with <s>source</s> and <t>target</t>, as
 * lines of JSON that pairs are read from. */
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"
#include "syntax/lines.h"

enum { SENTENCE, CLASS, QUAD, N_COLUMNS, MOST_SPANS = 64 };

typedef struct spans {
    uint32_t open, n; /* open: where the one at work began, or CH_NONE */
    ch_span at[MOST_SPANS];
} spans;

typedef struct table {
    int column[N_COLUMNS]; /* -1: not found yet */
    ch__buf text, line;    /* of the row at work */
    spans source, target;
} table;

/* ---- marks ---- */

static void open_span(spans *s, uint32_t place)
{
    if (s->open == CH_NONE)
        s->open = place;
}

static void close_span(spans *s, uint32_t place)
{
    if (s->open != CH_NONE && place > s->open && s->n < MOST_SPANS)
        s->at[s->n++] = (ch_span){s->open, place};
    s->open = CH_NONE;
}

/* Takes a mark at the start of `rest`; its length, 0: there is none. The two sides may lie in each other: "<s>the
 * <t>German</t> chancellor</s>". */
static size_t take_mark(table *t, ch__sv rest, uint32_t place)
{
    static const ch__sv open_s = {"<s>", 3}, close_s = {"</s>", 4}, open_t = {"<t>", 3}, close_t = {"</t>", 4};
    if (ch__sv_starts(rest, open_s))
        return open_span(&t->source, place), open_s.n;
    if (ch__sv_starts(rest, close_s))
        return close_span(&t->source, place), close_s.n;
    if (ch__sv_starts(rest, open_t))
        return open_span(&t->target, place), open_t.n;
    if (ch__sv_starts(rest, close_t))
        return close_span(&t->target, place), close_t.n;
    return 0;
}

static void unmark(table *t, ch__sv marked)
{
    uint32_t place = 0;
    ch__buf_clear(&t->text);
    t->source.n = t->target.n = 0;
    t->source.open = t->target.open = CH_NONE;
    for (size_t i = 0; i < marked.n;) {
        size_t n = take_mark(t, (ch__sv){marked.p + i, marked.n - i}, place), end = i;
        if (n) {
            i += n;
            continue;
        }
        (void)ch__utf8_next(marked.p, marked.n, &end);
        ch__buf_add(&t->text, marked.p + i, end - i);
        i = end;
        place++;
    }
    close_span(&t->source, place); /* one that nothing closed runs to the end */
    close_span(&t->target, place);
}

/* ---- rows ---- */

static int read_head(table *t, ch__sv head, ch_err *err)
{
    static const char *const names[] = {"marked_sentence", "gold_root", "gold_penta"};
    ch__sv field;
    for (int c = 0; ch__sv_next(&head, '\t', &field); c++)
        for (int i = 0; i < N_COLUMNS; i++)
            if (ch__sv_is(field, names[i]))
                t->column[i] = c;
    for (int i = 0; i < QUAD; i++)
        if (t->column[i] < 0)
            return ch__fail(err, CH_EFORMAT, "no column \"%s\"", names[i]);
    return CH_OK;
}

static void write_spans(ch__json *j, const char *key, const spans *s)
{
    ch__json_key(j, key);
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < s->n; i++) {
        ch__json_open(j, '[');
        ch__json_int(j, s->at[i].start);
        ch__json_int(j, s->at[i].end);
        ch__json_close(j, ']');
    }
    ch__json_close(j, ']');
}

static void write_row(table *t, ch__sv row, int64_t number)
{
    ch__sv field, cells[N_COLUMNS] = {{0}};
    ch__json j = {.out = &t->line};
    for (int c = 0; ch__sv_next(&row, '\t', &field); c++)
        for (int i = 0; i < N_COLUMNS; i++)
            if (c == t->column[i])
                cells[i] = field;
    unmark(t, cells[SENTENCE]);
    ch__buf_clear(&t->line);
    ch__json_open(&j, '{');
    ch__json_key(&j, "id");
    ch__json_int(&j, number);
    if (t->text.n) {
        ch__json_key(&j, "text");
        ch__json_string(&j, (ch__sv){t->text.p, t->text.n});
    }
    write_spans(&j, "source", &t->source);
    write_spans(&j, "target", &t->target);
    if (cells[CLASS].n) {
        ch__json_key(&j, "plv");
        ch__json_string(&j, cells[CLASS]);
    }
    if (cells[QUAD].n == 1 && ch__is_digit((unsigned char)cells[QUAD].p[0])) {
        ch__json_key(&j, "quad");
        ch__json_int(&j, cells[QUAD].p[0] - '0');
    }
    ch__json_close(&j, '}');
}

static int read_rows(table *t, ch__lines *in, ch_write_fn write, void *ctx, ch_err *err)
{
    ch__sv stretch, line;
    int64_t number;
    int rc;
    while ((rc = ch__lines_next(in, &stretch, &number, err)) > 0)
        for (; ch__line_of(&stretch, &line); number++) {
            bool head = t->column[SENTENCE] < 0;
            rc = head ? read_head(t, line, err) : CH_OK;
            if (rc < 0)
                return rc;
            if (head)
                continue;
            write_row(t, line, number);
            rc = t->line.failed || t->text.failed ? ch__fail(err, CH_ENOMEM, "out of memory")
                                                  : write(ctx, t->line.p, t->line.n);
            if (rc < 0)
                return rc;
        }
    if (rc == 0 && t->column[SENTENCE] < 0)
        rc = ch__fail(err, CH_EFORMAT, "no line with the names of the columns");
    return rc;
}

int ch_plv_read(const char *path, ch_write_fn write, void *ctx, ch_err *err)
{
    table t = {.column = {-1, -1, -1}};
    ch__lines in;
    ch__err_clear(err);
    int rc = ch__lines_open(&in, path, err);
    if (rc == CH_OK)
        rc = read_rows(&t, &in, write, ctx, err);
    ch__lines_close(&in);
    ch__err_file(err, path);
    ch__buf_release(&t.text);
    ch__buf_release(&t.line);
    return rc;
}
