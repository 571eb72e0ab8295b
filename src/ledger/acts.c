/* acts.c - the act on a noun phrase, by tree and, where the tree does not say, by the words around. */
#include "ledger/acts.h"

#include "events/clause.h"

enum { UP = 6, IN_FRONT = 10, BEHIND = 6 };

typedef struct search {
    const ch__knowledge *k;
    ch_doc *doc;
    const ch__table *table;
    const ch_sentence *s;
    ch_span phrase;
    const char *weak;   /* action that ends a search, or NULL */
    const char *stands; /* action a paper may do to other things: "sets", "provides"; or NULL */
} search;

enum { PHRASE = 1, ACTION = 2, STRENGTH = 3 };

static bool has_strength(const search *q, uint32_t row, const char *name)
{
    const char *strength = ch__table_cell(q->table, row, STRENGTH);
    return strength && strcmp(strength, name) == 0;
}

/* "by the end of the session", "a set of rules": rows marked "verb" or "object" are acts as verbs only. */
static bool mere_noun(const search *q, uint32_t t, uint32_t row)
{
    return (has_strength(q, row, "verb") || has_strength(q, row, "object")) && !ch__upos_is(q->doc, t, CH_UPOS_VERB);
}

/* "the visit ended with a treaty", "left Jakarta aboard a charter": of rows marked "object" the paper is object or
 * subject. */
static bool beside(const search *q, const ch__act *act, uint32_t noun)
{
    ch_deprel r = ch__rel(q->doc, noun);
    bool argument = r == CH_DEP_OBJ || r == CH_DEP_NSUBJ || r == CH_DEP_NSUBJ_PASS;
    return has_strength(q, act->row, "object") && !argument;
}

/* The act that this token is, by its lemma or as the start of a phrase; a weak one too. */
static bool any_act(const search *q, uint32_t t, ch__act *out)
{
    ch__hit hit;
    if (t >= q->phrase.start && t < q->phrase.end)
        return false;
    uint32_t row = CH_NONE;
    if (ch__phrase_at_token(q->doc, q->k, ch__table_bit(q->table), t, q->s->tokens.end, &hit))
        row = hit.row;
    else if (!ch__upos_is(q->doc, t, CH_UPOS_PROPN))
        row = ch__find_word(q->table, q->doc, t);
    if (row == CH_NONE || mere_noun(q, t, row) || has_strength(q, row, "case"))
        return false;
    *out = (ch__act){row, t, true, ch__table_cell(q->table, row, ACTION)};
    return true;
}

static bool is_weak(const search *q, uint32_t t)
{
    ch__act act;
    return q->weak && any_act(q, t, &act) && strcmp(act.action, q->weak) == 0;
}

static bool act_at(const search *q, uint32_t t, ch__act *out)
{
    return any_act(q, t, out) && !(q->weak && strcmp(out->action, q->weak) == 0);
}

/* "has been in force", "the accord, in force since March": the phrase begins at the preposition, the tree has its noun.
 */
static bool phrase_at(const search *q, uint32_t noun, ch__act *out)
{
    uint32_t prep = ch__is_noun(q->doc, noun) ? ch__kid(q->doc, noun, CH_DEP_CASE, CH_DEP_CASE) : CH_NONE;
    if (prep == CH_NONE || prep >= noun || !act_at(q, prep, out) || !ch__table_cell(q->table, out->row, PHRASE))
        return false;
    out->token = noun;
    return true;
}

static bool participle(const ch_doc *doc, uint32_t t)
{
    return strcmp(doc->words[t].xpos, "VBN") == 0 || strcmp(doc->words[t].xpos, "VBD") == 0;
}

