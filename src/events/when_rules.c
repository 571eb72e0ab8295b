/* Expressions to days. Each rule names how captured values become a stretch of days; which words make which rule stands
 * in table events/time-patterns. Directions: a month, day or weekday without year is the latest at or before
 * publication in a past clause, the next one at or after it in a future clause, and in a present one the nearest
 * (weekdays: the latest). */
#include "events/when.h"

int ch__caught_value(const ch__caught *c, ch__tclass cls, int nth)
{
    for (int i = 0; i < c->n; i++)
        if (c->cls[i] == cls && nth-- == 0)
            return c->value[i];
    return CH__NO_VALUE;
}

static ch_date ymd(int year, int month, int day)
{
    return (ch_date){(int16_t)year, (int8_t)month, (int8_t)day};
}

static bool known(ch_date d)
{
    return d.year != 0;
}

static bool stretch(ch_when *out, ch_date start, ch_date end, ch_precision p, ch_basis b)
{
    if (start.year < 1 || end.year < 1 || start.year > 9999 || end.year > 9999)
        return false;
    *out = (ch_when){.start = start, .end = end, .precision = (uint8_t)p, .basis = (uint8_t)b};
    return true;
}

static bool unresolved(ch_when *out)
{
    *out = (ch_when){.precision = CH_UNKNOWN, .basis = CH_BASIS_NONE};
    return true;
}

/* The whole of a date of day, month or year precision. */
static bool whole(ch_when *out, ch_date d, ch_basis b)
{
    if (!ch__date_valid(d))
        return false;
    ch_precision p = d.day ? CH_DAY : d.month ? CH_MONTH : CH_YEAR;
    return stretch(out, ch__date_first(d), ch__date_last(d), p, b);
}

static ch_date add_days(ch_date d, int n)
{
    int32_t days = ch__date_days(d) + n;
    return days < -719162 || days > 2932896 ? (ch_date){0, 0, 0} : ch__date_from_days(days);
}

/* First day of the unit that holds d, moved by n units; and its last day. Weeks begin on Monday. */
static ch_date unit_first(ch_date d, ch__tunit u, int n)
{
    switch (u) {
    case CH__U_WEEK: return add_days(d, -ch__weekday(d) + 7 * n);
    case CH__U_WEEKEND: return add_days(d, -ch__weekday(d) + 5 + 7 * n);
    case CH__U_MONTH: return ch__date_add_months(ymd(d.year, d.month, 1), n);
    case CH__U_QUARTER: return ch__date_add_months(ymd(d.year, (d.month - 1) / 3 * 3 + 1, 1), 3 * n);
    case CH__U_YEAR: return ymd(d.year + n, 1, 1);
    case CH__U_DECADE: return ymd((d.year / 10 + n) * 10, 1, 1);
    case CH__U_CENTURY: return ymd(((d.year - 1) / 100 + n) * 100 + 1, 1, 1);
    default: return add_days(d, n);
    }
}

static ch_date unit_last(ch_date first, ch__tunit u)
{
    switch (u) {
    case CH__U_DAY:
    case CH__U_HOUR: return first;
    case CH__U_WEEKEND: return add_days(first, 1);
    default: return add_days(unit_first(first, u, 1), -1);
    }
}

static ch_precision unit_precision(ch__tunit u)
{
    switch (u) {
    case CH__U_DAY:
    case CH__U_HOUR: return CH_DAY;
    case CH__U_WEEK:
    case CH__U_WEEKEND: return CH_WEEK;
    case CH__U_MONTH: return CH_MONTH;
    case CH__U_QUARTER: return CH_QUARTER;
    default: return CH_YEAR;
    }
}

static bool unit_at(ch_when *out, ch_date d, ch__tunit u, int n)
{
    ch_date first = unit_first(d, u, n);
    return known(first) && stretch(out, first, unit_last(first, u), unit_precision(u), CH_BASIS_RELATIVE);
}

/* Moves d by n units, day for day: "a week later", "two years ago". */
static ch_date moved(ch_date d, ch__tunit u, int n)
{
    switch (u) {
    case CH__U_WEEK: return add_days(d, 7 * n);
    case CH__U_WEEKEND: return add_days(d, 7 * n);
    case CH__U_MONTH: return ch__date_add_months(d, n);
    case CH__U_QUARTER: return ch__date_add_months(d, 3 * n);
    case CH__U_YEAR: return ch__date_add_months(d, 12 * n);
    case CH__U_DECADE: return ch__date_add_months(d, 120 * n);
    case CH__U_CENTURY: return ch__date_add_months(d, 1200 * n);
    case CH__U_HOUR: return d;
    default: return add_days(d, n);
    }
}

