/* dateline.h - the dateline in front of a paragraph. */
#ifndef CH_TEXT_DATELINE_H
#define CH_TEXT_DATELINE_H

#include "text/text.h"

typedef struct ch__dateline_parts {
    ch__sv place, agency; /* into the text given; agency may be empty */
    ch_date date;         /* month 0: none; year 0 beside a month: not stated */
} ch__dateline_parts;

/* Parses a dateline at the start of a paragraph; returns its bytes with the mark that ends it, 0: none. `first`: the paragraph may be
 * the first of the story, where weaker signs are enough. */
size_t ch__dateline(const ch__knowledge *k, ch__sv text, bool first, ch__dateline_parts *out);

#endif
