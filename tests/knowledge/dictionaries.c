/* Runs dictionaries.txt: writes the dictionaries of a case, imports them, compares the rows and what is said. Whatever
 * is imported must pass the checks of tables, and be the same when it is imported again. */
#include "tables.h"

#include "chancery.h"

typedef struct run {
    ch__knowledge *k;
    char name[1024], directory[64], path[1024];
    ch__buf file, rows, faults, got_rows, got_faults;
    ch_date_rule rule;
    enum { IN_FILE, IN_ROWS, IN_FAULTS } where;
    int cases, wrong;
} run;

static const char *const tables[] = {
    "actors/dictionary-actors", "actors/agents",        "actors/rules",     "events/contexts", "events/context-stops",
    "events/verb-changes",      "events/verb-patterns", "events/verb-sets", "events/verbs",    "text/discards"};

/* The rows of a file of tables, with its name in front, '|' for tabs, without the source. */
static void add_rows(ch__buf *out, const char *directory, const char *table)
{
    char path[256], line[4096];
    snprintf(path, sizeof path, "%s/%s.tsv", directory, table);
    FILE *f = fopen(path, "r");
    if (!f)
        return;
    while (next_line(f, line, sizeof line)) {
        char *source = strrchr(line, '\t');
        if (line[0] == '#' || !source)
            continue;
        assert_string_equal(source, "\tpetrarch");
        *source = 0;
        for (char *p = line; (p = strchr(p, '\t'));)
            *p = '|';
        ch__buf_printf(out, "%s|%s\n", strrchr(table, '/') + 1, line);
    }
    fclose(f);
}

static void import(run *r, const char *out, ch__buf *faults, ch_import *counts)
{
    ch_err err;
    const char *paths[] = {r->directory};
    ch__buf_add(faults, "", 0);
    int code = ch__knowledge_import(r->k, paths, 1, r->rule, out, print_fault, faults, counts, &err);
    if (code < 0)
        fail_msg("%s: %s: %s", r->name, err.file, err.message);
}

static bool imports_the_same(run *r, const char *first)
{
    char second[128];
    ch__buf rows = {0}, faults = {0};
    ch_import counts;
    ch_err err;
    snprintf(second, sizeof second, "%s.again", r->directory);
    import(r, second, &faults, &counts);
    ch__buf_add(&rows, "", 0);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        add_rows(&rows, second, tables[i]);
    bool same = strcmp(rows.p, r->got_rows.p) == 0 && strcmp(faults.p, r->got_faults.p) == 0;
    ch__buf_release(&rows);
    ch__buf_release(&faults);
    remove_directory(second);
    return same && (!r->got_rows.n || ch_knowledge_check(first, NULL, NULL, &err) == 0);
}

static void end_case(run *r)
{
    char out[128];
    ch_import counts;
    ch__buf *all[] = {&r->rows, &r->faults, &r->got_rows, &r->got_faults};
    if (!r->name[0])
        return;
    end_file(r->directory, r->path, &r->file);
    for (size_t i = 0; i < 4; i++)
        ch__buf_add(all[i], "", 0);
    snprintf(out, sizeof out, "%s.out", r->directory);
    import(r, out, &r->got_faults, &counts);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        add_rows(&r->got_rows, out, tables[i]);
    bool good = strcmp(r->got_rows.p, r->rows.p) == 0 && strcmp(r->got_faults.p, r->faults.p) == 0;
    if (!good)
        fprintf(stderr, "== %s\n--- expected\n%s-- faults\n%s--- got\n%s-- faults\n%s", r->name, r->rows.p, r->faults.p,
                r->got_rows.p, r->got_faults.p);
    if (!imports_the_same(r, out)) {
        print_error("== %s: rows that are faulty, or others the second time\n", r->name);
        good = false;
    }
    r->wrong += !good;
    r->cases++;
    for (size_t i = 0; i < 4; i++)
        ch__buf_clear(all[i]);
    remove_directory(out);
    remove_directory(r->directory);
}

static void begin_case(run *r, const char *name)
{
    static const char other[] = "petrarch2: ";
    end_case(r);
    snprintf(r->name, sizeof r->name, "%s", name);
    strcpy(r->directory, new_directory());
    r->rule = strncmp(name, other, sizeof other - 1) == 0 ? CH_DATES_PETRARCH2 : CH_DATES_DATED;
    r->where = IN_FILE;
}

