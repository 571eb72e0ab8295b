/* conllu.h - CoNLL-U files (universaldependencies.org/format.html), read strictly, sentence by sentence.
 *
 * Checked always: UTF-8; ten columns, none empty; numbers 1, 2, 3, ... without a gap; ranges of multiword tokens inside
 * the sentence, none overlapping; empty nodes (8.1), which are passed over, in their place. With CH__CONLLU_TREES also:
 * tags are universal ones or `_`; heads are numbers inside the sentence, none its own; one root; no cycle; a relation
 * on every word; NER=B-type in MISC. With CH__CONLLU_FORMS all columns but ID, FORM and MISC's SpaceAfter may hold
 * anything. */
#ifndef CH_SYNTAX_CONLLU_H
#define CH_SYNTAX_CONLLU_H

#include "syntax/iob.h"

typedef enum ch__conllu_columns { CH__CONLLU_FORMS, CH__CONLLU_TREES } ch__conllu_columns;

typedef struct ch__conllu_word {
    ch__sv form;
    ch__sv lemma, upos, xpos, feats, deprel, misc; /* n == 0: `_`, or columns that do not matter */
    uint32_t head;                                 /* 0: the root; else 1-based number of the head */
    uint32_t line;                                 /* of the file, counted from the sentence's first line */
    uint8_t tag;                                   /* ch_upos; CH_N_UPOS: `_` */
    uint8_t flags;                                 /* CH_TOKEN_... */
} ch__conllu_word;

/* A multiword token. */
typedef struct ch__conllu_range {
    uint32_t first, end; /* words, half-open, 0-based */
    ch__sv form;
    bool space_after;
} ch__conllu_range;

typedef struct ch__conllu_sentence {
    int64_t line; /* of its first line; views and arrays live until the next call */
    const ch__conllu_word *words;
    uint32_t n;
    const ch__conllu_range *ranges; /* in order */
    uint32_t n_ranges;
    const ch__gold_name *names;
    uint32_t n_names;
    ch__sv sent_id, text; /* empty: not stated */
    ch__sv newpar_id;
    ch__sv document, genre; /* of the document it belongs to: "# newdoc id", "# meta::genre"; empty: not stated */
    bool newdoc, newpar;    /* a document, a paragraph begins here (or with a bad sentence before it) */
} ch__conllu_sentence;

typedef struct ch__conllu {
    ch__lines in;
    ch__conllu_columns columns;
    ch__conllu_word *words;
    uint32_t cap_words;
    ch__conllu_range *ranges;
    uint32_t cap_ranges;
    ch__gold_names names;
    uint32_t *seen; /* cap_words of them, for finding cycles */
    ch__buf document, genre;
    bool newdoc, newpar; /* stated and not given yet */
} ch__conllu;

int ch__conllu_open(ch__conllu *r, const char *path, ch__conllu_columns columns, ch_err *err);
int ch__conllu_open_memory(ch__conllu *r, const void *p, size_t n, const char *name, ch__conllu_columns columns,
                           ch_err *err);
/* 1, 0 at the end, or negative for a bad sentence (err: file, line, what), behind which it can go on. */
int ch__conllu_next(ch__conllu *r, ch__conllu_sentence *out, ch_err *err);
void ch__conllu_close(ch__conllu *r);

/* The value of an attribute in a MISC or FEATS column ("SpaceAfter"); p == NULL: it is not there. */
ch__sv ch__conllu_attribute(ch__sv column, ch__sv name);

#endif
