/* asked.h - a question in the making: select.c reads what was asked, asked_sql.c writes the SQL, cursor.c gives the
 * rows.
 */
#ifndef CH_STORE_ASKED_H
#define CH_STORE_ASKED_H

#include "base/buf.h"
#include "store/inside.h"
#include "store/questions.h"

/* What lasts until `since` or longer, by two ways that each have an index: what begins then or later, in the order of
 * the days; and what began before, which only the few that last longer than a day can reach. Without `since`, or where
 * something else leads to the rows: all at once. */
enum { CH__SPAN_ALL, CH__SPAN_LATER, CH__SPAN_REACHES };

/* How the rows are found: with all joins; without those that just the columns need; by what leads to them alone; the
 * columns of the few that were found so; from the documents on. */
enum { CH__WAY_WHOLE, CH__WAY_THIN, CH__WAY_LED, CH__WAY_COLUMNS, CH__WAY_BY_DOCUMENT };

enum { CH__MOST_COLUMNS = 64, CH__NUMBER = 32, CH__SHORT_ID = 6, CH__FULL_ID = 32 };

struct ch_cursor {
    ch_store *store;
    sqlite3_stmt *sql;
    size_t columns;                             /* those that begin with '_' left out */
    bool match;                                 /* words were asked for: what they lack is the fault of the asker */
    char numbers[CH__MOST_COLUMNS][CH__NUMBER]; /* reals of the row as text */
};

/* What was asked, brought into the form that columns have. */
typedef struct ch__asked {
    const ch_query *query;
    const ch__question *q;
    char since[12], until[12], at[12];
    char a[CH_MAX_CODE], b[CH_MAX_CODE], actor[CH_MAX_CODE]; /* actor: a code, or empty */
    char id_end[CH__FULL_ID + 8];
    ch__buf match;
    bool common;      /* words that tens of thousands of sentences have */
    const char *sort; /* what stands in the column to sort by, in the text of the question, or NULL */
    size_t sort_n;
    const char *only; /* rows from this day on (:day), or those without: SQL, or NULL */
    char day[12];
    int64_t offset; /* of the first row, behind those that `only` leaves out */
    ch__buf sql;
    const ch__part *part; /* the kind of record being written */
    int span, way;
} ch__asked;

/* asked_sql.c: the whole of the question; how many rows it has, up to :most; the day of the row at :offset, and how
 * many rows are of days before :day (NULL: have a day at all). Fails with CH_EUSAGE where a condition does not apply.
 */
int ch__asked_rows(ch__asked *a, ch_err *err);
int ch__asked_count(ch__asked *a, ch_err *err);
int ch__asked_day(ch__asked *a, ch_err *err);
int ch__asked_before(ch__asked *a, ch_err *err);

/* Whether the question knows all the conditions that are given. */
bool ch__asked_applies(const ch__asked *a);

/* Whether offsets can be counted by days alone. */
bool ch__asked_by_day(ch__asked *a);

/* select.c: what SQLite failed at; of words that were asked for what they lack is told as CH_EUSAGE. */
int ch__asked_failed(ch_store *store, bool match, ch_err *err);

/* sort.c: finds the column to sort by. CH_EUSAGE, naming those there are. */
int ch__asked_sort(ch__asked *a, ch_err *err);

#endif
