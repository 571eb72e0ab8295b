/* events.c - the step "events": the scorers of triggers and of roles, from the corpus and silver. */
#include "events.h"

#include <stdio.h>
#include <stdlib.h>

#include "export.h"
#include "options.h"

typedef struct settings {
    const char *out, *corpus, *knowledge, *model, *only;
    double bits, width, epochs, silver_epochs, rate, dropout, silver_weight, seed;
} settings;

static const char *const modalities[] = {"actual", "future", "hypothetical", "negated", "historical"};
static const char *const parties[] = {"none", "actor", "recipient", "source"};
enum { N_MODALITIES = 5 };

static scorer_options options_of(const settings *s, double epochs)
{
    return (scorer_options){.bits = (uint32_t)s->bits,
                            .width = (uint32_t)s->width,
                            .epochs = epochs,
                            .rate = s->rate,
                            .dropout = s->dropout,
                            .seed = (uint64_t)s->seed};
}

/* Numbers of modalities begin behind the labels, whose number is known only when all is read. */
static void move_modalities(samples *s, int n_labels)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->at[i].label[1] >= 0)
            s->at[i].label[1] = (int16_t)(s->at[i].label[1] + n_labels);
}

static size_t type_length(const char *label)
{
    return strcspn(label, "/");
}

static bool same_type(const char *a, const char *b)
{
    return type_length(a) == type_length(b) && strncmp(a, b, type_length(a)) == 0;
}

static uint32_t best_of(const float *p, uint32_t from, uint32_t end)
{
    uint32_t best = from;
    for (uint32_t i = from; i < end; i++)
        best = p[i] > p[best] ? i : best;
    return best;
}

static double f1(size_t both, size_t gold, size_t system)
{
    return both ? 2.0 * (double)both / (double)(gold + system) : 0;
}

static void score_triggers(const scorer_net *net, const samples *s, const event_labels *l)
{
    size_t gold = 0, found = 0, both = 0, typed = 0, moded = 0, asked = 0, modal = 0;
    float p[CH__SCORER_LABELS];
    for (size_t i = 0; i < s->n; i++) {
        const sample *x = &s->at[i];
        if (x->label[0] < 0)
            continue;
        scorer_predict(net, s, x, p);
        uint32_t best = best_of(p, 0, (uint32_t)l->n);
        gold += x->label[0] != 0;
        found += best != 0;
        both += best && x->label[0];
        typed += best && x->label[0] && same_type(l->name[best], l->name[x->label[0]]);
        moded += best && best == (uint32_t)x->label[0];
        asked += x->label[1] >= 0;
        modal += x->label[1] >= 0 && best_of(p, (uint32_t)l->n, net->n_labels) == (uint32_t)x->label[1];
    }
    printf("dev triggers: %zu, found %zu; F1 %.3f, with type %.3f, with mode %.3f; modality %.3f\n", gold, found,
           f1(both, gold, found), f1(typed, gold, found), f1(moded, gold, found),
           asked ? (double)modal / (double)asked : 0);
}

static void score_roles(const scorer_net *net, const samples *s)
{
    size_t gold[CH__N_PARTIES] = {0}, found[CH__N_PARTIES] = {0}, both[CH__N_PARTIES] = {0};
    float p[CH__SCORER_LABELS];
    for (size_t i = 0; i < s->n; i++) {
        scorer_predict(net, s, &s->at[i], p);
        uint32_t best = best_of(p, 0, CH__N_PARTIES);
        gold[s->at[i].label[0]]++;
        found[best]++;
        both[best] += best == (uint32_t)s->at[i].label[0];
    }
    for (int c = CH__PARTY_ACTOR; c < CH__N_PARTIES; c++)
        printf("dev %s: %zu, found %zu, F1 %.3f\n", parties[c], gold[c], found[c], f1(both[c], gold[c], found[c]));
}

static void add_section(parts *out, const char *name, const scorer_net *net, const samples *on,
                        const char *const *labels)
{
    ch__buf b = {0};
    scorer_write(net, on, labels, &b);
    if (b.failed)
        die("out of memory");
    out->at[out->n++] = (ch__model_part){name, {b.p, b.n}};
}

/* Lemmas of words that are triggers, or may be one by the shares of silver. */
static void note_lemmas(const samples *s, uint8_t *lemmas)
{
    for (size_t i = 0; i < s->n; i++) {
        const sample *x = &s->at[i];
        bool trigger = x->soft >= 0 ? s->soft[(size_t)x->soft * s->soft_width] < 0.8f : x->label[0] > 0;
        if (trigger)
            lemmas[x->key / 8] |= (uint8_t)(1 << x->key % 8);
    }
}

/* Leaves the words that the engine will score. */
static void sift(samples *s, const uint8_t *lemmas)
{
    for (size_t i = 0; i < s->n; i++)
        s->at[i].keep |= lemmas[s->at[i].key / 8] >> s->at[i].key % 8 & 1;
    samples_sift(s);
}

static void choose_words(event_samples *gold, event_samples *silver, parts *out)
{
    size_t n = (1u << CH__LEMMA_BITS) / 8;
    uint8_t *lemmas = need_zeroed(n, 1);
    note_lemmas(&gold->trigger, lemmas);
    note_lemmas(&silver->trigger, lemmas);
    sift(&gold->trigger, lemmas);
    sift(&silver->trigger, lemmas);
    printf("words to be scored: %zu of the corpus, %zu of silver\n", gold->trigger.n, silver->trigger.n);
    out->at[out->n++] = (ch__model_part){"events.lemmas", {(char *)lemmas, n}};
}

