/* kernels.h - the arithmetic of net.h, written once for every kind of processor and chosen when first needed.
 *
 * Each implementation fills one table of functions. They differ in nothing but speed: every number is an integer, sums
 * are exact, so the order of addition does not matter (tests/syntax/kernels.c compares all of them byte by byte).
 *
 *   plain   C that any processor runs, the fallback (and the place where NEON would begin)
 *   sse2    pmaddwd on widened bytes
 *   avx2    vpmaddubsw, vpmaddwd
 *   vnni    AVX-512 with vpdpbusd
 */
#ifndef CH_SYNTAX_KERNELS_H
#define CH_SYNTAX_KERNELS_H

#include <stdbool.h>

#include "syntax/net.h"

/* What becomes of a layer's sums; all but RAW are "scaled" layers. */
typedef enum ch__finish {
    CH__RAW,      /* int32: the sums */
    CH__RESIDUAL, /* int16: h = clamp(h + max(y, y >> 2)) */
    CH__CODE,     /* uint8: clamp(y, -64, 63) + 64 */
    CH__SIGNED,   /* int8: clamp(y, -127, 127) */
    CH__WIDE      /* int16: y */
} ch__finish;

/* A layer on n rows. Row r of the input lies at in[r]; where `side` is not 0, it lies in three places, `side` bytes at
 * in[3 r], k - 2 side at in[3 r + 1], `side` at in[3 r + 2]: so the convolution reads its neighbours where they stand.
 * k and side are multiples of 32. Row r of the output begins at element r * stride of `out`; layer->padded elements of
 * it are written. */
typedef struct ch__product {
    const ch__layer *layer;
    const uint8_t *const *in;
    uint32_t side, n;
    ch__finish finish;
    void *out;
    size_t stride;
} ch__product;

/* The chart of Eisner's algorithm over tokens 0..n-1, in matrices of `stride` >= n + 8: decode.c says what stands in
 * them. All must hold CH__CHART_NOTHING before they are filled; twice that is the lowest number there is. */
typedef struct ch__chart {
    uint32_t n, stride, arc_stride;
    const int32_t *arc; /* [dependent][head] */
    int32_t *right, *right_t, *left, *left_t, *open_right, *open_left_t;
} ch__chart;
#define CH__CHART_NOTHING (INT32_MIN / 2)

typedef struct ch__kernels {
    const char *name;
    void (*product)(const ch__product *p);
    /* h[k] = clamp((word[k] + shape[k]) << shift), the row of one token. */
    void (*embed)(int16_t *h, uint32_t width, const int16_t *word, const int8_t *shape, uint32_t shift);
    void (*embed_known)(int16_t *h, uint32_t width, const int8_t *word, const int8_t *shape, uint32_t shift);
    /* sum[k] += row[k] */
    void (*add_row)(int16_t *sum, const int8_t *row, uint32_t width);
    /* x[k] = mulr(x[k], by) */
    void (*multiply)(int16_t *x, int16_t by, uint32_t width);
    /* n rows of h to bytes, both one behind the other. */
    void (*norm)(uint8_t *out, const int16_t *h, uint32_t width, uint32_t n);
    /* out[k] = clamp(a[k] + b[k], 0, 127) */
    void (*hidden)(uint8_t *out, const int16_t *a, const int16_t *b, uint32_t width);
    /* Sum of (code[k] - 64) * weight[k]; width is a multiple of 32. */
    int32_t (*dot)(const uint8_t *code, const int8_t *weight, uint32_t width);
    /* a[k] += b[k], for n rounded up to a multiple of 8 */
    void (*add)(int32_t *a, const int32_t *b, uint32_t n);
    /* Index of the largest of n > 0 numbers, the first among equals. */
    uint32_t (*largest)(const int32_t *x, uint32_t n);
    /* after[to] = logits[to] + largest of before[from] + next[from * n + to] */
    void (*name_step)(int64_t *after, const int64_t *before, const int32_t *next, const int32_t *logits, uint32_t n);
    void (*fill_chart)(const ch__chart *chart);
} ch__kernels;

/* The fastest ones that this processor runs, or those that the environment variable CHANCERY_CPU names. */
const ch__kernels *ch__kernels_chosen(void);
/* All that this processor runs, slowest first: NULL behind the last. */
const ch__kernels *ch__kernels_at(size_t i);
/* Test hook: from now on those of that name, or (NULL) the choice anew. False when the processor has none of it. */
bool ch__kernels_force(const char *name);

/* The implementations; on processors that cannot have one it does not exist. */
extern const ch__kernels ch__kernels_plain;
#if defined __x86_64__ && defined __GNUC__
extern const ch__kernels ch__kernels_sse2, ch__kernels_avx2, ch__kernels_vnni;
#endif

#endif
