/* workers.h - a batch at a time over several threads. A batch is cut into a fixed number of shards, whose gradients are
 * summed in their order, so that the number of threads changes nothing but the time. */
#ifndef CH_TRAIN_WORKERS_H
#define CH_TRAIN_WORKERS_H

#include "network.h"

typedef struct workers workers;

workers *workers_new(network *net, const corpus *c, size_t n_shards, size_t n_threads, size_t most_tokens);
void workers_free(workers *w);

typedef struct schedule {
    float rate;       /* largest learning rate */
    uint64_t warm_up; /* steps to reach it; then it falls linearly to 0 at `steps` */
    uint64_t steps;
} schedule;

/* One step over the sentences `batch` (n of them, at most n_shards * most_tokens / 2 tokens): forward, backward,
 * update. Step counts from 1. Returns the losses, summed over shards. */
losses workers_step(workers *w, const uint32_t *batch, size_t n, const train_options *o, const schedule *at,
                    uint64_t step, uint64_t seed);

#endif
