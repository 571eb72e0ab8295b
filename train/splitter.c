/* splitter.c - CoNLL-U to the sentence splitter's part of the model.
 *
 * The text of each document is rebuilt (paragraphs by newpar, white space by SpaceAfter) and cut by the text room,
 * whose questions a teacher answers from the treebank and writes down. Gaps without a mark, of which there are many and
 * few matter, are sifted first by three hints (a linear classifier that keeps nearly every true end); the rest, and all
 * gaps behind marks, train a logistic regression over hashed features, by stochastic gradients with the step sizes of
 * Adagrad (Duchi, Hazan, Singer 2011) and features dropped by chance. Everything is done in a fixed order on one
 * thread. A layer of units over the sum did not help: 0.8 points worse on EWT dev. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "syntax/conllu.h"
#include "text/text.h"
#include "train.h"

enum { HINTS = CH__SPLITTER_HINTS, HINT_ROWS = 1 << CH__SPLITTER_HINT_BITS, FOLDS = 5 };

typedef struct lesson {
    uint32_t features[CH__SPLITTER_FEATURES], hints[HINTS];
    uint8_t n;
    bool bare, ends;
    bool sifted;   /* kept by the hints */
    uint32_t fold; /* of its document */
} lesson;

typedef struct lessons {
    lesson *at;
    size_t n, cap;
} lessons;

typedef struct settings {
    const char *out, *knowledge;
    uint32_t bits, seed;
    int epochs;
    double rate, decay, drop, keep;
} settings;

/* ---- reading a treebank ---- */

/* A document of the treebank in hand. */
typedef struct reading {
    const ch__knowledge *k;
    lessons *lessons;
    ch__buf text;
    ch_block *blocks;
    uint32_t n_blocks, cap_blocks, n_documents;
    uint32_t *ends; /* bytes at which sentences end */
    size_t n_ends, cap_ends, next_end;
    bool paragraph;        /* the next token begins one */
    bool open;             /* a sentence */
    uint32_t hints[HINTS]; /* of the bare gap that is asked about next */
} reading;

static void *room_for_one(void *p, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return p;
    *cap = *cap ? *cap * 2 : 64;
    return need_more(p, *cap * size);
}

static void glance(void *told, const ch__bare_gap *gap)
{
    ch__gap_hints(gap, ((reading *)told)->hints);
}

static bool teach(void *told, const ch__gap *gap, uint32_t end)
{
    reading *r = told;
    while (r->next_end < r->n_ends && r->ends[r->next_end] < end)
        r->next_end++;
    bool ends = r->next_end < r->n_ends && r->ends[r->next_end] == end;
    lessons *all = r->lessons;
    all->at = room_for_one(all->at, all->n, &all->cap, sizeof *all->at);
    lesson *l = &all->at[all->n++];
    l->n = (uint8_t)ch__gap_features(gap, l->features);
    memcpy(l->hints, r->hints, sizeof l->hints);
    l->bare = gap->mark == 0;
    l->ends = ends;
    l->sifted = true;
    l->fold = r->n_documents % FOLDS;
    return ends;
}

static void trim(reading *r)
{
    while (r->text.n && r->text.p[r->text.n - 1] == ' ')
        r->text.n--;
    if (r->n_blocks)
        r->blocks[r->n_blocks - 1].bytes.end = (uint32_t)r->text.n;
}

/* Cuts the document in hand, asking the teacher, and forgets it. */
static void end_document(reading *r)
{
    trim(r);
    ch__arena scratch = {0};
    ch_doc *doc = ch__doc_new();
    if (!doc)
        die("out of memory");
    doc->text = r->text.p;
    doc->len = (uint32_t)r->text.n;
    doc->blocks = r->blocks;
    doc->n_blocks = r->n_blocks;
    ch__splitter teacher = {.teacher = teach, .glance = glance, .lesson = r};
    r->next_end = 0;
    if (r->n_blocks)
        ch__sentences(r->k, &teacher, &scratch, doc);
    ch_doc_free(doc);
    ch__arena_release(&scratch);
    r->n_documents++;
    r->text.n = 0;
    r->n_blocks = 0;
    r->n_ends = 0;
    r->paragraph = true;
}

static void end_sentence(reading *r)
{
    if (!r->open)
        return;
    size_t end = r->text.n;
    while (end && r->text.p[end - 1] == ' ')
        end--;
    r->ends = room_for_one(r->ends, r->n_ends, &r->cap_ends, sizeof *r->ends);
    r->ends[r->n_ends++] = (uint32_t)end;
    r->open = false;
}

