/* names.c - lookups in the tables of the knowledge for exports and imports. */
#include "exchange/names.h"

#include <stdio.h>

#include "base/hash.h"
#include "base/utf8.h"

enum { LONGEST_NAME = 256, FIRST_SLOTS = 256 };

/* ---- maps ---- */

static size_t slot_of(const ch__name_map *m, ch__sv key)
{
    size_t i = (size_t)ch__hash64(key) & (m->cap - 1);
    while (m->slots[i].key && !ch__sv_is(key, m->slots[i].key))
        i = (i + 1) & (m->cap - 1);
    return i;
}

static const char *map_get(const ch__name_map *m, ch__sv key)
{
    return m->cap && key.p ? m->slots[slot_of(m, key)].value : NULL;
}

/* The key itself, as long-lived as the map. */
static const char *map_key(const ch__name_map *m, ch__sv key)
{
    return m->cap && key.p ? m->slots[slot_of(m, key)].key : NULL;
}

static void map_grow(ch__arena *arena, ch__name_map *m)
{
    ch__name_map bigger = {.cap = m->cap ? m->cap * 2 : FIRST_SLOTS, .n = m->n};
    bigger.slots = ch__alloc_array(arena, bigger.cap, sizeof *bigger.slots);
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].key)
            bigger.slots[slot_of(&bigger, ch__sv_of(m->slots[i].key))] = m->slots[i];
    *m = bigger;
}

/* The first value of a key stays. */
static void map_put(ch__arena *arena, ch__name_map *m, ch__sv key, const char *value)
{
    if (2 * (m->n + 1) > m->cap)
        map_grow(arena, m);
    struct ch__name_slot *s = &m->slots[slot_of(m, key)];
    if (s->key)
        return;
    *s = (struct ch__name_slot){ch__copy(arena, key), value};
    m->n++;
}

/* Case, accents and the kind of dash or quote do not tell names apart. */
static ch__sv folded(ch__sv name, char out[LONGEST_NAME])
{
    name = ch__sv_trim(name);
    size_t n = ch__fold(name.p, name.n, out, LONGEST_NAME);
    return n == (size_t)-1 ? (ch__sv){0} : (ch__sv){out, n};
}

static void put_name(ch__names *n, const char *name, const char *code)
{
    char key[LONGEST_NAME];
    ch__sv k = folded(ch__sv_of(name), key);
    if (k.n)
        map_put(n->arena, &n->by_name, k, code);
}

/* ---- entities: who has which code and name ---- */

enum { KIND, ID, FIELD, VALUE };

static bool is(const char *s, const char *what)
{
    return s && strcmp(s, what) == 0;
}

typedef struct entity {
    const char *code, *iso3, *iso2, *cow, *gw, *canonical, *name;
    int rank; /* of `name` */
} entity;

/* The word of a kind ("sector", "code") that the vocabulary of PLOVER has under this name, or NULL. */
static const char *kind_of(const ch__names *n, ch__sv name, const char *kind)
{
    for (uint32_t r = name.n ? ch__table_find_in(n->vocabulary, 1, name) : CH_NONE; r != CH_NONE;
         r = ch__table_find_next_in(n->vocabulary, 1, r))
        if (is(ch__table_cell(n->vocabulary, r, 0), kind))
            return ch__table_cell(n->vocabulary, r, 1);
    return NULL;
}

/* Names by which files call a state or organisation; adjectives, peoples and metonyms are none. */
static int rank_of(const char *field, bool country)
{
    if (is(field, "short"))
        return country ? 4 : 3;
    if (is(field, "full"))
        return country ? 3 : 4;
    return is(field, "former") ? 1 : is(field, "abbr") ? 2 : 0;
}

