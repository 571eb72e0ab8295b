/* lines.h - stretches of lines between blank lines, as CoNLL-U and IOB2 files hold their sentences, from a plain, gzip
 * or zstd file of any size. Lines end with LF or CRLF; a byte order mark in front is passed over. */
#ifndef CH_SYNTAX_LINES_H
#define CH_SYNTAX_LINES_H

#include "text/stream.h"

enum { CH__LONGEST_STRETCH = 16 << 20 }; /* bytes */

typedef struct ch__lines {
    ch__stream stream;
    char path[256];
    int64_t line; /* 1-based number of the line that comes next */
    bool ended;
} ch__lines;

/* "-" is the standard input. Close it in any case. */
int ch__lines_open(ch__lines *in, const char *path, ch_err *err);
/* The same over memory that outlives it; `name` stands in errors. */
int ch__lines_open_memory(ch__lines *in, const void *p, size_t n, const char *name, ch_err *err);
void ch__lines_close(ch__lines *in);

/* The next stretch: 1, *stretch (valid UTF-8 without U+0000, living until the next call) and the number of its first
 * line; 0 at the end; negative for one bad stretch, behind which it can go on: CH_ELIMIT longer than
 * CH__LONGEST_STRETCH, CH_EFORMAT not UTF-8 or damaged compressed data (then the end comes next), CH_EIO, CH_ENOMEM. */
int ch__lines_next(ch__lines *in, ch__sv *stretch, int64_t *line, ch_err *err);

/* Takes the next line of a stretch from *rest, without its end: false when nothing is left. */
static inline bool ch__line_of(ch__sv *rest, ch__sv *line)
{
    if (!rest->n)
        return false;
    const char *eol = memchr(rest->p, '\n', rest->n);
    size_t n = eol ? (size_t)(eol - rest->p) : rest->n, taken = eol ? n + 1 : n;
    *line = (ch__sv){rest->p, n && rest->p[n - 1] == '\r' ? n - 1 : n};
    *rest = (ch__sv){rest->p + taken, rest->n - taken};
    return true;
}

#endif
