/* place_items.c - a place as the country it is in, for actors: which of the places of a name the sentence means. */
#include "actors/gazetteer.h"

static double actor_weight(ch__room *r, const ch__place_columns *c, uint32_t row)
{
    return ch__place_weight(r, c, row) +
           (ch__place_country_named(r, ch__table_cell(r->places, row, c->country)) ? 1.5 : 0);
}

bool ch__place_not_person(const ch__room *r, uint32_t token)
{
    uint32_t rows[CH__MOST_CANDIDATES];
    uint8_t n;
    return r->places && ch__tok_upper(r, token) && ch__place_said(r, token, token + 1) &&
           ch__place_candidates(r, token, rows, &n) == 1;
}

static bool make_place(ch__room *r, uint32_t start, uint32_t end, uint32_t row)
{
    const ch__place_columns *c = &r->place_columns;
    const ch__entity *e = ch__entity_of_code(r, ch__table_cell(r->places, row, c->country));
    if (!e)
        return false;
    ch__item *item = ch__item_add(r, start, end, CH__ITEM_PLACE, CH__WHY_PLACE);
    item->entities[0] = e;
    item->n = 1;
    item->word.phrase = ch__table_cell(r->places, row, c->name);
    return true;
}

/* The row of a name whose province or country is said behind a comma: "Paris, Texas"; CH_NONE: none. */
static uint32_t contained_row(ch__room *r, const uint32_t *rows, uint8_t n, uint32_t comma)
{
    const ch__place_columns *c = &r->place_columns;
    uint32_t next[CH__MOST_CANDIDATES];
    uint8_t n_next;
    if (!ch__tok_is(r, comma, ",") || !ch__tok_upper(r, comma + 1) ||
        !ch__place_candidates(r, comma + 1, next, &n_next))
        return CH_NONE;
    for (uint8_t i = 0; i < n; i++)
        for (uint8_t k = 0; k < n_next; k++) {
            bool same = ch__same(ch__table_cell(r->places, rows[i], c->country),
                                 ch__table_cell(r->places, next[k], c->country));
            const char *admin1 = ch__table_cell(r->places, rows[i], c->admin1);
            if (same && rows[i] != next[k] && !ch__place_is(r, c, rows[i], "PCLI") &&
                (ch__place_is(r, c, next[k], "PCLI") || ch__same(ch__table_cell(r->places, next[k], c->name), admin1)))
                return rows[i];
        }
    return CH_NONE;
}

/* A province that has the name of a state ("Georgia") is meant where its towns are talked about and none of the
 * state's. */
static uint32_t province_row(ch__room *r, const uint32_t *rows, uint8_t n, const char *own)
{
    enum { MOST_LOOK = 400 };
    const ch__place_columns *c = &r->place_columns;
    uint32_t province = CH_NONE, votes = 0;
    for (uint8_t i = 0; i < n; i++)
        if (ch__place_is(r, c, rows[i], "ADM1") && !ch__same(ch__table_cell(r->places, rows[i], c->country), own))
            province = rows[i];
    if (province == CH_NONE)
        return CH_NONE;
    const char *name = ch__table_cell(r->places, province, c->name);
    const char *country = ch__table_cell(r->places, province, c->country);
    uint32_t from = r->span.start > MOST_LOOK ? r->span.start - MOST_LOOK : 0;
    ch_span span = r->span;
    r->span = (ch_span){from, r->doc->n_tokens};
    for (uint32_t t = from; t < r->doc->n_tokens && t < from + 2 * MOST_LOOK; t++) {
        uint32_t found[CH__MOST_CANDIDATES];
        uint8_t n_found = 0;
        if (!ch__tok_upper(r, t) || ch__upos(r->doc, t) != CH_UPOS_PROPN ||
            !ch__place_candidates(r, t, found, &n_found))
            continue;
        for (uint8_t i = 0; i < n_found; i++) {
            bool town = !ch__place_is(r, c, found[i], "PCLI") && !ch__place_is(r, c, found[i], "ADM1") &&
                        ch__place_prominent(r, c, found[i]);
            const char *of = ch__table_cell(r->places, found[i], c->country);
            if (town && ch__same(of, own)) {
                r->span = span;
                return CH_NONE;
            }
            votes += town && ch__same(of, country) && ch__same(ch__table_cell(r->places, found[i], c->admin1), name);
        }
    }
    r->span = span;
    return votes ? province : CH_NONE;
}

/* The row of most weight, of one country or of all (NULL); CH_NONE: none. */
static uint32_t heaviest(const ch__room *r, const uint32_t *rows, uint8_t n, const char *country)
{
    const ch__place_columns *c = &r->place_columns;
    uint32_t best = CH_NONE;
    for (uint8_t i = 0; i < n; i++) {
        bool of = !country || ch__same(ch__table_cell(r->places, rows[i], c->country), country);
        if (of && (best == CH_NONE || ch__place_weight(r, c, rows[i]) > ch__place_weight(r, c, best)))
            best = rows[i];
    }
    return best;
}

