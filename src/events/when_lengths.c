/* Durations, repetitions and times of the day: types that have a value of their own instead of days. */
#include <stdlib.h>

#include "events/when.h"

static const struct {
    int n; /* of the letter's unit in one */
    const char *prefix, *letter;
} units[] = {[CH__U_DAY] = {1, "P", "D"},       [CH__U_WEEK] = {1, "P", "W"},     [CH__U_MONTH] = {1, "P", "M"},
             [CH__U_QUARTER] = {3, "P", "M"},   [CH__U_YEAR] = {1, "P", "Y"},     [CH__U_DECADE] = {10, "P", "Y"},
             [CH__U_CENTURY] = {100, "P", "Y"}, [CH__U_WEEKEND] = {1, "P", "WE"}, [CH__U_HOUR] = {1, "PT", "H"},
             [CH__U_MINUTE] = {1, "PT", "M"},   [CH__U_SECOND] = {1, "PT", "S"},  [CH__U_FORTNIGHT] = {2, "P", "W"}};

/* The unit in which a half of another is whole: "a year and a half" is 18 months. */
static const struct {
    ch__tunit unit;
    int n; /* of it in one */
} finer[] = {
    [CH__U_DAY] = {CH__U_HOUR, 24},      [CH__U_WEEK] = {CH__U_DAY, 7},      [CH__U_MONTH] = {CH__U_DAY, 30},
    [CH__U_QUARTER] = {CH__U_DAY, 90},   [CH__U_YEAR] = {CH__U_MONTH, 12},   [CH__U_DECADE] = {CH__U_YEAR, 10},
    [CH__U_CENTURY] = {CH__U_YEAR, 100}, [CH__U_WEEKEND] = {CH__U_DAY, 2},   [CH__U_HOUR] = {CH__U_MINUTE, 60},
    [CH__U_MINUTE] = {CH__U_SECOND, 60}, [CH__U_SECOND] = {CH__U_SECOND, 1}, [CH__U_FORTNIGHT] = {CH__U_WEEK, 2}};

static const char *length(const ch__clock *c, ch__tunit u, int n)
{
    return ch__format(c->arena, "%s%d%s", units[u].prefix, n * units[u].n, units[u].letter);
}

/* The value of a duration or a period: its argument as it stands, or with "half" half a unit more than the count, or
 * what was counted. */
static const char *measured(const ch__caught *t, const ch__clock *c)
{
    int unit = ch__caught_value(t, CH__T_UNIT, 0), n = ch__caught_value(t, CH__T_NUM, 0);
    int plural = ch__caught_value(t, CH__T_UNITS, 0);
    if (*c->arg == 'P')
        return ch__copyz(c->arena, c->arg);
    ch__tunit u = unit != CH__NO_VALUE ? (ch__tunit)unit : plural != CH__NO_VALUE ? (ch__tunit)plural : CH__U_DAY;
    if (strcmp(c->arg, "half") == 0)
        return length(c, finer[u].unit, (n == CH__NO_VALUE ? 0 : n) * finer[u].n + finer[u].n / 2);
    if (ch__caught_value(t, CH__T_VAGUE, 0) != CH__NO_VALUE || unit == CH__NO_VALUE)
        return ch__format(c->arena, "%sX%s", units[u].prefix, units[u].letter);
    return length(c, u, n == CH__NO_VALUE ? 1 : n);
}

/* "three days", "a two-week truce", "for months". "A quarter of voters" is none. */
bool ch__when_rule_duration(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    bool quarter = ch__caught_value(t, CH__T_UNIT, 0) == CH__U_QUARTER;
    if (*c->arg != 'P' && quarter && ch__caught_value(t, CH__T_NUM, 0) <= 1)
        return false;
    out->type = CH_TIME_DURATION;
    out->value = measured(t, c);
    return true;
}

/* "every Monday", "every two years", "twice a week" */
bool ch__when_rule_set(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    bool weekly =
        ch__caught_value(t, CH__T_WEEKDAY, 0) != CH__NO_VALUE || ch__caught_value(t, CH__T_WEEKDAYS, 0) != CH__NO_VALUE;
    int times = ch__caught_value(t, CH__T_NUM, 0);
    ch__caught one = *t;
    out->type = CH_TIME_SET;
    /* of "three times a month" the number is how often, of "every three months" how long */
    if (*c->arg >= '0' && *c->arg <= '9') {
        out->count = (uint8_t)(atoi(c->arg) ? atoi(c->arg) : times > 0 && times < 256 ? times : 0);
        for (int i = 0; i < one.n; i++)
            if (one.cls[i] == CH__T_NUM)
                one.value[i] = 1;
    }
    out->value = weekly ? "P1W" : measured(&one, c);
    return true;
}

/* "3 p.m.", "15:45", "0900 GMT", "nine o'clock", "noon" (by its argument), "dawn" (no hour) */
bool ch__when_rule_clock(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int minutes = ch__caught_value(t, CH__T_CLOCK, 0), half = ch__caught_value(t, CH__T_AMPM, 0);
    int hour = ch__caught_value(t, CH__T_NUM, 0), zone = ch__caught_value(t, CH__T_ZONE, 0);
    out->type = CH_TIME_CLOCK;
    if (minutes == CH__NO_VALUE)
        minutes = ch__caught_value(t, CH__T_HHMM, 0);
    if (minutes == CH__NO_VALUE && hour != CH__NO_VALUE)
        minutes = hour * 60;
    if (minutes == CH__NO_VALUE) {
        out->value = *c->arg ? ch__copyz(c->arena, c->arg) : NULL;
        return true;
    }
    if (half != CH__NO_VALUE && (minutes < 60 || minutes >= 13 * 60))
        return false;
    if (half != CH__NO_VALUE)
        minutes = minutes % (12 * 60) + half * 60;
    if (minutes > 24 * 60)
        return false;
    out->value = ch__format(c->arena, "%02d:%02d", minutes / 60 % 24, minutes % 60);
    out->zone = zone == CH__NO_VALUE ? NULL : "UTC";
    return true;
}
