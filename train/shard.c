/* shard.c - input rows and encoder of a share of a batch, forward and backward. */
#include "shard.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>

#include "random.h"

/* ------------------------------------------------------------------------------------------ products -- */

void times(float *out, const float *a, const float *b, size_t m, size_t k, size_t n, bool add)
{
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)m, (int)n, (int)k, 1, a, (int)k, b, (int)n,
                add ? 1.0f : 0.0f, out, (int)n);
}

void add_left_gradient(float *da, const float *dout, const float *b, size_t m, size_t k, size_t n, bool add)
{
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)m, (int)k, (int)n, 1, dout, (int)n, b, (int)n,
                add ? 1.0f : 0.0f, da, (int)k);
}

void add_right_gradient(float *db, const float *a, const float *dout, size_t m, size_t k, size_t n)
{
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)k, (int)n, (int)m, 1, a, (int)k, dout, (int)n, 1, db,
                (int)n);
}

void add_bias(float *out, const float *bias, size_t m, size_t n)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++)
            out[i * n + j] += bias[j];
}

void add_bias_gradient(float *db, const float *dout, size_t m, size_t n)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++)
            db[j] += dout[i * n + j];
}

float softmax(float *p, size_t n)
{
    float most = p[0], sum = 0;
    for (size_t i = 1; i < n; i++)
        most = p[i] > most ? p[i] : most;
    for (size_t i = 0; i < n; i++) {
        p[i] = expf(p[i] - most);
        sum += p[i];
    }
    for (size_t i = 0; i < n; i++)
        p[i] /= sum;
    return most + logf(sum);
}

void round_to(float *x, size_t n, float step, float low, float high)
{
    for (size_t i = 0; i < n; i++) {
        float steps = rintf(x[i] / step);
        steps = steps < low ? low : steps > high ? high : steps;
        x[i] = steps * step;
    }
}

/* -------------------------------------------------------------------------------------------- memory -- */

static size_t widest(const ch__net_config *c)
{
    size_t w = c->width;
    const uint32_t all[] = {c->arc, c->rel, c->n_tags, c->n_feats, c->n_rels, c->n_names};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        w = all[i] > w ? all[i] : w;
    return w;
}

static float *floats(size_t n)
{
    return need_zeroed(n, sizeof(float));
}

shard *shard_new(const network *net, const corpus *c, size_t most_tokens, size_t most_sentences)
{
    shard *s = need_zeroed(1, sizeof *s);
    size_t d = net->c.width, t = most_tokens, wide = widest(&net->c);
    *s = (shard){.net = net, .c = c, .most_tokens = t};
    s->gradient = floats(net->at[N_PARAMETERS]);
    s->sentences = need(most_sentences * sizeof *s->sentences);
    s->begin = need((most_sentences + 1) * sizeof *s->begin);
    s->tokens = need(t * sizeof *s->tokens);
    s->shape = need(t * sizeof *s->shape);
    s->type = need(t * sizeof *s->type);
    s->masked = need_zeroed(t, sizeof *s->masked);
    s->types = need(t * sizeof *s->types);
    s->type_of = need_zeroed((size_t)c->n_folded * 2, sizeof *s->type_of);
    s->type_x = floats(t * d);
    s->type_g = floats(t * d);
    for (uint32_t l = 0; l <= net->c.n_blocks; l++) {
        s->h[l] = floats(t * d);
        s->u[l] = floats(t * d);
        s->inverse[l] = floats(t);
        if (l < net->c.n_blocks)
            s->slope[l] = floats(t * d);
    }
    s->z_slope = floats(t * d);
    s->columns = floats(t * d * 3);
    s->y = floats(t * d);
    s->dh = floats(t * d);
    s->dz = floats(t * d);
    s->wide_a = floats(t * wide);
    s->wide_b = floats(t * wide);
    s->wide_c = floats(t * wide);
    for (int i = 0; i < 4; i++) {
        s->vectors[i] = floats(t * (i < 2 ? net->c.arc : net->c.rel));
        s->d_vectors[i] = floats(t * (i < 2 ? net->c.arc : net->c.rel));
    }
    s->scores = floats((size_t)LONGEST_SENTENCE * (LONGEST_SENTENCE + 1));
    s->picked = need(t * sizeof *s->picked);
    s->chain = need(names_memory(&net->c) * sizeof *s->chain);
    return s;
}

