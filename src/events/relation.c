/* What the trained scorers make of two spans: the triggers of their sentence with the two as parties, then the class of
 * the relation as a whole. */
#include "events/relation.h"

enum { LEAST = CH__SURE / 10 /* share of events from which on a word counts */ };

/* Share of the likeliest party that the head of a side is, and which. */
static uint32_t as_party(const ch__events_model *m, const ch__clues *c, ch__traits *t, ch__role_question *q,
                         uint32_t head, const ch_roles *actor, const ch_roles *recipient, uint8_t *as)
{
    int32_t scores[CH__N_PARTIES];
    uint32_t shares[CH__N_PARTIES];
    *as = CH__PARTY_NONE;
    if (head == CH_NONE || head < c->tokens.start || head >= c->tokens.end)
        return 0;
    q->head = head;
    q->in_actor = ch__roles_have_head(c->doc, actor, head);
    q->in_recipient = ch__roles_have_head(c->doc, recipient, head);
    ch__role_traits(t, c, q);
    ch__scorer_run(&m->roles, t, NULL, scores);
    *as = (uint8_t)ch__scorer_shares(&m->roles, 0, scores, shares);
    return CH__SURE - shares[CH__PARTY_NONE];
}

static void keep(ch__relation *r, const ch__related *e)
{
    uint32_t at = r->n_events < CH__MOST_RELATED ? r->n_events++ : CH__MOST_RELATED - 1;
    if (at == CH__MOST_RELATED - 1 && r->events[at].weight >= e->weight && r->events[at].weight)
        return;
    for (; at > 0 && r->events[at - 1].weight < e->weight; at--)
        r->events[at] = r->events[at - 1];
    r->events[at] = *e;
}

static void score_word(ch__relation *r, const ch__events_model *m, const ch__clues *c, ch__traits *t, uint32_t token,
                       uint8_t *vectors)
{
    int32_t scores[CH__SCORER_LABELS];
    uint32_t shares[CH__SCORER_LABELS], label = 0;
    ch__trigger rule = {.token = token};
    ch_roles actor, recipient;
    int found = ch__frame_of(c->k, c->doc, token, &rule.frame);
    if (!ch__worth_scoring(m, c, token, found))
        return;
    rule.status = ch__status_of(c->k, c->doc, token);
    ch__trigger_traits(t, c, &rule, found);
    ch__trigger_vectors(c, token, vectors);
    ch__scorer_run(&m->triggers, t, vectors, scores);
    (void)ch__scorer_shares(&m->triggers, 0, scores, shares);
    if (CH__SURE - shares[0] < LEAST)
        return;
    for (uint32_t i = 1; i < m->triggers.h.group_end[0]; i++)
        label = label == 0 || shares[i] > shares[label] ? i : label;
    ch__related e = {.token = token, .label = label, .type = (uint8_t)m->meaning[label].type};
    uint32_t event = CH__SURE - shares[0];
    e.modality = (uint8_t)(ch__scorer_shares(&m->triggers, 1, scores, shares) - m->triggers.h.group_end[0]);
    ch__frame_parties(c, &rule, &actor, &recipient);
    uint32_t slots[CH__ROLE_SLOTS];
    ch__role_slots(c, token, slots);
    ch__role_question q = {.rule = &rule, .label = m->triggers.labels[label], .slots = slots};
    uint64_t source = as_party(m, c, t, &q, r->source, &actor, &recipient, &e.source_as);
    uint64_t target = as_party(m, c, t, &q, r->target, &actor, &recipient, &e.target_as);
    e.weight = (uint32_t)(event * (source + target + CH__SURE / 8) / (2 * CH__SURE + CH__SURE / 8));
    keep(r, &e);
}

void ch__pair_events(ch__relation *r, const ch__events_model *m, ch__clues *clues, ch__arena *scratch)
{
    ch__traits t = {.arena = scratch};
    uint8_t *vectors = ch__alloc_raw(scratch, CH__TRIGGER_VECTORS * (size_t)r->doc->inside->vector_width + 1);
    ch__clues_read(clues, r->k, r->doc, r->sentence, scratch);
    for (uint32_t i = clues->tokens.start; i < clues->tokens.end; i++)
        if (ch__may_trigger(r->doc, i))
            score_word(r, m, clues, &t, i, vectors);
}
