/* numbers.c - numbers with their qualifiers, currencies and ranges (knowledge/ledger/units.tsv, qualifiers.tsv). One
 * pass: a qualifier waits for the number that follows it. */
#include "events/spelling.h"

enum { UNIT_CODE = 2, UNIT_KIND = 3, UNIT_PLACE = 4, QUALIFIER_KIND = 1 };

static bool is(const char *kind, const char *wanted)
{
    return kind && strcmp(kind, wanted) == 0;
}

/* ---- units ---- */

static void set_unit(const ch__spelling *r, uint32_t row, ch__number *n)
{
    n->unit = ch__table_cell(r->units_table, row, UNIT_CODE);
    n->unit_kind = ch__table_cell(r->units_table, row, UNIT_KIND);
}

/* A currency in front: "$4.3", "US$ 4", "RMB 30", "RMB30m" (one unit of letters and digits). Returns where the number
 * starts. */
static uint32_t currency_before(const ch__spelling *r, uint32_t i, ch__number *n)
{
    uint32_t row, end;
    bool article =
        ch__is_alpha(ch__spell_byte(r, i)) && ch__spell_skip(r, i + 1) > i + 1; /* "a $7 billion loan" is not in A$ */
    if (!article && ch__spell_phrase(r, r->units_table, i, &row, &end) &&
        is(ch__table_cell(r->units_table, row, UNIT_PLACE), "both")) {
        uint32_t at = ch__spell_skip(r, end);
        if (ch__spell_digit(r, at) && at - end <= 3) {
            set_unit(r, row, n);
            return at;
        }
    }
    uint32_t letters = i;
    while (letters - i < 8 && ch__is_alpha(ch__spell_byte(r, letters)))
        letters++;
    if (letters == i || !ch__spell_digit(r, letters))
        return i;
    row = ch__table_find(r->units_table, (ch__sv){r->text + i, letters - i});
    if (row == CH_NONE)
        return i;
    set_unit(r, row, n);
    return letters;
}

/* The unit behind: "4.3 billion USD", "30%", "25 per cent", "1,000 tonnes", "5-year". A name of a currency that follows
 * one in front is a repetition ("$4 billion dollars"). */
static uint32_t unit_behind(const ch__spelling *r, uint32_t i, ch__number *n)
{
    uint32_t row, end, hyphen = ch__spell_dash(r, i), at = hyphen ? i + hyphen : ch__spell_skip(r, i);
    if (hyphen && ch__spell_letter(ch__spell_byte(r, at)))
        n->flags |= CH__NUMBER_HYPHEN;
    if (!ch__spell_phrase(r, r->units_table, at, &row, &end))
        return i;
    if (ch__spell_digit(r, ch__spell_skip(r, end)) && is(ch__table_cell(r->units_table, row, UNIT_PLACE), "both"))
        return i; /* "in 2021 $4 billion": belongs to the next number */
    if (!n->unit)
        set_unit(r, row, n);
    return end;
}

