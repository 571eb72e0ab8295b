/* relation.h - two spans and the events that the scorers see between them; inside the events room. */
#ifndef CH_EVENTS_RELATION_H
#define CH_EVENTS_RELATION_H

#include "events/events_model.h"
#include "events/pair.h"

enum { CH__MOST_RELATED = 8 };

/* A trigger and what the two are to it. */
typedef struct ch__related {
    uint32_t token, label, weight;                /* label of the trigger scorer; weight: of CH__SURE */
    uint8_t type, modality, source_as, target_as; /* ch_event_type, ch_modality; ch__party */
} ch__related;

typedef struct ch__relation {
    const ch__knowledge *k;
    ch_doc *doc;
    const struct ch__pair_sides *sides;
    uint32_t source, target, top;         /* heads of the first spans, where their paths meet; CH_NONE */
    uint32_t sentence;                    /* of the source, else of the target */
    ch__related events[CH__MOST_RELATED]; /* the weightiest first */
    uint32_t n_events;
} ch__relation;

/* Finds heads and sentence; no events yet. */
void ch__pair_open(ch__relation *r, const ch__knowledge *k, ch_doc *doc, const struct ch__pair_sides *sides);
/* The word of the first span that hangs outside of it; CH_NONE: there is no span. */
uint32_t ch__pair_head(const ch_doc *doc, const ch_span *spans, uint32_t n);
/* Scores the words of the sentence as triggers and the two as their parties. */
void ch__pair_events(ch__relation *r, const ch__events_model *m, ch__clues *clues, ch__arena *scratch);

/* Traits and vectors (as many as of a trigger) of a relation whose events are found. */
void ch__pair_traits(ch__traits *t, const ch__relation *r, const ch__clues *clues);
void ch__pair_vectors(const ch__relation *r, uint8_t *out);

#endif
