/* pairs.c - how far the corpus carries: the relation between two marked spans learned from parts of it, and scored.
 *
 * Multinomial logistic regression over hashed words of the sentence, words, pairs of words and letters between the
 * marks, and the words around them, by stochastic gradients with the step sizes of Adagrad (Duchi, Hazan, Singer 2011).
 * It is the first point of comparison for what the events room will learn, not a part of the model. Each part of the
 * corpus is drawn and learned in several orders and the figures are means. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/utf8.h"
#include "options.h"
#include "random.h"
#include "syntax/lines.h"
#include "train.h"

enum { BITS = 20, LABELS = 16, MOST_WORDS = 256, AROUND = 3 };

typedef struct example {
    uint32_t *features;
    uint32_t n, cap;
    int type, plv; /* labels in the two sets; -1: none */
} example;

typedef struct examples {
    example *at;
    size_t n, cap;
} examples;

/* ---- labels ---- */

static int plv_label(const char *name)
{
    for (int i = 0; name && i < CH_N_PLV_CLASSES; i++)
        if (strcmp(name, ch_plv_class_name((ch_plv_class)i)) == 0)
            return i;
    return -1;
}

static int type_label(const char *name)
{
    for (int t = 0; name && t < CH_N_EVENT_TYPES; t++)
        if (strcmp(name, ch_event_type_name((ch_event_type)t)) == 0)
            return t;
    return -1;
}

/* ---- features ---- */

typedef enum part { OUTSIDE, SOURCE, TARGET } part;

typedef struct words {
    char at[MOST_WORDS][40]; /* in lower case; "" for a mark */
    part mark[MOST_WORDS];
    int n;
} words;

static void add_feature(example *e, const char *kind, const char *a, const char *b)
{
    char text[128];
    int n = snprintf(text, sizeof text, "%s\t%s\t%s", kind, a, b);
    if (e->n == e->cap) {
        e->cap = e->cap ? e->cap * 2 : 256;
        e->features = need_more(e->features, e->cap * sizeof *e->features);
    }
    e->features[e->n++] = (uint32_t)(ch__hash64((ch__sv){text, (size_t)n}) >> (64 - BITS));
}

static void push_word(words *w, ch__sv s, part mark)
{
    if (w->n == MOST_WORDS || (mark != OUTSIDE && w->n && w->mark[w->n - 1] == mark))
        return;
    size_t n = s.n < sizeof w->at[0] - 1 ? s.n : sizeof w->at[0] - 1;
    for (size_t i = 0; i < n; i++)
        w->at[w->n][i] = mark == OUTSIDE ? ch__lower(s.p[i]) : 0;
    w->at[w->n][mark == OUTSIDE ? n : 0] = 0;
    w->mark[w->n++] = mark;
}

static bool is_word_byte(char c)
{
    return ch__is_alpha((unsigned char)c) || ch__is_digit((unsigned char)c) || (unsigned char)c >= 0x80 || c == '-';
}

/* The words of a sentence; `marks` says of each byte whose span it is in. */
static void split(words *w, ch__sv text, const uint8_t *marks)
{
    w->n = 0;
    for (size_t i = 0; i < text.n;) {
        size_t end = i;
        while (end < text.n && marks[end] == marks[i] && is_word_byte(text.p[end]))
            end++;
        if (end > i)
            push_word(w, (ch__sv){text.p + i, end - i}, (part)marks[i]);
        i = end > i ? end : i + 1;
    }
}

static const char *word_at(const words *w, int i)
{
    return i < 0 || i >= w->n ? "^" : w->mark[i] == SOURCE ? "S" : w->mark[i] == TARGET ? "T" : w->at[i];
}

static void letters_between(example *e, const char *word)
{
    char framed[44];
    int n = snprintf(framed, sizeof framed, "^%s$", word);
    for (int length = 3; length <= 5; length++)
        for (int i = 0; i + length <= n; i++) {
            char piece[8] = {0};
            memcpy(piece, framed + i, (size_t)length);
            add_feature(e, "letters", piece, "");
        }
}

/* The source and the target nearest to each other. */
static void nearest(const words *w, int *s_at, int *t_at)
{
    *s_at = *t_at = -1;
    for (int s = 0; s < w->n; s++)
        for (int t = 0; w->mark[s] == SOURCE && t < w->n; t++)
            if (w->mark[t] == TARGET && (*s_at < 0 || abs(s - t) < abs(*s_at - *t_at))) {
                *s_at = s;
                *t_at = t;
            }
}

