/* What holds of every output: one root a sentence, heads inside, no cycle, projective; the walking functions agree with
 * the heads; the same bytes twice. On the example stories, on random token soup, and on sentences of 1 and of 100,000
 * tokens. */
#include <dirent.h>
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

static void run(ch_doc *doc)
{
    ch__arena scratch = {0};
    doc->names = NULL;
    doc->n_names = 0;
    ch__syntax_room(test_engine()->syntax, &scratch, doc);
    ch__arena_release(&scratch);
}

static void check_sentence(const ch_doc *doc, const ch_sentence *s)
{
    uint32_t roots = 0;
    for (uint32_t i = s->tokens.start; i < s->tokens.end; i++) {
        const ch_word *w = &doc->words[i];
        assert_non_null(w->lemma);
        assert_non_null(w->xpos);
        assert_true(w->upos < CH_N_UPOS && w->deprel < CH_N_DEPRELS);
        assert_int_equal(w->head == CH_NONE, w->deprel == CH_DEP_ROOT);
        roots += w->head == CH_NONE;
        if (w->head != CH_NONE)
            assert_true(w->head >= s->tokens.start && w->head < s->tokens.end && w->head != i);
        ch_span span = ch__subtree(doc, s, i);
        assert_true(span.start <= i && i < span.end);
        /* projective and free of cycles: a child's span lies inside its head's, and siblings do not overlap */
        uint32_t covered = 1, previous = CH_NONE;
        for (uint32_t c = ch__child_next(doc, s, i, CH_NONE); c != CH_NONE; c = ch__child_next(doc, s, i, c)) {
            ch_span inner = ch__subtree(doc, s, c);
            assert_int_equal(doc->words[c].head, i);
            assert_true(previous == CH_NONE || previous < c);
            assert_true(inner.start >= span.start && inner.end <= span.end &&
                        inner.end - inner.start < span.end - span.start);
            covered += inner.end - inner.start;
            previous = c;
        }
        assert_int_equal(covered, span.end - span.start);
    }
    assert_int_equal(roots, 1);
}

static void check(const ch_doc *doc)
{
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        check_sentence(doc, &doc->sentences[i]);
    for (uint32_t i = 0; i < doc->n_names; i++) {
        ch_span t = doc->names[i].tokens;
        assert_true(t.start < t.end && t.end <= doc->n_tokens);
        assert_int_equal(ch__sentence_of(doc, t.start), ch__sentence_of(doc, t.end - 1));
        assert_true(i == 0 || doc->names[i - 1].tokens.end <= t.start);
    }
}

static void examples(void **state)
{
    (void)state;
    DIR *dir = opendir(CH_EXAMPLES_DIR);
    unsigned n = 0;
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));) {
        char path[1024];
        size_t len = strlen(e->d_name);
        if (len < 4 || strcmp(e->d_name + len - 4, ".txt") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", CH_EXAMPLES_DIR, e->d_name);
        char *text = test_read_file(path, &len);
        ch_doc *doc = test_text(text, NULL);
        run(doc);
        check(doc);
        n++;
        ch_doc_free(doc);
        free(text);
    }
    closedir(dir);
    assert_true(n >= 3);
}

/* A document of one sentence with n words drawn from a list by a linear congruential generator. */
static ch_doc *soup(uint32_t n, uint32_t seed)
{
    static const char *const words[] = {"the",
                                        "China",
                                        ",",
                                        "and",
                                        "said",
                                        "that",
                                        "to",
                                        "sign",
                                        "signed",
                                        "is",
                                        "agreement",
                                        "of",
                                        "with",
                                        ".",
                                        "-",
                                        "Xi",
                                        "who",
                                        "which",
                                        "(",
                                        ")",
                                        "\"",
                                        "has",
                                        "been",
                                        "not",
                                        "$",
                                        "5",
                                        "'s",
                                        "visiting",
                                        "because",
                                        "strong",
                                        "as",
                                        "well",
                                        "such",
                                        "%",
                                        "quickly",
                                        "President",
                                        "there",
                                        "it",
                                        "up",
                                        "or",
                                        "when",
                                        "\xC3\xA9t\xC3\xA9",
                                        "\xE2\x80\x94",
                                        "him",
                                        "could",
                                        "be",
                                        "more",
                                        "than",
                                        "at",
                                        "least",
                                        "Monday",
                                        "be",
                                        "both",
                                        "willing"};
    ch_doc *doc = ch__doc_new();
    ch__buf text = {0};
    ch__arena *arena = ch__doc_arena(doc);
    doc->tokens = ch__alloc_array(arena, n, sizeof *doc->tokens);
    doc->sentences = ch__alloc_array(arena, 1, sizeof *doc->sentences);
    for (uint32_t i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t start = (uint32_t)text.n;
        ch__buf_str(&text, words[(seed >> 8) % (sizeof words / sizeof *words)]);
        doc->tokens[i] = (ch_token){.bytes = {start, (uint32_t)text.n},
                                    .chars = {start, (uint32_t)text.n},
                                    .flags = seed >> 28 & 3 ? CH_TOKEN_SPACE_AFTER : 0};
        ch__buf_char(&text, ' ');
    }
    doc->text = ch__copy(arena, (ch__sv){text.p, text.n});
    doc->len = (uint32_t)text.n;
    doc->n_tokens = n;
    doc->n_sentences = 1;
    doc->sentences[0] = (ch_sentence){.tokens = {0, n}, .repeat_of = CH_NONE};
    ch__buf_release(&text);
    return doc;
}

static void token_soup(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 3000; seed++) {
        ch_doc *doc = soup(1 + seed % 41, seed * 2654435761u);
        run(doc);
        check(doc);
        ch_doc_free(doc);
    }
}

static void long_sentences(void **state)
{
    (void)state;
    ch_doc *doc = soup(100000, 7);
    run(doc);
    check(doc);
    ch_doc_free(doc);
}

/* One word again and again: chains and waiting items as deep as they get. */
static void monotony(void **state)
{
    (void)state;
    static const char *const units[] = {"of ", "of trade ", "that he said ", ", trade ",   "and ",
                                        "( ",  "the ",      "trade 's ",     "which was ", "to go ",
                                        "- ",  "a - ",      "and trade , ",  "said "};
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        ch__buf text = {0};
        for (unsigned i = 0; i < 8000; i++)
            ch__buf_str(&text, units[u]);
        ch_doc *doc = test_text(text.p, NULL);
        run(doc);
        check(doc);
        ch_doc_free(doc);
        ch__buf_release(&text);
    }
}

static void same_twice(void **state)
{
    (void)state;
    ch_doc *a = soup(500, 99), *b = soup(500, 99);
    run(a);
    run(b);
    for (uint32_t i = 0; i < a->n_tokens; i++) {
        assert_string_equal(a->words[i].lemma, b->words[i].lemma);
        assert_string_equal(a->words[i].xpos, b->words[i].xpos);
        assert_int_equal(a->words[i].head, b->words[i].head);
        assert_int_equal(a->words[i].deprel, b->words[i].deprel);
    }
    ch_doc_free(a);
    ch_doc_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(examples), cmocka_unit_test(token_soup),
                                       cmocka_unit_test(long_sentences), cmocka_unit_test(monotony),
                                       cmocka_unit_test(same_twice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
