/* cursor.c - the rows of a question, one by one. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "store/asked.h"

int ch_cursor_next(ch_cursor *cursor, ch_err *err)
{
    int rc = sqlite3_step(cursor->sql);
    if (rc == SQLITE_ROW)
        return 1;
    return rc == SQLITE_DONE ? 0 : ch__asked_failed(cursor->store, cursor->match, err);
}

char *ch_cursor_sql(const ch_cursor *cursor)
{
    char *sql = sqlite3_expanded_sql(cursor->sql);
    ch__buf text = {0};
    if (sql)
        ch__buf_printf(&text, "%s;\n", sql);
    sqlite3_free(sql);
    return sql ? ch__buf_take(&text) : NULL;
}

size_t ch_cursor_columns(const ch_cursor *cursor)
{
    return cursor->columns;
}

const char *ch_cursor_name(const ch_cursor *cursor, size_t column)
{
    return sqlite3_column_name(cursor->sql, (int)column);
}

/* Reals are written as in JSON: 4300000000, not SQLite's 4300000000.0. */
const char *ch_cursor_text(ch_cursor *cursor, size_t column)
{
    if (sqlite3_column_type(cursor->sql, (int)column) != SQLITE_FLOAT || column >= CH__MOST_COLUMNS)
        return (const char *)sqlite3_column_text(cursor->sql, (int)column);
    ch__json_number(cursor->numbers[column], CH__NUMBER, sqlite3_column_double(cursor->sql, (int)column));
    return cursor->numbers[column];
}

bool ch_cursor_is_number(const ch_cursor *cursor, size_t column)
{
    int type = sqlite3_column_type(cursor->sql, (int)column);
    return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

static void write_column(ch__json *j, sqlite3_stmt *row, int i)
{
    ch__json_key(j, sqlite3_column_name(row, i));
    switch (sqlite3_column_type(row, i)) {
    case SQLITE_INTEGER: ch__json_int(j, sqlite3_column_int64(row, i)); break;
    case SQLITE_FLOAT: ch__json_real(j, sqlite3_column_double(row, i)); break;
    default:
        ch__json_string(j, (ch__sv){(const char *)sqlite3_column_text(row, i), (size_t)sqlite3_column_bytes(row, i)});
    }
}

char *ch_cursor_json(const ch_cursor *cursor, const size_t *columns, size_t n, bool ascii)
{
    ch__buf text = {0};
    ch__json j = {.out = &text, .ascii = ascii};
    n = columns ? n : ch_cursor_columns(cursor);
    ch__json_open(&j, '{');
    for (size_t i = 0; i < n; i++)
        write_column(&j, cursor->sql, (int)(columns ? columns[i] : i));
    ch__json_close(&j, '}');
    return ch__buf_take(&text);
}

static void write_cell(ch__buf *out, const char *value)
{
    if (!strpbrk(value, ",\"\r\n")) {
        ch__buf_str(out, value);
        return;
    }
    ch__buf_char(out, '"');
    for (; *value; value++) {
        if (*value == '"')
            ch__buf_char(out, '"');
        ch__buf_char(out, *value);
    }
    ch__buf_char(out, '"');
}

char *ch_cursor_csv(ch_cursor *cursor, const size_t *columns, size_t n, bool names)
{
    ch__buf text = {0};
    n = columns ? n : ch_cursor_columns(cursor);
    for (size_t i = 0; i < n; i++) {
        size_t column = columns ? columns[i] : i;
        const char *value = names ? ch_cursor_name(cursor, column) : ch_cursor_text(cursor, column);
        ch__buf_str(&text, i ? "," : "");
        write_cell(&text, value ? value : "");
    }
    ch__buf_str(&text, "\r\n");
    return ch__buf_take(&text);
}

void ch_cursor_close(ch_cursor *cursor)
{
    if (!cursor)
        return;
    sqlite3_finalize(cursor->sql);
    free(cursor);
}
