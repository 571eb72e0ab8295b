/* finish.c - settles the records of a document: code-point spans, ids, order, duplicates. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "ledger/ledger.h"

/* ---- code points ---- */

/* Tokens know both offsets: the token at or before the byte, then the few code points behind it. */
static uint32_t char_at(const ch_doc *doc, uint32_t byte)
{
    uint32_t low = 0, high = doc->n_tokens;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->tokens[middle].bytes.start <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    if (!low)
        return (uint32_t)ch__utf8_count(doc->text, byte);
    const ch_token *t = &doc->tokens[low - 1];
    bool behind = byte >= t->bytes.end;
    uint32_t from = behind ? t->bytes.end : t->bytes.start;
    return (behind ? t->chars.end : t->chars.start) + (uint32_t)ch__utf8_count(doc->text + from, byte - from);
}

static ch_span chars_of(const ch_doc *doc, ch_span bytes)
{
    if (bytes.start >= bytes.end || bytes.end > doc->len)
        return (ch_span){0, 0};
    return (ch_span){char_at(doc, bytes.start), char_at(doc, bytes.end)};
}

static void settle_chars(const ch_doc *doc, ch_record *r)
{
    r->chars = chars_of(doc, r->bytes);
    r->when.chars = chars_of(doc, r->when.bytes);
    if (r->kind == CH_EVENT)
        r->as.event.place.chars = chars_of(doc, r->as.event.place.bytes);
    else if (r->kind == CH_STATEMENT)
        r->as.statement.content_chars = chars_of(doc, r->as.statement.content_bytes);
    else if (r->kind == CH_FIGURE)
        r->as.figure.period.chars = chars_of(doc, r->as.figure.period.bytes);
}

/* ---- ids ---- */

/* What an id is made of. Dates, confidence and rule are left out, so that an id outlives better reading of them. */
typedef struct parts {
    ch__arena *arena;
    ch__sv *at;
    uint32_t n, cap;
} parts;

static void part(parts *p, const char *s)
{
    *CH__PUSH(p->arena, p->at, p->n, p->cap) = s ? ch__sv_of(s) : CH__SV("");
}

/* A number by its value: no decimal form, so no locale. */
static void part_real(parts *p, bool known, double value)
{
    uint8_t *bytes = ch__alloc(p->arena, 9);
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; known && i < 8; i++)
        bytes[i] = (uint8_t)(bits >> (8 * i));
    *CH__PUSH(p->arena, p->at, p->n, p->cap) = (ch__sv){(const char *)bytes, known ? 8 : 0};
}

static void part_span(parts *p, ch_span s)
{
    part(p, ch__format(p->arena, "%u-%u", (unsigned)s.start, (unsigned)s.end));
}

static void part_roles(parts *p, const ch_doc *doc, const ch_roles *roles)
{
    part(p, ch__format(p->arena, "%u", (unsigned)roles->n));
    for (uint32_t i = 0; i < roles->n; i++) {
        const ch_role *r = &roles->at[i];
        const ch_actor *a = r->actor == CH_NONE ? NULL : &doc->actors[r->actor];
        part(p, a ? a->code : NULL);
        part(p, a ? a->name : NULL);
        part_span(p, r->mention == CH_NONE || a ? (ch_span){0, 0} : doc->mentions[r->mention].chars);
    }
}

static void part_content(parts *p, const ch_doc *doc, const ch_record *r)
{
    switch ((ch_kind)r->kind) {
    case CH_EVENT:
        part(p, ch__event_name(doc, &r->as.event));
        part_roles(p, doc, &r->as.event.actor);
        part_roles(p, doc, &r->as.event.recipient);
        return;
    case CH_STATEMENT:
        part_roles(p, doc, &r->as.statement.speaker);
        part_span(p, r->as.statement.content_chars);
        return;
    case CH_AGREEMENT:
        part(p, r->as.agreement.form);
        part(p, r->as.agreement.action);
        part(p, r->as.agreement.title);
        part_roles(p, doc, &r->as.agreement.parties);
        return;
    case CH_LEVEL:
        part(p, r->as.level.level);
        part(p, r->as.level.action);
        part_roles(p, doc, &r->as.level.parties);
        return;
    case CH_FIGURE:
        part(p, r->as.figure.measure);
        part(p, r->as.figure.unit);
        part_real(p, r->as.figure.has_value, r->as.figure.value);
        part_real(p, r->as.figure.has_low, r->as.figure.low);
        part_real(p, r->as.figure.has_high, r->as.figure.high);
        part_roles(p, doc, &r->as.figure.from);
        part_roles(p, doc, &r->as.figure.to);
        return;
    case CH_N_KINDS: return;
    }
}

