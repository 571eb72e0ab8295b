/* line.h - one line of JSONL in, exactly one line out: what the streaming contracts share (ch_stream_line,
 * ch_resolve_line, ch_places_line). */
#ifndef CH_LINE_H
#define CH_LINE_H

#include "base/json.h"
#include "engine.h"

/* An input line: a JSON object with an id. */
typedef struct ch__line {
    json_t *object;
    const char *id;    /* as a name, or NULL: absent, or neither a string nor a whole number */
    bool id_is_number; /* echoed as one */
    int64_t number, line;
    char digits[32], name[32];
} ch__line;

/* Parses a line of `len` bytes; `number` is its 1-based number, for lines without an id. A negative code and *err on
 * failure. Release in either case. */
int ch__line_parse(ch__line *in, const char *line, size_t len, int64_t number, ch_err *err);
void ch__line_release(ch__line *in);
/* The line's id, or "line-7". */
const char *ch__line_name(const ch__line *in);

/* *out: the member as text, NULL where it is absent, null or "". CH_EFORMAT when it is no string or holds U+0000. */
int ch__line_text(const ch__line *in, const char *key, const char **out, ch_err *err);
/* The same for an ISO date that exists. */
int ch__line_date(const ch__line *in, const char *key, const char **out, ch_err *err);

/* Reads and codes the line's "text" (a plain text or whatever `format` says), with its "title" and the date under that
 * key. On success the caller frees *out. */
int ch__line_code(const ch_engine *engine, ch_work *work, const ch__line *in, const char *date_key, ch_format format,
                  ch_doc_options *options, ch_doc **out, ch_err *err);

/* "id":..., or "line":... */
void ch__line_write_id(const ch__line *in, ch__json *j);
/* {"id":...,"error":{"code","message","offset"}} */
void ch__line_write_error(const ch__line *in, ch__json *j, const ch_err *e);

/* Answers a line: `answer` writes the result or fails. Returns 0 for a result, 1 for an error object (and *err tells),
 * negative only when memory ran out. *out is malloc'ed. */
typedef int (*ch__line_fn)(const ch_engine *engine, ch_work *work, const ch__line *in, ch__json *j, ch_err *err);
int ch__line_answer(const ch_engine *engine, ch_work *work, const char *line, size_t len, int64_t number, bool ascii,
                    ch__line_fn answer, char **out, ch_err *err);

/* What ch_resolve_line answers to a line whose phrase is that mention (CH_NONE: none) of the document. *out is
 * malloc'ed. */
int ch__resolution_json(const ch__line *in, const ch_doc *doc, uint32_t mention, char **out);

#endif
