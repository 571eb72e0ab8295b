/* import.c - an event file into the store: one document, an event a row. */
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "exchange/exchange.h"
#include "exchange/row.h"

enum { BATCH_ROWS = 20000, ASKED_EVERY = 1024, CACHED_ACTORS = 1 << 14 };

/* How sure an event of a foreign file is: nobody has said, so it stands in the middle. */
static const double CONFIDENCE = 0.5;

typedef struct cached_actor {
    uint64_t key;
    int64_t row;
} cached_actor;

typedef struct import {
    ch_store *store;
    const ch__names *names;
    const ch_import_options *options;
    ch_import_counts *counts;
    ch__table_file file;
    ch__content content;
    char document[33], rule[32];
    const char *origin, *coded_by;
    ch__row_event event;
    cached_actor actors[CACHED_ACTORS]; /* rows of actors by the hash of their key: most come again and again */
    ch__buf key;
    bool stop;
    ch_err *err;
} import;

/* ---- the document ---- */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void make_document_id(import *m)
{
    const ch__sv parts[] = {CH__SV("import"), ch__sv_of(m->origin), ch__sv_of(base_name(m->file.path)),
                            ch__sv_of(m->content.sha256)};
    ch__hash_id(m->document, parts, sizeof parts / sizeof *parts);
}

static int find_document(import *m)
{
    sqlite3_stmt *s = ch__store_sql(m->store, CH__SQL_FIND_DOCUMENT, m->err);
    if (!s)
        return CH_ESTORE;
    ch__bind_text(s, 1, m->document);
    int step = sqlite3_step(s);
    m->counts->put = CH_PUT_NEW;
    if (step == SQLITE_ROW)
        m->counts->put =
            strcmp((const char *)sqlite3_column_text(s, 0), m->coded_by) == 0 ? CH_PUT_SAME : CH_PUT_RECODED;
    sqlite3_reset(s);
    return step == SQLITE_ROW || step == SQLITE_DONE ? CH_OK : ch__store_fail(m->store, m->err, "cannot read");
}

static int delete_document(import *m)
{
    sqlite3_stmt *s = ch__store_sql(m->store, CH__SQL_DELETE_DOCUMENT, m->err);
    if (!s)
        return CH_ESTORE;
    ch__bind_text(s, 1, m->document);
    return ch__store_step(m->store, s, m->err);
}

