/* records.c - writing the records of a document: the row of the kind, then roles and the words behind its fields. */
#include <math.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "ledger/ledger.h"
#include "store/inside.h"

/* Where in a document a put stands: for numbering the roles and spans of one record. */
typedef struct put {
    ch_store *store;
    const ch_doc *doc;
    const ch_record *r;
    ch_err *err;
    int rc;              /* first failure */
    int64_t *actor_rows; /* of the document's actors; 0: not looked for yet */
} put;

/* ---- small values ---- */

/* Codes of a role list joined by ';' in the order of the text, each once; NULL when there are none. */
static const char *codes(put *p, const ch_roles *roles)
{
    const char *list = NULL;
    for (uint32_t i = 0; i < roles->n; i++) {
        const char *code = roles->at[i].actor == CH_NONE ? NULL : p->doc->actors[roles->at[i].actor].code;
        bool seen = false;
        for (uint32_t k = 0; k < i && code; k++)
            seen |= roles->at[k].actor != CH_NONE && p->doc->actors[roles->at[k].actor].code &&
                    strcmp(p->doc->actors[roles->at[k].actor].code, code) == 0;
        if (code && !seen)
            list = list ? ch__format(&p->store->scratch, "%s;%s", list, code) : code;
    }
    return list;
}

static const char *joined(put *p, const char *const *list, uint32_t n)
{
    const char *all = NULL;
    for (uint32_t i = 0; i < n; i++)
        all = all ? ch__format(&p->store->scratch, "%s;%s", all, list[i]) : list[i];
    return all;
}

/* A day column: the first or last day a date covers, so that ranges can be compared. */
static void bind_day(put *p, sqlite3_stmt *s, int at, ch_date d)
{
    char day[12];
    if (d.year)
        ch__bind_text(s, at, ch__copyz(&p->store->scratch, ch__date_iso(d, day)));
}

static bool some(ch_span s)
{
    return s.end > s.start;
}

static void bind_words(put *p, sqlite3_stmt *s, int at, ch_span bytes)
{
    if (some(bytes))
        ch__bind_sv(s, at, ch__doc_sv(p->doc, bytes));
}

/* ---- common columns ---- */

enum { COMMON = 15 }; /* columns before those of the kind */

static sqlite3_stmt *begin_row(put *p, int which)
{
    const ch_record *r = p->r;
    sqlite3_stmt *s = ch__store_sql(p->store, which, p->err);
    if (!s) {
        p->rc = CH_ESTORE;
        return NULL;
    }
    ch__bind_text(s, 1, r->id);
    ch__bind_text(s, 2, p->doc->id);
    sqlite3_bind_int64(s, 3, r->sentence);
    sqlite3_bind_int64(s, 4, r->chars.start);
    sqlite3_bind_int64(s, 5, r->chars.end);
    sqlite3_bind_int64(s, 6, r->bytes.start);
    sqlite3_bind_int64(s, 7, r->bytes.end);
    ch__bind_sv(s, 8, ch__doc_sv(p->doc, r->bytes));
    bind_day(p, s, 9, ch__date_first(r->when.start));
    bind_day(p, s, 10, ch__date_last(r->when.end));
    ch__bind_text(s, 11, ch_precision_name((ch_precision)r->when.precision));
    ch__bind_text(s, 12, ch_basis_name((ch_basis)r->when.basis));
    bind_words(p, s, 13, r->when.bytes);
    sqlite3_bind_double(s, 14, r->confidence / 1000.0);
    ch__bind_text(s, 15, r->rule);
    return s;
}

static void end_row(put *p, sqlite3_stmt *s)
{
    if (p->rc == CH_OK)
        p->rc = ch__store_step(p->store, s, p->err);
}

/* ---- the words behind a field ---- */

