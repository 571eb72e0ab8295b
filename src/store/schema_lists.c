/* schema_lists.c - version 6 of the schema: what lists are sorted, narrowed and counted by, and which review stands.
 * What triggers keep, `chancery verify` compares with what it is kept of. */
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

#define PLACE_IS(row)                                                                                      \
    "latitude = " row ".latitude AND longitude = " row ".longitude AND place = coalesce(" row              \
    ".place, '') AND place_country = coalesce(" row ".place_country, '') AND month = coalesce(substr(" row \
    ".date_start, 1, 7), '')"
#define ADDS(sign)                                                                                      \
    "UPDATE _place_months SET cooperation = cooperation " sign ".quad <= 2), conflict = conflict " sign \
    ".quad > 2) WHERE "

/* Not an upsert: what fires it may be INSERT OR REPLACE, whose own way with conflicts would override that. */
#define PLACED                                                                                            \
    " INSERT INTO _place_months SELECT new.latitude, new.longitude, coalesce(new.place, ''),"             \
    " coalesce(new.place_country, ''), coalesce(substr(new.date_start, 1, 7), ''), 0, 0 WHERE NOT EXISTS" \
    " (SELECT 1 FROM _place_months WHERE " PLACE_IS("new") "); " ADDS("+ (new") PLACE_IS("new") ";"
#define MOVED "UPDATE OF latitude, longitude, place, place_country, date_start, quad ON events"
#define GONE " " ADDS("- (old") PLACE_IS("old") ";"

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

const char CH__SCHEMA_WORLD[] =
    /* Events at each place by month, for the map; '' for what is not known. */
    "CREATE TABLE _place_months (latitude REAL NOT NULL, longitude REAL NOT NULL, place TEXT NOT NULL,"
    " place_country TEXT NOT NULL, month TEXT NOT NULL, cooperation INTEGER NOT NULL, conflict INTEGER NOT NULL,"
    " PRIMARY KEY (latitude, longitude, place, place_country, month)) WITHOUT ROWID;"
    "INSERT INTO _place_months SELECT latitude, longitude, coalesce(place, ''), coalesce(place_country, ''),"
    " coalesce(substr(date_start, 1, 7), ''), sum(quad <= 2), sum(quad > 2) FROM events WHERE latitude IS NOT NULL"
    " GROUP BY 1, 2, 3, 4, 5;"
    "CREATE TRIGGER _event_placed AFTER INSERT ON events WHEN new.latitude IS NOT NULL BEGIN" PLACED " END;"
    "CREATE TRIGGER _event_gone AFTER DELETE ON events WHEN old.latitude IS NOT NULL BEGIN" GONE " END;"
    "CREATE TRIGGER _event_left AFTER " MOVED " WHEN old.latitude IS NOT NULL BEGIN" GONE " END;"
    "CREATE TRIGGER _event_came AFTER " MOVED " WHEN new.latitude IS NOT NULL BEGIN" PLACED " END;"

    /* With all that the surges of a year look at. */
    "DROP INDEX pair_events_day;"
    "CREATE INDEX pair_events_day ON pair_events(day, a, b, quad, happened, "
    "forth, back, origin, dated);"
    "CREATE INDEX dyad_months_target ON dyad_months(target, month);";
