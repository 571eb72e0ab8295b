#include "text/html.h"

/* Where the story stands on a page. Pages that say so (itemprop=articleBody, <article>, <main>) are believed when
 * enough text stands there; on others blocks are told apart by length and links as in C. Kohlschütter, P. Fankhauser,
 * W. Nejdl, "Boilerplate Detection using Shallow Text Features", WSDM 2010 (the decision tree over words and link
 * density of a block and its neighbours, figure 2), and the story is the smallest element that holds nearly all of it.
 */

static double link_density(const ch__html_block *b)
{
    return b && b->words ? (double)b->link_words / b->words : 0.0;
}

static uint32_t words(const ch__html_block *b)
{
    return b ? b->words : 0;
}

/* The tree of the paper. */
static bool is_content(const ch__html_block *before, const ch__html_block *b, const ch__html_block *after)
{
    if (link_density(b) > 0.333333)
        return false;
    if (link_density(before) > 0.555556)
        return b->words > 40 || words(after) > 17;
    return b->words > 16 || words(after) > 15 || words(before) > 4;
}

/* Whether a block reads as a sentence of a story: "Peru and Chile signed a treaty." */
static bool reads_as_sentence(const ch__html *h, const ch__html_block *b)
{
    enum { FEWEST = 5 };
    if (b->kind != CH_BLOCK_BODY || b->words < FEWEST || b->link_words * 3 > b->words)
        return false;
    ch__buf_clear(h->scratch);
    ch__html_run_text(h, b->from, b->to, h->scratch);
    ch__sv s = {h->scratch->p, h->scratch->n};
    while (s.n && ((unsigned char)s.p[s.n - 1] >= 0x80 || strchr("\"')]", s.p[s.n - 1])))
        s.n--; /* closing quotes */
    return s.n && strchr(".!?", s.p[s.n - 1]);
}

static void classify(ch__html *h)
{
    for (uint32_t i = 0; i < h->n_blocks; i++) {
        ch__html_block *b = &h->blocks[i];
        const ch__html_block *before = i ? b - 1 : NULL, *after = i + 1 < h->n_blocks ? b + 1 : NULL;
        b->content = b->kind == CH_BLOCK_BODY && is_content(before, b, after);
        b->sentence = reads_as_sentence(h, b);
    }
}

/* ---- content words under a node, by sums over blocks ---- */

/* The tree misses short paragraphs: what reads as a sentence counts where no other mark of the story is. */
static bool counts(const ch__html_block *b, bool sentences)
{
    return b->content || (sentences && b->sentence);
}

struct sums {
    const ch__html *h;
    uint32_t *before; /* before[i]: content words in blocks that begin before node i */
};

static struct sums make_sums(ch__html *h, bool sentences)
{
    struct sums s = {h, ch__alloc_array(h->arena, (size_t)h->n_nodes + 2, sizeof(uint32_t))};
    uint32_t b = 0, sum = 0;
    for (uint32_t i = 0; i <= h->n_nodes; i++) {
        while (b < h->n_blocks && h->blocks[b].from < i) {
            sum += counts(&h->blocks[b], sentences) ? h->blocks[b].words : 0;
            b++;
        }
        s.before[i] = sum;
    }
    return s;
}

static uint32_t content_in(const struct sums *s, uint32_t node)
{
    return s->before[s->h->nodes[node].end] - s->before[node];
}

/* ---- marked ---- */

static bool has_value(const GumboNode *node, const char *name, const char *value)
{
    const char *v = ch__html_attribute(node, name);
    return v && !strcmp(v, value);
}

static bool shown_element(const ch__html_node *n)
{
    return n->node->type == GUMBO_NODE_ELEMENT && !(n->flags & CH__HTML_HIDDEN);
}

static bool is_article(const ch__html *h, uint32_t i)
{
    return shown_element(&h->nodes[i]) && ch__html_is(h->nodes[i].node, GUMBO_TAG_ARTICLE);
}

/* The <article> a node stands in, or the node itself. */
static uint32_t article_around(const ch__html *h, uint32_t node)
{
    for (uint32_t i = h->nodes[node].parent; i != CH_NONE; i = h->nodes[i].parent)
        if (is_article(h, i))
            return i;
    return node;
}

static uint32_t find_body(const ch__html *h, const struct sums *s)
{
    uint32_t best = CH_NONE;
    for (uint32_t i = 0; i < h->n_nodes; i++)
        if (shown_element(&h->nodes[i]) && has_value(h->nodes[i].node, "itemprop", "articleBody") &&
            (best == CH_NONE || content_in(s, i) > content_in(s, best)))
            best = i;
    return best == CH_NONE ? best : article_around(h, best);
}

