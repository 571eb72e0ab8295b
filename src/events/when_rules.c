/* Expressions to days. Each rule names how captured values become a stretch of days; which words make which rule stands
 * in table events/time-patterns. Directions: a month, day or weekday without year is the latest at or before
 * publication in a past clause, the next one at or after it in a future clause, and in a present one the nearest
 * (weekdays: the latest). */
#include <stdlib.h>

#include "events/when.h"

int ch__caught_value(const ch__caught *c, ch__tclass cls, int nth)
{
    for (int i = 0; i < c->n; i++)
        if (c->cls[i] == cls && nth-- == 0)
            return c->value[i];
    return CH__NO_VALUE;
}

static int shift_of(const ch__caught *t)
{
    int shift = ch__caught_value(t, CH__T_SHIFT, 0);
    return shift == CH__NO_VALUE ? 0 : shift;
}

int ch__when_part(const ch__pattern *p, const ch__caught *t)
{
    bool parts = p->resolve == ch__when_rule_part_unit || p->resolve == ch__when_rule_part_date;
    int part = parts && *p->arg ? atoi(p->arg) : ch__caught_value(t, CH__T_PART, 0);
    return part == CH__NO_VALUE ? 0 : part;
}

/* ---- dates ---- */

/* A date of what was caught: year, month and day, each perhaps absent. False: nobody can say in what year. */
static bool point(ch_date *d, ch_basis *b, int year, int month, int day, const ch__clock *c)
{
    *b = CH_BASIS_TEXT;
    if (year == CH__NO_VALUE) {
        if (!ch__known(c->published))
            return false;
        *b = CH_BASIS_RELATIVE;
        year = month == CH__NO_VALUE ? c->published.year : ch__year_for(month, day == CH__NO_VALUE ? 0 : day, c);
    }
    *d = ch__ymd(year, month == CH__NO_VALUE ? 0 : month, day == CH__NO_VALUE ? 0 : day);
    return true;
}

/* "Friday, 28 February" said in January: the year next to the likely one in which that day was a Friday, if it is one
 * of the two around. What fits in no year is a contradiction; the date counts, it is what was looked up. */
static void fit_weekday(ch_date *d, int weekday, bool free_year, ch_time *out)
{
    static const int around[] = {0, -1, 1};
    for (int i = 0; i < (free_year ? 3 : 1); i++) {
        ch_date near = ch__ymd(d->year + around[i], d->month, d->day);
        if (ch__date_valid(near) && ch__weekday(near) == weekday) {
            *d = near;
            return;
        }
    }
    out->conflict = true;
}

bool ch__when_rule_date(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int year = ch__caught_value(t, CH__T_YEAR, 0), month = ch__caught_value(t, CH__T_MONTH, 0);
    int day = ch__caught_value(t, CH__T_DAY, 0), weekday = ch__caught_value(t, CH__T_WEEKDAY, 0);
    if (day != CH__NO_VALUE && month == CH__NO_VALUE)
        return false;
    /* whatever year is meant "30 February" is none */
    if (day != CH__NO_VALUE && day > ch__month_days(year == CH__NO_VALUE ? 2000 : year, month)) {
        out->conflict = true;
        return ch__when_unresolved(out);
    }
    ch_date d;
    ch_basis b;
    if (!point(&d, &b, year, month, day, c))
        return ch__when_unresolved(out);
    if (weekday != CH__NO_VALUE && day != CH__NO_VALUE)
        fit_weekday(&d, weekday, year == CH__NO_VALUE, out);
    return ch__when_whole(out, d, b);
}

/* "04/05/2025" is the fourth of May or the fifth of April: the one that the clause's tense allows; if it allows both,
 * only the year is known. */
bool ch__when_rule_iso(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    if (!ch__known(t->other))
        return ch__when_whole(out, t->iso, CH_BASIS_TEXT);
    bool one = true, two = true;
    if (ch__known(c->published) && c->tense) {
        one = ch__date_cmp(t->iso, c->published) * c->tense >= 0;
        two = ch__date_cmp(t->other, c->published) * c->tense >= 0;
    }
    if (one != two)
        return ch__when_whole(out, one ? t->iso : t->other, CH_BASIS_TEXT);
    return ch__when_whole(out, ch__ymd(t->iso.year, 0, 0), CH_BASIS_TEXT);
}

static int full_year(int first, int second)
{
    int year = first / 100 * 100 + second;
    return year > first ? year : year + 100; /* "1999-02" */
}

