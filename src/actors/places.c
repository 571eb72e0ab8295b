/* places.c - metonym or place, and words of the text resolved to the gazetteer. */
#include "actors/inside.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { MOST_CANDIDATES = 24, LEAST_PEOPLE = 100000 };

typedef struct columns {
    uint32_t id, name, country, lat, lon, population;
} columns;

static columns place_columns(const ch__table *t)
{
    return (columns){ch__table_column(t, "geonameid"), ch__table_column(t, "name"), ch__table_column(t, "country"),
                     ch__table_column(t, "lat"),       ch__table_column(t, "lon"),  ch__table_column(t, "population")};
}

/* Decimal degrees or a count, read without a locale. */
static double cell_number(const char *s)
{
    double value = 0, scale = 1;
    bool negative = s && *s == '-', fraction = false;
    for (s = s ? s + negative : ""; *s; s++) {
        if (*s == '.') {
            fraction = true;
        } else if (ch__is_digit((unsigned char)*s)) {
            value = value * 10 + (*s - '0');
            scale = fraction ? scale * 10 : scale;
        }
    }
    return (negative ? -value : value) / scale;
}

/* "in Beijing", "near Gori": after such a word a capital is a place. "to Tehran" after a word of going is one as well.
 */
bool ch__is_place_use(const ch__room *r, const ch__item *item)
{
    uint32_t before = item->start - 1;
    if (item->possessed || ch__tok_noun(r, item->end) || ch__tok_is(r, item->end, "-"))
        return false; /* "in the Ukraine conflict", "in China-Iran ties" */
    if (ch__tok_is(r, before, "the"))
        before--;
    if (ch__tok_rule(r, before, "locative"))
        return true;
    if (!ch__tok_is(r, before, "to"))
        return false;
    for (uint32_t t = before - 1, n = 0; t >= r->span.start && t < r->span.end && n < 4; t--, n++)
        if (ch__tok_rule(r, t, "motion"))
            return true;
    return false;
}

/* Its people; a province without a number counts as a million: "Ontario" is not the town in California. */
static double place_weight(const ch__table *t, const columns *c, uint32_t row)
{
    double people = cell_number(ch__table_cell(t, row, c->population));
    return people > 0 ? people : 1e6;
}

static bool mentioned(ch__room *r, const char *country)
{
    const ch__entity *e = country ? ch__entity_of_code(r, country) : NULL;
    return e && e->referent != CH_NONE;
}

/* Of several places of one name the one in a country the story talks about, then the most populous. */
static uint32_t best_place(ch__room *r, const columns *c, const ch__hit *hits, const uint32_t *lengths, size_t n)
{
    uint32_t best = CH_NONE;
    double best_score = -1;
    for (size_t i = 0; i < n && lengths[i] == lengths[0]; i++) {
        double score = place_weight(r->places, c, hits[i].row);
        if (mentioned(r, ch__table_cell(r->places, hits[i].row, c->country)))
            score += 1e9;
        if (score > best_score) {
            best_score = score;
            best = hits[i].row;
        }
    }
    return best;
}

bool ch__place_item(ch__room *r, uint32_t token, uint32_t length)
{
    ch__hit hits[MOST_CANDIDATES];
    uint32_t lengths[MOST_CANDIDATES];
    if (!r->places || !ch__tok_upper(r, token) || !(length > 1 || ch__upos(r->doc, token) == CH_UPOS_PROPN))
        return false; /* the "New" of "New York" may be an adjective to the tagger */
    size_t n = ch__phrases_at_token(r->doc, r->k, ch__table_bit(r->places), token, r->span.end, hits, lengths,
                                    MOST_CANDIDATES);
    if (!n || (length && lengths[0] != length) || ch__token_sv(r->doc, token).n < 3)
        return false;
    uint32_t end = token + lengths[0];
    if (ch__registry_get(&r->people, ch__key('w', NULL, ch__token_sv(r->doc, token))) != CH_NONE)
        return false;
    uint32_t name = r->name_at[token];
    ch_span whole = name == CH_NONE ? (ch_span){token, end} : r->doc->names[name].tokens;
    if (name != CH_NONE && r->doc->names[name].type == CH_NAME_PER && whole.end - whole.start > end - token)
        return false; /* a place inside a person's name */
    columns c = place_columns(r->places);
    uint32_t row = best_place(r, &c, hits, lengths, n);
    const ch__entity *e = row == CH_NONE ? NULL : ch__entity_of_code(r, ch__table_cell(r->places, row, c.country));
    if (!e)
        return false;
    ch__item *item = ch__item_add(r, token, end, CH__ITEM_PLACE, "place of the country");
    item->entities[0] = e;
    item->n = 1;
    item->word.phrase = ch__table_cell(r->places, row, c.name);
    return true;
}

