/* agents.c - names that are no people, and role phrases without a name: "Iran", "the Chinese", "Iranian students", "the
 * spokesperson". */
#include "actors/inside.h"

/* A country in its use as a place keeps the code and loses the sector: "talks in Beijing". */
static uint32_t place_referent(ch__room *r, const ch__entity *e)
{
    uint64_t key = ch__key('p', NULL, ch__sv_of(e->code));
    uint32_t known = ch__registry_get(&r->nominals, key);
    if (known != CH_NONE)
        return known;
    const ch__entity *country = ch__entity_of_code(r, e->code);
    uint32_t referent = ch__referent_new(r, CH__PLACE);
    ch__referent *p = &r->referents[referent];
    p->id = country ? country->id : e->id;
    p->name = country && country->name ? country->name : e->name;
    p->code = e->code;
    p->entity = country ? country->qid : e->qid;
    ch__registry_put(r->scratch, &r->nominals, key, referent);
    return referent;
}

/* Of the entities that share a name the one talked about; one alone is it anyway; otherwise a tie that stays open. */
static const ch__entity *only_entity(const ch__room *r, const ch__item *item, bool place)
{
    for (uint8_t i = 0; item->n > 1 && i < item->n; i++)
        if (place ? item->entities[i]->class == CH__BODY : ch__prior(r, item, item->entities[i]->id))
            return item->entities[i];
    const ch__entity *known = NULL;
    for (uint8_t i = 0; i < item->n; i++) {
        if (item->entities[i]->referent != CH_NONE && !known)
            known = item->entities[i];
    }
    if (known || item->n == 1)
        return known ? known : item->entities[0];
    for (uint8_t i = 1; i < item->n; i++)
        if (!ch__same(item->entities[i]->code, item->entities[0]->code))
            return NULL;
    return item->entities[0];
}

static void point_name(ch__room *r, ch__draft *d, const ch__item *item)
{
    const ch__entity *e = only_entity(r, item, d->place);
    if (!e || !e->code || !e->acts) {
        d->why = !e ? "name of several" : e->acts ? "no code for this name" : "an initiative, not an actor";
        return;
    }
    if (item->kind == CH__ITEM_PEOPLE) {
        uint64_t key = ch__key('c', e->code, CH__SV("people"));
        uint32_t people = ch__registry_get(&r->nominals, key);
        if (people == CH_NONE) {
            people = ch__referent_new(r, CH__PEOPLE);
            r->referents[people] = (ch__referent){.id = e->id,
                                                  .name = e->name,
                                                  .code = e->code,
                                                  .sector = "CVL",
                                                  .entity = e->qid,
                                                  .actor = CH_NONE,
                                                  .chain = CH_NONE,
                                                  .class = CH__PEOPLE,
                                                  .plural = true};
            ch__registry_put(r->scratch, &r->nominals, key, people);
        }
        d->plural = true;
        ch__draft_point(d, people);
    } else if (d->place) {
        ch__draft_point(d, place_referent(r, e));
    } else {
        ch__draft_point(d, ch__referent_of(r, e));
    }
}

static ch_mention_kind kind_of(const ch__item *item)
{
    return item->kind == CH__ITEM_ADJ      ? CH_MENTION_ADJECTIVE
           : item->kind == CH__ITEM_PEOPLE ? CH_MENTION_NOMINAL
                                           : CH_MENTION_NAME;
}

/* "the Chinese", "the United States": the article belongs to the mention. */
static uint32_t with_article(const ch__room *r, const ch__item *item)
{
    /* but "the Ukraine conflict" has the article of the conflict */
    bool modifies = item->kind == CH__ITEM_ADJ || ch__tok_noun(r, item->end) || ch__tok_is(r, item->end, "-") ||
                    (item->end < r->span.end && ch__upos(r->doc, item->end) == CH_UPOS_ADJ);
    bool article = item->start > r->span.start && !modifies && ch__tok_is(r, item->start - 1, "the") &&
                   !ch__item_at(r, item->start - 1);
    return item->start - article;
}

/* "in the Knesset", "in the US Army": an organ that is no seat of government is no place. */
static bool organ(const ch__item *item)
{
    return item->entities[0]->class == CH__BODY && !ch__same(item->entities[0]->sector, "GOV");
}

