/* numbers.c - numbers, qualifiers, currencies and ranges over the units of a text (knowledge/ledger/numbers.tsv,
 * units.tsv, qualifiers.tsv). One pass: a qualifier waits for the number that follows it. */
#include "ledger/numbers.h"

enum {
    WORD_KIND = 1,
    WORD_VALUE = 2,
    UNIT_CODE = 2,
    UNIT_KIND = 3,
    UNIT_PLACE = 4,
    QUALIFIER_KIND = 1,
    WORD_MOST = 16
};

typedef struct reader {
    const ch__knowledge *k;
    const ch__table *words, *units_table, *qualifiers;
    const char *text;
    uint32_t end;  /* of the stretch, bytes */
    uint32_t from; /* its start */
    const ch__unit *units;
    uint32_t n_units;
} reader;

/* ---- characters ---- */

static unsigned char byte_at(const reader *r, uint32_t i)
{
    return i >= r->from && i < r->end ? (unsigned char)r->text[i] : 0;
}

/* By the first byte: U+0080 to U+00BF, U+2000 to U+2FFF and U+F000 upward count as signs. */
static bool is_letter(unsigned char c)
{
    return ch__is_alpha(c) || (c >= 0xC3 && c != 0xE2 && c != 0xEF);
}

/* Bytes of a dash at i: hyphen, or U+2010 to U+2015 in UTF-8; 0: none. */
static uint32_t dash(const reader *r, uint32_t i)
{
    if (byte_at(r, i) == '-')
        return 1;
    bool general = byte_at(r, i) == 0xE2 && byte_at(r, i + 1) == 0x80;
    return general && byte_at(r, i + 2) >= 0x90 && byte_at(r, i + 2) <= 0x95 ? 3 : 0;
}

/* Bytes of one space at i: ASCII, U+00A0, U+2009, U+202F. */
static uint32_t space(const reader *r, uint32_t i)
{
    unsigned char c = byte_at(r, i), d = byte_at(r, i + 1), e = byte_at(r, i + 2);
    if (ch__is_space(c))
        return 1;
    if (c == 0xC2 && d == 0xA0)
        return 2;
    return c == 0xE2 && d == 0x80 && (e == 0x89 || e == 0xAF) ? 3 : 0;
}

static uint32_t skip_spaces(const reader *r, uint32_t i)
{
    for (uint32_t n = space(r, i); n; n = space(r, i))
        i += n;
    return i;
}

/* ---- tables ---- */

/* The word of letters at i, in lower case, looked up in the number words; *end gets its end. */
static const char *word_kind(const reader *r, uint32_t i, uint32_t *end, double *value)
{
    char word[WORD_MOST];
    uint32_t n = 0;
    while (n < WORD_MOST && ch__is_alpha(byte_at(r, i + n))) {
        word[n] = ch__lower(r->text[i + n]);
        n++;
    }
    *end = i + n;
    if (!n || n == WORD_MOST || is_letter(byte_at(r, i + n)))
        return NULL;
    uint32_t row = ch__table_find(r->words, (ch__sv){word, n});
    if (row == CH_NONE)
        return NULL;
    const char *digits = ch__table_cell(r->words, row, WORD_VALUE);
    double v = 0, tenth = 0;
    for (; *digits; digits++) {
        if (*digits == '.')
            tenth = 1;
        else if (tenth > 0)
            v += (*digits - '0') * (tenth /= 10);
        else
            v = v * 10 + (*digits - '0');
    }
    *value = v;
    return ch__table_cell(r->words, row, WORD_KIND);
}

static bool is(const char *kind, const char *wanted)
{
    return kind && strcmp(kind, wanted) == 0;
}

