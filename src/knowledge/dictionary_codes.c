/* dictionary_codes.c - what stands in brackets: codes of three letters after each other (CAMEO, Schrodt 2012), dates,
 * and by which rule they hold. */
#include <limits.h>
#include <stdlib.h>

#include "knowledge/dictionary.h"

enum { MOST_CODE = 60 };

/* ---- codes ---- */

bool ch__dictionary_role(const ch__dictionaries *d, ch__sv key, const char *kind, uint32_t *row)
{
    if (!d->roles)
        return false;
    for (uint32_t r = ch__table_find(d->roles, key); r != CH_NONE; r = ch__table_find_next(d->roles, r)) {
        const char *cell = ch__table_cell(d->roles, r, 1);
        if (!cell || strcmp(cell, kind) != 0)
            continue;
        if (row)
            *row = r;
        return true;
    }
    return false;
}

static const char *role_cell(const ch__dictionaries *d, uint32_t row, const char *column)
{
    return ch__table_cell(d->roles, row, ch__table_column(d->roles, column));
}

static ch__sv triple(const char *code, size_t n)
{
    size_t length = strlen(code);
    size_t from = 3 * n < length ? 3 * n : length;
    return (ch__sv){code + from, length - from < 3 ? length - from : 3};
}

/* The sector of the first triple of a kind ("GOVMED": GOV), or NULL. */
static const char *first_of(const ch__dictionaries *d, const char *code, size_t from, const char *kind)
{
    uint32_t row;
    for (ch__sv t; (t = triple(code, from)).n; from++)
        if (ch__dictionary_role(d, t, kind, &row) && role_cell(d, row, "sector"))
            return role_cell(d, row, "sector");
    return NULL;
}

/* A belief counts where no other part is told and nothing is usual: "MOSREB" are rebels. */
static const char *sector_of(const ch__dictionaries *d, const char *code, size_t from, const char *usual)
{
    const char *sector = first_of(d, code, from, "role");
    sector = sector ? sector : usual;
    return sector ? sector : first_of(d, code, from, "belief");
}

/* Where the first triple of a kind stands behind `from`; 0 when there is none. */
static size_t find_triple(const ch__dictionaries *d, const char *code, size_t from, const char *kind, uint32_t *row)
{
    for (ch__sv t; (t = triple(code, from)).n; from++)
        if (ch__dictionary_role(d, t, kind, row))
            return from;
    return 0;
}

/* "USAGOV": USA, GOV. "IGOUNOREF": the United Nations, REF. "IGOWSTNAT": NATO. "NGOHLH": NGO, MED. A first triple that
 * nobody knows stays the code. */
static void read_triples(const ch__dictionaries *d, const char *code, ch__dictionary_code *out)
{
    uint32_t row, body;
    ch__sv first = triple(code, 0);
    out->code = ch__copy(&d->s->arena, first);
    if (ch__dictionary_role(d, first, "first", &row)) {
        size_t at = find_triple(d, code, 1, "body", &body);
        const char *to = role_cell(d, at ? body : row, "code");
        out->code = to ? to : out->code;
        out->sector = sector_of(d, code, at + 1, role_cell(d, row, "sector"));
        return;
    }
    if (ch__dictionary_role(d, first, "body", &row)) {
        out->code = role_cell(d, row, "code");
        out->sector = sector_of(d, code, 1, role_cell(d, row, "sector"));
        return;
    }
    bool part = ch__dictionary_role(d, first, "role", NULL) || ch__dictionary_role(d, first, "belief", NULL);
    out->sector = sector_of(d, code, part ? 0 : 1, NULL);
}

static size_t code_length(ch__sv text)
{
    size_t n = 0;
    while (n < text.n && ch__is_alpha((unsigned char)text.p[n]))
        n++;
    /* "[AAA950601-990815]": a blank is missing; "[G77]": a digit belongs */
    size_t digits = n;
    while (digits < text.n && ch__is_digit((unsigned char)text.p[digits]))
        digits++;
    return n && digits - n < 6 ? digits : n;
}

/* "[---]" and "[]" say that a name is nobody. */
static bool read_nobody(ch__dictionary_file *f, ch__sv *text)
{
    size_t n = 0;
    while (n < text->n && (text->p[n] == '-' || text->p[n] == '+'))
        n++;
    if (n && text->p[0] == '+')
        ch__dictionary_fault(f, "\"%.*s\" is no code; taken as [---]", (int)n, text->p);
    text->p += n;
    text->n -= n;
    return n > 0 || !text->n;
}

