/* desk.c - the server: opening, closing, and what happens to each request before and after its route. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "serve/jobs.h"

/* ---- one request ---- */

static enum MHD_Result keep_argument(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
    ch__request *r = ctx;
    (void)kind;
    if (r->n_arguments == CH__DESK_MOST_ARGUMENTS) {
        r->too_many = true;
        return MHD_NO;
    }
    r->argument[r->n_arguments++] = (ch__argument){name, value};
    return MHD_YES;
}

/* Nothing is kept of what a stranger sends, however long it goes on. */
static size_t most_body(ch__request *r)
{
    ch__answer refusal = {.status = 0};
    bool let_in = r->path && ch__gate_open(r, &refusal);
    ch__buf_release(&refusal.body);
    if (!let_in)
        return 0;
    return strcmp(r->path, "/api/v1/read") == 0 ? CH__DESK_BODY_BYTES : CH__DESK_WRITE_BYTES;
}

/* The first line of a request came: its address as it was sent, before it is decoded and cut at a "%00". */
static void *on_address(void *ctx, const char *address, struct MHD_Connection *connection)
{
    ch__request *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->desk = ctx;
    r->connection = connection;
    r->address = strdup(address);
    r->no_text = !ch__request_is_text(address);
    ch__patience_with(r->desk->patience, connection, 0);
    return r;
}

static void begin(ch__request *r, const char *path, const char *method)
{
    r->begun = true;
    r->method = method;
    r->path = strdup(path);
    MHD_get_connection_values(r->connection, MHD_GET_ARGUMENT_KIND, keep_argument, r);
    r->most_body = most_body(r);
    ch__patience_with(r->desk->patience, r->connection, 0);
}

/* What is not kept earns no time. */
static void take_body(ch__request *r, const char *bytes, size_t n)
{
    if (!r->too_long && r->body.n + n > r->most_body) {
        r->too_long = true;
        ch__buf_release(&r->body);
        ch__patience_with(r->desk->patience, r->connection, 0);
    }
    if (r->too_long)
        return;
    ch__buf_add(&r->body, bytes, n);
    ch__patience_more(r->desk->patience, r->connection, n);
}

static enum MHD_Result answer(ch__request *r)
{
    ch__answer a = {.status = MHD_HTTP_OK};
    ch__patience_rest(r->desk->patience, r->connection);
    if (!r->path || !r->address || r->body.failed)
        ch__answer_error(&a, MHD_HTTP_INTERNAL_SERVER_ERROR, ch_err_name(CH_ENOMEM), "out of memory");
    else if (ch__gate_open(r, &a)) {
        if (r->no_text)
            ch__answer_error(&a, MHD_HTTP_BAD_REQUEST, ch_err_name(CH_EUSAGE), "an address is UTF-8 without U+0000");
        else if (r->too_long)
            ch__answer_error(&a, MHD_HTTP_CONTENT_TOO_LARGE, ch_err_name(CH_ELIMIT), "the body is too long");
        else
            ch__route(r, &a);
    }
    return ch__answer_send(r, &a);
}

/* libmicrohttpd calls this, behind on_address, first with the header, then with pieces of the body, then once more. */
static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *path, const char *method,
                                  const char *version, const char *bytes, size_t *n, void **state)
{
    ch__request *r = *state;
    (void)ctx, (void)connection, (void)version;
    if (!r)
        return MHD_NO; /* memory ran out */
    if (!r->begun) {
        begin(r, path, method);
        return MHD_YES;
    }
    if (*n) {
        take_body(r, bytes, *n);
        *n = 0;
        return MHD_YES;
    }
    return answer(r);
}

static void on_end(void *ctx, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode why)
{
    ch__request *r = *state;
    (void)ctx, (void)why;
    if (!r)
        return;
    ch__patience_with(r->desk->patience, connection, 0); /* for the next one */
    ch__buf_release(&r->body);
    free(r->address);
    free(r->path);
    free(r);
    *state = NULL;
}

/* ---- the address ---- */

enum { HTTP_PORT = 80 };

typedef union socket_address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} socket_address;

