/* columns.h - the tables that are written and read, as data: writer, reader, codebook and data package all come from
 * these columns, so that they cannot drift apart. */
#ifndef CH_EXCHANGE_COLUMNS_H
#define CH_EXCHANGE_COLUMNS_H

#include "base/error.h"

/* What a column holds; cells of foreign files are checked by it. */
#define CH__COLUMN_TYPES(X)                \
    X(TEXT, "text", "string")              \
    X(DATE, "date", "string")              \
    X(INTEGER, "integer", "integer")       \
    X(NUMBER, "number", "number")          \
    X(LATITUDE, "degrees north", "number") \
    X(LONGITUDE, "degrees east", "number") \
    X(CAMEO, "CAMEO code", "string")       \
    X(LIST, "list, joined by ;", "string") X(TRUTH, "0 or 1", "integer") X(ROOT, "CAMEO root code", "string")
#define CH_X(name, words, json) CH__COLUMN_##name,
typedef enum ch__column_type { CH__COLUMN_TYPES(CH_X) CH__N_COLUMN_TYPES } ch__column_type;
#undef CH_X
const char *ch__column_type_words(ch__column_type t); /* for people */
const char *ch__column_type_json(ch__column_type t);  /* its type in a data package */

/* What an import takes a column for; of the two sides of an event the second stands behind the first. */
typedef enum ch__field {
    CH__FIELD_NONE,
    CH__FIELD_ID,
    CH__FIELD_DATE,
    CH__FIELD_CAMEO,
    CH__FIELD_ROOT,
    CH__FIELD_EVENT, /* type of PLOVER */
    CH__FIELD_MODE,
    CH__FIELD_CONTEXTS,
    CH__FIELD_WORDS, /* of the event */
    CH__FIELD_NAME,
    CH__FIELD_NAME2,
    CH__FIELD_SECTORS, /* words of ICEWS */
    CH__FIELD_SECTORS2,
    CH__FIELD_SECTOR, /* of PLOVER */
    CH__FIELD_SECTOR2,
    CH__FIELD_STATE, /* name of a country, or its code */
    CH__FIELD_STATE2,
    CH__FIELD_ROOT_CODE, /* letters of CAMEO for the state or body */
    CH__FIELD_ROOT_CODE2,
    CH__FIELD_GROUP_CODE, /* of a known group */
    CH__FIELD_GROUP_CODE2,
    CH__FIELD_AGENT, /* of the role */
    CH__FIELD_AGENT2,
    CH__FIELD_RAW, /* the words of the text for the actor */
    CH__FIELD_RAW2,
    CH__FIELD_CITY,
    CH__FIELD_DISTRICT,
    CH__FIELD_PROVINCE,
    CH__FIELD_PLACE,      /* its name as one */
    CH__FIELD_PLACE_KIND, /* GDELT's: 1 is a country */
    CH__FIELD_COUNTRY,    /* of the place: a name */
    CH__FIELD_FIPS,       /* of the place: FIPS 10-4 */
    CH__FIELD_LATITUDE,
    CH__FIELD_LONGITUDE,
    CH__FIELD_GEONAME,
    CH__N_FIELDS
} ch__field;

enum {
    CH__COLUMN_WORDS = 1 /* words of a source text: left out where texts are */
};

typedef struct ch__column {
    const char *name, *alias; /* alias: another name that files give it, or NULL */
    uint8_t type, field, flags;
    const char *sql;  /* its value in a row of the export, or NULL: always empty */
    const char *what; /* one sentence for the codebook */
} ch__column;

typedef struct ch__layout {
    const char *name;  /* of the table or format: "events", "icews" */
    const char *about; /* one paragraph for the codebook: grain, order, what is lost */
    const ch__column *columns;
    uint32_t n;
    char separator; /* ',' is RFC 4180, '\t' has no quoting */
    bool header;    /* by convention of the format */
    /* the rows of an export; from NULL: the format is only read. `where` may be NULL */
    const char *from, *where, *order;
    const char *record, *since, *until; /* expressions for the conditions: record id, last and first day */
} ch__layout;

/* Formats of other systems: "icews", "polecat", "phoenix", "gdelt" (2.0), "gdelt1" (1.0); NULL when none. */
const ch__layout *ch__layout_foreign(const char *name);
/* Our own tables, from 0: documents, events, ...; NULL behind the last. */
const ch__layout *ch__layout_table(size_t n);
const ch__layout *ch__layout_named(const char *table);

#endif
