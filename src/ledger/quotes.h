/* quotes.h - the quotations of a document: marks paired over tokens, sentences and paragraphs. */
#ifndef CH_LEDGER_QUOTES_H
#define CH_LEDGER_QUOTES_H

#include "text/document.h"

typedef struct ch__quote {
    uint32_t open;  /* token of the opening mark */
    uint32_t close; /* token of the closing mark; one past the last token of the paragraph when it has none */
    uint32_t words; /* first token inside: a mark may be set twice */
    bool closed;
    bool goes_on; /* the next quotation continues it: a paragraph that opens its marks again */
} ch__quote;

typedef struct ch__quotes {
    ch__quote *at;
    uint32_t n;
    uint32_t *of; /* per token: the quotation it stands in (marks included), or CH_NONE */
} ch__quotes;

/* Pairs the marks of all coded paragraphs. Arrays live in `scratch`. Quotations are in order and do not nest: marks
 * inside a quotation belong to it. A single mark counts only where it is no apostrophe and is closed in its paragraph.
 */
void ch__quotes_find(ch__arena *scratch, const ch_doc *doc, ch__quotes *out);

/* The words inside the marks. */
static inline ch_span ch__quote_inside(const ch__quote *q)
{
    return (ch_span){q->words, q->close};
}

#endif
