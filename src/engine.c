/* engine.c - opening and closing of what all documents share. */
#define _GNU_SOURCE
#include "engine.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "actors/codes.h"
#include "base/hash.h"
#include "events/events.h"

/* A shipped file: its name, the environment variable that names another. */
typedef struct shipped {
    const char *name, *variable;
} shipped;

static const shipped KNOWLEDGE = {"chancery.knowledge", "CHANCERY_KNOWLEDGE"},
                     MODEL = {"chancery.model", "CHANCERY_MODEL"};

static bool cut_to_directory(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = 0;
    return slash != NULL;
}

/* The directory of the running program in `out`; false when the system does not tell. */
static bool program_directory(char *out, size_t size)
{
    ssize_t n = readlink("/proc/self/exe", out, size - 1);
    if (n <= 0)
        return false;
    out[n] = 0;
    return cut_to_directory(out);
}

/* The directory of the shared library, when another program uses it. */
static bool library_directory(char *out, size_t size)
{
    Dl_info info;
    if (!dladdr(&KNOWLEDGE, &info) || !info.dli_fname || info.dli_fname[0] != '/')
        return false;
    return snprintf(out, size, "%s", info.dli_fname) < (int)size && cut_to_directory(out);
}

static bool is_there(char *out, size_t size, const char *directory, const char *below, const shipped *file)
{
    snprintf(out, size, "%s%s/%s", directory, below, file->name);
    return access(out, R_OK) == 0;
}

/* Looks for a shipped file in the order that chancery.h promises. False when it is nowhere. */
static bool find_shipped(char *out, size_t size, const shipped *file)
{
    const char *set = getenv(file->variable);
    if (set && *set) {
        snprintf(out, size, "%s", set);
        return true;
    }
    char at[PATH_MAX];
    if (program_directory(at, sizeof at) &&
        (is_there(out, size, at, "", file) || is_there(out, size, at, "/../share/chancery", file)))
        return true;
    if (library_directory(at, sizeof at) &&
        (is_there(out, size, at, "/../share/chancery", file) || /* lib, lib/x86_64-linux-gnu */
         is_there(out, size, at, "/../../share/chancery", file)))
        return true;
    return is_there(out, size, "/usr/share/chancery", "", file) || is_there(out, size, CH_DATADIR, "", file);
}

static int lay_over(ch_engine *engine, const ch_engine_options *o, ch_err *err)
{
    ch__knowledge *both = NULL;
    ch__layers layers = {o->tables, o->dictionaries, o->only_dictionaries, o->date_rule};
    int rc = ch__knowledge_lay(&both, engine->knowledge, &layers, o->fault, o->fault_ctx, err);
    if (rc < 0)
        return rc;
    ch__knowledge_close(engine->knowledge);
    engine->knowledge = both;
    return CH_OK;
}

/* The file that the caller names, or the shipped one. False when there is none. */
static bool place_of(char *out, size_t size, const char *named, const shipped *file)
{
    if (!named)
        return find_shipped(out, size, file);
    snprintf(out, size, "%s", named);
    return true;
}

static int open_knowledge(ch_engine *engine, const ch_engine_options *options, ch_err *err)
{
    char path[PATH_MAX + 64];
    if (!place_of(path, sizeof path, options->knowledge, &KNOWLEDGE))
        return ch__fail_at(err, CH_EKNOWLEDGE, path, 0, -1,
                           "the compiled knowledge file is missing; set CHANCERY_KNOWLEDGE or use --knowledge");
    int rc = ch__knowledge_open(&engine->knowledge, path, err);
    bool more = options->tables || options->dictionaries;
    return rc == CH_OK && more ? lay_over(engine, options, err) : rc;
}

/* Whether events may be scored: not where dictionaries stand in place of the frames, which then have no rows. */
static bool scores_events(const ch_engine *engine, const ch_engine_options *options)
{
    const ch__table *frames = ch__knowledge_table(engine->knowledge, "events/frames");
    return !options->rules_only && frames && ch__table_rows(frames);
}

/* Every room takes its sections of the model. */
static int load_model(ch_engine *engine, const ch_engine_options *options, ch_err *err)
{
    int rc = ch__splitter_load(&engine->splitter, ch__model_section(engine->model, "text.splitter"), err);
    if (rc == CH_OK)
        rc = ch__syntax_model_open(&engine->syntax, engine->model, err);
    if (rc == CH_OK && scores_events(engine, options))
        rc = ch__events_model_open(&engine->events, engine->model, engine->syntax->net.c.width, err);
    return rc;
}

