/* coref_groups.c - several at once and one of several: "the two sides", "both countries", "the leaders", "the bloc".
 * They are the parties that weigh most in the last sentences. */
#include "actors/coref.h"

enum { MOST_CODES = 12 };

typedef struct salience {
    uint32_t referents[MOST_CODES];
    int scores[MOST_CODES];
    uint32_t n;
} salience;

/* The country somebody stands for; an organisation stands for itself. */
uint32_t ch__party(ch__room *r, uint32_t referent, bool countries)
{
    const ch__referent *who = &r->referents[referent];
    if (!countries && who->class == CH__ORG && who->code && ch__same(who->sector, "REB"))
        return referent; /* rebels are a side of their own */
    const ch__entity *country = who->code && !ch__same(who->sector, "JRN") ? ch__entity_of_code(r, who->code) : NULL;
    if (country && country->class == CH__COUNTRY)
        return ch__referent_of(r, country);
    return countries || who->class != CH__ORG || !who->code ? CH_NONE : referent;
}

/* A party of a group: an organisation for "body", else as ch__party tells. */
static uint32_t member(ch__room *r, uint32_t referent, const char *what)
{
    const ch__referent *who = &r->referents[referent];
    if (ch__same(what, "body"))
        return who->class == CH__ORG && who->code ? referent : CH_NONE;
    return ch__party(r, referent, !ch__same(what, "side"));
}

static void weigh(salience *s, uint32_t referent, int score)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (s->referents[i] == referent) {
            s->scores[i] += score;
            return;
        }
    if (s->n == MOST_CODES)
        return;
    s->referents[s->n] = referent;
    s->scores[s->n++] = score;
}

/* Parties that a group does not stand for. */
typedef struct barred {
    uint32_t parties[CH__MOST_ENTITIES];
    uint32_t n;
} barred;

static bool is_barred(const barred *b, uint32_t party)
{
    for (uint32_t i = 0; i < b->n; i++)
        if (b->parties[i] == party)
            return true;
    return false;
}

static void bar(barred *b, uint32_t party)
{
    if (party != CH_NONE && b->n < CH__MOST_ENTITIES && !is_barred(b, party))
        b->parties[b->n++] = party;
}

/* Parties of the last sentences with their weight: near, subject and often count. With `places` false, where something
 * happened is nobody. */
static void salient(ch__room *r, const char *what, bool places, const barred *b, salience *s)
{
    static const int nearness[] = {16, 12, 7, 4, 2, 1};
    *s = (salience){.n = 0};
    uint32_t seen = 0;
    for (uint32_t i = r->n_drafts; i-- > 0 && seen < CH__MOST_WINDOW; seen++) {
        const ch__draft *d = &r->drafts[i];
        uint32_t distance = r->sentence - d->sentence;
        if (distance > CH__MOST_BACK)
            break;
        if (d->place && !places)
            continue;
        int score = nearness[distance] * (d->subject ? 4 : d->place || d->kind == CH_MENTION_ADJECTIVE ? 1 : 2);
        for (uint8_t n = 0; n < d->n; n++) {
            uint32_t p = member(r, r->drafts[i].referents[n], what);
            if (p != CH_NONE && !is_barred(b, p))
                weigh(s, p, score);
        }
    }
    /* insertion sort by weight; earlier found (more recent) wins a tie */
    for (uint32_t i = 1; i < s->n; i++)
        for (uint32_t j = i; j > 0 && s->scores[j] > s->scores[j - 1]; j--) {
            int score = s->scores[j];
            uint32_t referent = s->referents[j];
            s->scores[j] = s->scores[j - 1], s->referents[j] = s->referents[j - 1];
            s->scores[j - 1] = score, s->referents[j - 1] = referent;
        }
}

const ch__entity *ch__country_talked_about(ch__room *r)
{
    salience s;
    salient(r, "country", true, &(barred){.n = 0}, &s);
    bool alone = s.n == 1 || (s.n > 1 && s.scores[0] >= 2 * s.scores[1]);
    return alone ? ch__entity_of_code(r, r->referents[s.referents[0]].code) : NULL;
}

static bool has_word(const char *name, ch__sv word)
{
    size_t n = name ? strlen(name) : 0;
    for (size_t i = 0; i + word.n <= n; i++) {
        bool whole = (i == 0 || name[i - 1] == ' ') && (i + word.n == n || name[i + word.n] == ' ');
        if (whole && ch__sv_eq_nocase((ch__sv){name + i, word.n}, word))
            return true;
    }
    return false;
}

