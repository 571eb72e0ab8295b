/* clauses.c - where verbs go: what a verb takes from its left (subject, adverbials, conjunction), and what the clause
 * hangs on. */
#include "syntax/inside.h"

/* Position on the stack of the topmost item that waits for a head, or CH_NONE. */
static uint32_t topmost_waiting(const ch__parse *p)
{
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < CH__WINDOW; steps++)
        if (p->at[p->stack[d]].head == CH_NONE)
            return d;
    return CH_NONE;
}

static void drop_to(ch__parse *p, uint32_t position, uint32_t verb, ch_deprel rel)
{
    uint32_t x = p->stack[position];
    p->at[x].head = verb;
    p->at[x].rel = (uint8_t)rel;
    p->depth = position; /* what stood above hangs on x already */
}

static bool subordinate(const ch__item *x)
{
    return ch__is_clause(x) && (x->flags & CH__I_HAS_MARK || !(x->flags & (CH__I_FINITE | CH__I_BARE)));
}

/* Relation of a waiting item to the verb that takes it; CH_N_DEPRELS: it is not for this verb. */
static ch_deprel left_rel(const ch__parse *p, uint32_t x, const ch__item *v)
{
    const ch__item *y = &p->at[x];
    bool finite = v->flags & (CH__I_FINITE | CH__I_BARE);
    switch (y->kind) {
    case CH__MARK: return CH_DEP_MARK;
    case CH__REL:
        return y->flags & CH__I_WH                    ? CH_DEP_ADVMOD
               : y->flags & CH__I_CASED               ? CH_DEP_OBL
               : v->flags & CH__I_HAS_SUBJ || !finite ? CH_DEP_OBJ
               : v->flags & CH__I_PASSIVE             ? CH_DEP_NSUBJ_PASS
                                                      : CH_DEP_NSUBJ;
    case CH__RG: return (ch_deprel)y->rel == CH_DEP_OBL ? CH_DEP_OBL : CH_DEP_ADVMOD;
    case CH__OTHER:
        return p->s->t[y->word].tag == CH__TO         ? CH_DEP_MARK
               : p->s->t[y->word].upos == CH_UPOS_AUX ? CH_DEP_AUX
                                                      : CH_DEP_DISCOURSE;
    case CH__NG:
        if (!finite)
            return CH_N_DEPRELS;
        if (y->flags & CH__I_CASED)
            return CH_DEP_OBL;
        if (v->flags & CH__I_HAS_SUBJ)
            return y->flags & CH__I_TIME ? CH_DEP_OBL_UNMARKED : CH_DEP_DISLOCATED;
        return y->flags & CH__I_EXPL ? CH_DEP_EXPL : v->flags & CH__I_PASSIVE ? CH_DEP_NSUBJ_PASS : CH_DEP_NSUBJ;
    case CH__VG:
    case CH__COP:
        if (finite && subordinate(y))
            return y->flags & (CH__I_ING | CH__I_TO) && !(v->flags & CH__I_HAS_SUBJ) && !(y->flags & CH__I_HAS_MARK)
                       ? CH_DEP_CSUBJ
                       : CH_DEP_ADVCL;
        return CH_N_DEPRELS;
    case CH__AG: return finite ? (y->flags & CH__I_CASED ? CH_DEP_OBL : CH_DEP_ADVCL) : CH_N_DEPRELS;
    default: return CH_DEP_DEP;
    }
}

/* A time noun directly before its verb gives way to a subject in front of it: "Xi Monday said". */
static bool time_before_subject(const ch__parse *p, uint32_t position)
{
    const ch__item *y = &p->at[p->stack[position]];
    if (!ch__is_noun(y) || !(y->flags & CH__I_TIME))
        return false;
    for (uint32_t d = position, steps = 0; d-- > 0 && steps < 6; steps++) {
        const ch__item *z = &p->at[p->stack[d]];
        if (z->head == CH_NONE)
            return ch__is_noun(z) && !(z->flags & (CH__I_TIME | CH__I_CASED));
    }
    return false;
}

