/* stream.h - bytes of a file or of memory, decompressed on the way, through a window of bounded size.
 *
 * gzip (RFC 1952, any number of members) and Zstandard (RFC 8878, any number of frames) are recognised by their first
 * bytes. A failure is sticky: what was decompressed before it can still be read, then every call reports it again.
 */
#ifndef CH_TEXT_STREAM_H
#define CH_TEXT_STREAM_H

#include "base/buf.h"

typedef enum ch__codec { CH__RAW, CH__GZIP, CH__ZLIB, CH__DEFLATE, CH__ZSTD } ch__codec;

typedef struct ch__stream {
    /* where it comes from: a file descriptor, or memory when fd < 0 */
    int fd;
    bool owns_fd, source_end;
    unsigned char *in; /* compressed bytes; for memory the caller's own */
    size_t in_at, in_n;
    uint64_t in_offset; /* of in[0] in the source */
    /* how it is decompressed */
    ch__codec codec;
    void *state; /* z_stream or ZSTD_DStream */
    bool inside; /* between the first and last byte of a member or frame */
    uint64_t max_expand;
    /* what came out: bytes win.p[at, win.n), of which the first lies at `offset` */
    ch__buf win;
    size_t at;
    uint64_t offset;
    bool end; /* nothing will be added to the window */
    int failed;
    ch_err why;
} ch__stream;

/* Opens a stream; the bytes at its start tell the codec. It closes `fd` when `owns_fd`. max_expand 0: 16 GiB. Close it
 * in any case. */
int ch__stream_open(ch__stream *s, int fd, bool owns_fd, uint64_t max_expand, ch_err *err);
/* The same over memory that outlives the stream. CH__RAW: the codec is found. */
int ch__stream_open_memory(ch__stream *s, const void *p, size_t n, ch__codec codec, uint64_t max_expand, ch_err *err);
void ch__stream_close(ch__stream *s);

/* Makes at least `want` bytes visible without taking them, fewer only before the end. The view lasts until the next
 * call. Returns 0, or a negative code when the stream failed and fewer than `want` bytes are left. */
int ch__stream_peek(ch__stream *s, size_t want, ch__sv *view, ch_err *err);
/* Takes n bytes of the last view. */
void ch__stream_take(ch__stream *s, size_t n);

/* Takes up to n bytes, appended to `out` (NULL: thrown away, in constant memory). *got is how many there were. */
int ch__stream_read(ch__stream *s, uint64_t n, ch__buf *out, uint64_t *got, ch_err *err);
/* Takes a line with its '\n', appended to `out` as far as it is at most `max` bytes; *length is its whole length, 0 at
 * the end. A longer one costs no memory. */
int ch__stream_line(ch__stream *s, size_t max, ch__buf *out, uint64_t *length, ch_err *err);

/* After a failure inside a gzip member: looks for the start of another member behind it. False when there is none. */
bool ch__stream_resync(ch__stream *s);

#endif
