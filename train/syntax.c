/* syntax.c - the step "syntax": treebanks, names and silver to the network's part of a model. */
#define _POSIX_C_SOURCE 200809L
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "batches.h"
#include "export.h"
#include "options.h"
#include "random.h"
#include "vocabulary.h"
#include "workers.h"

typedef struct settings {
    sources treebanks, named, silver, names, open_names, dev;
    const char *out, *init, *from, *words, *numbers, *dilations;
    double width, side, arc, rel, distance, n_words, n_grams, vector_width;
    double tokens, gold_share, gold_last, batch, rate, warm_up, dropout, word_dropout, recase;
    double names_weight, feats_weight, silver_weight, seed, threads, shards, report;
    bool only_names;
} settings;

static const settings defaults = {
    .dilations = "1,1,2,4,8,1",
    .width = 128,
    .side = 128,
    .arc = 96,
    .rel = 96,
    .distance = 32,
    .n_words = 40000,
    .n_grams = 8192,
    .vector_width = 100,
    .tokens = 6e6,
    .gold_share = 1,
    .batch = 2048,
    .rate = 2e-3,
    .warm_up = 300,
    .dropout = 0.15,
    .word_dropout = 0.08,
    .recase = 0.06,
    .names_weight = 1,
    .feats_weight = 0.5,
    .silver_weight = 1,
    .seed = 1,
    .threads = 2,
    .shards = 2,
    .report = 500,
};

static void read_options(settings *s, int argc, char **argv)
{
    const option table[] = {
        {"out", "PART to write", OPTION_TEXT, &s->out},
        {"treebank", "CoNLL-U to train on, FILE[:TIMES]", OPTION_SOURCES, &s->treebanks},
        {"named", "the same with all names as NER= in MISC, FILE[:TIMES]", OPTION_SOURCES, &s->named},
        {"silver", "CoNLL-U labelled by a model, with NER= in MISC", OPTION_SOURCES, &s->silver},
        {"names", "IOB2 with all of PER ORG LOC MISC, FILE[:TIMES]", OPTION_SOURCES, &s->names},
        {"open-names", "IOB2 where MISC is not marked, FILE[:TIMES]", OPTION_SOURCES, &s->open_names},
        {"dev", "CoNLL-U to report on", OPTION_SOURCES, &s->dev},
        {"from", "model of the same shape to train on", OPTION_TEXT, &s->from},
        {"only-names", "train its names alone; all else stays as it is", OPTION_FLAG, &s->only_names},
        {"init", "state of a pretrained network", OPTION_TEXT, &s->init},
        {"words", "list of words of --numbers", OPTION_TEXT, &s->words},
        {"numbers", "their vectors (train/vocabulary.h)", OPTION_TEXT, &s->numbers},
        {"vector-width", "numbers a vector", OPTION_NUMBER, &s->vector_width},
        {"dilations", "of the blocks", OPTION_TEXT, &s->dilations},
        {"width", "of the network", OPTION_NUMBER, &s->width},
        {"side", "channels that a block takes of a neighbour", OPTION_NUMBER, &s->side},
        {"arc", "width of arc vectors", OPTION_NUMBER, &s->arc},
        {"rel", "width of relation vectors", OPTION_NUMBER, &s->rel},
        {"distance", "longest distance with a score of its own", OPTION_NUMBER, &s->distance},
        {"known", "known words at most", OPTION_NUMBER, &s->n_words},
        {"grams", "rows of n-grams, a power of two", OPTION_NUMBER, &s->n_grams},
        {"tokens", "tokens to train on in all", OPTION_NUMBER, &s->tokens},
        {"gold-share", "share of them from treebanks and names, the rest silver", OPTION_NUMBER, &s->gold_share},
        {"gold-last", "share at the end that takes no silver", OPTION_NUMBER, &s->gold_last},
        {"batch", "tokens a step", OPTION_NUMBER, &s->batch},
        {"rate", "largest learning rate", OPTION_NUMBER, &s->rate},
        {"warm-up", "steps to reach it", OPTION_NUMBER, &s->warm_up},
        {"dropout", "share of activations dropped", OPTION_NUMBER, &s->dropout},
        {"word-dropout", "share of known words seen as unknown", OPTION_NUMBER, &s->word_dropout},
        {"recase", "share of sentences seen in another casing", OPTION_NUMBER, &s->recase},
        {"names-weight", "weight of the names' loss", OPTION_NUMBER, &s->names_weight},
        {"feats-weight", "weight of the features' loss", OPTION_NUMBER, &s->feats_weight},
        {"silver-weight", "weight of losses on silver", OPTION_NUMBER, &s->silver_weight},
        {"seed", "of everything random", OPTION_NUMBER, &s->seed},
        {"threads", "to use", OPTION_NUMBER, &s->threads},
        {"shards", "parts of a batch; changes the result, threads do not", OPTION_NUMBER, &s->shards},
        {"report", "steps between reports", OPTION_NUMBER, &s->report},
        {NULL, NULL, OPTION_TEXT, NULL},
    };
    options_parse(table, argc, argv, NULL);
    if (!s->out || s->treebanks.n + s->named.n == 0)
        die("syntax: --out and --treebank or --named are needed; --help lists the options");
    if (s->only_names && !s->from)
        die("syntax: --only-names needs --from");
}

