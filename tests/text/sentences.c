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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(basic), cmocka_unit_test(known_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
