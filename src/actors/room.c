/* room.c - the passes of the actors room in order, and drafts made into the document's mentions and actors. */
#include "actors/inside.h"

#include <math.h>
#include <stdlib.h>

/* ---- referents and drafts ---- */

uint32_t ch__referent_new(ch__room *r, ch__class class)
{
    uint32_t index = r->n_referents;
    ch__referent *referent = CH__PUSH(r->scratch, r->referents, r->n_referents, r->cap_referents);
    referent->actor = referent->chain = CH_NONE;
    referent->class = (uint8_t) class;
    return index;
}

uint32_t ch__referent_of(ch__room *r, const ch__entity *e)
{
    if (e->referent != CH_NONE)
        return e->referent;
    uint32_t index = ch__referent_new(r, e->class);
    ch__referent *referent = &r->referents[index];
    referent->id = e->id;
    referent->name = e->name;
    referent->code = e->code;
    referent->sector = e->sector;
    referent->entity = e->qid;
    referent->office = e->office;
    referent->since = e->since;
    referent->until = e->until;
    referent->gender = e->gender;
    referent->type = e->type;
    ((ch__entity *)e)->referent = index; /* ours, made by entities.c in this room's scratch */
    return index;
}

void ch__draft_point(ch__draft *d, uint32_t referent)
{
    for (uint8_t i = 0; i < d->n; i++)
        if (d->referents[i] == referent)
            return;
    if (d->n < CH__MOST_ENTITIES)
        d->referents[d->n++] = referent;
}

/* The token whose head lies outside of the range; articles and punctuation only when nothing else is. */
uint32_t ch__head_of(const ch__room *r, uint32_t start, uint32_t end)
{
    uint32_t found = CH_NONE;
    for (uint32_t t = start; t < end; t++) {
        const ch_word *w = &r->doc->words[t];
        bool outside = w->head == CH_NONE || w->head < start || w->head >= end;
        bool weak =
            w->deprel == CH_DEP_PUNCT || w->deprel == CH_DEP_DET || w->deprel == CH_DEP_CASE || w->deprel == CH_DEP_CC;
        if (outside && !weak)
            return t;
        if (outside && found == CH_NONE)
            found = t;
    }
    return found == CH_NONE ? end - 1 : found;
}

static bool is_subject(const ch_doc *doc, uint32_t token)
{
    uint8_t rel = doc->words[token].deprel;
    if (rel == CH_DEP_CONJ && doc->words[token].head != CH_NONE)
        rel = doc->words[doc->words[token].head].deprel;
    return rel == CH_DEP_NSUBJ || rel == CH_DEP_NSUBJ_PASS || rel == CH_DEP_NSUBJ_OUTER;
}

/* "In the talks, Ryu, head of the office, praised them", read as a list of appositions: words right before a finite
 * verb that has no subject are its subject. */
static bool is_verbs_neighbour(const ch__room *r, uint32_t end)
{
    const ch_doc *doc = r->doc;
    uint32_t t = end + ch__tok_is(r, end, ",");
    if (t >= r->span.end || !ch__tok_verb(r, t))
        return false;
    const char *x = doc->words[t].xpos;
    if (strcmp(x, "VBD") != 0 && strcmp(x, "VBZ") != 0 && strcmp(x, "VBP") != 0 && strcmp(x, "MD") != 0)
        return false;
    const ch_sentence *s = &doc->sentences[r->sentence];
    uint32_t verb = ch__upos(doc, t) == CH_UPOS_AUX && doc->words[t].head != CH_NONE ? doc->words[t].head : t;
    return ch__child(doc, s, verb, CH_DEP_NSUBJ) == CH_NONE && ch__child(doc, s, verb, CH_DEP_NSUBJ_PASS) == CH_NONE;
}

