/* exchange.h - exports of a store to other forms and imports of the event files of other systems. */
#ifndef CH_EXCHANGE_EXCHANGE_H
#define CH_EXCHANGE_EXCHANGE_H

#include "base/buf.h"
#include "exchange/columns.h"
#include "exchange/names.h"
#include "store/inside.h"

/* ---- writing ---- */

/* One export: where it reads, what it was asked, where it writes. */
typedef struct ch__export {
    ch_store *store;
    const ch__names *names;
    const ch_export_options *ask;
    ch_write_fn write;
    void *ctx;
    ch__buf out; /* what is not written yet */
    uint64_t rows;
    ch_err *err;
} ch__export;

/* Hands over what is in `out` once it is large, or (`all`) whatever is there. */
int ch__export_flush(ch__export *x, bool all);

/* SELECT `columns` of a layout by the conditions that were asked for, prepared and bound; NULL on failure. `columns`
 * are expressions of SQL. */
sqlite3_stmt *ch__export_select(ch__export *x, const ch__layout *from, const char *columns);

/* The forms. Each adds to x->rows. */
int ch__export_delimited(ch__export *x, const ch__layout *layout);
int ch__export_json(ch__export *x);
int ch__export_gexf(ch__export *x);

/* ---- describing ---- */

/* The codebook of a form, its JSON Schema (CH_EUSAGE: it has none), the data package of the CSV tables, to out. */
int ch__codebook(ch_export_format format, ch__buf *out, ch_err *err);
int ch__schema(ch_export_format format, ch__buf *out, ch_err *err);
void ch__data_package(ch__buf *out);
void ch__codebook_gexf(ch__buf *out);

/* ---- reading ---- */

/* The rows of one event file into the store (ch_store_import). */
int ch__import_file(ch_store *store, const ch__names *names, const char *coded_by, const char *path,
                    const ch_import_options *options, ch_import_counts *counts, ch_err *err);

#endif
