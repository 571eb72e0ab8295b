/* sentences.c - blocks to sentences, and the code-point offsets of everything found. */
#include "text/splitter.h"
#include "text/text.h"
#include "text/tokens.h"

enum { MOST_SENTENCE = 1000, LONGEST_BRACKET = 60 /* tokens */ };

typedef struct splitter {
    ch__tokenizer z;
    const ch__splitter *trained; /* NULL: rules only */
    const ch__table *starters, *saying;
    ch_sentence *sentences; /* scratch until the end */
    uint32_t n, cap;
    uint32_t block;
    uint32_t habits; /* of the writer of the block, for the trained part */
    bool parted;     /* a sentence of the block ended without one */
    uint32_t known;  /* the first token of the sentence, once it is read */
    ch__gap_token known_first;
    uint32_t read, read_form; /* the token last read for a bare gap, and its form */
    /* of the sentence in hand */
    uint32_t first;      /* token */
    uint32_t opened;     /* token of the round bracket that is open, or CH_NONE */
    bool quote;          /* a quotation is open */
    bool quote_at_start; /* it was when the sentence began */
} splitter;

static ch__shape shape(const splitter *s, uint32_t token)
{
    return (ch__shape)s->z.shapes[token];
}

static bool space_after(const splitter *s, uint32_t token)
{
    return s->z.doc->tokens[token].flags & CH_TOKEN_SPACE_AFTER;
}

/* Whether the lower-case form of a token is a key of the table. */
static bool token_in(const splitter *s, const ch__table *t, uint32_t token)
{
    char key[16];
    ch__sv form = ch__token_sv(s->z.doc, token);
    if (!t || form.n > sizeof key)
        return false;
    for (size_t i = 0; i < form.n; i++)
        key[i] = ch__lower(form.p[i]);
    return ch__table_find(t, (ch__sv){key, form.n}) != CH_NONE;
}

static void push_one(splitter *s, uint32_t end)
{
    ch_sentence *out = CH__PUSH(s->z.scratch, s->sentences, s->n, s->cap);
    out->tokens = (ch_span){s->first, end};
    out->block = s->block;
    out->repeat_of = CH_NONE;
    if (s->z.doc->blocks[s->block].kind == CH_BLOCK_TITLE)
        out->flags |= CH_SENTENCE_TITLE;
    /* The mark that closes the quotation does not make the words after it quoted. */
    if (s->quote_at_start && shape(s, s->first) != CH__CLOSEQUOTE)
        out->flags |= CH_SENTENCE_QUOTE;
    s->first = end;
    s->quote_at_start = s->quote;
    s->opened = CH_NONE;
}

/* The best place to cut a run of tokens that is too long: behind the last semicolon or comma of its second half, else
 * behind the last white space, else at its end. */
static uint32_t cut(const splitter *s, uint32_t from, uint32_t end)
{
    uint32_t space = end;
    for (uint32_t t = end; t > from + (end - from) / 2; t--) {
        if (shape(s, t - 1) == CH__COMMA && space_after(s, t - 1))
            return t;
        if (space == end && space_after(s, t - 1))
            space = t;
    }
    while (space > from + 1 && (s->z.doc->tokens[space].flags & CH_TOKEN_MWT_INSIDE))
        space--; /* never between "do" and "n't" */
    return space;
}

/* Makes the sentence that ends before token `end`. Records repeat their sentence, so one without end would make the
 * output grow with its square: it is cut to pieces. */
static void push(splitter *s, uint32_t end)
{
    while (end - s->first > MOST_SENTENCE) {
        bool quote = s->quote;
        s->quote = s->quote_at_start; /* what lies open at the cut is not known any more */
        push_one(s, cut(s, s->first, s->first + MOST_SENTENCE));
        s->quote = quote;
    }
    push_one(s, end);
}

/* "What next?" Xi asked. / "Why now?" the minister said: the question is part of the sentence that reports it. */
static bool said_next(const splitter *s, uint32_t next, uint32_t end)
{
    enum { REACH = 5 }; /* "the foreign ministry spokesman said" */
    for (uint32_t t = next; t < end && t < next + REACH; t++) {
        if (shape(s, t) > CH__NUMBER && shape(s, t) < CH__TITLE)
            return false;
        if (token_in(s, s->saying, t))
            return true;
    }
    return false;
}

/* Whether an abbreviation before `next` ends the sentence: only when a word follows that seldom stands inside one
 * with a capital: "in the U.S. The", not "the U.S. Senate". */
