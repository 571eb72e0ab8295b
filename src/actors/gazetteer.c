/* gazetteer.c - the places a story names, and which of the many places of a name each is.
 *
 * Toponym resolution by a few signs (Leidner 2007, "Toponym Resolution in Text"; Grover et al. 2010): how many people
 * live there and whether it is a seat of government, which countries the story talks about, a container named behind
 * it ("Paris, Texas"), and that places of one story lie near each other. */
#include "actors/inside.h"
#include "base/utf8.h"

#include <math.h>

enum { MOST_CANDIDATES = 24, MOST_NEAR = 64, SMALL = 100000, ROUNDS = 2 };

/* A place name of the text with the rows it may be. */
typedef struct ch__spot {
    ch_span tokens;
    uint32_t sentence;
    uint32_t rows[MOST_CANDIDATES];
    uint8_t n, best;
    const ch__entity *country; /* of a country's name */
    const char *said;          /* the country that the sentence says it is in, or NULL */
} ch__spot;

typedef ch__place_columns columns;

/* Decimal degrees or a count, read without a locale; NAN where the cell is absent. */
static double cell_number(const char *s)
{
    double value = 0, scale = 1;
    if (!s)
        return NAN;
    bool negative = *s == '-', fraction = false;
    for (s += negative; *s; s++) {
        if (*s == '.') {
            fraction = true;
        } else if (ch__is_digit((unsigned char)*s)) {
            value = value * 10 + (*s - '0');
            scale = fraction ? scale * 10 : scale;
        }
    }
    return (negative ? -value : value) / scale;
}

/* ---- what counts as a place name ---- */

/* How well known a place is: orders of magnitude of its people, and its rank. */
static double weight(const ch__room *r, const columns *c, uint32_t row)
{
    const char *kind = ch__table_cell(r->places, row, c->kind);
    double people = cell_number(ch__table_cell(r->places, row, c->population));
    double w = people > 0 ? log10(people) : ch__same(kind, "ADM1") ? 6.5 : 5.5;
    return w + (ch__same(kind, "PPLC")   ? 1
                : ch__same(kind, "PCLI") ? 3
                : ch__same(kind, "PPLA") ? 0.5
                : ch__same(kind, "ADM1") ? -1
                : ch__same(kind, "PPLX") ? -1.5
                                         : 0);
}

static bool is_kind(const ch__room *r, const columns *c, uint32_t row, const char *kind)
{
    return ch__same(ch__table_cell(r->places, row, c->kind), kind);
}

/* Large enough to be meant wherever its name stands. */
static bool prominent(const ch__room *r, const columns *c, uint32_t row)
{
    const char *kind = ch__table_cell(r->places, row, c->kind);
    double people = cell_number(ch__table_cell(r->places, row, c->population));
    return people >= SMALL || (people == 0 && !ch__same(kind, "PPL")) || ch__same(kind, "PPLC") ||
           ch__same(kind, "PPLA") || ch__same(kind, "PCLI") || ch__same(kind, "ADM1");
}

static ch_name_type name_type(const ch__room *r, uint32_t token, ch_span *whole)
{
    uint32_t n = r->name_at[token];
    *whole = n == CH_NONE ? (ch_span){token, token} : r->doc->names[n].tokens;
    return n == CH_NONE ? CH_NAME_MISC : (ch_name_type)r->doc->names[n].type;
}

/* "in Gori", "near the Wadi": what follows is a place. */
static bool behind_locative(const ch__room *r, uint32_t token)
{
    uint32_t before = token - 1;
    if (ch__tok_is(r, before, "the"))
        before--;
    return ch__tok_rule(r, before, CH__RULE_LOCATIVE);
}

/* Whether the words are part of a longer name of that type. */
static bool inside_name(const ch__room *r, uint32_t start, uint32_t end, ch_name_type type)
{
    ch_span whole;
    return name_type(r, start, &whole) == type && whole.end - whole.start > end - start && whole.start <= start &&
           whole.end >= end;
}

