/* spelling.c - numbers in digits and in words (knowledge/ledger/numbers.tsv). */
#include "events/spelling.h"

enum { WORD_KIND = 1, WORD_VALUE = 2, WORD_MOST = 16 };

/* ---- characters ---- */

unsigned char ch__spell_byte(const ch__spelling *r, uint32_t i)
{
    return i >= r->from && i < r->end ? (unsigned char)r->text[i] : 0;
}

/* By the first byte: U+0080 to U+00BF, U+2000 to U+2FFF and U+F000 upward count as signs. */
bool ch__spell_letter(unsigned char c)
{
    return ch__is_alpha(c) || (c >= 0xC3 && c != 0xE2 && c != 0xEF);
}

/* Bytes of a dash at i: hyphen, or U+2010 to U+2015 in UTF-8; 0: none. */
uint32_t ch__spell_dash(const ch__spelling *r, uint32_t i)
{
    if (ch__spell_byte(r, i) == '-')
        return 1;
    bool general = ch__spell_byte(r, i) == 0xE2 && ch__spell_byte(r, i + 1) == 0x80;
    return general && ch__spell_byte(r, i + 2) >= 0x90 && ch__spell_byte(r, i + 2) <= 0x95 ? 3 : 0;
}

/* Bytes of one space at i: ASCII, U+00A0, U+2009, U+202F. */
static uint32_t space(const ch__spelling *r, uint32_t i)
{
    unsigned char c = ch__spell_byte(r, i), d = ch__spell_byte(r, i + 1), e = ch__spell_byte(r, i + 2);
    if (ch__is_space(c))
        return 1;
    if (c == 0xC2 && d == 0xA0)
        return 2;
    return c == 0xE2 && d == 0x80 && (e == 0x89 || e == 0xAF) ? 3 : 0;
}

uint32_t ch__spell_skip(const ch__spelling *r, uint32_t i)
{
    for (uint32_t n = space(r, i); n; n = space(r, i))
        i += n;
    return i;
}

/* ---- tables ---- */

/* The word of letters at i, in lower case, looked up in the number words; *end gets its end. */
static const char *word_kind(const ch__spelling *r, uint32_t i, uint32_t *end, double *value)
{
    char word[WORD_MOST];
    uint32_t n = 0;
    while (n < WORD_MOST && ch__is_alpha(ch__spell_byte(r, i + n))) {
        word[n] = ch__lower(r->text[i + n]);
        n++;
    }
    *end = i + n;
    if (!n || n == WORD_MOST || ch__spell_letter(ch__spell_byte(r, i + n)))
        return NULL;
    uint32_t row = ch__table_find(r->words, (ch__sv){word, n});
    if (row == CH_NONE)
        return NULL;
    const char *digits = ch__table_cell(r->words, row, WORD_VALUE);
    double v = 0, tenth = 0;
    for (; *digits; digits++) {
        if (*digits == '.')
            tenth = 1;
        else if (tenth > 0)
            v += (*digits - '0') * (tenth /= 10);
        else
            v = v * 10 + (*digits - '0');
    }
    *value = v;
    return ch__table_cell(r->words, row, WORD_KIND);
}

static bool is(const char *kind, const char *wanted)
{
    return kind && strcmp(kind, wanted) == 0;
}

