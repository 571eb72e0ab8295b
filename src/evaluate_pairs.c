/* evaluate_pairs.c - answers to pairs against a gold file (ch_eval_pairs). */
#include <setjmp.h>
#include <stdlib.h>

#include "base/guard.h"
#include "evaluate/evaluate.h"

/* One pair asked, and its answer. */
typedef struct asked {
    ch__sv id;
    uint32_t order;               /* of the gold's lines */
    uint32_t label, quad;         /* label: into run.labels; quad 1..4 */
    uint32_t answer, answer_quad; /* CH_NONE, 0: none yet */
} asked;

typedef struct run {
    const ch_eval_pairs_options *options;
    ch__arena arena;
    ch__eval_file gold_file, output_file;
    const json_t *object; /* the line in hand, a file's */
    asked *asked;
    uint32_t n, cap;
    const char **labels;
    uint32_t n_labels, cap_labels;
    ch_pair_eval *out;
    ch_err *err;
} run;

/* ---- lines ---- */

static ch__sv id_of(run *r, int64_t line)
{
    const json_t *id = json_object_get(r->object, "id"), *told = json_object_get(r->object, "line");
    if (json_is_string(id))
        return ch__sv_of(ch__copyz(&r->arena, json_string_value(id)));
    if (json_is_integer(id))
        return ch__sv_of(ch__format(&r->arena, "%lld", (long long)json_integer_value(id)));
    if (json_is_integer(told))
        line = json_integer_value(told);
    return ch__sv_of(ch__format(&r->arena, "line %lld", (long long)line));
}

static uint32_t label_of(run *r, const char *name)
{
    for (uint32_t i = 0; i < r->n_labels; i++)
        if (strcmp(r->labels[i], name) == 0)
            return i;
    *CH__PUSH(&r->arena, r->labels, r->n_labels, r->cap_labels) = ch__copyz(&r->arena, name);
    return r->n_labels - 1;
}

static uint32_t quad_of_label(const char *name)
{
    for (int t = 0; t < CH_N_EVENT_TYPES; t++)
        if (strcmp(name, ch_event_type_name((ch_event_type)t)) == 0)
            return (uint32_t)ch_event_type_quad((ch_event_type)t);
    for (int c = 0; c < CH_N_PLV_CLASSES; c++)
        if (strcmp(name, ch_plv_class_name((ch_plv_class)c)) == 0)
            return (uint32_t)ch_plv_class_quad((ch_plv_class)c);
    return 0;
}

/* Label and quad of the line in hand; NULL, or what is wrong. */
static const char *read_label(run *r, const char *member, uint32_t *label, uint32_t *quad)
{
    const char *name = json_string_value(json_object_get(r->object, member));
    const json_t *q = json_object_get(r->object, "quad");
    if (!name || !*name || strlen(name) >= sizeof((ch_pair_class *)0)->name)
        return "no label of a class";
    /* a corpus says the quad of its own label beside the benchmark's */
    bool own = strcmp(member, "plv") == 0 && json_object_get(r->object, "event");
    *quad = json_is_integer(q) && !own ? (uint32_t)json_integer_value(q) : quad_of_label(name);
    if (*quad < 1 || *quad > 4)
        return "no \"quad\" from 1 to 4, and the label does not tell it";
    *label = label_of(r, name);
    return NULL;
}

static void tell(run *r, const ch__eval_file *f, const char *what)
{
    if (what)
        ch__fail(r->err, CH_EFORMAT, "%s", what);
    ch__eval_tell(f, r->err);
    r->out->bad++;
}

/* ---- gold ---- */

static int by_id(const void *a, const void *b)
{
    return ch__sv_cmp(((const asked *)a)->id, ((const asked *)b)->id);
}

static void take_gold(run *r)
{
    const char *member = r->options->plv || r->options->labels == CH_LABELS_PLV ? "plv" : "event";
    asked a = {.answer = CH_NONE};
    const char *wrong = read_label(r, member, &a.label, &a.quad);
    if (wrong) {
        tell(r, &r->gold_file, wrong);
        return;
    }
    a.id = id_of(r, r->gold_file.number);
    a.order = r->n;
    *CH__PUSH(&r->arena, r->asked, r->n, r->cap) = a;
}

