/* when.h - inside of the time resolver: words to classes (table events/times), classes to expressions (table
 * events/time-patterns), expressions to days (when_rules.c). */
#ifndef CH_EVENTS_WHEN_H
#define CH_EVENTS_WHEN_H

#include "events/clause.h"

typedef enum ch__tclass {
    CH__T_ISO,     /* 2025-05-04 in one token; value: index into the capture's date */
    CH__T_WEEKDAY, /* 0 Monday */
    CH__T_MONTH,   /* 1..12 */
    CH__T_DAY,     /* 1..31, as digits or ordinal */
    CH__T_YEAR,    /* 4 digits */
    CH__T_NUM,     /* a count: "two", "10" */
    CH__T_VAGUE,   /* "few", "several" */
    CH__T_UNIT,    /* enum ch__tunit */
    CH__T_SHIFT,   /* last -1, this 0, next 1 */
    CH__T_REL,     /* yesterday -1 */
    CH__T_PART,    /* early 1, mid 2, late 3 */
    CH__T_SINCE,   /* earlier -1, later 1: from its start to now, from now to its end */
    CH__T_SEASON,  /* 0 winter, 1 spring, 2 summer, 3 autumn */
    CH__T_NTH,     /* first 1 .. fourth 4 */
    CH__T_DECADE,  /* 1990s: 1990 */
    CH__T_TO,      /* to, until, dash */
    CH__T_ANA,     /* following 1, previous -1: from the story's last time */
    CH__T_PREFIX,  /* "mid-" of "mid-March": a part */
    CH__N_TCLASS
} ch__tclass;

typedef enum ch__tunit {
    CH__U_DAY,
    CH__U_WEEK,
    CH__U_MONTH,
    CH__U_QUARTER,
    CH__U_YEAR,
    CH__U_DECADE,
    CH__U_CENTURY,
    CH__U_WEEKEND,
    CH__U_HOUR
} ch__tunit;

enum { CH__CAPTURES = 8 };

/* What a pattern caught: values by class in order of words. */
typedef struct ch__caught {
    uint8_t n;
    uint8_t cls[CH__CAPTURES];
    int16_t value[CH__CAPTURES];
    ch_date iso;
} ch__caught;

/* What expressions are resolved against. */
typedef struct ch__clock {
    ch_date published; /* year 0: unknown */
    ch_when anchor;    /* the story's last resolved time; start.year 0: none */
    int tense;         /* of the clause: -1, 0, 1 */
} ch__clock;

/* Value of the nth capture of a class, or -9999. */
int ch__caught_value(const ch__caught *c, ch__tclass cls, int nth);
#define CH__NO_VALUE (-9999)

/* Resolves one expression by the rule a pattern names. False: the rule does not hold here (no such day), try another
 * pattern. An expression that cannot be resolved is true with precision CH_UNKNOWN. */
bool ch__when_resolve(const char *rule, const ch__caught *c, const ch__clock *clock, ch_when *out);
/* Whether a rule needs the story's last time, and whether it is a time at all (a duration, a repetition, a clock time
 * is not). */
bool ch__when_rule_anchored(const char *rule);
bool ch__when_rule_kept(const char *rule);

#endif
