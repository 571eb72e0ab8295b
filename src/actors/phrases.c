/* phrases.c - role phrases: modifiers, words between, role word, complement.
 *
 *     the    former   Iranian    deputy    foreign minister   for ... | of ... | to Iran
 *     article        modifiers   fillers   role word          complement
 */
#include "actors/inside.h"

enum { MOST_FILLERS = 4, MOST_COMPLEMENT = 16 };

/* Words whose code a role word can carry: "Iranian", "China's", "UN", "Guangdong". */
static bool is_modifier(const ch__item *item)
{
    if (!item || !item->n)
        return false;
    return item->kind == CH__ITEM_NAME || item->kind == CH__ITEM_ADJ || item->kind == CH__ITEM_PLACE ||
           item->kind == CH__ITEM_PEOPLE || (item->kind == CH__ITEM_PERSON && item->possessed);
}

static bool is_role(const ch__item *item)
{
    return item && item->kind == CH__ITEM_ROLE && !ch__same(item->word.kind, "former") &&
           !ch__same(item->word.kind, "honorific");
}

static bool hyphen(const ch__room *r, uint32_t token)
{
    return ch__tok_is(r, token, "-") || ch__tok_is(r, token, "–");
}

/* "deputy", "chief nuclear", "top": what may stand between a modifier and its role word. */
static bool is_filler(const ch__room *r, uint32_t token)
{
    if (token >= r->span.end)
        return false;
    const ch__item *item = ch__item_at(r, token);
    if (item)
        return item->kind == CH__ITEM_STRANGER || item->kind == CH__ITEM_NOUN ||
               (item->kind == CH__ITEM_ROLE && ch__same(item->word.kind, "former"));
    uint8_t tag = ch__upos(r->doc, token);
    return tag == CH_UPOS_ADJ || tag == CH_UPOS_NOUN || tag == CH_UPOS_PROPN || tag == CH_UPOS_NUM || hyphen(r, token);
}

static void add_modifier(const ch__room *r, ch__phrase *p, uint32_t token)
{
    if (p->n_mods < CH__MOST_ENTITIES)
        p->mods[p->n_mods++] = r->item_at[token];
}

/* "US" in "Russian, US, and ..." stands for an adjective only where something it modifies, or a further one, follows.
 */
static bool ends_row(const ch__room *r, const ch__item *item)
{
    return item->end >= r->span.end || ch__tok_verb(r, item->end) || ch__tok_is(r, item->end, ".");
}

/* "Russian and Chinese presidents", "Iranian, Russian and Chinese envoys": adjectives in a row; yields the next one, or
 * `at`. */
static uint32_t next_coordinated(const ch__room *r, uint32_t at)
{
    uint32_t t = at;
    if (ch__tok_is(r, t, ","))
        t++;
    if (ch__tok_is(r, t, "and") || ch__tok_is(r, t, "&"))
        t++;
    const ch__item *item = t > at ? ch__item_at(r, t) : NULL;
    bool abbreviation = item && item->kind == CH__ITEM_NAME && item->n && item->entities[0]->class <= CH__BODY &&
                        item->end == item->start + 1 && !item->possessed;
    return item && (item->kind == CH__ITEM_ADJ || (abbreviation && !ends_row(r, item))) ? t : at;
}

/* "Russia and China's foreign ministers": names in a row whose last one owns. */
static uint32_t next_possessor(const ch__room *r, uint32_t at)
{
    const ch__item *item = ch__tok_is(r, at, "and") ? ch__item_at(r, at + 1) : NULL;
    return item && item->kind == CH__ITEM_NAME && item->possessed ? at + 1 : at;
}

