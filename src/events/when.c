/* Expressions of time: the longest at a place, with the words before it and the clause around it. */
#include "events/when.h"

enum {
    LOOK_BACK = 6, /* sentences over which the story's last time is remembered */
    LEADS = 3      /* words before an expression: "until late on Monday" */
};

typedef struct best {
    uint32_t end; /* piece behind the expression; 0: none */
    const ch__pattern *pattern;
    ch__caught caught;
} best;

typedef struct scan {
    const ch__knowledge *k;
    const ch__when_lexicon *l;
    ch_doc *doc;
    ch__piece *pieces;
    uint32_t n;
    bool leading;      /* words before a time are looked for, not times */
    bool has_lead;     /* a preposition stands before */
    ch__caught caught; /* on the way */
    best best;
} scan;

/* The story as it is read. */
typedef struct story {
    ch__clock clock;
    uint32_t anchored, day_anchored; /* sentences of the clock's anchors */
    uint32_t cap;
} story;

/* ---- the longest pattern ---- */

static uint32_t token_behind(const scan *s, uint32_t end)
{
    uint32_t t = s->pieces[end - 1].token + 1;
    return t <= s->pieces[s->n - 1].token ? t : CH_NONE;
}

static bool is_thing(const ch_doc *doc, uint32_t t)
{
    ch_upos u = t == CH_NONE ? CH_UPOS_PUNCT : ch__upos(doc, t);
    return u == CH_UPOS_NOUN || u == CH_UPOS_PROPN || u == CH_UPOS_ADJ;
}

/* "2024 members": a count of things, not a year. */
static bool counts_things(const scan *s, uint32_t end)
{
    uint32_t t = s->pieces[end - 1].token, h = ch__head(s->doc, t);
    return h != CH_NONE && h > t && ch__rel(s->doc, t) == CH_DEP_NUMMOD && strcmp(s->doc->words[h].xpos, "NNS") == 0;
}

static bool fits(const scan *s, const ch__pattern *p, uint32_t end)
{
    uint32_t behind = token_behind(s, end);
    switch (p->need) {
    case CH__NEED_LEAD: return s->has_lead && !counts_things(s, end);
    case CH__NEED_NOUN: return is_thing(s->doc, behind);
    case CH__NEED_ALONE: return s->has_lead && !is_thing(s->doc, behind);
    case CH__NEED_COMMA: return behind == CH_NONE || ch__upos(s->doc, behind) == CH_UPOS_PUNCT;
    default: return true;
    }
}

/* Of two patterns of one length the one with more words of its own wins: "the next day" over "the <shift> <unit>". */
static void consider(scan *s, uint32_t pattern, uint32_t end)
{
    const ch__pattern *p = &s->l->patterns[pattern - 1], *old = s->best.pattern;
    if ((p->kind == CH__WHEN_LEAD) != s->leading || end < s->best.end || !fits(s, p, end))
        return;
    if (end == s->best.end && (p->literals < old->literals || (p->literals == old->literals && p >= old)))
        return;
    s->best = (best){end, p, s->caught};
}

static void walk(scan *s, uint32_t node, uint32_t i);

/* On from a piece taken as a class. */
static void take(scan *s, uint32_t node, uint32_t i, ch__tclass cls)
{
    const ch__piece *p = &s->pieces[i];
    uint32_t used = cls == CH__T_NUM ? p->number_pieces : 1;
    uint8_t before = s->caught.n;
    if (before == CH__CAPTURES)
        return;
    for (int k = 0; k < p->n; k++) {
        if (p->cls[k] != cls || used == 0)
            continue;
        s->caught.cls[before] = cls == CH__T_WD ? CH__T_WEEKDAY : (uint8_t)cls;
        s->caught.value[before] = cls == CH__T_NUM ? p->number : p->value[k];
        s->caught.n = (uint8_t)(before + 1);
        if (cls == CH__T_ISO) {
            s->caught.iso = p->iso;
            s->caught.other = p->other;
        }
        walk(s, node, i + used);
        s->caught.n = before;
        return;
    }
}

static void walk(scan *s, uint32_t node, uint32_t i)
{
    const ch__when_node *n = &s->l->nodes[node];
    if (n->pattern)
        consider(s, n->pattern, i);
    if (i >= s->n)
        return;
    for (uint32_t k = n->first; k; k = s->l->nodes[k].next) {
        uint32_t symbol = s->l->nodes[k].symbol;
        if (symbol < CH__N_TCLASS)
            take(s, k, i, (ch__tclass)symbol);
        else if (s->pieces[i].word == symbol - CH__N_TCLASS)
            walk(s, k, i + 1);
    }
}

