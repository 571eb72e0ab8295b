/* heads.c - the losses of the outputs, forward and backward: cross entropy of heads, relations, tags, features;
 * names are in names.c. */
#include <math.h>

#include "shard.h"

static const float *z_of(const shard *s)
{
    return s->u[s->net->c.n_blocks];
}

static size_t largest(const float *p, size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        best = p[i] > p[best] ? i : best;
    return best;
}

float weight_of(const shard *s, const sentence *sent)
{
    return sent->flags & SENTENCE_SILVER ? s->o->weight_silver : 1;
}

void layer(const shard *s, float *out, int w, int b, size_t n)
{
    times(out, z_of(s), rounded(s->net, w), s->n, s->net->c.width, n, false);
    if (b >= 0)
        add_bias(out, rounded(s->net, b), s->n, n);
}

void layer_gradient(shard *s, const float *dout, int w, int b, size_t n)
{
    size_t d = s->net->c.width;
    add_right_gradient(gradient_of(s, w), z_of(s), dout, s->n, d, n);
    if (b >= 0)
        add_bias_gradient(gradient_of(s, b), dout, s->n, n);
    add_left_gradient(s->dz, dout, rounded(s->net, w), s->n, d, n, true);
}

/* ---------------------------------------------------------------------------------------------- arcs -- */

enum { DEP, HEAD, REL_DEP, REL_HEAD };

static int distance_of(const shard *s, int from, int to)
{
    int k = (int)s->net->c.distance, by = to - from;
    return (by < -k ? -k : by > k ? k : by) + k;
}

/* Scores of all heads of the tokens of a sentence: [n][n + 1], the root last. */
static void arc_scores(shard *s, size_t first, size_t n, const float *root)
{
    size_t a = s->net->c.arc;
    const float *dep = s->vectors[DEP] + first * a, *head = s->vectors[HEAD] + first * a;
    const float *distance = rounded(s->net, P_DISTANCE), bias = *rounded(s->net, P_ROOT_BIAS);
    float *plain = s->wide_a;
    add_left_gradient(plain, dep, head, n, n, a, false); /* dep head^T */
    for (size_t i = 0; i < n; i++) {
        float *row = s->scores + i * (n + 1);
        for (size_t j = 0; j < n; j++)
            row[j] = plain[i * n + j] + distance[distance_of(s, (int)i, (int)j)];
        row[i] = -1e9f;
        row[n] = bias;
        for (size_t k = 0; k < a; k++)
            row[n] += dep[i * a + k] * root[k];
    }
}

/* Cross entropy of the heads; scores become gradients. */
static void arc_losses(shard *s, size_t first, size_t n, float weight)
{
    for (size_t i = 0; i < n; i++) {
        float *row = s->scores + i * (n + 1);
        const labelled *t = s->tokens[first + i];
        if (t->head == NO_LABEL) {
            memset(row, 0, (n + 1) * sizeof *row);
            continue;
        }
        size_t gold = t->head ? t->head - 1u : n;
        s->l.right_arc += largest(row, n + 1) == gold;
        float at = row[gold];
        s->l.arc += softmax(row, n + 1) - at;
        s->l.n_arc++;
        row[gold] -= 1;
        for (size_t j = 0; j <= n; j++)
            row[j] *= weight;
    }
}

static void arc_gradient(shard *s, size_t first, size_t n, const float *root)
{
    size_t a = s->net->c.arc;
    float *d_dep = s->d_vectors[DEP] + first * a, *plain = s->wide_a;
    float *d_distance = gradient_of(s, P_DISTANCE), *d_root = gradient_of(s, P_ROOT);
    for (size_t i = 0; i < n; i++) {
        const float *row = s->scores + i * (n + 1);
        for (size_t j = 0; j < n; j++) {
            plain[i * n + j] = row[j];
            d_distance[distance_of(s, (int)i, (int)j)] += row[j];
        }
        *gradient_of(s, P_ROOT_BIAS) += row[n];
        for (size_t k = 0; k < a; k++) {
            d_dep[i * a + k] = row[n] * root[k];
            d_root[k] += row[n] * s->vectors[DEP][(first + i) * a + k];
        }
    }
    times(d_dep, plain, s->vectors[HEAD] + first * a, n, n, a, true);
    memset(s->d_vectors[HEAD] + first * a, 0, n * a * sizeof(float));
    add_right_gradient(s->d_vectors[HEAD] + first * a, plain, s->vectors[DEP] + first * a, n, n, a);
}