static uint32_t read_modifiers(ch__room *r, uint32_t t, ch__phrase *p)
{
    for (uint32_t n = 0; n < 8; n++) {
        const ch__item *item = ch__item_at(r, t);
        if (!is_modifier(item) || item->start != t)
            break;
        add_modifier(r, p, t);
        t = item->end;
        if (ch__tok_poss(r, t))
            t++;
        uint32_t next = item->kind == CH__ITEM_NAME && !item->possessed ? next_possessor(r, t) : t;
        bool state = item->n && item->entities[0]->class <= CH__BODY;
        if (next == t && (item->kind == CH__ITEM_ADJ || item->kind == CH__ITEM_PEOPLE ||
                          (item->kind == CH__ITEM_NAME && state && !item->possessed)))
            next = next_coordinated(r, t);
        t = next;
    }
    return t;
}

/* A noun behind the role word makes the role word a modifier: "police brutality", "government policy". */
static bool only_modifies(const ch__room *r, uint32_t end)
{
    if (end >= r->span.end || ch__item_at(r, end) || ch__tok_upper(r, end))
        return false;
    return ch__upos(r->doc, end) == CH_UPOS_NOUN;
}

/* "Poland annuls former minister ...": what looks like a noun between a country and "former" is a verb. */
static bool verb_before(const ch__room *r, const ch__phrase *p, uint32_t t)
{
    return t > p->start && !ch__item_at(r, t - 1) && ch__upos(r->doc, t - 1) == CH_UPOS_NOUN &&
           ch__same(ch__item_at(r, t)->word.kind, "former");
}

/* Fillers and role words from t; the last role word wins. Returns its end, or CH_NONE. */
static uint32_t read_roles(ch__room *r, uint32_t t, ch__phrase *p)
{
    uint32_t end = CH_NONE, fillers = 0;
    while (t < r->span.end && t - p->start < CH__MOST_SPAN / 2) {
        const ch__item *item = ch__item_at(r, t);
        if (is_role(item)) {
            p->role = r->item_at[t];
            t = end = item->end;
            fillers = 0;
        } else if (end != CH_NONE && ch__tok_poss(r, t)) {
            t++;
        } else if (is_filler(r, t) && fillers < MOST_FILLERS && !(item && verb_before(r, p, t))) {
            p->former = p->former || (item && ch__same(item->word.kind, "former"));
            t = item ? item->end : t + 1;
            fillers++;
        } else {
            break;
        }
        if (end != CH_NONE && fillers && item && item->kind == CH__ITEM_STRANGER)
            break;
    }
    if (end == CH_NONE || only_modifies(r, end))
        return CH_NONE;
    /* "opposition to the tariffs" is nobody */
    return ch__tok_rule(r, end - 1, CH__RULE_ABSTRACT) && ch__tok_rule(r, end, CH__RULE_HOST) ? CH_NONE : end;
}

/* "top", "four"; the number of "In May 2014 President ..." is none of the president's. */
static bool front_word(const ch__room *r, uint32_t t)
{
    uint8_t tag = ch__upos(r->doc, t);
    bool counts = tag == CH_UPOS_NUM && r->doc->words[t].deprel == CH_DEP_NUMMOD && r->doc->words[t].head != CH_NONE &&
                  r->doc->words[t].head > t;
    return tag == CH_UPOS_ADJ || counts || hyphen(r, t);
}

/* "hundreds of Syrian refugees", "a group of miners": the head of the words is the number. */
static void read_quantity(const ch__room *r, ch__phrase *p)
{
    uint32_t t = p->start;
    if (p->definite || p->indefinite || t < r->span.start + 2 || !ch__tok_is(r, t - 1, "of") ||
        !ch__tok_rule(r, t - 2, CH__RULE_QUANTITY))
        return;
    uint32_t of = p->start;
    p->start = t - 2;
    for (uint32_t n = 0; n < 3 && p->start > r->span.start; n++) {
        const ch__item *item = ch__item_at(r, p->start - 1);
        bool article = ch__tok_rule(r, p->start - 1, CH__RULE_INDEFINITE);
        if (ch__tok_is(r, p->start - 1, "the")) {
            p->start = of; /* "the number of refugees" is a number */
            return;
        }
        if (!article && (item ? item->kind != CH__ITEM_COUNT : !front_word(r, p->start - 1)))
            return;
        p->start = item ? item->start : p->start - 1;
        if (article)
            return;
    }
}

