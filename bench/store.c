/* store.c - documents coded and written a second: examples repeated under new names into a fresh store. Usage: bench-store [FILE...] */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "chancery.h"

enum { ROUNDS = 5, COPIES = 40 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static _Noreturn void die(const ch_err *err)
{
    fprintf(stderr, "%s %s\n", err->file, err->message);
    exit(1);
}

typedef struct amounts {
    double seconds;
    long documents, sentences, records;
} amounts;

/* A copy of the input whose name makes it another document. */
static void code_copy(const ch_engine *engine, ch_work *work, ch_store *store, const ch_input *in, int copy, amounts *a)
{
    char name[300];
    ch_err err;
    ch_doc *doc;
    ch_input named = *in;
    snprintf(name, sizeof name, "%.200s-%d", in->name, copy);
    named.name = name;
    if (ch_doc_code(engine, work, &named, NULL, &doc, &err) < 0)
        die(&err);
    if (store && ch_store_put(store, doc, NULL, &err) < 0)
        die(&err);
    a->documents++;
    a->sentences += doc->n_sentences;
    a->records += doc->n_records;
    ch_doc_free(doc);
}

static void read_all(const ch_engine *engine, ch_work *work, ch_store *store, const char *const *paths, size_t n, amounts *a)
{
    ch_err err;
    ch_input in;
    ch_reader *reader;
    int rc;
    if (ch_reader_open(&reader, paths, n, NULL, &err) < 0)
        die(&err);
    while ((rc = ch_reader_next(reader, &in, &err)) != 0) {
        for (int copy = 0; rc > 0 && copy < COPIES; copy++)
            code_copy(engine, work, store, &in, copy, a);
    }
    ch_reader_close(reader);
}

static amounts one_round(const ch_engine *engine, ch_work *work, bool stored, const char *const *paths, size_t n)
{
    char path[64] = "/tmp/bench-store-XXXXXX";
    amounts a = {0};
    ch_err err;
    ch_store *store = NULL;
    close(mkstemp(path));
    if (stored && (ch_store_open(&store, path, NULL, &err) < 0 || ch_store_begin_run(store, engine, "bench", &err) < 0))
        die(&err);
    double start = now();
    read_all(engine, work, store, paths, n, &a);
    if (store && ch_store_end_run(store, &err) < 0)
        die(&err);
    a.seconds = now() - start;
    ch_store_close(store);
    unlink(path);
    return a;
}

int main(int argc, char **argv)
{
    static const char *const examples[] = {CH_EXAMPLES_DIR};
    ch_engine *engine;
    ch_work *work;
    ch_err err;
    ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE};
    if (ch_engine_open(&engine, &options, &err) < 0 || ch_work_new(&work, &err) < 0)
        die(&err);
    const char *const *paths = argc > 1 ? (const char *const *)argv + 1 : examples;
    for (int stored = 0; stored < 2; stored++) {
        double seconds[ROUNDS];
        amounts a = {0};
        for (int i = 0; i < ROUNDS; i++) {
            a = one_round(engine, work, stored != 0, paths, argc > 1 ? (size_t)argc - 1 : 1);
            seconds[i] = a.seconds;
        }
        qsort(seconds, ROUNDS, sizeof *seconds, compare);
        double median = seconds[ROUNDS / 2];
        printf("%s: %ld documents, %ld sentences, %ld records in %.3f s (median of %d): %.0f sentences/s, %.0f records/s\n",
               stored ? "coded and stored" : "coded", a.documents, a.sentences, a.records, median, ROUNDS,
               (double)a.sentences / median, (double)a.records / median);
    }
    ch_work_free(work);
    ch_engine_close(engine);
    return 0;
}
