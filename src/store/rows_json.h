/* rows_json.h - a record with everything that hangs on it as JSON, and back. */
#ifndef CH_STORE_ROWS_JSON_H
#define CH_STORE_ROWS_JSON_H

#include <jansson.h>

#include "store/inside.h"

/* "event" -> "events"; NULL for no kind. */
const char *ch__kind_table(const char *kind);

/* {"events": [{...}], "roles": [...], "spans": [...], "magnitudes": [...]}; NULL on failure, CH_EUSAGE when there is no
 * such record. Free with json_decref. */
json_t *ch__rows_read(ch_store *store, const char *kind, const char *id, ch_err *err);
/* Puts such a record into the tables. Here and below the next derivation makes anew what follows from it. */
int ch__rows_write(ch_store *store, const json_t *record, ch_err *err);
/* Whether it is a record of that kind, id and document with what hangs on it, and nothing else. */
bool ch__rows_are(const json_t *record, const char *kind, const char *id, const char *document);
/* Takes it out, with what was derived of it alone. Nothing happens when there is no such record. */
int ch__rows_delete(ch_store *store, const char *kind, const char *id, ch_err *err);

#endif