/* What stands before: "the", "a", "former", "top", "four". */
static void read_front(const ch__room *r, ch__phrase *p)
{
    for (uint32_t n = 0; n < 4 && p->start > r->span.start; n++) {
        uint32_t t = p->start - 1;
        const ch__item *item = ch__item_at(r, t);
        if (item && item->kind == CH__ITEM_ROLE && ch__same(item->word.kind, "former"))
            p->former = true;
        else if (ch__tok_rule(r, t, CH__RULE_DEFINITE))
            p->definite = true;
        else if (ch__tok_rule(r, t, CH__RULE_INDEFINITE))
            p->indefinite = true;
        else if (item ? item->kind != CH__ITEM_COUNT : !front_word(r, t))
            break;
        else
            p->plain = false;
        p->start = item ? item->start : t;
        if (p->definite || p->indefinite)
            break;
    }
    if (hyphen(r, p->start))
        p->start++; /* "18-year-old Irish soldier" */
    read_quantity(r, p);
}

static bool ends_complement(const ch__room *r, uint32_t t)
{
    return ch__tok_verb(r, t) || ch__tok_is(r, t, ",") || ch__tok_is(r, t, "(") || ch__tok_is(r, t, "who") ||
           ch__upos(r->doc, t) == CH_UPOS_PRON || ch__upos(r->doc, t) == CH_UPOS_SCONJ || ch__tok_is(r, t, "\"");
}

static bool has_code(const ch__item *item)
{
    return item && item->n && item->entities[0]->code && item->entities[0]->acts && is_modifier(item);
}

/* End of the noun phrase around a complement's item: "of the Chinese Academy of ...", "of the Iranian parliament". */
static uint32_t complement_end(ch__room *r, const ch__item *item, ch__word *inside)
{
    ch__phrase inner = {.start = item->start, .role = CH_NONE};
    uint32_t end = read_roles(r, item->possessed ? item->end + 1 : item->end, &inner);
    if (end != CH_NONE)
        inside->sector = r->items[inner.role].word.sector, inside->kind = r->items[inner.role].word.kind;
    /* "director of Kenya's Red Cross": up to what the country owns */
    const ch__item *owned = item->possessed ? ch__item_at(r, item->end + 1) : NULL;
    if (end == CH_NONE && owned && owned->kind == CH__ITEM_NAME)
        return owned->end;
    return end == CH_NONE ? item->end : end;
}

/* The first name with a code behind "of", "at", "for", ...: "Deputy Director of the Middle East Center at the Chinese
 * Academy" */
static uint32_t find_owner(const ch__room *r, uint32_t t)
{
    for (uint32_t n = 0; t < r->span.end && n < MOST_COMPLEMENT && !ends_complement(r, t); n++) {
        const ch__item *item = ch__item_at(r, t);
        if (has_code(item))
            return r->item_at[t];
        if (item && item->kind == CH__ITEM_PERSON)
            return CH_NONE;
        t = item ? item->end : t + 1;
    }
    return CH_NONE;
}

/* Soldiers, diplomats or refugees in a country are mostly not its own. */
bool ch__phrase_guest(const ch__room *r, const ch__phrase *p)
{
    const ch__item *role = &r->items[p->role];
    return (p->sector && ch__word_rule(r, ch__sv_of(p->sector), CH__RULE_GUEST)) ||
           ch__tok_rule(r, role->end - 1, CH__RULE_GUEST);
}

/* "director of X", "officials from X"; "spokesman for X" but not "centers for X"; "police in X" but not "consul general
 * in X". */
static bool owner_word(const ch__room *r, const ch__phrase *p)
{
    bool office = ch__same(p->kind, "office") || ch__same(p->kind, "envoy");
    if (ch__tok_rule(r, p->end, CH__RULE_OWNER_GENERAL)) {
        const ch__item *next = ch__item_at(r, p->end + 1);
        bool works = next && next->n && next->entities[0]->class == CH__ORG; /* "a reporter for Al Jazeera" */
        return office || (works && ch__same(p->kind, "person"));
    }
    if (ch__tok_rule(r, p->end, CH__RULE_SEAT))
        return (!office || p->plural) && !ch__phrase_guest(r, p);
    return ch__tok_rule(r, p->end, CH__RULE_OWNER);
}