/* The unit that starts at a byte, by binary search, or n_units. */
static uint32_t unit_index(const reader *r, uint32_t byte)
{
    uint32_t low = 0, high = r->n_units;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (r->units[middle].start < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->n_units && r->units[low].start == byte ? low : r->n_units;
}

/* Longest phrase of a table at a byte; false when none. *end gets its end. */
static bool phrase(const reader *r, const ch__table *t, uint32_t byte, uint32_t *row, uint32_t *end)
{
    ch__hit hits[8];
    uint32_t u = unit_index(r, byte);
    if (!t || u == r->n_units)
        return false;
    size_t n = ch__phrases_at(r->k, r->units + u, r->n_units - u, ch__table_bit(t), hits, 8);
    if (!n)
        return false;
    *row = hits[n - 1].row;
    *end = r->units[u + hits[n - 1].units - 1].end;
    return true;
}

/* ---- digits ---- */

static bool digit_at(const reader *r, uint32_t i)
{
    return ch__is_digit(byte_at(r, i));
}

/* Whether a group mark at i ("1,500", "1 500" with a no-break space) joins three (or, as in 1,00,000, two) more digits.
 */
static uint32_t group_mark(const reader *r, uint32_t i)
{
    unsigned char c = byte_at(r, i);
    uint32_t n = c == ',' ? 1 : c >= 0x80 ? space(r, i) : 0;
    if (!n || !digit_at(r, i + n) || !digit_at(r, i + n + 1))
        return 0;
    bool three = digit_at(r, i + n + 2) && !digit_at(r, i + n + 3);
    bool two = c == ',' && byte_at(r, i + n + 2) == ',' && digit_at(r, i + n + 3);
    return three || two ? n : 0;
}

static uint32_t digits(const reader *r, uint32_t i, double *value, bool *plain)
{
    double v = 0, scale = 1;
    *plain = true;
    while (digit_at(r, i)) {
        v = v * 10 + (byte_at(r, i++) - '0');
        uint32_t mark = group_mark(r, i);
        *plain = *plain && !mark;
        i += mark;
    }
    if (byte_at(r, i) == '.' && digit_at(r, i + 1)) {
        double fraction = 0;
        *plain = false;
        for (i++; digit_at(r, i); i++, scale *= 10)
            if (scale < 1e15)
                fraction = fraction * 10 + (byte_at(r, i) - '0');
            else
                scale /= 10;
        v += fraction / scale;
    }
    *value = v;
    return i;
}

/* A scale behind digits or words: "4.3 billion", "5m", "2 hundred thousand". */
static uint32_t scales(const reader *r, uint32_t i, double *value, bool suffixes)
{
    for (;;) {
        double v;
        uint32_t end, at = skip_spaces(r, i);
        at = dash(r, i) ? i + dash(r, i) : at; /* "two-hundred" */
        const char *kind = word_kind(r, at, &end, &v);
        bool takes = is(kind, "scale") || is(kind, "hundred") || is(kind, "dozen") ||
                     (suffixes && at == i && is(kind, "suffix")) ||
                     (suffixes && is(kind, "suffix") && end - at > 1 && at == i + 1);
        if (!takes || is_letter(byte_at(r, end)) || digit_at(r, end))
            return i;
        *value *= v;
        i = end;
    }
}

/* Digits that are no quantity: an ordinal ("20th"), a name ("5G", "1980s"), a clock, an ISO date, a fraction. */
static bool broken(const reader *r, uint32_t start, uint32_t end)
{
    unsigned char before = byte_at(r, start - 1), after = byte_at(r, end);
    if (is_letter(after) || ((after == ':' || after == '/') && digit_at(r, end + 1)))
        return true;
    if ((before == ':' || before == '/' || before == '.' || before == ',') && start >= 2 && digit_at(r, start - 2))
        return true;
    bool dashed = dash(r, end) && digit_at(r, end + dash(r, end));
    for (uint32_t i = end + 1, n = 0; dashed && n < 3; i++, n++)
        if (dash(r, i + 1) && digit_at(r, i) && digit_at(r, i + 1 + dash(r, i + 1)))
            return true; /* 2021-08-28 */
    return false;
}

/* Letters or a dash after letters in front: "F-16", "COVID-19", "COP29". A currency may stand there ("RMB30m"): seen
 * before. */
static bool inside_name(const reader *r, uint32_t i)
{
    unsigned char before = byte_at(r, i - 1);
    if (i <= r->from)
        return false;
    if (before == '-')
        return i >= 2 && (is_letter(byte_at(r, i - 2)) || digit_at(r, i - 2));
    return ch__is_alpha(before) || digit_at(r, i - 1) || before == '_';
}

/* ---- a number in digits or words, without its unit ---- */

static uint32_t in_digits(const reader *r, uint32_t i, ch__number *n)
{
    bool plain;
    double v;
    uint32_t end = digits(r, i, &v, &plain), start = i;
    bool year = plain && end - i == 4 && v >= 1500 && v < 2200;
    uint32_t scaled = scales(r, end, &v, true);
    if (broken(r, start, scaled))
        return i;
    n->value = v;
    n->flags |= (uint8_t)(CH__NUMBER_DIGITS | (year && scaled == end ? CH__NUMBER_YEAR : 0));
    return scaled;
}

/* State while number words are added up: "two hundred and five thousand". */
typedef struct sum {
    double total, current;
    bool any, article, many;
} sum;

static bool add_word(sum *s, const char *kind, double v)
{
    if (is(kind, "small") || is(kind, "tens")) {
        double last = s->current - 100 * (double)(uint64_t)(s->current / 100);
        bool fits = !s->any || s->article || last == 0 || (last >= 20 && v < 10);
        if (!fits || s->article)
            return false;
        s->current += v;
    } else if (is(kind, "hundred") || is(kind, "dozen"))
        s->current = (s->any ? s->current : 1) * v;
    else if (is(kind, "scale")) {
        s->total += (s->any ? s->current : 1) * v;
        s->current = 0;
    } else
        return false;
    s->any = true;
    s->article = false;
    return true;
}

/* Where the next number word may start after `i`: behind spaces, a hyphen or "and". */
static uint32_t next_word(const reader *r, uint32_t i, bool after_large)
{
    double v;
    uint32_t end, hyphen = dash(r, i), at = hyphen ? i + hyphen : skip_spaces(r, i);
    if (!hyphen && after_large && is(word_kind(r, at, &end, &v), "and"))
        at = skip_spaces(r, end);
    return at;
}

/* "two-thirds of", "a quarter of", "half of": shares; the whole is 100 %. */
static uint32_t share(const reader *r, uint32_t i, double parts, ch__number *n)
{
    double v;
    uint32_t end, at = next_word(r, i, false);
    const char *kind = word_kind(r, at, &end, &v);
    uint32_t of = skip_spaces(r, end);
    if (!is(kind, "part") || byte_at(r, of) != 'o' || byte_at(r, of + 1) != 'f' || !space(r, of + 2))
        return i;
    n->value = 100 * parts / v;
    n->unit = "%";
    n->unit_kind = "share";
    n->approximate = true;
    return end;
}

/* "half a million", "half of Iran's exports". */
static uint32_t half(const reader *r, uint32_t i, uint32_t end, ch__number *n)
{
    double v;
    uint32_t next, at = skip_spaces(r, end);
    if (byte_at(r, at) == 'o' && byte_at(r, at + 1) == 'f' && space(r, at + 2)) {
        n->value = 50;
        n->unit = "%";
        n->unit_kind = "share";
        n->approximate = true;
        return end;
    }
    if (is(word_kind(r, at, &next, &v), "article"))
        at = skip_spaces(r, next);
    const char *kind = word_kind(r, at, &next, &v);
    if (!is(kind, "scale") && !is(kind, "dozen"))
        return i;
    n->value = v / 2;
    return next;
}

static uint32_t many(uint32_t end, double least, ch__number *n)
{
    n->low = least;
    n->has_low = n->approximate = true;
    n->flags |= CH__NUMBER_MANY;
    return end;
}

static uint32_t in_words(const reader *r, uint32_t i, ch__number *n)
{
    double v;
    uint32_t end, at = i, kept = i;
    sum s = {0};
    const char *kind = word_kind(r, i, &end, &v);
    if (is(kind, "half"))
        return half(r, i, end, n);
    if (is(kind, "many"))
        return many(end, v, n);
    if (is(kind, "article")) {
        uint32_t third = share(r, end, 1, n);
        if (third != end)
            return third;
        at = skip_spaces(r, end);
        kind = word_kind(r, at, &end, &v);
        if (!is(kind, "hundred") && !is(kind, "scale") && !is(kind, "dozen"))
            return i;
    }
    if (at == i && !is(kind, "small") && !is(kind, "tens"))
        return i;
    while (kind && add_word(&s, kind, v)) {
        kept = end;
        bool large = s.total > 0 || s.current >= 100;
        if (is(kind, "small") && !large) {
            uint32_t part = share(r, end, s.current, n);
            if (part != end)
                return part;
        }
        at = next_word(r, end, large);
        kind = word_kind(r, at, &end, &v);
    }
    n->value = s.total + s.current;
    return kept;
}

/* A number at `i`, or returns i. */
static uint32_t bare(const reader *r, uint32_t i, ch__number *n)
{
    n->digits.start = i;
    if (inside_name(r, i))
        return i;
    uint32_t end = digit_at(r, i) ? in_digits(r, i, n) : in_words(r, i, n);
    if (end == i)
        return i;
    n->has_value = !(n->flags & CH__NUMBER_MANY);
    n->digits.end = end;
    return end;
}

/* ---- units ---- */

static void set_unit(const reader *r, uint32_t row, ch__number *n)
{
    n->unit = ch__table_cell(r->units_table, row, UNIT_CODE);
    n->unit_kind = ch__table_cell(r->units_table, row, UNIT_KIND);
}

/* A currency in front: "$4.3", "US$ 4", "RMB 30", "RMB30m" (one unit of letters and digits). Returns where the number
 * starts. */
static uint32_t currency_before(const reader *r, uint32_t i, ch__number *n)
{
    uint32_t row, end;
    if (phrase(r, r->units_table, i, &row, &end) && is(ch__table_cell(r->units_table, row, UNIT_PLACE), "both")) {
        uint32_t at = skip_spaces(r, end);
        if (digit_at(r, at) && at - end <= 3) {
            set_unit(r, row, n);
            return at;
        }
    }
    uint32_t letters = i;
    while (letters - i < 8 && ch__is_alpha(byte_at(r, letters)))
        letters++;
    if (letters == i || !digit_at(r, letters))
        return i;
    row = ch__table_find(r->units_table, (ch__sv){r->text + i, letters - i});
    if (row == CH_NONE)
        return i;
    set_unit(r, row, n);
    return letters;
}

/* The unit behind: "4.3 billion USD", "30%", "25 per cent", "1,000 tonnes", "5-year". A name of a currency that follows
 * one in front is a repetition ("$4 billion dollars"). */
static uint32_t unit_behind(const reader *r, uint32_t i, ch__number *n)
{
    uint32_t row, end, hyphen = dash(r, i), at = hyphen ? i + hyphen : skip_spaces(r, i);
    if (hyphen && is_letter(byte_at(r, at)))
        n->flags |= CH__NUMBER_HYPHEN;
    if (!phrase(r, r->units_table, at, &row, &end))
        return i;
    if (digit_at(r, skip_spaces(r, end)) && is(ch__table_cell(r->units_table, row, UNIT_PLACE), "both"))
        return i; /* "in 2021 $4 billion": belongs to the next number */
    if (!n->unit)
        set_unit(r, row, n);
    return end;
}

static uint32_t whole(const reader *r, uint32_t i, ch__number *n)
{
    n->bytes.start = i;
    uint32_t start = currency_before(r, i, n);
    uint32_t end = 0;
    if (start != i) {
        n->digits.start = start;
        end = in_digits(r, start, n);
        if (end == start)
            return i;
        n->has_value = true;
        n->digits.end = end;
        n->flags &= (uint8_t)~CH__NUMBER_YEAR;
    } else {
        end = bare(r, i, n);
        if (end == i)
            return i;
    }
    end = unit_behind(r, end, n);
    n->bytes.end = end;
    return end;
}

/* ---- qualifiers and ranges ---- */

typedef struct pending {
    const char *kind; /* of the qualifier in front, or NULL */
    uint32_t start, end;
} pending;

static void bound(ch__number *n, const char *kind)
{
    n->approximate = n->approximate || is(kind, "approx") || is(kind, "least") || is(kind, "most");
    if (is(kind, "least") && n->has_value) {
        n->low = n->value;
        n->has_low = true;
    } else if (is(kind, "most") && n->has_value) {
        n->high = n->value;
        n->has_high = true;
    }
}

static uint32_t word_is(const reader *r, uint32_t i, const char *word)
{
    uint32_t n = (uint32_t)strlen(word);
    for (uint32_t k = 0; k < n; k++)
        if (ch__lower((char)byte_at(r, i + k)) != word[k])
            return 0;
    return is_letter(byte_at(r, i + n)) ? 0 : n;
}

/* What joins the ends of a range after the first number: "to", a dash, or "and" after "between". Returns where the
 * second starts. */
static uint32_t joint(const reader *r, uint32_t i, const char *kind)
{
    uint32_t at = skip_spaces(r, i), n = word_is(r, at, "to");
    if (!n && is(kind, "between"))
        n = word_is(r, at, "and");
    if (!n)
        n = dash(r, at);
    return n ? skip_spaces(r, at + n) : i;
}

static bool same_unit(const ch__number *a, const ch__number *b)
{
    return !a->unit || (b->unit && strcmp(a->unit, b->unit) == 0) || (!b->unit && is(a->unit_kind, "currency"));
}

/* "3 to 5 billion": the scale of the second holds for the first. */
static double scale_first(const reader *r, const ch__number *a, const ch__number *b)
{
    double v;
    uint32_t end = b->digits.start;
    bool plain;
    if (!digit_at(r, end) || a->value >= 1000 || !(a->flags & CH__NUMBER_DIGITS))
        return a->value;
    digits(r, end, &v, &plain);
    return v > 0 && b->value > v && a->value <= v ? a->value * (b->value / v) : a->value;
}

static uint32_t range(const reader *r, uint32_t end, const char *kind, ch__number *n)
{
    ch__number second = {0};
    uint32_t at = n->has_value ? joint(r, end, kind) : end;
    if (at == end || (!digit_at(r, at) && !is_letter(byte_at(r, at)) && byte_at(r, at) != '$'))
        return end;
    uint32_t to = whole(r, at, &second);
    if (to == at && dash(r, at - 1)) { /* bare() refuses digits behind a dash: here the dash is the joint */
        reader shifted = *r;
        shifted.from = at;
        to = whole(&shifted, at, &second);
    }
    if (to == at || !second.has_value || !same_unit(n, &second) || (second.flags & CH__NUMBER_HYPHEN))
        return end;
    double first = scale_first(r, n, &second);
    n->low = first < second.value ? first : second.value;
    n->high = first < second.value ? second.value : first;
    n->has_low = n->has_high = true;
    n->has_value = false;
    n->flags = (uint8_t)(second.flags & n->flags);
    if (second.unit) {
        n->unit = second.unit;
        n->unit_kind = second.unit_kind;
    }
    n->digits.end = second.digits.end;
    n->bytes.end = to;
    return to;
}

/* Qualifiers behind: "300 or so", "50 or more", "200+". */
static uint32_t qualifier_behind(const reader *r, uint32_t end, ch__number *n)
{
    uint32_t row, to, at = skip_spaces(r, end);
    if (!phrase(r, r->qualifiers, at, &row, &to))
        return end;
    const char *kind = ch__table_cell(r->qualifiers, row, QUALIFIER_KIND);
    if (!ch__sv_starts(ch__sv_of(kind), CH__SV("after ")))
        return end;
    bound(n, kind + sizeof "after " - 1);
    n->bytes.end = to;
    return to;
}

/* Reads the number at `i` with what qualifies it; returns its end or i. */
static uint32_t number_at(const reader *r, uint32_t i, const pending *q, ch__number *n)
{
    *n = (ch__number){0};
    uint32_t end = whole(r, i, n);
    if (end == i)
        return i;
    end = range(r, end, q->kind, n);
    if (q->kind) {
        bound(n, q->kind);
        n->bytes.start = is(q->kind, "label") ? n->bytes.start : q->start;
        n->flags |= (uint8_t)(is(q->kind, "label") ? CH__NUMBER_LABEL : 0);
    }
    uint32_t behind = qualifier_behind(r, end, n);
    if (behind == end || n->unit)
        return behind;
    /* "300+ million"? no: the unit of "50 or more percent" follows the qualifier */
    behind = unit_behind(r, behind, n);
    n->bytes.end = behind > n->bytes.end ? behind : n->bytes.end;
    return behind;
}

static void take_qualifier(const reader *r, uint32_t row, uint32_t start, uint32_t end, pending *q)
{
    const char *kind = ch__table_cell(r->qualifiers, row, QUALIFIER_KIND);
    if (ch__sv_starts(ch__sv_of(kind), CH__SV("after ")))
        return;
    /* "more than around 30": the bound says more than the second word; "between about 3 and 5" stays a range */
    bool keeps = q->kind && !is(q->kind, "exact") && q->end <= start && start - q->end <= 1;
    *q = (pending){keeps ? q->kind : kind, keeps ? q->start : start, end};
}

uint32_t ch__numbers(const ch__knowledge *k, ch__arena *arena, const char *text, ch_span bytes, ch__number **out)
{
    reader r = {.k = k,
                .words = ch__knowledge_table(k, "ledger/numbers"),
                .units_table = ch__knowledge_table(k, "ledger/units"),
                .qualifiers = ch__knowledge_table(k, "ledger/qualifiers"),
                .text = text,
                .end = bytes.end,
                .from = bytes.start};
    ch__unit *units;
    uint32_t n = 0, cap = 0;
    pending q = {0};
    *out = NULL;
    if (!r.words || !r.units_table || !r.qualifiers)
        return 0;
    r.n_units = ch__units(k, arena, text, bytes.start, bytes.end, &units);
    r.units = units;
    for (uint32_t u = 0; u < r.n_units;) {
        ch__number number;
        uint32_t start = units[u].start, row, end = number_at(&r, start, &q, &number);
        if (end > start) {
            *CH__PUSH(arena, *out, n, cap) = number;
            q = (pending){0};
        } else if (phrase(&r, r.qualifiers, start, &row, &end))
            take_qualifier(&r, row, start, end, &q);
        else {
            end = units[u].end;
            q = (pending){0};
        }
        while (u < r.n_units && units[u].start < end)
            u++;
    }
    return n;
}
