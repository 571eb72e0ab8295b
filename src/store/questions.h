/* questions.h - what can be asked of a store, as a table; select.c makes SQL of a row and the conditions given. */
#ifndef CH_STORE_QUESTIONS_H
#define CH_STORE_QUESTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Text of SQL with named parameters (:id, :since, ...). The row in question is `t`, its document `d`. NULL conditions
 * make no sense there. Columns whose names begin with '_' stand last and are not given to the caller: the order rests
 * on them. In questions over records @table, @kind, @type, @detail, @modality and @codes are those of a kind of record,
 * and @key is the date that orders: of the row itself, or of the row of links or appearances (`l`) that leads to it. */
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
    const char *id, *type, *since, *until, *at, *doc, *pair, *actor, *match, *place, *group;
    const char *window; /* where nothing narrows it down by date or document: how far it looks */
    const char *needs;  /* what must be given: "match", or NULL */
    const char *kind;   /* the kind of record; "*": all, a part each, put together by date */
} ch__question;

/* A kind of record. */
typedef struct ch__part {
    const char *kind, *table, *type, *detail, *modality, *codes;
} ch__part;

enum { CH__PARTS = 5 };
extern const ch__part ch__parts[CH__PARTS];

/* Those over all pairs at once; `what` NULL ends. */
extern const ch__question ch__questions_world[];

/* NULL when there is no such thing to ask for. */
const ch__question *ch__question_find(const char *what);

#endif
