#include "events/clause.h"

/* The first child from the edge of the reach on, where there are children before it: their links would be too long a
 * way. */
static uint32_t kid_from_edge(const ch_doc *doc, uint32_t head)
{
    for (uint32_t t = head - CH__REACH; t < head; t++)
        if (doc->words[t].head == head)
            return t;
    return CH_NONE;
}

uint32_t ch__kid_next(const ch_doc *doc, uint32_t head, uint32_t after)
{
    const ch__tree_node *nodes = doc->inside->tree;
    uint32_t kid = after == CH_NONE ? nodes[head].first_child : nodes[after].next_sibling;
    if (after == CH_NONE && kid != CH_NONE && head > CH__REACH && kid < head - CH__REACH) {
        kid = kid_from_edge(doc, head);
        if (kid == CH_NONE && nodes[head].end > head + 1)
            for (kid = head + 1; kid < nodes[head].end && doc->words[kid].head != head;)
                kid = kid - head < CH__REACH ? kid + 1 : nodes[head].end;
    }
    return kid == CH_NONE || kid >= nodes[head].end || (kid > head && kid - head >= CH__REACH) ? CH_NONE : kid;
}

uint32_t ch__kid(const ch_doc *doc, uint32_t head, ch_deprel rel, ch_deprel or_rel)
{
    CH__EACH_KID(doc, head, kid)
    if (ch__rel(doc, kid) == rel || ch__rel(doc, kid) == or_rel)
        return kid;
    return CH_NONE;
}

bool ch__is_verb(const ch_doc *doc, uint32_t token)
{
    return ch__upos(doc, token) == CH_UPOS_VERB;
}

bool ch__is_verbal(const ch_doc *doc, uint32_t token)
{
    if (ch__is_verb(doc, token))
        return true;
    return ch__kid(doc, token, CH_DEP_COP, CH_DEP_AUX) != CH_NONE;
}

bool ch__is_nominal(const ch_doc *doc, uint32_t token)
{
    uint8_t u = ch__upos(doc, token);
    return u == CH_UPOS_NOUN || u == CH_UPOS_PROPN || u == CH_UPOS_PRON;
}

bool ch__is_passive(const ch_doc *doc, uint32_t token)
{
    if (ch__kid(doc, token, CH_DEP_NSUBJ_PASS, CH_DEP_AUX_PASS) != CH_NONE)
        return true;
    /* "documents signed by the ministers": a participle after its noun, but not "Iran had signed" or "Iran signed"
     * parsed as one */
    uint32_t noun = ch__head(doc, token);
    if (ch__rel(doc, token) != CH_DEP_ACL || strcmp(doc->words[token].xpos, "VBN") != 0 ||
        ch__kid(doc, token, CH_DEP_AUX, CH_DEP_AUX) != CH_NONE)
        return false;
    return ch__head(doc, noun) != CH_NONE || ch__kid(doc, token, CH_DEP_OBL_AGENT, CH_DEP_OBL_AGENT) != CH_NONE;
}

static const char *function_word(const ch_doc *doc, uint32_t token, ch_deprel rel)
{
    uint32_t kid = ch__kid(doc, token, rel, rel);
    return kid == CH_NONE ? NULL : doc->words[kid].lemma;
}

const char *ch__case_of(const ch_doc *doc, uint32_t token)
{
    return function_word(doc, token, CH_DEP_CASE);
}

const char *ch__mark_of(const ch_doc *doc, uint32_t token)
{
    return function_word(doc, token, CH_DEP_MARK);
}

bool ch__is_infinitive(const ch_doc *doc, uint32_t token)
{
    CH__EACH_KID(doc, token, kid)
    if (ch__rel(doc, kid) == CH_DEP_MARK && ch__lemma_is(doc, kid, "to"))
        return true;
    return false;
}

static bool is_clause_rel(ch_deprel r)
{
    switch (r) {
    case CH_DEP_ROOT:
    case CH_DEP_CCOMP:
    case CH_DEP_ADVCL:
    case CH_DEP_ADVCL_RELCL:
    case CH_DEP_ACL:
    case CH_DEP_ACL_RELCL:
    case CH_DEP_PARATAXIS:
    case CH_DEP_CSUBJ:
    case CH_DEP_CSUBJ_PASS:
    case CH_DEP_XCOMP: return true;
    default: return false;
    }
}

uint32_t ch__clause_of(const ch_doc *doc, uint32_t token)
{
    uint32_t t = token;
    for (int i = 0; i < CH__CLIMB; i++) {
        ch_deprel r = ch__rel(doc, t);
        if (is_clause_rel(r) || ch__head(doc, t) == CH_NONE)
            return t;
        if (r == CH_DEP_CONJ && ch__is_verb(doc, t))
            return t;
        t = ch__head(doc, t);
    }
    return t;
}

const char *ch__lemma_low(const ch_doc *doc, uint32_t token, char out[48])
{
    const char *l = doc->words[token].lemma;
    size_t n = 0;
    for (; l[n] && n < 47; n++)
        out[n] = ch__lower(l[n]);
    out[n] = '\0';
    return out;
}

uint32_t ch__find_lemma(const ch__table *t, const char *lemma)
{
    ch__sv s = ch__sv_of(lemma);
    uint32_t row = ch__table_find(t, s);
    if (row == CH_NONE && s.n > 3 && s.p[s.n - 1] == 's' && s.p[s.n - 2] != 's')
        row = ch__table_find(t, (ch__sv){s.p, s.n - 1});
    return row;
}

uint32_t ch__find_word(const ch__table *t, const ch_doc *doc, uint32_t token)
{
    char low[50];
    uint32_t row = ch__find_lemma(t, ch__lemma_low(doc, token, low));
    const char *x = doc->words[token].xpos;
    bool guessed = strcmp(x, "VBD") == 0 || strcmp(x, "VBN") == 0 || strcmp(x, "VBG") == 0;
    size_t n = strlen(low);
    if (row != CH_NONE || !guessed || n < 2)
        return row;
    char last = low[n - 1];
    if (last == 'e')
        low[n - 1] = '\0';
    else
        memcpy(low + n, "e", 2);
    row = ch__table_find(t, ch__sv_of(low));
    if (row != CH_NONE || last == 'e')
        return row;
    low[n] = last; /* "headbut" of "headbutted" */
    return ch__table_find(t, ch__sv_of(low));
}

static bool has_class(const ch__table *t, uint32_t row, ch__sv class_name)
{
    for (uint32_t r = row; r != CH_NONE; r = ch__table_find_next(t, r)) {
        const char *c = ch__table_cell(t, r, 1);
        if (c && ch__sv_is(class_name, c))
            return true;
    }
    return false;
}

bool ch__in_class(const ch__knowledge *k, const char *lemma, ch__sv class_name)
{
    const ch__table *t = ch__knowledge_table(k, "events/classes");
    return t && has_class(t, ch__find_lemma(t, lemma), class_name);
}

bool ch__token_in_class(const ch__knowledge *k, const ch_doc *doc, uint32_t token, const char *class_name)
{
    const ch__table *t = ch__knowledge_table(k, "events/classes");
    return t && has_class(t, ch__find_word(t, doc, token), ch__sv_of(class_name));
}
