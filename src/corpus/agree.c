/* agree.c - agreement of two annotators, field by field. Things are aligned first (mentions by their span, events and
 * other records by the words that carry them), and fields are compared on what was aligned. Kappa is Cohen's (Cohen
 * 1960, Educational and Psychological Measurement 20). */
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "corpus/agree.h"

enum { N_TYPES = CH_N_EVENT_TYPES + 1, NO_EVENT = CH_N_EVENT_TYPES };

typedef struct pair {
    ch__comparison *c;
    const ch__corpus_unit *u[2];
} pair;

/* ---- rows ---- */

static ch_agreement_row *row(ch__comparison *c, const char *field)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (strcmp(c->rows[i].field, field) == 0)
            return &c->rows[i];
    ch_agreement_row *r = CH__PUSH(c->arena, c->rows, c->n, c->cap);
    *r = (ch_agreement_row){.field = field, .kappa = NAN};
    return r;
}

static void tell(const pair *p, const char *field, uint32_t line0, const char *first, uint32_t line1,
                 const char *second)
{
    if (p->c->difference)
        p->c->difference(p->c->ctx, &(ch_difference){field, p->u[0]->file, line0, first, p->u[1]->file, line1, second});
}

/* Something found by one or both. */
static void found(const pair *p, const char *field, bool by_first, bool by_second, uint32_t line0, uint32_t line1,
                  const char *what)
{
    ch_agreement_row *r = row(p->c, field);
    r->first += by_first;
    r->second += by_second;
    r->agreed += by_first && by_second;
    if (by_first != by_second)
        tell(p, field, line0, by_first ? what : NULL, line1, by_second ? what : NULL);
}

/* A field of something that both found. */
static void same(const pair *p, const char *field, const char *first, const char *second, uint32_t line0,
                 uint32_t line1)
{
    bool equal = first && second ? strcmp(first, second) == 0 : first == second;
    ch_agreement_row *r = row(p->c, field);
    r->first++;
    r->second++;
    r->agreed += equal;
    if (!equal)
        tell(p, field, line0, first ? first : "-", line1, second ? second : "-");
}

/* ---- mentions ---- */

static uint32_t mention_at(const ch_doc *doc, ch_span bytes)
{
    for (uint32_t i = 0; i < doc->n_mentions; i++)
        if (doc->mentions[i].bytes.start == bytes.start && doc->mentions[i].bytes.end == bytes.end)
            return i;
    return CH_NONE;
}

/* Codes, or sectors, of a mention's actors, in order. */
static const char *joined(const pair *p, int side, uint32_t mention, bool sectors)
{
    const ch_doc *doc = p->u[side]->doc;
    const char *all = "";
    for (uint32_t a = doc->mentions[mention].actors.start; a < doc->mentions[mention].actors.end; a++) {
        const char *s = sectors ? doc->actors[a].sector : doc->actors[a].code;
        all = ch__format(p->c->arena, "%s%s%s", all, *all ? "+" : "", s ? s : "-");
    }
    return all;
}

/* The line of the sentence at a place of the text; 0 where a side has no lines. */
static uint32_t line_at(const pair *p, int side, uint32_t byte)
{
    const ch__corpus_unit *u = p->u[side];
    uint32_t s = 0;
    while (s + 1 < u->doc->n_sentences && u->doc->sentences[s + 1].bytes.start <= byte)
        s++;
    return u->sentence_lines && u->doc->n_sentences ? u->sentence_lines[s] : 0;
}

static const char *quote(const pair *p, int side, ch_span bytes)
{
    return ch__copy(p->c->arena, ch__doc_sv(p->u[side]->doc, bytes));
}

static void compare_mentions(const pair *p)
{
    const ch_doc *a = p->u[0]->doc, *b = p->u[1]->doc;
    for (uint32_t i = 0; i < a->n_mentions; i++) {
        ch_span bytes = a->mentions[i].bytes;
        uint32_t x = line_at(p, 0, bytes.start), y = line_at(p, 1, bytes.start), other = mention_at(b, bytes);
        found(p, "actor: span", true, other != CH_NONE, x, y, quote(p, 0, bytes));
        if (other == CH_NONE)
            continue;
        same(p, "actor: code", joined(p, 0, i, false), joined(p, 1, other, false), x, y);
        same(p, "actor: sector", joined(p, 0, i, true), joined(p, 1, other, true), x, y);
    }
    for (uint32_t i = 0; i < b->n_mentions; i++) {
        ch_span bytes = b->mentions[i].bytes;
        if (mention_at(a, bytes) == CH_NONE)
            found(p, "actor: span", false, true, line_at(p, 0, bytes.start), line_at(p, 1, bytes.start),
                  quote(p, 1, bytes));
    }
}