/* Rounded values that were cut off pass no gradient. */
static void pass(float *d, const float *x, size_t n, float low, float high)
{
    for (size_t i = 0; i < n; i++)
        d[i] = x[i] <= low || x[i] >= high ? 0 : d[i];
}

static void arcs(shard *s)
{
    size_t a = s->net->c.arc;
    float root[CH__MOST_WIDTH];
    memcpy(root, rounded(s->net, P_ROOT), a * sizeof *root);
    round_to(root, a, STEP_HEAD, -127, 127);
    layer(s, s->vectors[DEP], P_ARC_DEP_W, P_ARC_DEP_B, a);
    layer(s, s->vectors[HEAD], P_ARC_HEAD_W, P_ARC_HEAD_B, a);
    round_to(s->vectors[DEP], s->n * a, STEP_DEP, -64, 63);
    round_to(s->vectors[HEAD], s->n * a, STEP_HEAD, -127, 127);
    for (size_t i = 0; i < s->n_sentences; i++) {
        size_t first = s->begin[i], n = s->begin[i + 1] - first;
        arc_scores(s, first, n, root);
        arc_losses(s, first, n, weight_of(s, s->sentences[i]));
        arc_gradient(s, first, n, root);
    }
    pass(s->d_vectors[DEP], s->vectors[DEP], s->n * a, -64 * STEP_DEP, 63 * STEP_DEP);
    pass(s->d_vectors[HEAD], s->vectors[HEAD], s->n * a, -127 * STEP_HEAD, 127 * STEP_HEAD);
    layer_gradient(s, s->d_vectors[DEP], P_ARC_DEP_W, P_ARC_DEP_B, a);
    layer_gradient(s, s->d_vectors[HEAD], P_ARC_HEAD_W, P_ARC_HEAD_B, a);
}

/* ----------------------------------------------------------------------------------------- relations -- */

/* Row of a token's head among the relation vectors, or NULL for the root. */
static float *head_row(const shard *s, float *vectors, size_t first, const labelled *t)
{
    return t->head ? vectors + (first + t->head - 1u) * s->net->c.rel : NULL;
}

/* Hidden layers of the tokens whose relation is known, one below the other in wide_a; picked says which tokens. */
static size_t relation_hidden(shard *s)
{
    size_t r = s->net->c.rel, m = 0;
    const float *root = rounded(s->net, P_REL_ROOT);
    for (size_t i = 0; i < s->n_sentences; i++)
        for (size_t t = s->begin[i]; t < s->begin[i + 1]; t++) {
            const labelled *token = s->tokens[t];
            if (token->rel == NO_LABEL || token->head == NO_LABEL)
                continue;
            const float *dep = s->vectors[REL_DEP] + t * r,
                        *head = head_row(s, s->vectors[REL_HEAD], s->begin[i], token);
            for (size_t k = 0; k < r; k++)
                s->wide_a[m * r + k] = dep[k] + (head ? head : root)[k];
            s->picked[m++] = (uint32_t)t;
        }
    round_to(s->wide_a, m * r, STEP_HIDDEN, 0, 127);
    return m;
}

static void relation_hidden_gradient(shard *s, const float *d_hidden)
{
    size_t r = s->net->c.rel, m = 0;
    memset(s->d_vectors[REL_DEP], 0, s->n * r * sizeof(float));
    memset(s->d_vectors[REL_HEAD], 0, s->n * r * sizeof(float));
    for (size_t i = 0; i < s->n_sentences; i++)
        for (size_t t = s->begin[i]; t < s->begin[i + 1]; t++) {
            const labelled *token = s->tokens[t];
            if (token->rel == NO_LABEL || token->head == NO_LABEL)
                continue;
            float *dep = s->d_vectors[REL_DEP] + t * r, *head = head_row(s, s->d_vectors[REL_HEAD], s->begin[i], token);
            head = head ? head : gradient_of(s, P_REL_ROOT);
            for (size_t k = 0; k < r; k++) {
                dep[k] += d_hidden[m * r + k];
                head[k] += d_hidden[m * r + k];
            }
            m++;
        }
}