static bool after_abbreviation(const splitter *s, uint32_t next)
{
    ch__shape n = shape(s, next);
    return (n == CH__UPPER && token_in(s, s->starters, next)) || n == CH__BULLET;
}

/* A bracket that opened inside the sentence not long ago is still open: "(He laughed. They did not.)" is one piece. */
static bool in_brackets(const splitter *s, uint32_t token)
{
    return s->opened != CH_NONE && s->opened > s->first && token - s->opened < LONGEST_BRACKET;
}

/* "1. The parties agree": a number and a stop that begin a sentence belong to it. */
static bool list_number(const splitter *s, uint32_t stop)
{
    return stop == s->first + 1 && (shape(s, s->first) == CH__NUMBER || shape(s, s->first) == CH__INITIAL);
}

/* A reference number after the stop, "in Dulwich. [17] Placed under", belongs to the sentence before it. */
static uint32_t behind_reference(const splitter *s, uint32_t next, uint32_t end)
{
    if (next + 2 < end && shape(s, next) == CH__OPEN && shape(s, next + 1) == CH__NUMBER &&
        shape(s, next + 2) == CH__CLOSE && ch__token_sv(s->z.doc, next).p[0] == '[')
        return next + 3;
    return next;
}

/* Whether a sentence ends between the tokens before `next` and `next`; `stop` is the mark that may end it. */
static bool ends(const splitter *s, uint32_t stop, uint32_t next, uint32_t end)
{
    ch__shape mark = shape(s, stop), n = shape(s, next);
    bool closed = next > stop + 1, spaced = space_after(s, next - 1);
    if (n == CH__COMMA || n == CH__DASH || n == CH__CLOSE || mark == CH__TITLE)
        return false;   /* unilateralism.", he said */
    if (n == CH__LOWER) /* a writer without capitals began this sentence too */
        return spaced && !closed && (mark == CH__PERIOD || mark == CH__TERMINAL) && shape(s, s->first) == CH__LOWER;
    if (!spaced && n != CH__UPPER && n != CH__OPENQUOTE)
        return false;
    if (in_brackets(s, stop) || list_number(s, stop))
        return false;
    if ((mark == CH__ABBREV || mark == CH__INITIAL) && !closed)
        return after_abbreviation(s, next);
    if (mark == CH__ELLIPSIS && !closed)
        return n == CH__UPPER || n == CH__OPENQUOTE || n == CH__BULLET;
    if (mark == CH__TERMINAL && closed && shape(s, next - 1) == CH__CLOSEQUOTE)
        return !said_next(s, next, end);
    return true;
}

static void note_open(splitter *s, uint32_t token)
{
    switch (shape(s, token)) {
    case CH__OPENQUOTE: s->quote = true; break;
    case CH__CLOSEQUOTE: s->quote = false; break;
    case CH__OPEN: s->opened = token; break;
    case CH__CLOSE: s->opened = CH_NONE; break;
    default: break;
    }
}

enum {
    ENDS = 1u << CH__PERIOD | 1u << CH__TERMINAL | 1u << CH__ELLIPSIS | 1u << CH__ABBREV | 1u << CH__INITIAL,
    PAIRS = 1u << CH__OPENQUOTE | 1u << CH__CLOSEQUOTE | 1u << CH__OPEN | 1u << CH__CLOSE,
    /* at a bare gap: what no sentence ends in, and what hardly any begins with */
    OPENERS = 1u << CH__OPENQUOTE | 1u << CH__OPEN,
    MIDDLES = 1u << CH__LOWER | 1u << CH__COMMA | 1u << CH__CLOSE | 1u << CH__CLOSEQUOTE | 1u << CH__PERIOD |
              1u << CH__TERMINAL | 1u << CH__ELLIPSIS
};

static bool is_one_of(ch__shape mark, unsigned set)
{
    return set >> mark & 1;
}

/* ---- what the trained part is told of a gap ---- */

/* Letters of a word without case, of figures their number, of initials none: eight bytes from its start and eight to
 * its end, mixed. */
