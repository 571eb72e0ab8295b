/* Runs sounds.txt against the shipped rules, and looks names up in tables that are made for it. */
#include "tables.h"

#include "knowledge/sounds.h"

typedef struct run {
    const ch__table *rules;
    int pairs, wrong;
} run;

static const char *rule(const void *ctx, ch__sv from)
{
    const ch__table *t = ctx;
    uint32_t row = ch__table_find(t, from);
    const char *to = row == CH_NONE ? NULL : ch__table_cell(t, row, ch__table_column(t, "to"));
    return row != CH_NONE && !to ? "" : to;
}

/* The key of a name, "" when it has none. */
static void key_of(const run *r, const char *name, char key[CH__SOUND_KEY])
{
    if (!ch__sound_key(ch__sv_of(name), rule, r->rules, key))
        key[0] = 0;
}

/* Whether two names have keys, and one key or two. */
static void check_pair(run *r, const char *a, const char *b, bool same)
{
    char x[CH__SOUND_KEY], y[CH__SOUND_KEY];
    key_of(r, a, x);
    key_of(r, b, y);
    bool good = x[0] && y[0] && (strcmp(x, y) == 0) == same;
    if (!good)
        print_error("%s (%s) and %s (%s)\n", a, x, b, y);
    r->wrong += !good;
    r->pairs++;
}

/* The names of "a = b = c" against the first, of "a / b" and "a ~ b" against each other. */
static void check_line(run *r, char *line)
{
    char key[CH__SOUND_KEY];
    size_t n = strlen(line);
    char *other = strstr(line, " / ");
    other = other ? other : strstr(line, " ~ ");
    if (n > 2 && strcmp(line + n - 2, " -") == 0) {
        line[n - 2] = 0;
        key_of(r, line, key);
        if (key[0])
            print_error("%s has the key %s\n", line, key);
        r->wrong += key[0] != 0;
    } else if (other) {
        *other = 0;
        check_pair(r, line, other + 3, false);
    } else {
        for (char *next = strstr(line, " = "); next; next = strstr(next + 3, " = ")) {
            char spelling[256];
            snprintf(spelling, sizeof spelling, "%.*s", (int)strcspn(next + 3, "="), next + 3);
            *next = 0;
            check_pair(r, line, spelling, true);
        }
    }
}

static void test_keys(void **state)
{
    (void)state;
    ch__knowledge *k;
    ch_err err;
    char line[1024];
    assert_int_equal(ch__knowledge_open(&k, CH_KNOWLEDGE_FILE, &err), 0);
    run r = {.rules = ch__knowledge_table(k, "actors/transliteration")};
    assert_non_null(r.rules);
    FILE *f = open_corpus("sounds.txt");
    while (next_line(f, line, sizeof line))
        if (line[0] && line[0] != '#')
            check_line(&r, line);
    fclose(f);
    ch__knowledge_close(k);
    assert_true(r.pairs >= 45);
    assert_int_equal(r.wrong, 0);
}

/* Names too long for a key have none; those that just fit end in a NUL. */
static void test_long_names(void **state)
{
    (void)state;
    static const char *const directory_rules = "#:\tfrom*\tto\tsrc\na\t-\thand\n";
    const char *directory = new_directory();
    ch_err err;
    ch__knowledge *k;
    char name[300], key[CH__SOUND_KEY];
    put(directory, "actors/transliteration.tsv", directory_rules);
    ch__buf image = build(directory);
    assert_int_equal(ch__knowledge_open_memory(&k, image.p, image.n, &err), 0);
    const ch__table *rules = ch__knowledge_table(k, "actors/transliteration");
    for (size_t n = 0; n < sizeof name; n++) {
        for (size_t i = 0; i < n; i++)
            name[i] = i % 2 ? 'l' : 'r';
        bool keyed = ch__sound_key((ch__sv){name, n}, rule, rules, key);
        assert_int_equal(keyed, n >= CH__LEAST_SOUND && n < CH__SOUND_KEY);
        assert_true(!keyed || strlen(key) == n);
    }
    memset(name, 'a', sizeof name); /* vowels alone leave nothing */
    assert_false(ch__sound_key((ch__sv){name, 100}, rule, rules, key));
    assert_false(ch__sound_key((ch__sv){name, 0}, rule, rules, key));
    ch__knowledge_close(k);
    ch__buf_release(&image);
    remove_directory(directory);
}

