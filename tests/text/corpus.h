/* corpus.h - runs a text corpus of the text room: cases of a title ("= name"), the input, a line "--", the expected
 * lines. "\n" in a case's input is its own line end; the input of a case is a document. Lines that begin with "# " are
 * comments. */
#ifndef TESTS_TEXT_CORPUS_H
#define TESTS_TEXT_CORPUS_H

/* cmocka wants these before it */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "text/text.h"

/* The trained part of sentence splitting that documents are read with; NULL: rules only. */
static const ch__splitter *corpus_splitter;

typedef void (*corpus_render)(const ch_doc *doc, ch__buf *out);

static inline ch__knowledge *corpus_knowledge(void)
{
    ch__knowledge *k = NULL;
    ch_err err = {0};
    if (ch__knowledge_open(&k, CH_KNOWLEDGE_FILE, &err) < 0)
        fail_msg("%s", err.message);
    return k;
}

/* A document of plain text; `uri` and `published` may be NULL. Free it with ch_doc_free. */
static inline ch_doc *corpus_read(const ch__knowledge *k, ch__sv text, const char *uri, const char *published)
{
    ch__arena scratch = {0};
    ch_err err = {0};
    ch_doc *doc = ch__doc_new();
    ch_input in = {.name = "case",
                   .uri = uri ? uri : "case",
                   .bytes = text.p,
                   .len = text.n,
                   .format = CH_FORMAT_PLAIN,
                   .container = CH_FORMAT_PLAIN,
                   .published = published};
    assert_non_null(doc);
    int rc = ch__text_room(k, corpus_splitter, &scratch, &in, NULL, doc, &err);
    ch__arena_release(&scratch);
    if (rc < 0)
        fail_msg("text room: %s", err.message);
    return doc;
}

static inline void corpus_file(const char *name, ch__buf *out)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/text/%s", CH_TESTS_DIR, name);
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("cannot open %s", path);
    char block[8192];
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;)
        ch__buf_add(out, block, n);
    fclose(f);
}

/* What holds of every document: blocks in order, sentences in their blocks, tokens in their sentences, offsets that
 * agree. */
static inline void corpus_invariants(const ch_doc *doc)
{
    uint32_t at = 0, token = 0;
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        assert_true(doc->blocks[i].bytes.start >= at && doc->blocks[i].bytes.end > doc->blocks[i].bytes.start);
        assert_non_null(doc->blocks[i].why);
        at = doc->blocks[i].bytes.end;
    }
    assert_true(at <= doc->len);
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        const ch_sentence *s = &doc->sentences[i];
        const ch_block *b = &doc->blocks[s->block];
        assert_int_equal(s->tokens.start, token);
        assert_true(s->tokens.end > s->tokens.start);
        assert_true(s->bytes.start >= b->bytes.start && s->bytes.end <= b->bytes.end);
        assert_true(s->repeat_of == CH_NONE || s->repeat_of < i);
        for (; token < s->tokens.end; token++) {
            const ch_token *t = &doc->tokens[token];
            assert_true(t->bytes.end > t->bytes.start && t->chars.end > t->chars.start);
            assert_true(token == 0 || t->bytes.start >= doc->tokens[token - 1].bytes.end);
        }
    }
    assert_int_equal(token, doc->n_tokens);
    if (doc->n_tokens) { /* code points counted from the start agree */
        const ch_token *t = &doc->tokens[doc->n_tokens - 1];
        uint32_t chars = 0;
        for (uint32_t i = 0; i < t->bytes.start; i++)
            chars += ((unsigned char)doc->text[i] & 0xC0) != 0x80;
        assert_int_equal(chars, t->chars.start);
    }
}

