/* Words of dictionaries against the text. A word fits by its form or by its lemma ("TALK" is "talks"); one that the
 * tokenizer cuts ("SIT-IN") over the tokens that touch each other. */
#include "events/verb_patterns.h"

enum { PIECES = 5 /* tokens of one written word */, WORDS = 8 /* of a phrase of a set */ };

static bool touches_next(const ch__verb_scene *v, uint32_t token)
{
    return token + 1 < v->tokens.end && v->s->doc->tokens[token].bytes.end == v->s->doc->tokens[token + 1].bytes.start;
}

static uint32_t pieces(const ch__verb_scene *v, uint32_t token, ch__sv text)
{
    for (uint32_t n = 0; n < PIECES && token + n < v->tokens.end; n++) {
        ch__sv f = ch__folded(v, token + n);
        if (!f.n || !ch__sv_starts(text, f))
            return 0;
        text = (ch__sv){text.p + f.n, text.n - f.n};
        if (!text.n)
            return n + 1;
        if (!touches_next(v, token + n))
            return 0;
    }
    return 0;
}

static uint32_t word_from(const ch__verb_scene *v, uint32_t token, ch__sv text)
{
    const struct ch__verb_token *w = ch__verb_token_of(v, token);
    uint32_t n = w->folded.n && w->folded.p[0] == text.p[0] ? pieces(v, token, text) : 0;
    return n ? n : ch__sv_eq(w->lemma, text);
}

uint32_t ch__verb_word_at(const ch__verb_scene *v, uint32_t token, ch__sv text, bool back)
{
    if (!back)
        return word_from(v, token, text);
    for (uint32_t n = 1; n <= PIECES && token + 1 >= v->tokens.start + n; n++)
        if (word_from(v, token + 1 - n, text) == n)
            return n;
    return 0;
}

/* The words behind the first of a set's phrase: each touches the one before. */
static uint32_t rest_from(const ch__verb_scene *v, uint32_t token, const char *rest)
{
    uint32_t at = token;
    ch__sv left = ch__sv_of(rest), word;
    while (rest && ch__sv_next(&left, ' ', &word)) {
        uint32_t n = at < v->tokens.end ? word_from(v, at, word) : 0;
        if (!n)
            return CH_NONE;
        at += n;
    }
    return at - token;
}

/* Of the rows of one first word. */
static uint32_t longest_row(const ch__verb_scene *v, uint32_t first, uint32_t behind, ch__sv set)
{
    const ch__table *t = v->t.sets;
    uint32_t longest = CH_NONE;
    for (uint32_t r = first; r != CH_NONE; r = ch__table_find_next(t, r)) {
        if (!ch__sv_is(set, ch__cell(t, r, 2)))
            continue;
        uint32_t n = rest_from(v, behind, ch__table_cell(t, r, 1));
        if (n != CH_NONE && (longest == CH_NONE || n > longest))
            longest = n;
    }
    return longest;
}

/* The first word of a phrase may be of several tokens. */
static uint32_t set_from(const ch__verb_scene *v, uint32_t token, ch__sv set)
{
    char key[64];
    size_t n = 0;
    const struct ch__verb_token *w = ch__verb_token_of(v, token);
    uint32_t longest = 0;
    if (w->set_row == CH_NONE && w->lemma_row == CH_NONE && !touches_next(v, token))
        return 0;
    for (uint32_t i = 0; i < PIECES && token + i < v->tokens.end; i++) {
        ch__sv f = ch__folded(v, token + i);
        if (!f.n || n + f.n >= sizeof key)
            break;
        memcpy(key + n, f.p, f.n);
        n += f.n;
        uint32_t row = i ? ch__table_find(v->t.sets, (ch__sv){key, n}) : w->set_row;
        uint32_t rest = longest_row(v, row, token + i + 1, set);
        if (rest == CH_NONE && i == 0)
            rest = longest_row(v, w->lemma_row, token + 1, set);
        if (rest != CH_NONE && i + 1 + rest > longest)
            longest = i + 1 + rest;
        if (!touches_next(v, token + i))
            break;
    }
    return longest;
}

uint32_t ch__verb_set_at(const ch__verb_scene *v, uint32_t token, ch__sv set, bool back)
{
    if (!v->t.sets || !back)
        return v->t.sets ? set_from(v, token, set) : 0;
    for (uint32_t n = WORDS; n >= 1; n--)
        if (token + 1 >= v->tokens.start + n && set_from(v, token + 1 - n, set) == n)
            return n;
    return 0;
}
