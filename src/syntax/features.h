/* features.h - what the network sees of a token: its word, the pieces of an unknown word, its shape. Shared by
 * inference and trainer, so that both see the same.
 *
 * A form is folded first: lower case (Unicode), digits to 0, curly quotation marks and apostrophes to straight ones.
 * A known folded form has a row of its own; an unknown one is the sum of rows of its character n-grams (n = 3..5, with
 * marks "<" and ">" at its ends, hashed; Bojanowski et al. 2017, "Enriching Word Vectors with Subword Information").
 */
#ifndef CH_SYNTAX_FEATURES_H
#define CH_SYNTAX_FEATURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sv.h"

enum {
    CH__FOLDED = 96,    /* bytes of a folded form at most; longer ones are cut at a character */
    CH__MOST_GRAMS = 48 /* n-grams looked at, from the left */
};

/* Folds a form into out[CH__FOLDED]; returns the bytes written. Bytes that are no UTF-8 count as U+FFFD. */
size_t ch__fold_form(ch__sv form, char *out);

/* Identity of a folded form: 64 bits, the low ones for a slot, the high ones to check. */
uint64_t ch__folded_hash(ch__sv folded);

/* Rows of a folded form's n-grams among n_grams (a power of two) rows, at most CH__MOST_GRAMS; returns their number (at
 * least 1). */
size_t ch__folded_grams(ch__sv folded, uint32_t n_grams, uint32_t *rows);

/* ---- shape ---- */

typedef enum ch__letters {
    CH__NO_LETTERS,
    CH__ALL_LOWER, /* also letters without case */
    CH__CAPITALIZED,
    CH__ALL_CAPITAL, /* two capitals or more */
    CH__ONE_CAPITAL,
    CH__MIXED,
    CH__N_LETTERS
} ch__letters;

/* How a sentence is written as a whole. */
typedef enum ch__style {
    CH__STYLE_USUAL,
    CH__STYLE_CAPITALS, /* no small letter in two words or more */
    CH__STYLE_TITLE,    /* nearly all longer words begin with a capital: a headline */
    CH__STYLE_SMALL,    /* no capital letter in two words or more */
    CH__N_STYLES
} ch__style;

typedef struct ch__shape_of {
    uint8_t letters; /* ch__letters */
    bool digit;      /* holds a digit */
    uint8_t n;       /* letters counted, at most 255 */
} ch__shape_of;

enum { CH__N_SHAPES = CH__N_LETTERS * 2 * 2 * CH__N_STYLES };

ch__shape_of ch__form_shape(ch__sv form);
/* The style of a sentence of n tokens. */
ch__style ch__sentence_style(const ch__shape_of *shapes, size_t n);
/* Row of a token's shape, below CH__N_SHAPES. `first`: it begins its sentence. */
static inline uint32_t ch__shape_row(ch__shape_of s, bool first, ch__style style)
{
    return ((s.letters * 2u + s.digit) * 2u + first) * CH__N_STYLES + style;
}

#endif
