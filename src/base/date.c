#include "base/date.h"

#include <stdio.h>

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

int ch__month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool ch__date_valid(ch_date d)
{
    if (d.year < 1 || d.year > 9999)
        return false;
    if (d.month == 0)
        return d.day == 0;
    if (d.month < 1 || d.month > 12)
        return false;
    return d.day >= 0 && d.day <= ch__month_days(d.year, d.month);
}

int32_t ch__date_days(ch_date d)
{
    int y = d.year - (d.month <= 2), m = d.month, day = d.day;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

ch_date ch__date_from_days(int32_t days)
{
    int32_t z = days + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;
    ch_date d;
    d.day = (int8_t)(doy - (153 * mp + 2) / 5 + 1);
    d.month = (int8_t)(mp < 10 ? mp + 3 : mp - 9);
    d.year = (int16_t)(yoe + era * 400 + (d.month <= 2));
    return d;
}

int ch__weekday(ch_date d)
{
    int32_t w = (ch__date_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */
    return w < 0 ? w + 7 : w;
}

ch_date ch__date_add_days(ch_date d, int n)
{
    return ch__date_from_days(ch__date_days(d) + n);
}

ch_date ch__date_add_months(ch_date d, int n)
{
    int m = d.year * 12 + (d.month - 1) + n;
    d.year = (int16_t)(m / 12);
    d.month = (int8_t)(m % 12 + 1);
    int last = ch__month_days(d.year, d.month);
    if (d.day > last)
        d.day = (int8_t)last;
    return d;
}

ch_date ch__date_first(ch_date d)
{
    if (d.year && !d.month)
        d.month = 1;
    if (d.year && !d.day)
        d.day = 1;
    return d;
}

ch_date ch__date_last(ch_date d)
{
    if (d.year && !d.month)
        d.month = 12;
    if (d.year && !d.day)
        d.day = (int8_t)ch__month_days(d.year, d.month);
    return d;
}

int ch__date_cmp(ch_date a, ch_date b)
{
    a = ch__date_first(a);
    b = ch__date_first(b);
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

const char *ch__date_iso(ch_date d, char out[12])
{
    out[0] = 0;
    if (!ch__date_valid(d))
        return out;
    unsigned y = (unsigned)d.year % 10000u, m = (unsigned)d.month % 100u, day = (unsigned)d.day % 100u;
    if (day)
        snprintf(out, 12, "%04u-%02u-%02u", y, m, day);
    else if (m)
        snprintf(out, 12, "%04u-%02u", y, m);
    else
        snprintf(out, 12, "%04u", y);
    return out;
}

static bool digits(ch__sv s, size_t from, size_t n, int *out)
{
    if (s.n < from + n)
        return false;
    int v = 0;
    for (size_t i = from; i < from + n; i++) {
        if (!ch__is_digit((unsigned char)s.p[i]))
            return false;
        v = v * 10 + (s.p[i] - '0');
    }
    *out = v;
    return true;
}

bool ch__date_parse(ch__sv s, ch_date *out)
{
    int y = 0, m = 0, d = 0;
    size_t n = 4;
    if (!digits(s, 0, 4, &y))
        return false;
    if (s.n > 4) {
        if (s.p[4] != '-' || !digits(s, 5, 2, &m) || m == 0)
            return false;
        n = 7;
    }
    if (s.n > 7) {
        if (s.p[7] != '-' || !digits(s, 8, 2, &d) || d == 0)
            return false;
        n = 10;
    }
    if (s.n > n && !(n == 10 && (s.p[10] == 'T' || s.p[10] == ' ')))
        return false;
    ch_date date = {(int16_t)y, (int8_t)m, (int8_t)d};
    if (!ch__date_valid(date))
        return false;
    *out = date;
    return true;
}
