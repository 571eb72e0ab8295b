/* Headline verbs: a bare present that the tagger took for a noun, "Rebels in Mali attack a base". There is no clause in
 * the tree then, so the parties are the mentions on either side (slots "left" and "right", rows of part of speech h).
 */
#include "events/arguments.h"

enum {
    BACK = 24, /* words before the verb in which its clause begins */
    AHEAD = 8  /* words behind it in which its object stands */
};

static bool is_finite_word(const ch_doc *doc, uint32_t t)
{
    const char *x = doc->words[t].xpos;
    return strcmp(x, "VBD") == 0 || strcmp(x, "VBZ") == 0 || strcmp(x, "VBP") == 0 || strcmp(x, "MD") == 0;
}

/* Whether no verb stands before the word in its clause: "as", "while" and commas begin one. */
static bool verbless_before(const ch_doc *doc, uint32_t start, uint32_t t)
{
    for (uint32_t i = t; i-- > start && t - i <= BACK;) {
        if (ch__upos(doc, i) == CH_UPOS_SCONJ || ch__lemma_is(doc, i, "as") || ch__lemma_is(doc, i, ":"))
            return true;
        if (is_finite_word(doc, i) || ch__is_verb(doc, i))
            return false;
    }
    return true;
}

static bool verbless_behind(const ch_doc *doc, uint32_t t, uint32_t end)
{
    for (uint32_t i = t + 1; i < end && i - t <= BACK; i++) {
        if (ch__upos(doc, i) == CH_UPOS_SCONJ || ch__lemma_is(doc, i, ","))
            return true;
        if (is_finite_word(doc, i))
            return false;
    }
    return true;
}

/* "Rebels attack a", "police arrest 30": what follows begins a phrase that the word itself cannot be in. */
static bool begins_phrase(const ch_doc *doc, uint32_t t)
{
    uint8_t u = ch__upos(doc, t);
    return u == CH_UPOS_DET || u == CH_UPOS_NUM || strcmp(doc->words[t].xpos, "PRP$") == 0 ||
           ch__lemma_is(doc, t, "at");
}

/* "after the Mali attack", "at one Biden rally": under a preposition or behind a number, a name belongs to the noun. */
static bool can_be_subject(const ch_doc *doc, const ch_mention *m, uint32_t start)
{
    if (m->kind != CH_MENTION_NAME && m->kind != CH_MENTION_NOMINAL)
        return false;
    if (m->tokens.start == start)
        return true;
    uint32_t before = m->tokens.start - 1;
    uint8_t u = ch__upos(doc, before);
    bool inside = m->kind == CH_MENTION_NAME && (u == CH_UPOS_NUM || u == CH_UPOS_DET || u == CH_UPOS_ADJ);
    return !inside && (u != CH_UPOS_ADP || ch__lemma_is(doc, before, "as"));
}

/* The mention that ends right before the word; of "rebels in Chad attack" the rebels. */
static uint32_t left_mention(const ch_doc *doc, uint32_t t)
{
    uint32_t m = t ? ch__mention_over(doc, t - 1) : CH_NONE;
    if (m == CH_NONE || doc->mentions[m].tokens.end != t)
        return CH_NONE;
    uint32_t first = doc->mentions[m].tokens.start;
    if (first < 2 || !ch__lemma_is(doc, first - 1, "in"))
        return m;
    uint32_t before = ch__mention_over(doc, first - 2);
    return before != CH_NONE && doc->mentions[before].tokens.end == first - 1 ? before : m;
}

uint32_t ch__party_left(const ch_doc *doc, uint32_t t)
{
    uint32_t m = left_mention(doc, t);
    return m == CH_NONE ? CH_NONE : doc->mentions[m].head;
}

/* The last noun of the phrase behind the word, or CH_NONE when none begins there. */
uint32_t ch__party_right(const ch_doc *doc, uint32_t t)
{
    uint32_t end = doc->sentences[ch__sentence_of(doc, t)].tokens.end, noun = CH_NONE;
    if (t + 1 >= end || !begins_phrase(doc, t + 1))
        return CH_NONE;
    for (uint32_t i = t + 1; i < end && i - t <= AHEAD; i++) {
        uint8_t u = ch__upos(doc, i);
        if (u == CH_UPOS_NOUN || u == CH_UPOS_PROPN)
            noun = i;
        else if (noun != CH_NONE || ch__is_verb(doc, i) || u == CH_UPOS_PUNCT)
            break;
    }
    return noun;
}

bool ch__is_headline_verb(const ch_doc *doc, uint32_t t)
{
    const ch_span all = doc->sentences[ch__sentence_of(doc, t)].tokens;
    if (t == all.start || t + 1 >= all.end || ch__upos(doc, t) != CH_UPOS_NOUN || strcmp(doc->words[t].xpos, "NN") != 0)
        return false;
    uint32_t m = left_mention(doc, t);
    if (m == CH_NONE || !can_be_subject(doc, &doc->mentions[m], all.start) || !verbless_before(doc, all.start, t))
        return false;
    return ch__party_right(doc, t) != CH_NONE ||
           (ch__upos(doc, t + 1) == CH_UPOS_ADP && verbless_behind(doc, t, all.end));
}

uint32_t ch__headline_pair(const ch_doc *doc, uint32_t mention, uint32_t verb)
{
    if (mention == CH_NONE || doc->mentions[mention].kind != CH_MENTION_NAME)
        return CH_NONE;
    const ch_span all = doc->sentences[ch__sentence_of(doc, verb)].tokens, own = doc->mentions[mention].tokens;
    bool first = own.start == all.start;
    uint32_t comma = first ? own.end : own.start - 1;
    if (comma + 1 >= all.end || comma <= all.start || !ch__lemma_is(doc, comma, ","))
        return CH_NONE;
    uint32_t other = ch__mention_over(doc, first ? comma + 1 : comma - 1);
    if (other == CH_NONE || other == mention || doc->mentions[other].kind != CH_MENTION_NAME)
        return CH_NONE;
    const ch_span left = first ? own : doc->mentions[other].tokens, right = first ? doc->mentions[other].tokens : own;
    bool to = right.end + 1 == verb && strcmp(doc->words[right.end].xpos, "TO") == 0;
    bool pair = left.start == all.start && left.end == comma && right.start == comma + 1 && (right.end == verb || to);
    return pair ? other : CH_NONE;
}
