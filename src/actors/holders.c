/* holders.c - who held an office on the date of the story: "the French foreign minister", "the UN chief", "the Chinese
 * ambassador to Iran".
 *
 * Rows of kind "held" are found by SECTOR:CODE. An office is written by itself ("foreign minister") or with what it is
 * for: "ambassador to Iran", "mayor of Moscow", "executive director of UNICEF"; then that name must be the host's or
 * the owner's. */
#include "actors/inside.h"

#include <limits.h>
#include <stdlib.h>

enum { MOST_OFFICE = 64, MOST_CODE = 16 };

/* Sectors in which an office can be held. */
static const char *const sectors[] = {"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "IGO", "NGO",
                                      "OPP", "PTY", "REB", "PRM", "REL", "BUS", "JRN", "EDU",
                                      "MED", "LAB", "CVL", "SOC", "CRM", "AGR", "UAF", "PRE"};

enum { MOST_HOLDERS = 16, MOST_WORDS = 40 };

/* Somebody who held the office asked for on the day. */
typedef struct holder {
    const char *id;
    uint32_t row;
    int32_t from, to; /* days; open ends are the ends of the type */
    bool hand;        /* we wrote it ourselves */
} holder;

/* What is asked for, and who answers it. */
typedef struct question {
    const char *words[MOST_WORDS]; /* of the office: as said, its plain name, other names of that */
    size_t n_words;
    ch__sv office;           /* plain */
    const ch__item *of, *to; /* whose it is when it is not the code's itself; where an envoy serves; or NULL */
    bool head;               /* asked for is the chief, whatever he is called */
    holder holders[MOST_HOLDERS];
    size_t n;
} question;

/* One name for the spellings and styles of an office ("foreign secretary": "foreign minister"), from table rules. */
static ch__sv plain_office(const ch__room *r, ch__sv said)
{
    if (!r->rules)
        return said;
    for (uint32_t row = ch__table_find(r->rules, said); row != CH_NONE; row = ch__table_find_next(r->rules, row))
        if (ch__same(ch__table_cell(r->rules, row, 1), "office"))
            return ch__sv_of(ch__table_cell(r->rules, row, r->c_reading));
    return said;
}

static bool entity_named(const ch__room *r, const ch__entity *e, ch__sv words)
{
    for (uint32_t row = ch__table_find(r->entities, ch__sv_of(e->id)); row != CH_NONE;
         row = ch__table_find_next(r->entities, row)) {
        const char *value = ch__table_cell(r->entities, row, r->c_value);
        if (value && ch__same(ch__table_cell(r->entities, row, r->c_kind), "name") &&
            ch__sv_eq_nocase(ch__sv_of(value), words))
            return true;
    }
    return e->name && ch__sv_eq_nocase(ch__sv_of(e->name), words);
}

/* Whether the words are what the item says, or another name of it. A place has the country as its entity. */
static bool names(const ch__room *r, const ch__item *item, ch__sv words)
{
    if (ch__sv_eq_nocase(ch__words_sv(r, item->start, item->end), words))
        return true;
    if (item->kind == CH__ITEM_PLACE)
        return item->word.phrase && ch__sv_eq_nocase(ch__sv_of(item->word.phrase), words);
    for (uint8_t i = 0; i < item->n; i++)
        if (entity_named(r, item->entities[i], words))
            return true;
    return false;
}

/* The words behind the last " of ", " to " or " for " of an office and before them. */
static bool split_office(ch__sv office, const char *word, ch__sv *head, ch__sv *name)
{
    size_t at = ch__sv_find(office, ch__sv_of(word));
    if (at == (size_t)-1)
        return false;
    *head = (ch__sv){office.p, at};
    *name = (ch__sv){office.p + at + strlen(word), office.n - at - strlen(word)};
    return true;
}

static ch__sv without_the(ch__sv s)
{
    return s.n > 4 && ch__sv_eq_nocase((ch__sv){s.p, 4}, CH__SV("the ")) ? (ch__sv){s.p + 4, s.n - 4} : s;
}

static bool is_office(const question *q, ch__sv office)
{
    for (size_t i = 0; i < q->n_words; i++)
        if (ch__sv_is(office, q->words[i]))
            return true;
    return false;
}

static bool belongs(const ch__room *r, const question *q, const ch__item *item, ch__sv office, const char *word)
{
    ch__sv head, name;
    return split_office(office, word, &head, &name) &&
           (is_office(q, head) || (q->head && ch__word_rule(r, head, CH__RULE_HEAD))) &&
           names(r, item, without_the(name));
}

static bool office_fits(const ch__room *r, const question *q, ch__sv office)
{
    if (q->to)
        return belongs(r, q, q->to, office, " to ") || belongs(r, q, q->to, office, " for ");
    if (q->of)
        return belongs(r, q, q->of, office, " of ");
    return is_office(q, office);
}

