/* gold.c - which sentences are gold: those of whose records nobody is still to judge any. Each is read again by the
 * reader of the corpus; what does not pass stands there as a comment. */
#include "exchange/gold.h"

#include "corpus/measure.h"
#include "store/rows_json.h"

typedef struct gold {
    ch__export *x;
    ch_store *store;
    ch__corpus_reader *reader;
    ch__runs runs;
    ch__buf unit;
    char fault[512]; /* the first of the unit in hand */
    ch_err *err;
} gold;

/* ---- one unit ---- */

static void note_fault(void *ctx, const ch_err *fault)
{
    gold *g = ctx;
    if (!g->fault[0])
        sqlite3_snprintf(sizeof g->fault, g->fault, "%s", fault->message);
}

static int check_unit(void *ctx, ch__corpus_unit *u, ch_err *err)
{
    gold *g = ctx;
    (void)err;
    if (!u->faulty && ch__corpus_check_unit(g->reader, u))
        ch__runs_add(&g->runs, g->reader, u);
    return CH_OK;
}

static void comment_out(gold *g, const ch__gold_sentence *s)
{
    ch__buf_printf(&g->x->out, "# left out, %s sentence %lld: %s\n", s->document, (long long)s->n, g->fault);
    ch__sv rest = {g->unit.p, g->unit.n}, line;
    while (rest.n && ch__sv_next(&rest, '\n', &line))
        if (line.n)
            ch__buf_printf(&g->x->out, "# %.*s\n", (int)line.n, line.p);
}

static int add_unit(gold *g, const ch__gold_sentence *s)
{
    const char *why = NULL;
    ch__buf_clear(&g->unit);
    g->fault[0] = 0;
    if (!ch__gold_lines(&g->reader->arena, s, &g->unit, &why))
        sqlite3_snprintf(sizeof g->fault, g->fault, "%s", why);
    int rc = g->unit.failed ? ch__fail(g->err, CH_ENOMEM, "out of memory") : CH_OK;
    if (rc == CH_OK && !g->fault[0])
        rc = ch__corpus_read_memory(g->reader, (ch__sv){g->unit.p, g->unit.n}, "gold", check_unit, g, g->err);
    if (rc == CH_OK && g->fault[0]) {
        comment_out(g, s);
    } else if (rc == CH_OK) {
        ch__buf_add(&g->x->out, g->unit.p, g->unit.n);
        g->x->rows++;
    }
    ch__buf_char(&g->x->out, '\n');
    return rc;
}

/* ---- what is in a sentence ---- */

static sqlite3_stmt *ask(gold *g, const char *sql, const ch__gold_sentence *s)
{
    sqlite3_stmt *q = NULL;
    if (sqlite3_prepare_v2(g->store->db, sql, -1, &q, NULL) != SQLITE_OK) {
        ch__store_fail(g->store, g->err, "cannot read reviews");
        return NULL;
    }
    ch__bind_text(q, 1, g->x->ask->reviewer);
    if (s) {
        ch__bind_text(q, 2, s->document);
        sqlite3_bind_int64(q, 3, s->n);
    }
    return q;
}

static int end(gold *g, sqlite3_stmt *q, int step)
{
    int rc = step == SQLITE_DONE ? CH_OK : ch__store_fail(g->store, g->err, "cannot read reviews");
    sqlite3_finalize(q);
    return rc;
}

static const char *copy(gold *g, sqlite3_stmt *q, int column)
{
    const char *text = (const char *)sqlite3_column_text(q, column);
    return text ? ch__copyz(&g->reader->arena, text) : NULL;
}

/* The records with their rows; *unjudged: how many nobody has judged. */
static int read_records(gold *g, ch__gold_sentence *s, uint32_t *unjudged)
{
    static const char SQL[] =
        "SELECT r.kind, r.id, EXISTS (SELECT 1 FROM verdicts v WHERE v.record = r.id AND (?1 IS NULL OR v.reviewer ="
        " ?1)) FROM records r WHERE r.document = ?2 AND r.sentence = ?3 ORDER BY r.kind, r.char_start, r.id";
    uint32_t cap_kinds = 0, cap = 0;
    int rc = CH_OK, step = SQLITE_ERROR;
    sqlite3_stmt *q = ask(g, SQL, s);
    if (!q)
        return CH_ESTORE;
    while (rc == CH_OK && (step = sqlite3_step(q)) == SQLITE_ROW) {
        const char *kind = copy(g, q, 0);
        json_t *rows = ch__rows_read(g->store, kind, (const char *)sqlite3_column_text(q, 1), g->err);
        uint32_t n = s->n_records;
        rc = rows ? CH_OK : g->err->code;
        *unjudged += !sqlite3_column_int(q, 2);
        *CH__PUSH(&g->reader->arena, s->kinds, n, cap_kinds) = kind;
        if (rows)
            *CH__PUSH(&g->reader->arena, s->records, s->n_records, cap) = rows;
    }
    return rc == CH_OK ? end(g, q, step) : (sqlite3_finalize(q), rc);
}

