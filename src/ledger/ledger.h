/* ledger.h - the ledger room: statements, agreements, levels and figures from the same syntax, actors and dates.
 *
 *   statements.c  who said what, about whom        (knowledge/ledger/speech.tsv)
 *   agreements.c  what was put on paper             (knowledge/ledger/agreements.tsv)
 *   levels.c      the standing of a relationship    (knowledge/ledger/levels.tsv)
 *   figures.c     numbers between states            (knowledge/ledger/measures.tsv, units.tsv)
 */
#ifndef CH_LEDGER_H
#define CH_LEDGER_H

#include "events/events.h"

void ch__ledger_room(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc);

/* Settles the records of a document: code-point spans, order (sentence, span, kind), ids, candidates' record indices.
 * Identical records (same kind, span, content) are merged. */
void ch__records_finish(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc);

#endif
