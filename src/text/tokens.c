/* tokens.c - text to tokens by the conventions of the UD English treebanks (EWT, GUM).
 *
 * White space separates; inside a chunk without white space the scanners below take one token after the other. Words of
 * small and capital ASCII letters, which most of news is, take a short way. */
#include "text/scanner.h"

void ch__tokens_grow(ch__tokenizer *z)
{
    ch_doc *doc = z->doc;
    size_t cap = z->cap ? z->cap + z->cap / 2 : (size_t)doc->len / 5 + 64;
    doc->tokens = ch__grow(ch__doc_arena(doc), doc->tokens, doc->n_tokens, sizeof *doc->tokens, cap);
    z->shapes = ch__grow(z->scratch, z->shapes, doc->n_tokens, 1, cap);
    z->cap = cap;
}

/* ----------------------------------------------------------------------------------------- numbers -- */

static size_t digits(const ch__tokenizer *z, size_t i, size_t end)
{
    while (digit_at(z, i, end))
        i++;
    return i;
}

/* End of a number joined by hyphens that is one token: a telephone number or a date in figures, "2010-2012" is not. */
static size_t hyphen_number(const ch__tokenizer *z, size_t from, size_t i, size_t end)
{
    size_t part[4] = {i - from}, n = 1, at = i;
    while (n < 4 && at < end && z->text[at] == '-' && digit_at(z, at + 1, end)) {
        size_t to = digits(z, at + 1, end);
        part[n++] = to - at - 1;
        at = to;
    }
    bool code =
        n == 2 && part[1] == 4 && (part[0] == 1 || part[0] == 3 || part[0] == 5 || part[0] == 7); /* also postal */
    bool telephone = code || (n > 2 && part[n - 1] == 4 && part[n - 2] == 3);
    bool date =
        n == 3 && part[1] <= 2 && (part[0] == 4 ? part[2] <= 2 : part[0] <= 2 && (part[2] == 4 || part[2] == 2));
    return telephone || date ? at : i;
}

/* "[13,14]": a comma between numbers in square brackets that groups no thousands. */
static bool listed(const ch__tokenizer *z, size_t from, size_t comma, size_t end)
{
    return z->text[comma] == ',' && from > 0 && memchr("[,", z->text[from - 1], 2) &&
           digits(z, comma + 1, end) != comma + 4;
}

/* "the 1990's", "in 2003's budget": takes the s behind figures. A decade is one word, of another year it is a
 * possessive. */
static size_t figures_s(ch__tokenizer *z, size_t from, size_t i, size_t end)
{
    size_t mark = apostrophe_at(z, i, end), to = i + mark + 1;
    if (!mark || to > end || (z->text[to - 1] | 0x20) != 's' || letter_at(z, to, end) || digit_at(z, to, end) ||
        digits(z, from, end) != i)
        return i;
    if (i - from == 4 && z->text[i - 1] != '0')
        emit_pair(z, from, i, to);
    else
        emit(z, from, to, CH__NUMBER, 0);
    return to;
}

/* Emits a number and, as a token of its own, the unit written onto it: "4.3bn", "10am", "30km". */
static size_t number(ch__tokenizer *z, size_t from, size_t end)
{
    size_t i = from + (z->text[from] == '+');
    for (;;) {
        i = digits(z, i, end);
        if (i + 1 < end && memchr(".,:/", z->text[i], 4) && digit_at(z, i + 1, end) && !listed(z, from, i, end))
            i++;
        else
            break;
    }
    size_t joined = hyphen_number(z, from, i, end);
    if (joined > i) {
        emit(z, from, joined, CH__NUMBER, 0);
        return joined;
    }
    char key[8];
    size_t to = letters(z, i, end);
    if (to > i && look_up(z->units, key_of(z, i, to, key, sizeof key), 0) && class_at(z, to, end) != CH__B_DIGIT) {
        emit(z, from, i, CH__NUMBER, 0);
        size_t stop = to < end && z->text[to] == '.' && ch__abbreviation(z, i, to) == CH__ABBREV ? to + 1 : to;
        emit(z, i, stop, stop > to ? CH__ABBREV : CH__LOWER, 0);
        return stop;
    }
    if (to > i && (ch__is_alpha((unsigned char)z->text[i])))
        return ch__word(z, from, to, end); /* "19th", "1980s", "4x4", "3D" */
    to = figures_s(z, from, i, end);
    if (to > i)
        return to;
    emit(z, from, i, CH__NUMBER, 0);
    return i;
}

