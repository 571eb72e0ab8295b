/* events.c - sentences a second from plain text to records (all rooms). Median of
 * five runs over the texts of examples/, or over the files given, repeated until a run has at least 2,000 sentences. */
#define _GNU_SOURCE /* clock_gettime */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "chancery.h"

enum { RUNS = 5, LEAST = 2000 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

typedef struct counts {
    unsigned long sentences, events, documents;
} counts;

static int pass(const ch_engine *engine, ch_work *work, const char *const *paths, size_t n, counts *c, ch_err *err)
{
    ch_reader *reader;
    int rc = ch_reader_open(&reader, paths, n, NULL, err);
    ch_input in;
    while (rc >= 0 && (rc = ch_reader_next(reader, &in, err)) > 0) {
        ch_doc *doc;
        if (ch_doc_code(engine, work, &in, NULL, &doc, err) < 0)
            continue;
        c->documents++;
        c->sentences += doc->n_sentences;
        for (uint32_t i = 0; i < doc->n_records; i++)
            c->events += doc->records[i].kind == CH_EVENT;
        ch_doc_free(doc);
    }
    ch_reader_close(reader);
    return rc;
}

int main(int argc, char **argv)
{
    static const char *const examples[] = {CH_EXAMPLES_DIR};
    const char *const *paths = argc > 1 ? (const char *const *)argv + 1 : examples;
    size_t n = argc > 1 ? (size_t)argc - 1 : 1;
    ch_err err;
    ch_engine *engine;
    ch_work *work;
    ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE};
    if (ch_engine_open(&engine, &options, &err) < 0 || ch_work_new(&work, &err) < 0) {
        fprintf(stderr, "bench-events: %s\n", err.message);
        return 1;
    }
    double rates[RUNS];
    counts c = {0};
    for (int i = 0; i < RUNS; i++) {
        c = (counts){0};
        double start = now();
        do {
            if (pass(engine, work, paths, n, &c, &err) < 0) {
                fprintf(stderr, "bench-events: %s: %s\n", err.file, err.message);
                return 1;
            }
        } while (c.sentences && c.sentences < LEAST);
        rates[i] = (double)c.sentences / (now() - start);
    }
    qsort(rates, RUNS, sizeof rates[0], by_value);
    printf("events: %.0f sentences/s (text to records, median of %d), %lu sentences, %.2f events a sentence\n",
           rates[RUNS / 2], RUNS, c.sentences, c.sentences ? (double)c.events / (double)c.sentences : 0);
    ch_work_free(work);
    ch_engine_close(engine);
    return 0;
}
