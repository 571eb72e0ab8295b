/* strings.c - strings numbered from 0. */
#include "base/hash.h"
#include "corpus.h"

#include <stdlib.h>

static uint32_t slot_of(const strings *s, ch__sv text, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (s->n_slots - 1);
    while (s->slots[at] != CH_NONE) {
        uint32_t i = s->slots[at];
        if (s->hashes[i] == hash && ch__sv_is(text, s->at[i]))
            break;
        at = (at + 1) & (s->n_slots - 1);
    }
    return at;
}

static void resize(strings *s, uint32_t n_slots)
{
    free(s->slots);
    s->n_slots = n_slots;
    s->slots = need((size_t)n_slots * sizeof *s->slots);
    memset(s->slots, 0xFF, (size_t)n_slots * sizeof *s->slots);
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t at = (uint32_t)s->hashes[i] & (n_slots - 1);
        while (s->slots[at] != CH_NONE)
            at = (at + 1) & (n_slots - 1);
        s->slots[at] = i;
    }
}

uint32_t strings_find(const strings *s, ch__sv text)
{
    return s->n_slots ? s->slots[slot_of(s, text, ch__hash64(text))] : CH_NONE;
}

uint32_t strings_add(strings *s, ch__sv text)
{
    if (s->n * 2 >= s->n_slots)
        resize(s, s->n_slots ? s->n_slots * 2 : 256);
    uint64_t hash = ch__hash64(text);
    uint32_t at = slot_of(s, text, hash);
    if (s->slots[at] != CH_NONE)
        return s->slots[at];
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 128;
        s->at = need_more(s->at, s->cap * sizeof *s->at);
        s->hashes = need_more(s->hashes, s->cap * sizeof *s->hashes);
    }
    s->at[s->n] = need(text.n + 1);
    memcpy(s->at[s->n], text.p, text.n);
    s->at[s->n][text.n] = 0;
    s->hashes[s->n] = hash;
    s->slots[at] = s->n;
    return s->n++;
}

void strings_free(strings *s)
{
    for (uint32_t i = 0; i < s->n; i++)
        free(s->at[i]);
    free(s->at);
    free(s->hashes);
    free(s->slots);
    *s = (strings){0};
}
