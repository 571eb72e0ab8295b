/* Exports: what `code` prints comes back from the store byte for byte; every form is well-formed and has its columns;
 * the schema fits what is written. */
#define _GNU_SOURCE
#include "exchange.h"

#include <expat.h>

#include "base/json.h"
#include "exchange/columns.h"

static const char *const STORIES[] = {
    "Leaders of Kenya and Ghana meet\n\nMay 4, 2025 - 10:00\n\n"
    "NAIROBI - Kenyan President William Ruto met Ghanaian President John Mahama in Nairobi on Friday. "
    "\"Kenya and Ghana are true friends,\" Ruto said.\n\n"
    "Exports of Kenya to Ghana reached 120 million dollars from April to July 2024. Police killed three "
    "protesters in Kisumu in March 2025, the opposition said.\n",
    "ACCRA, March 4, 2024 - Ghana recalled its ambassador from Togo on Monday. Togo rejected the accusation, which it "
    "called "
    "\"absurd, and false\".\n\nGhana and Togo signed an agreement on fisheries in 2021. In the Middle East, Iran and "
    "Oman "
    "upgraded their relations to a strategic partnership. Soldiers arrested a dentist, 20 farmers and two monks.\n"};
enum { N_STORIES = sizeof STORIES / sizeof *STORIES };

static test_store T;

