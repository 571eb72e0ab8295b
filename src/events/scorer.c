/* The network of scorer.h in whole numbers. */
#include "events/scorer.h"

#include "syntax/kernels.h"

enum { OCTAVE = 64, MOST_SHIFT = 15, MOST_DENSE = 1024, MOST_BIAS = 1 << 29, MOST_ROWS = 1 << 22 };

/* 2^24 * 2^(-i/64) */
static const uint32_t powers[OCTAVE] = {
    16777216, 16596492, 16417715, 16240863, 16065917, 15892855, 15721658, 15552304, 15384775, 15219050, 15055111,
    14892937, 14732511, 14573813, 14416824, 14261526, 14107901, 13955931, 13805598, 13656884, 13509772, 13364245,
    13220286, 13077877, 12937002, 12797645, 12659789, 12523418, 12388516, 12255067, 12123055, 11992466, 11863283,
    11735492, 11609078, 11484025, 11360319, 11237946, 11116891, 10997140, 10878679, 10761494, 10645571, 10530897,
    10417458, 10305242, 10194234, 10084422, 9975792,  9868333,  9762032,  9656875,  9552851,  9449948,  9348154,
    9247455,  9147842,  9049301,  8951823,  8855394,  8760003,  8665641,  8572295,  8479954};

typedef struct reader {
    ch__sv bytes;
    size_t at;
    bool failed;
} reader;

static const void *take(reader *r, uint64_t n, uint64_t size)
{
    size_t from = (r->at + CH__MODEL_ALIGN - 1) / CH__MODEL_ALIGN * CH__MODEL_ALIGN;
    if (r->failed || from > r->bytes.n || n * size > r->bytes.n - from) {
        r->failed = true;
        return NULL;
    }
    r->at = from + (size_t)(n * size);
    return r->bytes.p + from;
}

static bool groups_fit(const ch__scorer_header *h)
{
    uint32_t from = 0;
    if (h->n_groups == 0 || h->n_groups > CH__SCORER_GROUPS)
        return false;
    for (uint32_t g = 0; g < h->n_groups; from = h->group_end[g++])
        if (h->group_end[g] <= from || h->group_end[g] > h->n_labels)
            return false;
    return from == h->n_labels;
}

static const char *header_fault(const ch__scorer_header *h)
{
    if (h->n_rows < 2 || h->n_rows & (h->n_rows - 1) || h->n_rows > MOST_ROWS)
        return "the number of rows is no power of two, or too large";
    if (h->width == 0 || h->width % 32 || h->width > CH__SCORER_WIDTH)
        return "the width is out of range";
    if (h->n_dense % 32 || h->n_dense > MOST_DENSE)
        return "the dense inputs are out of range";
    if (h->n_labels == 0 || h->n_labels > CH__SCORER_LABELS || !groups_fit(h))
        return "labels and groups do not fit";
    return h->hidden_shift > MOST_SHIFT || h->dense_factor < 0 || h->out_factor <= 0 ? "a scale is out of range" : NULL;
}

static bool take_labels(ch__scorer *s, reader *r)
{
    const char *at = take(r, 0, 1), *end = r->bytes.p + r->bytes.n;
    for (uint32_t i = 0; at && i < s->h.n_labels; i++) {
        const char *nul = memchr(at, 0, (size_t)(end - at));
        s->labels[i] = at;
        at = nul ? nul + 1 : NULL;
    }
    return at != NULL;
}

static bool biases_fit(const ch__scorer *s)
{
    for (uint32_t i = 0; i < s->h.n_labels; i++)
        if (s->out_bias[i] > MOST_BIAS || s->out_bias[i] < -MOST_BIAS)
            return false;
    return true;
}

int ch__scorer_load(ch__scorer *s, ch__sv section, const char *name, ch_err *err)
{
    reader r = {.bytes = section};
    const void *h = take(&r, 1, sizeof s->h);
    *s = (ch__scorer){.row_shift = 64};
    if (!h)
        return ch__fail(err, CH_EMODEL, "model section %s: too short", name);
    memcpy(&s->h, h, sizeof s->h);
    const char *what = header_fault(&s->h);
    if (what)
        return ch__fail(err, CH_EMODEL, "model section %s: %s", name, what);
    for (uint32_t n = s->h.n_rows; n > 1; n >>= 1)
        s->row_shift--;
    s->rows = take(&r, s->h.n_rows, s->h.width);
    s->bias = take(&r, s->h.width, sizeof *s->bias);
    s->dense = take(&r, s->h.width, s->h.n_dense);
    s->out = take(&r, s->h.n_labels, s->h.width);
    s->out_bias = take(&r, s->h.n_labels, sizeof *s->out_bias);
    if (r.failed || !take_labels(s, &r))
        return ch__fail(err, CH_EMODEL, "model section %s: too short", name);
    return biases_fit(s) ? CH_OK : ch__fail(err, CH_EMODEL, "model section %s: a bias is out of range", name);
}

static int64_t dense_part(const ch__scorer *s, const ch__kernels *k, const uint8_t *dense, uint32_t unit)
{
    int64_t sum = k->dot(dense, s->dense + (size_t)unit * s->h.n_dense, s->h.n_dense);
    return sum * s->h.dense_factor >> 16;
}

static int32_t limit(int64_t x)
{
    return (int32_t)(x < INT32_MIN ? INT32_MIN : x > INT32_MAX ? INT32_MAX : x);
}

void ch__scorer_run(const ch__scorer *s, const ch__traits *traits, const uint8_t *dense, int32_t *scores)
{
    const ch__kernels *k = ch__kernels_chosen();
    uint32_t width = s->h.width, n = traits->n < CH__MOST_TRAITS ? traits->n : CH__MOST_TRAITS;
    int16_t sum[CH__SCORER_WIDTH] = {0};
    uint8_t hidden[CH__SCORER_WIDTH];
    for (uint32_t i = 0; i < n; i++)
        k->add_row(sum, s->rows + (traits->at[i] >> s->row_shift) * width, width);
    for (uint32_t u = 0; u < width; u++) {
        int64_t x = sum[u] + s->bias[u] + (dense && s->h.n_dense ? dense_part(s, k, dense, u) : 0);
        x >>= s->h.hidden_shift;
        hidden[u] = (uint8_t)((x < 0 ? 0 : x > 63 ? 63 : x) + 64);
    }
    for (uint32_t o = 0; o < s->h.n_labels; o++) {
        int64_t x = (int64_t)s->out_bias[o] + k->dot(hidden, s->out + (size_t)o * width, width);
        scores[o] = limit(x * s->h.out_factor >> 16);
    }
}

uint32_t ch__scorer_shares(const ch__scorer *s, uint32_t group, const int32_t *scores, uint32_t *shares)
{
    uint32_t from = group ? s->h.group_end[group - 1] : 0, end = s->h.group_end[group], best = from;
    uint64_t all = 0;
    for (uint32_t o = from; o < end; o++)
        best = scores[o] > scores[best] ? o : best;
    for (uint32_t o = from; o < end; o++) {
        uint32_t below = (uint32_t)((int64_t)scores[best] - scores[o]);
        shares[o] = below / OCTAVE < 24 ? powers[below % OCTAVE] >> below / OCTAVE : 0;
        all += shares[o];
    }
    for (uint32_t o = from; o < end; o++)
        shares[o] = (uint32_t)(((uint64_t)shares[o] * CH__SURE + all / 2) / all);
    return best;
}
