/* tagger.c - one tag a token. Every token starts with what its entry prefers; then, left to right, one decision a kind of ambiguity
 * looks at the tags to its left and the possible tags to its right (in the spirit of Brill 1992, with rules written by hand). */
#include "syntax/inside.h"

enum { LOOK = 24 }; /* tokens a rule looks to either side */

static bool tag_in(const ch__sent *s, uint32_t i, uint64_t set)
{
    return i < s->n && (set >> s->t[i].tag & 1);
}

static bool can(const ch__sent *s, uint32_t i, uint64_t set)
{
    return i < s->n && (s->t[i].e->tags & set) != 0;
}

/* The token before i that is no adverb, or CH_NONE. "has repeatedly called" */
static uint32_t before(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 4; steps++)
        if (!tag_in(s, k, CH__ADVERBIAL))
            return k;
    return CH_NONE;
}

static uint32_t after(const ch__sent *s, uint32_t i)
{
    uint32_t k = i + 1;
    while (k < s->n && k < i + 4 && tag_in(s, k, CH__ADVERBIAL))
        k++;
    return k;
}

static bool is_aux(const ch__sent *s, uint32_t i, unsigned which)
{
    return i < s->n && (s->t[i].e->flags & which) && (s->t[i].e->upos & (1u << CH_UPOS_AUX));
}

static const uint64_t BOUNDARY = CH__T(COMMA) | CH__T(COLON) | CH__T(STOP) | CH__T(WDT) | CH__T(WP) | CH__T(WRB) | CH__T(CC) | CH__T(OPEN) |
                                 CH__T(CLOSE) | CH__T(LRB) | CH__T(RRB);

static bool opens_clause(const ch__sent *s, uint32_t i)
{
    return (BOUNDARY >> s->t[i].tag & 1) || (s->t[i].tag == CH__IN && s->t[i].e->upos & (1u << CH_UPOS_SCONJ) &&
                                             !(s->t[i].e->upos & (1u << CH_UPOS_ADP)));
}

/* Whether a finite verb stands before i in its clause; tags to the left are settled. */
static bool finite_before(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < LOOK; steps++) {
        if (opens_clause(s, k))
            return false;
        if (tag_in(s, k, CH__FINITE))
            return true;
    }
    return false;
}

/* Whether a verb that can only be finite follows in the same clause. */
static bool finite_after(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i + 1; k < s->n && k < i + LOOK; k++) {
        const ch__entry *e = s->t[k].e;
        if (opens_clause(s, k))
            return false;
        if ((e->tags & CH__FINITE) && !(e->tags & ~(CH__FINITE | CH__T(VB))) && !(e->tags & CH__T(VB) && tag_in(s, k - 1, CH__T(TO))))
            return true;
    }
    return false;
}

/* Whether the clauses opened so far still want a finite verb: one for the sentence, one for each relative word, conjunction and verb that takes
 * a clause without one. "The minister, who arrived on Tuesday, [met] him" */
static bool finite_missing(const ch__sent *s, uint32_t i)
{
    unsigned have = 0, want = 1;
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 2 * LOOK; steps++) {
        const ch__tok *t = &s->t[k];
        if (tag_in(s, k, CH__T(STOP) | CH__T(COLON)))
            break;
        have += tag_in(s, k, CH__FINITE);
        want += tag_in(s, k, CH__T(WDT) | CH__T(WP) | CH__T(WRB)) || (t->tag == CH__IN && opens_clause(s, k)) ||
                (tag_in(s, k, CH__VERBAL) && t->e->frames & (CH__THAT | CH__SPEECH) && k + 1 < i &&
                 tag_in(s, k + 1, CH__T(DT) | CH__T(NNP) | CH__T(PRP) | CH__T(PRPS)));
    }
    return have < want;
}

/* "after Washington imposed": a conjunction or preposition, then only a noun group up to i. */
static bool after_conjunction(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 8; steps++) {
        if (s->t[k].tag == CH__IN && s->t[k].e->upos & (1u << CH_UPOS_SCONJ))
            return !(s->t[k].e->upos & (1u << CH_UPOS_ADP)) || strlen(s->t[k].e->lower) > 3; /* after, before, since; not for, as */
        if (!tag_in(s, k, CH__NOMINAL | CH__ADJECTIVAL | CH__T(DT) | CH__T(PRPS) | CH__T(CD) | CH__T(POS) | CH__ADVERBIAL))
            return false;
    }
    return false;
}

