/* tree.c - the item tree becomes the token tree: copulas give their place to their predicates, punctuation finds its
 * heads; and walking the finished tree. */
#include "syntax/tree.h"

#include "syntax/inside.h"

static void arc(ch__sent *s, uint32_t i, uint32_t head, unsigned rel)
{
    s->head[i] = head;
    s->rel[i] = (uint8_t)rel;
}

static void items_to_words(ch__parse *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        const ch__item *x = &p->at[i];
        if (x->kind == CH__PUNCT_ITEM || x->kind == CH__COMMA_ITEM) {
            if (x->rel != CH_DEP_ROOT)
                continue;
        }
        arc(p->s, x->word, x->head == CH_NONE ? CH_NONE : p->at[x->head].word, x->rel);
    }
}

/* The word that stands for another in the tree: a predicate for its copula. instead[i] == i for all others. */
static void promote_predicates(ch__parse *p, uint32_t *instead)
{
    ch__sent *s = p->s;
    for (uint32_t i = 0; i < s->n; i++)
        instead[i] = i;
    for (uint32_t i = 0; i < p->n; i++) {
        const ch__item *x = &p->at[i];
        if (x->kind == CH__COP && x->pred != CH_NONE && x->pred != i && p->at[x->pred].head == i)
            instead[x->word] = p->at[x->pred].word;
    }
    for (uint32_t i = 0; i < s->n; i++)
        if (s->head[i] != CH_NONE && instead[s->head[i]] != i)
            s->head[i] = instead[s->head[i]];
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t to = instead[i];
        if (to == i)
            continue;
        arc(s, to, s->head[i], s->rel[i]);
        arc(s, i, to, s->t[to].upos == CH_UPOS_VERB ? CH_DEP_AUX : CH_DEP_COP);
    }
}

/* ---- punctuation ---- */

static bool is_open(const ch__sent *s, uint32_t i)
{
    return s->rel[i] == CH_DEP_PUNCT && s->head[i] == CH_NONE;
}

/* First and last word of each subtree, by repeated lifting along heads in O(n) steps: children before parents. */
static void spans(const ch__sent *s, uint32_t *first, uint32_t *last, uint32_t *left, uint32_t *order)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        first[i] = last[i] = i, left[i] = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->head[i] != CH_NONE)
            left[s->head[i]]++;
    for (uint32_t i = 0; i < s->n; i++)
        if (left[i] == 0)
            order[n++] = i;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t i = order[k], h = s->head[i];
        if (h == CH_NONE)
            continue;
        if (first[i] < first[h])
            first[h] = first[i];
        if (last[i] > last[h])
            last[h] = last[i];
        if (--left[h] == 0)
            order[n++] = h;
    }
}

enum { CLIMB = 512 }; /* deeper trees give their marks to the root */

/* The ancestor of word `from` that covers position i; *child is left at its child on the path. */
static uint32_t cover(const ch__sent *s, const uint32_t *first, const uint32_t *last, uint32_t from, uint32_t i,
                      uint32_t *child)
{
    uint32_t a = from, steps = 0;
    *child = CH_NONE;
    while (a != CH_NONE && !(first[a] <= i && i <= last[a] && (first[a] < i && last[a] > i))) {
        *child = a;
        a = steps++ < CLIMB ? s->head[a] : CH_NONE;
    }
    return a;
}

static bool attracts(const ch__sent *s, uint32_t i)
{
    switch (s->rel[i]) {
    case CH_DEP_CONJ:
    case CH_DEP_APPOS:
    case CH_DEP_ACL_RELCL:
    case CH_DEP_ACL:
    case CH_DEP_ADVCL:
    case CH_DEP_PARATAXIS:
    case CH_DEP_CCOMP:
    case CH_DEP_OBL:
    case CH_DEP_ADVMOD:
    case CH_DEP_NMOD_UNMARKED:
    case CH_DEP_DISLOCATED: return true;
    default: return false;
    }
}

/* Head of a punctuation mark between words l and r (either may be CH_NONE): the smallest constituent around it, or the
 * clause or conjunct that it sets off (UD: "punct"). */
