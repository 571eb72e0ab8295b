#include <stdio.h>
#include <stdlib.h>

#include "text/source.h"

/* WARC 1.0 and 1.1 (ISO 28500). Read by our own framing: a record is a version line, named fields, a blank line,
 * Content-Length bytes, two line ends. Tolerated: line ends too many or too few between records and before the payload
 * (Common Crawl's 2018-34 crawl). */

enum { MOST_HEADER = 64 << 10 };

struct warc {
    ch__buf head;    /* fields of the record */
    ch__buf http;    /* head of the HTTP response */
    ch__buf payload; /* its body; chunks are joined in place */
    char charset[48], uri[2048];
    ch__feed *feed; /* a feed being handed out item by item */
    int64_t offset; /* of the record, in the decompressed file */
    bool lost;      /* the next record's start must be searched */
};

static void close_warc(ch__source *s)
{
    struct warc *w = s->state;
    ch__feed_free(w->feed);
    ch__buf_release(&w->head);
    ch__buf_release(&w->http);
    ch__buf_release(&w->payload);
    free(w);
    s->state = NULL;
}

/* A bad record: its number and place; the search for the next one starts on the next call. */
static int bad(ch__source *s, int code, const char *what, ch_err *err)
{
    struct warc *w = s->state;
    w->lost = true;
    return ch__source_fail(s, err, code, 0, w->offset, "record %lld: %s", (long long)s->record, what);
}

/* The stream failed in the middle of a record. A damaged gzip member costs that record: the search goes on in the next
 * member. */
static int broken(ch__source *s, ch_err *err)
{
    ch_err why = s->stream.why;
    int code = s->stream.failed;
    ch__sv rest;
    ch__stream_peek(&s->stream, 0, &rest, NULL);
    ch__stream_take(&s->stream, rest.n);
    s->done = !ch__stream_resync(&s->stream);
    struct warc *w = s->state;
    w->lost = true;
    return ch__source_fail(s, err, code, 0, why.offset, "record %lld: %s", (long long)s->record, why.message);
}

/* The value of a field in a head of "Name: value" lines, trimmed; empty when absent. */
static ch__sv field(const ch__buf *head, const char *name)
{
    ch__sv rest = {head->p, head->n}, line;
    while (ch__sv_next(&rest, '\n', &line)) {
        const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
        if (colon && ch__sv_eq_nocase(ch__sv_trim(ch__sv_between(line.p, colon)), ch__sv_of(name)))
            return ch__sv_trim(ch__sv_between(colon + 1, line.p + line.n));
    }
    return (ch__sv){"", 0};
}

static bool parse_number(ch__sv s, uint64_t *out)
{
    *out = 0;
    if (!s.n || s.n > 18)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!ch__is_digit((unsigned char)s.p[i]))
            return false;
        *out = *out * 10 + (uint64_t)(s.p[i] - '0');
    }
    return true;
}

/* ---- records ---- */

/* Takes line ends before a record, or (`lost`) everything up to a line that begins with "WARC/1.". 1: there is one, 0:
 * the end. */
static int find_record(ch__source *s, ch_err *err)
{
    struct warc *w = s->state;
    for (;;) {
        ch__sv v;
        int rc = ch__stream_peek(&s->stream, 7, &v, err);
        if (rc && !v.n) {
            s->record++;
            return broken(s, err);
        }
        if (!v.n)
            return 0;
        if (ch__sv_starts(v, CH__SV("WARC/1.")))
            break;
        if (*v.p == '\n' || *v.p == '\r') {
            ch__stream_take(&s->stream, 1);
            continue;
        }
        if (!w->lost)
            break;
        uint64_t length = 0;
        ch__buf_clear(&s->scratch);
        rc = ch__stream_line(&s->stream, 0, &s->scratch, &length, err);
        if (rc) {
            s->record++;
            return broken(s, err);
        }
    }
    w->lost = false;
    w->offset = (int64_t)s->stream.offset;
    s->record++;
    return 1;
}

