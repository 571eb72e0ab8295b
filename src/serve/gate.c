/* gate.c - who may ask. The desk serves one person on one machine; what must be kept out is every other page in that
 * person's browser, and every other user of the machine:
 *   - a name in Host that is not ours: DNS rebinding (a page of evil.example whose name now points to 127.0.0.1);
 *   - no token: another user or page that only knows the port (the way of Jupyter: in the first URL, then a cookie that
 *     no other site's request carries, SameSite=Strict, RFC 6265bis 5.5.7);
 *   - what a page at another port asks of the API, and a write whose Origin is not ours: cross-site request forgery, in
 *     depth. */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "serve/inside.h"

int ch__gate_token(char out[33], ch_err *err)
{
    unsigned char bytes[16];
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        return ch__fail(err, CH_EIO, "no random bytes from the system");
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
    return CH_OK;
}

/* In a time that does not tell how much of it is right. */
static bool is_token(const ch_desk *desk, const char *given)
{
    unsigned char differ = 0;
    if (!given || strlen(given) != sizeof desk->token - 1)
        return false;
    for (size_t i = 0; i < sizeof desk->token - 1; i++)
        differ |= (unsigned char)(given[i] ^ desk->token[i]);
    return differ == 0;
}

static bool known_host(const ch_desk *desk, const char *host)
{
    for (char **known = desk->hosts; host && *known; known++)
        if (strcasecmp(host, *known) == 0)
            return true;
    return false;
}

static enum MHD_Result count_host(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind, (void)value;
    *(int *)ctx += strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0;
    return MHD_YES;
}

/* Two could be read as one by us and as the other by a proxy (RFC 9112, 3.2). */
static bool one_host(const ch__request *r)
{
    int n = 0;
    MHD_get_connection_values(r->connection, MHD_HEADER_KIND, count_host, &n);
    return n <= 1;
}

/* Browsers keep cookies by name of host, whatever the port: two desks must not take each other's. */
static void cookie_name(const ch_desk *desk, char out[24])
{
    snprintf(out, 24, "chancery-%u", desk->port);
}

static bool has_token(const ch__request *r)
{
    const char *bearer = ch__request_header(r, MHD_HTTP_HEADER_AUTHORIZATION);
    if (bearer && strncmp(bearer, "Bearer ", 7) == 0 && is_token(r->desk, bearer + 7))
        return true;
    char name[24];
    cookie_name(r->desk, name);
    return is_token(r->desk, MHD_lookup_connection_value(r->connection, MHD_COOKIE_KIND, name));
}

/* The first URL: the token becomes a cookie and leaves the address bar. */
static bool first_visit(ch__request *r, ch__answer *a)
{
    static _Thread_local char cookie[128];
    char name[24];
    const char *token = ch__request_argument(r, "token");
    if (!token || strcmp(r->method, "GET") != 0 || !is_token(r->desk, token))
        return false;
    cookie_name(r->desk, name);
    snprintf(cookie, sizeof cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict", name, r->desk->token);
    a->status = MHD_HTTP_SEE_OTHER;
    a->cookie = cookie;
    a->location = "/";
    a->type = "text/plain; charset=utf-8";
    ch__buf_str(&a->body, "The desk is at /\n");
    return true;
}

/* Whether a page that is not ours asks. One at another port of this machine is of the same site: a browser sends the
 * cookie with what it asks (Fetch Metadata Request Headers, 2.3). */
static bool is_foreign(const ch__request *r)
{
    const char *site = ch__request_header(r, "Sec-Fetch-Site");
    return site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
}

/* A write comes from the desk's own page, or from a program, which sends neither field. */
static bool own_origin(const ch__request *r)
{
    const char *origin = ch__request_header(r, "Origin");
    if (!origin)
        return ch__request_header(r, MHD_HTTP_HEADER_AUTHORIZATION) != NULL;
    size_t scheme = strncmp(origin, "http://", 7) == 0 ? 7 : strncmp(origin, "https://", 8) == 0 ? 8 : 0;
    return scheme && known_host(r->desk, origin + scheme);
}

static bool is_write(const ch__request *r)
{
    return strcmp(r->method, "GET") != 0 && strcmp(r->method, "HEAD") != 0;
}

/* A person who comes by a bookmark or a link reads a page, a program an error. */
static void refuse_stranger(bool api, ch__answer *a)
{
    static const char PAGE[] =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>chancery desk</title>\n"
        "<h1>This browser has not been let in</h1>\n<p>Open the address with a token that <code>chancery desk</code>"
        " printed when it started. After that, this address works too.</p>\n</html>\n";
    ch__answer_error(a, MHD_HTTP_UNAUTHORIZED, "token",
                     "open the address with a token that `chancery desk` printed when it started");
    if (api)
        return;
    ch__buf_clear(&a->body);
    ch__buf_str(&a->body, PAGE);
    a->type = "text/html; charset=utf-8";
}

bool ch__gate_open(ch__request *r, ch__answer *a)
{
    bool api = strncmp(r->path, "/api/", 5) == 0;
    if (!one_host(r)) {
        ch__answer_error(a, MHD_HTTP_BAD_REQUEST, "host", "a request has one Host");
        return false;
    }
    if (!known_host(r->desk, ch__request_header(r, MHD_HTTP_HEADER_HOST))) {
        ch__answer_error(a, MHD_HTTP_MISDIRECTED_REQUEST, "host", "the desk is not served under this name");
        return false;
    }
    if (first_visit(r, a))
        return false;
    if (!has_token(r)) {
        refuse_stranger(api, a);
        return false;
    }
    if (is_foreign(r) && (api || is_write(r))) {
        ch__answer_error(a, MHD_HTTP_FORBIDDEN, "origin", "the API answers the desk's own page, and programs");
        return false;
    }
    if (is_write(r) && !own_origin(r)) {
        ch__answer_error(a, MHD_HTTP_FORBIDDEN, "origin", "writes are taken from the desk's own page only");
        return false;
    }
    if (is_write(r) && r->desk->read_only) {
        ch__answer_error(a, MHD_HTTP_FORBIDDEN, "read-only", "the desk was opened with --read-only");
        return false;
    }
    return true;
}
