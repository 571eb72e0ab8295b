/* conllu_write.c - a document as CoNLL-U. */
#include "syntax/given.h"

typedef struct writer {
    const ch_doc *doc;
    const ch__given *given; /* or NULL */
    ch__buf *out;
    const ch__conllu_extra *extra; /* or NULL */
    uint32_t range, name;          /* next of the given ranges, next of the names */
} writer;

/* Whether white space stands inside. */
static bool has_space(ch__sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ch__is_space((unsigned char)s.p[i]))
            return true;
    return false;
}

/* Lines are many: room for one is reserved, then it is written through a pointer. */
static char *put(char *to, const char *p, size_t n)
{
    memcpy(to, p, n);
    return to + n;
}

static char *put_text(char *to, const char *s)
{
    return put(to, s, strlen(s));
}

static char *put_number(char *to, uint32_t n)
{
    char digits[10];
    size_t i = sizeof digits;
    do
        digits[--i] = (char)('0' + n % 10);
    while (n /= 10);
    return put(to, digits + i, sizeof digits - i);
}

/* ---- multiword tokens ---- */

/* One past the last word of the multiword token that begins at t; t + 1 when none does. */
static uint32_t token_end(const writer *w, uint32_t t, uint32_t end)
{
    uint32_t to = t + 1;
    if (w->doc->tokens[t].flags & CH_TOKEN_MWT_FIRST)
        while (to < end && (w->doc->tokens[to].flags & CH_TOKEN_MWT_INSIDE))
            to++;
    return to;
}

/* What the words [t, to) read as together: the file's own form, or the text. */
static ch__sv surface(writer *w, uint32_t t, uint32_t to)
{
    while (w->given && w->range < w->given->n_ranges && w->given->ranges[w->range].first < t)
        w->range++;
    if (w->given && w->range < w->given->n_ranges && w->given->ranges[w->range].first == t)
        return ch__sv_of(w->given->ranges[w->range].form);
    return ch__doc_sv(w->doc, (ch_span){w->doc->tokens[t].bytes.start, w->doc->tokens[to - 1].bytes.end});
}

static bool space_behind(const writer *w, uint32_t t)
{
    return w->doc->tokens[t].flags & CH_TOKEN_SPACE_AFTER;
}

/* ---- comments ---- */

/* An identifier may hold neither white space nor '/'. */
static void add_id(ch__buf *out, const char *name)
{
    for (; *name; name++)
        ch__buf_char(out, ch__is_space((unsigned char)*name) || *name == '/' ? '_' : *name);
}

static void write_new(writer *w, const char *what, const char *id)
{
    ch__buf_printf(w->out, "# %s", what);
    if (id) {
        ch__buf_str(w->out, " id = ");
        add_id(w->out, id);
    }
    ch__buf_char(w->out, '\n');
}

static void write_boundaries(writer *w, uint32_t i)
{
    const ch__given_sentence *g = w->given ? &w->given->sentences[i] : NULL;
    bool block = !i || w->doc->sentences[i - 1].block != w->doc->sentences[i].block;
    if (g ? g->newdoc : !i)
        write_new(w, "newdoc", g ? g->document : w->doc->name);
    if (g ? g->newpar : block)
        write_new(w, "newpar", g ? g->paragraph : NULL);
}

/* The tokens as they stand in the text, one blank between them where it has any. */
static void write_plain_text(writer *w, ch_span tokens)
{
    ch_span bytes = ch__tokens_bytes(w->doc, tokens);
    if (!ch__buf_reserve(w->out, (size_t)(bytes.end - bytes.start) + (tokens.end - tokens.start)))
        return;
    char *to = w->out->p + w->out->n;
    for (uint32_t t = tokens.start; t < tokens.end; t++) {
        ch__sv form = ch__token_sv(w->doc, t);
        to = put(to, form.p, form.n);
        if (t + 1 < tokens.end && space_behind(w, t))
            *to++ = ' ';
    }
    w->out->n = (size_t)(to - w->out->p);
}