/* Whether something that could be a finite verb follows in the sentence part. */
static bool maybe_finite_after(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i + 1; k < s->n && k < i + LOOK; k++) {
        if (tag_in(s, k, CH__T(STOP) | CH__T(COLON) | CH__T(WDT) | CH__T(WP)))
            return false;
        if (can(s, k, CH__FINITE & ~CH__T(VBP)) && !tag_in(s, k - 1, CH__T(TO) | CH__T(DT) | CH__T(PRPS) | CH__T(IN) | CH__T(JJ)))
            return true;
    }
    return false;
}

static const uint64_t NOUN_BEFORE = CH__T(DT) | CH__T(PRPS) | CH__T(JJ) | CH__T(JJR) | CH__T(JJS) | CH__T(CD) | CH__T(POS) | CH__T(IN) |
                                    CH__T(PDT) | CH__T(WPS) | CH__T(HYPH) | CH__T(DOLLAR);

/* Possible first words of an object or complement to the right. */
static bool object_follows(const ch__sent *s, uint32_t i)
{
    uint32_t k = i + 1;
    if (k >= s->n)
        return false;
    return tag_in(s, k, CH__T(DT) | CH__T(PDT) | CH__T(PRPS) | CH__T(PRP)) || tag_in(s, k, CH__T(NNP) | CH__T(NNPS)) ||
           (s->t[k].e->upos & (1u << CH_UPOS_SCONJ) && can(s, k, CH__T(DT)));
}

/* ---- base form: noun or verb ---- */

/* The form of the verb that a coordinated verb continues: "called on .. and encourage". CH__N_TAGS: none near. */
static ch__tag verb_before(const ch__sent *s, uint32_t i, uint64_t set)
{
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < LOOK; steps++) {
        if (tag_in(s, k, CH__T(STOP) | CH__T(COLON)))
            break;
        if (tag_in(s, k, set))
            return (ch__tag)s->t[k].tag;
    }
    return CH__N_TAGS;
}

static ch__tag noun_tag(const ch__sent *s, uint32_t i)
{
    return s->t[i].e->tags & CH__T(NN) ? CH__NN : s->t[i].e->tags & CH__T(JJ) ? CH__JJ : CH__NN;
}

/* "boost trade", "and boost trade": after a coordinator or comma a base form goes on an infinitive when something like an object follows. */
static bool continues_infinitive(const ch__sent *s, uint32_t i)
{
    bool verb_only = !(s->t[i].e->tags & (CH__NOMINAL | CH__ADJECTIVAL));
    ch__tag last = verb_before(s, i, CH__T(VB) | CH__T(VBP) | CH__T(VBZ) | CH__T(VBD));
    if (last == CH__VB && i > 0 && tag_in(s, i - 1, CH__T(RB)))
        return true; /* ", actively push forward" */
    return (last == CH__VB || last == CH__VBP) && (verb_only || object_follows(s, i) || (can(s, i + 1, CH__T(JJ) | CH__T(NNS) | CH__T(NN)) &&
                                                                                        !(s->t[i].e->flags & CH__NOUN_MOSTLY)));
}