/* ------------------------------------------------------------------------------------- punctuation -- */

static size_t run_of(const ch__tokenizer *z, size_t i, size_t end, const char *set)
{
    while (i < end && z->text[i] && strchr(set, z->text[i]))
        i++;
    return i;
}

/* Whether a straight quotation mark at [from, to) opens: by the space around it, then by what is open. */
static bool opens(const ch__tokenizer *z, size_t from, size_t to, bool open)
{
    size_t block = z->doc->n_tokens > z->first ? z->doc->tokens[z->first].bytes.start : from;
    bool space_before = from == block || ch__byte_class[(unsigned char)z->text[from - 1]] == CH__B_SPACE ||
                        (from > 0 && memchr("([{-/", z->text[from - 1], 5));
    bool space_after = space_at(z, to, z->end);
    return space_before != space_after ? space_before : !open;
}

static size_t quote(ch__tokenizer *z, size_t from, size_t to, bool single)
{
    bool *open = single ? &z->single_open : &z->double_open;
    *open = opens(z, from, to, *open);
    emit(z, from, to, *open ? CH__OPENQUOTE : CH__CLOSEQUOTE, 0);
    return to;
}

/* An apostrophe that belongs to no word before it: a clitic standing apart ("TIMES" 's), an elision ('90s) or a quote.
 */
static size_t lone_apostrophe(ch__tokenizer *z, size_t from, size_t end)
{
    char key[4];
    size_t mark = apostrophe_at(z, from, end), to = letters(z, from + mark, end);
    bool glued = from > 0 && ch__byte_class[(unsigned char)z->text[from - 1]] != CH__B_SPACE;
    if (glued && to > from + mark && to - from <= 6 &&
        look_up(z->contractions, key_of(z, from, to, key, sizeof key), z->contraction_kind)) {
        emit(z, from, to, CH__LOWER, 0);
        return to;
    }
    if (digits(z, from + mark, end) == from + mark + 2 && !glued) { /* the '90s */
        to = letters(z, from + mark + 2, end);
        emit(z, from, to, CH__NUMBER, 0);
        return to;
    }
    if (mark == 3) {
        z->single_open = false;
        emit(z, from, from + mark, CH__CLOSEQUOTE, 0);
        return from + mark;
    }
    return quote(z, from, from + 1, true);
}

/* Eyes, perhaps a nose, a mouth: ":-)". Returns its end, or i. */
static size_t emoticon(const ch__tokenizer *z, size_t i, size_t end)
{
    size_t at = i + 1;
    if (z->text[i] != ':' && z->text[i] != ';' && z->text[i] != '=')
        return i;
    if (at < end && z->text[at] == '-')
        at++;
    if (at >= end || !memchr(")(DP/", z->text[at], 5))
        return i;
    if (z->text[at] != ')' && z->text[at] != '(' && !space_at(z, at + 1, end))
        return i;
    return space_at(z, at + 1, end) || z->text[i + 1] == '-' ? at + 1 : i;
}

