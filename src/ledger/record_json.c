/* record_json.c - records as JSON: one fixed shape a kind, every key always present. */
#include "ledger/record_json.h"
#include "ledger/ledger.h"

#include <math.h>

#include "base/date.h"

static void put_str(ch__json *j, const char *key, const char *value)
{
    ch__json_key(j, key);
    ch__json_str(j, value);
}

static void put_span(ch__json *j, const char *key, ch_span s)
{
    ch__json_key(j, key);
    if (s.start == s.end) {
        ch__json_null(j);
        return;
    }
    ch__json_open(j, '[');
    ch__json_int(j, s.start);
    ch__json_int(j, s.end);
    ch__json_close(j, ']');
}

static void put_text(ch__json *j, const char *key, const ch_doc *doc, ch_span bytes)
{
    ch__json_key(j, key);
    ch__json_string(j, bytes.start == bytes.end ? (ch__sv){0}
                                                : (ch__sv){doc->text + bytes.start, bytes.end - bytes.start});
}

static void put_number(ch__json *j, const char *key, bool known, double value)
{
    ch__json_key(j, key);
    if (known)
        ch__json_real(j, value);
    else
        ch__json_null(j);
}

static void put_list(ch__json *j, const char *key, const char *const *items, uint32_t n)
{
    ch__json_key(j, key);
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < n; i++)
        ch__json_str(j, items[i]);
    ch__json_close(j, ']');
}

/* ---- dates ---- */

static void put_date(ch__json *j, const char *key, ch_date d)
{
    char iso[12];
    ch__json_key(j, key);
    ch__json_str(j, d.year ? ch__date_iso(d, iso) : NULL);
}

static void write_when(ch__json *j, const ch_doc *doc, const ch_when *w)
{
    ch__json_open(j, '{');
    put_date(j, "start", w->start);
    put_date(j, "end", w->end);
    put_str(j, "precision", ch_precision_name(w->start.year ? (ch_precision)w->precision : CH_UNKNOWN));
    put_str(j, "basis", ch_basis_name((ch_basis)w->basis));
    put_text(j, "text", doc, w->bytes);
    ch__json_close(j, '}');
}

/* ---- actors ---- */

static void actor_members(ch__json *j, const ch_doc *doc, const ch_role *role)
{
    static const ch_actor nobody;
    const ch_mention *m = role->mention == CH_NONE ? NULL : &doc->mentions[role->mention];
    const ch_actor *a = role->actor == CH_NONE ? &nobody : &doc->actors[role->actor];
    put_text(j, "text", doc, m ? m->bytes : (ch_span){0, 0});
    put_span(j, "span", m ? m->chars : (ch_span){0, 0});
    put_str(j, "name", a->name);
    put_str(j, "code", a->code);
    put_str(j, "sector", a->sector);
    put_str(j, "entity", a->entity);
}

static void put_actors(ch__json *j, const char *key, const ch_doc *doc, const ch_roles *roles)
{
    ch__json_key(j, key);
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < roles->n; i++) {
        ch__json_open(j, '{');
        actor_members(j, doc, &roles->at[i]);
        ch__json_close(j, '}');
    }
    ch__json_close(j, ']');
}

/* The one actor of a role that holds one; of a group the first. */
static void put_actor(ch__json *j, const char *key, const ch_doc *doc, const ch_roles *roles)
{
    ch__json_key(j, key);
    if (!roles->n) {
        ch__json_null(j);
        return;
    }
    ch__json_open(j, '{');
    actor_members(j, doc, &roles->at[0]);
    ch__json_close(j, '}');
}

/* ---- the kinds ---- */

/* The bytes of a span of code points inside a sentence's stretch of the text: walks from the sentence's start. */
static ch__sv chars_sv(const ch_doc *doc, const ch_sentence *s, ch_span chars)
{
    uint32_t byte = s->bytes.start, from = byte;
    for (uint32_t c = s->chars.start; c < chars.end && byte < doc->len; c++) {
        if (c == chars.start)
            from = byte;
        do
            byte++;
        while (byte < doc->len && ((unsigned char)doc->text[byte] & 0xC0) == 0x80);
    }
    return (ch__sv){doc->text + from, byte - from};
}

static void put_attribution(ch__json *j, const ch_doc *doc, const ch_record *r)
{
    const ch_event *e = &r->as.event;
    ch__json_key(j, "attribution");
    if (!e->attribution.n) {
        ch__json_null(j);
        return;
    }
    const ch_sentence *s = &doc->sentences[r->sentence];
    ch_span words = e->attribution_chars;
    bool inside = words.start < words.end && words.start >= s->chars.start;
    ch__json_open(j, '{');
    actor_members(j, doc, &e->attribution.at[0]);
    ch__json_key(j, "words");
    ch__json_string(j, inside ? chars_sv(doc, s, words) : (ch__sv){0});
    ch__json_close(j, '}');
}

