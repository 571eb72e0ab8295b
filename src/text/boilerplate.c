/* boilerplate.c - what each block is: story, heading, or one of the things that stand around stories.
 *
 * The words that give them away are in knowledge/text/cues.tsv, with where in a block they must stand and what shape
 * the block must have. Rules on shape alone (bars of links, crumbs, initials of a desk) are here; headings.c goes
 * over what is left. */
#include "base/utf8.h"
#include "text/dateline.h"
#include "text/layout.h"

typedef struct cue {
    uint8_t kind;
    const char *run, *why;
} cue;

typedef struct marker {
    const ch__knowledge *k;
    ch__arena *scratch;
    ch_doc *doc;
    const ch__table *cues, *links;
    ch__dateline_tables tables;
    uint32_t kind_column, where_column, shape_column, run_column, why_column;
    ch__unit *units; /* of a window of the text */
    uint32_t n_units, at, window_end;
    ch__block_list out;
    uint32_t paragraphs; /* of the story so far */
    const char *run;     /* "list", "rest" or NULL: what the last cue says of the blocks behind it */
    ch_block run_like;
} marker;

/* One block as the rules see it. */
typedef struct look {
    ch_span bytes;
    const ch__unit *units;
    uint32_t n, head; /* units; the first that is not punctuation */
    uint32_t words;   /* units that are words */
    bool finished;    /* ends like a sentence */
    uint64_t cues[4]; /* bit i: a cue begins at unit i; not of the head of a long block, of which the start is asked */
} look;

typedef struct verdict {
    uint8_t kind;
    const char *why;
    uint32_t cut; /* byte at which a tail of that kind begins; 0: the whole block is of it */
    const char *run;
} verdict;

static unsigned char unit_byte(const marker *m, const ch__unit *u)
{
    return (unsigned char)m->doc->text[u->start];
}

static bool is_word(const marker *m, const ch__unit *u)
{
    unsigned char c = unit_byte(m, u);
    if (c < 0x80)
        return ch__is_alpha(c) || ch__is_digit(c);
    size_t i = u->start;
    uint32_t cp = ch__utf8_next(m->doc->text, u->end, &i);
    return ch__cp_is_letter(cp) || ch__cp_is_digit(cp);
}

static bool is_number(const marker *m, const ch__unit *u)
{
    return ch__is_digit(unit_byte(m, u));
}

/* Units are found for windows: of a long paragraph only the head is looked at, short blocks are taken many at a time.
 */
enum { LONG_BLOCK = 240, HEAD = 80, WINDOW = 1 << 15 };

static bool is_long(const ch_block *b)
{
    return b->bytes.end - b->bytes.start > LONG_BLOCK;
}

static uint32_t cut_units(marker *m, uint32_t from, uint32_t to, ch__unit **out)
{
    return m->cues ? ch__units_of(m->k, m->cues, m->scratch, m->doc->text, from, to, out)
                   : ch__units(m->k, m->scratch, m->doc->text, from, to, out);
}

static void open_window(marker *m, uint32_t block)
{
    const ch_block *b = &m->doc->blocks[block];
    uint32_t from = b->bytes.start, to = b->bytes.end;
    if (is_long(b)) {
        to = from + HEAD;
        while (!ch__is_space((unsigned char)m->doc->text[to]) && to < b->bytes.end)
            to++;
    } else {
        while (++block < m->doc->n_blocks && to - from < WINDOW && !is_long(&m->doc->blocks[block]))
            to = m->doc->blocks[block].bytes.end;
    }
    m->n_units = cut_units(m, from, to, &m->units);
    m->at = 0;
    m->window_end = to;
}

/* Notes where cues begin, which is nowhere in most blocks, so that the rules need not look at each unit again. */
static void note_cues(const marker *m, look *l)
{
    _Static_assert(LONG_BLOCK < 64 * sizeof l->cues / sizeof *l->cues, "a unit has at least one byte");
    ch__hit any;
    for (uint32_t i = 0; m->cues && i < l->n; i++)
        if (l->units[i].word != CH_NONE &&
            ch__phrases_at(m->k, l->units + i, l->n - i, ch__table_bit(m->cues), &any, 1))
            l->cues[i / 64] |= (uint64_t)1 << i % 64;
}

