/* syntax.c - throughput of the syntax room alone: tags, lemmas, trees, names; tokens a second on one core (CPU time).
 *
 * bench-syntax [FILE...]: without files, the stories of examples/. They are repeated to a document of at least TOKENS
 * tokens. */
#define _GNU_SOURCE
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "syntax/syntax.h"
#include "text/text.h"

enum { RUNS = 7, BYTES = 2 << 20 };

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "bench-syntax: %s\n", what);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void read_file(const char *path, ch__buf *out)
{
    FILE *f = fopen(path, "rb");
    char block[65536];
    size_t n;
    if (!f)
        die(path);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        ch__buf_add(out, block, n);
    fclose(f);
    ch__buf_str(out, "\n\n");
}

static void read_examples(ch__buf *out)
{
    DIR *dir = opendir(CH_EXAMPLES_DIR);
    struct dirent *e;
    if (!dir)
        die(CH_EXAMPLES_DIR);
    while ((e = readdir(dir))) {
        char path[4096];
        size_t n = strlen(e->d_name);
        snprintf(path, sizeof path, "%s/%s", CH_EXAMPLES_DIR, e->d_name);
        if (n > 4 && strcmp(e->d_name + n - 4, ".txt") == 0)
            read_file(path, out);
    }
    closedir(dir);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static ch_doc *tokens_of(const ch__knowledge *k, ch__arena *scratch, const ch__buf *text)
{
    ch_err err;
    ch_doc *doc = ch__doc_new();
    ch_input in = {.name = "bench",
                   .uri = "bench",
                   .bytes = text->p,
                   .len = text->n,
                   .format = CH_FORMAT_PLAIN,
                   .container = CH_FORMAT_PLAIN};
    if (!doc || ch__text_room(k, scratch, &in, NULL, doc, &err) < 0)
        die("text room failed");
    return doc;
}

int main(int argc, char **argv)
{
    ch_err err;
    ch__knowledge *k;
    ch__buf once = {0}, text = {0};
    ch__arena scratch = {0};
    double seconds[RUNS];
    if (ch__knowledge_open(&k, CH_KNOWLEDGE_FILE, &err) < 0)
        die(err.message);
    for (int i = 1; i < argc; i++)
        read_file(argv[i], &once);
    if (argc < 2)
        read_examples(&once);
    if (!once.n)
        die("no text");
    while (text.n < BYTES)
        ch__buf_add(&text, once.p, once.n);
    uint32_t n = 0;
    for (int run = 0; run < RUNS; run++) {
        ch_doc *doc = tokens_of(k, &scratch, &text);
        ch__arena_clear(&scratch);
        double start = now();
        ch__syntax_room(k, &scratch, doc);
        seconds[run] = now() - start;
        n = doc->n_tokens;
        ch__arena_clear(&scratch);
        ch_doc_free(doc);
    }
    qsort(seconds, RUNS, sizeof *seconds, by_value);
    printf("syntax: %u tokens, median of %d: %.0f tokens/s\n", n, RUNS, n / seconds[RUNS / 2]);
    ch__arena_release(&scratch);
    ch__buf_release(&once);
    ch__buf_release(&text);
    ch__knowledge_close(k);
    return 0;
}
