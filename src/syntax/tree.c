/* tree.c - the finished tree linked, and walking it. */
#include "syntax/tree.h"

#include "syntax/syntax.h"

void ch__link_tree(ch_doc *doc, const ch_sentence *s, const ch_span *spans)
{
    ch__tree_node *nodes = doc->inside->tree;
    uint32_t first = s->tokens.start;
    for (uint32_t i = first; i < s->tokens.end; i++)
        nodes[i] = (ch__tree_node){CH_NONE, CH_NONE, first + spans[i - first].start, first + spans[i - first].end};
    for (uint32_t i = s->tokens.end; i-- > first;) {
        uint32_t h = doc->words[i].head;
        if (h == CH_NONE)
            continue;
        nodes[i].next_sibling = nodes[h].first_child;
        nodes[h].first_child = i;
    }
}

uint32_t ch__child_next(const ch_doc *doc, const ch_sentence *s, uint32_t head, uint32_t after)
{
    const ch__tree_node *nodes = doc->inside->tree;
    (void)s;
    uint32_t child =
        after != CH_NONE && doc->words[after].head == head ? nodes[after].next_sibling : nodes[head].first_child;
    while (child != CH_NONE && after != CH_NONE && child <= after)
        child = nodes[child].next_sibling;
    return child;
}

uint32_t ch__child(const ch_doc *doc, const ch_sentence *s, uint32_t head, ch_deprel rel)
{
    for (uint32_t i = ch__child_next(doc, s, head, CH_NONE); i != CH_NONE; i = ch__child_next(doc, s, head, i))
        if (doc->words[i].deprel == rel)
            return i;
    return CH_NONE;
}

bool ch__is_below(const ch_doc *doc, uint32_t token, uint32_t ancestor)
{
    const ch__tree_node *node = &doc->inside->tree[ancestor];
    return node->first <= token && token < node->end;
}

ch_span ch__subtree(const ch_doc *doc, const ch_sentence *s, uint32_t head)
{
    const ch__tree_node *node = &doc->inside->tree[head];
    (void)s;
    return (ch_span){node->first, node->end};
}

uint32_t ch__sentence_of(const ch_doc *doc, uint32_t token)
{
    uint32_t low = 0, high = doc->n_sentences;
    while (low + 1 < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->sentences[middle].tokens.start <= token)
            low = middle;
        else
            high = middle;
    }
    return low;
}

bool ch__lemma_is(const ch_doc *doc, uint32_t token, const char *lemma)
{
    return strcmp(doc->words[token].lemma, lemma) == 0;
}
