/* figure_scored.c - what the trained scorers make of a number that the rules have weighed: what it measures, then who
 * stands on its sides. What the rules call a figure stands unless the scorers are sure that it is none. */
#include "ledger/figure_model.h"

enum {
    FIGURE_AT = CH__SURE * 40 / 100,  /* share of all measures from which on a number is a figure */
    BACKED_AT = CH__SURE * 3 / 100,   /* the same where the rules say so */
    MEASURE_AT = CH__SURE * 40 / 100, /* share of a measure from which on it is taken before the rules' */
    SURE_AT = CH__SURE * 70 / 100,    /* the same where a verb or prepositions make the rules sure */
    SIDES_AT = CH__SURE * 15 / 100,   /* the same of the two sides together */
    TOLD_AT = CH__SURE * 5 / 100      /* share from which on explain tells of it */
};

static const char *told(ch_doc *doc, const char *what, uint32_t share)
{
    return ch__format(ch__doc_arena(doc), "%s (%.2f)", what, (double)share / CH__SURE);
}

/* ---- sides ---- */

/* Somebody as a role; a place becomes a mention of its country. */
static void set_side(ch_doc *doc, uint32_t sentence, const ch__bidder *b, ch_roles *out)
{
    ch_role role = {b->mention, b->actor};
    if (b->mention == CH_NONE) {
        role.mention = ch__mention_phrase(doc, sentence, b->head);
        *CH__PUSH(ch__doc_arena(doc), doc->actors, doc->n_actors, doc->inside->cap_actors) =
            (ch_actor){.code = b->code};
        role.actor = doc->n_actors - 1;
        doc->mentions[role.mention].actors = (ch_span){role.actor, doc->n_actors};
    }
    out->at = ch__alloc(ch__doc_arena(doc), sizeof *out->at);
    out->at[0] = role;
    out->n = 1;
}

/* The first mention of a code. */
static const ch__bidder *named(const ch__figure_scene *s, uint32_t order)
{
    uint32_t i = 0;
    while (s->bidders[i].order != order)
        i++;
    return &s->bidders[i];
}

static int32_t limit(int64_t x)
{
    enum { MOST = 64 * 64 };
    return (int32_t)(x < -MOST ? -MOST : x > MOST ? MOST : x);
}

/* Fills both sides; false where there are no two who may be. *share: how likely the two are together. */
static bool sides(const ch__figures_model *m, const ch__figure_scene *s, const ch__figure_question *q,
                  const char *label, ch__traits *traits, ch_figure *f, uint32_t *share)
{
    ch__side_odds odds[CH__MOST_BIDDERS];
    int32_t scores[CH__SCORER_LABELS];
    uint32_t from, to;
    for (uint32_t i = 0; i < s->n_codes; i++) {
        ch__side_traits(traits, s, q, label, i);
        ch__scorer_run(&m->sides, traits, NULL, scores);
        odds[i] = (ch__side_odds){limit((int64_t)scores[CH__SIDE_FROM] - scores[CH__SIDE_NONE]),
                                  limit((int64_t)scores[CH__SIDE_TO] - scores[CH__SIDE_NONE])};
    }
    *share = ch__sides_choose(odds, s->n_codes, &from, &to);
    if (from == CH_NONE)
        return false;
    set_side(s->clues.doc, s->clues.sentence, named(s, from), &f->from);
    set_side(s->clues.doc, s->clues.sentence, named(s, to), &f->to);
    return true;
}

/* ---- measure ---- */

/* The words of what is counted: its noun with the nouns joined in front of it ("coastal patrol boats": patrol boats).
 */
static ch_span counted_words(const ch_doc *doc, const ch__figure_question *q)
{
    ch_span w = {q->noun, q->noun + 1};
    while (w.start > q->draft->tally.tokens.end && ch__is_noun(doc, w.start - 1))
        w.start--;
    return w;
}