static const char entities[] = "#@\tentities\n#:\tkind\tid*\tfield\tvalue\tfrom\tto\tsrc\n"
                               "entity\tp.a\ttype\tperson\t-\t-\thand\n"
                               "entity\tp.b\ttype\tperson\t-\t-\thand\n"
                               "entity\tp.c\ttype\tperson\t-\t-\thand\n"
                               "name\to.d\tfull\tMarten Soldrak\t-\t-\thand\n"
                               "name\to.d\tshort\tSoldrak\t-\t-\thand\n"
                               "name\tp.a\tfull\tKaram Tolderik\t-\t-\thand\n"
                               "name\tp.a\tfull\tKarem Toldarik\t-\t-\thand\n"
                               "name\tp.a\tshort\tTolderik\t-\t-\thand\n"
                               "name\tp.b\tfull\tBoran Maltesk\t-\t-\thand\n"
                               "name\tp.b\tfull\tDarim Velkost\t-\t-\thand\n"
                               "name\tp.b\tfull\tVelkostrand\t-\t-\thand\n"
                               "name\tp.b\tshort\tMaltesk\t-\t-\thand\n"
                               "name\tp.c\tfull\tBeron Moltasek\t-\t-\thand\n"
                               "name\tp.c\tshort\tMoltasek\t-\t-\thand\n"
                               "name\tp.e\tfull\tGordan Listvek\t-\t-\thand\n";
static const char vowels[] = "#:\tfrom*\tto\tsrc\na\t-\thand\nal_\t-\thand\nc\tk\thand\ne\t-\thand\ni\t-\thand\n"
                             "o\t-\thand\nph\tf\thand\nu\t-\thand\n";

static ch__knowledge *open_tables(ch__buf *image, const char *rules)
{
    const char *directory = new_directory();
    ch_err err;
    ch__knowledge *k;
    put(directory, "actors/people.tsv", entities);
    if (rules)
        put(directory, "actors/transliteration.tsv", rules);
    *image = build(directory);
    remove_directory(directory);
    assert_int_equal(ch__knowledge_open_memory(&k, image->p, image->n, &err), 0);
    return k;
}

static void test_looking_up(void **state)
{
    (void)state;
    ch__buf image;
    ch__knowledge *k = open_tables(&image, vowels);
    assert_string_equal(ch__sounds_like(k, CH__SV("Karim Tuldorak")), "p.a");
    assert_string_equal(ch__sounds_like(k, CH__SV("Carim al-Tuldoric")), "p.a");
    assert_string_equal(ch__sounds_like(k, CH__SV("KARRIM TOLLDERIKK")), "p.a");
    assert_string_equal(ch__sounds_like(k, CH__SV("Tolderik Karam")), "p.a"); /* family name first */
    assert_string_equal(ch__sounds_like(k, CH__SV("Derom Vulcast")), "p.b");
    assert_null(ch__sounds_like(k, CH__SV("Burun Multisk"))); /* p.b and p.c */
    assert_null(ch__sounds_like(k, CH__SV("Karam Talmerik")));
    assert_null(ch__sounds_like(k, CH__SV("Velkustrand")));    /* one word is too little */
    assert_null(ch__sounds_like(k, CH__SV("Mertan Seldrik"))); /* no person */
    assert_null(ch__sounds_like(k, CH__SV("Gordun Listvok"))); /* nobody whom news calls by a short name */
    assert_null(ch__sounds_like(k, CH__SV("Ka To")));
    assert_null(ch__sounds_like(k, CH__SV("")));
    assert_null(ch__sounds_like(k, CH__SV(" ")));
    ch__knowledge_close(k);
    ch__buf_release(&image);
}

/* Sounds are made of both tables: spellings of one sound are one row, and without rules there is no table. */
static void test_table(void **state)
{
    (void)state;
    ch__buf image;
    ch__knowledge *k = open_tables(&image, vowels);
    const ch__table *t = ch__knowledge_table(k, "actors/sounds");
    ch__arena arena = {0};
    assert_non_null(t);
    assert_int_equal(ch__table_rows(t), 4);
    uint32_t row = ch__table_find(t, CH__SV("krmtldrk"));
    assert_int_not_equal(row, CH_NONE);
    assert_string_equal(ch__table_cell(t, row, 1), "p.a");
    assert_string_equal(ch__table_source(t, row, &arena), "actors/people.tsv:8");
    assert_int_equal(ch__table_find_next(t, row), CH_NONE);
    ch__arena_release(&arena);
    ch__knowledge_close(k);
    ch__buf_release(&image);
    k = open_tables(&image, NULL);
    assert_null(ch__knowledge_table(k, "actors/sounds"));
    assert_null(ch__sounds_like(k, CH__SV("Karim Tuldorak")));
    ch__knowledge_close(k);
    ch__buf_release(&image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_keys), cmocka_unit_test(test_long_names),
                                       cmocka_unit_test(test_looking_up), cmocka_unit_test(test_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
