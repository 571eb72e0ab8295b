#include "base/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

static json_t *parse(const char *s, size_t n, size_t flags, size_t *used, ch_err *err)
{
    json_error_t e;
    json_t *v = json_loadb(s, n, flags | JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &e);
    if (!v)
        ch__fail_at(err, json_error_code(&e) == json_error_out_of_memory ? CH_ENOMEM : CH_EFORMAT, NULL, 0, e.position,
                    "JSON: %s", e.text);
    *used = v ? (size_t)e.position : 0;
    return v;
}

json_t *ch__json_parse(const char *s, size_t n, ch_err *err)
{
    size_t used;
    return parse(s, n, 0, &used, err);
}

json_t *ch__json_parse_first(const char *s, size_t n, size_t *used, ch_err *err)
{
    return parse(s, n, JSON_DISABLE_EOF_CHECK, used, err);
}

static void before_value(ch__json *j)
{
    if (j->comma)
        ch__buf_char(j->out, ',');
    j->comma = true;
}

void ch__json_open(ch__json *j, char bracket)
{
    before_value(j);
    ch__buf_char(j->out, bracket);
    j->comma = false;
}

void ch__json_close(ch__json *j, char bracket)
{
    ch__buf_char(j->out, bracket);
    j->comma = true;
}

static void unit(ch__buf *b, uint32_t c)
{
    ch__buf_printf(b, "\\u%04x", (unsigned)c);
}

static void escape(ch__json *j, uint32_t c)
{
    switch (c) {
    case '"': ch__buf_str(j->out, "\\\""); return;
    case '\\': ch__buf_str(j->out, "\\\\"); return;
    case '\n': ch__buf_str(j->out, "\\n"); return;
    case '\r': ch__buf_str(j->out, "\\r"); return;
    case '\t': ch__buf_str(j->out, "\\t"); return;
    }
    if (c >= 0x10000) {
        unit(j->out, 0xD800 + ((c - 0x10000) >> 10));
        unit(j->out, 0xDC00 + ((c - 0x10000) & 0x3FF));
    } else
        unit(j->out, c);
}

static void quoted(ch__json *j, ch__sv s)
{
    ch__buf_char(j->out, '"');
    size_t plain = 0;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        unsigned char b = (unsigned char)s.p[i];
        uint32_t c = b;
        if (b < 0x80)
            i++;
        else
            c = ch__utf8_next(s.p, s.n, &i);
        bool special = c < 0x20 || c == '"' || c == '\\' || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0x2029 ||
                       (j->ascii && c >= 0x80);
        if (!special)
            continue;
        ch__buf_add(j->out, s.p + plain, at - plain);
        escape(j, c);
        plain = i;
    }
    ch__buf_add(j->out, s.p + plain, s.n - plain);
    ch__buf_char(j->out, '"');
}

void ch__json_key(ch__json *j, const char *key)
{
    before_value(j);
    quoted(j, ch__sv_of(key));
    ch__buf_char(j->out, ':');
    j->comma = false;
}

void ch__json_string(ch__json *j, ch__sv s)
{
    before_value(j);
    if (s.p)
        quoted(j, s);
    else
        ch__buf_str(j->out, "null");
}

void ch__json_int(ch__json *j, int64_t v)
{
    before_value(j);
    ch__buf_printf(j->out, "%" PRId64, v);
}

void ch__json_number(char *out, size_t size, double v)
{
    if (v == floor(v) && fabs(v) < 1e15) {
        snprintf(out, size, "%.0f", v);
        return;
    }
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(out, size, "%.*g", digits, v);
        if (strtod(out, NULL) == v)
            break;
    }
    for (char *p = out; *p; p++) /* a caller's locale may have put another decimal sign there */
        if (!ch__is_digit((unsigned char)*p) && *p != '-' && *p != '+' && *p != 'e')
            *p = '.';
}

void ch__json_real(ch__json *j, double v)
{
    char text[40];
    if (!isfinite(v)) {
        ch__json_null(j);
        return;
    }
    before_value(j);
    ch__json_number(text, sizeof text, v);
    ch__buf_str(j->out, text);
}

void ch__json_bool(ch__json *j, bool v)
{
    before_value(j);
    ch__buf_str(j->out, v ? "true" : "false");
}

void ch__json_null(ch__json *j)
{
    before_value(j);
    ch__buf_str(j->out, "null");
}

void ch__json_raw(ch__json *j, const char *text)
{
    before_value(j);
    ch__buf_str(j->out, text);
}
