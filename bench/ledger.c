/* ledger.c - the ledger room alone, and a record as JSON: medians over the documents given (default: the texts under
 * examples/).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine.h"
#include "ledger/ledger.h"
#include "ledger/record_json.h"

enum { ROUNDS = 31 };

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

static ch_doc *code(ch_engine *engine, ch_work *work, const char *path)
{
    static char bytes[1 << 22];
    ch_err err;
    ch_doc *doc = NULL;
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    ch_input in = {.name = path, .uri = path, .bytes = bytes, .len = n};
    return ch_doc_code(engine, work, &in, NULL, &doc, &err) < 0 ? NULL : doc;
}

/* Median seconds of the ledger room over one document. What it adds is taken back each round, its memory with the
 * document. */
static double ledger(const ch_engine *engine, ch_doc *doc)
{
    double t[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        ch__arena scratch = {0};
        doc->n_records = doc->n_candidates = 0;
        double start = now();
        ch__ledger_room(engine->knowledge, &scratch, doc);
        t[i] = now() - start;
        ch__arena_release(&scratch);
    }
    qsort(t, ROUNDS, sizeof *t, by_value);
    return t[ROUNDS / 2];
}

int main(int argc, char **argv)
{
    ch_err err;
    ch_engine *engine;
    ch_work *work;
    struct dirent **names = NULL;
    ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE};
    if (ch_engine_open(&engine, &options, &err) < 0 || ch_work_new(&work, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.file, err.message);
        return 1;
    }
    int n = argc > 1 ? argc - 1 : scandir(CH_EXAMPLES_DIR, &names, NULL, alphasort);
    double seconds = 0, json = 0;
    size_t tokens = 0, records = 0;
    for (int i = 0; i < n; i++) {
        char path[4096];
        if (argc > 1)
            snprintf(path, sizeof path, "%s", argv[i + 1]);
        else
            snprintf(path, sizeof path, "%s/%s", CH_EXAMPLES_DIR, names[i]->d_name);
        ch_doc *doc = argc > 1 || strstr(path, ".txt") ? code(engine, work, path) : NULL;
        if (!doc)
            continue;
        double start = now();
        for (uint32_t r = 0; r < doc->n_records; r++)
            free(ch_record_json(doc, &doc->records[r], doc->name, false));
        json += now() - start;
        records += doc->n_records;
        tokens += doc->n_tokens;
        seconds += ledger(engine, doc);
        ch_doc_free(doc);
    }
    printf("ledger room: %zu tokens, %.0f tokens/s, %.2f us a token\n", tokens, (double)tokens / seconds,
           seconds * 1e6 / (double)tokens);
    printf("record JSON: %zu records, %.1f us a record\n", records, records ? json * 1e6 / (double)records : 0.0);
    for (int i = 0; names && i < n; i++)
        free(names[i]);
    free(names);
    ch_work_free(work);
    ch_engine_close(engine);
    return 0;
}
