/* cmd_export.c - a store in other forms, with a codebook beside what goes to a directory. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"

const option_def export_options[] = {
    {"as", 0, "FORM", "csv, jsonl, plover, polecat, icews, phoenix, gexf, geojson, gold"},
    {"db", 'd', "FILE", "the store (default chancery.db, or $CHANCERY_DB)"},
    {"output", 'o', "FILE|DIR", "where to; a directory gets a codebook too (default: standard output)"},
    {"kind", 'k', "LIST", "these kinds or CSV tables only: events,levels,documents"},
    {"actor", 'a', "NAME|CODE", "records in which this actor takes part"},
    {"pair", 'p', "A,B", "records in which both of these codes take part"},
    {"since", 0, "DATE", "from this day, month or year"},
    {"until", 0, "DATE", "up to this day, month or year"},
    {"occurrences", 0, NULL, "one record for each thing that happened, however often it is told"},
    {"no-text", 0, NULL, "without words of the sources: offsets and hashes remain"},
    {"header", 0, NULL, "a header line in phoenix too"},
    {"by-month", 0, NULL, "gexf: a graph that changes by month"},
    {"reviewer", 'r', "NAME", "gold: as this one judged, not anybody"},
    {"ascii", 0, NULL, "JSON: escape what is not ASCII"},
    {"codebook", 0, "FORM", "print what a form holds, and end"},
    {"schema", 0, "FORM", "print the JSON Schema of jsonl, plover or geojson, and end"},
    {"quiet", 'q', NULL, "no summary"},
    {"knowledge", 0, "FILE", "compiled knowledge file to use"},
    {"model", 0, "FILE", "model file to use"},
    {"tables", 0, "DIR", "directory of own tables, laid over the shipped ones"},
    {NULL, 0, NULL, NULL}};

enum {
    OPT_AS,
    OPT_DB,
    OPT_OUTPUT,
    OPT_KIND,
    OPT_ACTOR,
    OPT_PAIR,
    OPT_SINCE,
    OPT_UNTIL,
    OPT_OCCURRENCES,
    OPT_NO_TEXT,
    OPT_HEADER,
    OPT_BY_MONTH,
    OPT_REVIEWER,
    OPT_ASCII,
    OPT_CODEBOOK,
    OPT_SCHEMA,
    OPT_QUIET,
    OPT_KNOWLEDGE,
    OPT_MODEL,
    OPT_TABLES
};

/* The file that a form is in a directory. */
static const char *const file_names[CH_N_EXPORT_FORMATS] = {
    "",          "records.jsonl", "plover.jsonl", "polecat.tsv",
    "icews.tsv", "phoenix.tsv",   "network.gexf", "events.geojson",
    "gold.txt"};

typedef struct exporting {
    const arguments *args;
    ch_export_options ask;
    char pair[2][16];
    unsigned tables; /* of CSV: 1 << number; 0: all */
    ch_store *store;
    machine machine;
    uint64_t rows;
} exporting;

/* ---- options ---- */

static bool same_kind(const char *table, const char *name, size_t len)
{
    size_t n = strlen(table);
    return strncmp(table, name, len) == 0 && (len == n || len + 1 == n); /* "event" is "events" */
}

static int kind_named(const exporting *e, const char *name, size_t len)
{
    const char *table;
    for (int i = 0; (table = ch_export_table((size_t)i)); i++)
        if (len && same_kind(table, name, len))
            return i;
    (void)e;
    return -1;
}

/* Kinds of records among the tables, as bits of ch_kind. */
static unsigned kinds_of(unsigned tables, bool *others)
{
    unsigned kinds = 0;
    const char *table;
    *others = false;
    for (int i = 0; (table = ch_export_table((size_t)i)); i++) {
        if (!(tables & 1u << i))
            continue;
        int kind = 0;
        while (kind < CH_N_KINDS && !same_kind(table, ch_kind_name((ch_kind)kind), strlen(ch_kind_name((ch_kind)kind))))
            kind++;
        *others |= kind == CH_N_KINDS;
        kinds |= kind < CH_N_KINDS ? 1u << kind : 0;
    }
    return kinds;
}

static int parse_kinds(exporting *e)
{
    const char *list = e->args->value[OPT_KIND];
    bool others;
    for (const char *at = list; at && *at;) {
        size_t len = strcspn(at, ",");
        int kind = kind_named(e, at, len);
        if (kind < 0)
            return usage_error(e->args->command, "--kind %.*s: no such kind or table", (int)len, at);
        e->tables |= 1u << kind;
        at += len + (at[len] == ',');
    }
    e->ask.kinds = kinds_of(e->tables, &others);
    if (!list || e->ask.format == CH_EXPORT_CSV)
        return EXIT_DONE;
    if (others || (e->ask.format != CH_EXPORT_JSONL && e->ask.kinds != 1u << CH_EVENT))
        return usage_error(e->args->command, "--kind %s: %s has %s", list, ch_export_format_name(e->ask.format),
                           e->ask.format == CH_EXPORT_JSONL ? "records only" : "events only");
    return EXIT_DONE;
}

