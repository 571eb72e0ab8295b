/* parser.c - items to a tree. Items come left to right; the stack holds the right frontier of the tree so far and,
 * below, what waits for a head to its right (the stack of Covington 2001, "A Fundamental Algorithm for Dependency
 * Parsing", projective variant, with rules for the choice). Whatever the rules choose, the result is one projective
 * tree: an item is attached only to an item on the stack, and what is popped without a head is given one. */
#include "syntax/inside.h"

const ch__entry *ch__item_entry(const ch__parse *p, uint32_t item)
{
    return p->s->t[p->at[item].word].e;
}

/* The relation by which something popped without a head hangs on what is attached past it. */
static ch_deprel leftover_rel(const ch__parse *p, uint32_t item)
{
    const ch__item *x = &p->at[item];
    switch (x->kind) {
    case CH__MARK: return CH_DEP_MARK;
    case CH__REL: return x->flags & CH__I_WH ? CH_DEP_ADVMOD : CH_DEP_OBJ;
    case CH__RG: return CH_DEP_ADVMOD;
    case CH__CONJ: return CH_DEP_CC;
    case CH__PREP: return CH_DEP_CASE;
    case CH__VG:
    case CH__COP:
        return x->flags & (CH__I_FINITE | CH__I_BARE) && !(x->flags & CH__I_HAS_MARK) ? CH_DEP_PARATAXIS : CH_DEP_ADVCL;
    case CH__NG:
        return x->flags & CH__I_CASED ? CH_DEP_OBL : x->flags & CH__I_TIME ? CH_DEP_OBL_UNMARKED : CH_DEP_PARATAXIS;
    default: return CH_DEP_DEP;
    }
}

static void set_head(ch__parse *p, uint32_t item, uint32_t head, ch_deprel rel)
{
    p->at[item].head = head;
    p->at[item].rel = (uint8_t)rel;
}

/* Pops everything above position `to`; what has no head hangs on `head`. */
static void pop_to(ch__parse *p, uint32_t to, uint32_t head)
{
    while (p->depth > to) {
        uint32_t x = p->stack[--p->depth];
        if (p->at[x].head == CH_NONE && x != head)
            set_head(p, x, head, leftover_rel(p, x));
    }
}

/* A waiting preposition or coordinator goes to the item; what waits on the stack behind it goes along, or arcs would
 * cross. */
static void claim(ch__parse *p, uint32_t from, uint32_t item)
{
    uint32_t to = p->depth;
    while (to > 0 && p->stack[to - 1] > from && p->stack[to - 1] != item)
        to--;
    pop_to(p, to, item);
}

void ch__attach(ch__parse *p, uint32_t item, uint32_t head, ch_deprel rel)
{
    if (p->prep != CH_NONE) {
        claim(p, p->prep, item);
        set_head(p, p->prep, item, p->at[item].kind == CH__NG ? CH_DEP_CASE : CH_DEP_MARK);
        p->prep = CH_NONE;
    }
    if (p->conj != CH_NONE) {
        claim(p, p->conj, item);
        set_head(p, p->conj, item, CH_DEP_CC);
        p->conj = CH_NONE;
    }
    uint32_t to = p->depth;
    while (head != CH_NONE && to > 0 && p->stack[to - 1] != head)
        to--;
    if (head != CH_NONE && to > 0) {
        pop_to(p, to, head);
        set_head(p, item, head, rel);
    } else {
        p->at[item].rel = (uint8_t)rel;
    }
    p->stack[p->depth++] = item;
}

/* A preposition that found no noun: "the man we talked to." */
static void strand_prep(ch__parse *p)
{
    if (p->prep == CH_NONE)
        return;
    uint32_t item = p->prep;
    p->prep = CH_NONE;
    ch__take_adverb(p, item);
}

static void take_prep(ch__parse *p, uint32_t i)
{
    if (p->prep != CH_NONE) { /* "from under", "up to": the first modifies the second */
        claim(p, p->prep, i);
        set_head(p, p->prep, i, CH_DEP_ADVMOD);
    }
    p->prep = i;
}

