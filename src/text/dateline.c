/* dateline.c - "BEIJING, May 4 (Agency) --" before the first words of a story: place, date, agency and a mark that ends
 * it. */
#include "text/dateline.h"

#include "base/utf8.h"

typedef struct parser {
    const ch__dateline_tables *t;
    const char *p;
    size_t n, i;
    /* what was found */
    ch__sv place;           /* the first one */
    uint32_t places, words; /* words of the first place */
    bool capitals;          /* the first place is all capitals, three letters and more */
    ch_date date;
    bool has_date;
    ch__sv agency;
    char bracket; /* that the agency stands in; 0: none */
    enum { NO_MARK, DASH, COLON, STOP } mark;
    bool spaced; /* white space before a dash */
} parser;

static char at(const parser *d, size_t i)
{
    return i < d->n ? d->p[i] : 0;
}

/* Moves behind the character at i. */
static inline uint32_t next_point(const parser *d, size_t *i)
{
    unsigned char c = (unsigned char)d->p[*i];
    if (c >= 0x80)
        return ch__utf8_next(d->p, d->n, i);
    ++*i;
    return c;
}

static uint32_t code_point(const parser *d, size_t i)
{
    return i < d->n ? next_point(d, &i) : 0;
}

static void skip_space(parser *d)
{
    size_t next = d->i;
    while (d->i < d->n && ch__cp_is_space(ch__utf8_next(d->p, d->n, &next)))
        d->i = next;
}

/* Length of a dash at i that can end a dateline: "-", "--", U+2013 to U+2015, U+2212. */
static size_t dash_at(const parser *d, size_t i)
{
    if (at(d, i) == '-')
        return at(d, i + 1) == '-' ? (at(d, i + 2) == '-' ? 3 : 2) : 1;
    uint32_t c = code_point(d, i);
    return (c >= 0x2013 && c <= 0x2015) || c == 0x2212 ? 3 : 0;
}

/* One word of a place name from i: letters, apostrophes, inner hyphens and the stops of "St." and "D.C.". A hyphen
 * between a word of capitals and another word is the dash of "BEIJING-China's president". Returns its end. */
static size_t place_word(const parser *d, size_t i, bool *capitals)
{
    size_t from = i;
    *capitals = true;
    while (i < d->n) {
        size_t next = i;
        if (ch__is_alpha((unsigned char)d->p[i])) {
            *capitals &= ch__is_upper((unsigned char)d->p[i++]);
            continue;
        }
        uint32_t c = next_point(d, &next);
        bool letter = ch__cp_is_letter(c);
        if (ch__cp_is_lower(c))
            *capitals = false;
        bool hyphen = c == '-' && i > from && ch__cp_is_upper(code_point(d, next)) &&
                      (!*capitals || ch__is_upper((unsigned char)at(d, next + 1)));
        bool apostrophe = (c == '\'' || c == 0x2019) && ch__cp_is_letter(code_point(d, next));
        bool stop =
            c == '.' && i > from && (i - from <= 2 || at(d, i - 2) == '.') && ch__is_alpha((unsigned char)at(d, i - 1));
        if (!letter && !hyphen && !apostrophe && !stop)
            break;
        i = next;
    }
    return i;
}

static bool in_table(const ch__table *t, ch__sv s)
{
    char key[24];
    size_t n = t ? ch__fold(s.p, s.n, key, sizeof key) : (size_t)-1;
    return n != (size_t)-1 && ch__table_find(t, (ch__sv){key, n}) != CH_NONE;
}

/* A place name: at most five words with capitals, links ("de", "of") between them. */
static bool place(parser *d, ch__sv *name, uint32_t *words, bool *capitals)
{
    enum { MOST = 5 };
    size_t from = d->i, end = d->i;
    *words = 0;
    *capitals = true;
    for (size_t i = d->i; *words < MOST;) {
        bool caps;
        size_t to = place_word(d, i, &caps);
        if (to == i)
            break;
        ch__sv word = {d->p + i, to - i};
        if (ch__cp_is_upper(code_point(d, i))) {
            end = to;
            ++*words;
            *capitals = *capitals && caps;
        } else if (!*words || !in_table(d->t->links, word)) {
            break;
        }
        i = to;
        if (at(d, i) != ' ')
            break;
        i++;
    }
    *name = (ch__sv){d->p + from, end - from};
    d->i = end;
    return *words > 0;
}

