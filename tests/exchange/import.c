/* Imports: each format, what is wrong with rows and files, the same file again, and round trips. */
#define _GNU_SOURCE
#include "exchange.h"

#include <zlib.h>

#define FILES CH_TESTS_DIR "/exchange/"

static test_store T;

static int set_up(void **state)
{
    (void)state;
    store_make(&T);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    store_drop(&T);
    return 0;
}

static void expect(const char *sql, const char *rows)
{
    char *got = asked(&T, sql);
    assert_string_equal(got, rows);
    free(got);
}

#define EVENTS                                                                                                      \
    "SELECT date_start, event, mode, actor, recipient, cameo, place, place_country, latitude FROM events ORDER BY " \
    "rowid"

static void icews(void **state)
{
    (void)state;
    ch_import_counts c = imported(&T, FILES "icews.tab", CH_IMPORT_AUTO, NULL, NULL);
    assert_int_equal(c.format, CH_IMPORT_ICEWS);
    assert_int_equal(c.rows, 5);
    assert_int_equal(c.events, 3);
    assert_int_equal(c.same, 1);       /* the last row is the first again; two others have one id and are two events */
    assert_int_equal(c.statements, 1); /* CAMEO 010 */
    expect(EVENTS, "2014-03-02|CONSULT|visit|HUN|URY|042|Montevideo|URY|-34.9033\n"
                   "2014-03-02|PROTEST|demo|KEN|KEN|141|Kenya|KEN|-\n" /* the middle of a country is no place */
                   "2014-03-04|SUPPORT|-|NAT|CIV|051|-|-|-\n");
    expect("SELECT a.name, a.sector, r.quote FROM roles r JOIN actors a ON a.id = r.actor WHERE r.role = 'actor' ORDER "
           "BY 1",
           "Citizen (Kenya)|CVL|Citizen (Kenya)\nIstvan Molnar|GOV|Istvan Molnar\n"
           "North Atlantic Treaty Organization|IGO|North Atlantic Treaty Organization\n");
    expect("SELECT origin, name FROM documents", "icews|icews.tab\n");
    expect("SELECT DISTINCT rule, confidence FROM events", "import/icews|0.5\n");
    /* the text of a small file is kept: quotes stand where they say */
    expect("SELECT count(*) FROM events e JOIN documents d ON d.id = e.document WHERE"
           " substr(d.text, e.char_start + 1, e.char_end - e.char_start) = e.quote",
           "3\n");
    expect("SELECT count(*) FROM roles r JOIN documents d ON d.id = r.document WHERE"
           " substr(d.text, r.char_start + 1, r.char_end - r.char_start) <> r.quote",
           "0\n");
}

static void polecat(void **state)
{
    (void)state;
    ch_import_counts c = imported(&T, FILES "polecat.txt", CH_IMPORT_AUTO, NULL, NULL);
    assert_int_equal(c.format, CH_IMPORT_POLECAT);
    expect(EVENTS,
           "2021-06-03|CONSULT|visit|SWE|PER|-|Lima|PER|-12.04\n2021-06-05|SANCTION|discontinue|TCD;NER|EUR|-|-|-|-\n");
    expect("SELECT context, quad FROM events ORDER BY rowid", "diplomatic;economic|1\n-|4\n");
}

static void phoenix(void **state)
{
    (void)state;
    ch_import_counts c = imported(&T, FILES "phoenix.txt", CH_IMPORT_AUTO, NULL, NULL);
    assert_int_equal(c.format, CH_IMPORT_PHOENIX);
    expect(EVENTS, "2015-03-12|ASSAULT|-|FRA|MLI|190|Gao|MLI|16.27\n2015-03-12|REQUEST|-|UNO|FRA|10|-|-|-\n"
                   "2015-03-13|COOPERATE|-|JPN|KOR|061|-|-|-\n");
}