uint32_t ch__read_name(ch__room *r, uint32_t at)
{
    ch__item item = *ch__item_at(r, at);
    if (!item.n || item.kind == CH__ITEM_PERSON)
        return item.end;
    bool state = false;
    for (uint8_t i = 0; i < item.n; i++)
        state = state || item.entities[i]->class <= CH__BODY;
    bool place = item.kind == CH__ITEM_PLACE ||
                 (item.kind == CH__ITEM_NAME && state && !organ(&item) && ch__is_place_use(r, &item));
    ch__draft *d = ch__draft_add(r, with_article(r, &item), item.end, kind_of(&item), item.why);
    d->place = place;
    if (place)
        d->why = item.kind == CH__ITEM_PLACE ? CH__WHY_PLACE : "place: the country or its capital";
    if (item.compound)
        for (uint8_t i = 0; i < item.n; i++)
            ch__draft_point(d, ch__referent_of(r, item.entities[i]));
    else
        point_name(r, d, &item);
    return item.end;
}

/* "Germany's Foreign Office", "the Icelandic Althing": a body by a name that several states' bodies may have. */
uint32_t ch__read_owned_body(ch__room *r, uint32_t at)
{
    const ch__item *owner = ch__item_at(r, at);
    uint32_t t = owner ? owner->end + owner->possessed : at;
    const ch__item *name = owner && owner->start == at ? ch__item_at(r, t) : NULL;
    bool owns = owner && owner->n == 1 && owner->entities[0]->class == CH__COUNTRY &&
                (owner->possessed || owner->kind == CH__ITEM_ADJ);
    if (!owns || !name || name->start != t || name->kind != CH__ITEM_NAME || !name->n)
        return at;
    const ch__entity *state = owner->entities[0], *body = NULL;
    for (uint8_t i = 0; i < name->n && !body; i++)
        body = ch__same(name->entities[i]->code, state->code) ? name->entities[i] : NULL;
    if (!body && name->entities[0]->class != CH__BODY)
        return at;
    ch__item words = *name;
    const char *sector = body ? body->sector : name->entities[0]->sector, *code = state->code;
    ch__draft *d = ch__draft_add(r, with_article(r, owner), words.end, CH_MENTION_NAME, "body of a country");
    if (body) {
        ch__draft_point(d, ch__referent_of(r, body));
    } else {
        uint32_t who = ch__referent_new(r, CH__BODY);
        r->referents[who].name = ch__copy(ch__doc_arena(r->doc), ch__words_sv(r, words.start, words.end));
        r->referents[who].code = code;
        r->referents[who].sector = sector;
        ch__draft_point(&r->drafts[r->n_drafts - 1], who);
    }
    return words.end;
}

/* ---- role phrases ---- */

/* Where dictionaries stand alone, their agents have codes of their own, which go behind the actor's: "RUR" and "STU"
 * are "RURSTU" (table actors/agent-codes). */
static const char *with_agent(ch__room *r, const ch__phrase *p, const char *code)
{
    const ch__table *t = ch__knowledge_table(r->k, "actors/agent-codes");
    uint32_t row = t && p->office && code ? ch__table_find(t, ch__sv_of(p->office)) : CH_NONE;
    const char *agent = row == CH_NONE ? NULL : ch__table_cell(t, row, 1);
    return agent && !strstr(code, agent) ? ch__format(ch__doc_arena(r->doc), "%s%s", code, agent) : code;
}

/* One referent for the same words of the same code, so that "Iranian students" said twice is one chain. */
static uint32_t nominal(ch__room *r, const ch__phrase *p, const char *code, const char *sector, const char *name)
{
    ch__sv words = ch__sv_of(p->office ? p->office : name);
    uint64_t key = ch__key('n', code, words);
    uint32_t known = ch__registry_get(&r->nominals, key);
    if (known != CH_NONE)
        return known;
    uint32_t referent = ch__referent_new(r, p->plural ? CH__PEOPLE : CH__PERSON);
    ch__referent *n = &r->referents[referent];
    n->name = name;
    n->code = with_agent(r, p, code);
    n->sector = sector;
    n->said = p->office;
    n->plural = p->plural;
    n->office = ch__same(p->kind, "office") || ch__same(p->kind, "envoy") ? p->office : NULL;
    if (ch__same(p->kind, "body"))
        n->class = CH__BODY;
    ch__registry_put(r->scratch, &r->nominals, key, referent);
    return referent;
}