/* The year of a month or a day of a month that names none. */
static int year_for(int month, int day, const ch__clock *c)
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

/* A date of what was caught: year, month and day, each perhaps absent. */
static bool point(ch_date *d, ch_basis *b, int year, int month, int day, const ch__clock *c)
{
    *b = CH_BASIS_TEXT;
    if (year == CH__NO_VALUE) {
        if (!known(c->published))
            return false;
        *b = CH_BASIS_RELATIVE;
        year = month == CH__NO_VALUE ? c->published.year : year_for(month, day == CH__NO_VALUE ? 0 : day, c);
    }
    *d = ymd(year, month == CH__NO_VALUE ? 0 : month, day == CH__NO_VALUE ? 0 : day);
    return true;
}

static bool rule_date(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    int year = ch__caught_value(t, CH__T_YEAR, 0), month = ch__caught_value(t, CH__T_MONTH, 0),
        day = ch__caught_value(t, CH__T_DAY, 0);
    /* "May 45" is no day of May, and whatever year is meant "30 February" is none */
    if (day != CH__NO_VALUE &&
        (month == CH__NO_VALUE || day > ch__month_days(year == CH__NO_VALUE ? 2000 : year, month)))
        return false;
    ch_date d;
    ch_basis b;
    if (!point(&d, &b, year, month, day, c))
        return unresolved(out);
    return whole(out, d, b);
}

static bool rule_iso(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    (void)c;
    return whole(out, t->iso, CH_BASIS_TEXT);
}

/* "from May 7 to 10", "April to July 2021", "28 May - 3 June", "2014 to 2019": what one end lacks it takes from the
 * other. */
static bool rule_range(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    int year1 = ch__caught_value(t, CH__T_YEAR, 0), year2 = ch__caught_value(t, CH__T_YEAR, 1);
    int month1 = ch__caught_value(t, CH__T_MONTH, 0), month2 = ch__caught_value(t, CH__T_MONTH, 1);
    int day1 = ch__caught_value(t, CH__T_DAY, 0), day2 = ch__caught_value(t, CH__T_DAY, 1);
    if (month2 == CH__NO_VALUE)
        month2 = month1;
    if (year2 == CH__NO_VALUE)
        year2 = year1;
    ch_date from, to;
    ch_basis b, b2;
    if (!point(&to, &b2, year2, month2, day2, c))
        return unresolved(out);
    if (year1 == CH__NO_VALUE || year1 == year2) /* "December 28 to January 3" turns the year */
        year1 = month1 != CH__NO_VALUE && month1 > month2 ? to.year - 1 : to.year;
    if (!point(&from, &b, year1, month1, day1, c) || !ch__date_valid(from) || !ch__date_valid(to))
        return false;
    from = ch__date_first(from);
    to = ch__date_last(to);
    ch_precision p = day2 != CH__NO_VALUE ? CH_DAY : month2 != CH__NO_VALUE ? CH_MONTH : CH_YEAR;
    return ch__date_cmp(from, to) <= 0 && stretch(out, from, to, p, b2);
}

/* The weekday a clause means: the latest at or before publication, in a future clause the next at or after it. */
static ch_date weekday_near(int weekday, const ch__clock *c)
{
    int back = (ch__weekday(c->published) - weekday + 7) % 7;
    return c->tense > 0 ? add_days(c->published, (7 - back) % 7) : add_days(c->published, -back);
}

/* "on Wednesday", "last Friday" (before today), "next Tuesday" (after today), "this Thursday" (of this week). */
static bool rule_weekday(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    if (!known(c->published))
        return unresolved(out);
    int weekday = ch__caught_value(t, CH__T_WEEKDAY, 0), shift = ch__caught_value(t, CH__T_SHIFT, 0);
    ch_date p = c->published, d;
    int back = (ch__weekday(p) - weekday + 7) % 7;
    if (shift == CH__NO_VALUE)
        d = weekday_near(weekday, c);
    else if (shift < 0)
        d = add_days(p, back ? -back : -7);
    else if (shift > 0)
        d = add_days(p, 7 - back);
    else
        d = add_days(p, weekday - ch__weekday(p));
    return known(d) && whole(out, d, CH_BASIS_RELATIVE);
}

