/* dateline.h - the dateline in front of a paragraph, and dates with their table looked up once. */
#ifndef CH_TEXT_DATELINE_H
#define CH_TEXT_DATELINE_H

#include "text/text.h"

typedef struct ch__dates {
    const ch__table *months; /* text/months, or NULL */
    uint32_t kind, number;   /* its columns */
} ch__dates;

ch__dates ch__dates_of(const ch__knowledge *k);

/* ch__printed_date without looking the table up. */
size_t ch__date_at(const ch__dates *dates, ch__sv text, bool without_year, ch_date *out);

/* The same; of a date that does not exist ("Feb. 30, 2025") *out gets month 0. */
size_t ch__date_shape(const ch__dates *dates, ch__sv text, bool without_year, ch_date *out);

/* The tables a dateline is read with, looked up once a document. */
typedef struct ch__dateline_tables {
    const ch__knowledge *k;
    const ch__table *links, *labels, *agencies;
    ch__dates dates;
} ch__dateline_tables;

ch__dateline_tables ch__dateline_tables_of(const ch__knowledge *k);

typedef struct ch__dateline_parts {
    ch__sv place, agency; /* into the text given; one of them may be empty */
    ch_date date;         /* month 0: none; year 0 beside a month: not stated */
} ch__dateline_parts;

/* Parses a dateline at the start of a paragraph; returns its bytes with the mark that ends it, 0: none. `first`: the
 * paragraph may be the first of the story, where weaker signs are enough. */
size_t ch__dateline(const ch__dateline_tables *t, ch__sv text, bool first, ch__dateline_parts *out);

/* The words of date lines, looked up once a document. */
typedef struct ch__date_words {
    const ch__dateline_tables *tables;
    const ch__table *words; /* text/datewords: what may stand around a date */
    uint32_t kind;
} ch__date_words;

ch__date_words ch__date_words_of(const ch__knowledge *k, const ch__dateline_tables *tables);

typedef struct ch__date_line {
    ch_date published, updated; /* year 0: not stated */
    bool is_one;                /* it is a date line; else the dates are to be left alone */
    bool labelled;              /* begins with a word like "Published" */
} ch__date_line;

/* Reads a line as a date line ("Published: 4 May 2025 | Editor: desk"). `head`: it stands above the story, where names
 * may stand beside the date; `top`: it is the first line, which may be a title that ends with a date. */
ch__date_line ch__date_line_read(const ch__date_words *w, ch__sv s, bool head, bool top);

/* "date 2021-08-28 Somebody said", "May 4, 2025 - 21:57 Somebody said": bytes of what stands before the story; 0: none.
 * *update: the date is that of a change. *sure: more than a dash behind the date says so. */
size_t ch__glued_date(const ch__date_words *w, ch__sv s, ch_date *d, bool *update, bool *sure);

#endif