/* ---- aligning records ---- */

static uint32_t overlap(ch_span a, ch_span b)
{
    uint32_t start = a.start > b.start ? a.start : b.start, end = a.end < b.end ? a.end : b.end;
    return start < end ? end - start : 0;
}

/* Bytes that the words carrying two records share: triggers of events, the span of others. */
static uint32_t shared(const pair *p, uint32_t i, uint32_t k)
{
    const ch__corpus_unit *a = p->u[0], *b = p->u[1];
    uint32_t n = 0;
    if (a->doc->records[i].kind != CH_EVENT)
        return overlap(a->doc->records[i].bytes, b->doc->records[k].bytes);
    for (uint32_t x = 0; x < a->notes[i].n_triggers; x++)
        for (uint32_t y = 0; y < b->notes[k].n_triggers; y++)
            n += overlap(a->notes[i].triggers[x], b->notes[k].triggers[y]);
    return n;
}

/* Whether two records say the same in the field that names them best. */
static bool same_head(const ch_record *a, const ch_record *b)
{
    switch ((ch_kind)a->kind) {
    case CH_EVENT: return a->as.event.type == b->as.event.type;
    case CH_STATEMENT: return true;
    case CH_AGREEMENT: return strcmp(a->as.agreement.form, b->as.agreement.form) == 0;
    case CH_LEVEL: return strcmp(a->as.level.level, b->as.level.level) == 0;
    default: return strcmp(a->as.figure.measure, b->as.figure.measure) == 0;
    }
}

/* The other annotator's record for each of the first's, CH_NONE for none: the pairs with most in common first, one to
 * one. */
static uint32_t *align(const pair *p)
{
    const ch_doc *a = p->u[0]->doc, *b = p->u[1]->doc;
    uint32_t *to = ch__alloc_array(p->c->arena, a->n_records, sizeof *to);
    bool *taken = ch__alloc_array(p->c->arena, b->n_records, sizeof *taken);
    memset(to, 0xFF, a->n_records * sizeof *to);
    for (;;) {
        uint32_t best = 0, best_i = 0, best_k = 0;
        for (uint32_t i = 0; i < a->n_records; i++)
            for (uint32_t k = 0; to[i] == CH_NONE && k < b->n_records; k++) {
                if (taken[k] || a->records[i].kind != b->records[k].kind)
                    continue;
                uint32_t n = shared(p, i, k);
                if (n && same_head(&a->records[i], &b->records[k]))
                    n += 1000;
                if (n > best) {
                    best = n;
                    best_i = i;
                    best_k = k;
                }
            }
        if (!best)
            return to;
        to[best_i] = best_k;
        taken[best_k] = true;
    }
}

/* ---- fields ---- */

