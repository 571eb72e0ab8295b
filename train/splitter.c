/* splitter.c - CoNLL-U to the sentence splitter's part of the model.
 *
 * The text of each document is rebuilt (paragraphs by newpar, white space by SpaceAfter) and cut by the text room,
 * whose questions a teacher answers from the treebank and writes down. Gaps without a mark, of which there are many and
 * few matter, are sifted first by three hints (a linear classifier that keeps nearly every true end); the rest, and all
 * gaps behind marks, train hashed rows and one layer of units over them, by stochastic gradients with the step sizes of
 * Adagrad (Duchi, Hazan, Singer 2011). Everything is done in a fixed order on one thread. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/text.h"
#include "train.h"

enum { LANES = CH__SPLITTER_LANES, HINTS = CH__SPLITTER_HINTS, HINT_ROWS = 1 << CH__SPLITTER_HINT_BITS, FOLDS = 5 };

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

/* The word's line: its form and white space. `covered`: last word of the multiword token in hand. */
static void add_word(reading *r, char *line, long *covered)
{
    char *rest, *column = strchr(line, '\t');
    long first = strtol(line, &rest, 10);
    if (!column || *rest == '.' || (*rest == '\t' && first <= *covered))
        return;
    *covered = *rest == '-' ? strtol(rest + 1, NULL, 10) : 0;
    if (r->paragraph || !r->n_blocks)
        begin_paragraph(r);
    char *form = column + 1, *end = strchr(form, '\t');
    if (!end)
        return;
    ch__buf_add(&r->text, form, (size_t)(end - form));
    const char *misc = strrchr(end, '\t');
    if (!strstr(misc, "SpaceAfter=No"))
        ch__buf_char(&r->text, ' ');
    r->open = true;
}

static void read_treebank(reading *r, const char *path)
{
    FILE *f = fopen(path, "rb");
    char *line = NULL;
    size_t cap = 0;
    long covered = 0;
    if (!f)
        die("cannot open %s", path);
    r->paragraph = true;
    for (ssize_t n; (n = getline(&line, &cap, f)) > 0;) {
        line[strcspn(line, "\r\n")] = 0;
        if (!line[0]) {
            end_sentence(r);
            covered = 0;
        } else if (strncmp(line, "# newdoc", 8) == 0)
            end_document(r);
        else if (strncmp(line, "# newpar", 8) == 0)
            r->paragraph = true;
        else if (line[0] != '#')
            add_word(r, line, &covered);
    }
    end_sentence(r);
    end_document(r);
    free(line);
    fclose(f);
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

/* ---- rows and units ---- */

typedef struct net {
    uint32_t n_rows;
    float *rows, *squares; /* n_rows x LANES */
    double bias, bias_square;
    double lane_bias[LANES], lane_weight[LANES], lane_bias_square[LANES], lane_weight_square[LANES];
} net;

static net net_new(uint32_t bits)
{
    net m = {.n_rows = 1u << bits};
    size_t n = (size_t)m.n_rows * LANES;
    m.rows = need(n * sizeof *m.rows);
    m.squares = need_zeroed(n, sizeof *m.squares);
    for (size_t i = 0; i < n; i++)
        m.rows[i] = i % LANES ? (float)((random_unit() - 0.5) * 0.1) : 0;
    m.lane_weight[0] = 1;
    for (int lane = 1; lane < LANES; lane++) {
        m.lane_weight[lane] = lane % 2 ? 1 : -1;
        m.lane_bias[lane] = 0.1;
    }
    return m;
}

/* Sums of the rows of the features that are not dropped; `used` gets those. */
static size_t sum_rows(const net *m, const lesson *l, double drop, uint32_t *used, double *sums)
{
    size_t n = 0;
    double scale = 1 / (1 - drop);
    memset(sums, 0, LANES * sizeof *sums);
    for (int i = 0; i < l->n; i++) {
        if (drop > 0 && random_unit() < drop)
            continue;
        const float *row = m->rows + (size_t)(used[n++] = l->features[i] & (m->n_rows - 1)) * LANES;
        for (int lane = 0; lane < LANES; lane++)
            sums[lane] += row[lane] * scale;
    }
    return n;
}

static double answer(const net *m, const double *sums)
{
    double y = m->bias + sums[0];
    for (int lane = 1; lane < LANES; lane++) {
        double at = sums[lane] + m->lane_bias[lane];
        y += at > 0 ? at * m->lane_weight[lane] : 0;
    }
    return y;
}

static void step_one(double *w, double *square, double g, double rate)
{
    *square += g * g;
    *w -= rate * g / sqrt(*square + 1);
}

static double learn(net *m, const lesson *l, const settings *set, double rate)
{
    uint32_t used[CH__SPLITTER_FEATURES];
    double sums[LANES], slopes[LANES];
    size_t n = sum_rows(m, l, set->drop, used, sums);
    double p = sigmoid(answer(m, sums)), slope = p - l->ends;
    slopes[0] = slope;
    step_one(&m->bias, &m->bias_square, slope, rate);
    for (int lane = 1; lane < LANES; lane++) {
        double at = sums[lane] + m->lane_bias[lane];
        slopes[lane] = at > 0 ? slope * m->lane_weight[lane] : 0;
        if (at > 0) {
            step_one(&m->lane_weight[lane], &m->lane_weight_square[lane], slope * at, rate * 0.1);
            step_one(&m->lane_bias[lane], &m->lane_bias_square[lane], slopes[lane], rate * 0.1);
        }
    }
    for (size_t i = 0; i < n; i++) {
        float *row = m->rows + (size_t)used[i] * LANES, *square = m->squares + (size_t)used[i] * LANES;
        for (int lane = 0; lane < LANES; lane++) {
            float g = (float)(slopes[lane] + set->decay * row[lane]);
            square[lane] += g * g;
            row[lane] -= (float)rate * g / sqrtf(square[lane] + 0.5f);
        }
    }
    return -log((l->ends ? p : 1 - p) + 1e-12);
}

/* Adds the rows of m to a sum over epochs. */
static void add_rows(float *sum, const net *m, float share)
{
    for (size_t i = 0, n = (size_t)m->n_rows * LANES; i < n; i++)
        sum[i] += m->rows[i] * share;
}

/* The rows at the end are the mean over the later half of the epochs. */
static void train_net(net *m, const lessons *all, const settings *set)
{
    float *mean = need_zeroed((size_t)m->n_rows * LANES, sizeof *mean);
    int first = set->epochs / 2;
    uint32_t *order = need((all->n + 1) * sizeof *order);
    size_t n = 0;
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
            add_rows(mean, m, 1 / (float)(set->epochs - first));
    }
    free(order);
    free(m->rows);
    m->rows = mean;
}

