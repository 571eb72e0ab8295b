/* readings.h - the reading chosen for some words of the text: between readings.c and names.c. */
#ifndef CH_READINGS_H
#define CH_READINGS_H

#include "actors/inside.h"

typedef struct ch__choice {
    const ch__entity *entities[CH__MOST_ENTITIES];
    int rank;
    uint8_t n;
    bool adj, people, prefix, name, surname, shorter, metonym;
    bool pair; /* both entities are meant */
    bool found;
    ch__word word;
    uint8_t kind;
    const ch__table *table; /* whose row decided, of words and rules */
    uint32_t row;
    bool crowded;           /* a word that many people have for a surname, and no title tells which */
    uint8_t persons;        /* whether a person may be meant by these words at all: 0 not asked yet, 1 no, 2 yes */
    const ch__item *title;  /* the role word right before the name, or NULL */
    const char *code;       /* the code said before that role word ("Chinese President"), or NULL */
    const ch__entity *like; /* only names of our own that say the same as this one are wanted; or NULL */
    bool laid;              /* the role word is of a user's dictionary */
} ch__choice;

/* The best reading of the words [token, token + length) that a run of phrases of that length gives; `found` is false
 * when none is allowed. `like` as in ch__choice. */
ch__choice ch__choose(ch__room *r, const ch__run *run, uint32_t token, uint32_t length, const ch__entity *like);

/* Whether the text has capitals where a name of the tables has them. */
bool ch__capitals_agree(ch__sv value, ch__sv text);

#endif