/* What `code` prints of the stories, which are read into the store too. */
static char *coded(void)
{
    ch__buf out = {0};
    ch_err err;
    for (int i = 0; i < N_STORIES; i++) {
        ch_doc *doc = test_code(STORIES[i], NULL);
        assert_int_equal(ch_store_put(T.store, doc, NULL, &err), 0);
        for (uint32_t r = 0; r < doc->n_records; r++) {
            char *line = ch_record_json(doc, &doc->records[r], doc->name, false);
            ch__buf_str(&out, line);
            ch__buf_char(&out, '\n');
            free(line);
        }
        ch_doc_free(doc);
    }
    assert_int_equal(ch_store_commit(T.store, &err), 0);
    return ch__buf_take(&out);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lines in byte order: both stories have one name, so that documents stand in the order of their ids. */
static char *sorted(char *text)
{
    char *lines[4096];
    size_t n = 0;
    ch__buf out = {0};
    for (char *line = strtok(text, "\n"); line && n < 4096; line = strtok(NULL, "\n"))
        lines[n++] = line;
    qsort(lines, n, sizeof *lines, by_bytes);
    for (size_t i = 0; i < n; i++) {
        ch__buf_str(&out, lines[i]);
        ch__buf_char(&out, '\n');
    }
    return ch__buf_take(&out);
}

static void the_store_gives_back_what_was_coded(void **state)
{
    (void)state;
    char *code = coded();
    char *back = exported(&T, &(ch_export_options){.format = CH_EXPORT_JSONL});
    char *a = sorted(code), *b = sorted(back);
    assert_string_equal(a, b);
    assert_non_null(strstr(a, "\"kind\":\"figure\""));
    assert_non_null(strstr(a, "\"kind\":\"level\""));
    char *none = exported(&T, &(ch_export_options){.format = CH_EXPORT_JSONL, .since = "2030"});
    assert_string_equal(none, "");
    free(code), free(back), free(a), free(b), free(none);
}

/* ---- tables ---- */

/* Cells of a line of CSV, by RFC 4180; -1 when it is none. */
static int csv_cells(const char *line, size_t n)
{
    int cells = 1;
    bool quoted = false;
    for (size_t i = 0; i < n; i++)
        if (line[i] == '"')
            quoted = !quoted;
        else if (line[i] == ',' && !quoted)
            cells++;
        else if ((unsigned char)line[i] < 0x20)
            return -1;
    return quoted ? -1 : cells;
}

static int tab_cells(const char *line, size_t n)
{
    int cells = 1;
    for (size_t i = 0; i < n; i++)
        cells += line[i] == '\t';
    return cells;
}

/* Every line has as many cells as the layout has columns. Returns the lines. */
static int check_lines(const char *text, const ch__layout *l)
{
    int lines = 0;
    for (const char *at = text; *at; lines++) {
        const char *end = strchr(at, '\n');
        assert_non_null(end);
        size_t n = (size_t)(end - at);
        if (l->separator == ',') {
            assert_int_equal(at[n - 1], '\r');
            n--;
        }
        int cells = l->separator == ',' ? csv_cells(at, n) : tab_cells(at, n);
        if (cells != (int)l->n)
            fail_msg("%s: %d cells, %u columns: %.*s", l->name, cells, (unsigned)l->n, (int)n, at);
        at = end + 1;
    }
    return lines;
}

static void every_row_of_a_table_has_its_columns(void **state)
{
    (void)state;
    const char *table;
    for (size_t i = 0; (table = ch_export_table(i)); i++) {
        char *text = exported(&T, &(ch_export_options){.format = CH_EXPORT_CSV, .table = table});
        assert_true(check_lines(text, ch__layout_named(table)) > 1);
        free(text);
    }
    static const ch_export_format forms[] = {CH_EXPORT_ICEWS, CH_EXPORT_POLECAT, CH_EXPORT_PHOENIX};
    for (int i = 0; i < 3; i++) {
        char *text = exported(&T, &(ch_export_options){.format = forms[i]});
        assert_true(check_lines(text, ch__layout_foreign(ch_export_format_name(forms[i]))) > 1);
        free(text);
    }
}

static void columns_are_those_of_the_formats(void **state)
{
    (void)state;
    assert_int_equal(ch__layout_foreign("icews")->n, 20);
    assert_int_equal(ch__layout_foreign("polecat")->n, 40);
    assert_int_equal(ch__layout_foreign("phoenix")->n, 26);
    assert_int_equal(ch__layout_foreign("gdelt")->n, 61);
    assert_int_equal(ch__layout_foreign("gdelt1")->n, 58);
}

static void without_text_no_word_of_the_source_is_left(void **state)
{
    (void)state;
    static const char *const words[] = {"true friends", "recalled its ambassador", "the opposition said", "a dentist"};
    for (int f = 0; f < CH_EXPORT_GOLD; f++) /* which is nothing but words */
        for (size_t t = 0; f == CH_EXPORT_CSV ? ch_export_table(t) != NULL : t == 0; t++) {
            char *text = exported(
                &T, &(ch_export_options){.format = (ch_export_format)f, .table = ch_export_table(t), .no_text = true});
            for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (strstr(text, words[i]))
                    fail_msg("%s: %s", ch_export_format_name((ch_export_format)f), words[i]);
            if (f == CH_EXPORT_JSONL)
                assert_non_null(strstr(text, "\"hash\":\""));
            free(text);
        }
}

static void conditions_hold(void **state)
{
    (void)state;
    char *text = exported(&T, &(ch_export_options){.format = CH_EXPORT_ICEWS, .pair = {"gha", "tgo"}});
    assert_non_null(strstr(text, "Togo"));
    assert_null(strstr(text, "Kenya"));
    free(text);
    ch_err err;
    assert_int_equal(ch_store_export(T.store, test_engine(),
                                     &(ch_export_options){.format = CH_EXPORT_CSV, .table = "spoons"}, to_buf, NULL,
                                     NULL, &err),
                     CH_EUSAGE);
    assert_int_equal(ch_store_export(T.store, test_engine(),
                                     &(ch_export_options){.format = CH_EXPORT_JSONL, .since = "2024-02-31"}, to_buf,
                                     NULL, NULL, &err),
                     CH_EUSAGE);
    const ch_export_options gold[] = {{.format = CH_EXPORT_GOLD, .no_text = true},
                                      {.format = CH_EXPORT_GOLD, .since = "2024"},
                                      {.format = CH_EXPORT_GOLD, .pair = {"GHA", "TGO"}},
                                      {.format = CH_EXPORT_JSONL, .reviewer = "Ann"}};
    for (size_t i = 0; i < sizeof gold / sizeof *gold; i++)
        assert_int_equal(ch_store_export(T.store, test_engine(), &gold[i], to_buf, NULL, NULL, &err), CH_EUSAGE);
}

static int refuse(void *ctx, const char *bytes, size_t n)
{
    (void)ctx, (void)bytes, (void)n;
    return CH_EIO;
}

static void what_the_writer_refuses_ends_it(void **state)
{
    (void)state;
    ch_err err;
    for (int f = 0; f < CH_N_EXPORT_FORMATS; f++)
        assert_int_equal(ch_store_export(T.store, test_engine(), &(ch_export_options){.format = (ch_export_format)f},
                                         refuse, NULL, NULL, &err),
                         CH_EIO);
}

/* ---- JSON and its schema ---- */

static bool fits(const json_t *schema, const json_t *value);

static bool type_fits(const char *type, const json_t *v)
{
    return strcmp(type, "null") == 0      ? json_is_null(v)
           : strcmp(type, "string") == 0  ? json_is_string(v)
           : strcmp(type, "integer") == 0 ? json_is_integer(v)
           : strcmp(type, "number") == 0  ? json_is_number(v)
           : strcmp(type, "boolean") == 0 ? json_is_boolean(v)
           : strcmp(type, "array") == 0   ? json_is_array(v)
                                          : json_is_object(v);
}

static bool any_type_fits(const json_t *type, const json_t *v)
{
    size_t i;
    json_t *one;
    if (!type || json_is_string(type))
        return !type || type_fits(json_string_value(type), v);
    json_array_foreach(type, i, one) if (type_fits(json_string_value(one), v)) return true;
    return false;
}

static bool members_fit(const json_t *schema, const json_t *v)
{
    const char *key;
    json_t *member, *name;
    size_t i;
    const json_t *properties = json_object_get(schema, "properties");
    json_object_foreach((json_t *)(uintptr_t)v, key, member)
    {
        const json_t *s = json_object_get(properties, key);
        if (!s || !fits(s, member))
            return false;
    }
    json_array_foreach(json_object_get(schema, "required"), i,
                       name) if (!json_object_get(v, json_string_value(name))) return false;
    return true;
}

/* The part of JSON Schema that ours use. */
static bool fits(const json_t *schema, const json_t *v)
{
    size_t i;
    json_t *one;
    const json_t *values = json_object_get(schema, "enum"), *items = json_object_get(schema, "items");
    const json_t *choices = json_object_get(schema, "oneOf");
    int found = 0;
    json_array_foreach(choices, i, one) found += fits(one, v);
    if (choices && found != 1)
        return false;
    if (!any_type_fits(json_object_get(schema, "type"), v))
        return false;
    bool among = values == NULL;
    json_array_foreach(values, i, one) among |= json_equal(one, v);
    if (!among)
        return false;
    if (items && json_is_array(v))
        json_array_foreach(v, i, one) if (!fits(items, one)) return false;
    return !json_is_object(v) || !json_object_get(schema, "properties") || members_fit(schema, v);
}

static json_t *schema_of(ch_export_format format)
{
    ch__buf out = {0};
    ch_err err;
    assert_int_equal(ch_export_schema(format, to_buf, &out, &err), 0);
    json_t *schema = ch__json_parse(out.p, out.n, &err);
    assert_non_null(schema);
    ch__buf_release(&out);
    return schema;
}

static void check_json_lines(ch_export_format format, bool no_text)
{
    json_t *schema = schema_of(format);
    char *text = exported(&T, &(ch_export_options){.format = format, .no_text = no_text});
    int lines = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), lines++) {
        ch_err err;
        json_t *value = ch__json_parse(line, strlen(line), &err);
        if (!value || !fits(schema, value))
            fail_msg("%s: %s", ch_export_format_name(format), line);
        json_decref(value);
    }
    assert_true(lines > 1);
    free(text);
    json_decref(schema);
}

