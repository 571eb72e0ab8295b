/* clause.h - reading clauses off the tree; inside the events room. All walks are bounded, so a sentence of a million
 * tokens costs no more a trigger than one of two hundred. */
#ifndef CH_EVENTS_CLAUSE_H
#define CH_EVENTS_CLAUSE_H

#include "events/events.h"

enum {
    CH__REACH = 120, /* tokens on either side that are searched for children */
    CH__CLIMB = 16   /* heads followed upward */
};

/* Next child of `head` after token `after` (CH_NONE: the first), within reach, or CH_NONE. */
uint32_t ch__kid_next(const ch_doc *doc, uint32_t head, uint32_t after);
/* First child with one of two relations (give the same twice for one), or CH_NONE. */
uint32_t ch__kid(const ch_doc *doc, uint32_t head, ch_deprel rel, ch_deprel or_rel);
#define CH__EACH_KID(doc, head, kid) \
    for (uint32_t kid = ch__kid_next((doc), (head), CH_NONE); kid != CH_NONE; kid = ch__kid_next((doc), (head), kid))

static inline uint32_t ch__head(const ch_doc *doc, uint32_t token)
{
    return doc->words[token].head;
}
static inline ch_deprel ch__rel(const ch_doc *doc, uint32_t token)
{
    return (ch_deprel)doc->words[token].deprel;
}

/* A verb that is not part of a name ("United" of "United States" is one by its tag). */
bool ch__is_verb(const ch_doc *doc, uint32_t token);
bool ch__is_verbal(const ch_doc *doc, uint32_t token);  /* verb, or a predicate with copula or auxiliary */
bool ch__is_nominal(const ch_doc *doc, uint32_t token); /* noun, name or pronoun */
bool ch__is_passive(const ch_doc *doc, uint32_t token);
/* The preposition ("with") or conjunction ("that") before a token: the lemma of its case or mark, or NULL. */
const char *ch__case_of(const ch_doc *doc, uint32_t token);
const char *ch__mark_of(const ch_doc *doc, uint32_t token);
/* "to meet", "in order to meet", "for them to meet": one of the marks is "to". */
bool ch__is_infinitive(const ch_doc *doc, uint32_t token);
/* The predicate of the clause that holds the token (the token itself when it is one). */
uint32_t ch__clause_of(const ch_doc *doc, uint32_t token);
/* "Rebels attack a base": a noun by its tag that is the verb of its clause; who stands left and right of it. */
bool ch__is_headline_verb(const ch_doc *doc, uint32_t token);
uint32_t ch__party_left(const ch_doc *doc, uint32_t token);
uint32_t ch__party_right(const ch_doc *doc, uint32_t token);
/* The word's lemma in ASCII lower case, in `out`; returns out. Long lemmas are cut. */
const char *ch__lemma_low(const ch_doc *doc, uint32_t token, char out[48]);

/* A cell, "" where the table has none. */
static inline const char *ch__cell(const ch__table *t, uint32_t row, uint32_t column)
{
    const char *c = ch__table_cell(t, row, column);
    return c ? c : "";
}

/* First row of a table keyed by lemmas. A plural that the tagger did not know ("airstrikes") is looked up without its
 * "s" too. */
uint32_t ch__find_lemma(const ch__table *t, const char *lemma);

/* Whether a lemma belongs to a class of table events/classes. */
bool ch__in_class(const ch__knowledge *k, const char *lemma, ch__sv class_name);
bool ch__token_in_class(const ch__knowledge *k, const ch_doc *doc, uint32_t token, const char *class_name);

/* Appends a context to a list that only this function and ch__contexts grow; one that is there already is skipped. */
void ch__context_add(ch_doc *doc, const char *name, const char ***list, uint32_t *n);

/* ---- done or only said; table events/modality ---- */

typedef enum ch__doing {
    CH__DONE,
    CH__PLANNED,    /* will, plans to, is expected to */
    CH__INTENDED,   /* agreed to, is ready to */
    CH__ASKED,      /* called on him to */
    CH__THREATENED, /* threatened to */
    CH__REFUSED,    /* refused to, rejected talks, cancelled the visit */
    CH__DENIED,     /* did not, denied that, failed to */
    CH__SUPPOSED,   /* may, if, possible */
    CH__OWED,       /* should, must */
    CH__ALLEGED,    /* accused him of */
    CH__PURPOSE,    /* in order to */
    CH__FORMER,     /* once, formerly */
    CH__N_DOING
} ch__doing;

typedef struct ch__status {
    ch__doing doing;
    uint32_t by; /* the word that decides, or CH_NONE */
} ch__status;

ch__status ch__status_of(const ch__knowledge *k, const ch_doc *doc, uint32_t trigger);
const char *ch__doing_name(ch__doing d);
/* -1 past, 0 present or unclear, 1 future: the clause around a token. */
int ch__tense_of(const ch__knowledge *k, const ch_doc *doc, uint32_t token);

#endif
