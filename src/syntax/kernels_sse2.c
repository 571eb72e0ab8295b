/* kernels_sse2.c - the arithmetic of the network on any x86-64. */
#if defined __x86_64__ && defined __GNUC__
enum { CH__ROWS = 1, CH__COLUMNS = 16 };
#include <emmintrin.h>

#include "syntax/kernel_steps.h"

/* Two outputs a vector, two halves of the four inputs each: they meet at the end. */
static inline __m128i halves_added(__m128i a, __m128i b)
{
    __m128 x = _mm_castsi128_ps(a), y = _mm_castsi128_ps(b);
    return _mm_add_epi32(_mm_castps_si128(_mm_shuffle_ps(x, y, _MM_SHUFFLE(2, 0, 2, 0))),
                         _mm_castps_si128(_mm_shuffle_ps(x, y, _MM_SHUFFLE(3, 1, 3, 1))));
}

/* Four inputs as 16-bit numbers, twice. */
static inline __m128i four_inputs(const uint8_t *in)
{
    int32_t four;
    memcpy(&four, in, sizeof four);
    __m128i wide = _mm_unpacklo_epi8(_mm_cvtsi32_si128(four), _mm_setzero_si128());
    return _mm_unpacklo_epi64(wide, wide);
}

static inline void sums(const ch__product *p, uint32_t row, uint32_t column, uint32_t tiles,
                        int32_t acc[CH__ROWS][CH__COLUMNS])
{
    const ch__layer *l = p->layer;
    const int8_t *w = l->weight + (size_t)column * l->k;
    __m128i a[8], zero = _mm_setzero_si128();
    (void)tiles;
    for (int i = 0; i < 8; i++)
        a[i] = zero;
    for (uint32_t q = 0; q < n_parts(p); q++) {
        const uint8_t *in = input(p, row, q);
        for (uint32_t k = 0; k < part_width(p, q); k += 4, w += 4 * CH__TILE) {
            __m128i x = four_inputs(in + k);
            for (int i = 0; i < 4; i++) {
                __m128i v = _mm_load_si128((const __m128i *)(w + 16 * i));
                __m128i low = _mm_srai_epi16(_mm_unpacklo_epi8(zero, v), 8);
                __m128i high = _mm_srai_epi16(_mm_unpackhi_epi8(zero, v), 8);
                a[2 * i] = _mm_add_epi32(a[2 * i], _mm_madd_epi16(x, low));
                a[2 * i + 1] = _mm_add_epi32(a[2 * i + 1], _mm_madd_epi16(x, high));
            }
        }
    }
    for (int i = 0; i < 4; i++)
        _mm_store_si128((__m128i *)(acc[0] + 4 * i), halves_added(a[2 * i], a[2 * i + 1]));
}

CH__KERNELS(sse2);
#endif
