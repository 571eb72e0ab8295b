/* tokens.c - tokens by UD English conventions (tokens-basic.txt). */
#include "text/corpus.h"

static void basic(void **state)
{
    (void)state;
    corpus_run("tokens-basic.txt", render_tokens, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(basic)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
