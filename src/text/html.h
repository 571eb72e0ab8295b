/* html.h - HTML to blocks of text: the parts of html.c.
 *
 *   html_limits.c  is it safe to parse; html_tree.c  gumbo's tree as a flat array with counts and cues
 *   html_main.c    where the story is; html_meta.c   what the page says of itself; html_text.c  blocks to text
 */
#ifndef CH_TEXT_HTML_H
#define CH_TEXT_HTML_H

#include <gumbo.h>

#include "base/buf.h"
#include "text/text.h"

enum { CH__HTML_MOST_BYTES = 16 << 20, CH__HTML_MOST_DEPTH = 2000, CH__HTML_MOST_ATTRIBUTES = 256 };

/* Refuses with CH_ELIMIT what gumbo would take too long for: its time grows with the square of the nesting, and of the
 * attributes of a tag. */
int ch__html_limits(ch__sv html, ch_err *err);

enum {
    CH__HTML_HIDDEN = 1, /* not shown: script, style, template, hidden */
    CH__HTML_BLOCK = 2,  /* starts and ends a block */
    CH__HTML_LINK = 4,   /* inside <a> */
    CH__HTML_PRE = 8     /* white space counts */
};

/* Elements and texts in document order; the subtree of node i is [i, nodes[i].end). */
typedef struct ch__html_node {
    const GumboNode *node;
    uint32_t parent, end;       /* parent CH_NONE: the root */
    uint32_t words, link_words; /* of shown text in it */
    uint8_t kind;               /* ch_block_kind by tag or cue, handed down; BODY: nothing says anything */
    uint8_t flags;
    const char *why; /* of kind, or NULL */
} ch__html_node;

/* A run of nodes whose text makes one block. */
typedef struct ch__html_block {
    uint32_t from, to;
    uint32_t words, link_words;
    uint8_t kind;
    bool content;  /* by its length and links and those of its neighbours */
    bool sentence; /* it reads as one */
    const char *why;
} ch__html_block;

typedef struct ch__html {
    const ch__knowledge *knowledge;
    ch__arena *arena; /* of the tree: released when the page is done */
    ch__buf *scratch;
    ch__html_node *nodes;
    uint32_t n_nodes, cap_nodes;
    ch__html_block *blocks;
    uint32_t n_blocks, cap_blocks;
    uint32_t main;  /* the node that holds the story */
    uint32_t title; /* the <h1> of the story, or CH_NONE */
    bool marked;    /* main was found by markup, not by counting */
    /* what the page says of itself; in `arena`; NULL: nothing */
    const char *page_title, *headline, *published, *language, *site, *author;
} ch__html;

void ch__html_flatten(ch__html *h, const GumboNode *root);
void ch__html_segment(ch__html *h); /* fills blocks */
void ch__html_main(ch__html *h);    /* fills main, marked, title; sets blocks' content */
/* `json` is where a JSON tree in hand is kept, so that the caller frees it when memory runs out. */
void ch__html_meta(ch__html *h, void **json);

/* The text of a run of nodes, white space collapsed, <br> as '\n', appended to `out` (not NFC). */
void ch__html_run_text(const ch__html *h, uint32_t from, uint32_t to, ch__buf *out);
/* The same for a node, on one line, in the arena; NULL when there is none. */
const char *ch__html_line(ch__html *h, uint32_t node, ch__buf *scratch);

/* Value of an attribute, or NULL. */
const char *ch__html_attribute(const GumboNode *node, const char *name);
static inline bool ch__html_is(const GumboNode *node, GumboTag tag)
{
    return (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE) && node->v.element.tag == tag;
}

#endif
