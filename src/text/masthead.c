/* masthead.c - title, date lines, datelines, and what they say about when the story was published. */
#include "base/utf8.h"
#include "text/dateline.h"
#include "text/layout.h"

typedef struct reader {
    const ch__knowledge *k;
    ch__arena *scratch;
    ch_doc *doc;
    ch__dateline_tables tables;
    const ch__table *words; /* text/datewords: what may stand around a date */
    uint32_t words_kind;
    ch__block_list out;
    uint32_t paragraphs; /* body blocks of some length so far */
    ch_date line;        /* of a date line; year 0: none yet */
    bool line_is_update; /* it says when the story was changed, not when it came out */
    ch_date dateline;    /* month 0: none */
    ch_span dateline_bytes;
} reader;

static ch__sv rest_of(const reader *r, size_t from, size_t to)
{
    return (ch__sv){r->doc->text + from, to - from};
}

/* ---- date lines ---- */

/* Kind of a word that may stand in a date line: 'p' published, 'u' updated, 'o' other (a zone, "last", "at"); 0: none.
 */
static char date_word(const reader *r, ch__sv word)
{
    char key[24];
    size_t n = r->words ? ch__fold(word.p, word.n, key, sizeof key) : (size_t)-1;
    uint32_t row = n == (size_t)-1 ? CH_NONE : ch__table_find(r->words, (ch__sv){key, n});
    const char *kind = row == CH_NONE ? NULL : ch__table_cell(r->words, row, r->words_kind);
    return kind ? kind[0] : 0;
}

static size_t word_end(ch__sv s, size_t i)
{
    while (i < s.n && (ch__is_alpha((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0x80))
        i++;
    return i;
}

/* A time of day, "21:57", "12.30", "9pm": figures with marks inside. Returns its end, or i. */
static size_t clock_end(ch__sv s, size_t i)
{
    while (i < s.n && (ch__is_digit((unsigned char)s.p[i]) || (s.p[i] && strchr(":.+", s.p[i]))))
        i++;
    return i;
}

typedef struct date_line {
    ch_date published, updated;
    bool strange;     /* a word that does not belong */
    bool found, time; /* a date; at least a time of day */
} date_line;

/* Reads a line as a date line. Behind a bar ("| Editor: desk") anything may stand. */
static date_line read_date_line(const reader *r, ch__sv s)
{
    date_line l = {0};
    bool update = false;
    for (size_t i = 0; i < s.n && !l.strange;) {
        ch_date d;
        unsigned char c = (unsigned char)s.p[i];
        if (!ch__is_digit(c) && !ch__is_alpha(c) && c < 0x80 && c != '|') {
            i++;
            continue;
        }
        size_t n = ch__date_at(&r->tables.dates, (ch__sv){s.p + i, s.n - i}, false, &d);
        if (n) {
            ch_date *to = update ? &l.updated : &l.published;
            if (!to->year)
                *to = d;
            l.found = true;
            i += n;
            continue;
        }
        if (ch__is_digit(c)) {
            i = clock_end(s, i);
            l.time = true;
        } else if (ch__is_alpha(c)) {
            size_t to = word_end(s, i);
            char kind = date_word(r, (ch__sv){s.p + i, to - i});
            update = kind == 'u' ? true : kind == 'p' ? false : update;
            l.strange = kind == 0;
            i = to;
        } else if (c == '|' && (l.found || l.time)) {
            const char *next = memchr(s.p + i + 1, '|', s.n - i - 1);
            date_line more = read_date_line(r, (ch__sv){s.p + i + 1, (next ? (size_t)(next - s.p) : s.n) - i - 1});
            if (more.found && !more.strange && !l.published.year)
                l.published = more.published;
            i = next ? (size_t)(next - s.p) : s.n;
        } else {
            i++;
        }
    }
    return l;
}

static bool has_digit(ch__sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ch__is_digit((unsigned char)s.p[i]))
            return true;
    return false;
}

/* Whether a block is a date line and nothing else, and notes its date. */
static bool take_date_line(reader *r, const ch_block *b)
{
    enum { LONGEST = 160 };
    ch__sv s = ch__doc_sv(r->doc, b->bytes);
    if (s.n > LONGEST || !has_digit(s) ||
        !(b->kind == CH_BLOCK_BODY || b->kind == CH_BLOCK_HEADING || b->kind == CH_BLOCK_DATE ||
          b->kind == CH_BLOCK_NAVIGATION))
        return false;
    date_line l = read_date_line(r, s);
    if (l.strange || !(l.found || l.time))
        return b->kind == CH_BLOCK_DATE;
    bool update = !l.published.year;
    ch_date d = update ? l.updated : l.published;
    if (d.year && (!r->line.year || (r->line_is_update && !update)) && r->paragraphs < 3) {
        r->line = d;
        r->line_is_update = update;
    }
    return true;
}

/* ---- metadata glued to the first paragraph ---- */

/* " date 2021-08-28 Somebody said": the label, the date, then the story. Returns the bytes of the front part, 0: none.
 */
static size_t glued_date(reader *r, ch__sv s, ch_date *d)
{
    size_t i = word_end(s, 0);
    char kind = i ? date_word(r, (ch__sv){s.p, i}) : 'p';
    bool digits_only = i == 0;
    if (kind != 'p')
        return 0;
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == ':'))
        i++;
    size_t n = ch__date_at(&r->tables.dates, (ch__sv){s.p + i, s.n - i}, false, d);
    size_t next = i + n;
    while (next < s.n && s.p[next] == ' ')
        next++;
    /* "4 May 2025 was ..." is a sentence; "2025-05-04 The" is not. */
    if (!n || next == s.n || (digits_only && !memchr("-/.", s.p[4], 3)))
        return 0;
    size_t at = next;
    return ch__cp_is_upper(ch__utf8_next(s.p, s.n, &at)) ? i + n : 0;
}

