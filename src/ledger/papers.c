/* papers.c - the words of a paper: its noun phrase, title, term and count. */
#include "ledger/papers.h"

#include "events/numbers.h"

enum { TITLE = 16 /* tokens of a title behind the noun */ };

/* ---- the noun phrase ---- */

static bool modifier(const ch_doc *doc, uint32_t t)
{
    const char *x = doc->words[t].xpos;
    switch ((ch_upos)ch__upos(doc, t)) {
    case CH_UPOS_ADJ:
    case CH_UPOS_NOUN:
    case CH_UPOS_PROPN:
    case CH_UPOS_NUM:
    case CH_UPOS_ADV: return true;
    case CH_UPOS_VERB: return strcmp(x, "VBN") == 0 || strcmp(x, "VBG") == 0;
    default: return ch__form_is(doc, t, "-") || ch__form_is(doc, t, "\u2013") || strcmp(x, "POS") == 0;
    }
}

ch__paper ch__paper_at(const ch__papers *r, uint32_t t, uint32_t n, uint32_t row)
{
    const ch_doc *doc = r->doc;
    ch__paper p = {.phrase = {t, t + n}, .noun = t + n - 1, .row = row};
    uint32_t from = t;
    for (uint32_t i = t + 1; i < t + n; i++) /* "memorandum of understanding": the head stands before "of" */
        if (ch__upos_is(doc, i, CH_UPOS_ADP)) {
            p.noun = i - 1;
            break;
        }
    while (from > r->s->tokens.start && t - from < 12)
        if (modifier(doc, from - 1))
            from--;
        else if (from >= r->s->tokens.start + 3 && ch__form_is(doc, from - 1, ")") && ch__form_is(doc, from - 3, "("))
            from -= 3; /* "the Comprehensive Test Ban (CTB) Treaty" */
        else
            break;
    while (from < t && ((ch__upos_is(doc, from, CH_UPOS_VERB) && doc->words[from].deprel != CH_DEP_AMOD) ||
                        (ch__upos_is(doc, from, CH_UPOS_ADV) && !ch__upos_is(doc, from + 1, CH_UPOS_ADJ) &&
                         doc->words[from + 1].deprel != CH_DEP_AMOD)))
        from++; /* "This followed deals", "has also made agreements" */
    p.np = (ch_span){from, t + n};
    if (from > r->s->tokens.start && ch__upos_is(doc, from - 1, CH_UPOS_DET))
        p.definite = !ch__lemma_is(doc, from - 1, "a") && !ch__lemma_is(doc, from - 1, "an");
    p.plural = strcmp(doc->words[p.noun].xpos, "NNS") == 0 || strcmp(doc->words[p.noun].xpos, "NNPS") == 0;
    return p;
}

/* Whether a title ends in front of t: a new clause, a side, a place, a time. */
static bool title_stops(const ch__papers *r, uint32_t t)
{
    static const char *const cases[] = {"between", "with",      "in",   "during", "at",   "by",    "after",
                                        "before",  "following", "amid", "under",  "upon", "since", "until"};
    const ch_doc *doc = r->doc;
    uint8_t upos = ch__upos(doc, t);
    bool last = t + 1 >= r->s->tokens.end;
    if (ch__form_is(doc, t, "-"))
        return false;
    if (strcmp(doc->words[t].xpos, "TO") == 0 && !last && ch__upos_is(doc, t + 1, CH_UPOS_VERB))
        return true; /* "an agreement on grain to let ships pass" */
    if (upos == CH_UPOS_PUNCT || upos == CH_UPOS_AUX || upos == CH_UPOS_SCONJ || ch__is_finite(doc, t))
        return true;
    if (!last && upos == CH_UPOS_CCONJ && ch__upos_is(doc, t + 1, CH_UPOS_DET))
        return true; /* "a memorandum on trade and a contract" */
    if (!last && upos == CH_UPOS_ADP && ch__upos_is(doc, t + 1, CH_UPOS_NUM))
        return true; /* "for ten years" */
    if (!last && strcmp(doc->words[t].xpos, "VBG") == 0 && !ch__upos_is(doc, t - 1, CH_UPOS_ADP) &&
        (ch__upos_is(doc, t + 1, CH_UPOS_DET) || ch__upos_is(doc, t + 1, CH_UPOS_PRON)))
        return true; /* "a treaty on trade following their talks" */
    for (uint32_t i = 0; i < r->n_times; i++)
        if (t + (upos == CH_UPOS_ADP) >= r->times[i].tokens.start && t < r->times[i].tokens.end)
            return true; /* "an agreement on Monday" */
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (ch__lemma_is(doc, t, cases[i]))
            return true;
    return false;
}

/* Behind the noun the title takes in "on ..." and "for ...": "agreement on visa-free travel for holders of service
 * passports". */
