/* agree.h - two annotations of the same text compared. */
#ifndef CH_CORPUS_AGREE_H
#define CH_CORPUS_AGREE_H

#include "corpus/corpus.h"

typedef struct ch__comparison {
    ch__arena *arena;
    ch_agreement_row *rows;
    uint32_t n, cap;
    ch_difference_fn difference; /* may be NULL */
    void *ctx;
    uint64_t *types;          /* (CH_N_EVENT_TYPES + 1)^2: what the first and the second say; the last means no event */
    uint64_t sentences[2][2]; /* whether the first, the second find an event in a sentence */
} ch__comparison;

/* What the rooms found in a document as a second annotation: its notes and triggers, in the document's arena. */
void ch__unit_of_engine(ch__corpus_unit *out, ch_doc *doc);

void ch__compare_units(ch__comparison *c, const ch__corpus_unit *first, const ch__corpus_unit *second);
/* Adds the rows of Cohen's kappa. */
void ch__comparison_end(ch__comparison *c);

#endif
