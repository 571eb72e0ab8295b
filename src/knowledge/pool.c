/* pool.c - numbers in the order strings come, found by open addressing. */
#include "knowledge/pool.h"

#include "base/hash.h"

/* A power of two of at least twice n. */
static uint32_t slots_for(uint32_t n)
{
    uint32_t slots = 2;
    while (slots < CH_NONE / 2 && slots / 2 < n)
        slots *= 2;
    return slots;
}

static uint32_t *free_slots(ch__arena *arena, uint32_t n)
{
    uint32_t *slots = ch__alloc_raw(arena, n * sizeof *slots);
    memset(slots, 0xFF, n * sizeof *slots);
    return slots;
}

static uint32_t *slot_of(const ch__pool *p, ch__sv s)
{
    for (uint64_t i = ch__hash64(s);; i++) {
        uint32_t *slot = &p->slots[i & (p->n_slots - 1)];
        if (*slot == CH_NONE || ch__sv_eq(p->items[*slot], s))
            return slot;
    }
}

static void grow_pool(ch__arena *arena, ch__pool *p)
{
    p->n_slots = slots_for(p->n * 2 + 512);
    p->slots = free_slots(arena, p->n_slots);
    for (uint32_t i = 0; i < p->n; i++)
        *slot_of(p, p->items[i]) = i;
}

uint32_t ch__pool_add(ch__arena *arena, ch__pool *p, ch__sv s, bool copy)
{
    if (p->n_slots / 2 <= p->n)
        grow_pool(arena, p);
    uint32_t *slot = slot_of(p, s);
    if (*slot == CH_NONE) {
        ch__sv kept = copy ? (ch__sv){ch__copy(arena, s), s.n} : s;
        *slot = p->n;
        *CH__PUSH(arena, p->items, p->n, p->cap) = kept;
    }
    return *slot;
}
