#include "support/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ch_engine *engine;
static ch_work *work;
static int failures;
static bool rules_only;

static void close_all(void)
{
    ch_work_free(work);
    ch_engine_close(engine);
}

static _Noreturn void die(const char *what, const ch_err *err)
{
    fprintf(stderr, "%s: %s %s\n", what, err->file, err->message);
    exit(1);
}

static void open_all(void)
{
    ch_err err;
    ch_engine_options options = {.knowledge = CH_KNOWLEDGE_FILE, .model = CH_MODEL_FILE, .rules_only = rules_only};
    if (ch_engine_open(&engine, &options, &err) < 0)
        die("engine", &err);
    if (ch_work_new(&work, &err) < 0)
        die("work", &err);
    atexit(close_all);
}

void test_rules_only(void)
{
    rules_only = true;
}

const ch_engine *test_engine(void)
{
    if (!engine)
        open_all();
    return engine;
}

ch_work *test_work(void)
{
    test_engine();
    return work;
}

static ch_doc *code(const char *text, const char *published, bool text_only)
{
    ch_err err;
    ch_doc *doc;
    ch_input in = {.name = "test",
                   .uri = "test",
                   .bytes = text,
                   .len = strlen(text),
                   .format = CH_FORMAT_PLAIN,
                   .container = CH_FORMAT_PLAIN};
    ch_doc_options options = {.published = published, .text_only = text_only};
    if (ch_doc_code(test_engine(), test_work(), &in, &options, &doc, &err) < 0)
        die(text, &err);
    return doc;
}

ch_doc *test_code(const char *text, const char *published)
{
    return code(text, published, false);
}

ch_doc *test_text(const char *text, const char *published)
{
    return code(text, published, true);
}

char *test_read_file(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(1);
    }
    fseek(f, 0, SEEK_END);
    long n = ftell(f);
    rewind(f);
    char *bytes = malloc((size_t)n + 1);
    if (!bytes || fread(bytes, 1, (size_t)n, f) != (size_t)n)
        abort();
    bytes[n] = 0;
    fclose(f);
    if (len)
        *len = (size_t)n;
    return bytes;
}

static void end_part(test_case *c, char *end)
{
    if (!c->n_parts)
        return;
    char *start = c->parts[c->n_parts - 1].text;
    if (end > start && end[-1] == '\n')
        end--;
    *(end > start ? end : start) = 0;
}

int test_cases(const char *path, void (*fn)(void *ctx, const test_case *c), void *ctx)
{
    char *text = test_read_file(path, NULL), *p = text;
    test_case c = {.path = path};
    int count = 0, line = 0;
    while (*p) {
        char *eol = strchr(p, '\n'), *next = eol ? eol + 1 : p + strlen(p);
        line++;
        if (strncmp(p, "== ", 3) == 0 || strncmp(p, "-- ", 3) == 0) {
            bool is_case = p[0] == '=';
            char *name = p + 3;
            end_part(&c, p);
            if (is_case && c.n_parts) {
                fn(ctx, &c);
                count++;
            }
            if (eol)
                *eol = 0;
            if (is_case)
                c = (test_case){.path = path, .name = name, .line = line, .parts = {{"", next}}, .n_parts = 1};
            else if (c.n_parts && c.n_parts < 8)
                c.parts[c.n_parts++] = (test_part){name, next};
        }
        p = next;
    }
    end_part(&c, p);
    if (c.n_parts) {
        fn(ctx, &c);
        count++;
    }
    free(text);
    return count;
}

const char *test_case_part(const test_case *c, const char *name)
{
    for (int i = 0; i < c->n_parts; i++)
        if (strcmp(c->parts[i].name, name) == 0)
            return c->parts[i].text;
    return NULL;
}

void test_expect(const test_case *c, const char *expected, const char *got)
{
    if (strcmp(expected, got) == 0)
        return;
    failures++;
    fprintf(stderr, "%s:%d: %s\n  expected:\n%s\n  got:\n%s\n\n", c->path, c->line, c->name, expected, got);
}

int test_failures(void)
{
    return failures;
}
