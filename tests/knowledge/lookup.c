/* Tables through compiling and back: names, cells, keys, sources, the hash, tables laid over others, the file itself.
 */
#include "tables.h"

#include <fcntl.h>

static const char words[] = "# words\n#:\tform*\tkind\tnote\nNorth\tplace\t-\nnorth\tplace\tfirst\n"
                            "north\tside\tsecond\nnorth\twind\t-\nsüd\tplace\t-\n";

static ch__knowledge *open_directory(const char *directory, ch__buf *image)
{
    ch_err err;
    ch__knowledge *k;
    *image = build(directory);
    assert_int_equal(ch__knowledge_open_memory(&k, image->p, image->n, &err), 0);
    return k;
}

static void close_all(ch__knowledge *k, ch__buf *image, const char *directory)
{
    ch__knowledge_close(k);
    ch__buf_release(image);
    remove_directory(directory);
}

static void test_cells(void **state)
{
    (void)state;
    const char *directory = new_directory();
    put(directory, "text/words.tsv", words);
    put(directory, "b.tsv", "#@\tother/name\n#:\tone\nx\n");
    put(directory, "empty.tsv", "#:\tone*\n");
    ch__buf image;
    ch__knowledge *k = open_directory(directory, &image);
    const ch__table *t = ch__knowledge_table(k, "text/words");
    assert_non_null(t);
    assert_int_equal(ch__table_rows(t), 5);
    assert_int_equal(ch__table_columns(t), 3);
    assert_string_equal(ch__table_column_name(t, 0), "form");
    assert_null(ch__table_column_name(t, 3));
    assert_int_equal(ch__table_column(t, "note"), 2);
    assert_int_equal(ch__table_column(t, "form*"), CH_NONE);
    assert_string_equal(ch__table_cell(t, 1, 2), "first");
    assert_null(ch__table_cell(t, 0, 2));
    assert_null(ch__table_cell(t, 5, 0));
    assert_null(ch__table_cell(t, 0, 3));
    assert_null(ch__table_cell(t, CH_NONE, CH_NONE));
    ch__arena arena = {0};
    assert_string_equal(ch__table_source(t, 2, &arena), "text/words.tsv:5");
    assert_null(ch__table_source(t, 5, &arena));
    ch__arena_release(&arena);
    assert_string_equal(ch__table_cell(ch__knowledge_table(k, "other/name"), 0, 0), "x");
    assert_int_equal(ch__table_rows(ch__knowledge_table(k, "empty")), 0);
    assert_int_equal(ch__table_find(ch__knowledge_table(k, "empty"), CH__SV("x")), CH_NONE);
    assert_null(ch__knowledge_table(k, "b"));
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(ch__table_number(ch__knowledge_table_at(k, i)), i);
    assert_null(ch__knowledge_table_at(k, 3));
    close_all(k, &image, directory);
}

static void test_keys(void **state)
{
    (void)state;
    const char *directory = new_directory();
    put(directory, "words.tsv", words);
    ch__buf image;
    ch__knowledge *k = open_directory(directory, &image);
    const ch__table *t = ch__knowledge_table(k, "words");
    assert_int_equal(ch__table_find(t, CH__SV("North")), 0);
    assert_int_equal(ch__table_find_next(t, 0), CH_NONE);
    assert_int_equal(ch__table_find(t, CH__SV("north")), 1);
    assert_int_equal(ch__table_find_next(t, 1), 2);
    assert_int_equal(ch__table_find_next(t, 2), 3);
    assert_int_equal(ch__table_find_next(t, 3), CH_NONE);
    assert_int_equal(ch__table_find_next(t, 99), CH_NONE);
    assert_int_equal(ch__table_find(t, CH__SV("süd")), 4);
    assert_int_equal(ch__table_find(t, CH__SV("sud")), CH_NONE);
    assert_int_equal(ch__table_find(t, CH__SV("nort")), CH_NONE);
    assert_int_equal(ch__table_find(t, CH__SV("northe")), CH_NONE);
    assert_int_equal(ch__table_find(t, CH__SV("north\0")), CH_NONE);
    assert_int_equal(ch__table_find(t, CH__SV("")), CH_NONE);
    assert_int_equal(ch__table_find(t, (ch__sv){"northern", 5}), 1);
    close_all(k, &image, directory);
}

