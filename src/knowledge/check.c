/* check.c - what the rows of the table "entities" must keep to beyond their form: who is spoken of exists, dates are
 * dates. The layout of the rows is described in docs/knowledge.md. */
#include <stdlib.h>

#include "base/date.h"
#include "knowledge/source.h"

enum { KIND, ID, FIELD, VALUE, FROM, TO, N_COLUMNS };

typedef struct checker {
    ch__source *s;
    const ch__source_table *t;
    const char **ids, **codes; /* sorted: ids of entity rows, codes they give */
    size_t n_ids, n_codes;
    bool whole; /* the countries are here: what is not here is nowhere. A user's own tables may speak of shipped
                   entities. */
} checker;

static const char *cell(const ch__source_row *row, int column)
{
    return row->cells[column];
}

static void fault(const checker *c, const ch__source_row *row, const char *what, const char *cell)
{
    ch__source_fault(c->s, row->file, row->line, "%s: %s", what, cell);
}

/* ---- forms of values; each says what is wrong, or NULL ---- */

static int by_string(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool among(const char *s, const char **sorted, size_t n)
{
    return n && bsearch(&s, sorted, n, sizeof *sorted, by_string);
}

static bool all_of(const char *s, size_t n, bool (*is)(unsigned char))
{
    for (size_t i = 0; i < n; i++)
        if (!is((unsigned char)s[i]))
            return false;
    return n > 0;
}

static bool code_character(unsigned char c)
{
    return ch__is_upper(c) || ch__is_digit(c) || c == '-';
}

static const char *any_fault(const checker *c, const char *s)
{
    (void)c;
    return ch__absent(s) ? "a value is needed" : NULL;
}

static const char *code_fault(const checker *c, const char *s)
{
    (void)c;
    return all_of(s, strlen(s), code_character) ? NULL : "a code is written in capitals, digits and hyphens";
}

static const char *known_code_fault(const checker *c, const char *s)
{
    const char *wrong = code_fault(c, s);
    if (!wrong && c->whole && !among(s, c->codes, c->n_codes))
        return "no entity has this code";
    return wrong;
}

static const char *sector_fault(const checker *c, const char *s)
{
    (void)c;
    return strlen(s) == 3 && all_of(s, 3, ch__is_upper) ? NULL : "a sector has three capitals";
}

static const char *gender_fault(const checker *c, const char *s)
{
    (void)c;
    return strcmp(s, "m") == 0 || strcmp(s, "f") == 0 ? NULL : "a gender is m or f";
}

static const char *number_fault(const checker *c, const char *s)
{
    (void)c;
    return all_of(s, strlen(s), ch__is_digit) ? NULL : "not a number";
}

static const char *qid_fault(const checker *c, const char *s)
{
    (void)c;
    return s[0] == 'Q' && all_of(s + 1, strlen(s + 1), ch__is_digit) ? NULL : "not a Wikidata id";
}

static const char *iso2_fault(const checker *c, const char *s)
{
    (void)c;
    return strlen(s) == 2 && all_of(s, 2, ch__is_upper) ? NULL : "not a code of two capitals";
}

static const char *iso3_fault(const checker *c, const char *s)
{
    (void)c;
    return strlen(s) == 3 && all_of(s, 3, ch__is_upper) ? NULL : "not a code of three capitals";
}

static const char *id_fault(const checker *c, const char *s)
{
    return c->whole && !among(s, c->ids, c->n_ids) ? "no entity row has this id" : NULL;
}

/* "GOV:IRN" */
static const char *office_fault(const checker *c, const char *s)
{
    if (strlen(s) < 5 || s[3] != ':' || !all_of(s, 3, ch__is_upper))
        return "an office stands as SECTOR:CODE";
    return known_code_fault(c, s + 4);
}

/* ---- fields a kind of row may have, and the form of their values ---- */

typedef const char *(*form)(const checker *, const char *);

typedef struct field {
    const char *kind, *name; /* name NULL: the field has the form `key` */
    form value, key;
} field;

static const field fields[] = {
    {"block", "not", any_fault, NULL},
    {"entity", "code", code_fault, NULL},
    {"entity", "dictionary", code_fault, NULL},
    {"entity", "cow", number_fault, NULL},
    {"entity", "gw", number_fault, NULL},
    {"entity", "gender", gender_fault, NULL},
    {"entity", "home", known_code_fault, NULL},
    {"entity", "iso2", iso2_fault, NULL},
    {"entity", "iso3", iso3_fault, NULL},
    {"entity", "leader", any_fault, NULL},
    {"entity", "name", any_fault, NULL},
    {"entity", "parent", id_fault, NULL},
    {"entity", "qid", qid_fault, NULL},
    {"entity", "sector", sector_fault, NULL},
    {"entity", "type", any_fault, NULL},
    {"held", NULL, any_fault, office_fault},
    {"member", "-", known_code_fault, NULL},
    {"member", "observer", known_code_fault, NULL},
    {"member", "candidate", known_code_fault, NULL},
    {"name", "abbr", any_fault, NULL},
    {"name", "adj", any_fault, NULL},
    {"name", "former", any_fault, NULL},
    {"name", "full", any_fault, NULL},
    {"name", "metonym", any_fault, NULL},
    {"name", "misspelt", any_fault, NULL},
    {"name", "noun", any_fault, NULL},
    {"name", "plural", any_fault, NULL},
    {"name", "prefix", any_fault, NULL},
    {"name", "short", any_fault, NULL},
    {"name", "surname", any_fault, NULL},
    {"name", "title", any_fault, NULL},
    {"place", NULL, any_fault, known_code_fault},
};

static void check_field(const checker *c, const ch__source_row *row)
{
    const char *kind = cell(row, KIND), *name = cell(row, FIELD), *value = cell(row, VALUE);
    bool known = false;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const field *f = &fields[i];
        if (strcmp(f->kind, kind) != 0)
            continue;
        known = true;
        if (f->name && strcmp(f->name, name) != 0)
            continue;
        const char *wrong = f->key ? f->key(c, name) : NULL;
        if (wrong)
            fault(c, row, wrong, name);
        wrong = f->value(c, value);
        if (wrong)
            fault(c, row, wrong, value);
        return;
    }
    if (known)
        fault(c, row, "unknown field", name);
    else
        fault(c, row, "unknown kind of row", kind);
}

