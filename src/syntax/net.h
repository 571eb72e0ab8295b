/* net.h - the network of the syntax room: what stands in the model, and the integer arithmetic that everyone who
 * computes it must follow to the bit.
 *
 * One encoder reads a sentence; every output is a matrix product on what it made of each token: the row of the word (or
 * the rows of its n-grams) and the row of its shape are summed to h; blocks add a dilated convolution of width 3 over
 * norm(h) to h (Strubell et al. 2017); from z = norm(h) come arc vectors, relation vectors, tags, features and names.
 * Arcs have a bilinear score for each pair (Dozat and Manning 2017), and where the best heads make no tree, Eisner's
 * algorithm (1996) finds the best one. The trainer (train/) knows what real numbers stand behind the integers.
 *
 * D is config.width; >> is arithmetic; mulr(a, b) = (a * b + 0x4000) >> 15 is the rounded Q15 product of pmulhrsw.
 *
 * h: int16, kept within +-CH__H_MOST by every step.
 *
 * norm: root mean square normalisation (Zhang and Sennrich 2019) without parameters, to 7 bits. With s the exact sum of
 * h[k]^2, r = max(16, floor(sqrt(floor(256 s / D)))) is 16 times the root mean square and f = min(32767, floor(
 * CH__NORM_UNIT * 16 * 32768 / r)) the factor: u[k] = clamp(mulr(h[k], f), -64, 63), stored as the byte u[k] + 64.
 *
 * layer: acc[o] = bias[o] + sum over k of weight[o][k] * byte[k], exact in 32 bits. Bytes are 0..127 and weights
 * -127..127, so that two products fit 16 bits and vpmaddubsw does not saturate. Where the input is stored with 64
 * added, the bias already holds -64 times the sum of the weights. "raw" layers give acc itself, "scaled" ones y =
 * mulr(clamp16((acc + round) >> shift), mult[o]) with round = shift ? 1 << (shift - 1) : 0.
 *
 * A tile of CH__TILE outputs is calm if, of each output, the weights of CH__RUN inputs in a row (from a multiple of it
 * on) that stand first or second in a group of four have positive ones that sum to CH__CALM_MOST at most and negative
 * ones that sum to -CH__CALM_MOST at least, and so have those that stand third or fourth: then eight products fit 16
 * bits. The results are the same, but AVX2 has them in three quarters of the time; weights within +-63 are nearly
 * always calm.
 *
 * block: scaled. The input of token t is the first `side` bytes of token t - dilation, all D of t and the last `side`
 * of t + dilation, in this order (side channels that differ where side < D: Lin et al. 2019, "TSM"); outside the
 * sentence all bytes are 64. y = max(y, y >> 2); h = clamp(h + y, +-CH__H_MOST).
 *
 * arcs: dep is scaled, then a byte clamp(y, -64, 63) + 64; head is scaled, then a signed byte clamp(y, -127, 127).
 * score(i, j) = sum over a of (dep[i][a] - 64) * head[j][a] + distance[clamp(j - i, +-K) + K], for j as head of i;
 * score(i, root) = sum over a of (dep[i][a] - 64) * root[a] + root_bias. The best head of a token is the one of largest
 * score, the root before the tokens and the leftmost token among equals.
 *
 * relations: rel_dep and rel_head are scaled and kept in 16 bits. For token i with head j, hidden[r] =
 * clamp(rel_dep[i][r] + rel_head[j][r], 0, 127), with rel_root[r] in place of rel_head[j][r] for the root; rel_out is
 * raw on hidden (stored without 64). The largest wins, the smallest index among equals; "root" for the root only.
 *
 * tags: raw, the largest wins. feats: of the bundles that the tag allows, the one of largest bias[f] + sum of
 * weight[f][k] * (byte[k] - 64). names: raw, Viterbi over the transitions.
 */
#ifndef CH_SYNTAX_NET_H
#define CH_SYNTAX_NET_H

#include "model/model.h"

enum {
    CH__H_MOST = 8191,
    CH__NORM_UNIT = 16, /* u of one root mean square */
    CH__MOST_BLOCKS = 16,
    CH__MOST_WIDTH = 512,
    CH__MOST_DISTANCE = 64,
    CH__MOST_TAGS = 1024, /* also of rels, names; 64 tiles */
    CH__MOST_FEATS = 4096,
    CH__TILE = 16, /* outputs that stand together in a packed matrix */
    CH__RUN = 16,
    CH__CALM_MOST = INT16_MAX / 127
};

/* Section syntax.config. */
typedef struct ch__net_config {
    uint32_t width; /* D, a multiple of 64 */
    uint32_t n_blocks;
    uint32_t dilation[CH__MOST_BLOCKS]; /* of each block, at least 1 */
    uint32_t side;                      /* channels that a block takes of a neighbour: at most D, a multiple of 32 */
    uint32_t arc;                       /* A: width of arc vectors, a multiple of 32 */
    uint32_t rel;                       /* R: width of relation vectors, a multiple of 32 */
    uint32_t distance;                  /* K */
    uint32_t n_words, n_slots;          /* rows of known words (below 65536); slots, a power of two above n_words */
    uint32_t n_grams;                   /* rows of n-grams, a power of two */
    uint32_t embed_shift;               /* h = sum of rows << embed_shift, at most 6 */
    uint32_t n_tags, n_feats, n_rels, n_names;
    uint32_t root_rel; /* index of the relation "root" */
} ch__net_config;

