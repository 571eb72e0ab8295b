/* source.h - one open file being split into documents: what the reader (reader.c) and the formats share.
 *
 *   sniff.c   what format bytes are in
 *   fields.c  which field of a record means what; stamp.c dates as containers write them
 *   deliver.c the parts of a record to a ch_input
 *   plain.c, jsonl.c, csv.c, warc.c, feed.c   one driver a format
 */
#ifndef CH_TEXT_SOURCE_H
#define CH_TEXT_SOURCE_H

#include "base/arena.h"
#include "text/stream.h"

/* ---- fields ---- */

typedef enum ch__role {
    CH__ROLE_TEXT,
    CH__ROLE_PUBLISHED,
    CH__ROLE_TITLE,
    CH__ROLE_ID,
    CH__ROLE_URI,
    CH__ROLE_LANGUAGE,
    CH__ROLE_SOURCE,
    CH__ROLE_SOURCE_COUNTRY,
    CH__ROLE_AUTHOR,
    CH__N_ROLES
} ch__role;

typedef struct ch__fields {
    char *given[CH__N_ROLES]; /* the caller's name for a role, malloc'ed, or NULL: the usual names */
} ch__fields;

/* Reads "text=body,date=published". Fails with CH_EUSAGE. Release in any case. */
int ch__fields_parse(ch__fields *f, const char *spec, ch_err *err);
void ch__fields_release(ch__fields *f);
/* The i-th name to look for, best first, or NULL behind the last. */
const char *ch__fields_name(const ch__fields *f, ch__role role, size_t i);
/* Whether a column or key of that name (ASCII case-blind) could play the role. */
bool ch__fields_known(const ch__fields *f, ch__role role, ch__sv name);

/* ---- dates ---- */

/* A date as containers state it (ISO 8601, RFC 822, 20250504, seconds or milliseconds since 1970) as an ISO date: 1 and
 * `out`, 0 when it is in another form, -1 when it has the form but no such day exists. */
int ch__stamp(ch__sv s, char out[12]);

/* ---- formats ---- */

/* The format of a file by its first bytes; `path` breaks ties, `fields` are the names a CSV header may hold.
 * CH_FORMAT_AUTO when it is none that can be read: then *why says what it is. */
ch_format ch__sniff(ch__sv head, const char *path, const ch__fields *fields, const char **why);
/* Whether text that came in a record is HTML. */
bool ch__sniff_markup(ch__sv text);
/* What kind of binary this is, and the offset that shows it; NULL: text. Text in UTF-16 or UTF-32 is text. `wide`: the
 * transport says it is. */
const char *ch__sniff_binary(ch__sv bytes, bool wide, size_t *offset);
/* Whether the bytes hold JSON that is not one object a line: an array, or an object over several lines. */
bool ch__sniff_whole_json(ch__sv head);
/* Whether an encoding label means UTF-16 or UTF-32. NULL: no. */
bool ch__wide_label(const char *label);

/* ---- the source ---- */

struct ch__source;

typedef struct ch__driver {
    int (*next)(struct ch__source *s, ch_input *in, ch_err *err); /* as ch_reader_next */
    void (*close)(struct ch__source *s);                          /* frees `state`; may be NULL */
} ch__driver;

extern const ch__driver ch__plain_driver, ch__jsonl_driver, ch__csv_driver, ch__warc_driver, ch__feed_driver;

typedef struct ch__source {
    ch__stream stream;
    const char *path;     /* as errors name it, and the uri of what has no better one */
    const char *base;     /* base name, clean UTF-8 */
    const char *encoding; /* forced by the caller, or NULL */
    const ch__fields *fields;
    size_t max_document;
    ch_format format;
    const ch__driver *driver;
    void *state;     /* the driver's; NULL before its first `next` */
    ch__arena arena; /* strings of the current document; cleared before each `next` */
    ch__buf body;    /* its bytes */
    ch__buf scratch;
    int64_t record; /* 1-based number of the current record */
    bool done;      /* nothing more can be read from this file */
} ch__source;

/* Fails with the source's name. */
int ch__source_fail(const ch__source *s, ch_err *err, int code, int64_t line, int64_t offset, const char *fmt, ...)
    CH__PRINTF(6, 7);

/* A record taken apart. */
typedef struct ch__parts {
    ch__sv role[CH__N_ROLES]; /* raw bytes; p == NULL: absent. They must stay valid until the next `next` */
    ch_format format;         /* PLAIN, HTML or AUTO: look */
    const char *charset;      /* or NULL */
    bool decoded;             /* it is UTF-8 by now: an encoding forced for the file does not count any more */
    int64_t line, offset;     /* of the record; 0, -1: none */
} ch__parts;

/* Fills *in from the parts. Returns 1, or a negative code: CH_EEMPTY, CH_EBINARY, CH_ELIMIT, CH_EFORMAT (a date that
 * does not exist). */
int ch__source_deliver(ch__source *s, const ch__parts *parts, ch_input *in, ch_err *err);

/* A feed held in memory, for the feed and WARC drivers. Its items are delivered one by one by ch__feed_next (as
 * ch_reader_next). */
typedef struct ch__feed ch__feed;
/* Decodes and keeps the bytes. */
int ch__feed_new(ch__feed **out, ch__source *s, ch__sv bytes, const char *charset, ch_err *err);
int ch__feed_next(ch__feed *f, ch__source *s, ch_input *in, ch_err *err);
void ch__feed_free(ch__feed *f); /* NULL is allowed */

/* A reader over bytes in memory as if they were a file of that name. They must outlive it. */
int ch__reader_open_memory(ch_reader **out, const char *name, const void *bytes, size_t n,
                           const ch_reader_options *options, ch_err *err);

#endif