static void take_conj(ch__parse *p, uint32_t i)
{
    strand_prep(p);
    if (p->conj != CH_NONE) {
        claim(p, p->conj, i);
        set_head(p, p->conj, i, CH_DEP_FIXED);
    }
    p->conj = i;
}

static void take_other(ch__parse *p, uint32_t i)
{
    strand_prep(p);
    ch__item *x = &p->at[i];
    if (x->kind == CH__REL || x->kind == CH__MARK || p->depth == 0)
        p->stack[p->depth++] = i;
    else if (p->s->t[x->word].upos == CH_UPOS_AUX || p->s->t[x->word].tag == CH__TO)
        p->stack[p->depth++] = i;
    else
        ch__take_adverb(p, i);
}

static void take_punct(ch__parse *p, uint32_t i)
{
    switch (p->s->t[p->at[i].word].tag) {
    case CH__COLON:
    case CH__STOP: p->stop = true; break;
    case CH__HYPH: return;
    default: p->comma = true;
    }
}

static void take_item(ch__parse *p, uint32_t i)
{
    switch (p->at[i].kind) {
    case CH__COMMA_ITEM: p->comma = true; return;
    case CH__PUNCT_ITEM: take_punct(p, i); return;
    case CH__PREP: take_prep(p, i); return;
    case CH__CONJ: take_conj(p, i); return;
    case CH__NG:
        if (p->prep != CH_NONE)
            ch__take_phrase(p, i, p->prep);
        else
            ch__take_noun(p, i);
        break;
    case CH__VG:
    case CH__COP: ch__take_verb(p, i); break;
    case CH__AG: ch__take_predicate(p, i); break;
    case CH__RG: ch__take_adverb(p, i); break;
    default: take_other(p, i);
    }
    p->comma = p->stop = false;
}

/* ---- the root ---- */

static unsigned root_rank(const ch__item *x)
{
    bool clause = x->kind == CH__VG || x->kind == CH__COP;
    if (clause && x->flags & CH__I_FINITE && !(x->flags & (CH__I_HAS_MARK | CH__I_HAS_REL)))
        return x->flags & CH__I_HAS_SUBJ ? 8 : 7;
    if (clause && x->flags & CH__I_BARE)
        return 6;
    if (clause)
        return x->flags & CH__I_FINITE ? 4 : 3;
    return x->kind == CH__NG ? (x->flags & CH__I_CASED ? 3 : 5) : x->kind == CH__AG ? 4 : x->kind == CH__RG ? 2 : 1;
}

static void settle_root(ch__parse *p)
{
    uint32_t root = CH_NONE;
    unsigned best = 0;
    for (uint32_t d = 0; d < p->depth; d++) {
        const ch__item *x = &p->at[p->stack[d]];
        if (x->head == CH_NONE && root_rank(x) > best) {
            best = root_rank(x);
            root = p->stack[d];
        }
    }
    if (root == CH_NONE) /* nothing but punctuation, or a lone coordinator */
        root = p->conj != CH_NONE ? p->conj : p->prep != CH_NONE ? p->prep : 0;
    for (uint32_t d = 0; d < p->depth; d++) {
        uint32_t x = p->stack[d];
        if (p->at[x].head == CH_NONE && x != root)
            set_head(p, x, root, leftover_rel(p, x));
    }
    if (p->conj != CH_NONE && p->conj != root)
        set_head(p, p->conj, root, CH_DEP_CC);
    if (p->prep != CH_NONE && p->prep != root)
        set_head(p, p->prep, root, CH_DEP_CASE);
    p->at[root].rel = CH_DEP_ROOT;
}

void ch__parse_items(ch__parse *p)
{
    p->depth = 0;
    p->prep = p->conj = CH_NONE;
    p->comma = p->stop = false;
    for (uint32_t i = 0; i < p->n; i++)
        take_item(p, i);
    strand_prep(p);
    settle_root(p);
}
