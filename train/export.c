/* export.c - quantization: symmetric, one scale an output for layers that are scaled again, one a layer for those whose
 * outputs are compared (Jacob et al. 2018, without zero points of weights). */
#include "export.h"

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"

/* ------------------------------------------------------------------------------------------- writing -- */

static void align(ch__buf *b)
{
    while (b->n % CH__MODEL_ALIGN)
        ch__buf_char(b, 0);
}

static void put(ch__buf *b, const void *p, size_t n)
{
    align(b);
    ch__buf_add(b, p, n);
}

/* Gives the buffer to a section of its own. */
static void add_part(parts *out, const char *name, ch__buf *b)
{
    if (b->failed)
        die("out of memory");
    out->at[out->n++] = (ch__model_part){name, {b->p, b->n}};
    *b = (ch__buf){0};
}

void parts_free(parts *p)
{
    for (size_t i = 0; i < p->n; i++)
        free((void *)(uintptr_t)p->at[i].bytes.p);
    p->n = 0;
}

/* -------------------------------------------------------------------------------------------- layers -- */

static int8_t code(float x)
{
    float r = rintf(x);
    return (int8_t)(r < -127 ? -127 : r > 127 ? 127 : r);
}

static int32_t whole(double x)
{
    const double most = 1 << 30;
    return (int32_t)lrint(x < -most ? -most : x > most ? most : x);
}

typedef struct quantized {
    uint32_t k, n, padded, shift;
    int8_t *weight; /* [padded][k] */
    int32_t *bias;
    int16_t *mult;
    double *scale; /* real value of weight 1, by output */
} quantized;

/* w: [k][n]. One scale an output, or (`one`) one for all. `step_in` is that of the input; its bytes have 64 added when
 * `raised`. */
static quantized quantize(const float *w, const float *b, uint32_t k, uint32_t n, bool one, double step_in, bool raised)
{
    uint32_t padded = (n + CH__TILE - 1) / CH__TILE * CH__TILE;
    quantized q = {.k = k, .n = n, .padded = padded};
    q.weight = need_zeroed((size_t)padded * k, 1);
    q.bias = need_zeroed(padded, sizeof *q.bias);
    q.mult = need_zeroed(padded, sizeof *q.mult);
    q.scale = need_zeroed(padded, sizeof *q.scale);
    float all = weight_step(w, k, n, n);
    for (uint32_t o = 0; o < n; o++) {
        q.scale[o] = one ? all : weight_step(w + o, k, 1, n);
        int64_t sum = 0;
        for (uint32_t i = 0; i < k; i++) {
            q.weight[(size_t)o * k + i] = code((float)(w[(size_t)i * n + o] / q.scale[o]));
            sum += q.weight[(size_t)o * k + i];
        }
        q.bias[o] = whole((b ? b[o] / (q.scale[o] * step_in) : 0) - (raised ? 64.0 * (double)sum : 0));
    }
    return q;
}

/* Multipliers that bring sums to steps of `step_out`. */
static void rescale(quantized *q, double step_in, double step_out)
{
    double most = 0;
    for (uint32_t o = 0; o < q->n; o++)
        most = q->scale[o] > most ? q->scale[o] : most;
    double factor = step_in / step_out;
    while (q->shift < 24 && most * factor * ldexp(1, 15 + (int)q->shift + 1) < 32767)
        q->shift++;
    for (uint32_t o = 0; o < q->n; o++) {
        double m = rint(q->scale[o] * factor * ldexp(1, 15 + (int)q->shift));
        if (m > 32767)
            die("a layer's weights are too large to be scaled");
        q->mult[o] = (int16_t)m;
    }
}

static void put_layer(ch__buf *b, quantized *q)
{
    ch__layer_header h = {.k = q->k, .n = q->n, .shift = q->shift, .step = (float)q->scale[0]};
    put(b, &h, sizeof h);
    put(b, q->bias, q->padded * sizeof *q->bias);
    put(b, q->mult, q->padded * sizeof *q->mult);
    align(b);
    for (uint32_t tile = 0; tile < q->padded; tile += CH__TILE)
        for (uint32_t group = 0; group < q->k; group += 4)
            for (uint32_t o = tile; o < tile + CH__TILE; o++)
                ch__buf_add(b, (const char *)q->weight + (size_t)o * q->k + group, 4);
    free(q->weight);
    free(q->bias);
    free(q->mult);
    free(q->scale);
}

static void put_scaled(ch__buf *b, const network *net, int w, int bias, uint32_t k, uint32_t n, double step_out)
{
    quantized q = quantize(param(net, w), bias < 0 ? NULL : param(net, bias), k, n, false, STEP_U, true);
    rescale(&q, STEP_U, step_out);
    put_layer(b, &q);
}

static void put_raw(ch__buf *b, const network *net, int w, int bias, uint32_t k, uint32_t n, double step_in,
                    bool raised)
{
    quantized q = quantize(param(net, w), param(net, bias), k, n, true, step_in, raised);
    put_layer(b, &q);
}

