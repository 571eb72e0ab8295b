/* inside.h - the desk's own parts: a request, its answer, the gate before it, the table of routes, the stores it reads.
 */
#ifndef CH_SERVE_INSIDE_H
#define CH_SERVE_INSIDE_H

#include <microhttpd.h>
#include <pthread.h>
#include <sys/stat.h>

#include "base/json.h"

enum {
    CH__DESK_CONNECTIONS = 512,   /* at once, a thread each; more are turned away by the kernel's queue */
    CH__DESK_QUESTIONS = 8,       /* at once beside all exports, more when there are fewer; others wait */
    CH__DESK_PER_ADDRESS = 384,   /* of one address: others find a place */
    CH__DESK_IDLE_S = 15,         /* a connection that says nothing is closed */
    CH__DESK_PATIENCE_MS = 20000, /* for a header; for a body or an answer, and what its bytes take at the least rate */
    CH__DESK_LEAST_RATE = 16,     /* bytes a millisecond */
    CH__DESK_REQUEST_MS = 20000,  /* a question that takes longer is given up */
    CH__DESK_WRITE_MS = 3000,     /* a write waits so long for others */
    CH__DESK_EXPORTS = 4,         /* at once */
    CH__DESK_STORES = CH__DESK_QUESTIONS + CH__DESK_EXPORTS,
    CH__DESK_HEADER_BYTES = 32768, /* of a request's line and header fields */
    CH__DESK_MOST_PARTS = 6,       /* of a path */
    CH__DESK_MOST_ARGUMENTS = 32,  /* of a query */
    CH__DESK_SEND_BYTES = 1 << 16  /* a piece of a streamed answer */
};
#define CH__DESK_KEPT_BYTES ((size_t)64 << 20)      /* of answers that are kept, packed */
#define CH__DESK_KEPT_ANSWER ((size_t)4 << 20)      /* a longer one is not */
#define CH__DESK_BODY_BYTES ((size_t)64 << 20)      /* of what is sent to be read */
#define CH__DESK_EXPANDED_BYTES ((size_t)256 << 20) /* that it unpacks to; and of all that waits to be read */
#define CH__DESK_STORY_BYTES ((size_t)4 << 20)      /* of one story: some seconds of reading */
#define CH__DESK_WRITE_BYTES ((size_t)1 << 20)      /* of any other body */

/* A store and the file it was when it was opened: another may have taken its place since. */
typedef struct ch__opened {
    ch_store *store; /* NULL: none */
    dev_t device;
    ino_t file;
    bool lent;
} ch__opened;

struct ch_desk {
    struct MHD_Daemon *daemon;
    const ch_engine *engine; /* NULL: nothing can be read or explained */
    char *db;
    bool read_only;
    char token[33];
    char address[64]; /* as it stands in a URL: "127.0.0.1", "[::1]" */
    char url[160];    /* the first one to open, with the token */
    char **hosts;     /* values of Host that are served, NULL ends */
    uint16_t port;
    struct ch__jobs *jobs; /* what is to be read; NULL when nothing can be */
    struct ch__patience *patience;
    struct ch__kept *kept;
    pthread_mutex_t writing; /* of the writer */
    ch__opened writer;
    int64_t writers;      /* opened so far: a store may have taken the place of another */
    pthread_mutex_t lock; /* of the pool and the number of exports */
    pthread_cond_t no_exports, given_back;
    int exports; /* under way */
    ch__opened pool[CH__DESK_STORES];
};

typedef struct ch__argument {
    const char *name, *value; /* of the query, decoded; owned by the connection */
} ch__argument;

/* One request, from its first line to its end. */
typedef struct ch__request {
    ch_desk *desk;
    struct MHD_Connection *connection;
    const char *method;
    bool begun;                            /* the header is read */
    char *address;                         /* as it was sent, with its query */
    bool no_text;                          /* the address is no UTF-8, or has U+0000 in it */
    char *path;                            /* decoded; cut into parts at its slashes */
    const char *part[CH__DESK_MOST_PARTS]; /* behind /api/v1 */
    int n_parts;
    ch__argument argument[CH__DESK_MOST_ARGUMENTS];
    int n_arguments;
    ch__buf body;
    size_t most_body;
    bool too_long, too_many;
} ch__request;

