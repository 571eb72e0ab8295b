/* strangers.c - capitalised names that no table knows, and short forms of people named before in the document. */
#include "actors/inside.h"

enum { MOST_RUN = 8 };

/* "Hosseinali Darvishi Motevalli", "J.", "al-Sudani": a word a personal name may be made of. */
static bool name_word(const ch__room *r, uint32_t token)
{
    const ch__item *item = ch__item_at(r, token);
    if (!ch__tok_upper(r, token) || item || ch__tok_rule(r, token, CH__RULE_CALENDAR))
        return false;
    uint8_t tag = ch__upos(r->doc, token);
    if (tag == CH_UPOS_PROPN)
        return true;
    /* an unknown word in the middle of a sentence is a name whatever its tag */
    return token > r->span.start && tag == CH_UPOS_NOUN && !r->capitals;
}

static uint64_t person_key(const ch__room *r, uint32_t token)
{
    return ch__key('w', NULL, ch__token_sv(r->doc, token));
}

static uint32_t known_before(const ch__room *r, uint32_t token)
{
    return ch__tok_upper(r, token) ? ch__registry_get(&r->people, person_key(r, token)) : CH_NONE;
}

/* Surnames of the tables that behave as words of a longer unknown name: "Hunter Biden" is not the president. */
static bool surname_item(const ch__room *r, uint32_t token)
{
    const ch__item *item = ch__item_at(r, token);
    return item && item->kind == CH__ITEM_PERSON && item->surname;
}

/* A hyphen without white space around it. */
static bool joins(const ch__room *r, uint32_t t)
{
    bool hyphen = ch__tok_is(r, t, "-") || ch__tok_is(r, t, "–");
    return hyphen && t + 1 < r->span.end && r->doc->tokens[t - 1].bytes.end == r->doc->tokens[t].bytes.start &&
           r->doc->tokens[t].bytes.end == r->doc->tokens[t + 1].bytes.start;
}

static uint32_t run_end(const ch__room *r, uint32_t start)
{
    uint32_t t = start;
    while (t < r->span.end && t - start < MOST_RUN) {
        if (name_word(r, t) || (t > start && surname_item(r, t)))
            t++;
        else if (t > start && ch__tok_rule(r, t, CH__RULE_PARTICLE) && (name_word(r, t + 1) || surname_item(r, t + 1)))
            t++;
        else if ((t > start || ch__tok_upper(r, t)) && joins(r, t + 1) && name_word(r, t + 2) &&
                 ch__tok_rule(r, t, CH__RULE_PARTICLE))
            t += 3; /* "al-Tarhuni" */
        else if (t > start && joins(r, t) && (name_word(r, t + 1) || surname_item(r, t + 1)))
            t += 2; /* "Fabricius-Møller" */
        else
            break;
    }
    return t;
}

/* A short form said again: "Darvishi" after "Hosseinali Darvishi Motevalli". It wins over what the tables make of the
 * surname. */
static bool said_before(ch__room *r, uint32_t token)
{
    ch__item *item = ch__item_at(r, token);
    uint32_t referent = known_before(r, token);
    if (referent == CH_NONE || (item && !(item->kind == CH__ITEM_PERSON && item->surname)))
        return false;
    if (!item)
        item = ch__item_add(r, token, token + 1, CH__ITEM_PERSON, CH__WHY_SHORT);
    else
        item->why = CH__WHY_SHORT;
    item->referent = referent;
    return true;
}

/* "Szentkirályi-Nagy", "Quispe Ramos": words that are all of one name said before; CH_NONE: they are not. */
static uint32_t run_before(const ch__room *r, uint32_t start, uint32_t end)
{
    uint32_t who = CH_NONE;
    for (uint32_t t = start; t < end; t++) {
        if (!ch__tok_upper(r, t))
            continue;
        uint32_t known = known_before(r, t);
        if (known == CH_NONE || (who != CH_NONE && known != who))
            return CH_NONE;
        who = known;
    }
    return who;
}

static void add_run(ch__room *r, uint32_t start, uint32_t end)
{
    uint32_t who = run_before(r, start, end);
    if (who == CH_NONE)
        ch__item_add(r, start, end, CH__ITEM_STRANGER, "unknown name");
    else
        ch__item_add(r, start, end, CH__ITEM_PERSON, CH__WHY_SHORT)->referent = who;
}

/* A lone capitalised word at the head of a sentence is a name only if the syntax room has it as one. */
static bool lone_at_head(const ch__room *r, uint32_t start, uint32_t end)
{
    return start == r->span.start && end == start + 1 && r->name_at[start] == CH_NONE;
}

void ch__strangers(ch__room *r)
{
    for (uint32_t t = r->span.start; t < r->span.end;) {
        uint32_t end = run_end(r, t);
        if (end - t >= 2) {
            add_run(r, t, end);
            t = end;
        } else if (said_before(r, t)) {
            t++;
        } else if (end > t) {
            if (!lone_at_head(r, t, end))
                ch__item_add(r, t, end, CH__ITEM_STRANGER, "unknown name");
            t = end;
        } else {
            const ch__item *item = ch__item_at(r, t);
            t = item ? item->end : t + 1;
        }
    }
}