/* Takes what waits on the left; returns the conjunction or relative word taken, or CH_NONE. *edge gets the first item
 * taken. */
static uint32_t take_left(ch__parse *p, uint32_t i, uint32_t *edge)
{
    ch__item *v = &p->at[i];
    *edge = i;
    for (uint32_t turns = 0; turns < CH__WINDOW; turns++) {
        uint32_t d = topmost_waiting(p);
        if (d == CH_NONE)
            return CH_NONE;
        uint32_t x = p->stack[d];
        ch_deprel rel = left_rel(p, x, v);
        bool finite = v->flags & (CH__I_FINITE | CH__I_BARE);
        if (rel == CH_N_DEPRELS || (!finite && d + 1 != p->depth))
            return CH_NONE;
        if ((rel == CH_DEP_NSUBJ || rel == CH_DEP_NSUBJ_PASS) && time_before_subject(p, d))
            rel = CH_DEP_OBL_UNMARKED;
        if (rel == CH_DEP_NSUBJ || rel == CH_DEP_NSUBJ_PASS || rel == CH_DEP_CSUBJ || rel == CH_DEP_EXPL)
            v->flags |= CH__I_HAS_SUBJ | (rel == CH_DEP_EXPL ? CH__I_EXPL : 0u);
        bool relative = p->at[x].kind == CH__REL || p->at[x].flags & CH__I_HAS_REL;
        drop_to(p, d, i, rel);
        if (x < *edge && !subordinate(&p->at[x]))
            *edge = x;
        if (p->at[x].kind == CH__MARK || p->at[x].kind == CH__REL || relative) {
            v->flags |= p->at[x].kind == CH__MARK ? CH__I_HAS_MARK : CH__I_HAS_REL;
            return x;
        }
    }
    return CH_NONE;
}

/* ---- what the clause hangs on ---- */

/* The nearest clause on the stack for which all `frames` bits (any) and flags hold; other clauses are looked past. */
static uint32_t clause_with(const ch__parse *p, unsigned frames, uint32_t flags)
{
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < CH__WINDOW; steps++) {
        uint32_t x = p->stack[d];
        const ch__item *y = &p->at[x];
        if (ch__is_clause(y) && (!frames || ch__item_entry(p, x)->frames & frames) && (y->flags & flags) == flags)
            return x;
    }
    return CH_NONE;
}

static uint32_t last_noun(const ch__parse *p)
{
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < 4; steps++) {
        if (ch__is_noun(&p->at[p->stack[d]]))
            return p->stack[d];
        if (ch__is_clause(&p->at[p->stack[d]]))
            return CH_NONE;
    }
    return CH_NONE;
}

static bool is_that(const ch__parse *p, uint32_t mark)
{
    return mark != CH_NONE && ch__item_entry(p, mark)->flags & CH__LISTED && ch__item_entry(p, mark)->tags & CH__T(WDT);
}

/* The nearest clause that is a complement already: "said the visit would help and that" */
static uint32_t complement_clause(const ch__parse *p)
{
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < CH__WINDOW; steps++)
        if (ch__is_clause(&p->at[p->stack[d]]) && p->at[p->stack[d]].rel == CH_DEP_CCOMP)
            return p->stack[d];
    return CH_NONE;
}

