/* The words of a sentence as classes of time: by the table, and for words of digits by their form. */
#include "events/when.h"

enum { WORD = 32 /* bytes of a word of time, at most */ };

/* The token in lower case with straight apostrophes, or an empty string when it is too long. */
static ch__sv low(ch__sv s, char out[WORD])
{
    size_t n = 0;
    if (s.n >= WORD)
        return (ch__sv){out, 0};
    for (size_t i = 0; i < s.n; i++) {
        bool curly = s.n - i >= 3 && memcmp(s.p + i, "\xE2\x80\x99", 3) == 0;
        out[n++] = curly ? '\'' : ch__lower(s.p[i]);
        i += curly ? 2 : 0;
    }
    return (ch__sv){out, n};
}

static void be(ch__piece *p, ch__tclass cls, int value)
{
    if (p->n == CH__WORD_CLASSES)
        return;
    p->cls[p->n] = (uint8_t)cls;
    p->value[p->n++] = (int16_t)value;
}

/* ---- digits ---- */

/* Reads up to `most` digits from *s on; their number is returned, 0 where there are none or more. */
static size_t take_digits(ch__sv *s, size_t most, int *value)
{
    size_t n = 0;
    *value = 0;
    while (n < s->n && n <= most && ch__is_digit((unsigned char)s->p[n]))
        *value = *value * 10 + (s->p[n++] - '0');
    if (n > most)
        return 0;
    s->p += n;
    s->n -= n;
    return n;
}

static bool take_char(ch__sv *s, char c)
{
    if (!s->n || *s->p != c)
        return false;
    s->p++;
    s->n--;
    return true;
}

/* "13/04/2025", "23.04.2025", "2025/05/04": the day, and the other reading of it where both numbers could be months.
 * Between periods the day stands first. */
static void as_date(ch__piece *p, ch__sv s)
{
    int a, b, c;
    size_t n = take_digits(&s, 4, &a);
    char sep = s.n ? *s.p : 0;
    if (!n || n == 3 || (sep != '/' && sep != '.' && sep != '-') || !take_char(&s, sep) || !take_digits(&s, 2, &b) ||
        !take_char(&s, sep))
        return;
    size_t last = take_digits(&s, n == 4 ? 2 : 4, &c);
    if (!last || s.n || (n != 4 && last != 4))
        return;
    ch_date first = n == 4 ? ch__ymd(a, b, c) : ch__ymd(c, b, a), second = n == 4 ? first : ch__ymd(c, a, b);
    bool one = ch__date_valid(first) && b, two = ch__date_valid(second) && sep != '.' && a;
    if (!one && !two)
        return;
    p->iso = one ? first : second;
    p->other = one && two && ch__date_cmp(first, second) != 0 ? second : (ch_date){0, 0, 0};
    be(p, CH__T_ISO, 0);
}

/* "2025-05-04T10:00:00Z" */
static void as_iso(ch__piece *p, ch__sv s)
{
    if (s.n >= 10 && s.p[4] == '-' && ch__date_parse(s, &p->iso) && p->iso.day)
        be(p, CH__T_ISO, 0);
    else if (s.n >= 8)
        as_date(p, s);
}

/* "15:45", "8.30", "15:45:10" */
static void as_clock(ch__piece *p, ch__sv s)
{
    int hour, minute, second;
    size_t n = take_digits(&s, 2, &hour);
    if (!n || (!take_char(&s, ':') && !take_char(&s, '.')) || take_digits(&s, 2, &minute) != 2)
        return;
    if (s.n && (!take_char(&s, ':') || take_digits(&s, 2, &second) != 2 || s.n))
        return;
    if (hour <= 24 && minute < 60)
        be(p, CH__T_CLOCK, hour * 60 + minute);
}

static void as_number(ch__piece *p, ch__sv s)
{
    int v;
    size_t n = take_digits(&s, 4, &v);
    if (!n)
        return;
    bool bare = s.n == 0, ordinal = s.n == 2 && ch__is_alpha((unsigned char)s.p[0]) && s.p[0] != 'a' && s.p[0] != 'p';
    if ((bare || ordinal) && n <= 2 && v >= 1 && v <= 31)
        be(p, CH__T_DAY, v);
    if (ordinal && n <= 2 && v >= 1 && v <= 31)
        be(p, CH__T_ORD, v);
    if (bare && n == 4 && v >= 1000 && v < 2200)
        be(p, CH__T_YEAR, v);
    if (bare && n == 4 && v / 100 <= 24 && v % 100 < 60)
        be(p, CH__T_HHMM, v / 100 * 60 + v % 100);
    if (bare && n == 2)
        be(p, CH__T_YY, v);
    if (bare)
        be(p, CH__T_NUM, v);
}

/* "1990s", "1990's", "'60s": "the 60s" alone is a temperature or an age. */
static void as_decade(ch__piece *p, ch__sv s)
{
    int v;
    bool cut = take_char(&s, '\'');
    size_t n = take_digits(&s, 4, &v);
    if (n != (cut ? 2 : 4) || v % 10 || !s.n || s.p[s.n - 1] != 's' || s.n > 4)
        return;
    be(p, CH__T_DECADE, cut ? (v < 20 ? 2000 : 1900) + v : v);
}

