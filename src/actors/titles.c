/* titles.c - people: a name with its title before it, and with its apposition behind it.
 *
 *     Chinese President Xi Jinping | the Kenyan ambassador to Ghana, Jane Otieno | Tang, Deputy Director of ..., */
#include "actors/inside.h"
#include "base/utf8.h"
#include "knowledge/sounds.h"

static bool is_person(const ch__item *item)
{
    return item && (item->kind == CH__ITEM_PERSON || item->kind == CH__ITEM_STRANGER);
}

static void register_words(ch__room *r, uint32_t start, uint32_t end, uint32_t referent)
{
    for (uint32_t t = start; t < end; t++)
        if (ch__tok_upper(r, t) && ch__token_sv(r->doc, t).n > 1)
            ch__registry_put(r->scratch, &r->people, ch__key('w', NULL, ch__token_sv(r->doc, t)), referent);
}

/* Of several people of one surname the one whose code the title has, then one talked about already; otherwise nobody.
 */
static const ch__entity *choose(const ch__item *item, const char *code)
{
    const ch__entity *found = NULL;
    int n = 0;
    for (uint8_t i = 0; i < item->n; i++) {
        const ch__entity *e = item->entities[i];
        bool fits = code ? ch__same(e->code, code) : item->n == 1 || e->referent != CH_NONE;
        if (fits && (!found || !(code && found->former && e->former)))
            n += !found || (found->former == e->former);
        if (fits && (!found || (found->former && !e->former)))
            found = e;
    }
    return n <= 1 || (found && found->referent != CH_NONE) ? found : NULL;
}

/* m, f or 0 by the first word of a name: table "actors/given-names". */
static char given_gender(const ch__room *r, const ch__item *name)
{
    char key[64];
    ch__sv first = ch__token_sv(r->doc, name->start);
    size_t n = r->given && name->end > name->start + 1 ? ch__fold(first.p, first.n, key, sizeof key) : (size_t)-1;
    uint32_t row = n == (size_t)-1 ? CH_NONE : ch__table_find(r->given, (ch__sv){key, n});
    const char *gender = row == CH_NONE ? NULL : ch__table_cell(r->given, row, 1);
    return gender ? gender[0] : 0;
}

static uint32_t new_person(ch__room *r, const ch__item *name)
{
    uint32_t known = CH_NONE;
    uint64_t key = ch__key('f', NULL, ch__words_sv(r, name->start, name->end));
    known = ch__registry_get(&r->people, key);
    if (known != CH_NONE)
        return known;
    uint32_t referent = ch__referent_new(r, CH__PERSON);
    r->referents[referent].name = ch__copy(ch__doc_arena(r->doc), ch__words_sv(r, name->start, name->end));
    r->referents[referent].gender = given_gender(r, name);
    ch__registry_put(r->scratch, &r->people, key, referent);
    return referent;
}

/* Whom a bare family name may mean: somebody talked about, the holder of a top office, or of the one said. */
static bool well_known(const ch__entity *e, const ch__phrase *title)
{
    if (e->referent != CH_NONE)
        return true;
    if (title && title->role != CH_NONE)
        return ch__same(title->office, e->office);
    return e->office && !e->former && e->top;
}

/* "Moammar Qadhafi": a name that no table has, but one that is pronounced alike. */
static const ch__entity *sounds_like(ch__room *r, const ch__item *name, const char *code)
{
    if (name->kind != CH__ITEM_STRANGER || name->end < name->start + 2)
        return NULL;
    const char *id = ch__sounds_like(r->k, ch__words_sv(r, name->start, name->end));
    const ch__entity *e = id ? ch__entity_of_id(r, ch__sv_of(id)) : NULL;
    return e && e->code && (!code || ch__same(code, e->code)) ? e : NULL;
}

