/* room.c - the steps of the syntax room, sentence by sentence. */
#include "syntax/decode.h"
#include "syntax/inside.h"
#include "syntax/neural.h"
#include "syntax/tree.h"

/* Work space for the longest sentence of a document. */
typedef struct space {
    ch__tok *t;
    uint32_t *head, *stack;
    uint8_t *rel;
    ch__item *items;
    ch_span *spans;
} space;

static uint32_t longest(const ch_doc *doc)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        ch_span span = doc->sentences[i].tokens;
        if (span.end - span.start > n)
            n = span.end - span.start;
    }
    return n;
}

static space make_space(ch__arena *scratch, uint32_t n)
{
    return (space){.t = ch__alloc_array(scratch, n, sizeof(ch__tok)),
                   .head = ch__alloc_array(scratch, n, sizeof(uint32_t)),
                   .stack = ch__alloc_array(scratch, (size_t)n * 5 + 5, sizeof(uint32_t)),
                   .rel = ch__alloc_array(scratch, n, 1),
                   .items = ch__alloc_array(scratch, n, sizeof(ch__item)),
                   .spans = ch__alloc_array(scratch, n, sizeof(ch_span))};
}

static void read_tokens(ch__sent *s)
{
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t token = s->first + i;
        const ch__entry *e = ch__lexicon_entry(s->lexicon, ch__token_sv(s->doc, token));
        bool joined = i > 0 && !(s->doc->tokens[token - 1].flags & CH_TOKEN_SPACE_AFTER);
        s->t[i] = (ch__tok){.e = e, .tag = e->best, .joined = joined};
        s->head[i] = CH_NONE;
        s->rel[i] = CH_DEP_DEP;
    }
}

/* UD features that the tag alone decides. */
static const char *feats_of(const ch__tok *t)
{
    switch (t->tag) {
    case CH__NN: return t->upos == CH_UPOS_NOUN ? "Number=Sing" : NULL;
    case CH__NNP: return t->upos == CH_UPOS_PROPN ? "Number=Sing" : NULL;
    case CH__NNS:
    case CH__NNPS: return "Number=Plur";
    case CH__VB: return "VerbForm=Inf";
    case CH__VBP: return "Mood=Ind|Tense=Pres|VerbForm=Fin";
    case CH__VBZ: return "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin";
    case CH__VBD: return "Mood=Ind|Tense=Past|VerbForm=Fin";
    case CH__VBN: return "Tense=Past|VerbForm=Part";
    case CH__VBG: return "Tense=Pres|VerbForm=Part";
    case CH__MD: return "VerbForm=Fin";
    case CH__JJ: return t->upos == CH_UPOS_ADJ ? "Degree=Pos" : NULL;
    case CH__JJR:
    case CH__RBR: return "Degree=Cmp";
    case CH__JJS:
    case CH__RBS: return "Degree=Sup";
    default: return NULL;
    }
}

static void write_words(ch__sent *s)
{
    for (uint32_t i = 0; i < s->n; i++) {
        ch_word *w = &s->doc->words[s->first + i];
        w->lemma = ch__lemma(s, i);
        w->xpos = ch__tag_name((ch__tag)s->t[i].tag);
        w->feats = feats_of(&s->t[i]);
        w->upos = s->t[i].upos;
        w->head = s->head[i] == CH_NONE ? CH_NONE : s->first + s->head[i];
        w->deprel = s->rel[i];
    }
}

static void rules_room(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    ch__lexicon lexicon;
    uint32_t cap_names = 0;
    ch__lexicon_init(&lexicon, k, scratch);
    doc->words = ch__alloc_array(ch__doc_arena(doc), doc->n_tokens, sizeof *doc->words);
    doc->inside->tree = ch__alloc_array(ch__doc_arena(doc), doc->n_tokens, sizeof *doc->inside->tree);
    space room = make_space(scratch, longest(doc));
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        ch_span span = doc->sentences[i].tokens;
        if (span.start == span.end)
            continue;
        ch__sent s = {.lexicon = &lexicon,
                      .doc = doc,
                      .first = span.start,
                      .n = span.end - span.start,
                      .t = room.t,
                      .head = room.head,
                      .rel = room.rel};
        read_tokens(&s);
        ch__tag_sentence(&s);
        ch__parse parse = {.s = &s, .at = room.items, .stack = room.stack};
        parse.n = ch__chunk(&s, room.items);
        ch__parse_items(&parse);
        ch__finish_tree(&parse);
        write_words(&s);
        ch__tree_spans(s.head, s.n, room.spans, room.stack);
        ch__link_tree(doc, &doc->sentences[i], room.spans);
        ch__find_names(&s, &cap_names);
    }
}

void ch__syntax_room(const ch__knowledge *k, const ch__syntax_model *model, ch__arena *scratch, ch_doc *doc)
{
    if (model)
        ch__neural_room(model, scratch, doc);
    else
        rules_room(k, scratch, doc);
}
