/* Verification: a sound store passes; each way of spoiling one is named, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/stores.h"

static const struct {
    const char *what;
    ch_check check;
    const char *sql;
} spoilings[] = {
    {"a letter of a text", CH_CHECK_DOCUMENTS,
     "UPDATE documents SET text = replace(text, 'on', 'in') WHERE name = 'story-3'"},
    {"the hash of a text", CH_CHECK_DOCUMENTS,
     "UPDATE documents SET hash = 'x' || substr(hash, 2) WHERE name = 'test'"},
    {"the name of a document", CH_CHECK_DOCUMENTS, "UPDATE documents SET name = 'other' WHERE name = 'test'"},
    {"the length of a document", CH_CHECK_DOCUMENTS, "UPDATE documents SET chars = chars + 1 WHERE name = 'test'"},
    {"the end of a block", CH_CHECK_BLOCKS, "UPDATE blocks SET byte_end = byte_end + 100000 WHERE n = 2"},
    {"the characters of a block", CH_CHECK_BLOCKS,
     "UPDATE blocks SET char_end = char_end + 1 WHERE n = 3 AND document = (SELECT min(id) FROM documents)"},
    {"the words of a sentence", CH_CHECK_SENTENCES, "UPDATE sentences SET text = 'Nothing.' WHERE n = 1"},
    {"the quote of an event", CH_CHECK_QUOTES,
     "UPDATE events SET quote = quote || '!' WHERE document ="
     " (SELECT id FROM documents WHERE name = 'test')"},
    {"the place of a level", CH_CHECK_QUOTES, "UPDATE levels SET byte_start = byte_start + 1"},
    {"what was said", CH_CHECK_QUOTES, "UPDATE statements SET content = upper(content)"},
    {"the words of a role", CH_CHECK_ROLES, "UPDATE roles SET quote = 'Atlantis' WHERE role = 'speaker' AND n = 0"},
    {"a role inside a character", CH_CHECK_ROLES,
     "UPDATE roles SET byte_start = (SELECT instr(CAST(text AS BLOB), x'C3AF') FROM documents WHERE name = 'test')"
     " WHERE document = (SELECT id FROM documents WHERE name = 'test')"},
    {"the words of a date", CH_CHECK_SPANS, "UPDATE spans SET quote = 'yesterday' WHERE field = 'date'"},
    {"the codes of an event", CH_CHECK_CODES, "UPDATE events SET actor = 'XXX' WHERE event = 'CONSULT'"},
    {"a role deleted", CH_CHECK_CODES, "DELETE FROM roles WHERE role = 'recipient' AND n = 0"},
    {"the label of a level", CH_CHECK_IDS, "UPDATE levels SET level = level || ' of old'"},
    {"a value", CH_CHECK_IDS, "UPDATE figures SET value = value + 1"},
    {"the title of an agreement", CH_CHECK_IDS, "UPDATE agreements SET title = 'Treaty of nothing'"},
    {"a role of no record", CH_CHECK_POINTERS,
     "INSERT INTO roles SELECT 'nothing', role, n, document, actor, code, quote, char_start, char_end, byte_start,"
     " byte_end FROM roles LIMIT 1"},
    {"a span of no record", CH_CHECK_POINTERS,
     "INSERT INTO spans SELECT 'nothing', field, n, document, quote, char_start, char_end, byte_start, byte_end"
     " FROM spans LIMIT 1"},
    {"a candidate of no record", CH_CHECK_POINTERS, "UPDATE candidates SET record = 'nothing' WHERE n = 0"},
    {"a record in no sentence", CH_CHECK_POINTERS, "UPDATE levels SET sentence = 1000"},
    {"a sentence repeats a later one", CH_CHECK_POINTERS, "UPDATE sentences SET repeat_of = n + 1 WHERE n = 2"},
    {"a story that is its own copy", CH_CHECK_POINTERS,
     "INSERT INTO duplicates SELECT id, id, 'same text', 1 FROM documents LIMIT 1"},
    {"a day that does not exist", CH_CHECK_DATES,
     "UPDATE events SET date_start = '2025-02-30', date_end = '2025-03-30' WHERE date_start IS NOT NULL"},
    {"an end before the start", CH_CHECK_DATES, "UPDATE statements SET date_end = '1999-01-01'"},
    {"a period turned round", CH_CHECK_DATES,
     "UPDATE figures SET period_start = period_end, period_end = period_start"},
    {"a publication", CH_CHECK_DATES, "UPDATE documents SET published = '2025-06-31' WHERE name = 'test'"},
    {"the quad of an event", CH_CHECK_VALUES, "UPDATE events SET quad = 5 - quad"},
    {"a modality", CH_CHECK_VALUES, "UPDATE events SET modality = 'maybe'"},
    {"a confidence", CH_CHECK_VALUES, "UPDATE levels SET confidence = 7"},
    {"the name of an actor", CH_CHECK_VALUES, "UPDATE actors SET office = 'nobody' WHERE office IS NOT NULL"},
    {"an actor deleted", CH_CHECK_KEYS, "DELETE FROM actors WHERE id = (SELECT min(actor) FROM roles)"},
    {"blocks of no document", CH_CHECK_KEYS,
     "INSERT INTO blocks SELECT 'nothing', n, kind, why, char_start, char_end, byte_start, byte_end FROM blocks LIMIT "
     "1"},
    {"the index of words", CH_CHECK_SEARCH,
     "INSERT INTO _search(_search, rowid, text) SELECT 'delete', id, text FROM sentences LIMIT 1"},
    {"a link deleted", CH_CHECK_DERIVED, "DELETE FROM links WHERE rowid = 1; DELETE FROM _touched"},
    {"a pair counted twice", CH_CHECK_DERIVED, "UPDATE relations SET records = records * 2"},
};

static void print_finding(void *ctx, const ch_finding *f)
{
    int *left = ctx;
    if ((*left)-- > 0)
        fprintf(stderr, "  %s: %s\n", ch_check_name(f->check), f->message);
}

static int verify(const char *name, ch_verify *out, int show)
{
    ch_err err;
    ch_store *store = test_store_open(name);
    int n = ch_store_verify(store, NULL, print_finding, &show, out, &err);
    if (n < 0)
        fail_msg("%s: %s", name, err.message);
    ch_store_close(store);
    return n;
}

static void test_sound(void **state)
{
    (void)state;
    ch_verify v;
    assert_int_equal(verify("sound.db", &v, 5), 0);
    for (int i = 0; i < CH_N_CHECKS; i++) {
        assert_true(v.examined[i] > 0);
        assert_int_equal(v.skipped[i], 0);
    }
}

static void test_spoilt(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof spoilings / sizeof *spoilings; i++) {
        ch_verify v;
        test_store_copy("sound.db", "spoilt.db");
        test_store_run("spoilt.db", spoilings[i].sql);
        verify("spoilt.db", &v, 0);
        for (int c = 0; c < CH_N_CHECKS; c++)
            if ((v.failed[c] > 0) != (c == (int)spoilings[i].check)) {
                fprintf(stderr, "%s: %s: %lld wrong\n", spoilings[i].what, ch_check_name((ch_check)c),
                        (long long)v.failed[c]);
                wrong++;
            }
    }
    assert_int_equal(wrong, 0);
}

/* Bytes of the middle of the file. */
static void test_damaged(void **state)
{
    (void)state;
    ch_verify v;
    test_store_copy("sound.db", "damaged.db");
    FILE *f = fopen(test_path("damaged.db"), "r+b");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    long middle = ftell(f) / 2;
    for (long at = middle; at < middle + 40000; at += 4) {
        fseek(f, at, SEEK_SET);
        fwrite("\xFF\xFF\xFF\xFF", 1, 4, f);
    }
    fclose(f);
    verify("damaged.db", &v, 0);
    for (int c = 0; c < CH_N_CHECKS; c++)
        assert_int_equal(v.failed[c] > 0, c == CH_CHECK_FILE);
}

/* What comes from elsewhere has no text to stand on. */
static void test_imported(void **state)
{
    (void)state;
    ch_verify v;
    test_store_copy("sound.db", "imported.db");
    test_store_run("imported.db", "UPDATE documents SET origin = 'icews', text = '' WHERE name = 'story-1'");
    test_store_run("imported.db", "INSERT INTO _underived SELECT id FROM documents WHERE name = 'story-1'");
    assert_int_equal(verify("imported.db", &v, 5), 0);
    assert_int_equal(v.skipped[CH_CHECK_DOCUMENTS], 1);
    assert_true(v.skipped[CH_CHECK_QUOTES] > 0 && v.skipped[CH_CHECK_IDS] > 0);
}

static int set_up(void **state)
{
    (void)state;
    test_store_make("sound.db", 240);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sound), cmocka_unit_test(test_spoilt),
                                       cmocka_unit_test(test_damaged), cmocka_unit_test(test_imported)};
    return cmocka_run_group_tests(tests, set_up, NULL);
}
