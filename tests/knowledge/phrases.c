/* Runs phrases.txt: which phrases of which tables begin at each unit of a text. */
#include "tables.h"

#include "base/utf8.h"

typedef struct run {
    char directory[64], text[1024];
    ch__buf image, expected, got;
    ch__knowledge *k;
    int cases, wrong;
} run;

static int by_string(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "table NAME: phrase, phrase" */
static void add_table(run *r, char *line)
{
    char file[64], *phrases[32];
    size_t n = 0;
    char *colon = strchr(line, ':');
    *colon = 0;
    snprintf(file, sizeof file, "%.50s.tsv", line + strlen("table "));
    for (char *p = colon + 2; p && n < 32; n++) {
        phrases[n] = p;
        p = strstr(p, ", ");
        if (p) {
            *p = 0;
            p += 2;
        }
    }
    qsort(phrases, n, sizeof *phrases, by_string);
    ch__buf content = {0};
    ch__buf_str(&content, "#:\tphrase^\n");
    for (size_t i = 0; i < n; i++)
        ch__buf_printf(&content, "%s\n", phrases[i]);
    put_file(r->directory, file, content.p, content.n);
    ch__buf_release(&content);
}

static void match(run *r, size_t n)
{
    ch__arena arena = {0};
    ch__unit *units;
    ch__hit hits[8];
    uint32_t n_units = ch__units(r->k, &arena, r->text, 0, (uint32_t)n, &units);
    for (uint32_t i = 0; i < n_units; i++) {
        size_t found = ch__phrases_at(r->k, units + i, n_units - i, UINT64_MAX, hits, 8);
        for (size_t h = 0; h < found; h++) {
            const ch__table *t = ch__knowledge_table_at(r->k, hits[h].table);
            uint32_t end = units[i + hits[h].units - 1].end;
            ch__buf_printf(&r->got, "%.*s = ", (int)(end - units[i].start), r->text + units[i].start);
            const char *source = ch__table_source(t, 0, &arena);
            ch__buf_printf(&r->got, "%.*s/%s\n", (int)(strchr(source, '.') - source), source,
                           ch__table_cell(t, hits[h].row, hits[h].column));
        }
    }
    ch__arena_release(&arena);
}

static void end_case(run *r)
{
    if (!r->text[0])
        return;
    ch__buf_add(&r->expected, "", 0);
    ch__buf_add(&r->got, "", 0);
    char shown[1024];
    strcpy(shown, r->text);
    match(r, unescape(r->text));
    if (strcmp(r->expected.p, r->got.p) != 0) {
        print_error("%s\n--- expected\n%s--- got\n%s", shown, r->expected.p, r->got.p);
        r->wrong++;
    }
    r->cases++;
    ch__buf_clear(&r->expected);
    ch__buf_clear(&r->got);
    r->text[0] = 0;
}

static void add_line(run *r, char *line)
{
    if (strncmp(line, "table ", 6) == 0) {
        add_table(r, line);
    } else if (strncmp(line, "    ", 4) == 0) {
        ch__buf_add(&r->expected, line + 4, unescape(line + 4));
        ch__buf_char(&r->expected, '\n');
    } else if (line[0] && line[0] != '#') {
        ch_err err;
        end_case(r);
        if (!r->k) {
            r->image = build(r->directory);
            assert_int_equal(ch__knowledge_open_memory(&r->k, r->image.p, r->image.n, &err), 0);
        }
        strcpy(r->text, line);
    }
}

static void test_phrases(void **state)
{
    (void)state;
    run r = {.cases = 0};
    char line[1024];
    strcpy(r.directory, new_directory());
    FILE *f = open_corpus("phrases.txt");
    while (next_line(f, line, sizeof line))
        add_line(&r, line);
    end_case(&r);
    fclose(f);
    ch__knowledge_close(r.k);
    ch__buf_release(&r.image);
    ch__buf_release(&r.expected);
    ch__buf_release(&r.got);
    remove_directory(r.directory);
    assert_true(r.cases > 10);
    assert_int_equal(r.wrong, 0);
}

/* Tables for what the corpus cannot say: sets of tables, limits, starts of lines. */
static ch__knowledge *open_tables(ch__buf *image)
{
    ch_err err;
    ch__knowledge *k;
    const char *directory = new_directory();
    put(directory, "a.tsv", "#:\tphrase^\tother^\nred\tred\nred brick\t-\nred brick wall\tstone\n");
    put(directory, "b.tsv", "#:\tkind\tphrase^name\nname\tred brick\nnote\tred\n");
    *image = build(directory);
    remove_directory(directory);
    assert_int_equal(ch__knowledge_open_memory(&k, image->p, image->n, &err), 0);
    return k;
}

static void test_sets_and_caps(void **state)
{
    (void)state;
    ch__buf image;
    ch__knowledge *k = open_tables(&image);
    ch__arena arena = {0};
    ch__unit *units;
    ch__hit hits[8];
    const ch__table *a = ch__knowledge_table(k, "a"), *b = ch__knowledge_table(k, "b");
    uint32_t n = ch__units(k, &arena, "a red brick wall", 2, 16, &units);
    assert_int_equal(n, 3);
    assert_int_equal(units[0].start, 2);
    assert_int_equal(units[2].end, 16);
    assert_int_equal(ch__phrases_at(k, units, n, UINT64_MAX, hits, 8), 5);
    assert_int_equal(hits[0].column, 0);
    assert_int_equal(hits[1].column, 1);
    assert_int_equal(hits[4].units, 3);
    assert_int_equal(ch__phrases_at(k, units, n, ch__table_bit(b), hits, 8), 1);
    assert_int_equal(hits[0].units, 2);
    assert_int_equal(hits[0].table, ch__table_number(b));
    assert_int_equal(ch__phrases_at(k, units, n, ch__table_bit(a) | ch__table_bit(b), hits, 2), 2);
    assert_int_equal(ch__phrases_at(k, units, 1, ch__table_bit(a), hits, 8), 2);
    assert_int_equal(ch__phrases_at(k, units, n, 0, hits, 8), 0);
    assert_int_equal(ch__phrases_at(k, units, 0, UINT64_MAX, hits, 8), 0);
    assert_int_equal(ch__phrases_at(k, units, n, UINT64_MAX, hits, 0), 0);
    assert_int_equal(ch__table_bit(NULL), 0);
    ch__arena_release(&arena);
    ch__knowledge_close(k);
    ch__buf_release(&image);
}

static void test_starts(void **state)
{
    (void)state;
    ch__buf image;
    ch__knowledge *k = open_tables(&image);
    ch__hit hit;
    size_t length = 0;
    const ch__table *a = ch__knowledge_table(k, "a");
    assert_true(ch__phrase_starts(k, a, CH__SV("  Red  Brick, not wall"), &hit, &length));
    assert_int_equal(length, 12);
    assert_int_equal(hit.units, 2);
    assert_string_equal(ch__table_cell(a, hit.row, hit.column), "red brick");
    assert_false(ch__phrase_starts(k, a, CH__SV("a red brick"), &hit, &length));
    assert_false(ch__phrase_starts(k, a, CH__SV(""), &hit, &length));
    assert_false(ch__phrase_starts(k, NULL, CH__SV("red"), &hit, &length));
    ch__knowledge_close(k);
    ch__buf_release(&image);
}

/* Units do not depend on how the text lies in memory, and cover all of it but space: compared with a cutter that goes
 * by code points and knows no shortcuts. */
static uint32_t slow_units(const char *s, size_t n, ch__unit *out)
{
    uint32_t count = 0;
    bool inside = false;
    for (size_t i = 0; i < n;) {
        size_t at = i;
        uint32_t c = ch__utf8_next(s, n, &i);
        bool word = ch__cp_is_letter(c) || ch__cp_is_digit(c);
        if (word && inside)
            out[count - 1].end = (uint32_t)i;
        else if (!ch__cp_is_space(c))
            out[count++] = (ch__unit){(uint32_t)at, (uint32_t)i, CH_NONE};
        inside = word;
    }
    return count;
}

static void test_all_shapes(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",        "Z", "0", "9",        " ", "  ", "\t",  ".",     "'",
                                         "`",        "{", "@", "[",        "/", ":",  "red", "brick", "Wall",
                                         "abcdefgh", "é", "’", "\xC2\xA0", "Ж", "—",  "\xFF"};
    enum { N = sizeof pieces / sizeof *pieces };
    ch__buf image;
    ch__knowledge *k = open_tables(&image);
    ch__unit expected[512], *units;
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        ch__arena arena = {0};
        ch__buf text = {0};
        for (uint32_t i = 0, n = (seed = seed * 1664525 + 1013904223) >> 27; i <= n; i++)
            ch__buf_str(&text, pieces[((seed = seed * 1664525 + 1013904223) >> 8) % N]);
        char *exact = malloc(text.n); /* so that a read past the end is seen */
        assert_non_null(exact);
        memcpy(exact, text.p, text.n);
        uint32_t want = slow_units(exact, text.n, expected);
        uint32_t n = ch__units(k, &arena, exact, 0, (uint32_t)text.n, &units);
        assert_int_equal(n, want);
        for (uint32_t i = 0; i < n; i++) {
            assert_int_equal(units[i].start, expected[i].start);
            assert_int_equal(units[i].end, expected[i].end);
        }
        free(exact);
        ch__buf_release(&text);
        ch__arena_release(&arena);
    }
    ch__knowledge_close(k);
    ch__buf_release(&image);
}

