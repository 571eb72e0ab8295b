/* schema_dates.c - version 4 of the schema: indexes by which records are listed in the order of time, and found by who
 * takes part, without reading all of a large store. */
#include "store/schema.h"

/* date_end stands behind date_start so that "since" is answered from the index, row by row in the order of the list. A
 * label is compared without regard to case. */
#define BY_DATE(table, label)                                         \
    "CREATE INDEX " table "_date ON " table "(date_start, date_end);" \
    "CREATE INDEX " table "_label ON " table "(" label " COLLATE NOCASE, date_start, date_end);"

const char CH__SCHEMA_DATES[] =
    "DROP INDEX events_date;" BY_DATE("events", "event") BY_DATE("statements", "form") BY_DATE("agreements", "form")
        BY_DATE("levels", "level") BY_DATE("figures", "measure") "CREATE INDEX roles_actor ON roles(actor, document);";
