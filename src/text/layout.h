/* layout.h - the list of blocks while layout.c, boilerplate.c and masthead.c make it. Each of them writes a new list
 * from the one before, so that cutting a block in two costs nothing on long documents. */
#ifndef CH_TEXT_LAYOUT_H
#define CH_TEXT_LAYOUT_H

#include "text/text.h"

typedef struct ch__block_list {
    ch_block *at; /* scratch */
    uint32_t n, cap;
} ch__block_list;

/* Appends a block without the white space at its ends; an empty one is dropped. */
void ch__block_add(ch__arena *scratch, ch__block_list *list, const char *text, ch_span bytes, uint8_t kind,
                   const char *why);

/* Makes the list the document's own. */
void ch__blocks_settle(ch_doc *doc, const ch__block_list *list);

/* Whether a text ends like a sentence: a stop, behind which quotation marks and brackets may close. */
bool ch__finished(ch__sv s);

/* Marks headings and lines that come again among the body blocks. */
void ch__headings(ch__arena *scratch, ch_doc *doc);

/* Sets the title and marks its block: the one that repeats the stated title, else the first line that reads like one.
 * `stated`: by the container or markup, or NULL. */
void ch__set_title(ch_doc *doc, const char *stated);

#endif