static int read_rejected(gold *g, ch__gold_sentence *s)
{
    static const char SQL[] =
        "SELECT DISTINCT coalesce(json_extract(was, '$.events[0].quote'), json_extract(was, '$.statements[0].quote'),"
        " json_extract(was, '$.agreements[0].quote'), json_extract(was, '$.levels[0].quote'),"
        " json_extract(was, '$.figures[0].quote')) FROM verdicts WHERE (?1 IS NULL OR reviewer = ?1)"
        " AND document = ?2 AND sentence = ?3 AND became IS NULL ORDER BY id";
    uint32_t cap = 0;
    int step;
    sqlite3_stmt *q = ask(g, SQL, s);
    if (!q)
        return CH_ESTORE;
    while ((step = sqlite3_step(q)) == SQLITE_ROW)
        *CH__PUSH(&g->reader->arena, s->rejected, s->n_rejected, cap) = copy(g, q, 0);
    return end(g, q, step);
}

static int add_sentence(gold *g, ch__gold_sentence *s)
{
    uint32_t unjudged = 0;
    int rc = read_records(g, s, &unjudged);
    if (rc == CH_OK)
        rc = read_rejected(g, s);
    if (rc == CH_OK && unjudged)
        ch__buf_printf(&g->x->out, "# left out, %s sentence %lld: %u of its %u records are not judged\n\n", s->document,
                       (long long)s->n, (unsigned)unjudged, (unsigned)s->n_records);
    else if (rc == CH_OK)
        rc = add_unit(g, s);
    for (uint32_t i = 0; i < s->n_records; i++)
        json_decref(s->records[i]);
    return rc;
}

/* ---- all ---- */

static int add_all(gold *g)
{
    static const char SQL[] =
        "SELECT d.id, d.published, s.text, s.n, s.byte_start, s.byte_end, s.is_title FROM (SELECT DISTINCT document,"
        " sentence FROM verdicts WHERE ?1 IS NULL OR reviewer = ?1) v JOIN documents d ON d.id = v.document"
        " JOIN sentences s ON s.document = d.id AND s.n = v.sentence ORDER BY d.published, d.name, d.id, s.n";
    int rc = CH_OK, step = SQLITE_ERROR;
    sqlite3_stmt *q = ask(g, SQL, NULL);
    if (!q)
        return CH_ESTORE;
    while (rc == CH_OK && (step = sqlite3_step(q)) == SQLITE_ROW) {
        ch__gold_sentence s = {.store = g->store,
                               .names = g->x->names,
                               .v = g->reader->v,
                               .document = copy(g, q, 0),
                               .published = copy(g, q, 1),
                               .text = copy(g, q, 2),
                               .n = sqlite3_column_int64(q, 3),
                               .start = sqlite3_column_int64(q, 4),
                               .end = sqlite3_column_int64(q, 5),
                               .title = sqlite3_column_int(q, 6) != 0};
        rc = add_sentence(g, &s);
        if (rc == CH_OK && g->x->out.failed)
            rc = ch__fail(g->err, CH_ENOMEM, "out of memory");
        if (rc == CH_OK)
            rc = ch__export_flush(g->x, false);
    }
    return rc == CH_OK ? end(g, q, step) : (sqlite3_finalize(q), rc);
}

int ch__export_gold(ch__export *x, ch__corpus_reader *reader)
{
    static const char HEAD[] =
        "# Sentences whose records people have judged (docs/desk.md). Voice, topic and shape are\n"
        "# not judged: they are wire, other, and active or headline, until somebody says more.\n\n";
    gold g = {.x = x, .store = x->store, .reader = reader, .err = x->err};
    g.runs.arena = &reader->arena;
    reader->fault = note_fault;
    reader->fault_ctx = &g;
    ch__buf_add(&x->out, HEAD, sizeof HEAD - 1);
    int rc = add_all(&g);
    ch__buf_release(&g.unit);
    return rc;
}
