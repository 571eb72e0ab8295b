/* Slots by the order of words, where the tree has nothing in them: a second opinion. */
#include "events/arguments.h"

enum {
    NEAR = 12, /* tokens on either side of a trigger */
    GAP = 6    /* tokens from a preposition to its actor */
};

bool ch__is_finite_verb(const ch_doc *doc, uint32_t t)
{
    const char *x = doc->words[t].xpos;
    return strcmp(x, "VBD") == 0 || strcmp(x, "VBZ") == 0 || strcmp(x, "VBP") == 0 ||
           ch__kid(doc, t, CH_DEP_AUX, CH_DEP_AUX) != CH_NONE;
}

/* "Ryu, head of the office, said" */
static bool has_apposition(const ch_doc *doc, uint32_t mention)
{
    const ch_span words = doc->mentions[mention].tokens;
    for (uint32_t t = words.start; t < words.end; t++)
        if (ch__lemma_is(doc, t, ","))
            return true;
    return false;
}

/* "as rebels attack a base": a bare form that nothing governs is a present. */
static bool is_bare_present(const ch_doc *doc, uint32_t t)
{
    return strcmp(doc->words[t].xpos, "VB") == 0 && ch__rel(doc, t) != CH_DEP_XCOMP && !ch__is_infinitive(doc, t);
}

/* When the tree gives a finite verb no subject: the mention right before it, adverbs and days between them aside. "On
 * Wednesday, Iran signed": whatever the comma did to the tree, Iran signed. */
uint32_t ch__subject_linear(const ch_doc *doc, uint32_t t)
{
    if (!ch__is_finite_verb(doc, t) && !is_bare_present(doc, t))
        return CH_NONE;
    uint32_t start = doc->sentences[ch__sentence_of(doc, t)].tokens.start;
    bool comma = false;
    for (uint32_t i = t; i-- > start && t - i <= NEAR;) {
        uint8_t u = ch__upos(doc, i);
        if (ch__is_verb(doc, i) || u == CH_UPOS_SCONJ || u == CH_UPOS_CCONJ)
            return CH_NONE;
        if (ch__lemma_is(doc, i, ":") || ch__lemma_is(doc, i, ";"))
            return CH_NONE; /* "How to seize a castle in France: recruit troops" */
        comma |= ch__lemma_is(doc, i, ",");
        uint32_t m = ch__is_nominal(doc, i) ? ch__mention_over(doc, i) : CH_NONE;
        if (m != CH_NONE && comma && !has_apposition(doc, m) && doc->mentions[m].tokens.start > start &&
            ch__lemma_is(doc, doc->mentions[m].tokens.start - 1, ","))
            return CH_NONE; /* "a fire in Graz, Austria, kills": no subject but a place */
        if (m != CH_NONE)
            return doc->mentions[m].head;
    }
    return CH_NONE;
}

/* When the tree gives an active verb no object: the noun that ends the phrase right behind it. */
uint32_t ch__object_linear(const ch_doc *doc, uint32_t t)
{
    uint32_t end = doc->sentences[ch__sentence_of(doc, t)].tokens.end, noun = CH_NONE;
    for (uint32_t i = t + 1; i < end && i - t <= NEAR; i++) {
        if (ch__rel(doc, i) == CH_DEP_COMPOUND_PRT)
            continue; /* "called off talks" */
        uint8_t u = ch__upos(doc, i);
        if (u == CH_UPOS_NOUN || u == CH_UPOS_PROPN)
            noun = i;
        else if (noun != CH_NONE || (u != CH_UPOS_DET && u != CH_UPOS_ADJ && u != CH_UPOS_NUM))
            break;
    }
    return noun;
}

/* When the tree has no such phrase: "imposed, officials say, sanctions on Iran". The preposition and an actor behind
 * it, no verb between. */
uint32_t ch__prep_linear(const ch_doc *doc, uint32_t t, ch__sv prep)
{
    uint32_t end = doc->sentences[ch__sentence_of(doc, t)].tokens.end;
    if (end - t > NEAR)
        end = t + NEAR;
    for (uint32_t i = t + 1; i < end; i++) {
        if (ch__is_verb(doc, i))
            return CH_NONE;
        if (ch__upos(doc, i) != CH_UPOS_ADP || !ch__sv_is(prep, doc->words[i].lemma))
            continue;
        uint32_t to = doc->sentences[ch__sentence_of(doc, t)].tokens.end;
        uint32_t m = ch__mention_in(doc, (ch_span){i + 1, to - i > GAP ? i + GAP : to}, i + 1);
        return m == CH_NONE ? CH_NONE : doc->mentions[m].head;
    }
    return CH_NONE;
}

/* "returned to Egypt a stela", "called off its sit-in": a noun behind the verb with no preposition of its own, whatever
 * the tree calls it; not the day. */
uint32_t ch__bare_noun(const ch_doc *doc, uint32_t t)
{
    CH__EACH_KID(doc, t, kid)
    {
        ch_deprel r = ch__rel(doc, kid);
        if (kid < t || (r != CH_DEP_OBL && r != CH_DEP_XCOMP) || ch__is_verb(doc, kid) || !ch__is_nominal(doc, kid) ||
            ch__case_of(doc, kid) || ch__mark_of(doc, kid))
            continue;
        uint32_t det = ch__kid(doc, kid, CH_DEP_DET, CH_DEP_NMOD_POSS);
        bool indefinite = det != CH_NONE && (ch__lemma_is(doc, det, "a") || ch__rel(doc, det) == CH_DEP_NMOD_POSS);
        if (indefinite || ch__mention_at(doc, kid) != CH_NONE)
            return kid;
    }
    return CH_NONE;
}

/* "called off": by relation, else an adverb or preposition right behind the verb. */
uint32_t ch__particle(const ch_doc *doc, uint32_t t)
{
    uint32_t p = ch__kid(doc, t, CH_DEP_COMPOUND_PRT, CH_DEP_COMPOUND_PRT);
    if (p != CH_NONE || t + 1 >= doc->sentences[ch__sentence_of(doc, t)].tokens.end)
        return p;
    uint8_t u = ch__upos(doc, t + 1);
    return u == CH_UPOS_ADP || u == CH_UPOS_ADV || u == CH_UPOS_PART ? t + 1 : CH_NONE;
}