static uint32_t form_of(const splitter *s, uint32_t token)
{
    enum { WIDE = 8 };
    ch_span at = s->z.doc->tokens[token].bytes;
    uint32_t n = at.end - at.start;
    uint64_t head = 0, tail = 0, h;
    if (shape(s, token) == CH__NUMBER || shape(s, token) == CH__INITIAL)
        return n + 1;
    if (at.start + WIDE <= s->z.doc->len) {
        memcpy(&head, s->z.doc->text + at.start, WIDE);
        head &= n < WIDE ? ((uint64_t)1 << n * 8) - 1 : UINT64_MAX;
    } else
        memcpy(&head, s->z.doc->text + at.start, n);
    if (n > WIDE)
        memcpy(&tail, s->z.doc->text + at.end - WIDE, WIDE);
    h = (head | 0x2020202020202020u) * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 32 ^ (tail | 0x2020202020202020u)) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(h >> 32) ^ n;
}

/* The shape, finer: by case for words, the mark itself for others. */
static uint32_t kind_of(ch__shape shape, ch__sv form)
{
    enum { SINGLE = 20, CAPITALS, MARK = 256 };
    switch (shape) {
    case CH__UPPER:
        if (form.n > 1 && ch__is_upper((unsigned char)form.p[1]))
            return CAPITALS;
        return form.n == 1 ? SINGLE : CH__UPPER + 1;
    case CH__COMMA:
    case CH__TERMINAL:
    case CH__DASH:
    case CH__CLOSE:
    case CH__OTHER: return MARK + (unsigned char)form.p[0] + (form.n > 1 ? MARK : 0);
    default: return (uint32_t)shape + 1;
    }
}

static ch__gap_token gap_token(const splitter *s, uint32_t token)
{
    ch__sv form = ch__token_sv(s->z.doc, token);
    return (ch__gap_token){.form = form_of(s, token),
                           .kind = kind_of(shape(s, token), form),
                           .length = form.n < 15 ? (uint32_t)form.n : 15,
                           .spaced = space_after(s, token)};
}

/* The first token of the sentence in hand, read once. */
static ch__gap_token first_token(splitter *s)
{
    if (s->known != s->first) {
        s->known = s->first;
        s->known_first = gap_token(s, s->first);
    }
    return s->known_first;
}

/* A bracket that opened inside the sentence is open and closes soon. */
static bool inside_brackets(const splitter *s, uint32_t next, uint32_t end)
{
    if (!in_brackets(s, next - 1))
        return false;
    for (uint32_t t = next; t < end && t < next + LONGEST_BRACKET; t++)
        if (shape(s, t) == CH__CLOSE || shape(s, t) == CH__OPEN)
            return shape(s, t) == CH__CLOSE;
    return false;
}

/* Where no sentence ends whatever the trained part says: behind the mark that begins a list's item, inside brackets,
 * between "(So did she.)" and the words that go on. */
static bool never_ends(const splitter *s, uint32_t stop, uint32_t next, uint32_t end)
{
    if (stop == CH_NONE)
        return next == s->first + 1 && shape(s, s->first) == CH__BULLET;
    if (next == stop + 1 && (shape(s, stop) == CH__INITIAL || shape(s, stop) == CH__TITLE))
        return shape(s, next) != CH__UPPER || !token_in(s, s->starters, next); /* A. B. Lee */
    return (shape(s, next - 1) == CH__CLOSE && shape(s, next) == CH__LOWER) || inside_brackets(s, next, end);
}

/* A gap before `next`; `stop` is the mark that may end the sentence, or CH_NONE. */
static bool trained_end(splitter *s, uint32_t stop, uint32_t next, uint32_t end)
{
    ch__gap gap = {.so_far = next - s->first,
                   .left = end - next,
                   .habits = s->habits,
                   .quote = s->quote,
                   .brackets = s->opened != CH_NONE,
                   .parted = s->parted};
    for (uint32_t i = 0; i < CH__GAP_REACH; i++) {
        if (next - s->first > i)
            gap.before[i] = gap_token(s, next - 1 - i);
        if (next + i < end)
            gap.after[i] = gap_token(s, next + i);
    }
    gap.first = first_token(s);
    if (stop != CH_NONE) {
        gap.mark = gap_token(s, stop).kind;
        gap.rule = ends(s, stop, next, end);
    }
    return ch__splitter_ends(s->trained, &gap, s->z.doc->tokens[next - 1].bytes.end);
}

/* The shape and the length, less finely than kind_of tells them and faster. */
static uint32_t hint_kind(const splitter *s, uint32_t token)
{
    ch_span at = s->z.doc->tokens[token].bytes;
    uint32_t n = at.end - at.start;
    return (uint32_t)shape(s, token) << 3 | (n < 7 ? n : 7);
}

/* Whether a token closes a quotation of few words, "Baby Doc", or square brackets around words, "[occupied]": the name
 * behind it goes on. */