/* The first unit from i on at which a cue begins, or l->n. */
static uint32_t next_cue(const look *l, uint32_t i)
{
    for (; i < l->n; i = (i / 64 + 1) * 64) {
        uint64_t left = l->cues[i / 64] >> i % 64;
        if (left)
            return i + (uint32_t)__builtin_ctzll(left);
    }
    return l->n;
}

/* The head of a long block or all of a short one. The words of what is not looked at are estimated. */
static look look_at(marker *m, uint32_t block)
{
    enum { BYTES_A_WORD = 6 };
    const ch_block *b = &m->doc->blocks[block];
    look l = {.bytes = b->bytes, .finished = ch__finished(ch__doc_sv(m->doc, b->bytes))};
    if (b->bytes.start >= m->window_end)
        open_window(m, block);
    while (m->at < m->n_units && m->units[m->at].start < b->bytes.start)
        m->at++;
    l.units = m->units + m->at;
    while (m->at < m->n_units && m->units[m->at].start < b->bytes.end) {
        bool word = is_word(m, &m->units[m->at++]);
        l.n++;
        l.words += word;
        if (!l.words)
            l.head = l.n;
    }
    if (is_long(b))
        l.words += (b->bytes.end - m->window_end) / BYTES_A_WORD;
    else
        note_cues(m, &l);
    return l;
}

/* Whether the end of a long block may hold a credit or an end mark: it does not end as sentences end. */
static bool odd_end(const marker *m, const look *l)
{
    char last = m->doc->text[l->bytes.end - 1];
    return !l->finished || last == ')' || last == ']' || m->doc->text[l->bytes.end - 2] == ')';
}

/* The last words of a long block. */
static look look_at_end(marker *m, const look *l)
{
    look end = *l;
    uint32_t from = l->bytes.end - LONG_BLOCK;
    while (!ch__is_space((unsigned char)m->doc->text[from]) && from < l->bytes.end)
        from++;
    ch__unit *units;
    end.n = cut_units(m, from, l->bytes.end, &units);
    end.units = units;
    end.head = 0;
    note_cues(m, &end);
    return end;
}

/* ---- cues ---- */

static uint8_t kind_of(const char *name)
{
    for (uint8_t kind = 0; name && kind < CH_N_BLOCK_KINDS; kind++)
        if (strcmp(ch_block_kind_name((ch_block_kind)kind), name) == 0)
            return kind;
    return CH_BLOCK_BODY;
}

static cue read_cue(const marker *m, uint32_t row)
{
    return (cue){kind_of(ch__table_cell(m->cues, row, m->kind_column)), ch__table_cell(m->cues, row, m->run_column),
                 ch__table_cell(m->cues, row, m->why_column)};
}

/* All words from unit `from` on are names: capitals, with links ("and", "in", "de") between them. */
static bool all_names(const marker *m, const look *l, uint32_t from)
{
    uint32_t names = 0;
    for (uint32_t i = from; i < l->n; i++) {
        const ch__unit *u = &l->units[i];
        size_t at = u->start;
        if (!is_word(m, u))
            continue;
        if (ch__cp_is_upper(ch__utf8_next(m->doc->text, u->end, &at))) {
            names++;
            continue;
        }
        char folded[16];
        size_t n = ch__fold(m->doc->text + u->start, u->end - u->start, folded, sizeof folded);
        if (n == (size_t)-1 || !m->links || ch__table_find(m->links, (ch__sv){folded, n}) == CH_NONE)
            return false;
    }
    return names > 0;
}

/* Whether the block has the shape its cue asks for. `end`: unit behind the cue. */
static bool has_shape(const marker *m, const look *l, const char *shape, uint32_t end)
{
    switch (shape[0]) {
    case 'l': return !l->finished || l->words <= 8;                     /* line */
    case 's': return l->words <= 30;                                    /* short */
    case 'n': return l->words <= 14 && all_names(m, l, end);            /* names */
    case 'c': return end < l->n && unit_byte(m, &l->units[end]) == ':'; /* colon */
    }
    return true;
}

