/* The scorers of figures: which sections open and which are refused with which words, and the choice of two sides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "ledger/figure_model.h"
#include "support/random_scorer.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

enum { WIDTH = 32 };

static const char *const measures[] = {"none", "aid", "loan"}, *const sides[] = {"none", "from", "to"};

static const random_scorer_shape good_figures = {.n_rows = 8,
                                                 .width = 32,
                                                 .n_dense = CH__FIGURE_VECTORS * WIDTH,
                                                 .n_labels = 3,
                                                 .n_groups = 1,
                                                 .group_end = {3},
                                                 .labels = measures};
static const random_scorer_shape good_sides = {
    .n_rows = 8, .width = 32, .n_labels = 3, .n_groups = 1, .group_end = {3}, .labels = sides};

/* Opens a model of two such sections (NULL: without); `says`: what the refusal must say, NULL: it opens. */
static void opens(const random_scorer_shape *figures, const random_scorer_shape *side, const char *says)
{
    random_state r = {.x = 5};
    ch__model_part parts[2];
    size_t n = 0, size;
    void *packed;
    ch__model *model;
    ch__figures_model *m;
    ch_err err;
    if (figures)
        parts[n++] = (ch__model_part){"ledger.figures", random_scorer(figures, &r)};
    if (side)
        parts[n++] = (ch__model_part){"ledger.sides", random_scorer(side, &r)};
    assert_int_equal(ch__model_pack(&packed, &size, parts, n, &err), CH_OK);
    assert_int_equal(ch__model_open_memory(&model, packed, size, &err), CH_OK);
    int rc = ch__figures_model_open(&m, model, WIDTH, &err);
    assert_int_equal(rc, says ? CH_EMODEL : CH_OK);
    if (says && !strstr(err.message, says))
        fail_msg("'%s' does not say '%s'", err.message, says);
    assert_true(!says == (m != NULL) || n == 0);
    ch__figures_model_close(m);
    ch__model_close(model);
    for (size_t i = 0; i < n; i++)
        free((char *)parts[i].bytes.p);
    free(packed);
}

static void sections(void **state)
{
    (void)state;
    random_scorer_shape x = good_figures;
    opens(&good_figures, &good_sides, NULL);
    opens(NULL, NULL, NULL); /* the rules alone */
    opens(&good_figures, NULL, "ledger.sides: too short");
    opens(NULL, &good_sides, "ledger.figures: too short");
    x.n_dense = WIDTH;
    opens(&x, &good_sides, "its vectors are not those of the syntax room");
    x = good_figures;
    x.n_labels = x.group_end[0] = 1;
    opens(&x, &good_sides, "its labels are not none and measures");
    x = good_sides;
    x.n_labels = x.group_end[0] = 2;
    opens(&good_figures, &x, "its labels are not none, from, to");
}

static void choice(void **state)
{
    (void)state;
    const ch__side_odds odds[] = {{300, 250}, {-100, 200}, {280, -300}};
    uint32_t from, to;
    assert_true(ch__sides_choose(odds, 3, &from, &to) > CH__SURE / 4); /* 280 + 250 before 300 + 200 */
    assert_int_equal(from, 2);
    assert_int_equal(to, 0);
    assert_int_equal(ch__sides_choose(odds, 1, &from, &to), 0);
    assert_int_equal(from, CH_NONE);
    const ch__side_odds far[] = {{4096, -4096}, {-4096, 4096}};
    assert_int_equal(ch__sides_choose(far, 2, &from, &to), CH__SURE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sections), cmocka_unit_test(choice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
