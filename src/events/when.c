/* Time expressions: tokens to classes, classes to patterns, the longest pattern at a place wins. */
#include "events/when.h"

enum {
    ELEMENTS = 10, /* words of a pattern at most */
    WORD = 24,
    LOOK_BACK = 6 /* sentences searched for the story's last time */
};

typedef struct matcher {
    const ch__table *words, *patterns;
    const ch_doc *doc;
    uint32_t end; /* of the sentence's tokens */
} matcher;

typedef struct element {
    ch__sv text; /* "<month>" or a literal */
    ch__tclass cls;
    bool optional;
} element;

static const char *const class_names[CH__N_TCLASS] = {"iso",    "weekday", "month",  "day", "year", "num",
                                                      "vague",  "unit",    "shift",  "rel", "part", "since",
                                                      "season", "nth",     "decade", "to",  "ana",  "prefix"};

static ch__tclass class_of(ch__sv name)
{
    for (int c = 0; c < CH__N_TCLASS; c++)
        if (ch__sv_is(name, class_names[c]))
            return (ch__tclass)c;
    return CH__N_TCLASS;
}

/* ---- words ---- */

/* The token in lower case without a final period ("Sept."), or an empty string when it is too long to be a word of
 * time. */
static ch__sv low(const ch_doc *doc, uint32_t token, char out[WORD])
{
    ch__sv s = ch__token_sv(doc, token);
    if (s.n >= WORD)
        return (ch__sv){out, 0};
    for (size_t i = 0; i < s.n; i++)
        out[i] = ch__lower(s.p[i]);
    if (s.n > 1 && out[s.n - 1] == '.')
        s.n--;
    return (ch__sv){out, s.n};
}

