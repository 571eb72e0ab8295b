/* schema_snapshots.c - version 4 of the schema: what a store that was cut from another says of it. */
#include "store/schema.h"

const char CH__SCHEMA_SNAPSHOTS[] =
    /* A row each time a snapshot was made, the last one last; none in a store that was only read into. No clock, so
     * that the same store gives the same file. */
    "CREATE TABLE snapshots (id INTEGER PRIMARY KEY, version TEXT NOT NULL, documents INTEGER NOT NULL,"
    " of_documents INTEGER NOT NULL, since TEXT, until TEXT, actor TEXT, pair TEXT,"
    " text INTEGER NOT NULL CHECK (text IN (0, 1)));";
