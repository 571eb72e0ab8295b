/* match.h - what somebody types to look for words, as an expression of FTS5. */
#ifndef CH_STORE_MATCH_H
#define CH_STORE_MATCH_H

#include "base/buf.h"

/* Plain words are all looked for, whatever is in them ("U.S.", "al-Sudani", "12:30"). Words in double quotes are a
 * phrase, word* begins with it, and AND, OR, NOT, NEAR(..., n), round brackets are as in FTS5 (sqlite.org/fts5.html,
 * 3). Fills `out`. CH_EUSAGE names the words that are wrong; CH_ENOMEM. */
int ch__match_make(const char *words, ch__buf *out, ch_err *err);

#endif
