#include "support/random_model.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "syntax/features.h"

uint32_t random_below(random_state *r, uint32_t n)
{
    r->x ^= r->x >> 12;
    r->x ^= r->x << 25;
    r->x ^= r->x >> 27;
    return (uint32_t)((r->x * 0x2545F4914F6CDD1Du >> 32) * n >> 32);
}

int32_t random_between(random_state *r, int32_t low, int32_t high)
{
    return (int32_t)((int64_t)low + random_below(r, (uint32_t)((int64_t)high - low) + 1));
}

ch__net_config random_small_config(void)
{
    return (ch__net_config){.width = 64,
                            .n_blocks = 3,
                            .dilation = {1, 2, 5},
                            .side = 32,
                            .arc = 32,
                            .rel = 64,
                            .distance = 3,
                            .n_words = 20,
                            .n_slots = 32,
                            .n_grams = 64,
                            .embed_shift = 4,
                            .n_tags = 19,
                            .n_feats = 7,
                            .n_rels = 9,
                            .n_names = 5,
                            .root_rel = 4};
}

ch__net_config random_shipped_config(void)
{
    return (ch__net_config){.width = 128,
                            .n_blocks = 8,
                            .dilation = {1, 2, 4, 8, 1, 2, 4, 1},
                            .side = 64,
                            .arc = 64,
                            .rel = 64,
                            .distance = 32,
                            .n_words = 40000,
                            .n_slots = 65536,
                            .n_grams = 16384,
                            .embed_shift = 4,
                            .n_tags = 115,
                            .n_feats = 230,
                            .n_rels = 51,
                            .n_names = 9,
                            .root_rel = CH_DEP_ROOT};
}

/* ---- sections: bytes that grow, parts at multiples of 64 ---- */

typedef struct maker {
    const random_model_options *o;
    const ch__net_config *c;
    random_state r;
    ch__buf b;
} maker;

static void put(maker *m, const void *bytes, size_t n)
{
    ch__buf_sv(&m->b, (ch__sv){bytes, n});
}

static void align(maker *m)
{
    static const char zeros[CH__MODEL_ALIGN];
    put(m, zeros, (CH__MODEL_ALIGN - m->b.n % CH__MODEL_ALIGN) % CH__MODEL_ALIGN);
}

static void put_bytes(maker *m, size_t n) /* -127..127 */
{
    for (size_t i = 0; i < n; i++)
        put(m, &(int8_t){(int8_t)random_between(&m->r, -127, 127)}, 1);
}

/* Bell-shaped within -60..60: as trained weights are, and calm. */
static void put_weights(maker *m, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int32_t sum = 0;
        for (int k = 0; k < 4; k++)
            sum += random_between(&m->r, -15, 15);
        put(m, &(int8_t){(int8_t)sum}, 1);
    }
}

static void put_numbers(maker *m, size_t n, int32_t most)
{
    for (size_t i = 0; i < n; i++)
        put(m, &(int32_t){random_between(&m->r, -most, most)}, 4);
}

static void put_shorts(maker *m, size_t n, int32_t low, int32_t high)
{
    for (size_t i = 0; i < n; i++)
        put(m, &(int16_t){(int16_t)random_between(&m->r, low, high)}, 2);
}

static void config(maker *m)
{
    put(m, m->c, sizeof *m->c);
}

static void slots(maker *m)
{
    uint32_t *check = calloc(m->c->n_slots, sizeof *check);
    uint16_t *row = malloc(m->c->n_slots * sizeof *row);
    if (!check || !row)
        abort();
    memset(row, 0xFF, m->c->n_slots * sizeof *row);
    uint32_t rows = 0;
    for (size_t i = 0; rows < m->c->n_words; i++) {
        char folded[CH__FOLDED];
        uint64_t hash = (uint64_t)random_below(&m->r, UINT32_MAX) << 32 | random_below(&m->r, UINT32_MAX);
        if (i < m->o->n_forms)
            hash = ch__folded_hash((ch__sv){folded, ch__fold_form(m->o->forms[i], folded)});
        uint32_t slot = (uint32_t)hash & (m->c->n_slots - 1);
        while (row[slot] != UINT16_MAX && check[slot] != hash >> 32)
            slot = (slot + 1) & (m->c->n_slots - 1);
        if (row[slot] != UINT16_MAX)
            continue;
        check[slot] = (uint32_t)(hash >> 32);
        row[slot] = (uint16_t)rows++;
    }
    put(m, check, m->c->n_slots * sizeof *check);
    put(m, row, m->c->n_slots * sizeof *row);
    free(check);
    free(row);
}

static void words(maker *m)
{
    put_bytes(m, (size_t)m->c->n_words * m->c->width);
}

static void grams(maker *m)
{
    put_bytes(m, (size_t)m->c->n_grams * m->c->width);
}

static void shapes(maker *m)
{
    put_bytes(m, (size_t)CH__N_SHAPES * m->c->width);
}

