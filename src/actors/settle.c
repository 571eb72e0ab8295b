/* settle.c - what only a whole sentence tells: who says "we" in a quotation, which two sides stand behind "both
 * sides", and which short form stands in brackets behind a name. */
#include "actors/inside.h"
#include "base/utf8.h"

enum { MOST_PARTIES = 8 };

/* ---- "We will help," said the minister ---- */

static bool quote_mark(const ch__room *r, uint32_t token)
{
    ch__sv s = ch__token_sv(r->doc, token);
    return ch__sv_is(s, "\"") || ch__sv_is(s, "“") || ch__sv_is(s, "”") || ch__sv_is(s, "``") || ch__sv_is(s, "''");
}

/* Marks the tokens inside of quotation marks; false when there are none. */
static bool mark_quotes(ch__room *r)
{
    bool in = r->doc->sentences[r->sentence].flags & CH_SENTENCE_QUOTE, any = in;
    if (!r->quoted)
        r->quoted = ch__alloc_array(r->scratch, (size_t)r->doc->n_tokens + 1, sizeof *r->quoted);
    for (uint32_t t = r->span.start; t < r->span.end; t++) {
        if (quote_mark(r, t))
            in = !in;
        r->quoted[t] = in;
        any = any || in;
    }
    return any;
}

static bool says(const ch__room *r, uint32_t token)
{
    const ch__table *t = ch__knowledge_table(r->k, "text/saying");
    char form[32];
    if (!t || token < r->span.start || token >= r->span.end)
        return false;
    ch__sv s = ch__token_sv(r->doc, token);
    size_t n = ch__fold(s.p, s.n, form, sizeof form);
    return n != (size_t)-1 && ch__table_find(t, (ch__sv){form, n}) != CH_NONE;
}

/* "said X", "X said", or X the subject of a verb of saying; not the one who is told. */
static bool speaks(const ch__room *r, const ch__draft *d)
{
    uint8_t rel = r->doc->words[d->head].deprel;
    if (rel == CH_DEP_OBJ || rel == CH_DEP_IOBJ || rel == CH_DEP_OBL)
        return false;
    uint32_t head = r->doc->words[d->head].head;
    return says(r, d->tokens.start - 1) || says(r, d->tokens.end) || (d->subject && head != CH_NONE && says(r, head));
}

/* The one who speaks in this sentence outside of the quotation; CH_NONE when nobody or several do. */
static uint32_t speaker(const ch__room *r, uint32_t first_draft)
{
    uint32_t found = CH_NONE;
    for (uint32_t i = first_draft; i < r->n_drafts; i++) {
        const ch__draft *d = &r->drafts[i];
        if (d->sentence != r->sentence || d->n != 1 || d->place || d->kind == CH_MENTION_ADJECTIVE)
            continue;
        if (!r->referents[d->referents[0]].code || !speaks(r, d) || r->quoted[d->head])
            continue;
        if (found != CH_NONE && found != d->referents[0])
            return CH_NONE;
        found = d->referents[0];
    }
    return found;
}

static bool first_plural(const ch__item *item)
{
    return item->kind == CH__ITEM_PRONOUN && ch__same(item->word.kind, "first") && ch__same(item->word.number, "pl");
}

/* "our country" is one mention, "our" another's otherwise. */
static uint32_t own_end(const ch__room *r, const ch__item *item)
{
    const ch__item *next = ch__item_at(r, item->end);
    return next && next->kind == CH__ITEM_NOUN && ch__same(next->word.kind, "own") ? next->end : item->end;
}

static void read_first(ch__room *r, uint32_t first_draft)
{
    uint32_t party = CH_NONE;
    if (!mark_quotes(r))
        return;
    for (uint32_t t = r->span.start; t < r->span.end; t++) {
        const ch__item *item = ch__item_at(r, t);
        if (!r->quoted[t] || !item || item->start != t || !first_plural(item))
            continue;
        if (party == CH_NONE) {
            uint32_t who = speaker(r, first_draft);
            party = who == CH_NONE ? CH_NONE : ch__party(r, who, false);
        }
        if (party == CH_NONE)
            return;
        uint32_t end = own_end(r, item);
        ch__draft *d = ch__draft_add(r, t, end, CH_MENTION_PRONOUN, "first person: side of the speaker");
        ch__draft_point(d, party);
    }
}

/* ---- "Both sides met, Peru and Chile said" ---- */

static uint32_t parties_between(ch__room *r, uint32_t from, uint32_t to, uint32_t *parties)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        const ch__draft *d = &r->drafts[i];
        for (uint8_t k = 0; k < d->n && !d->place; k++) {
            uint32_t p = ch__party(r, r->drafts[i].referents[k], false), j = 0;
            while (j < n && parties[j] != p)
                j++;
            if (p != CH_NONE && j == n && n < MOST_PARTIES)
                parties[n++] = p;
        }
    }
    return n;
}

