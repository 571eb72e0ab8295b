/* chunks.c - tokens to items: noun groups, verb groups and the words between them (after Abney 1991, "Parsing by
 * Chunks"); words inside a group get their heads here. */
#include "syntax/inside.h"

/* "four-member": the token at i hangs on the one before by a hyphen. */
static bool hyphened(const ch__sent *s, uint32_t i)
{
    return i > 1 && i < s->n && s->t[i].joined && ch__tag_in(s, i - 1, CH__T(HYPH)) && s->t[i - 1].joined;
}

static bool hyphen_follows(const ch__sent *s, uint32_t i)
{
    return hyphened(s, i + 2);
}

/* ---- noun groups ---- */

/* Whether a noun stands before the group could end: i is an adjective, participle or adverb that may modify it. */
static bool noun_ahead(const ch__sent *s, uint32_t i)
{
    for (uint32_t k = i + 1; k < s->n && k < i + 10; k++) {
        if (ch__tag_in(s, k, CH__NOMINAL))
            return true;
        if (!ch__tag_in(s, k,
                        CH__ADJECTIVAL | CH__T(VBN) | CH__T(VBG) | CH__T(CD) | CH__T(HYPH) | CH__T(RBR) | CH__T(RBS)) &&
            !hyphened(s, k))
            return false;
    }
    return false;
}

/* "both Iran and China": a coordinator in front that could be a determiner. */
static bool preconjunction(const ch__sent *s, uint32_t i)
{
    return i + 1 < s->n && ch__tag_in(s, i, CH__T(CC)) && s->t[i].e->tags & CH__T(DT) &&
           !ch__tag_in(s, i + 1, CH__T(CC));
}

static bool starts_group(const ch__sent *s, uint32_t i)
{
    const ch__tok *t = &s->t[i];
    if (t->fixed)
        return false;
    if (t->role != CH__ROLE_NONE)
        return t->role == CH__ROLE_NOUN || t->role == CH__ROLE_QUANT;
    if (ch__tag_in(s, i,
                   CH__NOMINAL | CH__T(DT) | CH__T(PDT) | CH__T(PRP) | CH__T(PRPS) | CH__T(WPS) | CH__T(EX) |
                       CH__T(CD) | CH__ADJECTIVAL | CH__T(DOLLAR) | CH__T(ADD) | CH__T(FW)))
        return true;
    if (ch__tag_in(s, i, CH__T(SYM)))
        return true;
    if (t->upos == CH_UPOS_DET)
        return true; /* "which countries" */
    if (preconjunction(s, i))
        return starts_group(s, i + 1);
    if (ch__tag_in(s, i, CH__T(VBN)) && t->upos == CH_UPOS_VERB)
        return hyphen_follows(s, i) ||
               (ch__tag_in(s, i + 1, CH__NOMINAL | CH__ADJECTIVAL) &&
                (i == 0 || ch__tag_in(s, i - 1, CH__T(IN) | CH__T(VBG) | CH__T(VB) | CH__T(CC))) && noun_ahead(s, i) &&
                !(s->t[i].e->frames & CH__SPEECH) && i > 0);
    if (ch__tag_in(s, i, CH__ADVERBIAL))
        return (ch__tag_in(s, i + 1, CH__ADJECTIVAL | CH__T(VBN)) && noun_ahead(s, i + 1) &&
                !ch__tag_in(s, i + 1, CH__T(VBN))) ||
               ch__tag_in(s, i + 1, CH__T(CD)) || hyphen_follows(s, i);
    return ch__tag_in(s, i, CH__T(VBG) | CH__T(VB) | CH__T(IN) | CH__T(RP)) && hyphen_follows(s, i) &&
           noun_ahead(s, i + 1);
}

/* "economic and political ties", "regional, and international": i is the coordinator or comma between modifiers.
 * Returns the next modifier, or CH_NONE. */
static uint32_t next_modifier(const ch__sent *s, uint32_t i)
{
    uint32_t k = i + (ch__tag_in(s, i, CH__T(COMMA)) && ch__tag_in(s, i + 1, CH__T(CC)) ? 2 : 1);
    bool modifier = ch__tag_in(s, k, CH__ADJECTIVAL | CH__T(VBN)) &&
                    (noun_ahead(s, k) || ch__tag_in(s, k + 1, CH__T(CC) | CH__T(COMMA)));
    if (!modifier || !ch__tag_in(s, i - 1, CH__ADJECTIVAL | CH__T(VBN) | CH__T(VBG)))
        return CH_NONE;
    for (uint32_t j = k; j < s->n && j < k + 12; j++) {
        if (ch__tag_in(s, j, CH__NOMINAL))
            return k;
        if (!ch__tag_in(s, j, CH__ADJECTIVAL | CH__T(CC) | CH__T(COMMA) | CH__T(VBN) | CH__T(HYPH)))
            return CH_NONE;
    }
    return CH_NONE;
}