/* Who a name is, given the code of its title (or NULL). CH_NONE when several people fit equally. */
static uint32_t person_of(ch__room *r, const ch__item *name, const char *code, const ch__phrase *title,
                          const char **why)
{
    if (name->referent != CH_NONE) {
        const ch__referent *known = &r->referents[name->referent];
        if (!code || !known->code || ch__same(known->code, code))
            return name->referent;
    }
    if (name->kind == CH__ITEM_PERSON && name->n) {
        const ch__entity *e = choose(name, code);
        if (e && !code && name->family && !well_known(e, title)) {
            *why = "family name of too many";
            return title ? new_person(r, name) : CH_NONE;
        }
        if (!e && code && name->n == 1 && !name->surname)
            e = name->entities[0]; /* a full name stays itself whatever the title says */
        if (e) {
            *why = name->surname ? "surname" : "name";
            return ch__referent_of(r, e);
        }
        if (!code) {
            *why = "surname of several people";
            return CH_NONE;
        }
    }
    const ch__entity *alike = sounds_like(r, name, code);
    *why = alike ? "name of the same sound" : "name with title";
    return alike ? ch__referent_of(r, alike) : new_person(r, name);
}

/* What a title tells of a person the tables do not know, or whose office they do not know. "former" makes a former
 * official. */
static void learn(ch__room *r, uint32_t referent, const ch__phrase *p, const ch__entity *owner)
{
    ch__referent *who = &r->referents[referent];
    bool out_of_office = ch__same(who->sector, "ELI");
    if (owner && !who->code)
        who->code = owner->code;
    if (owner && (!who->sector || (out_of_office && !p->former && ch__same(who->code, owner->code))))
        who->sector = ch__phrase_sector(p, owner);
    if (p->former && (!who->id || !r->day.year))
        who->sector = ch__phrase_sector(p, owner);
    if (!who->office || !who->id)
        who->office = p->office ? p->office : who->office;
    if (p->role == CH_NONE)
        return;
    const ch__word *w = &r->items[p->role].word;
    who->said = w->office;
    who->gender = w->gender ? w->gender[0] : who->gender;
}

/* What may stand behind an apposition: its closing comma, the end, a verb. "Xi, Foreign Minister Wang Yi and" is a
 * list. */
static bool closes(const ch__room *r, uint32_t t)
{
    return t >= r->span.end || ch__tok_is(r, t, ",") || ch__tok_is(r, t, ".") || ch__tok_is(r, t, ")") ||
           ch__tok_is(r, t, ";") || ch__tok_is(r, t, "who") || ch__tok_is(r, t, "whose") || ch__tok_is(r, t, "\"") ||
           ch__tok_is(r, t, "”") || ch__tok_verb(r, t);
}

/* Where an apposition that began well ends: at once, or at the comma behind words no item knows ("Advisor to the Leader
 * of the Revolution on International Affairs,"). CH_NONE: it does not. */
static uint32_t closing(const ch__room *r, uint32_t t)
{
    if (closes(r, t))
        return t;
    for (uint32_t n = 0; n < 20 && t < r->span.end; n++, t++) {
        if (ch__tok_is(r, t, ","))
            return t;
        if (ch__tok_verb(r, t) || ch__tok_is(r, t, "and") || is_person(ch__item_at(r, t)))
            return CH_NONE;
    }
    return CH_NONE;
}

/* The first item behind a comma within its article and adjectives, or CH_NONE. */
static uint32_t apposition_start(const ch__room *r, uint32_t t)
{
    for (uint32_t n = 0; n < 5 && t < r->span.end; n++, t++) {
        const ch__item *item = ch__item_at(r, t);
        bool former = item && item->kind == CH__ITEM_ROLE && ch__same(item->word.kind, "former");
        if (item && !former)
            return item->start == t && !is_person(item) ? t : CH_NONE;
        uint8_t tag = ch__upos(r->doc, t);
        if (!former && tag != CH_UPOS_DET && tag != CH_UPOS_ADJ && tag != CH_UPOS_NOUN && tag != CH_UPOS_PROPN)
            return CH_NONE;
    }
    return CH_NONE;
}

/* "Tang, Deputy Director of ... at the Academy, said": the role phrase behind a name.
 */
