/* events.h - the events room: who did what to whom, when, in whose words, done or only said.
 *
 *   when.c       time expressions against the publication date (knowledge/events/times.tsv)
 *   times.c       ... looked for once a sentence
 *   frames.c     the lexicon of triggers with their argument slots (table events/frames, a file a type)
 *   arguments.c  slots to mentions over the tree
 *   linear.c     the same by the order of words
 *   modality.c   actual, future, hypothetical, negated, historical
 *   code.c       candidates to records
 */
#ifndef CH_EVENTS_H
#define CH_EVENTS_H

#include "actors/actors.h"

void ch__events_room(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc);

/* ---- shared with the ledger ---- */

/* First row of a table keyed by the lemma of a token, or CH_NONE. Of a verb whose lemma a trained lemmatizer had to
 * guess ("severe" for "severed", "postpon" for "postponing") a silent "e" more or less is tried too. */
uint32_t ch__find_word(const ch__table *t, const ch_doc *doc, uint32_t token);

/* The time expressions of a sentence, resolved. Returns their number; *out lives in `arena`. tokens: which words. */
typedef struct ch__time {
    ch_span tokens;
    ch_when when;
} ch__time;
uint32_t ch__times(const ch__knowledge *k, ch__arena *arena, const ch_doc *doc, uint32_t sentence, ch__time **out);
/* The same, looked for once a document and kept in it. */
uint32_t ch__times_in(const ch__knowledge *k, ch_doc *doc, uint32_t sentence, const ch__time **out);
/* The time that holds for a trigger token: in its clause, else its sentence; else the publication date stands in (basis
 * published), else unknown. */
ch_when ch__when_of(const ch_doc *doc, const ch__time *times, uint32_t n, uint32_t trigger);

/* Modality of the clause around a trigger token, from tense, auxiliaries, negation, embedding verbs, conditionals. */
ch_modality ch__modality_of(const ch__knowledge *k, const ch_doc *doc, uint32_t trigger);

/* Finds the mention that fills a slot of a trigger: `slot` is "subj", "obj", "poss", "between", or a preposition
 * ("with", "to", "on"); alternatives are joined by "|" (first that is filled wins). Follows passives (subj is then the
 * by-phrase, obj the passive subject), control
 * ("agreed to cooperate": the subject of agreed), relative clauses and coordination. Fills `roles` with all actors of
 * all coordinated fillers; false when empty. */
bool ch__slot(ch_doc *doc, const ch__knowledge *k, uint32_t trigger, const char *slots, ch_roles *roles);

/* The token that fills a slot whether or not it is an actor, or CH_NONE. */
uint32_t ch__slot_head(const ch_doc *doc, uint32_t trigger, const char *slots);

/* Contexts named by a stretch of text (knowledge/events/contexts.tsv): names appended to *list. */
void ch__contexts(const ch__knowledge *k, ch_doc *doc, ch_span tokens, const char ***list, uint32_t *n);

#endif
