/* evaluate_records.c - records against a gold file: the counts (ch_eval_records). */
#include <math.h>
#include <stdlib.h>

#include "base/guard.h"
#include "engine.h"
#include "evaluate/evaluate.h"

struct ch_record_eval_inside {
    ch__arena arena; /* of everything that an evaluation points to */
};

/* An evaluation at work. What it holds is released by its caller, also after a jump of an arena. */
typedef struct run {
    ch__eval_rules rules;
    const ch_eval_records_options *options;
    ch__eval_file gold_file, output_file, text_file;
    ch__eval_documents documents;
    ch__eval_rows gold, output;
    ch_record_eval *out;
    ch_err *err;
} run;

/* ---- figures ---- */

ch_precision_recall ch_record_score_of(const ch_record_score *s, const ch_match_count *c)
{
    if (!s->gold && !s->output)
        return (ch_precision_recall){1, 1, 1, 1};
    double p = s->output ? (double)c->right / (double)s->output : 0,
           r = c->matched ? (double)c->matched / (double)(c->matched + c->missed) : 0;
    return (ch_precision_recall){.precision = p,
                                 .recall = r,
                                 .f1 = p + r > 0 ? 2 * p * r / (p + r) : 0,
                                 .recall_must = s->must ? (double)c->matched_must / (double)s->must : 0};
}

double ch_record_macro_f1(const ch_record_eval *e, bool strict)
{
    double sum = 0;
    int n = 0;
    for (int t = 0; t < CH_N_EVENT_TYPES; t++) {
        const ch_record_score *s = &e->types[t];
        if (!s->gold)
            continue;
        sum += ch_record_score_of(s, strict ? &s->strict : &s->relaxed).f1;
        n++;
    }
    return n ? sum / n : 0;
}

double ch_calibration_error(const ch_confidence_bin bins[CH_N_CONFIDENCE_BINS])
{
    double apart = 0;
    uint64_t events = 0;
    for (int i = 0; i < CH_N_CONFIDENCE_BINS; i++) {
        apart += fabs((double)bins[i].relaxed - bins[i].confidence);
        events += bins[i].events;
    }
    return events ? apart / (double)events : 0;
}

/* ---- counts ---- */

static int type_of(const json_t *o)
{
    const char *name = json_string_value(json_object_get(o, "event"));
    for (int t = 0; name && t < CH_N_EVENT_TYPES; t++)
        if (ch__sv_eq_nocase(ch__sv_of(name), ch__sv_of(ch_event_type_name((ch_event_type)t))))
            return t;
    return CH_N_EVENT_TYPES;
}

static void count_field(ch_record_score *s, ch_compared_field f, double right)
{
    s->fields[f].right += right;
    s->fields[f].of++;
}

static void count_date(const ch__eval_rules *r, ch_record_score *s, const ch__eval_row *g, const json_t *out)
{
    const char *basis = json_string_value(json_object_get(g->object, "date_basis"));
    ch_compared_field field = g->kind == CH_FIGURE                     ? CH_COMPARED_PERIOD
                              : basis && strcmp(basis, "context") == 0 ? CH_COMPARED_DATE_CONTEXT
                                                                       : CH_COMPARED_DATE;
    ch__rightness right = ch__eval_date(r, g->object, out, g->kind == CH_FIGURE ? "period" : "date");
    if (right != CH__NOT_ASKED)
        count_field(s, field, right == CH__RIGHT);
}

/* What is asked of each kind beside its date. */
static uint64_t fields_of(ch_kind kind)
{
#define BIT(f) ((uint64_t)1 << CH_COMPARED_##f)
    static const uint64_t fields[CH_N_KINDS] = {
        [CH_STATEMENT] = BIT(SPEAKER) | BIT(FORM) | BIT(ADDRESSEE) | BIT(ABOUT),
        [CH_AGREEMENT] = BIT(FORM) | BIT(ACTION) | BIT(PARTIES) | BIT(TITLE) | BIT(TERM) | BIT(COUNT) | BIT(SUBJECTS),
        [CH_LEVEL] = BIT(LEVEL) | BIT(ACTION) | BIT(PARTIES),
        [CH_FIGURE] = BIT(MEASURE) | BIT(VALUE) | BIT(UNIT) | BIT(FROM) | BIT(TO) | BIT(APPROXIMATE)};
#undef BIT
    return fields[kind];
}

static void count_event(const ch__eval_rules *r, ch_record_score *s, const json_t *g, const json_t *out)
{
    count_field(s, CH_COMPARED_MODALITY, ch__eval_modality(r, g, out));
    count_field(s, CH_COMPARED_MODE, ch__same_low(r, json_object_get(g, "mode"), json_object_get(out, "mode")));
    count_field(s, CH_COMPARED_ATTRIBUTION,
                ch__same_code(ch__eval_one(r, json_object_get(out, "attribution")),
                              ch__eval_code(r, json_object_get(g, "attribution"))));
}

