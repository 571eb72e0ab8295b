/* review_changes.h - the record that an edit or an addition makes. */
#ifndef CH_STORE_REVIEW_CHANGES_H
#define CH_STORE_REVIEW_CHANGES_H

#include <jansson.h>

#include "store/inside.h"

/* The column of a kind's table that says of which type a record is: "event", "form", "level", "measure". */
const char *ch__type_column(const char *kind);

/* *became: a copy of `was` with ask->changes. CH_EUSAGE names the field that makes no sense. */
int ch__review_edit(ch_store *store, const ch_review *ask, const char *kind, const json_t *was, json_t **became,
                    ch_err *err);
/* *became: a new record of ask->kind in ask->document. *kind lives as long as the program. */
int ch__review_add(ch_store *store, const ch_review *ask, const char **kind, json_t **became, ch_err *err);

#endif
