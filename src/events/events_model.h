/* events_model.h - the trained part of the events room: what the engine opens once. */
#ifndef CH_EVENTS_MODEL_H
#define CH_EVENTS_MODEL_H

#include "events/scorer.h"

typedef enum ch__party {
    CH__PARTY_NONE,
    CH__PARTY_ACTOR,
    CH__PARTY_RECIPIENT,
    CH__PARTY_SOURCE,
    CH__N_PARTIES
} ch__party;

/* What a label of the trigger scorer means. */
typedef struct ch__meaning {
    int8_t type;      /* ch_event_type, or -1: no event, the first label of triggers and no other */
    const char *mode; /* as the knowledge tables write it, or NULL */
} ch__meaning;

typedef struct ch__events_model {
    const uint8_t *lemmas;                       /* section events.lemmas: 2^CH__LEMMA_BITS bits */
    ch__scorer triggers, roles, pairs;           /* pairs: no labels where the model has none */
    ch__meaning meaning[CH__SCORER_LABELS];      /* of the labels of group 0 of triggers */
    ch__meaning pair_meaning[CH__SCORER_LABELS]; /* of the labels of pairs behind the classes of the benchmark */
} ch__events_model;

/* Whether a word is worth scoring: a frame has it, or its lemma was a trigger in what the model has learned from. */
static inline bool ch__worth_scoring(const ch__events_model *m, const ch__clues *c, uint32_t token, int found)
{
    uint32_t bit = ch__lemma_bit(c, token);
    return found != 0 || (m->lemmas[bit / 8] >> bit % 8 & 1);
}

/* Loads the sections events.* of a model, which must outlive *out. *out is NULL when it has none: the rules then decide
 * alone. vector_width: of the syntax room. Errors: CH_EMODEL, CH_ENOMEM. May be shared by threads. */
int ch__events_model_open(ch__events_model **out, const ch__model *model, uint32_t vector_width, ch_err *err);
void ch__events_model_close(ch__events_model *model); /* NULL is allowed */

#endif
