/* fields.c - what stands in the fields of a record's JSON, made comparable. */
#include <math.h>
#include <stdio.h>

#include "base/date.h"
#include "evaluate/evaluate.h"

/* ---- codes ---- */

/* A text or number as text; NULL for anything else. */
static const char *as_text(const ch__eval_rules *r, const json_t *v)
{
    char digits[40];
    if (json_is_string(v))
        return json_string_value(v);
    if (json_is_integer(v))
        return ch__format(r->arena, "%lld", (long long)json_integer_value(v));
    if (!json_is_real(v))
        return json_is_true(v) ? "true" : json_is_false(v) ? "false" : NULL;
    ch__json_number(digits, sizeof digits, json_real_value(v));
    return ch__copyz(r->arena, digits);
}

static bool all_letters(ch__sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ch__is_alpha((unsigned char)s.p[i]))
            return false;
    return true;
}

const char *ch__eval_code(const ch__eval_rules *r, const json_t *v)
{
    if (json_is_object(v))
        v = json_object_get(v, "code");
    const char *text = as_text(r, v);
    if (!text || text[strspn(text, "- ?")] == '\0')
        return NULL;
    ch__sv s = ch__sv_trim(ch__sv_of(text));
    char *code = ch__copy(r->arena, s);
    for (char *p = code; *p; p++)
        if (ch__is_lower((unsigned char)*p))
            *p = (char)(*p - 32);
    uint32_t row = ch__table_find(r->aliases, ch__sv_of(code));
    if (row == CH_NONE && (s.n == 6 || s.n == 9 || s.n == 12) && all_letters(s)) {
        code[3] = '\0'; /* a country with its sectors: "CHNGOV" */
        row = ch__table_find(r->aliases, ch__sv_of(code));
    }
    return row == CH_NONE ? code : ch__table_cell(r->aliases, row, 1);
}

const char *ch__eval_one(const ch__eval_rules *r, const json_t *v)
{
    return ch__eval_code(r, json_is_array(v) ? json_array_get(v, 0) : v);
}

static bool has_code(ch__codes set, const char *code)
{
    for (uint32_t i = 0; i < set.n; i++)
        if (strcmp(set.at[i], code) == 0)
            return true;
    return false;
}

ch__codes ch__eval_codes(const ch__eval_rules *r, const json_t *v)
{
    size_t n = json_is_array(v) ? json_array_size(v) : json_is_string(v) || json_is_object(v);
    ch__codes set = {.at = ch__alloc_array(r->arena, n + 1, sizeof *set.at)};
    for (size_t i = 0; i < n; i++) {
        const char *code = ch__eval_code(r, json_is_array(v) ? json_array_get(v, i) : v);
        if (code && !has_code(set, code))
            set.at[set.n++] = code;
    }
    return set;
}

uint32_t ch__codes_shared(ch__codes a, ch__codes b)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < a.n; i++)
        shared += has_code(b, a.at[i]);
    return shared;
}

bool ch__codes_same(ch__codes a, ch__codes b)
{
    return a.n == b.n && ch__codes_shared(a, b) == a.n;
}

bool ch__same_code(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : !a && !b;
}

/* ---- words ---- */

static bool joins(unsigned char c)
{
    return ch__is_space(c) || c == '_' || c == '-';
}