/* ---- dates ---- */

/* "2003", "2003-04", "2003-04-05", any of them after "~" (about); "-" is open. */
static bool read_date(const char *s, ch_date *out)
{
    *out = (ch_date){0};
    if (ch__absent(s))
        return true;
    ch__sv date = ch__sv_of(s[0] == '~' ? s + 1 : s);
    return (date.n == 4 || date.n == 7 || date.n == 10) && ch__date_parse(date, out);
}

typedef struct period {
    int32_t from, to; /* days; open ends are the ends of the type */
    const ch__source_row *row;
} period;

/* False, after a fault, when a date is none. */
static bool read_period(const checker *c, const ch__source_row *row, bool report, period *out)
{
    ch_date from, to;
    const char *a = cell(row, FROM), *b = cell(row, TO);
    bool good_from = read_date(a, &from), good_to = read_date(b, &to);
    if (report && !good_from)
        fault(c, row, "not a date", a);
    if (report && !good_to)
        fault(c, row, "not a date", b);
    if (!good_from || !good_to)
        return false;
    out->from = from.year ? ch__date_days(ch__date_first(from)) : INT32_MIN;
    out->to = to.year ? ch__date_days(ch__date_last(to)) : INT32_MAX;
    out->row = row;
    return true;
}

static int by_from(const void *a, const void *b)
{
    const period *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row); /* rows stand in one array, in byte order */
}

static bool same_office(const ch__source_row *a, const ch__source_row *b)
{
    static const int columns[] = {KIND, ID, FIELD, VALUE};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (strcmp(cell(a, columns[i]), cell(b, columns[i])) != 0)
            return false;
    return true;
}

/* The same person in the same office twice at a time; an office may end and begin on one day. */
static void check_overlaps(const checker *c)
{
    const ch__source_table *t = c->t;
    period *periods = ch__alloc_array(&c->s->arena, t->n_rows, sizeof *periods);
    for (uint32_t first = 0, next; first < t->n_rows; first = next) {
        size_t n = 0;
        for (next = first; next < t->n_rows && same_office(&t->rows[first], &t->rows[next]); next++)
            if (strcmp(cell(&t->rows[next], KIND), "held") == 0)
                n += read_period(c, &t->rows[next], false, &periods[n]);
        qsort(periods, n, sizeof *periods, by_from);
        for (size_t i = 1, last = 0; i < n; i++) {
            if (periods[i].from < periods[last].to)
                ch__source_fault(c->s, periods[i].row->file, periods[i].row->line, "overlaps the same office in %s:%u",
                                 periods[last].row->file, periods[last].row->line);
            if (periods[i].to > periods[last].to)
                last = i;
        }
    }
}

