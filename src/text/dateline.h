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

/* The tables a dateline is read with, looked up once a document. */
typedef struct ch__dateline_tables {
    const ch__knowledge *k;
    const ch__table *links, *labels, *agencies;
    ch__dates dates;
} ch__dateline_tables;

ch__dateline_tables ch__dateline_tables_of(const ch__knowledge *k);

typedef struct ch__dateline_parts {
    ch__sv place, agency; /* into the text given; agency may be empty */
    ch_date date;         /* month 0: none; year 0 beside a month: not stated */
} ch__dateline_parts;

/* Parses a dateline at the start of a paragraph; returns its bytes with the mark that ends it, 0: none. `first`: the
 * paragraph may be the first of the story, where weaker signs are enough. */
size_t ch__dateline(const ch__dateline_tables *t, ch__sv text, bool first, ch__dateline_parts *out);

#endif
