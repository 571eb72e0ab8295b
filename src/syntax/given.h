/* given.h - documents made of the tokens of a CoNLL-U file, and what the file said of them.
 *
 * The text of such a document is its words with blanks where the file has white space, and an empty line between
 * paragraphs. Where a multiword token does not read as its words do ("zum": "zu" "dem"), the text has the words. */
#ifndef CH_SYNTAX_GIVEN_H
#define CH_SYNTAX_GIVEN_H

#include "syntax/conllu.h"
#include "text/document.h"

typedef struct ch__given_sentence {
    const char *id;                   /* sent_id, or NULL */
    const char *document, *paragraph; /* their ids, or NULL */
    bool newdoc, newpar;              /* one begins here */
} ch__given_sentence;

typedef struct ch__given_range {
    uint32_t first, end; /* tokens of the document */
    const char *form;
} ch__given_range;

typedef struct ch__given {
    ch__given_sentence *sentences; /* n_sentences of the document */
    ch__given_range *ranges;
    uint32_t n_ranges;
    uint64_t before; /* sentences of the file in front of the first one here */
} ch__given;

/* A document at work. */
typedef struct ch__given_builder {
    ch_doc *doc;
    ch__buf text;
    uint32_t n_chars;
    uint32_t cap_sentences, cap_given, cap_tokens, cap_ranges, cap_blocks;
    uint32_t n_given;
} ch__given_builder;

/* Begins a document; name: of the file. Its arena has no guard yet. CH_ENOMEM when memory ran out. */
int ch__given_begin(ch__given_builder *b, const char *name, uint64_t before, ch_err *err);
/* Adds a sentence, or fails with CH_ELIMIT or CH_ENOMEM. */
int ch__given_add(ch__given_builder *b, const ch__conllu_sentence *s, ch_err *err);
/* Ends it: the document, owned by the caller, or NULL when memory ran out. */
ch_doc *ch__given_end(ch__given_builder *b);
/* Gives up what is at work; the builder is empty. */
void ch__given_release(ch__given_builder *b);

/* What stands in CoNLL-U beside the analysis: further comments of a sentence, attributes in front of MISC ("A=b|C=d",
 * empty: none; living until the next call). */
typedef struct ch__conllu_extra {
    void (*comments)(void *ctx, uint32_t sentence, ch__buf *out);
    ch__sv (*misc)(void *ctx, uint32_t token);
    void *ctx;
} ch__conllu_extra;

/* All sentences of a document as ch_doc_conllu writes them, appended; `extra` may be NULL. */
void ch__conllu_write(ch__buf *out, const ch_doc *doc, const ch__conllu_extra *extra);

#endif
