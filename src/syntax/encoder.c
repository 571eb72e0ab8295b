/* encoder.c - words to z: rows of words, n-grams and shapes, then the blocks. */
#include <math.h>

#include "syntax/batch.h"

/* ---------------------------------------------------------------------------------------------- rows -- */

static uint64_t slot_of(const ch__net *net, uint64_t hash)
{
    return hash & (net->c.n_slots - 1);
}

/* Hashes and shapes; slots are fetched while the next forms are read. */
static void read_forms(ch__batch *b)
{
    char folded[CH__FOLDED];
    for (uint32_t t = 0; t < b->n; t++) {
        ch__sv form = ch__token_sv(b->doc, b->first + t);
        b->hash[t] = ch__folded_hash((ch__sv){folded, ch__fold_form(form, folded)});
        b->shape[t] = ch__form_shape(form);
        __builtin_prefetch(b->net->check + slot_of(b->net, b->hash[t]));
        __builtin_prefetch(b->net->row + slot_of(b->net, b->hash[t]));
    }
}

static uint16_t find_row(const ch__net *net, uint64_t hash)
{
    for (uint64_t slot = slot_of(net, hash);; slot = (slot + 1) & (net->c.n_slots - 1))
        if (net->row[slot] == UINT16_MAX || net->check[slot] == hash >> 32)
            return net->row[slot];
}

static void find_rows(ch__batch *b)
{
    uint32_t width = b->net->c.width;
    for (uint32_t t = 0; t < b->n; t++) {
        b->row[t] = find_row(b->net, b->hash[t]);
        if (b->row[t] == UINT16_MAX)
            continue;
        const int8_t *row = b->net->words + (size_t)b->row[t] * width;
        for (uint32_t at = 0; at < width; at += 64)
            __builtin_prefetch(row + at);
    }
}

static void find_styles(ch__batch *b)
{
    for (uint32_t i = 0; i < b->n_sentences; i++) {
        ch_span rows = ch__rows_of(b, &b->sentences[i]);
        ch__style style = ch__sentence_style(b->shape + rows.start, rows.end - rows.start);
        memset(b->style + rows.start, (int)style, rows.end - rows.start);
    }
}

/* The sum of an unknown form's n-grams over the root of their number. */
static void sum_grams(const ch__batch *b, uint32_t t, int16_t *sum)
{
    const ch__net *net = b->net;
    char folded[CH__FOLDED];
    uint32_t grams[CH__MOST_GRAMS];
    size_t length = ch__fold_form(ch__token_sv(b->doc, b->first + t), folded);
    size_t n = ch__folded_grams((ch__sv){folded, length}, net->c.n_grams, grams);
    memset(sum, 0, net->c.width * sizeof *sum);
    for (size_t i = 0; i < n; i++)
        b->k->add_row(sum, net->grams + (size_t)grams[i] * net->c.width, net->c.width);
    double factor = floor(32768 / sqrt((double)n));
    b->k->multiply(sum, (int16_t)(factor > INT16_MAX ? INT16_MAX : factor), net->c.width);
}

static void embed_token(const ch__batch *b, uint32_t t, bool first)
{
    const ch__net *net = b->net;
    uint32_t width = net->c.width;
    const int8_t *shape = net->shapes + (size_t)ch__shape_row(b->shape[t], first, b->style[t]) * width;
    int16_t *h = b->h + (size_t)t * width, sum[CH__MOST_WIDTH];
    if (b->row[t] != UINT16_MAX) {
        b->k->embed_known(h, width, net->words + (size_t)b->row[t] * width, shape, net->c.embed_shift);
        return;
    }
    sum_grams(b, t, sum);
    b->k->embed(h, width, sum, shape, net->c.embed_shift);
}

static void embed_tokens(ch__batch *b)
{
    for (uint32_t i = 0; i < b->n_sentences; i++) {
        ch_span rows = ch__rows_of(b, &b->sentences[i]);
        for (uint32_t t = rows.start; t < rows.end; t++)
            embed_token(b, t, t == rows.start);
    }
}

/* -------------------------------------------------------------------------------------------- blocks -- */

/* What stands outside of a sentence: bytes that mean 0. */
#define CH_8(x) x, x, x, x, x, x, x, x
#define CH_64(x) CH_8(x), CH_8(x), CH_8(x), CH_8(x), CH_8(x), CH_8(x), CH_8(x), CH_8(x)
static const uint8_t outside[CH__MOST_WIDTH] = {CH_64(64), CH_64(64), CH_64(64), CH_64(64),
                                                CH_64(64), CH_64(64), CH_64(64), CH_64(64)};

/* Where the block finds the tokens around each token. */
static void point_around(ch__batch *b, uint32_t dilation)
{
    size_t width = b->net->c.width, last = width - b->net->c.side;
    for (uint32_t i = 0; i < b->n_sentences; i++) {
        ch_span rows = ch__rows_of(b, &b->sentences[i]);
        for (uint32_t t = rows.start; t < rows.end; t++) {
            const uint8_t *z = b->z + t * width, **in = b->in + (size_t)3 * t;
            in[0] = t - rows.start >= dilation ? z - dilation * width : outside;
            in[1] = z;
            in[2] = rows.end - t > dilation ? z + dilation * width + last : outside;
        }
    }
}

void ch__encode(ch__batch *b)
{
    const ch__net *net = b->net;
    uint32_t width = net->c.width;
    read_forms(b);
    find_rows(b);
    find_styles(b);
    embed_tokens(b);
    for (uint32_t i = 0; i < net->c.n_blocks; i++) {
        b->k->norm(b->z, b->h, width, b->n);
        if (i == 0 || net->c.dilation[i] != net->c.dilation[i - 1])
            point_around(b, net->c.dilation[i]);
        b->k->product(&(ch__product){.layer = &net->blocks[i],
                                     .in = b->in,
                                     .side = net->c.side,
                                     .n = b->n,
                                     .finish = CH__RESIDUAL,
                                     .out = b->h,
                                     .stride = width});
    }
    b->k->norm(b->z, b->h, width, b->n);
}
