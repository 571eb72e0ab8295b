/* text.c - throughput of the text room alone: decoding, blocks, sentences, tokens, repeats, signature, hash, on one
 * core (CPU time).
 *
 * bench-text [FILE...]: every file is one document. Without files the stories of examples/ are told again and again
 * with other words, each as a document of 2 to 4 kB and their paragraphs as one of 8 MB. */
#define _GNU_SOURCE
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "text/text.h"

enum { RUNS = 7, TOTAL = 8 << 20 };

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "bench-text: %s\n", what);
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
}

typedef struct documents {
    ch__buf text;
    size_t *ends;
    size_t n;
} documents;

static void add_end(documents *d)
{
    size_t *ends = realloc(d->ends, (d->n + 1) * sizeof *ends);
    if (!ends)
        die("no memory");
    d->ends = ends;
    d->ends[d->n++] = d->text.n;
}

static void release(documents *d)
{
    ch__buf_release(&d->text);
    free(d->ends);
}

/* The plain stories of examples/, in order of name. */
static void read_examples(documents *out)
{
    struct dirent **names;
    int n = scandir(CH_EXAMPLES_DIR, &names, NULL, alphasort);
    if (n < 0)
        die(CH_EXAMPLES_DIR);
    for (int i = 0; i < n; i++) {
        char path[4096];
        size_t length = strlen(names[i]->d_name);
        if (length > 4 && strcmp(names[i]->d_name + length - 4, ".txt") == 0) {
            snprintf(path, sizeof path, "%s/%s", CH_EXAMPLES_DIR, names[i]->d_name);
            read_file(path, &out->text);
            add_end(out);
        }
        free(names[i]);
    }
    free(names);
}

/* Whether the word at i is long enough not to be one of the commonest, by which the language is told. */
static bool long_word(ch__sv line, size_t i)
{
    size_t n = 0;
    while (i + n < line.n && line.p[i + n] >= 'a' && line.p[i + n] <= 'z')
        n++;
    return n >= 5;
}

/* Adds a story once more. Two words in three of five small letters and more begin with another letter, so that no
 * sentence repeats. `long_lines`: only its paragraphs, so that what stands around a story does not stand inside one. */
static void tell_again(ch__buf *out, ch__sv story, unsigned round, bool long_lines)
{
    enum { PARAGRAPH = 100 };
    unsigned state = round * 2654435761u + 1;
    ch__sv line;
    while (ch__sv_next(&story, '\n', &line)) {
        for (size_t i = 0; i < line.n && (!long_lines || line.n >= PARAGRAPH); i++) {
            char c = line.p[i];
            bool begins = i > 0 && line.p[i - 1] == ' ' && long_word(line, i);
            if (begins)
                state = state * 1664525u + 1013904223u;
            if (begins && round > 0 && (state >> 24) % 3 > 0)
                c = (char)('a' + (unsigned)(c - 'a' + (int)(state >> 16 & 15)) % 26);
            ch__buf_char(out, c);
        }
        ch__buf_char(out, '\n');
    }
}

/* Runs the text room over all documents; returns the seconds it took and counts tokens. */
static double run(const ch__knowledge *k, const documents *d, size_t *tokens, size_t *repeats)
{
    static ch__arena scratch;
    double from = now();
    *tokens = *repeats = 0;
    for (size_t i = 0, start = 0; i < d->n; start = d->ends[i++]) {
        ch_err err = {0};
        ch_doc *doc = ch__doc_new();
        if (!doc)
            die("no memory");
        ch_input in = {.name = "bench",
                       .uri = "bench",
                       .bytes = d->text.p + start,
                       .len = d->ends[i] - start,
                       .format = CH_FORMAT_PLAIN,
                       .container = CH_FORMAT_PLAIN};
        ch__arena_clear(&scratch);
        if (ch__text_room(k, &scratch, &in, NULL, doc, &err) < 0)
            die(err.message);
        *tokens += doc->n_tokens;
        for (uint32_t s = 0; s < doc->n_sentences; s++)
            *repeats += doc->sentences[s].repeat_of != CH_NONE;
        ch_doc_free(doc);
    }
    return now() - from;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(const ch__knowledge *k, const documents *d, const char *name)
{
    double seconds[RUNS];
    size_t tokens = 0, repeats = 0;
    for (int i = 0; i < RUNS; i++)
        seconds[i] = run(k, d, &tokens, &repeats);
    qsort(seconds, RUNS, sizeof *seconds, compare);
    printf("%-24s %8zu documents %10zu bytes %9zu tokens %6zu repeated %8.1f MB/s (best %.1f)\n", name, d->n, d->text.n,
           tokens, repeats, (double)d->text.n / 1e6 / seconds[RUNS / 2], (double)d->text.n / 1e6 / seconds[0]);
}

/* All stories again and again until there are `total` bytes: each a document, or all of them one. */
static void build(documents *d, const documents *stories, size_t total, bool one)
{
    for (unsigned round = 0; d->text.n < total; round++)
        for (size_t i = 0, start = 0; i < stories->n; start = stories->ends[i++]) {
            tell_again(&d->text, (ch__sv){stories->text.p + start, stories->ends[i] - start}, round, one);
            if (!one)
                add_end(d);
        }
    if (one)
        add_end(d);
}

int main(int argc, char **argv)
{
    ch__knowledge *k = NULL;
    ch_err err = {0};
    if (ch__knowledge_open(&k, CH_KNOWLEDGE_FILE, &err) < 0)
        die(err.message);
    documents d = {0};
    for (int i = 1; i < argc; i++) {
        read_file(argv[i], &d.text);
        add_end(&d);
    }
    if (argc > 1) {
        measure(k, &d, "files");
        release(&d);
    } else {
        documents stories = {0}, small = {0}, large = {0};
        read_examples(&stories);
        build(&small, &stories, TOTAL, false);
        build(&large, &stories, TOTAL, true);
        measure(k, &small, "stories");
        measure(k, &large, "one long document");
        release(&small);
        release(&large);
        release(&stories);
    }
    ch__knowledge_close(k);
    return 0;
}