static int digits(ch__sv s)
{
    int v = 0;
    if (s.n == 0 || s.n > 4)
        return CH__NO_VALUE;
    for (size_t i = 0; i < s.n; i++) {
        if (!ch__is_digit((unsigned char)s.p[i]))
            return CH__NO_VALUE;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

/* "7", "7th", "1990s", "2025": what a word of digits can be. */
static int digits_as(ch__sv s, ch__tclass cls)
{
    int v = digits(s);
    bool bare = v != CH__NO_VALUE;
    if (!bare && s.n > 2)
        v = digits((ch__sv){s.p, s.n - 2});
    if (cls == CH__T_DAY)
        return v >= 1 && v <= 31 && (bare || ch__is_alpha((unsigned char)s.p[s.n - 1])) ? v : CH__NO_VALUE;
    if (cls == CH__T_YEAR)
        return bare && s.n == 4 && v >= 1000 && v < 2200 ? v : CH__NO_VALUE;
    if (cls == CH__T_NUM)
        return bare ? v : CH__NO_VALUE;
    if (cls == CH__T_DECADE && s.n >= 5 && s.p[s.n - 1] == 's') {
        v = digits((ch__sv){s.p, 4});
        return v % 10 == 0 && (s.n == 5 || s.p[4] == '\'') ? v : CH__NO_VALUE;
    }
    return CH__NO_VALUE;
}

/* Names of days and months are capitalised: "may" and "march" are verbs. */
static bool needs_capital(ch__tclass cls)
{
    return cls == CH__T_WEEKDAY || cls == CH__T_MONTH;
}

/* The value of a word in a class by the table. */
static int tabled(const matcher *m, ch__sv s, ch__tclass cls)
{
    for (uint32_t r = ch__table_find(m->words, s); r != CH_NONE; r = ch__table_find_next(m->words, r))
        if (strcmp(ch__cell(m->words, r, 1), class_names[cls]) == 0) {
            const char *v = ch__cell(m->words, r, 2);
            int n = digits(ch__sv_of(*v == '-' ? v + 1 : v));
            return *v == '-' ? -n : n;
        }
    return CH__NO_VALUE;
}

static int word_as(const matcher *m, uint32_t token, ch__tclass cls, ch__caught *c)
{
    char buf[WORD];
    ch__sv s = low(m->doc, token, buf);
    if (s.n == 0)
        return CH__NO_VALUE;
    if (cls == CH__T_TO && ch__sv_is(s, "-")) /* which no table can hold as a key */
        return 0;
    if (cls == CH__T_ISO)
        return s.n >= 8 && ch__is_digit((unsigned char)s.p[0]) && ch__date_parse(s, &c->iso) && c->iso.day
                   ? 0
                   : CH__NO_VALUE;
    if (ch__is_digit((unsigned char)s.p[0]))
        return digits_as(s, cls);
    if (needs_capital(cls) && !ch__is_upper((unsigned char)m->doc->text[m->doc->tokens[token].bytes.start]))
        return CH__NO_VALUE;
    return tabled(m, s, cls);
}

/* ---- patterns ---- */

static int parse_pattern(const char *first, const char *rest, element e[ELEMENTS])
{
    int n = 0;
    for (const char *part = first; part; part = part == first ? rest : NULL) {
        ch__sv left = ch__sv_of(part), word;
        while (n < ELEMENTS && ch__sv_next(&left, ' ', &word)) {
            if (word.n == 0)
                continue;
            e[n] = (element){word, CH__N_TCLASS, false};
            if (word.n > 1 && word.p[word.n - 1] == '?') {
                e[n].optional = true;
                e[n].text.n--;
            }
            if (e[n].text.n > 2 && e[n].text.p[0] == '<')
                e[n].cls = class_of((ch__sv){word.p + 1, e[n].text.n - 2});
            n++;
        }
    }
    return n;
}

static bool catch_word(const matcher *m, const element *e, uint32_t token, ch__caught *c)
{
    if (token >= m->end)
        return false;
    if (e->cls == CH__N_TCLASS) {
        char buf[WORD];
        return ch__sv_eq(low(m->doc, token, buf), e->text) || ch__sv_eq(ch__token_sv(m->doc, token), e->text);
    }
    int v = word_as(m, token, e->cls, c);
    if (v == CH__NO_VALUE || c->n == CH__CAPTURES)
        return false;
    c->cls[c->n] = (uint8_t)e->cls;
    c->value[c->n++] = (int16_t)v;
    return true;
}

/* Tokens matched from `token` on, or 0. Optional elements are tried taken first; depth is that of the pattern. */
static uint32_t match(const matcher *m, const element *e, int n, uint32_t token, ch__caught *c)
{
    if (n == 0)
        return 1; /* one more than matched, so that an end is not a failure */
    ch__caught before = *c;
    uint32_t got;
    if (catch_word(m, e, token, c) && (got = match(m, e + 1, n - 1, token + 1, c)))
        return got + 1;
    *c = before;
    return e->optional ? match(m, e + 1, n - 1, token, c) : 0;
}

typedef struct best {
    uint32_t tokens;
    int literals; /* of two patterns of one length the one with more words of its own wins: "the next day" over "the
                     <shift> <unit>" */
    const char *rule;
    ch__caught caught;
} best;

/* Patterns whose first element is `key`, tried at a token. */
static void try_patterns(const matcher *m, ch__sv key, uint32_t token, best *b)
{
    for (uint32_t r = ch__table_find(m->patterns, key); r != CH_NONE; r = ch__table_find_next(m->patterns, r)) {
        element e[ELEMENTS];
        ch__caught c = {0};
        int n = parse_pattern(ch__cell(m->patterns, r, 0), ch__cell(m->patterns, r, 1), e);
        uint32_t got = match(m, e, n, token, &c);
        int literals = 0;
        for (int i = 0; i < n; i++)
            literals += e[i].cls == CH__N_TCLASS && !e[i].optional;
        if (got && (got - 1 > b->tokens || (got - 1 == b->tokens && literals > b->literals)))
            *b = (best){got - 1, literals, ch__cell(m->patterns, r, 2), c};
    }
}

/* "mid-March", "mid-2023" as one token, perhaps with a year behind it. */
static bool prefixed(const matcher *m, uint32_t token, ch__sv s, best *b)
{
    const char *dash = memchr(s.p, '-', s.n);
    if (!dash || dash == s.p)
        return false;
    ch__sv prefix = ch__sv_between(s.p, dash + 1), rest = ch__sv_between(dash + 1, s.p + s.n);
    int part = tabled(m, prefix, CH__T_PREFIX), month = tabled(m, rest, CH__T_MONTH),
        year = digits_as(rest, CH__T_YEAR);
    if (part == CH__NO_VALUE || (month == CH__NO_VALUE && year == CH__NO_VALUE))
        return false;
    bool is_month = month != CH__NO_VALUE;
    ch__caught c = {.n = 2, .cls = {CH__T_PART, is_month ? CH__T_MONTH : CH__T_YEAR}};
    c.value[0] = (int16_t)part;
    c.value[1] = (int16_t)(is_month ? month : year);
    *b = (best){1, 0, "part-date", c};
    const element next = {.cls = CH__T_YEAR};
    if (is_month && catch_word(m, &next, token + 1, &b->caught))
        b->tokens = 2;
    return true;
}

/* The keys under which patterns for a token stand: its own form, and each class it can be. */
static void at_token(const matcher *m, uint32_t token, best *b)
{
    static const char *const digit_keys[] = {"<day>", "<year>", "<num>", "<decade>", "<iso>"};
    char buf[WORD], key[WORD + 2];
    ch__sv s = low(m->doc, token, buf);
    if (s.n == 0)
        return;
    if (ch__is_digit((unsigned char)s.p[0])) {
        for (size_t i = 0; i < sizeof digit_keys / sizeof *digit_keys; i++)
            try_patterns(m, ch__sv_of(digit_keys[i]), token, b);
        return;
    }
    if (prefixed(m, token, s, b))
        return;
    try_patterns(m, s, token, b);
    for (uint32_t r = ch__table_find(m->words, s); r != CH_NONE; r = ch__table_find_next(m->words, r)) {
        const char *cls = ch__cell(m->words, r, 1);
        size_t n = strlen(cls);
        if (n + 2 > sizeof key)
            continue;
        key[0] = '<';
        memcpy(key + 1, cls, n);
        key[n + 1] = '>';
        try_patterns(m, (ch__sv){key, n + 2}, token, b);
    }
}

/* ---- a sentence ---- */

/* The word of an expression that hangs outside of it: its governor's clause gives the tense. */
static uint32_t outer_head(const ch_doc *doc, ch_span tokens)
{
    for (uint32_t t = tokens.start; t < tokens.end; t++) {
        uint32_t h = ch__head(doc, t);
        if (h != CH_NONE && (h < tokens.start || h >= tokens.end))
            return h;
    }
    return CH_NONE;
}

static bool last_time(const ch__knowledge *k, ch__arena *arena, const ch_doc *doc, uint32_t sentence, int depth,
                      ch_when *out);

/* "on Friday, 25 April 2025": "on Friday" ends before what begins at its second word does, so that one is meant. */
static uint32_t longer_behind(const matcher *m, uint32_t t, best *b)
{
    for (uint32_t i = t + 1; i < t + b->tokens; i++) {
        best next = {0};
        at_token(m, i, &next);
        if (i + next.tokens > t + b->tokens) {
            *b = next;
            t = i;
        }
    }
    return t;
}

static uint32_t times_of(const ch__knowledge *k, ch__arena *arena, const ch_doc *doc, uint32_t sentence, int depth,
                         ch__time **out)
{
    matcher m = {ch__knowledge_table(k, "events/times"), ch__knowledge_table(k, "events/time-patterns"), doc,
                 doc->sentences[sentence].tokens.end};
    uint32_t n = 0, cap = 0;
    *out = NULL;
    if (!m.words || !m.patterns)
        return 0;
    bool searched = false;
    ch__clock clock = {.published = doc->published.day ? doc->published : (ch_date){0, 0, 0}};
    for (uint32_t t = doc->sentences[sentence].tokens.start; t < m.end;) {
        best b = {0};
        at_token(&m, t, &b);
        if (!b.tokens) {
            t++;
            continue;
        }
        t = longer_behind(&m, t, &b);
        ch_span span = {t, t + b.tokens};
        ch_when w;
        uint32_t h = outer_head(doc, span);
        clock.tense = h == CH_NONE ? 0 : ch__tense_of(k, doc, h);
        if (ch__when_rule_anchored(b.rule) && clock.anchor.start.year == 0 && depth > 0 && !searched) {
            searched = true; /* once a sentence */
            (void)last_time(k, arena, doc, sentence, depth - 1, &clock.anchor);
        }
        if (ch__when_rule_kept(b.rule) && ch__when_resolve(b.rule, &b.caught, &clock, &w)) {
            ch__time *time = CH__PUSH(arena, *out, n, cap);
            w.bytes = ch__tokens_bytes(doc, span);
            w.chars = ch__tokens_chars(doc, span);
            *time = (ch__time){span, w};
            if (w.start.year)
                clock.anchor = w;
        }
        t += b.tokens;
    }
    return n;
}

/* The last resolved time in the sentences before: "On Monday they met. A week later ..." */
static bool last_time(const ch__knowledge *k, ch__arena *arena, const ch_doc *doc, uint32_t sentence, int depth,
                      ch_when *out)
{
    for (uint32_t i = 1; i <= LOOK_BACK && i <= sentence; i++) {
        if (!ch_doc_sentence_coded(doc, sentence - i))
            continue;
        ch__time *times;
        uint32_t n = times_of(k, arena, doc, sentence - i, depth, &times);
        while (n-- > 0)
            if (times[n].when.start.year) {
                *out = times[n].when;
                return true;
            }
    }
    return false;
}

uint32_t ch__times(const ch__knowledge *k, ch__arena *arena, const ch_doc *doc, uint32_t sentence, ch__time **out)
{
    return times_of(k, arena, doc, sentence, 2, out);
}

/* ---- which time holds for a trigger ---- */

/* Whether a clause stands in another as a remark on one of its nouns: "the envoy, who arrived on Monday, ...". */
static bool is_aside(const ch_doc *doc, uint32_t clause)
{
    ch_deprel r = ch__rel(doc, clause);
    return r == CH_DEP_ACL_RELCL || r == CH_DEP_ACL;
}

/* 0: in a remark that has times of its own; 4: hangs on the trigger; 3: in its clause; 2: in a clause around it or of
 * its own; 1: somewhere in the sentence. */
static int closeness(const ch_doc *doc, const ch__time *time, uint32_t trigger)
{
    uint32_t h = outer_head(doc, time->tokens);
    if (h == CH_NONE)
        return time->tokens.start <= trigger && trigger < time->tokens.end ? 4 : 1;
    uint32_t up = h;
    for (int i = 0; i < CH__CLIMB && up != CH_NONE; i++) {
        if (up == trigger)
            return 4;
        if (ch__upos(doc, up) == CH_UPOS_VERB)
            break;
        up = ch__head(doc, up);
    }
    uint32_t here = ch__clause_of(doc, trigger), there = ch__clause_of(doc, h);
    if (here == there)
        return 3;
    if (is_aside(doc, there) || ch__rel(doc, here) == CH_DEP_ACL_RELCL)
        return 0;
    return ch__is_below(doc, here, there) || ch__is_below(doc, there, here) ? 2 : 1;
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

ch_when ch__when_of(const ch_doc *doc, const ch__time *times, uint32_t n, uint32_t trigger)
{
    int best_score = 0;
    uint32_t best_far = 0, chosen = CH_NONE;
    for (uint32_t i = first_near(times, n, trigger); i < n && times[i].tokens.start < trigger + CH__REACH; i++) {
        uint32_t at = times[i].tokens.start, far = at > trigger ? at - trigger : trigger - at;
        int close = closeness(doc, &times[i], trigger), score = close * 2 + (times[i].when.start.year != 0);
        if (!close)
            continue;
        if (score > best_score || (score == best_score && far < best_far)) {
            best_score = score;
            best_far = far;
            chosen = i;
        }
    }
    if (chosen != CH_NONE)
        return times[chosen].when;
    ch_when none = {.precision = CH_UNKNOWN, .basis = CH_BASIS_NONE};
    if (doc->published.year && doc->published.day)
        none =
            (ch_when){.start = doc->published, .end = doc->published, .precision = CH_DAY, .basis = CH_BASIS_PUBLISHED};
    return none;
}
