/* figures.c - numbers between states: what a number measures, in which unit, from whom to whom, when. */
#include "ledger/figures.h"

#include <stdlib.h>

#include "ledger/figure_model.h"
#include "ledger/parts.h"

enum { MEASURE = 1, KIND = 2, WAY = 3, NOUN_REACH = 7, NEAR = 5 };
enum { MOST_NUMBERS = 64 /* of a sentence; more are a table */ };

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

/* ---- words of measure ---- */

/* The longest phrase of that kind at t. */
static bool measure_at(const ch__tally *y, uint32_t t, uint32_t end, const char *kind, ch__measure *out)
{
    ch__hit hits[8];
    uint32_t tokens[8];
    size_t n = ch__phrases_at_token(y->doc, y->k, ch__table_bit(y->measures), t, end, hits, tokens, 8);
    bool name = t + 1 < end && ch__upos_is(y->doc, t, CH_UPOS_PROPN) && ch__upos_is(y->doc, t + 1, CH_UPOS_PROPN);
    for (size_t i = 0; i < n; i++) /* not the trade of "the Trade Representative" */
        if (is(ch__table_cell(y->measures, hits[i].row, KIND), kind) &&
            !(name && tokens[i] == 1 && is(kind, "money"))) {
            *out = (ch__measure){hits[i].row,
                                 {t, t + tokens[i]},
                                 ch__table_cell(y->measures, hits[i].row, MEASURE),
                                 ch__table_cell(y->measures, hits[i].row, WAY)};
            return true;
        }
    return false;
}

static bool measure_in(const ch__tally *y, ch_span tokens, const char *kind, ch__measure *out)
{
    for (uint32_t t = tokens.start; t < tokens.end; t++)
        if (measure_at(y, t, tokens.end, kind, out))
            return true;
    return false;
}

/* The nearest in front of a token, the longest phrase that ends there. */
static bool measure_before(const ch__tally *y, uint32_t from, uint32_t token, const char *kind, ch__measure *out)
{
    bool found = false;
    for (uint32_t t = token; t > from; t--) {
        ch__measure m;
        bool here = measure_at(y, t - 1, token, kind, &m);
        if (here && (!found || m.tokens.end == out->tokens.end))
            *out = m;
        found = found || here;
        if (found && out->tokens.end > t + 4)
            break;
    }
    return found;
}

/* Just behind ("$300 million loan", "4 billion in aid"), else the nearest in front, else behind. */
static bool measure_near(const ch__tally *y, const char *kind, ch__measure *out)
{
    uint32_t end = y->clause.end, close = y->tokens.end + NEAR < end ? y->tokens.end + NEAR : end;
    for (uint32_t t = y->tokens.end; t < close; t++)
        if (ch__is_finite(y->doc, t) || ch__upos_is(y->doc, t, CH_UPOS_PUNCT) || ch__upos_is(y->doc, t, CH_UPOS_CCONJ))
            close = t;
    return measure_in(y, (ch_span){y->tokens.end, close}, kind, out) ||
           measure_before(y, y->clause.start, y->tokens.start, kind, out) ||
           measure_in(y, (ch_span){y->tokens.end, end}, kind, out);
}

/* The counted noun: last word of the table in the noun phrase behind the number ("3 million medical masks"). */
static bool counted(const ch__tally *y, ch__measure *out)
{
    bool found = false;
    const ch_doc *doc = y->doc;
    uint32_t end = y->sentence_tokens.end;
    for (uint32_t t = y->tokens.end; t < end && t < y->tokens.end + NOUN_REACH; t++) {
        uint8_t upos = ch__upos(doc, t);
        bool inside = upos == CH_UPOS_ADJ || upos == CH_UPOS_NOUN || upos == CH_UPOS_PROPN ||
                      ch__form_is(doc, t, "-") || (t == y->tokens.end && ch__lemma_is(doc, t, "of")) ||
                      upos == CH_UPOS_NUM || upos == CH_UPOS_ADV || strcmp(doc->words[t].xpos, "VBN") == 0;
        if (!inside)
            break;
        ch__measure m;
        if (upos != CH_UPOS_NUM && measure_at(y, t, end, "count", &m)) {
            *out = m;
            found = true;
            t = m.tokens.end - 1;
            if (y->number->flags & CH__NUMBER_HYPHEN)
                break; /* "a four-member delegation": four members */
        }
    }
    /* "hosting 12 Robert Koch Institute staff": a name counts nothing, unless the table has it in full */
    return found && (!ch__upos_is(doc, out->tokens.end - 1, CH_UPOS_PROPN) || out->tokens.end > out->tokens.start + 1);
}

