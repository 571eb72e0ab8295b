/* repeats.c - sentences said twice (repeats-basic.txt). */
#include "text/corpus.h"

static void basic(void **state)
{
    (void)state;
    corpus_run("repeats-basic.txt", render_sentences, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(basic)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