void shard_free(shard *s)
{
    for (uint32_t l = 0; l <= s->net->c.n_blocks; l++) {
        free(s->h[l]);
        free(s->u[l]);
        free(s->inverse[l]);
        if (l < s->net->c.n_blocks)
            free(s->slope[l]);
    }
    for (int i = 0; i < 4; i++) {
        free(s->vectors[i]);
        free(s->d_vectors[i]);
    }
    void *all[] = {s->gradient,   s->sentences, s->begin,  s->tokens, s->shape,        s->type,    s->masked,
                   s->types,      s->type_of,   s->type_x, s->type_g, s->z_slope,      s->columns, s->y,
                   s->dh,         s->dz,        s->wide_a, s->wide_b, s->wide_c,       s->scores,  s->picked,
                   s->candidates, s->out_x,     s->out_g,  s->logits, s->candidate_of, s->chain};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    free(s);
}

float *shard_gradient(shard *s)
{
    return s->gradient;
}

const losses *shard_losses(const shard *s)
{
    return &s->l;
}

/* --------------------------------------------------------------------------------------------- input -- */

/* A shape as it would be in another casing of the sentence. */
static ch__shape_of recased(ch__shape_of s, ch__style style)
{
    enum { LONG = 4 }; /* letters */
    if (s.letters == CH__NO_LETTERS)
        return s;
    if (style == CH__STYLE_SMALL)
        s.letters = CH__ALL_LOWER;
    else if (style == CH__STYLE_CAPITALS)
        s.letters = s.n > 1 ? CH__ALL_CAPITAL : CH__ONE_CAPITAL;
    else if (style == CH__STYLE_TITLE && s.letters == CH__ALL_LOWER && s.n >= LONG)
        s.letters = CH__CAPITALIZED;
    return s;
}

static void take_shapes(shard *s, const sentence *sent, size_t at)
{
    ch__shape_of shapes[LONGEST_SENTENCE];
    bool change = draw_unit(&s->rng) < s->o->recase;
    ch__style to = (ch__style)(1 + draw_below(&s->rng, CH__N_STYLES - 1));
    for (uint32_t i = 0; i < sent->n; i++) {
        ch__shape_of shape = s->c->tokens[sent->first + i].shape;
        shapes[i] = change ? recased(shape, to) : shape;
    }
    ch__style style = ch__sentence_style(shapes, sent->n);
    for (uint32_t i = 0; i < sent->n; i++)
        s->shape[at + i] = ch__shape_row(shapes[i], i == 0, style);
}

static uint32_t type_of(shard *s, uint32_t folded_form, bool known)
{
    uint32_t key = folded_form * 2 + known, i = s->type_of[key];
    if (i < s->n_types && s->types[i].folded == folded_form && s->types[i].known == known)
        return i;
    s->type_of[key] = (uint32_t)s->n_types;
    s->types[s->n_types] = (word_type){folded_form, known};
    return (uint32_t)s->n_types++;
}

static void take_sentences(shard *s, const uint32_t *which, size_t n)
{
    s->n = s->n_types = 0;
    s->n_sentences = n;
    for (size_t i = 0; i < n; i++) {
        const sentence *sent = &s->c->sentences[which[i]];
        s->sentences[i] = sent;
        s->begin[i] = (uint32_t)s->n;
        take_shapes(s, sent, s->n);
        for (uint32_t t = 0; t < sent->n; t++, s->n++) {
            const labelled *token = &s->c->tokens[sent->first + t];
            bool known = s->c->folded[token->folded].word != CH_NONE && draw_unit(&s->rng) >= s->o->word_dropout;
            s->tokens[s->n] = token;
            s->type[s->n] = type_of(s, token->folded, known);
            s->masked[s->n] = false;
        }
    }
    s->begin[n] = (uint32_t)s->n;
}

static float gram_scale(uint32_t n)
{
    return 1 / sqrtf((float)n);
}

static void add_scaled(float *to, const float *x, float scale, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] += scale * x[i];
}

static void make_types(shard *s)
{
    size_t d = s->net->c.width;
    for (size_t i = 0; i < s->n_types; i++) {
        const folded *f = &s->c->folded[s->types[i].folded];
        float *x = s->type_x + i * d;
        memset(x, 0, d * sizeof *x);
        for (uint32_t g = 0; g < f->n_grams; g++)
            add_scaled(x, s->net->grams.w + (size_t)s->c->grams[f->first_gram + g] * d, 1, d);
        for (size_t k = 0; k < d; k++)
            x[k] *= gram_scale(f->n_grams);
        if (s->types[i].known)
            add_scaled(x, s->net->words.w + (size_t)f->word * d, 1, d);
    }
}