static void put_place(ch__json *j, const ch_doc *doc, const ch_place *p)
{
    ch__json_key(j, "place");
    if (p->bytes.start == p->bytes.end && !p->name) {
        ch__json_null(j);
        return;
    }
    ch__json_open(j, '{');
    put_text(j, "text", doc, p->bytes);
    put_str(j, "name", p->name);
    put_str(j, "country", p->country);
    put_number(j, "lat", !isnan(p->lat), p->lat);
    put_number(j, "lon", !isnan(p->lon), p->lon);
    put_str(j, "geonameid", p->geonameid);
    ch__json_close(j, '}');
}

static void put_magnitudes(ch__json *j, const ch_event *e)
{
    ch__json_key(j, "magnitude");
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < e->n_magnitudes; i++) {
        ch__json_open(j, '{');
        put_str(j, "what", e->magnitudes[i].what);
        put_number(j, "value", true, e->magnitudes[i].value);
        put_str(j, "unit", e->magnitudes[i].unit);
        ch__json_close(j, '}');
    }
    ch__json_close(j, ']');
}

static void write_event(ch__json *j, const ch_doc *doc, const ch_record *r)
{
    const ch_event *e = &r->as.event;
    put_str(j, "event", ch__event_name(doc, e));
    put_str(j, "mode", ch__event_mode(doc, e));
    put_list(j, "context", e->contexts, e->n_contexts);
    put_actors(j, "actor", doc, &e->actor);
    put_actors(j, "recipient", doc, &e->recipient);
    put_str(j, "modality", ch_modality_name((ch_modality)e->modality));
    put_attribution(j, doc, r);
    put_place(j, doc, &e->place);
    put_magnitudes(j, e);
    put_str(j, "cameo", e->cameo);
    ch__json_key(j, "quad");
    ch__json_int(j, ch_event_type_quad((ch_event_type)e->type));
    put_number(j, "score", true, ch_event_type_score((ch_event_type)e->type));
}

static void write_statement(ch__json *j, const ch_doc *doc, const ch_statement *s)
{
    put_actor(j, "speaker", doc, &s->speaker);
    put_actors(j, "addressee", doc, &s->addressee);
    put_actors(j, "about", doc, &s->about);
    put_str(j, "form", s->form);
    put_span(j, "content_span", s->content_chars);
    put_str(j, "verb", s->verb);
}

static void write_agreement(ch__json *j, const ch_doc *doc, const ch_agreement *a)
{
    put_str(j, "title", a->title);
    put_str(j, "form", a->form);
    put_str(j, "action", a->action);
    put_actors(j, "parties", doc, &a->parties);
    put_list(j, "subjects", a->subjects, a->n_subjects);
    put_str(j, "term", a->term);
    put_str(j, "count", a->count);
}

static void write_level(ch__json *j, const ch_doc *doc, const ch_level *l)
{
    put_actors(j, "parties", doc, &l->parties);
    put_str(j, "level", l->level);
    put_str(j, "action", l->action);
}

static void write_figure(ch__json *j, const ch_doc *doc, const ch_figure *f)
{
    put_str(j, "measure", f->measure);
    put_number(j, "value", f->has_value, f->value);
    put_number(j, "low", f->has_low, f->low);
    put_number(j, "high", f->has_high, f->high);
    put_str(j, "unit", f->unit);
    ch__json_key(j, "approximate");
    ch__json_bool(j, f->approximate);
    put_actor(j, "from", doc, &f->from);
    put_actor(j, "to", doc, &f->to);
    ch__json_key(j, "period");
    if (f->period.start.year || f->period.bytes.start < f->period.bytes.end)
        write_when(j, doc, &f->period);
    else
        ch__json_null(j);
    put_str(j, "of", f->of);
}

static void write_common(ch__json *j, const ch_doc *doc, const ch_record *r, const char *doc_name)
{
    put_str(j, "kind", ch_kind_name((ch_kind)r->kind));
    put_str(j, "id", r->id);
    put_str(j, "doc", doc_name);
    ch__json_key(j, "sentence");
    ch__json_int(j, r->sentence);
    put_span(j, "span", r->chars);
    put_text(j, "quote", doc, r->bytes);
    put_text(j, "text", doc, doc->sentences[r->sentence].bytes);
    ch__json_key(j, "date");
    write_when(j, doc, &r->when);
    ch__json_key(j, "confidence");
    ch__json_real(j, r->confidence / 1000.0);
}

void ch__record_write(ch__json *j, const ch_doc *doc, const ch_record *r, const char *doc_name)
{
    ch__json_open(j, '{');
    write_common(j, doc, r, doc_name);
    switch ((ch_kind)r->kind) {
    case CH_EVENT: write_event(j, doc, r); break;
    case CH_STATEMENT: write_statement(j, doc, &r->as.statement); break;
    case CH_AGREEMENT: write_agreement(j, doc, &r->as.agreement); break;
    case CH_LEVEL: write_level(j, doc, &r->as.level); break;
    case CH_FIGURE: write_figure(j, doc, &r->as.figure); break;
    case CH_N_KINDS: break;
    }
    put_str(j, "rule", r->rule);
    ch__json_close(j, '}');
}

char *ch_record_json(const ch_doc *doc, const ch_record *record, const char *doc_name, bool ascii)
{
    ch__buf out = {0};
    ch__json j = {.out = &out, .ascii = ascii};
    ch__record_write(&j, doc, record, doc_name);
    return ch__buf_take(&out);
}