/* Whether a country has the words in its formal name: "the kingdom" is the Kingdom of Norway. */
static bool formally(const ch__room *r, const char *id, ch_span words)
{
    const ch__table *t = r->entities;
    for (uint32_t row = id ? ch__table_find(t, ch__sv_of(id)) : CH_NONE; row != CH_NONE;
         row = ch__table_find_next(t, row)) {
        bool all = ch__same(ch__table_cell(t, row, r->c_field), "full") && ch__row_holds(r, t, row, r->c_from, r->c_to);
        for (uint32_t k = words.start; all && k < words.end; k++)
            all = has_word(ch__table_cell(t, row, r->c_value), ch__token_sv(r->doc, k));
        if (all)
            return true;
    }
    return false;
}

/* The only country talked about that is formally a kingdom, a sultanate, an Islamic republic; or NULL. */
static const ch__entity *country_called(ch__room *r, ch_span words)
{
    salience s;
    uint32_t found = CH_NONE;
    salient(r, "country", true, &(barred){.n = 0}, &s);
    for (uint32_t i = 0; i < s.n; i++) {
        if (!formally(r, r->referents[s.referents[i]].id, words))
            continue;
        if (found != CH_NONE)
            return NULL;
        found = s.referents[i];
    }
    return found == CH_NONE ? NULL : ch__entity_of_code(r, r->referents[found].code);
}

const ch__entity *ch__other_country(ch__room *r, const char *code)
{
    salience s;
    salient(r, "country", true, &(barred){.n = 0}, &s);
    for (uint32_t i = 0; i < s.n; i++)
        if (!ch__same(r->referents[s.referents[i]].code, code))
            return ch__entity_of_code(r, r->referents[s.referents[i]].code);
    return NULL;
}

/* The person who stands for a party in the last sentences: "the two leaders" are Xi and Aliyev, not China and
 * Azerbaijan. */
static uint32_t person_for(const ch__room *r, uint32_t party_referent, const ch__phrase *role)
{
    const char *code = r->referents[party_referent].code;
    uint32_t other = CH_NONE; /* an official of another office: better than the bare country */
    for (uint32_t i = r->n_drafts, n = 0; i-- > 0 && n < 2 * CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (d->n != 1)
            continue;
        const ch__referent *who = &r->referents[d->referents[0]];
        bool official = who->class == CH__PERSON && !who->plural && who->code && ch__same(who->code, code);
        if (official && role && ch__role_fits(r, role, who))
            return d->referents[0];
        if (official && other == CH_NONE && ch__same(who->sector, "GOV"))
            other = d->referents[0];
        if (other != CH_NONE && !role)
            break;
    }
    return other;
}

static bool is_subject(const ch__room *r, uint32_t token)
{
    uint8_t rel = r->doc->words[token].deprel;
    return rel == CH_DEP_NSUBJ || rel == CH_DEP_NSUBJ_PASS || rel == CH_DEP_NSUBJ_OUTER || rel == CH_DEP_EXPL;
}

/* Whether the clause of a subject takes a group as its object or in its complement: "China had hosted the rivals",
 * "diplomats said the two sides". */
static bool governs(const ch__room *r, uint32_t subject, uint32_t group)
{
    const ch_word *words = r->doc->words;
    uint32_t verb = words[subject].head;
    for (uint32_t t = group, n = 0; t != CH_NONE && n < CH__MOST_WINDOW && t != subject; n++, t = words[t].head)
        if (t == verb)
            return true;
    return false;
}

/* The parties that govern a group in its sentence. */
static barred governors(ch__room *r, const ch__draft *group, const char *what)
{
    barred b = {.n = 0};
    for (uint32_t i = r->n_drafts, n = 0; i-- > 0 && n < CH__MOST_WINDOW && r->drafts[i].sentence == r->sentence; n++) {
        const ch__draft d = r->drafts[i];
        uint32_t token = ch__first_conjunct(r, d.head);
        if (d.tokens.end > group->tokens.start || d.place || !is_subject(r, token) || !governs(r, token, group->head))
            continue;
        for (uint8_t k = 0; k < d.n; k++)
            bar(&b, member(r, d.referents[k], what));
    }
    return b;
}

