/* repeats.c - sentences that say again, in the same or nearly the same words, what an earlier one of the story said.
 *
 * Equal sentences are found by a hash of their folded words. Candidates for nearly equal ones share word 3-grams
 * ("shingles"): of each sentence the five with the smallest hashes are kept (bottom-k sketch, Broder 1997) and looked
 * up in a table of those seen so far, so the time is linear in the text. A candidate that shares one and is about as
 * long is compared in full.
 */
#include <stdlib.h>

#include "text/text.h"
#include "text/words.h"

enum { FEWEST_EQUAL = 4, FEWEST_NEAR = 12, LONGEST_NEAR = 400, CANDIDATES = 4, SKETCH = 5, SHARED = 2 };

typedef struct slot {
    uint32_t tag;      /* upper half of the hash; lower half chose the slot */
    uint32_t sentence; /* + 1; 0: free */
} slot;

typedef struct finder {
    ch_doc *doc;
    const ch__table *contrast;
    uint32_t contrast_kind;
    const uint32_t *hashes; /* of all tokens */
    uint32_t *words;        /* hashes of the sentence in hand, without punctuation */
    uint32_t n;
    slot *equal, *shingles;
    uint64_t equal_mask, shingle_mask;
    struct list {
        uint32_t *tokens;
        uint64_t *grams;
        uint32_t n;
    } a, b; /* of the pair that is compared, sorted */
} finder;

static uint64_t power_of_two(uint64_t at_least)
{
    uint64_t p = 16;
    while (p < at_least)
        p *= 2;
    return p;
}

/* The slot of a hash: the sentence that owns it, or a free one. */
static slot *find(slot *table, uint64_t mask, uint64_t h)
{
    for (uint64_t i = h & mask;; i = (i + 1) & mask)
        if (!table[i].sentence || table[i].tag == (uint32_t)(h >> 32))
            return &table[i];
}

/* The tokens of a sentence that are words. */
static uint32_t tokens_of(const finder *f, uint32_t sentence, uint32_t *out, uint32_t cap)
{
    const ch_sentence *s = &f->doc->sentences[sentence];
    uint32_t n = 0;
    for (uint32_t t = s->tokens.start; t < s->tokens.end && n < cap; t++)
        if (f->hashes[t])
            out[n++] = t;
    return n;
}

/* Takes a sentence in hand. Every hash is written, and kept when it is not that of punctuation: no branch. */
static void take(finder *f, const ch_sentence *s)
{
    uint32_t n = 0;
    for (uint32_t t = s->tokens.start; t < s->tokens.end; t++) {
        f->words[n] = f->hashes[t];
        n += f->hashes[t] != 0;
    }
    f->n = n;
}

/* ---- the full comparison ---- */

static int compare_grams(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void load(const finder *f, uint32_t sentence, struct list *l)
{
    l->n = tokens_of(f, sentence, l->tokens, LONGEST_NEAR);
    for (uint32_t i = 0; i + 2 < l->n; i++)
        l->grams[i] = ch__gram(f->hashes[l->tokens[i]], f->hashes[l->tokens[i + 1]], f->hashes[l->tokens[i + 2]], 0);
    qsort(l->grams, l->n > 2 ? l->n - 2 : 0, sizeof *l->grams, compare_grams);
}

static uint32_t common_grams(const struct list *a, const struct list *b)
{
    uint32_t i = 0, j = 0, common = 0;
    while (i + 2 < a->n && j + 2 < b->n) {
        if (a->grams[i] == b->grams[j])
            common++, i++, j++;
        else if (a->grams[i] < b->grams[j])
            i++;
        else
            j++;
    }
    return common;
}

/* What the words of one sentence that the other lacks are. */
typedef struct difference {
    bool number, name, negation, opposite;
} difference;

static char contrast_of(const finder *f, uint32_t token)
{
    char key[16];
    ch__sv form = ch__token_sv(f->doc, token);
    if (!f->contrast || form.n > sizeof key)
        return 0;
    for (size_t i = 0; i < form.n; i++)
        key[i] = ch__lower(form.p[i]);
    uint32_t row = ch__table_find(f->contrast, (ch__sv){key, form.n});
    const char *kind = row == CH_NONE ? NULL : ch__table_cell(f->contrast, row, f->contrast_kind);
    return kind ? kind[0] : 0;
}

static bool has_word(const finder *f, const struct list *l, uint32_t hash)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (f->hashes[l->tokens[i]] == hash)
            return true;
    return false;
}

