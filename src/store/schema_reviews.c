/* schema_reviews.c - version 5 of the schema: what people said of the records. */
#include "store/schema.h"

/* Dropped for a moment by what leaves the words of the sources out of a copy (upkeep/snapshot.c). */
const char CH__SCHEMA_REVIEWS_FIXED[] =
    "CREATE TRIGGER _review_fixed BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are only added'); END;";

/* Reviews are only ever added. `was` and `became` hold the record with its roles and words, as JSON of the rows of
 * their tables: NULL when there was, or is, none. The tables of records hold what the last review that stands made of
 * each; coding a story again puts that back (reviews.c). */
const char CH__SCHEMA_REVIEWS[] =
    "CREATE TABLE reviews (id INTEGER PRIMARY KEY, time TEXT NOT NULL, reviewer TEXT NOT NULL,"
    " verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject', 'edit', 'add', 'undo')), record TEXT NOT NULL,"
    " kind TEXT NOT NULL, document TEXT NOT NULL, sentence INTEGER, type TEXT, confidence REAL, rule TEXT, note TEXT,"
    " undoes INTEGER REFERENCES reviews(id), was TEXT, became TEXT);"
    "CREATE INDEX reviews_record ON reviews(record);"
    "CREATE INDEX reviews_document ON reviews(document);"
    "CREATE INDEX reviews_undoes ON reviews(undoes);"
    "CREATE INDEX events_place ON events(latitude, longitude, place, place_country, date_start, quad)"
    " WHERE latitude IS NOT NULL;"
    "CREATE INDEX pair_events_day ON pair_events(day);"
    "CREATE INDEX events_confidence ON events(confidence);"
    "CREATE INDEX statements_confidence ON statements(confidence);"
    "CREATE INDEX agreements_confidence ON agreements(confidence);"
    "CREATE INDEX levels_confidence ON levels(confidence);"
    "CREATE INDEX figures_confidence ON figures(confidence);"
    "CREATE TRIGGER _review_kept BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are only added'); END;"

    /* The review of each record that stands (version 6: schema_lists.c). */
    "CREATE VIEW verdicts AS"
    " SELECT r.* FROM reviews r WHERE r.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = "
    "r.id)"
    " AND NOT EXISTS (SELECT 1 FROM reviews later WHERE later.record = r.record AND later.id > r.id AND"
    " later.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = later.id));";