/* -------------------------------------------------------------------------------------------- corpus -- */

typedef struct material {
    corpus c;
    playlist gold, silver;
    uint32_t dev_from, dev_to;
    ch__model *file; /* of --from */
    ch__net *model;  /* NULL: none */
} material;

/* Reads treebanks and says where the sentences of each begin: begin[files->n] is the end of the last. */
static void read_treebanks(corpus *c, const sources *files, int what, uint32_t *begin)
{
    for (size_t i = 0; i < files->n; i++) {
        begin[i] = c->n_sentences;
        corpus_read_treebank(c, files->at[i].path, what);
    }
    begin[files->n] = c->n_sentences;
}

static void play(playlist *p, const sources *files, const uint32_t *begin)
{
    for (size_t i = 0; i < files->n; i++)
        playlist_add(p, begin[i], begin[i + 1], files->at[i].times);
}

static void read_gold(material *m, const settings *s)
{
    uint32_t begin[MOST_SOURCES + 1];
    read_treebanks(&m->c, &s->treebanks, 0, begin);
    play(&m->gold, &s->treebanks, begin);
    read_treebanks(&m->c, &s->named, TREEBANK_NAMES, begin);
    play(&m->gold, &s->named, begin);
    for (size_t i = 0; i < s->open_names.n + s->names.n; i++) {
        bool open = i < s->open_names.n;
        const source *file = open ? &s->open_names.at[i] : &s->names.at[i - s->open_names.n];
        uint32_t from = m->c.n_sentences;
        corpus_read_names(&m->c, file->path, open);
        playlist_add(&m->gold, from, m->c.n_sentences, file->times);
    }
}

static void read_silver(material *m, const settings *s)
{
    uint32_t begin[MOST_SOURCES + 1];
    read_treebanks(&m->c, &s->silver, TREEBANK_SILVER | TREEBANK_NAMES, begin);
    play(&m->silver, &s->silver, begin);
}

/* Labels that only the sentences read later have cannot be learned: what is beyond the inventory is dropped. */
static void drop_new_labels(material *m, uint32_t from, const ch__net_config *n)
{
    size_t first = from < m->c.n_sentences ? m->c.sentences[from].first : m->c.n_tokens;
    for (size_t i = first; i < m->c.n_tokens; i++) {
        labelled *t = &m->c.tokens[i];
        t->tag = t->tag < n->n_tags ? t->tag : NO_LABEL;
        t->feats = t->feats < n->n_feats ? t->feats : NO_LABEL;
        t->rel = t->rel < n->n_rels ? t->rel : NO_LABEL;
        t->name = t->name < n->n_names ? t->name : NO_LABEL;
    }
}

/* Feature bundles that treebanks show with each tag; a pair that only silver has is no label. */
static void allow_features(network *net, corpus *c)
{
    uint32_t n_tags = net->c.n_tags, n_feats = net->c.n_feats, n = 0;
    bool *seen = need_zeroed((size_t)n_tags * n_feats, sizeof *seen);
    for (uint32_t i = 0; i < c->n_sentences; i++)
        for (uint32_t t = 0; t < c->sentences[i].n && !(c->sentences[i].flags & SENTENCE_SILVER); t++) {
            const labelled *k = &c->tokens[c->sentences[i].first + t];
            if (k->tag != NO_LABEL && k->feats != NO_LABEL)
                seen[(size_t)k->tag * n_feats + k->feats] = true;
        }
    net->feat_first = need((n_tags + 1) * sizeof *net->feat_first);
    net->feat_allowed = need((size_t)n_tags * n_feats * sizeof *net->feat_allowed);
    for (uint32_t t = 0; t < n_tags; t++) {
        net->feat_first[t] = n;
        for (uint32_t f = 0; f < n_feats; f++)
            if (seen[(size_t)t * n_feats + f])
                net->feat_allowed[n++] = (uint16_t)f;
    }
    net->feat_first[n_tags] = n;
    for (size_t i = 0; i < c->n_tokens; i++) {
        labelled *k = &c->tokens[i];
        if (k->tag != NO_LABEL && k->feats != NO_LABEL && !seen[(size_t)k->tag * n_feats + k->feats])
            k->feats = NO_LABEL;
    }
    free(seen);
}

