/* attach.c - where noun groups without a preposition, adverbs and predicates go, given the stack. */
#include "syntax/inside.h"

/* Stops at what waits for a head. */
uint32_t ch__frontier_clause(const ch__parse *p)
{
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < CH__WINDOW; steps++) {
        uint32_t x = p->stack[d];
        if (ch__is_clause(&p->at[x]))
            return x;
        if (p->at[x].head == CH_NONE)
            return CH_NONE;
    }
    return CH_NONE;
}

static bool finite_clause(const ch__item *x)
{
    return ch__is_clause(x) && x->flags & CH__I_FINITE;
}

/* The next content item is a finite verb: item i is a subject. Prepositional phrases and adverbs between do not count.
 */
static bool verb_follows(const ch__parse *p, uint32_t i)
{
    for (uint32_t k = i + 1; k < p->n && k < i + 16; k++) {
        const ch__item *x = &p->at[k];
        if (ch__is_clause(x))
            return finite_clause(x) &&
                   !(x->flags & CH__I_AMBIGUOUS && k + 1 < p->n && p->at[k + 1].kind == CH__PREP && k > i + 1);
        if (x->kind == CH__PREP && k + 1 < p->n && ch__is_noun(&p->at[k + 1]))
            k++;
        else if (x->kind != CH__RG)
            return false;
    }
    return false;
}

/* ", NG and NG": a list goes on from item i. Elements may carry prepositional phrases; a finite verb ends it. */
static bool list_goes_on(const ch__parse *p, uint32_t i)
{
    bool phrase = false; /* inside a prepositional phrase, where a coordinator tells nothing of the list */
    for (uint32_t k = i + 1; k < p->n && k < i + 24; k++) {
        switch (p->at[k].kind) {
        case CH__CONJ:
            if (!phrase)
                return k + 1 < p->n && ch__is_noun(&p->at[k + 1]);
            break;
        case CH__NG: break;
        case CH__PREP: phrase = true; break;
        case CH__COMMA_ITEM: phrase = false; break;
        default: return false;
        }
    }
    return false;
}

/* "According to the ministry, Mexico and Brazil signed": the coordinated nouns from i are a subject. */
static bool pair_of_subjects(const ch__parse *p, uint32_t i)
{
    return i + 2 < p->n && p->at[i + 1].kind == CH__CONJ && ch__is_noun(&p->at[i + 2]) && verb_follows(p, i + 2);
}

/* ---- predicates ---- */

/* A form of be that still needs its predicate, right before but for adverbs; or CH_NONE. "is also willing" */
uint32_t ch__open_copula(const ch__parse *p)
{
    uint32_t d = p->depth;
    while (d > 0 && d + 4 > p->depth && p->at[p->stack[d - 1]].kind == CH__RG)
        d--;
    uint32_t x = d > 0 ? p->stack[d - 1] : CH_NONE;
    return x != CH_NONE && p->at[x].kind == CH__COP && p->at[x].pred == CH_NONE ? x : CH_NONE;
}

/* "is willing", "is the priority", "are at their best": the predicate becomes the head when the tree is finished. */
void ch__make_predicate(ch__parse *p, uint32_t i, uint32_t copula)
{
    p->at[copula].pred = i;
    ch__attach(p, i, copula, CH_DEP_XCOMP);
}

void ch__take_predicate(ch__parse *p, uint32_t i)
{
    uint32_t verb = ch__frontier_clause(p), last = ch__top(p), copula = ch__open_copula(p);
    if (p->conj != CH_NONE && ch__coordinate(p, i))
        return;
    if (copula != CH_NONE) {
        ch__make_predicate(p, i, copula);
        return;
    }
    if (p->prep != CH_NONE) { /* "in full", "at best" */
        p->at[i].flags |= CH__I_CASED;
        ch__attach(p, i, verb, CH_DEP_OBL);
        return;
    }
    if (last != CH_NONE && p->at[last].kind == CH__AG && p->comma) {
        ch__attach(p, i, p->at[last].rel == CH_DEP_CONJ ? p->at[last].head : last, CH_DEP_CONJ);
        return;
    }
    bool near = verb != CH_NONE && !p->comma;
    if (near)
        ch__attach(p, i, verb, CH_DEP_XCOMP);
    else if (last != CH_NONE && ch__is_noun(&p->at[last]))
        ch__attach(p, i, last, p->comma ? CH_DEP_ACL : CH_DEP_AMOD);
    else
        ch__attach(p, i, verb, CH_DEP_ADVCL);
}

