/* cmd_parse.c - texts, or sentences whose tokens are given, to CoNLL-U on the standard output. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inputs.h"
#include "jobs.h"

const option_def parse_options[] = {
    INPUT_OPTIONS,
    {"input", 'i', "WHAT", "auto, text, or conllu: tokens and sentences of CoNLL-U files are kept"},
    {"threads", 't', "N", "parse N documents at once (default 1)"},
    {NULL, 0, NULL, NULL}};

enum { OPT_INPUT = N_INPUT_OPTIONS, OPT_THREADS };

enum { BATCH = 256 }; /* sentences of a CoNLL-U file in one document */

/* A document to parse: a text with what came with it, or one that has its tokens. */
typedef struct piece {
    ch_input in;
    ch_doc *given;
    char *strings[10]; /* what `in` points to */
} piece;

typedef struct output {
    error_budget *budget;
    bool failed;
} output;

static void piece_free(piece *p)
{
    for (size_t i = 0; p && i < sizeof p->strings / sizeof *p->strings; i++)
        free(p->strings[i]);
    if (p)
        ch_doc_free(p->given);
    free(p);
}

static bool copy(piece *p, size_t i, const char **s)
{
    if (!*s)
        return true;
    p->strings[i] = malloc(strlen(*s) + 1);
    if (p->strings[i])
        *s = strcpy(p->strings[i], *s);
    return p->strings[i] != NULL;
}

/* A copy of an input, which the reader keeps only until the next one. NULL when memory ran out. */
static piece *piece_of(const ch_input *in)
{
    piece *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->in = *in;
    p->strings[0] = malloc(in->len + 1);
    if (!p->strings[0]) {
        free(p);
        return NULL;
    }
    memcpy(p->strings[0], in->bytes, in->len);
    p->in.bytes = p->strings[0];
    const char **texts[] = {&p->in.name,     &p->in.uri,    &p->in.charset, &p->in.title, &p->in.published,
                            &p->in.language, &p->in.source, &p->in.author,  &p->in.path};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!copy(p, i + 1, texts[i])) {
            piece_free(p);
            return NULL;
        }
    return p;
}

static void parse_piece(const ch_engine *engine, ch_work *work, job *j)
{
    static const ch_doc_options options = {.syntax_only = true};
    piece *p = j->input;
    ch_doc *doc = p->given;
    p->given = NULL;
    int rc =
        doc ? ch_doc_parse(engine, work, doc, &j->err) : ch_doc_code(engine, work, &p->in, &options, &doc, &j->err);
    if (rc >= 0 && !(j->output = ch_doc_conllu(doc)))
        snprintf(j->err.message, sizeof j->err.message, "out of memory");
    ch_doc_free(doc);
    piece_free(p);
}

static void print_piece(void *ctx, job *j)
{
    output *out = ctx;
    if (j->output) {
        out->budget->good++;
        fputs(j->output, stdout);
        out->failed |= ferror(stdout) != 0;
        free(j->output);
    } else {
        complain_of(&j->err);
        out->budget->errors++;
    }
}

static bool goes_on(const inputs *in, const output *out)
{
    return !interrupted && !out->failed && !error_budget_spent(&in->budget);
}

/* Gives a job to the threads; false when memory ran out. */
static bool put(jobs *all, piece *p)
{
    if (!p) {
        complain("out of memory");
        return false;
    }
    jobs_put(all, p);
    return true;
}

static bool parse_texts(inputs *in, jobs *all, const output *out)
{
    ch_input input;
    ch_err err;
    int rc;
    while (goes_on(in, out) && (rc = inputs_input(in, &input, &err)) != 0)
        if (rc > 0 && !put(all, piece_of(&input)))
            return false;
    return true;
}

/* ---- given tokens ---- */

static bool parse_file(inputs *in, const char *path, jobs *all, const output *out)
{
    ch_conllu *file;
    ch_err err;
    bool memory = true;
    int rc = ch_conllu_open(&file, path, &err);
    if (rc < 0) {
        inputs_bad(in, &err);
        return true;
    }
    while (memory && goes_on(in, out)) {
        piece *p = calloc(1, sizeof *p);
        rc = p ? ch_conllu_next(file, BATCH, &p->given, &err) : CH_ENOMEM;
        if (rc == 1) {
            memory = put(all, p);
            continue;
        }
        piece_free(p);
        if (rc == 0)
            break;
        memory = rc != CH_ENOMEM;
        memory ? inputs_bad(in, &err) : complain("out of memory");
    }
    ch_conllu_close(file);
    return memory;
}

static bool parse_given(inputs *in, jobs *all, const output *out)
{
    const arguments *args = in->args;
    bool memory = true;
    if (!args->n_rest)
        return parse_file(in, "-", all, out);
    for (int i = 0; i < args->n_rest && memory && goes_on(in, out); i++)
        memory = parse_file(in, args->rest[i], all, out);
    return memory;
}

/* ---- the command ---- */

/* "x.conllu", "x.conllu.gz", "x.conllu.zst" */
static bool is_named_conllu(const char *path)
{
    const char *at = strstr(path, ".conllu");
    return at && (!at[7] || strcmp(at + 7, ".gz") == 0 || strcmp(at + 7, ".zst") == 0);
}

static int check_input(const arguments *args, bool *given)
{
    const char *what = args->value[OPT_INPUT];
    *given = what && strcmp(what, "conllu") == 0;
    if (what && !*given && strcmp(what, "text") != 0 && strcmp(what, "auto") != 0)
        return usage_error(args->command, "--input %s: auto, text or conllu", what);
    if (!what || strcmp(what, "auto") == 0)
        for (int i = 0; i < args->n_rest; i++)
            if (is_named_conllu(args->rest[i]))
                return usage_error(args->command,
                                   "%s: say --input conllu to keep its tokens, --input text to read it "
                                   "as any text",
                                   args->rest[i]);
    return EXIT_DONE;
}

int run_parse(const arguments *args)
{
    inputs in;
    bool given;
    int threads = 1, code = check_input(args, &given);
    if (code == EXIT_DONE && args->value[OPT_THREADS] && !parse_threads(args->value[OPT_THREADS], &threads))
        code = usage_error(args->command, "--threads %s: not a number from 1 to 256", args->value[OPT_THREADS]);
    if (code == EXIT_DONE)
        code = inputs_open(&in, args);
    if (code != EXIT_DONE)
        return code;
    output out = {.budget = &in.budget};
    jobs *all = jobs_start(in.machine.engine, threads, parse_piece, print_piece, &out);
    bool done = all && (given ? parse_given(&in, all, &out) : parse_texts(&in, all, &out));
    jobs_finish(all);
    if (!done || out.failed)
        code = EXIT_FAILED;
    else
        code = interrupted ? EXIT_INTERRUPTED : error_budget_exit(&in.budget);
    inputs_close(&in);
    return code;
}
