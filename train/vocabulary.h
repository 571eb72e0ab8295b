/* vocabulary.h - which words get a row of their own, and their first vectors. */
#ifndef CH_TRAIN_VOCABULARY_H
#define CH_TRAIN_VOCABULARY_H

#include "network.h"

/* Word vectors trained elsewhere: a file of words, one a line, the most frequent first, and a file of as many records,
 * each a little-endian float32 scale and `width` int8 numbers (value = scale * number). */
typedef struct vectors {
    strings words;
    int8_t *numbers; /* [words.n][width] */
    float *scales;
    uint32_t width;
} vectors;

void vectors_read(vectors *v, const char *words, const char *numbers, uint32_t width);
void vectors_free(vectors *v);

/* Numbers all words of a list in the corpus. */
void vocabulary_fold(corpus *c, const vectors *v);

/* Gives rows to at most `most` folded forms of the corpus: those that treebanks, text and the list of vectors (may be
 * NULL) make worth most. Returns how many. */
uint32_t vocabulary_choose(corpus *c, const vectors *v, uint32_t most);

/* Sets the rows of words that have a vector to a random projection of it (Johnson and Lindenstrauss 1984). */
void vocabulary_set(network *net, corpus *c, const vectors *v, uint64_t seed);

#endif
