/* sentences.c - sentence ends (sentences-basic.txt). */
#include "text/corpus.h"

static void basic(void **state)
{
    (void)state;
    corpus_run("sentences-basic.txt", render_sentences, false);
}

static void known_wrong(void **state)
{
    (void)state;
    corpus_run("sentences-known-wrong.txt", render_sentences, true);
}

/* A text of one sentence: `times` times the same words. */
static ch_doc *endless(const ch__knowledge *k, const char *words, uint32_t times)
{
    ch__buf text = {0};
    for (uint32_t i = 0; i < times; i++)
        ch__buf_str(&text, words);
    ch_doc *doc = corpus_read(k, (ch__sv){text.p, text.n}, NULL, NULL);
    ch__buf_release(&text);
    return doc;
}

/* No sentence is longer than 1000 tokens, none is lost, and each but the last ends in `end`. */
static void check_pieces(const ch_doc *doc, const char *end)
{
    enum { MOST = 1000 };
    uint32_t next = 0;
    assert_true(doc->n_tokens > 3 * MOST && doc->n_sentences > 3);
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        ch_span tokens = doc->sentences[i].tokens;
        assert_int_equal(tokens.start, next);
        assert_true(tokens.end > tokens.start && tokens.end - tokens.start <= MOST);
        next = tokens.end;
        if (i + 1 < doc->n_sentences)
            assert_true(ch__sv_is(ch__token_sv(doc, next - 1), end));
    }
    assert_int_equal(next, doc->n_tokens);
}

static void endless_sentences(void **state)
{
    static const struct {
        const char *words, *end;
    } cases[] = {{"the envoy of Peru met the envoy of Chile, ", ","},
                 {"both sides waited; ", ";"},
                 {"the road is long and ", NULL},
                 {"a-", NULL}};
    (void)state;
    ch__knowledge *k = corpus_knowledge();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ch_doc *doc = endless(k, cases[i].words, 4000);
        if (cases[i].end)
            check_pieces(doc, cases[i].end);
        for (uint32_t n = 0; n < doc->n_sentences; n++)
            assert_true(doc->sentences[n].tokens.end - doc->sentences[n].tokens.start <= 1000);
        ch_doc_free(doc);
    }
    ch__knowledge_close(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(basic), cmocka_unit_test(known_wrong),
                                       cmocka_unit_test(endless_sentences)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
