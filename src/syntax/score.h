/* score.h - two analyses of one text compared, by the rules of the CoNLL 2018 shared task (Zeman et al. 2018, "CoNLL
 * 2018 Shared Task: Multilingual Parsing from Raw Text to Universal Dependencies", section 4): tokens and sentences are
 * the same when they span the same characters (white space not counted); words are aligned by their tokens' spans,
 * inside multiword tokens by the longest common subsequence of their lower-cased forms. */
#ifndef CH_SYNTAX_SCORE_H
#define CH_SYNTAX_SCORE_H

#include "base/arena.h"
#include "syntax/conllu.h"

typedef struct ch__scored_word {
    ch_span span;                         /* of its token, in characters */
    ch__sv form;                          /* lower case */
    ch__sv lemma, xpos, feats;            /* n == 0: `_`; feats: universal features only, in order of bytes */
    ch__sv deprel;                        /* with subtype */
    uint32_t universal;                   /* its length without */
    uint32_t head;                        /* word, or CH_NONE: the root */
    uint32_t functional, functional_next; /* first functional child, the next one of its head; or CH_NONE */
    uint8_t tag;                          /* ch_upos or CH_N_UPOS */
    bool multiword;                       /* part of a multiword token */
} ch__scored_word;

/* One side. An all-zero one is empty; it lives in its arena, to whose guard allocation jumps. */
typedef struct ch__scored {
    ch__arena arena;
    char *characters; /* bytes of the tokens in NFC, without white space */
    size_t n_characters, cap_characters;
    ch_span *tokens, *sentences;
    uint32_t n_tokens, cap_tokens, n_sentences, cap_sentences;
    ch__scored_word *words;
    uint32_t n_words, cap_words;
} ch__scored;

/* Appends a sentence (read with CH__CONLLU_TREES). CH_ELIMIT when offsets would overflow, CH_EFORMAT for a token of
 * white space only, CH_ENOMEM. */
int ch__scored_add(ch__scored *side, const ch__conllu_sentence *s, ch_err *err);
static inline void ch__scored_release(ch__scored *side)
{
    ch__arena_release(&side->arena);
    *side = (ch__scored){0};
}

/* The gold word that each of the system's words is aligned with, or CH_NONE; in gold's arena. */
uint32_t *ch__score_align(ch__scored *gold, const ch__scored *system);

/* Adds the counts of all metrics but CH_METRIC_NAMES to groups[0] and to groups[group_of[i]] for gold sentence i, where
 * that is not 0. CH_EFORMAT, with the place in gold and system, when the characters differ. */
int ch__score(ch__scored *gold, const ch__scored *system, const uint32_t *group_of, ch_eval_group *groups, ch_err *err);

#endif
