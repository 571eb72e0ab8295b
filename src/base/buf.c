#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

void ch__buf_release(ch__buf *b)
{
    free(b->p);
    *b = (ch__buf){0};
}

bool ch__buf_reserve(ch__buf *b, size_t more)
{
    if (b->failed)
        return false;
    if (more < b->cap - b->n && b->p)
        return true;
    if (more > SIZE_MAX / 2 - b->n - 1) {
        b->failed = true;
        return false;
    }
    size_t cap = b->cap ? b->cap * 2 : 256;
    if (cap < b->n + more + 1)
        cap = b->n + more + 1;
    char *p = ch__realloc(b->p, cap);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->cap = cap;
    return true;
}

void ch__buf_add(ch__buf *b, const char *p, size_t n)
{
    if (!ch__buf_reserve(b, n))
        return;
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = 0;
}

void ch__buf_printf(ch__buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0 || !ch__buf_reserve(b, (size_t)n))
        return;
    va_start(ap, fmt);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->n += (size_t)n;
}

char *ch__buf_take(ch__buf *b)
{
    ch__buf_add(b, "", 0);
    char *p = b->failed ? NULL : b->p;
    if (!p)
        free(b->p);
    *b = (ch__buf){0};
    return p;
}
