/* schema_totals.c - version 7 of the schema: what is asked of all times at once. */
#include "store/schema.h"

#define THERE                                                                                          \
    "latitude = new.latitude AND longitude = new.longitude AND place = new.place AND place_country = " \
    "new.place_country"

const char CH__SCHEMA_TOTALS[] =
    /* All months of two together: a seventh of the rows of dyad_months in a store of a million records. */
    "CREATE TABLE dyad_totals (source TEXT NOT NULL, target TEXT NOT NULL, origin TEXT NOT NULL,"
    " events INTEGER NOT NULL, verbal_cooperation INTEGER NOT NULL, material_cooperation INTEGER NOT NULL,"
    " verbal_conflict INTEGER NOT NULL, material_conflict INTEGER NOT NULL, score_sum REAL NOT NULL,"
    " mean_score REAL NOT NULL, PRIMARY KEY (source, target, origin)) WITHOUT ROWID;"
    "CREATE INDEX dyad_totals_target ON dyad_totals(target);"
    "INSERT INTO dyad_totals SELECT source, target, origin, sum(events), sum(verbal_cooperation),"
    " sum(material_cooperation), sum(verbal_conflict), sum(material_conflict), round(sum(score_sum), 3),"
    " round(sum(score_sum) / sum(events), 3) FROM dyad_months GROUP BY source, target, origin;"

    /* All months of a place together. Triggers of _place_months keep it, as triggers of events keep that. */
    "CREATE TABLE _places (latitude REAL NOT NULL, longitude REAL NOT NULL, place TEXT NOT NULL,"
    " place_country TEXT NOT NULL, cooperation INTEGER NOT NULL, conflict INTEGER NOT NULL,"
    " PRIMARY KEY (latitude, longitude, place, place_country)) WITHOUT ROWID;"
    "INSERT INTO _places SELECT latitude, longitude, place, place_country, sum(cooperation), sum(conflict)"
    " FROM _place_months GROUP BY 1, 2, 3, 4;"
    "CREATE TRIGGER _place_month_added AFTER INSERT ON _place_months BEGIN INSERT INTO _places SELECT new.latitude,"
    " new.longitude, new.place, new.place_country, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM _places WHERE " THERE ");"
    " UPDATE _places SET cooperation = cooperation + new.cooperation, conflict = conflict + new.conflict WHERE " THERE
    "; END;"
    "CREATE TRIGGER _place_month_changed AFTER UPDATE OF cooperation, conflict ON _place_months BEGIN UPDATE _places"
    " SET cooperation = cooperation + new.cooperation - old.cooperation,"
    " conflict = conflict + new.conflict - old.conflict WHERE " THERE "; END;"

    /* Which labels there are, and how many records bear each. */
    "CREATE INDEX statements_labels ON statements(form, verb);"
    "CREATE INDEX agreements_labels ON agreements(form, action);"
    "CREATE INDEX levels_labels ON levels(level, action);"
    "CREATE INDEX figures_labels ON figures(measure);";
