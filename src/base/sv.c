#define _GNU_SOURCE
#include "base/sv.h"

bool ch__sv_eq_nocase(ch__sv a, ch__sv b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (ch__lower(a.p[i]) != ch__lower(b.p[i]))
            return false;
    return true;
}

ch__sv ch__sv_trim(ch__sv a)
{
    while (a.n && ch__is_space((unsigned char)a.p[0]))
        a.p++, a.n--;
    while (a.n && ch__is_space((unsigned char)a.p[a.n - 1]))
        a.n--;
    return a;
}

int ch__sv_cmp(ch__sv a, ch__sv b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

size_t ch__sv_find(ch__sv a, ch__sv what)
{
    if (what.n == 0)
        return 0;
    if (a.n < what.n)
        return (size_t)-1;
    const char *at = memmem(a.p, a.n, what.p, what.n);
    return at ? (size_t)(at - a.p) : (size_t)-1;
}

bool ch__sv_next(ch__sv *rest, char sep, ch__sv *field)
{
    if (!rest->p)
        return false;
    const char *at = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    if (at) {
        *field = ch__sv_between(rest->p, at);
        *rest = ch__sv_between(at + 1, rest->p + rest->n);
    } else {
        *field = *rest;
        *rest = (ch__sv){NULL, 0};
    }
    return true;
}
