/* plot.c - cooperation and conflict of two states over time. */
#include "plot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page.h"
#include "term.h"

enum { MOST_BARS = 60, ROWS = 4, MARGIN = 8, EIGHTHS = 8 };

typedef struct bars {
    int first, n, step; /* first month since year 0, number of bars, months a bar covers */
    long up[MOST_BARS], down[MOST_BARS];
    long most_up, most_down, earlier; /* earlier: acts before the first bar */
} bars;

static int month_of(const char *text)
{
    return atoi(text) * 12 + (strlen(text) >= 7 ? atoi(text + 5) - 1 : 0);
}

static long acts(const rows *months, size_t i)
{
    return rows_number(months, i, "verbal_cooperation") + rows_number(months, i, "material_cooperation") +
           rows_number(months, i, "verbal_conflict") + rows_number(months, i, "material_conflict");
}

/* The last bars that fit, of months or, where four fifths of the acts do not lie in them, of quarters, else of years.
 */
static void choose_step(bars *b, const rows *months)
{
    static const int steps[] = {1, 3, 12};
    int last = 0, most = (int)page_width() - MARGIN < MOST_BARS ? (int)page_width() - MARGIN : MOST_BARS;
    for (size_t i = 0; i < months->n; i++)
        last = month_of(rows_get(months, i, "month")) > last ? month_of(rows_get(months, i, "month")) : last;
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
        int from = last - last % steps[k] - (most - 1) * steps[k];
        long all = 0, inside = 0;
        b->first = last;
        b->step = steps[k];
        for (size_t i = 0; i < months->n; i++) {
            int at = month_of(rows_get(months, i, "month"));
            all += acts(months, i);
            inside += at >= from ? acts(months, i) : 0;
            b->first = at >= from && at < b->first ? at : b->first;
        }
        b->earlier = all - inside;
        if (5 * inside >= 4 * all)
            break;
    }
    b->first -= b->first % b->step;
    b->n = (last - b->first) / b->step + 1;
}

static void fill(bars *b, const rows *months)
{
    for (size_t i = 0; i < months->n; i++) {
        int at = (month_of(rows_get(months, i, "month")) - b->first) / b->step;
        if (month_of(rows_get(months, i, "month")) < b->first)
            continue;
        b->up[at] += rows_number(months, i, "verbal_cooperation") + rows_number(months, i, "material_cooperation");
        b->down[at] += rows_number(months, i, "verbal_conflict") + rows_number(months, i, "material_conflict");
    }
    for (int i = 0; i < b->n; i++) {
        b->most_up = b->up[i] > b->most_up ? b->up[i] : b->most_up;
        b->most_down = b->down[i] > b->most_down ? b->down[i] : b->most_down;
    }
}

/* How much of row `row` (from 0 at the line) a value fills, in eighths; a value above zero is always seen. */
static int filled(long value, int row, long most)
{
    long eighths = (value * ROWS * EIGHTHS + most - 1) / most - (long)row * EIGHTHS;
    return eighths <= 0 ? 0 : eighths >= EIGHTHS ? EIGHTHS : (int)eighths;
}

/* Upwards a bar grows from its foot by eighths, downwards from the line by halves: there are no other blocks. */
static const char *block(int eighths, bool down)
{
    static const char *const up[] = {" ",
                                     "\xE2\x96\x81",
                                     "\xE2\x96\x82",
                                     "\xE2\x96\x83",
                                     "\xE2\x96\x84",
                                     "\xE2\x96\x85",
                                     "\xE2\x96\x86",
                                     "\xE2\x96\x87",
                                     "\xE2\x96\x88"};
    if (page_plain())
        return eighths == 0 ? " " : eighths <= EIGHTHS / 2 ? (down ? "'" : ".") : "#";
    if (down)
        return eighths == 0 ? " " : eighths <= EIGHTHS / 2 ? "\xE2\x96\x80" : up[EIGHTHS];
    return up[eighths];
}

static int bar_width(const bars *b)
{
    int room = ((int)page_width() - MARGIN) / b->n;
    return room > 4 ? 4 : room < 1 ? 1 : room;
}

static void print_row(const bars *b, int row, bool down, long most)
{
    const long *values = down ? b->down : b->up;
    int wide = bar_width(b);
    style_on(down ? "31" : "32");
    for (int i = 0; i < b->n; i++)
        for (int k = 0; k < wide; k++)
            fputs(wide > 1 && k + 1 == wide ? " " : block(filled(values[i], row, most), down), stdout);
    style_off();
    putchar('\n');
}

static void print_side(const bars *b, bool down, long most)
{
    long own = down ? b->most_down : b->most_up;
    int high = 0;
    while (high < ROWS && filled(own, high, most) > 0)
        high++;
    for (int i = 0; i < high; i++) {
        int row = down ? i : high - 1 - i;
        if (row == high - 1)
            printf("%*ld ", MARGIN - 1, own); /* the highest value at its end */
        else
            printf("%*s ", MARGIN - 1, "");
        print_row(b, row, down, most);
    }
}

static void label(const bars *b, int bar, char *out, size_t size)
{
    int at = b->first + bar * b->step;
    if (b->step == 12)
        snprintf(out, size, "%d", at / 12);
    else
        snprintf(out, size, "%d-%02d", at / 12, at % 12 + 1);
}

static void print_axis(const bars *b)
{
    int length = bar_width(b) * b->n;
    printf("%*s ", MARGIN - 1, "0");
    for (int i = 0; i < length; i++)
        fputs(page_plain() ? "-" : "\xE2\x94\x80", stdout);
    putchar('\n');
}

static void print_labels(const bars *b)
{
    char first[16], last[16];
    int length = bar_width(b) * b->n;
    label(b, 0, first, sizeof first);
    label(b, b->n - 1, last, sizeof last);
    printf("%*s %s", MARGIN - 1, "", first);
    if (b->n > 1) {
        int gap = length - (int)strlen(first) - (int)strlen(last);
        printf("%*s%s", gap > 2 ? gap : 2, "", last);
    }
    putchar('\n');
}

void plot_trend(const rows *months)
{
    bars b = {0};
    if (!months->n)
        return;
    choose_step(&b, months);
    fill(&b, months);
    static const char *const units[] = {"month", "quarter", "year"};
    char text[96];
    int n = snprintf(text, sizeof text, "by %s: cooperation above the line, conflict below",
                     units[b.step == 1   ? 0
                           : b.step == 3 ? 1
                                         : 2]);
    if (b.earlier)
        snprintf(text + n, sizeof text - (size_t)n, "; %ld earlier", b.earlier);
    page_heading("TREND", text);
    long most = b.most_up > b.most_down ? b.most_up : b.most_down;
    if (most < 1)
        return;
    if (b.n == 1) {
        snprintf(text, sizeof text, "%ld of cooperation, %ld of conflict", b.up[0], b.down[0]);
        page_line(rows_get(months, 0, "month"), text, 1, NULL);
        return;
    }
    print_side(&b, false, most);
    print_axis(&b);
    print_side(&b, true, most);
    print_labels(&b);
}
