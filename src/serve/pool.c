/* pool.c - stores open for reading: opening one for every question would read the schema anew. There are as many as
 * questions and exports may be under way at once; one more waits until one is free. SQLite's WAL lets all of them read
 * while another process writes. A store that was put in the place of another ("mv new.db record.db") is seen by its
 * number on the disk, and asked from the next question on. */
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

/* A place that nobody has: best one with a store of the present file, else an empty one, else one with a store of a
 * file that is gone, which is closed. NULL: all are lent. */
static ch__opened *find_place(ch_desk *desk, const ch__opened *now)
{
    ch__opened *found = NULL;
    for (int i = 0; i < CH__DESK_STORES; i++) {
        ch__opened *x = &desk->pool[i];
        if (x->lent)
            continue;
        if (x->store && ch__pool_same_file(x, now))
            return x;
        if (!found || !x->store)
            found = x;
    }
    if (found && found->store) {
        ch_store_close(found->store);
        found->store = NULL;
    }
    return found;
}

static struct timespec in_a_while(int milliseconds)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += milliseconds / 1000;
    return t;
}

/* Lends a place, where need be once another gives one back. NULL: nobody did for as long as a question may take. */
static ch__opened *lend(ch_desk *desk, const ch__opened *now)
{
    struct timespec until = in_a_while(CH__DESK_REQUEST_MS);
    ch__opened *place;
    int rc = 0;
    pthread_mutex_lock(&desk->lock);
    while (!(place = find_place(desk, now)) && rc == 0)
        rc = pthread_cond_timedwait(&desk->given_back, &desk->lock, &until);
    if (place)
        place->lent = true;
    pthread_mutex_unlock(&desk->lock);
    return place;
}

/* The place is as it says from now on, for whoever finds it. */
static void set_place(ch_desk *desk, ch__opened *place, ch__opened now)
{
    pthread_mutex_lock(&desk->lock);
    *place = now;
    if (!now.lent)
        pthread_cond_signal(&desk->given_back);
    pthread_mutex_unlock(&desk->lock);
}

ch_store *ch__pool_take(ch_desk *desk, ch_err *err)
{
    ch__opened now = ch__pool_file(desk);
    ch__opened *place = lend(desk, &now);
    if (!place) {
        ch__fail(err, CH_ELIMIT, "too many questions at once; try again");
        return NULL;
    }
    if (!place->store) {
        now.lent = ch_store_open(&now.store, desk->db, &(ch_store_options){.read_only = true}, err) == CH_OK;
        set_place(desk, place, now);
        if (!now.lent)
            return NULL;
    }
    ch_store_limit(place->store, CH__DESK_REQUEST_MS);
    return place->store;
}

void ch__pool_give(ch_desk *desk, ch_store *store)
{
    if (!store)
        return;
    ch_store_limit(store, 0);
    pthread_mutex_lock(&desk->lock);
    for (int i = 0; i < CH__DESK_STORES; i++)
        if (desk->pool[i].store == store)
            desk->pool[i].lent = false;
    pthread_cond_signal(&desk->given_back);
    pthread_mutex_unlock(&desk->lock);
}

/* Whether the writer's lock was had within the time a write waits. */
static bool lock_writer(ch_desk *desk)
{
    struct timespec until = in_a_while(CH__DESK_WRITE_MS);
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
