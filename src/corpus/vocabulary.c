/* vocabulary.c - the names of the corpus format, and what the knowledge tables allow in a record. */
#include <stdlib.h>

#include "corpus/corpus.h"

#define N(a) (sizeof(a) / sizeof *(a))

/* ---- names of the format ---- */

#define CH_X(name) #name,
static const char *const tellings[] = {CH__TELLINGS(CH_X)};
static const char *const voices[] = {CH__VOICES(CH_X)};
static const char *const topics[] = {CH__TOPICS(CH_X)};
static const char *const reasons[] = {CH__REASONS(CH_X)};
#undef CH_X

static const struct {
    const char *const *names;
    uint32_t n;
} lists[] = {{tellings, N(tellings)}, {voices, N(voices)}, {topics, N(topics)}, {reasons, N(reasons)}};

const char *ch__corpus_name(ch__corpus_list list, uint32_t i)
{
    if (i >= lists[list].n)
        return NULL;
    return list == CH__LIST_REASONS && i == CH__REASON_no_actor ? "no-actor" : lists[list].names[i];
}

uint32_t ch__corpus_find(ch__corpus_list list, ch__sv name)
{
    for (uint32_t i = 0; i < lists[list].n; i++)
        if (ch__sv_is(name, ch__corpus_name(list, i)))
            return i;
    return CH_NONE;
}

/* ---- codes ---- */

static int by_string(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_code(struct ch__codes *codes, ch__arena *arena, const char *code)
{
    *CH__PUSH(arena, codes->at, codes->n, codes->cap) = code;
}

static void load_codes(ch__vocabulary *v, const ch__table *entities, ch__arena *arena)
{
    for (uint32_t r = 0; r < ch__table_rows(entities); r++) {
        const char *kind = ch__table_cell(entities, r, 0), *field = ch__table_cell(entities, r, 2),
                   *value = ch__table_cell(entities, r, 3);
        if (!kind || !field || !value || strcmp(kind, "entity") != 0)
            continue;
        if (strcmp(field, "code") == 0)
            add_code(&v->codes, arena, value);
        else if (strcmp(field, "iso3") == 0)
            add_code(&v->countries, arena, value);
    }
    for (uint32_t r = ch__table_find(v->plover, CH__SV("code")); r != CH_NONE; r = ch__table_find_next(v->plover, r))
        add_code(&v->codes, arena, ch__table_cell(v->plover, r, 1));
    if (v->codes.n)
        qsort(v->codes.at, v->codes.n, sizeof *v->codes.at, by_string);
    if (v->countries.n)
        qsort(v->countries.at, v->countries.n, sizeof *v->countries.at, by_string);
}

int ch__vocabulary_load(ch__vocabulary *v, const ch__knowledge *k, ch__arena *arena, ch_err *err)
{
    const ch__table *entities;
    *v = (ch__vocabulary){.k = k};
    const struct {
        const char *name;
        const ch__table **table;
    } wanted[] = {{"entities", &entities},
                  {"events/plover", &v->plover},
                  {"events/times", &v->times},
                  {"ledger/agreements", &v->agreements},
                  {"ledger/agreement-actions", &v->agreement_actions},
                  {"ledger/levels", &v->levels},
                  {"ledger/level-actions", &v->level_actions},
                  {"ledger/measures", &v->measures},
                  {"ledger/units", &v->units},
                  {"actors/pronouns", &v->pronouns},
                  {"corpus/reckoning", &v->reckoning}};
    for (size_t i = 0; i < N(wanted); i++)
        if (!(*wanted[i].table = ch__knowledge_table(k, wanted[i].name)))
            return ch__fail(err, CH_EKNOWLEDGE, "the knowledge lacks the table %s", wanted[i].name);
    load_codes(v, entities, arena);
    return CH_OK;
}

static const char *among(const struct ch__codes *codes, ch__sv code)
{
    uint32_t low = 0, high = codes->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int c = ch__sv_cmp(ch__sv_of(codes->at[middle]), code);
        if (c == 0)
            return codes->at[middle];
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *ch__vocabulary_code(const ch__vocabulary *v, ch__sv code)
{
    return among(&v->codes, code);
}

bool ch__vocabulary_is_country(const ch__vocabulary *v, const char *code)
{
    return among(&v->countries, ch__sv_of(code)) != NULL;
}

/* ---- tables ---- */

const char *ch__vocabulary_plover(const ch__vocabulary *v, const char *kind, ch__sv name, const char *of)
{
    for (uint32_t r = ch__table_find_in(v->plover, 1, name); r != CH_NONE;
         r = ch__table_find_next_in(v->plover, 1, r)) {
        const char *owner = ch__table_cell(v->plover, r, 2);
        if (strcmp(ch__table_cell(v->plover, r, 0), kind) == 0 && (!of || (owner && strcmp(owner, of) == 0)))
            return ch__table_cell(v->plover, r, 1);
    }
    return NULL;
}

const char *ch__vocabulary_cell(const ch__table *t, const char *column, ch__sv name)
{
    uint32_t c = ch__table_column(t, column);
    for (uint32_t r = 0; c != CH_NONE && r < ch__table_rows(t); r++) {
        const char *cell = ch__table_cell(t, r, c);
        if (cell && ch__sv_is(name, cell))
            return cell;
    }
    return NULL;
}

/* ---- words ---- */

bool ch__vocabulary_is_pronoun(const ch__vocabulary *v, ch__sv words)
{
    ch__hit hit;
    size_t length;
    return ch__phrase_starts(v->k, v->pronouns, words, &hit, &length) && length == words.n;
}

/* In lower case; false when it is longer than any key. */
static bool lower(ch__sv word, char out[32], ch__sv *key)
{
    if (word.n > 32)
        return false;
    for (size_t i = 0; i < word.n; i++)
        out[i] = ch__lower(word.p[i]);
    *key = (ch__sv){out, word.n};
    return true;
}

int ch__vocabulary_time(const ch__vocabulary *v, ch__sv word, const char *class)
{
    char buffer[32];
    ch__sv key;
    if (!lower(word, buffer, &key))
        return -1;
    for (uint32_t r = ch__table_find(v->times, key); r != CH_NONE; r = ch__table_find_next(v->times, r)) {
        const char *value = ch__table_cell(v->times, r, 2);
        if (value && strcmp(ch__table_cell(v->times, r, 1), class) == 0)
            return atoi(value);
    }
    return -1;
}

bool ch__vocabulary_reckons(const ch__vocabulary *v, ch__sv word)
{
    char buffer[32];
    ch__sv key;
    return lower(word, buffer, &key) && ch__table_find(v->reckoning, key) != CH_NONE;
}
