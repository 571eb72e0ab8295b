/* Scores of small pairs of analyses, computed by hand: the comment of each case says how. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "syntax/score.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

/* One word a line: ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL [MISC], or, of a multiword token, ID FORM [MISC]. Empty
 * lines end sentences; lines with '#' are comments. expected: "METRIC gold/system/correct" ... */
typedef struct example {
    const char *name, *gold, *system, *expected;
} example;

static const example examples[] = {
    {"the same", "1 Ships ship NOUN NNS Number=Plur 2 nsubj\n2 sailed sail VERB VBD _ 0 root\n",
     "1 Ships ship NOUN NNS Number=Plur 2 nsubj\n2 sailed sail VERB VBD _ 0 root\n",
     "Tokens 2/2/2 Sentences 1/1/1 Words 2/2/2 UPOS 2/2/2 XPOS 2/2/2 UFeats 2/2/2 AllTags 2/2/2 Lemmas 2/2/2 UAS 2/2/2 "
     "LAS 2/2/2 LAS+ 2/2/2 CLAS 2/2/2 MLAS 2/2/2 BLEX 2/2/2"},

    /* UPOS, XPOS and lemma of "left" are wrong; features of "Ships" and "left"; so AllTags holds for "Lima" and ".".
     * The head of "Lima" is wrong. "nsubj:pass" is "nsubj" but for LAS+. Content words: Ships, left, Lima, on both
     * sides; labelled right: Ships, left. MLAS: the features of the one and the tag of the other are wrong. BLEX: the
     * lemma of "left" is wrong. */
    {"one sentence",
     "1 Ships ship NOUN NNS Number=Plur 2 nsubj\n2 left leave VERB VBD Tense=Past 0 root\n"
     "3 Lima Lima PROPN NNP _ 2 obj SpaceAfter=No\n4 . . PUNCT . _ 2 punct\n",
     "1 Ships ship NOUN NNS Number=Sing 2 nsubj:pass\n2 left left ADJ JJ _ 0 root\n"
     "3 Lima Lima PROPN NNP _ 1 obj SpaceAfter=No\n4 . . PUNCT . _ 2 punct\n",
     "Tokens 4/4/4 Sentences 1/1/1 Words 4/4/4 UPOS 4/4/3 XPOS 4/4/3 UFeats 4/4/2 AllTags 4/4/2 Lemmas 4/4/3 UAS 4/4/3 "
     "LAS 4/4/3 LAS+ 4/4/2 CLAS 3/3/2 MLAS 3/3/0 BLEX 3/3/1"},

    /* Two sentences taken for one: no sentence is right. "Stop" is a root and has a head: wrong. Content words: Go, on,
     * Stop on both sides. */
    {"sentences",
     "1 Go go VERB VB _ 0 root\n2 on on ADV RB _ 1 advmod SpaceAfter=No\n3 . . PUNCT . _ 1 punct\n\n"
     "1 Stop stop VERB VB _ 0 root SpaceAfter=No\n2 . . PUNCT . _ 1 punct\n",
     "1 Go go VERB VB _ 0 root\n2 on on ADV RB _ 1 advmod SpaceAfter=No\n3 . . PUNCT . _ 1 punct\n"
     "4 Stop stop VERB VB _ 1 parataxis SpaceAfter=No\n5 . . PUNCT . _ 4 punct\n",
     "Tokens 5/5/5 Sentences 2/1/0 Words 5/5/5 UAS 5/5/4 LAS 5/5/4 CLAS 3/3/2"},

    /* "port-side" in three: of the tokens only "door" is on both sides. Its head on the system's side is "side", which
     * is aligned with nothing: wrong. */
    {"tokens", "1 port-side port-side ADJ JJ _ 2 amod\n2 door door NOUN NN _ 0 root\n",
     "1 port port NOUN NN _ 3 compound SpaceAfter=No\n2 - - PUNCT HYPH _ 3 punct SpaceAfter=No\n"
     "3 side side NOUN NN _ 0 root\n4 door door NOUN NN _ 3 dep\n",
     "Tokens 2/4/1 Sentences 1/1/1 Words 2/4/1 UPOS 2/4/1 UAS 2/4/0 LAS 2/4/0 CLAS 2/3/0"},

    /* One token on both sides, split by one only. No word of it is alike: only "go" is aligned. */
    {"a multiword token on one side",
     "1-2 cannot\n1 can can AUX MD _ 3 aux\n2 not not PART RB _ 3 advmod\n3 go go VERB VB _ 0 root\n",
     "1 cannot cannot AUX MD _ 2 aux\n2 go go VERB VB _ 0 root\n",
     "Tokens 2/2/2 Sentences 1/1/1 Words 3/2/1 UPOS 3/2/1 LAS 3/2/1 CLAS 2/1/1"},

    /* Split in two and in three: "Du" and "du" are alike, whatever the case, "le" and "l" are not, "nord" is. The
     * longest common subsequence has two words, with "part" three. */
    {"multiword tokens split otherwise",
     "1-3 dunord\n1 Du du ADP IN _ 3 case\n2 le le DET DT _ 3 det\n3 nord nord NOUN NN _ 4 obl\n4 part part VERB VB _ "
     "0 "
     "root\n",
     "1-4 dunord\n1 du du ADP IN _ 4 case\n2 l l DET DT _ 4 det\n3 e e X X _ 4 dep\n4 nord nord NOUN NN _ 5 obl\n5 "
     "part "
     "part VERB VB _ 0 root\n",
     "Tokens 2/2/2 Words 4/5/3 UPOS 4/5/3 UAS 4/5/3 LAS 4/5/3 CLAS 2/3/2 MLAS 2/3/1"},

    /* The gold token "ab" and "c" against one multiword token "abc" of "ab" and "c": tokens differ, words are aligned
     * by their forms inside the stretch. */
    {"a multiword token across two tokens", "1 ab ab X X _ 2 dep SpaceAfter=No\n2 c c X X _ 0 root\n",
     "1-2 abc\n1 ab ab X X _ 2 dep\n2 c c X X _ 0 root\n", "Tokens 2/1/0 Words 2/2/2 LAS 2/2/2"},

    /* "The" has another tag: its head "cat" loses MLAS, not CLAS. "aux:pass" is "aux": "slept" keeps MLAS. Features
     * that are not universal do not count. A gold lemma `_` is right whatever the system says. */
    {"functional children, features, lemmas",
     "1 The the DET DT _ 2 det\n2 cat _ NOUN NN Foo=Bar|Number=Sing 4 nsubj\n3 had have AUX VBD _ 4 aux\n4 slept sleep "
     "VERB "
     "VBN _ 0 root\n",
     "1 The the PRON DT _ 2 det\n2 cat dog NOUN NN Number=Sing 4 nsubj\n3 had have AUX VBD _ 4 aux:pass\n4 slept sleep "
     "VERB VBN _ 0 root\n",
     "UPOS 4/4/3 UFeats 4/4/4 AllTags 4/4/3 Lemmas 4/4/4 LAS 4/4/4 LAS+ 4/4/3 CLAS 2/2/2 MLAS 2/2/1 BLEX 2/2/2"},

    /* The system has one functional child more: "slept" loses MLAS. */
    {"a functional child too many",
     "1 cats cat NOUN NNS _ 3 nsubj\n2 all all DET DT _ 1 det\n3 slept sleep VERB VBD _ 0 root\n",
     "1 cats cat NOUN NNS _ 3 nsubj\n2 all all DET DT _ 3 det\n3 slept sleep VERB VBD _ 0 root\n",
     "UAS 3/3/2 CLAS 2/2/2 MLAS 2/2/0 BLEX 2/2/2"},

    /* Composed and decomposed, with white space inside a token: the same characters. */
    {"normal forms, white space",
     "1 Pe\xCC\x81rez Pe\xCC\x81rez PROPN NNP _ 0 root\n2 10\xC2\xA0"
     "000 10000 NUM CD _ 1 dep\n",
     "1 P\xC3\xA9rez P\xC3\xA9rez PROPN NNP _ 0 root\n2 10000 10000 NUM CD _ 1 dep\n",
     "Tokens 2/2/2 Words 2/2/2 UAS 2/2/2"},
};

