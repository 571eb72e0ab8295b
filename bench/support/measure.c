#define _GNU_SOURCE
#include "support/measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "text/text.h"

_Noreturn void bench_die(const ch_err *err)
{
    fprintf(stderr, "bench: %s %s\n", err->file, err->message);
    exit(1);
}

double bench_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double bench_median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_value);
    return values[n / 2];
}

void bench_read(bench_inputs *inputs, int argc, char **argv)
{
    static const char *const examples[] = {CH_EXAMPLES_DIR};
    const char *const *paths = argc > 1 ? (const char *const *)argv + 1 : examples;
    ch_err err;
    ch_input in;
    ch_reader *reader;
    size_t cap = 0;
    int rc;
    *inputs = (bench_inputs){0};
    if (ch_reader_open(&reader, paths, argc > 1 ? (size_t)argc - 1 : 1, NULL, &err) < 0)
        bench_die(&err);
    while ((rc = ch_reader_next(reader, &in, &err)) > 0) {
        ch__arena *memory = &inputs->memory;
        in.name = ch__copyz(memory, in.name);
        in.uri = ch__copyz(memory, in.uri);
        in.bytes = ch__copy(memory, (ch__sv){in.bytes, in.len});
        in.charset = in.encoding = in.title = in.published = in.language = in.source = in.author = NULL;
        *CH__PUSH(memory, inputs->at, inputs->n, cap) = in;
    }
    ch_reader_close(reader);
    if (rc < 0)
        bench_die(&err);
}

static void run_room(bench_room room, const ch_engine *engine, ch__arena *scratch, ch_doc *doc)
{
    const ch__knowledge *k = engine->knowledge;
    switch (room) {
    case BENCH_SYNTAX: ch__syntax_room(engine->syntax, scratch, doc); break;
    case BENCH_ACTORS: ch__actors_room(k, scratch, doc); break;
    case BENCH_EVENTS: ch__events_room(k, engine->events, scratch, doc); break;
    case BENCH_LEDGER: ch__ledger_room(k, engine->figures, scratch, doc); break;
    }
}

static double time_document(bench_room room, const ch_engine *engine, ch__arena *scratch, const ch_input *in,
                            size_t *tokens)
{
    ch_err err = {0};
    ch_doc *doc = ch__doc_new();
    if (!doc || ch__text_room(engine->knowledge, &engine->splitter, scratch, in, NULL, doc, &err) < 0)
        bench_die(&err);
    for (int before = 0; before < (int)room; before++)
        run_room((bench_room)before, engine, scratch, doc);
    double start = bench_seconds();
    run_room(room, engine, scratch, doc);
    double seconds = bench_seconds() - start;
    *tokens += doc->n_tokens;
    ch_doc_free(doc);
    ch__arena_clear(scratch);
    return seconds;
}

int bench_one_room(bench_room room, int argc, char **argv)
{
    enum { LEAST_TOKENS = 100000 };
    static const char *const names[] = {"syntax", "actors", "events", "ledger"};
    ch_err err;
    ch_engine *engine;
    bench_inputs inputs;
    ch__arena scratch = {0};
    double seconds[BENCH_RUNS] = {0};
    size_t tokens = 0;
    const ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE, .model = CH_MODEL_FILE};
    if (ch_engine_open(&engine, &options, &err) < 0)
        bench_die(&err);
    bench_read(&inputs, argc, argv);
    for (int run = 0; run < BENCH_RUNS; run++) {
        tokens = 0;
        do
            for (size_t i = 0; i < inputs.n; i++)
                seconds[run] += time_document(room, engine, &scratch, &inputs.at[i], &tokens);
        while (tokens && tokens < LEAST_TOKENS);
    }
    double median = bench_median(seconds, BENCH_RUNS);
    printf("%s room: %zu tokens in %.1f ms of CPU (median of %d): %.0f tokens/s\n", names[room], tokens, median * 1e3,
           BENCH_RUNS, (double)tokens / median);
    ch__arena_release(&scratch);
    ch__arena_release(&inputs.memory);
    ch_engine_close(engine);
    return 0;
}
