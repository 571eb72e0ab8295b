/* network.h - the network of syntax/net.h in floating point: parameters, what it computes, its gradients.
 *
 * Activations are rounded in training as inference rounds them (7 bits behind every norm, 7 and 8 bits for arc
 * vectors), and gradients pass the rounding unchanged (straight-through estimator; Bengio, Leonard and Courville 2013),
 * so that nothing is lost when weights become integers.
 */
#ifndef CH_TRAIN_NETWORK_H
#define CH_TRAIN_NETWORK_H

#include "corpus.h"
#include "syntax/net.h"

/* Steps of the integers of syntax/net.h in real numbers. */
enum { MOST_WEIGHT = 63 };   /* of the layers' whole weights */
#define STEP_H (1.0f / 128)  /* h */
#define STEP_U (1.0f / 16)   /* behind norm */
#define STEP_DEP (1.0f / 16) /* arc vectors */
#define STEP_HEAD (1.0f / 32)
#define STEP_HIDDEN (1.0f / 32) /* of relations */

/* Dense parameters, all in one array; a matrix is stored as [inputs][outputs]. */
enum {
    P_SHAPES, /* [CH__N_SHAPES][width] */
    P_BLOCK_W,
    P_BLOCK_B = P_BLOCK_W + CH__MOST_BLOCKS,
    P_ARC_DEP_W = P_BLOCK_B + CH__MOST_BLOCKS,
    P_ARC_DEP_B,
    P_ARC_HEAD_W,
    P_ARC_HEAD_B,
    P_DISTANCE,
    P_ROOT,
    P_ROOT_BIAS,
    P_REL_DEP_W,
    P_REL_HEAD_W,
    P_REL_HEAD_B,
    P_REL_ROOT,
    P_REL_OUT_W,
    P_REL_OUT_B,
    P_TAGS_W,
    P_TAGS_B,
    P_FEATS_W, /* [n_feats][width] */
    P_FEATS_B,
    P_NAMES_W,
    P_NAMES_B,
    P_NAMES_START, /* scores of names.c */
    P_NAMES_NEXT,  /* [from][to] */
    P_NAMES_END,
    P_MASK, /* what stands for a masked word; pretraining only */
    N_PARAMETERS
};

/* A table of rows of which each step touches few: only those are updated. */
typedef struct row_table {
    float *w, *m, *v; /* [n][width] */
    float *g;         /* the step's gradient; zero between steps */
    uint8_t *hit;     /* whether the step touched a row */
    uint32_t n, width;
} row_table;

typedef struct network {
    ch__net_config c;
    float *w, *m, *v; /* dense parameters and their Adam moments */
    float *rounded;   /* w as the model will hold it: what forward and backward use */
    size_t at[N_PARAMETERS + 1];
    row_table words, grams;
    row_table out; /* output rows of known words, for pretraining */
    /* feature bundles that each tag allows */
    uint32_t *feat_first;
    uint16_t *feat_allowed;
    bool name_open[CH__MOST_TAGS]; /* labels of types that sources with open names do not mark */
    bool only_names;               /* the layer of names and its scores are trained, the rest stays as it is */
} network;

/* Lays out the parameters of net->c and draws their first values; tables are drawn where they are NULL. */
void network_init(network *net, uint64_t seed);
void network_free(network *net);
void rows_init(row_table *r, uint32_t n, uint32_t width, float deviation, uint64_t *rng);

static inline float *param(const network *net, int which)
{
    return net->w + net->at[which];
}

static inline const float *rounded(const network *net, int which)
{
    return net->rounded + net->at[which];
}

/* First scores of names.c: 0, but where no label may begin or follow so low that no path passes there. */
void names_forbid(network *net, const corpus *c);
bool names_forbidden(float score);

/* Sets `rounded` from w: matrices of the layers to whole numbers of steps. */
void network_round(network *net);
/* Shape of a layer's matrix, and whether one step holds for all of its outputs. False: it is none. */
bool layer_shape(const ch__net_config *c, int which, size_t *inputs, size_t *outputs, bool *one);
/* The step of a matrix of `rows` rows and `stride` columns, or of its first column alone. */
float weight_step(const float *w, size_t rows, size_t columns, size_t stride);

/* A share of a batch: the sentences one worker takes, and all it needs to compute their loss and gradients. */
typedef struct shard shard;

typedef struct train_options {
    float dropout;      /* of what blocks add and of z */
    float word_dropout; /* share of known words seen as unknown ones */
    float recase;       /* share of sentences whose casing is changed */
    float weight_names, weight_feats, weight_silver;
    float mask;            /* pretraining: share of words masked; 0: supervised */
    uint32_t negatives;    /* pretraining: words drawn to tell a masked one from */
    const uint32_t *noise; /* pretraining: rows of known words to draw from */
    size_t n_noise;
} train_options;

typedef struct losses {
    double arc, rel, tag, feats, names, mask;
    size_t n_arc, n_tag, n_feats, n_names, n_mask, right_arc, right_rel, right_tag;
} losses;

void losses_add(losses *to, const losses *l);

shard *shard_new(const network *net, const corpus *c, size_t most_tokens, size_t most_sentences);
void shard_free(shard *s);

/* Forward and backward over sentences; afterwards shard_gradient and the row gradients hold sums over tokens. */
void shard_run(shard *s, const uint32_t *sentences, size_t n, const train_options *o, uint64_t seed);
float *shard_gradient(shard *s); /* dense, [at[N_PARAMETERS]]; whoever uses it sets it to 0 */
/* Adds the gradients of rows whose number is k modulo `of` to the tables. */
void shard_add_rows(const shard *s, network *net, size_t k, size_t of);
const losses *shard_losses(const shard *s);

/* ---- updates ---- */

typedef struct adam {
    float rate, beta1, beta2, epsilon, decay;
    uint64_t step; /* from 1 */
} adam;

/* One step over the shards' gradients, summed in their order, so that the number of threads does not change the result.
 * Part `k` of `of`: workers share the rows and the dense array out. */
void network_update(network *net, shard *const *shards, size_t n, const adam *a, float scale, size_t k, size_t of);

/* ---- the state of a network between steps, in a file (not the model) ---- */

/* Known words, rows and encoder; what the outputs have learned is not kept. */
void network_save(const network *net, const corpus *c, const char *path);
/* Whether two networks have the same rows of n-grams and the same blocks. */
bool network_same_shape(const ch__net_config *a, const ch__net_config *b);
/* Gives the rows of a model's known words to the forms of the corpus; returns the number of those that no form of the
 * corpus folds to. */
uint32_t network_model_words(corpus *c, const ch__net *model);
/* Sets a network of the model's shape to what the model holds. Labels are matched by name; those that the model lacks
 * keep their first values. */
void network_take_model(network *net, const corpus *c, const ch__net *model);

/* Gives the rows of a state's known words to the corpus; returns their number. */
uint32_t network_known_words(corpus *c, const char *path);
/* Rows and encoder of a state of the same shape. */
void network_load(network *net, const char *path);

#endif