static uint32_t mark_head(const ch__sent *s, const uint32_t *first, const uint32_t *last, uint32_t l, uint32_t r,
                          uint32_t i, uint32_t root)
{
    uint32_t from_left = CH_NONE, from_right = CH_NONE;
    if (l == CH_NONE || r == CH_NONE)
        return root;
    uint32_t a = cover(s, first, last, l, i, &from_left);
    if (a == CH_NONE)
        return root;
    cover(s, first, last, r, i, &from_right);
    if (from_right != CH_NONE && from_right > i && attracts(s, from_right))
        return from_right;
    if (from_left != CH_NONE && from_left < i && attracts(s, from_left) && from_left != a)
        return from_left;
    return a;
}

static void attach_punctuation(ch__sent *s, uint32_t root, uint32_t *work)
{
    uint32_t *first = work, *last = work + s->n, *left = work + 2 * (size_t)s->n, *order = work + 3 * (size_t)s->n;
    spans(s, first, last, left, order);
    uint32_t l = CH_NONE;
    for (uint32_t i = 0; i < s->n;) {
        if (!is_open(s, i)) {
            l = i++;
            continue;
        }
        uint32_t end = i;
        while (end < s->n && is_open(s, end))
            end++;
        uint32_t h = mark_head(s, first, last, l, end < s->n ? end : CH_NONE, i, root);
        order[i] = h; /* kept apart: marks must not take part in the climbs */
        for (uint32_t k = i; k < end; k++)
            left[k] = h;
        i = end;
    }
    for (uint32_t i = 0; i < s->n; i++)
        if (is_open(s, i) && i != root)
            s->head[i] = left[i];
}

/* ---- the guarantee ---- */

/* A tree is projective when every subtree has as many words as its span is wide. */
static bool sound(const ch__sent *s, uint32_t *work)
{
    uint32_t *first = work, *last = work + s->n, *left = work + 2 * (size_t)s->n, *order = work + 3 * (size_t)s->n,
             roots = 0;
    spans(s, first, last, left, order);
    uint32_t *size = order; /* the order is not needed again: sizes by the same counting */
    for (uint32_t i = 0; i < s->n; i++) {
        roots += s->head[i] == CH_NONE;
        if (left[i])
            return false; /* on a cycle */
    }
    for (uint32_t i = 0; i < s->n; i++)
        left[i] = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->head[i] != CH_NONE)
            left[s->head[i]]++;
    uint32_t *queue = work + 4 * (size_t)s->n, n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        size[i] = 1;
        if (!left[i])
            queue[n++] = i;
    }
    for (uint32_t k = 0; k < n; k++) {
        uint32_t i = queue[k], h = s->head[i];
        if (size[i] != last[i] - first[i] + 1)
            return false;
        if (h == CH_NONE)
            continue;
        size[h] += size[i];
        if (--left[h] == 0)
            queue[n++] = h;
    }
    return roots == 1;
}

/* The last resort: everything hangs on the root. */
static void flatten(ch__sent *s, uint32_t root)
{
    for (uint32_t i = 0; i < s->n; i++)
        arc(s, i, i == root ? CH_NONE : root,
            i == root                  ? CH_DEP_ROOT
            : s->rel[i] == CH_DEP_ROOT ? CH_DEP_DEP
                                       : s->rel[i]);
}

void ch__finish_tree(ch__parse *p)
{
    ch__sent *s = p->s;
    uint32_t *work = p->stack, root = CH_NONE; /* the stack is 5 n wide and done with */
    for (uint32_t i = 0; i < p->n; i++)
        if (p->at[i].kind == CH__PUNCT_ITEM || p->at[i].kind == CH__COMMA_ITEM)
            arc(s, p->at[i].word, CH_NONE, CH_DEP_PUNCT);
    items_to_words(p);
    promote_predicates(p, work);
    for (uint32_t i = 0; i < s->n && root == CH_NONE; i++)
        if (s->head[i] == CH_NONE && s->rel[i] == CH_DEP_ROOT)
            root = i;
    if (root == CH_NONE)
        root = 0;
    s->rel[root] = CH_DEP_ROOT;
    attach_punctuation(s, root, work);
    if (!sound(s, work)) {
        flatten(s, root);
        sound(s, work); /* leaves the spans in `work` */
    }
}

/* ---- walking ---- */

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
