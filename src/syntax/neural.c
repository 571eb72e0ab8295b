/* neural.c - a document through the network, batch by batch, and what it becomes in the document. */
#include "syntax/neural.h"

#include <stdlib.h>

#include "syntax/batch.h"
#include "syntax/syntax.h"
#include "syntax/tree.h"

/* ------------------------------------------------------------------------------------------- opening -- */

static int open_lemmatizer(ch__syntax_model *m, ch__sv section, ch_err *err)
{
    const ch__net *net = &m->net;
    int rc = ch__lemmatizer_load(&m->lemmatizer, section, err);
    if (rc < 0)
        return rc;
    m->classes = ch__malloc(net->feat_first[net->c.n_tags] * sizeof *m->classes);
    if (!m->classes)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    for (uint32_t t = 0; t < net->c.n_tags; t++)
        for (uint32_t a = net->feat_first[t]; a < net->feat_first[t + 1]; a++)
            m->classes[a] = ch__lemmatizer_class(&m->lemmatizer, net->tag_upos[t], net->tag_xpos[t],
                                                 net->feats[net->feat_allowed[a]]);
    return CH_OK;
}

int ch__syntax_model_open(ch__syntax_model **out, const ch__model *model, ch_err *err)
{
    ch__syntax_model *m = ch__malloc(sizeof *m);
    *out = NULL;
    if (!m)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *m = (ch__syntax_model){.classes = NULL};
    int rc = ch__net_load(&m->net, model, err);
    ch__sv lemmas = ch__model_section(model, "syntax.lemmas");
    if (rc == CH_OK && lemmas.p)
        rc = open_lemmatizer(m, lemmas, err);
    if (rc < 0) {
        ch__syntax_model_close(m);
        return rc;
    }
    *out = m;
    return CH_OK;
}

void ch__syntax_model_close(ch__syntax_model *model)
{
    if (model)
        free(model->classes);
    free(model);
}

/* ------------------------------------------------------------------------------------------- writing -- */

typedef struct writer {
    const ch__syntax_model *model;
    const ch__batch *b;
    ch_doc *doc;
    uint32_t cap_names;
} writer;

static const char *lemma_of(const writer *w, uint32_t t, bool first)
{
    const ch__batch *b = w->b;
    ch__arena *arena = ch__doc_arena(w->doc);
    ch__sv form = ch__token_sv(w->doc, b->first + t);
    if (!w->model->classes)
        return ch__copy(arena, form);
    ch__casing casing = ch__casing_of(b->shape[t], first, (ch__style)b->style[t]);
    return ch__lemmatizer_lemma(&w->model->lemmatizer, arena, form, w->model->classes[b->bundle[t]], casing);
}

/* `first`: only marks stand before it. */
static void write_word(const writer *w, const ch_sentence *s, uint32_t t, bool first)
{
    const ch__batch *b = w->b;
    const ch__net *net = b->net;
    w->doc->words[b->first + t] =
        (ch_word){.lemma = lemma_of(w, t, first),
                  .xpos = net->tag_xpos[b->tag[t]],
                  .feats = net->feats[net->feat_allowed[b->bundle[t]]],
                  .head = b->head[t] == CH_NONE ? CH_NONE : s->tokens.start + b->head[t],
                  .upos = net->tag_upos[b->tag[t]],
                  .deprel = b->rel[t] == CH__REL_JOINED ? CH_DEP_PARATAXIS : net->rel_deprel[b->rel[t]]};
}

static void write_words(const writer *w, const ch_sentence *s, ch_span rows)
{
    bool first = true;
    for (uint32_t t = rows.start; t < rows.end; t++) {
        write_word(w, s, t, first);
        first &= w->b->shape[t].letters == CH__NO_LETTERS;
    }
}

enum { OUT, BEGIN, INSIDE };

/* The end of the name that begins at row t: an inside label of its type continues it. */
static uint32_t name_end(const ch__batch *b, uint32_t t, uint32_t end)
{
    const ch__net *net = b->net;
    uint8_t type = net->name_type[b->name[t]];
    uint32_t e = t + 1;
    while (e < end && net->name_part[b->name[e]] == INSIDE && net->name_type[b->name[e]] == type)
        e++;
    return e;
}

static void write_names(writer *w, ch_span rows)
{
    const ch__batch *b = w->b;
    for (uint32_t t = rows.start, end; t < rows.end; t = end) {
        end = t + 1;
        if (b->net->name_part[b->name[t]] == OUT)
            continue;
        end = name_end(b, t, rows.end);
        ch_name *name = CH__PUSH(ch__doc_arena(w->doc), w->doc->names, w->doc->n_names, w->cap_names);
        *name = (ch_name){{b->first + t, b->first + end}, b->net->name_type[b->name[t]]};
    }
}

static void write_batch(writer *w)
{
    const ch__batch *b = w->b;
    size_t width = b->net->c.width;
    memcpy(w->doc->inside->vectors + b->first * width, b->z, b->n * width);
    for (uint32_t i = 0; i < b->n_sentences; i++) {
        const ch_sentence *s = &b->sentences[i];
        ch_span rows = ch__rows_of(b, s);
        if (rows.start == rows.end)
            continue;
        write_words(w, s, rows);
        write_names(w, rows);
        ch__tree_spans(b->head + rows.start, rows.end - rows.start, b->span + rows.start, b->work);
        ch__link_tree(w->doc, s, b->span + rows.start);
    }
}

/* ------------------------------------------------------------------------------------------- walking -- */

static uint32_t longest(const ch_doc *doc)
{
    uint32_t n = 1;
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        ch_span t = doc->sentences[i].tokens;
        n = t.end - t.start > n ? t.end - t.start : n;
    }
    return n;
}

static uint32_t capacity(const ch_doc *doc)
{
    uint32_t n = longest(doc), all = doc->n_tokens < CH__BATCH ? doc->n_tokens : CH__BATCH;
    return n > all ? n : all;
}

/* Takes as many sentences from `from` on as fit, at least one; returns the next. */
static uint32_t fill_batch(ch__batch *b, uint32_t from)
{
    const ch_sentence *s = b->doc->sentences;
    uint32_t end = from + 1;
    b->first = s[from].tokens.start;
    while (end < b->doc->n_sentences && s[end].tokens.end - b->first <= b->cap)
        end++;
    b->sentences = s + from;
    b->n_sentences = end - from;
    b->n = s[end - 1].tokens.end - b->first;
    return end;
}

void ch__syntax_room(const ch__syntax_model *model, ch__arena *scratch, ch_doc *doc)
{
    ch__batch b;
    writer w = {.model = model, .b = &b, .doc = doc};
    doc->words = ch__alloc_array(ch__doc_arena(doc), doc->n_tokens, sizeof *doc->words);
    doc->inside->tree = ch__alloc_array(ch__doc_arena(doc), doc->n_tokens, sizeof *doc->inside->tree);
    doc->inside->vector_width = model->net.c.width;
    doc->inside->vectors = ch__alloc_raw(scratch, (size_t)doc->n_tokens * model->net.c.width + 1);
    ch__batch_init(&b, &model->net, ch__kernels_chosen(), doc, scratch, capacity(doc));
    for (uint32_t next = 0; next < doc->n_sentences;) {
        next = fill_batch(&b, next);
        if (b.n == 0)
            continue;
        ch__encode(&b);
        ch__answer(&b);
        write_batch(&w);
    }
}