/* Many keys, all found; a key that is absent in a row is none. */
static void test_many_keys(void **state)
{
    (void)state;
    const char *directory = new_directory();
    ch__buf content = {0};
    ch__buf_str(&content, "#:\tkey*\tn\n-\t0\n-\t1\n");
    for (int i = 0; i < 20000; i++)
        ch__buf_printf(&content, "k%05d\t%d\n", i / 2, i % 2);
    put_file(directory, "many.tsv", content.p, content.n);
    ch__buf_release(&content);
    ch__buf image;
    ch__knowledge *k = open_directory(directory, &image);
    const ch__table *t = ch__knowledge_table(k, "many");
    for (uint32_t i = 0; i < 10000; i++) {
        char key[16];
        snprintf(key, sizeof key, "k%05u", i);
        assert_int_equal(ch__table_find(t, ch__sv_of(key)), 2 + 2 * i);
        assert_int_equal(ch__table_find_next(t, 2 + 2 * i), 3 + 2 * i);
    }
    assert_int_equal(ch__table_find(t, CH__SV("-")), CH_NONE);
    assert_int_equal(ch__table_find(t, CH__SV("k10000")), CH_NONE);
    close_all(k, &image, directory);
}

/* Several keys, and a key of some rows only. */
static void test_conditional_keys(void **state)
{
    (void)state;
    const char *directory = new_directory();
    put(directory, "t.tsv", "#:\tkind\tid*\tfield*held^held\nheld\ta\tx\nheld\tb\tx\nname\ta\tx\nname\tb\ty\n");
    ch__buf image;
    ch__knowledge *k = open_directory(directory, &image);
    const ch__table *t = ch__knowledge_table(k, "t");
    assert_int_equal(ch__table_find(t, CH__SV("b")), 1);
    assert_int_equal(ch__table_find_next(t, 1), 3);
    assert_int_equal(ch__table_find_in(t, 1, CH__SV("a")), 0);
    assert_int_equal(ch__table_find_next_in(t, 1, 0), 2);
    assert_int_equal(ch__table_find_in(t, 2, CH__SV("x")), 0);
    assert_int_equal(ch__table_find_next_in(t, 2, 0), 1);
    assert_int_equal(ch__table_find_next_in(t, 2, 1), CH_NONE);
    assert_int_equal(ch__table_find_in(t, 2, CH__SV("y")), CH_NONE);
    assert_int_equal(ch__table_find_in(t, 0, CH__SV("held")), CH_NONE);
    assert_int_equal(ch__table_find_in(t, 9, CH__SV("x")), CH_NONE);
    assert_int_equal(ch__table_find_next_in(t, 0, 0), CH_NONE);
    close_all(k, &image, directory);
}

static void hash_of(const char *directory, char out[33])
{
    ch__buf image;
    ch__knowledge *k = open_directory(directory, &image);
    strcpy(out, ch__knowledge_hash(k));
    assert_int_equal(strlen(out), 32);
    close_all(k, &image, directory);
}

/* The hash is that of the rows: not of files, comments or their order; any cell, name or mark changes it. */
static void test_hash(void **state)
{
    (void)state;
    static const char *const tables[][2] = {
        {"#@\tt\n#:\ta\tb\n1\tx\n2\ty\n3\tz\n", NULL},
        {"# said otherwise\n#@\tt\n#:\ta\tb\n2\ty\n", "#@\tt\n#:\ta\tb\n1\tx\n3\tz\n"},
        {"#@\tt\n#:\ta\tb\n1\tx\n2\ty\n3\tZ\n", NULL},
        {"#@\tt\n#:\ta\tb\n1\tx\n2\ty\n3\t-\n", NULL},
        {"#@\tu\n#:\ta\tb\n1\tx\n2\ty\n3\tz\n", NULL},
        {"#@\tt\n#:\ta\tc\n1\tx\n2\ty\n3\tz\n", NULL},
        {"#@\tt\n#:\ta*\tb\n1\tx\n2\ty\n3\tz\n", NULL},
        {"#@\tt\n#:\ta\tb\n1\tx\n2\ty\n", NULL},
    };
    char hashes[8][33];
    for (int i = 0; i < 8; i++) {
        const char *directory = new_directory();
        put(directory, "p.tsv", tables[i][0]);
        if (tables[i][1])
            put(directory, "a.tsv", tables[i][1]);
        hash_of(directory, hashes[i]);
    }
    assert_string_equal(hashes[0], hashes[1]);
    for (int i = 2; i < 8; i++)
        for (int j = 1; j < i; j++)
            assert_string_not_equal(hashes[i], hashes[j]);
    assert_string_equal(hashes[0], "6804c5601da499d8e06436db47b084ad"); /* on every machine */
}

