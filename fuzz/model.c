/* A model from anywhere, and a small one of random numbers that the input changes: four bytes say which section, where
 * (two bytes) and what to put there, as often as the input lasts. Its checksum is made anew, so that the checks behind
 * it are met. What opens reads two sentences, and scores a few traits. */
#include <stdlib.h>
#include <string.h>

#include "events/events_model.h"
#include "ledger/figure_model.h"
#include "support/random_scorer.h"
#include "syntax/neural.h"
#include "syntax/syntax.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* "The red brick Wall." and "Zzyzx 1984" with its tokens and sentences. */
static ch_doc *small_document(void)
{
    static const char text[] = "The red brick Wall. Zzyzx 1984 \xC3\x9Cnter";
    static const ch_span tokens[] = {{0, 3}, {4, 7}, {8, 13}, {14, 18}, {18, 19}, {20, 25}, {26, 30}, {31, 37}};
    enum { N = sizeof tokens / sizeof *tokens, FIRST = 5 };
    ch_doc *doc = ch__doc_new();
    if (!doc)
        abort();
    ch__arena *arena = ch__doc_arena(doc);
    doc->text = text;
    doc->len = sizeof text - 1;
    doc->n_tokens = N;
    doc->tokens = ch__alloc_array(arena, N, sizeof *doc->tokens);
    for (size_t i = 0; i < N; i++)
        doc->tokens[i].bytes = tokens[i];
    doc->n_sentences = 2;
    doc->sentences = ch__alloc_array(arena, 2, sizeof *doc->sentences);
    doc->sentences[0].tokens = (ch_span){0, FIRST};
    doc->sentences[1].tokens = (ch_span){FIRST, N};
    return doc;
}

static void use(const ch__syntax_model *syntax)
{
    ch__arena scratch = {0};
    ch_doc *doc = small_document();
    volatile size_t sum = 0;
    ch__syntax_room(syntax, &scratch, doc);
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        const ch_word *w = &doc->words[i];
        sum = sum + strlen(w->lemma) + strlen(w->xpos) + (w->feats ? strlen(w->feats) : 0);
        if (w->upos >= CH_N_UPOS || w->deprel >= CH_N_DEPRELS || (w->head != CH_NONE && w->head >= doc->n_tokens))
            abort();
    }
    ch__arena_release(&scratch);
    ch_doc_free(doc);
}

static void score(const ch__scorer *s)
{
    static uint64_t at[] = {0, UINT64_MAX, UINT64_C(0x123456789abcdef0), UINT64_C(0xfedcba9876543210)};
    static uint8_t dense[1024];
    int32_t scores[CH__SCORER_LABELS];
    uint32_t shares[CH__SCORER_LABELS];
    for (size_t i = 0; i < sizeof dense; i++)
        dense[i] = i % 128;
    ch__scorer_run(s, &(ch__traits){.at = at, .n = sizeof at / sizeof *at}, dense, scores);
    for (uint32_t g = 0; g < s->h.n_groups; g++)
        if (ch__scorer_shares(s, g, scores, shares) >= s->h.group_end[g])
            abort();
}

static void use_events(const ch__model *model, uint32_t width, ch_err *err)
{
    ch__events_model *events;
    if (ch__events_model_open(&events, model, width, err) < 0 || !events)
        return;
    score(&events->triggers);
    score(&events->roles);
    if (events->pairs.h.n_labels)
        score(&events->pairs);
    ch__events_model_close(events);
}

static void use_figures(const ch__model *model, uint32_t width, ch_err *err)
{
    ch__figures_model *figures;
    if (ch__figures_model_open(&figures, model, width, err) < 0 || !figures)
        return;
    score(&figures->figures);
    score(&figures->sides);
    ch__figures_model_close(figures);
}

static void try_model(const void *bytes, size_t size)
{
    ch_err err = {0};
    ch__model *model;
    ch__syntax_model *syntax;
    if (ch__model_open_memory(&model, bytes, size, &err) == CH_OK) {
        if (ch__syntax_model_open(&syntax, model, &err) == CH_OK) {
            use(syntax);
            use_events(model, syntax->net.c.width, &err);
            use_figures(model, syntax->net.c.width, &err);
            ch__syntax_model_close(syntax);
        }
        ch__model_close(model);
    }
    if (err.code && !err.message[0])
        abort();
}

static void *small_model(size_t *size)
{
    static void *bytes;
    static size_t n;
    ch__net_config c = random_small_config();
    c.n_blocks = 1;
    c.n_grams = 8;
    if (!bytes)
        bytes = random_events_model(&(random_model_options){.config = c, .seed = 1}, 2, &n);
    *size = n;
    return bytes;
}

static void change(ch__model_part *parts, size_t n, const uint8_t *data, size_t size)
{
    for (; n && size >= 4; data += 4, size -= 4) {
        ch__sv bytes = parts[data[0] % n].bytes;
        if (bytes.n)
            ((char *)(uintptr_t)bytes.p)[(data[1] | (size_t)data[2] << 8) % bytes.n] = (char)data[3];
    }
}

static void try_changed(const uint8_t *data, size_t size)
{
    ch__model_part parts[CH__MODEL_SECTIONS];
    ch__model *model;
    ch_err err;
    size_t n = 0, base_size, packed_size;
    const void *base = small_model(&base_size);
    void *packed, *copy = aligned_alloc(CH__MODEL_ALIGN, base_size);
    if (!copy)
        abort();
    memcpy(copy, base, base_size);
    if (ch__model_open_memory(&model, copy, base_size, &err) < 0)
        abort();
    while (ch__model_section_at(model, n, &parts[n].name, &parts[n].bytes))
        n++;
    change(parts, n, data, size);
    if (ch__model_pack(&packed, &packed_size, parts, n, &err) < 0)
        abort();
    try_model(packed, packed_size);
    free(packed);
    ch__model_close(model);
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *copy = aligned_alloc(CH__MODEL_ALIGN, (size / CH__MODEL_ALIGN + 1) * CH__MODEL_ALIGN);
    if (!copy)
        return 0;
    if (size)
        memcpy(copy, data, size);
    try_model(copy, size);
    free(copy);
    try_changed(data, size);
    return 0;
}
