/* scorer.h - training of the events room's scorers (src/events/scorer.h). */
#ifndef CH_TRAIN_SCORER_H
#define CH_TRAIN_SCORER_H

#include "base/buf.h"
#include "events/scorer.h"
#include "train.h"

enum { UNKNOWN_LABEL = -1 };

/* One thing to be scored, its right labels by group (numbers among all labels; UNKNOWN_LABEL: not asked of it), or for
 * group 0 a distribution in their place. */
typedef struct sample {
    size_t traits; /* the first, in samples.pool */
    uint32_t n;
    int32_t dense; /* row of samples.dense, or -1 */
    int32_t soft;  /* row of samples.soft, or -1 */
    int16_t label[CH__SCORER_GROUPS];
    float weight;
    uint32_t key, list; /* the trainer's own */
    bool keep;          /* likewise */
} sample;

typedef struct samples {
    sample *at;
    size_t n, cap;
    uint64_t *pool;
    size_t n_pool, cap_pool;
    uint8_t *dense; /* n_dense bytes a row */
    size_t n_rows, cap_rows;
    float *soft; /* as many as labels of group 0 a row */
    size_t n_soft, cap_soft;
    uint32_t n_dense, soft_width;
} samples;

/* Appends a sample with all labels unknown; traits and dense (NULL: none) are copied. Valid until the next call. */
sample *samples_add(samples *s, const ch__traits *traits, const uint8_t *dense);
void samples_soft(samples *s, sample *of, const float *shares);
/* Drops samples that are not to be kept. */
void samples_sift(samples *s);
void samples_free(samples *s);

typedef struct scorer_options {
    uint32_t bits, width; /* 2^bits rows */
    double epochs, rate, dropout;
    uint64_t seed;
} scorer_options;

typedef struct scorer_net {
    uint32_t bits, width, n_dense, n_labels, n_groups, group_end[CH__SCORER_GROUPS];
    float *w, *square;                          /* all parameters, and their sums of squared gradients */
    size_t rows, bias, dense, out, out_bias, n; /* where each begins; n of them */
} scorer_net;

/* A network of 0s and small numbers for these groups. */
void scorer_init(scorer_net *net, const scorer_options *o, uint32_t n_dense, const uint32_t *group_end,
                 uint32_t n_groups);
/* Trains on samples in a shuffled order, the rate falling to 0 (AdaGrad: Duchi, Hazan and Singer 2011). Prints the loss
 * of each epoch under `name`. */
void scorer_train(scorer_net *net, const samples *s, const scorer_options *o, const char *name);
/* The same of samples that come in lists (lists[i] of them, one list after the other; of one group): of each list one
 * sample, or several that mean the same, has each label behind the first. Beside its own label a sample learns to be
 * likelier than the others of its list. */
void scorer_train_lists(scorer_net *net, const samples *s, const uint32_t *lists, size_t n_lists,
                        const scorer_options *o, const char *name);
/* The mean of nets of one shape as one net, as wide as all of them; they are freed. */
void scorer_join(scorer_net *net, scorer_net *members, uint32_t n);
/* Shares of all labels, each group summing up to 1. */
void scorer_predict(const scorer_net *net, const samples *s, const sample *x, float *shares);
/* The net in whole numbers as a section's bytes; `on` tells how large its units become. */
void scorer_write(const scorer_net *net, const samples *on, const char *const *labels, ch__buf *out);
void scorer_free(scorer_net *net);

#endif
