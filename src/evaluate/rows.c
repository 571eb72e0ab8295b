/* rows.c - files of records: gold and output. */
#include "evaluate/evaluate.h"

enum { LONGEST_LINE = CH__EVAL_LONGEST };

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

/* A row of the line last read, or of one of the records in it. The row shares in its object once there is a row:
 * whoever has file and rows can free both at any time. */
static ch__eval_row *add_row(const ch__eval_rules *r, ch__eval_rows *rows, const ch__eval_file *f, json_t *o)
{
    ch__eval_row *row = CH__PUSH(r->arena, rows->at, rows->n, rows->cap);
    row->object = json_incref(o);
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

/* The beginning of a gold record's sentence; a record as `code` and `corpus convert` write it has all of it. */
static const json_t *sentence_of(const json_t *o)
{
    const json_t *sent = json_object_get(o, "sent");
    return sent ? sent : json_object_get(o, "text");
}

static const char *gold_fault(const json_t *o, int kind)
{
    if (!json_is_string(json_object_get(o, "doc")))
        return "no \"doc\"";
    if (kind >= 0 && !json_is_string(sentence_of(o)))
        return "no \"sent\" or \"text\"";
    if (kind == CH_EVENT && !json_is_string(json_object_get(o, "event")))
        return "no \"event\"";
    if (kind == CH_FIGURE && !ch__eval_has_value(o))
        return "no \"value\"";
    return NULL;
}

static void fill_gold(const ch__eval_rules *r, ch__eval_row *row)
{
    const json_t *others = json_object_get(row->object, "alt_sent"), *must = json_object_get(row->object, "must");
    row->must = !must || json_is_true(must);
    row->texts = ch__alloc_array(r->arena, json_array_size(others) + 1, sizeof *row->texts);
    for (size_t i = 0; i <= json_array_size(others); i++) {
        const json_t *s = i ? json_array_get(others, i - 1) : sentence_of(row->object);
        row->texts[row->n_texts++] = ch__eval_fold(r->arena, ch__sv_of(json_string_value(s)));
    }
}

static void take_gold(const ch__eval_rules *r, ch__eval_file *f, ch__eval_documents *documents, ch__eval_rows *rows,
                      ch_err *err)
{
    int kind = kind_of(f->object);
    const char *fault = gold_fault(f->object, kind);
    ch__eval_row *row = add_row(r, rows, f, f->object);
    if (fault) {
        ch__fail(err, CH_EFORMAT, "%s", fault);
        ch__eval_tell(f, err);
        rows->bad++;
        drop_row(rows);
        return;
    }
    row->stem = stem_of(r, row->object);
    ch__eval_add_document(r, documents, row->stem);
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
    ch__eval_sort_documents(documents, rows);
    return rc;
}

/* ---- output ---- */

static void take_record(const ch__eval_rules *r, const ch__eval_file *f, const ch__eval_documents *documents,
                        ch__eval_rows *rows, json_t *record)
{
    int kind = kind_of(record);
    ch__eval_row *row = add_row(r, rows, f, record);
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
    row->document = ch__eval_document_of(documents, row);
    if (row->document == CH_NONE) {
        rows->ignored++;
        drop_row(rows);
    }
}

/* A record, or a line of `code --stream`: the records of a document, or why there are none. */
static void take_output(const ch__eval_rules *r, const ch__eval_file *f, const ch__eval_documents *documents,
                        ch__eval_rows *rows)
{
    json_t *records = json_object_get(f->object, "records");
    bool stream = !json_object_get(f->object, "kind");
    if (stream && json_is_object(json_object_get(f->object, "error")))
        rows->failed++;
    else if (stream && json_is_array(records))
        for (size_t i = 0; i < json_array_size(records); i++)
            take_record(r, f, documents, rows, json_array_get(records, i));
    else
        take_record(r, f, documents, rows, f->object);
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
