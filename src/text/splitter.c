/* splitter.c - the trained part of sentence splitting: loading, features, the answer. */
#include "text/splitter.h"

/* ---- the section ---- */

int ch__splitter_load(ch__splitter *out, ch__sv section, ch_err *err)
{
    *out = (ch__splitter){0};
    if (!section.p)
        return CH_OK;
    const ch__splitter_head *h = (const ch__splitter_head *)section.p;
    if (section.n < sizeof *h || (uintptr_t)section.p % _Alignof(ch__splitter_head))
        return ch__fail(err, CH_EMODEL, "text.splitter: cut short or out of place");
    if (h->format != CH__SPLITTER_FORMAT)
        return ch__fail(err, CH_EVERSION, "text.splitter: format %u, this program reads %d", h->format,
                        CH__SPLITTER_FORMAT);
    size_t hints = (size_t)1 << CH__SPLITTER_HINT_BITS;
    if (!h->bits || h->bits > CH__SPLITTER_MOST_BITS || section.n != sizeof *h + hints + ((size_t)1 << h->bits))
        return ch__fail(err, CH_EMODEL, "text.splitter: %zu bytes are not those of %u bits", section.n, h->bits);
    enum { MOST = 1 << 20 }; /* far above what weights can sum to */
    if (h->bias < -MOST || h->bias > MOST || h->hint_bias < -MOST || h->hint_bias > MOST)
        return ch__fail(err, CH_EMODEL, "text.splitter: bias out of range");
    *out = (ch__splitter){.head = h, .hints = (const int8_t *)(h + 1)};
    out->weights = out->hints + hints;
    return CH_OK;
}

/* ---- features ---- */

size_t ch__gap_features(const ch__gap *gap, uint32_t out[CH__SPLITTER_FEATURES])
{
    const ch__gap_token *p = gap->before, *n = gap->after;
    uint32_t p0 = p[0].kind, p1 = p[1].kind, n0 = n[0].kind, n1 = n[1].kind;
    uint32_t pair = p0 << 10 | n0, spaced = p[0].spaced;
    uint32_t state =
        gap->rule | gap->quote << 1 | gap->brackets << 2 | spaced << 3 | gap->parted << 5 | (gap->mark != 0) << 6;
    uint32_t so_far = ch__gap_bucket(gap->so_far), left = ch__gap_bucket(gap->left);
    size_t i = 0;
    out[i++] = ch__gap_mix(1, p[0].form, p0);
    out[i++] = ch__gap_mix(2, p[1].form, p0);
    out[i++] = ch__gap_mix(3, n[0].form, n0);
    out[i++] = ch__gap_mix(4, n[0].form, gap->mark);
    out[i++] = ch__gap_mix(5, n[1].form, n0);
    out[i++] = ch__gap_mix(6, p[0].form, n0);
    out[i++] = ch__gap_mix(7, p[1].form, pair);
    out[i++] = ch__gap_mix(8, n[0].form, p0);
    out[i++] = ch__gap_mix(9, pair, p1 << 10 | n1);
    out[i++] = ch__gap_mix(10, pair, n1 << 10 | n[2].kind);
    out[i++] = ch__gap_mix(11, pair, p1 << 10 | p[2].kind);
    out[i++] = ch__gap_mix(12, pair, so_far);
    out[i++] = ch__gap_mix(13, pair, state);
    out[i++] = ch__gap_mix(14, pair, left);
    out[i++] = ch__gap_mix(15, pair, gap->habits);
    out[i++] = ch__gap_mix(16, pair, gap->first.form);
    out[i++] = ch__gap_mix(17, pair, gap->first.kind);
    out[i++] = ch__gap_mix(18, pair, p[0].length << 4 | p[1].length);
    out[i++] = ch__gap_mix(19, p[0].form, n[0].form);
    out[i++] = ch__gap_mix(20, p[1].form, p[0].form);
    out[i++] = ch__gap_mix(21, n[0].form, n[1].form);
    out[i++] = ch__gap_mix(22, state, gap->mark);
    out[i++] = ch__gap_mix(23, state, so_far << 8 | left);
    out[i++] = ch__gap_mix(24, gap->habits, n0 << 4 | so_far);
    out[i++] = ch__gap_mix(25, p[2].form, pair);
    out[i++] = ch__gap_mix(26, n[0].form, so_far << 1 | (gap->mark != 0));
    out[i++] = ch__gap_mix(27, n[1].form, pair);
    out[i++] = ch__gap_mix(28, n[0].length << 4 | n[1].length, pair);
    out[i++] = ch__gap_mix(29, p[1].form, p[0].kind << 10 | p[2].kind);
    out[i++] = ch__gap_mix(30, gap->first.form, gap->mark);
    out[i++] = ch__gap_mix(31, n[0].form, gap->habits << 1 | (gap->mark != 0));
    out[i++] = ch__gap_mix(32, p[0].form, so_far);
    return i;
}

/* ---- the answer ---- */

bool ch__splitter_ends(const ch__splitter *s, const ch__gap *gap, uint32_t end)
{
    uint32_t f[CH__SPLITTER_FEATURES];
    if (s->teacher)
        return s->teacher(s->lesson, gap, end);
    size_t n = ch__gap_features(gap, f);
    int32_t sum = s->head->bias;
    for (size_t i = 0; i < n; i++)
        sum += s->weights[f[i] & ((1u << s->head->bits) - 1)];
    return sum > 0;
}
