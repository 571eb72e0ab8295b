/* compile.h - what is gathered while tables are compiled: compile.c takes in the tables, compile_phrases.c makes the
 * tree of phrases, compile_image.c writes the bytes. Inside the room only. */
#ifndef CH_KNOWLEDGE_COMPILE_H
#define CH_KNOWLEDGE_COMPILE_H

#include "base/buf.h"
#include "knowledge/image.h"
#include "knowledge/pool.h"
#include "knowledge/source.h"

typedef struct ch__phrase_row {
    uint32_t first, n; /* into units of the compiler */
    const uint32_t *words;
    ch__image_hit hit;
} ch__phrase_row;

typedef struct ch__compiler {
    ch__source *s;
    ch__arena *arena;
    ch__pool strings, words;
    uint32_t *units; /* word numbers of all phrases */
    uint32_t n_units, cap_units;
    ch__phrase_row *phrases;
    uint32_t n_phrases, cap_phrases;
    ch__image_table *tables;
    ch__image_column *columns;
    ch__image_source *sources;
    ch__image_filter *filters;
    ch__pool files;
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
} ch__compiler;

static inline uint32_t ch__compile_string(ch__compiler *c, const char *s)
{
    return ch__pool_add(c->arena, &c->strings, ch__sv_of(s), false);
}

/* Room for n keys, a third of it free. */
static inline uint32_t ch__room_for(uint32_t n)
{
    return n + n / 2 + 1;
}

static inline bool ch__row_wanted(const ch__source_row *row, const char *condition)
{
    return !condition || strcmp(row->cells[0], condition) == 0;
}

/* Takes in the phrases of a table; faults for those without words. */
void ch__compile_add_phrases(ch__compiler *c, const ch__source_table *t, uint32_t table);

/* Once all are in: the vocabulary, the filters of the tables, the tree. */
void ch__compile_phrases(ch__compiler *c);

/* Writes the image; a fault when it is too large. */
void ch__compile_image(ch__compiler *c, ch__buf *out);

#endif
