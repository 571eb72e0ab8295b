/* Runs faults.txt: writes the tables of a case, checks them, compares what is said. */
#include "tables.h"

typedef struct run {
    char name[1024], directory[64];
    ch__buf file, expected, got;
    char path[1024];
    bool in_faults;
    int cases, wrong;
} run;

/* What ch_knowledge_check says, its count, and whether building agrees for faults that are not about meaning. */
static void end_case(run *r)
{
    ch_err err;
    if (!r->name[0])
        return;
    end_file(r->directory, r->path, &r->file);
    ch__buf_add(&r->got, "", 0);
    ch__buf_add(&r->expected, "", 0);
    int n = ch_knowledge_check(r->directory, print_fault, &r->got, &err), lines = 0;
    for (const char *p = r->got.p; (p = strchr(p, '\n')); p++)
        lines++;
    bool good = strcmp(r->got.p, r->expected.p) == 0 && n == lines && (n == 0) == (err.code == 0);
    if (!good)
        print_error("%s (%d)\n--- expected\n%s--- got\n%s", r->name, n, r->expected.p, r->got.p);
    r->wrong += !good;
    r->cases++;
    ch__buf_clear(&r->got);
    ch__buf_clear(&r->expected);
    remove_directory(r->directory);
}

static void add_line(run *r, char *line)
{
    if (strncmp(line, "== ", 3) == 0) {
        end_case(r);
        snprintf(r->name, sizeof r->name, "%s", line + 3);
        strcpy(r->directory, new_directory());
        r->in_faults = false;
    } else if (strcmp(line, "-- faults") == 0) {
        end_file(r->directory, r->path, &r->file);
        r->in_faults = true;
    } else if (strncmp(line, "-- ", 3) == 0) {
        end_file(r->directory, r->path, &r->file);
        snprintf(r->path, sizeof r->path, "%s", line + 3);
    } else if (r->in_faults && line[0]) {
        ch__buf_printf(&r->expected, "%s\n", line);
    } else if (r->path[0]) {
        for (char *p = line; (p = strchr(p, '|'));)
            *p = '\t';
        ch__buf_add(&r->file, line, unescape(line));
        ch__buf_char(&r->file, '\n');
    }
}

static void test_faults(void **state)
{
    (void)state;
    run r = {.cases = 0};
    char line[1024];
    FILE *f = open_corpus("faults.txt");
    while (next_line(f, line, sizeof line))
        add_line(&r, line);
    fclose(f);
    end_case(&r);
    ch__buf_release(&r.file);
    ch__buf_release(&r.expected);
    ch__buf_release(&r.got);
    assert_true(r.cases > 20);
    assert_int_equal(r.wrong, 0);
}

static void count_fault(void *ctx, const ch_err *fault)
{
    (void)fault;
    ++*(int *)ctx;
}

static void test_too_many_tables(void **state)
{
    (void)state;
    const char *directory = new_directory();
    ch_err err;
    int faults = 0;
    for (int i = 0; i < 128; i++) {
        char name[32];
        snprintf(name, sizeof name, "t%03d.tsv", i);
        put(directory, name, "#:\tone\na\n");
    }
    assert_int_equal(ch_knowledge_check(directory, count_fault, &faults, &err), 0);
    put(directory, "t128.tsv", "#:\tone\na\n");
    put(directory, "t129.tsv", "#:\tone\na\n");
    assert_int_equal(ch_knowledge_check(directory, count_fault, &faults, &err), 1);
    assert_int_equal(faults, 1);
    assert_string_equal(err.file, "t128.tsv");
    ch__buf image = {0};
    assert_int_equal(ch__knowledge_build(directory, &image, NULL, NULL, &err), CH_EKNOWLEDGE);
    assert_int_equal(err.code, CH_EKNOWLEDGE);
    assert_string_equal(err.message, "there are more than 128 tables");
    ch__buf_release(&image);
    remove_directory(directory);
}

static void test_directories(void **state)
{
    (void)state;
    ch_err err;
    assert_int_equal(ch_knowledge_check("/nowhere/at/all", NULL, NULL, &err), CH_EIO);
    assert_string_equal(err.file, "/nowhere/at/all");
    const char *directory = new_directory();
    put(directory, "notes.txt", "no table");
    put(directory, ".hidden.tsv", "no table");
    assert_int_equal(ch_knowledge_check(directory, NULL, NULL, &err), CH_EKNOWLEDGE);
    assert_int_equal(ch_knowledge_check(directory, NULL, NULL, NULL), CH_EKNOWLEDGE);
    char folder[128];
    snprintf(folder, sizeof folder, "%s/folder.tsv", directory);
    mkdir(folder, 0777);
    snprintf(folder, sizeof folder, "%s/loop", directory);
    assert_int_equal(symlink(directory, folder), 0);
    snprintf(folder, sizeof folder, "%s/fifo.tsv", directory);
    assert_int_equal(mkfifo(folder, 0666), 0);
    assert_int_equal(ch_knowledge_check(directory, NULL, NULL, &err), 1);
    assert_string_equal(err.file, "fifo.tsv");
    assert_string_equal(err.message, "cannot be read: not a regular file");
    remove_directory(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_too_many_tables),
        cmocka_unit_test(test_directories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