/* The draft as the scorers see it. Where the rules found another measure, or none, the words of theirs do not count. */
static void restate(const ch_doc *doc, ch__draft *d, const ch__figure_question *q, const char *label)
{
    ch__tally *y = &d->tally;
    if (y->measure.name && strcmp(y->measure.name, label) == 0)
        return;
    y->measure = (ch__measure){.row = CH_NONE, .tokens = counted_words(doc, q), .name = label};
    y->of = (ch_span){0, 0};
    y->apart = y->weight = false;
    y->counts = !d->number.unit;
    if (!y->counts)
        y->measure.tokens = y->tokens;
}

/* The likeliest measure. Returns the share of all measures together. */
static uint32_t best_measure(const ch__figures_model *m, const ch__figure_scene *s, const ch__figure_question *q,
                             ch__traits *traits, uint8_t *vectors, const char **label, uint32_t *of_label)
{
    int32_t scores[CH__SCORER_LABELS];
    uint32_t shares[CH__SCORER_LABELS], best = 1;
    ch__figure_traits(traits, s, q);
    ch__figure_vectors(s, q, vectors);
    ch__scorer_run(&m->figures, traits, vectors, scores);
    (void)ch__scorer_shares(&m->figures, 0, scores, shares);
    for (uint32_t i = 2; i < m->figures.h.n_labels; i++)
        best = shares[i] > shares[best] ? i : best;
    *label = m->figures.labels[best];
    *of_label = shares[best];
    return CH__SURE > shares[0] ? CH__SURE - shares[0] : 0;
}

/* Weighs one draft again: fills its figure, or says why it is none. */
static void weigh(const ch__figures_model *m, const ch__figure_scene *s, ch__draft *d, ch__traits *traits,
                  uint8_t *vectors)
{
    ch_doc *doc = s->clues.doc;
    ch__figure_question q;
    const char *label;
    uint32_t both = CH__SURE, of_label;
    ch_figure f = {0};
    ch__figure_ask(&q, s, d);
    uint32_t share = best_measure(m, s, &q, traits, vectors, &label, &of_label);
    /* "students ..., their number reaching 3,000": the counted noun is out of the scorers' sight */
    uint32_t least = d->tally.apart ? 0 : d->sure ? BACKED_AT : FIGURE_AT;
    if (share < least) {
        d->why = d->sure || share >= TOLD_AT ? told(doc, "weighed and no figure", CH__SURE - share) : d->why;
        d->sure = 0;
        return;
    }
    uint32_t better = d->sure == 3 ? SURE_AT : MEASURE_AT;
    const char *name = d->sure && of_label < better ? d->tally.measure.name : label;
    bool two = sides(m, s, &q, name, traits, &f, &both);
    if (!two && !d->sure) {
        d->why = "no figure: no two states it stands between";
        return;
    }
    if (two && (!d->sure || both >= SIDES_AT))
        d->figure = f;
    restate(doc, d, &q, name);
    d->sure = 3;
    d->why = NULL;
    d->rule = ch__format(ch__doc_arena(doc), "ledger.figures:%s", name);
    d->confidence = (uint16_t)((uint64_t)of_label * both / CH__SURE * 1000 / CH__SURE);
}

void ch__figures_weigh(const ch__figures_model *m, const ch__knowledge *k, ch__arena *scratch, ch_doc *doc,
                       uint32_t sentence, const uint32_t *event_of, ch__draft *drafts, uint32_t n)
{
    ch__figure_scene scene;
    ch__traits traits = {.arena = scratch};
    uint8_t *vectors = ch__alloc_raw(scratch, CH__FIGURE_VECTORS * (size_t)doc->inside->vector_width + 1);
    ch__figure_scene_read(&scene, k, doc, sentence, event_of, scratch);
    for (uint32_t i = 0; i < n; i++)
        weigh(m, &scene, &drafts[i], &traits, vectors);
}
