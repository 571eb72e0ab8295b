/* answer.c - what is sent back: header fields that keep a browser strict, entity tags, packing. */
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "serve/inside.h"

enum { WORTH_PACKING = 1024 };

/* Only what the desk itself serves may run, look or be fetched; nobody may frame it; text is never taken for anything
 * else. (Content Security Policy Level 3.) */
static const char *const STRICT[][2] = {
    {"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                                "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
                                "frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Vary", "Accept-Encoding, Cookie"},
};

/* A message may repeat what was sent, or be cut within a character; a file may have any name. */
void ch__answer_text(ch__json *j, const char *text)
{
    char clean[512];
    snprintf(clean, sizeof clean, "%s", text);
    for (size_t n = strlen(clean), at; (at = ch__utf8_valid(clean, n)) < n;)
        clean[at] = '?';
    ch__json_str(j, clean);
}

void ch__answer_error(ch__answer *a, unsigned status, const char *code, const char *message)
{
    ch__json j = {.out = &a->body};
    ch__buf_clear(&a->body);
    a->status = status;
    a->type = NULL;
    a->packed = false;
    ch__json_open(&j, '{');
    ch__json_key(&j, "error");
    ch__json_open(&j, '{');
    ch__json_key(&j, "code");
    ch__json_str(&j, code);
    ch__json_key(&j, "message");
    ch__answer_text(&j, message);
    ch__json_close(&j, '}');
    ch__json_close(&j, '}');
}

static unsigned status_of(int code)
{
    switch (code) {
    case CH_EUSAGE:
    case CH_EFORMAT:
    case CH_EEMPTY:
    case CH_EBINARY: return MHD_HTTP_BAD_REQUEST;
    case CH_ELIMIT: /* of time, of what waits: another moment, or a narrower question, will do */
    case CH_ELOCKED: return MHD_HTTP_SERVICE_UNAVAILABLE;
    }
    return MHD_HTTP_INTERNAL_SERVER_ERROR;
}

void ch__answer_failure(ch__answer *a, const ch_err *err)
{
    ch__answer_error(a, status_of(err->code), ch_err_name(err->code), err->message);
}

void ch__answer_make(ch__request *r, ch__answer *a, ch__handler make)
{
    ch_err err;
    a->status = MHD_HTTP_OK;
    if (make(r, a, &err) < 0)
        ch__answer_failure(a, &err);
}

