/* corpus.c - treebanks, names and text to sentences in memory. */
#include "corpus.h"

#include <stdio.h>
#include <stdlib.h>

#include "paragraphs.h"
#include "syntax/conllu.h"
#include "syntax/net.h"

void corpus_init(corpus *c, uint32_t n_grams)
{
    *c = (corpus){.n_grams = n_grams};
    strings_add(&c->names, CH__SV("O"));
}

void corpus_free(corpus *c)
{
    free(c->tokens);
    free(c->sentences);
    free(c->folded);
    free(c->grams);
    free(c->sentence_of_id);
    strings *all[] = {&c->forms, &c->tags, &c->feats, &c->rels, &c->names, &c->sent_ids};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        strings_free(all[i]);
    *c = (corpus){0};
}

/* ---------------------------------------------------------------------------------------- building up -- */

static void add_grams(corpus *c, folded *f, ch__sv form)
{
    uint32_t rows[CH__MOST_GRAMS];
    size_t n = ch__folded_grams(form, c->n_grams, rows);
    if (c->n_gram_refs + n > c->cap_grams) {
        c->cap_grams = c->cap_grams ? c->cap_grams * 2 : 1 << 16;
        c->grams = need_more(c->grams, c->cap_grams * sizeof *c->grams);
    }
    f->first_gram = (uint32_t)c->n_gram_refs;
    f->n_grams = (uint32_t)n;
    memcpy(c->grams + c->n_gram_refs, rows, n * sizeof *rows);
    c->n_gram_refs += n;
}

uint32_t corpus_fold(corpus *c, ch__sv form)
{
    char bytes[CH__FOLDED];
    ch__sv key = {bytes, ch__fold_form(form, bytes)};
    uint32_t i = strings_add(&c->forms, key);
    if (i < c->n_folded)
        return i;
    if (c->n_folded == c->cap_folded) {
        c->cap_folded = c->cap_folded ? c->cap_folded * 2 : 1 << 14;
        c->folded = need_more(c->folded, c->cap_folded * sizeof *c->folded);
    }
    c->folded[i] = (folded){.word = CH_NONE};
    add_grams(c, &c->folded[i], key);
    c->n_folded++;
    return i;
}

static labelled *add_token(corpus *c, ch__sv form, bool gold)
{
    if (c->n_tokens == c->cap_tokens) {
        c->cap_tokens = c->cap_tokens ? c->cap_tokens + c->cap_tokens / 2 : 1 << 16;
        c->tokens = need_more(c->tokens, c->cap_tokens * sizeof *c->tokens);
    }
    labelled *t = &c->tokens[c->n_tokens++];
    *t = (labelled){.folded = corpus_fold(c, form),
                    .shape = ch__form_shape(form),
                    .tag = NO_LABEL,
                    .feats = NO_LABEL,
                    .rel = NO_LABEL,
                    .head = NO_LABEL,
                    .name = NO_LABEL};
    if (gold)
        c->folded[t->folded].count_gold++;
    else
        c->folded[t->folded].count_text++;
    return t;
}

static sentence *close_sentence(corpus *c, size_t first, uint8_t flags)
{
    size_t n = c->n_tokens - first;
    if (n == 0 || n > LONGEST_SENTENCE) {
        c->n_tokens = first;
        return NULL;
    }
    if (c->n_sentences == c->cap_sentences) {
        c->cap_sentences = c->cap_sentences ? c->cap_sentences * 2 : 4096;
        c->sentences = need_more(c->sentences, c->cap_sentences * sizeof *c->sentences);
    }
    sentence *s = &c->sentences[c->n_sentences++];
    *s = (sentence){.first = (uint32_t)first, .n = (uint32_t)n, .flags = flags};
    return s;
}

static void complain_of(const ch_err *err)
{
    fprintf(stderr, "%s:%lld: %s\n", err->file, (long long)err->line, err->message);
}

static void remember_id(corpus *c, ch__sv sent_id)
{
    if (!sent_id.n)
        return;
    uint32_t before = c->sent_ids.n, id = strings_add(&c->sent_ids, sent_id);
    if (id != before)
        return;
    c->sentence_of_id = need_more(c->sentence_of_id, c->sent_ids.cap * sizeof *c->sentence_of_id);
    c->sentence_of_id[id] = c->n_sentences - 1;
}

/* Number of a label, at most `most` of them; an absent one is counted as "_". */
static uint16_t label_of(strings *labels, ch__sv text, uint32_t most)
{
    uint32_t i = strings_add(labels, text.n ? text : CH__SV("_"));
    if (i >= most)
        die("more than %u labels of one kind", most);
    return (uint16_t)i;
}

/* ----------------------------------------------------------------------------------------- treebanks -- */