/* "MENAFN - GlobeNewsWire - Nasdaq) China and": the names of who passed the story on, up to a bracket that nothing
 * opened. */
static size_t glued_wire(ch__sv s)
{
    enum { LONGEST = 90 };
    uint32_t dashes = 0;
    for (size_t i = 0; i < s.n && i < LONGEST; i++) {
        bool begins = i == 0 || s.p[i - 1] == ' ';
        if (s.p[i] == '(' || s.p[i] == '.' || (begins && ch__is_lower((unsigned char)s.p[i])))
            return 0;
        dashes += s.p[i] == '-' && begins;
        if (s.p[i] == ')')
            return dashes ? i + 1 : 0;
    }
    return 0;
}

static ch_span cut_front(reader *r, ch_span bytes, size_t n, ch_block_kind kind, const char *why)
{
    ch_span front = {bytes.start, bytes.start + (uint32_t)n};
    ch__block_add(r->scratch, &r->out, r->doc->text, front, (uint8_t)kind, why);
    bytes.start = front.end;
    while (bytes.start < bytes.end && ch__is_space((unsigned char)r->doc->text[bytes.start]))
        bytes.start++;
    return bytes;
}

static ch_span take_glued(reader *r, ch_span bytes)
{
    ch_date d;
    size_t n = glued_date(r, rest_of(r, bytes.start, bytes.end), &d);
    if (!n)
        return bytes;
    if (!r->line.year)
        r->line = d;
    bytes = cut_front(r, bytes, n, CH_BLOCK_DATE, "date: metadata glued to the story");
    n = glued_wire(rest_of(r, bytes.start, bytes.end));
    return n ? cut_front(r, bytes, n, CH_BLOCK_WIRE, "wire: metadata glued to the story") : bytes;
}

/* ---- datelines ---- */

static const char *agency_name(const reader *r, ch__sv stated)
{
    const ch__table *t = r->tables.agencies;
    ch__hit hit;
    size_t n;
    if (t && ch__phrase_starts(r->k, t, stated, &hit, &n) && n == stated.n) {
        const char *name = ch__table_cell(t, hit.row, ch__table_column(t, "name"));
        if (name)
            return name;
    }
    return stated.n ? ch__copy(ch__doc_arena(r->doc), stated) : NULL;
}

static ch_span take_dateline(reader *r, ch_span bytes)
{
    ch__dateline_parts d;
    ch_doc *doc = r->doc;
    size_t n = ch__dateline(&r->tables, rest_of(r, bytes.start, bytes.end), r->paragraphs < 2, &d);
    if (!n)
        return bytes;
    if (!doc->dateline.place) {
        doc->dateline.bytes = (ch_span){bytes.start, bytes.start + (uint32_t)n};
        doc->dateline.place = ch__copy(ch__doc_arena(doc), d.place);
        doc->dateline.agency = agency_name(r, d.agency);
        r->dateline = d.date;
    }
    return cut_front(r, bytes, n, CH_BLOCK_DATELINE, "dateline");
}

