/* The events room: each sentence of the story in turn. */
#include "events/code.h"

enum { VETO = 2 /* weight of cues that makes a sentence one of sport, obituary, weather, ... */ };

/* The topic that keeps a sentence from being coded, or NULL (table events/vetoes: phrase, topic, weight). Weights of
 * one topic add up. */
static const char *vetoed(const ch__knowledge *k, ch_doc *doc, ch_span tokens)
{
    const ch__table *t = ch__knowledge_table(k, "events/vetoes");
    const char *topic = NULL;
    int weight = 0;
    if (!t)
        return NULL;
    for (uint32_t i = tokens.start; i < tokens.end; i++) {
        ch__hit hit;
        if (ch__upos(doc, i) == CH_UPOS_PUNCT || !ch__phrase_at_token(doc, k, ch__table_bit(t), i, tokens.end, &hit))
            continue;
        const char *here = ch__cell(t, hit.row, 1);
        if (topic && strcmp(topic, here) != 0)
            continue;
        topic = here;
        weight += ch__cell(t, hit.row, 2)[0] - '0';
        if (weight >= VETO)
            return topic;
    }
    return NULL;
}

static void code(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc, uint32_t sentence, uint32_t *cap_actors)
{
    const char *topic = vetoed(k, doc, doc->sentences[sentence].tokens);
    if (topic) {
        (void)ch__doc_add_candidate(doc, sentence, CH_NONE, NULL,
                                    ch__format(ch__doc_arena(doc), "not politics: %s", topic));
        return;
    }
    ch__scene s = {.k = k, .scratch = scratch, .doc = doc, .sentence = sentence, .cap_actors = cap_actors};
    s.n_times = ch__times_in(k, doc, sentence, &s.times);
    ch__code_sentence(&s);
}

void ch__events_room(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    uint32_t cap_actors = doc->n_actors;
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (ch_doc_sentence_coded(doc, i) && doc->sentences[i].tokens.start < doc->sentences[i].tokens.end)
            code(k, scratch, doc, i, &cap_actors);
}
