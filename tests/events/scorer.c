/* The scorers' network against a second, plain reading of scorer.h, for every implementation of the arithmetic; and
 * sections that are damaged. Copies of sections are as long as they are, so that a read behind one is seen by a build
 * with AddressSanitizer. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/random_scorer.h"
#include "syntax/kernels.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

enum { MOST_DENSE = 1024 };

/* ------------------------------------------------------------------------ a second reading of scorer.h -- */

typedef struct reference {
    ch__scorer_header h;
    const int8_t *rows, *dense, *out;
    const int16_t *bias;
    const int32_t *out_bias;
} reference;

static const void *part(ch__sv section, size_t *at, size_t n)
{
    const char *from = section.p + (*at + 63) / 64 * 64;
    *at = (size_t)(from - section.p) + n;
    return from;
}

static reference read_reference(ch__sv section)
{
    reference x;
    size_t at = sizeof x.h;
    memcpy(&x.h, section.p, sizeof x.h);
    x.rows = part(section, &at, (size_t)x.h.n_rows * x.h.width);
    x.bias = part(section, &at, x.h.width * sizeof *x.bias);
    x.dense = part(section, &at, (size_t)x.h.width * x.h.n_dense);
    x.out = part(section, &at, (size_t)x.h.n_labels * x.h.width);
    x.out_bias = part(section, &at, x.h.n_labels * sizeof *x.out_bias);
    return x;
}

static int64_t limit(int64_t x, int64_t low, int64_t high)
{
    return x < low ? low : x > high ? high : x;
}

static int64_t hidden(const reference *x, uint32_t k, const uint64_t *traits, uint32_t n, const uint8_t *dense)
{
    int64_t sum = x->bias[k], product = 0;
    for (uint32_t i = 0; i < n && i < CH__MOST_TRAITS; i++)
        sum += x->rows[traits[i] / (UINT64_MAX / x->h.n_rows + 1) * x->h.width + k];
    for (uint32_t i = 0; dense && i < x->h.n_dense; i++)
        product += x->dense[k * x->h.n_dense + i] * (dense[i] - 64);
    sum += product * x->h.dense_factor >> 16;
    return limit(sum >> x->h.hidden_shift, 0, 63);
}

static void expect_scores(const reference *x, const ch__traits *t, const uint8_t *dense, int64_t *scores)
{
    int64_t units[CH__SCORER_WIDTH];
    for (uint32_t k = 0; k < x->h.width; k++)
        units[k] = hidden(x, k, t->at, t->n, dense);
    for (uint32_t o = 0; o < x->h.n_labels; o++) {
        int64_t sum = x->out_bias[o];
        for (uint32_t k = 0; k < x->h.width; k++)
            sum += x->out[o * x->h.width + k] * units[k];
        scores[o] = limit(sum * x->h.out_factor >> 16, INT32_MIN, INT32_MAX);
    }
}

/* ---------------------------------------------------------------------------------------------- scores -- */

static void load(ch__scorer *s, ch__sv section)
{
    ch_err err;
    if (ch__scorer_load(s, section, "events.test", &err) < 0)
        fail_msg("%s", err.message);
}

/* Every implementation gives what the formulas do. */
static void check_run(ch__sv section, const ch__traits *traits, const uint8_t *dense)
{
    ch__scorer s;
    int64_t expected[CH__SCORER_LABELS];
    int32_t scores[CH__SCORER_LABELS + 1];
    reference x = read_reference(section);
    const ch__kernels *k;
    load(&s, section);
    expect_scores(&x, traits, dense, expected);
    for (size_t i = 0; (k = ch__kernels_at(i)); i++) {
        assert_true(ch__kernels_force(k->name));
        scores[s.h.n_labels] = 77;
        ch__scorer_run(&s, traits, dense, scores);
        for (uint32_t o = 0; o < s.h.n_labels; o++)
            assert_int_equal(scores[o], expected[o]);
        assert_int_equal(scores[s.h.n_labels], 77);
    }
    ch__kernels_force(NULL);
}

static void fill_traits(random_state *r, uint64_t *traits, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        traits[i] = (uint64_t)random_below(r, UINT32_MAX) << 32 | random_below(r, UINT32_MAX);
}

static const random_scorer_shape shapes[] = {
    {.n_rows = 2, .width = 32, .n_labels = 1, .n_groups = 1, .group_end = {1}},
    {.n_rows = 4096, .width = 64, .n_dense = 32, .n_labels = 33, .n_groups = 2, .group_end = {28, 33}},
    {.n_rows = 512, .width = 96, .n_dense = 512, .n_labels = 92, .n_groups = 3, .group_end = {1, 15, 92}},
    {.n_rows = 64, .width = CH__SCORER_WIDTH, .n_dense = 1024, .n_labels = 512, .n_groups = 1, .group_end = {512}}};
