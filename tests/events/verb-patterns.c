/* verb-patterns.c - verb dictionaries, sentences and the events that must come of them: verb-patterns.txt, which says
 * how it is written. */
#define _GNU_SOURCE /* strsep, mkdtemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "knowledge/knowledge.h"
#include "support/engine.h"

enum { LINES = 8, WIDTH = 256 };

static const char corpus[] = CH_TESTS_DIR "/events/verb-patterns.txt";
static const char *const names[] = {"one.verbs.txt", "two.verbs.txt"};

typedef struct lines {
    char at[LINES][WIDTH];
    int n;
} lines;

typedef struct world {
    char directory[64];
    ch_engine *engine;
    ch_work *work;
    int blocks, wrong;
} world;

static void path_of(const world *w, int which, char out[128])
{
    snprintf(out, 128, "%s/%s", w->directory, names[which]);
}

/* The lines "1| " or "2| " of the corpus as a file. */
static void write_dictionary(const world *w, int which)
{
    char path[128], *file = test_read_file(corpus, NULL), *rest = file, *line;
    path_of(w, which, path);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    while ((line = strsep(&rest, "\n")))
        if (line[0] == '1' + which && line[1] == '|' && line[2] == ' ')
            fprintf(out, "%s\n", line + 3);
    fclose(out);
    free(file);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void put_roles(char *line, const char *key, const ch_doc *doc, const ch_roles *r)
{
    char codes[8][16];
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n && n < 8; i++) {
        const ch_actor *a = r->at[i].actor == CH_NONE ? NULL : &doc->actors[r->at[i].actor];
        snprintf(codes[n++], sizeof codes[0], "%s", a && a->code ? a->code : "?");
    }
    qsort(codes, n, sizeof codes[0], by_text);
    for (uint32_t i = 0; i < n; i++) {
        size_t used = strlen(line);
        snprintf(line + used, WIDTH - used, "%s%s%s", i ? "," : " ", i ? "" : key, codes[i]);
    }
}

static void events_of(world *w, const char *text, lines *out)
{
    ch_err err;
    ch_doc *doc;
    ch_input in = {.name = "test", .uri = "test", .bytes = text, .len = strlen(text), .format = CH_FORMAT_PLAIN};
    ch_doc_options options = {.published = "2025-05-14"};
    assert_int_equal(ch_doc_code(w->engine, w->work, &in, &options, &doc, &err), CH_OK);
    out->n = 0;
    for (uint32_t i = 0; i < doc->n_records && out->n < LINES; i++) {
        const ch_record *r = &doc->records[i];
        if (r->kind != CH_EVENT || !strstr(r->rule, ".verbs.txt:"))
            continue;
        char *line = out->at[out->n++];
        snprintf(line, WIDTH, "%s", r->as.event.cameo);
        put_roles(line, "actor=", doc, &r->as.event.actor);
        put_roles(line, "recipient=", doc, &r->as.event.recipient);
        if (r->as.event.modality != CH_ACTUAL) {
            strcat(line, " modality=");
            strcat(line, ch_modality_name((ch_modality)r->as.event.modality));
        }
    }
    ch_doc_free(doc);
    if (!out->n)
        strcpy(out->at[out->n++], "none");
    qsort(out->at, (size_t)out->n, WIDTH, by_text);
}

static void show(const char *what, const lines *l)
{
    for (int i = 0; i < l->n; i++)
        fprintf(stderr, "  %-8s > %s\n", i ? "" : what, l->at[i]);
}

static void finish(world *w, const char *text, int line, lines *expected)
{
    lines got;
    if (!expected->n)
        return;
    events_of(w, text, &got);
    qsort(expected->at, (size_t)expected->n, WIDTH, by_text);
    bool same = got.n == expected->n;
    for (int i = 0; same && i < got.n; i++)
        same = strcmp(got.at[i], expected->at[i]) == 0;
    w->blocks++;
    w->wrong += !same;
    if (!same) {
        fprintf(stderr, "%s:%d: %s\n", corpus, line, text);
        show("expected", expected);
        show("got", &got);
    }
    expected->n = 0;
}

static void test_corpus(void **state)
{
    world *w = *state;
    char *file = test_read_file(corpus, NULL), *rest = file, *line, text[1024] = "";
    lines expected = {.n = 0};
    int number = 0, at = 0;
    while ((line = strsep(&rest, "\n"))) {
        number++;
        if (line[0] == '#' || (line[0] && line[1] == '|'))
            continue;
        if (strncmp(line, "> ", 2) == 0) {
            assert_in_range(expected.n, 0, LINES - 1);
            snprintf(expected.at[expected.n++], WIDTH, "%s", line + 2);
        } else if (line[0]) {
            snprintf(text, sizeof text, "%s", line);
            at = number;
        } else {
            finish(w, text, at, &expected);
        }
    }
    finish(w, text, at, &expected);
    free(file);
    assert_true(w->blocks >= 40);
    assert_int_equal(w->wrong, 0);
}

/* Whether the vocabulary has a row: "cameo", "042", "CONSULT" or "mode", "visit", "CONSULT". */
static bool in_vocabulary(const ch__table *t, const char *kind, const char *name, const char *of)
{
    uint32_t column = ch__table_column(t, "name");
    for (uint32_t r = ch__table_find_in(t, column, ch__sv_of(name)); r != CH_NONE;
         r = ch__table_find_next_in(t, column, r))
        if (strcmp(ch__table_cell(t, r, 0), kind) == 0 && strcmp(ch__table_cell(t, r, 2), of) == 0)
            return true;
    return false;
}

/* What a code of CAMEO is taken for in PLOVER is what it may be there. */
static void test_codes(void **state)
{
    (void)state;
    ch__knowledge *k;
    ch_err err;
    assert_int_equal(ch__knowledge_open(&k, CH_KNOWLEDGE_FILE, &err), CH_OK);
    const ch__table *codes = ch__knowledge_table(k, "events/cameo-plover"),
                    *words = ch__knowledge_table(k, "events/plover");
    assert_non_null(codes);
    assert_in_range(ch__table_rows(codes), 80, 400);
    for (uint32_t r = 0; r < ch__table_rows(codes); r++) {
        const char *code = ch__table_cell(codes, r, 0), *type = ch__table_cell(codes, r, 1),
                   *mode = ch__table_cell(codes, r, 2);
        if (!in_vocabulary(words, "cameo", code, type) || (mode && !in_vocabulary(words, "mode", mode, type)))
            fail_msg("%s is %s %s", code, type, mode ? mode : "");
    }
    ch__knowledge_close(k);
}

static int open_world(void **state)
{
    static world w;
    ch_err err;
    strcpy(w.directory, "/tmp/verb-patterns-XXXXXX");
    if (!mkdtemp(w.directory))
        return -1;
    write_dictionary(&w, 0);
    write_dictionary(&w, 1);
    ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE,
                                 .model = CH_MODEL_FILE,
                                 .dictionaries = w.directory,
                                 .ontology = CH_ONTOLOGY_CAMEO};
    *state = &w;
    return ch_engine_open(&w.engine, &options, &err) < 0 || ch_work_new(&w.work, &err) < 0 ? -1 : 0;
}

static int close_world(void **state)
{
    world *w = *state;
    char path[128];
    for (int i = 0; i < 2; i++) {
        path_of(w, i, path);
        unlink(path);
    }
    rmdir(w->directory);
    ch_work_free(w->work);
    ch_engine_close(w->engine);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_corpus), cmocka_unit_test(test_codes)};
    return cmocka_run_group_tests(tests, open_world, close_world);
}
