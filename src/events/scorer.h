/* scorer.h - a small trained network over traits: which of some labels fits.
 *
 * A sum of the rows of the traits (an embedding bag: Joulin et al. 2017, "Bag of Tricks for Efficient Text
 * Classification") and of a product with vectors of the syntax room, a rectified layer, a product for the labels. All
 * integers, so the same on every processor:
 *
 *   sum[k]    = bias[k] + sum of row[trait][k] + ((sum of dense[k][i] * (byte[i] - 64)) * dense_factor >> 16)
 *   hidden[k] = clamp(sum[k] >> hidden_shift, 0, 63)
 *   score[o]  = (out_bias[o] + sum of out[o][k] * hidden[k]) * out_factor >> 16       in 1/64 octaves: 64 more, twice
 *                                                                                     as likely
 *
 * Where a score exceeds 32 bits it is the largest or smallest of them. Labels come in groups, each a distribution of
 * its own: of a trigger the events, then the modalities. */
#ifndef CH_EVENTS_SCORER_H
#define CH_EVENTS_SCORER_H

#include "events/traits.h"
#include "model/model.h"

enum {
    CH__MOST_TRAITS = 256, /* of one thing scored; more are left out: sums stay within 16 bits */
    CH__SCORER_WIDTH = 128,
    CH__SCORER_LABELS = 512,
    CH__SCORER_GROUPS = 4,
    CH__SURE = 1 << 16 /* a share of one */
};

/* A section events.NAME: this header, then parts at multiples of 64 bytes: int8 rows[n_rows][width]; int16 bias[width];
 * int8 dense[width][n_dense]; int8 out[n_labels][width]; int32 out_bias[n_labels]; labels, NUL-terminated. */
typedef struct ch__scorer_header {
    uint32_t n_rows; /* a power of two */
    uint32_t width, n_dense, n_labels, n_groups;
    uint32_t group_end[CH__SCORER_GROUPS];
    uint32_t hidden_shift;
    int32_t dense_factor, out_factor;
    uint32_t reserved[4];
} ch__scorer_header;

typedef struct ch__scorer {
    ch__scorer_header h;
    uint32_t row_shift; /* of a trait to its row */
    const int8_t *rows, *dense, *out;
    const int16_t *bias;
    const int32_t *out_bias;
    const char *labels[CH__SCORER_LABELS];
} ch__scorer;

/* Fills *s with views into a section, all sizes checked. CH_EMODEL with the section's name and the reason. */
int ch__scorer_load(ch__scorer *s, ch__sv section, const char *name, ch_err *err);

/* Scores of all labels. dense: n_dense bytes of the syntax room, or NULL for none known. */
void ch__scorer_run(const ch__scorer *s, const ch__traits *traits, const uint8_t *dense, int32_t *scores);

/* The shares of a group's labels, of CH__SURE; scores and shares are those of all labels. Returns the likeliest label
 * of the group, the first among equals. */
uint32_t ch__scorer_shares(const ch__scorer *s, uint32_t group, const int32_t *scores, uint32_t *shares);

#endif
