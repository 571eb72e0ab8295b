/* exchange.c - exports and imports: the public functions over the room `exchange`. */
#include "exchange/exchange.h"
#include "exchange/gold.h"

#include "base/date.h"
#include "base/guard.h"
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
    bool narrowed = ask->kinds || ask->since || ask->until || ask->actor || ask->pair[0] || ask->pair[1] ||
                    ask->occurrences || ask->no_text;
    if (ask->format == CH_EXPORT_GOLD ? narrowed : ask->reviewer != NULL)
        return ch__fail(err, CH_EUSAGE, "gold is of a reviewer or of all, and only gold is");
    return CH_OK;
}

/* One export with what it needs of the engine; all of it is released with the arenas. */
typedef struct exporting {
    ch__export x;
    const ch_engine *engine;
    ch__arena arena;
    ch__names names;
    ch__vocabulary vocabulary; /* of gold */
    ch__corpus_reader reader;
} exporting;

static int write_gold(exporting *e)
{
    e->reader.arena.guard = e->arena.guard;
    e->reader.v = &e->vocabulary;
    int rc = ch__vocabulary_load(&e->vocabulary, e->engine->knowledge, &e->reader.arena, e->x.err);
    return rc == CH_OK ? ch__export_gold(&e->x, &e->reader) : rc;
}

static int write_form(exporting *e)
{
    ch__export *x = &e->x;
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
    case CH_EXPORT_GOLD: return write_gold(e);
    case CH_N_EXPORT_FORMATS: break;
    }
    return ch__fail(x->err, CH_EUSAGE, "no such format");
}

/* The export sees the store at one moment, whoever writes meanwhile. */
static int export_all(exporting *e)
{
    ch__export *x = &e->x;
    sqlite3 *db = x->store->db;
    if (sqlite3_exec(db, x->store->in_batch ? "SAVEPOINT export" : "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
        return ch__store_fail(x->store, x->err, "cannot export");
    int rc = write_form(e);
    if (rc == CH_OK)
        rc = ch__export_flush(x, true);
    sqlite3_exec(db, x->store->in_batch ? "RELEASE export" : "COMMIT", NULL, NULL, NULL);
    return rc;
}

static int with_names(void *ctx)
{
    exporting *e = ctx;
    int rc = ch__names_init(&e->names, e->engine->knowledge, &e->arena, e->x.err);
    if (rc < 0)
        return rc;
    e->x.names = &e->names;
    if (ch__names_functions(&e->names, e->x.store->db) != SQLITE_OK)
        rc = ch__store_fail(e->x.store, e->x.err, "cannot export");
    else
        rc = export_all(e);
    ch__names_functions_drop(e->x.store->db);
    return rc;
}

int ch_store_export(ch_store *store, const ch_engine *engine, const ch_export_options *options, ch_write_fn write,
                    void *ctx, uint64_t *rows, ch_err *err)
{
    ch_err own;
    exporting e = {.x = {.store = store, .ask = options, .write = write, .ctx = ctx, .err = err ? err : &own},
                   .engine = engine};
    ch__err_clear(e.x.err);
    int rc = check(options, e.x.err);
    if (rc == CH_OK)
        rc = ch__guarded(&e.arena, with_names, &e, e.x.err);
    if (rc < 0 && !store->in_batch && !sqlite3_get_autocommit(store->db)) /* memory ran out midway */
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    if (rows)
        *rows = e.x.rows;
    ch__buf_release(&e.x.out);
    ch__arena_release(&e.reader.arena);
    ch__arena_release(&e.arena);
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

typedef struct importing {
    ch__names names;
    ch__arena arena;
    const ch_engine *engine;
    ch_err *err;
} importing;

static int read_names(void *ctx)
{
    importing *i = ctx;
    return ch__names_init(&i->names, i->engine->knowledge, &i->arena, i->err);
}

int ch_store_import(ch_store *store, const ch_engine *engine, const char *path, const ch_import_options *options,
                    ch_import_counts *counts, ch_err *err)
{
    static const ch_import_options defaults;
    ch_import_counts own;
    importing i = {.engine = engine, .err = err};
    char coded_by[128];
    counts = counts ? counts : &own;
    *counts = (ch_import_counts){0};
    ch__err_clear(err);
    sqlite3_snprintf(sizeof coded_by, coded_by, "%s %s", ch_version(), ch_engine_knowledge_hash(engine));
    int rc = ch__guarded(&i.arena, read_names, &i, err);
    if (rc == CH_OK)
        rc = ch__import_file(store, &i.names, coded_by, path, options ? options : &defaults, counts, err);
    ch__arena_release(&i.arena);
    return rc;
}
