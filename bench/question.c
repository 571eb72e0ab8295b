/* question.c - milliseconds a question to a large store takes: a store of generated records is filled, derived, asked.
 * Usage: bench-question [--records N] [--keep FILE]
 * With --keep the store is FILE and stays; one that exists is asked as it is. Default: a million records, thrown away.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/inside.h"
#include "support/made_store.h"
#include "support/measure.h"

typedef struct names {
    char busy[2][16], rare[2][16]; /* pairs */
    char person[64];               /* part of a name */
} names;

/* ---- making ---- */

static void make(ch_store *store, const ch_engine *engine, uint64_t records)
{
    ch_err err;
    double start = bench_seconds();
    if (made_store_fill(store, engine, records, &err) < 0)
        bench_die(&err);
    printf("filled with %llu records in %.1f s of CPU\n", (unsigned long long)records, bench_seconds() - start);
    fflush(stdout);
    start = bench_seconds();
    if (ch_store_derive(store, false, &err) < 0)
        bench_die(&err);
    printf("derived in %.1f s of CPU\n", bench_seconds() - start);
}

/* ---- whom to ask for ---- */

static void ask_names(ch_store *store, const char *sql, char (*out)[16], int n)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &s, NULL) != SQLITE_OK || sqlite3_step(s) != SQLITE_ROW) {
        fprintf(stderr, "bench: %s: %s\n", sql, sqlite3_errmsg(store->db));
        exit(1);
    }
    for (int i = 0; i < n; i++)
        snprintf(out[i], sizeof out[i], "%s", (const char *)sqlite3_column_text(s, i));
    sqlite3_finalize(s);
}

static names find_names(ch_store *store)
{
    names who;
    ask_names(store, "SELECT a, b FROM relations ORDER BY records DESC, a, b", who.busy, 2);
    ask_names(store, "SELECT a, b FROM relations WHERE records BETWEEN 2 AND 12 ORDER BY records, a, b", who.rare, 2);
    char name[1][16];
    ask_names(store, "SELECT name FROM actors WHERE sector = 'MIL' ORDER BY name", name, 1);
    snprintf(who.person, sizeof who.person, "%s", name[0]);
    return who;
}

/* ---- asking ---- */

/* How many rows it gave, or -1: it cannot be asked. */
static long one_time(ch_store *store, const ch_query *query, ch_err *err)
{
    ch_cursor *cursor;
    long rows = 0;
    int rc = ch_store_select(store, query, &cursor, err);
    while (rc == CH_OK && (rc = ch_cursor_next(cursor, err)) > 0) {
        for (size_t i = 0; i < ch_cursor_columns(cursor); i++)
            ch_cursor_text(cursor, i);
        rows++;
        rc = CH_OK;
    }
    ch_cursor_close(cursor);
    return rc < 0 ? -1 : rows;
}

static void ask(ch_store *store, const char *title, ch_query query)
{
    double seconds[BENCH_RUNS], slowest = 0;
    ch_err err;
    long rows = 0;
    for (int i = 0; i < BENCH_RUNS && rows >= 0; i++) {
        double start = bench_seconds();
        rows = one_time(store, &query, &err);
        seconds[i] = bench_seconds() - start;
        slowest = seconds[i] > slowest ? seconds[i] : slowest;
    }
    if (rows < 0) {
        printf("%-44s %s\n", title, err.message);
        return;
    }
    printf("%-44s %7ld rows %9.2f ms (slowest %.2f)\n", title, rows, bench_median(seconds, BENCH_RUNS) * 1e3,
           slowest * 1e3);
    fflush(stdout);
}

static void count(ch_store *store, const char *what, ch_query query)
{
    double seconds[BENCH_RUNS];
    char title[80];
    ch_err err;
    int64_t rows = 0;
    for (int i = 0; i < BENCH_RUNS; i++) {
        double start = bench_seconds();
        if (ch_store_count(store, &query, 0, &rows, &err) < 0)
            bench_die(&err);
        seconds[i] = bench_seconds() - start;
    }
    snprintf(title, sizeof title, "count of %s", what);
    printf("%-44s %7lld rows %9.2f ms\n", title, (long long)rows, bench_median(seconds, BENCH_RUNS) * 1e3);
    fflush(stdout);
}