bool ch__gzip(const char *bytes, size_t n, ch__buf *out)
{
    z_stream z = {0};
    if (n > UINT32_MAX || deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    size_t most = deflateBound(&z, (uLong)n);
    bool done = false;
    if (ch__buf_reserve(out, most)) {
        z.next_in = (Bytef *)(uintptr_t)bytes;
        z.avail_in = (uInt)n;
        z.next_out = (Bytef *)out->p + out->n;
        z.avail_out = (uInt)most;
        done = deflate(&z, Z_FINISH) == Z_STREAM_END;
        out->n += done ? most - z.avail_out : 0;
    }
    deflateEnd(&z);
    return done;
}

/* Whether a list of codings has gzip, not refused by q=0 (RFC 9110, 12.5.3). */
static bool takes_gzip(const ch__request *r)
{
    const char *list = ch__request_header(r, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    const char *at = list ? strstr(list, "gzip") : NULL;
    if (!at)
        return false;
    at += 4;
    at += strspn(at, " \t");
    if (*at != ';')
        return true;
    at += 1 + strspn(at + 1, " \t");
    return strncmp(at, "q=0", 3) != 0 || (at[3] == '.' && strspn(at + 4, "0") < strspn(at + 4, "0123456789"));
}

static void unpack(ch__answer *a)
{
    ch__buf plain = {0};
    z_stream z = {0};
    if (!a->packed)
        return;
    int rc = inflateInit2(&z, 15 + 16);
    z.next_in = (Bytef *)a->body.p;
    z.avail_in = (uInt)a->body.n;
    while (rc == Z_OK && ch__buf_reserve(&plain, CH__DESK_SEND_BYTES)) {
        z.next_out = (Bytef *)plain.p + plain.n;
        z.avail_out = CH__DESK_SEND_BYTES;
        rc = inflate(&z, Z_NO_FLUSH);
        plain.n += CH__DESK_SEND_BYTES - z.avail_out;
    }
    inflateEnd(&z);
    ch__buf_release(&a->body);
    a->body = plain;
    a->packed = false;
}

static void pack(ch__answer *a)
{
    ch__buf small = {0};
    if (a->packed || a->body.n < WORTH_PACKING)
        return;
    if (ch__gzip(a->body.p, a->body.n, &small)) {
        ch__buf_release(&a->body);
        a->body = small;
        a->packed = true;
    } else {
        ch__buf_release(&small);
    }
}

/* The same words have the same tag, packed or not. */
static void give_tag(ch__answer *a)
{
    if (!a->etag[0])
        ch__hash_id(a->etag, &(ch__sv){a->body.p, a->body.n}, 1);
}

void ch__answer_pack(ch__answer *a)
{
    give_tag(a);
    pack(a);
}

static void add(struct MHD_Response *response, const char *name, const char *value)
{
    if (value)
        MHD_add_response_header(response, name, value);
}

static bool is_asked(const ch__request *r)
{
    return strcmp(r->method, "GET") == 0 || strcmp(r->method, "HEAD") == 0;
}

static void add_fields(const ch__request *r, struct MHD_Response *response, const ch__answer *a)
{
    char disposition[80];
    bool kept = is_asked(r) && !a->cookie && a->status < MHD_HTTP_BAD_REQUEST;
    add(response, MHD_HTTP_HEADER_CACHE_CONTROL,
        !kept      ? "no-store"
        : a->lasts ? "private, max-age=31536000, immutable" /* RFC 8246 */
                   : "private, no-cache");
    for (size_t i = 0; i < sizeof STRICT / sizeof *STRICT; i++)
        add(response, STRICT[i][0], STRICT[i][1]);
    add(response, MHD_HTTP_HEADER_CONTENT_TYPE, a->type ? a->type : "application/json; charset=utf-8");
    add(response, MHD_HTTP_HEADER_LOCATION, a->location);
    add(response, "Server-Timing", a->timing);
    add(response, MHD_HTTP_HEADER_SET_COOKIE, a->cookie);
    add(response, MHD_HTTP_HEADER_ALLOW, a->allow);
    add(response, MHD_HTTP_HEADER_CONTENT_ENCODING, a->packed ? "gzip" : NULL);
    if (a->name[0]) {
        snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", a->name);
        add(response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, disposition);
    }
}

static enum MHD_Result queue(ch__request *r, ch__answer *a, struct MHD_Response *response)
{
    if (!response)
        return MHD_NO;
    add_fields(r, response, a);
    ch__patience_with(r->desk->patience, r->connection, a->body.n);
    enum MHD_Result rc = MHD_queue_response(r->connection, a->status, response);
    MHD_destroy_response(response);
    return rc;
}

/* A reader who has it already is told so. The tag is weak where the coding may differ. */
static bool unchanged(ch__request *r, ch__answer *a, char tag[48])
{
    const char *have = ch__request_header(r, MHD_HTTP_HEADER_IF_NONE_MATCH);
    if (a->status != MHD_HTTP_OK || !is_asked(r))
        return false;
    give_tag(a);
    snprintf(tag, 48, "W/\"%s\"", a->etag);
    return have && (strcmp(have, "*") == 0 || strstr(have, tag));
}

enum MHD_Result ch__answer_send(ch__request *r, ch__answer *a)
{
    char tag[48] = "";
    if (a->stream)
        return queue(r, a, a->stream);
    if (a->body.failed)
        ch__answer_error(a, MHD_HTTP_INTERNAL_SERVER_ERROR, ch_err_name(CH_ENOMEM), "out of memory");
    if (unchanged(r, a, tag)) {
        ch__buf_clear(&a->body);
        a->packed = false;
        a->status = MHD_HTTP_NOT_MODIFIED;
    } else if (!takes_gzip(r)) {
        unpack(a);
    } else {
        pack(a);
    }
    struct MHD_Response *response = MHD_create_response_from_buffer(a->body.n, a->body.p, MHD_RESPMEM_MUST_COPY);
    if (response && *tag)
        add(response, MHD_HTTP_HEADER_ETAG, tag);
    enum MHD_Result rc = queue(r, a, response);
    ch__buf_release(&a->body);
    return rc;
}
