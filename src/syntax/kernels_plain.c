/* kernels_plain.c - the arithmetic of the network for any processor. */
#define CH__PLAIN
enum { CH__ROWS = 1, CH__COLUMNS = 16 };
#include "syntax/kernel_steps.h"

static inline void sums(const ch__product *p, uint32_t row, uint32_t column, uint32_t tiles,
                        int32_t acc[CH__ROWS][CH__COLUMNS])
{
    const ch__layer *l = p->layer;
    const int8_t *w = l->weight + (size_t)column * l->k;
    (void)tiles;
    memset(acc[0], 0, sizeof acc[0]);
    for (uint32_t q = 0; q < n_parts(p); q++) {
        const uint8_t *in = input(p, row, q);
        for (uint32_t k = 0; k < part_width(p, q); k += 4, w += 4 * CH__TILE)
            for (int o = 0; o < CH__TILE; o++)
                acc[0][o] +=
                    in[k] * w[4 * o] + in[k + 1] * w[4 * o + 1] + in[k + 2] * w[4 * o + 2] + in[k + 3] * w[4 * o + 3];
    }
}

CH__KERNELS(plain);