/* "said that", "the idea that", "It is clear that"; if, because, after ... */
static void attach_marked(ch__parse *p, uint32_t i, uint32_t mark)
{
    uint32_t noun = last_noun(p), top = p->depth ? p->stack[p->depth - 1] : CH_NONE;
    bool that = is_that(p, mark), question = strcmp(ch__item_entry(p, mark)->lower, "whether") == 0;
    uint32_t sayer = clause_with(p, CH__THAT | CH__SPEECH, 0), any = clause_with(p, 0, 0);
    if (p->conj != CH_NONE && that) { /* "said that A and that B" */
        uint32_t other = clause_with(p, 0, CH__I_HAS_MARK);
        other = other != CH_NONE ? other : complement_clause(p);
        if (other != CH_NONE) {
            ch__attach(p, i, p->at[other].rel == CH_DEP_CONJ ? p->at[other].head : other, CH_DEP_CONJ);
            return;
        }
    }
    uint32_t copula = ch__open_copula(p);
    if (that && copula != CH_NONE && p->conj == CH_NONE && !(p->at[copula].flags & CH__I_EXPL))
        ch__make_predicate(p, i, copula); /* "The reason is that ..." */
    else if (that && noun == top && noun != CH_NONE && ch__item_entry(p, noun)->kinds & CH__TAKES_THAT)
        ch__attach(p, i, noun, CH_DEP_ACL);
    else if (that)
        ch__attach(p, i, sayer != CH_NONE ? sayer : any, CH_DEP_CCOMP);
    else if (question && any == top && top != CH_NONE && !p->comma)
        ch__attach(p, i, any, CH_DEP_CCOMP);
    else {
        uint32_t finite = clause_with(p, 0, CH__I_FINITE);
        ch__attach(p, i, finite != CH_NONE && p->comma ? finite : any, CH_DEP_ADVCL);
    }
}

static void attach_relative(ch__parse *p, uint32_t i, uint32_t word)
{
    uint32_t noun = last_noun(p), any = clause_with(p, 0, 0);
    bool question = any != CH_NONE && p->depth && p->stack[p->depth - 1] == any;
    const ch__entry *e = ch__item_entry(p, word);
    bool what = e->flags & CH__LISTED && e->upos & (1u << CH_UPOS_DET) && !(e->tags & CH__T(WDT) && e->best == CH__WDT);
    if (p->depth && p->stack[p->depth - 1] == noun && noun != CH_NONE && !what)
        ch__attach(p, i, noun, CH_DEP_ACL_RELCL);
    else if (question)
        ch__attach(p, i, any,
                   p->at[word].flags & CH__I_WH && !(ch__item_entry(p, any)->frames & CH__THAT) ? CH_DEP_ADVCL
                                                                                                : CH_DEP_CCOMP);
    else if (any != CH_NONE)
        ch__attach(p, i, any, CH_DEP_ADVCL);
    else
        ch__attach(p, i, CH_NONE, CH_DEP_ROOT);
}

/* Whether the sentence already has a clause that can stand alone, on the stack below. */
static uint32_t main_clause(const ch__parse *p)
{
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < CH__WINDOW; steps++) {
        const ch__item *y = &p->at[p->stack[d]];
        if (ch__is_clause(y) && y->head == CH_NONE && !subordinate(y))
            return p->stack[d];
    }
    return CH_NONE;
}

/* A finite clause with a subject and without a conjunction. */
static void attach_plain(ch__parse *p, uint32_t i, uint32_t stack_top_noun)
{
    uint32_t main = main_clause(p), sayer = clause_with(p, CH__THAT | CH__SPEECH, 0);
    bool speech = ch__item_entry(p, i)->frames & CH__SPEECH;
    if (p->conj != CH_NONE && ch__coordinate(p, i))
        return;
    if (speech && main != CH_NONE && p->comma && sayer != p->stack[p->depth - 1]) {
        ch__attach(p, i, main, CH_DEP_PARATAXIS); /* "S, Xi said" */
        return;
    }
    if (stack_top_noun != CH_NONE && !p->comma && !p->stop && sayer == CH_NONE) {
        ch__attach(p, i, stack_top_noun, CH_DEP_ACL_RELCL); /* "the deal China signed" */
        return;
    }
    if (sayer != CH_NONE && !(p->stop && !(ch__item_entry(p, sayer)->frames & CH__SPEECH)))
        ch__attach(p, i, sayer, CH_DEP_CCOMP);
    else
        ch__attach(p, i, main, main == CH_NONE ? CH_DEP_ROOT : CH_DEP_PARATAXIS);
}