static uint32_t power_above(uint32_t n)
{
    uint32_t p = 64;
    while (p < n + n / 3)
        p *= 2;
    return p;
}

static void shape_of_network(network *net, const settings *s, const material *m)
{
    const corpus *c = &m->c;
    net->c = (ch__net_config){.width = (uint32_t)s->width,
                              .side = (uint32_t)s->side,
                              .arc = (uint32_t)s->arc,
                              .rel = (uint32_t)s->rel,
                              .distance = (uint32_t)s->distance,
                              .n_grams = (uint32_t)s->n_grams,
                              .n_tags = c->tags.n,
                              .n_feats = c->feats.n,
                              .n_rels = c->rels.n,
                              .n_names = s->only_names ? m->model->c.n_names : c->names.n,
                              .root_rel = strings_find(&c->rels, CH__SV("root"))};
    net->only_names = s->only_names;
    net->c.n_blocks = (uint32_t)options_list(s->dilations, net->c.dilation, CH__MOST_BLOCKS);
    for (uint32_t i = 0; i < c->names.n; i++)
        net->name_open[i] = i > 0 && strcmp(c->names.at[i] + 2, "MISC") == 0;
}

static void open_model(material *m, const settings *s)
{
    ch_err err;
    if (!s->from)
        return;
    m->model = need_zeroed(1, sizeof *m->model);
    if (ch__model_open(&m->file, s->from, &err) < 0 || ch__net_load(m->model, m->file, &err) < 0)
        die_of(&err);
}

/* Gives the model's name labels their numbers in it. */
static void take_name_labels(corpus *c, const ch__net *model)
{
    const char *label = model->labels;
    uint32_t before = model->c.n_tags + model->c.n_feats + model->c.n_rels;
    for (uint32_t i = 0; i < before + model->c.n_names; i++, label += strlen(label) + 1)
        if (i >= before && strings_add(&c->names, ch__sv_of(label)) != i - before)
            die("the model's name labels do not begin with O");
}

static uint32_t model_words(material *m, const settings *s)
{
    uint32_t n = m->model->c.n_words, lost = network_model_words(&m->c, m->model);
    if (lost > 0 && !s->only_names)
        fprintf(stderr, "%u of the model's %u known words are not in the corpus and are lost\n", lost, n);
    return n;
}

/* Known words and first values: of a model, of a state, or chosen here. */
static void prepare(network *net, material *m, const settings *s)
{
    vectors v = {0};
    const ch__net *model = m->model;
    if (s->words && s->numbers)
        vectors_read(&v, s->words, s->numbers, (uint32_t)s->vector_width);
    if (model && (!network_same_shape(&model->c, &net->c) || model->c.arc != net->c.arc || model->c.rel != net->c.rel ||
                  model->c.distance != net->c.distance))
        die("%s: a network of another shape", s->from);
    vocabulary_fold(&m->c, &v);
    net->c.n_words = model     ? model_words(m, s)
                     : s->init ? network_known_words(&m->c, s->init)
                               : vocabulary_choose(&m->c, v.words.n ? &v : NULL, (uint32_t)s->n_words);
    net->c.n_slots = power_above(net->c.n_words);
    network_init(net, (uint64_t)s->seed);
    names_forbid(net, &m->c);
    if (model)
        network_take_model(net, &m->c, model);
    else if (s->init)
        network_load(net, s->init);
    else if (v.words.n)
        vocabulary_set(net, &m->c, &v, (uint64_t)s->seed + 1);
    vectors_free(&v);
}

static void read_all(material *m, network *net, const settings *s)
{
    corpus_init(&m->c, (uint32_t)s->n_grams);
    open_model(m, s);
    if (s->only_names)
        take_name_labels(&m->c, m->model);
    read_gold(m, s);
    shape_of_network(net, s, m);
    uint32_t from = s->only_names ? 0 : m->c.n_sentences;
    read_silver(m, s);
    prepare(net, m, s);
    m->dev_from = m->c.n_sentences;
    for (size_t i = 0; i < s->dev.n; i++)
        corpus_read_treebank(&m->c, s->dev.at[i].path, 0);
    m->dev_to = m->c.n_sentences;
    drop_new_labels(m, from, &net->c);
    m->c.n_sentences = m->dev_from; /* features are allowed by what is trained on */
    allow_features(net, &m->c);
    m->c.n_sentences = m->dev_to;
}