/* "the agreement signed between ...", "the deal, signed in March," and "newly signed documents". */
static bool at_noun(const search *q, uint32_t first, ch__act *out)
{
    uint32_t t = q->phrase.end;
    for (uint32_t n = 0; t < q->s->tokens.end && n < 2; t++, n++) {
        if (participle(q->doc, t) && act_at(q, t, out))
            return true;
        if (!ch__form_is(q->doc, t, ",") && !ch__upos_is(q->doc, t, CH_UPOS_ADV))
            break;
    }
    for (t = q->phrase.start; t > first; t--)
        if (participle(q->doc, t - 1) && !ch__form_is(q->doc, t - 2 < t ? t - 2 : t - 1, "-") && act_at(q, t - 1, out))
            return true; /* not "a US-drafted text" */
    return false;
}

/* "put the dialogue on hold", "brought the accord into force": the phrase that a verb governs beside the noun. */
static bool governed_phrase(const search *q, uint32_t verb, ch__act *out)
{
    CH__EACH_KID(q->doc, verb, kid)
    if (kid > verb && ch__rel(q->doc, kid) == CH_DEP_OBL && phrase_at(q, kid, out))
        return true;
    return false;
}

/* "a memo suggests that", "the treaty binds both": what a paper does itself is done to it only where it ends or stands.
 */
static bool does_itself(const search *q, uint32_t noun, const ch__act *act)
{
    bool stands = strcmp(act->action, "in force") == 0 || strcmp(act->action, "terminated") == 0 ||
                  (q->stands && strcmp(act->action, q->stands) == 0);
    return ch__rel(q->doc, noun) == CH_DEP_NSUBJ && ch__head(q->doc, noun) == act->token &&
           ch__upos_is(q->doc, act->token, CH_UPOS_VERB) && q->stands && strcmp(q->stands, "in force") == 0 && !stands;
}

/* "is due to be signed", "is expected to be renewed": what the predicate of the noun governs. */
static bool complement_act(const search *q, uint32_t noun, ch__act *out)
{
    ch_deprel r = ch__rel(q->doc, noun);
    uint32_t t = r == CH_DEP_NSUBJ || r == CH_DEP_NSUBJ_PASS ? ch__head(q->doc, noun) : CH_NONE;
    for (int i = 0; i < 2 && t != CH_NONE; i++) {
        t = ch__kid(q->doc, t, CH_DEP_XCOMP, CH_DEP_XCOMP);
        if (t != CH_NONE && ch__kid(q->doc, t, CH_DEP_AUX_PASS, CH_DEP_OBJ) != CH_NONE &&
            ch__kid(q->doc, t, CH_DEP_OBJ, CH_DEP_OBJ) == CH_NONE && act_at(q, t, out))
            return true;
    }
    return false;
}

/* Up the tree from the noun, through nouns, to the first act or the first verb. */
static bool governor(const search *q, uint32_t noun, ch__act *out)
{
    uint32_t t = noun;
    for (int i = 0; i < UP; i++) {
        uint32_t head = q->doc->words[t].head;
        if (head == CH_NONE)
            return false;
        if (ch__rel(q->doc, t) == CH_DEP_OBJ && governed_phrase(q, head, out))
            return true;
        if (act_at(q, head, out) || phrase_at(q, head, out))
            return !beside(q, out, t);
        if (is_weak(q, head))
            return false;
        bool verb = ch__upos_is(q->doc, head, CH_UPOS_VERB);
        bool conjunct = q->doc->words[head].deprel == CH_DEP_XCOMP || q->doc->words[head].deprel == CH_DEP_CONJ;
        if (verb && !conjunct)
            return false;
        t = head;
    }
    return false;
}

/* Words that part the noun from an act in front: another clause. */
static bool parts(const ch_doc *doc, uint32_t t)
{
    return ch__upos_is(doc, t, CH_UPOS_SCONJ) || ch__form_is(doc, t, ";") || ch__form_is(doc, t, ":") ||
           (ch__upos_is(doc, t, CH_UPOS_VERB) && ch__is_finite(doc, t));
}

/* "agreed to widen trade and recalled that the accord ...": a verb with an object or a clause of its own, to which the
 * noun does not belong. */
