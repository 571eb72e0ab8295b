/* random_scorer.h - sections events.* of random numbers, valid in every part: for tests and fuzzing of the scorers
 * without trained ones. */
#ifndef CH_TESTS_SUPPORT_RANDOM_SCORER_H
#define CH_TESTS_SUPPORT_RANDOM_SCORER_H

#include "events/scorer.h"
#include "support/random_model.h"

typedef struct random_scorer_shape {
    uint32_t n_rows, width, n_dense, n_labels, n_groups;
    uint32_t group_end[CH__SCORER_GROUPS];
    const char *const *labels; /* n_labels of them; NULL: "L0", "L1", ... */
    int32_t lead;              /* added to the bias of the first label; biases are within 20000 of 0 */
} random_scorer_shape;

/* The bytes of a section, aligned to CH__MODEL_ALIGN; the caller frees them. Factors are such that traits, vectors and
 * biases all have their say in the scores. Aborts without memory, as do the others. */
ch__sv random_scorer(const random_scorer_shape *shape, random_state *r);

/* Sections of the events room: every type of event and some of their modes, five modalities, four parties, the classes
 * of pairs. */
typedef struct random_events_options {
    uint32_t vector_width; /* of the syntax room */
    uint32_t n_rows;       /* of each scorer, a power of two */
    uint64_t seed;
} random_events_options;

/* The bytes of a model file of `base` with such sections in place of those that it has; the caller frees them. */
void *random_events_over(const ch__model *base, const random_events_options *options, size_t *size);
/* The same over random_model. */
void *random_events_model(const random_model_options *options, uint32_t n_rows, size_t *size);

#endif
