/* stores.h - small stores in files of their own, for tests of what is done with whole stores. */
#ifndef CH_TESTS_STORES_H
#define CH_TESTS_STORES_H

#include <stdint.h>

#include "chancery.h"

/* A directory that is removed at exit; the path of a file in it (static memory, a few at a time). */
const char *test_path(const char *name);
/* Makes a derived store of a real story and `records` generated records. */
void test_store_make(const char *name, uint64_t records);
void test_store_copy(const char *from, const char *to);
ch_store *test_store_open(const char *name);
/* Runs SQL on it, beside the library; foreign keys are not enforced. */
void test_store_run(const char *name, const char *sql);
/* The same where it may fail; SQLite's code. */
int test_store_try(const char *name, const char *sql);
int64_t test_store_number(const char *name, const char *sql);
/* The answer as text, a row a line; malloc'ed. */
char *test_store_rows(const char *name, const char *sql);

#endif
