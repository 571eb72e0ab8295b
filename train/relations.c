/* relations.c - the step "relations": the scorer of pairs, from pairs of the corpus, silver and the PLV benchmark. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "events.h"
#include "events/relation.h"
#include "export.h"
#include "options.h"
#include "pairs.h"
#include "random.h"

enum { FOLDS = 5 };

typedef struct settings {
    const char *out, *knowledge, *model, *plv, *dev;
    sources pairs, silver;
    double bits, width, epochs, silver_epochs, rate, dropout, seed, plv_weight;
} settings;

/* Samples of one origin; group 0: classes of the benchmark, group 1: labels, numbered from 0 until all are known. */
typedef struct relations {
    const ch_engine *engine;
    ch_work *work;
    event_labels *labels;
    samples s;
    float weight;
    const json_t *line; /* in hand */
} relations;

static int class_of(const char *name)
{
    for (int c = 0; name && c < CH_N_PLV_CLASSES; c++)
        if (strcmp(name, ch_plv_class_name((ch_plv_class)c)) == 0)
            return c;
    return -1;
}

static int index_of(const char *name, const char *(*name_of)(int), int n)
{
    for (int i = 0; name && i < n; i++)
        if (strcmp(name, name_of(i)) == 0)
            return i;
    return -1;
}

static const char *type_name(int i)
{
    return ch_event_type_name((ch_event_type)i);
}

static const char *modality_name(int i)
{
    return ch_modality_name((ch_modality)i);
}

static const char *text_of(const json_t *o, const char *key)
{
    return json_string_value(json_object_get(o, key));
}

static void take_shares(samples *s, sample *x, const json_t *shares)
{
    float share[CH_N_PLV_CLASSES] = {0}, all = 1e-6f;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)shares, name, value)
    {
        int c = class_of(name);
        if (c >= 0)
            all += share[c] = (float)json_number_value(value);
    }
    for (int c = 0; c < CH_N_PLV_CLASSES; c++)
        share[c] /= all;
    s->soft_width = CH_N_PLV_CLASSES;
    samples_soft(s, x, share);
}

/* What the line says of the pair: shares of classes, a class, or an event of ours. */
static void take_answer(relations *r, sample *x)
{
    const json_t *o = r->line, *shares = json_object_get(o, "shares");
    const char *event = text_of(o, "event"), *mode = text_of(o, "mode");
    int type = index_of(event, type_name, CH_N_EVENT_TYPES),
        modality = index_of(text_of(o, "modality"), modality_name, CH_HISTORICAL + 1);
    char label[48];
    x->weight = r->weight;
    x->label[0] = (int16_t)class_of(text_of(o, "plv"));
    if (shares)
        take_shares(&r->s, x, shares);
    if (type < 0)
        return;
    snprintf(label, sizeof label, "%s%s%s", event, mode ? "/" : "", mode ? mode : "");
    x->label[1] = (int16_t)event_label(r->labels, label);
    x->label[0] = (int16_t)ch__plv_of(r->engine->knowledge, (ch_event_type)type, mode,
                                      modality < 0 ? CH_ACTUAL : (ch_modality)modality, text_of(o, "cameo"));
}

static void add_pair(void *ctx, const ch_engine *engine, ch__arena *scratch, ch_doc *doc, const ch__pair_sides *sides)
{
    relations *r = ctx;
    ch__relation relation;
    ch__clues clues;
    ch__traits t = {.arena = scratch};
    uint8_t vectors[1024];
    if (!doc->n_tokens)
        return;
    ch__pair_open(&relation, engine->knowledge, doc, sides);
    ch__pair_events(&relation, engine->events, &clues, scratch);
    ch__pair_traits(&t, &relation, &clues);
    ch__pair_vectors(&relation, vectors);
    r->s.n_dense = CH__TRIGGER_VECTORS * doc->inside->vector_width;
    take_answer(r, samples_add(&r->s, &t, vectors));
}

