/* contents.c - words behind a verb of saying: quotations, clauses, quotations inside what the verb takes. */
#include "ledger/contents.h"

enum { REACH = 40 };

/* "told Sergei Shoigu, ...", "said to reporters": the one addressed. Returns the token behind. */
uint32_t ch__take_addressee(ch__speech *sp, const ch_sentence *s, uint32_t p, bool object, ch__said *a)
{
    bool to = p + 1 < s->tokens.end && ch__lemma_is(sp->doc, p, "to") && !ch__upos_is(sp->doc, p + 1, CH_UPOS_VERB);
    if (p >= s->tokens.end || (!object && !to))
        return p;
    uint32_t m = CH_NONE;
    for (uint32_t t = p + to; m == CH_NONE && t < s->tokens.end && t < p + to + 2 && !ch__is_mark(sp->doc, t); t++) {
        if (ch__upos_is(sp->doc, t, CH_UPOS_SCONJ) || ch__is_finite(sp->doc, t))
            return p; /* "warned that Russia": nobody is addressed */
        m = ch__mention_over(sp->doc, t);
    }
    if (m == CH_NONE || sp->doc->mentions[m].tokens.start < p)
        return p;
    ch__roles_add(sp->doc, &a->addressee, m);
    return sp->doc->mentions[m].tokens.end;
}

/* A quotation or "that" behind the verb, over adverbials: "said on Wednesday that", "told X, head of Y, in Beijing
 * that". */
char ch__far_content(ch__speech *sp, uint32_t p, uint32_t end, ch__said *a)
{
    const ch_doc *doc = sp->doc;
    for (uint32_t t = p; t < end && t < p + REACH; t++) {
        bool spoken = t == p || ch__form_is(doc, t - 1, ",") || ch__form_is(doc, t - 1, ":");
        if (ch__opens_quote(sp, t)) {
            if (spoken && (t > p || ch__full_clause(sp, ch__quote_at(sp, t)) || ch__quote_at(sp, t)->close + 1 >= end))
                ch__add_quote(sp, a, t);
            return a->n_pieces ? 'q' : 0;
        }
        if (ch__is_that(doc, t)) {
            ch__add_stretch(sp, a, t + 1, end);
            return 't';
        }
        if (ch__form_is(doc, t, ":") && t + 1 < end && !ch__opens_quote(sp, t + 1) &&
            ch__has_finite(doc, (ch_span){t + 1, end})) {
            ch__add_stretch(sp, a, t + 1, end); /* "The ministry rejects this: no citizen was held." */
            return 'q';
        }
        bool leaves = t > p && ch__form_is(doc, t - 1, ",") && ch__upos_is(doc, t, CH_UPOS_VERB);
        if (leaves || ch__is_finite(doc, t) || (t == p + 1 && ch__upos_is(doc, p, CH_UPOS_PART)))
            return 0;
    }
    return 0;
}

/* The words of a title or name: "the exercise 'Sky Shield'". */
bool ch__is_title(const ch_doc *doc, ch_span in)
{
    for (uint32_t t = in.start; t < in.end; t++)
        if (ch__upos_is(doc, t, CH_UPOS_VERB) || (ch__is_noun(doc, t) && strncmp(doc->words[t].xpos, "NNP", 3) != 0) ||
            ch__upos_is(doc, t, CH_UPOS_ADJ))
            return false;
    return true;
}

/* 'dismissed it as "hearsay"', 'hinted at "further steps"': a quotation inside what the verb takes. */
char ch__named_content(ch__speech *sp, uint32_t p, uint32_t end, ch__said *a)
{
    const ch_doc *doc = sp->doc;
    for (uint32_t t = p; t < end && t < p + REACH; t++) {
        if (ch__opens_quote(sp, t)) {
            const ch__quote *q = ch__quote_at(sp, t);
            if (ch__is_title(doc, ch__quote_inside(q)))
                return 0;
            bool as = t == p || (t == p + 1 && ch__upos_is(doc, p, CH_UPOS_ADP));
            if (as)
                ch__add_quote(sp, a, t);
            else
                ch__add_stretch(sp, a, p, q->closed && q->close + 1 < end ? q->close + 1 : end);
            return 'Q';
        }
        bool leaves = t > p && ch__is_mark(doc, t - 1) && ch__upos_is(doc, t, CH_UPOS_VERB);
        if (leaves || ch__is_finite(doc, t) || ch__form_is(doc, t, ";") || ch__form_is(doc, t, ":"))
            return 0;
    }
    return 0;
}

