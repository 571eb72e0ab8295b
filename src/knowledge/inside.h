/* inside.h - what an open knowledge is made of. Inside the room only. */
#ifndef CH_KNOWLEDGE_INSIDE_H
#define CH_KNOWLEDGE_INSIDE_H

#include "knowledge/image.h"
#include "knowledge/knowledge.h"

struct ch__table {
    const ch__knowledge *k;
    const ch__image_table *image;
    const ch__image_column *columns;
    const uint32_t *cells, *next, *slots; /* next and slots of all tables */
    const ch__image_source *sources;
};

enum { CH__NAME_SLOTS = 2 * CH__MAX_TABLES, CH__WORD_BITS = 13 };

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
    /* derive.c: tables by name, + 1, 0: free; and for each table a filter (Bloom 1970, one hash) of the words that
     * occur in its phrases: small enough to stay near the processor, which the vocabulary is not */
    uint8_t names[CH__NAME_SLOTS];
    uint64_t phrase_words[CH__MAX_TABLES][(1 << CH__WORD_BITS) / 64];
};

/* The bit of a word's hash in a filter. */
static inline uint32_t ch__word_bit(uint64_t hash)
{
    return (uint32_t)(hash >> 32) >> (32 - CH__WORD_BITS);
}

/* Fills names and phrase_words of a knowledge that is bound otherwise. */
void ch__knowledge_derive(ch__knowledge *k);

#endif
