/* masthead.c - title, date lines, datelines, and what they say about when the story was published. */
#include "base/utf8.h"
#include "text/dateline.h"
#include "text/layout.h"

enum { GLUED_WITHIN = 3, LONGEST_TITLE = 260, SHORTEST_PARAGRAPH = 60 };

typedef struct reader {
    const ch__knowledge *k;
    ch__arena *scratch;
    ch_doc *doc;
    ch__dateline_tables tables;
    ch__date_words words;
    const ch__table *headers; /* text/headers */
    ch__block_list out;
    uint32_t paragraphs; /* body blocks of some length so far */
    bool timeline;       /* paragraphs begin with dates that are not that of the story */
    bool in_header;      /* the last blocks were lines with labels ("Title: ...") */
    ch_date line;        /* of a date line; year 0: none yet */
    bool line_is_update; /* it says when the story was changed, not when it came out */
    ch_date dateline;    /* month 0: none */
} reader;

static ch__sv rest_of(const reader *r, size_t from, size_t to)
{
    return (ch__sv){r->doc->text + from, to - from};
}

/* ---- date lines ---- */

static bool has_digit(ch__sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ch__is_digit((unsigned char)s.p[i]))
            return true;
    return false;
}

/* The first date of publication counts; that of a change only while there is no other. */
static void note_date(reader *r, ch_date d, bool update)
{
    if (d.year && (!r->line.year || (r->line_is_update && !update))) {
        r->line = d;
        r->line_is_update = update;
    }
}

/* Whether the first line may be a title: the next one is no line that reads like one. */
static bool may_be_title(const ch_doc *doc, uint32_t i)
{
    if (i > 0 || doc->n_blocks < 2)
        return i == 0;
    ch__sv next = ch__doc_sv(doc, doc->blocks[1].bytes);
    return doc->blocks[1].kind != CH_BLOCK_HEADING &&
           !(doc->blocks[1].kind == CH_BLOCK_BODY && next.n < SHORTEST_PARAGRAPH * 2 && !ch__finished(next));
}

/* Whether a block is a date line and nothing else, and notes its date. Of a byline or the agency's header above the
 * story ("Source: Agency | 2025-05-04 | Editor: desk") the date is noted too, but it stays what it is. */
static bool take_date_line(reader *r, uint32_t i)
{
    enum { LONGEST = 160 };
    const ch_block *b = &r->doc->blocks[i];
    ch__sv s = ch__doc_sv(r->doc, b->bytes);
    bool credit = (b->kind == CH_BLOCK_BYLINE || b->kind == CH_BLOCK_WIRE) && r->paragraphs == 0;
    if (s.n > LONGEST || !has_digit(s) ||
        !(b->kind == CH_BLOCK_BODY || b->kind == CH_BLOCK_HEADING || b->kind == CH_BLOCK_DATE ||
          b->kind == CH_BLOCK_NAVIGATION || credit))
        return false;
    ch__date_line l = ch__date_line_read(&r->words, s, r->paragraphs < 2, may_be_title(r->doc, i));
    if (!l.is_one)
        return b->kind == CH_BLOCK_DATE;
    if (r->paragraphs < 3 || (l.labelled && !r->line.year))
        note_date(r, l.published.year ? l.published : l.updated, !l.published.year);
    return !credit;
}

/* ---- metadata glued to the first paragraph ---- */

