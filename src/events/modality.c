/* Done or only said: what auxiliaries, negation, conditionals and embedding words make of an act. The words and their
 * effects stand in table events/modality (lemma, kind, effect); here is only how they reach a trigger over the tree. */
#include "events/arguments.h"

static const char *const doing_names[CH__N_DOING] = {"done",       "planned", "intended", "asked",
                                                     "threatened", "refused", "denied",   "supposed",
                                                     "owed",       "alleged", "purpose",  "former"};

const char *ch__doing_name(ch__doing d)
{
    return doing_names[d];
}

static ch__doing doing_of(const char *name)
{
    for (int d = 0; d < CH__N_DOING; d++)
        if (strcmp(name, doing_names[d]) == 0)
            return (ch__doing)d;
    return CH__DONE;
}

/* The effect of a word as `kind`; false when the table knows none. */
static bool effect(const ch__knowledge *k, const ch_doc *doc, uint32_t token, const char *kind, ch__doing *out)
{
    const ch__table *t = ch__knowledge_table(k, "events/modality");
    if (!t)
        return false;
    for (uint32_t r = ch__find_word(t, doc, token); r != CH_NONE; r = ch__table_find_next(t, r))
        if (strcmp(ch__cell(t, r, 1), kind) == 0) {
            *out = doing_of(ch__cell(t, r, 2));
            return true;
        }
    return false;
}

static bool set(ch__status *s, ch__doing d, uint32_t by)
{
    *s = (ch__status){d, by};
    return d != CH__DONE;
}

/* Whether a clause is told in somebody's words: "said it would meet", "it would meet, the ministry said". */
static bool is_reported(const ch__knowledge *k, const ch_doc *doc, uint32_t t)
{
    if (ch__rel(doc, t) == CH_DEP_CCOMP)
        return true;
    CH__EACH_KID(doc, t, kid)
    if (kid > t && (ch__rel(doc, kid) == CH_DEP_PARATAXIS || ch__rel(doc, kid) == CH_DEP_CCOMP) &&
        ch__token_in_class(k, doc, kid, "speech"))
        return true;
    return false;
}

/* "will", "may", "not", "reportedly", "if" right at the word. Negation outranks an auxiliary: "will not meet" is no
 * plan. */
static bool own_marks(const ch__knowledge *k, const ch_doc *doc, uint32_t t, ch__status *s)
{
    ch__doing d = CH__DONE;
    bool found = false;
    CH__EACH_KID(doc, t, kid)
    {
        ch_deprel r = ch__rel(doc, kid);
        const char *kind = r == CH_DEP_AUX || r == CH_DEP_AUX_PASS || r == CH_DEP_COP                      ? "auxiliary"
                           : r == CH_DEP_MARK                                                              ? "mark"
                           : r == CH_DEP_ADVMOD || r == CH_DEP_DET || r == CH_DEP_AMOD || r == CH_DEP_CASE ? "modifier"
                                                                                                           : NULL;
        if (!kind || !effect(k, doc, kid, kind, &d) || d == CH__DONE)
            continue;
        if (r == CH_DEP_AUX && is_reported(k, doc, t)) /* "said it would": what was "will" when it was said */
            (void)effect(k, doc, kid, "reported", &d);
        if (!found || d == CH__DENIED || d == CH__SUPPOSED)
            found = set(s, d, kid);
        if (d == CH__DENIED)
            return true;
    }
    return found;
}

/* "is to visit" with "is" as auxiliary. */
static bool is_to_aux(const ch_doc *doc, uint32_t t)
{
    uint32_t be = ch__kid(doc, t, CH_DEP_AUX, CH_DEP_COP);
    return be != CH_NONE && ch__is_infinitive(doc, t) && ch__lemma_is(doc, be, "be");
}

/* "is to visit": a form of "be" that governs an infinitive. */
static bool is_to(const ch_doc *doc, uint32_t t)
{
    uint32_t h = ch__head(doc, t);
    return ch__rel(doc, t) == CH_DEP_XCOMP && h != CH_NONE && ch__lemma_is(doc, h, "be") && ch__mark_of(doc, t);
}

/* "agreed on talks", "called for talks", "agreed to talks" */
static bool is_content_case(const char *c)
{
    return c && (strcmp(c, "for") == 0 || strcmp(c, "to") == 0 || strcmp(c, "on") == 0 || strcmp(c, "of") == 0);
}

