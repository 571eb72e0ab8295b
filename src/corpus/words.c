/* words.c - the words of a record line: bare and quoted words, places of quotations in the text, numbers, times. */
#include <stdarg.h>
#include <stdio.h>

#include "base/date.h"
#include "corpus/measure.h"

void ch__record_fault(ch__record_words *w, const char *fmt, ...)
{
    char message[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    if (!w->bad)
        ch__unit_fault(w->b, w->line, "%s", message);
    w->bad = true; /* one fault a line: what follows is guesswork */
}

/* ---- words ---- */

static ch__sv quoted_word(ch__record_words *w, ch__sv *rest)
{
    char *to = ch__alloc(ch__unit_arena(w->b), rest->n + 1), *start = to;
    size_t i = 1;
    for (; i < rest->n && rest->p[i] != '"'; i++) {
        if (rest->p[i] == '\\' && i + 1 < rest->n)
            i++;
        *to++ = rest->p[i];
    }
    if (i >= rest->n)
        ch__record_fault(w, "a quotation mark is not closed");
    *rest = i < rest->n ? (ch__sv){rest->p + i + 1, rest->n - i - 1} : (ch__sv){0};
    return ch__sv_between(start, to);
}

bool ch__record_split(ch__record_words *w, const struct ch__record_line *line)
{
    ch__sv rest = ch__sv_trim(line->text);
    uint32_t cap = 0;
    w->line = line->line;
    w->sentence = line->sentence;
    w->at = NULL;
    w->n = w->next = 0;
    w->bad = false;
    while (rest.n) {
        bool quoted = rest.p[0] == '"';
        struct ch__record_word *word = CH__PUSH(ch__unit_arena(w->b), w->at, w->n, cap);
        word->quoted = quoted;
        if (quoted) {
            word->text = quoted_word(w, &rest);
        } else {
            const char *blank = memchr(rest.p, ' ', rest.n);
            word->text = blank ? ch__sv_between(rest.p, blank) : rest;
            rest = (ch__sv){rest.p + word->text.n, rest.n - word->text.n};
        }
        while (rest.n && rest.p[0] == ' ')
            rest = (ch__sv){rest.p + 1, rest.n - 1};
    }
    return !w->bad && w->n > 0;
}

bool ch__record_take(ch__record_words *w, const char *word)
{
    if (w->next >= w->n || w->at[w->next].quoted || !ch__sv_is(w->at[w->next].text, word))
        return false;
    w->next++;
    return true;
}

ch__sv ch__record_next(ch__record_words *w, const char *what)
{
    if (w->next < w->n)
        return w->at[w->next++].text;
    ch__record_fault(w, "%s is missing at the end of the line", what);
    return (ch__sv){"", 0};
}

ch__sv ch__record_quoted(ch__record_words *w, const char *what)
{
    if (w->next < w->n && !w->at[w->next].quoted)
        ch__record_fault(w, "%s must stand in quotation marks, not '%.*s'", what, (int)w->at[w->next].text.n,
                         w->at[w->next].text.p);
    return ch__record_next(w, what);
}

const char *ch__record_copy(ch__record_words *w, ch__sv s)
{
    return s.n ? ch__copy(ch__unit_arena(w->b), s) : NULL;
}

/* ---- quotations ---- */

/* The first place where the words stand, preferably not inside longer words; (size_t)-1: nowhere. */
static size_t find_words(ch__sv text, ch__sv words)
{
    size_t first = (size_t)-1;
    for (size_t from = 0; from + words.n <= text.n;) {
        size_t at = ch__sv_find((ch__sv){text.p + from, text.n - from}, words);
        if (at == (size_t)-1)
            break;
        at += from;
        bool left = at && ch__is_word_byte(text.p[at - 1]) && ch__is_word_byte(words.p[0]);
        bool right =
            at + words.n < text.n && ch__is_word_byte(text.p[at + words.n]) && ch__is_word_byte(words.p[words.n - 1]);
        if (!left && !right)
            return at;
        if (first == (size_t)-1)
            first = at;
        from = at + 1;
    }
    return first;
}

/* Takes the words up to the next " ... " from *rest; false when nothing is left. */
static bool next_piece(ch__sv *rest, ch__sv *piece)
{
    if (!rest->p)
        return false;
    size_t dots = ch__sv_find(*rest, CH__SV(" ... "));
    *piece = dots == (size_t)-1 ? *rest : (ch__sv){rest->p, dots};
    *rest = dots == (size_t)-1 ? (ch__sv){0} : (ch__sv){rest->p + dots + 5, rest->n - dots - 5};
    return true;
}

ch_span ch__record_place(ch__record_words *w, ch__sv words, bool beyond)
{
    const ch_doc *doc = w->b->unit.doc;
    ch_span s = doc->sentences[w->sentence].bytes;
    ch__sv text = {doc->text + s.start, (beyond ? doc->len : s.end) - s.start}, rest = words, piece;
    size_t start = (size_t)-1, end = 0;
    while (next_piece(&rest, &piece)) {
        size_t at = piece.n && ch__sv_trim(piece).n == piece.n ? find_words((ch__sv){text.p + end, text.n - end}, piece)
                                                               : (size_t)-1;
        if (at == (size_t)-1) {
            ch__record_fault(w, "\"%.*s\" does not stand in the sentence", words.n > 120 ? 120 : (int)words.n, words.p);
            return (ch_span){0, 0};
        }
        if (start == (size_t)-1)
            start = at;
        end += at + piece.n;
    }
    return (ch_span){s.start + (uint32_t)start, s.start + (uint32_t)end};
}

/* ---- numbers ---- */

static size_t digits_at(ch__sv s, size_t i)
{
    size_t n = 0;
    while (i + n < s.n && ch__is_digit((unsigned char)s.p[i + n]))
        n++;
    return n;
}

/* 12, 4.3, 1.5e6: at most 15 digits with a point among them, and an exponent of one or two, whatever the locale. */
static bool number(ch__sv s, double *out)
{
    enum { MOST_DIGITS = 15 };
    double digits = 0, power = 1;
    size_t whole = digits_at(s, 0), i = whole, fraction = 0, exponent = 0;
    if (i < s.n && s.p[i] == '.') {
        fraction = digits_at(s, i + 1);
        i += 1 + fraction;
        if (!fraction)
            return false;
    }
    for (size_t k = 0; k < i; k++)
        if (s.p[k] != '.')
            digits = digits * 10 + (s.p[k] - '0');
    if (i < s.n && s.p[i] == 'e') {
        size_t n = digits_at(s, i + 1);
        if (n < 1 || n > 2)
            return false;
        for (size_t k = 1; k <= n; k++)
            exponent = exponent * 10 + (size_t)(s.p[i + k] - '0');
        i += 1 + n;
    }
    for (size_t k = exponent > fraction ? exponent - fraction : fraction - exponent; k > 0; k--)
        power *= 10;
    *out = exponent >= fraction ? digits * power : digits / power;
    return whole && i == s.n && whole + fraction <= MOST_DIGITS;
}

ch__amount ch__record_amount(ch__record_words *w)
{
    ch__amount a = {0};
    ch__sv s = ch__record_next(w, "a number");
    size_t dots = ch__sv_find(s, CH__SV(".."));
    bool right;
    if (dots == (size_t)-1) {
        right = a.has_value = number(s, &a.value);
    } else {
        ch__sv low = {s.p, dots}, high = {s.p + dots + 2, s.n - dots - 2};
        a.has_low = low.n > 0;
        a.has_high = high.n > 0;
        right = (a.has_low || a.has_high) && (!a.has_low || number(low, &a.low)) &&
                (!a.has_high || number(high, &a.high)) && !(a.has_low && a.has_high && a.low >= a.high);
    }
    if (!right)
        ch__record_fault(w, "'%.*s' is no number (12, 4.3e9) and no range (3..5, 20.., ..145)", (int)s.n, s.p);
    return a;
}

/* ---- times ---- */

/* A date, or YYYY-Qn; false when it is none. */
static bool date_or_quarter(ch__sv s, ch_date *first, ch_date *last, ch_precision *precision)
{
    if (s.n == 7 && s.p[4] == '-' && s.p[5] == 'Q' && s.p[6] >= '1' && s.p[6] <= '4' &&
        ch__date_parse((ch__sv){s.p, 4}, first)) {
        first->month = (int8_t)((s.p[6] - '1') * 3 + 1);
        *last = *first;
        last->month = (int8_t)(first->month + 2);
        *precision = CH_QUARTER;
        return true;
    }
    if (s.n > 10 || !ch__date_parse(s, first))
        return false;
    *last = *first;
    *precision = first->day ? CH_DAY : first->month ? CH_MONTH : CH_YEAR;
    return true;
}

static bool has_year(ch__sv words)
{
    for (size_t i = 0, digits = 0; i <= words.n; i++) {
        bool digit = i < words.n && ch__is_digit((unsigned char)words.p[i]);
        if (!digit && digits == 4)
            return true;
        digits = digit ? digits + 1 : 0;
    }
    return false;
}

static bool is_week(ch_date first, ch_date last)
{
    return first.day && last.day && ch__weekday(first) == 0 && ch__date_days(last) - ch__date_days(first) == 6;
}

void ch__record_when(ch__record_words *w, ch_when *out, bool *unknown)
{
    ch_precision precision = CH_UNKNOWN, other = CH_DAY;
    ch_date first = {0}, last = {0}, skipped;
    bool elsewhere = ch__record_take(w, "-");
    ch__sv words = elsewhere ? (ch__sv){0} : ch__record_quoted(w, "the words of time"), value, part;
    *out = (ch_when){.bytes = elsewhere ? (ch_span){0, 0} : ch__record_place(w, words, false), .precision = CH_UNKNOWN};
    value = ch__record_next(w, "a date");
    *unknown = ch__sv_is(value, "?");
    if (*unknown)
        return;
    ch__sv rest = value;
    bool right = ch__sv_next(&rest, '/', &part) && date_or_quarter(part, &first, &last, &precision);
    if (right && rest.p) {
        right = date_or_quarter(rest, &skipped, &last, &other) && ch__date_cmp(first, last) <= 0;
        precision = other > precision ? other : precision; /* the coarser of the two */
        if (is_week(first, last))
            precision = CH_WEEK;
    }
    if (!right) {
        ch__record_fault(w, "'%.*s' is no date: 2024-05-13, 2024-05, 2024, 2024-Q2, two of them with a slash, or ?",
                         (int)value.n, value.p);
        return;
    }
    out->start = first;
    out->end = last;
    out->precision = (uint8_t)precision;
    out->basis = (uint8_t)(has_year(words) ? CH_BASIS_TEXT : CH_BASIS_RELATIVE);
}
