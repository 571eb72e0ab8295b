/* when.h - inside of the time resolver.
 *
 *   when_lexicon.c   tables events/times and events/time-patterns, compiled once to an automaton over words and classes
 *   when_words.c     the words of a sentence as classes of time
 *   when.c           expressions: the longest at a place, with the word before it ("since", "by") and its clause
 *   when_rules.c     rules that make days of what a pattern caught
 *   when_spans.c     the same for what is reckoned from a day: ago, later, the past two years, since, by
 *   when_lengths.c   durations, repetitions, times of the day
 *   when_calendar.c  units of the calendar, feasts
 *   when_near.c      which time holds for a trigger
 */
#ifndef CH_EVENTS_WHEN_H
#define CH_EVENTS_WHEN_H

#include "events/clause.h"

/* Classes of words. Their names in the table are in when_lexicon.c. */
typedef enum ch__tclass {
    CH__T_ISO,      /* 2025-05-04, 04/05/2025 in one token; the days are in the capture */
    CH__T_WEEKDAY,  /* 0 Monday */
    CH__T_WD,       /* the same, as "Sun", which is a name of days only before a date; caught as CH__T_WEEKDAY */
    CH__T_WEEKDAYS, /* "Mondays" */
    CH__T_MONTH,    /* 1..12 */
    CH__T_DAY,      /* 1..31, as digits or ordinal */
    CH__T_ORD,      /* the same, only as "9th" */
    CH__T_YEAR,     /* 4 digits */
    CH__T_YY,       /* 2 digits: "25" of "2024-25" */
    CH__T_NUM,      /* a count: "two", "twenty-five", "10" */
    CH__T_VAGUE,    /* "few", "several" */
    CH__T_UNIT,     /* enum ch__tunit */
    CH__T_UNITS,    /* the same, only in the plural */
    CH__T_SHIFT,    /* last -1, this 0, next 1 */
    CH__T_REL,      /* yesterday -1 */
    CH__T_PART,     /* early 1, mid 2, late 3, end 4 */
    CH__T_SINCE,    /* earlier -1, later 1: from its start to now, from now to its end */
    CH__T_SIDE,     /* before -1, after 1 */
    CH__T_SEASON,   /* 0 winter, 1 spring, 2 summer, 3 autumn */
    CH__T_NTH,      /* first 1 .. fourth 4 */
    CH__T_Q,        /* Q2: 2 */
    CH__T_H,        /* H1: 1 */
    CH__T_DECADE,   /* 1990s: 1990 */
    CH__T_TO,       /* to, until, dash */
    CH__T_ANA,      /* following 1, previous -1: from the story's last time */
    CH__T_DAYPART,  /* "morning": belongs to the day before it */
    CH__T_AMPM,     /* a.m. 0, p.m. 12 */
    CH__T_CLOCK,    /* 15:45, 8.30: minutes of the day */
    CH__T_HHMM,     /* 0900: minutes of the day */
    CH__T_ZONE,     /* GMT */
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
    CH__U_HOUR,
    CH__U_MINUTE,
    CH__U_SECOND,
    CH__U_FORTNIGHT
} ch__tunit;

enum { CH__CAPTURES = 8, CH__WORD_CLASSES = 8 };

/* What a pattern caught: values by class in order of words. */
typedef struct ch__caught {
    uint8_t n;
    uint8_t cls[CH__CAPTURES];
    int16_t value[CH__CAPTURES];
    ch_date iso, other; /* of CH__T_ISO: the day, and what it is when month and day change places; else year 0 */
} ch__caught;

/* Value of the nth capture of a class, or -9999. */
int ch__caught_value(const ch__caught *c, ch__tclass cls, int nth);
#define CH__NO_VALUE (-9999)

/* What expressions are resolved against. */
typedef struct ch__clock {
    ch_date published;  /* year 0: unknown */
    ch_when anchor;     /* the story's last resolved time; start.year 0: none */
    ch_when day_anchor; /* the last that was known to the day */
    int tense;          /* of the clause: -1, 0, 1 */
    bool nominal;       /* hangs on a noun: "the third attack in two weeks" */
    uint8_t relation;   /* ch_relation of the word before the expression */
    const char *arg;    /* of the rule, behind ":" in the table, or "" */
    ch__arena *arena;   /* for strings */
} ch__clock;

/* ---- patterns ---- */

typedef bool (*ch__when_fn)(const ch__caught *, const ch__clock *, ch_time *);

typedef enum ch__when_kind {
    CH__WHEN_TIME, /* resolve makes a time of it */
    CH__WHEN_LEAD, /* a word before a time: "since" */
    CH__WHEN_EVENT /* "two days after": reckoned from what follows (when.c) */
} ch__when_kind;

/* What must stand around an expression: the part of the argument behind a blank. */
typedef enum ch__when_need {
    CH__NEED_NOTHING,
    CH__NEED_LEAD,  /* a preposition: "in May" */
    CH__NEED_NOUN,  /* a noun behind: "the 2015 accord" */
    CH__NEED_ALONE, /* a preposition, and no noun behind: "on the 9th" */
    CH__NEED_COMMA  /* a comma behind, or the end: "two years on, ..." */
} ch__when_need;

