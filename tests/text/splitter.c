/* splitter.c - the section of the sentence splitter: what is refused, and that its weights decide. */
#include "text/corpus.h"

enum { BITS = 4, HINTS = 1 << CH__SPLITTER_HINT_BITS, SIZE = (int)sizeof(ch__splitter_head) + HINTS + (1 << BITS) };

typedef struct section {
    _Alignas(64) char bytes[SIZE];
} section;

/* All weights are 0: the biases decide. */
static ch__splitter_head *blank(section *s)
{
    memset(s, 0, sizeof *s);
    ch__splitter_head *h = (ch__splitter_head *)(void *)s->bytes;
    *h = (ch__splitter_head){.format = CH__SPLITTER_FORMAT, .bits = BITS};
    return h;
}

static int load(const section *s, size_t n, ch__splitter *out)
{
    ch_err err = {0};
    return ch__splitter_load(out, (ch__sv){s->bytes, n}, &err);
}

static void refuses(void **state)
{
    (void)state;
    static section s;
    ch__splitter out;
    ch_err err;
    ch__splitter_head *h = blank(&s);
    assert_int_equal(load(&s, SIZE, &out), CH_OK);
    assert_true(ch__splitter_there(&out));
    assert_int_equal(load(&s, SIZE - 1, &out), CH_EMODEL);
    assert_int_equal(load(&s, sizeof *h - 1, &out), CH_EMODEL);
    assert_false(ch__splitter_there(&out));
    h->bits = BITS + 1;
    assert_int_equal(load(&s, SIZE, &out), CH_EMODEL);
    h->bits = 0;
    assert_int_equal(load(&s, SIZE, &out), CH_EMODEL);
    h->bits = 60;
    assert_int_equal(load(&s, SIZE, &out), CH_EMODEL);
    h = blank(&s);
    h->bias = INT32_MIN;
    assert_int_equal(load(&s, SIZE, &out), CH_EMODEL);
    h = blank(&s);
    h->format = CH__SPLITTER_FORMAT + 1;
    assert_int_equal(load(&s, SIZE, &out), CH_EVERSION);
    assert_int_equal(ch__splitter_load(&out, (ch__sv){NULL, 0}, &err), CH_OK);
    assert_false(ch__splitter_there(&out));
}

static uint32_t sentences(const ch__knowledge *k, const char *text)
{
    ch_doc *doc = corpus_read(k, ch__sv_of(text), NULL, NULL);
    corpus_invariants(doc);
    uint32_t n = doc->n_sentences;
    ch_doc_free(doc);
    return n;
}

static void decides(void **state)
{
    (void)state;
    static const char text[] = "The road is open to Ann Lee. It is long. Nobody uses it.";
    static section s;
    ch__knowledge *k = corpus_knowledge();
    ch__splitter splitter;
    ch__splitter_head *h = blank(&s);
    h->bias = -1;
    assert_int_equal(load(&s, SIZE, &splitter), CH_OK);
    corpus_splitter = &splitter;
    assert_int_equal(sentences(k, text), 1);
    h->bias = 1; /* every gap that is looked at; bare ones are not */
    assert_int_equal(sentences(k, text), 3);
    h->hint_bias = 1; /* bare ones too: before Ann and Lee */
    assert_int_equal(sentences(k, text), 5);
    corpus_splitter = NULL;
    assert_int_equal(sentences(k, text), 3);
    ch__knowledge_close(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(refuses), cmocka_unit_test(decides)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
