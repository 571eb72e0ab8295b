/* heads.c - the answers of the network, from what the encoder made of each token. */
#include "syntax/batch.h"

/* ---------------------------------------------------------------------------------------- raw layers -- */

/* One input a row, `width` bytes wide. */
static void point_at(ch__batch *b, const uint8_t *rows, size_t width)
{
    for (uint32_t t = 0; t < b->n; t++)
        b->in[t] = rows + t * width;
}

static void apply(ch__batch *b, ch__layer_use use, ch__finish finish, void *out)
{
    const ch__layer *l = &b->net->layers[use];
    b->k->product(
        &(ch__product){.layer = l, .in = b->in, .n = b->n, .finish = finish, .out = out, .stride = l->padded});
}

/* The largest output of a raw layer for each row; `never` is left out (CH_NONE: none is). */
static void choose(ch__batch *b, ch__layer_use use, uint32_t never, uint16_t *answers)
{
    const ch__layer *l = &b->net->layers[use];
    for (uint32_t from = 0; from < b->n; from += CH__STRIP) {
        uint32_t n = b->n - from < CH__STRIP ? b->n - from : CH__STRIP;
        b->k->product(&(ch__product){
            .layer = l, .in = b->in + from, .n = n, .finish = CH__RAW, .out = b->sums, .stride = l->padded});
        for (uint32_t t = 0; t < n; t++) {
            int32_t *sums = b->sums + (size_t)t * l->padded;
            if (never != CH_NONE)
                sums[never] = INT32_MIN;
            answers[from + t] = (uint16_t)b->k->largest(sums, l->n);
        }
    }
}

/* ---------------------------------------------------------------------------------------------- arcs -- */

/* The score matrix of a piece of a sentence, made as a layer whose weights are the heads: output 0 is the root, output
 * 1 + j token j. */
enum { MOST_OUTPUTS = (CH__MOST_DECODED + 1 + CH__TILE - 1) / CH__TILE * CH__TILE };

typedef struct ch__arcs {
    _Alignas(64) int32_t scores[CH__MOST_DECODED * MOST_OUTPUTS];
    int32_t bias[MOST_OUTPUTS];
    int32_t distance[2 * CH__MOST_DECODED + MOST_OUTPUTS]; /* of j - i at CH__MOST_DECODED + j - i */
    int8_t *weight;                                        /* MOST_OUTPUTS * A */
} ch__arcs;

static ch__arcs *make_arcs(const ch__net *net, ch__arena *scratch)
{
    ch__arcs *a = ch__rows_alloc(scratch, 1, sizeof *a);
    int32_t most = (int32_t)net->c.distance;
    a->weight = ch__rows_alloc(scratch, MOST_OUTPUTS, net->c.arc);
    memset(a->weight, 0, (size_t)MOST_OUTPUTS * net->c.arc); /* outputs behind the last are computed as well */
    memset(a->bias, 0, sizeof a->bias);
    for (int32_t i = 0; i < (int32_t)(sizeof a->distance / sizeof *a->distance); i++) {
        int32_t apart = i - CH__MOST_DECODED, near = apart < -most ? -most : apart > most ? most : apart;
        a->distance[i] = net->distance[near + most];
    }
    return a;
}

/* A head becomes output `o`: its bytes in fours among those of its tile. */
static void pack_head(const ch__batch *b, uint32_t o, const int8_t *head, int32_t bias)
{
    static const uint8_t zeros[CH__MOST_WIDTH]; /* which mean -64 */
    ch__arcs *a = b->arcs;
    uint32_t width = b->net->c.arc;
    int8_t *to = a->weight + (size_t)(o / CH__TILE) * CH__TILE * width + 4 * (o % CH__TILE);
    for (uint32_t k = 0; k < width; k += 4)
        memcpy(to + (size_t)k * CH__TILE, head + k, 4);
    a->bias[o] = bias + b->k->dot(zeros, head, width);
}

