/* page.h - a page for people: headings, and lines of a lead, running text and a reference at the right edge. */
#ifndef CH_CLI_PAGE_H
#define CH_CLI_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/* As wide as the terminal, else $COLUMNS, else 80; 40 to 100. Plain: nothing beyond ASCII that is not from a source. */
void page_begin(bool plain);
size_t page_width(void);
bool page_plain(void);

void page_title(const char *left, const char *right);  /* right may be NULL */
void page_heading(const char *name, const char *rest); /* an empty line before it; rest may be NULL */

/* The lead, then the text on at most so many lines, then "[ref]" at the right edge. Any of them may be NULL or empty.
 * Control characters become blanks. */
void page_line(const char *lead, const char *text, int most, const char *ref);

/* A sentence of a source under the lines that rest on it. */
void page_sentence(const char *text, int most);

#endif
