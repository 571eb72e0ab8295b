/* text.h - the text room: bytes to blocks, sentences, tokens.
 *
 *   reader.c      paths to files to documents (ch_reader); stream.c gzip/zstd; sniff.c the format; jsonl.c, csv.c,
 * warc.c, feed.c decode.c      bytes to NFC UTF-8 (encoding.h) html.c        HTML to text blocks with metadata layout.c
 * text to blocks; boilerplate.c what each block is; masthead.c what stands above the story (titles.c title;
 * date_lines.c date lines; dateline.c dateline; dates.c printed dates) sentences.c   blocks to sentences, with
 * splitter.c where there is a model; tokens.c sentences to tokens (UD English conventions) repeats.c     sentences said
 * twice; signature.c near-duplicate signature
 */
#ifndef CH_TEXT_H
#define CH_TEXT_H

#include "base/arena.h"
#include "knowledge/knowledge.h"
#include "text/document.h"
#include "text/splitter.h"

/* Makes the text part of a document from one input. `splitter` may be NULL or empty: sentences by rules only.
 * `scratch` is cleared by the caller. doc is empty (ch__doc_new). Errors: CH_EEMPTY, CH_EBINARY, CH_EFORMAT, CH_ELIMIT.
 */
int ch__text_room(const ch__knowledge *k, const ch__splitter *splitter, ch__arena *scratch, const ch_input *in,
                  const ch_doc_options *options, ch_doc *doc, ch_err *err);

/* What extraction (plain or HTML) hands to the layout: text that is final and hints for its stretches. */
typedef struct ch__hint {
    ch_span bytes; /* in the text */
    uint8_t kind;  /* ch_block_kind stated by markup; BODY: ordinary paragraph */
    const char *why;
} ch__hint;

typedef struct ch__extract {
    ch__sv text;     /* decoded NFC UTF-8, living in the document's arena: the stored text */
    ch__hint *hints; /* in order; n_hints == 0: plain text, blocks are found from line ends */
    uint32_t n_hints;
    const char *title, *published, *published_step, *language, *source, *author; /* from markup, or NULL */
} ch__extract;

/* HTML bytes already decoded to UTF-8. Fails with CH_ELIMIT when nested too deep or too large. */
int ch__html_extract(const ch__knowledge *k, ch__arena *arena, ch__sv html, ch__extract *out, ch_err *err);

/* The steps after extraction, in the order they run (each fills its part of doc). */
void ch__layout(const ch__knowledge *k, ch__arena *scratch, const ch__extract *in, ch_doc *doc);
void ch__boilerplate(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc);
void ch__masthead(const ch__knowledge *k, ch__arena *scratch, const ch__extract *in, const ch_input *input,
                  const ch_doc_options *options, ch_doc *doc);
/* Sentences and tokens. Blocks are given; `splitter` as above. */
void ch__sentences(const ch__knowledge *k, const ch__splitter *splitter, ch__arena *scratch, ch_doc *doc);
/* words: of all tokens, from ch__word_hashes (words.h). */
void ch__repeats(const ch__knowledge *k, ch__arena *scratch, const uint32_t *words, ch_doc *doc);
void ch__signature(const uint32_t *words, ch_doc *doc);
/* Marks the sentences that the table text/discards takes away. */
void ch__discards(const ch__knowledge *k, ch_doc *doc);
void ch__language(const ch__knowledge *k, ch__arena *scratch, const ch__extract *in, const ch_input *input,
                  ch_doc *doc);

/* Dates as people print them in mastheads and datelines: "November 11, 2025", "4 May 2025", "2021-08-28", "Nov 25,
 * 2015", "25.04.2025", "Friday, 25 April 2025". Parses the date at the start of s; returns the bytes used (0: none).
 * `years`: whether a date without year is accepted (year 0 then). */
size_t ch__printed_date(const ch__knowledge *k, ch__sv s, bool without_year, ch_date *out);

#endif