static void add_line(run *r, char *line)
{
    if (strncmp(line, "== ", 3) == 0) {
        begin_case(r, line + 3);
    } else if (strcmp(line, "-- rows") == 0 || strcmp(line, "-- faults") == 0) {
        end_file(r->directory, r->path, &r->file);
        r->where = line[3] == 'r' ? IN_ROWS : IN_FAULTS;
    } else if (strncmp(line, "-- ", 3) == 0) {
        end_file(r->directory, r->path, &r->file);
        snprintf(r->path, sizeof r->path, "%s", line + 3);
    } else if (r->where != IN_FILE && line[0]) {
        ch__buf_printf(r->where == IN_ROWS ? &r->rows : &r->faults, "%s\n", line);
    } else if (r->path[0]) {
        ch__buf_add(&r->file, line, unescape(line));
        ch__buf_char(&r->file, '\n');
    }
}

static void test_corpus(void **state)
{
    run r = {.k = *state};
    char line[1024];
    FILE *f = open_corpus("dictionaries.txt");
    while (next_line(f, line, sizeof line))
        add_line(&r, line);
    fclose(f);
    end_case(&r);
    ch__buf *all[] = {&r.file, &r.rows, &r.faults, &r.got_rows, &r.got_faults};
    for (size_t i = 0; i < 5; i++)
        ch__buf_release(all[i]);
    assert_true(r.cases >= 40);
    assert_int_equal(r.wrong, 0);
}

/* ---- what no line of a corpus can hold ---- */

typedef struct told {
    int n;
    ch_err last;
} told;

static void keep_fault(void *ctx, const ch_err *fault)
{
    told *t = ctx;
    t->n++;
    t->last = *fault;
}

static ch_import import_text(ch__knowledge *k, const char *file, const char *text, size_t n, told *faults)
{
    ch_err err;
    ch_import counts;
    const char *directory = new_directory();
    put_file(directory, file, text, n);
    *faults = (told){.n = 0};
    assert_int_equal(ch__knowledge_import(k, &directory, 1, CH_DATES_DATED, NULL, keep_fault, faults, &counts, &err),
                     CH_OK);
    assert_int_equal(counts.faults, faults->n);
    remove_directory(directory);
    return counts;
}

static void test_long_names(void **state)
{
    ch__buf text = {0};
    told faults;
    ch__buf_str(&text, "FIRST_HOUSE_ [AAA]\n");
    for (int i = 0; i < 10000; i++)
        ch__buf_char(&text, 'X');
    ch__buf_str(&text, " [BBB]\nLAST_HOUSE_ [CCC]\n");
    ch_import counts = import_text(*state, "names.actors.txt", text.p, text.n, &faults);
    assert_int_equal(counts.actors, 2);
    assert_int_equal(faults.n, 1);
    assert_int_equal(faults.last.line, 2);
    assert_non_null(strstr(faults.last.message, "more than"));
    ch__buf_release(&text);
}

static void test_binary(void **state)
{
    static const char bytes[] = "RED_HOUSE_ [AAA]\n\0\1\2\3 [BBB]\n";
    told faults;
    ch_import counts = import_text(*state, "names.actors.txt", bytes, sizeof bytes - 1, &faults);
    assert_int_equal(counts.files, 0);
    assert_int_equal(faults.n, 1);
    assert_string_equal(faults.last.message, "holds NUL bytes; no text file, passed over");
    counts = import_text(*state, "names.actors.txt", "", 0, &faults);
    assert_int_equal(counts.files, 0);
    assert_int_equal(faults.n, 1);
}

/* A set with itself inside must end, and so must one that doubles at each step. */
static void test_cyclic_sets(void **state)
{
    static const char text[] = "!A! = !A!, !B!, X\n!B! = !A!!A!, Y\nRED!A! [~GOV]\nBLUE!B! [~GOV]\nGREEN_ [~MIL]\n";
    told faults;
    ch_import counts = import_text(*state, "agents.txt", text, sizeof text - 1, &faults);
    assert_in_range(faults.n, 2, 3);
    assert_in_range(counts.agents, 3, 3000);
}

