/* duplicates.c - linking stories that tell the same: equal texts by hash, near-duplicates by MinHash with banding
 * (Broder 1997, "On the resemblance and containment of documents"; Leskovec, Rajaraman and Ullman, "Mining of Massive
 * Datasets", section 3.4). Nothing is dropped: a link stands in the table `duplicates`, the later document first. */
#include "base/hash.h"
#include "store/inside.h"
#include "text/signature.h"

/* Estimated share of common word 4-grams from which two stories count as tellings of one text. */
static const double NEAR = 0.5;

static int link_to(ch_store *store, const ch_doc *doc, const char *other, const char *kind, double similarity,
                   ch_err *err)
{
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_LINK, err);
    if (!s)
        return CH_ESTORE;
    ch__bind_text(s, 1, doc->id);
    ch__bind_text(s, 2, other);
    ch__bind_text(s, 3, kind);
    sqlite3_bind_double(s, 4, similarity);
    return ch__store_step(store, s, err);
}

static int link_same_text(ch_store *store, const ch_doc *doc, ch_err *err)
{
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_SAME_TEXT, err);
    if (!s)
        return CH_ESTORE;
    ch__bind_text(s, 1, doc->hash);
    ch__bind_text(s, 2, doc->id);
    int rc = CH_OK, step = SQLITE_DONE;
    while (rc == CH_OK && (step = sqlite3_step(s)) == SQLITE_ROW)
        rc = link_to(store, doc, (const char *)sqlite3_column_text(s, 0), "same text", 1, err);
    if (rc == CH_OK && step != SQLITE_DONE)
        rc = ch__store_fail(store, err, "cannot read");
    sqlite3_reset(s);
    return rc;
}

static int put_band(ch_store *store, const ch_doc *doc, uint32_t band, int64_t hash, ch_err *err)
{
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_BAND, err);
    if (!s)
        return CH_ESTORE;
    sqlite3_bind_int64(s, 1, band);
    sqlite3_bind_int64(s, 2, hash);
    ch__bind_text(s, 3, doc->id);
    return ch__store_step(store, s, err);
}

/* Documents that were compared with the one in hand, by the hashes of their ids: neighbours share many bands. */
enum { MOST_IN_BAND = 64, SEEN = 2 * CH__SIGNATURE_BANDS * MOST_IN_BAND };
typedef struct seen {
    uint64_t *at; /* open addressing, 0: free; made when a band is shared at all */
} seen;

static bool first_time(ch_store *store, seen *all, const char *id)
{
    uint64_t hash = ch__hash64(ch__sv_of(id)) | 1;
    size_t i = (size_t)(hash % SEEN);
    if (!all->at)
        all->at = ch__alloc_array(&store->scratch, SEEN, sizeof *all->at);
    for (; all->at[i]; i = (i + 1) % SEEN)
        if (all->at[i] == hash)
            return false;
    all->at[i] = hash;
    return true;
}

/* Links to a document when the whole signatures agree. One that a user has deleted has none. */
static int compare(ch_store *store, const ch_doc *doc, const char *id, ch_err *err)
{
    uint32_t other[CH_SIGNATURE];
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_SIGNATURE, err);
    if (!s)
        return CH_ESTORE;
    ch__bind_text(s, 1, id);
    int step = sqlite3_step(s);
    const void *blob = step == SQLITE_ROW ? sqlite3_column_blob(s, 0) : NULL;
    bool whole = blob && sqlite3_column_bytes(s, 0) == (int)sizeof other;
    if (whole)
        memcpy(other, blob, sizeof other);
    int rc = step == SQLITE_ROW || step == SQLITE_DONE ? CH_OK : ch__store_fail(store, err, "cannot read");
    sqlite3_reset(s);
    double similarity = whole ? ch__signature_similarity(doc->signature, other) : 0;
    return rc == CH_OK && similarity >= NEAR ? link_to(store, doc, id, "near-duplicate", similarity, err) : rc;
}

/* Links to the documents that share this band. What is linked as the same text stays so: INSERT OR IGNORE. */
static int link_band(ch_store *store, const ch_doc *doc, uint32_t band, int64_t hash, seen *all, ch_err *err)
{
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_FIND_BAND, err);
    if (!s)
        return CH_ESTORE;
    sqlite3_bind_int64(s, 1, band);
    sqlite3_bind_int64(s, 2, hash);
    ch__bind_text(s, 3, doc->id);
    int rc = CH_OK, step = SQLITE_DONE;
    while (rc == CH_OK && (step = sqlite3_step(s)) == SQLITE_ROW) {
        const char *id = (const char *)sqlite3_column_text(s, 0);
        if (id && first_time(store, all, id))
            rc = compare(store, doc, id, err);
    }
    if (rc == CH_OK && step != SQLITE_DONE)
        rc = ch__store_fail(store, err, "cannot read");
    sqlite3_reset(s);
    return rc;
}

int ch__store_duplicates(ch_store *store, const ch_doc *doc, ch_err *err)
{
    seen all = {NULL};
    int rc = link_same_text(store, doc, err);
    for (uint32_t band = 0; band < CH__SIGNATURE_BANDS && rc == CH_OK && doc->has_signature; band++) {
        int64_t hash = (int64_t)ch__signature_band(doc->signature, band);
        rc = link_band(store, doc, band, hash, &all, err);
        if (rc == CH_OK)
            rc = put_band(store, doc, band, hash, err);
    }
    return rc;
}
