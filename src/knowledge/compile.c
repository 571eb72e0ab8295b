/* compile.c - tables as read from text to the image of image.h. Everything is gathered in the arena and numbered by
 * first use in table, row, column order; only then are the bytes laid out, so the image is the same on every machine of
 * one byte order. Here: columns, cells, keys, the hash of all rows. */
#include "knowledge/compile.h"

#include <stdlib.h>

#include "base/hash.h"

static void add_columns(ch__compiler *c, const ch__source_table *t, ch__image_table *out)
{
    out->key = CH_NONE;
    for (uint32_t i = 0; i < t->n_columns; i++) {
        const ch__source_column *from = &t->columns[i];
        ch__image_column *to = CH__PUSH(c->arena, c->columns, c->n_columns, c->cap_columns);
        to->name = ch__compile_string(c, from->name);
        to->marks = from->marks;
        to->condition = from->condition ? ch__compile_string(c, from->condition) : CH_NONE;
        to->key_condition = from->key_condition ? ch__compile_string(c, from->key_condition) : CH_NONE;
        to->first_slot = to->n_slots = to->first_next = to->next_row = to->n_next = 0;
        if (from->marks & CH__COLUMN_KEY && out->key == CH_NONE)
            out->key = i;
    }
}

static void add_rows(ch__compiler *c, const ch__source_table *t)
{
    for (uint32_t r = 0; r < t->n_rows; r++) {
        const ch__source_row *row = &t->rows[r];
        uint32_t file = ch__pool_add(c->arena, &c->files, ch__sv_of(row->file), false);
        if (file == CH__MOST_FILES)
            ch__source_fault(c->s, row->file, 0, "there are more than %d files", CH__MOST_FILES);
        *CH__PUSH(c->arena, c->sources, c->n_sources, c->cap_sources) =
            (ch__image_source){.file = file & CH__MOST_FILES,
                               .line = (row->line < CH__MOST_LINE ? row->line : CH__MOST_LINE) & CH__MOST_LINE};
    }
}

/* The different strings of a column, numbered from 1 by first use; more than two bytes can number are not wanted. */
static uint32_t number_values(ch__compiler *c, const ch__source_table *t, uint32_t column, uint32_t *codes)
{
    ch__pool values = {0};
    for (uint32_t r = 0; r < t->n_rows && values.n <= UINT16_MAX; r++) {
        const char *cell = t->rows[r].cells[column];
        codes[r] = ch__absent(cell) ? 0 : 1 + ch__pool_add(c->arena, &values, ch__sv_of(cell), false);
    }
    for (uint32_t i = 0; values.n < UINT16_MAX && i < values.n; i++)
        *CH__PUSH(c->arena, c->values, c->n_values, c->cap_values) =
            ch__pool_add(c->arena, &c->strings, values.items[i], false);
    return values.n;
}

static void add_bytes(ch__compiler *c, const void *p, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        *CH__PUSH(c->arena, c->cells, c->n_cells, c->cap_cells) = ((const uint8_t *)p)[i];
}

static void add_cells(ch__compiler *c, const ch__source_table *t, uint32_t column, ch__image_column *out)
{
    uint32_t *codes = ch__alloc_array(c->arena, t->n_rows, sizeof *codes);
    add_bytes(c, "\0\0\0", (4 - c->n_cells % 4) % 4);
    out->first_cell = c->n_cells;
    out->first_value = c->n_values;
    out->n_values = number_values(c, t, column, codes);
    out->width = out->n_values <= UINT8_MAX ? 1 : out->n_values < UINT16_MAX ? 2 : 4;
    out->n_values = c->n_values - out->first_value;
    for (uint32_t r = 0; r < t->n_rows; r++) {
        const char *cell = t->rows[r].cells[column];
        uint8_t one = (uint8_t)codes[r];
        uint16_t two = (uint16_t)codes[r];
        uint32_t four = out->width != 4 || ch__absent(cell) ? CH_NONE : ch__compile_string(c, cell);
        add_bytes(c, out->width == 1 ? (void *)&one : out->width == 2 ? (void *)&two : (void *)&four, out->width);
    }
}

static bool has_key(const ch__source_table *t, uint32_t column, uint32_t row)
{
    return ch__row_wanted(&t->rows[row], t->columns[column].key_condition) && !ch__absent(t->rows[row].cells[column]);
}

/* Room for as many keys as there are different ones. */
static uint32_t key_slots(ch__compiler *c, const ch__source_table *t, uint32_t column)
{
    ch__pool keys = {0};
    for (uint32_t row = 0; row < t->n_rows; row++)
        if (has_key(t, column, row))
            ch__pool_add(c->arena, &keys, ch__sv_of(t->rows[row].cells[column]), false);
    return ch__room_for(keys.n);
}

/* From the first row with a key to the last. */
static void key_rows(const ch__source_table *t, uint32_t column, ch__image_column *out)
{
    uint32_t first = 0, end = t->n_rows;
    while (first < end && !has_key(t, column, first))
        first++;
    while (end > first && !has_key(t, column, end - 1))
        end--;
    out->next_row = first;
    out->n_next = end - first;
}

