#include "knowledge/units.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "knowledge/inside.h"

typedef enum { SPACE, WORD, PUNCTUATION, IGNORED } unit_class;

static inline bool ascii_word(unsigned char c)
{
    return (unsigned)((c | 32) - 'a') < 26 || (unsigned)(c - '0') < 10;
}

static unit_class ascii_class(unsigned char c)
{
    return ascii_word(c) ? WORD : ch__is_space(c) ? SPACE : PUNCTUATION;
}

/* Folds one code point above ASCII and says what it is. What folds to nothing (accents standing alone, soft hyphens,
 * joiners) is ignored; a letter that folds to a quote (the modifier apostrophe of "Kam\u02BCianets") is punctuation. */
static unit_class wide_class(const char *s, size_t n, uint32_t c, char *fold, size_t cap, size_t *used)
{
    *used = ch__fold(s, n, fold, cap);
    if (*used == 0)
        return IGNORED;
    if (*used == 1 && (unsigned char)fold[0] < 0x80)
        return ascii_class((unsigned char)fold[0]);
    return ch__cp_is_letter(c) || ch__cp_is_digit(c) ? WORD : PUNCTUATION;
}

/* The general case: any code points. */
static bool next_wide(ch__unit_reader *r)
{
    bool inside = false;
    r->n = 0;
    r->too_long = false;
    memset(r->fold, 0, sizeof r->fold);
    while (r->at < r->to) {
        char fold[64];
        size_t next = r->at, used;
        uint32_t c = ch__utf8_next(r->text, r->to, &next);
        unit_class class = wide_class(r->text + r->at, next - r->at, c, fold, sizeof fold, &used);
        if (inside && class != WORD && class != IGNORED)
            return true;
        if (class == WORD || class == PUNCTUATION) {
            if (!inside)
                r->start = r->at;
            r->end = (uint32_t)next;
            if (r->n + used > CH__UNIT_BYTES)
                r->too_long = true;
            else {
                memcpy(r->fold + r->n, fold, used);
                r->n += (uint32_t)used;
            }
        }
        r->at = (uint32_t)next;
        if (class == PUNCTUATION)
            return true;
        inside = inside || class == WORD;
    }
    return inside;
}

/* Eight bytes of text; zeros behind its end. */
static inline uint64_t eight_bytes(const char *s, uint32_t left)
{
    uint64_t x = 0;
    if (left >= 8)
        memcpy(&x, s, 8);
    else
        memcpy(&x, s, left);
    return x;
}

/* How many of eight bytes, from the first, are ASCII letters and digits: all bytes are compared at once, each in its
 * lane, by carries into the eighth bit (Warren, "Hacker's Delight", on searching words). */
static inline uint32_t leading_word_bytes(uint64_t x)
{
    const uint64_t ones = 0x0101010101010101u, high = ones * 0x80;
    uint64_t low = x & ~high, lower = low | ones * 0x20;
    uint64_t letter = (lower + ones * (0x80 - 'a')) & ~(lower + ones * (0x7F - 'z'));
    uint64_t digit = (low + ones * (0x80 - '0')) & ~(low + ones * (0x7F - '9'));
    uint64_t other = ~((letter | digit) & ~x) & high;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return other ? (uint32_t)__builtin_ctzll(other) / 8 : 8;
#else
    return other ? (uint32_t)__builtin_clzll(other) / 8 : 8;
#endif
}

/* The first `n` of eight bytes in lower case, the others zero: setting one bit makes capitals small and leaves digits
 * alone. */
static inline void fold_bytes(char *out, uint64_t x, uint32_t n)
{
    static const unsigned char keep[16] = {255, 255, 255, 255, 255, 255, 255, 255};
    uint64_t mask;
    memcpy(&mask, keep + 8 - n, 8);
    x = (x | 0x2020202020202020u) & mask;
    memcpy(out, &x, 8);
}

