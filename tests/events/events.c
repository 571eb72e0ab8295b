/* events.c - sentences and the events that must come of them: basic.txt; frames-friendly.txt goes through the lexicon;
 * fixed.txt holds what once was wrong, known-wrong.txt what still is.
 *
 * A corpus is blocks separated by empty lines: the text (a line "@ DATE" before it changes the publication date, else
 * it is 2025-05-14, a Wednesday), then the lines expected, each after "> ":
 *
 *     > TYPE mode actor=CODES recipient=CODES [when=START[..END]] [modality=...] [by=CODE]
 *
 * "-" for no mode; recipient, when, modality and by are left out where empty, the publication date or actual. "> none":
 * no event. Order does not matter. Lines that begin with "#" are comments. */
#define _GNU_SOURCE /* strsep */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/engine.h"

enum { LINES = 16, WIDTH = 256 };

typedef struct lines {
    char at[LINES][WIDTH];
    int n;
} lines;

__attribute__((format(printf, 2, 3))) static void put(char *line, const char *fmt, ...)
{
    size_t used = strlen(line);
    va_list args;
    va_start(args, fmt);
    vsnprintf(line + used, WIDTH - used, fmt, args);
    va_end(args);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Codes in byte order, so that the order of mention does not matter; an actor without code by its sector. */
static void put_roles(char *line, const char *key, const ch_doc *doc, const ch_roles *r)
{
    char codes[8][8];
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n && n < 8; i++) {
        const ch_actor *a = r->at[i].actor == CH_NONE ? NULL : &doc->actors[r->at[i].actor];
        snprintf(codes[n++], 8, "%s", !a ? "?" : a->code ? a->code : a->sector ? a->sector : "?");
    }
    if (!n)
        return;
    qsort(codes, n, sizeof codes[0], by_text);
    put(line, " %s=", key);
    for (uint32_t i = 0; i < n; i++)
        put(line, "%s%s", i ? "," : "", codes[i]);
}

static void put_when(char *line, const ch_when *w)
{
    if (!w->start.year || w->basis == CH_BASIS_PUBLISHED)
        return;
    put(line, " when=%04d-%02d-%02d", w->start.year, w->start.month, w->start.day);
    if (memcmp(&w->start, &w->end, sizeof w->start) != 0)
        put(line, "..%04d-%02d-%02d", w->end.year, w->end.month, w->end.day);
}

static void events_of(const char *text, const char *published, lines *out)
{
    ch_doc *doc = test_code(text, published);
    out->n = 0;
    for (uint32_t i = 0; i < doc->n_records && out->n < LINES; i++) {
        const ch_record *r = &doc->records[i];
        if (r->kind != CH_EVENT)
            continue;
        const ch_event *e = &r->as.event;
        char *line = out->at[out->n++];
        line[0] = '\0';
        put(line, "%s %s", ch_event_type_name((ch_event_type)e->type), e->mode ? e->mode : "-");
        put_roles(line, "actor", doc, &e->actor);
        put_roles(line, "recipient", doc, &e->recipient);
        put_when(line, &r->when);
        if (e->modality != CH_ACTUAL)
            put(line, " modality=%s", ch_modality_name((ch_modality)e->modality));
        put_roles(line, "by", doc, &e->attribution);
    }
    ch_doc_free(doc);
    if (!out->n)
        strcpy(out->at[out->n++], "none");
    qsort(out->at, (size_t)out->n, WIDTH, by_text);
}

static bool same(lines *a, lines *b)
{
    qsort(b->at, (size_t)b->n, WIDTH, by_text);
    bool equal = a->n == b->n;
    for (int i = 0; equal && i < a->n; i++)
        equal = strcmp(a->at[i], b->at[i]) == 0;
    return equal;
}

static void show(const char *what, const lines *l)
{
    for (int i = 0; i < l->n; i++)
        fprintf(stderr, "  %-8s > %s\n", i ? "" : what, l->at[i]);
}

typedef struct block {
    char text[4096], published[16];
    int line;
    lines expected;
} block;

typedef struct tally {
    const char *path;
    int blocks, right, none;
    bool want_wrong; /* report the blocks that come out right */
} tally;

static void finish(tally *t, block *b)
{
    if (b->expected.n) {
        lines got;
        events_of(b->text, b->published, &got);
        bool right = same(&got, &b->expected);
        t->blocks++;
        t->right += right;
        t->none += strcmp(b->expected.at[0], "none") == 0;
        if (right == t->want_wrong) {
            fprintf(stderr, "%s:%d: %s\n", t->path, b->line, b->text);
            show("expected", &b->expected);
            show("got", &got);
        }
    }
    *b = (block){.published = "2025-05-14"};
}

static void run(tally *t)
{
    size_t len;
    char *file = test_read_file(t->path, &len), *rest = file, *line;
    block b = {.published = "2025-05-14"};
    int number = 0;
    while ((line = strsep(&rest, "\n"))) {
        number++;
        if (line[0] == '#')
            continue;
        if (!line[0]) {
            finish(t, &b);
        } else if (line[0] == '@') {
            snprintf(b.published, sizeof b.published, "%s", line + 2);
        } else if (line[0] == '>' && b.expected.n < LINES) {
            snprintf(b.expected.at[b.expected.n++], WIDTH, "%s", line + 2);
        } else {
            if (!b.line)
                b.line = number;
            size_t used = strlen(b.text);
            snprintf(b.text + used, sizeof b.text - used, "%s%s", used ? "\n" : "", line);
        }
    }
    finish(t, &b);
    free(file);
}

static void basic(void **state)
{
    (void)state;
    tally t = {.path = CH_TESTS_DIR "/events/basic.txt"};
    run(&t);
    assert_true(t.blocks >= 140);
    assert_true(t.none >= 50);
    assert_int_equal(t.right, t.blocks);
}

static void fixed(void **state)
{
    (void)state;
    tally t = {.path = CH_TESTS_DIR "/events/fixed.txt"};
    run(&t);
    assert_int_equal(t.right, t.blocks);
}

static void friendly(void **state)
{
    (void)state;
    tally t = {.path = CH_TESTS_DIR "/events/frames-friendly.txt"};
    run(&t);
    assert_int_equal(t.right, t.blocks);
}

static void hostile(void **state)
{
    (void)state;
    tally t = {.path = CH_TESTS_DIR "/events/frames-hostile.txt"};
    run(&t);
    assert_true(t.blocks >= 160);
    assert_int_equal(t.right, t.blocks);
}

static void known_wrong(void **state)
{
    (void)state;
    tally t = {.path = CH_TESTS_DIR "/events/known-wrong.txt", .want_wrong = true};
    run(&t);
    assert_int_equal(t.right, 0);
}

int main(void)
{
    test_rules_only();
    const struct CMUnitTest tests[] = {cmocka_unit_test(basic), cmocka_unit_test(fixed), cmocka_unit_test(friendly),
                                       cmocka_unit_test(hostile), cmocka_unit_test(known_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
