/* tagger.c - one tag a token. Every token starts with what its entry prefers; then, left to right, one decision a kind
 * of ambiguity looks at the tags to its left and the possible tags to its right (in the spirit of Brill 1992, with
 * rules written by hand). */
#include "syntax/tagging.h"

/* ---- adjectives ---- */

static ch__tag adjective(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t p = ch__before(s, i);
    bool noun_next = ch__can(s, i + 1, CH__NOMINAL | CH__T(JJ)) && !ch__tag_in(s, i + 1, CH__T(MD));
    if (e->tags & CH__T(VB)) {
        if (p != CH_NONE && (ch__tag_in(s, p, CH__T(TO) | CH__T(MD)) || ch__is_aux(s, p, CH__DO)))
            return CH__VB;
        if (p != CH_NONE && ch__tag_in(s, p, CH__T(CC) | CH__T(COMMA)) && ch__continues_infinitive(s, i) &&
            ch__object_follows(s, i))
            return CH__VB;
        if (p != CH_NONE && ch__tag_in(s, p, CH__T(NNS) | CH__T(PRP)) && !ch__finite_before(s, i) &&
            ch__object_follows(s, i))
            return CH__VBP;
    }
    if (!(e->tags & CH__T(NN)))
        return (ch__tag)(e->tags & CH__T(JJ) && !(e->tags & CH__ADVERBIAL) ? CH__JJ : e->best);
    if (noun_next)
        return e->flags & CH__NOUN_MOSTLY ? CH__NN : CH__JJ;
    if (p != CH_NONE && ch__is_aux(s, p, CH__BE) && !(e->flags & CH__NOUN_MOSTLY))
        return CH__JJ;
    return CH__NN;
}

/* early, late, hard, only, first: adjective before a noun, adverb elsewhere. */
static ch__tag adjective_or_adverb(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint64_t next_noun = CH__NOMINAL | CH__T(JJ) | CH__T(CD);
    ch__tag adj = e->tags & CH__T(JJR) ? CH__JJR : e->tags & CH__T(JJS) ? CH__JJS : CH__JJ;
    ch__tag adv = e->tags & CH__T(RBR) ? CH__RBR : e->tags & CH__T(RBS) ? CH__RBS : CH__RB;
    bool degree = adj != CH__JJ;
    if (i + 1 < s->n && degree && ch__can(s, i + 1, CH__T(JJ) | CH__T(RB)) && !ch__can(s, i + 1, CH__T(NN)))
        return adv; /* "more important" */
    if (i > 0 && ch__tag_in(s, i - 1, CH__T(TO)) && ch__can(s, i + 1, CH__T(VB)))
        return adv;
    bool prefers_adverb = CH__ADVERBIAL >> e->best & 1;
    if (ch__can(s, i + 1, CH__T(VBN)) && !ch__can(s, i + 1, CH__NOMINAL | CH__T(JJ)) && i > 0 &&
        ch__tag_in(s, i - 1, CH__VERBAL))
        return adv; /* "was first proposed" */
    if (ch__can(s, i + 1, degree ? CH__NOMINAL : next_noun) && e->best != CH__RB &&
        !ch__tag_in(s, i + 1, CH__T(IN) | CH__T(DT)))
        return adj;
    uint32_t p = ch__before(s, i);
    if (p != CH_NONE && (ch__is_aux(s, p, CH__BE) || ch__tag_in(s, p, CH__T(DT) | CH__T(PRPS))) && !prefers_adverb)
        return adj;
    return e->best == CH__JJ && p != CH_NONE && ch__tag_in(s, p, CH__T(IN) | CH__T(POS)) ? adj : adv;
}

/* ---- single words ---- */

static bool verb_ahead(const ch__sent *s, uint32_t i)
{
    uint32_t k = ch__after(s, i);
    return k < s->n && (s->t[k].e->tags & CH__FINITE) && !(s->t[k].e->tags & (CH__T(NN) | CH__T(NNS) | CH__T(JJ)));
}