static void layer(maker *m, uint32_t k, uint32_t n, bool raw)
{
    uint32_t padded = (n + CH__TILE - 1) / CH__TILE * CH__TILE;
    align(m);
    ch__layer_header h = {.k = k, .n = n, .shift = raw ? 0 : random_below(&m->r, 10)};
    put(m, &h, sizeof h);
    put_numbers(m, padded, 50000);
    align(m);
    put_shorts(m, padded, raw ? 0 : -32767, raw ? 0 : 32767);
    align(m);
    if (m->o->wild)
        put_bytes(m, (size_t)padded * k);
    else
        put_weights(m, (size_t)padded * k);
}

static void layers(maker *m)
{
    const ch__net_config *c = m->c;
    for (uint32_t i = 0; i < c->n_blocks; i++)
        layer(m, c->width + 2 * c->side, c->width, false);
    layer(m, c->width, c->arc, false);
    layer(m, c->width, c->arc, false);
    layer(m, c->width, c->rel, false);
    layer(m, c->width, c->rel, false);
    layer(m, c->rel, c->n_rels, true);
    layer(m, c->width, c->n_tags, true);
    layer(m, c->width, c->n_names, true);
}

static void arcs(maker *m)
{
    enum { SURE = 1 << 21 };
    int32_t k = (int32_t)m->c->distance;
    put_numbers(m, 1, 20000);
    if (m->o->chains)
        ((int32_t *)m->b.p)[0] = SURE / 2;
    align(m);
    for (int32_t d = -k; d <= k; d++)
        if (m->o->chains && d == -1)
            put(m, &(int32_t){SURE}, 4);
        else
            put_numbers(m, 1, 20000);
    align(m);
    put_bytes(m, m->c->arc);
    align(m);
    put_shorts(m, m->c->rel, -32768, 32767);
}

static void feats(maker *m)
{
    const ch__net_config *c = m->c;
    uint32_t first = 0;
    put_numbers(m, c->n_feats, 20000);
    align(m);
    put_bytes(m, (size_t)c->n_feats * c->width);
    align(m);
    put(m, &first, 4);
    for (uint32_t t = 0; t < c->n_tags; t++)
        put(m, &(uint32_t){first += 1 + t % 5}, 4);
    align(m);
    for (uint32_t i = 0; i < first; i++)
        put(m, &(uint16_t){(uint16_t)random_below(&m->r, c->n_feats)}, 2);
}

static void names(maker *m)
{
    put_numbers(m, (size_t)m->c->n_names * (m->c->n_names + 2), 30000);
}

static void label(maker *m, const char *text)
{
    put(m, text, strlen(text) + 1);
}

static void labels(maker *m)
{
    static const char *const types[] = {"PER", "ORG", "LOC", "EVENT"};
    const ch__net_config *c = m->c;
    char text[64];
    for (uint32_t i = 0; i < c->n_tags; i++) {
        snprintf(text, sizeof text, "%s T%u", ch_upos_name((ch_upos)(i % CH_N_UPOS)), i);
        label(m, text);
    }
    for (uint32_t i = 0; i < c->n_feats; i++) {
        snprintf(text, sizeof text, "Number=N%u", i);
        label(m, i ? text : "_");
    }
    for (uint32_t i = 0; i < c->n_rels; i++) {
        ch_deprel rel = (ch_deprel)(i % CH_N_DEPRELS);
        label(m, i == c->root_rel ? "root" : rel == CH_DEP_ROOT ? "dep:odd" : ch_deprel_name(rel));
    }
    for (uint32_t i = 0; i < c->n_names; i++) {
        snprintf(text, sizeof text, "%c-%s", i % 2 ? 'B' : 'I', types[(i - 1) / 2 % 4]);
        label(m, i ? text : "O");
    }
}

void *random_model(const random_model_options *options, size_t *size)
{
    static const struct {
        const char *name;
        void (*make)(maker *m);
    } sections[] = {{"syntax.config", config}, {"syntax.slots", slots},   {"syntax.words", words},
                    {"syntax.grams", grams},   {"syntax.shapes", shapes}, {"syntax.layers", layers},
                    {"syntax.arcs", arcs},     {"syntax.feats", feats},   {"syntax.names", names},
                    {"syntax.labels", labels}};
    enum { N = sizeof sections / sizeof *sections };
    ch__model_part parts[N];
    ch__buf bufs[N];
    maker m = {.o = options, .c = &options->config, .r = {options->seed | 1}};
    for (size_t i = 0; i < N; i++) {
        m.b = (ch__buf){0};
        sections[i].make(&m);
        bufs[i] = m.b;
        parts[i] = (ch__model_part){sections[i].name, {m.b.p, m.b.n}};
    }
    void *bytes;
    ch_err err;
    if (ch__model_pack(&bytes, size, parts, N, &err) < 0)
        abort();
    for (size_t i = 0; i < N; i++)
        free(bufs[i].p);
    return bytes;
}
