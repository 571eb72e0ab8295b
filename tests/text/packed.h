/* packed.h - compressed bytes for tests. */
#ifndef CH_TESTS_TEXT_PACKED_H
#define CH_TESTS_TEXT_PACKED_H

#include <zlib.h>
#include <zstd.h>

#include "base/buf.h"

enum { PACK_GZIP = 15 + 16, PACK_ZLIB = 15, PACK_DEFLATE = -15 };

/* Appends one gzip member, zlib or raw deflate stream. */
static inline void pack(ch__buf *out, const char *s, size_t n, int bits)
{
    z_stream z = {0};
    if (deflateInit2(&z, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
        !ch__buf_reserve(out, n + n / 100 + 200))
        abort();
    z.next_in = (Bytef *)(uintptr_t)s;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)out->p + out->n;
    z.avail_out = (uInt)(out->cap - out->n);
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    out->n += z.total_out;
    deflateEnd(&z);
}

/* Appends one Zstandard frame. */
static inline void pack_zstd(ch__buf *out, const char *s, size_t n)
{
    if (!ch__buf_reserve(out, ZSTD_compressBound(n)))
        abort();
    size_t got = ZSTD_compress(out->p + out->n, out->cap - out->n, s, n, 3);
    if (ZSTD_isError(got))
        abort();
    out->n += got;
}

#endif
