#include "text/words.h"

#include "base/utf8.h"
#include "text/tokens.h"

/* Eight bytes as a little-endian number on every machine: signatures are stored. */
static inline uint64_t load(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 |
           (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

static uint32_t hash_bytes(const char *p, size_t n)
{
    uint64_t h = n;
    do {
        char part[8] = {0};
        size_t take = n < 8 ? n : 8;
        memcpy(part, p, take);
        h = ch__mix(h, load(part));
        p += take;
        n -= take;
    } while (n);
    return (uint32_t)(h >> 32) | 1; /* 0 is for punctuation */
}

/* Words beyond ASCII; the apostrophe of "Iran’s" becomes straight. */
static uint32_t wide_hash(ch__sv s)
{
    char folded[192];
    bool any = false;
    for (size_t i = 0; i < s.n && !any;) {
        ch__cp_class c = ch__cp_classify(ch__utf8_next(s.p, s.n, &i));
        any = c == CH__CP_LETTER || c == CH__CP_DIGIT;
    }
    size_t n = ch__fold(s.p, s.n, folded, sizeof folded);
    if (!any)
        return 0;
    return n == (size_t)-1 ? hash_bytes(s.p, s.n) : hash_bytes(folded, n);
}

enum { LOWER = 0x20 }; /* lowers letters and leaves figures; that some marks coincide does no harm */

/* A word of up to eight ASCII characters, which most are, in one step; 0 when the token is something else. */
static inline uint32_t short_hash(const ch_doc *doc, ch_span bytes)
{
    size_t n = bytes.end - bytes.start;
    uint8_t first = ch__byte_class[(unsigned char)doc->text[bytes.start]];
    if (n > 8 || bytes.start + 8 > doc->len || (first != CH__B_LETTER && first != CH__B_DIGIT))
        return 0;
    uint64_t mask = UINT64_MAX >> (64 - 8 * n), w = load(doc->text + bytes.start) & mask;
    if (w & 0x8080808080808080u)
        return 0;
    return (uint32_t)(ch__mix(n, w | (0x2020202020202020u & mask)) >> 32) | 1;
}

/* The same for longer words, eight bytes a step; what hash_bytes makes of the word in small letters. */
static inline uint32_t long_hash(const ch_doc *doc, ch_span bytes)
{
    size_t n = bytes.end - bytes.start;
    const char *p = doc->text + bytes.start;
    uint8_t first = ch__byte_class[(unsigned char)*p];
    if (bytes.end + 8 > doc->len || (first != CH__B_LETTER && first != CH__B_DIGIT))
        return 0;
    uint64_t h = n, all = 0;
    for (; n; p += 8) {
        uint64_t mask = n < 8 ? UINT64_MAX >> (64 - 8 * n) : UINT64_MAX, w = load(p) & mask;
        all |= w;
        h = ch__mix(h, w | (0x2020202020202020u & mask));
        n -= n < 8 ? n : 8;
    }
    return all & 0x8080808080808080u ? 0 : (uint32_t)(h >> 32) | 1;
}

/* Any token. */
static uint32_t slow_hash(ch__sv s)
{
    enum { LONGEST = 64 };
    char lower[LONGEST];
    unsigned all = 0;
    bool any = false;
    if (s.n > LONGEST)
        return wide_hash(s);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        any |= ch__byte_class[c] == CH__B_LETTER || ch__byte_class[c] == CH__B_DIGIT;
        all |= c;
        lower[i] = (char)(c | LOWER);
    }
    if (all & 0x80)
        return wide_hash(s);
    return any ? hash_bytes(lower, s.n) : 0;
}

/* A mark of one ASCII character is not worth the way through slow_hash. */
static inline bool is_mark(const ch_doc *doc, ch_span bytes)
{
    unsigned char c = (unsigned char)doc->text[bytes.start];
    return bytes.end - bytes.start == 1 && c < 0x80 && ch__byte_class[c] != CH__B_LETTER &&
           ch__byte_class[c] != CH__B_DIGIT;
}

static inline uint32_t hash_of(const ch_doc *doc, ch_span bytes)
{
    enum { LONGEST = 64 };
    size_t n = bytes.end - bytes.start;
    uint32_t quick = n <= 8 ? short_hash(doc, bytes) : n <= LONGEST ? long_hash(doc, bytes) : 0;
    if (quick || is_mark(doc, bytes))
        return quick;
    return slow_hash(ch__doc_sv(doc, bytes));
}

uint32_t ch__word_hash(const ch_doc *doc, uint32_t token)
{
    return hash_of(doc, doc->tokens[token].bytes);
}

uint32_t *ch__word_hashes(ch__arena *scratch, const ch_doc *doc)
{
    uint32_t *out = ch__alloc_raw(scratch, ((size_t)doc->n_tokens + 1) * sizeof *out);
    for (uint32_t t = 0; t < doc->n_tokens; t++)
        out[t] = hash_of(doc, doc->tokens[t].bytes);
    return out;
}