/* The last value of a class that a range caught, for its end. */
static int last_of(const ch__caught *t, ch__tclass cls)
{
    int last = CH__NO_VALUE, v;
    for (int i = 0; (v = ch__caught_value(t, cls, i)) != CH__NO_VALUE; i++)
        last = v;
    return last;
}

static bool range_years(const ch__caught *t, ch_time *out)
{
    int first = ch__caught_value(t, CH__T_YEAR, 0), last = ch__caught_value(t, CH__T_YEAR, 1);
    int yy = ch__caught_value(t, CH__T_YY, 0);
    if (yy != CH__NO_VALUE)
        last = full_year(first, yy);
    return last >= first && ch__when_stretch(out, ch__ymd(first, 1, 1), ch__ymd(last, 12, 31), CH_YEAR, CH_BASIS_TEXT);
}

/* "from May 7 to 10", "April to July 2021", "28 May - 3 June", "2014 to 2019": what one end lacks it takes from the
 * other. */
bool ch__when_rule_range(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int year1 = ch__caught_value(t, CH__T_YEAR, 0), year2 = last_of(t, CH__T_YEAR);
    int month1 = ch__caught_value(t, CH__T_MONTH, 0), month2 = last_of(t, CH__T_MONTH);
    int day1 = ch__caught_value(t, CH__T_DAY, 0), day2 = last_of(t, CH__T_DAY);
    ch_date from, to;
    ch_basis b, b2;
    if (month1 == CH__NO_VALUE)
        return range_years(t, out);
    if (!point(&to, &b2, year2, month2, day2, c))
        return ch__when_unresolved(out);
    if (year1 == CH__NO_VALUE || year1 == year2) /* "December 28 to January 3" turns the year */
        year1 = month1 > month2 ? to.year - 1 : to.year;
    if (!point(&from, &b, year1, month1, day1, c) || !ch__date_valid(from) || !ch__date_valid(to))
        return false;
    from = ch__date_first(from);
    to = ch__date_last(to);
    return ch__date_cmp(from, to) <= 0 && ch__when_stretch(out, from, to, day2 == CH__NO_VALUE ? CH_MONTH : CH_DAY, b2);
}

/* "the 9th", "the 10th of this month" */
bool ch__when_rule_day_of_month(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int day = ch__caught_value(t, CH__T_ORD, 0), shift = shift_of(t);
    bool named = ch__caught_value(t, CH__T_SHIFT, 0) != CH__NO_VALUE;
    if (day == CH__NO_VALUE)
        day = ch__caught_value(t, CH__T_DAY, 0);
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    if (!named && c->tense > 0)
        shift = day < c->published.day;
    else if (!named)
        shift = day > c->published.day ? -1 : 0;
    ch_date d = ch__unit_first(c->published, CH__U_MONTH, shift);
    d.day = (int8_t)day;
    return ch__date_valid(d) && ch__when_whole(out, d, CH_BASIS_RELATIVE);
}

/* "March last year", "4 May of next year" */
bool ch__when_rule_month_year(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int day = ch__caught_value(t, CH__T_DAY, 0);
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    ch_date d =
        ch__ymd(c->published.year + shift_of(t), ch__caught_value(t, CH__T_MONTH, 0), day == CH__NO_VALUE ? 0 : day);
    return ch__when_whole(out, d, CH_BASIS_RELATIVE);
}

/* "last July", "next May", "this March" */
bool ch__when_rule_month(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    int month = ch__caught_value(t, CH__T_MONTH, 0), shift = shift_of(t), year = c->published.year;
    if (shift < 0 && month >= c->published.month)
        year--;
    if (shift > 0 && month <= c->published.month)
        year++;
    return ch__when_whole(out, ch__ymd(year, month, 0), CH_BASIS_RELATIVE);
}

/* ---- weekdays ---- */

/* The weekday a clause means: the latest at or before publication, in a future clause the next at or after it. */
static ch_date weekday_near(int weekday, const ch__clock *c)
{
    int back = (ch__weekday(c->published) - weekday + 7) % 7;
    return ch__when_add_days(c->published, c->tense > 0 ? (7 - back) % 7 : -back);
}

/* "on Wednesday", "last Friday" (before today), "next Tuesday" (after today), "this Thursday" (as the clause says, else
 * of this week). */
bool ch__when_rule_weekday(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    int weekday = ch__caught_value(t, CH__T_WEEKDAY, 0), shift = ch__caught_value(t, CH__T_SHIFT, 0);
    int today = ch__weekday(c->published), back = (today - weekday + 7) % 7;
    ch_date d = weekday_near(weekday, c);
    if (shift == 0 && c->tense == 0)
        d = ch__when_add_days(c->published, weekday - today);
    else if (shift < 0 && shift != CH__NO_VALUE)
        d = ch__when_add_days(c->published, back ? -back : -7);
    else if (shift > 0)
        d = ch__when_add_days(c->published, 7 - back);
    return ch__known(d) && ch__when_whole(out, d, CH_BASIS_RELATIVE);
}

