/* actors.h - the actors room: who the names, phrases and pronouns are on the date of the story.
 *
 * Fills doc->mentions (ordered by first token, nested ones after the longer), doc->actors and doc->places. Country,
 * organisation and person knowledge: table "entities" (knowledge/actors/), role words: table "actors/agents". */
#ifndef CH_ACTORS_H
#define CH_ACTORS_H

#include "syntax/syntax.h"

void ch__actors_room(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc);

/* The tag of a word as the rooms from here on mean it: a part of a name is PROPN, whatever kind of word it is. The
 * treebanks tag "Supreme" of "Supreme Court" ADJ and "United" of "United Nations" VERB, and say NNP in the fine tag. */
static inline uint8_t ch__upos(const ch_doc *doc, uint32_t token)
{
    const ch_word *w = &doc->words[token];
    return strncmp(w->xpos, "NNP", 3) == 0 ? CH_UPOS_PROPN : w->upos;
}

/* The mention whose head is this token, or CH_NONE; of several the longest. */
uint32_t ch__mention_at(const ch_doc *doc, uint32_t head);
/* The longest mention that covers this token, or CH_NONE. */
uint32_t ch__mention_over(const ch_doc *doc, uint32_t token);
/* The first longest mention inside a range of tokens at or after `from`, or CH_NONE. */
uint32_t ch__mention_in(const ch_doc *doc, ch_span tokens, uint32_t from);

/* Appends the actors of a mention to a role list, skipping codes already there; an unresolved mention gives one role
 * without actor. */
void ch__roles_add(ch_doc *doc, ch_roles *roles, uint32_t mention);
bool ch__roles_have_code(const ch_doc *doc, const ch_roles *roles, const char *code);
bool ch__roles_share_code(const ch_doc *doc, const ch_roles *a, const ch_roles *b);

/* Whether the words are a name of the actor, by its own name or the tables; case and accents do not count. */
bool ch__actor_named(const ch__knowledge *k, const ch_actor *actor, const char *words);

/* Makes the people of a role list those of the day it happened: their offices and sectors, and who held an office. What
 * is said of the day of the story stays. */
void ch__roles_on(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc, ch_roles *roles, const ch_when *when);

/* Appends a mention of a place that no actor was made of, as the country it is in, without a sector; its number, or
 * CH_NONE: the country is not known. */
uint32_t ch__mention_place(const ch__knowledge *k, ch_doc *doc, uint32_t place);

/* Appends a mention of a noun phrase that the room did not take for one, from its first word to its head; nobody is
 * known by it. Its number. */
uint32_t ch__mention_phrase(ch_doc *doc, uint32_t sentence, uint32_t head);

/* The number of the first of doc->places that begins at or behind a byte; n_places: none does. */
uint32_t ch__place_from(const ch_doc *doc, uint32_t byte);

/* The first of doc->places that these tokens name; false when they name none. */
bool ch__place_of(const ch_doc *doc, ch_span tokens, ch_place *out);

#endif