static bool all_capital(const char *s)
{
    for (; *s; s++)
        if (!ch__is_upper((unsigned char)*s))
            return false;
    return true;
}

/* The country of the dateline: an ISO code, a country's name, or the country of the dateline's place. */
void ch__find_home(ch__room *r)
{
    const char *words[] = {r->doc->dateline.country, r->doc->dateline.place};
    r->home = NULL;
    for (size_t i = 0; i < 2 && !r->home; i++) {
        ch__hit hit;
        size_t length;
        if (!words[i])
            continue;
        if (strlen(words[i]) == 3 && all_capital(words[i]))
            r->home = ch__entity_of_code(r, words[i]);
        if (!r->home && r->entities && ch__phrase_starts(r->k, r->entities, ch__sv_of(words[i]), &hit, &length)) {
            const ch__entity *e = ch__entity_of_row(r, hit.row);
            r->home = e && e->class != CH__PERSON ? ch__entity_of_code(r, e->code) : NULL;
        }
        if (!r->home && r->places && ch__phrase_starts(r->k, r->places, ch__sv_of(words[i]), &hit, &length))
            r->home = ch__entity_of_code(r, ch__table_cell(r->places, hit.row, ch__table_column(r->places, "country")));
    }
}

/* ---- the gazetteer, for the rooms to the right ---- */

/* Whether the document names that country as an actor anywhere. */
static bool doc_names(const ch_doc *doc, const char *country)
{
    for (uint32_t i = 0; i < doc->n_actors && i < 64; i++)
        if (ch__same(doc->actors[i].code, country))
            return true;
    return false;
}

static uint32_t best_row(const ch__table *t, const columns *c, const ch_doc *doc, const ch__hit *hits,
                         const uint32_t *lengths, size_t n)
{
    uint32_t best = CH_NONE;
    double best_score = -1;
    for (size_t i = 0; i < n && lengths[i] == lengths[0]; i++) {
        double score = place_weight(t, c, hits[i].row);
        score += doc_names(doc, ch__table_cell(t, hits[i].row, c->country)) ? 1e9 : 0;
        if (score > best_score) {
            best_score = score;
            best = hits[i].row;
        }
    }
    return best;
}

static void fill_place(const ch__table *t, const columns *c, uint32_t row, ch_doc *doc, ch_span tokens, ch_place *out)
{
    out->bytes = ch__tokens_bytes(doc, tokens);
    out->chars = ch__tokens_chars(doc, tokens);
    out->name = ch__table_cell(t, row, c->name);
    out->country = ch__table_cell(t, row, c->country);
    out->geonameid = ch__table_cell(t, row, c->id);
    out->lat = cell_number(ch__table_cell(t, row, c->lat));
    out->lon = cell_number(ch__table_cell(t, row, c->lon));
}

static bool capital_first(const ch_doc *doc, uint32_t token)
{
    ch__sv s = ch__token_sv(doc, token);
    size_t i = 0;
    return s.n && ch__cp_is_upper(ch__utf8_next(s.p, s.n, &i));
}

/* A country is a place without coordinates. */
static bool country_place(ch_doc *doc, uint32_t token, ch_place *out)
{
    uint32_t m = ch__mention_over(doc, token);
    if (m == CH_NONE || doc->mentions[m].kind != CH_MENTION_NAME ||
        doc->mentions[m].actors.start == doc->mentions[m].actors.end)
        return false;
    const ch_actor *a = &doc->actors[doc->mentions[m].actors.start];
    if (!a->id || !a->code || strchr(a->id, '.'))
        return false;
    out->bytes = doc->mentions[m].bytes;
    out->chars = doc->mentions[m].chars;
    out->name = a->name;
    out->country = a->code;
    return true;
}

bool ch__place_of(const ch__knowledge *k, ch_doc *doc, ch_span tokens, ch_place *out)
{
    const ch__table *t = ch__knowledge_table(k, "actors/places");
    ch__hit hits[MOST_CANDIDATES];
    uint32_t lengths[MOST_CANDIDATES];
    *out = (ch_place){0};
    for (uint32_t token = tokens.start; token < tokens.end; token++) {
        if (!capital_first(doc, token))
            continue;
        size_t n =
            t ? ch__phrases_at_token(doc, k, ch__table_bit(t), token, tokens.end, hits, lengths, MOST_CANDIDATES) : 0;
        if (n) {
            columns c = place_columns(t);
            uint32_t row = best_row(t, &c, doc, hits, lengths, n);
            fill_place(t, &c, row, doc, (ch_span){token, token + lengths[0]}, out);
            return true;
        }
        if (country_place(doc, token, out))
            return true;
    }
    return false;
}
