/* phrases.c - where prepositional phrases go, and what is coordinated with what. */
#include "syntax/inside.h"

static uint32_t frontier_noun(const ch__parse *p)
{
    uint32_t x = ch__top(p);
    return x != CH_NONE && ch__is_noun(&p->at[x]) && !(p->at[x].flags & CH__I_PRON) ? x : CH_NONE;
}

/* ---- prepositional phrases ---- */

static bool noun_governs(const ch__parse *p, uint32_t noun, const char *prep)
{
    const ch__entry *e = ch__item_entry(p, noun);
    return e->noun != CH_NONE && ch__list_has(ch__table_cell(p->s->lexicon->nouns, e->noun, 2), prep);
}

static bool verb_governs(const ch__parse *p, uint32_t verb, const char *prep)
{
    const ch__entry *e = ch__item_entry(p, verb);
    return e->verb != CH_NONE && ch__list_has(ch__table_cell(p->s->lexicon->verbs, e->verb, 2), prep);
}

static bool prefers_noun(const ch__parse *p, const char *prep)
{
    const ch__table *t = p->s->lexicon->prepositions;
    uint32_t row = t ? ch__table_find(t, ch__sv_of(prep)) : CH_NONE;
    const char *prefer = row == CH_NONE ? NULL : ch__table_cell(t, row, 1);
    return prefer && strcmp(prefer, "noun") == 0;
}

/* Nearest noun of the frontier that governs the preposition, not looking past a verb: "a meeting in Beijing with
 * Putin". */
static uint32_t governing_noun(const ch__parse *p, const char *prep)
{
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < 6; steps++) {
        uint32_t x = p->stack[d];
        if (!ch__is_noun(&p->at[x]))
            return CH_NONE;
        if (noun_governs(p, x, prep))
            return x;
        if (p->at[x].head == CH_NONE)
            return CH_NONE;
    }
    return CH_NONE;
}

static ch_deprel phrase_rel(const ch__parse *p, uint32_t i, uint32_t verb, const char *prep)
{
    bool agent = p->at[verb].flags & CH__I_PASSIVE && strcmp(prep, "by") == 0 && !(p->at[i].flags & CH__I_TIME);
    return agent ? CH_DEP_OBL_AGENT : CH_DEP_OBL;
}

/* The nearest passive of the frontier: "was accused of violating airspace by officials". */
static uint32_t passive_clause(const ch__parse *p)
{
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < CH__WINDOW; steps++) {
        const ch__item *x = &p->at[p->stack[d]];
        if (ch__is_clause(x) && x->flags & CH__I_PASSIVE)
            return p->stack[d];
        if (x->head == CH_NONE || (ch__is_clause(x) && x->flags & CH__I_HAS_SUBJ))
            break;
    }
    return CH_NONE;
}

/* Whether "verb noun PREP item" belongs to the noun (Hindle and Rooth 1993 decide by lexical association; here by what
 * verbs and nouns are listed to govern, then by the preposition). */
static uint32_t phrase_head(const ch__parse *p, uint32_t i, const char *prep, uint32_t verb)
{
    uint32_t noun = frontier_noun(p);
    if (verb == CH_NONE) {
        uint32_t holder = strcmp(prep, "of") == 0 ? CH_NONE : governing_noun(p, prep);
        return holder != CH_NONE ? holder : noun;
    }
    if (noun == CH_NONE || p->comma)
        return verb;
    if (strcmp(prep, "of") == 0)
        return noun;
    if (strcmp(prep, "by") == 0 && !(p->at[i].flags & CH__I_TIME) && passive_clause(p) != CH_NONE)
        return passive_clause(p);
    if (p->at[i].flags & CH__I_TIME)
        return verb;
    uint32_t governor = governing_noun(p, prep);
    if (governor == noun || (governor != CH_NONE && !verb_governs(p, verb, prep) && !(p->at[i].flags & CH__I_TIME)))
        return governor;
    if (p->at[i].flags & CH__I_TIME || verb_governs(p, verb, prep) || p->at[noun].flags & CH__I_TIME)
        return verb;
    if (p->at[noun].flags & CH__I_PROPER && strcmp(prep, "in") != 0)
        return verb;
    return prefers_noun(p, prep) ? noun : verb;
}

