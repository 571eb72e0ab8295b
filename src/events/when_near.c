/* Which time of a sentence holds for a trigger. */
#include "events/when.h"

uint32_t ch__time_head(const ch_doc *doc, ch_span tokens)
{
    for (uint32_t t = tokens.start; t < tokens.end; t++) {
        uint32_t h = ch__head(doc, t);
        if (h != CH_NONE && (h < tokens.start || h >= tokens.end))
            return h;
    }
    return CH_NONE;
}

/* How near a time is: none means that it is another's. */
typedef enum nearness {
    NOT_OF_IT,
    IN_SENTENCE,
    AROUND, /* in a clause around the trigger's, or of its own */
    IN_CLAUSE,
    ON_IT /* hangs on the trigger */
} nearness;

/* The word of an expression that the outer head governs. */
static uint32_t inner_head(const ch_doc *doc, ch_span tokens)
{
    for (uint32_t t = tokens.start; t < tokens.end; t++) {
        uint32_t h = ch__head(doc, t);
        if (h != CH_NONE && (h < tokens.start || h >= tokens.end))
            return t;
    }
    return tokens.start;
}

/* "Thursday's talks", "the loan of 2010", "last week's election": words that tell which thing is meant. Of "at
 * Thursday's summit they agreed" the day is that of the agreeing too. */
static bool tells_which(const ch_doc *doc, const ch__time *time, uint32_t head)
{
    ch_deprel r = ch__rel(doc, inner_head(doc, time->tokens));
    ch__sv first = ch__token_sv(doc, time->tokens.start);
    bool of = first.n == 2 && ch__lower(first.p[0]) == 'o' && ch__lower(first.p[1]) == 'f';
    bool before = time->tokens.end <= head;
    if (!ch__is_nominal(doc, head) || ch__is_verbal(doc, head))
        return false;
    return of || (before && (r == CH_DEP_NMOD_POSS || r == CH_DEP_COMPOUND || r == CH_DEP_NUMMOD || r == CH_DEP_AMOD ||
                             r == CH_DEP_NMOD || r == CH_DEP_NMOD_UNMARKED));
}

/* The noun that a time is told of, or a noun on it: "the first round of Thursday's talks". */
static bool thing_is_trigger(const ch_doc *doc, uint32_t head, uint32_t trigger)
{
    uint32_t up = head;
    for (int i = 0; i < CH__CLIMB && up != CH_NONE && !ch__is_verb(doc, up); i++) {
        if (up == trigger)
            return true;
        up = ch__head(doc, up);
    }
    return false;
}

static bool has_subject(const ch_doc *doc, uint32_t verb)
{
    return ch__kid(doc, verb, CH_DEP_NSUBJ, CH_DEP_NSUBJ_PASS) != CH_NONE;
}

static bool by_pronoun(const ch_doc *doc, uint32_t verb)
{
    return ch__upos(doc, ch__kid(doc, verb, CH_DEP_NSUBJ, CH_DEP_NSUBJ_PASS)) == CH_UPOS_PRON;
}

/* The last word on the way from a word up to one above it; CH_NONE: it is not above. */
static uint32_t branch(const ch_doc *doc, uint32_t from, uint32_t to)
{
    for (int i = 0; i < CH__CLIMB && from != CH_NONE; i++) {
        uint32_t h = ch__head(doc, from);
        if (h == to)
            return from;
        from = h;
    }
    return CH_NONE;
}

/* What is promised or demanded in words: "would sign", "should free", "is ready to work". */
static bool is_to_come(const ch_doc *doc, uint32_t verb)
{
    CH__EACH_KID(doc, verb, kid)
    if (strcmp(doc->words[kid].xpos, "MD") == 0)
        return true;
    return ch__is_infinitive(doc, verb);
}

/* A time of a clause for a trigger in a clause below it. */
static nearness from_above(const ch_doc *doc, uint32_t below, uint32_t here)
{
    switch (ch__rel(doc, below)) {
    case CH_DEP_CONJ: /* "arrived on Monday and met the king", not "arrived on Monday, and the king received him" */
        return has_subject(doc, below) ? NOT_OF_IT : AROUND;
    case CH_DEP_CCOMP: /* "said on Friday that they had met"; but "that they would meet" was promised on Friday */
    case CH_DEP_PARATAXIS: return is_to_come(doc, here) ? IN_SENTENCE : NOT_OF_IT;
    case CH_DEP_ACL_RELCL: return NOT_OF_IT;
    case CH_DEP_ADVCL: /* "hailed the pact on Friday as he took the call" */
        return has_subject(doc, below) && !by_pronoun(doc, below) ? NOT_OF_IT : AROUND;
    default: return AROUND;
    }
}

