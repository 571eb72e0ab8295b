#include "text/html.h"

#include <stdlib.h>

const char *ch__html_attribute(const GumboNode *node, const char *name)
{
    if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE)
        return NULL;
    const GumboAttribute *a = gumbo_get_attribute(&node->v.element.attributes, name);
    return a ? a->value : NULL;
}

/* ---- what tags say ---- */

static const struct {
    GumboTag tag;
    uint8_t kind; /* ch_block_kind */
    uint8_t flags;
    const char *why;
} TAGS[] = {
    {GUMBO_TAG_SCRIPT, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_STYLE, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_TEMPLATE, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_NOSCRIPT, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_HEAD, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_IFRAME, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_OBJECT, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_SVG, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_MATH, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_BUTTON, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_SELECT, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_TEXTAREA, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_CANVAS, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_AUDIO, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_VIDEO, CH_BLOCK_BODY, CH__HTML_HIDDEN, NULL},
    {GUMBO_TAG_A, CH_BLOCK_BODY, CH__HTML_LINK, NULL},
    {GUMBO_TAG_NAV, CH_BLOCK_NAVIGATION, CH__HTML_BLOCK, "html: <nav>"},
    {GUMBO_TAG_ASIDE, CH_BLOCK_NAVIGATION, CH__HTML_BLOCK, "html: <aside>"},
    {GUMBO_TAG_MENU, CH_BLOCK_NAVIGATION, CH__HTML_BLOCK, "html: <menu>"},
    {GUMBO_TAG_FOOTER, CH_BLOCK_LEGAL, CH__HTML_BLOCK, "html: <footer>"},
    {GUMBO_TAG_FIGCAPTION, CH_BLOCK_CAPTION, CH__HTML_BLOCK, "html: <figcaption>"},
    {GUMBO_TAG_CAPTION, CH_BLOCK_CAPTION, CH__HTML_BLOCK, "html: <caption>"},
    {GUMBO_TAG_TIME, CH_BLOCK_DATE, 0, "html: <time>"},
    {GUMBO_TAG_H1, CH_BLOCK_HEADING, CH__HTML_BLOCK, "html: <h1>"},
    {GUMBO_TAG_H2, CH_BLOCK_HEADING, CH__HTML_BLOCK, "html: <h2>"},
    {GUMBO_TAG_H3, CH_BLOCK_HEADING, CH__HTML_BLOCK, "html: <h3>"},
    {GUMBO_TAG_H4, CH_BLOCK_HEADING, CH__HTML_BLOCK, "html: <h4>"},
    {GUMBO_TAG_H5, CH_BLOCK_HEADING, CH__HTML_BLOCK, "html: <h5>"},
    {GUMBO_TAG_H6, CH_BLOCK_HEADING, CH__HTML_BLOCK, "html: <h6>"},
    {GUMBO_TAG_PRE, CH_BLOCK_BODY, CH__HTML_BLOCK | CH__HTML_PRE, NULL},
};

/* Other elements that a browser lays out as blocks. */
static const GumboTag BLOCKS[] = {
    GUMBO_TAG_HTML,   GUMBO_TAG_BODY,    GUMBO_TAG_P,          GUMBO_TAG_DIV,      GUMBO_TAG_UL,
    GUMBO_TAG_OL,     GUMBO_TAG_LI,      GUMBO_TAG_DL,         GUMBO_TAG_DT,       GUMBO_TAG_DD,
    GUMBO_TAG_TABLE,  GUMBO_TAG_TR,      GUMBO_TAG_TD,         GUMBO_TAG_TH,       GUMBO_TAG_TBODY,
    GUMBO_TAG_THEAD,  GUMBO_TAG_TFOOT,   GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_SECTION,  GUMBO_TAG_ARTICLE,
    GUMBO_TAG_MAIN,   GUMBO_TAG_HEADER,  GUMBO_TAG_HGROUP,     GUMBO_TAG_FIGURE,   GUMBO_TAG_ADDRESS,
    GUMBO_TAG_CENTER, GUMBO_TAG_DETAILS, GUMBO_TAG_SUMMARY,    GUMBO_TAG_FIELDSET, GUMBO_TAG_FORM,
    GUMBO_TAG_HR,     GUMBO_TAG_LISTING, GUMBO_TAG_DIR,        GUMBO_TAG_TITLE};

