/* The order of decisions: done or said to come, words or deeds, one type that names the act whole (the codebook's
 * "Order of decisions"). */
#include "events/code.h"

typedef enum nature { COMING_IS_AGREE, COMING_IS_CONCEDE, STAYS, HOSTILE_DEED, HOSTILE_WORD } nature;

static nature nature_of(uint8_t type)
{
    switch ((ch_event_type)type) {
    case CH_EVENT_CONSULT:
    case CH_EVENT_SUPPORT:
    case CH_EVENT_COOPERATE:
    case CH_EVENT_AID: return COMING_IS_AGREE;
    case CH_EVENT_RETREAT: return COMING_IS_CONCEDE;
    case CH_EVENT_AGREE:
    case CH_EVENT_CONCEDE: return STAYS;
    case CH_EVENT_REQUEST:
    case CH_EVENT_ACCUSE:
    case CH_EVENT_REJECT:
    case CH_EVENT_THREATEN: return HOSTILE_WORD;
    default: return HOSTILE_DEED;
    }
}

static void become(ch__trigger *t, ch_event_type type, const char *mode)
{
    if (t->type == type)
        return;
    t->type = (uint8_t)type;
    t->mode = mode;
    t->cameo = NULL;
    t->confidence = (uint16_t)(t->confidence * 9 / 10);
}

/* The mode of what is threatened, asked or refused, from what the deed would be (table events/mode-shifts: type, mode,
 * new type, new mode). */
static const char *shifted_mode(const ch__knowledge *k, uint8_t from, const char *mode, const char *to)
{
    const ch__table *t = ch__knowledge_table(k, "events/mode-shifts");
    const char *general = NULL;
    if (!t)
        return NULL;
    for (uint32_t r = ch__table_find(t, ch__sv_of(ch_event_type_name((ch_event_type)from))); r != CH_NONE;
         r = ch__table_find_next(t, r)) {
        const char *old = ch__table_cell(t, r, 1);
        if (strcmp(ch__cell(t, r, 2), to) != 0)
            continue;
        if (old && mode && strcmp(old, mode) == 0)
            return ch__table_cell(t, r, 3);
        if (!old)
            general = ch__table_cell(t, r, 3);
    }
    return general;
}

static bool no(ch__trigger *t, const char *why)
{
    t->why = why;
    return false;
}

/* Announced or promised. */
static bool coming(const ch__knowledge *k, const ch_doc *doc, ch__trigger *t)
{
    switch (nature_of(t->type)) {
    case COMING_IS_AGREE: become(t, CH_EVENT_AGREE, NULL); return true;
    case COMING_IS_CONCEDE: become(t, CH_EVENT_CONCEDE, NULL); return true;
    case STAYS: return true;
    case HOSTILE_DEED:
        if (t->status.by != CH_NONE && ch__token_in_class(k, doc, t->status.by, "threat")) {
            become(t, CH_EVENT_THREATEN, shifted_mode(k, t->type, t->mode, "THREATEN"));
            return true;
        }
        t->modality = CH_FUTURE;
        return true;
    default: t->modality = CH_FUTURE; return true;
    }
}

void ch__decide_coming(ch__trigger *t)
{
    nature n = nature_of(t->type);
    if (n == COMING_IS_AGREE)
        become(t, CH_EVENT_AGREE, NULL);
    else if (n == COMING_IS_CONCEDE)
        become(t, CH_EVENT_CONCEDE, NULL);
    else if (n == HOSTILE_DEED)
        t->modality = CH_FUTURE;
}

/* "will not join": a refusal when the act would have been friendly. */
static bool denied(const ch__knowledge *k, const ch_doc *doc, ch__trigger *t)
{
    nature n = nature_of(t->type);
    bool future = ch__tense_of(k, doc, t->token) > 0;
    if (future && (n == COMING_IS_AGREE || n == COMING_IS_CONCEDE || n == STAYS)) {
        become(t, CH_EVENT_REJECT, shifted_mode(k, t->type, t->mode, "REJECT"));
        return true;
    }
    t->modality = CH_NEGATED;
    return true;
}

