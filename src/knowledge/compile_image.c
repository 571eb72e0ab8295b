/* compile_image.c - the bytes of the image: header, strings, then the sections, each at a multiple of eight. */
#include "knowledge/compile.h"

/* Turns string numbers into offsets; CH_NONE stays. */
static void resolve(const uint32_t *offsets, uint32_t *numbers, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (numbers[i] != CH_NONE)
            numbers[i] = offsets[numbers[i]];
}

/* Rows of the table that a column belongs to. */
static uint32_t rows_of(const ch__compiler *c, uint32_t column)
{
    uint32_t t = 0;
    while (column >= c->tables[t].first_column + c->tables[t].n_columns)
        t++;
    return c->tables[t].n_rows;
}

/* Offsets of all strings in the image; false when they are too many bytes for 32-bit offsets. */
static bool place_strings(ch__compiler *c, uint64_t *bytes)
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

static void add_strings(const ch__compiler *c, ch__buf *out, ch__image_header *h, uint64_t bytes)
{
    h->sections[CH__IMAGE_STRINGS] = (ch__image_section){out->n, bytes};
    for (uint32_t i = 0; i < c->strings.n; i++) {
        ch__buf_sv(out, c->strings.items[i]);
        ch__buf_char(out, 0);
    }
}

void ch__compile_image(ch__compiler *c, ch__buf *out)
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
