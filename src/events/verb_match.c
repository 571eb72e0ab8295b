/* Patterns over the words of a clause. Of all that fit, the one with the most words wins, as in TABARI and PETRARCH; of
 * two alike the one whose words are nearer. */
#include "events/verb_patterns.h"

typedef enum kind { WORD, SET, SOURCE, TARGET, BOTH, PASS } kind;

typedef struct element {
    uint8_t kind, group, phrase; /* group, phrase: number of the round, of the curly bracket it is in; 0: none */
    bool joined;                 /* touches the one that stands before it in the pattern, or the verb */
    bool head;                   /* the last of a curly bracket */
    ch__sv text;
} element;

typedef struct pattern {
    element at[2 * CH__MOST_ELEMENTS]; /* from the verb outward */
    uint32_t n;
} pattern;

enum { MOST_STEPS = 2000, GAP = 6 /* words from a preposition that is none in the tree to its noun */ };

/* ---- reading ---- */

typedef struct cursor {
    const char *p;
    uint8_t group, phrase, groups, phrases;
    bool joined;
} cursor;

static kind kind_of(ch__sv text)
{
    static const char marks[] = "$+%^";
    const char *mark = text.n == 1 ? memchr(marks, text.p[0], 4) : NULL;
    return mark ? (kind)(SOURCE + (mark - marks)) : text.p[0] == '&' && text.n > 1 ? SET : WORD;
}

static void structure(cursor *c)
{
    switch (*c->p++) {
    case '_': c->joined = true; break;
    case '(': c->group = ++c->groups; break;
    case '{': c->phrase = ++c->phrases; break;
    case ')': c->group = 0; break;
    case '}': c->phrase = 0; break;
    default: break;
    }
}

/* A cell in its own order. False when it has too much. */
static bool read_cell(const char *cell, pattern *out, bool *touches)
{
    cursor c = {.p = cell};
    out->n = 0;
    while (*c.p) {
        size_t n = strcspn(c.p, "_ (){}");
        if (!n) {
            structure(&c);
            continue;
        }
        if (out->n == CH__MOST_ELEMENTS)
            return false;
        ch__sv text = {c.p, n};
        kind what = kind_of(text);
        c.p += n;
        out->at[out->n++] = (element){.kind = (uint8_t)what,
                                      .group = c.group,
                                      .phrase = c.phrase,
                                      .joined = c.joined,
                                      .head = c.phrase && *c.p == '}',
                                      .text = what == SET ? (ch__sv){text.p + 1, text.n - 1} : text};
        c.joined = false;
    }
    *touches = c.joined;
    return true;
}

/* What stands left of the verb is turned round. */
static bool read_left(const char *cell, pattern *out)
{
    pattern p;
    bool touches;
    if (!read_cell(cell, &p, &touches))
        return false;
    out->n = 0;
    for (uint32_t i = p.n; i-- > 0;) {
        bool next = i + 1 < p.n ? p.at[i + 1].joined : touches;
        out->at[out->n] = p.at[i];
        out->at[out->n++].joined = next;
    }
    return true;
}

static bool read_right(const char *cell, pattern *out)
{
    bool touches;
    return read_cell(cell, out, &touches);
}

/* Puts the words of a pattern behind those of the verb itself ("break_down" and "* TALKS"). */
static bool append(pattern *to, const pattern *more)
{
    if (to->n + more->n > 2 * CH__MOST_ELEMENTS)
        return false;
    uint8_t groups = to->n ? CH__MOST_ELEMENTS : 0;
    for (uint32_t i = 0; i < more->n; i++) {
        element e = more->at[i];
        e.group = e.group ? (uint8_t)(e.group + groups) : 0;
        e.phrase = e.phrase ? (uint8_t)(e.phrase + groups) : 0;
        to->at[to->n++] = e;
    }
    return true;
}

/* ---- matching ---- */

