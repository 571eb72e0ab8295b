/* sv.h - string views: bytes with a length, never owned. */
#ifndef CH_BASE_SV_H
#define CH_BASE_SV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct ch__sv {
    const char *p;
    size_t n;
} ch__sv;

#define CH__SV(literal) ((ch__sv){literal, sizeof(literal) - 1})

static inline ch__sv ch__sv_of(const char *s) /* s may be NULL */
{
    return (ch__sv){s, s ? strlen(s) : 0};
}
static inline ch__sv ch__sv_between(const char *from, const char *to)
{
    return (ch__sv){from, (size_t)(to - from)};
}
static inline bool ch__sv_eq(ch__sv a, ch__sv b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
static inline bool ch__sv_is(ch__sv a, const char *z)
{
    return ch__sv_eq(a, ch__sv_of(z));
}
static inline bool ch__sv_starts(ch__sv a, ch__sv with)
{
    return with.n == 0 || (a.n >= with.n && memcmp(a.p, with.p, with.n) == 0);
}
static inline bool ch__sv_ends(ch__sv a, ch__sv with)
{
    return with.n == 0 || (a.n >= with.n && memcmp(a.p + a.n - with.n, with.p, with.n) == 0);
}

/* ASCII only, whatever the locale. */
static inline bool ch__is_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool ch__is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}
static inline bool ch__is_upper(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}
static inline bool ch__is_lower(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}
static inline bool ch__is_alpha(unsigned char c)
{
    return ch__is_upper(c) || ch__is_lower(c);
}
static inline char ch__lower(char c)
{
    return ch__is_upper((unsigned char)c) ? (char)(c + 32) : c;
}

bool ch__sv_eq_nocase(ch__sv a, ch__sv b); /* ASCII case-blind */
ch__sv ch__sv_trim(ch__sv a);              /* without ASCII white space at both ends */
int ch__sv_cmp(ch__sv a, ch__sv b);        /* byte order, as strcmp in the C locale */

/* Position of `what` in a, or (size_t)-1. */
size_t ch__sv_find(ch__sv a, ch__sv what);

/* Takes the next field up to `sep` from *rest: false when nothing is left. "a,,b" gives "a", "", "b". A NULL p means
 * the end. */
bool ch__sv_next(ch__sv *rest, char sep, ch__sv *field);

#endif
