/* Who fills the slots of a trigger: names with a code, words of role alone ("gunmen", "protesters": their sector is
 * that of table actors/agents), and of a recipient, when nothing better is known, only its words. */
#include "events/code.h"

enum {
    REST = 24, /* tokens behind a trigger searched for a recipient */
    WORDS = 4  /* of the longest phrase of role tried: "national liberation army soldiers" */
};

/* Of "hundreds of marchers" the marchers, of other mentions the head. */
static uint32_t counted(const ch__knowledge *k, const ch_doc *doc, const ch_mention *m)
{
    uint32_t of = m->head + 1, last = m->tokens.end - 1;
    bool through = of < last && ch__lemma_is(doc, of, "of") && ch__token_in_class(k, doc, m->head, "transparent");
    return through && ch__upos(doc, last) == CH_UPOS_NOUN ? last : m->head;
}

/* The sector of the longest phrase of the table that ends at the head of a mention, or NULL. */
static const char *sector_of(const ch__knowledge *k, ch_doc *doc, const ch_mention *m)
{
    const ch__table *t = ch__knowledge_table(k, "actors/agents");
    if (!t || m->kind != CH_MENTION_NOMINAL)
        return NULL;
    uint32_t head = counted(k, doc, m);
    uint32_t from = m->tokens.start + WORDS > head ? m->tokens.start : head + 1 - WORDS;
    for (uint32_t i = from; i <= head; i++) {
        ch__hit hit;
        uint32_t n = ch__phrase_at_token(doc, k, ch__table_bit(t), i, head + 1, &hit);
        if (n && i + n == head + 1)
            return ch__table_cell(t, hit.row, 2);
    }
    return NULL;
}

/* Gives unresolved roles that a word of role names ("gunmen") an actor of that sector without a code. */
static void name_roles(ch__scene *s, ch_roles *roles)
{
    for (uint32_t i = 0; i < roles->n; i++) {
        ch_role *r = &roles->at[i];
        const char *sector = r->actor == CH_NONE && r->mention != CH_NONE
                                 ? sector_of(s->k, s->doc, &s->doc->mentions[r->mention])
                                 : NULL;
        if (!sector)
            continue;
        ch_actor *a = CH__PUSH(ch__doc_arena(s->doc), s->doc->actors, s->doc->n_actors, s->doc->inside->cap_actors);
        a->sector = sector;
        r->actor = s->doc->n_actors - 1;
    }
}

static bool usable(const ch_doc *doc, const ch_role *r)
{
    if (r->actor == CH_NONE)
        return false;
    const ch_actor *a = &doc->actors[r->actor];
    return a->code || a->sector;
}

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* Whether two roles are one party: the same code, and no two sectors that keep them apart ("police" and "students" of
 * one country). */
bool ch__one_party(const ch_doc *doc, const ch_role *a, const ch_role *b)
{
    if (a->actor == CH_NONE || b->actor == CH_NONE)
        return a->mention == b->mention;
    const ch_actor *x = &doc->actors[a->actor], *y = &doc->actors[b->actor];
    if (!x->code && !y->code)
        return same(x->sector, y->sector) || same(x->name, y->name);
    return same(x->code, y->code) && (!x->sector || !y->sector || same(x->sector, y->sector));
}

bool ch__same_parties(const ch_doc *doc, const ch_roles *a, const ch_roles *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        bool found = false;
        for (uint32_t j = 0; !found && j < b->n; j++)
            found = ch__one_party(doc, &a->at[i], &b->at[j]);
        if (!found)
            return false;
    }
    return true;
}

/* Keeps the roles that name somebody and are none of `not_these`. */
static void keep_usable(const ch_doc *doc, ch_roles *roles, const ch_roles *not_these)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < roles->n; i++) {
        bool keep = usable(doc, &roles->at[i]);
        for (uint32_t j = 0; keep && not_these && j < not_these->n; j++)
            keep = !ch__one_party(doc, &roles->at[i], &not_these->at[j]);
        if (keep)
            roles->at[kept++] = roles->at[i];
    }
    roles->n = kept;
}

static bool needs_recipient(uint8_t type)
{
    return type == CH_EVENT_COOPERATE || type == CH_EVENT_AID || type == CH_EVENT_SANCTION;
}

/* Where clauses of their own begin: what stands there is no recipient of the trigger. */
static bool begins_clause(const ch_doc *doc, uint32_t t)
{
    ch_deprel r = ch__rel(doc, t);
    return r == CH_DEP_CCOMP || r == CH_DEP_ADVCL || r == CH_DEP_ACL_RELCL || r == CH_DEP_PARATAXIS || r == CH_DEP_CONJ;
}

/* Slot "rest": the first known party behind the trigger in its clause that is not an actor. */
static bool fill_rest(ch__scene *s, const ch__trigger *t, ch_roles *roles)
{
    uint32_t end = s->doc->sentences[s->sentence].tokens.end;
    if (end - t->token > REST)
        end = t->token + REST;
    for (uint32_t i = t->token + 1; i < end; i++) {
        if (ch__is_verb(s->doc, i) && begins_clause(s->doc, i))
            return false;
        uint32_t m = ch__mention_at(s->doc, i);
        if (m == CH_NONE || s->doc->mentions[m].kind == CH_MENTION_PRONOUN)
            continue;
        ch__roles_add(s->doc, roles, m);
        keep_usable(s->doc, roles, &t->actor);
        if (roles->n)
            return true;
    }
    return false;
}

