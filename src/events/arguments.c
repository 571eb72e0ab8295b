/* Slots of a trigger over the tree. A slot names a place in the clause; the frames of the lexicon say which slots hold
 * actor and recipient. What each slot follows is written beside it with an example. */
#include "events/arguments.h"

enum { DEPTH = 4 /* of nested nouns searched for an actor */, GAP = 6 /* tokens from a party to the next */ };

static uint32_t kid_rel(const ch_doc *doc, uint32_t t, ch_deprel r)
{
    return ch__kid(doc, t, r, r);
}

/* "which", "who"; also a "that" which the tagger took for a conjunction though it is subject or object. */
static bool is_relative_pronoun(const ch_doc *doc, uint32_t t)
{
    const char *x = doc->words[t].xpos;
    return strcmp(x, "WDT") == 0 || strcmp(x, "WP") == 0 || (strcmp(x, "IN") == 0 && ch__lemma_is(doc, t, "that"));
}

/* "called for both sides to withdraw": an infinitive with a subject of its own; it hangs as any sort of clause. */
static bool is_for_to(const ch_doc *doc, uint32_t t)
{
    uint32_t mark = kid_rel(doc, t, CH_DEP_MARK);
    return mark != CH_NONE && strcmp(doc->words[mark].xpos, "IN") == 0 && strcmp(doc->words[t].xpos, "VB") == 0;
}

/* "out of the talks": any of the prepositions of a phrase. */
static bool has_case(const ch_doc *doc, uint32_t t, ch__sv prep)
{
    CH__EACH_KID(doc, t, kid)
    if (ch__rel(doc, kid) == CH_DEP_CASE && ch__sv_is(prep, doc->words[kid].lemma))
        return true;
    return false;
}

static bool is_under(const ch_doc *doc, uint32_t t, ch__sv prep)
{
    ch_deprel r = ch__rel(doc, t);
    bool clause = (r == CH_DEP_XCOMP || r == CH_DEP_CCOMP) && is_for_to(doc, t);
    if (r != CH_DEP_OBL && r != CH_DEP_NMOD && r != CH_DEP_OBL_AGENT && r != CH_DEP_ADVCL && r != CH_DEP_ACL && !clause)
        return false;
    const char *c = ch__case_of(doc, t);
    if (!c)
        c = ch__mark_of(doc, t);
    return c && (ch__sv_is(prep, c) || has_case(doc, t, prep));
}

/* The first dependent of `t` under this preposition, or CH_NONE. */
static uint32_t prep_kid(const ch_doc *doc, uint32_t t, ch__sv prep)
{
    CH__EACH_KID(doc, t, kid)
    if (is_under(doc, kid, prep))
        return kid;
    return CH_NONE;
}

static uint32_t subject(const ch_doc *doc, uint32_t t, int depth);

/* "the decision of Iran to withdraw", "Iran's refusal to": whose noun it is. */
static uint32_t owner(const ch_doc *doc, uint32_t noun)
{
    uint32_t kid = kid_rel(doc, noun, CH_DEP_NMOD_POSS);
    if (kid == CH_NONE)
        kid = prep_kid(doc, noun, CH__SV("by"));
    if (kid == CH_NONE)
        kid = prep_kid(doc, noun, CH__SV("of"));
    return kid;
}

/* The verb that governs a noun: "launched" of "launched an attack", "in" and all of "took part in the talks", "agreed"
 * of "at the close of the talks they agreed". */
static uint32_t governor(const ch_doc *doc, uint32_t noun)
{
    const char *c = ch__rel(doc, noun) == CH_DEP_NMOD ? ch__case_of(doc, noun) : NULL;
    if (c && strcmp(c, "of") == 0 && ch__is_nominal(doc, ch__head(doc, noun)))
        noun = ch__head(doc, noun);
    ch_deprel r = ch__rel(doc, noun);
    uint32_t h = ch__head(doc, noun);
    bool argument = r == CH_DEP_OBJ || r == CH_DEP_NSUBJ_PASS || r == CH_DEP_NSUBJ || r == CH_DEP_OBL;
    return argument && h != CH_NONE && ch__is_verb(doc, h) ? h : CH_NONE;
}