/* A name of thousands of codes, and thousands of names that share entries. */
static void test_many_codes(void **state)
{
    ch__buf text = {0};
    told faults;
    ch__buf_str(&text, "RED_HOUSE_\n");
    for (int i = 0; i < 3000; i++)
        ch__buf_printf(&text, "\t[AAAGOV %d0101-%d0101]\n", 1900 + i % 100, 1901 + i % 100);
    for (int i = 0; i < 2000; i++)
        ch__buf_printf(&text, "ROOT_%d_ [AAA]\n+BLUE_HOUSE_\n+GREEN_HOUSE_%d_\n", i, i % 50);
    ch_import counts = import_text(*state, "actors.txt", text.p, text.n, &faults);
    assert_int_equal(counts.names, 1 + 2000 + 1 + 50);
    ch__buf_release(&text);
}

static void test_paths(void **state)
{
    ch_err err;
    ch_import counts;
    const char *nowhere = "/nowhere/at/all", *directory = new_directory();
    assert_int_equal(ch__knowledge_import(*state, &nowhere, 1, CH_DATES_DATED, NULL, NULL, NULL, &counts, &err),
                     CH_EIO);
    assert_string_equal(err.file, nowhere);
    assert_int_equal(ch__knowledge_import(*state, &directory, 1, CH_DATES_DATED, NULL, NULL, NULL, &counts, &err),
                     CH_OK);
    assert_int_equal(counts.files, 0);
    assert_int_equal(ch__knowledge_import(*state, &directory, 1, CH_DATES_DATED, "/proc/no", NULL, NULL, &counts, &err),
                     CH_EIO);
    remove_directory(directory);
}

static void test_memory(void **state)
{
    static const char text[] = "RED_HOUSE_ [AAA]\n+BLUE_HOUSE_\n\t[BBBGOV 19900101-19911231]\n";
    const char *directory = new_directory();
    ch_err err;
    ch_import counts;
    int code = CH_ENOMEM;
    put(directory, "actors.txt", text);
    for (int n = 0; code == CH_ENOMEM && n < 1000; n++) {
        ch__alloc_fail_after(n);
        code = ch__knowledge_import(*state, &directory, 1, CH_DATES_DATED, NULL, NULL, NULL, &counts, &err);
        ch__alloc_fail_after(-1);
        assert_true(code == CH_OK || code == CH_ENOMEM);
    }
    assert_int_equal(code, CH_OK);
    remove_directory(directory);
}

/* The dictionaries of the Phoenix project, where they are: all of it is read. */
static void test_phoenix(void **state)
{
    const char *directory = CH_SHARED_DIR "/knowledge/phoenix";
    ch_err err;
    ch_import counts;
    if (access(directory, R_OK) != 0) {
        print_message("no %s: skipped\n", directory);
        skip();
    }
    char out[128];
    snprintf(out, sizeof out, "%s", new_directory());
    for (int rule = CH_DATES_DATED; rule <= CH_DATES_PETRARCH2; rule++) {
        told faults = {.n = 0};
        assert_int_equal(
            ch__knowledge_import(*state, &directory, 1, (ch_date_rule)rule, out, keep_fault, &faults, &counts, &err),
            CH_OK);
        print_message("%d actors, %d names, %d agents, %d discards, %d issues, %d faults\n", (int)counts.actors,
                      (int)counts.names, (int)counts.agents, (int)counts.discards, (int)counts.issues, faults.n);
        assert_in_range(counts.files, 11, 11);
        assert_in_range(counts.actors, 20000, 30000);
        assert_in_range(counts.names, 30000, 45000);
        assert_in_range(counts.agents, 2500, 4500);
        assert_in_range(counts.discards, 450, 600);
        assert_in_range(counts.issues, 4000, 6000);
        assert_in_range(counts.patterns, 4500, 6000);
        assert_in_range(counts.verbs, 2000, 2300);
        assert_in_range(faults.n, 100, 1200);
        assert_int_equal(ch_knowledge_check(out, NULL, NULL, &err), 0);
    }
    remove_directory(out);
}

static int open_knowledge(void **state)
{
    ch_err err;
    return ch__knowledge_open((ch__knowledge **)state, CH_KNOWLEDGE_FILE, &err);
}

static int close_knowledge(void **state)
{
    ch__knowledge_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corpus),      cmocka_unit_test(test_long_names), cmocka_unit_test(test_binary),
        cmocka_unit_test(test_cyclic_sets), cmocka_unit_test(test_many_codes), cmocka_unit_test(test_paths),
        cmocka_unit_test(test_memory),      cmocka_unit_test(test_phoenix),
    };
    return cmocka_run_group_tests(tests, open_knowledge, close_knowledge);
}