static int read_head(ch__source *s, uint64_t *length, ch_err *err)
{
    struct warc *w = s->state;
    uint64_t n = 0, line;
    ch__buf_clear(&w->head);
    for (;;) {
        size_t from = w->head.n;
        if (ch__stream_line(&s->stream, MOST_HEADER, &w->head, &line, err))
            return s->stream.failed ? broken(s, err) : bad(s, CH_ENOMEM, "out of memory", err);
        ch__sv text = ch__sv_trim((ch__sv){w->head.p + from, w->head.n - from});
        if (!from && !ch__sv_starts(text, CH__SV("WARC/1.")))
            return bad(s, CH_EFORMAT, "does not begin with WARC/1.", err);
        n += line;
        if (!line)
            return bad(s, CH_EFORMAT, "ends inside its header", err);
        if (n > MOST_HEADER)
            return bad(s, CH_ELIMIT, "its header is larger than 65536 bytes", err);
        if (!text.n)
            break;
    }
    if (!parse_number(field(&w->head, "Content-Length"), length))
        return bad(s, CH_EFORMAT, "no valid Content-Length", err);
    return 0;
}

/* Passes over n bytes. */
static int skip(ch__source *s, uint64_t n, ch_err *err)
{
    uint64_t got = 0;
    if (ch__stream_read(&s->stream, n, NULL, &got, err))
        return broken(s, err);
    return got == n ? 0 : bad(s, CH_EFORMAT, "truncated: the file ends before its Content-Length", err);
}

/* ---- HTTP ---- */

/* Bytes of a response's head including the blank line, or 0. */
static size_t http_head(ch__sv v)
{
    for (size_t i = 0; i + 1 < v.n; i++) {
        if (v.p[i] != '\n')
            continue;
        if (v.p[i + 1] == '\n')
            return i + 2;
        if (i + 2 < v.n && v.p[i + 1] == '\r' && v.p[i + 2] == '\n')
            return i + 3;
    }
    return 0;
}

/* 2xx in "HTTP/1.1 200 OK": error pages and redirections are no documents. */
static bool http_success(const ch__buf *head)
{
    ch__sv s = {head->p, head->n};
    const char *blank = s.n > 12 ? memchr(s.p, ' ', 12) : NULL;
    return ch__sv_starts(s, CH__SV("HTTP/")) && blank && blank[1] == '2';
}

enum kind { SKIP, LOOK, HTML, PLAIN, XML };

static enum kind kind_of(ch__sv type)
{
    const char *semicolon = type.n ? memchr(type.p, ';', type.n) : NULL;
    ch__sv t = ch__sv_trim(semicolon ? ch__sv_between(type.p, semicolon) : type);
    static const struct {
        const char *name;
        enum kind kind;
    } TYPES[] = {{"", LOOK},
                 {"text/html", HTML},
                 {"application/xhtml+xml", HTML},
                 {"text/plain", PLAIN},
                 {"text/xml", XML},
                 {"application/xml", XML},
                 {"application/rss+xml", XML},
                 {"application/atom+xml", XML},
                 {"application/rdf+xml", XML}};
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (ch__sv_eq_nocase(t, ch__sv_of(TYPES[i].name)))
            return TYPES[i].kind;
    return SKIP;
}

static void note_charset(struct warc *w, ch__sv type)
{
    w->charset[0] = 0;
    for (size_t i = 0; i + 8 <= type.n; i++) {
        if (!ch__sv_eq_nocase((ch__sv){type.p + i, 8}, CH__SV("charset=")))
            continue;
        size_t n = 0;
        for (size_t k = i + 8; k < type.n && n < sizeof w->charset - 1 && type.p[k] != ';'; k++)
            if (type.p[k] != '"' && type.p[k] != '\'' && type.p[k] != ' ')
                w->charset[n++] = type.p[k];
        w->charset[n] = 0;
        return;
    }
}

static int hex(char c)
{
    return ch__is_digit((unsigned char)c)               ? c - '0'
           : ch__lower(c) >= 'a' && ch__lower(c) <= 'f' ? ch__lower(c) - 'a' + 10
                                                        : -1;
}

/* Joins the chunks of a chunked body in place (RFC 9112, 7.1). 1: done; 0: it does not begin with a chunk (crawlers
 * that join chunks leave the header as it was); -1: it breaks off. */