static int read_address(const char *text, uint16_t port, socket_address *out, ch_err *err)
{
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, text, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons(port);
        return CH_OK;
    }
    if (inet_pton(AF_INET6, text, &out->v6.sin6_addr) == 1) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = htons(port);
        return CH_OK;
    }
    return ch__fail(err, CH_EUSAGE, "not an IP address: %.60s", text);
}

/* As browsers write it in Host: 127.0.0.1, [::1], also where it was given as 0:0::1. */
static void name_address(ch_desk *desk, const socket_address *at)
{
    char text[INET6_ADDRSTRLEN] = "";
    bool v6 = at->any.sa_family == AF_INET6;
    inet_ntop(at->any.sa_family, v6 ? (const void *)&at->v6.sin6_addr : &at->v4.sin_addr, text, sizeof text);
    snprintf(desk->address, sizeof desk->address, v6 ? "[%s]" : "%s", text);
}

static int add_host(ch_desk *desk, size_t *n, bool bare, const char *name, ch_err *err)
{
    int rc = bare ? asprintf(&desk->hosts[*n], "%s", name) : asprintf(&desk->hosts[*n], "%s:%u", name, desk->port);
    if (rc < 0) {
        desk->hosts[*n] = NULL;
        return ch__fail(err, CH_ENOMEM, "out of memory");
    }
    ++*n;
    return CH_OK;
}

/* With the port; without it where that is the usual one of HTTP, or a proxy with TLS may stand before the desk. */
static int add_name(ch_desk *desk, size_t *n, const char *name, bool given, ch_err *err)
{
    int rc = add_host(desk, n, false, name, err);
    return rc == CH_OK && (given || desk->port == HTTP_PORT) ? add_host(desk, n, true, name, err) : rc;
}

/* What a browser may put into Host for this desk. */
static int make_hosts(ch_desk *desk, const ch_desk_options *o, ch_err *err)
{
    static const char *const local[] = {"127.0.0.1", "localhost", "[::1]"};
    size_t n = 0, n_local = sizeof local / sizeof *local;
    int rc = CH_OK;
    desk->hosts = calloc(2 * (o->n_hosts + n_local + 1) + 1, sizeof *desk->hosts);
    if (!desk->hosts)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    for (size_t i = 0; i < n_local && rc == CH_OK; i++)
        rc = add_name(desk, &n, local[i], false, err);
    for (size_t i = 0; i < o->n_hosts && rc == CH_OK; i++)
        rc = add_name(desk, &n, o->hosts[i], true, err);
    return rc == CH_OK ? add_name(desk, &n, desk->address, false, err) : rc;
}

/* ---- opening and closing ---- */

static void say_nothing(void *ctx, const char *fmt, va_list args)
{
    (void)ctx, (void)fmt, (void)args;
}

/* *out: a socket that takes connections; the port is known from now on, also where any that is free was asked for. */
static int open_socket(ch_desk *desk, const socket_address *at, int *out, ch_err *err)
{
    socket_address bound;
    socklen_t n = sizeof bound;
    int yes = 1, s = socket(at->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool v6 = at->any.sa_family == AF_INET6;
    if (s >= 0 && setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        (!v6 || setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) == 0) &&
        bind(s, &at->any, v6 ? sizeof at->v6 : sizeof at->v4) == 0 && listen(s, SOMAXCONN) == 0 &&
        getsockname(s, &bound.any, &n) == 0) {
        desk->port = ntohs(v6 ? bound.v6.sin6_port : bound.v4.sin_port);
        *out = s;
        return CH_OK;
    }
    int why = errno;
    if (s >= 0)
        close(s);
    return ch__fail(err, CH_EIO, "cannot listen on %s port %u: %s", desk->address, desk->port,
                    why == EADDRINUSE ? "another program is there" : strerror(why));
}

static int find_place(ch_desk *desk, const ch_desk_options *o, int *out, ch_err *err)
{
    socket_address at;
    int rc = read_address(o->address ? o->address : "127.0.0.1", o->port, &at, err);
    if (rc < 0)
        return rc;
    desk->port = o->port;
    name_address(desk, &at);
    return open_socket(desk, &at, out, err);
}

/* The last step: from now on requests come, and all that they need is there. Takes the socket over. Each connection has
 * its thread: with a few threads for all, what is answered in a millisecond would wait for what takes a second. */