/* What brackets of some kind hold at the parser: "(Agency)", "/Agency/", "[Agency]"; its end behind them, or 0. */
static size_t bracket(const parser *d, ch__sv *inside)
{
    enum { LONGEST = 48 };
    char open = at(d, d->i), close = open == '(' ? ')' : open == '[' ? ']' : open == '/' ? '/' : 0;
    size_t to = d->i + 1;
    while (close && to < d->n && to < d->i + LONGEST && d->p[to] != close && d->p[to] != '\n')
        to++;
    if (!close || at(d, to) != close || to - d->i < 3)
        return 0;
    *inside = (ch__sv){d->p + d->i + 1, to - d->i - 1};
    return to + 1;
}

/* Bytes of the agency of the table that a text begins with; 0: none. */
static size_t known_agency(const parser *d, ch__sv s)
{
    ch__hit hit;
    size_t n;
    return d->t->agencies && ch__phrase_starts(d->t->k, d->t->agencies, s, &hit, &n) ? n : 0;
}

/* An agency in brackets, or one of the table standing free: "INTERFAX -". */
static bool agency(parser *d)
{
    ch__sv inside;
    size_t to = bracket(d, &inside);
    if (to) {
        size_t known = known_agency(d, inside);
        if (!ch__cp_is_upper(code_point(d, d->i + 1)) && known != inside.n)
            return false;
        d->agency = inside;
        d->bracket = at(d, d->i);
        d->i = to;
        return true;
    }
    size_t n = known_agency(d, (ch__sv){d->p + d->i, d->n - d->i}), after = d->i + n;
    while (n && at(d, after) == ' ')
        after++;
    if (!n || (!dash_at(d, after) && at(d, after) != '.' && at(d, after) != ':'))
        return false;
    d->agency = (ch__sv){d->p + d->i, n};
    d->i += n;
    return true;
}

/* "New Delhi [India], November 11 (ANI):": the first brackets held a country, these hold the agency. */
static bool better_agency(parser *d)
{
    ch__sv inside, before = d->agency;
    if (!d->bracket || d->bracket == '/' || known_agency(d, before) || !bracket(d, &inside) || at(d, d->i) == '/')
        return false;
    return agency(d);
}

/* A date that does not exist ("Feb. 30") proves a dateline too, but says nothing. */
static bool date(parser *d)
{
    ch_date found;
    size_t n = d->has_date ? 0 : ch__date_shape(&d->t->dates, (ch__sv){d->p + d->i, d->n - d->i}, true, &found);
    if (!n)
        return false;
    d->date = found;
    d->has_date = true;
    d->i += n;
    return true;
}

/* "GENEVA (11 November 2025) -" */
static bool date_in_brackets(parser *d)
{
    size_t from = d->i;
    if (at(d, d->i) != '(')
        return false;
    d->i++;
    if (date(d) && at(d, d->i) == ')') {
        d->i++;
        return true;
    }
    if (d->i > from + 1)
        d->has_date = false;
    d->i = from;
    return false;
}

static bool mark(parser *d)
{
    size_t n = dash_at(d, d->i);
    d->spaced = d->i > 0 && at(d, d->i - 1) == ' ';
    if (n)
        d->mark = DASH;
    else if (at(d, d->i) == ':')
        d->mark = COLON, n = 1;
    d->i += n;
    return n > 0;
}

/* "ACCRA, Ghana--(BUSINESS WIRE)--The": an agency between two dashes. */
static void agency_behind_mark(parser *d)
{
    parser before = *d;
    char c = at(d, d->i);
    if (d->mark == DASH && !d->agency.n && (c == '(' || c == '/') && agency(d)) {
        skip_space(d);
        if (mark(d))
            return;
    }
    *d = before;
}

/* The parts behind the first place, in whatever order agencies put them; stops at the mark or where nothing fits. */
static void parts(parser *d)
{
    enum { MOST = 12 };
    for (int n = 0; n < MOST; n++) {
        size_t before = d->i;
        skip_space(d);
        if (mark(d)) {
            agency_behind_mark(d);
            return;
        }
        char c = at(d, d->i);
        if (c == ',' || (c == '.' && at(d, d->i + 1) == ' ')) {
            d->i++;
            d->mark = c == '.' ? STOP : NO_MARK;
            continue;
        }
        if (date_in_brackets(d) || (d->agency.n ? better_agency(d) : agency(d))) {
            d->mark = NO_MARK;
            continue;
        }
        if (date(d)) {
            d->mark = NO_MARK;
            continue;
        }
        bool more = c == '/' || (before > 0 && at(d, before - 1) == ',' && d->mark != STOP);
        d->i += c == '/';
        ch__sv other;
        uint32_t words;
        bool capitals;
        if (!more || d->places >= 3 || !place(d, &other, &words, &capitals)) {
            d->i = before;
            return;
        }
        d->places++;
    }
}