/* What is sent back. A handler fills it and returns 0, or fails with an error that ch__answer_error makes JSON of. */
typedef struct ch__answer {
    unsigned status;
    const char *type; /* of the body; NULL: application/json */
    ch__buf body;
    const char *location;        /* of a redirection */
    const char *cookie;          /* to set */
    const char *allow;           /* of 405 */
    const char *timing;          /* Server-Timing, or NULL */
    char name[40];               /* of a file to save, or empty */
    char etag[33];               /* given: of an asset or a kept answer; empty: it is made of the body */
    bool packed;                 /* the body is gzip already */
    bool lasts;                  /* what this address has never changes */
    struct MHD_Response *stream; /* in place of a body */
} ch__answer;

typedef int (*ch__handler)(ch__request *r, ch__answer *a, ch_err *err);

/* ---- request.c ---- */
/* The value of an argument, or NULL. An empty one is not given. */
const char *ch__request_argument(const ch__request *r, const char *name);
/* A whole number from `least` to `most`; `otherwise` when it is not given. CH_EUSAGE. */
int ch__request_number(const ch__request *r, const char *name, int64_t otherwise, int64_t least, int64_t most,
                       int64_t *out, ch_err *err);
/* A number from 0 to 1; 0 when it is not given. CH_EUSAGE. */
int ch__request_share(const ch__request *r, const char *name, double *out, ch_err *err);
/* The question to a list in the arguments, without `limit`. `sides` holds the pair for as long as the query lives. */
int ch__request_query(const ch__request *r, const char *what, char sides[2][16], ch_query *q, ch_err *err);
const char *ch__request_header(const ch__request *r, const char *name);
/* Fails with CH_EUSAGE when an argument is none of the names, which end with NULL. */
int ch__request_only(const ch__request *r, const char *const *names, ch_err *err);
/* "CHN,IRN" as its two codes of at most 15 bytes. CH_EUSAGE. */
int ch__request_pair(const char *pair, char a[16], char b[16], ch_err *err);
/* The body as JSON, an object; NULL on failure. Free with json_decref. */
json_t *ch__request_json(const ch__request *r, ch_err *err);
/* A part of the path that is a number of at most nine digits; -1 for anything else. */
int64_t ch__request_part_number(const ch__request *r, int part);
/* Whether what a client sent as an address ("/list/%C3%A9?a=b") is UTF-8 without U+0000 when it is decoded. */
bool ch__request_is_text(const char *address);

/* ---- gate.c: who may ask ---- */
/* 32 hexadecimal digits from the system's source of random bytes. CH_EIO. */
int ch__gate_token(char out[33], ch_err *err);
/* Whether the request may go on; else the answer is filled. */
bool ch__gate_open(ch__request *r, ch__answer *a);

/* ---- answer.c ---- */
void ch__answer_error(ch__answer *a, unsigned status, const char *code, const char *message);
/* The same for a failure of the library. */
void ch__answer_failure(ch__answer *a, const ch_err *err);
/* A string of JSON, whatever the bytes: what is no UTF-8 becomes "?", what is beyond 511 bytes is cut. */
void ch__answer_text(ch__json *j, const char *text);
/* What a handler answers, or that it failed. */
void ch__answer_make(ch__request *r, ch__answer *a, ch__handler make);
/* Gives it its tag, and packs what is worth it. */
void ch__answer_pack(ch__answer *a);
/* Sends it; releases what it holds. */
enum MHD_Result ch__answer_send(ch__request *r, ch__answer *a);

/* ---- patience.c: how long a client may take ---- */
struct ch__patience *ch__patience_open(void);    /* NULL when memory or threads ran out */
void ch__patience_close(struct ch__patience *p); /* NULL is allowed */
/* For MHD_OPTION_NOTIFY_CONNECTION. */
void ch__patience_notify(void *patience, struct MHD_Connection *connection, void **of,
                         enum MHD_ConnectionNotificationCode what);
