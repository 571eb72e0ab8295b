/* lemma_rules.c - from what was seen to the section: classes of tags, their trees, the bytes. */
#include <stdlib.h>

#include "lemmas.h"

enum {
    FEW = 20,           /* tokens: a class of tags below that has no trees of its own */
    MOST_ENDING = 3,    /* a form's votes on endings: rules come from types more than from tokens */
    TYPES_OF_EDIT = 2,  /* forms of a class that need an edit before it is a rule for endings */
    OFTEN = 200,        /* tokens of a form that make its lemma a string of the model, which needs no copy */
    OWN = 2,            /* votes of a form seen in a casing against the same seen in another */
    ELSEWHERE = 3,      /* tokens in another casing that tell of this one */
    NOTHING = CH_N_UPOS /* as upos of a class: any */
};

typedef struct group {
    ch__lemma_class class_;
    uint32_t xpos; /* number, or CH_NONE */
    uint32_t *seen;
    uint32_t n, cap, tokens;
} group;

typedef struct work {
    lemma_data *d;
    group *groups;
    uint32_t n, cap;
    tree t;
    cells edit_cells, case_cells;
    uint32_t *types_of; /* by edit: forms of the class at work */
    uint16_t *drops;    /* edits of the class at work that drop a character */
    uint32_t n_drops;
} work;

/* ------------------------------------------------------------------------------------------- classes -- */

static group *group_of(work *w, uint8_t upos, uint32_t xpos, uint8_t features)
{
    for (uint32_t i = 0; i < w->n; i++) {
        group *g = &w->groups[i];
        if (g->class_.upos == upos && g->xpos == xpos && g->class_.features == features)
            return g;
    }
    if (w->n == w->cap)
        w->groups = need_more(w->groups, (w->cap = w->cap ? 2 * w->cap : 64) * sizeof *w->groups);
    group *g = &w->groups[w->n++];
    *g = (group){.class_ = {.upos = upos, .features = features}, .xpos = xpos};
    return g;
}

static void put_in(group *g, const seen *s, uint32_t number)
{
    if (g->n == g->cap)
        g->seen = need_more(g->seen, (g->cap = g->cap ? 2 * g->cap : 16) * sizeof *g->seen);
    g->seen[g->n++] = number;
    g->tokens += s->n;
}

/* The particular before the general. */
static int rank(const group *g)
{
    return g->class_.features ? 0 : g->xpos != CH_NONE ? 1 : g->class_.upos != NOTHING ? 2 : 3;
}

static int by_rank(const void *a, const void *b)
{
    const group *x = a, *y = b;
    if (rank(x) != rank(y))
        return rank(x) - rank(y);
    if (x->class_.upos != y->class_.upos)
        return x->class_.upos - y->class_.upos;
    if (x->xpos != y->xpos)
        return x->xpos < y->xpos ? -1 : 1;
    return x->class_.features - y->class_.features;
}

static void make_groups(work *w)
{
    for (uint32_t i = 0; i < w->d->n; i++) {
        const seen *s = &w->d->at[i];
        put_in(group_of(w, s->upos, s->xpos, s->features), s, i);
        put_in(group_of(w, s->upos, CH_NONE, 0), s, i);
        put_in(group_of(w, NOTHING, CH_NONE, 0), s, i);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        if (w->groups[i].tokens >= FEW || rank(&w->groups[i]) > 1)
            w->groups[kept++] = w->groups[i];
        else
            free(w->groups[i].seen);
    }
    w->n = kept;
    qsort(w->groups, w->n, sizeof *w->groups, by_rank);
}

/* --------------------------------------------------------------------------------------------- edits -- */

static const lemma_data *sorted_data; /* qsort has no context */

static int by_form_and_edit(const void *a, const void *b)
{
    const seen *x = &sorted_data->at[*(const uint32_t *)a], *y = &sorted_data->at[*(const uint32_t *)b];
    if (x->lower != y->lower)
        return x->lower < y->lower ? -1 : 1;
    if (x->edit != y->edit)
        return x->edit - y->edit;
    return x < y ? -1 : x > y;
}

static bool same_type(const seen *a, const seen *b)
{
    return a->lower == b->lower && a->edit == b->edit;
}

