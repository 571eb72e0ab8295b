/* error.h - filling a caller's ch_err. */
#ifndef CH_BASE_ERROR_H
#define CH_BASE_ERROR_H

#include "chancery.h"

#define CH__PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Fills err (may be NULL) and returns `code`, so that a caller can write `return ch__fail(...)`. The message is
 * cut to one line. Line and offset are set to unknown; an earlier file name is kept. */
int ch__fail(ch_err *err, int code, const char *fmt, ...) CH__PRINTF(3, 4);

/* The same with a place. `file` may be NULL (kept as it was), line 0 and offset -1 mean unknown. */
int ch__fail_at(ch_err *err, int code, const char *file, int64_t line, int64_t offset, const char *fmt, ...)
    CH__PRINTF(6, 7);

/* Resets err (may be NULL) to "nothing went wrong". */
void ch__err_clear(ch_err *err);

/* Sets the file name of err if it has none. Long names keep their end. */
void ch__err_file(ch_err *err, const char *file);

#endif
