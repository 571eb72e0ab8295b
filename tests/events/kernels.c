/* Each implementation of the arithmetic codes the same: records and pairs byte for byte, by the shipped model and by
 * random sections of the events room over its syntax. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "engine.h"
#include "support/engine.h"
#include "support/random_scorer.h"
#include "syntax/kernels.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

static const char news[] =
    "LISBON - Portugal's foreign minister met her Moroccan counterpart on Tuesday and the two sides signed an "
    "agreement "
    "on fishing rights.\n\n"
    "Kenya accused Somalia of moving troops to the border last week, and Mogadishu rejected the charge. Ethiopian "
    "officials, who had offered to host talks, said they would send an envoy.\n\n"
    "Fifteen sailors were released by Norway after Russia threatened to recall its ambassador. \"We will not give in "
    "to "
    "pressure,\" the prime minister told reporters in Oslo.\n\n"
    "The European Union has imposed sanctions on Belarus and pledged 40 million euros in aid to Moldova. Thousands "
    "protested in Minsk, where police arrested opposition leaders; Poland condemned the arrests.\n\n"
    "Israeli aircraft struck positions in southern Lebanon on May 3, killing two people, the Lebanese army said.\n";

static void add_records(ch__buf *b, const ch_engine *engine, ch_work *work)
{
    ch_input in = {.name = "news",
                   .uri = "news",
                   .bytes = news,
                   .len = sizeof news - 1,
                   .format = CH_FORMAT_PLAIN,
                   .container = CH_FORMAT_PLAIN};
    ch_doc_options options = {.published = "2025-05-14"};
    ch_doc *doc;
    ch_err err;
    if (ch_doc_code(engine, work, &in, &options, &doc, &err) < 0)
        fail_msg("%s", err.message);
    for (uint32_t i = 0; i < doc->n_records; i++) {
        char *line = ch_record_json(doc, &doc->records[i], "news", false);
        ch__buf_printf(b, "%s\n", line);
        free(line);
    }
    ch_doc_free(doc);
}

static void add_pairs(ch__buf *b, const ch_engine *engine, ch_work *work)
{
    static const char *const lines[] = {
        "{\"text\":\"Peru thanked Chile after Mali accused Togo of spying.\",\"source\":[[0,4]],\"target\":[[13,18]]}",
        "{\"text\":\"Peru thanked Chile after Mali accused Togo of "
        "spying.\",\"source\":[[25,29]],\"target\":[[38,42]]}",
        "{\"text\":\"Rebels were shelled in the hills.\",\"source\":[],\"target\":[[0,6]]}"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char *out;
        ch_err err;
        if (ch_pair_line(engine, work, lines[i], strlen(lines[i]), 1, CH_LABELS_PLOVER, false, &out, &err) < 0)
            fail_msg("%s: %s", lines[i], err.message);
        ch__buf_printf(b, "%s\n", out);
        free(out);
    }
}

static char *coded(const ch_engine *engine, ch_work *work)
{
    ch__buf b = {0};
    add_records(&b, engine, work);
    add_pairs(&b, engine, work);
    return ch__buf_take(&b);
}

/* What the first implementation gives; the caller frees it. */
static char *same_for_each(const ch_engine *engine)
{
    ch_work *work;
    ch_err err;
    const ch__kernels *k;
    char *first = NULL;
    assert_int_equal(ch_work_new(&work, &err), CH_OK);
    for (size_t i = 0; (k = ch__kernels_at(i)); i++) {
        assert_true(ch__kernels_force(k->name));
        char *got = coded(engine, work);
        assert_non_null(got);
        if (first) {
            assert_string_equal(first, got);
            free(got);
        } else
            first = got;
    }
    ch__kernels_force(NULL);
    ch_work_free(work);
    return first;
}

static void shipped_model(void **state)
{
    (void)state;
    char *first = same_for_each(test_engine());
    assert_non_null(strstr(first, "\"kind\":\"event\""));
    free(first);
}

/* The shipped model with random sections events.*, as a file. */
static void write_random(const char *path, uint64_t seed)
{
    ch__model *shipped;
    ch_err err;
    size_t size;
    assert_int_equal(ch__model_open(&shipped, CH_MODEL_FILE, &err), CH_OK);
    random_events_options options = {test_engine()->syntax->net.c.width, 4096, seed};
    void *bytes = random_events_over(shipped, &options, &size);
    assert_int_equal(ch__file_write(path, (ch__sv){bytes, size}, &err), CH_OK);
    free(bytes);
    ch__model_close(shipped);
}

static void random_scorers(void **state)
{
    char dir[] = "/tmp/chancery-kernels-XXXXXX", path[64];
    int scored = 0;
    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/random.model", dir);
    for (uint64_t seed = 1; seed <= 4; seed++) {
        ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE, .model = path};
        ch_engine *engine;
        ch_err err;
        write_random(path, seed);
        if (ch_engine_open(&engine, &options, &err) < 0)
            fail_msg("%s", err.message);
        char *first = same_for_each(engine);
        scored += strstr(first, "events.triggers:") != NULL;
        free(first);
        ch_engine_close(engine);
    }
    assert_true(scored > 0); /* scorers that find nothing would pass the rest */
    unlink(path);
    rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(shipped_model), cmocka_unit_test(random_scorers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
