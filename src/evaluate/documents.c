/* documents.c - the documents that are scored: their names, their texts, and which one a record is of. */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/utf8.h"
#include "evaluate/evaluate.h"

enum {
    NAME_PART = 3, /* characters of a name that may stand for a longer one */
    TEXT_PART = 30 /* characters of a text that tell its document */
};

/* ---- names ---- */

static int by_stem(const void *a, const void *b)
{
    return ch__sv_cmp(((const ch__eval_document *)a)->stem, ((const ch__eval_document *)b)->stem);
}

/* Of one name the one with a text first. */
static int in_order(const void *a, const void *b)
{
    int order = by_stem(a, b);
    return order ? order : ch__sv_cmp(((const ch__eval_document *)b)->text, ((const ch__eval_document *)a)->text);
}

static uint32_t find(const ch__eval_documents *d, ch__sv stem)
{
    ch__eval_document key = {.stem = stem};
    const ch__eval_document *found = d->n ? bsearch(&key, d->at, d->n, sizeof *d->at, by_stem) : NULL;
    return found ? (uint32_t)(found - d->at) : CH_NONE;
}

void ch__eval_add_document(const ch__eval_rules *r, ch__eval_documents *d, ch__sv stem)
{
    CH__PUSH(r->arena, d->at, d->n, d->cap)->stem = stem;
}

void ch__eval_sort_documents(ch__eval_documents *d, ch__eval_rows *gold)
{
    uint32_t kept = 0;
    if (d->n)
        qsort(d->at, d->n, sizeof *d->at, in_order);
    for (uint32_t i = 0; i < d->n; i++)
        if (!kept || !ch__sv_eq(d->at[i].stem, d->at[kept - 1].stem))
            d->at[kept++] = d->at[i];
    d->n = kept;
    for (uint32_t i = 0; i < gold->n; i++)
        gold->at[i].document = find(d, gold->at[i].stem);
}

/* ---- texts ---- */

static int read_directory(const ch__eval_rules *r, const char *directory, ch__eval_file *f, ch__eval_documents *d,
                          ch_err *err)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < d->n; i++) {
        uint64_t got;
        f->path = ch__format(r->arena, "%s/%.*s.txt", directory, (int)d->at[i].stem.n, d->at[i].stem.p);
        ch__eval_close(f);
        if (ch__eval_open(f, err) < 0 || ch__stream_read(&f->lines.stream, CH__EVAL_LONGEST, &f->line, &got, err) < 0)
            continue;
        d->at[i].text = ch__eval_fold(r->arena, (ch__sv){f->line.p, f->line.n});
        found++;
    }
    ch__err_clear(err);
    return found || !d->n ? CH_OK : ch__fail_at(err, CH_EIO, directory, 0, -1, "no text of the gold's documents in it");
}

/* A text or a whole number: `code --stream` takes both for an id, and names the document by its text. */
static ch__sv name_of(const ch__eval_rules *r, const json_t *id)
{
    if (json_is_integer(id))
        return ch__sv_of(ch__format(r->arena, "%lld", (long long)json_integer_value(id)));
    ch__sv stem = ch__eval_stem(ch__sv_of(json_string_value(id)));
    return (ch__sv){ch__copy(r->arena, stem), stem.n};
}

static int take_text(const ch__eval_rules *r, const ch__eval_file *f, ch__eval_documents *d, ch_err *err)
{
    const json_t *id = json_object_get(f->object, "id"), *text = json_object_get(f->object, "text");
    if (!json_is_string(text) || !(json_is_string(id) || json_is_integer(id)))
        return ch__fail(err, CH_EFORMAT, "no \"%s\"", json_is_string(text) ? "id" : "text");
    ch__sv stem = name_of(r, id), folded = ch__eval_fold(r->arena, ch__sv_of(json_string_value(text)));
    ch__eval_add_document(r, d, stem);
    d->at[d->n - 1].text = folded;
    return CH_OK;
}

static int read_lines(const ch__eval_rules *r, const char *path, ch__eval_file *f, ch__eval_documents *d,
                      ch__eval_rows *gold, ch_err *err)
{
    uint32_t before = d->n;
    f->path = path;
    int rc = ch__eval_open(f, err);
    if (rc < 0)
        return rc;
    while ((rc = ch__eval_next(f, err)) > 0 || rc == CH_EFORMAT) {
        if (rc > 0 && take_text(r, f, d, err) == CH_OK)
            continue;
        ch__eval_tell(f, err);
        gold->bad++;
    }
    if (rc == 0 && d->n == before)
        return ch__fail_at(err, CH_EFORMAT, path, 0, -1, "no document in it");
    ch__eval_sort_documents(d, gold);
    return rc;
}

int ch__eval_read_texts(const ch__eval_rules *r, const char *path, ch__eval_file *f, ch__eval_documents *documents,
                        ch__eval_rows *gold, ch_err *err)
{
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        return read_lines(r, path, f, documents, gold, err);
    return read_directory(r, path, f, documents, err);
}

/* ---- the document of a record ---- */

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

uint32_t ch__eval_document_of(const ch__eval_documents *d, const ch__eval_row *row)
{
    uint32_t found = find(d, row->stem);
    if (found == CH_NONE && ch__utf8_count(row->stem.p, row->stem.n) >= NAME_PART)
        found = only_one(d, names_alike, row->stem);
    if (found == CH_NONE && ch__utf8_count(row->texts[0].p, row->texts[0].n) >= TEXT_PART)
        found = only_one(d, has_text, row->texts[0]);
    return found;
}