/* Whether a clause without "that" begins at p: "said China is ready". */
static bool bare_clause(const ch_doc *doc, const ch_sentence *s, uint32_t verb, uint32_t p, uint32_t end, bool relative)
{
    /* "concluded a compact, like those that it had ...", "responded with vigour and provided": an object or adverbial
     */
    uint32_t said = ch__child(doc, s, verb, CH_DEP_CCOMP);
    bool clause = said != CH_NONE, object = ch__child(doc, s, verb, CH_DEP_OBJ) != CH_NONE;
    if (!clause && p < end && ch__upos_is(doc, p, CH_UPOS_ADP))
        return false;
    if (clause && said > p && said < end && ch__has_finite(doc, (ch_span){p + 1, said + 1}))
        return true; /* "said the decision of those who govern there is wrong" */
    for (uint32_t t = p; t < end; t++) {
        if ((ch__is_relative(doc, t) && t > p) || (!clause && t > p && doc->words[t].deprel == CH_DEP_MARK))
            return false; /* "declared a curfew after attackers struck" */
        if (!clause && object && (ch__is_mark(doc, t) || ch__upos_is(doc, t, CH_UPOS_CCONJ)))
            return false; /* "declared a truce and the army drew back" */
        if (ch__is_finite(doc, t))
            return t > p || relative;
    }
    return false;
}

/* "a reform that they say will cost jobs", "men who, they insist, were farmers" */
static bool in_relative(const ch_doc *doc, const ch_sentence *s, const ch__said *a)
{
    uint32_t t = a->speaker_start;
    return t != CH_NONE && t > s->tokens.start && t < a->trigger && ch__is_relative(doc, t - 1);
}

/* "put the number of injured at seven" */
static bool figure_behind(const ch_doc *doc, uint32_t p, uint32_t end)
{
    for (uint32_t t = p; t + 1 < end && !ch__is_mark(doc, t) && !ch__is_finite(doc, t); t++)
        if (ch__lemma_is(doc, t, "at"))
            for (uint32_t i = t + 1; i < end && i < t + 4; i++)
                if (ch__upos_is(doc, i, CH_UPOS_NUM))
                    return true;
    return false;
}

/* "called the decision hasty", "hailed the pact as a milestone": what is said of the object. */
static bool verdict_behind(const ch_doc *doc, const ch_sentence *s, uint32_t verb, uint32_t p, uint32_t end)
{
    uint32_t object = ch__child(doc, s, verb, CH_DEP_OBJ), verdict = ch__child(doc, s, verb, CH_DEP_XCOMP);
    return object != CH_NONE && object >= p && !ch__upos_is(doc, object, CH_UPOS_PRON) && verdict != CH_NONE &&
           verdict > object && verdict < end && !ch__upos_is(doc, verdict, CH_UPOS_VERB);
}

char ch__near_content(ch__speech *sp, const ch_sentence *s, uint32_t verb, uint32_t p, uint32_t end, const char *takes,
                      ch__said *a)
{
    ch_doc *doc = sp->doc;
    bool relative = in_relative(doc, s, a);
    if (p + 1 < end && ch__form_is(doc, p, ",") && strchr(takes, 'b') && !ch__upos_is(doc, p + 1, CH_UPOS_VERB) &&
        !ch__upos_is(doc, p + 1, CH_UPOS_CCONJ) && bare_clause(doc, s, verb, p + 1, end, false))
        p++; /* "He added, Iran has good ground" */
    if (p >= end || ch__is_mark(doc, p))
        return 0;
    char kind = 'o';
    if (strchr(takes, 'n') && figure_behind(doc, p, end))
        kind = 'n';
    else if (strchr(takes, 'x') && verdict_behind(doc, s, verb, p, end))
        kind = 'x';
    else if (p + 1 < end && ch__upos_is(doc, p, CH_UPOS_PART) && ch__upos_is(doc, p + 1, CH_UPOS_VERB))
        kind = 'i';
    else if (strchr(takes, 'b') && !ch__upos_is(doc, p, CH_UPOS_ADP) && bare_clause(doc, s, verb, p, end, relative))
        kind = 'b';
    else if (ch__is_relative(doc, p) || ch__upos_is(doc, p, CH_UPOS_SCONJ))
        kind = 'w';
    else if (ch__upos_is(doc, p, CH_UPOS_ADP) || ch__upos_is(doc, p, CH_UPOS_CCONJ))
        return 0;
    ch__add_stretch(sp, a, p, end);
    return kind;
}
