/* api_export.c - GET /api/v1/export/FORM: the store, or what is asked of it, in another form, streamed. The export
 * writes into a pipe from a thread of its own and the server sends what comes out; when the reader goes away the pipe
 * breaks and the export ends. When the export fails midway the connection is broken off: half a file must not look like
 * a whole one. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "serve/inside.h"

enum { MOST_WORDS = 64, MOST_NAME = 81 };

/* What the thread and the answer have in common; the last of them frees it. */
typedef struct stream {
    atomic_int users;
    atomic_bool failed; /* set before the pipe ends */
    int from;           /* the end of the pipe that is read */
    struct ch__patience *patience;
    struct MHD_Connection *connection;
} stream;

/* One export under way. It owns copies of what was asked: the request may end before it. */
typedef struct export
{
    ch_desk *desk;
    ch_store *store;
    int pipe;
    stream *stream;
    ch_export_options options;
    char table[MOST_WORDS], since[16], until[16], actor[MOST_WORDS], reviewer[MOST_NAME], a[16], b[16];
}
export;

static int write_all(void *ctx, const char *bytes, size_t n)
{
    const export *x = ctx;
    while (n) {
        ssize_t done = write(x->pipe, bytes, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return CH_EIO; /* the reader went away */
        bytes += done;
        n -= (size_t)done;
    }
    return CH_OK;
}

bool ch__export_admit(ch_desk *desk, ch__answer *a)
{
    pthread_mutex_lock(&desk->lock);
    bool free_place = desk->exports < CH__DESK_EXPORTS;
    desk->exports += free_place;
    pthread_mutex_unlock(&desk->lock);
    if (!free_place)
        ch__answer_error(a, MHD_HTTP_SERVICE_UNAVAILABLE, "busy",
                         "four exports are under way; try again when one has ended");
    return free_place;
}

void ch__export_leave(ch_desk *desk)
{
    pthread_mutex_lock(&desk->lock);
    if (!--desk->exports)
        pthread_cond_broadcast(&desk->no_exports);
    pthread_mutex_unlock(&desk->lock);
}

static void release(stream *s)
{
    if (atomic_fetch_sub(&s->users, 1) == 1)
        free(s);
}

static void finish(export *x, int rc)
{
    atomic_store(&x->stream->failed, rc < 0);
    release(x->stream);
    close(x->pipe);
    ch__pool_give(x->desk, x->store);
    ch__export_leave(x->desk);
    free(x);
}

static void *run(void *ctx)
{
    export *x = ctx;
    ch_err err;
    sigset_t pipes;
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipes, NULL); /* a broken pipe is an error of write() */
    ch_store_limit(x->store, 0);
    finish(x, ch_store_export(x->store, x->desk->engine, &x->options, write_all, x, NULL, &err));
    return NULL;
}

/* ---- what was asked ---- */

static const char *keep(const ch__request *r, const char *name, char *to, size_t size)
{
    const char *value = ch__request_argument(r, name);
    if (!value || strlen(value) >= size)
        return NULL;
    return strcpy(to, value);
}

/* Once the answer has begun nothing can be refused any more. An argument that is cut would be another question. */
static int check_arguments(const ch__request *r, ch_err *err)
{
    static const char *const days[] = {"since", "until"};
    static const struct {
        const char *name;
        size_t most;
    } bounds[] = {{"table", MOST_WORDS}, {"actor", MOST_WORDS}, {"reviewer", MOST_NAME}};
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        const char *value = ch__request_argument(r, bounds[i].name);
        if (value && strlen(value) >= bounds[i].most)
            return ch__fail(err, CH_EUSAGE, "%s is too long", bounds[i].name);
    }
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        const char *value = ch__request_argument(r, days[i]);
        ch_date day;
        if (value && (!ch__date_parse(ch__sv_of(value), &day) || strlen(value) > 10))
            return ch__fail(err, CH_EUSAGE, "not a date that exists: %.40s", value);
    }
    return CH_OK;
}