/* "Buddhist monks in Myanmar": a modifier may have no country. */
bool ch__phrase_modified(const ch__room *r, const ch__phrase *p)
{
    for (uint32_t i = 0; i < p->n_mods; i++)
        if (has_code(&r->items[p->mods[i]]))
            return true;
    return false;
}

static bool person_in_office(const ch__phrase *p)
{
    return !p->plural && (ch__same(p->kind, "office") || ch__same(p->kind, "envoy"));
}

/* "the presidents of Peru, Chile and Bolivia": names in a row behind the first. Yields their end. */
static uint32_t read_others(const ch__room *r, ch__phrase *p, uint32_t end)
{
    for (uint32_t t = end; p->n_others < CH__MOST_ENTITIES;) {
        uint32_t next = t + ch__tok_is(r, t, ",");
        next += ch__tok_is(r, next, "and");
        next += ch__tok_is(r, next, "the");
        const ch__item *item = next > t ? ch__item_at(r, next) : NULL;
        if (!has_code(item) || item->start != next || item->kind == CH__ITEM_ADJ || item->possessed)
            break;
        p->others[p->n_others++] = r->item_at[next];
        t = item->end;
        if (ch__tok_is(r, next - 1, "and") || ch__tok_is(r, next - 2, "and"))
            return t;
    }
    p->n_others = 0; /* "the presidents of Peru, Chile" goes on with something else */
    return end;
}

static void read_complement(ch__room *r, ch__phrase *p)
{
    for (uint32_t n = 0; n < 3; n++) {
        bool person = !ch__same(p->kind, "body") && !ch__same(p->kind, "group") && !p->plural;
        bool host = person && ch__tok_rule(r, p->end, CH__RULE_HOST), owner = owner_word(r, p);
        bool seat = ch__tok_rule(r, p->end, CH__RULE_SEAT);
        if (seat && !person_in_office(p) && (ch__phrase_modified(r, p) || ch__phrase_guest(r, p)))
            return; /* "French troops in Niger" are not of Niger, nor are "soldiers in Niger" */
        uint32_t item = host || owner || seat ? find_owner(r, p->end + 1) : CH_NONE;
        if (item == CH_NONE)
            return;
        if (host)
            p->host = item;
        else if (owner && p->complement == CH_NONE)
            p->complement = item;
        ch__word inside = {0};
        p->end = complement_end(r, &r->items[item], &inside);
        if (item == p->complement)
            p->body = inside.sector;
        p->names_holder =
            !ch__same(inside.kind, "office") && !ch__same(inside.kind, "person") && !ch__same(inside.kind, "envoy");
        bool several = p->plural || ch__same(p->kind, "body") || ch__same(p->kind, "group");
        if (item == p->complement && several && !p->n_others && p->end == r->items[item].end)
            p->end = read_others(r, p, p->end);
    }
}

/* Sectors of those who work for somebody, and of whom they work for, that say little of what they do. */
static bool works(const char *sector)
{
    return ch__same(sector, "BUS") || ch__same(sector, "LAB") || ch__same(sector, "GOV");
}

/* "army spokesman", "opposition leader", "university professor": a general role word takes the sector of the word
 * before it. */
static void settle_sector(const ch__room *r, ch__phrase *p, uint32_t from)
{
    const ch__word *w = &r->items[p->role].word;
    p->sector = w->sector;
    p->office = w->office;
    p->kind = w->kind;
    p->plural = w->plural || ch__same(w->kind, "group");
    p->staff = (!w->sector || works(w->sector)) && ch__tok_rule(r, p->core_end - 1, CH__RULE_STAFF);
    bool general = ch__same(w->what, "general");
    if (!general && !p->staff)
        return;
    for (uint32_t i = 0; i < p->n_mods && !p->sector; i++) { /* "Egyptian Coptic leaders" */
        const ch__item *item = &r->items[p->mods[i]];
        if (item->n && !item->entities[0]->code && ch__same(item->entities[0]->sector, "REL"))
            p->sector = item->entities[0]->sector;
    }
    for (uint32_t t = from; t < r->items[p->role].start;) {
        const ch__item *item = ch__item_at(r, t);
        if (is_role(item) && item->word.sector && (general || !works(item->word.sector)))
            p->sector = item->word.sector;
        t = item ? item->end : t + 1;
    }
}