typedef struct group {
    uint32_t first, end, head; /* head CH_NONE: no noun */
    bool det;
} group;

/* Words of a fixed expression: "each other" heads a group, "more than" stands before a number. */
static bool fixed_part(const ch__sent *s, group *g, uint32_t k)
{
    if (s->t[k].role == CH__ROLE_NOUN && k == g->first)
        g->head = k;
    return s->t[k].fixed || s->t[k].role == CH__ROLE_QUANT || (s->t[k].role == CH__ROLE_NOUN && k == g->first);
}

/* Whether token k still belongs to the group; sets g->head when it is a noun. */
static bool extends(const ch__sent *s, group *g, uint32_t k)
{
    bool start = k == g->first;
    if (s->t[k].fixed || s->t[k].role != CH__ROLE_NONE)
        return fixed_part(s, g, k);
    if (hyphened(s, k) || (ch__tag_in(s, k, CH__T(HYPH)) && hyphened(s, k + 1))) {
        if (ch__tag_in(s, k, CH__NOMINAL))
            g->head = k;
        else if (ch__tag_in(s, k, CH__ADJECTIVAL | CH__T(VBN) | CH__T(VBG)) && noun_ahead(s, k))
            g->head = CH_NONE; /* "adult-learned languages", "U.S.-led" */
        return true;
    }
    if (ch__tag_in(s, k, CH__NOMINAL | CH__T(DOLLAR) | CH__T(SYM) | CH__T(ADD) | CH__T(FW))) {
        bool time_after_other = g->head != CH_NONE && s->t[k].e->kinds & CH__TIME && s->t[k].e->upper &&
                                !(s->t[g->head].e->kinds & CH__TIME);
        if (time_after_other && !ch__tag_in(s, k + 1, CH__NOMINAL))
            return false; /* "told reporters Monday" */
        g->head = k;
        return true;
    }
    if (ch__tag_in(s, k, CH__T(CD)) || (start && preconjunction(s, k)))
        return true;
    if (ch__tag_in(s, k, CH__T(DT) | CH__T(PDT) | CH__T(PRPS) | CH__T(WPS)) || s->t[k].upos == CH_UPOS_DET) {
        bool free = start || (k == g->first + 1 && ch__tag_in(s, g->first, CH__T(CC) | CH__T(PDT) | CH__ADVERBIAL));
        g->det |= free;
        return free;
    }
    if (ch__tag_in(s, k, CH__ADJECTIVAL) && k > 0 && hyphened(s, k - 1) && noun_ahead(s, k))
        g->head = CH_NONE; /* "25-year strategic agreement" */
    if (ch__tag_in(s, k, CH__ADJECTIVAL))
        return g->head == CH_NONE ||
               (ch__tag_in(s, g->head, CH__T(NNP)) && k == g->head + 1 && ch__tag_in(s, k + 1, CH__NOMINAL) &&
                !(s->t[k + 1].e->kinds & CH__TIME)); /* "Iran nuclear deal", not "China next year" */
    if (ch__tag_in(s, k, CH__T(VBN) | CH__T(VBG)) && s->t[k].upos == CH_UPOS_VERB)
        return g->head == CH_NONE &&
               (start || ch__tag_in(s, k - 1,
                                    CH__T(DT) | CH__T(PRPS) | CH__T(JJ) | CH__T(CD) | CH__T(POS) | CH__T(CC) |
                                        CH__T(COMMA) | CH__ADVERBIAL)) &&
               (noun_ahead(s, k) || hyphen_follows(s, k));
    if (ch__tag_in(s, k, CH__ADVERBIAL))
        return g->head == CH_NONE && (ch__tag_in(s, k + 1, CH__ADJECTIVAL | CH__T(VBN) | CH__T(CD))) &&
               (noun_ahead(s, k + 1) || ch__tag_in(s, k + 1, CH__T(CD)));
    return start;
}

static group scan_group(const ch__sent *s, uint32_t i)
{
    group g = {.first = i, .end = i, .head = CH_NONE};
    uint32_t k = i;
    while (k < s->n && extends(s, &g, k)) {
        k++;
        if (g.head == CH_NONE && k > i && ch__tag_in(s, k, CH__T(CC) | CH__T(COMMA))) {
            uint32_t next = next_modifier(s, k);
            k = next == CH_NONE ? k : next;
        }
    }
    g.end = k > i ? k : i + 1;
    return g;
}