/* The subject in the plain sense, passive or not; for "expected to be signed". */
static uint32_t surface_subject(const ch_doc *doc, uint32_t t, int depth)
{
    for (; depth > 0 && t != CH_NONE; depth--) {
        uint32_t s = ch__kid(doc, t, CH_DEP_NSUBJ_PASS, CH_DEP_NSUBJ);
        if (s != CH_NONE)
            return is_relative_pronoun(doc, s) ? ch__head(doc, t) : s;
        ch_deprel r = ch__rel(doc, t);
        if (r == CH_DEP_ACL || r == CH_DEP_ACL_RELCL)
            return ch__head(doc, t);
        if (r != CH_DEP_XCOMP && r != CH_DEP_CONJ && r != CH_DEP_ADVCL)
            return CH_NONE;
        t = ch__head(doc, t);
    }
    return CH_NONE;
}

/* "the attack on the base in Mali that killed six": a place kills nobody; what happened there does. */
static uint32_t antecedent(const ch_doc *doc, uint32_t t)
{
    for (int i = 0; i < DEPTH; i++) {
        const char *c = ch__rel(doc, t) == CH_DEP_NMOD ? ch__case_of(doc, t) : NULL;
        bool place =
            c && (strcmp(c, "in") == 0 || strcmp(c, "on") == 0 || strcmp(c, "at") == 0 || strcmp(c, "near") == 0);
        if (!place || !ch__is_nominal(doc, ch__head(doc, t)))
            break;
        t = ch__head(doc, t);
    }
    return t;
}

/* "looked for the man who opened fire, killing two": the participle belongs to the verb right before it. */
static uint32_t nearest_verb(const ch_doc *doc, uint32_t t, uint32_t h)
{
    if (h > t || strcmp(doc->words[t].xpos, "VBG") != 0 || ch__mark_of(doc, t))
        return h;
    for (uint32_t i = t; --i > h && t - i < CH__REACH / 4;)
        if (ch__is_finite_verb(doc, i) && ch__is_verb(doc, i))
            return ch__is_below(doc, i, h) ? i : h;
    return h;
}

static bool is_time(const ch_doc *doc, uint32_t token)
{
    ch__time *times;
    uint32_t n = ch__times(doc, ch__sentence_of(doc, token), &times);
    for (uint32_t i = 0; i < n; i++)
        if (token >= times[i].tokens.start && token < times[i].tokens.end)
            return true;
    return false;
}

/* Who is understood as subject of a clause without one. */
static uint32_t controller(const ch_doc *doc, uint32_t t, int depth)
{
    uint32_t h = ch__head(doc, t), obj;
    if (h == CH_NONE)
        return CH_NONE;
    switch (ch__rel(doc, t)) {
    case CH_DEP_ACL_RELCL: return antecedent(doc, h); /* "the troops that attacked" */
    case CH_DEP_ACL:
        if (!ch__is_infinitive(doc, t))
            return h; /* "troops attacking the town" */
        if (ch__rel(doc, h) == CH_DEP_ROOT && ch__mention_at(doc, h) != CH_NONE)
            return h; /* "Mali to quit bloc" */
        obj = owner(doc, h);
        return obj != CH_NONE ? obj : governor(doc, h) != CH_NONE ? subject(doc, governor(doc, h), depth - 1) : CH_NONE;
    case CH_DEP_XCOMP: /* "asked Iran to withdraw", "called on Iran to withdraw": the object acts */
        if (ch__is_passive(doc, h))
            return surface_subject(doc, h, depth); /* "is expected to sign", "was asked to withdraw" */
        obj = ch__is_infinitive(doc, t) ? ch__kid(doc, h, CH_DEP_OBJ, CH_DEP_IOBJ) : CH_NONE;
        if (obj == CH_NONE && ch__is_infinitive(doc, t))
            obj = prep_kid(doc, h, CH__SV("on"));
        if (obj != CH_NONE && is_time(doc, obj))
            obj = CH_NONE; /* "agreed on Friday to restore relations" */
        return obj != CH_NONE && obj < t ? obj : subject(doc, h, depth - 1);
    case CH_DEP_ADVCL: return subject(doc, nearest_verb(doc, t, h), depth - 1);
    case CH_DEP_CONJ:
    case CH_DEP_CCOMP: return subject(doc, h, depth - 1);
    default: return CH_NONE;
    }
}

