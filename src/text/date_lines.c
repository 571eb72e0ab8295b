/* date_lines.c - lines that say when a story came out, and such a line glued to the first words of the story. */
#include "base/utf8.h"
#include "text/dateline.h"
#include "text/layout.h"

ch__date_words ch__date_words_of(const ch__knowledge *k, const ch__dateline_tables *tables)
{
    ch__date_words w = {.tables = tables, .words = ch__knowledge_table(k, "text/datewords")};
    w.kind = w.words ? ch__table_column(w.words, "kind") : 0;
    return w;
}

/* Kind of a word that may stand in a date line: 'p' published, 'u' updated, 'b' by, 'l' label of a page, 'z' zone, 'o'
 * other; 0: none. */
static char date_word(const ch__date_words *w, ch__sv word)
{
    char key[40];
    size_t n = w->words ? ch__fold(word.p, word.n, key, sizeof key) : (size_t)-1;
    uint32_t row = n == (size_t)-1 ? CH_NONE : ch__table_find(w->words, (ch__sv){key, n});
    const char *kind = row == CH_NONE ? NULL : ch__table_cell(w->words, row, w->kind);
    return kind ? kind[0] : 0;
}

static size_t word_end(ch__sv s, size_t i)
{
    while (i < s.n) {
        size_t next = i;
        if (!ch__cp_is_letter(ch__utf8_next(s.p, s.n, &next)))
            break;
        i = next;
    }
    return i;
}

/* A time of day, "21:57", "12.30", "9": figures with marks inside. Returns its end. */
static size_t clock_end(ch__sv s, size_t i, bool *marked)
{
    size_t from = i;
    while (i < s.n && (ch__is_digit((unsigned char)s.p[i]) || (s.p[i] && strchr(":.+", s.p[i]))))
        i++;
    *marked = i - from >= 4 && (s.p[from + 1] == ':' || s.p[from + 2] == ':' || s.p[from + 2] == '.');
    return i;
}

/* ---- lines ---- */

typedef struct scan {
    const ch__date_words *w;
    ch__sv s;
    size_t i;
    ch__date_line l;
    bool found, time, clock; /* a date; figures, and such as surely are a time */
    bool by, label, comma;   /* a word of that kind; a comma stands right before the date */
    char first;              /* kind of the first item: of date_word, 'd' a date, 'n' a name, 't' a time */
    char last;               /* of the last one */
    bool update, labelled, pending;
    bool open, strange;   /* behind a bar: what stands there need not be known; something unknown in that piece */
    uint32_t bars, names; /* names: unknown words with a capital */
    uint32_t lower, codes;
} scan;

static void item(scan *c, char kind)
{
    c->last = kind;
    if (!c->first)
        c->first = kind;
}

static bool take_date(scan *c)
{
    ch_date d;
    size_t n = ch__date_at(&c->w->tables->dates, (ch__sv){c->s.p + c->i, c->s.n - c->i}, false, &d);
    if (!n)
        return false;
    ch_date *to = c->update ? &c->l.updated : &c->l.published;
    if (!to->year && !(c->open && c->strange))
        *to = d;
    if (!c->found) {
        c->labelled = c->pending;
        c->comma = c->i >= 2 && (c->s.p[c->i - 1] == ',' || c->s.p[c->i - 2] == ',');
    }
    c->found = true;
    c->i += n;
    item(c, 'd');
    return true;
}

/* Behind a word: ".com.cn", or where the word ends. */
static size_t domain_end(ch__sv s, size_t i)
{
    while (i + 1 < s.n && s.p[i] == '.' && ch__is_lower((unsigned char)s.p[i + 1]))
        i = word_end(s, i + 1);
    return i;
}

static void take_word(scan *c)
{
    size_t to = word_end(c->s, c->i), at = c->i;
    ch__sv word = {c->s.p + c->i, to - c->i};
    char kind = date_word(c->w, word);
    char key[24];
    c->i = to;
    if (!kind && word.n > 2 && domain_end(c->s, to) > to) { /* example.com */
        c->i = domain_end(c->s, to);
        c->strange = true;
        c->names += !c->open;
        item(c, 'n');
        return;
    }
    if (kind == 'u' || kind == 'p') {
        c->update = kind == 'u';
        c->pending = true;
    }
    c->by = c->by || kind == 'b';
    c->label = c->label || kind == 'l';
    if (kind) {
        item(c, kind);
        return;
    }
    c->strange = true;
    if (c->open)
        return;
    c->pending = false;
    if (ch__cp_is_upper(ch__utf8_next(c->s.p, c->s.n, &at))) {
        c->names++;
    } else {
        size_t n = ch__fold(word.p, word.n, key, sizeof key);
        bool link =
            n != (size_t)-1 && c->w->tables->links && ch__table_find(c->w->tables->links, (ch__sv){key, n}) != CH_NONE;
        if (!link && c->last == 'b')
            c->names++; /* by admin */
        else
            c->lower += !link;
    }
    item(c, 'n');
}

static void take_figure(scan *c)
{
    bool marked;
    bool code = c->i && (c->s.p[c->i - 1] == '/' || c->s.p[c->i - 1] == '#');
    c->i = clock_end(c->s, c->i, &marked);
    c->time = true;
    c->clock = c->clock || marked;
    c->codes += code;
    item(c, 't');
}

static bool is_bar(uint32_t c)
{
    return c == '|' || c == 0x2022 || c == 0xB7 || c == 0x25CF;
}