static inline bool corpus_case(const ch__knowledge *k, corpus_render render, const char *file, ch__sv name,
                               ch__sv input, ch__sv expected, bool wrong)
{
    ch__buf got = {0};
    ch_doc *doc = corpus_read(k, input, NULL, NULL);
    corpus_invariants(doc);
    assert_true(doc->len == input.n && memcmp(doc->text, input.p, input.n) == 0);
    render(doc, &got);
    bool same = ch__sv_eq((ch__sv){got.p, got.n}, expected);
    if (same && wrong)
        print_error("%s: %.*s: this fault is mended\n", file, (int)name.n, name.p);
    if (!same && !wrong)
        print_error("%s: %.*s\n--- expected\n%.*s--- got\n%.*s", file, (int)name.n, name.p, (int)expected.n, expected.p,
                    (int)got.n, got.p ? got.p : "");
    ch__buf_release(&got);
    ch_doc_free(doc);
    return same;
}

/* Runs all cases of a file; every case that differs is printed. `wrong`: the file holds known faults, and each of them
 * must still differ. */
static inline void corpus_run(const char *file, corpus_render render, bool wrong)
{
    ch__knowledge *k = corpus_knowledge();
    ch__buf all = {0};
    corpus_file(file, &all);
    int failed = 0, cases = 0;
    for (char *p = all.p; p && (p = strstr(p, "= ")) != NULL;) {
        char *name = p + 2, *input = strchr(name, '\n') + 1, *split = strstr(input, "\n--\n");
        assert_non_null(split);
        char *expected = split + 4, *end = strstr(expected, "\n= ");
        end = end ? end + 1 : all.p + all.n;
        bool same = corpus_case(k, render, file, ch__sv_between(name, input - 1), ch__sv_between(input, split + 1),
                                ch__sv_between(expected, end), wrong);
        failed += same == wrong;
        cases++;
        p = end < all.p + all.n ? end : NULL;
    }
    ch__buf_release(&all);
    ch__knowledge_close(k);
    assert_true(cases > 0);
    if (failed)
        fail_msg("%s: %d of %d cases", file, failed, cases);
}

static inline void render_blocks(const ch_doc *doc, ch__buf *out)
{
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        ch__sv s = ch__doc_sv(doc, doc->blocks[i].bytes);
        ch__buf_printf(out, "%s: ", ch_block_kind_name((ch_block_kind)doc->blocks[i].kind));
        for (size_t c = 0; c < s.n; c++)
            ch__buf_char(out, s.p[c] == '\n' ? '/' : s.p[c]);
        ch__buf_char(out, '\n');
    }
}

static inline void render_sentences(const ch_doc *doc, ch__buf *out)
{
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        const ch_sentence *s = &doc->sentences[i];
        ch__buf_str(out, s->flags & CH_SENTENCE_TITLE ? "title " : "");
        ch__buf_str(out, s->flags & CH_SENTENCE_QUOTE ? "quoted " : "");
        if (s->repeat_of != CH_NONE)
            ch__buf_printf(out, "repeats %u ", s->repeat_of);
        ch__buf_str(out, "| ");
        ch__buf_sv(out, ch__doc_sv(doc, s->bytes));
        ch__buf_char(out, '\n');
    }
}

/* Words apart by a space, parts of a multiword token by "+", no white space behind a token by "_". */
static inline void render_tokens(const ch_doc *doc, ch__buf *out)
{
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        for (uint32_t t = doc->sentences[i].tokens.start; t < doc->sentences[i].tokens.end; t++) {
            uint8_t flags = doc->tokens[t].flags;
            ch__buf_sv(out, ch__token_sv(doc, t));
            if (t + 1 < doc->sentences[i].tokens.end)
                ch__buf_str(out, flags & CH_TOKEN_MWT_FIRST ? "+" : flags & CH_TOKEN_SPACE_AFTER ? " " : "_ ");
        }
        ch__buf_char(out, '\n');
    }
}

static inline void render_masthead(const ch_doc *doc, ch__buf *out)
{
    char iso[12];
    ch__buf_printf(out, "title %s\n", doc->title ? doc->title : "-");
    ch__buf_printf(out, "published %s %s\n", ch__date_iso(doc->published, iso)[0] ? iso : "-", doc->published_step);
    if (doc->dateline.place)
        ch__buf_printf(out, "dateline %s, %s, %s\n", doc->dateline.place,
                       ch__date_iso(doc->dateline.date, iso)[0] ? iso : "-",
                       doc->dateline.agency ? doc->dateline.agency : "-");
    render_blocks(doc, out);
}

#endif
