/* match.c - which output record is which gold record: greedy, one to one, best pairs first. */
#include <stdlib.h>

#include "base/utf8.h"
#include "evaluate/evaluate.h"

enum { SURE = 12 /* characters that two beginnings of a sentence must share */ };

/* A gold row and an output row that may be one; sorted by what stands first. */
typedef struct pair {
    bool best, must;
    double close;
    int sentence;
    uint32_t gold, out;
} pair;

typedef struct pairs {
    pair *at;
    uint32_t n, cap;
} pairs;

/* ---- sentences ---- */

static bool begin_alike(ch__sv a, ch__sv b)
{
    ch__sv shorter = a.n < b.n ? a : b, longer = a.n < b.n ? b : a;
    return ch__sv_eq(a, b) || (ch__sv_starts(longer, shorter) && ch__utf8_count(shorter.p, shorter.n) >= SURE);
}

/* Whether `sentence` begins inside one of the places of the text where `stretch` stands. */
static bool begins_inside(ch__sv text, ch__sv stretch, ch__sv sentence)
{
    size_t from = 0, at;
    while (text.n && (at = ch__sv_find((ch__sv){text.p + from, text.n - from}, stretch)) != (size_t)-1) {
        size_t start = from + at, room = stretch.n + sentence.n - 1;
        ch__sv window = {text.p + start, text.n - start < room ? text.n - start : room};
        if (ch__sv_find(window, sentence) != (size_t)-1)
            return true;
        from = start + 1;
    }
    return false;
}

int ch__eval_sentence(const ch__eval_documents *documents, const ch__eval_row *gold, const ch__eval_row *out)
{
    ch__sv text = documents->at[gold->document].text, said = out->texts[0];
    for (uint32_t i = 0; said.n && i < gold->n_texts; i++) {
        ch__sv s = gold->texts[i];
        if (begin_alike(s, said))
            return i ? 2 : 3;
        if (ch__utf8_count(s.p, s.n) >= SURE && begins_inside(text, said, s))
            return 1;
    }
    return 0;
}

/* ---- pairs ---- */

static int in_order(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int best_first(const void *x, const void *y)
{
    const pair *a = x, *b = y;
    if (a->best != b->best)
        return a->best ? -1 : 1;
    if (a->must != b->must)
        return a->must ? -1 : 1;
    if (a->close < b->close || a->close > b->close)
        return a->close > b->close ? -1 : 1;
    if (a->sentence != b->sentence)
        return a->sentence > b->sentence ? -1 : 1;
    return a->gold != b->gold ? in_order(a->gold, b->gold) : in_order(a->out, b->out);
}

/* Rows of the output by document: those of document d are order[first[d]] to order[first[d + 1] - 1], in the order of
 * the file. */
typedef struct by_document {
    uint32_t *first, *order;
} by_document;

static by_document sorted(const ch__eval_rules *r, uint32_t n_documents, const ch__eval_rows *out)
{
    by_document s = {ch__alloc_array(r->arena, n_documents + (size_t)2, sizeof *s.first),
                     ch__alloc_array(r->arena, out->n + (size_t)1, sizeof *s.order)};
    for (uint32_t i = 0; i < out->n; i++)
        s.first[out->at[i].document + 2]++;
    for (uint32_t d = 2; d < n_documents + 2; d++)
        s.first[d] += s.first[d - 1];
    for (uint32_t i = 0; i < out->n; i++)
        s.order[s.first[out->at[i].document + 1]++] = i;
    return s;
}

/* What a pair is worth; false when the two cannot be one. */
typedef bool (*weigh_fn)(const ch__eval_rules *r, const ch__eval_row *gold, const ch__eval_row *out, pair *p);

static pairs all_pairs(const ch__eval_rules *r, const ch__eval_documents *documents, const ch__eval_rows *gold,
                       const ch__eval_rows *out, weigh_fn weigh)
{
    pairs all = {.at = NULL};
    by_document of = sorted(r, documents->n, out);
    for (uint32_t g = 0; g < gold->n; g++) {
        const ch__eval_row *a = &gold->at[g];
        for (uint32_t k = of.first[a->document]; k < of.first[a->document + 1]; k++) {
            const ch__eval_row *b = &out->at[of.order[k]];
            pair p = {.must = a->must, .gold = g, .out = of.order[k]};
            if (a->kind == b->kind && (p.sentence = ch__eval_sentence(documents, a, b)) && weigh(r, a, b, &p))
                *CH__PUSH(r->arena, all.at, all.n, all.cap) = p;
        }
    }
    if (all.n)
        qsort(all.at, all.n, sizeof *all.at, best_first);
    return all;
}

static bool weigh_records(const ch__eval_rules *r, const ch__eval_row *gold, const ch__eval_row *out, pair *p)
{
    ch__likeness l = ch__eval_compare(r, gold->object, out->object);
    p->best = l.strict;
    p->close = l.close;
    return l.relaxed;
}

void ch__eval_match(const ch__eval_rules *r, const ch__eval_documents *documents, ch__eval_rows *gold,
                    ch__eval_rows *out)
{
    pairs all = all_pairs(r, documents, gold, out, weigh_records);
    for (uint32_t i = 0; i < all.n; i++) {
        ch__eval_row *g = &gold->at[all.at[i].gold], *o = &out->at[all.at[i].out];
        if (g->partner != CH_NONE || o->partner != CH_NONE)
            continue;
        g->partner = all.at[i].out;
        o->partner = all.at[i].gold;
        g->strict = o->strict = all.at[i].best;
    }
}

static bool weigh_events(const ch__eval_rules *r, const ch__eval_row *gold, const ch__eval_row *out, pair *p)
{
    if (gold->kind != CH_EVENT || !ch__eval_share_actor(r, gold->object, out->object))
        return false;
    p->best = ch__eval_type(r, gold->object, out->object);
    p->close = ch__eval_compare(r, gold->object, out->object).close;
    return true;
}

uint32_t *ch__eval_match_events(const ch__eval_rules *r, const ch__eval_documents *documents, const ch__eval_rows *gold,
                                const ch__eval_rows *out)
{
    uint32_t *partners = ch__alloc_array(r->arena, gold->n + (size_t)1, sizeof *partners);
    bool *taken = ch__alloc(r->arena, out->n + (size_t)1);
    pairs all = all_pairs(r, documents, gold, out, weigh_events);
    for (uint32_t g = 0; g < gold->n; g++)
        partners[g] = CH_NONE;
    for (uint32_t i = 0; i < all.n; i++) {
        const pair *p = &all.at[i];
        if (partners[p->gold] != CH_NONE || taken[p->out])
            continue;
        partners[p->gold] = p->out;
        taken[p->out] = true;
    }
    return partners;
}
