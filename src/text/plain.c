#include "text/source.h"

/* Plain text and HTML: the file is the document. */
static int next(ch__source *s, ch_input *in, ch_err *err)
{
    uint64_t got = 0;
    s->done = true;
    ch__buf_clear(&s->body);
    int rc = ch__stream_read(&s->stream, (uint64_t)s->max_document + 1, &s->body, &got, err);
    if (rc)
        return rc;
    if (got > s->max_document)
        return ch__source_fail(s, err, CH_ELIMIT, 0, (int64_t)s->max_document,
                               "the file is larger than %zu bytes%s, the limit for one document", s->max_document,
                               s->stream.codec == CH__RAW ? "" : " after decompression");
    ch__parts parts = {.format = s->format == CH_FORMAT_HTML ? CH_FORMAT_HTML : CH_FORMAT_PLAIN, .offset = -1};
    parts.role[CH__ROLE_TEXT] = (ch__sv){s->body.p, s->body.n};
    return ch__source_deliver(s, &parts, in, err);
}

const ch__driver ch__plain_driver = {next, NULL};
