/* discards.c - sentences and stories that a user's lists take away (table text/discards: phrase, scope), such as sports
 * and anniversaries: an invention of TABARI, whose dictionaries fill the table. */
#include "text/document.h"
#include "text/text.h"

enum { MOST_HITS = 16 };

typedef struct discards {
    ch_doc *doc;
    const ch__table *t;
    uint32_t scope;
    const char *story; /* why the whole story goes, or NULL */
} discards;

static const char *reason(const discards *d, const char *what, uint32_t row)
{
    ch__arena *arena = ch__doc_arena(d->doc);
    return ch__format(arena, "discarded: the %s holds \"%s\" (%s)", what, ch__table_cell(d->t, row, 0),
                      ch__table_source(d->t, row, arena));
}

static void look_at(discards *d, const ch__knowledge *k, ch_sentence *s)
{
    for (uint32_t i = s->tokens.start; i < s->tokens.end && !d->story; i++) {
        ch__hit hits[MOST_HITS];
        uint32_t covered[MOST_HITS];
        size_t n = ch__phrases_at_token(d->doc, k, ch__table_bit(d->t), i, s->tokens.end, hits, covered, MOST_HITS);
        for (size_t h = 0; h < n && !d->story; h++) {
            const char *scope = ch__table_cell(d->t, hits[h].row, d->scope);
            if (scope && strcmp(scope, "story") == 0)
                d->story = reason(d, "story", hits[h].row);
            else if (!s->discarded)
                s->discarded = reason(d, "sentence", hits[h].row);
        }
    }
    if (s->discarded)
        s->flags |= CH_SENTENCE_DISCARDED;
}

/* Only what would be coded is looked at: a legal notice takes no story away. */
void ch__discards(const ch__knowledge *k, ch_doc *doc)
{
    discards d = {.doc = doc, .t = ch__knowledge_table(k, "text/discards")};
    if (!d.t || !ch__table_rows(d.t))
        return;
    d.scope = ch__table_column(d.t, "scope");
    ch__doc_units(doc, k);
    for (uint32_t i = 0; i < doc->n_sentences && !d.story; i++)
        if (ch_doc_sentence_coded(doc, i))
            look_at(&d, k, &doc->sentences[i]);
    for (uint32_t i = 0; d.story && i < doc->n_sentences; i++) {
        doc->sentences[i].discarded = d.story;
        doc->sentences[i].flags |= CH_SENTENCE_DISCARDED;
    }
}
