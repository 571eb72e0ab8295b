/* cmd_list.c - what a store holds, as a table, CSV, TSV or JSONL; and the commands that are such a list. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "listing.h"

const option_def list_options[] = {
    {"actor", 'a', "NAME|CODE", "records in which this actor takes part"},
    {"pair", 'p', "A,B", "records in which both of these codes take part"},
    {"type", 't', "NAME", "event type, form, level, measure, kind, sector: the first label of that list"},
    {"mode", 0, "NAME", "mode of an event, act of an agreement or level (signed, cut), verb of a statement"},
    {"modality", 0, "NAME", "of events: actual, historical, future, hypothetical, negated"},
    {"source", 0, "NAME", "published by this one"},
    {"confidence", 0, "P", "records at least so sure: 0.5"},
    {"since", 0, "DATE", "from this day, month or year"},
    {"until", 0, "DATE", "up to this day, month or year"},
    {"at", 0, "DATE", "as it was at the end of that day, month or year"},
    {"doc", 0, "NAME|ID", "of this document"},
    {"id", 0, "ID", "this one; of a record its first 6 digits or more"},
    {"match", 'm', "WORDS", "from sentences with these words"},
    {"place", 0, "NAME|CODE", "events there, with coordinates: Riyadh, SAU or \"Riyadh, SAU\""},
    {"newest", 0, NULL, "the newest first"},
    {"sort", 's', "COLUMN", "by this column, from small to large"},
    {"descending", 0, NULL, "from large to small"},
    {"count", 0, NULL, "only how many there are"},
    LIST_OPTIONS,
    {NULL, 0, NULL, NULL}};

enum {
    OPT_ACTOR,
    OPT_PAIR,
    OPT_TYPE,
    OPT_MODE,
    OPT_MODALITY,
    OPT_SOURCE,
    OPT_CONFIDENCE,
    OPT_SINCE,
    OPT_UNTIL,
    OPT_AT,
    OPT_DOC,
    OPT_ID,
    OPT_MATCH,
    OPT_PLACE,
    OPT_NEWEST,
    OPT_SORT,
    OPT_DESCENDING,
    OPT_COUNT,
    OPT_LIST
};

static bool read_pair(const arguments *args, char pair[2][CH_MAX_CODE])
{
    char more;
    if (sscanf(args->value[OPT_PAIR], "%31[^,],%31[^,]%c", pair[0], pair[1], &more) == 2)
        return true;
    usage_error(args->command, "--pair %s: two codes with a comma, as CHN,IRN", args->value[OPT_PAIR]);
    return false;
}

/* A share from 0 to 1; false when it is none. */
static bool read_share(const arguments *args, const char *text, double *out)
{
    char *end;
    *out = text ? strtod(text, &end) : 0;
    if (!text || (*text && !*end && *out >= 0 && *out <= 1))
        return true;
    usage_error(args->command, "--confidence %s: a number from 0 to 1", text);
    return false;
}

static int print_count(const arguments *args, const ch_query *query)
{
    ch_store *store;
    ch_err err;
    int64_t n;
    int code = store_open_for_reading(&store, args->value[OPT_LIST + AT_LIST_DB]);
    if (code != EXIT_DONE)
        return code;
    if (ch_store_count(store, query, 0, &n, &err) < 0)
        code = listing_failure(args, &err);
    else
        printf("%lld\n", (long long)n);
    ch_store_close(store);
    return code == EXIT_DONE && !n && args->value[OPT_LIST + AT_EXIT_STATUS] ? EXIT_NO_RESULT : code;
}

int run_list(const arguments *args)
{
    const char *const *v = args->value;
    char pair[2][CH_MAX_CODE];
    ch_query q = {.what = args->n_rest ? args->rest[0] : "records",
                  .id = v[OPT_ID],
                  .doc = v[OPT_DOC],
                  .actor = v[OPT_ACTOR],
                  .type = v[OPT_TYPE],
                  .mode = v[OPT_MODE],
                  .modality = v[OPT_MODALITY],
                  .source = v[OPT_SOURCE],
                  .since = v[OPT_SINCE],
                  .until = v[OPT_UNTIL],
                  .at = v[OPT_AT],
                  .match = v[OPT_MATCH],
                  .place = v[OPT_PLACE],
                  .newest = v[OPT_NEWEST] != NULL,
                  .sort = v[OPT_SORT],
                  .descending = v[OPT_DESCENDING] != NULL};
    if (args->n_rest > 1)
        return usage_error(args->command, "one thing to list at a time");
    if (!read_share(args, v[OPT_CONFIDENCE], &q.confidence))
        return EXIT_USAGE;
    if (v[OPT_PAIR]) {
        if (!read_pair(args, pair))
            return EXIT_USAGE;
        q.pair[0] = pair[0];
        q.pair[1] = pair[1];
    }
    return v[OPT_COUNT] ? print_count(args, &q) : listing_run(args, OPT_LIST, &q);
}

/* ---- search ---- */

const option_def search_options[] = {{"since", 0, "DATE", "published on this day, in this month or year, or later"},
                                     {"until", 0, "DATE", "published up to then"},
                                     {"doc", 0, "NAME|ID", "in this document"},
                                     {"actor", 'a', "CODE", "with a record in which this one takes part"},
                                     {"kind", 'k', "KIND", "with a record of this kind: event, statement, ..."},
                                     {"source", 0, "NAME", "published by this one"},
                                     {"newest", 0, NULL, "the newest first, not the best"},
                                     LIST_OPTIONS,
                                     {NULL, 0, NULL, NULL}};
enum { SEARCH_SINCE, SEARCH_UNTIL, SEARCH_DOC, SEARCH_ACTOR, SEARCH_KIND, SEARCH_SOURCE, SEARCH_NEWEST, SEARCH_LIST };
enum { USUAL_HITS = 20 };

/* The words of the command line are one text: search Iran embassy is search "Iran embassy". */
static char *join(const arguments *args)
{
    size_t n = 1;
    for (int i = 0; i < args->n_rest; i++)
        n += strlen(args->rest[i]) + 1;
    char *words = calloc(n, 1);
    for (int i = 0; words && i < args->n_rest; i++) {
        strcat(words, i ? " " : "");
        strcat(words, args->rest[i]);
    }
    return words;
}

int run_search(const arguments *args)
{
    const char *const *v = args->value;
    if (args->n_rest == 0)
        return usage_error(args->command, "say which words to look for");
    char *words = join(args);
    ch_query q = {.what = "search",
                  .match = words,
                  .since = v[SEARCH_SINCE],
                  .until = v[SEARCH_UNTIL],
                  .doc = v[SEARCH_DOC],
                  .actor = v[SEARCH_ACTOR],
                  .type = v[SEARCH_KIND],
                  .source = v[SEARCH_SOURCE],
                  .newest = v[SEARCH_NEWEST] != NULL,
                  .limit = USUAL_HITS};
    int code = words ? listing_run(args, SEARCH_LIST, &q) : EXIT_FAILED;
    free(words);
    return code;
}
