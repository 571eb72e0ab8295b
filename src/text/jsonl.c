#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "text/source.h"

/* JSON documents: one object a line, or (found by ch__sniff_whole_json) printed objects or an array, the file being one
 * piece. */
struct jsonl {
    json_t *object;    /* of the current document; its strings are handed out */
    bool whole;        /* the file is one piece, held in the source's body */
    bool array, comma; /* whole: inside the array; a value may follow */
    size_t at;         /* whole: of the next byte */
    int64_t line;      /* whole: of that byte; else of the last line read */
};

static void close_jsonl(ch__source *s)
{
    struct jsonl *j = s->state;
    json_decref(j->object);
    free(j);
    s->state = NULL;
}

/* A member by exact name, by name in another case, or by a path with dots ("meta.date"). */
static json_t *member(json_t *object, const char *name)
{
    json_t *v = json_object_get(object, name);
    const char *key;
    if (v)
        return v;
    for (void *it = json_object_iter(object); it; it = json_object_iter_next(object, it)) {
        key = json_object_iter_key(it);
        if (ch__sv_eq_nocase(ch__sv_of(key), ch__sv_of(name)))
            return json_object_iter_value(it);
    }
    const char *dot = strchr(name, '.');
    char first[64];
    if (!dot || (size_t)(dot - name) >= sizeof first)
        return NULL;
    memcpy(first, name, (size_t)(dot - name));
    first[dot - name] = 0;
    v = json_object_get(object, first);
    return v ? json_object_get(v, dot + 1) : NULL;
}

static ch__sv string_of(const json_t *v)
{
    return (ch__sv){json_string_value(v), json_string_length(v)};
}

/* A member as words: a string, a number, the first string of a list, the "name" of an object. Others count as absent.
 */
static ch__sv words(ch__source *s, json_t *v)
{
    if (json_is_array(v))
        v = json_array_get(v, 0);
    if (json_is_object(v))
        v = json_object_get(v, "name");
    if (json_is_string(v))
        return string_of(v);
    if (json_is_integer(v))
        return ch__sv_of(ch__format(&s->arena, "%lld", (long long)json_integer_value(v)));
    return (ch__sv){0};
}

static const char *type_name(const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_OBJECT: return "an object";
    case JSON_ARRAY: return "an array";
    case JSON_STRING: return "a string";
    case JSON_INTEGER:
    case JSON_REAL: return "a number";
    case JSON_TRUE:
    case JSON_FALSE: return "true or false";
    case JSON_NULL: return "null";
    }
    return "something else";
}

/* "no text field (have: id, headline)" */
static int no_text(ch__source *s, json_t *object, int64_t line, int64_t offset, ch_err *err)
{
    char have[160] = "";
    size_t n = 0;
    for (void *it = json_object_iter(object); it && n < sizeof have - 1; it = json_object_iter_next(object, it)) {
        int more = snprintf(have + n, sizeof have - n, "%s%s", n ? ", " : "", json_object_iter_key(it));
        n += more > 0 ? (size_t)more : 0;
    }
    const char *asked = s->fields->given[CH__ROLE_TEXT];
    if (asked)
        return ch__source_fail(s, err, CH_EFORMAT, line, offset, "no field \"%.60s\" for the text (have: %s)", asked,
                               have);
    return ch__source_fail(s, err, CH_EFORMAT, line, offset, "no text field (have: %s)", have);
}

/* The text: the first of the names that holds a string. */
static int find_text(ch__source *s, json_t *object, int64_t line, int64_t offset, ch__sv *out, ch_err *err)
{
    const char *name, *odd_name = NULL;
    json_t *odd = NULL;
    for (size_t i = 0; (name = ch__fields_name(s->fields, CH__ROLE_TEXT, i)); i++) {
        json_t *v = member(object, name);
        if (json_is_string(v)) {
            *out = string_of(v);
            return 0;
        }
        if (v && !odd) {
            odd = v;
            odd_name = name;
        }
    }
    if (!odd)
        return no_text(s, object, line, offset, err);
    if (json_is_null(odd))
        return ch__source_fail(s, err, CH_EEMPTY, line, offset, "field \"%.60s\" is null", odd_name);
    return ch__source_fail(s, err, CH_EFORMAT, line, offset, "field \"%.60s\" is %s, not a string", odd_name,
                           type_name(odd));
}