static uint32_t spans_of(const json_t *list, ch_span *out, uint32_t most)
{
    uint32_t n = 0;
    for (size_t i = 0; i < json_array_size(list) && n < most; i++) {
        const json_t *pair = json_array_get(list, i);
        out[n++] = (ch_span){(uint32_t)json_integer_value(json_array_get(pair, 0)),
                             (uint32_t)json_integer_value(json_array_get(pair, 1))};
    }
    return n;
}

static int read_line(void *ctx, const char *bytes, size_t n)
{
    enum { MOST = 64 };
    relations *r = ctx;
    ch_err err;
    ch_span from[MOST], to[MOST];
    json_t *o = ch__json_parse(bytes, n, &err);
    if (!o)
        die("a line of pairs: %s", err.message);
    ch_pair_input in = {.text = text_of(o, "text"), .source = from, .target = to};
    in.n_source = spans_of(json_object_get(o, "source"), from, MOST);
    in.n_target = spans_of(json_object_get(o, "target"), to, MOST);
    r->line = o;
    if (in.text && ch__pair_read(r->engine, r->work, &in, add_pair, r, &err) < 0)
        fprintf(stderr, "chancery-train: %s\n", err.message);
    json_decref(o);
    return 0;
}

static void read_jsonl(relations *r, const char *path)
{
    FILE *in = fopen(path, "r");
    char *line = NULL;
    size_t cap = 0;
    long n;
    if (!in)
        die("%s cannot be opened", path);
    while ((n = (long)getline(&line, &cap, in)) > 0)
        (void)read_line(r, line, (size_t)n);
    free(line);
    fclose(in);
}

static void read_plv(relations *r, const char *path)
{
    ch_err err;
    if (path && ch_plv_read(path, read_line, r, &err) < 0)
        die_of(&err);
}

/* ---- training ---- */

static scorer_options options_of(const settings *s, double epochs)
{
    return (scorer_options){.bits = (uint32_t)s->bits,
                            .width = (uint32_t)s->width,
                            .epochs = epochs,
                            .rate = s->rate,
                            .dropout = s->dropout,
                            .seed = (uint64_t)s->seed};
}

static void append(samples *to, const samples *from, int fold, bool only)
{
    for (size_t i = 0; i < from->n; i++) {
        const sample *x = &from->at[i];
        if (fold >= 0 && ((int)(i % FOLDS) == fold) != only)
            continue;
        ch__traits t = {.at = from->pool + x->traits, .n = x->n};
        to->n_dense = from->n_dense;
        sample *y = samples_add(to, &t, x->dense < 0 ? NULL : from->dense + (size_t)x->dense * from->n_dense);
        memcpy(y->label, x->label, sizeof y->label);
        y->weight = x->weight;
    }
}

static void copy_net(scorer_net *to, const scorer_net *from)
{
    *to = *from;
    to->w = need(from->n * sizeof *to->w);
    to->square = need(from->n * sizeof *to->square);
    memcpy(to->w, from->w, from->n * sizeof *to->w);
    memcpy(to->square, from->square, from->n * sizeof *to->square);
}

/* ---- scores ---- */

typedef struct tally {
    size_t gold[CH_N_PLV_CLASSES], found[CH_N_PLV_CLASSES], both[CH_N_PLV_CLASSES];
} tally;

static void count(tally *t, int gold, int found)
{
    t->gold[gold]++;
    t->found[found]++;
    t->both[gold] += gold == found;
}

static double macro_f1(const tally *t)
{
    double sum = 0;
    int classes = 0;
    for (int c = 0; c < CH_N_PLV_CLASSES; c++) {
        classes += t->gold[c] > 0;
        sum += t->both[c] ? 2.0 * (double)t->both[c] / (double)(t->gold[c] + t->found[c]) : 0;
    }
    return classes ? sum / classes : 0;
}

/* Classes, quads, and cooperation against conflict. */
typedef struct scores {
    tally root, quad, binary;
    size_t n;
} scores;