/* The longest cue of that place (first letter of "where") whose phrase begins at unit i and that fits the block.
 * `last`: it must end there; 0: anywhere. */
static bool cue_at(const marker *m, const look *l, uint32_t i, char where, uint32_t last, cue *out, uint32_t *units)
{
    enum { MOST = 8 };
    ch__hit hits[MOST];
    if (!m->cues || l->units[i].word == CH_NONE)
        return false;
    size_t n = ch__phrases_at(m->k, l->units + i, l->n - i, ch__table_bit(m->cues), hits, MOST);
    while (n-- > 0) {
        const char *place = ch__table_cell(m->cues, hits[n].row, m->where_column),
                   *shape = ch__table_cell(m->cues, hits[n].row, m->shape_column);
        if (!place || place[0] != where || (last && i + hits[n].units != last) ||
            !has_shape(m, l, shape ? shape : "", i + hits[n].units))
            continue;
        *out = read_cue(m, hits[n].row);
        *units = hits[n].units;
        return true;
    }
    return false;
}

/* Unit behind the last one that is neither punctuation nor a figure. */
static uint32_t core_end(const marker *m, const look *l)
{
    uint32_t end = l->n;
    while (end > l->head && (!is_word(m, &l->units[end - 1]) || is_number(m, &l->units[end - 1])))
        end--;
    return end;
}

static bool by_start(const marker *m, const look *l, verdict *v)
{
    cue c;
    uint32_t n, head = l->head, end = core_end(m, l);
    while (head < l->n && (!is_word(m, &l->units[head]) || is_number(m, &l->units[head])))
        head++; /* 12 Comments */
    bool hit = (head < end && cue_at(m, l, head, 'w', end, &c, &n)) ||
               (l->head < l->n && cue_at(m, l, l->head, 's', 0, &c, &n)) || (l->n && cue_at(m, l, 0, 's', 0, &c, &n));
    if (hit)
        *v = (verdict){c.kind, c.why, 0, c.run};
    return hit;
}

static bool by_inside(const marker *m, const look *l, verdict *v)
{
    cue c;
    uint32_t n;
    for (uint32_t i = next_cue(l, 0); l->words <= 40 && i < l->n; i = next_cue(l, i + 1))
        if (cue_at(m, l, i, 'i', 0, &c, &n)) {
            *v = (verdict){c.kind, c.why, 0, c.run};
            return true;
        }
    return false;
}

/* The bracket that ends the block, "... (Photo: X)": its first unit, or l->n. */
static uint32_t last_bracket(const marker *m, const look *l)
{
    enum { LONGEST = 40 };
    uint32_t end = l->n;
    if (end && unit_byte(m, &l->units[end - 1]) == '.')
        end--;
    if (!end || (unit_byte(m, &l->units[end - 1]) != ')' && unit_byte(m, &l->units[end - 1]) != ']'))
        return l->n;
    char open = unit_byte(m, &l->units[end - 1]) == ')' ? '(' : '[';
    for (uint32_t i = end - 1; i > 0 && end - i < LONGEST; i--)
        if (unit_byte(m, &l->units[i - 1]) == (unsigned char)open)
            return i - 1;
    return l->n;
}

/* "[Ann Lee/AFP]", "(Xinhua/Li Lei)": names around a slash, nothing else. */
static bool credit_shape(const marker *m, const look *l, uint32_t open)
{
    uint32_t slashes = 0;
    for (uint32_t i = open; i < l->n; i++)
        slashes += unit_byte(m, &l->units[i]) == '/';
    return slashes == 1 && l->n - open <= 12 && all_names(m, l, open);
}

