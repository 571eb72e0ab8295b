/* entities.c - what the tables say about an entity on the date of the story. Facts of one id are the rows that share
 * the key of table "entities"; they are read once a document and entity. */
#include "actors/inside.h"
#include "base/hash.h"

#include <limits.h>

uint64_t ch__key(char what, const char *a, ch__sv b)
{
    uint64_t h = ch__hash64(b) * 0x9E3779B97F4A7C15u + (uint8_t)what;
    return a ? h ^ (ch__hash64(ch__sv_of(a)) >> 1) : h;
}

uint32_t ch__registry_get(const ch__registry *g, uint64_t key)
{
    for (uint32_t i = (uint32_t)key & (g->cap - 1); g->cap && g->slots[i].used; i = (i + 1) & (g->cap - 1))
        if (g->slots[i].key == key)
            return g->slots[i].value;
    return CH_NONE;
}

static void registry_place(ch__registry *g, uint64_t key, uint32_t value)
{
    uint32_t i = (uint32_t)key & (g->cap - 1);
    while (g->slots[i].used)
        i = (i + 1) & (g->cap - 1);
    g->slots[i].key = key;
    g->slots[i].value = value;
    g->slots[i].used = true;
    g->n++;
}

void ch__registry_put(ch__arena *arena, ch__registry *g, uint64_t key, uint32_t value)
{
    if (ch__registry_get(g, key) != CH_NONE)
        return;
    if (2 * (g->n + 1) > g->cap) {
        ch__registry bigger = {.cap = g->cap ? g->cap * 2 : 64};
        bigger.slots = ch__alloc_array(arena, bigger.cap, sizeof *bigger.slots);
        for (uint32_t i = 0; i < g->cap; i++)
            if (g->slots[i].used)
                registry_place(&bigger, g->slots[i].key, g->slots[i].value);
        *g = bigger;
    }
    registry_place(g, key, value);
}

/* A date cell; "~" marks an approximate one. Year 0 when the cell is absent. */
ch_date ch__cell_date(const ch__table *t, uint32_t row, uint32_t column)
{
    const char *s = ch__table_cell(t, row, column);
    ch_date d = {0};
    if (s && *s == '~')
        s++;
    if (s && !ch__date_parse(ch__sv_of(s), &d))
        d = (ch_date){0};
    return d;
}

/* -1: over before the date, 0: holds on it, 1: begins later. A story without date sees everything hold. */
static int row_when(const ch__room *r, const ch__table *t, uint32_t row, uint32_t c_from, uint32_t c_to)
{
    ch_date day = r->day;
    if (!day.year)
        return 0;
    ch_date from = ch__cell_date(t, row, c_from), to = ch__cell_date(t, row, c_to);
    if (to.year && ch__date_cmp(ch__date_last(to), ch__date_first(day)) < 0)
        return -1;
    if (from.year && ch__date_cmp(ch__date_first(from), ch__date_last(day)) > 0)
        return 1;
    return 0;
}

bool ch__row_holds(const ch__room *r, const ch__table *t, uint32_t row, uint32_t c_from, uint32_t c_to)
{
    return row_when(r, t, row, c_from, c_to) == 0;
}

static uint8_t class_of(const char *id, const char *type)
{
    const char *dot = strchr(id, '.');
    if (strncmp(id, "p.", 2) == 0 || ch__same(type, "person"))
        return CH__PERSON;
    if (strncmp(id, "r.", 2) == 0 && !ch__same(type, "territory") && !ch__same(type, "country"))
        return CH__PLACE; /* a region */
    if (!dot || ch__same(type, "territory") || ch__same(type, "country"))
        return CH__COUNTRY;
    return dot - id == 3 ? CH__BODY : CH__ORG;
}