/* Drafts of the title, which stand first. */
static uint32_t title_drafts(const ch__room *r)
{
    uint32_t n = 0;
    while (n < r->n_drafts && r->drafts[n].sentence < r->sentence &&
           (r->doc->sentences[r->drafts[n].sentence].flags & CH_SENTENCE_TITLE))
        n++;
    return n;
}

/* A group that nobody before stands for is the parties of its own sentence, or those of the title, if their number is
 * the group's. */
static void read_groups(ch__room *r, uint32_t first_draft)
{
    uint32_t here[MOST_PARTIES], title[MOST_PARTIES], n = CH_NONE, n_title = 0;
    uint32_t last = r->n_drafts;
    for (uint32_t i = first_draft; i < last; i++) {
        ch__draft *d = &r->drafts[i];
        if (d->kind != CH_MENTION_GROUP || d->n || !d->count)
            continue;
        if (n == CH_NONE) {
            n = parties_between(r, first_draft, last, here);
            n_title = parties_between(r, 0, title_drafts(r), title);
        }
        bool in_sentence = n == d->count, in_title = !in_sentence && n_title == d->count;
        for (uint32_t k = 0; (in_sentence || in_title) && k < d->count; k++)
            ch__draft_point(&r->drafts[i], in_sentence ? here[k] : title[k]);
        if (in_sentence || in_title)
            r->drafts[i].why = in_sentence ? "parties of the sentence" : "parties of the title";
    }
}

/* ---- "the Economic Freedom Fighters (EFF)" ---- */

bool ch__acronym(ch__sv s)
{
    size_t upper = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!ch__is_upper((unsigned char)s.p[i]) && s.p[i] != '-')
            return false;
        upper += s.p[i] != '-';
    }
    return upper >= 2 && upper <= 8;
}

/* The acronym begins like the name: "(NLC)" is not short for "Congress". */
static bool begins_alike(const ch__room *r, const ch__draft *d, uint32_t token)
{
    uint32_t first = d->tokens.start;
    if (ch__tok_rule(r, first, CH__RULE_DEFINITE) || ch__tok_rule(r, first, CH__RULE_INDEFINITE))
        first++;
    ch__sv name = ch__token_sv(r->doc, first), letters = ch__token_sv(r->doc, token);
    return first < d->tokens.end && name.n && letters.n && name.p[0] == letters.p[0];
}

/* The letters are the first ones of the name's words, in their order: "People's Action Party (PAP)". */
static bool spells(const ch__room *r, const ch__draft *d, ch__sv letters)
{
    size_t at = 0;
    for (uint32_t t = d->tokens.start; t < d->tokens.end && at < letters.n; t++)
        at += ch__token_sv(r->doc, t).p[0] == letters.p[at];
    return at == letters.n;
}

/* The tables know the acronym as somebody else's: in this story it is what the bracket says. */
static void introduce(ch__room *r, const ch__draft *d, uint32_t first_draft, uint32_t token)
{
    const ch__item *item = ch__item_at(r, token);
    const char *id = r->referents[d->referents[0]].id;
    if (!id || item->end != token + 1 || !spells(r, d, ch__token_sv(r->doc, token)))
        return;
    for (uint8_t i = 0; i < item->n; i++)
        if (ch__same(item->entities[i]->id, id))
            return;
    ch__registry_put(r->scratch, &r->people, ch__key('b', NULL, ch__token_sv(r->doc, token)), d->referents[0]);
    for (uint32_t i = first_draft; i < r->n_drafts; i++) {
        ch_span said = r->drafts[i].tokens; /* "(PAP)", "the PAP" */
        bool same =
            said.end - said.start <= 2 && ch__sv_eq(ch__token_sv(r->doc, said.end - 1), ch__token_sv(r->doc, token));
        if (!same)
            continue;
        r->drafts[i].n = 0;
        r->drafts[i].why = CH__WHY_INTRODUCED;
        ch__draft_point(&r->drafts[i], d->referents[0]);
    }
}

static void read_acronyms(ch__room *r, uint32_t first_draft)
{
    for (uint32_t i = first_draft; i < r->n_drafts; i++) {
        const ch__draft *d = &r->drafts[i];
        uint32_t t = d->tokens.end;
        if (d->n != 1 || d->place || d->kind == CH_MENTION_PRONOUN || !ch__tok_is(r, t, "(") ||
            !ch__tok_is(r, t + 2, ")"))
            continue;
        if (!ch__acronym(ch__token_sv(r->doc, t + 1)))
            continue;
        if (ch__known_name(ch__item_at(r, t + 1)))
            introduce(r, d, first_draft, t + 1);
        else if (begins_alike(r, d, t + 1))
            ch__registry_put(r->scratch, &r->people, ch__key('w', NULL, ch__token_sv(r->doc, t + 1)), d->referents[0]);
    }
}

void ch__settle_sentence(ch__room *r, uint32_t first_draft)
{
    read_first(r, first_draft);
    read_groups(r, first_draft);
    read_acronyms(r, first_draft);
}
