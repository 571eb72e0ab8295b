/* reviews.h - reviews and the coding of stories. */
#ifndef CH_STORE_REVIEWS_H
#define CH_STORE_REVIEWS_H

#include "store/inside.h"

/* A document was coded anew: puts back what reviews made of its records. */
int ch__reviews_apply(ch_store *store, const char *document, ch_err *err);
/* The same for one verdict: a row of kind, was, became, record, document. `anew`: its record may have got another id.
 * CH_ENOTSTORE when what it holds is no record: it may come from anybody's store. */
int ch__review_apply(ch_store *store, sqlite3_stmt *verdict, bool anew, ch_err *err);

#endif