static ch__tag base_form(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t p = before(s, i);
    bool nominal = (e->tags & (CH__NOMINAL | CH__ADJECTIVAL)) != 0, mostly = (e->flags & CH__NOUN_MOSTLY) != 0;
    if (p == CH_NONE)
        return !nominal || object_follows(s, i) ? CH__VB : noun_tag(s, i);
    if (tag_in(s, p, CH__T(TO) | CH__T(MD)) || (is_aux(s, p, CH__DO) && tag_in(s, p, CH__FINITE)))
        return CH__VB;
    if (s->t[p].e->flags & CH__NOT && p > 0 && (is_aux(s, p - 1, CH__DO) || tag_in(s, p - 1, CH__T(MD))))
        return CH__VB;
    if (tag_in(s, p, CH__T(CC) | CH__T(COMMA)))
        return continues_infinitive(s, i) ? (verb_before(s, i, CH__T(VB) | CH__FINITE) == CH__VBP ? CH__VBP : CH__VB)
               : nominal                  ? noun_tag(s, i)
                                          : CH__VBP;
    if (tag_in(s, p, NOUN_BEFORE) && nominal)
        return noun_tag(s, i);
    if (tag_in(s, p, CH__T(PRP)) && p > 0 && (tag_in(s, p - 1, CH__T(MD)) || is_aux(s, p - 1, CH__DO)))
        return CH__VB; /* "did he say" */
    if (tag_in(s, p, CH__T(PRP) | CH__T(WP) | CH__T(WDT) | CH__T(EX)))
        return p > 0 && s->t[p - 1].e->frames & CH__BARE && tag_in(s, p - 1, CH__VERBAL) ? CH__VB : CH__VBP; /* "let them go" */
    if (tag_in(s, p, CH__T(NNS) | CH__T(NNPS))) {
        if (!nominal)
            return finite_before(s, p) ? CH__VB : CH__VBP;
        bool free = !finite_before(s, i) && !finite_after(s, i);
        return free && (!mostly || object_follows(s, i) || tag_in(s, i + 1, CH__T(TO) | CH__T(IN))) ? CH__VBP : noun_tag(s, i);
    }
    bool both = p > 1 && tag_in(s, p, CH__T(NNP)) && tag_in(s, p - 1, CH__T(CC)) && tag_in(s, p - 2, CH__T(NNP));
    if (both && !finite_before(s, i) && !finite_after(s, i) && i + 1 < s->n && !tag_in(s, i + 1, CH__T(STOP) | CH__T(COMMA)))
        return CH__VBP; /* "Iran and China sign accord" */
    if (tag_in(s, p, CH__VERBAL | CH__T(NN) | CH__T(NNP)) && nominal)
        return noun_tag(s, i);
    /* "helped restore", "let China decide" */
    return nominal ? noun_tag(s, i) : tag_in(s, p, CH__T(NN) | CH__T(NNP)) && !finite_before(s, i) ? CH__VBP : CH__VB;
}

/* ---- -s: plural or third person ---- */

static ch__tag s_form(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t p = before(s, i);
    if (!(e->tags & CH__T(NNS)))
        return CH__VBZ;
    if (p == CH_NONE)
        return CH__NNS;
    if (tag_in(s, p, CH__T(CD)) && p > 0 && tag_in(s, p - 1, CH__T(NNP)))
        return finite_before(s, i) ? CH__NNS : CH__VBZ; /* "in March 2021 sets" */
    if (tag_in(s, p, CH__T(PRP) | CH__T(WDT) | CH__T(WP) | CH__T(EX)))
        return CH__VBZ;
    if (tag_in(s, p, NOUN_BEFORE | CH__VERBAL | CH__T(MD) | CH__T(TO) | CH__T(NNS)))
        return CH__NNS;
    if (finite_before(s, i) || finite_after(s, i))
        return CH__NNS;
    ch__tag last = verb_before(s, i, CH__FINITE);
    if (tag_in(s, p, CH__T(CC) | CH__T(COMMA))) /* "This, however, needs to"; "backs and supports the plan" */
        return (object_follows(s, i) && last == CH__VBZ) || (last == CH__N_TAGS && (object_follows(s, i) || tag_in(s, i + 1, CH__T(TO)))) ? CH__VBZ
                                                                                                                                : CH__NNS;
    bool predicate = object_follows(s, i) || tag_in(s, i + 1, CH__T(TO) | CH__ADVERBIAL | CH__T(JJ) | CH__T(NNS));
    if (e->flags & CH__NOUN_MOSTLY)
        return predicate ? CH__VBZ : CH__NNS;
    return predicate || can(s, i + 1, CH__T(IN) | CH__NOMINAL) || tag_in(s, p, CH__T(NNP)) ? CH__VBZ : CH__NNS;
}

/* ---- -ed: past tense, participle, adjective ---- */

static bool perfect_or_passive(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 5; steps++) {
        if (is_aux(s, k, CH__BE | CH__HAVE) || (s->t[k].e->lower[0] == '\'' && tag_in(s, k, CH__T(VBZ) | CH__T(VBD))))
            return true;
        if (!tag_in(s, k, CH__ADVERBIAL) && !(steps > 0 && tag_in(s, k, CH__T(PRP))))
            return false;
    }
    return false;
}

static ch__tag coordinated_ed(const ch__sent *s, uint32_t i)
{
    ch__tag last = verb_before(s, i, CH__T(VBD) | CH__T(VBN) | CH__T(VBZ) | CH__T(VBP));
    return last == CH__VBD || last == CH__N_TAGS ? CH__VBD : CH__VBN;
}

