/* schema.c - JSON Schema (draft 2020-12) of the forms of JSON, and the data package (Frictionless) of the CSV tables:
 * made from the tables that the writers use. */
#include "base/json.h"
#include "exchange/exchange.h"
#include "exchange/keys.h"

static void pair(ch__json *j, const char *key, const char *value)
{
    ch__json_key(j, key);
    ch__json_str(j, value);
}

/* "type": one, or one and null. */
static void type(ch__json *j, const char *name, bool or_null)
{
    ch__json_key(j, "type");
    if (!or_null) {
        ch__json_str(j, name);
        return;
    }
    ch__json_open(j, '[');
    ch__json_str(j, name);
    ch__json_str(j, "null");
    ch__json_close(j, ']');
}

static void values(ch__json *j, const char *list, bool or_null)
{
    ch__json_key(j, "enum");
    ch__json_open(j, '[');
    ch__sv one;
    for (ch__sv rest = ch__sv_of(list); ch__sv_next(&rest, '|', &one);)
        ch__json_string(j, one);
    if (or_null)
        ch__json_null(j);
    ch__json_close(j, ']');
}

static void object(ch__json *j, const ch__key *keys, bool sparse, bool or_null);

static void items_of(ch__json *j, const char *name, int least, int most)
{
    ch__json_key(j, "items");
    ch__json_open(j, '{');
    pair(j, "type", name);
    ch__json_close(j, '}');
    if (!most)
        return;
    ch__json_key(j, "minItems");
    ch__json_int(j, least);
    ch__json_key(j, "maxItems");
    ch__json_int(j, most);
}

static void scalar(ch__json *j, const ch__key *k, bool or_null)
{
    static const char *const names[] = {
        [CH__FORM_TEXT] = "string", [CH__FORM_DAY] = "string",    [CH__FORM_WHOLE] = "integer",
        [CH__FORM_REAL] = "number", [CH__FORM_TRUTH] = "boolean", [CH__FORM_LIST] = "array",
        [CH__FORM_SPAN] = "array",  [CH__FORM_POINT] = "array"};
    type(j, names[k->form], or_null && k->form != CH__FORM_LIST);
    if (k->values)
        values(j, k->values, or_null);
    if (k->form == CH__FORM_DAY)
        pair(j, "pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$");
    if (k->form == CH__FORM_LIST)
        items_of(j, "string", 0, 0);
    else if (k->form == CH__FORM_SPAN || k->form == CH__FORM_POINT)
        items_of(j, k->form == CH__FORM_SPAN ? "integer" : "number", 2, 2);
}

static void schema_of(ch__json *j, const ch__key *k, bool sparse)
{
    bool or_null = !sparse;
    ch__json_open(j, '{');
    pair(j, "description", k->what);
    if (k->form == CH__FORM_ROWS) {
        pair(j, "type", "array");
        ch__json_key(j, "items");
        ch__json_open(j, '{');
        object(j, k->members, sparse, false);
        ch__json_close(j, '}');
    } else if (k->members)
        object(j, k->members, sparse, or_null);
    else
        scalar(j, k, or_null);
    ch__json_close(j, '}');
}

static void object(ch__json *j, const ch__key *keys, bool sparse, bool or_null)
{
    type(j, "object", or_null);
    ch__json_key(j, "properties");
    ch__json_open(j, '{');
    for (const ch__key *k = keys; k->name; k++) {
        ch__json_key(j, k->name);
        schema_of(j, k, sparse);
    }
    ch__json_close(j, '}');
    ch__json_key(j, "required");
    ch__json_open(j, '[');
    for (const ch__key *k = keys; k->name; k++)
        if (!(k->flags & CH__KEY_HASH_ONLY) && (!sparse || k->flags & CH__KEY_REQUIRED))
            ch__json_str(j, k->name);
    ch__json_close(j, ']');
    ch__json_key(j, "additionalProperties");
    ch__json_bool(j, false);
}