static void extract(example *e, const words *w)
{
    int s, t;
    nearest(w, &s, &t);
    const char *way = s < t ? "st" : "ts";
    int from = s < t ? s : t, to = s < t ? t : s;
    add_feature(e, "bias", "", "");
    add_feature(e, "way", way, "");
    for (int i = 0; i < w->n; i++) {
        if (w->mark[i] == OUTSIDE)
            add_feature(e, "word", w->at[i], "");
        add_feature(e, "words", word_at(w, i), word_at(w, i + 1));
        if (i > from && i < to && w->mark[i] == OUTSIDE) {
            add_feature(e, "between", way, w->at[i]);
            letters_between(e, w->at[i]);
        }
        if (i >= from && i < to)
            add_feature(e, way, word_at(w, i), word_at(w, i + 1));
    }
    for (int k = 1; k <= AROUND; k++) {
        add_feature(e, "before", way, word_at(w, from - k));
        add_feature(e, "after", way, word_at(w, to + k));
    }
    add_feature(e, "left of s", word_at(w, s - 1), "");
    add_feature(e, "right of s", word_at(w, s + 1), "");
    add_feature(e, "left of t", word_at(w, t - 1), "");
    add_feature(e, "right of t", word_at(w, t + 1), "");
}

static example *room_for_one(examples *x)
{
    if (x->n == x->cap) {
        x->cap = x->cap ? x->cap * 2 : 1024;
        x->at = need_more(x->at, x->cap * sizeof *x->at);
    }
    x->at[x->n] = (example){0};
    return &x->at[x->n++];
}

static void add_example(examples *x, ch__sv text, const uint8_t *marks, int type, int plv)
{
    words w;
    split(&w, text, marks);
    example *e = room_for_one(x);
    e->type = type;
    e->plv = plv;
    extract(e, &w);
}

/* ---- pairs of a corpus: JSONL ---- */

static void mark_spans(uint8_t *marks, ch__sv text, const json_t *spans, part as, const char *path, long long line)
{
    for (size_t i = 0; i < json_array_size(spans); i++) {
        json_int_t start = json_integer_value(json_array_get(json_array_get(spans, i), 0)),
                   end = json_integer_value(json_array_get(json_array_get(spans, i), 1)), at = 0;
        if (start < 0 || end <= start)
            die("%s:%lld: a span is [start, end] in code points", path, line);
        for (size_t byte = 0; byte < text.n; at++) {
            size_t next = byte;
            (void)ch__utf8_next(text.p, text.n, &next);
            if (at >= start && at < end)
                memset(marks + byte, as, next - byte);
            byte = next;
        }
    }
}

/* A line of ours says a type and perhaps what the benchmark calls it, a line of the benchmark only that. */
static void read_pair(examples *x, ch__sv line, const char *path, long long number)
{
    ch_err err;
    json_t *o = ch__json_parse(line.p, line.n, &err);
    const char *text = json_string_value(json_object_get(o, "text"));
    int type = type_label(json_string_value(json_object_get(o, "event"))),
        plv = plv_label(json_string_value(json_object_get(o, "plv")));
    if (!text || (type < 0 && plv < 0))
        die("%s:%lld: no object with \"text\", \"source\", \"target\" and \"event\"", path, number);
    ch__sv s = ch__sv_of(text);
    uint8_t *marks = need_zeroed(s.n, 1);
    mark_spans(marks, s, json_object_get(o, "target"), TARGET, path, number);
    mark_spans(marks, s, json_object_get(o, "source"), SOURCE, path, number);
    add_example(x, s, marks, type, plv);
    free(marks);
    json_decref(o);
}

static void read_pairs(examples *x, const char *path)
{
    ch__lines in;
    ch_err err;
    ch__sv stretch, line;
    int64_t number;
    int rc = ch__lines_open(&in, path, &err);
    while (rc >= 0 && (rc = ch__lines_next(&in, &stretch, &number, &err)) > 0)
        for (; ch__line_of(&stretch, &line); number++)
            if (line.n)
                read_pair(x, line, path, (long long)number);
    ch__lines_close(&in);
    if (rc < 0)
        die_of(&err);
}

/* ---- the PLV benchmark ---- */

typedef struct benchmark {
    examples *to;
    const char *path;
    long long line;
} benchmark;

