/* figures.h - one number under weighing, shared by figures.c (what it measures) and flows.c (from whom to whom). */
#ifndef CH_LEDGER_FIGURES_H
#define CH_LEDGER_FIGURES_H

#include "events/numbers.h"
#include "ledger/sides.h"

typedef struct ch__measure {
    uint32_t row;     /* in ledger/measures */
    ch_span tokens;   /* the words */
    const char *name; /* of the measure; NULL for a verb */
    const char *way;  /* out, in, both, part, on, into, gift, go, owe */
} ch__measure;

/* What carries the counted people or things over a border. */
typedef struct ch__mover {
    uint32_t token;
    const char *way; /* give, get, expel, order, host, stay */
} ch__mover;

typedef struct ch__tally {
    const ch__knowledge *k;
    const ch__table *measures, *movers, *units;
    ch_doc *doc;
    uint32_t sentence;
    ch_span sentence_tokens;
    ch__time *times; /* of the sentence */
    uint32_t n_times;
    const ch__number *number;
    ch_span tokens; /* of the number with qualifier and unit */
    ch_span clause;
    ch__measure measure;
    ch_span of;  /* what a growth is of; empty: nothing */
    bool counts; /* the measure is the counted noun */
    bool apart;  /* counted noun and number stand apart: "students in China, their number reaching 3000" */
    bool weight; /* a quantity of goods in a physical unit, moved like what is counted */
} ch__tally;

/* What the rules make of one number. */
typedef struct ch__draft {
    ch__tally tally;
    ch__number number;
    ch_figure figure;    /* sides and measure where sure > 0 */
    int sure;            /* as of ch__figure_sides */
    const char *why;     /* why it is no figure, or NULL */
    const char *rule;    /* what decided, where it is no line of the tables */
    uint16_t confidence; /* thousandths, with a rule of its own */
} ch__draft;

/* The numbers of a sentence that may be figures, weighed by the rules; dates, times and labels are left out. An array
 * in `scratch`. */
uint32_t ch__figure_drafts(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc, uint32_t sentence, ch__draft **out);

/* Where clauses of a sentence may begin or end, read once: of each token whether it ends one, and whether a verb with
 * tense stands in front of it. */
typedef struct ch__joints {
    uint8_t *at; /* by token of the sentence */
} ch__joints;

ch__joints ch__joints_of(const ch_doc *doc, ch_span sentence, ch__arena *scratch);
/* The tokens of the clause around a number. */
ch_span ch__clause_around(const ch_doc *doc, const ch__joints *j, ch_span sentence, ch_span number);

/* The verb or noun that governs what is counted, when it moves things between states; false when something else is done
 * to them (they are killed, arrested, seen) or nothing. */
bool ch__mover_find(const ch__tally *y, ch__mover *out);

/* From whom to whom. Returns how sure: 3 by a verb or prepositions, 2 by order, 1 one side only; 0: not between states.
 */
int ch__figure_sides(const ch__tally *y, ch_roles *from, ch_roles *to);

#endif
