/* text.c - the text room on any bytes, with the shipped splitter and without. The first byte chooses how the input is
 * described; the offsets of what comes out must hold. */
#include <stdlib.h>

#include "model/model.h"
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check(const ch_doc *doc)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        must(doc->blocks[i].bytes.start >= at && doc->blocks[i].bytes.end > doc->blocks[i].bytes.start);
        at = doc->blocks[i].bytes.end;
    }
    must(at <= doc->len);
    at = 0;
    for (uint32_t t = 0; t < doc->n_tokens; t++) {
        must(doc->tokens[t].bytes.start >= at && doc->tokens[t].bytes.end > doc->tokens[t].bytes.start);
        must(doc->tokens[t].chars.end > doc->tokens[t].chars.start && doc->tokens[t].chars.end <= doc->n_chars);
        at = doc->tokens[t].bytes.end;
    }
    must(at <= doc->len);
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        must(doc->sentences[i].repeat_of == CH_NONE || doc->sentences[i].repeat_of < i);
}

static const ch__splitter *splitter(void)
{
    static ch__splitter s;
    static ch__model *model;
    ch_err err;
    if (!model && (ch__model_open(&model, CH_MODEL_FILE, &err) < 0 ||
                   ch__splitter_load(&s, ch__model_section(model, "text.splitter"), &err) < 0))
        abort();
    return &s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ch__knowledge *k;
    static const ch_format formats[] = {CH_FORMAT_PLAIN, CH_FORMAT_AUTO, CH_FORMAT_HTML};
    ch_err err = {0};
    ch__arena scratch = {0};
    if (!k && ch__knowledge_open(&k, CH_KNOWLEDGE_FILE, &err) < 0)
        abort();
    ch_doc *doc = ch__doc_new();
    if (!doc || !size) {
        ch_doc_free(doc);
        return 0;
    }
    ch_input in = {.name = "fuzz",
                   .uri = "fuzz",
                   .bytes = (const char *)data + 1,
                   .len = size - 1,
                   .format = formats[data[0] % 3],
                   .container = CH_FORMAT_PLAIN,
                   .charset = data[0] & 0x80 ? "utf-8" : NULL};
    if (ch__text_room(k, data[0] & 0x40 ? NULL : splitter(), &scratch, &in, NULL, doc, &err) >= 0)
        check(doc);
    ch_doc_free(doc);
    ch__arena_release(&scratch);
    return 0;
}
