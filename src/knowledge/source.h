/* source.h - knowledge tables as read from text, before compiling. Inside the room only. */
#ifndef CH_KNOWLEDGE_SOURCE_H
#define CH_KNOWLEDGE_SOURCE_H

#include <dirent.h>

#include "base/arena.h"
#include "knowledge/knowledge.h"

typedef struct ch__source_column {
    const char *name;
    uint32_t marks;                        /* CH__COLUMN_... */
    const char *key_condition, *condition; /* what the first cell must be for the row to be found by this key, by this
                                              phrase; or NULL */
} ch__source_column;

typedef struct ch__source_row {
    const char **cells; /* n_columns; "-" stands as it is */
    const char *file;   /* relative path */
    uint32_t line;
} ch__source_row;

typedef struct ch__source_table {
    const char *name;
    ch__source_column *columns;
    uint32_t n_columns;
    bool marked;      /* a file with marks on its columns was seen */
    const char *file; /* the first file of it, for messages */
    ch__source_row *rows;
    uint32_t n_rows, cap_rows;
    uint32_t n_shipped; /* the first rows, taken from a compiled file */
} ch__source_table;

typedef struct ch__fault {
    const char *file, *message;
    uint32_t line;  /* 0: the file as a whole */
    uint32_t order; /* in which they were found */
} ch__fault;

/* Everything read, in one arena; the foreign objects in use stand here so that whoever set the guard can free them. */
typedef struct ch__source {
    ch__arena arena;
    ch__source_table *tables;
    uint32_t n_tables, cap_tables;
    ch__fault *faults;
    uint32_t n_faults, cap_faults;
    uint64_t bytes; /* read so far */
    DIR *dir;
    int fd; /* -1: none */
    ch_err *err;
} ch__source;

/* Reads all *.tsv below `directory` into tables sorted by name, rows sorted in byte order behind the shipped ones.
 * Faults are collected. Negative when the directory cannot be read or holds no table. */
int ch__source_read(ch__source *s, const char *directory);

/* Sorts what was added otherwise, as ch__source_read does. */
void ch__source_sort(ch__source *s);

/* The table of that name with those columns, written as in a head line ("field*held"); made if it is not there. NULL
 * when it has other columns. */
ch__source_table *ch__source_table_of(ch__source *s, const char *name, const char *const *columns, uint32_t n);

/* Adds the rows of one file, in tables.c. The text is cut in place; a byte behind its end is written. */
void ch__source_text(ch__source *s, const char *file, char *bytes, size_t n);

/* The bytes of a file in the arena, with room for one more; NULL after a fault, which calls the file `file`. */
char *ch__source_load(ch__source *s, const char *path, const char *file, size_t most, size_t *n);

/* Takes over the tables of compiled knowledge, as if they had been read. */
void ch__source_take(ch__source *s, const ch__knowledge *k);

void ch__source_fault(ch__source *s, const char *file, uint32_t line, const char *fmt, ...) CH__PRINTF(4, 5);

/* Adds the faults that only the meaning of "entities" rows shows: dates, ids, codes, fields. */
void ch__source_check_entities(ch__source *s);

/* Reports the faults to fn (may be NULL) by file and line; the first one goes to s->err. Returns their number. */
int ch__source_report(ch__source *s, ch_fault_fn fn, void *ctx);

/* Compiles what was read. Faults that only phrases show (no units) are added; with any fault nothing is
 * written. out->failed when memory ran out. */
void ch__source_compile(ch__source *s, struct ch__buf *out);

/* Names of several entities that no rule settles, in table `entities`; in check_names.c. */
void ch__source_check_names(ch__source *s, const ch__source_table *t);

/* Adds table "actors/sounds" where the tables to make it of are there (sounds.h). */
void ch__source_sounds(ch__source *s);

void ch__source_release(ch__source *s);

static inline bool ch__absent(const char *cell)
{
    return cell[0] == '-' && !cell[1];
}

#endif
