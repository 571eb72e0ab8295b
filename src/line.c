#include "line.h"

#include <stdio.h>

/* A JSON string without U+0000, else NULL with *err set. */
static const char *plain_string(const json_t *v, const char *key, ch_err *err)
{
    if (!json_is_string(v)) {
        ch__fail(err, CH_EFORMAT, "\"%s\" is not a string", key);
        return NULL;
    }
    if (strlen(json_string_value(v)) != json_string_length(v)) {
        ch__fail(err, CH_EFORMAT, "\"%s\" holds U+0000", key);
        return NULL;
    }
    return json_string_value(v);
}

static int read_id(ch__line *in, ch_err *err)
{
    const json_t *id = json_object_get(in->object, "id");
    if (json_is_string(id)) {
        in->id = plain_string(id, "id", err);
        return in->id ? CH_OK : CH_EFORMAT;
    }
    if (json_is_integer(id)) {
        in->number = json_integer_value(id);
        snprintf(in->digits, sizeof in->digits, "%lld", (long long)in->number);
        in->id = in->digits;
        in->id_is_number = true;
    }
    return CH_OK;
}

int ch__line_parse(ch__line *in, const char *line, size_t len, int64_t number, ch_err *err)
{
    *in = (ch__line){.line = number};
    snprintf(in->name, sizeof in->name, "line-%lld", (long long)number);
    size_t mark = number == 1 && len >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    in->object = ch__json_parse(line + mark, len - mark, err);
    if (!in->object) {
        if (err->offset >= 0)
            err->offset += (int64_t)mark;
        return err->code;
    }
    if (!json_is_object(in->object))
        return ch__fail(err, CH_EFORMAT, "not a JSON object");
    return read_id(in, err);
}

void ch__line_release(ch__line *in)
{
    json_decref(in->object);
    in->object = NULL;
}

const char *ch__line_name(const ch__line *in)
{
    return in->id ? in->id : in->name;
}

int ch__line_text(const ch__line *in, const char *key, const char **out, ch_err *err)
{
    const json_t *v = json_object_get(in->object, key);
    *out = NULL;
    if (!v || json_is_null(v))
        return CH_OK;
    *out = plain_string(v, key, err);
    return *out ? CH_OK : CH_EFORMAT;
}

int ch__line_date(const ch__line *in, const char *key, const char **out, ch_err *err)
{
    ch_date date;
    int rc = ch__line_text(in, key, out, err);
    if (*out && !**out) /* as tools write what is absent */
        *out = NULL;
    if (*out && !ch__date_parse(ch__sv_of(*out), &date))
        return ch__fail(err, CH_EFORMAT, "\"%s\" is not an ISO date that exists: %s", key, *out);
    return rc;
}

void ch__line_write_id(const ch__line *in, ch__json *j)
{
    ch__json_key(j, in->id ? "id" : "line");
    if (in->id_is_number)
        ch__json_int(j, in->number);
    else if (in->id)
        ch__json_str(j, in->id);
    else
        ch__json_int(j, in->line);
}

/* Three letters, or a fault: a name of a country would be taken for none. */
static int read_country(const ch__line *in, const char **out, ch_err *err)
{
    int rc = ch__line_text(in, "source_country", out, err);
    if (*out && (strlen(*out) != 3 || strspn(*out, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3))
        return ch__fail(err, CH_EFORMAT, "\"source_country\" is not a code of three capitals: %.40s", *out);
    return rc;
}

int ch__line_code(const ch_engine *engine, ch_work *work, const ch__line *in, const char *date_key, ch_format format,
                  ch_doc_options *options, ch_doc **out, ch_err *err)
{
    ch_input input = {.name = ch__line_name(in),
                      .uri = ch__line_name(in),
                      .format = format,
                      .container = CH_FORMAT_JSONL,
                      .charset = "utf-8",
                      .line = in->line};
    int rc = ch__line_text(in, "text", &input.bytes, err);
    if (rc == CH_OK)
        rc = ch__line_text(in, "title", &input.title, err);
    if (rc == CH_OK)
        rc = read_country(in, &input.source_country, err);
    if (rc == CH_OK && !input.bytes)
        rc = ch__fail(err, CH_EFORMAT, "no \"text\"");
    if (rc == CH_OK)
        rc = ch__line_date(in, date_key, &options->published, err);
    if (rc < 0)
        return rc;
    input.len = strlen(input.bytes);
    return ch_doc_code(engine, work, &input, options, out, err);
}

void ch__line_write_error(const ch__line *in, ch__json *j, const ch_err *e)
{
    ch__json_open(j, '{');
    ch__line_write_id(in, j);
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

int ch__line_answer(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                    ch__line_fn answer, char **out, ch_err *err)
{
    ch_err e;
    ch__line in;
    ch__buf text = {0};
    ch__json j = {.out = &text, .ascii = ascii};
    ch__err_clear(&e);
    int rc = ch__line_parse(&in, line, len, number, &e);
    if (rc == CH_OK)
        rc = answer(engine, work, &in, &j, &e);
    if (rc < 0) {
        ch__buf_clear(&text);
        j.comma = false;
        ch__line_write_error(&in, &j, &e);
    }
    ch__line_release(&in);
    *out = ch__buf_take(&text);
    if (!*out)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    if (rc < 0 && err)
        *err = e;
    return rc < 0 ? 1 : 0;
}