static void scan_line(scan *c)
{
    while (c->i < c->s.n) {
        size_t next = c->i;
        uint32_t cp = ch__utf8_next(c->s.p, c->s.n, &next);
        bool digit = cp < 0x80 && ch__is_digit((unsigned char)cp);
        if ((digit || ch__cp_is_letter(cp)) && take_date(c))
            continue;
        if (digit) {
            take_figure(c);
        } else if (ch__cp_is_letter(cp)) {
            take_word(c);
        } else {
            if (is_bar(cp)) {
                c->bars++;
                c->open = c->found || c->time;
                c->strange = c->update = false;
            }
            c->i = next;
        }
    }
}

/* "Xinhua, 4 May 2025" */
static bool agency_first(const scan *c)
{
    ch__hit hit;
    size_t n;
    return c->w->tables->agencies && ch__phrase_starts(c->w->tables->k, c->w->tables->agencies, c->s, &hit, &n);
}

/* Whether a line with names beside its date is a date line: something besides the date must say so, for "Ruritania
 * After May 4, 2025" is a title. `head`: above the story; `top`: the very first line. */
static bool named_line(const scan *c, bool head, bool top)
{
    enum { MOST = 8 };
    bool label_first = c->first == 'p' || c->first == 'u';
    if (!c->found || c->lower || c->names > MOST || ch__finished(c->s))
        return false;
    if (c->labelled || label_first)
        return true; /* Posted on May 4, 2025 by admin; Published in The Gazette, May 4th, 2025 */
    if (!head)
        return false;
    if (c->bars && c->names <= 5)
        return true; /* Ann Lee | 04.05.2025 */
    if (c->clock && c->names <= 4)
        return true; /* WORLD 21:57, 4-May-2025 */
    if (c->by && (c->first == 'b' || c->first == 'd') && c->names <= 5)
        return true; /* May 4, 2025 by Ann Lee */
    if (c->first == 'd' && c->codes && c->names <= 3)
        return true; /* 4 May 2025  AB/1234 */
    if (c->codes && c->last == 'd' && c->names <= 2)
        return true; /* AB/1234  4 May 2025 */
    if (agency_first(c) && c->names <= 3)
        return true;
    return !top && c->comma && c->last == 'd' && c->names <= 4; /* Strelsau, 4 May 2025 */
}

ch__date_line ch__date_line_read(const ch__date_words *w, ch__sv s, bool head, bool top)
{
    scan c = {.w = w, .s = s};
    scan_line(&c);
    bool alone = !c.names && !c.lower;
    if (alone)
        c.l.is_one = c.found ? !c.by || c.open : c.time && !c.label && !c.by;
    else
        c.l.is_one = named_line(&c, head, top);
    c.l.labelled = c.first == 'p';
    return c.l;
}

/* ---- glued to the story ---- */

/* Behind the date: a time with its zone and the marks around it. *clock: there is a time, *dash: a dash or bar. */
static size_t behind_date(const ch__date_words *w, ch__sv s, size_t i, bool *clock, bool *dash)
{
    *clock = *dash = false;
    while (i < s.n) {
        size_t next = i;
        uint32_t c = ch__utf8_next(s.p, s.n, &next);
        bool marked = false;
        if (c == '-' || c == '|' || (c >= 0x2013 && c <= 0x2015)) {
            *dash = true;
            i = next;
        } else if (c == ' ' || c == ',' || c == 0xA0) {
            i = next;
        } else if (ch__is_digit(s.p[i] < 0 ? 0 : (unsigned char)s.p[i]) && !*clock) {
            next = clock_end(s, i, &marked);
            if (!marked)
                return i;
            *clock = true;
            i = next;
        } else if (*clock && ch__cp_is_letter(c) && date_word(w, (ch__sv){s.p + i, word_end(s, i) - i}) == 'z') {
            i = word_end(s, i);
        } else {
            return i;
        }
    }
    return i;
}

size_t ch__glued_date(const ch__date_words *w, ch__sv s, ch_date *d, bool *update, bool *sure)
{
    enum { MOST_WORDS = 4, LONGEST = 120 };
    ch__sv front = {s.p, s.n < LONGEST ? s.n : LONGEST};
    size_t i = 0, n = 0;
    bool label = false, clock, dash;
    *update = false;
    for (uint32_t words = 0; i < front.n && words <= MOST_WORDS; words++) {
        n = ch__date_at(&w->tables->dates, (ch__sv){front.p + i, front.n - i}, false, d);
        size_t to = word_end(front, i);
        char kind = n || to == i ? 0 : date_word(w, (ch__sv){front.p + i, to - i});
        if (kind == 'p' || kind == 'u')
            label = true, *update = kind == 'u';
        else if (!label || (kind != 'o' && kind != 'z'))
            break;
        for (i = to; i < front.n && (front.p[i] == ' ' || front.p[i] == ':');)
            i++;
    }
    if (!n)
        return 0;
    size_t end = i + n, next = behind_date(w, front, end, &clock, &dash);
    /* "4 May 2025 was ..." is a sentence; "2025-05-04 The", "May 4, 2025 - 21:57 The" are not. */
    bool figures = ch__is_digit((unsigned char)s.p[i]) && n > 5 && memchr("-/.", s.p[i + 4], 3);
    *sure = label || figures || clock;
    if ((!*sure && !dash) || next >= front.n || next == end)
        return 0;
    size_t at = next;
    uint32_t c = ch__utf8_next(s.p, s.n, &at);
    return ch__cp_is_upper(c) || c == '"' || c == 0x201C || c == 0x2018 ? (clock || dash ? next : end) : 0;
}