/* The short form above as CoNLL-U. */
static char *conllu(const char *text)
{
    ch__buf out = {0};
    ch__sv rest = ch__sv_of(text), line;
    while (ch__line_of(&rest, &line)) {
        ch__sv f[9], fields = line;
        int n = 0;
        if (!line.n || line.p[0] == '#') {
            ch__buf_sv(&out, line);
            ch__buf_char(&out, '\n');
            continue;
        }
        while (n < 9 && ch__sv_next(&fields, ' ', &f[n]))
            n++;
        bool range = n < 8;
        for (int i = 0; i < 8; i++) {
            ch__buf_sv(&out, i < 2 || !range ? f[i] : CH__SV("_"));
            ch__buf_char(&out, '\t');
        }
        ch__buf_str(&out, "_\t");
        ch__buf_sv(&out, range ? (n > 2 ? f[2] : CH__SV("_")) : n > 8 ? f[8] : CH__SV("_"));
        ch__buf_char(&out, '\n');
    }
    return ch__buf_take(&out);
}

static void add(ch__scored *side, const char *text)
{
    ch__conllu r;
    ch__conllu_sentence s;
    ch_err err = {0};
    int rc;
    char *file = conllu(text);
    assert_int_equal(ch__conllu_open_memory(&r, file, strlen(file), "t", CH__CONLLU_TREES, &err), 0);
    while ((rc = ch__conllu_next(&r, &s, &err)) == 1)
        assert_int_equal(ch__scored_add(side, &s, &err), 0);
    if (rc < 0)
        fail_msg("%d: %s\n%s", (int)err.line, err.message, file);
    ch__conllu_close(&r);
    free(file);
}