static bool apposition(ch__room *r, uint32_t end, ch__phrase *p)
{
    if (!ch__tok_is(r, end, ",") && !ch__tok_is(r, end, "("))
        return false;
    uint32_t at = apposition_start(r, end + 1);
    if (at == CH_NONE || !ch__phrase_parse(r, at, p))
        return false;
    if (p->start <= end || is_person(ch__item_at(r, p->core_end)) || p->plural)
        return false;
    if (ch__same(p->kind, "body") || ch__same(p->kind, "group"))
        return false; /* "Adamowicz, local media say" */
    uint32_t close = closing(r, p->end);
    p->end = close == CH_NONE ? p->end : close;
    return close != CH_NONE;
}

static uint32_t honorific_before(const ch__room *r, uint32_t at, char *gender)
{
    const ch__item *item = at > r->span.start ? ch__item_at(r, at - 1) : NULL;
    if (!item || item->kind != CH__ITEM_ROLE || !ch__same(item->word.kind, "honorific"))
        return at;
    *gender = item->word.gender ? item->word.gender[0] : 0;
    return item->start;
}

/* Nested mentions of others inside a phrase: the "Iran" of "Chinese ambassador to Iran". */
void ch__read_nested(ch__room *r, const ch__phrase *p, uint32_t from, uint32_t to, const char *code)
{
    for (uint32_t t = from; t < to;) {
        const ch__item *item = ch__item_at(r, t);
        bool actor = item && item->n && (item->kind == CH__ITEM_NAME || item->kind == CH__ITEM_PLACE) && item->n == 1;
        for (uint32_t i = 0; p && i < p->n_others; i++)
            actor = actor && r->item_at[t] != p->others[i]; /* said by the phrase itself */
        bool other = actor && item->entities[0]->code && !ch__same(item->entities[0]->code, code);
        if (other || (actor && ch__is_place_use(r, item))) /* "police in Stockholm" */
            ch__read_name(r, t);
        t = item ? item->end : t + 1;
    }
}

/* "union leader Joseph Mwale", "Sister Maria Lopez in Buenaventura": a role that says no country has that of the place
 * where it is told; an office of state the one talked about. */
static void learn_here(ch__room *r, uint32_t referent, const ch__phrase *p)
{
    ch__referent *who = &r->referents[referent];
    bool said = p->complement != CH_NONE || p->host != CH_NONE || ch__tok_rule(r, p->core_end, CH__RULE_HOST);
    if (who->code || said || p->role == CH_NONE || !p->sector || ch__phrase_guest(r, p))
        return;
    const char *sector = ch__tok_upper(r, p->start) && ch__tok_rule(r, p->start, CH__RULE_ORDER) ? "REL" : p->sector;
    bool state = ch__same(sector, "GOV");
    if (ch__same(sector, "CVL") || (!state && ch__word_rule(r, ch__sv_of(sector), CH__RULE_VAGUE)))
        return; /* an actor or a cosmonaut is known anywhere */
    const ch__entity *here = state ? ch__country_talked_about(r) : ch__country_here(r);
    if (!here)
        return;
    who->code = here->code;
    who->sector = p->former ? "ELI" : sector;
}

/* "Joseph Mwale, who leads a union of Zambian copper miners"; "Ingrid Solberg, a Norwegian who heads the UN mission":
 * what a clause behind a name at `end` says that somebody leads. */
typedef struct clause {
    const ch__entity *owner;
    const char *sector;
    uint32_t start; /* of "who", or of the comma before it */
} clause;

static const ch__entity *country_of_item(const ch__item *item)
{
    bool one = item && item->n == 1 && item->kind != CH__ITEM_PERSON && item->entities[0]->code;
    return one && item->entities[0]->acts ? item->entities[0] : NULL;
}

static void read_clause(ch__room *r, uint32_t t, clause *c)
{
    for (uint32_t n = 0; n < CH__MOST_WINDOW && t < r->span.end && !ch__tok_is(r, t, ","); n++) {
        const ch__item *item = ch__item_at(r, t);
        const ch__entity *e = country_of_item(item);
        if (!item && ch__tok_verb(r, t))
            return;
        c->owner = c->owner ? c->owner : e;
        if (!c->sector && item && item->kind == CH__ITEM_ROLE)
            c->sector = item->word.sector;
        if (!c->sector && e && e->class == CH__ORG)
            c->sector = e->sector;
        t = item ? item->end : t + 1;
    }
}