static uint32_t subject(const ch_doc *doc, uint32_t t, int depth)
{
    if (depth <= 0)
        return CH_NONE;
    if (ch__is_nominal(doc, t) && !ch__is_verbal(doc, t))
        return owner(doc, t);
    if (ch__is_passive(doc, t)) {
        uint32_t agent = kid_rel(doc, t, CH_DEP_OBL_AGENT);
        if (agent == CH_NONE)
            agent = prep_kid(doc, t, CH__SV("by"));
        return agent != CH_NONE ? agent : ch__prep_linear(doc, t, CH__SV("by")); /* "imposed on Iran by Canada" */
    }
    uint32_t s = ch__kid(doc, t, CH_DEP_NSUBJ, CH_DEP_NSUBJ_OUTER);
    if (s != CH_NONE && !is_relative_pronoun(doc, s))
        return s;
    /* "ended as rebels attack": a finite clause has a subject of its own, whatever the tree did to it */
    bool whole = (ch__rel(doc, t) == CH_DEP_ADVCL && ch__mark_of(doc, t)) || ch__rel(doc, t) == CH_DEP_CCOMP;
    s = whole ? ch__subject_linear(doc, t) : CH_NONE;
    if (s == CH_NONE)
        s = controller(doc, t, depth);
    return s == CH_NONE && !whole ? ch__subject_linear(doc, t) : s;
}

/* The objects of a verb, "handed the Comoros 15 million": the last one is what it acts on, the first whom it is for. */
static uint32_t objects(const ch_doc *doc, uint32_t t, uint32_t *first)
{
    uint32_t last = CH_NONE;
    *first = CH_NONE;
    CH__EACH_KID(doc, t, kid)
    {
        if (ch__rel(doc, kid) != CH_DEP_OBJ)
            continue;
        if (*first == CH_NONE)
            *first = kid;
        last = kid;
    }
    return last;
}

static uint32_t object(const ch_doc *doc, uint32_t t)
{
    if (ch__is_nominal(doc, t) && !ch__is_verbal(doc, t))
        return prep_kid(doc, t, CH__SV("of"));
    if (ch__is_passive(doc, t))
        return surface_subject(doc, t, CH__CLIMB);
    uint32_t first, o = objects(doc, t, &first);
    if (o == CH_NONE)
        o = kid_rel(doc, t, CH_DEP_IOBJ);
    if (o != CH_NONE)
        return is_relative_pronoun(doc, o) ? ch__head(doc, t) : o;
    CH__EACH_KID(doc, t, kid)
    {
        uint32_t particle = ch__rel(doc, kid) == CH_DEP_OBL ? kid_rel(doc, kid, CH_DEP_CASE) : CH_NONE;
        if (particle == t + 1 && strcmp(doc->words[particle].xpos, "RP") == 0)
            return kid; /* "called off the talks", with the particle taken for a preposition */
    }
    /* "the accord they signed": own subject, no object; not "the office, which closed" */
    uint32_t own = ch__rel(doc, t) == CH_DEP_ACL_RELCL ? kid_rel(doc, t, CH_DEP_NSUBJ) : CH_NONE;
    if (own != CH_NONE && !is_relative_pronoun(doc, own))
        return ch__head(doc, t);
    o = ch__object_linear(doc, t);
    return o != CH_NONE ? o : ch__bare_noun(doc, t);
}

static uint32_t indirect_object(const ch_doc *doc, uint32_t t)
{
    uint32_t i = kid_rel(doc, t, CH_DEP_IOBJ), first;
    return i != CH_NONE ? i : objects(doc, t, &first) != first ? first : CH_NONE;
}

/* The clause that hangs on a word as no complement proper: "a plan to visit", "its demand that Kinshasa withdraw". */
static uint32_t content_of(const ch_doc *doc, uint32_t t)
{
    CH__EACH_KID(doc, t, kid)
    if ((ch__rel(doc, kid) == CH_DEP_ACL || ch__rel(doc, kid) == CH_DEP_ADVCL) && kid > t && ch__mark_of(doc, kid))
        return kid;
    return CH_NONE;
}

/* "to leave", "that they leave", "that they be freed", "that they should leave": a deed that is wanted. "That they
 * left" only tells one. */
static bool is_wanted(const ch_doc *doc, uint32_t t)
{
    if (ch__is_infinitive(doc, t) || is_for_to(doc, t))
        return true;
    bool bare = strcmp(doc->words[t].xpos, "VB") == 0;
    CH__EACH_KID(doc, t, kid)
    {
        ch_deprel r = ch__rel(doc, kid);
        if (kid > t || (r != CH_DEP_AUX && r != CH_DEP_AUX_PASS && r != CH_DEP_COP))
            continue;
        if (strcmp(doc->words[kid].xpos, "MD") == 0)
            return ch__lemma_is(doc, kid, "should");
        bare = strcmp(doc->words[kid].xpos, "VB") == 0;
    }
    return bare;
}

