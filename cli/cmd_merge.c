/* cmd_merge.c - stores into one: what several machines have read, or several people. */
#include <inttypes.h>
#include <stdio.h>

#include "command.h"

const option_def merge_options[] = {
    {"db", 'd', "FILE",
     "the store that takes them, made when it does not exist (default chancery.db, or $CHANCERY_DB)"},
    {"keep-ours", 0, NULL, "of a document that both have, coded otherwise, keep ours (default: that of the later run)"},
    {"quiet", 'q', NULL, "no summary"},
    {NULL, 0, NULL, NULL}};
enum { OPT_DB, OPT_KEEP_OURS, OPT_QUIET };

static void tell(const char *name, const ch_merge *m)
{
    fprintf(stderr,
            "%s: %" PRIu64 " documents taken, %" PRIu64 " already there, %" PRIu64
            " coded otherwise and replaced, %" PRIu64 " coded otherwise and kept; %" PRIu64 " records\n",
            name, m->added, m->same, m->replaced, m->kept, m->records);
}

/* Those before a bad one stay merged. */
static int merge_all(const arguments *args, ch_store *store)
{
    ch_err err;
    ch_merge merged;
    int code = EXIT_DONE;
    for (int i = 0; i < args->n_rest && code == EXIT_DONE; i++) {
        if (ch_store_merge(store, args->rest[i], args->value[OPT_KEEP_OURS] != NULL, &merged, &err) < 0) {
            complain_of(&err);
            code = EXIT_FAILED;
        } else if (!args->value[OPT_QUIET])
            tell(args->rest[i], &merged);
    }
    if (ch_store_derive(store, false, &err) < 0) {
        complain_of(&err);
        code = EXIT_FAILED;
    }
    return code;
}

/* Nothing is written while one of them cannot be opened. */
static int check_all(const arguments *args)
{
    static const ch_store_options reading = {.read_only = true};
    ch_err err;
    ch_store *other;
    for (int i = 0; i < args->n_rest; i++) {
        if (ch_store_open(&other, args->rest[i], &reading, &err) < 0) {
            complain_of(&err);
            return EXIT_FAILED;
        }
        ch_store_close(other);
    }
    return EXIT_DONE;
}

int run_merge(const arguments *args)
{
    ch_err err;
    ch_store *store;
    if (!args->n_rest)
        return usage_error(args->command, "say which stores to merge");
    int code = check_all(args);
    if (code != EXIT_DONE)
        return code;
    if (ch_store_open(&store, store_path(args->value[OPT_DB]), NULL, &err) < 0) {
        complain_of(&err);
        return EXIT_FAILED;
    }
    code = merge_all(args, store);
    ch_store_close(store);
    return code;
}