typedef struct walk {
    const ch__verb_scene *v;
    const ch__verb_clause *c;
    const ch__verb_side *side;
    const pattern *p;
    bool left;
    ch_span found[2 * CH__MOST_ELEMENTS]; /* tokens of each element */
    uint32_t steps;
} walk;

static bool is_inner(ch_deprel r)
{
    return r == CH_DEP_COMPOUND || r == CH_DEP_AMOD || r == CH_DEP_NMOD_POSS || r == CH_DEP_NUMMOD;
}

/* "{aid}" is what was sent, not where it went; "tons of aid" is aid. What is no noun may be anything. */
static bool is_head(const ch__verb_scene *v, uint32_t t)
{
    const ch_doc *doc = v->s->doc;
    if (!ch__is_nominal(doc, t))
        return true;
    if (is_inner(ch__rel(doc, t)))
        return false;
    const char *c = ch__case_of(doc, t);
    uint32_t h = ch__head(doc, t);
    return !c || (ch__rel(doc, t) == CH_DEP_NMOD && h != CH_NONE && ch__token_in_class(v->s->k, doc, h, "transparent"));
}

static uint32_t phrase_head(const ch_doc *doc, uint32_t prep)
{
    ch_deprel r = ch__rel(doc, prep);
    return r == CH_DEP_CASE || r == CH_DEP_MARK ? ch__head(doc, prep) : CH_NONE;
}

/* "(from business)": the noun is in the phrase of that preposition. */
static bool in_group(const walk *w, uint32_t i, uint32_t t)
{
    uint32_t first = i;
    while (first > 0 && w->p->at[first - 1].group == w->p->at[i].group)
        first--;
    if (w->left || first == i)
        return true;
    uint32_t prep = w->found[first].start, noun = phrase_head(w->v->s->doc, prep);
    return noun != CH_NONE ? ch__is_below(w->v->s->doc, t, noun) : t - prep <= GAP;
}

/* "{humanitarian aid}": the words before the head hang on it. */
static bool in_phrase(const walk *w, uint32_t i, uint32_t t)
{
    const ch_doc *doc = w->v->s->doc;
    for (uint32_t k = i; k-- > 0 && w->p->at[k].phrase == w->p->at[i].phrase;) {
        uint32_t other = w->found[k].start;
        if (w->p->at[i].head ? !ch__is_below(doc, other, t) : w->p->at[k].head && !ch__is_below(doc, t, other))
            return false;
    }
    return true;
}

static bool known(const ch_doc *doc, uint32_t m)
{
    return m != CH_NONE && doc->mentions[m].actors.start < doc->mentions[m].actors.end;
}

/* A party with all its words. */
static bool actor_at(const walk *w, uint32_t t, ch_span *out)
{
    const ch_doc *doc = w->v->s->doc;
    uint32_t m = ch__mention_at(doc, t);
    if (!known(doc, m))
        return false;
    *out = doc->mentions[m].tokens;
    return true;
}

static bool is_several(const ch_doc *doc, uint32_t t)
{
    uint32_t m = ch__mention_at(doc, t);
    const ch_span a = doc->mentions[m].actors;
    return a.end - a.start > 1 || ch__kid(doc, t, CH_DEP_CONJ, CH_DEP_CONJ) != CH_NONE;
}

static bool pass_at(const walk *w, uint32_t t, ch_span *out)
{
    if (!ch__is_nominal(w->v->s->doc, t))
        return false;
    if (!actor_at(w, t, out))
        *out = (ch_span){t, t + 1};
    return true;
}

static bool tokens_at(const walk *w, uint32_t t, uint32_t n, ch_span *out)
{
    *out = w->left ? (ch_span){t + 1 - n, t + 1} : (ch_span){t, t + n};
    return n > 0;
}

