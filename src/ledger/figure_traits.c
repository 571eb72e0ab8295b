/* figure_traits.c - what a number tells as a figure, and somebody as a side of it. */
#include "ledger/figure_traits.h"

enum { AROUND = 3, NEARBY = 9, UP = 5 };

/* Kinds of traits, above those of the events room. New ones go behind the last, or a trained model no longer fits. */
enum {
    BIAS = 400,
    RULE,
    RULE_SURE,
    UNIT,
    UNIT_NAME,
    SIZE,
    FORM,
    NOUN,
    NOUN_ENDING,
    NOUN_TAG,
    NOUN_MEASURE,
    NOUN_REL,
    MODIFIER,
    OF,
    CASE,
    CASE_VERB,
    VERB,
    VERB_REL,
    VERB_WAY,
    VERB_KID,
    ABOVE,
    ABOVE_WAY,
    MEASURE_NEAR,
    MEASURE_SIDE,
    MEASURE_NONE,
    EVENT_ABOVE,
    EVENT_MODE,
    EVENT_HERE,
    COUNTED,
    WORD_AT,
    TAG_AT,
    WORD_NEAR,
    CODES,
    CODES_UNIT,
    NAMED_NEAR,
    TITLE,
    DEFINITE,
    THEME,
    THEME_WAY,
    THEME_NEAR,
    THEME_ANY
};

static const char *row_cell(const ch__table *t, const ch_doc *doc, uint32_t token, uint32_t column)
{
    uint32_t row = ch__table_find(t, ch__sv_of(doc->words[token].lemma));
    return row == CH_NONE ? NULL : ch__table_cell(t, row, column);
}

/* ---- the number ---- */

static uint64_t magnitude_of(const ch__number *n)
{
    double v = n->has_value ? n->value : n->has_high ? n->high : n->low;
    uint64_t size = 0;
    for (; v >= 10 && size < 15; v /= 10)
        size++;
    return size;
}

static void number_traits(ch__traits *t, const ch__figure_question *q)
{
    const ch__draft *d = q->draft;
    const ch__number *n = &d->number;
    uint64_t kind = ch__text_hash(n->unit_kind), rule = ch__text_hash(d->sure ? d->tally.measure.name : d->why);
    bool money = n->unit_kind && strcmp(n->unit_kind, "currency") == 0;
    ch__trait(t, BIAS, 0, 0);
    ch__trait(t, RULE, rule, 0);
    ch__trait(t, RULE_SURE, rule, (uint64_t)d->sure);
    ch__trait(t, RULE_SURE, kind, (uint64_t)d->sure + 8);
    ch__trait(t, UNIT, kind, 0);
    ch__trait(t, UNIT_NAME, money ? 1 : ch__text_hash(n->unit), 0);
    ch__trait(t, SIZE, magnitude_of(n), kind);
    ch__trait(t, FORM, n->flags, kind);
    ch__trait(t, FORM, n->has_value + 2u * n->has_low + 4u * n->has_high + 8u * n->approximate, 1);
}

static const char *count_measure(const ch__figure_scene *s, const ch__figure_question *q)
{
    const ch__table *m = q->draft->tally.measures;
    ch__hit hits[4];
    uint32_t lengths[4];
    for (uint32_t from = q->noun > s->clues.tokens.start ? q->noun - 1 : q->noun; from <= q->noun; from++) {
        size_t n =
            ch__phrases_at_token(s->clues.doc, s->clues.k, ch__table_bit(m), from, q->noun + 1, hits, lengths, 4);
        for (size_t i = 0; i < n; i++)
            if (from + lengths[i] == q->noun + 1 && strcmp(ch__table_cell(m, hits[i].row, 2), "count") == 0)
                return ch__table_cell(m, hits[i].row, 1);
    }
    return NULL;
}

