/* masthead.c - title, date lines, datelines and the publication date (masthead-basic.txt). */
#include "text/corpus.h"

static void basic(void **state)
{
    (void)state;
    corpus_run("masthead-basic.txt", render_masthead, false);
}

/* Faults we know of; a case that is mended moves to masthead-basic.txt. */
static void known_wrong(void **state)
{
    (void)state;
    corpus_run("masthead-known-wrong.txt", render_masthead, true);
}

static const char story[] =
    "Ministers agree to reopen crossing\n\nSTRELSAU, March 3 (Example News) - The ministers met for "
    "three hours and agreed to hold another round of talks in the spring.\n";

static void check(const char *uri, const char *published, const char *date, const char *step)
{
    char iso[12];
    ch__knowledge *k = corpus_knowledge();
    ch_doc *doc = corpus_read(k, (ch__sv){story, sizeof story - 1}, uri, published);
    assert_string_equal(ch__date_iso(doc->published, iso), date);
    assert_string_equal(doc->published_step, step);
    ch_doc_free(doc);
    ch__knowledge_close(k);
}

static void steps(void **state)
{
    (void)state;
    check("story.txt", NULL, "", "unknown");
    check("https://example.com/2024/03/05/story", NULL, "2024-03-03", "dateline");
    check("https://example.com/2024/story", NULL, "2024-03-03", "dateline");
    check("story-2024-02-30.txt", NULL, "", "unknown");
    check("story-2024-03-03.txt", NULL, "2024-03-03", "dateline");
    check("story.txt", "2024-03-04T10:00:00Z", "2024-03-04", "metadata");
    check("story.txt", "Mon, 04 Mar 2024 10:00:00 +0000", "2024-03-04", "metadata");
    check("story.txt", "2024-02-30", "", "unknown");
}

static void printed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *iso;
        size_t used;
    } cases[] = {{"November 11, 2025 - 21:57", "2025-11-11", 17},
                 {"4 May 2025", "2025-05-04", 10},
                 {"2021-08-28 x", "2021-08-28", 10},
                 {"Nov 25, 2015", "2015-11-25", 12},
                 {"25.04.2025", "2025-04-25", 10},
                 {"Friday, 25 April 2025", "2025-04-25", 21},
                 {"4th of May, 2025", "2025-05-04", 16},
                 {"04-May-2025", "2025-05-04", 11},
                 {"11 de noviembre de 2025", "2025-11-11", 23},
                 {"1er ao\xC3\xBBt 2025", "2025-08-01", 14},
                 {"4. Mai 2025", "2025-05-04", 11},
                 {"11 Kas\xC4\xB1m 2025", "2025-11-11", 14},
                 {"11 \xD0\xBD\xD0\xBE\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F 2025", "2025-11-11", 20},
                 {"November 11, Juche 114 (2025) x", "2025-11-11", 29},
                 {"2025\xE5\xB9\xB4"
                  "9\xE6\x9C\x88"
                  "3\xE6\x97\xA5",
                  "2025-09-03", 15},
                 {"2025\xE5\xB9\xB4"
                  "13\xE6\x9C\x88"
                  "3\xE6\x97\xA5",
                  "", 0},
                 {"November 11, Juche 114 (25)", "", 0},
                 {"February 30, 2025", "", 0},
                 {"2025-13-01", "", 0},
                 {"04/05/2025", "", 0},
                 {"May", "", 0},
                 {"12345-01-01", "", 0},
                 {"", "", 0}};
    ch__knowledge *k = corpus_knowledge();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ch_date d = {0};
        char iso[12];
        assert_int_equal(ch__printed_date(k, ch__sv_of(cases[i].text), false, &d), cases[i].used);
        assert_string_equal(ch__date_iso(d, iso), cases[i].iso);
    }
    ch__knowledge_close(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(basic), cmocka_unit_test(known_wrong), cmocka_unit_test(steps),
                                       cmocka_unit_test(printed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
