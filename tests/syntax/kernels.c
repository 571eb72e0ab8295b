/* Every implementation of the network's arithmetic against the plain one, byte by byte: random matrices of many shapes,
 * and the extremes of every input. And the plain one against numbers worked out by hand. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include "support/random_model.h"
#include "syntax/kernels.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

enum { ROWS = 41, WIDEST = 512, OUTPUTS = 208 };

static random_state r = {12345};

/* Memory that the compared functions see in the same state. */
static _Alignas(64) struct {
    int8_t weight[OUTPUTS * 3 * WIDEST];
    int32_t bias[OUTPUTS];
    int16_t mult[OUTPUTS];
    uint8_t code[ROWS * WIDEST];
    int16_t h[ROWS * WIDEST], word[ROWS * WIDEST];
    int32_t sums[ROWS * OUTPUTS];
} in;
static _Alignas(64) uint8_t out[2][ROWS * OUTPUTS * 4 + 64];

/* Now and then the ends of the range. */
static int32_t draw(int32_t low, int32_t high)
{
    switch (random_below(&r, 8)) {
    case 0: return low;
    case 1: return high;
    default: return random_between(&r, low, high);
    }
}

/* The most that a layer may hold whose products are added in 16 bits: pairs of weights in four fours, of which one kind
 * sums to CH__CALM_MOST, or to less. */
static void draw_calm_weights(void)
{
    for (size_t run = 0; run < sizeof in.weight; run += CH__RUN * CH__TILE)
        for (size_t pair = 0; pair < 2 * CH__TILE; pair++) {
            int32_t left[2] = {CH__CALM_MOST, CH__CALM_MOST};
            for (size_t group = 0; group < CH__RUN / 4; group++)
                for (size_t i = 0; i < 2; i++) {
                    bool negative = random_below(&r, 8) == 0;
                    int32_t most = left[negative] < 127 ? left[negative] : 127, w = draw(0, most);
                    left[negative] -= w;
                    in.weight[run + group * 4 * CH__TILE + 2 * pair + i] = (int8_t)(negative ? -w : w);
                }
        }
}

static void draw_all(int32_t most_bias)
{
    for (size_t i = 0; i < sizeof in.weight; i++)
        in.weight[i] = (int8_t)draw(-127, 127);
    for (size_t i = 0; i < OUTPUTS; i++) {
        in.bias[i] = draw(-most_bias, most_bias);
        in.mult[i] = (int16_t)draw(-32767, 32767);
    }
    for (size_t i = 0; i < sizeof in.code; i++)
        in.code[i] = (uint8_t)draw(0, 127);
    for (size_t i = 0; i < ROWS * WIDEST; i++) {
        in.h[i] = (int16_t)draw(-CH__H_MOST, CH__H_MOST);
        in.word[i] = (int16_t)draw(-900, 900);
    }
    for (size_t i = 0; i < ROWS * OUTPUTS; i++)
        in.sums[i] = draw(-1000000, 1000000);
}

static void same(const ch__kernels *k, const char *what, size_t n)
{
    if (memcmp(out[0], out[1], n) != 0)
        fail_msg("%s of %s differs", what, k->name);
}

static void product_into(const ch__kernels *k, ch__product p, uint8_t *to)
{
    memset(to, 0, sizeof out[0]);
    if (p.finish == CH__RESIDUAL)
        memcpy(to, in.h, ROWS * OUTPUTS * 2);
    p.out = to;
    k->product(&p);
}

static void check_products(const ch__kernels *k, bool calm, uint32_t width, uint32_t side, uint32_t outputs,
                           uint32_t rows, uint32_t shift)
{
    const uint8_t *at[ROWS * 3];
    ch__layer l = {.k = width + 2 * side,
                   .n = outputs,
                   .padded = (outputs + CH__TILE - 1) / CH__TILE * CH__TILE,
                   .shift = shift,
                   .bias = in.bias,
                   .mult = in.mult,
                   .weight = in.weight,
                   .calm = calm ? UINT64_MAX : 0};
    for (uint32_t i = 0; i < rows * (side ? 3 : 1); i++)
        at[i] = in.code + (size_t)random_below(&r, ROWS) * WIDEST;
    for (int finish = CH__RAW; finish <= CH__WIDE; finish++) {
        ch__product p = {
            .layer = &l, .in = at, .side = side, .n = rows, .finish = (ch__finish)finish, .stride = l.padded};
        product_into(&ch__kernels_plain, p, out[0]);
        product_into(k, p, out[1]);
        same(k, "product", sizeof out[0]);
    }
}

