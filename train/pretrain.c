/* pretrain.c - the step "pretrain": text without labels to a first state of words, n-grams and encoder. */
#define _POSIX_C_SOURCE 200809L
#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "batches.h"
#include "options.h"
#include "random.h"
#include "vocabulary.h"
#include "workers.h"

typedef struct settings {
    sources text, treebanks, silver;
    const char *out, *knowledge, *words, *numbers, *dilations;
    double width, side, n_words, n_grams, vector_width, most, tokens, batch, rate, warm_up, mask, negatives, dropout;
    double word_dropout, seed, threads, shards, report;
} settings;

static const settings defaults = {
    .dilations = "1,1,2,4,8,1",
    .width = 128,
    .side = 128,
    .n_words = 40000,
    .n_grams = 8192,
    .vector_width = 100,
    .most = 4e6,
    .tokens = 20e6,
    .batch = 4096,
    .rate = 2e-3,
    .warm_up = 300,
    .mask = 0.15,
    .negatives = 768,
    .dropout = 0.05,
    .word_dropout = 0.05,
    .seed = 1,
    .threads = 2,
    .shards = 2,
    .report = 500,
};

static void read_options(settings *s, int argc, char **argv)
{
    const option table[] = {
        {"out", "STATE to write", OPTION_TEXT, &s->out},
        {"knowledge", "compiled knowledge file, for --text", OPTION_TEXT, &s->knowledge},
        {"text", "text, a paragraph a line, FILE[:TIMES]", OPTION_SOURCES, &s->text},
        {"silver", "CoNLL-U of which only the forms count, FILE[:TIMES]", OPTION_SOURCES, &s->silver},
        {"treebank", "CoNLL-U whose forms count when words are chosen, FILE[:TIMES]", OPTION_SOURCES, &s->treebanks},
        {"words", "list of words of --numbers", OPTION_TEXT, &s->words},
        {"numbers", "their vectors (train/vocabulary.h)", OPTION_TEXT, &s->numbers},
        {"vector-width", "numbers a vector", OPTION_NUMBER, &s->vector_width},
        {"dilations", "of the blocks", OPTION_TEXT, &s->dilations},
        {"width", "of the network", OPTION_NUMBER, &s->width},
        {"side", "channels that a block takes of a neighbour", OPTION_NUMBER, &s->side},
        {"known", "known words at most", OPTION_NUMBER, &s->n_words},
        {"grams", "rows of n-grams, a power of two", OPTION_NUMBER, &s->n_grams},
        {"most", "tokens read of one file of text at most", OPTION_NUMBER, &s->most},
        {"tokens", "tokens to train on in all", OPTION_NUMBER, &s->tokens},
        {"batch", "tokens a step", OPTION_NUMBER, &s->batch},
        {"rate", "largest learning rate", OPTION_NUMBER, &s->rate},
        {"warm-up", "steps to reach it", OPTION_NUMBER, &s->warm_up},
        {"mask", "share of known words masked", OPTION_NUMBER, &s->mask},
        {"negatives", "words drawn to tell them from", OPTION_NUMBER, &s->negatives},
        {"dropout", "share of activations dropped", OPTION_NUMBER, &s->dropout},
        {"word-dropout", "share of known words seen as unknown", OPTION_NUMBER, &s->word_dropout},
        {"seed", "of everything random", OPTION_NUMBER, &s->seed},
        {"threads", "to use", OPTION_NUMBER, &s->threads},
        {"shards", "parts of a batch; changes the result, threads do not", OPTION_NUMBER, &s->shards},
        {"report", "steps between reports", OPTION_NUMBER, &s->report},
        {NULL, NULL, OPTION_TEXT, NULL},
    };
    options_parse(table, argc, argv, NULL);
    if (!s->out || s->text.n + s->silver.n == 0 || (s->text.n && !s->knowledge))
        die("pretrain: --out and --text with --knowledge, or --silver, are needed; --help lists the options");
}

static void read_material(corpus *c, playlist *p, const settings *s)
{
    ch__knowledge *k = NULL;
    ch_err err;
    corpus_init(c, (uint32_t)s->n_grams);
    for (size_t i = 0; i < s->treebanks.n; i++) {
        uint32_t from = c->n_sentences;
        corpus_read_treebank(c, s->treebanks.at[i].path, 0);
        playlist_add(p, from, c->n_sentences, s->treebanks.at[i].times);
    }
    for (size_t i = 0; i < s->silver.n; i++) {
        uint32_t from = c->n_sentences;
        corpus_read_treebank(c, s->silver.at[i].path, TREEBANK_SILVER);
        playlist_add(p, from, c->n_sentences, s->silver.at[i].times);
    }
    if (s->text.n && ch__knowledge_open(&k, s->knowledge, &err) < 0)
        die_of(&err);
    for (size_t i = 0; i < s->text.n; i++) {
        uint32_t from = c->n_sentences;
        corpus_read_text(c, k, s->text.at[i].path, (size_t)s->most);
        playlist_add(p, from, c->n_sentences, s->text.at[i].times);
    }
    ch__knowledge_close(k);
}

