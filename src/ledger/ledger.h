/* ledger.h - the ledger room: statements, agreements, levels and figures from the same syntax, actors and dates.
 *
 *   statements.c  who said what, about whom        (knowledge/ledger/speech.tsv)
 *   agreements.c  what was put on paper             (knowledge/ledger/agreements.tsv), papers.c its words
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
/* Sets the id of a record whose spans are settled: a hash of document, kind, span and content (codes and names of those
 * who take part, and what the kind is about). Dates, confidence and rule do not enter it. */
void ch__record_id(ch__arena *scratch, const ch_doc *doc, ch_record *r);

/* Rank of a level by its name in records ("strategic partnership"): the higher the closer, below 20 less than full
 * relations; 0: no such level. Table ledger/levels; the order and its sources: docs/knowledge.md, "Levels". */
int ch__level_rank(const ch__knowledge *k, const char *level);

/* What two titles of one paper have in common, in `arena`: folded, without counts, terms, years, articles and words
 * such as "new" in front: "25-year strategic partnership agreement" and "the strategic partnership agreement" are
 * "strategic partnership agreement". NULL: the title names no paper in particular ("the deal", "20 documents"), or is
 * NULL. Table ledger/title-words. */
const char *ch__title_key(const ch__knowledge *k, ch__arena *arena, const char *title);

/* How an event is named by the ontology of its document: its type and mode, or its CAMEO code (without one: the type)
 * and no mode. */
static inline const char *ch__event_name(const ch_doc *doc, const ch_event *e)
{
    bool by_code = doc->ontology == CH_ONTOLOGY_CAMEO && e->cameo;
    return by_code ? e->cameo : ch_event_type_name((ch_event_type)e->type);
}
static inline const char *ch__event_mode(const ch_doc *doc, const ch_event *e)
{
    return doc->ontology == CH_ONTOLOGY_CAMEO ? NULL : e->mode;
}

#endif
