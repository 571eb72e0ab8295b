/* bench-actors [FILE...]: tokens a second of the actors room alone, text and syntax done before; median of nine runs
 * over all files. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "actors/actors.h"
#include "text/text.h"

enum { RUNS = 9, MOST = 16 << 20 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static size_t read_file(const char *path, char *out)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(1);
    }
    size_t n = fread(out, 1, MOST - 1, f);
    out[n] = 0;
    fclose(f);
    return n;
}

/* Seconds in the room for one file; *tokens and *mentions grow. */
static double once(const ch__knowledge *k, const char *path, char *bytes, size_t *tokens, size_t *mentions)
{
    ch_err err;
    ch__arena scratch = {0};
    jmp_buf guard;
    ch_doc *doc = ch__doc_new();
    if (!doc || setjmp(guard)) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    scratch.guard = ch__doc_arena(doc)->guard = &guard;
    ch_input in = {.name = path,
                   .uri = path,
                   .bytes = bytes,
                   .len = read_file(path, bytes),
                   .format = CH_FORMAT_PLAIN,
                   .container = CH_FORMAT_PLAIN};
    ch_doc_options options = {0};
    if (ch__text_room(k, &scratch, &in, &options, doc, &err) < 0) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        exit(1);
    }
    ch__syntax_room(k, &scratch, doc);
    double start = now();
    ch__actors_room(k, &scratch, doc);
    double seconds = now() - start;
    *tokens += doc->n_tokens;
    *mentions += doc->n_mentions;
    ch__arena_release(&scratch);
    ch_doc_free(doc);
    return seconds;
}

int main(int argc, char **argv)
{
    static const char *const shipped[] = {CH_EXAMPLES_DIR "/2023-03-10-riyadh-tehran.txt",
                                          CH_EXAMPLES_DIR "/2018-11-15-asmara-addis.txt",
                                          CH_EXAMPLES_DIR "/2022-04-05-expulsions.txt"};
    const char *const *files = argc > 1 ? (const char *const *)argv + 1 : shipped;
    int n_files = argc > 1 ? argc - 1 : (int)(sizeof shipped / sizeof *shipped);
    ch_err err;
    ch__knowledge *k;
    if (ch__knowledge_open(&k, CH_KNOWLEDGE_FILE, &err) < 0) {
        fprintf(stderr, "%s: %s\n", err.file, err.message);
        return 1;
    }
    char *bytes = malloc(MOST);
    double seconds[RUNS] = {0};
    size_t tokens = 0, mentions = 0;
    for (int run = 0; bytes && run < RUNS; run++) {
        tokens = mentions = 0;
        for (int i = 0; i < n_files; i++)
            seconds[run] += once(k, files[i], bytes, &tokens, &mentions);
    }
    qsort(seconds, RUNS, sizeof *seconds, compare);
    printf("actors: %zu tokens, %zu mentions, %.2f ms, %.0f tokens/s\n", tokens, mentions, seconds[RUNS / 2] * 1e3,
           (double)tokens / seconds[RUNS / 2]);
    free(bytes);
    ch__knowledge_close(k);
    return 0;
}