static void noun_traits(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q)
{
    const ch_doc *doc = s->clues.doc;
    ch__sv form = ch__token_sv(doc, q->noun);
    uint64_t kind = ch__text_hash(q->draft->number.unit_kind), prep = ch__text_hash(ch__case_of(doc, q->noun));
    ch__trait(t, NOUN, ch__lemma_at(s, q->noun), 0);
    ch__trait(t, NOUN, ch__lemma_at(s, q->noun), kind + 1);
    for (size_t n = 2; n <= 4; n++)
        if (form.n > n)
            ch__trait(t, NOUN_ENDING, ch__hash64((ch__sv){form.p + form.n - n, n}), n);
    ch__trait(t, NOUN_TAG, ch__text_hash(doc->words[q->noun].xpos), kind);
    ch__trait(t, NOUN_MEASURE, ch__text_hash(count_measure(s, q)), kind);
    ch__trait(t, NOUN_REL, ch__rel(doc, q->noun), kind);
    ch__trait(t, NOUN_REL, ch__rel(doc, q->anchor) + 99, kind);
    ch__trait(t, CASE, prep, kind);
    ch__trait(t, CASE, ch__text_hash(ch__case_of(doc, q->anchor)), kind + 1);
    ch__trait(t, CASE_VERB, prep, ch__lemma_at(s, q->verb));
    const uint32_t of[2] = {q->noun, q->anchor};
    for (int i = 0; i < (q->noun == q->anchor ? 1 : 2); i++)
        CH__EACH_KID(doc, of[i], kid)
        {
            ch_deprel r = ch__rel(doc, kid);
            if (r != CH_DEP_PUNCT && r != CH_DEP_DET && r != CH_DEP_CASE)
                ch__trait(t, kid > of[i] ? OF : MODIFIER, ch__lemma_at(s, kid), 0);
        }
    ch__trait(t, DEFINITE,
              ch__lemma_at(s, q->draft->tally.tokens.start > s->clues.tokens.start ? q->draft->tally.tokens.start - 1
                                                                                   : CH_NONE),
              kind);
    ch__trait(t, TITLE, doc->sentences[s->clues.sentence].flags & CH_SENTENCE_TITLE, kind);
}

static uint64_t way_of(const ch__figure_scene *s, const ch__figure_question *q, uint32_t token)
{
    const char *mover = row_cell(q->draft->tally.movers, s->clues.doc, token, 1);
    return ch__text_hash(mover);
}

static void verb_traits(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q)
{
    const ch_doc *doc = s->clues.doc;
    uint64_t kind = ch__text_hash(q->draft->number.unit_kind);
    uint32_t h = ch__head(doc, q->anchor), from = q->anchor;
    ch__trait(t, VERB, ch__lemma_at(s, q->verb), 0);
    ch__trait(t, VERB, ch__lemma_at(s, q->verb), kind + 1);
    for (int i = 0; i < UP && h != CH_NONE; i++, from = h, h = ch__head(doc, h)) {
        ch__trait(t, ABOVE, ch__lemma_at(s, h), 0);
        ch__trait(t, ABOVE, ch__lemma_at(s, h), 1 + ch__rel(doc, from));
        ch__trait(t, ABOVE_WAY, way_of(s, q, h), kind);
        if (i == 0)
            ch__trait(t, ABOVE, ch__lemma_at(s, h), kind + 99);
    }
    if (q->verb == CH_NONE)
        return;
    ch__trait(t, VERB_WAY, way_of(s, q, q->verb), kind);
    CH__EACH_KID(doc, q->verb, kid)
    {
        ch_deprel r = ch__rel(doc, kid);
        if (r == CH_DEP_PUNCT || r == CH_DEP_DET)
            continue;
        ch__trait(t, VERB_KID, r, ch__clue_at(&s->clues, kid)->who);
        ch__trait(t, VERB_KID, ch__text_hash(ch__case_of(doc, kid)) + 1, ch__clue_at(&s->clues, kid)->who);
        ch__trait(t, VERB_KID, ch__lemma_at(s, kid), 1);
    }
}

