/* coding.h - the loop of `code`, `read` and `parse`: inputs to documents, by as many threads as --threads says. What is
 * made of them is handed over in the order of the inputs, bad ones in their place: the same whatever the number of
 * threads. */
#ifndef CH_CLI_CODING_H
#define CH_CLI_CODING_H

#include "inputs.h"

typedef struct coding {
    inputs *in;
    /* In a thread: what a document becomes; takes the document over. NULL: it failed, err says why. */
    void *(*make)(ch_doc *doc, const arguments *args, ch_err *err);
    /* In the caller, in order; takes `made` over. made NULL: a bad input, counted and complained of already, and err
     * says what it was. An exit code other than EXIT_DONE ends the run. */
    int (*take)(void *ctx, void *made, const ch_err *err);
    void (*drop)(void *made); /* frees what is in hand when the run has ended */
    void *ctx;
    struct jobs *jobs; /* set by coding_start */
    int code;          /* what take returned last */
} coding;

/* False when memory or threads ran out; complained of. Every start needs a finish. */
bool coding_start(coding *c);
/* Whether more inputs are wanted: no interrupt, no failure, errors within the budget. */
bool coding_goes_on(const coding *c);
/* Adds an input, a document that has its tokens (taken over), a bad input. */
void coding_put(coding *c, const ch_input *in);
void coding_put_given(coding *c, ch_doc *doc);
void coding_put_bad(coding *c, const ch_err *err);
/* Waits for what is in hand. Returns the exit code of the run. */
int coding_finish(coding *c);

/* All of it over the inputs that were opened: start, every input, finish. */
int code_inputs(coding *c);

#endif
