/* What the trained scorers make of a sentence that the rules have weighed: each word that may be a trigger, with what
 * lexicon and rules say of it, then the mentions beside each trigger. What the rules code stands unless the scorers are
 * sure that it is nothing. */
#include <stdlib.h>

#include "events/code.h"
#include "events/events_model.h"

enum {
    EVENT_AT = CH__SURE * 42 / 100,  /* share of all events from which on a word is a trigger */
    BACKED_AT = CH__SURE * 15 / 100, /* the same where the rules code it */
    TOLD_AT = CH__SURE * 5 / 100,    /* share from which on explain tells of it */
    PARTY_AT = CH__SURE * 42 / 100,  /* share from which on a mention is a party */
    LAST_AT = CH__SURE * 13 / 100,   /* the likeliest actor where none reaches it */
    SOURCE_AT = CH__SURE * 50 / 100,
    MOST_ASKED = 64 /* mentions of a sentence */
};

/* One sentence being scored. */
typedef struct scoring {
    ch__scene *s;
    const ch__events_model *m;
    ch__clues clues;
    ch__traits traits;
    int32_t scores[CH__SCORER_LABELS];
    uint32_t shares[CH__SCORER_LABELS];
    uint8_t *vectors;
} scoring;

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The type with the largest share over all its modes. */
static uint8_t best_type(const scoring *g, uint32_t *share)
{
    uint32_t sum[CH_N_EVENT_TYPES] = {0};
    uint8_t best = 0;
    for (uint32_t i = 0; i < g->m->triggers.h.group_end[0]; i++)
        if (g->m->meaning[i].type >= 0)
            sum[g->m->meaning[i].type] += g->shares[i];
    for (uint8_t t = 1; t < CH_N_EVENT_TYPES; t++)
        best = sum[t] > sum[best] ? t : best;
    *share = sum[best];
    return best;
}

static uint32_t best_label(const scoring *g, uint8_t type)
{
    uint32_t best = CH_NONE;
    for (uint32_t i = 0; i < g->m->triggers.h.group_end[0]; i++)
        if (g->m->meaning[i].type == type && (best == CH_NONE || g->shares[i] > g->shares[best]))
            best = i;
    return best;
}

static uint16_t thousandths(uint32_t share)
{
    return (uint16_t)((uint64_t)share * 1000 / CH__SURE);
}

/* How often events of these shares are right (table events/confidence), in thousandths. */
static uint16_t calibrated(const ch__knowledge *k, uint16_t shares)
{
    const ch__table *t = ch__knowledge_table(k, "events/confidence");
    int x0 = 0, y0 = 0;
    for (uint32_t r = 0; t && r < ch__table_rows(t); r++) {
        int x1 = atoi(ch__cell(t, r, 0)), y1 = atoi(ch__cell(t, r, 1));
        if (x1 >= shares)
            return (uint16_t)(x1 == x0 ? y1 : y0 + (y1 - y0) * (shares - x0) / (x1 - x0));
        x0 = x1;
        y0 = y1;
    }
    return t ? (uint16_t)y0 : shares;
}

/* ---- parties ---- */

/* The heads of phrases asked and their shares. */
typedef struct asked {
    uint32_t n, head[MOST_ASKED], share[MOST_ASKED][CH__N_PARTIES];
} asked;

static void ask(scoring *g, const ch__trigger *t, const char *label, asked *a)
{
    ch_roles actor, recipient;
    uint32_t slots[CH__ROLE_SLOTS];
    const ch_doc *doc = g->s->doc;
    ch__role_slots(&g->clues, t->token, slots);
    ch__frame_parties(&g->clues, t, &actor, &recipient);
    a->n = 0;
    for (uint32_t h = g->clues.tokens.start; h < g->clues.tokens.end && a->n < MOST_ASKED; h++) {
        if (!g->clues.at[h - g->clues.tokens.start].party)
            continue;
        ch__role_question q = {
            t, label, slots, h, ch__roles_have_head(doc, &actor, h), ch__roles_have_head(doc, &recipient, h)};
        int32_t scores[CH__N_PARTIES];
        ch__role_traits(&g->traits, &g->clues, &q);
        ch__scorer_run(&g->m->roles, &g->traits, NULL, scores);
        (void)ch__scorer_shares(&g->m->roles, 0, scores, a->share[a->n]);
        a->head[a->n++] = h;
    }
}

static void add_party(scoring *g, ch_roles *roles, uint32_t head)
{
    ch__clue *x = &g->clues.at[head - g->clues.tokens.start];
    if (x->mention == CH_NONE)
        x->mention = ch__mention_phrase(g->s->doc, g->s->sentence, head);
    ch__roles_add(g->s->doc, roles, x->mention);
}

/* Whoever reaches the share; where nobody does and somebody must, the likeliest. Returns the smallest share taken. */
static uint32_t take(scoring *g, const asked *a, ch__party as, bool must, ch_roles *roles)
{
    uint32_t least = CH__SURE, best = CH_NONE;
    for (uint32_t i = 0; i < a->n; i++) {
        best = best == CH_NONE || a->share[i][as] > a->share[best][as] ? i : best;
        if (a->share[i][as] < PARTY_AT)
            continue;
        add_party(g, roles, a->head[i]);
        least = a->share[i][as] < least ? a->share[i][as] : least;
    }
    if (roles->n || !must || best == CH_NONE || a->share[best][as] < LAST_AT)
        return least;
    add_party(g, roles, a->head[best]);
    return a->share[best][as];
}

