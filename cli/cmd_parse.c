/* cmd_parse.c - texts, or sentences whose tokens are given, to CoNLL-U on the standard output. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "coding.h"

const option_def parse_options[] = {
    INPUT_OPTIONS,
    {"input", 'i', "WHAT", "auto, text, or conllu: tokens and sentences of CoNLL-U files are kept"},
    {NULL, 0, NULL, NULL}};

enum { OPT_INPUT = N_INPUT_OPTIONS };

enum { BATCH = 256 }; /* sentences of a CoNLL-U file in one document */

static void *to_conllu(ch_doc *doc, const arguments *args, ch_err *err)
{
    (void)args;
    char *text = ch_doc_conllu(doc);
    if (!text)
        snprintf(err->message, sizeof err->message, "out of memory");
    ch_doc_free(doc);
    return text;
}

static int print(void *ctx, void *made, const ch_err *err)
{
    (void)ctx;
    (void)err;
    if (made)
        fputs(made, stdout);
    free(made);
    return ferror(stdout) ? EXIT_FAILED : EXIT_DONE;
}

/* ---- given tokens ---- */

static void parse_file(coding *c, const char *path)
{
    ch_conllu *file;
    ch_doc *doc;
    ch_err err;
    int rc = ch_conllu_open(&file, path, &err);
    if (rc < 0) {
        coding_put_bad(c, &err);
        return;
    }
    while (coding_goes_on(c) && (rc = ch_conllu_next(file, BATCH, &doc, &err)) != 0)
        if (rc > 0)
            coding_put_given(c, doc);
        else
            coding_put_bad(c, &err);
    ch_conllu_close(file);
}

static int parse_given(coding *c)
{
    const arguments *args = c->in->args;
    if (coding_start(c) && !args->n_rest)
        parse_file(c, "-");
    for (int i = 0; c->jobs && i < args->n_rest && coding_goes_on(c); i++)
        parse_file(c, args->rest[i]);
    return coding_finish(c);
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
    int code = check_input(args, &given);
    if (code == EXIT_DONE)
        code = inputs_open(&in, args);
    if (code != EXIT_DONE)
        return code;
    in.doc.syntax_only = true;
    coding c = {.in = &in, .make = to_conllu, .take = print, .drop = free};
    code = given ? parse_given(&c) : code_inputs(&c);
    inputs_close(&in);
    return code;
}
