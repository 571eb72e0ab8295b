/* papers.h - the words of a paper: its noun phrase, title, term and count. */
#ifndef CH_LEDGER_PAPERS_H
#define CH_LEDGER_PAPERS_H

#include "ledger/sides.h"

/* A sentence as agreements are read from it. */
typedef struct ch__papers {
    const ch__knowledge *k;
    const ch__table *forms, *acts, *sets; /* ledger/agreements, ledger/agreement-actions, ledger/qualifiers */
    ch__arena *scratch;
    ch_doc *doc;
    const ch_sentence *s;
    uint32_t sentence;
    ch__time *times; /* of the sentence */
    uint32_t n_times;
} ch__papers;

typedef struct ch__paper {
    ch_span phrase; /* the words of the table */
    ch_span np;     /* with what modifies them */
    uint32_t noun;  /* the head */
    uint32_t row;   /* in forms */
    bool definite;  /* "the deal", "this agreement", "it" */
    bool back;      /* stands for the paper told of last: "it", "the text" */
    bool plural;
} ch__paper;

/* The paper whose `n` words of the table begin at token t. */
ch__paper ch__paper_at(const ch__papers *r, uint32_t t, uint32_t n, uint32_t row);

/* End of the title behind the noun phrase: "agreement on visa-free travel for holders of service passports". */
uint32_t ch__paper_title_end(const ch__papers *r, const ch__paper *p);

/* The words of tokens, in the document's arena. */
const char *ch__paper_words(const ch__papers *r, ch_span tokens);

/* How long it holds, from words at the noun ("25-year") or behind the act ("for a further five years", "until 2030",
 * `extends`: also "by three years", "to 2030"), as ch__term_of writes it; NULL: not said. `until`: tokens of the day or
 * year it ends, which dates no act; empty where there is none. */
const char *ch__paper_term(const ch__papers *r, const ch__paper *p, uint32_t act, bool extends, ch_span *until);

/* A term in the one form of records, in `arena`: "25 years" of "25-year" and "twenty-five years", "until 2030" of "to
 * the end of 2030"; other words ("unlimited", "2025-2027") as they are. Needs ledger/numbers and ledger/units. */
const char *ch__term_of(const ch__knowledge *k, ch__arena *arena, const char *words);

/* "20 documents", "a series of bilateral documents"; NULL: one paper, or nobody says how many. */
const char *ch__paper_count(const ch__papers *r, const ch__paper *p);

#endif