/* Whether a group of so many does without those who govern it: they are new in the text, or the last sentence with
 * others lists just so many of them ("rejected the demands of Saudi Arabia and Egypt"). */
static bool without(ch__room *r, const barred *b, uint32_t count, const char *what)
{
    barred others = {.n = 0};
    uint32_t of = CH_NONE, lists = 0;
    bool known = false;
    for (uint32_t i = r->n_drafts, seen = 0; i-- > 0 && seen < CH__MOST_WINDOW; seen++) {
        const ch__draft d = r->drafts[i];
        if (d.sentence == r->sentence)
            continue;
        if (r->sentence - d.sentence > CH__MOST_BACK)
            break;
        for (uint8_t k = 0; k < d.n && !d.place; k++) {
            uint32_t p = member(r, d.referents[k], what);
            known = known || is_barred(b, p);
            if (p == CH_NONE || is_barred(b, p) || (of != CH_NONE && d.sentence != of))
                continue;
            of = d.sentence;
            lists += !is_barred(&others, p) && ch__one_of_several(r, &r->drafts[i]);
            bar(&others, p);
        }
    }
    return b->n && others.n >= count && (!known || (others.n == count && lists == count));
}

/* Parties in the order they came up. */
static void in_order(uint32_t *referents, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t j = i; j > 0 && referents[j] < referents[j - 1]; j--) {
            uint32_t t = referents[j];
            referents[j] = referents[j - 1];
            referents[j - 1] = t;
        }
}

/* The organ of a party: its army of "both armies". */
static uint32_t body_of(ch__room *r, uint32_t party, const char *sector)
{
    const ch__referent country = r->referents[party];
    for (uint32_t i = r->n_drafts, n = 0; i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        const ch__referent *who = d->n == 1 ? &r->referents[d->referents[0]] : NULL;
        if (who && who->class == CH__BODY && ch__same(who->code, country.code) && ch__same(who->sector, sector))
            return d->referents[0];
    }
    uint64_t key = ch__key('b', country.code, ch__sv_of(sector));
    uint32_t body = ch__registry_get(&r->nominals, key);
    if (body != CH_NONE)
        return body;
    body = ch__referent_new(r, CH__BODY);
    r->referents[body].name = country.name;
    r->referents[body].code = country.code;
    r->referents[body].sector = sector;
    ch__registry_put(r->scratch, &r->nominals, key, body);
    return body;
}

static bool point_parties(ch__room *r, ch__draft *d, uint32_t count, const char *what, const ch__phrase *role)
{
    salience s;
    barred b = governors(r, d, what);
    if (!without(r, &b, count, what))
        b.n = 0;
    salient(r, what, false, &b, &s);
    if (s.n < count)
        salient(r, what, true, &b, &s);
    if (s.n < count || count > CH__MOST_ENTITIES)
        return false;
    in_order(s.referents, count);
    d->why = ch__same(what, "leader") ? "leaders of the parties talked about" : "parties talked about";
    for (uint32_t i = 0; i < count; i++) {
        uint32_t who = ch__same(what, "leader") ? person_for(r, s.referents[i], role)
                       : strlen(what) == 3      ? body_of(r, s.referents[i], what)
                                                : CH_NONE;
        ch__draft_point(d, who != CH_NONE ? who : s.referents[i]);
    }
    return true;
}

bool ch__read_leaders(ch__room *r, ch__draft *d, const ch__phrase *p)
{
    if (ch__tok_rule(r, p->end, CH__RULE_RESTRICTS) ||
        !point_parties(r, d, 2, ch__same(p->kind, "body") ? "government" : "leader", p))
        return false;
    d->kind = CH_MENTION_GROUP;
    return true;
}

static uint32_t count_of(const ch__word *w)
{
    return w->number && ch__is_digit((unsigned char)w->number[0]) ? (uint32_t)(w->number[0] - '0') : 2;
}

static uint32_t emit_group(ch__room *r, uint32_t start, uint32_t end, uint32_t count, const char *what,
                           const ch__phrase *role)
{
    ch__draft *d = ch__draft_add(r, start, end, CH_MENTION_GROUP, "no such group in the last sentences");
    uint32_t index = r->n_drafts - 1;
    d->plural = true;
    d->count = (uint8_t)count;
    point_parties(r, d, count, what, role);
    return r->drafts[index].tokens.end;
}

/* "the two South American countries": count, adjectives, noun or plural role. Yields the item of the noun, or CH_NONE.
 */