static bool busy(const search *q, uint32_t verb)
{
    if (!ch__upos_is(q->doc, verb, CH_UPOS_VERB))
        return false;
    uint32_t own = ch__kid(q->doc, verb, CH_DEP_XCOMP, CH_DEP_CCOMP);
    for (uint32_t t = q->phrase.end - 1, i = 0; own != CH_NONE && t != CH_NONE && i < 2 * UP;
         i++, t = ch__head(q->doc, t))
        if (t == own)
            return false;
    return own != CH_NONE;
}

static bool in_front(const search *q, uint32_t first, ch__act *out)
{
    for (uint32_t t = first; t > q->s->tokens.start && first - t < IN_FRONT; t--) {
        if (act_at(q, t - 1, out) && !has_strength(q, out->row, "object"))
            return !busy(q, t - 1);
        if (parts(q->doc, t - 1) || is_weak(q, t - 1))
            return false;
    }
    return false;
}

/* "the treaty was signed", "the agreement will enter into force". */
static bool behind(const search *q, ch__act *out)
{
    for (uint32_t t = q->phrase.end; t < q->s->tokens.end && t < q->phrase.end + BEHIND; t++) {
        if (act_at(q, t, out))
            return true;
        if (ch__upos_is(q->doc, t, CH_UPOS_PUNCT) || ch__upos_is(q->doc, t, CH_UPOS_VERB))
            return false;
    }
    return false;
}

/* "A contract for the delivery of six ferries, worth 20 million, was signed in Oslo": the first predicate behind a noun
 * that begins its clause, where it is passive and an act on paper. */
static bool far_behind(const search *q, ch__act *out)
{
    enum { FAR = 32 };
    uint32_t first = q->phrase.start, t = q->phrase.end, end = q->s->tokens.end;
    while (first > q->s->tokens.start &&
           (ch__upos_is(q->doc, first - 1, CH_UPOS_ADJ) || ch__is_noun(q->doc, first - 1) ||
            ch__upos_is(q->doc, first - 1, CH_UPOS_DET)))
        first--;
    bool begins = first == q->s->tokens.start || ch__upos_is(q->doc, first - 1, CH_UPOS_CCONJ) ||
                  ch__upos_is(q->doc, first - 1, CH_UPOS_PUNCT) || ch__upos_is(q->doc, first - 1, CH_UPOS_SCONJ);
    while (t < end && t < q->phrase.end + FAR && !ch__is_finite(q->doc, t) && !ch__form_is(q->doc, t, ";"))
        t++;
    if (!begins || t >= end || !ch__upos_is(q->doc, t, CH_UPOS_AUX))
        return false;
    for (uint32_t i = t + 1; i < end && i < t + 5; i++)
        if (strcmp(q->doc->words[i].xpos, "VBN") == 0 && !ch__upos_is(q->doc, i, CH_UPOS_AUX))
            return act_at(q, i, out) && has_strength(q, out->row, "paper");
    return false;
}

/* "under a contract between both", "in a joint statement": the preposition of the noun itself. */
static bool own_preposition(const search *q, uint32_t noun, ch__act *out)
{
    uint32_t prep = ch__kid(q->doc, noun, CH_DEP_CASE, CH_DEP_CASE);
    if (prep == CH_NONE || prep >= q->phrase.start || q->phrase.start - prep > 8)
        return false;
    uint32_t row = ch__find_word(q->table, q->doc, prep);
    if (row == CH_NONE || !has_strength(q, row, "case"))
        return false;
    *out = (ch__act){row, noun, true, ch__table_cell(q->table, row, ACTION)};
    return true;
}

/* First word of the noun's own modifiers in front. */
static uint32_t modifiers(const search *q)
{
    uint32_t t = q->phrase.start;
    while (t > q->s->tokens.start && q->phrase.start - t < 8) {
        uint8_t upos = ch__upos(q->doc, t - 1);
        bool word = upos == CH_UPOS_ADJ || upos == CH_UPOS_NOUN || upos == CH_UPOS_PROPN || upos == CH_UPOS_ADV ||
                    upos == CH_UPOS_NUM || participle(q->doc, t - 1) || ch__form_is(q->doc, t - 1, "-");
        if (!word)
            break;
        t--;
    }
    return t;
}