/* The words without their article or possessive, as a name: "Iranian students". */
static const char *plain_words(ch__room *r, const ch__phrase *p)
{
    uint32_t start = p->start;
    const ch__item *first = ch__item_at(r, start);
    if (first && first->kind == CH__ITEM_PRONOUN)
        start = first->end;
    if (ch__tok_rule(r, start, CH__RULE_DEFINITE) || ch__tok_rule(r, start, CH__RULE_INDEFINITE))
        start++;
    return ch__copy(ch__doc_arena(r->doc), ch__words_sv(r, start < p->core_end ? start : p->start, p->core_end));
}

/* The item that says whose the role is, or NULL. */
static const ch__item *owner_item(const ch__room *r, const ch__phrase *p)
{
    uint32_t item = p->n_mods ? p->mods[0] : p->complement;
    return item == CH_NONE ? NULL : &r->items[item];
}

/* Whether the owner of a role is a country or organisation in its own name: not "Fianna Fail's president", not
 * "President of Tatarstan", not "president of the Chinese Academy". */
static bool owns_itself(ch__room *r, const ch__phrase *p, const ch__entity *owner)
{
    for (uint32_t i = 0; i < p->n_mods; i++)
        if (r->items[p->mods[i]].kind == CH__ITEM_PLACE)
            return false;
    if (!p->n_mods && p->complement != CH_NONE) {
        const ch__item *item = &r->items[p->complement];
        if (p->body || item->kind == CH__ITEM_PLACE || item->start > p->core_end + 2)
            return false;
    }
    /* UNICEF has the code of the UN, but not its chief */
    bool self = owner->class == CH__ORG && ch__word_rule(r, ch__sv_of(owner->id), CH__RULE_SELF);
    return self || ch__same(owner->type, "government") || ch__entity_of_code(r, owner->code) == owner;
}

/* "the Russian and Chinese presidents": one of each. */
static bool one_each(const ch__room *r, const ch__phrase *p)
{
    const ch__item *last = p->n_mods > 1 ? &r->items[p->mods[p->n_mods - 1]] : NULL;
    return last && last->end <= r->items[p->role].start && ch__tok_is(r, last->start - 1, "and");
}

/* "the French foreign minister", "the presidents of Peru and Chile", "the Chinese ambassador to Iran", "the mayor of
 * Moscow": whoever held the office that day. */
static const ch__entity *office_holder(ch__room *r, const ch__phrase *p, const ch__entity *owner)
{
    bool one = !p->plural || p->n_others || one_each(r, p), envoy = ch__same(p->kind, "envoy");
    bool office = ch__same(p->kind, "office") || envoy || (p->n_others && ch__same(p->sector, "GOV"));
    if (!one || !p->plain || p->indefinite || p->former || !office || !owner->code)
        return NULL;
    const ch__item *to = envoy && p->host != CH_NONE ? &r->items[p->host] : NULL;
    if ((envoy && !to) || ch__tok_rule(r, p->core_end, CH__RULE_OWNER_GENERAL))
        return NULL; /* "Secretary of State for Justice" */
    char own[4];
    const char *code = ch__own_code(owner, own);
    bool itself = owns_itself(r, p, owner);
    const ch__item *of = to || p->body ? NULL : owner_item(r, p);
    const ch__entity *e =
        of && (!itself || owner->class == CH__BODY) ? ch__holder_of(r, code, p->office, of, NULL) : NULL;
    bool chief = ch__word_rule(r, ch__sv_of(p->office), CH__RULE_CHIEF);
    if (!e && of && chief && owner->class != CH__COUNTRY)
        e = ch__holder_of(r, code, p->office, of, NULL);
    if (!e && chief && owner->leader && !to)
        e = ch__holder_of(r, code, owner->leader, NULL, NULL);
    if (!e && itself)
        e = ch__holder_of(r, code, p->office, NULL, to);
    return e && !e->former && ch__same(e->code, owner->code) ? e : NULL;
}

