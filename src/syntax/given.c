#include "syntax/given.h"

#include <setjmp.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/utf8.h"

static const size_t MOST_TEXT = UINT32_MAX / 4;

/* ---- one sentence ---- */

static void add_text(ch__given_builder *b, ch__sv s)
{
    ch__buf_sv(&b->text, s);
    b->n_chars += (uint32_t)ch__utf8_count(s.p, s.n);
}

static void begin_block(ch__given_builder *b)
{
    ch_doc *doc = b->doc;
    if (doc->n_blocks)
        add_text(b, CH__SV("\n\n"));
    ch_block *block = CH__PUSH(ch__doc_arena(doc), doc->blocks, doc->n_blocks, b->cap_blocks);
    uint32_t at = (uint32_t)b->text.n;
    *block = (ch_block){.bytes = {at, at}, .kind = CH_BLOCK_BODY, .why = "given: CoNLL-U"};
}

/* Whether white space stands behind the last token. */
static bool space_wanted(const ch_doc *doc)
{
    return doc->n_tokens && (doc->tokens[doc->n_tokens - 1].flags & CH_TOKEN_SPACE_AFTER);
}

static void add_token(ch__given_builder *b, const ch__conllu_word *word)
{
    ch_doc *doc = b->doc;
    ch_token *t = CH__PUSH(ch__doc_arena(doc), doc->tokens, doc->n_tokens, b->cap_tokens);
    t->flags = word->flags;
    t->bytes.start = (uint32_t)b->text.n;
    t->chars.start = b->n_chars;
    add_text(b, word->form);
    t->bytes.end = (uint32_t)b->text.n;
    t->chars.end = b->n_chars;
}

static const char *kept(ch__given_builder *b, ch__sv s)
{
    return s.n ? ch__copy(ch__doc_arena(b->doc), s) : NULL;
}

static void add_ranges(ch__given_builder *b, const ch__conllu_sentence *s, uint32_t first)
{
    ch__given *given = b->doc->inside->given;
    for (uint32_t i = 0; i < s->n_ranges; i++) {
        ch__given_range *r = CH__PUSH(ch__doc_arena(b->doc), given->ranges, given->n_ranges, b->cap_ranges);
        *r = (ch__given_range){first + s->ranges[i].first, first + s->ranges[i].end,
                               ch__copy(ch__doc_arena(b->doc), s->ranges[i].form)};
    }
}

static void add_sentence(ch__given_builder *b, const ch__conllu_sentence *s)
{
    ch_doc *doc = b->doc;
    ch__given *given = doc->inside->given;
    uint32_t first = doc->n_tokens;
    if (s->newdoc || s->newpar || !doc->n_blocks)
        begin_block(b);
    else if (space_wanted(doc))
        add_text(b, CH__SV(" "));
    for (uint32_t i = 0; i < s->n; i++) {
        if (i && space_wanted(doc))
            add_text(b, CH__SV(" "));
        add_token(b, &s->words[i]);
    }
    add_ranges(b, s, first);
    doc->blocks[doc->n_blocks - 1].bytes.end = (uint32_t)b->text.n;
    ch_span tokens = {first, doc->n_tokens};
    ch_sentence *sentence = CH__PUSH(ch__doc_arena(doc), doc->sentences, doc->n_sentences, b->cap_sentences);
    *sentence = (ch_sentence){.bytes = ch__tokens_bytes(doc, tokens),
                              .chars = ch__tokens_chars(doc, tokens),
                              .tokens = tokens,
                              .block = doc->n_blocks - 1,
                              .repeat_of = CH_NONE};
    ch__given_sentence *g = CH__PUSH(ch__doc_arena(doc), given->sentences, b->n_given, b->cap_given);
    *g = (ch__given_sentence){kept(b, s->sent_id), s->newdoc ? kept(b, s->document) : NULL, kept(b, s->newpar_id),
                              s->newdoc, s->newpar};
}

