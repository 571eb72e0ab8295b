/* kernel_steps.h - the steps of kernels.h, written once over the vectors of kernel_vectors.h. Each kernels_NAME.c says
 * how large a tile of products is (CH__ROWS, CH__COLUMNS), includes this, defines `sums` and ends with
 * CH__KERNELS(NAME). */
#ifndef CH_SYNTAX_KERNEL_STEPS_H
#define CH_SYNTAX_KERNEL_STEPS_H

#include <math.h>

#include "syntax/kernel_vectors.h"
#include "syntax/kernels.h"

/* ----------------------------------------------------------------------------------------- finishing -- */

/* Sums of one row and CH__TILE columns, with their bias. */
typedef struct pair {
    q8 a, b;
} pair;

static inline pair biased(const int32_t *acc, const int32_t *bias)
{
    return (pair){q_add(q_load(acc), q_load(bias)), q_add(q_load(acc + 8), q_load(bias + 8))};
}

static inline v16 scaled(pair x, q8 round, uint32_t shift, const int16_t *mult)
{
    return v_mulr(q_narrow(q_right(q_add(x.a, round), shift), q_right(q_add(x.b, round), shift)), v_load(mult));
}

/* What becomes of a scaled layer's y. `finish` is a constant wherever this is expanded. */
static inline void write_scaled(ch__finish finish, void *out, size_t at, v16 y)
{
    int16_t *h = (int16_t *)out + at;
    switch (finish) {
    case CH__RESIDUAL: v_store(h, v_clamp(v_add(v_load(h), v_max(y, v_quarter(y))), -CH__H_MOST, CH__H_MOST)); break;
    case CH__CODE: v_store_bytes((uint8_t *)out + at, v_add(v_clamp(y, -64, 63), v_all(64))); break;
    case CH__SIGNED: v_store_bytes((int8_t *)out + at, v_clamp(y, -127, 127)); break;
    default: v_store(h, y); break;
    }
}

static inline void finish_scaled(const ch__product *p, ch__finish finish, uint32_t row, uint32_t rows, uint32_t column,
                                 uint32_t columns, int32_t acc[CH__ROWS][CH__COLUMNS])
{
    const ch__layer l = *p->layer; /* copies: what is written could change them, for all the compiler knows */
    void *out = p->out;
    size_t stride = p->stride;
    q8 round = q_all(l.shift ? 1 << (l.shift - 1) : 0);
    for (uint32_t c = column; c < column + columns; c += CH__TILE)
        for (uint32_t r = 0; r < rows; r++) {
            v16 y = scaled(biased(acc[r] + (c - column), l.bias + c), round, l.shift, l.mult + c);
            write_scaled(finish, out, (row + r) * stride + c, y);
        }
}

static inline void finish_raw(const ch__product *p, uint32_t row, uint32_t rows, uint32_t column, uint32_t columns,
                              int32_t acc[CH__ROWS][CH__COLUMNS])
{
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < columns; c += CH__TILE) {
            int32_t *out = (int32_t *)p->out + (row + r) * p->stride + column + c;
            pair x = biased(acc[r] + c, p->layer->bias + column + c);
            q_store(out, x.a);
            q_store(out + 8, x.b);
        }
}

/* The weighted sums of rows row.. and columns column.. become the product's output. */
static inline void finish(const ch__product *p, uint32_t row, uint32_t rows, uint32_t column, uint32_t columns,
                          int32_t acc[CH__ROWS][CH__COLUMNS])
{
    switch (p->finish) {
    case CH__RAW: finish_raw(p, row, rows, column, columns, acc); break;
    case CH__RESIDUAL: finish_scaled(p, CH__RESIDUAL, row, rows, column, columns, acc); break;
    case CH__CODE: finish_scaled(p, CH__CODE, row, rows, column, columns, acc); break;
    case CH__SIGNED: finish_scaled(p, CH__SIGNED, row, rows, column, columns, acc); break;
    case CH__WIDE: finish_scaled(p, CH__WIDE, row, rows, column, columns, acc); break;
    }
}

/* ------------------------------------------------------------------------------------------ products -- */

/* acc[r][c] = sum of the inputs of row `row + r` times the weights of column `column + c`, for `tiles` tiles of
 * columns; the including file says how. */
static inline void sums(const ch__product *p, uint32_t row, uint32_t column, uint32_t tiles,
                        int32_t acc[CH__ROWS][CH__COLUMNS]);