uint32_t ch__paper_title_end(const ch__papers *r, const ch__paper *p)
{
    const ch_doc *doc = r->doc;
    uint32_t t = p->np.end, end = r->s->tokens.end, last = t;
    if (t >= end || !(ch__lemma_is(doc, t, "on") || ch__lemma_is(doc, t, "of") || ch__lemma_is(doc, t, "for")))
        return t;
    for (; t < end && t < p->np.end + TITLE && !title_stops(r, t); t++)
        if (ch__is_noun(doc, t) || strcmp(doc->words[t].xpos, "VBG") == 0)
            last = t + 1;
    return last;
}

const char *ch__paper_words(const ch__papers *r, ch_span tokens)
{
    return ch__copy(ch__doc_arena(r->doc), ch__doc_sv(r->doc, ch__tokens_bytes(r->doc, tokens)));
}

/* ---- term and count ---- */

/* A number that counts units of time, as "25 years"; NULL: it does not. */
static const char *length_of(ch__arena *arena, const char *text, const ch__number *n)
{
    if (!n->unit_kind || strcmp(n->unit_kind, "time") != 0 || !n->has_value || n->bytes.end <= n->digits.end + 1)
        return NULL;
    ch__sv unit = {text + n->digits.end + 1, n->bytes.end - n->digits.end - 1};
    bool plural = n->value != 1 && unit.p[unit.n - 1] != 's';
    return ch__format(arena, "%ld %.*s%s", (long)n->value, (int)unit.n, unit.p, plural ? "s" : "");
}

/* The last run of four digits that may be a year; NULL: none. */
static const char *last_year(ch__sv words)
{
    for (size_t i = words.n; i >= 4; i--) {
        const char *p = words.p + i - 4;
        bool digits = (p[0] == '1' || p[0] == '2') && strspn(p, "0123456789") >= 4;
        if (digits && (i == 4 || !ch__is_digit((unsigned char)p[-1])))
            return p;
    }
    return NULL;
}

const char *ch__term_of(const ch__knowledge *k, ch__arena *arena, const char *words)
{
    ch__number *found;
    ch__sv all = ch__sv_of(words);
    uint32_t n = ch__numbers(k, arena, words, (ch_span){0, (uint32_t)all.n}, &found);
    for (uint32_t i = 0; i < n; i++) {
        const char *length = length_of(arena, words, &found[i]);
        if (length)
            return length;
    }
    const char *year = last_year(all);
    if (!year || ch__is_digit((unsigned char)words[0]))
        return ch__copy(arena, all); /* "unlimited", "2025-2027" */
    return ch__format(arena, "until %.4s", year);
}

/* "for a further five years", "for a term of two years": words between the preposition and the number. */
static bool lead_in(const ch_doc *doc, uint32_t t)
{
    static const char *const words[] = {"a",        "an",    "the",      "another", "further",  "additional",
                                        "initial",  "first", "next",     "more",    "period",   "term",
                                        "duration", "of",    "validity", "valid",   "renewable"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ch__lemma_is(doc, t, words[i]))
            return true;
    return false;
}

/* "until 2030", "until the end of 2025", "to 2030": the tokens of the day or year, or an empty span. */
static ch_span end_at(const ch__papers *r, uint32_t t, bool extends)
{
    const ch_doc *doc = r->doc;
    bool until = ch__lemma_is(doc, t, "until") || ch__lemma_is(doc, t, "till") || ch__lemma_is(doc, t, "through");
    bool to = ch__lemma_is(doc, t, "to") && (extends || (t && ch__lemma_is(doc, t - 1, "run")));
    for (uint32_t i = 0; (until || to) && i < r->n_times; i++)
        if (r->times[i].tokens.end > t + 1 && r->times[i].tokens.start >= t && r->times[i].tokens.start <= t + 4)
            return (ch_span){t, r->times[i].tokens.end};
    for (uint32_t i = t + 1; (until || to) && i < r->s->tokens.end && i < t + 6; i++) {
        ch__sv form = ch__token_sv(doc, i);
        if (form.n == 4 && last_year(form))
            return (ch_span){t, i + 1};
        if (!ch__is_noun(doc, i) && !ch__upos_is(doc, i, CH_UPOS_DET) && !ch__upos_is(doc, i, CH_UPOS_ADP) &&
            !ch__upos_is(doc, i, CH_UPOS_NUM))
            break;
    }
    return (ch_span){0, 0};
}

/* The length of time that begins at token t: "five years"; NULL: none does. */
static const char *length_at(const ch__papers *r, uint32_t t)
{
    uint32_t end = t + 4 < r->s->tokens.end ? t + 4 : r->s->tokens.end;
    ch_span bytes = ch__tokens_bytes(r->doc, (ch_span){t, end});
    ch__number *found;
    uint32_t n = ch__numbers(r->k, r->scratch, r->doc->text, bytes, &found);
    return n && found[0].bytes.start == bytes.start ? length_of(ch__doc_arena(r->doc), r->doc->text, &found[0]) : NULL;
}