static void count_fields(const ch__eval_rules *r, ch_record_score *s, const ch__eval_row *row, const json_t *out)
{
    count_date(r, s, row, out);
    if (row->kind == CH_EVENT)
        count_event(r, s, row->object, out);
    for (int f = 0; f < CH_N_COMPARED_FIELDS; f++) {
        double part = fields_of(row->kind) >> f & 1 ? ch__eval_part(r, row->object, out, (ch_compared_field)f) : -1;
        if (part >= 0)
            count_field(s, (ch_compared_field)f, part);
    }
}

static void count_match(ch_match_count *c, const ch__eval_row *g, bool found)
{
    c->matched += found;
    c->matched_must += found && g->must;
    c->missed += !found && g->must;
}

static void count_gold(const run *r, ch_record_score *s, const ch__eval_row *g)
{
    s->gold++;
    s->must += g->must;
    count_match(&s->relaxed, g, g->partner != CH_NONE);
    count_match(&s->strict, g, g->partner != CH_NONE && g->strict);
    if (g->partner != CH_NONE)
        count_fields(&r->rules, s, g, r->output.at[g->partner].object);
}

static void count_output(ch_record_score *s, const ch__eval_row *o)
{
    s->output++;
    s->relaxed.right += o->partner != CH_NONE;
    s->strict.right += o->partner != CH_NONE && o->strict;
}

static void count_confidence(ch_record_eval *e, const ch__eval_row *o)
{
    const json_t *v = json_object_get(o->object, "confidence");
    double c = json_number_value(v);
    if (!json_is_number(v) || c < 0 || c > 1) {
        e->unsure++;
        return;
    }
    ch_confidence_bin *b = &e->bins[c > 0 ? (int)ceil(c * CH_N_CONFIDENCE_BINS) - 1 : 0];
    b->events++;
    b->confidence += c;
    b->relaxed += o->partner != CH_NONE;
    b->strict += o->partner != CH_NONE && o->strict;
}

/* The score of a row's label, made when it is new. Labels are few. */
static ch_record_score *label_of(run *r, const ch__eval_row *row)
{
    static const size_t step = 16;
    const char *label = ch__eval_label(&r->rules, row);
    ch_record_score **at = &r->out->labels[row->kind];
    size_t *n = &r->out->n_labels[row->kind], i = 0;
    while (i < *n && strcmp((*at)[i].name, label) < 0)
        i++;
    if (i < *n && strcmp((*at)[i].name, label) == 0)
        return &(*at)[i];
    if (*n % step == 0)
        *at = ch__grow(r->rules.arena, *at, *n, sizeof **at, *n + step);
    memmove(*at + i + 1, *at + i, (*n - i) * sizeof **at);
    (*at)[i] = (ch_record_score){.name = label};
    ++*n;
    return &(*at)[i];
}

static void count_labels(run *r)
{
    for (uint32_t i = 0; i < r->gold.n; i++)
        if (r->gold.at[i].kind != CH_EVENT)
            count_gold(r, label_of(r, &r->gold.at[i]), &r->gold.at[i]);
    for (uint32_t i = 0; i < r->output.n; i++)
        if (r->output.at[i].kind != CH_EVENT)
            count_output(label_of(r, &r->output.at[i]), &r->output.at[i]);
}

/* Events are counted by kind, by type and by document. */
static void count_rows(run *r)
{
    ch_record_eval *e = r->out;
    for (uint32_t i = 0; i < r->gold.n; i++) {
        const ch__eval_row *g = &r->gold.at[i];
        int type = g->kind == CH_EVENT ? type_of(g->object) : CH_N_EVENT_TYPES;
        count_gold(r, &e->kinds[g->kind], g);
        if (type < CH_N_EVENT_TYPES)
            count_gold(r, &e->types[type], g);
        if (g->kind == CH_EVENT)
            count_gold(r, &e->documents[g->document], g);
    }
    for (uint32_t i = 0; i < r->output.n; i++) {
        const ch__eval_row *o = &r->output.at[i];
        int type = o->kind == CH_EVENT ? type_of(o->object) : CH_N_EVENT_TYPES;
        count_output(&e->kinds[o->kind], o);
        if (type < CH_N_EVENT_TYPES)
            count_output(&e->types[type], o);
        if (o->kind != CH_EVENT)
            continue;
        count_output(&e->documents[o->document], o);
        count_confidence(e, o);
    }
}

static void count_confusion(run *r)
{
    const uint32_t *partners = ch__eval_match_events(&r->rules, &r->documents, &r->gold, &r->output);
    bool *taken = ch__alloc(r->rules.arena, r->output.n + (size_t)1);
    for (uint32_t i = 0; i < r->gold.n; i++) {
        if (r->gold.at[i].kind != CH_EVENT)
            continue;
        const json_t *gold = r->gold.at[i].object;
        const json_t *out = partners[i] == CH_NONE ? NULL : r->output.at[partners[i]].object;
        /* another reading of the gold is no confusion */
        int type = out && ch__eval_type(&r->rules, gold, out) ? type_of(gold) : type_of(out);
        r->out->confusion[type_of(gold)][type]++;
        if (out)
            taken[partners[i]] = true;
    }
    for (uint32_t i = 0; i < r->output.n; i++)
        if (r->output.at[i].kind == CH_EVENT && !taken[i])
            r->out->confusion[CH_N_EVENT_TYPES][type_of(r->output.at[i].object)]++;
}

