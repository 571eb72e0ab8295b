/* ch_eval_syntax and ch_eval_names: what they read, groups, faults, memory. Scores are in score.c. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "support/engine.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

static const char gold[] = "# newdoc id = news-1\n# newpar\n"
                           "1\tPeru\tPeru\tPROPN\tNNP\t_\t3\tnsubj\t_\tNER=B-LOC\n"
                           "2-3\tcannot\t_\t_\t_\t_\t_\t_\t_\t_\n"
                           "2\tcan\tcan\tAUX\tMD\t_\t4\taux\t_\t_\n3\tnot\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n"
                           "4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n"
                           "1\tbad\tbad\tX\tX\t_\t1\tdep\t_\t_\n\n"
                           "# newdoc id = talk-1\n1\tStop\tstop\tVERB\tVB\t_\t0\troot\t_\t_\n\n";

static const char *written(const char *text, const char *ending)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/chancery-eval-XXXXXX%s", ending);
    int fd = mkstemps(path, (int)strlen(ending));
    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    return path;
}

static void note(void *ctx, const ch_err *fault)
{
    int64_t *line = ctx;
    *line = fault->line;
}

static void syntax(void **state)
{
    (void)state;
    const char *path = written(gold, ".conllu");
    for (int tokens = 0; tokens < 2; tokens++) {
        int64_t line = 0;
        ch_eval_options options = {.gold_tokens = tokens, .by = CH_EVAL_BY_GENRE, .fault = note, .fault_ctx = &line};
        ch_eval e;
        ch_err err;
        if (ch_eval_syntax(test_engine(), test_work(), path, &options, &e, &err) < 0)
            fail_msg("%s", err.message);
        assert_int_equal(e.bad, 1);
        assert_int_equal(line, 10);
        assert_int_equal(e.n_groups, 3);
        assert_string_equal(e.groups[1].name, "news");
        assert_string_equal(e.groups[2].name, "talk");
        assert_int_equal(e.groups[0].words, 6);
        assert_int_equal(e.groups[0].counts[CH_METRIC_TOKENS].correct, 5);
        assert_int_equal(e.groups[0].counts[CH_METRIC_SENTENCES].correct, 2);
        ch_eval_release(&e);
    }
    unlink(path);
}

/* "Peru" is found, as every table of names has it; "cows" is none. */
static void names(void **state)
{
    (void)state;
    static const char *const files[] = {gold, "# text = Peru, cows.\nPeru\tB-LOC\n,\tO\ncows\tB-MISC\n.\tO\n"};
    for (int i = 0; i < 2; i++) {
        const char *path = written(files[i], i ? ".iob2" : ".conllu");
        ch_eval e;
        ch_err err;
        if (ch_eval_names(test_engine(), test_work(), path, NULL, &e, &err) < 0)
            fail_msg("%s", err.message);
        assert_int_equal(e.n_groups, i ? 5 : 4); /* MISC where the file has it */
        assert_string_equal(e.groups[1 + CH_NAME_LOC].name, "LOC");
        assert_int_equal(e.groups[1 + CH_NAME_LOC].counts[CH_METRIC_NAMES].correct, 1);
        assert_int_equal(e.groups[0].counts[CH_METRIC_NAMES].gold, i ? 2 : 1);
        assert_int_equal(e.groups[0].counts[CH_METRIC_NAMES].correct, 1);
        ch_eval_release(&e);
        unlink(path);
    }
}

/* Memory that runs out anywhere is told, and nothing is lost. */
static void out_of_memory(void **state)
{
    (void)state;
    const char *path = written(gold, ".conllu");
    ch_work *work = test_work();
    for (int kind = 0; kind < 3; kind++) {
        int rc = CH_ENOMEM;
        for (long k = 0; k < 400 && rc < 0; k++) {
            ch_eval_options options = {.gold_tokens = kind == 1};
            ch_eval e;
            ch_err err;
            ch__alloc_fail_after(k);
            rc = kind == 2 ? ch_eval_names(test_engine(), work, path, &options, &e, &err)
                           : ch_eval_syntax(test_engine(), work, path, &options, &e, &err);
            ch__alloc_fail_after(-1);
            assert_true(rc == 0 || rc == CH_ENOMEM);
            if (rc == 0)
                ch_eval_release(&e);
        }
        assert_int_equal(rc, 0);
    }
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(syntax),
        cmocka_unit_test(names),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
