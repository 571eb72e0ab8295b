/* shard.h - the inside of a shard, for shard.c (input and encoder), heads.c and names.c (losses) and masked.c
 * (pretraining). */
#ifndef CH_TRAIN_SHARD_H
#define CH_TRAIN_SHARD_H

#include "network.h"

/* A word as the shard's sentences hold it: every token of it shares one input vector. */
typedef struct word_type {
    uint32_t folded;
    bool known; /* its row counts; false: seen through its n-grams only */
} word_type;

struct shard {
    const network *net;
    const corpus *c;
    const train_options *o;
    uint64_t rng;
    size_t most_tokens;
    float *gradient;
    losses l;
    /* the sentences in hand: n tokens in all, one sentence behind the other */
    const sentence **sentences;
    uint32_t *begin; /* of each sentence, and the end of the last */
    size_t n_sentences, n;
    const labelled **tokens;
    uint32_t *shape; /* row of each token */
    uint32_t *type;  /* of each token; CH_NONE: masked */
    bool *masked;
    word_type *types;
    size_t n_types;
    uint32_t *type_of; /* by 2 * folded + known; valid where it points to such a type */
    float *type_x, *type_g;
    /* activations, [tokens][width] each; u of block l is its input */
    float *h[CH__MOST_BLOCKS + 1], *u[CH__MOST_BLOCKS + 1],
        *inverse[CH__MOST_BLOCKS + 1]; /* inverse: 1 / root mean square */
    float *slope[CH__MOST_BLOCKS];     /* of what a block adds: activation and dropout */
    float *z_slope;                    /* dropout of z */
    float *columns;                    /* [tokens][3 width] */
    float *y, *dh, *dz;
    /* heads */
    float *wide_a, *wide_b, *wide_c; /* [tokens][the widest layer] */
    float *vectors[4];               /* arc_dep, arc_head, rel_dep, rel_head */
    float *d_vectors[4];
    float *scores; /* [longest sentence][longest sentence + 1] */
    uint32_t *picked;
    double *chain; /* names.c */
    /* pretraining */
    uint32_t *candidates;
    size_t n_candidates, n_masked;
    float *out_x, *out_g, *logits;
    int32_t *candidate_of; /* by known word; -1: none */
};

/* out[m][n] = a[m][k] b[k][n] (+ out), and the two products of its gradient. */
void times(float *out, const float *a, const float *b, size_t m, size_t k, size_t n, bool add);
void add_left_gradient(float *da, const float *dout, const float *b, size_t m, size_t k, size_t n, bool add);
void add_right_gradient(float *db, const float *a, const float *dout, size_t m, size_t k, size_t n);
void add_bias(float *out, const float *bias, size_t m, size_t n);
void add_bias_gradient(float *db, const float *dout, size_t m, size_t n);

/* Turns scores into probabilities; returns the logarithm of the sum of their exponentials. */
float softmax(float *p, size_t n);
/* Rounds to steps within [low, high] steps. */
void round_to(float *x, size_t n, float step, float low, float high);

/* A dense layer on z; b < 0: without bias. */
void layer(const struct shard *s, float *out, int w, int b, size_t n);
void layer_gradient(struct shard *s, const float *dout, int w, int b, size_t n);
/* How much the loss of a sentence counts. */
float weight_of(const struct shard *s, const sentence *sent);

/* Losses of the outputs given z, gradients into dz and the parameters. */
void heads_run(struct shard *s);
void names_run(struct shard *s);
size_t names_memory(const ch__net_config *c); /* numbers in `chain` */
void masked_choose(struct shard *s);
void masked_run(struct shard *s);

static inline float *gradient_of(struct shard *s, int which)
{
    return s->gradient + s->net->at[which];
}

#endif
