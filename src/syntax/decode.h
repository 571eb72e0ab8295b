/* decode.h - from scores to structures: the tree of a sentence, its names. */
#ifndef CH_SYNTAX_DECODE_H
#define CH_SYNTAX_DECODE_H

#include "base/arena.h"
#include "syntax/kernels.h"

/* Whether heads (CH_NONE: the root) of n > 0 tokens form a projective tree with one root; fills the tokens of each
 * subtree, first and end, when they do. `work` has room for 2 n. */
bool ch__tree_spans(const uint32_t *head, uint32_t n, ch_span *spans, uint32_t *work);

/* Scores of arcs among n tokens: of token i with the root at at[i * stride], with token j as head at at[i * stride + 1
 * + j]. What stands at i's own place counts for nothing. */
typedef struct ch__arc_scores {
    const int32_t *at;
    uint32_t n, stride;
} ch__arc_scores;

enum { CH__MOST_DECODED = 200 /* tokens of a tree at most: what net_load.c allows a score to be depends on it */ };

/* The heads of the best projective tree with one root, the same on every machine. Its chart is in `scratch`; *chart
 * keeps it for the next call. */
void ch__best_tree(const ch__kernels *k, ch__arc_scores scores, uint32_t *head, ch__arena *scratch, int32_t **chart);

/* The best path through n tokens with logits[t * stride + label]; the smallest label among equals, from the end on.
 * `scores` has room for n * n_names. */
void ch__best_names(const ch__kernels *k, const ch__net *net, const int32_t *logits, size_t stride, uint32_t n,
                    uint16_t *labels, int64_t *scores);

#endif
