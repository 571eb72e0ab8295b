/* names.c - tokens to items: the longest phrase of the tables at each token, if its letters, its date and its
 * neighbours allow it. */
#include "actors/readings.h"

enum { MOST_HITS = 32, MOST_LENGTHS = 12 };

/* "the Chinese" against "Chinese companies": an adjective has its noun behind it. */
static uint8_t adjective_or_people(const ch__room *r, uint32_t end)
{
    ch_upos tag = ch__tok_inside(r, end) ? ch__upos(r->doc, end) : CH_UPOS_PUNCT;
    bool noun_follows = tag == CH_UPOS_NOUN || tag == CH_UPOS_PROPN || tag == CH_UPOS_ADJ || tag == CH_UPOS_NUM;
    bool coordinated = ch__tok_is(r, end, "and") || ch__tok_is(r, end, "-") || ch__tok_is(r, end, ",");
    uint32_t token = end - 1;
    bool noun_tag = ch__tok_noun(r, token) && r->doc->words[token].deprel != CH_DEP_AMOD;
    return noun_follows || (coordinated && !noun_tag) ? CH__ITEM_ADJ : CH__ITEM_PEOPLE;
}

static uint8_t entity_kind(const ch__room *r, const ch__choice *c, uint32_t end)
{
    if (c->kind == CH__ITEM_NOBODY && !c->n)
        return CH__ITEM_NOBODY;
    if (c->entities[0]->class == CH__PERSON)
        return CH__ITEM_PERSON;
    if (c->name)
        return CH__ITEM_NAME;
    if (c->adj && c->people)
        return adjective_or_people(r, end);
    return c->adj ? CH__ITEM_ADJ : c->people ? CH__ITEM_PEOPLE : CH__ITEM_NAME;
}

/* The row that decided, as a reason. */
static const char *row_why(const ch__room *r, const ch__choice *c)
{
    return ch__table_source(c->table, c->row, ch__doc_arena(r->doc));
}

static const char *entity_why(const ch__room *r, const ch__choice *c)
{
    if (c->table)
        return row_why(r, c);
    return c->n > 1     ? "name of several"
           : c->metonym ? "metonym"
           : c->name    ? "name"
           : c->adj     ? "adjective"
           : c->people  ? "people"
                        : "name";
}

static void make_item(ch__room *r, uint32_t start, uint32_t end, const ch__choice *c)
{
    if (c->rank == 1) {
        ch__item_add(r, start, end, c->kind, row_why(r, c))->word = c->word;
        return;
    }
    ch__item *item = ch__item_add(r, start, end, entity_kind(r, c, end), entity_why(r, c));
    memcpy(item->entities, c->entities, sizeof item->entities);
    item->n = c->n;
    item->surname = c->surname && end == start + 1;
    item->family = item->surname && !c->shorter;
    item->word.kind = c->metonym ? "metonym" : NULL;
    item->compound = c->pair;
}

/* "Sino" says China only before a hyphen. */
static bool complete(const ch__room *r, const ch__choice *c, uint32_t end)
{
    return c->found && (!c->prefix || c->name || c->adj || ch__tok_is(r, end, "-") || ch__tok_is(r, end, "–"));
}

/* "the 54-year-old": somebody of that age. */
static bool aged(ch__room *r, uint32_t t)
{
    bool age = ch__tok_inside(r, t) && ch__upos(r->doc, t) == CH_UPOS_NUM && ch__tok_is(r, t + 1, "-") &&
               ch__tok_is(r, t + 2, "year") && ch__tok_is(r, t + 3, "-") && ch__tok_is(r, t + 4, "old");
    if (!age || ch__tok_noun(r, t + 5) || ch__tok_upper(r, t + 5))
        return false;
    ch__item *item = ch__item_add(r, t, t + 5, CH__ITEM_NOUN, "age");
    item->word = (ch__word){.kind = "one", .what = "person"};
    return true;
}

/* An acronym that this story introduced in brackets, and the tables know as somebody else's. */
static bool introduced(ch__room *r, uint32_t token)
{
    ch__sv s = ch__token_sv(r->doc, token);
    if (!r->people.cap || !ch__acronym(s))
        return false;
    uint32_t referent = ch__registry_get(&r->people, ch__key('b', NULL, s));
    const ch__entity *e = referent == CH_NONE ? NULL : ch__entity_of_id(r, ch__sv_of(r->referents[referent].id));
    if (!e)
        return false;
    ch__item *item = ch__item_add(r, token, token + 1, CH__ITEM_NAME, CH__WHY_INTRODUCED);
    item->entities[0] = e;
    item->n = 1;
    return true;
}

/* "Jordan" after "Jim Jordan": the country is not talked about, the person is. */
static bool short_for_person(ch__room *r, const ch__choice *c, uint32_t token)
{
    if (c->n != 1 || c->entities[0]->class != CH__COUNTRY || c->entities[0]->referent != CH_NONE || c->adj ||
        ch__tok_rule(r, token - 1, CH__RULE_LOCATIVE))
        return false;
    uint32_t who = ch__registry_get(&r->people, ch__key('w', NULL, ch__token_sv(r->doc, token)));
    if (who == CH_NONE || r->referents[who].class != CH__PERSON)
        return false;
    ch__item_add(r, token, token + 1, CH__ITEM_PERSON, CH__WHY_SHORT)->referent = who;
    return true;
}