/* Marked as not done: coded by nobody, so that the same file is read anew should this one not come to its end. */
static int put_document(import *m)
{
    sqlite3_stmt *s = ch__store_sql(m->store, CH__SQL_DOCUMENT, m->err);
    if (!s)
        return CH_ESTORE;
    const ch__content *c = &m->content;
    const struct {
        int at;
        const char *text;
    } texts[] = {{1, m->document},
                 {2, base_name(m->file.path)},
                 {3, m->file.path},
                 {8, "unknown"},
                 {15, "tsv"},
                 {16, c->utf8 ? "UTF-8" : "WINDOWS-1252"},
                 {17, c->utf8 ? "utf-8" : "fallback"},
                 {18, c->sha256},
                 {23, ""},
                 {25, m->origin}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ch__bind_text(s, texts[i].at, texts[i].text);
    sqlite3_bind_int64(s, 19, (sqlite3_int64)c->bytes);
    sqlite3_bind_int64(s, 20, (sqlite3_int64)c->chars);
    ch__bind_sv(s, 21, c->text.n ? (ch__sv){c->text.p, c->text.n} : CH__SV(""));
    if (m->store->run)
        sqlite3_bind_int64(s, 22, m->store->run);
    return ch__store_step(m->store, s, m->err);
}

static int finish_document(import *m)
{
    sqlite3_stmt *s = ch__store_sql(m->store, CH__SQL_DOCUMENT_DONE, m->err);
    if (!s)
        return CH_ESTORE;
    ch__bind_text(s, 1, m->coded_by);
    ch__bind_text(s, 2, m->document);
    return ch__store_step(m->store, s, m->err);
}

/* ---- actors ---- */

static int add_actor(import *m, const ch__row_actor *a, int64_t *row)
{
    sqlite3_stmt *s = ch__store_sql(m->store, CH__SQL_FIND_ACTOR, m->err);
    if (!s)
        return CH_ESTORE;
    ch__bind_text(s, 1, m->key.p);
    *row = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    if (*row)
        return CH_OK;
    s = ch__store_sql(m->store, CH__SQL_ACTOR, m->err);
    if (!s)
        return CH_ESTORE;
    ch__bind_sv(s, 1, a->name);
    ch__bind_text(s, 2, a->code);
    ch__bind_text(s, 3, a->sector);
    ch__bind_text(s, 6, m->key.p);
    int rc = ch__store_step(m->store, s, m->err);
    *row = sqlite3_last_insert_rowid(m->store->db);
    return rc;
}

/* The key is that of actors that were read (records.c): an entity of the knowledge, name, code, sector, office. */
static int actor_row(import *m, const ch__row_actor *a, int64_t *row)
{
    *row = 0;
    if (!a->name.n && !a->code && !a->sector)
        return CH_OK;
    m->key.n = 0;
    ch__buf_printf(&m->key, "|%.*s|%s|%s|", (int)a->name.n, a->name.n ? a->name.p : "", a->code ? a->code : "",
                   a->sector ? a->sector : "");
    if (m->key.failed)
        return ch__fail(m->err, CH_ENOMEM, "out of memory");
    uint64_t key = ch__hash64((ch__sv){m->key.p, m->key.n}) | 1;
    cached_actor *c = &m->actors[key % CACHED_ACTORS];
    if (c->key == key) {
        *row = c->row;
        return CH_OK;
    }
    int rc = add_actor(m, a, row);
    if (rc == CH_OK)
        *c = (cached_actor){key, *row};
    return rc;
}

/* ---- an event ---- */

typedef struct stretch {
    int64_t bytes[2], chars[2];
} stretch;

/* Where words of the row stand in the content. What was converted has its row's place. */
static stretch place_of(const import *m, ch__sv words)
{
    const ch__table_file *f = &m->file;
    bool inside = f->row.p >= f->line.p && f->row.p < f->line.p + f->line.n && words.n && words.p >= f->line.p;
    size_t before = inside ? (size_t)(words.p - f->line.p) : 0, n = inside ? words.n : f->row.n;
    const char *from = inside ? f->line.p : f->row.p;
    stretch s = {{(int64_t)(f->offset + before), (int64_t)(f->offset + before + n)}, {0, 0}};
    s.chars[0] = (int64_t)(f->chars + ch__utf8_count(from, before));
    s.chars[1] = s.chars[0] + (int64_t)ch__utf8_count(from + before, n);
    return s;
}

static void bind_place(sqlite3_stmt *s, int at, const stretch *x)
{
    for (int i = 0; i < 2; i++) {
        sqlite3_bind_int64(s, at + i, x->chars[i]);
        sqlite3_bind_int64(s, at + 2 + i, x->bytes[i]);
    }
}

static int put_role(import *m, const char *role, uint32_t n, const ch__row_actor *a)
{
    int64_t row = 0;
    int rc = actor_row(m, a, &row);
    sqlite3_stmt *s = rc == CH_OK ? ch__store_sql(m->store, CH__SQL_ROLE, m->err) : NULL;
    if (!s)
        return rc < 0 ? rc : CH_ESTORE;
    stretch at = place_of(m, a->words);
    ch__bind_text(s, 1, m->event.id);
    ch__bind_text(s, 2, role);
    sqlite3_bind_int64(s, 3, n);
    ch__bind_text(s, 4, m->document);
    if (row)
        sqlite3_bind_int64(s, 5, row);
    ch__bind_text(s, 6, a->code);
    ch__bind_sv(s, 7, a->words.p ? a->words : CH__SV(""));
    bind_place(s, 8, &at);
    return ch__store_step(m->store, s, m->err);
}

/* Codes of a side joined by ';', each once, to `out`. */
static const char *codes(const ch__row_event *e, int side, char *out, size_t size)
{
    size_t n = 0;
    out[0] = 0;
    for (uint32_t i = 0; i < e->n_side[side]; i++) {
        const char *code = e->side[side][i].code;
        bool seen = false;
        for (uint32_t k = 0; k < i && code; k++)
            seen |= e->side[side][k].code && strcmp(e->side[side][k].code, code) == 0;
        if (code && !seen && n + strlen(code) + 2 < size)
            n += (size_t)snprintf(out + n, size - n, "%s%s", n ? ";" : "", code);
    }
    return n ? out : NULL;
}

static void bind_event(const import *m, sqlite3_stmt *s, const char *day, const char *const sides[2])
{
    const ch__row_event *e = &m->event;
    stretch at = place_of(m, e->quote);
    ch__bind_text(s, 1, e->id);
    ch__bind_text(s, 2, m->document);
    sqlite3_bind_int64(s, 3, (sqlite3_int64)(m->counts->rows - 1));
    bind_place(s, 4, &at);
    ch__bind_sv(s, 8, e->quote);
    ch__bind_text(s, 9, day);
    ch__bind_text(s, 10, day);
    ch__bind_text(s, 11, ch_precision_name(CH_DAY));
    ch__bind_sv(s, 13, e->date_text);
    sqlite3_bind_double(s, 14, CONFIDENCE);
    ch__bind_text(s, 15, m->rule);
    const char *const what[] = {e->event, e->mode, e->contexts, sides[0], sides[1], ch_modality_name(CH_ACTUAL)};
    for (int i = 0; i < 6; i++)
        ch__bind_text(s, 16 + i, what[i]);
    ch__bind_sv(s, 24, e->place);
    ch__bind_text(s, 25, e->country);
    if (e->located) {
        sqlite3_bind_double(s, 26, e->latitude);
        sqlite3_bind_double(s, 27, e->longitude);
    }
    ch__bind_sv(s, 28, e->geoname);
    ch__bind_sv(s, 29, e->cameo);
    sqlite3_bind_int(s, 30, ch_event_type_quad((ch_event_type)e->type));
    sqlite3_bind_double(s, 31, ch_event_type_score((ch_event_type)e->type));
}

static int put_event(import *m)
{
    static const char *const roles[] = {"actor", "recipient"};
    char day[12], lists[2][512];
    sqlite3_stmt *s = ch__store_sql(m->store, CH__SQL_EVENT, m->err);
    if (!s)
        return CH_ESTORE;
    const char *const sides[2] = {codes(&m->event, 0, lists[0], sizeof lists[0]),
                                  codes(&m->event, 1, lists[1], sizeof lists[1])};
    bind_event(m, s, ch__date_iso(m->event.date, day), sides);
    int rc = ch__store_step(m->store, s, m->err);
    if (rc < 0)
        return rc;
    if (!sqlite3_changes(m->store->db)) { /* the same row stood in the file, or in another, before */
        m->counts->same++;
        return CH_OK;
    }
    m->counts->events++;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < m->event.n_side[side] && rc == CH_OK; i++)
            rc = put_role(m, roles[side], i, &m->event.side[side][i]);
    return rc;
}