/* Rows go in from the last to the first, each before those of its key, so that chains run upward. */
static void add_key(ch__compiler *c, const ch__source_table *t, uint32_t column, ch__image_column *out)
{
    uint32_t n = key_slots(c, t, column);
    if (t->n_rows > CH__MOST_KEY_ROWS)
        ch__source_fault(c->s, t->file, 0, "table %s has more than %d rows", t->name, CH__MOST_KEY_ROWS);
    out->n_slots = n;
    out->first_slot = c->n_slots;
    out->first_next = c->n_next;
    for (uint32_t i = 0; i < n; i++)
        *CH__PUSH(c->arena, c->slots, c->n_slots, c->cap_slots) = CH_NONE;
    key_rows(t, column, out);
    for (uint32_t i = 0; i < out->n_next; i++)
        *CH__PUSH(c->arena, c->next, c->n_next, c->cap_next) = CH_NONE;
    uint32_t *slots = c->slots + out->first_slot, *next = c->next + out->first_next;
    for (uint32_t row = out->next_row + out->n_next; row-- > out->next_row;) {
        const char *key = t->rows[row].cells[column];
        if (!has_key(t, column, row))
            continue;
        uint64_t hash = ch__hash64(ch__sv_of(key));
        uint32_t i = ch__first_slot(hash, n);
        while (slots[i] != CH_NONE && strcmp(t->rows[ch__slot_row(slots[i])].cells[column], key) != 0)
            i = i + 1 < n ? i + 1 : 0;
        next[row - out->next_row] = slots[i] == CH_NONE ? CH_NONE : ch__slot_row(slots[i]);
        slots[i] = ch__slot_of(hash, row);
    }
}

static void add_keys(ch__compiler *c, const ch__source_table *t, const ch__image_table *out)
{
    for (uint32_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].marks & CH__COLUMN_KEY)
            add_key(c, t, i, &c->columns[out->first_column + i]);
}

static void add_columns_cells(ch__compiler *c, const ch__source_table *t, const ch__image_table *out)
{
    for (uint32_t i = 0; i < t->n_columns; i++)
        add_cells(c, t, i, &c->columns[out->first_column + i]);
}

/* ---- the hash of all rows ---- */

/* Of one table: its name, columns with marks, cells. */
static char *table_hash(ch__compiler *c, const ch__source_table *t)
{
    size_t n = 1 + 2 * (size_t)t->n_columns, rows = (size_t)t->n_rows * t->n_columns;
    ch__sv *parts = ch__alloc_array(c->arena, n + rows, sizeof *parts);
    char *out = ch__alloc(c->arena, 33);
    parts[0] = ch__sv_of(t->name);
    for (uint32_t i = 0; i < t->n_columns; i++) {
        const ch__source_column *column = &t->columns[i];
        parts[1 + 2 * i] = ch__sv_of(column->name);
        parts[2 + 2 * i] = ch__sv_of(
            ch__format(c->arena, "%u%s%s%s", column->marks, column->key_condition ? column->key_condition : "",
                       column->key_condition ? "^" : "", column->condition ? column->condition : ""));
    }
    for (size_t i = 0; i < rows; i++)
        parts[n + i] = ch__sv_of(t->rows[i / t->n_columns].cells[i % t->n_columns]);
    ch__hash_id(out, parts, n + rows);
    return out;
}

static void hash_rows(ch__compiler *c)
{
    ch__sv *parts = ch__alloc_array(c->arena, c->s->n_tables, sizeof *parts);
    for (uint32_t i = 0; i < c->s->n_tables; i++)
        parts[i] = (ch__sv){table_hash(c, &c->s->tables[i]), 32};
    ch__hash_id(c->hash, parts, c->s->n_tables);
}

/* ---- all together ---- */

static bool has_phrases(const ch__source_table *t)
{
    for (uint32_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].marks & CH__COLUMN_PHRASES)
            return true;
    return false;
}

static int phrases_first(const void *a, const void *b)
{
    const ch__source_table *x = a, *y = b;
    int order = has_phrases(y) - has_phrases(x);
    return order ? order : strcmp(x->name, y->name);
}

/* Tables with phrases get the low numbers. False, after a fault, when they are too many. */
static bool number_tables(ch__source *s)
{
    if (s->n_tables > CH__MAX_TABLES) {
        if (!s->n_faults)
            ch__source_fault(s, s->tables[0].file, 0, "there are more than %d tables", CH__MAX_TABLES);
        return false;
    }
    if (s->n_tables)
        qsort(s->tables, s->n_tables, sizeof *s->tables, phrases_first);
    if (s->n_tables <= CH__MAX_PHRASE_TABLES || !has_phrases(&s->tables[CH__MAX_PHRASE_TABLES]))
        return true;
    ch__source_fault(s, s->tables[CH__MAX_PHRASE_TABLES].file, 0, "there are more than %d tables with phrases",
                     CH__MAX_PHRASE_TABLES);
    return false;
}

void ch__source_compile(ch__source *s, ch__buf *out)
{
    if (!number_tables(s))
        return;
    ch__compiler c = {.s = s, .arena = &s->arena};
    c.tables = ch__alloc_array(c.arena, s->n_tables, sizeof *c.tables);
    for (uint32_t i = 0; i < s->n_tables; i++) {
        const ch__source_table *t = &s->tables[i];
        c.tables[i] = (ch__image_table){.name = ch__compile_string(&c, t->name),
                                        .n_columns = t->n_columns,
                                        .n_rows = t->n_rows,
                                        .first_column = c.n_columns,
                                        .first_row = c.n_sources};
        add_columns(&c, t, &c.tables[i]);
        add_rows(&c, t);
        add_columns_cells(&c, t, &c.tables[i]);
        add_keys(&c, t, &c.tables[i]);
        ch__compile_add_phrases(&c, t, i);
    }
    if (s->n_faults)
        return;
    c.file_strings = ch__alloc_array(c.arena, c.files.n, sizeof *c.file_strings);
    for (uint32_t i = 0; i < c.files.n; i++)
        c.file_strings[i] = ch__pool_add(c.arena, &c.strings, c.files.items[i], false);
    ch__compile_phrases(&c);
    hash_rows(&c);
    ch__compile_image(&c, out);
}
