/* coref.c - pronouns, "the two sides", "the president": who was talked about just now. All looks back are bounded by
 * CH__MOST_WINDOW drafts and a few sentences, so the cost is linear in the text. Subjects and recent mentions are
 * preferred (Lappin and Leass 1994, "An Algorithm for Pronominal Anaphora Resolution", in its simplest form). */
#include "actors/inside.h"

enum { MOST_SENTENCES = 5, MOST_ROLE_WINDOW = 256, SUBJECT = 30, SENTENCE = 25, MOST_CODES = 12 };

/* ---- roles ---- */

/* "minister" is meant by "foreign minister"; "spokesman" and "spokeswoman" share an office in table titles. */
bool ch__same_office(const char *office, const char *said)
{
    if (!office || !said)
        return false;
    size_t n = strlen(office), m = strlen(said);
    return n <= m && strcmp(said + (m - n), office) == 0 && (n == m || said[m - n - 1] == ' ');
}

static bool role_fits(const ch__room *r, const ch__phrase *p, const ch__referent *who)
{
    if (who->class != CH__PERSON || who->plural)
        return false;
    if (ch__same_office(p->office, who->office) || ch__same_office(p->office, who->said))
        return true;
    /* "the expert", "the official": anybody of that sector */
    bool other = p->sector && !ch__same(p->sector, "GOV"); /* "the lawmaker", "the cleric", "the officer" */
    bool any = p->role != CH_NONE && (other || ch__same(r->items[p->role].word.what, "any"));
    return any && (!p->sector || ch__same(p->sector, who->sector));
}

static uint32_t role_before(const ch__room *r, const ch__phrase *p, const char *code, bool in_office)
{
    for (uint32_t i = r->n_drafts, n = 0; i-- > 0 && n < MOST_ROLE_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (d->n != 1)
            continue;
        const ch__referent *who = &r->referents[d->referents[0]];
        if ((!code || ch__same(code, who->code)) && who->code && role_fits(r, p, who) &&
            !(in_office && ch__same(who->sector, "ELI")))
            return d->referents[0];
    }
    return CH_NONE;
}

/* Who is in office before who was. */
uint32_t ch__antecedent_role(const ch__room *r, const ch__phrase *p, const char *code)
{
    uint32_t who = p->former ? CH_NONE : role_before(r, p, code, true);
    return who == CH_NONE ? role_before(r, p, code, false) : who;
}

/* ---- organisations and people by a common noun ---- */

/* "agency" is a word of "International Atomic Energy Agency". */
static bool word_of_name(const ch__room *r, const char *name, uint32_t token)
{
    ch__sv word = ch__token_sv(r->doc, token), rest = ch__sv_of(name ? name : "");
    for (; rest.n >= word.n && word.n > 2; rest = (ch__sv){rest.p + 1, rest.n - 1})
        if (ch__sv_eq_nocase((ch__sv){rest.p, word.n}, word))
            return true;
    return false;
}

/* The organisation somebody stands for: itself, or that of its officials' code. */
static uint32_t organisation_of(ch__room *r, uint32_t referent)
{
    const ch__referent *who = &r->referents[referent];
    if (!who->code)
        return CH_NONE;
    if (who->class == CH__ORG)
        return referent;
    const ch__entity *e = who->class == CH__PLACE ? NULL : ch__entity_of_code(r, who->code);
    return e && e->class == CH__ORG ? ch__referent_of(r, e) : CH_NONE;
}

/* A watchdog may be governments' or not. */
static bool same_body(const char *said, const char *sector)
{
    bool across = ch__same(said, "NGO") || ch__same(said, "IGO");
    return ch__same(said, sector) || (across && (ch__same(sector, "NGO") || ch__same(sector, "IGO")));
}

