/* readings.c - what the words from a token on may be: every row of the tables that they hit, weighed against the
 * others. */
#include "actors/readings.h"
#include "base/utf8.h"

enum { CROWD = 16 };

/* ---- letters ---- */

static bool letter_at(ch__sv s, size_t *i, uint32_t *c)
{
    while (*i < s.n) {
        *c = ch__utf8_next(s.p, s.n, i);
        if (ch__cp_is_letter(*c) || ch__cp_is_digit(*c))
            return true;
    }
    return false;
}

/* Where the table writes a capital the text must have one: "us" is not US, "turkey" is not Turkey, "Who" is not WHO.
 * Letters are compared one by one; the text may have more capitals, and a headline in capitals has them everywhere. */
bool ch__capitals_agree(ch__sv value, ch__sv text)
{
    size_t i = 0, j = 0;
    uint32_t a, b;
    while (letter_at(value, &i, &a)) {
        if (!letter_at(text, &j, &b))
            return true;
        if (ch__cp_is_upper(a) && !ch__cp_is_upper(b))
            return false;
    }
    return true;
}

/* "LET US HELP", "WHO WILL WIN": in a sentence set in capitals an abbreviation that is also a word needs a noun's
 * place. */
static bool word_in_capitals(const ch__room *r, uint32_t start, uint32_t end)
{
    return r->capitals && end == start + 1 && ch__tok_rule(r, start, CH__RULE_WORD) &&
           (ch__tok_verb(r, start - 1) || end == r->span.end);
}

/* A name of one token inside a longer name of a person is that person's: "Ivan Putin". The syntax room may count the
 * title in
 * ("Chancellor Merkel"), so what stands before must not be a title. */
static bool part_of_person(const ch__room *r, uint32_t start, uint32_t end)
{
    uint32_t n = r->name_at[start];
    if (end != start + 1 || n == CH_NONE || r->doc->names[n].type != CH_NAME_PER)
        return false;
    ch_span s = r->doc->names[n].tokens;
    return (s.start < start && !ch__item_at(r, start - 1)) || s.end > end;
}

/* "Robert Koch Institute": a surname inside a longer name of an organisation is nobody. */
static bool part_of_organisation(const ch__room *r, uint32_t start, uint32_t end)
{
    uint32_t n = r->name_at[start];
    if (n == CH_NONE || r->doc->names[n].type != CH_NAME_ORG)
        return false;
    ch_span s = r->doc->names[n].tokens;
    return s.end > end && s.end - s.start > end - start;
}

static bool capitalised_word(const ch__room *r, uint32_t token)
{
    return ch__tok_upper(r, token) && token > r->span.start && ch__upos(r->doc, token) == CH_UPOS_PROPN;
}

/* "Chad Smith", "Jordan Peterson": names that are also given names, with a capitalised word that nobody else claims
 * behind them. */
static bool given_name(ch__room *r, uint32_t start, uint32_t end)
{
    ch__hit hit;
    if (end != start + 1 || !ch__tok_rule(r, start, CH__RULE_GIVEN) || !capitalised_word(r, end))
        return false;
    return !ch__phrase_at_token(r->doc, r->k, r->words, end, r->span.end, &hit);
}

/* ---- candidates of one length ---- */

/* What a user's dictionaries say goes before what the shipped tables say. */
enum { LAID_OVER = 20 };

static bool of_dictionary(const ch__entity *e)
{
    return strncmp(e->id, "d.", 2) == 0;
}

/* A dictionary knows a code and a sector. Where ours are the same, ours are taken: they know more. */
static bool says_same(const ch__entity *e, const ch__entity *of)
{
    return !of_dictionary(e) && ch__same(e->code, of->code) && (!of->sector || ch__same(e->sector, of->sector));
}

static int kind_rank(const char *field)
{
    static const struct {
        const char *field;
        int rank;
    } ranks[] = {{"short", 6},   {"full", 7},   {"adj", 6},      {"noun", 6},  {"plural", 6}, {"abbr", 6},
                 {"metonym", 4}, {"former", 3}, {"misspelt", 3}, {"title", 3}, {"prefix", 2}, {"surname", 2}};
    for (size_t i = 0; field && i < sizeof ranks / sizeof *ranks; i++)
        if (strcmp(field, ranks[i].field) == 0)
            return ranks[i].rank;
    return 1;
}

