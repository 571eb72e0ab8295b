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

struct ch__figures_model; /* figure_model.h */

/* figures: the scorers of figures, or NULL: the rules then decide alone. */
void ch__ledger_room(const ch__knowledge *k, const struct ch__figures_model *figures, ch__arena *scratch, ch_doc *doc);

/* Settles the records of a document: code-point spans, order (sentence, span, kind), ids, candidates' record indices.
 * Identical records (same kind, span, content) are merged. */
void ch__records_finish(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc);

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
