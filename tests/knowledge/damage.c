/* A compiled file that is not as it was written is refused with a reason; what passes the check can be read to the end.
 */
#include "tables.h"

#include "knowledge/image.h"

static ch__buf small_image(void)
{
    const char *directory = new_directory();
    put(directory, "a.tsv", "#:\tkey*\tphrase^\nk\tred brick\nk\tred brick wall\nl\t-\n");
    put(directory, "b.tsv", "#:\tkind\tvalue^name\nname\tgreen hill\n");
    ch__buf image = build(directory);
    remove_directory(directory);
    return image;
}

/* Opens bytes laid exactly at the end of their memory; the reason goes to `err`. */
static int try_open(const char *bytes, size_t n, ch_err *err)
{
    ch__knowledge *k;
    char *exact = malloc(n ? n : 1);
    assert_non_null(exact);
    if (n)
        memcpy(exact, bytes, n);
    int code = ch__knowledge_open_memory(&k, exact, n, err);
    assert_int_equal(code, err->code);
    if (code == 0)
        ch__knowledge_close(k);
    else
        assert_true(err->message[0] && !k);
    free(exact);
    return code;
}

static void test_every_length(void **state)
{
    (void)state;
    ch__buf image = small_image();
    ch_err err = {0};
    assert_int_equal(try_open(image.p, image.n, &err), 0);
    for (size_t n = 0; n < image.n; n++)
        assert_int_equal(try_open(image.p, n, &err), CH_EKNOWLEDGE);
    ch__buf_char(&image, 0);
    assert_int_equal(try_open(image.p, image.n, &err), CH_EKNOWLEDGE);
    ch__buf_release(&image);
}

static void test_every_bit(void **state)
{
    (void)state;
    ch__buf image = small_image();
    ch_err err = {0};
    for (size_t i = 0; i < image.n * 8; i++) {
        image.p[i / 8] = (char)(image.p[i / 8] ^ 1 << i % 8);
        assert_true(try_open(image.p, image.n, &err) < 0);
        image.p[i / 8] = (char)(image.p[i / 8] ^ 1 << i % 8);
    }
    ch__buf_release(&image);
}

static void test_not_ours(void **state)
{
    (void)state;
    ch__buf image = small_image();
    ch_err err = {0};
    ch__knowledge *k;
    ch__image_header *h = (ch__image_header *)image.p;
    h->format++;
    assert_int_equal(try_open(image.p, image.n, &err), CH_EVERSION);
    assert_non_null(strstr(err.message, "format 7"));
    h->format--;
    h->order = __builtin_bswap32(h->order);
    assert_int_equal(try_open(image.p, image.n, &err), CH_EVERSION);
    assert_non_null(strstr(err.message, "byte order"));
    assert_int_equal(ch__knowledge_open_memory(&k, image.p + 1, image.n - 1, &err), CH_EUSAGE);
    const char *directory = new_directory();
    char path[128];
    snprintf(path, sizeof path, "%s/k", directory);
    put(directory, "k", "");
    assert_int_equal(ch__knowledge_open(&k, path, &err), CH_EKNOWLEDGE);
    assert_string_equal(err.file, path);
    put_file(directory, "k", image.p, image.n - 8);
    assert_true(ch__knowledge_open(&k, path, &err) < 0);
    assert_string_equal(err.file, path);
    assert_int_equal(ch__knowledge_open(&k, directory, &err), CH_EKNOWLEDGE);
    assert_string_equal(err.message, "is not a regular file");
    remove_directory(directory);
    ch__buf_release(&image);
}

/* One number of a section replaced, and what must be said although the checksum is right. */
typedef struct harm {
    int section;
    size_t offset; /* bytes from the section's start */
    uint32_t value;
    const char *reason;
} harm;

#define AT(type, i, field) ((i) * sizeof(type) + offsetof(type, field))

