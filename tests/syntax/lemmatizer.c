/* The lemmatizer on a section made by hand: edits, casing, classes; and damaged sections, which are refused or stay
 * harmless. What the shipped rules give is in lemmas.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/lemma_section.h"

static ch__lemmatizer lemmatizer;
static ch__sv section;
static ch__arena arena;

static const char *lemma(ch_upos upos, const char *xpos, const char *form, ch__casing casing)
{
    uint32_t class_ = ch__lemmatizer_class(&lemmatizer, upos, xpos, NULL);
    return ch__lemmatizer_lemma(&lemmatizer, &arena, ch__sv_of(form), class_, casing);
}

static void edits(void **state)
{
    (void)state;
    assert_string_equal(lemma(CH_UPOS_VERB, "VBD", "rooted", CH__CASING_SMALL), "root");
    assert_string_equal(lemma(CH_UPOS_VERB, "VBD", "Rooted", CH__CASING_DUE), "Root"); /* no casing trie: kept */
    assert_string_equal(lemma(CH_UPOS_VERB, "VBD", "ed", CH__CASING_SMALL), "ed");     /* never empty */
    assert_string_equal(lemma(CH_UPOS_VERB, "VBD", "went", CH__CASING_SMALL), "go");
    assert_string_equal(lemma(CH_UPOS_VERB, "VBD", "underwent", CH__CASING_SMALL), "underwent");
    assert_string_equal(lemma(CH_UPOS_VERB, "VBD", "gesagt", CH__CASING_SMALL), "sagen");
    assert_string_equal(lemma(CH_UPOS_VERB, "VBD", "sagt", CH__CASING_SMALL), "sagen"); /* nothing in front to cut */
    assert_string_equal(lemma(CH_UPOS_VERB, "VBD", "caf\xC3\xA8", CH__CASING_SMALL), "caf\xC3\xA9");
    assert_string_equal(lemma(CH_UPOS_VERB, "VBD", "", CH__CASING_SMALL), "");
    assert_string_equal(lemma(CH_UPOS_NUM, "CD", "1,200,300", CH__CASING_SMALL), "1200300");
    assert_string_equal(lemma(CH_UPOS_NUM, "CD", ",", CH__CASING_SMALL), ",");
    assert_string_equal(lemma(CH_UPOS_NOUN, "NN", "House", CH__CASING_CHOSEN), "House");
}

static void shared_strings(void **state)
{
    (void)state;
    const char *a = lemma(CH_UPOS_VERB, "VBD", "went", CH__CASING_SMALL);
    assert_ptr_equal(a, lemma(CH_UPOS_VERB, "VBD", "went", CH__CASING_SMALL));
    assert_true(a > section.p && a < section.p + section.n);
}

static void casing(void **state)
{
    (void)state;
    assert_string_equal(lemma(CH_UPOS_ADJ, "JJ", "Small", CH__CASING_DUE), "small");
    assert_string_equal(lemma(CH_UPOS_ADJ, "JJ", "NORWEGIAN", CH__CASING_SHOUTED), "Norwegian");
    assert_string_equal(lemma(CH_UPOS_ADJ, "JJ", "Nato", CH__CASING_CHOSEN), "NATO");
    assert_string_equal(lemma(CH_UPOS_ADJ, "JJ", "pre-Nato", CH__CASING_MIXED), "pre-nato");
    assert_string_equal(lemma(CH_UPOS_ADJ, "JJ", "\xC3\x89LEV\xC3\x89", CH__CASING_CAPITALS), "\xC3\xA9lev\xC3\xA9");
    assert_string_equal(lemma(CH_UPOS_ADJ, "JJ", "\xC3\x85IAN", CH__CASING_CAPITALS), "\xC3\x85ian");
}

static void casings(void **state)
{
    (void)state;
    ch__shape_of title = ch__form_shape(CH__SV("Talks")), small = ch__form_shape(CH__SV("talks")),
                 capitals = ch__form_shape(CH__SV("TALKS")), one = ch__form_shape(CH__SV("A")),
                 mixed = ch__form_shape(CH__SV("eTalks"));
    assert_int_equal(ch__casing_of(small, true, CH__STYLE_USUAL), CH__CASING_SMALL);
    assert_int_equal(ch__casing_of(title, true, CH__STYLE_USUAL), CH__CASING_DUE);
    assert_int_equal(ch__casing_of(title, false, CH__STYLE_TITLE), CH__CASING_DUE);
    assert_int_equal(ch__casing_of(title, false, CH__STYLE_USUAL), CH__CASING_CHOSEN);
    assert_int_equal(ch__casing_of(one, false, CH__STYLE_USUAL), CH__CASING_CHOSEN);
    assert_int_equal(ch__casing_of(one, false, CH__STYLE_CAPITALS), CH__CASING_SHOUTED);
    assert_int_equal(ch__casing_of(capitals, false, CH__STYLE_CAPITALS), CH__CASING_SHOUTED);
    assert_int_equal(ch__casing_of(capitals, true, CH__STYLE_USUAL), CH__CASING_CAPITALS);
    assert_int_equal(ch__casing_of(mixed, true, CH__STYLE_USUAL), CH__CASING_MIXED);
}

