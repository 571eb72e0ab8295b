/* The shipped lemmatizer on single forms with their tags: lemmas.txt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/model.h"
#include "support/engine.h"
#include "syntax/lemmatizer.h"

static ch__model *model;
static ch__lemmatizer lemmatizer;

static ch_upos upos_of(const char *name)
{
    int u = 0;
    while (u < CH_N_UPOS && strcmp(ch_upos_name((ch_upos)u), name) != 0)
        u++;
    return (ch_upos)u;
}

static ch__casing casing_of(const char *form, const char *place)
{
    ch__style style = strcmp(place, "headline") == 0   ? CH__STYLE_TITLE
                      : strcmp(place, "capitals") == 0 ? CH__STYLE_CAPITALS
                                                       : CH__STYLE_USUAL;
    return ch__casing_of(ch__form_shape(ch__sv_of(form)), strcmp(place, "first") == 0, style);
}

/* 1 when the line's lemma is wrong, 0 when right, -1 when it is none. */
static int try_line(const char *line, int number)
{
    char form[64], upos[16], xpos[16], feats[128], expected[64], place[16] = "";
    if (line[0] == '#' && line[1] == ' ')
        return -1;
    int n = sscanf(line, "%63s %15s %15s %127s %63s %15s", form, upos, xpos, feats, expected, place);
    if (n < 1)
        return -1;
    ch__arena arena = {0};
    bool whole = n >= 5 && upos_of(upos) < CH_N_UPOS;
    uint32_t class_ = whole ? ch__lemmatizer_class(&lemmatizer, upos_of(upos), xpos, feats) : 0;
    const char *got = ch__lemmatizer_lemma(&lemmatizer, &arena, ch__sv_of(form), class_, casing_of(form, place));
    int wrong = !whole || strcmp(got, expected) != 0;
    if (wrong)
        fprintf(stderr, "lemmas.txt:%d: %s %s %s %s: expected %s, got %s\n", number, form, upos, xpos, place,
                whole ? expected : "(a whole line)", got);
    ch__arena_release(&arena);
    return wrong;
}

static void corpus(void **state)
{
    int wrong = 0, lines = 0, number = 0;
    (void)state;
    char *text = test_read_file(CH_TESTS_DIR "/syntax/lemmas.txt", NULL);
    for (char *line = text, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = 0;
        int result = try_line(line, ++number);
        lines += result >= 0;
        wrong += result > 0;
    }
    free(text);
    assert_true(lines > 50);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(corpus)};
    ch_err err;
    if (access(CH_MODEL_FILE, R_OK) != 0)
        return 77;
    if (ch__model_open(&model, CH_MODEL_FILE, &err) < 0 ||
        ch__lemmatizer_load(&lemmatizer, ch__model_section(model, "syntax.lemmas"), &err) < 0) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    ch__model_close(model);
    return rc;
}
