/* evaluate.c - what the engine says of a text against what a treebank says (ch_eval_syntax, ch_eval_names). */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine.h"
#include "syntax/given.h"
#include "syntax/score.h"

enum { BATCH = 256 }; /* sentences parsed in one document where tokens are given */

/* A name that the file marks, in a document of given tokens. */
typedef struct gold_span {
    ch_span tokens;
    int type;
} gold_span;

/* An evaluation at work. What it holds is released by its caller, also after a jump of an arena. */
typedef struct run {
    const ch_engine *engine;
    ch_work *work;
    const ch_eval_options *options;
    const char *path;
    ch__scored gold, system;
    ch__conllu file, parse; /* the one being read, and what was made of a document */
    ch__iob iob;
    char *written;    /* what `parse` reads */
    gold_span *names; /* of the sentences whose tokens are given; in gold's arena */
    uint32_t n_names, cap_names;
    ch__buf text;              /* of the document in hand */
    ch__given_builder builder; /* sentences whose tokens are given */
    uint32_t *group_of;        /* of each gold sentence; n_sentences of them */
    uint32_t cap_group_of;
    ch_eval *out;
    size_t cap_groups;
    ch_err *err;
} run;

static int no_memory(run *r)
{
    return ch__fail(r->err, CH_ENOMEM, "out of memory");
}

/* Tells of a faulty sentence of the gold file; other failures end the run. */
static int note_fault(run *r, int rc)
{
    ch_err none;
    const ch_err *fault = r->err ? r->err : &none;
    if (rc == CH_ENOMEM || rc == CH_EIO)
        return rc;
    ch__err_clear(&none);
    r->out->bad++;
    if (r->options->fault)
        r->options->fault(r->options->fault_ctx, fault);
    return CH_OK;
}

/* ---- groups ---- */

static bool is_name(const char *name, ch__sv s)
{
    size_t most = sizeof((ch_eval_group *)0)->name - 1;
    return ch__sv_eq(ch__sv_of(name), (ch__sv){s.p, s.n < most ? s.n : most});
}

/* The group of that name, made when it is new; -1 when memory ran out. */
static int64_t group_named(run *r, ch__sv name)
{
    ch_eval *e = r->out;
    for (size_t i = e->n_groups; i-- > 0;) /* mostly the last one */
        if (is_name(e->groups[i].name, name))
            return (int64_t)i;
    if (e->n_groups == r->cap_groups) {
        size_t cap = r->cap_groups ? r->cap_groups * 2 : 8;
        ch_eval_group *groups = ch__realloc(e->groups, cap * sizeof *groups);
        if (!groups)
            return -1;
        e->groups = groups;
        r->cap_groups = cap;
    }
    ch_eval_group *g = &e->groups[e->n_groups];
    *g = (ch_eval_group){0};
    snprintf(g->name, sizeof g->name, "%.*s", (int)(name.n < sizeof g->name ? name.n : sizeof g->name - 1), name.p);
    return (int64_t)e->n_groups++;
}

/* "weblog-juancole.com_...": weblog. */
static ch__sv genre_of(const ch__conllu_sentence *s)
{
    size_t n = 0;
    if (s->genre.n)
        return s->genre;
    while (n < s->document.n && s->document.p[n] != '-' && s->document.p[n] != '.')
        n++;
    return (ch__sv){s->document.p, n};
}

static int note_group(run *r, const ch__conllu_sentence *s)
{
    int64_t group = 0;
    if (r->options->by != CH_EVAL_ALL) {
        ch__sv name = r->options->by == CH_EVAL_BY_GENRE ? genre_of(s) : s->document;
        group = group_named(r, name.n ? name : CH__SV("(none)"));
    }
    if (group < 0)
        return no_memory(r);
    uint32_t n = r->gold.n_sentences - 1; /* of the sentence that was just added */
    *CH__PUSH(&r->gold.arena, r->group_of, n, r->cap_group_of) = (uint32_t)group;
    return CH_OK;
}

/* ---- the system's side ---- */