/* ---- parents ---- */

static int by_id(const void *a, const void *b)
{
    return strcmp(cell(*(const ch__source_row *const *)a, ID), cell(*(const ch__source_row *const *)b, ID));
}

/* The first parent row of an id, or NULL. */
static const ch__source_row *parent_of(const ch__source_row **parents, size_t n, const char *id)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(cell(parents[middle], ID), id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && strcmp(cell(parents[low], ID), id) == 0 ? parents[low] : NULL;
}

/* Nobody is a part of itself, by whatever way round. */
static void check_parents(const checker *c)
{
    enum { MOST_STEPS = 64 };
    const ch__source_row **parents = ch__alloc_array(&c->s->arena, c->t->n_rows, sizeof *parents);
    size_t n = 0;
    for (uint32_t i = 0; i < c->t->n_rows; i++)
        if (strcmp(cell(&c->t->rows[i], KIND), "entity") == 0 && strcmp(cell(&c->t->rows[i], FIELD), "parent") == 0)
            parents[n++] = &c->t->rows[i];
    qsort(parents, n, sizeof *parents, by_id);
    for (size_t i = 0; i < n; i++) {
        const ch__source_row *at = parents[i];
        for (int steps = 0; at && steps < MOST_STEPS; steps++) {
            if (strcmp(cell(at, VALUE), cell(parents[i], ID)) == 0) {
                fault(c, parents[i], "is a part of itself by way of its parent", cell(parents[i], VALUE));
                break;
            }
            at = parent_of(parents, n, cell(at, VALUE));
        }
    }
}

/* ---- all rows ---- */

/* The columns must stand in the order of the list above; more may follow. */
static bool has_columns(const checker *c)
{
    static const char *const names[] = {"kind", "id", "field", "value", "from", "to"};
    for (uint32_t i = 0; i < N_COLUMNS; i++) {
        if (i >= c->t->n_columns || strcmp(c->t->columns[i].name, names[i]) != 0) {
            ch__source_fault(c->s, c->t->file, 0, "table entities needs the columns kind, id, field, value, from, to");
            return false;
        }
    }
    return true;
}

/* Ids and codes that entity rows give. */
static void gather(checker *c)
{
    c->ids = ch__alloc_array(&c->s->arena, c->t->n_rows, sizeof *c->ids);
    c->codes = ch__alloc_array(&c->s->arena, c->t->n_rows, sizeof *c->codes);
    for (uint32_t i = 0; i < c->t->n_rows; i++) {
        const ch__source_row *row = &c->t->rows[i];
        const char *name = cell(row, FIELD);
        if (strcmp(cell(row, KIND), "entity") != 0)
            continue;
        bool iso3 = strcmp(name, "iso3") == 0;
        c->whole = c->whole || iso3;
        c->ids[c->n_ids++] = cell(row, ID);
        if (iso3 || strcmp(name, "code") == 0)
            c->codes[c->n_codes++] = cell(row, VALUE);
    }
    qsort(c->ids, c->n_ids, sizeof *c->ids, by_string);
    qsort(c->codes, c->n_codes, sizeof *c->codes, by_string);
}

static bool needs_entity(const char *kind)
{
    return strcmp(kind, "name") == 0 || strcmp(kind, "held") == 0 || strcmp(kind, "member") == 0 ||
           strcmp(kind, "block") == 0;
}

static void check_row(const checker *c, const ch__source_row *row)
{
    period p;
    check_field(c, row);
    if (needs_entity(cell(row, KIND)) && id_fault(c, cell(row, ID)))
        fault(c, row, "no entity row has this id", cell(row, ID));
    if (read_period(c, row, true, &p) && p.from > p.to)
        fault(c, row, "ends before it begins", cell(row, FROM));
}

void ch__source_check_entities(ch__source *s)
{
    for (uint32_t i = 0; i < s->n_tables; i++) {
        checker c = {.s = s, .t = &s->tables[i]};
        if (strcmp(c.t->name, "entities") != 0 || !has_columns(&c))
            continue;
        gather(&c);
        for (uint32_t row = 0; row < c.t->n_rows; row++)
            check_row(&c, &c.t->rows[row]);
        check_overlaps(&c);
        check_parents(&c);
        if (c.whole)
            ch__source_check_names(s, c.t);
    }
}