/* "Tuesday to Thursday" */
static bool rule_weekdays(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    if (!known(c->published))
        return unresolved(out);
    int first = ch__caught_value(t, CH__T_WEEKDAY, 0), last = ch__caught_value(t, CH__T_WEEKDAY, 1);
    int days = (last - first + 7) % 7;
    /* "visited from Tuesday to Thursday" is over; "is visiting" and "will visit" need not be */
    ch_date from = c->tense < 0 ? add_days(weekday_near(last, c), -days) : weekday_near(first, c);
    ch_date to = add_days(from, days);
    return known(from) && known(to) && stretch(out, from, to, CH_DAY, CH_BASIS_RELATIVE);
}

/* "yesterday", "the day after tomorrow" */
static bool rule_day(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    if (!known(c->published))
        return unresolved(out);
    int n = 0, v;
    for (int i = 0; (v = ch__caught_value(t, CH__T_REL, i)) != CH__NO_VALUE; i++)
        n += v;
    ch_date d = add_days(c->published, n);
    return known(d) && whole(out, d, CH_BASIS_RELATIVE);
}

/* "last week", "this month", "next year" */
static bool rule_unit(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    if (!known(c->published))
        return unresolved(out);
    return unit_at(out, c->published, (ch__tunit)ch__caught_value(t, CH__T_UNIT, 0),
                   ch__caught_value(t, CH__T_SHIFT, 0));
}

/* "last July", "next May", "this March" */
static bool rule_month(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    if (!known(c->published))
        return unresolved(out);
    int month = ch__caught_value(t, CH__T_MONTH, 0), shift = ch__caught_value(t, CH__T_SHIFT, 0);
    int year = c->published.year;
    if (shift < 0 && month >= c->published.month)
        year--;
    if (shift > 0 && month <= c->published.month)
        year++;
    return whole(out, ymd(year, month, 0), CH_BASIS_RELATIVE);
}

/* The early, middle or late third of a stretch: of a year quarters and the half between, of a month about ten days. */
static bool third(ch_when *out, int part)
{
    ch_date a = out->start, z = out->end;
    int32_t days = ch__date_days(z) - ch__date_days(a) + 1;
    if (days > 360 && days < 370) {
        out->start = ymd(a.year, part == 1 ? 1 : part == 2 ? 4 : 10, 1);
        out->end = ch__date_last(ymd(a.year, part == 1 ? 3 : part == 2 ? 9 : 12, 0));
        out->precision = CH_QUARTER;
        return true;
    }
    if (days < 7)
        return true;
    int32_t n = days >= 28 && days <= 31 ? 10 : days / 3;
    int32_t from = part == 1 ? 0 : part == 2 ? n : 2 * n, to = part == 3 ? days - 1 : from + n - 1;
    out->start = add_days(a, from);
    out->end = add_days(a, to);
    if (days <= 31)
        out->precision = CH_WEEK;
    return true;
}

/* "early next year", "late last month" */
static bool rule_part_unit(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    if (!rule_unit(t, c, out))
        return false;
    return !known(out->start) || third(out, ch__caught_value(t, CH__T_PART, 0));
}

/* "early March", "late May 2021", "mid-2023", "the end of 2024" */
static bool rule_part_date(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    bool ok = ch__caught_value(t, CH__T_SHIFT, 0) == CH__NO_VALUE ? rule_date(t, c, out) : rule_month(t, c, out);
    return ok && (!known(out->start) || third(out, ch__caught_value(t, CH__T_PART, 0)));
}

/* "earlier this year": from its start to publication; "later this month": from publication to its end */
static bool rule_since_unit(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    if (!known(c->published))
        return unresolved(out);
    if (!rule_unit(t, c, out))
        return false;
    if (ch__date_cmp(c->published, out->start) < 0 || ch__date_cmp(c->published, out->end) > 0)
        return true; /* "earlier last year": all of it */
    if (ch__caught_value(t, CH__T_SINCE, 0) < 0)
        out->end = c->published;
    else
        out->start = c->published;
    return true;
}