/* Rows of known words to draw from, each in proportion to the 3/4th power of its count (Mikolov et al. 2013). */
static uint32_t *make_noise(const corpus *c, size_t *n)
{
    const double size = 1 << 20;
    double all = 0;
    size_t cap = (size_t)size + c->n_folded + 1;
    uint32_t *noise = need(cap * sizeof *noise);
    *n = 0;
    for (uint32_t i = 0; i < c->n_folded; i++)
        if (c->folded[i].word != CH_NONE)
            all += pow(c->folded[i].count_text + c->folded[i].count_gold, 0.75);
    for (uint32_t i = 0; i < c->n_folded; i++) {
        const folded *f = &c->folded[i];
        double times = f->word == CH_NONE ? 0 : ceil(pow(f->count_text + f->count_gold, 0.75) / all * size);
        for (; times > 0 && *n < cap; times--)
            noise[(*n)++] = f->word;
    }
    return noise;
}

static void prepare(network *net, corpus *c, const settings *s)
{
    vectors v = {0};
    uint64_t rng = seeded((uint64_t)s->seed + 3);
    if (s->words && s->numbers)
        vectors_read(&v, s->words, s->numbers, (uint32_t)s->vector_width);
    net->c = (ch__net_config){.width = (uint32_t)s->width, .side = (uint32_t)s->side, .n_grams = (uint32_t)s->n_grams};
    net->c.n_blocks = (uint32_t)options_list(s->dilations, net->c.dilation, CH__MOST_BLOCKS);
    vocabulary_fold(c, &v);
    net->c.n_words = vocabulary_choose(c, v.words.n ? &v : NULL, (uint32_t)s->n_words);
    network_init(net, (uint64_t)s->seed);
    rows_init(&net->out, net->c.n_words, net->c.width, 0.02f, &rng);
    if (v.words.n)
        vocabulary_set(net, c, &v, (uint64_t)s->seed + 1);
    vectors_free(&v);
}

static void train(network *net, corpus *c, playlist *p, const settings *s)
{
    size_t n_noise, n_shards = (size_t)s->shards, batch = (size_t)s->batch;
    uint32_t *noise = make_noise(c, &n_noise);
    const train_options o = {.dropout = (float)s->dropout,
                             .word_dropout = (float)s->word_dropout,
                             .mask = (float)s->mask,
                             .negatives = (uint32_t)s->negatives,
                             .noise = noise,
                             .n_noise = n_noise};
    const schedule at = {(float)s->rate, (uint64_t)s->warm_up, (uint64_t)(s->tokens / s->batch)};
    workers *w = workers_new(net, c, n_shards, (size_t)s->threads, batch / n_shards + 2 * LONGEST_SENTENCE);
    uint32_t *which = need((batch + LONGEST_SENTENCE) * sizeof *which);
    uint64_t rng = seeded((uint64_t)s->seed + 2);
    losses sum = {0};
    for (uint64_t number = 1; number <= at.steps; number++) {
        size_t n = playlist_take(p, c, batch, which, &rng);
        losses l = workers_step(w, which, n, &o, &at, number, (uint64_t)s->seed);
        losses_add(&sum, &l);
        if (number % (uint64_t)s->report == 0 || number == at.steps) {
            fprintf(stderr, "step %6llu  masked words: loss %.4f\n", (unsigned long long)number,
                    sum.mask / (double)(sum.n_mask + 1));
            sum = (losses){0};
        }
    }
    free(which);
    free(noise);
    workers_free(w);
}

int train_pretrain(int argc, char **argv)
{
    settings s = defaults;
    corpus c;
    playlist p = {0};
    network net = {0};
    read_options(&s, argc, argv);
    openblas_set_num_threads(1); /* the workers are the threads */
    read_material(&c, &p, &s);
    prepare(&net, &c, &s);
    fprintf(stderr, "%u sentences, %zu tokens; %u known words\n", c.n_sentences, c.n_tokens, net.c.n_words);
    train(&net, &c, &p, &s);
    network_save(&net, &c, s.out);
    network_free(&net);
    playlist_free(&p);
    corpus_free(&c);
    return 0;
}