ch__draft *ch__draft_add(ch__room *r, uint32_t start, uint32_t end, ch_mention_kind kind, const char *why)
{
    ch__draft *d = CH__PUSH(r->scratch, r->drafts, r->n_drafts, r->cap_drafts);
    d->tokens = (ch_span){start, end};
    d->head = ch__head_of(r, start, end);
    d->sentence = r->sentence;
    d->kind = (uint8_t)kind;
    d->why = why;
    d->subject = is_subject(r->doc, d->head) || (kind == CH_MENTION_NAME && is_verbs_neighbour(r, end));
    return d;
}

/* ---- one sentence ---- */

static uint32_t read_item(ch__room *r, uint32_t t)
{
    const ch__item *item = ch__item_at(r, t);
    uint32_t end = item->end, next = t;
    switch ((ch__item_kind)item->kind) {
    case CH__ITEM_PRONOUN: return ch__read_pronoun(r, t);
    case CH__ITEM_COUNT:
    case CH__ITEM_NOUN:
    case CH__ITEM_WHOLE: return ch__read_group(r, t);
    case CH__ITEM_STRANGER: return ch__read_person(r, t);
    case CH__ITEM_PERSON:
        next = item->possessed ? ch__read_titled(r, t) : t;
        return next > t ? next : ch__read_person(r, t);
    case CH__ITEM_NAME:
    case CH__ITEM_ADJ:
    case CH__ITEM_PEOPLE:
    case CH__ITEM_PLACE: next = ch__read_titled(r, t); return next > t ? next : ch__read_name(r, t);
    case CH__ITEM_ROLE: next = ch__read_titled(r, t); return next > t ? next : end;
    case CH__ITEM_NOBODY: break;
    }
    return end;
}

static void read_sentence(ch__room *r, uint32_t sentence)
{
    r->sentence = sentence;
    r->span = r->doc->sentences[sentence].tokens;
    uint32_t first_draft = r->n_drafts;
    ch__items(r);
    for (uint32_t t = r->span.start; t < r->span.end;)
        t = ch__item_at(r, t) ? read_item(r, t) : t + 1;
    ch__settle_sentence(r, first_draft);
    ch__spots(r);
}

/* ---- into the document ---- */

static int order(const void *a, const void *b)
{
    const ch__draft *x = *(ch__draft *const *)a, *y = *(ch__draft *const *)b;
    if (x->tokens.start != y->tokens.start)
        return x->tokens.start < y->tokens.start ? -1 : 1;
    if (x->tokens.end != y->tokens.end)
        return x->tokens.end > y->tokens.end ? -1 : 1;
    return x < y ? -1 : x > y; /* both in one array: the order they were made in */
}

static void fill_actor(ch_actor *a, const ch__referent *from)
{
    *a = (ch_actor){from->id,     from->name,   from->code,  from->sector,
                    from->entity, from->office, from->since, from->until};
}

static void add_actors(ch__room *r, const ch__draft *d, ch_mention *m)
{
    ch_doc *doc = r->doc;
    ch__referent *one = d->n == 1 ? &r->referents[d->referents[0]] : NULL;
    if (one && one->actor != CH_NONE) {
        m->actors = (ch_span){one->actor, one->actor + 1};
        return;
    }
    m->actors.start = doc->n_actors;
    for (uint8_t i = 0; i < d->n; i++)
        fill_actor(CH__PUSH(ch__doc_arena(doc), doc->actors, doc->n_actors, doc->inside->cap_actors),
                   &r->referents[d->referents[i]]);
    m->actors.end = doc->n_actors;
    if (one)
        one->actor = m->actors.start;
}

static void set_chain(ch__room *r, const ch__draft *d, ch_mention *m, uint32_t *chains)
{
    m->chain = CH_NONE;
    if (d->n != 1 || r->referents[d->referents[0]].mentions < 2)
        return;
    ch__referent *one = &r->referents[d->referents[0]];
    if (one->chain == CH_NONE)
        one->chain = (*chains)++;
    m->chain = one->chain;
}

