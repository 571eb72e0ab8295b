/* Units of the calendar, feasts that move, and the year that is meant where none is named. */
#include "events/when.h"

bool ch__when_stretch(ch_time *out, ch_date start, ch_date end, ch_precision p, ch_basis b)
{
    if (start.year < 1 || end.year < 1 || start.year > 9999 || end.year > 9999)
        return false;
    out->when.start = start;
    out->when.end = end;
    out->when.precision = (uint8_t)p;
    out->when.basis = (uint8_t)b;
    return true;
}

bool ch__when_whole(ch_time *out, ch_date d, ch_basis b)
{
    if (!ch__date_valid(d))
        return false;
    ch_precision p = d.day ? CH_DAY : d.month ? CH_MONTH : CH_YEAR;
    return ch__when_stretch(out, ch__date_first(d), ch__date_last(d), p, b);
}

bool ch__when_unresolved(ch_time *out)
{
    out->when = (ch_when){.precision = CH_UNKNOWN, .basis = CH_BASIS_NONE};
    return true;
}

ch_date ch__when_add_days(ch_date d, int n)
{
    int32_t days = ch__date_days(d) + n;
    return days < -719162 || days > 2932896 ? (ch_date){0, 0, 0} : ch__date_from_days(days);
}

ch_date ch__unit_first(ch_date d, ch__tunit u, int n)
{
    switch (u) {
    case CH__U_WEEK: return ch__when_add_days(d, -ch__weekday(d) + 7 * n);
    case CH__U_FORTNIGHT: return ch__when_add_days(d, -ch__weekday(d) + 14 * n);
    case CH__U_WEEKEND: return ch__when_add_days(d, -ch__weekday(d) + 5 + 7 * n);
    case CH__U_MONTH: return ch__date_add_months(ch__ymd(d.year, d.month, 1), n);
    case CH__U_QUARTER: return ch__date_add_months(ch__ymd(d.year, (d.month - 1) / 3 * 3 + 1, 1), 3 * n);
    case CH__U_YEAR: return ch__ymd(d.year + n, 1, 1);
    case CH__U_DECADE: return ch__ymd((d.year / 10 + n) * 10, 1, 1);
    case CH__U_CENTURY: return ch__ymd(((d.year - 1) / 100 + n) * 100 + 1, 1, 1);
    case CH__U_DAY: return ch__when_add_days(d, n);
    default: return d;
    }
}

ch_date ch__unit_last(ch_date first, ch__tunit u)
{
    switch (u) {
    case CH__U_DAY:
    case CH__U_HOUR:
    case CH__U_MINUTE:
    case CH__U_SECOND: return first;
    case CH__U_WEEKEND: return ch__when_add_days(first, 1);
    default: return ch__when_add_days(ch__unit_first(first, u, 1), -1);
    }
}

ch_precision ch__unit_precision(ch__tunit u)
{
    switch (u) {
    case CH__U_WEEK:
    case CH__U_FORTNIGHT:
    case CH__U_WEEKEND: return CH_WEEK;
    case CH__U_MONTH: return CH_MONTH;
    case CH__U_QUARTER: return CH_QUARTER;
    case CH__U_YEAR:
    case CH__U_DECADE:
    case CH__U_CENTURY: return CH_YEAR;
    default: return CH_DAY;
    }
}

bool ch__unit_at(ch_time *out, ch_date d, ch__tunit u, int n)
{
    ch_date first = ch__unit_first(d, u, n);
    return ch__known(first) &&
           ch__when_stretch(out, first, ch__unit_last(first, u), ch__unit_precision(u), CH_BASIS_RELATIVE);
}

ch_date ch__moved(ch_date d, ch__tunit u, int n)
{
    switch (u) {
    case CH__U_DAY: return ch__when_add_days(d, n);
    case CH__U_WEEK:
    case CH__U_WEEKEND: return ch__when_add_days(d, 7 * n);
    case CH__U_FORTNIGHT: return ch__when_add_days(d, 14 * n);
    case CH__U_MONTH: return ch__date_add_months(d, n);
    case CH__U_QUARTER: return ch__date_add_months(d, 3 * n);
    case CH__U_YEAR: return ch__date_add_months(d, 12 * n);
    case CH__U_DECADE: return ch__date_add_months(d, 120 * n);
    case CH__U_CENTURY: return ch__date_add_months(d, 1200 * n);
    case CH__U_HOUR: return ch__when_add_days(d, n / 24); /* "48 hours later"; "an hour later" is the same day */
    default: return d;
    }
}

/* Western Easter Sunday: the anonymous algorithm of Nature (1876) as shortened in New Scientist of 30 March 1961. */
ch_date ch__easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100, g = (8 * b + 13) / 25;
    int h = (19 * a + b - b / 4 - g + 15) % 30, m = (a + 11 * h) / 319;
    int r = (2 * (b % 4) + 2 * (c / 4) - c % 4 - h + m + 32) % 7, month = (h - m + r + 90) / 25;
    return ch__ymd(year, month, (h - m + r + month + 19) % 32);
}

int ch__year_for(int month, int day, const ch__clock *c)
{
    ch_date p = c->published;
    int here = day ? (month - p.month) * 31 + day - p.day : month - p.month; /* <0 earlier in the year, >0 later */
    if (c->tense < 0)
        return here > 0 ? p.year - 1 : p.year;
    if (c->tense > 0)
        return here < 0 ? p.year + 1 : p.year;
    int half = day ? 31 * 6 : 6;
    return here > half ? p.year - 1 : here < -half ? p.year + 1 : p.year;
}
