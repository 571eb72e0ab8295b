/* boilerplate.c - what stands around stories, and sentences that only look like it (boilerplate-basic.txt). */
#include "text/corpus.h"

static void basic(void **state)
{
    (void)state;
    corpus_run("boilerplate-basic.txt", render_blocks, false);
}

/* Faults we know of; a case that is mended moves to boilerplate-basic.txt. */
static void known_wrong(void **state)
{
    (void)state;
    corpus_run("boilerplate-known-wrong.txt", render_blocks, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(basic), cmocka_unit_test(known_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