static bool closes_few(const splitter *s, uint32_t token)
{
    enum { FEW = 5 };
    if (shape(s, token) == CH__CLOSE && s->z.doc->text[s->z.doc->tokens[token].bytes.start] == ']')
        return token == s->first || shape(s, token - 1) != CH__NUMBER;
    if (shape(s, token) != CH__CLOSEQUOTE)
        return false;
    for (uint32_t t = token; t > s->first && token - t < FEW; t--)
        if (shape(s, t - 1) == CH__OPENQUOTE)
            return true;
    return false;
}

/* Whether a sentence may end behind `token` though no mark says so. */
static bool bare_gap(splitter *s, uint32_t token, uint32_t end)
{
    if (!space_after(s, token) || closes_few(s, token))
        return false;
    if (s->read != token)
        s->read_form = form_of(s, token);
    uint32_t form = s->read_form;
    s->read = token + 1;
    s->read_form = form_of(s, token + 1);
    return ch__splitter_hint(s->trained, &(ch__bare_gap){.form_before = form,
                                                         .form_after = s->read_form,
                                                         .kind_before = hint_kind(s, token),
                                                         .kind_after = hint_kind(s, token + 1),
                                                         .habits = s->habits << 1 | s->parted,
                                                         .so_far = token + 1 - s->first,
                                                         .left = end - token - 1});
}

/* Takes stock of a block for the trained part: of four words, how many begin with a capital; how many tokens there are
 * for a mark that ends sentences; whether it ends in such a mark. */
static void survey(splitter *s, uint32_t from, uint32_t end)
{
    uint32_t upper = 0, words = 1, marks = 1, last = end - 1;
    for (uint32_t t = from; t < end; t++) {
        upper += s->z.shapes[t] == CH__UPPER;
        words += s->z.shapes[t] <= CH__UPPER;
        marks += s->z.shapes[t] == CH__PERIOD || s->z.shapes[t] == CH__TERMINAL;
    }
    while (last > from && is_one_of(shape(s, last), 1u << CH__CLOSE | 1u << CH__CLOSEQUOTE))
        last--;
    uint32_t dense = (end - from) / marks;
    s->habits = upper * 4 / words << 4 |
                (dense < 8    ? 0
                 : dense < 16 ? 1
                 : dense < 24 ? 2
                 : dense < 40 ? 3
                              : 4)
                    << 1 |
                is_one_of(shape(s, last), ENDS);
    s->parted = false;
    s->read = s->known = CH_NONE;
}

/* ---- walking a block ---- */

/* The token behind the mark at `stop` and what closes with it. */
static uint32_t behind_mark(splitter *s, uint32_t stop, uint32_t end)
{
    uint32_t next = stop + 1;
    while (next < end && !space_after(s, next - 1) &&
           (shape(s, next) == CH__CLOSEQUOTE || shape(s, next) == CH__CLOSE || shape(s, next) == CH__TERMINAL))
        note_open(s, next++);
    return behind_reference(s, next, end);
}

static void split_block(splitter *s, uint32_t from, uint32_t end)
{
    s->first = from;
    s->opened = CH_NONE;
    s->quote = s->quote_at_start = false;
    for (uint32_t t = from; t < end; t++) {
        if (!is_one_of(shape(s, t), ENDS | PAIRS))
            continue; /* nearly all */
        note_open(s, t);
        if (!is_one_of(shape(s, t), ENDS))
            continue;
        uint32_t next = behind_mark(s, t, end);
        if (next < end && ends(s, t, next, end))
            push(s, next);
        t = next - 1;
    }
    if (s->first < end)
        push(s, end);
}

/* Of each shape, behind which others a look at the gap is worth while. */
static const uint32_t may_follow[] = {[CH__LOWER] = ~(MIDDLES | 1u << CH__ADDRESS),
                                      [CH__UPPER] = ~(MIDDLES | 1u << CH__ADDRESS),
                                      [CH__NUMBER] = ~MIDDLES,
                                      [CH__PERIOD] = ~0u,
                                      [CH__TERMINAL] = ~0u,
                                      [CH__ELLIPSIS] = ~0u,
                                      [CH__TITLE] = ~MIDDLES,
                                      [CH__ABBREV] = ~0u,
                                      [CH__INITIAL] = ~0u,
                                      [CH__OPENQUOTE] = ~0u,
                                      [CH__CLOSEQUOTE] = ~0u,
                                      [CH__OPEN] = ~0u,
                                      [CH__CLOSE] = ~0u,
                                      [CH__COMMA] = ~MIDDLES,
                                      [CH__DASH] = ~MIDDLES,
                                      [CH__BULLET] = ~MIDDLES,
                                      [CH__ADDRESS] = ~MIDDLES,
                                      [CH__OTHER] = ~0u};

