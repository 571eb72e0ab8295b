/* lemma_words.c - words without tags as further examples. "rooted" was never seen, but "root" was as a verb and "roote"
 * never: so it speaks for the edit that makes "root". Which classes a word belongs to is not known, and need not be:
 * what it says counts only where the tagger puts it there. */
#include <stdio.h>
#include <stdlib.h>

#include "lemmas.h"

enum {
    TYPES_OF_CLASS = 100, /* forms of a class that is worth it */
    MOST_EDITS = 4096,
    PARTS = 10000,  /* of one: whole numbers give the same model everywhere */
    ANY = CH_N_UPOS /* as a tag: lemmas of all */
};

static ch__sv base_key(char *key, uint8_t upos, ch__sv lemma)
{
    int n = snprintf(key, CH__LEMMA_ROOM, "%u %.*s", upos, (int)lemma.n, lemma.p);
    return (ch__sv){key, (size_t)n};
}

void lemma_base_add(lemma_data *d, uint8_t upos, ch__sv lemma)
{
    char key[CH__LEMMA_ROOM];
    strings_add(&d->bases, base_key(key, upos, lemma));
    strings_add(&d->bases, base_key(key, ANY, lemma));
}

static bool is_base(const lemma_data *d, uint8_t upos, ch__sv lemma)
{
    char key[CH__LEMMA_ROOM];
    return strings_find(&d->bases, base_key(key, upos, lemma)) != CH_NONE;
}

void lemma_words_read(lemma_data *d, const char *path)
{
    char line[512];
    FILE *f = fopen(path, "r");
    if (!f)
        die("%s: cannot be opened", path);
    while (fgets(line, sizeof line, f)) {
        size_t n = strcspn(line, "\r\n");
        if (n && n <= CH__LEMMA_LONGEST)
            strings_add(&d->words, (ch__sv){line, n});
    }
    fclose(f);
}

/* The edits of a class that change something, leave something and are rules; 0 of them when the class is not one of
 * inflected forms (most forms their own lemma) or small. */
static uint32_t inflections(const lemma_data *d, counts edits, uint16_t *out)
{
    uint32_t n = 0, types = 0;
    for (uint32_t e = 0; e < edits.n; e++) {
        types += edits.forms[e];
        if (e && edits.forms[e] >= 2 && d->edits[e].strip && n < MOST_EDITS)
            out[n++] = (uint16_t)e;
    }
    return types < TYPES_OF_CLASS || 2 * edits.forms[0] > types ? 0 : n;
}

/* What is known of the lemma that an edit makes: a lemma of such words, of others, a word about as frequent, nothing.
 */
static uint64_t worth(const lemma_data *d, uint8_t upos, uint32_t word, uint16_t edit)
{
    ch__sv form = ch__sv_of(d->words.at[word]);
    char out[CH__LEMMA_ROOM];
    if (d->edits[edit].strip >= form.n)
        return 0;
    ch__sv lemma = {out, ch__lemma_apply(&d->edits[edit], d->pool.p, form, form, CH__RECASE_LOWER, out)};
    if (is_base(d, upos, lemma))
        return 10 * PARTS;
    if (is_base(d, ANY, lemma))
        return 4 * PARTS;
    uint32_t place = strings_find(&d->words, lemma);
    return place == CH_NONE ? 0 : place <= word ? PARTS : PARTS * (word + 1ull) / (place + 1ull);
}

/* How much of the votes an edit has among forms that end like the word: the mean of its shares from the ending that it
 * strips to the longest one that any form shared. */
static uint64_t share(const tree *t, ch__sv word, uint16_t edit, uint32_t strip)
{
    uint64_t sum = 0, n = 0;
    for (uint32_t x = 0, depth = 0;; depth++) {
        uint32_t all = 0, own = 0;
        for (uint32_t v = t->at[x].votes; v; v = t->votes[v].next) {
            all += t->votes[v].weight;
            own += t->votes[v].value == edit ? t->votes[v].weight : 0;
        }
        if (!all || (depth == strip && !own))
            break;
        sum += depth < strip ? 0 : PARTS * (uint64_t)own / all;
        n += depth >= strip;
        if (depth == word.n || !(x = tree_child(t, x, (uint8_t)word.p[word.n - 1 - depth])))
            break;
    }
    return n ? sum / n : 0;
}

/* The edit that a word speaks for, or 0. */
static uint16_t choose(const lemma_data *d, const tree *t, uint8_t upos, uint32_t number, const uint16_t *among,
                       uint32_t n)
{
    ch__sv word = ch__sv_of(d->words.at[number]);
    uint64_t most = share(t, word, 0, 0) * worth(d, upos, number, 0);
    uint16_t best = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t s = share(t, word, among[i], d->edits[among[i]].strip);
        if (s > 0 && (s *= worth(d, upos, number, among[i])) > most) {
            most = s;
            best = among[i];
        }
    }
    return most >= PARTS * (uint64_t)PARTS / 10 ? best : 0;
}

void lemma_words_vote(lemma_data *d, tree *t, uint8_t upos, counts edits)
{
    uint16_t among[MOST_EDITS];
    uint32_t n = d->words.n ? inflections(d, edits, among) : 0;
    if (!n)
        return;
    uint16_t *chosen = need_zeroed(d->words.n, sizeof *chosen);
    for (uint32_t i = 0; i < d->words.n; i++)
        chosen[i] = choose(d, t, upos, i, among, n);
    for (uint32_t i = 0; i < d->words.n; i++)
        if (chosen[i])
            tree_vote(t, ch__sv_of(d->words.at[i]), chosen[i], d->edits[chosen[i]].strip, 1, 1);
    free(chosen);
}
