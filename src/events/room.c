/* The events room: each sentence of the story in turn. */
#include "events/code.h"
#include "events/events_model.h"

enum { VETO = 2 /* weight of cues that makes a sentence one of sport, obituary, weather, ... */ };

/* Table events/vetoes: phrase, topic, weight. Weights of one topic add up. */
const char *ch__topic_of(const ch__knowledge *k, ch_doc *doc, ch_span tokens)
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

/* A sentence without a trigger: its last candidate says so, and may say why. */
static void tell_why(const ch__knowledge *k, ch_doc *doc, uint32_t sentence)
{
    ch_candidate *c = doc->n_candidates ? &doc->candidates[doc->n_candidates - 1] : NULL;
    if (!c || c->sentence != sentence || c->record != CH_NONE || c->token != CH_NONE)
        return;
    const char *why = ch__reason_of_nothing(k, doc, doc->sentences[sentence].tokens);
    if (why)
        c->why = why;
}

static void code(const ch__knowledge *k, const ch__events_model *model, const char *story_country, ch__arena *scratch,
                 ch_doc *doc, uint32_t sentence)
{
    const char *unread = ch__no_prose(doc, doc->sentences[sentence].tokens);
    if (unread) {
        (void)ch__doc_add_candidate(doc, sentence, CH_NONE, NULL, unread);
        return;
    }
    const char *topic = ch__topic_of(k, doc, doc->sentences[sentence].tokens);
    if (topic && !model) {
        (void)ch__doc_add_candidate(doc, sentence, CH_NONE, NULL,
                                    ch__format(ch__doc_arena(doc), "not politics: %s", topic));
        return;
    }
    ch__scene s = {
        .k = k, .model = model, .story_country = story_country, .scratch = scratch, .doc = doc, .sentence = sentence};
    s.n_times = ch__times(doc, sentence, &s.times);
    ch__code_sentence(&s);
    if (!s.n_triggers)
        tell_why(k, doc, sentence);
}

void ch__events_room(const ch__knowledge *k, const ch__events_model *model, ch__arena *scratch, ch_doc *doc)
{
    ch__times_room(k, scratch, doc, false);
    const char *story_country = model ? ch__story_country(k, doc) : NULL;
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (ch_doc_sentence_coded(doc, i) && doc->sentences[i].tokens.start < doc->sentences[i].tokens.end)
            code(k, model, story_country, scratch, doc, i);
}
