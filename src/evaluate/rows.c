/* rows.c - files of records: gold and output. */
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "evaluate/evaluate.h"

enum {
    LONGEST_LINE = 64 << 20, /* bytes */
    NAME_PART = 3,           /* characters of a name that may stand for a longer one */
    TEXT_PART = 30           /* characters of a text that tell its document */
};

/* ---- lines ---- */

int ch__eval_open(ch__eval_file *f, ch_err *err)
{
    int rc = ch__lines_open(&f->lines, f->path, err);
    f->open = true;
    f->number = 0;
    return rc;
}

void ch__eval_close(ch__eval_file *f)
{
    if (f->open)
        ch__lines_close(&f->lines);
    ch__buf_release(&f->line);
    json_decref(f->object);
    f->object = NULL;
    f->open = false;
}

int ch__eval_next(ch__eval_file *f, ch_err *err)
{
    ch__sv text;
    json_decref(f->object);
    f->object = NULL;
    do {
        uint64_t length;
        ch__buf_clear(&f->line);
        int rc = ch__stream_line(&f->lines.stream, LONGEST_LINE, &f->line, &length, err);
        if (rc < 0 || !length)
            return rc < 0 ? rc : 0;
        f->number++;
        if (length > LONGEST_LINE)
            return ch__fail(err, CH_EFORMAT, "a line of more than %d bytes", (int)LONGEST_LINE);
        text = ch__sv_trim((ch__sv){f->line.p, f->line.n});
    } while (!text.n);
    f->object = ch__json_parse(text.p, text.n, err);
    if (json_is_object(f->object))
        return 1;
    if (!f->object)
        return err->code == CH_ENOMEM ? CH_ENOMEM : CH_EFORMAT;
    return ch__fail(err, CH_EFORMAT, "not a JSON object");
}

void ch__eval_tell(const ch__eval_file *f, ch_err *err)
{
    ch_err fault = *err;
    err->file[0] = '\0';
    ch__fail_at(&fault, CH_EFORMAT, f->path, f->number, -1, "%s", err->message);
    if (f->fault)
        f->fault(f->fault_ctx, &fault);
}

/* ---- rows ---- */

static int kind_of(const json_t *o)
{
    const char *kind = json_string_value(json_object_get(o, "kind"));
    for (int k = 0; kind && k < CH_N_KINDS; k++)
        if (strcmp(kind, ch_kind_name((ch_kind)k)) == 0)
            return k;
    return -1;
}

/* Relations and documents are no records that are scored, and nothing odd. */
static bool is_beside(const json_t *o)
{
    const char *kind = json_string_value(json_object_get(o, "kind"));
    return kind && (strcmp(kind, "relation") == 0 || strcmp(kind, "document") == 0);
}

static ch__sv stem_of(const ch__eval_rules *r, const json_t *o)
{
    ch__sv stem = ch__eval_stem(ch__sv_of(json_string_value(json_object_get(o, "doc"))));
    return (ch__sv){ch__copy(r->arena, stem), stem.n};
}

/* The line last read becomes a row's once there is one: whoever has file and rows can free it at any time. */
static ch__eval_row *add_row(const ch__eval_rules *r, ch__eval_rows *rows, ch__eval_file *f)
{
    ch__eval_row *row = CH__PUSH(r->arena, rows->at, rows->n, rows->cap);
    row->object = f->object;
    f->object = NULL;
    row->line = f->number;
    row->partner = CH_NONE;
    return row;
}

static void drop_row(ch__eval_rows *rows)
{
    json_decref(rows->at[--rows->n].object);
}

void ch__eval_rows_release(ch__eval_rows *rows)
{
    while (rows->n)
        drop_row(rows);
}

/* ---- gold ---- */

static const char *gold_fault(const json_t *o, int kind)
{
    if (!json_is_string(json_object_get(o, "doc")))
        return "no \"doc\"";
    if (kind >= 0 && !json_is_string(json_object_get(o, "sent")))
        return "no \"sent\"";
    if (kind == CH_EVENT && !json_is_string(json_object_get(o, "event")))
        return "no \"event\"";
    if (kind == CH_FIGURE && !json_is_number(json_object_get(o, "value")))
        return "no \"value\"";
    return NULL;
}

static void fill_gold(const ch__eval_rules *r, ch__eval_row *row)
{
    const json_t *others = json_object_get(row->object, "alt_sent"), *must = json_object_get(row->object, "must");
    row->must = !must || json_is_true(must);
    row->texts = ch__alloc_array(r->arena, json_array_size(others) + 1, sizeof *row->texts);
    for (size_t i = 0; i <= json_array_size(others); i++) {
        const json_t *s = i ? json_array_get(others, i - 1) : json_object_get(row->object, "sent");
        row->texts[row->n_texts++] = ch__eval_fold(r->arena, ch__sv_of(json_string_value(s)));
    }
}

static int by_stem(const void *a, const void *b)
{
    return ch__sv_cmp(((const ch__eval_document *)a)->stem, ((const ch__eval_document *)b)->stem);
}

static uint32_t find_document(const ch__eval_documents *d, ch__sv stem)
{
    ch__eval_document key = {.stem = stem};
    const ch__eval_document *found = d->n ? bsearch(&key, d->at, d->n, sizeof *d->at, by_stem) : NULL;
    return found ? (uint32_t)(found - d->at) : CH_NONE;
}