static void read_tag(ch__html_node *n)
{
    GumboTag tag = n->node->v.element.tag;
    for (size_t i = 0; i < sizeof TAGS / sizeof *TAGS; i++)
        if (TAGS[i].tag == tag) {
            n->kind = TAGS[i].kind;
            n->flags |= TAGS[i].flags;
            n->why = TAGS[i].why;
            return;
        }
    for (size_t i = 0; i < sizeof BLOCKS / sizeof *BLOCKS; i++)
        if (BLOCKS[i] == tag)
            n->flags |= CH__HTML_BLOCK;
}

static bool says_hidden(const GumboNode *node)
{
    const char *hidden = ch__html_attribute(node, "hidden"), *aria = ch__html_attribute(node, "aria-hidden");
    const char *style = ch__html_attribute(node, "style");
    if (hidden || (aria && !strcmp(aria, "true")))
        return true;
    const char *display = style ? strstr(style, "display:") : NULL;
    if (!display)
        return false;
    display += strlen("display:");
    return !strncmp(display + strspn(display, " "), "none", 4);
}

/* ---- flattening ---- */

static uint32_t count_words(const char *s)
{
    uint32_t words = 0;
    for (const char *p = s; *p;) {
        while (ch__is_space((unsigned char)*p))
            p++;
        const char *from = p;
        while (*p && !ch__is_space((unsigned char)*p))
            p++;
        /* scripts without blanks: about six bytes of UTF-8 are a word of two characters */
        size_t n = (size_t)(p - from);
        words += n > 24 ? (uint32_t)(n / 6) : n > 0;
    }
    return words;
}

static uint32_t push(ch__html *h, const GumboNode *node, uint32_t parent)
{
    uint32_t at = h->n_nodes;
    ch__html_node *n = CH__PUSH(h->arena, h->nodes, h->n_nodes, h->cap_nodes);
    *n = (ch__html_node){.node = node, .parent = parent, .kind = CH_BLOCK_BODY};
    if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE) {
        read_tag(n);
        if (says_hidden(node))
            n->flags |= CH__HTML_HIDDEN;
    }
    if (parent != CH_NONE)
        n->flags |= h->nodes[parent].flags & (CH__HTML_HIDDEN | CH__HTML_LINK | CH__HTML_PRE);
    if (node->type == GUMBO_NODE_TEXT && !(n->flags & CH__HTML_HIDDEN)) {
        n->words = count_words(node->v.text.text);
        n->link_words = n->flags & CH__HTML_LINK ? n->words : 0;
    }
    return at;
}

static void close_node(ch__html *h, uint32_t at)
{
    ch__html_node *n = &h->nodes[at];
    n->end = h->n_nodes;
    if (n->parent != CH_NONE) {
        h->nodes[n->parent].words += n->words;
        h->nodes[n->parent].link_words += n->link_words;
    }
}

static const GumboVector *children(const GumboNode *node)
{
    if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE)
        return &node->v.element.children;
    return NULL;
}

/* Walks the tree without recursion: the way back is kept in the nodes. */
static void walk(ch__html *h, const GumboNode *root)
{
    uint32_t at = push(h, root, CH_NONE);
    unsigned next = 0;
    while (at != CH_NONE) {
        const GumboVector *kids = children(h->nodes[at].node);
        if (kids && next < kids->length) {
            at = push(h, kids->data[next], at);
            next = 0;
            continue;
        }
        close_node(h, at);
        next = (unsigned)h->nodes[at].node->index_within_parent + 1;
        at = h->nodes[at].parent;
    }
}

/* ---- cues of class and id ---- */

struct cues {
    const ch__table *table;
    uint32_t kind, most;
};

static int kind_named(const char *name)
{
    for (int k = 0; k < CH_N_BLOCK_KINDS; k++)
        if (name && !strcmp(ch_block_kind_name((ch_block_kind)k), name))
            return k;
    return -1;
}