/* Whether a story can begin here: a capital, a figure, a quotation mark. */
static bool story_begins(const parser *d, size_t i)
{
    uint32_t c = code_point(d, i);
    return ch__cp_is_upper(c) || ch__cp_is_digit(c) || c == '"' || c == '\'' || c == 0x201C || c == 0x2018 ||
           (ch__cp_is_letter(c) && !ch__cp_is_lower(c));
}

/* Whether what was parsed is a dateline. A date or an agency proves it; without them the place must be in capitals
 * before a dash, or the paragraph be the first of the story. */
static bool convincing(const parser *d, bool first)
{
    size_t next = d->i;
    while (next < d->n && d->p[next] == ' ')
        next++;
    bool proof = d->has_date || d->agency.n, apart = next > d->i;
    if (next == d->n || !story_begins(d, next) || in_table(d->t->labels, d->place))
        return false;
    switch (d->mark) {
    case DASH:
        if (!proof && !first)
            return false;
        if (d->capitals)
            return apart || proof;
        return (apart || (d->bracket && dash_at(d, d->i - 2) >= 2)) &&
               (proof || (d->spaced && d->words <= 3 && dash_at(d, d->i - 3) == 3));
    case COLON: return apart && (proof || (first && d->capitals && d->words <= 3));
    case STOP: return apart && ((d->has_date && (d->capitals || d->agency.n)) || (d->agency.n && d->capitals));
    case NO_MARK: return d->agency.n && apart && (d->has_date || d->capitals);
    }
    return false;
}

ch__dateline_tables ch__dateline_tables_of(const ch__knowledge *k)
{
    return (ch__dateline_tables){.k = k,
                                 .links = ch__knowledge_table(k, "text/links"),
                                 .labels = ch__knowledge_table(k, "text/labels"),
                                 .agencies = ch__knowledge_table(k, "text/agencies"),
                                 .dates = ch__dates_of(k)};
}

/* Whether a dash or slash stands behind the first n bytes: "MENAFN - Trend News Agency". */
static bool known_front(ch__sv s, size_t n)
{
    while (n < s.n && s.p[n] == ' ')
        n++;
    return n < s.n && (s.p[n] == '-' || s.p[n] == '/');
}

/* "(MENAFN - Trend News Agency) Ghana recalled", "(Reuters) - Ghana", "Nov. 11 (UPI) -- Ghana": an agency of the table
 * without a place. */
static size_t agency_alone(parser *d, ch__dateline_parts *out)
{
    ch__sv inside;
    if (date(d))
        skip_space(d);
    size_t to = at(d, d->i) == '(' ? bracket(d, &inside) : 0, known = to ? known_agency(d, inside) : 0;
    if (!known || (known < inside.n && !known_front(inside, known)))
        return 0;
    d->i = to;
    skip_space(d);
    size_t end = mark(d) ? d->i : to, next = end;
    while (at(d, next) == ' ')
        next++;
    if (next == end || next >= d->n || !story_begins(d, next))
        return 0;
    *out = (ch__dateline_parts){.agency = known == inside.n ? inside : (ch__sv){inside.p, known}, .date = d->date};
    return end;
}

size_t ch__dateline(const ch__dateline_tables *t, ch__sv text, bool first, ch__dateline_parts *out)
{
    enum { LONGEST = 200 };
    parser d = {.t = t, .p = text.p, .n = text.n < LONGEST ? text.n : LONGEST};
    size_t n = first ? agency_alone(&d, out) : 0;
    if (n)
        return n;
    d = (parser){.t = t, .p = d.p, .n = d.n};
    if (!ch__cp_is_upper(code_point(&d, 0)) || !place(&d, &d.place, &d.words, &d.capitals))
        return 0;
    size_t next = d.i;
    while (at(&d, next) == ' ')
        next++;
    if (!at(&d, next) || (!strchr(",./([-:", at(&d, next)) && (unsigned char)at(&d, next) < 0x80))
        return 0; /* a sentence that begins with a name */
    d.capitals = d.capitals && d.place.n >= 3;
    d.places = 1;
    parts(&d);
    if (!convincing(&d, first))
        return 0;
    *out = (ch__dateline_parts){d.place, d.agency, d.date};
    return d.i;
}
