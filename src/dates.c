/* dates.c - the expressions of time of a text, resolved: one line in, one line out (ch_times_line). */
#include "base/date.h"
#include "line.h"
#include "text/document.h"

static void write_day(ch__json *j, const char *key, ch_date d)
{
    char iso[12];
    ch__json_key(j, key);
    ch__json_str(j, d.year ? ch__date_iso(d, iso) : NULL);
}

static void write_text(ch__json *j, const char *key, const char *value)
{
    ch__json_key(j, key);
    ch__json_str(j, value);
}

static void write_words(ch__json *j, const ch_doc *doc, const ch_when *w)
{
    ch__json_key(j, "span");
    ch__json_open(j, '[');
    ch__json_int(j, w->chars.start);
    ch__json_int(j, w->chars.end);
    ch__json_close(j, ']');
    ch__json_key(j, "text");
    ch__json_string(j, ch__doc_sv(doc, w->bytes));
}

/* What only one type has: a length, a period, an hour. */
static void write_value(ch__json *j, const ch_time *t)
{
    static const char *const keys[CH_N_TIME_TYPES] = {NULL, "length", "period", "hour"};
    if (t->type != CH_TIME_DATE)
        write_text(j, keys[t->type], t->value);
    if (t->type == CH_TIME_SET && t->count) {
        ch__json_key(j, "count");
        ch__json_int(j, t->count);
    }
    if (t->type == CH_TIME_CLOCK)
        write_text(j, "zone", t->zone);
}

static void write_time(ch__json *j, const ch_doc *doc, const ch_time *t)
{
    ch__json_open(j, '{');
    write_words(j, doc, &t->when);
    write_text(j, "type", ch_time_type_name((ch_time_type)t->type));
    write_day(j, "start", t->when.start);
    write_day(j, "end", t->when.end);
    write_text(j, "precision", ch_precision_name((ch_precision)t->when.precision));
    write_text(j, "basis", ch_basis_name((ch_basis)t->when.basis));
    write_text(j, "relation", ch_relation_name((ch_relation)t->relation));
    write_value(j, t);
    if (t->conflict) {
        ch__json_key(j, "conflict");
        ch__json_bool(j, true);
    }
    ch__json_close(j, '}');
}

static int times_line(const ch_engine *engine, ch_work *work, const ch__line *in, ch__json *j, ch_err *err)
{
    ch_doc_options options = {.times_only = true};
    ch_doc *doc;
    int rc = ch__line_code(engine, work, in, "date", CH_FORMAT_PLAIN, &options, &doc, err);
    if (rc < 0)
        return rc;
    ch__json_open(j, '{');
    ch__line_write_id(in, j);
    ch__json_key(j, "times");
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < doc->n_times; i++)
        if (doc->times[i].of == CH_NONE)
            write_time(j, doc, &doc->times[i]);
    ch__json_close(j, ']');
    ch__json_close(j, '}');
    ch_doc_free(doc);
    return CH_OK;
}

int ch_times_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                  char **out, ch_err *err)
{
    return ch__line_answer(engine, work, line, len, number, ascii, times_line, out, err);
}