/* Whether the word before s[at] ends there although the text goes on beyond ASCII: "Iran\u2019s". */
static bool ends_before(const char *s, uint32_t at, uint32_t to)
{
    char fold[64];
    size_t next = at, used;
    uint32_t c = ch__utf8_next(s, to, &next);
    unit_class class = wide_class(s + at, next - at, c, fold, sizeof fold, &used);
    return class == SPACE || class == PUNCTUATION;
}

/* ASCII is nearly all of the text: white space, one mark or a word, with no call. A word with letters beyond ASCII
 * starts over. */
static inline bool next_unit(ch__unit_reader *r)
{
    const char *s = r->text;
    uint32_t at = r->at, to = r->to, n = 0, run;
    while (at < to && ch__is_space((unsigned char)s[at]))
        at++;
    r->at = r->start = at;
    if (at == to)
        return false;
    do {
        uint64_t x = eight_bytes(s + at, to - at);
        run = leading_word_bytes(x);
        fold_bytes(r->fold + n, x, run);
        n += run;
        at += run;
    } while (run == 8 && n < CH__UNIT_BYTES);
    if (run == 8 || (at < to && (unsigned char)s[at] >= 0x80 && (!n || !ends_before(s, at, to))))
        return next_wide(r);
    if (!n) {
        fold_bytes(r->fold, 0, 0);
        r->fold[n++] = s[at] == '`' ? '\'' : s[at];
        at++;
    }
    r->n = n;
    r->too_long = false;
    r->at = r->end = at;
    return true;
}

bool ch__unit_next(ch__unit_reader *r)
{
    return next_unit(r);
}

uint64_t ch__unit_hash(const char *fold, uint32_t n)
{
    uint64_t hash = n, x;
    for (uint32_t i = 0; i < n; i += 8) {
        memcpy(&x, fold + i, 8);
        hash = (hash ^ x) * 0x9E3779B97F4A7C15u; /* 2^64 / golden ratio: Knuth, TAOCP 3, 6.4 */
        hash ^= hash >> 32;
    }
    return hash;
}

/* Number of the folded unit in the vocabulary, or CH_NONE; also CH_NONE for most words that `only`, a filter of
 * compile_phrases.c, does not hold. Most words fit into the slot, which is then all that is read. */
static inline uint32_t word_of(const ch__knowledge *k, const uint64_t *only, const ch__unit_reader *r)
{
    if (r->too_long)
        return CH_NONE;
    uint64_t hash = ch__unit_hash(r->fold, r->n);
    if (only && !(only[ch__word_bit(hash) / 64] >> ch__word_bit(hash) % 64 & 1))
        return CH_NONE;
    for (uint32_t i = ch__first_slot(hash, k->n_word_slots);; i = i + 1 < k->n_word_slots ? i + 1 : 0) {
        const ch__image_word_slot *slot = &k->word_slots[i];
        if (slot->number == CH__NO_WORD)
            return CH_NONE;
        if (memcmp(slot->head, r->fold, sizeof slot->head) != 0 || slot->n != r->n)
            continue;
        uint32_t at = k->words[slot->number];
        if (r->n <= 8 || (k->n_strings - at > r->n && memcmp(k->strings + at, r->fold, r->n) == 0))
            return slot->number;
    }
}

static inline uint32_t cut_units(const ch__knowledge *k, const uint64_t *only, ch__arena *arena, const char *text,
                                 uint32_t from, uint32_t to, ch__unit **out)
{
    ch__unit_reader r;
    r.text = text;
    r.at = from;
    r.to = to;
    size_t cap = from < to ? (to - from) / 4 + 16 : 1; /* English has a unit every 4.9 bytes */
    uint32_t n = 0;
    ch__unit *units = ch__alloc_raw(arena, cap * sizeof *units);
    while (next_unit(&r)) {
        if (n == cap) {
            units = ch__grow(arena, units, n, sizeof *units, cap * 2);
            cap *= 2;
        }
        units[n++] = (ch__unit){r.start, r.end, word_of(k, only, &r)};
    }
    *out = units;
    return n;
}

