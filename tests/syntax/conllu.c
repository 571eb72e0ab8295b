/* The readers of CoNLL-U and IOB2: what they give, every error with its line, and that a bad sentence costs only
 * itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "support/engine.h"
#include "syntax/conllu.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

/* A line of CoNLL-U; columns in order, those not named `_`. */
#define ROW(id, form, head, deprel) id "\t" form "\t" form "\tNOUN\tNN\t_\t" head "\t" deprel "\t_\t_\n"
#define GOOD ROW("1", "Rain", "2", "nsubj") ROW("2", "fell", "0", "root") "\n"

static void reads_everything(void **state)
{
    (void)state;
    static const char text[] = "# newdoc id = harbour-1\n# meta::genre = news\n# newpar id = p1\n# newpar_block = p\n"
                               "# sent_id = h-1\n# text = Ana won't sail.\n"
                               "1\tAna\tAna\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t4:nsubj\tNER=B-PER\n"
                               "2-3\twon't\t_\t_\t_\t_\t_\t_\t_\t_\n"
                               "2\two\twill\tAUX\tMD\tVerbForm=Fin\t4\taux\t_\t_\n"
                               "3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\tSpaceAfter=No\n"
                               "3.1\tever\t_\t_\t_\t_\t_\t_\t4:advmod\t_\n"
                               "4\tsail\tsail\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tGloss=x|SpaceAfter=No\n"
                               "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n\n" GOOD;
    ch__conllu r;
    ch__conllu_sentence s;
    ch_err err;
    assert_int_equal(ch__conllu_open_memory(&r, text, sizeof text - 1, "t", CH__CONLLU_TREES, &err), 0);
    assert_int_equal(ch__conllu_next(&r, &s, &err), 1);
    assert_int_equal(s.n, 5);
    assert_int_equal(s.line, 1);
    assert_true(s.newdoc && s.newpar);
    assert_true(ch__sv_is(s.document, "harbour-1") && ch__sv_is(s.genre, "news") && ch__sv_is(s.newpar_id, "p1"));
    assert_true(ch__sv_is(s.sent_id, "h-1") && ch__sv_is(s.text, "Ana won't sail."));
    assert_int_equal(s.n_ranges, 1);
    assert_int_equal(s.ranges[0].first, 1);
    assert_int_equal(s.ranges[0].end, 3);
    assert_true(ch__sv_is(s.ranges[0].form, "won't") && s.ranges[0].space_after);
    assert_int_equal(s.words[0].flags, CH_TOKEN_SPACE_AFTER);
    assert_int_equal(s.words[1].flags, CH_TOKEN_MWT_FIRST);
    assert_int_equal(s.words[2].flags, CH_TOKEN_MWT_INSIDE | CH_TOKEN_SPACE_AFTER); /* the range decides */
    assert_int_equal(s.words[3].flags, 0);
    assert_int_equal(s.words[3].head, 0);
    assert_int_equal(s.words[0].head, 4);
    assert_int_equal(s.words[0].tag, CH_UPOS_PROPN);
    assert_true(ch__sv_is(s.words[1].lemma, "will") && ch__sv_is(s.words[1].feats, "VerbForm=Fin"));
    assert_int_equal(s.words[2].feats.n, 0);
    assert_int_equal(s.n_names, 1);
    assert_true(s.names[0].first == 0 && s.names[0].end == 1 && ch__sv_is(s.names[0].type, "PER"));
    assert_int_equal(ch__conllu_next(&r, &s, &err), 1);
    assert_int_equal(s.line, 16);
    assert_false(s.newdoc || s.newpar);
    assert_true(ch__sv_is(s.document, "harbour-1"));
    assert_int_equal(ch__conllu_next(&r, &s, &err), 0);
    ch__conllu_close(&r);
}