static bool by_bracket(const marker *m, const look *l, verdict *v)
{
    cue c;
    uint32_t n, open = last_bracket(m, l);
    if (open == l->n)
        return false;
    for (uint32_t i = next_cue(l, open + 1); i < l->n; i = next_cue(l, i + 1))
        if (cue_at(m, l, i, 'b', 0, &c, &n)) {
            bool tail = c.kind != CH_BLOCK_CAPTION && open > l->head;
            *v = (verdict){c.kind, c.why, tail ? l->units[open].start : 0, c.run};
            return c.kind != CH_BLOCK_CAPTION || l->words <= 90;
        }
    if (l->words > 90 || !credit_shape(m, l, open))
        return false;
    *v = (verdict){CH_BLOCK_CAPTION, "caption: names around a slash in the last bracket", 0, NULL};
    return true;
}

/* "... at the end of the month. Enditem": cut off behind the last sentence. */
static bool by_tail(const marker *m, const look *l, verdict *v)
{
    enum { LONGEST = 8 };
    cue c;
    uint32_t n, end = l->n;
    for (uint32_t i = next_cue(l, end > LONGEST ? end - LONGEST : 0); i < end; i = next_cue(l, i + 1)) {
        if (!cue_at(m, l, i, 't', 0, &c, &n) || i + n < core_end(m, l))
            continue;
        while (i > 0 && strchr("(-[/#*", unit_byte(m, &l->units[i - 1])))
            i--;
        if (i > 0 && !strchr(".!?\"')", unit_byte(m, &l->units[i - 1])) && unit_byte(m, &l->units[i - 1]) < 0x80)
            return false;
        *v = (verdict){c.kind, c.why, i > 0 ? l->units[i].start : 0, c.run};
        return true;
    }
    return false;
}

/* ---- shapes ---- */

/* Nearly all words are names of places to share at, or of things to click. */
static bool share_bar(const marker *m, const look *l)
{
    cue c;
    uint32_t n, hits = 0;
    for (uint32_t i = next_cue(l, 0); l->words <= 30 && i < l->n; i = next_cue(l, i + 1))
        if (cue_at(m, l, i, 'a', 0, &c, &n))
            hits += n, i += n - 1;
    return hits >= 1 && hits * 10 >= l->words * 7;
}

/* "Home > World > Europe": short pieces between separators, no sentence. */
static bool crumbs(const marker *m, const look *l)
{
    uint32_t marks = 0;
    for (uint32_t i = 0; !l->finished && l->words <= 24 && i < l->n; i++) {
        unsigned char c = unit_byte(m, &l->units[i]);
        bool spaced = i && l->units[i].start > l->units[i - 1].end;
        ch__sv s = ch__doc_sv(m->doc, (ch_span){l->units[i].start, l->units[i].end});
        marks +=
            c == '>' || c == '|' || (c == '/' && spaced) || ch__sv_is(s, "\xC2\xBB") || ch__sv_is(s, "\xE2\x80\xBA");
    }
    return marks >= 2 && l->words <= (marks + 1) * 5;
}

/* "abc/rm/tk": who wrote and who checked, at the end of an agency's story. */
static bool desk_initials(const marker *m, const look *l)
{
    uint32_t parts = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        uint32_t length = l->units[i].end - l->units[i].start;
        if (i % 2 ? unit_byte(m, &l->units[i]) != '/' : length > 4 || !is_word(m, &l->units[i]))
            return false;
        parts += i % 2 == 0;
    }
    return parts >= 2 && l->n % 2 == 1 && l->bytes.end - l->bytes.start <= 20 && m->paragraphs > 0;
}

/* One web or mail address and nothing else. */
static bool address_only(const marker *m, const look *l)
{
    ch__sv s = ch__doc_sv(m->doc, l->bytes);
    if (s.n > 300 || memchr(s.p, ' ', s.n))
        return false;
    return ch__sv_starts(s, CH__SV("http://")) || ch__sv_starts(s, CH__SV("https://")) ||
           ch__sv_starts(s, CH__SV("www.")) || (memchr(s.p, '@', s.n) && memchr(s.p, '.', s.n));
}

