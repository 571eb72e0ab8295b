/* dictionary_actors.c - actors: ROOT [CODE], then +SYNONYM lines, then [CODE dates] lines; to rows of the tables
 * entities and, for names that are nobody, actors/rules.
 *
 * A name that stands in several entries has the codes of all of them, in the order of the files: so does PETRARCH-2,
 * which keeps codes by name. Names with the same entries are one entity. */
#include <limits.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "knowledge/dictionary.h"

enum { MOST_OWNERS = 32, MOST_SLUG = 48 };

typedef struct ch__dictionary_entry {
    const char **names; /* the first is the root */
    ch__dictionary_period *periods;
    uint32_t n_names, cap_names, n_periods, cap_periods;
    const char *file;
    uint32_t line;
} entry;

/* ---- reading ---- */

static void take_periods(ch__dictionary_file *f, ch__sv text, entry *e)
{
    ch__arena *arena = &f->d->s->arena;
    ch__sv before, part;
    ch__dictionary_period p;
    while (ch__dictionary_part(f, &text, '[', ']', &before, &part)) {
        if (!ch__dictionary_read_period(f, part, &p))
            continue;
        if (e->n_periods < CH__MOST_PERIODS)
            *CH__PUSH(arena, e->periods, e->n_periods, e->cap_periods) = p;
        else
            ch__dictionary_fault(f, "a name with more than %d codes; the others are left out", CH__MOST_PERIODS);
    }
    if (ch__sv_trim(text).n)
        ch__dictionary_fault(f, "something behind the codes is passed over: \"%.30s\"",
                             ch__copy(arena, ch__sv_trim(text)));
}

/* The text in front of the first bracket. */
static ch__sv name_part(ch__sv *line)
{
    const char *bracket = memchr(line->p, '[', line->n);
    ch__sv name = bracket ? ch__sv_between(line->p, bracket) : *line;
    *line = (ch__sv){name.p + name.n, line->n - name.n};
    return ch__sv_trim(name);
}

/* A new entry, or the synonym of the last one. NULL: the name is no name, and its codes are nobody's. */
static entry *take_name(ch__dictionary_file *f, ch__sv name, entry *last)
{
    ch__dictionaries *d = f->d;
    bool synonym = name.p[0] == '+';
    if (synonym && !last) {
        ch__dictionary_fault(f, "a synonym without a name before it");
        return NULL;
    }
    if (synonym)
        name = ch__sv_trim((ch__sv){name.p + 1, name.n - 1});
    if (memchr(name.p, ']', name.n))
        ch__dictionary_fault(f, "']' without '['; the name is left out");
    const char *value = memchr(name.p, ']', name.n) ? NULL : ch__dictionary_name(f, name);
    if (!value)
        return synonym ? last : NULL;
    if (!synonym) {
        last = CH__PUSH(&d->s->arena, d->entries, d->n_entries, d->cap_entries);
        last->file = f->name;
        last->line = f->line;
    }
    *CH__PUSH(&d->s->arena, last->names, last->n_names, last->cap_names) = value;
    return last;
}

void ch__dictionary_actors(ch__dictionary_file *f)
{
    ch__sv line;
    bool open = false; /* the last entry is what codes belong to */
    while (ch__dictionary_line(f, &line)) {
        ch__sv name = name_part(&line);
        entry *e = open ? &f->d->entries[f->d->n_entries - 1] : NULL;
        if (name.n)
            e = take_name(f, name, e);
        else if (!e)
            ch__dictionary_fault(f, "codes without a name before them");
        open = e != NULL;
        if (e)
            take_periods(f, line, e);
    }
}

/* ---- names and who they belong to ---- */

typedef struct owned {
    const char *value;
    uint32_t owners[MOST_OWNERS], n;
} owned;

typedef struct group {
    const uint32_t *owners; /* entries */
    uint32_t n;
    const char **names;
    uint32_t n_names, cap_names;
} group;

/* Hashes to numbers; 0 is free. */
typedef struct index_of {
    struct {
        uint64_t key;
        uint32_t value;
    } * slots;
    uint64_t mask;
} index_of;

typedef struct finish {
    ch__dictionaries *d;
    owned *names;
    group *groups;
    uint32_t n_names, cap_names, n_groups, cap_groups, n_ids;
    index_of by_name, by_owners, ids;
} finish;

static void index_make(ch__arena *arena, index_of *x, size_t n)
{
    x->mask = 64;
    while (x->mask < 2 * n)
        x->mask *= 2;
    x->slots = ch__alloc_array(arena, x->mask, sizeof *x->slots);
    x->mask--;
}

/* The number under a key: the one there, else `next`, which is then put there. */
static uint32_t index_number(index_of *x, uint64_t key, uint32_t next)
{
    key = key ? key : 1;
    uint64_t i = key & x->mask;
    while (x->slots[i].key && x->slots[i].key != key)
        i = (i + 1) & x->mask;
    if (!x->slots[i].key) {
        x->slots[i].key = key;
        x->slots[i].value = next;
    }
    return x->slots[i].value;
}

