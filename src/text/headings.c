/* headings.c - section headings, and lines that come again: what shape and place say of the blocks that no cue decided.
 */
#include "base/utf8.h"
#include "text/layout.h"
#include "text/words.h"

bool ch__finished(ch__sv s)
{
    char last = s.n ? s.p[s.n - 1] : 0; /* the common cases first */
    if (last == '.' || ch__is_alpha((unsigned char)last) || ch__is_digit((unsigned char)last))
        return last == '.';
    static const char *const closers[] = {"\"", "'", ")", "]", "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB"};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof closers / sizeof *closers && !again; i++)
            if (ch__sv_ends(s, ch__sv_of(closers[i]))) {
                s.n -= strlen(closers[i]);
                again = true;
            }
    }
    static const char *const stops[] = {".", "!", "?", ";", "\xE2\x80\xA6", "\xE3\x80\x82", "\xD8\x9F", "\xDB\x94"};
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (ch__sv_ends(s, ch__sv_of(stops[i])))
            return true;
    return false;
}

/* ---- lines that come again ---- */

typedef struct line_slot {
    uint64_t hash;
    uint32_t block; /* + 1 */
    uint32_t times;
} line_slot;

static bool short_line(const ch_doc *doc, const ch_block *b)
{
    return b->kind == CH_BLOCK_BODY && b->bytes.end - b->bytes.start <= 80 && !ch__finished(ch__doc_sv(doc, b->bytes));
}

/* A short line without a stop that comes again is furniture ("Story continues below"); the first of only two may be the
 * title. */
static void mark_repeated(ch__arena *scratch, ch_doc *doc)
{
    uint64_t size = 16;
    while (size < (uint64_t)doc->n_blocks * 2)
        size *= 2;
    line_slot *table = ch__alloc_array(scratch, size, sizeof *table);
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        ch_block *b = &doc->blocks[i];
        if (!short_line(doc, b))
            continue;
        ch__sv s = ch__doc_sv(doc, b->bytes);
        uint64_t h = s.n;
        for (size_t c = 0; c < s.n; c++)
            h = ch__mix(h, (unsigned char)s.p[c]);
        uint64_t at = h & (size - 1);
        while (table[at].block && table[at].hash != h)
            at = (at + 1) & (size - 1);
        if (!table[at].block) {
            table[at] = (line_slot){h, i + 1, 1};
            continue;
        }
        b->kind = CH_BLOCK_NAVIGATION;
        b->why = "line that comes again";
        if (++table[at].times > 2)
            doc->blocks[table[at].block - 1].kind = b->kind, doc->blocks[table[at].block - 1].why = b->why;
    }
}

/* ---- headings ---- */

static uint32_t count_words(ch__sv s)
{
    uint32_t n = 1;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == ' ';
    return n;
}

/* Reads like a heading: short, begins with a capital, a figure or a quotation, and does not end as a sentence does; a
 * short question may. */
static bool heading_like(const ch_doc *doc, const ch_block *b)
{
    enum { LONGEST = 100, MOST_WORDS = 12, QUESTION = 8, LABEL = 4 };
    ch__sv s = ch__doc_sv(doc, b->bytes);
    if (b->kind != CH_BLOCK_BODY || s.n > LONGEST || strcmp(b->why, "list item") == 0)
        return false;
    size_t i = 0;
    uint32_t first = ch__utf8_next(s.p, s.n, &i), words = count_words(s);
    if (ch__cp_is_lower(first) || words > MOST_WORDS)
        return false;
    char last = s.p[s.n - 1];
    if (last == '?')
        return words <= QUESTION && first != '"' && first != 0x201C;
    if (last == ':')
        return words <= LABEL;
    return last != ',' && !ch__finished(s);
}

/* Whether a story paragraph follows, with at most one other heading between. */
static bool paragraph_follows(const ch_doc *doc, uint32_t i)
{
    enum { REACH = 6 };
    uint32_t headings = 0;
    for (uint32_t n = 0; ++i < doc->n_blocks && n < REACH; n++) {
        uint8_t kind = doc->blocks[i].kind;
        if (kind == CH_BLOCK_HEADING || heading_like(doc, &doc->blocks[i])) {
            if (++headings > 1)
                return false;
        } else if (kind == CH_BLOCK_BODY) {
            return true;
        }
    }
    return false;
}

static void mark_headings(ch_doc *doc)
{
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        ch_block *b = &doc->blocks[i];
        if (heading_like(doc, b) && paragraph_follows(doc, i)) {
            b->kind = CH_BLOCK_HEADING;
            b->why = "heading: short line without a stop before a paragraph";
        }
    }
}

void ch__headings(ch__arena *scratch, ch_doc *doc)
{
    mark_repeated(scratch, doc);
    mark_headings(doc);
}