bool ch__phrase_of(ch__room *r, ch__phrase *p, uint32_t at)
{
    if (p->complement != CH_NONE || ch__phrase_modified(r, p) || !ch__tok_is(r, at, "of"))
        return false;
    uint32_t item = find_owner(r, at + 1);
    if (item == CH_NONE || r->items[item].start > at + 3)
        return false;
    ch__word inside = {0};
    p->complement = item;
    p->end = complement_end(r, &r->items[item], &inside);
    if (ch__same(inside.kind, "body") || ch__same(inside.kind, "group")) {
        p->body = inside.sector;
        p->sector = NULL; /* a lieutenant of the police is no soldier */
    }
    return true;
}

bool ch__phrase_parse(ch__room *r, uint32_t at, ch__phrase *out)
{
    const ch__item *first = ch__item_at(r, at);
    if (!first || first->start != at || !(is_modifier(first) || is_role(first)))
        return false;
    ch__phrase p = {.start = at, .role = CH_NONE, .complement = CH_NONE, .host = CH_NONE};
    uint32_t t = read_modifiers(r, at, &p);
    p.core_end = read_roles(r, t, &p);
    if (p.core_end == CH_NONE || p.core_end - at > CH__MOST_SPAN / 2)
        return false;
    p.end = p.core_end;
    p.plain = r->items[p.role].start == t;
    settle_sector(r, &p, t);
    read_front(r, &p);
    read_complement(r, &p);
    if (p.end - p.start > CH__MOST_SPAN)
        p.end = p.core_end;
    *out = p;
    return true;
}

static const ch__entity *entity_of_item(const ch__room *r, uint32_t item)
{
    const ch__item *i = &r->items[item];
    for (uint8_t n = 0; n < i->n; n++)
        if (i->entities[n]->referent != CH_NONE)
            return i->entities[n];
    return i->n ? i->entities[0] : NULL;
}

const ch__entity *ch__phrase_owner(const ch__room *r, const ch__phrase *p)
{
    for (uint32_t i = 0; i < p->n_mods; i++) {
        const ch__entity *e = entity_of_item(r, p->mods[i]);
        if (e && e->code)
            return e;
    }
    if (p->complement != CH_NONE)
        return entity_of_item(r, p->complement);
    /* "adviser to the Iranian president": whom one serves; but an envoy "to Iran" is sent by somebody else */
    return p->host != CH_NONE && !ch__same(p->kind, "envoy") ? entity_of_item(r, p->host) : NULL;
}

const char *ch__phrase_sector(const ch__phrase *p, const ch__entity *owner)
{
    if (p->former)
        return "ELI";
    /* "President of the Chinese Academy", "president of the European Commission": the body's sector, not a government's
     */
    const char *body = p->body ? p->body : owner && owner->class == CH__ORG ? owner->sector : NULL;
    if (p->staff && body && !works(body))
        return body; /* "NHS managers" */
    bool one = ch__same(p->kind, "person") || ch__same(p->kind, "office") || ch__same(p->kind, "envoy");
    bool between = body && (ch__same(body, "IGO") || ch__same(body, "NGO"));
    bool own = one && between && owner && owner->class == CH__ORG && !p->body && !ch__same(p->sector, "MIL");
    if (body && (!p->sector || ch__same(p->sector, "GOV") || own))
        return body; /* "World Bank economists", "UN human rights investigators" */
    if (p->sector)
        return p->sector;
    return owner && owner->sector ? owner->sector : "GOV";
}