/* "for five years", "with a term of ten years", "valid for", "by three years". */
static const char *length_behind(const ch__papers *r, uint32_t t, bool extends)
{
    const ch_doc *doc = r->doc;
    bool named = ch__lemma_is(doc, t, "term") || ch__lemma_is(doc, t, "validity") || ch__lemma_is(doc, t, "valid");
    if (!ch__lemma_is(doc, t, "for") && !named && !(extends && ch__lemma_is(doc, t, "by")))
        return NULL;
    uint32_t i = t + 1;
    while (i < r->s->tokens.end && i < t + 7 && (lead_in(doc, i) || (named && ch__lemma_is(doc, i, "for"))))
        i++;
    if (named && i == t + 1)
        return NULL;
    const char *length = i < r->s->tokens.end ? length_at(r, i) : NULL;
    if (!length && ch__lemma_is(doc, i - 1, "another"))
        length = length_at(r, i);
    return length;
}

/* "a 25-year agreement", "the five-year programme". */
static const char *length_inside(const ch__papers *r, ch_span np)
{
    ch__number *found;
    uint32_t n = ch__numbers(r->k, r->scratch, r->doc->text, ch__tokens_bytes(r->doc, np), &found);
    for (uint32_t i = 0; i < n; i++) {
        const char *length = length_of(ch__doc_arena(r->doc), r->doc->text, &found[i]);
        if (length)
            return length;
    }
    return NULL;
}

const char *ch__paper_term(const ch__papers *r, const ch__paper *p, uint32_t act, bool extends, ch_span *until)
{
    enum { FAR = 40 };
    const ch_doc *doc = r->doc;
    *until = (ch_span){0, 0};
    const char *inside = extends ? NULL : length_inside(r, p->np);
    uint32_t from = act < p->np.start ? act + 1 : p->np.end, to = from + FAR;
    if (act >= p->np.end && (extends || act < p->np.end + 4))
        from = act + 1; /* "was signed in 2007 ... is to be renewed for five years": what stands behind the act */
    for (uint32_t t = from; !inside && t < r->s->tokens.end && t < to; t++) {
        const char *length = length_behind(r, t, extends);
        ch_span end = length ? (ch_span){0, 0} : end_at(r, t, extends);
        if (length)
            return length;
        *until = end;
        if (end.end)
            return ch__term_of(r->k, ch__doc_arena(r->doc), ch__paper_words(r, end));
        if (t != act &&
            (ch__form_is(doc, t, ";") || (t > p->np.end && ch__is_finite(doc, t) && !ch__upos_is(doc, t, CH_UPOS_AUX))))
            break; /* another clause */
    }
    return inside;
}

/* "the 1995 Dayton accords" */
static bool year(const ch__papers *r, uint32_t t)
{
    for (uint32_t i = 0; i < r->n_times; i++)
        if (t >= r->times[i].tokens.start && t < r->times[i].tokens.end)
            return true;
    ch__sv form = ch__token_sv(r->doc, t);
    return form.n == 4 && (form.p[0] == '1' || form.p[0] == '2');
}

/* "20 documents", "a series of bilateral documents", "several agreements": only of a plural. */
const char *ch__paper_count(const ch__papers *r, const ch__paper *p)
{
    ch_doc *doc = r->doc;
    if (!p->plural)
        return NULL;
    uint32_t t = p->np.start, first = r->s->tokens.start;
    for (uint32_t i = p->np.start; i < p->np.end; i++)
        if (ch__upos_is(doc, i, CH_UPOS_NUM) && !(i + 1 < p->np.end && ch__form_is(doc, i + 1, "-")) && !year(r, i))
            return ch__paper_words(r, (ch_span){i > first && ch__lemma_is(doc, i - 1, "a") ? i - 1 : i, p->np.end});
    for (uint32_t i = t > first + 4 ? t - 4 : first; i + 1 < t; i++) {
        ch__hit hit;
        uint32_t n = ch__phrase_at_token(doc, r->k, ch__table_bit(r->sets), i, r->s->tokens.end, &hit);
        if (n && i + n == t && strcmp(ch__table_cell(r->sets, hit.row, 1), "set") == 0)
            return ch__paper_words(r, (ch_span){i, p->np.end});
    }
    if (t > first + 1 && ch__lemma_is(doc, t - 1, "of") && ch__upos_is(doc, t - 2, CH_UPOS_NUM))
        return ch__paper_words(r, (ch_span){t - 2, p->np.end});
    bool several = t < p->np.end && (ch__lemma_is(doc, t, "several") || ch__lemma_is(doc, t, "many") ||
                                     ch__lemma_is(doc, t, "numerous"));
    return several ? ch__paper_words(r, p->np) : NULL;
}