static int parse_pair(exporting *e)
{
    const char *pair = e->args->value[OPT_PAIR];
    char more;
    if (!pair)
        return EXIT_DONE;
    if (sscanf(pair, "%15[^,],%15[^,]%c", e->pair[0], e->pair[1], &more) != 2)
        return usage_error(e->args->command, "--pair %s: two codes with a comma, as CHN,IRN", pair);
    e->ask.pair[0] = e->pair[0];
    e->ask.pair[1] = e->pair[1];
    return EXIT_DONE;
}

static int format_named(const arguments *args, int option, int *format)
{
    const char *name = args->value[option];
    *format = name ? ch_export_format_parse(name) : -1;
    if (*format >= 0)
        return EXIT_DONE;
    return usage_error(args->command,
                       name ? "--%s %s: csv, jsonl, plover, polecat, icews, phoenix, gexf, geojson or gold"
                            : "--%s%s is needed: csv, jsonl, plover, polecat, icews, phoenix, gexf, geojson, gold",
                       args->command->options[option].name, name ? name : "");
}

static int parse(exporting *e)
{
    const char *const *v = e->args->value;
    int format;
    int code = format_named(e->args, OPT_AS, &format);
    if (code != EXIT_DONE)
        return code;
    e->ask = (ch_export_options){.format = (ch_export_format)format,
                                 .since = v[OPT_SINCE],
                                 .until = v[OPT_UNTIL],
                                 .actor = v[OPT_ACTOR],
                                 .occurrences = v[OPT_OCCURRENCES] != NULL,
                                 .no_text = v[OPT_NO_TEXT] != NULL,
                                 .header = v[OPT_HEADER] != NULL,
                                 .by_month = v[OPT_BY_MONTH] != NULL,
                                 .ascii = v[OPT_ASCII] != NULL,
                                 .reviewer = v[OPT_REVIEWER]};
    code = parse_pair(e);
    return code == EXIT_DONE ? parse_kinds(e) : code;
}

/* ---- writing ---- */

static int to_stream(void *ctx, const char *bytes, size_t n)
{
    return fwrite(bytes, 1, n, ctx) == n ? CH_OK : CH_EIO;
}

/* What is written to one file: under another name first, so that nobody finds half of it. */
typedef int (*content_fn)(exporting *e, FILE *to, ch_err *err);

static int to_file(exporting *e, const char *path, content_fn content, ch_err *err)
{
    char part[4096];
    if ((size_t)snprintf(part, sizeof part, "%s.part", path) >= sizeof part) {
        complain("%s: the path is too long", path);
        return EXIT_FAILED;
    }
    FILE *f = fopen(part, "wbe");
    if (!f) {
        complain("%s: %m", part);
        return EXIT_FAILED;
    }
    int rc = content(e, f, err);
    bool bad = ferror(f) != 0;
    bad |= fclose(f) != 0;
    if (rc == 0 && !bad && rename(part, path) == 0)
        return EXIT_DONE;
    if (rc < 0 && rc != CH_EIO)
        complain_of(err);
    else
        complain("%s: cannot be written: %m", path);
    unlink(part);
    return EXIT_FAILED;
}

static int records(exporting *e, FILE *to, ch_err *err)
{
    uint64_t rows = 0;
    int rc = ch_store_export(e->store, e->machine.engine, &e->ask, to_stream, to, &rows, err);
    e->rows += rows;
    return rc;
}

static int codebook(exporting *e, FILE *to, ch_err *err)
{
    return ch_export_codebook(e->ask.format, to_stream, to, err);
}

static int schema(exporting *e, FILE *to, ch_err *err)
{
    return ch_export_schema(e->ask.format, to_stream, to, err);
}

static int data_package(exporting *e, FILE *to, ch_err *err)
{
    (void)e;
    return ch_export_data_package(to_stream, to, err);
}

static int into(exporting *e, const char *directory, const char *name, content_fn content, ch_err *err)
{
    char path[4000];
    size_t n = strlen(directory);
    snprintf(path, sizeof path, "%s%s%s", directory, n && directory[n - 1] == '/' ? "" : "/", name);
    return to_file(e, path, content, err);
}

