#define _GNU_SOURCE
#include "jobs.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { MOST_THREADS = 256, PER_THREAD = 8 };

typedef struct slot {
    job job;
    bool finished;
} slot;

struct jobs {
    const ch_engine *engine;
    job_fn fn;
    job_done_fn done;
    void *ctx;
    ch_work *work; /* of the caller, when it works alone */
    pthread_mutex_t lock;
    pthread_cond_t waiting, finished;
    pthread_t threads[MOST_THREADS];
    int n_threads;
    slot *ring; /* jobs are counted from 0; job i stands in ring[i % size] */
    size_t size, put, taken, given;
    bool closed; /* nothing more comes */
};

bool parse_threads(const char *text, int *out)
{
    char *end;
    long n = strtol(text, &end, 10);
    *out = (int)n;
    return end != text && *end == 0 && n >= 1 && n <= MOST_THREADS;
}

/* The next job to work on, or NULL when no more come. */
static slot *take(jobs *all)
{
    slot *s = NULL;
    pthread_mutex_lock(&all->lock);
    while (all->taken == all->put && !all->closed)
        pthread_cond_wait(&all->waiting, &all->lock);
    if (all->taken < all->put)
        s = &all->ring[all->taken++ % all->size];
    pthread_mutex_unlock(&all->lock);
    return s;
}

static void *run_thread(void *arg)
{
    jobs *all = arg;
    ch_work *work = NULL;
    ch_err none;
    ch_work_new(&work, &none);
    for (slot *s; (s = take(all)) != NULL;) {
        if (!work)
            ch_work_new(&work, &s->job.err);
        if (work)
            all->fn(all->engine, work, &s->job);
        pthread_mutex_lock(&all->lock);
        s->finished = true;
        pthread_cond_signal(&all->finished);
        pthread_mutex_unlock(&all->lock);
    }
    ch_work_free(work);
    return NULL;
}

/* Signals go to the caller's thread, whose reading they interrupt. */
static void start_threads(jobs *all, int threads)
{
    sigset_t blocked, before;
    sigfillset(&blocked);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    while (all->n_threads < threads && pthread_create(&all->threads[all->n_threads], NULL, run_thread, all) == 0)
        all->n_threads++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

jobs *jobs_start(const ch_engine *engine, int threads, job_fn fn, job_done_fn done, void *ctx)
{
    ch_err err;
    jobs *all = calloc(1, sizeof *all);
    if (all) {
        *all = (jobs){.engine = engine, .fn = fn, .done = done, .ctx = ctx, .size = (size_t)threads * PER_THREAD};
        all->ring = calloc(all->size, sizeof *all->ring);
    }
    if (!all || !all->ring || ch_work_new(&all->work, &err) < 0) {
        complain("out of memory");
        if (all)
            free(all->ring);
        free(all);
        return NULL;
    }
    pthread_mutex_init(&all->lock, NULL);
    pthread_cond_init(&all->waiting, NULL);
    pthread_cond_init(&all->finished, NULL);
    if (threads > 1)
        start_threads(all, threads); /* with none the caller works alone */
    return all;
}

/* Gives finished jobs away, oldest first; waits until at most `most` are left. */
static void give(jobs *all, size_t most)
{
    pthread_mutex_lock(&all->lock);
    while (all->given < all->put) {
        slot *s = &all->ring[all->given % all->size];
        while (!s->finished && all->put - all->given > most)
            pthread_cond_wait(&all->finished, &all->lock);
        if (!s->finished)
            break;
        all->given++;
        pthread_mutex_unlock(&all->lock);
        all->done(all->ctx, &s->job);
        pthread_mutex_lock(&all->lock);
    }
    pthread_mutex_unlock(&all->lock);
}

void jobs_put(jobs *all, void *input)
{
    if (!all->n_threads) {
        job j = {.input = input};
        all->fn(all->engine, all->work, &j);
        all->done(all->ctx, &j);
        return;
    }
    give(all, all->size - 1);
    pthread_mutex_lock(&all->lock);
    all->ring[all->put++ % all->size] = (slot){.job = {.input = input}};
    pthread_cond_signal(&all->waiting);
    pthread_mutex_unlock(&all->lock);
}

void jobs_wait(jobs *all)
{
    give(all, 0);
}

void jobs_finish(jobs *all)
{
    if (!all)
        return;
    give(all, 0);
    pthread_mutex_lock(&all->lock);
    all->closed = true;
    pthread_cond_broadcast(&all->waiting);
    pthread_mutex_unlock(&all->lock);
    for (int i = 0; i < all->n_threads; i++)
        pthread_join(all->threads[i], NULL);
    pthread_mutex_destroy(&all->lock);
    pthread_cond_destroy(&all->waiting);
    pthread_cond_destroy(&all->finished);
    ch_work_free(all->work);
    free(all->ring);
    free(all);
}