/* "Monday of last week" */
bool ch__when_rule_weekday_of_week(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    ch_date week = ch__unit_first(c->published, CH__U_WEEK, shift_of(t));
    ch_date d = ch__when_add_days(week, ch__caught_value(t, CH__T_WEEKDAY, 0));
    return ch__known(d) && ch__when_whole(out, d, CH_BASIS_RELATIVE);
}

/* "Tuesday to Thursday" */
bool ch__when_rule_weekdays(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    int first = ch__caught_value(t, CH__T_WEEKDAY, 0), last = last_of(t, CH__T_WEEKDAY);
    int days = (last - first + 7) % 7;
    /* "visited from Tuesday to Thursday" is over; "is visiting" and "will visit" need not be */
    ch_date from = c->tense < 0 ? ch__when_add_days(weekday_near(last, c), -days) : weekday_near(first, c);
    ch_date to = ch__when_add_days(from, days);
    return ch__known(from) && ch__known(to) && ch__when_stretch(out, from, to, CH_DAY, CH_BASIS_RELATIVE);
}

/* ---- days and units around publication ---- */

/* "yesterday"; "the day before yesterday" by its argument */
bool ch__when_rule_day(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int n = ch__caught_value(t, CH__T_REL, 0);
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    ch_date d = ch__when_add_days(c->published, n == CH__NO_VALUE ? atoi(c->arg) : n);
    return ch__known(d) && ch__when_whole(out, d, CH_BASIS_RELATIVE);
}

/* "overnight": the night to the day of publication */
bool ch__when_rule_night(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    (void)t;
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    ch_date first = ch__when_add_days(c->published, c->tense > 0 ? 0 : -1), last = ch__when_add_days(first, 1);
    return ch__known(first) && ch__known(last) && ch__when_stretch(out, first, last, CH_DAY, CH_BASIS_RELATIVE);
}

/* "last week", "this month", "next year". What is told as done "this week" was done by the day of publication. */
bool ch__when_rule_unit(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int unit = ch__caught_value(t, CH__T_UNIT, 0),
        shift = *c->arg && c->arg[1] == 0 ? shift_of(t) + atoi(c->arg) : shift_of(t);
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    if (unit == CH__U_WEEKEND && shift > 0 &&
        ch__weekday(c->published) < 5) /* "next weekend" is the one that comes first */
        shift--;
    if (!ch__unit_at(out, c->published, (ch__tunit)unit, shift))
        return false;
    if (shift == 0 && c->tense < 0 && unit <= CH__U_YEAR && ch__date_cmp(out->when.end, c->published) > 0 &&
        ch__date_cmp(out->when.start, c->published) <= 0)
        out->when.end = c->published;
    return true;
}

/* "at the weekend": the last one, in a future clause the coming one */
bool ch__when_rule_weekend(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    (void)t;
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    int today = ch__weekday(c->published);
    return ch__unit_at(out, c->published, CH__U_WEEKEND, c->tense > 0 || today >= 5 ? 0 : -1);
}

/* ---- parts ---- */

/* The early, middle or late third of a stretch: of a year quarters and the half between, of a month about ten days. */
static void third(ch_time *out, int part)
{
    ch_date a = out->when.start, z = out->when.end;
    int32_t days = ch__date_days(z) - ch__date_days(a) + 1;
    if (days > 360 && days < 370) {
        out->when.start = ch__ymd(a.year, part == 1 ? 1 : part == 2 ? 4 : 10, 1);
        out->when.end = ch__date_last(ch__ymd(a.year, part == 1 ? 3 : part == 2 ? 9 : 12, 0));
        out->when.precision = CH_QUARTER;
        return;
    }
    if (days < 7)
        return;
    int32_t n = days >= 28 && days <= 31 ? 10 : days / 3;
    int32_t from = part == 1 ? 0 : part == 2 ? n : 2 * n, to = part >= 3 ? days - 1 : from + n - 1;
    out->when.start = ch__when_add_days(a, from);
    out->when.end = ch__when_add_days(a, to);
    if (days <= 31)
        out->when.precision = CH_WEEK;
}

/* "the end of 2026" behind "by", "until" or "before" is a day to come, not a third (when_spans.c). */
static bool is_deadline(const ch__clock *c, int part)
{
    return part == 4 && c->tense >= 0 &&
           (c->relation == CH_RELATION_BY || c->relation == CH_RELATION_UNTIL || c->relation == CH_RELATION_BEFORE);
}