/* Believes a cue unless too many words stand under it. */
static bool apply_cue(ch__html *h, const struct cues *c, uint32_t at, ch__sv word)
{
    uint32_t row = ch__table_find(c->table, word);
    if (row == CH_NONE)
        return false;
    ch__html_node *n = &h->nodes[at];
    const char *most = ch__table_cell(c->table, row, c->most), *name = ch__table_cell(c->table, row, c->kind);
    if (n->words > h->nodes[0].words / 2 || (most && n->words > (uint32_t)atoi(most)))
        return false;
    int kind = kind_named(name);
    if (kind < 0)
        n->flags |= CH__HTML_HIDDEN;
    else
        n->kind = (uint8_t)kind;
    n->why = ch__table_source(c->table, row, h->arena);
    return true;
}

/* The next word of "relatedLinks site-header": lower-cased into `out`; its length, 0 at the end. */
static size_t next_word(const char **p, char *out, size_t cap)
{
    const char *s = *p;
    size_t n = 0;
    while (*s && !ch__is_alpha((unsigned char)*s))
        s++;
    for (bool lower = false; ch__is_alpha((unsigned char)*s) && !(lower && ch__is_upper((unsigned char)*s)); s++) {
        lower = ch__is_lower((unsigned char)*s);
        if (n < cap)
            out[n++] = ch__lower(*s);
    }
    *p = s;
    return n;
}

static bool read_cues(ch__html *h, const struct cues *c, uint32_t at, const char *value)
{
    char pair[80];
    size_t before = 0, n;
    while (value && (n = next_word(&value, pair + before + 1, sizeof pair / 2 - 2))) {
        pair[before] = '-';
        if (before && apply_cue(h, c, at, (ch__sv){pair, before + 1 + n}))
            return true;
        if (apply_cue(h, c, at, (ch__sv){pair + before + 1, n}))
            return true;
        memmove(pair, pair + before + 1, n);
        before = n;
    }
    return false;
}

static void find_cue(ch__html *h, const struct cues *c, uint32_t at)
{
    const GumboNode *node = h->nodes[at].node;
    if (node->type != GUMBO_NODE_ELEMENT || ch__html_is(node, GUMBO_TAG_HTML) || ch__html_is(node, GUMBO_TAG_BODY) ||
        ch__html_is(node, GUMBO_TAG_MAIN) || ch__html_is(node, GUMBO_TAG_ARTICLE) || ch__html_is(node, GUMBO_TAG_H1))
        return;
    const char *role = ch__html_attribute(node, "role"), *prop = ch__html_attribute(node, "itemprop");
    if (prop && !strcmp(prop, "articleBody"))
        return;
    if (role && !strcmp(role, "navigation")) {
        h->nodes[at].kind = CH_BLOCK_NAVIGATION;
        h->nodes[at].why = "html: role=navigation";
    }
    if (c->table && !read_cues(h, c, at, ch__html_attribute(node, "class")))
        read_cues(h, c, at, ch__html_attribute(node, "id"));
}

/* A kind holds for everything under it. Byline and date may stand inside a line of text; the others are blocks of their
 * own. */
static void hand_down(ch__html *h, uint32_t at)
{
    ch__html_node *n = &h->nodes[at];
    if (n->parent == CH_NONE)
        return;
    const ch__html_node *p = &h->nodes[n->parent];
    n->flags |= p->flags & CH__HTML_HIDDEN;
    if (p->kind != CH_BLOCK_BODY) {
        n->kind = p->kind;
        n->why = p->why;
    } else if (n->kind != CH_BLOCK_BODY && n->kind != CH_BLOCK_BYLINE && n->kind != CH_BLOCK_DATE)
        n->flags |= CH__HTML_BLOCK;
}

void ch__html_flatten(ch__html *h, const GumboNode *root)
{
    walk(h, root);
    struct cues c = {.table = h->knowledge ? ch__knowledge_table(h->knowledge, "text/html-cues") : NULL};
    if (c.table) {
        c.kind = ch__table_column(c.table, "kind");
        c.most = ch__table_column(c.table, "most");
    }
    for (uint32_t i = 0; i < h->n_nodes; i++) {
        find_cue(h, &c, i);
        hand_down(h, i);
    }
}