/* "1,200" loses its comma, and "12" has none to lose: what suits the one suits the other. */
static void vote_drops(work *w, ch__sv lower, ch__sv lemma, uint32_t ending, uint32_t whole)
{
    char out[CH__LEMMA_ROOM];
    for (uint32_t i = 0; i < w->n_drops; i++) {
        const ch__lemma_edit *e = &w->d->edits[w->drops[i]];
        size_t n = ch__lemma_apply(e, w->d->pool.p, lower, lower, CH__RECASE_LOWER, out);
        if (ch__sv_eq(lemma, (ch__sv){out, n}))
            tree_vote(&w->t, lower, w->drops[i], 0, ending, whole);
    }
}

/* Endings learn from edits that several forms share and that leave something of the form; exceptions from all. */
static void vote_edit(work *w, const seen *s, uint32_t n, bool exceptions)
{
    const ch__lemma_edit e = w->d->edits[s->edit];
    ch__sv lower = lemma_text(w->d, s->lower);
    char out[CH__LEMMA_ROOM];
    ch__sv lemma = {out, ch__lemma_apply(&e, w->d->pool.p, lower, lower, CH__RECASE_LOWER, out)};
    uint32_t proof = e.put_n < TYPES_OF_EDIT ? TYPES_OF_EDIT : e.put_n + 1u; /* "Sept." for September proves little */
    bool rule = !s->edit || (w->types_of[s->edit] >= proof && e.strip < lower.n);
    uint32_t ending = !rule ? 0 : n < MOST_ENDING ? n : MOST_ENDING, whole = exceptions ? n : 0;
    tree_vote(&w->t, lower, s->edit, e.strip, ending, n < OFTEN ? whole : 0);
    if (!e.drop)
        vote_drops(w, lower, lemma, ending, whole);
    if (whole && n >= OFTEN) {
        bool small = ch__sv_eq(lemma, lemma_text(w->d, s->lemma));
        tree_vote(&w->t, lower, small ? lemma_edit(w->d, lower, lemma, true) : s->edit, 0, 0, whole);
    }
}

static void count_types(work *w, const group *g)
{
    w->types_of = need_more(w->types_of, w->d->n_edits * sizeof *w->types_of);
    w->drops = need_more(w->drops, w->d->n_edits * sizeof *w->drops);
    memset(w->types_of, 0, w->d->n_edits * sizeof *w->types_of);
    w->n_drops = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        const seen *s = &w->d->at[g->seen[i]];
        if (i && same_type(s, &w->d->at[g->seen[i - 1]]))
            continue;
        if (w->d->edits[s->edit].drop && !w->types_of[s->edit])
            w->drops[w->n_drops++] = s->edit;
        w->types_of[s->edit]++;
    }
}

static void learn_edits(work *w, group *g)
{
    sorted_data = w->d;
    qsort(g->seen, g->n, sizeof *g->seen, by_form_and_edit);
    count_types(w, g);
    uint32_t n_edits = w->d->n_edits; /* voting adds more */
    tree_clear(&w->t);
    for (uint32_t i = 0, k, n; i < g->n; i = k) {
        const seen *s = &w->d->at[g->seen[i]];
        for (k = i, n = 0; k < g->n && same_type(s, &w->d->at[g->seen[k]]); k++)
            n += w->d->at[g->seen[k]].n;
        vote_edit(w, s, n, rank(g) < 2);
    }
    if (rank(g) < 2)
        lemma_words_vote(w->d, &w->t, g->class_.upos, (counts){w->types_of, n_edits});
    uint32_t root = tree_write(&w->t, &w->edit_cells);
    g->class_.edits = root == CH_NONE ? 0 : root;
}

/* -------------------------------------------------------------------------------------------- casing -- */

/* Votes for every casing that gives the lemma. */
static void vote_cases(work *w, const seen *s, ch__sv form, uint32_t ending, uint32_t whole)
{
    ch__sv lower = lemma_text(w->d, s->lower), lemma = lemma_text(w->d, s->lemma);
    char out[CH__LEMMA_ROOM];
    for (int r = 0; r < CH__N_RECASES; r++) {
        size_t n = ch__lemma_apply(&w->d->edits[s->edit], w->d->pool.p, form, lower, (ch__recase)r, out);
        if (ch__sv_eq(lemma, (ch__sv){out, n}))
            tree_vote(&w->t, lower, (uint16_t)r, 0, ending, whole);
    }
}

