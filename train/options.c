/* options.c - reading of the trainers' options. */
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train.h"

static void help(const option *table, const char *step)
{
    printf("chancery-train %s\n", step);
    for (const option *o = table; o->name; o++) {
        printf("  --%-14s %s", o->name, o->help);
        if (o->kind == OPTION_NUMBER)
            printf(" (%g)", *(double *)o->value);
        putchar('\n');
    }
    exit(0);
}

static double number(const char *name, const char *text)
{
    char *end;
    double x = strtod(text, &end);
    if (end == text || *end)
        die("--%s %s: not a number", name, text);
    return x;
}

static void add_source(sources *s, char *text)
{
    char *colon = strrchr(text, ':'), *end = NULL;
    double times = colon ? strtod(colon + 1, &end) : 1;
    if (s->n == MOST_SOURCES)
        die("more than %d files", MOST_SOURCES);
    if (!colon || end == colon + 1 || *end)
        times = 1; /* a colon of the file's name */
    else
        *colon = 0;
    s->at[s->n++] = (source){text, times};
}

static void set(const option *o, char *text)
{
    switch (o->kind) {
    case OPTION_TEXT: *(const char **)o->value = text; break;
    case OPTION_NUMBER: *(double *)o->value = number(o->name, text); break;
    case OPTION_SOURCES: add_source(o->value, text); break;
    case OPTION_FLAG: *(bool *)o->value = true; break;
    }
}

void options_parse(const option *table, int argc, char **argv, sources *rest)
{
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0) {
            if (!rest)
                die("%s: unexpected '%s'", argv[0], argv[i]);
            add_source(rest, argv[i]);
            continue;
        }
        const option *o = table;
        while (o->name && strcmp(o->name, argv[i] + 2) != 0)
            o++;
        if (!o->name && strcmp(argv[i], "--help") == 0)
            help(table, argv[0]);
        if (!o->name)
            die("%s: no option '%s'; --help lists them", argv[0], argv[i]);
        if (o->kind != OPTION_FLAG && ++i == argc)
            die("%s: --%s needs a value", argv[0], o->name);
        set(o, argv[i]);
    }
}

size_t options_list(const char *text, uint32_t *out, size_t most)
{
    size_t n = 0;
    for (const char *p = text; *p;) {
        char *end;
        unsigned long x = strtoul(p, &end, 10);
        if (end == p || n == most || (*end && *end != ','))
            die("'%s' is not a list of at most %zu numbers", text, most);
        out[n++] = (uint32_t)x;
        p = *end ? end + 1 : end;
    }
    return n;
}