static void choice_entity(ch__choice *c, const ch__entity *e, int rank)
{
    if (rank > c->rank) {
        *c = (ch__choice){.rank = rank,
                          .found = true,
                          .title = c->title,
                          .code = c->code,
                          .like = c->like,
                          .crowded = c->crowded,
                          .persons = c->persons};
    } else if (rank < c->rank) {
        return;
    }
    for (uint8_t i = 0; i < c->n; i++)
        if (c->entities[i] == e)
            return;
    if (c->n < CH__MOST_ENTITIES)
        c->entities[c->n++] = e;
}

static void choice_form(ch__choice *c, const char *field, const ch__entity *e)
{
    if (ch__same(field, "adj"))
        c->adj = true;
    else if (ch__same(field, "noun") || ch__same(field, "plural"))
        c->people = true;
    else if (ch__same(field, "prefix"))
        c->prefix = true;
    else
        c->name = true;
    c->metonym = c->metonym || ch__same(field, "metonym");
    c->surname = c->surname || (e->class == CH__PERSON && !ch__same(field, "full"));
    c->shorter = c->shorter || ch__same(field, "short");
}

/* "He", "May", "Will": surnames that are common words need a title before them. */
static bool weak_surname(const ch__room *r, uint32_t start)
{
    const ch__item *before = ch__item_at(r, start - 1);
    bool title = before && before->kind == CH__ITEM_ROLE;
    return !title && (ch__upos(r->doc, start) != CH_UPOS_PROPN || ch__tok_rule(r, start, CH__RULE_WEAK) ||
                      ch__tok_rule(r, start, CH__RULE_CALENDAR));
}

/* "the Nigeria Labour Congress": one word that names an organ, at the end of a longer name. */
static bool word_of_name(ch__room *r, uint32_t row, uint32_t start, uint32_t end)
{
    if (end != start + 1 || start == r->span.start ||
        !ch__same(ch__table_cell(r->entities, row, r->c_field), "metonym"))
        return false;
    const ch__item *before = ch__item_at(r, start - 1);
    const ch__entity *e = ch__entity_of_row(r, row);
    return !before && capitalised_word(r, start - 1) && e && e->class == CH__BODY && !ch__same(e->sector, "GOV");
}

/* What depends on the words alone, asked once for all the people of a name. */
static bool person_allowed(ch__room *r, uint32_t start, uint32_t end, ch__choice *c)
{
    if (!c->persons)
        c->persons = part_of_organisation(r, start, end) || part_of_person(r, start, end) ||
                             (end == start + 1 && weak_surname(r, start))
                         ? 1
                         : 2;
    return c->persons == 2;
}

static bool entity_allowed(ch__room *r, uint32_t row, uint32_t start, uint32_t end, ch__choice *c)
{
    bool person = strncmp(ch__table_cell(r->entities, row, r->c_id), "p.", 2) == 0;
    if (person && !person_allowed(r, start, end, c))
        return false;
    if (person && c->crowded && ch__same(ch__table_cell(r->entities, row, r->c_field), "surname"))
        return false;
    const char *value = ch__table_cell(r->entities, row, r->c_value);
    if (!value || !ch__row_holds(r, r->entities, row, r->c_from, r->c_to))
        return false;
    if (!ch__capitals_agree(ch__sv_of(value), ch__words_sv(r, start, end)))
        return false;
    if (word_in_capitals(r, start, end))
        return false;
    if (word_of_name(r, row, start, end))
        return false;
    bool other = !person && ch__tok_rule(r, start, CH__RULE_GIVEN);
    return !(other && part_of_person(r, start, end)) && !given_name(r, start, end);
}

/* "Chinese President Xi", "South Korea's former prime minister Lee": the role word before a name and whose it is. */
static void read_title(const ch__room *r, uint32_t start, ch__choice *c)
{
    const ch__item *role = start > r->span.start ? ch__item_at(r, start - 1) : NULL;
    if (!role || role->kind != CH__ITEM_ROLE)
        return;
    c->title = role;
    uint32_t t = role->start;
    for (uint32_t n = 0; n < 6 && t > r->span.start; n++) {
        const ch__item *item = ch__item_at(r, t - 1);
        if (item && item->n && (item->kind == CH__ITEM_ADJ || item->kind == CH__ITEM_NAME)) {
            c->code = item->entities[0]->code;
            return;
        }
        ch_upos tag = ch__upos(r->doc, t - 1);
        if (item ? item->kind != CH__ITEM_ROLE
                 : !ch__tok_poss(r, t - 1) && tag != CH_UPOS_ADJ && tag != CH_UPOS_NOUN && tag != CH_UPOS_PROPN)
            return;
        t = item ? item->start : t - 1;
    }
}