/* "[ELF/GAL]" is two actors at once, which a name of ours is not. */
static void skip_others(ch__dictionary_file *f, ch__sv *text)
{
    size_t n = 0;
    while (n < text->n && (text->p[n] == '/' || (n && ch__is_alpha((unsigned char)text->p[n]))))
        n++;
    if (n)
        ch__dictionary_fault(f, "several codes at once; \"%.*s\" is left out", (int)(n < 40 ? n : 40), text->p);
    text->p += n;
    text->n -= n;
}

bool ch__dictionary_read_code(ch__dictionary_file *f, ch__sv *text, ch__dictionary_code *out)
{
    *out = (ch__dictionary_code){NULL, NULL, NULL};
    *text = ch__sv_trim(*text);
    size_t n = code_length(*text);
    if (!n && read_nobody(f, text))
        return true;
    if (!n || n > MOST_CODE) {
        ch__dictionary_fault(f, "no code: \"%.*s\"", (int)(text->n < 40 ? text->n : 40), text->p);
        return false;
    }
    char *whole = ch__copy(&f->d->s->arena, (ch__sv){text->p, n});
    bool small = false;
    for (char *p = whole; *p; p++) {
        small = small || ch__is_lower((unsigned char)*p);
        if (ch__is_lower((unsigned char)*p))
            *p = (char)(*p - 32);
    }
    if (small)
        ch__dictionary_fault(f, "code in small letters; taken as %s", whole);
    out->whole = whole;
    read_triples(f->d, whole, out);
    text->p += n;
    text->n -= n;
    skip_others(f, text);
    return true;
}

bool ch__dictionary_sector(ch__dictionary_file *f, ch__sv text, const char **sector)
{
    ch__dictionary_code code;
    *sector = NULL;
    if (!ch__dictionary_read_code(f, &text, &code) || !code.whole)
        return false;
    uint32_t row;
    bool first = ch__dictionary_role(f->d, triple(code.whole, 0), "first", &row);
    *sector = sector_of(f->d, code.whole, 0, first ? role_cell(f->d, row, "sector") : NULL);
    return true;
}

/* ---- dates ---- */

static int two_digits(const char *p)
{
    return (p[0] - '0') * 10 + p[1] - '0';
}

/* YYYYMMDD, of which eight characters are read, or YYMMDD of seven or fewer; YY of 00 to 30 is 20YY. A day or month
 * that does not exist is the nearest that does. */
static bool read_day(ch__dictionary_file *f, ch__sv digits, int32_t *day)
{
    if (digits.n != 6 && digits.n != 8)
        ch__dictionary_fault(f, "a date of %zu digits: %.*s", digits.n, (int)(digits.n < 20 ? digits.n : 20), digits.p);
    if (digits.n < 6)
        return false;
    const char *p = digits.p;
    int year = two_digits(p);
    if (digits.n >= 8)
        year = year * 100 + two_digits(p += 2);
    else
        year += year <= 30 ? 2000 : 1900;
    int month = two_digits(p + 2), date = two_digits(p + 4);
    int good_month = month < 1 ? 1 : month > 12 ? 12 : month;
    if (year < 1) {
        ch__dictionary_fault(f, "no such date: %.*s", (int)(digits.n < 20 ? digits.n : 20), digits.p);
        return false;
    }
    int last = ch__month_days(year, good_month), good_date = date < 1 ? 1 : date > last ? last : date;
    if (month != good_month || date != good_date)
        ch__dictionary_fault(f, "no such date: %.*s; taken as %04d-%02d-%02d", (int)(digits.n < 20 ? digits.n : 20),
                             digits.p, year, good_month, good_date);
    *day = ch__date_days((ch_date){(int16_t)year, (int8_t)good_month, (int8_t)good_date});
    return true;
}

static ch__sv take_digits(ch__sv *text)
{
    *text = ch__sv_trim(*text);
    size_t n = 0;
    while (n < text->n && ch__is_digit((unsigned char)text->p[n]))
        n++;
    ch__sv digits = {text->p, n};
    *text = ch__sv_trim((ch__sv){text->p + n, text->n - n});
    return digits;
}

static char take_mark(ch__sv *text, const char *marks)
{
    *text = ch__sv_trim(*text);
    if (!text->n || !strchr(marks, text->p[0]))
        return 0;
    char mark = text->p[0];
    *text = ch__sv_trim((ch__sv){text->p + 1, text->n - 1});
    return mark;
}

