#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

bool ch__is_ascii(const char *s, size_t n)
{
    uint64_t any = 0;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t w;
        memcpy(&w, s + i, 8);
        any |= w;
    }
    for (; i < n; i++)
        any |= (uint64_t)(unsigned char)s[i];
    return (any & 0x8080808080808080u) == 0;
}

/* Length of the valid sequence at s, or 0 (table 3-7 of the Unicode standard). */
static size_t sequence(const unsigned char *s, size_t n)
{
    unsigned char a = s[0];
    if (a < 0x80)
        return 1;
    if (a < 0xC2 || a > 0xF4)
        return 0;
    size_t len = a < 0xE0 ? 2 : a < 0xF0 ? 3 : 4;
    if (n < len || (s[1] & 0xC0) != 0x80)
        return 0;
    if ((a == 0xE0 && s[1] < 0xA0) || (a == 0xED && s[1] > 0x9F) || (a == 0xF0 && s[1] < 0x90) ||
        (a == 0xF4 && s[1] > 0x8F))
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

uint32_t ch__utf8_next(const char *text, size_t n, size_t *i)
{
    const unsigned char *s = (const unsigned char *)text + *i;
    size_t len = sequence(s, n - *i);
    *i += len ? len : 1;
    switch (len) {
    case 1: return s[0];
    case 2: return (uint32_t)(s[0] & 31) << 6 | (s[1] & 63);
    case 3: return (uint32_t)(s[0] & 15) << 12 | (uint32_t)(s[1] & 63) << 6 | (s[2] & 63);
    case 4: return (uint32_t)(s[0] & 7) << 18 | (uint32_t)(s[1] & 63) << 12 | (uint32_t)(s[2] & 63) << 6 | (s[3] & 63);
    }
    return 0xFFFD;
}

uint32_t ch__utf8_prev(const char *s, size_t *i)
{
    size_t end = *i, at = end - 1;
    while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80 && end - at < 4)
        at--;
    *i = at;
    size_t j = at;
    return ch__utf8_next(s, end, &j);
}

size_t ch__utf8_put(char out[4], uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 63));
        out[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 63));
    out[2] = (char)(0x80 | (c >> 6 & 63));
    out[3] = (char)(0x80 | (c & 63));
    return 4;
}

size_t ch__utf8_valid(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n) {
        uint64_t w;
        while (i + 8 <= n) {
            memcpy(&w, s + i, 8);
            if (w & 0x8080808080808080u)
                break;
            i += 8;
        }
        if (i == n)
            break;
        size_t len = sequence((const unsigned char *)s + i, n - i);
        if (!len)
            return i;
        i += len;
    }
    return n;
}

size_t ch__utf8_count(const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

bool ch__cp_is_letter(uint32_t c)
{
    if (c < 0x80)
        return ch__is_alpha((unsigned char)c);
    utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)c);
    return g >= UTF8PROC_CATEGORY_LU && g <= UTF8PROC_CATEGORY_ME;
}

bool ch__cp_is_upper(uint32_t c)
{
    if (c < 0x80)
        return ch__is_upper((unsigned char)c);
    utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)c);
    return g == UTF8PROC_CATEGORY_LU || g == UTF8PROC_CATEGORY_LT;
}

bool ch__cp_is_lower(uint32_t c)
{
    if (c < 0x80)
        return ch__is_lower((unsigned char)c);
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

uint32_t ch__cp_lower(uint32_t c)
{
    if (c < 0x80)
        return (uint32_t)(unsigned char)ch__lower((char)c);
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

bool ch__cp_is_digit(uint32_t c)
{
    if (c < 0x80)
        return ch__is_digit((unsigned char)c);
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND;
}

bool ch__cp_is_space(uint32_t c)
{
    if (c < 0x80)
        return ch__is_space((unsigned char)c);
    if (c == 0x85 || c == 0x200B || c == 0xFEFF)
        return true;
    utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)c);
    return g == UTF8PROC_CATEGORY_ZS || g == UTF8PROC_CATEGORY_ZL || g == UTF8PROC_CATEGORY_ZP;
}

/* Below U+0300 every code point is its own NFC and nothing composes with its neighbour (Unicode annex 15). */
bool ch__nfc_quick(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c < 0xCC)
            continue;
        /* General punctuation, quotes and dashes (U+2010..U+203F, U+20AC) are frequent in news and stable. */
        if (c == 0xE2 && i + 2 < n && (unsigned char)s[i + 1] == 0x80 && (unsigned char)s[i + 2] >= 0x90)
            continue;
        return false;
    }
    return true;
}

bool ch__nfc(const char *s, size_t n, ch__buf *out)
{
    if (ch__nfc_quick(s, n)) {
        ch__buf_add(out, s, n);
        return !out->failed;
    }
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (len < 0) {
        out->failed = true;
        return false;
    }
    ch__buf_add(out, (const char *)composed, (size_t)len);
    free(composed);
    return !out->failed;
}

/* What quotes, dashes and spaces fold to; 0: not one of them. */
static char fold_punctuation(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x02BC:
    case 0x60:
    case 0xB4: return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0xAB:
    case 0xBB: return '"';
    case 0x2212: return '-';
    }
    if (c >= 0x2010 && c <= 0x2015)
        return '-';
    return ch__cp_is_space(c) ? ' ' : 0;
}

/* Folds one code point above ASCII; returns the bytes written or (size_t)-1. */
static size_t fold_wide(uint32_t c, char *out, size_t cap)
{
    char p = fold_punctuation(c);
    if (p) {
        if (!cap)
            return (size_t)-1;
        out[0] = p;
        return 1;
    }
    utf8proc_int32_t parts[16];
    int last = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)c, parts, 16,
        UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE, &last);
    if (n < 0 || n > 16)
        n = 1, parts[0] = (utf8proc_int32_t)c;
    size_t used = 0;
    for (utf8proc_ssize_t k = 0; k < n; k++) {
        char bytes[4];
        size_t len = ch__utf8_put(bytes, (uint32_t)parts[k]);
        if (used + len > cap)
            return (size_t)-1;
        memcpy(out + used, bytes, len);
        used += len;
    }
    return used;
}

size_t ch__fold(const char *s, size_t n, char *out, size_t cap)
{
    size_t used = 0;
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)s[i];
        if (c < 0x80) {
            char f = c == '`' ? '\'' : ch__is_space(c) ? ' ' : ch__lower((char)c);
            i++;
            if (f == ' ' && used && out[used - 1] == ' ')
                continue;
            if (used == cap)
                return (size_t)-1;
            out[used++] = f;
            continue;
        }
        size_t len = fold_wide(ch__utf8_next(s, n, &i), out + used, cap - used);
        if (len == (size_t)-1)
            return len;
        if (len == 1 && out[used] == ' ' && used && out[used - 1] == ' ')
            continue;
        used += len;
    }
    return used;
}