static void make_input(shard *s)
{
    size_t d = s->net->c.width;
    const float *mask = rounded(s->net, P_MASK), *shapes = rounded(s->net, P_SHAPES);
    make_types(s);
    for (size_t t = 0; t < s->n; t++) {
        const float *x = s->masked[t] ? mask : s->type_x + s->type[t] * d;
        float *h = s->h[0] + t * d;
        memcpy(h, x, d * sizeof *h);
        if (!s->masked[t])
            add_scaled(h, shapes + s->shape[t] * d, 1, d);
    }
}

static void input_gradient(shard *s)
{
    size_t d = s->net->c.width;
    memset(s->type_g, 0, s->n_types * d * sizeof(float));
    for (size_t t = 0; t < s->n; t++) {
        const float *dh = s->dh + t * d;
        if (s->masked[t]) {
            add_scaled(gradient_of(s, P_MASK), dh, 1, d);
        } else {
            add_scaled(s->type_g + s->type[t] * d, dh, 1, d);
            add_scaled(gradient_of(s, P_SHAPES) + s->shape[t] * d, dh, 1, d);
        }
    }
}

static void add_row(row_table *r, uint32_t row, const float *g, float scale)
{
    r->hit[row] = 1;
    add_scaled(r->g + (size_t)row * r->width, g, scale, r->width);
}

void shard_add_rows(const shard *s, network *net, size_t k, size_t of)
{
    size_t d = net->c.width;
    for (size_t i = 0; i < s->n_types; i++) {
        const folded *f = &s->c->folded[s->types[i].folded];
        const float *g = s->type_g + i * d;
        if (s->types[i].known && f->word % of == k)
            add_row(&net->words, f->word, g, 1);
        for (uint32_t j = 0; j < f->n_grams; j++) {
            uint32_t row = s->c->grams[f->first_gram + j];
            if (row % of == k)
                add_row(&net->grams, row, g, gram_scale(f->n_grams));
        }
    }
    for (size_t i = 0; i < s->n_candidates; i++)
        if (s->candidates[i] % of == k)
            add_row(&net->out, s->candidates[i], s->out_g + i * d, 1);
}

/* ------------------------------------------------------------------------------------------- encoder -- */

static void norm(shard *s, uint32_t l)
{
    size_t d = s->net->c.width;
    for (size_t t = 0; t < s->n; t++) {
        const float *h = s->h[l] + t * d;
        float *u = s->u[l] + t * d, sum = 0;
        for (size_t k = 0; k < d; k++)
            sum += h[k] * h[k];
        float inverse = 1 / sqrtf(sum / (float)d + 1e-6f);
        s->inverse[l][t] = inverse;
        for (size_t k = 0; k < d; k++)
            u[k] = h[k] * inverse;
    }
    round_to(s->u[l], s->n * d, STEP_U, -64, 63);
}

/* Adds to dh what du says of h. Values cut off at the ends of the range pass nothing. */
static void norm_gradient(shard *s, uint32_t l, float *du)
{
    size_t d = s->net->c.width;
    const float low = -64 * STEP_U, high = 63 * STEP_U;
    for (size_t t = 0; t < s->n; t++) {
        const float *h = s->h[l] + t * d;
        float *g = du + t * d, *dh = s->dh + t * d, inverse = s->inverse[l][t], along = 0;
        for (size_t k = 0; k < d; k++) {
            float u = h[k] * inverse;
            g[k] = u < low || u > high ? 0 : g[k];
            along += g[k] * u;
        }
        along /= (float)d;
        for (size_t k = 0; k < d; k++)
            dh[k] += inverse * (g[k] - h[k] * inverse * along);
    }
}

/* One of the three stretches of a block's input: the token it comes from, its channels, its place. */
typedef struct stretch {
    int by;
    size_t from, n, at;
} stretch;

static void stretches(const ch__net_config *c, int by, stretch out[3])
{
    size_t d = c->width, side = c->side;
    out[0] = (stretch){-by, 0, side, 0};
    out[1] = (stretch){0, 0, d, side};
    out[2] = (stretch){by, d - side, side, side + d};
}

