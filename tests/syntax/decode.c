/* Trees and names against every tree and every path there is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include "support/random_model.h"
#include "syntax/decode.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

enum { MOST = 6, STRIDE = 16 };

static random_state r = {77};
static ch__arena scratch;
static int32_t *chart;

/* By the definitions: one root, no cycle; for every arc all tokens between its ends are below its head. */
static bool below(const uint32_t *head, uint32_t n, uint32_t i, uint32_t above)
{
    for (uint32_t steps = 0; i != CH_NONE && steps <= n; steps++, i = head[i])
        if (i == above)
            return true;
    return false;
}

static bool is_tree(const uint32_t *head, uint32_t n)
{
    uint32_t roots = 0, root = 0;
    for (uint32_t i = 0; i < n; i++)
        if (head[i] == CH_NONE) {
            roots++;
            root = i;
        }
    if (roots != 1)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!below(head, n, i, root))
            return false;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; head[i] != CH_NONE && k < n; k++)
            if (((i < k && k < head[i]) || (head[i] < k && k < i)) && !below(head, n, k, head[i]))
                return false;
    return true;
}

static bool spans_right(const uint32_t *head, uint32_t n, const ch_span *spans)
{
    for (uint32_t h = 0; h < n; h++)
        for (uint32_t i = 0; i < n; i++)
            if (below(head, n, i, h) != (spans[h].start <= i && i < spans[h].end))
                return false;
    return true;
}

/* The next assignment of heads; false behind the last. Digit n stands for the root. */
static bool next_heads(uint32_t *head, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (head[i] == CH_NONE) {
            head[i] = 0;
            continue;
        }
        head[i] = head[i] + 1 == n ? CH_NONE : head[i] + 1;
        return true;
    }
    return false;
}

static int64_t score_of(ch__arc_scores s, const uint32_t *head)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < s.n; i++)
        sum += s.at[i * s.stride + (head[i] == CH_NONE ? 0 : head[i] + 1)];
    return sum;
}

static void trees_are_told_from_others(void **state)
{
    (void)state;
    for (uint32_t n = 1; n <= 5; n++) {
        uint32_t head[MOST] = {0}, work[2 * MOST];
        ch_span spans[MOST];
        do {
            bool tree = is_tree(head, n);
            assert_int_equal(ch__tree_spans(head, n, spans, work), tree);
            if (tree)
                assert_true(spans_right(head, n, spans));
        } while (next_heads(head, n));
    }
}

static ch__arc_scores random_scores(int32_t *at, uint32_t n, int32_t most)
{
    for (uint32_t i = 0; i < n * STRIDE; i++)
        at[i] = random_between(&r, -most, most);
    for (uint32_t i = 0; i < n; i++)
        at[i * STRIDE + 1 + i] = INT32_MIN;
    return (ch__arc_scores){at, n, STRIDE};
}

static int64_t best_of_all(ch__arc_scores s)
{
    uint32_t head[MOST] = {0};
    int64_t best = INT64_MIN;
    do
        if (is_tree(head, s.n) && score_of(s, head) > best)
            best = score_of(s, head);
    while (next_heads(head, s.n));
    return best;
}

/* Small scores bring ties, large ones come near the ends of 32 bits. */
static void best_tree_is_best(void **state)
{
    int32_t at[MOST * STRIDE];
    const ch__kernels *k;
    (void)state;
    for (uint32_t n = 1; n <= MOST; n++)
        for (int round = 0; round < (n == MOST ? 6 : 60); round++) {
            ch__arc_scores s = random_scores(at, n, round % 3 == 0 ? 2 : round % 3 == 1 ? 1000 : 8000000);
            int64_t best = best_of_all(s);
            uint32_t first[MOST];
            for (size_t i = 0; (k = ch__kernels_at(i)); i++) {
                uint32_t head[MOST];
                ch__best_tree(k, s, head, &scratch, &chart);
                assert_true(is_tree(head, n));
                assert_int_equal(score_of(s, head), best);
                if (i == 0)
                    memcpy(first, head, sizeof head);
                assert_memory_equal(first, head, n * sizeof *head);
            }
        }
}

static void longest_tree_is_a_tree(void **state)
{
    enum { N = CH__MOST_DECODED, WIDE = N + 8 };
    static int32_t at[N * WIDE];
    uint32_t head[N], work[2 * N];
    ch_span spans[N];
    (void)state;
    for (int sign = -1; sign <= 1; sign++) {
        for (uint32_t i = 0; i < N * WIDE; i++)
            at[i] = sign ? sign * 8300000 : random_between(&r, -8300000, 8300000);
        ch__best_tree(ch__kernels_chosen(), (ch__arc_scores){at, N, WIDE}, head, &scratch, &chart);
        assert_true(ch__tree_spans(head, N, spans, work));
    }
}

/* ---- names ---- */

static int64_t path_score(const ch__net *net, const int32_t *logits, uint32_t n, const uint16_t *labels)
{
    int64_t sum = net->name_start[labels[0]] + (int64_t)net->name_end[labels[n - 1]];
    for (uint32_t t = 0; t < n; t++) {
        sum += logits[t * STRIDE + labels[t]];
        sum += t ? net->name_next[labels[t - 1] * net->c.n_names + labels[t]] : 0;
    }
    return sum;
}

static int64_t best_path(const ch__net *net, const int32_t *logits, uint32_t n)
{
    uint16_t labels[MOST] = {0};
    int64_t best = INT64_MIN;
    for (;;) {
        int64_t score = path_score(net, logits, n, labels);
        best = score > best ? score : best;
        uint32_t t = 0;
        while (t < n && ++labels[t] == net->c.n_names)
            labels[t++] = 0;
        if (t == n)
            return best;
    }
}

static void best_names_are_best(void **state)
{
    enum { LABELS = 4 };
    int32_t numbers[LABELS * (LABELS + 2)], logits[MOST * STRIDE];
    ch__net net = {.c = {.n_names = LABELS},
                   .name_start = numbers,
                   .name_next = numbers + LABELS,
                   .name_end = numbers + LABELS + LABELS * LABELS};
    (void)state;
    for (int round = 0; round < 300; round++) {
        int32_t most = round % 3 ? 1000 : INT32_MAX / 2;
        uint32_t n = 1 + random_below(&r, 5);
        uint16_t labels[MOST];
        int64_t scores[MOST * LABELS];
        const ch__kernels *k;
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            numbers[i] = random_between(&r, -most, most);
        for (size_t i = 0; i < sizeof logits / sizeof *logits; i++)
            logits[i] = random_between(&r, -most, most);
        for (size_t i = 0; (k = ch__kernels_at(i)); i++) {
            ch__best_names(k, &net, logits, STRIDE, n, labels, scores);
            assert_true(path_score(&net, logits, n, labels) == best_path(&net, logits, n));
        }
    }
}

static int release(void **state)
{
    (void)state;
    ch__arena_release(&scratch);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_are_told_from_others),
        cmocka_unit_test(best_tree_is_best),
        cmocka_unit_test(longest_tree_is_a_tree),
        cmocka_unit_test(best_names_are_best),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
