/* Pairs: what one span does to another (pairs.txt), spans over text that is not in normal form, wrong spans, and the
 * benchmark's rows. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine.h"
#include "events/pair.h"
#include "support/engine.h"

enum { MOST = 4 };

typedef struct asked {
    char text[512];
    ch_span source[MOST], target[MOST];
    ch_pair_input in;
} asked;

/* Takes <s>, </s>, <t>, </t> out of an ASCII text. */
static void unmark(const char *marked, asked *a)
{
    uint32_t n = 0;
    *a = (asked){.in = {.text = a->text, .source = a->source, .target = a->target}};
    for (const char *p = marked; *p;) {
        if (strncmp(p, "<s>", 3) == 0 || strncmp(p, "<t>", 3) == 0) {
            (p[1] == 's' ? a->source : a->target)[p[1] == 's' ? a->in.n_source : a->in.n_target].start = n;
            p += 3;
        } else if (strncmp(p, "</s>", 4) == 0 || strncmp(p, "</t>", 4) == 0) {
            if (p[2] == 's')
                a->source[a->in.n_source++].end = n;
            else
                a->target[a->in.n_target++].end = n;
            p += 4;
        } else
            a->text[n++] = *p++;
    }
    a->text[n] = '\0';
}

static void check_case(void *ctx, const test_case *c)
{
    (void)ctx;
    asked a;
    ch_pair p;
    ch_err err;
    char got[128];
    unmark(c->parts[0].text, &a);
    assert_int_equal(ch_pair_code(test_engine(), test_work(), &a.in, &p, &err), 0);
    snprintf(got, sizeof got, "%s %s %s, %s", ch_event_type_name((ch_event_type)p.type), p.mode ? p.mode : "-",
             ch_modality_name((ch_modality)p.modality), ch_plv_class_name((ch_plv_class)p.plv));
    test_expect(c, test_case_part(c, "expect"), got);
    assert_true(p.confidence > 0 && p.confidence <= 1000);
}

static void test_sentences(void **state)
{
    (void)state;
    assert_true(test_cases(CH_TESTS_DIR "/events/pairs.txt", check_case, NULL) > 0);
    assert_int_equal(test_failures(), 0);
}

/* "Perú" with a combining accent is one code point more than stored; so is a byte order mark. */
static void test_normal_form(void **state)
{
    (void)state;
    static const char plain[] = "Peru\xCC\x81 thanked Chile, and Mali thanked Togo.";
    static const char marked[] = "\xEF\xBB\xBFPeru\xCC\x81 thanked Chile, and Mali accused Togo.";
    const ch_span mali = {25, 29}, togo = {38, 42}, later[] = {{26, 30}, {39, 43}};
    ch_pair_input in = {.text = plain, .source = &mali, .target = &togo, .n_source = 1, .n_target = 1};
    ch_pair p;
    ch_err err;
    assert_int_equal(ch_pair_code(test_engine(), test_work(), &in, &p, &err), 0);
    assert_int_equal(p.type, CH_EVENT_SUPPORT);
    in = (ch_pair_input){.text = marked, .source = &later[0], .target = &later[1], .n_source = 1, .n_target = 1};
    assert_int_equal(ch_pair_code(test_engine(), test_work(), &in, &p, &err), 0);
    assert_int_equal(p.type, CH_EVENT_ACCUSE);
}

static void test_wrong_spans(void **state)
{
    (void)state;
    const ch_span wrong[] = {{3, 3}, {4, 2}, {0, 20}, {19, 20}};
    ch_pair p;
    ch_err err;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ch_pair_input in = {.text = "Peru thanked Chile.", .target = &wrong[i], .n_target = 1};
        assert_int_equal(ch_pair_code(test_engine(), test_work(), &in, &p, &err), CH_EFORMAT);
        assert_non_null(strstr(err.message, "\"target\""));
    }
    ch_pair_input empty = {.text = " "};
    assert_int_equal(ch_pair_code(test_engine(), test_work(), &empty, &p, &err), CH_EEMPTY);
}

static void test_without_memory(void **state)
{
    (void)state;
    asked a;
    ch_pair p;
    ch_err err;
    ch_work *work;
    int rc = CH_ENOMEM;
    unmark("<s>Peru</s> thanked <t>Chile</t>.", &a);
    for (long n = 0; rc < 0; n++) {
        assert_int_equal(ch_work_new(&work, &err), 0);
        ch__alloc_fail_after(n);
        rc = ch_pair_code(test_engine(), work, &a.in, &p, &err);
        ch__alloc_fail_after(-1);
        assert_true(rc == 0 || rc == CH_ENOMEM);
        ch_work_free(work);
    }
    assert_int_equal(p.type, CH_EVENT_SUPPORT);
}

