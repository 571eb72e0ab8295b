/* vocabulary.c - choosing known words; first vectors. */
#include "vocabulary.h"

#include <stdio.h>
#include <stdlib.h>

#include "random.h"

/* ------------------------------------------------------------------------------------------- vectors -- */

static char *whole_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        die("cannot read %s", path);
    *n = (size_t)ftell(f);
    rewind(f);
    char *bytes = need(*n);
    if (fread(bytes, 1, *n, f) != *n)
        die("cannot read %s", path);
    fclose(f);
    return bytes;
}

void vectors_read(vectors *v, const char *words, const char *numbers, uint32_t width)
{
    size_t n_words, n_numbers, record = sizeof(float) + width;
    char *list = whole_file(words, &n_words), *bytes = whole_file(numbers, &n_numbers);
    ch__sv rest = {list, n_words}, word;
    *v = (vectors){.width = width};
    while (ch__sv_next(&rest, '\n', &word))
        if (word.n && strings_add(&v->words, word) != v->words.n - 1)
            die("%s: '%.*s' stands there twice", words, (int)word.n, word.p);
    if (n_numbers != v->words.n * record)
        die("%s: %zu bytes, %u words of %u numbers need %zu", numbers, n_numbers, v->words.n, width,
            v->words.n * record);
    v->numbers = need((size_t)v->words.n * width);
    v->scales = need(v->words.n * sizeof(float));
    for (uint32_t i = 0; i < v->words.n; i++) {
        memcpy(&v->scales[i], bytes + i * record, sizeof(float));
        memcpy(v->numbers + (size_t)i * width, bytes + i * record + sizeof(float), width);
    }
    free(list);
    free(bytes);
}

void vectors_free(vectors *v)
{
    strings_free(&v->words);
    free(v->numbers);
    free(v->scales);
    *v = (vectors){0};
}

/* ------------------------------------------------------------------------------------------ choosing -- */

typedef struct worth {
    double worth;
    uint32_t folded;
} worth;

static int by_worth(const void *a, const void *b)
{
    const worth *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth < y->worth ? 1 : -1;
    return (x->folded > y->folded) - (x->folded < y->folded);
}

void vocabulary_fold(corpus *c, const vectors *v)
{
    for (uint32_t i = 0; i < v->words.n; i++)
        corpus_fold(c, ch__sv_of(v->words.at[i]));
}

uint32_t vocabulary_choose(corpus *c, const vectors *v, uint32_t most)
{
    enum { GOLD = 25, RANKS = 60000, RANK = 1000 }; /* a treebank's token is worth 25 of text; rank 0 of a list, 60 */
    worth *all = need(c->n_folded * sizeof *all);
    for (uint32_t i = 0; i < c->n_folded; i++)
        all[i] = (worth){(double)c->folded[i].count_gold * GOLD + c->folded[i].count_text, i};
    for (uint32_t i = 0; v && i < v->words.n && i < RANKS; i++)
        all[corpus_fold(c, ch__sv_of(v->words.at[i]))].worth += (double)(RANKS - i) / RANK;
    qsort(all, c->n_folded, sizeof *all, by_worth);
    uint32_t n = 0;
    for (; n < most && n < c->n_folded && all[n].worth > 0; n++)
        c->folded[all[n].folded].word = n;
    free(all);
    return n;
}

void vocabulary_set(network *net, corpus *c, const vectors *v, uint64_t seed)
{
    uint32_t d = net->c.width;
    uint64_t rng = seeded(seed);
    const float size = 0.3f; /* root mean square of all rows that are set */
    float *matrix = need((size_t)v->width * d * sizeof(float));
    double squares = 0;
    size_t n = 0;
    for (size_t i = 0; i < (size_t)v->width * d; i++)
        matrix[i] = draw_normal(&rng);
    for (uint32_t i = 0; i < v->words.n; i++) {
        uint32_t row = c->folded[corpus_fold(c, ch__sv_of(v->words.at[i]))].word;
        if (row == CH_NONE)
            continue;
        float *w = net->words.w + (size_t)row * d;
        memset(w, 0, d * sizeof *w);
        for (uint32_t j = 0; j < v->width; j++)
            for (uint32_t k = 0; k < d; k++)
                w[k] += v->scales[i] * (float)v->numbers[(size_t)i * v->width + j] * matrix[j * d + k];
        for (uint32_t k = 0; k < d; k++)
            squares += w[k] * w[k];
        n += d;
    }
    float scale = n ? size / sqrtf((float)(squares / (double)n)) : 0;
    for (uint32_t i = 0; i < v->words.n; i++) {
        uint32_t row = c->folded[corpus_fold(c, ch__sv_of(v->words.at[i]))].word;
        for (uint32_t k = 0; row != CH_NONE && k < d; k++)
            net->words.w[(size_t)row * d + k] *= scale;
    }
    free(matrix);
}
