/* check.c - what a unit must be beside well-formed: roles filled, times that fit their words, nothing left unsaid. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/utf8.h"
#include "corpus/corpus.h"
#include "corpus/measure.h"

typedef struct checker {
    ch__corpus_reader *r;
    const ch__corpus_unit *u;
    bool right;
} checker;

static void fault(checker *c, uint32_t line, const char *fmt, ...) CH__PRINTF(3, 4);
static void fault(checker *c, uint32_t line, const char *fmt, ...)
{
    char message[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    ch__corpus_fault(c->r, line, "%s", message);
    c->right = false;
}

/* ---- times ---- */

/* Takes the next run of ASCII letters and digits. */
static bool next_word(ch__sv *rest, ch__sv *word)
{
    size_t i = 0, n;
    while (i < rest->n && !ch__is_alpha((unsigned char)rest->p[i]) && !ch__is_digit((unsigned char)rest->p[i]))
        i++;
    for (n = i; n < rest->n && (ch__is_alpha((unsigned char)rest->p[n]) || ch__is_digit((unsigned char)rest->p[n]));)
        n++;
    *word = (ch__sv){rest->p + i, n - i};
    *rest = (ch__sv){rest->p + n, rest->n - n};
    return word->n > 0;
}

/* The value of the one word of a class that the words name with a capital; -1 for none or several that differ. */
static int named(const ch__vocabulary *v, ch__sv words, const char *class)
{
    int found = -1;
    for (ch__sv word; next_word(&words, &word);) {
        int value = ch__is_upper((unsigned char)word.p[0]) ? ch__vocabulary_time(v, word, class) : -1;
        if (value >= 0 && found >= 0 && value != found)
            return -1;
        found = value >= 0 ? value : found;
    }
    return found;
}

static int year_in(ch__sv words)
{
    int found = 0;
    for (ch__sv word; next_word(&words, &word);) {
        int year = 0;
        for (size_t i = 0; i < word.n; i++)
            year = ch__is_digit((unsigned char)word.p[i]) ? year * 10 + (word.p[i] - '0') : 100000;
        if (word.n == 4 && year >= 1000 && year < 2200)
            found = found ? -1 : year;
    }
    return found > 0 ? found : 0;
}

/* "three days after Monday": the day is not the one named. */
static bool is_reckoned(const ch__vocabulary *v, ch__sv words)
{
    for (ch__sv word; next_word(&words, &word);)
        if (ch__vocabulary_reckons(v, word))
            return true;
    return false;
}

static void check_words(checker *c, uint32_t line, const ch_when *w)
{
    ch__sv words = ch__doc_sv(c->u->doc, w->bytes);
    ch_date published = c->u->doc->published, first = ch__date_first(w->start), last = ch__date_last(w->end);
    bool day = w->precision == CH_DAY && ch__date_cmp(w->start, w->end) == 0, reckoned = is_reckoned(c->r->v, words);
    int weekday = named(c->r->v, words, "weekday"), month = named(c->r->v, words, "month"), year = year_in(words);
    if (!w->start.year || !words.n)
        return;
    if (day && weekday >= 0 && !reckoned && ch__weekday(w->start) != weekday)
        fault(c, line, "\"%.*s\": the day given is another day of the week", (int)words.n, words.p);
    if (day && weekday >= 0 && month < 0 && !year && published.year && !reckoned) {
        int32_t apart = ch__date_days(w->start) - ch__date_days(published);
        if (apart > 14 || apart < -14)
            fault(c, line, "\"%.*s\": the day given is %d days %s the publication", (int)words.n, words.p,
                  abs((int)apart), apart < 0 ? "before" : "after");
    }
    if (month > 0 && !reckoned && (first.month > month || last.month < month) && first.year == last.year)
        fault(c, line, "\"%.*s\": the time given is not in that month", (int)words.n, words.p);
    if (year && !reckoned && (first.year > year || last.year < year))
        fault(c, line, "\"%.*s\": the time given is not in that year", (int)words.n, words.p);
    if (!published.year && w->basis == CH_BASIS_RELATIVE)
        fault(c, line, "\"%.*s\" cannot be reckoned without a publication date: its time is ?", (int)words.n, words.p);
}

