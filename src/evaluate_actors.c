/* evaluate_actors.c - who the engine says phrases mean against what a gold file says (ch_eval_actors). */
#include <stdlib.h>

#include "actors/actors.h"
#include "line.h"
#include "syntax/lines.h"

enum { MOST_ACTORS = 8 };

/* One case of the gold file. Strings live as long as its line. */
typedef struct gold_case {
    ch_phrase phrase;
    const char *kind;
    const json_t *code, *sector, *name; /* a string, null, or a list of strings; NULL: not tested */
} gold_case;

typedef struct run {
    const ch_engine *engine;
    ch_work *work;
    const ch_eval_actors_options *options;
    ch_actor_eval *out;
    size_t cap_groups;
    const char *path;
    ch_err *err;
} run;

/* ---- the gold file ---- */

static bool text_or_list(const json_t *v)
{
    if (!v || json_is_null(v) || json_is_string(v))
        return true;
    for (size_t i = 0; i < json_array_size(v); i++)
        if (!json_is_string(json_array_get(v, i)) && !json_is_null(json_array_get(v, i)))
            return false;
    return json_is_array(v) && json_array_size(v) > 0;
}

static int read_case(const ch__line *in, gold_case *c, ch_err *err)
{
    *c = (gold_case){.code = json_object_get(in->object, "code"),
                     .sector = json_object_get(in->object, "sector"),
                     .name = json_object_get(in->object, "name")};
    int rc = ch__line_text(in, "text", &c->phrase.text, err);
    if (rc == CH_OK)
        rc = ch__line_text(in, "context", &c->phrase.context, err);
    if (rc == CH_OK)
        rc = ch__line_text(in, "kind", &c->kind, err);
    if (rc == CH_OK)
        rc = ch__line_date(in, "date", &c->phrase.date, err);
    if (rc < 0)
        return rc;
    const char *wrong = !c->phrase.text ? "no \"text\""
                        : !c->code      ? "no \"code\""
                        : !text_or_list(c->code) || !text_or_list(c->sector) || !text_or_list(c->name)
                            ? "code, sector and name are a string, null or a list of strings"
                            : NULL;
    json_int_t nth = json_integer_value(json_object_get(in->object, "nth"));
    c->phrase.nth = nth > 0 && nth < INT32_MAX ? (uint32_t)nth : 1;
    return wrong ? ch__fail(err, CH_EFORMAT, "%s", wrong) : CH_OK;
}

/* ---- gold and answer ---- */

static const char *text_at(const json_t *v, size_t i)
{
    return json_string_value(json_is_array(v) ? json_array_get(v, i) : v); /* NULL of null */
}

static size_t texts(const json_t *v)
{
    return json_is_array(v) ? json_array_size(v) : 1;
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : !a && !b;
}

static bool among(const json_t *list, const char *s)
{
    for (size_t i = 0; i < texts(list); i++)
        if (same(text_at(list, i), s))
            return true;
    return false;
}

/* The codes of a list are those of the actors, in whatever order; null means nobody. */
static bool codes_right(const json_t *gold, const ch_doc *doc, ch_span actors)
{
    size_t n = actors.end - actors.start, wanted = json_is_null(gold) ? 0 : texts(gold);
    if (!wanted)
        return n == 0 || !doc->actors[actors.start].code;
    if (n != wanted || n > MOST_ACTORS)
        return false;
    bool taken[MOST_ACTORS] = {false};
    for (size_t i = 0; i < wanted; i++) {
        size_t a = 0;
        while (a < n && (taken[a] || !same(doc->actors[actors.start + a].code, text_at(gold, i))))
            a++;
        if (a == n)
            return false;
        taken[a] = true;
    }
    return true;
}

static bool sectors_right(const json_t *gold, const ch_doc *doc, ch_span actors)
{
    for (uint32_t a = actors.start; a < actors.end; a++)
        if (!among(gold, doc->actors[a].sector))
            return false;
    return actors.start < actors.end || among(gold, NULL);
}

/* One of the names in the gold is one of the actor's: its spellings are the tables' business. */
static bool names_right(const ch_engine *engine, const json_t *gold, const ch_doc *doc, ch_span actors)
{
    if (actors.end != actors.start + 1)
        return false;
    for (size_t i = 0; i < texts(gold); i++)
        if (text_at(gold, i) && ch__actor_named(engine->knowledge, &doc->actors[actors.start], text_at(gold, i)))
            return true;
    return false;
}

/* ---- counting ---- */

static ch_actor_eval_group *group_named(run *r, const char *name)
{
    ch_actor_eval *e = r->out;
    for (size_t i = 0; i < e->n_groups; i++)
        if (strcmp(e->groups[i].name, name) == 0)
            return &e->groups[i];
    if (e->n_groups == r->cap_groups) {
        size_t cap = r->cap_groups ? r->cap_groups * 2 : 16;
        ch_actor_eval_group *groups = ch__realloc(e->groups, cap * sizeof *groups);
        if (!groups)
            return NULL;
        e->groups = groups;
        r->cap_groups = cap;
    }
    ch_actor_eval_group *g = &e->groups[e->n_groups++];
    *g = (ch_actor_eval_group){.cases = 0};
    snprintf(g->name, sizeof g->name, "%s", name);
    return g;
}

