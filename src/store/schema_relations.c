/* schema_relations.c - version 4 of the schema: where each pair of states stands. */
#include "store/schema.h"

const char CH__SCHEMA_RELATIONS[] =
    /* One row a pair that any record links. */
    "CREATE TABLE relations (a TEXT NOT NULL, b TEXT NOT NULL, records INTEGER NOT NULL, documents INTEGER NOT NULL,"
    " first_date TEXT, last_date TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;";
