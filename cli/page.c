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
    size_t used = columns_of(name) + 2;
    if (rest && *rest && used < width)
        printf("  %.*s", (int)text_fit(rest, strlen(rest), width - used), rest);
    putchar('\n');
}

/* Where the pen is while a line is written. */
typedef struct pen {
    size_t column, hang, edge; /* hang: where further lines begin; edge: where text ends, before the reference */
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
    if (p->column + !first + w + room > p->edge && p->column > p->hang) {
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
    size_t fits = text_fit(word, n, p->edge - p->column - !first);
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
    pad(p->column < p->edge + 2 ? p->edge + 2 - p->column : 2);
    style_on("2");
    printf("[%s]", ref);
    style_off();
}

/* What is told first: as it stands, if there is room for it. */
static void put_lead(pen *p, const char *lead)
{
    size_t w = columns_of(lead);
    p->hang = DEEPER;
    p->line = -1; /* a long one takes lines of its own */
    if (p->column + w <= p->edge) {
        fputs(lead, stdout);
        p->column += w;
    } else
        put_text(p, lead);
    p->line = 0;
}

static void put_body(pen *p, const char *text, bool led)
{
    bool below = led && p->column + 2 + LEAST_TEXT > p->edge;
    if (below)
        next_line(p, DEEPER);
    else if (led) {
        pad(2);
        p->column += 2;
    }
    p->line = 0;
    p->hang = below || p->column > width / 2 ? DEEPER : p->column;
    put_text(p, text);
}

void page_line(const char *lead, const char *text, int most, const char *ref)
{
    bool reference = ref && *ref;
    pen p = {.column = INDENT, .hang = INDENT, .most = most, .edge = width - (reference ? strlen(ref) + 4 : 0)};
    char *clean_lead = term_line(lead ? lead : ""), *clean_text = term_line(text ? text : "");
    bool led = clean_lead && *clean_lead;
    pad(INDENT);
    if (led)
        put_lead(&p, clean_lead);
    if (clean_text && *clean_text)
        put_body(&p, clean_text, led);
    if (reference)
        put_reference(&p, ref);
    putchar('\n');
    free(clean_lead);
    free(clean_text);
}

void page_sentence(const char *text, int most)
{
    pen p = {.column = DEEPER, .hang = DEEPER, .most = most, .edge = width};
    char *clean = term_line(text);
    if (clean && *clean) {
        pad(DEEPER);
        put_text(&p, clean);
        putchar('\n');
    }
    free(clean);
}
