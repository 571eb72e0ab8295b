/* acts.h - what is done to a paper or a relationship: the verb, participle or noun that governs a noun phrase. */
#ifndef CH_LEDGER_ACTS_H
#define CH_LEDGER_ACTS_H

#include "ledger/sides.h"

typedef struct ch__act {
    uint32_t row;   /* in the table of acts */
    uint32_t token; /* of the act */
    bool near;      /* by grammar, not merely in the same clause */
    const char *action;
} ch__act;

/* Finds the act on the noun phrase `phrase` with head `noun`. `table` has the columns lemma*, phrase^, action, ...
 * False when there is none. Looked for, in this order: a participle at the noun ("signed between", "newly signed"), the
 * noun or verb that governs it through other nouns
 * ("the signing of 20 documents", "signed a series of documents"), an act as predicate ("the treaty entered into
 * force"), and the nearest act in front within the clause. `weak` (may be NULL) names an action that is taken only
 * where no other is found. */
bool ch__act_find(const ch__knowledge *k, ch_doc *doc, const ch__table *table, const ch_sentence *s, ch_span phrase,
                  uint32_t noun, const char *weak, ch__act *out);

/* All acts on the noun, at most `most`, that of ch__act_find first: "the accord that both signed in 2016 and suspended
 * in 2020 has been extended". Returns their number. */
uint32_t ch__acts_find(const ch__knowledge *k, ch_doc *doc, const ch__table *table, const ch_sentence *s,
                       ch_span phrase, uint32_t noun, const char *weak, ch__act *out, uint32_t most);

#endif