/* "said [China] supports": the noun attached last becomes the subject of the verb after it. False when none can. */
static bool steal_subject(ch__parse *p, uint32_t i)
{
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < 12; steps++) {
        uint32_t x = p->stack[d];
        ch__item *y = &p->at[x];
        if (y->head == CH_NONE || ch__is_clause(y))
            return false;
        bool of_sayer = y->rel == CH_DEP_OBJ && ch__item_entry(p, y->head)->frames & (CH__THAT | CH__SPEECH);
        bool conjunct = y->rel == CH_DEP_CONJ && ch__is_noun(y) && clause_with(p, 0, CH__I_FINITE) != CH_NONE &&
                        d > 0 && x != 0 && p->at[x - 1].kind == CH__CONJ && p->at[x - 1].head == x;
        if (!ch__is_noun(y) || !(of_sayer || conjunct))
            continue;
        if (of_sayer)
            p->at[y->head].flags &= ~(uint32_t)CH__I_HAS_OBJ;
        else
            p->conj = x - 1, p->at[x - 1].head = CH_NONE;
        drop_to(p, d, i, p->at[i].flags & CH__I_PASSIVE ? CH_DEP_NSUBJ_PASS : CH_DEP_NSUBJ);
        p->at[i].flags |= CH__I_HAS_SUBJ;
        return true;
    }
    return false;
}

/* A finite verb without a subject of its own. */
static void attach_headless(ch__parse *p, uint32_t i, bool comma)
{
    ch__item *v = &p->at[i];
    uint32_t main = main_clause(p), any = clause_with(p, 0, 0);
    if (p->conj != CH_NONE && ch__coordinate(p, i))
        return;
    if (comma && v->flags & CH__I_BARE && ch__coordinate(p, i)) /* "to maintain contact, push talks forward and ..." */
        return;
    if (!comma && steal_subject(p, i)) {
        attach_plain(p, i, CH_NONE);
        return;
    }
    if (ch__item_entry(p, i)->frames & CH__SPEECH && comma && main != CH_NONE) {
        v->flags |= CH__I_INVERT; /* "..., said Xi" */
        ch__attach(p, i, main, CH_DEP_PARATAXIS);
        return;
    }
    if (comma && any != CH_NONE && ch__coordinate(p, i)) /* "called, urged and asked" */
        return;
    ch__attach(p, i, main != CH_NONE ? main : any, main == CH_NONE && any == CH_NONE ? CH_DEP_ROOT : CH_DEP_PARATAXIS);
}

/* ---- verbs that are not finite ---- */

/* "an invitation to Velayati to visit": the nearest noun of the frontier that takes an infinitive. */
static uint32_t noun_with_infinitive(const ch__parse *p)
{
    for (uint32_t d = p->depth, steps = 0; d-- > 0 && steps < 3; steps++) {
        uint32_t x = p->stack[d];
        if (!ch__is_noun(&p->at[x]))
            break;
        if (ch__item_entry(p, x)->kinds & CH__TAKES_INF)
            return x;
    }
    return CH_NONE;
}

static void attach_infinitive(ch__parse *p, uint32_t i, uint32_t left)
{
    uint32_t top = p->depth ? p->stack[p->depth - 1] : CH_NONE, verb = clause_with(p, 0, 0);
    unsigned frames = verb == CH_NONE ? 0 : ch__item_entry(p, verb)->frames;
    if (top == CH_NONE || (p->comma && verb == CH_NONE)) {
        ch__attach(p, i, CH_NONE, CH_DEP_ADVCL);
        return;
    }
    if (ch__open_copula(p) != CH_NONE && !p->comma) { /* "The aim is to provide" */
        ch__make_predicate(p, i, ch__open_copula(p));
        return;
    }
    const ch__item *t = &p->at[top];
    bool purpose = left != CH_NONE || p->comma;
    uint32_t holder = purpose ? CH_NONE : noun_with_infinitive(p);
    if (t->kind == CH__AG && !purpose)
        ch__attach(p, i, top, CH_DEP_XCOMP);
    else if (holder != CH_NONE &&
             !(frames & CH__OBJ_INF && p->at[holder].head == verb && p->at[holder].rel == CH_DEP_OBJ))
        ch__attach(p, i, holder, CH_DEP_ACL);
    else if (verb == CH_NONE)
        ch__attach(p, i, ch__is_noun(t) && !purpose ? top : CH_NONE, CH_DEP_ACL);
    else if (left != CH_NONE && strcmp(ch__item_entry(p, left)->lower, "whether") == 0)
        ch__attach(p, i, verb, CH_DEP_CCOMP);
    else if (!purpose && (frames & (CH__OBJ_INF | CH__INF)))
        ch__attach(p, i, verb, CH_DEP_XCOMP);
    else if (p->at[verb].kind == CH__COP && !purpose)
        ch__attach(p, i, verb, CH_DEP_XCOMP);
    else
        ch__attach(p, i, verb, CH_DEP_ADVCL);
}

