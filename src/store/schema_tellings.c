/* schema_tellings.c - version 4 of the schema: one thing that happened, told by one record or many. */
#include "store/schema.h"

const char CH__SCHEMA_TELLINGS[] =
    /* An occurrence is one thing that happened; a telling is one record of it. Records are never changed or dropped:
     * without these tables the store is what was read. Of an occurrence `id` and `record` are its fullest telling. */
    "CREATE TABLE occurrences (id TEXT PRIMARY KEY, kind TEXT NOT NULL, record TEXT NOT NULL, date_start TEXT,"
    " date_end TEXT, date_precision TEXT NOT NULL, tellings INTEGER NOT NULL, documents INTEGER NOT NULL,"
    " sources INTEGER NOT NULL, confidence REAL NOT NULL) WITHOUT ROWID;"

    /* _parent: the telling that this one was found to tell the same as, by _rule; _tree: the end of that chain. Both
     * NULL: none. A telling whose chain leads to one that it contradicts has an occurrence of its own all the same. */
    "CREATE TABLE tellings (record TEXT PRIMARY KEY, occurrence TEXT NOT NULL,"
    " document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, rule TEXT NOT NULL,"
    " confidence REAL NOT NULL, _parent TEXT, _rule TEXT, _tree TEXT) WITHOUT ROWID;"
    "CREATE INDEX tellings_occurrence ON tellings(occurrence);"
    "CREATE INDEX tellings_document ON tellings(document);"
    "CREATE INDEX tellings_tree ON tellings(_tree) WHERE _tree IS NOT NULL;"

    /* Where tellings of one occurrence do not agree: a row for each value that is not the one of the occurrence. */
    "CREATE TABLE contradictions (occurrence TEXT NOT NULL, field TEXT NOT NULL, record TEXT NOT NULL,"
    " other TEXT NOT NULL, value TEXT NOT NULL, other_value TEXT NOT NULL, PRIMARY KEY (occurrence, field, record,"
    " other)) WITHOUT ROWID;"

    /* Both are events: what is denied, and the denial. */
    "CREATE TABLE denials (accusation TEXT NOT NULL, denial TEXT NOT NULL, rule TEXT NOT NULL,"
    " confidence REAL NOT NULL, PRIMARY KEY (accusation, denial)) WITHOUT ROWID;"
    "CREATE INDEX denials_denial ON denials(denial);"

    /* Two sets of 60 bits with a bit for each content word around a record, and how many are set: what records are
     * alike in, without their words. */
    "CREATE TABLE _gists (document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, record TEXT NOT NULL,"
    " low INTEGER NOT NULL, high INTEGER NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (document, record))"
    " WITHOUT ROWID;"

    /* Records can tell the same when they have a key in common, on days near each other. last: the last day of one
     * that is dated to a week or month, else day. */
    "CREATE TABLE _keys (key TEXT NOT NULL, day INTEGER NOT NULL, record TEXT NOT NULL, last INTEGER NOT NULL,"
    " document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, PRIMARY KEY (key, day, record)) WITHOUT"
    " ROWID;"
    "CREATE INDEX _keys_document ON _keys(document, record);"

    /* Work lists: keys and days with other records than before, chains that lost a telling. */
    "CREATE TABLE _stirred (key TEXT NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (key, day)) WITHOUT ROWID;"
    "CREATE TABLE _broken (tree TEXT PRIMARY KEY) WITHOUT ROWID;"
    "CREATE TRIGGER _key_added AFTER INSERT ON _keys BEGIN"
    " INSERT OR IGNORE INTO _stirred VALUES (new.key, new.day); END;"
    "CREATE TRIGGER _key_removed AFTER DELETE ON _keys BEGIN"
    " INSERT OR IGNORE INTO _stirred VALUES (old.key, old.day); END;"
    "CREATE TRIGGER _telling_removed AFTER DELETE ON tellings BEGIN"
    " DELETE FROM denials WHERE accusation = old.record OR denial = old.record;"
    " INSERT OR IGNORE INTO _broken VALUES (coalesce(old._tree, old.record)); END;";
