/* coref_owned.c - what a possessive owns: "his country", "his Russian counterpart", "his host". */
#include "actors/coref.h"

/* "his country", "their governments": the country of whoever it is. */
static uint32_t read_own(ch__room *r, uint32_t at, uint32_t start, const uint32_t *owners, uint8_t n)
{
    const ch__item *own = ch__item_at(r, at);
    uint32_t end = own->end;
    ch__draft *d = ch__draft_add(r, start, end, CH_MENTION_NOMINAL, "country of a person before");
    for (uint8_t i = 0; i < n; i++) {
        uint32_t p = ch__party(r, owners[i], true);
        if (p != CH_NONE)
            ch__draft_point(d, p);
    }
    return end;
}

/* "Calderón, his predecessor": the person named that the noun at a token is an apposition to, or CH_NONE. */
static uint32_t named_before(const ch__room *r, uint32_t noun)
{
    const ch_word *w = &r->doc->words[noun];
    if (w->deprel != CH_DEP_APPOS)
        return CH_NONE;
    for (uint32_t i = r->n_drafts; i-- > 0 && r->drafts[i].sentence == r->sentence;) {
        const ch__draft *d = &r->drafts[i];
        bool name = d->kind == CH_MENTION_NAME && d->tokens.start <= w->head && w->head < d->tokens.end;
        if (name && d->n == 1 && r->referents[d->referents[0]].class == CH__PERSON)
            return d->referents[0];
    }
    return CH_NONE;
}

/* The person whose name stands behind "his host": "His host, President Óscar Arias, offered"; reads the name and yields
 * where it ends, or `at` when there is none. */
static uint32_t read_named(ch__room *r, uint32_t at, uint32_t *who)
{
    uint32_t t = at + ch__tok_is(r, at, ","), first = r->n_drafts;
    const ch__item *item = ch__item_at(r, t);
    bool person = item && (item->kind == CH__ITEM_PERSON || item->kind == CH__ITEM_STRANGER);
    bool title = item && (item->kind == CH__ITEM_ROLE || item->kind == CH__ITEM_ADJ || item->kind == CH__ITEM_NAME);
    if (!person && !title)
        return at;
    uint32_t end = person ? ch__read_person(r, t) : ch__read_titled(r, t);
    const ch__draft *d = first < r->n_drafts ? &r->drafts[first] : NULL;
    bool named = d && d->kind == CH_MENTION_NAME && d->tokens.start <= t + 1;
    if (!named) {
        r->n_drafts = first;
        return at;
    }
    *who = d->n == 1 ? d->referents[0] : CH_NONE;
    return end;
}

/* "his host", "his rival": somebody else among the people talked about, of his own country for "his predecessor". */
static uint32_t other_person(const ch__room *r, uint32_t owner, bool fellow)
{
    const char *code = r->referents[owner].code;
    uint32_t best = CH_NONE, n = 0;
    for (uint32_t i = r->n_drafts; i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        const ch__referent *who = d->n == 1 ? &r->referents[d->referents[0]] : NULL;
        if (r->sentence - d->sentence > CH__MOST_BACK || (best != CH_NONE && d->sentence != r->drafts[best].sentence))
            break;
        bool other = who && who->class == CH__PERSON && !who->plural && who->code && d->referents[0] != owner;
        if (other && ch__same(who->code, code) == fellow && (best == CH_NONE || d->subject))
            best = i;
    }
    return best == CH_NONE ? CH_NONE : r->drafts[best].referents[0];
}

/* "His host", "his hosts", "his predecessor, Carlos Mesa,": a person, or a country, beside the owner. */
static uint32_t read_other(ch__room *r, uint32_t start, uint32_t at, uint32_t owner)
{
    const ch__item noun = *ch__item_at(r, at);
    uint32_t who = named_before(r, noun.end - 1), end = noun.end;
    if (who == CH_NONE)
        end = read_named(r, noun.end, &who);
    bool open = who == CH_NONE && end == noun.end;
    if (open && ch__same(noun.word.number, "2")) {
        const ch__entity *country = ch__other_country(r, r->referents[owner].code);
        who = country ? ch__referent_of(r, country) : CH_NONE;
    } else if (open) {
        who = other_person(r, owner, ch__same(noun.word.what, "fellow"));
    }
    if (who == CH_NONE)
        return end > noun.end ? end : at;
    ch__draft *d = ch__draft_add(r, start, noun.end, CH_MENTION_NOMINAL, "somebody beside the owner");
    d->plural = ch__same(noun.word.number, "2");
    ch__draft_point(d, who);
    return end;
}

/* What a possessive owns: "his country", "his Russian counterpart", "its foreign ministry". */
uint32_t ch__read_owned(ch__room *r, uint32_t start, uint32_t at, const uint32_t *owners, uint8_t n)
{
    const ch__item *next = ch__item_at(r, at);
    bool noun = next && next->kind == CH__ITEM_NOUN && next->start == at;
    if (noun && n == 1 && ch__same(next->word.kind, "other") && r->referents[owners[0]].class == CH__PERSON)
        return read_other(r, start, at, owners[0]);
    if (noun && ch__same(next->word.kind, "other"))
        return at;
    if (noun)
        return ch__same(next->word.kind, "one") ? at : read_own(r, at, start, owners, n);
    ch__phrase p;
    uint32_t t = at;
    for (uint32_t k = 0; k < 2 && !ch__item_at(r, t) && t < r->span.end && ch__upos(r->doc, t) == CH_UPOS_ADJ; k++)
        t++;
    if (n != 1 || !ch__phrase_parse(r, t, &p))
        return at;
    uint32_t person = p.plural ? CH_NONE : named_before(r, p.core_end - 1);
    if (person != CH_NONE) {
        ch__draft_point(ch__draft_add(r, start, p.core_end, CH_MENTION_NOMINAL, "office of the person named"), person);
        return p.core_end;
    }
    if (!p.n_mods && p.complement != CH_NONE) {
        p.complement = p.host = CH_NONE; /* "withdrew its ambassador from Colombia" */
        p.end = p.core_end;
    }
    p.start = start;
    p.definite = true;
    uint32_t named = p.n_mods ? start : ch__read_relative(r, &p, owners[0]);
    if (named > start)
        return named;
    return ch__read_role(r, &p, owners[0]);
}