/* ---- the benchmark's classes ---- */

static bool is_name(const char *name, const char *(*name_of)(int), int n)
{
    for (int i = 0; i < n; i++)
        if (strcmp(name, name_of(i)) == 0)
            return true;
    return false;
}

static const char *type_name(int i)
{
    return ch_event_type_name((ch_event_type)i);
}

static const char *class_name(int i)
{
    return ch_plv_class_name((ch_plv_class)i);
}

static const char *modality_name(int i)
{
    return ch_modality_name((ch_modality)i);
}

/* Every row names what there is, and every type has a row that always holds. */
static void test_table(void **state)
{
    (void)state;
    const ch__table *t = ch__knowledge_table(test_engine()->knowledge, "events/plv");
    int always = 0;
    assert_non_null(t);
    for (uint32_t r = 0; r < ch__table_rows(t); r++) {
        const char *modality = ch__table_cell(t, r, 2);
        assert_true(is_name(ch__table_cell(t, r, 0), type_name, CH_N_EVENT_TYPES));
        assert_true(!modality || is_name(modality, modality_name, CH_HISTORICAL + 1));
        assert_true(is_name(ch__table_cell(t, r, 4), class_name, CH_N_PLV_CLASSES));
        always += !modality && !ch__table_cell(t, r, 1) && !ch__table_cell(t, r, 3);
    }
    assert_int_equal(always, CH_N_EVENT_TYPES);
    const ch__knowledge *k = test_engine()->knowledge;
    assert_int_equal(ch__plv_of(k, CH_EVENT_RETREAT, NULL, CH_ACTUAL, NULL), CH_PLV_YIELD);
    assert_int_equal(ch__plv_of(k, CH_EVENT_SANCTION, "discontinue", CH_ACTUAL, "163"), CH_PLV_COERCE);
    assert_int_equal(ch__plv_of(k, CH_EVENT_SANCTION, "discontinue", CH_FUTURE, "163"), CH_PLV_THREATEN);
    assert_int_equal(ch__plv_of(k, CH_EVENT_SANCTION, "convict", CH_ACTUAL, "116"), CH_PLV_ACCUSE);
    assert_int_equal(ch__plv_of(k, CH_EVENT_CONCEDE, NULL, CH_ACTUAL, "0355"), CH_PLV_AGREE);
}

/* ---- the benchmark's rows ---- */

static int keep_row(void *ctx, const char *line, size_t n)
{
    char *all = ctx;
    strncat(all, line, n);
    strcat(all, "\n");
    return 0;
}

static int read_table(const char *bytes, char *rows, ch_err *err)
{
    char path[] = "/tmp/pairs-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, bytes, strlen(bytes)) == (ssize_t)strlen(bytes));
    close(fd);
    rows[0] = '\0';
    int rc = ch_plv_read(path, keep_row, rows, err);
    unlink(path);
    return rc;
}

static void test_benchmark(void **state)
{
    (void)state;
    char rows[2048];
    ch_err err;
    assert_int_equal(read_table("gold_root\tmarked_sentence\tgold_penta\r\n"
                                "AID\t<s>The <t>Malian</t> army</s> fed <t>Kayes</t>.\t2\r\n"
                                "\r\n"
                                "ACCUSE\tP\xC3\xA9 blamed <t>us\r\n",
                                rows, &err),
                     0);
    assert_string_equal(rows, "{\"id\":2,\"text\":\"The Malian army fed Kayes.\",\"source\":[[0,15]],"
                              "\"target\":[[4,10],[20,25]],\"plv\":\"AID\",\"quad\":2}\n"
                              "{\"id\":4,\"text\":\"P\xC3\xA9 blamed us\",\"source\":[],\"target\":[[10,12]],"
                              "\"plv\":\"ACCUSE\"}\n");
    assert_int_equal(read_table("marked_sentence\tx\n", rows, &err), CH_EFORMAT);
    assert_non_null(strstr(err.message, "gold_root"));
    assert_int_equal(read_table("", rows, &err), CH_EFORMAT);
}

int main(void)
{
    test_rules_only();
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sentences),   cmocka_unit_test(test_normal_form),
                                       cmocka_unit_test(test_wrong_spans), cmocka_unit_test(test_without_memory),
                                       cmocka_unit_test(test_table),       cmocka_unit_test(test_benchmark)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
