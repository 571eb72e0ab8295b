/* compile.c - tables as read from text to the image of image.h. Everything is gathered in the arena and numbered by
 * first use in table, row, column order; only then are the bytes laid out, so the image is the same on every machine of
 * one byte order. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/hash.h"
#include "knowledge/image.h"
#include "knowledge/source.h"
#include "knowledge/units.h"

/* Strings by number: equal strings share one. */
typedef struct pool {
    ch__sv *items;
    uint32_t n, cap;
    uint32_t *slots; /* numbers, CH_NONE: free */
    uint32_t n_slots;
} pool;

typedef struct phrase {
    uint32_t first, n; /* into compiler.units */
    const uint32_t *words;
    ch__image_hit hit;
} phrase;

typedef struct compiler {
    ch__source *s;
    ch__arena *arena;
    pool strings, words;
    uint32_t *units; /* word numbers of all phrases */
    uint32_t n_units, cap_units;
    phrase *phrases;
    uint32_t n_phrases, cap_phrases;
    ch__image_table *tables;
    ch__image_column *columns;
    ch__image_source *sources;
    ch__image_filter *filters;
    pool files;
    uint8_t *cells;
    uint32_t *values, *next, *slots, *vocabulary, *file_strings;
    ch__image_word_slot *word_slots;
    uint32_t *node_words;
    ch__image_node *nodes;
    ch__image_hit *hits;
    uint32_t n_columns, cap_columns, n_cells, cap_cells, n_values, cap_values, n_sources, cap_sources, n_next, cap_next,
        n_slots, cap_slots;
    uint32_t n_word_slots, n_nodes, n_hits;
    char hash[33];
} compiler;

/* A power of two of at least twice n. */
static uint32_t slots_for(uint32_t n)
{
    uint32_t slots = 2;
    while (slots < CH_NONE / 2 && slots / 2 < n)
        slots *= 2;
    return slots;
}

static uint32_t *free_slots(ch__arena *arena, uint32_t n)
{
    uint32_t *slots = ch__alloc_raw(arena, n * sizeof *slots);
    memset(slots, 0xFF, n * sizeof *slots);
    return slots;
}

static uint32_t *slot_of(const pool *p, ch__sv s)
{
    for (uint64_t i = ch__hash64(s);; i++) {
        uint32_t *slot = &p->slots[i & (p->n_slots - 1)];
        if (*slot == CH_NONE || ch__sv_eq(p->items[*slot], s))
            return slot;
    }
}

static void grow_pool(ch__arena *arena, pool *p)
{
    p->n_slots = slots_for(p->n * 2 + 512);
    p->slots = free_slots(arena, p->n_slots);
    for (uint32_t i = 0; i < p->n; i++)
        *slot_of(p, p->items[i]) = i;
}

/* Number of the string, which the caller keeps alive unless `copy`. */
static uint32_t intern(ch__arena *arena, pool *p, ch__sv s, bool copy)
{
    if (p->n_slots / 2 <= p->n)
        grow_pool(arena, p);
    uint32_t *slot = slot_of(p, s);
    if (*slot == CH_NONE) {
        ch__sv kept = copy ? (ch__sv){ch__copy(arena, s), s.n} : s;
        *slot = p->n;
        *CH__PUSH(arena, p->items, p->n, p->cap) = kept;
    }
    return *slot;
}

static uint32_t string(compiler *c, const char *s)
{
    return intern(c->arena, &c->strings, ch__sv_of(s), false);
}

/* ---- tables ---- */

static void add_columns(compiler *c, const ch__source_table *t, ch__image_table *out)
{
    out->key = CH_NONE;
    for (uint32_t i = 0; i < t->n_columns; i++) {
        const ch__source_column *from = &t->columns[i];
        ch__image_column *to = CH__PUSH(c->arena, c->columns, c->n_columns, c->cap_columns);
        to->name = string(c, from->name);
        to->marks = from->marks;
        to->condition = from->condition ? string(c, from->condition) : CH_NONE;
        to->key_condition = from->key_condition ? string(c, from->key_condition) : CH_NONE;
        to->first_slot = to->n_slots = to->first_next = to->next_row = to->n_next = 0;
        if (from->marks & CH__COLUMN_KEY && out->key == CH_NONE)
            out->key = i;
    }
}