static void classes(void **state)
{
    (void)state;
    const ch__lemmatizer *l = &lemmatizer;
    assert_int_equal(ch__lemmatizer_class(l, CH_UPOS_VERB, "VBD", "Tense=Past"), 0);
    assert_int_equal(ch__lemmatizer_class(l, CH_UPOS_NUM, "CD", "NumForm=Word|NumType=Card"), 1);
    assert_int_equal(ch__lemmatizer_class(l, CH_UPOS_NUM, "CD", "NumForm=Wordy"), 2);
    assert_int_equal(ch__lemmatizer_class(l, CH_UPOS_NUM, "CD", "_"), 2);
    assert_int_equal(ch__lemmatizer_class(l, CH_UPOS_ADJ, NULL, NULL), 3);
    assert_int_equal(ch__lemmatizer_class(l, CH_UPOS_VERB, "VB", NULL), 4);
}

static void long_and_odd_forms(void **state)
{
    (void)state;
    char form[2 * CH__LEMMA_LONGEST + 1];
    for (size_t n = CH__LEMMA_LONGEST - 1; n < CH__LEMMA_LONGEST + 2; n++) {
        memset(form, 'A', n);
        form[n] = 0;
        const char *got = lemma(CH_UPOS_ADJ, "JJ", form, CH__CASING_CAPITALS);
        assert_int_equal(strlen(got), n);
        assert_int_equal(got[0], n > CH__LEMMA_LONGEST ? 'A' : 'a');
    }
    assert_string_equal(lemma(CH_UPOS_ADJ, "JJ", "\xFF\xC3X", CH__CASING_MIXED), "\xFF\xC3x");
    for (size_t i = 0; i + 2 <= CH__LEMMA_LONGEST; i += 2) /* U+023A, whose small letter takes a byte more */
        memcpy(form + i, "\xC8\xBA", 2);
    form[CH__LEMMA_LONGEST] = 0;
    assert_int_equal(strlen(lemma(CH_UPOS_ADJ, "JJ", form, CH__CASING_CAPITALS)), CH__LEMMA_LONGEST / 2 * 3);
}

/* ---- damage ---- */

static void use(const ch__lemmatizer *l)
{
    static const char *const forms[] = {"rooted", "went", "NORWEGIAN", "1,200", "", "gesagt", "\xFF\x80", "Nato"};
    ch__arena a = {0};
    for (uint32_t c = 0; c < l->n_classes && c < 64; c++)
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
            for (int k = 0; k < CH__N_CASINGS; k++)
                strlen(ch__lemmatizer_lemma(l, &a, ch__sv_of(forms[i]), c, (ch__casing)k));
    ch__lemmatizer_class(l, CH_UPOS_NUM, "CD", "NumForm=Word");
    ch__arena_release(&a);
}

static void every_byte_altered(void **state)
{
    static const uint8_t masks[] = {0x01, 0x80, 0xFF};
    (void)state;
    uint8_t *copy = malloc(section.n);
    size_t refused = 0;
    for (size_t i = 0; i < section.n; i++)
        for (size_t m = 0; m < sizeof masks; m++) {
            ch__lemmatizer l;
            ch_err err;
            memcpy(copy, section.p, section.n);
            copy[i] ^= masks[m];
            if (ch__lemmatizer_load(&l, (ch__sv){(char *)copy, section.n}, &err) == CH_OK) {
                use(&l);
                continue;
            }
            assert_true(err.message[0]);
            assert_int_equal(l.n_classes, 0);
            refused++;
        }
    assert_true(refused > section.n);
    free(copy);
}

static void cut_short(void **state)
{
    (void)state;
    for (size_t n = 0; n < section.n; n += n < 400 ? 1 : 37) {
        ch__lemmatizer l;
        ch_err err;
        char *copy = malloc(n + 1);
        memcpy(copy, section.p, n);
        assert_int_equal(ch__lemmatizer_load(&l, (ch__sv){copy, n}, &err), CH_EMODEL);
        free(copy);
    }
}

static int set_up(void **state)
{
    ch_err err;
    (void)state;
    section = test_lemma_section();
    return ch__lemmatizer_load(&lemmatizer, section, &err);
}

static int tear_down(void **state)
{
    (void)state;
    ch__arena_release(&arena);
    free((char *)section.p);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits),
        cmocka_unit_test(shared_strings),
        cmocka_unit_test(casing),
        cmocka_unit_test(casings),
        cmocka_unit_test(classes),
        cmocka_unit_test(long_and_odd_forms),
        cmocka_unit_test(every_byte_altered),
        cmocka_unit_test(cut_short),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