enum { MOST_FOLDED = 4 * CH__MOST_NAME };

/* Names are one when a text cannot tell them apart. */
static ch__sv folded(const char *value, char out[MOST_FOLDED])
{
    size_t n = ch__fold(value, strlen(value), out, MOST_FOLDED);
    return n == (size_t)-1 ? ch__sv_of(value) : (ch__sv){out, n};
}

static void own(finish *w, uint32_t e, const char *value)
{
    char room[MOST_FOLDED];
    uint64_t key = ch__hash64(folded(value, room));
    uint32_t number = index_number(&w->by_name, key, w->n_names);
    owned *name =
        number < w->n_names ? &w->names[number] : CH__PUSH(&w->d->s->arena, w->names, w->n_names, w->cap_names);
    name->value = name->value ? name->value : value;
    if (name->n < MOST_OWNERS && (!name->n || name->owners[name->n - 1] != e))
        name->owners[name->n++] = e;
}

static void put_in_group(finish *w, const owned *name)
{
    uint64_t key = ch__hash64((ch__sv){(const char *)name->owners, name->n * sizeof *name->owners});
    uint32_t number = index_number(&w->by_owners, key, w->n_groups);
    if (number == w->n_groups)
        *CH__PUSH(&w->d->s->arena, w->groups, w->n_groups, w->cap_groups) =
            (group){.owners = name->owners, .n = name->n};
    group *g = &w->groups[number];
    *CH__PUSH(&w->d->s->arena, g->names, g->n_names, g->cap_names) = name->value;
}

static void gather(finish *w)
{
    size_t most = 0;
    for (uint32_t i = 0; i < w->d->n_entries; i++)
        most += w->d->entries[i].n_names;
    index_make(&w->d->s->arena, &w->by_name, most);
    index_make(&w->d->s->arena, &w->by_owners, most);
    index_make(&w->d->s->arena, &w->ids, 2 * most);
    for (uint32_t i = 0; i < w->d->n_entries; i++)
        for (uint32_t k = 0; k < w->d->entries[i].n_names; k++)
            own(w, i, w->d->entries[i].names[k]);
    for (uint32_t i = 0; i < w->n_names; i++)
        put_in_group(w, &w->names[i]);
}

/* ---- rows ---- */

/* "d.hamid-karzai"; of names that give the same letters the later ones get digits made of the name. */
static const char *make_id(finish *w, const char *name)
{
    char slug[MOST_SLUG + 8] = "d.", room[MOST_FOLDED];
    size_t n = 2;
    ch__sv key = folded(name, room);
    for (size_t i = 0; i < key.n && n < MOST_SLUG; i++) {
        bool plain = ch__is_alpha((unsigned char)key.p[i]) || ch__is_digit((unsigned char)key.p[i]);
        if (plain || (n > 2 && slug[n - 1] != '-'))
            slug[n++] = plain ? key.p[i] : '-';
    }
    n -= slug[n - 1] == '-';
    slug[n] = 0;
    uint64_t hash = ch__hash64(key);
    for (w->n_ids++; index_number(&w->ids, ch__hash64(ch__sv_of(slug)), w->n_ids) != w->n_ids; hash = hash * 31 + 7)
        snprintf(slug + n, sizeof slug - n, "-%04x", (unsigned)(hash >> 40) & 0xFFFF);
    return ch__copyz(&w->d->s->arena, slug);
}

static bool bare_state(const ch__dictionaries *d, const ch__dictionary_code *c)
{
    ch__sv code = ch__sv_of(c->whole);
    return code.n == 3 && !c->sector && !ch__dictionary_role(d, code, "first", NULL) &&
           !ch__dictionary_role(d, code, "body", NULL) && !ch__dictionary_role(d, code, "role", NULL);
}

/* A name with nothing but the code of a state acts for that state; who holds an office for a time is a person. */
static const char *type_of(const ch__dictionaries *d, const group *g, const ch__dictionary_period *periods, uint32_t n)
{
    bool states = true, office = false;
    for (uint32_t i = 0; i < n; i++) {
        states = states && bare_state(d, &periods[i].code);
        office = office || (periods[i].dated && periods[i].code.sector);
    }
    return states ? "country" : office && strchr(g->names[0], ' ') ? "person" : "dictionary";
}

static const char *iso_or_open(ch__arena *arena, int32_t day)
{
    char iso[12];
    if (day == INT32_MIN || day == INT32_MAX)
        return "-";
    return ch__copyz(arena, ch__date_iso(ch__date_from_days(day), iso));
}

static void entity_row(const finish *w, const entry *at, const char *id, const char *field, const char *value,
                       const ch__dictionary_period *p)
{
    ch__arena *arena = &w->d->s->arena;
    if (!value)
        return;
    const char *cells[] = {
        "entity", id, field, value, p ? iso_or_open(arena, p->from) : "-", p ? iso_or_open(arena, p->to) : "-"};
    ch__dictionary_row(w->d, CH__TO_ENTITIES, at->file, at->line, cells);
}

