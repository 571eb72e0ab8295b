/* names.h - what the knowledge says of codes: names and numbers of countries, their codes in foreign files, sectors,
 * CAMEO. Made once for an export or import. */
#ifndef CH_EXCHANGE_NAMES_H
#define CH_EXCHANGE_NAMES_H

#include <sqlite3.h>

#include "knowledge/knowledge.h"

typedef struct ch__name_map { /* folded words to a cell of the knowledge; open addressing */
    struct ch__name_slot {
        const char *key, *value;
    } * slots;
    size_t n, cap;
} ch__name_map;

typedef struct ch__names {
    const ch__knowledge *k;
    ch__arena *arena;
    ch__name_map by_name; /* names of states and organisations: record codes */
    ch__name_map by_iso;  /* alpha-3 and alpha-2 of states and dependencies: record codes */
    ch__name_map name;    /* record code: its name */
    ch__name_map cow, gw; /* record code: number */
    const ch__table *cameo, *countries, *sectors, *plover, *defaults, *roles, *vocabulary;
} ch__names;

/* Reads the tables; jumps to the arena's guard when memory runs out. CH_EKNOWLEDGE when one is missing. */
int ch__names_init(ch__names *n, const ch__knowledge *k, ch__arena *arena, ch_err *err);

/* The name of a record's code, its Correlates of War and Gleditsch-Ward numbers; NULL where there is none. */
const char *ch__names_name(const ch__names *n, const char *code);
const char *ch__names_cow(const ch__names *n, const char *code);
const char *ch__names_gw(const ch__names *n, const char *code);

/* The record code of a country or organisation by its name, of a country by its ISO, CAMEO (`scheme` "cameo") or FIPS
 * code ("fips"). NULL: not known, or a region. *known tells which (may be NULL). */
const char *ch__names_of_name(const ch__names *n, ch__sv name, bool *known);
const char *ch__names_of_code(const ch__names *n, const char *scheme, ch__sv code, bool *known);

/* The sector of PLOVER of that name, or NULL. */
const char *ch__names_sector(const ch__names *n, ch__sv name);

/* The words of ICEWS for a sector of PLOVER, and the sector of the first of its words that is known; the letters of
 * CAMEO for a sector, and the sector and body (a code, or NULL) of three of its letters. NULL where there is none. */
const char *ch__names_sector_words(const ch__names *n, const char *sector);
const char *ch__names_sector_of_words(const ch__names *n, ch__sv words);
const char *ch__names_sector_letters(const ch__names *n, const char *sector);
const char *ch__names_sector_of_letters(const ch__names *n, ch__sv letters, const char **body, const char **first);

/* Whether a CAMEO code exists, leading zeros and all. */
bool ch__names_cameo_exists(const ch__names *n, ch__sv cameo);
/* Its Goldstein value and contexts ("a;b"), NULL where there are none. */
const char *ch__names_goldstein(const ch__names *n, ch__sv cameo);
const char *ch__names_contexts(const ch__names *n, ch__sv cameo);
/* Its type and mode in PLOVER; false: a statement, which PLOVER does not count. */
bool ch__names_plover(const ch__names *n, ch__sv cameo, const char **event, const char **mode);
/* The CAMEO code of an event of PLOVER that has none: that of its mode, else of its type. NULL: no such type. */
const char *ch__names_cameo_of(const ch__names *n, const char *event, const char *mode);

/* The same as functions of SQL in the connection, which must not outlive `n`: _name(code), _cow(code), _gw(code),
 * _cameo(event, mode, cameo), _goldstein(cameo), _plover(event), _sector_words(sector), _sector_letters(sector). */
int ch__names_functions(const ch__names *n, sqlite3 *db);
void ch__names_functions_drop(sqlite3 *db);

#endif
