/* code.h - from trigger and frame to record; inside the events room. */
#ifndef CH_EVENTS_CODE_H
#define CH_EVENTS_CODE_H

#include "events/frames.h"

/* One trigger of a sentence on its way to a record. */
typedef struct ch__trigger {
    uint32_t token;
    ch__frame frame;
    ch__status status;
    ch_roles actor, recipient;
    uint8_t type, modality;   /* after the order of decisions */
    const char *mode, *cameo; /* cameo: of the frame; NULL once the type has changed */
    uint16_t confidence;
    const char *why; /* why it is not coded, or NULL */
} ch__trigger;

/* What one sentence needs while it is coded. */
typedef struct ch__scene {
    const ch__knowledge *k;
    ch__arena *scratch;
    ch_doc *doc;
    uint32_t sentence;
    const ch__time *times;
    uint32_t n_times;
    ch__trigger *triggers;
    uint32_t n_triggers, cap_triggers;
    const char **contexts; /* of the whole sentence, unless it is very long; found with the first event */
    uint32_t n_contexts;
    bool has_contexts;
    uint32_t *cap_actors; /* room in doc->actors, for the whole story */
    uint32_t *trigger_of; /* a token of the sentence, from its first: trigger number, or CH_NONE */
} ch__scene;

/* The order of decisions of the codebook: type, mode and modality from frame and status. False: not an event, `why`
 * says so. */
bool ch__decide(const ch__knowledge *k, const ch_doc *doc, ch__trigger *t);
/* What an act becomes when its day lies behind the day of the story: "his visit from May 7 to 10". */
void ch__decide_coming(ch__trigger *t);
/* Makes it a REQUEST for what the frame means. */
void ch__decide_request(const ch__knowledge *k, ch__trigger *t);
/* The default CAMEO code of (type, mode) in these contexts (table events/cameo-default), or NULL. */
const char *ch__cameo_default(const ch__knowledge *k, uint8_t type, const char *mode, const char *const *contexts,
                              uint32_t n);

/* Fills actor and recipient from the frame's slots; false, with the reason in `why`, when the event lacks a party. */
bool ch__fill_parties(ch__scene *s, ch__trigger *t);
/* "Both sides should deepen cooperation, he said": makes it what the speaker asks of the others; false when nobody
 * speaks. */
bool ch__request_of(ch__scene *s, ch__trigger *t);
/* Whether two roles are one party: the same code, and no two sectors that keep them apart ("police" and "students" of
 * one country). */
bool ch__one_party(const ch_doc *doc, const ch_role *a, const ch_role *b);

/* Whose words report the trigger: fills roles (at most one) and the characters of the attributing words; empty when the
 * text speaks itself. */
void ch__attribution(const ch__knowledge *k, ch_doc *doc, uint32_t sentence, uint32_t trigger, ch_roles *roles,
                     ch_span *chars);

/* Killed, injured, arrested, people, money, items in the clause of a trigger. */
void ch__magnitudes(const ch__knowledge *k, ch_doc *doc, uint32_t trigger, ch_event *event);

/* Codes one sentence: every trigger leaves a candidate. */
void ch__code_sentence(ch__scene *s);

#endif