static bool is_word_type(uint8_t type)
{
    return type == CH_EVENT_AGREE || type == CH_EVENT_CONCEDE || type == CH_EVENT_REQUEST || type == CH_EVENT_ACCUSE ||
           type == CH_EVENT_REJECT || type == CH_EVENT_THREATEN;
}

static void check_event_time(checker *c, uint32_t line, const ch_record *r)
{
    const ch_event *e = &r->as.event;
    ch_date published = c->u->doc->published;
    check_words(c, line, &r->when);
    if (!r->when.start.year || !published.year)
        return;
    bool begins_later = ch__date_cmp(ch__date_first(r->when.start), published) > 0,
         ends_before = ch__date_cmp(ch__date_last(r->when.end), published) < 0;
    if (e->modality == CH_FUTURE && ends_before)
        fault(c, line, "a future event that ended before the publication");
    if (e->modality == CH_HISTORICAL && begins_later)
        fault(c, line, "a historical event after the publication");
    if (e->modality == CH_ACTUAL && !is_word_type(e->type) && begins_later)
        fault(c, line, "%s told as a fact, but after the publication", ch_event_type_name((ch_event_type)e->type));
}

/* ---- events ---- */

static bool needs_recipient(const ch_event *e)
{
    switch ((ch_event_type)e->type) {
    case CH_EVENT_AID: return true;
    case CH_EVENT_SANCTION:
    case CH_EVENT_COOPERATE: return e->actor.n < 2; /* or done by both */
    default: return false;
    }
}

/* Whether an entity has a part on both sides. */
static bool on_both_sides(const ch__corpus_unit *u, const ch_event *e)
{
    for (uint32_t i = 0; i < e->actor.n; i++)
        for (uint32_t k = 0; k < e->recipient.n; k++)
            if (u->entity_of_actor[e->actor.at[i].actor] == u->entity_of_actor[e->recipient.at[k].actor])
                return true;
    return false;
}

static bool comes_as_another(const ch_event *e)
{
    switch ((ch_event_type)e->type) {
    case CH_EVENT_AGREE:
    case CH_EVENT_CONSULT:
    case CH_EVENT_SUPPORT:
    case CH_EVENT_COOPERATE:
    case CH_EVENT_AID:
    case CH_EVENT_RETREAT: return true;
    default: return false;
    }
}

static void check_event(checker *c, const ch_record *r, const ch__corpus_note *n)
{
    const ch_event *e = &r->as.event;
    const char *type = ch_event_type_name((ch_event_type)e->type);
    if (!e->actor.n)
        fault(c, n->line, "an event without an actor");
    if (needs_recipient(e) && !e->recipient.n)
        fault(c, n->line, "%s needs a recipient", type);
    if (on_both_sides(c->u, e))
        fault(c, n->line, "somebody is actor and recipient at once");
    if (!n->shapes)
        fault(c, n->line, "no shape says how the event is told (active, passive, nominal, ...)");
    if (!e->cameo)
        fault(c, n->line, "no CAMEO code");
    if (e->modality == CH_FUTURE && comes_as_another(e))
        fault(c, n->line, "a coming %s is %s, without future", type, e->type == CH_EVENT_RETREAT ? "CONCEDE" : "AGREE");
    check_event_time(c, n->line, r);
}

/* ---- the other records ---- */

static bool is_quote(uint32_t cp)
{
    return cp == '"' || cp == '\'' || (cp >= 0x2018 && cp <= 0x201F) || cp == 0xAB || cp == 0xBB;
}

/* Direct speech begins with or behind a quotation mark. */
static bool begins_quoted(const ch_doc *doc, ch_span bytes)
{
    size_t at = bytes.start, inside = bytes.start;
    return is_quote(ch__utf8_next(doc->text, doc->len, &inside)) || (at && is_quote(ch__utf8_prev(doc->text, &at)));
}