/* ---- rows ---- */

static void ask(import *m)
{
    if (m->options->goes_on && !m->options->goes_on(m->options->ctx))
        m->stop = true;
}

static void tell(import *m, const ch_err *fault)
{
    m->counts->faults++;
    if (m->options->fault)
        m->options->fault(m->options->ctx, fault);
    ask(m);
}

static int take_row(import *m, ch_err *fault)
{
    m->counts->rows++;
    int rc = ch__row_read(&m->file, m->names, &m->event, fault);
    if (rc < 0) {
        tell(m, fault);
        return CH_OK;
    }
    if (rc == CH_OK)
        return put_event(m);
    rc == CH__ROW_STATEMENT ? m->counts->statements++ : m->counts->nobody++;
    return CH_OK;
}

static int next_batch(import *m)
{
    int rc = ch_store_commit(m->store, m->err);
    return rc == CH_OK ? ch__store_begin(m->store, m->err) : rc;
}

static bool of_a_row(int code)
{
    return code == CH_EFORMAT || code == CH_ELIMIT;
}

static int rows(import *m)
{
    ch_err fault;
    int rc = CH_OK;
    for (uint64_t n = 1; rc == CH_OK && !m->stop; n++) {
        ch__err_clear(&fault);
        int got = ch__table_file_next(&m->file, &fault);
        if (got == 0)
            return CH_OK;
        if (got == 1)
            rc = take_row(m, &fault);
        else if (of_a_row(got) && !m->file.stream.failed) {
            m->counts->rows++;
            tell(m, &fault);
        } else
            return ch__fail_at(m->err, got, m->file.path, 0, fault.offset, "%s", fault.message);
        if (rc == CH_OK && n % BATCH_ROWS == 0)
            rc = next_batch(m);
        if (n % ASKED_EVERY == 0)
            ask(m);
    }
    return rc;
}