/* A time of a clause for a trigger in a clause above it. Of "agreed to meet on Friday" nothing else is known. */
static nearness from_below(const ch_doc *doc, uint32_t below, uint32_t there)
{
    if (ch__rel(doc, below) == CH_DEP_CONJ)
        return below == there && !has_subject(doc, below) ? AROUND : NOT_OF_IT;
    return below == there && ch__rel(doc, below) == CH_DEP_XCOMP ? IN_SENTENCE : NOT_OF_IT;
}

/* "met the king, signed an accord on Friday and left": verbs of one subject in a row. */
static bool in_a_row(const ch_doc *doc, uint32_t here, uint32_t there)
{
    return ch__rel(doc, here) == CH_DEP_CONJ && ch__rel(doc, there) == CH_DEP_CONJ &&
           ch__head(doc, here) == ch__head(doc, there) && !has_subject(doc, here) && !has_subject(doc, there);
}

static nearness between_clauses(const ch_doc *doc, uint32_t here, uint32_t there)
{
    uint32_t b = branch(doc, here, there);
    if (ch__rel(doc, here) == CH_DEP_ACL_RELCL || ch__rel(doc, here) == CH_DEP_ACL)
        return NOT_OF_IT;
    if (b != CH_NONE)
        return from_above(doc, b, here);
    b = branch(doc, there, here);
    if (b != CH_NONE)
        return from_below(doc, b, there);
    return in_a_row(doc, here, there) ? AROUND : NOT_OF_IT;
}

/* "Two days after Riyadh shut its mission": the days of the shutting alone. */
static nearness second_reading(const ch_doc *doc, const ch__time *time, uint32_t trigger)
{
    bool inside = trigger == time->of || ch__is_below(doc, trigger, time->of);
    return inside && (trigger == time->of || ch__clause_of(doc, trigger) == ch__clause_of(doc, time->of)) ? ON_IT
                                                                                                          : NOT_OF_IT;
}

/* "on Tuesday, when the fighters were disarmed" */
static bool clause_is_on_it(const ch_doc *doc, const ch__time *time, uint32_t clause)
{
    uint32_t h = ch__head(doc, clause);
    return ch__rel(doc, clause) == CH_DEP_ACL_RELCL && h != CH_NONE && time->tokens.start <= h && h < time->tokens.end;
}

static nearness closeness(const ch_doc *doc, const ch__time *time, uint32_t trigger)
{
    if (time->type != CH_TIME_DATE || time->vague)
        return NOT_OF_IT;
    if (time->of != CH_NONE)
        return second_reading(doc, time, trigger);
    uint32_t h = ch__time_head(doc, time->tokens), here = ch__clause_of(doc, trigger);
    if (clause_is_on_it(doc, time, here))
        return ON_IT;
    if (h == CH_NONE)
        return time->tokens.start <= trigger && trigger < time->tokens.end ? ON_IT : IN_SENTENCE;
    if (tells_which(doc, time, h)) {
        if (thing_is_trigger(doc, h, trigger))
            return ON_IT;
        if (ch__rel(doc, h) != CH_DEP_OBL && ch__rel(doc, h) != CH_DEP_NSUBJ)
            return NOT_OF_IT;
    }
    for (uint32_t up = h, i = 0; i < CH__CLIMB && up != CH_NONE; i++) {
        if (up == trigger)
            return ON_IT;
        if (ch__is_verb(doc, up))
            break;
        up = ch__head(doc, up);
    }
    uint32_t there = ch__clause_of(doc, h);
    return here == there ? IN_CLAUSE : between_clauses(doc, here, there);
}

/* The first time that is not out of reach of a trigger; times stand in the order of the text. */
static uint32_t first_near(const ch__time *times, uint32_t n, uint32_t trigger)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (times[middle].tokens.end + CH__REACH < trigger)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t nearest(const ch_doc *doc, const ch__time *times, uint32_t n, uint32_t trigger)
{
    int best_score = 0;
    uint32_t best_far = 0, chosen = CH_NONE;
    for (uint32_t i = first_near(times, n, trigger); i < n && times[i].tokens.start < trigger + CH__REACH; i++) {
        uint32_t at = times[i].tokens.start, far = at > trigger ? at - trigger : trigger - at;
        nearness near = closeness(doc, &times[i], trigger);
        int score = (int)near * 2 + (times[i].when.start.year != 0);
        if (near == NOT_OF_IT || score < best_score || (score == best_score && far >= best_far))
            continue;
        best_score = score;
        best_far = far;
        chosen = i;
    }
    return chosen;
}

ch_when ch__when_of(const ch_doc *doc, const ch__time *times, uint32_t n, uint32_t trigger)
{
    uint32_t chosen = nearest(doc, times, n, trigger);
    if (chosen != CH_NONE)
        return times[chosen].when;
    if (doc->published.year && doc->published.day)
        return (ch_when){
            .start = doc->published, .end = doc->published, .precision = CH_DAY, .basis = CH_BASIS_PUBLISHED};
    return (ch_when){.precision = CH_UNKNOWN, .basis = CH_BASIS_NONE};
}