/* ---- pieces ---- */

/* Names of days and months are capitalised: "may" and "march" are verbs. */
static bool needs_capital(int cls)
{
    return cls == CH__T_WEEKDAY || cls == CH__T_MONTH || cls == CH__T_WD || cls == CH__T_WEEKDAYS;
}

static void classify(const ch__when_lexicon *l, ch__piece *p, ch__sv text)
{
    char buf[WORD];
    ch__sv s = low(text, buf);
    p->word = CH_NONE;
    if (s.n == 0)
        return;
    if (ch__is_digit((unsigned char)s.p[0])) {
        as_iso(p, s);
        as_clock(p, s);
        as_number(p, s);
    }
    as_decade(p, s);
    if (ch__sv_is(s, "-")) /* which no table can hold as a key */
        be(p, CH__T_TO, 0);
    p->word = ch__when_word_find(l, s);
    if (p->word == CH_NONE && s.n > 1 && s.p[s.n - 1] == '.')
        p->word = ch__when_word_find(l, (ch__sv){s.p, s.n - 1});
    if (p->word == CH_NONE)
        return;
    const ch__when_word *w = &l->words[p->word];
    for (int i = 0; i < w->n; i++)
        if (!needs_capital(w->cls[i]) || ch__is_upper((unsigned char)text.p[0]))
            be(p, (ch__tclass)w->cls[i], w->value[i]);
}

/* Where a word is cut in two: "mid-March", "2020/21", "FY2024", "9pm". 0: nowhere. The sign between stays with the
 * second part only where it means something (a slash between years). */
static size_t cut(const ch__when_lexicon *l, ch__sv s, size_t *skip)
{
    *skip = 0;
    for (size_t i = 1; i + 1 < s.n && i < WORD; i++) {
        if (s.p[i] == '-' && !ch__is_digit((unsigned char)s.p[0])) {
            char buf[WORD];
            *skip = 1;
            return ch__when_word_find(l, low((ch__sv){s.p, i}, buf)) == CH_NONE ? 0 : i;
        }
        if (s.p[i] == '/' && i == 4 && s.n <= 9 && ch__is_digit((unsigned char)s.p[5]) &&
            !memchr(s.p + 5, '/', s.n - 5)) {
            *skip = 1;
            return i;
        }
        bool digit = ch__is_digit((unsigned char)s.p[i]), before = ch__is_digit((unsigned char)s.p[i - 1]);
        if (!digit && !ch__is_alpha((unsigned char)s.p[i]))
            return 0;
        if (!before && digit && i == 2 && s.n == 6) /* "FY2024" */
            return i;
        if (before && !digit && (s.p[i + 1] == 'm' || s.p[i + 1] == '.') && (s.p[i] == 'a' || s.p[i] == 'p'))
            return i; /* "9pm" */
    }
    return 0;
}

/* "twenty-five", "two hundred": the count that begins at a piece. */
static void count_at(ch__piece *p, uint32_t n, const ch__when_lexicon *l)
{
    int v = CH__NO_VALUE, w = CH__NO_VALUE;
    uint32_t used = 1;
    for (int i = 0; i < p->n; i++)
        if (p->cls[i] == CH__T_NUM)
            v = p->value[i];
    if (v == CH__NO_VALUE)
        return;
    uint32_t dash =
        n > 2 && p[1].word != CH_NONE && l->words[p[1].word].text.n == 1 && *l->words[p[1].word].text.p == '-';
    if (n > 1 + dash && v >= 20 && v < 100 && v % 10 == 0)
        for (int i = 0; i < p[1 + dash].n; i++)
            if (p[1 + dash].cls[i] == CH__T_NUM && p[1 + dash].value[i] > 0 && p[1 + dash].value[i] < 10)
                w = p[1 + dash].value[i];
    if (w != CH__NO_VALUE) {
        v += w;
        used = 2 + dash;
    }
    if (n > used && v < 20)
        for (int i = 0; i < p[used].n; i++)
            if (p[used].cls[i] == CH__T_NUM && p[used].value[i] == 100) {
                v *= 100;
                used++;
                break;
            }
    p->number = (int16_t)v;
    p->number_pieces = (uint8_t)used;
}

uint32_t ch__when_pieces(const ch__when_lexicon *l, ch__arena *arena, const ch_doc *doc, ch_span tokens,
                         ch__piece **out)
{
    uint32_t n = 0;
    size_t skip;
    *out = ch__alloc_array(arena, (tokens.end - tokens.start) * 2u, sizeof **out);
    for (uint32_t t = tokens.start; t < tokens.end; t++) {
        ch__sv s = ch__token_sv(doc, t);
        size_t at = s.n > 2 ? cut(l, s, &skip) : 0;
        if (at) {
            (*out)[n].token = t;
            classify(l, &(*out)[n++], (ch__sv){s.p, at});
            s.p += at + skip;
            s.n -= at + skip;
        }
        (*out)[n].token = t;
        classify(l, &(*out)[n++], s);
    }
    for (uint32_t i = 0; i < n; i++)
        count_at(&(*out)[i], n - i, l);
    return n;
}