static const struct {
    const char *name, *text, *message;
    int line;          /* of the error, counted from the sentence's first */
    bool forms_matter; /* an error too when only forms matter */
} faults[] = {
    {"nine columns", "1\tRain\t_\tNOUN\tNN\t_\t0\troot\t_\n", "9 columns", 1, true},
    {"one column", "Rain\n", "1 column where ten belong", 1, true},
    {"eleven columns", "1\tRain\t_\tNOUN\tNN\t_\t0\troot\t_\t_\t_\n", "more than ten", 1, true},
    {"an empty form", "1\t\t_\tNOUN\tNN\t_\t0\troot\t_\t_\n", "column 2 is empty", 1, true},
    {"an empty lemma", "1\tRain\t\tNOUN\tNN\t_\t0\troot\t_\t_\n", "column 3 is empty", 1, false},
    {"an id that is no number", ROW("x", "Rain", "0", "root"), "'x' is no word number", 1, true},
    {"an id far too large", ROW("4294967297", "Rain", "0", "root"), "no word number", 1, true},
    {"a first id of 0", ROW("0", "Rain", "0", "root"), "word number 0 where 1", 1, true},
    {"a gap", ROW("1", "Rain", "0", "root") ROW("3", "fell", "1", "dep"), "word number 3 where 2", 2, true},
    {"an id twice", ROW("1", "Rain", "0", "root") ROW("1", "fell", "1", "dep"), "word number 1 where 2", 2, true},
    {"a head that is no number", ROW("1", "Rain", "_", "root"), "head '_' is no number", 1, false},
    {"a negative head", ROW("1", "Rain", "-1", "root"), "head '-1'", 1, false},
    {"a head behind the end", ROW("1", "Rain", "0", "root") ROW("2", "fell", "3", "dep"), "head 3 in a sentence of 2",
     2, false},
    {"its own head", ROW("1", "Rain", "0", "root") ROW("2", "fell", "2", "dep"), "its own head", 2, false},
    {"a cycle",
     ROW("1", "It", "0", "root") ROW("2", "a", "4", "dep") ROW("3", "b", "2", "dep") ROW("4", "c", "3", "dep"), "cycle",
     2, false},
    {"a cycle below a root's child",
     ROW("1", "It", "2", "dep") ROW("2", "a", "0", "root") ROW("3", "b", "4", "dep") ROW("4", "c", "3", "dep"), "cycle",
     3, false},
    {"no root", ROW("1", "Rain", "2", "dep") ROW("2", "fell", "1", "dep"), "without a root", 1, false},
    {"two roots", ROW("1", "Rain", "0", "root") ROW("2", "fell", "0", "root"), "two roots: words 1 and 2", 2, false},
    {"no relation", ROW("1", "Rain", "0", "_"), "no relation", 1, false},
    {"an unknown tag", "1\tRain\t_\tSUBST\tNN\t_\t0\troot\t_\t_\n", "'SUBST' is no universal tag", 1, false},
    {"a name's tag", "1\tRain\t_\tNOUN\tNN\t_\t0\troot\t_\tNER=PER\n", "NER=PER is no tag", 1, false},
    {"a range that is none", "1-x\tRain\t_\t_\t_\t_\t_\t_\t_\t_\n" ROW("1", "Rain", "0", "root"), "no range", 1, true},
    {"a range of one", "1-1\tRain\t_\t_\t_\t_\t_\t_\t_\t_\n" ROW("1", "Rain", "0", "root"), "range 1-1", 1, true},
    {"a range behind its words", ROW("1", "Rain", "0", "root") "1-2\tRain\t_\t_\t_\t_\t_\t_\t_\t_\n", "range 1-2", 2,
     true},
    {"a range past the end", "1-3\tRain\t_\t_\t_\t_\t_\t_\t_\t_\n" ROW("1", "Rain", "0", "root"), "ends at word 3 of 1",
     2, true},
    {"overlapping ranges",
     "1-3\tabc\t_\t_\t_\t_\t_\t_\t_\t_\n" ROW("1", "a", "0", "root") "2-3\tbc\t_\t_\t_\t_\t_\t_\t_\t_\n" ROW(
         "2", "b", "1", "dep") ROW("3", "c", "1", "dep"),
     "overlaps", 3, true},
    {"an empty node out of place", ROW("1", "Rain", "0", "root") "2.1\tit\t_\t_\t_\t_\t_\t_\t_\t_\n",
     "empty node 2.1 where 1.1", 2, true},
    {"an empty node that is none", ROW("1", "Rain", "0", "root") "1.x\tit\t_\t_\t_\t_\t_\t_\t_\t_\n", "no word number",
     2, true},
    {"a comment inside", ROW("1", "Rain", "0", "root") "# text = late\n", "comment inside", 2, true},
    {"comments only", "# text = nothing\n", "without words", 1, true},
    {"not UTF-8", ROW("1", "Rain", "0", "root") "2\tf\xFCr\t_\tNOUN\tNN\t_\t1\tdep\t_\t_\n", "not UTF-8", 2, true},
    {"a surrogate", "1\t\xED\xA0\x80\t_\tNOUN\tNN\t_\t0\troot\t_\t_\n", "not UTF-8", 1, true},
    {"white space on the line between", GOOD " \n", "1 column", 1, true},
};

