/* figure_model.h - the trained part of the figures: what the engine opens once. */
#ifndef CH_LEDGER_FIGURE_MODEL_H
#define CH_LEDGER_FIGURE_MODEL_H

#include "events/scorer.h"
#include "ledger/figure_traits.h"

typedef enum ch__figure_side { CH__SIDE_NONE, CH__SIDE_FROM, CH__SIDE_TO, CH__N_FIGURE_SIDES } ch__figure_side;

typedef struct ch__figures_model {
    ch__scorer figures; /* section ledger.figures: "none", then measures */
    ch__scorer sides;   /* section ledger.sides: none, from, to */
} ch__figures_model;

/* Loads the sections ledger.* of a model, which must outlive *out. *out is NULL when it has none: the rules then decide
 * alone. vector_width: of the syntax room. Errors: CH_EMODEL, CH_ENOMEM. May be shared by threads. */
int ch__figures_model_open(ch__figures_model **out, const ch__model *model, uint32_t vector_width, ch_err *err);
void ch__figures_model_close(ch__figures_model *model); /* NULL is allowed */

/* Of a code: how much likelier it is one side than none, in octaves / 64. */
typedef struct ch__side_odds {
    int32_t from, to;
} ch__side_odds;

/* The two of n codes that are likeliest together. Returns their share of all pairs, of CH__SURE; 0 and CH_NONE where
 * there are no two. */
uint32_t ch__sides_choose(const ch__side_odds *odds, uint32_t n, uint32_t *from, uint32_t *to);

/* Weighs the drafts of a sentence once more. event_of: as of ch__events_by_token. */
void ch__figures_weigh(const ch__figures_model *m, const ch__knowledge *k, ch__arena *scratch, ch_doc *doc,
                       uint32_t sentence, const uint32_t *event_of, ch__draft *drafts, uint32_t n);

#endif