static bool part_of(const ch__caught *t, const ch__clock *c, ch_time *out, bool ok)
{
    int part = *c->arg ? atoi(c->arg) : ch__caught_value(t, CH__T_PART, 0);
    if (ok && ch__known(out->when.start) && !is_deadline(c, part))
        third(out, part);
    return ok;
}

/* "early next year", "late last month", "the end of the year" */
bool ch__when_rule_part_unit(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    ch__clock present = *c;
    present.tense = 0; /* all of the unit */
    present.arg = "";
    return part_of(t, c, out, ch__when_rule_unit(t, &present, out));
}

/* "early March", "late May 2021", "mid-2023", "the end of 2024" */
bool ch__when_rule_part_date(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    bool plain = ch__caught_value(t, CH__T_SHIFT, 0) == CH__NO_VALUE;
    return part_of(t, c, out, plain ? ch__when_rule_date(t, c, out) : ch__when_rule_month(t, c, out));
}

/* "last summer", "this spring", "summer 2023": seasons of the northern half, winter by the year in which it begins; of
 * "the winter of 1985" only the year is sure. */
bool ch__when_rule_season(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int year = ch__caught_value(t, CH__T_YEAR, 0), shift = ch__caught_value(t, CH__T_SHIFT, 0);
    int season = ch__caught_value(t, CH__T_SEASON, 0), month = season ? season * 3 : 12;
    ch_basis b = year == CH__NO_VALUE ? CH_BASIS_RELATIVE : CH_BASIS_TEXT;
    if (year != CH__NO_VALUE && !season)
        return ch__when_whole(out, ch__ymd(year, 0, 0), b);
    if (year == CH__NO_VALUE) {
        if (!ch__known(c->published))
            return ch__when_unresolved(out);
        year = c->published.year;
        ch_date last = ch__date_add_months(ch__ymd(year, month, 1), 3);
        if (shift == CH__NO_VALUE)
            year = ch__year_for(month, 0, c);
        else if (shift < 0 && ch__date_cmp(last, c->published) > 0)
            year--;
        else if (shift > 0 && ch__date_cmp(ch__ymd(year, month, 1), c->published) <= 0)
            year++;
    }
    ch_date first = ch__ymd(year, month, 1);
    return ch__when_stretch(out, first, ch__when_add_days(ch__date_add_months(first, 3), -1), CH_QUARTER, b);
}

/* The year of "the third quarter of last year"; without one the year of publication, or the last before it in which
 * that part had begun when the clause is past. */
static bool year_of_part(const ch__caught *t, const ch__clock *c, int first_month, int *year, ch_basis *b)
{
    *year = ch__caught_value(t, CH__T_YEAR, 0);
    *b = *year == CH__NO_VALUE ? CH_BASIS_RELATIVE : CH_BASIS_TEXT;
    if (*year != CH__NO_VALUE)
        return true;
    if (!ch__known(c->published))
        return false;
    bool named =
        ch__caught_value(t, CH__T_SHIFT, 0) != CH__NO_VALUE || ch__caught_value(t, CH__T_UNIT, 0) != CH__NO_VALUE;
    *year = c->published.year + shift_of(t) - (!named && c->tense < 0 && first_month > c->published.month);
    return true;
}

static bool nth_of_year(const ch__caught *t, const ch__clock *c, int months, ch__tclass cls, ch_time *out)
{
    int nth = *c->arg ? atoi(c->arg) : ch__caught_value(t, cls, 0), year;
    ch_basis b;
    if (nth == CH__NO_VALUE)
        nth = ch__caught_value(t, CH__T_NTH, 0);
    if (nth < 1 || nth * months > 12)
        return false;
    int month = (nth - 1) * months + 1;
    if (!year_of_part(t, c, month, &year, &b))
        return ch__when_unresolved(out);
    ch_date first = ch__ymd(year, month, 1);
    return ch__when_stretch(out, first, ch__when_add_days(ch__date_add_months(first, months), -1), CH_QUARTER, b);
}

bool ch__when_rule_quarter(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    return nth_of_year(t, c, 3, CH__T_Q, out);
}

bool ch__when_rule_half(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    return nth_of_year(t, c, 6, CH__T_H, out);
}

