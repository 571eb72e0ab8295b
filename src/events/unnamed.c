/* Parties that the text names by a word of role alone: "gunmen", "protesters", "police". They have no code; the word
 * gives the sector (table actors/agents). */
#include "events/code.h"

enum { WORDS = 4 /* of the longest phrase tried: "national liberation army soldiers" */ };

/* The sector of the longest phrase of the table that ends at the head of a mention, or NULL. */
static const char *sector_of(const ch__knowledge *k, ch_doc *doc, const ch_mention *m)
{
    const ch__table *t = ch__knowledge_table(k, "actors/agents");
    if (!t || m->kind != CH_MENTION_NOMINAL)
        return NULL;
    uint32_t from = m->tokens.start + WORDS > m->head ? m->tokens.start : m->head + 1 - WORDS;
    for (uint32_t i = from; i <= m->head; i++) {
        ch__hit hit;
        uint32_t n = ch__phrase_at_token(doc, k, ch__table_bit(t), i, m->head + 1, &hit);
        if (n && i + n == m->head + 1)
            return ch__table_cell(t, hit.row, 2);
    }
    return NULL;
}

void ch__name_roles(ch__scene *s, ch_roles *roles)
{
    for (uint32_t i = 0; i < roles->n; i++) {
        ch_role *r = &roles->at[i];
        const char *sector = r->actor == CH_NONE && r->mention != CH_NONE
                                 ? sector_of(s->k, s->doc, &s->doc->mentions[r->mention])
                                 : NULL;
        if (!sector)
            continue;
        ch_actor *a = CH__PUSH(ch__doc_arena(s->doc), s->doc->actors, s->doc->n_actors, *s->cap_actors);
        a->sector = sector;
        r->actor = s->doc->n_actors - 1;
    }
}
