/* made_story.h - a generated story: prose of a small list of words, with records of all kinds that stand in it as read
 * ones would (quotes, roles, spans, candidates, ids). */
#ifndef CH_BENCH_MADE_STORY_H
#define CH_BENCH_MADE_STORY_H

#include "support/made_world.h"

enum { MADE_SENTENCES = 20, MADE_RECORDS = 12 };

/* What a story is about. Stories of one plot tell the same. */
typedef struct made_plot {
    uint64_t number; /* what happens in it follows from this */
    ch_date day;
    const made_state *a, *b; /* whom most of its records are about */
} made_plot;

/* Writes the story into an empty document with at most MADE_RECORDS records. `number` names it. */
void made_story(const made_world *world, const made_plot *plot, uint64_t number, uint32_t records, ch_doc *doc);

#endif