/* What is taught says no country: "who teaches French history at ...". */
static uint32_t place_of_work(const ch__room *r, uint32_t t)
{
    while (t < r->span.end && !ch__tok_is(r, t, ",") && !ch__tok_rule(r, t, CH__RULE_SEAT) &&
           !ch__tok_rule(r, t, CH__RULE_OWNER))
        t++;
    return t;
}

static bool relative_clause(ch__room *r, uint32_t end, clause *c)
{
    uint32_t t = end + 1;
    *c = (clause){0};
    const ch__item *people = NULL;
    if (ch__tok_is(r, end, ",") && ch__tok_rule(r, t, CH__RULE_INDEFINITE)) {
        people = ch__item_at(r, t + 1);
        t = people ? people->end : t;
    }
    uint32_t verb = t + 1;
    if (!ch__tok_is(r, end, ",") || !ch__tok_is(r, t, "who"))
        return false;
    bool teaches = ch__tok_rule(r, verb, CH__RULE_TEACHES);
    bool aims = verb + 1 < r->span.end && ch__upos(r->doc, verb + 1) == CH_UPOS_ADP; /* "who ran for parliament" */
    if (!teaches && (aims || !ch__tok_rule(r, verb, CH__RULE_LEADS)))
        return false;
    c->start = people ? t : end;
    if (teaches)
        c->sector = "EDU";
    read_clause(r, teaches ? place_of_work(r, verb + 1) : verb + 1, c);
    if (!c->owner)
        c->owner = people && country_of_item(people) ? country_of_item(people) : ch__country_here(r);
    return c->owner && c->sector;
}

/* One draft for a name with an optional title before (core) and an optional apposition behind. */
static uint32_t emit(ch__room *r, uint32_t start, const ch__item *name, const ch__phrase *title,
                     const ch__phrase *behind)
{
    const ch__entity *owner = title ? ch__phrase_owner(r, title) : NULL;
    const ch__phrase *p = title;
    if (behind && (!owner || !owner->code)) {
        owner = ch__phrase_owner(r, behind);
        p = behind;
    }
    const char *why = name->why;
    char gender = 0;
    uint32_t who = person_of(r, name, owner ? owner->code : NULL, title, &why);
    uint32_t end = behind ? behind->end : name->end;
    if (title && title->end > end)
        end = title->end;
    if (!title)
        start = honorific_before(r, start, &gender);
    uint32_t name_start = name->start, name_end = name->end;
    const char *code = NULL;
    if (who != CH_NONE) {
        if (p)
            learn(r, who, p, owner);
        clause said;
        if (!r->referents[who].code && relative_clause(r, name->end, &said)) {
            r->referents[who].code = said.owner->code;
            r->referents[who].sector = said.sector;
            end = end < said.start ? said.start : end;
        }
        if (p)
            learn_here(r, who, p);
        if (gender)
            r->referents[who].gender = gender;
        code = r->referents[who].code;
        register_words(r, name_start, name_end, who);
    }
    if (end - start > CH__MOST_SPAN)
        end = name_end;
    ch__draft *d = ch__draft_add(r, start, end, CH_MENTION_NAME, p && who != CH_NONE ? "name with title" : why);
    if (who != CH_NONE && r->referents[who].code)
        ch__draft_point(d, who);
    else if (who != CH_NONE)
        d->why = "unknown name";
    uint32_t resume = end;
    ch__read_nested(r, p, start, end, code);
    return resume;
}

/* An unknown name counts as a person's when the syntax room, a title or an apposition says so. */
static bool person_by_syntax(const ch__room *r, const ch__item *name)
{
    uint32_t n = r->name_at[name->start];
    char gender;
    return (n != CH_NONE && r->doc->names[n].type == CH_NAME_PER) ||
           honorific_before(r, name->start, &gender) < name->start;
}

