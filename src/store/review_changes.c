/* review_changes.c - the record that an edit or an addition makes: fields by name, words by their place in the text. */
#include "store/review_changes.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/utf8.h"
#include "store/rows_json.h"

/* What a reviewer may set of each kind; and the roles, with the column that lists their codes. */
typedef struct role_column {
    const char *role, *column;
} role_column;

typedef struct kind_fields {
    const char *type;
    const char *texts[12];
    const char *numbers[4];
    role_column roles[4];
} kind_fields;

static const kind_fields fields[CH_N_KINDS] = {
    [CH_EVENT] = {"event",
                  {"event", "mode", "context", "modality", "place", "place_country", "cameo"},
                  {NULL},
                  {{"actor", "actor"}, {"recipient", "recipient"}, {"attribution", "attribution"}}},
    [CH_STATEMENT] = {"form",
                      {"form", "verb"},
                      {NULL},
                      {{"speaker", "speaker"}, {"addressee", "addressee"}, {"about", "about"}}},
    [CH_AGREEMENT] = {"form", {"title", "form", "action", "subjects", "term", "count"}, {NULL}, {{"party", "parties"}}},
    [CH_LEVEL] = {"level", {"level", "action"}, {NULL}, {{"party", "parties"}}},
    [CH_FIGURE] = {"measure",
                   {"measure", "unit", "of"},
                   {"value", "low", "high"},
                   {{"from", "from_actor"}, {"to", "to_actor"}}},
};

static int kind_number(const char *kind)
{
    for (int i = 0; kind && i < CH_N_KINDS; i++)
        if (strcmp(kind, ch_kind_name((ch_kind)i)) == 0)
            return i;
    return -1;
}

const char *ch__type_column(const char *kind)
{
    return fields[kind_number(kind)].type;
}

/* ---- words of the document ---- */

typedef struct text {
    char *bytes;
    size_t n;
} text;

static int load_text(ch_store *store, const char *document, text *out, ch_err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(store->db, "SELECT text FROM documents WHERE id = ?", -1, &s, NULL);
    *out = (text){NULL, 0};
    if (rc == SQLITE_OK) {
        ch__bind_text(s, 1, document);
        rc = sqlite3_step(s);
        if (rc == SQLITE_ROW) {
            out->n = (size_t)sqlite3_column_bytes(s, 0);
            out->bytes = malloc(out->n + 1);
            if (out->bytes)
                memcpy(out->bytes, sqlite3_column_text(s, 0), out->n);
        }
    }
    sqlite3_finalize(s);
    return out->bytes ? CH_OK : ch__fail(err, CH_EUSAGE, "there is no such document: %.40s", document);
}

/* Sets prefix_start, prefix_end in code points and bytes and the words there. */
static int set_words(json_t *row, const text *t, const json_t *start, const json_t *end, ch_err *err)
{
    int64_t from = json_is_integer(start) ? json_integer_value(start) : -1;
    int64_t to = json_is_integer(end) ? json_integer_value(end) : -1;
    size_t at = 0, first = 0;
    int64_t chars = 0;
    if (from < 0 || to <= from)
        return ch__fail(err, CH_EUSAGE, "char_start and char_end are whole numbers, the second greater");
    for (; chars < to && at < t->n; chars++) {
        if (chars == from)
            first = at;
        ch__utf8_next(t->bytes, t->n, &at);
    }
    if (chars < to)
        return ch__fail(err, CH_EUSAGE, "char_end %lld is behind the text, which has %lld", (long long)to,
                        (long long)chars);
    json_object_set_new(row, "char_start", json_integer(from));
    json_object_set_new(row, "char_end", json_integer(to));
    json_object_set_new(row, "byte_start", json_integer((json_int_t)first));
    json_object_set_new(row, "byte_end", json_integer((json_int_t)at));
    json_object_set_new(row, "quote", json_stringn(t->bytes + first, at - first));
    return CH_OK;
}

/* ---- roles ---- */

