/* movers.c - what is done to the counted: the verb or noun above it in the tree, if it takes things over a border
 * (knowledge/ledger/movers.tsv). */
#include "ledger/figures.h"

enum { WAY = 1, UP = 6 };

static bool mover_at(const ch__tally *y, uint32_t t, ch__mover *out)
{
    uint32_t row = ch__table_find(y->movers, ch__sv_of(y->doc->words[t].lemma));
    if (row == CH_NONE || ch__upos_is(y->doc, t, CH_UPOS_PROPN) || ch__upos_is(y->doc, t, CH_UPOS_ADJ))
        return false;
    *out = (ch__mover){t, ch__table_cell(y->movers, row, WAY)};
    return true;
}

static bool participle(const ch_doc *doc, uint32_t t)
{
    return strcmp(doc->words[t].xpos, "VBN") == 0 || strcmp(doc->words[t].xpos, "VBG") == 0;
}

/* "10,000 missiles supplied by Iran", "2,000 soldiers now serving in Mali": the participle behind the noun. */
static uint32_t behind(const ch__tally *y, uint32_t noun)
{
    uint32_t t = noun + 1, end = y->sentence_tokens.end;
    while (t < end && t < noun + 3 && ch__upos_is(y->doc, t, CH_UPOS_ADV))
        t++;
    return t < end && participle(y->doc, t) && y->doc->words[t].deprel == CH_DEP_ACL ? t : CH_NONE;
}

/* "hundreds of soldiers", "a group of 20 doctors": the noun hangs on the one above by "of", or is part of its name. */
static bool of_noun(const ch_doc *doc, uint32_t t)
{
    for (uint32_t i = t; i > 0 && t - i < 6; i--)
        if (ch__upos_is(doc, i - 1, CH_UPOS_ADP))
            return ch__lemma_is(doc, i - 1, "of");
    return doc->words[t].deprel == CH_DEP_COMPOUND;
}

bool ch__mover_find(const ch__tally *y, ch__mover *out)
{
    const ch_doc *doc = y->doc;
    uint32_t noun = y->weight ? y->tokens.end - 1 : y->measure.tokens.end - 1, t = behind(y, noun);
    if (t != CH_NONE)
        return mover_at(y, t, out);
    t = noun;
    for (int i = 0; i < UP; i++) {
        uint32_t head = doc->words[t].head;
        if (head == CH_NONE)
            return false;
        uint32_t copula = ch__child(doc, &doc->sentences[y->sentence], head, CH_DEP_COP);
        if (mover_at(y, head, out) || (copula != CH_NONE && ch__is_noun(doc, head) && mover_at(y, copula, out)))
            return true;
        bool inside = head >= y->measure.tokens.start && head < noun;
        if (!inside && ch__is_noun(doc, head) && !of_noun(doc, t) && doc->words[t].deprel != CH_DEP_CONJ)
            return false; /* "equipment for a camp for 5,000 people was delivered" */
        bool along = doc->words[head].deprel == CH_DEP_XCOMP || doc->words[head].deprel == CH_DEP_CONJ;
        if (!ch__is_noun(doc, head) && !ch__upos_is(doc, head, CH_UPOS_NUM) &&
            !(ch__upos_is(doc, head, CH_UPOS_VERB) && along))
            return false;
        t = head;
    }
    return false;
}
