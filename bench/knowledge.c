/* knowledge.c - opening the compiled tables, splitting text into units, matching phrases. Usage: bench-knowledge
 * [FILE...] */
#include <stdio.h>

#include "support/measure.h"

/* Seconds to open and close the file once, with its full check. */
static double time_open(void)
{
    ch_err err;
    ch__knowledge *k;
    double start = bench_seconds();
    if (ch__knowledge_open(&k, CH_KNOWLEDGE_FILE, &err) < 0)
        bench_die(&err);
    ch__knowledge_close(k);
    return bench_seconds() - start;
}

typedef struct amounts {
    double units, phrases; /* seconds */
    size_t n, hits;
} amounts;

static void time_input(const ch__knowledge *k, ch__arena *scratch, const ch_input *in, amounts *a)
{
    ch__unit *units;
    ch__hit hits[32];
    double start = bench_seconds();
    uint32_t n = ch__units(k, scratch, in->bytes, 0, (uint32_t)in->len, &units);
    double middle = bench_seconds();
    for (uint32_t i = 0; i < n; i++)
        a->hits += ch__phrases_at(k, units + i, n - i, UINT64_MAX, hits, 32);
    a->phrases += bench_seconds() - middle;
    a->units += middle - start;
    a->n += n;
    ch__arena_clear(scratch);
}

int main(int argc, char **argv)
{
    enum { REPEATS = 100 };
    ch_err err;
    ch__knowledge *k;
    bench_inputs inputs;
    ch__arena scratch = {0};
    double open[BENCH_RUNS], units[BENCH_RUNS], phrases[BENCH_RUNS];
    if (ch__knowledge_open(&k, CH_KNOWLEDGE_FILE, &err) < 0)
        bench_die(&err);
    bench_read(&inputs, argc, argv);
    for (int run = 0; run < BENCH_RUNS; run++) {
        amounts a = {0};
        open[run] = time_open();
        for (int r = 0; r < REPEATS; r++)
            for (size_t i = 0; i < inputs.n; i++)
                time_input(k, &scratch, &inputs.at[i], &a);
        units[run] = a.units / (double)a.n;
        phrases[run] = a.phrases / (double)a.n;
    }
    printf(
        "knowledge: opened and checked in %.2f ms; units %.1f ns each, phrases %.1f ns a unit (CPU, medians of %d)\n",
        bench_median(open, BENCH_RUNS) * 1e3, bench_median(units, BENCH_RUNS) * 1e9,
        bench_median(phrases, BENCH_RUNS) * 1e9, BENCH_RUNS);
    ch__arena_release(&scratch);
    ch__arena_release(&inputs.memory);
    ch__knowledge_close(k);
    return 0;
}
