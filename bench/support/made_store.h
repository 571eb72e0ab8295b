/* made_store.h - a store of any size, filled with generated stories: for benchmarks, and for tests with few. */
#ifndef CH_BENCH_MADE_STORE_H
#define CH_BENCH_MADE_STORE_H

#include "engine.h"

/* Puts so many records into an open store, in stories of twelve over twelve years, about pairs of states that are as
 * unevenly busy as in news; a third of the stories tell what the one before them told. The engine gives the tables that
 * names and labels come from. The same records every time. Not derived yet. */
int made_store_fill(ch_store *store, const ch_engine *engine, uint64_t records, ch_err *err);

#endif
