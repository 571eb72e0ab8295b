/* questions.h - what can be asked of a store, as a table; select.c makes SQL of a row and the conditions given. */
#ifndef CH_STORE_QUESTIONS_H
#define CH_STORE_QUESTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Text of SQL with named parameters (:id, :since, ...). The row in question is `t`, its document `d`. NULL conditions
 * make no sense there. Columns whose names begin with '_' stand last and are not given to the caller: the order rests
 * on them. In questions over records @table, @kind, @type, @detail, @modality and @codes are those of a kind of record,
 * and @key is the date that orders: of the row itself, or of the row of links or appearances (`l`) that leads to it.
 * @row is the join of l with t. @since, @until, @at and @doc are these conditions, or true. "@free x" is x where no
 * index may serve the condition. */
typedef struct ch__question {
    const char *what;
    const char *columns;
    const char *from;                   /* what stands between FROM and WHERE */
    const char *where;                  /* what always holds, or NULL */
    const char *key;                    /* @key where nothing leads; NULL: t.date_start */
    const char *from_pair, *from_actor; /* the same where the pair or the actor leads to the rows, with WHERE */
    const char *from_at;                /* as it was on a day */
    const char *order, *newest;         /* newest NULL: has no order by time */
    const char *first, *newest_first;   /* the order in a part, where it is not that of records */
    const char *id, *type, *mode, *modality, *source, *confidence, *since, *until, *at, *doc, *pair, *actor, *match,
        *place, *group;
    const char *probe;                 /* match, asked of each row: for words that are common */
    const char *window, *window_dated; /* how far it looks; where dates or a document are given: in what they leave */
    const char *later,
        *earlier; /* @later, @earlier: rows from the first, up to the last that dates or document leave */
    bool inside;  /* conditions stand where `from` has @given */
    /* Of lists whose rows are found by one table: what @with is, joins that only columns need; the letters of the rows
     * they add; the id of the row, a column too. NULL: cannot be told apart. */
    const char *with, *beyond, *row;
    const char *from_document;        /* the same from documents to rows, to sort by what documents have */
    const char *needs;                /* what must be given: "match", or NULL */
    const struct ch__question *whole; /* asked in its place where it knows all the conditions that are given */
    const char *kind;                 /* the kind of record; "*": all, a part each, put together by date */
} ch__question;

/* A kind of record. */
typedef struct ch__part {
    const char *kind, *table, *type, *detail, *modality, *codes;
} ch__part;

enum { CH__PARTS = 5 };
extern const ch__part ch__parts[CH__PARTS];

/* Those over all pairs at once; `what` NULL ends. */
extern const ch__question ch__questions_world[];
/* Those of words, and of what there is to choose from. */
extern const ch__question ch__questions_words[];

/* NULL when there is no such thing to ask for. */
const ch__question *ch__question_find(const char *what);

#endif
