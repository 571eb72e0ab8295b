/* dates.c - dates as people print them above and before stories. */
#include "text/dateline.h"

#include "base/utf8.h"

typedef struct scanner {
    const char *p;
    size_t n, i;
    const ch__dates *dates;
    size_t asked, end; /* + 1: where a word was looked up last, and where it ends */
    uint32_t row;      /* of text/months, or CH_NONE */
} scanner;

static char peek(const scanner *s)
{
    return s->i < s->n ? s->p[s->i] : 0;
}

static void skip(scanner *s, const char *set)
{
    while (s->i < s->n && s->p[s->i] && strchr(set, s->p[s->i]))
        s->i++;
}

/* A figure of at most four digits; returns its length, 0 for none or a longer one. */
static size_t figure(scanner *s, int *value)
{
    size_t from = s->i;
    *value = 0;
    while (s->i < s->n && s->i - from < 5 && ch__is_digit((unsigned char)s->p[s->i]))
        *value = *value * 10 + (s->p[s->i++] - '0');
    return s->i - from <= 4 ? s->i - from : 0;
}

/* Looks the word at the scanner up, once for all the kinds that are asked of it. */
static void look_up(scanner *s)
{
    char key[40];
    size_t at = s->i;
    if (s->asked == at + 1)
        return;
    while (at < s->n && (ch__is_alpha((unsigned char)s->p[at]) || (unsigned char)s->p[at] >= 0x80))
        at++;
    s->asked = s->i + 1;
    s->end = at;
    s->row = CH_NONE;
    if (at == s->i || at - s->i >= sizeof key || !s->dates->months)
        return;
    size_t n = ch__fold(s->p + s->i, at - s->i, key, sizeof key);
    if (n != (size_t)-1)
        s->row = ch__table_find(s->dates->months, (ch__sv){key, n});
}

/* The word at the scanner in text/months, when it is of that kind (its first letter): taken, with the stop of a short
 * form; *number gets its number. */
static bool word(scanner *s, char kind, int *number)
{
    look_up(s);
    const char *found = s->row == CH_NONE ? NULL : ch__table_cell(s->dates->months, s->row, s->dates->kind);
    if (!found || found[0] != kind)
        return false;
    const char *digits = ch__table_cell(s->dates->months, s->row, s->dates->number);
    for (*number = 0; digits && ch__is_digit((unsigned char)*digits); digits++)
        *number = *number * 10 + (*digits - '0');
    s->i = s->end;
    if (peek(s) == '.')
        s->i++;
    return true;
}

static int month(scanner *s)
{
    int number;
    return word(s, 'm', &number) ? number : 0;
}

/* "of" in "4th of May", "de" in "4 de mayo de 2025"; nothing is taken when there is none. */
static void link_word(scanner *s)
{
    int none;
    size_t from = s->i;
    skip(s, " ");
    if (!word(s, 'l', &none))
        s->i = from;
    skip(s, " ");
}

/* ", Juche 114 (2025)": the year of another count of years, behind which the common one stands in brackets. */
static int year_of_era(scanner *s)
{
    int value, none;
    size_t from = s->i;
    skip(s, " ,");
    if (word(s, 'e', &none)) {
        skip(s, " ");
        if (figure(s, &value)) {
            skip(s, " ");
            if (peek(s) == '(' && ++s->i < s->n && figure(s, &value) == 4 && peek(s) == ')') {
                s->i++;
                return value;
            }
        }
    }
    s->i = from;
    return 0;
}

/* A year of four digits, 1800 to 2199, that no digit or letter follows. 0: none, and nothing is taken. */
static int year(scanner *s)
{
    size_t from = s->i;
    int value;
    link_word(s);
    skip(s, " ,");
    if (s->i < s->n && s->p[s->i] == '-' && ch__is_digit((unsigned char)(s->i + 1 < s->n ? s->p[s->i + 1] : 0)))
        s->i++;
    if (figure(s, &value) == 4 && value >= 1800 && value < 2200 && !ch__is_digit((unsigned char)peek(s)))
        return value;
    s->i = from;
    return year_of_era(s);
}

/* "4", "4th", "04", "1er": a day of the month, not followed by more of a figure. */
static int day(scanner *s)
{
    size_t from = s->i;
    int value, none;
    size_t n = figure(s, &value);
    if (n < 1 || n > 2 || value < 1 || value > 31 || (peek(s) == ':')) {
        s->i = from;
        return 0;
    }
    if (ch__is_alpha((unsigned char)peek(s)) && !word(s, 'o', &none)) {
        s->i = from;
        return 0;
    }
    return value;
}

