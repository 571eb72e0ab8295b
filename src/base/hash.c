#include "base/hash.h"

#include <nettle/sha2.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

static void hex(char *out, const uint8_t *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * n] = 0;
}

void ch__hash_id(char out[33], const ch__sv *parts, size_t n)
{
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    for (size_t i = 0; i < n; i++) {
        uint8_t length[8];
        for (int b = 0; b < 8; b++)
            length[b] = (uint8_t)((uint64_t)parts[i].n >> (8 * b));
        XXH3_128bits_update(&state, length, sizeof length);
        if (parts[i].n)
            XXH3_128bits_update(&state, parts[i].p, parts[i].n);
    }
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
    hex(out, canonical.digest, sizeof canonical.digest);
}

void ch__sha256(char out[65], ch__sv s)
{
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&ctx);
    sha256_update(&ctx, s.n, (const uint8_t *)s.p);
    sha256_digest(&ctx, sizeof digest, digest);
    hex(out, digest, sizeof digest);
}

uint64_t ch__hash64(ch__sv s)
{
    return XXH3_64bits(s.p, s.n);
}