/* What a word of wanting or saying governs: "agreed to meet", "demanded that Iran withdraw", "a plan to visit",
 * "declared its readiness to meet". */
static uint32_t complement(const ch_doc *doc, uint32_t t)
{
    uint32_t c = ch__kid(doc, t, CH_DEP_XCOMP, CH_DEP_CCOMP);
    if (c == CH_NONE)
        c = content_of(doc, t);
    uint32_t obj = c == CH_NONE && ch__is_verb(doc, t) ? kid_rel(doc, t, CH_DEP_OBJ) : CH_NONE;
    return obj == CH_NONE ? c : content_of(doc, obj);
}

static bool is_premodifier(ch_deprel r)
{
    return r == CH_DEP_AMOD || r == CH_DEP_COMPOUND || r == CH_DEP_NMOD || r == CH_DEP_NMOD_DESC;
}

static bool resolved(const ch_doc *doc, uint32_t mention)
{
    return mention != CH_NONE && doc->mentions[mention].actors.start < doc->mentions[mention].actors.end;
}

/* "US sanctions", "Iranian attack": a resolved name or adjective before its noun. */
static uint32_t premodifier(const ch_doc *doc, uint32_t t)
{
    CH__EACH_KID(doc, t, kid)
    if (kid < t && is_premodifier(ch__rel(doc, kid)) && resolved(doc, ch__mention_at(doc, kid)))
        return kid;
    return CH_NONE;
}

/* Under the trigger, else under its object ("sanctions on Iran" of "imposed"), else, for a noun, under its verb ("held"
 * of "talks"). */
static uint32_t preposition(const ch_doc *doc, uint32_t t, ch__sv prep)
{
    uint32_t place[3] = {t, ch__kid(doc, t, CH_DEP_OBJ, CH_DEP_NSUBJ_PASS), CH_NONE}, first = CH_NONE;
    /* "the attack was condemned by Peru": who did that is not who attacked */
    if (ch__rel(doc, t) != CH_DEP_NSUBJ && !ch__sv_is(prep, "by"))
        place[2] = governor(doc, t);
    for (int i = 0; i < 3; i++) {
        if (place[i] == CH_NONE)
            continue;
        CH__EACH_KID(doc, place[i], kid)
        {
            if (!is_under(doc, kid, prep))
                continue;
            if (resolved(doc, ch__mention_at(doc, kid)))
                return kid; /* "paying a visit to Iran from Monday to Friday": the actor, not the day */
            if (first == CH_NONE)
                first = kid;
        }
    }
    return first != CH_NONE ? first : ch__prep_linear(doc, t, prep);
}

/* Who acts in the clause above: "LAOS established relations by a communiqué signed in New York". */
static uint32_t main_subject(const ch_doc *doc, uint32_t t)
{
    for (int i = 0; i < CH__CLIMB; i++) {
        t = ch__head(doc, t);
        if (t == CH_NONE)
            return CH_NONE;
        if (ch__is_verb(doc, t))
            return subject(doc, t, CH__CLIMB);
    }
    return CH_NONE;
}

static uint32_t slot_head(const ch_doc *doc, uint32_t t, ch__sv slot)
{
    if (ch__sv_is(slot, "subj"))
        return subject(doc, t, CH__CLIMB);
    if (ch__sv_is(slot, "obj"))
        return object(doc, t);
    if (ch__sv_is(slot, "iobj"))
        return indirect_object(doc, t);
    if (ch__sv_is(slot, "poss"))
        return kid_rel(doc, t, CH_DEP_NMOD_POSS);
    if (ch__sv_is(slot, "mod"))
        return premodifier(doc, t);
    if (ch__sv_is(slot, "prt"))
        return ch__particle(doc, t);
    if (ch__sv_is(slot, "case"))
        return kid_rel(doc, t, CH_DEP_CASE);
    if (ch__sv_is(slot, "gov"))
        return governor(doc, t);
    if (ch__sv_is(slot, "govsubj"))
        return governor(doc, t) == CH_NONE ? CH_NONE : subject(doc, governor(doc, t), CH__CLIMB);
    if (ch__sv_is(slot, "main"))
        return main_subject(doc, t);
    if (ch__sv_is(slot, "comp"))
        return complement(doc, t);
    if (ch__sv_is(slot, "bid")) {
        uint32_t c = complement(doc, t);
        return c != CH_NONE && is_wanted(doc, c) ? c : CH_NONE;
    }
    if (ch__sv_is(slot, "left"))
        return ch__party_left(doc, t);
    if (ch__sv_is(slot, "right"))
        return ch__party_right(doc, t);
    if (ch__sv_is(slot, "compsubj")) {
        uint32_t c = complement(doc, t);
        return c == CH_NONE ? CH_NONE : surface_subject(doc, c, 1);
    }
    return preposition(doc, t, slot);
}