static int take_row(void *ctx, const char *line, size_t n)
{
    benchmark *b = ctx;
    read_pair(b->to, (ch__sv){line, n}, b->path, ++b->line);
    return 0;
}

static void read_plv(examples *x, const char *path)
{
    benchmark b = {.to = x, .path = path, .line = 1};
    ch_err err;
    if (ch_plv_read(path, take_row, &b, &err) < 0)
        die_of(&err);
}

/* ---- the classifier ---- */

typedef struct classifier {
    float *weights, *squares; /* LABELS for each feature */
    int labels;
} classifier;

/* All features of an example count alike, and together as 1. */
static float value_of(const example *e)
{
    return 1.0f / sqrtf((float)e->n);
}

static void scores_of(const classifier *c, const example *e, float *out)
{
    memset(out, 0, LABELS * sizeof *out);
    for (uint32_t i = 0; i < e->n; i++)
        for (int l = 0; l < c->labels; l++)
            out[l] += c->weights[(size_t)e->features[i] * LABELS + (size_t)l];
    for (int l = 0; l < c->labels; l++)
        out[l] *= value_of(e);
}

static int best_of(const float *scores, int n)
{
    int best = 0;
    for (int l = 1; l < n; l++)
        if (scores[l] > scores[best])
            best = l;
    return best;
}

static void learn(classifier *c, const example *e, int label, float rate)
{
    float p[LABELS], sum = 0, value = value_of(e);
    scores_of(c, e, p);
    float top = p[best_of(p, c->labels)];
    for (int l = 0; l < c->labels; l++)
        sum += p[l] = expf(p[l] - top);
    for (int l = 0; l < c->labels; l++)
        p[l] = p[l] / sum - (l == label);
    for (uint32_t i = 0; i < e->n; i++)
        for (int l = 0; l < c->labels; l++) {
            size_t at = (size_t)e->features[i] * LABELS + (size_t)l;
            float slope = p[l] * value;
            c->squares[at] += slope * slope;
            c->weights[at] -= rate * slope / (sqrtf(c->squares[at]) + 0.1f);
        }
}

static int label_of(const example *e, bool plv)
{
    return plv ? e->plv : e->type;
}

static void train(classifier *c, const examples *x, const size_t *order, size_t n, bool plv, uint64_t *random)
{
    enum { EPOCHS = 20 };
    static const float RATE = 1.0f;
    size_t *turn = need(n * sizeof *turn);
    memset(c->weights, 0, sizeof *c->weights * LABELS << BITS);
    memset(c->squares, 0, sizeof *c->squares * LABELS << BITS);
    c->labels = plv ? CH_N_PLV_CLASSES : CH_N_EVENT_TYPES;
    memcpy(turn, order, n * sizeof *turn);
    for (int epoch = 0; epoch < EPOCHS; epoch++)
        for (size_t i = n; i-- > 0;) {
            size_t k = draw_below(random, (uint32_t)i + 1), chosen = turn[k];
            turn[k] = turn[i];
            turn[i] = chosen;
            if (label_of(&x->at[chosen], plv) >= 0)
                learn(c, &x->at[chosen], label_of(&x->at[chosen], plv), RATE);
        }
    free(turn);
}

/* ---- scores ---- */

typedef struct result {
    double accuracy, root, quad, binary; /* accuracy of the label; macro-F1 of label, quad and binary, 0..1 */
} result;

/* Mean over the classes that the gold has of 2 tp / (gold + system). */
static double macro_f1(const int *gold, const int *system, size_t n, int classes)
{
    double sum = 0;
    int there = 0;
    for (int c = 0; c < classes; c++) {
        size_t both = 0, g = 0, s = 0;
        for (size_t i = 0; i < n; i++) {
            g += gold[i] == c;
            s += system[i] == c;
            both += gold[i] == c && system[i] == c;
        }
        there += g > 0;
        sum += g ? 2.0 * (double)both / (double)(g + s) : 0;
    }
    return there ? sum / there : 0;
}

static int quad_of(int label, bool plv)
{
    return plv ? ch_plv_class_quad((ch_plv_class)label) : ch_event_type_quad((ch_event_type)label);
}

