/* exchange.c - exports and imports: the public functions over the room `exchange`. */
#include <setjmp.h>

#include "exchange/exchange.h"
#include "exchange/gold.h"

#include "base/date.h"
#include "engine.h"

/* ---- writing ---- */

static int check(const ch_export_options *ask, ch_err *err)
{
    const char *const days[] = {ask->since, ask->until};
    for (int i = 0; i < 2; i++) {
        ch_date day;
        if (days[i] && (!ch__date_parse(ch__sv_of(days[i]), &day) || strlen(days[i]) > 10))
            return ch__fail(err, CH_EUSAGE, "not a date that exists: %s", days[i]);
    }
    if (ask->format == CH_EXPORT_CSV && ask->table && !ch__layout_named(ask->table))
        return ch__fail(err, CH_EUSAGE, "no such table: %s", ask->table);
    return CH_OK;
}

static int write_form(ch__export *x)
{
    const ch_export_options *ask = x->ask;
    switch (ask->format) {
    case CH_EXPORT_CSV: return ch__export_delimited(x, ch__layout_named(ask->table ? ask->table : "events"));
    case CH_EXPORT_POLECAT:
    case CH_EXPORT_ICEWS:
    case CH_EXPORT_PHOENIX: return ch__export_delimited(x, ch__layout_foreign(ch_export_format_name(ask->format)));
    case CH_EXPORT_JSONL:
    case CH_EXPORT_PLOVER:
    case CH_EXPORT_GEOJSON: return ch__export_json(x);
    case CH_EXPORT_GEXF: return ch__export_gexf(x);
    case CH_N_EXPORT_FORMATS: break;
    }
    return ch__fail(x->err, CH_EUSAGE, "no such format");
}

/* The export sees the store at one moment, whoever writes meanwhile. */
static int export_all(ch__export *x)
{
    sqlite3 *db = x->store->db;
    if (sqlite3_exec(db, x->store->in_batch ? "SAVEPOINT export" : "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
        return ch__store_fail(x->store, x->err, "cannot export");
    int rc = write_form(x);
    if (rc == CH_OK)
        rc = ch__export_flush(x, true);
    sqlite3_exec(db, x->store->in_batch ? "RELEASE export" : "COMMIT", NULL, NULL, NULL);
    return rc;
}

/* The names live in the arena, whose guard must be the caller's. */
static int with_names(ch__export *x, const ch_engine *engine, ch__arena *arena)
{
    ch__names names;
    int rc = ch__names_init(&names, engine->knowledge, arena, x->err);
    if (rc < 0)
        return rc;
    x->names = &names;
    if (ch__names_functions(&names, x->store->db) != SQLITE_OK)
        rc = ch__store_fail(x->store, x->err, "cannot export");
    else
        rc = export_all(x);
    ch__names_functions_drop(x->store->db);
    return rc;
}

/* Arena allocation jumps here when memory runs out (base/arena.h). */
static int export_guarded(ch__export *x, const ch_engine *engine, ch__arena *arena)
{
    jmp_buf guard;
    if (setjmp(guard))
        return ch__fail(x->err, CH_ENOMEM, "out of memory");
    arena->guard = &guard;
    return with_names(x, engine, arena);
}

int ch_store_export(ch_store *store, const ch_engine *engine, const ch_export_options *options, ch_write_fn write,
                    void *ctx, uint64_t *rows, ch_err *err)
{
    ch_err own;
    ch__arena arena = {0};
    ch__export x = {.store = store, .ask = options, .write = write, .ctx = ctx, .err = err ? err : &own};
    ch__err_clear(x.err);
    int rc = check(options, x.err);
    if (rc == CH_OK)
        rc = export_guarded(&x, engine, &arena);
    if (rows)
        *rows = x.rows;
    ch__buf_release(&x.out);
    ch__arena_release(&arena);
    return rc;
}

/* ---- reviews as gold ---- */

typedef struct gold {
    ch_store *store;
    const ch_engine *engine;
    const char *reviewer;
    ch_write_fn write;
    void *ctx;
    ch__corpus_reader reader;
} gold;

static int gold_guarded(gold *g, ch_err *err)
{
    jmp_buf guard;
    ch__names names;
    ch__vocabulary v;
    if (setjmp(guard))
        return ch__fail(err, CH_ENOMEM, "out of memory");
    g->reader.arena.guard = &guard;
    g->reader.v = &v;
    int rc = ch__names_init(&names, g->engine->knowledge, &g->reader.arena, err);
    if (rc == CH_OK)
        rc = ch__vocabulary_load(&v, g->engine->knowledge, &g->reader.arena, err);
    return rc == CH_OK ? ch__gold(g->store, &names, &g->reader, g->reviewer, g->write, g->ctx, err) : rc;
}

int ch_store_gold(ch_store *store, const ch_engine *engine, const char *reviewer, ch_write_fn write, void *ctx,
                  ch_err *err)
{
    ch_err own;
    gold g = {store, engine, reviewer, write, ctx, {0}};
    ch__err_clear(err);
    int rc = gold_guarded(&g, err ? err : &own);
    ch__arena_release(&g.reader.arena);
    return rc;
}

/* ---- descriptions ---- */

static int hand_over(ch__buf *out, int rc, ch_write_fn write, void *ctx, ch_err *err)
{
    if (rc == CH_OK && out->failed)
        rc = ch__fail(err, CH_ENOMEM, "out of memory");
    if (rc == CH_OK)
        rc = write(ctx, out->p, out->n);
    ch__buf_release(out);
    return rc;
}

int ch_export_codebook(ch_export_format format, ch_write_fn write, void *ctx, ch_err *err)
{
    ch__buf out = {0};
    ch__err_clear(err);
    return hand_over(&out, ch__codebook(format, &out, err), write, ctx, err);
}

int ch_export_schema(ch_export_format format, ch_write_fn write, void *ctx, ch_err *err)
{
    ch__buf out = {0};
    ch__err_clear(err);
    return hand_over(&out, ch__schema(format, &out, err), write, ctx, err);
}

int ch_export_data_package(ch_write_fn write, void *ctx, ch_err *err)
{
    ch__buf out = {0};
    ch__err_clear(err);
    ch__data_package(&out);
    return hand_over(&out, CH_OK, write, ctx, err);
}

/* ---- reading ---- */

static int import_guarded(ch_store *store, const ch_engine *engine, const char *path, const ch_import_options *options,
                          ch_import_counts *counts, ch__arena *arena, ch_err *err)
{
    jmp_buf guard;
    ch__names names;
    if (setjmp(guard))
        return ch__fail(err, CH_ENOMEM, "out of memory");
    arena->guard = &guard;
    int rc = ch__names_init(&names, engine->knowledge, arena, err);
    arena->guard = NULL;
    if (rc < 0)
        return rc;
    char coded_by[128];
    sqlite3_snprintf(sizeof coded_by, coded_by, "%s %s", ch_version(), ch_engine_knowledge_hash(engine));
    return ch__import_file(store, &names, coded_by, path, options, counts, err);
}

int ch_store_import(ch_store *store, const ch_engine *engine, const char *path, const ch_import_options *options,
                    ch_import_counts *counts, ch_err *err)
{
    static const ch_import_options defaults;
    ch_import_counts own;
    ch__arena arena = {0};
    counts = counts ? counts : &own;
    *counts = (ch_import_counts){0};
    ch__err_clear(err);
    int rc = import_guarded(store, engine, path, options ? options : &defaults, counts, &arena, err);
    ch__arena_release(&arena);
    return rc;
}
