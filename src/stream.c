/* stream.c - one line of JSONL in, exactly one line out: the contract of `chancery code --stream`. */
#include <stdlib.h>

#include "engine.h"
#include "ledger/record_json.h"

/* The members of an input line. */
typedef struct line_in {
    const char *text, *published, *title;
    size_t text_len;
    const char *id;    /* as a name, or NULL: absent, or neither a string nor a whole number */
    bool id_is_number; /* echoed as one */
    int64_t number;
    char digits[32];
} line_in;

static const char *member(const json_t *object, const char *key, ch_err *err, bool *bad)
{
    json_t *v = json_object_get(object, key);
    if (!v || json_is_null(v))
        return NULL;
    if (!json_is_string(v)) {
        ch__fail(err, CH_EFORMAT, "\"%s\" is not a string", key);
        *bad = true;
        return NULL;
    }
    if (strlen(json_string_value(v)) != json_string_length(v)) {
        ch__fail(err, CH_EFORMAT, "\"%s\" holds U+0000", key);
        *bad = true;
        return NULL;
    }
    return json_string_value(v);
}

static int read_id(const json_t *object, line_in *in, ch_err *err)
{
    const json_t *id = json_object_get(object, "id");
    if (json_is_string(id)) {
        if (strlen(json_string_value(id)) != json_string_length(id))
            return ch__fail(err, CH_EFORMAT, "\"id\" holds U+0000");
        in->id = json_string_value(id);
    } else if (json_is_integer(id)) {
        in->number = json_integer_value(id);
        snprintf(in->digits, sizeof in->digits, "%lld", (long long)in->number);
        in->id = in->digits;
        in->id_is_number = true;
    }
    return CH_OK;
}

static int read_line(const json_t *object, line_in *in, ch_err *err)
{
    bool bad = false;
    if (!json_is_object(object))
        return ch__fail(err, CH_EFORMAT, "not a JSON object");
    int rc = read_id(object, in, err);
    if (rc < 0)
        return rc;
    in->text = member(object, "text", err, &bad);
    in->published = bad ? NULL : member(object, "published", err, &bad);
    in->title = bad ? NULL : member(object, "title", err, &bad);
    if (bad)
        return CH_EFORMAT;
    if (!in->text)
        return ch__fail(err, CH_EFORMAT, "no \"text\"");
    in->text_len = strlen(in->text);
    ch_date date;
    if (in->published && !*in->published) /* as tools write what is absent */
        in->published = NULL;
    if (in->published && !ch__date_parse(ch__sv_of(in->published), &date))
        return ch__fail(err, CH_EFORMAT, "\"published\" is not an ISO date that exists: %s", in->published);
    return CH_OK;
}

static void write_id(ch__json *j, const line_in *in, int64_t number)
{
    ch__json_key(j, in->id ? "id" : "line");
    if (in->id_is_number)
        ch__json_int(j, in->number);
    else if (in->id)
        ch__json_str(j, in->id);
    else
        ch__json_int(j, number);
}

static void write_error(ch__json *j, const line_in *in, int64_t number, const ch_err *e)
{
    ch__json_open(j, '{');
    write_id(j, in, number);
    ch__json_key(j, "error");
    ch__json_open(j, '{');
    ch__json_key(j, "code");
    ch__json_str(j, ch_err_name(e->code));
    ch__json_key(j, "message");
    ch__json_str(j, e->message);
    ch__json_key(j, "offset");
    if (e->offset >= 0)
        ch__json_int(j, e->offset);
    else
        ch__json_null(j);
    ch__json_close(j, '}');
    ch__json_close(j, '}');
}

static void write_records(ch__json *j, const line_in *in, int64_t number, const ch_doc *doc)
{
    ch__json_open(j, '{');
    write_id(j, in, number);
    ch__json_key(j, "records");
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < doc->n_records; i++)
        ch__record_write(j, doc, &doc->records[i], doc->name);
    ch__json_close(j, ']');
    ch__json_close(j, '}');
}

static int code_line(const ch_engine *engine, ch_work *work, const json_t *object, line_in *in, int64_t number,
                     ch_doc **doc, ch_err *e)
{
    int rc = read_line(object, in, e);
    if (rc < 0)
        return rc;
    char name[32];
    snprintf(name, sizeof name, "line-%lld", (long long)number);
    const char *called = in->id ? in->id : name;
    ch_input input = {.name = called,
                      .uri = called,
                      .bytes = in->text,
                      .len = in->text_len,
                      .container = CH_FORMAT_JSONL,
                      .charset = "utf-8",
                      .title = in->title,
                      .line = number};
    ch_doc_options options = {.published = in->published};
    return ch_doc_code(engine, work, &input, &options, doc, e);
}

int ch_stream_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                   char **out, ch_err *err)
{
    ch_err e;
    line_in in = {0};
    ch_doc *doc = NULL;
    ch__buf text = {0};
    ch__json j = {.out = &text, .ascii = ascii};
    ch__err_clear(&e);
    size_t mark = number == 1 && len >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    json_t *object = ch__json_parse(line + mark, len - mark, &e);
    if (!object && e.offset >= 0)
        e.offset += (int64_t)mark;
    int rc = object ? code_line(engine, work, object, &in, number, &doc, &e) : e.code;
    if (rc < 0)
        write_error(&j, &in, number, &e);
    else
        write_records(&j, &in, number, doc);
    ch_doc_free(doc);
    json_decref(object);
    *out = ch__buf_take(&text);
    if (!*out)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    if (rc < 0 && err)
        *err = e;
    return rc < 0 ? 1 : 0;
}