static bool is_table(const char *name)
{
    const char *table;
    for (size_t i = 0; (table = ch_export_table(i)); i++)
        if (strcmp(table, name) == 0)
            return true;
    return false;
}

/* The kinds of a list "event,level" as bits; -1 when one is none. */
static int kinds_of(const char *list)
{
    int bits = 0;
    while (list && *list) {
        size_t n = strcspn(list, ",");
        int kind = 0;
        while (kind < CH_N_KINDS &&
               (strlen(ch_kind_name((ch_kind)kind)) != n || strncmp(ch_kind_name((ch_kind)kind), list, n) != 0))
            kind++;
        if (kind == CH_N_KINDS)
            return -1;
        bits |= 1 << kind;
        list += n + (list[n] == ',');
    }
    return bits;
}

static int read_options(const ch__request *r, export *x, ch_err *err)
{
    static const char *const known[] = {"table",       "kinds",   "since",  "until",    "actor", "pair",
                                        "occurrences", "no_text", "header", "by_month", NULL};
    static const char *const known_of_gold[] = {"reviewer", NULL};
    int format = ch_export_format_parse(r->part[1]), kinds = kinds_of(ch__request_argument(r, "kinds"));
    int rc = ch__request_only(r, format == CH_EXPORT_GOLD ? known_of_gold : known, err);
    if (rc == CH_OK)
        rc = check_arguments(r, err);
    if (rc < 0)
        return rc;
    if (format < 0)
        return ch__fail(err, CH_EUSAGE, "no such form: %.40s", r->part[1]);
    if (kinds < 0)
        return ch__fail(err, CH_EUSAGE, "kinds are event, statement, agreement, level, figure, with commas between");
    x->options = (ch_export_options){.format = (ch_export_format)format,
                                     .kinds = (unsigned)kinds,
                                     .table = keep(r, "table", x->table, sizeof x->table),
                                     .since = keep(r, "since", x->since, sizeof x->since),
                                     .until = keep(r, "until", x->until, sizeof x->until),
                                     .actor = keep(r, "actor", x->actor, sizeof x->actor),
                                     .occurrences = ch__request_argument(r, "occurrences") != NULL,
                                     .no_text = ch__request_argument(r, "no_text") != NULL,
                                     .header = ch__request_argument(r, "header") != NULL,
                                     .by_month = ch__request_argument(r, "by_month") != NULL,
                                     .reviewer = keep(r, "reviewer", x->reviewer, sizeof x->reviewer)};
    if (x->options.table && !is_table(x->options.table))
        return ch__fail(err, CH_EUSAGE, "no such table: %.60s", x->options.table);
    const char *pair = ch__request_argument(r, "pair");
    if (pair)
        rc = ch__request_pair(pair, x->a, x->b, err);
    if (pair && rc == CH_OK) {
        x->options.pair[0] = x->a;
        x->options.pair[1] = x->b;
    }
    return rc;
}

/* ---- the answer ---- */

enum { WAIT_MS = 20 }; /* a thread of the server has other readers too */

/* What has come out of the pipe; nothing yet: the server asks again. */
static ssize_t read_some(void *ctx, uint64_t at, char *to, size_t most)
{
    stream *s = ctx;
    struct pollfd wait = {.fd = s->from, .events = POLLIN};
    (void)at;
    if (poll(&wait, 1, WAIT_MS) <= 0) {
        ch__patience_rest(s->patience, s->connection); /* the reader has all that there is */
        return 0;
    }
    ssize_t n = read(wait.fd, to, most);
    ch__patience_with(s->patience, s->connection, n > 0 ? (size_t)n : 0);
    if (n > 0)
        return n;
    if (n < 0 && errno == EINTR)
        return 0;
    return n < 0 || atomic_load(&s->failed) ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
}

static void close_end(void *ctx)
{
    stream *s = ctx;
    close(s->from);
    release(s);
}

