/* scorer.c - the scorers' training: an embedding bag with one rectified layer, one sample at a time. */
#include "scorer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "random.h"
#include "syntax/net.h"

#define DENSE_RATE 0.1f /* of the rate: their inputs are all there all the time */

/* ---- samples ---- */

sample *samples_add(samples *s, const ch__traits *traits, const uint8_t *dense)
{
    uint32_t n = traits->n < CH__MOST_TRAITS ? traits->n : CH__MOST_TRAITS;
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 4096;
        s->at = need_more(s->at, s->cap * sizeof *s->at);
    }
    while (s->n_pool + n > s->cap_pool) {
        s->cap_pool = s->cap_pool ? s->cap_pool * 2 : 1 << 20;
        s->pool = need_more(s->pool, s->cap_pool * sizeof *s->pool);
    }
    sample *x = &s->at[s->n++];
    *x = (sample){.traits = s->n_pool, .n = n, .dense = -1, .soft = -1, .weight = 1};
    for (int g = 0; g < CH__SCORER_GROUPS; g++)
        x->label[g] = UNKNOWN_LABEL;
    memcpy(s->pool + s->n_pool, traits->at, n * sizeof *s->pool);
    s->n_pool += n;
    if (!dense || !s->n_dense)
        return x;
    if (s->n_rows == s->cap_rows) {
        s->cap_rows = s->cap_rows ? s->cap_rows * 2 : 4096;
        s->dense = need_more(s->dense, s->cap_rows * s->n_dense);
    }
    memcpy(s->dense + s->n_rows * s->n_dense, dense, s->n_dense);
    x->dense = (int32_t)s->n_rows++;
    return x;
}

void samples_soft(samples *s, sample *of, const float *shares)
{
    if (s->n_soft == s->cap_soft) {
        s->cap_soft = s->cap_soft ? s->cap_soft * 2 : 1024;
        s->soft = need_more(s->soft, s->cap_soft * s->soft_width * sizeof *s->soft);
    }
    memcpy(s->soft + s->n_soft * s->soft_width, shares, s->soft_width * sizeof *shares);
    of->soft = (int32_t)s->n_soft++;
}

void samples_sift(samples *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->at[i].keep)
            s->at[n++] = s->at[i];
    s->n = n;
}

void samples_free(samples *s)
{
    free(s->at);
    free(s->pool);
    free(s->dense);
    free(s->soft);
    *s = (samples){0};
}

/* ---- the network ---- */

void scorer_init(scorer_net *net, const scorer_options *o, uint32_t n_dense, const uint32_t *group_end,
                 uint32_t n_groups)
{
    uint64_t rng = seeded(o->seed);
    *net = (scorer_net){.bits = o->bits, .width = o->width, .n_dense = n_dense, .n_groups = n_groups};
    memcpy(net->group_end, group_end, n_groups * sizeof *group_end);
    net->n_labels = group_end[n_groups - 1];
    net->bias = (size_t)net->width << net->bits;
    net->dense = net->bias + net->width;
    net->out = net->dense + (size_t)net->width * n_dense;
    net->out_bias = net->out + (size_t)net->n_labels * net->width;
    net->n = net->out_bias + net->n_labels;
    net->w = need_zeroed(net->n, sizeof *net->w);
    net->square = need(net->n * sizeof *net->square);
    for (size_t i = 0; i < net->n; i++)
        net->square[i] = 0.01f;
    for (size_t i = 0; i < net->width; i++)
        net->w[net->bias + i] = 0.3f;
    for (size_t i = net->dense; i < net->out; i++)
        net->w[i] = 0.02f * draw_normal(&rng);
    for (size_t i = net->out; i < net->out_bias; i++)
        net->w[i] = draw_normal(&rng) / sqrtf((float)net->width);
}

void scorer_free(scorer_net *net)
{
    free(net->w);
    free(net->square);
    *net = (scorer_net){0};
}

/* One sample on its way through. */
typedef struct pass {
    float dense[1024];
    float hidden[CH__SCORER_WIDTH], d_hidden[CH__SCORER_WIDTH];
    float shares[CH__SCORER_LABELS];
    const uint64_t *kept[CH__MOST_TRAITS];
    uint32_t n_kept;
    bool dropped[CH__SCORER_WIDTH];
} pass;

static size_t row_of(const scorer_net *net, uint64_t trait)
{
    return net->rows + (size_t)(trait >> (64 - net->bits)) * net->width;
}

static void softmax(float *x, size_t n)
{
    float most = x[0], all = 0;
    for (size_t i = 1; i < n; i++)
        most = x[i] > most ? x[i] : most;
    for (size_t i = 0; i < n; i++)
        all += x[i] = expf(x[i] - most);
    for (size_t i = 0; i < n; i++)
        x[i] /= all;
}

