/* figure_traits.h - what the trained scorers of figures see: a number in its sentence, what the rules make of it, and
 * who may stand on its two sides. */
#ifndef CH_LEDGER_FIGURE_TRAITS_H
#define CH_LEDGER_FIGURE_TRAITS_H

#include "events/traits.h"
#include "ledger/figures.h"

/* How somebody who may be a side is named. */
typedef enum ch__naming {
    CH__NAMED_HERE,   /* a mention with a code in the sentence */
    CH__NAMED_PLACE,  /* a place of the sentence that is no mention: its country */
    CH__NAMED_BEFORE, /* in an earlier sentence */
    CH__NAMED_STORY   /* the country that the story is about */
} ch__naming;

typedef struct ch__bidder {
    const char *code;
    uint32_t mention, actor;   /* CH_NONE of a place */
    uint32_t head;             /* token of the sentence, or CH_NONE: named elsewhere */
    uint32_t order;            /* number of its code among those of the sentence */
    uint32_t back;             /* sentences back */
    uint8_t naming, index, of; /* index-th of `of` actors of its mention */
} ch__bidder;

enum { CH__MOST_BIDDERS = 48 };

/* A sentence made ready. */
typedef struct ch__figure_scene {
    ch__clues clues;
    const ch__table *flows;   /* ledger/flows, or NULL */
    const uint32_t *event_of; /* by token of the document: the event it is the trigger of, or CH_NONE */
    ch__bidder bidders[CH__MOST_BIDDERS];
    uint32_t n_bidders, n_codes;
} ch__figure_scene;

/* One number, and the words it hangs on. */
typedef struct ch__figure_question {
    const ch__draft *draft;
    uint32_t anchor; /* the word of number or unit that hangs outside of it */
    uint32_t noun;   /* what is counted or measured; the anchor where there is none */
    uint32_t verb;   /* the nearest verb above, or CH_NONE */
    uint32_t over;   /* the nearest other word above, or above the verb, that the table of flows knows, or CH_NONE */
    uint32_t event;  /* the record whose trigger is nearest above, or CH_NONE */
} ch__figure_question;

/* The events of a document by their triggers, in the arena. */
uint32_t *ch__events_by_token(const ch_doc *doc, ch__arena *arena);
void ch__figure_scene_read(ch__figure_scene *s, const ch__knowledge *k, ch_doc *doc, uint32_t sentence,
                           const uint32_t *event_of, ch__arena *arena);
void ch__figure_ask(ch__figure_question *q, const ch__figure_scene *s, const ch__draft *draft);

/* Traits of the number; beside them vectors of the syntax room. The list is emptied first. */
enum { CH__FIGURE_VECTORS = 3 };
void ch__figure_traits(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q);
void ch__figure_vectors(const ch__figure_scene *s, const ch__figure_question *q, uint8_t *out);
/* Traits of the code of that order as a side of a number that measures `measure`, by all its mentions. */
void ch__side_traits(ch__traits *t, const ch__figure_scene *s, const ch__figure_question *q, const char *measure,
                     uint32_t order);

static inline uint64_t ch__lemma_at(const ch__figure_scene *s, uint32_t token)
{
    return token == CH_NONE ? 0 : ch__clue_at(&s->clues, token)->lemma;
}

/* A cell of the table of flows, hashed: 1 its way, 2 its theme. */
static inline uint64_t ch__flow_at(const ch__figure_scene *s, uint32_t token, uint32_t column)
{
    uint32_t row = s->flows && token != CH_NONE ? ch__find_word(s->flows, s->clues.doc, token) : CH_NONE;
    return row == CH_NONE ? 0 : ch__text_hash(ch__table_cell(s->flows, row, column));
}

#endif
