/* cmd_verify.c - whether every record of a store still stands on its words, and everything in it agrees. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

const option_def verify_options[] = {
    {"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB)"},
    {"against", 0, "PATH", "also: whether the sources in this file or directory still read as the store has them"},
    {"no-derived", 0, NULL, "do not derive anew to compare what was derived"},
    {"limit", 'n', "N", "print at most so many of what is wrong (default 100)"},
    {"json", 'j', NULL, "JSONL: a line for each thing that is wrong, then one for each check"},
    {"quiet", 'q', NULL, "no table of checks"},
    {"knowledge", 0, "FILE", "the compiled knowledge file (--against)"},
    {"model", 0, "FILE", "the model file (--against)"},
    {NULL, 0, NULL, NULL}};
enum { OPT_DB, OPT_AGAINST, OPT_NO_DERIVED, OPT_LIMIT, OPT_JSON, OPT_QUIET, OPT_KNOWLEDGE, OPT_MODEL };

typedef struct report {
    const arguments *args;
    long limit, found;
    uint64_t sources, elsewhere, wrong_sources;
} report;

/* ---- what is wrong ---- */

static void print_finding(report *r, const char *check, const char *document, const char *record, const char *message)
{
    if (r->found++ >= r->limit)
        return;
    if (!r->args->value[OPT_JSON]) {
        printf("%s: %s%s%s%s%s\n", check, record ? record : "", record ? " in " : "", document ? document : "",
               document || record ? ": " : "", message);
        return;
    }
    printf("{\"check\":\"%s\",\"document\":", check);
    print_json_text(document);
    printf(",\"record\":");
    print_json_text(record);
    printf(",\"message\":");
    print_json_text(message);
    puts("}");
}

static void on_finding(void *ctx, const ch_finding *f)
{
    print_finding(ctx, ch_check_name(f->check), f->document, f->record, f->message);
}

static void print_row(const report *r, const char *check, uint64_t examined, uint64_t failed, uint64_t skipped)
{
    if (r->args->value[OPT_JSON])
        printf("{\"check\":\"%s\",\"examined\":%" PRIu64 ",\"wrong\":%" PRIu64 ",\"skipped\":%" PRIu64 "}\n", check,
               examined, failed, skipped);
    else
        printf("%-10s %10" PRIu64 " %8" PRIu64 " %8" PRIu64 "\n", check, examined, failed, skipped);
}

static void print_checks(const report *r, const ch_verify *v)
{
    if (r->args->value[OPT_QUIET])
        return;
    if (!r->args->value[OPT_JSON]) {
        if (r->found > r->limit)
            printf("... and %ld more\n", r->found - r->limit);
        printf("%-10s %10s %8s %8s\n", "check", "rows", "wrong", "skipped");
    }
    for (int i = 0; i < CH_N_CHECKS; i++)
        print_row(r, ch_check_name((ch_check)i), v->examined[i], v->failed[i], v->skipped[i]);
    if (r->args->value[OPT_AGAINST])
        print_row(r, "sources", r->sources, r->wrong_sources, r->elsewhere);
}

/* ---- the sources ---- */

/* 1: the store has this text under this name; 0: another text; -1: no document of this name. */
static int stored(ch_store *store, const ch_doc *doc)
{
    ch_query query = {.what = "documents", .doc = doc->name};
    ch_cursor *c;
    ch_err err;
    int found = -1;
    if (ch_store_select(store, &query, &c, &err) < 0)
        return -1;
    while (found < 1 && ch_cursor_next(c, &err) == 1)
        found = strcmp(ch_cursor_text(c, 0), doc->id) == 0;
    ch_cursor_close(c);
    return found;
}

static void compare_source(report *r, const machine *m, ch_store *store, const ch_input *in)
{
    ch_doc *doc;
    ch_err err;
    if (ch_doc_code(m->engine, m->work, in, &(ch_doc_options){.text_only = true}, &doc, &err) < 0)
        return; /* what `read` would not have taken either */
    int same = stored(store, doc);
    r->sources++;
    r->elsewhere += same < 0;
    r->wrong_sources += same == 0;
    if (same == 0)
        print_finding(r, "sources", doc->name, NULL, "the source is no longer what was read");
    ch_doc_free(doc);
}

static int compare_sources(report *r, ch_store *store, const char *path)
{
    machine m;
    ch_reader *reader;
    ch_input in;
    ch_err err;
    int rc, code = machine_open(&m, r->args->value[OPT_KNOWLEDGE], r->args->value[OPT_MODEL], NULL);
    if (code != EXIT_DONE)
        return code;
    if (ch_reader_open(&reader, &path, 1, NULL, &err) < 0) {
        complain_of(&err);
        machine_close(&m);
        return EXIT_FAILED;
    }
    while ((rc = ch_reader_next(reader, &in, &err)) != 0) {
        if (rc > 0)
            compare_source(r, &m, store, &in);
        else {
            complain_of(&err);
            code = err.code == CH_ENOMEM ? EXIT_FAILED : code;
        }
    }
    ch_reader_close(reader);
    machine_close(&m);
    return code;
}

/* ---- the command ---- */

static int verify(report *r, ch_store *store)
{
    const char *const *v = r->args->value;
    ch_verify counts;
    ch_err err;
    ch_verify_options options = {.no_derived = v[OPT_NO_DERIVED] != NULL};
    int rc = ch_store_verify(store, &options, on_finding, r, &counts, &err), code = EXIT_DONE;
    if (rc < 0) {
        complain_of(&err);
        return EXIT_FAILED;
    }
    if (v[OPT_AGAINST])
        code = compare_sources(r, store, v[OPT_AGAINST]);
    print_checks(r, &counts);
    return code == EXIT_DONE && (rc > 0 || r->wrong_sources) ? EXIT_FAILED : code;
}

int run_verify(const arguments *args)
{
    report r = {.args = args, .limit = 100};
    const char *limit = args->value[OPT_LIMIT];
    char *end = NULL;
    ch_store *store;
    if (args->n_rest)
        return usage_error(args->command, "takes no operand; --db names the store");
    if (limit)
        r.limit = strtol(limit, &end, 10);
    if (limit && (*end || r.limit < 0))
        return usage_error(args->command, "--limit %s: not a number", limit);
    int code = store_open_for_reading(&store, args->value[OPT_DB]);
    if (code != EXIT_DONE)
        return code;
    code = verify(&r, store);
    ch_store_close(store);
    return code;
}