/* The same with the trained part, which also looks at gaps without a mark; not in titles, where every word may have a
 * capital. */
static void split_block_trained(splitter *s, uint32_t from, uint32_t end)
{
    bool title = s->z.doc->blocks[s->block].kind == CH_BLOCK_TITLE;
    s->first = from;
    s->opened = CH_NONE;
    s->quote = s->quote_at_start = false;
    survey(s, from, end);
    for (uint32_t t = from; t + 1 < end; t++) {
        uint32_t next = t + 1, stop = CH_NONE;
        if (!is_one_of(shape(s, next), may_follow[shape(s, t)]))
            continue; /* nearly all */
        if (is_one_of(shape(s, t), PAIRS))
            note_open(s, t);
        if (is_one_of(shape(s, t), ENDS)) {
            next = behind_mark(s, t, end);
            stop = t;
        } else if (title || !bare_gap(s, t, end))
            continue;
        if (next < end && !never_ends(s, stop, next, end) && trained_end(s, stop, next, end)) {
            push(s, next);
            s->parted |= stop == CH_NONE;
        }
        t = next - 1;
    }
    if (s->first < end)
        push(s, end);
}

/* ---- places ---- */

/* The first byte at or behind i that is not ASCII, or the end. */
static uint32_t next_wide(const ch_doc *doc, uint32_t i)
{
    for (uint64_t w; i + 8 <= doc->len; i += 8) {
        memcpy(&w, doc->text + i, 8);
        if (w & 0x8080808080808080u)
            break;
    }
    while (i < doc->len && (unsigned char)doc->text[i] < 0x80)
        i++;
    return i;
}

/* Where the code points are counted: `extra` bytes so far belong to no code point of their own, and `wide` is the next
 * byte that is not ASCII. */
typedef struct counter {
    uint32_t wide, extra;
} counter;

/* The code-point offset of byte `to`, at or behind the last one asked for. */
static uint32_t chars_at(const ch_doc *doc, counter *c, uint32_t to)
{
    while (to > c->wide) {
        c->extra += ((unsigned char)doc->text[c->wide] & 0xC0) == 0x80;
        if (++c->wide < doc->len && (unsigned char)doc->text[c->wide] < 0x80)
            c->wide = next_wide(doc, c->wide);
    }
    return to - c->extra;
}

static void place_tokens(ch_doc *doc)
{
    counter c = {.wide = next_wide(doc, 0)};
    for (uint32_t t = 0; t < doc->n_tokens; t++) {
        ch_token *token = &doc->tokens[t];
        token->chars.start = chars_at(doc, &c, token->bytes.start);
        token->chars.end = chars_at(doc, &c, token->bytes.end);
    }
}

void ch__sentences(const ch__knowledge *k, const ch__splitter *trained, ch__arena *scratch, ch_doc *doc)
{
    splitter s = {.trained = ch__splitter_there(trained) ? trained : NULL,
                  .starters = ch__knowledge_table(k, "text/starters"),
                  .saying = ch__knowledge_table(k, "text/saying")};
    ch__tokenizer_init(&s.z, k, scratch, doc);
    for (uint32_t b = 0; b < doc->n_blocks; b++) {
        if (doc->blocks[b].kind != CH_BLOCK_BODY && doc->blocks[b].kind != CH_BLOCK_TITLE)
            continue;
        uint32_t from = doc->n_tokens;
        s.block = b;
        ch__tokenize(&s.z, doc->blocks[b].bytes);
        if (from < doc->n_tokens)
            (s.trained ? split_block_trained : split_block)(&s, from, doc->n_tokens);
    }
    place_tokens(doc);
    doc->sentences = ch__alloc_raw(ch__doc_arena(doc), ((size_t)s.n + 1) * sizeof *doc->sentences);
    doc->n_sentences = s.n;
    for (uint32_t i = 0; i < s.n; i++) {
        doc->sentences[i] = s.sentences[i];
        doc->sentences[i].bytes = ch__tokens_bytes(doc, s.sentences[i].tokens);
        doc->sentences[i].chars = ch__tokens_chars(doc, s.sentences[i].tokens);
    }
}