static void begin_paragraph(reading *r)
{
    size_t cap = r->cap_blocks;
    trim(r);
    if (r->n_blocks)
        ch__buf_str(&r->text, "\n\n");
    r->blocks = room_for_one(r->blocks, r->n_blocks, &cap, sizeof *r->blocks);
    r->cap_blocks = (uint32_t)cap;
    r->blocks[r->n_blocks++] = (ch_block){.bytes = {(uint32_t)r->text.n, 0}, .kind = CH_BLOCK_BODY, .why = ""};
    r->paragraph = false;
}

static void add_surface(reading *r, ch__sv form, bool space_after)
{
    ch__buf_sv(&r->text, form);
    if (space_after)
        ch__buf_char(&r->text, ' ');
    r->open = true;
}

/* The sentence as it stands in the text: multiword tokens in place of their words. */
static void add_sentence(reading *r, const ch__conllu_sentence *in)
{
    const ch__conllu_range *range = in->ranges, *last = in->ranges + in->n_ranges;
    if (in->newdoc)
        end_document(r);
    if (in->newpar || r->paragraph || !r->n_blocks)
        begin_paragraph(r);
    for (uint32_t i = 0; i < in->n; i++) {
        if (range < last && range->first == i) {
            add_surface(r, range->form, range->space_after);
            i = range++->end - 1;
        } else {
            add_surface(r, in->words[i].form, in->words[i].flags & CH_TOKEN_SPACE_AFTER);
        }
    }
    end_sentence(r);
}

static void read_treebank(reading *r, const char *path)
{
    ch__conllu in;
    ch__conllu_sentence sentence;
    ch_err err;
    int rc;
    if (ch__conllu_open(&in, path, CH__CONLLU_FORMS, &err) < 0)
        die_of(&err);
    r->paragraph = true;
    while ((rc = ch__conllu_next(&in, &sentence, &err)) != 0) {
        if (rc > 0)
            add_sentence(r, &sentence);
        else
            fprintf(stderr, "%s:%lld: %s\n", err.file, (long long)err.line, err.message);
    }
    end_document(r);
    ch__conllu_close(&in);
}

/* ---- chance ---- */

static uint64_t random_state;

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t random_next(void)
{
    uint64_t z = random_state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static double random_unit(void)
{
    return (double)(random_next() >> 11) * 0x1p-53;
}

static void shuffle(uint32_t *order, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = random_next() % i;
        uint32_t t = order[i - 1];
        order[i - 1] = order[j];
        order[j] = t;
    }
}

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

/* ---- hints ---- */

typedef struct sieve {
    double weight[HINT_ROWS], square[HINT_ROWS], bias;
    int8_t rows[HINT_ROWS];
    int32_t quantized_bias;
} sieve;

static double hint_sum(const sieve *s, const lesson *l)
{
    double sum = s->bias;
    for (int i = 0; i < HINTS; i++)
        sum += s->weight[l->hints[i] >> (32 - CH__SPLITTER_HINT_BITS)];
    return sum;
}

static int32_t hint_points(const sieve *s, const lesson *l)
{
    int32_t sum = 0;
    for (int i = 0; i < HINTS; i++)
        sum += s->rows[l->hints[i] >> (32 - CH__SPLITTER_HINT_BITS)];
    return sum;
}

/* Logistic regression over the bare gaps that do not lie in the fold `without` (FOLDS: over all). */
static void train_sieve(sieve *s, const lessons *all, size_t without)
{
    enum { EPOCHS = 6, SCALE = 16 };
    *s = (sieve){.bias = -3};
    for (int epoch = 0; epoch < EPOCHS; epoch++)
        for (size_t i = 0; i < all->n; i++) {
            const lesson *l = &all->at[i];
            if (!l->bare || l->fold == without)
                continue;
            double slope = sigmoid(hint_sum(s, l)) - l->ends;
            for (int h = 0; h < HINTS; h++) {
                uint32_t row = l->hints[h] >> (32 - CH__SPLITTER_HINT_BITS);
                double g = slope + 2e-3 * s->weight[row];
                s->square[row] += g * g;
                s->weight[row] -= 0.2 * g / sqrt(s->square[row] + 0.1);
            }
        }
    for (int i = 0; i < HINT_ROWS; i++) {
        double w = round(s->weight[i] * SCALE);
        s->rows[i] = (int8_t)(w > 127 ? 127 : w < -127 ? -127 : w);
    }
}

