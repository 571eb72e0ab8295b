#define _GNU_SOURCE /* strsep */
/* times.c - time expressions and the days they mean: times.txt and the 600 cases of times/, half of them written before
 * the rules and not looked at while these were made; times-known-wrong.txt holds those that do not come out yet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine.h"
#include "events/events.h"
#include "support/engine.h"

static char shown[2048];

static void show_date(ch_date d)
{
    char iso[12];
    strcat(shown, ch__date_iso(d, iso));
}

static void show_days(const ch_when *w)
{
    if (w->start.year)
        show_date(w->start);
    else
        strcat(shown, "-");
    if (w->start.year && ch__date_cmp(w->start, w->end) != 0) {
        strcat(shown, "..");
        show_date(w->end);
    }
    strcat(shown, " ");
    strcat(shown, ch_precision_name((ch_precision)w->precision));
    strcat(shown, " ");
    strcat(shown, ch_basis_name((ch_basis)w->basis) ? ch_basis_name((ch_basis)w->basis) : "none");
}

static void show(const ch_time *t)
{
    if (shown[0])
        strcat(shown, "; ");
    if (t->type == CH_TIME_DATE) {
        show_days(&t->when);
    } else {
        strcat(shown, ch_time_type_name((ch_time_type)t->type));
        strcat(shown, " ");
        strcat(shown, t->value ? t->value : "-");
    }
    if (t->conflict)
        strcat(shown, " conflict");
}

/* The times of the last sentence of a text, as one line. */
static const char *times_of(const char *text, const char *published)
{
    ch_doc *doc = test_code(text, published);
    ch_time *times;
    uint32_t n = doc->n_sentences ? ch__times(doc, doc->n_sentences - 1, &times) : 0;
    shown[0] = '\0';
    for (uint32_t i = 0; i < n && i < 8; i++)
        if (times[i].of == CH_NONE)
            show(&times[i]);
    ch_doc_free(doc);
    return shown[0] ? shown : "none";
}

/* Runs a corpus; returns how many lines came out, counts into *right. */
static int run(const char *path, int *right, bool report_wrong)
{
    size_t len;
    char *file = test_read_file(path, &len), *rest = file, *line, published[16] = "";
    int lines = 0, number = 0;
    while ((line = strsep(&rest, "\n"))) {
        number++;
        if (line[0] == '@') {
            snprintf(published, sizeof published, "%s", strcmp(line + 2, "none") == 0 ? "" : line + 2);
            continue;
        }
        char *arrow = strstr(line, " => ");
        if (line[0] == '#' || !arrow)
            continue;
        *arrow = '\0';
        const char *got = times_of(line, published[0] ? published : NULL);
        bool ok = strcmp(got, arrow + 4) == 0;
        lines++;
        *right += ok;
        if (ok != report_wrong)
            fprintf(stderr, "%s:%d: %s\n  expected %s\n  got      %s\n", path, number, line, arrow + 4, got);
    }
    free(file);
    return lines;
}

static void all_right(const char *path, int at_least)
{
    int right = 0, lines = run(path, &right, true);
    fprintf(stderr, "%s: %d of %d right\n", path, right, lines);
    assert_true(lines >= at_least);
    assert_int_equal(right, lines);
}

static void corpus(void **state)
{
    (void)state;
    all_right(CH_TESTS_DIR "/events/times.txt", 150);
}

static void halves(void **state)
{
    (void)state;
    all_right(CH_TESTS_DIR "/events/times/dev.txt", 280);
    all_right(CH_TESTS_DIR "/events/times/fresh.txt", 300);
}

/* A line that comes out right belongs into times.txt. */
static void known_wrong(void **state)
{
    (void)state;
    int right = 0;
    (void)run(CH_TESTS_DIR "/events/times-known-wrong.txt", &right, false);
    assert_int_equal(right, 0);
}

int main(void)
{
    test_rules_only();
    const struct CMUnitTest tests[] = {cmocka_unit_test(corpus), cmocka_unit_test(halves),
                                       cmocka_unit_test(known_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
