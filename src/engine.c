/* engine.c - opening and closing of what all documents share. */
#define _GNU_SOURCE
#include "engine.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const KNOWLEDGE_FILE = "chancery.knowledge";

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
    if (!dladdr(&KNOWLEDGE_FILE, &info) || !info.dli_fname || info.dli_fname[0] != '/')
        return false;
    return snprintf(out, size, "%s", info.dli_fname) < (int)size && cut_to_directory(out);
}

static bool is_there(char *out, size_t size, const char *directory, const char *below)
{
    snprintf(out, size, "%s%s/%s", directory, below, KNOWLEDGE_FILE);
    return access(out, R_OK) == 0;
}

/* Looks for the shipped file in the order that chancery.h promises. False when it is nowhere. */
static bool find_knowledge(char *out, size_t size)
{
    const char *set = getenv("CHANCERY_KNOWLEDGE");
    if (set && *set) {
        snprintf(out, size, "%s", set);
        return true;
    }
    char at[PATH_MAX];
    if (program_directory(at, sizeof at) &&
        (is_there(out, size, at, "") || is_there(out, size, at, "/../share/chancery")))
        return true;
    if (library_directory(at, sizeof at) &&
        (is_there(out, size, at, "/../share/chancery") || /* lib, lib/x86_64-linux-gnu */
         is_there(out, size, at, "/../../share/chancery")))
        return true;
    return is_there(out, size, "/usr/share/chancery", "") || is_there(out, size, CH_DATADIR, "");
}

static int lay_over(ch_engine *engine, const char *tables, ch_err *err)
{
    ch__knowledge *both = NULL;
    int rc = ch__knowledge_overlay(&both, engine->knowledge, tables, NULL, NULL, err);
    if (rc < 0)
        return rc;
    ch__knowledge_close(engine->knowledge);
    engine->knowledge = both;
    return CH_OK;
}

int ch_engine_open(ch_engine **out, const ch_engine_options *options, ch_err *err)
{
    char path[PATH_MAX + 64];
    *out = NULL;
    ch__err_clear(err);
    if (options && options->knowledge)
        snprintf(path, sizeof path, "%s", options->knowledge);
    else if (!find_knowledge(path, sizeof path))
        return ch__fail_at(err, CH_EKNOWLEDGE, path, 0, -1,
                           "the compiled knowledge file is missing; set CHANCERY_KNOWLEDGE or use --knowledge");
    ch_engine *engine = ch__malloc(sizeof *engine);
    if (!engine)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *engine = (ch_engine){0};
    int rc = ch__knowledge_open(&engine->knowledge, path, err);
    if (rc == CH_OK && options && options->tables)
        rc = lay_over(engine, options->tables, err);
    if (rc < 0) {
        ch_engine_close(engine);
        return rc;
    }
    *out = engine;
    return CH_OK;
}

void ch_engine_close(ch_engine *engine)
{
    if (!engine)
        return;
    ch__knowledge_close(engine->knowledge);
    free(engine);
}

const char *ch_engine_knowledge_hash(const ch_engine *engine)
{
    return ch__knowledge_hash(engine->knowledge);
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
