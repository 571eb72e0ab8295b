#define _GNU_SOURCE
/* Documents of given tokens, and what is written of documents: tokens and sentences kept, columns valid. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "support/engine.h"
#include "syntax/given.h"

/* clang-format off */
#include <cmocka.h>
/* clang-format on */

#define BLANKS "\t_\t_\t_\t_\t_\t_\t_\t"

/* What the file says; the parse may add columns but change nothing of these. */
static const char given[] = "# newdoc id = d1\n# newpar id = p1\n# sent_id = a/1\n# text = Zum Hafen!\n"
                            "1-2\tZum" BLANKS "_\n1\tzu" BLANKS "_\n2\tdem" BLANKS "_\n"
                            "3\tHafen" BLANKS "SpaceAfter=No\n4\t!" BLANKS "SpaceAfter=No\n\n"
                            "# sent_id = a/2\n# text = \xE6\xB8\xAF 10\xC2\xA0"
                            "000\n1\t\xE6\xB8\xAF" BLANKS "_\n2\t10\xC2\xA0"
                            "000" BLANKS "_\n\n"
                            "# newpar\n# sent_id = gold-3\n# text = STOP\n1\tSTOP" BLANKS "_\n\n";

static ch_conllu *open_text(const char *text, char path[64])
{
    ch_conllu *file;
    ch_err err;
    strcpy(path, "/tmp/chancery-given-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    if (ch_conllu_open(&file, path, &err) < 0)
        fail_msg("%s", err.message);
    unlink(path);
    return file;
}

/* Columns LEMMA to DEPS of word lines, blanked. */
static char *without_analysis(const char *text)
{
    ch__buf out = {0};
    ch__sv rest = ch__sv_of(text), line, f;
    while (ch__line_of(&rest, &line)) {
        for (int i = 0; line.n && line.p[0] != '#' && i < 10 && ch__sv_next(&line, '\t', &f); i++) {
            if (i)
                ch__buf_char(&out, '\t');
            ch__sv misc = ch__conllu_attribute(f, CH__SV("SpaceAfter")).p ? CH__SV("SpaceAfter=No") : CH__SV("_");
            ch__buf_sv(&out, i < 2 ? f : i == 9 ? misc : CH__SV("_"));
        }
        if (line.n && line.p[0] == '#')
            ch__buf_sv(&out, line);
        ch__buf_char(&out, '\n');
    }
    return ch__buf_take(&out);
}

static void tokens_are_kept(void **state)
{
    (void)state;
    char path[64];
    ch_err err;
    ch_doc *doc;
    ch_conllu *file = open_text(given, path);
    assert_int_equal(ch_conllu_next(file, 100, &doc, &err), 1);
    assert_string_equal(doc->text, "zudem Hafen!\xE6\xB8\xAF 10\xC2\xA0"
                                   "000\n\nSTOP");
    assert_int_equal(doc->n_sentences, 3);
    assert_int_equal(doc->n_blocks, 2);
    assert_int_equal(doc->n_chars, ch__token_sv(doc, 0).n + 3 + 1 + 6 + 1 + 1 + 6 + 2 + 4);
    assert_null(doc->words);
    char *before = ch_doc_conllu(doc);
    assert_int_equal(ch_doc_parse(test_engine(), test_work(), doc, &err), 0);
    char *after = ch_doc_conllu(doc), *blanked = without_analysis(after);
    char *expected = strdup(given);
    assert_string_equal(before, expected);
    if (strcmp(blanked, expected) != 0)
        fail_msg("%s", blanked);
    free(before);
    free(after);
    free(blanked);
    free(expected);
    ch_doc_free(doc);
    assert_int_equal(ch_conllu_next(file, 100, &doc, &err), 0);
    ch_conllu_close(file);
}

/* What is written is valid, by the strict reader. */
static void assert_valid(const ch_doc *doc, uint32_t sentences)
{
    ch__conllu r;
    ch__conllu_sentence s;
    ch_err err;
    uint32_t n = 0;
    char *text = ch_doc_conllu(doc);
    assert_non_null(text);
    ch__conllu_open_memory(&r, text, strlen(text), "written", CH__CONLLU_TREES, &err);
    for (int rc; (rc = ch__conllu_next(&r, &s, &err)) != 0; n++) {
        if (rc < 0)
            fail_msg("%d: %s", (int)err.line, err.message);
        for (uint32_t i = 0; i < s.n; i++) {
            assert_true(s.words[i].lemma.n && s.words[i].upos.n && s.words[i].xpos.n);
            assert_int_equal(ch__sv_is(s.words[i].deprel, "root"), s.words[i].head == 0);
        }
    }
    assert_int_equal(n, sentences);
    ch__conllu_close(&r);
    free(text);
}

static void batches(void **state)
{
    (void)state;
    char path[64];
    ch_err err;
    ch_doc *doc;
    ch__buf text = {0};
    uint32_t sentences = 0, documents = 0;
    for (int i = 0; i < 25; i++)
        ch__buf_printf(&text, "1\tRain" BLANKS "_\n2\tfell%d" BLANKS "_\n\n", i);
    ch_conllu *file = open_text(text.p, path);
    while (ch_conllu_next(file, 10, &doc, &err) == 1) {
        char *out, expected[96];
        assert_int_equal(ch_doc_parse(test_engine(), test_work(), doc, &err), 0);
        assert_valid(doc, doc->n_sentences);
        out = ch_doc_conllu(doc); /* numbers go on from batch to batch */
        snprintf(expected, sizeof expected, "# sent_id = %s-%u\n", path + 5, sentences + 1);
        assert_true(strncmp(out, expected, strlen(expected)) == 0);
        free(out);
        sentences += doc->n_sentences;
        documents++;
        ch_doc_free(doc);
    }
    assert_int_equal(sentences, 25);
    assert_int_equal(documents, 3);
    ch_conllu_close(file);
    ch__buf_release(&text);
}

static void a_bad_sentence_costs_itself(void **state)
{
    (void)state;
    char path[64];
    ch_err err;
    ch_doc *doc;
    ch_conllu *file = open_text("1\tOne" BLANKS "_\n\n2\tgap" BLANKS "_\n\n1\tTwo" BLANKS "_\n\n", path);
    assert_int_equal(ch_conllu_next(file, 100, &doc, &err), CH_EFORMAT);
    assert_int_equal(err.line, 3);
    assert_string_equal(err.file, path);
    assert_int_equal(ch_conllu_next(file, 100, &doc, &err), 1);
    assert_int_equal(doc->n_sentences, 2);
    ch_doc_free(doc);
    ch_conllu_close(file);
}

static void long_sentences(void **state)
{
    (void)state;
    static const char *const words[] = {"and",    "PERU", "\xD0\x9C\xD0\xB8\xD1\x80", "\xE5\x92\x8C\xE5\xB9\xB3",
                                        "signed", ","};
    char path[64];
    ch_err err;
    ch_doc *doc;
    ch__buf text = {0};
    ch__buf_str(&text, "1\tRain" BLANKS "_\n\n");
    for (int i = 1; i <= 5000; i++)
        ch__buf_printf(&text, "%d\t%s" BLANKS "_\n", i, words[i * 7 % 6]);
    ch__buf_str(&text, "\n");
    ch_conllu *file = open_text(text.p, path);
    assert_int_equal(ch_conllu_next(file, 100, &doc, &err), 1);
    assert_int_equal(doc->n_tokens, 5001);
    assert_int_equal(doc->sentences[1].tokens.end - doc->sentences[1].tokens.start, 5000);
    assert_int_equal(ch_doc_parse(test_engine(), test_work(), doc, &err), 0);
    assert_valid(doc, 2);
    ch_doc_free(doc);
    ch_conllu_close(file);
    ch__buf_release(&text);
}

/* FEATS sorted by name whatever the case, none twice; a lemma with white space is none where the form has none. */
static void columns(void **state)
{
    (void)state;
    ch_doc *doc = test_code("Rain fell.", NULL);
    doc->words[0].feats = "number=Plur|Case=Nom|Aspect=Imp|Case=Acc|=x|Tense";
    doc->words[0].lemma = "two words";
    doc->words[0].xpos = "";
    doc->words[1].feats = NULL;
    char *text = ch_doc_conllu(doc);
    assert_non_null(strstr(text, "1\tRain\t_\t"));
    assert_non_null(strstr(text, "\t_\tAspect=Imp|Case=Nom|number=Plur\t"));
    free(text);
    ch_doc_free(doc);
}

/* Text: multiword tokens, text lines that read as the tokens do, paragraphs, whatever is no body else. */
static void text_is_whole(void **state)
{
    (void)state;
    static const char text[] =
        "LIMA, May 4, 2024 - Peru's envoys didn't come.\n\nBy Ana Diaz\n\nPhoto: A ship. They left!\n";
    ch_input in = {.name = "my story/x",
                   .uri = "x",
                   .bytes = text,
                   .len = sizeof text - 1,
                   .format = CH_FORMAT_PLAIN,
                   .container = CH_FORMAT_PLAIN};
    ch_doc_options options = {.syntax_only = true};
    ch_doc *doc;
    ch_err err;
    assert_int_equal(ch_doc_code(test_engine(), test_work(), &in, &options, &doc, &err), 0);
    assert_int_equal(doc->n_records, 0);
    char *out = ch_doc_conllu(doc);
    assert_true(strncmp(out, "# newdoc id = my_story_x\n# newpar\n# sent_id = my_story_x-1\n", 58) == 0);
    assert_non_null(strstr(out, "# text = LIMA, May 4, 2024 - Peru's envoys didn't come.\n"));
    assert_non_null(strstr(out, "11-12\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n"));
    assert_non_null(strstr(out, "# newpar\n# sent_id = my_story_x-2\n# text = By Ana Diaz\n"));
    assert_non_null(strstr(out, "# text = They left!\n"));
    assert_valid(doc, doc->n_sentences);
    free(out);
    ch_doc_free(doc);
}

static void out_of_memory(void **state)
{
    (void)state;
    bool whole = false;
    for (long k = 0; k < 40 && !whole; k++) {
        char path[64];
        ch_err err;
        ch_doc *doc = NULL;
        ch_conllu *file = open_text(given, path);
        ch__alloc_fail_after(k);
        int rc = ch_conllu_next(file, 100, &doc, &err);
        char *out = rc == 1 ? ch_doc_conllu(doc) : NULL;
        ch__alloc_fail_after(-1);
        assert_true(rc == 1 || rc == CH_ENOMEM);
        whole = out != NULL;
        free(out);
        ch_doc_free(doc);
        ch_conllu_close(file);
    }
    assert_true(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_kept), cmocka_unit_test(batches), cmocka_unit_test(a_bad_sentence_costs_itself),
        cmocka_unit_test(long_sentences),  cmocka_unit_test(columns), cmocka_unit_test(text_is_whole),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