static void add_rows(compiler *c, const ch__source_table *t)
{
    for (uint32_t r = 0; r < t->n_rows; r++) {
        const ch__source_row *row = &t->rows[r];
        uint32_t file = intern(c->arena, &c->files, ch__sv_of(row->file), false);
        if (file == CH__MOST_FILES)
            ch__source_fault(c->s, row->file, 0, "there are more than %d files", CH__MOST_FILES);
        *CH__PUSH(c->arena, c->sources, c->n_sources, c->cap_sources) =
            (ch__image_source){.file = file & CH__MOST_FILES,
                               .line = (row->line < CH__MOST_LINE ? row->line : CH__MOST_LINE) & CH__MOST_LINE};
    }
}

/* The different strings of a column, numbered from 1 by first use; more than two bytes can number are not wanted. */
static uint32_t number_values(compiler *c, const ch__source_table *t, uint32_t column, uint32_t *codes)
{
    pool values = {0};
    for (uint32_t r = 0; r < t->n_rows && values.n <= UINT16_MAX; r++) {
        const char *cell = t->rows[r].cells[column];
        codes[r] = ch__absent(cell) ? 0 : 1 + intern(c->arena, &values, ch__sv_of(cell), false);
    }
    for (uint32_t i = 0; values.n < UINT16_MAX && i < values.n; i++)
        *CH__PUSH(c->arena, c->values, c->n_values, c->cap_values) =
            intern(c->arena, &c->strings, values.items[i], false);
    return values.n;
}

static void add_bytes(compiler *c, const void *p, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        *CH__PUSH(c->arena, c->cells, c->n_cells, c->cap_cells) = ((const uint8_t *)p)[i];
}

static void add_cells(compiler *c, const ch__source_table *t, uint32_t column, ch__image_column *out)
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
        uint32_t four = out->width != 4 || ch__absent(cell) ? CH_NONE : string(c, cell);
        add_bytes(c, out->width == 1 ? (void *)&one : out->width == 2 ? (void *)&two : (void *)&four, out->width);
    }
}

static bool wanted(const ch__source_row *row, const char *condition)
{
    return !condition || strcmp(row->cells[0], condition) == 0;
}

/* Room for n keys, a third of it free. */
static uint32_t room_for(uint32_t n)
{
    return n + n / 2 + 1;
}

/* Room for as many keys as there are different ones. */
static uint32_t key_slots(const ch__source_table *t, uint32_t column)
{
    uint32_t n = 0;
    const char *last = "";
    for (uint32_t row = 0; row < t->n_rows; row++) {
        const char *key = t->rows[row].cells[column];
        /* rows are sorted, so most of one key are neighbours; a few too many do no harm */
        n += wanted(&t->rows[row], t->columns[column].key_condition) && strcmp(key, last) != 0;
        last = key;
    }
    return room_for(n);
}

static bool has_key(const ch__source_table *t, uint32_t column, uint32_t row)
{
    return wanted(&t->rows[row], t->columns[column].key_condition) && !ch__absent(t->rows[row].cells[column]);
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
static void add_key(compiler *c, const ch__source_table *t, uint32_t column, ch__image_column *out)
{
    uint32_t n = key_slots(t, column);
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
        uint32_t i = ch__first_slot(ch__hash64(ch__sv_of(key)), n);
        while (slots[i] != CH_NONE && strcmp(t->rows[slots[i]].cells[column], key) != 0)
            i = i + 1 < n ? i + 1 : 0;
        next[row - out->next_row] = slots[i];
        slots[i] = row;
    }
}

static void add_keys(compiler *c, const ch__source_table *t, const ch__image_table *out)
{
    for (uint32_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].marks & CH__COLUMN_KEY)
            add_key(c, t, i, &c->columns[out->first_column + i]);
}

static void add_columns_cells(compiler *c, const ch__source_table *t, const ch__image_table *out)
{
    for (uint32_t i = 0; i < t->n_columns; i++)
        add_cells(c, t, i, &c->columns[out->first_column + i]);
}

static void add_phrase(compiler *c, const ch__source_row *row, const char *column, const char *text, ch__image_hit hit)
{
    ch__unit_reader r;
    r.text = text;
    r.at = 0;
    r.to = (uint32_t)strlen(text);
    uint32_t first = c->n_units;
    while (ch__unit_next(&r)) {
        if (r.too_long)
            ch__source_fault(c->s, row->file, row->line, "%s has a word of more than %d bytes", column, CH__UNIT_BYTES);
        else
            *CH__PUSH(c->arena, c->units, c->n_units, c->cap_units) =
                intern(c->arena, &c->words, (ch__sv){r.fold, r.n}, true);
    }
    if (c->n_units == first)
        ch__source_fault(c->s, row->file, row->line, "%s has nothing that could be matched", column);
    phrase *p = CH__PUSH(c->arena, c->phrases, c->n_phrases, c->cap_phrases);
    *p = (phrase){.first = first, .n = c->n_units - first, .hit = hit};
}