static void put_names_layer(ch__buf *b, const network *net)
{
    put_raw(b, net, P_NAMES_W, P_NAMES_B, net->c.width, net->c.n_names, STEP_U, true);
}

static void export_layers(const network *net, parts *out)
{
    const ch__net_config *c = &net->c;
    uint32_t d = c->width;
    ch__buf b = {0};
    for (int l = 0; l < (int)c->n_blocks; l++)
        put_scaled(&b, net, P_BLOCK_W + l, P_BLOCK_B + l, d + 2 * c->side, d, STEP_H);
    put_scaled(&b, net, P_ARC_DEP_W, P_ARC_DEP_B, d, c->arc, STEP_DEP);
    put_scaled(&b, net, P_ARC_HEAD_W, P_ARC_HEAD_B, d, c->arc, STEP_HEAD);
    put_scaled(&b, net, P_REL_DEP_W, -1, d, c->rel, STEP_HIDDEN);
    put_scaled(&b, net, P_REL_HEAD_W, P_REL_HEAD_B, d, c->rel, STEP_HIDDEN);
    put_raw(&b, net, P_REL_OUT_W, P_REL_OUT_B, c->rel, c->n_rels, STEP_HIDDEN, false);
    put_raw(&b, net, P_TAGS_W, P_TAGS_B, d, c->n_tags, STEP_U, true);
    put_names_layer(&b, net);
    add_part(out, "syntax.layers", &b);
}

/* ---------------------------------------------------------------------------------------------- rows -- */

/* A known form's own row and its n-grams, which inference takes in one piece. */
static void whole_row(const network *net, const corpus *c, const folded *f, float *x)
{
    uint32_t d = net->c.width;
    memset(x, 0, d * sizeof *x);
    for (uint32_t g = 0; g < f->n_grams; g++)
        for (uint32_t k = 0; k < d; k++)
            x[k] += net->grams.w[(size_t)c->grams[f->first_gram + g] * d + k];
    for (uint32_t k = 0; k < d; k++)
        x[k] = x[k] / sqrtf((float)f->n_grams) + net->words.w[(size_t)f->word * d + k];
}

/* The smallest step, a power of two times that of h, at which one number in ten thousand is cut off at most. */
static uint32_t row_shift(const float *x, size_t n)
{
    for (uint32_t shift = 0; shift < 6; shift++) {
        float most = 127.5f * STEP_H * (float)(1 << shift);
        size_t beyond = 0;
        for (size_t i = 0; i < n; i++)
            beyond += fabsf(x[i]) > most;
        if (beyond * 10000 <= n)
            return shift;
    }
    return 6;
}

static void put_rows(parts *out, const char *name, const float *x, size_t n, float step)
{
    ch__buf b = {0};
    for (size_t i = 0; i < n; i++)
        ch__buf_char(&b, (char)code(x[i] / step));
    add_part(out, name, &b);
}

static void put_slots(parts *out, const corpus *c, uint32_t n_slots)
{
    uint32_t *check = need_zeroed(n_slots, sizeof *check);
    uint16_t *row = need(n_slots * sizeof *row);
    ch__buf b = {0};
    memset(row, 0xFF, n_slots * sizeof *row);
    for (uint32_t i = 0; i < c->n_folded; i++) {
        if (c->folded[i].word == CH_NONE)
            continue;
        uint64_t h = ch__folded_hash(ch__sv_of(c->forms.at[i]));
        uint32_t at = (uint32_t)h & (n_slots - 1);
        while (row[at] != 0xFFFF)
            at = (at + 1) & (n_slots - 1);
        check[at] = (uint32_t)(h >> 32);
        row[at] = (uint16_t)c->folded[i].word;
    }
    put(&b, check, n_slots * sizeof *check);
    ch__buf_add(&b, (const char *)row, n_slots * sizeof *row);
    add_part(out, "syntax.slots", &b);
    free(check);
    free(row);
}

static void export_rows(const network *net, const corpus *c, ch__net_config *config, parts *out)
{
    size_t d = net->c.width, n = net->c.n_words * d;
    float *words = need_zeroed(n, sizeof *words);
    for (uint32_t i = 0; i < c->n_folded; i++)
        if (c->folded[i].word != CH_NONE)
            whole_row(net, c, &c->folded[i], words + c->folded[i].word * d);
    config->embed_shift = row_shift(words, n);
    float step = STEP_H * (float)(1 << config->embed_shift);
    put_slots(out, c, config->n_slots);
    put_rows(out, "syntax.words", words, n, step);
    put_rows(out, "syntax.grams", net->grams.w, net->c.n_grams * d, step);
    put_rows(out, "syntax.shapes", param(net, P_SHAPES), CH__N_SHAPES * d, step);
    free(words);
}

