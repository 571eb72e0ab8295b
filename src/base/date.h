/* date.h - calendar arithmetic on ch_date (proleptic Gregorian; days_from_civil after Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms"). */
#ifndef CH_BASE_DATE_H
#define CH_BASE_DATE_H

#include "base/error.h"
#include "base/sv.h"

bool ch__date_valid(ch_date d);           /* day or month and day may be 0 (coarser precision); year 1..9999 */
int ch__month_days(int year, int month);  /* 28..31 */
int32_t ch__date_days(ch_date d);         /* days since 1970-01-01; d has day precision */
ch_date ch__date_from_days(int32_t days); /* the inverse */
int ch__weekday(ch_date d);               /* 0 Monday .. 6 Sunday */
ch_date ch__date_add_days(ch_date d, int n);
ch_date ch__date_add_months(ch_date d, int n); /* the day is clamped to the month's length */
int ch__date_cmp(ch_date a, ch_date b);        /* <0, 0, >0; coarser dates compare by their first day */
ch_date ch__date_first(ch_date d);             /* first day of a coarser date */
ch_date ch__date_last(ch_date d);              /* last day of it */

/* "2025", "2025-05" or "2025-05-04" by precision, "" for none. Returns out. */
const char *ch__date_iso(ch_date d, char out[12]);
/* Parses exactly those forms, or an ISO 8601 date-time whose date part it takes ("2025-05-04T10:00:00Z"). False when
 * the form is wrong or the date does not exist. */
bool ch__date_parse(ch__sv s, ch_date *out);

#endif