static size_t ascii_punctuation(ch__tokenizer *z, size_t i, size_t end)
{
    size_t to = i + 1;
    ch__shape shape = CH__OTHER;
    switch (z->text[i]) {
    case '.':
        to = run_of(z, i, end, ".?!");
        shape = to == i + 1 ? CH__PERIOD : z->text[to - 1] == '.' ? CH__ELLIPSIS : CH__TERMINAL;
        break;
    case '?':
    case '!':
        to = run_of(z, i, end, ".?!");
        shape = CH__TERMINAL;
        break;
    case ',': shape = CH__COMMA; break;
    case ':':
    case ';':
    case '=':
        to = emoticon(z, i, end);
        if (to == i)
            to = z->text[i] == '=' ? run_of(z, i, end, "=") : i + 1, shape = CH__COMMA;
        break;
    case '"': return quote(z, i, to, false);
    case '\'':
        if (to < end && z->text[to] == '\'')
            return quote(z, i, i + 2, false);
        return lone_apostrophe(z, i, end);
    case '`':
        to = run_of(z, i, end, "`");
        shape = CH__OPENQUOTE;
        break;
    case '(':
    case '[':
    case '{': shape = CH__OPEN; break;
    case ')':
    case ']':
    case '}': shape = CH__CLOSE; break;
    case '-':
        to = run_of(z, i, end, "-");
        shape = CH__DASH;
        break;
    case '*':
    case '+':
    case '_':
    case '~':
    case '^':
    case '<':
    case '>':
    case '#':
    case '$': {
        const char same[2] = {z->text[i], 0};
        to = run_of(z, i, end, same);
        shape = z->text[i] == '*' && space_at(z, to, end) ? CH__BULLET : CH__OTHER;
        break;
    }
    }
    emit(z, i, to, shape, 0);
    return to;
}

/* Shape of punctuation above ASCII. */
static ch__shape wide_shape(ch__tokenizer *z, uint32_t c)
{
    switch (c) {
    case 0x201C:
    case 0x201E:
    case 0x00AB:
    case 0x300C:
    case 0x300E: z->double_open = true; return CH__OPENQUOTE;
    case 0x201D:
    case 0x00BB:
    case 0x300D:
    case 0x300F: z->double_open = false; return CH__CLOSEQUOTE;
    case 0x2018:
    case 0x201A:
    case 0x2039: z->single_open = true; return CH__OPENQUOTE;
    case 0x203A: z->single_open = false; return CH__CLOSEQUOTE;
    case 0x2026: return CH__ELLIPSIS;
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212: return CH__DASH;
    case 0x2022:
    case 0x2023:
    case 0x25AA:
    case 0x25CF:
    case 0x25E6:
    case 0x25A0:
    case 0x25BA:
    case 0x00B7: return CH__BULLET;
    case 0x3002:
    case 0xFF0E:
    case 0x06D4:
    case 0x0964: return CH__PERIOD;
    case 0xFF01:
    case 0xFF1F:
    case 0x061F: return CH__TERMINAL;
    case 0x3001:
    case 0xFF0C:
    case 0x060C:
    case 0x061B:
    case 0xFF1A:
    case 0xFF1B: return CH__COMMA;
    case 0xFF08: return CH__OPEN;
    case 0xFF09: return CH__CLOSE;
    }
    return CH__OTHER;
}

static size_t wide_punctuation(ch__tokenizer *z, size_t i, size_t end)
{
    size_t to = i;
    uint32_t c = ch__utf8_next(z->text, end, &to);
    uint32_t twin = 0;
    size_t behind = to;
    if ((c == 0x2018 || c == 0x2019) && to < end)
        twin = ch__utf8_next(z->text, end, &behind);
    if (twin == 0x2019 || (twin && twin == c)) { /* two single marks for a double one */
        z->double_open = c == 0x2018;
        emit(z, i, behind, z->double_open ? CH__OPENQUOTE : CH__CLOSEQUOTE, 0);
        return behind;
    }
    if (c == 0x2019)
        return lone_apostrophe(z, i, end);
    if (c == 0x2026)
        to = run_of(z, to, end, ".");
    emit(z, i, to, wide_shape(z, c), 0);
    return to;
}

/* ------------------------------------------------------------------------------------------ chunks -- */

