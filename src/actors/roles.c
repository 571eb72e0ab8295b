/* roles.c - mentions found by token, and the role lists of records. Mentions of the actors room are ordered by first
 * token and none is longer than CH__MOST_SPAN tokens, so a look back is bounded. */
#include "actors/inside.h"
#include "base/utf8.h"

enum { CH__MOST_NAME = 256 }; /* bytes of a name that is compared */

/* First mention that starts behind `token`. */
static uint32_t behind(const ch_doc *doc, uint32_t token)
{
    uint32_t low = 0, high = doc->inside->n_ordered;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->mentions[middle].tokens.start > token)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static uint32_t length(const ch_mention *m)
{
    return m->tokens.end - m->tokens.start;
}

static uint32_t longest(const ch_doc *doc, uint32_t token, bool head)
{
    uint32_t best = CH_NONE;
    for (uint32_t i = behind(doc, token); i-- > 0;) {
        const ch_mention *m = &doc->mentions[i];
        if (m->tokens.start + CH__MOST_SPAN <= token)
            break;
        bool fits = head ? m->head == token : token < m->tokens.end;
        if (fits && (best == CH_NONE || length(m) >= length(&doc->mentions[best])))
            best = i;
    }
    return best;
}

uint32_t ch__mention_at(const ch_doc *doc, uint32_t head)
{
    return longest(doc, head, true);
}

uint32_t ch__mention_over(const ch_doc *doc, uint32_t token)
{
    return longest(doc, token, false);
}

uint32_t ch__mention_in(const ch_doc *doc, ch_span tokens, uint32_t from)
{
    uint32_t start = from > tokens.start ? from : tokens.start;
    uint32_t i = start ? behind(doc, start - 1) : 0;
    /* mentions that start together stand longest first */
    for (; i < doc->inside->n_ordered && doc->mentions[i].tokens.start < tokens.end; i++)
        if (doc->mentions[i].tokens.end <= tokens.end)
            return i;
    return CH_NONE;
}

static bool same_folded(const char *a, const char *b)
{
    char x[CH__MOST_NAME], y[CH__MOST_NAME];
    size_t n = ch__fold(a, strlen(a), x, sizeof x), m = ch__fold(b, strlen(b), y, sizeof y);
    return n != (size_t)-1 && n == m && memcmp(x, y, n) == 0;
}

bool ch__actor_named(const ch__knowledge *k, const ch_actor *actor, const char *words)
{
    const ch__table *t = ch__knowledge_table(k, "entities");
    if (actor->name && same_folded(actor->name, words))
        return true;
    if (!t || !actor->id)
        return false;
    uint32_t kind = ch__table_column(t, "kind"), value = ch__table_column(t, "value");
    for (uint32_t row = ch__table_find(t, ch__sv_of(actor->id)); row != CH_NONE; row = ch__table_find_next(t, row)) {
        const char *name = ch__table_cell(t, row, value);
        if (name && ch__same(ch__table_cell(t, row, kind), "name") && same_folded(name, words))
            return true;
    }
    return false;
}

bool ch__roles_have_code(const ch_doc *doc, const ch_roles *roles, const char *code)
{
    for (uint32_t i = 0; code && i < roles->n; i++)
        if (roles->at[i].actor != CH_NONE && ch__same(doc->actors[roles->at[i].actor].code, code))
            return true;
    return false;
}

bool ch__roles_share_code(const ch_doc *doc, const ch_roles *a, const ch_roles *b)
{
    for (uint32_t i = 0; i < a->n; i++)
        if (a->at[i].actor != CH_NONE && ch__roles_have_code(doc, b, doc->actors[a->at[i].actor].code))
            return true;
    return false;
}

static void append(ch_doc *doc, ch_roles *roles, ch_role role)
{
    ch_role *bigger = ch__alloc_array(ch__doc_arena(doc), (size_t)roles->n + 1, sizeof *bigger);
    if (roles->n)
        memcpy(bigger, roles->at, roles->n * sizeof *bigger);
    bigger[roles->n] = role;
    roles->at = bigger;
    roles->n++;
}

void ch__roles_add(ch_doc *doc, ch_roles *roles, uint32_t mention)
{
    const ch_mention *m = &doc->mentions[mention];
    if (m->actors.start == m->actors.end)
        append(doc, roles, (ch_role){mention, CH_NONE});
    for (uint32_t a = m->actors.start; a < m->actors.end; a++)
        if (!ch__roles_have_code(doc, roles, doc->actors[a].code))
            append(doc, roles, (ch_role){mention, a});
}

/* Marks, conjunctions and prepositions in front are no part of a noun phrase: ", according to three agencies". */
static bool is_before_phrase(const ch_doc *doc, uint32_t t)
{
    ch_upos tag = ch__upos(doc, t);
    return tag == CH_UPOS_PUNCT || tag == CH_UPOS_CCONJ || tag == CH_UPOS_SCONJ || tag == CH_UPOS_ADP ||
           doc->words[t].deprel == CH_DEP_CASE;
}

uint32_t ch__mention_phrase(ch_doc *doc, uint32_t sentence, uint32_t head)
{
    ch_span words = ch__subtree(doc, &doc->sentences[sentence], head);
    words.end = head + 1;
    while (words.start < head && is_before_phrase(doc, words.start))
        words.start++;
    if (words.end - words.start > CH__MOST_SPAN)
        words.start = words.end - CH__MOST_SPAN;
    *CH__PUSH(ch__doc_arena(doc), doc->mentions, doc->n_mentions, doc->inside->cap_mentions) =
        (ch_mention){.tokens = words,
                     .bytes = ch__tokens_bytes(doc, words),
                     .chars = ch__tokens_chars(doc, words),
                     .head = head,
                     .sentence = sentence,
                     .actors = {doc->n_actors, doc->n_actors},
                     .chain = CH_NONE,
                     .kind = CH_MENTION_NOMINAL,
                     .why = "no name and no known role: acts in an event"};
    return doc->n_mentions - 1;
}
