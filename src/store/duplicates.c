/* duplicates.c - linking stories that tell the same: equal texts by hash, near-duplicates by MinHash with banding
 * (Broder 1997, "On the resemblance and containment of documents"; Leskovec, Rajaraman and Ullman, "Mining of Massive
 * Datasets", section 3.4). Nothing is dropped: a link stands in the table `duplicates`, the later document first. */
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

/* Links to the documents that share this band, when their whole signatures agree. The first link of a pair stands:
 * INSERT OR IGNORE. */
static int link_band(ch_store *store, const ch_doc *doc, uint32_t band, int64_t hash, ch_err *err)
{
    sqlite3_stmt *s = ch__store_sql(store, CH__SQL_FIND_BAND, err);
    if (!s)
        return CH_ESTORE;
    sqlite3_bind_int64(s, 1, band);
    sqlite3_bind_int64(s, 2, hash);
    ch__bind_text(s, 3, doc->id);
    int rc = CH_OK, step = SQLITE_DONE;
    while (rc == CH_OK && (step = sqlite3_step(s)) == SQLITE_ROW) {
        uint32_t other[CH_SIGNATURE];
        const void *blob = sqlite3_column_blob(s, 1);
        if (!blob || sqlite3_column_bytes(s, 1) != (int)sizeof other)
            continue;
        memcpy(other, blob, sizeof other);
        double similarity = ch__signature_similarity(doc->signature, other);
        if (similarity >= NEAR)
            rc = link_to(store, doc, (const char *)sqlite3_column_text(s, 0), "near-duplicate", similarity, err);
    }
    if (rc == CH_OK && step != SQLITE_DONE)
        rc = ch__store_fail(store, err, "cannot read");
    sqlite3_reset(s);
    return rc;
}

int ch__store_duplicates(ch_store *store, const ch_doc *doc, ch_err *err)
{
    int rc = link_same_text(store, doc, err);
    for (uint32_t band = 0; band < CH__SIGNATURE_BANDS && rc == CH_OK && doc->has_signature; band++) {
        int64_t hash = (int64_t)ch__signature_band(doc->signature, band);
        rc = link_band(store, doc, band, hash, err);
        if (rc == CH_OK)
            rc = put_band(store, doc, band, hash, err);
    }
    return rc;
}
