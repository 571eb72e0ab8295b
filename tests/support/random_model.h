/* random_model.h - models of random numbers, valid in every section, without a lemmatizer: for tests, fuzzing and
 * benchmarks of the network without a trained one. */
#ifndef CH_TESTS_SUPPORT_RANDOM_MODEL_H
#define CH_TESTS_SUPPORT_RANDOM_MODEL_H

#include "syntax/net.h"

/* A reproducible sequence (xorshift64*, Vigna 2016). */
typedef struct random_state {
    uint64_t x; /* not 0 */
} random_state;
uint32_t random_below(random_state *r, uint32_t n);
int32_t random_between(random_state *r, int32_t low, int32_t high); /* both included */

typedef struct random_model_options {
    ch__net_config config;
    uint64_t seed;
    const ch__sv *forms; /* known words, the first rows; folded forms twice are taken once */
    size_t n_forms;
    bool wild;   /* layers are not calm (net.h) */
    bool chains; /* scores of distances make most best heads a tree: each token on the one before it */
} random_model_options;

/* A small shape for tests, and that of the shipped model. */
ch__net_config random_small_config(void);
ch__net_config random_shipped_config(void);

/* The bytes of the model file, for ch__model_open_memory; malloc'ed, the caller frees them. Aborts without memory. */
void *random_model(const random_model_options *options, size_t *size);

#endif
