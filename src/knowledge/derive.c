/* derive.c - what is worked out once when knowledge is opened, so that no document has to: where a table is by its
 * name, and which words the phrases of each table are made of. */
#include "base/hash.h"
#include "knowledge/inside.h"
#include "knowledge/units.h"

static void place_table(ch__knowledge *k, uint32_t table)
{
    ch__sv name = ch__sv_of(k->strings + k->tables[table].image->name);
    uint32_t i = (uint32_t)ch__hash64(name) % CH__NAME_SLOTS;
    while (k->names[i])
        i = (i + 1) % CH__NAME_SLOTS;
    k->names[i] = (uint8_t)(table + 1);
}

/* The hash of a word of the vocabulary as ch__units makes it of the text; false: no unit is as long. */
static bool word_hash(const ch__knowledge *k, uint32_t word, uint64_t *hash)
{
    char fold[CH__UNIT_BYTES + 8] = {0};
    const char *s = k->strings + k->words[word];
    size_t n = strlen(s);
    if (n > CH__UNIT_BYTES)
        return false;
    memcpy(fold, s, n);
    *hash = ch__unit_hash(fold, (uint32_t)n);
    return true;
}

/* A node stands for a word of every phrase below it. */
static void note_words(ch__knowledge *k)
{
    const ch__image_header *h = (const ch__image_header *)k->bytes;
    for (uint64_t node = 1; node + 1 < h->sections[CH__IMAGE_NODES].count; node++) {
        uint64_t hash;
        if (!word_hash(k, k->node_words[node], &hash))
            continue;
        for (uint64_t tables = k->nodes[node].tables; tables; tables &= tables - 1) {
            uint64_t *set = k->phrase_words[__builtin_ctzll(tables)];
            set[ch__word_bit(hash) / 64] |= (uint64_t)1 << ch__word_bit(hash) % 64;
        }
    }
}

void ch__knowledge_derive(ch__knowledge *k)
{
    for (uint32_t i = 0; i < k->n_tables; i++)
        place_table(k, i);
    note_words(k);
}

const ch__table *ch__knowledge_table(const ch__knowledge *k, const char *name)
{
    for (uint32_t i = (uint32_t)ch__hash64(ch__sv_of(name)) % CH__NAME_SLOTS; k->names[i]; i = (i + 1) % CH__NAME_SLOTS)
        if (strcmp(k->strings + k->tables[k->names[i] - 1].image->name, name) == 0)
            return &k->tables[k->names[i] - 1];
    return NULL;
}