/* "Iranian students ... with the total number reaching 3000": nothing is counted behind; the noun stands in front. */
static bool counted_before(const ch__tally *y, ch__measure *out)
{
    uint32_t next = y->tokens.end;
    bool digits = y->number->flags & CH__NUMBER_DIGITS;
    bool alone = next >= y->sentence_tokens.end || ch__upos_is(y->doc, next, CH_UPOS_PUNCT) ||
                 ch__upos_is(y->doc, next, CH_UPOS_ADP);
    if (!alone || !digits || !measure_before(y, y->clause.start, y->tokens.start, "count", out))
        return false;
    for (uint32_t t = out->tokens.end; t < y->tokens.start; t++)
        if (ch__upos_is(y->doc, t, CH_UPOS_VERB))
            return ch__upos_is(y->doc, y->tokens.start - 1, CH_UPOS_VERB) ||
                   ch__upos_is(y->doc, y->tokens.start - 1, CH_UPOS_ADP);
    return false;
}

/* "30% of Iran's foreign trade": the whole behind "of". */
static bool part_of(const ch__tally *y, ch__measure *out)
{
    uint32_t t = y->tokens.end, end = t + 10 < y->clause.end ? t + 10 : y->clause.end;
    if (t >= end || !ch__lemma_is(y->doc, t, "of"))
        return false;
    return measure_in(y, (ch_span){t + 1, end}, "rate", out) && is(out->way, "part");
}

/* "a 25 percent tariff", "raised duties on cars to 20 percent"; not "welfare grew by 2 percent as a result of tariff
 * cuts": close behind the number, or in front with no joint between. */
static bool tariff(const ch__tally *y, ch__measure *out)
{
    if (!measure_near(y, "levy", out))
        return false;
    if (out->tokens.start >= y->tokens.end)
        return out->tokens.start + 1 < y->tokens.end + NEAR;
    for (uint32_t t = out->tokens.end; t < y->tokens.start; t++)
        if (ch__upos_is(y->doc, t, CH_UPOS_PUNCT) || ch__upos_is(y->doc, t, CH_UPOS_CCONJ) ||
            ch__upos_is(y->doc, t, CH_UPOS_SCONJ))
            return false;
    return true;
}

static bool of_percent(ch__tally *y)
{
    ch__measure change;
    if (part_of(y, &y->measure) || tariff(y, &y->measure))
        return true;
    if (!measure_near(y, "change", &change) || !measure_near(y, "money", &y->measure))
        return false;
    y->of = y->measure.tokens; /* "exports to Iran grew by 12 percent": growth, of exports */
    y->measure.name = change.name;
    return true;
}

/* Finds what the number measures; false when nothing between states. */
static bool find_measure(ch__tally *y)
{
    const char *kind = y->number->unit_kind;
    if (is(kind, "share") || is(kind, "points"))
        return of_percent(y);
    if (is(kind, "currency"))
        return measure_near(y, "money", &y->measure);
    if (is(kind, "physical")) {
        ch__mover m;
        y->weight = !measure_near(y, "money", &y->measure);
        if (y->weight && !measure_near(y, "verb", &y->measure) && !ch__mover_find(y, &m))
            return false;
        if (!y->measure.name) { /* "donated 3,000 tonnes of rice" */
            y->measure.name = "items";
            y->measure.way = "gift";
        }
        return true;
    }
    if (kind)
        return false;
    if (y->number->has_value && y->number->value == 1 && !(y->number->flags & CH__NUMBER_DIGITS))
        return false; /* "one of the members", "one official" */
    bool behind = counted(y, &y->measure);
    y->apart = !behind && counted_before(y, &y->measure);
    y->counts = behind || y->apart;
    return y->counts;
}

/* ---- records ---- */