/* The fault stands between two good sentences, which must come whole. */
static void check_fault(size_t i, ch__conllu_columns columns)
{
    char text[2048];
    ch__conllu r;
    ch__conllu_sentence s;
    ch_err err = {0};
    bool told = columns == CH__CONLLU_TREES || faults[i].forms_matter;
    size_t n = (size_t)snprintf(text, sizeof text, "%s%s\n%s", GOOD, faults[i].text, GOOD);
    int before = 4 + (strncmp(faults[i].text, GOOD, strlen(GOOD)) == 0 ? 3 : 0);
    assert_int_equal(ch__conllu_open_memory(&r, text, n, "dir/gold.conllu", columns, &err), 0);
    for (int g = before == 4 ? 1 : 2; g > 0; g--)
        assert_int_equal(ch__conllu_next(&r, &s, &err), 1);
    int rc = ch__conllu_next(&r, &s, &err);
    if (rc != (told ? CH_EFORMAT : 1))
        fail_msg("%s: %d", faults[i].name, rc);
    if (told) {
        if (!strstr(err.message, faults[i].message) || err.line != before + faults[i].line - 1)
            fail_msg("%s: line %d: %s", faults[i].name, (int)err.line, err.message);
        assert_string_equal(err.file, "dir/gold.conllu");
    }
    assert_int_equal(ch__conllu_next(&r, &s, &err), 1);
    assert_int_equal(s.n, 2);
    assert_int_equal(ch__conllu_next(&r, &s, &err), 0);
    ch__conllu_close(&r);
}

static void every_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        check_fault(i, CH__CONLLU_TREES);
        check_fault(i, CH__CONLLU_FORMS);
    }
}

static int all(ch__conllu *r, int *bad, ch_err *err)
{
    ch__conllu_sentence s;
    int good = 0, rc;
    *bad = 0;
    while ((rc = ch__conllu_next(r, &s, err)) != 0)
        rc > 0 ? good++ : ++*bad;
    ch__conllu_close(r);
    return good;
}

static void zero_byte(void **state)
{
    (void)state;
    static const char text[] = GOOD "1\tRa\0in\t_\tNOUN\tNN\t_\t0\troot\t_\t_\n\n" GOOD;
    ch__conllu r;
    ch_err err;
    int bad;
    ch__conllu_open_memory(&r, text, sizeof text - 1, "t", CH__CONLLU_FORMS, &err);
    assert_int_equal(all(&r, &bad, &err), 2);
    assert_int_equal(bad, 1);
    assert_non_null(strstr(err.message, "U+0000"));
    assert_int_equal(err.line, 4);
}

static void garbage_where_only_forms_matter(void **state)
{
    (void)state;
    static const char text[] =
        "1\tRain\t\t?\t?\t=\t99\t\tx\tNER=nothing|SpaceAfter=No\n2\tfell\t_\t_\t_\t_\t_\t_\t_\t_\n";
    ch__conllu r;
    ch__conllu_sentence s;
    ch_err err;
    ch__conllu_open_memory(&r, text, sizeof text - 1, "t", CH__CONLLU_FORMS, &err);
    assert_int_equal(ch__conllu_next(&r, &s, &err), 1);
    assert_int_equal(s.n, 2);
    assert_int_equal(s.words[0].flags, 0);
    assert_int_equal(s.words[1].flags, CH_TOKEN_SPACE_AFTER);
    assert_int_equal(s.words[0].head, 0);
    ch__conllu_close(&r);
}

static void line_ends(void **state)
{
    (void)state;
    static const char *const texts[] = {
        GOOD GOOD, "\xEF\xBB\xBF" GOOD "\n\n\n" GOOD, "\n\n" GOOD ROW("1", "Rain", "0", "root"),
        "1\tRain\t_\tX\t_\t_\t0\troot\t_\t_\r\n\r\n1\tRain\t_\tX\t_\t_\t0\troot\t_\t_\r\n",
        GOOD "1\tRain\t_\tX\t_\t_\t0\troot\t_\t_"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ch__conllu r;
        ch_err err;
        int bad;
        ch__conllu_open_memory(&r, texts[i], strlen(texts[i]), "t", CH__CONLLU_TREES, &err);
        assert_int_equal(all(&r, &bad, &err), 2);
        assert_int_equal(bad, 0);
    }
}