/* The count before a unit: "two weeks", "several months" (three to seven of them). */
static void counts(const ch__caught *t, int *least, int *most)
{
    int n = ch__caught_value(t, CH__T_NUM, 0);
    *least = *most = n == CH__NO_VALUE ? 1 : n;
    if (ch__caught_value(t, CH__T_VAGUE, 0) != CH__NO_VALUE) {
        *least = 3;
        *most = 7;
    }
}

/* n units from a day, forward or back, as coarse as the unit is: "two years ago" is a year, "three days ago" a day. */
static bool at_distance(const ch__caught *t, ch_date from, int sign, ch_when *out)
{
    ch__tunit u = (ch__tunit)ch__caught_value(t, CH__T_UNIT, 0);
    int least, most;
    counts(t, &least, &most);
    if (most > 3000)
        return false;
    ch_date a = moved(from, u, sign * least), z = moved(from, u, sign * most);
    if (!known(a) || !known(z) || a.year < 1 || z.year < 1)
        return false;
    if (ch__date_cmp(a, z) > 0) {
        ch_date swap = a;
        a = z;
        z = swap;
    }
    if (u == CH__U_MONTH || u == CH__U_QUARTER || u == CH__U_YEAR || u == CH__U_DECADE) {
        ch__tunit grain = u == CH__U_QUARTER ? CH__U_MONTH : u == CH__U_DECADE ? CH__U_YEAR : u;
        a = unit_first(a, grain, 0);
        z = unit_last(unit_first(z, grain, 0), grain);
        return stretch(out, a, z, unit_precision(grain), CH_BASIS_RELATIVE);
    }
    bool day = least == most && u != CH__U_CENTURY;
    return stretch(out, a, z, day ? CH_DAY : CH_WEEK, CH_BASIS_RELATIVE);
}

static bool rule_ago(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    return known(c->published) ? at_distance(t, c->published, -1, out) : unresolved(out);
}

static bool rule_ahead(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    return known(c->published) ? at_distance(t, c->published, 1, out) : unresolved(out);
}

/* "a week later", "two days earlier": from the story's last time */
static bool rule_after(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    if (!known(c->anchor.start))
        return unresolved(out);
    int sign = ch__caught_value(t, CH__T_SINCE, 0) < 0 ? -1 : 1;
    return at_distance(t, sign < 0 ? c->anchor.start : c->anchor.end, sign, out);
}

/* "the following day", "the same week", "that year", "the previous month" */
static bool rule_same(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    if (!known(c->anchor.start))
        return unresolved(out);
    int shift = ch__caught_value(t, CH__T_ANA, 0);
    if (shift == CH__NO_VALUE)
        shift = ch__caught_value(t, CH__T_SHIFT, 0);
    int unit = ch__caught_value(t, CH__T_UNIT, 0);
    ch__tunit u = unit == CH__NO_VALUE ? CH__U_DAY : (ch__tunit)unit; /* "the next day" */
    return unit_at(out, shift > 0 ? c->anchor.end : c->anchor.start, u, shift == CH__NO_VALUE ? 0 : shift);
}

/* "the past two years", "the next five days": up to, or from, publication */
static bool rule_span(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    if (!known(c->published))
        return unresolved(out);
    int least, most, shift = ch__caught_value(t, CH__T_SHIFT, 0);
    counts(t, &least, &most);
    ch__tunit u = (ch__tunit)ch__caught_value(t, CH__T_UNIT, 0);
    if (most > 3000)
        return false;
    ch_date far = moved(c->published, u, shift < 0 ? -most : most);
    if (!known(far) || far.year < 1)
        return false;
    ch_precision p = u == CH__U_HOUR ? CH_DAY : unit_precision(u);
    return shift < 0 ? stretch(out, far, c->published, p, CH_BASIS_RELATIVE)
                     : stretch(out, c->published, far, p, CH_BASIS_RELATIVE);
}

/* "since 2015", "since March": from its start to publication */
static bool rule_since(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    ch__clock back = *c;
    back.tense = -1;
    bool ok = ch__caught_value(t, CH__T_WEEKDAY, 0) != CH__NO_VALUE ? rule_weekday(t, &back, out)
              : ch__caught_value(t, CH__T_REL, 0) != CH__NO_VALUE   ? rule_day(t, &back, out)
              : ch__caught_value(t, CH__T_SHIFT, 0) != CH__NO_VALUE ? rule_unit(t, &back, out)
                                                                    : rule_date(t, &back, out);
    if (ok && known(out->start) && known(c->published) && ch__date_cmp(out->start, c->published) <= 0)
        out->end = c->published;
    return ok;
}