/* The thing itself behind "of": "30% of Iran's foreign trade", "doses of vaccine", "tonnes of wheat". */
static const char *of_what(const ch__tally *y)
{
    const ch_doc *doc = y->doc;
    ch_span words = y->of;
    uint32_t t = y->counts ? y->measure.tokens.end : y->tokens.end, end = y->sentence_tokens.end;
    if (words.start == words.end && is(y->measure.way, "part"))
        words = y->measure.tokens;
    if (words.start == words.end && t + 1 < end && t >= y->tokens.end && ch__lemma_is(doc, t, "of")) {
        words = (ch_span){t + 1, t + 1};
        while (words.end < end && words.end < t + 6 &&
               (ch__is_noun(doc, words.end) || ch__upos_is(doc, words.end, CH_UPOS_ADJ)))
            words.end++;
    }
    while (words.start < words.end && ch__upos_is(doc, words.end - 1, CH_UPOS_ADP))
        words.end--; /* "trade between" */
    return words.start < words.end ? ch__copy(ch__doc_arena(y->doc), ch__doc_sv(doc, ch__tokens_bytes(doc, words)))
                                   : NULL;
}

/* The currency of whoever counts in it: "12 million dollars" of New Zealand's, "44 billion rupees" to Nepal (table
 * ledger/currencies). */
static const char *currency(const ch__draft *d)
{
    const ch__table *t = ch__knowledge_table(d->tally.k, "ledger/currencies");
    const ch_doc *doc = d->tally.doc;
    const ch_roles *sides[] = {&d->figure.from, &d->figure.to};
    const char *word = doc->words[d->tally.tokens.end - 1].lemma;
    for (int i = 0; t && i < 2; i++) {
        const char *code =
            sides[i]->n && sides[i]->at[0].actor != CH_NONE ? doc->actors[sides[i]->at[0].actor].code : NULL;
        for (uint32_t r = ch__table_find(t, ch__sv_of(word)); code && r != CH_NONE; r = ch__table_find_next(t, r))
            if (is(ch__table_cell(t, r, 1), code) && (i == 0 || is(ch__table_cell(t, r, 3), "either")))
                return ch__table_cell(t, r, 2);
    }
    return d->number.unit;
}

static const char *unit_of(const ch__draft *d)
{
    const ch__tally *y = &d->tally;
    if (!y->counts)
        return is(y->number->unit_kind, "currency") ? currency(d) : y->number->unit;
    ch__sv noun = ch__doc_sv(y->doc, ch__tokens_bytes(y->doc, y->measure.tokens));
    bool singular =
        (y->number->flags & CH__NUMBER_HYPHEN) && y->number->value > 1 && noun.n && noun.p[noun.n - 1] != 's';
    return ch__format(ch__doc_arena(y->doc), "%.*s%s", (int)noun.n, noun.p, singular ? "s" : "");
}

static ch_span extent(const ch__tally *y, const ch_figure *f)
{
    ch_span e = y->tokens;
    const ch_roles *sides[] = {&f->from, &f->to};
    e.start = y->measure.tokens.start < e.start ? y->measure.tokens.start : e.start;
    e.end = y->measure.tokens.end > e.end ? y->measure.tokens.end : e.end;
    for (int i = 0; i < 2; i++) {
        if (!sides[i]->n || y->doc->mentions[sides[i]->at[0].mention].sentence != y->sentence)
            continue;
        ch_span m = y->doc->mentions[sides[i]->at[0].mention].tokens;
        e.start = m.start < e.start ? m.start : e.start;
        e.end = m.end > e.end ? m.end : e.end;
    }
    return e;
}

/* Whether the value is one that the measure can have (table ledger/limits). */
static bool possible(const ch__draft *d, const char *unit)
{
    const ch__table *t = ch__knowledge_table(d->tally.k, "ledger/limits");
    const ch__number *n = &d->number;
    double v = n->has_value ? n->value : n->has_high ? n->high : n->low;
    for (uint32_t r = t ? ch__table_find(t, ch__sv_of(d->tally.measure.name)) : CH_NONE; r != CH_NONE;
         r = ch__table_find_next(t, r))
        if (is(unit, ch__table_cell(t, r, 1)) && v > atof(ch__table_cell(t, r, 2)))
            return false;
    return true;
}