static void sort_documents(ch__eval_documents *d)
{
    uint32_t kept = 0;
    if (d->n)
        qsort(d->at, d->n, sizeof *d->at, by_stem);
    for (uint32_t i = 0; i < d->n; i++)
        if (!kept || !ch__sv_eq(d->at[i].stem, d->at[kept - 1].stem))
            d->at[kept++] = d->at[i];
    d->n = kept;
}

static void take_gold(const ch__eval_rules *r, ch__eval_file *f, ch__eval_documents *documents, ch__eval_rows *rows,
                      ch_err *err)
{
    int kind = kind_of(f->object);
    const char *fault = gold_fault(f->object, kind);
    ch__eval_row *row = add_row(r, rows, f);
    if (fault) {
        ch__fail(err, CH_EFORMAT, "%s", fault);
        ch__eval_tell(f, err);
        rows->bad++;
        drop_row(rows);
        return;
    }
    row->stem = stem_of(r, row->object);
    ch__eval_document *d = CH__PUSH(r->arena, documents->at, documents->n, documents->cap);
    d->stem = row->stem;
    if (kind < 0) {
        drop_row(rows);
        return;
    }
    row->kind = (ch_kind)kind;
    fill_gold(r, row);
}

int ch__eval_read_gold(const ch__eval_rules *r, ch__eval_file *f, ch__eval_documents *documents, ch__eval_rows *rows,
                       ch_err *err)
{
    int rc = ch__eval_open(f, err);
    if (rc < 0)
        return rc;
    while ((rc = ch__eval_next(f, err)) > 0 || rc == CH_EFORMAT) {
        if (rc > 0) {
            take_gold(r, f, documents, rows, err);
            continue;
        }
        ch__eval_tell(f, err);
        rows->bad++;
    }
    sort_documents(documents);
    for (uint32_t i = 0; i < rows->n; i++)
        rows->at[i].document = find_document(documents, rows->at[i].stem);
    return rc;
}

int ch__eval_read_texts(const ch__eval_rules *r, const char *directory, ch__eval_file *f, ch__eval_documents *documents,
                        ch_err *err)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < documents->n; i++) {
        ch__eval_document *d = &documents->at[i];
        uint64_t got;
        f->path = ch__format(r->arena, "%s/%.*s.txt", directory, (int)d->stem.n, d->stem.p);
        ch__eval_close(f);
        if (ch__eval_open(f, err) < 0 || ch__stream_read(&f->lines.stream, LONGEST_LINE, &f->line, &got, err) < 0)
            continue;
        d->text = ch__eval_fold(r->arena, (ch__sv){f->line.p, f->line.n});
        found++;
    }
    ch__err_clear(err);
    return found || !documents->n ? CH_OK
                                  : ch__fail_at(err, CH_EIO, directory, 0, -1, "no text of the gold's documents in it");
}

/* ---- output ---- */

/* The only one of the documents of which `holds` is true, or CH_NONE. */
static uint32_t only_one(const ch__eval_documents *d, bool (*holds)(const ch__eval_document *, ch__sv), ch__sv s)
{
    uint32_t found = CH_NONE;
    for (uint32_t i = 0; i < d->n; i++) {
        if (!holds(&d->at[i], s))
            continue;
        if (found != CH_NONE)
            return CH_NONE;
        found = i;
    }
    return found;
}

static bool names_alike(const ch__eval_document *d, ch__sv stem)
{
    return ch__sv_find(d->stem, stem) != (size_t)-1 || ch__sv_find(stem, d->stem) != (size_t)-1;
}

static bool has_text(const ch__eval_document *d, ch__sv text)
{
    return ch__sv_find(d->text, text) != (size_t)-1;
}

/* By name, by a name that is a part of the other, by the text. */
static uint32_t document_of(const ch__eval_documents *d, const ch__eval_row *row)
{
    uint32_t found = find_document(d, row->stem);
    if (found == CH_NONE && ch__utf8_count(row->stem.p, row->stem.n) >= NAME_PART)
        found = only_one(d, names_alike, row->stem);
    if (found == CH_NONE && ch__utf8_count(row->texts[0].p, row->texts[0].n) >= TEXT_PART)
        found = only_one(d, has_text, row->texts[0]);
    return found;
}

static void take_output(const ch__eval_rules *r, ch__eval_file *f, const ch__eval_documents *documents,
                        ch__eval_rows *rows)
{
    int kind = kind_of(f->object);
    ch__eval_row *row = add_row(r, rows, f);
    if (kind < 0) {
        rows->unknown += !is_beside(row->object);
        drop_row(rows);
        return;
    }
    row->kind = (ch_kind)kind;
    row->stem = stem_of(r, row->object);
    row->texts = ch__alloc(r->arena, sizeof *row->texts);
    row->texts[row->n_texts++] =
        ch__eval_fold(r->arena, ch__sv_of(json_string_value(json_object_get(row->object, "text"))));
    row->document = document_of(documents, row);
    if (row->document == CH_NONE) {
        rows->ignored++;
        drop_row(rows);
    }
}

int ch__eval_read_output(const ch__eval_rules *r, ch__eval_file *f, const ch__eval_documents *documents,
                         ch__eval_rows *rows, ch_err *err)
{
    int rc = ch__eval_open(f, err);
    if (rc < 0)
        return rc;
    while ((rc = ch__eval_next(f, err)) > 0 || rc == CH_EFORMAT) {
        if (rc > 0) {
            take_output(r, f, documents, rows);
            continue;
        }
        ch__eval_tell(f, err);
        rows->bad++;
    }
    return rc;
}
