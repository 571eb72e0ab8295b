/* inside.h - what an open knowledge is made of. Inside the room only. */
#ifndef CH_KNOWLEDGE_INSIDE_H
#define CH_KNOWLEDGE_INSIDE_H

#include "knowledge/image.h"
#include "knowledge/knowledge.h"

struct ch__table {
    const ch__knowledge *k;
    const ch__image_table *image;
    const ch__image_column *columns;
    const uint32_t *cells, *sources, *next, *slots;
};

struct ch__knowledge {
    const char *bytes;
    size_t size;
    void *mapped, *owned; /* to unmap or free at the end; NULL when the caller keeps the bytes */
    const char *strings;
    const uint32_t *words, *node_words;
    const ch__image_word_slot *word_slots;
    uint64_t word_mask;
    const ch__image_node *nodes;
    const ch__image_hit *hits;
    uint32_t n_strings;
    uint32_t n_tables;
    ch__table tables[CH__MAX_TABLES];
};

#endif