static int deliver(ch__source *s, int64_t line, int64_t offset, ch_input *in, ch_err *err)
{
    struct jsonl *j = s->state;
    if (!json_is_object(j->object))
        return ch__source_fail(s, err, CH_EFORMAT, line, offset, "%s where a document (an object) was expected",
                               type_name(j->object));
    ch__parts p = {.charset = "utf-8", .decoded = true, .line = line, .offset = offset};
    int rc = find_text(s, j->object, line, offset, &p.role[CH__ROLE_TEXT], err);
    if (rc)
        return rc;
    for (int r = CH__ROLE_PUBLISHED; r < CH__N_ROLES; r++) {
        const char *name;
        for (size_t i = 0; !p.role[r].n && (name = ch__fields_name(s->fields, (ch__role)r, i)); i++)
            p.role[r] = words(s, member(j->object, name));
    }
    return ch__source_deliver(s, &p, in, err);
}

/* ---- the whole file ---- */

/* Reads the file into s->body and stands behind a byte order mark. */
static int load_whole(ch__source *s, ch_err *err)
{
    struct jsonl *j = s->state;
    uint64_t got;
    ch__buf_clear(&s->body);
    s->done = true; /* until it is known to be good */
    int rc = ch__stream_read(&s->stream, (uint64_t)s->max_document + 1, &s->body, &got, err);
    if (rc)
        return rc;
    if (got > s->max_document)
        return ch__source_fail(
            s, err, CH_ELIMIT, 0, -1,
            "JSON in one piece is larger than %zu bytes, the limit; write one document a line (JSONL)",
            s->max_document);
    j->at = ch__sv_starts((ch__sv){s->body.p, s->body.n}, CH__SV("\xEF\xBB\xBF")) ? 3 : 0;
    j->whole = true;
    j->line = 1;
    s->done = false;
    return 0;
}

static void advance(ch__source *s, size_t to)
{
    struct jsonl *j = s->state;
    for (; j->at < to; j->at++)
        j->line += s->body.p[j->at] == '\n';
}

/* Over white space; the byte that follows, or -1 at the end. */
static int upcoming(ch__source *s)
{
    struct jsonl *j = s->state;
    size_t to = j->at;
    while (to < s->body.n && ch__is_space((unsigned char)s->body.p[to]))
        to++;
    advance(s, to);
    return to < s->body.n ? (unsigned char)s->body.p[to] : -1;
}

static size_t indentation(ch__sv s, size_t at)
{
    size_t from = at;
    while (from && (s.p[from - 1] == ' ' || s.p[from - 1] == '\t'))
        from--;
    return from && s.p[from - 1] != '\n' ? 0 : at - from;
}

/* Behind an element that is broken, to the next line that begins an object at the same indentation: elements that
 * follow are not lost with it. */
static void resume(ch__source *s)
{
    struct jsonl *j = s->state;
    ch__sv body = {s->body.p, s->body.n};
    size_t indent = indentation(body, j->at), to = j->at;
    const char *nl;
    while (to < body.n && (nl = memchr(body.p + to, '\n', body.n - to))) {
        size_t at = (size_t)(nl + 1 - body.p);
        for (to = at; to < body.n && to - at < indent && (body.p[to] == ' ' || body.p[to] == '\t');)
            to++;
        if (to < body.n && to - at == indent && body.p[to] == '{') {
            advance(s, to);
            return;
        }
    }
    advance(s, body.n);
}

/* To the next element of the array, or the next of some values that follow each other; false at the end. *comma_missing
 * says that the last element ran into this one. */
static bool next_element(ch__source *s, bool *comma_missing)
{
    struct jsonl *j = s->state;
    for (int c; (c = upcoming(s)) >= 0; j->at++) {
        if (!j->array && c == '[' && (j->array = true))
            j->comma = true;
        else if (j->array && c == ']')
            j->array = false;
        else if (j->array && c == ',' && !j->comma)
            j->comma = true;
        else {
            *comma_missing = j->array && !j->comma;
            j->comma = false;
            return true;
        }
    }
    return false;
}

