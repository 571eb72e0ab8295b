#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "text/source.h"

/* JSON documents: one object a line, or (found by ch__sniff_whole_json) one object or one array for the whole file. */
struct jsonl {
    json_t *object; /* of the current document; its strings are handed out */
    json_t *whole;  /* the array or object of the whole file, or NULL */
    size_t at;      /* next element of `whole` */
    int64_t line;
};

static void close_jsonl(ch__source *s)
{
    struct jsonl *j = s->state;
    json_decref(j->object);
    json_decref(j->whole);
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

static int64_t line_at(const char *p, size_t offset)
{
    int64_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += p[i] == '\n';
    return line;
}

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
    size_t mark = ch__sv_starts((ch__sv){s->body.p, s->body.n}, CH__SV("\xEF\xBB\xBF")) ? 3 : 0;
    ch_err why = {.offset = 0};
    j->whole = ch__json_parse(s->body.p + mark, s->body.n - mark, &why);
    if (!j->whole) {
        size_t at = mark + (size_t)(why.offset > 0 ? why.offset : 0);
        int64_t line = line_at(s->body.p, at < s->body.n ? at : s->body.n);
        return ch__source_fail(s, err, why.code, line, (int64_t)at, "%s", why.message);
    }
    s->done = false;
    return 0;
}

static int next_of_whole(ch__source *s, ch_input *in, ch_err *err)
{
    struct jsonl *j = s->state;
    size_t n = json_is_array(j->whole) ? json_array_size(j->whole) : 1;
    if (j->at == n)
        return 0;
    json_t *v = json_is_array(j->whole) ? json_array_get(j->whole, j->at) : j->whole;
    j->at++;
    s->record++;
    json_decref(j->object);
    j->object = json_incref(v);
    int rc = deliver(s, 0, -1, in, err);
    if (rc < 0 && n > 1 && err) { /* there is no line to name */
        char message[sizeof err->message];
        memcpy(message, err->message, sizeof message);
        ch__source_fail(s, err, rc, 0, -1, "element %zu: %.200s", j->at, message);
    }
    return rc;
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
