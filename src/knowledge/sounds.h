/* sounds.h - names of one sound under one key, however they are transliterated: "Moammar Qadhafi", "Muammar Gaddafi".
 *
 * A key is the consonants of the folded name, brought to one form by table "actors/transliteration": columns from and
 * to, "-" in to for letters that are left out; "al_" in from is a whole word. Compare Russell's Soundex (1918) and
 * Zobel and Dart, "Phonetic String Matching" (1996). Table "actors/sounds" (key, id) is made when tables are compiled,
 * of the people whom news calls by a short name. */
#ifndef CH_KNOWLEDGE_SOUNDS_H
#define CH_KNOWLEDGE_SOUNDS_H

#include "knowledge/knowledge.h"

enum { CH__SOUND_KEY = 64, CH__LEAST_SOUND = 5 };

/* What stands in `to` for a `from`; NULL: no such row. "" for "-". */
typedef const char *(*ch__sound_rule)(const void *ctx, ch__sv from);

/* The key of a name, NUL-terminated. False when it is shorter than CH__LEAST_SOUND or longer than fits. */
bool ch__sound_key(ch__sv name, ch__sound_rule rule, const void *ctx, char key[CH__SOUND_KEY]);

/* The one id whose names sound like `name`, in the order given or with the last word first, or NULL: none, or several.
 */
const char *ch__sounds_like(const ch__knowledge *k, ch__sv name);

#endif
