/* code.h - from trigger and frame to record; inside the events room. */
#ifndef CH_EVENTS_CODE_H
#define CH_EVENTS_CODE_H

#include "events/frames.h"

struct ch__events_model;

/* One trigger of a sentence on its way to a record. */
typedef struct ch__trigger {
    uint32_t token;
    ch__frame frame;
    ch__status status;
    ch_roles actor, recipient;
    uint8_t type, modality;   /* after the order of decisions */
    const char *mode, *cameo; /* cameo: of the frame; NULL once the type has changed */
    uint16_t confidence;
    ch_roles source; /* of a scored trigger: in whose words, none or one */
    bool scored;     /* by the model */
    int8_t found;    /* as ch__frame_of returned */
    bool given;      /* code and parties are a dictionary's: nothing may change them */
    const char *why; /* why it is not coded, or NULL */
} ch__trigger;

/* What one sentence needs while it is coded. */
typedef struct ch__scene {
    const ch__knowledge *k;
    const struct ch__events_model *model; /* or NULL */
    const char *story_country;            /* or NULL */
    ch__arena *scratch;
    ch_doc *doc;
    uint32_t sentence;
    ch__time *times;
    uint32_t n_times;
    ch__trigger *triggers;
    uint32_t n_triggers, cap_triggers;
    const char **contexts; /* of the whole sentence, unless it is very long; found with the first event */
    uint32_t n_contexts;
    bool has_contexts;
    struct ch__count *counts; /* what is counted in the sentence; found with the first event */
    uint32_t n_counts, cap_counts;
    bool has_counts;
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
/* The country of a mention whose words name none, or NULL: it cannot be told. */
const char *ch__home_of(const ch__scene *s, uint32_t mention);
/* The same for an event that the model scored, whose roles are filled: keeps who can be a party. */
void ch__settle_parties(ch__scene *s, ch__trigger *t);
/* "Both sides should deepen cooperation, he said": makes it what the speaker asks of the others; false when nobody
 * speaks. */
bool ch__request_of(ch__scene *s, ch__trigger *t);
/* Whether two roles are one party: the same code, and no two sectors that keep them apart ("police" and "students" of
 * one country). */
bool ch__one_party(const ch_doc *doc, const ch_role *a, const ch_role *b);
/* Whether two lists hold the same parties, in whatever order. */
bool ch__same_parties(const ch_doc *doc, const ch_roles *a, const ch_roles *b);

/* Whose words report the trigger: fills roles (at most one) and the characters of the attributing words; empty when the
 * text speaks itself. */
void ch__attribution(const ch__knowledge *k, ch_doc *doc, uint32_t sentence, uint32_t trigger, ch_roles *roles,
                     ch_span *chars);

/* The place that the clause of a trigger names; *out is left as it is where none is named. */
void ch__find_place(ch__scene *s, const ch__trigger *t, ch_place *out);

/* Killed, injured, arrested, people, money, items of an event whose type, mode and roles are known. */
void ch__magnitudes(ch__scene *s, const ch__trigger *t, ch_event *event);

/* The topic that keeps a sentence from being coded (sport, obituary, weather, ...), or NULL. */
const char *ch__topic_of(const ch__knowledge *k, ch_doc *doc, ch_span tokens);

/* Weighs the words of a sentence by the model; adds the triggers. */
void ch__score_sentence(ch__scene *s);
/* reasons.c: why a sentence is not read at all (code, a table), or NULL. */
const char *ch__no_prose(const ch_doc *doc, ch_span tokens);
/* Why a sentence without any trigger gave nothing, where that can be told better; else NULL. */
const char *ch__reason_of_nothing(const ch__knowledge *k, ch_doc *doc, ch_span tokens);

/* Codes one sentence: every trigger leaves a candidate. */
void ch__code_sentence(ch__scene *s);

#endif
