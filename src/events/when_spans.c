/* What is reckoned from a day: ago, later, the past two years; and what "since", "by" and "before" make of a time. */
#include <stdlib.h>

#include "events/when.h"

enum { MOST_UNITS = 3000 /* "300,000 years ago" is no day of a calendar */ };

void ch__caught_counts(const ch__caught *t, int *least, int *most)
{
    int n = ch__caught_value(t, CH__T_NUM, 0);
    *least = *most = n == CH__NO_VALUE ? 1 : n;
    if (ch__caught_value(t, CH__T_VAGUE, 0) != CH__NO_VALUE) {
        *least = 3;
        *most = 7;
    }
}

static ch__tunit unit_of(const ch__caught *t)
{
    int u = ch__caught_value(t, CH__T_UNIT, 0);
    return u == CH__NO_VALUE ? CH__U_DAY : (ch__tunit)u;
}

/* "half a century ago": the argument "half" is fifty years, five, six months. */
static void halve(const ch__clock *c, ch__tunit *u, int *least, int *most)
{
    if (strcmp(c->arg, "half") != 0)
        return;
    *least = *most = *u == CH__U_CENTURY ? 50 : *u == CH__U_DECADE ? 5 : *u == CH__U_YEAR ? 6 : 1;
    *u = *u == CH__U_YEAR ? CH__U_MONTH : *u == CH__U_CENTURY || *u == CH__U_DECADE ? CH__U_YEAR : CH__U_HOUR;
}

static bool at(ch__tunit u, int least, int most, ch_date from, int sign, ch_time *out)
{
    if (most > MOST_UNITS)
        return false;
    ch_date a = ch__moved(from, u, sign * least), z = ch__moved(from, u, sign * most);
    if (!ch__known(a) || !ch__known(z) || a.year < 1 || z.year < 1)
        return false;
    if (ch__date_cmp(a, z) > 0) {
        ch_date swap = a;
        a = z;
        z = swap;
    }
    if (u >= CH__U_MONTH && u <= CH__U_CENTURY) {
        ch__tunit grain = u == CH__U_QUARTER ? CH__U_MONTH : u >= CH__U_DECADE ? CH__U_YEAR : u;
        a = ch__unit_first(a, grain, 0);
        z = ch__unit_last(ch__unit_first(z, grain, 0), grain);
        return ch__when_stretch(out, a, z, ch__unit_precision(grain), CH_BASIS_RELATIVE);
    }
    return ch__when_stretch(out, a, z, least == most ? CH_DAY : CH_WEEK, CH_BASIS_RELATIVE);
}

bool ch__when_at_distance(const ch__caught *t, ch_date from, int sign, ch_time *out)
{
    int least, most;
    ch__caught_counts(t, &least, &most);
    return at(unit_of(t), least, most, from, sign, out);
}

static bool from_published(const ch__caught *t, const ch__clock *c, int sign, ch_time *out)
{
    int least, most;
    ch__tunit u = unit_of(t);
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    ch__caught_counts(t, &least, &most);
    halve(c, &u, &least, &most);
    return at(u, least, most, c->published, sign, out);
}

bool ch__when_rule_ago(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    return from_published(t, c, -1, out);
}

bool ch__when_rule_ahead(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    return from_published(t, c, 1, out);
}

/* "The talks will resume in two weeks" names a day; "they built it in two years" and "the first in two years" tell how
 * long. */
bool ch__when_rule_in(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    if (c->tense < 0 || c->nominal)
        return ch__when_rule_duration(t, c, out);
    return from_published(t, c, 1, out);
}

/* The story's last time, for units of a day or a week one that is known to the day. */
static const ch_when *anchor_for(const ch__clock *c, ch__tunit u)
{
    bool fine = u <= CH__U_WEEK || u >= CH__U_WEEKEND;
    return fine ? &c->day_anchor : &c->anchor;
}