static void gdelt(void **state)
{
    (void)state;
    ch_import_counts c = imported(&T, FILES "gdelt.export.CSV", CH_IMPORT_GDELT, NULL, NULL);
    assert_int_equal(c.rows, 7);
    assert_int_equal(c.statements, 1);
    assert_int_equal(c.nobody, 1);
    assert_int_equal(c.faults, 1); /* '4#.25' */
    expect(EVENTS, "2015-03-04|CONSULT|visit|CHL|KAZ|042|Almaty, Almaty, Kazakhstan|KAZ|43.25\n"
                   "2015-03-04|SUPPORT|-|EUR|CHL|057|Chile|CHL|-\n"
                   "2015-03-04|ACCUSE|allege|-|-|112|Chile|CHL|-\n" /* Africa is nobody, FIPS CI is no Ivory Coast */
                   "2015-03-04|COERCE|arrest|ROU|PSE|173|Bern, Bern, Switzerland|CHE|46.95\n");
    assert_int_equal(imported(&T, FILES "gdelt1.export.CSV", CH_IMPORT_AUTO, NULL, NULL).events, 1);
    assert_int_equal(imported(&T, FILES "gdelt1-57.csv", CH_IMPORT_AUTO, NULL, NULL).events, 1);
}

/* ---- what is wrong ---- */

static void collect(void *ctx, const ch_err *fault)
{
    ch__buf_printf(ctx, "%lld: %s\n", (long long)fault->line, fault->message);
}

static void broken_rows_are_named_and_left_out(void **state)
{
    (void)state;
    ch__buf told = {0};
    ch_import_counts c = imported(&T, FILES "icews-broken.tab", CH_IMPORT_AUTO, collect, &told);
    assert_int_equal(c.rows, 16);
    assert_int_equal(c.events, 2);
    assert_int_equal(c.faults, 15);
    assert_string_equal(told.p, "1: unknown column 'Newspaper' is left out\n"
                                "2: column 2 (Event Date): '03/02/2014' is no date (YYYY-MM-DD or YYYYMMDD)\n"
                                "3: column 2 (Event Date): '2014-02-30' is no date (YYYY-MM-DD or YYYYMMDD)\n"
                                "4: column 2 (Event Date): '' is empty\n"
                                "5: column 7 (CAMEO Code): '42' is no CAMEO code: its leading zero is lost\n"
                                "6: column 7 (CAMEO Code): '13y' is no CAMEO code\n"
                                "7: column 7 (CAMEO Code): '10' may be a root, or a code whose leading zero is lost\n"
                                "8: column 7 (CAMEO Code): '999' is no CAMEO code\n"
                                "9: column 19 (Latitude): '134.9' is no latitude (-90 to 90)\n"
                                "10: column 20 (Longitude): '-56,2' is no longitude (-180 to 180)\n"
                                "11: column 8 (Intensity): 'high' is no number\n"
                                "12: 21 cells where there are 20 columns; shifted at or before column 2 (Event Date)\n"
                                "13: 19 cells where there are 20 columns (the last is Longitude)\n"
                                "14: 21 cells where there are 20 columns; shifted at or before column 19 (Latitude)\n"
                                "15: a NUL byte\n");
    told.n = 0;
    c = imported(&T, FILES "polecat-broken.txt", CH_IMPORT_AUTO, collect, &told);
    assert_int_equal(c.faults, 3);
    assert_string_equal(told.p,
                        "2: column 3 (Event Type): 'TALK' is no event type of PLOVER 2.0\n"
                        "3: column 29 (Latitude): '-112.04' is no latitude (-90 to 90)\n"
                        "4: 41 cells where there are 40 columns; shifted at or before column 35 (Publication Date)\n");
    ch__buf_release(&told);
}

static char *write_file(const char *bytes, size_t n)
{
    static char path[64];
    strcpy(path, "/tmp/chancery-import-XXXXXX");
    int fd = mkstemp(path);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    close(fd);
    return path;
}

