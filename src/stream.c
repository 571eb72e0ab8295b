/* stream.c - the contract of `chancery code --stream`: a line with a text in, a line with its records out. */
#include "ledger/record_json.h"
#include "line.h"

static void write_records(ch__json *j, const ch__line *in, const ch_doc *doc)
{
    ch__json_open(j, '{');
    ch__line_write_id(in, j);
    ch__json_key(j, "records");
    ch__json_open(j, '[');
    for (uint32_t i = 0; i < doc->n_records; i++)
        ch__record_write(j, doc, &doc->records[i], doc->name);
    ch__json_close(j, ']');
    ch__json_close(j, '}');
}

static int code_line(const ch_engine *engine, ch_work *work, const ch__line *in, ch__json *j, ch_err *err)
{
    ch_doc_options options = {.published = NULL};
    ch_doc *doc;
    int rc = ch__line_code(engine, work, in, "published", CH_FORMAT_AUTO, &options, &doc, err);
    if (rc < 0)
        return rc;
    write_records(j, in, doc);
    ch_doc_free(doc);
    return CH_OK;
}

int ch_stream_line(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                   char **out, ch_err *err)
{
    return ch__line_answer(engine, work, line, len, number, ascii, code_line, out, err);
}
