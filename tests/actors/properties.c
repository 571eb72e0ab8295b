/* What always holds of the actors room, whatever the text: spans inside their sentence and in order, actors in range,
 * the same result twice, and the look-ups of actors.h agree with the arrays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "actors/actors.h"
#include "support/engine.h"
#include "text/document.h"

static const char *const TEXTS[] = {
    "Chinese President Xi Jinping met Emmanuel Macron in Paris. The two leaders signed a statement, and he praised his "
    "French counterpart.",
    "Sino-Indian, Franco-German and Japan-Australia ties; the Iran-China deal, the EU, the UN and NATO's own.",
    "the the the, of of of 's 's ' \" ( ) [ ] -- \xE2\x80\x93 a an the former former former minister of of of",
    "They he she it them his her its their each other both the two sides the trio the leaders who said it.",
    "President President President, Minister, Ambassador to to to Iran, Iran, Iran, Iran, the Iranian, the Chinese, "
    "the",
    "US US US US US US US US WHO WHO UN IS HE SHE THEY",
    "\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3 said \xC3\x89lys\xC3\xA9"
    "e and C\xC3\xB4te d'Ivoire agreed.",
    "\"We will,\" said Maria Lopez Garcia, Spain's ambassador to Kenya, Uganda, Tanzania, Rwanda and Burundi, \"win.\"",
    ".",
    "A",
    "Iran",
    "the",
    "'s"};

enum { N_TEXTS = sizeof TEXTS / sizeof *TEXTS };

static void check_span(const ch_doc *doc, const ch_mention *m)
{
    const ch_sentence *s = &doc->sentences[m->sentence];
    assert_true(m->tokens.start < m->tokens.end);
    assert_true(m->tokens.start >= s->tokens.start && m->tokens.end <= s->tokens.end);
    assert_true(m->head >= m->tokens.start && m->head < m->tokens.end);
    assert_int_equal(m->bytes.start, doc->tokens[m->tokens.start].bytes.start);
    assert_int_equal(m->bytes.end, doc->tokens[m->tokens.end - 1].bytes.end);
    assert_int_equal(m->chars.start, doc->tokens[m->tokens.start].chars.start);
    assert_true(m->actors.start <= m->actors.end && m->actors.end <= doc->n_actors);
    assert_non_null(m->why);
}

static void check_order(const ch_mention *a, const ch_mention *b)
{
    assert_true(a->tokens.start < b->tokens.start ||
                (a->tokens.start == b->tokens.start && a->tokens.end >= b->tokens.end));
}

static void spans(void **state)
{
    (void)state;
    for (int i = 0; i < N_TEXTS; i++) {
        ch_doc *doc = test_code(TEXTS[i], "2023-05-02");
        for (uint32_t m = 0; m < doc->n_mentions; m++) {
            check_span(doc, &doc->mentions[m]);
            if (m && m < doc->inside->n_ordered)
                check_order(&doc->mentions[m - 1], &doc->mentions[m]);
        }
        ch_doc_free(doc);
    }
}

static void same_twice(void **state)
{
    (void)state;
    for (int i = 0; i < N_TEXTS; i++) {
        ch_doc *a = test_code(TEXTS[i], "2023-05-02"), *b = test_code(TEXTS[i], "2023-05-02");
        assert_int_equal(a->n_mentions, b->n_mentions);
        assert_int_equal(a->n_actors, b->n_actors);
        for (uint32_t m = 0; m < a->n_mentions; m++) {
            assert_memory_equal(&a->mentions[m].tokens, &b->mentions[m].tokens, sizeof(ch_span));
            assert_memory_equal(&a->mentions[m].actors, &b->mentions[m].actors, sizeof(ch_span));
            assert_int_equal(a->mentions[m].chain, b->mentions[m].chain);
            assert_string_equal(a->mentions[m].why, b->mentions[m].why);
        }
        ch_doc_free(a);
        ch_doc_free(b);
    }
}

/* The slow and obvious way, against the binary search. */
static uint32_t over(const ch_doc *doc, uint32_t token)
{
    uint32_t best = CH_NONE, length = 0;
    for (uint32_t m = 0; m < doc->inside->n_ordered; m++) {
        ch_span s = doc->mentions[m].tokens;
        if (token >= s.start && token < s.end && s.end - s.start > length) {
            length = s.end - s.start;
            best = m;
        }
    }
    return best;
}

static void look_ups(void **state)
{
    (void)state;
    for (int i = 0; i < N_TEXTS; i++) {
        ch_doc *doc = test_code(TEXTS[i], NULL);
        for (uint32_t t = 0; t < doc->n_tokens; t++) {
            uint32_t expected = over(doc, t), got = ch__mention_over(doc, t), head = ch__mention_at(doc, t);
            assert_int_equal(expected, got);
            if (head != CH_NONE)
                assert_int_equal(doc->mentions[head].head, t);
            uint32_t first = ch__mention_in(doc, (ch_span){0, doc->n_tokens}, t);
            if (first != CH_NONE)
                assert_true(doc->mentions[first].tokens.start >= t);
        }
        ch_doc_free(doc);
    }
}

static void role_lists(void **state)
{
    (void)state;
    ch_doc *doc = test_code("Peru and Chile held talks. Both countries agreed. Peru left.", NULL);
    ch_roles roles = {0}, other = {0};
    for (uint32_t m = 0; m < doc->n_mentions; m++)
        ch__roles_add(doc, &roles, m);
    assert_int_equal(roles.n, 2); /* each code once */
    assert_true(ch__roles_have_code(doc, &roles, "PER"));
    assert_true(ch__roles_have_code(doc, &roles, "CHL"));
    assert_false(ch__roles_have_code(doc, &roles, "BOL"));
    assert_false(ch__roles_share_code(doc, &roles, &other));
    ch__roles_add(doc, &other, 0);
    assert_true(ch__roles_share_code(doc, &roles, &other));
    ch_doc_free(doc);
}

/* A long text of one sentence and one of many must both come back soon; a quadratic step would not. */
static void long_texts(void **state)
{
    (void)state;
    static const char part[] = "Iranian President Raisi and his Chinese counterpart, who said they met the two sides ";
    enum { TIMES = 4000 };
    char *text = malloc((sizeof part + 1) * TIMES + 2);
    assert_non_null(text);
    for (int dots = 0; dots < 2; dots++) {
        text[0] = 0;
        char *p = text;
        for (int i = 0; i < TIMES; i++) {
            memcpy(p, part, sizeof part - 1);
            p += sizeof part - 1;
            if (dots)
                p[-1] = '.', *p++ = ' ';
        }
        *p = 0;
        ch_doc *doc = test_code(text, "2022-05-02");
        assert_true(doc->n_mentions > 0);
        ch_doc_free(doc);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(spans), cmocka_unit_test(same_twice),
                                       cmocka_unit_test(look_ups), cmocka_unit_test(role_lists),
                                       cmocka_unit_test(long_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
