/* term.h - what the terminal can show: colour, width. NO_COLOR, TERM=dumb and --color decide (no-color.org). */
#ifndef CH_CLI_TERM_H
#define CH_CLI_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* `when`: auto, always, never or NULL (auto). False when it is none of these. */
bool term_set_color(const char *when);
bool term_color(void);
size_t term_width(void); /* columns of stdout; 0 when it is no terminal: do not cut */

/* Starts and ends a style (SGR parameters, "1;34"); nothing without colour. */
void style_on(const char *sgr);
void style_off(void);

/* Columns that UTF-8 text takes, by wcwidth-like rules for what news holds: combining marks 0, East Asian wide 2. */
size_t text_width(const char *s, size_t n);
/* Bytes of s that fit in `width` columns. */
size_t text_fit(const char *s, size_t n, size_t width);

/* A copy on one line that a terminal does not obey: control characters (C0, C1, DEL) become blanks. malloc'ed; NULL
 * when memory ran out. */
char *term_line(const char *s);
/* Whether the terminal, by locale and TERM, shows more than ASCII. */
bool term_utf8(void);

#endif
