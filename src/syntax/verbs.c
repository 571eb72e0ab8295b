/* verbs.c - tags of words that may be verbs: base form or noun, -s, -ed, -ing. */
#include "syntax/tagging.h"

static const uint64_t NOUN_BEFORE = CH__T(DT) | CH__T(PRPS) | CH__T(JJ) | CH__T(JJR) | CH__T(JJS) | CH__T(CD) |
                                    CH__T(POS) | CH__T(IN) | CH__T(PDT) | CH__T(WPS) | CH__T(HYPH) | CH__T(DOLLAR);

/* ---- base form: noun or verb ---- */

static ch__tag noun_tag(const ch__sent *s, uint32_t i)
{
    return s->t[i].e->tags & CH__T(NN) ? CH__NN : s->t[i].e->tags & CH__T(JJ) ? CH__JJ : CH__NN;
}

/* "boost trade", "and boost trade": after a coordinator or comma a base form goes on an infinitive when something like
 * an object follows. */
bool ch__continues_infinitive(const ch__sent *s, uint32_t i)
{
    bool verb_only = !(s->t[i].e->tags & (CH__NOMINAL | CH__ADJECTIVAL));
    ch__tag last = ch__verb_before(s, i, CH__T(VB) | CH__T(VBP) | CH__T(VBZ) | CH__T(VBD));
    if (last == CH__VB && i > 0 && ch__tag_in(s, i - 1, CH__T(RB)))
        return true; /* ", actively push forward" */
    return (last == CH__VB || last == CH__VBP) &&
           (verb_only || ch__object_follows(s, i) ||
            (ch__can(s, i + 1, CH__T(JJ) | CH__T(NNS) | CH__T(NN)) && !(s->t[i].e->flags & CH__NOUN_MOSTLY)));
}

ch__tag ch__base_form(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t p = ch__before(s, i);
    bool nominal = (e->tags & (CH__NOMINAL | CH__ADJECTIVAL)) != 0, mostly = (e->flags & CH__NOUN_MOSTLY) != 0;
    if (p == CH_NONE)
        return !nominal || ch__object_follows(s, i) ? CH__VB : noun_tag(s, i);
    if (ch__tag_in(s, p, CH__T(TO) | CH__T(MD)) || (ch__is_aux(s, p, CH__DO) && ch__tag_in(s, p, CH__FINITE)))
        return CH__VB;
    if (s->t[p].e->flags & CH__NOT && p > 0 && (ch__is_aux(s, p - 1, CH__DO) || ch__tag_in(s, p - 1, CH__T(MD))))
        return CH__VB;
    if (ch__tag_in(s, p, CH__T(CC) | CH__T(COMMA)))
        return ch__continues_infinitive(s, i)
                   ? (ch__verb_before(s, i, CH__T(VB) | CH__FINITE) == CH__VBP ? CH__VBP : CH__VB)
               : nominal ? noun_tag(s, i)
                         : CH__VBP;
    if (ch__tag_in(s, p, NOUN_BEFORE) && nominal)
        return noun_tag(s, i);
    if (ch__tag_in(s, p, CH__T(PRP)) && p > 0 && (ch__tag_in(s, p - 1, CH__T(MD)) || ch__is_aux(s, p - 1, CH__DO)))
        return CH__VB; /* "did he say" */
    if (ch__tag_in(s, p, CH__T(PRP) | CH__T(WP) | CH__T(WDT) | CH__T(EX)))
        return p > 0 && s->t[p - 1].e->frames & CH__BARE && ch__tag_in(s, p - 1, CH__VERBAL)
                   ? CH__VB
                   : CH__VBP; /* "let them go" */
    bool both = p > 1 && ch__tag_in(s, p, CH__T(NNP) | CH__T(NNPS)) && ch__tag_in(s, p - 1, CH__T(CC)) &&
                ch__tag_in(s, p - 2, CH__T(NNP) | CH__T(NNPS));
    if (both && !ch__finite_before(s, i) && !ch__finite_after(s, i) && i + 1 < s->n &&
        !ch__tag_in(s, i + 1, CH__T(STOP) | CH__T(COMMA)))
        return CH__VBP; /* "Iran and China sign accord" */
    if (ch__tag_in(s, p, CH__T(NNS) | CH__T(NNPS))) {
        if (!nominal)
            return ch__finite_before(s, p) ? CH__VB : CH__VBP;
        bool free = !ch__finite_before(s, i) && !ch__finite_after(s, i);
        return free && (!mostly || ch__object_follows(s, i) || ch__tag_in(s, i + 1, CH__T(TO) | CH__T(IN)))
                   ? CH__VBP
                   : noun_tag(s, i);
    }
    if (ch__tag_in(s, p, CH__VERBAL | CH__T(NN) | CH__T(NNP)) && nominal)
        return noun_tag(s, i);
    /* "helped restore", "let China decide" */
    return nominal                                                                ? noun_tag(s, i)
           : ch__tag_in(s, p, CH__T(NN) | CH__T(NNP)) && !ch__finite_before(s, i) ? CH__VBP
                                                                                  : CH__VB;
}