static void check_other(checker *c, const ch_record *r, const ch__corpus_note *n)
{
    check_words(c, n->line, &r->when);
    switch ((ch_kind)r->kind) {
    case CH_STATEMENT:
        if (!r->as.statement.speaker.n)
            fault(c, n->line, "a statement without a speaker");
        if (strcmp(r->as.statement.form, "direct") == 0 && !begins_quoted(c->u->doc, r->as.statement.content_bytes))
            fault(c, n->line, "a direct statement that does not begin with a quotation mark");
        break;
    case CH_AGREEMENT:
        if (!r->as.agreement.parties.n)
            fault(c, n->line, "an agreement without a party");
        break;
    case CH_LEVEL:
        if (r->as.level.parties.n < 2)
            fault(c, n->line, "a level has two parties");
        break;
    case CH_FIGURE: check_words(c, n->line, &r->as.figure.period); break;
    default: break;
    }
}

/* ---- sentences ---- */

static bool has_event(const ch__corpus_unit *u, uint32_t sentence, uint32_t number, uint32_t but)
{
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        if (i != but && u->doc->records[i].kind == CH_EVENT && u->doc->records[i].sentence == sentence &&
            (!number || u->notes[i].number == number))
            return true;
    return false;
}

static bool same_roles(const ch_roles *a, const ch_roles *b)
{
    for (uint32_t i = 0; a->n == b->n && i < a->n; i++)
        if (a->at[i].mention != b->at[i].mention || a->at[i].actor != b->at[i].actor)
            return false;
    return a->n == b->n;
}

/* An earlier event of the sentence that says the same: type, both sides, and the first word of its trigger. */
static bool is_said(const ch__corpus_unit *u, uint32_t record)
{
    const ch_record *r = &u->doc->records[record];
    for (uint32_t i = 0; i < record; i++) {
        const ch_record *s = &u->doc->records[i];
        if (s->kind == CH_EVENT && s->sentence == r->sentence && s->as.event.type == r->as.event.type &&
            same_roles(&s->as.event.actor, &r->as.event.actor) &&
            same_roles(&s->as.event.recipient, &r->as.event.recipient) && s->bytes.start == r->bytes.start &&
            s->bytes.end == r->bytes.end && u->notes[i].triggers[0].start == u->notes[record].triggers[0].start)
            return true;
    }
    return false;
}

static bool has_not(const ch__corpus_unit *u, uint32_t sentence)
{
    for (uint32_t i = 0; i < u->n_nots; i++)
        if (u->nots[i].sentence == sentence)
            return true;
    return false;
}

static void check_sentences(checker *c)
{
    const ch__corpus_unit *u = c->u;
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        if (u->doc->records[i].kind == CH_EVENT && has_event(u, u->doc->records[i].sentence, u->notes[i].number, i))
            fault(c, u->notes[i].line, "two events of the sentence have the number %u", (unsigned)u->notes[i].number);
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        if (u->doc->records[i].kind == CH_EVENT && is_said(u, i))
            fault(c, u->notes[i].line, "the same event stands twice: type, actors, recipients and trigger");
    for (uint32_t i = 0; i < u->n_triggers; i++)
        if (!has_event(u, u->triggers[i].sentence, u->triggers[i].number, CH_NONE))
            fault(c, u->triggers[i].line, "words are marked as trigger of event %u, which has no line",
                  (unsigned)u->triggers[i].number);
    for (uint32_t s = 0; s < u->doc->n_sentences; s++)
        if (!has_event(u, s, 0, CH_NONE) && !has_not(u, s))
            fault(c, u->sentence_lines[s], "no event, and no line 'not REASON' that says why");
}

enum { SHORTEST_STORY = 150, LONGEST_STORY = 400 }; /* words */

bool ch__corpus_check_unit(ch__corpus_reader *r, const ch__corpus_unit *u)
{
    checker c = {.r = r, .u = u, .right = true};
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        if (u->doc->records[i].kind == CH_EVENT)
            check_event(&c, &u->doc->records[i], &u->notes[i]);
        else
            check_other(&c, &u->doc->records[i], &u->notes[i]);
    check_sentences(&c);
    uint32_t words = ch__corpus_words(ch__sv_of(u->doc->text));
    if (u->story && (words < SHORTEST_STORY || words > LONGEST_STORY))
        fault(&c, u->line, "a story of %u words (%d to %d are wanted)", (unsigned)words, SHORTEST_STORY, LONGEST_STORY);
    return c.right;
}
