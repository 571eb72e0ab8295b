/* knowledge.h - what chancery knows, as tables; compiled to one checked, memory-mapped file.
 *
 * Sources are *.tsv files anywhere under a knowledge directory (docs/knowledge.md has the format for people):
 *   - UTF-8 NFC, LF, tab-separated; "-" is an absent value; comments start with "# " and stand at the head only.
 *   - "#@<TAB>NAME" gives the table's name (default: the path below the directory without ".tsv"); several files of one
 * name and the same columns make one table.
 *   - "#:<TAB>column<TAB>column..." names the columns. A column marked "*" ("lemma*") is a key: the first of a table
 * for ch__table_find, any for ch__table_find_in. One marked "^" ("phrase^") holds phrases for ch__phrases_at.
 *     "field*held" and "value^name" index only the rows whose first column says "held", "name".
 *   - rows sorted in byte order (LC_ALL=C sort) within a file, no duplicates, as many fields as columns.
 *
 * Phrases are matched over units, not tokens, so that they do not depend on the tokenizer: a unit is a run of letters
 * and digits or one punctuation character; white space separates. Units compare folded (ch__fold): case, accents, curly
 * quotes and dashes do not count; "U.S." is u . s . and "d'Ivoire" is d ' ivoire. The caller checks case and token
 * boundaries.
 */
#ifndef CH_KNOWLEDGE_H
#define CH_KNOWLEDGE_H

#include "base/arena.h"
#include "base/date.h"

typedef struct ch__knowledge ch__knowledge;
typedef struct ch__table ch__table;

/* Maps a compiled file and checks all of it (magic, version, checksum, every index). Immutable afterwards. */
int ch__knowledge_open(ch__knowledge **out, const char *path, ch_err *err);
/* The same from memory the caller keeps alive (a test, a user's tables laid over the shipped ones). */
int ch__knowledge_open_memory(ch__knowledge **out, const void *bytes, size_t n, ch_err *err);
/* The shipped file with the tables of a user's directory added: rows of a table that exists are appended to it, other
 * tables are added. Compiled in memory. */
int ch__knowledge_overlay(ch__knowledge **out, const ch__knowledge *shipped, const char *directory, ch_fault_fn fn,
                          void *ctx, ch_err *err);
/* The same with dictionaries of TABARI and PETRARCH, alone or under the user's tables. What is odd in dictionaries goes
 * to `fn` and is no failure. */
typedef struct ch__layers {
    const char *tables;       /* directory, or NULL */
    const char *dictionaries; /* file or directory, or NULL */
    bool only;                /* our own actors and agents are left out */
    ch_date_rule rule;
} ch__layers;
int ch__knowledge_lay(ch__knowledge **out, const ch__knowledge *shipped, const ch__layers *layers, ch_fault_fn fn,
                      void *ctx, ch_err *err);
/* Dictionaries as files of tables in a directory, which is made; out NULL: nothing is written. */
int ch__knowledge_import(const ch__knowledge *k, const char *const *paths, size_t n, ch_date_rule rule, const char *out,
                         ch_fault_fn fn, void *ctx, ch_import *counts, ch_err *err);
void ch__knowledge_close(ch__knowledge *k);
const char *ch__knowledge_hash(const ch__knowledge *k); /* 32 hexadecimal digits over all rows */

/* What a room makes of tables once, for all threads; kept with the knowledge and freed with it. Not while other threads
 * use it. */
void ch__knowledge_keep(ch__knowledge *k, void *made, void (*release)(void *made));
const void *ch__knowledge_kept(const ch__knowledge *k); /* or NULL */

/* ---- tables ---- */