/* The first alternative of a frame's slots that gives somebody usable. Returns whether any words stood in a slot at
 * all. */
static bool fill_alternatives(ch__scene *s, ch__trigger *t, const char *slots, ch_roles *roles,
                              const ch_roles *not_these)
{
    bool words = false;
    ch__sv left = ch__sv_of(slots), one;
    while (slots && ch__sv_next(&left, '|', &one)) {
        *roles = (ch_roles){0};
        if (ch__sv_is(one, "rest"))
            words |= fill_rest(s, t, roles);
        else
            words |= ch__slot(s->doc, s->k, t->token, ch__copy(s->scratch, one), roles);
        name_roles(s, roles);
        keep_usable(s->doc, roles, not_these);
        if (roles->n)
            return true;
    }
    return words;
}

/* Whether words without a code may stand as recipient: "convicted Mr Barb"; "freed a cartoonist", "sent tents to flood
 * victims". */
static bool may_be_unknown(const ch_doc *doc, uint8_t type, uint32_t mention)
{
    bool name = doc->mentions[mention].kind == CH_MENTION_NAME;
    if (type == CH_EVENT_AID || type == CH_EVENT_RETREAT || type == CH_EVENT_CONCEDE)
        return name || doc->mentions[mention].kind == CH_MENTION_NOMINAL;
    return name && ch_event_type_quad((ch_event_type)type) == 4;
}

/* A recipient of whom only the words are known. */
static void fill_unknown(ch__scene *s, ch__trigger *t)
{
    ch__sv left = ch__sv_of(t->frame.recipient), one;
    while (t->frame.recipient && !t->recipient.n && ch__sv_next(&left, '|', &one)) {
        ch_roles words = {0};
        if (ch__sv_is(one, "rest") || !ch__slot(s->doc, s->k, t->token, ch__copy(s->scratch, one), &words))
            continue;
        for (uint32_t i = 0; i < words.n && !t->recipient.n; i++)
            if (words.at[i].actor == CH_NONE && may_be_unknown(s->doc, t->type, words.at[i].mention))
                t->recipient = (ch_roles){&words.at[i], 1};
    }
}

static bool has_code(const ch_doc *doc, const ch_roles *roles)
{
    for (uint32_t i = 0; i < roles->n; i++)
        if (roles->at[i].actor != CH_NONE && doc->actors[roles->at[i].actor].code)
            return true;
    return false;
}

/* "Gunmen attacked a bus" is an event; "officials agreed" is none. */
static bool deed_of_anybody(uint8_t type)
{
    return ch_event_type_quad((ch_event_type)type) == 4 || type == CH_EVENT_RETREAT || type == CH_EVENT_CONCEDE ||
           type == CH_EVENT_ACCUSE;
}

/* "A singer visited Japan": who deals with a state in friendship must be one. */
static bool is_friendly(uint8_t type)
{
    int quad = ch_event_type_quad((ch_event_type)type);
    return quad == 1 || quad == 2;
}

/* "Both sides stressed cooperation between their universities": what the parties have is not a third. */
static bool all_among(const ch_doc *doc, const ch_roles *few, const ch_roles *many)
{
    for (uint32_t i = 0; i < few->n; i++) {
        const char *code = few->at[i].actor == CH_NONE ? NULL : doc->actors[few->at[i].actor].code;
        if (!code || !ch__roles_have_code(doc, many, code))
            return false;
    }
    return true;
}

/* "A flood in Mali killed two": a country that is only the place has no sector, and attacks nobody. */
static void drop_places(const ch_doc *doc, ch_roles *roles)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < roles->n; i++)
        if (!doc->actors[roles->at[i].actor].code || doc->actors[roles->at[i].actor].sector)
            roles->at[kept++] = roles->at[i];
    roles->n = kept;
}

/* "Russia and the ministers agreed": beside a country, words without one are not a party of their own. */
static void keep_coded(const ch_doc *doc, ch_roles *roles)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < roles->n; i++)
        if (doc->actors[roles->at[i].actor].code)
            roles->at[kept++] = roles->at[i];
    roles->n = kept;
}

/* How many parties have a code. */
static uint32_t n_coded(const ch_doc *doc, const ch_roles *roles)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < roles->n; i++)
        n += doc->actors[roles->at[i].actor].code != NULL;
    return n;
}

/* "Foreign ministers of the Forum met in Port Vila", "the League convened": a body meets with itself. */
static bool is_body(const ch_doc *doc, const ch_roles *roles)
{
    if (roles->n != 1 || roles->at[0].mention == CH_NONE || !same(doc->actors[roles->at[0].actor].sector, "IGO"))
        return false;
    const ch_mention *m = &doc->mentions[roles->at[0].mention];
    const char *x = doc->words[m->head].xpos;
    return m->kind == CH_MENTION_NAME || strcmp(x, "NNS") == 0 || strcmp(x, "NNPS") == 0;
}