static difference only_in(const finder *f, const struct list *a, const struct list *b)
{
    difference d = {0};
    for (uint32_t i = 0; i < a->n; i++) {
        if (has_word(f, b, f->hashes[a->tokens[i]]))
            continue;
        unsigned char first = (unsigned char)ch__token_sv(f->doc, a->tokens[i]).p[0];
        char kind = contrast_of(f, a->tokens[i]);
        d.number |= ch__is_digit(first);
        d.name |= ch__is_upper(first) && i > 0;
        d.negation |= kind == 'n';
        d.opposite |= kind == 'o';
    }
    return d;
}

/* Sentences that share most 3-grams do not differ much in length. */
static bool about_as_long(const finder *f, uint32_t a, uint32_t b)
{
    ch_span x = f->doc->sentences[a].tokens, y = f->doc->sentences[b].tokens;
    uint64_t n = x.end - x.start, m = y.end - y.start;
    return n * 10 >= m * 6 && m * 10 >= n * 6;
}

/* The same statement: most 3-grams shared, the same figures, neither denies it, and where both name somebody it is not
 * somebody else
 * ("Exports to France rose ..." is not "Exports to Spain rose ..."). */
static bool same_statement(finder *f, uint32_t earlier)
{
    load(f, earlier, &f->a);
    if (f->a.n < FEWEST_NEAR || f->a.n >= LONGEST_NEAR)
        return false;
    uint32_t all = f->a.n - 2 + f->b.n - 2, common = common_grams(&f->a, &f->b);
    if (common * 10 < (all - common) * 7)
        return false;
    difference a = only_in(f, &f->a, &f->b), b = only_in(f, &f->b, &f->a);
    return !a.number && !b.number && !a.negation && !b.negation && !(a.name && b.name) && !(a.opposite && b.opposite);
}

/* ---- search ---- */

/* Whether an earlier sentence has the very words of the one in hand: 32 bits of a hash may agree by chance. */
static bool same_words(const finder *f, uint32_t earlier)
{
    const ch_sentence *s = &f->doc->sentences[earlier];
    uint32_t n = 0;
    for (uint32_t t = s->tokens.start; t < s->tokens.end; t++)
        if (f->hashes[t] && (n == f->n || f->hashes[t] != f->words[n++]))
            return false;
    return n == f->n;
}

/* The earlier sentence with the same words, or CH_NONE; registers this one. */
static uint32_t equal_before(finder *f, uint32_t sentence)
{
    uint64_t h = f->n;
    for (uint32_t i = 0; i < f->n; i++)
        h = (h + f->words[i]) * 0x9E3779B97F4A7C15u;
    h = ch__mix(h, 0);
    slot *s = find(f->equal, f->equal_mask, h);
    if (s->sentence)
        return same_words(f, s->sentence - 1) ? s->sentence - 1 : CH_NONE;
    *s = (slot){(uint32_t)(h >> 32), sentence + 1};
    return CH_NONE;
}

typedef struct vote {
    uint32_t sentence, n;
} vote;

static void count_vote(vote votes[CANDIDATES], uint32_t sentence)
{
    uint32_t least = 0;
    for (uint32_t i = 0; i < CANDIDATES; i++) {
        if (votes[i].n && votes[i].sentence == sentence) {
            votes[i].n++;
            return;
        }
        if (votes[i].n < votes[least].n)
            least = i;
    }
    if (votes[least].n <= 1)
        votes[least] = (vote){sentence, 1};
}

/* The smallest hashes of the shingles of the sentence in hand, in order; returns how many. Each hash is carried past
 * all that are kept, the larger one going on: minima and maxima are quicker than branches nobody can foresee. */