/* ---- -s: plural or third person ---- */

ch__tag ch__s_form(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t p = ch__before(s, i);
    ch__tag noun = e->tags & CH__T(NNS) ? CH__NNS : CH__NN; /* "means" */
    if (!(e->tags & (CH__T(NNS) | CH__T(NN))))
        return CH__VBZ;
    if (p == CH_NONE)
        return noun;
    if (ch__tag_in(s, p, CH__T(CD)) && p > 0 && ch__tag_in(s, p - 1, CH__T(NNP)))
        return ch__finite_before(s, i) ? noun : CH__VBZ; /* "in March 2021 sets" */
    if (ch__tag_in(s, p, CH__T(PRP) | CH__T(WDT) | CH__T(WP) | CH__T(EX)))
        return CH__VBZ;
    if (ch__tag_in(s, p, NOUN_BEFORE | CH__VERBAL | CH__T(MD) | CH__T(TO) | CH__T(NNS)))
        return noun;
    if ((ch__finite_before(s, i) && !ch__finite_missing(s, i)) || ch__finite_after(s, i))
        return noun;
    ch__tag last = ch__verb_before(s, i, CH__FINITE);
    if (ch__tag_in(s, p, CH__T(CC) | CH__T(COMMA))) /* "This, however, needs to"; "backs and supports the plan" */
        return ((ch__object_follows(s, i) || ch__can(s, i + 1, CH__NOMINAL | CH__ADJECTIVAL)) && last == CH__VBZ) ||
                       (last == CH__N_TAGS && (ch__object_follows(s, i) || ch__tag_in(s, i + 1, CH__T(TO))))
                   ? CH__VBZ
                   : noun;
    bool predicate =
        ch__object_follows(s, i) || ch__tag_in(s, i + 1, CH__T(TO) | CH__ADVERBIAL | CH__T(JJ) | CH__T(NNS));
    if (e->flags & CH__NOUN_MOSTLY)
        return predicate ? CH__VBZ : noun;
    return predicate || ch__can(s, i + 1, CH__T(IN) | CH__NOMINAL) || ch__tag_in(s, p, CH__T(NNP)) ? CH__VBZ : noun;
}

/* ---- -ed: past tense, participle, adjective ---- */

static bool perfect_or_passive(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 5; steps++) {
        if (ch__is_aux(s, k, CH__BE | CH__HAVE) ||
            (s->t[k].e->lower[0] == '\'' && ch__tag_in(s, k, CH__T(VBZ) | CH__T(VBD))))
            return true;
        if (!ch__tag_in(s, k, CH__ADVERBIAL) && !(steps > 0 && ch__tag_in(s, k, CH__T(PRP))))
            return false;
    }
    return false;
}

static ch__tag coordinated_ed(const ch__sent *s, uint32_t i)
{
    ch__tag last = ch__verb_before(s, i, CH__T(VBD) | CH__T(VBN) | CH__T(VBZ) | CH__T(VBP));
    return last == CH__VBD || last == CH__N_TAGS ? CH__VBD : CH__VBN;
}

static bool preposition(const ch__sent *s, uint32_t i)
{
    return ch__tag_in(s, i, CH__T(IN)) && s->t[i].e->upos & (1u << CH_UPOS_ADP);
}

static ch__tag after_noun_ed(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t next = ch__after(s, i);
    if (ch__after_conjunction(s, i) &&
        (ch__object_follows(s, i) || e->frames & CH__INTRANSITIVE || ch__can(s, i + 1, CH__NOMINAL)))
        return CH__VBD;
    if (ch__finite_before(s, i) &&
        !(ch__finite_missing(s, i) && (ch__object_follows(s, i) || e->frames & CH__INTRANSITIVE)))
        return CH__VBN;
    if (preposition(s, next) && !(e->frames & (CH__INTRANSITIVE | CH__SPEECH)) && ch__maybe_finite_after(s, next))
        return CH__VBN; /* "the agreement signed in March sets" */
    if (ch__finite_after(s, i) && !ch__object_follows(s, i))
        return CH__VBN;
    /* "the agreement signed by both sides" without more is a headline or a fragment only when nothing finite stands
     * anywhere */
    if (ch__tag_in(s, next, CH__T(IN)) && strcmp(s->t[next].e->lower, "by") == 0 && !(e->frames & CH__INTRANSITIVE))
        return CH__VBN;
    return CH__VBD;
}