uint32_t ch__antecedent_body(ch__room *r, const char *sector, uint32_t word)
{
    uint32_t best = CH_NONE;
    int best_score = 0, rank = 0;
    for (uint32_t i = r->n_drafts; i-- > 0 && rank < CH__MOST_WINDOW; rank++) {
        const ch__draft *d = &r->drafts[i];
        int distance = (int)(r->sentence - d->sentence);
        if (distance > MOST_SENTENCES)
            break;
        uint32_t org = d->n == 1 ? organisation_of(r, d->referents[0]) : CH_NONE;
        if (org == CH_NONE)
            continue;
        d = &r->drafts[i];
        bool named = word_of_name(r, r->referents[org].name, word);
        if (!named && sector && !same_body(sector, r->referents[org].sector))
            continue;
        int score = 200 - SENTENCE * distance - rank + (d->subject ? SUBJECT : 0) + (named ? 4 * SUBJECT : 0);
        if (score > best_score) {
            best_score = score;
            best = org;
        }
    }
    return best;
}

bool ch__point_people(ch__room *r, ch__draft *out, const char *sector)
{
    for (uint32_t i = r->n_drafts - 1, n = 0; i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (r->sentence - d->sentence > MOST_SENTENCES)
            break;
        bool fits = d->n > 0;
        for (uint8_t k = 0; k < d->n && fits; k++) {
            const ch__referent *who = &r->referents[d->referents[k]];
            bool many = who->class == CH__ORG || who->class == CH__BODY || who->class == CH__PEOPLE || who->plural;
            fits = many && who->code && ch__same(sector, who->sector);
        }
        for (uint8_t k = 0; k < d->n && fits; k++)
            ch__draft_point(out, d->referents[k]);
        if (fits)
            return true;
    }
    return false;
}

uint32_t ch__antecedent_sole(const ch__room *r)
{
    uint32_t found = CH_NONE;
    for (uint32_t i = r->n_drafts, n = 0; i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (r->sentence - d->sentence > 2 || (found != CH_NONE && d->sentence + 1 < r->sentence))
            break;
        const ch__referent *who = d->n == 1 ? &r->referents[d->referents[0]] : NULL;
        if (!who || who->class != CH__PERSON || who->plural || d->kind != CH_MENTION_NAME)
            continue;
        if (found != CH_NONE && found != d->referents[0])
            return CH_NONE;
        found = d->referents[0];
    }
    return found;
}

/* ---- pronouns ---- */

static bool pronoun_fits(const ch__word *w, const ch__referent *who)
{
    bool person = who->class == CH__PERSON;
    if (ch__same(w->what, "person"))
        return person && !who->plural;
    if (who->class == CH__PLACE || who->plural || (!who->code && ch__same(w->gender, "n")))
        return false;
    if (ch__same(w->gender, "n"))
        return !person;
    return person && (!w->gender || !who->gender || who->gender == w->gender[0]);
}

/* A name nobody knows may be the one meant; then the pronoun stays open rather than go to somebody further off. */
static bool unknown_person(const ch__draft *d, const ch__word *w)
{
    return d->n == 0 && d->kind == CH_MENTION_NAME && !ch__same(w->gender, "n");
}

/* "X thanked her": the subject of the verb is not its object (Chomsky 1981, principle B). */
static bool same_clause(const ch__room *r, const ch__draft *d, const ch__word *w, uint32_t at)
{
    const ch_word *p = &r->doc->words[at];
    bool object = p->deprel == CH_DEP_OBJ || p->deprel == CH_DEP_IOBJ || p->deprel == CH_DEP_OBL;
    if (!object || d->sentence != r->sentence || ch__same(w->kind, "reflexive") || ch__same(w->kind, "possessive"))
        return false;
    const ch_word *head = &r->doc->words[d->head];
    return d->subject && head->head == p->head;
}

