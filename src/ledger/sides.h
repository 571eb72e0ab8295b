/* sides.h - which actors a stretch of text names, and which two stand on the sides of a paper or a relationship. */
#ifndef CH_LEDGER_SIDES_H
#define CH_LEDGER_SIDES_H

#include "events/events.h"

/* Whether the ledger reads a sentence: coded, and no longer than a thousand tokens (a longer one is a list or a broken
 * text). */
bool ch__ledger_reads(const ch_doc *doc, uint32_t sentence);

/* Index of the first mention that starts at or after a token (doc->n_mentions: none). */
uint32_t ch__mention_from(const ch_doc *doc, uint32_t token);

/* Adds every actor with a code that is mentioned in `tokens`. `places` false: names of where something happens ("in
 * Geneva") are left out. */
void ch__sides_in(ch_doc *doc, ch_span tokens, bool places, ch_roles *roles);

/* Adds those of `from` that have a code and are not there yet. */
void ch__sides_add(ch_doc *doc, ch_roles *roles, const ch_roles *from);

/* Whether the mention stands behind "in", "at" and the like: where, not who. */
bool ch__is_where(const ch_doc *doc, uint32_t mention);

/* Whether a mention in front of a verb of saying may be who speaks: not where ("in Prague demanding"), not whose ("his
 * statement"), nothing behind a preposition. `first` is the first token of the sentence. */
bool ch__may_speak(const ch_doc *doc, uint32_t mention, uint32_t first);

/* The two sides of a noun ("agreement", "partnership") whose phrase covers `phrase`, with the verb or noun that governs
 * it (`act`, or CH_NONE): named at the noun, as subject and "with", in the clause, by a group phrase, or (when
 * `bilateral`) as the last pair before the sentence. `told`: the parties of the event that the act is (ch__told), or
 * NULL. Returns how sure: 3 at the noun, by slots or by that event, 2 in the sentence, 1 from an earlier sentence, 0
 * fewer than two. */
int ch__sides_of(const ch__knowledge *k, ch_doc *doc, const ch_sentence *s, ch_span phrase, uint32_t noun, uint32_t act,
                 bool bilateral, const ch_roles *told, ch_roles *out);

/* The parties of the event whose trigger is the token `act` of the sentence: who signs by the reading of the events
 * room. `cursor` starts at 0 and goes along when sentences are asked for in order. False: no such event, or nobody is
 * known. */
bool ch__told(ch_doc *doc, uint32_t sentence, uint32_t act, uint32_t *cursor, ch_roles *out);

/* Whether tokens hold a verb with tense. */
bool ch__has_finite(const ch_doc *doc, ch_span tokens);
/* Whether the token is a verb with tense or a modal. */
bool ch__is_finite(const ch_doc *doc, uint32_t token);
bool ch__upos_is(const ch_doc *doc, uint32_t token, ch_upos upos);
bool ch__is_noun(const ch_doc *doc, uint32_t token); /* NOUN or PROPN */
/* Whether the token is that punctuation. */
bool ch__form_is(const ch_doc *doc, uint32_t token, const char *form);

#endif