static int by_code(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* The codes of a role as a set, in alphabetical order. */
static const char *codes(const pair *p, int side, const ch_roles *roles)
{
    const char **list = ch__alloc_array(p->c->arena, roles->n, sizeof *list), *all = "";
    for (uint32_t i = 0; i < roles->n; i++) {
        uint32_t actor = roles->at[i].actor;
        const char *code = actor == CH_NONE ? NULL : p->u[side]->doc->actors[actor].code;
        list[i] = code ? code : "-";
    }
    if (roles->n > 1)
        qsort(list, roles->n, sizeof *list, by_code);
    for (uint32_t i = 0; i < roles->n; i++)
        if (!i || strcmp(list[i - 1], list[i]) != 0)
            all = ch__format(p->c->arena, "%s%s%s", all, *all ? "," : "", list[i]);
    return all;
}

static const char *modes(const pair *p, const ch__corpus_note *n)
{
    const char *all = "";
    if (n->n_modes > 1)
        qsort(n->modes, n->n_modes, sizeof *n->modes, by_code);
    for (uint32_t i = 0; i < n->n_modes; i++)
        all = ch__format(p->c->arena, "%s%s%s", all, *all ? "+" : "", n->modes[i]);
    return all;
}

static const char *time_of(const pair *p, const ch_when *w, const ch__corpus_note *n)
{
    char first[12], last[12];
    if (n->time_unknown || (w->bytes.start < w->bytes.end && !w->start.year))
        return "?";
    if (w->basis == CH_BASIS_PUBLISHED)
        return "";
    if (!w->start.year)
        return "";
    return ch__format(p->c->arena, "%s/%s", ch__date_iso(ch__date_first(w->start), first),
                      ch__date_iso(ch__date_last(w->end), last));
}

static bool has_name(const char *const *names, uint32_t n, const char *name)
{
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static void compare_contexts(const pair *p, const ch_event *a, const ch_event *b, uint32_t line0, uint32_t line1)
{
    for (uint32_t i = 0; i < a->n_contexts; i++)
        found(p, "event: context", true, has_name(b->contexts, b->n_contexts, a->contexts[i]), line0, line1,
              a->contexts[i]);
    for (uint32_t i = 0; i < b->n_contexts; i++)
        if (!has_name(a->contexts, a->n_contexts, b->contexts[i]))
            found(p, "event: context", false, true, line0, line1, b->contexts[i]);
}

static const ch_magnitude *magnitude(const ch_event *e, const char *what, double value, const char *unit)
{
    for (uint32_t i = 0; i < e->n_magnitudes; i++) {
        const ch_magnitude *m = &e->magnitudes[i];
        bool counted = strcmp(what, "items") == 0 || strcmp(m->unit ? m->unit : "", unit ? unit : "") == 0;
        if (strcmp(m->what, what) == 0 && m->value >= value && m->value <= value && counted)
            return m;
    }
    return NULL;
}

/* Whether the other has the same: what is counted, how many, of money the currency. Whose noun stands for the items
 * ("patrol boats" or "boats") is left open. */
static void compare_magnitudes(const pair *p, const ch_event *a, const ch_event *b, uint32_t line0, uint32_t line1)
{
    const ch_event *side[] = {a, b};
    for (int s = 0; s < 2; s++)
        for (uint32_t i = 0; i < side[s]->n_magnitudes; i++) {
            const ch_magnitude *m = &side[s]->magnitudes[i];
            bool both = magnitude(side[!s], m->what, m->value, m->unit);
            const char *field = ch__format(p->c->arena, "event: %s", m->what);
            if (!both || s == 0)
                found(p, field, s == 0 || both, s == 1 || both, line0, line1,
                      ch__format(p->c->arena, "%.15g%s%s", m->value, m->unit ? " " : "", m->unit ? m->unit : ""));
        }
}

static void compare_events(const pair *p, uint32_t i, uint32_t k)
{
    const ch_record *r = &p->u[0]->doc->records[i], *s = &p->u[1]->doc->records[k];
    const ch__corpus_note *m = &p->u[0]->notes[i], *n = &p->u[1]->notes[k];
    const ch_event *a = &r->as.event, *b = &s->as.event;
    uint32_t x = m->line, y = n->line;
    p->c->types[a->type * N_TYPES + b->type]++;
    same(p, "event: type", ch_event_type_name((ch_event_type)a->type), ch_event_type_name((ch_event_type)b->type), x,
         y);
    if (a->type == b->type)
        same(p, "event: mode (same type)", modes(p, m), modes(p, n), x, y);
    same(p, "event: actors", codes(p, 0, &a->actor), codes(p, 1, &b->actor), x, y);
    same(p, "event: recipients", codes(p, 0, &a->recipient), codes(p, 1, &b->recipient), x, y);
    same(p, "event: modality", ch_modality_name((ch_modality)a->modality), ch_modality_name((ch_modality)b->modality),
         x, y);
    same(p, "event: time", time_of(p, &r->when, m), time_of(p, &s->when, n), x, y);
    same(p, "event: place", quote(p, 0, a->place.bytes), quote(p, 1, b->place.bytes), x, y);
    same(p, "event: attribution", codes(p, 0, &a->attribution), codes(p, 1, &b->attribution), x, y);
    same(p, "event: CAMEO", a->cameo, b->cameo, x, y);
    if (a->cameo && b->cameo)
        same(p, "event: CAMEO root", ch__copy(p->c->arena, (ch__sv){a->cameo, 2}),
             ch__copy(p->c->arena, (ch__sv){b->cameo, 2}), x, y);
    compare_contexts(p, a, b, x, y);
    compare_magnitudes(p, a, b, x, y);
}

static const char *number(const pair *p, bool has, double v)
{
    return has ? ch__format(p->c->arena, "%.6g", v) : "-";
}

static void compare_others(const pair *p, uint32_t i, uint32_t k)
{
    const ch_record *r = &p->u[0]->doc->records[i], *s = &p->u[1]->doc->records[k];
    uint32_t x = p->u[0]->notes[i].line, y = p->u[1]->notes[k].line;
    switch ((ch_kind)r->kind) {
    case CH_STATEMENT:
        same(p, "statement: speaker", codes(p, 0, &r->as.statement.speaker), codes(p, 1, &s->as.statement.speaker), x,
             y);
        same(p, "statement: form", r->as.statement.form, s->as.statement.form, x, y);
        same(p, "statement: verb", r->as.statement.verb, s->as.statement.verb, x, y);
        break;
    case CH_AGREEMENT:
        same(p, "agreement: form", r->as.agreement.form, s->as.agreement.form, x, y);
        same(p, "agreement: action", r->as.agreement.action, s->as.agreement.action, x, y);
        same(p, "agreement: parties", codes(p, 0, &r->as.agreement.parties), codes(p, 1, &s->as.agreement.parties), x,
             y);
        break;
    case CH_LEVEL:
        same(p, "level: level", r->as.level.level, s->as.level.level, x, y);
        same(p, "level: action", r->as.level.action, s->as.level.action, x, y);
        same(p, "level: parties", codes(p, 0, &r->as.level.parties), codes(p, 1, &s->as.level.parties), x, y);
        break;
    case CH_FIGURE: {
        const ch_figure *a = &r->as.figure, *b = &s->as.figure;
        same(p, "figure: measure", a->measure, b->measure, x, y);
        same(p, "figure: value",
             ch__format(p->c->arena, "%s %s..%s", number(p, a->has_value, a->value), number(p, a->has_low, a->low),
                        number(p, a->has_high, a->high)),
             ch__format(p->c->arena, "%s %s..%s", number(p, b->has_value, b->value), number(p, b->has_low, b->low),
                        number(p, b->has_high, b->high)),
             x, y);
        same(p, "figure: unit", a->unit, b->unit, x, y);
        same(p, "figure: from", codes(p, 0, &a->from), codes(p, 1, &b->from), x, y);
        same(p, "figure: to", codes(p, 0, &a->to), codes(p, 1, &b->to), x, y);
        break;
    }
    default: break;
    }
}

static const char *found_field(uint8_t kind)
{
    static const char *const fields[] = {"event", "statement", "agreement", "level", "figure"};
    return fields[kind];
}

static const char *name_of(const pair *p, int side, uint32_t i)
{
    const ch_record *r = &p->u[side]->doc->records[i];
    const char *words = quote(p, side, r->bytes);
    return r->kind == CH_EVENT
               ? ch__format(p->c->arena, "%s \"%s\"", ch_event_type_name((ch_event_type)r->as.event.type), words)
               : words;
}

/* Type and codes of both sides: what a count of events by pair needs. */
static bool same_core(const pair *p, uint32_t i, uint32_t k)
{
    const ch_event *a = &p->u[0]->doc->records[i].as.event, *b = &p->u[1]->doc->records[k].as.event;
    return a->type == b->type && strcmp(codes(p, 0, &a->actor), codes(p, 1, &b->actor)) == 0 &&
           strcmp(codes(p, 0, &a->recipient), codes(p, 1, &b->recipient)) == 0;
}

static void count_core(const pair *p, bool by_first, bool by_second, bool agreed)
{
    ch_agreement_row *r = row(p->c, "event with type, actors and recipients");
    r->first += by_first;
    r->second += by_second;
    r->agreed += agreed;
}

static void only_first(const pair *p, uint32_t i)
{
    const ch_record *r = &p->u[0]->doc->records[i];
    found(p, found_field(r->kind), true, false, p->u[0]->notes[i].line, line_at(p, 1, r->bytes.start),
          name_of(p, 0, i));
    if (r->kind != CH_EVENT)
        return;
    p->c->types[r->as.event.type * N_TYPES + NO_EVENT]++;
    count_core(p, true, false, false);
}

static void only_second(const pair *p, uint32_t k)
{
    const ch_record *r = &p->u[1]->doc->records[k];
    found(p, found_field(r->kind), false, true, line_at(p, 0, r->bytes.start), p->u[1]->notes[k].line,
          name_of(p, 1, k));
    if (r->kind != CH_EVENT)
        return;
    p->c->types[NO_EVENT * N_TYPES + r->as.event.type]++;
    count_core(p, false, true, false);
}

static void found_by_both(const pair *p, uint32_t i, uint32_t k)
{
    const ch_record *r = &p->u[0]->doc->records[i];
    found(p, found_field(r->kind), true, true, 0, 0, "");
    if (r->kind != CH_EVENT) {
        compare_others(p, i, k);
        return;
    }
    count_core(p, true, true, same_core(p, i, k));
    compare_events(p, i, k);
}

static void compare_records(const pair *p)
{
    const ch_doc *a = p->u[0]->doc, *b = p->u[1]->doc;
    uint32_t *to = align(p);
    bool *met = ch__alloc_array(p->c->arena, b->n_records, sizeof *met);
    for (uint32_t i = 0; i < a->n_records; i++) {
        if (to[i] == CH_NONE) {
            only_first(p, i);
            continue;
        }
        met[to[i]] = true;
        found_by_both(p, i, to[i]);
    }
    for (uint32_t k = 0; k < b->n_records; k++)
        if (!met[k])
            only_second(p, k);
}

/* ---- sentences ---- */

/* Whether the trigger of an event lies in the stretch of the text. */
static bool holds_event(const ch__corpus_unit *u, ch_span bytes)
{
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        if (u->doc->records[i].kind == CH_EVENT && u->notes[i].n_triggers && overlap(u->notes[i].triggers[0], bytes))
            return true;
    return false;
}

void ch__compare_units(ch__comparison *c, const ch__corpus_unit *first, const ch__corpus_unit *second)
{
    pair p = {c, {first, second}};
    if (!c->types)
        c->types = ch__alloc_array(c->arena, N_TYPES * N_TYPES, sizeof *c->types);
    compare_mentions(&p);
    compare_records(&p);
    for (uint32_t s = 0; s < first->doc->n_sentences; s++)
        c->sentences[holds_event(first, first->doc->sentences[s].bytes)]
                    [holds_event(second, first->doc->sentences[s].bytes)]++;
}

/* ---- kappa ---- */

/* Of a square of n by n counts: what the first says by what the second says. */
static void add_kappa(ch__comparison *c, const char *field, const uint64_t *counts, int n)
{
    double total = 0, agreed = 0, chance = 0;
    for (int i = 0; i < n; i++) {
        double by_first = 0, by_second = 0;
        for (int k = 0; k < n; k++) {
            by_first += (double)counts[i * n + k];
            by_second += (double)counts[k * n + i];
        }
        total += by_first;
        agreed += (double)counts[i * n + i];
        chance += by_first * by_second;
    }
    if (total <= 0)
        return;
    ch_agreement_row *r = row(c, field);
    r->first = r->second = (uint64_t)total;
    r->agreed = (uint64_t)agreed;
    chance /= total * total;
    r->kappa = chance < 1 ? (agreed / total - chance) / (1 - chance) : 1;
}

void ch__comparison_end(ch__comparison *c)
{
    uint64_t both[CH_N_EVENT_TYPES * CH_N_EVENT_TYPES];
    for (int i = 0; c->types && i < CH_N_EVENT_TYPES; i++)
        for (int k = 0; k < CH_N_EVENT_TYPES; k++)
            both[i * CH_N_EVENT_TYPES + k] = c->types[i * N_TYPES + k];
    add_kappa(c, "sentence holds an event or not", &c->sentences[0][0], 2);
    if (!c->types)
        return;
    add_kappa(c, "event type, found by both", both, CH_N_EVENT_TYPES);
    add_kappa(c, "event type or no event, found by either", c->types, N_TYPES);
}