/* The best single referent before the pronoun, or CH_NONE. */
static uint32_t antecedent(const ch__room *r, const ch__word *w, uint32_t at)
{
    uint32_t best = CH_NONE;
    int best_score = 0, rank = 0;
    for (uint32_t i = r->n_drafts; i-- > 0 && rank < CH__MOST_WINDOW; rank++) {
        const ch__draft *d = &r->drafts[i];
        int distance = (int)(r->sentence - d->sentence);
        if (distance > MOST_SENTENCES)
            break;
        bool fits = d->n == 1 ? d->kind != CH_MENTION_ADJECTIVE && pronoun_fits(w, &r->referents[d->referents[0]])
                              : unknown_person(d, w);
        if (!fits || same_clause(r, d, w, at))
            continue;
        int score = 200 - SENTENCE * distance + (d->subject ? SUBJECT : 0) - rank - (d->place ? SUBJECT : 0);
        if (d->tokens.end + 1 == at && ch__tok_is(r, at - 1, "and"))
            score += 4 * SUBJECT; /* "for Aliyev and his wife" */
        if (score > best_score) {
            best_score = score;
            best = d->n ? d->referents[0] : CH_NONE;
        }
    }
    return best;
}

/* "it is expected that", "it was hard to": nobody is meant. */
static bool expletive(const ch__room *r, uint32_t at)
{
    if (r->doc->words[at].deprel == CH_DEP_EXPL)
        return true;
    if (!ch__lemma_is(r->doc, at + 1 < r->span.end ? at + 1 : at, "be"))
        return false;
    for (uint32_t t = at + 2; t < r->span.end && t < at + 12; t++)
        if (ch__tok_is(r, t, "that") || ch__tok_is(r, t, "to"))
            return true;
    return false;
}

/* ---- groups ---- */

typedef struct salience {
    uint32_t referents[MOST_CODES];
    int scores[MOST_CODES];
    uint32_t n;
} salience;

/* The country somebody stands for; an organisation stands for itself. */
static uint32_t party(ch__room *r, uint32_t referent, bool countries)
{
    const ch__referent *who = &r->referents[referent];
    if (!countries && who->class == CH__ORG && who->code && ch__same(who->sector, "REB"))
        return referent; /* rebels are a side of their own */
    const ch__entity *country = who->code && !ch__same(who->sector, "JRN") ? ch__entity_of_code(r, who->code) : NULL;
    if (country && country->class == CH__COUNTRY)
        return ch__referent_of(r, country);
    return countries || who->class != CH__ORG || !who->code ? CH_NONE : referent;
}

