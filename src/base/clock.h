/* clock.h - time that only goes forward, for limits and waiting. */
#ifndef CH_BASE_CLOCK_H
#define CH_BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds of the monotonic clock (clock_gettime(2), CLOCK_MONOTONIC). */
int64_t ch__now_ms(void);

#endif
