/* lemma_trees.c - trees of endings: votes, pruning, and the double arrays of the section. */
#include <stdlib.h>

#include "lemmas.h"

enum { NO_BYTE = 0xFF };

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

/* The value with most votes; of equals the inherited one, else the smallest. */
static uint16_t winner(const tree *t, uint32_t x, uint16_t inherited)
{
    uint16_t best = inherited;
    uint32_t most = 0;
    for (uint32_t v = t->at[x].votes; v; v = t->votes[v].next)
        if (t->votes[v].value == inherited)
            most = t->votes[v].weight;
    for (uint32_t v = t->at[x].votes; v; v = t->votes[v].next) {
        const vote *o = &t->votes[v];
        if (o->weight > most || (o->weight == most && best != inherited && o->value < best)) {
            most = o->weight;
            best = o->value;
        }
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

/* ------------------------------------------------------------------------------------- double array -- */

static void reach(cells *c, uint32_t n)
{
    static const ch__lemma_cell empty = {.value = CH__LEMMA_NO_VALUE, .label = NO_BYTE};
    if (n > c->cap) {
        c->cap = 2 * n;
        c->at = need_more(c->at, c->cap * sizeof *c->at);
        c->based = need_more(c->based, c->cap * sizeof *c->based);
    }
    for (; c->n < n; c->n++) {
        c->at[c->n] = empty;
        c->based[c->n] = false;
    }
}

/* Cells in use are marked until everything is written. */
static bool is_free(cells *c, uint32_t i)
{
    reach(c, i + 1);
    return !c->at[i].reserved;
}

static void next_free(cells *c)
{
    while (!is_free(c, c->first_free))
        c->first_free++;
}

/* The least base whose cells for these bytes are all free. */
static uint32_t fit(cells *c, const uint8_t *bytes, uint32_t n)
{
    next_free(c);
    for (uint32_t at = c->first_free;; at++) {
        uint32_t base = at - bytes[0], k = 0;
        if (at <= bytes[0] || !is_free(c, at) || c->based[base])
            continue;
        while (k < n && is_free(c, base + bytes[k]))
            k++;
        if (k == n)
            return base;
    }
}

static uint32_t kept_children(const tree *t, const branch *x, uint8_t bytes[256], uint32_t child[256])
{
    uint32_t n = 0;
    memset(child, 0, 256 * sizeof *child);
    for (uint32_t c = x->child; c; c = t->at[c].sibling)
        if (t->at[c].kept)
            child[t->at[c].byte] = c;
    for (uint32_t b = 0; b < 256; b++)
        if (child[b])
            bytes[n++] = (uint8_t)b;
    return n;
}

static void write_below(const tree *t, const branch *x, uint32_t at, cells *out)
{
    uint8_t bytes[256];
    uint32_t child[256], n = kept_children(t, x, bytes, child);
    out->at[at].value = x->value;
    if (!n)
        return;
    uint32_t base = fit(out, bytes, n);
    out->at[at].base = base;
    out->based[base] = true;
    for (uint32_t i = 0; i < n; i++) {
        out->at[base + bytes[i]].label = bytes[i];
        out->at[base + bytes[i]].reserved = 1;
    }
    for (uint32_t i = 0; i < n; i++)
        write_below(t, &t->at[child[bytes[i]]], base + bytes[i], out);
}

uint32_t cells_take(cells *c)
{
    next_free(c);
    c->at[c->first_free].reserved = 1;
    return c->first_free;
}

uint32_t tree_write(tree *t, cells *out)
{
    if (!prune(t, 0, 0))
        return CH_NONE;
    uint32_t root = cells_take(out);
    write_below(t, &t->at[0], root, out);
    return root;
}

void cells_finish(cells *c)
{
    reach(c, c->n + CH__LEMMA_FAN);
    for (uint32_t i = 0; i < c->n; i++)
        c->at[i].reserved = 0;
}

void cells_free(cells *c)
{
    free(c->at);
    free(c->based);
    *c = (cells){0};
}