static void score(scores *s, const scorer_net *net, const samples *on)
{
    float p[CH__SCORER_LABELS];
    for (size_t i = 0; i < on->n; i++) {
        int gold = on->at[i].label[0], found = 0;
        if (gold < 0)
            continue;
        scorer_predict(net, on, &on->at[i], p);
        for (int c = 1; c < CH_N_PLV_CLASSES; c++)
            found = p[c] > p[found] ? c : found;
        int g = ch_plv_class_quad((ch_plv_class)gold), f = ch_plv_class_quad((ch_plv_class)found);
        count(&s->root, gold, found);
        count(&s->quad, g, f);
        count(&s->binary, g > 2, f > 2);
        s->n++;
    }
}

static void print_scores(const char *name, const scores *s)
{
    size_t right = 0;
    for (int c = 0; c < CH_N_PLV_CLASSES; c++)
        right += s->root.both[c];
    printf("%s: %zu pairs, accuracy %.3f, macro-F1 root %.3f quad %.3f binary %.3f\n", name, s->n,
           s->n ? (double)right / (double)s->n : 0, macro_f1(&s->root), macro_f1(&s->quad), macro_f1(&s->binary));
    fflush(stdout);
}

/* ---- the step ---- */

static void train_on(scorer_net *net, const settings *o, const samples *pairs, const samples *plv, int fold,
                     const char *name)
{
    samples all = {0};
    scorer_options options = options_of(o, o->epochs);
    append(&all, pairs, -1, false);
    append(&all, plv, fold, false);
    scorer_train(net, &all, &options, name);
    samples_free(&all);
}

static void cross_validate(const settings *o, const scorer_net *base, const samples *pairs, const samples *plv)
{
    scores s = {0};
    for (int fold = 0; fold < FOLDS; fold++) {
        scorer_net net;
        samples left_out = {0};
        copy_net(&net, base);
        train_on(&net, o, pairs, plv, fold, "fold");
        append(&left_out, plv, fold, true);
        score(&s, &net, &left_out);
        samples_free(&left_out);
        scorer_free(&net);
    }
    print_scores("PLV, five-fold cross-validation", &s);
}

static void move_labels(samples *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->at[i].label[1] >= 0)
            s->at[i].label[1] = (int16_t)(s->at[i].label[1] + CH_N_PLV_CLASSES);
}

static void write_part(const settings *o, const scorer_net *net, const samples *on, const event_labels *l)
{
    const char *names[CH__SCORER_LABELS];
    ch__buf b = {0};
    ch_err err;
    for (int i = 0; i < CH_N_PLV_CLASSES + l->n; i++)
        names[i] = i < CH_N_PLV_CLASSES ? ch_plv_class_name((ch_plv_class)i) : l->name[i - CH_N_PLV_CLASSES];
    scorer_write(net, on, names, &b);
    ch__model_part part = {"events.pairs", {b.p, b.n}};
    if (b.failed)
        die("out of memory");
    if (ch__model_write(o->out, &part, 1, &err) < 0)
        die_of(&err);
    ch__buf_release(&b);
}

static void run(const settings *o, relations *pairs, relations *plv, relations *silver, relations *dev)
{
    scorer_net base, net;
    scores s = {0};
    scorer_options options = options_of(o, o->silver_epochs);
    uint32_t groups[] = {CH_N_PLV_CLASSES, CH_N_PLV_CLASSES + (uint32_t)pairs->labels->n};
    move_labels(&pairs->s);
    move_labels(&dev->s);
    scorer_init(&base, &options, pairs->s.n_dense, groups, 2);
    if (silver->s.n)
        scorer_train(&base, &silver->s, &options, "silver");
    score(&s, &base, &plv->s);
    print_scores("PLV, silver alone", &s);
    if (plv->s.n)
        cross_validate(o, &base, &pairs->s, &plv->s);
    copy_net(&net, &base);
    train_on(&net, o, &pairs->s, &(samples){0}, -1, "pairs");
    s = (scores){0};
    score(&s, &net, &plv->s);
    print_scores("PLV, not trained on", &s);
    scorer_free(&net);
    train_on(&base, o, &pairs->s, &plv->s, -1, "all");
    s = (scores){0};
    score(&s, &base, &dev->s);
    print_scores("corpus, dev", &s);
    if (o->out)
        write_part(o, &base, &pairs->s, pairs->labels);
    scorer_free(&base);
}

