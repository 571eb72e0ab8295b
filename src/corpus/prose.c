/* prose.c - how varied and how long the sentences of a text are. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "corpus/stats.h"

void ch__prose_sentence(ch__prose *p, ch__sv text)
{
    uint32_t n = 0;
    for (ch__sv word; ch__corpus_word(&text, &word); n++) {
        char folded[256];
        size_t len = ch__fold(word.p, word.n, folded, sizeof folded);
        *CH__PUSH(p->arena, p->words, p->n, p->cap) = ch__hash64(len == (size_t)-1 ? word : (ch__sv){folded, len});
    }
    *CH__PUSH(p->arena, p->lengths, p->n_lengths, p->cap_lengths) = n;
}

static int by_length(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int by_hash(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void measure_lengths(const ch__prose *p, ch_prose_measures *out)
{
    uint32_t n = p->n_lengths, *sorted = ch__alloc_array(p->arena, n, sizeof *sorted), over = 0;
    if (!n)
        return;
    memcpy(sorted, p->lengths, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_length);
    for (uint32_t i = 0; i < n; i++)
        over += sorted[i] > CH_LONG_SENTENCE;
    out->shortest_tenth = sorted[n / 10];
    out->median = sorted[n / 2];
    out->longest_tenth = sorted[n - 1 - n / 10];
    out->longest = sorted[n - 1];
    out->share_long = (double)over / n;
}

/* Mean over all windows of the share of different words in them. */
static double moving_ratio(const ch__prose *p, const uint32_t *rank, uint32_t types)
{
    enum { WINDOW = 500 };
    uint32_t *seen = ch__alloc_array(p->arena, types, sizeof *seen), different = 0;
    double sum = 0;
    if (p->n < WINDOW)
        return 0;
    for (uint32_t i = 0; i < p->n; i++) {
        different += seen[rank[i]]++ == 0;
        if (i >= WINDOW)
            different -= --seen[rank[i - WINDOW]] == 0;
        if (i + 1 >= WINDOW)
            sum += (double)different / WINDOW;
    }
    return sum / (p->n - WINDOW + 1);
}

/* The number of each word among the sorted different ones. */
static uint32_t *rank_words(const ch__prose *p, uint64_t *sorted, uint32_t types)
{
    uint32_t *rank = ch__alloc_array(p->arena, p->n, sizeof *rank);
    for (uint32_t i = 0; i < p->n; i++) {
        const uint64_t *at = bsearch(&p->words[i], sorted, types, sizeof *sorted, by_hash);
        rank[i] = (uint32_t)(at - sorted);
    }
    return rank;
}

void ch__prose_measure(const ch__prose *p, ch_prose_measures *out)
{
    uint64_t *sorted = ch__alloc_array(p->arena, p->n, sizeof *sorted);
    uint32_t types = 0, hapaxes = 0;
    *out = (ch_prose_measures){.sentences = p->n_lengths, .words = p->n};
    measure_lengths(p, out);
    if (!p->n)
        return;
    memcpy(sorted, p->words, p->n * sizeof *sorted);
    qsort(sorted, p->n, sizeof *sorted, by_hash);
    for (uint32_t i = 0, run; i < p->n; i += run) {
        for (run = 1; i + run < p->n && sorted[i + run] == sorted[i];)
            run++;
        hapaxes += run == 1;
        sorted[types++] = sorted[i];
    }
    out->types = types;
    out->hapaxes = hapaxes;
    out->moving_ratio = moving_ratio(p, rank_words(p, sorted, types), types);
}