static void point_owner(ch__room *r, ch__draft *d, const ch__phrase *p, const ch__entity *owner)
{
    uint32_t known = p->plural || p->indefinite || p->former || ch__same(p->kind, "body")
                         ? CH_NONE
                         : ch__antecedent_role(r, p, owner->code);
    if (known != CH_NONE) {
        d->why = "office holder named before";
        ch__draft_point(d, known);
        return;
    }
    const ch__entity *holder = office_holder(r, p, owner);
    uint32_t sole =
        !holder && p->definite && !p->plural && ch__same(p->kind, "person") ? ch__antecedent_sole(r) : CH_NONE;
    if (sole != CH_NONE && ch__same(r->referents[sole].code, owner->code)) { /* "the Dutch populist" */
        d->why = "the only person talked about";
        ch__draft_point(d, sole);
        return;
    }
    if (holder) {
        d->why = CH__WHY_HOLDER;
        ch__draft_point(d, ch__referent_of(r, holder));
        return;
    }
    /* "EU officials", "the Shanghai Cooperation Organisation's secretariat": the organisation's own sector */
    const char *sector = ch__phrase_sector(p, owner);
    ch__draft_point(d, nominal(r, p, owner->code, sector, plain_words(r, p)));
}

/* "Iranian and Chinese research centers": one actor a modifier. */
static void point_modifiers(ch__room *r, ch__draft *d, const ch__phrase *p)
{
    for (uint32_t i = 0; i < p->n_mods; i++) {
        const ch__item *item = &r->items[p->mods[i]];
        bool joined = i == 0 || item->kind == CH__ITEM_ADJ || r->items[p->mods[i - 1]].possessed == false;
        const ch__entity *e = only_entity(r, item, false);
        bool coordinated = i == 0 || (joined && ch__tok_is(r, item->start - 1, "and")) ||
                           (joined && ch__tok_is(r, item->start - 1, ","));
        for (uint8_t n = 0; item->compound && n < item->n; n++)
            point_owner(r, d, p, item->entities[n]);
        if (!item->compound && e && e->code && coordinated)
            point_owner(r, d, p, e);
    }
}

/* "the Foreign Ministry", "police", "the government" without a country: that of the place the story is told from. */
static const ch__entity *local_owner(const ch__room *r, const ch__phrase *p)
{
    bool state = ch__same(p->sector, "GOV") || ch__same(p->sector, "COP") || ch__same(p->sector, "MIL") ||
                 ch__same(p->sector, "LEG") || ch__same(p->sector, "JUD");
    bool says_where = r->items[p->role].end - r->items[p->role].start > 1 || p->core_end - p->start > 2;
    bool office = says_where && (p->definite || p->indefinite); /* "a Foreign Ministry spokesperson" */
    return state && !p->plural && (office || ch__same(p->kind, "body")) ? r->home : NULL;
}

/* "gunmen", "the protesters", "police": somebody with a sector though nobody says of which country. A single office
 * ("the minister") and a single man say too little, and a base or a refinery is no actor. */
static bool names_somebody(const ch__room *r, const ch__phrase *p, bool subject)
{
    if (!p->sector || p->role == CH_NONE)
        return false;
    ch__sv sector = ch__sv_of(p->sector);
    bool several = p->plural || ch__same(p->kind, "group"), body = ch__same(p->kind, "body");
    uint32_t last = r->items[p->role].end - 1;
    uint32_t first = r->items[p->role].start;
    bool in_name = several && first > r->span.start && ch__tok_upper(r, first) && !r->capitals;
    if (in_name) /* "the National Conference of State Legislatures" */
        return false;
    if (!subject && ch__tok_rule(r, last, CH__RULE_HANDLED))
        return false; /* "sent troops", "freed the hostages": no other party */
    if (ch__word_rule(r, sector, CH__RULE_VAGUE) || ch__tok_rule(r, last, CH__RULE_THING))
        return false;
    if (ch__tok_rule(r, last, CH__RULE_ABSTRACT) && !p->definite)
        return false; /* "without opposition" */
    if (body)
        return ch__word_rule(r, sector, CH__RULE_BODY_ALONE);
    return several || (ch__same(p->kind, "person") && ch__word_rule(r, sector, CH__RULE_ONE_ALONE));
}

/* "the agency", "the court"; "the rebels", "the students": bodies and people talked about. */
static uint32_t definite_antecedent(ch__room *r, const ch__phrase *p)
{
    bool body = ch__same(p->kind, "body") || ch__same(p->kind, "group");
    if (p->plural)
        return CH_NONE;
    if (body)
        return p->plain ? ch__antecedent_body(r, p->sector, r->items[p->role].end - 1) : CH_NONE;
    /* "the former general", "the Nobel laureate", "the lawmaker" */
    bool somebody = p->former || ch__same(p->kind, "person");
    return somebody ? ch__antecedent_sole(r) : CH_NONE;
}

