/* figures.c - the step "figures": the scorers of numbers between states, from the corpus. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "corpus/corpus.h"
#include "engine.h"
#include "export.h"
#include "ledger/figure_model.h"
#include "options.h"
#include "scorer.h"
#include "unit.h"

enum { MOST_LABELS = 64 };

typedef struct settings {
    const char *out, *corpus, *primer, *knowledge, *model;
    double bits, width, epochs, rate, dropout, side_dropout, side_width, side_epochs, seed, folds, members;
} settings;

/* A number that was asked, and what the annotator says of it. */
typedef struct asked {
    uint32_t unit;
    size_t sample;     /* of `figures` */
    size_t first_side; /* of `sides`; n_sides of them */
    uint32_t n_sides;
    char code[CH__MOST_BIDDERS][16], from[16], to[16];
} asked;

typedef struct lessons {
    const char *labels[MOST_LABELS];
    int n_labels;
    bool closed;
    samples figures, sides;
    asked *at;
    size_t n, cap;
    size_t gold, unseen, far; /* figures; not asked; asked but a side is no bidder */
    size_t *gold_of_unit, n_units;
    ch__arena scratch, kept;
    const ch_engine *engine;
    ch_work *work;
    ch_split split;
    bool whole; /* units of all parts */
} lessons;

static int label_of(lessons *l, const char *name)
{
    for (int i = 0; i < l->n_labels; i++)
        if (strcmp(l->labels[i], name) == 0)
            return i;
    if (l->closed || l->n_labels == MOST_LABELS)
        return UNKNOWN_LABEL;
    l->labels[l->n_labels] = ch__copyz(&l->kept, name);
    return l->n_labels++;
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 0.01 * fabs(b);
}

static bool has(const ch__number *n, double v)
{
    return (n->has_value && near(n->value, v)) || (n->has_low && near(n->low, v)) || (n->has_high && near(n->high, v));
}

/* Whether the annotator's figure is this number. */
static bool is_it(const ch_record *gold, const ch__number *n)
{
    const ch_figure *f = &gold->as.figure;
    if (n->bytes.end <= gold->bytes.start || n->bytes.start >= gold->bytes.end)
        return false;
    if (f->has_value)
        return has(n, f->value);
    return (!f->has_low || has(n, f->low)) && (!f->has_high || has(n, f->high));
}

static const char *code_of(const ch_doc *doc, const ch_roles *roles)
{
    return roles->n && roles->at[0].actor != CH_NONE && doc->actors[roles->at[0].actor].code
               ? doc->actors[roles->at[0].actor].code
               : "";
}

static void add_sides(lessons *l, const ch__figure_scene *s, const ch__figure_question *q, const ch_doc *gold,
                      const ch_record *r, asked *a)
{
    ch__traits t = {.arena = &l->scratch};
    snprintf(a->from, sizeof a->from, "%s", code_of(gold, &r->as.figure.from));
    snprintf(a->to, sizeof a->to, "%s", code_of(gold, &r->as.figure.to));
    a->first_side = l->sides.n;
    a->n_sides = s->n_codes;
    bool from = false, to = false;
    for (uint32_t i = 0; i < s->n_codes; i++) {
        const char *code = "";
        for (uint32_t b = s->n_bidders; b > 0; b--)
            code = s->bidders[b - 1].order == i ? s->bidders[b - 1].code : code;
        snprintf(a->code[i], sizeof a->code[i], "%s", code);
        bool gives = strcmp(code, a->from) == 0, gets = strcmp(code, a->to) == 0;
        from |= gives;
        to |= gets;
        ch__side_traits(&t, s, q, r->as.figure.measure, i);
        sample *x = samples_add(&l->sides, &t, NULL);
        x->label[0] = gives ? CH__SIDE_FROM : gets ? CH__SIDE_TO : CH__SIDE_NONE;
        x->key = a->unit;
        x->list = (uint32_t)l->n;
    }
    l->far += (a->from[0] && !from) || (a->to[0] && !to);
}

static void add_number(lessons *l, const ch__figure_scene *s, const ch__draft *d, const ch_doc *gold,
                       const ch_record *r)
{
    uint8_t dense[1024];
    ch__traits t = {.arena = &l->scratch};
    ch__figure_question q;
    ch__figure_ask(&q, s, d);
    ch__figure_traits(&t, s, &q);
    ch__figure_vectors(s, &q, dense);
    l->figures.n_dense = CH__FIGURE_VECTORS * s->clues.doc->inside->vector_width;
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 1024;
        l->at = need_more(l->at, l->cap * sizeof *l->at);
    }
    asked *a = &l->at[l->n++];
    *a = (asked){.unit = (uint32_t)l->n_units, .sample = l->figures.n};
    sample *x = samples_add(&l->figures, &t, dense);
    x->key = a->unit;
    x->label[0] = (int16_t)label_of(l, r ? r->as.figure.measure : "none");
    if (r)
        add_sides(l, s, &q, gold, r, a);
}