/* The longest expression that begins at a piece, in s->best. */
static bool longest(scan *s, uint32_t i)
{
    const ch__piece *p = &s->pieces[i];
    s->best = (best){0, NULL, {0}};
    s->caught.n = 0;
    if (p->word != CH_NONE && s->l->roots[CH__N_TCLASS + p->word])
        walk(s, s->l->roots[CH__N_TCLASS + p->word], i + 1);
    for (int k = 0; k < p->n; k++)
        if (s->l->roots[p->cls[k]])
            take(s, s->l->roots[p->cls[k]], i, (ch__tclass)p->cls[k]);
    return s->best.end != 0;
}

/* The same with words before it: "since", "until late on". *relation is that of the last one that has any. */
static bool expression(scan *s, uint32_t i, best *found, uint8_t *relation)
{
    uint8_t said = CH_RELATION_NONE;
    *relation = CH_RELATION_NONE;
    s->leading = s->has_lead = false;
    bool any = longest(s, i);
    *found = s->best;
    for (int leads = 0; leads < LEADS && i < s->n; leads++) {
        s->leading = true;
        if (!longest(s, i) || (i = s->best.end) >= s->n)
            break;
        if (s->best.pattern->relation)
            said = s->best.pattern->relation;
        s->has_lead |= strcmp(s->best.pattern->arg, "about") != 0;
        s->leading = false;
        if (longest(s, i) && s->best.end > found->end) {
            *found = s->best;
            *relation = said;
            any = true;
        }
    }
    return any;
}

/* ---- what it means ---- */

/* A verb of plans in the present: "the truce begins on Thursday". */
static int tense_at(const scan *s, uint32_t head)
{
    int tense = head == CH_NONE ? 0 : ch__tense_of(s->k, s->doc, head);
    if (tense != 0 || head == CH_NONE || !ch__is_verb(s->doc, head))
        return tense;
    bool heading =
        ch__head(s->doc, head) == CH_NONE && ch__is_infinitive(s->doc, head); /* "Teachers to strike on Monday" */
    return heading || ch__token_in_class(s->k, s->doc, head, "scheduled") ? 1 : 0;
}

static bool is_ordinal(const ch__piece *p)
{
    bool day = false, count = false;
    for (int k = 0; k < p->n; k++) {
        day |= p->cls[k] == CH__T_DAY || p->cls[k] == CH__T_NTH;
        count |= p->cls[k] == CH__T_NUM;
    }
    return day && !count;
}

/* "the first visit in ten years", "the worst flood in a century": a superlative close before. */
static bool after_superlative(const scan *s, uint32_t piece)
{
    for (uint32_t i = piece; i > 0 && piece - i < 6; i--) {
        uint32_t t = s->pieces[i - 1].token;
        const char *x = s->doc->words[t].xpos;
        if (ch__upos(s->doc, t) == CH_UPOS_VERB)
            return false;
        if (strcmp(x, "JJS") == 0 || strcmp(x, "RBS") == 0 || is_ordinal(&s->pieces[i - 1]))
            return true;
    }
    return false;
}

/* "from Monday to Wednesday" has an end of its own. */
static bool is_range(const ch__pattern *p)
{
    return p->resolve == ch__when_rule_weekdays || p->resolve == ch__when_rule_range;
}

static void set_clause(const scan *s, ch__clock *c, const ch__pattern *p, uint32_t piece, ch_span tokens)
{
    uint32_t h = ch__time_head(s->doc, tokens);
    c->tense = tense_at(s, h);
    c->nominal = (h != CH_NONE && ch__upos(s->doc, h) == CH_UPOS_NOUN && !ch__is_verbal(s->doc, h)) ||
                 after_superlative(s, piece);
    /* "from Monday", "due by Friday": what begins or ends then is to come, unless it is told as over */
    bool limit = c->relation == CH_RELATION_FROM || c->relation == CH_RELATION_BY || c->relation == CH_RELATION_UNTIL;
    if (limit && c->tense == 0 && !is_range(p))
        c->tense = 1;
    if (c->relation == CH_RELATION_SINCE)
        c->tense = -1;
}

/* "Monday morning" */
static uint32_t with_part_of_day(const scan *s, const best *b, const ch_time *time)
{
    if (b->end >= s->n || time->when.precision != CH_DAY || ch__date_cmp(time->when.start, time->when.end) != 0)
        return b->end;
    for (int k = 0; k < s->pieces[b->end].n; k++)
        if (s->pieces[b->end].cls[k] == CH__T_DAYPART)
            return b->end + 1;
    return b->end;
}