/* Whether the next paragraph of the story begins with a dateline: then the one before it is no part of the story. */
static bool dateline_follows(const reader *r, uint32_t block)
{
    enum { REACH = 4 };
    ch__dateline_parts d;
    for (uint32_t i = block + 1; i < r->doc->n_blocks && i <= block + REACH; i++)
        if (r->doc->blocks[i].kind == CH_BLOCK_BODY)
            return ch__dateline(&r->tables, ch__doc_sv(r->doc, r->doc->blocks[i].bytes), true, &d) > 0;
    return false;
}

/* ---- the pass over the blocks ---- */

enum { GLUED_WITHIN = 3, LONGEST_TITLE = 260, SHORTEST_PARAGRAPH = 60 };

static void read_block(reader *r, uint32_t i)
{
    const ch_block *b = &r->doc->blocks[i];
    ch_span bytes = b->bytes;
    uint8_t kind = b->kind;
    const char *why = b->why;
    if (take_date_line(r, b)) {
        ch__block_add(r->scratch, &r->out, r->doc->text, bytes, CH_BLOCK_DATE,
                      kind == CH_BLOCK_DATE ? why : "date line");
        return;
    }
    if (kind == CH_BLOCK_BODY) {
        if (i < GLUED_WITHIN)
            bytes = take_glued(r, bytes);
        bytes = take_dateline(r, bytes);
        bool first = r->paragraphs == 0 && !r->doc->dateline.place && bytes.end - bytes.start <= LONGEST_TITLE;
        r->paragraphs += bytes.end - bytes.start >= SHORTEST_PARAGRAPH;
        if (first && dateline_follows(r, i)) {
            kind = CH_BLOCK_TITLE;
            why = "title: stands before the dateline";
        }
    }
    ch__block_add(r->scratch, &r->out, r->doc->text, bytes, kind, why);
}

/* ---- title ---- */

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

/* The block the stated title repeats, else the first line of the story that reads like one, when a paragraph follows.
 */
static uint32_t find_title(const ch_doc *doc, const char *stated)
{
    uint32_t found = CH_NONE;
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const ch_block *b = &doc->blocks[i];
        if (b->kind == CH_BLOCK_TITLE)
            return i;
        if (b->kind != CH_BLOCK_BODY && b->kind != CH_BLOCK_HEADING)
            continue;
        if (stated && same_folded(ch__doc_sv(doc, b->bytes), ch__sv_of(stated)))
            return i;
        if (found != CH_NONE && b->kind == CH_BLOCK_HEADING)
            continue;
        if (found != CH_NONE)
            return found;
        if (!title_like(doc, b))
            return CH_NONE;
        if (!stated)
            found = i;
    }
    return CH_NONE;
}

static void set_title(ch_doc *doc, const char *stated)
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

/* ---- publication date ---- */

/* A date as metadata states it: ISO 8601, "20250504", RFC 822, or as printed. */
static bool stated_date(const ch__knowledge *k, const char *text, ch_date *out)
{
    ch__sv s = ch__sv_trim(ch__sv_of(text));
    if (!text || !s.n)
        return false;
    char iso[11];
    if (s.n >= 8 && memchr(s.p, '-', s.n) == NULL && strspn(s.p, "0123456789") == 8) {
        memcpy(iso, s.p, 4), iso[4] = '-', memcpy(iso + 5, s.p + 4, 2), iso[7] = '-', memcpy(iso + 8, s.p + 6, 2),
                             iso[10] = 0;
        s = (ch__sv){iso, 10};
    }
    ch_date d;
    if ((ch__date_parse(s, &d) && d.day) || (s.n > 10 && ch__date_parse((ch__sv){s.p, 10}, &d) && d.day) ||
        ch__printed_date(k, s, false, &d)) {
        *out = d;
        return true;
    }
    return false;
}

/* Figures of a path at i: n digits with none before or behind. -1: not so. */
static int path_figure(const char *p, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (!ch__is_digit((unsigned char)p[i]))
            return -1;
        value = value * 10 + (p[i] - '0');
    }
    return ch__is_digit((unsigned char)p[n]) ? -1 : value;
}

/* A date in a path: /2025/04/25/, 2025-04-25-name, 20250425. Months and days have two digits; years are those of the
 * web. */
