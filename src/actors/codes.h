/* codes.h - the codes that records carry, and whom they stand for. */
#ifndef CH_ACTORS_CODES_H
#define CH_ACTORS_CODES_H

#include "knowledge/knowledge.h"

/* As ch_engine_codes. */
int ch__codes(const ch__knowledge *k, ch_code_fn fn, void *ctx);

#endif
