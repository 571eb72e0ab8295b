/* measure.h - words counted and compared: runs that stand twice, types and tokens. */
#ifndef CH_CORPUS_MEASURE_H
#define CH_CORPUS_MEASURE_H

#include "corpus/corpus.h"

/* A byte of a word: letters and digits, and all above ASCII. */
static inline bool ch__is_word_byte(char c)
{
    return ch__is_alpha((unsigned char)c) || ch__is_digit((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Words of a text: what white space separates and holds a letter or digit. */
uint32_t ch__corpus_words(ch__sv text);
/* Takes the next of them, without marks around it, from *rest; false at the end. */
bool ch__corpus_word(ch__sv *rest, ch__sv *word);

enum { CH__SHARED_RUN = 8 }; /* words that no two sentences may share */

/* Where runs of words were seen first. All-zero is ready for use, with the arena set. */
typedef struct ch__runs {
    ch__arena *arena;
    struct ch__run_place {
        uint64_t hash;
        const char *file;
        uint32_t line;
    } * at;
    uint32_t n, cap; /* cap: a power of two */
} ch__runs;

/* Notes the sentences of a unit; reports those that share a run with another one, or are the same where they are
 * shorter. */
void ch__runs_add(ch__runs *runs, ch__corpus_reader *r, const ch__corpus_unit *unit);

#endif
