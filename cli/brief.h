/* brief.h - what a store knows of two states, on one page. */
#ifndef CH_CLI_BRIEF_H
#define CH_CLI_BRIEF_H

#include "rows.h"

/* The parts of a brief: name in JSON, what is asked, how many rows at most, whether the newest come first. The first is
 * the one row of the pair. */
#define BRIEF_PARTS(X)                                                   \
    X(RELATION, "relation", "relations", NULL, 1, false)                 \
    X(STANDINGS, "levels", "standings", NULL, 8, true)                   \
    X(PACTS, "pacts", "pacts", NULL, 40, true)                           \
    X(CONTACTS, "contacts", "contacts", NULL, 200, true)                 \
    X(EVENTS, "events", "timeline", "event", 40, true)                   \
    X(PROMISES, "promises", "promises", "open", 8, true)                 \
    X(FIGURES, "figures", "figures", NULL, 12, true)                     \
    X(STATEMENTS, "statements", "statements", NULL, 60, true)            \
    X(TREND, "months", "months", NULL, 0, false)                         \
    X(CONTRADICTIONS, "contradictions", "contradictions", NULL, 8, true) \
    X(DENIALS, "denials", "denials", NULL, 6, true)

#define BRIEF_X(name, json, what, type, most, newest) BRIEF_##name,
enum { BRIEF_PARTS(BRIEF_X) N_BRIEF };
#undef BRIEF_X

typedef struct brief {
    char code[2][CH_MAX_CODE]; /* as they were asked for */
    char *name[2];             /* English, or the code */
    const char *at, *since;    /* as given, or NULL */
    const char *db;            /* as given, or NULL */
    bool plain;                /* print nothing beyond ASCII that is not from a source */
    rows level;                /* the one of the standings that holds */
    rows part[N_BRIEF];
} brief;

/* Reads everything. Release with brief_free either way. */
int brief_read(ch_store *store, brief *b, ch_err *err);
void brief_free(brief *b);

void brief_print(const brief *b);
void brief_print_json(const brief *b);

#endif
