/* rows.h - corpora of one case a line, its fields apart by " | "; lines that begin with "#" are comments. */
#ifndef CH_TESTS_ACTORS_ROWS_H
#define CH_TESTS_ACTORS_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "support/engine.h"

enum { MOST_FIELDS = 6 };

/* Calls fn, which says whether it came out as expected, for each line; every line must have n_fields. Fails the test
 * after the last line when one was wrong, or when there were fewer than `least`. */
static inline void run_rows(const char *name, size_t n_fields, int least, bool (*fn)(const char *const *fields))
{
    char path[512], line[1024];
    int rows = 0, wrong = 0, number = 0;
    snprintf(path, sizeof path, "%s/actors/%s", CH_TESTS_DIR, name);
    FILE *f = fopen(path, "r");
    if (!f)
        fail_msg("cannot open %s", path);
    while (fgets(line, sizeof line, f)) {
        const char *fields[MOST_FIELDS] = {line};
        size_t n = 1;
        number++;
        line[strcspn(line, "\n")] = 0;
        if (!line[0] || line[0] == '#')
            continue;
        for (char *p = line; (p = strstr(p, " | ")) && n < MOST_FIELDS; n++) {
            *p = 0;
            fields[n] = p += 3;
        }
        if (n != n_fields)
            fail_msg("%s:%d: %zu fields", name, number, n);
        bool good = fn(fields);
        if (!good)
            print_error("    at %s:%d\n", name, number);
        wrong += !good;
        rows++;
    }
    fclose(f);
    assert_true(rows >= least);
    assert_int_equal(wrong, 0);
}

/* Whether every word of `expected` begins a word of `name`, case and accents aside. */
static inline bool has_words(const char *name, const char *expected)
{
    char given[256], wanted[256];
    given[0] = ' ';
    size_t n = name ? ch__fold(name, strlen(name), given + 1, sizeof given - 2) : SIZE_MAX;
    size_t m = ch__fold(expected, strlen(expected), wanted + 1, sizeof wanted - 2);
    if (n == SIZE_MAX || m == SIZE_MAX)
        return false;
    given[n + 1] = wanted[m + 1] = 0;
    for (char *word = strtok(wanted + 1, " "); word; word = strtok(NULL, " ")) {
        word[-1] = ' ';
        if (!strstr(given, word - 1))
            return false;
    }
    return true;
}

#endif