static void add_phrases(compiler *c, const ch__source_table *t, uint32_t table)
{
    for (uint32_t row = 0; row < t->n_rows; row++)
        for (uint32_t i = 0; i < t->n_columns; i++) {
            const ch__source_column *column = &t->columns[i];
            const char **cells = t->rows[row].cells;
            if (column->marks & CH__COLUMN_PHRASES && wanted(&t->rows[row], column->condition) && !ch__absent(cells[i]))
                add_phrase(c, &t->rows[row], column->name, cells[i],
                           (ch__image_hit){row, (uint16_t)table, (uint16_t)i});
        }
}

/* ---- words and phrases ---- */

typedef struct word_rank {
    ch__sv text;
    uint32_t number;
    bool inner; /* begins no phrase */
} word_rank;

static int by_rank(const void *a, const void *b)
{
    const word_rank *x = a, *y = b;
    return x->inner != y->inner ? x->inner - y->inner : ch__sv_cmp(x->text, y->text);
}

/* Renumbers the words: those that begin a phrase first, in byte order. */
static void rank_words(compiler *c)
{
    uint32_t n = c->words.n;
    word_rank *ranks = ch__alloc_array(c->arena, n, sizeof *ranks);
    uint32_t *number = ch__alloc_array(c->arena, n, sizeof *number);
    for (uint32_t i = 0; i < n; i++)
        ranks[i] = (word_rank){c->words.items[i], i, true};
    for (uint32_t i = 0; i < c->n_phrases; i++)
        ranks[c->units[c->phrases[i].first]].inner = false;
    qsort(ranks, n, sizeof *ranks, by_rank);
    c->vocabulary = ch__alloc_array(c->arena, n, sizeof *c->vocabulary);
    for (uint32_t i = 0; i < n; i++) {
        number[ranks[i].number] = i;
        c->vocabulary[i] = intern(c->arena, &c->strings, ranks[i].text, false);
    }
    for (uint32_t i = 0; i < c->n_units; i++)
        c->units[i] = number[c->units[i]];
}

static void hash_words(compiler *c)
{
    c->n_word_slots = room_for(c->words.n);
    c->word_slots = ch__alloc_array(c->arena, c->n_word_slots, sizeof *c->word_slots);
    memset(c->word_slots, 0xFF, c->n_word_slots * sizeof *c->word_slots);
    for (uint32_t w = 0; w < c->words.n; w++) {
        char fold[CH__UNIT_BYTES + 8] = {0};
        ch__sv text = c->strings.items[c->vocabulary[w]];
        memcpy(fold, text.p, text.n);
        uint32_t i = ch__first_slot(ch__unit_hash(fold, (uint32_t)text.n), c->n_word_slots);
        while (c->word_slots[i].word != CH_NONE)
            i = i + 1 < c->n_word_slots ? i + 1 : 0;
        ch__image_word_slot *slot = &c->word_slots[i];
        *slot = (ch__image_word_slot){.n = (uint32_t)text.n, .word = w};
        memcpy(&slot->head, fold, 8);
    }
}