/* A parsed document is written and read again, so that what is scored is what the program prints. Frees it. */
static int add_document(run *r, ch_doc *doc)
{
    ch__conllu_sentence s;
    r->written = ch_doc_conllu(doc);
    ch_doc_free(doc);
    if (!r->written)
        return no_memory(r);
    int rc = ch__conllu_open_memory(&r->parse, r->written, strlen(r->written), "the parse", CH__CONLLU_TREES, r->err);
    while (rc >= 0 && (rc = ch__conllu_next(&r->parse, &s, r->err)) == 1)
        rc = ch__scored_add(&r->system, &s, r->err);
    ch__conllu_close(&r->parse);
    free(r->written);
    r->written = NULL;
    return rc;
}

/* The document in hand is parsed: its text, or its tokens. */
static int end_document(run *r)
{
    ch_doc *doc = NULL;
    int rc = CH_OK;
    if (r->builder.doc) {
        doc = ch__given_end(&r->builder);
        rc = doc ? ch_doc_parse(r->engine, r->work, doc, r->err) : no_memory(r);
        if (rc < 0)
            ch_doc_free(doc);
    } else if (r->text.n) {
        static const ch_doc_options options = {.syntax_only = true};
        ch_input in = {.name = "text",
                       .uri = "text",
                       .bytes = r->text.p,
                       .len = r->text.n,
                       .format = CH_FORMAT_PLAIN,
                       .container = CH_FORMAT_PLAIN,
                       .charset = "utf-8"};
        rc = r->text.failed ? no_memory(r) : ch_doc_code(r->engine, r->work, &in, &options, &doc, r->err);
        ch__buf_clear(&r->text);
    }
    return rc >= 0 && doc ? add_document(r, doc) : rc;
}

/* The text of a sentence behind what there is. */
static void add_text(run *r, const ch__conllu_sentence *s)
{
    uint32_t range = 0;
    if (s->newpar && r->text.n)
        ch__buf_str(&r->text, "\n\n");
    for (uint32_t i = 0, end; i < s->n; i = end) {
        bool multiword = range < s->n_ranges && s->ranges[range].first == i;
        end = multiword ? s->ranges[range].end : i + 1;
        ch__buf_sv(&r->text, multiword ? s->ranges[range].form : s->words[i].form);
        range += multiword;
        if (s->words[end - 1].flags & CH_TOKEN_SPACE_AFTER)
            ch__buf_char(&r->text, ' ');
    }
}

static int add_given(run *r, const ch__conllu_sentence *s)
{
    int rc = CH_OK;
    if (r->builder.doc && r->builder.doc->n_sentences >= BATCH)
        rc = end_document(r);
    if (rc >= 0 && !r->builder.doc)
        rc = ch__given_begin(&r->builder, r->path, 0, r->err);
    return rc < 0 ? rc : ch__given_add(&r->builder, s, r->err);
}

static int add_gold(run *r, const ch__conllu_sentence *s)
{
    int rc = ch__scored_add(&r->gold, s, r->err);
    if (rc >= 0)
        rc = note_group(r, s);
    if (rc < 0 || r->options->system)
        return rc;
    if (r->options->gold_tokens)
        return add_given(r, s);
    if (s->newdoc && (rc = end_document(r)) < 0)
        return rc;
    add_text(r, s);
    return CH_OK;
}

/* ---- syntax ---- */

static int read_gold(run *r)
{
    ch__conllu_sentence s;
    int rc = ch__conllu_open(&r->file, r->path, CH__CONLLU_TREES, r->err);
    while (rc >= 0 && (rc = ch__conllu_next(&r->file, &s, r->err)) != 0)
        rc = rc < 0 ? note_fault(r, rc) : add_gold(r, &s);
    ch__conllu_close(&r->file);
    return rc < 0 ? rc : end_document(r);
}

static int read_system(run *r)
{
    ch__conllu_sentence s;
    int rc = ch__conllu_open(&r->file, r->options->system, CH__CONLLU_TREES, r->err);
    while (rc >= 0 && (rc = ch__conllu_next(&r->file, &s, r->err)) == 1)
        rc = ch__scored_add(&r->system, &s, r->err);
    ch__conllu_close(&r->file);
    return rc;
}