static void expect_refused(const char *bytes, size_t n, ch_import_format format, int code, const char *message)
{
    ch_err err;
    char *path = write_file(bytes, n);
    ch_import_options options = {.format = format};
    assert_int_equal(ch_store_import(T.store, test_engine(), path, &options, NULL, &err), code);
    if (!strstr(err.message, message))
        fail_msg("%s", err.message);
    unlink(path);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    expect_refused("", 0, CH_IMPORT_AUTO, CH_EEMPTY, "no rows");
    expect_refused("\n \n\n", 4, CH_IMPORT_AUTO, CH_EEMPTY, "no rows");
    expect_refused("\x7f"
                   "ELF\0\0\0",
                   7, CH_IMPORT_AUTO, CH_EBINARY, "NUL");
    expect_refused("a\tb\tc\n1\t2\t3\n", 12, CH_IMPORT_AUTO, CH_EFORMAT, "no event file that is known");
    expect_refused("Event ID,Event Date,CAMEO Code\n", 31, CH_IMPORT_AUTO, CH_EFORMAT, "commas and no tabs");
    expect_refused("\x1f\x8b\x08\x00rubbish", 11, CH_IMPORT_AUTO, CH_EFORMAT, "gzip");
    static const char no_code[] =
        "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\n1\t2\t3\t4\t5\t6\n";
    expect_refused(no_code, sizeof no_code - 1, CH_IMPORT_AUTO, CH_EFORMAT,
                   "no column 'CAMEO Code', which icews needs");
    ch_err err;
    ch_import_options options = {.format = CH_IMPORT_POLECAT};
    assert_int_equal(ch_store_import(T.store, test_engine(), FILES "icews.tab", &options, NULL, &err), CH_EFORMAT);
    assert_non_null(strstr(err.message, "those of icews, not of polecat"));
    assert_int_equal(ch_store_import(T.store, test_engine(), FILES "nothing.tab", NULL, NULL, &err), CH_EIO);
    expect("SELECT count(*) FROM documents", "0\n");
}

static void latin_letters_are_read(void **state)
{
    (void)state;
    imported(&T, FILES "icews-latin1.tab", CH_IMPORT_AUTO, NULL, NULL);
    expect("SELECT a.name FROM roles r JOIN actors a ON a.id = r.actor WHERE r.role = 'actor'",
           "Jos\xC3\xA9 N\xC3\xBA\xC3\xB1"
           "ez\n");
    expect("SELECT encoding, encoding_step FROM documents", "WINDOWS-1252|fallback\n");
}

/* ---- again ---- */

static void the_same_file_again_changes_nothing(void **state)
{
    (void)state;
    imported(&T, FILES "icews.tab", CH_IMPORT_AUTO, NULL, NULL);
    char *before = asked(&T, "SELECT * FROM events ORDER BY id");
    ch_import_counts c = imported(&T, FILES "icews.tab", CH_IMPORT_AUTO, NULL, NULL);
    assert_int_equal(c.put, CH_PUT_SAME);
    assert_int_equal(c.rows, 0);
    expect("SELECT * FROM events ORDER BY id", before);
    free(before);
    /* compressed it is another file with the same rows: none is written twice */
    size_t n;
    char *bytes = test_read_file(FILES "icews.tab", &n);
    char *path = write_file("", 0);
    gzFile z = gzopen(path, "wb");
    gzwrite(z, bytes, (unsigned)n);
    gzclose(z);
    free(bytes);
    c = imported(&T, path, CH_IMPORT_AUTO, NULL, NULL);
    assert_int_equal(c.put, CH_PUT_NEW);
    assert_int_equal(c.same, 4);
    assert_int_equal(c.events, 0);
    unlink(path);
}

static bool not_on(void *ctx)
{
    return --*(int *)ctx > 0;
}

