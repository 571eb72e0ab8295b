/* titles.c - which block is the title: stated elsewhere, or the first line that reads like one. */
#include "base/utf8.h"
#include "text/layout.h"

static bool same_folded(ch__sv a, ch__sv b)
{
    enum { LONGEST = 400 };
    char x[LONGEST], y[LONGEST];
    size_t n = ch__fold(a.p, a.n, x, sizeof x), m = ch__fold(b.p, b.n, y, sizeof y);
    return n == m && n != (size_t)-1 && memcmp(x, y, n) == 0;
}

/* A line that can be the title: longer than a heading in the story may be, no sentence. */
static bool title_like(const ch_doc *doc, const ch_block *b)
{
    enum { LONGEST = 220, MOST_WORDS = 26 };
    ch__sv s = ch__doc_sv(doc, b->bytes);
    if (b->kind == CH_BLOCK_HEADING)
        return true;
    if (b->kind != CH_BLOCK_BODY || s.n > LONGEST || strcmp(b->why, "list item") == 0)
        return false;
    uint32_t words = 1;
    for (size_t i = 0; i < s.n; i++)
        words += s.p[i] == ' ';
    if (s.n > 2 && (s.p[s.n - 1] == '"' || s.p[s.n - 1] == ')'))
        s.n--;
    return words <= MOST_WORDS && words >= 2 && !strchr(".;:,", s.p[s.n - 1]);
}

/* Whether a line is all in capitals, with letters in it. */
static bool all_capitals(ch__sv s)
{
    bool letters = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = ch__utf8_next(s.p, s.n, &i);
        if (ch__cp_is_lower(c))
            return false;
        letters = letters || ch__cp_is_upper(c);
    }
    return letters;
}

/* "THE LONG READ, SHORTENED" above a title: a few words in capitals, and the next line reads like a title in small
 * letters. A cue may have said it already. */
static bool kicker(const ch_doc *doc, uint32_t i)
{
    enum { MOST_WORDS = 4 };
    const ch_block *b = &doc->blocks[i];
    ch__sv s = ch__doc_sv(doc, b->bytes);
    uint32_t words = 1;
    if (strcmp(b->why, "heading: kicker") == 0)
        return true;
    for (size_t c = 0; c < s.n; c++)
        words += s.p[c] == ' ';
    if (words > MOST_WORDS || i + 1 >= doc->n_blocks || !all_capitals(s) || !title_like(doc, &doc->blocks[i + 1]))
        return false;
    return !all_capitals(ch__doc_sv(doc, doc->blocks[i + 1].bytes)) &&
           strcmp(doc->blocks[i + 1].why, "heading: kicker") != 0;
}

/* "AB/1234": the symbol of a paper, a single word. */
static bool one_word(ch__sv s)
{
    return s.n < 24 && !memchr(s.p, ' ', s.n) && !ch__finished(s);
}

static void to_heading(ch_block *b, const char *why)
{
    b->kind = CH_BLOCK_HEADING;
    b->why = why;
}

/* The block the stated title repeats, else the first line of the story that reads like one, when a paragraph follows.
 */
static uint32_t find_title(ch_doc *doc, const char *stated)
{
    uint32_t found = CH_NONE, above = CH_NONE;
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const ch_block *b = &doc->blocks[i];
        if (b->kind == CH_BLOCK_TITLE)
            return i;
        if (b->kind != CH_BLOCK_BODY && b->kind != CH_BLOCK_HEADING)
            continue;
        if (stated && same_folded(ch__doc_sv(doc, b->bytes), ch__sv_of(stated)))
            return i;
        if (found == CH_NONE && kicker(doc, i)) {
            to_heading(&doc->blocks[i], "heading: kicker");
            continue;
        }
        if (found != CH_NONE && b->kind == CH_BLOCK_HEADING)
            continue;
        if (found != CH_NONE)
            return found;
        bool fits = title_like(doc, b);
        if (!fits && !one_word(ch__doc_sv(doc, b->bytes)))
            return CH_NONE;
        if (fits && !stated)
            found = i;
        if (!fits)
            above = i;
        else if (above != CH_NONE)
            to_heading(&doc->blocks[above], "heading: one word above the title");
    }
    return CH_NONE;
}

void ch__set_title(ch_doc *doc, const char *stated)
{
    uint32_t i = find_title(doc, stated);
    if (i != CH_NONE && doc->blocks[i].kind != CH_BLOCK_TITLE) {
        doc->blocks[i].kind = CH_BLOCK_TITLE;
        doc->blocks[i].why = "title: first line, without a stop, before the story";
    }
    if (stated)
        doc->title = ch__copyz(ch__doc_arena(doc), stated);
    else if (i != CH_NONE)
        doc->title = ch__copy(ch__doc_arena(doc), ch__doc_sv(doc, doc->blocks[i].bytes));
}