static void ask_kinds(ch_store *store, const names *who)
{
    static const char *const kinds[] = {"records", "events", "statements", "agreements", "levels", "figures"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char title[80];
        snprintf(title, sizeof title, "list %s --limit 100", kinds[i]);
        ask(store, title, (ch_query){.what = kinds[i], .limit = 100});
        snprintf(title, sizeof title, "list %s, busy pair, --limit 100", kinds[i]);
        ask(store, title, (ch_query){.what = kinds[i], .limit = 100, .pair = {who->busy[0], who->busy[1]}});
    }
}

static void ask_lists(ch_store *store, const names *who)
{
    ch_query query = {.what = "events", .limit = 100};
#define ASK(title, ...) ask(store, title, (ch_query){.what = "events", .limit = 100, __VA_ARGS__})
    ASK("list events, rare pair", .pair = {who->rare[0], who->rare[1]});
    ASK("list events, one of a busy pair and one not", .pair = {who->busy[0], who->rare[1]});
    ASK("list events, code of an actor", .actor = who->busy[0]);
    ASK("list events, part of a name", .actor = who->person);
    ASK("list events, nobody's name", .actor = "qqqqq");
    ASK("list events, type and month", .type = "CONSULT", .since = "2019-03", .until = "2019-03");
    ASK("list events, month", .since = "2019-03", .until = "2019-03");
    ASK("list events, type", .type = "SANCTION");
    ASK("list events, pair and year", .pair = {who->busy[0], who->busy[1]}, .since = "2019", .until = "2019");
    ASK("list events, the last hundred thousand on", .offset = 100000);
#undef ASK
    query.what = "documents";
    ask(store, "list documents --limit 100", query);
    query.what = "actors";
    ask(store, "list actors --limit 100", query);
    query.what = "sentences";
    ask(store, "list sentences --limit 100", query);
}

/* What the brief of a pair is made of. */
static void ask_relation(ch_store *store, const names *who)
{
    static const char *const parts[] = {"timeline", "standings", "pacts",          "promises",
                                        "contacts", "trend",     "contradictions", "denials"};
    ask(store, "relation of the busy pair", (ch_query){.what = "relations", .pair = {who->busy[0], who->busy[1]}});
    ask(store, "relation of the busy pair at a day",
        (ch_query){.what = "relations", .pair = {who->busy[0], who->busy[1]}, .at = "2019-03-31"});
    ask(store, "relations, all pairs", (ch_query){.what = "relations", .limit = 100});
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char title[80];
        snprintf(title, sizeof title, "%s of the busy pair, the last 20", parts[i]);
        ask(store, title,
            (ch_query){.what = parts[i], .limit = 20, .newest = true, .pair = {who->busy[0], who->busy[1]}});
    }
}

static void ask_words(ch_store *store)
{
    ask(store, "search, rare word", (ch_query){.what = "search", .match = "isthmus", .limit = 20});
    ask(store, "search, common word", (ch_query){.what = "search", .match = "border", .limit = 20});
    ask(store, "search, two common words", (ch_query){.what = "search", .match = "border energy", .limit = 20});
    ask(store, "search, phrase", (ch_query){.what = "search", .match = "\"joint council\"", .limit = 20});
    ask(store, "list events with a common word", (ch_query){.what = "events", .match = "border", .limit = 20});
}

/* A page of the view Tables, sorted by a column. */
static void ask_sorted(ch_store *store, const names *who)
{
    static const char *const sorted[][2] = {
        {"events", "date_start"},    {"events", "event"},      {"events", "actor"},       {"events", "place"},
        {"events", "score"},         {"events", "confidence"}, {"events", "document"},    {"events", "quote"},
        {"records", "confidence"},   {"records", "type"},      {"statements", "speaker"}, {"statements", "verb"},
        {"levels", "level"},         {"figures", "value"},     {"documents", "title"},    {"documents", "source"},
        {"documents", "events"},     {"actors", "name"},       {"relations", "conflict"}, {"contacts", "mode"},
        {"occurrences", "tellings"}, {"standings", "level"},   {"pacts", "records"},      {"promises", "status"}};
    char title[80];
    for (size_t i = 0; i < sizeof sorted / sizeof *sorted; i++) {
        snprintf(title, sizeof title, "list %s by %s, descending", sorted[i][0], sorted[i][1]);
        ask(store, title, (ch_query){.what = sorted[i][0], .sort = sorted[i][1], .descending = true, .limit = 51});
    }
    ask(store, "list events of a type by actor",
        (ch_query){.what = "events", .type = "CONSULT", .sort = "actor", .limit = 51});
    ask(store, "list events of a year by actor",
        (ch_query){.what = "events", .since = "2019", .until = "2019", .sort = "actor", .limit = 51});
    ask(store, "list events of the busy pair by event",
        (ch_query){.what = "events", .pair = {who->busy[0], who->busy[1]}, .sort = "event", .limit = 51});
    ask(store, "list events of an actor by recipient",
        (ch_query){.what = "events", .actor = who->busy[0], .sort = "recipient", .limit = 51});
}