/* The table of that name, or NULL. */
const ch__table *ch__knowledge_table(const ch__knowledge *k, const char *name);
uint32_t ch__table_rows(const ch__table *t);
uint32_t ch__table_columns(const ch__table *t);
const char *ch__table_column_name(const ch__table *t, uint32_t column);
/* Index of a column, or CH_NONE. */
uint32_t ch__table_column(const ch__table *t, const char *name);
/* A cell, NUL-terminated, living as long as the knowledge; NULL where "-" stands. Out-of-range gives NULL. */
const char *ch__table_cell(const ch__table *t, uint32_t row, uint32_t column);
/* First row whose key column equals `key` byte for byte, or CH_NONE; the others follow by ch__table_find_next. O(1). */
uint32_t ch__table_find(const ch__table *t, ch__sv key);
uint32_t ch__table_find_next(const ch__table *t, uint32_t row);
/* The same for any key column; CH_NONE for a column that is none. */
uint32_t ch__table_find_in(const ch__table *t, uint32_t column, ch__sv key);
uint32_t ch__table_find_next_in(const ch__table *t, uint32_t column, uint32_t row);
/* "events/frames/AGREE.tsv:123", where the row was written; for rules and messages. Lives as long as the arena. */
const char *ch__table_source(const ch__table *t, uint32_t row, ch__arena *arena);
/* Small number of the table. Those with phrases have the lowest ones: bit 1 << it in the sets that ch__phrases_at
 * takes.
 */
uint32_t ch__table_number(const ch__table *t);
static inline uint64_t ch__table_bit(const ch__table *t) /* NULL gives the empty set */
{
    return t ? (uint64_t)1 << ch__table_number(t) : 0;
}
/* The table behind a number. */
const ch__table *ch__knowledge_table_at(const ch__knowledge *k, uint32_t number);

/* ---- phrases ---- */

typedef struct ch__unit {
    uint32_t start, end; /* bytes in the text given */
    uint32_t word;       /* folded form's number in the knowledge's vocabulary, or CH_NONE: in no phrase */
} ch__unit;

/* Splits text[from, to) into units, appended to an arena array. Returns their number; *out is the array. */
uint32_t ch__units(const ch__knowledge *k, ch__arena *arena, const char *text, uint32_t from, uint32_t to,
                   ch__unit **out);
/* The same for one who asks for the phrases of one table only: `word` may be CH_NONE where the word is in none of them.
 * Faster. */
uint32_t ch__units_of(const ch__knowledge *k, const ch__table *t, ch__arena *arena, const char *text, uint32_t from,
                      uint32_t to, ch__unit **out);

typedef struct ch__hit {
    uint32_t units; /* length in units, at least 1 */
    uint32_t table; /* number */
    uint32_t row, column;
} ch__hit;

/* All phrases of the tables in `tables` that begin at units[0], shortest first, at most `cap`; returns how many. White
 * space between units does not matter ("U. S." matches "U.S."), punctuation does. */
size_t ch__phrases_at(const ch__knowledge *k, const ch__unit *units, size_t n, uint64_t tables, ch__hit *hits,
                      size_t cap);

/* All rows of one phrase, however many they are. */
typedef struct ch__run {
    uint32_t units;    /* length of the phrase, at least 1 */
    uint32_t first, n; /* its hits, for ch__run_hit */
} ch__run;

/* The phrases that begin at units[0] and have rows in `tables` (and perhaps in other tables), shortest first, at most
 * `cap`; returns how many. */
size_t ch__runs_at(const ch__knowledge *k, const ch__unit *units, size_t n, uint64_t tables, ch__run *runs, size_t cap);
/* The i-th hit of a run, i below n: it may be of any table. */
ch__hit ch__run_hit(const ch__knowledge *k, const ch__run *run, uint32_t i);

/* Longest phrase of one table at the start of a short text (a line, a caption); false when none. *length gets its
 * bytes. */
bool ch__phrase_starts(const ch__knowledge *k, const ch__table *t, ch__sv text, ch__hit *hit, size_t *length);

/* ---- compiling ---- */

/* Reads a directory and writes the compiled form to `out`. Faults go to `fn` (may be NULL); any fault fails with
 * CH_EKNOWLEDGE. */
struct ch__buf;
int ch__knowledge_build(const char *directory, struct ch__buf *out, ch_fault_fn fn, void *ctx, ch_err *err);

#endif