static int compare_points(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* The bias at which the share `keep` of the true ends pass. */
static int32_t find_bias(const lessons *all, const int32_t *points, double keep)
{
    int32_t *of_ends = need((all->n + 1) * sizeof *of_ends);
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i].bare && all->at[i].ends)
            of_ends[n++] = points[i];
    qsort(of_ends, n, sizeof *of_ends, compare_points);
    int32_t least = n ? of_ends[(size_t)((double)(n - 1) * (1 - keep))] : 0;
    free(of_ends);
    return 1 - least;
}

/* Trains the hints and marks the gaps that pass them. What passes is judged by hints that have not seen the gap, so
 * that the net learns from such gaps as it will be asked about. */
static void sift(sieve *s, lessons *all, double keep)
{
    int32_t *points = need((all->n + 1) * sizeof *points);
    for (size_t fold = 0; fold < FOLDS; fold++) {
        train_sieve(s, all, fold);
        for (size_t i = 0; i < all->n; i++)
            if (all->at[i].fold == fold)
                points[i] = hint_points(s, &all->at[i]);
    }
    train_sieve(s, all, FOLDS);
    s->quantized_bias = find_bias(all, points, keep);
    size_t bare = 0, kept = 0, ends = 0;
    for (size_t i = 0; i < all->n; i++) {
        lesson *l = &all->at[i];
        l->sifted = !l->bare || points[i] + s->quantized_bias > 0;
        bare += l->bare;
        kept += l->bare && l->sifted;
        ends += l->bare && l->ends;
    }
    printf("gaps %zu, bare %zu of which %zu end sentences; the hints keep %zu\n", all->n, bare, ends, kept);
    free(points);
}

/* ---- weights ---- */

typedef struct model {
    uint32_t bits;
    size_t n; /* 1 << bits */
    double *weights, *squares, *mean;
    double bias, bias_square, mean_bias;
} model;

static model model_new(uint32_t bits)
{
    model m = {.bits = bits, .n = (size_t)1 << bits};
    m.weights = need_zeroed(m.n, sizeof *m.weights);
    m.squares = need_zeroed(m.n, sizeof *m.squares);
    m.mean = need_zeroed(m.n, sizeof *m.mean);
    return m;
}

static void model_free(model *m)
{
    free(m->weights);
    free(m->squares);
    free(m->mean);
}

/* One step of a weight, of which the slope of the loss is g. */
static void move(double *w, double *square, double g, double rate)
{
    *square += g * g;
    *w -= rate * g / sqrt(*square + 0.5);
}

/* Learns from one gap, without the features that chance leaves out; returns the loss. */
static double learn(model *m, const lesson *l, const settings *set, double rate)
{
    uint32_t used[CH__SPLITTER_FEATURES];
    size_t n = 0;
    double sum = 0;
    for (int i = 0; i < l->n; i++)
        if (random_unit() >= set->drop)
            sum += m->weights[used[n++] = l->features[i] & (uint32_t)(m->n - 1)];
    double p = sigmoid(m->bias + sum / (1 - set->drop)), slope = p - l->ends;
    move(&m->bias, &m->bias_square, slope, rate);
    for (size_t i = 0; i < n; i++)
        move(&m->weights[used[i]], &m->squares[used[i]], slope + set->decay * m->weights[used[i]], rate);
    return -log((l->ends ? p : 1 - p) + 1e-12);
}

static void add_to_mean(model *m, double share)
{
    for (size_t i = 0; i < m->n; i++)
        m->mean[i] += m->weights[i] * share;
    m->mean_bias += m->bias * share;
}

/* The mean is that over the later half of the epochs. */
static void train_model(model *m, const lessons *all, const settings *set)
{
    uint32_t *order = need((all->n + 1) * sizeof *order);
    size_t n = 0;
    int first = set->epochs / 2;
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i].sifted)
            order[n++] = (uint32_t)i;
    for (int epoch = 0; epoch < set->epochs; epoch++) {
        double loss = 0, rate = set->rate * (1 - (double)epoch / set->epochs);
        shuffle(order, n);
        for (size_t i = 0; i < n; i++)
            loss += learn(m, &all->at[order[i]], set, rate);
        printf("epoch %d: loss %.5f\n", epoch + 1, loss / (double)n);
        if (epoch >= first)
            add_to_mean(m, 1 / (double)(set->epochs - first));
    }
    free(order);
}

/* ---- writing ---- */