/* ---- writing ---- */

/* The step by which a lane's weights are counted: the largest of them is 127 steps, but one in some thousands may be
 * cut. */
static double lane_step(const net *m, int lane)
{
    double sum = 0, largest = 0;
    for (size_t i = 0; i < m->n_rows; i++) {
        double w = fabs(m->rows[i * LANES + lane]);
        sum += w * w;
        largest = w > largest ? w : largest;
    }
    double cut = 8 * sqrt(sum / m->n_rows);
    return ((largest < cut ? largest : cut) + 1e-9) / 127;
}

static int8_t steps_of(double w)
{
    w = round(w);
    return (int8_t)(w > 127 ? 127 : w < -127 ? -127 : w);
}

static void write_part(const net *m, const sieve *s, const settings *set)
{
    enum { ONE = 1 << 16 }; /* of the answer */
    size_t rows = (size_t)m->n_rows * LANES, size = sizeof(ch__splitter_head) + HINT_ROWS + rows;
    char *bytes = need_zeroed(size, 1);
    ch__splitter_head *h = (ch__splitter_head *)(void *)bytes;
    *h = (ch__splitter_head){.format = CH__SPLITTER_FORMAT,
                             .bits = set->bits,
                             .hint_bias = s->quantized_bias,
                             .bias = (int32_t)lround(m->bias * ONE)};
    memcpy(bytes + sizeof *h, s->rows, HINT_ROWS);
    int8_t *out = (int8_t *)bytes + sizeof *h + HINT_ROWS;
    for (int lane = 0; lane < LANES; lane++) {
        double step_size = lane_step(m, lane);
        h->lane_weight[lane] = (int32_t)lround(m->lane_weight[lane] * step_size * ONE);
        h->lane_bias[lane] = lane ? (int32_t)lround(m->lane_bias[lane] / step_size) : 0;
        for (size_t i = 0; i < m->n_rows; i++)
            out[i * LANES + lane] = steps_of(m->rows[i * LANES + lane] / step_size);
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
          "  --bits N      the table has 2^N rows (14)\n"
          "  --epochs N    (20)\n"
          "  --rate X      of learning (0.1)\n"
          "  --decay X     of weights (0.0001)\n"
          "  --drop X      share of features left out at each step (0.2)\n"
          "  --keep X      share of the ends without a mark that pass the hints (0.97)\n"
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
    settings set = {.bits = 14, .seed = 1, .epochs = 20, .rate = 0.1, .decay = 1e-4, .drop = 0.2, .keep = 0.97};
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
    net m = net_new(set.bits);
    train_net(&m, &all, &set);
    write_part(&m, s, &set);
    free(m.rows);
    free(m.squares);
    free(s);
    free(all.at);
    free(r.ends);
    free(r.blocks);
    ch__buf_release(&r.text);
    ch__knowledge_close(k);
    return 0;
}
