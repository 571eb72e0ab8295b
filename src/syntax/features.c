/* features.c - folding, n-grams and shapes of forms. */
#include "syntax/features.h"

#include <utf8proc.h>

#include "base/hash.h"
#include "base/utf8.h"

/* ------------------------------------------------------------------------------------------- folding -- */

static uint32_t fold_point(uint32_t c)
{
    switch (c) {
    case 0x2018: /* single quotation marks and the apostrophe */
    case 0x2019: return '\'';
    case 0x201C: /* double quotation marks */
    case 0x201D: return '"';
    default: return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
    }
}

size_t ch__fold_form(ch__sv form, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < form.n && n < CH__FOLDED;) {
        unsigned char b = (unsigned char)form.p[i];
        if (b < 0x80) {
            out[n++] = ch__is_digit(b) ? '0' : ch__lower((char)b);
            i++;
            continue;
        }
        utf8proc_uint8_t bytes[4];
        utf8proc_ssize_t more =
            utf8proc_encode_char((utf8proc_int32_t)fold_point(ch__utf8_next(form.p, form.n, &i)), bytes);
        if (n + (size_t)more > CH__FOLDED)
            break;
        memcpy(out + n, bytes, (size_t)more);
        n += (size_t)more;
    }
    return n;
}

uint64_t ch__folded_hash(ch__sv folded)
{
    return ch__hash64(folded);
}

/* ------------------------------------------------------------------------------------------- n-grams -- */

/* Bytes of the UTF-8 character that begins with b; folded forms are valid. */
static size_t character(unsigned char b)
{
    return b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
}

size_t ch__folded_grams(ch__sv folded, uint32_t n_grams, uint32_t *rows)
{
    enum { SHORTEST = 3, LONGEST = 5 };
    char marked[CH__FOLDED + 2];
    size_t starts[CH__FOLDED + 3], points = 0, n = 0;
    marked[0] = '<';
    memcpy(marked + 1, folded.p, folded.n);
    marked[folded.n + 1] = '>';
    for (size_t i = 0; i < folded.n + 2; i += character((unsigned char)marked[i]))
        starts[points++] = i;
    starts[points] = folded.n + 2;
    for (size_t i = 0; i + SHORTEST <= points; i++) {
        uint64_t h = 0xCBF29CE484222325u; /* FNV-1a, 64 bits (Fowler, Noll, Vo) */
        size_t at = starts[i];
        for (size_t len = 1; len <= LONGEST && i + len <= points; len++) {
            for (; at < starts[i + len]; at++)
                h = (h ^ (unsigned char)marked[at]) * 0x100000001B3u;
            if (len < SHORTEST)
                continue;
            if (n == CH__MOST_GRAMS)
                return n;
            rows[n++] = (uint32_t)((h ^ h >> 32) * 0x9E3779B1u >> 8) & (n_grams - 1);
        }
    }
    if (n == 0)
        rows[n++] = 0; /* an empty form */
    return n;
}

/* -------------------------------------------------------------------------------------------- shapes -- */

typedef struct counts {
    unsigned upper, lower, other, digits;
    bool upper_first;
} counts;

static void count_point(counts *c, uint32_t point)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    bool first = c->upper + c->lower + c->other == 0;
    switch (category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        c->upper++;
        c->upper_first |= first;
        break;
    case UTF8PROC_CATEGORY_LL: c->lower++; break;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: c->other++; break;
    case UTF8PROC_CATEGORY_ND: c->digits++; break;
    default: break;
    }
}

static void count_ascii(counts *c, unsigned char b)
{
    if (ch__is_upper(b)) {
        c->upper_first |= c->upper + c->lower + c->other == 0;
        c->upper++;
    } else if (ch__is_lower(b)) {
        c->lower++;
    } else if (ch__is_digit(b)) {
        c->digits++;
    }
}

static uint8_t letters_of(const counts *c)
{
    if (c->upper + c->lower + c->other == 0)
        return CH__NO_LETTERS;
    if (c->upper == 0)
        return CH__ALL_LOWER;
    if (c->lower + c->other == 0)
        return c->upper == 1 ? CH__ONE_CAPITAL : CH__ALL_CAPITAL;
    return c->upper_first && c->upper == 1 ? CH__CAPITALIZED : CH__MIXED;
}

ch__shape_of ch__form_shape(ch__sv form)
{
    counts c = {0};
    for (size_t i = 0; i < form.n;) {
        if ((unsigned char)form.p[i] < 0x80)
            count_ascii(&c, (unsigned char)form.p[i++]);
        else
            count_point(&c, ch__utf8_next(form.p, form.n, &i));
    }
    unsigned n = c.upper + c.lower + c.other;
    return (ch__shape_of){.letters = letters_of(&c), .digit = c.digits > 0, .n = (uint8_t)(n > 255 ? 255 : n)};
}

ch__style ch__sentence_style(const ch__shape_of *shapes, size_t n)
{
    enum { LONG = 4 /* letters: articles and prepositions stay small in headlines */ };
    size_t words = 0, small = 0, capitals = 0, longer = 0, longer_small = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t l = shapes[i].letters;
        if (l == CH__NO_LETTERS)
            continue;
        words++;
        small += l == CH__ALL_LOWER;
        capitals += l == CH__ALL_CAPITAL || l == CH__ONE_CAPITAL;
        longer += shapes[i].n >= LONG;
        longer_small += shapes[i].n >= LONG && l == CH__ALL_LOWER;
    }
    if (words >= 2 && capitals == words)
        return CH__STYLE_CAPITALS;
    if (words >= 2 && small == words)
        return CH__STYLE_SMALL;
    return longer >= 3 && longer_small * 5 <= longer ? CH__STYLE_TITLE : CH__STYLE_USUAL;
}
