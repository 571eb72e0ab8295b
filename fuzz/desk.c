/* Any bytes sent to the desk: as they are, and as a request of one who has the token (from the first line on); then as
 * the changes of a review. The bytes may ask for writes; the store is an own one in memory's file system. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/json.h"
#include "base/utf8.h"
#include "chancery.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_BYTES = 1 << 14, MOST_ANSWER = 1 << 22, WAIT_MS = 200, ALIVE_MS = 15000 };

static ch_desk *desk;
static ch_store *store;
static char folder[] = "/tmp/chancery-fuzz-XXXXXX", db[sizeof folder + 8], record[40];
static const char *token;
static int port;

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void remove_store(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char path[sizeof db + 8];
    ch_desk_close(desk);
    ch_store_close(store);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(path, sizeof path, "%s%s", db, ends[i]);
        unlink(path);
    }
    rmdir(folder);
}

/* A store of one story, of which `record` is an event. */
static void make_store(const ch_engine *engine)
{
    static const char text[] =
        "ACCRA, March 4, 2024 - Ghana recalled its ambassador from Togo on Monday. Ghana and Togo signed an agreement.";
    ch_input in = {.name = "a.txt", .uri = "a.txt", .bytes = text, .len = sizeof text - 1, .format = CH_FORMAT_PLAIN};
    ch_work *work;
    ch_doc *doc = NULL;
    ch_err err;
    must(ch_work_new(&work, &err) == 0 && ch_doc_code(engine, work, &in, NULL, &doc, &err) == 0);
    must(ch_store_open(&store, db, NULL, &err) == 0 && ch_store_begin_run(store, engine, "fuzz", &err) == 0);
    must(ch_store_put(store, doc, NULL, &err) == 0 && ch_store_end_run(store, &err) == 0 && doc->n_records > 0);
    snprintf(record, sizeof record, "%s", doc->records[0].id);
    ch_doc_free(doc);
    ch_work_free(work);
}

static void start(void)
{
    static ch_engine *engine;
    ch_engine_options with = {.knowledge = CH_KNOWLEDGE_FILE, .model = CH_MODEL_FILE};
    ch_err err;
    must(mkdtemp(folder) != NULL && ch_engine_open(&engine, &with, &err) == 0);
    snprintf(db, sizeof db, "%s/r.db", folder);
    make_store(engine);
    ch_desk_options options = {.db = db};
    must(ch_desk_open(&desk, &options, &err) == 0);
    must(sscanf(ch_desk_url(desk), "http://127.0.0.1:%d/", &port) == 1);
    token = strchr(ch_desk_url(desk), '=') + 1;
    atexit(remove_store);
}

static void send_all(int s, const void *bytes, size_t n)
{
    for (const char *p = bytes; n;) {
        ssize_t done = send(s, p, n, MSG_NOSIGNAL);
        if (done <= 0)
            return; /* it has heard enough */
        p += done;
        n -= (size_t)done;
    }
}

/* Until the desk closes, or waits for more than was sent. */
static size_t receive(int s, char *to)
{
    size_t n = 0;
    ssize_t got;
    while (n < MOST_ANSWER && (got = recv(s, to + n, MOST_ANSWER - n, 0)) > 0)
        n += (size_t)got;
    to[n] = 0;
    return n;
}

static int connected(int wait_ms)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval wait = {.tv_sec = wait_ms / 1000, .tv_usec = wait_ms % 1000 * 1000};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(s >= 0 && setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) == 0);
    must(connect(s, (struct sockaddr *)&at, sizeof at) == 0);
    return s;
}

/* An error of ours is an object {"error": {"code", "message"}}; those of the HTTP library are pages of HTML. */
static void check_error(const char *body, size_t n)
{
    ch_err err;
    json_t *root = ch__json_parse(body, n, &err);
    const json_t *error = json_object_get(root, "error");
    must(error && json_string_value(json_object_get(error, "code")));
    must(json_string_value(json_object_get(error, "message")) != NULL);
    json_decref(root);
}

static void check(const char *answer, size_t n)
{
    int status = 0;
    if (!n)
        return;
    must(sscanf(answer, "HTTP/1.%*1[01] %d ", &status) == 1 && status >= 100 && status < 600);
    const char *body = strstr(answer, "\r\n\r\n"), *length = strcasestr(answer, "Content-Length: ");
    must(body != NULL);
    body += 4;
    if (status < 400 || status == 500 || !length || length > body || !strstr(answer, "application/json"))
        return;
    size_t size = strtoul(length + 16, NULL, 10), there = n - (size_t)(body - answer);
    if (size && there >= size)
        check_error(body, size);
}

/* `head`: sent after the first line of the bytes, or NULL. */
static void ask(const uint8_t *data, size_t size, const char *head)
{
    static char answer[MOST_ANSWER + 1];
    const uint8_t *eol = head ? memchr(data, '\n', size) : NULL;
    size_t first = eol ? (size_t)(eol - data) + 1 : 0;
    int s = connected(WAIT_MS);
    send_all(s, data, first);
    if (eol)
        send_all(s, head, strlen(head));
    send_all(s, data + first, size - first);
    shutdown(s, SHUT_WR);
    check(answer, receive(s, answer));
    close(s);
}

/* Whatever was sent, the next one is answered. */
static void check_alive(void)
{
    char request[256], answer[16] = "";
    int s = connected(ALIVE_MS);
    snprintf(request, sizeof request,
             "GET /api/v1/status HTTP/1.1\r\nHost: localhost:%d\r\nAuthorization: Bearer %s\r\n\r\n", port, token);
    send_all(s, request, strlen(request));
    must(recv(s, answer, sizeof answer - 1, MSG_WAITALL) == sizeof answer - 1);
    must(strncmp(answer, "HTTP/1.1 200 ", 13) == 0);
    close(s);
}

static void judge(const uint8_t *data, size_t size)
{
    char *changes = strndup((const char *)data, size);
    const char *const verdicts[] = {"edit", "add"};
    must(changes != NULL);
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        ch_review review = {.verdict = verdicts[i], .reviewer = "fuzz", .changes = changes};
        ch_err err;
        if (i)
            review.kind = "event", review.document = "a.txt";
        else
            review.record = record;
        int rc = ch_store_review(store, &review, NULL, &err);
        must(rc == 0 || err.message[0]);
        if (rc == 0)
            must(ch_store_review_undo(store, "fuzz", NULL, &err) == 0);
    }
    free(changes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char head[160];
    if (!desk)
        start();
    if (size > MOST_BYTES)
        return 0;
    snprintf(head, sizeof head, "Host: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n", port, token);
    ask(data, size, NULL);
    ask(data, size, head);
    check_alive();
    judge(data, size);
    return 0;
}
