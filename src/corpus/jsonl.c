/* jsonl.c - units as lines of JSON: documents, records, pairs. */
#include <stdio.h>

#include "base/date.h"
#include "base/json.h"
#include "corpus/forms.h"
#include "events/pair.h"
#include "ledger/ledger.h"
#include "ledger/papers.h"
#include "ledger/record_json.h"

/* ---- documents ---- */

void ch__form_document(ch__buf *out, const ch__corpus_unit *u)
{
    char iso[12];
    ch__json j = {.out = out};
    ch__json_open(&j, '{');
    ch__json_key(&j, "id");
    ch__json_str(&j, u->doc->name);
    ch__json_key(&j, "text");
    ch__json_str(&j, u->doc->text);
    if (u->doc->published.year) {
        ch__json_key(&j, "published");
        ch__json_str(&j, ch__date_iso(u->doc->published, iso));
    }
    if (u->voice_country) {
        ch__json_key(&j, "source_country");
        ch__json_str(&j, u->voice_country);
    }
    ch__json_close(&j, '}');
    ch__buf_char(out, '\n');
}

/* ---- records ---- */

static void fill_time(const ch_doc *doc, ch_record *r, const ch__corpus_note *n)
{
    bool history = r->kind == CH_EVENT && r->as.event.modality == CH_HISTORICAL;
    if (r->when.start.year || n->time_unknown || history || !doc->published.year)
        return;
    r->when.start = r->when.end = doc->published;
    r->when.precision = CH_DAY;
    r->when.basis = CH_BASIS_PUBLISHED;
}

/* The corpus has the words of the text ("25-year", "to 2014"), records have them in one form. */
static void write_term(ch_doc *doc, const ch__knowledge *k, ch_record *r)
{
    ch_agreement *a = &r->as.agreement;
    if (r->kind == CH_AGREEMENT && a->term)
        a->term = ch__term_of(k, ch__doc_arena(doc), a->term);
}

void ch__form_records(ch__buf *out, const ch__knowledge *k, ch__arena *scratch, ch__corpus_unit *u)
{
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        fill_time(u->doc, &u->doc->records[i], &u->notes[i]);
    for (uint32_t i = 0; i < u->doc->n_records; i++)
        write_term(u->doc, k, &u->doc->records[i]);
    ch__records_finish(k, scratch, u->doc);
    for (uint32_t i = 0; i < u->doc->n_records; i++) {
        ch__json j = {.out = out};
        ch__record_write(&j, u->doc, &u->doc->records[i], u->doc->name);
        ch__buf_char(out, '\n');
    }
}

/* ---- pairs ---- */

static bool among(const ch_role *roles, uint32_t n, uint32_t mention)
{
    for (uint32_t i = 0; i < n; i++)
        if (roles[i].mention == mention)
            return true;
    return false;
}

/* The spans of roles in their sentence; those elsewhere in the story, and mentions that stand for somebody of the other
 * side too, are left out. Returns how many. */
static uint32_t write_spans(ch__json *j, const ch_doc *doc, uint32_t sentence, const ch_role *roles, uint32_t n,
                            const ch_role *other, uint32_t n_other)
{
    uint32_t written = 0, from = doc->sentences[sentence].chars.start;
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < n; i++) {
        const ch_mention *m = &doc->mentions[roles[i].mention];
        if (m->sentence != sentence || among(roles, i, roles[i].mention) || among(other, n_other, roles[i].mention))
            continue;
        ch__json_open(j, '[');
        ch__json_int(j, m->chars.start - from);
        ch__json_int(j, m->chars.end - from);
        ch__json_close(j, ']');
        written++;
    }
    ch__json_close(j, ']');
    return written;
}

static void write_pair(ch__buf *out, const ch__knowledge *k, const ch__corpus_unit *u, const ch_record *r,
                       const ch__corpus_note *note)
{
    const ch_event *e = &r->as.event;
    const ch_doc *doc = u->doc;
    bool mutual = !e->recipient.n;
    const ch_role *target = mutual ? e->actor.at + 1 : e->recipient.at;
    uint32_t n_source = mutual ? 1 : e->actor.n, n_target = mutual ? e->actor.n - 1 : e->recipient.n;
    size_t start = out->n;
    ch__json j = {.out = out};
    ch__json_open(&j, '{');
    ch__json_key(&j, "id");
    char id[64];
    snprintf(id, sizeof id, "%s-%u.%u", doc->name, (unsigned)r->sentence, (unsigned)note->number);
    ch__json_str(&j, id);
    ch__json_key(&j, "text");
    ch__json_string(&j, ch__doc_sv(doc, doc->sentences[r->sentence].bytes));
    ch__json_key(&j, "source");
    uint32_t sources = write_spans(&j, doc, r->sentence, e->actor.at, n_source, NULL, 0);
    ch__json_key(&j, "target");
    uint32_t targets = write_spans(&j, doc, r->sentence, target, n_target, e->actor.at, n_source);
    ch__json_key(&j, "event");
    ch__json_str(&j, ch_event_type_name((ch_event_type)e->type));
    ch__json_key(&j, "mode");
    ch__json_str(&j, e->mode);
    ch__json_key(&j, "cameo");
    ch__json_str(&j, e->cameo);
    ch__json_key(&j, "quad");
    ch__json_int(&j, ch_event_type_quad((ch_event_type)e->type));
    ch__json_key(&j, "modality");
    ch__json_str(&j, ch_modality_name((ch_modality)e->modality));
    ch__json_key(&j, "plv");
    ch__json_str(&j,
                 ch_plv_class_name(ch__plv_of(k, (ch_event_type)e->type, e->mode, (ch_modality)e->modality, e->cameo)));
    ch__json_close(&j, '}');
    ch__buf_char(out, '\n');
    if (!sources || !targets)
        out->n = start; /* a side has no words of its own here */
}

void ch__form_pairs(ch__buf *out, const ch__knowledge *k, const ch__corpus_unit *u)
{
    for (uint32_t i = 0; i < u->doc->n_records; i++) {
        const ch_event *e = &u->doc->records[i].as.event;
        if (u->doc->records[i].kind == CH_EVENT && e->actor.n && (e->recipient.n || e->actor.n > 1))
            write_pair(out, k, u, &u->doc->records[i], &u->notes[i]);
    }
}