/* A word of ASCII letters only. */
static inline void plain_word(ch__tokenizer *z, size_t from, size_t to)
{
    size_t middle = may_be_merged(z, from, to) ? ch__merged_word(z, from, to) : to;
    if (middle < to)
        emit_pair(z, from, middle, to);
    else
        emit(z, from, to, ch__is_upper((unsigned char)z->text[from]) ? CH__UPPER : CH__LOWER, 0);
}

/* End of a mail address whose first letters are at i, or i: "ann.lee@example.com". */
static size_t mailbox(const ch__tokenizer *z, size_t i, size_t end)
{
    size_t at = i;
    if (z->at_sign <= i)
        return i;
    while (at < z->at_sign && (class_at(z, at, end) == CH__B_LETTER || class_at(z, at, end) == CH__B_DIGIT ||
                               memchr("._%+-", z->text[at], 5)))
        at++;
    size_t host = at + 1, dot = 0;
    if (at != z->at_sign || !(letter_at(z, host, end) || digit_at(z, host, end)))
        return i;
    while (host < end && (class_at(z, host, end) == CH__B_LETTER || class_at(z, host, end) == CH__B_DIGIT ||
                          (memchr(".-", z->text[host], 2) && letter_at(z, host + 1, end)))) {
        dot = z->text[host] == '.' ? host : dot;
        host++;
    }
    return dot ? host : i;
}

/* End of a mail address or of a web address that begins at i with its scheme or "www.", or i. */
static size_t address(const ch__tokenizer *z, size_t i, size_t end)
{
    static const char *const heads[] = {"http://", "https://", "ftp://", "www."};
    unsigned char first = (unsigned char)(z->text[i] | 0x20);
    if (z->at_sign && mailbox(z, i, end) > i)
        return mailbox(z, i, end);
    if (first != 'h' && first != 'f' && first != 'w')
        return i;
    for (size_t h = 0; h < sizeof heads / sizeof *heads; h++) {
        size_t n = strlen(heads[h]);
        if (end - i <= n || !ch__sv_eq_nocase((ch__sv){z->text + i, n}, ch__sv_of(heads[h])))
            continue;
        size_t to = i + n;
        while (to < end && class_at(z, to, end) != CH__B_SPACE && !memchr("<>\"", z->text[to], 3))
            to++;
        while (to > i + n && memchr(".,;:!?)]'", z->text[to - 1], 9))
            to--;
        return to;
    }
    return i;
}

/* ".5", "$.04", "+44": a mark that belongs to the figures behind it. */
static bool begins_number(const ch__tokenizer *z, size_t i, size_t end)
{
    if ((z->text[i] != '.' && z->text[i] != '+') || !digit_at(z, i + 1, end))
        return false;
    return i == 0 || space_at(z, i - 1, i) || (z->text[i] == '.' && z->text[i - 1] == '$');
}

/* Takes one token at i (not white space) and returns where it ended. `end` is that of the chunk. */
static size_t token(ch__tokenizer *z, size_t i, size_t end)
{
    size_t n;
    unsigned char b = (unsigned char)z->text[i];
    size_t to = address(z, i, end);
    if (to > i) {
        emit(z, i, to, CH__ADDRESS, 0);
        return to;
    }
    ch__cp_class c = class_of(z, i, end, &n);
    if (c == CH__CP_LETTER)
        return ch__word(z, i, i, end);
    if (b >= 0x80 && c == CH__CP_DIGIT)
        return ch__word(z, i, i, end);
    if (c == CH__CP_DIGIT || (b < 0x80 && begins_number(z, i, end)))
        return number(z, i, end);
    if ((b == '@' || b == '#') && letter_at(z, i + 1, end))
        return ch__word(z, i, i, end); /* @name, #topic */
    return b < 0x80 ? ascii_punctuation(z, i, end) : wide_punctuation(z, i, end);
}