static int join_chunks(ch__buf *b)
{
    size_t in = 0, out = 0;
    for (;;) {
        uint64_t size = 0;
        size_t from = in;
        for (int h; in < b->n && in - from < 15 && (h = hex(b->p[in])) >= 0; in++)
            size = size * 16 + (uint64_t)h;
        bool digits = in > from;
        const char *nl = in < b->n ? memchr(b->p + in, '\n', b->n - in) : NULL;
        char after = in < b->n ? b->p[in] : 0;
        if (!digits || !nl || (after != '\r' && after != '\n' && after != ';' && after != ' '))
            return from == 0 ? 0 : -1;
        in = (size_t)(nl + 1 - b->p);
        if (size == 0)
            break;
        if (size > b->n - in)
            return from == 0 ? 0 : -1;
        memmove(b->p + out, b->p + in, (size_t)size);
        out += (size_t)size;
        in += (size_t)size;
        in += in < b->n && b->p[in] == '\r';
        in += in < b->n && b->p[in] == '\n';
    }
    b->n = out;
    return 1;
}

/* How a body is compressed; false: in a way we do not read. */
static bool codec_of(ch__sv encoding, ch__sv body, ch__codec *out)
{
    unsigned char a = body.n > 1 ? (unsigned char)body.p[0] : 0, b = body.n > 1 ? (unsigned char)body.p[1] : 0;
    *out =
        CH__RAW; /* gzip and zstd are found by their magic, so that bodies the crawler has decompressed pass through */
    if (ch__sv_eq_nocase(encoding,
                         CH__SV("deflate"))) /* meant to be zlib, sent as raw deflate by many (RFC 9110, 8.4.1.2) */
        *out = (a & 15) == 8 && (a << 8 | b) % 31 == 0 ? CH__ZLIB : CH__DEFLATE;
    else if (!ch__sv_eq_nocase(encoding, CH__SV("gzip")) && !ch__sv_eq_nocase(encoding, CH__SV("x-gzip")) &&
             !ch__sv_eq_nocase(encoding, CH__SV("zstd")))
        return false;
    return true;
}

/* The body decompressed into s->body. */
static int decompress(ch__source *s, ch__sv encoding, ch__sv body, ch_err *err)
{
    ch__codec codec;
    if (!codec_of(encoding, body, &codec)) {
        char what[96];
        snprintf(what, sizeof what, "Content-Encoding %.*s is not read", (int)(encoding.n < 40 ? encoding.n : 40),
                 encoding.p);
        return bad(s, CH_EFORMAT, what, err);
    }
    ch__stream z;
    uint64_t got;
    ch_err why = {0};
    int rc = ch__stream_open_memory(&z, body.p, body.n, codec, 0, &why);
    if (!rc)
        rc = ch__stream_read(&z, (uint64_t)s->max_document + 1, &s->body, &got, &why);
    ch__stream_close(&z);
    return rc ? bad(s, rc, why.message, err) : 0;
}

/* From w->payload to the document's bytes in s->body. */
static int decode_body(ch__source *s, ch_err *err)
{
    struct warc *w = s->state;
    bool cut = field(&w->head, "WARC-Truncated").n != 0;
    if (ch__sv_eq_nocase(field(&w->http, "Transfer-Encoding"), CH__SV("chunked")) && join_chunks(&w->payload) < 0 &&
        !cut)
        return bad(s, CH_EFORMAT, "chunked body breaks off", err);
    ch__sv body = {w->payload.p, w->payload.n};
    while (ch__sv_starts(body, CH__SV("\r\n")))
        body = (ch__sv){body.p + 2, body.n - 2};
    ch__buf_clear(&s->body);
    ch__sv encoding = field(&w->http, "Content-Encoding");
    if (encoding.n && !ch__sv_eq_nocase(encoding, CH__SV("identity")))
        return decompress(s, encoding, body, err);
    ch__buf_sv(&s->body, body);
    return 0;
}

/* ---- documents ---- */

/* The head of an HTTP response into w->http and its length; `type` gets the payload's content type. False: nothing to
 * read here. */
static bool http_payload(ch__source *s, uint64_t length, size_t *head, ch__sv *type)
{
    struct warc *w = s->state;
    ch__sv v;
    ch__buf_clear(&w->http);
    ch__stream_peek(&s->stream, (size_t)(length < MOST_HEADER ? length : MOST_HEADER), &v, NULL);
    if (v.n > length)
        v.n = (size_t)length;
    *head = http_head(v);
    ch__buf_add(&w->http, v.p, *head);
    *type = field(&w->http, "Content-Type");
    return *head && !w->http.failed && http_success(&w->http);
}

/* <http://...>, as WARC 1.0's grammar has it, and wget wrote it. */
static ch__sv unbracketed(ch__sv uri)
{
    bool brackets = uri.n >= 2 && uri.p[0] == '<' && uri.p[uri.n - 1] == '>';
    return brackets ? (ch__sv){uri.p + 1, uri.n - 2} : uri;
}