uint32_t ch__units(const ch__knowledge *k, ch__arena *arena, const char *text, uint32_t from, uint32_t to,
                   ch__unit **out)
{
    return cut_units(k, NULL, arena, text, from, to, out);
}

uint32_t ch__units_of(const ch__knowledge *k, const ch__table *t, ch__arena *arena, const char *text, uint32_t from,
                      uint32_t to, ch__unit **out)
{
    return cut_units(k, k->filters[ch__table_number(t)].words, arena, text, from, to, out);
}

/* The child of a node for a word, or 0 (the root is nobody's child). */
static uint32_t child(const ch__knowledge *k, uint32_t node, uint32_t word)
{
    uint32_t low = k->nodes[node].first_child, high = k->nodes[node + 1].first_child;
    if (node == 0)
        return word < high - low ? low + word : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (k->node_words[middle] < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low < k->nodes[node + 1].first_child && k->node_words[low] == word ? low : 0;
}

/* The child for a word (CH_NONE: none has it) with phrases of `tables` there or below, or 0. */
static inline uint32_t step(const ch__knowledge *k, uint32_t node, uint32_t word, uint64_t tables)
{
    node = word == CH_NONE ? 0 : child(k, node, word);
    return node && k->nodes[node].tables & tables ? node : 0;
}

/* Appends the hits of a node that are in `tables`. */
static size_t take_hits(const ch__knowledge *k, uint32_t node, uint32_t units, uint64_t tables, ch__hit *hits, size_t n,
                        size_t cap)
{
    for (uint32_t i = k->nodes[node].first_hit; i < k->nodes[node + 1].first_hit && n < cap; i++) {
        const ch__image_hit *h = &k->hits[i];
        if (tables >> h->table & 1)
            hits[n++] = (ch__hit){units, h->table, h->row, h->column};
    }
    return n;
}

size_t ch__phrases_at(const ch__knowledge *k, const ch__unit *units, size_t n, uint64_t tables, ch__hit *hits,
                      size_t cap)
{
    uint32_t node = 0;
    size_t found = 0;
    for (size_t i = 0; i < n && found < cap; i++) {
        node = step(k, node, units[i].word, tables);
        if (!node)
            break;
        found = take_hits(k, node, (uint32_t)i + 1, tables, hits, found, cap);
    }
    return found;
}

size_t ch__runs_at(const ch__knowledge *k, const ch__unit *units, size_t n, uint64_t tables, ch__run *runs, size_t cap)
{
    uint32_t node = 0;
    size_t found = 0;
    ch__hit any;
    for (size_t i = 0; i < n && found < cap; i++) {
        node = step(k, node, units[i].word, tables);
        if (!node)
            break;
        uint32_t first = k->nodes[node].first_hit;
        if (take_hits(k, node, (uint32_t)i + 1, tables, &any, 0, 1))
            runs[found++] = (ch__run){(uint32_t)i + 1, first, k->nodes[node + 1].first_hit - first};
    }
    return found;
}

ch__hit ch__run_hit(const ch__knowledge *k, const ch__run *run, uint32_t i)
{
    const ch__image_hit *h = &k->hits[run->first + i];
    return (ch__hit){run->units, h->table, h->row, h->column};
}

bool ch__phrase_starts(const ch__knowledge *k, const ch__table *t, ch__sv text, ch__hit *hit, size_t *length)
{
    if (!t)
        return false;
    uint64_t tables = ch__table_bit(t);
    const uint64_t *words = k->filters[ch__table_number(t)].words;
    ch__unit_reader r;
    r.text = text.p;
    r.at = 0;
    r.to = text.n < UINT32_MAX ? (uint32_t)text.n : UINT32_MAX - 1;
    uint32_t node = 0;
    bool found = false;
    for (uint32_t units = 1; next_unit(&r); units++) {
        node = step(k, node, word_of(k, words, &r), tables);
        if (!node)
            break;
        if (take_hits(k, node, units, tables, hit, 0, 1)) {
            found = true;
            *length = r.end;
        }
    }
    return found;
}