static void an_import_that_was_ended_is_made_anew(void **state)
{
    (void)state;
    ch_err err;
    int times = 3;
    ch_import_counts counts;
    ch_import_options options = {.goes_on = not_on, .ctx = &times};
    assert_int_equal(ch_store_import(T.store, test_engine(), FILES "icews-broken.tab", &options, &counts, &err), 0);
    assert_int_equal(counts.faults, 3);
    ch_import_counts c = imported(&T, FILES "icews-broken.tab", CH_IMPORT_AUTO, NULL, NULL);
    assert_int_equal(c.put, CH_PUT_RECODED);
    assert_int_equal(c.rows, 16);
    expect("SELECT count(*), count(DISTINCT document) FROM events", "2|1\n");
}

/* ---- there and back ---- */

static void round_trip(ch_export_format format, ch_import_format from)
{
    static const char sql[] =
        "SELECT e.date_start, a.code, x.sector, b.code, y.sector, substr(e.cameo, 1, 2), e.event, e.latitude FROM"
        " events e LEFT JOIN roles a ON a.record = e.id AND a.role = 'actor' LEFT JOIN actors x ON x.id = a.actor"
        " LEFT JOIN roles b ON b.record = e.id AND b.role = 'recipient' LEFT JOIN actors y ON y.id = b.actor"
        " ORDER BY 1, 2, 3, 4, 5, 6, 7";
    test_store back;
    store_make(&back);
    char *text = exported(&T, &(ch_export_options){.format = format});
    char *path = write_file(text, strlen(text));
    ch_import_counts c = imported(&back, path, from, NULL, NULL);
    assert_int_equal(c.faults, 0);
    assert_true(c.events > 0);
    char *a = asked(&T, sql), *b = asked(&back, sql);
    if (format == CH_EXPORT_POLECAT) { /* it has no CAMEO codes */
        free(a);
        a = asked(
            &T,
            "SELECT date_start, event, mode, context, actor, recipient, latitude FROM events ORDER BY 1, 2, 3, 4, 5");
        free(b);
        b = asked(
            &back,
            "SELECT date_start, event, mode, context, actor, recipient, latitude FROM events ORDER BY 1, 2, 3, 4, 5");
    }
    assert_string_equal(a, b);
    free(a), free(b), free(text);
    unlink(path);
    store_drop(&back);
}

static void what_was_imported_goes_out_and_comes_back(void **state)
{
    (void)state;
    imported(&T, FILES "icews.tab", CH_IMPORT_AUTO, NULL, NULL);
    imported(&T, FILES "phoenix.txt", CH_IMPORT_AUTO, NULL, NULL);
    round_trip(CH_EXPORT_PHOENIX, CH_IMPORT_PHOENIX);
    round_trip(CH_EXPORT_POLECAT, CH_IMPORT_POLECAT);
}

static void what_was_read_goes_out_and_comes_back(void **state)
{
    (void)state;
    ch_err err;
    static const char text[] =
        "ACCRA, March 4, 2024 - Ghana recalled its ambassador from Togo on Monday. Togolese soldiers shelled "
        "a Ghanaian village near Bawku on Sunday. The European Union condemned Togo on Saturday.\n";
    ch_doc *doc = test_code(text, NULL);
    assert_int_equal(ch_store_put(T.store, doc, NULL, &err), 0);
    assert_int_equal(ch_store_commit(T.store, &err), 0);
    ch_doc_free(doc);
    round_trip(CH_EXPORT_ICEWS, CH_IMPORT_ICEWS);
    round_trip(CH_EXPORT_PHOENIX, CH_IMPORT_PHOENIX);
    round_trip(CH_EXPORT_POLECAT, CH_IMPORT_POLECAT);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {T(icews),
                                       T(polecat),
                                       T(phoenix),
                                       T(gdelt),
                                       T(broken_rows_are_named_and_left_out),
                                       T(other_files_are_refused),
                                       T(latin_letters_are_read),
                                       T(the_same_file_again_changes_nothing),
                                       T(an_import_that_was_ended_is_made_anew),
                                       T(what_was_imported_goes_out_and_comes_back),
                                       T(what_was_read_goes_out_and_comes_back)};
#undef T
    return cmocka_run_group_tests_name("exchange/import", tests, NULL, NULL);
}
