/* wordforms.c - the words of the tokenizer: contractions, possessives, abbreviations, affixes, addresses. */
#include "text/scanner.h"

/* Where the clitic of a word begins ("it's": at the apostrophe, "don't": at the n), or `to`. */
static size_t clitic(const ch__tokenizer *z, size_t from, size_t to)
{
    char key[8];
    for (size_t i = to; i-- > from + 1 && to - i <= 6;) {
        size_t mark = apostrophe_at(z, i, to);
        if (!mark)
            continue;
        if (i > from + 1 && ch__lower(z->text[i - 1]) == 'n' &&
            look_up(z->contractions, key_of(z, i - 1, to, key, sizeof key), z->contraction_kind))
            return i - 1;
        return look_up(z->contractions, key_of(z, i, to, key, sizeof key), z->contraction_kind) ? i : to;
    }
    return to;
}

/* Where a word that is written together splits ("can|not"), or `to`. The table's split column counts bytes. */
size_t ch__merged_word(const ch__tokenizer *z, size_t from, size_t to)
{
    char key[8];
    size_t n = to - from;
    if (!may_be_merged(z, from, to))
        return to;
    const char *split = look_up(z->contractions, key_of(z, from, to, key, sizeof key), z->contraction_split);
    size_t at = split ? (size_t)(split[0] - '0') : n;
    return at < n ? from + at : to;
}

/* "workers' rights", "Zeus' anger": a possessive without s, unless a quotation in single quotes is open. */
static bool bare_possessive(const ch__tokenizer *z, size_t from, size_t to, size_t mark)
{
    char last = ch__lower(z->text[to - 1]);
    return mark && to - from > 1 && (last == 's' || last == 'z' || last == 'x') && !z->single_open &&
           !letter_at(z, to + mark, z->end) && !apostrophe_at(z, to + mark, z->end);
}

/* Emits a word, split where it is a multiword token. Returns where it ended, behind a possessive apostrophe it took. */
static size_t finish_word(ch__tokenizer *z, size_t from, size_t to)
{
    size_t middle = clitic(z, from, to);
    if (middle == to)
        middle = ch__merged_word(z, from, to);
    if (middle < to) {
        emit_pair(z, from, middle, to);
        return to;
    }
    size_t mark = apostrophe_at(z, to, z->end);
    if (bare_possessive(z, from, to, mark)) {
        emit_pair(z, from, to, to + mark);
        return to + mark;
    }
    emit(z, from, to, word_shape(z, from, to), 0);
    return to;
}

/* Letters and stops in turn: "U.S", "a.m", "Ph.D" is not one. */
static bool acronym(const ch__tokenizer *z, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if ((i - from) % 2 ? z->text[i] != '.' : !ch__is_alpha((unsigned char)z->text[i]))
            return false;
    return (to - from) % 2 == 1;
}

/* What a word before a stop is as an abbreviation; CH__PERIOD: none, the stop is a token of its own. */
ch__shape ch__abbreviation(const ch__tokenizer *z, size_t from, size_t to)
{
    char key[12]; /* longer than any abbreviation; a longer word is not looked up */
    bool digit_follows =
        digit_at(z, to + 1, z->end) || (to + 2 < z->end && z->text[to + 1] == ' ' && digit_at(z, to + 2, z->end));
    ch__sv name = key_of(z, from, to, key, sizeof key);
    const char *class = look_up(z->abbreviations, name, z->abbreviation_class);
    if (class && (class[0] != 'n' || digit_follows)) /* number: "No. 10", but "He said no." */
        return class[0] == 't' || class[0] == 'n' ? CH__TITLE : CH__ABBREV;
    if (to - from == 1 && ch__is_upper((unsigned char)z->text[from]))
        return CH__INITIAL;
    return to - from > 1 && acronym(z, from, to) ? CH__ABBREV : CH__PERIOD;
}

/* "unilateralism.He added": a sentence end without its space. "Ph.D", "example.com", "U.N.Security" are left. */
static bool glued_sentence(const ch__tokenizer *z, size_t from, size_t stop, size_t end)
{
    if (stop - from < 3 || stop + 2 >= end || !ch__is_lower((unsigned char)z->text[stop - 1]) ||
        !ch__is_lower((unsigned char)z->text[stop - 2]))
        return false;
    return ch__is_upper((unsigned char)z->text[stop + 1]) &&
           (ch__is_lower((unsigned char)z->text[stop + 2]) || z->text[stop + 2] == ' ');
}