enum { N_SHAPES = sizeof shapes / sizeof *shapes };

static void formulas_agree(void **state)
{
    static const uint32_t lengths[] = {0, 1, 40, 120, 255, 256};
    random_state r = {41};
    uint64_t at[CH__MOST_TRAITS];
    uint8_t dense[MOST_DENSE];
    (void)state;
    for (size_t i = 0; i < 2 * (size_t)N_SHAPES; i++) {
        ch__sv section = random_scorer(&shapes[i % N_SHAPES], &r);
        for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
            ch__traits traits = {.at = at, .n = lengths[l]};
            fill_traits(&r, at, traits.n);
            for (uint32_t d = 0; d < MOST_DENSE; d++)
                dense[d] = (uint8_t)random_below(&r, 128);
            check_run(section, &traits, dense);
            check_run(section, &traits, NULL);
        }
        free((void *)(uintptr_t)section.p);
    }
}

/* What lies behind the most traits has no say. */
static void further_traits_are_left_out(void **state)
{
    enum { MORE = CH__MOST_TRAITS + 50 };
    random_state r = {43};
    uint64_t at[MORE];
    int32_t some[CH__SCORER_LABELS], all[CH__SCORER_LABELS];
    ch__scorer s;
    (void)state;
    ch__sv section = random_scorer(&shapes[1], &r);
    load(&s, section);
    fill_traits(&r, at, MORE);
    check_run(section, &(ch__traits){.at = at, .n = MORE}, NULL);
    ch__scorer_run(&s, &(ch__traits){.at = at, .n = CH__MOST_TRAITS}, NULL, some);
    ch__scorer_run(&s, &(ch__traits){.at = at, .n = MORE}, NULL, all);
    assert_memory_equal(some, all, s.h.n_labels * sizeof *all);
    free((void *)(uintptr_t)section.p);
}

static ch__scorer_header *header_of(ch__sv section)
{
    return (ch__scorer_header *)(uintptr_t)section.p;
}

/* The largest numbers that a section may hold, all of one sign: nothing wraps. */
static void extremes_fit(void **state)
{
    static const int8_t weights[] = {127, -127, -128};
    random_state r = {47};
    uint64_t at[CH__MOST_TRAITS];
    uint8_t low[MOST_DENSE], high[MOST_DENSE];
    ch__traits traits = {.at = at, .n = CH__MOST_TRAITS};
    (void)state;
    fill_traits(&r, at, CH__MOST_TRAITS);
    memset(low, 0, sizeof low);
    memset(high, 127, sizeof high);
    for (size_t i = 0; i < 6 * (size_t)N_SHAPES; i++) {
        int8_t weight = weights[i % 3];
        ch__sv section = random_scorer(&shapes[i / 6], &r);
        reference x = read_reference(section);
        header_of(section)->hidden_shift = i % 2 ? 0 : 15;
        header_of(section)->dense_factor = i % 4 < 2 ? INT32_MAX : 0;
        header_of(section)->out_factor = INT32_MAX;
        memset((void *)(uintptr_t)x.rows, weight, (size_t)x.h.n_rows * x.h.width);
        memset((void *)(uintptr_t)x.bias, weight < 0 ? 0x80 : 0x7F, x.h.width * sizeof *x.bias);
        memset((void *)(uintptr_t)x.dense, weight, (size_t)x.h.width * x.h.n_dense);
        memset((void *)(uintptr_t)x.out, -weight, (size_t)x.h.n_labels * x.h.width);
        ((int32_t *)(uintptr_t)x.out_bias)[0] = weight < 0 ? 1 << 29 : -(1 << 29);
        check_run(section, &traits, low);
        check_run(section, &traits, high);
        check_run(section, &traits, NULL);
        free((void *)(uintptr_t)section.p);
    }
}

/* ---------------------------------------------------------------------------------------------- shares -- */

static uint32_t group_start(const ch__scorer *s, uint32_t group)
{
    return group ? s->h.group_end[group - 1] : 0;
}

