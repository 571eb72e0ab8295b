/* store.c - sentences a second from text to records, and from text into a fresh store: the inputs repeated under new
 * names. Usage: bench-store [FILE...] */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/measure.h"

enum { COPIES = 40 };

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
        bench_die(&err);
    if (store && ch_store_put(store, doc, NULL, &err) < 0)
        bench_die(&err);
    a->documents++;
    a->sentences += doc->n_sentences;
    a->records += doc->n_records;
    ch_doc_free(doc);
}

static amounts one_round(const ch_engine *engine, ch_work *work, bool stored, const bench_inputs *inputs)
{
    char path[] = "/tmp/bench-store-XXXXXX";
    amounts a = {0};
    ch_err err;
    ch_store *store = NULL;
    int made = mkstemp(path);
    if (made < 0)
        exit(1);
    close(made);
    if (stored && (ch_store_open(&store, path, NULL, &err) < 0 || ch_store_begin_run(store, engine, "bench", &err) < 0))
        bench_die(&err);
    double start = bench_seconds();
    for (int copy = 0; copy < COPIES; copy++)
        for (size_t i = 0; i < inputs->n; i++)
            code_copy(engine, work, store, &inputs->at[i], copy, &a);
    if (store && ch_store_end_run(store, &err) < 0)
        bench_die(&err);
    a.seconds = bench_seconds() - start;
    ch_store_close(store);
    unlink(path);
    return a;
}

int main(int argc, char **argv)
{
    ch_engine *engine;
    ch_work *work;
    ch_err err;
    bench_inputs inputs;
    ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE, .model = CH_MODEL_FILE};
    if (ch_engine_open(&engine, &options, &err) < 0 || ch_work_new(&work, &err) < 0)
        bench_die(&err);
    bench_read(&inputs, argc, argv);
    for (int stored = 0; stored < 2; stored++) {
        double seconds[BENCH_RUNS];
        amounts a = {0};
        for (int i = 0; i < BENCH_RUNS; i++) {
            a = one_round(engine, work, stored != 0, &inputs);
            seconds[i] = a.seconds;
        }
        double median = bench_median(seconds, BENCH_RUNS);
        printf("%s: %ld documents, %ld sentences, %ld records in %.3f s of CPU (median of %d): %.0f sentences/s, %.0f "
               "records/s\n",
               stored ? "text to store" : "text to records", a.documents, a.sentences, a.records, median, BENCH_RUNS,
               (double)a.sentences / median, (double)a.records / median);
    }
    ch__arena_release(&inputs.memory);
    ch_work_free(work);
    ch_engine_close(engine);
    return 0;
}
