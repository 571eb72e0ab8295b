/* network.c - parameters: layout, first values, updates. */
#include "network.h"

#include <stdlib.h>

#include "random.h"

static size_t size_of(const ch__net_config *c, int which)
{
    size_t d = c->width;
    if (which >= P_BLOCK_W && which < P_BLOCK_B)
        return (uint32_t)(which - P_BLOCK_W) < c->n_blocks ? (d + 2 * c->side) * d : 0;
    if (which >= P_BLOCK_B && which < P_ARC_DEP_W)
        return (uint32_t)(which - P_BLOCK_B) < c->n_blocks ? d : 0;
    switch (which) {
    case P_SHAPES: return CH__N_SHAPES * d;
    case P_ARC_DEP_W:
    case P_ARC_HEAD_W: return d * c->arc;
    case P_ARC_DEP_B:
    case P_ARC_HEAD_B:
    case P_ROOT: return c->arc;
    case P_DISTANCE: return 2 * c->distance + 1;
    case P_ROOT_BIAS: return 1;
    case P_REL_DEP_W:
    case P_REL_HEAD_W: return d * c->rel;
    case P_REL_HEAD_B:
    case P_REL_ROOT: return c->rel;
    case P_REL_OUT_W: return (size_t)c->rel * c->n_rels;
    case P_REL_OUT_B: return c->n_rels;
    case P_TAGS_W: return d * c->n_tags;
    case P_TAGS_B: return c->n_tags;
    case P_FEATS_W: return d * c->n_feats;
    case P_FEATS_B: return c->n_feats;
    case P_NAMES_W: return d * c->n_names;
    case P_NAMES_B:
    case P_NAMES_START:
    case P_NAMES_END: return c->n_names;
    case P_NAMES_NEXT: return (size_t)c->n_names * c->n_names;
    default: return d; /* P_MASK */
    }
}

/* Standard deviation of a parameter's first values; biases begin at 0. */
static float deviation_of(const ch__net_config *c, int which)
{
    float d = (float)c->width;
    if (which >= P_BLOCK_W && which < P_BLOCK_B)
        return sqrtf(2 / ((d + 2 * (float)c->side) * (float)c->n_blocks)); /* the blocks' sum has about the size of h */
    switch (which) {
    case P_SHAPES: return 0.2f;
    case P_ARC_DEP_W:
    case P_ARC_HEAD_W:
    case P_ROOT: return 0.7f / sqrtf(d);
    case P_REL_DEP_W:
    case P_REL_HEAD_W:
    case P_TAGS_W:
    case P_FEATS_W:
    case P_NAMES_W: return 1 / sqrtf(d);
    case P_REL_ROOT: return 0.5f;
    case P_REL_OUT_W: return 1 / sqrtf((float)c->rel);
    case P_MASK: return 0.5f;
    default: return 0;
    }
}

static void fill(float *w, size_t n, float deviation, uint64_t *rng)
{
    for (size_t i = 0; i < n; i++)
        w[i] = deviation > 0 ? deviation * draw_normal(rng) : 0;
}

void rows_init(row_table *r, uint32_t n, uint32_t width, float deviation, uint64_t *rng)
{
    size_t all = (size_t)n * width;
    *r = (row_table){.n = n, .width = width};
    r->w = need(all * sizeof(float));
    r->m = need_zeroed(all, sizeof(float));
    r->v = need_zeroed(all, sizeof(float));
    r->g = need_zeroed(all, sizeof(float));
    r->hit = need_zeroed(n, 1);
    fill(r->w, all, deviation, rng);
}

static void rows_free(row_table *r)
{
    free(r->w);
    free(r->m);
    free(r->v);
    free(r->g);
    free(r->hit);
}

void network_init(network *net, uint64_t seed)
{
    uint64_t rng = seeded(seed);
    for (int i = 0; i < N_PARAMETERS; i++)
        net->at[i + 1] = net->at[i] + size_of(&net->c, i);
    net->w = need(net->at[N_PARAMETERS] * sizeof(float));
    net->rounded = need(net->at[N_PARAMETERS] * sizeof(float));
    net->m = need_zeroed(net->at[N_PARAMETERS], sizeof(float));
    net->v = need_zeroed(net->at[N_PARAMETERS], sizeof(float));
    for (int i = 0; i < N_PARAMETERS; i++)
        fill(param(net, i), size_of(&net->c, i), deviation_of(&net->c, i), &rng);
    if (!net->words.w)
        rows_init(&net->words, net->c.n_words, net->c.width, 0.3f, &rng);
    if (!net->grams.w)
        rows_init(&net->grams, net->c.n_grams, net->c.width, 0.3f, &rng);
}

void network_free(network *net)
{
    free(net->w);
    free(net->rounded);
    free(net->m);
    free(net->v);
    rows_free(&net->words);
    rows_free(&net->grams);
    rows_free(&net->out);
    free(net->feat_first);
    free(net->feat_allowed);
    *net = (network){0};
}

