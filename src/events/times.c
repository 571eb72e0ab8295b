/* times.c - the times of a sentence, looked for once: the events room asks for them and so does each part of the
 * ledger. */
#include "events/events.h"

struct ch__times_known {
    ch__time *at;
    uint32_t n;
    bool known;
};

static struct ch__times_known *known_of(ch_doc *doc, uint32_t sentence)
{
    struct ch_doc_inside *in = doc->inside;
    if (!in->times)
        in->times = ch__alloc_array(&in->arena, doc->n_sentences, sizeof *in->times);
    return &in->times[sentence];
}

uint32_t ch__times_in(const ch__knowledge *k, ch_doc *doc, uint32_t sentence, const ch__time **out)
{
    struct ch__times_known *known = known_of(doc, sentence);
    if (!known->known) {
        known->n = ch__times(k, ch__doc_arena(doc), doc, sentence, &known->at);
        known->known = true;
    }
    *out = known->at;
    return known->n;
}