static ch__tag after_noun_ed(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t next = after(s, i);
    if (after_conjunction(s, i) && (object_follows(s, i) || e->frames & CH__INTRANSITIVE || can(s, i + 1, CH__NOMINAL)))
        return CH__VBD;
    if (finite_before(s, i) && !(finite_missing(s, i) && (object_follows(s, i) || e->frames & CH__INTRANSITIVE)))
        return CH__VBN;
    if (tag_in(s, next, CH__T(IN)) && !(e->frames & (CH__INTRANSITIVE | CH__SPEECH)) && maybe_finite_after(s, next))
        return CH__VBN; /* "the agreement signed in March sets" */
    if (finite_after(s, i) && !object_follows(s, i))
        return CH__VBN;
    /* "the agreement signed by both sides" without more is a headline or a fragment only when nothing finite stands anywhere */
    if (tag_in(s, next, CH__T(IN)) && strcmp(s->t[next].e->lower, "by") == 0 && !(e->frames & CH__INTRANSITIVE))
        return CH__VBN;
    return CH__VBD;
}

static ch__tag ed_form(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t p = before(s, i);
    if (!(e->tags & CH__T(VBN)))
        return CH__VBD;
    if (perfect_or_passive(s, i))
        return CH__VBN;
    bool past = (e->tags & CH__T(VBD)) != 0;
    if (!past)
        return CH__VBN;
    if (p == CH_NONE)
        return CH__VBN;
    if (tag_in(s, p, CH__T(DT) | CH__T(PRPS) | CH__T(IN) | CH__T(POS) | CH__T(HYPH) | CH__T(JJ) | CH__T(TO)))
        return tag_in(s, p, CH__T(DT) | CH__T(JJ)) && !can(s, i + 1, CH__NOMINAL | CH__T(JJ) | CH__T(VBN) | CH__T(VBG)) &&
                       !finite_before(s, i) && !finite_after(s, i)
                   ? CH__VBD
                   : CH__VBN;
    if (tag_in(s, p, CH__T(PRP) | CH__T(WP) | CH__T(WDT) | CH__T(EX)))
        return CH__VBD;
    if (tag_in(s, p, CH__T(CC)))
        return coordinated_ed(s, i);
    if (tag_in(s, p, CH__T(COMMA)) && tag_in(s, i + 1, CH__T(IN)) && !(e->frames & CH__INTRANSITIVE) && finite_missing(s, i) &&
        maybe_finite_after(s, i))
        return CH__VBN; /* "The Houthis, backed by Iran, have" */
    if (tag_in(s, p, CH__T(COMMA) | CH__T(CLOSE) | CH__T(RRB)))
        return (e->frames & CH__SPEECH) || (tag_in(s, p, CH__T(RRB)) && !finite_before(s, i)) ||
                       (!finite_after(s, i) && object_follows(s, i)) || (finite_missing(s, i) && !finite_after(s, i))
                   ? CH__VBD
                   : CH__VBN;
    if (tag_in(s, p, CH__VERBAL))
        return CH__VBN;
    return after_noun_ed(s, i);
}

/* "come", "become", "cut", "read": base and past have one form. */
static ch__tag base_or_past(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    if (perfect_or_passive(s, i))
        return CH__VBN;
    ch__tag base = base_form(s, i);
    if (base == CH__VB || (base == CH__VBP && !(e->tags & CH__T(VBD))))
        return base;
    return e->tags & CH__T(NN) && base == CH__NN ? CH__NN : ed_form(s, i);
}

/* ---- -ing ---- */

static ch__tag ing_form(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t p = i ? i - 1 : CH_NONE;
    bool noun = (e->kinds & CH__ING_NOUN) != 0, object = object_follows(s, i);
    if (!(e->tags & CH__T(VBG)))
        return (ch__tag)e->best;
    if (p == CH_NONE)
        return noun && !object ? CH__NN : CH__VBG;
    uint32_t b = before(s, i);
    if (b != CH_NONE && is_aux(s, b, CH__BE))
        return CH__VBG;
    if (tag_in(s, p, CH__T(DT) | CH__ADJECTIVAL | CH__T(PRPS) | CH__T(POS) | CH__T(CD)))
        return can(s, i + 1, CH__NOMINAL) && !noun && !can(s, i + 1, CH__FINITE) ? CH__VBG : CH__NN;
    if (tag_in(s, p, CH__T(NN) | CH__T(HYPH)) && noun)
        return object ? CH__VBG : CH__NN;
    if (tag_in(s, p, CH__T(COMMA)) && noun) /* ", killing three soldiers" */
        return tag_in(s, i + 1, CH__T(COMMA) | CH__T(CC) | CH__FINITE) ? CH__NN : CH__VBG;
    if (tag_in(s, p, CH__T(IN)) && noun && after_conjunction(s, i)) /* "after meeting with Merkel" */
        return CH__VBG;
    if (tag_in(s, p, CH__T(IN) | CH__VERBAL | CH__T(CC) | CH__T(NNP)) && noun)
        return object || can(s, i + 1, CH__T(JJ)) ? CH__VBG : CH__NN;
    return CH__VBG;
}