/* A dense layer of k inputs (a multiple of 32) and n outputs in section syntax.layers. Each part begins at a multiple
 * of 64 bytes. With N = n rounded up to CH__TILE, outputs behind n having weights, bias and mult 0:
 *
 * int32 bias[N]; int16 mult[N], all 0 for raw layers; int8 weight[N / 16][k / 4][16][4]: tile, group of four inputs,
 * output in the tile, input in the group. */
typedef struct ch__layer_header {
    uint32_t k, n;
    uint32_t shift; /* of scaled layers, at most 24 */
    float step; /* real value of weight 1 in a raw layer, for whoever trains on; 0: not told; inference has no use */
    uint32_t reserved[12];
} ch__layer_header; /* 64 bytes */

/* The layers in the order they stand, behind the n_blocks blocks (k = D + 2 side, n = D). */
#define CH__LAYERS(X) X(ARC_DEP) X(ARC_HEAD) X(REL_DEP) X(REL_HEAD) X(REL_OUT) X(TAGS) X(NAMES)
#define CH_X(name) CH__LAYER_##name,
typedef enum ch__layer_use { CH__LAYERS(CH_X) CH__N_LAYERS } ch__layer_use;
#undef CH_X

typedef struct ch__layer {
    uint32_t k, n, padded; /* padded: n rounded up to CH__TILE */
    uint32_t shift;
    float step;
    uint64_t calm; /* a bit for each tile, the first one the lowest; found when loaded */
    const int32_t *bias;
    const int16_t *mult;
    const int8_t *weight;
} ch__layer;

/* The other sections:
 *
 * syntax.slots: uint32 check[n_slots], then uint16 row[n_slots] (0xFFFF: free). Open addressing: the first slot is the
 * low bits of the folded form's hash, the next slot + 1; check is the high 32 bits of the hash.
 *
 * syntax.words: int8 [n_words][D]. syntax.grams: int8 [n_grams][D]. syntax.shapes: int8 [CH__N_SHAPES][D]. For an
 * unknown form of n n-grams the word's part is mulr(sum of their rows, min(32767, floor(32768 / sqrt(n)))). h =
 * clamp((word or n-grams + shape) << embed_shift, +-CH__H_MOST).
 *
 * syntax.arcs: int32 root_bias; int32 distance[2 K + 1]; int8 root[A]; int16 rel_root[R]; each at a multiple of 64.
 *
 * syntax.feats: int32 bias[n_feats]; int8 weight[n_feats][D]; uint32 first[n_tags + 1]; uint16 allowed[first[n_tags]];
 * each at a multiple of 64. Every tag allows one bundle at least.
 *
 * syntax.names: int32 start[n_names]; int32 next[n_names][n_names] (from, to); int32 end[n_names], one behind the
 * other; in the scale of what the layer NAMES gives, -2^28 where a label may not begin or follow.
 *
 * syntax.labels: NUL-terminated strings: n_tags of "UPOS XPOS" (one space), n_feats of "_" or "Name=Value|...", n_rels
 * of UD relations, n_names of "O", "B-TYPE" or "I-TYPE"; nothing behind them. */
typedef struct ch__net {
    ch__net_config c;
    const uint32_t *check;
    const uint16_t *row;
    const int8_t *words, *grams, *shapes;
    ch__layer blocks[CH__MOST_BLOCKS], layers[CH__N_LAYERS];
    int32_t root_bias;
    const int32_t *distance;
    const int8_t *root;
    const int16_t *rel_root;
    const int32_t *feat_bias;
    const int8_t *feat_weight;
    const uint32_t *feat_first;
    const uint16_t *feat_allowed;
    const int32_t *name_start, *name_next, *name_end;
    const char *labels; /* the section's strings */
    const char *tag_xpos[CH__MOST_TAGS];
    uint8_t tag_upos[CH__MOST_TAGS];   /* ch_upos */
    const char *feats[CH__MOST_FEATS]; /* NULL: none */
    uint8_t rel_deprel[CH__MOST_TAGS]; /* ch_deprel; an unknown subtype counts as its relation */
    uint8_t name_type[CH__MOST_TAGS];  /* ch_name_type of B- and I- labels; an unknown type is MISC */
    uint8_t name_part[CH__MOST_TAGS];  /* 0 O, 1 B, 2 I */
} ch__net;

/* Fills `net` with views into the model's sections, all sizes and indices checked: nothing read later can lie outside.
 * Errors: CH_EMODEL with the reason. The model must outlive the net. */
int ch__net_load(ch__net *net, const ch__model *model, ch_err *err);

#endif
