/* kernels_avx2.c - the arithmetic of the network with AVX2. */
#if defined __x86_64__ && defined __GNUC__
enum { CH__ROWS = 6, CH__COLUMNS = 16 }; /* 12 of 16 registers are sums; weights come from memory each time */
#include <immintrin.h>

#include "syntax/kernel_steps.h"

static inline __m256i four_inputs(const uint8_t *in)
{
    int32_t four;
    memcpy(&four, in, sizeof four);
    return _mm256_set1_epi32(four);
}

/* Sums of two products each. */
static inline __m256i twos(__m256i x, const int8_t *w)
{
    return _mm256_maddubs_epi16(x, _mm256_load_si256((const __m256i *)w));
}

/* a += sums of twos in pairs */
static inline __m256i added(__m256i a, __m256i sums_of_twos)
{
    return _mm256_add_epi32(a, _mm256_madd_epi16(sums_of_twos, _mm256_set1_epi16(1)));
}

/* a += four times four inputs times their weights */
__attribute__((always_inline)) static inline __m256i run_added(__m256i a, const __m256i x[4], const int8_t *w,
                                                               const bool calm)
{
    enum { FOUR = 4 * CH__TILE };
    __m256i p0 = twos(x[0], w), p1 = twos(x[1], w + FOUR), p2 = twos(x[2], w + 2 * FOUR), p3 = twos(x[3], w + 3 * FOUR);
    if (calm)
        return added(a, _mm256_add_epi16(_mm256_add_epi16(p0, p1), _mm256_add_epi16(p2, p3)));
    return added(added(added(added(a, p0), p1), p2), p3);
}

__attribute__((always_inline)) static inline void sums_of(const ch__product *p, uint32_t row, uint32_t column,
                                                          const bool calm, int32_t acc[CH__ROWS][CH__COLUMNS])
{
    const int8_t *w = p->layer->weight + (size_t)column * p->layer->k;
    __m256i a[CH__ROWS][2];
    for (int r = 0; r < CH__ROWS; r++)
        a[r][0] = a[r][1] = _mm256_setzero_si256();
    for (uint32_t q = 0; q < n_parts(p); q++) {
        const uint8_t *in[CH__ROWS];
        for (uint32_t r = 0; r < CH__ROWS; r++)
            in[r] = input(p, row + r, q);
        for (uint32_t k = 0; k < part_width(p, q); k += CH__RUN, w += CH__RUN * CH__TILE) {
            CH_UNROLL(6)
            for (int r = 0; r < CH__ROWS; r++) {
                const uint8_t *at = in[r] + k;
                __m256i x[] = {four_inputs(at), four_inputs(at + 4), four_inputs(at + 8), four_inputs(at + 12)};
                a[r][0] = run_added(a[r][0], x, w, calm);
                a[r][1] = run_added(a[r][1], x, w + 32, calm);
            }
        }
    }
    for (int r = 0; r < CH__ROWS; r++)
        for (int c = 0; c < 2; c++)
            _mm256_store_si256((__m256i *)(acc[r] + 8 * c), a[r][c]);
}

static inline void sums(const ch__product *p, uint32_t row, uint32_t column, uint32_t tiles,
                        int32_t acc[CH__ROWS][CH__COLUMNS])
{
    (void)tiles;
    if (p->layer->calm >> column / CH__TILE & 1)
        sums_of(p, row, column, true, acc);
    else
        sums_of(p, row, column, false, acc);
}

CH__KERNELS(avx2);
#endif
