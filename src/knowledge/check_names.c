/* check_names.c - names that several entities share and that no rule settles. A name of two states, organisations or
 * groups of different codes that hold at one time is a tie: it would be nobody. Table "actors/rules" must say what is
 * meant (prior, phrase), or that nothing may be guessed (tie). People are let be: their surnames are many people's. */
#include <stdlib.h>

#include "base/date.h"
#include "base/utf8.h"
#include "knowledge/source.h"

enum { KIND, ID, FIELD, VALUE, FROM, TO, MOST_NAME = 256 };

/* A name with its folded form and the days it holds. */
typedef struct named {
    const char *folded;
    const ch__source_row *row;
    int32_t from, to;
} named;

/* The code of an id, or what a rule speaks of. */
typedef struct pair {
    const char *key, *value;
} pair;

static const char *cell(const ch__source_row *row, int column)
{
    return row->cells[column];
}

static int by_folded(const void *a, const void *b)
{
    const named *x = a, *y = b;
    int order = strcmp(x->folded, y->folded);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const pair *)a)->key, ((const pair *)b)->key);
}

static const char *value_of(const pair *pairs, size_t n, const char *key)
{
    pair wanted = {key, NULL};
    const pair *found = n ? bsearch(&wanted, pairs, n, sizeof *pairs, by_key) : NULL;
    return found ? found->value : NULL;
}

static const char *fold(ch__source *s, const char *text)
{
    char folded[MOST_NAME];
    size_t n = ch__fold(text, strlen(text), folded, sizeof folded);
    return n == (size_t)-1 ? NULL : ch__copy(&s->arena, (ch__sv){folded, n});
}

static const ch__source_table *table_named(const ch__source *s, const char *name)
{
    for (uint32_t i = 0; i < s->n_tables; i++)
        if (strcmp(s->tables[i].name, name) == 0)
            return &s->tables[i];
    return NULL;
}

/* First cells and phrases of the rules, folded and sorted; the value is the cell itself. */
static size_t read_rules(ch__source *s, pair **out)
{
    const ch__source_table *t = table_named(s, "actors/rules");
    size_t n = 0;
    *out = ch__alloc_array(&s->arena, t ? (size_t)t->n_rows * t->n_columns : 0, sizeof **out);
    for (uint32_t row = 0; t && row < t->n_rows; row++)
        for (uint32_t i = 0; i < t->n_columns && i < 3; i += 2) { /* word and phrase */
            const char *folded = ch__absent(t->rows[row].cells[i]) ? NULL : fold(s, t->rows[row].cells[i]);
            if (folded)
                (*out)[n++] = (pair){folded, t->rows[row].cells[i]};
        }
    qsort(*out, n, sizeof **out, by_key);
    return n;
}

static size_t read_codes(ch__source *s, const ch__source_table *t, pair **out)
{
    size_t n = 0;
    *out = ch__alloc_array(&s->arena, t->n_rows, sizeof **out);
    for (uint32_t row = 0; row < t->n_rows; row++)
        if (strcmp(cell(&t->rows[row], KIND), "entity") == 0 && strcmp(cell(&t->rows[row], FIELD), "code") == 0)
            (*out)[n++] = (pair){cell(&t->rows[row], ID), cell(&t->rows[row], VALUE)};
    qsort(*out, n, sizeof **out, by_key);
    return n;
}

static int32_t day_of(const char *s, bool last)
{
    ch_date d;
    if (ch__absent(s) || !ch__date_parse(ch__sv_of(s[0] == '~' ? s + 1 : s), &d))
        return last ? INT32_MAX : INT32_MIN;
    return ch__date_days(last ? ch__date_last(d) : ch__date_first(d));
}

/* Names that stand by themselves: no surnames, misspellings or prefixes. */
static bool stands_alone(const ch__source_row *row)
{
    static const char *const fields[] = {"full", "short", "abbr", "metonym", "former", "noun", "plural", "adj"};
    if (strcmp(cell(row, KIND), "name") != 0 || strncmp(cell(row, ID), "p.", 2) == 0)
        return false;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(cell(row, FIELD), fields[i]) == 0)
            return true;
    return false;
}

/* The weaker kinds give way by themselves (src/actors/names.c). */
static int strength(const ch__source_row *row)
{
    const char *field = cell(row, FIELD);
    return strcmp(field, "metonym") == 0 || strcmp(field, "former") == 0 ? 1 : strcmp(field, "full") == 0 ? 3 : 2;
}

static bool tie(const named *a, const named *b, const pair *codes, size_t n_codes)
{
    const char *x = value_of(codes, n_codes, cell(a->row, ID)), *y = value_of(codes, n_codes, cell(b->row, ID));
    return strcmp(cell(a->row, ID), cell(b->row, ID)) != 0 && strcmp(x ? x : "", y ? y : "") != 0 &&
           strength(a->row) == strength(b->row) && a->from <= b->to && b->from <= a->to;
}

static void check_group(ch__source *s, const named *names, size_t n, const pair *codes, size_t n_codes)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (tie(&names[i], &names[j], codes, n_codes)) {
                ch__source_fault(s, names[i].row->file, names[i].row->line,
                                 "%s is a name of %s too (%s:%u), and no rule says which is meant",
                                 cell(names[i].row, VALUE), cell(names[j].row, ID), names[j].row->file,
                                 names[j].row->line);
                return; /* one fault a name */
            }
}

void ch__source_check_names(ch__source *s, const ch__source_table *t)
{
    pair *codes, *rules;
    size_t n_codes = read_codes(s, t, &codes), n_rules = read_rules(s, &rules), n = 0;
    named *names = ch__alloc_array(&s->arena, t->n_rows, sizeof *names);
    for (uint32_t i = 0; i < t->n_rows; i++) {
        const ch__source_row *row = &t->rows[i];
        const char *folded = stands_alone(row) ? fold(s, cell(row, VALUE)) : NULL;
        if (folded)
            names[n++] = (named){folded, row, day_of(cell(row, FROM), false), day_of(cell(row, TO), true)};
    }
    qsort(names, n, sizeof *names, by_folded);
    for (size_t first = 0, next; first < n; first = next) {
        for (next = first + 1; next < n && strcmp(names[first].folded, names[next].folded) == 0;)
            next++;
        if (next > first + 1 && !value_of(rules, n_rules, names[first].folded))
            check_group(s, names + first, next - first, codes, n_codes);
    }
}