typedef struct ch__pattern {
    ch__when_fn resolve; /* NULL: these words are no time ("45 years old") */
    const char *arg;
    uint8_t kind, need, relation, literals;
} ch__pattern;

typedef struct ch__when_word {
    ch__sv text;
    uint32_t next; /* of the same slot, or CH_NONE */
    uint8_t n, cls[CH__WORD_CLASSES];
    int16_t value[CH__WORD_CLASSES];
} ch__when_word;

typedef struct ch__when_node {
    uint32_t first, next; /* child, sibling; 0: none */
    uint32_t symbol;      /* a class, or CH__N_TCLASS + word */
    uint32_t pattern;     /* + 1; 0: none ends here */
} ch__when_node;

enum { CH__WHEN_SLOTS = 1024 };

typedef struct ch__when_lexicon {
    ch__arena arena; /* of all of it */
    ch__when_word *words;
    uint32_t n_words, slots[CH__WHEN_SLOTS];
    ch__when_node *nodes; /* [0] is not used */
    uint32_t *roots;      /* symbol to the node of what begins with it, or 0 */
    ch__pattern *patterns;
} ch__when_lexicon;

/* Number of a word in lower case, or CH_NONE. */
uint32_t ch__when_word_find(const ch__when_lexicon *lexicon, ch__sv text);
/* Value of a word in a class by the table. */
int ch__when_tabled(const ch__when_lexicon *lexicon, ch__sv text, ch__tclass cls);

/* ---- words of a sentence ---- */

/* A word, or a part of one ("mid" and "March" of "mid-March"), with what it can be. */
typedef struct ch__piece {
    uint32_t token;
    uint32_t word; /* of the lexicon, or CH_NONE */
    uint8_t n, cls[CH__WORD_CLASSES];
    int16_t value[CH__WORD_CLASSES];
    ch_date iso, other;
    int16_t number;        /* the count that begins here, ... */
    uint8_t number_pieces; /* ... over so many pieces; 0: none */
} ch__piece;

uint32_t ch__when_pieces(const ch__when_lexicon *lexicon, ch__arena *arena, const ch_doc *doc, ch_span tokens,
                         ch__piece **out);

/* The word outside of an expression on which it hangs, or CH_NONE: its clause gives the tense. */
uint32_t ch__time_head(const ch_doc *doc, ch_span tokens);

/* ---- rules; each is named in when_lexicon.c ---- */

/* clang-format off */
#define CH__WHEN_RULES(X)                                                                                              \
    X(after) X(ago) X(ahead) X(century) X(clock) X(date) X(day) X(day_of_month) X(decade) X(duration) X(easter)        \
    X(fiscal) X(fixed) X(half) X(in) X(iso) X(month) X(month_year) X(months_of) X(night) X(nth_weekday) X(part_date)   \
    X(part_unit) X(quarter) X(range) X(rolling) X(same) X(season) X(set) X(since_unit) X(span) X(unit) X(vague)        \
    X(weekday) X(weekday_of_week) X(weekdays) X(weekend) X(within)
/* clang-format on */
#define CH_X(name) bool ch__when_rule_##name(const ch__caught *t, const ch__clock *c, ch_time *out);
CH__WHEN_RULES(CH_X)
#undef CH_X

/* n units from a day, forward or back, as coarse as the unit is: "two years ago" is a year, "three days ago" a day. */
bool ch__when_at_distance(const ch__caught *t, ch_date from, int sign, ch_time *out);
/* The part of a stretch that a rule is about ("the end of": 4), said or by its argument; 0: all of it. */
int ch__when_part(const ch__pattern *p, const ch__caught *t);
/* What "since", "by", "until" and "before" make of the days behind them. */
void ch__when_relate(const ch__clock *c, int part, ch_time *out);

/* ---- days ---- */

static inline ch_date ch__ymd(int year, int month, int day)
{
    return (ch_date){(int16_t)year, (int8_t)month, (int8_t)day};
}
static inline bool ch__known(ch_date d)
{
    return d.year != 0;
}
/* Fills *out. False when it leaves the calendar. */
bool ch__when_stretch(ch_time *out, ch_date start, ch_date end, ch_precision p, ch_basis b);
/* The whole of a date of day, month or year precision. */
bool ch__when_whole(ch_time *out, ch_date d, ch_basis b);
/* A time whose days are not known. */
bool ch__when_unresolved(ch_time *out);

ch_date ch__when_add_days(ch_date d, int n); /* year 0 outside of the calendar */
/* First day of the unit that holds d, moved by n units; and its last day. Weeks begin on Monday. */
ch_date ch__unit_first(ch_date d, ch__tunit u, int n);
ch_date ch__unit_last(ch_date first, ch__tunit u);
ch_precision ch__unit_precision(ch__tunit u);
bool ch__unit_at(ch_time *out, ch_date d, ch__tunit u, int n);
/* Moves d by n units, day for day: "a week later", "two years ago". */
ch_date ch__moved(ch_date d, ch__tunit u, int n);
ch_date ch__easter(int year);
/* The year of a month or a day (0: none) of a month that names none. */
int ch__year_for(int month, int day, const ch__clock *c);
/* The count before a unit: "two weeks", "several months" (three to seven of them). */
void ch__caught_counts(const ch__caught *t, int *least, int *most);

#endif