static result score(const classifier *c, const examples *x, bool plv)
{
    int *gold = need(4 * x->n * sizeof *gold), *system = gold + x->n, *coarse = system + x->n, *guess = coarse + x->n;
    size_t n = 0, right = 0;
    result r = {0};
    for (size_t i = 0; i < x->n; i++) {
        float s[LABELS];
        if (label_of(&x->at[i], plv) < 0)
            continue;
        scores_of(c, &x->at[i], s);
        gold[n] = label_of(&x->at[i], plv);
        system[n] = best_of(s, c->labels);
        right += gold[n] == system[n];
        n++;
    }
    if (n) {
        r.accuracy = (double)right / (double)n;
        r.root = macro_f1(gold, system, n, c->labels);
        for (size_t i = 0; i < n; i++) {
            coarse[i] = quad_of(gold[i], plv);
            guess[i] = quad_of(system[i], plv);
        }
        r.quad = macro_f1(coarse, guess, n, 5);
        for (size_t i = 0; i < n; i++) {
            coarse[i] = coarse[i] > 2;
            guess[i] = guess[i] > 2;
        }
        r.binary = macro_f1(coarse, guess, n, 2);
    }
    free(gold);
    return r;
}

/* ---- the curve ---- */

static void add_result(result *sum, result r, double share)
{
    sum->accuracy += r.accuracy * share;
    sum->root += r.root * share;
    sum->quad += r.quad * share;
    sum->binary += r.binary * share;
}

static void print_result(const char *name, const examples *x, result r)
{
    if (x->n)
        printf("  %-6s %5zu pairs  accuracy %.3f  macro-F1 %.3f  quad %.3f  binary %.3f\n", name, x->n, r.accuracy,
               r.root, r.quad, r.binary);
}

static void one_point(classifier *c, const examples *train_set, const examples *dev, const examples *plv, size_t parts,
                      size_t draws)
{
    result on_dev = {0}, on_plv = {0};
    size_t n = train_set->n / parts, *order = need(train_set->n * sizeof *order);
    for (size_t d = 0; d < draws; d++) {
        uint64_t random = seeded(d + 1);
        for (size_t i = 0; i < train_set->n; i++) {
            size_t k = draw_below(&random, (uint32_t)i + 1);
            order[i] = i;
            order[i] = order[k];
            order[k] = i;
        }
        train(c, train_set, order, n, false, &random);
        add_result(&on_dev, score(c, dev, false), 1.0 / (double)draws);
        if (plv->n) {
            train(c, train_set, order, n, true, &random);
            add_result(&on_plv, score(c, plv, true), 1.0 / (double)draws);
        }
    }
    printf("1/%zu: %zu pairs\n", parts, n);
    print_result("dev", dev, on_dev);
    print_result("PLV", plv, on_plv);
    fflush(stdout);
    free(order);
}

static void free_examples(examples *x)
{
    for (size_t i = 0; i < x->n; i++)
        free(x->at[i].features);
    free(x->at);
}

int train_pairs(int argc, char **argv)
{
    const char *dev_path = NULL, *plv_path = NULL, *parts = "8,4,2,1";
    double draws = 5;
    sources files = {0};
    uint32_t list[16];
    const option table[] = {{"dev", "JSONL of pairs to score on", OPTION_TEXT, &dev_path},
                            {"plv", "TSV of the PLV benchmark to score on, with columns marked_sentence and gold_root",
                             OPTION_TEXT, &plv_path},
                            {"parts", "train on one in so many of the pairs (default 8,4,2,1)", OPTION_TEXT, &parts},
                            {"draws", "how often each part is drawn (default 5)", OPTION_NUMBER, &draws},
                            {NULL, NULL, OPTION_FLAG, NULL}};
    examples train_set = {0}, dev = {0}, plv = {0};
    options_parse(table, argc, argv, &files);
    size_t n = options_list(parts, list, sizeof list / sizeof *list);
    for (size_t i = 0; i < files.n; i++)
        read_pairs(&train_set, files.at[i].path);
    if (!train_set.n)
        die("no pairs to train on: pairs.jsonl from chancery corpus convert --to pairs");
    if (dev_path)
        read_pairs(&dev, dev_path);
    if (plv_path)
        read_plv(&plv, plv_path);
    classifier c = {.weights = need(sizeof(float) * LABELS << BITS), .squares = need(sizeof(float) * LABELS << BITS)};
    for (size_t i = 0; i < n; i++)
        if (list[i] && list[i] <= train_set.n)
            one_point(&c, &train_set, &dev, &plv, list[i], draws < 1 ? 1 : (size_t)draws);
    free(c.weights);
    free(c.squares);
    free_examples(&train_set);
    free_examples(&dev);
    free_examples(&plv);
    return 0;
}
