/* room.c - the ledger room: its steps in order. */
#include "ledger/ledger.h"
#include "ledger/parts.h"

void ch__ledger_room(const ch__knowledge *k, const struct ch__figures_model *figures, ch__arena *scratch, ch_doc *doc)
{
    if (!doc->words)
        return;
    ch__statements(k, scratch, doc);
    ch__agreements(k, scratch, doc);
    ch__levels(k, scratch, doc);
    ch__figures(k, figures, scratch, doc);
}