/* "Originally announced in 2016, the deal sets ...": a participle that opens the sentence belongs to its subject. */
static bool fronted(const search *q, uint32_t first, ch__act *out)
{
    uint32_t t = q->s->tokens.start;
    while (t < first && ch__upos_is(q->doc, t, CH_UPOS_ADV))
        t++;
    bool subject = first > t + 2 && (ch__form_is(q->doc, first - 1, ",") || ch__form_is(q->doc, first - 2, ","));
    if (!subject || !participle(q->doc, t))
        return false;
    for (uint32_t i = t + 1; i + 2 < first; i++)
        if (ch__is_finite(q->doc, i))
            return false;
    return act_at(q, t, out);
}

/* "a resolution that would have extended the mandate": the paper does something to another thing. */
static bool other_object(const search *q, const ch__act *act)
{
    if (act->token < q->phrase.end || (q->stands && strcmp(act->action, q->stands) == 0) ||
        !ch__upos_is(q->doc, act->token, CH_UPOS_VERB))
        return false;
    uint32_t object = ch__child(q->doc, q->s, act->token, CH_DEP_OBJ);
    bool relative = object != CH_NONE && object < act->token && !ch__is_noun(q->doc, object);
    return object != CH_NONE && object >= q->phrase.end && !relative; /* "the accord that both signed" */
}

static bool find(const search *q, uint32_t noun, ch__act *out)
{
    uint32_t first = modifiers(q);
    if (at_noun(q, first, out) || fronted(q, first, out) || complement_act(q, noun, out) ||
        (governor(q, noun, out) && !other_object(q, out) && !does_itself(q, noun, out)))
        return true;
    /* "Bahrain cut ties", "North Korea sign treaty": without a verb in front the act may look like a noun of the phrase
     */
    if (!ch__has_finite(q->doc, (ch_span){q->s->tokens.start, q->phrase.start}))
        first = q->phrase.start;
    if (!in_front(q, first, out) && !(behind(q, out) && !other_object(q, out)) && !far_behind(q, out))
        return q->weak == NULL && own_preposition(q, noun, out);
    out->near = false;
    return true;
}

/* ---- more acts on the same noun ---- */

static bool on_paper(const search *q, const ch__act *act)
{
    return has_strength(q, act->row, "paper");
}

typedef struct acts {
    ch__act *at;
    uint32_t n, most;
} acts;

static void keep(acts *a, ch__act act)
{
    for (uint32_t i = 0; i < a->n; i++)
        if (a->at[i].token == act.token)
            return;
    if (a->n < a->most)
        a->at[a->n++] = act;
}

/* Whether the act has an object of its own behind it: "signed a treaty and agreed". */
static bool has_object(const search *q, uint32_t token)
{
    uint32_t object = ch__kid(q->doc, token, CH_DEP_OBJ, CH_DEP_OBJ);
    return object != CH_NONE && object > token;
}

/* "signed in 2016 and suspended in 2020": a verb joined to the act without an object or a subject of its own. */
static void joined(const search *q, uint32_t token, acts *a)
{
    ch__act act;
    if (has_object(q, token) || !ch__upos_is(q->doc, token, CH_UPOS_VERB))
        return;
    CH__EACH_KID(q->doc, token, kid)
    {
        bool other = ch__rel(q->doc, kid) != CH_DEP_CONJ || kid < token || !ch__upos_is(q->doc, kid, CH_UPOS_VERB);
        if (other || ch__kid(q->doc, kid, CH_DEP_NSUBJ_PASS, CH_DEP_OBJ) != CH_NONE ||
            ch__kid(q->doc, kid, CH_DEP_CCOMP, CH_DEP_XCOMP) != CH_NONE)
            continue;
        bool passive = ch__kid(q->doc, token, CH_DEP_AUX_PASS, CH_DEP_NSUBJ_PASS) != CH_NONE;
        if (passive && ch__kid(q->doc, kid, CH_DEP_NSUBJ, CH_DEP_NSUBJ) != CH_NONE)
            continue;
        if (act_at(q, kid, &act))
            keep(a, act);
    }
}

