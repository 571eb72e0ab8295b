/* signature.h - comparing near-duplicate signatures; for the store. */
#ifndef CH_TEXT_SIGNATURE_H
#define CH_TEXT_SIGNATURE_H

#include "chancery.h"

/* Estimated Jaccard similarity, 0..1, of the word 4-grams behind two signatures. */
double ch__signature_similarity(const uint32_t a[CH_SIGNATURE], const uint32_t b[CH_SIGNATURE]);

/* Key of one of the bands for locality-sensitive hashing: two documents that share the key of any band are worth
 * comparing. With 16 bands of four rows a pair of similarity s shares one with probability 1 - (1 - s^4)^16: 0.64 at s
 * = 0.5, 0.98 at 0.68. */
enum { CH__SIGNATURE_BANDS = 16, CH__SIGNATURE_ROWS = CH_SIGNATURE / CH__SIGNATURE_BANDS };
uint64_t ch__signature_band(const uint32_t signature[CH_SIGNATURE], uint32_t band);

#endif