/* Whether element i stands at a token; which tokens it takes. */
static bool stands(const walk *w, uint32_t i, uint32_t t, ch_span *out)
{
    const element *e = &w->p->at[i];
    bool is = false;
    switch ((kind)e->kind) {
    case WORD: is = tokens_at(w, t, ch__verb_word_at(w->v, t, e->text, w->left), out); break;
    case SET: is = tokens_at(w, t, ch__verb_set_at(w->v, t, e->text, w->left), out); break;
    case SOURCE:
    case TARGET: is = actor_at(w, t, out); break;
    case BOTH: is = actor_at(w, t, out) && is_several(w->v->s->doc, t); break;
    case PASS: is = pass_at(w, t, out); break;
    }
    if (!is || (e->group && !in_group(w, i, t)) || (e->phrase && !in_phrase(w, i, t)))
        return false;
    return !e->head || e->group || e->kind > SET || is_head(w->v, out->end - 1);
}

static bool touches(const walk *w, uint32_t i, ch_span words)
{
    ch_span before = i ? w->found[i - 1] : (ch_span){w->c->at, w->c->at + 1};
    return w->left ? words.end == before.start : words.start == before.end;
}

static uint32_t behind(const walk *w, uint32_t at, ch_span words)
{
    while (at < w->side->n && w->side->at[at] >= words.start && w->side->at[at] < words.end)
        at++;
    return at;
}

static bool walk_on(walk *w, uint32_t i, uint32_t from);

/* "cordoned the area off": a particle joined to its verb may stand further on. */
static bool particle(walk *w, uint32_t i, uint32_t from)
{
    const ch_doc *doc = w->v->s->doc;
    uint32_t t = ch__kid(doc, w->c->clause, CH_DEP_COMPOUND_PRT, CH_DEP_COMPOUND_PRT);
    if (i || w->left || !w->p->at[0].joined || t == CH_NONE || t <= w->c->at || !stands(w, 0, t, &w->found[0]))
        return false;
    return walk_on(w, 1, from);
}

static bool walk_on(walk *w, uint32_t i, uint32_t from)
{
    if (i == w->p->n)
        return true;
    for (uint32_t at = from; at < w->side->n && w->steps < MOST_STEPS; at++) {
        ch_span words;
        w->steps++;
        if (stands(w, i, w->side->at[at], &words) && (!w->p->at[i].joined || touches(w, i, words))) {
            w->found[i] = words;
            if (walk_on(w, i + 1, behind(w, at, words)))
                return true;
        }
    }
    return particle(w, i, from);
}

static int weight(kind k)
{
    static const int weights[] = {[WORD] = 4, [SET] = 4, [SOURCE] = 2, [TARGET] = 2, [BOTH] = 3, [PASS] = 1};
    return weights[k];
}

static void note(const walk *w, ch__verb_match *m)
{
    for (uint32_t i = 0; i < w->p->n; i++) {
        uint32_t t = w->found[i].end - 1, at = w->c->at;
        kind k = (kind)w->p->at[i].kind;
        if (k == SOURCE || k == TARGET || k == BOTH) {
            uint32_t *to = k == SOURCE ? &m->source : k == TARGET ? &m->target : &m->both;
            *to = w->found[i].start;
        }
        m->score += weight(k);
        m->distance += t > at ? t - at : at - t;
        if (m->n_tokens < sizeof m->tokens / sizeof *m->tokens)
            m->tokens[m->n_tokens++] = w->found[i].start;
    }
}

static bool one_side(const ch__verb_scene *v, const ch__verb_clause *c, const ch__verb_side *side, const pattern *p,
                     bool left, ch__verb_match *m)
{
    walk w = {.v = v, .c = c, .side = side, .p = p, .left = left};
    if (!walk_on(&w, 0, 0))
        return false;
    note(&w, m);
    return true;
}

static bool has_party(const pattern *p)
{
    for (uint32_t i = 0; i < p->n; i++)
        if (p->at[i].kind >= SOURCE)
            return true;
    return false;
}

