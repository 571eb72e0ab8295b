/* Whose words report an event: "the Kremlin said", "according to officials", "he added". */
#include "events/code.h"

static bool is_speech(const ch__knowledge *k, const ch_doc *doc, uint32_t t)
{
    return ch__is_verb(doc, t) && ch__token_in_class(k, doc, t, "speech");
}

/* The verb of saying over a trigger: its clause is what was said, or the saying stands beside it. */
static uint32_t saying(const ch__knowledge *k, const ch_doc *doc, uint32_t trigger)
{
    uint32_t t = trigger;
    for (int i = 0; i < CH__CLIMB; i++) {
        uint32_t h = ch__head(doc, t);
        CH__EACH_KID(doc, t, kid)
        if ((ch__rel(doc, kid) == CH_DEP_PARATAXIS || (ch__rel(doc, kid) == CH_DEP_CCOMP && kid > trigger)) &&
            kid != trigger && is_speech(k, doc, kid) && !ch__is_below(doc, trigger, kid))
            return kid; /* "..., the ministry said" */
        if (h == CH_NONE)
            return CH_NONE;
        ch_deprel r = ch__rel(doc, t);
        if ((r == CH_DEP_CCOMP || r == CH_DEP_PARATAXIS || r == CH_DEP_CSUBJ) && is_speech(k, doc, h))
            return h;
        t = h;
    }
    return CH_NONE;
}

/* "according to the ministry", anywhere under the clauses around the trigger. */
static uint32_t according(const ch_doc *doc, uint32_t trigger)
{
    uint32_t t = trigger;
    for (int i = 0; i < CH__CLIMB && t != CH_NONE; i++, t = ch__head(doc, t)) {
        uint32_t source = ch__slot_head(doc, t, "according|accord");
        if (source != CH_NONE && source != trigger && !ch__is_below(doc, trigger, source))
            return source;
    }
    return CH_NONE;
}

static bool known(const ch_doc *doc, const ch_roles *roles)
{
    return roles->n && roles->at[0].actor != CH_NONE && doc->actors[roles->at[0].actor].code;
}

static void span_of(const ch_doc *doc, uint32_t a, uint32_t b, ch_span *chars)
{
    if (b < a) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    *chars = ch__tokens_chars(doc, (ch_span){a, b + 1});
}

void ch__attribution(const ch__knowledge *k, ch_doc *doc, uint32_t sentence, uint32_t trigger, ch_roles *roles,
                     ch_span *chars)
{
    (void)sentence;
    uint32_t verb = saying(k, doc, trigger);
    if (verb != CH_NONE && verb != trigger && ch__slot(doc, k, verb, "subj", roles) && known(doc, roles)) {
        roles->n = 1;
        span_of(doc, doc->mentions[roles->at[0].mention].head, verb, chars);
        return;
    }
    roles->n = 0;
    uint32_t source = according(doc, trigger);
    if (source != CH_NONE && ch__slot(doc, k, ch__head(doc, source), "according|accord", roles) && known(doc, roles)) {
        roles->n = 1;
        span_of(doc, source, doc->mentions[roles->at[0].mention].head, chars);
        return;
    }
    roles->n = 0;
}
