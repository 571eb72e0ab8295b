/* What a mention tells as a party of a trigger: the way through the tree between them, prepositions, order, what kind
 * of actor it is, and which slots of the rules it fills. */
#include "events/traits.h"

enum { WAY = 6 /* steps of the way through the tree that are told apart */ };

/* Kinds of traits, above those of traits.c. */
enum {
    BIAS = 100,
    WAY_ALONE,
    WAY_LABEL,
    WAY_LEMMA,
    WAY_TAG,
    RULES,
    RULES_LABEL,
    CASE,
    CASE_LABEL,
    CASE_LEMMA,
    ORDER,
    ORDER_LABEL,
    BETWEEN,
    WHO,
    WHO_LABEL,
    WHO_LEMMA,
    WORD,
    WORD_LABEL,
    SLOT,
    SLOT_LABEL,
    SLOT_LEMMA,
    SLOT_WHO,
    GOVERNOR,
    GOVERNOR_LABEL,
    SAYS,
    NEXT_LEFT,
    NEXT_RIGHT,
    ALONE,
    RIVAL,
    SAME_CODE,
    NESTED,
    SPEECH
};

static const char *const slots[CH__ROLE_SLOTS] = {"subj",    "obj",  "iobj", "poss",    "with",    "to",      "on",
                                                  "against", "from", "by",   "for",     "between", "of",      "in",
                                                  "at",      "mod",  "gov",  "govsubj", "comp",    "compsubj"};

static bool inside(const ch__clues *c, uint32_t token)
{
    return token >= c->tokens.start && token < c->tokens.end;
}

uint64_t ch__way_between(const ch__clues *c, uint32_t from, uint32_t to)
{
    uint64_t way = 1;
    int steps = 0;
    for (; from != CH_NONE && !ch__is_below(c->doc, to, from) && steps < WAY; steps++) {
        way = ch__trait_hash(1, way, ch__rel(c->doc, from));
        from = ch__head(c->doc, from);
    }
    uint64_t down = 1;
    for (; to != from && to != CH_NONE && steps < WAY; steps++) {
        down = ch__trait_hash(2, down, ch__rel(c->doc, to));
        to = ch__head(c->doc, to);
    }
    return steps < WAY ? ch__trait_hash(3, way, down) : 0;
}

static void way_traits(ch__traits *t, const ch__clues *c, uint32_t trigger, uint32_t head, uint64_t label)
{
    uint64_t way = ch__way_between(c, trigger, head);
    ch__trait(t, WAY_ALONE, way, 0);
    ch__trait(t, WAY_LABEL, way, label);
    ch__trait(t, WAY_LEMMA, way, ch__clue_at(c, trigger)->lemma);
    ch__trait(t, WAY_TAG, way, ch__clue_at(c, trigger)->upos + 32u * ch__is_passive(c->doc, trigger));
}

/* Whether a token heads the phrase or lies in it: a slot's head may be "president" where the mention is "Kenya". */
static bool covers(const ch__clues *c, uint32_t slot, uint32_t head)
{
    return slot == head || (ch__is_below(c->doc, head, slot) && ch__head(c->doc, head) == slot);
}

void ch__role_slots(const ch__clues *c, uint32_t trigger, uint32_t out[CH__ROLE_SLOTS])
{
    for (uint32_t i = 0; i < CH__ROLE_SLOTS; i++) {
        uint32_t s = ch__slot_head(c->doc, trigger, slots[i]);
        out[i] = s != CH_NONE && inside(c, s) ? s : CH_NONE;
    }
}

static void slot_traits(ch__traits *t, const ch__clues *c, const ch__role_question *q, uint64_t label)
{
    bool any = false;
    for (uint32_t i = 0; i < CH__ROLE_SLOTS; i++) {
        if (q->slots[i] == CH_NONE || !covers(c, q->slots[i], q->head))
            continue;
        uint64_t slot = i * 2 + (q->slots[i] == q->head);
        any = true;
        ch__trait(t, SLOT, slot, 0);
        ch__trait(t, SLOT_LABEL, slot, label);
        ch__trait(t, SLOT_LEMMA, slot, ch__clue_at(c, q->rule->token)->lemma);
        ch__trait(t, SLOT_WHO, slot, ch__clue_at(c, q->head)->who);
    }
    if (!any)
        ch__trait(t, SLOT, 99, 0);
}

/* "Kenya, its foreign ministry said": the word over the mention, and whether it is one of saying. */
static void governor_traits(ch__traits *t, const ch__clues *c, uint32_t trigger, uint32_t head, uint64_t label)
{
    uint32_t h = ch__head(c->doc, head);
    uint64_t lemma = h == CH_NONE ? 0 : h == trigger ? 1 : ch__clue_at(c, h)->lemma;
    bool speech = h != CH_NONE && ch__token_in_class(c->k, c->doc, h, "speech");
    ch__trait(t, GOVERNOR, lemma, ch__rel(c->doc, head));
    ch__trait(t, GOVERNOR_LABEL, ch__rel(c->doc, head) + 64u * speech, label);
    ch__trait(t, SAYS, speech, ch__rel(c->doc, head));
    ch__trait(t, SPEECH, speech, h != CH_NONE && ch__is_below(c->doc, trigger, h));
}

