/* scanner.h - inside the tokenizer: looking at characters and writing tokens; for tokens.c and wordforms.c. */
#ifndef CH_TEXT_SCANNER_H
#define CH_TEXT_SCANNER_H

#include "base/utf8.h"
#include "text/tokens.h"

/* Makes room for more tokens. */
void ch__tokens_grow(ch__tokenizer *z);

/* wordforms.c: takes a word that begins at `from` and is known to reach to i; returns where it ended. `end` is that of
 * the chunk. */
size_t ch__word(ch__tokenizer *z, size_t from, size_t i, size_t end);
/* What a word before a stop is as an abbreviation; CH__PERIOD: none, the stop is a token of its own. */
ch__shape ch__abbreviation(const ch__tokenizer *z, size_t from, size_t to);
/* Where a word that is written together splits ("can|not"), or `to`. */
size_t ch__merged_word(const ch__tokenizer *z, size_t from, size_t to);

/* Whether a word has the length and the letters of one that is written together. */
static inline bool may_be_merged(const ch__tokenizer *z, size_t from, size_t to)
{
    size_t n = to - from;
    return n >= 2 && n < 8 &&
           (z->merged[n] >> (z->text[from] & 31) & z->merged_second[n] >> (z->text[from + 1] & 31) &
            z->merged_last[n] >> (z->text[to - 1] & 31) & 1);
}

static inline void emit(ch__tokenizer *z, size_t from, size_t to, ch__shape shape, uint8_t flags)
{
    ch_doc *doc = z->doc;
    if (doc->n_tokens == z->cap)
        ch__tokens_grow(z);
    doc->tokens[doc->n_tokens] = (ch_token){.bytes = {(uint32_t)from, (uint32_t)to}, .flags = flags};
    z->shapes[doc->n_tokens++] = (uint8_t)shape;
}

static inline uint8_t class_at(const ch__tokenizer *z, size_t i, size_t end)
{
    return i < end ? ch__byte_class[(unsigned char)z->text[i]] : CH__B_SPACE;
}

/* The class of the character at i, and its length in bytes. */
static inline ch__cp_class class_of(const ch__tokenizer *z, size_t i, size_t end, size_t *length)
{
    unsigned char b = (unsigned char)z->text[i];
    *length = 1;
    if (b < 0x80)
        return ch__cp_classify(b);
    size_t j = i;
    uint32_t c = ch__utf8_next(z->text, end, &j);
    *length = j - i;
    return ch__cp_classify(c);
}

/* White space, also above ASCII (no-break space). */
static inline bool space_at(const ch__tokenizer *z, size_t i, size_t end)
{
    size_t n;
    return i >= end || class_of(z, i, end, &n) == CH__CP_SPACE;
}

static inline bool letter_at(const ch__tokenizer *z, size_t i, size_t end)
{
    size_t n;
    return i < end && class_of(z, i, end, &n) == CH__CP_LETTER;
}

static inline bool digit_at(const ch__tokenizer *z, size_t i, size_t end)
{
    return class_at(z, i, end) == CH__B_DIGIT;
}

/* Length of the apostrophe at i (' or U+2019), or 0. */
static inline size_t apostrophe_at(const ch__tokenizer *z, size_t i, size_t end)
{
    if (i < end && z->text[i] == '\'')
        return 1;
    return i + 3 <= end && memcmp(z->text + i, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

static inline ch__shape word_shape(const ch__tokenizer *z, size_t from, size_t to)
{
    unsigned char b = (unsigned char)z->text[from];
    if (b < 0x80)
        return ch__is_upper(b) ? CH__UPPER : ch__is_digit(b) ? CH__NUMBER : CH__LOWER;
    size_t i = from;
    return ch__cp_is_upper(ch__utf8_next(z->text, to, &i)) ? CH__UPPER : CH__LOWER;
}

/* A lower-case key of at most `cap` bytes with straight apostrophes, for the small tables; n == 0 when it does not fit.
 */
static inline ch__sv key_of(const ch__tokenizer *z, size_t from, size_t to, char *out, size_t cap)
{
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        size_t mark = apostrophe_at(z, i, to);
        if (n == cap)
            return (ch__sv){out, 0};
        out[n++] = mark ? '\'' : ch__lower(z->text[i]);
        i += mark ? mark - 1 : 0;
    }
    return (ch__sv){out, n};
}

static inline const char *look_up(const ch__table *t, ch__sv key, uint32_t column)
{
    uint32_t row = t && key.n ? ch__table_find(t, key) : CH_NONE;
    return row == CH_NONE ? NULL : ch__table_cell(t, row, column);
}

/* How many of eight bytes, from the first, are ASCII letters: all bytes are compared at once, each in its lane, by
 * carries into the eighth bit (Warren, "Hacker's Delight", on searching words). */
static inline size_t leading_letters(uint64_t x)
{
    const uint64_t ones = 0x0101010101010101u, high = ones * 0x80;
    uint64_t small = (x & ~high) | ones * 0x20;
    uint64_t letter = (small + ones * (0x80 - 'a')) & ~(small + ones * (0x7F - 'z')) & ~x & high;
    uint64_t other = letter ^ high;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return other ? (size_t)__builtin_ctzll(other) / 8 : 8;
#else
    return other ? (size_t)__builtin_clzll(other) / 8 : 8;
#endif
}

/* End of the run of ASCII letters at i: most words take one step, whose length the processor need not guess. */
static inline size_t letters(const ch__tokenizer *z, size_t i, size_t end)
{
    while (i + 8 <= end) {
        uint64_t x;
        memcpy(&x, z->text + i, 8);
        size_t n = leading_letters(x);
        i += n;
        if (n < 8)
            return i;
    }
    while (class_at(z, i, end) == CH__B_LETTER)
        i++;
    return i;
}

/* Emits [from, to) as a multiword token of two: "do" "n't". */
static inline void emit_pair(ch__tokenizer *z, size_t from, size_t middle, size_t to)
{
    emit(z, from, middle, word_shape(z, from, middle), CH_TOKEN_MWT_FIRST);
    emit(z, middle, to, CH__LOWER, CH_TOKEN_MWT_INSIDE);
}

#endif