/* -------------------------------------------------------------------------------------------- others -- */

static void export_arcs(const network *net, parts *out)
{
    const ch__net_config *c = &net->c;
    const double step = (double)STEP_DEP * STEP_HEAD;
    int32_t bias = whole(*param(net, P_ROOT_BIAS) / step), distance[2 * CH__MOST_DISTANCE + 1];
    int8_t root[CH__MOST_WIDTH];
    int16_t rel_root[CH__MOST_WIDTH];
    ch__buf b = {0};
    for (uint32_t i = 0; i < 2 * c->distance + 1; i++)
        distance[i] = whole(param(net, P_DISTANCE)[i] / step);
    for (uint32_t i = 0; i < c->arc; i++)
        root[i] = code(param(net, P_ROOT)[i] / STEP_HEAD);
    for (uint32_t i = 0; i < c->rel; i++)
        rel_root[i] = (int16_t)whole(param(net, P_REL_ROOT)[i] / STEP_HIDDEN);
    put(&b, &bias, sizeof bias);
    put(&b, distance, (2 * c->distance + 1) * sizeof *distance);
    put(&b, root, c->arc);
    put(&b, rel_root, c->rel * sizeof *rel_root);
    add_part(out, "syntax.arcs", &b);
}

static void export_feats(const network *net, parts *out)
{
    const ch__net_config *c = &net->c;
    const float *w = param(net, P_FEATS_W), *bias = param(net, P_FEATS_B);
    size_t n = (size_t)c->n_feats * c->width;
    double scale = weight_step(w, c->n_feats, c->width, c->width);
    ch__buf b = {0};
    align(&b);
    for (uint32_t f = 0; f < c->n_feats; f++) {
        int32_t x = whole(bias[f] / (scale * STEP_U));
        ch__buf_add(&b, (const char *)&x, sizeof x);
    }
    align(&b);
    for (size_t i = 0; i < n; i++)
        ch__buf_char(&b, (char)code((float)(w[i] / scale)));
    put(&b, net->feat_first, (c->n_tags + 1) * sizeof *net->feat_first);
    put(&b, net->feat_allowed, net->feat_first[c->n_tags] * sizeof *net->feat_allowed);
    add_part(out, "syntax.feats", &b);
}

/* Scores in the integers of the layer they are added to. */
static void put_scores(ch__buf *b, const float *scores, size_t n, double step)
{
    const int32_t never = -(1 << 28);
    for (size_t i = 0; i < n; i++) {
        int32_t x = names_forbidden(scores[i]) ? never : whole(scores[i] / step);
        ch__buf_add(b, (const char *)&x, sizeof x);
    }
}

static void export_names(const network *net, parts *out)
{
    size_t n = net->c.n_names;
    double step = (double)weight_step(param(net, P_NAMES_W), net->c.width, n, n) * STEP_U;
    ch__buf b = {0};
    put_scores(&b, param(net, P_NAMES_START), n, step);
    put_scores(&b, param(net, P_NAMES_NEXT), n * n, step);
    put_scores(&b, param(net, P_NAMES_END), n, step);
    add_part(out, "syntax.names", &b);
}

/* The first labels of each kind: those that came later, with sentences that are not trained on, are not the network's.
 */
static void export_labels(const network *net, const corpus *c, parts *out)
{
    const strings *all[] = {&c->tags, &c->feats, &c->rels, &c->names};
    const uint32_t n[] = {net->c.n_tags, net->c.n_feats, net->c.n_rels, net->c.n_names};
    ch__buf b = {0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (uint32_t k = 0; k < n[i]; k++)
            ch__buf_add(&b, all[i]->at[k], strlen(all[i]->at[k]) + 1);
    add_part(out, "syntax.labels", &b);
}

void export_network(const network *net, const corpus *c, parts *out)
{
    ch__net_config config = net->c;
    ch__buf b = {0};
    out->n = 0;
    export_rows(net, c, &config, out);
    export_layers(net, out);
    export_arcs(net, out);
    export_feats(net, out);
    export_names(net, out);
    export_labels(net, c, out);
    put(&b, &config, sizeof config);
    add_part(out, "syntax.config", &b);
}

void export_only_names(const network *net, const ch__model *file, const ch__net *model, parts *out)
{
    const char *name;
    ch__sv bytes;
    out->n = 0;
    for (size_t i = 0; ch__model_section_at(file, i, &name, &bytes); i++) {
        ch__buf b = {0};
        if (strcmp(name, "syntax.names") == 0) {
            export_names(net, out);
            continue;
        }
        bool layers = strcmp(name, "syntax.layers") == 0;
        const char *last = (const char *)model->layers[CH__LAYER_NAMES].bias - sizeof(ch__layer_header);
        ch__buf_add(&b, bytes.p, layers ? (size_t)(last - bytes.p) : bytes.n);
        if (layers)
            put_names_layer(&b, net);
        add_part(out, name, &b);
    }
}
