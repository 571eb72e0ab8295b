/* What one span does to another, by the lexicon of triggers: the trigger in whose slots the two stand, else one with
 * one of them, else one on the way between them in the tree, else whatever a verb between them may mean. */
#include "events/pair.h"

#include <stdio.h>

#include "events/code.h"
#include "events/relation.h"

enum {
    INSIDE = 3, /* the slot's word is in the span */
    WITHIN = 2, /* the span is in the slot's phrase: "the decision of THE COURT" */
    BEHIND = 1, /* slot "rest": somewhere behind the trigger */
    DEEP = 4    /* heads from a span up to the slot's word */
};

typedef enum grade { NOTHING, BETWEEN, ON_PATH, ONE_SIDE, BOTH_SIDES } grade;

/* A trigger and how well it fits. */
typedef struct bid {
    ch__trigger trigger;
    grade grade;
    int fit;    /* of the slots; on the path: nearness */
    bool coded; /* the order of decisions makes it an event */
} bid;

typedef struct asked {
    const ch__knowledge *k;
    ch_doc *doc;
    const ch__pair_sides *sides;
    uint32_t source, target, top; /* heads of the first spans, and where their paths meet; CH_NONE */
} asked;

/* ---- spans ---- */

static bool covers(const ch_span *spans, uint32_t n, uint32_t token)
{
    for (uint32_t i = 0; i < n; i++)
        if (token >= spans[i].start && token < spans[i].end)
            return true;
    return false;
}

/* The word of a range that hangs on a word outside it. */
static uint32_t head_of(const ch_doc *doc, ch_span words)
{
    for (uint32_t t = words.start; t < words.end; t++) {
        uint32_t h = ch__head(doc, t);
        if (h == CH_NONE || h < words.start || h >= words.end)
            return t;
    }
    return words.start;
}

static int fit_of(const ch_doc *doc, uint32_t slot, const ch_span *spans, uint32_t n)
{
    if (slot == CH_NONE)
        return 0;
    if (covers(spans, n, slot))
        return INSIDE;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = head_of(doc, spans[i]);
        for (int step = 0; step < DEEP && t != CH_NONE; step++, t = ch__head(doc, t))
            if (t == slot)
                return ch__rel(doc, head_of(doc, spans[i])) == CH_DEP_CONJ ? INSIDE : WITHIN;
    }
    return 0;
}

/* ---- slots ---- */

static int fit_rest(uint32_t trigger, const ch_span *spans, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (spans[i].start > trigger)
            return BEHIND;
    return 0;
}

/* The best of all slots that a frame names, whether joined by "|" or "+". */
static int fit_slots(const asked *a, uint32_t trigger, const char *slots, const ch_span *spans, uint32_t n)
{
    char name[24];
    int best = 0;
    while (slots && *slots) {
        size_t length = strcspn(slots, "|+");
        snprintf(name, sizeof name, "%.*s", (int)length, slots);
        int fit = strcmp(name, "rest") == 0 ? fit_rest(trigger, spans, n)
                                            : fit_of(a->doc, ch__slot_head(a->doc, trigger, name), spans, n);
        best = fit > best ? fit : best;
        slots += length + (slots[length] != '\0');
    }
    return best;
}

/* "Peru and Chile agreed": both may stand in the slots of the actor. */
static void fit_both(const asked *a, bid *b)
{
    const ch__frame *f = &b->trigger.frame;
    const ch__pair_sides *s = a->sides;
    uint32_t t = b->trigger.token;
    int source = fit_slots(a, t, f->actor, s->source, s->n_source),
        target = fit_slots(a, t, f->recipient, s->target, s->n_target),
        mutual = fit_slots(a, t, f->actor, s->target, s->n_target) - 1;
    target = mutual > target ? mutual : target;
    b->fit = source + target;
    b->grade = source > 0 && target > 0 ? BOTH_SIDES : source > 0 || target > 0 ? ONE_SIDE : NOTHING;
}

/* ---- the way between the spans ---- */

static uint32_t meeting(const ch_doc *doc, uint32_t a, uint32_t b)
{
    for (int i = 0; i < CH__CLIMB && a != CH_NONE; i++, a = ch__head(doc, a)) {
        uint32_t t = b;
        for (int k = 0; k < CH__CLIMB && t != CH_NONE; k++, t = ch__head(doc, t))
            if (t == a)
                return a;
    }
    return CH_NONE;
}

/* How near to the meeting place a token on the path is, 0: it is not on it. */
static int nearness(const asked *a, uint32_t token)
{
    const uint32_t ends[] = {a->source, a->target};
    for (size_t side = 0; a->top != CH_NONE && side < 2; side++) {
        int below = -1;
        uint32_t t = ends[side];
        for (int i = 0; i <= CH__CLIMB && t != CH_NONE; i++, t = ch__head(a->doc, t)) {
            if (t == token)
                below = 0;
            if (t == a->top)
                break;
            below += below >= 0;
        }
        if (below >= 0)
            return 2 * (CH__CLIMB - below) + (int)side;
    }
    return 0;
}

static bool is_between(const asked *a, uint32_t token)
{
    uint32_t s = a->source, t = a->target;
    return s != CH_NONE && t != CH_NONE && token > (s < t ? s : t) && token < (s < t ? t : s);
}

/* ---- bids ---- */

