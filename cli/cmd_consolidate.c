/* cmd_consolidate.c - derives what follows from the records of a store. */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"

const option_def consolidate_options[] = {
    {"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB)"},
    {"anew", 0, NULL, "of all documents, not only of those that came since the last time"},
    {"sql", 0, NULL, "print the SQL that does it, and do nothing"},
    {"quiet", 'q', NULL, "no summary"},
    {NULL, 0, NULL, NULL}};
enum { OPT_DB, OPT_ANEW, OPT_SQL, OPT_QUIET };

static int print_scripts(void)
{
    const char *name;
    puts("BEGIN;");
    for (size_t i = 0; ch_derive_script(i, &name); i++)
        printf("\n%s", ch_derive_script(i, &name));
    puts("\nCOMMIT;");
    return EXIT_DONE;
}

static long count(ch_store *store, const char *what)
{
    ch_query query = {.what = what};
    ch_cursor *c;
    ch_err err;
    long n = 0;
    if (ch_store_select(store, &query, &c, &err) < 0)
        return 0;
    while (ch_cursor_next(c, &err) == 1)
        n++;
    ch_cursor_close(c);
    return n;
}

int run_consolidate(const arguments *args)
{
    static const ch_store_options existing = {.create = false};
    const char *db = args->value[OPT_DB];
    ch_store *store;
    ch_err err;
    if (args->n_rest)
        return usage_error(args->command, "takes no operand; --db names the store");
    if (args->value[OPT_SQL])
        return print_scripts();
    int code = store_open(&store, db, &existing);
    if (code != EXIT_DONE)
        return code;
    if (ch_store_derive(store, args->value[OPT_ANEW] != NULL, &err) < 0) {
        complain_of(&err);
        code = EXIT_FAILED;
    } else if (!args->value[OPT_QUIET])
        fprintf(stderr, "%s: %ld pairs of states and organisations\n", store_path(db), count(store, "relations"));
    ch_store_close(store);
    return code;
}
