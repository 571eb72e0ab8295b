/* page.c - a page for people. */
#define _GNU_SOURCE
#include "page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "term.h"

enum { NARROWEST = 40, WIDEST = 100, USUAL = 80, INDENT = 2, DEEPER = 6, LEAST_TEXT = 30 };

static size_t width = USUAL;
static bool ascii;

void page_begin(bool plain)
{
    const char *columns = getenv("COLUMNS");
    size_t given = term_width();
    if (!given && columns)
        given = strtoul(columns, NULL, 10);
    width = !given ? USUAL : given < NARROWEST ? NARROWEST : given > WIDEST ? WIDEST : given;
    ascii = plain;
}

size_t page_width(void)
{
    return width;
}

bool page_plain(void)
{
    return ascii;
}

static size_t columns_of(const char *s)
{
    return text_width(s, strlen(s));
}

static void pad(size_t n)
{
    printf("%*s", (int)n, "");
}

void page_title(const char *left, const char *right)
{
    size_t used = columns_of(left) + (right ? columns_of(right) : 0);
    style_on("1");
    fputs(left, stdout);
    style_off();
    if (right) {
        pad(used + 2 < width ? width - used : 2);
        fputs(right, stdout);
    }
    putchar('\n');
}

void page_heading(const char *name, const char *rest)
{
    putchar('\n');
    style_on("1");
    fputs(name, stdout);
    style_off();
    if (rest && *rest)
        printf("  %s", rest);
    putchar('\n');
}

/* Where the pen is while a line is written. */
typedef struct pen {
    size_t column, hang; /* hang: where further lines begin */
    int line, most;
    bool full; /* the last line that may be is full */
} pen;

static void next_line(pen *p, size_t at)
{
    putchar('\n');
    pad(at);
    p->column = at;
    p->line++;
}

static void put_word(pen *p, const char *word, size_t n, bool first)
{
    size_t w = text_width(word, n), dots = ascii ? 3 : 1, room = p->line + 1 == p->most ? dots : 0;
    if (p->column + !first + w + room > width && p->column > p->hang) {
        if (p->line + 1 >= p->most) {
            fputs(ascii ? "..." : "\xE2\x80\xA6", stdout);
            p->column += dots;
            p->full = true;
            return;
        }
        next_line(p, p->hang);
        first = true;
    }
    if (!first)
        putchar(' ');
    size_t fits = text_fit(word, n, width - p->column - !first);
    printf("%.*s", (int)fits, word);
    p->column += !first + text_width(word, fits);
}

static void put_text(pen *p, const char *text)
{
    bool first = true;
    while (*text && !p->full) {
        text += strspn(text, " ");
        size_t n = strcspn(text, " ");
        if (n)
            put_word(p, text, n, first);
        first = false;
        text += n;
    }
}

static void put_reference(pen *p, const char *ref)
{
    size_t w = strlen(ref) + 2;
    if (p->column + 2 + w > width)
        next_line(p, 0);
    pad(width - w - p->column);
    style_on("2");
    printf("[%s]", ref);
    style_off();
}

void page_line(const char *lead, const char *text, int most, const char *ref)
{
    pen p = {.column = INDENT, .most = most};
    char *clean_lead = term_line(lead ? lead : ""), *clean_text = term_line(text ? text : "");
    pad(INDENT);
    if (clean_lead && *clean_lead) {
        p.hang = DEEPER;
        p.line = -1; /* the lead may take lines of its own */
        put_text(&p, clean_lead);
        p.line = 0;
    }
    if (clean_text && *clean_text) {
        bool below = p.column > DEEPER && p.column + 2 + LEAST_TEXT > width;
        if (below)
            next_line(&p, DEEPER);
        else if (clean_lead && *clean_lead) {
            pad(2);
            p.column += 2;
        }
        p.line = 0;
        p.hang = below || p.column > width / 2 ? DEEPER : p.column;
        put_text(&p, clean_text);
    }
    if (ref && *ref)
        put_reference(&p, ref);
    putchar('\n');
    free(clean_lead);
    free(clean_text);
}