static int open_model(ch_engine *engine, const ch_engine_options *options, ch_err *err)
{
    char path[PATH_MAX + 64];
    if (!place_of(path, sizeof path, options->model, &MODEL))
        return ch__fail_at(err, CH_EMODEL, path, 0, -1, "the model file is missing; set CHANCERY_MODEL or use --model");
    int rc = ch__model_open(&engine->model, path, err);
    if (rc == CH_OK)
        rc = load_model(engine, options, err);
    if (rc < 0)
        ch__err_file(err, path);
    return rc;
}

static void combine_hashes(ch_engine *engine)
{
    ch__sv parts[4] = {ch__sv_of(ch__knowledge_hash(engine->knowledge)), ch__sv_of(ch__model_hash(engine->model))};
    size_t n = 2;
    if (engine->ontology == CH_ONTOLOGY_CAMEO)
        parts[n++] = CH__SV("cameo");
    if (!engine->events)
        parts[n++] = CH__SV("rules");
    ch__hash_id(engine->hash, parts, n);
}

int ch_engine_open(ch_engine **out, const ch_engine_options *options, ch_err *err)
{
    static const ch_engine_options usual = {.knowledge = NULL};
    *out = NULL;
    ch__err_clear(err);
    ch_engine *engine = ch__malloc(sizeof *engine);
    if (!engine)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *engine = (ch_engine){.knowledge = NULL};
    int rc = open_knowledge(engine, options ? options : &usual, err);
    if (rc == CH_OK)
        rc = open_model(engine, options ? options : &usual, err);
    if (rc == CH_OK)
        rc = ch__times_compile(engine->knowledge, err);
    if (rc < 0) {
        ch_engine_close(engine);
        return rc;
    }
    engine->ontology = options ? options->ontology : CH_ONTOLOGY_PLOVER;
    combine_hashes(engine);
    *out = engine;
    return CH_OK;
}

void ch_engine_close(ch_engine *engine)
{
    if (!engine)
        return;
    ch__events_model_close(engine->events);
    ch__syntax_model_close(engine->syntax);
    ch__model_close(engine->model);
    ch__knowledge_close(engine->knowledge);
    free(engine);
}

const char *ch_engine_knowledge_hash(const ch_engine *engine)
{
    return engine->hash;
}

const char *ch_engine_model_hash(const ch_engine *engine)
{
    return ch__model_hash(engine->model);
}

int ch_engine_rows(const ch_engine *engine, const char *table, ch_row_fn fn, void *ctx)
{
    enum { MOST = 32 };
    const char *cells[MOST];
    const ch__table *t = ch__knowledge_table(engine->knowledge, table);
    uint32_t n = t ? ch__table_columns(t) : 0;
    if (n == 0 || n > MOST)
        return CH_EKNOWLEDGE;
    int rc = CH_OK;
    for (uint32_t row = 0; row < ch__table_rows(t) && rc >= 0; row++) {
        for (uint32_t column = 0; column < n; column++)
            cells[column] = ch__table_cell(t, row, column);
        rc = fn(ctx, cells, n);
    }
    return rc < 0 ? rc : CH_OK;
}

int ch_knowledge_import(const ch_engine *engine, const char *const *paths, size_t n_paths, ch_date_rule rule,
                        const char *out, ch_fault_fn fn, void *ctx, ch_import *counts, ch_err *err)
{
    return ch__knowledge_import(engine->knowledge, paths, n_paths, rule, out, fn, ctx, counts, err);
}

int ch_work_new(ch_work **out, ch_err *err)
{
    ch_work *work = ch__malloc(sizeof *work);
    *out = work;
    if (!work)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *work = (ch_work){0};
    return CH_OK;
}

void ch_work_free(ch_work *work)
{
    if (!work)
        return;
    ch__arena_release(&work->scratch);
    free(work);
}

const char *ch_version(void)
{
    return CH_VERSION;
}

int ch_engine_codes(const ch_engine *engine, ch_code_fn fn, void *ctx)
{
    return ch__codes(engine->knowledge, fn, ctx);
}
