/* guard.c - a call during which memory may run out in an arena. */
#include "base/guard.h"

/* No local is changed between setjmp and longjmp. */
int ch__guarded(ch__arena *arena, int (*run)(void *ctx), void *ctx, ch_err *err)
{
    jmp_buf guard;
    if (setjmp(guard)) {
        arena->guard = NULL;
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    arena->guard = &guard;
    int rc = run(ctx);
    arena->guard = NULL;
    return rc;
}