static void record(ch__draft *d)
{
    ch__tally *y = &d->tally;
    ch_figure *f = &d->figure;
    const ch__number *n = &d->number;
    f->measure = y->measure.name;
    f->unit = unit_of(d);
    f->of = of_what(y);
    f->value = n->value;
    f->low = n->low;
    f->high = n->high;
    f->has_value = n->has_value;
    f->has_low = n->has_low;
    f->has_high = n->has_high;
    f->approximate = n->approximate;
    ch_when when = ch__when_of(y->doc, y->times, y->n_times, y->tokens.start);
    if (when.bytes.start < when.bytes.end)
        f->period = when;
    uint32_t index = y->doc->n_records;
    ch_record *r = ch__doc_add_record(y->doc);
    r->kind = CH_FIGURE;
    r->sentence = y->sentence;
    r->bytes = ch__tokens_bytes(y->doc, extent(y, f));
    r->when = when;
    r->rule = d->rule ? d->rule : ch__table_source(y->measures, y->measure.row, ch__doc_arena(y->doc));
    r->confidence = d->rule ? d->confidence : (uint16_t)(450 + 130 * d->sure);
    r->as.figure = *f;
    ch__doc_add_candidate(y->doc, y->sentence, y->tokens.start, r->rule, "figure")->record = index;
}

/* The tokens a stretch of bytes touches; false when none. */
static bool tokens_of(const ch_doc *doc, ch_span s, ch_span bytes, ch_span *out)
{
    uint32_t low = s.start, high = s.end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->tokens[middle].bytes.end <= bytes.start)
            low = middle + 1;
        else
            high = middle;
    }
    *out = (ch_span){low, low};
    while (out->end < s.end && doc->tokens[out->end].bytes.start < bytes.end)
        out->end++;
    return out->start < out->end;
}

static bool is_date(const ch__tally *y)
{
    ch_span digits;
    if (!tokens_of(y->doc, y->sentence_tokens, y->number->digits, &digits))
        return true;
    for (uint32_t i = 0; i < y->n_times; i++)
        if ((y->times[i].type == CH_TIME_DATE || y->times[i].type == CH_TIME_CLOCK) &&
            y->times[i].tokens.start <= digits.start && digits.end <= y->times[i].tokens.end)
            return true;
    return (y->number->flags & CH__NUMBER_YEAR) && !y->number->unit;
}

/* "the two missions": those told of before, not a number that is news. */
static bool definite(const ch__tally *y)
{
    uint32_t t = y->tokens.start;
    bool word =
        !(y->number->flags & (CH__NUMBER_DIGITS | CH__NUMBER_HYPHEN)) && y->number->has_value && y->number->value <= 10;
    return word && !y->number->unit && t > y->sentence_tokens.start && ch__upos_is(y->doc, t - 1, CH_UPOS_DET);
}

/* "a Boeing 707 cargo plane": the number belongs to a name. An actor in front ("In Ukraine 300 soldiers") is no such
 * name. */
static bool of_name(const ch__tally *y)
{
    uint32_t t = y->tokens.start;
    return t > y->sentence_tokens.start && !y->number->unit && ch__upos_is(y->doc, t - 1, CH_UPOS_PROPN) &&
           ch__mention_over(y->doc, t - 1) == CH_NONE;
}

/* Whether a number may be a figure at all. */
static bool may_be(ch__tally *y)
{
    return tokens_of(y->doc, y->sentence_tokens, y->number->bytes, &y->tokens) && !is_date(y) &&
           !is(y->number->unit_kind, "time") && !(y->number->flags & CH__NUMBER_LABEL);
}

/* The rules' measure and sides; false, with the reason, where it is no figure to them. */
static bool weigh(ch__draft *d)
{
    ch__tally *y = &d->tally;
    d->why = definite(y) ? "no figure: told of before" : of_name(y) ? "no figure: the number of a name" : NULL;
    if (d->why)
        return false;
    if (!find_measure(y)) {
        d->why = "no figure: nothing that is measured between states";
        return false;
    }
    d->sure = ch__figure_sides(y, &d->figure.from, &d->figure.to);
    if (!d->sure)
        d->why = "no figure: no two states it stands between";
    return d->sure > 0;
}

/* "35 million dollars ..., out of a credit of up to 150 million", "worth 2.4 million dollars ... worth 310,000.": a sum
 * that leaves its currency out. */
