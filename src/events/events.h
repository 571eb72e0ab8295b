/* events.h - the events room: who did what to whom, when, in whose words, done or only said.
 *
 *   when*.c      time expressions against the publication date and the story (when.h)
 *   frames.c     the lexicon of triggers with their argument slots (table events/frames, a file a type)
 *   arguments.c  slots to mentions over the tree
 *   linear.c     the same by the order of words
 *   modality.c   actual, future, hypothetical, negated, historical
 *   code.c       candidates to records
 *   pair.c       what one span does to another (pair.h)
 *   plv.c        events as the public benchmark calls them (table events/plv)
 *   verb_*.c     events by verb dictionaries of TABARI and PETRARCH (verb_patterns.h)
 *   place.c      where                     (table events/where)
 *   magnitudes.c how many, of counts.c     (tables events/magnitudes, events/measured)
 *   numbers.c    numbers, units and ranges (knowledge/ledger/numbers.tsv, units.tsv, qualifiers.tsv)
 *   reasons.c    why a sentence gave nothing
 */
#ifndef CH_EVENTS_H
#define CH_EVENTS_H

#include "actors/actors.h"

struct ch__events_model; /* events_model.h */

/* model: NULL where there is none: the rules of the lexicon then decide alone. */
void ch__events_room(const ch__knowledge *k, const struct ch__events_model *model, ch__arena *scratch, ch_doc *doc);
/* In its place for a document in a language that is not coded: each sentence is given that reason. doc->language is
 * known. */
void ch__events_passed_over(ch_doc *doc);

/* ---- shared with the ledger ---- */

/* First row of a table keyed by the lemma of a token, or CH_NONE. Of a verb whose lemma a trained lemmatizer had to
 * guess ("severe" for "severed", "postpon" for "postponing") a silent "e" more or less is tried too. */
uint32_t ch__find_word(const ch__table *t, const ch_doc *doc, uint32_t token);

/* Whether a code is a country's; organisations have others. */
bool ch__is_country(const ch__knowledge *k, const char *code);
/* The country that the words of a mention name, with what hangs below its head ("the Irish rail staff", "police in
 * Lagos"); NULL: none, or several. */
const char *ch__home_in_words(const ch__knowledge *k, const ch_doc *doc, uint32_t mention);
/* The country that a clear majority of the story's first mentions have, or NULL. */
const char *ch__story_country(const ch__knowledge *k, const ch_doc *doc);

/* ---- times (when.h) ---- */

typedef ch_time ch__time; /* as the rooms name it */

/* Compiles the tables of time for ch__times_room and keeps that with the knowledge. CH_ENOMEM. */
int ch__times_compile(ch__knowledge *k, ch_err *err);
/* Fills doc->times: the sentences that are coded, or all that have words. Nothing when the tables were not compiled. */
void ch__times_room(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc, bool all);
/* The times of a sentence: a part of doc->times. Returns their number. */
uint32_t ch__times(const ch_doc *doc, uint32_t sentence, ch__time **out);
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