/* Places of a row's input, and how many bytes lie in place q. */
static inline uint32_t n_parts(const ch__product *p)
{
    return p->side ? 3 : 1;
}

static inline uint32_t part_width(const ch__product *p, uint32_t q)
{
    return p->side && q != 1 ? p->side : p->layer->k - 2 * p->side;
}

/* Part q of the input of row r; behind the last row comes the last one again. */
static inline const uint8_t *input(const ch__product *p, uint32_t r, uint32_t q)
{
    return p->in[(size_t)(r < p->n ? r : p->n - 1) * n_parts(p) + q];
}

/* Weights of a group of tiles are used for all rows before the next group is touched: they stay in the first cache. */
static void product(const ch__product *p)
{
    const ch__layer *l = p->layer;
    _Alignas(64) int32_t acc[CH__ROWS][CH__COLUMNS];
    for (uint32_t column = 0; column < l->padded; column += CH__COLUMNS) {
        uint32_t left = l->padded - column, width = left < CH__COLUMNS ? left : CH__COLUMNS;
        for (uint32_t row = 0; row < p->n; row += CH__ROWS) {
            uint32_t rows = p->n - row < CH__ROWS ? p->n - row : CH__ROWS;
            sums(p, row, column, width / CH__TILE, acc);
            finish(p, row, rows, column, width, acc);
        }
    }
}

/* -------------------------------------------------------------------------------------------- tokens -- */

/* What is above 8192 >> shift is above CH__H_MOST when shifted: cut first, so that 16 bits suffice. */
static inline v16 lifted(v16 x, uint32_t shift)
{
    int16_t most = (int16_t)((CH__H_MOST + 1) >> shift);
    return v_clamp(v_left(v_clamp(x, (int16_t)-most, most), shift), -CH__H_MOST, CH__H_MOST);
}

static void embed(int16_t *h, uint32_t width, const int16_t *word, const int8_t *shape, uint32_t shift)
{
    for (uint32_t k = 0; k < width; k += 16)
        v_store(h + k, lifted(v_add(v_load(word + k), v_load_signed(shape + k)), shift));
}

static void embed_known(int16_t *h, uint32_t width, const int8_t *word, const int8_t *shape, uint32_t shift)
{
    for (uint32_t k = 0; k < width; k += 16)
        v_store(h + k, lifted(v_add(v_load_signed(word + k), v_load_signed(shape + k)), shift));
}

static void add_row(int16_t *sum, const int8_t *row, uint32_t width)
{
    for (uint32_t k = 0; k < width; k += 16)
        v_store(sum + k, v_add(v_load(sum + k), v_load_signed(row + k)));
}

static void multiply(int16_t *x, int16_t by, uint32_t width)
{
    for (uint32_t k = 0; k < width; k += 16)
        v_store(x + k, v_mulr(v_load(x + k), v_all(by)));
}

/* Sixteen sums of pairs of squares fit 32 bits, 256 numbers. */
static inline int64_t squares(const int16_t *h, uint32_t width)
{
    int64_t sum = 0;
    for (uint32_t from = 0; from < width; from += 256) {
        uint32_t end = width - from < 256 ? width : from + 256;
        q8 part = q_all(0);
        CH_UNROLL(4)
        for (uint32_t k = from; k < end; k += 16) {
            v16 x = v_load(h + k);
            part = q_add(part, v_pairs(x, x));
        }
        sum += q_total(part);
    }
    return sum;
}

/* Quotient and root are rounded exactly, and where the true root is no integer it is farther from the next one than
 * rounding reaches: the floor is that of the true root, of the floor of the quotient as well. */
static inline int16_t norm_factor(int64_t squares_sum, uint32_t width)
{
    enum { UNIT = CH__NORM_UNIT * 16 * 32768, LEAST = 16 };
    int32_t r = (int32_t)sqrt(256.0 * (double)squares_sum / width),
            f = (int32_t)((double)UNIT / (r < LEAST ? LEAST : r));
    return (int16_t)(f > INT16_MAX ? INT16_MAX : f);
}

