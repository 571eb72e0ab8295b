/* clauses.c - the clause around a number: where clauses of a sentence begin and end. */
#include "ledger/figures.h"

/* Whether a new clause begins behind token b: a noun, then a finite verb, with no other joint between. */
static bool clause_begins(const ch_doc *doc, uint32_t b, uint32_t end)
{
    bool noun = false;
    for (uint32_t t = b + 1; t < end && t < b + 14; t++) {
        if (ch__upos_is(doc, t, CH_UPOS_PUNCT) || ch__upos_is(doc, t, CH_UPOS_CCONJ))
            return false;
        if (ch__is_finite(doc, t))
            return noun;
        noun = noun || ch__is_noun(doc, t) || ch__upos_is(doc, t, CH_UPOS_PRON);
    }
    return false;
}

static bool joint(const ch_doc *doc, uint32_t t)
{
    return ch__upos_is(doc, t, CH_UPOS_CCONJ) || ch__upos_is(doc, t, CH_UPOS_SCONJ) || ch__form_is(doc, t, ",");
}

enum { STOP = 1, OPENS = 2, FINITE = 4 };

ch__joints ch__joints_of(const ch_doc *doc, ch_span s, ch__arena *scratch)
{
    ch__joints j = {ch__alloc_array(scratch, (size_t)(s.end - s.start) + 1, 1)};
    bool finite = false;
    for (uint32_t t = s.start; t < s.end; t++) {
        bool opens = joint(doc, t) && clause_begins(doc, t, s.end);
        j.at[t - s.start] =
            (uint8_t)((ch__form_is(doc, t, ";") ? STOP : 0) | (opens ? OPENS : 0) | (finite ? FINITE : 0));
        finite = finite || ch__is_finite(doc, t);
    }
    return j;
}

ch_span ch__clause_around(const ch_doc *doc, const ch__joints *j, ch_span s, ch_span number)
{
    ch_span c = s;
    for (uint32_t t = number.start; t > s.start; t--) {
        uint8_t at = j->at[t - 1 - s.start];
        if ((at & STOP) || ((at & OPENS) && (at & FINITE) && clause_begins(doc, t - 1, number.start))) {
            c.start = t;
            break;
        }
    }
    for (uint32_t t = number.end; t < s.end; t++)
        if (j->at[t - s.start] & (STOP | OPENS)) {
            c.end = t;
            break;
        }
    return c;
}