static int score_syntax(run *r)
{
    int rc = group_named(r, CH__SV("all")) < 0 ? no_memory(r) : read_gold(r);
    if (rc >= 0 && r->options->system)
        rc = read_system(r);
    if (rc >= 0 && !r->gold.n_sentences)
        rc = ch__fail(r->err, CH_EEMPTY, "no sentence in it");
    if (rc >= 0)
        rc = ch__score(&r->gold, &r->system, r->group_of, r->out->groups, r->err);
    ch__err_file(r->err, r->path);
    return rc;
}

/* ---- names ---- */

/* White space behind each word, where the sentence's text tells it ("# text = ..."). */
static void set_spaces(ch__conllu_word *words, uint32_t n, ch__sv text)
{
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        ch__sv rest = {text.p + at, text.n - at};
        if (!ch__sv_starts(rest, words[i].form)) { /* other words: every one stands alone */
            for (i = 0; i < n; i++)
                words[i].flags = CH_TOKEN_SPACE_AFTER;
            return;
        }
        at += words[i].form.n;
        size_t gap = at;
        while (at < text.n && ch__is_space((unsigned char)text.p[at]))
            at++;
        words[i].flags = at > gap || at == text.n ? CH_TOKEN_SPACE_AFTER : 0;
    }
}

/* The names found in a document against those of the file; both are in order. */
static void compare_names(run *r, const ch_doc *doc)
{
    ch_eval_group *groups = r->out->groups;
    for (uint32_t i = 0; i < doc->n_names; i++)
        groups[1 + doc->names[i].type].counts[CH_METRIC_NAMES].system++;
    for (uint32_t g = 0, i = 0; g < r->n_names; g++) {
        const gold_span *gold = &r->names[g];
        ch_eval_count *c = &groups[1 + gold->type].counts[CH_METRIC_NAMES];
        while (i < doc->n_names && doc->names[i].tokens.start < gold->tokens.start)
            i++;
        const ch_name *name = i < doc->n_names ? &doc->names[i] : NULL;
        bool same = name && name->tokens.start == gold->tokens.start && name->tokens.end == gold->tokens.end;
        c->gold++;
        c->aligned += same;
        c->correct += same && name->type == gold->type;
    }
}

/* The sentences in hand are parsed and compared. */
static int end_names(run *r)
{
    if (!r->builder.doc)
        return CH_OK;
    ch_doc *doc = ch__given_end(&r->builder);
    int rc = doc ? ch_doc_parse(r->engine, r->work, doc, r->err) : no_memory(r);
    if (rc >= 0)
        compare_names(r, doc);
    ch_doc_free(doc);
    r->n_names = r->cap_names = 0;
    r->names = NULL;
    ch__arena_clear(&r->gold.arena);
    return rc;
}

static int add_names(run *r, const ch__conllu_sentence *s)
{
    int rc = add_given(r, s);
    if (rc < 0)
        return rc;
    uint32_t first = r->builder.doc->n_tokens - s->n;
    for (uint32_t i = 0; i < s->n_names; i++) {
        int type = ch__gold_type(s->names[i].type);
        if (type >= 0)
            *CH__PUSH(&r->gold.arena, r->names, r->n_names, r->cap_names) =
                (gold_span){{first + s->names[i].first, first + s->names[i].end}, type};
    }
    r->out->groups[0].sentences++;
    r->out->groups[0].words += s->n;
    return r->builder.doc->n_sentences < BATCH ? CH_OK : end_names(r);
}

static int add_iob(run *r, const ch__iob_sentence *s)
{
    ch__conllu_word *words = ch__alloc_array(&r->gold.arena, s->n, sizeof *words);
    for (uint32_t i = 0; i < s->n; i++)
        words[i].form = s->forms[i];
    set_spaces(words, s->n, s->text);
    ch__conllu_sentence c = {.line = s->line, .words = words, .n = s->n, .names = s->names, .n_names = s->n_names};
    return add_names(r, &c);
}