static void settle_id(parts *p, const ch_doc *doc, ch_record *r)
{
    p->n = 0;
    part(p, doc->id);
    part(p, ch_kind_name((ch_kind)r->kind));
    part_span(p, r->chars);
    part_content(p, doc, r);
    ch__hash_id(r->id, p->at, p->n);
}

void ch__record_id(ch__arena *scratch, const ch_doc *doc, ch_record *r)
{
    settle_id(&(parts){.arena = scratch}, doc, r);
}

/* ---- order ---- */

typedef struct place {
    const ch_record *record;
    uint32_t index; /* before sorting */
} place;

static int by_number(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

/* Sentence, span, kind, id; of identical records the surest comes first, then the earliest found. */
static int by_place(const void *x, const void *y)
{
    const place *a = x, *b = y;
    const ch_record *r = a->record, *s = b->record;
    int c = by_number(r->sentence, s->sentence);
    c = c ? c : by_number(r->chars.start, s->chars.start);
    c = c ? c : by_number(r->chars.end, s->chars.end);
    c = c ? c : by_number(r->kind, s->kind);
    c = c ? c : strcmp(r->id, s->id);
    c = c ? c : by_number(s->confidence, r->confidence);
    return c ? c : by_number(a->index, b->index);
}

/* People in the offices of the day. */
static void settle_roles(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc, ch_record *r)
{
    ch_roles *roles[3] = {NULL};
    switch ((ch_kind)r->kind) {
    case CH_EVENT:
        roles[0] = &r->as.event.actor;
        roles[1] = &r->as.event.recipient;
        break;
    case CH_STATEMENT:
        roles[0] = &r->as.statement.speaker;
        roles[1] = &r->as.statement.addressee;
        break;
    case CH_AGREEMENT: roles[0] = &r->as.agreement.parties; break;
    case CH_LEVEL: roles[0] = &r->as.level.parties; break;
    case CH_FIGURE:
        roles[0] = &r->as.figure.from;
        roles[1] = &r->as.figure.to;
        break;
    case CH_N_KINDS: break;
    }
    for (size_t i = 0; roles[i]; i++)
        ch__roles_on(k, scratch, doc, roles[i], &r->when);
}

void ch__records_finish(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    uint32_t n = doc->n_records, kept = 0;
    parts p = {.arena = scratch};
    place *order = ch__alloc_array(scratch, n, sizeof *order);
    uint32_t *moved = ch__alloc_array(scratch, n, sizeof *moved);
    ch_record *sorted = ch__alloc_array(ch__doc_arena(doc), n, sizeof *sorted);
    for (uint32_t i = 0; i < n; i++) {
        settle_chars(doc, &doc->records[i]);
        settle_roles(k, scratch, doc, &doc->records[i]);
        settle_id(&p, doc, &doc->records[i]);
        order[i] = (place){&doc->records[i], i};
    }
    if (n > 1)
        qsort(order, n, sizeof *order, by_place);
    for (uint32_t i = 0; i < n; i++) {
        if (!kept || strcmp(sorted[kept - 1].id, order[i].record->id) != 0)
            sorted[kept++] = *order[i].record;
        moved[order[i].index] = kept - 1;
    }
    for (uint32_t i = 0; i < doc->n_candidates; i++) {
        uint32_t *record = &doc->candidates[i].record;
        *record = *record < n ? moved[*record] : CH_NONE;
    }
    doc->records = sorted;
    doc->n_records = kept;
    doc->inside->cap_records = n;
}