/* Which words the phrases of each table are made of, by the hashes that ch__units makes of a text. */
static void fill_filters(compiler *c)
{
    c->filters = ch__alloc_array(c->arena, c->s->n_tables, sizeof *c->filters);
    for (uint32_t p = 0; p < c->n_phrases; p++)
        for (uint32_t i = 0; i < c->phrases[p].n; i++) {
            char fold[CH__UNIT_BYTES + 8] = {0};
            ch__sv text = c->words.items[c->units[c->phrases[p].first + i]];
            memcpy(fold, text.p, text.n);
            uint32_t bit = ch__word_bit(ch__unit_hash(fold, (uint32_t)text.n));
            c->filters[c->phrases[p].hit.table].words[bit / 64] |= (uint64_t)1 << bit % 64;
        }
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_words(const void *a, const void *b)
{
    const phrase *x = a, *y = b;
    for (uint32_t i = 0; i < x->n && i < y->n; i++)
        if (x->words[i] != y->words[i])
            return compare_numbers(x->words[i], y->words[i]);
    int order = compare_numbers(x->n, y->n);
    order = order ? order : compare_numbers(x->hit.table, y->hit.table);
    order = order ? order : compare_numbers(x->hit.row, y->hit.row);
    return order ? order : compare_numbers(x->hit.column, y->hit.column);
}

/* A node waiting for its children: the sorted phrases [from, to) share their first `depth` words. */
typedef struct range {
    uint32_t from, to, depth, word;
} range;

/* Breadth first, so that brothers are neighbours. */
static void build_nodes(compiler *c)
{
    range *queue = NULL;
    uint32_t n = 0, cap = 0, cap_nodes = 0;
    c->hits = ch__alloc_array(c->arena, c->n_phrases, sizeof *c->hits);
    *CH__PUSH(c->arena, queue, n, cap) = (range){0, c->n_phrases, 0, CH_NONE};
    for (uint32_t i = 0; i < n; i++) {
        range r = queue[i];
        ch__image_node *node = CH__PUSH(c->arena, c->nodes, c->n_nodes, cap_nodes);
        *node = (ch__image_node){.first_child = n, .first_hit = c->n_hits};
        for (uint32_t p = r.from; p < r.to; p++)
            node->tables |= (uint32_t)1 << c->phrases[p].hit.table;
        uint32_t p = r.from;
        for (; p < r.to && c->phrases[p].n == r.depth; p++)
            c->hits[c->n_hits++] = c->phrases[p].hit;
        while (p < r.to) {
            range child = {p, p, r.depth + 1, c->phrases[p].words[r.depth]};
            while (child.to < r.to && c->phrases[child.to].words[r.depth] == child.word)
                child.to++;
            *CH__PUSH(c->arena, queue, n, cap) = child;
            p = child.to;
        }
    }
    *CH__PUSH(c->arena, c->nodes, c->n_nodes, cap_nodes) = (ch__image_node){.first_child = n, .first_hit = c->n_hits};
    c->node_words = ch__alloc_array(c->arena, n, sizeof *c->node_words);
    for (uint32_t i = 0; i < n; i++)
        c->node_words[i] = queue[i].word;
}

static void build_phrases(compiler *c)
{
    fill_filters(c); /* while units are words in the order they came */
    rank_words(c);
    hash_words(c);
    for (uint32_t i = 0; i < c->n_phrases; i++)
        c->phrases[i].words = c->units + c->phrases[i].first;
    if (c->n_phrases)
        qsort(c->phrases, c->n_phrases, sizeof *c->phrases, by_words);
    build_nodes(c);
}

/* ---- the hash of all rows ---- */

/* Of one table: its name, columns with marks, cells. */
static char *table_hash(compiler *c, const ch__source_table *t)
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

static void hash_rows(compiler *c)
{
    ch__sv *parts = ch__alloc_array(c->arena, c->s->n_tables, sizeof *parts);
    for (uint32_t i = 0; i < c->s->n_tables; i++)
        parts[i] = (ch__sv){table_hash(c, &c->s->tables[i]), 32};
    ch__hash_id(c->hash, parts, c->s->n_tables);
}

/* ---- laying out ---- */

/* Turns string numbers into offsets; CH_NONE stays. */
static void resolve(const uint32_t *offsets, uint32_t *numbers, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (numbers[i] != CH_NONE)
            numbers[i] = offsets[numbers[i]];
}

/* Rows of the table that a column belongs to. */
static uint32_t rows_of(const compiler *c, uint32_t column)
{
    uint32_t t = 0;
    while (column >= c->tables[t].first_column + c->tables[t].n_columns)
        t++;
    return c->tables[t].n_rows;
}

/* Offsets of all strings in the image; false when they are too many bytes for 32-bit offsets. */
static bool place_strings(compiler *c, uint64_t *bytes)
{
    uint32_t *offsets = ch__alloc_array(c->arena, c->strings.n, sizeof *offsets);
    *bytes = 0;
    for (uint32_t i = 0; i < c->strings.n; i++) {
        offsets[i] = (uint32_t)*bytes;
        *bytes += c->strings.items[i].n + 1;
    }
    if (*bytes >= CH_NONE)
        return false;
    for (uint32_t i = 0; i < c->s->n_tables; i++)
        resolve(offsets, &c->tables[i].name, 1);
    for (uint32_t i = 0; i < c->n_columns; i++) {
        resolve(offsets, &c->columns[i].name, 1);
        resolve(offsets, &c->columns[i].condition, 1);
        resolve(offsets, &c->columns[i].key_condition, 1);
    }
    resolve(offsets, c->values, c->n_values);
    for (uint32_t i = 0; i < c->n_columns; i++) /* the cells of width 4 are strings themselves */
        if (c->columns[i].width == 4)
            resolve(offsets, (uint32_t *)(void *)(c->cells + c->columns[i].first_cell), rows_of(c, i));
    resolve(offsets, c->file_strings, c->files.n);
    resolve(offsets, c->vocabulary, c->words.n);
    return true;
}

static void add_section(ch__buf *out, ch__image_header *h, int which, const void *at, uint64_t count)
{
    static const char zeros[8];
    ch__buf_add(out, zeros, (8 - out->n % 8) % 8);
    h->sections[which] = (ch__image_section){out->n, count};
    ch__buf_add(out, at, (size_t)count * ch__image_element(which));
}

static void add_strings(const compiler *c, ch__buf *out, ch__image_header *h, uint64_t bytes)
{
    h->sections[CH__IMAGE_STRINGS] = (ch__image_section){out->n, bytes};
    for (uint32_t i = 0; i < c->strings.n; i++) {
        ch__buf_sv(out, c->strings.items[i]);
        ch__buf_char(out, 0);
    }
}

static void lay_out(compiler *c, ch__buf *out)
{
    ch__image_header h = {.magic = CH__IMAGE_MAGIC, .order = CH__IMAGE_ORDER, .format = CH__IMAGE_FORMAT};
    uint64_t bytes;
    if (!place_strings(c, &bytes)) {
        ch__source_fault(c->s, c->s->tables[0].file, 0, "the tables together are too large");
        return;
    }
    memcpy(h.hash, c->hash, 32);
    ch__buf_clear(out);
    ch__buf_add(out, (const char *)&h, sizeof h);
    add_strings(c, out, &h, bytes);
    add_section(out, &h, CH__IMAGE_TABLES, c->tables, c->s->n_tables);
    add_section(out, &h, CH__IMAGE_COLUMNS, c->columns, c->n_columns);
    add_section(out, &h, CH__IMAGE_CELLS, c->cells, c->n_cells);
    add_section(out, &h, CH__IMAGE_VALUES, c->values, c->n_values);
    add_section(out, &h, CH__IMAGE_FILES, c->file_strings, c->files.n);
    add_section(out, &h, CH__IMAGE_SOURCES, c->sources, c->n_sources);
    add_section(out, &h, CH__IMAGE_FILTERS, c->filters, c->s->n_tables);
    add_section(out, &h, CH__IMAGE_NEXT, c->next, c->n_next);
    add_section(out, &h, CH__IMAGE_SLOTS, c->slots, c->n_slots);
    add_section(out, &h, CH__IMAGE_WORDS, c->vocabulary, c->words.n);
    add_section(out, &h, CH__IMAGE_WORD_SLOTS, c->word_slots, c->n_word_slots);
    add_section(out, &h, CH__IMAGE_NODE_WORDS, c->node_words, c->n_nodes - 1);
    add_section(out, &h, CH__IMAGE_NODES, c->nodes, c->n_nodes);
    add_section(out, &h, CH__IMAGE_HITS, c->hits, c->n_hits);
    if (out->failed)
        return;
    memcpy(out->p, &h, sizeof h);
    ch__image_seal(out->p, out->n);
}

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
    if (s->n_tables > CH__MAX_TABLES)
        return false;
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
    compiler c = {.s = s, .arena = &s->arena};
    c.tables = ch__alloc_array(c.arena, s->n_tables, sizeof *c.tables);
    for (uint32_t i = 0; i < s->n_tables; i++) {
        const ch__source_table *t = &s->tables[i];
        c.tables[i] = (ch__image_table){.name = string(&c, t->name),
                                        .n_columns = t->n_columns,
                                        .n_rows = t->n_rows,
                                        .first_column = c.n_columns,
                                        .first_row = c.n_sources};
        add_columns(&c, t, &c.tables[i]);
        add_rows(&c, t);
        add_columns_cells(&c, t, &c.tables[i]);
        add_keys(&c, t, &c.tables[i]);
        add_phrases(&c, t, i);
    }
    if (s->n_faults)
        return;
    c.file_strings = ch__alloc_array(c.arena, c.files.n, sizeof *c.file_strings);
    for (uint32_t i = 0; i < c.files.n; i++)
        c.file_strings[i] = intern(c.arena, &c.strings, c.files.items[i], false);
    build_phrases(&c);
    hash_rows(&c);
    lay_out(&c, out);
}