/* Whether the next paragraph begins with a date too: entries of a timeline, whose dates are not that of the story. */
static bool entry_follows(const reader *r, uint32_t i)
{
    ch_date d;
    for (i++; i < r->doc->n_blocks; i++)
        if (r->doc->blocks[i].kind == CH_BLOCK_BODY)
            return ch__date_at(&r->tables.dates, ch__doc_sv(r->doc, r->doc->blocks[i].bytes), true, &d) > 0;
    return false;
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

static ch_span take_glued(reader *r, uint32_t i, ch_span bytes)
{
    ch_date d;
    bool update, sure;
    size_t n = ch__glued_date(&r->words, rest_of(r, bytes.start, bytes.end), &d, &update, &sure);
    r->timeline = r->timeline || (n && !sure && entry_follows(r, i));
    if (!n || (!sure && r->timeline))
        return bytes;
    note_date(r, d, update);
    bytes = cut_front(r, bytes, n, CH_BLOCK_DATE, "date: metadata glued to the story");
    n = glued_wire(rest_of(r, bytes.start, bytes.end));
    return n ? cut_front(r, bytes, n, CH_BLOCK_WIRE, "wire: metadata glued to the story") : bytes;
}

/* ---- header lines ---- */

/* "Title: Ministers meet": the field that text/headers gives the label before the colon, and where its value begins. */
static const char *header_field(const reader *r, ch__sv s, size_t *value)
{
    enum { LONGEST = 20 };
    char key[LONGEST];
    const char *colon = r->headers ? memchr(s.p, ':', s.n < LONGEST ? s.n : LONGEST) : NULL;
    size_t n = colon ? ch__fold(s.p, (size_t)(colon - s.p), key, sizeof key) : (size_t)-1;
    while (n != (size_t)-1 && n > 0 && key[n - 1] == ' ')
        n--;
    uint32_t row = n == (size_t)-1 ? CH_NONE : ch__table_find(r->headers, (ch__sv){key, n});
    *value = colon ? (size_t)(colon - s.p) + 1 : 0;
    while (*value < s.n && s.p[*value] == ' ')
        ++*value;
    return row == CH_NONE || *value == s.n ? NULL
                                           : ch__table_cell(r->headers, row, ch__table_column(r->headers, "field"));
}

/* The value of a source or author line up to a bar, kept when the container states none. */
static void keep_credit(reader *r, const char **field, ch__sv value)
{
    const char *bar = memchr(value.p, '|', value.n);
    value = ch__sv_trim((ch__sv){value.p, bar ? (size_t)(bar - value.p) : value.n});
    if (!*field && value.n)
        *field = ch__copy(ch__doc_arena(r->doc), value);
}

/* Reads a header line above the story; *kind and the start of *bytes change with what it is. */
static void take_header(reader *r, uint32_t i, ch_span *bytes, uint8_t *kind, const char **why)
{
    enum { WITHIN = 12, LONGEST_CREDIT = 80 };
    size_t value;
    const char *field =
        r->paragraphs || i >= WITHIN ? NULL : header_field(r, rest_of(r, bytes->start, bytes->end), &value);
    if (!field)
        return;
    bool title = field[0] == 't', body = field[0] == 'b';
    ch__sv rest = rest_of(r, bytes->start + value, bytes->end);
    if ((title || body) ? i > 0 && !r->in_header : rest.n > LONGEST_CREDIT || ch__finished(rest))
        return;
    r->in_header = true;
    if (field[0] == 's')
        keep_credit(r, &r->doc->source, rest);
    else if (field[0] == 'a')
        keep_credit(r, &r->doc->author, rest);
    if ((*kind != CH_BLOCK_BODY && *kind != CH_BLOCK_HEADING) || (title && rest.n > LONGEST_TITLE))
        return;
    if (title || body) {
        *bytes = cut_front(r, *bytes, value, CH_BLOCK_WIRE, "wire: label of a header line");
        *kind = title ? CH_BLOCK_TITLE : CH_BLOCK_BODY;
        *why = title ? "title: labelled so" : *why;
    } else {
        *kind = field[0] == 'a' ? CH_BLOCK_BYLINE : CH_BLOCK_WIRE;
        *why = "header line with a label";
    }
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
    if (!doc->dateline.bytes.end) {
        doc->dateline.bytes = (ch_span){bytes.start, bytes.start + (uint32_t)n};
        doc->dateline.place = d.place.n ? ch__copy(ch__doc_arena(doc), d.place) : NULL;
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

static void read_block(reader *r, uint32_t i)
{
    const ch_block *b = &r->doc->blocks[i];
    ch_span bytes = b->bytes;
    uint8_t kind = b->kind;
    const char *why = b->why;
    if (take_date_line(r, i)) {
        r->in_header = r->in_header || i == 0;
        ch__block_add(r->scratch, &r->out, r->doc->text, bytes, CH_BLOCK_DATE,
                      kind == CH_BLOCK_DATE ? why : "date line");
        return;
    }
    take_header(r, i, &bytes, &kind, &why);
    if (kind == CH_BLOCK_BODY) {
        if (i < GLUED_WITHIN || r->paragraphs == 0)
            bytes = take_glued(r, i, bytes);
        bytes = take_dateline(r, bytes);
        bool first = r->paragraphs == 0 && !r->doc->dateline.bytes.end && bytes.end - bytes.start <= LONGEST_TITLE;
        r->paragraphs += bytes.end - bytes.start >= SHORTEST_PARAGRAPH;
        if (first && dateline_follows(r, i)) {
            kind = CH_BLOCK_TITLE;
            why = "title: stands before the dateline";
        }
    }
    ch__block_add(r->scratch, &r->out, r->doc->text, bytes, kind, why);
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
    reader r = {.k = k, .scratch = scratch, .doc = doc, .headers = ch__knowledge_table(k, "text/headers")};
    r.tables = ch__dateline_tables_of(k);
    r.words = ch__date_words_of(k, &r.tables);
    for (uint32_t i = 0; i < doc->n_blocks; i++)
        read_block(&r, i);
    ch__blocks_settle(doc, &r.out);
    ch__set_title(doc, input->title ? input->title : in->title);
    if (doc->dateline.bytes.end) {
        ch_span b = doc->dateline.bytes;
        uint32_t before = (uint32_t)ch__utf8_count(doc->text, b.start);
        doc->dateline.chars =
            (ch_span){before, before + (uint32_t)ch__utf8_count(doc->text + b.start, b.end - b.start)};
    }
    set_published(&r, in, input, options);
}