static ch__tag that(const ch__sent *s, uint32_t i)
{
    uint32_t p = ch__before(s, i);
    bool noun_before = p != CH_NONE && ch__tag_in(s, p, CH__NOMINAL);
    if (p == CH_NONE || ch__tag_in(s, p, CH__T(COMMA) | CH__T(COLON)))
        return verb_ahead(s, i) ? (p == CH_NONE ? CH__DT : CH__WDT) : ch__can(s, i + 1, CH__T(NN)) ? CH__DT : CH__IN;
    if (noun_before && verb_ahead(s, i))
        return CH__WDT;
    if (noun_before)
        return s->t[p].e->kinds & CH__TAKES_THAT || ch__verb_before(s, p, CH__VERBAL) != CH__N_TAGS ? CH__IN : CH__WDT;
    if (ch__tag_in(s, p, CH__T(IN)))
        return CH__DT;
    if (ch__tag_in(s, p, CH__VERBAL) && !(s->t[p].e->frames & (CH__THAT | CH__SPEECH | CH__LINK)))
        return CH__DT;
    return CH__IN;
}

/* IN, RP or RB: "up", "on", "over". */
static ch__tag particle(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint64_t rest = e->tags & ~CH__T(RP);
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 4; steps++) {
        if (!ch__tag_in(s, k, CH__VERBAL))
            continue;
        const ch__table *verbs = s->lexicon->verbs;
        if (s->t[k].e->verb != CH_NONE && ch__list_has(ch__table_cell(verbs, s->t[k].e->verb, 3), e->lower))
            return CH__RP;
        break;
    }
    bool object = ch__object_follows(s, i) || ch__can(s, i + 1, CH__NOMINAL | CH__T(JJ) | CH__T(CD));
    if (object && rest & CH__T(IN))
        return CH__IN;
    bool after_verb = i > 0 && ch__tag_in(s, i - 1, CH__VERBAL);
    bool last = i + 1 >= s->n || ch__tag_in(s, i + 1, CH__T(STOP) | CH__T(COMMA) | CH__T(COLON) | CH__T(CC));
    if (e->best == CH__RP && after_verb)
        return CH__RP;
    return rest & CH__T(IN) && !(last && after_verb) ? CH__IN : rest & CH__T(RB) ? CH__RB : CH__IN;
}

