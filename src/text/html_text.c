#include "base/utf8.h"
#include "text/html.h"

/* ---- blocks ---- */

static bool is_text(const ch__html_node *n)
{
    return n->node->type == GUMBO_NODE_TEXT || n->node->type == GUMBO_NODE_CDATA;
}

/* Where blocks end: around block elements, and at the second of two <br> with nothing between them. */
static char *boundaries(ch__html *h)
{
    char *at = ch__alloc(h->arena, (size_t)h->n_nodes + 1);
    bool after_br = false;
    for (uint32_t i = 0; i < h->n_nodes; i++) {
        const ch__html_node *n = &h->nodes[i];
        if (n->flags & CH__HTML_HIDDEN)
            continue;
        if (n->flags & CH__HTML_BLOCK)
            at[i] = at[n->end] = 1;
        if (ch__html_is(n->node, GUMBO_TAG_BR)) {
            at[i] |= after_br;
            after_br = true;
        } else if (is_text(n) && n->words)
            after_br = false;
    }
    return at;
}

/* One kind for a block whose parts have several: "By A. Writer, <time>4 May</time>" is a byline if the rest is, else
 * body. */
static void merge_kind(ch__html_block *b, const ch__html_node *n, bool first)
{
    if (first) {
        b->kind = n->kind;
        b->why = n->why;
    } else if (n->kind != b->kind) {
        bool by = (n->kind == CH_BLOCK_BYLINE || n->kind == CH_BLOCK_DATE) &&
                  (b->kind == CH_BLOCK_BYLINE || b->kind == CH_BLOCK_DATE);
        b->kind = by ? CH_BLOCK_BYLINE : CH_BLOCK_BODY;
        b->why = by ? b->why : NULL;
    }
}

static void add_block(ch__html *h, uint32_t from, uint32_t to)
{
    ch__html_block b = {.from = from, .to = to};
    for (uint32_t i = from; i < to; i++) {
        const ch__html_node *n = &h->nodes[i];
        if (!is_text(n) || !n->words || n->flags & CH__HTML_HIDDEN)
            continue;
        merge_kind(&b, n, b.words == 0);
        b.words += n->words;
        b.link_words += n->link_words;
    }
    if (b.words)
        *CH__PUSH(h->arena, h->blocks, h->n_blocks, h->cap_blocks) = b;
}

void ch__html_segment(ch__html *h)
{
    const char *ends = boundaries(h);
    uint32_t from = 0;
    for (uint32_t i = 1; i <= h->n_nodes; i++)
        if (ends[i] || i == h->n_nodes) {
            add_block(h, from, i);
            from = i;
        }
}

/* ---- text ---- */

struct writer {
    ch__buf *out;
    size_t start; /* nothing was there before */
    bool space;   /* one is due before the next character */
};

static void newline(struct writer *w)
{
    w->space = false;
    size_t n = w->out->n;
    bool twice = n >= w->start + 2 && w->out->p[n - 1] == '\n' && w->out->p[n - 2] == '\n';
    if (n > w->start && !twice)
        ch__buf_char(w->out, '\n');
}

static void put(struct writer *w, const char *s, size_t n)
{
    if (w->space && w->out->n > w->start && w->out->p[w->out->n - 1] != '\n')
        ch__buf_char(w->out, ' ');
    w->space = false;
    ch__buf_add(w->out, s, n);
}

/* Soft hyphens and zero-width marks say how to lay a word out; they are not part of it. */
static bool layout_mark(uint32_t c)
{
    return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

static void write_text(struct writer *w, const char *s, bool pre)
{
    size_t n = strlen(s);
    for (size_t i = 0; i < n;) {
        size_t from = i;
        unsigned char b = (unsigned char)s[i];
        if (b > ' ' && b < 0x7F) { /* the common case: a run of ASCII */
            while (i < n && s[i] > ' ' && s[i] < 0x7F)
                i++;
            put(w, s + from, i - from);
            continue;
        }
        uint32_t c = ch__utf8_next(s, n, &i);
        if (pre && c == '\n')
            newline(w);
        else if (c <= ' ' || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029)
            w->space = true;
        else if (c == 0xFFFD && i == from + 1)
            put(w, "\xEF\xBF\xBD", 3);
        else if (!layout_mark(c))
            put(w, s + from, i - from);
    }
}

void ch__html_run_text(const ch__html *h, uint32_t from, uint32_t to, ch__buf *out)
{
    struct writer w = {.out = out, .start = out->n};
    for (uint32_t i = from; i < to; i++) {
        const ch__html_node *n = &h->nodes[i];
        if (n->flags & CH__HTML_HIDDEN)
            continue;
        if (ch__html_is(n->node, GUMBO_TAG_BR))
            newline(&w);
        else if (is_text(n) || n->node->type == GUMBO_NODE_WHITESPACE)
            write_text(&w, n->node->v.text.text, n->flags & CH__HTML_PRE);
        else if (n->flags & CH__HTML_BLOCK)
            w.space = true;
    }
    while (out->n > w.start && out->p[out->n - 1] == '\n')
        out->n--;
}

const char *ch__html_line(ch__html *h, uint32_t node, ch__buf *scratch)
{
    ch__buf_clear(scratch);
    ch__html_run_text(h, node, h->nodes[node].end, scratch);
    for (size_t i = 0; i < scratch->n; i++)
        if (scratch->p[i] == '\n')
            scratch->p[i] = ' ';
    return scratch->n && !scratch->failed ? ch__copy(h->arena, (ch__sv){scratch->p, scratch->n}) : NULL;
}