/* A column that nobody knows is told once; its cells are not looked at. */
static void tell_unknown(import *m)
{
    ch_err fault;
    if (!m->file.odd)
        return;
    ch__err_clear(&fault);
    ch__fail_at(&fault, CH_EFORMAT, m->file.path, (int64_t)m->file.header_line, -1, "unknown column '%s' is left out",
                m->file.unknown);
    tell(m, &fault);
}

static int into_store(import *m)
{
    int rc = ch__store_begin(m->store, m->err);
    if (rc == CH_OK)
        rc = find_document(m);
    if (rc < 0 || m->counts->put == CH_PUT_SAME)
        return rc;
    if (m->counts->put == CH_PUT_RECODED)
        rc = delete_document(m);
    if (rc == CH_OK)
        rc = put_document(m);
    tell_unknown(m);
    if (rc == CH_OK)
        rc = rows(m);
    return rc == CH_OK && !m->stop ? finish_document(m) : rc;
}

static ch_import_format format_of(const ch__layout *layout)
{
    for (int i = 1; i < CH_N_IMPORT_FORMATS; i++) {
        const char *name = ch_import_format_name((ch_import_format)i);
        if (strncmp(layout->name, name, strlen(name)) == 0) /* gdelt1 is GDELT too */
            return (ch_import_format)i;
    }
    return CH_IMPORT_AUTO;
}

static int import_opened(import *m)
{
    m->counts->format = format_of(m->file.layout);
    m->origin = ch_import_format_name(m->counts->format);
    snprintf(m->rule, sizeof m->rule, "import/%s", m->origin);
    make_document_id(m);
    int rc = into_store(m);
    if (rc < 0) {
        ch__store_give_up(m->store);
        return rc;
    }
    m->store->counts[m->counts->put]++;
    m->store->records += (int64_t)m->counts->events;
    return ch_store_commit(m->store, m->err);
}

int ch__import_file(ch_store *store, const ch__names *names, const char *coded_by, const char *path,
                    const ch_import_options *options, ch_import_counts *counts, ch_err *err)
{
    import *m = ch__malloc(sizeof *m);
    if (!m)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *m = (import){
        .store = store, .names = names, .options = options, .counts = counts, .coded_by = coded_by, .err = err};
    const char *said = options->format == CH_IMPORT_AUTO ? NULL : ch_import_format_name(options->format);
    int rc = ch__table_file_open(&m->file, path, said, &m->content, err);
    if (rc == CH_OK)
        rc = import_opened(m);
    ch__table_file_close(&m->file);
    ch__buf_release(&m->content.text);
    ch__buf_release(&m->key);
    free(m);
    return rc;
}
