/* row.h - one row of an event file as an event: who, to whom, what, when, where. */
#ifndef CH_EXCHANGE_ROW_H
#define CH_EXCHANGE_ROW_H

#include "exchange/names.h"
#include "exchange/table_file.h"

enum { CH__MOST_ACTORS = 32 };

typedef struct ch__row_actor {
    ch__sv name, words; /* p NULL: none; words: those of the text or of the file */
    const char *code, *sector;
} ch__row_actor;

typedef struct ch__row_event {
    char id[33];
    ch__sv date_text;
    ch_date date;
    const char *event; /* type of PLOVER */
    int type;          /* ch_event_type */
    const char *mode;  /* or NULL */
    char mode_text[32], contexts_text[256];
    const char *contexts;
    ch__sv cameo; /* p NULL: none */
    ch__row_actor side[2][CH__MOST_ACTORS];
    uint32_t n_side[2];
    ch__sv place, geoname; /* p NULL: none */
    const char *country;
    double latitude, longitude;
    bool located;
    ch__sv quote; /* into the row: the words of the event, or all of it */
} ch__row_event;

enum { CH__ROW_STATEMENT = 1, CH__ROW_NOBODY = 2 };

/* Reads the row in hand. CH_OK; CH__ROW_STATEMENT: what it says is no event of PLOVER; CH__ROW_NOBODY: it names nobody;
 * CH_EFORMAT: err says which column is wrong. Views live as long as the row. */
int ch__row_read(const ch__table_file *f, const ch__names *names, ch__row_event *out, ch_err *err);

#endif
