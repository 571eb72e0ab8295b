/* The country of somebody whose words name none: "police fired on protesters in Lagos", "the finance ministry said".
 * What stands nearest counts: a place in his own words, the places of the sentence, the only country that the sentence
 * names, the dateline. */
#include "events/code.h"

/* A country that all agree on. */
typedef struct vote {
    const char *code;
    bool split;
} vote;

static void count(vote *v, const char *code)
{
    if (!code)
        return;
    v->split |= v->code && strcmp(v->code, code) != 0;
    v->code = code;
}

static const char *winner(const vote *v)
{
    return v->split ? NULL : v->code;
}

static vote places_in(const ch_doc *doc, ch_span bytes)
{
    vote v = {0};
    uint32_t low = 0, high = doc->n_places; /* they stand in the order of the text */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->places[middle].bytes.start < bytes.start)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < doc->n_places && doc->places[low].bytes.start < bytes.end; low++)
        if (doc->places[low].bytes.end <= bytes.end)
            count(&v, doc->places[low].country);
    return v;
}

/* Countries are called by their codes in small letters and have an ISO code; organisations have none. */
static bool is_country(const ch__knowledge *k, const char *code)
{
    const ch__table *t = ch__knowledge_table(k, "entities");
    char id[4];
    if (!t || strlen(code) != 3)
        return false;
    for (int i = 0; i < 4; i++)
        id[i] = (char)ch__lower((unsigned char)code[i]);
    for (uint32_t r = ch__table_find(t, ch__sv_of(id)); r != CH_NONE; r = ch__table_find_next(t, r))
        if (strcmp(ch__cell(t, r, 2), "iso3") == 0)
            return true;
    return false;
}

static vote countries_named(const ch__scene *s, ch_span tokens)
{
    vote v = {0};
    for (uint32_t i = ch__mention_in(s->doc, tokens, tokens.start);
         i < s->doc->inside->n_ordered && s->doc->mentions[i].tokens.start < tokens.end; i++) {
        const ch_mention *m = &s->doc->mentions[i];
        for (uint32_t a = m->actors.start; m->tokens.end <= tokens.end && a < m->actors.end && !v.split; a++) {
            const char *code = s->doc->actors[a].code;
            if (code && (!v.code || strcmp(code, v.code) != 0) && is_country(s->k, code))
                count(&v, code);
        }
    }
    return v;
}

/* "the Irish rail staff", "police in Lagos": what hangs below the head. */
static const char *own_words(const ch__scene *s, const ch_mention *m)
{
    ch_span words = ch__subtree(s->doc, &s->doc->sentences[s->sentence], m->head);
    vote v = countries_named(s, words);
    if (v.code)
        return winner(&v);
    v = places_in(s->doc, ch__tokens_bytes(s->doc, words));
    return winner(&v);
}

const char *ch__home_of(const ch__scene *s, uint32_t mention)
{
    const ch_doc *doc = s->doc;
    const ch_mention *m = &doc->mentions[mention];
    if (m->kind == CH_MENTION_PRONOUN || m->kind == CH_MENTION_GROUP)
        return NULL;
    const char *home = own_words(s, m);
    vote v = places_in(doc, doc->sentences[s->sentence].bytes);
    home = home ? home : winner(&v);
    if (home || v.code)
        return home;
    v = countries_named(s, doc->sentences[s->sentence].tokens);
    return v.code ? winner(&v) : doc->dateline.country;
}
