/* pool.c - stores open for reading, one a thread that answers: opening one for every question would read the schema
 * anew. SQLite's WAL lets all of them read while another process writes. A store that was put in the place of another
 * ("mv new.db record.db") is seen by its number on the disk, and asked from the next question on. */
#define _GNU_SOURCE
#include <time.h>

#include "serve/inside.h"

ch__opened ch__pool_file(const ch_desk *desk)
{
    struct stat s;
    if (stat(desk->db, &s) != 0)
        return (ch__opened){.file = 0};
    return (ch__opened){.device = s.st_dev, .file = s.st_ino};
}

bool ch__pool_same_file(const ch__opened *a, const ch__opened *b)
{
    return a->device == b->device && a->file == b->file;
}

/* One that nobody has and that is of the present file. Those of another file are closed. */
static ch_store *take_idle(ch_desk *desk, const ch__opened *now)
{
    ch_store *found = NULL;
    pthread_mutex_lock(&desk->lock);
    for (int i = 0; i < CH__DESK_STORES && !found; i++) {
        ch__opened *x = &desk->pool[i];
        if (!x->store || x->lent)
            continue;
        if (ch__pool_same_file(x, now)) {
            x->lent = true;
            found = x->store;
        } else {
            ch_store_close(x->store);
            *x = (ch__opened){.store = NULL};
        }
    }
    pthread_mutex_unlock(&desk->lock);
    return found;
}

/* Kept from now on where there is room, else closed when it is given back. */
static void remember(ch_desk *desk, ch__opened opened)
{
    pthread_mutex_lock(&desk->lock);
    for (int i = 0; i < CH__DESK_STORES; i++)
        if (!desk->pool[i].store) {
            desk->pool[i] = opened;
            break;
        }
    pthread_mutex_unlock(&desk->lock);
}

ch_store *ch__pool_take(ch_desk *desk, ch_err *err)
{
    ch__opened now = ch__pool_file(desk);
    ch_store *store = take_idle(desk, &now);
    if (!store) {
        if (ch_store_open(&store, desk->db, &(ch_store_options){.read_only = true}, err) < 0)
            return NULL;
        now.store = store;
        now.lent = true;
        remember(desk, now);
    }
    ch_store_limit(store, CH__DESK_REQUEST_MS);
    return store;
}

void ch__pool_give(ch_desk *desk, ch_store *store)
{
    bool kept = false;
    if (!store)
        return;
    ch_store_limit(store, 0);
    pthread_mutex_lock(&desk->lock);
    for (int i = 0; i < CH__DESK_STORES && !kept; i++)
        if (desk->pool[i].store == store) {
            desk->pool[i].lent = false;
            kept = true;
        }
    pthread_mutex_unlock(&desk->lock);
    if (!kept)
        ch_store_close(store);
}

/* Whether the writer's lock was had within the time a write waits. */
static bool lock_writer(ch_desk *desk)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += CH__DESK_WRITE_MS / 1000;
    return pthread_mutex_timedlock(&desk->writing, &until) == 0;
}

/* One writes at a time; it keeps the store open between writes. */
ch_store *ch__writer_take(ch_desk *desk, ch_err *err)
{
    static const ch_store_options options = {.timeout_ms = CH__DESK_WRITE_MS};
    ch__opened *writer = &desk->writer;
    if (!lock_writer(desk)) {
        ch__fail(err, CH_ELOCKED, "the desk is writing something else; try again");
        return NULL;
    }
    ch__opened now = ch__pool_file(desk);
    if (writer->store && !ch__pool_same_file(writer, &now)) {
        ch_store_close(writer->store);
        writer->store = NULL;
    }
    if (!writer->store) {
        *writer = now;
        desk->writers += ch_store_open(&writer->store, desk->db, &options, err) == CH_OK;
    }
    ch_store *store = writer->store; /* once it is unlocked the writer is another's */
    if (!store)
        pthread_mutex_unlock(&desk->writing);
    return store;
}

void ch__writer_give(ch_desk *desk, ch_store *store)
{
    if (store)
        pthread_mutex_unlock(&desk->writing);
}

void ch__pool_close(ch_desk *desk)
{
    for (int i = 0; i < CH__DESK_STORES; i++)
        ch_store_close(desk->pool[i].store);
    ch_store_close(desk->writer.store); /* last: it leaves WAL when nobody else reads */
}