static void hidden_of(const scorer_net *net, const samples *s, const sample *x, pass *p, float scale)
{
    memcpy(p->hidden, net->w + net->bias, net->width * sizeof *p->hidden);
    for (uint32_t i = 0; i < p->n_kept; i++) {
        const float *row = net->w + row_of(net, *p->kept[i]);
        for (uint32_t k = 0; k < net->width; k++)
            p->hidden[k] += scale * row[k];
    }
    if (x->dense < 0)
        return;
    const uint8_t *bytes = s->dense + (size_t)x->dense * s->n_dense;
    for (uint32_t i = 0; i < net->n_dense; i++)
        p->dense[i] = ((float)bytes[i] - 64) / CH__NORM_UNIT;
    for (uint32_t k = 0; k < net->width; k++) {
        const float *w = net->w + net->dense + (size_t)k * net->n_dense;
        for (uint32_t i = 0; i < net->n_dense; i++)
            p->hidden[k] += w[i] * p->dense[i];
    }
}

static void shares_of(const scorer_net *net, pass *p)
{
    for (uint32_t k = 0; k < net->width; k++)
        p->hidden[k] = p->hidden[k] > 0 && !p->dropped[k] ? p->hidden[k] : 0;
    for (uint32_t o = 0; o < net->n_labels; o++) {
        const float *w = net->w + net->out + (size_t)o * net->width;
        float sum = net->w[net->out_bias + o];
        for (uint32_t k = 0; k < net->width; k++)
            sum += w[k] * p->hidden[k];
        p->shares[o] = sum;
    }
    for (uint32_t g = 0, from = 0; g < net->n_groups; from = net->group_end[g++])
        softmax(p->shares + from, net->group_end[g] - from);
}

static void forward(const scorer_net *net, const samples *s, const sample *x, pass *p, double dropout, uint64_t *rng)
{
    p->n_kept = 0;
    for (uint32_t i = 0; i < x->n; i++)
        if (!rng || draw_unit(rng) >= dropout)
            p->kept[p->n_kept++] = &s->pool[x->traits + i];
    for (uint32_t k = 0; k < net->width; k++)
        p->dropped[k] = rng && draw_unit(rng) < 0.1;
    hidden_of(net, s, x, p, rng ? (float)(1 / (1 - dropout)) : 1);
    shares_of(net, p);
}

void scorer_predict(const scorer_net *net, const samples *s, const sample *x, float *shares)
{
    static pass p;
    forward(net, s, x, &p, 0, NULL);
    memcpy(shares, p.shares, net->n_labels * sizeof *shares);
}

static void step(scorer_net *net, size_t at, float gradient, float rate)
{
    net->square[at] += gradient * gradient;
    net->w[at] -= rate * gradient / sqrtf(net->square[at]);
}

/* Shares become gradients; the loss of the sample is returned. */
static double gradients(const scorer_net *net, const samples *s, const sample *x, pass *p)
{
    double loss = 0;
    for (uint32_t g = 0, from = 0; g < net->n_groups; from = net->group_end[g++]) {
        const float *soft = g == 0 && x->soft >= 0 ? s->soft + (size_t)x->soft * s->soft_width : NULL;
        bool asked = soft || x->label[g] >= 0;
        for (uint32_t o = from; o < net->group_end[g]; o++) {
            float want = soft ? soft[o] : (float)(x->label[g] == (int16_t)o);
            loss -= asked && want > 0 ? want * log(p->shares[o] + 1e-9) : 0;
            p->shares[o] = asked ? x->weight * (p->shares[o] - want) : 0;
        }
    }
    return loss;
}

static void backward(scorer_net *net, const sample *x, pass *p, float rate, float scale)
{
    memset(p->d_hidden, 0, sizeof p->d_hidden);
    for (uint32_t o = 0; o < net->n_labels; o++) {
        size_t at = net->out + (size_t)o * net->width;
        float d = p->shares[o];
        if (d == 0)
            continue;
        for (uint32_t k = 0; k < net->width; k++) {
            p->d_hidden[k] += d * net->w[at + k];
            step(net, at + k, d * p->hidden[k], rate);
        }
        step(net, net->out_bias + o, d, rate);
    }
    for (uint32_t k = 0; k < net->width; k++)
        p->d_hidden[k] = p->hidden[k] > 0 ? p->d_hidden[k] : 0;
    for (uint32_t k = 0; k < net->width; k++)
        step(net, net->bias + k, p->d_hidden[k], rate);
    for (uint32_t i = 0; i < p->n_kept; i++) {
        size_t at = row_of(net, *p->kept[i]);
        for (uint32_t k = 0; k < net->width; k++)
            step(net, at + k, scale * p->d_hidden[k], rate);
    }
    for (uint32_t k = 0; x->dense >= 0 && k < net->width; k++)
        for (uint32_t i = 0; p->d_hidden[k] != 0 && i < net->n_dense; i++)
            step(net, net->dense + (size_t)k * net->n_dense + i, p->d_hidden[k] * p->dense[i], rate * DENSE_RATE);
}

