/* kernels_avx2.c - the arithmetic of the network with AVX2. */
#if defined __x86_64__ && defined __GNUC__
enum { CH__ROWS = 5, CH__COLUMNS = 16 }; /* 10 sums, 2 weights, an input, its products, the ones: 16 registers */
#include <immintrin.h>

#include "syntax/kernel_steps.h"

static inline __m256i four_inputs(const uint8_t *in)
{
    int32_t four;
    memcpy(&four, in, sizeof four);
    return _mm256_set1_epi32(four);
}

/* a += x * w in fours. Pairs of products stay within 16 bits: 2 * 127 * 127 < 2^15. */
static inline __m256i added(__m256i a, __m256i x, __m256i w)
{
    return _mm256_add_epi32(a, _mm256_madd_epi16(_mm256_maddubs_epi16(x, w), _mm256_set1_epi16(1)));
}

static inline void sums(const ch__product *p, uint32_t row, uint32_t column, uint32_t tiles,
                        int32_t acc[CH__ROWS][CH__COLUMNS])
{
    const ch__layer *l = p->layer;
    const int8_t *w = l->weight + (size_t)column * l->k;
    __m256i a[CH__ROWS][2];
    (void)tiles;
    for (int r = 0; r < CH__ROWS; r++)
        a[r][0] = a[r][1] = _mm256_setzero_si256();
    for (uint32_t q = 0; q < n_parts(p); q++) {
        const uint8_t *in[CH__ROWS];
        for (uint32_t r = 0; r < CH__ROWS; r++)
            in[r] = input(p, row + r, q);
        for (uint32_t k = 0; k < part_width(p, q); k += 4, w += 4 * CH__TILE) {
            __m256i w0 = _mm256_load_si256((const __m256i *)w), w1 = _mm256_load_si256((const __m256i *)(w + 32));
            CH_UNROLL(5)
            for (int r = 0; r < CH__ROWS; r++) {
                __m256i x = four_inputs(in[r] + k);
                a[r][0] = added(a[r][0], x, w0);
                a[r][1] = added(a[r][1], x, w1);
            }
        }
    }
    for (int r = 0; r < CH__ROWS; r++)
        for (int c = 0; c < 2; c++)
            _mm256_store_si256((__m256i *)(acc[r] + 8 * c), a[r][c]);
}

CH__KERNELS(avx2);
#endif