static void relations(shard *s)
{
    size_t r = s->net->c.rel, n_rels = s->net->c.n_rels;
    layer(s, s->vectors[REL_DEP], P_REL_DEP_W, -1, r);
    layer(s, s->vectors[REL_HEAD], P_REL_HEAD_W, P_REL_HEAD_B, r);
    size_t m = relation_hidden(s);
    float *logits = s->wide_b, *d_hidden = s->wide_c;
    times(logits, s->wide_a, rounded(s->net, P_REL_OUT_W), m, r, n_rels, false);
    add_bias(logits, rounded(s->net, P_REL_OUT_B), m, n_rels);
    for (size_t i = 0, sent = 0; i < m; i++) {
        float *p = logits + i * n_rels;
        const labelled *t = s->tokens[s->picked[i]];
        while (s->begin[sent + 1] <= s->picked[i])
            sent++;
        s->l.right_rel += largest(p, n_rels) == t->rel;
        float at = p[t->rel], weight = weight_of(s, s->sentences[sent]);
        s->l.rel += softmax(p, n_rels) - at;
        p[t->rel] -= 1;
        for (size_t k = 0; k < n_rels; k++)
            p[k] *= weight;
    }
    add_right_gradient(gradient_of(s, P_REL_OUT_W), s->wide_a, logits, m, r, n_rels);
    add_bias_gradient(gradient_of(s, P_REL_OUT_B), logits, m, n_rels);
    add_left_gradient(d_hidden, logits, rounded(s->net, P_REL_OUT_W), m, r, n_rels, false);
    pass(d_hidden, s->wide_a, m * r, 0, 127 * STEP_HIDDEN);
    relation_hidden_gradient(s, d_hidden);
    layer_gradient(s, s->d_vectors[REL_DEP], P_REL_DEP_W, -1, r);
    layer_gradient(s, s->d_vectors[REL_HEAD], P_REL_HEAD_W, P_REL_HEAD_B, r);
}

/* -------------------------------------------------------------------------------------- tags, features -- */

static void tags(shard *s)
{
    size_t n = s->net->c.n_tags, sent = 0;
    float *p = s->wide_a;
    layer(s, p, P_TAGS_W, P_TAGS_B, n);
    for (size_t t = 0; t < s->n; t++, p += n) {
        uint16_t gold = s->tokens[t]->tag;
        while (s->begin[sent + 1] <= t)
            sent++;
        if (gold == NO_LABEL) {
            memset(p, 0, n * sizeof *p);
            continue;
        }
        s->l.right_tag += largest(p, n) == gold;
        float at = p[gold], weight = weight_of(s, s->sentences[sent]);
        s->l.tag += softmax(p, n) - at;
        s->l.n_tag++;
        p[gold] -= 1;
        for (size_t k = 0; k < n; k++)
            p[k] *= weight;
    }
    layer_gradient(s, s->wide_a, P_TAGS_W, P_TAGS_B, n);
}

static float dot(const float *a, const float *b, size_t n)
{
    float sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* The bundle of a token among those that its tag allows. */
static void features_of(shard *s, size_t t, uint16_t tag, uint16_t gold, float weight)
{
    size_t d = s->net->c.width;
    const uint16_t *allowed = s->net->feat_allowed + s->net->feat_first[tag];
    size_t n = s->net->feat_first[tag + 1] - s->net->feat_first[tag];
    const float *z = z_of(s) + t * d, *w = rounded(s->net, P_FEATS_W), *b = rounded(s->net, P_FEATS_B);
    float p[CH__MOST_FEATS];
    if (n < 2)
        return;
    for (size_t i = 0; i < n; i++)
        p[i] = dot(z, w + allowed[i] * d, d) + b[allowed[i]];
    s->l.feats += softmax(p, n);
    for (size_t i = 0; i < n; i++)
        s->l.feats -= allowed[i] == gold ? dot(z, w + (size_t)gold * d, d) + b[gold] : 0;
    s->l.n_feats++;
    for (size_t i = 0; i < n; i++) {
        float g = weight * s->o->weight_feats * (p[i] - (allowed[i] == gold));
        float *dw = gradient_of(s, P_FEATS_W) + allowed[i] * d, *dz = s->dz + t * d;
        const float *row = w + allowed[i] * d;
        gradient_of(s, P_FEATS_B)[allowed[i]] += g;
        for (size_t k = 0; k < d; k++) {
            dw[k] += g * z[k];
            dz[k] += g * row[k];
        }
    }
}

static void features(shard *s)
{
    for (size_t i = 0; i < s->n_sentences; i++)
        for (size_t t = s->begin[i]; t < s->begin[i + 1]; t++) {
            const labelled *token = s->tokens[t];
            if (token->tag != NO_LABEL && token->feats != NO_LABEL)
                features_of(s, t, token->tag, token->feats, weight_of(s, s->sentences[i]));
        }
}

void heads_run(shard *s)
{
    names_run(s);
    if (s->net->only_names)
        return;
    arcs(s);
    relations(s);
    tags(s);
    features(s);
}