/* The row of actors for a code alone: made when it is not there. */
static int64_t actor_row(ch_store *store, const char *code)
{
#define NAME "(SELECT name FROM codes WHERE code = ?1)"
#define KEY "'|' || coalesce(" NAME ", '') || '|' || ?1 || '||'" /* as records.c makes it */
    static const char *const sql[] = {"INSERT OR IGNORE INTO actors (name, code, _key) VALUES (" NAME ", ?1, " KEY ")",
                                      "SELECT id FROM actors WHERE _key = " KEY};
#undef KEY
#undef NAME
    int64_t id = 0;
    for (int i = 0; i < 2; i++) {
        sqlite3_stmt *s = NULL;
        if (sqlite3_prepare_v2(store->db, sql[i], -1, &s, NULL) == SQLITE_OK) {
            ch__bind_text(s, 1, code);
            id = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
        }
        sqlite3_finalize(s);
    }
    return id;
}

static bool is_code(const char *code)
{
    size_t n = code ? strlen(code) : 0;
    for (size_t i = 0; i < n; i++)
        if (!ch__is_upper((unsigned char)code[i]) && !ch__is_digit((unsigned char)code[i]))
            return false;
    return n >= 2 && n <= 8;
}

/* {"code", "char_start", "char_end"} as a row of roles; without a place it rests on the words of the record. */
static int one_role(ch_store *store, const json_t *main, const text *t, const char *role, size_t n, const json_t *given,
                    json_t *rows, ch_err *err)
{
    static const char *const words[] = {"quote", "char_start", "char_end", "byte_start", "byte_end"};
    const char *code = json_string_value(json_object_get(given, "code"));
    json_t *row = json_object();
    int rc = CH_OK;
    json_array_append_new(rows, row);
    if (code && !is_code(code))
        return ch__fail(err, CH_EUSAGE, "%s: not a code: %.20s", role, code);
    json_object_set(row, "record", json_object_get(main, "id"));
    json_object_set(row, "document", json_object_get(main, "document"));
    json_object_set_new(row, "role", json_string(role));
    json_object_set_new(row, "n", json_integer((json_int_t)n));
    json_object_set_new(row, "code", code ? json_string(code) : json_null());
    json_object_set_new(row, "actor", code ? json_integer(actor_row(store, code)) : json_null());
    if (json_object_get(given, "char_start"))
        rc = set_words(row, t, json_object_get(given, "char_start"), json_object_get(given, "char_end"), err);
    else
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            json_object_set(row, words[i], json_object_get(main, words[i]));
    return rc;
}

static void drop_role(json_t *rows, const char *role)
{
    for (size_t i = json_array_size(rows); i-- > 0;) {
        const char *has = json_string_value(json_object_get(json_array_get(rows, i), "role"));
        if (has && strcmp(has, role) == 0)
            json_array_remove(rows, i);
    }
}

/* Whether one of the first n has that code. */
static bool among(const json_t *given, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++) {
        const char *has = json_string_value(json_object_get(json_array_get(given, i), "code"));
        if (has && strcmp(has, code) == 0)
            return true;
    }
    return false;
}

/* The codes of a role joined by ';', each once. */
static json_t *joined_codes(const json_t *given)
{
    ch__buf list = {0};
    for (size_t i = 0; i < json_array_size(given); i++) {
        const char *code = json_string_value(json_object_get(json_array_get(given, i), "code"));
        if (code && !among(given, i, code))
            ch__buf_printf(&list, "%s%s", list.n ? ";" : "", code);
    }
    json_t *out = list.n ? json_string(list.p) : json_null();
    ch__buf_release(&list);
    return out;
}

static int set_role(ch_store *store, json_t *record, json_t *main, const text *t, role_column k, const json_t *given,
                    ch_err *err)
{
    json_t *rows = json_object_get(record, "roles");
    int rc = CH_OK;
    if (!json_is_array(given))
        return ch__fail(err, CH_EUSAGE, "%s is a list of objects with code, char_start, char_end", k.role);
    drop_role(rows, k.role);
    for (size_t i = 0; i < json_array_size(given) && rc == CH_OK; i++)
        rc = one_role(store, main, t, k.role, i, json_array_get(given, i), rows, err);
    json_object_set_new(main, k.column, joined_codes(given));
    return rc;
}

