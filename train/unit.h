/* unit.h - a sentence or passage of the corpus as the engine reads it. */
#ifndef TRAIN_UNIT_H
#define TRAIN_UNIT_H

#include "corpus/corpus.h"

/* Reads the text of the unit, on its day, as far as `until` says (its `published` is not used). Ends the program on
 * failure. Free with ch_doc_free. */
ch_doc *unit_read(const ch_engine *engine, ch_work *work, const ch__corpus_unit *u, ch_doc_options until, ch_err *err);

#endif
