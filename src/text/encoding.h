/* encoding.h - bytes in any encoding to NFC UTF-8, and how it was decided. */
#ifndef CH_TEXT_ENCODING_H
#define CH_TEXT_ENCODING_H

#include "base/arena.h"
#include "base/buf.h"

typedef struct ch__decoded {
    const char *encoding; /* upper-case name: UTF-8, WINDOWS-1252, GBK, ...; lives in the arena */
    const char *step;     /* option, bom, transport, declaration, utf-8, detected, fallback; static */
    size_t replaced;      /* bytes that were invalid and became U+FFFD */
    size_t first_bad;     /* offset of the first of them */
} ch__decoded;

/* Decodes `in` to NFC UTF-8 appended to `out`. Order: forced (if given), byte order mark, `charset` of the transport,
 * declaration inside (XML declaration, HTML meta; looked for when `markup`), valid UTF-8, uchardet, windows-1252.
 * Labels as WHATWG reads them (latin1 is windows-1252, gb2312 is gbk). Input with NUL bytes that is not UTF-16/32 fails
 * with CH_EBINARY and the offset. */
int ch__decode(ch__arena *arena, ch__sv in, const char *forced, const char *charset, bool markup, ch__buf *out,
               ch__decoded *how, ch_err *err);

/* Whether ch__decode takes it as a label. */
bool ch__encoding_known(const char *label);
/* The encoding a byte order mark states and the mark's length, or NULL. */
const char *ch__bom(ch__sv in, size_t *length);
/* UTF-16 without a mark: Latin text in it has a NUL in most pairs, always on the same side. "UTF-16LE", "UTF-16BE" or
 * NULL. */
const char *ch__unmarked_utf16(ch__sv in);

#endif