/* ------------------------------------------------------------------------------------------ training -- */

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double share(size_t part, size_t all)
{
    return all ? 100 * (double)part / (double)all : 0;
}

static void report(const char *what, uint64_t step, const losses *l, double elapsed)
{
    fprintf(stderr,
            "%s %6llu  %5.0f s  arc %.3f rel %.3f tag %.3f feats %.3f names %.4f  heads %.2f rels %.2f tags %.2f\n",
            what, (unsigned long long)step, elapsed, l->arc / (double)(l->n_arc + 1), l->rel / (double)(l->n_arc + 1),
            l->tag / (double)(l->n_tag + 1), l->feats / (double)(l->n_feats + 1), l->names / (double)(l->n_names + 1),
            share(l->right_arc, l->n_arc), share(l->right_rel, l->n_arc), share(l->right_tag, l->n_tag));
}

/* Greedy scores on the development sentences, in floating point; `chancery eval` tells those of the model. */
static void report_dev(network *net, const material *m, uint64_t step, double elapsed)
{
    enum { TOKENS = 4096, AT_ONCE = TOKENS - LONGEST_SENTENCE };
    const train_options plain = {0};
    shard *s = shard_new(net, &m->c, TOKENS, TOKENS);
    losses all = {0};
    uint32_t *which = need(TOKENS * sizeof *which);
    network_round(net);
    for (uint32_t i = m->dev_from; i < m->dev_to;) {
        size_t n = 0, tokens = 0;
        for (; i < m->dev_to && tokens < AT_ONCE; i++) {
            which[n++] = i;
            tokens += m->c.sentences[i].n;
        }
        shard_run(s, which, n, &plain, 1);
        losses_add(&all, shard_losses(s));
    }
    report("dev ", step, &all, elapsed);
    free(which);
    shard_free(s);
}

static void train(network *net, material *m, const settings *s)
{
    const train_options o = {.dropout = (float)s->dropout,
                             .word_dropout = (float)s->word_dropout,
                             .recase = (float)s->recase,
                             .weight_names = (float)s->names_weight,
                             .weight_feats = (float)s->feats_weight,
                             .weight_silver = (float)s->silver_weight};
    const schedule at = {(float)s->rate, (uint64_t)s->warm_up, (uint64_t)(s->tokens / s->batch)};
    size_t n_shards = (size_t)s->shards, batch = (size_t)s->batch;
    workers *w = workers_new(net, &m->c, n_shards, (size_t)s->threads, batch / n_shards + 2 * LONGEST_SENTENCE);
    uint32_t *which = need((batch + LONGEST_SENTENCE) * sizeof *which);
    uint64_t rng = seeded((uint64_t)s->seed + 2);
    double begun = seconds();
    losses sum = {0};
    for (uint64_t step = 1; step <= at.steps; step++) {
        bool last = (double)step > (double)at.steps * (1 - s->gold_last);
        bool gold = !m->silver.n || last || draw_unit(&rng) < s->gold_share;
        size_t n = playlist_take(gold ? &m->gold : &m->silver, &m->c, batch, which, &rng);
        losses l = workers_step(w, which, n, &o, &at, step, (uint64_t)s->seed);
        losses_add(&sum, &l);
        if (step % (uint64_t)s->report == 0 || step == at.steps) {
            report("step", step, &sum, seconds() - begun);
            sum = (losses){0};
            if (m->dev_to > m->dev_from)
                report_dev(net, m, step, seconds() - begun);
        }
    }
    free(which);
    workers_free(w);
}

int train_syntax(int argc, char **argv)
{
    settings s = defaults;
    material m = {0};
    network net = {0};
    parts out = {0};
    ch_err err;
    read_options(&s, argc, argv);
    openblas_set_num_threads(1); /* the workers are the threads */
    read_all(&m, &net, &s);
    fprintf(stderr, "%u sentences, %zu tokens; %u known words, %u tags, %u bundles, %u relations, %u name labels\n",
            m.c.n_sentences, m.c.n_tokens, net.c.n_words, net.c.n_tags, net.c.n_feats, net.c.n_rels, net.c.n_names);
    train(&net, &m, &s);
    if (s.only_names)
        export_only_names(&net, m.file, m.model, &out);
    else
        export_network(&net, &m.c, &out);
    if (ch__model_write(s.out, out.at, out.n, &err) < 0)
        die_of(&err);
    parts_free(&out);
    network_free(&net);
    ch__model_close(m.file);
    free(m.model);
    playlist_free(&m.gold);
    playlist_free(&m.silver);
    corpus_free(&m.c);
    return 0;
}
