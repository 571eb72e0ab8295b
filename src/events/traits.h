/* traits.h - what the trained scorers of the events room see: words, tree, actors and what the rules say, as numbers.
 *
 * A trait is a kind and up to two values, hashed to 64 bits; its upper bits choose a row of a scorer (Weinberger et al.
 * 2009, "Feature Hashing for Large Scale Multitask Learning"). The trainer calls the same functions, so that both see
 * the same. */
#ifndef CH_EVENTS_TRAITS_H
#define CH_EVENTS_TRAITS_H

#include "base/hash.h"
#include "events/code.h"

typedef struct ch__traits {
    uint64_t *at;
    uint32_t n, cap;
    ch__arena *arena;
} ch__traits;

/* One word, read once a sentence. */
typedef struct ch__clue {
    uint64_t lemma; /* in lower case */
    uint64_t who;   /* kind and sector of the longest mention whose head it is; 0: none */
    uint32_t mention;
    uint8_t upos;
    bool coded; /* the mention is somebody with a code */
    bool party; /* may be a party: head of a mention, or of a noun phrase outside of all mentions */
} ch__clue;

/* A sentence made ready: clues[i] of its i-th token. */
typedef struct ch__clues {
    const ch__knowledge *k;
    ch_doc *doc;
    uint32_t sentence;
    ch_span tokens;
    ch__clue *at;
    uint32_t n_coded; /* mentions with a code, counted by mention */
    uint64_t topic;   /* of one that is not politics, or 0 */
} ch__clues;

/* Reads the sentence's words, into the arena. */
void ch__clues_read(ch__clues *c, const ch__knowledge *k, ch_doc *doc, uint32_t sentence, ch__arena *arena);

/* Words that may be triggers: verbs, nouns, adjectives, adverbs, also as parts of names; no auxiliaries. */
bool ch__may_trigger(const ch_doc *doc, uint32_t token);

/* Which of the bits of section events.lemmas says that a word with this lemma has been seen as a trigger. */
enum { CH__LEMMA_BITS = 18 };
static inline uint32_t ch__lemma_bit(const ch__clues *c, uint32_t token)
{
    return (uint32_t)(c->at[token - c->tokens.start].lemma >> (64 - CH__LEMMA_BITS));
}

/* Traits of a word as a trigger. `rule`: what the lexicon and the rules of modality say of it, its token and status
 * filled; found: as ch__frame_of returned. The list is emptied first. */
void ch__trigger_traits(ch__traits *t, const ch__clues *c, const ch__trigger *rule, int found);

/* Beside them, vectors of the syntax room: of the trigger, its head, its subject and its object; bytes of 64, which are
 * 0, where there is none. `out` has room for as many vectors. */
enum { CH__TRIGGER_VECTORS = 4 };
void ch__trigger_vectors(const ch__clues *c, uint32_t token, uint8_t *out);

/* Traits of a mention, or of a noun phrase that is none, as a party of a trigger that has the type and mode (joined, as
 * the scorer names them). head: the phrase's. in_actor, in_recipient: the rules fill a slot with it. */
enum { CH__ROLE_SLOTS = 20 };
typedef struct ch__role_question {
    const ch__trigger *rule;
    const char *label;
    const uint32_t *slots; /* of the trigger, by ch__role_slots */
    uint32_t head;
    bool in_actor, in_recipient;
} ch__role_question;
/* The words in the slots of a trigger, CH_NONE where one is empty or its word is in another sentence. */
void ch__role_slots(const ch__clues *c, uint32_t trigger, uint32_t out[CH__ROLE_SLOTS]);
/* Whom the slots of the rule's frame name, known or not. */
void ch__frame_parties(const ch__clues *c, const ch__trigger *rule, ch_roles *actor, ch_roles *recipient);
bool ch__roles_have_head(const ch_doc *doc, const ch_roles *roles, uint32_t head);
void ch__role_traits(ch__traits *t, const ch__clues *c, const ch__role_question *q);

/* The relations from a token up to an ancestor of both and down to the other; far ways all look alike. */
uint64_t ch__way_between(const ch__clues *c, uint32_t from, uint32_t to);

static inline uint64_t ch__trait_hash(uint32_t kind, uint64_t a, uint64_t b)
{
    uint64_t h = (a + kind * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xff51afd7ed558ccd);
    h ^= h >> 32;
    h = (h + b * UINT64_C(0xc2b2ae3d27d4eb4f)) * UINT64_C(0xc4ceb9fe1a85ec53);
    return h ^ h >> 29;
}
/* 0 of nothing. */
static inline uint64_t ch__text_hash(const char *s)
{
    return s && *s ? ch__hash64(ch__sv_of(s)) : 0;
}
static inline const ch__clue *ch__clue_at(const ch__clues *c, uint32_t token)
{
    return &c->at[token - c->tokens.start];
}
static inline void ch__trait(ch__traits *t, uint32_t kind, uint64_t a, uint64_t b)
{
    if (t->n == t->cap) {
        t->at = ch__grow(t->arena, t->at, t->n, sizeof *t->at, t->cap ? (size_t)t->cap * 2 : 256);
        t->cap = t->cap ? t->cap * 2 : 256;
    }
    t->at[t->n++] = ch__trait_hash(kind, a, b);
}

#endif
