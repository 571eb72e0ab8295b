/* kernels_vnni.c - the arithmetic of the network with AVX-512 VNNI. */
#if defined __x86_64__ && defined __GNUC__
enum { CH__ROWS = 6, CH__COLUMNS = 64 }; /* 24 sums, 4 weights and an input of 32 registers */
#include <immintrin.h>

#include "syntax/kernel_steps.h"

static inline __m512i four_inputs(const uint8_t *in)
{
    int32_t four;
    memcpy(&four, in, sizeof four);
    return _mm512_set1_epi32(four);
}

/* `tiles` is a constant wherever this is expanded, so that the sums are registers. */
__attribute__((always_inline)) static inline void sums_of(const ch__product *p, uint32_t row, uint32_t column,
                                                          const uint32_t tiles, int32_t acc[CH__ROWS][CH__COLUMNS])
{
    const ch__layer *l = p->layer;
    const int8_t *w = l->weight + (size_t)column * l->k;
    size_t tile = (size_t)l->k * CH__TILE; /* bytes from one tile to the next */
    __m512i a[CH__ROWS][4];
    CH_UNROLL(6)
    for (int r = 0; r < CH__ROWS; r++) {
        CH_UNROLL(4)
        for (uint32_t c = 0; c < tiles; c++)
            a[r][c] = _mm512_setzero_si512();
    }
    for (uint32_t q = 0; q < n_parts(p); q++) {
        const uint8_t *in[CH__ROWS];
        CH_UNROLL(6)
        for (uint32_t r = 0; r < CH__ROWS; r++)
            in[r] = input(p, row + r, q);
        for (uint32_t k = 0; k < part_width(p, q); k += 4, w += 4 * CH__TILE) {
            __m512i v[4];
            CH_UNROLL(4)
            for (uint32_t c = 0; c < tiles; c++)
                v[c] = _mm512_load_si512(w + c * tile);
            CH_UNROLL(6)
            for (int r = 0; r < CH__ROWS; r++) {
                __m512i x = four_inputs(in[r] + k);
                CH_UNROLL(4)
                for (uint32_t c = 0; c < tiles; c++)
                    a[r][c] = _mm512_dpbusd_epi32(a[r][c], x, v[c]);
            }
        }
    }
    CH_UNROLL(6)
    for (int r = 0; r < CH__ROWS; r++) {
        CH_UNROLL(4)
        for (uint32_t c = 0; c < tiles; c++)
            _mm512_store_si512(acc[r] + CH__TILE * c, a[r][c]);
    }
}

static inline void sums(const ch__product *p, uint32_t row, uint32_t column, uint32_t tiles,
                        int32_t acc[CH__ROWS][CH__COLUMNS])
{
    switch (tiles) {
    case 1: sums_of(p, row, column, 1, acc); break;
    case 2: sums_of(p, row, column, 2, acc); break;
    case 3: sums_of(p, row, column, 3, acc); break;
    default: sums_of(p, row, column, 4, acc); break;
    }
}

CH__KERNELS(vnni);
#endif