/* Words of measure around the number: name, kind and how far. */
static void measure_traits(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q)
{
    const ch__tally *y = &q->draft->tally;
    uint64_t kind = ch__text_hash(q->draft->number.unit_kind);
    uint32_t from = y->tokens.start - s->clues.tokens.start > 14 ? y->tokens.start - 14 : s->clues.tokens.start;
    uint32_t end = y->tokens.end + 12 < s->clues.tokens.end ? y->tokens.end + 12 : s->clues.tokens.end;
    bool any = false;
    for (uint32_t w = from; w < end; w++) {
        ch__hit hits[8];
        uint32_t lengths[8];
        if (w >= y->tokens.start && w < y->tokens.end)
            continue;
        size_t n = ch__phrases_at_token(s->clues.doc, s->clues.k, ch__table_bit(y->measures), w, end, hits, lengths, 8);
        for (size_t i = 0; i < n; i++) {
            const char *sort = ch__table_cell(y->measures, hits[i].row, 2),
                       *name = ch__table_cell(y->measures, hits[i].row, 1);
            uint64_t far = w < y->tokens.start ? y->tokens.start - w : w - y->tokens.end + 1;
            uint64_t side = (w < y->tokens.start ? 0 : 4) + (far < 3 ? 0 : far < 7 ? 1 : 2);
            if (strcmp(sort, "verb") == 0)
                name = ch__table_cell(y->measures, hits[i].row, 3);
            ch__trait(t, MEASURE_NEAR, ch__text_hash(name), ch__text_hash(sort) + kind);
            ch__trait(t, MEASURE_SIDE, ch__text_hash(name), ch__text_hash(sort) + kind + side + 1);
            any |= strcmp(sort, "verb") != 0 && strcmp(sort, "count") != 0;
        }
    }
    ch__trait(t, MEASURE_NONE, any, kind);
}

static uint32_t inside(const ch__figure_scene *s, uint32_t token)
{
    return token != CH_NONE && token >= s->clues.tokens.start && token < s->clues.tokens.end ? token : CH_NONE;
}

static void theme(ch__traits *t, const ch__figure_scene *s, uint32_t token, uint64_t as, uint64_t kind)
{
    uint64_t name = ch__flow_at(s, token, 2);
    ch__trait(t, THEME, name, as);
    ch__trait(t, THEME, name, as + 64 + kind);
    ch__trait(t, THEME_WAY, ch__flow_at(s, token, 1), as + kind);
    if (name)
        ch__trait(t, THEME_ANY, name, kind);
}

/* What the table of flows says of words that stand to the number in some way. */
static void theme_traits(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q)
{
    const ch_doc *doc = s->clues.doc;
    uint64_t kind = ch__text_hash(q->draft->number.unit_kind);
    theme(t, s, q->noun, 1, kind);
    theme(t, s, q->verb, 2, kind);
    theme(t, s, q->over, 3, kind);
    if (q->verb != CH_NONE) {
        theme(t, s, inside(s, ch__slot_head(doc, q->verb, "subj")), 4, kind);
        theme(t, s, inside(s, ch__slot_head(doc, q->verb, "obj")), 5, kind);
    }
    theme(t, s, ch__head(doc, q->anchor), 6, kind);
    CH__EACH_KID(doc, q->noun, kid)
    if (ch__flow_at(s, kid, 2))
        theme(t, s, kid, kid < q->noun ? 7 : 8, kind);
    const ch_span own = q->draft->tally.tokens, all = s->clues.tokens;
    for (uint32_t i = own.start, seen = 0; i > all.start && own.start - i < 16 && seen < 2; i--)
        if (ch__flow_at(s, i - 1, 2)) {
            ch__trait(t, THEME_NEAR, ch__flow_at(s, i - 1, 2), kind + seen);
            seen++;
        }
    for (uint32_t i = own.end, seen = 0; i < all.end && i - own.end < 10 && seen < 2; i++)
        if (ch__flow_at(s, i, 2)) {
            ch__trait(t, THEME_NEAR, ch__flow_at(s, i, 2), kind + 4 + seen);
            seen++;
        }
}

