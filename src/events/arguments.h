/* arguments.h - the slots a frame may name, beyond those of events.h:
 *
 *   subj obj iobj poss   as in events.h; of a noun, subj is its possessor, "by" or "of" phrase, obj its "of" phrase
 *   mod                  names and adjectives before a noun: "US sanctions", "China-Iran talks"
 *   left, right          the phrases beside a headline verb, see headlines.c
 *   prt                  the particle: "off" of "called off"
 *   case                 the preposition of a noun: "during" of "during the visit"
 *   comp                 the complement: "agreed to MEET", "demanded that they LEAVE"; as a role, the first actor in it
 *   bid                  the complement when it is what somebody is to do: "told them to LEAVE", "insisted that they
 *                        LEAVE", not "insisted that they left"
 *   compsubj             the complement's subject: "demanded that IRAN leave"
 *   gov, govsubj         the verb whose argument a noun is, "LAUNCHED an attack", also at one remove, "at the end of
 *                        the talks they AGREED"; and that verb's subject
 *   main                 the subject of the clause above: "LAOS established relations by a communiqué signed on Friday"
 *   with, on, to, ...    any other word is a preposition
 */
#ifndef CH_EVENTS_ARGUMENTS_H
#define CH_EVENTS_ARGUMENTS_H

#include "events/clause.h"

bool ch__is_finite_verb(const ch_doc *doc, uint32_t token);

/* ---- linear.c: by the order of words, where the tree gives nothing; CH_NONE when they do not tell either ---- */

/* The mention in front of a finite verb. */
uint32_t ch__subject_linear(const ch_doc *doc, uint32_t t);
/* The noun that ends the phrase behind an active verb. */
uint32_t ch__object_linear(const ch_doc *doc, uint32_t t);
/* The mention behind a preposition behind the trigger, no verb between. */
uint32_t ch__prep_linear(const ch_doc *doc, uint32_t t, ch__sv prep);
/* The noun behind a verb with no preposition of its own, whatever the tree calls it: "returned to Egypt a stela". */
uint32_t ch__bare_noun(const ch_doc *doc, uint32_t t);
/* The particle of a verb. */
uint32_t ch__particle(const ch_doc *doc, uint32_t t);

/* ---- headlines.c ---- */

/* The other name of a pair that begins a headline right before its verb, "Nepal, Bahrain sign"; CH_NONE: no pair. */
uint32_t ch__headline_pair(const ch_doc *doc, uint32_t mention, uint32_t verb);

#endif
