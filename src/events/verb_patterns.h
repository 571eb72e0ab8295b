/* verb_patterns.h - events coded by verb dictionaries of TABARI, PETRARCH and PETRARCH-2; inside the events room.
 *
 *   verb_words.c     words and sets of words against the text
 *   verb_sides.c     the words left and right of a verb that belong to its clause, off the tree
 *   verb_match.c     patterns over them: the one that fits a verb best
 *   verb_parties.c   source and target
 *   verb_changes.c   transformations: what is said or wanted of an event
 *   verb_patterns.c  verbs of a sentence to triggers
 *
 * Tables (made by knowledge/dictionary_verbs.c, none of them shipped): events/verbs (form, match, left, right, block,
 * code), events/verb-patterns (block, left, right, code), events/verb-sets (word, rest, set), events/verb-changes. The
 * notation of a side: words joined by '_' touch, a blank allows words between them; "&set" a phrase of a set; '$' the
 * source, '+' the target, '%' several that are both, '^' a phrase that is passed over; "{peace talk}" a noun phrase
 * with its head last, "(with +)" a phrase behind a preposition. */
#ifndef CH_EVENTS_VERB_PATTERNS_H
#define CH_EVENTS_VERB_PATTERNS_H

#include "events/code.h"

enum {
    CH__MOST_SIDE = 80,    /* words of a clause on one side of a verb that are looked at */
    CH__NEAR_VERBS = 24,   /* verbs before and behind one that are compared with it */
    CH__MOST_ELEMENTS = 24 /* of a side of a pattern, as in knowledge/dictionary_verbs.h */
};

typedef struct ch__verb_tables {
    const ch__table *verbs, *patterns, *sets, *changes, *plover; /* sets, changes, plover may be NULL */
} ch__verb_tables;

/* One sentence. */
typedef struct ch__verb_scene {
    ch__scene *s;
    ch__verb_tables t;
    ch_span tokens;
    struct ch__verb_token {
        ch__sv folded, lemma;
        uint32_t set_row, lemma_row; /* first rows of events/verb-sets for them, or CH_NONE */
    } * words;                       /* from the first of the sentence */
} ch__verb_scene;

static inline const struct ch__verb_token *ch__verb_token_of(const ch__verb_scene *v, uint32_t token)
{
    return &v->words[token - v->tokens.start];
}
static inline ch__sv ch__folded(const ch__verb_scene *v, uint32_t token)
{
    return ch__verb_token_of(v, token)->folded;
}

/* ---- verb_words.c ---- */

/* Whether the words of `text` (small letters, one word, perhaps of several tokens: "sit-in") stand at a token, by form
 * or by lemma; the number of tokens, 0: no. With `back` the last of them is at the token. */
uint32_t ch__verb_word_at(const ch__verb_scene *v, uint32_t token, ch__sv text, bool back);
/* The same for a phrase of a set; the longest. */
uint32_t ch__verb_set_at(const ch__verb_scene *v, uint32_t token, ch__sv set, bool back);

/* ---- verb_sides.c ---- */

/* The words of a clause on one side of its verb, from the verb outward. */
typedef struct ch__verb_side {
    uint32_t at[CH__MOST_SIDE];
    uint32_t n;
} ch__verb_side;

/* A verb as it stands in a sentence. `at` is its word; `clause` the predicate whose clause it is: the verb itself, or
 * of an auxiliary ("should") its head. */
typedef struct ch__verb_clause {
    uint32_t at, clause;
    ch__verb_side left, right;
    /* as the words would stand in a plain clause: "the accord was signed by Peru", "the accord that Peru signed" */
    ch__verb_side plain_left, plain_right;
    bool turned; /* the plain sides differ */
} ch__verb_clause;

void ch__verb_clause_of(const ch__verb_scene *v, uint32_t at, ch__verb_clause *out);

/* ---- verb_match.c ---- */

typedef struct ch__verb_match {
    const ch__table *table; /* of the row that decided: events/verb-patterns or events/verbs; NULL: nothing fits */
    uint32_t row;
    const char *block, *code; /* of the row */
    int score;
    uint32_t distance;             /* of the words from the verb */
    uint32_t source, target, both; /* tokens that '$', '+', '%' stand for, or CH_NONE */
    uint32_t tokens[2 * CH__MOST_ELEMENTS];
    uint32_t n_tokens; /* first tokens of the words that fit */
} ch__verb_match;

/* The best of all patterns of all verbs that a word is. */
ch__verb_match ch__verb_best(const ch__verb_scene *v, const ch__verb_clause *c);

/* ---- verb_parties.c ---- */

void ch__verb_parties(const ch__verb_scene *v, const ch__verb_clause *c, const ch__verb_match *m, ch_roles *source,
                      ch_roles *target);

/* ---- verb_patterns.c ---- */

/* A verb of the dictionaries in the sentence, coded or not. */
typedef struct ch__verb_hit {
    uint32_t token;
    const char *block, *code;
    ch_roles source, target;
    uint32_t first, n;     /* its triggers */
    const uint32_t *words; /* that its pattern found */
    uint32_t n_words;
    bool decided; /* the dictionary says that it is no event, or another one */
} ch__verb_hit;

/* Adds a trigger of one code ("042"); its number. */
uint32_t ch__verb_trigger(const ch__verb_scene *v, uint32_t token, const char *rule, const char *code, ch_roles actor,
                          ch_roles recipient);

/* Adds the triggers of the dictionaries' verbs to those of the sentence. Nothing where there are no dictionaries. */
void ch__verb_patterns(ch__scene *s);

/* ---- verb_changes.c ---- */

void ch__verb_changes(const ch__verb_scene *v, ch__verb_hit *hits, uint32_t n);

#endif