static bool elliptic(const ch__draft *d)
{
    const ch__tally *y = &d->tally;
    uint32_t next = y->tokens.end;
    double v = d->number.has_value ? d->number.value : d->number.high;
    if (d->number.unit || v < 1000 || d->number.flags & (CH__NUMBER_HYPHEN | CH__NUMBER_MANY))
        return false;
    bool end = next >= y->sentence_tokens.end || ch__upos_is(y->doc, next, CH_UPOS_PUNCT);
    ch__sv digits = ch__doc_sv(y->doc, d->number.digits);
    bool scale = v >= 1000000 && digits.n && ch__is_alpha((unsigned char)digits.p[digits.n - 1]);
    return end || (scale && !ch__is_noun(y->doc, next) && !ch__upos_is(y->doc, next, CH_UPOS_ADJ));
}

/* The last number with a currency; NULL where there is none. */
static const ch__number *last_money(const ch__number *numbers, uint32_t n)
{
    for (uint32_t i = n; i > 0; i--)
        if (is(numbers[i - 1].unit_kind, "currency"))
            return &numbers[i - 1];
    return NULL;
}

/* The currency of the sum before it, in its sentence or one of the two in front. */
static void borrow_unit(ch__draft *d, ch__arena *scratch, const ch__number *before, uint32_t n)
{
    enum { BACK = 2 };
    const ch__number *money = elliptic(d) ? last_money(before, n) : NULL;
    for (uint32_t back = 1;
         !money && elliptic(d) && d->number.value >= 1000000 && back <= BACK && back <= d->tally.sentence; back++) {
        ch__number *numbers;
        uint32_t m = ch__numbers(d->tally.k, scratch, d->tally.doc->text,
                                 d->tally.doc->sentences[d->tally.sentence - back].bytes, &numbers);
        money = last_money(numbers, m);
    }
    if (money) {
        d->number.unit = money->unit;
        d->number.unit_kind = money->unit_kind;
    }
}

uint32_t ch__figure_drafts(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc, uint32_t sentence, ch__draft **out)
{
    const ch_sentence *s = &doc->sentences[sentence];
    ch__number *numbers;
    uint32_t n = ch__numbers(k, scratch, doc->text, s->bytes, &numbers), kept = 0;
    ch__tally y = {.k = k,
                   .doc = doc,
                   .measures = ch__knowledge_table(k, "ledger/measures"),
                   .units = ch__knowledge_table(k, "ledger/units"),
                   .movers = ch__knowledge_table(k, "ledger/movers"),
                   .sentence = sentence,
                   .sentence_tokens = s->tokens,
                   .measure = {.row = CH_NONE}};
    *out = NULL;
    if (!n || !y.measures || !y.movers || !y.units)
        return 0;
    ch__joints j = ch__joints_of(doc, s->tokens, scratch);
    n = n < MOST_NUMBERS ? n : MOST_NUMBERS;
    y.n_times = ch__times(doc, sentence, &y.times);
    *out = ch__alloc_array(scratch, n, sizeof **out);
    for (uint32_t i = 0; i < n; i++) {
        ch__draft *d = &(*out)[kept];
        *d = (ch__draft){.tally = y, .number = numbers[i]};
        d->tally.number = &d->number;
        if (!may_be(&d->tally))
            continue;
        borrow_unit(d, scratch, numbers, i);
        d->tally.clause = ch__clause_around(doc, &j, s->tokens, d->tally.tokens);
        (void)weigh(d);
        kept++;
    }
    return kept;
}

void ch__figures(const ch__knowledge *k, const ch__figures_model *model, ch__arena *scratch, ch_doc *doc)
{
    const uint32_t *event_of = model ? ch__events_by_token(doc, scratch) : NULL;
    for (uint32_t s = 0; s < doc->n_sentences; s++) {
        ch__draft *drafts;
        uint32_t n = ch__ledger_reads(doc, s) ? ch__figure_drafts(k, scratch, doc, s, &drafts) : 0;
        if (n && model)
            ch__figures_weigh(model, k, scratch, doc, s, event_of, drafts, n);
        for (uint32_t i = 0; i < n; i++)
            if (drafts[i].sure && !possible(&drafts[i], drafts[i].number.unit))
                ch__doc_add_candidate(doc, s, drafts[i].tally.tokens.start, drafts[i].rule,
                                      "no figure: more than such a measure can be");
            else if (drafts[i].sure)
                record(&drafts[i]);
            else
                ch__doc_add_candidate(doc, s, drafts[i].tally.tokens.start, NULL, drafts[i].why);
    }
}
