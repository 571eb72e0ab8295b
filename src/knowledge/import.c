/* import.c - dictionaries as files of our own tables. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "knowledge/dictionary.h"

/* As in build.c: stands in the caller of the function with the guard. */
typedef struct import {
    ch__source source;
    ch__dictionaries dictionaries;
    const char *const *paths;
    size_t n_paths;
    const char *out;
    ch__buf file;
    ch_fault_fn fn;
    void *ctx;
} import;

/* Where a table goes; the first one has another name than its file. */
static const struct {
    const char *table, *file, *what;
} files[] = {
    {"entities", "actors/dictionary-actors", "Actors of dictionaries of TABARI or PETRARCH."},
    {"actors/agents", "actors/agents", "Agents of dictionaries of TABARI or PETRARCH."},
    {"actors/rules", "actors/rules", "Names that dictionaries of TABARI or PETRARCH say are nobody."},
    {"events/contexts", "events/contexts", "Issues of dictionaries of PETRARCH."},
    {"events/context-stops", "events/context-stops", "Phrases that keep an issue away, of dictionaries of PETRARCH."},
    {"events/verb-changes", "events/verb-changes", "Transformations of dictionaries of PETRARCH-2."},
    {"events/verb-patterns", "events/verb-patterns", "Patterns of verbs of dictionaries of TABARI or PETRARCH."},
    {"events/verb-sets", "events/verb-sets", "Sets of words of dictionaries of TABARI or PETRARCH."},
    {"events/verbs", "events/verbs", "Verbs of dictionaries of TABARI or PETRARCH."},
    {"text/discards", "text/discards", "Discards of dictionaries of TABARI or PETRARCH."},
};

enum { N_FILES = sizeof files / sizeof *files };

static const ch__source_table *table_of(const ch__source *s, const char *name)
{
    for (uint32_t i = 0; i < s->n_tables; i++)
        if (strcmp(s->tables[i].name, name) == 0)
            return &s->tables[i];
    return NULL;
}

/* Columns without marks take those of the shipped table, where there is one. */
static void write_head(ch__buf *out, const ch__source_table *t, uint32_t number, bool shipped)
{
    ch__buf_printf(out, "# %s\n# Source: petrarch = made by chancery knowledge import.\n", files[number].what);
    if (strcmp(files[number].table, files[number].file) != 0)
        ch__buf_printf(out, "#@\t%s\n", files[number].table);
    ch__buf_str(out, "#:");
    for (uint32_t i = 0; i < t->n_columns; i++)
        ch__buf_printf(out, "\t%s%s", t->columns[i].name, !shipped && t->columns[i].marks & CH__COLUMN_KEY ? "*" : "");
    ch__buf_char(out, '\n');
}

static int make_folder(import *m, const char *below)
{
    const char *path = below ? ch__format(&m->source.arena, "%s/%s", m->out, below) : m->out;
    if (mkdir(path, 0777) < 0 && errno != EEXIST)
        return ch__fail_at(m->source.err, CH_EIO, path, 0, -1, "cannot be made: %s", strerror(errno));
    return CH_OK;
}

static int write_table(import *m, uint32_t number)
{
    const ch__source_table *t = table_of(&m->source, files[number].table);
    const char *path = ch__format(&m->source.arena, "%s/%s.tsv", m->out, files[number].file);
    ch__buf_clear(&m->file);
    if (!t)
        return CH_OK;
    write_head(&m->file, t, number, ch__knowledge_table(m->dictionaries.k, t->name) != NULL);
    for (uint32_t row = 0; row < t->n_rows; row++)
        for (uint32_t i = 0; i < t->n_columns; i++)
            ch__buf_printf(&m->file, "%s%c", t->rows[row].cells[i], i + 1 < t->n_columns ? '\t' : '\n');
    if (m->file.failed)
        return ch__fail(m->source.err, CH_ENOMEM, "memory ran out while writing tables");
    return ch__file_write(path, (ch__sv){m->file.p, m->file.n}, m->source.err);
}

static int write_tables(import *m)
{
    int code = make_folder(m, NULL);
    static const char *const folders[] = {"actors", "events", "text"};
    for (size_t i = 0; i < 3 && code == CH_OK; i++)
        code = make_folder(m, folders[i]);
    for (uint32_t i = 0; i < N_FILES && code == CH_OK; i++)
        code = write_table(m, i);
    return code;
}

static int work(import *m)
{
    int code = ch__dictionaries_read(&m->dictionaries, m->paths, m->n_paths);
    if (code < 0)
        return code;
    ch__source_sort(&m->source);
    ch__source_report(&m->source, m->fn, m->ctx);
    ch__err_clear(m->source.err);
    return m->out ? write_tables(m) : CH_OK;
}

static int guarded(import *m)
{
    jmp_buf guard;
    if (setjmp(guard))
        return ch__fail(m->source.err, CH_ENOMEM, "memory ran out while reading dictionaries");
    m->source.arena.guard = &guard;
    return work(m);
}

int ch__knowledge_import(const ch__knowledge *k, const char *const *paths, size_t n, ch_date_rule rule, const char *out,
                         ch_fault_fn fn, void *ctx, ch_import *counts, ch_err *err)
{
    *counts = (ch_import){0};
    ch__err_clear(err);
import m = {.paths = paths, .n_paths = n, .out = out, .fn = fn, .ctx = ctx };
    m.source.fd = -1;
    m.source.err = err;
    m.dictionaries = (ch__dictionaries){.s = &m.source, .k = k, .rule = rule, .counts = counts};
    int code = guarded(&m);
    m.source.arena.guard = NULL;
    ch__buf_release(&m.file);
    ch__source_release(&m.source);
    return code;
}

int ch_date_rule_parse(const char *name)
{
    return strcmp(name, "dated") == 0 ? CH_DATES_DATED : strcmp(name, "petrarch2") == 0 ? CH_DATES_PETRARCH2 : -1;
}