/* A row of the benchmark. Its reader holds a file, so that a jump of the arena ends here. */
static int take_row(void *ctx, const char *bytes, size_t n)
{
    run *r = ctx;
    jmp_buf *outer = r->arena.guard, here;
    if (setjmp(here)) {
        r->arena.guard = outer;
        return ch__fail(r->err, CH_ENOMEM, "out of memory");
    }
    r->arena.guard = &here;
    json_decref(r->gold_file.object);
    r->object = r->gold_file.object = ch__json_parse(bytes, n, r->err);
    if (r->object) {
        r->gold_file.number = json_integer_value(json_object_get(r->object, "id"));
        take_gold(r);
    }
    r->arena.guard = outer;
    return r->object ? CH_OK : r->err->code;
}

static int each_line(run *r, ch__eval_file *f, void (*take)(run *))
{
    int rc = ch__eval_open(f, r->err);
    if (rc < 0)
        return rc;
    do {
        rc = ch__eval_next(f, r->err);
        r->object = f->object;
        if (rc > 0)
            take(r);
        else if (rc == CH_EFORMAT)
            tell(r, f, NULL);
    } while (rc > 0 || rc == CH_EFORMAT);
    return rc;
}

static int by_id_and_order(const void *x, const void *y)
{
    const asked *a = x, *b = y;
    int order = ch__sv_cmp(a->id, b->id);
    return order ? order : a->order < b->order ? -1 : a->order > b->order;
}

/* Of ids that stand twice the first one counts. */
static void sort_asked(run *r)
{
    uint32_t kept = 0;
    if (r->n)
        qsort(r->asked, r->n, sizeof *r->asked, by_id_and_order);
    for (uint32_t i = 0; i < r->n; i++) {
        bool twice = kept && ch__sv_eq(r->asked[i].id, r->asked[kept - 1].id);
        if (!twice)
            r->asked[kept++] = r->asked[i];
        r->out->bad += twice;
    }
    r->n = kept;
}

/* ---- answers ---- */

static void take_answer(run *r)
{
    asked key = {.id = id_of(r, r->output_file.number)};
    asked *a = r->n ? bsearch(&key, r->asked, r->n, sizeof *r->asked, by_id) : NULL;
    if (json_object_get(r->object, "error"))
        return; /* no answer */
    if (!a || a->answer != CH_NONE) {
        r->out->ignored++;
        return;
    }
    const char *wrong = read_label(r, "event", &a->answer, &a->answer_quad);
    if (wrong)
        tell(r, &r->output_file, wrong);
}

/* ---- counts ---- */

double ch_pair_class_f1(const ch_pair_class *c)
{
    return c->gold + c->output ? 2.0 * (double)c->right / (double)(c->gold + c->output) : 0;
}

double ch_pair_macro_f1(const ch_pair_class *classes, size_t n)
{
    double sum = 0;
    size_t there = 0;
    for (size_t i = 0; i < n; i++)
        if (classes[i].gold) {
            sum += ch_pair_class_f1(&classes[i]);
            there++;
        }
    return there ? sum / (double)there : 0;
}

static int by_gold_and_name(const void *x, const void *y)
{
    const ch_pair_class *a = x, *b = y;
    if (!a->gold != !b->gold)
        return a->gold ? -1 : 1;
    return strcmp(a->name, b->name);
}

static void count_one(ch_pair_class *classes, uint32_t gold, uint32_t answer)
{
    classes[gold].gold++;
    if (answer == CH_NONE)
        return;
    classes[answer].output++;
    classes[gold].right += gold == answer;
}

static void count_coarse(ch_pair_eval *e, const asked *a)
{
    bool none = a->answer == CH_NONE;
    count_one(e->quads, a->quad - 1, none ? CH_NONE : a->answer_quad - 1);
    count_one(e->binary, (a->quad - 1) / 2, none ? CH_NONE : (a->answer_quad - 1) / 2);
}

