/* kernels.c - which implementation of the arithmetic runs. */
#include "syntax/kernels.h"

#include <stdatomic.h>
#include <stdlib.h>

static bool always(void)
{
    return true;
}

#if defined __x86_64__ && defined __GNUC__
static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

static bool has_vnni(void)
{
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vnni");
}
#endif

static const struct {
    const ch__kernels *kernels;
    bool (*runs)(void);
} known[] = {
    {&ch__kernels_plain, always},
#if defined __x86_64__ && defined __GNUC__
    {&ch__kernels_sse2, always},
    {&ch__kernels_avx2, has_avx2},
    {&ch__kernels_vnni, has_vnni},
#endif
};
enum { N_KNOWN = sizeof known / sizeof *known };

static _Atomic(const ch__kernels *) chosen;

const ch__kernels *ch__kernels_at(size_t i)
{
    for (size_t k = 0; k < N_KNOWN; k++)
        if (known[k].runs() && i-- == 0)
            return known[k].kernels;
    return NULL;
}

static const ch__kernels *named(const char *name)
{
    const ch__kernels *k;
    for (size_t i = 0; (k = ch__kernels_at(i)); i++)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

static const ch__kernels *choose(void)
{
    const char *set = getenv("CHANCERY_CPU");
    const ch__kernels *best = set && *set ? named(set) : NULL, *k;
    for (size_t i = 0; !(set && best) && (k = ch__kernels_at(i)); i++)
        best = k;
    return best;
}

/* Threads that come at the same time choose the same. */
const ch__kernels *ch__kernels_chosen(void)
{
    const ch__kernels *k = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (!k) {
        k = choose();
        atomic_store_explicit(&chosen, k, memory_order_relaxed);
    }
    return k;
}

bool ch__kernels_force(const char *name)
{
    const ch__kernels *k = name ? named(name) : NULL;
    if (!name || k)
        atomic_store_explicit(&chosen, k, memory_order_relaxed);
    return !name || k;
}
