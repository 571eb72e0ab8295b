/* pair.h - what one span of a text does to another: pair.c decides, plv.c says what the public benchmark calls it. */
#ifndef CH_EVENTS_PAIR_H
#define CH_EVENTS_PAIR_H

#include "events/events.h"

/* The two sides as ranges of tokens, in the order given; a side may have none. No range is empty. */
struct ch__events_model;

typedef struct ch__pair_sides {
    const ch_span *source, *target;
    uint32_t n_source, n_target;
} ch__pair_sides;

/* Fills *out, plv included; model NULL or without pairs: by the rules. The document has run through the events room and
 * may get more arena memory, but no records. Strings of *out live as long as the knowledge. Always answers. */
void ch__pair_decide(const ch__knowledge *k, const struct ch__events_model *model, ch__arena *scratch, ch_doc *doc,
                     const ch__pair_sides *sides, ch_pair *out);

/* The class of the benchmark for an event (table events/plv); mode and cameo may be NULL. */
ch_plv_class ch__plv_of(const ch__knowledge *k, ch_event_type type, const char *mode, ch_modality modality,
                        const char *cameo);

#endif
