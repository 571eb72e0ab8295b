/* cmd_snapshot.c - a store, or a part of it, as one file to give away. */
#include <inttypes.h>
#include <stdio.h>

#include "command.h"

const option_def snapshot_options[] = {
    {"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB)"},
    {"since", 0, "DATE", "only documents published from this day, month or year"},
    {"until", 0, "DATE", "only documents published up to this day, month or year"},
    {"actor", 'a', "NAME|CODE", "only documents in which this actor takes part in a record"},
    {"pair", 'p', "A,B", "only documents in which both of these codes take part in a record"},
    {"no-text", 0, NULL, "without the text of the sources: no sentences, no quotes; everything else stays"},
    {"force", 'f', NULL, "overwrite a file of that name"},
    {"quiet", 'q', NULL, "no summary"},
    {NULL, 0, NULL, NULL}};
enum { OPT_DB, OPT_SINCE, OPT_UNTIL, OPT_ACTOR, OPT_PAIR, OPT_NO_TEXT, OPT_FORCE, OPT_QUIET };

static int make(const arguments *args, ch_store *store, const ch_snapshot_options *options)
{
    ch_snapshot made;
    ch_err err;
    int rc = ch_store_snapshot(store, args->rest[0], options, &made, &err);
    if (rc == CH_EUSAGE)
        return usage_error(args->command, "%s", err.message);
    if (rc < 0) {
        complain_of(&err);
        return EXIT_FAILED;
    }
    if (!args->value[OPT_QUIET])
        fprintf(stderr, "%s: %" PRIu64 " documents, %" PRIu64 " records\n", args->rest[0], made.documents,
                made.records);
    return EXIT_DONE;
}

int run_snapshot(const arguments *args)
{
    const char *const *v = args->value;
    ch_store *store;
    char a[CH_MAX_CODE] = "", b[CH_MAX_CODE] = "", more;
    if (args->n_rest != 1)
        return usage_error(args->command, "one file to write");
    if (v[OPT_PAIR] && sscanf(v[OPT_PAIR], "%31[^,],%31[^,]%c", a, b, &more) != 2)
        return usage_error(args->command, "--pair %s: two codes with a comma, as CHN,IRN", v[OPT_PAIR]);
    int code = store_open_for_reading(&store, v[OPT_DB]);
    if (code != EXIT_DONE)
        return code;
    code = make(args, store,
                &(ch_snapshot_options){.since = v[OPT_SINCE],
                                       .until = v[OPT_UNTIL],
                                       .actor = v[OPT_ACTOR],
                                       .pair = {*a ? a : NULL, *b ? b : NULL},
                                       .no_text = v[OPT_NO_TEXT] != NULL,
                                       .replace = v[OPT_FORCE] != NULL});
    ch_store_close(store);
    return code;
}