static void attach_gerund(ch__parse *p, uint32_t i)
{
    uint32_t top = p->depth ? p->stack[p->depth - 1] : CH_NONE, verb = clause_with(p, 0, 0);
    bool prepositional = p->prep != CH_NONE;
    const char *prep = prepositional ? ch__item_entry(p, p->prep)->lower : "";
    if (top == CH_NONE) {
        ch__attach(p, i, CH_NONE, CH_DEP_ADVCL);
        return;
    }
    const ch__item *t = &p->at[top];
    if (p->comma && verb == CH_NONE)
        ch__attach(p, i, ch__is_noun(t) && !(t->flags & CH__I_CASED) ? top : CH_NONE, CH_DEP_ACL);
    else if (p->comma)
        ch__attach(p, i, clause_with(p, 0, CH__I_FINITE) != CH_NONE ? clause_with(p, 0, CH__I_FINITE) : verb,
                   CH_DEP_ADVCL);
    else if (ch__is_noun(t) && prepositional)
        ch__attach(p, i, verb == CH_NONE || strcmp(prep, "of") == 0 || strcmp(prep, "for") == 0 ? top : verb,
                   verb == CH_NONE || strcmp(prep, "of") == 0 || strcmp(prep, "for") == 0 ? CH_DEP_ACL : CH_DEP_ADVCL);
    else if (ch__is_noun(t))
        ch__attach(p, i, top, CH_DEP_ACL);
    else if (verb != CH_NONE)
        ch__attach(p, i, verb,
                   !prepositional && verb == top && ch__item_entry(p, verb)->frames & CH__ING ? CH_DEP_XCOMP
                                                                                              : CH_DEP_ADVCL);
    else
        ch__attach(p, i, top, CH_DEP_ADVCL);
}

/* "have boosted trade, [promoted] peace and safeguarded": after a comma, with a coordinated participle to come, under a
 * perfect or passive. */
static bool verb_list(const ch__parse *p, uint32_t i)
{
    uint32_t verb = clause_with(p, 0, 0);
    if (verb == CH_NONE || !ch__tag_in(p->s, p->at[verb].word, CH__T(VBN)))
        return false;
    for (uint32_t k = i + 1; k + 1 < p->n && k < i + 20; k++) {
        const ch__item *x = &p->at[k + 1];
        if (p->at[k].kind == CH__CONJ && x->kind == CH__VG && ch__tag_in(p->s, x->word, CH__T(VBN)))
            return true;
        if (ch__is_clause(&p->at[k]) && !ch__tag_in(p->s, p->at[k].word, CH__T(VBN)))
            return false;
    }
    return false;
}

static void attach_participle(ch__parse *p, uint32_t i)
{
    uint32_t top = p->depth ? p->stack[p->depth - 1] : CH_NONE, verb = clause_with(p, 0, 0);
    if (top == CH_NONE)
        ch__attach(p, i, CH_NONE, CH_DEP_ADVCL);
    else if (p->comma && verb_list(p, i) && ch__coordinate(p, i))
        return;
    else if (ch__open_copula(p) != CH_NONE)
        ch__make_predicate(p, i, ch__open_copula(p));
    else if (ch__is_noun(&p->at[top]))
        ch__attach(p, i, top, CH_DEP_ACL);
    else
        ch__attach(p, i, verb, CH_DEP_ADVCL);
}