static bool is_coming(ch__doing d)
{
    return d == CH__PLANNED || d == CH__INTENDED;
}

/* "has sent", "sent". */
static bool is_over(const ch_doc *doc, uint32_t t)
{
    if (strcmp(doc->words[t].xpos, "VBD") == 0)
        return true;
    uint32_t aux = ch__kid(doc, t, CH_DEP_AUX, CH_DEP_AUX);
    return aux != CH_NONE && ch__lemma_is(doc, aux, "have") && strcmp(doc->words[t].xpos, "VBN") == 0;
}

/* "Sweden to double grants", "Premier to step down, his party says": a headline's plan, with no finite verb before. */
static bool is_headline_plan(const ch_doc *doc, uint32_t t, uint32_t h)
{
    bool top = ch__head(doc, h) == CH_NONE || ch__rel(doc, h) == CH_DEP_CCOMP;
    if (!top || h > t || !ch__is_infinitive(doc, t))
        return false;
    for (uint32_t i = doc->sentences[ch__sentence_of(doc, t)].tokens.start; i < t; i++)
        if (ch__is_verb(doc, i) && ch__is_finite_verb(doc, i))
            return false;
    return true;
}

/* What the governor h makes of its dependent t; *stop when the walk ends there. */
static bool governed(const ch__knowledge *k, const ch_doc *doc, uint32_t t, uint32_t h, ch__status *s, bool *stop)
{
    ch__doing d = CH__DONE;
    switch (ch__rel(doc, t)) {
    case CH_DEP_XCOMP:
        if (is_to(doc, t))
            return set(s, CH__PLANNED, h);
        return effect(k, doc, h, "embeds", &d) && set(s, d, h);
    case CH_DEP_CCOMP:
        *stop = true;
        if (!effect(k, doc, h, "embeds", &d) || (is_coming(d) && is_over(doc, t)))
            return false; /* "announces that it has sent": no plan */
        return set(s, d, h);
    case CH_DEP_ACL: {
        const char *mark = ch__mark_of(doc, t);
        if (mark && effect(k, doc, h, "embeds", &d) && d != CH__DONE)
            return set(s, d, h); /* "a plan to visit" */
        if (is_headline_plan(doc, t, h))
            return set(s, CH__PLANNED, t);
        *stop = !mark;
        bool headline = ch__rel(doc, h) == CH_DEP_ROOT && ch__mention_at(doc, h) != CH_NONE;
        return ch__is_infinitive(doc, t) && set(s, headline ? CH__PLANNED : CH__PURPOSE, t); /* "Mali to quit bloc" */
    }
    case CH_DEP_ADVCL: {
        const char *mark = ch__mark_of(doc, t);
        if (mark && t > h && effect(k, doc, h, "embeds", &d) && d != CH__DONE && strcmp(doc->words[t].xpos, "VBG") == 0)
            return set(s, d, h); /* "accused it of supplying", parsed as a clause */
        *stop = true;
        if (ch__is_infinitive(doc, t)) /* "telephoned to congratulate": with "done" in the table it was done */
            return effect(k, doc, h, "embeds", &d) ? set(s, d, h) : set(s, CH__PURPOSE, t);
        return false;
    }
    case CH_DEP_ACL_RELCL:
    case CH_DEP_PARATAXIS: *stop = true; return false;
    case CH_DEP_CONJ: return false;
    case CH_DEP_OBL:
        *stop = !is_content_case(ch__case_of(doc, t)); /* "before the visit" says nothing of the visit */
        return !*stop && effect(k, doc, h, "governs", &d) && set(s, d, h);
    case CH_DEP_OBJ:
    case CH_DEP_NSUBJ_PASS: return effect(k, doc, h, "governs", &d) && set(s, d, h);
    default: return false;
    }
}

/* A conjunct shares the auxiliaries of the first verb: "will meet and discuss". */
static bool shares_marks(const ch_doc *doc, uint32_t t)
{
    return ch__rel(doc, t) == CH_DEP_CONJ && ch__kid(doc, t, CH_DEP_NSUBJ, CH_DEP_NSUBJ_PASS) == CH_NONE &&
           ch__kid(doc, t, CH_DEP_AUX, CH_DEP_AUX) == CH_NONE;
}

/* "did not meet but phoned": what stands on the first conjunct alone does not reach the second. */
static bool marks_pass(const ch_doc *doc, uint32_t t, const ch__status *s)
{
    uint32_t cc = ch__kid(doc, t, CH_DEP_CC, CH_DEP_CC);
    return s->doing != CH__DENIED || cc == CH_NONE || !ch__lemma_is(doc, cc, "but");
}

