/* splitter.h - the trained part of sentence splitting: whether a sentence ends at a gap between two tokens.
 *
 * sentences.c walks the gaps and says what stands around them; the features of a gap are hashed to a table of small
 * weights, whose sum decides. All of it is integer arithmetic, so that the answer is the same everywhere.
 * train/splitter.c makes the table.
 */
#ifndef CH_TEXT_SPLITTER_H
#define CH_TEXT_SPLITTER_H

#include "base/error.h"
#include "base/sv.h"

enum {
    CH__SPLITTER_FORMAT = 1,
    CH__SPLITTER_FEATURES = 40, /* of a gap, at most */
    CH__SPLITTER_HINTS = 6,     /* of a bare gap */
    CH__SPLITTER_MOST_BITS = 18,
    CH__SPLITTER_HINT_BITS = 13
};

/* A section "text.splitter": this, then the weights of the hints, then the weights of the features. */
typedef struct ch__splitter_head {
    uint32_t format;   /* CH__SPLITTER_FORMAT */
    uint32_t bits;     /* there are 1 << bits weights of features */
    int32_t hint_bias; /* of a bare gap */
    int32_t bias;      /* of the answer */
} ch__splitter_head;

/* What a gap's neighbour is like. */
typedef struct ch__gap_token {
    uint32_t form;   /* hash of its letters without case; of figures only how many there are */
    uint32_t kind;   /* its shape more finely */
    uint32_t length; /* bytes, at most 15 */
    bool spaced;     /* white space behind it */
} ch__gap_token;

enum { CH__GAP_REACH = 3 };

typedef struct ch__gap {
    ch__gap_token before[CH__GAP_REACH], after[CH__GAP_REACH]; /* nearest first; empty beyond the sentence and block */
    ch__gap_token first;                                       /* of the sentence in hand */
    uint32_t mark;        /* kind of the mark that may end the sentence, 0: none, the gap is bare */
    uint32_t so_far;      /* tokens of the sentence before the gap */
    uint32_t left;        /* tokens of the block behind it */
    uint32_t habits;      /* of the block: capitals, marks, how it ends */
    bool rule;            /* the rules end a sentence here */
    bool quote, brackets; /* one is open */
    bool parted;          /* an earlier sentence of the block ended at a bare gap */
} ch__gap;

/* The little that a first look takes in of a gap without a mark: form, and shape and length, on both sides; the block's
 * habits; tokens from the sentence's start and to the block's end. */
typedef struct ch__bare_gap {
    uint32_t form_before, form_after, kind_before, kind_after, habits, so_far, left;
} ch__bare_gap;

typedef struct ch__splitter {
    const ch__splitter_head *head; /* NULL: there is no model */
    const int8_t *hints, *weights;
    /* of the trainer: answers in place of the weights */
    bool (*teacher)(void *lesson, const ch__gap *gap, uint32_t end);
    void (*glance)(void *lesson, const ch__bare_gap *gap); /* called before it when the gap is bare */
    void *lesson;
} ch__splitter;

/* Takes a section of a model file, which must outlive it, and checks it: CH_EMODEL, CH_EVERSION. A section {NULL, 0}
 * leaves `out` empty: rules only. */
int ch__splitter_load(ch__splitter *out, ch__sv section, ch_err *err);

static inline bool ch__splitter_there(const ch__splitter *s)
{
    return s && (s->head || s->teacher);
}

/* Whether a sentence ends at the gap; `end` is the byte before it, for the teacher. */
bool ch__splitter_ends(const ch__splitter *s, const ch__gap *gap, uint32_t end);

/* Hashes of the features of a gap; how many. */
size_t ch__gap_features(const ch__gap *gap, uint32_t out[CH__SPLITTER_FEATURES]);

/* Mixes a feature's number and values: multiplications by odd constants with shifts between (after MurmurHash3). */
static inline uint32_t ch__gap_mix(uint32_t id, uint32_t a, uint32_t b)
{
    uint32_t h = id * 0x9E3779B1u ^ a * 0x85EBCA6Bu;
    h = (h ^ h >> 15) + b * 0xC2B2AE35u;
    h = (h ^ h >> 13) * 0x27D4EB2Fu;
    return h ^ h >> 15;
}

/* A number of tokens: 0 1 2 3 4, then more coarsely. */
static inline uint32_t ch__gap_bucket(uint32_t n)
{
    return n < 5 ? n : n < 8 ? 5 : n < 12 ? 6 : n < 20 ? 7 : n < 35 ? 8 : 9;
}

/* Hashes of the features of a bare gap, for the first look. */
static inline void ch__gap_hints(const ch__bare_gap *gap, uint32_t out[CH__SPLITTER_HINTS])
{
    uint32_t before = gap->kind_before >> 3, after = gap->kind_after >> 3;
    out[0] = ch__gap_mix(1, gap->form_before, after);
    out[1] = ch__gap_mix(2, gap->form_after, before);
    out[2] = ch__gap_mix(3, gap->kind_before, gap->kind_after);
    out[3] = ch__gap_mix(4, gap->habits, after);
    out[4] = ch__gap_mix(5, ch__gap_bucket(gap->so_far) << 4 | ch__gap_bucket(gap->left), after);
    out[5] = ch__gap_mix(6, gap->habits, before);
}

/* Whether a gap without a mark is worth its features. */
static inline bool ch__splitter_hint(const ch__splitter *s, const ch__bare_gap *gap)
{
    uint32_t f[CH__SPLITTER_HINTS];
    if (s->glance)
        s->glance(s->lesson, gap); /* a teacher sees every gap */
    if (!s->head)
        return true;
    ch__gap_hints(gap, f);
    int32_t sum = s->head->hint_bias;
    for (int i = 0; i < CH__SPLITTER_HINTS; i++)
        sum += s->hints[f[i] >> (32 - CH__SPLITTER_HINT_BITS)];
    return sum > 0;
}

#endif