static bool of_value(const ch__number *n, double v)
{
    return (n->has_value && n->value == v) || (n->has_low && n->low == v) || (n->has_high && n->high == v);
}

static void event_traits(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q)
{
    const ch_doc *doc = s->clues.doc;
    uint64_t kind = ch__text_hash(q->draft->number.unit_kind);
    for (uint32_t w = s->clues.tokens.start; w < s->clues.tokens.end; w++) {
        uint32_t r = s->event_of[w];
        if (r == CH_NONE)
            continue;
        const ch_event *e = &doc->records[r].as.event;
        ch__trait(t, EVENT_HERE, e->type, kind);
        for (uint32_t i = 0; i < e->n_magnitudes; i++)
            if (of_value(&q->draft->number, e->magnitudes[i].value)) {
                ch__trait(t, COUNTED, ch__text_hash(e->magnitudes[i].what), 0);
                ch__trait(t, COUNTED, ch__text_hash(e->magnitudes[i].what), 1 + e->type);
            }
    }
    const ch_event *e = q->event == CH_NONE ? NULL : &doc->records[q->event].as.event;
    ch__trait(t, EVENT_ABOVE, e ? e->type + 1u : 0, 0);
    ch__trait(t, EVENT_ABOVE, e ? e->type + 1u : 0, kind + 1);
    if (e)
        ch__trait(t, EVENT_MODE, e->type, ch__text_hash(e->mode));
}

static void around_traits(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q)
{
    const ch_span own = q->draft->tally.tokens, all = s->clues.tokens;
    uint64_t left = 0, right = 0;
    for (uint32_t i = 1; i <= NEARBY; i++) {
        const uint32_t at[2] = {own.start - all.start >= i ? own.start - i : CH_NONE,
                                own.end + i - 1 < all.end ? own.end + i - 1 : CH_NONE};
        for (uint32_t side = 0; side < 2; side++) {
            if (at[side] == CH_NONE)
                continue;
            const ch__clue *x = ch__clue_at(&s->clues, at[side]);
            if (i <= AROUND) {
                ch__trait(t, WORD_AT, x->lemma, i + 16 * side);
                ch__trait(t, TAG_AT, x->upos, i + 16 * side);
            }
            if (x->upos == CH_UPOS_NOUN || x->upos == CH_UPOS_VERB || x->upos == CH_UPOS_ADJ)
                ch__trait(t, WORD_NEAR, x->lemma, 0);
            left = side == 0 && !left ? x->who : left;
            right = side == 1 && !right ? x->who : right;
        }
    }
    ch__trait(t, NAMED_NEAR, left, 0);
    ch__trait(t, NAMED_NEAR, right, 1);
    uint32_t here = 0;
    for (uint32_t i = 0; i < s->n_bidders; i++)
        here += s->bidders[i].head != CH_NONE && s->bidders[i].order >= here;
    ch__trait(t, CODES, here < 4 ? here : 4, 0);
    ch__trait(t, CODES_UNIT, here < 4 ? here : 4, ch__text_hash(q->draft->number.unit_kind));
}

void ch__figure_traits(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q)
{
    t->n = 0;
    number_traits(t, q);
    noun_traits(t, s, q);
    verb_traits(t, s, q);
    measure_traits(t, s, q);
    theme_traits(t, s, q);
    event_traits(t, s, q);
    around_traits(t, s, q);
}

void ch__figure_vectors(const ch__figure_scene *s, const ch__figure_question *q, uint8_t *out)
{
    const ch_doc *doc = s->clues.doc;
    uint32_t width = doc->inside->vector_width;
    const uint32_t of[CH__FIGURE_VECTORS] = {q->anchor, q->noun, q->verb};
    for (size_t i = 0; i < CH__FIGURE_VECTORS; i++, out += width) {
        if (of[i] == CH_NONE)
            memset(out, 64, width);
        else
            memcpy(out, doc->inside->vectors + (size_t)of[i] * width, width);
    }
}
