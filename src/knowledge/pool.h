/* pool.h - strings by number, while tables are compiled: equal strings share one. */
#ifndef CH_KNOWLEDGE_POOL_H
#define CH_KNOWLEDGE_POOL_H

#include "base/arena.h"
#include "base/sv.h"

typedef struct ch__pool {
    ch__sv *items;
    uint32_t n, cap;
    uint32_t *slots; /* numbers, CH_NONE: free */
    uint32_t n_slots;
} ch__pool;

/* Number of the string, which the caller keeps alive unless `copy`. */
uint32_t ch__pool_add(ch__arena *arena, ch__pool *p, ch__sv s, bool copy);

#endif