/* ---- words inside a noun group ---- */

static bool person_run(const ch__sent *s, uint32_t from, uint32_t to)
{
    for (uint32_t k = from; k < to; k++) {
        const ch__entry *e = s->t[k].e;
        if (e->kinds & (CH__ORG | CH__LOC | CH__MISC) && !(e->kinds & CH__TITLE))
            return false;
        if (!ch__tag_in(s, k, CH__T(NNP) | CH__T(HYPH)) || s->t[k].upos == CH_UPOS_ADJ || e->adjective != CH_NONE)
            return false;
        if (e->name && e->name != 1 + CH_NAME_PER)
            return false;
    }
    return true;
}

/* First token of the proper name that ends the group, behind its titles: "Iranian [Foreign Minister] Abbas Araghchi".
 */
static uint32_t name_start(const ch__sent *s, uint32_t first, uint32_t head)
{
    uint32_t k = head;
    while (k > first && ch__tag_in(s, k - 1, CH__T(NNP) | CH__T(HYPH)) &&
           !(s->t[k - 1].e->kinds & CH__TITLE && ch__tag_in(s, k, CH__T(NNP))) && s->t[k - 1].upos != CH_UPOS_ADJ)
        k--;
    while (k < head && ch__tag_in(s, k, CH__T(HYPH)))
        k++;
    return k;
}

static ch_deprel modifier_rel(const ch__sent *s, uint32_t i)
{
    switch (s->t[i].tag) {
    case CH__PDT: return CH_DEP_DET_PREDET;
    case CH__DT:
    case CH__WDT: return CH_DEP_DET;
    case CH__PRPS:
    case CH__WPS: return CH_DEP_NMOD_POSS;
    case CH__CD: return CH_DEP_NUMMOD;
    case CH__RB:
    case CH__RBR:
    case CH__RBS: return CH_DEP_ADVMOD;
    case CH__CC: return s->t[i].e->tags & CH__T(DT) ? CH_DEP_CC_PRECONJ : CH_DEP_CC;
    case CH__COMMA:
    case CH__HYPH: return CH_DEP_PUNCT;
    case CH__IN: return CH_DEP_CASE;
    case CH__JJ:
    case CH__JJR:
    case CH__JJS:
    case CH__VBN:
    case CH__VBG: return CH_DEP_AMOD;
    default:
        return s->t[i].upos == CH_UPOS_DET ? CH_DEP_DET : s->t[i].upos == CH_UPOS_ADJ ? CH_DEP_AMOD : CH_DEP_COMPOUND;
    }
}

/* "economic and political": attaches the later modifiers to the first; returns whether i was part of such a series. */
static bool modifier_series(ch__sent *s, uint32_t first, uint32_t i, uint32_t end)
{
    uint32_t k = i;
    while (k > first && ch__tag_in(s, k - 1, CH__T(CC) | CH__T(COMMA)))
        k--;
    if (k == i || k == first)
        return false;
    uint32_t head = k - 1;
    while (head > first && s->rel[head] == CH_DEP_CONJ && s->head[head] < head)
        head = s->head[head];
    for (uint32_t c = k; c < i; c++)
        ch__arc(s, c, i, ch__tag_in(s, c, CH__T(CC)) ? CH_DEP_CC : CH_DEP_PUNCT);
    ch__arc(s, i, head, CH_DEP_CONJ);
    return i < end;
}

/* The currency sign that the number belongs to: "a [$] 44 billion loan". */
static uint32_t dollar_before(const ch__sent *s, uint32_t first, uint32_t i)
{
    while (i > first && ch__tag_in(s, i - 1, CH__T(CD)))
        i--;
    return i > first && ch__tag_in(s, i - 1, CH__T(DOLLAR)) ? i - 1 : CH_NONE;
}

