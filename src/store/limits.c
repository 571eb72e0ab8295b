/* limits.c - what one who asks sets and watches: how long a question may take, whether the store has changed. */
#include "base/clock.h"
#include "store/inside.h"

enum { STEPS_BETWEEN_LOOKS = 20000 }; /* of SQLite's machine: some milliseconds */

static int is_late(void *ctx)
{
    const ch_store *store = ctx;
    return ch__now_ms() > store->deadline;
}

void ch_store_limit(ch_store *store, int milliseconds)
{
    store->deadline = milliseconds > 0 ? ch__now_ms() + milliseconds : 0;
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
