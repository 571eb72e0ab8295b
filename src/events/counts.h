/* counts.h - what is counted in a sentence, and what became of it; for magnitudes.c. */
#ifndef CH_EVENTS_COUNTS_H
#define CH_EVENTS_COUNTS_H

#include "events/code.h"

/* Tables events/magnitudes (lemma, role, what):
 *
 *   object     verb whose object meets a fate        "killed 12 people"
 *   subject    verb whose subject does               "12 people died"
 *   word       noun or adjective that tells one      "12 dead", "the killing of 12"
 *   taker      verb that takes lives                 "claimed 12 lives", "12 lost their lives"
 *   life       what it takes
 *   toll       noun that a number is said of         "the toll rose to 12"
 *   counted    noun of a kind that is counted        "12 rifles": items
 *   measure    the same of a unit of ledger/units    "12 tonnes": items
 */
typedef struct ch__count {
    uint32_t head;  /* token by which it hangs in the tree: the noun, or the number of "three of them" */
    uint32_t noun;  /* token of what is counted, or CH_NONE: "killing 12" */
    uint32_t first; /* of its row: "a corporal" of "a corporal and four bystanders" */
    double value;
    const char *kind; /* people, items, money, or NULL: not known */
    const char *unit; /* a currency or the words of the noun, or NULL */
    const char *fate; /* killed, injured, arrested, or NULL */
    bool told;        /* the fate is its own, not that of the row it stands in */
} ch__count;

/* The cell `what` of a token's lemma in a role of events/magnitudes, or NULL. */
const char *ch__counting_word(const ch__scene *s, uint32_t token, const char *role);

/* Finds them once a sentence, in the order of their heads, which differ: s->counts. */
void ch__counts(ch__scene *s);

#endif
