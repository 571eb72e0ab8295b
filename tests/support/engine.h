/* engine.h - what many tests need: the shipped knowledge opened once, a text coded in one call. */
#ifndef CH_TESTS_SUPPORT_ENGINE_H
#define CH_TESTS_SUPPORT_ENGINE_H

#include "chancery.h"

/* The engine with the knowledge compiled by the build; opened on first use, closed at exit. Aborts with a message on
 * failure. */
const ch_engine *test_engine(void);
ch_work *test_work(void);
/* Before the first use: events by the rules alone, for tests of the lexicon. */
void test_rules_only(void);

/* A plain text (NUL-terminated) through all rooms; `published` may be NULL. Aborts with a message on failure. Free with
 * ch_doc_free. */
ch_doc *test_code(const char *text, const char *published);
/* The same through the text room only. */
ch_doc *test_text(const char *text, const char *published);

/* A whole file, malloc'ed and NUL-terminated; aborts when it cannot be read. */
char *test_read_file(const char *path, size_t *len);

/* Sections of a text corpus: "== name" starts a case, "-- name" a part of it; lines before the first case and lines
 * that begin with '#' outside of parts' text are comments. Calls fn for each case; parts[0] is the text before the
 * first "--". Returns the number of cases. */
typedef struct test_part {
    const char *name; /* "" for the first */
    char *text;       /* without the last newline */
} test_part;
typedef struct test_case {
    const char *path, *name;
    int line;
    test_part parts[8];
    int n_parts;
} test_case;
int test_cases(const char *path, void (*fn)(void *ctx, const test_case *c), void *ctx);
/* The part of that name, or NULL. */
const char *test_case_part(const test_case *c, const char *name);

/* Compares and prints both sides when they differ; counts failures. */
void test_expect(const test_case *c, const char *expected, const char *got);
int test_failures(void);

#endif
