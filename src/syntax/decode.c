/* decode.c - trees and names from scores. */
#include "syntax/decode.h"

/* -------------------------------------------------------------------------------------------- checks -- */

/* A token that waits for its head, and what it still waits for itself. */
typedef struct reducer {
    const uint32_t *head;
    uint32_t *waiting, *stack; /* children not met yet; tokens without a head so far */
    uint32_t depth;
    ch_span *spans;
} reducer;

static bool joins(const reducer *r, uint32_t child, uint32_t head)
{
    return r->head[child] == head && r->waiting[child] == 0;
}

static void join(reducer *r, uint32_t child, uint32_t head)
{
    ch_span *outer = &r->spans[head], inner = r->spans[child];
    r->waiting[head]--;
    if (inner.start < outer->start)
        outer->start = inner.start;
    if (inner.end > outer->end)
        outer->end = inner.end;
}

/* Joins the two on top of the stack as long as one is the head of the other. */
static void reduce(reducer *r)
{
    while (r->depth > 1) {
        uint32_t top = r->stack[r->depth - 1], below = r->stack[r->depth - 2];
        if (joins(r, below, top)) {
            join(r, below, top);
            r->stack[r->depth - 2] = top;
        } else if (joins(r, top, below)) {
            join(r, top, below);
        } else {
            return;
        }
        r->depth--;
    }
}

/* Arc-standard parsing (Nivre 2004) with the heads as its oracle comes to one token exactly for projective trees. */
bool ch__tree_spans(const uint32_t *head, uint32_t n, ch_span *spans, uint32_t *work)
{
    reducer r = {.head = head, .waiting = work, .stack = work + n, .spans = spans};
    memset(r.waiting, 0, n * sizeof *r.waiting);
    for (uint32_t i = 0; i < n; i++)
        if (head[i] != CH_NONE)
            r.waiting[head[i]]++;
    for (uint32_t i = 0; i < n; i++) {
        spans[i] = (ch_span){i, i + 1};
        r.stack[r.depth++] = i;
        reduce(&r);
    }
    return r.depth == 1 && head[r.stack[0]] == CH_NONE;
}

/* --------------------------------------------------------------------------------------------- trees -- */

/* Eisner (1996), "Three new probabilistic models for dependency parsing: an exploration", on spans i..j:
 *   right[i][j]  i with its descendants up to j          left[i][j]  j with its descendants down to i
 *   open_right   the arc i -> j and what lies between    open_left   the arc j -> i
 * _t matrices are transposed. The root takes the token for which its score and both its sides are best. */
static ch__chart make_chart(ch__arc_scores scores, ch__arena *scratch, int32_t **memory)
{
    enum { MOST_STRIDE = CH__MOST_DECODED + 8 };
    uint32_t n = scores.n, stride = n + 8;
    size_t size = (size_t)n * stride;
    if (!*memory)
        *memory = ch__alloc_raw(scratch, (size_t)6 * CH__MOST_DECODED * MOST_STRIDE * sizeof **memory);
    int32_t *m = *memory;
    for (size_t i = 0; i < 6 * size; i++)
        m[i] = CH__CHART_NOTHING;
    return (ch__chart){.n = n,
                       .stride = stride,
                       .arc_stride = scores.stride,
                       .arc = scores.at + 1,
                       .right = m,
                       .right_t = m + size,
                       .left = m + 2 * size,
                       .left_t = m + 3 * size,
                       .open_right = m + 4 * size,
                       .open_left_t = m + 5 * size};
}

/* First k from which the two rows give the sum; there is one. */
static uint32_t place(const int32_t *a, const int32_t *b, int32_t sum)
{
    uint32_t k = 0;
    while (a[k] + b[k] != sum)
        k++;
    return k;
}

static void walk_left(const ch__chart *c, uint32_t i, uint32_t j, uint32_t *head);

static void walk_right(const ch__chart *c, uint32_t i, uint32_t j, uint32_t *head)
{
    size_t s = c->stride;
    while (i < j) {
        uint32_t dependent =
            i + 1 + place(c->open_right + i * s + i + 1, c->right_t + j * s + i + 1, c->right[i * s + j]);
        int32_t inside = c->open_right[i * s + dependent] - c->arc[dependent * c->arc_stride + i];
        uint32_t cut = i + place(c->right + i * s + i, c->left_t + dependent * s + i + 1, inside);
        head[dependent] = i;
        walk_right(c, i, cut, head);
        walk_left(c, cut + 1, dependent, head);
        i = dependent;
    }
}

static void walk_left(const ch__chart *c, uint32_t i, uint32_t j, uint32_t *head)
{
    size_t s = c->stride;
    while (i < j) {
        uint32_t dependent = i + place(c->left + i * s + i, c->open_left_t + j * s + i, c->left[i * s + j]);
        int32_t inside = c->open_left_t[j * s + dependent] - c->arc[dependent * c->arc_stride + j];
        uint32_t cut =
            dependent + place(c->right + dependent * s + dependent, c->left_t + j * s + dependent + 1, inside);
        head[dependent] = j;
        walk_right(c, dependent, cut, head);
        walk_left(c, cut + 1, j, head);
        j = dependent;
    }
}

void ch__best_tree(const ch__kernels *k, ch__arc_scores scores, uint32_t *head, ch__arena *scratch, int32_t **memory)
{
    ch__chart c = make_chart(scores, scratch, memory);
    uint32_t last = c.n - 1, root = 0;
    int32_t best = INT32_MIN;
    k->fill_chart(&c);
    for (uint32_t r = 0; r < c.n; r++) {
        int32_t score = scores.at[(size_t)r * scores.stride] + c.left[r] + c.right[(size_t)r * c.stride + last];
        if (score > best) {
            best = score;
            root = r;
        }
    }
    head[root] = CH_NONE;
    walk_left(&c, 0, root, head);
    walk_right(&c, root, last, head);
}

/* --------------------------------------------------------------------------------------------- names -- */

/* The label of a token before one that has label `to` and whose path came to `score` without its own logit. */
static uint16_t label_before(const ch__net *net, const int64_t *before, uint16_t to, int64_t score)
{
    uint16_t from = 0;
    while (before[from] + net->name_next[(size_t)from * net->c.n_names + to] != score)
        from++;
    return from;
}

/* Viterbi's algorithm; the way back is found anew from the scores. */
void ch__best_names(const ch__kernels *k, const ch__net *net, const int32_t *logits, size_t stride, uint32_t n,
                    uint16_t *labels, int64_t *scores)
{
    uint32_t n_names = net->c.n_names;
    for (uint32_t l = 0; l < n_names; l++)
        scores[l] = (int64_t)net->name_start[l] + logits[l];
    int64_t *last = scores;
    for (uint32_t t = 1; t < n; t++, last += n_names)
        k->name_step(last + n_names, last, net->name_next, logits + t * stride, n_names);
    uint16_t best = 0;
    for (uint16_t l = 0; l < n_names; l++)
        if (last[l] + net->name_end[l] > last[best] + net->name_end[best])
            best = l;
    for (uint32_t t = n - 1; t > 0; t--, last -= n_names) {
        labels[t] = best;
        best = label_before(net, last - n_names, best, last[best] - logits[t * stride + best]);
    }
    labels[0] = best;
}