ch__status ch__status_of(const ch__knowledge *k, const ch_doc *doc, uint32_t trigger)
{
    ch__status s = {CH__DONE, CH_NONE};
    uint32_t t = trigger;
    bool marks = true;
    if (is_to_aux(doc, t))
        return (ch__status){CH__PLANNED, t};
    for (int i = 0; i < CH__CLIMB; i++) {
        if (marks && own_marks(k, doc, t, &s)) {
            if (marks_pass(doc, trigger, &s))
                return s;
            s = (ch__status){CH__DONE, CH_NONE};
        }
        uint32_t h = ch__head(doc, t);
        if (h == CH_NONE)
            return s;
        bool stop = false;
        if (governed(k, doc, t, h, &s, &stop) || stop)
            return s;
        ch_deprel r = ch__rel(doc, t);
        if (r == CH_DEP_NMOD || r == CH_DEP_APPOS || r == CH_DEP_NMOD_POSS)
            return s; /* "the head of the talks was denied a visa" says nothing of the talks */
        /* the marks of a verb hold for its complement ("will begin to meet") and its object ("will hold talks") */
        marks = r != CH_DEP_CONJ || shares_marks(doc, t);
        t = h;
    }
    return s;
}

ch_modality ch__modality_of(const ch__knowledge *k, const ch_doc *doc, uint32_t trigger)
{
    switch (ch__status_of(k, doc, trigger).doing) {
    case CH__PLANNED:
    case CH__INTENDED: return CH_FUTURE;
    case CH__DENIED: return CH_NEGATED;
    case CH__ASKED:
    case CH__THREATENED:
    case CH__REFUSED:
    case CH__SUPPOSED:
    case CH__OWED:
    case CH__PURPOSE: return CH_HYPOTHETICAL;
    case CH__FORMER: return CH_HISTORICAL;
    default: return CH_ACTUAL;
    }
}

/* -1, 0 or 1 from the finite verb at t, or 2 when t is not finite and its head must be asked. */
static int tense_at(const ch__knowledge *k, const ch_doc *doc, uint32_t t)
{
    bool perfect = false, past = strcmp(doc->words[t].xpos, "VBD") == 0, finite = past;
    CH__EACH_KID(doc, t, kid)
    {
        ch_deprel r = ch__rel(doc, kid);
        if (r != CH_DEP_AUX && r != CH_DEP_AUX_PASS && r != CH_DEP_COP)
            continue;
        ch__doing d;
        if (effect(k, doc, kid, "auxiliary", &d) && d == CH__PLANNED)
            return 1;
        if (r == CH_DEP_AUX && effect(k, doc, kid, "reported", &d) && is_reported(k, doc, t))
            return 1;
        finite = true;
        past |= strcmp(doc->words[kid].xpos, "VBD") == 0;
        perfect |= ch__lemma_is(doc, kid, "have");
    }
    if (past || perfect)
        return -1;
    if (is_to_aux(doc, t))
        return 1;
    const char *x = doc->words[t].xpos;
    return finite || strcmp(x, "VBZ") == 0 || strcmp(x, "VBP") == 0 ? 0 : 2;
}

int ch__tense_of(const ch__knowledge *k, const ch_doc *doc, uint32_t token)
{
    uint32_t t = token;
    for (int i = 0; i < CH__CLIMB; i++) {
        uint32_t h = ch__head(doc, t);
        if (ch__is_verbal(doc, t)) {
            int tense = tense_at(k, doc, t);
            if (tense != 2)
                return tense;
            ch__status s = {CH__DONE, CH_NONE};
            bool stop = false;
            if (h != CH_NONE && governed(k, doc, t, h, &s, &stop) &&
                (s.doing == CH__PLANNED || s.doing == CH__INTENDED || s.doing == CH__ASKED ||
                 s.doing == CH__THREATENED))
                return 1; /* "agreed to meet on Friday" */
        }
        /* "According to a spokesman on Sunday, he will ...": the day belongs to the saying */
        const char *c = ch__case_of(doc, t);
        if (c && (strcmp(c, "accord") == 0 || strcmp(c, "according") == 0))
            return -1;
        if (h == CH_NONE)
            return 0;
        t = h;
    }
    return 0;
}
