/* evals.h - what the files of `eval` share. */
#ifndef CH_CLI_EVALS_H
#define CH_CLI_EVALS_H

#include "command.h"

/* Complains of a line that was left out. */
void print_fault(void *ctx, const ch_err *fault);
/* Complains; returns the exit code. */
int eval_failed(const ch_err *err);

/* What of an evaluation of records is printed beside the figures. */
typedef struct records_shown {
    bool json, documents, errors, calibration;
    bool ledger; /* the four kinds of the ledger, in place of events */
} records_shown;

/* Scores and prints; `options` without `error`. Returns an exit code. */
int eval_records(const machine *m, const char *gold, const char *output, ch_eval_records_options *options,
                 const records_shown *shown);
/* errors: also list the pairs that are missed or wrong. db may be NULL: the usual store. */
int eval_tellings(const char *gold, const char *db, bool json, bool errors);
int eval_pairs(const char *gold, const char *output, const ch_eval_pairs_options *options, bool json);

#endif
