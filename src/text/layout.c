/* layout.c - text to blocks. Plain text has its structure in its line ends: paragraphs between blank lines, one
 * paragraph a line, lines wrapped at a column, lists. Markup says where the blocks are. What a block is, boilerplate.c
 * decides. */
#include "text/layout.h"

#include "base/utf8.h"

typedef struct line {
    uint32_t start, end; /* without white space at both ends; start == end: blank */
    uint32_t indent;     /* bytes of white space before it */
    uint32_t first_word; /* its length */
    bool bullet;         /* begins with a mark of a list */
} line;

typedef struct lines {
    const char *text;
    line *at;
    uint32_t n, cap;
} lines;

/* White space at i: its length in bytes, or 0. */
static uint32_t space_length(const char *text, uint32_t i, uint32_t end)
{
    unsigned char c = (unsigned char)text[i];
    if (c < 0x80)
        return ch__is_space(c);
    if (c != 0xC2 && c != 0xE2 && c != 0xE3 && c != 0xEF && c != 0xE1)
        return 0;
    size_t j = i;
    return ch__cp_is_space(ch__utf8_next(text, end, &j)) ? (uint32_t)(j - i) : 0;
}

static uint32_t skip_front(const char *text, uint32_t start, uint32_t end)
{
    uint32_t n;
    while (start < end && (n = space_length(text, start, end)))
        start += n;
    return start;
}

static uint32_t skip_back(const char *text, uint32_t start, uint32_t end)
{
    while (end > start) {
        size_t at = end;
        if (!ch__cp_is_space(ch__utf8_prev(text, &at)))
            break;
        end = (uint32_t)at;
    }
    return end;
}

/* "- item", "* item", "• item", "1) item", "(a) item"; "1. item" too. */
static bool is_bullet(const char *s, uint32_t n)
{
    static const char *const marks[] = {"- ",           "* ",           "+ ",           "\xE2\x80\xA2",
                                        "\xE2\x96\xAA", "\xE2\x97\x8F", "\xE2\x97\xA6", "\xE2\x96\xBA",
                                        "\xE2\x80\xA3", "\xE2\x96\xA0", "\xC2\xB7",     "\xE2\x80\x93 "};
    if (n < 2 || (ch__is_alpha((unsigned char)s[0]) && s[1] != ')'))
        return false; /* nearly all lines */
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (ch__sv_starts((ch__sv){s, n}, ch__sv_of(marks[i])))
            return true;
    uint32_t i = n && s[0] == '(';
    uint32_t from = i;
    while (i < n && i < from + 2 && ch__is_digit((unsigned char)s[i]))
        i++;
    if (i == from && i < n && ch__is_lower((unsigned char)s[i]))
        i++;
    return i > from && i + 1 < n && (s[i] == ')' || (s[i] == '.' && i > 0 && ch__is_digit((unsigned char)s[i - 1]))) &&
           s[i + 1] == ' ';
}

static void add_line(ch__arena *scratch, lines *l, uint32_t from, uint32_t to)
{
    line *out = CH__PUSH(scratch, l->at, l->n, l->cap);
    out->start = skip_front(l->text, from, to);
    out->end = skip_back(l->text, out->start, to);
    out->indent = out->start - from;
    uint32_t i = out->start;
    while (i < out->end && !ch__is_space((unsigned char)l->text[i]))
        i++;
    out->first_word = i - out->start;
    out->bullet = is_bullet(l->text + out->start, out->end - out->start);
}

/* Cuts [from, to) at \n; at \r where there is no \n at all. \r\n leaves a \r that is white space. */
static lines cut_lines(ch__arena *scratch, const char *text, uint32_t from, uint32_t to)
{
    lines l = {.text = text};
    char mark = memchr(text + from, '\n', to - from) ? '\n' : '\r';
    while (from < to) {
        const char *p = memchr(text + from, mark, to - from);
        uint32_t end = p ? (uint32_t)(p - text) : to;
        add_line(scratch, &l, from, end);
        from = end + 1;
    }
    return l;
}

/* ---- lines wrapped at a column ---- */

enum { NARROWEST = 40, WIDEST = 100 };

static uint32_t width(const line *l)
{
    return l->end - l->start + (l->indent < 12 ? l->indent : 0);
}

/* Widest line of those that stand in runs of two and more, 0 when one of them is wider than any wrapped text. One line
 * in fifty may be: a web address. */
static uint32_t wrap_column(const lines *l)
{
    uint32_t widest = 0, wide = 0, all = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        uint32_t w = width(&l->at[i]);
        if (!w)
            continue;
        all++;
        if (w > WIDEST)
            wide++;
        else if (w > widest)
            widest = w;
    }
    return widest >= NARROWEST && wide <= all / 50 ? widest : 0;
}