void scorer_train(scorer_net *net, const samples *s, const scorer_options *o, const char *name)
{
    static pass p;
    uint64_t rng = seeded(o->seed + 1);
    uint32_t *order = need(s->n * sizeof *order);
    double all = o->epochs * (double)s->n, done = 0;
    float scale = (float)(1 / (1 - o->dropout));
    for (size_t i = 0; i < s->n; i++)
        order[i] = (uint32_t)i;
    for (int e = 0; e < (int)o->epochs; e++) {
        double loss = 0;
        for (size_t i = s->n; i > 1; i--) {
            size_t j = draw_below(&rng, (uint32_t)i);
            uint32_t swap = order[i - 1];
            order[i - 1] = order[j];
            order[j] = swap;
        }
        for (size_t i = 0; i < s->n; i++, done++) {
            const sample *x = &s->at[order[i]];
            forward(net, s, x, &p, o->dropout, &rng);
            loss += gradients(net, s, x, &p);
            backward(net, x, &p, (float)(o->rate * (1 - done / all)), scale);
        }
        printf("%s epoch %d loss %.4f\n", name, e + 1, loss / (double)s->n);
        fflush(stdout);
    }
    free(order);
}

/* ---- lists ---- */

enum { MOST_LIST = 64 };

/* What a label's odds against the first say of each of a list, as shares of the list; gradients are added to g. */
static void list_gradients(const sample *list, uint32_t n, uint32_t label, pass *p, float (*g)[CH__SCORER_LABELS])
{
    float odds[MOST_LIST];
    uint32_t right = 0;
    for (uint32_t i = 0; i < n; i++) {
        odds[i] = logf(p[i].shares[label] + 1e-9f) - logf(p[i].shares[0] + 1e-9f);
        right += list[i].label[0] == (int16_t)label;
    }
    if (!right)
        return;
    softmax(odds, n);
    for (uint32_t i = 0; i < n; i++) {
        float d = odds[i] - (list[i].label[0] == (int16_t)label ? 1.0f / (float)right : 0);
        g[i][label] += d;
        g[i][0] -= d;
    }
}

static double train_list(scorer_net *net, const samples *s, const sample *list, uint32_t n, const scorer_options *o,
                         float rate, pass *p, uint64_t *rng)
{
    static float g[MOST_LIST][CH__SCORER_LABELS];
    double loss = 0;
    n = n < MOST_LIST ? n : MOST_LIST;
    memset(g, 0, sizeof g);
    for (uint32_t i = 0; i < n; i++)
        forward(net, s, &list[i], &p[i], o->dropout, rng);
    for (uint32_t k = 1; k < net->n_labels; k++)
        list_gradients(list, n, k, p, g);
    for (uint32_t i = 0; i < n; i++) {
        loss += gradients(net, s, &list[i], &p[i]);
        for (uint32_t k = 0; k < net->n_labels; k++)
            p[i].shares[k] += g[i][k];
        backward(net, &list[i], &p[i], rate, (float)(1 / (1 - o->dropout)));
    }
    return loss;
}

void scorer_train_lists(scorer_net *net, const samples *s, const uint32_t *lists, size_t n_lists,
                        const scorer_options *o, const char *name)
{
    pass *p = need(MOST_LIST * sizeof *p);
    uint64_t rng = seeded(o->seed + 1);
    size_t *first = need((n_lists + 1) * sizeof *first), *order = need((n_lists + 1) * sizeof *order), at = 0;
    double all = o->epochs * (double)n_lists, done = 0;
    for (size_t i = 0; i < n_lists; at += lists[i++]) {
        first[i] = at;
        order[i] = i;
    }
    for (int e = 0; e < (int)o->epochs; e++) {
        double loss = 0;
        for (size_t i = n_lists; i > 1; i--) {
            size_t j = draw_below(&rng, (uint32_t)i), swap = order[i - 1];
            order[i - 1] = order[j];
            order[j] = swap;
        }
        for (size_t i = 0; i < n_lists; i++, done++)
            loss += train_list(net, s, s->at + first[order[i]], lists[order[i]], o, (float)(o->rate * (1 - done / all)),
                               p, &rng);
        printf("%s epoch %d loss %.4f\n", name, e + 1, loss / (double)(s->n ? s->n : 1));
        fflush(stdout);
    }
    free(first);
    free(order);
    free(p);
}

/* ---- several as one ---- */

