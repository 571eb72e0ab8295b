/* schema_links.c - version 4 of the schema: names of codes, and who stands with whom in a record. */
#include "store/schema.h"

/* What follows from the records is derived by the room `relations` and can be dropped and made again from them. Work
 * lists say what is still to be derived: _underived (documents) and _touched (pairs whose numbers no longer hold); the
 * triggers fill them, whoever writes: the program, or SQL that merges two stores. */
const char CH__SCHEMA_LINKS[] =
    /* English names of the codes of countries and organisations, from the knowledge of the last run. */
    "CREATE TABLE codes (code TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, also TEXT) WITHOUT ROWID;"

    /* A row for each pair of codes in a record, a < b. forth: a acts on b; back: b acts on a; both: together on equal
     * terms; neither: they stand beside each other in it (two accused by a third). */
    "CREATE TABLE links (a TEXT NOT NULL, b TEXT NOT NULL, kind TEXT NOT NULL, date TEXT, record TEXT NOT NULL,"
    " document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,"
    " forth INTEGER NOT NULL CHECK (forth IN (0, 1)), back INTEGER NOT NULL CHECK (back IN (0, 1)),"
    " origin TEXT NOT NULL, CHECK (a < b));"
    "CREATE INDEX links_pair ON links(a, b, date, kind, record);" /* with what scripts look for in a pair */
    "CREATE INDEX links_record ON links(record);"
    "CREATE INDEX links_document ON links(document);"

    /* A row for each code in a record (attributions aside), so that what one took part in is found by date. */
    "CREATE TABLE appearances (code TEXT NOT NULL, kind TEXT NOT NULL, date TEXT, record TEXT NOT NULL,"
    " document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE);"
    "CREATE INDEX appearances_code ON appearances(code, kind, date);"
    "CREATE INDEX appearances_document ON appearances(document);"
    "CREATE INDEX appearances_record ON appearances(record, code);"

    "CREATE TABLE _underived (document TEXT PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE) WITHOUT ROWID;"
    "CREATE TABLE _touched (a TEXT NOT NULL, b TEXT NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;"
    "CREATE TRIGGER _document_added AFTER INSERT ON documents BEGIN"
    " INSERT OR IGNORE INTO _underived VALUES (new.id); END;"
    "CREATE TRIGGER _link_added AFTER INSERT ON links BEGIN"
    " INSERT OR IGNORE INTO _touched VALUES (new.a, new.b); END;"
    "CREATE TRIGGER _link_removed AFTER DELETE ON links BEGIN"
    " INSERT OR IGNORE INTO _touched VALUES (old.a, old.b); END;"
    "INSERT INTO _underived SELECT id FROM documents;";
