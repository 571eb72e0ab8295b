/* listing.h - the answer to a question as a table for people, CSV, TSV or JSONL: the one way that lists are printed. */
#ifndef CH_CLI_LISTING_H
#define CH_CLI_LISTING_H

#include "command.h"

/* The options of every command that prints a list. They stand at the end of its table; `at` says where. */
#define LIST_OPTIONS                                                                                                   \
    {"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB)"}, {"limit", 'n', "N", "at most so many"},   \
        {"columns", 'c', "LIST", "these columns only: id,actor,recipient"},                                            \
        {"table", 0, NULL, "a table for people (the default)"}, {"csv", 0, NULL, "CSV (RFC 4180) with a header line"}, \
        {"tsv", 0, NULL, "tab-separated, tabs and newlines in values become spaces"},                                  \
        {"jsonl", 0, NULL, "one JSON object a line"}, {"color", 0, "WHEN", "auto, always, never"},                     \
    {                                                                                                                  \
        "exit-status", 0, NULL, "exit 4 when nothing is listed"                                                        \
    }
enum { AT_LIST_DB, AT_LIMIT, AT_COLUMNS, AT_TABLE, AT_CSV, AT_TSV, AT_JSONL, AT_COLOR, AT_EXIT_STATUS, N_LIST_OPTIONS };

/* Checks the options, before anything is opened, and fills the query's limit. An exit code. */
int listing_check(const arguments *args, int at, ch_query *query);
/* Prints what the question gives. An exit code. */
int listing_print(const arguments *args, int at, ch_store *store, const ch_query *query);
/* Says what failed. What was asked wrongly is told as that, even where only the first row shows it (words to look for).
 * An exit code. */
int listing_failure(const arguments *args, const ch_err *err);
/* Opens the store, prints, closes. */
int listing_run(const arguments *args, int at, ch_query *query);

#endif
