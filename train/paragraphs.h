/* paragraphs.h - text, a paragraph a line, plain or packed, cut to sentences and tokens by the text room. */
#ifndef CH_TRAIN_PARAGRAPHS_H
#define CH_TRAIN_PARAGRAPHS_H

#include "text/stream.h"
#include "text/text.h"

typedef struct paragraphs {
    const ch__knowledge *k;
    ch__stream in;
    ch__buf line;
    ch__arena scratch;
} paragraphs;

/* Ends the program when the file cannot be read. */
void paragraphs_open(paragraphs *p, const ch__knowledge *k, const char *path);
void paragraphs_close(paragraphs *p);

/* Hands the next line to `take` as a document after the text room (a line without text: not); false at the end. */
bool paragraphs_next(paragraphs *p, void (*take)(void *ctx, const ch_doc *doc), void *ctx);

#endif