static void check_shares(const ch__scorer *s, uint32_t group, const int32_t *scores)
{
    uint32_t shares[CH__SCORER_LABELS], best = group_start(s, group), from = best, end = s->h.group_end[group];
    double all = 0, sum = 0;
    memset(shares, 0xAB, sizeof shares);
    assert_in_range(ch__scorer_shares(s, group, scores, shares), from, end - 1);
    for (uint32_t o = from; o < end; o++)
        best = scores[o] > scores[best] ? o : best;
    assert_int_equal(ch__scorer_shares(s, group, scores, shares), best);
    for (uint32_t o = from; o < end; o++)
        all += exp2(((double)scores[o] - scores[best]) / 64);
    for (uint32_t o = from; o < end; o++) {
        assert_true(fabs(shares[o] - CH__SURE * exp2(((double)scores[o] - scores[best]) / 64) / all) <= 1);
        assert_true(shares[o] <= shares[best] && shares[o] <= CH__SURE);
        sum += shares[o];
    }
    assert_true(fabs(sum - CH__SURE) <= (end - from) / 2.0);
    for (uint32_t o = 0; o < s->h.n_labels; o++)
        assert_true((o >= from && o < end) || shares[o] == 0xABABABAB);
}

static void shares_add_up(void **state)
{
    static const int32_t spreads[] = {0, 1, 64, 300, 5000, 1 << 30, INT32_MAX};
    random_state r = {53};
    int32_t scores[CH__SCORER_LABELS];
    ch__scorer s;
    (void)state;
    for (size_t i = 0; i < N_SHAPES; i++) {
        ch__sv section = random_scorer(&shapes[i], &r);
        load(&s, section);
        for (size_t k = 0; k < sizeof spreads / sizeof *spreads; k++) {
            for (uint32_t o = 0; o < s.h.n_labels; o++)
                scores[o] = random_between(&r, -spreads[k], spreads[k]);
            if (k + 1 == sizeof spreads / sizeof *spreads && s.h.n_labels > 1)
                scores[0] = INT32_MIN;
            for (uint32_t g = 0; g < s.h.n_groups; g++)
                check_shares(&s, g, scores);
        }
        free((void *)(uintptr_t)section.p);
    }
}

/* ---------------------------------------------------------------------------------------------- damage -- */

static const random_scorer_shape tiny = {
    .n_rows = 2, .width = 32, .n_dense = 32, .n_labels = 6, .n_groups = 2, .group_end = {4, 6}};

/* Loads a copy that ends where the section does; what loads is run. `says`: what its refusal must say, "" nothing in
 * particular; NULL: it may load. */
static void try_section(ch__sv section, const char *says)
{
    random_state r = {59};
    uint64_t at[20];
    uint8_t dense[MOST_DENSE];
    int32_t scores[CH__SCORER_LABELS];
    uint32_t shares[CH__SCORER_LABELS];
    ch__scorer s;
    ch_err err;
    char *copy = malloc(section.n ? section.n : 1);
    assert_non_null(copy);
    memcpy(copy, section.p, section.n);
    fill_traits(&r, at, 20);
    memset(dense, 100, sizeof dense);
    if (ch__scorer_load(&s, (ch__sv){copy, section.n}, "events.test", &err) == CH_OK) {
        assert_null(says);
        ch__scorer_run(&s, &(ch__traits){.at = at, .n = 20}, dense, scores);
        for (uint32_t g = 0; g < s.h.n_groups; g++)
            (void)ch__scorer_shares(&s, g, scores, shares);
        for (uint32_t o = 0; o < s.h.n_labels; o++)
            assert_true(strlen(s.labels[o]) < section.n);
    } else {
        assert_int_equal(err.code, CH_EMODEL);
        assert_non_null(strstr(err.message, "model section events.test: "));
        if (says && !strstr(err.message, says))
            fail_msg("'%s' does not say '%s'", err.message, says);
    }
    free(copy);
}

static void accept(ch__sv section)
{
    ch__scorer s;
    load(&s, section);
    try_section(section, NULL);
}

static void short_sections_are_refused(void **state)
{
    random_state r = {61};
    (void)state;
    ch__sv section = random_scorer(&tiny, &r);
    for (size_t n = 0; n < section.n; n++)
        try_section((ch__sv){section.p, n}, "too short");
    accept(section);
    free((void *)(uintptr_t)section.p);
}