/* Whether the words are part of a longer name of somebody or something else. */
static bool inside_other(const ch__room *r, uint32_t start, uint32_t end)
{
    ch_span whole;
    ch_name_type type = name_type(r, start, &whole);
    if (inside_name(r, start, end, CH_NAME_PER))
        return true;
    const ch__item *item = ch__item_at(r, start);
    if (!item || item->kind == CH__ITEM_PLACE || item->kind == CH__ITEM_ROLE)
        return false;
    if (item->kind == CH__ITEM_NOBODY) { /* "Panama Papers", "Brazil nuts"; but "Atlanta, Georgia" is only no actor */
        bool row = ch__tok_is(r, end, ",") || ch__tok_is(r, start - 1, ",");
        return type != CH_NAME_LOC || (item->end - item->start > end - start && !row);
    }
    if (item->kind == CH__ITEM_ADJ || item->kind == CH__ITEM_PEOPLE)
        return true;
    if (item->end - item->start > end - start || item->start < start)
        return true;
    return item->kind == CH__ITEM_PERSON || item->kind == CH__ITEM_STRANGER
               ? type == CH_NAME_PER
               : item->n && item->entities[0]->class == CH__ORG;
}

/* One word that is no well-known place is one only where the sentence says so: it may be anybody's name. */
static bool said_to_be_place(const ch__room *r, uint32_t start, uint32_t end)
{
    ch_span whole;
    ch_name_type type = name_type(r, start, &whole);
    return (type == CH_NAME_LOC && whole.start == start && whole.end == end) || behind_locative(r, start);
}

/* "Kharkiv region", "Bay of Bengal": the first word has a capital, and so has the last, unless the table writes it
 * small. */
static bool capital_words(const ch__room *r, uint32_t start, uint32_t end, const uint32_t *rows, uint8_t n)
{
    if (end == start + 1 || ch__tok_upper(r, end - 1))
        return ch__tok_upper(r, start);
    for (uint8_t i = 0; i < n; i++) {
        const char *name = ch__table_cell(r->places, rows[i], r->place_columns.name);
        const char *last = name ? strrchr(name, ' ') : NULL;
        if (last && !ch__is_upper((unsigned char)last[1]) && (unsigned char)last[1] < 0x80)
            return ch__tok_upper(r, start);
    }
    return false;
}

/* The rows of the longest place name that begins at a token; 0: none. */
static uint32_t candidates(const ch__room *r, uint32_t token, uint32_t *rows, uint8_t *n)
{
    enum { MOST_LENGTHS = 8 };
    ch__run runs[MOST_LENGTHS];
    uint32_t lengths[MOST_LENGTHS];
    uint64_t places = ch__table_bit(r->places);
    size_t found = ch__runs_at_token(r->doc, r->k, places, token, r->span.end, runs, lengths, MOST_LENGTHS);
    for (size_t i = 0; i < found; i++) {
        *n = 0;
        for (uint32_t h = 0; h < runs[i].n && *n < MOST_CANDIDATES; h++) {
            ch__hit hit = ch__run_hit(r->k, &runs[i], h);
            if (places >> hit.table & 1)
                rows[(*n)++] = hit.row;
        }
        if (*n && capital_words(r, token, token + lengths[i], rows, *n))
            return lengths[i];
    }
    return 0;
}

/* Of a name as long as its rows say, whether it stands for a place here. */
static bool accepted(const ch__room *r, const columns *c, uint32_t start, uint32_t end, const uint32_t *rows, uint8_t n)
{
    if (ch__token_sv(r->doc, start).n < 2 || inside_other(r, start, end))
        return false;
    if (ch__registry_get(&r->people, ch__key('w', NULL, ch__token_sv(r->doc, start))) != CH_NONE &&
        !behind_locative(r, start))
        return false; /* somebody's name in this story */
    if (said_to_be_place(r, start, end))
        return true;
    bool known = false;
    for (uint8_t i = 0; i < n; i++)
        known = known || prominent(r, c, rows[i]);
    bool proper = end > start + 1 || ch__upos(r->doc, start) == CH_UPOS_PROPN;
    return known && proper && !(ch__tok_rule(r, start, CH__RULE_WEAK) || ch__tok_rule(r, start, CH__RULE_CALENDAR));
}

/* The row of a country, CH_NONE: it has none (a state that is gone, a region). */
static uint32_t country_row(const ch__room *r, const columns *c, const ch__entity *e)
{
    bool itself = e->code && !strchr(e->id, '.');
    return itself ? ch__table_find_in(r->places, c->country, ch__sv_of(e->code)) : CH_NONE;
}