/* ---- adverbs ---- */

static bool verb_next(const ch__parse *p, uint32_t i)
{
    uint32_t k = i + 1;
    while (k < p->n && k < i + 4 && p->at[k].kind == CH__RG)
        k++;
    return k < p->n && (ch__is_clause(&p->at[k]) || p->at[k].kind == CH__AG);
}

/* Nothing that could be a predicate follows the adverb. */
static bool closes(const ch__parse *p, uint32_t i)
{
    for (uint32_t k = i + 1; k < p->n && k < i + 4; k++) {
        unsigned kind = p->at[k].kind;
        if (kind == CH__PUNCT_ITEM || kind == CH__CONJ || kind == CH__MARK ||
            (kind == CH__VG && p->at[k].flags & CH__I_TO))
            return true;
        if (kind != CH__RG && kind != CH__COMMA_ITEM)
            return false;
    }
    return i + 1 >= p->n;
}

void ch__take_adverb(ch__parse *p, uint32_t i)
{
    uint32_t verb = ch__frontier_clause(p), last = ch__top(p);
    const ch__item *x = &p->at[i];
    bool particle = p->s->t[x->word].tag == CH__RP;
    ch_deprel rel = particle              ? CH_DEP_COMPOUND_PRT
                    : x->kind == CH__RG   ? CH_DEP_ADVMOD
                    : x->kind == CH__PREP ? CH_DEP_OBL
                                          : CH_DEP_DEP;
    if (p->s->t[x->word].upos == CH_UPOS_INTJ)
        rel = CH_DEP_DISCOURSE;
    uint32_t copula = ch__open_copula(p);
    if (copula != CH_NONE && p->conj == CH_NONE && p->prep == CH_NONE) {
        if (closes(p, i) && x->kind == CH__RG)
            ch__make_predicate(p, i, copula); /* "were there" */
        else
            ch__attach(p, i, copula, rel);
        return;
    }
    bool waits = last == CH_NONE || (!particle && verb_next(p, i) && !(verb == last && p->at[last].kind == CH__COP));
    if (p->prep != CH_NONE || p->conj != CH_NONE)
        waits = true; /* "and then said": the coordinator is for the verb */
    if (waits || verb == CH_NONE) {
        if (last != CH_NONE && !waits && p->at[last].kind != CH__MARK && p->at[last].kind != CH__REL &&
            !verb_follows(p, i)) {
            ch__attach(p, i, last, rel);
            return;
        }
        p->at[i].rel = (uint8_t)rel;
        p->stack[p->depth++] = i;
        return;
    }
    ch__attach(p, i, verb, rel);
}

/* ---- nouns without a preposition ---- */

static bool reflexive(const ch__parse *p, uint32_t i)
{
    return ch__sv_ends(ch__sv_of(ch__item_entry(p, i)->lower), CH__SV("sel")) ||
           ch__sv_ends(ch__sv_of(ch__item_entry(p, i)->lower), CH__SV("self")) ||
           ch__sv_ends(ch__sv_of(ch__item_entry(p, i)->lower), CH__SV("selves"));
}

/* The item waits for the verb; so does a coordinator in front of it. */
static void wait(ch__parse *p, uint32_t i)
{
    p->at[i].rel = CH_DEP_NSUBJ;
    p->stack[p->depth++] = i;
}

/* "met Putin and Li met Lavrov": the noun behind the coordinator opens a clause. */
static bool opens_clause(const ch__parse *p, uint32_t i)
{
    uint32_t verb = ch__frontier_clause(p), last = ch__top(p);
    if (p->at[i].flags & CH__I_EXPL || (p->at[i].flags & CH__I_PRON && verb != CH_NONE && verb_follows(p, i)))
        return true;
    if (verb == CH_NONE || !(p->at[verb].flags & CH__I_FINITE) || !(p->at[verb].flags & CH__I_HAS_SUBJ) ||
        !verb_follows(p, i))
        return false;
    bool said = last != CH_NONE && p->at[last].rel == CH_DEP_OBJ && p->at[last].head == verb &&
                ch__item_entry(p, verb)->frames & (CH__THAT | CH__SPEECH);
    return !said;
}

