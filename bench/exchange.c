/* exchange.c - rows a second of an event file into a fresh store, and out of it again in each form: CPU time, one core.
 * The rows are made up, in the columns of GDELT 2.0. Usage: bench-exchange [ROWS] */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "support/measure.h"

enum { ROWS = 100000 };

/* A linear congruential generator (Knuth, MMIX): the same rows on every machine. */
static uint64_t seed = 1;
static unsigned some(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

static const char *one_of(const char *list)
{
    static char word[8];
    unsigned n = 1;
    for (const char *p = list; *p; p++)
        n += *p == ' ';
    unsigned at = some(n);
    for (; at; at--)
        list = strchr(list, ' ') + 1;
    snprintf(word, sizeof word, "%.*s", (int)strcspn(list, " "), list);
    return word;
}

static void actor(FILE *f)
{
    char state[8];
    snprintf(state, sizeof state, "%s", one_of("CHN IRN USA RUS FRA DEU IND PAK JPN KOR BRA ZAF"));
    const char *type = one_of("GOV MIL BUS LEG REB JUD");
    fprintf(f, "%s%s\tNAME OF %s %s\t%s\t\t\t\t\t%s\t\t\t", state, type, state, type, state, type);
}

static void row(FILE *f, long number)
{
    unsigned year = 2015 + some(10), month = 1 + some(12), day = 1 + some(28);
    char code[8];
    snprintf(code, sizeof code, "%s",
             one_of("036 040 042 043 050 057 0311 061 070 0841 111 112 120 130 141 163 173 190"));
    fprintf(f, "%ld\t%u%02u%02u\t%u%02u\t%u\t%u.5\t", 900000000 + number, year, month, day, year, month, year, year);
    actor(f);
    actor(f);
    fprintf(f, "1\t%s\t%.3s\t%.2s\t1\t2.8\t4\t1\t4\t-1.25\t", code, code, code);
    for (int i = 0; i < 3; i++)
        fprintf(f, "4\tTehran, Tehran, Iran\tIR\tIR26\t41733\t35.%02u\t51.5148\t10074674\t", some(100));
    fprintf(f, "%u%02u%02u120000\thttps://news.example/%ld\n", year, month, day, number);
}

static int count(void *ctx, const char *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)ctx += n;
    return 0;
}

static void most_memory(const char *so_far)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("memory %-8s %9ld MB\n", so_far, used.ru_maxrss / 1024);
}

static void export_all(ch_store *store, const ch_engine *engine)
{
    for (int f = 0; f < CH_N_EXPORT_FORMATS; f++) {
        ch_err err;
        size_t bytes = 0;
        uint64_t rows;
        ch_export_options options = {.format = (ch_export_format)f};
        double start = bench_seconds();
        if (ch_store_export(store, engine, &options, count, &bytes, &rows, &err) < 0)
            bench_die(&err);
        double seconds = bench_seconds() - start;
        printf("export %-8s %9.0f rows/s (%llu rows, %.1f MB)\n", ch_export_format_name((ch_export_format)f),
               (double)rows / seconds, (unsigned long long)rows, (double)bytes / 1e6);
    }
}

int main(int argc, char **argv)
{
    char file[] = "/tmp/bench-rows-XXXXXX", path[] = "/tmp/bench-store-XXXXXX";
    long rows = argc > 1 ? atol(argv[1]) : ROWS;
    FILE *f = fdopen(mkstemp(file), "w");
    close(mkstemp(path));
    for (long i = 0; f && i < rows; i++)
        row(f, i);
    if (!f || fclose(f) != 0)
        return 1;
    ch_err err;
    ch_engine *engine;
    ch_store *store;
    ch_import_counts counts;
    ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE, .model = CH_MODEL_FILE};
    if (ch_engine_open(&engine, &options, &err) < 0 || ch_store_open(&store, path, NULL, &err) < 0)
        bench_die(&err);
    double start = bench_seconds();
    if (ch_store_import(store, engine, file, NULL, &counts, &err) < 0)
        bench_die(&err);
    printf("import gdelt    %9.0f rows/s (%llu rows, %llu events)\n", (double)rows / (bench_seconds() - start),
           (unsigned long long)counts.rows, (unsigned long long)counts.events);
    most_memory("import");
    export_all(store, engine);
    most_memory("all");
    ch_store_close(store);
    ch_engine_close(engine);
    unlink(file);
    unlink(path);
    return 0;
}
