/* rows.h - the answer to a question kept in memory: what is shown of one document or one pair is small. */
#ifndef CH_CLI_ROWS_H
#define CH_CLI_ROWS_H

#include "chancery.h"

typedef struct rows {
    char **cells; /* n * columns; NULL: absent */
    char **names; /* of the columns */
    char **json;  /* a row each, as ch_cursor_json gives it */
    size_t n, columns;
} rows;

/* Reads all that a question gives. On failure `out` holds what was read. Release with rows_free either way. */
int rows_read(ch_store *store, const ch_query *query, rows *out, ch_err *err);
void rows_free(rows *r);

/* "" where the value is absent. */
const char *rows_at(const rows *r, size_t row, size_t column);
/* By the column's name; "" also when there is no such column. */
const char *rows_get(const rows *r, size_t row, const char *column);
long rows_number(const rows *r, size_t row, const char *column);

#endif