static uint32_t counted(const ch__room *r, uint32_t t)
{
    for (uint32_t n = 0; n < 4 && t < r->span.end; n++) {
        const ch__item *item = ch__item_at(r, t);
        bool noun = item && item->kind == CH__ITEM_NOUN && !ch__same(item->word.kind, "own");
        if (noun || (item && item->kind == CH__ITEM_ROLE && item->word.plural))
            return r->item_at[t];
        uint8_t tag = ch__upos(r->doc, t);
        if (item ? item->kind != CH__ITEM_ADJ : tag != CH_UPOS_ADJ && tag != CH_UPOS_NOUN && tag != CH_UPOS_PROPN)
            return CH_NONE;
        t = item ? item->end : t + 1;
    }
    return CH_NONE;
}

static uint32_t start_with_article(const ch__room *r, uint32_t start)
{
    return start > r->span.start && ch__tok_rule(r, start - 1, CH__RULE_DEFINITE) ? start - 1 : start;
}

/* A mere number: "two", "three"; "both" and "these two" point back. */
static bool numeral(const ch__room *r, const ch__item *count)
{
    return count->end == count->start + 1 && ch__upos(r->doc, count->start) == CH_UPOS_NUM;
}

/* "both promised", "all three were", "what the two signed": a number that stands for those talked about. */
static bool bare_count(const ch__room *r, const ch__item *count)
{
    uint32_t t = count->end;
    bool said = !numeral(r, count) || ch__tok_rule(r, count->start - 1, CH__RULE_DEFINITE);
    while (t < r->span.end && ch__upos(r->doc, t) == CH_UPOS_ADV)
        t++;
    return said && (t >= r->span.end || ch__tok_verb(r, t) || ch__tok_is(r, t, ".") || ch__tok_is(r, t, ","));
}

/* "the two men": as many people as were named last. */
static uint32_t emit_people(ch__room *r, uint32_t start, uint32_t end, uint32_t count)
{
    uint32_t people[CH__MOST_ENTITIES], n = 0;
    for (uint32_t i = r->n_drafts, seen = 0; i-- > 0 && seen < CH__MOST_WINDOW && n < count; seen++) {
        const ch__draft *d = &r->drafts[i];
        const ch__referent *who = d->n == 1 ? &r->referents[d->referents[0]] : NULL;
        if (r->sentence - d->sentence > 2)
            break;
        bool person = who && who->class == CH__PERSON && !who->plural && who->code;
        for (uint32_t k = 0; k < n && person; k++)
            person = people[k] != d->referents[0];
        if (person && n < CH__MOST_ENTITIES)
            people[n++] = d->referents[0];
    }
    ch__draft *d = ch__draft_add(r, start, end, CH_MENTION_GROUP, "no such group in the last sentences");
    d->plural = true;
    for (uint32_t k = n; n == count && k-- > 0;)
        ch__draft_point(d, people[k]);
    d->why = d->n ? "people named last" : d->why;
    return end;
}

/* A body that every state has: an army, a police force, a parliament. */
static bool state_organ(const ch__word *w)
{
    return ch__same(w->kind, "body") &&
           (ch__same(w->sector, "MIL") || ch__same(w->sector, "COP") || ch__same(w->sector, "LEG"));
}

static uint32_t read_counted(ch__room *r, const ch__item *count)
{
    uint32_t index = counted(r, count->end);
    if (index == CH_NONE && bare_count(r, count))
        return emit_group(r, start_with_article(r, count->start), count->end, count_of(&count->word), "side", NULL);
    if (index == CH_NONE)
        return count->end;
    ch__item noun = r->items[index];
    uint32_t start = start_with_article(r, count->start);
    bool said = start < count->start || !numeral(r, count);
    for (uint32_t t = count->end; t < noun.start; t++) {
        const ch__item *item = ch__item_at(r, t);
        if (item && noun.kind == CH__ITEM_ROLE && item->kind != CH__ITEM_NOUN)
            return count->end; /* "the two Russian diplomats" say who they are */
    }
    if (noun.kind == CH__ITEM_ROLE && !said)
        return count->end; /* "three ministers" are new ones */
    if (noun.kind == CH__ITEM_NOUN && !noun.word.what)
        return count->end; /* "the two coalition leaders": a bloc of any sort is none that is counted */
    if (noun.kind == CH__ITEM_NOUN)
        return emit_group(r, start, noun.end, count_of(&count->word), noun.word.what, NULL);
    ch__phrase role = {.role = index, .office = noun.word.office, .sector = noun.word.sector};
    if (ch__same(noun.word.sector, "CVL") && ch__same(noun.word.kind, "person") && said)
        return emit_people(r, start, noun.end, count_of(&count->word));
    if (state_organ(&noun.word))
        return emit_group(r, start, noun.end, count_of(&count->word), noun.word.sector, NULL);
    if (!ch__same(noun.word.sector, "GOV") && noun.word.sector)
        return count->end;
    return emit_group(r, start, noun.end, count_of(&count->word), "leader", &role);
}