static void test_structure(void **state)
{
    (void)state;
    static const harm harms[] = {
        {CH__IMAGE_STRINGS, 0, 0xFFFFFFFF, "the strings are not UTF-8"},
        {CH__IMAGE_TABLES, AT(ch__image_table, 0, name), 0xFFFFFF, "a table is out of place"},
        {CH__IMAGE_TABLES, AT(ch__image_table, 0, n_rows), 2, "the keys of a table are out of place"},
        {CH__IMAGE_TABLES, AT(ch__image_table, 1, n_rows), 99, "a table is larger than the file"},
        {CH__IMAGE_TABLES, AT(ch__image_table, 1, n_columns), 0x80000000, "a table is larger than the file"},
        {CH__IMAGE_TABLES, AT(ch__image_table, 1, first_row), 0, "a table is out of place"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 0, first_cell), 1, "the cells of a table are out of place"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 0, width), 3, "the cells of a table are out of place"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 0, first_value), 1, "the cells of a table are out of place"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 0, n_values), 9, "a table is larger than the file"},
        {CH__IMAGE_TABLES, AT(ch__image_table, 0, key), 2, "the keys of a table are wrong"},
        {CH__IMAGE_TABLES, AT(ch__image_table, 0, key), CH_NONE, "the keys of a table are wrong"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 0, n_slots), 0, "the keys of a table are wrong"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 0, n_slots), 4096, "a table is larger than the file"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 0, first_slot), 1, "the keys of a table are out of place"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 0, first_next), 1, "the keys of a table are out of place"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 0, marks), 0, "a column that is no key has key slots"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 0, key_condition), 1, "a column points outside the strings"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 1, name), 0xFFFFFF, "a column points outside the strings"},
        {CH__IMAGE_COLUMNS, AT(ch__image_column, 1, condition), 1, "a column points outside the strings"},
        {CH__IMAGE_CELLS, 0, 0xFFFFFF, "a cell points outside the strings"},
        {CH__IMAGE_VALUES, 0, 0xFFFFFF, "a value points outside the strings"},
        {CH__IMAGE_VALUES, 4, 1, "a value points outside the strings"}, /* into the middle of a string */
        {CH__IMAGE_FILES, 0, CH_NONE, "a file points outside the strings"},
        {CH__IMAGE_SOURCES, 0, CH_NONE, "a source is no file"},
        {CH__IMAGE_NEXT, 0, 0, "a row's successor points outside its table"},
        {CH__IMAGE_NEXT, 0, 3, "a row's successor points outside its table"},
        {CH__IMAGE_WORDS, 0, CH_NONE, "a word points outside the strings"},
        {CH__IMAGE_NODES, AT(ch__image_node, 0, first_child), 0, "the phrases begin or end out of place"},
        {CH__IMAGE_NODES, AT(ch__image_node, 1, first_child), 1, "a phrase node is out of order"},
        {CH__IMAGE_NODES, AT(ch__image_node, 1, first_child), 99, "a phrase node is out of order"},
        {CH__IMAGE_NODES, AT(ch__image_node, 1, first_hit), 99, "the rows of a phrase are out of order"},
        {CH__IMAGE_HITS, AT(ch__image_hit, 0, table), 2, "a phrase points outside its table"},
        {CH__IMAGE_HITS, AT(ch__image_hit, 0, row), 3, "a phrase points outside its table"},
        {CH__IMAGE_HITS, AT(ch__image_hit, 0, column), 2, "a phrase points outside its table"},
    };
    ch__buf image = small_image();
    ch_err err = {0};
    for (size_t i = 0; i < sizeof harms / sizeof *harms; i++) {
        const harm *d = &harms[i];
        char *copy = malloc(image.n), expected[256];
        assert_non_null(copy);
        memcpy(copy, image.p, image.n);
        memcpy(copy + ((ch__image_header *)copy)->sections[d->section].offset + d->offset, &d->value, 4);
        ch__image_seal(copy, image.n);
        snprintf(expected, sizeof expected, "knowledge file is damaged: %s", d->reason);
        assert_int_equal(try_open(copy, image.n, &err), CH_EKNOWLEDGE);
        assert_string_equal(err.message, expected);
        free(copy);
    }
    ch__buf_release(&image);
}

/* Hash tables without a free slot would make a search for what is not there run for ever. */
static void test_full_slots(void **state)
{
    (void)state;
    static const struct {
        int section;
        size_t step, field;
        const char *reason;
    } full[] = {{CH__IMAGE_SLOTS, 4, 0, "the keys of a table leave no slot free"},
                {CH__IMAGE_WORD_SLOTS, sizeof(ch__image_word_slot), sizeof((ch__image_word_slot *)NULL)->head,
                 "the vocabulary leaves no slot free"}};
    for (int i = 0; i < 2; i++) {
        ch__buf image = small_image();
        ch_err err = {0};
        const ch__image_section *s = &((ch__image_header *)image.p)->sections[full[i].section];
        for (uint64_t n = 0; n < s->count; n++)
            memset(image.p + s->offset + n * full[i].step + full[i].field, 0, 4);
        ch__image_seal(image.p, image.n);
        assert_int_equal(try_open(image.p, image.n, &err), CH_EKNOWLEDGE);
        assert_non_null(strstr(err.message, full[i].reason));
        ch__buf_release(&image);
    }
}

static void test_sections(void **state)
{
    (void)state;
    ch__buf image = small_image();
    ch_err err = {0};
    for (int i = 0; i < CH__N_SECTIONS; i++) {
        ch__image_section *s = &((ch__image_header *)image.p)->sections[i], kept = *s;
        const uint64_t offsets[] = {kept.offset + 4, 0, UINT64_MAX - 7, image.n + 8};
        const uint64_t counts[] = {UINT64_MAX, CH_NONE, image.n + 1, UINT64_MAX / 2};
        for (int k = 0; k < 8; k++) {
            if (k < 4)
                s->offset = offsets[k];
            else
                s->count = counts[k - 4];
            ch__image_seal(image.p, image.n);
            assert_int_equal(try_open(image.p, image.n, &err), CH_EKNOWLEDGE);
            *s = kept;
        }
    }
    ch__buf_release(&image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_length), cmocka_unit_test(test_every_bit),  cmocka_unit_test(test_not_ours),
        cmocka_unit_test(test_structure),    cmocka_unit_test(test_full_slots), cmocka_unit_test(test_sections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