static void train_triggers(const settings *o, event_samples *gold, event_samples *silver, event_samples *dev,
                           event_labels *l, parts *out)
{
    scorer_net net;
    scorer_options options = options_of(o, o->silver_epochs);
    uint32_t groups[] = {(uint32_t)l->n, (uint32_t)l->n + N_MODALITIES};
    const char *names[CH__SCORER_LABELS];
    move_modalities(&gold->trigger, l->n);
    move_modalities(&silver->trigger, l->n);
    move_modalities(&dev->trigger, l->n);
    scorer_init(&net, &options, gold->trigger.n_dense, groups, 2);
    if (silver->trigger.n)
        scorer_train(&net, &silver->trigger, &options, "silver triggers");
    score_triggers(&net, &dev->trigger, l);
    options.epochs = o->epochs;
    scorer_train(&net, &gold->trigger, &options, "triggers");
    score_triggers(&net, &dev->trigger, l);
    for (int i = 0; i < l->n + N_MODALITIES; i++)
        names[i] = i < l->n ? l->name[i] : modalities[i - l->n];
    add_section(out, "events.triggers", &net, &gold->trigger, names);
    scorer_free(&net);
}

static void train_roles(const settings *o, event_samples *gold, event_samples *silver, event_samples *dev, parts *out)
{
    scorer_net net;
    scorer_options options = options_of(o, o->silver_epochs);
    const uint32_t groups[] = {CH__N_PARTIES};
    scorer_init(&net, &options, 0, groups, 1);
    if (silver->role.n)
        scorer_train(&net, &silver->role, &options, "silver roles");
    options.epochs = o->epochs;
    scorer_train(&net, &gold->role, &options, "roles");
    score_roles(&net, &dev->role);
    add_section(out, "events.roles", &net, &gold->role, parties);
    scorer_free(&net);
}

static void tell(const char *name, const event_samples *s)
{
    printf("%s: %zu documents, %zu events (%zu without a trigger's token), %zu words; %zu parties (%zu without a "
           "mention), "
           "%zu mentions\n",
           name, s->documents, s->events, s->lost, s->trigger.n, s->parties, s->unnamed, s->role.n);
    fflush(stdout);
}

static void read_all(const settings *o, const sources *silver_files, event_labels *l, event_samples *gold,
                     event_samples *silver, event_samples *dev)
{
    ch_engine *engine;
    ch_err err;
    const ch_engine_options options = {.knowledge = o->knowledge, .model = o->model};
    if (ch_engine_open(&engine, &options, &err) < 0)
        die_of(&err);
    (void)event_label(l, "none");
    event_samples_corpus(gold, engine, o->corpus, CH_TRAIN);
    tell("corpus, train", gold);
    l->closed = true;
    event_samples_corpus(dev, engine, o->corpus, CH_DEV);
    tell("corpus, dev", dev);
    for (size_t i = 0; i < silver_files->n; i++)
        event_samples_silver(silver, engine, silver_files->at[i].path);
    if (silver->documents)
        tell("silver", silver);
    ch_engine_close(engine);
}

int train_events(int argc, char **argv)
{
    settings o = {.bits = 16,
                  .width = 64,
                  .epochs = 8,
                  .silver_epochs = 2,
                  .rate = 0.05,
                  .dropout = 0.3,
                  .silver_weight = 1,
                  .seed = 1};
    sources silver_files = {0};
    const option table[] = {
        {"out", "the part to write", OPTION_TEXT, &o.out},
        {"corpus", "annotated units (docs/corpus.md); the part train is learned from, dev scored", OPTION_TEXT,
         &o.corpus},
        {"silver", "JSONL of a teacher", OPTION_SOURCES, &silver_files},
        {"knowledge", "knowledge file (default: the shipped one)", OPTION_TEXT, &o.knowledge},
        {"model", "model file with text.* and syntax.* (default: the shipped one)", OPTION_TEXT, &o.model},
        {"bits", "rows of a scorer, as a power of two (default 16)", OPTION_NUMBER, &o.bits},
        {"width", "units (default 64)", OPTION_NUMBER, &o.width},
        {"epochs", "over the corpus (default 8)", OPTION_NUMBER, &o.epochs},
        {"silver-epochs", "over silver, before (default 2)", OPTION_NUMBER, &o.silver_epochs},
        {"silver-weight", "of a silver sample (default 1)", OPTION_NUMBER, &o.silver_weight},
        {"rate", "of learning (default 0.05)", OPTION_NUMBER, &o.rate},
        {"dropout", "share of traits left out in training (default 0.3)", OPTION_NUMBER, &o.dropout},
        {"seed", "of chance (default 1)", OPTION_NUMBER, &o.seed},
        {"only", "triggers or roles: train and write just these", OPTION_TEXT, &o.only},
        {NULL, NULL, OPTION_FLAG, NULL}};
    options_parse(table, argc, argv, NULL);
    if (!o.out || !o.corpus)
        die("events needs --out PART and --corpus DIRECTORY");
    static event_labels labels;
    event_samples gold = {.labels = &labels, .weight = 1}, dev = gold, silver = gold;
    silver.weight = (float)o.silver_weight;
    read_all(&o, &silver_files, &labels, &gold, &silver, &dev);
    parts out = {0};
    ch_err err;
    if (!o.only || strcmp(o.only, "triggers") == 0) {
        choose_words(&gold, &silver, &out);
        train_triggers(&o, &gold, &silver, &dev, &labels, &out);
    }
    if (!o.only || strcmp(o.only, "roles") == 0)
        train_roles(&o, &gold, &silver, &dev, &out);
    if (ch__model_write(o.out, out.at, out.n, &err) < 0)
        die_of(&err);
    parts_free(&out);
    event_samples_free(&gold);
    event_samples_free(&dev);
    event_samples_free(&silver);
    return 0;
}