/* The article of a noun with adjectives and names before it: "the West African country"; CH_NONE: none. */
static uint32_t article_of(const ch__room *r, uint32_t at)
{
    for (uint32_t t = at, n = 0; t > r->span.start && n < 6; n++) {
        if (ch__tok_rule(r, t - 1, CH__RULE_DEFINITE))
            return t - 1;
        const ch__item *item = ch__item_at(r, t - 1);
        ch_upos tag = ch__upos(r->doc, t - 1);
        bool adjective = tag == CH_UPOS_ADJ || tag == CH_UPOS_NUM || tag == CH_UPOS_PROPN || tag == CH_UPOS_NOUN ||
                         ch__tok_is(r, t - 1, "-") || strcmp(r->doc->words[t - 1].xpos, "VBN") == 0;
        if (!adjective || ch__tok_poss(r, t - 1))
            return CH_NONE;
        t = item ? item->start : t - 1;
    }
    return CH_NONE;
}

/* "the bloc", "the kingdom", "the incumbent": one of those talked about. */
static uint32_t read_one(ch__room *r, const ch__item *item)
{
    uint32_t start = article_of(r, item->start), who = CH_NONE;
    bool says_that =
        item->end < r->span.end && ch__upos(r->doc, item->end) == CH_UPOS_SCONJ; /* "warned the bloc that" */
    uint8_t rel = r->doc->words[item->end - 1].deprel;
    if (ch__same(item->word.kind, "other") && (rel == CH_DEP_COMPOUND || rel == CH_DEP_AMOD)) /* "the host country" */
        return item->end;
    if (start == CH_NONE || ch__same(item->word.number, "2") || ch__same(item->word.what, "fellow") ||
        (ch__tok_rule(r, item->end, CH__RULE_RESTRICTS) && !says_that))
        return item->end;
    const char *what = item->word.what;
    const ch__entity *country = NULL;
    if (ch__same(what, "country")) {
        country = ch__same(item->word.kind, "one") ? country_called(r, (ch_span){item->start, item->end}) : NULL;
        country = country ? country : ch__country_talked_about(r);
    } else if (ch__same(what, "person")) {
        who = ch__antecedent(r, &(ch__word){.kind = "personal", .number = "sg", .what = "person"}, start);
    } else {
        who = ch__antecedent_body(r, what, item->end - 1);
    }
    ch__draft *d = ch__draft_add(r, start, item->end, CH_MENTION_NOMINAL, "nobody like that was talked about");
    if (country)
        who = ch__referent_of(r, country);
    if (who != CH_NONE) {
        ch__draft_point(&r->drafts[r->n_drafts - 1], who);
        d->why = country ? "country talked about" : "one talked about";
    }
    return item->end;
}

/* "the trio"; "the leaders", "the sides" with an article and nothing that tells which. */
uint32_t ch__read_group(ch__room *r, uint32_t at)
{
    ch__item item = *ch__item_at(r, at);
    if (ch__same(item.word.kind, "one") || ch__same(item.word.kind, "other") ||
        (ch__same(item.word.kind, "own") && ch__same(item.word.number, "1")))
        return read_one(r, &item);
    if (item.kind == CH__ITEM_COUNT)
        return read_counted(r, &item);
    bool definite = at > r->span.start && ch__tok_rule(r, at - 1, CH__RULE_DEFINITE);
    if (item.kind == CH__ITEM_WHOLE)
        return emit_group(r, start_with_article(r, at), item.end, count_of(&item.word), item.word.what, NULL);
    if (!definite || !ch__same(item.word.kind, "noun") || ch__tok_rule(r, item.end, CH__RULE_RESTRICTS))
        return item.end;
    return emit_group(r, at - 1, item.end, 2, item.word.what, NULL);
}