/* A word as long as a document, on both paths, is one unit and in no phrase. */
static void test_long_words(void **state)
{
    (void)state;
    ch__buf image;
    ch__knowledge *k = open_tables(&image);
    ch__arena arena = {0};
    ch__unit *units;
    enum { LONG = 3 << 20 };
    char *text = malloc(LONG);
    assert_non_null(text);
    memset(text, 'a', LONG);
    for (uint32_t n = 250; n < 270; n++) {
        assert_int_equal(ch__units(k, &arena, text, 0, n, &units), 1);
        assert_int_equal(units[0].end, n);
    }
    assert_int_equal(ch__units(k, &arena, text, 0, LONG, &units), 1);
    assert_int_equal(units[0].word, CH_NONE);
    memset(text, 0xCC, LONG);
    for (size_t i = 1; i < LONG; i += 2)
        text[i] = (char)0x81;
    assert_int_equal(ch__units(k, &arena, text, 0, LONG, &units), 0);
    memset(text, '.', LONG);
    assert_int_equal(ch__units(k, &arena, text, 0, LONG, &units), LONG);
    assert_int_equal(ch__units(k, &arena, text, 5, 5, &units), 0);
    free(text);
    ch__arena_release(&arena);
    ch__knowledge_close(k);
    ch__buf_release(&image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phrases),    cmocka_unit_test(test_sets_and_caps), cmocka_unit_test(test_starts),
        cmocka_unit_test(test_all_shapes), cmocka_unit_test(test_long_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
