#include "syntax/conllu.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

enum { ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC, COLUMNS };

/* The sentence at work. */
typedef struct work {
    ch__conllu *r;
    ch__conllu_sentence *out;
    int64_t line;       /* the line in hand */
    uint32_t n_ranges;  /* so far */
    uint32_t range_end; /* words that the open range needs: 0, or one past its last */
    uint32_t empty;     /* last empty node behind the last word */
    ch_err *err;
} work;

static int bad(const work *w, int64_t line, const char *fmt, ...) CH__PRINTF(3, 4);

static int bad(const work *w, int64_t line, const char *fmt, ...)
{
    char what[200];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    return ch__fail_at(w->err, CH_EFORMAT, w->r->in.path, line, -1, "%s", what);
}

static int no_memory(const work *w)
{
    return ch__fail_at(w->err, CH_ENOMEM, w->r->in.path, w->line, -1, "out of memory");
}

/* For "%.*s": a value of the file in a message, cut to a sane length. */
static int shown(ch__sv s)
{
    return (int)(s.n < 40 ? s.n : 40);
}

/* ---- columns ---- */

static bool number(ch__sv s, uint32_t *out)
{
    uint32_t n = 0;
    if (!s.n || s.n > 8)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!ch__is_digit((unsigned char)s.p[i]))
            return false;
        n = n * 10 + (uint32_t)(s.p[i] - '0');
    }
    *out = n;
    return true;
}

ch__sv ch__conllu_attribute(ch__sv column, ch__sv name)
{
    while (column.n) {
        const char *bar = memchr(column.p, '|', column.n);
        size_t n = bar ? (size_t)(bar - column.p) : column.n;
        if (n > name.n && column.p[name.n] == '=' && memcmp(column.p, name.p, name.n) == 0)
            return (ch__sv){column.p + name.n + 1, n - name.n - 1};
        size_t taken = bar ? n + 1 : n;
        column = (ch__sv){column.p + taken, column.n - taken};
    }
    return (ch__sv){0};
}

static bool space_after(ch__sv misc)
{
    return !ch__sv_is(ch__conllu_attribute(misc, CH__SV("SpaceAfter")), "No");
}

static ch__sv unless_blank(ch__sv s)
{
    return s.n == 1 && s.p[0] == '_' ? (ch__sv){s.p, 0} : s;
}

static int split(const work *w, ch__sv line, ch__sv f[COLUMNS])
{
    size_t n = 0;
    const char *p = line.p, *end = line.p + line.n;
    for (const char *tab; n < COLUMNS - 1 && (tab = memchr(p, '\t', (size_t)(end - p))); p = tab + 1)
        f[n++] = ch__sv_between(p, tab);
    f[n++] = ch__sv_between(p, end);
    if (n < COLUMNS)
        return bad(w, w->line, "%zu column%s where ten belong", n, n == 1 ? "" : "s");
    if (memchr(p, '\t', (size_t)(end - p)))
        return bad(w, w->line, "more than ten columns");
    size_t matter = w->r->columns == CH__CONLLU_TREES ? COLUMNS : FORM + 1;
    for (size_t i = 0; i < matter; i++)
        if (!f[i].n)
            return bad(w, w->line, "column %zu is empty", i + 1);
    return CH_OK;
}

/* Tags by their letters: all differ in the first two or three, so a short search will do. */
static uint8_t tag_of(ch__sv s)
{
    for (int t = 0; t < CH_N_UPOS; t++) {
        const char *name = ch_upos_name((ch_upos)t);
        if (name[0] == s.p[0] && ch__sv_is(s, name))
            return (uint8_t)t;
    }
    return CH_N_UPOS;
}

static int take_name(const work *w, ch__sv tag)
{
    if (!tag.p) {
        w->r->names.open = false;
        return CH_OK;
    }
    int rc = ch__gold_tag(&w->r->names, w->out->n, tag);
    if (rc == CH_ENOMEM)
        return no_memory(w);
    return rc < 0 ? bad(w, w->line, "NER=%.*s is no tag (O, B-type, I-type)", shown(tag), tag.p) : rc;
}

static int tree_columns(const work *w, const ch__sv f[COLUMNS], ch__conllu_word *word)
{
    word->lemma =
        f[LEMMA].n == 1 && f[LEMMA].p[0] == '_' && ch__sv_eq(f[FORM], f[LEMMA]) ? f[LEMMA] : unless_blank(f[LEMMA]);
    word->upos = unless_blank(f[UPOS]);
    word->xpos = unless_blank(f[XPOS]);
    word->feats = unless_blank(f[FEATS]);
    word->deprel = unless_blank(f[DEPREL]);
    if (word->upos.n && (word->tag = tag_of(word->upos)) == CH_N_UPOS)
        return bad(w, w->line, "'%.*s' is no universal tag", shown(f[UPOS]), f[UPOS].p);
    if (!number(f[HEAD], &word->head))
        return bad(w, w->line, "head '%.*s' is no number", shown(f[HEAD]), f[HEAD].p);
    if (!word->deprel.n)
        return bad(w, w->line, "no relation");
    if (word->head == w->out->n + 1)
        return bad(w, w->line, "word %u is its own head", word->head);
    return take_name(w, ch__conllu_attribute(word->misc, CH__SV("NER")));
}

