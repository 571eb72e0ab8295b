/* figures.c - numbers between states: what a number measures, in which unit, from whom to whom, when. */
#include "ledger/figures.h"

#include "ledger/parts.h"

enum { MEASURE = 1, KIND = 2, WAY = 3, NOUN_REACH = 7, NEAR = 5 };

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

static void reject(const ch__tally *y, const char *why)
{
    ch__doc_add_candidate(y->doc, y->sentence, y->tokens.start, NULL, why);
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

/* ---- the clause ---- */

/* Whether a new clause begins behind token b: a noun, then a finite verb, with no other joint between. */
static bool clause_begins(const ch_doc *doc, uint32_t b, uint32_t end)
{
    bool noun = false;
    for (uint32_t t = b + 1; t < end && t < b + 14; t++) {
        if (ch__upos_is(doc, t, CH_UPOS_PUNCT) || ch__upos_is(doc, t, CH_UPOS_CCONJ))
            return false;
        if (ch__is_finite(doc, t))
            return noun;
        noun = noun || ch__is_noun(doc, t) || ch__upos_is(doc, t, CH_UPOS_PRON);
    }
    return false;
}

static bool joint(const ch_doc *doc, uint32_t t)
{
    return ch__upos_is(doc, t, CH_UPOS_CCONJ) || ch__upos_is(doc, t, CH_UPOS_SCONJ) || ch__form_is(doc, t, ",");
}

static ch_span clause_of(const ch_doc *doc, ch_span s, ch_span number)
{
    ch_span c = s;
    for (uint32_t t = number.start; t > s.start; t--)
        if (ch__form_is(doc, t - 1, ";") ||
            (joint(doc, t - 1) && t - 1 > s.start && ch__has_finite(doc, (ch_span){s.start, t - 1}) &&
             clause_begins(doc, t - 1, number.start))) {
            c.start = t;
            break;
        }
    for (uint32_t t = number.end; t < s.end; t++)
        if (ch__form_is(doc, t, ";") || (joint(doc, t) && clause_begins(doc, t, s.end))) {
            c.end = t;
            break;
        }
    return c;
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
    return words.start < words.end ? ch__copy(ch__doc_arena(y->doc), ch__doc_sv(doc, ch__tokens_bytes(doc, words)))
                                   : NULL;
}

static const char *unit_of(const ch__tally *y)
{
    if (!y->counts)
        return y->number->unit;
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
        if (!sides[i]->n)
            continue;
        ch_span m = y->doc->mentions[sides[i]->at[0].mention].tokens;
        e.start = m.start < e.start ? m.start : e.start;
        e.end = m.end > e.end ? m.end : e.end;
    }
    return e;
}

static void record(ch__tally *y, ch_figure *f, int sure)
{
    const ch__number *n = y->number;
    f->measure = y->measure.name;
    f->unit = unit_of(y);
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
    r->rule = ch__table_source(y->measures, y->measure.row, ch__doc_arena(y->doc));
    r->confidence = (uint16_t)(450 + 130 * sure);
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
        if (y->times[i].tokens.start <= digits.start && digits.end <= y->times[i].tokens.end)
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

static void weigh(ch__tally *y)
{
    ch_figure f = {0};
    if (!tokens_of(y->doc, y->sentence_tokens, y->number->bytes, &y->tokens) || is_date(y) ||
        is(y->number->unit_kind, "time"))
        return;
    if ((y->number->flags & CH__NUMBER_LABEL) || definite(y) || of_name(y))
        return;
    y->clause = clause_of(y->doc, y->sentence_tokens, y->tokens);
    y->of = (ch_span){0, 0};
    y->counts = y->apart = y->weight = false;
    y->measure = (ch__measure){.row = CH_NONE};
    if (!find_measure(y)) {
        reject(y, "no figure: nothing that is measured between states");
        return;
    }
    int sure = ch__figure_sides(y, &f.from, &f.to);
    if (!sure)
        reject(y, "no figure: no two states it stands between");
    else
        record(y, &f, sure);
}

void ch__figures(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    ch__tally y = {.k = k,
                   .doc = doc,
                   .measures = ch__knowledge_table(k, "ledger/measures"),
                   .units = ch__knowledge_table(k, "ledger/units"),
                   .movers = ch__knowledge_table(k, "ledger/movers")};
    if (!y.measures || !y.movers || !y.units)
        return;
    for (y.sentence = 0; y.sentence < doc->n_sentences; y.sentence++) {
        const ch_sentence *s = &doc->sentences[y.sentence];
        ch__number *numbers;
        if (!ch__ledger_reads(doc, y.sentence))
            continue;
        uint32_t n = ch__numbers(k, scratch, doc->text, s->bytes, &numbers);
        if (!n)
            continue;
        y.sentence_tokens = s->tokens;
        y.n_times = ch__times_in(k, doc, y.sentence, &y.times);
        for (uint32_t i = 0; i < n; i++) {
            y.number = &numbers[i];
            weigh(&y);
        }
    }
}