static void add_document(lessons *l, ch_doc *doc, const ch__corpus_unit *u)
{
    const ch__knowledge *k = l->engine->knowledge;
    bool *taken = need_zeroed(u->doc->n_records + 1, sizeof *taken);
    uint32_t *events = ch__events_by_token(doc, &l->scratch);
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        ch__draft *drafts;
        ch__figure_scene scene;
        uint32_t n = ch__ledger_reads(doc, s) ? ch__figure_drafts(k, &l->scratch, doc, s, &drafts) : 0;
        if (n)
            ch__figure_scene_read(&scene, k, doc, s, events, &l->scratch);
        for (uint32_t i = 0; i < n; i++) {
            const ch_record *found = NULL;
            for (uint32_t g = 0; g < u->doc->n_records && !found; g++)
                if (u->doc->records[g].kind == CH_FIGURE && !taken[g] &&
                    is_it(&u->doc->records[g], &drafts[i].number)) {
                    found = &u->doc->records[g];
                    taken[g] = true;
                }
            add_number(l, &scene, &drafts[i], u->doc, found);
        }
    }
    for (uint32_t g = 0; g < u->doc->n_records; g++)
        if (u->doc->records[g].kind == CH_FIGURE) {
            l->gold++;
            l->gold_of_unit[l->n_units]++;
            l->unseen += !taken[g];
        }
    free(taken);
    ch__arena_clear(&l->scratch);
}

static int add_unit(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    lessons *l = ctx;
    if ((u->split != l->split && !l->whole) || u->faulty)
        return CH_OK;
    ch_doc *doc = unit_read(l->engine, l->work, u, (ch_doc_options){.events_only = true}, err);
    l->gold_of_unit = need_more(l->gold_of_unit, (l->n_units + 1) * sizeof *l->gold_of_unit);
    l->gold_of_unit[l->n_units] = 0;
    if (strcmp(doc->text, u->doc->text) == 0)
        add_document(l, doc, u);
    l->n_units++;
    ch_doc_free(doc);
    return CH_OK;
}

static void fault(void *ctx, const ch_err *f)
{
    (void)ctx;
    fprintf(stderr, "%s:%lld: %s\n", f->file, (long long)f->line, f->message);
}

static void read_corpus(lessons *l, const ch_engine *engine, const char *path, ch_split split)
{
    ch_err err = {0};
    ch__vocabulary v;
    ch__corpus_reader reader = {.v = &v, .fault = fault};
    l->engine = engine;
    l->split = split;
    if (ch_work_new(&l->work, &err) < 0 || ch__vocabulary_load(&v, engine->knowledge, &reader.arena, &err) < 0 ||
        ch__corpus_read(&reader, &path, 1, add_unit, l, &err) < 0)
        die_of(&err);
    ch_work_free(l->work);
    ch__arena_release(&reader.arena);
    printf("%s: %zu numbers, %zu figures (%zu not among them, %zu with a side that nobody names)\n",
           split == CH_TRAIN ? "train" : "dev", l->n, l->gold, l->unseen, l->far);
}

/* Beside the corpus; its figures count neither as found nor as missed. */
static void read_primer(lessons *l, const ch_engine *engine, const char *path)
{
    size_t n = l->n, gold = l->gold, unseen = l->unseen, far = l->far;
    l->whole = true;
    read_corpus(l, engine, path, CH_TRAIN);
    l->n = n;
    l->gold = gold;
    l->unseen = unseen;
    l->far = far;
}

/* ---- training ---- */

typedef struct nets {
    scorer_net figures, sides;
} nets;

/* Those of units that belong (or do not belong) to a fold. */
static samples part(const samples *s, uint32_t folds, uint32_t fold, bool inside)
{
    samples p = *s;
    p.at = need((s->n + 1) * sizeof *p.at);
    p.n = 0;
    for (size_t i = 0; i < s->n; i++)
        if ((s->at[i].key % folds == fold) == inside)
            p.at[p.n++] = s->at[i];
    return p;
}

