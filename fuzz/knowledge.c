/* Compiled knowledge from anywhere: as it is, and once more with size and checksum set right, so that the checks behind
 * the checksum are met. What opens is read to the end: every cell, key, source and phrase. */
#include <stdlib.h>
#include <string.h>

#include "knowledge/image.h"
#include "knowledge/knowledge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t read_table(const ch__table *t, ch__arena *arena)
{
    size_t bytes = 0;
    for (uint32_t row = 0; row < ch__table_rows(t) && row < 4096; row++) {
        bytes += strlen(ch__table_source(t, row, arena));
        for (uint32_t column = 0; column < ch__table_columns(t) && column < 64; column++) {
            const char *cell = ch__table_cell(t, row, column);
            bytes += cell ? strlen(cell) : 0;
            if (cell)
                for (uint32_t r = ch__table_find_in(t, column, ch__sv_of(cell)); r != CH_NONE;
                     r = ch__table_find_next_in(t, column, r))
                    bytes++;
        }
    }
    return bytes + (size_t)(ch__table_column(t, "phrase") + ch__table_find(t, CH__SV("north")));
}

static size_t read_phrases(const ch__knowledge *k, ch__arena *arena, const char *text, uint32_t n)
{
    ch__unit *units;
    ch__hit hits[16];
    size_t found = 0;
    uint32_t n_units = ch__units(k, arena, text, 0, n, &units);
    for (uint32_t i = 0; i < n_units; i++)
        found += ch__phrases_at(k, units + i, n_units - i, UINT64_MAX, hits, 16);
    return found;
}

static void try_open(const void *bytes, size_t size)
{
    static const char text[] = "Red brick wall, green hill; r\xC3\xA9"
                               "d";
    ch_err err;
    ch__knowledge *k;
    if (ch__knowledge_open_memory(&k, bytes, size, &err) < 0) {
        if (!err.message[0])
            abort();
        return;
    }
    ch__arena arena = {0};
    const ch__table *t;
    volatile size_t sum = strlen(ch__knowledge_hash(k)) + read_phrases(k, &arena, text, sizeof text - 1);
    sum = sum + read_phrases(k, &arena, bytes, (uint32_t)size); /* its own strings are in there */
    for (uint32_t i = 0; (t = ch__knowledge_table_at(k, i)); i++) {
        ch__hit hit;
        size_t length = 0;
        sum = sum + read_table(t, &arena) + ch__phrase_starts(k, t, CH__SV("red brick"), &hit, &length) + length;
    }
    ch__arena_release(&arena);
    ch__knowledge_close(k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *copy = calloc(1, size ? size : 1);
    if (!copy)
        return 0;
    if (size)
        memcpy(copy, data, size);
    try_open(copy, size);
    if (size >= sizeof(ch__image_header)) {
        ch__image_seal(copy, size);
        try_open(copy, size);
    }
    free(copy);
    return 0;
}
