/* batch.h - a few sentences on their way through the network. encoder.c makes z of the tokens, heads.c everything else
 * of z; neural.c walks a document.
 *
 * Rows of all matrices stand for the batch's tokens, one behind the other without gaps between sentences. Matrices lie
 * in the scratch arena and serve one batch after another. */
#ifndef CH_SYNTAX_BATCH_H
#define CH_SYNTAX_BATCH_H

#include "syntax/decode.h"
#include "syntax/features.h"
#include "text/document.h"

enum {
    CH__BATCH = 256,            /* tokens; a longer sentence is a batch of its own */
    CH__STRIP = 48,             /* rows of raw sums kept at a time */
    CH__REL_JOINED = UINT16_MAX /* in place of a relation: joins a piece of a long sentence to the first one */
};

typedef struct ch__batch {
    const ch__net *net;
    const ch__kernels *k;
    const ch_doc *doc;
    ch__arena *scratch;
    uint32_t cap;                 /* tokens that fit */
    uint32_t first, n;            /* tokens of the document */
    const ch_sentence *sentences; /* n_sentences, the batch's; empty ones may be among them */
    uint32_t n_sentences;
    /* encoder: D wide */
    ch__shape_of *shape;
    uint8_t *style; /* ch__style of each token's sentence */
    uint64_t *hash; /* of the folded forms */
    uint16_t *row;  /* of known words, UINT16_MAX: unknown */
    int16_t *h;
    uint8_t *z;
    const uint8_t **in; /* three inputs a row */
    /* heads */
    uint8_t *arc_dep, *hidden; /* A, R wide */
    int8_t *arc_head;
    int16_t *rel_dep, *rel_head;
    int32_t *sums;  /* CH__STRIP rows of the widest raw layer */
    int32_t *names; /* raw, all rows */
    int64_t *name_scores;
    struct ch__arcs *arcs;
    uint32_t *work; /* 2 a token */
    int32_t *chart;
    /* answers */
    uint16_t *tag, *rel, *name;
    uint32_t *bundle; /* index into net->feat_allowed */
    uint32_t *head;   /* in its sentence, CH_NONE: the root */
    ch_span *span;    /* of its subtree, in its sentence */
} ch__batch;

/* Room for batches of up to `cap` tokens. */
void ch__batch_init(ch__batch *b, const ch__net *net, const ch__kernels *k, const ch_doc *doc, ch__arena *scratch,
                    uint32_t cap);
/* z, shapes and styles of the batch's tokens. */
void ch__encode(ch__batch *b);
/* All answers, from z. */
void ch__answer(ch__batch *b);

/* Tokens of a batch's sentence as its rows. */
static inline ch_span ch__rows_of(const ch__batch *b, const ch_sentence *s)
{
    return (ch_span){s->tokens.start - b->first, s->tokens.end - b->first};
}
/* n bytes at a multiple of 64, not zeroed. */
static inline void *ch__rows_alloc(ch__arena *scratch, size_t n, size_t size)
{
    char *p = ch__alloc_raw(scratch, n * size + 63);
    return p + (-(uintptr_t)p & 63);
}

#endif