/* The unit that starts at a byte, by binary search, or n_units. */
static uint32_t unit_index(const ch__spelling *r, uint32_t byte)
{
    uint32_t low = 0, high = r->n_units;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (r->units[middle].start < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->n_units && r->units[low].start == byte ? low : r->n_units;
}

/* Longest phrase of a table at a byte; false when none. *end gets its end. */
bool ch__spell_phrase(const ch__spelling *r, const ch__table *t, uint32_t byte, uint32_t *row, uint32_t *end)
{
    ch__hit hits[8];
    uint32_t u = unit_index(r, byte);
    if (!t || u == r->n_units)
        return false;
    size_t n = ch__phrases_at(r->k, r->units + u, r->n_units - u, ch__table_bit(t), hits, 8);
    if (!n)
        return false;
    *row = hits[n - 1].row;
    *end = r->units[u + hits[n - 1].units - 1].end;
    return true;
}

/* ---- digits ---- */

bool ch__spell_digit(const ch__spelling *r, uint32_t i)
{
    return ch__is_digit(ch__spell_byte(r, i));
}

/* Whether a group mark at i ("1,500", "1 500" with a no-break space) joins three (or, as in 1,00,000, two) more digits.
 */
static uint32_t group_mark(const ch__spelling *r, uint32_t i)
{
    unsigned char c = ch__spell_byte(r, i);
    uint32_t n = c == ',' ? 1 : c >= 0x80 ? space(r, i) : 0;
    if (!n || !ch__spell_digit(r, i + n) || !ch__spell_digit(r, i + n + 1))
        return 0;
    bool three = ch__spell_digit(r, i + n + 2) && !ch__spell_digit(r, i + n + 3);
    bool two = c == ',' && ch__spell_byte(r, i + n + 2) == ',' && ch__spell_digit(r, i + n + 3);
    return three || two ? n : 0;
}

uint32_t ch__spell_digits(const ch__spelling *r, uint32_t i, double *value, bool *plain)
{
    double v = 0, scale = 1;
    *plain = true;
    while (ch__spell_digit(r, i)) {
        v = v * 10 + (ch__spell_byte(r, i++) - '0');
        uint32_t mark = group_mark(r, i);
        *plain = *plain && !mark;
        i += mark;
    }
    if (ch__spell_byte(r, i) == '.' && ch__spell_digit(r, i + 1)) {
        double fraction = 0;
        *plain = false;
        for (i++; ch__spell_digit(r, i); i++, scale *= 10)
            if (scale < 1e15)
                fraction = fraction * 10 + (ch__spell_byte(r, i) - '0');
            else
                scale /= 10;
        v += fraction / scale;
    }
    *value = v;
    return i;
}

/* A scale behind digits or words: "4.3 billion", "5m", "2 hundred thousand". */
static uint32_t scales(const ch__spelling *r, uint32_t i, double *value, bool suffixes)
{
    for (;;) {
        double v;
        uint32_t end, at = ch__spell_skip(r, i);
        at = ch__spell_dash(r, i) ? i + ch__spell_dash(r, i) : at; /* "two-hundred" */
        const char *kind = word_kind(r, at, &end, &v);
        bool takes = is(kind, "scale") || is(kind, "hundred") || is(kind, "dozen") ||
                     (suffixes && at == i && is(kind, "suffix")) ||
                     (suffixes && is(kind, "suffix") && end - at > 1 && at == i + 1);
        if (!takes || ch__spell_letter(ch__spell_byte(r, end)) || ch__spell_digit(r, end))
            return i;
        *value *= v;
        i = end;
    }
}

/* Digits that are no quantity: an ordinal ("20th"), a name ("5G", "1980s"), a clock, an ISO date, a fraction. */
static bool broken(const ch__spelling *r, uint32_t start, uint32_t end)
{
    unsigned char before = ch__spell_byte(r, start - 1), after = ch__spell_byte(r, end);
    if (ch__spell_letter(after) || ((after == ':' || after == '/') && ch__spell_digit(r, end + 1)))
        return true;
    if ((before == ':' || before == '/' || before == '.' || before == ',') && start >= 2 &&
        ch__spell_digit(r, start - 2))
        return true;
    bool dashed = ch__spell_dash(r, end) && ch__spell_digit(r, end + ch__spell_dash(r, end));
    for (uint32_t i = end + 1, n = 0; dashed && n < 3; i++, n++)
        if (ch__spell_dash(r, i + 1) && ch__spell_digit(r, i) && ch__spell_digit(r, i + 1 + ch__spell_dash(r, i + 1)))
            return true; /* 2021-08-28 */
    return false;
}

/* Letters or a dash after letters in front: "F-16", "COVID-19", "COP29". A currency may stand there ("RMB30m"): seen
 * before. */
static bool inside_name(const ch__spelling *r, uint32_t i)
{
    unsigned char before = ch__spell_byte(r, i - 1);
    if (i <= r->from)
        return false;
    if (before == '-')
        return i >= 2 && (ch__spell_letter(ch__spell_byte(r, i - 2)) || ch__spell_digit(r, i - 2));
    return ch__is_alpha(before) || ch__spell_digit(r, i - 1) || before == '_';
}

/* ---- a number in digits or words, without its unit ---- */

uint32_t ch__spell_in_digits(const ch__spelling *r, uint32_t i, ch__number *n)
{
    bool plain;
    double v;
    uint32_t end = ch__spell_digits(r, i, &v, &plain), start = i;
    bool year = plain && end - i == 4 && v >= 1500 && v < 2200;
    uint32_t scaled = scales(r, end, &v, true);
    if (broken(r, start, scaled))
        return i;
    n->value = v;
    n->flags |= (uint8_t)(CH__NUMBER_DIGITS | (year && scaled == end ? CH__NUMBER_YEAR : 0));
    return scaled;
}

/* State while number words are added up: "two hundred and five thousand". */
typedef struct sum {
    double total, current;
    bool any, article, many;
} sum;

static bool add_word(sum *s, const char *kind, double v)
{
    if (is(kind, "small") || is(kind, "tens")) {
        double last = s->current - 100 * (double)(uint64_t)(s->current / 100);
        bool fits = !s->any || s->article || last == 0 || (last >= 20 && v < 10);
        if (!fits || s->article)
            return false;
        s->current += v;
    } else if (is(kind, "hundred") || is(kind, "dozen"))
        s->current = (s->any ? s->current : 1) * v;
    else if (is(kind, "scale")) {
        s->total += (s->any ? s->current : 1) * v;
        s->current = 0;
    } else
        return false;
    s->any = true;
    s->article = false;
    return true;
}

/* Where the next number word may start after `i`: behind spaces, a hyphen or "and". */
static uint32_t next_word(const ch__spelling *r, uint32_t i, bool after_large)
{
    double v;
    uint32_t end, hyphen = ch__spell_dash(r, i), at = hyphen ? i + hyphen : ch__spell_skip(r, i);
    if (!hyphen && after_large && is(word_kind(r, at, &end, &v), "and"))
        at = ch__spell_skip(r, end);
    return at;
}

/* "two-thirds of", "a quarter of", "half of": shares; the whole is 100 %. */
static uint32_t share(const ch__spelling *r, uint32_t i, double parts, ch__number *n)
{
    double v;
    uint32_t end, at = next_word(r, i, false);
    const char *kind = word_kind(r, at, &end, &v);
    uint32_t of = ch__spell_skip(r, end);
    if (!is(kind, "part") || ch__spell_byte(r, of) != 'o' || ch__spell_byte(r, of + 1) != 'f' || !space(r, of + 2))
        return i;
    n->value = 100 * parts / v;
    n->unit = "%";
    n->unit_kind = "share";
    n->approximate = true;
    return end;
}

/* "half a million", "half of Iran's exports". */
static uint32_t half(const ch__spelling *r, uint32_t i, uint32_t end, ch__number *n)
{
    double v;
    uint32_t next, at = ch__spell_skip(r, end);
    if (ch__spell_byte(r, at) == 'o' && ch__spell_byte(r, at + 1) == 'f' && space(r, at + 2)) {
        n->value = 50;
        n->unit = "%";
        n->unit_kind = "share";
        n->approximate = true;
        return end;
    }
    if (is(word_kind(r, at, &next, &v), "article"))
        at = ch__spell_skip(r, next);
    const char *kind = word_kind(r, at, &next, &v);
    if (!is(kind, "scale") && !is(kind, "dozen"))
        return i;
    n->value = v / 2;
    return next;
}

static uint32_t many(uint32_t end, double least, ch__number *n)
{
    n->low = least;
    n->has_low = n->approximate = true;
    n->flags |= CH__NUMBER_MANY;
    return end;
}

/* "hundreds", "tens of thousands": the least that they mean, which of the second word is two of it. */
static uint32_t many_of_many(const ch__spelling *r, uint32_t end, double least, ch__number *n)
{
    double v;
    uint32_t next, at = ch__spell_skip(r, end);
    if (ch__spell_byte(r, at) != 'o' || ch__spell_byte(r, at + 1) != 'f' || !space(r, at + 2))
        return many(end, least, n);
    at = ch__spell_skip(r, at + 2);
    return is(word_kind(r, at, &next, &v), "many") ? many(next, least * v / 2, n) : many(end, least, n);
}

/* "several hundred", "a few thousand": at least two of them; i: no such words. */
static uint32_t several(const ch__spelling *r, uint32_t i, ch__number *n)
{
    double few, v;
    uint32_t end, at = i;
    const char *kind = word_kind(r, i, &end, &few);
    if (is(kind, "article")) {
        at = ch__spell_skip(r, end);
        kind = word_kind(r, at, &end, &few);
    }
    if (!is(kind, "several"))
        return i;
    kind = word_kind(r, ch__spell_skip(r, end), &end, &v);
    return is(kind, "hundred") || is(kind, "scale") || is(kind, "dozen") ? many(end, few * v, n) : i;
}

static uint32_t in_words(const ch__spelling *r, uint32_t i, ch__number *n)
{
    double v;
    uint32_t end, at = i, kept = i;
    sum s = {0};
    const char *kind = word_kind(r, i, &end, &v);
    if (is(kind, "half"))
        return half(r, i, end, n);
    if (is(kind, "many"))
        return many_of_many(r, end, v, n);
    uint32_t some = several(r, i, n);
    if (some != i)
        return some;
    if (is(kind, "article")) {
        uint32_t third = share(r, end, 1, n);
        if (third != end)
            return third;
        at = ch__spell_skip(r, end);
        kind = word_kind(r, at, &end, &v);
        if (!is(kind, "hundred") && !is(kind, "scale") && !is(kind, "dozen"))
            return i;
    }
    if (at == i && !is(kind, "small") && !is(kind, "tens"))
        return i;
    while (kind && add_word(&s, kind, v)) {
        kept = end;
        bool large = s.total > 0 || s.current >= 100;
        if (is(kind, "small") && !large) {
            uint32_t part = share(r, end, s.current, n);
            if (part != end)
                return part;
        }
        at = next_word(r, end, large);
        kind = word_kind(r, at, &end, &v);
    }
    n->value = s.total + s.current;
    return kept;
}

/* A number at `i`, or returns i. */
uint32_t ch__spell_number(const ch__spelling *r, uint32_t i, ch__number *n)
{
    n->digits.start = i;
    if (inside_name(r, i))
        return i;
    uint32_t end = ch__spell_digit(r, i) ? ch__spell_in_digits(r, i, n) : in_words(r, i, n);
    if (end == i)
        return i;
    n->has_value = !(n->flags & CH__NUMBER_MANY);
    n->digits.end = end;
    return end;
}
