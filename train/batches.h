/* batches.h - which sentences come next: lists in random order, started anew when they are used up. */
#ifndef CH_TRAIN_BATCHES_H
#define CH_TRAIN_BATCHES_H

#include "corpus.h"

typedef struct playlist {
    uint32_t *sentences;
    size_t n, cap, next;
} playlist;

/* Adds the sentences [from, to) `times` times; a fraction adds every so-manieth sentence once more. */
void playlist_add(playlist *p, uint32_t from, uint32_t to, double times);
void playlist_free(playlist *p);

/* Fills `out` with sentences of at most `tokens` tokens in all; returns how many. The list must not be empty. */
size_t playlist_take(playlist *p, const corpus *c, size_t tokens, uint32_t *out, uint64_t *rng);

#endif
