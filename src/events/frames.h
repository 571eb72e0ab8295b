/* frames.h - the lexicon of triggers (table events/frames). A row is: lemma, part of speech (v, n, a, h: a headline
 * verb tagged as a noun), conditions, event, mode, slots of actor and recipient, contexts, CAMEO code, confidence in
 * thousandths. Conditions are separated by blanks and must all hold:
 *
 *   obj                  the slot is filled (slots: arguments.h)
 *   obj=talk,@sign       its word is one of these lemmas or in one of these classes
 *   !obj                 it is not filled
 *   obj!=@sport          it is none of them (or the slot is empty)
 *   obj=@actor           filled by somebody known
 *   obj=@somebody        filled by somebody, known or not: "a cartoonist", "them"
 *   mod=trade            a word before the noun (of a verb: before its object)
 *   adv=sexually         an adverb of the word
 *   near=phone           a word behind the trigger, up to the next verb
 *   pass, active         the voice
 *
 * The row with the weightiest conditions wins; an event "none" says that the words are no event and why (in the mode
 * column). */
#ifndef CH_EVENTS_FRAMES_H
#define CH_EVENTS_FRAMES_H

#include "events/clause.h"

typedef struct ch__frame {
    const char *rule;                                        /* where the row stands */
    int event;                                               /* ch_event_type, or -1: no event */
    const char *mode, *actor, *recipient, *contexts, *cameo; /* NULL where absent */
    uint16_t confidence;
    uint32_t used; /* a word that the conditions name and that must not be a trigger of its own ("talks" of "held
                      talks"), or CH_NONE */
} ch__frame;

/* The frame that fits a token. 1: filled; 0: the lexicon has no such word; -1: it has, but no row's conditions hold. */
int ch__frame_of(const ch__knowledge *k, ch_doc *doc, uint32_t token, ch__frame *out);
/* The first event that the word may mean as this part of speech, whatever its conditions; false when there is none. */
bool ch__frame_without_conditions(const ch__knowledge *k, ch_doc *doc, uint32_t token, ch__frame *out);

#endif
