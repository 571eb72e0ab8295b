/* layout.c - blocks of plain text (layout-basic.txt). */
#include "text/corpus.h"

static void basic(void **state)
{
    (void)state;
    corpus_run("layout-basic.txt", render_blocks, false);
}

/* Line ends of old machines cannot stand in a text file that people edit. */
static void carriage_returns(void **state)
{
    (void)state;
    ch__knowledge *k = corpus_knowledge();
    ch_doc *doc = corpus_read(k, CH__SV("The first paragraph of the story.\rThe second paragraph of it."), NULL, NULL);
    corpus_invariants(doc);
    assert_int_equal(doc->n_blocks, 2);
    ch_doc_free(doc);
    ch__knowledge_close(k);
}

/* A million short lines and one line of five megabytes take time in proportion to their length. */
static void extremes(void **state)
{
    (void)state;
    ch__knowledge *k = corpus_knowledge();
    const char *const pieces[] = {"Yes.\\n", "a ", "A.", "((", "\xE2\x80\x9C", "It is so. "};
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        ch__buf text = {0};
        ch__buf_str(&text, "Begin ");
        while (text.n < 500000)
            ch__buf_str(&text, pieces[p]);
        ch_doc *doc = corpus_read(k, (ch__sv){text.p, text.n}, NULL, NULL);
        corpus_invariants(doc);
        ch_doc_free(doc);
        ch__buf_release(&text);
    }
    ch__knowledge_close(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(basic), cmocka_unit_test(carriage_returns),
                                       cmocka_unit_test(extremes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