/* Scores of rows from..from + n - 1 with one another. */
static ch__arc_scores score_arcs(const ch__batch *b, uint32_t from, uint32_t n)
{
    ch__arcs *a = b->arcs;
    uint32_t width = b->net->c.arc, padded = (n + 1 + CH__TILE - 1) / CH__TILE * CH__TILE;
    ch__layer heads = {.k = width, .n = n + 1, .padded = padded, .bias = a->bias, .weight = a->weight};
    pack_head(b, 0, b->net->root, b->net->root_bias);
    for (uint32_t j = 0; j < n; j++)
        pack_head(b, 1 + j, b->arc_head + (size_t)(from + j) * width, 0);
    b->k->product(&(ch__product){
        .layer = &heads, .in = b->in + from, .n = n, .finish = CH__RAW, .out = a->scores, .stride = padded});
    for (uint32_t i = 0; i < n; i++) {
        int32_t *row = a->scores + (size_t)i * padded, root = row[0];
        b->k->add(row, a->distance + CH__MOST_DECODED - 1 - i, n + 1);
        row[0] = root;
        row[1 + i] = INT32_MIN;
    }
    return (ch__arc_scores){a->scores, n, padded};
}

/* The best heads, where they are a tree; else the best tree. */
static void find_heads(ch__batch *b, uint32_t from, uint32_t n)
{
    ch__arc_scores s = score_arcs(b, from, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t best = b->k->largest(s.at + (size_t)i * s.stride, n + 1);
        b->head[from + i] = best == 0 ? CH_NONE : best - 1;
    }
    if (!ch__tree_spans(b->head + from, n, b->span + from, b->work))
        ch__best_tree(b->k, s, b->head + from, b->scratch, &b->chart);
}

/* ---- sentences too long for one tree ---- */

/* The end of the piece that begins at row `from`: behind the last punctuation mark with white space behind it in the
 * second half of what a piece may hold, else behind the last white space there, else where it is full. */
static uint32_t piece_end(const ch__batch *b, uint32_t from, uint32_t end)
{
    if (end - from <= CH__MOST_DECODED)
        return end;
    uint32_t full = from + CH__MOST_DECODED, spaced = full;
    for (uint32_t t = full; t > from + CH__MOST_DECODED / 2; t--) {
        if (!(b->doc->tokens[b->first + t - 1].flags & CH_TOKEN_SPACE_AFTER))
            continue;
        if (b->net->tag_upos[b->tag[t - 1]] == CH_UPOS_PUNCT)
            return t;
        if (spaced == full)
            spaced = t;
    }
    return spaced;
}

/* Heads of a sentence's rows, in pieces; the root of the first one is the head of the others' roots. */
static void find_sentence_heads(ch__batch *b, ch_span rows)
{
    uint32_t root = CH_NONE;
    for (uint32_t from = rows.start, end; from < rows.end; from = end) {
        end = piece_end(b, from, rows.end);
        find_heads(b, from, end - from);
        for (uint32_t t = from; t < end; t++) {
            if (b->head[t] != CH_NONE)
                b->head[t] += from - rows.start;
            else if (root == CH_NONE)
                root = t - rows.start;
            else
                b->head[t] = root;
        }
    }
}

/* The relations of the other pieces' roots: their heads stand in another piece. */
static void join_pieces(ch__batch *b, ch_span rows)
{
    for (uint32_t from = rows.start, end; from < rows.end; from = end) {
        end = piece_end(b, from, rows.end);
        for (uint32_t t = from; t < end; t++) {
            uint32_t head = b->head[t] == CH_NONE ? t : rows.start + b->head[t];
            if (head < from || head >= end)
                b->rel[t] = CH__REL_JOINED;
        }
    }
}

/* ----------------------------------------------------------------------------------------- relations -- */

static void find_relations(ch__batch *b)
{
    const ch__net *net = b->net;
    size_t width = net->c.rel;
    for (uint32_t i = 0; i < b->n_sentences; i++) {
        ch_span rows = ch__rows_of(b, &b->sentences[i]);
        for (uint32_t t = rows.start; t < rows.end; t++) {
            const int16_t *head =
                b->head[t] == CH_NONE ? net->rel_root : b->rel_head + (rows.start + b->head[t]) * width;
            b->k->hidden(b->hidden + t * width, b->rel_dep + t * width, head, net->c.rel);
        }
    }
    point_at(b, b->hidden, width);
    choose(b, CH__LAYER_REL_OUT, net->c.root_rel, b->rel);
    for (uint32_t t = 0; t < b->n; t++)
        if (b->head[t] == CH_NONE)
            b->rel[t] = (uint16_t)net->c.root_rel;
    for (uint32_t i = 0; i < b->n_sentences; i++)
        if (b->sentences[i].tokens.end - b->sentences[i].tokens.start > CH__MOST_DECODED)
            join_pieces(b, ch__rows_of(b, &b->sentences[i]));
}