static void open_relations(relations *r, const ch_engine *engine, event_labels *labels, double weight)
{
    ch_err err;
    *r = (relations){.engine = engine, .labels = labels, .weight = (float)weight};
    if (ch_work_new(&r->work, &err) < 0)
        die_of(&err);
}

static void close_relations(relations *r)
{
    samples_free(&r->s);
    ch_work_free(r->work);
}

static void read_all(const settings *o, relations *pairs, relations *plv, relations *silver, relations *dev)
{
    for (size_t i = 0; i < o->pairs.n; i++)
        read_jsonl(pairs, o->pairs.at[i].path);
    pairs->labels->closed = true;
    read_plv(plv, o->plv);
    if (o->dev)
        read_jsonl(dev, o->dev);
    for (size_t i = 0; i < o->silver.n; i++)
        read_jsonl(silver, o->silver.at[i].path);
    printf("pairs %zu, PLV %zu, dev %zu, silver %zu\n", pairs->s.n, plv->s.n, dev->s.n, silver->s.n);
    fflush(stdout);
}

int train_relations(int argc, char **argv)
{
    settings o = {.bits = 16,
                  .width = 96,
                  .epochs = 5,
                  .silver_epochs = 3,
                  .rate = 0.05,
                  .dropout = 0.4,
                  .seed = 1,
                  .plv_weight = 2};
    const option table[] = {
        {"out", "the part to write", OPTION_TEXT, &o.out},
        {"pairs", "JSONL of pairs (chancery corpus convert --to pairs)", OPTION_SOURCES, &o.pairs},
        {"plv", "TSV of the PLV benchmark: trained on, and cross-validated", OPTION_TEXT, &o.plv},
        {"silver", "JSONL of pairs with shares of the benchmark's classes", OPTION_SOURCES, &o.silver},
        {"dev", "JSONL of pairs to score", OPTION_TEXT, &o.dev},
        {"knowledge", "knowledge file (default: the shipped one)", OPTION_TEXT, &o.knowledge},
        {"model", "model file with events.triggers and events.roles (default: the shipped one)", OPTION_TEXT, &o.model},
        {"bits", "rows, as a power of two (default 16)", OPTION_NUMBER, &o.bits},
        {"width", "units (default 96)", OPTION_NUMBER, &o.width},
        {"epochs", "over pairs and PLV (default 5)", OPTION_NUMBER, &o.epochs},
        {"silver-epochs", "over silver, before (default 3)", OPTION_NUMBER, &o.silver_epochs},
        {"plv-weight", "of a pair of PLV (default 2)", OPTION_NUMBER, &o.plv_weight},
        {"rate", "of learning (default 0.05)", OPTION_NUMBER, &o.rate},
        {"dropout", "share of traits left out in training (default 0.4)", OPTION_NUMBER, &o.dropout},
        {"seed", "of chance (default 1)", OPTION_NUMBER, &o.seed},
        {NULL, NULL, OPTION_FLAG, NULL}};
    static event_labels labels;
    relations pairs, plv, silver, dev;
    ch_engine *engine;
    ch_err err;
    options_parse(table, argc, argv, NULL);
    const ch_engine_options options = {.knowledge = o.knowledge, .model = o.model};
    if (!o.pairs.n)
        die("relations needs --pairs FILE");
    if (ch_engine_open(&engine, &options, &err) < 0)
        die_of(&err);
    if (!engine->events)
        die("the model has no sections events.triggers and events.roles");
    open_relations(&pairs, engine, &labels, 1);
    open_relations(&plv, engine, &labels, o.plv_weight);
    open_relations(&silver, engine, &labels, 1);
    open_relations(&dev, engine, &labels, 1);
    read_all(&o, &pairs, &plv, &silver, &dev);
    run(&o, &pairs, &plv, &silver, &dev);
    close_relations(&pairs);
    close_relations(&plv);
    close_relations(&silver);
    close_relations(&dev);
    ch_engine_close(engine);
    return 0;
}
