/* document.h - the inside of a ch_doc: its arena and what rooms share but users need not see. */
#ifndef CH_TEXT_DOCUMENT_H
#define CH_TEXT_DOCUMENT_H

#include "base/arena.h"
#include "base/sv.h"
#include "knowledge/knowledge.h"

/* Links of a word in its tree, for the walking functions of syntax.h. */
typedef struct ch__tree_node {
    uint32_t first_child, next_sibling; /* tokens, or CH_NONE */
    uint32_t first, end;                /* tokens of the subtree */
} ch__tree_node;

struct ch_doc_inside {
    ch__arena arena;
    /* Units of the whole stored text, for phrase matching; made on first use by ch__doc_units. */
    ch__unit *units;
    uint32_t n_units;
    uint32_t *unit_of_token;       /* index of the unit at which a token starts; n_tokens of them */
    ch__tree_node *tree;           /* n_tokens of them, made by the syntax room */
    struct ch__given *given;       /* what a CoNLL-U file said of sentences (syntax/given.h); NULL: tokens are ours */
    struct ch__times_known *times; /* n_sentences of them, made on first use (events/times.c) */
    /* growth of the arrays in ch_doc that several rooms append to */
    uint32_t cap_actors, cap_records, cap_candidates;
};

/* An empty document with its arena. NULL when memory ran out. */
ch_doc *ch__doc_new(void);
static inline ch__arena *ch__doc_arena(ch_doc *doc)
{
    return &doc->inside->arena;
}
static inline ch__sv ch__doc_sv(const ch_doc *doc, ch_span bytes)
{
    return (ch__sv){doc->text + bytes.start, bytes.end - bytes.start};
}
static inline ch__sv ch__token_sv(const ch_doc *doc, uint32_t token)
{
    return ch__doc_sv(doc, doc->tokens[token].bytes);
}
/* Bytes and chars from the first to the last of a range of tokens (not empty). */
ch_span ch__tokens_bytes(const ch_doc *doc, ch_span tokens);
ch_span ch__tokens_chars(const ch_doc *doc, ch_span tokens);
/* Units and unit_of_token, made once. */
void ch__doc_units(ch_doc *doc, const ch__knowledge *k);

/* Longest phrase of `tables` that begins at a token and ends where a token ends, at or before token `end`. Returns the
 * number of tokens it covers (0: none) and fills *hit. */
uint32_t ch__phrase_at_token(ch_doc *doc, const ch__knowledge *k, uint64_t tables, uint32_t token, uint32_t end,
                             ch__hit *hit);
/* All such phrases, longest first: at most `cap`; tokens[i] gets the tokens covered by hits[i]. */
size_t ch__phrases_at_token(ch_doc *doc, const ch__knowledge *k, uint64_t tables, uint32_t token, uint32_t end,
                            ch__hit *hits, uint32_t *tokens, size_t cap);

/* The same by phrase, with all its rows: tokens[i] gets the tokens covered by runs[i]. */
size_t ch__runs_at_token(ch_doc *doc, const ch__knowledge *k, uint64_t tables, uint32_t token, uint32_t end,
                         ch__run *runs, uint32_t *tokens, size_t cap);

/* Appends a record or a candidate; the record's id, chars and order are settled by ch__records_finish. */
ch_record *ch__doc_add_record(ch_doc *doc);
ch_candidate *ch__doc_add_candidate(ch_doc *doc, uint32_t sentence, uint32_t token, const char *rule, const char *why);

#endif