/* The same tables give the same bytes. */
static void test_same_bytes(void **state)
{
    (void)state;
    const char *directory = new_directory();
    put(directory, "words.tsv", words);
    put(directory, "p.tsv", "#:\tphrase^\ngreen hill\ngreen hills\n");
    ch__buf a = build(directory), b = build(directory);
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.p, b.p, a.n);
    ch__buf_release(&a);
    ch__buf_release(&b);
    remove_directory(directory);
}

static void test_overlay(void **state)
{
    (void)state;
    char directory[64], over[64];
    ch_err err;
    ch__buf image, faults = {0};
    ch__knowledge *both, *bad;
    strcpy(directory, new_directory());
    put(directory, "words.tsv", words);
    put(directory, "names.tsv", "#:\tname^\nhill\n");
    ch__knowledge *k = open_directory(directory, &image);
    strcpy(over, new_directory());
    put(over, "mine.tsv", "#@\twords\n#:\tform\tkind\tnote\neast\tplace\t-\nnorth\tpole\tmine\n");
    put(over, "new.tsv", "#:\tname^\ngreen hill\n");
    assert_int_equal(ch__knowledge_overlay(&both, k, over, print_fault, &faults, &err), 0);
    const ch__table *t = ch__knowledge_table(both, "words");
    assert_int_equal(ch__table_rows(t), 7);
    ch__arena arena = {0};
    assert_string_equal(ch__table_source(t, 4, &arena), "words.tsv:7");
    assert_string_equal(ch__table_source(t, 5, &arena), "mine.tsv:3");
    ch__arena_release(&arena);
    assert_int_equal(ch__table_find(t, CH__SV("east")), 5);
    assert_int_equal(ch__table_find_next(t, 3), 6);
    assert_null(ch__table_cell(t, 5, 2));
    assert_int_equal(ch__table_rows(ch__knowledge_table(both, "new")), 1);
    assert_string_not_equal(ch__knowledge_hash(both), ch__knowledge_hash(k));
    ch__hit hit;
    size_t length;
    assert_true(ch__phrase_starts(both, ch__knowledge_table(both, "new"), CH__SV("Green Hill"), &hit, &length));
    assert_true(ch__phrase_starts(both, ch__knowledge_table(both, "names"), CH__SV("hill"), &hit, &length));
    put(over, "mine.tsv", "#@\twords\n#:\tform\tkind\neast\tplace\n");
    assert_int_equal(ch__knowledge_overlay(&bad, k, over, print_fault, &faults, &err), CH_EKNOWLEDGE);
    assert_null(bad);
    assert_string_equal(faults.p, "mine.tsv:2: table words has other columns than in the shipped knowledge\n");
    assert_string_equal(err.file, "mine.tsv");
    ch__buf_release(&faults);
    remove_directory(over);
    close_all(k, &image, directory);
    assert_string_equal(ch__table_cell(t, 6, 1),
                        "pole"); /* the shipped knowledge is gone, the other lives on its own */
    ch__knowledge_close(both);
    ch__knowledge_close(NULL);
}

static void test_file(void **state)
{
    (void)state;
    const char *directory = new_directory();
    char path[128];
    ch_err err;
    ch__knowledge *k;
    put(directory, "words.tsv", words);
    snprintf(path, sizeof path, "%s/k.knowledge", directory);
    for (int i = 0; i < 2; i++) /* over an old file too */
        assert_int_equal(ch_knowledge_compile(directory, path, NULL, NULL, &err), 0);
    assert_int_equal(ch__knowledge_open(&k, path, &err), 0);
    assert_int_equal(ch__table_rows(ch__knowledge_table(k, "words")), 5);
    ch__knowledge_close(k);
    snprintf(path, sizeof path, "%s/no/k.knowledge", directory);
    assert_int_equal(ch_knowledge_compile(directory, path, NULL, NULL, &err), CH_EIO);
    assert_string_equal(err.file, path);
    assert_int_equal(ch__knowledge_open(&k, path, &err), CH_EIO);
    assert_null(k);
    remove_directory(directory);
}

/* The tables this program ships are without fault. */
static void test_shipped(void **state)
{
    (void)state;
    ch__buf faults = {0};
    ch_err err;
    int n = ch_knowledge_check(CH_KNOWLEDGE_DIR, print_fault, &faults, &err);
    if (n)
        print_error("%s", faults.p ? faults.p : err.message);
    ch__buf_release(&faults);
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),     cmocka_unit_test(test_keys),
        cmocka_unit_test(test_many_keys), cmocka_unit_test(test_conditional_keys),
        cmocka_unit_test(test_hash),      cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_overlay),   cmocka_unit_test(test_file),
        cmocka_unit_test(test_shipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