/* ---- adjectives ---- */

static ch__tag adjective(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t p = before(s, i);
    bool noun_next = can(s, i + 1, CH__NOMINAL | CH__T(JJ)) && !tag_in(s, i + 1, CH__T(MD));
    if (e->tags & CH__T(VB)) {
        if (p != CH_NONE && (tag_in(s, p, CH__T(TO) | CH__T(MD)) || is_aux(s, p, CH__DO)))
            return CH__VB;
        if (p != CH_NONE && tag_in(s, p, CH__T(CC) | CH__T(COMMA)) && continues_infinitive(s, i) && object_follows(s, i))
            return CH__VB;
        if (p != CH_NONE && tag_in(s, p, CH__T(NNS) | CH__T(PRP)) && !finite_before(s, i) && object_follows(s, i))
            return CH__VBP;
    }
    if (!(e->tags & CH__T(NN)))
        return (ch__tag)(e->tags & CH__T(JJ) && !(e->tags & CH__ADVERBIAL) ? CH__JJ : e->best);
    if (noun_next)
        return e->flags & CH__NOUN_MOSTLY ? CH__NN : CH__JJ;
    if (p != CH_NONE && is_aux(s, p, CH__BE) && !(e->flags & CH__NOUN_MOSTLY))
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
    if (i + 1 < s->n && degree && can(s, i + 1, CH__T(JJ) | CH__T(RB)) && !can(s, i + 1, CH__T(NN)))
        return adv; /* "more important" */
    bool prefers_adverb = CH__ADVERBIAL >> e->best & 1;
    if (can(s, i + 1, CH__T(VBN)) && !can(s, i + 1, CH__NOMINAL | CH__T(JJ)) && i > 0 && tag_in(s, i - 1, CH__VERBAL))
        return adv; /* "was first proposed" */
    if (can(s, i + 1, degree ? CH__NOMINAL : next_noun) && e->best != CH__RB && !tag_in(s, i + 1, CH__T(IN) | CH__T(DT)))
        return adj;
    uint32_t p = before(s, i);
    if (p != CH_NONE && (is_aux(s, p, CH__BE) || tag_in(s, p, CH__T(DT) | CH__T(PRPS))) && !prefers_adverb)
        return adj;
    return e->best == CH__JJ && p != CH_NONE && tag_in(s, p, CH__T(IN) | CH__T(POS)) ? adj : adv;
}

/* ---- single words ---- */

static bool verb_ahead(const ch__sent *s, uint32_t i)
{
    uint32_t k = after(s, i);
    return k < s->n && (s->t[k].e->tags & CH__FINITE) && !(s->t[k].e->tags & (CH__T(NN) | CH__T(NNS) | CH__T(JJ)));
}

static ch__tag that(const ch__sent *s, uint32_t i)
{
    uint32_t p = before(s, i);
    bool noun_before = p != CH_NONE && tag_in(s, p, CH__NOMINAL);
    if (p == CH_NONE || tag_in(s, p, CH__T(COMMA) | CH__T(COLON)))
        return verb_ahead(s, i) ? (p == CH_NONE ? CH__DT : CH__WDT) : can(s, i + 1, CH__T(NN)) ? CH__DT : CH__IN;
    if (noun_before && verb_ahead(s, i))
        return CH__WDT;
    if (noun_before)
        return s->t[p].e->kinds & CH__TAKES_THAT || verb_before(s, p, CH__VERBAL) != CH__N_TAGS ? CH__IN : CH__WDT;
    if (tag_in(s, p, CH__T(IN)))
        return CH__DT;
    if (tag_in(s, p, CH__VERBAL) && !(s->t[p].e->frames & (CH__THAT | CH__SPEECH | CH__LINK)))
        return CH__DT;
    return CH__IN;
}

