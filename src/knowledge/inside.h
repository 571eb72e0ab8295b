/* inside.h - what an open knowledge is made of. Inside the room only. */
#ifndef CH_KNOWLEDGE_INSIDE_H
#define CH_KNOWLEDGE_INSIDE_H

#include "knowledge/image.h"
#include "knowledge/knowledge.h"

struct ch__table {
    const ch__knowledge *k;
    const ch__image_table *image;
    const ch__image_column *columns;
    const uint8_t *cells; /* cells, values, next and slots of all tables */
    const uint32_t *values, *next, *slots;
    const ch__image_source *sources;
};

enum { CH__NAME_SLOTS = 2 * CH__MAX_TABLES };

struct ch__knowledge {
    const char *bytes;
    size_t size;
    void *mapped, *owned; /* to unmap or free at the end; NULL when the caller keeps the bytes */
    const char *strings;
    const uint32_t *words, *node_words;
    const ch__image_word_slot *word_slots;
    uint32_t n_word_slots;
    const ch__image_node *nodes;
    const ch__image_hit *hits;
    uint32_t n_strings;
    uint32_t n_tables;
    ch__table tables[CH__MAX_TABLES];
    const uint32_t *files;
    const ch__image_filter *filters;
    uint8_t names[CH__NAME_SLOTS]; /* tables by name, + 1, 0: free */
    void *kept;                    /* what another room made of the tables, or NULL */
    void (*release_kept)(void *);
};

/* The file a row was written in; the row is in range. */
static inline const char *ch__source_file(const ch__table *t, uint32_t row)
{
    return t->k->strings + t->k->files[t->sources[row].file];
}

/* Offset of a cell's string, or CH_NONE; row and column are in range. */
static inline uint32_t ch__cell_string(const ch__table *t, uint32_t row, uint32_t column)
{
    const ch__image_column *c = &t->columns[column];
    const uint8_t *at = t->cells + c->first_cell + (size_t)row * c->width;
    uint32_t code = c->width == 1   ? *at
                    : c->width == 2 ? *(const uint16_t *)(const void *)at
                                    : *(const uint32_t *)(const void *)at;
    if (c->width == 4)
        return code;
    return code ? t->values[c->first_value + code - 1] : CH_NONE;
}

#endif