/* A document and a paragraph that begin with a bad sentence begin with the next one. */
static void boundaries_survive(void **state)
{
    (void)state;
    static const char text[] = GOOD "# newdoc id = d2\n# newpar\n" ROW("2", "x", "0", "root") "\n" GOOD;
    ch__conllu r;
    ch__conllu_sentence s;
    ch_err err;
    ch__conllu_open_memory(&r, text, sizeof text - 1, "t", CH__CONLLU_TREES, &err);
    assert_int_equal(ch__conllu_next(&r, &s, &err), 1);
    assert_int_equal(ch__conllu_next(&r, &s, &err), CH_EFORMAT);
    assert_int_equal(ch__conllu_next(&r, &s, &err), 1);
    assert_true(s.newdoc && s.newpar && ch__sv_is(s.document, "d2"));
    ch__conllu_close(&r);
}

static void too_long(void **state)
{
    (void)state;
    size_t n = (size_t)CH__LONGEST_STRETCH + 4096;
    ch__buf text = {0};
    ch__conllu r;
    ch_err err;
    int bad;
    ch__buf_str(&text, GOOD);
    while (text.n < n)
        ch__buf_str(&text, ROW("1", "Rain", "0", "root") ROW("2", "never-ending-words-of-rain", "1", "dep"));
    ch__buf_str(&text, "\n" GOOD);
    ch__conllu_open_memory(&r, text.p, text.n, "t", CH__CONLLU_FORMS, &err);
    assert_int_equal(all(&r, &bad, &err), 2);
    assert_int_equal(bad, 1);
    assert_int_equal(err.code, CH_ELIMIT);
    assert_int_equal(err.line, 4);
    ch__buf_release(&text);
}

/* Long enough that the window moves and arrays grow. */
static void a_sentence_of_5000_words(void **state)
{
    (void)state;
    ch__buf text = {0};
    ch__conllu r;
    ch__conllu_sentence s;
    ch_err err;
    for (int k = 0; k < 3; k++) {
        for (int i = 1; i <= 5000; i++)
            ch__buf_printf(&text, "%d\tw%d\t_\tNOUN\tNN\t_\t%d\t%s\t_\t_\n", i, i, i - 1, i == 1 ? "root" : "dep");
        ch__buf_str(&text, "\n");
    }
    ch__conllu_open_memory(&r, text.p, text.n, "t", CH__CONLLU_TREES, &err);
    for (int k = 0; k < 3; k++) {
        assert_int_equal(ch__conllu_next(&r, &s, &err), 1);
        assert_int_equal(s.n, 5000);
        assert_true(ch__sv_is(s.words[4999].form, "w5000"));
        assert_int_equal(s.words[4999].head, 4999);
    }
    assert_int_equal(ch__conllu_next(&r, &s, &err), 0);
    ch__conllu_close(&r);
    ch__buf_release(&text);
}

static void files(void **state)
{
    (void)state;
    ch__conllu r;
    ch_err err = {0};
    assert_int_equal(ch__conllu_open(&r, "/nowhere/gold.conllu", CH__CONLLU_TREES, &err), CH_EIO);
    assert_string_equal(err.file, "/nowhere/gold.conllu");
    ch__conllu_close(&r);
}

static void out_of_memory(void **state)
{
    (void)state;
    static const char text[] = "# newdoc id = d\n1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n" ROW(
        "1", "a", "0", "root") "2\tb\t_\tX\t_\t_\t1\tdep\t_\tNER=B-LOC\n\n";
    for (long k = 0; k < 12; k++) {
        ch__conllu r;
        ch__conllu_sentence s;
        ch_err err;
        ch__alloc_fail_after(k);
        int rc = ch__conllu_open_memory(&r, text, sizeof text - 1, "t", CH__CONLLU_TREES, &err);
        if (rc >= 0)
            rc = ch__conllu_next(&r, &s, &err);
        ch__alloc_fail_after(-1);
        assert_true(rc == 1 || rc == CH_ENOMEM);
        assert_true(k > 0 || rc == CH_ENOMEM);
        ch__conllu_close(&r);
    }
}