/* How well a person fits the title before a bare surname; negative: it is somebody else's. */
static int title_fit(const ch__choice *c, const ch__entity *e)
{
    int fit = 0;
    if (c->code && e->code)
        fit += ch__same(c->code, e->code) ? 4 : -10;
    if (c->title && e->office && ch__same_office(c->title->word.office, e->office))
        fit += 2;
    return fit;
}

/* "R.K. Menon" is not Shivshankar Menon: an initial right before the surname that the person's name lacks. */
static bool other_initial(const ch__room *r, uint32_t start, const ch__entity *e)
{
    ch__sv s = start > r->span.start ? ch__token_sv(r->doc, start - 1) : CH__SV("");
    bool initial = s.n >= 2 && s.p[s.n - 1] == '.' && ch__is_upper((unsigned char)s.p[0]) && s.p[1] == '.';
    if (!initial || !e->name)
        return false;
    for (const char *name = e->name; name; name = strchr(name, ' ')) {
        name += *name == ' ';
        if (*name == s.p[0])
            return false;
    }
    return true;
}

static void take_entity(ch__room *r, uint32_t row, uint32_t start, uint32_t end, ch__choice *c)
{
    if (!entity_allowed(r, row, start, end, c))
        return;
    const ch__entity *e = ch__entity_of_row(r, row);
    const char *field = ch__table_cell(r->entities, row, r->c_field);
    if (!e || (c->like && !says_same(e, c->like)))
        return;
    int rank = kind_rank(field);
    if (e->class == CH__PERSON && end == start + 1) {
        int fit = title_fit(c, e);
        if (fit < 0 || other_initial(r, start, e))
            return;
        rank = (ch__same(field, "surname") ? 3 : 4) + fit; /* surnames are many people's, "Trump" is one's */
        rank += e->office && !e->former && e->top;         /* and who leads */
    }
    if (ch__same(field, "prefix") && (ch__tok_is(r, end, "-") || ch__tok_is(r, end, "–")))
        rank = 9; /* "Franco-German" has nothing to do with Franco */
    if (e->referent != CH_NONE)
        rank += 2; /* talked about already */
    if (of_dictionary(e))
        rank += LAID_OVER;
    bool first = !c->found || rank > c->rank;
    choice_entity(c, e, rank);
    if (c->rank == rank && (first || c->n))
        choice_form(c, field, e);
}

static const ch__word_columns *word_columns(const ch__room *r, const ch__table *t)
{
    return &r->columns[t == r->agents ? 0 : t == r->titles ? 1 : t == r->pronouns ? 2 : 3];
}

static void word_of(const ch__room *r, const ch__table *t, const ch__hit *hit, ch__word *w)
{
    const ch__word_columns *c = word_columns(r, t);
    w->phrase = ch__table_cell(t, hit->row, 0);
    w->office = ch__table_cell(t, hit->row, c->office);
    w->sector = ch__table_cell(t, hit->row, c->sector);
    w->kind = ch__table_cell(t, hit->row, c->kind);
    w->gender = ch__table_cell(t, hit->row, c->gender);
    w->number = ch__table_cell(t, hit->row, c->number);
    w->what = ch__table_cell(t, hit->row, c->what);
    const char *forms = ch__table_cell(t, hit->row, c->plural);
    w->plural = c->plural != CH_NONE && (hit->column == c->plural || (!forms && ch__same(w->kind, "group")));
    if (!w->office)
        w->office = w->phrase;
}

/* Role words are common words: the last one must be a noun ("in general", "private talks" are not). */
static bool role_allowed(const ch__room *r, uint32_t start, uint32_t end, const ch__word *w)
{
    bool verb = ch__tok_verb(r, end - 1) && r->doc->words[end - 1].deprel != CH_DEP_AMOD;
    if (ch__same(w->kind, "former")) /* "The army ousted President ..." */
        return !verb;
    if (ch__same(w->kind, "honorific"))
        return true;
    if (end == start + 1 && ch__upos(r->doc, end - 1) == CH_UPOS_ADJ && ch__same(w->kind, "office"))
        return capitalised_word(r, end); /* "policy chief Josep Borrell" */
    return ch__tok_noun(r, end - 1) || (end > start + 1 && !ch__tok_verb(r, end - 1));
}