/* How often the rule was right where it was counted, by Laplace's rule of succession: (right + 1) / (cases + 2). A rule
 * that was not counted is as good as all of them together. */
static double confidence(const ch__room *r, const char *why)
{
    const ch__table *t = r->confidence;
    uint32_t row = t ? ch__table_find(t, ch__sv_of(why)) : CH_NONE;
    row = t && row == CH_NONE ? ch__table_find(t, ch__sv_of("all")) : row;
    const char *cases = t ? ch__table_cell(t, row, r->c_cases) : NULL;
    const char *right = t ? ch__table_cell(t, row, r->c_right) : NULL;
    double n = cases ? strtod(cases, NULL) : 0, k = right ? strtod(right, NULL) : 0;
    return n >= k && k >= 0 ? round((k + 1) / (n + 2) * 1000) / 1000 : 0.5;
}

static void fill_mention(ch__room *r, const ch__draft *d, ch_mention *m)
{
    m->tokens = d->tokens;
    m->bytes = ch__tokens_bytes(r->doc, d->tokens);
    m->chars = ch__tokens_chars(r->doc, d->tokens);
    m->head = d->head;
    m->sentence = d->sentence;
    m->kind = d->kind;
    m->why = d->why;
    m->confidence = d->n ? confidence(r, d->why) : 0;
}

static void publish(ch__room *r)
{
    ch_doc *doc = r->doc;
    uint32_t chains = 0;
    ch__draft **sorted = ch__alloc_array(r->scratch, r->n_drafts, sizeof *sorted);
    for (uint32_t i = 0; i < r->n_drafts; i++) {
        sorted[i] = &r->drafts[i];
        if (r->drafts[i].n == 1)
            r->referents[r->drafts[i].referents[0]].mentions++;
    }
    qsort(sorted, r->n_drafts, sizeof *sorted, order);
    doc->mentions = ch__alloc_array(ch__doc_arena(doc), r->n_drafts, sizeof *doc->mentions);
    for (uint32_t i = 0; i < r->n_drafts; i++) {
        ch_mention *m = &doc->mentions[i];
        fill_mention(r, sorted[i], m);
        add_actors(r, sorted[i], m);
        set_chain(r, sorted[i], m, &chains);
    }
    doc->n_mentions = r->n_drafts;
    doc->inside->n_ordered = doc->inside->cap_mentions = doc->n_mentions;
}

uint32_t ch__mention_place(const ch__knowledge *k, ch_doc *doc, uint32_t place)
{
    ch__room r = {.k = k, .scratch = ch__doc_arena(doc), .doc = doc};
    ch__room_open(&r);
    const char *code = doc->places[place].country;
    const ch__entity *e = r.entities && code ? ch__entity_of_code(&r, code) : NULL;
    if (!e)
        return CH_NONE;
    *CH__PUSH(ch__doc_arena(doc), doc->mentions, doc->n_mentions, doc->inside->cap_mentions) =
        (ch_mention){.bytes = doc->places[place].bytes,
                     .chars = doc->places[place].chars,
                     .head = CH_NONE,
                     .actors = {doc->n_actors, doc->n_actors + 1},
                     .chain = CH_NONE,
                     .kind = CH_MENTION_NAME,
                     .why = CH__WHY_PLACE,
                     .confidence = confidence(&r, CH__WHY_PLACE)};
    *CH__PUSH(ch__doc_arena(doc), doc->actors, doc->n_actors, doc->inside->cap_actors) =
        (ch_actor){.id = e->id, .name = e->name, .code = e->code, .entity = e->qid};
    return doc->n_mentions - 1;
}

/* ---- the room ---- */

static ch__place_columns place_columns(const ch__table *t)
{
    return (ch__place_columns){ch__table_column(t, "kind"),      ch__table_column(t, "country"),
                               ch__table_column(t, "geonameid"), ch__table_column(t, "name"),
                               ch__table_column(t, "admin1"),    ch__table_column(t, "lat"),
                               ch__table_column(t, "lon"),       ch__table_column(t, "population")};
}

