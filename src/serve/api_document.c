/* api_document.c - GET /api/v1/document/ID: a story with its evidence, ready to be shown. JavaScript counts UTF-16 and
 * the store code points and bytes, so the text goes out cut into segments: at the edges of blocks, sentences and of
 * every stretch that a record rests on. Stretches overlap; each segment says which lie over it. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "base/utf8.h"
#include "serve/inside.h"

/* A stretch of the stored text, in bytes. */
typedef struct stretch {
    int64_t start, end;
    char *a, *b; /* block: kind, why; evidence: record, field; sentence: NULL */
    int64_t n;   /* of a sentence or block: its number */
} stretch;

typedef struct stretches {
    stretch *at;
    size_t n, cap;
} stretches;

typedef struct story {
    char *text;
    int64_t len;
    stretches blocks, sentences, evidence; /* by their start */
    size_t sentence, first;                /* those before lie behind the segment in hand */
    int64_t byte, chars;                   /* of the text so far: segments say where they begin in code points */
    int64_t *edge;
    size_t n_edges, next;
} story;

static void release(stretches *s)
{
    for (size_t i = 0; i < s->n; i++) {
        free(s->at[i].a);
        free(s->at[i].b);
    }
    free(s->at);
}

static bool add(stretches *s, stretch x)
{
    if (s->n == s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 64;
        stretch *at = realloc(s->at, cap * sizeof *at);
        if (!at)
            return false;
        s->at = at;
        s->cap = cap;
    }
    s->at[s->n++] = x;
    return true;
}

static int64_t number(ch_cursor *c, size_t column)
{
    const char *text = ch_cursor_text(c, column);
    return text ? strtoll(text, NULL, 10) : 0;
}

char *ch__api_column(ch_cursor *c, size_t column)
{
    const char *text = ch_cursor_text(c, column);
    return text ? strdup(text) : NULL;
}

/* Which columns of a question hold what a stretch is made of; -1: none. */
typedef struct columns {
    const char *what;
    int n, a, b, start, end;
} columns;

static int load(ch_store *store, const char *doc, columns k, stretches *out, ch_err *err)
{
    ch_cursor *c;
    ch_query q = {.what = k.what, .doc = doc};
    int rc = ch_store_select(store, &q, &c, err);
    while (rc == CH_OK && (rc = ch_cursor_next(c, err)) == 1) {
        stretch x = {number(c, (size_t)k.start), number(c, (size_t)k.end),
                     k.a < 0 ? NULL : ch__api_column(c, (size_t)k.a), k.b < 0 ? NULL : ch__api_column(c, (size_t)k.b),
                     k.n < 0 ? 0 : number(c, (size_t)k.n)};
        rc = add(out, x) ? CH_OK : ch__fail(err, CH_ENOMEM, "out of memory");
    }
    ch_cursor_close(c);
    return rc < 0 ? rc : CH_OK;
}

static int load_text(ch_store *store, const char *doc, story *s, ch_err *err)
{
    ch_cursor *c;
    ch_query q = {.what = "text", .doc = doc, .limit = 1};
    int rc = ch_store_select(store, &q, &c, err);
    if (rc == CH_OK && (rc = ch_cursor_next(c, err)) == 1) {
        s->text = ch__api_column(c, 1);
        s->len = s->text ? (int64_t)strlen(s->text) : 0;
    }
    ch_cursor_close(c);
    return rc < 0 ? rc : CH_OK;
}

static int load_story(ch_store *store, const char *doc, story *s, ch_err *err)
{
    int rc = load_text(store, doc, s, err);
    if (rc == CH_OK && s->text)
        rc = load(store, doc, (columns){"blocks", 1, 2, 3, 6, 7}, &s->blocks, err);
    if (rc == CH_OK && s->text)
        rc = load(store, doc, (columns){"sentences", 1, -1, -1, 8, 9}, &s->sentences, err);
    if (rc == CH_OK && s->text)
        rc = load(store, doc, (columns){"evidence", -1, 0, 1, 6, 7}, &s->evidence, err);
    return rc;
}

/* ---- segments ---- */