static ch__spot *add_spot(ch__room *r, uint32_t start, uint32_t end)
{
    ch__spot *s = CH__PUSH(r->scratch, r->spots, r->n_spots, r->cap_spots);
    *s = (ch__spot){.tokens = {start, end}, .sentence = r->sentence};
    return s;
}

/* A country by its name; "the Kremlin" and "China's" people are no place names. */
static bool country_spot(ch__room *r, const columns *c, const ch__item *item)
{
    const ch__entity *country = NULL;
    if (!item || item->kind != CH__ITEM_NAME || inside_name(r, item->start, item->end, CH_NAME_ORG))
        return false;
    for (uint8_t i = 0; i < item->n && !country; i++)
        country =
            item->entities[i]->class == CH__COUNTRY || item->entities[i]->class == CH__PLACE ? item->entities[i] : NULL;
    if (!country)
        return false;
    uint32_t row = country_row(r, c, country);
    ch__spot *s = add_spot(r, item->start, item->end);
    s->country = country;
    if (row != CH_NONE)
        s->rows[s->n++] = row;
    /* "Georgia" is a state of the US as well */
    uint32_t rows[MOST_CANDIDATES];
    uint8_t n;
    if (candidates(r, item->start, rows, &n) == item->end - item->start)
        for (uint8_t i = 0; i < n && s->n < MOST_CANDIDATES; i++)
            if (rows[i] != row)
                s->rows[s->n++] = rows[i];
    return true;
}

/* The sentence said the country ("Cairo, Illinois"): a town there, or where the table has none, only the country. */
static void keep_said(const ch__room *r, const columns *c, ch__spot *s, const ch__entity *country)
{
    bool known = !country;
    for (uint8_t i = 0; country && i < s->n; i++)
        known = known || ch__same(ch__table_cell(r->places, s->rows[i], c->country), country->code);
    s->said = country ? country->code : NULL;
    if (!known) {
        s->country = country;
        s->n = 0;
    }
}

void ch__spots(ch__room *r)
{
    if (!r->places)
        return;
    const columns *c = &r->place_columns;
    for (uint32_t t = r->span.start; t < r->span.end;) {
        const ch__item *item = ch__item_at(r, t);
        if (item && item->start == t && country_spot(r, c, item)) {
            t = r->spots[r->n_spots - 1].tokens.end;
            continue;
        }
        uint32_t rows[MOST_CANDIDATES], length = 0;
        uint8_t n = 0;
        if (ch__tok_upper(r, t))
            length = candidates(r, t, rows, &n);
        bool organisation = length && inside_name(r, t, t + length, CH_NAME_ORG); /* "Bank of Lebanon" */
        if (length && length <= CH__MOST_SPAN && !organisation && accepted(r, c, t, t + length, rows, n)) {
            ch__spot *s = add_spot(r, t, t + length);
            memcpy(s->rows, rows, n * sizeof *rows);
            s->n = n;
            keep_said(r, c, s, item && item->kind == CH__ITEM_PLACE && item->start == t ? item->entities[0] : NULL);
            t += length;
        } else {
            t++;
        }
    }
}

/* ---- which of them ---- */

static bool talked_about(ch__room *r, const char *country)
{
    const ch__entity *e = country ? ch__entity_of_code(r, country) : NULL;
    return e && (e->referent != CH_NONE || e == r->home);
}

/* "Paris, Texas", "Gori, Georgia": the next name is the province or country of the row. */
static bool contained(const ch__room *r, const columns *c, const ch__spot *s, const ch__spot *next, uint32_t row)
{
    bool beside = next && next->sentence == s->sentence && next->tokens.start == s->tokens.end + 1 &&
                  ch__sv_is(ch__token_sv(r->doc, s->tokens.end), ",");
    const char *country = ch__table_cell(r->places, row, c->country);
    const char *admin1 = ch__table_cell(r->places, row, c->admin1);
    for (uint8_t i = 0; beside && i < next->n; i++) {
        bool same_country = ch__same(ch__table_cell(r->places, next->rows[i], c->country), country);
        if (same_country && is_kind(r, c, next->rows[i], "PCLI"))
            return true;
        if (same_country && ch__same(ch__table_cell(r->places, next->rows[i], c->name), admin1))
            return true;
    }
    return false;
}

