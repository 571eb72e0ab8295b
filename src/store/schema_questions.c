/* schema_questions.c - version 4 of the schema: indexes by which questions find their first rows by date. */
#include "store/schema.h"

/* By the day it began; and, of what lasts longer than a day, by the day it ended (select.c, SPANS). */
#define BY_DAY(table) "CREATE INDEX " table "_date ON " table "(date_start);" LASTING(table)
#define LASTING(table) "CREATE INDEX " table "_lasting ON " table "(date_end) WHERE date_end > date_start;"

/* Of one type, form, level or measure, whatever its case. */
#define BY_LABEL(table, label) "CREATE INDEX " table "_label ON " table "(" label " COLLATE NOCASE, date_start);"

const char CH__SCHEMA_QUESTIONS[] = BY_LABEL("events", "event") BY_LABEL("statements", "form")
    BY_LABEL("agreements", "form") BY_LABEL("levels", "level") BY_LABEL("figures", "measure") LASTING("events")
        BY_DAY("statements") BY_DAY("agreements") BY_DAY("levels") BY_DAY(
            "figures") "CREATE INDEX occurrences_date ON occurrences(kind, date_start);"
                       "CREATE INDEX relations_records ON relations(records DESC, a, b);"
                       "CREATE INDEX relations_b ON relations(b);"
                       "CREATE INDEX standings_date ON standings(date);"
                       "CREATE INDEX pacts_since ON pacts(since);"
                       "CREATE INDEX standings_pair ON standings(a, b, date);"
                       "CREATE INDEX promises_pair ON promises(a, b, date_start);"
                       "CREATE INDEX promises_date ON promises(date_start);"
                       "CREATE INDEX pair_events_contacts ON pair_events(day) WHERE event = 'CONSULT';"

                       /* Who takes part, by the person or body, and by the words where nobody is known by them. */
                       "CREATE INDEX roles_actor ON roles(actor, document);"
                       "CREATE INDEX roles_words ON roles(quote) WHERE actor IS NULL;";