/* ---- IOB2 ---- */

/* The sentences of a text as "word word[TYPE ...] | ..."; errors as "!LINE". */
static void iob(const char *text, const char *expected)
{
    ch__buf out = {0};
    ch__iob r;
    ch__iob_sentence s;
    ch_err err;
    assert_int_equal(ch__iob_open_memory(&r, text, strlen(text), "t", &err), 0);
    for (int rc; (rc = ch__iob_next(&r, &s, &err)) != 0;) {
        if (out.n)
            ch__buf_str(&out, " | ");
        if (rc < 0) {
            ch__buf_printf(&out, "!%d", (int)err.line);
            continue;
        }
        for (uint32_t i = 0, k = 0; i < s.n; i++) {
            if (i)
                ch__buf_char(&out, ' ');
            if (k < s.n_names && s.names[k].first == i)
                ch__buf_printf(&out, "[%.*s ", (int)s.names[k].type.n, s.names[k].type.p);
            ch__buf_sv(&out, s.forms[i]);
            if (k < s.n_names && s.names[k].end == i + 1) {
                ch__buf_char(&out, ']');
                k++;
            }
        }
    }
    ch__iob_close(&r);
    assert_string_equal(out.p ? out.p : "", expected);
    ch__buf_release(&out);
}

static void iob_forms(void **state)
{
    (void)state;
    iob("# sent_id = 1\n1\tAna\tB-PER\t-\tx\n2\tDiaz\tI-PER\t-\tx\n3\tin\tO\t-\t-\n4\tLima\tB-LOC\t-\t-\n\n"
        "1\tRain\tO\t-\t-\n",
        "[PER Ana Diaz] in [LOC Lima] | Rain");
    iob("Ana I-PER\nDiaz I-PER\nmet O\nLima I-LOC\nUnited I-ORG\n", "[PER Ana Diaz] met [LOC Lima] [ORG United]");
    iob("# doc = 7\nThe\tB-Organisation\nPort\tI-Organisation\nAna\tB-Person\nBo\tB-Person\n",
        "[Organisation The Port] [Person Ana] [Person Bo]");
    iob("-DOCSTART- -X- O O\n\nAna NNP I-NP B-PER\nran VBD I-VP O\n", "[PER Ana] ran");
    iob("1 CD I-NP O\nwin NN I-NP O\n", "1 win");             /* a number is a word where no tabs are */
    iob("# O\n1 O\nin O\nLima I-LOC\n", "# 1 in [LOC Lima]"); /* so is a number sign with a tag */
    iob("a\tS-LOC\nb\tB-PER\nc\tE-PER\nd\tU-ORG\nd\tL-ORG\n", "[LOC a] [PER b c] [ORG d d]");
    iob("", "");
    iob("\n\n# only = comments\n\n", "");
}

static void iob_faults(void **state)
{
    (void)state;
    iob("Ana B-PER\nran\n\nBo O\n", "!2 | Bo");
    iob("Ana B-PER\nran X-PER\n\nBo O\n", "!2 | Bo");
    iob("Ana PER\n\nBo O\n", "!1 | Bo");
    iob("Ana B-\n\nBo O\n", "!1 | Bo");
    iob("\tO\n\nBo\tO\n", "!1 | Bo");
    iob("Bo O\n\nAna \xFF O\n\nBo O\n", "Bo | !3 | Bo");
}

static void gold_types(void **state)
{
    (void)state;
    assert_int_equal(ch__gold_type(CH__SV("PER")), CH_NAME_PER);
    assert_int_equal(ch__gold_type(CH__SV("Organisation")), CH_NAME_ORG);
    assert_int_equal(ch__gold_type(CH__SV("gpe")), CH_NAME_LOC);
    assert_int_equal(ch__gold_type(CH__SV("Weapon")), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_everything),
        cmocka_unit_test(every_fault),
        cmocka_unit_test(zero_byte),
        cmocka_unit_test(garbage_where_only_forms_matter),
        cmocka_unit_test(line_ends),
        cmocka_unit_test(boundaries_survive),
        cmocka_unit_test(too_long),
        cmocka_unit_test(a_sentence_of_5000_words),
        cmocka_unit_test(files),
        cmocka_unit_test(out_of_memory),
        cmocka_unit_test(iob_forms),
        cmocka_unit_test(iob_faults),
        cmocka_unit_test(gold_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