static ch__tag listed(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t next = i + 1, p = i ? i - 1 : CH_NONE;
    if (e->tags == CH__T(PRPS) + CH__T(PRP))
        return ch__can(s, next, CH__NOMINAL | CH__T(JJ) | CH__T(VBG) | CH__T(CD)) && !ch__tag_in(s, next, CH__T(IN))
                   ? CH__PRPS
                   : CH__PRP;
    if (e->tags & CH__T(WDT) && e->tags & CH__T(IN))
        return that(s, i);
    if (e->tags & CH__T(TO)) {
        uint32_t k = i + 1; /* "to further align" */
        while (k < i + 4 && ch__can(s, k, CH__ADVERBIAL) && !ch__can(s, k, CH__T(VB)))
            k++;
        bool verb = ch__can(s, k, CH__T(VB)) && !(s->t[k].e->upper && !s->shouting) &&
                    !ch__tag_in(s, i + 1, CH__T(DT) | CH__T(PRPS));
        return verb ? CH__TO : CH__IN;
    }
    if (e->tags & CH__T(POS)) {
        bool copula = p != CH_NONE && (ch__tag_in(s, p, CH__T(PRP) | CH__T(EX) | CH__T(WP) | CH__T(WRB) | CH__T(DT)) ||
                                       (ch__tag_in(s, next, CH__T(DT) | CH__T(RB)) && e->tags & CH__T(VBZ)));
        if (!(e->tags & CH__T(VBZ)))
            return p != CH_NONE && s->t[i].joined && ch__tag_in(s, p, CH__T(NNS) | CH__T(NNPS)) &&
                           ch__can(s, next, CH__NOMINAL | CH__T(JJ))
                       ? CH__POS
                       : CH__CLOSE;
        return copula ? CH__VBZ : CH__POS;
    }
    if (e->tags & CH__T(EX)) {
        uint32_t k = ch__after(s, i);
        bool be = k < s->n && (s->t[k].e->flags & CH__BE || ch__tag_in(s, k, CH__T(MD)) || s->t[k].e->tags & CH__T(MD));
        return be || (p != CH_NONE && ch__is_aux(s, p, CH__BE) && i + 1 < s->n && ch__object_follows(s, i)) ? CH__EX
                                                                                                            : CH__RB;
    }
    if (e->flags & (CH__BE | CH__HAVE | CH__DO) && e->tags & CH__T(VB) && e->tags & CH__T(VBP)) {
        ch__tag t = ch__base_form(s, i);
        return t == CH__VB ? CH__VB : CH__VBP;
    }
    if (e->tags & CH__T(VBN) && e->tags & CH__T(VBD))
        return ch__ed_form(s, i);
    if (e->tags & CH__T(RP))
        return particle(s, i);
    if (e->tags & CH__T(PDT) && e->tags & CH__T(DT))
        return ch__tag_in(s, next, CH__T(DT) | CH__T(PRPS)) ? CH__PDT : CH__DT;
    if (e->tags & CH__T(PDT) && ch__tag_in(s, next, CH__T(DT)))
        return CH__PDT;
    if (e->tags & CH__T(CC) && e->tags & CH__T(DT)) /* "both sides", "both Iran and China" */
        return ch__can(s, next, CH__T(NNS)) ? CH__DT : CH__CC;
    if (e->tags & CH__ADJECTIVAL && e->tags & CH__ADVERBIAL)
        return adjective_or_adverb(s, i);
    if (e->tags & CH__T(VB) && e->tags & CH__T(IN)) /* like */
        return p != CH_NONE && (ch__tag_in(s, p, CH__T(TO) | CH__T(MD)) || (ch__tag_in(s, p, CH__T(PRP)))) ? CH__VB
                                                                                                           : CH__IN;
    if (e->tags & CH__T(VB) && e->tags & CH__ADJECTIVAL)
        return adjective(s, i);
    if (e->tags & CH__T(NN) && e->tags & CH__T(IN))
        return e->best == CH__NN && !ch__object_follows(s, i) ? CH__NN : CH__IN;
    return (ch__tag)e->best;
}

/* ---- capitals ---- */

static bool sentence_start(const ch__sent *s, uint32_t i)
{
    return i == 0 ||
           ch__tag_in(s, i - 1, CH__T(OPEN) | CH__T(CLOSE) | CH__T(COLON) | CH__T(STOP) | CH__T(LRB) | CH__T(NFP));
}

static bool is_name(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    if (e->upper && e->flags & CH__LISTED && e->best == CH__NN && !(e->kinds & CH__TIME) && !s->shouting &&
        (!sentence_start(s, i) || (i + 1 < s->n && s->t[i + 1].e->upper)))
        return true; /* "South Korea" */
    if (!e->upper || (e->flags & CH__LISTED && !(e->caps && e->upos & (1u << CH_UPOS_PRON)) && !(e->tags & CH__T(NNP))))
        return e->tags & CH__T(NNP) && !(e->tags & ~(CH__T(NNP)));
    if (e->flags & CH__PROPER_ADJ ||
        !((CH__VERBAL | CH__ADJECTIVAL | CH__NOMINAL | CH__ADVERBIAL | CH__T(PRP)) & e->tags))
        return false;
    if (e->caps && e->form.n == 1)
        return true;
    if (s->shouting)
        return !(e->flags & CH__KNOWN) && !(e->tags & CH__ADVERBIAL);
    if (!sentence_start(s, i))
        return true;
    if (e->name)
        return true;
    bool next_upper = i + 1 < s->n && s->t[i + 1].e->upper && !(s->t[i + 1].e->flags & CH__LISTED);
    if (e->flags & CH__KNOWN)
        return next_upper && (e->kinds & (CH__TITLE | CH__ORG | CH__LOC)) && !(e->tags & CH__T(NNS));
    return e->caps || next_upper || (e->tags & CH__T(NN)) ||
           !(e->tags & (CH__T(RB) | CH__T(VBG) | CH__T(VBN) | CH__T(NNS)));
}

