/* align.c - words of two analyses of one text, aligned. */
#include "syntax/score.h"

static bool is_beyond(const ch__scored *side, uint32_t i, uint32_t end)
{
    if (i >= side->n_words)
        return true;
    const ch__scored_word *w = &side->words[i];
    return w->multiword ? w->span.start >= end : w->span.end > end;
}

static uint32_t extended(const ch__scored_word *w, uint32_t end)
{
    return w->multiword && w->span.end > end ? w->span.end : end;
}

/* A stretch of words on both sides that no multiword token crosses. */
typedef struct stretch {
    uint32_t gold, gold_end, system, system_end;
} stretch;

/* The smallest stretch around the multiword token at gold word g or system word s. */
static stretch around(const ch__scored *gold, const ch__scored *system, uint32_t g, uint32_t s)
{
    uint32_t end;
    const ch__scored_word *a = &gold->words[g], *b = &system->words[s];
    if (a->multiword) {
        end = a->span.end;
        s += !b->multiword && b->span.start < a->span.start;
    } else {
        end = b->span.end;
        g += !a->multiword && a->span.start < b->span.start;
    }
    stretch x = {.gold = g, .system = s};
    while (!is_beyond(gold, g, end) || !is_beyond(system, s, end))
        if (g < gold->n_words && (s >= system->n_words || gold->words[g].span.start <= system->words[s].span.start))
            end = extended(&gold->words[g++], end);
        else
            end = extended(&system->words[s++], end);
    x.gold_end = g;
    x.system_end = s;
    return x;
}

/* Lengths of the common subsequences of what follows; rows and columns one more than words. Stretches are a few words
 * long; one so long that its table would not fit stays unaligned. */
static void align_stretch(ch__scored *gold, const ch__scored *system, stretch x, uint32_t *gold_of)
{
    enum { MOST = 1 << 24 };
    size_t rows = x.gold_end - x.gold, columns = x.system_end - x.system, wide = columns + 1;
    const ch__scored_word *a = gold->words + x.gold, *b = system->words + x.system;
    if (!rows || !columns || (rows + 1) * wide > MOST)
        return;
    uint32_t *lcs = ch__alloc_array(&gold->arena, (rows + 1) * wide, sizeof *lcs);
    for (size_t g = rows; g-- > 0;)
        for (size_t s = columns; s-- > 0;) {
            uint32_t below = lcs[(g + 1) * wide + s], right = lcs[g * wide + s + 1],
                     most = below > right ? below : right;
            uint32_t both = ch__sv_eq(a[g].form, b[s].form) ? lcs[(g + 1) * wide + s + 1] + 1 : 0;
            lcs[g * wide + s] = both > most ? both : most;
        }
    for (size_t g = 0, s = 0; g < rows && s < columns;) {
        if (ch__sv_eq(a[g].form, b[s].form))
            gold_of[x.system + s++] = x.gold + (uint32_t)g++;
        else if (lcs[g * wide + s] == lcs[(g + 1) * wide + s])
            g++;
        else
            s++;
    }
}

uint32_t *ch__score_align(ch__scored *gold, const ch__scored *system)
{
    uint32_t *gold_of = ch__alloc_array(&gold->arena, system->n_words, sizeof *gold_of);
    memset(gold_of, 0xFF, system->n_words * sizeof *gold_of);
    for (uint32_t g = 0, s = 0; g < gold->n_words && s < system->n_words;) {
        const ch__scored_word *a = &gold->words[g], *b = &system->words[s];
        if (a->multiword || b->multiword) {
            stretch x = around(gold, system, g, s);
            align_stretch(gold, system, x, gold_of);
            g = x.gold_end;
            s = x.system_end;
        } else if (a->span.start == b->span.start && a->span.end == b->span.end)
            gold_of[s++] = g++;
        else if (a->span.start <= b->span.start)
            g++;
        else
            s++;
    }
    return gold_of;
}
