/* stats.h - the corpus counted: how often each thing that a record can say stands in it. */
#ifndef CH_CORPUS_STATS_H
#define CH_CORPUS_STATS_H

#include "corpus/measure.h"

/* Counts by dimension and value. All-zero is ready for use, with the arena set; cells are in the order of their first
 * appearance until ch__tally_sort. */
typedef struct ch__tally {
    ch__arena *arena;
    ch_corpus_cell *cells;
    uint32_t n, cap;
    uint32_t *slots; /* hash to index of a cell + 1 */
    uint32_t n_slots;
} ch__tally;

/* The cell of a value, made if it is not there. Strings are copied. */
ch_corpus_cell *ch__tally_cell(ch__tally *t, const char *dimension, const char *value);
/* Adds all that a unit holds. */
void ch__tally_unit(ch__tally *t, const ch__vocabulary *v, const ch__corpus_unit *unit);
/* By dimension, then by value. */
void ch__tally_sort(ch__tally *t);

/* Words of texts: their number, their variety, the lengths of sentences. */
typedef struct ch__prose {
    ch__arena *arena;
    uint64_t *words; /* hash of each word, in order */
    uint32_t n, cap;
    uint32_t *lengths; /* words of each sentence */
    uint32_t n_lengths, cap_lengths;
} ch__prose;

void ch__prose_sentence(ch__prose *p, ch__sv text);
/* Types, hapaxes, and the moving-average type-token ratio over 500 words (Covington and McFall 2010, Journal of
 * Quantitative Linguistics 17). */
void ch__prose_measure(const ch__prose *p, ch_prose_measures *out);

#endif
