/* homes.h - the country of a speaker whose words name none. */
#ifndef CH_LEDGER_HOMES_H
#define CH_LEDGER_HOMES_H

#include "ledger/speech.h"

typedef struct ch__home_case {
    const ch__knowledge *k;
    const ch_doc *doc;
    const ch__said *said;
    uint32_t mention;            /* the speaker */
    const char *sector;          /* his, or NULL */
    bool owned;                  /* "its spokesman": somebody's, who was named before */
    const char *story;           /* country that most of the story is about, or NULL */
    const char *before;          /* of the last one who spoke, or NULL */
    const ch__said *before_said; /* those who spoke before in the story, n_said of them */
    uint32_t n_said;
    const char *held; /* code that the actors room gave him without a word of his own for it, or NULL */
} ch__home_case;

/* The code of the one country or body that words name, by name or adjective ("a Thai liaison officer"), or NULL. */
const char *ch__home_worded(const ch__knowledge *k, ch_doc *doc, ch_span tokens);

/* Whether a rule of the actors room takes the country of a role from elsewhere than its own words (a row of
 * ledger/homes has its name). */
bool ch__home_is_weak(const ch__knowledge *k, const char *why);

/* The code of the country or body that he most likely speaks for, or NULL: none is named. */
const char *ch__home_weigh(const ch__home_case *c);

/* ---- speaker_homes.c ---- */

/* One role: a mention that stands for an actor, or for nobody known (CH_NONE). */
ch_roles ch__one_role(ch__speech *sp, uint32_t mention, uint32_t actor);
/* Gives all speakers of a story their countries, in order, so that each knows who spoke before. */
void ch__homes_bring(ch__speech *sp);

#endif