/* The same with multiword tokens as the file has them. */
static void write_given_text(writer *w, ch_span tokens)
{
    uint32_t range = w->range;
    for (uint32_t t = tokens.start, to; t < tokens.end; t = to) {
        to = token_end(w, t, tokens.end);
        ch__buf_sv(w->out, surface(w, t, to));
        if (to < tokens.end && space_behind(w, to - 1))
            ch__buf_char(w->out, ' ');
    }
    w->range = range;
}

static void write_comments(writer *w, uint32_t i)
{
    write_boundaries(w, i);
    ch__buf_str(w->out, "# sent_id = ");
    if (w->given && w->given->sentences[i].id)
        ch__buf_str(w->out, w->given->sentences[i].id);
    else {
        add_id(w->out, w->doc->name);
        ch__buf_printf(w->out, "-%llu", (unsigned long long)(w->given ? w->given->before : 0) + i + 1);
    }
    ch__buf_str(w->out, "\n# text = ");
    if (w->given && w->given->n_ranges)
        write_given_text(w, w->doc->sentences[i].tokens);
    else
        write_plain_text(w, w->doc->sentences[i].tokens);
    ch__buf_char(w->out, '\n');
    if (w->extra)
        w->extra->comments(w->extra->ctx, i, w->out);
}

/* ---- columns ---- */

/* Order of two features by name, whatever the case. */
static int order(ch__sv a, ch__sv b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++) {
        int d = ch__lower(a.p[i]) - ch__lower(b.p[i]);
        if (d)
            return d;
    }
    return (a.n > b.n) - (a.n < b.n);
}

static ch__sv name_of(ch__sv feature)
{
    const char *eq = feature.n ? memchr(feature.p, '=', feature.n) : NULL;
    return (ch__sv){feature.p, eq ? (size_t)(eq - feature.p) : 0};
}

/* Whether features stand as they should: each with a name, in order, none twice. */
static bool is_sorted(ch__sv feats)
{
    ch__sv before = {0}, next;
    while (ch__sv_next(&feats, '|', &next)) {
        ch__sv name = name_of(next);
        if (!name.n || (before.p && order(before, name) >= 0))
            return false;
        before = name;
    }
    return true;
}

/* Features in the order that UD demands: by name, whatever the case; none twice. */
static char *put_sorted(char *to, ch__sv feats)
{
    enum { MOST = 32 };
    ch__sv f[MOST + 1], next;
    size_t n = 0, at;
    while (n < MOST && ch__sv_next(&feats, '|', &next)) {
        if (!name_of(next).n)
            continue;
        for (at = n; at && order(name_of(next), name_of(f[at - 1])) < 0; at--)
            ;
        if (at && order(name_of(next), name_of(f[at - 1])) == 0)
            continue;
        memmove(f + at + 1, f + at, (n - at) * sizeof *f);
        f[at] = next;
        n++;
    }
    if (!n)
        *to++ = '_';
    for (at = 0; at < n; at++) {
        if (at)
            *to++ = '|';
        to = put(to, f[at].p, f[at].n);
    }
    return to;
}

static char *put_feats(char *to, ch__sv feats)
{
    if (!feats.n)
        return put(to, "_", 1);
    return is_sorted(feats) ? put(to, feats.p, feats.n) : put_sorted(to, feats);
}

/* LEMMA to DEPS. */
static char *put_analysis(char *to, const ch_sentence *s, const ch_word *word, ch__sv form, ch__sv lemma, ch__sv xpos,
                          ch__sv feats)
{
    bool root = word->head == CH_NONE, whole = lemma.n && (!has_space(lemma) || has_space(form));
    to = whole ? put(to, lemma.p, lemma.n) : put(to, "_", 1);
    *to++ = '\t';
    to = put_text(to, ch_upos_name((ch_upos)word->upos));
    *to++ = '\t';
    to = xpos.n ? put(to, xpos.p, xpos.n) : put(to, "_", 1);
    *to++ = '\t';
    to = put_feats(to, feats);
    *to++ = '\t';
    to = put_number(to, root ? 0 : word->head - s->tokens.start + 1);
    *to++ = '\t';
    to = put_text(to, root ? "root" : ch_deprel_name((ch_deprel)word->deprel));
    return put(to, "\t_\t", 3);
}