int ch__given_add(ch__given_builder *b, const ch__conllu_sentence *s, ch_err *err)
{
    jmp_buf guard;
    ch__arena *arena = ch__doc_arena(b->doc);
    if (b->text.n > MOST_TEXT)
        return ch__fail(err, CH_ELIMIT, "more than %zu bytes of text", MOST_TEXT);
    if (setjmp(guard)) {
        ch__doc_arena(b->doc)->guard = NULL;
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    arena->guard = &guard;
    add_sentence(b, s);
    ch__doc_arena(b->doc)->guard = NULL;
    return b->text.failed ? ch__fail(err, CH_ENOMEM, "out of memory") : CH_OK;
}

/* ---- the document ---- */

static bool describe(ch_doc *doc, const char *name, uint64_t before)
{
    jmp_buf guard;
    ch__arena *arena = ch__doc_arena(doc);
    if (setjmp(guard)) {
        ch__doc_arena(doc)->guard = NULL;
        return false;
    }
    arena->guard = &guard;
    const char *slash = strrchr(name, '/');
    doc->uri = ch__copyz(arena, name);
    doc->name = strcmp(name, "-") == 0 ? "stdin" : slash ? doc->uri + (slash + 1 - name) : doc->uri;
    doc->format = "conllu";
    doc->inside->given = ch__alloc(arena, sizeof *doc->inside->given);
    doc->inside->given->before = before;
    ch__doc_arena(doc)->guard = NULL;
    return true;
}

int ch__given_begin(ch__given_builder *b, const char *name, uint64_t before, ch_err *err)
{
    *b = (ch__given_builder){.doc = ch__doc_new()};
    if (b->doc && describe(b->doc, name, before))
        return CH_OK;
    ch__given_release(b);
    return ch__fail(err, CH_ENOMEM, "out of memory");
}

static bool settle_text(ch__given_builder *b)
{
    jmp_buf guard;
    ch_doc *doc = b->doc;
    if (setjmp(guard)) {
        ch__doc_arena(b->doc)->guard = NULL;
        return false;
    }
    ch__doc_arena(doc)->guard = &guard;
    ch__sv text = {b->text.p ? b->text.p : "", b->text.n};
    doc->text = ch__copy(ch__doc_arena(doc), text);
    doc->len = (uint32_t)text.n;
    doc->n_chars = b->n_chars;
    ch__sha256(doc->hash, text);
    ch__hash_id(doc->id, (ch__sv[]){ch__sv_of(doc->name), text}, 2);
    ch__doc_arena(doc)->guard = NULL;
    return true;
}

ch_doc *ch__given_end(ch__given_builder *b)
{
    ch_doc *doc = settle_text(b) ? b->doc : NULL;
    if (doc)
        b->doc = NULL;
    ch__given_release(b);
    return doc;
}

void ch__given_release(ch__given_builder *b)
{
    ch_doc_free(b->doc);
    ch__buf_release(&b->text);
    *b = (ch__given_builder){0};
}

/* ---- the public reader ---- */

struct ch_conllu {
    ch__conllu file;
    ch__given_builder builder; /* doc == NULL: none at work */
    uint64_t sentences;        /* given so far */
};

enum { BATCH_BYTES = 1 << 20 };

int ch_conllu_open(ch_conllu **out, const char *path, ch_err *err)
{
    *out = NULL;
    ch__err_clear(err);
    ch_conllu *c = ch__malloc(sizeof *c);
    if (!c)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *c = (ch_conllu){0};
    int rc = ch__conllu_open(&c->file, path, CH__CONLLU_FORMS, err);
    if (rc < 0) {
        ch_conllu_close(c);
        return rc;
    }
    *out = c;
    return CH_OK;
}

static int finish(ch_conllu *c, ch_doc **out, ch_err *err)
{
    *out = ch__given_end(&c->builder);
    return *out ? 1 : ch__fail(err, CH_ENOMEM, "out of memory");
}

int ch_conllu_next(ch_conllu *c, uint32_t most, ch_doc **out, ch_err *err)
{
    ch__conllu_sentence s;
    int rc = 1;
    *out = NULL;
    while ((rc = ch__conllu_next(&c->file, &s, err)) == 1) {
        if (!c->builder.doc)
            rc = ch__given_begin(&c->builder, c->file.in.path, c->sentences, err);
        if (rc >= 0)
            rc = ch__given_add(&c->builder, &s, err);
        if (rc < 0)
            break;
        c->sentences++;
        if (c->builder.doc->n_sentences >= most || c->builder.text.n >= BATCH_BYTES)
            return finish(c, out, err);
    }
    if (rc < 0) {
        if (rc == CH_ENOMEM)
            ch__given_release(&c->builder);
        ch__err_file(err, c->file.in.path);
        return rc;
    }
    return c->builder.doc ? finish(c, out, err) : 0;
}

void ch_conllu_close(ch_conllu *c)
{
    if (!c)
        return;
    ch__given_release(&c->builder);
    ch__conllu_close(&c->file);
    free(c);
}
