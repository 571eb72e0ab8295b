#include "text/document.h"

#include <stdlib.h>

ch_doc *ch__doc_new(void)
{
    ch_doc *doc = ch__malloc(sizeof *doc);
    struct ch_doc_inside *inside = ch__malloc(sizeof *inside);
    if (!doc || !inside) {
        free(doc);
        free(inside);
        return NULL;
    }
    *doc = (ch_doc){.name = "",
                    .uri = "",
                    .text = "",
                    .format = "plain",
                    .encoding = "UTF-8",
                    .encoding_step = "utf-8",
                    .published_step = "unknown",
                    .inside = inside};
    *inside = (struct ch_doc_inside){0};
    return doc;
}

void ch_doc_free(ch_doc *doc)
{
    if (!doc)
        return;
    ch__arena_release(&doc->inside->arena);
    free(doc->inside);
    free(doc);
}

bool ch_doc_sentence_coded(const ch_doc *doc, uint32_t sentence)
{
    const ch_sentence *s = &doc->sentences[sentence];
    uint8_t kind = doc->blocks[s->block].kind;
    return s->repeat_of == CH_NONE && !(s->flags & CH_SENTENCE_DISCARDED) &&
           (kind == CH_BLOCK_BODY || kind == CH_BLOCK_TITLE);
}

ch_span ch__tokens_bytes(const ch_doc *doc, ch_span tokens)
{
    return (ch_span){doc->tokens[tokens.start].bytes.start, doc->tokens[tokens.end - 1].bytes.end};
}

ch_span ch__tokens_chars(const ch_doc *doc, ch_span tokens)
{
    return (ch_span){doc->tokens[tokens.start].chars.start, doc->tokens[tokens.end - 1].chars.end};
}

void ch__doc_units(ch_doc *doc, const ch__knowledge *k)
{
    struct ch_doc_inside *in = doc->inside;
    if (in->unit_of_token)
        return;
    in->n_units = ch__units(k, &in->arena, doc->text, 0, doc->len, &in->units);
    uint32_t *map = ch__alloc_array(&in->arena, (size_t)doc->n_tokens + 1, sizeof *map);
    uint32_t u = 0;
    for (uint32_t t = 0; t < doc->n_tokens; t++) {
        while (u < in->n_units && in->units[u].start < doc->tokens[t].bytes.start)
            u++;
        map[t] = u;
    }
    map[doc->n_tokens] = in->n_units;
    in->unit_of_token = map;
}

/* Tokens from `token` to the one that ends exactly at `byte`, or 0 when none does before `end`. */
static uint32_t tokens_to(const ch_doc *doc, uint32_t token, uint32_t end, uint32_t byte)
{
    for (uint32_t t = token; t < end && doc->tokens[t].bytes.start < byte; t++)
        if (doc->tokens[t].bytes.end == byte)
            return t + 1 - token;
    return 0;
}

/* The units of the tokens [token, end); none where the first token starts inside a unit. */
static const ch__unit *units_at(ch_doc *doc, const ch__knowledge *k, uint32_t token, uint32_t end, uint32_t *n)
{
    ch__doc_units(doc, k);
    const struct ch_doc_inside *in = doc->inside;
    uint32_t from = token < end ? in->unit_of_token[token] : in->n_units;
    bool whole = from < in->n_units && in->units[from].start == doc->tokens[token].bytes.start;
    *n = whole ? in->unit_of_token[end] - from : 0;
    return whole ? in->units + from : NULL;
}

size_t ch__phrases_at_token(ch_doc *doc, const ch__knowledge *k, uint64_t tables, uint32_t token, uint32_t end,
                            ch__hit *hits, uint32_t *tokens, size_t cap)
{
    enum { MOST = 32 };
    ch__hit found[MOST];
    uint32_t n_units;
    const ch__unit *units = units_at(doc, k, token, end, &n_units);
    size_t n = ch__phrases_at(k, units, n_units, tables, found, MOST), kept = 0;
    for (size_t i = n; i-- > 0 && kept < cap;) {
        uint32_t covered = tokens_to(doc, token, end, units[found[i].units - 1].end);
        if (!covered)
            continue;
        hits[kept] = found[i];
        tokens[kept++] = covered;
    }
    return kept;
}

size_t ch__runs_at_token(ch_doc *doc, const ch__knowledge *k, uint64_t tables, uint32_t token, uint32_t end,
                         ch__run *runs, uint32_t *tokens, size_t cap)
{
    enum { MOST = 16 };
    ch__run found[MOST];
    uint32_t n_units;
    const ch__unit *units = units_at(doc, k, token, end, &n_units);
    size_t n = ch__runs_at(k, units, n_units, tables, found, MOST), kept = 0;
    for (size_t i = n; i-- > 0 && kept < cap;) {
        uint32_t covered = tokens_to(doc, token, end, units[found[i].units - 1].end);
        if (!covered)
            continue;
        runs[kept] = found[i];
        tokens[kept++] = covered;
    }
    return kept;
}

uint32_t ch__phrase_at_token(ch_doc *doc, const ch__knowledge *k, uint64_t tables, uint32_t token, uint32_t end,
                             ch__hit *hit)
{
    uint32_t n = 0;
    return ch__phrases_at_token(doc, k, tables, token, end, hit, &n, 1) ? n : 0;
}

ch_record *ch__doc_add_record(ch_doc *doc)
{
    return CH__PUSH(&doc->inside->arena, doc->records, doc->n_records, doc->inside->cap_records);
}

ch_candidate *ch__doc_add_candidate(ch_doc *doc, uint32_t sentence, uint32_t token, const char *rule, const char *why)
{
    ch_candidate *c = CH__PUSH(&doc->inside->arena, doc->candidates, doc->n_candidates, doc->inside->cap_candidates);
    *c = (ch_candidate){sentence, token, CH_NONE, rule, why};
    return c;
}
