/* gold.h - reviewed sentences as text of the corpus. */
#ifndef CH_EXCHANGE_GOLD_H
#define CH_EXCHANGE_GOLD_H

#include <jansson.h>

#include "corpus/corpus.h"
#include "exchange/exchange.h"
#include "store/inside.h"

/* A reviewed sentence, with its records as rows_json.h reads them. */
typedef struct ch__gold_sentence {
    ch_store *store;
    const ch__names *names;
    const ch__vocabulary *v;
    const char *document, *published, *text;
    int64_t n, start, end; /* number; bytes of the document */
    bool title;
    const char **kinds; /* of the records */
    json_t **records;
    uint32_t n_records;
    const char **rejected; /* words that were judged to be no record */
    uint32_t n_rejected;
} ch__gold_sentence;

/* Appends header, text with marks and record lines. False: *why says what the corpus cannot hold. gold_lines.c. */
bool ch__gold_lines(ch__arena *arena, const ch__gold_sentence *s, ch__buf *out, const char **why);
/* The form of exports: what was accepted, edited and added as records, what was rejected as words that are no event;
 * what the corpus cannot hold, and why, stands there as a comment, so that all of it passes ch_corpus_check. The reader
 * has its vocabulary, and its arena a guard. gold.c. */
int ch__export_gold(ch__export *x, ch__corpus_reader *reader);

#endif
