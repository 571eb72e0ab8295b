/* main.c - chancery-train: the trainers of the shipped model, run by hand (docs/training.md). */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train.h"

static const train_step steps[] = {
    {"pretrain", "TEXT...", "first state of the network from text without labels", train_pretrain},
    {"syntax", "--out PART ...", "tagger, parser and names from CoNLL-U and IOB2", train_syntax},
    {"lemmas", "--out PART TRAIN.conllu...", "lemmatizer from CoNLL-U", train_lemmas},
    {"splitter", "--out PART TRAIN.conllu...", "sentence splitter from CoNLL-U", train_splitter},
    {"tokens", "KNOWLEDGE TEXT", "text as lines of tokens, for programs of others", train_tokens},
    {"pairs", "PAIRS.jsonl...", "learning curve of the corpus: relations of pairs", train_pairs},
    {"events", "--out PART --corpus DIR ...", "scorers of the events room: triggers, roles", train_events},
    {"relations", "--out PART --pairs JSONL ...", "scorer of pairs", train_relations},
    {"figures", "--out PART --corpus DIR ...", "scorers of numbers between states", train_figures},
    {"join", "OUT PART...", "one model file from parts", train_join},
    {"show", "FILE", "list the sections of a model file or part", train_show},
};

void die(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("chancery-train: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(1);
}

void die_of(const ch_err *err)
{
    if (err->line)
        die("%s:%lld: %s", err->file, (long long)err->line, err->message);
    die("%s%s%s", err->file, err->file[0] ? ": " : "", err->message);
}

void *need(size_t n)
{
    void *p = malloc(n ? n : 1);
    if (!p)
        die("out of memory");
    return p;
}

void *need_zeroed(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p)
        die("out of memory");
    return p;
}

void *need_more(void *p, size_t n)
{
    p = realloc(p, n ? n : 1);
    if (!p)
        die("out of memory");
    return p;
}

static int usage(void)
{
    fputs("Usage: chancery-train STEP ...; each step tells its options with --help\n\n", stderr);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        fprintf(stderr, "  %-9s %-28s %s\n", steps[i].name, steps[i].operands, steps[i].summary);
    return 2;
}

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof steps / sizeof *steps; i++)
        if (strcmp(argv[1], steps[i].name) == 0)
            return steps[i].run(argc - 1, argv + 1);
    return usage();
}