/* Lists of samples of one number: those that follow each other with one `list`. */
static uint32_t *lists_of(const samples *s, size_t *n)
{
    uint32_t *lists = need((s->n + 1) * sizeof *lists);
    *n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (i && s->at[i].list == s->at[i - 1].list)
            lists[*n - 1]++;
        else
            lists[(*n)++] = 1;
    return lists;
}

static void train_nets(nets *n, const settings *o, const samples *figures, const samples *sides, int n_labels)
{
    enum { MOST_MEMBERS = 8 };
    scorer_net figure[MOST_MEMBERS], side[MOST_MEMBERS];
    uint32_t members = (uint32_t)o->members, groups[] = {(uint32_t)n_labels};
    const uint32_t of_sides[] = {CH__N_FIGURE_SIDES};
    size_t n_lists;
    uint32_t *lists = lists_of(sides, &n_lists);
    if (members < 1 || members > MOST_MEMBERS)
        die("--members is 1 to %d", MOST_MEMBERS);
    for (uint32_t m = 0; m < members; m++) {
        scorer_options options = {.bits = (uint32_t)o->bits,
                                  .width = (uint32_t)o->width / members,
                                  .epochs = o->epochs,
                                  .rate = o->rate,
                                  .dropout = o->dropout,
                                  .seed = (uint64_t)o->seed + 100 * m};
        scorer_init(&figure[m], &options, figures->n_dense, groups, 1);
        scorer_train(&figure[m], figures, &options, "figures");
        options.dropout = o->side_dropout;
        options.width = (uint32_t)o->side_width / members;
        options.epochs = o->side_epochs;
        scorer_init(&side[m], &options, 0, of_sides, 1);
        scorer_train_lists(&side[m], sides, lists, n_lists, &options, "sides");
    }
    scorer_join(&n->figures, figure, members);
    scorer_join(&n->sides, side, members);
    free(lists);
}

/* One number as the nets see it. */
typedef struct verdict {
    float share; /* of all measures */
    bool gold, label, sides;
} verdict;

static int32_t in_octaves(float share, float none)
{
    double x = 64 * log2((share + 1e-9) / (none + 1e-9));
    return (int32_t)(x < -4096 ? -4096 : x > 4096 ? 4096 : x);
}

static void choose(const nets *n, const lessons *l, const asked *a, verdict *v)
{
    ch__side_odds odds[CH__MOST_BIDDERS];
    float p[CH__SCORER_LABELS];
    uint32_t from, to;
    for (uint32_t i = 0; i < a->n_sides; i++) {
        scorer_predict(&n->sides, &l->sides, &l->sides.at[a->first_side + i], p);
        odds[i] = (ch__side_odds){in_octaves(p[CH__SIDE_FROM], p[0]), in_octaves(p[CH__SIDE_TO], p[0])};
    }
    ch__sides_choose(odds, a->n_sides, &from, &to);
    v->sides = from != CH_NONE && strcmp(a->code[from], a->from) == 0 && strcmp(a->code[to], a->to) == 0;
}

static size_t judge(const nets *n, const lessons *l, uint32_t folds, uint32_t fold, verdict *out)
{
    float p[CH__SCORER_LABELS];
    size_t m = 0;
    for (size_t i = 0; i < l->n; i++) {
        const asked *a = &l->at[i];
        if (folds && a->unit % folds != fold)
            continue;
        const sample *x = &l->figures.at[a->sample];
        verdict *v = &out[m++];
        uint32_t best = 1;
        scorer_predict(&n->figures, &l->figures, x, p);
        for (uint32_t k = 1; k < n->figures.n_labels; k++)
            best = p[k] > p[best] ? k : best;
        *v =
            (verdict){.share = 1 - p[0], .gold = a->n_sides || x->label[0] != 0, .label = x->label[0] == (int16_t)best};
        if (v->gold)
            choose(n, l, a, v);
    }
    return m;
}

static void tell(const char *name, const verdict *v, size_t n, size_t gold)
{
    for (int at = 20; at <= 80; at += 10) {
        size_t found = 0, real = 0, label = 0, sides = 0, both = 0;
        for (size_t i = 0; i < n; i++) {
            if (v[i].share < (float)at / 100)
                continue;
            found++;
            real += v[i].gold;
            label += v[i].gold && v[i].label;
            sides += v[i].gold && v[i].sides;
            both += v[i].gold && v[i].label && v[i].sides;
        }
        double all = (double)(found + gold) / 2;
        printf("%s at %d: found %zu, F1 %.3f, with measure %.3f, with sides %.3f, strict %.3f\n", name, at, found,
               (double)real / all, (double)label / all, (double)sides / all, (double)both / all);
    }
}

