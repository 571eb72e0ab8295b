/* speech.h - one act of saying inside a sentence: the verb, who speaks, what is said. statements.c makes records of
 * them. */
#ifndef CH_LEDGER_SPEECH_H
#define CH_LEDGER_SPEECH_H

#include "ledger/quotes.h"
#include "ledger/sides.h"

enum { CH__PIECES = 6 };

typedef struct ch__said {
    uint32_t sentence, trigger; /* trigger: token of the verb or phrase */
    ch_span pieces[CH__PIECES]; /* tokens of what is said, in order; may lie in several sentences */
    uint32_t n_pieces;
    ch_roles speaker, addressee;
    uint32_t speaker_start; /* first token of the speaker's words, or CH_NONE */
    const char *verb, *class, *rule;
    bool trailing;   /* the words come first: "..., he said" */
    bool participle; /* "..., noting that": leans on another verb */
    bool named;      /* a quotation given as a name or verdict: called it "..." */
    bool inverted;   /* the speaker stands behind the verb: "..., said Zhu" */
    bool guessed;    /* the speaker's country stands in no word of his */
    bool dropped;
    uint16_t confidence;
} ch__said;

typedef struct ch__speech {
    const ch__knowledge *k;
    const ch__table *table; /* ledger/speech */
    ch__arena *scratch;
    ch_doc *doc;
    ch__quotes quotes;
    ch__said *at;
    uint32_t n, cap;
    ch__said last; /* the last verb of saying that was tried and has a speaker */
} ch__speech;

/* ---- speakers.c ---- */

/* The first of auxiliaries, adverbs and particles right before a verb, or the verb. */
uint32_t ch__tag_start(const ch_doc *doc, const ch_sentence *s, uint32_t verb);
/* Where the words of a tag begin whose speaker or verb begins at `first`: behind the mark in front of it, when only a
 * noun phrase lies between. */
uint32_t ch__tag_phrase(const ch_doc *doc, const ch_sentence *s, uint32_t first);
/* The head of the noun phrase that begins at a token, or CH_NONE. */
uint32_t ch__phrase_head(const ch_doc *doc, uint32_t t, uint32_t end);
/* Whether a participle speaks of what stands in front of it: "is reported to have died". */
bool ch__spoken_of(const ch_doc *doc, const ch_sentence *s, uint32_t verb);
/* Fills speaker, speaker_start and inverted of an act whose trigger is known; `behind` is the token behind verb and
 * particle; `plain`: a verb of plain saying, which takes no object ("said a baker"). */
void ch__speaker_find(ch__speech *sp, const ch_sentence *s, uint32_t behind, bool plain, ch__said *a);
/* The sector that a role word in a mention has by itself: "the interior ministry", "a customs officer"; NULL: none. */
const char *ch__role_sector(const ch__knowledge *k, ch_doc *doc, uint32_t mention);
/* Somebody whom the actors room knows as an actor or by a role. */
bool ch__is_somebody(const ch__speech *sp, uint32_t mention);
/* "Xi's visit underscores ...": the subject is a thing that belongs to somebody. */
bool ch__thing_speaks(const ch__speech *sp, const ch__said *a);

/* ---- speech.c ---- */

/* Finds the acts of saying of one sentence and appends them to `at`, those that only rest on others included. */
void ch__speech_find(ch__speech *sp, uint32_t sentence);

#endif
