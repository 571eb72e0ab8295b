/* hash.h - content hashes. XXH3-128 (libxxhash) for ids, SHA-256 (nettle, FIPS 180-4) for the integrity of stored
 * texts. */
#ifndef CH_BASE_HASH_H
#define CH_BASE_HASH_H

#include "base/sv.h"

/* 32 hexadecimal digits and NUL. The parts are hashed with their lengths, so ("ab","c") and ("a","bc") differ. */
void ch__hash_id(char out[33], const ch__sv *parts, size_t n);

/* 64 hexadecimal digits and NUL, as sha256sum prints them. */
void ch__sha256(char out[65], ch__sv s);

/* A fast 64-bit hash for tables in memory (XXH3-64, seed 0). */
uint64_t ch__hash64(ch__sv s);

#endif