static int serve(ch_desk *desk, int socket, ch_err *err)
{
    desk->daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_ERROR_LOG, 0, NULL,
        NULL, on_request, desk, MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL, MHD_OPTION_LISTEN_SOCKET, socket,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CH__DESK_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)CH__DESK_PER_ADDRESS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CH__DESK_IDLE_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CH__DESK_HEADER_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL, MHD_OPTION_URI_LOG_CALLBACK, on_address, desk,
        MHD_OPTION_NOTIFY_CONNECTION, ch__patience_notify, desk->patience, MHD_OPTION_END);
    if (desk->daemon)
        return CH_OK;
    close(socket);
    return ch__fail(err, CH_EIO, "cannot serve on %s port %u", desk->address, desk->port);
}

static int open_to_clients(ch_desk *desk, const ch_desk_options *options, ch_err *err)
{
    int socket = -1, rc = find_place(desk, options, &socket, err);
    if (rc < 0)
        return rc;
    rc = make_hosts(desk, options, err);
    if (rc < 0) {
        close(socket);
        return rc;
    }
    snprintf(desk->url, sizeof desk->url, "http://%s:%u/?token=%s", desk->address, desk->port, desk->token);
    return serve(desk, socket, err);
}

/* A store that cannot be read is told of now, not in the first answer; one of an older schema is brought up to date. */
static int try_store(ch_desk *desk, ch_err *err)
{
    ch_store *store = ch__pool_take(desk, err);
    if (!store && err->code == CH_EVERSION && !desk->read_only) {
        ch__writer_give(desk, ch__writer_take(desk, err));
        store = err->code == CH_OK ? ch__pool_take(desk, err) : NULL;
    }
    if (!store)
        return err->code;
    ch__pool_give(desk, store);
    return CH_OK;
}

int ch_desk_open(ch_desk **out, const ch_desk_options *options, ch_err *err)
{
    ch_err own;
    err = err ? err : &own;
    ch__err_clear(err);
    *out = NULL;
    ch_desk *desk = calloc(1, sizeof *desk);
    if (!desk)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    pthread_mutex_init(&desk->lock, NULL);
    pthread_mutex_init(&desk->writing, NULL);
    pthread_cond_init(&desk->no_exports, NULL);
    pthread_cond_init(&desk->given_back, NULL);
    desk->engine = options->engine;
    desk->read_only = options->read_only;
    desk->db = strdup(options->db);
    int rc = desk->db ? ch__gate_token(desk->token, err) : ch__fail(err, CH_ENOMEM, "out of memory");
    if (rc == CH_OK)
        rc = try_store(desk, err);
    if (rc == CH_OK && desk->engine && !desk->read_only && !(desk->jobs = ch__jobs_open(desk)))
        rc = ch__fail(err, CH_ENOMEM, "no thread to read with");
    if (rc == CH_OK && !(desk->kept = ch__kept_open()))
        rc = ch__fail(err, CH_ENOMEM, "out of memory");
    if (rc == CH_OK && !(desk->patience = ch__patience_open()))
        rc = ch__fail(err, CH_ENOMEM, "no thread to watch clients with");
    if (rc == CH_OK)
        rc = open_to_clients(desk, options, err);
    if (rc < 0) {
        ch_desk_close(desk);
        return rc;
    }
    *out = desk;
    return CH_OK;
}

const char *ch_desk_url(const ch_desk *desk)
{
    return desk->url;
}

void ch_desk_close(ch_desk *desk)
{
    if (!desk)
        return;
    if (desk->daemon)
        MHD_stop_daemon(desk->daemon);
    ch__exports_wait(desk);
    ch__patience_close(desk->patience);
    ch__jobs_close(desk->jobs);
    ch__kept_close(desk->kept);
    ch__pool_close(desk);
    for (char **host = desk->hosts; host && *host; host++)
        free(*host);
    free(desk->hosts);
    free(desk->db);
    pthread_mutex_destroy(&desk->lock);
    pthread_mutex_destroy(&desk->writing);
    pthread_cond_destroy(&desk->no_exports);
    pthread_cond_destroy(&desk->given_back);
    free(desk);
}