/* The kind of an affix: "prefix", "prefix+", "suffix"; "" when it is none. */
static const char *affix(const ch__tokenizer *z, size_t from, size_t to)
{
    char key[12];
    const char *found = look_up(z->affixes, key_of(z, from, to, key, sizeof key), z->affix_kind);
    return found ? found : "";
}

/* "anti-COVID", "co-operate", "president-elect", "mid-1990s": affixes keep their hyphen, other compounds are three
 * tokens. */
static bool keeps_hyphen(const ch__tokenizer *z, size_t from, size_t at, size_t end)
{
    const char *front = affix(z, from, at);
    if (digit_at(z, at + 1, end))
        return strcmp(front, "prefix+") == 0;
    if (!letter_at(z, at + 1, end))
        return false;
    return front[0] == 'p' || affix(z, at + 1, letters(z, at + 1, end))[0] == 's';
}

/* "w/o", "N/A", "s/he": a slash between a letter and few letters joins them. */
static bool keeps_slash(const ch__tokenizer *z, size_t from, size_t at, size_t end)
{
    size_t to = letters(z, at + 1, end);
    return at == from + 1 && to > at + 1 && to <= at + 4 && (to == end || class_at(z, to, end) == CH__B_OTHER) &&
           (to == end || z->text[to] != '/');
}

/* "Nov.28": an abbreviation that the figures behind it were written onto. */
static bool glued_figures(const ch__tokenizer *z, size_t from, size_t stop, size_t end)
{
    if (!digit_at(z, stop + 1, end) || letters(z, from, stop) != stop)
        return false;
    ch__shape shape = ch__abbreviation(z, from, stop);
    return shape == CH__TITLE || shape == CH__ABBREV;
}

/* Bytes of a character inside a word that joins its parts (0: the word ends here). `from` is where the word began. */
static size_t joiner(const ch__tokenizer *z, size_t from, size_t i, size_t end)
{
    size_t mark = apostrophe_at(z, i, end);
    if (mark)
        return letter_at(z, i + mark, end) ? mark : 0;
    bool alnum_follows = letter_at(z, i + 1, end) || digit_at(z, i + 1, end);
    switch (z->text[i]) {
    case '.': return alnum_follows && !glued_sentence(z, from, i, end) && !glued_figures(z, from, i, end) ? 1 : 0;
    case '/': return keeps_slash(z, from, i, end) ? 1 : 0;
    case '_':
    case '@': return 1;
    case '&': return alnum_follows && ch__is_upper((unsigned char)z->text[i - 1]) ? 1 : 0;
    case '$': return i - from == 2 && ch__is_upper((unsigned char)z->text[i - 1]) ? 1 : 0; /* US$, A$, HK$ */
    case '-': return keeps_hyphen(z, from, i, end) ? 1 : 0;
    }
    return 0;
}

/* A web address or path that began as a word with a stop inside: "example.com/news?id=1". Returns its end. */
static size_t address_tail(const ch__tokenizer *z, size_t from, size_t i, size_t end)
{
    if (z->text[i] != '/' || !memchr(z->text + from, '.', i - from) || i - from < 4)
        return i;
    size_t to = i;
    while (to < end && class_at(z, to, end) != CH__B_SPACE && !strchr("<>\"", z->text[to]))
        to++;
    while (to > i && strchr(".,;:!?)]'", z->text[to - 1]))
        to--;
    return to;
}

/* Takes a word that begins at `from` and is known to reach to i. */
size_t ch__word(ch__tokenizer *z, size_t from, size_t i, size_t end)
{
    size_t n;
    while ((i = letters(z, i, end)) < end) {
        ch__cp_class c = class_of(z, i, end, &n);
        if (c == CH__CP_LETTER || c == CH__CP_DIGIT) {
            i += n;
            continue;
        }
        n = i > from ? joiner(z, from, i, end) : 1;
        if (!n)
            break;
        i += n;
        if (z->text[i - 1] == '$')
            break; /* US$ 40 and US$40 */
    }
    if (i < end && z->text[i] == '.' && z->text[i - 1] != '_') {
        bool more = i + 1 < end && z->text[i + 1] == '.'; /* "the U.S..": the second ends the sentence */
        ch__shape shape = more && (i + 2 == end || z->text[i + 2] == '.' || letters(z, from, i) == i) && i + 2 != end
                              ? CH__PERIOD
                              : ch__abbreviation(z, from, i);
        if (shape != CH__PERIOD) {
            emit(z, from, i + 1, shape, 0);
            return i + 1;
        }
    }
    if (i < end) {
        size_t to = address_tail(z, from, i, end);
        if (to > i) {
            emit(z, from, to, CH__ADDRESS, 0);
            return to;
        }
    }
    return finish_word(z, from, i);
}
