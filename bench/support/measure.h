/* measure.h - what the benchmarks share: inputs in memory, CPU time, medians, the timing of one room. */
#ifndef CH_BENCH_MEASURE_H
#define CH_BENCH_MEASURE_H

#include "engine.h"
#include "ledger/ledger.h"

enum { BENCH_RUNS = 7 };

/* Prints what happened and ends the program with 1. */
_Noreturn void bench_die(const ch_err *err);

/* CPU seconds of this process: other load on the machine counts less than in wall time. */
double bench_seconds(void);
/* The middle of n values; sorts them. */
double bench_median(double *values, size_t n);

/* The inputs of the files named on the command line, or of examples/, copied to memory. */
typedef struct bench_inputs {
    ch_input *at;
    size_t n;
    ch__arena memory;
} bench_inputs;
void bench_read(bench_inputs *inputs, int argc, char **argv);

/* The rooms up to and without `room` on every input, then `room` timed: prints tokens a second, median of BENCH_RUNS.
 * Returns the exit code. */
typedef enum bench_room { BENCH_SYNTAX, BENCH_ACTORS, BENCH_EVENTS, BENCH_LEDGER } bench_room;
int bench_one_room(bench_room room, int argc, char **argv);

#endif