const char *ch__eval_low(const ch__eval_rules *r, const json_t *v)
{
    const char *s = as_text(r, v);
    if (!s || !*s)
        return NULL;
    char *out = ch__alloc_raw(r->arena, strlen(s) + 1);
    size_t n = 0;
    for (; *s; s++)
        if (!joins((unsigned char)*s))
            out[n++] = ch__lower(*s);
        else if (n && out[n - 1] != ' ')
            out[n++] = ' ';
    while (n && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    return out;
}

bool ch__same_low(const ch__eval_rules *r, const json_t *a, const json_t *b)
{
    return ch__same_code(ch__eval_low(r, a), ch__eval_low(r, b));
}

bool ch__eval_reading(const ch__eval_rules *r, const json_t *gold, const char *field, size_t i, const json_t **out)
{
    char name[40];
    if (i == 0) {
        *out = json_object_get(gold, field);
        return true;
    }
    snprintf(name, sizeof name, "%s_alt", field);
    const json_t *others = json_object_get(gold, name);
    if (!r->alt || i > json_array_size(others))
        return false;
    *out = json_array_get(others, i - 1);
    return true;
}

/* ---- dates ---- */

typedef struct days {
    int32_t first, last;
    bool known;
} days;

/* "2025", "2025-05" or "2025-05-04" and what follows a day: from its first to its last day. */
static days day_of(ch__sv s)
{
    ch_date d;
    s = ch__sv_trim(s);
    if (s.n > 10)
        s.n = 10;
    if (!ch__date_parse(s, &d) || !d.year)
        return (days){0, 0, false};
    return (days){ch__date_days(ch__date_first(d)), ch__date_days(ch__date_last(d)), true};
}

static days join(ch__sv from, ch__sv to)
{
    days a = day_of(from), b = day_of(to);
    if (a.known && b.known)
        a.last = b.last;
    return a;
}

/* The bytes of a start that its precision vouches for when there is no end. */
static size_t precise(const json_t *v)
{
    const char *p = json_string_value(json_object_get(v, "precision"));
    return p && strcmp(p, "year") == 0 ? 4 : p && strcmp(p, "month") == 0 ? 7 : 10;
}

/* "A" or "A/B", or an object with start and end. */
static days interval(const json_t *v)
{
    if (json_is_object(v)) {
        ch__sv start = ch__sv_of(json_string_value(json_object_get(v, "start"))),
               end = ch__sv_of(json_string_value(json_object_get(v, "end")));
        if (!end.n && start.n > precise(v))
            start.n = precise(v);
        return join(start, end);
    }
    ch__sv all = ch__sv_of(json_string_value(v)), from = {0};
    (void)ch__sv_next(&all, '/', &from);
    return join(from, all);
}

/* An output without a period of its own says the record's date. */
static const json_t *date_said(const json_t *out, const char *field)
{
    const json_t *v = json_object_get(out, field);
    return (v && !json_is_null(v)) || strcmp(field, "date") == 0 ? v : json_object_get(out, "date");
}

/* A date's text, or an object's first day. */
static bool is_said(const json_t *v)
{
    return ch__sv_of(json_string_value(json_is_object(v) ? json_object_get(v, "start") : v)).n > 0;
}

/* The gold asks for no date: words of time that cannot be reckoned ("on Friday" in a story without a date). */
static bool asks_for_none(const json_t *gold, const char *field)
{
    const char *basis = json_string_value(json_object_get(gold, "date_basis")),
               *words = json_string_value(json_object_get(json_object_get(gold, field), "text"));
    return (basis && strcmp(basis, "unresolvable") == 0) || (words && *words);
}

ch__rightness ch__eval_date(const ch__eval_rules *r, const json_t *gold, const json_t *out, const char *field)
{
    days got = interval(date_said(out, field));
    if (!is_said(json_object_get(gold, field))) {
        if (!asks_for_none(gold, field))
            return CH__NOT_ASKED;
        return got.known ? CH__WRONG : CH__RIGHT;
    }
    const json_t *reading;
    for (size_t i = 0; got.known && ch__eval_reading(r, gold, field, i, &reading); i++) {
        days d = interval(reading);
        if (d.known && d.first == got.first && d.last - got.last <= 1 && got.last - d.last <= 1)
            return CH__RIGHT;
    }
    return CH__WRONG;
}

/* ---- values ---- */

bool ch__eval_has_value(const json_t *figure)
{
    return json_is_number(json_object_get(figure, "value")) || json_is_number(json_object_get(figure, "low")) ||
           json_is_number(json_object_get(figure, "high"));
}

/* Value or end of a range within 1 % of what is wanted. */
static bool gives(const json_t *out, double want)
{
    static const char *const fields[] = {"value", "low", "high"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const json_t *v = json_object_get(out, fields[i]);
        if (json_is_number(v) && fabs(json_number_value(v) - want) <= 0.01 * fabs(want))
            return true;
    }
    return false;
}

bool ch__eval_value(const json_t *gold, const json_t *out)
{
    const json_t *low = json_object_get(out, "low"), *high = json_object_get(out, "high"),
                 *value = json_object_get(out, "value"), *want = json_object_get(gold, "value"),
                 *from = json_object_get(gold, "low"), *to = json_object_get(gold, "high");
    if (!json_is_number(want))
        return (!json_is_number(from) || gives(out, json_number_value(from))) &&
               (!json_is_number(to) || gives(out, json_number_value(to)));
    if (gives(out, json_number_value(want)))
        return true;
    return (!value || json_is_null(value)) && json_is_number(low) && json_is_number(high) &&
           json_number_value(low) <= json_number_value(want) && json_number_value(want) <= json_number_value(high);
}

const char *ch__eval_unit(const ch__eval_rules *r, const json_t *v)
{
    static const char count[] = "count";
    const char *text = as_text(r, v);
    if (!text || !*text)
        return count;
    char *unit = ch__copy(r->arena, ch__sv_trim(ch__sv_of(text)));
    for (char *p = unit; *p; p++)
        if (ch__is_lower((unsigned char)*p))
            *p = (char)(*p - 32);
    uint32_t row = ch__table_find(r->units, ch__sv_of(unit));
    return row == CH_NONE ? count : ch__table_cell(r->units, row, 1);
}