/* A form seen in one casing tells of the same form in another: "Iraqi" in a sentence of "IRAQI" in a headline. */
static void vote_elsewhere(work *w, const seen *s, ch__casing casing)
{
    static const ch__lemma_edit nothing = {0};
    if (casing == CH__CASING_SMALL || casing == CH__CASING_MIXED || s->casing == CH__CASING_MIXED || s->n < ELSEWHERE)
        return;
    bool title = casing == CH__CASING_CHOSEN || casing == CH__CASING_DUE;
    ch__sv lower = lemma_text(w->d, s->lower);
    char form[CH__LEMMA_ROOM];
    size_t n = ch__lemma_apply(&nothing, "", lower, lower, title ? CH__RECASE_TITLE : CH__RECASE_UPPER, form);
    vote_cases(w, s, (ch__sv){form, n}, 0, s->n);
}

static void learn_casing(work *w, group *g, ch__casing casing)
{
    bool exceptions = rank(g) < 2;
    tree_clear(&w->t);
    for (uint32_t i = 0; i < g->n; i++) {
        const seen *s = &w->d->at[g->seen[i]];
        if (s->casing == casing)
            vote_cases(w, s, lemma_text(w->d, s->form), s->n < MOST_ENDING ? s->n : MOST_ENDING,
                       exceptions ? OWN * s->n : 0);
        else if (exceptions)
            vote_elsewhere(w, s, casing);
    }
    g->class_.cases[casing] = tree_write(&w->t, &w->case_cells);
}

/* ------------------------------------------------------------------------------------------- section -- */

static void write_classes(const work *w, ch__buf *b)
{
    for (uint32_t i = 0; i < w->n; i++) {
        ch__lemma_class c = w->groups[i].class_;
        c.xpos = w->groups[i].xpos == CH_NONE ? CH_NONE : lemma_pool(w->d, ch__sv_of(w->d->xpos.at[w->groups[i].xpos]));
        ch__buf_add(b, (const char *)&c, sizeof c);
    }
}

static ch__sv assemble(const work *w)
{
    lemma_data *d = w->d;
    ch__buf b = {0}, classes = {0};
    uint32_t features[CH__LEMMA_FEATURES];
    for (uint32_t i = 0; i < d->n_features; i++)
        features[i] = lemma_pool(d, ch__sv_of(d->features[i]));
    write_classes(w, &classes);
    ch__lemma_header h = {CH__LEMMA_MAGIC, d->n_features,      w->n, d->n_edits, w->edit_cells.n,
                          w->case_cells.n, (uint32_t)d->pool.n};
    ch__buf_add(&b, (const char *)&h, sizeof h);
    ch__buf_add(&b, (const char *)features, d->n_features * sizeof *features);
    ch__buf_add(&b, classes.p, classes.n);
    ch__buf_add(&b, (const char *)d->edits, d->n_edits * sizeof *d->edits);
    ch__buf_add(&b, (const char *)w->edit_cells.at, w->edit_cells.n * sizeof *w->edit_cells.at);
    ch__buf_add(&b, (const char *)w->case_cells.at, w->case_cells.n * sizeof *w->case_cells.at);
    ch__buf_add(&b, d->pool.p, d->pool.n);
    ch__buf_release(&classes);
    if (b.failed)
        die("out of memory");
    size_t n = b.n;
    return (ch__sv){ch__buf_take(&b), n};
}

ch__sv lemma_section(lemma_data *d)
{
    work w = {.d = d};
    make_groups(&w);
    tree_clear(&w.t);
    cells_take(&w.edit_cells); /* number 0: the root of classes without rules */
    for (uint32_t i = 0; i < w.n; i++) {
        learn_edits(&w, &w.groups[i]);
        for (int k = 0; k < CH__N_CASINGS; k++)
            learn_casing(&w, &w.groups[i], (ch__casing)k);
        free(w.groups[i].seen);
    }
    cells_finish(&w.edit_cells);
    cells_finish(&w.case_cells);
    ch__sv section = assemble(&w);
    tree_free(&w.t);
    free(w.groups);
    cells_free(&w.edit_cells);
    cells_free(&w.case_cells);
    free(w.types_of);
    free(w.drops);
    return section;
}