static ch__word_columns word_columns(const ch__table *t)
{
    if (!t)
        return (ch__word_columns){CH_NONE, CH_NONE, CH_NONE, CH_NONE, CH_NONE, CH_NONE, CH_NONE};
    return (ch__word_columns){ch__table_column(t, "office"), ch__table_column(t, "sector"), ch__table_column(t, "kind"),
                              ch__table_column(t, "gender"), ch__table_column(t, "number"), ch__table_column(t, "what"),
                              ch__table_column(t, "plural")};
}

void ch__room_open(ch__room *r)
{
    const ch__knowledge *k = r->k;
    r->day = r->doc->published;
    r->entities = ch__knowledge_table(k, "entities");
    r->agents = ch__knowledge_table(k, "actors/agents");
    r->titles = ch__knowledge_table(k, "actors/titles");
    r->places = ch__knowledge_table(k, "actors/places");
    r->pronouns = ch__knowledge_table(k, "actors/pronouns");
    r->groups = ch__knowledge_table(k, "actors/group-phrases");
    r->rules = ch__knowledge_table(k, "actors/rules");
    r->given = ch__knowledge_table(k, "actors/given-names");
    r->confidence = ch__knowledge_table(k, "actors/confidence");
    r->words = ch__table_bit(r->entities) | ch__table_bit(r->agents) | ch__table_bit(r->titles) |
               ch__table_bit(r->pronouns) | ch__table_bit(r->groups) | ch__table_bit(r->rules);
    const ch__table *of_words[] = {r->agents, r->titles, r->pronouns, r->groups};
    for (size_t i = 0; i < sizeof of_words / sizeof *of_words; i++)
        r->columns[i] = word_columns(of_words[i]);
    if (r->places)
        r->place_columns = place_columns(r->places);
    if (r->confidence) {
        r->c_cases = ch__table_column(r->confidence, "cases");
        r->c_right = ch__table_column(r->confidence, "right");
    }
    if (r->rules) {
        r->c_reading = ch__table_column(r->rules, "reading");
        r->c_phrase = ch__table_column(r->rules, "phrase");
    }
    if (!r->entities)
        return;
    r->c_kind = ch__table_column(r->entities, "kind");
    r->c_id = ch__table_column(r->entities, "id");
    r->c_field = ch__table_column(r->entities, "field");
    r->c_value = ch__table_column(r->entities, "value");
    r->c_from = ch__table_column(r->entities, "from");
    r->c_to = ch__table_column(r->entities, "to");
}

static uint32_t *token_map(ch__arena *scratch, uint32_t n)
{
    uint32_t *map = ch__alloc_array(scratch, (size_t)n + 1, sizeof *map);
    memset(map, 0xff, ((size_t)n + 1) * sizeof *map); /* CH_NONE everywhere */
    return map;
}

void ch__actors_room(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    ch__room r = {.k = k, .scratch = scratch, .doc = doc};
    if (!doc->words || !doc->n_tokens)
        return;
    ch__room_open(&r);
    ch__doc_units(doc, k);
    r.item_at = token_map(scratch, doc->n_tokens);
    r.name_at = token_map(scratch, doc->n_tokens);
    r.rules_at = ch__alloc_array(scratch, (size_t)doc->n_tokens + 1, sizeof *r.rules_at);
    for (uint32_t i = 0; i < doc->n_names; i++)
        for (uint32_t t = doc->names[i].tokens.start; t < doc->names[i].tokens.end; t++)
            r.name_at[t] = i;
    ch__find_home(&r);
    for (uint32_t s = 0; s < doc->n_sentences; s++)
        if (ch_doc_sentence_coded(doc, s) && doc->sentences[s].tokens.start < doc->sentences[s].tokens.end)
            read_sentence(&r, s);
    ch__resolve_spots(&r);
    publish(&r);
}
