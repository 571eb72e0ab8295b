/* text.c - throughput of the text room alone: decoding, blocks, sentences, tokens, repeats, signature, hash, on one
 * core (CPU time), and what each step of it takes.
 *
 * bench-text [--model FILE] [FILE...]: every file is one document. Without files the stories of examples/ are told
 * again and again with other words and figures, each as a document of 2 to 3 kB and their paragraphs as one of 8 MB. */
#define _GNU_SOURCE
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/hash.h"
#include "model/model.h"
#include "text/encoding.h"
#include "text/text.h"
#include "text/words.h"

enum { RUNS = 9, TOTAL = 8 << 20 };

static ch__splitter trained;
static const ch__splitter *splitter; /* NULL: no model is given */

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

/* ---- other words ---- */

/* The words of the stories that may change places: those of one class are alike in the case of the first letter and in
 * the last letter. Words of fewer than four letters stay, and with them the language and the shape of sentences. */
enum { CLASSES = 64, MOST_WORDS = 512, SHORTEST = 4 };
typedef struct words {
    ch__sv at[CLASSES][MOST_WORDS];
    size_t n[CLASSES];
} words;

static size_t letters(ch__sv line, size_t i)
{
    size_t n = 0;
    while (i + n < line.n && ch__is_alpha((unsigned char)line.p[i + n]))
        n++;
    return n;
}

static size_t class_of(ch__sv word)
{
    return (ch__is_upper((unsigned char)word.p[0]) ? 32u : 0u) + (word.p[word.n - 1] & 31u);
}

