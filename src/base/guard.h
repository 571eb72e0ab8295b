/* guard.h - a call during which memory may run out in an arena. */
#ifndef CH_BASE_GUARD_H
#define CH_BASE_GUARD_H

#include "base/arena.h"

/* What run(ctx) returns, with the arena's guard set (base/arena.h); CH_ENOMEM where memory ran out in it: what it then
 * holds outside of arenas must hang on ctx, which the caller releases. */
int ch__guarded(ch__arena *arena, int (*run)(void *ctx), void *ctx, ch_err *err);

#endif