/* Whether the record holds text, by its type and its payload's; *head gets the bytes in front of the payload. */
static enum kind wanted(ch__source *s, uint64_t length, size_t *head)
{
    struct warc *w = s->state;
    ch__sv type = field(&w->head, "WARC-Type"), media = field(&w->head, "Content-Type");
    *head = 0;
    ch__buf_clear(&w->http);
    bool response = ch__sv_eq_nocase(type, CH__SV("response"));
    if (!response && !ch__sv_eq_nocase(type, CH__SV("resource")) && !ch__sv_eq_nocase(type, CH__SV("conversion")))
        return SKIP;
    if (response && !http_payload(s, length, head, &media))
        return SKIP;
    /* what a crawler says of itself: wget's metadata://gnu.org/software/wget/warc/wget.log */
    if (ch__sv_starts(unbracketed(field(&w->head, "WARC-Target-URI")), CH__SV("metadata://")))
        return SKIP;
    note_charset(w, media);
    return kind_of(media);
}

static void note_uri(struct warc *w)
{
    ch__sv uri = unbracketed(field(&w->head, "WARC-Target-URI"));
    if (uri.n > sizeof w->uri - 1)
        uri.n = sizeof w->uri - 1;
    memcpy(w->uri, uri.p, uri.n);
    w->uri[uri.n] = 0;
}

static int deliver(ch__source *s, enum kind kind, ch_input *in, ch_err *err)
{
    struct warc *w = s->state;
    const char *why, *charset = w->charset[0] ? w->charset : NULL;
    ch__sv body = {s->body.p, s->body.n};
    ch_format found = kind == XML || kind == LOOK ? ch__sniff(body, "", s->fields, &why) : CH_FORMAT_PLAIN;
    if (found == CH_FORMAT_FEED)
        return ch__feed_new(&w->feed, s, body, charset, err);
    if ((kind == XML || kind == LOOK) && found != CH_FORMAT_HTML)
        return 0; /* XML of another kind, or unlabelled bytes that are no page */
    ch__parts p = {.format = kind == PLAIN ? CH_FORMAT_PLAIN : CH_FORMAT_HTML, .charset = charset, .offset = w->offset};
    p.role[CH__ROLE_TEXT] = body;
    p.role[CH__ROLE_URI] = p.role[CH__ROLE_ID] = w->uri[0] ? ch__sv_of(w->uri) : (ch__sv){0};
    return ch__source_deliver(s, &p, in, err);
}

/* One record: 1 a document, 0 none, negative. */
static int record(ch__source *s, ch_input *in, ch_err *err)
{
    struct warc *w = s->state;
    uint64_t length = 0, got = 0;
    size_t head;
    int rc = read_head(s, &length, err);
    if (rc)
        return rc;
    enum kind kind = wanted(s, length, &head);
    if (kind == SKIP)
        return skip(s, length, err);
    if (length - head > s->max_document) {
        rc = skip(s, length, err);
        return rc ? rc : bad(s, CH_ELIMIT, "its payload is larger than the limit for one document", err);
    }
    note_uri(w);
    ch__stream_take(&s->stream, head);
    ch__buf_clear(&w->payload);
    if (ch__stream_read(&s->stream, length - head, &w->payload, &got, err))
        return s->stream.failed ? broken(s, err) : bad(s, CH_ENOMEM, "out of memory", err);
    if (got < length - head)
        return bad(s, CH_EFORMAT, "truncated: the file ends before its Content-Length", err);
    rc = decode_body(s, err);
    return rc ? rc : deliver(s, kind, in, err);
}

static int next(ch__source *s, ch_input *in, ch_err *err)
{
    struct warc *w = s->state;
    if (!w) {
        w = ch__malloc(sizeof *w);
        if (!w) {
            s->done = true;
            return ch__fail(err, CH_ENOMEM, "out of memory");
        }
        memset(w, 0, sizeof *w);
        s->state = w;
    }
    for (;;) {
        int rc = w->feed ? ch__feed_next(w->feed, s, in, err) : 0;
        if (rc)
            return rc;
        ch__feed_free(w->feed);
        w->feed = NULL;
        rc = find_record(s, err);
        if (rc <= 0)
            return rc;
        rc = record(s, in, err);
        if (rc)
            return rc;
    }
}

const ch__driver ch__warc_driver = {next, close_warc};