/* Fills the slots; false with a reason when the event lacks a party. */
bool ch__fill_parties(ch__scene *s, ch__trigger *t)
{
    bool words = fill_alternatives(s, t, t->frame.actor, &t->actor, NULL);
    if (t->type == CH_EVENT_ASSAULT)
        drop_places(s->doc, &t->actor);
    else if (n_coded(s->doc, &t->actor) > (t->type == CH_EVENT_CONSULT) && !deed_of_anybody(t->type))
        keep_coded(s->doc, &t->actor); /* "Kenya's minister met the elders": there the elders are the other side */
    if (!t->actor.n) {
        t->why = words ? "trigger with an actor that nobody knows" : "trigger without actor";
        return false;
    }
    words = fill_alternatives(s, t, t->frame.recipient, &t->recipient, &t->actor);
    if (is_friendly(t->type) && t->actor.n >= 2 && all_among(s->doc, &t->recipient, &t->actor))
        t->recipient.n = 0;
    if (words && !t->recipient.n)
        fill_unknown(s, t);
    bool known = has_code(s->doc, &t->actor) || (!is_friendly(t->type) && has_code(s->doc, &t->recipient));
    if (!known && !deed_of_anybody(t->type)) {
        t->why = "words of somebody without a country";
        return false;
    }
    bool two = t->recipient.n + t->actor.n >= 2;
    if (t->type == CH_EVENT_CONSULT && !two && !t->mode && is_body(s->doc, &t->actor))
        t->mode = "multilateral";
    if (needs_recipient(t->type) && !two)
        t->why = words ? "actor and recipient are one" : "type needs a recipient";
    else if (t->type == CH_EVENT_CONSULT && !two && !same(t->mode, "multilateral"))
        t->why = "a meeting with only one party";
    else if (words && !t->recipient.n)
        t->confidence = (uint16_t)(t->confidence * 8 / 10);
    return !t->why;
}

/* Gives roles whose words name no country the one that the sentence tells. */
static void bring_home(ch__scene *s, ch_roles *roles)
{
    for (uint32_t i = 0; i < roles->n; i++) {
        ch_role *r = &roles->at[i];
        const ch_actor *known = r->actor == CH_NONE ? NULL : &s->doc->actors[r->actor];
        const char *home = known && known->code ? NULL : ch__home_of(s, r->mention);
        if (!home)
            continue;
        ch_actor a = known ? *known : (ch_actor){0};
        a.code = home;
        *CH__PUSH(ch__doc_arena(s->doc), s->doc->actors, s->doc->n_actors, s->doc->inside->cap_actors) = a;
        r->actor = s->doc->n_actors - 1;
    }
}

/* One and the same: the model keeps "police" and "protesters" of a country apart, also where no sector does. */
static bool identical(const ch_doc *doc, const ch_role *a, const ch_role *b)
{
    const ch_mention *m = &doc->mentions[a->mention], *n = &doc->mentions[b->mention];
    if (a->mention == b->mention || (m->chain != CH_NONE && m->chain == n->chain))
        return true;
    return a->actor != CH_NONE && b->actor != CH_NONE && same(doc->actors[a->actor].id, doc->actors[b->actor].id);
}

static void drop_identical(const ch_doc *doc, ch_roles *roles, const ch_roles *these)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < roles->n; i++) {
        bool keep = true;
        for (uint32_t j = 0; keep && j < these->n; j++)
            keep = !identical(doc, &roles->at[i], &these->at[j]);
        if (keep)
            roles->at[kept++] = roles->at[i];
    }
    roles->n = kept;
}

void ch__settle_parties(ch__scene *s, ch__trigger *t)
{
    bool words = t->actor.n > 0;
    name_roles(s, &t->actor);
    name_roles(s, &t->recipient);
    bring_home(s, &t->actor);
    bring_home(s, &t->recipient);
    keep_usable(s->doc, &t->actor, NULL);
    drop_identical(s->doc, &t->recipient, &t->actor);
    if (!t->actor.n)
        t->why = words ? "trigger with an actor that nobody knows" : "trigger without actor";
    else if (is_friendly(t->type) && !has_code(s->doc, &t->actor) && !has_code(s->doc, &t->recipient))
        t->why = "words of somebody without a country";
    else if (needs_recipient(t->type) && t->actor.n + t->recipient.n < 2)
        t->why = "type needs a recipient";
}

/* "Both sides should deepen cooperation, he said": who says it asks it of the others. */
bool ch__request_of(ch__scene *s, ch__trigger *t)
{
    ch_span chars;
    ch__attribution(s->k, s->doc, s->sentence, t->token, &t->actor, &chars);
    keep_usable(s->doc, &t->actor, NULL);
    if (!t->actor.n)
        return false;
    ch__slot(s->doc, s->k, t->token, "subj", &t->recipient);
    keep_usable(s->doc, &t->recipient, &t->actor);
    ch__decide_request(s->k, t);
    if (!t->recipient.n)
        t->why = "said of oneself that it should be";
    return true;
}
