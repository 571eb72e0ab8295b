/* evaluate.h - records against a gold file: which output record is which gold record, and what of it is right.
 *
 *   fold.c      texts made comparable, names of documents
 *   fields.c    codes, dates, values and units of a record's JSON
 *   compare.c   two records of one kind: the same, partly, how near
 *   parts.c     one field of two records of the ledger
 *   match.c     who goes with whom, one to one
 *   rows.c      files of records
 *   documents.c the documents that are scored, and their texts
 *
 * The rules are those of docs/commands.md, "eval events". Memory is the arena's; JSON objects belong to the rows. */
#ifndef CH_EVALUATE_H
#define CH_EVALUATE_H

#include "base/json.h"
#include "knowledge/knowledge.h"
#include "syntax/lines.h"

/* What comparing needs to know. */
typedef struct ch__eval_rules {
    const ch__table *aliases, *units; /* evaluate/aliases, evaluate/units */
    bool alt;                         /* other readings of the gold count too */
    ch__arena *arena;
} ch__eval_rules;

/* ---- fold.c ---- */

/* White space to one blank, quotes and dashes to their plain forms, without soft hyphens and what stands before the
 * first letter or digit. In the arena. */
ch__sv ch__eval_fold(ch__arena *arena, ch__sv s);
/* A document's name without folders and ".txt", ".html", ".htm", ".md" or ".json". */
ch__sv ch__eval_stem(ch__sv name);

/* ---- fields.c: NULL and absent members are allowed everywhere ---- */

typedef struct ch__codes {
    const char **at; /* a set: none twice */
    uint32_t n;
} ch__codes;

/* The country or organisation of a code, or of an object with one: "CHNGOV" is CHN, "---" is none (NULL). */
const char *ch__eval_code(const ch__eval_rules *r, const json_t *v);
const char *ch__eval_one(const ch__eval_rules *r, const json_t *v); /* the first of a list */
ch__codes ch__eval_codes(const ch__eval_rules *r, const json_t *v);
bool ch__codes_same(ch__codes a, ch__codes b);
uint32_t ch__codes_shared(ch__codes a, ch__codes b);
bool ch__same_code(const char *a, const char *b); /* both may be NULL */
/* "crowd-control", "Crowd control" and "crowd_control" are one; NULL for none. */
const char *ch__eval_low(const ch__eval_rules *r, const json_t *v);
bool ch__same_low(const ch__eval_rules *r, const json_t *a, const json_t *b);

/* The i-th reading of a field of a gold record: its first (which may be absent), then those of FIELD_alt. False behind
 * the last. */
bool ch__eval_reading(const ch__eval_rules *r, const json_t *gold, const char *field, size_t i, const json_t **out);

typedef enum ch__rightness { CH__WRONG, CH__RIGHT, CH__NOT_ASKED } ch__rightness;
/* Whether a date ("date" or "period") is right: ends may differ by a day. */
ch__rightness ch__eval_date(const ch__eval_rules *r, const json_t *gold, const json_t *out, const char *field);
/* Whether a figure has a value or an end of a range. */
bool ch__eval_has_value(const json_t *figure);
/* Within 1 %, or inside the range that the output gives; where the gold gives a range, its ends within 1 %. */
bool ch__eval_value(const json_t *gold, const json_t *out);
/* "%", a currency's code, or "count"; written by a table. */
const char *ch__eval_unit(const ch__eval_rules *r, const json_t *v);

/* ---- rows.c ---- */

enum { CH__EVAL_LONGEST = 64 << 20 }; /* bytes of a line, or of a text */

/* A file of lines of JSON, plain or compressed. Closed by its owner also after a jump of an arena. */
typedef struct ch__eval_file {
    const char *path;
    ch_fault_fn fault; /* told of every line that is not what it should be; may be NULL */
    void *fault_ctx;
    ch__lines lines;
    ch__buf line;
    json_t *object; /* the line last read, unless somebody took it over */
    int64_t number; /* of that line */
    bool open;
} ch__eval_file;

int ch__eval_open(ch__eval_file *f, ch_err *err);
/* The next line that is not blank, as f->object: 1; 0 at the end; CH_EFORMAT for a line that is
 * none, behind which it can go on; other negative codes end it. */
int ch__eval_next(ch__eval_file *f, ch_err *err);
/* Tells of a fault at the line last read; err: what it is. */
void ch__eval_tell(const ch__eval_file *f, ch_err *err);
void ch__eval_close(ch__eval_file *f);