int ch__name_rank(const char *kind, bool country)
{
    static const struct {
        const char *kind;
        int country, other;
    } ranks[] = {{"short", 6, 5},  {"full", 5, 6}, {"metonym", 4, 4},
                 {"former", 1, 1}, {"abbr", 3, 3}, {"surname", 0, 2}};
    for (size_t i = 0; kind && i < sizeof ranks / sizeof *ranks; i++)
        if (strcmp(kind, ranks[i].kind) == 0)
            return country ? ranks[i].country : ranks[i].other;
    return 0;
}

enum { MOST_RANK = 100 };

typedef struct facts {
    int name;        /* rank of the name so far */
    int held;        /* 3 holds on the date, 2 over, 1 to come; twice that, and 1 for a top office */
    int32_t held_at; /* day it began */
} facts;

static bool top_office(const ch__room *r, const char *office)
{
    return office && ch__word_rule(r, ch__sv_of(office), CH__RULE_TOP);
}

void ch__entity_hold(ch__room *r, ch__entity *e, uint32_t row)
{
    e->office = ch__table_cell(r->entities, row, r->c_value);
    e->since = ch__table_cell(r->entities, row, r->c_from);
    e->until = ch__table_cell(r->entities, row, r->c_to);
}

/* "GOV:IRN" with office "president". The office held on the date wins, then the one held last, then the one to come; of
 * two a top office, then the later one. */
static void read_held(ch__room *r, uint32_t row, ch__entity *e, facts *f)
{
    const char *field = ch__table_cell(r->entities, row, r->c_field);
    const char *colon = field ? strchr(field, ':') : NULL;
    if (!colon)
        return;
    ch_date from = ch__cell_date(r->entities, row, r->c_from), to = ch__cell_date(r->entities, row, r->c_to);
    int when = row_when(r, r->entities, row, r->c_from, r->c_to);
    int state = when == 0 ? 3 : when < 0 ? 2 : 1;
    if (!r->day.year && to.year)
        state = 2; /* an undated story: the office still held is the best guess */
    int held = 2 * state + top_office(r, ch__table_cell(r->entities, row, r->c_value));
    int32_t at = from.year ? ch__date_days(ch__date_first(from)) : INT32_MIN;
    if (held < f->held || (held == f->held && at <= f->held_at && f->held))
        return;
    *f = (facts){f->name, held, at};
    e->sector = ch__copy(ch__doc_arena(r->doc), ch__sv_between(field, colon));
    e->code = colon + 1;
    ch__entity_hold(r, e, row);
    if (state == 1)
        e->office = e->since = e->until = NULL; /* not yet in office on the day */
    e->former = state == 2 && r->day.year;
    e->top = held & 1;
}

static void read_attribute(const char *field, const char *value, ch__entity *e, facts *f)
{
    if (ch__same(field, "code") && !f->held)
        e->code = value;
    else if (ch__same(field, "sector") && !f->held)
        e->sector = value;
    else if (ch__same(field, "qid"))
        e->qid = value;
    else if (ch__same(field, "type"))
        e->type = value;
    else if (ch__same(field, "leader"))
        e->leader = value;
    else if (ch__same(field, "home"))
        e->home = value;
    else if (ch__same(field, "gender") && value)
        e->gender = value[0];
    else if (ch__same(field, "name")) { /* stated where several names are equally good */
        f->name = MOST_RANK;
        e->name = value;
    }
}

static void read_row(ch__room *r, uint32_t row, ch__entity *e, facts *f)
{
    const char *kind = ch__table_cell(r->entities, row, r->c_kind);
    const char *field = ch__table_cell(r->entities, row, r->c_field);
    const char *value = ch__table_cell(r->entities, row, r->c_value);
    if (ch__same(kind, "held")) {
        read_held(r, row, e, f);
    } else if (ch__same(kind, "entity")) {
        bool closed = !r->day.year && ch__table_cell(r->entities, row, r->c_to); /* an open one is the better guess */
        bool known = (ch__same(field, "code") && e->code) || (ch__same(field, "sector") && e->sector);
        if (!(closed && known) && ch__row_holds(r, r->entities, row, r->c_from, r->c_to))
            read_attribute(field, value, e, f);
    } else if (ch__same(kind, "name")) {
        int rank = ch__name_rank(field, !strchr(e->id, '.'));
        if (rank > f->name && ch__row_holds(r, r->entities, row, r->c_from, r->c_to)) {
            f->name = rank;
            e->name = value;
        }
    }
}

