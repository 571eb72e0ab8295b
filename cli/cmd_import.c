/* cmd_import.c - event files of other systems into a store. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

const option_def import_options[] = {
    {"from", 'f', "FORMAT", "icews, polecat, phoenix, gdelt (default: found by the columns)"},
    {"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB)"},
    {"max-errors", 0, "N|P%", "exit 3 when more rows are bad than this"},
    {"quiet", 'q', NULL, "no summary"},
    {"knowledge", 0, "FILE", "compiled knowledge file to use"},
    {"model", 0, "FILE", "model file to use"},
    {"tables", 0, "DIR", "directory of own tables, laid over the shipped ones"},
    {NULL, 0, NULL, NULL}};

enum { OPT_FROM, OPT_DB, OPT_MAX_ERRORS, OPT_QUIET, OPT_KNOWLEDGE, OPT_MODEL, OPT_TABLES };

typedef struct importing {
    const arguments *args;
    ch_import_format format;
    error_budget budget;
    ch_store *store;
    machine machine;
    bool failed; /* the store could not be written */
} importing;

/* A bad row or file is told, counted and kept with the run. */
static void bad(void *ctx, const ch_err *fault)
{
    importing *m = ctx;
    ch_err err;
    complain_of(fault);
    m->budget.errors++;
    if (ch_store_put_error(m->store, fault, &err) < 0) {
        complain_of(&err);
        m->failed = true;
    }
}

static bool goes_on(void *ctx)
{
    const importing *m = ctx;
    return !interrupted && !m->failed && !error_budget_spent(&m->budget);
}

static void summary(const importing *m, const char *file, const ch_import_counts *c)
{
    static const char *const done[] = {"new", "already there", "read anew"};
    if (m->args->value[OPT_QUIET])
        return;
    fprintf(stderr, "%s: %s, %s", file, ch_import_format_name(c->format), done[c->put]);
    if (c->put != CH_PUT_SAME)
        fprintf(stderr,
                ": %llu rows, %llu events, %llu repeated, %llu without an event, %llu without an actor, %llu bad",
                (unsigned long long)c->rows, (unsigned long long)c->events, (unsigned long long)c->same,
                (unsigned long long)c->statements, (unsigned long long)c->nobody, (unsigned long long)c->faults);
    fputc('\n', stderr);
}

static void import_file(importing *m, const char *file)
{
    ch_err err;
    ch_import_counts counts;
    ch_import_options options = {.format = m->format, .fault = bad, .goes_on = goes_on, .ctx = m};
    int rc = ch_store_import(m->store, m->machine.engine, file, &options, &counts, &err);
    if (rc == CH_ESTORE || rc == CH_ELOCKED || rc == CH_ENOMEM) {
        complain_of(&err);
        m->failed = true;
    } else if (rc < 0)
        bad(m, &err);
    else {
        m->budget.good += counts.put == CH_PUT_SAME ? 1 : (long)(counts.rows - counts.faults);
        summary(m, file, &counts);
    }
}

/* The command line as the run keeps it. */
static void command_line(const arguments *args, char *out, size_t size)
{
    size_t n = (size_t)snprintf(out, size, "import");
    if (args->value[OPT_FROM] && n < size)
        n += (size_t)snprintf(out + n, size - n, " --from %s", args->value[OPT_FROM]);
    for (int i = 0; i < args->n_rest && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, " %s", args->rest[i]);
}

static int import_all(importing *m)
{
    ch_err err;
    char line[2048];
    command_line(m->args, line, sizeof line);
    if (ch_store_begin_run(m->store, m->machine.engine, line, &err) < 0) {
        complain_of(&err);
        return EXIT_FAILED;
    }
    catch_interrupts();
    for (int i = 0; i < m->args->n_rest && goes_on(m); i++)
        import_file(m, m->args->rest[i]);
    if (!m->failed && (ch_store_end_run(m->store, &err) < 0 || ch_store_derive(m->store, false, &err) < 0)) {
        complain_of(&err);
        m->failed = true;
    }
    return interrupted ? EXIT_INTERRUPTED : m->failed ? EXIT_FAILED : error_budget_exit(&m->budget);
}

static int parse(importing *m)
{
    const char *from = m->args->value[OPT_FROM], *most = m->args->value[OPT_MAX_ERRORS];
    int format = from ? ch_import_format_parse(from) : CH_IMPORT_AUTO;
    if (format < 0)
        return usage_error(m->args->command, "--from %s: icews, polecat, phoenix or gdelt", from);
    if (!error_budget_parse(&m->budget, most))
        return usage_error(m->args->command, "--max-errors %s: a number, or a share as 5%%", most);
    if (!m->args->n_rest)
        return usage_error(m->args->command, "no file; '-' is the standard input");
    m->format = (ch_import_format)format;
    return EXIT_DONE;
}

int run_import(const arguments *args)
{
    importing m = {.args = args};
    ch_err err;
    const char *path = args->value[OPT_DB] ? args->value[OPT_DB] : getenv("CHANCERY_DB");
    int code = parse(&m);
    if (code == EXIT_DONE)
        code = machine_open(&m.machine, args->value[OPT_KNOWLEDGE], args->value[OPT_MODEL], args->value[OPT_TABLES]);
    if (code != EXIT_DONE)
        return code;
    if (ch_store_open(&m.store, path && *path ? path : "chancery.db", NULL, &err) < 0) {
        complain_of(&err);
        code = EXIT_FAILED;
    } else
        code = import_all(&m);
    ch_store_close(m.store);
    machine_close(&m.machine);
    return code;
}