static bool predicate_follows(const ch__parse *p, uint32_t i)
{
    uint32_t k = i + 1;
    while (k < p->n && p->at[k].kind == CH__RG)
        k++;
    return k < p->n && (ch__is_noun(&p->at[k]) || p->at[k].kind == CH__AG);
}

/* The noun after a verb, nothing between. */
static void object(ch__parse *p, uint32_t i, uint32_t verb)
{
    ch__item *v = &p->at[verb], *x = &p->at[i];
    const ch__entry *e = ch__item_entry(p, verb);
    if (v->flags & CH__I_EXPL && !(v->flags & CH__I_HAS_OBJ)) { /* "there is hope" */
        v->flags |= CH__I_HAS_OBJ;
        v->pred = verb;
        ch__attach(p, i, verb, CH_DEP_NSUBJ);
    } else if (v->kind == CH__COP && v->pred == CH_NONE) {
        if (!(v->flags & CH__I_HAS_SUBJ) && v->flags & CH__I_FINITE && predicate_follows(p, i)) {
            v->flags |= CH__I_HAS_SUBJ; /* "Is this a waiver?" */
            ch__attach(p, i, verb, CH_DEP_NSUBJ);
        } else {
            ch__make_predicate(p, i, verb);
        }
    } else if (v->flags & CH__I_INVERT && !(v->flags & CH__I_HAS_SUBJ)) {
        v->flags |= CH__I_HAS_SUBJ;
        ch__attach(p, i, verb, CH_DEP_NSUBJ);
    } else if (x->flags & CH__I_TIME) {
        ch__attach(p, i, verb, CH_DEP_OBL_UNMARKED);
    } else if (e->frames & CH__LINK && e->frames & CH__INTRANSITIVE) {
        ch__attach(p, i, verb, CH_DEP_XCOMP);
    } else if (v->flags & CH__I_HAS_OBJ) {
        ch__attach(p, i, verb, CH_DEP_OBL_UNMARKED);
    } else {
        v->flags |= CH__I_HAS_OBJ;
        ch__attach(p, i, verb, CH_DEP_OBJ);
    }
}

/* A noun right after a noun, no comma: "gave China vaccines", "told reporters Monday", "the deal China signed". */
static void noun_after_noun(ch__parse *p, uint32_t i, uint32_t last)
{
    uint32_t verb = ch__frontier_clause(p);
    ch__item *x = &p->at[i];
    bool subject = verb_follows(p, i);
    if (subject && !(x->flags & CH__I_TIME)) {
        wait(p, i);
        return;
    }
    if (x->flags & CH__I_TIME) {
        if (verb != CH_NONE)
            ch__attach(p, i, verb, CH_DEP_OBL_UNMARKED);
        else
            wait(p, i); /* "Xi Monday said" */
        return;
    }
    if (verb != CH_NONE && p->at[last].head == verb && p->at[last].rel == CH_DEP_OBJ &&
        ch__item_entry(p, verb)->frames & CH__DOUBLE) {
        p->at[last].rel = CH_DEP_IOBJ;
        ch__attach(p, i, verb, CH_DEP_OBJ);
        return;
    }
    if (verb != CH_NONE && reflexive(p, i))
        ch__attach(p, i, verb, CH_DEP_OBL_UNMARKED);
    else if (x->flags & CH__I_PRON)
        wait(p, i);
    else
        ch__attach(p, i, last, CH_DEP_APPOS);
}

/* The noun that a noun after a comma explains: "Cong Peiwu, the ambassador to Iran": the nearest, but a person goes
 * back to a title and a title to a person. */
static uint32_t explained(const ch__parse *p, uint32_t i)
{
    bool proper = (p->at[i].flags & CH__I_PROPER) != 0;
    bool titled = (ch__item_entry(p, i)->kinds & CH__TITLE) != 0;
    uint32_t nearest = CH_NONE;
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < 8; steps++) {
        uint32_t x = p->stack[d];
        if (!ch__is_noun(&p->at[x]))
            break;
        if (nearest == CH_NONE)
            nearest = x;
        bool person = p->at[x].flags & CH__I_PROPER, office = (ch__item_entry(p, x)->kinds & CH__TITLE) != 0;
        if ((titled && person && p->at[x].rel != CH_DEP_NMOD) || (proper && office))
            return x;
        if (p->at[x].head == CH_NONE)
            break;
    }
    return nearest;
}

