/* conllu_write.c - a document as CoNLL-U. */
#include "syntax/given.h"

typedef struct writer {
    const ch_doc *doc;
    const ch__given *given; /* or NULL */
    ch__buf *out;
    uint32_t range, name; /* next of the given ranges, next of the names */
} writer;

/* Whether white space stands inside. */
static bool has_space(ch__sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ch__is_space((unsigned char)s.p[i]))
            return true;
    return false;
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

static void write_text(writer *w, ch_span tokens)
{
    ch__buf_str(w->out, "# text = ");
    for (uint32_t t = tokens.start, to; t < tokens.end; t = to) {
        to = token_end(w, t, tokens.end);
        ch__buf_sv(w->out, surface(w, t, to));
        if (to < tokens.end && space_behind(w, to - 1))
            ch__buf_char(w->out, ' ');
    }
    ch__buf_char(w->out, '\n');
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
    ch__buf_char(w->out, '\n');
    uint32_t range = w->range;
    write_text(w, w->doc->sentences[i].tokens);
    w->range = range;
}

/* ---- columns ---- */

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
    size_t eq = ch__sv_find(feature, CH__SV("="));
    return (ch__sv){feature.p, eq == (size_t)-1 ? 0 : eq};
}

/* Features in the order that UD demands: by name, whatever the case; none twice. */
static void write_feats(ch__buf *out, const char *feats)
{
    enum { MOST = 32 };
    ch__sv f[MOST + 1], rest = ch__sv_of(feats), next;
    size_t n = 0, at;
    while (n < MOST && ch__sv_next(&rest, '|', &next)) {
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
    for (at = 0; at < n; at++) {
        if (at)
            ch__buf_char(out, '|');
        ch__buf_sv(out, f[at]);
    }
    if (!n)
        ch__buf_char(out, '_');
}

static void write_lemma(ch__buf *out, ch__sv form, const char *lemma)
{
    ch__sv l = ch__sv_of(lemma);
    ch__buf_sv(out, l.n && (!has_space(l) || has_space(form)) ? l : CH__SV("_"));
}

/* LEMMA to DEPS. */
static void write_analysis(writer *w, const ch_sentence *s, uint32_t t, ch__sv form)
{
    const ch_word *word = w->doc->words ? &w->doc->words[t] : NULL;
    if (!word) {
        ch__buf_str(w->out, "_\t_\t_\t_\t_\t_\t_\t");
        return;
    }
    write_lemma(w->out, form, word->lemma);
    ch__buf_char(w->out, '\t');
    ch__buf_str(w->out, ch_upos_name((ch_upos)word->upos));
    ch__buf_char(w->out, '\t');
    ch__buf_str(w->out, word->xpos && *word->xpos ? word->xpos : "_");
    ch__buf_char(w->out, '\t');
    write_feats(w->out, word->feats);
    bool root = word->head == CH_NONE;
    ch__buf_printf(w->out, "\t%u\t%s\t_\t", root ? 0 : word->head - s->tokens.start + 1,
                   root ? "root" : ch_deprel_name((ch_deprel)word->deprel));
}

static void write_misc(writer *w, uint32_t t, bool no_space)
{
    const ch_doc *doc = w->doc;
    while (w->name < doc->n_names && doc->names[w->name].tokens.end <= t)
        w->name++;
    const ch_name *name = w->name < doc->n_names ? &doc->names[w->name] : NULL;
    bool named = name && name->tokens.start <= t;
    if (named)
        ch__buf_printf(w->out, "NER=%c-%s", name->tokens.start == t ? 'B' : 'I',
                       ch_name_type_name((ch_name_type)name->type));
    if (no_space)
        ch__buf_str(w->out, named ? "|SpaceAfter=No" : "SpaceAfter=No");
    ch__buf_str(w->out, named || no_space ? "\n" : "_\n");
}

static void write_word(writer *w, const ch_sentence *s, uint32_t t, bool alone)
{
    ch__sv form = ch__token_sv(w->doc, t);
    ch__buf_printf(w->out, "%u\t", t - s->tokens.start + 1);
    ch__buf_sv(w->out, form);
    ch__buf_char(w->out, '\t');
    write_analysis(w, s, t, form);
    write_misc(w, t, alone && !space_behind(w, t));
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

char *ch_doc_conllu(const ch_doc *doc)
{
    ch__buf out = {0};
    writer w = {.doc = doc, .given = doc->inside->given, .out = &out};
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        write_sentence(&w, i);
    return ch__buf_take(&out);
}