/* From now on it has CH__DESK_PATIENCE_MS, and what n bytes take. */
void ch__patience_with(struct ch__patience *p, struct MHD_Connection *connection, size_t n);
/* It has what n bytes take, besides. */
void ch__patience_more(struct ch__patience *p, struct MHD_Connection *connection, size_t n);
/* It is the desk's turn. */
void ch__patience_rest(struct ch__patience *p, struct MHD_Connection *connection);

/* ---- kept.c: answers that are kept until the store changes ---- */
struct ch__kept *ch__kept_open(void);    /* NULL when memory ran out */
void ch__kept_close(struct ch__kept *k); /* NULL is allowed */
/* Answers a question: what was answered to the same address, if the store is as it was, else what `make` answers. */
void ch__kept_answer(ch__request *r, ch__answer *a, ch__handler make);

/* ---- routes.c ---- */
void ch__route(ch__request *r, ch__answer *a);

/* ---- assets.c: the page, from the build ---- */
typedef struct ch__asset {
    const char *path, *type, *etag;
    const unsigned char *bytes;
    size_t n;
    bool packed; /* the bytes are gzip */
    bool lasts;  /* other bytes will have another path */
} ch__asset;
/* The files of the page, `path` NULL ends: made by the build from web/, or a note that it was left out (no_page.c). */
extern const ch__asset ch__assets[];
int ch__asset_answer(ch__request *r, ch__answer *a, ch_err *err);

/* ---- pool.c: stores open for reading ---- */
ch_store *ch__pool_take(ch_desk *desk, ch_err *err);
void ch__pool_give(ch_desk *desk, ch_store *store); /* NULL is allowed */
/* The store open for writing, locked until it is given back. NULL on failure: CH_ELOCKED when another has it. */
ch_store *ch__writer_take(ch_desk *desk, ch_err *err);
void ch__writer_give(ch_desk *desk, ch_store *store); /* NULL is allowed */
/* Which file stands at the desk's path now; a missing one is like no other. */
ch__opened ch__pool_file(const ch_desk *desk);
bool ch__pool_same_file(const ch__opened *a, const ch__opened *b);
void ch__pool_close(ch_desk *desk);

/* ---- api_*.c: a file a resource (docs/desk.md) ---- */
int ch__api_status(ch__request *r, ch__answer *a, ch_err *err);
int ch__api_list(ch__request *r, ch__answer *a, ch_err *err);
int ch__api_count(ch__request *r, ch__answer *a, ch_err *err);
int ch__api_sql(ch__request *r, ch__answer *a, ch_err *err);
int ch__api_document(ch__request *r, ch__answer *a, ch_err *err);
int ch__api_review(ch__request *r, ch__answer *a, ch_err *err);
int ch__api_review_undo(ch__request *r, ch__answer *a, ch_err *err);
int ch__api_read(ch__request *r, ch__answer *a, ch_err *err);
int ch__api_job(ch__request *r, ch__answer *a, ch_err *err);
int ch__api_explain(ch__request *r, ch__answer *a, ch_err *err);
int ch__api_rows_file(ch__request *r, ch__answer *a, ch_err *err);
int ch__api_export(ch__request *r, ch__answer *a, ch_err *err);
/* Whether one more download may begin; then it is counted until it leaves. Else the answer says so. */
bool ch__export_admit(ch_desk *desk, ch__answer *a);
void ch__export_leave(ch_desk *desk);
/* Until the last export has ended: their readers are gone. */
void ch__exports_wait(ch_desk *desk);
/* A column as a string of its own, NULL for NULL and when memory ran out. api_document.c. */
char *ch__api_column(ch_cursor *c, size_t column);
/* All rows of a question as an array of objects. */
int ch__api_rows(ch_store *store, const ch_query *q, ch__json *j, ch_err *err);

/* ---- gzip ---- */
/* Packs for Content-Encoding: gzip (RFC 1952). false when memory ran out. */
bool ch__gzip(const char *bytes, size_t n, ch__buf *out);

#endif
