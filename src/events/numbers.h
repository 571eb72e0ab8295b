/* numbers.h - numbers with their units as they stand in running text. */
#ifndef CH_EVENTS_NUMBERS_H
#define CH_EVENTS_NUMBERS_H

#include "knowledge/knowledge.h"

enum {
    CH__NUMBER_YEAR = 1,   /* four plain digits from 1500 to 2199 */
    CH__NUMBER_HYPHEN = 2, /* joined to the next word: "four-member" */
    CH__NUMBER_LABEL = 4,  /* part of a name: "No. 10", "Resolution 242" */
    CH__NUMBER_DIGITS = 8, /* written in digits */
    CH__NUMBER_MANY = 16   /* "dozens", "thousands of": only a lower bound is known */
};

typedef struct ch__number {
    ch_span bytes;           /* number with qualifier, currency and unit */
    ch_span digits;          /* the number alone */
    double value, low, high; /* has_... says which are known */
    bool has_value, has_low, has_high, approximate;
    const char *unit;      /* ISO 4217 code, "%", "points", "tonnes"; NULL: a plain count */
    const char *unit_kind; /* currency, share, points, physical, time, other; NULL with unit */
    uint8_t flags;
} ch__number;

/* The numbers of a stretch of text, in order, as an array in `arena`. Ranges ("from 3 to 5 billion") are one number
 * with low and high. Not found: ordinals, clock times, ISO dates, digits inside names ("F-16", "COVID-19"); nor what
 * reaches 10^18. */
uint32_t ch__numbers(const ch__knowledge *k, ch__arena *arena, const char *text, ch_span bytes, ch__number **out);

#endif
