/* json.h - JSON at the edges. Reading is libjansson behind this file; writing is ours, for fixed key order and one
 * form of every value. */
#ifndef CH_BASE_JSON_H
#define CH_BASE_JSON_H

#include <jansson.h>

#include "base/buf.h"

/* Parses one JSON text. Duplicate keys, invalid UTF-8 and depth over 2048 are errors; U+0000 is read and then refused
 * where text is taken. NULL on failure with err->offset set. Free with json_decref. */
json_t *ch__json_parse(const char *s, size_t n, ch_err *err);
/* The same for the first of several values; *used: its length. */
json_t *ch__json_parse_first(const char *s, size_t n, size_t *used, ch_err *err);

/* Writer: commas are its business. Strings must be valid UTF-8. U+2028, U+2029 and U+0085 are always escaped, all of
 * non-ASCII when `ascii`. */
typedef struct ch__json {
    ch__buf *out;
    bool ascii, comma;
} ch__json;

void ch__json_open(ch__json *j, char bracket);  /* '{' or '[' */
void ch__json_close(ch__json *j, char bracket); /* '}' or ']' */
void ch__json_key(ch__json *j, const char *key);
void ch__json_string(ch__json *j, ch__sv s); /* p == NULL: null */
static inline void ch__json_str(ch__json *j, const char *s)
{
    ch__json_string(j, ch__sv_of(s));
}
void ch__json_int(ch__json *j, int64_t v);
void ch__json_real(ch__json *j, double v); /* as ch__json_number; NaN and infinities: null */
/* A finite number in the shortest form that reads back the same, integers without ".0", whatever the locale. size: 32
 * or more. */
void ch__json_number(char *out, size_t size, double v);
void ch__json_raw(ch__json *j, const char *text); /* a value that is JSON already */
void ch__json_bool(ch__json *j, bool v);
void ch__json_null(ch__json *j);

#endif
