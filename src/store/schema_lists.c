/* schema_lists.c - version 6 of the schema: what lists are sorted, narrowed and counted by, and which review stands. */
#include "store/schema.h"

#define OTHER_OF_RECORD(row)                                                            \
    "EXISTS (SELECT 1 FROM roles r WHERE r.record = " row ".record AND +r.actor = " row \
    ".actor AND NOT (r.role = " row ".role AND r.n = " row ".n))"
#define OTHER_OF_DOCUMENT(row)                                                                              \
    "EXISTS (SELECT 1 FROM roles r WHERE r.actor = " row ".actor AND r.document = " row ".document AND NOT" \
    " (r.record = " row ".record AND r.role = " row ".role AND r.n = " row ".n))"
#define COUNTS(row, sign)                                          \
    "UPDATE _counted SET records = records " sign                  \
    " (NOT " OTHER_OF_RECORD(row) "), documents = documents " sign \
                                  " (NOT " OTHER_OF_DOCUMENT(row) ") WHERE actor = " row ".actor"

const char CH__SCHEMA_LISTS[] =
    /* The review of each record that stands: the last by its time, so that it does not matter which of two stores was
     * merged into the other. */
    "DROP VIEW verdicts;"
    "CREATE VIEW verdicts AS"
    " SELECT r.* FROM reviews r WHERE r.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = "
    "r.id)"
    " AND NOT EXISTS (SELECT 1 FROM reviews later WHERE later.record = r.record AND"
    " (later.time, later.id) > (r.time, r.id) AND later.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM reviews u "
    "WHERE u.undoes = later.id));"

    /* Narrow rows of events: to sort or count all of them by one column reads a third of the table. Types, modes and
     * modalities stand first, so that what there is of them is counted in one pass. */
    "CREATE INDEX events_narrow ON events(event COLLATE NOCASE, mode, modality, actor, recipient, place, "
    "place_country, quad, score,"
    " confidence, date_start, date_end, id);"
    "CREATE INDEX occurrences_tellings ON occurrences(kind, tellings);"
    "DROP INDEX documents_published;"
    "CREATE INDEX documents_published ON documents(published, id);"
    "CREATE INDEX documents_source ON documents(source COLLATE NOCASE, published, id);"

    /* In how many records and documents each actor stands: to count the roles of a million records takes seconds. The
     * "+" keeps off the index of actors: a record has few roles, an actor may have 100,000. */
    "CREATE TABLE _counted (actor INTEGER PRIMARY KEY REFERENCES actors(id) ON DELETE CASCADE,"
    " records INTEGER NOT NULL, documents INTEGER NOT NULL);"
    "INSERT INTO _counted SELECT a.id, count(DISTINCT r.record), count(DISTINCT r.document) FROM actors a"
    " LEFT JOIN roles r ON r.actor = a.id GROUP BY a.id;"
    "CREATE TRIGGER _actor_added AFTER INSERT ON actors BEGIN INSERT INTO _counted VALUES (new.id, 0, 0); END;"
    "CREATE TRIGGER _role_added AFTER INSERT ON roles WHEN new.actor IS NOT NULL BEGIN " COUNTS(
        "new", "+") "; END;"
                    "CREATE TRIGGER _role_removed AFTER DELETE ON roles WHEN old.actor IS NOT NULL BEGIN " COUNTS(
                        "old", "-") "; END;";