static uint32_t whole(const ch__spelling *r, uint32_t i, ch__number *n)
{
    n->bytes.start = i;
    uint32_t start = currency_before(r, i, n);
    uint32_t end = 0;
    if (start != i) {
        n->digits.start = start;
        end = ch__spell_in_digits(r, start, n);
        if (end == start)
            return i;
        n->has_value = true;
        n->digits.end = end;
        n->flags &= (uint8_t)~CH__NUMBER_YEAR;
    } else {
        end = ch__spell_number(r, i, n);
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

static uint32_t word_is(const ch__spelling *r, uint32_t i, const char *word)
{
    uint32_t n = (uint32_t)strlen(word);
    for (uint32_t k = 0; k < n; k++)
        if (ch__lower((char)ch__spell_byte(r, i + k)) != word[k])
            return 0;
    return ch__spell_letter(ch__spell_byte(r, i + n)) ? 0 : n;
}

/* What joins the ends of a range after the first number: "to", a dash, or "and" after "between". Returns where the
 * second starts. */
static uint32_t joint(const ch__spelling *r, uint32_t i, const char *kind)
{
    uint32_t at = ch__spell_skip(r, i), n = word_is(r, at, "to");
    if (!n && is(kind, "between"))
        n = word_is(r, at, "and");
    if (!n)
        n = ch__spell_dash(r, at);
    return n ? ch__spell_skip(r, at + n) : i;
}

static bool same_unit(const ch__number *a, const ch__number *b)
{
    return !a->unit || (b->unit && strcmp(a->unit, b->unit) == 0) || (!b->unit && is(a->unit_kind, "currency"));
}

/* "3 to 5 billion": the scale of the second holds for the first. */
static double scale_first(const ch__spelling *r, const ch__number *a, const ch__number *b)
{
    double v;
    uint32_t end = b->digits.start;
    bool plain;
    if (!ch__spell_digit(r, end) || a->value >= 1000 || !(a->flags & CH__NUMBER_DIGITS))
        return a->value;
    ch__spell_digits(r, end, &v, &plain);
    return v > 0 && b->value > v && a->value <= v ? a->value * (b->value / v) : a->value;
}

static uint32_t range(const ch__spelling *r, uint32_t end, const char *kind, ch__number *n)
{
    ch__number second = {0};
    uint32_t at = n->has_value ? joint(r, end, kind) : end;
    if (at == end ||
        (!ch__spell_digit(r, at) && !ch__spell_letter(ch__spell_byte(r, at)) && ch__spell_byte(r, at) != '$'))
        return end;
    uint32_t to = whole(r, at, &second);
    if (to == at &&
        ch__spell_dash(r, at - 1)) { /* ch__spell_number() refuses digits behind a dash: here the dash is the joint */
        ch__spelling shifted = *r;
        shifted.from = at;
        to = whole(&shifted, at, &second);
    }
    if (to == at || !second.has_value || !same_unit(n, &second) || (second.flags & CH__NUMBER_HYPHEN))
        return end;
    if ((n->flags & CH__NUMBER_YEAR) && !n->unit && second.unit)
        return end; /* "from $337 billion in 1993 to $1.2 trillion" */
    if (n->value > second.value && ch__spell_dash(r, ch__spell_skip(r, end)))
        return end; /* "Public Law 107-40", "one-half" */
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
static uint32_t qualifier_behind(const ch__spelling *r, uint32_t end, ch__number *n)
{
    uint32_t row, to, at = ch__spell_skip(r, end);
    if (!ch__spell_phrase(r, r->qualifiers, at, &row, &to))
        return end;
    const char *kind = ch__table_cell(r->qualifiers, row, QUALIFIER_KIND);
    if (!ch__sv_starts(ch__sv_of(kind), CH__SV("after ")))
        return end;
    bound(n, kind + sizeof "after " - 1);
    n->bytes.end = to;
    return to;
}

/* Reads the number at `i` with what qualifies it; returns its end or i. */
static uint32_t number_at(const ch__spelling *r, uint32_t i, const pending *q, ch__number *n)
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

static void take_qualifier(const ch__spelling *r, uint32_t row, uint32_t start, uint32_t end, pending *q)
{
    const char *kind = ch__table_cell(r->qualifiers, row, QUALIFIER_KIND);
    if (ch__sv_starts(ch__sv_of(kind), CH__SV("after ")))
        return;
    /* "more than around 30": the bound says more than the second word; "between about 3 and 5" stays a range */
    bool keeps = q->kind && !is(q->kind, "exact") && q->end <= start && start - q->end <= 1;
    *q = (pending){keeps ? q->kind : kind, keeps ? q->start : start, end};
}

/* Whether all that is known of a number is below 10^18: what has more digits, or none left ("1e400" spelled out), is no
 * count of anything. */
static bool sane(const ch__number *n)
{
    const double most = 1e18;
    return (!n->has_value || n->value < most) && (!n->has_low || n->low < most) && (!n->has_high || n->high < most);
}

uint32_t ch__numbers(const ch__knowledge *k, ch__arena *arena, const char *text, ch_span bytes, ch__number **out)
{
    ch__spelling r = {.k = k,
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
            if (sane(&number))
                *CH__PUSH(arena, *out, n, cap) = number;
            q = (pending){0};
        } else if (ch__spell_phrase(&r, r.qualifiers, start, &row, &end))
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
