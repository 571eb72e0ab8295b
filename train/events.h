/* events.h - what the scorers of the events room learn from: annotated units and silver, run through the engine. */
#ifndef CH_TRAIN_EVENTS_H
#define CH_TRAIN_EVENTS_H

#include "corpus/corpus.h"
#include "engine.h"
#include "events/events_model.h"
#include "scorer.h"

enum { MOST_PARTIES = 64 };

/* An event that somebody marked in a document which the engine has read: tokens and mentions are the engine's. */
typedef struct marked_event {
    uint32_t token;                 /* the trigger's head, or CH_NONE: not found */
    uint32_t others[8], n_others;   /* heads of its further words, which are no triggers of their own */
    char label[48];                 /* TYPE or TYPE/mode; empty: only shares are known */
    const float *shares;            /* of all labels, or NULL: it is the label */
    int modality;                   /* ch_modality, or -1 */
    uint32_t parties[MOST_PARTIES]; /* heads of their words */
    uint8_t as[MOST_PARTIES];       /* what each is: CH__PARTY_... */
    uint32_t n_parties;
} marked_event;

typedef struct event_labels {
    char name[CH__SCORER_LABELS][48]; /* the first "none" */
    int n;
    bool closed; /* no new ones */
} event_labels;

/* Samples of the two scorers. */
typedef struct event_samples {
    event_labels *labels;
    samples trigger, role;
    ch__arena scratch;
    size_t documents, events, lost, parties,
        unnamed; /* lost: triggers without a token; unnamed: parties whose words nobody would ask */
    float weight;
} event_samples;

/* The label's number, entering it where it is new and the list open; -1: not known. */
int event_label(event_labels *l, const char *name);
/* Adds what a document tells: sentences, their words, events marked in them. */
void event_samples_add(event_samples *s, const ch__knowledge *k, ch_doc *doc, const marked_event *events, size_t n);
/* Units of the corpus that belong to a part. */
void event_samples_corpus(event_samples *s, const ch_engine *engine, const char *path, unsigned split);
/* Silver (docs/training.md): JSONL. */
void event_samples_silver(event_samples *s, const ch_engine *engine, const char *path);
void event_samples_free(event_samples *s);

/* The token of a range of bytes that hangs outside of it, or CH_NONE when no token lies in it. */
uint32_t head_of_bytes(const ch_doc *doc, ch_span bytes);

#endif