static void gather(shard *s, const float *u, int by)
{
    size_t d = s->net->c.width, k = d + 2 * s->net->c.side;
    stretch parts[3];
    stretches(&s->net->c, by, parts);
    for (size_t i = 0; i < s->n_sentences; i++) {
        int from = (int)s->begin[i], to = (int)s->begin[i + 1];
        for (int t = from; t < to; t++)
            for (const stretch *p = parts; p < parts + 3; p++) {
                float *out = s->columns + (size_t)t * k + p->at;
                int at = t + p->by;
                if (at < from || at >= to)
                    memset(out, 0, p->n * sizeof *out);
                else
                    memcpy(out, u + (size_t)at * d + p->from, p->n * sizeof *out);
            }
    }
}

static void scatter(shard *s, float *du, int by)
{
    size_t d = s->net->c.width, k = d + 2 * s->net->c.side;
    stretch parts[3];
    stretches(&s->net->c, by, parts);
    memset(du, 0, s->n * d * sizeof *du);
    for (size_t i = 0; i < s->n_sentences; i++) {
        int from = (int)s->begin[i], to = (int)s->begin[i + 1];
        for (int t = from; t < to; t++)
            for (const stretch *p = parts; p < parts + 3; p++) {
                int at = t + p->by;
                if (at >= from && at < to)
                    add_scaled(du + (size_t)at * d + p->from, s->columns + (size_t)t * k + p->at, 1, p->n);
            }
    }
}

/* Fills slopes with 0 for what is dropped and 1 / (1 - share) for the rest, a byte of chance each. */
static void drop(shard *s, float *slope, size_t n)
{
    unsigned below = (unsigned)lrintf(s->o->dropout * 256);
    float keep = 256 / (256.0f - (float)below);
    for (size_t i = 0; i < n; i += 8) {
        uint64_t bytes = draw(&s->rng);
        for (size_t k = i; k < i + 8 && k < n; k++, bytes >>= 8)
            slope[k] = (bytes & 0xFF) < below ? 0 : keep;
    }
}

static void block(shard *s, uint32_t l)
{
    const float leak = 0.25f;
    size_t d = s->net->c.width, all = s->n * d;
    norm(s, l);
    gather(s, s->u[l], (int)s->net->c.dilation[l]);
    times(s->y, s->columns, rounded(s->net, P_BLOCK_W + (int)l), s->n, d + 2 * s->net->c.side, d, false);
    add_bias(s->y, rounded(s->net, P_BLOCK_B + (int)l), s->n, d);
    drop(s, s->slope[l], all);
    for (size_t i = 0; i < all; i++) {
        s->slope[l][i] *= s->y[i] > 0 ? 1 : leak;
        s->h[l + 1][i] = s->h[l][i] + s->y[i] * s->slope[l][i];
    }
}

static void block_gradient(shard *s, uint32_t l)
{
    size_t d = s->net->c.width, k = d + 2 * s->net->c.side, all = s->n * d;
    int w = P_BLOCK_W + (int)l, by = (int)s->net->c.dilation[l];
    for (size_t i = 0; i < all; i++)
        s->y[i] = s->dh[i] * s->slope[l][i];
    gather(s, s->u[l], by);
    add_right_gradient(gradient_of(s, w), s->columns, s->y, s->n, k, d);
    add_bias_gradient(gradient_of(s, P_BLOCK_B + (int)l), s->y, s->n, d);
    add_left_gradient(s->columns, s->y, rounded(s->net, w), s->n, k, d, false);
    scatter(s, s->dz, by);
    norm_gradient(s, l, s->dz);
}

void shard_run(shard *s, const uint32_t *sentences, size_t n, const train_options *o, uint64_t seed)
{
    uint32_t last = s->net->c.n_blocks;
    size_t d = s->net->c.width;
    s->o = o;
    s->rng = seeded(seed);
    s->l = (losses){0};
    s->n_candidates = 0;
    take_sentences(s, sentences, n);
    if (o->mask > 0)
        masked_choose(s);
    make_input(s);
    for (uint32_t l = 0; l < last; l++)
        block(s, l);
    norm(s, last);
    drop(s, s->z_slope, s->n * d);
    for (size_t i = 0; i < s->n * d; i++)
        s->u[last][i] *= s->z_slope[i];
    memset(s->dz, 0, s->n * d * sizeof(float));
    if (o->mask > 0)
        masked_run(s);
    else
        heads_run(s);
    if (s->net->only_names)
        return;
    for (size_t i = 0; i < s->n * d; i++)
        s->dz[i] *= s->z_slope[i];
    memset(s->dh, 0, s->n * d * sizeof(float));
    norm_gradient(s, last, s->dz);
    for (uint32_t l = last; l-- > 0;)
        block_gradient(s, l);
    input_gradient(s);
}