static int csv_tables(exporting *e, const char *directory, ch_err *err)
{
    int code = EXIT_DONE;
    char name[64];
    for (int i = 0; code == EXIT_DONE && (e->ask.table = ch_export_table((size_t)i)); i++) {
        if (e->tables && !(e->tables & 1u << i))
            continue;
        snprintf(name, sizeof name, "%s.csv", e->ask.table);
        code = into(e, directory, name, records, err);
    }
    return code == EXIT_DONE && !e->tables ? into(e, directory, "datapackage.json", data_package, err) : code;
}

static int to_directory(exporting *e, const char *directory, ch_err *err)
{
    ch_export_format format = e->ask.format;
    bool json = format == CH_EXPORT_JSONL || format == CH_EXPORT_PLOVER || format == CH_EXPORT_GEOJSON;
    if (mkdir(directory, 0777) != 0 && errno != EEXIST) {
        complain("%s: %m", directory);
        return EXIT_FAILED;
    }
    int code =
        format == CH_EXPORT_CSV ? csv_tables(e, directory, err) : into(e, directory, file_names[format], records, err);
    if (code == EXIT_DONE && json)
        code = into(e, directory, "schema.json", schema, err);
    return code == EXIT_DONE ? into(e, directory, "CODEBOOK.md", codebook, err) : code;
}

static bool is_directory(const char *path)
{
    struct stat st;
    size_t n = strlen(path);
    return (n && path[n - 1] == '/') || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

/* A table of CSV as one file; which, must be said. */
static int one_table(exporting *e)
{
    int n = -1, chosen = 0;
    for (int i = 0; ch_export_table((size_t)i); i++)
        if (e->tables & 1u << i) {
            n = i;
            chosen++;
        }
    if (chosen != 1)
        return usage_error(e->args->command, "csv has a file for each table: --kind one of them, or -o DIR/");
    e->ask.table = ch_export_table((size_t)n);
    return EXIT_DONE;
}

static int to_output(exporting *e, const char *path, ch_err *err)
{
    if (path)
        return to_file(e, path, records, err);
    int rc = records(e, stdout, err);
    if (rc < 0 && rc != CH_EIO)
        complain_of(err);
    return finish_output(rc < 0 ? EXIT_FAILED : EXIT_DONE);
}

static int write_it(exporting *e)
{
    ch_err err;
    const char *path = e->args->value[OPT_OUTPUT];
    bool directory = path && is_directory(path), many = e->ask.format == CH_EXPORT_CSV;
    if (path && strcmp(path, "-") == 0)
        path = NULL;
    if (path && many && !e->tables)
        directory = true;
    int code = many && !directory ? one_table(e) : EXIT_DONE;
    if (code == EXIT_DONE)
        code = directory ? to_directory(e, path, &err) : to_output(e, path, &err);
    if (code == EXIT_DONE && path && !e->args->value[OPT_QUIET])
        fprintf(stderr, "%s: %llu %s\n", path, (unsigned long long)e->rows,
                e->ask.format == CH_EXPORT_GEXF   ? "nodes"
                : e->ask.format == CH_EXPORT_GOLD ? "sentences"
                                                  : "rows");
    return code;
}

/* ---- the command ---- */

static int describe(const arguments *args, int option)
{
    ch_err err;
    int format;
    int code = format_named(args, option, &format);
    if (code != EXIT_DONE)
        return code;
    int rc = option == OPT_SCHEMA ? ch_export_schema((ch_export_format)format, to_stream, stdout, &err)
                                  : ch_export_codebook((ch_export_format)format, to_stream, stdout, &err);
    if (rc == CH_EUSAGE)
        return usage_error(args->command, "%s", err.message);
    return finish_output(rc < 0 ? EXIT_FAILED : EXIT_DONE);
}

int run_export(const arguments *args)
{
    exporting e = {.args = args};
    if (args->n_rest)
        return usage_error(args->command, "'%s': nothing is expected here; the store is named by --db", args->rest[0]);
    for (int option = OPT_CODEBOOK; option <= OPT_SCHEMA; option++)
        if (args->value[option])
            return describe(args, option);
    int code = parse(&e);
    if (code == EXIT_DONE)
        code = store_open_for_reading(&e.store, args->value[OPT_DB]);
    if (code != EXIT_DONE)
        return code;
    code = machine_open(&e.machine, args->value[OPT_KNOWLEDGE], args->value[OPT_MODEL], args->value[OPT_TABLES]);
    if (code == EXIT_DONE)
        code = write_it(&e);
    machine_close(&e.machine);
    ch_store_close(e.store);
    return code;
}