/* ---- lines ---- */

static bool room_for_word(ch__conllu *r, uint32_t n)
{
    if (n < r->cap_words)
        return true;
    uint32_t cap = r->cap_words ? r->cap_words * 2 : 128;
    ch__conllu_word *words = ch__realloc(r->words, cap * sizeof *words);
    if (words)
        r->words = words;
    uint32_t *seen = words ? ch__realloc(r->seen, cap * sizeof *seen) : NULL;
    if (!seen)
        return false;
    r->seen = seen;
    r->cap_words = cap;
    return true;
}

static int take_word(work *w, const ch__sv f[COLUMNS])
{
    uint32_t id, n = w->out->n;
    if (!number(f[ID], &id))
        return bad(w, w->line, "'%.*s' is no word number", shown(f[ID]), f[ID].p);
    if (id != n + 1)
        return bad(w, w->line, "word number %u where %u belongs", id, n + 1);
    if (!room_for_word(w->r, n))
        return no_memory(w);
    ch__conllu_word *word = &w->r->words[n];
    *word = (ch__conllu_word){
        .form = f[FORM], .misc = unless_blank(f[MISC]), .line = (uint32_t)(w->line - w->out->line), .tag = CH_N_UPOS};
    if (n >= w->range_end)
        word->flags = space_after(word->misc) ? CH_TOKEN_SPACE_AFTER : 0;
    else {
        const ch__conllu_range *range = &w->r->ranges[w->n_ranges - 1];
        word->flags = n == range->first ? CH_TOKEN_MWT_FIRST : CH_TOKEN_MWT_INSIDE;
        if (n + 1 == range->end && range->space_after)
            word->flags |= CH_TOKEN_SPACE_AFTER;
    }
    int rc = w->r->columns == CH__CONLLU_TREES ? tree_columns(w, f, word) : CH_OK;
    w->empty = 0;
    w->out->n++;
    return rc;
}

static int take_range(work *w, const ch__sv f[COLUMNS], size_t dash)
{
    uint32_t first, last;
    ch__sv id = f[ID];
    if (!number((ch__sv){id.p, dash}, &first) || !number((ch__sv){id.p + dash + 1, id.n - dash - 1}, &last))
        return bad(w, w->line, "'%.*s' is no range of word numbers", shown(id), id.p);
    if (first != w->out->n + 1 || last <= first)
        return bad(w, w->line, "range %u-%u where one from %u belongs", first, last, w->out->n + 1);
    if (w->out->n < w->range_end)
        return bad(w, w->line, "range %u-%u overlaps the one before", first, last);
    if (w->n_ranges == w->r->cap_ranges) {
        uint32_t cap = w->r->cap_ranges ? w->r->cap_ranges * 2 : 16;
        ch__conllu_range *at = ch__realloc(w->r->ranges, cap * sizeof *at);
        if (!at)
            return no_memory(w);
        w->r->ranges = at;
        w->r->cap_ranges = cap;
    }
    w->r->ranges[w->n_ranges++] = (ch__conllu_range){first - 1, last, f[FORM], space_after(f[MISC])};
    w->range_end = last;
    return CH_OK;
}

static int check_empty_node(work *w, const ch__sv f[COLUMNS], size_t dot)
{
    uint32_t word, node;
    ch__sv id = f[ID];
    if (!number((ch__sv){id.p, dot}, &word) || !number((ch__sv){id.p + dot + 1, id.n - dot - 1}, &node))
        return bad(w, w->line, "'%.*s' is no word number", shown(id), id.p);
    if (word != w->out->n || node != w->empty + 1)
        return bad(w, w->line, "empty node %u.%u where %u.%u belongs", word, node, w->out->n, w->empty + 1);
    w->empty = node;
    return CH_OK;
}

static int take_line(work *w, ch__sv line)
{
    ch__sv f[COLUMNS];
    int rc = split(w, line, f);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < f[ID].n; i++) {
        if (f[ID].p[i] == '-')
            return take_range(w, f, i);
        if (f[ID].p[i] == '.')
            return check_empty_node(w, f, i);
    }
    return take_word(w, f);
}

/* ---- comments ---- */

/* The value of "# key = value"; p == NULL: the comment has another key. "# key" alone has the value "". */
static ch__sv comment(ch__sv line, const char *key)
{
    ch__sv s = ch__sv_trim((ch__sv){line.p + 1, line.n - 1});
    size_t n = strlen(key);
    if (!ch__sv_starts(s, ch__sv_of(key)))
        return (ch__sv){0};
    s = ch__sv_trim((ch__sv){s.p + n, s.n - n});
    if (!s.n)
        return (ch__sv){"", 0};
    return s.p[0] == '=' ? ch__sv_trim((ch__sv){s.p + 1, s.n - 1}) : (ch__sv){0};
}