/* Both sides as the words stand; else, where no party has its place in the pattern, as they would stand in a plain
 * clause: "aid was rushed" for "* {aid}". */
static bool fits(const ch__verb_scene *v, const ch__verb_clause *c, const pattern *left, const pattern *right,
                 ch__verb_match *m)
{
    const ch__verb_match empty = {.source = CH_NONE, .target = CH_NONE, .both = CH_NONE};
    *m = empty;
    if (one_side(v, c, &c->right, right, false, m) && one_side(v, c, &c->left, left, true, m))
        return true;
    *m = empty;
    return c->turned && !has_party(left) && !has_party(right) && one_side(v, c, &c->plain_right, right, false, m) &&
           one_side(v, c, &c->plain_left, left, true, m);
}

/* ---- the best ---- */

static bool better(const ch__verb_match *a, const ch__verb_match *than)
{
    if (!than->table || a->score != than->score)
        return !than->table || a->score > than->score;
    return a->distance < than->distance;
}

static void take(ch__verb_match *best, ch__verb_match m, const ch__table *t, uint32_t row, uint32_t code)
{
    m.table = t;
    m.row = row;
    m.code = ch__cell(t, row, code);
    if (better(&m, best))
        *best = m;
}

enum { VERB_MATCH = 1, VERB_LEFT, VERB_RIGHT, VERB_BLOCK, VERB_CODE, PATTERN_LEFT = 1, PATTERN_RIGHT, PATTERN_CODE };

static void try_patterns(const ch__verb_scene *v, const ch__verb_clause *c, const char *block, const pattern *left,
                         const pattern *right, ch__verb_match *best)
{
    const ch__table *t = v->t.patterns;
    pattern own, l, r;
    ch__verb_match m;
    for (uint32_t row = t ? ch__table_find(t, ch__sv_of(block)) : CH_NONE; row != CH_NONE;
         row = ch__table_find_next(t, row)) {
        l.n = r.n = 0;
        (void)append(&l, left);
        (void)append(&r, right);
        if (!read_left(ch__cell(t, row, PATTERN_LEFT), &own) || !append(&l, &own) ||
            !read_right(ch__cell(t, row, PATTERN_RIGHT), &own) || !append(&r, &own) || !fits(v, c, &l, &r, &m))
            continue;
        m.block = block;
        take(best, m, t, row, PATTERN_CODE);
    }
}

/* The rows of a form; by lemma only those that leave their forms to us. */
static void try_verbs(const ch__verb_scene *v, const ch__verb_clause *c, ch__sv form, bool lemma, ch__verb_match *best)
{
    const ch__table *t = v->t.verbs;
    pattern left, right;
    ch__verb_match m;
    for (uint32_t row = ch__table_find(t, form); row != CH_NONE; row = ch__table_find_next(t, row)) {
        bool usable = !lemma || strcmp(ch__cell(t, row, VERB_MATCH), "lemma") == 0;
        if (!usable || !read_left(ch__cell(t, row, VERB_LEFT), &left) ||
            !read_right(ch__cell(t, row, VERB_RIGHT), &right) || !fits(v, c, &left, &right, &m))
            continue;
        m.block = ch__cell(t, row, VERB_BLOCK);
        if (best->table == t && strcmp(best->code, "---") == 0 && m.score == best->score)
            best->table = NULL; /* of two blocks of one verb the one that has a code */
        take(best, m, t, row, VERB_CODE);
        try_patterns(v, c, m.block, &left, &right, best);
    }
}

ch__verb_match ch__verb_best(const ch__verb_scene *v, const ch__verb_clause *c)
{
    ch__verb_match best = {.table = NULL};
    try_verbs(v, c, ch__folded(v, c->at), false, &best);
    if (!best.table && c->clause == c->at)
        try_verbs(v, c, ch__verb_token_of(v, c->at)->lemma, true, &best);
    return best;
}