/* "a week later", "two days earlier", "two years on": from the story's last time */
bool ch__when_rule_after(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int side = ch__caught_value(t, CH__T_SINCE, 0), least, most;
    ch__tunit u = unit_of(t);
    const ch_when *from = anchor_for(c, u);
    if (!ch__known(from->start))
        return ch__when_unresolved(out);
    ch__caught_counts(t, &least, &most);
    halve(c, &u, &least, &most);
    bool back = side < 0 && side != CH__NO_VALUE;
    return at(u, least, most, back ? from->start : from->end, back ? -1 : 1, out);
}

/* "the following day", "the same week", "that year", "the previous month"; "the next morning" by its argument */
bool ch__when_rule_same(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int shift = ch__caught_value(t, CH__T_ANA, 0);
    ch__tunit u = unit_of(t);
    const ch_when *from = anchor_for(c, u);
    if (!ch__known(from->start))
        return ch__when_unresolved(out);
    if (shift == CH__NO_VALUE)
        shift = atoi(c->arg);
    return ch__unit_at(out, shift > 0 ? from->end : from->start, u, shift);
}

/* ---- stretches up to publication, or from it on ---- */

static bool stretch_to(const ch__caught *t, const ch__clock *c, int n, ch_time *out)
{
    ch__tunit u = unit_of(t);
    if (!ch__known(c->published))
        return ch__when_unresolved(out);
    if (n > MOST_UNITS || n < -MOST_UNITS)
        return false;
    ch_date far = ch__moved(c->published, u, n);
    if (!ch__known(far) || far.year < 1)
        return false;
    return ch__when_stretch(out, n < 0 ? far : c->published, n < 0 ? c->published : far, ch__unit_precision(u),
                            CH_BASIS_RELATIVE);
}

/* "the past two years", "the next five days" */
bool ch__when_rule_span(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int least, most, shift = ch__caught_value(t, CH__T_SHIFT, 0);
    ch__caught_counts(t, &least, &most);
    return stretch_to(t, c, shift < 0 ? -most : most, out);
}

/* "over the past week", "in the last decade": so long until now. "The last century" is one of the calendar. */
bool ch__when_rule_rolling(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    return unit_of(t) == CH__U_CENTURY ? ch__when_rule_unit(t, c, out) : ch__when_rule_span(t, c, out);
}

/* "within two months": from now until then, when it is to come; else how long it took */
bool ch__when_rule_within(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    int least, most;
    if (c->tense < 0)
        return ch__when_rule_duration(t, c, out);
    ch__caught_counts(t, &least, &most);
    return stretch_to(t, c, most, out);
}

/* "earlier this year": from its start to publication; "later this month": from publication to its end */
bool ch__when_rule_since_unit(const ch__caught *t, const ch__clock *c, ch_time *out)
{
    ch__clock present = *c;
    present.tense = 0; /* all of the unit */
    if (!ch__when_rule_unit(t, &present, out) || !ch__known(out->when.start))
        return ch__known(c->published) ? false : ch__when_unresolved(out);
    if (ch__date_cmp(c->published, out->when.start) < 0 || ch__date_cmp(c->published, out->when.end) > 0)
        return true; /* "earlier last year": all of it */
    if (ch__caught_value(t, CH__T_SINCE, 0) < 0)
        out->when.end = c->published;
    else
        out->when.start = c->published;
    return true;
}

/* ---- the word before ---- */

/* "since March": until now. "By the end of 2026", "before Christmas": from now until then, if that is to come. "Until
 * Friday", "by Friday" and "from Friday" keep their day. */
void ch__when_relate(const ch__clock *c, int part, ch_time *out)
{
    ch_date now = c->published, *start = &out->when.start, *end = &out->when.end;
    if (!ch__known(now) || !ch__known(*start))
        return;
    bool coming = ch__date_cmp(*end, now) > 0 && c->tense >= 0;
    if (c->relation == CH_RELATION_SINCE && ch__date_cmp(*start, now) <= 0)
        *end = now;
    bool limit = c->relation == CH_RELATION_BY || c->relation == CH_RELATION_UNTIL;
    if (part == 4 && coming && (limit || c->relation == CH_RELATION_BEFORE)) {
        *start = now;
    } else if (c->relation == CH_RELATION_BEFORE && coming && ch__date_cmp(*start, now) > 0) {
        *end = ch__when_add_days(*start, -1);
        *start = now;
    }
}