enum { WHOLE, CODE, SECTOR, N_FIELDS };

/* Alone, a dictionary gives its codes as they are: "USAGOVMIL". */
static const char *field_of(const finish *w, const ch__dictionary_period *p, int field)
{
    bool whole = field == WHOLE || (field == CODE && w->d->only);
    return whole ? p->code.whole : field == CODE ? p->code.code : p->code.sector;
}

/* Periods that follow each other and agree in this field are one. */
static void field_rows(const finish *w, const entry *at, const char *id, int field,
                       const ch__dictionary_period *periods, uint32_t n)
{
    static const char *const names[] = {"dictionary", "code", "sector"};
    for (uint32_t i = 0; i < n;) {
        ch__dictionary_period p = periods[i];
        const char *value = field_of(w, &p, field);
        for (i++; value && i < n && periods[i].from == p.to + 1 && field_of(w, &periods[i], field) &&
                  strcmp(field_of(w, &periods[i], field), value) == 0;
             i++)
            p.to = periods[i].to;
        entity_row(w, at, id, names[field], value, &p);
    }
}

static void name_rows(const finish *w, const group *g, const entry *at, const char *id)
{
    for (uint32_t i = 0; i < g->n_names; i++) {
        const char *kind = i == 0 && !strchr(g->names[i], ' ') ? "short" : "full";
        const char *cells[] = {"name", id, kind, g->names[i], "-", "-"};
        w->d->counts->names += ch__dictionary_row(w->d, CH__TO_ENTITIES, at->file, at->line, cells);
    }
}

static void entity_rows(finish *w, const group *g, const entry *at, const ch__dictionary_period *periods, uint32_t n)
{
    const char *id = make_id(w, g->names[0]);
    entity_row(w, at, id, "type", type_of(w->d, g, periods, n), NULL);
    entity_row(w, at, id, "name", ch__dictionary_shown(w->d, g->names[0]), NULL);
    for (int field = 0; field < N_FIELDS; field++)
        field_rows(w, at, id, field, periods, n);
    name_rows(w, g, at, id);
    w->d->counts->actors++;
}

/* Names that never have a code are nobody, and so is who bears them in our tables. */
static void nobody_rows(const finish *w, const group *g, const entry *at)
{
    for (uint32_t i = 0; i < g->n_names; i++) {
        const char *cells[] = {"-", "phrase", g->names[i], "-"};
        w->d->counts->names += ch__dictionary_row(w->d, CH__TO_RULES, at->file, at->line, cells);
    }
    w->d->counts->actors++;
}

/* All codes of the entries of a group, in their order. */
static uint32_t pool(const finish *w, const group *g, ch__dictionary_period out[CH__MOST_PERIODS])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        const entry *e = &w->d->entries[g->owners[i]];
        for (uint32_t k = 0; k < e->n_periods && n < CH__MOST_PERIODS; k++)
            out[n++] = e->periods[k];
    }
    return n;
}

static void fault_at(const finish *w, const entry *at, const char *what, const char *name)
{
    w->d->counts->faults++;
    ch__source_fault(w->d->s, at->file, at->line, "%s: %.60s", what, name);
}

static bool same_periods(const entry *a, const entry *b)
{
    for (uint32_t i = 0; i < a->n_periods && a->n_periods == b->n_periods; i++) {
        const ch__dictionary_period *x = &a->periods[i], *y = &b->periods[i];
        const char *p = x->code.whole ? x->code.whole : "", *q = y->code.whole ? y->code.whole : "";
        if (x->from != y->from || x->to != y->to || x->dated != y->dated || strcmp(p, q) != 0)
            return false;
    }
    return a->n_periods == b->n_periods;
}

/* A name that says another thing at each place it stands is worth a look; one that is only repeated is not. */
static bool contradicts(const finish *w, const group *g)
{
    for (uint32_t i = 1; i < g->n; i++)
        if (!same_periods(&w->d->entries[g->owners[0]], &w->d->entries[g->owners[i]]))
            return true;
    return false;
}

static void write_group(finish *w, const group *g)
{
    ch__dictionary_period periods[CH__MOST_PERIODS], settled[CH__MOST_SETTLED];
    const entry *at = &w->d->entries[g->owners[0]];
    uint32_t n = pool(w, g, periods);
    if (!n) {
        fault_at(w, at, "a name without a code is left out", g->names[0]);
        return;
    }
    if (contradicts(w, g))
        fault_at(w, at, "a name of several entries; their codes are tried in order", g->names[0]);
    n = ch__dictionary_settle(w->d, periods, n, settled);
    if (n)
        entity_rows(w, g, at, settled, n);
    else
        nobody_rows(w, g, at);
}

void ch__dictionary_finish_actors(ch__dictionaries *d)
{
    finish w = {.d = d};
    gather(&w);
    for (uint32_t i = 0; i < w.n_groups && !d->full; i++)
        write_group(&w, &w.groups[i]);
}
