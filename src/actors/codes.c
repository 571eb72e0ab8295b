/* codes.c - the codes that records carry, and whom they stand for: states by the table entities, the rest by the table
 * actors/codes. */
#include "actors/codes.h"

#include "actors/inside.h"
#include "base/buf.h"

typedef struct columns {
    const ch__table *entities;
    uint32_t kind, id, field, value, to;
} columns;

static bool read_columns(const ch__knowledge *k, columns *c)
{
    const ch__table *t = ch__knowledge_table(k, "entities");
    if (!t)
        return false;
    *c = (columns){t,
                   ch__table_column(t, "kind"),
                   ch__table_column(t, "id"),
                   ch__table_column(t, "field"),
                   ch__table_column(t, "value"),
                   ch__table_column(t, "to")};
    return true;
}

static const char *cell(const columns *c, uint32_t row, uint32_t column)
{
    return ch__table_cell(c->entities, row, column);
}

static bool is(const columns *c, uint32_t row, const char *kind, const char *field)
{
    return ch__same(cell(c, row, c->kind), kind) && ch__same(cell(c, row, c->field), field);
}

/* A name that is a noun and still met: "Iran", "Islamic Republic of Iran", "I.R.I."; not "Iranian", not "Persia". */
static bool names_it(const columns *c, uint32_t row)
{
    return ch__same(cell(c, row, c->kind), "name") && !cell(c, row, c->to) &&
           (ch__same(cell(c, row, c->field), "short") || ch__same(cell(c, row, c->field), "full") ||
            ch__same(cell(c, row, c->field), "abbr"));
}

static const char *name_of(const columns *c, uint32_t first)
{
    const char *name = NULL;
    int best = 0;
    for (uint32_t row = first; row != CH_NONE; row = ch__table_find_next(c->entities, row)) {
        if (is(c, row, "entity", "name"))
            return cell(c, row, c->value);
        int rank = names_it(c, row) || is(c, row, "name", "former") ? ch__name_rank(cell(c, row, c->field), true) : 0;
        if (rank > best) {
            best = rank;
            name = cell(c, row, c->value);
        }
    }
    return name;
}

static void add_names(const columns *c, uint32_t first, const char *shown, ch__buf *also)
{
    for (uint32_t row = first; row != CH_NONE; row = ch__table_find_next(c->entities, row)) {
        const char *value = cell(c, row, c->value);
        if (!names_it(c, row) || ch__same(value, shown))
            continue;
        if (also->n)
            ch__buf_char(also, ';');
        ch__buf_str(also, value);
    }
}

static int tell(const columns *c, uint32_t entity, const ch_code *code, ch_code_fn fn, void *ctx)
{
    ch__buf also = {0};
    ch_code out = *code;
    if (entity != CH_NONE)
        add_names(c, entity, code->name, &also);
    out.also = also.n ? also.p : NULL;
    int rc = also.failed ? CH_ENOMEM : fn(ctx, &out);
    ch__buf_release(&also);
    return rc;
}

/* The code of a state is its id in capitals; a dependency that carries the code of another ("abw": NLD) has none. */
static bool own_code(const char *id, const char *code)
{
    size_t n = strlen(id);
    if (strlen(code) != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (ch__lower(code[i]) != id[i])
            return false;
    return true;
}

static const char *type_of(const columns *c, uint32_t first)
{
    for (uint32_t row = first; row != CH_NONE; row = ch__table_find_next(c->entities, row))
        if (is(c, row, "entity", "type"))
            return cell(c, row, c->value);
    return NULL;
}

static int tell_state(const columns *c, uint32_t row, ch_code_fn fn, void *ctx)
{
    const char *id = cell(c, row, c->id), *code = cell(c, row, c->value);
    if (!is(c, row, "entity", "code") || !id || !code || !own_code(id, code))
        return CH_OK;
    uint32_t first = ch__table_find(c->entities, ch__sv_of(id));
    const char *name = name_of(c, first), *type = type_of(c, first);
    return name ? tell(c, first, &(ch_code){code, name, type ? type : "country", NULL}, fn, ctx) : CH_OK;
}

static int tell_listed(const ch__knowledge *k, const columns *c, ch_code_fn fn, void *ctx)
{
    const ch__table *t = ch__knowledge_table(k, "actors/codes");
    int rc = CH_OK;
    for (uint32_t row = 0; t && row < ch__table_rows(t) && rc >= 0; row++) {
        const char *entity = ch__table_cell(t, row, ch__table_column(t, "entity"));
        ch_code code = {ch__table_cell(t, row, ch__table_column(t, "code")),
                        ch__table_cell(t, row, ch__table_column(t, "name")),
                        ch__table_cell(t, row, ch__table_column(t, "kind")), NULL};
        rc = tell(c, entity ? ch__table_find(c->entities, ch__sv_of(entity)) : CH_NONE, &code, fn, ctx);
    }
    return rc;
}

int ch__codes(const ch__knowledge *k, ch_code_fn fn, void *ctx)
{
    columns c;
    int rc = CH_OK;
    if (!read_columns(k, &c))
        return CH_OK;
    for (uint32_t row = 0; row < ch__table_rows(c.entities) && rc >= 0; row++)
        rc = tell_state(&c, row, fn, ctx);
    return rc < 0 ? rc : tell_listed(k, &c, fn, ctx);
}