static struct MHD_Response *respond(stream *s, ch_err *err)
{
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, CH__DESK_SEND_BYTES, read_some, s, close_end);
    if (!response) {
        close_end(s);
        ch__fail(err, CH_ENOMEM, "out of memory");
    }
    return response;
}

static const struct {
    const char *type, *end;
} files[CH_N_EXPORT_FORMATS] = {
    [CH_EXPORT_CSV] = {"text/csv; charset=utf-8", "csv"},
    [CH_EXPORT_JSONL] = {"application/jsonl; charset=utf-8", "jsonl"},
    [CH_EXPORT_PLOVER] = {"application/jsonl; charset=utf-8", "plover.jsonl"},
    [CH_EXPORT_POLECAT] = {"text/tab-separated-values; charset=utf-8", "polecat.txt"},
    [CH_EXPORT_ICEWS] = {"text/tab-separated-values; charset=utf-8", "icews.tab"},
    [CH_EXPORT_PHOENIX] = {"text/tab-separated-values; charset=utf-8", "phoenix.txt"},
    [CH_EXPORT_GEXF] = {"application/xml; charset=utf-8", "gexf"},
    [CH_EXPORT_GEOJSON] = {"application/geo+json", "geojson"},
    [CH_EXPORT_GOLD] = {"text/plain; charset=utf-8", "gold.txt"},
};

/* Starts the thread. */
static int start(export *x, ch_err *err)
{
    int ends[2];
    pthread_t thread;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return ch__fail(err, CH_EIO, "no pipe to export through");
    x->pipe = ends[1];
    x->stream->from = ends[0];
    if (pthread_create(&thread, NULL, run, x) != 0) {
        close(ends[0]);
        close(ends[1]);
        return ch__fail(err, CH_EIO, "no thread to export with");
    }
    pthread_detach(thread);
    return CH_OK;
}

/* What is asked, and the fields of its answer. */
static int say_form(const ch__request *r, export *x, ch__answer *a, ch_err *err)
{
    int rc =
        r->desk->engine ? read_options(r, x, err) : ch__fail(err, CH_EUSAGE, "this desk was opened without knowledge");
    if (rc < 0)
        return rc;
    snprintf(a->name, sizeof a->name, "chancery.%s", files[x->options.format].end);
    a->type = files[x->options.format].type;
    return CH_OK;
}

/* *out: what is read of it; x is the thread's from now on. On failure nothing has begun. */
static int begin(ch__request *r, export *x, stream **out, ch_err *err)
{
    x->desk = r->desk;
    x->stream = *out = calloc(1, sizeof *x->stream);
    if (!x->stream)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    *x->stream = (stream){.users = 2, .patience = r->desk->patience, .connection = r->connection};
    x->store = ch__pool_take(r->desk, err);
    int rc = x->store ? start(x, err) : err->code;
    if (rc < 0) {
        ch__pool_give(r->desk, x->store);
        free(*out);
    }
    return rc;
}

int ch__api_export(ch__request *r, ch__answer *a, ch_err *err)
{
    stream *s;
    export *x = calloc(1, sizeof *x);
    if (!x)
        return ch__fail(err, CH_ENOMEM, "out of memory");
    int rc = say_form(r, x, a, err);
    if (rc < 0 || strcmp(r->method, "HEAD") == 0) { /* the library would end even no body as one in chunks */
        free(x);
        return rc;
    }
    if (!ch__export_admit(r->desk, a)) {
        free(x);
        return CH_OK;
    }
    rc = begin(r, x, &s, err);
    if (rc < 0) {
        ch__export_leave(r->desk);
        free(x);
        return rc;
    }
    a->stream = respond(s, err);
    return a->stream ? CH_OK : CH_ENOMEM;
}

void ch__exports_wait(ch_desk *desk)
{
    pthread_mutex_lock(&desk->lock);
    while (desk->exports)
        pthread_cond_wait(&desk->no_exports, &desk->lock);
    pthread_mutex_unlock(&desk->lock);
}
