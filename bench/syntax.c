/* syntax.c - tokens a second of the syntax room on one core, alone and from raw text to full annotation, on every path
 * of the network's arithmetic that the machine has (or the one of $CHANCERY_CPU). Usage: bench-syntax [FILE...]; the
 * model is $CHANCERY_MODEL, or chancery.model beside the program, or, where there is neither, one of random numbers in
 * the shipped shape. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "support/measure.h"
#include "support/random_model.h"
#include "syntax/kernels.h"
#include "syntax/neural.h"
#include "text/text.h"

enum { LEAST_TOKENS = 100000 };

typedef struct subject {
    ch__knowledge *k;
    ch__model *model;
    ch__syntax_model *syntax;
    ch__splitter splitter;
    bench_inputs inputs;
    ch__arena scratch;
} subject;

static ch_doc *read_document(subject *s, const ch_input *in)
{
    ch_err err = {0};
    ch_doc *doc = ch__doc_new();
    if (!doc || ch__text_room(s->k, &s->splitter, &s->scratch, in, NULL, doc, &err) < 0)
        bench_die(&err);
    return doc;
}

/* A model of random numbers that knows nine words of ten. Lives to the end. */
static const void *make_model(subject *s, size_t *size)
{
    ch__arena *memory = &s->inputs.memory;
    random_model_options o = {.config = random_shipped_config(), .seed = 1, .chains = true};
    ch__sv *forms = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < s->inputs.n; i++) {
        ch_doc *doc = read_document(s, &s->inputs.at[i]);
        for (uint32_t t = 0; t < doc->n_tokens; t++) {
            ch__sv form = ch__token_sv(doc, t);
            if (ch__hash64(form) % 10)
                *CH__PUSH(memory, forms, n, cap) = (ch__sv){ch__copy(memory, form), form.n};
        }
        ch_doc_free(doc);
    }
    o.forms = forms;
    o.n_forms = n;
    return random_model(&o, size);
}

static void open_model(subject *s)
{
    ch_err err;
    size_t size;
    const char *path = getenv("CHANCERY_MODEL");
    if (!path && access(CH_MODEL_FILE, R_OK) == 0)
        path = CH_MODEL_FILE;
    int rc;
    if (path) {
        rc = ch__model_open(&s->model, path, &err);
    } else {
        const void *bytes = make_model(s, &size);
        rc = ch__model_open_memory(&s->model, bytes, size, &err);
    }
    if (rc == CH_OK)
        rc = ch__splitter_load(&s->splitter, ch__model_section(s->model, "text.splitter"), &err);
    if (rc == CH_OK)
        rc = ch__syntax_model_open(&s->syntax, s->model, &err);
    if (rc < 0)
        bench_die(&err);
    printf("model: %s\n", path ? path : "random numbers");
}

/* Seconds of the syntax room, and with the text room, over all inputs. */
static size_t run(subject *s, double *room, double *all)
{
    size_t tokens = 0;
    *room = *all = 0;
    do
        for (size_t i = 0; i < s->inputs.n; i++) {
            double start = bench_seconds();
            ch_doc *doc = read_document(s, &s->inputs.at[i]);
            double read = bench_seconds();
            ch__syntax_room(s->syntax, &s->scratch, doc);
            double end = bench_seconds();
            *room += end - read;
            *all += end - start;
            tokens += doc->n_tokens;
            ch_doc_free(doc);
            ch__arena_clear(&s->scratch);
        }
    while (tokens && tokens < LEAST_TOKENS);
    return tokens;
}

int main(int argc, char **argv)
{
    subject s = {0};
    ch_err err;
    if (ch__knowledge_open(&s.k, CH_KNOWLEDGE_FILE, &err) < 0)
        bench_die(&err);
    bench_read(&s.inputs, argc, argv);
    open_model(&s);
    const ch__kernels *k;
    const char *only = getenv("CHANCERY_CPU");
    for (size_t i = 0; (k = ch__kernels_at(i)); i++) {
        double room[BENCH_RUNS], all[BENCH_RUNS];
        size_t tokens = 0;
        if (only && strcmp(only, k->name) != 0)
            continue;
        ch__kernels_force(k->name);
        for (int r = 0; r < BENCH_RUNS; r++)
            tokens = run(&s, &room[r], &all[r]);
        printf("%-6s syntax room %8.0f tokens/s, from raw text %8.0f tokens/s (%zu tokens, median of %d)\n", k->name,
               (double)tokens / bench_median(room, BENCH_RUNS), (double)tokens / bench_median(all, BENCH_RUNS), tokens,
               BENCH_RUNS);
    }
    return 0;
}
