/* Where an event happened: a place that its clause names. */
#include "events/code.h"

void ch__find_place(ch__scene *s, const ch__trigger *t, ch_place *out)
{
    uint32_t head = ch__slot_head(s->doc, t->token, "in|at|near|outside");
    if (head == CH_NONE)
        return;
    ch_span words = ch__subtree(s->doc, &s->doc->sentences[s->sentence], head);
    uint32_t m = ch__mention_at(s->doc, head);
    if (m != CH_NONE)
        words = s->doc->mentions[m].tokens;
    else if (words.end - words.start > CH__CLIMB)
        words = (ch_span){head, head + 1};
    (void)ch__place_of(s->doc, words, out);
}
