/* language.c - the language of a document: as declared, by its script, or by the share of its commonest words. */
#include "base/utf8.h"
#include "text/text.h"
#include "text/tokens.h"

enum { LOOK_AT = 450, MOST_LANGUAGES = 32, FEWEST_WORDS = 8, FEWEST_LETTERS = 12 };

/* "en-US", "EN_gb", "eng", "English" to ISO 639-1 by the table; NULL when it names none we know. */
static const char *declared(const ch__knowledge *k, const char *tag)
{
    const ch__table *t = ch__knowledge_table(k, "text/languages");
    char key[16];
    size_t n = 0;
    for (; t && tag && ch__is_alpha((unsigned char)tag[n]) && n < sizeof key; n++)
        key[n] = ch__lower(tag[n]);
    uint32_t row = n ? ch__table_find(t, (ch__sv){key, n}) : CH_NONE;
    return row == CH_NONE ? NULL : ch__table_cell(t, row, ch__table_column(t, "code"));
}

typedef struct tally {
    const char *code[MOST_LANGUAGES];
    uint32_t hits[MOST_LANGUAGES];
    uint32_t n, words;
} tally;

/* Names of languages come from one table, where equal cells are one string: first the pointers are compared. */
static uint32_t find_code(const tally *t, const char *code)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (t->code[i] == code)
            return i;
    for (uint32_t i = 0; i < t->n; i++)
        if (strcmp(t->code[i], code) == 0)
            return i;
    return t->n;
}

static void count(tally *t, const char *code, uint32_t times)
{
    uint32_t i = find_code(t, code);
    if (i == MOST_LANGUAGES)
        return;
    if (i == t->n) {
        t->code[t->n] = code;
        t->hits[t->n++] = 0;
    }
    t->hits[i] += times;
}

/* Words of the body as rows of text/stopwords. Short words, which come again and again, are remembered where the hash
 * of their letters points, so that the table is asked once. */
enum { REMEMBERED = 128, MOST_ROWS = 256 };
typedef struct counter {
    const ch__table *stopwords;
    const char *text;
    size_t len;
    struct {
        uint64_t letters; /* 0: free */
        uint32_t row;
    } known[REMEMBERED];
    uint32_t rows[MOST_ROWS], times[MOST_ROWS], n; /* rows found, in order */
    uint32_t words;
} counter;

static uint32_t find_word(const counter *c, ch__sv word)
{
    char folded[32];
    size_t n = ch__fold(word.p, word.n, folded, sizeof folded);
    return n == (size_t)-1 ? CH_NONE : ch__table_find(c->stopwords, (ch__sv){folded, n});
}

/* The same for ASCII letters, which setting a bit makes small. */
static uint32_t find_ascii(counter *c, ch__sv word)
{
    uint64_t letters = 0;
    if (word.n > sizeof letters || word.p + sizeof letters > c->text + c->len)
        return find_word(c, word);
    memcpy(&letters, word.p, sizeof letters);
    char small[sizeof letters], keep[sizeof letters] = {0};
    uint64_t mask;
    memset(keep, 0xFF, word.n);
    memcpy(&mask, keep, sizeof mask);
    letters = (letters | 0x2020202020202020u) & mask;
    size_t at = (letters * 0x9E3779B97F4A7C15u) >> 57;
    _Static_assert(REMEMBERED == 1 << (64 - 57), "the upper bits choose");
    if (c->known[at].letters != letters) {
        memcpy(small, &letters, sizeof small);
        c->known[at].letters = letters;
        c->known[at].row = ch__table_find(c->stopwords, (ch__sv){small, word.n});
    }
    return c->known[at].row;
}

static void count_word(counter *c, ch__sv word, bool ascii)
{
    uint32_t row = ascii ? find_ascii(c, word) : find_word(c, word), i = 0;
    c->words++;
    if (row == CH_NONE)
        return;
    while (i < c->n && c->rows[i] != row)
        i++;
    if (i == MOST_ROWS)
        return;
    if (i == c->n) {
        c->rows[c->n] = row;
        c->times[c->n++] = 0;
    }
    c->times[i]++;
}

/* The letter of "Niger's" and an initial ("J. Smith") are no words; other languages have such words. */
static bool mere_letter(const counter *c, size_t from, size_t at, size_t limit)
{
    if (at - from != 1)
        return false;
    bool quote = from >= 1 && c->text[from - 1] == '\'';
    bool curly = from >= 3 && memcmp(c->text + from - 3, "\u2019", 3) == 0;
    return quote || curly || (at < limit && c->text[at] == '.');
}

