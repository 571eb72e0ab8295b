/* keys.h - the forms of JSON that are written, as data: writer and JSON Schema come from these keys. */
#ifndef CH_EXCHANGE_KEYS_H
#define CH_EXCHANGE_KEYS_H

#include "exchange/columns.h"

typedef enum ch__form {
    CH__FORM_TEXT,
    CH__FORM_DAY, /* text: an ISO 8601 date */
    CH__FORM_WHOLE,
    CH__FORM_REAL,
    CH__FORM_TRUTH,
    CH__FORM_LIST,   /* of text, joined by ';' in its column */
    CH__FORM_SPAN,   /* two columns; null where they are equal or NULL */
    CH__FORM_POINT,  /* two columns of numbers */
    CH__FORM_OBJECT, /* one column that says whether it is there, then its members */
    CH__FORM_ROWS,   /* a list of objects: `sql` is a FROM clause with :record for the record's id */
    CH__FORM_ROW     /* the first of them, or null */
} ch__form;

enum {
    CH__KEY_WORDS = 1,     /* words of a source text: null where texts are left out */
    CH__KEY_HASH_ONLY = 2, /* stands only where texts are left out */
    CH__KEY_REQUIRED = 4   /* of forms that leave out what is null: never left out */
};

typedef struct ch__key {
    const char *name;
    uint8_t form, flags;
    const char *sql;
    const struct ch__key *members; /* NULL name ends; of OBJECT, ROWS, ROW */
    const char *what;              /* for the codebook and the schema */
    const char *values;            /* "a|b|c": it has one of these; or NULL */
} ch__key;

typedef struct ch__shape {
    const char *name, *about;
    const ch__key *keys;
    ch__layout from; /* of its columns only the query */
    bool sparse;     /* what is null has no key */
} ch__shape;

/* The records of a kind as docs/records.md has them, in the order of ch_kind; events as PLOVER has them; events with a
 * place as features of GeoJSON. */
extern const ch__shape ch__shape_records[CH_N_KINDS], ch__shape_plover, ch__shape_feature;

#endif
