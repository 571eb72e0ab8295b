/* syntax.h - the syntax room: tags, lemmas, dependency tree, names over the tokens of the text room.
 *
 * The first version decides by rules over tokens and the tables knowledge/syntax/. The interface is final; a trained
 * model replaces what is inside. Always true of the output: one root a sentence, heads inside the sentence, projective,
 * no cycle. */
#ifndef CH_SYNTAX_H
#define CH_SYNTAX_H

#include "text/document.h"

struct ch__syntax_model; /* neural.h */

/* Fills doc->words for all tokens (sentences that are not coded too) and doc->names. model == NULL: by rules. */
void ch__syntax_room(const ch__knowledge *k, const struct ch__syntax_model *model, ch__arena *scratch, ch_doc *doc);

/* ---- walking the tree; for the rooms to the right ---- */

/* Next child of `head` after token `after` (CH_NONE: the first one) in the sentence, or CH_NONE. */
uint32_t ch__child_next(const ch_doc *doc, const ch_sentence *s, uint32_t head, uint32_t after);
/* First child with that relation (subtypes must be named), or CH_NONE. */
uint32_t ch__child(const ch_doc *doc, const ch_sentence *s, uint32_t head, ch_deprel rel);
/* Whether `token` is `ancestor` or below it. */
bool ch__is_below(const ch_doc *doc, uint32_t token, uint32_t ancestor);
/* First and one past the last token of the subtree (projective: a contiguous range). */
ch_span ch__subtree(const ch_doc *doc, const ch_sentence *s, uint32_t head);
/* Sentence of a token, by binary search. */
uint32_t ch__sentence_of(const ch_doc *doc, uint32_t token);
bool ch__lemma_is(const ch_doc *doc, uint32_t token, const char *lemma);

#endif
