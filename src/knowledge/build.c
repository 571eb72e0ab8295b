/* build.c - the ways in: check a directory, compile it to a file, lay it over compiled knowledge. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "knowledge/dictionary.h"

/* What a job reads and leaves; it stands in the caller of the function with the guard, so that it survives the jump. */
typedef struct job {
    ch__source source;
    const ch__knowledge *shipped; /* or NULL */
    const char *directory;        /* or NULL: only dictionaries */
    const ch__layers *layers;     /* or NULL: no dictionaries */
    ch_import counts;
    ch__buf *out; /* NULL: the meaning of the rows is checked too, nothing is kept */
    ch_fault_fn fn;
    void *ctx;
} job;

/* Our own actors and agents go, where dictionaries stand in their place; places stay. */
static void drop_own(ch__source *s)
{
    for (uint32_t i = 0; i < s->n_tables; i++) {
        ch__source_table *t = &s->tables[i];
        bool agents = strcmp(t->name, "actors/agents") == 0;
        if (!agents && strcmp(t->name, "entities") != 0)
            continue;
        uint32_t kept = 0;
        for (uint32_t row = 0; row < t->n_rows; row++)
            if (!agents && strcmp(t->rows[row].cells[0], "place") == 0)
                t->rows[kept++] = t->rows[row];
        t->n_rows = t->n_shipped = kept;
    }
}

/* Our own frames go where verbs of dictionaries stand in their place. */
static void drop_frames(ch__source *s)
{
    for (uint32_t i = 0; i < s->n_tables; i++)
        if (strcmp(s->tables[i].name, "events/frames") == 0)
            s->tables[i].n_rows = s->tables[i].n_shipped = 0;
}

/* What is odd in dictionaries is told and forgotten: it does not keep the rest from being used. */
static int lay_dictionaries(job *j)
{
    ch__source *s = &j->source;
    ch__dictionaries d = {
        .s = s, .k = j->shipped, .rule = j->layers->rule, .only = j->layers->only, .counts = &j->counts};
    if (j->layers->only)
        drop_own(s);
    int code = ch__dictionaries_read(&d, &j->layers->dictionaries, 1);
    if (code < 0)
        return code;
    if (j->layers->only && j->counts.verbs)
        drop_frames(s);
    ch__source_report(s, j->fn, j->ctx);
    s->n_faults = 0;
    ch__err_clear(s->err);
    return CH_OK;
}

static int work(job *j)
{
    ch__source *s = &j->source;
    ch__buf checked = {0};
    int code = CH_OK;
    if (j->shipped)
        ch__source_take(s, j->shipped);
    if (j->layers && j->layers->dictionaries)
        code = lay_dictionaries(j);
    if (code == CH_OK && j->directory)
        code = ch__source_read(s, j->directory);
    else if (code == CH_OK)
        ch__source_sort(s);
    if (code < 0)
        return code;
    if (!j->out)
        ch__source_check_entities(s);
    ch__source_sounds(s);
    ch__source_compile(s, j->out ? j->out : &checked);
    ch__buf_release(&checked);
    int faults = ch__source_report(s, j->fn, j->ctx);
    if (!j->out)
        return faults;
    if (faults)
        return CH_EKNOWLEDGE;
    return j->out->failed ? ch__fail(s->err, CH_ENOMEM, "memory ran out while compiling tables") : CH_OK;
}

/* Runs the job under a guard; a negative code or what work() returns. */
static int guarded(job *j)
{
    jmp_buf guard;
    if (setjmp(guard))
        return ch__fail(j->source.err, CH_ENOMEM, "memory ran out while reading tables");
    j->source.arena.guard = &guard;
    return work(j);
}

static int run(job *j, ch_err *err)
{
    ch__err_clear(err);
    j->source.fd = -1;
    j->source.err = err;
    int code = guarded(j);
    j->source.arena.guard = NULL;
    ch__source_release(&j->source);
    return code;
}

int ch_knowledge_check(const char *directory, ch_fault_fn fn, void *ctx, ch_err *err)
{
    job j = {.directory = directory, .fn = fn, .ctx = ctx};
    return run(&j, err);
}

int ch__knowledge_build(const char *directory, ch__buf *out, ch_fault_fn fn, void *ctx, ch_err *err)
{
    job j = {.directory = directory, .out = out, .fn = fn, .ctx = ctx};
    return run(&j, err);
}

int ch__knowledge_overlay(ch__knowledge **out, const ch__knowledge *shipped, const char *directory, ch_fault_fn fn,
                          void *ctx, ch_err *err)
{
    return ch__knowledge_lay(out, shipped, &(ch__layers){.tables = directory}, fn, ctx, err);
}

int ch__knowledge_lay(ch__knowledge **out, const ch__knowledge *shipped, const ch__layers *layers, ch_fault_fn fn,
                      void *ctx, ch_err *err)
{
    ch__buf image = {0};
    job j = {.shipped = shipped, .directory = layers->tables, .layers = layers, .out = &image, .fn = fn, .ctx = ctx};
    *out = NULL;
    int code = run(&j, err);
    if (code == CH_OK)
        code = ch__knowledge_open_memory(out, image.p, image.n, err);
    if (code == CH_OK)
        (*out)->owned = image.p;
    else
        ch__buf_release(&image);
    return code;
}

/* ---- taking over compiled tables ---- */

static void take_rows(ch__source *s, const ch__table *t, ch__source_table *to)
{
    to->n_rows = to->cap_rows = to->n_shipped = ch__table_rows(t);
    to->rows = ch__alloc_array(&s->arena, to->n_rows, sizeof *to->rows);
    const char **cells = ch__alloc_array(&s->arena, (size_t)to->n_rows * to->n_columns, sizeof *cells);
    for (uint32_t row = 0; row < to->n_rows; row++) {
        to->rows[row] = (ch__source_row){.cells = cells, .file = ch__source_file(t, row), .line = t->sources[row].line};
        for (uint32_t i = 0; i < to->n_columns; i++) {
            const char *cell = ch__table_cell(t, row, i);
            *cells++ = cell ? cell : "-";
        }
    }
}

static const char *string_or_null(const ch__knowledge *k, uint32_t at)
{
    return at == CH_NONE ? NULL : k->strings + at;
}

void ch__source_take(ch__source *s, const ch__knowledge *k)
{
    for (uint32_t i = 0; i < k->n_tables; i++) {
        const ch__table *t = &k->tables[i];
        ch__source_table *to = CH__PUSH(&s->arena, s->tables, s->n_tables, s->cap_tables);
        to->name = k->strings + t->image->name;
        to->file = "the shipped knowledge";
        to->marked = true;
        to->n_columns = t->image->n_columns;
        to->columns = ch__alloc_array(&s->arena, to->n_columns, sizeof *to->columns);
        for (uint32_t c = 0; c < to->n_columns; c++)
            to->columns[c] = (ch__source_column){.name = k->strings + t->columns[c].name,
                                                 .marks = t->columns[c].marks,
                                                 .condition = string_or_null(k, t->columns[c].condition),
                                                 .key_condition = string_or_null(k, t->columns[c].key_condition)};
        take_rows(s, t, to);
    }
}

int ch_knowledge_compile(const char *directory, const char *out_path, ch_fault_fn fn, void *ctx, ch_err *err)
{
    ch__buf image = {0};
    int code = ch__knowledge_build(directory, &image, fn, ctx, err);
    if (code == CH_OK)
        code = ch__file_write(out_path, (ch__sv){image.p, image.n}, err);
    ch__buf_release(&image);
    return code;
}