/* The office as said; with `synonyms` its plain name and the other names of that. */
static void add_words(const ch__room *r, question *q, ch__sv said, bool synonyms)
{
    q->n_words = 0;
    q->office = plain_office(r, said);
    q->words[q->n_words++] = ch__copy(r->scratch, said);
    if (!synonyms)
        return;
    q->words[q->n_words++] = ch__copy(r->scratch, q->office);
    uint32_t row = r->rules ? ch__table_find_in(r->rules, r->c_reading, q->office) : CH_NONE;
    for (; row != CH_NONE && q->n_words < MOST_WORDS; row = ch__table_find_next_in(r->rules, r->c_reading, row))
        if (ch__same(ch__table_cell(r->rules, row, 1), "office"))
            q->words[q->n_words++] = ch__table_cell(r->rules, row, 0);
}

static int by_from(const void *a, const void *b)
{
    const holder *x = a, *y = b;
    return x->from != y->from ? (x->from > y->from) - (x->from < y->from) : (x->row > y->row) - (x->row < y->row);
}

/* The one who came last, if all others had left by then or may have: their ends are open, or that day. Others who hold
 * for certain make several, which is nobody; so does an office that many hold at a time ("deputy foreign minister").
 * What we wrote by hand is believed before what was taken over. */
static uint32_t decide(question *q, bool several)
{
    size_t n = 0;
    bool hand = false;
    for (size_t i = 0; i < q->n; i++)
        hand = hand || q->holders[i].hand;
    for (size_t i = 0; i < q->n; i++)
        if (q->holders[i].hand == hand)
            q->holders[n++] = q->holders[i];
    if (!n || several)
        return CH_NONE;
    qsort(q->holders, n, sizeof *q->holders, by_from);
    const holder *last = &q->holders[n - 1];
    for (size_t i = 0; i + 1 < n; i++) {
        const holder *other = &q->holders[i];
        bool same = strcmp(other->id, last->id) == 0, open = other->to == INT32_MAX;
        if (!same && (other->from == last->from || !(open || other->to <= last->from + 1)))
            return CH_NONE;
    }
    return last->row;
}

static void add_holder(const ch__room *r, question *q, uint32_t row)
{
    ch_date from = ch__cell_date(r->entities, row, r->c_from), to = ch__cell_date(r->entities, row, r->c_to);
    const char *src = ch__table_cell(r->entities, row, ch__table_column(r->entities, "src"));
    if (q->n < MOST_HOLDERS)
        q->holders[q->n++] = (holder){.id = ch__table_cell(r->entities, row, r->c_id),
                                      .row = row,
                                      .from = from.year ? ch__date_days(ch__date_first(from)) : INT32_MIN,
                                      .to = to.year ? ch__date_days(ch__date_last(to)) : INT32_MAX,
                                      .hand = ch__same(src, "hand")};
}

static uint32_t ask(ch__room *r, const char *code, question *q)
{
    q->n = 0;
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++) {
        char key[MOST_CODE + 4];
        size_t n = strlen(code);
        memcpy(key, sectors[i], 3);
        key[3] = ':';
        memcpy(key + 4, code, n);
        for (uint32_t row = ch__table_find_in(r->entities, r->c_field, (ch__sv){key, n + 4}); row != CH_NONE;
             row = ch__table_find_next_in(r->entities, r->c_field, row)) {
            const char *office = ch__table_cell(r->entities, row, r->c_value);
            if (office && office_fits(r, q, ch__sv_of(office)) &&
                ch__row_holds(r, r->entities, row, r->c_from, r->c_to))
                add_holder(r, q, row);
        }
    }
    return decide(q, ch__word_rule(r, q->office, CH__RULE_SEVERAL));
}

const ch__entity *ch__holder_of(ch__room *r, const char *code, const char *office, const ch__item *of,
                                const ch__item *to)
{
    if (!code || !office || !r->entities || !r->day.year || strlen(office) > MOST_OFFICE || strlen(code) > MOST_CODE)
        return NULL;
    question q = {.of = of, .to = to, .head = ch__word_rule(r, ch__sv_of(office), CH__RULE_CHIEF)};
    uint32_t row = CH_NONE;
    for (int round = 0; round < 4 && row == CH_NONE && !(round && q.n); round++) {
        ch__sv said = ch__sv_of(office);
        if (round > 1) { /* "presidents": one of each country */
            if (said.n < 2 || said.p[said.n - 1] != 's')
                break;
            said.n--;
        }
        add_words(r, &q, said, round & 1);
        row = ask(r, code, &q);
    }
    const ch__entity *e = row == CH_NONE ? NULL : ch__entity_of_row(r, row);
    if (e && e->referent == CH_NONE && !e->former)
        ch__entity_hold(r, (ch__entity *)e, row); /* ours, made by entities.c in this room's scratch */
    return e;
}
