/* figure_sides.c - what a country or body tells as a side of a number: how it is named, and what it is to the words
 * over the number. */
#include "ledger/figure_traits.h"

/* Kinds of traits, above those of numbers. New ones go behind the last, or a trained model no longer fits. */
enum {
    SIDE = 480,
    SIDE_RULE,
    SIDE_RULE_SURE,
    SIDE_NAMING,
    SIDE_ORDER,
    SIDE_GROUP,
    SIDE_BACK,
    SIDE_ORG,
    SIDE_IN_NOUN,
    SIDE_EVENT,
    SIDE_EVENT_HERE,
    SIDE_NOUN_CASE,
    SIDE_AHEAD,
    SIDE_WAY_WORD,
    SIDE_FLOW,
    SIDE_FLOW_MEASURE,
    SIDE_FLOW_THEME,
    SIDE_GOVERNOR,
    SIDE_WHO,
    SIDE_RIVAL
};

static bool is_side(const ch_doc *doc, const ch_roles *roles, const char *code)
{
    for (uint32_t i = 0; i < roles->n; i++) {
        const char *c = roles->at[i].actor == CH_NONE ? NULL : doc->actors[roles->at[i].actor].code;
        if (c && strcmp(c, code) == 0)
            return true;
    }
    return false;
}

static void rule_side(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q, uint64_t measure,
                      const char *code)
{
    const ch__draft *d = q->draft;
    uint64_t as =
        d->sure ? 1u + is_side(s->clues.doc, &d->figure.from, code) + 2u * is_side(s->clues.doc, &d->figure.to, code)
                : 0;
    ch__trait(t, SIDE_RULE, as, 0);
    ch__trait(t, SIDE_RULE, as, measure);
    ch__trait(t, SIDE_RULE_SURE, as, (uint64_t)d->sure);
}

static void event_side(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q, uint64_t measure,
                       const char *code)
{
    const ch_doc *doc = s->clues.doc;
    for (uint32_t w = s->clues.tokens.start; w < s->clues.tokens.end; w++) {
        uint32_t r = s->event_of[w];
        if (r == CH_NONE)
            continue;
        const ch_event *e = &doc->records[r].as.event;
        uint64_t as = is_side(doc, &e->actor, code) + 2u * is_side(doc, &e->recipient, code);
        ch__trait(t, SIDE_EVENT_HERE, as + 4u * e->type, measure);
        if (r != q->event)
            continue;
        ch__trait(t, SIDE_EVENT, as, 0);
        ch__trait(t, SIDE_EVENT, as, 1 + e->type);
        ch__trait(t, SIDE_EVENT, as + 4u * e->type, measure);
        ch__trait(t, SIDE_EVENT, as, ch__lemma_at(s, w));
    }
}

/* Which slot of a word somebody fills: its number, doubled, odd where the slot's word is only over him; 0: none. */
static uint64_t slot_of(const ch__figure_scene *s, uint32_t word, uint32_t head)
{
    uint32_t slots[CH__ROLE_SLOTS];
    ch__role_slots(&s->clues, word, slots);
    for (uint32_t i = 0; i < CH__ROLE_SLOTS; i++)
        if (slots[i] == head)
            return 2 * i + 2;
    for (uint32_t i = 0; i < CH__ROLE_SLOTS; i++)
        if (slots[i] != CH_NONE && ch__is_below(s->clues.doc, head, slots[i]))
            return 2 * i + 3;
    return 0;
}

/* What somebody is to a word over the number. */
static void word_side(ch__traits *t, const ch__figure_scene *s, uint32_t word, uint64_t as, uint64_t measure,
                      uint32_t head)
{
    if (word == CH_NONE)
        return;
    uint64_t way = ch__flow_at(s, word, 1), path = ch__way_between(&s->clues, word, head),
             slot = slot_of(s, word, head) + 64 * as, lemma = ch__lemma_at(s, word);
    ch__trait(t, SIDE_FLOW, slot, way);
    ch__trait(t, SIDE_FLOW_MEASURE, slot, way + measure);
    ch__trait(t, SIDE_FLOW_THEME, slot, lemma);
    ch__trait(t, SIDE_WAY_WORD, path, as);
    ch__trait(t, SIDE_WAY_WORD, path, as + 4 + measure);
    ch__trait(t, SIDE_WAY_WORD, path, as + 8 + way);
    ch__trait(t, SIDE_WAY_WORD, path, as + 12 + lemma);
}