typedef struct ch__eval_row {
    json_t *object;
    int64_t line;
    ch_kind kind;
    ch__sv stem;
    uint32_t document; /* number of its stem among the gold's */
    bool must;
    ch__sv *texts; /* folded: of an output record one, of a gold record "sent", then "alt_sent" */
    uint32_t n_texts;
    uint32_t partner; /* row on the other side, or CH_NONE */
    bool strict;      /* and all that counts is the same */
} ch__eval_row;

typedef struct ch__eval_rows {
    ch__eval_row *at;
    uint32_t n, cap;
    uint64_t bad, unknown,
        ignored;     /* lines that are no record; of no kind that is scored; of documents not in the gold */
    uint64_t failed; /* lines in which `code --stream` says why there are no records */
} ch__eval_rows;

typedef struct ch__eval_document {
    ch__sv stem;
    ch__sv text; /* folded; empty: not given */
} ch__eval_document;

/* The documents of the gold, in byte order of their stems. */
typedef struct ch__eval_documents {
    ch__eval_document *at;
    uint32_t n, cap;
} ch__eval_documents;

/* A gold record has "sent", or is one as `code` and `corpus convert` write it. */
int ch__eval_read_gold(const ch__eval_rules *r, ch__eval_file *f, ch__eval_documents *documents, ch__eval_rows *rows,
                       ch_err *err);
/* Records, or lines of `code --stream`. Records of documents that the gold does not name are left out and counted. */
int ch__eval_read_output(const ch__eval_rules *r, ch__eval_file *f, const ch__eval_documents *documents,
                         ch__eval_rows *rows, ch_err *err);
void ch__eval_rows_release(ch__eval_rows *rows);

/* ---- documents.c ---- */

void ch__eval_add_document(const ch__eval_rules *r, ch__eval_documents *documents, ch__sv stem);
/* In order and none twice; numbers the documents of the gold's rows. */
void ch__eval_sort_documents(ch__eval_documents *documents, ch__eval_rows *gold);
/* Of a directory reads PATH/STEM.txt where there is one; CH_EIO when there is none at all. A file is one of JSONL
 * {"id","text"}: all its documents are scored, also those without a gold record; CH_EFORMAT when it has none. */
int ch__eval_read_texts(const ch__eval_rules *r, const char *path, ch__eval_file *f, ch__eval_documents *documents,
                        ch__eval_rows *gold, ch_err *err);
/* By name, by a name that is a part of the other, by the text; CH_NONE. */
uint32_t ch__eval_document_of(const ch__eval_documents *documents, const ch__eval_row *row);

/* ---- compare.c ---- */

typedef struct ch__likeness {
    bool strict, relaxed;
    double close; /* orders the relaxed ones */
} ch__likeness;

/* Two records of one kind in one sentence. */
ch__likeness ch__eval_compare(const ch__eval_rules *r, const json_t *gold, const json_t *out);
bool ch__eval_modality(const ch__eval_rules *r, const json_t *gold, const json_t *out);
/* An event of this type is one of the gold's readings. */
bool ch__eval_type(const ch__eval_rules *r, const json_t *gold, const json_t *out);
/* Whether two events have an actor in common, whatever their types. */
bool ch__eval_share_actor(const ch__eval_rules *r, const json_t *gold, const json_t *out);

/* ---- parts.c ---- */

/* How right a field of a statement, agreement, level or figure is, 0..1, or -1: the gold does not ask. Of sets the
 * share of codes that both have. */
double ch__eval_part(const ch__eval_rules *r, const json_t *gold, const json_t *out, ch_compared_field f);
/* Type of an event, form of a statement, action of an agreement or level, measure of a figure. */
const char *ch__eval_label(const ch__eval_rules *r, const ch__eval_row *row);

/* ---- match.c ---- */

/* How the sentences of two records agree: 3 the gold's own, 2 one of its others, 1 the gold's begins inside the stretch
 * of the document that the output's covers; 0 not at all. */
int ch__eval_sentence(const ch__eval_documents *documents, const ch__eval_row *gold, const ch__eval_row *out);
/* Sets partner and strict of the rows: best pairs first, then in the order of the files. */
void ch__eval_match(const ch__eval_rules *r, const ch__eval_documents *documents, ch__eval_rows *gold,
                    ch__eval_rows *out);
/* The same for events by sentence and one actor, whatever their types; partners[i] of gold row i, or CH_NONE. */
uint32_t *ch__eval_match_events(const ch__eval_rules *r, const ch__eval_documents *documents, const ch__eval_rows *gold,
                                const ch__eval_rows *out);

#endif