/* The step by which weights are counted: the largest is 127 steps, but what lies far out may be cut. */
static double step_of(const model *m)
{
    double sum = 0, largest = 1e-9;
    size_t n = 1;
    for (size_t i = 0; i < m->n; i++) {
        double w = fabs(m->mean[i]);
        sum += w * w;
        n += w > 0;
        largest = w > largest ? w : largest;
    }
    double cut = 8 * sqrt(sum / (double)n);
    return (largest < cut ? largest : cut) / 127;
}

static void write_part(const model *m, const sieve *s, const settings *set)
{
    size_t size = sizeof(ch__splitter_head) + HINT_ROWS + m->n;
    char *bytes = need_zeroed(size, 1);
    double step = step_of(m);
    ch__splitter_head *h = (ch__splitter_head *)(void *)bytes;
    *h = (ch__splitter_head){.format = CH__SPLITTER_FORMAT,
                             .bits = m->bits,
                             .hint_bias = s->quantized_bias,
                             .bias = (int32_t)lround(m->mean_bias / step)};
    memcpy(bytes + sizeof *h, s->rows, HINT_ROWS);
    int8_t *out = (int8_t *)bytes + sizeof *h + HINT_ROWS;
    for (size_t i = 0; i < m->n; i++) {
        double w = round(m->mean[i] / step);
        out[i] = (int8_t)(w > 127 ? 127 : w < -127 ? -127 : w);
    }
    ch_err err;
    ch__splitter check;
    ch__model_part part = {"text.splitter", {bytes, size}};
    if (ch__splitter_load(&check, part.bytes, &err) < 0 || ch__model_write(set->out, &part, 1, &err) < 0)
        die_of(&err);
    free(bytes);
}

/* ---- the step ---- */

static int usage(void)
{
    fputs("Usage: chancery-train splitter --out PART --knowledge FILE [options] TRAIN.conllu...\n"
          "  --bits N      the table has 2^N weights (17)\n"
          "  --epochs N    (20)\n"
          "  --rate X      of learning (0.2)\n"
          "  --decay X     of weights (0.0001)\n"
          "  --drop X      share of features left out at each step (0.5)\n"
          "  --keep X      share of the ends without a mark that pass the hints (0.7)\n"
          "  --seed N      (1)\n",
          stderr);
    return 2;
}

/* Index of the first operand, 0: the options are wrong. */
static int read_options(int argc, char **argv, settings *set)
{
    int i = 1;
    for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
        const char *name = argv[i], *value = argv[i + 1];
        if (strcmp(name, "--out") == 0)
            set->out = value;
        else if (strcmp(name, "--knowledge") == 0)
            set->knowledge = value;
        else if (strcmp(name, "--bits") == 0)
            set->bits = (uint32_t)strtoul(value, NULL, 10);
        else if (strcmp(name, "--epochs") == 0)
            set->epochs = atoi(value);
        else if (strcmp(name, "--rate") == 0)
            set->rate = strtod(value, NULL);
        else if (strcmp(name, "--decay") == 0)
            set->decay = strtod(value, NULL);
        else if (strcmp(name, "--drop") == 0)
            set->drop = strtod(value, NULL);
        else if (strcmp(name, "--keep") == 0)
            set->keep = strtod(value, NULL);
        else if (strcmp(name, "--seed") == 0)
            set->seed = (uint32_t)strtoul(value, NULL, 10);
        else
            return 0;
    }
    return i < argc && set->out && set->knowledge && set->bits <= CH__SPLITTER_MOST_BITS && set->drop < 1 ? i : 0;
}

int train_splitter(int argc, char **argv)
{
    settings set = {.bits = 17, .seed = 1, .epochs = 20, .rate = 0.2, .decay = 1e-4, .drop = 0.5, .keep = 0.7};
    lessons all = {0};
    ch__knowledge *k;
    ch_err err;
    int operand = read_options(argc, argv, &set);
    if (!operand)
        return usage();
    if (ch__knowledge_open(&k, set.knowledge, &err) < 0)
        die_of(&err);
    reading r = {.k = k, .lessons = &all};
    for (int i = operand; i < argc; i++)
        read_treebank(&r, argv[i]);
    random_state = set.seed;
    sieve *s = need_zeroed(1, sizeof *s);
    sift(s, &all, set.keep);
    model m = model_new(set.bits);
    train_model(&m, &all, &set);
    write_part(&m, s, &set);
    model_free(&m);
    free(s);
    free(all.at);
    free(r.ends);
    free(r.blocks);
    ch__buf_release(&r.text);
    ch__knowledge_close(k);
    return 0;
}
