#define _GNU_SOURCE
/* The corpora of this folder: a text, its date as the case's name, and every resolved mention it must give, in order:
 *
 *     words => CODE SECTOR name; CODE SECTOR name
 *
 * "-" stands for what is absent. Unresolved mentions are not listed. In known-wrong.txt stands what should come out and
 * does not: a case that passes there fails the test, so that it is moved. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/engine.h"

static const char *or_dash(const char *s)
{
    return s ? s : "-";
}

static void print_mention(FILE *out, const ch_doc *doc, const ch_mention *m)
{
    fprintf(out, "%.*s =>", (int)(m->bytes.end - m->bytes.start), doc->text + m->bytes.start);
    for (uint32_t a = m->actors.start; a < m->actors.end; a++) {
        const ch_actor *actor = &doc->actors[a];
        fprintf(out, "%s %s %s %s", a > m->actors.start ? ";" : "", or_dash(actor->code), or_dash(actor->sector),
                or_dash(actor->name));
    }
    fputc('\n', out);
}

/* All resolved mentions of a text, one a line, without the last newline. The caller frees it. */
static char *resolved(const char *text, const char *date)
{
    char *got = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&got, &n);
    ch_doc *doc = test_code(text, strcmp(date, "-") == 0 ? NULL : date);
    for (uint32_t m = 0; m < doc->n_mentions; m++)
        if (doc->mentions[m].actors.start < doc->mentions[m].actors.end)
            print_mention(out, doc, &doc->mentions[m]);
    ch_doc_free(doc);
    fclose(out);
    if (n)
        got[n - 1] = 0;
    return got;
}

static void check(void *ctx, const test_case *c)
{
    (void)ctx;
    char *got = resolved(test_case_part(c, ""), c->name);
    const char *expected = test_case_part(c, "mentions");
    test_expect(c, expected ? expected : "", got);
    free(got);
}

static void check_wrong(void *ctx, const test_case *c)
{
    char *got = resolved(test_case_part(c, ""), c->name);
    if (strcmp(got, test_case_part(c, "mentions")) == 0) {
        fprintf(stderr, "%s:%d: right by now; move it to another corpus\n", c->path, c->line);
        ++*(int *)ctx;
    }
    free(got);
}

static void run(const char *file, int least)
{
    char path[512];
    snprintf(path, sizeof path, "%s/actors/%s.txt", CH_TESTS_DIR, file);
    assert_true(test_cases(path, check, NULL) >= least);
    assert_int_equal(test_failures(), 0);
}

static void names(void **state)
{
    (void)state;
    run("names", 55);
}

static void places(void **state)
{
    (void)state;
    run("places", 24);
}

static void people(void **state)
{
    (void)state;
    run("people", 45);
}

static void agents(void **state)
{
    (void)state;
    run("agents", 60);
}

static void coref(void **state)
{
    (void)state;
    run("coref", 34);
}

static void known_wrong(void **state)
{
    (void)state;
    int right = 0;
    test_cases(CH_TESTS_DIR "/actors/known-wrong.txt", check_wrong, &right);
    assert_int_equal(right, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names),  cmocka_unit_test(places),
                                       cmocka_unit_test(people), cmocka_unit_test(agents),
                                       cmocka_unit_test(coref),  cmocka_unit_test(known_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