/* IN, RP or RB: "up", "on", "over". */
static ch__tag particle(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint64_t rest = e->tags & ~CH__T(RP);
    for (uint32_t k = i, steps = 0; k-- > 0 && steps < 4; steps++) {
        if (!tag_in(s, k, CH__VERBAL))
            continue;
        const ch__table *verbs = s->lexicon->verbs;
        if (s->t[k].e->verb != CH_NONE && ch__list_has(ch__table_cell(verbs, s->t[k].e->verb, 3), e->lower))
            return CH__RP;
        break;
    }
    bool object = object_follows(s, i) || can(s, i + 1, CH__NOMINAL | CH__T(JJ) | CH__T(CD));
    if (object && rest & CH__T(IN))
        return CH__IN;
    bool after_verb = i > 0 && tag_in(s, i - 1, CH__VERBAL);
    bool last = i + 1 >= s->n || tag_in(s, i + 1, CH__T(STOP) | CH__T(COMMA) | CH__T(COLON) | CH__T(CC));
    if (e->best == CH__RP && after_verb)
        return CH__RP;
    return rest & CH__T(IN) && !(last && after_verb) ? CH__IN : rest & CH__T(RB) ? CH__RB : CH__IN;
}

static ch__tag listed(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    uint32_t next = i + 1, p = i ? i - 1 : CH_NONE;
    if (e->tags == CH__T(PRPS) + CH__T(PRP))
        return can(s, next, CH__NOMINAL | CH__T(JJ) | CH__T(VBG) | CH__T(CD)) && !tag_in(s, next, CH__T(IN)) ? CH__PRPS : CH__PRP;
    if (e->tags & CH__T(WDT) && e->tags & CH__T(IN))
        return that(s, i);
    if (e->tags & CH__T(TO)) {
        uint32_t k = after(s, i);
        bool verb = can(s, k, CH__T(VB)) && !(s->t[k].e->upper && !s->shouting) && !tag_in(s, i + 1, CH__T(DT) | CH__T(PRPS));
        return verb ? CH__TO : CH__IN;
    }
    if (e->tags & CH__T(POS)) {
        bool copula = p != CH_NONE && (tag_in(s, p, CH__T(PRP) | CH__T(EX) | CH__T(WP) | CH__T(WRB) | CH__T(DT)) ||
                                       (tag_in(s, next, CH__T(DT) | CH__T(RB)) && e->tags & CH__T(VBZ)));
        if (!(e->tags & CH__T(VBZ)))
            return p != CH_NONE && s->t[i].joined && tag_in(s, p, CH__T(NNS) | CH__T(NNPS)) && can(s, next, CH__NOMINAL | CH__T(JJ)) ? CH__POS
                                                                                                                        : CH__CLOSE;
        return copula ? CH__VBZ : CH__POS;
    }
    if (e->tags & CH__T(EX)) {
        uint32_t k = after(s, i);
        bool be = k < s->n && (s->t[k].e->flags & CH__BE || tag_in(s, k, CH__T(MD)) || s->t[k].e->tags & CH__T(MD));
        return be || (p != CH_NONE && is_aux(s, p, CH__BE) && i + 1 < s->n && object_follows(s, i)) ? CH__EX : CH__RB;
    }
    if (e->flags & (CH__BE | CH__HAVE | CH__DO) && e->tags & CH__T(VB) && e->tags & CH__T(VBP)) {
        ch__tag t = base_form(s, i);
        return t == CH__VB ? CH__VB : CH__VBP;
    }
    if (e->tags & CH__T(VBN) && e->tags & CH__T(VBD))
        return ed_form(s, i);
    if (e->tags & CH__T(RP))
        return particle(s, i);
    if (e->tags & CH__T(PDT) && e->tags & CH__T(DT))
        return tag_in(s, next, CH__T(DT) | CH__T(PRPS)) ? CH__PDT : CH__DT;
    if (e->tags & CH__T(PDT) && tag_in(s, next, CH__T(DT)))
        return CH__PDT;
    if (e->tags & CH__T(CC) && e->tags & CH__T(DT)) /* "both sides", "both Iran and China" */
        return can(s, next, CH__T(NNS)) ? CH__DT : CH__CC;
    if (e->tags & CH__ADJECTIVAL && e->tags & CH__ADVERBIAL)
        return adjective_or_adverb(s, i);
    if (e->tags & CH__T(VB) && e->tags & CH__T(IN)) /* like */
        return p != CH_NONE && (tag_in(s, p, CH__T(TO) | CH__T(MD)) || (tag_in(s, p, CH__T(PRP)))) ? CH__VB : CH__IN;
    if (e->tags & CH__T(VB) && e->tags & CH__ADJECTIVAL)
        return adjective(s, i);
    if (e->tags & CH__T(NN) && e->tags & CH__T(IN))
        return e->best == CH__NN && !object_follows(s, i) ? CH__NN : CH__IN;
    return (ch__tag)e->best;
}