/* "the first nine months of 2023" */
bool ch__when_rule_months_of(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int n = ch__caught_value(t, CH__T_NUM, 0), year;
    ch_basis b;
    if (n < 1 || n > 11)
        return false;
    if (!year_of_part(t, c, 1, &year, &b))
        return ch__when_unresolved(out);
    ch_date first = ch__ymd(year, 1, 1);
    return ch__when_stretch(out, first, ch__when_add_days(ch__date_add_months(first, n), -1),
                            n % 3 ? CH_MONTH : CH_QUARTER, b);
}

/* ---- decades, centuries, fiscal years ---- */

/* "the 1990s", "the early 1990s", "from the 1960s to the 1980s"; "the 1800s" are a century. */
bool ch__when_rule_decade(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    (void)c;
    int first = ch__caught_value(t, CH__T_DECADE, 0), last = last_of(t, CH__T_DECADE);
    int part = ch__caught_value(t, CH__T_PART, 0);
    if (first == last && first % 100 == 0 && first < 2000)
        return ch__when_stretch(out, ch__ymd(first, 1, 1), ch__ymd(first + 99, 12, 31), CH_YEAR, CH_BASIS_TEXT);
    int from = part == 2 ? 4 : part >= 3 ? 7 : 0, to = part == 1 ? 3 : part == 2 ? 6 : 9;
    return ch__when_stretch(out, ch__ymd(first + from, 1, 1), ch__ymd(last + to, 12, 31), CH_YEAR, CH_BASIS_TEXT);
}

/* "the 19th century", "the late 19th century": thirds, as of a decade. */
bool ch__when_rule_century(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    (void)c;
    int nth = ch__caught_value(t, CH__T_DAY, 0), tens = ch__caught_value(t, CH__T_NUM, 0);
    int part = ch__caught_value(t, CH__T_PART, 0);
    int first = (nth + (tens == CH__NO_VALUE ? 0 : tens) - 1) * 100 + 1;
    int from = part == 2 ? 33 : part >= 3 ? 67 : 0, to = part == 1 ? 32 : part == 2 ? 66 : 99;
    return ch__when_stretch(out, ch__ymd(first + from, 1, 1), ch__ymd(first + to, 12, 31), CH_YEAR, CH_BASIS_TEXT);
}

/* "fiscal year 2024", "FY2024-25", "the 2024-25 school year": when it begins depends on the country, so all of the
 * years named. */
bool ch__when_rule_fiscal(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    bool two = ch__caught_value(t, CH__T_YY, 0) != CH__NO_VALUE || ch__caught_value(t, CH__T_YEAR, 1) != CH__NO_VALUE;
    return two ? range_years(t, out) : ch__when_rule_date(t, c, out);
}

/* ---- feasts ---- */

/* A day of the year, in the year that was caught or that the clause means. */
static bool feast(const ch__caught *t, const ch__clock *c, ch_date (*of)(int year, const char *arg), ch_time *out)
{
    int year = ch__caught_value(t, CH__T_YEAR, 0);
    ch_basis b = year == CH__NO_VALUE ? CH_BASIS_RELATIVE : CH_BASIS_TEXT;
    if (year == CH__NO_VALUE) {
        if (!ch__known(c->published))
            return ch__when_unresolved(out);
        ch_date here = of(c->published.year, c->arg);
        int shift = shift_of(t), side = ch__date_cmp(here, c->published);
        year = shift < 0   ? c->published.year - (side >= 0)
               : shift > 0 ? c->published.year + (side <= 0)
                           : ch__year_for(here.month, here.day, c);
    }
    return ch__when_whole(out, of(year, c->arg), b);
}

/* "12-25" */
static ch_date fixed_day(int year, const char *arg)
{
    return ch__ymd(year, atoi(arg), atoi(strchr(arg, '-') ? strchr(arg, '-') + 1 : "1"));
}

static ch_date easter_day(int year, const char *arg)
{
    return ch__when_add_days(ch__easter(year), atoi(arg));
}

/* "11-4-3": the fourth Thursday of November */
static ch_date nth_weekday(int year, const char *arg)
{
    int month = atoi(arg), nth = arg[3] - '0', weekday = arg[5] - '0';
    ch_date first = ch__ymd(year, month, 1);
    return ch__when_add_days(first, (weekday - ch__weekday(first) + 7) % 7 + 7 * (nth - 1));
}

bool ch__when_rule_fixed(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    return feast(t, c, fixed_day, out);
}

bool ch__when_rule_easter(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    return feast(t, c, easter_day, out);
}

bool ch__when_rule_nth_weekday(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    return feast(t, c, nth_weekday, out);
}

/* "recently", "in recent years", "soon": a time, but none that can be put on a calendar */
bool ch__when_rule_vague(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    (void)t;
    (void)c;
    out->vague = true;
    return ch__when_unresolved(out);
}
