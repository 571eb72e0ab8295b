/* context.c - what a tagging rule can ask of the words around: the nearest tags that count, the finite verbs of the
 * clause. Tags to the left are settled, those to the right are still what the entries prefer. */
#include "syntax/tagging.h"

bool ch__can(const ch__sent *s, uint32_t i, uint64_t set)
{
    return i < s->n && (s->t[i].e->tags & set) != 0;
}

/* The token before i that is no adverb, or CH_NONE. "has repeatedly called" */
uint32_t ch__before(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 4; steps++)
        if (!ch__tag_in(s, k, CH__ADVERBIAL))
            return k;
    return CH_NONE;
}

uint32_t ch__after(const ch__sent *s, uint32_t i)
{
    uint32_t k = i + 1;
    while (k < s->n && k < i + 4 && ch__tag_in(s, k, CH__ADVERBIAL))
        k++;
    return k;
}

bool ch__is_aux(const ch__sent *s, uint32_t i, unsigned which)
{
    return i < s->n && (s->t[i].e->flags & which) && (s->t[i].e->upos & (1u << CH_UPOS_AUX));
}

static const uint64_t BOUNDARY = CH__T(COMMA) | CH__T(COLON) | CH__T(STOP) | CH__T(WDT) | CH__T(WP) | CH__T(WRB) |
                                 CH__T(CC) | CH__T(OPEN) | CH__T(CLOSE) | CH__T(LRB) | CH__T(RRB);

bool ch__opens_clause(const ch__sent *s, uint32_t i)
{
    return (BOUNDARY >> s->t[i].tag & 1) || (s->t[i].tag == CH__IN && s->t[i].e->upos & (1u << CH_UPOS_SCONJ) &&
                                             !(s->t[i].e->upos & (1u << CH_UPOS_ADP)));
}

/* Whether a finite verb stands before i in its clause; tags to the left are settled. */
bool ch__finite_before(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < CH__LOOK; steps++) {
        if (ch__opens_clause(s, k))
            return false;
        if (ch__tag_in(s, k, CH__FINITE))
            return true;
    }
    return false;
}

/* Whether a verb that can only be finite follows in the same clause. */
bool ch__finite_after(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i + 1; k < s->n && k < i + CH__LOOK; k++) {
        const ch__entry *e = s->t[k].e;
        if (ch__opens_clause(s, k))
            return false;
        if ((e->tags & CH__FINITE) && !(e->tags & ~(CH__FINITE | CH__T(VB))) &&
            !(e->tags & CH__T(VB) && ch__tag_in(s, k - 1, CH__T(TO))))
            return true;
    }
    return false;
}

/* Whether the clauses opened so far still want a finite verb: one for the sentence, one for each relative word,
 * conjunction and verb that takes a clause without one. "The minister, who arrived on Tuesday, [met] him" */
bool ch__finite_missing(const ch__sent *s, uint32_t i)
{
    unsigned have = 0, want = 1;
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 2 * CH__LOOK; steps++) {
        const ch__tok *t = &s->t[k];
        if (ch__tag_in(s, k, CH__T(STOP) | CH__T(COLON)))
            break;
        have += ch__tag_in(s, k, CH__FINITE);
        want += ch__tag_in(s, k, CH__T(WDT) | CH__T(WP) | CH__T(WRB)) || (t->tag == CH__IN && ch__opens_clause(s, k)) ||
                (ch__tag_in(s, k, CH__VERBAL) && t->e->frames & (CH__THAT | CH__SPEECH) && k + 1 < i &&
                 ch__tag_in(s, k + 1, CH__T(DT) | CH__T(NNP) | CH__T(PRP) | CH__T(PRPS)));
    }
    return have < want;
}

/* "after Washington imposed": a conjunction or preposition, then only a noun group up to i. */
bool ch__after_conjunction(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 8; steps++) {
        if (s->t[k].tag == CH__IN && s->t[k].e->upos & (1u << CH_UPOS_SCONJ))
            return !(s->t[k].e->upos & (1u << CH_UPOS_ADP)) ||
                   strlen(s->t[k].e->lower) > 3; /* after, before, since; not for, as */
        if (!ch__tag_in(
                s, k, CH__NOMINAL | CH__ADJECTIVAL | CH__T(DT) | CH__T(PRPS) | CH__T(CD) | CH__T(POS) | CH__ADVERBIAL))
            return false;
    }
    return false;
}

/* Whether something that could be a finite verb follows in the sentence part. */
bool ch__maybe_finite_after(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i + 1; k < s->n && k < i + CH__LOOK; k++) {
        if (ch__tag_in(s, k, CH__T(STOP) | CH__T(COLON) | CH__T(WDT) | CH__T(WP)))
            return false;
        bool auxiliary = (s->t[k].e->upos & 1u << CH_UPOS_AUX) != 0, noun = ch__can(s, k, CH__NOMINAL | CH__ADJECTIVAL);
        bool verb = ch__can(s, k, auxiliary ? CH__FINITE : CH__FINITE & ~CH__T(VBP));
        if (verb && (!noun || ch__object_follows(s, k)) &&
            !ch__tag_in(s, k - 1, CH__T(TO) | CH__T(DT) | CH__T(PRPS) | CH__T(IN) | CH__T(JJ)))
            return true;
    }
    return false;
}

/* Possible first words of an object or complement to the right. */
bool ch__object_follows(const ch__sent *s, uint32_t i)
{
    uint32_t k = i + 1;
    if (k >= s->n)
        return false;
    return ch__tag_in(s, k, CH__T(DT) | CH__T(PDT) | CH__T(PRPS) | CH__T(PRP)) ||
           ch__tag_in(s, k, CH__T(NNP) | CH__T(NNPS)) ||
           (s->t[k].e->upos & (1u << CH_UPOS_SCONJ) && ch__can(s, k, CH__T(DT)));
}

/* The form of the verb that a coordinated verb continues: "called on .. and encourage". CH__N_TAGS: none near. */
ch__tag ch__verb_before(const ch__sent *s, uint32_t i, uint64_t set)
{
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < CH__LOOK; steps++) {
        if (ch__tag_in(s, k, CH__T(STOP) | CH__T(COLON)))
            break;
        if (ch__tag_in(s, k, set))
            return (ch__tag)s->t[k].tag;
    }
    return CH__N_TAGS;
}