/* A few tokens at a time, so that roots and quotients need not wait for one another. */
static void norm(uint8_t *out, const int16_t *h, uint32_t width, uint32_t n)
{
    enum { FEW = 8 };
    for (uint32_t from = 0; from < n; from += FEW) {
        uint32_t few = n - from < FEW ? n - from : FEW;
        int64_t sums_of_squares[FEW] = {0};
        int16_t f[FEW];
        for (uint32_t t = 0; t < few; t++)
            sums_of_squares[t] = squares(h + t * width, width);
        for (uint32_t t = 0; t < FEW; t++)
            f[t] = norm_factor(sums_of_squares[t], width);
        for (uint32_t t = 0; t < few; t++, h += width, out += width) {
            v16 factor = v_all(f[t]);
            CH_UNROLL(4)
            for (uint32_t k = 0; k < width; k += 16)
                v_store_bytes(out + k, v_add(v_clamp(v_mulr(v_load(h + k), factor), -64, 63), v_all(64)));
        }
    }
}

static void hidden(uint8_t *out, const int16_t *a, const int16_t *b, uint32_t width)
{
    for (uint32_t k = 0; k < width; k += 16)
        v_store_bytes(out + k, v_clamp(v_add(v_load(a + k), v_load(b + k)), 0, 127));
}

static int32_t dot(const uint8_t *code, const int8_t *weight, uint32_t width)
{
    q8 sum = q_all(0);
    for (uint32_t k = 0; k < width; k += 32)
        sum = q_add(sum, q_centred(code + k, weight + k));
    return (int32_t)q_total(sum);
}

/* -------------------------------------------------------------------------------------------- scores -- */

static void add(int32_t *a, const int32_t *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i += 8)
        q_store(a + i, q_add(q_load(a + i), q_load(b + i)));
}

static uint32_t largest(const int32_t *x, uint32_t n)
{
    uint32_t whole = n / 8 * 8, i;
    q8 most8 = q_all(INT32_MIN);
    for (i = 0; i < whole; i += 8)
        most8 = q_max(most8, q_load(x + i));
    int32_t most = q_most(most8);
    for (; i < n; i++)
        most = x[i] > most ? x[i] : most;
    for (i = 0; i < whole; i += 8) {
        unsigned equal = q_equal(q_load(x + i), most);
        if (equal)
            return i + (uint32_t)__builtin_ctz(equal);
    }
    while (x[i] != most)
        i++;
    return i;
}

static void name_step(int64_t *restrict after, const int64_t *restrict before, const int32_t *restrict next,
                      const int32_t *restrict logits, uint32_t n)
{
    for (uint32_t to = 0; to < n; to++)
        after[to] = before[0] + next[to];
    for (uint32_t from = 1; from < n; from++) {
        int64_t so_far = before[from];
        const int32_t *restrict row = next + (size_t)from * n;
        for (uint32_t to = 0; to < n; to++) {
            int64_t score = so_far + row[to];
            after[to] = score > after[to] ? score : after[to];
        }
    }
    for (uint32_t to = 0; to < n; to++)
        after[to] += logits[to];
}

/* Largest a[k] + b[k] of n > 0, in eights: what stands behind n is CH__CHART_NOTHING in both. */
static inline int32_t best_sum(const int32_t *a, const int32_t *b, uint32_t n)
{
    q8 most = q_add(q_load(a), q_load(b));
    for (uint32_t k = 8; k < n; k += 8)
        most = q_max(most, q_add(q_load(a + k), q_load(b + k)));
    return q_most(most);
}

/* Spans i..j in order of their length; every sum runs over two rows that lie in memory as they are read. What a row
 * holds behind a span is longer than it and not known yet. */
static void fill_chart(const ch__chart *c)
{
    size_t s = c->stride;
    for (uint32_t i = 0; i < c->n; i++)
        c->right[i * s + i] = c->right_t[i * s + i] = c->left[i * s + i] = c->left_t[i * s + i] = 0;
    for (uint32_t length = 1; length < c->n; length++) {
        for (uint32_t i = 0, j = length; j < c->n; i++, j++) {
            int32_t both = best_sum(c->right + i * s + i, c->left_t + j * s + i + 1, length);
            c->open_left_t[j * s + i] = both + c->arc[i * c->arc_stride + j];
            c->open_right[i * s + j] = both + c->arc[j * c->arc_stride + i];
            c->left[i * s + j] = c->left_t[j * s + i] =
                best_sum(c->left + i * s + i, c->open_left_t + j * s + i, length);
            c->right[i * s + j] = c->right_t[j * s + i] =
                best_sum(c->open_right + i * s + i + 1, c->right_t + j * s + i + 1, length);
        }
    }
}

#define CH__KERNELS(NAME)                                                                                    \
    const ch__kernels ch__kernels_##NAME = {#NAME,  product, embed, embed_known, add_row,   multiply,  norm, \
                                            hidden, dot,     add,   largest,     name_step, fill_chart}

#endif