uint32_t ch__slot_head(const ch_doc *doc, uint32_t trigger, const char *slots)
{
    ch__sv left = ch__sv_of(slots), one;
    while (ch__sv_next(&left, '|', &one)) {
        uint32_t t = slot_head(doc, trigger, one);
        if (t != CH_NONE)
            return t;
    }
    return CH_NONE;
}

/* ---- a token to its actors ---- */

static bool fill(ch_doc *doc, uint32_t token, ch_roles *roles, bool agent, int depth);

/* "Iran's decision", "the Iranian and Chinese sides", "the foreign minister of Iran": the actor inside a noun phrase.
 * Of a deed that acts ("a bombing in Mali killed six") the words of place and target are left aside. */
static bool fill_inside(ch_doc *doc, uint32_t token, ch_roles *roles, bool agent, int depth)
{
    uint32_t poss = kid_rel(doc, token, CH_DEP_NMOD_POSS);
    if (poss != CH_NONE && fill(doc, poss, roles, agent, depth - 1))
        return true;
    bool any = false;
    CH__EACH_KID(doc, token, kid)
    {
        if (kid < token && is_premodifier(ch__rel(doc, kid)) && resolved(doc, ch__mention_at(doc, kid)))
            any |= fill(doc, kid, roles, agent, depth - 1);
    }
    if (any)
        return true;
    static const char *const inner[] = {"by", "of", "from", "between", "against", "in", "on", "with"};
    enum { AGENTIVE = 4 };
    for (size_t i = 0; i < (agent ? AGENTIVE : sizeof inner / sizeof *inner); i++) {
        uint32_t kid = prep_kid(doc, token, ch__sv_of(inner[i]));
        if (kid != CH_NONE && ch__rel(doc, kid) == CH_DEP_NMOD && fill(doc, kid, roles, agent, depth - 1))
            return true;
    }
    uint32_t appos = kid_rel(doc, token, CH_DEP_APPOS);
    return appos != CH_NONE && fill(doc, appos, roles, agent, depth - 1);
}

static bool fill_one(ch_doc *doc, uint32_t token, ch_roles *roles, bool agent, int depth)
{
    uint32_t m = ch__mention_at(doc, token);
    if (resolved(doc, m)) {
        ch__roles_add(doc, roles, m);
        return true;
    }
    if (m == CH_NONE || doc->mentions[m].kind != CH_MENTION_PRONOUN) {
        uint32_t before = roles->n;
        if (fill_inside(doc, token, roles, agent, depth) && roles->n > before)
            return true;
        uint32_t over = ch__mention_over(doc, token);
        if (m == CH_NONE && resolved(doc, over)) {
            ch__roles_add(doc, roles, over);
            return true;
        }
    }
    if (m != CH_NONE && doc->mentions[m].kind != CH_MENTION_PRONOUN)
        ch__roles_add(doc, roles, m); /* words without a code: the caller decides */
    return m != CH_NONE;
}

static bool fill(ch_doc *doc, uint32_t token, ch_roles *roles, bool agent, int depth)
{
    if (depth <= 0)
        return false;
    bool any = fill_one(doc, token, roles, agent, depth);
    CH__EACH_KID(doc, token, kid)
    if (ch__rel(doc, kid) == CH_DEP_CONJ)
        any |= fill(doc, kid, roles, agent, depth - 1);
    return any;
}

/* "to coordinate their answers if Chile attacks": the condition names no party. */
static uint32_t before_clause(const ch_doc *doc, uint32_t t, uint32_t end)
{
    CH__EACH_KID(doc, t, kid)
    if (kid > t && kid < end && ch__rel(doc, kid) == CH_DEP_ADVCL && ch__mark_of(doc, kid) &&
        !ch__is_infinitive(doc, kid))
        return ch__subtree(doc, &doc->sentences[ch__sentence_of(doc, t)], kid).start;
    return end;
}