ch__tag ch__ed_form(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t p = ch__before(s, i);
    if (!(e->tags & CH__T(VBN)))
        return CH__VBD;
    if (perfect_or_passive(s, i))
        return CH__VBN;
    bool past = (e->tags & CH__T(VBD)) != 0;
    if (!past)
        return CH__VBN;
    if (p == CH_NONE)
        return CH__VBN;
    if (ch__tag_in(s, p, CH__T(DT) | CH__T(PRPS) | CH__T(IN) | CH__T(POS) | CH__T(HYPH) | CH__T(JJ) | CH__T(TO)))
        return ch__tag_in(s, p, CH__T(DT) | CH__T(JJ)) &&
                       !ch__can(s, i + 1, CH__NOMINAL | CH__T(JJ) | CH__T(VBN) | CH__T(VBG)) &&
                       !ch__finite_before(s, i) && !ch__finite_after(s, i)
                   ? CH__VBD
                   : CH__VBN;
    if (ch__tag_in(s, p, CH__T(PRP) | CH__T(WP) | CH__T(WDT) | CH__T(EX)))
        return CH__VBD;
    if (ch__tag_in(s, p, CH__T(CC)))
        return coordinated_ed(s, i);
    if (ch__tag_in(s, p, CH__T(COMMA)) && preposition(s, i + 1) && !(e->frames & CH__INTRANSITIVE) &&
        ch__finite_missing(s, i) && ch__maybe_finite_after(s, i))
        return CH__VBN; /* "The Houthis, backed by Iran, have" */
    if (ch__tag_in(s, p, CH__T(COMMA) | CH__T(CLOSE) | CH__T(RRB)))
        return (e->frames & CH__SPEECH) || (ch__tag_in(s, p, CH__T(RRB)) && !ch__finite_before(s, i)) ||
                       (!ch__finite_after(s, i) && ch__object_follows(s, i)) ||
                       (ch__finite_missing(s, i) && !ch__finite_after(s, i))
                   ? CH__VBD
                   : CH__VBN;
    if (ch__tag_in(s, p, CH__VERBAL))
        return CH__VBN;
    return after_noun_ed(s, i);
}

/* "come", "become", "cut", "read": base and past have one form. */
ch__tag ch__base_or_past(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    if (perfect_or_passive(s, i))
        return CH__VBN;
    ch__tag base = ch__base_form(s, i);
    if (base == CH__VB || (base == CH__VBP && !(e->tags & CH__T(VBD))))
        return base;
    return e->tags & CH__T(NN) && base == CH__NN ? CH__NN : ch__ed_form(s, i);
}

/* ---- -ing ---- */

ch__tag ch__ing_form(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t p = i ? i - 1 : CH_NONE;
    bool noun = (e->kinds & CH__ING_NOUN) != 0, object = ch__object_follows(s, i);
    if (!(e->tags & CH__T(VBG)))
        return (ch__tag)e->best;
    if (p == CH_NONE)
        return noun && !object ? CH__NN : CH__VBG;
    uint32_t b = ch__before(s, i);
    if (b != CH_NONE && ch__is_aux(s, b, CH__BE))
        return CH__VBG;
    if (ch__tag_in(s, p, CH__T(DT) | CH__ADJECTIVAL | CH__T(PRPS) | CH__T(POS) | CH__T(CD)))
        return ch__can(s, i + 1, CH__NOMINAL) && !noun && !ch__can(s, i + 1, CH__FINITE) ? CH__VBG : CH__NN;
    if (ch__tag_in(s, p, CH__T(NN) | CH__T(HYPH)) && noun)
        return object ? CH__VBG : CH__NN;
    if (ch__tag_in(s, p, CH__T(COMMA)) && noun) /* ", killing three soldiers" */
        return ch__tag_in(s, i + 1, CH__T(COMMA) | CH__T(CC) | CH__FINITE) ? CH__NN : CH__VBG;
    if (ch__tag_in(s, p, CH__T(IN)) && noun && ch__after_conjunction(s, i)) /* "after meeting with Merkel" */
        return CH__VBG;
    if (ch__tag_in(s, p, CH__T(IN) | CH__VERBAL | CH__T(CC) | CH__T(NNP)) && noun)
        return object || ch__can(s, i + 1, CH__T(JJ)) ? CH__VBG : CH__NN;
    return CH__VBG;
}
