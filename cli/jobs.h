/* jobs.h - work on many inputs at once: results come out in the order of the inputs, and only so many are in hand. */
#ifndef CH_CLI_JOBS_H
#define CH_CLI_JOBS_H

#include "command.h"

typedef struct job {
    void *input;  /* what the work is on; freed by the work */
    void *output; /* what was made of it, or NULL when it failed: then err says why */
    ch_err err;
} job;

/* Does one job with the thread's own scratch memory. */
typedef void (*job_fn)(const ch_engine *engine, ch_work *work, job *j);
/* Takes a finished job, in order; frees its output. Called by the thread that puts. */
typedef void (*job_done_fn)(void *ctx, job *j);

typedef struct jobs jobs;

/* `threads` 1: everything runs in the caller. NULL when memory or threads ran out (complained of). */
jobs *jobs_start(const ch_engine *engine, int threads, job_fn fn, job_done_fn done, void *ctx);
/* Adds a job; jobs that are finished, and the oldest one when too many are in hand, are given to `done` first. */
void jobs_put(jobs *all, void *input);
/* Waits for what is in hand and gives it to `done`. */
void jobs_wait(jobs *all);
/* Waits for what is in hand, gives it to `done`, ends the threads and frees everything. NULL is allowed. */
void jobs_finish(jobs *all);

/* "1" to "256"; false: not a number of threads. */
bool parse_threads(const char *text, int *out);

#endif
