/* signature.c - near-duplicate signature of a document.
 *
 * One permutation hashing (Li, Owen, Zhang, "One Permutation Hashing", NIPS 2012): every shingle is hashed once, the
 * upper bits choose a bin, the smallest value of each bin is kept. Empty bins take over the value of another bin found
 * by a universal hash of bin and attempt, the same for all documents (Shrivastava, "Optimal Densification for Fast and
 * Accurate Minwise Hashing", ICML 2017). The share of equal bins estimates the Jaccard similarity of the shingle sets
 * (Broder 1997). */
#include "text/signature.h"

#include "text/text.h"
#include "text/words.h"

enum { GRAM = 4, FEWEST = 20 };
static const uint32_t EMPTY = UINT32_MAX;

static void add(uint32_t signature[CH_SIGNATURE], uint64_t h)
{
    uint32_t bin = (uint32_t)(h >> 58), value = (uint32_t)h;
    _Static_assert(CH_SIGNATURE == 64, "the bin is the upper six bits");
    value -= value == EMPTY;
    signature[bin] = value < signature[bin] ? value : signature[bin]; /* always written: nobody could guess */
}

static void densify(uint32_t signature[CH_SIGNATURE])
{
    uint32_t sparse[CH_SIGNATURE];
    memcpy(sparse, signature, sizeof sparse);
    for (uint32_t bin = 0; bin < CH_SIGNATURE; bin++)
        for (uint32_t attempt = 0; signature[bin] == EMPTY; attempt++)
            signature[bin] = sparse[ch__mix(bin, attempt) % CH_SIGNATURE];
}

/* Shingles run over sentence ends, so that a changed split does not change them. Repeated sentences are left out. */
void ch__signature(const uint32_t *words, ch_doc *doc)
{
    uint32_t a = 0, b = 0, c = 0, n = 0; /* the words before */
    memset(doc->signature, 0xFF, sizeof doc->signature);
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        const ch_sentence *s = &doc->sentences[i];
        if (s->repeat_of != CH_NONE || doc->blocks[s->block].kind != CH_BLOCK_BODY)
            continue;
        for (uint32_t t = s->tokens.start; t < s->tokens.end; t++) {
            uint32_t d = words[t];
            if (!d)
                continue;
            if (++n >= GRAM)
                add(doc->signature, ch__gram(a, b, c, d));
            a = b;
            b = c;
            c = d;
        }
    }
    doc->has_signature = n >= FEWEST + GRAM - 1;
    if (doc->has_signature)
        densify(doc->signature);
    else
        memset(doc->signature, 0, sizeof doc->signature);
}

double ch__signature_similarity(const uint32_t a[CH_SIGNATURE], const uint32_t b[CH_SIGNATURE])
{
    int equal = 0;
    for (int i = 0; i < CH_SIGNATURE; i++)
        equal += a[i] == b[i];
    return equal / (double)CH_SIGNATURE;
}

uint64_t ch__signature_band(const uint32_t signature[CH_SIGNATURE], uint32_t band)
{
    uint64_t h = band + 1;
    for (uint32_t i = 0; i < CH__SIGNATURE_ROWS; i++)
        h = ch__mix(h, signature[band * CH__SIGNATURE_ROWS + i]);
    return h;
}
