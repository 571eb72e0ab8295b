/* api_explain.c - GET /api/v1/explain/DOCUMENT/SENTENCE: how a sentence was read: its tree, who the names are, what was
 * weighed and why it became a record or not. The story is read again, whole, since "he" and "the two sides" need it. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>

#include "serve/inside.h"

static void put(ch__json *j, const char *key, const char *value)
{
    ch__json_key(j, key);
    ch__json_str(j, value);
}

static void put_text(ch__json *j, const char *key, const ch_doc *doc, ch_span bytes)
{
    ch__json_key(j, key);
    ch__json_string(j, (ch__sv){doc->text + bytes.start, bytes.end - bytes.start});
}

static void tokens(const ch_doc *doc, const ch_sentence *s, ch__json *j)
{
    ch__json_key(j, "tokens");
    ch__json_open(j, '[');
    for (uint32_t i = s->tokens.start; doc->words && i < s->tokens.end; i++) {
        const ch_word *w = &doc->words[i];
        ch__json_open(j, '{');
        put_text(j, "form", doc, doc->tokens[i].bytes);
        put(j, "lemma", w->lemma);
        put(j, "tag", ch_upos_name((ch_upos)w->upos));
        put(j, "relation", ch_deprel_name((ch_deprel)w->deprel));
        ch__json_key(j, "head");
        ch__json_int(j, w->head == CH_NONE ? -1 : (int64_t)w->head - s->tokens.start);
        ch__json_close(j, '}');
    }
    ch__json_close(j, ']');
}

static void mentions(const ch_doc *doc, uint32_t n, ch__json *j)
{
    ch__json_key(j, "mentions");
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < doc->n_mentions; i++) {
        const ch_mention *m = &doc->mentions[i];
        if (m->sentence != n)
            continue;
        ch__json_open(j, '{');
        put_text(j, "words", doc, m->bytes);
        put(j, "why", m->why);
        ch__json_key(j, "actors");
        ch__json_open(j, '[');
        for (uint32_t k = m->actors.start; k < m->actors.end; k++) {
            const ch_actor *a = &doc->actors[k];
            ch__json_open(j, '{');
            put(j, "name", a->name);
            put(j, "code", a->code);
            put(j, "sector", a->sector);
            put(j, "office", a->office);
            ch__json_close(j, '}');
        }
        ch__json_close(j, ']');
        ch__json_close(j, '}');
    }
    ch__json_close(j, ']');
}

static void candidates(const ch_doc *doc, uint32_t n, ch__json *j)
{
    ch__json_key(j, "candidates");
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < doc->n_candidates; i++) {
        const ch_candidate *c = &doc->candidates[i];
        if (c->sentence != n)
            continue;
        ch__json_open(j, '{');
        if (c->token != CH_NONE)
            put_text(j, "word", doc, doc->tokens[c->token].bytes);
        else
            put(j, "word", NULL);
        put(j, "why", c->why);
        put(j, "rule", c->rule);
        put(j, "record", c->record == CH_NONE ? NULL : doc->records[c->record].id);
        ch__json_close(j, '}');
    }
    ch__json_close(j, ']');
}

/* The story as it is stored. */
typedef struct stored {
    char *text, *name, *published;
} stored;

static int load(ch_desk *desk, const char *id, stored *out, ch_err *err)
{
    ch_store *store = ch__pool_take(desk, err);
    ch_cursor *c = NULL;
    ch_query text = {.what = "text", .doc = id, .limit = 1}, document = {.what = "documents", .doc = id, .limit = 1};
    if (!store)
        return err->code;
    int rc = ch_store_select(store, &text, &c, err);
    if (rc == CH_OK && (rc = ch_cursor_next(c, err)) == 1)
        *out = (stored){.name = ch__api_column(c, 0), .text = ch__api_column(c, 1)};
    ch_cursor_close(c);
    c = NULL;
    if (rc == 1 && (rc = ch_store_select(store, &document, &c, err)) == CH_OK && (rc = ch_cursor_next(c, err)) == 1)
        out->published = ch__api_column(c, 3);
    ch_cursor_close(c);
    ch__pool_give(desk, store);
    return rc < 0 ? rc : CH_OK;
}

static int explain(const ch_desk *desk, const stored *s, int64_t n, ch__answer *a, ch_err *err)
{
    ch_work *work = NULL;
    ch_doc *doc = NULL;
    ch_input in = {
        .name = s->name, .uri = s->name, .bytes = s->text, .len = strlen(s->text), .format = CH_FORMAT_PLAIN};
    ch_doc_options options = {.published = s->published};
    if (in.len > CH__DESK_STORY_BYTES) {
        ch__answer_error(a, MHD_HTTP_UNPROCESSABLE_CONTENT, "limit", "the story is too long to be read again");
        return CH_OK;
    }
    int rc = ch_work_new(&work, err);
    if (rc == CH_OK)
        rc = ch_doc_code(desk->engine, work, &in, &options, &doc, err);
    if (rc == CH_OK && n >= (int64_t)doc->n_sentences) {
        ch__answer_error(a, MHD_HTTP_NOT_FOUND, "sentence", "the story has no such sentence");
    } else if (rc == CH_OK) {
        ch__json j = {.out = &a->body};
        ch__json_open(&j, '{');
        put_text(&j, "text", doc, doc->sentences[n].bytes);
        tokens(doc, &doc->sentences[n], &j);
        mentions(doc, (uint32_t)n, &j);
        candidates(doc, (uint32_t)n, &j);
        ch__json_close(&j, '}');
    }
    ch_doc_free(doc);
    ch_work_free(work);
    return rc;
}

int ch__api_explain(ch__request *r, ch__answer *a, ch_err *err)
{
    static const char *const none[] = {NULL};
    stored s = {0};
    int64_t n = ch__request_part_number(r, 2);
    int rc = ch__request_only(r, none, err);
    if (rc == CH_OK && !r->desk->engine)
        rc = ch__fail(err, CH_EUSAGE, "this desk was opened without knowledge");
    if (rc == CH_OK && n < 0)
        rc = ch__fail(err, CH_EUSAGE, "a sentence is a number from 0");
    if (rc == CH_OK)
        rc = load(r->desk, r->part[1], &s, err);
    if (rc == CH_OK && !s.text)
        ch__answer_error(a, MHD_HTTP_NOT_FOUND, "document", "there is no such document in this store");
    else if (rc == CH_OK)
        rc = explain(r->desk, &s, n, a, err);
    free(s.text);
    free(s.name);
    free(s.published);
    return rc;
}
