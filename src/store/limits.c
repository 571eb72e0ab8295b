/* limits.c - what one who asks sets and watches: how long a question may take, whether the store has changed. */
#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include "store/inside.h"

enum { STEPS_BETWEEN_LOOKS = 20000 }; /* of SQLite's machine: some milliseconds */

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int is_late(void *ctx)
{
    const ch_store *store = ctx;
    return now_ms() > store->deadline;
}

void ch_store_limit(ch_store *store, int milliseconds)
{
    store->deadline = milliseconds > 0 ? now_ms() + milliseconds : 0;
    sqlite3_progress_handler(store->db, milliseconds > 0 ? STEPS_BETWEEN_LOOKS : 0, is_late, store);
}

int ch_store_version(ch_store *store, int64_t *version, ch_err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = CH_OK;
    if (sqlite3_prepare_v2(store->db, "PRAGMA data_version", -1, &s, NULL) != SQLITE_OK ||
        sqlite3_step(s) != SQLITE_ROW)
        rc = ch__store_fail(store, err, "cannot ask for its version");
    else
        *version = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return rc;
}
