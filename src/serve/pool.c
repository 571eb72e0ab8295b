/* pool.c - stores open for reading, one a thread that answers: opening one for every question would read the schema
 * anew. SQLite's WAL lets all of them read while another process writes. */
#include "serve/inside.h"

ch_store *ch__pool_take(ch_desk *desk, ch_err *err)
{
    ch_store *store = NULL;
    pthread_mutex_lock(&desk->lock);
    if (desk->n_idle)
        store = desk->idle[--desk->n_idle];
    pthread_mutex_unlock(&desk->lock);
    if (!store && ch_store_open(&store, desk->db, &(ch_store_options){.read_only = true}, err) < 0)
        return NULL;
    ch_store_limit(store, CH__DESK_REQUEST_MS);
    return store;
}

void ch__pool_give(ch_desk *desk, ch_store *store)
{
    if (!store)
        return;
    ch_store_limit(store, 0);
    pthread_mutex_lock(&desk->lock);
    if (desk->n_idle < CH__DESK_THREADS) {
        desk->idle[desk->n_idle++] = store;
        store = NULL;
    }
    pthread_mutex_unlock(&desk->lock);
    ch_store_close(store);
}

/* One writes at a time; it keeps the store open between writes. */
ch_store *ch__writer_take(ch_desk *desk, ch_err *err)
{
    pthread_mutex_lock(&desk->writing);
    if (!desk->writer && ch_store_open(&desk->writer, desk->db, NULL, err) < 0)
        return NULL;
    return desk->writer;
}

void ch__writer_give(ch_desk *desk)
{
    pthread_mutex_unlock(&desk->writing);
}

void ch__pool_close(ch_desk *desk)
{
    ch_store_close(desk->writer);
    while (desk->n_idle)
        ch_store_close(desk->idle[--desk->n_idle]);
}