static int read_iob(run *r)
{
    ch__iob_sentence s;
    int rc = ch__iob_open(&r->iob, r->path, r->err);
    while (rc >= 0 && (rc = ch__iob_next(&r->iob, &s, r->err)) != 0)
        rc = rc < 0 ? note_fault(r, rc) : add_iob(r, &s);
    return rc < 0 ? rc : end_names(r);
}

static int read_conllu_names(run *r)
{
    ch__conllu_sentence s;
    int rc = ch__conllu_open(&r->file, r->path, CH__CONLLU_TREES, r->err);
    while (rc >= 0 && (rc = ch__conllu_next(&r->file, &s, r->err)) != 0)
        rc = rc < 0 ? note_fault(r, rc) : add_names(r, &s);
    return rc < 0 ? rc : end_names(r);
}

/* MISC counts where the file knows it; "all" is the sum. */
static void sum_names(ch_eval *e)
{
    const ch_eval_count *misc = &e->groups[1 + CH_NAME_MISC].counts[CH_METRIC_NAMES];
    if (!misc->gold)
        e->n_groups--; /* it is the last one */
    ch_eval_count *all = &e->groups[0].counts[CH_METRIC_NAMES];
    for (size_t i = 1; i < e->n_groups; i++) {
        const ch_eval_count *c = &e->groups[i].counts[CH_METRIC_NAMES];
        all->gold += c->gold;
        all->system += c->system;
        all->correct += c->correct;
        all->aligned += c->aligned;
    }
}

static int score_names(run *r)
{
    bool memory = group_named(r, CH__SV("all")) >= 0;
    for (int t = 0; memory && t <= CH_NAME_MISC; t++)
        memory = group_named(r, ch__sv_of(ch_name_type_name((ch_name_type)t))) >= 0;
    if (!memory)
        return no_memory(r);
    int rc = strstr(r->path, ".conllu") ? read_conllu_names(r) : read_iob(r);
    if (rc >= 0 && !r->out->groups[0].sentences)
        rc = ch__fail(r->err, CH_EEMPTY, "no sentence in it");
    if (rc >= 0)
        sum_names(r->out);
    ch__err_file(r->err, r->path);
    return rc;
}

/* ---- both ---- */

static void release(run *r)
{
    ch__scored_release(&r->gold);
    ch__scored_release(&r->system);
    ch__buf_release(&r->text);
    ch__given_release(&r->builder);
    ch__conllu_close(&r->file);
    ch__conllu_close(&r->parse);
    ch__iob_close(&r->iob);
    free(r->written);
}

/* Arena allocation jumps here; what is open or allocated otherwise is kept in the run, so that it is released. */
static int guarded(run *r, int (*score)(run *))
{
    jmp_buf guard;
    if (setjmp(guard))
        return no_memory(r);
    r->gold.arena.guard = r->system.arena.guard = &guard;
    return score(r);
}

static int evaluate(run *r, int (*score)(run *))
{
    static const ch_eval_options none;
    ch__err_clear(r->err);
    *r->out = (ch_eval){0};
    if (!r->options)
        r->options = &none;
    int rc = guarded(r, score);
    release(r);
    if (rc < 0)
        ch_eval_release(r->out);
    return rc;
}

int ch_eval_syntax(const ch_engine *engine, ch_work *work, const char *gold, const ch_eval_options *options,
                   ch_eval *out, ch_err *err)
{
    ch_err own;
    run r = {.engine = engine, .work = work, .options = options, .path = gold, .out = out, .err = err ? err : &own};
    return evaluate(&r, score_syntax);
}

int ch_eval_names(const ch_engine *engine, ch_work *work, const char *gold, const ch_eval_options *options,
                  ch_eval *out, ch_err *err)
{
    ch_err own;
    run r = {.engine = engine, .work = work, .options = options, .path = gold, .out = out, .err = err ? err : &own};
    return evaluate(&r, score_names);
}

void ch_eval_release(ch_eval *eval)
{
    free(eval->groups);
    *eval = (ch_eval){0};
}