/* "<D", ">D", "D-D"; a single D is that day alone. What PETRARCH-2's program does with the end of a period is another
 * thing than what its page says: the end is not included. */
static bool read_dates(ch__dictionary_file *f, ch__sv *text, ch__dictionary_period *out)
{
    bool exclusive = f->d->rule == CH_DATES_PETRARCH2;
    char mark = take_mark(text, "<>");
    int32_t first, second;
    if (!read_day(f, take_digits(text), &first))
        return false;
    bool range = !mark && take_mark(text, "-");
    second = first;
    if (range && !read_day(f, take_digits(text), &second))
        return false;
    if (!mark && !range)
        ch__dictionary_fault(f, "one date alone; taken as that day");
    out->from = mark == '<' ? INT32_MIN : first;
    out->to = mark == '>' ? INT32_MAX : second - (exclusive && (mark || range));
    if (out->from > out->to)
        ch__dictionary_fault(f, "ends before it begins; never holds");
    return true;
}

bool ch__dictionary_read_period(ch__dictionary_file *f, ch__sv text, ch__dictionary_period *out)
{
    *out = (ch__dictionary_period){.from = INT32_MIN, .to = INT32_MAX};
    if (!ch__dictionary_read_code(f, &text, &out->code))
        return false;
    text = ch__sv_trim(text);
    if (!text.n)
        return true;
    out->dated = true;
    if (!ch__is_space((unsigned char)text.p[-1]) && ch__is_digit((unsigned char)text.p[0]))
        ch__dictionary_fault(f, "no blank behind the code");
    ch__sv dates = text;
    if (!strchr("<>0123456789", text.p[0]) || !read_dates(f, &text, out)) {
        ch__dictionary_fault(f, "dates that cannot be read: \"%.*s\"", (int)(dates.n < 40 ? dates.n : 40), dates.p);
        return false;
    }
    if (text.n)
        ch__dictionary_fault(f, "something behind the dates is passed over: \"%.*s\"", (int)(text.n < 40 ? text.n : 40),
                             text.p);
    return true;
}

/* ---- which code holds when ---- */

static int by_day(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Both rules take the first period in order that holds; "dated" puts the dated ones in front. NULL: nobody. */
static const ch__dictionary_period *holding(const ch__dictionaries *d, const ch__dictionary_period *periods, uint32_t n,
                                            int32_t day)
{
    const ch__dictionary_period *usual = NULL;
    for (uint32_t i = 0; i < n; i++) {
        const ch__dictionary_period *p = &periods[i];
        if (p->from > day || p->to < day)
            continue;
        if (p->dated || d->rule == CH_DATES_PETRARCH2)
            return p;
        usual = usual ? usual : p;
    }
    return usual;
}

static bool same_code(const ch__dictionary_period *a, const ch__dictionary_period *b)
{
    return strcmp(a->code.whole ? a->code.whole : "", b->code.whole ? b->code.whole : "") == 0;
}

/* Days on which another code may begin to hold. */
static uint32_t change_days(const ch__dictionary_period *periods, uint32_t n, int32_t *days)
{
    uint32_t m = 0, kept = 0;
    days[m++] = INT32_MIN;
    for (uint32_t i = 0; i < n; i++) {
        if (periods[i].from > periods[i].to)
            continue;
        days[m++] = periods[i].from;
        if (periods[i].to < INT32_MAX)
            days[m++] = periods[i].to + 1;
    }
    qsort(days, m, sizeof *days, by_day);
    for (uint32_t i = 0; i < m; i++)
        if (!i || days[i] != days[kept - 1])
            days[kept++] = days[i];
    return kept;
}

uint32_t ch__dictionary_settle(const ch__dictionaries *d, const ch__dictionary_period *periods, uint32_t n,
                               ch__dictionary_period *out)
{
    int32_t days[CH__MOST_SETTLED];
    uint32_t n_days = change_days(periods, n, days), kept = 0;
    for (uint32_t i = 0; i < n_days; i++) {
        const ch__dictionary_period *p = holding(d, periods, n, days[i]);
        int32_t to = i + 1 < n_days ? days[i + 1] - 1 : INT32_MAX;
        if (!p || !p->code.whole)
            continue;
        if (kept && same_code(&out[kept - 1], p) && out[kept - 1].to + 1 == days[i])
            out[kept - 1].to = to;
        else
            out[kept++] = (ch__dictionary_period){.code = p->code, .from = days[i], .to = to, .dated = p->dated};
    }
    return kept;
}