static size_t chunk_end(const ch__tokenizer *z, size_t i, size_t end)
{
    while (i < end) {
        uint8_t c = ch__byte_class[(unsigned char)z->text[i]];
        if (c == CH__B_SPACE || (c == CH__B_HIGH && space_at(z, i, end)))
            break;
        i++;
        while (c == CH__B_HIGH && i < end && ((unsigned char)z->text[i] & 0xC0) == 0x80)
            i++;
    }
    return i;
}

/* Skips white space and notes it on the token before. */
static inline size_t skip_space(ch__tokenizer *z, size_t i, size_t end)
{
    size_t from = i, n;
    if (i < end && z->text[i] == ' ')
        i++; /* mostly it is one, and a letter follows */
    if (class_at(z, i, end) != CH__B_LETTER)
        while (i < end && class_of(z, i, end, &n) == CH__CP_SPACE)
            i += n;
    if (i > from && z->doc->n_tokens > z->first)
        z->doc->tokens[z->doc->n_tokens - 1].flags |= CH_TOKEN_SPACE_AFTER;
    return i;
}

void ch__tokenize(ch__tokenizer *z, ch_span bytes)
{
    z->first = z->doc->n_tokens;
    z->end = bytes.end;
    z->double_open = z->single_open = false;
    for (size_t i = bytes.start; (i = skip_space(z, i, bytes.end)) < bytes.end;) {
        size_t to = letters(z, i, bytes.end);
        uint8_t next = class_at(z, to, bytes.end);
        if (to > i && next == CH__B_SPACE) {
            plain_word(z, i, to);
            i = to;
            continue;
        }
        if (to > i && z->text[to] == ',' && class_at(z, to + 1, bytes.end) == CH__B_SPACE) {
            plain_word(z, i, to);
            emit(z, to, to + 1, CH__COMMA, 0);
            i = to + 1;
            continue;
        }
        size_t end = chunk_end(z, to, bytes.end);
        const char *at_sign = memchr(z->text + to, '@', end - to);
        z->at_sign = at_sign ? (size_t)(at_sign - z->text) : 0;
        if (to > i && address(z, i, end) == i)
            i = ch__word(z, i, to, end);
        while (i < end)
            i = token(z, i, end);
    }
    if (z->doc->n_tokens > z->first && bytes.end < z->doc->len && space_at(z, bytes.end, z->doc->len))
        z->doc->tokens[z->doc->n_tokens - 1].flags |= CH_TOKEN_SPACE_AFTER;
}

/* Notes length and first, second and last letter of the words written together, so that other words are not looked up.
 */
static void note_merged(ch__tokenizer *z)
{
    for (uint32_t row = 0; z->contractions && row < ch__table_rows(z->contractions); row++) {
        const char *form = ch__table_cell(z->contractions, row, 0);
        size_t n = form && ch__table_cell(z->contractions, row, z->contraction_split) ? strlen(form) : 0;
        if (n < 2 || n >= 8)
            continue;
        z->merged[n] |= 1u << (form[0] & 31);
        z->merged_second[n] |= 1u << (form[1] & 31);
        z->merged_last[n] |= 1u << (form[n - 1] & 31);
    }
}

void ch__tokenizer_init(ch__tokenizer *z, const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    *z = (ch__tokenizer){.doc = doc, .scratch = scratch, .text = doc->text};
    z->abbreviations = ch__knowledge_table(k, "text/abbreviations");
    z->contractions = ch__knowledge_table(k, "text/contractions");
    z->affixes = ch__knowledge_table(k, "text/affixes");
    z->units = ch__knowledge_table(k, "text/units");
    if (z->abbreviations)
        z->abbreviation_class = ch__table_column(z->abbreviations, "class");
    if (z->contractions) {
        z->contraction_kind = ch__table_column(z->contractions, "kind");
        z->contraction_split = ch__table_column(z->contractions, "split");
    }
    if (z->affixes)
        z->affix_kind = ch__table_column(z->affixes, "kind");
    note_merged(z);
}
