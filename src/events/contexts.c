/* Contexts: the issues a stretch of text names, by cue phrases (table events/contexts: phrase, context). */
#include "events/clause.h"

enum { MOST_HITS = 8 };

void ch__context_add(ch_doc *doc, const char *name, const char ***list, uint32_t *n)
{
    for (uint32_t i = 0; i < *n; i++)
        if (strcmp((*list)[i], name) == 0)
            return;
    /* grown in steps of four, so that no capacity need be kept beside the list */
    if (*n % 4 == 0)
        *list = ch__grow(ch__doc_arena(doc), *list, *n, sizeof **list, (size_t)*n + 4);
    (*list)[(*n)++] = name;
}

/* Words that begin no cue need no look-up: only what a noun phrase or a verb can begin with. */
static bool may_begin_cue(const ch_doc *doc, uint32_t t)
{
    switch (ch__upos(doc, t)) {
    case CH_UPOS_PUNCT:
    case CH_UPOS_AUX:
    case CH_UPOS_DET:
    case CH_UPOS_ADP:
    case CH_UPOS_CCONJ:
    case CH_UPOS_PRON: return false;
    default: return true;
    }
}

/* Whether a phrase in the sentence keeps the context away (table events/context-stops, from dictionaries): "olive oil"
 * that of energy. Without a context a phrase keeps away all that dictionaries give. */
static bool stopped(const ch__knowledge *k, ch_doc *doc, ch_span sentence, const char *name)
{
    const ch__table *t = ch__knowledge_table(k, "events/context-stops");
    for (uint32_t i = sentence.start; i < sentence.end; i++) {
        ch__hit hits[MOST_HITS];
        uint32_t covered[MOST_HITS];
        size_t found = ch__phrases_at_token(doc, k, ch__table_bit(t), i, sentence.end, hits, covered, MOST_HITS);
        for (size_t h = 0; h < found; h++) {
            const char *context = ch__table_cell(t, hits[h].row, ch__table_column(t, "context"));
            if (!context || strcmp(context, name) == 0)
                return true;
        }
    }
    return false;
}

/* Whether the row may give its context here: ours always, a dictionary's unless the sentence stops it. */
static bool row_gives(const ch__knowledge *k, ch_doc *doc, uint32_t token, const ch__table *t, uint32_t row,
                      const char *name)
{
    const ch__table *stops = ch__knowledge_table(k, "events/context-stops");
    const char *src = ch__table_cell(t, row, ch__table_column(t, "src"));
    if (!stops || !ch__table_rows(stops) || !src || strcmp(src, "petrarch") != 0)
        return true;
    return !stopped(k, doc, doc->sentences[ch__sentence_of(doc, token)].tokens, name);
}

void ch__contexts(const ch__knowledge *k, ch_doc *doc, ch_span tokens, const char ***list, uint32_t *n)
{
    const ch__table *t = ch__knowledge_table(k, "events/contexts");
    if (!t)
        return;
    uint64_t bit = ch__table_bit(t);
    uint32_t context = ch__table_column(t, "context");
    for (uint32_t i = tokens.start; i < tokens.end; i++) {
        ch__hit hits[MOST_HITS];
        uint32_t covered[MOST_HITS];
        if (!may_begin_cue(doc, i))
            continue;
        size_t found = ch__phrases_at_token(doc, k, bit, i, tokens.end, hits, covered, MOST_HITS);
        for (size_t h = 0; h < found && covered[h] == covered[0]; h++) {
            const char *name = ch__table_cell(t, hits[h].row, context);
            if (name && row_gives(k, doc, i, t, hits[h].row, name))
                ch__context_add(doc, name, list, n);
        }
    }
}