static ch_span tokens_of(const scan *s, uint32_t from, uint32_t end)
{
    return (ch_span){s->pieces[from].token, s->pieces[end - 1].token + 1};
}

/* ---- the story ---- */

static void push(scan *s, story *st, const ch_time *time)
{
    ch_time *made = CH__PUSH(ch__doc_arena(s->doc), s->doc->times, s->doc->n_times, st->cap);
    *made = *time;
    made->when.bytes = ch__tokens_bytes(s->doc, time->tokens);
    made->when.chars = ch__tokens_chars(s->doc, time->tokens);
}

static void remember(story *st, const ch_time *time)
{
    if (time->type != CH_TIME_DATE || !ch__known(time->when.start) || time->of != CH_NONE)
        return;
    st->clock.anchor = time->when;
    st->anchored = time->sentence;
    if (time->when.precision == CH_DAY) {
        st->clock.day_anchor = time->when;
        st->day_anchored = time->sentence;
    }
}

static void forget(story *st, uint32_t sentence)
{
    if (sentence > st->anchored + LOOK_BACK)
        st->clock.anchor = (ch_when){.precision = CH_UNKNOWN};
    if (sentence > st->day_anchored + LOOK_BACK)
        st->clock.day_anchor = (ch_when){.precision = CH_UNKNOWN};
}

/* ---- "two days after the attack" ---- */

/* The word that "after" leads to: the noun of its phrase or the verb of its clause; CH_NONE: nothing follows, "two days
 * before". */
static uint32_t complement(const ch_doc *doc, uint32_t side, uint32_t end)
{
    uint32_t h = ch__head(doc, side);
    if (side + 1 >= end || ch__upos(doc, side + 1) == CH_UPOS_PUNCT)
        return CH_NONE;
    if (h != CH_NONE && h > side)
        return h;
    for (uint32_t t = side + 1; t < end && t < side + 12; t++)
        if (ch__is_verb(doc, t) || ch__upos(doc, t) == CH_UPOS_NOUN)
            return t;
    return CH_NONE;
}

static bool same_lemma(const ch_doc *doc, uint32_t a, uint32_t b)
{
    char x[48], y[48];
    return strcmp(ch__lemma_low(doc, a, x), ch__lemma_low(doc, b, y)) == 0;
}

/* When the story has told of a thing with a time before: "the attack" of "two days after the attack". */
static bool told_before(const scan *s, uint32_t noun, uint32_t sentence, ch_when *out)
{
    if (ch__upos(s->doc, noun) != CH_UPOS_NOUN)
        return false;
    for (uint32_t back = 1; back <= LOOK_BACK && back <= sentence; back++) {
        ch_time *times;
        uint32_t n = ch__times(s->doc, sentence - back, &times);
        ch_span in = s->doc->sentences[sentence - back].tokens;
        for (uint32_t t = in.start; n && t < in.end; t++)
            if (same_lemma(s->doc, t, noun)) {
                *out = ch__when_of(s->doc, times, n, t);
                if (out->start.year && out->basis != CH_BASIS_PUBLISHED)
                    return true;
            }
    }
    return false;
}

/* The time that this sentence gives its own clause, before or behind the expression; else the day of publication. */
static ch_date day_of_clause(const scan *s, const story *st, uint32_t sentence)
{
    ch_time *times;
    uint32_t n = ch__times(s->doc, sentence, &times);
    for (uint32_t i = 0; i < n; i++)
        if (times[i].type == CH_TIME_DATE && times[i].of == CH_NONE && times[i].when.precision == CH_DAY)
            return times[i].when.start;
    return st->clock.published;
}

/* "Two days after the attack": two days from it, where the story has dated it. And turned round, the words date what
 * they are reckoned from: "on Friday, two days after Riyadh shut its mission". */
static void resolve_event(scan *s, story *st, const best *b, ch_time *time)
{
    ch__caught c = b->caught;
    int side = ch__caught_value(&c, CH__T_SIDE, 0);
    uint32_t sentence = time->sentence,
             to = complement(s->doc, time->tokens.end - 1, s->doc->sentences[sentence].tokens.end);
    ch_when told;
    if (to == CH_NONE) {
        c.cls[c.n] = CH__T_SINCE;
        c.value[c.n++] = (int16_t)side;
        (void)ch__when_rule_after(&c, &st->clock, time);
        push(s, st, time);
        remember(st, time);
        return;
    }
    (void)ch__when_unresolved(time);
    if (told_before(s, to, sentence, &told))
        (void)ch__when_at_distance(&c, side < 0 ? told.start : told.end, side, time);
    ch_date day = day_of_clause(s, st, sentence);
    push(s, st, time);
    remember(st, time);
    time->of = to;
    if (ch__known(day) && ch__when_at_distance(&c, day, -side, time))
        push(s, st, time);
}