/* The <article> with most text; where several share it (a live blog's entries), what holds them all. */
static uint32_t find_article(const ch__html *h, const struct sums *s)
{
    uint32_t best = CH_NONE, sum = 0, first = CH_NONE, last = CH_NONE;
    for (uint32_t i = 0; i < h->n_nodes; i++) {
        if (!is_article(h, i))
            continue;
        uint32_t n = content_in(s, i);
        sum += n;
        first = first == CH_NONE ? i : first;
        last = i;
        best = best == CH_NONE || n > content_in(s, best) ? i : best;
        i = h->nodes[i].end - 1; /* not the articles inside it */
    }
    if (best == CH_NONE || content_in(s, best) * 2 >= sum)
        return best;
    for (best = first; h->nodes[best].end <= last && h->nodes[best].parent != CH_NONE;)
        best = h->nodes[best].parent;
    return best;
}

static uint32_t find_main(const ch__html *h, const struct sums *s)
{
    uint32_t best = CH_NONE;
    for (uint32_t i = 0; i < h->n_nodes; i++)
        if (shown_element(&h->nodes[i]) &&
            (ch__html_is(h->nodes[i].node, GUMBO_TAG_MAIN) || has_value(h->nodes[i].node, "role", "main")) &&
            (best == CH_NONE || content_in(s, i) > content_in(s, best)))
            best = i;
    return best;
}

/* ---- unmarked ---- */

static bool holds_blocks(const GumboNode *n)
{
    return !ch__html_is(n, GUMBO_TAG_P) && !ch__html_is(n, GUMBO_TAG_LI) && !ch__html_is(n, GUMBO_TAG_BLOCKQUOTE) &&
           !ch__html_is(n, GUMBO_TAG_PRE);
}

/* From the root down, as long as one child holds four fifths of the content. */
static uint32_t densest(const ch__html *h, const struct sums *s)
{
    uint32_t at = 0, all = content_in(s, 0);
    for (bool down = true; down && all;) {
        down = false;
        for (uint32_t i = at + 1; i < h->nodes[at].end; i = h->nodes[i].end)
            if (shown_element(&h->nodes[i]) && holds_blocks(h->nodes[i].node) &&
                (uint64_t)content_in(s, i) * 5 >= (uint64_t)all * 4) {
                at = i;
                down = true;
                break;
            }
    }
    return at;
}

/* ---- the title ---- */

/* Whether the page's own titles confirm a heading: the stated headline says about the same, or <title> begins with it
 * ("Truce holds - The Daily": The Daily is not the title). */
static bool confirms(const ch__html *h, const char *heading)
{
    if (!heading)
        return false;
    if (h->headline)
        return strstr(h->headline, heading) || strstr(heading, h->headline);
    return h->page_title && !strncmp(h->page_title, heading, strlen(heading));
}

/* The first <h1> inside the story, else one outside that the page's title confirms (not the paper's name in the
 * masthead). */
static uint32_t find_title(ch__html *h, ch__buf *scratch)
{
    uint32_t outside = CH_NONE;
    const ch__html_node *main = &h->nodes[h->main];
    for (uint32_t i = 0; i < h->n_nodes; i++) {
        const ch__html_node *n = &h->nodes[i];
        if (!ch__html_is(n->node, GUMBO_TAG_H1) || n->flags & CH__HTML_HIDDEN || !n->words ||
            n->kind != CH_BLOCK_HEADING)
            continue;
        if (i >= h->main && i < main->end)
            return i;
        const char *line = outside == CH_NONE ? ch__html_line(h, i, scratch) : NULL;
        if (confirms(h, line))
            outside = i;
    }
    return outside;
}

void ch__html_main(ch__html *h)
{
    classify(h);
    struct sums s = make_sums(h, false);
    uint32_t all = content_in(&s, 0);
    uint32_t (*const finders[])(const ch__html *, const struct sums *) = {find_body, find_article, find_main};
    h->main = CH_NONE;
    for (size_t i = 0; i < 3 && h->main == CH_NONE; i++) {
        h->main = finders[i](h, &s);
        /* a page of teasers in <article> around an unmarked story */
        if (h->main != CH_NONE &&
            ((uint64_t)content_in(&s, h->main) * 10 < (uint64_t)all * 3 || !h->nodes[h->main].words))
            h->main = CH_NONE;
    }
    h->marked = h->main != CH_NONE;
    if (!h->marked) {
        s = make_sums(h, true);
        h->main = densest(h, &s);
    }
    h->title = find_title(h, h->scratch);
}