static uint8_t group_kind(const ch__word *w)
{
    if (ch__same(w->kind, "count"))
        return CH__ITEM_COUNT;
    return ch__same(w->kind, "whole") ? CH__ITEM_WHOLE : CH__ITEM_NOUN;
}

/* Words of the small tables win over names of the same length only where no name was found. */
static void take_word(ch__room *r, const ch__table *t, const ch__hit *hit, uint32_t start, uint32_t end, ch__choice *c)
{
    ch__word w;
    if (c->found && c->rank > 1)
        return;
    word_of(r, t, hit, &w);
    bool role = t == r->agents || t == r->titles;
    if (role && !role_allowed(r, start, end, &w))
        return;
    bool laid = t == r->agents && ch__same(ch__table_cell(t, hit->row, ch__table_columns(t) - 1), "petrarch");
    if (c->found && (ch__same(w.sector, c->word.sector) ? laid : c->laid))
        return;
    if (c->found && t == r->agents && !laid)
        return; /* titles say more than agents */
    *c = (ch__choice){
        .rank = 1, .found = true, .word = w, .kind = CH__ITEM_ROLE, .table = t, .row = hit->row, .laid = laid};
    if (t == r->pronouns)
        c->kind = CH__ITEM_PRONOUN;
    else if (t == r->groups)
        c->kind = group_kind(&w);
}

/* A rule row: the phrase is nobody ("-" as reading) or a certain entity. */
static void take_rule(ch__room *r, uint32_t row, uint32_t start, uint32_t end, ch__choice *c)
{
    const char *phrase = ch__table_cell(r->rules, row, r->c_phrase);
    const char *reading = ch__table_cell(r->rules, row, r->c_reading);
    const char *rule = ch__table_cell(r->rules, row, 1);
    if (!ch__same(rule, "phrase") || !phrase || !ch__capitals_agree(ch__sv_of(phrase), ch__words_sv(r, start, end)))
        return;
    const char *plus = reading ? strchr(reading, '+') : NULL; /* "the two Koreas": kor+prk */
    const ch__entity *second = plus ? ch__entity_of_id(r, ch__sv_of(plus + 1)) : NULL;
    const ch__entity *e = NULL;
    if (reading)
        e = ch__entity_of_id(r, plus ? ch__sv_between(reading, plus) : ch__sv_of(reading));
    if (reading && !e)
        return; /* dictionaries stand in place of the entity meant */
    *c = (ch__choice){.rank = 100, .found = true, .kind = CH__ITEM_NOBODY, .table = r->rules, .row = row};
    if (e) {
        c->entities[0] = e;
        c->entities[1] = second;
        c->n = second ? 2 : 1;
        c->name = true;
        c->pair = second != NULL;
    }
}

static void take_hit(ch__room *r, const ch__hit *hit, uint32_t start, uint32_t end, ch__choice *c)
{
    const ch__table *t = ch__knowledge_table_at(r->k, hit->table);
    if (c->like && t != r->entities)
        return;
    if (t == r->entities)
        take_entity(r, hit->row, start, end, c);
    else if (t == r->places)
        return; /* a longer place is taken by match itself */
    else if (t == r->rules)
        take_rule(r, hit->row, start, end, c);
    else
        take_word(r, t, hit, start, end, c);
}

ch__choice ch__choose(ch__room *r, const ch__run *run, uint32_t token, uint32_t length, const ch__entity *like)
{
    uint64_t tables = r->words | ch__table_bit(r->places);
    ch__choice c = {.like = like};
    if (length == 1)
        read_title(r, token, &c);
    c.crowded = run->n > CROWD && !c.title;
    for (uint32_t h = 0; h < run->n; h++) {
        ch__hit hit = ch__run_hit(r->k, run, h);
        if (tables >> hit.table & 1)
            take_hit(r, &hit, token, token + length, &c);
    }
    if (!like && c.n == 1 && of_dictionary(c.entities[0])) {
        ch__choice ours = ch__choose(r, run, token, length, c.entities[0]);
        return ours.n ? ours : c;
    }
    return c;
}
