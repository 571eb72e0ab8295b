/* Why a sentence is passed over, or gave nothing, where more can be said than that no word of the lexicon stands in it:
 * code and tables, another language, no verb. */
#include "base/utf8.h"
#include "events/code.h"

enum {
    FEW = 5,            /* signs that may stand in any sentence */
    PART = 5,           /* one token in so many: a listing, not a sentence */
    FEWEST_FOREIGN = 3, /* words of another language that tell it */
    MOST_LANGUAGES = 32,
    LOOK_AT = 200
};

/* Signs of program text and of tables; not those of prose ("$5 million", "24/7", "(AFP)"). */
static bool is_sign(ch__sv word)
{
    for (size_t i = 0; i < word.n; i++)
        if (!strchr("{}[];=<>|&#\\_*^~+`@", word.p[i]))
            return false;
    return word.n > 0;
}

const char *ch__no_prose(const ch_doc *doc, ch_span tokens)
{
    uint32_t signs = 0, n = tokens.end - tokens.start;
    for (uint32_t t = tokens.start; t < tokens.end; t++)
        signs += is_sign(ch__token_sv(doc, t));
    return signs >= FEW && signs > n / PART ? "no prose: signs of code or of a table" : NULL;
}

static bool is_foreign_script(ch__sv word)
{
    size_t i = 0;
    uint32_t c = word.n && (unsigned char)word.p[0] >= 0x80 ? ch__utf8_next(word.p, word.n, &i) : 0;
    return (c >= 0x370 && c < 0x1E00) || (c >= 0x2E80 && c < 0xE000);
}

/* The language whose commonest words outnumber the English ones, or NULL. */
static const char *other_language(const ch__knowledge *k, const ch_doc *doc, ch_span tokens)
{
    const ch__table *t = ch__knowledge_table(k, "text/stopwords");
    const char *codes[MOST_LANGUAGES], *best = NULL;
    uint32_t hits[MOST_LANGUAGES] = {0}, n = 0, english = 0, most = 0;
    for (uint32_t i = tokens.start; t && i < tokens.end && i < tokens.start + LOOK_AT; i++) {
        char low[32];
        ch__sv word = ch__token_sv(doc, i);
        size_t len = word.n < sizeof low ? ch__fold(word.p, word.n, low, sizeof low) : (size_t)-1;
        uint32_t row = len == (size_t)-1 ? CH_NONE : ch__table_find(t, (ch__sv){low, len});
        for (; row != CH_NONE; row = ch__table_find_next(t, row)) {
            const char *code = ch__cell(t, row, 1);
            uint32_t c = 0;
            while (c < n && strcmp(codes[c], code) != 0)
                c++;
            if (c == MOST_LANGUAGES)
                continue;
            if (c == n)
                codes[n++] = code;
            hits[c]++;
        }
    }
    for (uint32_t c = 0; c < n; c++) {
        if (strcmp(codes[c], "en") == 0) {
            english = hits[c];
        } else if (hits[c] > most) {
            most = hits[c];
            best = codes[c];
        }
    }
    return most >= FEWEST_FOREIGN && most > 2 * english ? best : NULL;
}

static const char *of_language(ch_doc *doc, const char *code)
{
    return ch__format(ch__doc_arena(doc), "in another language: %s", code);
}

const char *ch__reason_of_nothing(const ch__knowledge *k, ch_doc *doc, ch_span tokens)
{
    uint32_t words = 0, foreign = 0;
    bool verb = false;
    for (uint32_t t = tokens.start; t < tokens.end; t++) {
        uint8_t u = ch__upos(doc, t);
        words += u != CH_UPOS_PUNCT && u != CH_UPOS_SYM && u != CH_UPOS_NUM;
        foreign += is_foreign_script(ch__token_sv(doc, t));
        verb = verb || u == CH_UPOS_VERB || u == CH_UPOS_AUX;
    }
    if (!words)
        return "no words, only signs and figures";
    if (2 * foreign > words)
        return "in another script";
    const char *code = other_language(k, doc, tokens);
    return code ? of_language(doc, code) : verb ? NULL : "no verb, and no trigger of the lexicon";
}

void ch__events_passed_over(ch_doc *doc)
{
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (ch_doc_sentence_coded(doc, i))
            (void)ch__doc_add_candidate(doc, i, CH_NONE, NULL, of_language(doc, doc->language));
}
