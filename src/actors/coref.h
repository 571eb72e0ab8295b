/* coref.h - what the coref_*.c files share. */
#ifndef CH_COREF_H
#define CH_COREF_H

#include "actors/inside.h"

enum { CH__MOST_BACK = 5 }; /* sentences that a look back goes over */

/* ---- coref_roles.c ---- */
/* Whether somebody is of the office that a role phrase says, or anybody of its sector for "the official". */
bool ch__role_fits(const ch__room *r, const ch__phrase *p, const ch__referent *who);

/* ---- coref_pronouns.c ---- */
/* The best single referent before the pronoun at that token, or CH_NONE. */
uint32_t ch__antecedent(const ch__room *r, const ch__word *w, uint32_t at);

/* Whether a draft is one of several: "Egypt, Bahrain and Qatar" are not "it". */
bool ch__one_of_several(const ch__room *r, const ch__draft *d);
/* The first of an enumeration that a token stands in, or the token. */
uint32_t ch__first_conjunct(const ch__room *r, uint32_t token);

/* ---- coref_groups.c ---- */
/* The country that the last sentences talk about most after that of a code, or NULL. */
const ch__entity *ch__other_country(ch__room *r, const char *code);

/* ---- coref_owned.c ---- */
/* What stands behind the possessive [start, at): "his country", "his Russian counterpart", "his host". Yields the token
 * to go on from. */
uint32_t ch__read_owned(ch__room *r, uint32_t start, uint32_t at, const uint32_t *owners, uint8_t n);

#endif