static void collect(words *w, ch__sv story)
{
    for (size_t i = 0, n; i < story.n; i += n ? n : 1) {
        n = letters(story, i);
        ch__sv word = {story.p + i, n};
        if (n >= SHORTEST && w->n[class_of(word)] < MOST_WORDS)
            w->at[class_of(word)][w->n[class_of(word)]++] = word;
    }
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

/* A line with two words in three changed for another of their class, and every digit that is not the first of its
 * figure for another digit. */
static void retell(ch__buf *out, ch__sv line, const words *w, unsigned *state)
{
    for (size_t i = 0; i < line.n;) {
        size_t n = letters(line, i);
        ch__sv word = {line.p + i, n ? n : 1};
        i += word.n;
        bool inner_digit = i > 1 && ch__is_digit((unsigned char)*word.p) && ch__is_digit((unsigned char)word.p[-1]);
        if (n >= SHORTEST && w->n[class_of(word)] && next_random(state) % 3)
            word = w->at[class_of(word)][next_random(state) % w->n[class_of(word)]];
        if (inner_digit)
            ch__buf_char(out, (char)('0' + next_random(state) % 10));
        else
            ch__buf_add(out, word.p, word.n);
    }
}

/* Adds a story once more. What is short (title, date lines, furniture) stays as it is; `paragraphs`: is left out, so
 * that what stands around a story does not stand inside one. */
static void tell_again(ch__buf *out, ch__sv story, const words *w, unsigned round, bool paragraphs)
{
    enum { PARAGRAPH = 100 };
    unsigned state = round * 2654435761u + (unsigned)story.n;
    ch__sv line;
    while (ch__sv_next(&story, '\n', &line)) {
        if (line.n >= PARAGRAPH)
            retell(out, line, w, &state);
        else if (!paragraphs)
            ch__buf_add(out, line.p, line.n);
        else
            continue;
        ch__buf_add(out, "\n\n", paragraphs ? 2 : 1);
    }
}

static ch_input input_of(const documents *d, size_t i)
{
    size_t start = i ? d->ends[i - 1] : 0;
    return (ch_input){.name = "bench",
                      .uri = "bench",
                      .bytes = d->text.p + start,
                      .len = d->ends[i] - start,
                      .format = CH_FORMAT_PLAIN,
                      .container = CH_FORMAT_PLAIN};
}

static ch_doc *new_document(void)
{
    ch_doc *doc = ch__doc_new();
    if (!doc)
        die("no memory");
    return doc;
}

/* Runs the text room over all documents; returns the seconds it took and counts tokens. */
static double run(const ch__knowledge *k, const documents *d, size_t *tokens, size_t *repeats)
{
    static ch__arena scratch;
    double from = now();
    *tokens = *repeats = 0;
    for (size_t i = 0; i < d->n; i++) {
        ch_err err = {0};
        ch_doc *doc = new_document();
        ch_input in = input_of(d, i);
        ch__arena_clear(&scratch);
        if (ch__text_room(k, splitter, &scratch, &in, NULL, doc, &err) < 0)
            die(err.message);
        *tokens += doc->n_tokens;
        for (uint32_t s = 0; s < doc->n_sentences; s++)
            *repeats += doc->sentences[s].repeat_of != CH_NONE;
        ch_doc_free(doc);
    }
    return now() - from;
}

/* ---- steps ---- */

#define STEPS(X)              \
    X(DECODE, "decode")       \
    X(HASH, "hash")           \
    X(LAYOUT, "layout")       \
    X(CUES, "boilerplate")    \
    X(MASTHEAD, "masthead")   \
    X(SENTENCES, "sentences") \
    X(WORDS, "words")         \
    X(REPEATS, "repeats")     \
    X(SIGNATURE, "signature") \
    X(LANGUAGE, "language")
#define CH_X(id, name) id,
enum { STEPS(CH_X) N_STEPS };
#undef CH_X
#define CH_X(id, name) name,
static const char *const step_names[] = {STEPS(CH_X)};
#undef CH_X

/* Wall time: reading it costs less than the shortest step. */
static double tick(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* The steps of ch__text_room on plain text, each with the time it ended. */
static void run_steps(const ch__knowledge *k, ch__arena *scratch, const ch_input *in, double ends[N_STEPS])
{
    ch_err err = {0};
    ch__decoded how;
    ch__buf text = {0};
    ch_doc *doc = new_document();
    ch__sv bytes = {in->bytes, in->len};
    if (ch__decode(scratch, bytes, NULL, NULL, false, &text, &how, &err) < 0)
        die(err.message);
    ch__extract extract = {.text = {text.p, text.n}};
    doc->text = text.p;
    doc->len = (uint32_t)text.n;
    doc->name = doc->uri = in->name;
    ends[DECODE] = tick();
    ch__sha256(doc->hash, extract.text);
    ends[HASH] = tick();
    ch__layout(k, scratch, &extract, doc);
    ends[LAYOUT] = tick();
    ch__boilerplate(k, scratch, doc);
    ends[CUES] = tick();
    ch__masthead(k, scratch, &extract, in, NULL, doc);
    ends[MASTHEAD] = tick();
    ch__sentences(k, splitter, scratch, doc);
    ends[SENTENCES] = tick();
    const uint32_t *hashes = ch__word_hashes(scratch, doc);
    ends[WORDS] = tick();
    ch__repeats(k, scratch, hashes, doc);
    ends[REPEATS] = tick();
    ch__signature(hashes, doc);
    ends[SIGNATURE] = tick();
    ch__language(k, scratch, &extract, in, doc);
    ends[LANGUAGE] = tick();
    ch_doc_free(doc);
    ch__buf_release(&text);
}

/* Prints the nanoseconds a byte that each step takes: of every document the best of the runs, since other load on the
 * machine only adds. */
static void measure_steps(const ch__knowledge *k, const documents *d)
{
    static ch__arena scratch;
    double(*best)[N_STEPS] = calloc(d->n, sizeof *best), ends[N_STEPS];
    if (!best)
        die("no memory");
    for (size_t run = 0; run < RUNS * d->n; run++) {
        size_t i = run % d->n;
        ch_input in = input_of(d, i);
        ch__arena_clear(&scratch);
        double from = tick();
        run_steps(k, &scratch, &in, ends);
        for (int s = 0; s < N_STEPS; from = ends[s++])
            if (run < d->n || ends[s] - from < best[i][s])
                best[i][s] = ends[s] - from;
    }
    printf("  ns a byte:");
    for (int s = 0; s < N_STEPS; s++) {
        double sum = 0;
        for (size_t i = 0; i < d->n; i++)
            sum += best[i][s];
        printf(" %s %.2f", step_names[s], sum / (double)d->text.n);
    }
    putchar('\n');
    free(best);
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
    measure_steps(k, d);
}

/* All stories again and again until there are `total` bytes: each a document, or all of them one. */
static void build(documents *d, const documents *stories, size_t total, bool one)
{
    static words w;
    memset(&w, 0, sizeof w);
    collect(&w, (ch__sv){stories->text.p, stories->text.n});
    for (unsigned round = 0; d->text.n < total; round++)
        for (size_t i = 0, start = 0; i < stories->n; start = stories->ends[i++]) {
            tell_again(&d->text, (ch__sv){stories->text.p + start, stories->ends[i] - start}, &w, round, one);
            if (!one)
                add_end(d);
        }
    if (one)
        add_end(d);
}

static ch__model *open_model(const char *path)
{
    ch__model *m = NULL;
    ch_err err = {0};
    if (ch__model_open(&m, path, &err) < 0 ||
        ch__splitter_load(&trained, ch__model_section(m, "text.splitter"), &err) < 0)
        die(err.message);
    splitter = &trained;
    return m;
}

int main(int argc, char **argv)
{
    ch__knowledge *k = NULL;
    ch__model *model = NULL;
    ch_err err = {0};
    if (ch__knowledge_open(&k, CH_KNOWLEDGE_FILE, &err) < 0)
        die(err.message);
    if (argc > 2 && strcmp(argv[1], "--model") == 0) {
        model = open_model(argv[2]);
        argc -= 2;
        argv += 2;
    }
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
    ch__model_close(model);
    ch__knowledge_close(k);
    return 0;
}