/* Rough distance in degrees, enough to tell near from far. */
static double degrees(const ch__room *r, const columns *c, uint32_t a, uint32_t b)
{
    double lat_a = cell_number(ch__table_cell(r->places, a, c->lat));
    double lat_b = cell_number(ch__table_cell(r->places, b, c->lat));
    double lon = cell_number(ch__table_cell(r->places, a, c->lon)) - cell_number(ch__table_cell(r->places, b, c->lon));
    lon = fabs(lon) > 180 ? 360 - fabs(lon) : fabs(lon);
    return hypot(lat_a - lat_b, lon * cos((lat_a + lat_b) / 2 * 3.14159265358979 / 180));
}

/* Company of other places: of the same country, and near. */
static double company(const ch__room *r, const columns *c, uint32_t spot, uint32_t row)
{
    double same = 0, near = 0;
    uint32_t from = spot > MOST_NEAR / 2 ? spot - MOST_NEAR / 2 : 0;
    for (uint32_t i = from; i < r->n_spots && i < from + MOST_NEAR; i++) {
        const ch__spot *o = &r->spots[i];
        if (i == spot || !o->n || o->rows[o->best] == row)
            continue;
        uint32_t other = o->rows[o->best];
        bool certain = o->n == 1 || is_kind(r, c, other, "PCLI");
        if (ch__same(ch__table_cell(r->places, other, c->country), ch__table_cell(r->places, row, c->country)))
            same += certain ? 0.5 : 0.3;
        if (!is_kind(r, c, other, "PCLI") && degrees(r, c, other, row) < 5)
            near = 0.7;
    }
    return (same > 1.5 ? 1.5 : same) + near;
}

/* "Punjab province": a division is said to be one. */
static bool said_division(const ch__room *r, const ch__spot *s)
{
    return s->tokens.end < r->doc->sentences[s->sentence].tokens.end &&
           ch__word_rule(r, ch__token_sv(r->doc, s->tokens.end), CH__RULE_DIVISION);
}

static double score(ch__room *r, const columns *c, uint32_t spot, uint32_t row)
{
    const ch__spot *s = &r->spots[spot], *next = spot + 1 < r->n_spots ? s + 1 : NULL;
    double w = weight(r, c, row) + company(r, c, spot, row);
    if (talked_about(r, ch__table_cell(r->places, row, c->country)))
        w += 1;
    if (said_division(r, s) && is_kind(r, c, row, "ADM1"))
        w += 3;
    if (s->said && ch__same(ch__table_cell(r->places, row, c->country), s->said))
        w += 6;
    return contained(r, c, s, next, row) ? w + 6 : w;
}

static void choose(ch__room *r, const columns *c, uint32_t spot)
{
    ch__spot *s = &r->spots[spot];
    double best = -1e9;
    for (uint8_t i = 0; s->n > 1 && i < s->n; i++) {
        double w = score(r, c, spot, s->rows[i]);
        if (w > best) {
            best = w;
            s->best = i;
        }
    }
}

static void fill(ch__room *r, const columns *c, const ch__spot *s, ch_place *out)
{
    *out = (ch_place){.bytes = ch__tokens_bytes(r->doc, s->tokens),
                      .chars = ch__tokens_chars(r->doc, s->tokens),
                      .lat = NAN,
                      .lon = NAN};
    if (!s->n) { /* a state that is gone, a region without a point */
        out->name = s->country->name;
        out->country = s->country->code;
        return;
    }
    uint32_t row = s->rows[s->best];
    out->name = ch__table_cell(r->places, row, c->name);
    out->country = ch__table_cell(r->places, row, c->country);
    out->geonameid = ch__table_cell(r->places, row, c->id);
    out->lat = cell_number(ch__table_cell(r->places, row, c->lat));
    out->lon = cell_number(ch__table_cell(r->places, row, c->lon));
    if (s->country && s->country->code && is_kind(r, c, row, "PCLI"))
        out->name = s->country->name; /* as records name it */
}