static bool by_shape(const marker *m, const look *l, verdict *v)
{
    *v = (verdict){.kind = CH_BLOCK_BODY};
    if (!l->words)
        *v = (verdict){CH_BLOCK_NAVIGATION, "separator: no word in it", 0, NULL};
    else if (share_bar(m, l))
        *v = (verdict){CH_BLOCK_SHARE, "share bar: only names of networks", 0, NULL};
    else if (crumbs(m, l))
        *v = (verdict){CH_BLOCK_NAVIGATION, "navigation: short pieces between separators", 0, NULL};
    else if (desk_initials(m, l))
        *v = (verdict){CH_BLOCK_WIRE, "wire: initials of the desk", 0, NULL};
    else if (address_only(m, l))
        *v = (verdict){CH_BLOCK_NAVIGATION, "address alone", 0, NULL};
    return v->kind != CH_BLOCK_BODY;
}

/* ---- the pass ---- */

/* What "list" or "rest" of the last cue says of this block. A paragraph ends a list, another story's dateline ends a
 * rest. */
static bool by_run(marker *m, const look *l, verdict *v)
{
    if (!m->run)
        return false;
    ch__dateline_parts d;
    bool story = m->run[0] == 'l' ? l->finished || l->words > 20
                                  : l->words > 20 && ch__dateline(&m->tables, ch__doc_sv(m->doc, l->bytes), false, &d);
    if (story) {
        m->run = NULL;
        return false;
    }
    *v = (verdict){m->run_like.kind, m->run_like.why, 0, NULL};
    return true;
}

/* A cue for the rest of the document counts only behind a story. */
static void start_run(marker *m, const verdict *v)
{
    if (!v->run || (v->run[0] == 'r' && m->paragraphs < 2) || (m->run && m->run[0] == 'r'))
        return;
    m->run = v->run;
    m->run_like = (ch_block){.kind = v->kind, .why = v->why};
}

static bool judge(marker *m, const look *l, verdict *v)
{
    bool found = by_start(m, l, v);
    if (!found && l->bytes.end - l->bytes.start <= LONG_BLOCK)
        found = by_shape(m, l, v) || by_bracket(m, l, v) || by_inside(m, l, v) || by_tail(m, l, v);
    else if (!found && odd_end(m, l)) {
        look end = look_at_end(m, l);
        found = by_bracket(m, &end, v) || by_tail(m, &end, v);
    }
    if (!found)
        return by_run(m, l, v);
    start_run(m, v);
    return true;
}

static void mark(marker *m, uint32_t block)
{
    const ch_block *b = &m->doc->blocks[block];
    look l = look_at(m, block);
    verdict v;
    bool open = b->kind == CH_BLOCK_BODY || b->kind == CH_BLOCK_HEADING;
    ch_span whole = b->bytes;
    if (!open || !judge(m, &l, &v)) {
        m->paragraphs += b->kind == CH_BLOCK_BODY && l.words >= 12;
        ch__block_add(m->scratch, &m->out, m->doc->text, whole, b->kind, b->why);
        return;
    }
    if (v.cut) {
        m->paragraphs++;
        ch__block_add(m->scratch, &m->out, m->doc->text, (ch_span){whole.start, v.cut}, b->kind, b->why);
        whole.start = v.cut;
    }
    ch__block_add(m->scratch, &m->out, m->doc->text, whole, v.kind, v.why ? v.why : "cue");
}

void ch__boilerplate(const ch__knowledge *k, ch__arena *scratch, ch_doc *doc)
{
    marker m = {.k = k,
                .scratch = scratch,
                .doc = doc,
                .cues = ch__knowledge_table(k, "text/cues"),
                .links = ch__knowledge_table(k, "text/links")};
    m.tables = ch__dateline_tables_of(k);
    if (m.cues) {
        m.kind_column = ch__table_column(m.cues, "kind");
        m.where_column = ch__table_column(m.cues, "where");
        m.shape_column = ch__table_column(m.cues, "shape");
        m.run_column = ch__table_column(m.cues, "run");
        m.why_column = ch__table_column(m.cues, "why");
    }
    for (uint32_t i = 0; i < doc->n_blocks; i++)
        mark(&m, i);
    ch__blocks_settle(doc, &m.out);
    ch__headings(scratch, doc);
}