static void headers_out_of_range_are_refused(void **state)
{
    static const struct {
        size_t at;
        uint32_t value;
        const char *says;
    } faults[] = {
        {offsetof(ch__scorer_header, n_rows), 0, "rows"},
        {offsetof(ch__scorer_header, n_rows), 1, "rows"},
        {offsetof(ch__scorer_header, n_rows), 3, "rows"},
        {offsetof(ch__scorer_header, n_rows), 1u << 23, "rows"},
        {offsetof(ch__scorer_header, n_rows), 1u << 22, "too short"},
        {offsetof(ch__scorer_header, width), 0, "width"},
        {offsetof(ch__scorer_header, width), 33, "width"},
        {offsetof(ch__scorer_header, width), CH__SCORER_WIDTH + 32, "width"},
        {offsetof(ch__scorer_header, width), UINT32_MAX - 31, "width"},
        {offsetof(ch__scorer_header, width), 64, "too short"},
        {offsetof(ch__scorer_header, n_dense), 16, "dense"},
        {offsetof(ch__scorer_header, n_dense), MOST_DENSE + 32, "dense"},
        {offsetof(ch__scorer_header, n_dense), MOST_DENSE, "too short"},
        {offsetof(ch__scorer_header, n_labels), 0, "labels and groups"},
        {offsetof(ch__scorer_header, n_labels), CH__SCORER_LABELS + 1, "labels and groups"},
        {offsetof(ch__scorer_header, n_labels), 5, "labels and groups"},
        {offsetof(ch__scorer_header, n_labels), 7, "labels and groups"},
        {offsetof(ch__scorer_header, n_groups), 0, "labels and groups"},
        {offsetof(ch__scorer_header, n_groups), 1, "labels and groups"},
        {offsetof(ch__scorer_header, n_groups), 3, "labels and groups"},
        {offsetof(ch__scorer_header, n_groups), CH__SCORER_GROUPS + 1, "labels and groups"},
        {offsetof(ch__scorer_header, group_end), 0, "labels and groups"},
        {offsetof(ch__scorer_header, group_end), 6, "labels and groups"},
        {offsetof(ch__scorer_header, group_end), UINT32_MAX, "labels and groups"},
        {offsetof(ch__scorer_header, group_end[1]), 4, "labels and groups"},
        {offsetof(ch__scorer_header, group_end[1]), 7, "labels and groups"},
        {offsetof(ch__scorer_header, hidden_shift), 16, "scale"},
        {offsetof(ch__scorer_header, dense_factor), UINT32_MAX, "scale"},
        {offsetof(ch__scorer_header, out_factor), 0, "scale"},
        {offsetof(ch__scorer_header, out_factor), UINT32_MAX, "scale"},
    };
    random_state r = {67};
    (void)state;
    ch__sv section = random_scorer(&tiny, &r);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        ch__scorer_header h = *header_of(section);
        memcpy((char *)header_of(section) + faults[i].at, &faults[i].value, sizeof faults[i].value);
        try_section(section, faults[i].says);
        *header_of(section) = h;
    }
    accept(section);
    free((void *)(uintptr_t)section.p);
}

static void biases_out_of_range_are_refused(void **state)
{
    static const int32_t biases[] = {(1 << 29) + 1, -(1 << 29) - 1, INT32_MAX, INT32_MIN};
    random_state r = {71};
    (void)state;
    ch__sv section = random_scorer(&tiny, &r);
    int32_t *last = (int32_t *)(uintptr_t)read_reference(section).out_bias + tiny.n_labels - 1;
    for (size_t i = 0; i < sizeof biases / sizeof *biases; i++) {
        *last = biases[i];
        try_section(section, "a bias is out of range");
    }
    *last = 1 << 29;
    accept(section);
    free((void *)(uintptr_t)section.p);
}

/* Fewer ends than labels; one label may be empty. */
static void labels_without_end_are_refused(void **state)
{
    random_state r = {73};
    (void)state;
    ch__sv section = random_scorer(&tiny, &r);
    char *labels = (char *)(uintptr_t)section.p + section.n - 3 * tiny.n_labels;
    assert_memory_equal(labels, "L0\0L1\0L2\0L3\0L4\0L5", 3 * tiny.n_labels);
    for (uint32_t i = 0; i < tiny.n_labels; i++) {
        labels[3 * i + 2] = 'x';
        try_section(section, "too short");
        labels[3 * i + 2] = 0;
    }
    memset(labels, 'x', 3 * tiny.n_labels);
    try_section(section, "too short");
    memset(labels, 0, 3 * tiny.n_labels);
    accept(section);
    free((void *)(uintptr_t)section.p);
}

/* Any bit may be wrong: the section is refused, or scores something. */
static void altered_bits_do_no_harm(void **state)
{
    random_state r = {79};
    (void)state;
    ch__sv section = random_scorer(&tiny, &r);
    for (size_t at = 0; at < section.n; at++)
        for (int bit = 0; bit < 8; bit++) {
            char *byte = (char *)(uintptr_t)section.p + at, was = *byte;
            *byte = (char)(was ^ (1 << bit));
            try_section(section, NULL);
            *byte = was;
        }
    free((void *)(uintptr_t)section.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formulas_agree),
        cmocka_unit_test(further_traits_are_left_out),
        cmocka_unit_test(extremes_fit),
        cmocka_unit_test(shares_add_up),
        cmocka_unit_test(short_sections_are_refused),
        cmocka_unit_test(headers_out_of_range_are_refused),
        cmocka_unit_test(biases_out_of_range_are_refused),
        cmocka_unit_test(labels_without_end_are_refused),
        cmocka_unit_test(altered_bits_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