/* Plural names only where the word is a plural otherwise too: "Emirates", "Nations", not "Hamas". */
static ch__tag name_tag(const ch__entry *e)
{
    return e->tags & CH__T(NNS) && e->flags & CH__KNOWN ? CH__NNPS : CH__NNP;
}

static bool is_time_name(const ch__entry *e)
{
    return e->upper && e->kinds & CH__TIME && e->has_lower;
}

/* ---- */

static ch__tag demonym(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    if (e->tags & CH__T(NNPS))
        return CH__NNPS;
    uint32_t p = ch__before(s, i);
    bool noun_next = ch__can(s, i + 1, CH__NOMINAL | CH__T(JJ) | CH__T(VBG) | CH__T(CC) | CH__T(HYPH));
    bool be = p != CH_NONE && ch__is_aux(s, p, CH__BE);
    return noun_next || be ? CH__JJ : CH__NNP;
}

static ch__tag decide(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    if (is_name(s, i) || (is_time_name(e) && !(e->flags & CH__LISTED && sentence_start(s, i))))
        return e->kinds & CH__TIME && e->has_lower && !(e->tags & CH__T(NNP)) ? CH__NNP : name_tag(e);
    if (e->flags & CH__PROPER_ADJ || (e->upper && e->tags & CH__T(NNPS)))
        return demonym(s, i);
    if (e->flags & CH__LISTED)
        return listed(s, i);
    if (e->tags & CH__T(VBG))
        return ch__ing_form(s, i);
    if (e->tags & (CH__T(VBD) | CH__T(VBN))) {
        if (e->tags & CH__ADJECTIVAL && ch__can(s, i + 1, CH__NOMINAL))
            return CH__JJ;
        if (e->tags & CH__T(VB))
            return ch__base_or_past(s, i);
        return ch__ed_form(s, i);
    }
    if (e->tags & CH__ADJECTIVAL)
        return adjective(s, i);
    if (e->tags & CH__T(VB))
        return ch__base_form(s, i);
    if (e->tags & CH__T(VBZ))
        return ch__s_form(s, i);
    return (ch__tag)e->best;
}

static bool shouts(const ch__sent *s)
{
    uint32_t words = 0, upper = 0, low = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const ch__entry *e = s->t[i].e;
        words += e->form.n > 3 && (e->has_lower || e->upper);
        upper += e->form.n > 3 && e->upper;
        low += e->has_lower;
    }
    return low == 0 || (words >= 5 && upper * 10 >= words * 9);
}

void ch__tag_sentence(ch__sent *s)
{
    s->shouting = shouts(s);
    for (uint32_t i = 0; i < s->n; i++)
        s->t[i].tag = is_name(s, i) ? (uint8_t)name_tag(s->t[i].e) : s->t[i].e->best;
    for (uint32_t i = 0; i < s->n; i++)
        s->t[i].tag = (uint8_t)decide(s, i);
    for (uint32_t i = 0; i < s->n; i++)
        s->t[i].upos = ch__upos_of(s, i);
    for (uint32_t i = 0; i < s->n && s->lexicon->fixed; i++)
        if (!s->t[i].fixed)
            ch__mark_fixed(s, i);
}