/* The runs of letters in [from, end); the last character ends a word whatever it is. `limit`: end of the block. */
static void count_runs(counter *c, size_t from, size_t end, size_t limit)
{
    bool ascii = true;
    for (size_t i = from; i < end;) {
        size_t at = i;
        uint8_t class = ch__byte_class[(unsigned char)c->text[i]];
        bool letter = class == CH__B_LETTER;
        if (class == CH__B_HIGH)
            letter = ch__cp_classify(ch__utf8_next(c->text, limit, &i)) == CH__CP_LETTER;
        else
            i++;
        if (letter && i < end) {
            ascii = ascii && class != CH__B_HIGH;
            continue;
        }
        if (at > from && !mere_letter(c, from, at, limit))
            count_word(c, (ch__sv){c->text + from, at - from}, ascii);
        from = i;
        ascii = true;
    }
}

/* Words of the body up to LOOK_AT bytes: a word counts for each language that has it. */
static void count_words(const ch__knowledge *k, const ch_doc *doc, tally *t)
{
    counter c = {.stopwords = ch__knowledge_table(k, "text/stopwords"), .text = doc->text, .len = doc->len};
    uint32_t column = c.stopwords ? ch__table_column(c.stopwords, "language") : 0;
    size_t seen = 0;
    for (uint32_t b = 0; c.stopwords && b < doc->n_blocks && seen < LOOK_AT; b++) {
        if (doc->blocks[b].kind != CH_BLOCK_BODY)
            continue;
        ch_span s = doc->blocks[b].bytes;
        size_t end = s.end - s.start > LOOK_AT ? s.start + LOOK_AT : s.end;
        count_runs(&c, s.start, end, s.end);
        seen += end - s.start;
    }
    t->words = c.words;
    for (uint32_t i = 0; i < c.n; i++)
        for (uint32_t row = c.rows[i]; row != CH_NONE; row = ch__table_find_next(c.stopwords, row))
            count(t, ch__table_cell(c.stopwords, row, column), c.times[i]);
}

/* The language with most hits when it has a fair share of the words and leads the next one. */
static const char *by_words(const ch__knowledge *k, const ch_doc *doc)
{
    tally t = {0};
    count_words(k, doc, &t);
    uint32_t best = 0, second = 0;
    const char *code = NULL;
    for (uint32_t i = 0; i < t.n; i++) {
        if (t.hits[i] > best) {
            second = best;
            best = t.hits[i];
            code = t.code[i];
        } else if (t.hits[i] > second) {
            second = t.hits[i];
        }
    }
    return t.words >= FEWEST_WORDS && best >= 3 && best * 8 >= t.words && best > second + second / 8 ? code : NULL;
}

/* The row of text/scripts whose range holds the code point. Rows are few; the text asked is short. */
static uint32_t script_of(const ch__table *t, uint32_t c)
{
    for (uint32_t row = 0; row < ch__table_rows(t); row++) {
        uint32_t from = 0, to = 0;
        for (const char *p = ch__table_cell(t, row, 0); p && *p; p++)
            from = from * 16 + (uint32_t)(*p <= '9' ? *p - '0' : *p - 'A' + 10);
        for (const char *p = ch__table_cell(t, row, 1); p && *p; p++)
            to = to * 16 + (uint32_t)(*p <= '9' ? *p - '0' : *p - 'A' + 10);
        if (c >= from && c <= to)
            return row;
    }
    return CH_NONE;
}

/* The language of a script that only one widely read language uses, when most letters are of it. Kana in a text of Han
 * characters makes it Japanese: such scripts stand with weight in the table. */
static const char *by_script(const ch__knowledge *k, const ch_doc *doc)
{
    const ch__table *t = ch__knowledge_table(k, "text/scripts");
    tally found = {0};
    uint32_t column = t ? ch__table_column(t, "language") : 0, weight = t ? ch__table_column(t, "weight") : 0;
    size_t end = doc->len < 1500 ? doc->len : 1500;
    for (size_t i = 0; t && i < end;) {
        uint32_t c = ch__utf8_next(doc->text, doc->len, &i);
        if (ch__cp_classify(c) != CH__CP_LETTER)
            continue;
        found.words++;
        uint32_t row = c < 0x250 ? CH_NONE : script_of(t, c);
        const char *times = row == CH_NONE ? NULL : ch__table_cell(t, row, weight);
        if (times && times[0] > '0')
            count(&found, ch__table_cell(t, row, column), (uint32_t)(times[0] - '0'));
    }
    uint32_t best = 0;
    for (uint32_t i = 1; i < found.n; i++)
        if (found.hits[i] > found.hits[best])
            best = i;
    return found.n && found.words >= FEWEST_LETTERS && found.hits[best] * 2 > found.words ? found.code[best] : NULL;
}

void ch__language(const ch__knowledge *k, ch__arena *scratch, const ch__extract *in, const ch_input *input, ch_doc *doc)
{
    (void)scratch;
    const char *code = declared(k, input->language), *step = "declared";
    if (!code)
        code = declared(k, in->language);
    if (!code) {
        code = by_words(k, doc);
        step = "words";
    }
    if (!code) {
        code = by_script(k, doc);
        step = "script";
    }
    doc->language = code;
    doc->language_step = code ? step : NULL;
}