static void read_fact(entity *e, const char *field, const char *value)
{
    const struct {
        const char *field;
        const char **to;
    } facts[] = {{"code", &e->code}, {"iso3", &e->iso3}, {"iso2", &e->iso2},
                 {"cow", &e->cow},   {"gw", &e->gw},     {"name", &e->canonical}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (is(field, facts[i].field) && !*facts[i].to)
            *facts[i].to = value;
}

static void read_entity(const ch__table *t, const char *id, entity *e)
{
    bool country = !strchr(id, '.');
    for (uint32_t r = ch__table_find_in(t, ID, ch__sv_of(id)); r != CH_NONE; r = ch__table_find_next_in(t, ID, r)) {
        const char *field = ch__table_cell(t, r, FIELD), *value = ch__table_cell(t, r, VALUE);
        if (is(ch__table_cell(t, r, KIND), "entity"))
            read_fact(e, field, value);
        else if (is(ch__table_cell(t, r, KIND), "name") && rank_of(field, country) > e->rank) {
            e->rank = rank_of(field, country);
            e->name = value;
        }
    }
}

static void note_names(ch__names *n, const ch__table *t, const char *id, const char *code)
{
    for (uint32_t r = ch__table_find_in(t, ID, ch__sv_of(id)); r != CH_NONE; r = ch__table_find_next_in(t, ID, r))
        if (is(ch__table_cell(t, r, KIND), "name") && rank_of(ch__table_cell(t, r, FIELD), true))
            put_name(n, ch__table_cell(t, r, VALUE), code);
}

static void note(ch__names *n, const ch__table *t, const char *id, bool leads)
{
    entity e = {0};
    read_entity(t, id, &e);
    if (!e.code)
        return;
    if (e.iso3)
        map_put(n->arena, &n->by_iso, ch__sv_of(e.iso3), e.code);
    if (e.iso2)
        map_put(n->arena, &n->by_iso, ch__sv_of(e.iso2), e.code);
    bool generic = kind_of(n, ch__sv_of(e.code), "code") != NULL; /* IGO, NGO: nobody's own */
    if (leads || is(e.iso3, e.code) || (strchr(id, '.') && !generic)) {
        map_put(n->arena, &n->name, ch__sv_of(e.code), e.canonical ? e.canonical : e.name ? e.name : e.code);
        if (e.cow)
            map_put(n->arena, &n->cow, ch__sv_of(e.code), e.cow);
        if (e.gw)
            map_put(n->arena, &n->gw, ch__sv_of(e.code), e.gw);
    }
    note_names(n, t, id, e.code);
}

/* States first, then the organisations that speak for a code ("o.un" of UNO), then the others: the first wins a name
 * that several have. */
static void note_all(ch__names *n, const ch__table *t)
{
    const ch__table *rules = ch__knowledge_table(n->k, "actors/rules");
    for (int pass = 0; pass < 3; pass++)
        for (uint32_t r = 0; r < ch__table_rows(t); r++) {
            const char *id = ch__table_cell(t, r, ID);
            bool state = !strchr(id, '.'), body = strncmp(id, "o.", 2) == 0, self = false;
            if (!is(ch__table_cell(t, r, KIND), "entity") || !is(ch__table_cell(t, r, FIELD), "code"))
                continue;
            for (uint32_t x = rules ? ch__table_find(rules, ch__sv_of(id)) : CH_NONE; x != CH_NONE && body && !self;
                 x = ch__table_find_next(rules, x))
                self = is(ch__table_cell(rules, x, 1), "self");
            if (pass == 0 ? state : pass == 1 ? self : body && !self)
                note(n, t, id, self);
        }
}

int ch__names_init(ch__names *n, const ch__knowledge *k, ch__arena *arena, ch_err *err)
{
    *n = (ch__names){.k = k, .arena = arena};
    const ch__table *entities = ch__knowledge_table(k, "entities");
    const struct {
        const char *name;
        const ch__table **to;
    } tables[] = {{"exchange/cameo", &n->cameo},          {"exchange/countries", &n->countries},
                  {"exchange/sectors", &n->sectors},      {"events/cameo-plover", &n->plover},
                  {"events/cameo-default", &n->defaults}, {"actors/dictionary-roles", &n->roles},
                  {"events/plover", &n->vocabulary}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        *tables[i].to = ch__knowledge_table(k, tables[i].name);
        if (!*tables[i].to)
            return ch__fail(err, CH_EKNOWLEDGE, "the knowledge has no table %s", tables[i].name);
    }
    if (entities)
        note_all(n, entities);
    return CH_OK;
}

/* ---- codes and names ---- */

const char *ch__names_name(const ch__names *n, const char *code)
{
    return map_get(&n->name, ch__sv_of(code));
}

const char *ch__names_cow(const ch__names *n, const char *code)
{
    return map_get(&n->cow, ch__sv_of(code));
}

const char *ch__names_gw(const ch__names *n, const char *code)
{
    return map_get(&n->gw, ch__sv_of(code));
}

/* The row of a foreign code or name, or CH_NONE. */
static uint32_t foreign(const ch__names *n, const char *scheme, ch__sv code)
{
    uint32_t r = ch__table_find_in(n->countries, 1, code);
    while (r != CH_NONE && !is(ch__table_cell(n->countries, r, 0), scheme))
        r = ch__table_find_next_in(n->countries, 1, r);
    return r;
}

const char *ch__names_of_code(const ch__names *n, const char *scheme, ch__sv code, bool *known)
{
    bool ignored;
    known = known ? known : &ignored;
    uint32_t r = scheme && code.n ? foreign(n, scheme, code) : CH_NONE;
    *known = r != CH_NONE;
    if (r != CH_NONE) {
        const char *iso = ch__table_cell(n->countries, r, 2);
        return iso ? map_get(&n->by_iso, ch__sv_of(iso)) : NULL;
    }
    /* FIPS letters that are in no row are nobody's: "CH" is China there and Switzerland in ISO */
    const char *own = is(scheme, "fips") ? NULL : map_get(&n->by_iso, code);
    if (!own && code.n && !is(scheme, "fips"))
        own = map_key(&n->name, code);
    *known = own != NULL;
    return own;
}

const char *ch__names_of_name(const ch__names *n, ch__sv name, bool *known)
{
    char key[LONGEST_NAME];
    bool ignored;
    known = known ? known : &ignored;
    name = ch__sv_trim(name);
    uint32_t r = name.n ? foreign(n, "name", name) : CH_NONE;
    *known = r != CH_NONE;
    if (r != CH_NONE) {
        const char *iso = ch__table_cell(n->countries, r, 2);
        return iso ? map_get(&n->by_iso, ch__sv_of(iso)) : NULL;
    }
    const char *code = map_get(&n->by_name, folded(name, key));
    *known = code != NULL;
    return code;
}

/* ---- sectors ---- */

const char *ch__names_sector(const ch__names *n, ch__sv name)
{
    return kind_of(n, name, "sector");
}

const char *ch__names_sector_words(const ch__names *n, const char *sector)
{
    for (uint32_t r = 0; sector && r < ch__table_rows(n->sectors); r++)
        if (is(ch__table_cell(n->sectors, r, 1), sector) && is(ch__table_cell(n->sectors, r, 2), "yes"))
            return ch__table_cell(n->sectors, r, 0);
    return NULL;
}

const char *ch__names_sector_of_words(const ch__names *n, ch__sv words)
{
    ch__sv one;
    for (ch__sv rest = words; ch__sv_next(&rest, ',', &one);) {
        uint32_t r = ch__table_find(n->sectors, ch__sv_trim(one));
        if (r != CH_NONE)
            return ch__table_cell(n->sectors, r, 1);
    }
    return NULL;
}

const char *ch__names_sector_letters(const ch__names *n, const char *sector)
{
    const char *other = NULL;
    for (uint32_t r = 0; sector && r < ch__table_rows(n->roles); r++) {
        const char *letters = ch__table_cell(n->roles, r, 0);
        if (!is(ch__table_cell(n->roles, r, 1), "role") || !is(ch__table_cell(n->roles, r, 3), sector))
            continue;
        if (strcmp(letters, sector) == 0)
            return letters;
        other = other ? other : letters;
    }
    return other;
}

const char *ch__names_sector_of_letters(const ch__names *n, ch__sv letters, const char **body, const char **first)
{
    uint32_t r = letters.n ? ch__table_find(n->roles, letters) : CH_NONE;
    *body = *first = NULL;
    if (r == CH_NONE || is(ch__table_cell(n->roles, r, 1), "small"))
        return NULL;
    if (is(ch__table_cell(n->roles, r, 1), "body"))
        *body = ch__table_cell(n->roles, r, 2);
    if (is(ch__table_cell(n->roles, r, 1), "first"))
        *first = ch__table_cell(n->roles, r, 2);
    return ch__table_cell(n->roles, r, 3);
}

/* ---- CAMEO ---- */

bool ch__names_cameo_exists(const ch__names *n, ch__sv cameo)
{
    return cameo.n && ch__table_find(n->cameo, cameo) != CH_NONE;
}

static const char *cameo_cell(const ch__names *n, ch__sv cameo, uint32_t column)
{
    uint32_t r = cameo.n ? ch__table_find(n->cameo, cameo) : CH_NONE;
    return r == CH_NONE ? NULL : ch__table_cell(n->cameo, r, column);
}

const char *ch__names_goldstein(const ch__names *n, ch__sv cameo)
{
    return cameo_cell(n, cameo, 1);
}

const char *ch__names_contexts(const ch__names *n, ch__sv cameo)
{
    return cameo_cell(n, cameo, 2);
}

bool ch__names_plover(const ch__names *n, ch__sv cameo, const char **event, const char **mode)
{
    *event = *mode = NULL;
    for (; cameo.n >= 2; cameo.n--) { /* 0234 is 023 */
        uint32_t r = ch__table_find(n->plover, cameo);
        if (r == CH_NONE)
            continue;
        *event = ch__table_cell(n->plover, r, 1);
        *mode = ch__table_cell(n->plover, r, 2);
        return !is(ch__table_cell(n->plover, r, 3), "cameo");
    }
    return false;
}

const char *ch__names_cameo_of(const ch__names *n, const char *event, const char *mode)
{
    const char *of_type = NULL;
    for (uint32_t r = event ? ch__table_find(n->defaults, ch__sv_of(event)) : CH_NONE; r != CH_NONE;
         r = ch__table_find_next(n->defaults, r)) {
        const char *m = ch__table_cell(n->defaults, r, 1), *context = ch__table_cell(n->defaults, r, 2);
        if (context)
            continue;
        if (mode && is(m, mode))
            return ch__table_cell(n->defaults, r, 3);
        of_type = m ? of_type : ch__table_cell(n->defaults, r, 3);
    }
    return of_type;
}
