/* What a text tells of two spans: the words between and around them, the way through the tree, what the lexicon calls
 * the words, and which events the scorers of triggers and roles see between the two. */
#include "events/relation.h"

enum { BEFORE = 3, AFTER = 6, BEST = 3 /* triggers told one by one */, BUCKETS = 5 };

/* Kinds of traits, above those of traits_roles.c. */
enum {
    BIAS = 200,
    BETWEEN_WORD,
    BETWEEN_ORDER,
    BETWEEN_TWO,
    BEFORE_WORD,
    AFTER_WORD,
    ANY_WORD,
    ANY_VERB,
    TOP,
    TOP_RELS,
    TOP_ORDER,
    TOP_CASE,
    UP_SOURCE,
    UP_TARGET,
    RELS,
    CASE,
    WHO,
    WHO_SOURCE,
    WHO_TARGET,
    FRAME,
    FRAME_BETWEEN,
    FRAME_STATUS,
    EVENT_LABEL,
    EVENT_TYPE,
    EVENT_ROLES,
    EVENT_WORD,
    EVENT_MODALITY,
    EVENT_SURE,
    TYPE_SURE,
    NO_EVENT,
    FAR,
    SIDES
};

static bool inside(const ch__clues *c, uint32_t t)
{
    return t != CH_NONE && t >= c->tokens.start && t < c->tokens.end;
}

static uint64_t lemma_of(const ch__clues *c, uint32_t t)
{
    return inside(c, t) ? c->at[t - c->tokens.start].lemma : 0;
}

static bool holds(const ch_span *spans, uint32_t n, uint32_t t)
{
    for (uint32_t i = 0; i < n; i++)
        if (t >= spans[i].start && t < spans[i].end)
            return true;
    return false;
}

static bool is_side(const ch__relation *r, uint32_t t)
{
    return holds(r->sides->source, r->sides->n_source, t) || holds(r->sides->target, r->sides->n_target, t);
}

static uint32_t meeting(const ch_doc *doc, uint32_t a, uint32_t b)
{
    for (int i = 0; i < CH__CLIMB && a != CH_NONE; i++, a = ch__head(doc, a))
        if (ch__is_below(doc, b, a))
            return a;
    return CH_NONE;
}

/* ---- words ---- */

static void word_traits(ch__traits *t, const ch__relation *r, const ch__clues *c)
{
    bool both = inside(c, r->source) && inside(c, r->target), order = r->source < r->target;
    uint32_t from = order ? r->source : r->target, to = order ? r->target : r->source;
    uint64_t last = 0;
    for (uint32_t i = c->tokens.start; i < c->tokens.end; i++) {
        const ch__clue *x = &c->at[i - c->tokens.start];
        if (x->upos == CH_UPOS_PUNCT || is_side(r, i))
            continue;
        bool content = x->upos == CH_UPOS_VERB || x->upos == CH_UPOS_NOUN || x->upos == CH_UPOS_ADJ;
        if (content)
            ch__trait(t, ANY_WORD, x->lemma, 0);
        if (x->upos == CH_UPOS_VERB)
            ch__trait(t, ANY_VERB, x->lemma, ch__is_passive(c->doc, i));
        if (!both)
            continue;
        if (i < from && from - i <= BEFORE)
            ch__trait(t, BEFORE_WORD, x->lemma, order);
        if (i > to && i - to <= AFTER)
            ch__trait(t, AFTER_WORD, x->lemma, order);
        if (i <= from || i >= to)
            continue;
        ch__trait(t, BETWEEN_WORD, x->lemma, 0);
        ch__trait(t, BETWEEN_ORDER, x->lemma, 1 + order);
        ch__trait(t, BETWEEN_TWO, last, x->lemma);
        last = x->lemma;
    }
    uint32_t far = to - from;
    ch__trait(t, FAR, both ? (far < 4 ? far : far < 8 ? 4 : far < 16 ? 5 : 6) : 7, order);
}

static void up_traits(ch__traits *t, const ch__clues *c, uint32_t from, uint32_t top, uint32_t kind)
{
    for (int i = 0; i < CH__CLIMB && inside(c, from) && from != top; i++, from = ch__head(c->doc, from))
        if (i > 0)
            ch__trait(t, kind, lemma_of(c, from), ch__rel(c->doc, from));
}

static uint64_t who_of(const ch__clues *c, uint32_t t)
{
    return inside(c, t) ? c->at[t - c->tokens.start].who : 0;
}

static void tree_traits(ch__traits *t, const ch__relation *r, const ch__clues *c)
{
    uint32_t top = r->top;
    uint64_t rels = (inside(c, r->source) ? ch__rel(c->doc, r->source) : 99) * 100u +
                    (inside(c, r->target) ? ch__rel(c->doc, r->target) : 99);
    uint64_t prep = inside(c, r->target) ? ch__text_hash(ch__case_of(c->doc, r->target)) : 0;
    ch__trait(t, RELS, rels, 0);
    ch__trait(t, TOP, lemma_of(c, top), 0);
    ch__trait(t, TOP_RELS, lemma_of(c, top), rels);
    ch__trait(t, TOP_ORDER, lemma_of(c, top), 1 + (r->source < r->target));
    ch__trait(t, TOP_CASE, lemma_of(c, top), prep);
    ch__trait(t, CASE, prep, 0);
    up_traits(t, c, r->source, top, UP_SOURCE);
    up_traits(t, c, r->target, top, UP_TARGET);
    ch__trait(t, WHO, who_of(c, r->source), who_of(c, r->target));
    ch__trait(t, WHO_SOURCE, who_of(c, r->source), 0);
    ch__trait(t, WHO_TARGET, who_of(c, r->target), 0);
}