static void take_source(scoring *g, const asked *a, ch_roles *roles)
{
    uint32_t best = CH_NONE;
    for (uint32_t i = 0; i < a->n; i++)
        if (a->share[i][CH__PARTY_SOURCE] >= SOURCE_AT &&
            (best == CH_NONE || a->share[i][CH__PARTY_SOURCE] > a->share[best][CH__PARTY_SOURCE]))
            best = i;
    if (best != CH_NONE)
        add_party(g, roles, a->head[best]);
    roles->n = roles->n > 1 ? 1 : roles->n;
}

/* ---- triggers ---- */

static ch__trigger *add(scoring *g, const ch__trigger *rule)
{
    ch__scene *s = g->s;
    ch__trigger *t = CH__PUSH(s->scratch, s->triggers, s->n_triggers, s->cap_triggers);
    *t = *rule;
    s->trigger_of[t->token - g->clues.tokens.start] = s->n_triggers - 1;
    return t;
}

static const char *told(scoring *g, const char *what, uint32_t share)
{
    return ch__format(ch__doc_arena(g->s->doc), "%s (%.2f)", what, (double)share / CH__SURE);
}

/* What the frame says beyond type and mode holds only where it means the same. */
static void settle_frame(scoring *g, ch__trigger *t, int found, const char *label)
{
    bool agrees = found > 0 && t->frame.event == t->type;
    if (!agrees)
        t->frame = (ch__frame){.rule = ch__format(ch__doc_arena(g->s->doc), "events.triggers:%s", label),
                               .event = t->type,
                               .used = CH_NONE};
    t->cameo = agrees && same(t->frame.mode, t->mode) ? t->frame.cameo : NULL;
}

/* Share of all events, with the shares of labels filled. */
static uint32_t event_share(scoring *g, const ch__trigger *rule)
{
    ch__trigger_traits(&g->traits, &g->clues, rule, rule->found);
    ch__trigger_vectors(&g->clues, rule->token, g->vectors);
    ch__scorer_run(&g->m->triggers, &g->traits, g->vectors, g->scores);
    (void)ch__scorer_shares(&g->m->triggers, 0, g->scores, g->shares);
    return CH__SURE > g->shares[0] ? CH__SURE - g->shares[0] : 0;
}

/* Not likely enough: what the rules code falls too when it is very unlikely. */
static void refuse(scoring *g, const ch__trigger *rule, ch__trigger *coded, uint32_t event)
{
    if (coded && !coded->why && event < BACKED_AT)
        coded->why = told(g, "weighed and no event", g->shares[0]);
    else if (coded && !coded->why)
        coded->confidence = calibrated(g->s->k, thousandths(event));
    else if (!coded && event >= TOLD_AT)
        add(g, rule)->why = told(g, "weighed and no event", g->shares[0]);
}

/* The rules' party where the scorers find none, if both mean the same act. */
static void fill_from(ch_roles *roles, const ch_roles *of_rules, const ch__trigger *coded, uint8_t type)
{
    if (!roles->n && !coded->why && coded->type == type)
        *roles = *of_rules;
}

static void accept(scoring *g, ch__trigger *t, const ch__trigger *rule, const ch__trigger *coded)
{
    asked a;
    uint32_t share, modality = ch__scorer_shares(&g->m->triggers, 1, g->scores, g->shares);
    *t = *rule;
    t->type = best_type(g, &share);
    uint32_t label = best_label(g, t->type);
    t->mode = g->m->meaning[label].mode;
    t->modality = (uint8_t)(modality - g->m->triggers.h.group_end[0]);
    ask(g, t, g->m->triggers.labels[label], &a);
    settle_frame(g, t, rule->found, g->m->triggers.labels[label]);
    uint32_t actor = take(g, &a, CH__PARTY_ACTOR, true, &t->actor);
    fill_from(&t->actor, &coded->actor, coded, t->type);
    uint32_t recipient = take(g, &a, CH__PARTY_RECIPIENT, t->actor.n < 2, &t->recipient);
    fill_from(&t->recipient, &coded->recipient, coded, t->type);
    take_source(g, &a, &t->source);
    uint32_t least = actor < recipient ? actor : recipient;
    t->confidence = calibrated(g->s->k, thousandths((uint32_t)((uint64_t)share * least / CH__SURE)));
    ch__settle_parties(g->s, t);
}

static void score_word(scoring *g, uint32_t token)
{
    uint32_t at = g->s->trigger_of[token - g->clues.tokens.start];
    ch__trigger *of_rules = at == CH_NONE ? NULL : &g->s->triggers[at];
    ch__trigger rule = {.token = token, .scored = true, .frame.used = CH_NONE};
    if (of_rules) {
        rule.frame = of_rules->frame;
        rule.found = of_rules->found;
    }
    if (!ch__worth_scoring(g->m, &g->clues, token, rule.found))
        return;
    rule.status = ch__status_of(g->s->k, g->s->doc, token);
    uint32_t event = event_share(g, &rule);
    if (event < EVENT_AT) {
        refuse(g, &rule, of_rules, event);
        return;
    }
    ch__trigger coded = of_rules ? *of_rules : (ch__trigger){.why = "none"};
    accept(g, of_rules ? of_rules : add(g, &rule), &rule, &coded);
}

void ch__score_sentence(ch__scene *s)
{
    scoring g = {.s = s, .m = s->model, .traits = {.arena = s->scratch}};
    ch__clues_read(&g.clues, s->k, s->doc, s->sentence, s->scratch);
    g.vectors = ch__alloc_raw(s->scratch, CH__TRIGGER_VECTORS * s->doc->inside->vector_width);
    for (uint32_t t = g.clues.tokens.start; t < g.clues.tokens.end; t++)
        if (ch__may_trigger(s->doc, t))
            score_word(&g, t);
}