/* "a statement in which they extend the accord": the noun is neither subject nor object of the clause. */
static bool aside(const search *q, uint32_t clause)
{
    CH__EACH_KID(q->doc, clause, kid)
    if (kid < clause && strncmp(q->doc->words[kid].xpos, "W", 1) == 0 &&
        ch__kid(q->doc, kid, CH_DEP_CASE, CH_DEP_CASE) != CH_NONE)
        return true;
    return false;
}

/* "which the Assembly ratified last year", "concluded in 2004": clauses that hang on the noun, or, parsed amiss, on a
 * noun of its title ("the agreement on forests which both signed"). */
static void clauses(const search *q, uint32_t noun, acts *a)
{
    enum { TITLE = 24 };
    ch__act act;
    for (uint32_t t = q->phrase.end; t < q->s->tokens.end && t < q->phrase.end + TITLE; t++) {
        ch_deprel r = ch__rel(q->doc, t);
        uint32_t h = ch__head(q->doc, t);
        bool clause = r == CH_DEP_ACL || r == CH_DEP_ACL_RELCL;
        if ((!clause && r != CH_DEP_NMOD && r != CH_DEP_APPOS) || h == CH_NONE || h < noun)
            continue;
        bool own = h == noun;
        for (uint32_t up = h, i = 0; !own && i < UP && up != CH_NONE && up > noun; i++) {
            ch_deprel link = ch__rel(q->doc, up);
            up = link == CH_DEP_NMOD || link == CH_DEP_CONJ ? ch__head(q->doc, up) : CH_NONE;
            own = up == noun;
        }
        uint32_t then = clause && !act_at(q, t, &act) ? ch__kid(q->doc, t, CH_DEP_XCOMP, CH_DEP_XCOMP) : CH_NONE;
        if (own && then != CH_NONE && act_at(q, then, &act) && !other_object(q, &act))
            keep(a, act); /* "which both promised to ratify" */
        if (!own || !(clause ? act_at(q, t, &act) || phrase_at(q, t, &act) : phrase_at(q, t, &act)) ||
            (h != noun && !on_paper(q, &act)) || other_object(q, &act) || aside(q, t))
            continue;
        keep(a, act);
        joined(q, t, a);
    }
}

uint32_t ch__acts_find(const ch__knowledge *k, ch_doc *doc, const ch__table *table, const ch_sentence *s,
                       ch_span phrase, uint32_t noun, const char *weak, ch__act *out, uint32_t most)
{
    search q = {k, doc, table, s, phrase, NULL, weak};
    acts a = {out, 0, most};
    ch__act act;
    if (ch__act_find(k, doc, table, s, phrase, noun, weak, &act))
        keep(&a, act);
    clauses(&q, noun, &a);
    if (complement_act(&q, noun, &act))
        keep(&a, act);
    if (governor(&q, noun, &act) && !other_object(&q, &act) && !does_itself(&q, noun, &act) &&
        (on_paper(&q, &act) || act.token == ch__head(doc, noun)))
        keep(&a, act);
    for (uint32_t i = 0, n = a.n; i < n; i++)
        joined(&q, a.at[i].token, &a);
    if (a.n > 1 && has_strength(&q, a.at[0].row, "case")) /* "under an accord that both signed" */
        memmove(a.at, a.at + 1, --a.n * sizeof *a.at);
    return a.n;
}

bool ch__act_find(const ch__knowledge *k, ch_doc *doc, const ch__table *table, const ch_sentence *s, ch_span phrase,
                  uint32_t noun, const char *weak, ch__act *out)
{
    search q = {k, doc, table, s, phrase, weak, weak};
    if (find(&q, noun, out))
        return true;
    q.weak = NULL;
    return weak && find(&q, noun, out);
}
