/* buf.h - a growing byte buffer on malloc, for streams and output. A failed allocation makes it `failed`: later calls
 * do nothing, and whoever uses the content asks once at the end. */
#ifndef CH_BASE_BUF_H
#define CH_BASE_BUF_H

#include "base/error.h"
#include "base/sv.h"

typedef struct ch__buf {
    char *p; /* NUL-terminated once something was added */
    size_t n, cap;
    bool failed;
} ch__buf;

void ch__buf_release(ch__buf *b); /* empty and ready again */
static inline void ch__buf_clear(ch__buf *b)
{
    b->n = 0;
    b->failed = false;
}
/* Room for `more` bytes behind p[n]; false when memory ran out. */
bool ch__buf_reserve(ch__buf *b, size_t more);
void ch__buf_add(ch__buf *b, const char *p, size_t n);
static inline void ch__buf_sv(ch__buf *b, ch__sv s)
{
    ch__buf_add(b, s.p, s.n);
}
static inline void ch__buf_str(ch__buf *b, const char *s)
{
    ch__buf_add(b, s, strlen(s));
}
static inline void ch__buf_char(ch__buf *b, char c)
{
    ch__buf_add(b, &c, 1);
}
void ch__buf_printf(ch__buf *b, const char *fmt, ...) CH__PRINTF(2, 3);
/* Gives the content away (malloc'ed, NUL-terminated), or NULL when memory ran out. The buffer is empty afterwards. */
char *ch__buf_take(ch__buf *b);

#endif