static uint16_t tag_of(corpus *c, const ch__conllu_word *w)
{
    char both[128];
    if (w->tag == CH_N_UPOS)
        return NO_LABEL;
    ch__sv xpos = w->xpos.n ? w->xpos : CH__SV("_");
    int n = snprintf(both, sizeof both, "%s %.*s", ch_upos_name((ch_upos)w->tag), (int)xpos.n, xpos.p);
    if (n < 0 || (size_t)n >= sizeof both)
        return NO_LABEL;
    return label_of(&c->tags, (ch__sv){both, (size_t)n}, CH__MOST_TAGS);
}

static void label_names(corpus *c, size_t first, uint32_t n, const ch__gold_name *names, uint32_t n_names)
{
    static const char *const parts[] = {"B", "I"};
    for (uint32_t i = 0; i < n; i++)
        c->tokens[first + i].name = 0;
    for (uint32_t i = 0; i < n_names; i++) {
        int type = ch__gold_type(names[i].type);
        for (uint32_t t = names[i].first; t < names[i].end; t++) {
            char label[16];
            int len = type < 0 ? 0
                               : snprintf(label, sizeof label, "%s-%s", parts[t > names[i].first],
                                          ch_name_type_name((ch_name_type)type));
            c->tokens[first + t].name =
                type < 0 ? NO_LABEL : label_of(&c->names, (ch__sv){label, (size_t)len}, CH__MOST_TAGS);
        }
    }
}

static void take_treebank_sentence(corpus *c, const ch__conllu_sentence *in, int what)
{
    size_t first = c->n_tokens;
    bool silver = what & TREEBANK_SILVER;
    if (in->n > LONGEST_SENTENCE)
        return;
    for (uint32_t i = 0; i < in->n; i++) {
        const ch__conllu_word *w = &in->words[i];
        labelled *t = add_token(c, w->form, !silver);
        t->tag = tag_of(c, w);
        t->feats = t->tag == NO_LABEL ? NO_LABEL : label_of(&c->feats, w->feats, CH__MOST_FEATS);
        t->rel = label_of(&c->rels, w->deprel, CH__MOST_TAGS);
        t->head = (uint16_t)w->head;
    }
    if (what & TREEBANK_NAMES)
        label_names(c, first, in->n, in->names, in->n_names);
    close_sentence(c, first, silver ? SENTENCE_SILVER : 0);
    remember_id(c, in->sent_id);
}

void corpus_read_treebank(corpus *c, const char *path, int what)
{
    ch__conllu r;
    ch__conllu_sentence in;
    ch_err err;
    int rc;
    if (ch__conllu_open(&r, path, CH__CONLLU_TREES, &err) < 0)
        die_of(&err);
    while ((rc = ch__conllu_next(&r, &in, &err)) != 0) {
        if (rc > 0)
            take_treebank_sentence(c, &in, what);
        else
            complain_of(&err);
    }
    ch__conllu_close(&r);
}

/* --------------------------------------------------------------------------------------------- names -- */

/* The sentence that has this id and as many words, or NULL. */
static sentence *sentence_with_id(const corpus *c, ch__sv sent_id, uint32_t n)
{
    uint32_t id = sent_id.n ? strings_find(&c->sent_ids, sent_id) : CH_NONE;
    if (id == CH_NONE)
        return NULL;
    sentence *s = &c->sentences[c->sentence_of_id[id]];
    return s->n == n ? s : NULL;
}

static void take_names_sentence(corpus *c, const ch__iob_sentence *in, bool open)
{
    sentence *s = sentence_with_id(c, in->sent_id, in->n);
    if (!s) {
        size_t first = c->n_tokens;
        if (in->n > LONGEST_SENTENCE)
            return;
        for (uint32_t i = 0; i < in->n; i++)
            add_token(c, in->forms[i], true);
        s = close_sentence(c, first, 0);
    }
    label_names(c, s->first, in->n, in->names, in->n_names);
    s->flags |= open ? SENTENCE_OPEN_NAMES : 0;
}

void corpus_read_names(corpus *c, const char *path, bool open)
{
    ch__iob r;
    ch__iob_sentence in;
    ch_err err;
    int rc;
    if (ch__iob_open(&r, path, &err) < 0)
        die_of(&err);
    while ((rc = ch__iob_next(&r, &in, &err)) != 0) {
        if (rc > 0)
            take_names_sentence(c, &in, open);
        else
            complain_of(&err);
    }
    ch__iob_close(&r);
}

/* ---------------------------------------------------------------------------------------------- text -- */

static void take_paragraph(void *ctx, const ch_doc *doc)
{
    corpus *c = ctx;
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        ch_span span = doc->sentences[i].tokens;
        size_t first = c->n_tokens;
        for (uint32_t t = span.start; t < span.end; t++)
            add_token(c, ch__token_sv(doc, t), false);
        close_sentence(c, first, 0);
    }
}

void corpus_read_text(corpus *c, const ch__knowledge *k, const char *path, size_t most)
{
    paragraphs in;
    size_t begun = c->n_tokens;
    paragraphs_open(&in, k, path);
    while (c->n_tokens - begun < most && paragraphs_next(&in, take_paragraph, c))
        continue;
    paragraphs_close(&in);
}
