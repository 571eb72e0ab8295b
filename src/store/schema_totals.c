/* schema_totals.c - version 7 of the schema: what is asked of all times at once. */
#include "store/schema.h"

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

    /* Which labels there are, and how many records bear each. */
    "CREATE INDEX statements_labels ON statements(form, verb);"
    "CREATE INDEX agreements_labels ON agreements(form, action);"
    "CREATE INDEX levels_labels ON levels(level, action);"
    "CREATE INDEX figures_labels ON figures(measure);";