void ch__resolve_spots(ch__room *r)
{
    if (!r->n_spots)
        return;
    const columns *c = &r->place_columns;
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t i = 0; i < r->n_spots; i++)
            choose(r, c, i);
    r->doc->places = ch__alloc_array(ch__doc_arena(r->doc), r->n_spots, sizeof *r->doc->places);
    r->doc->n_places = r->n_spots;
    for (uint32_t i = 0; i < r->n_spots; i++)
        fill(r, c, &r->spots[i], &r->doc->places[i]);
}

/* ---- a place as the country it is in, for actors ---- */

static double actor_weight(ch__room *r, const columns *c, uint32_t row)
{
    return weight(r, c, row) + (talked_about(r, ch__table_cell(r->places, row, c->country)) ? 1.5 : 0);
}

bool ch__place_not_person(const ch__room *r, uint32_t token)
{
    uint32_t rows[MOST_CANDIDATES];
    uint8_t n;
    return r->places && ch__tok_upper(r, token) && said_to_be_place(r, token, token + 1) &&
           candidates(r, token, rows, &n) == 1;
}

static bool make_place(ch__room *r, uint32_t start, uint32_t end, uint32_t row)
{
    const columns *c = &r->place_columns;
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
    const columns *c = &r->place_columns;
    uint32_t next[MOST_CANDIDATES];
    uint8_t n_next;
    if (!ch__tok_is(r, comma, ",") || !ch__tok_upper(r, comma + 1) || !candidates(r, comma + 1, next, &n_next))
        return CH_NONE;
    for (uint8_t i = 0; i < n; i++)
        for (uint8_t k = 0; k < n_next; k++) {
            bool same = ch__same(ch__table_cell(r->places, rows[i], c->country),
                                 ch__table_cell(r->places, next[k], c->country));
            const char *admin1 = ch__table_cell(r->places, rows[i], c->admin1);
            if (same && rows[i] != next[k] && !is_kind(r, c, rows[i], "PCLI") &&
                (is_kind(r, c, next[k], "PCLI") || ch__same(ch__table_cell(r->places, next[k], c->name), admin1)))
                return rows[i];
        }
    return CH_NONE;
}

/* A province that has the name of a state ("Georgia") is meant where its towns are talked about and none of the
 * state's. */