/* "In March", "On Friday" before the subject, or between it and the verb: it waits for the verb. */
static bool phrase_waits(const ch__parse *p, uint32_t i, const char *prep)
{
    uint32_t noun = frontier_noun(p);
    if (noun == CH_NONE)
        return true;
    if (strcmp(prep, "of") == 0)
        return false;
    bool time = (p->at[i].flags & CH__I_TIME) != 0, named = (p->at[noun].flags & (CH__I_PROPER | CH__I_PRON)) != 0;
    return (p->comma && !noun_governs(p, noun, prep)) ||
           (time && named && i + 1 < p->n && ch__is_clause(&p->at[i + 1])) ||
           (p->at[noun].flags & CH__I_TIME && p->at[noun].flags & CH__I_CASED && p->comma);
}

void ch__take_phrase(ch__parse *p, uint32_t i, uint32_t prep)
{
    const char *word = ch__item_entry(p, prep)->lower;
    uint32_t last = ch__top(p), verb = ch__frontier_clause(p), copula = ch__open_copula(p);
    p->at[i].flags |= CH__I_CASED;
    if (copula != CH_NONE && !(p->at[copula].flags & CH__I_EXPL) && !p->comma) {
        ch__make_predicate(p, i, copula);
        return;
    }
    if (p->conj != CH_NONE && ch__coordinate(p, i))
        return;
    if (verb == CH_NONE && (last == CH_NONE || phrase_waits(p, i, word))) {
        if (last != CH_NONE && p->at[last].kind == CH__AG)
            ch__attach(p, i, last, CH_DEP_OBL);
        else
            ch__attach(p, i, CH_NONE, CH_DEP_OBL);
        return;
    }
    if (last != CH_NONE && p->at[last].kind == CH__AG && !p->comma) { /* "ready for talks" */
        ch__attach(p, i, last, CH_DEP_OBL);
        return;
    }
    uint32_t head = phrase_head(p, i, word, verb);
    ch__attach(p, i, head,
               head == CH_NONE             ? CH_DEP_OBL
               : ch__is_noun(&p->at[head]) ? CH_DEP_NMOD
                                           : phrase_rel(p, i, head, word));
}

/* ---- coordination ---- */

/* How alike two items are as conjuncts; 0: not at all. */
static unsigned likeness(const ch__parse *p, uint32_t a, uint32_t b)
{
    const ch__item *x = &p->at[a], *y = &p->at[b];
    const unsigned form = CH__I_TO | CH__I_ING | CH__I_PART | CH__I_BARE | CH__I_FINITE;
    bool xc = ch__is_clause(x), yc = ch__is_clause(y);
    if (xc && yc) {
        bool infinitive = x->flags & CH__I_TO && y->flags & CH__I_BARE;
        return (x->flags & form) == (y->flags & form) || infinitive             ? 4
               : ch__tag_in(p->s, x->word, CH__T(VBN)) && y->flags & CH__I_PART ? 3
                                                                                : 1;
    }
    if (ch__is_noun(x) && ch__is_noun(y)) {
        if (p->prep != CH_NONE)
            return x->flags & CH__I_CASED ? 3 : 0;
        bool proper = (x->flags & CH__I_PROPER) == (y->flags & CH__I_PROPER),
             time = (x->flags & CH__I_TIME) == (y->flags & CH__I_TIME);
        bool plural = p->s->t[x->word].tag == p->s->t[y->word].tag;
        return time ? 2 + proper + (plural && proper) : 1;
    }
    return x->kind == CH__AG && y->kind == CH__AG ? 4 : x->kind == CH__RG && y->kind == CH__RG ? 4 : 0;
}

bool ch__coordinate(ch__parse *p, uint32_t i)
{
    uint32_t best = CH_NONE;
    unsigned score = 0;
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < 12; steps++) {
        uint32_t x = p->stack[d];
        unsigned like = likeness(p, x, i);
        if (like > score) {
            score = like;
            best = x;
        }
        if (p->at[x].head == CH_NONE || (ch__is_clause(&p->at[x]) && !ch__is_clause(&p->at[i])))
            break;
    }
    if (best == CH_NONE)
        return false;
    uint32_t first = p->at[best].rel == CH_DEP_CONJ && p->at[best].head != CH_NONE ? p->at[best].head : best;
    ch__attach(p, i, first, CH_DEP_CONJ);
    return true;
}
