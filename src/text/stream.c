#define _GNU_SOURCE
#include "text/stream.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/arena.h"

enum { INPUT = 128 << 10, STEP = 128 << 10 };

/* No news text shrinks 400-fold; past this much output such a ratio is taken for a decompression bomb. */
#define BOMB_BYTES ((uint64_t)64 << 20)
enum { BOMB_RATIO = 400 };

static uint64_t compressed_offset(const ch__stream *s)
{
    return s->in_offset + s->in_at;
}

static int fail(ch__stream *s, int code, const char *what)
{
    s->failed = code;
    ch__err_clear(&s->why);
    ch__fail_at(&s->why, code, NULL, 0, (int64_t)compressed_offset(s), "%s", what);
    return code;
}

static int report(const ch__stream *s, ch_err *err)
{
    return ch__fail_at(err, s->failed, NULL, 0, s->why.offset, "%s", s->why.message);
}

/* ---- source ---- */

/* Makes in[in_at, in_n) not empty, unless the source ends. */
static int refill(ch__stream *s)
{
    if (s->in_at < s->in_n || s->source_end)
        return 0;
    s->in_offset += s->in_n;
    s->in_at = s->in_n = 0;
    if (s->fd < 0) {
        s->source_end = true;
        return 0;
    }
    ssize_t got;
    do
        got = read(s->fd, s->in, INPUT);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return fail(s, CH_EIO, strerror(errno));
    s->in_n = (size_t)got;
    s->source_end = got == 0;
    return 0;
}