static int by_place(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void add_edges(const stretches *s, story *to)
{
    for (size_t i = 0; i < s->n; i++) {
        to->edge[to->n_edges++] = s->at[i].start;
        to->edge[to->n_edges++] = s->at[i].end;
    }
}

/* Every place where something begins or ends, in order. */
static bool make_edges(story *s)
{
    s->edge = malloc((2 * (s->blocks.n + s->sentences.n + s->evidence.n) + 1) * sizeof *s->edge);
    if (!s->edge)
        return false;
    add_edges(&s->blocks, s);
    add_edges(&s->sentences, s);
    add_edges(&s->evidence, s);
    qsort(s->edge, s->n_edges, sizeof *s->edge, by_place);
    return true;
}

static void marks(story *s, int64_t start, int64_t end, ch__json *j)
{
    while (s->first < s->evidence.n && s->evidence.at[s->first].end <= start)
        s->first++;
    ch__json_key(j, "marks");
    ch__json_open(j, '[');
    for (size_t i = s->first; i < s->evidence.n && s->evidence.at[i].start <= start; i++) {
        const stretch *x = &s->evidence.at[i];
        if (x->end < end)
            continue;
        ch__json_open(j, '[');
        ch__json_str(j, x->a);
        ch__json_str(j, x->b);
        ch__json_close(j, ']');
    }
    ch__json_close(j, ']');
}

static void segment(story *s, int64_t start, int64_t end, ch__json *j)
{
    while (s->sentence < s->sentences.n && s->sentences.at[s->sentence].end <= start)
        s->sentence++;
    const stretch *in = s->sentence < s->sentences.n ? &s->sentences.at[s->sentence] : NULL;
    ch__json_open(j, '{');
    s->chars += (int64_t)ch__utf8_count(s->text + s->byte, (size_t)(start - s->byte));
    s->byte = start;
    ch__json_key(j, "start");
    ch__json_int(j, s->chars);
    ch__json_key(j, "text");
    ch__json_string(j, (ch__sv){s->text + start, (size_t)(end - start)});
    ch__json_key(j, "sentence");
    if (in && in->start <= start)
        ch__json_int(j, in->n);
    else
        ch__json_null(j);
    marks(s, start, end, j);
    ch__json_close(j, '}');
}

static void segments(story *s, const stretch *block, ch__json *j)
{
    int64_t at = block->start;
    ch__json_key(j, "segments");
    ch__json_open(j, '[');
    for (; s->next < s->n_edges && s->edge[s->next] <= block->end; s->next++) {
        int64_t edge = s->edge[s->next];
        if (edge > at) {
            segment(s, at, edge, j);
            at = edge;
        }
    }
    ch__json_close(j, ']');
}

static void write_blocks(story *s, ch__json *j)
{
    ch__json_key(j, "blocks");
    ch__json_open(j, '[');
    for (size_t i = 0; i < s->blocks.n; i++) {
        const stretch *b = &s->blocks.at[i];
        if (b->start < s->byte || b->end < b->start || b->end > s->len)
            continue; /* a store that is not sound: chancery verify tells */
        ch__json_open(j, '{');
        ch__json_key(j, "kind");
        ch__json_str(j, b->a);
        ch__json_key(j, "why");
        ch__json_str(j, b->b);
        segments(s, b, j);
        ch__json_close(j, '}');
    }
    ch__json_close(j, ']');
}

/* ---- the answer ---- */

static const char *const lists[] = {"documents", "events",  "statements", "agreements",
                                    "levels",    "figures", "sentences"};

static int write_story(ch_store *store, const char *doc, story *s, ch__buf *out, ch_err *err)
{
    ch__json j = {.out = out};
    int rc = CH_OK;
    ch__json_open(&j, '{');
    for (size_t i = 0; i < sizeof lists / sizeof *lists && rc == CH_OK; i++) {
        ch_query q = {.what = lists[i], .doc = doc};
        ch__json_key(&j, lists[i]);
        rc = ch__api_rows(store, &q, &j, err);
    }
    if (rc == CH_OK && !make_edges(s))
        rc = ch__fail(err, CH_ENOMEM, "out of memory");
    if (rc == CH_OK)
        write_blocks(s, &j);
    ch__json_close(&j, '}');
    return rc;
}

int ch__api_document(ch__request *r, ch__answer *a, ch_err *err)
{
    static const char *const known[] = {"version", NULL}; /* of no meaning: lets a page ask again */
    story s = {0};
    int rc = ch__request_only(r, known, err);
    ch_store *store = rc == CH_OK ? ch__pool_take(r->desk, err) : NULL;
    if (!store)
        return rc < 0 ? rc : err->code;
    rc = load_story(store, r->part[1], &s, err);
    if (rc == CH_OK && !s.text)
        ch__answer_error(a, MHD_HTTP_NOT_FOUND, "document", "there is no such document in this store");
    else if (rc == CH_OK)
        rc = write_story(store, r->part[1], &s, &a->body, err);
    ch__pool_give(r->desk, store);
    release(&s.blocks);
    release(&s.sentences);
    release(&s.evidence);
    free(s.edge);
    free(s.text);
    return rc;
}