void ch__decide_request(const ch__knowledge *k, ch__trigger *t)
{
    t->type = (uint8_t)t->frame.event;
    t->modality = CH_ACTUAL;
    t->confidence = (uint16_t)(t->frame.confidence * 7 / 10);
    become(t, CH_EVENT_REQUEST, shifted_mode(k, t->type, t->frame.mode, "REQUEST"));
}

/* "rejected Angola's proposal", "spurned the bloc's demand": what is refused has been made, by somebody else. "Shelved
 * its offer" takes back what was the speaker's own. */
static bool made_by_another(const ch_doc *doc, const ch__trigger *t)
{
    static const char *const owners[] = {"poss", "by", "from"};
    if (ch__is_verb(doc, t->token) || (t->type != CH_EVENT_AGREE && t->type != CH_EVENT_REQUEST))
        return false;
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
        uint32_t head = ch__slot_head(doc, t->token, owners[i]);
        if (head != CH_NONE)
            return ch__upos(doc, head) != CH_UPOS_PRON;
    }
    return false;
}

bool ch__decide(const ch__knowledge *k, const ch_doc *doc, ch__trigger *t)
{
    bool verb = ch__is_verb(doc, t->token);
    t->type = (uint8_t)t->frame.event;
    t->mode = t->frame.mode;
    t->cameo = t->frame.cameo;
    t->modality = CH_ACTUAL;
    t->confidence = t->frame.confidence;
    switch (t->status.doing) {
    case CH__DONE: return true;
    case CH__FORMER: t->modality = CH_HISTORICAL; return true;
    case CH__PLANNED:
    case CH__INTENDED: return coming(k, doc, t);
    case CH__DENIED: return denied(k, doc, t);
    case CH__THREATENED:
        if (nature_of(t->type) != HOSTILE_DEED)
            return no(t, "only threatened, and no hostile deed");
        become(t, CH_EVENT_THREATEN, shifted_mode(k, t->type, t->mode, "THREATEN"));
        return true;
    case CH__REFUSED:
        if (made_by_another(doc, t))
            return true;
        if (nature_of(t->type) == HOSTILE_DEED || nature_of(t->type) == HOSTILE_WORD)
            return no(t, "refused or called off");
        become(t, CH_EVENT_REJECT, shifted_mode(k, t->type, t->mode, "REJECT"));
        return true;
    case CH__SUPPOSED:
        if (!verb)
            return no(t, "only supposed");
        t->modality = CH_HYPOTHETICAL;
        t->confidence = (uint16_t)(t->confidence * 7 / 10);
        return true;
    case CH__OWED: return no(t, "said that it should be, not that it is");
    case CH__ASKED: return no(t, "asked for, not done");
    case CH__ALLEGED: return no(t, "content of an accusation");
    case CH__PURPOSE: return no(t, "a purpose, not an act");
    default: return no(t, "not told as a fact");
    }
}

/* A context of the list, or no context asked for. */
static bool has_context(const char *want, const char *const *contexts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(contexts[i], want) == 0)
            return true;
    return false;
}

const char *ch__cameo_default(const ch__knowledge *k, uint8_t type, const char *mode, const char *const *contexts,
                              uint32_t n)
{
    const ch__table *t = ch__knowledge_table(k, "events/cameo-default");
    const char *best = NULL;
    int best_weight = -1;
    if (!t)
        return NULL;
    for (uint32_t r = ch__table_find(t, ch__sv_of(ch_event_type_name((ch_event_type)type))); r != CH_NONE;
         r = ch__table_find_next(t, r)) {
        const char *m = ch__table_cell(t, r, 1), *c = ch__table_cell(t, r, 2);
        if ((m && (!mode || strcmp(m, mode) != 0)) || (c && !has_context(c, contexts, n)))
            continue;
        int weight = (m ? 2 : 0) + (c ? 1 : 0);
        if (weight > best_weight) {
            best_weight = weight;
            best = ch__table_cell(t, r, 3);
        }
    }
    return best;
}