/* ---- capitals ---- */

static bool sentence_start(const ch__sent *s, uint32_t i)
{
    return i == 0 || tag_in(s, i - 1, CH__T(OPEN) | CH__T(CLOSE) | CH__T(COLON) | CH__T(STOP) | CH__T(LRB) | CH__T(NFP));
}

static bool is_name(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    if (e->upper && e->flags & CH__LISTED && e->best == CH__NN && !(e->kinds & CH__TIME) && !s->shouting &&
        (!sentence_start(s, i) || (i + 1 < s->n && s->t[i + 1].e->upper)))
        return true; /* "South Korea" */
    if (!e->upper || (e->flags & CH__LISTED && !(e->caps && e->upos & (1u << CH_UPOS_PRON)) && !(e->tags & CH__T(NNP))))
        return e->tags & CH__T(NNP) && !(e->tags & ~(CH__T(NNP)));
    if (e->flags & CH__PROPER_ADJ || !((CH__VERBAL | CH__ADJECTIVAL | CH__NOMINAL | CH__ADVERBIAL | CH__T(PRP)) & e->tags))
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
    return e->caps || next_upper || (e->tags & CH__T(NN)) || !(e->tags & (CH__T(RB) | CH__T(VBG) | CH__T(VBN) | CH__T(NNS)));
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
    uint32_t p = before(s, i);
    bool noun_next = can(s, i + 1, CH__NOMINAL | CH__T(JJ) | CH__T(VBG) | CH__T(CC) | CH__T(HYPH));
    bool be = p != CH_NONE && is_aux(s, p, CH__BE);
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
        return ing_form(s, i);
    if (e->tags & (CH__T(VBD) | CH__T(VBN))) {
        if (e->tags & CH__ADJECTIVAL && can(s, i + 1, CH__NOMINAL))
            return CH__JJ;
        if (e->tags & CH__T(VB))
            return base_or_past(s, i);
        return ed_form(s, i);
    }
    if (e->tags & CH__ADJECTIVAL)
        return adjective(s, i);
    if (e->tags & CH__T(VB))
        return base_form(s, i);
    if (e->tags & CH__T(VBZ))
        return s_form(s, i);
    return (ch__tag)e->best;
}

/* ---- coarse tags ---- */

/* Whether a clause with a finite verb follows: tells conjunctions from prepositions ("after talks" / "after talks ended"). */
static bool clause_follows(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i + 1; k < s->n && k < i + 12; k++) {
        if (tag_in(s, k, CH__T(STOP) | CH__T(COMMA) | CH__T(COLON) | CH__T(WDT) | CH__T(WP) | CH__T(IN) | CH__T(CC)) && k > i + 1)
            return false;
        if (tag_in(s, k, CH__FINITE))
            return k > i + 1 || tag_in(s, k, CH__FINITE);
    }
    return false;
}

static bool auxiliary(const ch__sent *s, uint32_t i)
{
    const ch__entry *e = s->t[i].e;
    if (e->flags & CH__BE)
        return i == 0 || s->t[i - 1].tag != CH__EX;
    for (uint32_t k = i + 1; k < s->n && k < i + 6; k++) {
        if (e->flags & CH__HAVE && tag_in(s, k, CH__T(VBN)))
            return true;
        if (e->flags & CH__DO && tag_in(s, k, CH__T(VB)))
            return true;
        if (!tag_in(s, k, CH__ADVERBIAL | CH__T(PRP)))
            return false;
    }
    return false;
}

static uint8_t in_upos(const ch__sent *s, uint32_t i)
{
    uint32_t upos = s->t[i].e->upos;
    if (!(upos & (1u << CH_UPOS_SCONJ)))
        return tag_in(s, i + 1, CH__T(VBG)) && !can(s, i + 1, CH__T(NN)) ? CH_UPOS_SCONJ : CH_UPOS_ADP;
    if (!(upos & (1u << CH_UPOS_ADP)))
        return CH_UPOS_SCONJ;
    bool gerund = tag_in(s, after(s, i), CH__T(VBG)) && !(s->t[after(s, i)].e->kinds & CH__ING_NOUN);
    bool infinitive = strcmp(s->t[i].e->lower, "for") != 0 && clause_follows(s, i);
    return gerund || infinitive ? CH_UPOS_SCONJ : CH_UPOS_ADP;
}