static void front(ch__json *j, const char *title)
{
    pair(j, "$schema", "https://json-schema.org/draft/2020-12/schema");
    pair(j, "title", title);
    pair(j, "$comment", "One line of the file; written by chancery " CH_VERSION);
}

static void records(ch__json *j)
{
    front(j, "A record of chancery");
    ch__json_key(j, "oneOf");
    ch__json_open(j, '[');
    for (int k = 0; k < CH_N_KINDS; k++) {
        ch__json_open(j, '{');
        pair(j, "description", ch__shape_records[k].about);
        object(j, ch__shape_records[k].keys, false, false);
        ch__json_close(j, '}');
    }
    ch__json_close(j, ']');
}

/* The whole file is one object, its features are the rows. */
static void features(ch__json *j)
{
    pair(j, "$schema", "https://json-schema.org/draft/2020-12/schema");
    pair(j, "title", ch__shape_feature.about);
    pair(j, "type", "object");
    ch__json_key(j, "properties");
    ch__json_open(j, '{');
    ch__json_key(j, "type");
    ch__json_open(j, '{');
    values(j, "FeatureCollection", false);
    ch__json_close(j, '}');
    ch__json_key(j, "features");
    ch__json_open(j, '{');
    pair(j, "type", "array");
    ch__json_key(j, "items");
    ch__json_open(j, '{');
    object(j, ch__shape_feature.keys, false, false);
    ch__json_close(j, '}');
    ch__json_close(j, '}');
    ch__json_close(j, '}');
}

int ch__schema(ch_export_format format, ch__buf *out, ch_err *err)
{
    ch__json j = {.out = out};
    if (format != CH_EXPORT_JSONL && format != CH_EXPORT_PLOVER && format != CH_EXPORT_GEOJSON)
        return ch__fail(err, CH_EUSAGE, "no JSON Schema: %s is not JSON", ch_export_format_name(format));
    ch__json_open(&j, '{');
    if (format == CH_EXPORT_JSONL)
        records(&j);
    else if (format == CH_EXPORT_GEOJSON)
        features(&j);
    else {
        front(&j, ch__shape_plover.about);
        object(&j, ch__shape_plover.keys, true, false);
    }
    ch__json_close(&j, '}');
    ch__buf_char(out, '\n');
    return out->failed ? ch__fail(err, CH_ENOMEM, "out of memory") : CH_OK;
}

/* ---- data package ---- */

static void field(ch__json *j, const ch__column *c)
{
    ch__json_open(j, '{');
    pair(j, "name", c->name);
    pair(j, "type", c->type == CH__COLUMN_DATE ? "date" : ch__column_type_json((ch__column_type)c->type));
    pair(j, "description", c->what);
    ch__json_close(j, '}');
}

static void resource(ch__json *j, const ch__layout *l)
{
    char path[64];
    sqlite3_snprintf(sizeof path, path, "%s.csv", l->name);
    ch__json_open(j, '{');
    pair(j, "name", l->name);
    pair(j, "path", path);
    pair(j, "profile", "tabular-data-resource");
    pair(j, "encoding", "utf-8");
    pair(j, "description", l->about);
    ch__json_key(j, "schema");
    ch__json_open(j, '{');
    ch__json_key(j, "fields");
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < l->n; i++)
        field(j, &l->columns[i]);
    ch__json_close(j, ']');
    ch__json_key(j, "missingValues");
    ch__json_open(j, '[');
    ch__json_str(j, "");
    ch__json_close(j, ']');
    ch__json_close(j, '}');
    ch__json_close(j, '}');
}

void ch__data_package(ch__buf *out)
{
    ch__json j = {.out = out};
    const ch__layout *l;
    ch__json_open(&j, '{');
    pair(&j, "name", "chancery-export");
    pair(&j, "profile", "tabular-data-package");
    pair(&j, "version", CH_VERSION);
    ch__json_key(&j, "resources");
    ch__json_open(&j, '[');
    for (size_t i = 0; (l = ch__layout_table(i)); i++)
        resource(&j, l);
    ch__json_close(&j, ']');
    ch__json_close(&j, '}');
    ch__buf_char(out, '\n');
}
