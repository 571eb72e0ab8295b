/* sentences.c - sentence ends (sentences-basic.txt). */
#include "text/corpus.h"

#include "model/model.h"

static void basic(void **state)
{
    (void)state;
    corpus_run("sentences-basic.txt", render_sentences, false);
}

/* The same with the trained part, and what only it can tell (sentences-trained.txt). The shipped model, or another that
 * the environment names. */
static void trained(void **state)
{
    (void)state;
    const char *path = getenv("CHANCERY_MODEL");
    ch_err err = {0};
    ch__model *m;
    ch__splitter splitter;
    if (ch__model_open(&m, path && *path ? path : CH_TESTS_DIR "/../models/english.model", &err) < 0) {
        print_message("no model: %s\n", err.message);
        skip();
    }
    assert_int_equal(ch__splitter_load(&splitter, ch__model_section(m, "text.splitter"), &err), CH_OK);
    if (!ch__splitter_there(&splitter))
        skip();
    corpus_splitter = &splitter;
    corpus_run("sentences-basic.txt", render_sentences, false);
    corpus_run("sentences-trained.txt", render_sentences, false);
    corpus_splitter = NULL;
    ch__model_close(m);
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(basic), cmocka_unit_test(trained),
                                       cmocka_unit_test(known_wrong), cmocka_unit_test(endless_sentences)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