static size_t class_of(const ch_pair_eval *e, const char *name)
{
    size_t i = 0;
    while (strcmp(e->classes[i].name, name) != 0)
        i++;
    return i;
}

static void count(run *r)
{
    ch_pair_eval *e = r->out;
    e->pairs = r->n;
    for (uint32_t i = 0; i < r->n; i++) {
        const asked *a = &r->asked[i];
        count_one(e->classes, a->label, a->answer);
        count_coarse(e, a);
        e->right += a->label == a->answer;
        e->unanswered += a->answer == CH_NONE;
    }
    qsort(e->classes, e->n_classes, sizeof *e->classes, by_gold_and_name);
    for (size_t i = 0; i < e->n_classes; i++)
        e->n_gold_classes += e->classes[i].gold > 0;
    for (uint32_t i = 0; i < r->n; i++) {
        const asked *a = &r->asked[i];
        size_t gold = class_of(e, r->labels[a->label]),
               answer = a->answer == CH_NONE ? e->n_classes : class_of(e, r->labels[a->answer]);
        e->confusion[gold * (e->n_classes + 1) + answer]++;
    }
}

static int make_classes(run *r)
{
    ch_pair_eval *e = r->out;
    e->classes = ch__malloc(r->n_labels * sizeof *e->classes);
    e->confusion = ch__malloc(r->n_labels * (r->n_labels + (size_t)1) * sizeof *e->confusion);
    if (!e->classes || !e->confusion)
        return ch__fail(r->err, CH_ENOMEM, "out of memory");
    e->n_classes = r->n_labels;
    memset(e->confusion, 0, r->n_labels * (r->n_labels + (size_t)1) * sizeof *e->confusion);
    for (uint32_t i = 0; i < r->n_labels; i++) {
        e->classes[i] = (ch_pair_class){.gold = 0};
        memcpy(e->classes[i].name, r->labels[i], strlen(r->labels[i]) + 1);
    }
    static const char *const binary[] = {"cooperation", "conflict"};
    for (size_t i = 0; i < 4; i++)
        e->quads[i].name[0] = (char)('1' + i);
    for (size_t i = 0; i < 2; i++)
        memcpy(e->binary[i].name, binary[i], strlen(binary[i]) + 1);
    return CH_OK;
}

/* ---- the evaluation ---- */

static int evaluate(void *ctx)
{
    run *r = ctx;
    int rc =
        r->options->plv ? ch_plv_read(r->gold_file.path, take_row, r, r->err) : each_line(r, &r->gold_file, take_gold);
    if (rc >= 0 && !r->n)
        rc = ch__fail_at(r->err, CH_EFORMAT, r->gold_file.path, 0, -1, "no pair in it");
    if (rc < 0)
        return rc;
    sort_asked(r);
    rc = each_line(r, &r->output_file, take_answer);
    if (rc >= 0)
        rc = make_classes(r);
    if (rc >= 0)
        count(r);
    return rc;
}

int ch_eval_pairs(const char *gold, const char *output, const ch_eval_pairs_options *options, ch_pair_eval *out,
                  ch_err *err)
{
    static const ch_eval_pairs_options none;
    ch_err own;
    const ch_eval_pairs_options *o = options ? options : &none;
    run r = {.options = o,
             .gold_file = {.path = gold, .fault = o->fault, .fault_ctx = o->fault_ctx},
             .output_file = {.path = output, .fault = o->fault, .fault_ctx = o->fault_ctx},
             .out = out,
             .err = err ? err : &own};
    ch__err_clear(r.err);
    *out = (ch_pair_eval){.classes = NULL};
    int rc = ch__guarded(&r.arena, evaluate, &r, r.err);
    ch__eval_close(&r.gold_file);
    ch__eval_close(&r.output_file);
    ch__arena_release(&r.arena);
    if (rc < 0)
        ch_pair_eval_release(out);
    return rc < 0 ? rc : CH_OK;
}

void ch_pair_eval_release(ch_pair_eval *eval)
{
    free(eval->classes);
    free(eval->confusion);
    *eval = (ch_pair_eval){.classes = NULL};
}