/* What stands beside a list: how many rows, what narrows it. */
static void ask_counts(ch_store *store, const names *who)
{
    count(store, "events", (ch_query){.what = "events"});
    count(store, "records", (ch_query){.what = "records"});
    count(store, "events of a type that happened, sure",
          (ch_query){.what = "events", .type = "CONSULT", .modality = "actual", .confidence = 0.5});
    count(store, "events that happened, sure", (ch_query){.what = "events", .modality = "actual", .confidence = 0.5});
    count(store, "events of an actor", (ch_query){.what = "events", .actor = who->busy[0]});
    count(store, "documents", (ch_query){.what = "documents"});
    ask(store, "labels of events", (ch_query){.what = "labels", .type = "event"});
    ask(store, "labels", (ch_query){.what = "labels"});
    ask(store, "sources", (ch_query){.what = "sources"});
    ask(store, "facets, rare word", (ch_query){.what = "facets", .match = "isthmus"});
    ask(store, "facets, common word", (ch_query){.what = "facets", .match = "border"});
    ask(store, "facets, common word, a year",
        (ch_query){.what = "facets", .match = "border", .since = "2019", .until = "2019"});
    ask(store, "search, common word, a year",
        (ch_query){.what = "search", .match = "border", .since = "2019", .until = "2019", .limit = 51});
    ask(store, "search, common word, a country",
        (ch_query){.what = "search", .match = "border", .actor = who->busy[0], .limit = 51});
    ask(store, "search, common word, the newest",
        (ch_query){.what = "search", .match = "border", .newest = true, .limit = 51});
}

static void ask_all(ch_store *store)
{
    names who = find_names(store);
    printf("busy pair %s %s, rare pair %s %s, person %s; median of %d\n", who.busy[0], who.busy[1], who.rare[0],
           who.rare[1], who.person, BENCH_RUNS);
    ask_kinds(store, &who);
    ask_relation(store, &who);
    ask_words(store);
    ask_lists(store, &who);
    ask_sorted(store, &who);
    ask_counts(store, &who);
}

/* ---- the program ---- */

typedef struct arguments {
    uint64_t records;
    const char *keep;
} arguments;

static arguments read_arguments(int argc, char **argv)
{
    arguments a = {.records = 1000000};
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (more && strcmp(argv[i], "--records") == 0)
            a.records = strtoull(argv[++i], NULL, 10);
        else if (more && strcmp(argv[i], "--keep") == 0)
            a.keep = argv[++i];
        else {
            fprintf(stderr, "usage: bench-question [--records N] [--keep FILE]\n");
            exit(2);
        }
    }
    return a;
}

static void remove_made(const char *path)
{
    static const char *const tails[] = {"", "-wal", "-shm"};
    char name[4096];
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", path, tails[i]);
        unlink(name);
    }
}

int main(int argc, char **argv)
{
    arguments a = read_arguments(argc, argv);
    char temporary[] = "/tmp/bench-question-XXXXXX";
    int made = a.keep ? -1 : mkstemp(temporary);
    const char *path = a.keep ? a.keep : temporary;
    bool fresh = !a.keep || access(path, F_OK) != 0;
    if (made >= 0)
        close(made);
    ch_engine *engine;
    ch_store *store;
    ch_err err;
    ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE, .model = CH_MODEL_FILE};
    if (ch_engine_open(&engine, &options, &err) < 0 || ch_store_open(&store, path, NULL, &err) < 0)
        bench_die(&err);
    if (fresh)
        make(store, engine, a.records);
    ask_all(store);
    ch_store_close(store);
    ch_engine_close(engine);
    if (!a.keep)
        remove_made(path);
    return 0;
}