uint32_t ch__read_person(ch__room *r, uint32_t at)
{
    ch__item name = *ch__item_at(r, at);
    ch__phrase behind;
    clause said;
    bool has = apposition(r, name.end, &behind);
    if (!has && name.kind == CH__ITEM_STRANGER && !person_by_syntax(r, &name) && !relative_clause(r, name.end, &said))
        return name.end;
    return emit(r, name.start, &name, NULL, has ? &behind : NULL);
}

/* "his wife, Peng Liyuan": a relative with the code of the owner; yields `at` when no name follows. */
uint32_t ch__read_relative(ch__room *r, const ch__phrase *p, uint32_t owner)
{
    uint32_t at = p->core_end + ch__tok_is(r, p->core_end, ",");
    const ch__item *item = ch__item_at(r, at);
    if (!is_person(item) || p->plural)
        return p->start;
    ch__item name = *item;
    const char *code = r->referents[owner].code, *why = name.why;
    uint32_t who = person_of(r, &name, code, NULL, &why);
    ch__draft *d = ch__draft_add(r, p->start, name.end, CH_MENTION_NAME, "name with title");
    if (who == CH_NONE)
        return name.end;
    ch__entity stand_in = {.code = code};
    if (code)
        learn(r, who, p, &stand_in);
    register_words(r, name.start, name.end, who);
    if (r->referents[who].code)
        ch__draft_point(d, who);
    return name.end;
}

/* "Saudi Crown Prince Mohammed bin Salman", "Bahraini King Hamad": the title is a part of the name in the tables. */
static uint32_t read_owned_person(ch__room *r, uint32_t at)
{
    const ch__item *first = ch__item_at(r, at), *name = first && first->start == at ? ch__item_at(r, first->end) : NULL;
    uint32_t body = ch__read_owned_body(r, at);
    if (body > at)
        return body;
    if (!name || first->kind != CH__ITEM_ADJ || first->n != 1 || name->kind != CH__ITEM_PERSON || name->n != 1 ||
        !ch__same(first->entities[0]->code, name->entities[0]->code))
        return at;
    ch__phrase behind;
    ch__item copy = *name;
    bool has = apposition(r, copy.end, &behind);
    return emit(r, at, &copy, NULL, has ? &behind : NULL);
}

/* "Chinese President Xi Jinping"; "the Kenyan ambassador to Ghana, Jane Otieno, stated"; else a role without a name. */
uint32_t ch__read_titled(ch__room *r, uint32_t at)
{
    ch__phrase p, behind;
    if (!ch__phrase_parse(r, at, &p))
        return read_owned_person(r, at);
    const ch__item *name = ch__item_at(r, p.core_end);
    if (is_person(name) && !p.plural) {
        ch__item copy = *name;
        p.end = copy.end;
        bool has = apposition(r, copy.end, &behind);
        if (!has) /* "Commander Faleva of the Tongan navy" */
            ch__phrase_of(r, &p, copy.end);
        return emit(r, p.start, &copy, &p, has ? &behind : NULL);
    }
    /* "President of the French Republic Emmanuel Macron" */
    name = p.end > p.core_end ? ch__item_at(r, p.end) : NULL;
    bool someone = ch__same(p.kind, "office") || ch__same(p.kind, "person") || ch__same(p.kind, "envoy");
    if (is_person(name) && !p.plural && someone && p.names_holder && ch__tok_upper(r, p.end)) {
        ch__item copy = *name;
        p.end = copy.end;
        bool has = apposition(r, copy.end, &behind);
        return emit(r, p.start, &copy, &p, has ? &behind : NULL);
    }
    name = ch__tok_is(r, p.end, ",") ? ch__item_at(r, p.end + 1) : NULL;
    if (is_person(name) && !p.plural && closes(r, name->end) && (p.definite || p.n_mods || p.complement != CH_NONE)) {
        ch__item copy = *name;
        p.end = copy.end;
        return emit(r, p.start, &copy, &p, NULL);
    }
    return ch__read_role(r, &p, CH_NONE);
}