static void the_schema_fits_what_is_written(void **state)
{
    (void)state;
    for (int no_text = 0; no_text < 2; no_text++) {
        check_json_lines(CH_EXPORT_JSONL, no_text);
        check_json_lines(CH_EXPORT_PLOVER, no_text);
    }
    ch_err err;
    json_t *schema = schema_of(CH_EXPORT_GEOJSON);
    char *text = exported(&T, &(ch_export_options){.format = CH_EXPORT_GEOJSON});
    json_t *value = ch__json_parse(text, strlen(text), &err);
    assert_true(value && fits(schema, value));
    assert_true(json_array_size(json_object_get(value, "features")) > 0);
    json_decref(value);
    json_decref(schema);
    free(text);
    assert_int_equal(ch_export_schema(CH_EXPORT_CSV, to_buf, NULL, &err), CH_EUSAGE);
}

static void the_graph_is_well_formed(void **state)
{
    (void)state;
    for (int month = 0; month < 2; month++) {
        char *text = exported(&T, &(ch_export_options){.format = CH_EXPORT_GEXF, .by_month = month});
        XML_Parser p = XML_ParserCreate(NULL);
        assert_int_equal(XML_Parse(p, text, (int)strlen(text), 1), XML_STATUS_OK);
        XML_ParserFree(p);
        assert_non_null(strstr(text, "<edge id=\"0\""));
        assert_int_equal(strstr(text, "start=\"20") != NULL, month);
        free(text);
    }
}

static void the_codebook_names_every_column(void **state)
{
    (void)state;
    const char *table;
    ch__buf out = {0};
    ch_err err;
    for (int f = 0; f < CH_N_EXPORT_FORMATS; f++)
        assert_int_equal(ch_export_codebook((ch_export_format)f, to_buf, &out, &err), 0);
    for (size_t i = 0; (table = ch_export_table(i)); i++) {
        const ch__layout *l = ch__layout_named(table);
        for (uint32_t c = 0; c < l->n; c++)
            assert_non_null(strstr(out.p, l->columns[c].name));
    }
    assert_non_null(strstr(out.p, "SANCTION"));
    ch__buf_clear(&out);
    assert_int_equal(ch_export_data_package(to_buf, &out, &err), 0);
    json_t *package = ch__json_parse(out.p, out.n, &err);
    assert_int_equal(json_array_size(json_object_get(package, "resources")), 8);
    json_decref(package);
    ch__buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_store_gives_back_what_was_coded),
        cmocka_unit_test(every_row_of_a_table_has_its_columns),
        cmocka_unit_test(columns_are_those_of_the_formats),
        cmocka_unit_test(without_text_no_word_of_the_source_is_left),
        cmocka_unit_test(conditions_hold),
        cmocka_unit_test(what_the_writer_refuses_ends_it),
        cmocka_unit_test(the_schema_fits_what_is_written),
        cmocka_unit_test(the_graph_is_well_formed),
        cmocka_unit_test(the_codebook_names_every_column),
    };
    store_make(&T);
    int failed = cmocka_run_group_tests_name("exchange/export", tests, NULL, NULL);
    store_drop(&T);
    return failed;
}
