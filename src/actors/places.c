/* places.c - metonym or place, and where a story is told from. */
#include "actors/inside.h"

/* "in Beijing", "near Gori": after such a word a capital is a place. "to Tehran" after a word of going is one as well.
 */
static bool follows_locative(const ch__room *r, uint32_t before)
{
    for (int n = 0; n < 2 && before > r->span.start && before < r->span.end && ch__upos(r->doc, before) == CH_UPOS_ADJ;
         n++)
        before--; /* "in eastern Chad" */
    if (ch__tok_is(r, before, "the"))
        before--;
    return ch__tok_rule(r, before, CH__RULE_LOCATIVE);
}

/* "in New South Wales and Ontario": the first of the names in a row has the preposition. */
static bool joined_to_place(const ch__room *r, const ch__item *item)
{
    uint32_t t = ch__head_of(r, item->start, item->end);
    const ch_word *w = &r->doc->words[t];
    if (w->deprel != CH_DEP_CONJ || w->head == CH_NONE)
        return false;
    const ch__item *first = ch__item_at(r, w->head);
    return first && first->n && first->start < item->start && follows_locative(r, first->start - 1) &&
           !first->possessed && !ch__tok_noun(r, first->end);
}

/* "in Cairo, Baghdad and Beirut": whatever the tree says, the row begins with a preposition, and does not act. */
static bool listed_behind_place(const ch__room *r, const ch__item *item)
{
    enum { MOST_LISTED = 8 };
    bool last = ch__tok_is(r, item->start - 1, "and") || ch__tok_is(r, item->start - 1, "or");
    bool middle = ch__tok_is(r, item->end, ",") || ch__tok_is(r, item->end, "and") || ch__tok_is(r, item->end, "or");
    if (!last && !middle)
        return false;
    const ch__item *first = item;
    for (int n = 0; n < MOST_LISTED && first->start > r->span.start; n++) {
        uint32_t t = first->start - 1;
        if (ch__tok_is(r, t, "and") || ch__tok_is(r, t, "or"))
            t -= ch__tok_is(r, t - 1, ",");
        else if (!ch__tok_is(r, t, ","))
            break;
        const ch__item *before = t > r->span.start ? ch__item_at(r, t - 1) : NULL;
        bool acts = r->doc->words[ch__head_of(r, first->start, first->end)].deprel == CH_DEP_NSUBJ;
        if (acts || !before || !before->n || before->end != t || before->possessed)
            return false;
        first = before;
    }
    return first != item && follows_locative(r, first->start - 1);
}

/* A word of going or coming within a few words before. */
static bool motion_before(const ch__room *r, uint32_t token)
{
    for (uint32_t t = token - 1, n = 0; t >= r->span.start && t < r->span.end && n < 4; t--, n++)
        if (ch__tok_rule(r, t, CH__RULE_MOTION))
            return true;
    return false;
}

/* "the streets of Baghdad", "a train from Belgrade", "a road to Aleppo": what the name belongs to is a thing of places.
 */
static bool of_site(const ch__room *r, uint32_t head, uint32_t before)
{
    uint32_t governor = r->doc->words[head].head;
    bool named = governor != CH_NONE && governor < head && ch__tok_rule(r, governor, CH__RULE_SITE);
    return named || ch__tok_rule(r, before - 1, CH__RULE_SITE);
}

/* "the support of Moscow", "allies of Beijing" are of the government; "the street lamps of Harare" of the city. */
static bool of_policy(const ch__room *r, uint32_t head, uint32_t before)
{
    uint32_t governor = r->doc->words[head].head;
    bool named = governor != CH_NONE && governor < head && ch__tok_rule(r, governor, CH__RULE_REGARD);
    return named || ch__tok_rule(r, before - 1, CH__RULE_REGARD) || (governor != CH_NONE && ch__tok_verb(r, governor));
}

/* "Smoke rose over Kathmandu"; but a dispute is over what somebody wants. */
static bool hangs_over(const ch__room *r, uint32_t head, uint32_t before)
{
    uint32_t governor = r->doc->words[head].head;
    return ch__tok_is(r, before, "over") && governor != CH_NONE && ch__tok_verb(r, governor);
}

/* "visited Tokyo", "reached Oslo", "left Minsk": one goes to capitals; a country that is visited is a host. */
static bool gone_to(const ch__room *r, uint32_t head)
{
    const ch_word *w = &r->doc->words[head];
    return w->deprel == CH_DEP_OBJ && w->head != CH_NONE && w->head < head && ch__tok_rule(r, w->head, CH__RULE_MOTION);
}

bool ch__is_place_use(const ch__room *r, const ch__item *item)
{
    uint32_t before = item->start - 1, head = ch__head_of(r, item->start, item->end);
    bool capital = ch__same(item->word.kind, "metonym");
    uint32_t owned = item->end + item->possessed;
    if (capital && ch__tok_noun(r, owned) && ch__tok_rule(r, owned, CH__RULE_SITE) && !ch__tok_upper(r, owned))
        return true; /* "Ashgabat airport", "the Dakar suburb of", "Dili's streets" */
    if (item->possessed || ch__tok_noun(r, item->end) || ch__tok_is(r, item->end, "-"))
        return false; /* "in the Ukraine conflict", "in China-Iran ties" */
    bool region = item->n && strchr(item->entities[0]->id, '.') != NULL;
    if (follows_locative(r, before) || joined_to_place(r, item) || listed_behind_place(r, item) ||
        (region && gone_to(r, head)))
        return true;
    if (ch__tok_is(r, before, "the"))
        before--;
    if (capital && (ch__tok_is(r, before, "at") || hangs_over(r, head, before)))
        return true;
    if (ch__tok_is(r, before, "of"))
        return capital && !of_policy(r, head, before);
    if (ch__tok_is(r, before, "from") || ch__tok_is(r, before, "for"))
        return of_site(r, head, before) || motion_before(r, before);
    return ch__tok_is(r, before, "to") && (of_site(r, head, before) || motion_before(r, before));
}

static bool all_capital(const char *s)
{
    for (; *s; s++)
        if (!ch__is_upper((unsigned char)*s))
            return false;
    return true;
}

/* The country of the dateline: an ISO code, a country's name, or the country of the dateline's place. */
void ch__find_home(ch__room *r)
{
    const char *words[] = {r->doc->dateline.country, r->doc->dateline.place};
    r->home = NULL;
    for (size_t i = 0; i < 2 && !r->home; i++) {
        ch__hit hit;
        size_t length;
        if (!words[i])
            continue;
        if (strlen(words[i]) == 3 && all_capital(words[i]))
            r->home = ch__entity_of_code(r, words[i]);
        if (!r->home && r->entities && ch__phrase_starts(r->k, r->entities, ch__sv_of(words[i]), &hit, &length)) {
            const ch__entity *e = ch__entity_of_row(r, hit.row);
            r->home = e && e->class != CH__PERSON ? ch__entity_of_code(r, e->code) : NULL;
        }
        if (!r->home && r->places && ch__phrase_starts(r->k, r->places, ch__sv_of(words[i]), &hit, &length))
            r->home = ch__entity_of_code(r, ch__table_cell(r->places, hit.row, ch__table_column(r->places, "country")));
    }
}