static void attach_nonfinite(ch__parse *p, uint32_t i, uint32_t left)
{
    const ch__item *v = &p->at[i];
    bool marked = left != CH_NONE && p->at[left].kind == CH__MARK;
    if (p->conj != CH_NONE && p->prep == CH_NONE && ch__coordinate(p, i))
        return;
    if (p->prep != CH_NONE)
        attach_gerund(p, i);
    else if (left != CH_NONE && p->at[left].kind == CH__REL)
        attach_relative(p, i, left); /* "how to respond" */
    else if (v->flags & CH__I_TO)
        attach_infinitive(p, i, left);
    else if (v->flags & CH__I_ING && !marked)
        attach_gerund(p, i);
    else if (marked)
        attach_marked(p, i, left);
    else
        attach_participle(p, i);
}

/* ---- */

/* Past tense or participle? A finite verb right after in the same clause makes it a participle: "the agreement signed
 * in March sets". */
static bool reads_as_participle(const ch__parse *p, uint32_t i)
{
    if (!(p->at[i].flags & CH__I_AMBIGUOUS))
        return false;
    for (uint32_t k = i + 1; k < p->n && k < i + 12; k++) {
        const ch__item *x = &p->at[k];
        if (ch__is_clause(x))
            return x->flags & CH__I_FINITE && p->at[i + 1].kind != CH__NG;
        if (x->kind != CH__PREP && x->kind != CH__NG && x->kind != CH__RG)
            return false;
        if (x->kind == CH__NG && p->at[k - 1].kind != CH__PREP)
            return false;
    }
    return false;
}

static void make_participle(ch__parse *p, uint32_t i)
{
    ch__item *v = &p->at[i];
    ch__tok *t = &p->s->t[v->word];
    v->flags = (v->flags & ~(uint32_t)(CH__I_FINITE | CH__I_AMBIGUOUS)) | CH__I_PART | CH__I_PASSIVE;
    t->tag = CH__VBN;
}

/* A base form after "let", "make", "help" and an object, or right after "help". */
static uint32_t bare_governor(const ch__parse *p)
{
    uint32_t verb = clause_with(p, CH__BARE, 0), nearest = clause_with(p, 0, 0);
    return verb == nearest && !p->comma && p->conj == CH_NONE ? verb : CH_NONE;
}

void ch__take_verb(ch__parse *p, uint32_t i)
{
    ch__item *v = &p->at[i];
    uint32_t noun = last_noun(p);
    bool subject_waits = topmost_waiting(p) != CH_NONE && ch__is_noun(&p->at[p->stack[topmost_waiting(p)]]);
    if (subject_waits && noun == p->stack[p->depth - 1] && reads_as_participle(p, i))
        make_participle(p, i);
    if (p->prep != CH_NONE && v->flags & CH__I_FINITE) { /* "the man they talked to said" */
        uint32_t prep = p->prep;
        p->prep = CH_NONE;
        ch__take_adverb(p, prep);
    }
    if (v->flags & CH__I_BARE && bare_governor(p) != CH_NONE) {
        ch__attach(p, i, bare_governor(p), CH_DEP_XCOMP);
        return;
    }
    if (v->flags & CH__I_BARE && p->conj != CH_NONE && ch__coordinate(p, i))
        return;
    uint32_t edge, left = take_left(p, i, &edge);
    while (edge > 0 &&
           (p->at[edge - 1].head == edge || p->at[edge - 1].kind == CH__CONJ)) /* its preposition, the coordinator */
        edge--;
    if (edge > 0 && (p->at[edge - 1].kind == CH__COMMA_ITEM || p->at[edge - 1].kind == CH__PUNCT_ITEM))
        p->comma = true;
    if (!(v->flags & (CH__I_FINITE | CH__I_BARE))) {
        attach_nonfinite(p, i, left);
        return;
    }
    uint32_t top_noun = p->depth && ch__is_noun(&p->at[p->stack[p->depth - 1]]) ? p->stack[p->depth - 1] : CH_NONE;
    if (left != CH_NONE && p->at[left].kind == CH__MARK)
        attach_marked(p, i, left);
    else if (left != CH_NONE)
        attach_relative(p, i, left);
    else if (v->flags & CH__I_HAS_SUBJ)
        attach_plain(p, i, top_noun);
    else
        attach_headless(p, i, p->comma || p->stop);
}
