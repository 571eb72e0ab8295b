/* sort.c - the column by which a list is sorted. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "store/asked.h"

/* One column of a question as its text has it: "d.name AS document". */
typedef struct item {
    const char *name, *sql;
    size_t name_n, sql_n;
} item;

/* The end of an item: the comma outside brackets and quotes, or the end. */
static const char *item_end(const char *p)
{
    int open = 0;
    for (bool quoted = false; *p && (open || quoted || *p != ','); p++) {
        quoted ^= *p == '\'';
        open += quoted ? 0 : (*p == '(') - (*p == ')');
    }
    return p;
}

/* The last " AS " of an item: what stands before it is computed. */
static const char *find_as(const char *p, const char *end)
{
    const char *found = NULL;
    for (; p + 4 < end; p++)
        if (memcmp(p, " AS ", 4) == 0)
            found = p;
    return found;
}

/* Reads the item at *at and goes behind it; false at the end. */
static bool next_item(const char **at, item *out)
{
    const char *p = *at + strspn(*at, ", "), *end = item_end(p), *as = find_as(p, end);
    if (!*p)
        return false;
    out->sql = p;
    out->sql_n = (size_t)((as ? as : end) - p);
    out->name = as ? as + 4 : end;
    while (!as && out->name > p && out->name[-1] != '.')
        out->name--;
    out->name_n = (size_t)(end - out->name);
    *at = end;
    return true;
}

/* "events have no column 'birds' to sort by; there are id, document, ...": as many as a message holds. */
static int unknown(const ch__asked *a, ch_err *err)
{
    char names[160] = "";
    size_t n = 0;
    item i;
    for (const char *at = a->q->columns; next_item(&at, &i);) {
        if (*i.name == '_')
            continue;
        bool fits = n + i.name_n + 8 < sizeof names;
        n += (size_t)snprintf(names + n, sizeof names - n, "%s%.*s", n ? ", " : "", fits ? (int)i.name_n : 3,
                              fits ? i.name : "...");
        if (!fits)
            break;
    }
    return ch__fail(err, CH_EUSAGE, "%s have no column '%.30s' to sort by; there are %s", a->q->what, a->query->sort,
                    names);
}

int ch__asked_sort(ch__asked *a, ch_err *err)
{
    const char *sort = a->query->sort;
    item i;
    if (!sort)
        return a->query->descending ? ch__fail(err, CH_EUSAGE, "descending needs a column to sort by") : CH_OK;
    if (a->query->newest)
        return ch__fail(err, CH_EUSAGE, "one order at a time: the newest first, or by %.40s", sort);
    for (const char *at = a->q->columns; next_item(&at, &i);)
        if (*sort != '_' && i.name_n == strlen(sort) && memcmp(i.name, sort, i.name_n) == 0) {
            a->sort = i.sql;
            a->sort_n = i.sql_n;
            return CH_OK;
        }
    return unknown(a, err);
}