/* Words before the head. A hyphened word hangs on the next one, an adverb on its adjective. */
static void before_head(ch__sent *s, uint32_t first, uint32_t head, uint32_t title)
{
    for (uint32_t i = first; i < head; i++) {
        uint32_t to =
            title != CH_NONE && i < title && !ch__tag_in(s, i, CH__T(DT) | CH__T(PRPS) | CH__T(PDT)) ? title : head;
        if (s->head[i] != CH_NONE || ch__tag_in(s, i, CH__T(CC) | CH__T(COMMA) | CH__T(HYPH)))
            continue;
        if (s->t[i].fixed) {
            uint32_t f = i;
            while (f > first && s->t[f].fixed)
                f--;
            ch__arc(s, i, f, CH_DEP_FIXED);
        } else if (s->t[i].role == CH__ROLE_QUANT) {
            uint32_t n = i + 1;
            while (n < head && !ch__tag_in(s, n, CH__T(CD) | CH__T(DOLLAR)))
                n++;
            ch__arc(s, i, n, CH_DEP_ADVMOD);
        } else if (hyphen_follows(s, i) && i + 2 <= head) {
            ch__arc(s, i, i + 2, modifier_rel(s, i));
            ch__arc(s, i + 1, i, CH_DEP_PUNCT);
        } else if (ch__tag_in(s, i, CH__ADVERBIAL) && i + 1 < head &&
                   ch__tag_in(s, i + 1, CH__ADJECTIVAL | CH__T(VBN) | CH__T(CD) | CH__ADVERBIAL)) {
            ch__arc(s, i, i + 1, CH_DEP_ADVMOD);
        } else if (ch__tag_in(s, i, CH__T(CD)) && i + 1 < head && ch__tag_in(s, i + 1, CH__T(CD))) {
            ch__arc(s, i, i + 1, CH_DEP_COMPOUND);
        } else if (ch__tag_in(s, i, CH__T(CD)) && i > first && dollar_before(s, first, i) != CH_NONE) {
            ch__arc(s, i, dollar_before(s, first, i), CH_DEP_NUMMOD);
        } else if (!(ch__tag_in(s, i, CH__ADJECTIVAL | CH__T(VBN)) && modifier_series(s, first, i, head))) {
            ch__arc(s, i, to, i == title ? CH_DEP_NMOD_DESC : modifier_rel(s, i));
        }
    }
}

static void after_head(ch__sent *s, uint32_t head, uint32_t end)
{
    for (uint32_t i = head + 1; i < end; i++) {
        ch_deprel rel = ch__tag_in(s, i, CH__T(CD))                  ? CH_DEP_NUMMOD
                        : ch__tag_in(s, i, CH__T(HYPH))              ? CH_DEP_PUNCT
                        : s->t[i].fixed                              ? CH_DEP_FIXED
                        : ch__tag_in(s, i, CH__T(NNP) | CH__T(NNPS)) ? CH_DEP_FLAT
                                                                     : CH_DEP_DEP;
        bool factor = rel == CH_DEP_NUMMOD && i + 1 < end && ch__tag_in(s, i + 1, CH__T(CD)); /* "$5 billion" */
        uint32_t to = factor ? i + 1 : rel == CH_DEP_PUNCT ? i - 1 : head;
        ch__arc(s, i, to, factor ? CH_DEP_COMPOUND : rel);
    }
}

/* Settles the head of a group and attaches its other words. */
static uint32_t settle_group(ch__sent *s, group *g)
{
    uint32_t head = g->head, title = CH_NONE;
    if (head == CH_NONE) { /* "the latter", "30", "those" */
        head = g->end - 1;
        while (head > g->first && ch__tag_in(s, head, CH__T(CC) | CH__T(COMMA) | CH__T(HYPH)))
            head--;
    }
    if (s->t[head].fixed)
        while (head > g->first && s->t[head].fixed)
            head--;
    if (ch__tag_in(s, head, CH__T(NNP)) && g->head != CH_NONE) {
        uint32_t from = name_start(s, g->first, head);
        bool titled = from > g->first && s->t[from - 1].e->kinds & CH__TITLE && ch__tag_in(s, from - 1, CH__NOMINAL);
        bool known = s->t[from].e->name == 1 + CH_NAME_PER;
        if (titled)
            title = from - 1;
        if (person_run(s, from, head + 1) && (titled || known || from < head))
            head = from;
    }
    before_head(s, g->first, head, title);
    after_head(s, head, g->end);
    for (uint32_t i = g->first; i < g->end; i++)
        if (i != head && s->head[i] == CH_NONE)
            ch__arc(s, i, head, modifier_rel(s, i));
    return head;
}

static uint32_t noun_flags(const ch__sent *s, const group *g, uint32_t head)
{
    uint32_t flags = 0;
    const ch__entry *e = s->t[head].e;
    flags |= e->kinds & CH__TIME && !(e->kinds & CH__TITLE) ? CH__I_TIME : 0;
    flags |=
        ch__tag_in(s, head, CH__T(CD)) && e->form.n == 4 && ch__is_digit((unsigned char)e->form.p[0]) ? CH__I_TIME : 0;
    flags |= s->t[head].upos == CH_UPOS_PRON ? CH__I_PRON : 0;
    flags |= ch__tag_in(s, head, CH__T(NNP) | CH__T(NNPS)) ? CH__I_PROPER : 0;
    flags |= ch__tag_in(s, head, CH__T(EX)) ? CH__I_EXPL : 0;
    for (uint32_t i = g->first; i < g->end; i++)
        flags |= ch__tag_in(s, i, CH__T(WPS)) ? CH__I_HAS_REL : 0;
    return flags;
}

