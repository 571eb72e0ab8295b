/* lemmas.h - the lemmatizer's trainer: what was seen, rules pruned from it, a check on other files. */
#ifndef CH_TRAIN_LEMMAS_H
#define CH_TRAIN_LEMMAS_H

#include "base/buf.h"
#include "corpus.h"
#include "syntax/conllu.h"
#include "syntax/lemmatizer.h"

/* A form with its tag and lemma, n times. Texts are numbers in lemma_data.texts. */
typedef struct seen {
    uint32_t form, lower, lemma, xpos; /* xpos: number in lemma_data.xpos */
    uint32_t n;
    uint16_t edit; /* of the lower-cased form */
    uint8_t upos, features, casing;
} seen;

typedef struct lemma_data {
    seen *at;
    uint32_t n, cap;
    strings keys, texts, xpos; /* keys: one for each of `at` */
    ch__lemma_edit *edits;     /* number 0 changes nothing */
    uint32_t n_edits, cap_edits;
    strings edit_keys;
    ch__buf pool; /* strings of the section */
    strings pooled;
    uint32_t *offsets; /* of `pooled` in the pool */
    uint32_t cap_offsets;
    const char *features[CH__LEMMA_FEATURES];
    uint32_t n_features;
    strings words; /* frequent words of the language, the most frequent first; without tags */
    strings bases; /* "UPOS lemma": lemmas seen */
} lemma_data;

uint32_t lemma_pool(lemma_data *d, ch__sv text); /* its offset in the pool */
/* The edit that makes `lemma` of `form` (both lower-cased); one that puts the whole lemma when `whole`. */
uint16_t lemma_edit(lemma_data *d, ch__sv form, ch__sv lemma, bool whole);
ch__sv lemma_text(const lemma_data *d, uint32_t text);
/* Counts a form with its lemma like->n times more (0 is 1); tag, features and casing are those of `like`. */
void lemma_add(lemma_data *d, const seen *like, ch__sv form, ch__sv base);
uint8_t lemma_features(const lemma_data *d, ch__sv feats);

/* ---- trees of endings (lemma_trees.c) ---- */

typedef struct vote {
    uint32_t weight, next;
    uint16_t value;
} vote;

typedef struct branch {
    uint32_t child, sibling, votes; /* 0: none */
    uint8_t byte;
    bool kept;
    uint16_t value; /* what it decides when it is kept, or CH__LEMMA_NO_VALUE */
} branch;

typedef struct tree {
    branch *at; /* at[0] is the root */
    vote *votes;
    uint32_t n, cap, n_votes, cap_votes;
} tree;

/* A double array that grows. */
typedef struct cells {
    ch__lemma_cell *at;
    bool *based; /* whether a branch has this base */
    uint32_t n, cap;
    uint32_t first_free;
} cells;

void tree_clear(tree *t);
void tree_free(tree *t);
/* Votes for a value at every ending of the form that is `least` bytes or longer (weight `ending`; 0: at none) and at
 * the whole form (weight `whole`). */
void tree_vote(tree *t, ch__sv form, uint16_t value, uint32_t least, uint32_t ending, uint32_t whole);
uint32_t tree_child(const tree *t, uint32_t x, uint8_t byte); /* 0: none */
/* Decides every branch by its votes, drops what decides like its parent and adds the rest. The root, or CH_NONE when
 * all decide 0. */
uint32_t tree_write(tree *t, cells *out);
uint32_t cells_take(cells *c); /* a cell for a root */
/* Room behind the last branch, so that every base has its whole fan. */
void cells_finish(cells *c);
void cells_free(cells *c);

/* ---- examples beside the treebanks (lemma_words.c, lemma_pairs.c) ---- */

/* Forms of a class that showed each edit. */
typedef struct counts {
    const uint32_t *forms;
    uint32_t n;
} counts;

/* Lets words of the list vote that could stand in a class of inflected forms. */
void lemma_words_vote(lemma_data *d, tree *t, uint8_t upos, counts edits);
void lemma_base_add(lemma_data *d, uint8_t upos, ch__sv lemma);
/* A table of the knowledge folder: each line counts as a few tokens of each of its tags. */
void lemma_pairs_read(lemma_data *d, const char *path);
void lemma_words_read(lemma_data *d, const char *path);

/* ---- the section (lemma_rules.c) ---- */

/* Makes the section; malloc'ed. */
ch__sv lemma_section(lemma_data *d);

/* ---- checking (lemma_check.c) ---- */

/* How every word of a sentence is capitalized; freed by the caller. */
ch__casing *lemma_casings(const ch__conllu_sentence *s);
/* Lemmas of a treebank by a part against its own: counts to stdout, with `tell` every mistake. */
void lemma_check(const char *part, const char *path, bool tell);

#endif
