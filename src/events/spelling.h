/* spelling.h - numbers as they are spelled, in digits or words, and the characters around them; for numbers.c. */
#ifndef CH_EVENTS_SPELLING_H
#define CH_EVENTS_SPELLING_H

#include "events/numbers.h"

/* A stretch of text under reading. */
typedef struct ch__spelling {
    const ch__knowledge *k;
    const ch__table *words, *units_table, *qualifiers;
    const char *text;
    uint32_t end;  /* of the stretch, bytes */
    uint32_t from; /* its start */
    const ch__unit *units;
    uint32_t n_units;
} ch__spelling;

/* The byte at i, 0 outside of the stretch. */
unsigned char ch__spell_byte(const ch__spelling *r, uint32_t i);
/* Whether a letter begins with that byte. */
bool ch__spell_letter(unsigned char c);
bool ch__spell_digit(const ch__spelling *r, uint32_t i);
/* Bytes of a dash at i; 0: none. */
uint32_t ch__spell_dash(const ch__spelling *r, uint32_t i);
/* Where the white space at i ends. */
uint32_t ch__spell_skip(const ch__spelling *r, uint32_t i);
/* Longest phrase of a table that begins at a byte; false when none. *end gets its end. */
bool ch__spell_phrase(const ch__spelling *r, const ch__table *t, uint32_t byte, uint32_t *row, uint32_t *end);

/* Digits with group marks and a fraction at i; returns their end. *plain: nothing but digits. */
uint32_t ch__spell_digits(const ch__spelling *r, uint32_t i, double *value, bool *plain);
/* The same with a scale behind ("4.3 billion"), filling n; returns i when they are no quantity (an ordinal, a clock, a
 * date). */
uint32_t ch__spell_in_digits(const ch__spelling *r, uint32_t i, ch__number *n);
/* A number in digits or words at i, without its unit; returns its end or i. */
uint32_t ch__spell_number(const ch__spelling *r, uint32_t i, ch__number *n);

#endif