static void place_side(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q, uint64_t measure,
                       const ch__bidder *b)
{
    const ch_doc *doc = s->clues.doc;
    const ch__tally *y = &q->draft->tally;
    uint64_t ahead = b->head < y->tokens.start, prep = ch__text_hash(ch__case_of(doc, b->head)),
             kind = b->mention == CH_NONE ? 99 : doc->mentions[b->mention].kind;
    uint64_t within = ch__is_below(doc, b->head, q->noun) + 2u * ch__is_below(doc, b->head, q->anchor) + 4 * ahead;
    uint32_t gap = ahead ? y->tokens.start - b->head : b->head - y->tokens.end;
    uint32_t over = ch__head(doc, b->head);
    ch__trait(t, SIDE_NAMING, b->naming, 0);
    ch__trait(t, SIDE_NAMING, b->naming, measure + kind);
    ch__trait(t, SIDE_IN_NOUN, within, measure);
    ch__trait(t, SIDE_IN_NOUN, within, prep + 1);
    ch__trait(t, SIDE_IN_NOUN, within + 8 * kind, measure + 2);
    ch__trait(t, SIDE_AHEAD, ahead + 2 * (gap < 4 ? gap : gap < 8 ? 4 : gap < 16 ? 5 : 6), measure);
    ch__trait(t, SIDE_NOUN_CASE, prep, measure);
    ch__trait(t, SIDE_NOUN_CASE, prep, ahead);
    ch__trait(t, SIDE_NOUN_CASE, prep, ch__lemma_at(s, over));
    ch__trait(t, SIDE_GOVERNOR, ch__flow_at(s, over, 1), ch__rel(doc, b->head));
    ch__trait(t, SIDE_GOVERNOR, ch__flow_at(s, over, 1), measure + ch__rel(doc, b->head) + 100);
    ch__trait(t, SIDE_GOVERNOR, ch__flow_at(s, over, 2), measure + prep + 200);
    ch__trait(t, SIDE_GOVERNOR, ch__lemma_at(s, over), 1);
    ch__trait(t, SIDE_WHO, ch__clue_at(&s->clues, b->head)->who, measure);
    if (b->of > 1)
        ch__trait(t, SIDE_GROUP, b->index < 3 ? b->index : 3, measure);
    word_side(t, s, q->noun, 0, measure, b->head);
    word_side(t, s, q->verb, 1, measure, b->head);
    word_side(t, s, q->over, 2, measure, b->head);
}

/* Others than this code: whether one of them stands at the number's noun, or acts in its verb. */
static void rival_side(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q, uint64_t measure,
                       uint32_t order)
{
    uint64_t seen = 0;
    for (uint32_t i = 0; i < s->n_bidders; i++) {
        const ch__bidder *b = &s->bidders[i];
        if (b->head == CH_NONE)
            continue;
        uint64_t own = b->order == order ? 0 : 4;
        if (ch__is_below(s->clues.doc, b->head, q->noun) && b->head != q->noun)
            seen |= 1u << own;
        uint64_t slot = q->verb == CH_NONE ? 0 : slot_of(s, q->verb, b->head);
        seen |= slot == 2 || slot == 3 ? 2u << own : slot ? 4u << own : 0;
    }
    ch__trait(t, SIDE_RIVAL, seen, measure);
    ch__trait(t, SIDE_RIVAL, seen, 1 + ch__flow_at(s, q->verb, 1));
    ch__trait(t, SIDE_RIVAL, seen & 0x11, measure + 2);
}

void ch__side_traits(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q, const char *measure,
                     uint32_t order)
{
    enum { MOST = 4 /* mentions of one code */ };
    uint64_t label = ch__text_hash(measure), codes = s->n_codes < 4 ? s->n_codes : 4, at = order < 4 ? order : 4;
    const ch__bidder *first = NULL;
    uint32_t seen = 0;
    t->n = 0;
    for (uint32_t i = 0; i < s->n_bidders; i++)
        first = !first && s->bidders[i].order == order ? &s->bidders[i] : first;
    ch__trait(t, SIDE, 0, 0);
    ch__trait(t, SIDE, label, 1);
    ch__trait(t, SIDE_ORDER, at, label);
    ch__trait(t, SIDE_ORDER, at + 8 * codes, 0);
    ch__trait(t, SIDE_BACK, first->back < 4 ? first->back : 4, first->naming);
    const char *sector = first->actor == CH_NONE ? NULL : s->clues.doc->actors[first->actor].sector;
    ch__trait(t, SIDE_ORG, sector && strcmp(sector, "IGO") == 0, label);
    rule_side(t, s, q, label, first->code);
    event_side(t, s, q, label, first->code);
    rival_side(t, s, q, label, order);
    if (first->head == CH_NONE) {
        ch__trait(t, SIDE_NAMING, first->naming, 0);
        ch__trait(t, SIDE_NAMING, first->naming, label);
        ch__trait(t, SIDE_NAMING, first->naming, codes + 1);
    }
    /* the ones nearest to the number first */
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = s->n_bidders; i > 0 && seen < MOST; i--) {
            const ch__bidder *b = &s->bidders[i - 1];
            bool near = b->head != CH_NONE && (ch__is_below(s->clues.doc, b->head, q->noun) ||
                                               ch__is_below(s->clues.doc, b->head, q->anchor));
            if (b->order == order && b->head != CH_NONE && near == (round == 0)) {
                place_side(t, s, q, label, b);
                seen++;
            }
        }
}
