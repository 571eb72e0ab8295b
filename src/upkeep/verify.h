/* verify.h - what the checks share. */
#ifndef CH_UPKEEP_VERIFY_H
#define CH_UPKEEP_VERIFY_H

#include "upkeep/upkeep.h"

/* Statements over one document, prepared once. The five kinds come first, in the order of ch_kind. */
enum { CH__VERIFY_ROLES = CH_N_KINDS, CH__VERIFY_SPANS, CH__VERIFY_BLOCKS, CH__VERIFY_SENTENCES, CH__N_VERIFY };

typedef struct ch__verifying {
    ch_store *copy;
    ch_finding_fn fn;
    void *ctx;
    ch_verify *out;
    ch_err *err;
    sqlite3_stmt *documents, *sql[CH__N_VERIFY];
    ch__arena arena; /* of one document */
} ch__verifying;

/* Counts and tells. */
void ch__verify_found(ch__verifying *v, ch_check check, const char *document, const char *record, const char *fmt, ...)
    CH__PRINTF(5, 6);

int ch__verify_rows(ch__verifying *v);
int ch__verify_documents(ch__verifying *v);
int ch__verify_search(ch__verifying *v);
int ch__verify_derived(ch__verifying *v);

/* One record with its roles: codes columns against them, and the id made anew. verify_record.c. */
typedef struct ch__verify_role {
    const char *record, *role, *code, *name; /* of the actor; NULL where the words alone are known */
    bool actor, lost;                        /* whether it has one; whether that one is not there */
    ch_span chars;
} ch__verify_role;
/* `roles`: those of the record, ordered by role and number; `row` stands on the row of the kind's table. */
void ch__verify_record(ch__verifying *v, const char *document, bool read, ch_kind kind, sqlite3_stmt *row,
                       const ch__verify_role *roles, uint32_t n);

/* Columns that the statement of every kind begins with; those of the kind follow (verify_record.c). */
enum {
    CH__ROW_ID,
    CH__ROW_BYTES,
    CH__ROW_BYTES_END,
    CH__ROW_CHARS,
    CH__ROW_CHARS_END,
    CH__ROW_QUOTE,
    CH__ROW_RULE,
    CH__ROW_OWN
};
/* SELECT of the kind over one document. */
const char *ch__verify_select(ch_kind kind);

#endif
