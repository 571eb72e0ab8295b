/* table_file.h - a tab-separated event file of another system: what it is, its content as a whole, its rows. */
#ifndef CH_EXCHANGE_TABLE_FILE_H
#define CH_EXCHANGE_TABLE_FILE_H

#include "exchange/columns.h"
#include "text/stream.h"

enum { CH__MOST_CELLS = 128, CH__NO_CELL = 255 };

/* The file as a whole, from a first reading. */
typedef struct ch__content {
    char sha256[65]; /* of the content, decompressed */
    uint64_t bytes, chars, lines;
    bool utf8;    /* all of it; else lines that are not are windows-1252 */
    ch__buf text; /* the content where it is small and clean text; else empty */
} ch__content;

typedef struct ch__table_file {
    const char *path;
    int fd;
    ch__stream stream;
    const ch__layout *layout;
    uint8_t column[CH__MOST_CELLS];   /* of the layout: its cell, CH__NO_CELL: the file has none */
    uint8_t of_field[CH__N_FIELDS];   /* of a field: its cell */
    const char *name[CH__MOST_CELLS]; /* of a cell: the name of its column; of an unknown one "" */
    uint8_t type[CH__MOST_CELLS];     /* of a cell: ch__column_type */
    uint32_t n_columns;               /* cells of a row */
    uint64_t header_line;             /* 0: none */
    bool header, quoted, odd;         /* quoted: cells stand in quotes; odd: the header has a column that is unknown */
    char unknown[64];                 /* the first of them */
    /* the row in hand */
    ch__buf line, decoded;
    ch__sv row; /* without its line end */
    ch__sv cell[CH__MOST_CELLS];
    uint32_t n_cells;
    uint64_t number, offset, chars; /* 1-based line; where it begins in the content */
    uint64_t next_offset, next_chars;
    void *to_utf8; /* iconv_t, or NULL */
} ch__table_file;

/* Opens a file ("-" is the standard input), reads it once for its content and finds out what it is; `layout` is the
 * format it is said to be, or NULL. Close it in any case. */
int ch__table_file_open(ch__table_file *f, const char *path, const char *layout, ch__content *content, ch_err *err);
void ch__table_file_close(ch__table_file *f);

/* The next row that is not blank: 1, 0 at the end, or a negative code: CH_EFORMAT and CH_ELIMIT of one row, behind
 * which it may be called again; err says where and what. */
int ch__table_file_next(ch__table_file *f, ch_err *err);

/* The cell of a field without blanks around it; empty where it is missing or says so ("NA", "NULL", "None", "\N"). */
ch__sv ch__table_file_cell(const ch__table_file *f, ch__field field);

/* Fails with CH_EFORMAT: file, line, the column's name and what is wrong with its cell, which is shown. */
int ch__table_file_bad(const ch__table_file *f, ch_err *err, uint32_t cell, const char *wrong);

/* Whether a cell can be what its column holds; what is wrong in *wrong. Empty cells can. (Dates and CAMEO: row.c.) */
bool ch__cell_fits(ch__column_type type, ch__sv cell, const char **wrong);
/* A date as event files write it: YYYY-MM-DD, also with a time behind, or YYYYMMDD. */
bool ch__cell_day(ch__sv cell, ch_date *out);
bool ch__cell_number(ch__sv cell, double *out);

#endif
