/* gazetteer.c - the places a story names, and which of the many places of a name each is.
 *
 * Toponym resolution by a few signs (Leidner 2007, "Toponym Resolution in Text"; Grover et al. 2010): how many people
 * live there and whether it is a seat of government, which countries the story talks about, a container named behind
 * it ("Paris, Texas"), and that places of one story lie near each other. */
#include "actors/gazetteer.h"
#include "base/utf8.h"

#include <math.h>

enum { MOST_NEAR = 64, SMALL = 100000, ROUNDS = 2 };

/* A place name of the text with the rows it may be. */
typedef struct ch__spot {
    ch_span tokens;
    uint32_t sentence;
    uint32_t rows[CH__MOST_CANDIDATES];
    uint8_t n, best;
    const ch__entity *country; /* of a country's name */
    const char *said;          /* the country that the sentence says it is in, or NULL */
} ch__spot;

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
double ch__place_weight(const ch__room *r, const ch__place_columns *c, uint32_t row)
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

bool ch__place_is(const ch__room *r, const ch__place_columns *c, uint32_t row, const char *kind)
{
    return ch__same(ch__table_cell(r->places, row, c->kind), kind);
}

/* Large enough to be meant wherever its name stands. */
bool ch__place_prominent(const ch__room *r, const ch__place_columns *c, uint32_t row)
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
bool ch__place_said(const ch__room *r, uint32_t start, uint32_t end)
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
uint32_t ch__place_candidates(const ch__room *r, uint32_t token, uint32_t *rows, uint8_t *n)
{
    enum { MOST_LENGTHS = 8 };
    ch__run runs[MOST_LENGTHS];
    uint32_t lengths[MOST_LENGTHS];
    uint64_t places = ch__table_bit(r->places);
    size_t found = ch__runs_at_token(r->doc, r->k, places, token, r->span.end, runs, lengths, MOST_LENGTHS);
    for (size_t i = 0; i < found; i++) {
        *n = 0;
        for (uint32_t h = 0; h < runs[i].n && *n < CH__MOST_CANDIDATES; h++) {
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
bool ch__place_accepted(const ch__room *r, const ch__place_columns *c, uint32_t start, uint32_t end,
                        const uint32_t *rows, uint8_t n)
{
    if (ch__token_sv(r->doc, start).n < 2 || inside_other(r, start, end))
        return false;
    if (ch__registry_get(&r->people, ch__key('w', NULL, ch__token_sv(r->doc, start))) != CH_NONE &&
        !behind_locative(r, start))
        return false; /* somebody's name in this story */
    if (ch__place_said(r, start, end))
        return true;
    bool known = false;
    for (uint8_t i = 0; i < n; i++)
        known = known || ch__place_prominent(r, c, rows[i]);
    bool proper = end > start + 1 || ch__upos(r->doc, start) == CH_UPOS_PROPN;
    return known && proper && !(ch__tok_rule(r, start, CH__RULE_WEAK) || ch__tok_rule(r, start, CH__RULE_CALENDAR));
}

/* The row of a country, CH_NONE: it has none (a state that is gone, a region). */
static uint32_t country_row(const ch__room *r, const ch__place_columns *c, const ch__entity *e)
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
static bool country_spot(ch__room *r, const ch__place_columns *c, const ch__item *item)
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
    uint32_t rows[CH__MOST_CANDIDATES];
    uint8_t n;
    if (ch__place_candidates(r, item->start, rows, &n) == item->end - item->start)
        for (uint8_t i = 0; i < n && s->n < CH__MOST_CANDIDATES; i++)
            if (rows[i] != row)
                s->rows[s->n++] = rows[i];
    return true;
}

/* The sentence said the country ("Cairo, Illinois"): a town there, or where the table has none, only the country. */
static void keep_said(const ch__room *r, const ch__place_columns *c, ch__spot *s, const ch__entity *country)
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
    const ch__place_columns *c = &r->place_columns;
    for (uint32_t t = r->span.start; t < r->span.end;) {
        const ch__item *item = ch__item_at(r, t);
        if (item && item->start == t && country_spot(r, c, item)) {
            t = r->spots[r->n_spots - 1].tokens.end;
            continue;
        }
        uint32_t rows[CH__MOST_CANDIDATES], length = 0;
        uint8_t n = 0;
        if (ch__tok_upper(r, t))
            length = ch__place_candidates(r, t, rows, &n);
        bool organisation = length && inside_name(r, t, t + length, CH_NAME_ORG); /* "Bank of Lebanon" */
        if (length && length <= CH__MOST_SPAN && !organisation && ch__place_accepted(r, c, t, t + length, rows, n)) {
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

bool ch__place_country_named(ch__room *r, const char *country)
{
    const ch__entity *e = country ? ch__entity_of_code(r, country) : NULL;
    return e && (e->referent != CH_NONE || e == r->home);
}

/* "Paris, Texas", "Gori, Georgia": the next name is the province or country of the row. */
static bool contained(const ch__room *r, const ch__place_columns *c, const ch__spot *s, const ch__spot *next,
                      uint32_t row)
{
    bool beside = next && next->sentence == s->sentence && next->tokens.start == s->tokens.end + 1 &&
                  ch__sv_is(ch__token_sv(r->doc, s->tokens.end), ",");
    const char *country = ch__table_cell(r->places, row, c->country);
    const char *admin1 = ch__table_cell(r->places, row, c->admin1);
    for (uint8_t i = 0; beside && i < next->n; i++) {
        bool same_country = ch__same(ch__table_cell(r->places, next->rows[i], c->country), country);
        if (same_country && ch__place_is(r, c, next->rows[i], "PCLI"))
            return true;
        if (same_country && ch__same(ch__table_cell(r->places, next->rows[i], c->name), admin1))
            return true;
    }
    return false;
}

/* Rough distance in degrees, enough to tell near from far. */
static double degrees(const ch__room *r, const ch__place_columns *c, uint32_t a, uint32_t b)
{
    double lat_a = cell_number(ch__table_cell(r->places, a, c->lat));
    double lat_b = cell_number(ch__table_cell(r->places, b, c->lat));
    double lon = cell_number(ch__table_cell(r->places, a, c->lon)) - cell_number(ch__table_cell(r->places, b, c->lon));
    lon = fabs(lon) > 180 ? 360 - fabs(lon) : fabs(lon);
    return hypot(lat_a - lat_b, lon * cos((lat_a + lat_b) / 2 * 3.14159265358979 / 180));
}

/* Company of other places: of the same country, and near. */
static double company(const ch__room *r, const ch__place_columns *c, uint32_t spot, uint32_t row)
{
    double same = 0, near = 0;
    uint32_t from = spot > MOST_NEAR / 2 ? spot - MOST_NEAR / 2 : 0;
    for (uint32_t i = from; i < r->n_spots && i < from + MOST_NEAR; i++) {
        const ch__spot *o = &r->spots[i];
        if (i == spot || !o->n || o->rows[o->best] == row)
            continue;
        uint32_t other = o->rows[o->best];
        bool certain = o->n == 1 || ch__place_is(r, c, other, "PCLI");
        if (ch__same(ch__table_cell(r->places, other, c->country), ch__table_cell(r->places, row, c->country)))
            same += certain ? 0.5 : 0.3;
        if (!ch__place_is(r, c, other, "PCLI") && degrees(r, c, other, row) < 5)
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

static double score(ch__room *r, const ch__place_columns *c, uint32_t spot, uint32_t row)
{
    const ch__spot *s = &r->spots[spot], *next = spot + 1 < r->n_spots ? s + 1 : NULL;
    double w = ch__place_weight(r, c, row) + company(r, c, spot, row);
    if (ch__place_country_named(r, ch__table_cell(r->places, row, c->country)))
        w += 1;
    if (said_division(r, s) && ch__place_is(r, c, row, "ADM1"))
        w += 3;
    if (s->said && ch__same(ch__table_cell(r->places, row, c->country), s->said))
        w += 6;
    return contained(r, c, s, next, row) ? w + 6 : w;
}

static void choose(ch__room *r, const ch__place_columns *c, uint32_t spot)
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

static void fill(ch__room *r, const ch__place_columns *c, const ch__spot *s, ch_place *out)
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
    if (s->country && s->country->code && ch__place_is(r, c, row, "PCLI"))
        out->name = s->country->name; /* as records name it */
}

void ch__resolve_spots(ch__room *r)
{
    if (!r->n_spots)
        return;
    const ch__place_columns *c = &r->place_columns;
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t i = 0; i < r->n_spots; i++)
            choose(r, c, i);
    r->doc->places = ch__alloc_array(ch__doc_arena(r->doc), r->n_spots, sizeof *r->doc->places);
    r->doc->n_places = r->n_spots;
    for (uint32_t i = 0; i < r->n_spots; i++)
        fill(r, c, &r->spots[i], &r->doc->places[i]);
}

/* ---- for the rooms to the right ---- */

uint32_t ch__place_from(const ch_doc *doc, uint32_t byte)
{
    uint32_t low = 0, high = doc->n_places; /* places are in the order of the text */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->places[middle].bytes.start < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool ch__place_of(const ch_doc *doc, ch_span tokens, ch_place *out)
{
    *out = (ch_place){.lat = NAN, .lon = NAN};
    if (tokens.start >= tokens.end)
        return false;
    ch_span bytes = ch__tokens_bytes(doc, tokens);
    uint32_t low = ch__place_from(doc, bytes.start);
    if (low == doc->n_places || doc->places[low].bytes.end > bytes.end)
        return false;
    *out = doc->places[low];
    return true;
}
