/* kernels_sse2.c - the arithmetic of the network on any x86-64. */
#if defined __x86_64__ && defined __GNUC__
enum { CH__ROWS = 3, CH__COLUMNS = 16 }; /* 12 sums, two halves of the weights, two of the inputs: 16 registers */
#include <emmintrin.h>

#include "syntax/kernel_steps.h"

/* Four inputs, four times. */
static inline __m128i four_inputs(const uint8_t *in)
{
    int32_t four;
    memcpy(&four, in, sizeof four);
    return _mm_set1_epi32(four);
}

static inline void sums(const ch__product *p, uint32_t row, uint32_t column, uint32_t tiles,
                        int32_t acc[CH__ROWS][CH__COLUMNS])
{
    const int8_t *w = p->layer->weight + (size_t)column * p->layer->k;
    __m128i a[CH__ROWS][4];
    (void)tiles;
    for (int r = 0; r < CH__ROWS; r++)
        a[r][0] = a[r][1] = a[r][2] = a[r][3] = _mm_setzero_si128();
    for (uint32_t q = 0; q < n_parts(p); q++) {
        const uint8_t *in[CH__ROWS];
        for (uint32_t r = 0; r < CH__ROWS; r++)
            in[r] = input(p, row + r, q);
        for (uint32_t k = 0; k < part_width(p, q); k += 4)
            CH_UNROLL(4)
        for (int i = 0; i < 4; i++, w += 16) { /* four outputs; their first and third inputs, second and fourth */
            __m128i v = _mm_load_si128((const __m128i *)w);
            __m128i even = _mm_srai_epi16(_mm_slli_epi16(v, 8), 8), odd = _mm_srai_epi16(v, 8);
            CH_UNROLL(3)
            for (int r = 0; r < CH__ROWS; r++) {
                __m128i x = four_inputs(in[r] + k);
                __m128i first = _mm_madd_epi16(_mm_and_si128(x, _mm_set1_epi16(0xFF)), even);
                __m128i second = _mm_madd_epi16(_mm_srli_epi16(x, 8), odd);
                a[r][i] = _mm_add_epi32(a[r][i], _mm_add_epi32(first, second));
            }
        }
    }
    for (int r = 0; r < CH__ROWS; r++)
        for (int i = 0; i < 4; i++)
            _mm_store_si128((__m128i *)(acc[r] + 4 * i), a[r][i]);
}

CH__KERNELS(sse2);
#endif
