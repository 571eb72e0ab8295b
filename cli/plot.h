/* plot.h - cooperation and conflict of two states over time, as bars on both sides of a line. */
#ifndef CH_CLI_PLOT_H
#define CH_CLI_PLOT_H

#include "rows.h"

/* `months`: what the question of that name gives, in any order. Months, quarters or years, as many as the page has room
 * for. */
void plot_trend(const rows *months);

#endif
