/* units.h - cutting text into the units phrases are made of. Inside the room only. */
#ifndef CH_KNOWLEDGE_UNITS_H
#define CH_KNOWLEDGE_UNITS_H

#include "knowledge/knowledge.h"

enum { CH__UNIT_BYTES = 256 }; /* a unit whose folded form is longer is in no phrase */

typedef struct ch__unit_reader {
    const char *text;
    uint32_t at, to;               /* what is still to be read */
    uint32_t start, end;           /* the unit */
    bool too_long;                 /* its folded form does not fit */
    uint32_t n;                    /* bytes of the folded form, at least 1 */
    char fold[CH__UNIT_BYTES + 8]; /* zeros behind n up to a multiple of 8 */
} ch__unit_reader;

/* Moves to the next unit; false at the end. */
bool ch__unit_next(ch__unit_reader *r);

/* Hash of a folded unit, which has zeros behind n up to a multiple of 8. */
uint64_t ch__unit_hash(const char *fold, uint32_t n);

#endif
