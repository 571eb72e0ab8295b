/* parts.h - the steps of the ledger room, in the order they run. Each adds records and candidates to the document. */
#ifndef CH_LEDGER_PARTS_H
#define CH_LEDGER_PARTS_H

#include "ledger/sides.h"

struct ch__figures_model; /* figure_model.h */

void ch__statements(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc);
void ch__agreements(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc);
void ch__levels(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc);
void ch__figures(const ch__knowledge *k, const struct ch__figures_model *model, ch__arena *scratch, ch_doc *doc);

#endif