/* "The prime minister", "the foreign minister", "the army", "the Supreme Court" of the country the story talks about.
 */
static bool sole_office(const ch__room *r, const ch__phrase *p, bool subject)
{
    bool office = ch__same(p->kind, "office") && ch__same(p->sector, "GOV");
    bool organ = ch__same(p->kind, "body") && p->plain &&
                 (ch__same(p->sector, "JUD") || ch__same(p->sector, "LEG") || ch__same(p->sector, "MIL") ||
                  ch__same(p->sector, "SPY") || (subject && ch__same(p->sector, "GOV")));
    return p->definite && !p->indefinite && !p->plural && !p->former && (office || organ) && p->role != CH_NONE &&
           !ch__tok_rule(r, p->end, CH__RULE_OWNER) && !ch__tok_rule(r, p->end, CH__RULE_HOST) &&
           !ch__tok_rule(r, p->end, CH__RULE_OWNER_GENERAL) && !ch__same(r->items[p->role].word.what, "general") &&
           !ch__same(r->items[p->role].word.what, "any");
}

/* "Protesters clashed with police in Nairobi": the country of the only place that the sentence happens in, or NULL. */
static const ch__entity *country_of_sentence(ch__room *r)
{
    const ch__entity *found = NULL;
    for (uint32_t i = 0; i < r->n_items; i++) {
        const ch__item *item = &r->items[i];
        bool place = item->n && (item->kind == CH__ITEM_PLACE || item->kind == CH__ITEM_NAME) &&
                     item->entities[0]->class <= CH__BODY && ch__is_place_use(r, item);
        const ch__entity *e = place ? ch__entity_of_code(r, item->entities[0]->code) : NULL;
        if (e && found && e != found)
            return NULL;
        found = e ? e : found;
    }
    return found;
}

const ch__entity *ch__country_here(ch__room *r)
{
    const ch__entity *e = country_of_sentence(r);
    return e ? e : r->home ? r->home : ch__country_talked_about(r);
}

/* "The workers said they had been cheated": several people that are the subject or have an article are of the country
 * talked about where the sentence names no place. Attackers are mostly not of the country that they attack, nor
 * scholars of the one that they study. */
static const ch__entity *country_of_people(ch__room *r, const ch__phrase *p, bool subject)
{
    if (ch__phrase_guest(r, p))
        return NULL;
    bool elsewhere = ch__same(p->sector, "UAF") || ch__same(p->sector, "EDU");
    bool known = p->plural && (p->definite || subject) && !elsewhere;
    return known ? ch__country_here(r) : country_of_sentence(r);
}

static void point_bare(ch__room *r, ch__draft *d, const ch__phrase *p, uint32_t owner)
{
    const ch__entity *local = local_owner(r, p);
    const ch__entity *about = NULL;
    uint32_t known = p->indefinite || p->plural || (ch__same(p->kind, "body") && !p->definite)
                         ? CH_NONE
                         : ch__antecedent_role(r, p, NULL);
    if (ch__tok_rule(r, p->end, CH__RULE_OWNER) || ch__tok_rule(r, p->end, CH__RULE_HOST))
        known = CH_NONE; /* "the leader of the revolution" says itself who it is */
    else if (known == CH_NONE && p->definite && !p->indefinite)
        known = definite_antecedent(r, p);
    if (known == CH_NONE && owner == CH_NONE && sole_office(r, p, d->subject))
        about = ch__country_talked_about(r);
    if (owner != CH_NONE) {
        const ch__referent *o = &r->referents[owner];
        const char *sector = ch__same(p->kind, "counterpart") ? o->sector : ch__phrase_sector(p, NULL);
        const ch__entity *body = o->id ? ch__entity_of_id(r, ch__sv_of(o->id)) : NULL;
        d->why = "role of an owner";
        if (body && body->code && body->class != CH__PERSON && !ch__same(p->kind, "counterpart"))
            point_owner(r, d, p, body); /* "Hezbollah ... its leader" */
        else if (o->code)
            ch__draft_point(d, nominal(r, p, o->code, sector, plain_words(r, p)));
    } else if (p->plural && p->definite && ch__same(p->sector, "GOV") && ch__read_leaders(r, d, p)) {
        return;
    } else if (p->plural && p->definite && p->sector && p->plain && ch__point_people(r, d, p->sector)) {
        d->why = "people talked about";
    } else if (known != CH_NONE && (p->definite || d->tokens.start == d->head)) {
        ch__draft_point(d, known);
        d->why = "role said of a person before";
    } else if (about) {
        char own[4];
        const ch__entity *holder = ch__holder_of(r, ch__own_code(about, own), p->office, NULL, NULL);
        uint32_t who = holder ? ch__referent_of(r, holder)
                              : nominal(r, p, about->code, ch__phrase_sector(p, about), plain_words(r, p));
        ch__draft_point(d, who);
        d->why = holder ? CH__WHY_HOLDER : "office of the country talked about";
    } else if (local) {
        ch__draft_point(d, nominal(r, p, local->code, ch__phrase_sector(p, local), plain_words(r, p)));
        d->why = "body of the country of the dateline";
    } else if (names_somebody(r, p, d->subject)) {
        const ch__entity *here = country_of_people(r, p, d->subject);
        ch__draft_point(d, nominal(r, p, here ? here->code : NULL, p->sector, plain_words(r, p)));
        d->why = here ? "people of the place" : "role without country";
    } else {
        d->why = "role without country";
    }
}

