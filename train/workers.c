/* workers.c - shards of a batch to threads. */
#define _POSIX_C_SOURCE 200809L
#include "workers.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

struct workers {
    network *net;
    const corpus *c;
    shard **shards;
    size_t n_shards, n_threads, most_tokens;
    pthread_t *threads;
    pthread_barrier_t begin, middle, end;
    bool stop;
    /* the step in hand */
    const uint32_t *batch;
    size_t *from; /* first sentence of each shard, and the end */
    const train_options *o;
    uint64_t seed;
    adam a;
    float scale;
};

typedef struct worker {
    workers *w;
    size_t number;
} worker;

static void forward_backward(workers *w, size_t number)
{
    for (size_t i = number; i < w->n_shards; i += w->n_threads)
        shard_run(w->shards[i], w->batch + w->from[i], w->from[i + 1] - w->from[i], w->o, w->seed + i);
}

static void update(workers *w, size_t number)
{
    network_update(w->net, w->shards, w->n_shards, &w->a, w->scale, number, w->n_threads);
}

static void *work(void *arg)
{
    worker *me = arg;
    workers *w = me->w;
    for (;;) {
        pthread_barrier_wait(&w->begin);
        if (w->stop)
            break;
        forward_backward(w, me->number);
        pthread_barrier_wait(&w->middle);
        pthread_barrier_wait(&w->middle); /* the first thread sums losses in between */
        update(w, me->number);
        pthread_barrier_wait(&w->end);
    }
    free(me);
    return NULL;
}

workers *workers_new(network *net, const corpus *c, size_t n_shards, size_t n_threads, size_t most_tokens)
{
    workers *w = need_zeroed(1, sizeof *w);
    n_threads = n_threads > n_shards ? n_shards : n_threads;
    *w = (workers){.net = net, .c = c, .n_shards = n_shards, .n_threads = n_threads, .most_tokens = most_tokens};
    w->shards = need(n_shards * sizeof *w->shards);
    for (size_t i = 0; i < n_shards; i++)
        w->shards[i] = shard_new(net, c, most_tokens, most_tokens);
    w->from = need((n_shards + 1) * sizeof *w->from);
    w->threads = need(n_threads * sizeof *w->threads);
    pthread_barrier_init(&w->begin, NULL, (unsigned)n_threads);
    pthread_barrier_init(&w->middle, NULL, (unsigned)n_threads);
    pthread_barrier_init(&w->end, NULL, (unsigned)n_threads);
    for (size_t i = 1; i < n_threads; i++) {
        worker *me = need(sizeof *me);
        *me = (worker){w, i};
        if (pthread_create(&w->threads[i], NULL, work, me) != 0)
            die("cannot start a thread");
    }
    return w;
}

void workers_free(workers *w)
{
    w->stop = true;
    pthread_barrier_wait(&w->begin);
    for (size_t i = 1; i < w->n_threads; i++)
        pthread_join(w->threads[i], NULL);
    pthread_barrier_destroy(&w->begin);
    pthread_barrier_destroy(&w->middle);
    pthread_barrier_destroy(&w->end);
    for (size_t i = 0; i < w->n_shards; i++)
        shard_free(w->shards[i]);
    free(w->shards);
    free(w->from);
    free(w->threads);
    free(w);
}

/* Shares the sentences out by tokens. */
static void share_out(workers *w, size_t n)
{
    size_t all = 0, so_far = 0, k = 1;
    for (size_t i = 0; i < n; i++)
        all += w->c->sentences[w->batch[i]].n;
    w->from[0] = 0;
    for (size_t i = 0; i < n; i++) {
        while (k < w->n_shards && so_far >= all * k / w->n_shards)
            w->from[k++] = i;
        so_far += w->c->sentences[w->batch[i]].n;
    }
    while (k <= w->n_shards)
        w->from[k++] = n;
}

static float rate_at(const schedule *s, uint64_t step)
{
    if (step < s->warm_up)
        return s->rate * (float)step / (float)s->warm_up;
    return step >= s->steps ? 0 : s->rate * (float)(s->steps - step) / (float)(s->steps - s->warm_up);
}

static losses sum_losses(const workers *w)
{
    losses all = {0};
    for (size_t i = 0; i < w->n_shards; i++)
        losses_add(&all, shard_losses(w->shards[i]));
    return all;
}

losses workers_step(workers *w, const uint32_t *batch, size_t n, const train_options *o, const schedule *at,
                    uint64_t step, uint64_t seed)
{
    w->batch = batch;
    w->o = o;
    w->seed = seed * 0x9E3779B9u + step * w->n_shards;
    w->a = (adam){
        .rate = rate_at(at, step), .beta1 = 0.9f, .beta2 = 0.98f, .epsilon = 1e-8f, .decay = 0.01f, .step = step};
    network_round(w->net);
    share_out(w, n);
    pthread_barrier_wait(&w->begin);
    forward_backward(w, 0);
    pthread_barrier_wait(&w->middle);
    losses l = sum_losses(w);
    size_t counted = o->mask > 0 ? l.n_mask : l.n_arc > l.n_names ? l.n_arc : l.n_names;
    w->scale = 1 / (float)(counted ? counted : 1);
    pthread_barrier_wait(&w->middle);
    update(w, 0);
    pthread_barrier_wait(&w->end);
    return l;
}
