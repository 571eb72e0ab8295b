/* kept.c - answers that are kept until the store changes: what is summed over a million records is summed once, not for
 * every reader and every time one comes back to a view. An answer is made of the store, the address and what the desk
 * was opened with alone; the store says when it was written into (ch_store_version), by whatever program, and is asked
 * before every answer, so that nobody ever gets an old one. Who asks what is being answered already waits for it. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>

#include "base/hash.h"
#include "serve/inside.h"

enum { PLACES = 1024 };

/* One answer. It is let go by the table when the store changes, and freed when nobody copies it any more. */
typedef struct answer {
    char *address;
    uint64_t hash;
    int holders; /* the table, who makes it, who waits for it */
    bool made;
    unsigned status; /* 0 once it is made: memory ran out */
    bool packed;
    char etag[33];
    ch__buf body;
    uint64_t asked; /* when it was last asked for: a number of ch__kept.asked */
} answer;

struct ch__kept {
    pthread_mutex_t lock; /* of everything below and of all answers */
    pthread_cond_t made;
    ch__opened watched; /* the store as it was last seen, open to be asked for its version */
    int64_t version;
    uint64_t asked;
    size_t bytes; /* of those in the table that are made */
    answer *at[PLACES];
};

struct ch__kept *ch__kept_open(void)
{
    struct ch__kept *k = calloc(1, sizeof *k);
    if (!k)
        return NULL;
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->made, NULL);
    return k;
}

/* ---- one answer ---- */

static void release(answer *x)
{
    if (--x->holders)
        return;
    ch__buf_release(&x->body);
    free(x->address);
    free(x);
}

static answer *new_answer(const char *address, uint64_t hash)
{
    answer *x = calloc(1, sizeof *x);
    if (!x)
        return NULL;
    *x = (answer){.address = strdup(address), .hash = hash, .holders = 1};
    if (x->address)
        return x;
    free(x);
    return NULL;
}

/* ---- the table ---- */

static void drop(struct ch__kept *k, answer **place)
{
    answer *x = *place;
    *place = NULL;
    k->bytes -= x->made ? x->body.n : 0;
    release(x);
}

static void drop_all(struct ch__kept *k)
{
    for (int i = 0; i < PLACES; i++)
        if (k->at[i])
            drop(k, &k->at[i]);
}

static answer **find(struct ch__kept *k, const char *address, uint64_t hash)
{
    for (int i = 0; i < PLACES; i++)
        if (k->at[i] && k->at[i]->hash == hash && strcmp(k->at[i]->address, address) == 0)
            return &k->at[i];
    return NULL;
}

/* The answer that nobody has asked for longest, of those that are made; NULL: there is none. */
static answer **find_oldest(struct ch__kept *k, const answer *but)
{
    answer **oldest = NULL;
    for (int i = 0; i < PLACES; i++)
        if (k->at[i] && k->at[i] != but && k->at[i]->made && (!oldest || k->at[i]->asked < (*oldest)->asked))
            oldest = &k->at[i];
    return oldest;
}

/* A place for one more, if need be that of an old one; NULL: all are being made. */
static answer **find_room(struct ch__kept *k)
{
    for (int i = 0; i < PLACES; i++)
        if (!k->at[i])
            return &k->at[i];
    answer **oldest = find_oldest(k, NULL);
    if (oldest)
        drop(k, oldest);
    return oldest;
}

void ch__kept_close(struct ch__kept *k)
{
    if (!k)
        return;
    drop_all(k);
    ch_store_close(k->watched.store);
    pthread_cond_destroy(&k->made);
    pthread_mutex_destroy(&k->lock);
    free(k);
}

/* ---- the store ---- */

/* Lets everything go when the store is not what it was. false: it cannot be asked, and nothing can be kept. */
static bool look_at_store(struct ch__kept *k, const ch_desk *desk)
{
    ch_err err;
    int64_t version = 0;
    ch__opened now = ch__pool_file(desk);
    if (k->watched.store && !ch__pool_same_file(&k->watched, &now)) {
        ch_store_close(k->watched.store);
        k->watched.store = NULL;
    }
    if (!k->watched.store) {
        drop_all(k);
        if (ch_store_open(&now.store, desk->db, &(ch_store_options){.read_only = true}, &err) < 0)
            return false;
        k->watched = now;
        return ch_store_version(now.store, &k->version, &err) == CH_OK;
    }
    bool answered = ch_store_version(k->watched.store, &version, &err) == CH_OK;
    if (!answered || version != k->version)
        drop_all(k);
    k->version = version;
    return answered;
}

/* ---- asking ---- */

/* The answer to an address, held for the asker; *mine: it is the asker's to make. NULL: it cannot be kept. */
static answer *hold(struct ch__kept *k, const ch__request *r, bool *mine)
{
    uint64_t hash = ch__hash64((ch__sv){r->address, strlen(r->address)});
    *mine = false;
    if (!look_at_store(k, r->desk))
        return NULL;
    answer **place = find(k, r->address, hash);
    if (!place && (place = find_room(k))) {
        *place = new_answer(r->address, hash);
        *mine = *place != NULL;
    }
    answer *x = place ? *place : NULL;
    if (x) {
        x->asked = ++k->asked;
        x->holders++;
    }
    return x;
}

/* Shows a new answer to those who wait for it, and keeps it where it is one to be kept. */
static void show(struct ch__kept *k, answer *x, const ch__answer *a)
{
    x->status = a->status;
    x->packed = a->packed;
    memcpy(x->etag, a->etag, sizeof x->etag);
    ch__buf_add(&x->body, a->body.p, a->body.n);
    if (a->body.failed || x->body.failed)
        x->status = 0;
    answer **place = find(k, x->address, x->hash);
    bool kept = place && *place == x;
    x->made = true;
    k->bytes += kept ? x->body.n : 0;
    if (kept && (x->status != MHD_HTTP_OK || x->body.n > CH__DESK_KEPT_ANSWER))
        drop(k, place);
    while (k->bytes > CH__DESK_KEPT_BYTES)
        drop(k, find_oldest(k, x));
    pthread_cond_broadcast(&k->made);
}

/* false: the one who was to make it could not. */
static bool copy(const answer *x, ch__answer *a)
{
    if (!x->status)
        return false;
    a->status = x->status;
    a->packed = x->packed;
    memcpy(a->etag, x->etag, sizeof a->etag);
    ch__buf_add(&a->body, x->body.p, x->body.n);
    a->timing = "kept";
    return true;
}

void ch__kept_answer(ch__request *r, ch__answer *a, ch__handler make)
{
    struct ch__kept *k = r->desk->kept;
    bool mine, done = false;
    pthread_mutex_lock(&k->lock);
    answer *x = hold(k, r, &mine);
    while (x && !mine && !x->made)
        pthread_cond_wait(&k->made, &k->lock);
    if (x && !mine) {
        done = copy(x, a);
        release(x);
    }
    pthread_mutex_unlock(&k->lock);
    if (done)
        return;
    ch__answer_make(r, a, make);
    ch__answer_pack(a);
    if (!mine)
        return;
    pthread_mutex_lock(&k->lock);
    show(k, x, a);
    release(x);
    pthread_mutex_unlock(&k->lock);
}