static bool place(const ch__parse *p, uint32_t i)
{
    return (p->at[i].flags & CH__I_PROPER) && ch__item_entry(p, i)->name != 1 + CH_NAME_PER;
}

/* The top tree is a prepositional phrase that waits for its verb: "In a call with the president on Friday, ..." */
static bool phrase_in_front(const ch__parse *p)
{
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < CH__WINDOW; steps++)
        if (p->at[p->stack[d]].head == CH_NONE)
            return (p->at[p->stack[d]].flags & CH__I_CASED) != 0;
    return false;
}

static bool wants_object(const ch__parse *p, uint32_t verb)
{
    const ch__item *v = &p->at[verb];
    return v->kind == CH__VG && !(v->flags & (CH__I_HAS_OBJ | CH__I_PASSIVE)) &&
           !(ch__item_entry(p, verb)->frames & (CH__INTRANSITIVE | CH__SPEECH | CH__THAT)) &&
           ch__item_entry(p, verb)->verb != CH_NONE;
}

static void noun_after_comma(ch__parse *p, uint32_t i)
{
    uint32_t last = ch__top(p), verb = ch__frontier_clause(p);
    ch__item *x = &p->at[i];
    bool noun = last != CH_NONE && ch__is_noun(&p->at[last]) && !(p->at[last].flags & CH__I_PRON);
    bool office = ch__item_entry(p, i)->kinds & CH__TITLE && noun && !(ch__item_entry(p, last)->kinds & CH__TITLE);
    bool subjects = pair_of_subjects(p, i) && (phrase_in_front(p) || verb != CH_NONE);
    if (noun && !office && !subjects && list_goes_on(p, i) && ch__coordinate(p, i))
        return;
    bool clause_done = verb != CH_NONE, subject = subjects || verb_follows(p, i);
    bool fronted = noun && !clause_done && phrase_in_front(p);
    if (!noun || p->stop || x->flags & CH__I_PRON || (subject && (clause_done || fronted))) {
        wait(p, i);
        return;
    }
    if (clause_done && wants_object(p, verb) && p->at[last].flags & CH__I_CASED &&
        !(x->flags & (CH__I_PROPER | CH__I_TIME))) {
        object(p, i, verb); /* "extended, on behalf of the president, an invitation" */
        return;
    }
    if (x->flags & CH__I_TIME && !(p->at[last].flags & CH__I_TIME)) {
        if (clause_done)
            ch__attach(p, i, verb, CH_DEP_OBL_UNMARKED);
        else
            wait(p, i);
        return;
    }
    if (x->flags & CH__I_TIME) { /* "Nov 25, 2015" */
        ch__attach(p, i, last, CH_DEP_NMOD_UNMARKED);
        return;
    }
    if (fronted && !(place(p, i) && place(p, last))) {
        wait(p, i);
        return;
    }
    ch__attach(p, i, explained(p, i), CH_DEP_APPOS);
}

void ch__take_noun(ch__parse *p, uint32_t i)
{
    uint32_t last = ch__top(p);
    if (p->conj != CH_NONE && !opens_clause(p, i) && ch__coordinate(p, i))
        return;
    if (p->conj != CH_NONE || last == CH_NONE || p->stop) {
        if (p->stop && last != CH_NONE && ch__is_clause(&p->at[last]) && !verb_follows(p, i))
            object(p, i, last);
        else
            wait(p, i);
    } else if (p->comma && !(ch__is_clause(&p->at[last]) && p->at[last].flags & CH__I_INVERT))
        noun_after_comma(p, i);
    else if (ch__is_clause(&p->at[last]))
        object(p, i, last);
    else if (ch__is_noun(&p->at[last]))
        noun_after_noun(p, i, last);
    else if (ch__open_copula(p) != CH_NONE && p->at[last].kind == CH__RG)
        object(p, i, ch__open_copula(p));
    else if ((p->at[last].kind == CH__RG || p->at[last].kind == CH__AG) && ch__frontier_clause(p) != CH_NONE &&
             !verb_follows(p, i))
        object(p, i, ch__frontier_clause(p));
    else
        wait(p, i);
}
