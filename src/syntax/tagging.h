/* tagging.h - the parts of the tagger among themselves. Positions are tokens of the sentence; `set` is a set of Penn
 * tags (CH__T). */
#ifndef CH_SYNTAX_TAGGING_H
#define CH_SYNTAX_TAGGING_H

#include "syntax/inside.h"

enum { CH__LOOK = 24 }; /* tokens a rule looks to either side */

/* context.c; the comments stand there */
bool ch__can(const ch__sent *s, uint32_t i, uint64_t set);
uint32_t ch__before(const ch__sent *s, uint32_t i);
uint32_t ch__after(const ch__sent *s, uint32_t i);
bool ch__is_aux(const ch__sent *s, uint32_t i, unsigned which);
bool ch__opens_clause(const ch__sent *s, uint32_t i);
bool ch__finite_before(const ch__sent *s, uint32_t i);
bool ch__finite_after(const ch__sent *s, uint32_t i);
bool ch__finite_missing(const ch__sent *s, uint32_t i);
bool ch__after_conjunction(const ch__sent *s, uint32_t i);
bool ch__maybe_finite_after(const ch__sent *s, uint32_t i);
bool ch__object_follows(const ch__sent *s, uint32_t i);
ch__tag ch__verb_before(const ch__sent *s, uint32_t i, uint64_t set);
bool ch__continues_infinitive(const ch__sent *s, uint32_t i);
ch__tag ch__base_form(const ch__sent *s, uint32_t i);
ch__tag ch__s_form(const ch__sent *s, uint32_t i);
ch__tag ch__ed_form(const ch__sent *s, uint32_t i);
ch__tag ch__base_or_past(const ch__sent *s, uint32_t i);
ch__tag ch__ing_form(const ch__sent *s, uint32_t i);
uint8_t ch__upos_of(const ch__sent *s, uint32_t i);
void ch__mark_fixed(ch__sent *s, uint32_t i);

#endif
