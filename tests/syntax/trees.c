/* The corpora basic.txt and names.txt: sentences through text and syntax room, expectations compared line by line; and
 * known-wrong.txt, trees that still come out otherwise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "engine.h"
#include "support/engine.h"
#include "syntax/syntax.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

static ch_doc *parse(const char *text)
{
    ch_doc *doc = test_text(text, NULL);
    ch__arena scratch = {0};
    ch__syntax_room(test_engine()->syntax, &scratch, doc);
    ch__arena_release(&scratch);
    return doc;
}

/* The token with that form; "word#2" is its second occurrence. */
static uint32_t find(const ch_doc *doc, ch__sv word)
{
    unsigned wanted = 1;
    if (word.n > 2 && word.p[word.n - 2] == '#') {
        wanted = (unsigned)(word.p[word.n - 1] - '0');
        word.n -= 2;
    }
    for (uint32_t i = 0; i < doc->n_tokens; i++)
        if (ch__sv_eq(ch__token_sv(doc, i), word) && --wanted == 0)
            return i;
    return CH_NONE;
}

/* What the tree says where the expectation says something: a line of the same shape. */
static void answer(const ch_doc *doc, ch__sv line, ch__buf *out)
{
    ch__sv rest = line, word, relation;
    ch__sv_next(&rest, ' ', &word);
    ch__sv_next(&rest, ' ', &relation);
    uint32_t i = find(doc, word);
    if (i == CH_NONE) {
        ch__buf_printf(out, "no token %.*s\n", (int)word.n, word.p);
        return;
    }
    const ch_word *w = &doc->words[i];
    ch__buf_sv(out, word);
    if (ch__sv_is(relation, "=")) {
        ch__buf_printf(out, " = %s %s\n", ch_upos_name(w->upos), w->lemma);
        return;
    }
    ch__sv head = w->head == CH_NONE ? CH__SV("-") : ch__token_sv(doc, w->head);
    bool second = w->head != CH_NONE && rest.n > 2 && rest.p && rest.p[rest.n - 2] == '#' && find(doc, rest) == w->head;
    ch__buf_printf(out, " %s %.*s\n", ch_deprel_name(w->deprel), (int)(second ? rest.n : head.n),
                   second ? rest.p : head.p);
}

/* Whether cases are to come out right or, as is known, wrong. */
typedef struct expectation {
    bool wrong;
    int surprises; /* cases expected wrong that came out right */
} expectation;

static void judge(expectation *e, const test_case *c, const char *expected, const char *got)
{
    if (!e->wrong) {
        test_expect(c, expected, got);
    } else if (strcmp(expected, got) == 0) {
        printf("%s:%d: %s: comes out right now\n", c->path, c->line, c->name);
        e->surprises++;
    }
}

static void check_tree(void *ctx, const test_case *c)
{
    ch_doc *doc = parse(c->parts[0].text);
    const char *expected = test_case_part(c, "tree");
    ch__buf got = {0};
    ch__sv rest = ch__sv_of(expected), line;
    while (ch__sv_next(&rest, '\n', &line))
        answer(doc, line, &got);
    char *text = ch__buf_take(&got);
    text[strlen(text) - 1] = 0;
    judge(ctx, c, expected, text);
    free(text);
    ch_doc_free(doc);
}

static void check_names(void *ctx, const test_case *c)
{
    ch_doc *doc = parse(c->parts[0].text);
    ch__buf got = {0};
    for (uint32_t i = 0; i < doc->n_names; i++) {
        ch_span bytes = ch__tokens_bytes(doc, doc->names[i].tokens);
        ch__buf_printf(&got, "%s%s %.*s", i ? "\n" : "", ch_name_type_name(doc->names[i].type),
                       (int)(bytes.end - bytes.start), doc->text + bytes.start);
    }
    char *text = ch__buf_take(&got);
    judge(ctx, c, test_case_part(c, "names"), text ? text : "");
    free(text);
    ch_doc_free(doc);
}

static void trees(void **state)
{
    (void)state;
    expectation right = {0}, wrong = {.wrong = true};
    assert_true(test_cases(CH_TESTS_DIR "/syntax/basic.txt", check_tree, &right) > 20);
    assert_int_equal(test_failures(), 0);
    assert_true(test_cases(CH_TESTS_DIR "/syntax/known-wrong.txt", check_tree, &wrong) > 0);
    assert_int_equal(wrong.surprises, 0);
}

static void names(void **state)
{
    (void)state;
    expectation right = {0};
    int before = test_failures();
    assert_true(test_cases(CH_TESTS_DIR "/syntax/names.txt", check_names, &right) > 2);
    assert_int_equal(test_failures(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(trees), cmocka_unit_test(names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