/* ---- a sentence ---- */

/* "Gen. May", "Mr. Friday" (table text/abbreviations) */
static bool behind_title(const scan *s, uint32_t token, uint32_t first)
{
    const ch__table *t = ch__knowledge_table(s->k, "text/abbreviations");
    char word[48];
    ch__sv before = token > first ? ch__token_sv(s->doc, token - 1) : (ch__sv){NULL, 0};
    if (!t || before.n < 3 || before.n > sizeof word || before.p[before.n - 1] != '.' ||
        memchr(before.p, '.', before.n - 1))
        return false;
    for (size_t i = 0; i + 1 < before.n; i++)
        word[i] = ch__lower(before.p[i]);
    uint32_t r = ch__table_find(t, (ch__sv){word, before.n - 1});
    return r != CH_NONE && strcmp(ch__cell(t, r, 1), "title") == 0;
}

/* Names of people that are words of time: "General May". */
static bool in_persons_name(const ch_doc *doc, ch_span tokens)
{
    uint32_t low = 0, high = doc->n_names;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->names[middle].tokens.end <= tokens.start)
            low = middle + 1;
        else
            high = middle;
    }
    return low < doc->n_names && doc->names[low].tokens.start < tokens.end && doc->names[low].type == CH_NAME_PER;
}

/* The day of an hour: the last one that its sentence names before it, else that of publication. */
static void set_day_of_hour(const ch__clock *c, bool named, ch_time *time)
{
    ch_date day = named && ch__known(c->day_anchor.start) ? c->day_anchor.start : c->published;
    if (ch__known(day))
        (void)ch__when_stretch(time, day, day, CH_DAY, CH_BASIS_RELATIVE);
}

static void resolve(scan *s, story *st, uint32_t sentence, uint32_t from, best *b, uint8_t relation)
{
    ch_time time = {.sentence = sentence, .tokens = tokens_of(s, from, b->end), .relation = relation, .of = CH_NONE};
    time.when.precision = CH_UNKNOWN;
    st->clock.relation = relation;
    st->clock.arg = b->pattern->arg;
    set_clause(s, &st->clock, b->pattern, from, time.tokens);
    if (in_persons_name(s->doc, time.tokens) || behind_title(s, time.tokens.start, s->pieces[0].token))
        return;
    if (b->pattern->kind == CH__WHEN_EVENT) {
        resolve_event(s, st, b, &time);
        return;
    }
    if (!b->pattern->resolve || !b->pattern->resolve(&b->caught, &st->clock, &time))
        return;
    if (time.type == CH_TIME_DATE)
        ch__when_relate(&st->clock, ch__when_part(b->pattern, &b->caught), &time);
    else if (time.type == CH_TIME_CLOCK)
        set_day_of_hour(&st->clock, sentence == st->day_anchored, &time);
    b->end = with_part_of_day(s, b, &time);
    time.tokens.end = s->pieces[b->end - 1].token + 1;
    push(s, st, &time);
    remember(st, &time);
}

static void times_of(scan *s, story *st, uint32_t sentence)
{
    best b;
    uint8_t relation;
    forget(st, sentence);
    for (uint32_t i = 0; i < s->n;) {
        const ch__piece *p = &s->pieces[i];
        if ((p->word == CH_NONE && p->n == 0) || !expression(s, i, &b, &relation)) {
            i++;
            continue;
        }
        resolve(s, st, sentence, i, &b, relation);
        i = b.end;
    }
}

void ch__times_room(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc, bool all)
{
    scan s = {.k = k, .l = ch__knowledge_kept(k), .doc = doc};
    story st = {.clock = {.arena = ch__doc_arena(doc)}};
    doc->times = NULL;
    doc->n_times = 0;
    if (!s.l || !doc->words)
        return;
    if (doc->published.day)
        st.clock.published = doc->published;
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        ch_span tokens = doc->sentences[i].tokens;
        if ((!all && !ch_doc_sentence_coded(doc, i)) || tokens.start == tokens.end)
            continue;
        s.n = ch__when_pieces(s.l, scratch, doc, tokens, &s.pieces);
        times_of(&s, &st, i);
    }
}

uint32_t ch__times(const ch_doc *doc, uint32_t sentence, ch__time **out)
{
    uint32_t low = 0, high = doc->n_times, n = 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->times[middle].sentence < sentence)
            low = middle + 1;
        else
            high = middle;
    }
    *out = doc->times ? doc->times + low : NULL;
    while (low + n < doc->n_times && doc->times[low + n].sentence == sentence)
        n++;
    return n;
}