static void place_traits(ch__traits *t, const ch__clues *c, uint32_t trigger, uint32_t head, uint64_t label)
{
    uint32_t from = trigger < head ? trigger : head, to = trigger < head ? head : trigger, named = 0, verbs = 0;
    for (uint32_t i = from + 1; i < to; i++) {
        named += ch__clue_at(c, i)->who != 0;
        verbs += ch__clue_at(c, i)->upos == CH_UPOS_VERB;
    }
    uint64_t far = to - from < 4 ? to - from : to - from < 8 ? 4 : to - from < 16 ? 5 : 6;
    uint64_t order = far * 2 + (trigger < head);
    ch__trait(t, ORDER, order, 0);
    ch__trait(t, ORDER_LABEL, trigger < head, label);
    ch__trait(t, BETWEEN, (named < 4 ? named : 4) * 8 + (verbs < 4 ? verbs : 4), trigger < head);
    ch__trait(t, NEXT_LEFT, head > c->tokens.start ? ch__clue_at(c, head - 1)->lemma : 0, trigger < head);
    ch__trait(t, NEXT_RIGHT, head + 1 < c->tokens.end ? ch__clue_at(c, head + 1)->lemma : 0, trigger < head);
}

static const char *code_of(const ch_doc *doc, uint32_t mention)
{
    const ch_mention *m = &doc->mentions[mention];
    return m->actors.start < m->actors.end ? doc->actors[m->actors.start].code : NULL;
}

/* Others of the sentence: whether this one's code stands there again, and whether it lies inside a longer mention. */
static void rival_traits(ch__traits *t, const ch__clues *c, const ch__role_question *q, uint64_t label)
{
    uint32_t mention = ch__clue_at(c, q->head)->mention, over = ch__mention_over(c->doc, q->head);
    const char *code = mention == CH_NONE ? NULL : code_of(c->doc, mention);
    uint32_t same = 0;
    for (uint32_t i = c->tokens.start; code && i < c->tokens.end; i++) {
        const char *other = ch__clue_at(c, i)->mention == CH_NONE ? NULL : code_of(c->doc, ch__clue_at(c, i)->mention);
        same += other && strcmp(other, code) == 0;
    }
    ch__trait(t, SAME_CODE, same < 3 ? same : 3, label);
    ch__trait(t, NESTED, over != mention, mention == CH_NONE ? 99 : c->doc->mentions[mention].kind);
    ch__trait(t, ALONE, c->n_coded < 4 ? c->n_coded : 4, label);
}

static void first_filled(const ch__clues *c, uint32_t trigger, const char *slots_of_frame, ch_roles *roles)
{
    ch__sv left = ch__sv_of(slots_of_frame), one;
    while (slots_of_frame && !roles->n && ch__sv_next(&left, '|', &one)) {
        char name[48];
        if (one.n >= sizeof name)
            continue;
        memcpy(name, one.p, one.n);
        name[one.n] = '\0';
        if (strcmp(name, "rest") != 0)
            (void)ch__slot(c->doc, c->k, trigger, name, roles);
    }
}

void ch__frame_parties(const ch__clues *c, const ch__trigger *rule, ch_roles *actor, ch_roles *recipient)
{
    *actor = *recipient = (ch_roles){0};
    first_filled(c, rule->token, rule->frame.actor, actor);
    first_filled(c, rule->token, rule->frame.recipient, recipient);
}

bool ch__roles_have_head(const ch_doc *doc, const ch_roles *roles, uint32_t head)
{
    for (uint32_t i = 0; i < roles->n; i++)
        if (doc->mentions[roles->at[i].mention].head == head)
            return true;
    return false;
}

void ch__role_traits(ch__traits *t, const ch__clues *c, const ch__role_question *q)
{
    uint32_t trigger = q->rule->token, head = q->head;
    uint64_t label = ch__text_hash(q->label), lemma = ch__clue_at(c, trigger)->lemma;
    uint64_t rules = q->in_actor + 2u * q->in_recipient, prep = ch__text_hash(ch__case_of(c->doc, head));
    t->n = 0;
    ch__trait(t, BIAS, 0, 0);
    ch__trait(t, BIAS, label, 1);
    ch__trait(t, RULES, rules, 0);
    ch__trait(t, RULES_LABEL, rules, label);
    way_traits(t, c, trigger, head, label);
    ch__trait(t, CASE, prep, 0);
    ch__trait(t, CASE_LABEL, prep, label);
    ch__trait(t, CASE_LEMMA, prep, lemma);
    ch__trait(t, WHO, ch__clue_at(c, head)->who, 0);
    ch__trait(t, WHO_LABEL, ch__clue_at(c, head)->who, label);
    ch__trait(t, WHO_LEMMA, ch__clue_at(c, head)->who, lemma);
    ch__trait(t, WORD, ch__clue_at(c, head)->lemma, 0);
    ch__trait(t, WORD_LABEL, ch__clue_at(c, head)->lemma, label);
    slot_traits(t, c, q, label);
    governor_traits(t, c, trigger, head, label);
    place_traits(t, c, trigger, head, label);
    rival_traits(t, c, q, label);
}