/* "Peru is willing to let its police work with Chile": they are its own. */
static bool same_party(ch_doc *doc, uint32_t mention, const ch_roles *own)
{
    ch_roles one = {0};
    ch__roles_add(doc, &one, mention);
    return own->n && ch__roles_share_code(doc, &one, own);
}

/* "ready to work with Iran on ports": the first actor inside the complement, its subject aside. */
static bool fill_complement(ch_doc *doc, uint32_t trigger, ch_roles *roles)
{
    uint32_t c = complement(doc, trigger), subj = subject(doc, trigger, CH__CLIMB);
    ch_roles own = {0};
    if (c == CH_NONE)
        return false;
    if (subj != CH_NONE)
        (void)fill(doc, subj, &own, false, DEPTH);
    ch_span sub = ch__subtree(doc, &doc->sentences[ch__sentence_of(doc, c)], c);
    if (sub.end - c > CH__REACH)
        sub.end = c + CH__REACH;
    sub.end = before_clause(doc, c, sub.end);
    for (uint32_t from = c; from < sub.end;) {
        uint32_t m = ch__mention_in(doc, (ch_span){c, sub.end}, from);
        if (m == CH_NONE)
            return false;
        if (resolved(doc, m) && !same_party(doc, m, &own))
            return fill(doc, doc->mentions[m].head, roles, false, DEPTH);
        from = doc->mentions[m].tokens.end > from ? doc->mentions[m].tokens.end : from + 1;
        if (resolved(doc, m) && sub.end > from + GAP)
            sub.end = from + GAP; /* who follows far behind belongs to something else */
    }
    return false;
}

/* "China and Iran", parsed apart: mentions joined by "and" to the left of the one that was found; and "Nepal, Bahrain
 * sign" of a headline. */
static void fill_beside(ch_doc *doc, uint32_t token, uint32_t trigger, ch_roles *roles)
{
    uint32_t m = ch__mention_over(doc, token), pair = ch__headline_pair(doc, m, trigger);
    if (resolved(doc, pair))
        ch__roles_add(doc, roles, pair);
    if (ch__rel(doc, token) != CH_DEP_CONJ)
        return;
    for (int i = 0; i < DEPTH && m != CH_NONE; i++) {
        uint32_t at = doc->mentions[m].tokens.start;
        if (at < 2 || ch__upos(doc, at - 1) != CH_UPOS_CCONJ ||
            ch__sentence_of(doc, at - 2) != ch__sentence_of(doc, token))
            return;
        m = ch__mention_over(doc, at - 2);
        if (resolved(doc, m))
            ch__roles_add(doc, roles, m);
    }
}

static bool fill_slot(ch_doc *doc, const ch__knowledge *k, uint32_t trigger, ch__sv slot, ch_roles *roles)
{
    if (ch__sv_is(slot, "comp"))
        return fill_complement(doc, trigger, roles);
    bool any = false;
    if (ch__sv_is(slot, "mod")) { /* "China-Iran talks": every premodifier is a party */
        CH__EACH_KID(doc, trigger, kid)
        if (kid < trigger && is_premodifier(ch__rel(doc, kid)) && resolved(doc, ch__mention_at(doc, kid)))
            any |= fill(doc, kid, roles, false, DEPTH);
        return any;
    }
    uint32_t t = slot_head(doc, trigger, slot);
    bool doer = ch__sv_is(slot, "subj") || ch__sv_is(slot, "obj");
    bool agent = t != CH_NONE && doer && ch__token_in_class(k, doc, t, "deed");
    if (t == CH_NONE || !fill(doc, t, roles, agent, DEPTH))
        return false;
    if (ch__sv_is(slot, "subj"))
        fill_beside(doc, t, trigger, roles);
    return true;
}

bool ch__slot(ch_doc *doc, const ch__knowledge *k, uint32_t trigger, const char *slots, ch_roles *roles)
{
    ch__sv left = ch__sv_of(slots), group;
    while (ch__sv_next(&left, '|', &group)) {
        ch__sv one;
        bool first = true, any = false;
        /* "subj+with": the first must be filled, the others may be */
        while (ch__sv_next(&group, '+', &one)) {
            bool got = fill_slot(doc, k, trigger, one, roles);
            if (first && !got)
                break;
            first = false;
            any = true;
        }
        if (any && roles->n)
            return true;
    }
    return false;
}