/* "The Guardian Council", "The Times Square": a paper's article and name begin a longer name that is not the paper's.
 */
static bool begins_longer_name(const ch__room *r, const ch__choice *c, uint32_t token, uint32_t end)
{
    bool paper = c->n == 1 && ch__same(c->entities[0]->type, "media") && ch__tok_rule(r, token, CH__RULE_DEFINITE);
    return paper && ch__tok_upper(r, end) && ch__upos(r->doc, end) == CH_UPOS_PROPN;
}

/* Longest first: the first length with an allowed reading makes the item. */
static bool match(ch__room *r, uint32_t token)
{
    ch__run runs[MOST_LENGTHS];
    uint32_t lengths[MOST_LENGTHS];
    uint64_t tables = r->words | ch__table_bit(r->places);
    size_t n = ch__runs_at_token(r->doc, r->k, tables, token, r->span.end, runs, lengths, MOST_LENGTHS);
    for (size_t i = 0; i < n; i++) {
        uint32_t length = lengths[i];
        ch__choice c = ch__choose(r, &runs[i], token, length, NULL);
        if (!c.found && length > 1 && ch__place_item(r, token, length))
            return true;
        if (length == 1 && short_for_person(r, &c, token))
            return true;
        if (begins_longer_name(r, &c, token, token + length))
            continue;
        bool surname = length == 1 && c.found && c.n && c.entities[0]->class == CH__PERSON;
        if (surname && !c.title && ch__place_not_person(r, token))
            continue; /* "in Lagos" is not Carlos Lagos */
        if (c.found && c.name && c.n && c.entities[0]->class <= CH__BODY && ch__place_elsewhere(r, token, length))
            return true; /* "Paris, Texas", "Georgia" where Atlanta is talked about */
        if (length <= CH__MOST_SPAN && complete(r, &c, token + length)) {
            make_item(r, token, token + length, &c);
            return true;
        }
    }
    return false;
}

/* One token with hyphens, "China-Azerbaijan" or "Sino-Iranian": every part must be a country's name. */
static bool compound(ch__room *r, uint32_t token)
{
    struct ch_doc_inside *in = r->doc->inside;
    ch_span bytes = r->doc->tokens[token].bytes;
    ch__item made = {.n = 0};
    uint32_t u = in->unit_of_token[token];
    while (u < in->n_units && in->units[u].start < bytes.end && made.n < CH__MOST_ENTITIES) {
        ch__hit hits[MOST_HITS];
        size_t n = ch__phrases_at(r->k, in->units + u, in->n_units - u, ch__table_bit(r->entities), hits, MOST_HITS);
        const ch__entity *e = NULL;
        uint32_t units = 0;
        for (size_t i = n; i-- > 0 && !e;) {
            ch_span part = {in->units[u].start, in->units[u + hits[i].units - 1].end};
            const char *value = ch__table_cell(r->entities, hits[i].row, r->c_value);
            if (part.end > bytes.end || !value || !ch__capitals_agree(ch__sv_of(value), ch__doc_sv(r->doc, part)))
                continue;
            const ch__entity *found = ch__entity_of_row(r, hits[i].row);
            e = found && found->class != CH__PERSON ? found : NULL;
            units = hits[i].units;
        }
        if (!e)
            return false;
        made.entities[made.n++] = e;
        u += units + 1; /* and the hyphen */
    }
    if (made.n < 2)
        return false;
    ch__item *item = ch__item_add(r, token, token + 1, CH__ITEM_ADJ, "compound");
    memcpy(item->entities, made.entities, sizeof made.entities);
    item->n = made.n;
    item->compound = true;
    return true;
}

static bool has_hyphen(ch__sv s)
{
    return s.n > 2 && (ch__sv_find(s, CH__SV("-")) != (size_t)-1 || ch__sv_find(s, CH__SV("–")) != (size_t)-1);
}

/* A sentence of three words or more with hardly a small letter. */
static bool set_in_capitals(const ch__room *r)
{
    ch__sv s = ch__words_sv(r, r->span.start, r->span.end);
    size_t upper = 0, lower = 0;
    for (size_t i = 0; i < s.n && i < 400; i++) {
        upper += ch__is_upper((unsigned char)s.p[i]);
        lower += ch__is_lower((unsigned char)s.p[i]);
    }
    return upper > 8 && lower * 10 < upper;
}

void ch__items(ch__room *r)
{
    r->n_items = 0;
    r->capitals = set_in_capitals(r);
    for (uint32_t t = r->span.start; t < r->span.end; t++)
        r->item_at[t] = CH_NONE;
    for (uint32_t t = r->span.start; t < r->span.end;) {
        bool made = aged(r, t) || introduced(r, t) || match(r, t) ||
                    (has_hyphen(ch__token_sv(r->doc, t)) && compound(r, t)) || ch__place_item(r, t, 0);
        t = made ? r->items[r->n_items - 1].end : t + 1;
    }
    ch__strangers(r);
}
