/* Which time of a sentence holds for a trigger. */
#include "events/when.h"

uint32_t ch__time_head(const ch_doc *doc, ch_span tokens)
{
    for (uint32_t t = tokens.start; t < tokens.end; t++) {
        uint32_t h = ch__head(doc, t);
        if (h != CH_NONE && (h < tokens.start || h >= tokens.end))
            return h;
    }
    return CH_NONE;
}
/* ---- which time holds for a trigger ---- */

/* Whether a clause stands in another as a remark on one of its nouns: "the envoy, who arrived on Monday, ...". */
static bool is_aside(const ch_doc *doc, uint32_t clause)
{
    ch_deprel r = ch__rel(doc, clause);
    return r == CH_DEP_ACL_RELCL || r == CH_DEP_ACL;
}

/* 0: in a remark that has times of its own; 4: hangs on the trigger; 3: in its clause; 2: in a clause around it or of
 * its own; 1: somewhere in the sentence. */
static int closeness(const ch_doc *doc, const ch__time *time, uint32_t trigger)
{
    uint32_t h = ch__time_head(doc, time->tokens);
    if (h == CH_NONE)
        return time->tokens.start <= trigger && trigger < time->tokens.end ? 4 : 1;
    uint32_t up = h;
    for (int i = 0; i < CH__CLIMB && up != CH_NONE; i++) {
        if (up == trigger)
            return 4;
        if (ch__upos(doc, up) == CH_UPOS_VERB)
            break;
        up = ch__head(doc, up);
    }
    uint32_t here = ch__clause_of(doc, trigger), there = ch__clause_of(doc, h);
    if (here == there)
        return 3;
    if (is_aside(doc, there) || ch__rel(doc, here) == CH_DEP_ACL_RELCL)
        return 0;
    return ch__is_below(doc, here, there) || ch__is_below(doc, there, here) ? 2 : 1;
}

/* The first time that is not out of reach of a trigger; times stand in the order of the text. */
static uint32_t first_near(const ch__time *times, uint32_t n, uint32_t trigger)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (times[middle].tokens.end + CH__REACH < trigger)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

ch_when ch__when_of(const ch_doc *doc, const ch__time *times, uint32_t n, uint32_t trigger)
{
    int best_score = 0;
    uint32_t best_far = 0, chosen = CH_NONE;
    for (uint32_t i = first_near(times, n, trigger); i < n && times[i].tokens.start < trigger + CH__REACH; i++) {
        uint32_t at = times[i].tokens.start, far = at > trigger ? at - trigger : trigger - at;
        int close = closeness(doc, &times[i], trigger), score = close * 2 + (times[i].when.start.year != 0);
        if (!close)
            continue;
        if (score > best_score || (score == best_score && far < best_far)) {
            best_score = score;
            best_far = far;
            chosen = i;
        }
    }
    if (chosen != CH_NONE)
        return times[chosen].when;
    ch_when none = {.precision = CH_UNKNOWN, .basis = CH_BASIS_NONE};
    if (doc->published.year && doc->published.day)
        none =
            (ch_when){.start = doc->published, .end = doc->published, .precision = CH_DAY, .basis = CH_BASIS_PUBLISHED};
    return none;
}
