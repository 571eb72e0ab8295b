#include "support/made_world.h"

#include <stdlib.h>

#include "base/hash.h"

uint64_t made_number(made_chance *chance)
{
    uint64_t z = chance->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint32_t made_below(made_chance *chance, uint32_t n)
{
    return (uint32_t)(((made_number(chance) >> 32) * n) >> 32);
}

bool made_percent(made_chance *chance, uint32_t hundredths)
{
    return made_below(chance, 100) < hundredths;
}

/* ---- tables ---- */

static const char *cell(const ch__table *t, uint32_t row, const char *column)
{
    return ch__table_cell(t, row, ch__table_column(t, column));
}

static void add_label(made_world *w, made_labels *labels, const char *label)
{
    for (uint32_t i = 0; label && i < labels->n; i++)
        if (strcmp(labels->at[i], label) == 0)
            return;
    if (label)
        *CH__PUSH(&w->memory, labels->at, labels->n, labels->cap) = label;
}

static void add_column(made_world *w, made_labels *labels, const ch__knowledge *k, const char *table,
                       const char *column)
{
    const ch__table *t = ch__knowledge_table(k, table);
    for (uint32_t row = 0; t && row < ch__table_rows(t); row++)
        add_label(w, labels, cell(t, row, column));
}

static void add_modes(made_world *w, const ch__knowledge *k)
{
    const ch__table *t = ch__knowledge_table(k, "events/plover");
    for (uint32_t row = 0; t && row < ch__table_rows(t); row++) {
        const char *kind = ch__table_cell(t, row, 0), *type = ch__table_cell(t, row, 2);
        if (kind && strcmp(kind, "context") == 0)
            add_label(w, &w->contexts, ch__table_cell(t, row, 1));
        for (int e = 0; kind && type && strcmp(kind, "mode") == 0 && e < CH_N_EVENT_TYPES; e++)
            if (strcmp(ch_event_type_name((ch_event_type)e), type) == 0)
                add_label(w, &w->modes[e], ch__table_cell(t, row, 1));
    }
}

/* ---- states ---- */

static const char *made_name(made_world *w, made_chance *chance)
{
    static const char *const syllables[] = {"Ba", "ko",  "ri", "ma",  "ten", "lu",
                                            "sa", "vel", "no", "dar", "mi",  "\u0161e"};
    char words[2][16];
    for (int i = 0; i < 2; i++) {
        words[i][0] = 0;
        for (uint32_t n = 2 + made_below(chance, 2); n; n--)
            strcat(words[i], syllables[made_below(chance, 11) + (words[i][0] ? 1 : 0)]);
        words[i][0] = (char)(ch__is_lower((unsigned char)words[i][0]) ? words[i][0] - 32 : words[i][0]);
    }
    return ch__format(&w->memory, "%s %s", words[0], words[1]);
}

static void add_people(made_world *w, made_state *s)
{
    static const char *const sectors[] = {"GOV", "GOV", "GOV", "MIL", "LEG", "BUS", "SPY", "OPP"};
    static const char *const offices[] = {"president", "foreign minister", NULL, "minister", "ambassador"};
    made_chance chance = {ch__hash64(ch__sv_of(s->code))};
    s->actors[0] = (ch_actor){.id = ch__format(&w->memory, "%s.gov", s->code),
                              .name = ch__format(&w->memory, "Government of %s", s->name),
                              .code = s->code,
                              .sector = "GOV"};
    for (uint32_t i = 1; i <= MADE_PEOPLE; i++)
        s->actors[i] = (ch_actor){.id = ch__format(&w->memory, "p.%s-%u", s->code, (unsigned)i),
                                  .name = made_name(w, &chance),
                                  .code = s->code,
                                  .sector = sectors[made_below(&chance, 8)],
                                  .office = offices[made_below(&chance, 5)]};
}

static const char *short_name(const ch__table *t, const char *id)
{
    for (uint32_t row = ch__table_find(t, ch__sv_of(id)); row != CH_NONE; row = ch__table_find_next(t, row))
        if (strcmp(cell(t, row, "kind"), "name") == 0 && strcmp(cell(t, row, "field"), "short") == 0)
            return cell(t, row, "value");
    return NULL;
}

static const char *field_of(const ch__table *t, const char *id, const char *field)
{
    for (uint32_t row = ch__table_find(t, ch__sv_of(id)); row != CH_NONE; row = ch__table_find_next(t, row))
        if (strcmp(cell(t, row, "kind"), "entity") == 0 && strcmp(cell(t, row, "field"), field) == 0)
            return cell(t, row, "value");
    return NULL;
}

static void add_state(made_world *w, const ch__table *t, const char *id)
{
    const char *code = field_of(t, id, "code"), *name = short_name(t, id);
    if (!code || !name)
        return;
    made_state *s = CH__PUSH(&w->memory, w->states, w->n, w->cap);
    s->code = code;
    s->name = name;
}

/* Which state is busy is chance, but the same each time. */
static int by_hash(const void *a, const void *b)
{
    uint64_t x = ch__hash64(ch__sv_of(((const made_state *)a)->code));
    uint64_t y = ch__hash64(ch__sv_of(((const made_state *)b)->code));
    return (x > y) - (x < y);
}

void made_world_init(made_world *w, const ch__knowledge *k)
{
    const ch__table *t = ch__knowledge_table(k, "entities");
    *w = (made_world){.n = 0};
    for (uint32_t row = 0; t && row < ch__table_rows(t); row++) {
        const char *field = cell(t, row, "field"), *value = cell(t, row, "value");
        if (field && value && strcmp(field, "type") == 0 && strcmp(value, "country") == 0)
            add_state(w, t, cell(t, row, "id"));
    }
    if (w->n)
        qsort(w->states, w->n, sizeof *w->states, by_hash);
    w->up_to = ch__alloc_array(&w->memory, w->n, sizeof *w->up_to);
    double sum = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        add_people(w, &w->states[i]);
        w->up_to[i] = sum += 1.0 / (i + 1);
    }
    add_modes(w, k);
    add_column(w, &w->levels, k, "ledger/levels", "level");
    add_column(w, &w->level_actions, k, "ledger/level-actions", "action");
    add_column(w, &w->forms, k, "ledger/agreements", "form");
    add_column(w, &w->agreement_actions, k, "ledger/agreement-actions", "action");
    add_column(w, &w->measures, k, "ledger/measures", "measure");
}

void made_world_release(made_world *world)
{
    ch__arena_release(&world->memory);
}

const made_state *made_pick(const made_world *w, made_chance *chance, const made_state *but)
{
    for (;;) {
        double at = (double)(made_number(chance) >> 11) / 9007199254740992.0 * w->up_to[w->n - 1];
        uint32_t low = 0, high = w->n - 1;
        while (low < high) {
            uint32_t middle = (low + high) / 2;
            if (w->up_to[middle] <= at)
                low = middle + 1;
            else
                high = middle;
        }
        if (&w->states[low] != but)
            return &w->states[low];
    }
}

const char *made_label(const made_labels *labels, made_chance *chance)
{
    return labels->n ? labels->at[made_below(chance, labels->n)] : NULL;
}
