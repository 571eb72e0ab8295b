/* forms.h - units in the forms of others: documents and records as JSONL, pairs, CoNLL-U, text without marks. */
#ifndef CH_CORPUS_FORMS_H
#define CH_CORPUS_FORMS_H

#include "corpus/corpus.h"

/* {"id","title","text","published"}: what `chancery code --stream` reads. */
void ch__form_document(ch__buf *out, const ch__corpus_unit *unit);

/* Records settled and written, one a line. What has no words of time gets the publication date, as the rooms give it,
 * unless it is history. The unit's notes no longer fit its records afterwards. */
void ch__form_records(ch__buf *out, const ch__knowledge *k, ch__arena *scratch, ch__corpus_unit *unit);

/* A line {"id","text","source":[[start,end],...],"target":[...],"event","mode","cameo","quad","modality"} for each
 * event with two sides, spans in code points of the sentence; of a reciprocal event the first party is the source and
 * the others the target. */
void ch__form_pairs(ch__buf *out, const ch__knowledge *k, const ch__corpus_unit *unit);

/* Header and lines without marks and records. */
void ch__form_text(ch__buf *out, const ch__corpus_unit *unit);

/* Tokens and sentences of the document, for ch_doc_parse; the mentions get their tokens. */
void ch__corpus_tokens(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc);
/* The parsed document as CoNLL-U with what is annotated in comments and MISC (docs/corpus.md). */
void ch__form_conllu(ch__buf *out, const ch__corpus_unit *unit);

#endif