static uint32_t province_row(ch__room *r, const uint32_t *rows, uint8_t n, const char *own)
{
    enum { MOST_LOOK = 400 };
    const columns *c = &r->place_columns;
    uint32_t province = CH_NONE, votes = 0;
    for (uint8_t i = 0; i < n; i++)
        if (is_kind(r, c, rows[i], "ADM1") && !ch__same(ch__table_cell(r->places, rows[i], c->country), own))
            province = rows[i];
    if (province == CH_NONE)
        return CH_NONE;
    const char *name = ch__table_cell(r->places, province, c->name);
    const char *country = ch__table_cell(r->places, province, c->country);
    uint32_t from = r->span.start > MOST_LOOK ? r->span.start - MOST_LOOK : 0;
    ch_span span = r->span;
    r->span = (ch_span){from, r->doc->n_tokens};
    for (uint32_t t = from; t < r->doc->n_tokens && t < from + 2 * MOST_LOOK; t++) {
        uint32_t found[MOST_CANDIDATES];
        uint8_t n_found = 0;
        if (!ch__tok_upper(r, t) || ch__upos(r->doc, t) != CH_UPOS_PROPN || !candidates(r, t, found, &n_found))
            continue;
        for (uint8_t i = 0; i < n_found; i++) {
            bool town =
                !is_kind(r, c, found[i], "PCLI") && !is_kind(r, c, found[i], "ADM1") && prominent(r, c, found[i]);
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
    const columns *c = &r->place_columns;
    uint32_t best = CH_NONE;
    for (uint8_t i = 0; i < n; i++) {
        bool of = !country || ch__same(ch__table_cell(r->places, rows[i], c->country), country);
        if (of && (best == CH_NONE || weight(r, c, rows[i]) > weight(r, c, best)))
            best = rows[i];
    }
    return best;
}

/* "Cairo, Illinois": a town that the table lacks is somewhere in the unit behind the comma. */
static uint32_t unit_row(const ch__room *r, uint32_t comma)
{
    uint32_t rows[MOST_CANDIDATES];
    uint8_t n;
    uint32_t length = ch__tok_is(r, comma, ",") && ch__tok_upper(r, comma + 1) ? candidates(r, comma + 1, rows, &n) : 0;
    uint32_t behind = comma + 1 + length;
    bool closed = length && (behind >= r->span.end || ch__upos(r->doc, behind) == CH_UPOS_PUNCT);
    uint32_t row = closed ? heaviest(r, rows, n, NULL) : CH_NONE;
    return row != CH_NONE && is_kind(r, &r->place_columns, row, "ADM1") ? row : CH_NONE;
}

/* "Tripoli, the second city of Lebanon", "Tripoli in northern Lebanon": the country named behind in one phrase. */
static const char *country_behind(const ch__room *r, uint32_t token)
{
    enum { MOST_BEHIND = 9 };
    bool phrase = ch__tok_is(r, token, "in") || (ch__tok_is(r, token, ",") && !ch__tok_upper(r, token + 1));
    for (uint32_t t = token + 1; phrase && t < r->span.end && t < token + MOST_BEHIND && !ch__tok_verb(r, t); t++) {
        uint32_t rows[MOST_CANDIDATES];
        uint8_t n;
        if (ch__tok_upper(r, t) && candidates(r, t, rows, &n) && is_kind(r, &r->place_columns, rows[0], "PCLI"))
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
    const columns *c = &r->place_columns;
    uint32_t known = heaviest(r, rows, n, NULL);
    const char *country = country_behind(r, token + length);
    country = country ? country : country_before(r, token);
    bool other = country && known != CH_NONE && !ch__same(ch__table_cell(r->places, known, c->country), country);
    uint32_t row = other ? heaviest(r, rows, n, country) : CH_NONE;
    return row != CH_NONE && !is_kind(r, c, row, "PCLI") ? row : CH_NONE;
}

bool ch__place_elsewhere(ch__room *r, uint32_t token, uint32_t length)
{
    uint32_t rows[MOST_CANDIDATES];
    uint8_t n;
    if (!r->places || !ch__tok_upper(r, token) || candidates(r, token, rows, &n) != length)
        return false;
    uint32_t row = n < 2 ? CH_NONE : contained_row(r, rows, n, token + length);
    row = row == CH_NONE && n > 1 ? said_row(r, rows, n, token, length) : row;
    const columns *c = &r->place_columns;
    uint32_t known = heaviest(r, rows, n, NULL), unit = row == CH_NONE ? unit_row(r, token + length) : CH_NONE;
    if (unit != CH_NONE &&
        !ch__same(ch__table_cell(r->places, unit, c->country), ch__table_cell(r->places, known, c->country)))
        row = unit;
    for (uint8_t i = 0; row == CH_NONE && i < n; i++)
        if (is_kind(r, c, rows[i], "PCLI"))
            row = province_row(r, rows, n, ch__table_cell(r->places, rows[i], c->country));
    return row != CH_NONE && make_place(r, token, token + length, row);
}

bool ch__place_item(ch__room *r, uint32_t token, uint32_t length)
{
    uint32_t rows[MOST_CANDIDATES], best = CH_NONE;
    uint8_t n;
    double most = -1e9;
    if (!r->places || !ch__tok_upper(r, token) || !(length > 1 || ch__upos(r->doc, token) == CH_UPOS_PROPN))
        return false; /* the "New" of "New York" may be an adjective to the tagger */
    uint32_t found = candidates(r, token, rows, &n);
    if (!found || (length && found != length) || ch__token_sv(r->doc, token).n < 3)
        return false;
    const columns *c = &r->place_columns;
    if (!accepted(r, c, token, token + found, rows, n))
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
    bool meant = prominent(r, c, best) || talked_about(r, ch__table_cell(r->places, best, c->country));
    return meant && make_place(r, token, token + found, best); /* a town somewhere makes its country no party */
}

/* ---- for the rooms to the right ---- */

bool ch__place_of(const ch_doc *doc, ch_span tokens, ch_place *out)
{
    *out = (ch_place){.lat = NAN, .lon = NAN};
    if (tokens.start >= tokens.end)
        return false;
    ch_span bytes = ch__tokens_bytes(doc, tokens);
    uint32_t low = 0, high = doc->n_places; /* places are in the order of the text */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->places[middle].bytes.start < bytes.start)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == doc->n_places || doc->places[low].bytes.end > bytes.end)
        return false;
    *out = doc->places[low];
    return true;
}