/* People and bodies of a dependency carry the code that the dependency carries: that of its ruling state. */
static const char *ruling_code(ch__room *r, const char *code)
{
    char id[3];
    if (strlen(code) != sizeof id)
        return code;
    for (size_t i = 0; i < sizeof id; i++)
        id[i] = ch__lower(code[i]);
    const ch__entity *country =
        ch__entity_of_id(r, (ch__sv){id, sizeof id}); /* no organisation: it might be the asker */
    return country && country->class == CH__COUNTRY && country->code ? country->code : code;
}

const char *ch__own_code(const ch__entity *e, char own[4])
{
    if (e->class > CH__BODY || strlen(e->id) < 3 || (e->id[3] && e->id[3] != '.'))
        return e->code;
    for (int i = 0; i < 3; i++)
        own[i] = (char)(e->id[i] - 'a' + 'A');
    own[3] = 0;
    return own;
}

/* A government goes by the name of its country; countries act through their governments. */
static void settle(ch__room *r, ch__entity *e)
{
    e->class = class_of(e->id, e->type);
    e->acts = !ch__same(e->type, "initiative") && !ch__same(e->type, "agreement");
    if (e->former)
        e->sector = "ELI";
    if (e->former && e->class == CH__PERSON && e->home)
        e->code = e->home; /* who served an organisation belongs to his country again */
    if (e->class != CH__COUNTRY && e->code)
        e->code = ruling_code(r, e->code);
    if (e->class == CH__COUNTRY && e->code && !e->sector)
        e->sector = "GOV";
    if (ch__same(e->type, "government") && e->code) {
        const ch__entity *country = ch__entity_of_code(r, e->code);
        if (country && country->name)
            e->name = country->name;
    }
}

const ch__entity *ch__entity_of_id(ch__room *r, ch__sv id)
{
    uint32_t first = r->entities ? ch__table_find(r->entities, id) : CH_NONE;
    if (first == CH_NONE)
        return NULL;
    uint64_t key = ch__key('e', NULL, id);
    uint32_t known = ch__registry_get(&r->entity_cache, key);
    if (known != CH_NONE)
        return r->cached[known];
    ch__entity *e = ch__alloc(r->scratch, sizeof *e);
    facts f = {0};
    e->id = ch__table_cell(r->entities, first, r->c_id);
    e->referent = CH_NONE;
    for (uint32_t row = first; row != CH_NONE; row = ch__table_find_next(r->entities, row))
        read_row(r, row, e, &f);
    settle(r, e);
    ch__registry_put(r->scratch, &r->entity_cache, key, r->n_cached);
    *CH__PUSH(r->scratch, r->cached, r->n_cached, r->cap_cached) = e;
    return e;
}

const ch__entity *ch__entity_of_row(ch__room *r, uint32_t row)
{
    const char *id = ch__table_cell(r->entities, row, r->c_id);
    return id ? ch__entity_of_id(r, ch__sv_of(id)) : NULL;
}

/* Countries have the lower-case code as id; organisations "o." and the lower-case code. */
const ch__entity *ch__entity_of_code(ch__room *r, const char *code)
{
    char id[24];
    size_t n = code ? strlen(code) : 0;
    if (!n || n > 16)
        return NULL;
    memcpy(id, "o.", 2);
    for (size_t i = 0; i < n; i++)
        id[i + 2] = ch__lower(code[i]);
    const ch__entity *e = ch__entity_of_id(r, (ch__sv){id + 2, n});
    return e ? e : ch__entity_of_id(r, (ch__sv){id, n + 2});
}