/* ------------------------------------------------------------------------------------------ rounding -- */

bool layer_shape(const ch__net_config *c, int which, size_t *inputs, size_t *outputs, bool *one)
{
    *inputs = c->width;
    *one = false;
    if (which >= P_BLOCK_W && which < P_BLOCK_B) {
        *inputs = c->width + 2 * c->side;
        *outputs = c->width;
        return (uint32_t)(which - P_BLOCK_W) < c->n_blocks;
    }
    switch (which) {
    case P_ARC_DEP_W:
    case P_ARC_HEAD_W: *outputs = c->arc; return true;
    case P_REL_DEP_W:
    case P_REL_HEAD_W: *outputs = c->rel; return true;
    case P_REL_OUT_W:
        *inputs = c->rel;
        *outputs = c->n_rels;
        break;
    case P_TAGS_W: *outputs = c->n_tags; break;
    case P_NAMES_W: *outputs = c->n_names; break;
    default: return false;
    }
    *one = true; /* their outputs are compared as they are */
    return true;
}

float weight_step(const float *w, size_t rows, size_t columns, size_t stride)
{
    float most = 1e-9f;
    for (size_t i = 0; i < rows; i++)
        for (size_t k = 0; k < columns; k++)
            most = fabsf(w[i * stride + k]) > most ? fabsf(w[i * stride + k]) : most;
    return most / MOST_WEIGHT;
}

static void round_layer(float *to, const float *w, size_t inputs, size_t outputs, bool one)
{
    float steps[CH__MOST_TAGS];
    float all = one ? weight_step(w, inputs, outputs, outputs) : 0;
    for (size_t o = 0; o < outputs; o++)
        steps[o] = one ? all : weight_step(w + o, inputs, 1, outputs);
    for (size_t i = 0; i < inputs; i++)
        for (size_t o = 0; o < outputs; o++)
            to[i * outputs + o] = rintf(w[i * outputs + o] / steps[o]) * steps[o];
}

void network_round(network *net)
{
    size_t inputs, outputs;
    bool one;
    memcpy(net->rounded, net->w, net->at[N_PARAMETERS] * sizeof(float));
    for (int i = 0; i < N_PARAMETERS; i++)
        if (layer_shape(&net->c, i, &inputs, &outputs, &one))
            round_layer(net->rounded + net->at[i], param(net, i), inputs, outputs, one);
}

/* ------------------------------------------------------------------------------------------- updates -- */

/* One step of Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019); g is set to 0. */
static void step_of(const adam *a, float *w, float *m, float *v, float *g, float scale, size_t n)
{
    float c1 = 1 - powf(a->beta1, (float)a->step), c2 = 1 - powf(a->beta2, (float)a->step);
    float rate = a->rate / c1, root = 1 / sqrtf(c2), keep = 1 - a->rate * a->decay;
    for (size_t i = 0; i < n; i++) {
        float x = g[i] * scale;
        m[i] = a->beta1 * m[i] + (1 - a->beta1) * x;
        v[i] = a->beta2 * v[i] + (1 - a->beta2) * x * x;
        w[i] = w[i] * keep - rate * m[i] / (sqrtf(v[i]) * root + a->epsilon);
        g[i] = 0;
    }
}

static void update_dense(network *net, shard *const *shards, size_t n, const adam *a, float scale, size_t k, size_t of)
{
    size_t first = net->only_names ? net->at[P_NAMES_W] : 0;
    size_t all = net->at[net->only_names ? P_NAMES_END + 1 : N_PARAMETERS] - first;
    size_t from = first + all * k / of, to = first + all * (k + 1) / of;
    float *sum = shard_gradient(shards[0]);
    for (size_t s = 1; s < n; s++) {
        float *g = shard_gradient(shards[s]);
        for (size_t i = from; i < to; i++) {
            sum[i] += g[i];
            g[i] = 0;
        }
    }
    step_of(a, net->w + from, net->m + from, net->v + from, sum + from, scale, to - from);
}

static void update_rows(row_table *r, const adam *a, float scale, size_t k, size_t of)
{
    for (size_t i = k; i < r->n; i += of) {
        size_t at = i * r->width;
        if (!r->hit[i])
            continue;
        r->hit[i] = 0;
        step_of(a, r->w + at, r->m + at, r->v + at, r->g + at, scale, r->width);
    }
}

void network_update(network *net, shard *const *shards, size_t n, const adam *a, float scale, size_t k, size_t of)
{
    adam no_decay = *a;
    no_decay.decay = 0;
    update_dense(net, shards, n, a, scale, k, of);
    if (net->only_names)
        return;
    for (size_t s = 0; s < n; s++)
        shard_add_rows(shards[s], net, k, of);
    update_rows(&net->words, &no_decay, scale, k, of);
    update_rows(&net->grams, &no_decay, scale, k, of);
    if (net->out.w)
        update_rows(&net->out, &no_decay, scale, k, of);
}
