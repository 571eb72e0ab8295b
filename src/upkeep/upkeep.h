/* upkeep.h - whole stores: parts of them copied, several made one, all of one checked.
 *
 *   take.c           documents of another store with everything that hangs on them
 *   merge.c          all that a store lacks of another
 *   snapshot.c       a store, or a part of it, as one file to give away
 *   no_text.c        a copy without the long words of its sources
 *   verify.c         what is checked, in order; the others are the checks
 *   verify_rows.c    what SQL can tell: rows that point nowhere, dates, codes
 *   verify_text.c    spans, quotes, ids of one document against its text
 *   verify_derived.c what was derived, against deriving it anew
 */
#ifndef CH_UPKEEP_UPKEEP_H
#define CH_UPKEEP_UPKEEP_H

#include "base/buf.h"
#include "store/inside.h"

/* Runs SQL that gives no rows. `doing` begins the message of a failure. */
int ch__upkeep_run(ch_store *store, const char *sql, const char *doing, ch_err *err);
/* The first column of the first row, 0 when there is none or it is NULL. */
int ch__upkeep_number(ch_store *store, const char *sql, int64_t *out, ch_err *err);
/* Attaches the file of another store as `other`; it must be one of this schema. CH_EVERSION, CH_ENOTSTORE. */
int ch__upkeep_attach(ch_store *store, const char *path, ch_err *err);
/* Lets it go; no failure is told, since it comes after the work. */
void ch__upkeep_detach(ch_store *store);

/* Copies the documents in temp.taken (document, n: in which order) from the attached store `other`, inside a
 * transaction of the caller: rows of actors and runs get the numbers they have here, links to stories that tell the
 * same are found anew among all documents. Those of the same id must be gone already. `every_run`: also runs and errors
 * that left none of these documents, and all reviews. Which number each of their reviews has here is left in
 * temp.review_numbers (theirs, ours, added: it was not here). */
int ch__upkeep_take(ch_store *store, bool every_run, ch_err *err);
/* Takes the long words of the sources out of a copy, also out of its reviews. */
int ch__upkeep_leave_text_out(ch_store *store, ch_err *err);
/* Makes temp.taken, empty. */
extern const char CH__UPKEEP_TAKEN[];

#endif