/* Reads on until at least n bytes of the source are in the buffer, or it ends. For the first bytes only. */
static int fill_start(ch__stream *s, size_t n)
{
    while (s->fd >= 0 && s->in_n < n && !s->source_end) {
        ssize_t got = read(s->fd, s->in + s->in_n, INPUT - s->in_n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(s, CH_EIO, strerror(errno));
        s->in_n += (size_t)got;
        s->source_end = got == 0;
    }
    return 0;
}

static bool gzip_magic(const unsigned char *p, size_t n)
{
    return n >= 3 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8;
}

static bool zstd_magic(const unsigned char *p, size_t n)
{
    if (n < 4)
        return false;
    uint32_t m = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    return m == 0xFD2FB528u || (m & 0xFFFFFFF0u) == 0x184D2A50u; /* a frame, or a skippable one */
}

/* ---- life ---- */

static int start_codec(ch__stream *s)
{
    if (s->codec == CH__RAW)
        return 0;
    if (s->codec == CH__ZSTD) {
        s->state = ZSTD_createDStream();
        return s->state ? 0 : fail(s, CH_ENOMEM, "out of memory");
    }
    z_stream *z = ch__malloc(sizeof *z);
    if (z)
        *z = (z_stream){0};
    s->state = z;
    int bits = s->codec == CH__GZIP ? 15 + 16 : s->codec == CH__ZLIB ? 15 : -15;
    if (!z || inflateInit2(z, bits) != Z_OK)
        return fail(s, CH_ENOMEM, "out of memory");
    s->inside = s->codec != CH__GZIP;
    return 0;
}

static int start(ch__stream *s, ch_err *err)
{
    if (!s->failed && s->codec == CH__RAW)
        s->codec = gzip_magic(s->in, s->in_n) ? CH__GZIP : zstd_magic(s->in, s->in_n) ? CH__ZSTD : CH__RAW;
    if (!s->failed)
        start_codec(s);
    return s->failed ? report(s, err) : 0;
}

int ch__stream_open(ch__stream *s, int fd, bool owns_fd, uint64_t max_expand, ch_err *err)
{
    *s = (ch__stream){.fd = fd, .owns_fd = owns_fd, .max_expand = max_expand ? max_expand : (uint64_t)16 << 30};
    s->in = ch__malloc(INPUT);
    if (!s->in) {
        fail(s, CH_ENOMEM, "out of memory");
        return report(s, err);
    }
    fill_start(s, 4);
    return start(s, err);
}

int ch__stream_open_memory(ch__stream *s, const void *p, size_t n, ch__codec codec, uint64_t max_expand, ch_err *err)
{
    *s = (ch__stream){.fd = -1, .max_expand = max_expand ? max_expand : (uint64_t)16 << 30, .codec = codec};
    s->in = (unsigned char *)(uintptr_t)p; /* only read */
    s->in_n = n;
    return start(s, err);
}

void ch__stream_close(ch__stream *s)
{
    if (s->codec == CH__ZSTD)
        ZSTD_freeDStream(s->state);
    else if (s->state) {
        inflateEnd(s->state);
        free(s->state);
    }
    if (s->fd >= 0)
        free(s->in);
    if (s->owns_fd)
        close(s->fd);
    ch__buf_release(&s->win);
    *s = (ch__stream){.fd = -1, .end = true};
}

/* ---- decompression: each step adds to the window, or sets `end`, or fails ---- */

static int step_raw(ch__stream *s)
{
    size_t n = s->in_n - s->in_at;
    if (n > STEP)
        n = STEP;
    ch__buf_add(&s->win, (const char *)s->in + s->in_at, n);
    s->in_at += n;
    s->end = n == 0;
    return 0;
}

/* What stands behind a gzip member: another one, zero padding (as tape blocks leave it), or rubbish. */
static int next_member(ch__stream *s)
{
    while (s->in_at < s->in_n && s->in[s->in_at] == 0) {
        s->in_at++;
        if (refill(s))
            return s->failed;
    }
    if (s->in_at == s->in_n) {
        s->end = true;
        return 0;
    }
    if (s->in[s->in_at] != 0x1F)
        return fail(s, CH_EFORMAT, "bytes behind the end of the gzip data");
    inflateReset(s->state);
    s->inside = true;
    return 0;
}

static int step_inflate(ch__stream *s)
{
    z_stream *z = s->state;
    bool gzip = s->codec == CH__GZIP;
    if (!s->inside && gzip)
        return next_member(s);
    z->next_in = s->in + s->in_at;
    z->avail_in = (uInt)(s->in_n - s->in_at < (1u << 30) ? s->in_n - s->in_at : 1u << 30);
    uInt given = z->avail_in;
    z->next_out = (Bytef *)s->win.p + s->win.n;
    z->avail_out = STEP;
    int rc = inflate(z, Z_NO_FLUSH);
    s->in_at += given - z->avail_in;
    s->win.n += STEP - z->avail_out;
    bool stuck = given == 0 && z->avail_out == STEP; /* nothing went in, nothing was pending */
    if (rc == Z_STREAM_END) {
        s->inside = false;
        s->end = !gzip;
        return 0;
    }
    if (rc == Z_MEM_ERROR)
        return fail(s, CH_ENOMEM, "out of memory");
    if (rc != Z_OK && rc != Z_BUF_ERROR)
        return fail(s, CH_EFORMAT, gzip ? "corrupt gzip data" : "corrupt deflate data");
    if (stuck)
        return fail(s, CH_EFORMAT, gzip ? "truncated gzip data" : "truncated deflate data");
    return 0;
}

static int step_zstd(ch__stream *s)
{
    if (s->source_end && s->in_at == s->in_n && !s->inside) {
        s->end = true;
        return 0;
    }
    ZSTD_inBuffer in = {s->in, s->in_n, s->in_at};
    ZSTD_outBuffer out = {s->win.p + s->win.n, STEP, 0};
    size_t rc = ZSTD_decompressStream(s->state, &out, &in);
    bool stuck = in.pos == s->in_at && out.pos == 0;
    s->in_at = in.pos;
    s->win.n += out.pos;
    if (ZSTD_isError(rc)) {
        char what[160];
        snprintf(what, sizeof what, "corrupt zstd data: %s", ZSTD_getErrorName(rc));
        return fail(s, CH_EFORMAT, what);
    }
    s->inside = rc != 0;
    if (stuck && s->source_end)
        return s->inside ? fail(s, CH_EFORMAT, "truncated zstd data") : (s->end = true, 0);
    return 0;
}

static int check_expansion(ch__stream *s)
{
    uint64_t out = s->offset + (s->win.n - s->at), in = compressed_offset(s);
    char what[200];
    if (out > s->max_expand)
        snprintf(what, sizeof what, "expands to more than %" PRIu64 " bytes, the limit for compressed input",
                 s->max_expand);
    else if (out > BOMB_BYTES && out / BOMB_RATIO > in)
        snprintf(what, sizeof what,
                 "%" PRIu64 " compressed bytes expand more than %d-fold; taken for a decompression bomb", in,
                 BOMB_RATIO);
    else
        return 0;
    return fail(s, CH_ELIMIT, what);
}

static int step(ch__stream *s)
{
    if (refill(s))
        return s->failed;
    if (!ch__buf_reserve(&s->win, STEP))
        return fail(s, CH_ENOMEM, "out of memory");
    if (s->codec == CH__RAW)
        return step_raw(s);
    int rc = s->codec == CH__ZSTD ? step_zstd(s) : step_inflate(s);
    return rc ? rc : check_expansion(s);
}

/* ---- reading ---- */

int ch__stream_peek(ch__stream *s, size_t want, ch__sv *view, ch_err *err)
{
    if (s->at && s->win.n - s->at < want) {
        memmove(s->win.p, s->win.p + s->at, s->win.n - s->at);
        s->win.n -= s->at;
        s->at = 0;
    }
    while (s->win.n - s->at < want && !s->end && !s->failed)
        step(s);
    *view = (ch__sv){s->win.p ? s->win.p + s->at : "", s->win.n - s->at};
    return s->failed && view->n < want ? report(s, err) : 0;
}

void ch__stream_take(ch__stream *s, size_t n)
{
    s->at += n;
    s->offset += n;
}

int ch__stream_read(ch__stream *s, uint64_t n, ch__buf *out, uint64_t *got, ch_err *err)
{
    *got = 0;
    while (*got < n) {
        ch__sv v;
        int rc = ch__stream_peek(s, 1, &v, err);
        if (rc)
            return rc;
        if (!v.n)
            break;
        if (v.n > n - *got)
            v.n = (size_t)(n - *got);
        if (out)
            ch__buf_sv(out, v);
        ch__stream_take(s, v.n);
        *got += v.n;
    }
    return out && out->failed ? ch__fail(err, CH_ENOMEM, "out of memory") : 0;
}

int ch__stream_line(ch__stream *s, size_t max, ch__buf *out, uint64_t *length, ch_err *err)
{
    bool ended = false;
    *length = 0;
    while (!ended) {
        ch__sv v;
        int rc = ch__stream_peek(s, 1, &v, err);
        if (rc)
            return rc;
        if (!v.n)
            break;
        const char *nl = memchr(v.p, '\n', v.n);
        ended = nl != NULL;
        if (nl)
            v.n = (size_t)(nl + 1 - v.p);
        if (*length < max)
            ch__buf_add(out, v.p, v.n < max - *length ? v.n : (size_t)(max - *length));
        ch__stream_take(s, v.n);
        *length += v.n;
    }
    return out->failed ? ch__fail(err, CH_ENOMEM, "out of memory") : 0;
}

bool ch__stream_resync(ch__stream *s)
{
    if (s->codec != CH__GZIP || s->failed != CH_EFORMAT)
        return false;
    s->failed = 0;
    while (!refill(s) && s->in_at < s->in_n) {
        const unsigned char *p = s->in + s->in_at;
        size_t n = s->in_n - s->in_at;
        if (n < 4 && s->fd >= 0 &&
            !s->source_end) { /* a magic may lie across the buffer's end: move it to the front and read on */
            memmove(s->in, p, n);
            s->in_offset += s->in_at;
            s->in_at = 0;
            s->in_n = n;
            fill_start(s, 4);
            p = s->in;
            n = s->in_n;
        }
        /* member header: magic, method 8, reserved flag bits zero (RFC 1952, 2.3.1) */
        if (gzip_magic(p, n) && n >= 4 && p[3] < 0x20) {
            inflateReset(s->state);
            s->inside = true;
            return true;
        }
        s->in_at++;
    }
    s->end = true;
    return false;
}