static void products_agree(void **state)
{
    static const uint32_t widths[] = {32, 64, 96, 128, 512};
    const ch__kernels *k;
    (void)state;
    for (int round = 0; round < 40; round++) {
        uint32_t width = widths[random_below(&r, 5)], outputs = 1 + random_below(&r, OUTPUTS),
                 rows = 1 + random_below(&r, ROWS), shift = random_below(&r, 25);
        draw_all(round % 4 < 2 ? 1 << 30 : 20000);
        if (round % 2)
            draw_calm_weights();
        for (size_t i = 0; (k = ch__kernels_at(i)); i++) {
            check_products(k, round % 2, width, 0, outputs, rows, shift);
            check_products(k, round % 2, width, width, outputs, rows, shift);
            check_products(k, round % 2, width, (width + 32) / 64 * 32, outputs, rows, shift);
        }
    }
}

/* All inputs at their ends: nothing may saturate on the way to the sum. */
static void extremes_agree(void **state)
{
    static const int8_t weights[] = {-128, -127, 127};
    const ch__kernels *k;
    (void)state;
    for (size_t w = 0; w < sizeof weights; w++) {
        draw_all(0);
        memset(in.code, 127, sizeof in.code);
        memset(in.weight, weights[w], sizeof in.weight);
        for (size_t i = 0; (k = ch__kernels_at(i)); i++) {
            check_products(k, false, WIDEST, WIDEST, 64, 7, 0);
            int32_t sum;
            product_into(
                k,
                (ch__product){
                    .layer =
                        &(ch__layer){
                            .k = WIDEST, .n = 16, .padded = 16, .bias = in.bias, .mult = in.mult, .weight = in.weight},
                    .in = (const uint8_t *[]){in.code},
                    .n = 1,
                    .stride = 16},
                out[0]);
            memcpy(&sum, out[0], sizeof sum);
            assert_int_equal(sum, WIDEST * 127 * weights[w]);
        }
    }
}

/* ---- the steps besides products: `step` writes to out[which] ---- */

typedef void step(const ch__kernels *k, uint32_t width, uint8_t *to);

static void step_embed(const ch__kernels *k, uint32_t width, uint8_t *to)
{
    for (uint32_t shift = 0; shift <= 6; shift++)
        k->embed((int16_t *)to + shift * width, width, in.word + shift * width, in.weight, shift);
}
static void step_embed_known(const ch__kernels *k, uint32_t width, uint8_t *to)
{
    for (uint32_t shift = 0; shift <= 6; shift++)
        k->embed_known((int16_t *)to + shift * width, width, in.weight + shift * width, in.weight + 7777, shift);
}
static void step_rows(const ch__kernels *k, uint32_t width, uint8_t *to)
{
    memcpy(to, in.word, width * 2);
    k->add_row((int16_t *)to, in.weight, width);
    k->multiply((int16_t *)to, in.mult[0], width);
}
static void step_norm(const ch__kernels *k, uint32_t width, uint8_t *to)
{
    k->norm(to, in.h, width, ROWS);
}
static void step_hidden(const ch__kernels *k, uint32_t width, uint8_t *to)
{
    for (uint32_t i = 0; i < width; i++)
        in.word[i] = (int16_t)draw(INT16_MIN, INT16_MAX);
    k->hidden(to, in.word, in.h, width);
}
static void step_dot(const ch__kernels *k, uint32_t width, uint8_t *to)
{
    int32_t sum = k->dot(in.code, in.weight, width);
    memcpy(to, &sum, sizeof sum);
}
static void step_scores(const ch__kernels *k, uint32_t width, uint8_t *to)
{
    memcpy(to, in.sums, width * 4);
    k->add((int32_t *)to, in.sums + 1, width);
    for (uint32_t n = 1; n < 70; n++) {
        uint32_t at = k->largest(in.sums + n, n);
        memcpy(to + width * 4 + n * 4, &at, sizeof at);
    }
}
static void step_names(const ch__kernels *k, uint32_t width, uint8_t *to)
{
    int64_t before[24];
    for (int i = 0; i < 24; i++)
        before[i] = in.sums[i] * (int64_t)in.bias[i];
    k->name_step((int64_t *)to, before, in.sums, in.bias, 1 + width / 64 * 2);
}
static void step_chart(const ch__kernels *k, uint32_t width, uint8_t *to)
{
    uint32_t n = width / 32 + 3, stride = n + 8, size = n * stride;
    int32_t *m = (int32_t *)to;
    for (uint32_t i = 0; i < 6 * size; i++)
        m[i] = CH__CHART_NOTHING;
    k->fill_chart(&(ch__chart){.n = n,
                               .stride = stride,
                               .arc_stride = 100,
                               .arc = in.sums,
                               .right = m,
                               .right_t = m + size,
                               .left = m + 2 * size,
                               .left_t = m + 3 * size,
                               .open_right = m + 4 * size,
                               .open_left_t = m + 5 * size});
}

