/* syntax.h - the syntax room: tags, features, lemmas, dependency tree and names over the tokens of the text room, by a
 * trained model (net.h, lemmatizer.h). Nothing in its code knows a language.
 *
 * Always true of the output: one root a sentence, heads inside the sentence, projective, no cycle; the same bytes on
 * every processor.
 *
 *   lines.c, conllu.c, iob.c   files of sentences      given.c   documents from given tokens   conllu_write.c   written
 *   score.c, align.c           evaluation
 *   features.c                 what the network sees of a form
 *   net_load.c                 the model's sections checked      kernels*.c   integer products, a file a processor
 *   encoder.c, heads.c         tokens to vectors to answers      decode.c     trees and names from scores
 *   lemmatizer.c               lemmas                            tree.c       the finished tree walked
 */
#ifndef CH_SYNTAX_H
#define CH_SYNTAX_H

#include "text/document.h"

struct ch__syntax_model; /* neural.h */

/* Fills doc->words for all tokens (sentences that are not coded too), doc->names and the tree's links. */
void ch__syntax_room(const struct ch__syntax_model *model, ch__arena *scratch, ch_doc *doc);

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
