/* tokens.c - questions about single words: how a token is written and tagged, which rules its word has, the item made
 * of it. */
#include "actors/inside.h"
#include "base/utf8.h"

enum { MOST_FORM = 64 };

ch__sv ch__words_sv(const ch__room *r, uint32_t start, uint32_t end)
{
    return ch__doc_sv(r->doc, ch__tokens_bytes(r->doc, (ch_span){start, end}));
}

bool ch__tok_inside(const ch__room *r, uint32_t token)
{
    return token >= r->span.start && token < r->span.end;
}

bool ch__tok_is(const ch__room *r, uint32_t token, const char *word)
{
    return ch__tok_inside(r, token) && ch__sv_eq_nocase(ch__token_sv(r->doc, token), ch__sv_of(word));
}

bool ch__tok_upper(const ch__room *r, uint32_t token)
{
    if (!ch__tok_inside(r, token))
        return false;
    ch__sv s = ch__token_sv(r->doc, token);
    size_t i = 0;
    return s.n && ch__cp_is_upper(ch__utf8_next(s.p, s.n, &i));
}

bool ch__tok_verb(const ch__room *r, uint32_t token)
{
    ch_upos tag = ch__tok_inside(r, token) ? ch__upos(r->doc, token) : CH_UPOS_PUNCT;
    return tag == CH_UPOS_VERB || tag == CH_UPOS_AUX;
}

bool ch__tok_noun(const ch__room *r, uint32_t token)
{
    ch_upos tag = ch__tok_inside(r, token) ? ch__upos(r->doc, token) : CH_UPOS_PUNCT;
    return tag == CH_UPOS_NOUN || tag == CH_UPOS_PROPN;
}

bool ch__tok_poss(const ch__room *r, uint32_t token)
{
    if (!ch__tok_inside(r, token))
        return false;
    ch__sv s = ch__token_sv(r->doc, token);
    return ch__sv_is(s, "'s") || ch__sv_is(s, "’s") || ch__sv_is(s, "'") || ch__sv_is(s, "’") || ch__sv_is(s, "'S");
}

static uint64_t rule_named(const char *rule)
{
#define CH_X(name, text) text,
    static const char *const names[] = {CH__RULES(CH_X)};
#undef CH_X
    for (int i = 0; i < CH__N_RULES; i++)
        if (names[i][0] == rule[0] && strcmp(names[i], rule) == 0)
            return (uint64_t)1 << i;
    return 0;
}

/* All rules of a word, a bit each. */
static uint64_t rules_of(const ch__room *r, ch__sv word)
{
    char key[MOST_FORM];
    uint64_t rules = 0;
    size_t n = r->rules ? ch__fold(word.p, word.n, key, sizeof key) : (size_t)-1;
    uint32_t row = n == (size_t)-1 ? CH_NONE : ch__table_find(r->rules, (ch__sv){key, n});
    for (; row != CH_NONE; row = ch__table_find_next(r->rules, row)) {
        const char *rule = ch__table_cell(r->rules, row, 1);
        rules |= rule ? rule_named(rule) : 0;
    }
    return rules;
}

bool ch__word_rule(const ch__room *r, ch__sv word, ch__rule rule)
{
    return rules_of(r, word) >> rule & 1;
}

bool ch__tok_rule(const ch__room *r, uint32_t token, ch__rule rule)
{
    if (!ch__tok_inside(r, token))
        return false;
    uint64_t *known = &r->rules_at[token];
    if (!*known)
        *known = rules_of(r, ch__token_sv(r->doc, token)) | (uint64_t)1 << 63;
    return *known >> rule & 1;
}

bool ch__prior(const ch__room *r, const ch__item *item, const char *id)
{
    char key[MOST_FORM];
    ch__sv s = ch__words_sv(r, item->start, item->end);
    size_t n = ch__fold(s.p, s.n, key, sizeof key);
    if (n == (size_t)-1 || !r->rules)
        return false;
    for (uint32_t row = ch__table_find(r->rules, (ch__sv){key, n}); row != CH_NONE;
         row = ch__table_find_next(r->rules, row))
        if (ch__same(ch__table_cell(r->rules, row, r->c_reading), id))
            return true;
    return false;
}

ch__item *ch__item_at(const ch__room *r, uint32_t token)
{
    return ch__tok_inside(r, token) && r->item_at[token] != CH_NONE ? &r->items[r->item_at[token]] : NULL;
}

ch__item *ch__item_add(ch__room *r, uint32_t start, uint32_t end, ch__item_kind kind, const char *why)
{
    uint32_t index = r->n_items;
    ch__item *item = CH__PUSH(r->scratch, r->items, r->n_items, r->cap_items);
    *item = (ch__item){.start = start, .end = end, .kind = (uint8_t)kind, .referent = CH_NONE, .why = why};
    item->possessed = ch__tok_poss(r, end);
    for (uint32_t t = start; t < end; t++)
        r->item_at[t] = index;
    return item;
}