/* ---------------------------------------------------------------------------------- features, names -- */

static int32_t bundle_score(const ch__batch *b, uint32_t t, uint32_t allowed)
{
    const ch__net *net = b->net;
    uint32_t f = net->feat_allowed[allowed], width = net->c.width;
    return net->feat_bias[f] + b->k->dot(b->z + (size_t)t * width, net->feat_weight + (size_t)f * width, width);
}

static void find_bundles(ch__batch *b)
{
    for (uint32_t t = 0; t < b->n; t++) {
        uint32_t best = b->net->feat_first[b->tag[t]], end = b->net->feat_first[b->tag[t] + 1];
        int32_t most = end - best > 1 ? bundle_score(b, t, best) : 0;
        for (uint32_t a = best + 1; a < end; a++) {
            int32_t score = bundle_score(b, t, a);
            if (score > most) {
                most = score;
                best = a;
            }
        }
        b->bundle[t] = best;
    }
}

static void find_names(ch__batch *b)
{
    size_t stride = b->net->layers[CH__LAYER_NAMES].padded;
    apply(b, CH__LAYER_NAMES, CH__RAW, b->names);
    for (uint32_t i = 0; i < b->n_sentences; i++) {
        ch_span rows = ch__rows_of(b, &b->sentences[i]);
        if (rows.start < rows.end)
            ch__best_names(b->k, b->net, b->names + rows.start * stride, stride, rows.end - rows.start,
                           b->name + rows.start, b->name_scores);
    }
}

void ch__answer(ch__batch *b)
{
    point_at(b, b->z, b->net->c.width);
    choose(b, CH__LAYER_TAGS, CH_NONE, b->tag);
    find_names(b);
    find_bundles(b);
    apply(b, CH__LAYER_ARC_DEP, CH__CODE, b->arc_dep);
    apply(b, CH__LAYER_ARC_HEAD, CH__SIGNED, b->arc_head);
    apply(b, CH__LAYER_REL_DEP, CH__WIDE, b->rel_dep);
    apply(b, CH__LAYER_REL_HEAD, CH__WIDE, b->rel_head);
    point_at(b, b->arc_dep, b->net->c.arc);
    for (uint32_t i = 0; i < b->n_sentences; i++)
        find_sentence_heads(b, ch__rows_of(b, &b->sentences[i]));
    find_relations(b);
}

/* -------------------------------------------------------------------------------------------- memory -- */

static uint32_t widest_choice(const ch__net *net)
{
    uint32_t tags = net->layers[CH__LAYER_TAGS].padded, rels = net->layers[CH__LAYER_REL_OUT].padded;
    return tags > rels ? tags : rels;
}

void ch__batch_init(ch__batch *b, const ch__net *net, const ch__kernels *k, const ch_doc *doc, ch__arena *scratch,
                    uint32_t cap)
{
    const ch__net_config *c = &net->c;
    size_t n = cap, width = c->width;
    *b = (ch__batch){.net = net, .k = k, .doc = doc, .scratch = scratch, .cap = cap};
#define CH_ROWS(member, wide) b->member = ch__rows_alloc(scratch, n, (wide) * sizeof *b->member)
    CH_ROWS(shape, 1);
    CH_ROWS(style, 1);
    CH_ROWS(hash, 1);
    CH_ROWS(row, 1);
    CH_ROWS(h, width);
    CH_ROWS(z, width);
    CH_ROWS(in, 3);
    CH_ROWS(arc_dep, c->arc);
    CH_ROWS(arc_head, c->arc);
    CH_ROWS(rel_dep, c->rel);
    CH_ROWS(rel_head, c->rel);
    CH_ROWS(hidden, c->rel);
    CH_ROWS(names, net->layers[CH__LAYER_NAMES].padded);
    CH_ROWS(name_scores, c->n_names);
    CH_ROWS(work, 2);
    CH_ROWS(tag, 1);
    CH_ROWS(bundle, 1);
    CH_ROWS(rel, 1);
    CH_ROWS(name, 1);
    CH_ROWS(head, 1);
    CH_ROWS(span, 1);
#undef CH_ROWS
    b->sums = ch__rows_alloc(scratch, CH__STRIP, widest_choice(net) * sizeof *b->sums);
    b->arcs = make_arcs(net, scratch);
}
