/* train.h - the trainers' steps, one a file; main.c calls them by name. See docs/training.md. */
#ifndef CH_TRAIN_H
#define CH_TRAIN_H

#include <stddef.h>
#include <stdint.h>

#include "model/model.h"

typedef struct train_step {
    const char *name, *operands, *summary;
    int (*run)(int argc, char **argv); /* argv[0] is the step's name; returns the exit code */
} train_step;

int train_join(int argc, char **argv);      /* parts to one model file */
int train_show(int argc, char **argv);      /* what stands in a model file */
int train_splitter(int argc, char **argv);  /* CoNLL-U to the sentence splitter's part */
int train_lemmas(int argc, char **argv);    /* CoNLL-U to the lemmatizer's part */
int train_syntax(int argc, char **argv);    /* CoNLL-U and IOB2 to the network's part */
int train_pretrain(int argc, char **argv);  /* raw text to a first state of the network */
int train_tokens(int argc, char **argv);    /* raw text to lines of tokens */
int train_pairs(int argc, char **argv);     /* pairs of the corpus to a learning curve */
int train_events(int argc, char **argv);    /* the corpus and silver to the scorers of the events room */
int train_figures(int argc, char **argv);   /* the corpus to the scorers of numbers between states */
int train_relations(int argc, char **argv); /* pairs of the corpus, silver and PLV to the scorer of pairs */

/* Prints "chancery-train: ..." and ends the program with 1. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void die_of(const ch_err *err);
/* malloc and realloc that end the program when memory runs out; zeroed where it says so. */
void *need(size_t n);
void *need_zeroed(size_t n, size_t size);
void *need_more(void *p, size_t n);

#endif