/* Whether somebody holds the office that leads his country. */
static bool leads(ch__room *r, const ch__referent *who)
{
    const ch__entity *country = who && who->code ? ch__entity_of_code(r, who->code) : NULL;
    return country && ch__same(country->leader, who->office);
}

/* "his Russian counterpart": the holder of the same office in the other country, named before or not. */
static bool point_counterpart(ch__room *r, ch__draft *d, const ch__phrase *p, uint32_t owner)
{
    const ch__entity *e = ch__phrase_owner(r, p);
    if (!ch__same(p->kind, "counterpart") || !e || !e->code)
        return false;
    char own[4];
    const ch__referent *of = owner == CH_NONE ? NULL : &r->referents[owner];
    ch__phrase same = *p;
    same.office = of ? of->office : NULL;
    same.sector = of && of->sector ? of->sector : "GOV";
    const ch__entity *holder =
        same.office && !p->plural ? ch__holder_of(r, ch__own_code(e, own), same.office, NULL, NULL) : NULL;
    if (!holder && !p->plural && leads(r, of) && e->leader) /* a president meets a chancellor */
        holder = ch__holder_of(r, ch__own_code(e, own), e->leader, NULL, NULL);
    uint32_t known = same.office ? ch__antecedent_role(r, &same, e->code) : CH_NONE;
    if (known == CH_NONE && holder)
        known = ch__referent_of(r, holder);
    if (known == CH_NONE) {
        same.office = same.office ? same.office : p->office;
        same.kind = "office";
        known = nominal(r, &same, e->code, same.sector, plain_words(r, p));
    }
    d->why = "counterpart";
    ch__draft_point(d, known);
    return true;
}

/* A role that nobody could be found for is kept where it is plainly somebody: a subject, "the ambassador", "a
 * minister". */
static bool worth_keeping(const ch__phrase *p, const ch__draft *d)
{
    bool one = !p->plural && !ch__same(p->kind, "body") && !ch__same(p->kind, "group");
    return d->n || d->subject || (one && (p->definite || p->indefinite));
}

uint32_t ch__read_role(ch__room *r, const ch__phrase *p, uint32_t owner)
{
    const ch__entity *e = owner != CH_NONE && !p->n_mods ? NULL : ch__phrase_owner(r, p);
    ch__draft *d = ch__draft_add(r, p->start, p->end, CH_MENTION_NOMINAL, "role of a country or organisation");
    uint32_t index = r->n_drafts - 1;
    d->plural = p->plural;
    if (!point_counterpart(r, d, p, owner)) {
        if (ch__phrase_modified(r, p) && e)
            point_modifiers(r, d, p);
        else if (e) {
            point_owner(r, d, p, e);
            for (uint32_t i = 0; i < p->n_others; i++) {
                const ch__entity *other = only_entity(r, &r->items[p->others[i]], false);
                if (other && other->code)
                    point_owner(r, d, p, other);
            }
        } else
            point_bare(r, d, p, owner);
    }
    d = &r->drafts[index];
    const char *code = d->n ? r->referents[d->referents[0]].code : NULL;
    if (!worth_keeping(p, d))
        r->n_drafts--;
    ch__read_nested(r, p, p->start, p->end, code);
    return p->end;
}
