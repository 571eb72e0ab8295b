/* contents.h - what is said: in front of the verb of saying or behind it; inside the ledger room. */
#ifndef CH_LEDGER_CONTENTS_H
#define CH_LEDGER_CONTENTS_H

#include "ledger/speech.h"

/* ---- pieces.c ---- */

/* Whether a token is punctuation. */
bool ch__is_mark(const ch_doc *doc, uint32_t t);
/* The quotation a token stands in, marks included, or NULL. */
const ch__quote *ch__quote_at(const ch__speech *sp, uint32_t t);
/* Whether a token is the mark that opens its quotation; that closes it. */
bool ch__opens_quote(const ch__speech *sp, uint32_t t);
bool ch__closes_quote(const ch__speech *sp, uint32_t t);
/* Adds tokens to what is said; nothing when there are none. */
void ch__add_piece(ch__said *a, uint32_t from, uint32_t to);
/* Adds the quotation that opens at a token, with the paragraphs that go on with it. */
void ch__add_quote(const ch__speech *sp, ch__said *a, uint32_t t);
/* Adds a stretch of the sentence; when it ends inside a quotation that runs on, to the end of that. */
void ch__add_stretch(const ch__speech *sp, ch__said *a, uint32_t from, uint32_t to);
/* One past the last word of the sentence; a closing mark stays. */
uint32_t ch__words_end(const ch__speech *sp, const ch_sentence *s);
/* The next mark at or behind a token, `end` at most. */
uint32_t ch__next_mark(const ch__speech *sp, uint32_t p, uint32_t end);
/* "that" before a clause; that or a relative pronoun. */
bool ch__is_that(const ch_doc *doc, uint32_t t);
bool ch__is_relative(const ch_doc *doc, uint32_t t);
/* Whether a quotation is a clause by itself: of '"travel on separate tracks"' the subject stands outside. */
bool ch__full_clause(const ch__speech *sp, const ch__quote *q);

/* ---- tags.c ---- */

/* Takes the words in front of a tag; false when nothing is said there. `behind` is the token behind the verb; `person`:
 * its object is the one addressed. */
bool ch__takes_front(ch__speech *sp, const ch_sentence *s, uint32_t behind, bool person, ch__said *a);
/* Takes the quotation of '"Family" was how Barbados hailed them'. */
bool ch__takes_cleft(ch__speech *sp, const ch_sentence *s, ch__said *a);

/* ---- contents.c ---- */

/* Takes the one addressed, behind the verb; returns the token behind. */
uint32_t ch__take_addressee(ch__speech *sp, const ch_sentence *s, uint32_t p, bool object, ch__said *a);
/* Take what is said from token `p` on and return its kind (a letter of ledger/speech), or 0: a quotation or "that" over
 * adverbials; a quotation inside what the verb takes; what follows at once. */
char ch__far_content(ch__speech *sp, uint32_t p, uint32_t end, ch__said *a);
char ch__named_content(ch__speech *sp, uint32_t p, uint32_t end, ch__said *a);
char ch__near_content(ch__speech *sp, const ch_sentence *s, uint32_t verb, uint32_t p, uint32_t end, const char *takes,
                      ch__said *a);
/* Whether quoted words are a title or name: the exercise "Sky Shield". */
bool ch__is_title(const ch_doc *doc, ch_span in);

#endif