static void free_nets(nets *n)
{
    scorer_free(&n->figures);
    scorer_free(&n->sides);
}

static void cross(const settings *o, const lessons *l)
{
    uint32_t folds = (uint32_t)o->folds;
    verdict *all = need((l->n + 1) * sizeof *all);
    size_t n = 0;
    for (uint32_t f = 0; f < folds; f++) {
        nets net;
        samples figures = part(&l->figures, folds, f, false), sides = part(&l->sides, folds, f, false);
        train_nets(&net, o, &figures, &sides, l->n_labels);
        n += judge(&net, l, folds, f, all + n);
        free_nets(&net);
        free(figures.at);
        free(sides.at);
    }
    tell("train, left out", all, n, l->gold);
    free(all);
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

static const char *const sides_labels[] = {"none", "from", "to"};

int train_figures(int argc, char **argv)
{
    settings o = {.bits = 14,
                  .width = 128,
                  .epochs = 8,
                  .rate = 0.05,
                  .dropout = 0.5,
                  .side_dropout = 0.4,
                  .side_width = 64,
                  .side_epochs = 12,
                  .seed = 1,
                  .members = 2};
    const option table[] = {
        {"out", "the part to write", OPTION_TEXT, &o.out},
        {"corpus", "annotated units (docs/corpus.md); the part train is learned from, dev scored", OPTION_TEXT,
         &o.corpus},
        {"primer", "annotated units of plain sentences, all learned from beside the corpus", OPTION_TEXT, &o.primer},
        {"knowledge", "knowledge file (default: the shipped one)", OPTION_TEXT, &o.knowledge},
        {"model", "model file with text.*, syntax.* and events.* (default: the shipped one)", OPTION_TEXT, &o.model},
        {"bits", "rows of a scorer, as a power of two (default 14)", OPTION_NUMBER, &o.bits},
        {"width", "units for numbers (default 128)", OPTION_NUMBER, &o.width},
        {"side-width", "units for sides (default 64)", OPTION_NUMBER, &o.side_width},
        {"epochs", "over numbers (default 8)", OPTION_NUMBER, &o.epochs},
        {"side-epochs", "over sides (default 12)", OPTION_NUMBER, &o.side_epochs},
        {"rate", "of learning (default 0.05)", OPTION_NUMBER, &o.rate},
        {"dropout", "share of traits of numbers left out in training (default 0.5)", OPTION_NUMBER, &o.dropout},
        {"side-dropout", "the same of sides (default 0.4)", OPTION_NUMBER, &o.side_dropout},
        {"seed", "of chance (default 1)", OPTION_NUMBER, &o.seed},
        {"members", "nets whose mean is taken, each its part of the units (default 2)", OPTION_NUMBER, &o.members},
        {"folds", "score the part train too, each of so many folds by what was learned from the others (default 0: no)",
         OPTION_NUMBER, &o.folds},
        {NULL, NULL, OPTION_FLAG, NULL}};
    options_parse(table, argc, argv, NULL);
    if (!o.out || !o.corpus)
        die("figures needs --out PART and --corpus DIRECTORY");
    ch_engine *engine;
    ch_err err;
    const ch_engine_options options = {.knowledge = o.knowledge, .model = o.model};
    if (ch_engine_open(&engine, &options, &err) < 0)
        die_of(&err);
    static lessons l, dev;
    (void)label_of(&l, "none");
    read_corpus(&l, engine, o.corpus, CH_TRAIN);
    if (o.primer)
        read_primer(&l, engine, o.primer);
    memcpy(dev.labels, l.labels, sizeof l.labels);
    dev.n_labels = l.n_labels;
    dev.closed = true;
    read_corpus(&dev, engine, o.corpus, CH_DEV);
    ch_engine_close(engine);
    if (o.folds)
        cross(&o, &l);
    nets net;
    train_nets(&net, &o, &l.figures, &l.sides, l.n_labels);
    verdict *v = need((dev.n + 1) * sizeof *v);
    tell("dev", v, judge(&net, &dev, 0, 0, v), dev.gold);
    parts out = {0};
    add_section(&out, "ledger.figures", &net.figures, &l.figures, l.labels);
    add_section(&out, "ledger.sides", &net.sides, &l.sides, sides_labels);
    if (ch__model_write(o.out, out.at, out.n, &err) < 0)
        die_of(&err);
    parts_free(&out);
    free_nets(&net);
    return 0;
}
