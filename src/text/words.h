/* words.h - folded words as numbers, for repeats and signatures: punctuation, case, accents and quote style do not
 * count. */
#ifndef CH_TEXT_WORDS_H
#define CH_TEXT_WORDS_H

#include "text/document.h"

/* A hash of the folded token, or 0 when it holds no letter or digit. */
uint32_t ch__word_hash(const ch_doc *doc, uint32_t token);

/* Hashes of all tokens of the document; scratch memory. */
uint32_t *ch__word_hashes(ch__arena *scratch, const ch_doc *doc);

/* Mixes a value into a running 64-bit hash (the finalizer of splitmix64; Steele, Lea, Flood 2014). */
static inline uint64_t ch__mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) + 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9u;
    h = (h ^ h >> 27) * 0x94D049BB133111EBu;
    return h ^ h >> 31;
}

/* The hash of three or four neighbouring words: multiplied apart, summed, finished once. */
static inline uint64_t ch__gram(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    uint64_t h = a * 0x9E3779B97F4A7C15u + b * 0xC2B2AE3D27D4EB4Fu + c * 0x165667B19E3779F9u + d * 0xD6E8FEB86659FD93u;
    h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u;
    return h ^ h >> 32;
}

#endif