/* Year, month and day, each a figure with its mark behind it, as Chinese and Japanese print them. */
static bool in_marked_figures(scanner *s, ch_date *d)
{
    int v[3], which;
    for (int i = 0; i < 3; i++) {
        size_t n = figure(s, &v[i]);
        if (!n || (i == 0) != (n == 4) || !word(s, 'c', &which) || which != i)
            return false;
        skip(s, " ");
    }
    *d = (ch_date){(int16_t)v[0], (int8_t)v[1], (int8_t)v[2]};
    return v[1] < 100 && v[2] < 100;
}

/* "2021-08-28", "2021/8/28", "25.04.2025", "28-08-2021". Two small figures around slashes are left alone when both
 * could be the month. */
static bool in_figures(scanner *s, ch_date *d)
{
    int v[3];
    size_t n[3];
    n[0] = figure(s, &v[0]);
    char mark = peek(s);
    if (!n[0] || !mark || !strchr("-/.", mark))
        return false;
    s->i++;
    n[1] = figure(s, &v[1]);
    if (!n[1] || n[1] > 2 || peek(s) != mark)
        return false;
    s->i++;
    n[2] = figure(s, &v[2]);
    if (!n[2] || ch__is_digit((unsigned char)peek(s)))
        return false;
    if (n[0] == 4 && n[2] <= 2)
        *d = (ch_date){(int16_t)v[0], (int8_t)v[1], (int8_t)v[2]};
    else if (n[2] == 4 && n[0] <= 2 && (mark == '.' || v[0] > 12 || v[0] == v[1]))
        *d = (ch_date){(int16_t)v[2], (int8_t)v[1], (int8_t)v[0]};
    else if (n[2] == 4 && n[0] <= 2 && v[1] > 12)
        *d = (ch_date){(int16_t)v[2], (int8_t)v[0], (int8_t)v[1]};
    else
        return false;
    return v[0] < 10000 && v[1] < 100;
}

static bool exists(ch_date d)
{
    if (!d.year)
        d.year = 2000; /* a leap year: February 29 may be one */
    return ch__date_valid(d) && d.day;
}

/* "May 4, 2025", "4 May 2025", "4th of May, 2025", "04-May-2025", "4. Mai 2025", "4 de mayo de 2025". */
static bool in_words(scanner *s, ch_date *d)
{
    int m = month(s), dd;
    if (m > 0) {
        skip(s, " ");
        dd = day(s);
    } else {
        dd = day(s);
        size_t after = s->i;
        skip(s, " -.");
        link_word(s);
        m = dd && s->i > after ? month(s) : 0;
    }
    if (m <= 0 || !dd)
        return false;
    d->month = (int8_t)m;
    d->day = (int8_t)dd;
    d->year = (int16_t)year(s);
    return true;
}

ch__dates ch__dates_of(const ch__knowledge *k)
{
    ch__dates d = {.months = ch__knowledge_table(k, "text/months")};
    if (d.months) {
        d.kind = ch__table_column(d.months, "kind");
        d.number = ch__table_column(d.months, "number");
    }
    return d;
}

size_t ch__printed_date(const ch__knowledge *k, ch__sv text, bool without_year, ch_date *out)
{
    ch__dates dates = ch__dates_of(k);
    return ch__date_at(&dates, text, without_year, out);
}

size_t ch__date_shape(const ch__dates *dates, ch__sv text, bool without_year, ch_date *out)
{
    static bool (*const forms[])(scanner *, ch_date *) = {in_figures, in_words, in_marked_figures};
    scanner s = {.p = text.p, .n = text.n, .dates = dates};
    int weekday;
    if (word(&s, 'd', &weekday)) /* Friday, 25 April 2025 */
        skip(&s, " ,");
    size_t start = s.i;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        ch_date d = {0};
        s.i = start;
        if (!forms[i](&s, &d))
            continue;
        if (!d.year && !without_year)
            return 0;
        *out = exists(d) ? d : (ch_date){0};
        return s.i;
    }
    return 0;
}

size_t ch__date_at(const ch__dates *dates, ch__sv text, bool without_year, ch_date *out)
{
    ch_date d;
    size_t n = ch__date_shape(dates, text, without_year, &d);
    if (!n || !d.month)
        return 0;
    *out = d;
    return n;
}
