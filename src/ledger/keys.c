/* keys.c - what records are compared by across stories: the rank of a level, the key of a paper's title. */
#include "base/utf8.h"
#include "ledger/ledger.h"

enum { LEVEL = 1, RANK = 2, WEIGHT = 2 };

int ch__level_rank(const ch__knowledge *k, const char *level)
{
    const ch__table *t = ch__knowledge_table(k, "ledger/levels");
    uint32_t row = t && level ? ch__table_find(t, ch__sv_of(level)) : CH_NONE;
    const char *rank = row == CH_NONE ? NULL : ch__table_cell(t, row, RANK);
    int n = 0;
    for (; rank && ch__is_digit((unsigned char)*rank); rank++)
        n = n * 10 + (*rank - '0');
    return n;
}

/* "25-year", "20", "1995", "a", "new": words of a title that do not tell which paper is meant. */
static bool says_nothing(const ch__table *words, ch__sv word)
{
    return ch__is_digit((unsigned char)word.p[0]) || ch__table_find(words, word) != CH_NONE;
}

/* Whether the whole of a key is one everyday noun of the table: "agreement", "deal", "documents". */
static bool bare(const ch__knowledge *k, const char *key)
{
    const ch__table *t = ch__knowledge_table(k, "ledger/agreements");
    ch__hit hit;
    size_t length = 0;
    return !strchr(key, ' ') && t && ch__phrase_starts(k, t, ch__sv_of(key), &hit, &length) && length == strlen(key);
}

const char *ch__title_key(const ch__knowledge *k, ch__arena *arena, const char *title)
{
    const ch__table *words = ch__knowledge_table(k, "ledger/title-words");
    size_t cap = title ? 4 * strlen(title) + 1 : 0, n = 0;
    if (!words || !cap)
        return NULL;
    char *folded = ch__alloc_raw(arena, cap), *key = ch__alloc_raw(arena, cap);
    size_t length = ch__fold(title, strlen(title), folded, cap);
    ch__sv left = {folded, length == (size_t)-1 ? 0 : length}, word;
    bool front = true;
    while (ch__sv_next(&left, ' ', &word)) {
        if (!word.n || (front && says_nothing(words, word)))
            continue;
        front = false;
        if (n)
            key[n++] = ' ';
        memcpy(key + n, word.p, word.n);
        n += word.n;
    }
    key[n] = '\0';
    return n && !bare(k, key) ? key : NULL;
}
