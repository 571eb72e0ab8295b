/* The words that belong to a verb on either side of it. Dictionaries were written for words in a row; the tree says
 * which words of the row are of another clause. */
#include "events/verb_patterns.h"

enum { CHAIN = 6 /* governing words above a verb */ };

typedef struct chain {
    uint32_t at[CHAIN];
    uint32_t n;
    uint32_t beside[CHAIN]; /* first conjuncts, of which only subject and auxiliaries are shared */
    uint32_t n_beside;
} chain;

static bool has(const uint32_t *list, uint32_t n, uint32_t t)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i] == t)
            return true;
    return false;
}

/* "said it would sign", "an ultimatum to sign": the words that govern the verb from the left. */
static chain governors(const ch_doc *doc, uint32_t clause)
{
    chain c = {.at = {clause}, .n = 1};
    uint32_t t = clause;
    while (c.n < CHAIN && c.n_beside < CHAIN) {
        uint32_t h = ch__head(doc, t);
        if (h == CH_NONE)
            break;
        ch_deprel r = ch__rel(doc, t);
        if (r == CH_DEP_CONJ && ch__is_verb(doc, t))
            c.beside[c.n_beside++] = h;
        else if (r == CH_DEP_XCOMP || r == CH_DEP_CCOMP || r == CH_DEP_ACL || r == CH_DEP_ADVCL)
            c.at[c.n++] = h;
        else
            break;
        t = h;
    }
    return c;
}

static bool is_shared(ch_deprel r)
{
    return r == CH_DEP_NSUBJ || r == CH_DEP_NSUBJ_PASS || r == CH_DEP_AUX || r == CH_DEP_AUX_PASS || r == CH_DEP_ADVMOD;
}

/* Whether a word left of the verb is of its clause or of one that governs it. */
static bool of_left(const ch_doc *doc, const chain *c, uint32_t t)
{
    for (int i = 0; i < CH__CLIMB; i++) {
        if (has(c->at, c->n, t))
            return true;
        uint32_t h = ch__head(doc, t);
        ch_deprel r = ch__rel(doc, t);
        if (h == CH_NONE || r == CH_DEP_ACL_RELCL || r == CH_DEP_ADVCL || r == CH_DEP_PARATAXIS || r == CH_DEP_CCOMP)
            return false;
        if (has(c->beside, c->n_beside, h))
            return is_shared(r);
        if (r == CH_DEP_CONJ && ch__is_verb(doc, t))
            return false;
        t = h;
    }
    return false;
}

/* Whether a word is below the verb without another finite clause between. */
static bool of_right(const ch_doc *doc, uint32_t clause, uint32_t t)
{
    for (int i = 0; i < CH__CLIMB && t != CH_NONE; i++) {
        if (t == clause)
            return true;
        ch_deprel r = ch__rel(doc, t);
        bool other = r == CH_DEP_ACL_RELCL || r == CH_DEP_PARATAXIS || r == CH_DEP_CSUBJ ||
                     (r == CH_DEP_CONJ && ch__is_verbal(doc, t)) ||
                     (r == CH_DEP_ADVCL && ch__mark_of(doc, t) && !ch__is_infinitive(doc, t));
        if (other)
            return false;
        t = ch__head(doc, t);
    }
    return false;
}

static bool is_point(const ch_doc *doc, uint32_t t)
{
    return ch__upos(doc, t) == CH_UPOS_PUNCT;
}

static void fill_left(const ch__verb_scene *v, ch__verb_clause *c)
{
    const ch_doc *doc = v->s->doc;
    chain above = governors(doc, c->clause);
    for (uint32_t t = c->at; t-- > v->tokens.start && c->left.n < CH__MOST_SIDE && c->at - t < CH__REACH;)
        if (!is_point(doc, t) && of_left(doc, &above, t))
            c->left.at[c->left.n++] = t;
}

static void fill_right(const ch__verb_scene *v, ch__verb_clause *c)
{
    const ch_doc *doc = v->s->doc;
    for (uint32_t t = c->at + 1; t < v->tokens.end && c->right.n < CH__MOST_SIDE && t - c->at < CH__REACH; t++)
        if (!is_point(doc, t) && of_right(doc, c->clause, t))
            c->right.at[c->right.n++] = t;
}

/* The words of a noun phrase, without the clauses that hang on it. */
static void add_phrase(const ch_doc *doc, ch__verb_side *side, uint32_t noun)
{
    ch_span all = ch__subtree(doc, &doc->sentences[0], noun);
    uint32_t from = all.start + CH__MOST_SIDE < noun ? noun - CH__MOST_SIDE : all.start;
    for (uint32_t t = from; t < all.end && side->n < CH__MOST_SIDE; t++)
        if (!is_point(doc, t) && of_right(doc, noun, t) && !ch__is_verb(doc, t))
            side->at[side->n++] = t;
}

static void add_others(const ch_doc *doc, ch__verb_side *side, const ch__verb_side *from, uint32_t not_below)
{
    for (uint32_t i = 0; i < from->n && side->n < CH__MOST_SIDE; i++)
        if (not_below == CH_NONE || !ch__is_below(doc, from->at[i], not_below))
            side->at[side->n++] = from->at[i];
}

/* "The accord was signed by Peru", "the accord that Peru signed": Peru * the accord. */
static void turn(const ch__verb_scene *v, ch__verb_clause *c)
{
    const ch_doc *doc = v->s->doc;
    uint32_t object = ch__slot_head(doc, c->clause, "obj"), agent = ch__slot_head(doc, c->clause, "subj");
    if (object == CH_NONE || object >= c->at || object < v->tokens.start || object == agent)
        return;
    bool inside = ch__is_below(doc, c->clause, object); /* the whole clause is part of the object */
    c->turned = true;
    add_phrase(doc, &c->plain_right, object);
    if (agent != CH_NONE && agent > c->at && agent < v->tokens.end) {
        ch__verb_side by = {.n = 0};
        add_phrase(doc, &by, agent);
        for (uint32_t i = by.n; i-- > 0;)
            c->plain_left.at[c->plain_left.n++] = by.at[i];
        add_others(doc, &c->plain_right, &c->right, agent);
    } else {
        add_others(doc, &c->plain_right, &c->right, inside ? CH_NONE : object);
    }
    if (!inside)
        add_others(doc, &c->plain_left, &c->left, object);
    else
        for (uint32_t i = 0; i < c->left.n && c->plain_left.n < CH__MOST_SIDE; i++)
            if (c->left.at[i] > object)
                c->plain_left.at[c->plain_left.n++] = c->left.at[i];
}

void ch__verb_clause_of(const ch__verb_scene *v, uint32_t at, ch__verb_clause *out)
{
    const ch_doc *doc = v->s->doc;
    ch_deprel r = ch__rel(doc, at);
    bool auxiliary = (r == CH_DEP_AUX || r == CH_DEP_AUX_PASS) && ch__head(doc, at) != CH_NONE;
    *out = (ch__verb_clause){.at = at, .clause = auxiliary ? ch__head(doc, at) : at};
    fill_left(v, out);
    fill_right(v, out);
    if (!auxiliary)
        turn(v, out);
}