static uint32_t sketch(const finder *f, uint64_t out[SKETCH])
{
    uint64_t kept[SKETCH];
    uint32_t n = f->n > 2 ? f->n - 2 : 0;
    for (uint32_t j = 0; j < SKETCH; j++)
        kept[j] = UINT64_MAX;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t h = ch__gram(f->words[i], f->words[i + 1], f->words[i + 2], 0);
        for (uint32_t j = 0; j < SKETCH; j++) {
            uint64_t other = kept[j];
            kept[j] = h < other ? h : other;
            h = h < other ? other : h;
        }
    }
    memcpy(out, kept, sizeof kept);
    return n < SKETCH ? n : SKETCH;
}

/* The earlier sentence that is nearly the same, or CH_NONE; registers the shingles of this one that nobody owns. The
 * smallest hashes crowd at one end of the range: mixing spreads them over the table. */
static uint32_t near_before(finder *f, uint32_t sentence)
{
    vote votes[CANDIDATES] = {0};
    uint64_t hashes[SKETCH];
    uint32_t n = sketch(f, hashes);
    for (uint32_t i = 0; i < n; i++) { /* all on their way from memory before the first is looked at */
        hashes[i] = ch__mix(1, hashes[i]);
        __builtin_prefetch(&f->shingles[hashes[i] & f->shingle_mask]);
    }
    for (uint32_t i = 0; i < n; i++) {
        slot *s = find(f->shingles, f->shingle_mask, hashes[i]);
        if (!s->sentence)
            *s = (slot){(uint32_t)(hashes[i] >> 32), sentence + 1};
        else if (s->sentence - 1 != sentence)
            count_vote(votes, s->sentence - 1);
    }
    bool loaded = false;
    for (uint32_t i = 0; i < CANDIDATES; i++) {
        if (votes[i].n < SHARED || !about_as_long(f, votes[i].sentence, sentence))
            continue;
        if (!loaded)
            load(f, sentence, &f->b);
        loaded = true;
        if (same_statement(f, votes[i].sentence))
            return votes[i].sentence;
    }
    return CH_NONE;
}

static void prepare(finder *f, ch__arena *scratch)
{
    ch_doc *doc = f->doc;
    uint32_t longest = 0;
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (doc->sentences[i].tokens.end - doc->sentences[i].tokens.start > longest)
            longest = doc->sentences[i].tokens.end - doc->sentences[i].tokens.start;
    f->words = ch__alloc_raw(scratch, ((size_t)longest + 1) * sizeof *f->words);
    uint64_t n_equal = power_of_two((uint64_t)doc->n_sentences * 2),
             n_grams = power_of_two((uint64_t)doc->n_sentences * SKETCH * 3 / 2);
    f->equal = ch__alloc_array(scratch, n_equal, sizeof *f->equal);
    f->shingles = ch__alloc_array(scratch, n_grams, sizeof *f->shingles);
    f->equal_mask = n_equal - 1;
    f->shingle_mask = n_grams - 1;
    for (struct list *l = &f->a;; l = &f->b) {
        l->tokens = ch__alloc_raw(scratch, LONGEST_NEAR * sizeof *l->tokens);
        l->grams = ch__alloc_raw(scratch, LONGEST_NEAR * sizeof *l->grams);
        if (l == &f->b)
            break;
    }
}

void ch__repeats(const ch__knowledge *k, ch__arena *scratch, const uint32_t *words, ch_doc *doc)
{
    finder f = {.doc = doc, .contrast = ch__knowledge_table(k, "text/contrast"), .hashes = words};
    f.contrast_kind = f.contrast ? ch__table_column(f.contrast, "kind") : 0;
    prepare(&f, scratch);
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        ch_sentence *s = &doc->sentences[i];
        take(&f, s);
        if (f.n < FEWEST_EQUAL)
            continue;
        s->repeat_of = equal_before(&f, i);
        if (s->repeat_of == CH_NONE && f.n >= FEWEST_NEAR && f.n < LONGEST_NEAR)
            s->repeat_of = near_before(&f, i);
    }
}