static bool better(const bid *a, const bid *b)
{
    if (a->grade != b->grade)
        return a->grade > b->grade;
    if (a->coded != b->coded)
        return a->coded;
    if (a->fit != b->fit)
        return a->fit > b->fit;
    return a->trigger.confidence > b->trigger.confidence;
}

/* What a word means here. False: it is no trigger. */
static bool weigh(const asked *a, uint32_t token, bid *b)
{
    *b = (bid){.trigger = {.token = token}};
    ch__trigger *t = &b->trigger;
    int found = ch__frame_of(a->k, a->doc, token, &t->frame);
    bool loose = found < 0 && is_between(a, token) && ch__frame_without_conditions(a->k, a->doc, token, &t->frame);
    if ((found <= 0 && !loose) || t->frame.event < 0)
        return false;
    t->status = ch__status_of(a->k, a->doc, token);
    b->coded = ch__decide(a->k, a->doc, t);
    fit_both(a, b);
    if (loose)
        b->grade = BETWEEN;
    else if (b->grade == NOTHING && (b->fit = nearness(a, token)) > 0)
        b->grade = ON_PATH;
    else if (b->grade == NOTHING && is_between(a, token))
        b->grade = BETWEEN;
    return b->grade != NOTHING;
}

static bool holds_a_side(const ch__pair_sides *s, ch_span tokens)
{
    for (uint32_t i = 0; i < s->n_source; i++)
        if (s->source[i].start < tokens.end && s->source[i].end > tokens.start)
            return true;
    for (uint32_t i = 0; i < s->n_target; i++)
        if (s->target[i].start < tokens.end && s->target[i].end > tokens.start)
            return true;
    return false;
}

static void answer(const bid *b, ch_pair *out)
{
    static const uint16_t share[] = {[BETWEEN] = 3, [ON_PATH] = 5, [ONE_SIDE] = 7, [BOTH_SIDES] = 10}; /* tenths */
    const ch__trigger *t = &b->trigger;
    *out = (ch_pair){.type = t->type,
                     .modality = t->modality,
                     .mode = t->mode,
                     .cameo = t->cameo,
                     .confidence = (uint16_t)(t->confidence * share[b->grade] / 10)};
}

/* By the trained scorer. */
static void decide_scored(const ch__knowledge *k, const ch__events_model *m, ch__arena *scratch, ch_doc *doc,
                          const ch__pair_sides *sides, ch_pair *out)
{
    ch__relation r;
    ch__clues clues;
    ch__traits t = {.arena = scratch};
    int32_t scores[CH__SCORER_LABELS];
    uint32_t shares[CH__SCORER_LABELS];
    uint8_t *vectors = ch__alloc_raw(scratch, CH__TRIGGER_VECTORS * (size_t)doc->inside->vector_width + 1);
    ch__pair_open(&r, k, doc, sides);
    ch__pair_events(&r, m, &clues, scratch);
    ch__pair_traits(&t, &r, &clues);
    ch__pair_vectors(&r, vectors);
    ch__scorer_run(&m->pairs, &t, vectors, scores);
    uint32_t class = ch__scorer_shares(&m->pairs, 0, scores, shares),
             label = ch__scorer_shares(&m->pairs, 1, scores, shares);
    const ch__meaning *meaning = &m->pair_meaning[label];
    *out = (ch_pair){.type = (uint8_t)meaning->type,
                     .modality = r.n_events ? r.events[0].modality : CH_ACTUAL,
                     .mode = meaning->mode,
                     .cameo = ch__cameo_default(k, (uint8_t)meaning->type, meaning->mode, NULL, 0),
                     .plv = (uint8_t) class,
                     .confidence = (uint16_t)((uint64_t)shares[label] * 1000 / CH__SURE)};
}

/* By the lexicon. */
static void decide_by_rules(const ch__knowledge *k, ch_doc *doc, const ch__pair_sides *sides, ch_pair *out)
{
    enum { UNKNOWN = 100 }; /* thousandths: two names in one sentence and nothing else to go by */
    asked a = {.k = k, .doc = doc, .sides = sides, .top = CH_NONE};
    a.source = sides->n_source ? head_of(doc, sides->source[0]) : CH_NONE;
    a.target = sides->n_target ? head_of(doc, sides->target[0]) : CH_NONE;
    if (a.source != CH_NONE && a.target != CH_NONE)
        a.top = meeting(doc, a.source, a.target);
    bid best = {.grade = NOTHING}, b;
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        ch_span tokens = doc->sentences[s].tokens;
        for (uint32_t t = tokens.start; holds_a_side(sides, tokens) && t < tokens.end; t++)
            if (weigh(&a, t, &b) && (best.grade == NOTHING || better(&b, &best)))
                best = b;
    }
    *out = (ch_pair){.type = CH_EVENT_CONSULT, .confidence = UNKNOWN};
    if (best.grade != NOTHING)
        answer(&best, out);
    if (!out->cameo)
        out->cameo = ch__cameo_default(k, out->type, out->mode, NULL, 0);
    out->plv = (uint8_t)ch__plv_of(k, (ch_event_type)out->type, out->mode, (ch_modality)out->modality, out->cameo);
}

void ch__pair_decide(const ch__knowledge *k, const ch__events_model *model, ch__arena *scratch, ch_doc *doc,
                     const ch__pair_sides *sides, ch_pair *out)
{
    if (model && model->pairs.h.n_labels && doc->n_tokens)
        decide_scored(k, model, scratch, doc, sides, out);
    else
        decide_by_rules(k, doc, sides, out);
}