uint32_t ch__party_of(ch__room *r, uint32_t referent)
{
    return party(r, referent, false);
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

/* Parties of the last sentences with their weight: near, subject and often count. */
static void salient(ch__room *r, bool countries, salience *s)
{
    static const int nearness[] = {16, 12, 7, 4, 2, 1};
    *s = (salience){.n = 0};
    uint32_t seen = 0;
    for (uint32_t i = r->n_drafts; i-- > 0 && seen < CH__MOST_WINDOW; seen++) {
        const ch__draft *d = &r->drafts[i];
        uint32_t distance = r->sentence - d->sentence;
        if (distance > MOST_SENTENCES)
            break;
        int score = nearness[distance] * (d->subject ? 4 : d->place || d->kind == CH_MENTION_ADJECTIVE ? 1 : 2);
        for (uint8_t n = 0; n < d->n; n++) {
            uint32_t p = party(r, r->drafts[i].referents[n], countries);
            if (p != CH_NONE)
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
    salient(r, true, &s);
    bool alone = s.n == 1 || (s.n > 1 && s.scores[0] >= 2 * s.scores[1]);
    return alone ? ch__entity_of_code(r, r->referents[s.referents[0]].code) : NULL;
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
        if (official && role && role_fits(r, role, who))
            return d->referents[0];
        if (official && other == CH_NONE && ch__same(who->sector, "GOV"))
            other = d->referents[0];
        if (other != CH_NONE && !role)
            break;
    }
    return other;
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

static bool point_parties(ch__room *r, ch__draft *d, uint32_t count, const char *what, const ch__phrase *role)
{
    salience s;
    salient(r, ch__same(what, "country") || ch__same(what, "leader") || ch__same(what, "government"), &s);
    if (s.n < count || count > CH__MOST_ENTITIES)
        return false;
    in_order(s.referents, count);
    d->why = ch__same(what, "leader") ? "leaders of the parties talked about" : "parties talked about";
    for (uint32_t i = 0; i < count; i++) {
        uint32_t person = ch__same(what, "leader") ? person_for(r, s.referents[i], role) : CH_NONE;
        ch__draft_point(d, person != CH_NONE ? person : s.referents[i]);
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
    if (noun.kind == CH__ITEM_NOUN)
        return emit_group(r, start, noun.end, count_of(&count->word), noun.word.what, NULL);
    ch__phrase role = {.role = index, .office = noun.word.office, .sector = noun.word.sector};
    if (ch__same(noun.word.sector, "CVL") && ch__same(noun.word.kind, "person") && said)
        return emit_people(r, start, noun.end, count_of(&count->word));
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
    if (start == CH_NONE || (ch__tok_rule(r, item->end, CH__RULE_RESTRICTS) && !says_that))
        return item->end;
    const char *what = item->word.what;
    const ch__entity *country = NULL;
    if (ch__same(what, "country"))
        country = ch__country_talked_about(r);
    else if (ch__same(what, "person"))
        who = antecedent(r, &(ch__word){.kind = "personal", .number = "sg", .what = "person"}, start);
    else
        who = ch__antecedent_body(r, what && strlen(what) == 3 ? what : NULL, item->end - 1);
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
    if (ch__same(item.word.kind, "one") || (ch__same(item.word.kind, "own") && ch__same(item.word.number, "1")))
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

/* ---- they ---- */

/* The latest group, plural or coordinated parties at most two sentences back. */
static bool they(ch__room *r, ch__draft *out)
{
    for (uint32_t i = r->n_drafts - 1, n = 0; i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (r->sentence - d->sentence > 2)
            return false;
        bool coded = d->n && r->referents[d->referents[0]].code;
        if (d->n > 1 || (d->n && d->plural && (coded || d->subject))) {
            for (uint8_t k = 0; k < d->n; k++)
                ch__draft_point(out, d->referents[k]);
            /* "Iranians and the Chinese": the plural beside it belongs to them */
            for (uint32_t j = i; d->n == 1 && j-- > 0 && r->drafts[j].sentence == d->sentence && i - j < 3;)
                if (coded && r->drafts[j].plural && r->drafts[j].n == 1 && r->referents[r->drafts[j].referents[0]].code)
                    ch__draft_point(out, r->drafts[j].referents[0]);
            return true;
        }
        const ch__draft *e = i ? &r->drafts[i - 1] : NULL;
        bool pair = e && e->sentence == d->sentence && e->n == 1 && d->n == 1 && e->tokens.end + 3 >= d->tokens.start &&
                    e->tokens.end < d->tokens.start;
        if (pair && r->referents[e->referents[0]].code && r->referents[d->referents[0]].code &&
            !ch__same(r->referents[e->referents[0]].code, r->referents[d->referents[0]].code) && d->tokens.start > 0 &&
            ch__sv_is(ch__token_sv(r->doc, d->tokens.start - 1), "and")) {
            ch__draft_point(out, e->referents[0]);
            ch__draft_point(out, d->referents[0]);
            return true;
        }
    }
    return false;
}

/* Nobody plural: an organisation, a people or an army is "they" too. */
static uint32_t collective(const ch__room *r)
{
    for (uint32_t i = r->n_drafts - 1, n = 0; i-- > 0 && n < CH__MOST_WINDOW; n++) {
        const ch__draft *d = &r->drafts[i];
        if (r->sentence - d->sentence > 2)
            break;
        const ch__referent *who = d->n == 1 ? &r->referents[d->referents[0]] : NULL;
        if (who && who->code && d->subject && !d->place &&
            (who->class == CH__ORG || who->class == CH__BODY || who->class == CH__PEOPLE))
            return d->referents[0];
    }
    return CH_NONE;
}

static bool possessive(const ch__word *w)
{
    return ch__same(w->kind, "possessive");
}

/* "his country", "their governments": the country of whoever it is. */
static uint32_t read_own(ch__room *r, uint32_t at, uint32_t start, const uint32_t *owners, uint8_t n)
{
    const ch__item *own = ch__item_at(r, at);
    uint32_t end = own->end;
    ch__draft *d = ch__draft_add(r, start, end, CH_MENTION_NOMINAL, "country of a person before");
    for (uint8_t i = 0; i < n; i++) {
        uint32_t p = party(r, owners[i], true);
        if (p != CH_NONE)
            ch__draft_point(d, p);
    }
    return end;
}

/* What a possessive owns: "his country", "his Russian counterpart", "its foreign ministry". */
static uint32_t read_owned(ch__room *r, uint32_t start, uint32_t at, const uint32_t *owners, uint8_t n)
{
    const ch__item *next = ch__item_at(r, at);
    if (next && next->kind == CH__ITEM_NOUN && next->start == at)
        return ch__same(next->word.kind, "one") ? at : read_own(r, at, start, owners, n);
    ch__phrase p;
    uint32_t t = at;
    for (uint32_t k = 0; k < 2 && !ch__item_at(r, t) && t < r->span.end && ch__upos(r->doc, t) == CH_UPOS_ADJ; k++)
        t++;
    if (n != 1 || !ch__phrase_parse(r, t, &p))
        return at;
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

/* "Hun Sen, who has ruled": whoever the clause modifies. */
static uint32_t read_relative_pronoun(ch__room *r, const ch__item *item)
{
    const ch_word *words = r->doc->words;
    uint32_t verb = words[item->start].head;
    for (uint32_t n = 0; n < 4 && verb != CH_NONE && words[verb].deprel != CH_DEP_ACL_RELCL; n++)
        verb = words[verb].head;
    uint32_t head = verb == CH_NONE ? CH_NONE : words[verb].head;
    for (uint32_t i = r->n_drafts; head != CH_NONE && i-- > 0 && r->drafts[i].sentence == r->sentence;) {
        const ch__draft d = r->drafts[i];
        if (!d.n || d.tokens.start > head || d.tokens.end <= head)
            continue;
        ch__draft *out = ch__draft_add(r, item->start, item->end, CH_MENTION_PRONOUN, "relative pronoun");
        for (uint8_t k = 0; k < d.n; k++)
            ch__draft_point(out, d.referents[k]);
        break;
    }
    return item->end;
}

uint32_t ch__read_pronoun(ch__room *r, uint32_t at)
{
    ch__item item = *ch__item_at(r, at);
    if (ch__same(item.word.kind, "first"))
        return item.end;
    bool plural = ch__same(item.word.number, "pl");
    if (ch__same(item.word.gender, "n") && !possessive(&item.word) && expletive(r, at))
        return item.end;
    if (ch__same(item.word.kind, "relative"))
        return read_relative_pronoun(r, &item);
    uint32_t one = plural ? CH_NONE : antecedent(r, &item.word, at);
    ch__draft *d = ch__draft_add(r, at, item.end, CH_MENTION_PRONOUN, "no antecedent");
    d->plural = plural;
    bool found = one != CH_NONE;
    if (plural)
        found = they(r, d);
    if (plural && !found) {
        one = collective(r);
        found = one != CH_NONE;
    }
    if (one != CH_NONE)
        ch__draft_point(d, one);
    if (!found)
        return item.end;
    d->why = d->subject ? "pronoun: recent subject" : "pronoun: recent";
    if (!possessive(&item.word))
        return item.end;
    uint32_t owners[CH__MOST_ENTITIES];
    uint8_t n = d->n;
    memcpy(owners, d->referents, sizeof owners);
    return read_owned(r, at, item.end, owners, n);
}
