/* Memory that runs out and disks that are full cost the call, never the process, and leave nothing behind. */
#include "tables.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>

static const char *make_tables(void)
{
    const char *directory = new_directory();
    ch__buf rows = {0};
    ch__buf_str(&rows, "#:\tkey*\tphrase^\n");
    for (int i = 0; i < 1000; i++) /* ẞ makes the reader compose the line, which allocates */
        ch__buf_printf(&rows, "k%04d\tphrase number %d of Bogotá %s\n", i, i, i % 200 ? "north" : "ẞ");
    put_file(directory, "a/b.tsv", rows.p, rows.n);
    put(directory, "c.tsv", "#:\tone^\nred\n");
    ch__buf_release(&rows);
    return directory;
}

static void test_build_without_memory(void **state)
{
    (void)state;
    const char *directory = make_tables();
    ch_err err;
    int code = CH_ENOMEM;
    long n = 0;
    for (; code < 0; n++) {
        ch__buf image = {0};
        ch__alloc_fail_after(n);
        code = ch__knowledge_build(directory, &image, NULL, NULL, &err);
        ch__alloc_fail_after(-1);
        if (code < 0)
            assert_int_equal(code, CH_ENOMEM);
        assert_int_equal(err.code, code);
        ch__buf_release(&image);
    }
    assert_true(n > 10);
    for (long i = 0; i < n; i++) {
        ch__alloc_fail_after(i);
        code = ch_knowledge_check(directory, NULL, NULL, &err);
        ch__alloc_fail_after(-1);
        assert_true(code == CH_ENOMEM || code == 0);
    }
    remove_directory(directory);
}

static void test_open_without_memory(void **state)
{
    (void)state;
    const char *directory = make_tables();
    char path[128];
    ch_err err;
    ch__knowledge *k, *both;
    snprintf(path, sizeof path, "%s/k", directory);
    assert_int_equal(ch_knowledge_compile(directory, path, NULL, NULL, &err), 0);
    ch__alloc_fail_after(0);
    assert_int_equal(ch__knowledge_open(&k, path, &err), CH_ENOMEM);
    ch__alloc_fail_after(-1);
    assert_null(k);
    assert_int_equal(ch__knowledge_open(&k, path, &err), 0);
    int code = CH_ENOMEM;
    for (long n = 0; code < 0; n++) {
        ch__alloc_fail_after(n);
        code = ch__knowledge_overlay(&both, k, directory, NULL, NULL, &err);
        ch__alloc_fail_after(-1);
        assert_true(code == 0 || (code == CH_ENOMEM && !both));
    }
    ch__knowledge_close(both);
    ch__knowledge_close(k);
    remove_directory(directory);
}

static int count_entries(const char *directory)
{
    int n = 0;
    DIR *d = opendir(directory);
    assert_non_null(d);
    while (readdir(d))
        n++;
    closedir(d);
    return n;
}

/* A limit on file sizes stands for the full disk: the old file stays, the half-written one goes. */
static void test_full_disk(void **state)
{
    (void)state;
    const char *directory = make_tables();
    char path[128];
    ch_err err;
    ch__knowledge *k;
    struct rlimit old, small;
    snprintf(path, sizeof path, "%s/k", directory);
    assert_int_equal(ch_knowledge_compile(directory, path, NULL, NULL, &err), 0);
    int entries = count_entries(directory);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = old;
    small.rlim_cur = 4096;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int code = ch_knowledge_compile(directory, path, NULL, NULL, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(code, CH_EIO);
    assert_string_equal(err.file, path);
    assert_string_equal(err.message, "cannot be written: File too large");
    assert_int_equal(count_entries(directory), entries);
    assert_int_equal(ch__knowledge_open(&k, path, &err), 0);
    ch__knowledge_close(k);
    remove_directory(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_build_without_memory),
        cmocka_unit_test(test_open_without_memory),
        cmocka_unit_test(test_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
