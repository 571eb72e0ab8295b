/* corpus.h - sentences to train on, in flat arrays: forms, labels, names. Labels that a source does not give are
 * absent, and the trainer takes no loss from them. */
#ifndef CH_TRAIN_CORPUS_H
#define CH_TRAIN_CORPUS_H

#include "base/sv.h"
#include "knowledge/knowledge.h"
#include "syntax/features.h"
#include "train.h"

enum { NO_LABEL = 0xFFFF, LONGEST_SENTENCE = 400 /* tokens */ };

/* Strings numbered from 0 in the order they came. */
typedef struct names_of {
    char **at;
    uint64_t *hashes;
    uint32_t *slots;
    uint32_t n, cap, n_slots;
} strings;

uint32_t strings_add(strings *s, ch__sv text);        /* its number, new or old */
uint32_t strings_find(const strings *s, ch__sv text); /* its number, or CH_NONE */
void strings_free(strings *s);

/* A folded form: what its row or its n-grams say is the same in every casing. */
typedef struct folded {
    uint32_t count_text, count_gold; /* tokens seen in text without gold labels, in treebanks */
    uint32_t word;                   /* row among the known words, or CH_NONE */
    uint32_t first_gram;             /* into corpus.grams */
    uint32_t n_grams;
} folded;

typedef struct labelled {
    uint32_t folded;     /* into corpus.folded */
    ch__shape_of shape;  /* as written */
    uint16_t tag, feats; /* into corpus.tags, corpus.feats, or NO_LABEL */
    uint16_t rel;        /* into corpus.rels, or NO_LABEL */
    uint16_t head;       /* 1-based in the sentence, 0 the root; NO_LABEL: unknown */
    uint16_t name;       /* into corpus.names, or NO_LABEL */
} labelled;

enum {
    SENTENCE_OPEN_NAMES = 1, /* O may hide a name of a type that the source does not mark */
    SENTENCE_SILVER = 2      /* labelled by a model */
};

typedef struct sentence {
    uint32_t first, n; /* into corpus.tokens */
    uint8_t flags;
} sentence;

typedef struct corpus {
    labelled *tokens;
    sentence *sentences;
    folded *folded;
    uint32_t *grams;
    size_t n_tokens, cap_tokens;
    uint32_t n_sentences, cap_sentences;
    uint32_t n_folded, cap_folded;
    size_t n_gram_refs, cap_grams;
    uint32_t n_grams;                 /* rows of n-grams, a power of two */
    strings forms;                    /* folded forms; parallel to `folded` */
    strings tags, feats, rels, names; /* label inventories: "UPOS XPOS", "_" or features, relations, BIO labels */
    strings sent_ids;
    uint32_t *sentence_of_id; /* by number in sent_ids */
} corpus;

void corpus_init(corpus *c, uint32_t n_grams);
void corpus_free(corpus *c);
/* Number of a form in corpus.folded, new or old. */
uint32_t corpus_fold(corpus *c, ch__sv form);

enum {
    TREEBANK_NAMES = 1,  /* NER= in MISC tells all names: a word without it is O; else no names are taken from there */
    TREEBANK_SILVER = 2, /* labelled by a model */
};

/* Reads a treebank (.conllu, also .gz and .zst): trees, tags, features and names as `what` says (TREEBANK_...). Bad
 * sentences are named on the standard error and left out, as are those of more than LONGEST_SENTENCE tokens. */
void corpus_read_treebank(corpus *c, const char *path, int what);

/* Reads names (IOB2 or "word tag", syntax/iob.h). A sentence whose sent_id and length are those of a sentence read
 * before gives its names to it, others become sentences without a tree. Words of a type that is none of PER, ORG, LOC,
 * MISC get no label. `open`: O may hide a name of a type not marked there (MISC). */
void corpus_read_names(corpus *c, const char *path, bool open);

/* Reads text, a paragraph a line (paragraphs.h), until `most` tokens are read. */
void corpus_read_text(corpus *c, const ch__knowledge *k, const char *path, size_t most);

#endif