/* ---- events ---- */

static uint32_t bucket(uint32_t share)
{
    return share >= CH__SURE ? BUCKETS - 1 : share / (CH__SURE / BUCKETS);
}

static void event_traits(ch__traits *t, const ch__relation *r, const ch__clues *c)
{
    uint32_t sure[CH_N_EVENT_TYPES] = {0};
    for (uint32_t i = 0; i < r->n_events; i++) {
        const ch__related *e = &r->events[i];
        sure[e->type] = e->weight > sure[e->type] ? e->weight : sure[e->type];
        if (i >= BEST)
            continue;
        uint64_t rank = i == 0, roles = e->source_as * CH__N_PARTIES + e->target_as;
        ch__trait(t, EVENT_LABEL, e->label, rank);
        ch__trait(t, EVENT_TYPE, e->type, rank);
        ch__trait(t, EVENT_ROLES, e->type * 16u + roles, rank);
        ch__trait(t, EVENT_WORD, lemma_of(c, e->token), e->type);
        ch__trait(t, EVENT_MODALITY, e->type * 8u + e->modality, rank);
        ch__trait(t, EVENT_SURE, e->type * 8u + bucket(e->weight), rank);
    }
    for (uint32_t k = 0; k < CH_N_EVENT_TYPES; k++)
        if (bucket(sure[k]))
            ch__trait(t, TYPE_SURE, k, bucket(sure[k]));
    if (!r->n_events)
        ch__trait(t, NO_EVENT, 0, 0);
}

static void frame_traits(ch__traits *t, const ch__relation *r, const ch__clues *c)
{
    for (uint32_t i = c->tokens.start; i < c->tokens.end; i++) {
        ch__frame f;
        if (!ch__may_trigger(c->doc, i) || ch__frame_of(c->k, c->doc, i, &f) <= 0 || f.event < 0)
            continue;
        bool between = (i > r->source && i < r->target) || (i > r->target && i < r->source);
        ch__status s = ch__status_of(c->k, c->doc, i);
        ch__trait(t, FRAME, (uint64_t)f.event, 0);
        ch__trait(t, FRAME_BETWEEN, (uint64_t)f.event, between + 2u * (i == r->top));
        ch__trait(t, FRAME_STATUS, (uint64_t)f.event, s.doing);
    }
}

/* ---- all ---- */

void ch__pair_traits(ch__traits *t, const ch__relation *r, const ch__clues *c)
{
    t->n = 0;
    ch__trait(t, BIAS, 0, 0);
    ch__trait(t, SIDES, r->sides->n_source, r->sides->n_target);
    event_traits(t, r, c);
    tree_traits(t, r, c);
    frame_traits(t, r, c);
    word_traits(t, r, c);
}

void ch__pair_vectors(const ch__relation *r, uint8_t *out)
{
    uint32_t width = r->doc->inside->vector_width;
    const uint32_t of[CH__TRIGGER_VECTORS] = {r->n_events ? r->events[0].token : r->top, r->top, r->source, r->target};
    for (size_t i = 0; i < CH__TRIGGER_VECTORS; i++, out += width) {
        if (of[i] == CH_NONE)
            memset(out, 64, width);
        else
            memcpy(out, r->doc->inside->vectors + (size_t)of[i] * width, width);
    }
}

uint32_t ch__pair_head(const ch_doc *doc, const ch_span *spans, uint32_t n)
{
    for (uint32_t t = n ? spans[0].start : 1; n && t < spans[0].end; t++) {
        uint32_t h = ch__head(doc, t);
        if (h == CH_NONE || h < spans[0].start || h >= spans[0].end)
            return t;
    }
    return n ? spans[0].start : CH_NONE;
}

void ch__pair_open(ch__relation *r, const ch__knowledge *k, ch_doc *doc, const struct ch__pair_sides *sides)
{
    *r = (ch__relation){.k = k, .doc = doc, .sides = sides};
    r->source = ch__pair_head(doc, sides->source, sides->n_source);
    r->target = ch__pair_head(doc, sides->target, sides->n_target);
    bool both = r->source != CH_NONE && r->target != CH_NONE;
    r->top = both && ch__sentence_of(doc, r->source) == ch__sentence_of(doc, r->target)
                 ? meeting(doc, r->source, r->target)
                 : CH_NONE;
    uint32_t any = r->source != CH_NONE ? r->source : r->target;
    r->sentence = any == CH_NONE ? 0 : ch__sentence_of(doc, any);
}