static void expect(const char *name, const char *expected, const ch_eval_group *group)
{
    ch__sv rest = ch__sv_of(expected), metric, count;
    char got[64];
    while (ch__sv_next(&rest, ' ', &metric)) {
        int m = 0;
        while (m < CH_N_METRICS && !ch__sv_is(metric, ch_metric_name((ch_metric)m)))
            m++;
        assert_true(m < CH_N_METRICS && ch__sv_next(&rest, ' ', &count));
        const ch_eval_count *c = &group->counts[m];
        snprintf(got, sizeof got, "%d/%d/%d", (int)c->gold, (int)c->system, (int)c->correct);
        if (!ch__sv_is(count, got))
            fail_msg("%s: %s is %s, expected %.*s", name, ch_metric_name((ch_metric)m), got, (int)count.n, count.p);
    }
}

static void hand_computed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        ch__scored gold = {0}, system = {0};
        ch_eval_group group = {0};
        ch_err err;
        add(&gold, examples[i].gold);
        add(&system, examples[i].system);
        assert_int_equal(ch__score(&gold, &system, NULL, &group, &err), 0);
        expect(examples[i].name, examples[i].expected, &group);
        ch__scored_release(&gold);
        ch__scored_release(&system);
    }
}

/* What is right of what was aligned: of "tokens" above one word is, with tag and lemma, but not its head. */
static void aligned(void **state)
{
    (void)state;
    ch__scored gold = {0}, system = {0};
    ch_eval_group group = {0};
    ch_err err;
    add(&gold, examples[3].gold);
    add(&system, examples[3].system);
    assert_int_equal(ch__score(&gold, &system, NULL, &group, &err), 0);
    assert_int_equal(group.counts[CH_METRIC_UPOS].aligned, 1);
    assert_int_equal(group.counts[CH_METRIC_UAS].aligned, 1);
    assert_int_equal(group.counts[CH_METRIC_CLAS].aligned, 1);
    ch__scored_release(&gold);
    ch__scored_release(&system);
}

/* Two gold sentences in two groups; the system's one sentence begins in the first. */
static void groups(void **state)
{
    (void)state;
    static const uint32_t group_of[] = {1, 2};
    ch__scored gold = {0}, system = {0};
    ch_eval_group group[3] = {0};
    ch_err err;
    add(&gold, examples[2].gold);
    add(&system, examples[2].system);
    assert_int_equal(ch__score(&gold, &system, group_of, group, &err), 0);
    expect("all", "Tokens 5/5/5 Sentences 2/1/0 LAS 5/5/4", &group[0]);
    expect("first", "Tokens 3/3/3 Sentences 1/1/0 LAS 3/3/3", &group[1]);
    expect("second", "Tokens 2/2/2 Sentences 1/0/0 LAS 2/2/1", &group[2]);
    assert_int_equal(group[0].sentences, 2);
    assert_int_equal(group[0].words, 5);
    assert_int_equal(group[1].words, 3);
    assert_int_equal(group[2].words, 2);
    ch__scored_release(&gold);
    ch__scored_release(&system);
}

static void other_characters(void **state)
{
    (void)state;
    static const char *const others[] = {"1 Ships ship NOUN NNS _ 0 root\n2 Lama Lama PROPN NNP _ 1 dep\n",
                                         "1 Ships ship NOUN NNS _ 0 root\n",
                                         "1 Ships ship NOUN NNS _ 0 root\n2 Limas Lima PROPN NNP _ 1 dep\n", ""};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        ch__scored gold = {0}, system = {0};
        ch_eval_group group = {0};
        ch_err err = {0};
        add(&gold, "1 Ships ship NOUN NNS _ 0 root\n2 Lima Lima PROPN NNP _ 1 dep\n");
        add(&system, others[i]);
        assert_int_equal(ch__score(&gold, &system, NULL, &group, &err), CH_EFORMAT);
        assert_non_null(strstr(err.message, "differ"));
        ch__scored_release(&gold);
        ch__scored_release(&system);
    }
}

static void white_space_only(void **state)
{
    (void)state;
    ch__scored side = {0};
    ch__conllu_word word = {.form = CH__SV("\xC2\xA0"), .deprel = CH__SV("root")};
    ch__conllu_sentence s = {.words = &word, .n = 1};
    ch_err err;
    assert_int_equal(ch__scored_add(&side, &s, &err), CH_EFORMAT);
    ch__scored_release(&side);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hand_computed),    cmocka_unit_test(aligned),          cmocka_unit_test(groups),
        cmocka_unit_test(other_characters), cmocka_unit_test(white_space_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
