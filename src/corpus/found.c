/* found.c - what the rooms found in a document, in the shape of an annotated unit. */
#include "corpus/agree.h"

/* The tokens that the candidates of a record name as its triggers; without any the words of the record. */
static void take_triggers(const ch_doc *doc, uint32_t record, ch__arena *arena, ch__corpus_note *note)
{
    uint32_t cap = 0;
    for (uint32_t i = 0; i < doc->n_candidates; i++) {
        const ch_candidate *c = &doc->candidates[i];
        if (c->record == record && c->token != CH_NONE)
            *CH__PUSH(arena, note->triggers, note->n_triggers, cap) = doc->tokens[c->token].bytes;
    }
    if (!note->n_triggers)
        *CH__PUSH(arena, note->triggers, note->n_triggers, cap) = doc->records[record].bytes;
}

void ch__unit_of_engine(ch__corpus_unit *out, ch_doc *doc)
{
    ch__arena *arena = ch__doc_arena(doc);
    *out = (ch__corpus_unit){.doc = doc, .file = "chancery"};
    out->notes = ch__alloc_array(arena, doc->n_records, sizeof *out->notes);
    for (uint32_t i = 0; i < doc->n_records; i++) {
        ch_record *r = &doc->records[i];
        if (r->kind != CH_EVENT)
            continue;
        take_triggers(doc, i, arena, &out->notes[i]);
        out->notes[i].modes = &r->as.event.mode;
        out->notes[i].n_modes = r->as.event.mode != NULL;
    }
}
