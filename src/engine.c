/* engine.c - opening and closing of what all documents share. */
#define _GNU_SOURCE
#include "engine.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const KNOWLEDGE_FILE = "chancery.knowledge";

/* The directory of the running program in `out`; false when the system does not tell. */
static bool program_directory(char *out, size_t size)
{
    ssize_t n = readlink("/proc/self/exe", out, size - 1);
    if (n <= 0)
        return false;
    out[n] = 0;
    char *slash = strrchr(out, '/');
    if (!slash)
        return false;
    *slash = 0;
    return true;
}

/* Looks for the shipped file in the order that chancery.h promises. False when it is nowhere. */
static bool find_knowledge(char *out, size_t size)
{
    const char *set = getenv("CHANCERY_KNOWLEDGE");
    if (set && *set) {
        snprintf(out, size, "%s", set);
        return true;
    }
    char program[PATH_MAX];
    if (program_directory(program, sizeof program)) {
        static const char *const beside[] = {"", "/../share/chancery"};
        for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
            snprintf(out, size, "%s%s/%s", program, beside[i], KNOWLEDGE_FILE);
            if (access(out, R_OK) == 0)
                return true;
        }
    }
    snprintf(out, size, "%s/%s", CH_DATADIR, KNOWLEDGE_FILE);
    return access(out, R_OK) == 0;
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
    engine->knowledge = NULL;
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