static void keep(ch__buf *b, ch__sv s)
{
    ch__buf_clear(b);
    ch__buf_sv(b, s);
}

static void take_comment(work *w, ch__sv line)
{
    ch__conllu *r = w->r;
    ch__sv v;
    if ((v = comment(line, "sent_id")).p)
        w->out->sent_id = v;
    else if ((v = comment(line, "text")).p)
        w->out->text = v;
    else if ((v = comment(line, "newdoc")).p || (v = comment(line, "newdoc id")).p) {
        r->newdoc = true;
        keep(&r->document, v);
        ch__buf_clear(&r->genre);
    } else if ((v = comment(line, "newpar")).p || (v = comment(line, "newpar id")).p) {
        r->newpar = true;
        w->out->newpar_id = v;
    } else if ((v = comment(line, "meta::genre")).p)
        keep(&r->genre, v);
}

/* ---- trees ---- */

/* Follows the heads from every word; a word met twice on one way stands on a cycle. */
static int check_cycles(const work *w)
{
    const ch__conllu_word *words = w->r->words;
    uint32_t *seen = w->r->seen, n = w->out->n;
    memset(seen, 0, n * sizeof *seen);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = i;
        while (!seen[at]) {
            seen[at] = i + 1;
            if (!words[at].head)
                break;
            at = words[at].head - 1;
            if (seen[at] == i + 1)
                return bad(w, w->out->line + words[at].line, "a cycle of heads through word %u", at + 1);
        }
    }
    return CH_OK;
}

static int check_tree(const work *w)
{
    const ch__conllu_word *words = w->r->words;
    uint32_t root = 0;
    for (uint32_t i = 0; i < w->out->n; i++) {
        int64_t line = w->out->line + words[i].line;
        if (words[i].head > w->out->n)
            return bad(w, line, "head %u in a sentence of %u words", words[i].head, w->out->n);
        if (!words[i].head && root)
            return bad(w, line, "two roots: words %u and %u", root, i + 1);
        if (!words[i].head)
            root = i + 1;
    }
    if (!root)
        return bad(w, w->out->line, "a sentence without a root");
    return check_cycles(w);
}

static int take_stretch(work *w, ch__sv stretch)
{
    ch__sv line;
    int rc = CH_OK;
    for (w->line = w->out->line; rc >= 0 && ch__line_of(&stretch, &line); w->line++) {
        bool remark = line.n && line.p[0] == '#';
        if (remark && !w->out->n && !w->n_ranges && !w->empty)
            take_comment(w, line);
        else
            rc = remark ? bad(w, w->line, "a comment inside a sentence") : take_line(w, line);
    }
    if (rc < 0)
        return rc;
    if (!w->out->n)
        return bad(w, w->out->line, "a sentence without words");
    if (w->range_end > w->out->n)
        return bad(w, w->line - 1, "a range ends at word %u of %u", w->range_end, w->out->n);
    if (w->r->document.failed || w->r->genre.failed)
        return no_memory(w);
    return w->r->columns == CH__CONLLU_TREES ? check_tree(w) : CH_OK;
}

/* ---- the reader ---- */

int ch__conllu_open(ch__conllu *r, const char *path, ch__conllu_columns columns, ch_err *err)
{
    *r = (ch__conllu){.columns = columns};
    return ch__lines_open(&r->in, path, err);
}

int ch__conllu_open_memory(ch__conllu *r, const void *p, size_t n, const char *name, ch__conllu_columns columns,
                           ch_err *err)
{
    *r = (ch__conllu){.columns = columns};
    return ch__lines_open_memory(&r->in, p, n, name, err);
}

int ch__conllu_next(ch__conllu *r, ch__conllu_sentence *out, ch_err *err)
{
    ch__sv stretch;
    *out = (ch__conllu_sentence){0};
    int rc = ch__lines_next(&r->in, &stretch, &out->line, err);
    if (rc <= 0)
        return rc;
    work w = {.r = r, .out = out, .err = err};
    r->names.n = 0;
    r->names.open = false;
    rc = take_stretch(&w, stretch);
    if (rc < 0)
        return rc;
    out->words = r->words;
    out->ranges = r->ranges;
    out->n_ranges = w.n_ranges;
    out->names = r->names.at;
    out->n_names = r->names.n;
    out->document = (ch__sv){r->document.p, r->document.n};
    out->genre = (ch__sv){r->genre.p, r->genre.n};
    out->newdoc = r->newdoc;
    out->newpar = r->newpar;
    r->newdoc = r->newpar = false;
    return 1;
}

void ch__conllu_close(ch__conllu *r)
{
    ch__lines_close(&r->in);
    ch__gold_names_release(&r->names);
    ch__buf_release(&r->document);
    ch__buf_release(&r->genre);
    free(r->words);
    free(r->ranges);
    free(r->seen);
    r->words = NULL;
    r->ranges = NULL;
    r->seen = NULL;
}
