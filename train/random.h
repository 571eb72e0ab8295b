/* random.h - seeded random numbers (xorshift64*, Vigna 2016): the same seed gives the same training. */
#ifndef CH_TRAIN_RANDOM_H
#define CH_TRAIN_RANDOM_H

#include <math.h>
#include <stdint.h>

static inline uint64_t draw(uint64_t *state)
{
    uint64_t x = *state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return x * 0x2545F4914F6CDD1Du;
}

/* In [0, 1). */
static inline float draw_unit(uint64_t *state)
{
    return (float)(draw(state) >> 40) * 0x1p-24f;
}

static inline uint32_t draw_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)((draw(state) >> 32) * n >> 32);
}

/* Standard normal (Box and Muller 1958). */
static inline float draw_normal(uint64_t *state)
{
    float a = 1.0f - draw_unit(state), b = draw_unit(state);
    return sqrtf(-2 * logf(a)) * cosf(6.2831853f * b);
}

/* A state that is not 0 from any seed (splitmix64). */
static inline uint64_t seeded(uint64_t seed)
{
    seed += 0x9E3779B97F4A7C15u;
    seed = (seed ^ seed >> 30) * 0xBF58476D1CE4E5B9u;
    seed = (seed ^ seed >> 27) * 0x94D049BB133111EBu;
    return (seed ^ seed >> 31) | 1;
}

#endif
