/* gazetteer.h - rows of the table "actors/places": between gazetteer.c and place_items.c. */
#ifndef CH_GAZETTEER_H
#define CH_GAZETTEER_H

#include "actors/inside.h"

enum { CH__MOST_CANDIDATES = 24 };

/* The rows (at most CH__MOST_CANDIDATES, into `rows`) of the longest place name that begins at a token; yields its
 * length in tokens, 0: none. */
uint32_t ch__place_candidates(const ch__room *r, uint32_t token, uint32_t *rows, uint8_t *n);

/* Of a name as long as its rows say, whether it stands for a place here. */
bool ch__place_accepted(const ch__room *r, const ch__place_columns *c, uint32_t start, uint32_t end,
                        const uint32_t *rows, uint8_t n);

/* Whether the syntax room or a preposition says that the words are a place. */
bool ch__place_said(const ch__room *r, uint32_t start, uint32_t end);

/* Whether a row is of that GeoNames feature code. */
bool ch__place_is(const ch__room *r, const ch__place_columns *c, uint32_t row, const char *kind);

/* How well known a place is: orders of magnitude of its people, and its rank. */
double ch__place_weight(const ch__room *r, const ch__place_columns *c, uint32_t row);

/* Large enough to be meant wherever its name stands. */
bool ch__place_prominent(const ch__room *r, const ch__place_columns *c, uint32_t row);

/* Whether the story has named the country of a code so far, or is told from it. */
bool ch__place_country_named(ch__room *r, const char *country);

#endif
