/* fold.c - texts and names of documents made comparable. */
#include "base/utf8.h"
#include "evaluate/evaluate.h"

/* The plain form of a quote or dash; 0: the character is left out; else itself. */
static uint32_t plain_form(uint32_t c)
{
    switch (c) {
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB: return '"';
    case 0x2018:
    case 0x2019:
    case '`': return '\'';
    case 0x2013:
    case 0x2014:
    case 0x2212: return '-';
    case 0xAD:
    case 0x200B:
    case 0xFEFF: return 0;
    default: return c;
    }
}

static bool is_blank(uint32_t c)
{
    return (c >= 0x1C && c <= 0x1F) || ch__cp_is_space(c);
}

/* A letter or digit of the Latin blocks: a sentence begins with it, whatever marks stand before. */
static bool begins(uint32_t c)
{
    return (c < 0x80 && (ch__is_digit((unsigned char)c) || ch__is_alpha((unsigned char)c))) ||
           (c >= 0xC0 && c <= 0x24F);
}

ch__sv ch__eval_fold(ch__arena *arena, ch__sv s)
{
    char *out = ch__alloc_raw(arena, s.n + 1);
    size_t n = 0;
    bool blank = false, begun = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = plain_form(ch__utf8_next(s.p, s.n, &i));
        if (c == 0)
            continue;
        if (is_blank(c)) {
            blank = true;
            continue;
        }
        begun = begun || begins(c);
        if (!begun)
            continue;
        if (blank && n)
            out[n++] = ' ';
        blank = false;
        n += ch__utf8_put(out + n, c); /* never longer than what it stands for */
    }
    out[n] = '\0';
    return (ch__sv){out, n};
}

ch__sv ch__eval_stem(ch__sv s)
{
    static const char *const endings[] = {".txt", ".html", ".htm", ".md", ".json"};
    while (s.n && s.p[s.n - 1] == '/')
        s.n--;
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == '/') {
            s = (ch__sv){s.p + i, s.n - i};
            break;
        }
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ch__sv_ends(s, ch__sv_of(endings[i])))
            return (ch__sv){s.p, s.n - strlen(endings[i])};
    return s;
}
