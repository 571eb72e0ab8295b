/* schema_tellings.c - version 4 of the schema: one thing that happened, told by one record or many. */
#include "store/schema.h"

const char CH__SCHEMA_TELLINGS[] =
    /* An occurrence is one thing that happened; a telling is one record of it. Records are never changed or dropped:
     * without these two tables the store is what was read. */
    "CREATE TABLE occurrences (id TEXT PRIMARY KEY, kind TEXT NOT NULL, record TEXT NOT NULL, date_start TEXT,"
    " date_end TEXT, date_precision TEXT NOT NULL, tellings INTEGER NOT NULL, documents INTEGER NOT NULL,"
    " sources INTEGER NOT NULL, confidence REAL NOT NULL);"
    "CREATE TABLE tellings (record TEXT PRIMARY KEY, occurrence TEXT NOT NULL,"
    " document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, rule TEXT NOT NULL,"
    " confidence REAL NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX tellings_occurrence ON tellings(occurrence);"
    "CREATE INDEX tellings_document ON tellings(document);";
