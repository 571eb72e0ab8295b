/* image.h - the compiled form of knowledge: one block of bytes, mapped and used as it lies. Inside the room only.
 *
 * A header, then the sections in the order of the list, each aligned to 8 bytes. Numbers are in the order of the
 * machine that compiled the file; `order` tells. All references are indices into sections, so the image can lie
 * anywhere.
 *
 * The phrase trie is laid out breadth first: the children of a node are neighbours, sorted by word, and node i's
 * children are [first_child of i, first_child of i + 1). Words that begin a phrase have the lowest numbers, so the
 * root's child for word w is node 1 + w and a word that begins nothing is known at once. Compare Germann, Joanis and
 * Larkin, "Tightly Packed Tries" (2009).
 */
#ifndef CH_KNOWLEDGE_IMAGE_H
#define CH_KNOWLEDGE_IMAGE_H

#include "base/error.h"

#define CH__IMAGE_MAGIC "chknow\x1a\n"

enum {
    CH__IMAGE_FORMAT = 7,
    CH__IMAGE_ORDER = 0x01020304,
    CH__MAX_TABLES = 128,
    CH__MAX_PHRASE_TABLES = 32, /* they have the lowest numbers */
    CH__COLUMN_KEY = 1,         /* marks of a column */
    CH__COLUMN_PHRASES = 2
};

typedef struct ch__image_table {
    uint32_t name; /* string */
    uint32_t n_columns, n_rows;
    uint32_t first_column; /* into COLUMNS */
    uint32_t first_row;    /* into SOURCES */
    uint32_t key;          /* the first key column, or CH_NONE */
} ch__image_table;

typedef struct ch__image_column {
    uint32_t name, marks;
    uint32_t key_condition, condition; /* strings that the row's first cell must equal to be found by key, by phrase;
                                          or CH_NONE */
    uint32_t first_slot, n_slots;      /* into SLOTS; 0 where the column is no key */
    uint32_t first_next;            /* into NEXT, one for each of n_next rows from row next_row on: the rows between */
    uint32_t next_row, n_next;      /* the first and the last that have a key; of a key column only */
    uint32_t first_cell, width;     /* into CELLS, a multiple of 4; bytes of a cell: 1, 2 or 4 */
    uint32_t first_value, n_values; /* into VALUES; none when width is 4 */
} ch__image_column;

/* Where a row was written: a number of FILES, and a line (of a longer file the last that can be said). */
enum { CH__MOST_FILES = 1023, CH__MOST_LINE = (1 << 22) - 1 };
typedef struct ch__image_source {
    uint32_t file : 10, line : 22;
} ch__image_source;

/* For each table a filter (Bloom 1970, one hash) of the words that occur in its phrases: small enough to stay near the
 * processor, which the vocabulary is not. */
enum { CH__WORD_BITS = 13, CH__FILTER_WORDS = (1 << CH__WORD_BITS) / 64 };
typedef struct ch__image_filter {
    uint64_t words[CH__FILTER_WORDS];
} ch__image_filter;

/* The bit of a word's hash in a filter. */
static inline uint32_t ch__word_bit(uint64_t hash)
{
    return (uint32_t)(hash >> 32) >> (32 - CH__WORD_BITS);
}

enum { CH__NO_WORD = (1 << 23) - 1 };
typedef struct ch__image_word_slot {
    uint8_t head[8];             /* the word's first bytes, zeros behind its end */
    uint32_t n : 9, number : 23; /* its length in bytes; its number, or CH__NO_WORD: the slot is free */
} ch__image_word_slot;

typedef struct ch__image_node {
    uint32_t tables;      /* which tables have phrases here or below, a bit each */
    uint32_t first_child; /* into NODES and NODE_WORDS */
    uint32_t first_hit;   /* into HITS: the phrases that end here */
} ch__image_node;

typedef struct ch__image_hit {
    uint32_t row;
    uint16_t table, column;
} ch__image_hit;

/* STRINGS are NUL-terminated, deduplicated. The cells of a column stand together: most columns have few different
 * values, so a cell is a number, 0 for an absent one, else 1 + that of its value in VALUES, which are offsets into
 * STRINGS; in a column of width 4 it is such an offset itself, CH_NONE for an absent one. NEXT is the next row with the
 * same key, SLOTS the first row of a key (ch__slot_of, open addressing). WORDS are offsets of the folded units. NODES
 * has one entry more than there are nodes. */
#define CH__IMAGE_SECTIONS(X)          \
    X(STRINGS, char)                   \
    X(TABLES, ch__image_table)         \
    X(COLUMNS, ch__image_column)       \
    X(CELLS, uint8_t)                  \
    X(VALUES, uint32_t)                \
    X(FILES, uint32_t)                 \
    X(SOURCES, ch__image_source)       \
    X(FILTERS, ch__image_filter)       \
    X(NEXT, uint32_t)                  \
    X(SLOTS, uint32_t)                 \
    X(WORDS, uint32_t)                 \
    X(WORD_SLOTS, ch__image_word_slot) \
    X(NODE_WORDS, uint32_t)            \
    X(NODES, ch__image_node)           \
    X(HITS, ch__image_hit)

#define CH_X(name, type) CH__IMAGE_##name,
enum { CH__IMAGE_SECTIONS(CH_X) CH__N_SECTIONS };
#undef CH_X

typedef struct ch__image_section {
    uint64_t offset, count; /* bytes from the start; elements */
} ch__image_section;

typedef struct ch__image_header {
    char magic[8];
    uint32_t order, format;
    uint64_t size;
    uint64_t checksum; /* XXH3-64 of everything behind this field */
    char hash[40];     /* 32 hexadecimal digits over all rows, then zeros */
    ch__image_section sections[CH__N_SECTIONS];
} ch__image_header;

size_t ch__image_element(int section); /* size of an element */

/* A slot of a key column: the first row of a key, and above it eight bits of the key's hash, which tell nearly all
 * other keys apart without a look at the row. CH_NONE: free. */
enum { CH__ROW_BITS = 24, CH__MOST_KEY_ROWS = (1 << CH__ROW_BITS) - 1 };
static inline uint32_t ch__slot_of(uint64_t hash, uint32_t row)
{
    return (uint32_t)(hash >> 56) << CH__ROW_BITS | row;
}
static inline uint32_t ch__slot_row(uint32_t slot)
{
    return slot & ((1u << CH__ROW_BITS) - 1);
}

/* Where in n slots the search for a hash begins; it goes on to the next, behind the last to the first (Lemire 2019,
 * "Fast Random Integer Generation in an Interval"). */
static inline uint32_t ch__first_slot(uint64_t hash, uint32_t n)
{
    return (uint32_t)(((hash & UINT32_MAX) * n) >> 32);
}

/* Writes size and checksum into the header of a complete image (n at least a header). */
void ch__image_seal(void *image, size_t n);

/* Checks everything in an image that a reader relies on: any lookup on one that passes stays inside it and ends. */
int ch__image_check(const void *image, size_t n, ch_err *err);

#endif
