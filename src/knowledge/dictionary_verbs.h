/* dictionary_verbs.h - verb dictionaries being read. Inside the room only.
 *
 *   dictionary_verbs.c     lines: blocks, verbs with their forms, sets, patterns, transformations; rows of events/verbs
 *   dictionary_sets.c      sets of words with their plurals; rows of events/verb-sets
 *   dictionary_patterns.c  patterns in one notation; rows of events/verb-patterns
 *   dictionary_changes.c   transformations of PETRARCH-2; rows of events/verb-changes
 *
 * A set may be made behind the pattern that uses it, and in another file: patterns and transformations wait until all
 * files are read. The notation of patterns is described in docs/knowledge.md. */
#ifndef CH_KNOWLEDGE_DICTIONARY_VERBS_H
#define CH_KNOWLEDGE_DICTIONARY_VERBS_H

#include "knowledge/dictionary.h"

enum {
    CH__MOST_ELEMENTS = 24,   /* words, sets and marks of one pattern */
    CH__MOST_MEMBERS = 20000, /* phrases of one set, sets in it filled in */
};

typedef struct ch__word_set {
    const char *name; /* small letters, without '_' at its end */
    const char *file;
    uint32_t line;
    const char **members; /* as written, without their '+' */
    uint32_t n, cap;
    bool bare; /* no plurals are made */
} ch__word_set;

typedef struct ch__waiting {
    const char *file, *block; /* block: NULL for a transformation */
    uint32_t line;
    ch__sv text;
    const char *code;
    bool phrases; /* of PETRARCH-2: a word alone is the head of a phrase */
} ch__waiting;

/* Numbers by text; open addressing. */
typedef struct ch__text_index {
    struct ch__text_slot {
        uint64_t hash; /* 0: free */
        uint32_t value;
    } * slots;
    uint32_t n, cap;
} ch__text_index;

typedef struct ch__verb_book {
    ch__word_set *sets;
    uint32_t n_sets, cap_sets;
    ch__waiting *waiting;
    uint32_t n_waiting, cap_waiting;
    ch__text_index blocks; /* name: how many blocks have it */
    ch__text_index verbs;  /* form with its words: the line that said it first */
    ch__text_index seen;   /* block and pattern: the line that said it first */
} ch__verb_book;

/* The number of a text, made `fresh` where it has none yet; *is_new tells. Memory of the arena. */
uint32_t *ch__text_number(ch__arena *arena, ch__text_index *x, const char *text, uint32_t fresh, bool *is_new);
bool ch__text_known(const ch__text_index *x, const char *text);

/* "042", "042:043", ":173", "---" from the inside of brackets: what is no code of CAMEO is "---" after a fault. */
const char *ch__verb_code(ch__dictionary_file *f, ch__sv text);

/* A pattern in our notation, of one side of the verb: "said_would {peace talk} (with +)". `joined`: the side touches
 * the verb. NULL after a fault. */
const char *ch__verb_side(ch__dictionary_file *f, const ch__verb_book *b, ch__sv raw, bool left, bool phrases);

ch__word_set *ch__word_set_of(const ch__verb_book *b, ch__sv name);
/* The longest name of a set at the start of a text ("TIETYPES_MEMOS"): its length, 0 when none is made. */
size_t ch__word_set_at(const ch__verb_book *b, ch__sv text, ch__word_set **out);
void ch__word_set_rows(ch__dictionaries *d, const ch__verb_book *b);

/* A fault of a line that is waiting. */
ch__dictionary_file ch__waiting_file(ch__dictionaries *d, const ch__waiting *w);
void ch__verb_change(ch__dictionary_file *f, const ch__verb_book *b, ch__sv text);

/* A word as the matcher compares it: small letters without accents; NULL when nothing is left. */
const char *ch__verb_word(ch__dictionary_file *f, ch__sv raw);

#endif