static char *put_misc(char *to, writer *w, uint32_t t, ch__sv extra, bool no_space)
{
    const ch_doc *doc = w->doc;
    while (w->name < doc->n_names && doc->names[w->name].tokens.end <= t)
        w->name++;
    const ch_name *name = w->name < doc->n_names ? &doc->names[w->name] : NULL;
    bool named = name && name->tokens.start <= t;
    to = put(to, extra.p, extra.n);
    if (named) {
        if (extra.n)
            *to++ = '|';
        to = put_text(to, name->tokens.start == t ? "NER=B-" : "NER=I-");
        to = put_text(to, ch_name_type_name((ch_name_type)name->type));
    }
    if (no_space)
        to = put_text(to, named || extra.n ? "|SpaceAfter=No" : "SpaceAfter=No");
    return put_text(to, named || extra.n || no_space ? "\n" : "_\n");
}

static void write_word(writer *w, const ch_sentence *s, uint32_t t, bool alone)
{
    enum { REST = 128 }; /* numbers, tags, relation, tabs, MISC */
    const ch_word *word = w->doc->words ? &w->doc->words[t] : NULL;
    ch__sv form = ch__token_sv(w->doc, t), lemma = ch__sv_of(word ? word->lemma : NULL),
           xpos = ch__sv_of(word ? word->xpos : NULL), feats = ch__sv_of(word ? word->feats : NULL),
           extra = w->extra ? w->extra->misc(w->extra->ctx, t) : CH__SV("");
    if (!ch__buf_reserve(w->out, form.n + lemma.n + xpos.n + feats.n + extra.n + REST))
        return;
    char *to = put_number(w->out->p + w->out->n, t - s->tokens.start + 1);
    *to++ = '\t';
    to = put(to, form.p, form.n);
    *to++ = '\t';
    to = word ? put_analysis(to, s, word, form, lemma, xpos, feats) : put_text(to, "_\t_\t_\t_\t_\t_\t_\t");
    to = put_misc(to, w, t, extra, alone && !space_behind(w, t));
    w->out->n = (size_t)(to - w->out->p);
}

static void write_range(writer *w, const ch_sentence *s, uint32_t t, uint32_t to)
{
    ch__buf_printf(w->out, "%u-%u\t", t - s->tokens.start + 1, to - s->tokens.start);
    ch__buf_sv(w->out, surface(w, t, to));
    ch__buf_printf(w->out, "\t_\t_\t_\t_\t_\t_\t_\t%s\n", space_behind(w, to - 1) ? "_" : "SpaceAfter=No");
}

static void write_sentence(writer *w, uint32_t i)
{
    const ch_sentence *s = &w->doc->sentences[i];
    write_comments(w, i);
    for (uint32_t t = s->tokens.start, to; t < s->tokens.end; t = to) {
        to = token_end(w, t, s->tokens.end);
        bool alone = to == t + 1;
        if (!alone)
            write_range(w, s, t, to);
        for (uint32_t at = t; at < to; at++)
            write_word(w, s, at, alone);
    }
    ch__buf_char(w->out, '\n');
}

void ch__conllu_write(ch__buf *out, const ch_doc *doc, const ch__conllu_extra *extra)
{
    writer w = {.doc = doc, .given = doc->inside->given, .out = out, .extra = extra};
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        write_sentence(&w, i);
}

char *ch_doc_conllu(const ch_doc *doc)
{
    ch__buf out = {0};
    ch__conllu_write(&out, doc, NULL);
    return ch__buf_take(&out);
}