void scorer_join(scorer_net *net, scorer_net *members, uint32_t n)
{
    scorer_options o = {.bits = members->bits, .width = members->width * n};
    uint32_t w = members->width;
    scorer_init(net, &o, members->n_dense, members->group_end, members->n_groups);
    memset(net->w, 0, net->n * sizeof *net->w);
    for (uint32_t m = 0; m < n; m++) {
        const scorer_net *a = &members[m];
        for (size_t r = 0; r < (size_t)1 << a->bits; r++)
            memcpy(net->w + net->rows + r * net->width + m * w, a->w + a->rows + r * w, w * sizeof *a->w);
        memcpy(net->w + net->bias + m * w, a->w + a->bias, w * sizeof *a->w);
        memcpy(net->w + net->dense + (size_t)m * w * a->n_dense, a->w + a->dense,
               (size_t)w * a->n_dense * sizeof *a->w);
        for (uint32_t l = 0; l < a->n_labels; l++) {
            for (uint32_t k = 0; k < w; k++)
                net->w[net->out + (size_t)l * net->width + m * w + k] = a->w[a->out + (size_t)l * w + k] / (float)n;
            net->w[net->out_bias + l] += a->w[a->out_bias + l] / (float)n;
        }
    }
    for (uint32_t m = 0; m < n; m++)
        scorer_free(&members[m]);
}

/* ---- whole numbers ---- */

static float largest(const float *w, size_t n)
{
    float most = 1e-9f;
    for (size_t i = 0; i < n; i++)
        most = fabsf(w[i]) > most ? fabsf(w[i]) : most;
    return most;
}

/* What the hidden units of samples reach but for one in a thousand of those that are not 0. */
static float hidden_reach(const scorer_net *net, const samples *on)
{
    enum { BINS = 4096, MOST = 64 };
    static pass p;
    size_t bins[BINS] = {0}, all = 0, above = 0;
    for (size_t i = 0; i < on->n; i += 1 + on->n / 20000) {
        forward(net, on, &on->at[i], &p, 0, NULL);
        for (uint32_t k = 0; k < net->width; k++)
            if (p.hidden[k] > 0) {
                size_t bin = (size_t)(p.hidden[k] * BINS / MOST);
                bins[bin < BINS ? bin : BINS - 1]++;
                all++;
            }
    }
    size_t b = BINS;
    while (b > 1 && (above += bins[b - 1]) * 1000 < all)
        b--;
    return (float)b * MOST / BINS;
}

static void align(ch__buf *b)
{
    while (b->n % CH__MODEL_ALIGN)
        ch__buf_char(b, 0);
}

static void put_bytes(ch__buf *b, const float *w, size_t n, float unit)
{
    align(b);
    for (size_t i = 0; i < n; i++) {
        float x = rintf(w[i] / unit);
        ch__buf_char(b, (char)(int8_t)(x < -127 ? -127 : x > 127 ? 127 : x));
    }
}

void scorer_write(const scorer_net *net, const samples *on, const char *const *labels, ch__buf *out)
{
    const float *w = net->w;
    float unit = largest(w, net->bias) / 127, reach = hidden_reach(net, on);
    float dense_unit = largest(w + net->dense, net->out - net->dense) / 127;
    float out_unit = largest(w + net->out, net->out_bias - net->out) / 127;
    ch__scorer_header h = {.n_rows = 1u << net->bits,
                           .width = net->width,
                           .n_dense = net->n_dense,
                           .n_labels = net->n_labels,
                           .n_groups = net->n_groups};
    memcpy(h.group_end, net->group_end, sizeof h.group_end);
    while (h.hidden_shift < 15 && unit * (float)(63 << h.hidden_shift) < reach)
        h.hidden_shift++;
    double hidden_unit = ldexp(unit, (int)h.hidden_shift);
    h.dense_factor = (int32_t)lrint(65536.0 * dense_unit / CH__NORM_UNIT / unit);
    h.out_factor = (int32_t)lrint(65536.0 * out_unit * hidden_unit * 64 / log(2));
    ch__buf_add(out, (const char *)&h, sizeof h);
    put_bytes(out, w + net->rows, net->bias, unit);
    align(out);
    for (uint32_t k = 0; k < net->width; k++) {
        int16_t b = (int16_t)lrint(w[net->bias + k] / unit);
        ch__buf_add(out, (const char *)&b, sizeof b);
    }
    put_bytes(out, w + net->dense, net->out - net->dense, dense_unit);
    put_bytes(out, w + net->out, net->out_bias - net->out, out_unit);
    align(out);
    for (uint32_t o = 0; o < net->n_labels; o++) {
        int32_t b = (int32_t)lrint(w[net->out_bias + o] / (out_unit * hidden_unit));
        ch__buf_add(out, (const char *)&b, sizeof b);
    }
    align(out);
    for (uint32_t o = 0; o < net->n_labels; o++)
        ch__buf_add(out, labels[o], strlen(labels[o]) + 1);
}