static bool path_date(const char *uri, ch_date *out)
{
    for (const char *p = uri; *p; p++) {
        if (!ch__is_digit((unsigned char)*p) ||
            (p > uri && (ch__is_digit((unsigned char)p[-1]) || ch__is_alpha((unsigned char)p[-1]))))
            continue;
        int y = path_figure(p, 4), all = y < 0 ? path_figure(p, 8) : -1, m = -1, d = -1;
        bool split = y > 0 && (p[4] == '/' || p[4] == '-' || p[4] == '_');
        if (split && (m = path_figure(p + 5, 2)) > 0 && p[7] == p[4])
            d = path_figure(p + 8, 2);
        if (all > 0)
            y = all / 10000, m = all / 100 % 100, d = all % 100;
        ch_date found = {(int16_t)y, (int8_t)m, (int8_t)d};
        if (y >= 1990 && y < 2100 && m > 0 && d > 0 && ch__date_valid(found)) {
            *out = found;
            return true;
        }
    }
    return false;
}

/* A year that stands in the path alone (/2025/) or in the copyright line, when all that do agree; 0: none. */
static int other_year(const ch_doc *doc)
{
    int year = 0;
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        if (doc->blocks[i].kind != CH_BLOCK_LEGAL)
            continue;
        ch__sv s = ch__doc_sv(doc, doc->blocks[i].bytes);
        for (size_t p = 0; p + 4 <= s.n && p < 400; p++) {
            if (p && ch__is_digit((unsigned char)s.p[p - 1]))
                continue;
            int y = path_figure(s.p + p, 4);
            if (y < 1990 || y > 2100)
                continue;
            if (year && y != year)
                return 0;
            year = y;
        }
    }
    for (const char *p = strchr(doc->uri, '/'); p; p = strchr(p + 1, '/')) {
        int y = path_figure(p + 1, strlen(p + 1) < 4 ? 0 : 4);
        if (y >= 1990 && y < 2100 && p[5] == '/')
            return !year || y == year ? y : 0;
    }
    return year;
}

static void publish(ch_doc *doc, ch_date d, const char *step)
{
    doc->published = d;
    doc->published_step = step;
}

/* The first of the steps that knows. A dateline without year takes it from the date line, the path or the copyright
 * line. */
static void set_published(reader *r, const ch__extract *in, const ch_input *input, const ch_doc_options *options)
{
    ch_doc *doc = r->doc;
    ch_date path = {0}, stated = {0};
    bool has_path = path_date(doc->uri, &path);
    if (options && stated_date(r->k, options->published, &stated))
        publish(doc, stated, "option");
    else if (stated_date(r->k, input->published, &stated))
        publish(doc, stated, "metadata");
    else if (stated_date(r->k, in->published, &stated))
        publish(doc, stated, in->published_step ? in->published_step : "metadata");
    else if (r->line.year)
        publish(doc, r->line, "line");
    int year = doc->published.year ? doc->published.year : has_path ? path.year : other_year(doc);
    if (!r->dateline.year && r->dateline.month)
        r->dateline.year = (int16_t)year;
    if (r->dateline.year && ch__date_valid(r->dateline)) {
        doc->dateline.date = r->dateline;
        if (!doc->published.year)
            publish(doc, r->dateline, "dateline");
    }
    if (!doc->published.year && has_path)
        publish(doc, path, "uri");
}

void ch__masthead(const ch__knowledge *k, ch__arena *scratch, const ch__extract *in, const ch_input *input,
                  const ch_doc_options *options, ch_doc *doc)
{
    reader r = {.k = k, .scratch = scratch, .doc = doc, .words = ch__knowledge_table(k, "text/datewords")};
    r.tables = ch__dateline_tables_of(k);
    r.words_kind = r.words ? ch__table_column(r.words, "kind") : 0;
    for (uint32_t i = 0; i < doc->n_blocks; i++)
        read_block(&r, i);
    ch__blocks_settle(doc, &r.out);
    set_title(doc, input->title ? input->title : in->title);
    if (doc->dateline.place) {
        ch_span b = doc->dateline.bytes;
        uint32_t before = (uint32_t)ch__utf8_count(doc->text, b.start);
        doc->dateline.chars =
            (ch_span){before, before + (uint32_t)ch__utf8_count(doc->text + b.start, b.end - b.start)};
    }
    set_published(&r, in, input, options);
}
