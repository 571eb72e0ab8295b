/* lemma_trees.c - trees of endings: votes, pruning, and the nodes of the section. */
#include <stdlib.h>

#include "lemmas.h"

void tree_clear(tree *t)
{
    if (!t->cap)
        t->at = need((t->cap = 1024) * sizeof *t->at);
    if (!t->cap_votes)
        t->votes = need((t->cap_votes = 1024) * sizeof *t->votes);
    t->n = t->n_votes = 1; /* number 0 means none */
    t->at[0] = (branch){0};
}

void tree_free(tree *t)
{
    free(t->at);
    free(t->votes);
    *t = (tree){0};
}

uint32_t tree_child(const tree *t, uint32_t x, uint8_t byte)
{
    uint32_t c = t->at[x].child;
    while (c && t->at[c].byte != byte)
        c = t->at[c].sibling;
    return c;
}

static uint32_t step_down(tree *t, uint32_t x, uint8_t byte)
{
    uint32_t c = tree_child(t, x, byte);
    if (c)
        return c;
    if (t->n == t->cap)
        t->at = need_more(t->at, (t->cap *= 2) * sizeof *t->at);
    t->at[t->n] = (branch){.sibling = t->at[x].child, .byte = byte};
    return t->at[x].child = t->n++;
}

static void count(tree *t, uint32_t x, uint16_t value, uint32_t weight)
{
    for (uint32_t v = t->at[x].votes; v; v = t->votes[v].next)
        if (t->votes[v].value == value) {
            t->votes[v].weight += weight;
            return;
        }
    if (t->n_votes == t->cap_votes)
        t->votes = need_more(t->votes, (t->cap_votes *= 2) * sizeof *t->votes);
    t->votes[t->n_votes] = (vote){.weight = weight, .next = t->at[x].votes, .value = value};
    t->at[x].votes = t->n_votes++;
}

void tree_vote(tree *t, ch__sv form, uint16_t value, uint32_t least, uint32_t ending, uint32_t whole)
{
    uint32_t x = 0;
    for (size_t i = form.n;; i--) {
        if (ending && form.n - i >= least)
            count(t, x, value, ending);
        if (!i)
            break;
        x = step_down(t, x, (uint8_t)form.p[i - 1]);
    }
    if (whole)
        count(t, step_down(t, x, 0), value, whole);
}

/* The value with most votes, the smaller of equals; `inherited` without votes. */
static uint16_t winner(const tree *t, uint32_t x, uint16_t inherited)
{
    uint16_t best = inherited;
    uint32_t most = 0;
    for (uint32_t v = t->at[x].votes; v; v = t->votes[v].next)
        if (t->votes[v].weight > most || (t->votes[v].weight == most && t->votes[v].value < best)) {
            most = t->votes[v].weight;
            best = t->votes[v].value;
        }
    return best;
}

/* Whether anything at x or below decides otherwise than the branch above. */
static bool prune(tree *t, uint32_t x, uint16_t inherited)
{
    uint16_t value = winner(t, x, inherited);
    t->at[x].value = value == inherited ? CH__LEMMA_NO_VALUE : value;
    t->at[x].kept = value != inherited;
    for (uint32_t c = t->at[x].child; c; c = t->at[c].sibling)
        if (prune(t, c, value))
            t->at[x].kept = true;
    return t->at[x].kept;
}

static int by_byte(const void *a, const void *b)
{
    return ((const branch *)a)->byte - ((const branch *)b)->byte;
}

static uint32_t take(nodes *out, uint32_t n)
{
    while (out->n + n > out->cap)
        out->at = need_more(out->at, (out->cap = out->cap ? 2 * out->cap : 1024) * sizeof *out->at);
    out->n += n;
    return out->n - n;
}

static void write_below(const tree *t, const branch *x, uint32_t at, nodes *out)
{
    branch kept[256];
    uint32_t n = 0;
    for (uint32_t c = x->child; c; c = t->at[c].sibling)
        if (t->at[c].kept && n < 255)
            kept[n++] = t->at[c];
    qsort(kept, n, sizeof *kept, by_byte);
    uint32_t first = n ? take(out, n) : 0;
    out->at[at] = (ch__lemma_node){.first = first, .value = x->value, .n = (uint8_t)n, .byte = x->byte};
    for (uint32_t i = 0; i < n; i++)
        write_below(t, &kept[i], first + i, out);
}

uint32_t tree_write(tree *t, nodes *out)
{
    if (!prune(t, 0, 0))
        return CH_NONE;
    uint32_t root = take(out, 1);
    write_below(t, &t->at[0], root, out);
    return root;
}