static int next_of_whole(ch__source *s, ch_input *in, ch_err *err)
{
    struct jsonl *j = s->state;
    bool comma_missing;
    if (!next_element(s, &comma_missing)) {
        if (!j->array)
            return 0;
        j->array = false;
        s->done = true;
        return ch__source_fail(s, err, CH_EFORMAT, j->line, (int64_t)j->at, "JSON: the array is not closed");
    }
    if (comma_missing) {
        j->comma = true; /* said once */
        if (s->body.p[j->at] != '{')
            resume(s);
        return ch__source_fail(s, err, CH_EFORMAT, j->line, (int64_t)j->at, "JSON: ',' or ']' expected");
    }
    ch_err why = {.offset = 0};
    size_t used;
    s->record++;
    json_decref(j->object);
    j->object = ch__json_parse_first(s->body.p + j->at, s->body.n - j->at, &used, &why);
    if (!j->object) {
        size_t at = j->at, wrong = at + (size_t)(why.offset > 0 ? why.offset : 0);
        int64_t line = j->line;
        for (; at < wrong && at < s->body.n; at++)
            line += s->body.p[at] == '\n';
        j->comma = true;
        resume(s);
        return ch__source_fail(s, err, why.code, line, (int64_t)wrong, "%s", why.message);
    }
    int64_t line = j->line, offset = (int64_t)j->at;
    advance(s, j->at + used);
    return deliver(s, line, offset, in, err);
}

/* ---- one object a line ---- */

/* The next line that is not blank into s->body; 0 at the end. */
static int next_line(ch__source *s, uint64_t *length, int64_t *start, ch_err *err)
{
    struct jsonl *j = s->state;
    for (;;) {
        ch__buf_clear(&s->body);
        *start = (int64_t)s->stream.offset;
        int rc = ch__stream_line(&s->stream, s->max_document, &s->body, length, err);
        if (rc || !*length)
            return rc;
        j->line++;
        if (*length > s->max_document || ch__sv_trim((ch__sv){s->body.p, s->body.n}).n)
            return 1;
    }
}

static int next_of_lines(ch__source *s, ch_input *in, ch_err *err)
{
    struct jsonl *j = s->state;
    uint64_t length;
    int64_t start;
    int rc = next_line(s, &length, &start, err);
    if (rc <= 0)
        return rc;
    s->record++;
    if (length > s->max_document)
        return ch__source_fail(s, err, CH_ELIMIT, j->line, start, "line of %llu bytes, longer than the limit of %zu",
                               (unsigned long long)length, s->max_document);
    ch__sv line = {s->body.p, s->body.n};
    size_t mark = j->line == 1 && ch__sv_starts(line, CH__SV("\xEF\xBB\xBF")) ? 3 : 0;
    ch_err why = {.offset = 0};
    json_decref(j->object);
    j->object = ch__json_parse(line.p + mark, line.n - mark, &why);
    if (!j->object)
        return ch__source_fail(s, err, why.code, j->line, start + (int64_t)mark + (why.offset > 0 ? why.offset : 0),
                               "%s", why.message);
    return deliver(s, j->line, start, in, err);
}

static int next(ch__source *s, ch_input *in, ch_err *err)
{
    struct jsonl *j = s->state;
    if (!j) {
        j = ch__malloc(sizeof *j);
        if (!j) {
            s->done = true;
            return ch__fail(err, CH_ENOMEM, "out of memory");
        }
        *j = (struct jsonl){0};
        s->state = j;
        ch__sv head;
        int rc = ch__stream_peek(&s->stream, 64 << 10, &head, err);
        if (!rc && ch__sniff_whole_json(head)) {
            rc = load_whole(s, err);
            if (rc)
                return rc;
        }
    }
    return j->whole ? next_of_whole(s, in, err) : next_of_lines(s, in, err);
}

const ch__driver ch__jsonl_driver = {next, close_jsonl};
