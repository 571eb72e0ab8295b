/* pairs.h - a pair read and handed on; for the public functions and the trainer. */
#ifndef CH_PAIRS_H
#define CH_PAIRS_H

#include "engine.h"
#include "events/pair.h"

/* Gets the document, which has run through the events room and is freed afterwards, and the sides as tokens. */
typedef void (*ch__pair_fn)(void *ctx, const ch_engine *engine, ch__arena *scratch, ch_doc *doc,
                            const ch__pair_sides *sides);

/* Reads a pair and calls fn once. Errors as ch_pair_code. */
int ch__pair_read(const ch_engine *engine, ch_work *work, const ch_pair_input *in, ch__pair_fn fn, void *ctx,
                  ch_err *err);

#endif
