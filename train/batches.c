/* batches.c - sentences in random order. */
#include "batches.h"

#include <stdlib.h>

#include "random.h"

void playlist_add(playlist *p, uint32_t from, uint32_t to, double times)
{
    double due = 0;
    for (uint32_t i = from; i < to; i++)
        for (due += times; due >= 1; due--) {
            if (p->n == p->cap) {
                p->cap = p->cap ? p->cap * 2 : 4096;
                p->sentences = need_more(p->sentences, p->cap * sizeof *p->sentences);
            }
            p->sentences[p->n++] = i;
        }
    p->next = p->n; /* shuffled at the first use */
}

void playlist_free(playlist *p)
{
    free(p->sentences);
    *p = (playlist){0};
}

/* Fisher and Yates, in Durstenfeld's form (1964). */
static void shuffle(playlist *p, uint64_t *rng)
{
    for (size_t i = p->n; i > 1; i--) {
        size_t j = draw_below(rng, (uint32_t)i);
        uint32_t x = p->sentences[i - 1];
        p->sentences[i - 1] = p->sentences[j];
        p->sentences[j] = x;
    }
    p->next = 0;
}

size_t playlist_take(playlist *p, const corpus *c, size_t tokens, uint32_t *out, uint64_t *rng)
{
    size_t n = 0, taken = 0;
    for (;;) {
        if (p->next == p->n)
            shuffle(p, rng);
        uint32_t s = p->sentences[p->next];
        if (n && taken + c->sentences[s].n > tokens)
            return n;
        taken += c->sentences[s].n;
        out[n++] = s;
        p->next++;
    }
}