static void put_span(put *p, const char *field, uint32_t n, ch_span bytes, ch_span chars)
{
    if (p->rc < 0 || !some(bytes))
        return;
    sqlite3_stmt *s = ch__store_sql(p->store, CH__SQL_SPAN, p->err);
    if (!s) {
        p->rc = CH_ESTORE;
        return;
    }
    ch__bind_text(s, 1, p->r->id);
    ch__bind_text(s, 2, field);
    sqlite3_bind_int64(s, 3, n);
    ch__bind_text(s, 4, p->doc->id);
    ch__bind_sv(s, 5, ch__doc_sv(p->doc, bytes));
    sqlite3_bind_int64(s, 6, chars.start);
    sqlite3_bind_int64(s, 7, chars.end);
    sqlite3_bind_int64(s, 8, bytes.start);
    sqlite3_bind_int64(s, 9, bytes.end);
    p->rc = ch__store_step(p->store, s, p->err);
}

/* ---- actors and roles ---- */

static int64_t find_actor(put *p, const char *key)
{
    sqlite3_stmt *s = ch__store_sql(p->store, CH__SQL_FIND_ACTOR, p->err);
    if (!s) {
        p->rc = CH_ESTORE;
        return 0;
    }
    ch__bind_text(s, 1, key);
    int64_t id = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return id;
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

/* The row of an actor, made when it is not there yet. One row for each person or body in each office. */
static int64_t find_or_add_actor(put *p, const ch_actor *a)
{
    const char *key = ch__format(&p->store->scratch, "%s|%s|%s|%s|%s", or_empty(a->id), or_empty(a->name),
                                 or_empty(a->code), or_empty(a->sector), or_empty(a->office));
    int64_t id = find_actor(p, key);
    if (id || p->rc < 0)
        return id;
    sqlite3_stmt *s = ch__store_sql(p->store, CH__SQL_ACTOR, p->err);
    if (!s) {
        p->rc = CH_ESTORE;
        return 0;
    }
    const char *const values[] = {a->name, a->code, a->sector, a->entity, a->office, key};
    for (int i = 0; i < 6; i++)
        ch__bind_text(s, i + 1, values[i]);
    p->rc = ch__store_step(p->store, s, p->err);
    return sqlite3_last_insert_rowid(p->store->db);
}

/* Who plays one role plays several: each actor of a document is looked for once. */
static int64_t actor_id(put *p, uint32_t actor)
{
    const ch_actor *a = &p->doc->actors[actor];
    if (!p->actor_rows[actor] && (a->name || a->code || a->sector))
        p->actor_rows[actor] = find_or_add_actor(p, a);
    return p->actor_rows[actor];
}

static void put_role(put *p, const char *role, uint32_t n, const ch_role *who)
{
    const ch_mention *m = &p->doc->mentions[who->mention];
    const ch_actor *a = who->actor == CH_NONE ? NULL : &p->doc->actors[who->actor];
    int64_t id = a ? actor_id(p, who->actor) : 0;
    sqlite3_stmt *s = p->rc < 0 ? NULL : ch__store_sql(p->store, CH__SQL_ROLE, p->err);
    if (!s) {
        p->rc = p->rc < 0 ? p->rc : CH_ESTORE;
        return;
    }
    ch__bind_text(s, 1, p->r->id);
    ch__bind_text(s, 2, role);
    sqlite3_bind_int64(s, 3, n);
    ch__bind_text(s, 4, p->doc->id);
    if (id)
        sqlite3_bind_int64(s, 5, id);
    ch__bind_text(s, 6, a ? a->code : NULL);
    ch__bind_sv(s, 7, ch__doc_sv(p->doc, m->bytes));
    sqlite3_bind_int64(s, 8, m->chars.start);
    sqlite3_bind_int64(s, 9, m->chars.end);
    sqlite3_bind_int64(s, 10, m->bytes.start);
    sqlite3_bind_int64(s, 11, m->bytes.end);
    p->rc = ch__store_step(p->store, s, p->err);
}

static void put_roles(put *p, const char *role, const ch_roles *roles)
{
    for (uint32_t i = 0; i < roles->n && p->rc == CH_OK; i++)
        put_role(p, role, i, &roles->at[i]);
}

/* ---- the kinds ---- */

static void put_magnitudes(put *p, const ch_event *e)
{
    for (uint32_t i = 0; i < e->n_magnitudes && p->rc == CH_OK; i++) {
        sqlite3_stmt *s = ch__store_sql(p->store, CH__SQL_MAGNITUDE, p->err);
        if (!s) {
            p->rc = CH_ESTORE;
            return;
        }
        ch__bind_text(s, 1, p->r->id);
        sqlite3_bind_int64(s, 2, i);
        ch__bind_text(s, 3, e->magnitudes[i].what);
        sqlite3_bind_double(s, 4, e->magnitudes[i].value);
        ch__bind_text(s, 5, e->magnitudes[i].unit);
        p->rc = ch__store_step(p->store, s, p->err);
    }
}

/* Bytes of a span known in code points only, inside the record's sentence. */
static ch_span bytes_of(const ch_doc *doc, uint32_t sentence, ch_span chars)
{
    const ch_sentence *x = &doc->sentences[sentence];
    ch_span out = {x->bytes.start, x->bytes.start};
    if (!some(chars) || chars.start < x->chars.start)
        return (ch_span){0, 0};
    size_t at = x->bytes.start;
    uint32_t c = x->chars.start;
    while (c < chars.end && at < doc->len) {
        if (c == chars.start)
            out.start = (uint32_t)at;
        ch__utf8_next(doc->text, doc->len, &at);
        c++;
    }
    out.end = (uint32_t)at;
    return out;
}

static void bind_place(put *p, sqlite3_stmt *s, int at, const ch_place *place)
{
    if (place->name)
        ch__bind_text(s, at, place->name);
    else
        bind_words(p, s, at, place->bytes);
    ch__bind_text(s, at + 1, place->country);
    bool there = place->name || some(place->bytes);
    if (there && !isnan(place->lat)) { /* "the Middle East" has a place and no country */
        sqlite3_bind_double(s, at + 2, place->lat);
        sqlite3_bind_double(s, at + 3, place->lon);
    }
    ch__bind_text(s, at + 4, place->geonameid);
}

static void put_event(put *p)
{
    const ch_event *e = &p->r->as.event;
    sqlite3_stmt *s = begin_row(p, CH__SQL_EVENT);
    if (!s)
        return;
    ch_event_type type = (ch_event_type)e->type;
    ch_span words = bytes_of(p->doc, p->r->sentence, e->attribution_chars);
    ch__bind_text(s, COMMON + 1, ch__event_name(p->doc, e));
    ch__bind_text(s, COMMON + 2, ch__event_mode(p->doc, e));
    ch__bind_text(s, COMMON + 3, joined(p, e->contexts, e->n_contexts));
    ch__bind_text(s, COMMON + 4, codes(p, &e->actor));
    ch__bind_text(s, COMMON + 5, codes(p, &e->recipient));
    ch__bind_text(s, COMMON + 6, ch_modality_name((ch_modality)e->modality));
    ch__bind_text(s, COMMON + 7, codes(p, &e->attribution));
    bind_words(p, s, COMMON + 8, words);
    bind_place(p, s, COMMON + 9, &e->place);
    ch__bind_text(s, COMMON + 14, e->cameo);
    sqlite3_bind_int(s, COMMON + 15, ch_event_type_quad(type));
    sqlite3_bind_double(s, COMMON + 16, ch_event_type_score(type));
    end_row(p, s);
    put_roles(p, "actor", &e->actor);
    put_roles(p, "recipient", &e->recipient);
    put_roles(p, "attribution", &e->attribution);
    put_span(p, "attribution_words", 0, words, e->attribution_chars);
    put_span(p, "place", 0, e->place.bytes, e->place.chars);
    put_magnitudes(p, e);
}

static void put_statement(put *p)
{
    const ch_statement *t = &p->r->as.statement;
    sqlite3_stmt *s = begin_row(p, CH__SQL_STATEMENT);
    if (!s)
        return;
    const ch_role *first = t->speaker.n ? &t->speaker.at[0] : NULL;
    const ch_actor *who = first && first->actor != CH_NONE ? &p->doc->actors[first->actor] : NULL;
    ch__bind_text(s, COMMON + 1, codes(p, &t->speaker));
    if (who && who->name)
        ch__bind_text(s, COMMON + 2, who->name);
    else if (first)
        ch__bind_sv(s, COMMON + 2, ch__doc_sv(p->doc, p->doc->mentions[first->mention].bytes));
    ch__bind_text(s, COMMON + 3, codes(p, &t->addressee));
    ch__bind_text(s, COMMON + 4, codes(p, &t->about));
    ch__bind_text(s, COMMON + 5, t->form);
    ch__bind_text(s, COMMON + 6, t->verb);
    bind_words(p, s, COMMON + 7, t->content_bytes);
    if (some(t->content_chars)) {
        sqlite3_bind_int64(s, COMMON + 8, t->content_chars.start);
        sqlite3_bind_int64(s, COMMON + 9, t->content_chars.end);
    }
    end_row(p, s);
    put_roles(p, "speaker", &t->speaker);
    put_roles(p, "addressee", &t->addressee);
    put_roles(p, "about", &t->about);
    put_span(p, "content", 0, t->content_bytes, t->content_chars);
}

static void put_agreement(put *p)
{
    const ch_agreement *a = &p->r->as.agreement;
    sqlite3_stmt *s = begin_row(p, CH__SQL_AGREEMENT);
    if (!s)
        return;
    const char *const values[] = {
        a->title, a->form, a->action, codes(p, &a->parties), joined(p, a->subjects, a->n_subjects), a->term, a->count};
    for (int i = 0; i < 7; i++)
        ch__bind_text(s, COMMON + 1 + i, values[i]);
    end_row(p, s);
    put_roles(p, "party", &a->parties);
}

static void put_level(put *p)
{
    const ch_level *l = &p->r->as.level;
    sqlite3_stmt *s = begin_row(p, CH__SQL_LEVEL);
    if (!s)
        return;
    ch__bind_text(s, COMMON + 1, codes(p, &l->parties));
    ch__bind_text(s, COMMON + 2, l->level);
    ch__bind_text(s, COMMON + 3, l->action);
    end_row(p, s);
    put_roles(p, "party", &l->parties);
}

static void put_figure(put *p)
{
    const ch_figure *f = &p->r->as.figure;
    sqlite3_stmt *s = begin_row(p, CH__SQL_FIGURE);
    if (!s)
        return;
    ch__bind_text(s, COMMON + 1, f->measure);
    if (f->has_value)
        sqlite3_bind_double(s, COMMON + 2, f->value);
    if (f->has_low)
        sqlite3_bind_double(s, COMMON + 3, f->low);
    if (f->has_high)
        sqlite3_bind_double(s, COMMON + 4, f->high);
    ch__bind_text(s, COMMON + 5, f->unit);
    sqlite3_bind_int(s, COMMON + 6, f->approximate);
    ch__bind_text(s, COMMON + 7, codes(p, &f->from));
    ch__bind_text(s, COMMON + 8, codes(p, &f->to));
    bind_day(p, s, COMMON + 9, ch__date_first(f->period.start));
    bind_day(p, s, COMMON + 10, ch__date_last(f->period.end));
    bind_words(p, s, COMMON + 11, f->period.bytes);
    ch__bind_text(s, COMMON + 12, f->of);
    if (f->period.start.year)
        ch__bind_text(s, COMMON + 13, ch_precision_name((ch_precision)f->period.precision));
    ch__bind_text(s, COMMON + 14, ch_basis_name((ch_basis)f->period.basis));
    end_row(p, s);
    put_roles(p, "from", &f->from);
    put_roles(p, "to", &f->to);
    put_span(p, "period", 0, f->period.bytes, f->period.chars);
}

int ch__store_records(ch_store *store, const ch_doc *doc, ch_err *err)
{
    static void (*const write[CH_N_KINDS])(put *) = {put_event, put_statement, put_agreement, put_level, put_figure};
    put p = {.store = store, .doc = doc, .err = err};
    p.actor_rows = ch__alloc_array(&store->scratch, doc->n_actors, sizeof *p.actor_rows);
    for (uint32_t i = 0; i < doc->n_records && p.rc == CH_OK; i++) {
        p.r = &doc->records[i];
        write[p.r->kind](&p);
        put_span(&p, "date", 0, p.r->when.bytes, p.r->when.chars);
    }
    return p.rc;
}
