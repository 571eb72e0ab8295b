/* made_world.h - chance, and the states, people and labels that generated stories speak of. Names come from the
 * knowledge tables; people are made of syllables. */
#ifndef CH_BENCH_MADE_WORLD_H
#define CH_BENCH_MADE_WORLD_H

#include "engine.h"

/* Numbers that look random, the same on every machine (splitmix64: Steele, Lea and Flood 2014). */
typedef struct made_chance {
    uint64_t state;
} made_chance;

uint64_t made_number(made_chance *chance);
uint32_t made_below(made_chance *chance, uint32_t n);        /* 0 .. n - 1 */
bool made_percent(made_chance *chance, uint32_t hundredths); /* true in so many of a hundred cases */

enum { MADE_PEOPLE = 40 }; /* of each state */

typedef struct made_state {
    const char *code, *name;
    ch_actor actors[1 + MADE_PEOPLE]; /* its government, then its people */
} made_state;

typedef struct made_labels {
    const char **at;
    uint32_t n, cap;
} made_labels;

typedef struct made_world {
    ch__arena memory;
    made_state *states; /* the busiest first */
    double *up_to;      /* share of mentions of the states up to and with this one: of the r-th it falls as 1/r */
    uint32_t n, cap;
    made_labels modes[CH_N_EVENT_TYPES]; /* of an event type */
    made_labels levels, level_actions, forms, agreement_actions, measures, contexts;
} made_world;

/* Reads the tables. Release with made_world_release. */
void made_world_init(made_world *world, const ch__knowledge *k);
void made_world_release(made_world *world);

/* A state, the busier the likelier; not `but`, which may be NULL. */
const made_state *made_pick(const made_world *world, made_chance *chance, const made_state *but);
const char *made_label(const made_labels *labels, made_chance *chance); /* NULL when there are none */

#endif
