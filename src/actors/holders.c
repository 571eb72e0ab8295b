/* holders.c - who held an office on the date of the story: "the French foreign minister", "the UN chief".
 *
 * The rows of kind "held" are read once a document, on the first question, into a map from code and office to people.
 */
#include "actors/inside.h"

enum { SEVERAL = UINT32_MAX - 1, MOST_OFFICE = 64 };

/* One name for the spellings and styles of an office ("foreign secretary": "foreign minister"), from table rules. */
static ch__sv plain_office(const ch__room *r, ch__sv said)
{
    uint32_t reading = r->rules ? ch__table_column(r->rules, "reading") : CH_NONE;
    if (reading == CH_NONE)
        return said;
    for (uint32_t row = ch__table_find(r->rules, said); row != CH_NONE; row = ch__table_find_next(r->rules, row))
        if (ch__same(ch__table_cell(r->rules, row, 1), "office"))
            return ch__sv_of(ch__table_cell(r->rules, row, reading));
    return said;
}

/* A second person in the same office on the day makes the answer nobody: there are several queens and ministers. */
static void add_holder(ch__room *r, uint64_t key, uint32_t row)
{
    for (ch__holder **h = &r->holders[key % CH__HOLDER_BUCKETS];; h = &(*h)->next) {
        if (!*h) {
            *h = ch__alloc(r->scratch, sizeof **h);
            **h = (ch__holder){.key = key, .row = row};
            return;
        }
        if ((*h)->key == key) {
            bool same = (*h)->row != SEVERAL && ch__same(ch__table_cell(r->entities, (*h)->row, r->c_id),
                                                         ch__table_cell(r->entities, row, r->c_id));
            (*h)->row = same ? row : SEVERAL;
            return;
        }
    }
}

static uint64_t holder_key(const ch__room *r, const char *code, ch__sv office)
{
    return ch__key('h', code, plain_office(r, office));
}

static void read_holders(ch__room *r)
{
    r->holders = ch__alloc_array(r->scratch, CH__HOLDER_BUCKETS, sizeof(ch__holder *));
    uint32_t rows = ch__table_rows(r->entities);
    for (uint32_t row = 0; row < rows; row++) {
        const char *kind = ch__table_cell(r->entities, row, r->c_kind);
        if (!kind || kind[0] != 'h' || !ch__same(kind, "held"))
            continue;
        const char *field = ch__table_cell(r->entities, row, r->c_field);
        const char *colon = field ? strchr(field, ':') : NULL, *office = ch__table_cell(r->entities, row, r->c_value);
        /* "ELI:IRN", "former president" is no office */
        if (colon && office && strncmp(field, "ELI", 3) != 0 && ch__row_holds(r, r->entities, row, r->c_from, r->c_to))
            add_holder(r, holder_key(r, colon + 1, ch__sv_of(office)), row);
    }
}

static const ch__entity *find_holder(ch__room *r, const char *code, ch__sv office)
{
    uint64_t key = holder_key(r, code, office);
    for (const ch__holder *h = r->holders[key % CH__HOLDER_BUCKETS]; h; h = h->next)
        if (h->key == key)
            return h->row == SEVERAL ? NULL : ch__entity_of_row(r, h->row);
    return NULL;
}

const ch__entity *ch__holder_of(ch__room *r, const char *code, const char *office)
{
    if (!code || !office || !r->entities || !r->doc->published.year || strlen(office) > MOST_OFFICE)
        return NULL;
    if (!r->holders)
        read_holders(r);
    /* "presidents" of the agents table: one of each */
    ch__sv said = ch__sv_of(office);
    const ch__entity *e = find_holder(r, code, said);
    return !e && said.n > 1 && said.p[said.n - 1] == 's' ? find_holder(r, code, (ch__sv){said.p, said.n - 1}) : e;
}