/* Whether the first word of the next line would not have fitted on this one: so the line was broken for want of room.
 */
static bool full(const line *l, const line *next, uint32_t column)
{
    return width(l) + 1 + next->first_word > column;
}

static bool blank(const line *l)
{
    return l->start == l->end;
}

/* The column at which the text is wrapped, 0: it is not. Most breaks inside runs of lines must have been forced. */
static uint32_t find_wrap(const lines *l)
{
    uint32_t column = wrap_column(l), pairs = 0, forced = 0;
    for (uint32_t i = 0; column && i + 1 < l->n; i++) {
        if (blank(&l->at[i]) || blank(&l->at[i + 1]))
            continue;
        pairs++;
        forced += full(&l->at[i], &l->at[i + 1], column);
    }
    return forced >= 3 && forced * 10 >= pairs * 6 ? column : 0;
}

static bool starts_small(const char *text, const line *l)
{
    size_t i = l->start;
    return ch__cp_is_lower(ch__utf8_next(text, l->end, &i));
}

/* Whether line i + 1 goes on with the paragraph of line i. `item`: the paragraph is a list item. */
static bool goes_on(const lines *l, uint32_t i, uint32_t column, bool item)
{
    const line *a = &l->at[i], *b = &l->at[i + 1];
    if (b->bullet && !(column && full(a, b, column) && !a->bullet))
        return false;
    char last = l->text[a->end - 1];
    bool finished = memchr(".!?:;", last, 5) != NULL;
    if (column) {
        if (!item && b->indent > a->indent && finished)
            return false; /* first line of a paragraph set in */
        return full(a, b, column) || (starts_small(l->text, b) && !finished);
    }
    return width(a) >= NARROWEST && starts_small(l->text, b) && !finished;
}

void ch__block_add(ch__arena *scratch, ch__block_list *list, const char *text, ch_span bytes, uint8_t kind,
                   const char *why)
{
    bytes.start = skip_front(text, bytes.start, bytes.end);
    bytes.end = skip_back(text, bytes.start, bytes.end);
    if (bytes.start < bytes.end)
        *CH__PUSH(scratch, list->at, list->n, list->cap) = (ch_block){bytes, kind, why};
}

void ch__blocks_settle(ch_doc *doc, const ch__block_list *list)
{
    doc->blocks = ch__alloc_raw(ch__doc_arena(doc), ((size_t)list->n + 1) * sizeof *doc->blocks);
    if (list->n)
        memcpy(doc->blocks, list->at, list->n * sizeof *doc->blocks);
    doc->n_blocks = list->n;
}

static void blocks_of_lines(ch__arena *scratch, ch__block_list *list, const lines *l, bool wrapped, const char *why)
{
    uint32_t column = wrapped ? find_wrap(l) : 0;
    for (uint32_t i = 0; i < l->n; i++) {
        if (blank(&l->at[i]))
            continue;
        uint32_t first = i;
        while (i + 1 < l->n && !blank(&l->at[i + 1]) && goes_on(l, i, column, l->at[first].bullet))
            i++;
        ch_span bytes = {l->at[first].start, l->at[i].end};
        ch__block_add(scratch, list, l->text, bytes, CH_BLOCK_BODY, l->at[first].bullet ? "list item" : why);
    }
}

/* A stretch that markup calls one thing is one block; a paragraph may hold line breaks that the writer meant. */
static void blocks_of_hint(ch__arena *scratch, ch__block_list *list, const char *text, const ch__hint *hint)
{
    if (hint->kind != CH_BLOCK_BODY) {
        ch__block_add(scratch, list, text, hint->bytes, hint->kind, hint->why);
        return;
    }
    lines l = cut_lines(scratch, text, hint->bytes.start, hint->bytes.end);
    blocks_of_lines(scratch, list, &l, false, hint->why ? hint->why : "paragraph");
}

void ch__layout(const ch__knowledge *k, ch__arena *scratch, const ch__extract *in, ch_doc *doc)
{
    (void)k;
    ch__block_list list = {0};
    for (uint32_t i = 0; i < in->n_hints; i++)
        blocks_of_hint(scratch, &list, doc->text, &in->hints[i]);
    if (!in->n_hints) {
        lines l = cut_lines(scratch, doc->text, 0, doc->len);
        blocks_of_lines(scratch, &list, &l, true, "paragraph");
    }
    ch__blocks_settle(doc, &list);
}