/* "Cairo, Illinois": a town that the table lacks is somewhere in the unit behind the comma. */
static uint32_t unit_row(const ch__room *r, uint32_t comma)
{
    uint32_t rows[CH__MOST_CANDIDATES];
    uint8_t n;
    uint32_t length =
        ch__tok_is(r, comma, ",") && ch__tok_upper(r, comma + 1) ? ch__place_candidates(r, comma + 1, rows, &n) : 0;
    uint32_t behind = comma + 1 + length;
    bool closed = length && (behind >= r->span.end || ch__upos(r->doc, behind) == CH_UPOS_PUNCT);
    uint32_t row = closed ? heaviest(r, rows, n, NULL) : CH_NONE;
    return row != CH_NONE && ch__place_is(r, &r->place_columns, row, "ADM1") ? row : CH_NONE;
}

/* "Tripoli, the second city of Lebanon", "Tripoli in northern Lebanon": the country named behind in one phrase. */
static const char *country_behind(const ch__room *r, uint32_t token)
{
    enum { MOST_BEHIND = 9 };
    bool phrase = ch__tok_is(r, token, "in") || (ch__tok_is(r, token, ",") && !ch__tok_upper(r, token + 1));
    for (uint32_t t = token + 1; phrase && t < r->span.end && t < token + MOST_BEHIND && !ch__tok_verb(r, t); t++) {
        uint32_t rows[CH__MOST_CANDIDATES];
        uint8_t n;
        if (ch__tok_upper(r, t) && ch__place_candidates(r, t, rows, &n) &&
            ch__place_is(r, &r->place_columns, rows[0], "PCLI"))
            return ch__table_cell(r->places, rows[0], r->place_columns.country);
        if (ch__upos(r->doc, t) == CH_UPOS_PUNCT)
            break;
    }
    return NULL;
}

/* "the northern Lebanese city of Tripoli", "Lebanon's Tripoli": the country named before in one phrase. */
static const char *country_before(const ch__room *r, uint32_t token)
{
    enum { MOST_BEFORE = 5 };
    bool of = ch__tok_is(r, token - 1, "of");
    for (uint32_t t = token; t-- > r->span.start && t + MOST_BEFORE > token;) {
        const ch__item *item = ch__item_at(r, t);
        if (item && item->n == 1)
            return item->possessed || (of && item->kind == CH__ITEM_ADJ) ? item->entities[0]->code : NULL;
        if (!ch__tok_is(r, t, "of") && !ch__tok_is(r, t, "'s") && !ch__tok_noun(r, t))
            return NULL;
    }
    return NULL;
}

/* The row in the country that the sentence says, where the name alone would be another country's. */
static uint32_t said_row(const ch__room *r, const uint32_t *rows, uint8_t n, uint32_t token, uint32_t length)
{
    const ch__place_columns *c = &r->place_columns;
    uint32_t known = heaviest(r, rows, n, NULL);
    const char *country = country_behind(r, token + length);
    country = country ? country : country_before(r, token);
    bool other = country && known != CH_NONE && !ch__same(ch__table_cell(r->places, known, c->country), country);
    uint32_t row = other ? heaviest(r, rows, n, country) : CH_NONE;
    return row != CH_NONE && !ch__place_is(r, c, row, "PCLI") ? row : CH_NONE;
}

bool ch__place_elsewhere(ch__room *r, uint32_t token, uint32_t length)
{
    uint32_t rows[CH__MOST_CANDIDATES];
    uint8_t n;
    if (!r->places || !ch__tok_upper(r, token) || ch__place_candidates(r, token, rows, &n) != length)
        return false;
    uint32_t row = n < 2 ? CH_NONE : contained_row(r, rows, n, token + length);
    row = row == CH_NONE && n > 1 ? said_row(r, rows, n, token, length) : row;
    const ch__place_columns *c = &r->place_columns;
    uint32_t known = heaviest(r, rows, n, NULL), unit = row == CH_NONE ? unit_row(r, token + length) : CH_NONE;
    if (unit != CH_NONE &&
        !ch__same(ch__table_cell(r->places, unit, c->country), ch__table_cell(r->places, known, c->country)))
        row = unit;
    for (uint8_t i = 0; row == CH_NONE && i < n; i++)
        if (ch__place_is(r, c, rows[i], "PCLI"))
            row = province_row(r, rows, n, ch__table_cell(r->places, rows[i], c->country));
    return row != CH_NONE && make_place(r, token, token + length, row);
}

bool ch__place_item(ch__room *r, uint32_t token, uint32_t length)
{
    uint32_t rows[CH__MOST_CANDIDATES], best = CH_NONE;
    uint8_t n;
    double most = -1e9;
    if (!r->places || !ch__tok_upper(r, token) || !(length > 1 || ch__upos(r->doc, token) == CH_UPOS_PROPN))
        return false; /* the "New" of "New York" may be an adjective to the tagger */
    uint32_t found = ch__place_candidates(r, token, rows, &n);
    if (!found || (length && found != length) || ch__token_sv(r->doc, token).n < 3)
        return false;
    const ch__place_columns *c = &r->place_columns;
    if (!ch__place_accepted(r, c, token, token + found, rows, n))
        return false;
    uint32_t said = contained_row(r, rows, n, token + found); /* "Birmingham, Alabama" */
    if (said != CH_NONE)
        return make_place(r, token, token + found, said);
    for (uint8_t i = 0; i < n; i++) {
        double w = actor_weight(r, c, rows[i]);
        if (w > most) {
            most = w;
            best = rows[i];
        }
    }
    bool meant =
        ch__place_prominent(r, c, best) || ch__place_country_named(r, ch__table_cell(r->places, best, c->country));
    return meant && make_place(r, token, token + found, best); /* a town somewhere makes its country no party */
}
