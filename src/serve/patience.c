/* patience.c - how long a client may take. The HTTP library closes connections that are silent; one that sends a byte
 * now and then ("slowloris"), or takes its answer a byte at a time, would keep its place for hours. So every client has
 * until a moment to send its request or to take its answer, which moves on with what it sends and takes; a thread looks
 * every second for those that are late and shuts their sockets, which the library then finds closed. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"
#include "serve/inside.h"

enum { LOOK_EVERY_S = 1 };

typedef struct client {
    int socket;
    int64_t until; /* milliseconds of the monotonic clock; 0: it is the desk's turn */
    struct client *before, *next;
} client;

struct ch__patience {
    pthread_t thread;
    pthread_mutex_t lock; /* of everything below and of all clients */
    pthread_cond_t ending;
    bool ends;
    client *first;
};

/* ---- the thread ---- */

static void shut_late(const struct ch__patience *p)
{
    int64_t now = ch__now_ms();
    for (client *c = p->first; c; c = c->next)
        if (c->until && c->until < now) {
            shutdown(c->socket, SHUT_RDWR);
            c->until = 0; /* once */
        }
}

static void *look(void *ctx)
{
    struct ch__patience *p = ctx;
    struct timespec until;
    pthread_mutex_lock(&p->lock);
    while (!p->ends) {
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += LOOK_EVERY_S;
        pthread_cond_timedwait(&p->ending, &p->lock, &until);
        shut_late(p);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

struct ch__patience *ch__patience_open(void)
{
    struct ch__patience *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->ending, NULL);
    if (pthread_create(&p->thread, NULL, look, p) == 0)
        return p;
    free(p);
    return NULL;
}

void ch__patience_close(struct ch__patience *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->ends = true;
    pthread_cond_signal(&p->ending);
    pthread_mutex_unlock(&p->lock);
    pthread_join(p->thread, NULL);
    pthread_cond_destroy(&p->ending);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

/* ---- connections ---- */

static client *come(struct ch__patience *p, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    client *c = info ? calloc(1, sizeof *c) : NULL;
    if (!c)
        return NULL; /* it is served all the same, and closed when it is silent */
    *c = (client){.socket = info->connect_fd, .until = ch__now_ms() + CH__DESK_PATIENCE_MS, .next = p->first};
    if (p->first)
        p->first->before = c;
    p->first = c;
    return c;
}

static void go(struct ch__patience *p, client *c)
{
    *(c->before ? &c->before->next : &p->first) = c->next;
    if (c->next)
        c->next->before = c->before;
    free(c);
}

/* Called before the socket of a connection that ended is closed: what is shut under the lock is never another's. */
void ch__patience_notify(void *ctx, struct MHD_Connection *connection, void **of,
                         enum MHD_ConnectionNotificationCode what)
{
    struct ch__patience *p = ctx;
    pthread_mutex_lock(&p->lock);
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        *of = come(p, connection);
    else if (*of)
        go(p, *of);
    pthread_mutex_unlock(&p->lock);
}

static client *client_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

void ch__patience_with(struct ch__patience *p, struct MHD_Connection *connection, size_t n)
{
    client *c = client_of(connection);
    pthread_mutex_lock(&p->lock);
    if (c)
        c->until = ch__now_ms() + CH__DESK_PATIENCE_MS + (int64_t)(n / CH__DESK_LEAST_RATE);
    pthread_mutex_unlock(&p->lock);
}

void ch__patience_more(struct ch__patience *p, struct MHD_Connection *connection, size_t n)
{
    client *c = client_of(connection);
    pthread_mutex_lock(&p->lock);
    if (c && c->until)
        c->until += (int64_t)(n / CH__DESK_LEAST_RATE);
    pthread_mutex_unlock(&p->lock);
}

void ch__patience_rest(struct ch__patience *p, struct MHD_Connection *connection)
{
    client *c = client_of(connection);
    pthread_mutex_lock(&p->lock);
    if (c)
        c->until = 0;
    pthread_mutex_unlock(&p->lock);
}