static void steps_agree(void **state)
{
    static const struct {
        const char *name;
        step *run;
    } steps[] = {{"embed", step_embed},   {"embed_known", step_embed_known}, {"add_row", step_rows},
                 {"norm", step_norm},     {"hidden", step_hidden},           {"dot", step_dot},
                 {"scores", step_scores}, {"name_step", step_names},         {"fill_chart", step_chart}};
    const ch__kernels *k;
    (void)state;
    for (int round = 0; round < 30; round++)
        for (size_t s = 0; s < sizeof steps / sizeof *steps; s++)
            for (size_t i = 0; (k = ch__kernels_at(i)); i++) {
                uint32_t width = 64 * (1 + random_below(&r, WIDEST / 64));
                random_state before;
                draw_all(1000);
                before = r;
                memset(out, 0, sizeof out);
                steps[s].run(&ch__kernels_plain, width, out[0]);
                r = before;
                steps[s].run(k, width, out[1]);
                same(k, steps[s].name, sizeof out[0]);
            }
}

/* A row of 64 threes: s / D = 9, r = 48, f = 16 * 16 * 32768 / 48 = 174762, cut to 32767: u = mulr(3, 32767) = 3. One
 * of 600: r = 9600, f = 873, u = mulr(600, 873) = 16. */
static void norm_is_what_it_says(void **state)
{
    static int16_t h[64];
    uint8_t u[64];
    (void)state;
    for (int i = 0; i < 64; i++)
        h[i] = 3;
    ch__kernels_plain.norm(u, h, 64, 1);
    assert_int_equal(u[0], 64 + 3);
    for (int i = 0; i < 64; i++)
        h[i] = 600;
    ch__kernels_plain.norm(u, h, 64, 1);
    assert_int_equal(u[63], 64 + 16);
    memset(h, 0, sizeof h);
    h[5] = -8191; /* far above the root mean square: cut */
    ch__kernels_plain.norm(u, h, 64, 1);
    assert_int_equal(u[5], 0);
    assert_int_equal(u[6], 64);
}

static void largest_is_the_first(void **state)
{
    static const int32_t x[] = {5, 9, 1, 9, 9, 2, 3, 4, 5, 9};
    const ch__kernels *k;
    (void)state;
    for (size_t i = 0; (k = ch__kernels_at(i)); i++) {
        assert_int_equal(k->largest(x, 10), 1);
        assert_int_equal(k->largest(x + 2, 1), 0);
        assert_int_equal(k->largest(x + 2, 8), 1);
    }
}

static void choice_can_be_forced(void **state)
{
    (void)state;
    assert_true(ch__kernels_force("plain"));
    assert_string_equal(ch__kernels_chosen()->name, "plain");
    assert_false(ch__kernels_force("abacus"));
    assert_true(ch__kernels_force(NULL));
    setenv("CHANCERY_CPU", "plain", 1);
    assert_string_equal(ch__kernels_chosen()->name, "plain");
    unsetenv("CHANCERY_CPU");
    ch__kernels_force(NULL);
    const ch__kernels *best = ch__kernels_chosen(), *k;
    for (size_t i = 0; (k = ch__kernels_at(i)); i++)
        if (!ch__kernels_at(i + 1))
            assert_ptr_equal(best, k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_agree),       cmocka_unit_test(extremes_agree),
        cmocka_unit_test(steps_agree),          cmocka_unit_test(norm_is_what_it_says),
        cmocka_unit_test(largest_is_the_first), cmocka_unit_test(choice_can_be_forced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