/* ---- fields ---- */

static bool listed(const char *const *names, size_t most, const char *name)
{
    for (size_t i = 0; i < most && names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* The words of a field that a reviewer decided are no evidence for it any more. */
static void drop_span(json_t *record, const char *field)
{
    json_t *rows = json_object_get(record, "spans");
    for (size_t i = json_array_size(rows); i-- > 0;) {
        const char *has = json_string_value(json_object_get(json_array_get(rows, i), "field"));
        if (has && strcmp(has, field) == 0)
            json_array_remove(rows, i);
    }
}

static int set_day(json_t *record, json_t *main, const char *name, const json_t *v, ch_err *err)
{
    const char *day = json_string_value(v);
    ch_date d;
    if (!json_is_null(v) && (!day || strlen(day) != 10 || !ch__date_parse(ch__sv_of(day), &d)))
        return ch__fail(err, CH_EUSAGE, "%s is a day that exists (2023-03-10) or null", name);
    json_object_set(main, name, (json_t *)(uintptr_t)v);
    drop_span(record, "date");
    json_object_set_new(main, "date_text", json_null());
    if (strcmp(name, "date_start") == 0) {
        json_object_set_new(main, "date_precision", json_string(day ? "day" : "unknown"));
        json_object_set_new(main, "date_basis", day ? json_string("text") : json_null());
    }
    return CH_OK;
}

/* One day that is given alone is the first and the last. */
static int fit_days(json_t *main, const json_t *changes, ch_err *err)
{
    static const char *const names[] = {"date_start", "date_end"};
    for (int i = 0; i < 2; i++)
        if (json_object_get(changes, names[i]) && !json_object_get(changes, names[!i]))
            json_object_set(main, names[!i], json_object_get(main, names[i]));
    const char *start = json_string_value(json_object_get(main, "date_start"));
    const char *end = json_string_value(json_object_get(main, "date_end"));
    if (!start != !end || (start && strcmp(start, end) > 0))
        return ch__fail(err, CH_EUSAGE, "date_end is a day, not before date_start, or both are null");
    return CH_OK;
}

static int fit_values(const json_t *main, ch_err *err)
{
    const json_t *low = json_object_get(main, "low"), *high = json_object_get(main, "high");
    return json_is_number(low) && json_is_number(high) && json_number_value(low) > json_number_value(high)
               ? ch__fail(err, CH_EUSAGE, "low is above high")
               : CH_OK;
}

/* What belongs together in an event. */
static int fit_event(json_t *main, ch_err *err)
{
    const char *name = json_string_value(json_object_get(main, "event"));
    for (int i = 0; name && i < CH_N_EVENT_TYPES; i++) {
        if (strcmp(name, ch_event_type_name((ch_event_type)i)) != 0)
            continue;
        json_object_set_new(main, "quad", json_integer(ch_event_type_quad((ch_event_type)i)));
        json_object_set_new(main, "score", json_real(ch_event_type_score((ch_event_type)i)));
        return CH_OK;
    }
    return ch__fail(err, CH_EUSAGE, "event: no such type: %.40s", name ? name : "(none)");
}

static int fit(int kind, json_t *main, ch_err *err)
{
    const char *modality = json_string_value(json_object_get(main, "modality"));
    if (kind == CH_LEVEL && !json_is_string(json_object_get(main, "action")))
        return ch__fail(err, CH_EUSAGE, "action is missing");
    if (kind != CH_EVENT)
        return json_is_string(json_object_get(main, fields[kind].type))
                   ? CH_OK
                   : ch__fail(err, CH_EUSAGE, "%s is missing", fields[kind].type);
    bool known = false;
    for (int i = CH_ACTUAL; i <= CH_HISTORICAL; i++)
        known |= modality && strcmp(modality, ch_modality_name((ch_modality)i)) == 0;
    return known ? fit_event(main, err) : ch__fail(err, CH_EUSAGE, "modality: no such value");
}

/* Such as a string of C can hold, not empty. */
static bool is_short_text(const json_t *v)
{
    const char *s = json_string_value(v);
    return s && *s && strlen(s) == json_string_length(v) && strlen(s) <= 300;
}

static int set_field(ch_store *store, int kind, json_t *record, json_t *main, const text *t, const char *name,
                     const json_t *v, ch_err *err)
{
    const kind_fields *f = &fields[kind];
    for (int i = 0; i < 4 && f->roles[i].role; i++)
        if (strcmp(f->roles[i].role, name) == 0)
            return set_role(store, record, main, t, f->roles[i], v, err);
    if (strcmp(name, "date_start") == 0 || strcmp(name, "date_end") == 0)
        return set_day(record, main, name, v, err);
    if (strcmp(name, "char_start") == 0 || strcmp(name, "char_end") == 0)
        return CH_OK; /* set together, before */
    bool text_field = listed(f->texts, 12, name), number = listed(f->numbers, 4, name);
    if (!text_field && !number)
        return ch__fail(err, CH_EUSAGE, "no field of this kind: %.40s", name);
    if (!json_is_null(v) && !(number ? json_is_number(v) : is_short_text(v)))
        return ch__fail(err, CH_EUSAGE, "%s is %s or null", name, number ? "a number" : "a text of at most 300 bytes");
    json_object_set(main, name, (json_t *)(uintptr_t)v);
    drop_span(record, name);
    return CH_OK;
}

static int set_all(ch_store *store, const ch_review *ask, int kind, json_t *record, const char *document, ch_err *err)
{
    text t;
    const char *name;
    json_t *v, *main = json_array_get(json_object_get(record, ch__kind_table(ch_kind_name((ch_kind)kind))), 0);
    int rc = load_text(store, document, &t, err);
    json_t *changes =
        rc == CH_OK ? ch__json_parse(ask->changes ? ask->changes : "", ask->changes ? strlen(ask->changes) : 0, err)
                    : NULL;
    if (rc == CH_OK && !json_is_object(changes))
        rc = ch__fail(err, CH_EUSAGE, "changes are an object of JSON: field, value");
    if (rc == CH_OK && json_object_get(changes, "char_start"))
        rc = set_words(main, &t, json_object_get(changes, "char_start"), json_object_get(changes, "char_end"), err);
    if (rc == CH_OK)
        json_object_foreach(changes, name, v) if (rc == CH_OK) rc =
            set_field(store, kind, record, main, &t, name, v, err);
    if (kind == CH_EVENT && json_object_get(changes, "event") && !json_object_get(changes, "cameo"))
        json_object_set_new(main, "cameo", json_null()); /* that of another type says nothing */
    if (rc == CH_OK)
        rc = fit_days(main, changes, err);
    if (rc == CH_OK)
        rc = fit_values(main, err);
    if (rc == CH_OK)
        rc = fit(kind, main, err);
    json_object_set_new(main, "rule", json_string("review"));
    json_object_set_new(main, "confidence", json_real(1));
    json_decref(changes);
    free(t.bytes);
    return rc;
}

/* ---- a new record ---- */

/* The document by id or name, and its day of publication. */
static int find_document(ch_store *store, const char *given, json_t *main, ch_err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(
        store->db, "SELECT id, published FROM documents WHERE id = ?1 OR name = ?1 ORDER BY id LIMIT 1", -1, &s, NULL);
    if (rc == SQLITE_OK) {
        ch__bind_text(s, 1, given);
        rc = sqlite3_step(s);
    }
    if (rc == SQLITE_ROW) {
        const char *day = (const char *)sqlite3_column_text(s, 1);
        json_object_set_new(main, "document", json_string((const char *)sqlite3_column_text(s, 0)));
        json_object_set_new(main, "date_start", day ? json_string(day) : json_null());
        json_object_set_new(main, "date_end", day ? json_string(day) : json_null());
        json_object_set_new(main, "date_precision", json_string(day ? "day" : "unknown"));
        json_object_set_new(main, "date_basis", day ? json_string("published") : json_null());
    }
    sqlite3_finalize(s);
    return rc == SQLITE_ROW ? CH_OK : ch__fail(err, CH_EUSAGE, "there is no such document: %.60s", given ? given : "");
}

/* The sentence in which the words begin. */
static int find_sentence(ch_store *store, json_t *main, ch_err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(
        store->db, "SELECT n FROM sentences WHERE document = ? AND char_start <= ?2 AND char_end > ?2", -1, &s, NULL);
    if (rc == SQLITE_OK) {
        ch__bind_text(s, 1, json_string_value(json_object_get(main, "document")));
        sqlite3_bind_int64(s, 2, json_integer_value(json_object_get(main, "char_start")));
        rc = sqlite3_step(s);
        if (rc == SQLITE_ROW)
            json_object_set_new(main, "sentence", json_integer(sqlite3_column_int64(s, 0)));
    }
    sqlite3_finalize(s);
    return rc == SQLITE_ROW ? CH_OK : ch__fail(err, CH_EUSAGE, "the words stand in no sentence");
}

/* The same words added twice with the same content are one record. */
static void make_id(const ch_review *ask, json_t *main)
{
    char id[33];
    const ch__sv parts[] = {CH__SV("review"), ch__sv_of(json_string_value(json_object_get(main, "document"))),
                            ch__sv_of(ask->kind), ch__sv_of(ask->changes)};
    ch__hash_id(id, parts, 4);
    json_object_set_new(main, "id", json_string(id));
}

int ch__review_add(ch_store *store, const ch_review *ask, const char **kind, json_t **became, ch_err *err)
{
    int k = kind_number(ask->kind);
    if (k < 0)
        return ch__fail(err, CH_EUSAGE, "kind is event, statement, agreement, level or figure");
    *kind = ch_kind_name((ch_kind)k);
    json_t *main = json_object(), *rows = json_array();
    *became = json_object();
    json_object_set_new(*became, ch__kind_table(*kind), rows);
    json_array_append_new(rows, main);
    json_object_set_new(*became, "roles", json_array());
    if (k == CH_EVENT)
        json_object_set_new(main, "modality", json_string(ch_modality_name(CH_ACTUAL)));
    if (k == CH_STATEMENT)
        json_object_set_new(main, "form", json_string("direct"));
    if (k == CH_LEVEL)
        json_object_set_new(main, "action", json_string("described"));
    if (k == CH_FIGURE)
        json_object_set_new(main, "approximate", json_integer(0));
    int rc = find_document(store, ask->document, main, err);
    make_id(ask, main);
    if (rc == CH_OK)
        rc = set_all(store, ask, k, *became, json_string_value(json_object_get(main, "document")), err);
    if (rc == CH_OK && !json_object_get(main, "char_start"))
        rc = ch__fail(err, CH_EUSAGE, "char_start and char_end say on which words the record rests");
    return rc == CH_OK ? find_sentence(store, main, err) : rc;
}

/* ---- an edited record ---- */

int ch__review_edit(ch_store *store, const ch_review *ask, const char *kind, const json_t *was, json_t **became,
                    ch_err *err)
{
    *became = json_deep_copy(was);
    const char *table = ch__kind_table(kind);
    const json_t *first = json_array_get(json_object_get(was, table), 0);
    json_t *main = json_array_get(json_object_get(*became, table), 0);
    int rc = set_all(store, ask, kind_number(kind), *became, json_string_value(json_object_get(main, "document")), err);
    bool moved = !json_equal(json_object_get(main, "char_start"), json_object_get(first, "char_start"));
    return rc == CH_OK && moved ? find_sentence(store, main, err) : rc;
}