static ch__item noun_group(ch__sent *s, uint32_t i)
{
    group g = scan_group(s, i);
    /* "China 's exports": possessors chain */
    uint32_t first = g.first, owner = CH_NONE;
    bool single = ch__tag_in(s, i, CH__T(PRP) | CH__T(EX));
    if (single)
        g.end = i + 1, g.head = i;
    while (!single && g.end < s->n && ch__tag_in(s, g.end, CH__T(POS)) && g.head != CH_NONE) {
        uint32_t pos = g.end, head = settle_group(s, &g);
        ch__arc(s, pos, head, CH_DEP_CASE);
        if (owner != CH_NONE)
            ch__arc(s, owner, head, CH_DEP_NMOD_POSS);
        owner = head;
        bool more =
            pos + 1 < s->n && starts_group(s, pos + 1) && !ch__tag_in(s, pos + 1, CH__T(DT) | CH__T(PRPS) | CH__T(PRP));
        if (!more)
            return (ch__item){.first = first,
                              .end = pos + 1,
                              .word = head,
                              .flags = noun_flags(s, &g, head) | CH__I_POSS,
                              .head = CH_NONE,
                              .pred = CH_NONE,
                              .kind = CH__NG};
        g = scan_group(s, pos + 1);
    }
    uint32_t head = single ? i : settle_group(s, &g);
    if (owner != CH_NONE)
        ch__arc(s, owner, head, CH_DEP_NMOD_POSS);
    bool part = ch__tag_in(s, g.end, CH__T(IN)) && strcmp(s->t[g.end].e->lower, "of") == 0; /* "many of the problems" */
    bool adjective = g.head == CH_NONE && !g.det && !part && owner == CH_NONE &&
                     ch__tag_in(s, head, CH__ADJECTIVAL | CH__T(VBN) | CH__T(VBG));
    bool adverb =
        g.head == CH_NONE && !g.det && owner == CH_NONE && ch__tag_in(s, head, CH__ADVERBIAL | CH__T(IN) | CH__T(RP));
    return (ch__item){.first = first,
                      .end = g.end,
                      .word = head,
                      .flags = noun_flags(s, &g, head),
                      .head = CH_NONE,
                      .pred = CH_NONE,
                      .kind = adjective ? CH__AG
                              : adverb  ? CH__RG
                                        : CH__NG};
}

/* ---- other items ---- */

static ch__kind single_kind(const ch__sent *s, uint32_t i)
{
    const ch__tok *t = &s->t[i];
    switch (t->role) {
    case CH__ROLE_CASE: return CH__PREP;
    case CH__ROLE_CC: return CH__CONJ;
    case CH__ROLE_MARK: return CH__MARK;
    case CH__ROLE_ADV: return CH__RG;
    default: break;
    }
    switch (t->tag) {
    case CH__COMMA: return CH__COMMA_ITEM;
    case CH__CC: return CH__CONJ;
    case CH__WDT:
    case CH__WP:
    case CH__WRB: return CH__REL;
    case CH__RB:
    case CH__RBR:
    case CH__RBS:
    case CH__RP: return CH__RG;
    case CH__IN:
        return t->upos == CH_UPOS_SCONJ && !(ch__tag_in(s, i + 1, CH__T(VBG)) && t->e->upos & (1u << CH_UPOS_ADP))
                   ? CH__MARK
                   : CH__PREP;
    default: return t->upos == CH_UPOS_PUNCT ? CH__PUNCT_ITEM : CH__OTHER;
    }
}

static ch__item single(ch__sent *s, uint32_t i)
{
    uint32_t end = i + 1;
    while (end < s->n && s->t[end].fixed) {
        ch__arc(s, end, i, CH_DEP_FIXED);
        end++;
    }
    uint32_t flags = ch__tag_in(s, i, CH__T(WRB)) ? CH__I_WH : 0;
    return (ch__item){.first = i,
                      .end = end,
                      .word = i,
                      .flags = flags,
                      .head = CH_NONE,
                      .pred = CH_NONE,
                      .kind = (uint8_t)single_kind(s, i)};
}

uint32_t ch__chunk(ch__sent *s, ch__item *at)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i = at[n - 1].end) {
        if (starts_group(s, i))
            at[n++] = noun_group(s, i);
        else if (ch__verbal(s, i))
            at[n++] = ch__verb_group(s, i);
        else
            at[n++] = single(s, i);
    }
    return n;
}