/* "last summer", "this spring", "summer 2023": seasons of the northern half, winter by the year in which it begins */
static bool rule_season(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    int year = ch__caught_value(t, CH__T_YEAR, 0), shift = ch__caught_value(t, CH__T_SHIFT, 0);
    int season = ch__caught_value(t, CH__T_SEASON, 0), month = season ? season * 3 : 12;
    ch_basis b = year == CH__NO_VALUE ? CH_BASIS_RELATIVE : CH_BASIS_TEXT;
    if (year == CH__NO_VALUE) {
        if (!known(c->published))
            return unresolved(out);
        year = c->published.year;
        ch_date last = ch__date_add_months(ymd(year, month, 1), 3);
        if (shift < 0 && ch__date_cmp(last, c->published) > 0)
            year--;
        if (shift > 0 && ch__date_cmp(ymd(year, month, 1), c->published) <= 0)
            year++;
        if (shift == CH__NO_VALUE)
            year = year_for(month, 0, c);
    }
    ch_date first = ymd(year, month, 1);
    return stretch(out, first, add_days(ch__date_add_months(first, 3), -1), CH_QUARTER, b);
}

/* "the first quarter of 2023", "second half of this year": the nth part of so many (captured as NUM) of a year */
static bool nth_of_year(const ch__caught *t, const ch__clock *c, int months, ch_when *out)
{
    int year = ch__caught_value(t, CH__T_YEAR, 0), nth = ch__caught_value(t, CH__T_NTH, 0);
    ch_basis b = CH_BASIS_TEXT;
    if (year == CH__NO_VALUE) {
        if (!known(c->published))
            return unresolved(out);
        int shift = ch__caught_value(t, CH__T_SHIFT, 0);
        year = c->published.year + (shift == CH__NO_VALUE ? 0 : shift);
        b = CH_BASIS_RELATIVE;
    }
    if (nth < 1 || nth * months > 12)
        return false;
    ch_date first = ymd(year, (nth - 1) * months + 1, 1);
    return stretch(out, first, add_days(ch__date_add_months(first, months), -1), CH_QUARTER, b);
}

static bool rule_quarter(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    return nth_of_year(t, c, 3, out);
}

static bool rule_half(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    return nth_of_year(t, c, 6, out);
}

/* "the 1990s", "early 1990s" */
static bool rule_decade(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    (void)c;
    int first = ch__caught_value(t, CH__T_DECADE, 0), part = ch__caught_value(t, CH__T_PART, 0);
    int from = part == 2 ? 4 : part == 3 ? 7 : 0, to = part == 1 ? 3 : part == 2 ? 6 : 9;
    return stretch(out, ymd(first + from, 1, 1), ymd(first + to, 12, 31), CH_YEAR, CH_BASIS_TEXT);
}

/* "in recent years", "soon": a time, but none that can be put on a calendar */
static bool rule_vague(const ch__caught *t, const ch__clock *c, ch_when *out)
{
    (void)t;
    (void)c;
    return unresolved(out);
}

static const struct rule {
    const char *name;
    bool (*resolve)(const ch__caught *, const ch__clock *, ch_when *);
} rules[] = {{"ago", rule_ago},
             {"after", rule_after},
             {"ahead", rule_ahead},
             {"date", rule_date},
             {"day", rule_day},
             {"decade", rule_decade},
             {"half", rule_half},
             {"iso", rule_iso},
             {"month", rule_month},
             {"part-date", rule_part_date},
             {"part-unit", rule_part_unit},
             {"quarter", rule_quarter},
             {"range", rule_range},
             {"same", rule_same},
             {"season", rule_season},
             {"since", rule_since},
             {"since-unit", rule_since_unit},
             {"span", rule_span},
             {"unit", rule_unit},
             {"vague", rule_vague},
             {"weekday", rule_weekday},
             {"weekdays", rule_weekdays}};

bool ch__when_resolve(const char *rule, const ch__caught *c, const ch__clock *clock, ch_when *out)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].name, rule) == 0)
            return rules[i].resolve(c, clock, out);
    return false;
}

bool ch__when_rule_anchored(const char *rule)
{
    return strcmp(rule, "after") == 0 || strcmp(rule, "same") == 0;
}

bool ch__when_rule_kept(const char *rule)
{
    return strcmp(rule, "skip") != 0;
}