static void name_scores(run *r)
{
    ch_record_eval *e = r->out;
    for (int k = 0; k < CH_N_KINDS; k++)
        e->kinds[k].name = ch_kind_name((ch_kind)k);
    for (int t = 0; t < CH_N_EVENT_TYPES; t++)
        e->types[t].name = ch_event_type_name((ch_event_type)t);
    e->n_documents = r->documents.n;
    e->documents = ch__alloc_array(r->rules.arena, e->n_documents + 1, sizeof *e->documents);
    for (uint32_t d = 0; d < r->documents.n; d++)
        e->documents[d].name = r->documents.at[d].stem.p;
}

/* ---- what is wrong ---- */

static bool is_other_reading(const char *key)
{
    return ch__sv_ends(ch__sv_of(key), CH__SV("_alt")) || strcmp(key, "must") == 0;
}

static void tell(const run *r, const char *what, const ch__eval_row *row, bool whole)
{
    json_t *shown = json_copy(row->object);
    const char *key;
    json_t *value;
    void *next;
    if (!whole)
        json_object_foreach_safe(shown, next, key, value) if (is_other_reading(key)) json_object_del(shown, key);
    char *text = json_dumps(shown, JSON_COMPACT);
    ch_record_error e = {.what = what, .record = text ? text : "{}", .line = row->line, .kind = row->kind};
    r->options->error(r->options->ctx, &e);
    free(text);
    json_decref(shown);
}

static void tell_errors(const run *r)
{
    for (uint32_t i = 0; i < r->gold.n; i++)
        if (r->gold.at[i].partner == CH_NONE && r->gold.at[i].must)
            tell(r, "missed", &r->gold.at[i], false);
    for (uint32_t i = 0; i < r->output.n; i++) {
        const ch__eval_row *o = &r->output.at[i];
        if (o->partner == CH_NONE || !o->strict)
            tell(r, o->partner == CH_NONE ? "wrong" : "partly", o, true);
    }
}

/* ---- the evaluation ---- */

static int evaluate(void *ctx)
{
    run *r = ctx;
    int rc = ch__eval_read_gold(&r->rules, &r->gold_file, &r->documents, &r->gold, r->err);
    if (rc >= 0 && r->options->texts)
        rc = ch__eval_read_texts(&r->rules, r->options->texts, &r->text_file, &r->documents, &r->gold, r->err);
    if (rc >= 0)
        rc = ch__eval_read_output(&r->rules, &r->output_file, &r->documents, &r->output, r->err);
    if (rc < 0)
        return rc;
    ch__eval_match(&r->rules, &r->documents, &r->gold, &r->output);
    name_scores(r);
    count_rows(r);
    count_labels(r);
    count_confusion(r);
    r->out->ignored = r->output.ignored;
    r->out->unknown = r->output.unknown;
    r->out->failed = r->output.failed;
    r->out->bad = r->gold.bad + r->output.bad;
    if (r->options->error)
        tell_errors(r);
    return CH_OK;
}

static void release(run *r)
{
    ch__eval_rows_release(&r->gold);
    ch__eval_rows_release(&r->output);
    ch__eval_close(&r->gold_file);
    ch__eval_close(&r->output_file);
    ch__eval_close(&r->text_file);
}

int ch_eval_records(const ch_engine *engine, const char *gold, const char *output,
                    const ch_eval_records_options *options, ch_record_eval *out, ch_err *err)
{
    static const ch_eval_records_options none;
    ch_err own;
    const ch_eval_records_options *o = options ? options : &none;
    run r = {.options = o,
             .gold_file = {.path = gold, .fault = o->fault, .fault_ctx = o->ctx},
             .output_file = {.path = output, .fault = o->fault, .fault_ctx = o->ctx},
             .text_file = {.fault = o->fault, .fault_ctx = o->ctx},
             .out = out,
             .err = err ? err : &own};
    ch__err_clear(r.err);
    *out = (ch_record_eval){.inside = ch__malloc(sizeof *out->inside)};
    if (!out->inside)
        return ch__fail(r.err, CH_ENOMEM, "out of memory");
    *out->inside = (struct ch_record_eval_inside){.arena = {0}};
    r.rules = (ch__eval_rules){.aliases = ch__knowledge_table(engine->knowledge, "evaluate/aliases"),
                               .units = ch__knowledge_table(engine->knowledge, "evaluate/units"),
                               .alt = !o->first_reading,
                               .arena = &out->inside->arena};
    int rc = r.rules.aliases && r.rules.units
                 ? ch__guarded(r.rules.arena, evaluate, &r, r.err)
                 : ch__fail(r.err, CH_EKNOWLEDGE, "the knowledge lacks the tables evaluate/aliases and evaluate/units");
    release(&r);
    if (rc < 0)
        ch_record_eval_release(out);
    return rc < 0 ? rc : CH_OK;
}

void ch_record_eval_release(ch_record_eval *eval)
{
    if (eval->inside)
        ch__arena_release(&eval->inside->arena);
    free(eval->inside);
    *eval = (ch_record_eval){.inside = NULL};
}