static uint8_t upos_of(const ch__sent *s, uint32_t i)
{
    const ch__tok *t = &s->t[i];
    const ch__entry *e = t->e;
    bool nominal_next = tag_in(s, i + 1, CH__NOMINAL | CH__ADJECTIVAL | CH__T(CD) | CH__T(VBG) | CH__T(VBN) | CH__T(DOLLAR) | CH__ADVERBIAL);
    switch (t->tag) {
    case CH__IN: return in_upos(s, i);
    case CH__DT:
        return e->upos & (1u << CH_UPOS_PRON) && !nominal_next ? CH_UPOS_PRON : CH_UPOS_DET;
    case CH__WDT:
    case CH__WP:
        return e->upos & (1u << CH_UPOS_DET) && e->best != CH__WP && nominal_next && i == 0 ? CH_UPOS_DET : CH_UPOS_PRON;
    case CH__RB: return e->flags & CH__NOT ? CH_UPOS_PART : CH_UPOS_ADV;
    case CH__NN: return e->flags & CH__LISTED && e->upos == 1u << CH_UPOS_PRON ? CH_UPOS_PRON : CH_UPOS_NOUN;
    case CH__NNP:
        return e->adjective != CH_NONE && !(e->flags & CH__PROPER_ADJ) && !(e->tags & CH__T(NN)) && e->has_lower &&
                       tag_in(s, i + 1, CH__T(NNP) | CH__T(NNPS))
                   ? CH_UPOS_ADJ
                   : CH_UPOS_PROPN;
    case CH__VB:
    case CH__VBP:
    case CH__VBZ:
    case CH__VBD:
    case CH__VBN:
    case CH__VBG:
        return (e->upos & (1u << CH_UPOS_AUX) || e->flags & CH__BE) && auxiliary(s, i) ? CH_UPOS_AUX : CH_UPOS_VERB;
    case CH__SYM: return CH_UPOS_SYM;
    default: return ch__tag_upos((ch__tag)t->tag);
    }
}

/* ---- fixed expressions ---- */

static uint8_t role_of(const char *name)
{
    static const char *const names[] = {"", "case", "cc", "mark", "adv", "noun", "quant"};
    for (uint8_t i = 1; i < sizeof names / sizeof *names; i++)
        if (name && strcmp(name, names[i]) == 0)
            return i;
    return CH__ROLE_NONE;
}

/* Tokens that the row's words cover from i, or 0. */
static uint32_t covers(const ch__sent *s, uint32_t i, const char *words)
{
    ch__sv rest = ch__sv_of(words), w;
    uint32_t k = i;
    for (; ch__sv_next(&rest, ' ', &w); k++)
        if (k >= s->n || !ch__sv_is(w, s->t[k].e->lower))
            return 0;
    return k - i;
}

static void mark_fixed(ch__sent *s, uint32_t i)
{
    const ch__table *t = s->lexicon->fixed;
    uint32_t best = 0, best_row = CH_NONE;
    for (uint32_t r = ch__table_find(t, ch__sv_of(s->t[i].e->lower)); r != CH_NONE; r = ch__table_find_next(t, r)) {
        uint32_t n = covers(s, i, ch__table_cell(t, r, 1));
        if (n > best)
            best = n, best_row = r;
    }
    uint8_t role = best ? role_of(ch__table_cell(t, best_row, 3)) : CH__ROLE_NONE;
    if (!best || (role == CH__ROLE_QUANT && !tag_in(s, i + best, CH__T(CD) | CH__T(DOLLAR))))
        return;
    ch__sv rest = ch__sv_of(ch__table_cell(t, best_row, 2)), tag;
    for (uint32_t k = i; k < i + best && ch__sv_next(&rest, ' ', &tag); k++) {
        char name[8] = {0};
        memcpy(name, tag.p, tag.n < 7 ? tag.n : 7);
        ch__tag x = ch__tag_of(name);
        s->t[k].tag = (uint8_t)(x == CH__N_TAGS ? CH__IN : x);
        s->t[k].upos = x == CH__IN ? (role == CH__ROLE_MARK ? CH_UPOS_SCONJ : CH_UPOS_ADP) : ch__tag_upos((ch__tag)s->t[k].tag);
        s->t[k].fixed = k > i;
    }
    s->t[i].role = role;
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
        s->t[i].upos = upos_of(s, i);
    for (uint32_t i = 0; i < s->n && s->lexicon->fixed; i++)
        if (!s->t[i].fixed)
            mark_fixed(s, i);
}
