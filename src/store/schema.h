/* schema.h - the tables and views of a store and how older ones become this one. docs/store.md explains them to users.
 */
#ifndef CH_STORE_SCHEMA_H
#define CH_STORE_SCHEMA_H

#include <sqlite3.h>

#include "base/error.h"

enum { CH__SCHEMA_VERSION = 7, CH__APPLICATION_ID = 0x43484352 /* "CHCR" */ };

/* Parts of version 4, in files of their own: who stands with whom (schema_links.c), what was told several times
 * (schema_tellings.c), where each pair stands (schema_relations.c), what a snapshot is of (schema_snapshots.c), indexes
 * for questions (schema_questions.c). */
extern const char CH__SCHEMA_LINKS[], CH__SCHEMA_TELLINGS[], CH__SCHEMA_RELATIONS[], CH__SCHEMA_SNAPSHOTS[],
    CH__SCHEMA_QUESTIONS[];
/* Version 5 (schema_reviews.c): what people said of the records. */
extern const char CH__SCHEMA_REVIEWS[], CH__SCHEMA_REVIEWS_FIXED[];
/* Version 6 (schema_lists.c): what lists are sorted, narrowed and counted by. */
extern const char CH__SCHEMA_LISTS[], CH__SCHEMA_WORLD[];
/* Version 7 (schema_totals.c): what is asked of all times at once. */
extern const char CH__SCHEMA_TOTALS[];

/* Brings a database to CH__SCHEMA_VERSION, from an empty file or an older schema, in one transaction. `from` is its
 * user_version. */
int ch__schema_migrate(sqlite3 *db, int from, ch_err *err);

/* Runs only the steps up to `to`: how a test makes an old store. */
int ch__schema_migrate_to(sqlite3 *db, int from, int to, ch_err *err);

#endif