static void count(ch_actor_eval_group *g, const gold_case *c, const ch_actor_answer *a)
{
    g->cases++;
    g->code_right += a->code_right;
    g->sectors += c->sector != NULL;
    g->sector_right += c->sector && a->sector_right;
    g->names += c->name != NULL;
    g->name_right += c->name && a->name_right;
    g->all_right += a->code_right && (!c->sector || a->sector_right) && (!c->name || a->name_right);
    g->unresolved += a->unresolved;
}

static int score(run *r, const ch__line *in, const gold_case *c)
{
    ch_doc *doc;
    uint32_t mention;
    int rc = ch_resolve(r->engine, r->work, &c->phrase, &doc, &mention, r->err);
    if (rc < 0)
        return rc;
    ch_span actors = mention == CH_NONE ? (ch_span){0, 0} : doc->mentions[mention].actors;
    char *answer = NULL;
    ch_actor_answer a = {.id = ch__line_name(in),
                         .code_right = codes_right(c->code, doc, actors),
                         .sector_right = !c->sector || sectors_right(c->sector, doc, actors),
                         .name_right = !c->name || names_right(r->engine, c->name, doc, actors),
                         .unresolved = actors.start == actors.end,
                         .confidence = mention == CH_NONE ? 0 : doc->mentions[mention].confidence,
                         .why = mention == CH_NONE ? NULL : doc->mentions[mention].why};
    rc = ch__resolution_json(in, doc, mention, &answer);
    a.answer = answer;
    ch_actor_eval_group *all = rc == CH_OK ? group_named(r, "all") : NULL;
    if (all)
        count(all, c, &a);
    const char *by = !r->options->by_rule ? (c->kind ? c->kind : "other") : a.why ? a.why : "no mention";
    ch_actor_eval_group *part = all ? group_named(r, by) : NULL;
    if (part)
        count(part, c, &a);
    if (part && r->options->answer)
        r->options->answer(r->options->ctx, &a);
    free(answer);
    ch_doc_free(doc);
    return part ? CH_OK : ch__fail(r->err, CH_ENOMEM, "out of memory");
}

static void note_fault(run *r, int64_t line)
{
    ch_err fault = *r->err;
    ch__fail_at(&fault, fault.code, r->path, line, -1, "%s", r->err->message);
    r->out->bad++;
    if (r->options->fault)
        r->options->fault(r->options->ctx, &fault);
}

static int score_line(run *r, ch__sv line, int64_t number)
{
    ch__line in;
    gold_case c;
    if (!ch__sv_trim(line).n)
        return CH_OK;
    ch__err_clear(r->err);
    int rc = ch__line_parse(&in, line.p, line.n, number, r->err);
    if (rc == CH_OK)
        rc = read_case(&in, &c, r->err);
    if (rc == CH_OK)
        rc = score(r, &in, &c);
    if (rc < 0 && rc != CH_ENOMEM) {
        note_fault(r, number);
        rc = CH_OK;
    }
    ch__line_release(&in);
    return rc;
}

static int score_file(run *r, ch__lines *file)
{
    ch__sv stretch, line;
    int64_t number;
    for (;;) {
        int rc = ch__lines_next(file, &stretch, &number, r->err);
        if (rc == 0 || rc == CH_ENOMEM || rc == CH_EIO)
            return rc;
        if (rc < 0) {
            note_fault(r, r->err->line);
            continue;
        }
        while (ch__line_of(&stretch, &line)) {
            rc = score_line(r, line, number++);
            if (rc < 0)
                return rc;
        }
    }
}

int ch_eval_actors(const ch_engine *engine, ch_work *work, const char *gold, const ch_eval_actors_options *options,
                   ch_actor_eval *out, ch_err *err)
{
    static const ch_eval_actors_options none;
    ch_err own;
    ch__lines file;
    run r = {.engine = engine,
             .work = work,
             .options = options ? options : &none,
             .out = out,
             .path = gold,
             .err = err ? err : &own};
    ch__err_clear(r.err);
    *out = (ch_actor_eval){0};
    int rc = ch__lines_open(&file, gold, r.err);
    if (rc == CH_OK)
        rc = score_file(&r, &file);
    ch__lines_close(&file);
    if (rc == CH_OK && !out->n_groups && !group_named(&r, "all"))
        rc = ch__fail(r.err, CH_ENOMEM, "out of memory");
    if (rc < 0)
        ch_actor_eval_release(out);
    return rc;
}

void ch_actor_eval_release(ch_actor_eval *eval)
{
    free(eval->groups);
    *eval = (ch_actor_eval){0};
}
